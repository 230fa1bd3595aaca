/* The findings of a check as one page of HTML for the official who signs.
 *
 * The page needs nothing but itself: no network, no script, no other file. It can be printed. It
 * begins with a list of the departments, those that may not be published first. Then it says what
 * was found, department by department and the gravest first, with the figures side by side and the
 * place in the input; which findings were waived and why; and what was checked and passed. Same findings, same bytes: there is no clock in it. */
#ifndef BANXIN_CHECK_HTML_H
#define BANXIN_CHECK_HTML_H

#include "data/check.h"
#include "render/buf.h"

struct check_html;

/* Begins a report on BOOK in LANGUAGE; all of it lives in ARENA. */
struct check_html *check_html_new(struct arena *arena, const struct book *book,
                                  const struct check_rules *rules, enum diag_language language);

/* Adds a department. The findings are read now. */
void check_html_add(struct check_html *html, const struct department *department,
                    const struct check_findings *findings);

/* The whole page. FAULTS holds what kept records from being read; they stand before the
 * findings of their department. */
const struct buf *check_html_finish(struct check_html *html, const struct diag *faults);

#endif

/* The PDF writer: display list → PDF 1.7. One document per call; no state between calls.
 * The same pages, fonts and program give the same bytes: no clock, no random numbers. */
#ifndef BANXIN_PDF_H
#define BANXIN_PDF_H

#include <stdbool.h>

#include "data/diag.h"
#include "layout/page.h"
#include "render/sink.h"

struct pdf_info {
    const char *title;    /* UTF-8 */
    const char *language; /* BCP 47: zh-CN */
};

/* Writes PAGES to SINK. False, with the reason in DIAG, when a font cannot be embedded, a limit of
 * PDF or of the library is passed, or SINK fails. */
bool pdf_write(const struct page_list *pages, const struct pdf_info *info, struct sink sink,
               struct diag *diag);

/* The library that compresses, and so decides the bytes, with its version. */
const char *pdf_library(void);

#endif

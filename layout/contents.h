/* The contents (目录): entries with the page numbers of headings, which depend on the pages, which
 * depend on the contents. */
#ifndef BANXIN_CONTENTS_H
#define BANXIN_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "layout/galley.h"

/* Makes the pages with the page numbers KNOWN and stores those that came out in FOUND, one for each
 * heading, 0 for a page without a number. False: a fault, which has been reported. */
typedef bool contents_trial(void *context, const int *known, int *found);

enum contents_result { CONTENTS_SETTLED, CONTENTS_UNSETTLED, CONTENTS_FAULT };

/* At most so many trials. */
#define CONTENTS_TRIALS 5

/* Repeats TRIAL, first with zeros and then with what was found, until nothing changes: the last
 * trial was then made with the right numbers. COUNT is the number of headings. */
enum contents_result contents_settle(struct arena *arena, size_t count, contents_trial *trial,
                                     void *context);

/* GALLEY with each block of GALLEY_CONTENTS replaced by a title and an entry for every heading,
 * with page numbers FOLIOS. */
const struct galley *contents_set(const struct layout_job *job, const struct galley *galley,
                                  const int *folios);

#endif

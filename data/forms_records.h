/* The records that a grid of a form has rows for, in order. Private to data/forms.c. */
#ifndef BANXIN_FORMS_RECORDS_H
#define BANXIN_FORMS_RECORDS_H

#include "data/book.h"
#include "data/format_forms.h"

/* What stands in one row: an indicator of 实施期 beside one of 年度, or either of them alone. What
 * has no terms stands under the first. */
struct form_item {
    const void *records[TERM_COUNT];
};

/* The rows of GRID of the form of PROJECT (NULL: of the department). Indicators are in the order of
 * 序号; the two terms are matched by 一级, 二级指标 and, within these, by position. */
size_t forms_collect(struct arena *arena, const struct budget *budget,
                     const struct project *project, enum form_records records,
                     const struct form_item **items);

#endif

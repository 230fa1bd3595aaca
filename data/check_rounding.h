/* Rounding that a reader sees: printed parts that do not add up to their printed sum, though the
 * records do. It is no fault; a pack may set a note under such a table (rounding_note). */
#ifndef BANXIN_CHECK_ROUNDING_H
#define BANXIN_CHECK_ROUNDING_H

#include <stdbool.h>

#include "data/format.h"

/* Whether any sum of TABLE, as printed for the department of BUDGET, differs from the sum of its
 * printed parts: a row and the rows under it, a column and the columns after it that it sums. */
bool check_rounding(const struct format *format, const struct table_format *table,
                    const struct budget *budget);

#endif

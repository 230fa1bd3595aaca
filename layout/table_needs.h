/* For use inside the table steps only: what the texts of a table need, in one size of its type. */
#ifndef BANXIN_TABLE_NEEDS_H
#define BANXIN_TABLE_NEEDS_H

#include "layout/table.h"

struct table_needs {
    const struct text_style *styles;   /* the format's, in this size */
    const struct column_need *columns; /* see table_columns() */
    const unit *fractions; /* of each column: the widest from the decimal point on, of the amounts
                              that end in it */
};

/* How many sizes TABLE may be tried in: its full one and its styles' steps. */
size_t table_sizes(const struct format *format, const struct table *table);

/* The needs of TABLE after STEP steps to smaller type. All its texts are shaped. */
const struct table_needs *table_needs(const struct layout_job *job, const struct table *table,
                                      size_t step);

/* The x of the decimal point in the line of an amount, or its width when it has none. */
unit table_point(const struct text_line *line);

/* The amount stands with its point under those of the column it ends in. */
bool table_decides_point(const struct table_cell *cell);

#endif

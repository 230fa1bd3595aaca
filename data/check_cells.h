/* Cells of derived tables, found by the words of their row and column. Private to data/check*.c. */
#ifndef BANXIN_CHECK_CELLS_H
#define BANXIN_CHECK_CELLS_H

#include "data/check_run.h"

/* A row of the body (from 0) and a column with amounts. */
struct check_cell {
    size_t row, column;
};

/* The cells of TABLE whose row has LABEL in a text column of the same side and whose column stands
 * under a head that says HEAD; of SIDE (1, 2) only, unless it is 0. LABEL is as printed, `total`, or
 * `each`, which is every row that is not blank. Returns their number; *CELLS is in the arena. */
size_t check_cells_find(struct check_run *run, const struct check_table *table, int side,
                        const char *label, const char *head, const struct check_cell **cells);

/* Whether the pack can have such a cell at all: a column under HEAD on a side in whose rows LABEL
 * stands or, with other records, could stand. */
bool check_cells_possible(const struct check_table *table, int side, const char *label,
                          const char *head);

/* What stands in a cell, exactly; 0 where there are no records. */
money check_cell_amount(const struct check_table *table, struct check_cell cell);

/* The first record in it; row 0 of the place when there is none. */
struct pos check_cell_pos(const struct check_table *table, struct check_cell cell);

/* 表三 合计 项目支出 */
const char *check_cell_words(struct check_run *run, const struct check_table *table,
                             struct check_cell cell);

/* The cell is that of an amount in a row that is set. */
bool check_cell_is_set(const struct check_table *table, struct check_cell cell);

/* The number of rows of the body. */
size_t check_table_rows(const struct check_table *table);

#endif

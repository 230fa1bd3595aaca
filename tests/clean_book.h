/* A book without a fault, made from a seed: two departments with five funds, prior year, forms, assets, texts and
 * approved figures. Kept as cells, so that a test can change one and read all others without the program's own reader.
 */
#ifndef BANXIN_TESTS_CLEAN_BOOK_H
#define BANXIN_TESTS_CLEAN_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"

enum {
    SHEET_DEPARTMENTS,
    SHEET_UNITS,
    SHEET_EXPENDITURE,
    SHEET_INCOME,
    SHEET_PROJECTS,
    SHEET_INDICATORS,
    SHEET_PRIOR_YEAR,
    SHEET_PROCUREMENT,
    SHEET_ASSETS,
    SHEET_TEXTS,
    SHEET_OVERALL,
    SHEET_OVERALL_INDICATORS,
    SHEET_CONTROLS,
    SHEET_WAIVERS,
    SHEET_COUNT
};

/* One file; row 0 has the headings. */
struct sheet {
    const char *file;
    const char ***cells; /* [row][column] */
    size_t rows, columns, capacity;
};

struct clean_book {
    struct arena *arena;
    struct sheet sheets[SHEET_COUNT];
    unsigned long long state; /* of the generator of numbers */
    long long step;           /* every amount is a multiple of it, in 分 */
};

#define CLEAN_DEPARTMENTS 2
extern const char *const clean_departments[CLEAN_DEPARTMENTS];

/* With a STEP of 1 most amounts are rounded where they are printed; with one of 10000 none is. */
struct clean_book *clean_book_make(struct arena *arena, unsigned long long seed, long long step);

/* Writes the whole book, or one of its files, into folder DIR. */
void clean_book_write(const struct clean_book *book, const char *dir);
void clean_book_write_sheet(const struct clean_book *book, size_t sheet, const char *dir);

/* Knuth's MMIX generator: the same numbers everywhere. */
unsigned long long clean_book_draw(unsigned long long *state, unsigned long long limit);

/* The column under HEADING, which must be there; a cell by its heading. */
size_t sheet_column(const struct sheet *sheet, const char *heading);
const char *sheet_cell(const struct sheet *sheet, size_t row, const char *heading);

/* The amount of a cell in 分; 0 where it is blank or no amount. */
long long sheet_amount(const char *cell);

/* What adds up: the 金额 of the rows whose cells begin as the filters say, alternatives parted by |. */
struct sheet_filter {
    const char *heading, *begins; /* heading NULL ends the filters */
};
long long sheet_sum(const struct sheet *sheet, const struct sheet_filter *filters);

/* The row of control.csv as it was approved, from the cells alone. */
#define CONTROL_FILTERS_MAX 8
struct clean_control {
    const char *table, *line, *column;
    size_t sheet; /* SHEET_INCOME or SHEET_EXPENDITURE */
    struct sheet_filter filters[CONTROL_FILTERS_MAX];
};
/* The figures of DEPARTMENT that were approved; ended by one without a table. */
const struct clean_control *clean_controls(const struct clean_book *book, const char *department);

#endif

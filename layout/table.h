/* Tables, in steps, each of which plans for the next:
 *
 *   table_resolve  cells → a full matrix in which every position knows the cell that covers it
 *   table_measure  matrix → column edges, set cells, row heights: the plan of the whole table
 *   table_split    plan, room → the rows that go on this page
 *   table_rules    the matrix of a page → rules, as segments that are as long as can be
 *   table_place    plan, rows → items on a page
 *
 *   edges[0]     edges[1]     edges[2]
 *      ┌────────────┬────────────┐ ─┐
 *      │  head      │  head      │  │ head_height: stands on every page
 *      ├────────────┼────────────┤ ─┘
 *      │ a cell of  │            │ heights[1]
 *      │ two rows   ├────────────┤ keeps[1]: no page ends here
 *      │            │            │ heights[2]
 *      └────────────┴────────────┘
 *
 * Rules are centred on the edges and take no room. */
#ifndef BANXIN_TABLE_H
#define BANXIN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/document.h"
#include "layout/job.h"
#include "layout/page_build.h"
#include "layout/paragraph.h"

struct table_grid {
    int rows, columns;
    const int *owners; /* owners[row * columns + column]: index of the cell that covers it */
};

/* NULL, and a report, when the cells of TABLE do not tile it or a head cell leaves the head. */
const struct table_grid *table_resolve(struct arena *arena, const struct table *table,
                                       struct diag *diag);

/* A cell that has been set. */
struct table_cell_plan {
    struct text_block text;
    unit leading, baseline; /* of its lines */
    unit x;                 /* what its lines are moved by from the cell's left edge */
    unit need;              /* the height it needs, at most UNIT_MAX */
};

struct table_plan {
    const struct table *table;
    const struct table_grid *grid;
    const unit *edges;   /* of columns, from the table's left; one more than columns */
    const unit *heights; /* of rows */
    const bool *keeps;   /* a row that no page break may part from the next */
    const struct table_cell_plan *cells;
    unit head_height;
    unit rule_width;
};

/* Measures a table WIDTH wide. Reports columns that do not fit, amounts wider than their column and
 * characters no font has; NULL when there was a fault. */
const struct table_plan *table_measure(const struct layout_job *job, const struct table *table,
                                       const struct table_grid *grid, unit width);

/* Fills EDGES (one more than columns): fixed widths first, shares of what they leave, no column
 * under its least width in MINIMA. Where there are no shares the widths grow in proportion. False,
 * with what is needed in *NEEDED, when WIDTH does not hold them. */
bool table_columns(const struct table_column *columns, int count, const unit *minima, unit width,
                   unit *edges, int64_t *needed);

enum fit { FIT_ALL, FIT_PART, FIT_NONE };

/* Why not all fits. */
enum fit_reason {
    FIT_REASON_NONE,
    FIT_REASON_HEAD, /* the head alone is higher than the room */
    FIT_REASON_ROWS  /* the rows from `end` to `blocked_end` are higher than what is left */
};

struct table_fit {
    enum fit answer;
    int end;     /* body rows up to this one go here, not with FIT_NONE */
    unit height; /* of these and the head */
    enum fit_reason reason;
    int blocked_end;
    int64_t blocked_height; /* of the head and the rows that would have to come next */
};

/* Which body rows, from FIRST on, go below a head into ROOM. A head is never alone, and rows a cell
 * spans stay together. */
struct table_fit table_split(const struct table_plan *plan, int first, unit room);

/* The height of the whole table, and of the least part that may stand on a page. */
int64_t table_height(const struct table_plan *plan);
int64_t table_least_height(const struct table_plan *plan);

/* A cell to name in a report about rows FIRST … END − 1: the one that needs most. */
const struct table_cell *table_tallest_cell(const struct table_plan *plan, int first, int end);

/* A rule along grid line AT (a row's top or a column's left), from grid line FROM to TO. */
struct rule_segment {
    bool vertical;
    int at, from, to;
};

/* The rules of ROWS × COLUMNS positions owned as in OWNERS: around all of it and between owners,
 * horizontal ones first. Returns their number. */
size_t table_rules(struct arena *arena, const int *owners, int rows, int columns,
                   const struct rule_segment **segments);

/* Places the head and body rows FIRST … END − 1 with their upper left corner at X, Y. A Table
 * element must be open. *BODY is the number of its TBody, 0 before its first page: the head is then
 * structure, later an artifact. */
void table_place(struct arena *arena, struct page_build *build, const struct table_plan *plan,
                 int first, int end, unit x, unit y, int *body);

#endif

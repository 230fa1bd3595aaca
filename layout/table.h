/* Tables, in steps, each of which plans for the next:
 *
 *   table_resolve  cells → a full matrix in which every position knows the cell that covers it
 *   table_needs    cells → what columns, and runs of columns that cells span, need for their texts
 *   table_columns  needs, the pack's hints, a width → column edges
 *   table_measure  matrix → column edges, set cells, row heights: the plan of the whole table
 *   table_split    plan, cursor, room → the rows, and the parts of rows, that go on this page
 *   table_rules    the matrix of a page → rules, as segments that are as long as can be
 *   table_place    plan, cursor, rows → items on a page; the cursor moves past them
 *
 *   edges[0]     edges[1]     edges[2]
 *      ┌────────────┬────────────┐ ─┐
 *      │  head      │  head      │  │ head_height: stands on every page
 *      ├────────────┼────────────┤ ─┘
 *      │ a cell of  │            │ heights[1]
 *      │ two rows   ├────────────┤
 *      │            │            │ heights[2]
 *      └────────────┴────────────┘
 *
 * Rules are centred on the edges and take no room.
 *
 * A column is as wide as the pack's hint says, unless content says otherwise. None is under its
 * least width: its widest amount, its widest word. What a column has over after all its texts stand
 * on one line each goes to columns whose body would else be wrapped. Heads are made to be wrapped:
 * they ask for no more than their words, but no other column takes from them what they stand in.
 * Columns of figures that have one hint stay equally wide, and a form (a table with labels) keeps
 * the columns that its authority drew.
 *
 * A table that does not fit so is set, all of it,
 *
 *   1. in the next smaller type of its styles' steps, and so on;
 *   2. with words parted, in the largest type in which that is enough;
 *   3. on the wide page that goes with its page, where 1 and 2 begin again from the full size;
 *   4. there (or, without a wide page, on its own) with marks parted from their characters;
 *   5. not at all: that is an error. Amounts are never parted, and nothing leaves its cell.
 *
 * A page may end between any two rows; what spans them is parted. It may end inside a row when the
 * table allows that or no page would hold the row. Of a parted cell,
 *
 *   a label is set whole in its part on every page it goes on, centred there; after its first page
 *   it is an artifact. A page ends only where it has room for all labels that go on;
 *   any other text flows: its lines begin at the top and go on on the next page, at least two of
 *   them on either side. Where it is at its end already, its part stays blank.
 *
 * Heights are those of the page: a row that must hold the rest of a text, or a label once more, is
 * as high as that needs. More text never makes fewer pages. */
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
    const unit *heights; /* of rows, when no page break parts the table */
    const struct table_cell_plan *cells;
    size_t measure; /* index of that of the measures given which it is set to */
    unit head_height;
    unit rule_width;
    unit padding; /* of a cell; half of it stands above a text that begins at the top */
};

/* Measures a table for the first of MEASURES (COUNT of them, rising) that holds it. Reports a table
 * that none holds and characters no font has; NULL when there was a fault. */
const struct table_plan *table_measure(const struct layout_job *job, const struct table *table,
                                       const struct table_grid *grid, const unit *measures,
                                       size_t count);

/* How far the texts of a table may be parted at the end of a line: amounts never. */
enum text_parting { PART_WORDS_NEVER, PART_WORDS, PART_ANYWHERE };

/* What a column, or a run of columns, needs for the cells that stand in it; padding included. */
struct column_need {
    unit characters; /* amounts are whole; texts have room for a character */
    unit pieces;     /* and for the marks that stand with it (避头尾) */
    unit words;      /* and for their words */
    unit natural;    /* the texts of the body stand on one line each; not for forms */
    unit ample;      /* so do those of the head */
};

/* Fills EDGES (one more than COUNT) of columns that are WIDTH wide in all. NEEDS[first * COUNT +
 * last] is that of the cells in columns FIRST … LAST. False, with what is needed in *NEEDED, when
 * WIDTH does not hold the least widths. */
bool table_columns(struct arena *scratch, const struct table_column *columns, int count,
                   const struct column_need *needs, enum text_parting parting, unit width,
                   unit *edges, int64_t *needed);

/* A cell that a page break has parted. */
struct table_carry {
    size_t done;      /* lines of its text that stand on the pages before */
    int row, element; /* numbers of its TR and its own */
};

/* How far a table has been placed. */
struct table_cursor {
    int row;                     /* the body row that comes next */
    bool parted;                 /* it goes on: a part of it stands on the page before */
    int body;                    /* number of the TBody, 0 before the first page */
    struct table_carry *carried; /* of the cells above that reach into `row`, by first column */
};

/* The top of the body. The cursor's own memory is in ARENA. */
struct table_cursor table_begin(struct arena *arena, const struct table_plan *plan);

/* CELL of the body began on a page before. */
bool table_cursor_carries(const struct table_cursor *cursor, const struct table_cell *cell);

/* The lines of a cell's text that stand on pages before; 0 for a label, which is set anew. */
size_t table_cursor_done(const struct table_cursor *cursor, const struct table_cell *cell);

enum fit { FIT_ALL, FIT_PART, FIT_NONE };

/* Why not all fits. */
enum fit_reason {
    FIT_REASON_NONE,
    FIT_REASON_HEAD, /* the head alone is higher than the room */
    FIT_REASON_ROWS  /* the next row has no room */
};

struct table_fit {
    enum fit answer;
    enum fit_reason reason;
    /* What goes here, not with FIT_NONE. */
    int end;          /* the body rows up to this one */
    bool parted;      /* the last of them only in part */
    const unit *tops; /* of these rows, one more than rows, from the upper edge of the head */
    unit height;      /* of these and the head */
    /* With FIT_NONE. */
    const struct table_cell *blocked; /* the cell that needs most */
    int64_t blocked_height;           /* of the head and the least part of the next row */
};

/* Which rows from CURSOR on go below a head into ROOM. A head is never alone. FORCED: the page
 * cannot be emptier, so what still has no room is parted. */
struct table_fit table_split(struct arena *arena, const struct table_plan *plan,
                             const struct table_cursor *cursor, unit room, bool forced);

/* The height of the whole table on one page. */
int64_t table_height(const struct table_plan *plan);
/* The height of the least that may begin the table on a page; FORCED as for table_split(). */
int64_t table_least_height(const struct table_plan *plan, bool forced);

/* A rule along grid line AT (a row's top or a column's left), from grid line FROM to TO. */
struct rule_segment {
    bool vertical;
    int at, from, to;
};

/* The rules of ROWS × COLUMNS positions owned as in OWNERS: around all of it and between owners,
 * horizontal ones first. Returns their number. */
size_t table_rules(struct arena *arena, const int *owners, int rows, int columns,
                   const struct rule_segment **segments);

/* Where a part of a table goes. */
struct table_spot {
    unit x, y;  /* of its upper left corner */
    bool ruled; /* the last rule of the table above stands there: it is not drawn again */
};

/* Places what FIT says of the rows from CURSOR on, and moves CURSOR past it. A Table element must
 * be open. The head is structure on the first page, later an artifact. */
void table_place(struct arena *arena, struct page_build *build, const struct table_plan *plan,
                 const struct table_fit *fit, struct table_spot spot, struct table_cursor *cursor);

#endif

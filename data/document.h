/* The document tree: what stands in one department's document, in reading order, before any
 * question of fonts or pages. It is the only thing layout/ is told besides the pack's styles.
 *
 *   document ── section (shares a page geometry) ── block (paragraph, pair, table, contents)
 *
 * Immutable once built; lives in the arena of the document. */
#ifndef BANXIN_DOCUMENT_H
#define BANXIN_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/book.h"
#include "data/diag.h"
#include "data/format.h"
#include "data/unit.h"

/* What a cell holds decides its shaping: amounts and codes have digits of one width. */
enum cell_content { CELL_TEXT, CELL_AMOUNT };

/* A cell of the head or the body. Cells tile the rows × columns of their table. */
struct table_cell {
    struct text text; /* "" prints nothing */
    enum cell_content content;
    enum align align;
    size_t style; /* index into format.styles */
    int row, column, row_span, column_span;
    bool label; /* heads its rows: set again where they go on on a further page, whole every time */
    bool heads; /* says what its row is, to the cells on its right up to the next of these */
    bool total; /* of the body: an amount that sums others of the table, of its row or its column */
};

struct table_column {
    unit width; /* fixed, or 0; widened to its widest amount, at the cost of the shares */
    int share;  /* of what fixed widths leave */
};

struct table {
    const struct table_column *columns;
    int column_count;
    int row_count;                  /* head and body */
    int head_rows;                  /* repeated on every page; all its cells end within it */
    bool column_numbers;            /* the last of them only counts the columns */
    const char *unit;               /* of its amounts: 万元; NULL or "" for none */
    const struct table_cell *cells; /* by row, then column of their upper left corner */
    size_t cell_count;
    unit row_pitch;         /* least height of a row */
    int number;             /* of the official table, from the pack; 0 for none */
    struct text continued;  /* 续表: a line above the head on further pages; "" for none */
    size_t continued_style; /* index into format.styles */
    bool splits_rows;       /* a row may be parted between two lines of its texts */
    bool joined;            /* stands directly under the table before it and shares its last rule */
    bool tail; /* joined, and not alone on a page: a row of the table before goes with it */
};

/* Shares of a whole, drawn: 收入结构, 支出结构. */
enum chart_kind { CHART_PIE, CHART_RING, CHART_BARS };

struct chart_entry {
    struct text name;
    const char *amount; /* as the sentence prints it, with its unit: 7021.24万元 */
    const char *share;  /* 40.65% */
    int64_t value;      /* > 0 */
};

struct chart {
    enum chart_kind kind;
    const struct chart_entry *entries; /* in table order */
    size_t count;                      /* at least 1 */
    unit height;                       /* of the drawing */
    struct text alternative;           /* what it says, in words */
};

enum block_kind {
    BLOCK_PARAGRAPH, /* text in a style; newlines begin a new paragraph */
    BLOCK_HEADING,   /* the same, listed in the contents and the bookmarks */
    BLOCK_PAIR,      /* one line with a text at each end: 部门名称 … 单位 */
    BLOCK_TABLE,
    BLOCK_CHART,   /* its labels are in the block's style */
    BLOCK_CONTENTS /* the 目录: an entry for every heading */
};

struct block {
    enum block_kind kind;
    size_t style;              /* index into format.styles; not for BLOCK_TABLE */
    bool keep_with_next;       /* may not be the last thing on a page */
    struct text text;          /* paragraph, heading, left text of a pair */
    struct text right;         /* pair */
    int level;                 /* heading: 1 部分, 2 表 or 一、, 3 （一） */
    struct text contents;      /* heading: its wording in the contents */
    const char *about;         /* heading of a form: its project, or ""; of no form: NULL */
    const struct table *table; /* table */
    const struct chart *chart; /* chart */
};

struct section {
    size_t page;   /* index into format.pages */
    bool new_page; /* begins a page; else it goes on where the last one ended if the geometry is the
                      same */
    bool numbered; /* pages count and carry a folio: not the cover, not the contents */
    const struct block *blocks;
    size_t block_count;
    const struct block
        *running; /* paragraph at the head of every page but the section's first; NULL: none */
};

struct document {
    const struct format *format;
    struct text title;    /* document title */
    const char *author;   /* 部门名称 */
    const char *subject;  /* what it is one of; NULL: nothing to tell */
    const char *date;     /* of publication: 2026-02-10; NULL or "": not told */
    const char *language; /* zh-CN */
    const struct section *sections;
    size_t section_count;
};

/* Builds the document of one department. What is missing or does not add up is reported to DIAG
 * against the department; NULL when there was such a fault. */
const struct document *document_build(struct arena *arena, const struct format *format,
                                      const struct budget *budget, struct diag *diag);

#endif

/* Comparing a PDF with its data file: what the parts share. Private to render/verify*.c.
 *
 * Texts are compared without blanks: the ends of lines and what stands there do not show on paper. */
#ifndef BANXIN_VERIFY_PARTS_H
#define BANXIN_VERIFY_PARTS_H

#include <stdint.h>

#include "data/printed.h"
#include "render/verify.h"

#define VERIFY_REPORTS_MAX ((size_t)100) /* of one file */
#define VERIFY_WORK_MAX    (UINT64_C(1) << 30)

/* A heading on the pages. */
struct verify_heading {
    const char *text;
    int level; /* 1 … 3 */
    size_t page;
    size_t part, upper; /* 1 + index of those of level 1 and 2 that it is under, or is; 0: none */
    size_t first, end;  /* the places under it, as they were walked */
    const char *entry;  /* what the contents call it; NULL: not listed */
    const char *about;  /* of a form, as a line of the data told; NULL: none has */
    size_t paragraphs;  /* under it so far */
};

struct verify_cell {
    const char *text;
    int row, column, row_span, column_span;
    bool label; /* TH of the body */
};

struct verify_table {
    struct verify_cell *cells;
    size_t count, capacity;
    int rows, columns, head_rows;
    const uint32_t *owners; /* of each position, the cell that covers it; NULL: they do not tile */
    const char *around;     /* caption, heads and labels: where units are told */
};

/* What is said at one place of the pages: a line of the data should say the same. */
enum verify_kind { VERIFY_CELL, VERIFY_LINE, VERIFY_FIGURE };
struct verify_place {
    enum verify_kind kind;
    const char *text;
    size_t page, page_until; /* index; of a blank one it may be any up to PAGE_UNTIL */
    size_t heading;          /* 1 + index of the one it is under; 0: none */
    size_t below;            /* 1 + index of the one it leads up to; 0: none */
    const struct verify_table *table;
    size_t cell;   /* of TABLE */
    bool optional; /* the title of the contents, of which the data says nothing */
};

struct verify_places {
    struct verify_place *items;
    size_t count, capacity;
};

/* A line of the data. */
struct verify_line {
    const struct printed *item;
    const char *key; /* what is on paper: the value; of a chart the label too */
};

struct verify {
    struct arena *arena, *scratch; /* the second is taken back by who uses it */
    const struct read_pdf *pdf;
    const char *path;
    struct diag *diag;
    size_t reports;

    struct verify_heading *headings;
    size_t heading_count, heading_capacity;
    size_t front_paragraphs;     /* before the first heading */
    struct verify_places walked; /* in reading order */
    struct verify_places places; /* the same, parted as the data is */
    const char **entries;        /* of the contents */
    size_t entry_count, entry_capacity;
    const char **known; /* what further pages may repeat; sorted later */
    size_t known_count, known_capacity;

    struct verify_line *lines;
    size_t line_count;
    const struct printed *misplaced;     /* the last line that was reported to stand elsewhere */
    size_t misplaced_under;              /* the heading it is under */
    const struct verify_table *measured; /* the last table in which a unit was found, … */
    const char *unit;                    /* … and this unit */
    uint64_t work;                       /* see verify_spend() */
};

/* ---- verify.c ------------------------------------------------------------------------------ */

/* TEXT without blanks. */
char *verify_squeeze(struct arena *arena, const char *text);
/* Reports CODE; the arguments may be NULL. */
void verify_report(struct verify *v, enum diag_code code, const char *first, const char *second,
                   const char *third, const char *fourth);
/* Takes STEPS into account that a hostile file may multiply; false when there have been too many. */
bool verify_spend(struct verify *v, size_t steps);
/* Enough reports: the rest need not be looked at. */
bool verify_is_full(const struct verify *v);
/* Reports CODE, with two texts shortened to where they differ. */
void verify_report_texts(struct verify *v, enum diag_code code, const char *where, const char *told,
                         const char *found);
/* Where on the pages, for reports; of ITEM, unless it is NULL, also which cell. */
const char *verify_where(struct verify *v, size_t page, const struct printed *item);

/* ---- verify_walk.c: what the pages say ----------------------------------------------------- */

void verify_walk(struct verify *v);
/* All that ELEMENT and what is in it show, without blanks. */
const char *verify_gather(struct verify *v, const struct read_element *element);

/* ---- verify_table.c ------------------------------------------------------------------------ */

/* The grid of the Table ELEMENT; its body cells are added to the places. CAPTION: its texts. */
void verify_walk_table(struct verify *v, const struct read_element *element, const char *caption);
const struct verify_cell *verify_cell_at(const struct verify_table *table, int row, int column);

/* ---- verify_lines.c ------------------------------------------------------------------------ */

/* Compares the lines with the places; returns how many have one. */
size_t verify_lines(struct verify *v);

/* ---- verify_labels.c ----------------------------------------------------------------------- */

/* Page, headings, labels and unit of LINE, which says what PLACE does. */
void verify_labels(struct verify *v, const struct printed *item, const struct verify_place *place);
/* 3 for 第3段; 0: none. */
size_t verify_paragraph(const char *row);

/* ---- verify_pages.c ------------------------------------------------------------------------ */

/* The entries of the contents, which are kept for their headings. */
void verify_contents(struct verify *v);
/* Page numbers, what is repeated, and what is part of nothing. */
void verify_pages(struct verify *v);

#endif

/* The display list: the seam between layout and the PDF writer.
 *
 * A page is a size, a folio and items in paint order. Coordinates are in units (1/1000 pt) from
 * the upper left corner of the page, y downwards. A text keeps its glyphs, their positions and
 * the UTF-8 they stand for. Begin and end items carry the structure (what is a heading, a table,
 * a cell; what is decoration), so that a tagged PDF needs no second pass. They nest on every page, and
 * all that is painted is inside an artifact, or directly inside an element that holds text: a
 * heading, P, Link, TH, TD or Figure. Links are inside Link. */
#ifndef BANXIN_PAGE_H
#define BANXIN_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "data/arena.h"
#include "data/unit.h"
#include "fonts/font.h"

/* Standard structure types of PDF 1.7, 14.8.4. */
enum role {
    ROLE_DOCUMENT,
    ROLE_PART,
    ROLE_H1,
    ROLE_H2,
    ROLE_H3,
    ROLE_P,
    ROLE_TOC,
    ROLE_TOCI,
    ROLE_REFERENCE, /* what of an entry of the contents leads elsewhere: all of it */
    ROLE_LINK,      /* a line of it: its ITEM_LINK and its text */
    ROLE_TABLE,
    ROLE_CAPTION, /* first in its table: the lines that lead up to it, also its heading */
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_FIGURE,   /* a chart, with what it says in words */
    ROLE_ARTIFACT, /* folios, rules, a table head repeated on a further page */
    ROLE_COUNT
};

/* Why something is no part of the text (14.8.2.2). */
enum artifact {
    ARTIFACT_LAYOUT,    /* rules, leaders */
    ARTIFACT_HEADER,    /* lines at the head of further pages of a section */
    ARTIFACT_FOOTER,    /* the folio */
    ARTIFACT_REPEATED,  /* said before: the head of a table, a label, 续表 */
    ARTIFACT_WATERMARK, /* what marks a draft */
    ARTIFACT_COUNT
};

/* A glyph at its place on the line. */
struct placed_glyph {
    uint32_t id;
    uint32_t cluster; /* byte offset in the item's utf8 */
    unit x;           /* from the item's x */
    unit y;           /* up from the baseline */
};

/* A step of a path; points count from the item's x and y. */
enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };
struct path_step {
    enum path_verb verb;
    unit x1, y1, x2, y2; /* PATH_CURVE: control points of a cubic Bézier curve */
    unit x, y;           /* where the step ends; PATH_CLOSE: 0 */
};

/* Marks repeated all over a shape, to tell it from its neighbours without colour. */
enum pattern {
    PATTERN_NONE,
    PATTERN_RISING, /* lines like / */
    PATTERN_FALLING,
    PATTERN_HORIZONTAL,
    PATTERN_VERTICAL,
    PATTERN_GRID,    /* horizontal and vertical */
    PATTERN_LATTICE, /* rising and falling */
    PATTERN_DOTS,
    PATTERN_COUNT
};

enum item_kind {
    ITEM_TEXT,
    ITEM_RULE,
    ITEM_FILL,
    ITEM_PATH,
    ITEM_LINK,
    ITEM_ANCHOR,
    ITEM_BEGIN,
    ITEM_END
};

struct item {
    enum item_kind kind;
    union {
        struct { /* ITEM_TEXT: glyphs of one face and size on one baseline */
            const struct font_face *face;
            unit size;
            unit x, y;   /* y: the baseline */
            bool turned; /* by a quarter clockwise about x, y: it runs down the page */
            const struct placed_glyph *glyphs; /* in text order */
            size_t count;
            const char *utf8; /* what the glyphs stand for; not NUL-terminated */
            size_t length;
        } text;
        struct { /* ITEM_RULE: a line of WIDTH, horizontal or vertical; ITEM_FILL: a rectangle */
            unit x0, y0, x1, y1;
            unit width; /* rule only; the line is centred on x0,y0 – x1,y1 */
            uint32_t rgb;
        } shape;
        struct { /* ITEM_PATH: filled (what it winds round), then patterned, then stroked */
            unit x, y;
            const struct path_step *steps;
            size_t count;
            bool filled;
            uint32_t fill; /* RGB */
            enum pattern pattern;
            unit width;   /* of the stroke; 0: none */
            uint32_t ink; /* RGB of the stroke and of the pattern's marks */
        } path;
        struct { /* ITEM_LINK: a click in the rectangle goes to ANCHOR */
            unit x0, y0, x1, y1;
            int anchor;
        } link;
        struct { /* ITEM_ANCHOR */
            int id;
            unit y;
        } anchor;
        struct { /* ITEM_BEGIN; ITEM_END closes the innermost */
            enum role role;
            int element; /* from 1, each once; on a later page it goes on; 0: artifact */
            int row_span, column_span; /* ROLE_TH, ROLE_TD */
            bool row_scope;            /* ROLE_TH heads its row, not its column */
            enum artifact artifact;    /* ROLE_ARTIFACT */
            const char *alternative;   /* ROLE_FIGURE: what it says, in words */
        } begin;
    } as;
};

struct page {
    unit width, height;
    const char *folio; /* printed page number without its dashes ("1"), or "" */
    const struct item *items;
    size_t count;
};

/* A bookmark: a heading. */
struct bookmark {
    int level; /* 1 … 3 */
    const char *title;
    int anchor;
    size_t page; /* index of the page the anchor is on */
    unit y;
};

struct page_list {
    const struct page *pages;
    size_t count;
    const struct bookmark *bookmarks; /* in reading order */
    size_t bookmark_count;
};

/* The standard structure type of ROLE: H1, TOCI …; Artifact. */
const char *page_role_name(enum role role);

/* Writes the list as text, an item per line, for tests. */
void page_dump(const struct page_list *list, FILE *out);

#endif

/* The display list: the seam between layout and the PDF writer.
 *
 * A page is a size, a folio and items in paint order. Coordinates are in units (1/1000 pt) from
 * the upper left corner of the page, y downwards. A text keeps its glyphs, their positions and
 * the UTF-8 they stand for. Begin and end items carry the structure (what is a heading, a table,
 * a cell; what is decoration), so that a tagged PDF needs no second pass. */
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
    ROLE_TABLE,
    ROLE_CAPTION,
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_ARTIFACT, /* folios, rules, a table head repeated on a further page */
    ROLE_COUNT
};

/* A glyph at its place on the line. */
struct placed_glyph {
    uint32_t id;
    uint32_t cluster; /* byte offset in the item's utf8 */
    unit x;           /* from the item's x */
    unit y;           /* up from the baseline */
};

enum item_kind { ITEM_TEXT, ITEM_RULE, ITEM_FILL, ITEM_LINK, ITEM_ANCHOR, ITEM_BEGIN, ITEM_END };

struct item {
    enum item_kind kind;
    union {
        struct { /* ITEM_TEXT: glyphs of one face and size on one baseline */
            const struct font_face *face;
            unit size;
            unit x, y;                         /* y: the baseline */
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
            int element; /* the same number on a later page continues the element; 0: artifact */
            int row_span, column_span; /* ROLE_TH, ROLE_TD */
            bool row_scope;            /* ROLE_TH heads its row, not its column */
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

/* Writes the list as text, an item per line, for tests. */
void page_dump(const struct page_list *list, FILE *out);

#endif

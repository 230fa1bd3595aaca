/* What the layout tests share: fonts, a format and documents made by hand. Lengths are round so
 * that expected places can be worked out with a pencil: the type area is 200 × 300 pt, Han
 * characters are one em wide. */
#ifndef BANXIN_TESTS_LAYOUT_FIXTURE_H
#define BANXIN_TESTS_LAYOUT_FIXTURE_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/job.h"
#include "layout/layout.h"
#include "layout/page.h"

#define STYLE_MAX 8
#define TABLE_MAX 64

enum { BODY, HEADING, CELL, FOLIO, ENTRY_1, ENTRY_2, ENTRY_3, TITLE };

struct fixture {
    struct arena *arena, *scratch;
    struct diag *diag;
    struct font_set *fonts;
    struct text_style styles[STYLE_MAX];
    struct page_geometry pages[2];
    struct format format;
    struct layout_job job;
};

static inline struct text text_at(const char *utf8, int row, int column)
{
    return (struct text){.utf8 = utf8, .pos = {"cases.csv", row, column}};
}

static inline struct text plain(const char *utf8)
{
    return text_at(utf8, 0, 0);
}

static inline struct font_set *fixture_fonts(struct diag *diag)
{
    static const struct font_family song[] = {{{"Noto Serif CJK SC", {0}}, 400, NULL}};
    static const struct font_family hei[] = {{{"Noto Sans CJK SC", {0}}, 400, NULL}};
    static const struct font_family kai[] = {{{"LXGW WenKai", {0}}, 400, NULL},
                                             {{"Noto Serif CJK SC", {0}}, 400, NULL}};
    static const struct font_role roles[] = {
        {"song", {0}, song, 1}, {"hei", {0}, hei, 1}, {"kai", {0}, kai, 2}};
    return font_set_open(roles, 3, diag);
}

/* Every style: 10 pt, 20 pt leading, no indent, left. */
static inline void fixture_open(struct fixture *f)
{
    *f = (struct fixture){
        .arena = arena_new(), .scratch = arena_new(), .diag = diag_new(DIAG_ENGLISH)};
    f->fonts = fixture_fonts(f->diag);
    ck_assert_ptr_nonnull(f->fonts);
    for (size_t i = 0; i < STYLE_MAX; i++)
        f->styles[i] = (struct text_style){.name = "style", .size = 10000, .leading = 20000};
    f->pages[0] = (struct page_geometry){.name = "portrait",
                                         .width = 300000,
                                         .height = 400000,
                                         .head = 50000,
                                         .foot = 50000,
                                         .inner = 60000,
                                         .outer = 40000,
                                         .folio_drop = 20000,
                                         .folio_inset = 10000};
    f->pages[1] = f->pages[0];
    f->format = (struct format){.name = "fixture",
                                .rule_width = 500,
                                .cell_padding = 2000,
                                .styles = f->styles,
                                .style_count = STYLE_MAX,
                                .pages = f->pages,
                                .page_count = 2,
                                .folio = plain("—{page}—"),
                                .contents_title = plain(""),
                                .contents_title_style = TITLE,
                                .folio_style = FOLIO,
                                .contents_styles = {ENTRY_1, ENTRY_2, ENTRY_3}};
    f->job = (struct layout_job){f->arena, f->scratch,         &f->format, f->fonts,
                                 f->diag,  cjk_breaker_open(), NULL,       NULL};
}

static inline void fixture_close(struct fixture *f)
{
    cjk_breaker_close(f->job.breaker);
    font_set_close(f->fonts);
    diag_free(f->diag);
    arena_free(f->scratch);
    arena_free(f->arena);
}

/* The only report is CODE, at ROW and COLUMN. */
static inline void assert_fault(const struct fixture *f, enum diag_code code, int row, int column)
{
    ck_assert_uint_eq(diag_count(f->diag), 1);
    const struct diag_entry *entry = diag_entry_at(f->diag, 0);
    ck_assert_msg(entry->code == code, "unexpected report: %s", entry->message);
    ck_assert_int_eq(entry->pos.row, row);
    ck_assert_int_eq(entry->pos.column, column);
}

static inline void assert_no_fault(const struct fixture *f)
{
    for (size_t i = 0; i < diag_count(f->diag); i++)
        ck_abort_msg("unexpected report: %s", diag_entry_at(f->diag, i)->message);
}

/* COUNT times UNIT. */
static inline const char *repeat(struct arena *arena, const char *unit_text, size_t count)
{
    size_t length = strlen(unit_text);
    char *text = arena_alloc(arena, count * length + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, unit_text, length);
    return text;
}

/* A table of ROWS × COLUMNS single cells, the columns with equal shares, rows 30 pt high, with the
 * texts "r0c0" …; cells may be changed before use. */
struct test_table {
    struct table table;
    struct table_column columns[8];
    struct table_cell *cells;
};

static inline struct test_table *test_table(struct arena *arena, int head, int rows, int columns)
{
    struct test_table *t = arena_alloc(arena, sizeof *t);
    t->cells = arena_array(arena, (size_t)(rows * columns), sizeof *t->cells);
    for (int i = 0; i < rows * columns; i++)
        t->cells[i] = (struct table_cell){
            .text = text_at(arena_printf(arena, "r%dc%d", i / columns, i % columns),
                            i / columns + 1, i % columns + 1),
            .style = CELL,
            .row = i / columns,
            .column = i % columns,
            .row_span = 1,
            .column_span = 1};
    for (int i = 0; i < columns; i++)
        t->columns[i].share = 1;
    t->table = (struct table){.columns = t->columns,
                              .column_count = columns,
                              .row_count = rows,
                              .head_rows = head,
                              .cells = t->cells,
                              .cell_count = (size_t)(rows * columns),
                              .row_pitch = 30000,
                              .number = 1};
    return t;
}

/* Takes the cell at INDEX out, after its place was given to another by a span. */
static inline void test_table_remove(struct test_table *t, size_t index)
{
    t->table.cell_count--;
    memmove(&t->cells[index], &t->cells[index + 1],
            (t->table.cell_count - index) * sizeof *t->cells);
}

static inline const struct page_list *lay_out_sections(struct fixture *f,
                                                       const struct section *sections, size_t count)
{
    struct document document = {.format = &f->format,
                                .title = text_at("title", 1, 1),
                                .language = "zh-CN",
                                .sections = sections,
                                .section_count = count};
    return layout_document(f->arena, &document, f->fonts, f->diag);
}

/* One numbered section of BLOCKS. */
static inline const struct page_list *lay_out(struct fixture *f, const struct block *blocks,
                                              size_t count)
{
    struct section section = {.numbered = true, .blocks = blocks, .block_count = count};
    return lay_out_sections(f, &section, 1);
}

/* The N-th text item (from 0) of PAGE whose text begins with START, or NULL. */
static inline const struct item *find_text(const struct page *page, const char *start, size_t n)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        size_t length = strlen(start);
        if (item->kind == ITEM_TEXT && item->as.text.length >= length &&
            memcmp(item->as.text.utf8, start, length) == 0 && n-- == 0)
            return item;
    }
    return NULL;
}

static inline size_t count_texts(const struct page *page, const char *start)
{
    size_t count = 0;
    while (find_text(page, start, count))
        count++;
    return count;
}

static inline const struct item *find_role(const struct page *page, enum role role)
{
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_BEGIN && page->items[i].as.begin.role == role)
            return &page->items[i];
    return NULL;
}

#endif

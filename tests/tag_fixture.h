/* A tagged document made by hand, for the tests of the structure tree. */
#ifndef BANXIN_TESTS_TAG_FIXTURE_H
#define BANXIN_TESTS_TAG_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/pdf.h"

#define SIZE   10500
#define LEFT   72000
#define PITCH  20000
#define HEIGHT 841890

struct book {
    struct arena *arena;
    struct diag *diag;
    struct font_set *fonts;
    struct page *pages;
    size_t page_count, page_capacity;
    struct item *items; /* of the page at hand */
    size_t item_count, item_capacity;
    int elements; /* numbers given out */
    unit y;
    char path[64];
};

static struct book *book_open_test(void)
{
    static const struct font_family FAMILY = {{"LXGW WenKai", {"format.yaml", 2, 3}}, 400, NULL};
    struct font_role role = {"正文", {"format.yaml", 1, 1}, &FAMILY, 1};
    struct arena *arena = arena_new();
    struct book *book = arena_alloc(arena, sizeof *book);
    book->arena = arena;
    book->diag = diag_new(DIAG_ENGLISH);
    book->fonts = font_set_open(&role, 1, book->diag);
    ck_assert_msg(book->fonts, "font missing");
    snprintf(book->path, sizeof book->path, "%s/banxin-tag-XXXXXX", P_tmpdir);
    int descriptor = mkstemp(book->path);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
    return book;
}

static void book_close_test(struct book *book)
{
    unlink(book->path);
    font_set_close(book->fonts);
    diag_free(book->diag);
    arena_free(book->arena);
}

static struct item *add(struct book *book, enum item_kind kind)
{
    book->items = arena_grow(book->arena, book->items, book->item_count, &book->item_capacity,
                             sizeof *book->items);
    struct item *item = &book->items[book->item_count++];
    *item = (struct item){.kind = kind};
    return item;
}

/* Element NUMBER goes on. */
static struct item *resume(struct book *book, enum role role, int number)
{
    struct item *item = add(book, ITEM_BEGIN);
    item->as.begin.role = role;
    item->as.begin.element = number;
    return item;
}

static int begin(struct book *book, enum role role)
{
    resume(book, role, ++book->elements);
    return book->elements;
}

static void artifact(struct book *book, enum artifact artifact)
{
    resume(book, ROLE_ARTIFACT, 0)->as.begin.artifact = artifact;
}

static void end(struct book *book, int count)
{
    while (count-- > 0)
        add(book, ITEM_END);
}

static void end_page(struct book *book)
{
    struct item *items = arena_array(book->arena, book->item_count, sizeof *items);
    memcpy(items, book->items, book->item_count * sizeof *items);
    book->pages = arena_grow(book->arena, book->pages, book->page_count, &book->page_capacity,
                             sizeof *book->pages);
    book->pages[book->page_count++] = (struct page){595276, HEIGHT, "", items, book->item_count};
    book->item_count = 0;
    book->y = 0;
}

/* TEXT as the next line of the page. */
static void text(struct book *book, const char *utf8)
{
    const struct glyph *glyphs;
    struct text source = {utf8, {"texts.csv", 2, 5}};
    size_t count = font_shape(book->arena, book->fonts, 0, FONT_TEXT, source, 0, strlen(utf8),
                              book->diag, &glyphs);
    struct placed_glyph *placed = arena_array(book->arena, count, sizeof *placed);
    long pen = 0;
    for (size_t i = 0; i < count; i++) {
        placed[i] =
            (struct placed_glyph){glyphs[i].id, glyphs[i].cluster, (unit)(pen * SIZE / 1000), 0};
        pen += glyphs[i].advance;
    }
    book->y += PITCH;
    struct item *item = add(book, ITEM_TEXT);
    item->as.text.face = glyphs[0].face;
    item->as.text.size = SIZE;
    item->as.text.x = LEFT;
    item->as.text.y = book->y % (HEIGHT - PITCH);
    item->as.text.glyphs = placed;
    item->as.text.count = count;
    item->as.text.utf8 = utf8;
    item->as.text.length = strlen(utf8);
}

/* An element that holds TEXT and no more. */
static int line(struct book *book, enum role role, const char *utf8)
{
    int number = begin(book, role);
    if (utf8[0])
        text(book, utf8);
    end(book, 1);
    return number;
}

static void cell(struct book *book, enum role role, int row_span, int column_span, bool row_scope,
                 const char *utf8)
{
    struct item *item = resume(book, role, ++book->elements);
    item->as.begin.row_span = row_span;
    item->as.begin.column_span = column_span;
    item->as.begin.row_scope = row_scope;
    if (utf8[0])
        text(book, utf8);
    end(book, 1);
}

static void rule(struct book *book)
{
    struct item *item = add(book, ITEM_RULE);
    item->as.shape.x0 = LEFT;
    item->as.shape.x1 = LEFT + PITCH;
    item->as.shape.y0 = item->as.shape.y1 = PITCH;
    item->as.shape.width = 500;
}

static void anchor(struct book *book, int id)
{
    struct item *item = add(book, ITEM_ANCHOR);
    item->as.anchor.id = id;
    item->as.anchor.y = PITCH;
}

static void write_kind(struct book *book, enum pdf_kind kind)
{
    struct page_list list = {book->pages, book->page_count, NULL, 0};
    struct pdf_info info = {.kind = kind,
                            .title = "预算",
                            .author = "局",
                            .subject = "",
                            .language = "zh-CN",
                            .date = "2026-02-10"};
    struct sink_file *file = sink_file_open(book->path);
    bool done = pdf_write(&list, &info, sink_file_sink(file), book->diag);
    if (!done)
        diag_print(book->diag, 0, stderr);
    ck_assert(done);
    ck_assert(sink_file_commit(file));
}

#endif

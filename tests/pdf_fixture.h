/* A page list made by shaping lines of text, for the tests of the PDF writer. */
#ifndef BANXIN_TESTS_PDF_FIXTURE_H
#define BANXIN_TESTS_PDF_FIXTURE_H

#include <check.h>
#include <string.h>

#include "layout/page.h"
#include "render/pdf.h"

#define SIZE  10500 /* 五号 */
#define LEFT  72000
#define PITCH 30000

struct draft {
    struct arena *arena;
    struct diag *diag;
    struct font_set *fonts;
    struct item items[512];
    size_t count;
    struct page page;
    struct bookmark bookmarks[8];
    struct page_list list;
};

static const struct pdf_info INFO = {.title = "泽州县自然资源局2026年部门预算公开",
                                     .author = "泽州县自然资源局",
                                     .subject = "",
                                     .language = "zh-CN",
                                     .date = "2026-02-10"};

static struct draft *draft_open(const char *const *families, size_t count)
{
    struct arena *arena = arena_new();
    struct draft *draft = arena_alloc(arena, sizeof *draft);
    struct font_family *chain = arena_array(arena, count, sizeof *chain);
    for (size_t i = 0; i < count; i++)
        chain[i] = (struct font_family){{families[i], {"format.yaml", 2, 3}}, 400, NULL};
    struct font_role role = {"正文", {"format.yaml", 1, 1}, chain, count};
    draft->arena = arena;
    draft->diag = diag_new(DIAG_ENGLISH);
    draft->fonts = font_set_open(&role, 1, draft->diag);
    ck_assert_msg(draft->fonts, "font missing: %s", families[0]);
    draft->page = (struct page){595276, 841890, "1", draft->items, 0};
    draft->list = (struct page_list){&draft->page, 1, draft->bookmarks, 0};
    return draft;
}

static struct draft *draft_open_one(const char *family)
{
    return draft_open(&family, 1);
}

static void draft_close(struct draft *draft)
{
    font_set_close(draft->fonts);
    diag_free(draft->diag);
    arena_free(draft->arena);
}

static struct item *draft_add(struct draft *draft, enum item_kind kind)
{
    ck_assert_uint_lt(draft->count, sizeof draft->items / sizeof *draft->items);
    struct item *item = &draft->items[draft->count++];
    draft->page.count = draft->count;
    item->kind = kind;
    return item;
}

/* One item for the glyphs [FIRST, END) of one face; returns the pen after it [1/1000 em]. */
static long place_run(struct draft *draft, const struct glyph *glyphs, size_t first, size_t end,
                      const char *text, size_t text_end, unit y)
{
    struct placed_glyph *placed = arena_array(draft->arena, end - first, sizeof *placed);
    long pen = 0;
    for (size_t i = first; i < end; i++) {
        placed[i - first] = (struct placed_glyph){
            glyphs[i].id, glyphs[i].cluster - glyphs[first].cluster,
            (unit)((pen + glyphs[i].dx) * SIZE / 1000), glyphs[i].dy * SIZE / 1000};
        pen += glyphs[i].advance;
    }
    struct item *item = draft_add(draft, ITEM_TEXT);
    item->as.text.face = glyphs[first].face;
    item->as.text.size = SIZE;
    item->as.text.x = LEFT;
    item->as.text.y = y;
    item->as.text.glyphs = placed;
    item->as.text.count = end - first;
    item->as.text.utf8 = text + glyphs[first].cluster;
    item->as.text.length = text_end - glyphs[first].cluster;
    return pen;
}

/* TEXT as line number LINE of the page. */
static void draft_line(struct draft *draft, int line, enum font_profile profile, const char *text)
{
    const struct glyph *glyphs;
    struct text source = {text, {"texts.csv", 2, 5}};
    size_t count = font_shape(draft->arena, draft->fonts, 0, profile, source, 0, strlen(text),
                              draft->diag, &glyphs);
    long pen = 0;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && glyphs[end].face == glyphs[first].face;)
            end++;
        size_t text_end = end < count ? glyphs[end].cluster : strlen(text);
        long width = place_run(draft, glyphs, first, end, text, text_end, PITCH * (line + 1));
        draft->items[draft->count - 1].as.text.x += (unit)(pen * SIZE / 1000);
        pen += width;
    }
}

static void draft_rule(struct draft *draft, unit x0, unit y0, unit x1, unit y1, uint32_t rgb)
{
    struct item *item = draft_add(draft, ITEM_RULE);
    item->as.shape.x0 = x0;
    item->as.shape.y0 = y0;
    item->as.shape.x1 = x1;
    item->as.shape.y1 = y1;
    item->as.shape.width = 500;
    item->as.shape.rgb = rgb;
}

#endif

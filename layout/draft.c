/* Outlines of letters, turned along the diagonal of each page. See draft.h. */
#include "layout/draft.h"

#include <string.h>

#include "fonts/outline.h"
#include "layout/chart_path.h"

#define DRAFT_GREY 0xDCDCDC /* dark text on it is easily read, also on a poor printer */

/* The middle of a Han character over the baseline, in 1/1000 em. */
#define HAN_MIDDLE 380

/* The shortest width of a page divided by this is the em of the mark. */
#define EM_DIVISOR 3

/* The mark on a page: the way from its middle, and from the letters' grid to it. */
struct draft_axes {
    unit x, y;            /* the middle of the page */
    unit em;              /* size of the letters */
    int64_t cosine, sine; /* of the line they stand on, × 2^30 */
};

/* The direction that rises by 45°, as signs do on forms whatever their shape. */
static struct draft_axes axes_of(const struct page *page)
{
    unit shorter = page->width < page->height ? page->width : page->height;
    turn eighth = TURN_FULL / 8;
    return (struct draft_axes){page->width / 2, page->height / 2, shorter / EM_DIVISOR,
                               chart_cosine(eighth), chart_sine(eighth)};
}

/* A letter on that line: its origin, in 1/1000 em, y up. */
struct draft_letter {
    const struct draft_axes *axes;
    const struct glyph *glyph;
    int64_t x, y;
};

/* A point of the letter's outline on the page. */
static void turn_point(const struct draft_letter *letter, int32_t x, int32_t y, unit *out_x,
                       unit *out_y)
{
    const struct draft_axes *axes = letter->axes;
    int64_t scale = letter->glyph->scale;
    int64_t along = (letter->x * 1000 + x * scale) * axes->em / 1000000;
    int64_t above = (letter->y * 1000 + y * scale) * axes->em / 1000000;
    *out_x = axes->x + (unit)((along * axes->cosine - above * axes->sine) >> 30);
    *out_y = axes->y - (unit)((along * axes->sine + above * axes->cosine) >> 30);
}

static struct item draw_letter(struct arena *arena, const struct draft_letter *letter)
{
    static const enum path_verb VERBS[] = {[OUTLINE_MOVE] = PATH_MOVE,
                                           [OUTLINE_LINE] = PATH_LINE,
                                           [OUTLINE_CURVE] = PATH_CURVE,
                                           [OUTLINE_CLOSE] = PATH_CLOSE};
    const struct font_outline_step *outline;
    size_t count = font_outline(arena, letter->glyph->face, letter->glyph->id, &outline);
    struct path_step *steps = arena_array(arena, count, sizeof *steps);
    for (size_t i = 0; i < count; i++) {
        const struct font_outline_step *from = &outline[i];
        struct path_step *to = &steps[i];
        to->verb = VERBS[from->verb];
        if (from->verb == OUTLINE_CLOSE)
            continue;
        turn_point(letter, from->x, from->y, &to->x, &to->y);
        if (from->verb != OUTLINE_CURVE)
            continue;
        turn_point(letter, from->x1, from->y1, &to->x1, &to->y1);
        turn_point(letter, from->x2, from->y2, &to->x2, &to->y2);
    }
    struct item item = {.kind = ITEM_PATH};
    item.as.path.steps = steps;
    item.as.path.count = count;
    item.as.path.filled = true;
    item.as.path.fill = DRAFT_GREY;
    return item;
}

/* PAGE behind the letters of GLYPHS, which are WIDTH (1/1000 em) long. */
static struct page mark_page(struct arena *arena, const struct page *page,
                             const struct glyph *glyphs, size_t count, int64_t width)
{
    const struct draft_axes axes = axes_of(page);
    struct item *items = arena_array(arena, page->count + count + 2, sizeof *items);
    items[0].kind = ITEM_BEGIN;
    items[0].as.begin.role = ROLE_ARTIFACT;
    items[0].as.begin.artifact = ARTIFACT_WATERMARK;
    int64_t x = -width / 2;
    for (size_t i = 0; i < count; i++) {
        const struct draft_letter letter = {&axes, &glyphs[i], x + glyphs[i].dx,
                                            glyphs[i].dy - HAN_MIDDLE};
        items[1 + i] = draw_letter(arena, &letter);
        x += glyphs[i].advance;
    }
    items[1 + count].kind = ITEM_END;
    if (page->count > 0)
        memcpy(items + count + 2, page->items, page->count * sizeof *items);
    struct page marked = *page;
    marked.items = items;
    marked.count = page->count + count + 2;
    return marked;
}

const struct page_list *draft_mark(struct arena *arena, const struct page_list *pages,
                                   const struct font_set *fonts, size_t role, struct text words,
                                   struct diag *diag)
{
    const struct glyph *glyphs;
    size_t count =
        font_shape(arena, fonts, role, FONT_TEXT, words, 0, strlen(words.utf8), diag, &glyphs);
    int64_t width = 0;
    for (size_t i = 0; i < count; i++)
        width += glyphs[i].advance;
    struct page *marked = arena_array(arena, pages->count, sizeof *marked);
    for (size_t i = 0; i < pages->count; i++)
        marked[i] = mark_page(arena, &pages->pages[i], glyphs, count, width);
    struct page_list *list = arena_alloc(arena, sizeof *list);
    *list = *pages;
    list->pages = marked;
    return list;
}

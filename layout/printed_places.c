/* Elements on pages. See printed_places.h. */
#include "layout/printed_places.h"

enum { DEPTH_MAX = 32 }; /* more than page_build allows, and the artifact of a draft */

/* Going through the items. An element that goes on has the number it had before. */
struct walk {
    struct arena *arena;
    struct printed_place *places;
    size_t count, capacity;
    size_t *place_of; /* element number → 1 + index of its place; 0: none */
    size_t element_count, element_capacity;
    bool *has_text; /* by place */
    size_t text_count, text_capacity;
    size_t open[DEPTH_MAX]; /* as place_of */
    int depth;
};

static bool holds_text(enum role role)
{
    switch (role) {
    case ROLE_H1:
    case ROLE_H2:
    case ROLE_H3:
    case ROLE_P:
    case ROLE_TH:
    case ROLE_TD:
    case ROLE_FIGURE:
        return true;
    default:
        return false;
    }
}

static void add_place(struct walk *walk, const struct page *page, size_t begin)
{
    walk->places =
        arena_grow(walk->arena, walk->places, walk->count, &walk->capacity, sizeof *walk->places);
    walk->has_text = arena_grow(walk->arena, walk->has_text, walk->text_count, &walk->text_capacity,
                                sizeof *walk->has_text);
    walk->has_text[walk->text_count++] = false;
    walk->places[walk->count++] =
        (struct printed_place){page->items[begin].as.begin.role, page, begin};
}

/* The place of the element that begins, or goes on, at item BEGIN of PAGE. */
static size_t enter(struct walk *walk, const struct page *page, size_t begin)
{
    const struct item *item = &page->items[begin];
    if (!holds_text(item->as.begin.role) || item->as.begin.element <= 0)
        return 0;
    size_t element = (size_t)item->as.begin.element;
    while (walk->element_count <= element) {
        walk->place_of = arena_grow(walk->arena, walk->place_of, walk->element_count,
                                    &walk->element_capacity, sizeof *walk->place_of);
        walk->place_of[walk->element_count++] = 0;
    }
    if (walk->place_of[element] == 0) {
        add_place(walk, page, begin);
        walk->place_of[element] = walk->count;
    }
    return walk->place_of[element];
}

static void see_text(struct walk *walk, const struct page *page)
{
    size_t place = walk->depth > 0 ? walk->open[walk->depth - 1] : 0;
    if (place == 0 || walk->has_text[place - 1])
        return;
    walk->has_text[place - 1] = true;
    walk->places[place - 1].page = page;
}

static void walk_page(struct walk *walk, const struct page *page)
{
    walk->depth = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_BEGIN && walk->depth < DEPTH_MAX)
            walk->open[walk->depth++] = enter(walk, page, i);
        else if (item->kind == ITEM_END && walk->depth > 0)
            walk->depth--;
        else if (item->kind == ITEM_TEXT)
            see_text(walk, page);
    }
}

size_t printed_places(struct arena *arena, const struct page_list *pages,
                      const struct printed_place **places)
{
    struct walk walk = {.arena = arena};
    for (size_t i = 0; i < pages->count; i++)
        walk_page(&walk, &pages->pages[i]);
    *places = walk.places;
    return walk.count;
}

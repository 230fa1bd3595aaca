/* Building pages. See page_build.h. */
#include <assert.h>
#include <string.h>

#include "layout/page_build.h"

/* Document, Part, TOC, TOCI, Reference, Link, and an artifact; what remains is reserve. */
#define DEPTH_MAX 16

const char *page_role_name(enum role role)
{
    static const char *const NAMES[ROLE_COUNT] = {
        [ROLE_DOCUMENT] = "Document",
        [ROLE_PART] = "Part",
        [ROLE_H1] = "H1",
        [ROLE_H2] = "H2",
        [ROLE_H3] = "H3",
        [ROLE_P] = "P",
        [ROLE_TOC] = "TOC",
        [ROLE_TOCI] = "TOCI",
        [ROLE_REFERENCE] = "Reference",
        [ROLE_LINK] = "Link",
        [ROLE_TABLE] = "Table",
        [ROLE_CAPTION] = "Caption",
        [ROLE_THEAD] = "THead",
        [ROLE_TBODY] = "TBody",
        [ROLE_TR] = "TR",
        [ROLE_TH] = "TH",
        [ROLE_TD] = "TD",
        [ROLE_FIGURE] = "Figure",
        [ROLE_ARTIFACT] = "Artifact",
    };
    return NAMES[role];
}

struct page_build {
    struct arena *arena;
    struct page *pages; /* the open page, if any, is pages[count] */
    size_t count, capacity;
    struct item *items; /* of the open page; the space is used again for the next */
    size_t item_count, item_capacity;
    struct item open[DEPTH_MAX]; /* the ITEM_BEGIN of every open element */
    int depth;
    int elements; /* numbers given out */
    bool is_open;
};

struct page_build *page_build_new(struct arena *arena)
{
    struct page_build *build = arena_alloc(arena, sizeof *build);
    build->arena = arena;
    return build;
}

void page_build_add(struct page_build *build, struct item item)
{
    assert(build->is_open);
    build->items = arena_grow(build->arena, build->items, build->item_count, &build->item_capacity,
                              sizeof *build->items);
    build->items[build->item_count++] = item;
}

void page_build_open(struct page_build *build, unit width, unit height)
{
    assert(!build->is_open);
    build->pages = arena_grow(build->arena, build->pages, build->count, &build->capacity,
                              sizeof *build->pages);
    build->pages[build->count] = (struct page){.width = width, .height = height};
    build->item_count = 0;
    build->is_open = true;
    for (int i = 0; i < build->depth; i++)
        page_build_add(build, build->open[i]);
}

void page_build_close(struct page_build *build, const char *folio, const struct item *artifacts,
                      size_t count)
{
    for (int i = 0; i < build->depth; i++)
        page_build_add(build, (struct item){.kind = ITEM_END});
    for (size_t i = 0; i < count; i++)
        page_build_add(build, artifacts[i]);
    struct page *page = &build->pages[build->count++];
    page->folio = folio;
    struct item *items = arena_array(build->arena, build->item_count, sizeof *items);
    if (build->item_count > 0)
        memcpy(items, build->items, build->item_count * sizeof *items);
    page->items = items;
    page->count = build->item_count;
    build->is_open = false;
}

static void push(struct page_build *build, struct item item)
{
    assert(build->depth < DEPTH_MAX);
    page_build_add(build, item);
    build->open[build->depth++] = item;
}

void page_build_resume(struct page_build *build, enum role role, int element)
{
    struct item item = {.kind = ITEM_BEGIN};
    item.as.begin.role = role;
    item.as.begin.element = element;
    push(build, item);
}

int page_build_begin(struct page_build *build, enum role role)
{
    page_build_resume(build, role, ++build->elements);
    return build->elements;
}

void page_build_resume_cell(struct page_build *build, struct page_cell cell, int element)
{
    struct item item = {.kind = ITEM_BEGIN};
    item.as.begin.role = cell.role;
    item.as.begin.element = element;
    item.as.begin.row_span = cell.row_span;
    item.as.begin.column_span = cell.column_span;
    item.as.begin.row_scope = cell.row_scope;
    push(build, item);
}

int page_build_begin_cell(struct page_build *build, struct page_cell cell)
{
    page_build_resume_cell(build, cell, ++build->elements);
    return build->elements;
}

void page_build_begin_figure(struct page_build *build, const char *alternative)
{
    struct item item = {.kind = ITEM_BEGIN};
    item.as.begin.role = ROLE_FIGURE;
    item.as.begin.element = ++build->elements;
    item.as.begin.alternative = alternative;
    push(build, item);
}

void page_build_begin_artifact(struct page_build *build, enum artifact artifact)
{
    struct item item = {.kind = ITEM_BEGIN};
    item.as.begin.role = ROLE_ARTIFACT;
    item.as.begin.artifact = artifact;
    push(build, item);
}

void page_build_end(struct page_build *build)
{
    assert(build->depth > 0);
    build->depth--;
    page_build_add(build, (struct item){.kind = ITEM_END});
}

size_t page_build_index(const struct page_build *build)
{
    return build->count;
}

void page_build_finish(struct page_build *build, struct page_list *list)
{
    assert(!build->is_open);
    list->pages = build->pages;
    list->count = build->count;
}

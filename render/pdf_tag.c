/* The structure tree. See pdf_tag.h.
 *
 * While the pages are painted, elements, their kids and their marks are gathered in flat arrays that
 * point into each other by index: a long document has 100,000 and more of them. Elements are kept,
 * and later written, in the order in which they first appear. */
#include "render/pdf_tag.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "render/buf.h"

#define LEAF_MAX 64 /* entries of a leaf of the ParentTree: what a reader takes in for one page */

/* What an element holds: another element, marked content of a page, an annotation. */
enum kid_kind { KID_ELEMENT, KID_MARK, KID_ANNOTATION };

struct kid {
    enum kid_kind kind;
    unsigned what; /* the element's index, the MCID, the annotation's object */
    unsigned page; /* index; not of elements */
    unsigned next; /* the kid after it; 0: none */
};

struct element {
    unsigned parent;
    unsigned first, last; /* kids; 0: none */
    unsigned page;        /* index plus 1 of the page its content begins on; 0: it has none */
    unsigned figure;      /* index plus 1; 0: it is none */
    unsigned char role;   /* enum role */
    bool row_scope;
    unsigned row_span, column_span;
};

struct figure {
    const char *alternative;
    bool covered;
    unsigned page;       /* index; of the box */
    unit x0, y0, x1, y1; /* the box [1/1000 pt], upwards */
};

struct pdf_tags {
    struct arena *arena;
    struct element *elements; /* the first is the root of the tree */
    size_t element_count, element_capacity;
    unsigned *indices; /* of an element by its number; 0: not met yet */
    size_t index_capacity;
    struct kid *kids; /* the first is none */
    size_t kid_count, kid_capacity;
    unsigned *marks; /* the element of each marked content, page after page */
    size_t mark_count, mark_capacity;
    size_t *first_marks; /* of each page */
    size_t pages, begun; /* how many there are, and how many of them have begun */
    unsigned *links;     /* the element of each annotation */
    size_t link_count, link_capacity;
    struct figure *figures;
    size_t figure_count, figure_capacity;
    unsigned open; /* the innermost element */
};

/* ---- gathering ----------------------------------------------------------------------------- */

static unsigned add_element(struct pdf_tags *tags, struct element element)
{
    tags->elements = arena_grow(tags->arena, tags->elements, tags->element_count,
                                &tags->element_capacity, sizeof *tags->elements);
    tags->elements[tags->element_count] = element;
    return (unsigned)tags->element_count++;
}

/* Adds KID to what the innermost element holds. */
static void add_kid(struct pdf_tags *tags, struct kid kid)
{
    tags->kids = arena_grow(tags->arena, tags->kids, tags->kid_count, &tags->kid_capacity,
                            sizeof *tags->kids);
    unsigned index = (unsigned)tags->kid_count++;
    tags->kids[index] = kid;
    struct element *parent = &tags->elements[tags->open];
    if (parent->last)
        tags->kids[parent->last].next = index;
    else
        parent->first = index;
    parent->last = index;
    if (kid.kind != KID_ELEMENT && parent->page == 0)
        parent->page = kid.page + 1;
}

struct pdf_tags *pdf_tags_new(struct arena *arena, size_t pages)
{
    struct pdf_tags *tags = arena_alloc(arena, sizeof *tags);
    tags->arena = arena;
    tags->pages = pages;
    tags->first_marks = arena_array(arena, pages + 1, sizeof *tags->first_marks);
    add_element(tags, (struct element){0});
    add_kid(tags, (struct kid){0});
    return tags;
}

void pdf_tags_begin_page(struct pdf_tags *tags, size_t page)
{
    assert(tags->open == 0 && page == tags->begun && page < tags->pages);
    tags->first_marks[page] = tags->mark_count;
    tags->begun = page + 1;
}

static unsigned this_page(const struct pdf_tags *tags)
{
    return (unsigned)(tags->begun - 1);
}

/* Where the index of element NUMBER is kept. */
static unsigned *find_index(struct pdf_tags *tags, size_t number)
{
    if (number >= tags->index_capacity) {
        size_t capacity = tags->index_capacity > 0 ? tags->index_capacity : 256;
        while (capacity <= number)
            capacity *= 2;
        unsigned *indices = arena_array(tags->arena, capacity, sizeof *indices);
        if (tags->index_capacity > 0)
            memcpy(indices, tags->indices, tags->index_capacity * sizeof *indices);
        tags->indices = indices;
        tags->index_capacity = capacity;
    }
    return &tags->indices[number];
}

static unsigned add_figure(struct pdf_tags *tags, const char *alternative)
{
    tags->figures = arena_grow(tags->arena, tags->figures, tags->figure_count,
                               &tags->figure_capacity, sizeof *tags->figures);
    tags->figures[tags->figure_count] = (struct figure){.alternative = alternative};
    return (unsigned)++tags->figure_count;
}

static unsigned span(int value)
{
    return value > 1 ? (unsigned)value : 1;
}

void pdf_tags_begin(struct pdf_tags *tags, const struct item *item)
{
    assert(item->kind == ITEM_BEGIN && item->as.begin.element > 0);
    unsigned *index = find_index(tags, (size_t)item->as.begin.element);
    if (*index == 0) {
        struct element element = {.parent = tags->open,
                                  .role = (unsigned char)item->as.begin.role,
                                  .row_scope = item->as.begin.row_scope,
                                  .row_span = span(item->as.begin.row_span),
                                  .column_span = span(item->as.begin.column_span)};
        if (item->as.begin.role == ROLE_FIGURE)
            element.figure = add_figure(tags, item->as.begin.alternative);
        *index = add_element(tags, element);
        add_kid(tags, (struct kid){.kind = KID_ELEMENT, .what = *index});
    }
    assert(tags->elements[*index].parent == tags->open); /* nothing goes on elsewhere */
    tags->open = *index;
}

void pdf_tags_end(struct pdf_tags *tags)
{
    assert(tags->open != 0);
    tags->open = tags->elements[tags->open].parent;
}

int pdf_tags_mark(struct pdf_tags *tags)
{
    assert(tags->open != 0);
    unsigned page = this_page(tags);
    unsigned mark = (unsigned)(tags->mark_count - tags->first_marks[page]);
    tags->marks = arena_grow(tags->arena, tags->marks, tags->mark_count, &tags->mark_capacity,
                             sizeof *tags->marks);
    tags->marks[tags->mark_count++] = tags->open;
    add_kid(tags, (struct kid){.kind = KID_MARK, .what = mark, .page = page});
    return (int)mark;
}

size_t pdf_tags_link(struct pdf_tags *tags, unsigned annotation)
{
    assert(tags->open != 0);
    tags->links = arena_grow(tags->arena, tags->links, tags->link_count, &tags->link_capacity,
                             sizeof *tags->links);
    tags->links[tags->link_count] = tags->open;
    add_kid(tags,
            (struct kid){.kind = KID_ANNOTATION, .what = annotation, .page = this_page(tags)});
    return tags->pages + tags->link_count++;
}

/* A figure stands on one page; were it to go on, its box would stay that of the first. */
void pdf_tags_cover(struct pdf_tags *tags, unit x0, unit y0, unit x1, unit y1)
{
    unsigned index = tags->elements[tags->open].figure;
    assert(index != 0);
    struct figure *figure = &tags->figures[index - 1];
    if (!figure->covered) {
        figure->covered = true;
        figure->page = this_page(tags);
        figure->x0 = x0, figure->y0 = y0, figure->x1 = x1, figure->y1 = y1;
    } else if (figure->page == this_page(tags)) {
        figure->x0 = x0 < figure->x0 ? x0 : figure->x0;
        figure->y0 = y0 < figure->y0 ? y0 : figure->y0;
        figure->x1 = x1 > figure->x1 ? x1 : figure->x1;
        figure->y1 = y1 > figure->y1 ? y1 : figure->y1;
    }
}

/* ---- writing ------------------------------------------------------------------------------- */

/* The block: the elements, an array of elements for each page, the ParentTree and its leaves. */
struct block {
    const struct pdf_tags *tags;
    const unsigned *pages; /* their objects */
    unsigned root;
    unsigned elements, arrays, tree; /* object of the first of each */
    struct buf bytes;
    size_t *ends;
    size_t count;
};

static void put(struct block *block, const char *text)
{
    buf_str(&block->bytes, text);
}

static void end_object(struct block *block)
{
    block->ends[block->count++] = block->bytes.length;
}

/* KEY, a number and what comes AFTER it: short words, at once. There are ten such for every element,
 * so this takes most of the time. */
static void put_number(struct block *block, const char *key, size_t number, const char *after)
{
    char text[64];
    char *end = text + sizeof text, *start = end - strlen(after);
    memcpy(start, after, strlen(after));
    do
        *--start = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    start -= strlen(key);
    memcpy(start, key, strlen(key));
    buf_add(&block->bytes, start, (size_t)(end - start));
}

static void put_reference(struct block *block, const char *key, size_t object)
{
    put_number(block, key, object, " 0 R");
}

static unsigned object_of(const struct block *block, unsigned element)
{
    return element == 0 ? block->root : block->elements + element - 1;
}

/* What a kid on the page of its element is: its MCID says it all (14.7.4.2). BLANK keeps a number
 * from what stands before it. */
static void put_kid(struct block *block, const struct element *parent, const struct kid *kid,
                    const char *blank)
{
    if (kid->kind == KID_ELEMENT) {
        put_reference(block, blank, object_of(block, kid->what));
    } else if (kid->kind == KID_ANNOTATION) {
        put_reference(block, "<</Type/OBJR/Pg ", block->pages[kid->page]);
        put_reference(block, "/Obj ", kid->what);
        put(block, ">>");
    } else if (kid->page + 1 == parent->page) {
        put_number(block, blank, kid->what, "");
    } else {
        put_reference(block, "<</Type/MCR/Pg ", block->pages[kid->page]);
        put_number(block, "/MCID ", kid->what, ">>");
    }
}

static void put_kids(struct block *block, const struct element *element)
{
    const struct kid *kids = block->tags->kids;
    if (!element->first)
        return;
    put(block, "/K");
    if (element->first == element->last) {
        put_kid(block, element, &kids[element->first], " ");
        return;
    }
    put(block, "[");
    for (unsigned i = element->first; i; i = kids[i].next)
        put_kid(block, element, &kids[i], i == element->first ? "" : " ");
    put(block, "]");
}

/* 14.8.5.7 */
static void put_cell(struct block *block, const struct element *cell)
{
    bool head = cell->role == ROLE_TH;
    if (!head && cell->row_span == 1 && cell->column_span == 1)
        return;
    put(block, "/A<</O/Table");
    if (head)
        put(block, cell->row_scope ? "/Scope/Row" : "/Scope/Column");
    if (cell->row_span > 1)
        put_number(block, "/RowSpan ", cell->row_span, "");
    if (cell->column_span > 1)
        put_number(block, "/ColSpan ", cell->column_span, "");
    put(block, ">>");
}

/* 14.8.5.4.3: a figure that is a block has a box. */
static void put_figure(struct block *block, const struct figure *figure)
{
    if (figure->alternative) {
        put(block, "/Alt");
        buf_text_string(&block->bytes, figure->alternative, strlen(figure->alternative));
    }
    if (!figure->covered)
        return;
    put(block, "/A<</O/Layout/Placement/Block/BBox[");
    const unit box[4] = {figure->x0, figure->y0, figure->x1, figure->y1};
    for (int i = 0; i < 4; i++) {
        put(block, i > 0 ? " " : "");
        buf_milli(&block->bytes, box[i]);
    }
    put(block, "]>>");
}

static void write_element(struct block *block, const struct element *element)
{
    put(block, "<</S/");
    put(block, page_role_name(element->role));
    put_reference(block, "/P ", object_of(block, element->parent));
    if (element->page > 0)
        put_reference(block, "/Pg ", block->pages[element->page - 1]);
    if (element->role == ROLE_TH || element->role == ROLE_TD)
        put_cell(block, element);
    if (element->figure)
        put_figure(block, &block->tags->figures[element->figure - 1]);
    put_kids(block, element);
    put(block, ">>");
    end_object(block);
}

/* The elements that the marked contents of PAGE belong to, by MCID. */
static void write_array(struct block *block, size_t page)
{
    const struct pdf_tags *tags = block->tags;
    size_t first = tags->first_marks[page], end = tags->first_marks[page + 1];
    put(block, "[");
    for (size_t i = first; i < end; i++)
        put_reference(block, i > first ? " " : "", object_of(block, tags->marks[i]));
    put(block, "]");
    end_object(block);
}

/* The entries [FIRST, END) of the ParentTree: of a page its array, after them all of an annotation
 * its element. */
static void put_entries(struct block *block, size_t first, size_t end)
{
    const struct pdf_tags *tags = block->tags;
    put(block, "/Nums[");
    for (size_t key = first; key < end; key++) {
        put_number(block, key > first ? " " : "", key, " ");
        put_reference(block, "",
                      key < tags->pages ? block->arrays + key
                                        : object_of(block, tags->links[key - tags->pages]));
    }
    put(block, "]");
}

static size_t key_count(const struct pdf_tags *tags)
{
    return tags->pages + tags->link_count;
}

/* 0: all stands in the root of the tree. */
static size_t leaf_count(const struct pdf_tags *tags)
{
    size_t keys = key_count(tags);
    return keys <= LEAF_MAX ? 0 : (keys + LEAF_MAX - 1) / LEAF_MAX;
}

static void write_parent_tree(struct block *block)
{
    size_t keys = key_count(block->tags), leaves = leaf_count(block->tags);
    put(block, "<<");
    if (leaves == 0)
        put_entries(block, 0, keys);
    else
        put(block, "/Kids[");
    for (size_t i = 0; i < leaves; i++)
        put_reference(block, i > 0 ? " " : "", block->tree + 1 + i);
    put(block, leaves == 0 ? ">>" : "]>>");
    end_object(block);
    for (size_t i = 0; i < leaves; i++) {
        size_t first = i * LEAF_MAX, end = i + 1 < leaves ? first + LEAF_MAX : keys;
        put_number(block, "<</Limits[", first, "");
        put_number(block, " ", end - 1, "]");
        put_entries(block, first, end);
        put(block, ">>");
        end_object(block);
    }
}

static void define_root(struct block *block, struct pdf_objects *objects)
{
    buf_str(&block->bytes, "/Type/StructTreeRoot");
    put_kids(block, &block->tags->elements[0]);
    put_reference(block, "/ParentTree ", block->tree);
    put_number(block, "/ParentTreeNextKey ", key_count(block->tags), "");
    pdf_obj_define(objects, block->root, block->bytes.bytes);
    buf_clear(&block->bytes);
}

void pdf_tags_write(struct pdf_tags *tags, struct pdf_objects *objects, unsigned root,
                    const unsigned *pages)
{
    if (!pdf_obj_fine(objects))
        return;
    assert(tags->open == 0 && tags->begun == tags->pages);
    tags->first_marks[tags->pages] = tags->mark_count;
    size_t elements = tags->element_count - 1;
    size_t count = elements + tags->pages + 1 + leaf_count(tags);
    unsigned first = pdf_obj_block(objects, count);
    if (!pdf_obj_fine(objects))
        return;
    struct block block = {.tags = tags,
                          .pages = pages,
                          .root = root,
                          .elements = first,
                          .arrays = first + (unsigned)elements,
                          .tree = first + (unsigned)(elements + tags->pages),
                          .bytes = buf_new(tags->arena),
                          .ends = arena_array(tags->arena, count, sizeof *block.ends)};
    define_root(&block, objects);
    for (size_t i = 1; i < tags->element_count; i++)
        write_element(&block, &tags->elements[i]);
    for (size_t i = 0; i < tags->pages; i++)
        write_array(&block, i);
    write_parent_tree(&block);
    assert(block.count == count);
    pdf_obj_fill_block(objects, block.bytes.bytes, block.ends);
}

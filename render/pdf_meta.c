/* What stands around the pages: the page tree, destinations, bookmarks, catalog and Info. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_writer.h"

#ifndef BANXIN_VERSION
#define BANXIN_VERSION "0.1"
#endif

#define KIDS_MAX 500 /* pages under one node of the page tree */

/* ---- destinations -------------------------------------------------------------------------- */

static int compare_anchors(const void *a, const void *b)
{
    const struct pdf_anchor *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

void pdf_meta_find_anchors(struct pdf_writer *writer)
{
    struct pdf_anchor *anchors = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < writer->list->count; i++) {
        const struct page *page = &writer->list->pages[i];
        for (size_t k = 0; k < page->count; k++) {
            const struct item *item = &page->items[k];
            if (item->kind != ITEM_ANCHOR)
                continue;
            anchors = arena_grow(writer->arena, anchors, count, &capacity, sizeof *anchors);
            anchors[count++] = (struct pdf_anchor){item->as.anchor.id, i, item->as.anchor.y};
        }
    }
    if (count > 0)
        qsort(anchors, count, sizeof *anchors, compare_anchors);
    writer->anchors = anchors;
    writer->anchor_count = count;
}

void pdf_meta_put_destination(const struct pdf_writer *writer, size_t index, unit y,
                              struct buf *out)
{
    buf_printf(out, "[%u 0 R /XYZ null ", writer->pages[index]);
    buf_milli(out, writer->list->pages[index].height - y);
    buf_str(out, " null]");
}

/* ---- page tree ----------------------------------------------------------------------------- */

/* `/Kids […] /Count n` of a node over the numbers KIDS, with PAGES pages below it. */
static void put_kids(struct buf *out, const unsigned *kids, size_t count, size_t pages)
{
    buf_str(out, "/Kids [");
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%u 0 R ", kids[i]);
    buf_printf(out, "] /Count %zu", pages);
}

static void write_branch(struct pdf_writer *writer, size_t first, size_t count, unsigned node)
{
    for (size_t i = 0; i < count && pdf_obj_fine(writer->objects); i++)
        pdf_page_write(writer, first + i, node);
}

/* A flat tree for few pages; for more a second level, as an array holds 32,767 entries at most in
 * many readers and a viewer should not read all of a long one to find a page. */
void pdf_meta_write_pages(struct pdf_writer *writer)
{
    size_t total = writer->list->count;
    unsigned root = pdf_obj_page_root(writer->objects);
    struct buf entries = buf_new(writer->arena);
    if (total <= KIDS_MAX) {
        put_kids(&entries, writer->pages, total, total);
        pdf_obj_define(writer->objects, root, entries.bytes);
        write_branch(writer, 0, total, root);
        return;
    }
    size_t branches = (total + KIDS_MAX - 1) / KIDS_MAX;
    unsigned *nodes = arena_array(writer->arena, branches, sizeof *nodes);
    for (size_t i = 0; i < branches; i++) {
        size_t first = i * KIDS_MAX;
        size_t count = total - first < KIDS_MAX ? total - first : KIDS_MAX;
        nodes[i] = pdf_obj_reserve(writer->objects);
        buf_clear(&entries);
        buf_printf(&entries, "/Type /Pages /Parent %u 0 R ", root);
        put_kids(&entries, &writer->pages[first], count, count);
        pdf_obj_define(writer->objects, nodes[i], entries.bytes);
        write_branch(writer, first, count, nodes[i]);
    }
    buf_clear(&entries);
    put_kids(&entries, nodes, branches, total);
    pdf_obj_define(writer->objects, root, entries.bytes);
}

/* ---- bookmarks ----------------------------------------------------------------------------- */

struct outline {
    unsigned object;
    size_t parent;                      /* index; 0 is the root, bookmark i is i + 1 */
    size_t previous, next, first, last; /* indices, 0 for none */
    size_t count;                       /* of all below */
};

/* Hangs each bookmark on the nearest one before it of a lower level. */
static struct outline *build_outlines(struct pdf_writer *writer)
{
    const struct page_list *list = writer->list;
    struct outline *outlines =
        arena_array(writer->arena, list->bookmark_count + 1, sizeof *outlines);
    outlines[0].object = pdf_obj_reserve(writer->objects);
    for (size_t i = 1; i <= list->bookmark_count; i++) {
        size_t parent = i - 1;
        while (parent > 0 && list->bookmarks[parent - 1].level >= list->bookmarks[i - 1].level)
            parent = outlines[parent].parent;
        outlines[i].object = pdf_obj_reserve(writer->objects);
        outlines[i].parent = parent;
        outlines[i].previous = outlines[parent].last;
        if (outlines[parent].last)
            outlines[outlines[parent].last].next = i;
        else
            outlines[parent].first = i;
        outlines[parent].last = i;
    }
    for (size_t i = list->bookmark_count; i > 0; i--)
        outlines[outlines[i].parent].count += outlines[i].count + 1;
    return outlines;
}

static void put_reference(struct buf *out, const char *key, const struct outline *outlines,
                          size_t index)
{
    if (index)
        buf_printf(out, "/%s %u 0 R ", key, outlines[index].object);
}

/* The root of the bookmarks, all of them open. */
static unsigned write_outlines(struct pdf_writer *writer)
{
    const struct outline *outlines = build_outlines(writer);
    for (size_t i = 0; i <= writer->list->bookmark_count; i++) {
        const struct outline *outline = &outlines[i];
        struct buf entries = buf_new(writer->arena);
        if (i > 0) {
            const struct bookmark *bookmark = &writer->list->bookmarks[i - 1];
            buf_str(&entries, "/Title ");
            buf_text_string(&entries, bookmark->title, strlen(bookmark->title));
            buf_printf(&entries, " /Parent %u 0 R /Dest ", outlines[outline->parent].object);
            pdf_meta_put_destination(writer, bookmark->page, bookmark->y, &entries);
            buf_byte(&entries, ' ');
        } else {
            buf_str(&entries, "/Type /Outlines ");
        }
        put_reference(&entries, "Prev", outlines, outline->previous);
        put_reference(&entries, "Next", outlines, outline->next);
        put_reference(&entries, "First", outlines, outline->first);
        put_reference(&entries, "Last", outlines, outline->last);
        if (outline->count > 0)
            buf_printf(&entries, "/Count %zu", outline->count);
        pdf_obj_define(writer->objects, outline->object, entries.bytes);
    }
    return outlines[0].object;
}

/* ---- catalog and Info ---------------------------------------------------------------------- */

void pdf_meta_write_catalog(struct pdf_writer *writer)
{
    struct buf entries = buf_new(writer->arena);
    buf_str(&entries, "/Lang (");
    for (const char *c = writer->info->language; *c; c++)
        buf_escaped(&entries, (unsigned char)*c);
    buf_str(&entries, ") /ViewerPreferences <</DisplayDocTitle true>>");
    if (writer->list->bookmark_count > 0)
        buf_printf(&entries, " /PageMode /UseOutlines /Outlines %u 0 R", write_outlines(writer));
    pdf_obj_define(writer->objects, pdf_obj_catalog(writer->objects), entries.bytes);
}

void pdf_meta_write_info(struct pdf_writer *writer)
{
    struct buf entries = buf_new(writer->arena);
    buf_str(&entries, "/Title ");
    buf_text_string(&entries, writer->info->title, strlen(writer->info->title));
    buf_str(&entries, " /Producer (banxin " BANXIN_VERSION ")");
    pdf_obj_define(writer->objects, pdf_obj_info(writer->objects), entries.bytes);
}

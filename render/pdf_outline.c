/* The bookmarks (ISO 32000-1, 12.3.3). */
#include <string.h>

#include "render/pdf_writer.h"

struct outline {
    unsigned object;
    size_t parent;                      /* index; 0 is the root, bookmark i is i + 1 */
    size_t previous, next, first, last; /* indices, 0 for none */
    size_t count;                       /* of all below */
};

/* Hangs each bookmark on the nearest one before it of a lower level. */
static struct outline *build_outlines(const struct pdf_writer *writer)
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

unsigned pdf_outline_write(const struct pdf_writer *writer)
{
    const struct outline *outlines = build_outlines(writer);
    for (size_t i = 0; i <= writer->list->bookmark_count; i++) {
        const struct outline *outline = &outlines[i];
        struct buf entries = buf_new(writer->arena);
        if (i > 0) {
            const struct bookmark *bookmark = &writer->list->bookmarks[i - 1];
            buf_str(&entries, "/Title ");
            const char *title = pdf_meta_text(writer->arena, bookmark->title);
            buf_text_string(&entries, title ? title : "", title ? strlen(title) : 0);
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

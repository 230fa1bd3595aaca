/* Name trees and number trees: sorted keys, to be found without reading all (ISO 32000-1, 7.9.6 and
 * 7.9.7). */
#include "render/pdf_writer.h"

/* Keys in one node: what a reader reads at once. Two levels of nodes are enough, as an array may hold
 * 8,191 entries even in PDF/A-1 (ISO 19005-1, 6.1.12). */
#define NODE_MAX 256

static void put_leaves(const char *kind, const struct pdf_leaf *leaves, size_t count,
                       struct buf *out)
{
    buf_printf(out, "/%s [", kind);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, i > 0 ? " %s %s" : "%s %s", leaves[i].key, leaves[i].value);
    buf_byte(out, ']');
}

static unsigned write_node(const struct pdf_writer *writer, const char *kind,
                           const struct pdf_leaf *leaves, size_t count)
{
    struct buf entries = buf_new(writer->arena);
    buf_printf(&entries, "/Limits [%s %s] ", leaves[0].key, leaves[count - 1].key);
    put_leaves(kind, leaves, count, &entries);
    unsigned number = pdf_obj_reserve(writer->objects);
    pdf_obj_define(writer->objects, number, entries.bytes);
    return number;
}

void pdf_tree_put(const struct pdf_writer *writer, const char *kind, const struct pdf_leaf *leaves,
                  size_t count, struct buf *out)
{
    buf_str(out, "<<");
    if (count <= NODE_MAX) {
        put_leaves(kind, leaves, count, out);
    } else {
        buf_str(out, "/Kids [");
        for (size_t first = 0; first < count; first += NODE_MAX) {
            size_t rest = count - first;
            buf_printf(out, first > 0 ? " %u 0 R" : "%u 0 R",
                       write_node(writer, kind, &leaves[first], rest < NODE_MAX ? rest : NODE_MAX));
        }
        buf_byte(out, ']');
    }
    buf_str(out, ">>");
}

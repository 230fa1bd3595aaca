/* The pages: their tree, their contents, and the labels that viewers show for them. See
 * pdf_reader_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

struct page_walk {
    struct reader *reader;
    struct id_set seen;
    int fonts_id; /* of the dictionary that FONTS are from; 0: none */
    struct page_fonts fonts;
};

const char *pages_sheet(struct reader *reader, size_t index)
{
    return arena_printf(reader->arena, "%zu", index + 1);
}

/* ---- a page -------------------------------------------------------------------------------- */

/* Pages mostly share one dictionary of fonts. */
static void find_fonts(struct page_walk *walk, qpdf_oh resources)
{
    struct reader *reader = walk->reader;
    qpdf_oh fonts = object_entry(reader, resources, "/Font");
    int id = object_id(reader, fonts);
    id = id > 0 ? id : object_id(reader, resources);
    if (id == 0 || id != walk->fonts_id)
        fonts_read(reader, fonts, &walk->fonts);
    walk->fonts_id = id;
    object_release(reader, fonts);
}

/* An annotation may show text of its own: only links, which show none, are read. */
static void check_annotations(struct reader *reader, qpdf_oh dict)
{
    qpdf_oh list = object_entry(reader, dict, "/Annots");
    bool sound = qpdf_oh_is_array(reader->qpdf, list) || qpdf_oh_is_null(reader->qpdf, list);
    int count =
        qpdf_oh_is_array(reader->qpdf, list) ? qpdf_oh_get_array_n_items(reader->qpdf, list) : 0;
    for (int i = 0; i < count && sound; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(reader->qpdf, list, i);
        qpdf_oh subtype = object_entry(reader, item, "/Subtype");
        qpdf_oh appearance = object_entry(reader, item, "/AP");
        sound =
            object_is_name(reader, subtype, "/Link") && qpdf_oh_is_null(reader->qpdf, appearance);
        object_release(reader, appearance);
        object_release(reader, subtype);
        object_release(reader, item);
    }
    object_release(reader, list);
    if (!sound)
        reader_report(reader, DIAG_PDF_READ_CONTENT, pages_sheet(reader, reader->page_count),
                      "Annots");
}

static void read_page(struct page_walk *walk, qpdf_oh dict, qpdf_oh resources)
{
    struct reader *reader = walk->reader;
    struct shown_page page = {.id = object_id(reader, dict), .struct_parents = -1, .label = ""};
    size_t length;
    if (!object_entry_int(reader, dict, "/StructParents", &page.struct_parents))
        page.struct_parents = -1;
    check_annotations(reader, dict);
    find_fonts(walk, resources);
    unsigned char *bytes = object_page_content(reader, dict, &length);
    if (bytes == NULL)
        reader_report(reader, DIAG_PDF_READ_CONTENT, pages_sheet(reader, reader->page_count),
                      "Contents");
    struct arena_mark mark = arena_mark(reader->scratch);
    content_read(reader, &walk->fonts, reader->page_count, bytes, length, &page.content);
    arena_reset(reader->scratch, mark);
    reader->printed = hash_join(reader->printed, hash_bytes(bytes, length));
    free(bytes);
    reader->pages = arena_grow(reader->arena, reader->pages, reader->page_count,
                               &reader->page_capacity, sizeof *reader->pages);
    reader->pages[reader->page_count++] = page;
}

/* ---- the tree ------------------------------------------------------------------------------ */

/* False when the tree is not sound; INHERITED: the resources of the nodes above. */
static bool read_node(struct page_walk *walk, qpdf_oh node, qpdf_oh inherited, int depth)
{
    struct reader *reader = walk->reader;
    int id = object_id(reader, node);
    bool sound = depth < READ_DEPTH_MAX && id > 0 && reader->page_count < READ_PAGES_MAX &&
                 qpdf_oh_is_dictionary(reader->qpdf, node) &&
                 id_set_add(reader->arena, &walk->seen, id);
    if (!sound || reader->exhausted)
        return false;
    qpdf_oh own = object_entry(reader, node, "/Resources");
    qpdf_oh resources = qpdf_oh_is_null(reader->qpdf, own) ? inherited : own;
    qpdf_oh kids = object_entry(reader, node, "/Kids");
    if (qpdf_oh_is_array(reader->qpdf, kids)) {
        int count = qpdf_oh_get_array_n_items(reader->qpdf, kids);
        for (int i = 0; i < count && sound; i++) {
            qpdf_oh kid = qpdf_oh_get_array_item(reader->qpdf, kids, i);
            sound = read_node(walk, kid, resources, depth + 1);
            object_release(reader, kid);
        }
    } else {
        read_page(walk, node, resources);
    }
    object_release(reader, kids);
    object_release(reader, own);
    return sound;
}

/* ---- labels -------------------------------------------------------------------------------- */

/* A range of labels: it goes on until the next one (ISO 32000-1, 12.4.2). */
struct label_range {
    long long page, start;
    bool numbered;
    const char *prefix;
};

struct label_list {
    struct reader *reader;
    struct label_range *items;
    size_t count, capacity;
};

static void take_range(void *context, qpdf_oh key, qpdf_oh value)
{
    struct label_list *list = context;
    struct reader *reader = list->reader;
    struct label_range range = {.start = 1};
    const char *style = object_entry_name(reader, value, "/S");
    if (!object_int(reader, key, &range.page) || (style[0] != '\0' && strcmp(style, "D") != 0)) {
        reader_report(reader, DIAG_PDF_READ_STRUCTURE, "PageLabels", NULL);
        return;
    }
    range.numbered = style[0] != '\0';
    object_entry_int(reader, value, "/St", &range.start);
    range.prefix = object_entry_text(reader, value, "/P");
    range.prefix = range.prefix != NULL ? range.prefix : "";
    list->items =
        arena_grow(reader->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = range;
}

static void label_pages(struct reader *reader, const struct label_list *list)
{
    const struct label_range *range = NULL;
    for (size_t i = 0, next = 0; i < reader->page_count; i++) {
        for (; next < list->count && list->items[next].page <= (long long)i; next++)
            range = &list->items[next];
        if (range != NULL && range->numbered)
            reader->pages[i].label = arena_printf(reader->arena, "%s%llu", range->prefix,
                                                  (unsigned long long)range->start + i -
                                                      (unsigned long long)range->page);
        else if (range != NULL)
            reader->pages[i].label = range->prefix;
    }
}

bool pages_read(struct reader *reader, qpdf_oh root)
{
    struct page_walk walk = {.reader = reader};
    qpdf_oh none = qpdf_oh_new_null(reader->qpdf);
    qpdf_oh tree = object_entry(reader, root, "/Pages");
    bool sound = read_node(&walk, tree, none, 0);
    object_release(reader, tree);
    object_release(reader, none);
    if (!sound || reader->page_count == 0) {
        reader_report(reader, DIAG_PDF_READ_STRUCTURE, "Pages", NULL);
        return false;
    }
    struct label_list list = {.reader = reader};
    qpdf_oh labels = object_entry(reader, root, "/PageLabels");
    object_walk_tree(reader, labels, "/Nums", take_range, &list);
    object_release(reader, labels);
    label_pages(reader, &list);
    return true;
}

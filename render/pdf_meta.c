/* What stands around the pages: the page tree, destinations, catalog and Info. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_writer.h"

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

void pdf_meta_put_name(const struct pdf_writer *writer, int anchor, struct buf *out)
{
    int digits = 1;
    for (int last = writer->anchors[writer->anchor_count - 1].id; last > 9; last /= 10)
        digits++;
    buf_printf(out, "(heading-%0*d)", digits, anchor);
}

static void put_destinations(const struct pdf_writer *writer, struct buf *out)
{
    struct pdf_leaf *leaves = arena_array(writer->arena, writer->anchor_count, sizeof *leaves);
    for (size_t i = 0; i < writer->anchor_count; i++) {
        const struct pdf_anchor *anchor = &writer->anchors[i];
        struct buf key = buf_new(writer->arena), value = buf_new(writer->arena);
        pdf_meta_put_name(writer, anchor->id, &key);
        pdf_meta_put_destination(writer, anchor->page, anchor->y, &value);
        leaves[i] = (struct pdf_leaf){key.bytes, value.bytes};
    }
    buf_str(out, "/Dests ");
    pdf_tree_put(writer, "Names", leaves, writer->anchor_count, out);
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

/* ---- catalog ------------------------------------------------------------------------------- */

/* What the colours of the pages mean (ISO 19005-1, 6.2.2). */
static void put_intents(const struct pdf_writer *writer, struct buf *out)
{
    size_t length;
    const void *profile = pdf_icc_srgb(writer->arena, &length);
    unsigned stream = pdf_obj_stream(writer->objects, "/N 3", profile, length);
    buf_printf(
        out,
        " /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 "
        "/OutputConditionIdentifier (sRGB IEC61966-2.1) /RegistryName (http://www.color.org) "
        "/Info (sRGB IEC61966-2.1) /DestOutputProfile %u 0 R>>]",
        stream);
}

void pdf_meta_write_catalog(struct pdf_writer *writer)
{
    struct buf entries = buf_new(writer->arena), names = buf_new(writer->arena);
    buf_str(&entries, "/Lang ");
    buf_literal(&entries, writer->info->language);
    buf_str(&entries, " /ViewerPreferences <</DisplayDocTitle true>>");
    if (writer->list->bookmark_count > 0)
        buf_printf(&entries, " /PageMode /UseOutlines /Outlines %u 0 R", pdf_outline_write(writer));
    buf_str(&entries, " /PageLabels ");
    pdf_labels_put(writer, &entries);
    if (writer->structure != 0)
        buf_printf(&entries, " /MarkInfo <</Marked true>> /StructTreeRoot %u 0 R",
                   writer->structure);
    put_intents(writer, &entries);
    if (writer->anchor_count > 0)
        put_destinations(writer, &names);
    pdf_files_write(writer, &entries, &names);
    if (names.length > 0)
        buf_printf(&entries, " /Names <<%s>>", names.bytes);
    buf_printf(&entries, " /Metadata %u 0 R", pdf_xmp_write(writer));
    pdf_obj_define(writer->objects, pdf_obj_catalog(writer->objects), entries.bytes);
}

/* ---- Info ---------------------------------------------------------------------------------- */

/* Is P at U+FFFE or U+FFFF, which are no characters? */
static bool is_no_character(const char *p)
{
    return strncmp(p, "\xEF\xBF\xBE", 3) == 0 || strncmp(p, "\xEF\xBF\xBF", 3) == 0;
}

const char *pdf_meta_text(struct arena *arena, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return NULL;
    char *clean = arena_strdup(arena, text);
    for (char *p = clean; *p; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
        else if (is_no_character(p))
            p[2] = '\xBD'; /* U+FFFD */
    }
    return clean;
}

bool pdf_meta_has_date(const struct pdf_info *info)
{
    return info->date != NULL && info->date[0] != '\0';
}

void pdf_meta_put_date(const struct pdf_info *info, struct buf *out)
{
    const char *date = info->date;
    buf_printf(out, "(D:%.4s%.2s%.2s000000+08'00')", date, date + 5, date + 8);
}

static void put_text(const struct pdf_writer *writer, const char *key, const char *text,
                     struct buf *out)
{
    text = pdf_meta_text(writer->arena, text);
    if (text == NULL)
        return;
    buf_printf(out, "/%s ", key);
    buf_text_string(out, text, strlen(text));
    buf_byte(out, ' ');
}

void pdf_meta_write_info(struct pdf_writer *writer)
{
    const struct pdf_info *info = writer->info;
    struct buf entries = buf_new(writer->arena);
    put_text(writer, "Title", info->title, &entries);
    put_text(writer, "Author", info->author, &entries);
    put_text(writer, "Subject", info->subject, &entries);
    buf_str(&entries, "/Creator (" PDF_PRODUCER ") /Producer (" PDF_PRODUCER ")");
    if (pdf_meta_has_date(info)) {
        buf_str(&entries, " /CreationDate ");
        pdf_meta_put_date(info, &entries);
        buf_str(&entries, " /ModDate ");
        pdf_meta_put_date(info, &entries);
    }
    pdf_obj_define(writer->objects, pdf_obj_info(writer->objects), entries.bytes);
}

/* The PDF writer: checks the pages, then writes them, their fonts and what stands around them. */
#include "render/pdf.h"

#include <stdlib.h>
#include <string.h>

#include "layout/report.h"
#include "render/deflate.h"
#include "render/pdf_writer.h"

/* Page sizes and coordinates that readers must bear (ISO 32000-1, Annex C.2). */
#define SIDE_MIN (3 * UNIT_POINT)
#define SIDE_MAX (14400 * UNIT_POINT)

/* Bytes of a string (ISO 19005-3, 6.1.13). */
#define STRING_MAX 32767

static bool is_place(int64_t value)
{
    return value >= -SIDE_MAX && value <= SIDE_MAX;
}

static bool is_box(unit x0, unit y0, unit x1, unit y1)
{
    return is_place(x0) && is_place(y0) && is_place(x1) && is_place(y1);
}

static bool is_text_in_range(const struct item *item)
{
    unit size = item->as.text.size;
    if (size <= 0 || size > SIDE_MAX || !is_place(item->as.text.x) || !is_place(item->as.text.y))
        return false;
    for (size_t i = 0; i < item->as.text.count; i++) {
        const struct placed_glyph *glyph = &item->as.text.glyphs[i];
        if (!is_place((int64_t)item->as.text.x + glyph->x) || !is_place(glyph->x) ||
            !is_place(glyph->y))
            return false;
    }
    return true;
}

static bool is_path_in_range(const struct item *item)
{
    int64_t x = item->as.path.x, y = item->as.path.y;
    if (item->as.path.width < 0 || item->as.path.width > SIDE_MAX)
        return false;
    for (size_t i = 0; i < item->as.path.count; i++) {
        const struct path_step *step = &item->as.path.steps[i];
        if (!is_place(x + step->x) || !is_place(y + step->y) || !is_place(x + step->x1) ||
            !is_place(y + step->y1) || !is_place(x + step->x2) || !is_place(y + step->y2))
            return false;
    }
    return true;
}

static bool is_in_range(const struct item *item)
{
    switch (item->kind) {
    case ITEM_TEXT:
        return is_text_in_range(item);
    case ITEM_RULE:
    case ITEM_FILL:
        return is_box(item->as.shape.x0, item->as.shape.y0, item->as.shape.x1, item->as.shape.y1) &&
               (item->kind == ITEM_FILL ||
                (item->as.shape.width >= 0 && item->as.shape.width <= SIDE_MAX));
    case ITEM_PATH:
        return is_path_in_range(item);
    case ITEM_LINK:
        return is_box(item->as.link.x0, item->as.link.y0, item->as.link.x1, item->as.link.y1);
    case ITEM_ANCHOR:
        return is_place(item->as.anchor.y);
    case ITEM_BEGIN:
    case ITEM_END:
        break;
    }
    return true;
}

static bool is_page_in_range(const struct page *page)
{
    if (page->width < SIDE_MIN || page->width > SIDE_MAX || page->height < SIDE_MIN ||
        page->height > SIDE_MAX)
        return false;
    for (size_t i = 0; i < page->count; i++)
        if (!is_in_range(&page->items[i]))
            return false;
    return true;
}

/* The bytes of TEXT as a string of UTF-16 with its mark (7.9.2.2). */
static size_t string_size(const char *text, size_t length)
{
    size_t size = 2;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        size += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 4 : 2;
    }
    return size;
}

static bool check_string(struct arena *arena, const char *text, size_t length, struct diag *diag)
{
    if (string_size(text, length) <= STRING_MAX)
        return true;
    diag_report(diag, (struct pos){0}, DIAG_PDF_STRING, report_excerpt(arena, text), NULL);
    return false;
}

/* What an item says in a string: a text at worst in one, two bytes a glyph, and spelled out. */
static bool check_item_strings(struct arena *arena, const struct item *item, struct diag *diag)
{
    const char *alternative = item->kind == ITEM_BEGIN ? item->as.begin.alternative : NULL;
    if (alternative != NULL)
        return check_string(arena, alternative, strlen(alternative), diag);
    if (item->kind != ITEM_TEXT)
        return true;
    size_t codes = 2 * item->as.text.count, length = item->as.text.length;
    const char *text = item->as.text.utf8;
    if (codes <= STRING_MAX && (length < STRING_MAX / 2 || string_size(text, length) <= STRING_MAX))
        return true;
    text = arena_strndup(arena, text, length);
    diag_report(diag, (struct pos){0}, DIAG_PDF_STRING, report_excerpt(arena, text), NULL);
    return false;
}

static bool check_strings(struct arena *arena, const struct page_list *list,
                          const struct pdf_info *info, struct diag *diag)
{
    const char *const told[] = {info->title, info->author, info->subject};
    bool good = true;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i] != NULL)
            good = check_string(arena, told[i], strlen(told[i]), diag) && good;
    for (size_t i = 0; i < list->bookmark_count; i++) {
        const char *title = list->bookmarks[i].title;
        good = check_string(arena, title, strlen(title), diag) && good;
    }
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; k < list->pages[i].count; k++)
            good = check_item_strings(arena, &list->pages[i].items[k], diag) && good;
    return good;
}

/* ISO 14289-1, 7.1: a document has a title. */
static bool check_title(const struct pdf_info *info, struct diag *diag)
{
    if (info->kind != PDF_ARCHIVE || (info->title != NULL && info->title[0] != '\0'))
        return true;
    diag_report(diag, (struct pos){0}, DIAG_PDF_NO_TITLE, NULL);
    return false;
}

static bool check_pages(struct arena *arena, const struct page_list *list, struct diag *diag)
{
    if (list->count == 0) {
        diag_report(diag, (struct pos){0}, DIAG_PDF_NO_PAGES, NULL);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        if (is_page_in_range(&list->pages[i]))
            continue;
        diag_report(diag, (struct pos){0}, DIAG_PDF_RANGE, arena_printf(arena, "%zu", i + 1), NULL);
        good = false;
    }
    return good;
}

static bool write_document(struct pdf_writer *writer, struct diag *diag)
{
    size_t count = writer->list->count;
    enum pdf_kind kind = writer->info->kind;
    writer->fonts = pdf_fonts_new(writer->arena, writer->objects);
    if (kind == PDF_ARCHIVE) {
        writer->tags = pdf_tags_new(writer->arena, count);
        writer->structure = pdf_obj_reserve(writer->objects);
    }
    writer->content = buf_new(writer->arena);
    writer->resources = pdf_obj_reserve(writer->objects);
    writer->pages = arena_array(writer->arena, count, sizeof *writer->pages);
    for (size_t i = 0; i < count; i++)
        writer->pages[i] = pdf_obj_reserve(writer->objects);
    pdf_meta_find_anchors(writer);
    pdf_meta_write_pages(writer);
    if (!pdf_fonts_write(writer->fonts, kind == PDF_TWIN, &writer->printed, diag))
        return false;

    struct buf resources = buf_new(writer->arena);
    buf_str(&resources, "/Font <<");
    pdf_fonts_list(writer->fonts, &resources);
    buf_str(&resources, ">>");
    pdf_pattern_list(writer, &resources);
    pdf_obj_define(writer->objects, writer->resources, resources.bytes);
    pdf_meta_write_catalog(writer);
    pdf_meta_write_info(writer);
    if (writer->tags != NULL)
        pdf_tags_write(writer->tags, writer->objects, writer->structure, writer->pages);
    return true;
}

bool pdf_write(const struct page_list *pages, const struct pdf_info *info, struct sink sink,
               struct diag *diag)
{
    struct arena *arena = arena_new();
    struct pdf_writer writer = {.arena = arena, .list = pages, .info = info};
    bool done = false;
    enum pdf_form form = info->kind == PDF_TWIN ? PDF_CLASSIC : PDF_COMPACT;
    bool good = check_pages(arena, pages, diag);
    good = check_strings(arena, pages, info, diag) && check_title(info, diag) && good;
    if (good && (writer.objects = pdf_obj_open(arena, form, diag)))
        done = write_document(&writer, diag) && pdf_obj_save(writer.objects, sink, diag);
    pdf_obj_close(writer.objects);
    arena_free(arena);
    return done;
}

const char *pdf_library(void)
{
    return deflate_library();
}

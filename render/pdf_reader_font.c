/* Fonts, as far as text hangs on them: two-byte codes (Identity-H) and what they stand for
 * (ToUnicode). See pdf_reader_parts.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

/* The number of a name such as F3. */
static unsigned long number_of(const char *name)
{
    if (name[0] != 'F' || name[1] == '\0' || name[1 + strspn(name + 1, "0123456789")] != '\0')
        return ULONG_MAX;
    return strtoul(name + 1, NULL, 10);
}

static void read_to_unicode(struct reader *reader, qpdf_oh dict, struct read_font *font)
{
    size_t length;
    qpdf_oh stream = object_entry(reader, dict, "/ToUnicode");
    unsigned char *bytes = object_stream(reader, stream, &length);
    object_release(reader, stream);
    if (bytes == NULL)
        return;
    font->to_unicode = hash_bytes(bytes, length);
    font->readable = cmap_read(reader, bytes, length, &font->cmap);
    free(bytes);
}

static struct read_font *read_font(struct reader *reader, qpdf_oh dict, const char *name)
{
    struct read_font *font = arena_alloc(reader->arena, sizeof *font);
    font->id = object_id(reader, dict);
    font->number = number_of(name);
    bool known = strcmp(object_entry_name(reader, dict, "/Subtype"), "Type0") == 0 &&
                 strcmp(object_entry_name(reader, dict, "/Encoding"), "Identity-H") == 0;
    if (known)
        read_to_unicode(reader, dict, font);
    if (!font->readable)
        reader_report(reader, DIAG_PDF_READ_FONT, name, NULL);
    return font;
}

static const struct read_font *find_font(struct reader *reader, qpdf_oh dict, const char *name)
{
    int id = object_id(reader, dict);
    for (size_t i = 0; i < reader->font_count; i++)
        if (id > 0 && reader->fonts[i]->id == id)
            return reader->fonts[i];
    if (reader->font_count == READ_FONTS_MAX)
        return NULL;
    struct read_font *font = read_font(reader, dict, name);
    reader->fonts[reader->font_count++] = font;
    return font;
}

void fonts_read(struct reader *reader, qpdf_oh fonts, struct page_fonts *out)
{
    *out = (struct page_fonts){0};
    if (!qpdf_oh_is_dictionary(reader->qpdf, fonts))
        return;
    qpdf_oh_begin_dict_key_iter(reader->qpdf, fonts);
    while (qpdf_oh_dict_more_keys(reader->qpdf) && out->count < READ_FONTS_MAX) {
        const char *key = arena_strdup(reader->arena, qpdf_oh_dict_next_key(reader->qpdf));
        qpdf_oh dict = object_entry(reader, fonts, key);
        out->items =
            arena_grow(reader->arena, out->items, out->count, &out->capacity, sizeof *out->items);
        out->items[out->count].name = key + 1;
        out->items[out->count++].font = find_font(reader, dict, key + 1);
        object_release(reader, dict);
    }
}

static int compare_numbers(const void *a, const void *b)
{
    const struct read_font *const *x = a, *const *y = b;
    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

void fonts_hash(struct reader *reader)
{
    if (reader->font_count > 0)
        qsort(reader->fonts, reader->font_count, sizeof *reader->fonts, compare_numbers);
    for (size_t i = 0; i < reader->font_count; i++)
        reader->printed = hash_join(reader->printed, reader->fonts[i]->to_unicode);
}

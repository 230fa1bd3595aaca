/* Fonts: codes, subsets and the dictionaries that describe them.
 *
 * Every face becomes a Type 0 font with the encoding Identity-H, so a code is a CID. What a CID may
 * be depends on the outlines:
 *
 *   glyf      any number, as a CIDToGIDMap leads from it to the glyph. CIDs are given out in the
 *             order of first use, and one glyph that stands for two texts (the space for U+0020 and
 *             U+00A0) gets a CID for each, so that both extract exactly;
 *   CID CFF   the CID that the font's charset has for the glyph;
 *   name CFF  the glyph index, which the subset keeps.
 *
 * In the CFF kinds a glyph has one CID and ToUnicode one text for it, the first; where the glyph
 * stands for another text, pdf_font_code() says so and the page carries an ActualText. */
#include "render/pdf_font.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define CODE_MAX   65535
#define TEXT_MAX   128  /* bytes of one cluster: ToUnicode holds no more than 512 (9.10.3) */
#define WIDTH_MOST 1000 /* DW: of nearly all glyphs here */
#define CMAP_BLOCK 100  /* entries between beginbfchar and endbfchar */

/* A code in use. */
struct use {
    uint32_t glyph;
    uint16_t cid;
    size_t length;
    const char *text;
};

struct pdf_font {
    struct pdf_font *next;
    struct arena *arena;
    const struct font_face *face;
    const struct font_metrics *metrics;
    size_t number;    /* of the resource */
    unsigned object;  /* the Type 0 dictionary */
    struct use *uses; /* in the order of first use */
    size_t count, capacity;
    uint32_t *slots; /* hash table of indices into uses, plus 1; 0 is free */
    size_t slot_count;
    bool full;
};

struct pdf_fonts {
    struct arena *arena;
    struct pdf_objects *objects;
    struct pdf_font *first, **last;
    size_t count;
    bool cid_sets; /* to be written */
};

/* ---- codes --------------------------------------------------------------------------------- */

struct pdf_fonts *pdf_fonts_new(struct arena *arena, struct pdf_objects *objects)
{
    struct pdf_fonts *fonts = arena_alloc(arena, sizeof *fonts);
    fonts->arena = arena;
    fonts->objects = objects;
    fonts->last = &fonts->first;
    return fonts;
}

struct pdf_font *pdf_font_use(struct pdf_fonts *fonts, const struct font_face *face)
{
    for (struct pdf_font *font = fonts->first; font; font = font->next)
        if (font->face == face)
            return font;
    struct pdf_font *font = arena_alloc(fonts->arena, sizeof *font);
    font->arena = fonts->arena;
    font->face = face;
    font->metrics = font_metrics(face);
    font->number = ++fonts->count;
    font->object = pdf_obj_reserve(fonts->objects);
    *fonts->last = font;
    fonts->last = &font->next;
    return font;
}

size_t pdf_font_number(const struct pdf_font *font)
{
    return font->number;
}

int32_t pdf_font_advance(const struct pdf_font *font, uint32_t glyph)
{
    return font_glyph_advance(font->face, glyph);
}

static bool is_glyf(const struct pdf_font *font)
{
    return font->metrics->outlines == FONT_GLYF;
}

static bool same_text(const struct use *use, const char *text, size_t length)
{
    return use->length == length && memcmp(use->text, text, length) == 0;
}

/* In a CFF font the glyph alone decides; glyphs of neighbours in the code are neighbours. */
static size_t hash_use(const struct pdf_font *font, uint32_t glyph, const char *text, size_t length)
{
    return is_glyf(font) ? (size_t)XXH64(text, length, glyph) : glyph;
}

/* The slot of the use of GLYPH for TEXT, or the free slot where it belongs. */
static uint32_t *find_slot(const struct pdf_font *font, uint32_t glyph, const char *text,
                           size_t length)
{
    size_t mask = font->slot_count - 1;
    size_t slot = hash_use(font, glyph, text, length) & mask;
    for (; font->slots[slot] != 0; slot = (slot + 1) & mask) {
        const struct use *use = &font->uses[font->slots[slot] - 1];
        if (use->glyph == glyph && (!is_glyf(font) || same_text(use, text, length)))
            break;
    }
    return &font->slots[slot];
}

/* Keeps the table at most half full. */
static void grow_slots(struct pdf_font *font)
{
    if (font->count * 2 < font->slot_count)
        return;
    font->slot_count = font->slot_count > 0 ? font->slot_count * 2 : 256;
    font->slots = arena_array(font->arena, font->slot_count, sizeof *font->slots);
    for (size_t i = 0; i < font->count; i++) {
        const struct use *use = &font->uses[i];
        *find_slot(font, use->glyph, use->text, use->length) = (uint32_t)(i + 1);
    }
}

static size_t character_length(const char *text)
{
    size_t length = 1;
    while (((unsigned char)text[length] & 0xC0) == 0x80)
        length++;
    return length;
}

struct pdf_code pdf_font_code(struct pdf_font *font, uint32_t glyph, const char *text,
                              size_t length)
{
    bool fits = length <= TEXT_MAX;
    if (!fits) /* every code has to have a text (ISO 19005-3, 6.2.11.7.2) */
        length = character_length(text);
    grow_slots(font);
    uint32_t *slot = find_slot(font, glyph, text, length);
    if (*slot == 0) {
        if (is_glyf(font) && font->count == CODE_MAX) {
            font->full = true;
            return (struct pdf_code){0, false};
        }
        font->uses =
            arena_grow(font->arena, font->uses, font->count, &font->capacity, sizeof *font->uses);
        uint32_t cid =
            is_glyf(font) ? (uint32_t)font->count + 1 : font_glyph_cid(font->face, glyph);
        font->uses[font->count] = (struct use){glyph, (uint16_t)cid, length, text};
        *slot = (uint32_t)++font->count;
    }
    const struct use *use = &font->uses[*slot - 1];
    return (struct pdf_code){use->cid, fits && same_text(use, text, length)};
}

void pdf_fonts_list(const struct pdf_fonts *fonts, struct buf *out)
{
    for (const struct pdf_font *font = fonts->first; font; font = font->next)
        buf_printf(out, "/F%zu %u 0 R ", font->number, font->object);
}

/* ---- writing ------------------------------------------------------------------------------- */

static int compare_cids(const void *a, const void *b)
{
    const struct use *x = a, *y = b;
    return (x->cid > y->cid) - (x->cid < y->cid);
}

static int compare_glyphs(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The glyphs in use, ascending, each once. */
static size_t list_glyphs(const struct pdf_font *font, uint32_t **out)
{
    uint32_t *glyphs = arena_array(font->arena, font->count, sizeof *glyphs);
    for (size_t i = 0; i < font->count; i++)
        glyphs[i] = font->uses[i].glyph;
    qsort(glyphs, font->count, sizeof *glyphs, compare_glyphs);
    size_t count = 0;
    for (size_t i = 0; i < font->count; i++)
        if (i == 0 || glyphs[i] != glyphs[i - 1])
            glyphs[count++] = glyphs[i];
    *out = glyphs;
    return count;
}

/* Six letters that tell subsets of one font apart (9.6.4): from the glyphs that are in it. */
static void make_tag(const uint32_t *glyphs, size_t count, char tag[7])
{
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) { /* by value, so that byte order does not matter */
        unsigned char bytes[2] = {(unsigned char)(glyphs[i] >> 8), (unsigned char)glyphs[i]};
        hash = XXH64(bytes, sizeof bytes, hash);
    }
    for (int i = 0; i < 6; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
    tag[6] = '\0';
}

/* W: the widths that are not DW, as `first [width width …]`. The uses are sorted by CID. */
static void put_widths(const struct pdf_font *font, struct buf *out)
{
    bool open = false;
    unsigned next = 0;
    buf_str(out, "/W [");
    for (size_t i = 0; i < font->count; i++) {
        const struct use *use = &font->uses[i];
        int32_t advance = font_glyph_advance(font->face, use->glyph);
        if (advance == WIDTH_MOST)
            continue;
        if (open && use->cid != next)
            buf_byte(out, ']');
        if (open && use->cid == next)
            buf_byte(out, ' ');
        else
            buf_printf(out, " %u [", (unsigned)use->cid);
        buf_printf(out, "%d", advance);
        open = true;
        next = use->cid + 1U;
    }
    buf_str(out, open ? "]]" : "]");
}

static void put_bfchar_block(const struct use *const *uses, size_t count, struct buf *out)
{
    buf_printf(out, "%zu beginbfchar\n", count);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "<%04X> <", (unsigned)uses[i]->cid);
        buf_utf16(out, uses[i]->text, uses[i]->length);
        buf_str(out, ">\n");
    }
    buf_str(out, "endbfchar\n");
}

static unsigned write_to_unicode(const struct pdf_font *font, struct pdf_objects *objects,
                                 struct hash *printed)
{
    struct buf cmap = buf_new(font->arena);
    buf_str(&cmap, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                   "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    const struct use *block[CMAP_BLOCK];
    size_t count = 0;
    for (size_t i = 0; i < font->count; i++) {
        if (font->uses[i].length > 0)
            block[count++] = &font->uses[i];
        if (count > 0 && (count == CMAP_BLOCK || i + 1 == font->count)) {
            put_bfchar_block(block, count, &cmap);
            count = 0;
        }
    }
    buf_str(&cmap, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    *printed = hash_join(*printed, hash_bytes(cmap.bytes, cmap.length));
    return pdf_obj_stream(objects, "", cmap.bytes, cmap.length);
}

/* CIDSet: a bit for each CID that the font program has, the highest of a byte first (9.8.3.2). */
static unsigned write_cid_set(const struct pdf_font *font, struct pdf_objects *objects)
{
    uint8_t *bits = arena_array(font->arena, CODE_MAX / 8 + 1, 1);
    bits[0] = 0x80; /* .notdef */
    unsigned last = 0;
    for (size_t i = 0; i < font->count; i++) {
        unsigned cid = font->uses[i].cid;
        bits[cid / 8] |= (uint8_t)(0x80 >> cid % 8);
        last = cid > last ? cid : last;
    }
    return pdf_obj_stream(objects, "", bits, last / 8 + 1);
}

/* CIDToGIDMap: two bytes for each CID from 0. GLYPHS and SUBSET run in parallel. */
static unsigned write_gid_map(const struct pdf_font *font, struct pdf_objects *objects,
                              const uint32_t *glyphs, size_t count,
                              const struct font_subset *subset)
{
    uint8_t *map = arena_array(font->arena, font->count + 1, 2);
    for (size_t i = 0; i < font->count; i++) {
        const struct use *use = &font->uses[i];
        const uint32_t *found = bsearch(&use->glyph, glyphs, count, sizeof *glyphs, compare_glyphs);
        uint32_t id = subset->new_ids[found - glyphs];
        map[2 * use->cid] = (uint8_t)(id >> 8);
        map[2 * use->cid + 1] = (uint8_t)id;
    }
    return pdf_obj_stream(objects, "", map, 2 * (font->count + 1));
}

static unsigned write_descriptor(const struct pdf_font *font, const struct pdf_fonts *fonts,
                                 const char *name, const struct font_subset *subset)
{
    struct pdf_objects *objects = fonts->objects;
    enum { FIXED_PITCH = 1, SERIF = 2, SYMBOLIC = 4, ITALIC = 64 }; /* 9.8.2 */
    const struct font_metrics *metrics = font->metrics;
    int flags = SYMBOLIC | (metrics->fixed_pitch ? FIXED_PITCH : 0) | (metrics->serif ? SERIF : 0) |
                (metrics->italic_angle ? ITALIC : 0);
    struct buf entries = buf_new(font->arena);
    if (is_glyf(font))
        buf_printf(&entries, "/Length1 %zu", subset->length);
    else
        buf_str(&entries, "/Subtype /CIDFontType0C");
    unsigned file = pdf_obj_stream(objects, entries.bytes, subset->data, subset->length);

    unsigned number = pdf_obj_reserve(objects);
    buf_clear(&entries);
    buf_printf(&entries, "/Type /FontDescriptor /FontName /%s /Flags %d ", name, flags);
    buf_printf(&entries, "/FontBBox [%d %d %d %d] ", metrics->bbox[0], metrics->bbox[1],
               metrics->bbox[2], metrics->bbox[3]);
    buf_printf(&entries, "/ItalicAngle %d /Ascent %d /Descent %d /CapHeight %d /StemV %d ",
               metrics->italic_angle, metrics->ascent, metrics->descent, metrics->cap_height,
               metrics->stem_v);
    buf_printf(&entries, "/FontFile%d %u 0 R", is_glyf(font) ? 2 : 3, file);
    if (fonts->cid_sets)
        buf_printf(&entries, " /CIDSet %u 0 R", write_cid_set(font, objects));
    pdf_obj_define(objects, number, entries.bytes);
    return number;
}

static unsigned write_cid_font(const struct pdf_font *font, struct pdf_objects *objects,
                               const char *name, unsigned descriptor, unsigned gid_map)
{
    struct buf entries = buf_new(font->arena);
    unsigned number = pdf_obj_reserve(objects);
    buf_printf(&entries, "/Type /Font /Subtype /CIDFontType%d /BaseFont /%s ",
               is_glyf(font) ? 2 : 0, name);
    buf_str(&entries, "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> ");
    buf_printf(&entries, "/FontDescriptor %u 0 R /DW %d ", descriptor, WIDTH_MOST);
    put_widths(font, &entries);
    if (gid_map)
        buf_printf(&entries, " /CIDToGIDMap %u 0 R", gid_map);
    pdf_obj_define(objects, number, entries.bytes);
    return number;
}

static bool write_font(struct pdf_font *font, const struct pdf_fonts *fonts, struct hash *printed,
                       struct diag *diag)
{
    struct pdf_objects *objects = fonts->objects;
    uint32_t *glyphs;
    size_t count = list_glyphs(font, &glyphs);
    struct font_subset subset;
    if (!font_subset(font->arena, font->face, glyphs, count, diag, &subset))
        return false;
    unsigned gid_map = is_glyf(font) ? write_gid_map(font, objects, glyphs, count, &subset) : 0;
    char tag[7];
    make_tag(glyphs, count, tag);
    struct buf name = buf_new(font->arena);
    buf_printf(&name, "%s+", tag);
    buf_name(&name, font->metrics->postscript_name);

    /* The hash table is of no more use, so the uses may be put in order. */
    qsort(font->uses, font->count, sizeof *font->uses, compare_cids);
    unsigned descriptor = write_descriptor(font, fonts, name.bytes, &subset);
    unsigned cid_font = write_cid_font(font, objects, name.bytes, descriptor, gid_map);
    struct buf entries = buf_new(font->arena);
    buf_printf(&entries, "/Type /Font /Subtype /Type0 /BaseFont /%s%s ", name.bytes,
               is_glyf(font) ? "" : "-Identity-H");
    buf_printf(&entries, "/Encoding /Identity-H /DescendantFonts [%u 0 R] /ToUnicode %u 0 R",
               cid_font, write_to_unicode(font, objects, printed));
    pdf_obj_define(objects, font->object, entries.bytes);
    return true;
}

bool pdf_fonts_write(struct pdf_fonts *fonts, bool cid_sets, struct hash *printed,
                     struct diag *diag)
{
    fonts->cid_sets = cid_sets;
    for (struct pdf_font *font = fonts->first; font; font = font->next) {
        if (font->full) {
            diag_report(diag, (struct pos){0}, DIAG_PDF_GLYPHS, font_face_name(font->face), NULL);
            return false;
        }
        if (!write_font(font, fonts, printed, diag))
            return false;
    }
    return true;
}

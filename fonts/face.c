/* Opening a face: FreeType says what it is, HarfBuzz keeps it for shaping and subsetting.
 * The FreeType face is closed again: it may not be shared by threads. */
#include "fonts/face.h"
#include "fonts/subset.h"

#include FT_CID_H
#include FT_FONT_FORMATS_H
#include FT_TRUETYPE_TABLES_H
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

/* OS/2 fsType: what the maker of a font forbids (OpenType 1.9, OS/2). */
#define FSTYPE_FORBIDDEN                                                                           \
    (FT_FSTYPE_RESTRICTED_LICENSE_EMBEDDING | FT_FSTYPE_NO_SUBSETTING |                            \
     FT_FSTYPE_BITMAP_EMBEDDING_ONLY)
#define FSTYPE_ALLOWED (FT_FSTYPE_PREVIEW_AND_PRINT_EMBEDDING | FT_FSTYPE_EDITABLE_EMBEDDING)

/* Bytes of a PostScript name (OpenType 1.9, name ID 6); with what PDF adds it must stay under 127. */
#define POSTSCRIPT_NAME_MAX 63

static uint32_t read_u32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* FreeType and HarfBuzz both live with tables that are cut off, by leaving glyphs blank. A font
 * file that ends early must not: does every table of face INDEX lie within the file? */
static bool is_whole(const uint8_t *data, size_t length, int index)
{
    size_t start = 0;
    if (length >= 12 && memcmp(data, "ttcf", 4) == 0) {
        size_t entry = 12 + 4 * (size_t)index;
        if (entry + 4 > length)
            return false;
        start = read_u32(data + entry);
    } else if (index != 0) {
        return false;
    }
    if (start > length || length - start < 12)
        return false;
    size_t count = (size_t)(data[start + 4] << 8 | data[start + 5]);
    if (length - start - 12 < 16 * count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = data + start + 12 + 16 * i;
        uint32_t offset = read_u32(record + 8), size = read_u32(record + 12);
        if (offset > length || size > length - offset)
            return false;
    }
    return true;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *table = hb_face_reference_table(face, tag);
    bool found = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return found;
}

static bool find_outlines(hb_face_t *face, FT_Face ft, enum font_outlines *out)
{
    FT_Bool is_cid = 0;
    if (has_table(face, HB_TAG('C', 'F', 'F', ' '))) {
        FT_Get_CID_Is_Internally_CID_Keyed(ft, &is_cid);
        *out = is_cid ? FONT_CID_CFF : FONT_NAME_CFF;
        return true;
    }
    *out = FONT_GLYF;
    return has_table(face, HB_TAG('g', 'l', 'y', 'f'));
}

/* A length of the font in 1/1000 em. */
static int scaled(FT_Face ft, long length)
{
    long em = ft->units_per_EM;
    return (int)((length * 1000 + (length < 0 ? -em / 2 : em / 2)) / em);
}

/* Serifs, by the family class of IBM and the PANOSE digits that OS/2 holds. */
static bool has_serifs(const TT_OS2 *os2)
{
    int family_class = os2->sFamilyClass >> 8;
    if (family_class > 0)
        return family_class <= 5 || family_class == 7;
    return os2->panose[0] == 2 && os2->panose[1] >= 2 && os2->panose[1] <= 10;
}

static int cap_height(hb_font_t *font, const TT_OS2 *os2, FT_Face ft, int ascent)
{
    hb_codepoint_t glyph;
    hb_glyph_extents_t extents;
    if (os2 && os2->version >= 2 && os2->sCapHeight > 0)
        return scaled(ft, os2->sCapHeight);
    if (hb_font_get_nominal_glyph(font, 'H', &glyph) &&
        hb_font_get_glyph_extents(font, glyph, &extents))
        return extents.y_bearing;
    return ascent;
}

static struct font_metrics read_metrics(struct arena *arena, FT_Face ft, hb_font_t *font,
                                        enum font_outlines outlines)
{
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(ft, FT_SFNT_OS2);
    const TT_Postscript *post = FT_Get_Sfnt_Table(ft, FT_SFNT_POST);
    const char *name = FT_Get_Postscript_Name(ft);
    name = name ? name : "Unnamed";
    struct font_metrics metrics = {
        .postscript_name = arena_strndup(arena, name, strnlen(name, POSTSCRIPT_NAME_MAX)),
        .outlines = outlines,
        .bbox = {scaled(ft, ft->bbox.xMin), scaled(ft, ft->bbox.yMin), scaled(ft, ft->bbox.xMax),
                 scaled(ft, ft->bbox.yMax)},
        .italic_angle = post ? (int)(post->italicAngle / 65536) : 0,
        .fixed_pitch = FT_IS_FIXED_WIDTH(ft) != 0,
        .serif = os2 && has_serifs(os2),
    };
    /* The typographic ascent and descent span the em box (字身框) in CJK fonts; those of hhea are
     * the clipping bounds, as much as 1437 in Noto Serif. */
    bool typographic = os2 && os2->sTypoAscender > 0;
    metrics.ascent = scaled(ft, typographic ? os2->sTypoAscender : ft->ascender);
    metrics.descent = scaled(ft, typographic ? os2->sTypoDescender : ft->descender);
    metrics.cap_height = cap_height(font, os2, ft, metrics.ascent);
    /* No table tells the width of stems; viewers want it only to imitate a missing font. */
    int weight = os2 && os2->usWeightClass > 0 ? os2->usWeightClass : 400;
    metrics.stem_v = 10 + 220 * (weight - 50) / 900;
    return metrics;
}

static const uint16_t *read_cids(struct arena *arena, FT_Face ft)
{
    size_t count = (size_t)ft->num_glyphs;
    uint16_t *cids = arena_array(arena, count, sizeof *cids);
    for (size_t glyph = 0; glyph < count; glyph++) {
        FT_UInt cid = 0;
        FT_Get_CID_From_Glyph_Index(ft, (FT_UInt)glyph, &cid);
        cids[glyph] = (uint16_t)cid;
    }
    return cids;
}

/* Before version 3 of OS/2 several of the bits could stand together; the most liberal holds. */
static unsigned read_fs_type(FT_Face ft)
{
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(ft, FT_SFNT_OS2);
    unsigned type = FT_Get_FSType_Flags(ft);
    if (os2 && os2->version < 3 && (type & FSTYPE_ALLOWED))
        type &= ~(unsigned)FT_FSTYPE_RESTRICTED_LICENSE_EMBEDDING;
    return type;
}

/* The figure in the name table's "Version 2.001;hotconv …". */
static const char *read_version(struct arena *arena, hb_face_t *face)
{
    char text[64];
    unsigned size = sizeof text;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_VERSION_STRING, hb_language_from_string("en", -1),
                        &size, text);
    const char *start = text + strcspn(text, "0123456789");
    return arena_strndup(arena, start, strspn(start, "0123456789."));
}

static enum face_fault read_face(struct arena *arena, struct font_face *face, FT_Face ft)
{
    enum font_outlines outlines;
    if (!FT_IS_SFNT(ft) || !FT_IS_SCALABLE(ft) || ft->num_glyphs <= 1 || ft->units_per_EM == 0 ||
        !find_outlines(face->face, ft, &outlines))
        return FACE_UNREADABLE;
    face->name = arena_printf(arena, "%s %s", ft->family_name ? ft->family_name : "?",
                              ft->style_name ? ft->style_name : "");
    face->version = read_version(arena, face->face);
    face->fs_type = read_fs_type(ft);
    if (face->fs_type & FSTYPE_FORBIDDEN)
        return FACE_RESTRICTED;
    face->font = hb_font_create(face->face);
    hb_font_set_scale(face->font, 1000, 1000);
    hb_font_make_immutable(face->font);
    face->metrics = read_metrics(arena, ft, face->font, outlines);
    face->glyph_count = (size_t)ft->num_glyphs;
    if (outlines == FONT_CID_CFF)
        face->cids = read_cids(arena, ft);
    face->outlines = subset_outlines(face->face);
    face->glyphs = glyph_table_new(face->font);
    face_prepare_shaping(face);
    return FACE_OK;
}

enum face_fault face_open(struct arena *arena, FT_Library library, const char *file, int index,
                          struct font_face **out)
{
    struct font_face *face = arena_alloc(arena, sizeof *face);
    face->file = arena_strdup(arena, file);
    face->file_index = index;
    face->name = face->file;
    face->version = "";
    *out = face;

    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);
    if (!blob)
        return FACE_UNREADABLE;
    unsigned length;
    const char *data = hb_blob_get_data(blob, &length);
    FT_Face ft;
    enum face_fault fault = FACE_UNREADABLE;
    if (is_whole((const uint8_t *)data, length, index) &&
        FT_New_Memory_Face(library, (const FT_Byte *)data, (FT_Long)length, index, &ft) == 0) {
        face->face = hb_face_create(blob, (unsigned)index);
        hb_face_make_immutable(face->face);
        fault = read_face(arena, face, ft);
        FT_Done_Face(ft);
    }
    hb_blob_destroy(blob);
    if (fault != FACE_OK)
        face_close(face);
    return fault;
}

void face_close(struct font_face *face)
{
    hb_font_destroy(face->font); /* both accept NULL */
    glyph_table_free(face->glyphs);
    plain_table_free(face->plain);
    hb_map_destroy(face->base_numbers);
    hb_face_destroy(face->base);
    hb_face_destroy(face->outlines);
    hb_face_destroy(face->face);
    face->font = NULL;
    face->face = face->outlines = face->base = NULL;
    face->base_numbers = NULL;
    face->glyphs = NULL;
    face->plain = NULL;
}

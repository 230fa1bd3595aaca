/* Plain characters. See plain.h. */
#include "fonts/plain.h"

#include <hb-aat.h>
#include <hb-ot.h>
#include <stdatomic.h>
#include <stdlib.h>

/* An entry is one word, so that threads that fill in the same one at once do no harm. */
#define ENTRY_FILLED  ((uint64_t)1 << 63)
#define ENTRY_PLAIN   32 /* bits from here on: plain under features 0, 1 … */
#define ENTRY_ADVANCE 16

#define CODE_COUNT    0x10000

struct plain_table {
    hb_face_t *face;
    hb_font_t *font;
    hb_set_t *touched[PLAIN_FEATURES_COUNT]; /* glyphs that lookups reach; NULL: take it for all */
    _Atomic uint64_t *entries;               /* by character; 0: not filled in yet */
};

struct plain_table *plain_table_new(hb_face_t *face, hb_font_t *font)
{
    struct plain_table *table = calloc(1, sizeof *table);
    _Atomic uint64_t *entries = calloc(CODE_COUNT, sizeof *entries);
    if (table == NULL || entries == NULL) {
        free(table);
        free(entries);
        return NULL;
    }
    *table = (struct plain_table){.face = face, .font = font, .entries = entries};
    return table;
}

void plain_table_free(struct plain_table *table)
{
    if (table == NULL)
        return;
    for (int i = 0; i < PLAIN_FEATURES_COUNT; i++)
        hb_set_destroy(table->touched[i]);
    free(table->entries);
    free(table);
}

/* Adds the glyphs that the lookups of PLAN in TABLE_TAG may begin with to GLYPHS: all that these have
 * in their input, where the first glyph is named even if the others are not (class 0). */
static void collect_glyphs(hb_face_t *face, hb_shape_plan_t *plan, hb_tag_t table_tag,
                           hb_set_t *glyphs)
{
    hb_set_t *lookups = hb_set_create();
    hb_ot_shape_plan_collect_lookups(plan, table_tag, lookups);
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup);)
        hb_ot_layout_lookup_collect_glyphs(face, table_tag, lookup, NULL, glyphs, NULL, NULL);
    hb_set_destroy(lookups);
}

/* Kerning of the old kind is not among the lookups. */
static bool has_old_kerning(hb_face_t *face)
{
    hb_blob_t *kern = hb_face_reference_table(face, HB_TAG('k', 'e', 'r', 'n'));
    bool has = hb_blob_get_length(kern) > 0;
    hb_blob_destroy(kern);
    return has;
}

/* Nor is what Apple's tables do. */
static bool has_apple_layout(hb_face_t *face)
{
    return hb_aat_layout_has_substitution(face) || hb_aat_layout_has_positioning(face) ||
           hb_aat_layout_has_tracking(face);
}

void plain_table_set(struct plain_table *table, enum plain_features features,
                     const hb_segment_properties_t *properties, const hb_feature_t *items,
                     unsigned count)
{
    if (has_apple_layout(table->face) || (features == PLAIN_TEXT && has_old_kerning(table->face)))
        return;
    hb_shape_plan_t *plan =
        hb_shape_plan_create_cached(table->face, properties, items, count, NULL);
    table->touched[features] = hb_set_create();
    collect_glyphs(table->face, plan, HB_OT_TAG_GSUB, table->touched[features]);
    collect_glyphs(table->face, plan, HB_OT_TAG_GPOS, table->touched[features]);
    hb_shape_plan_destroy(plan);
}

bool plain_is_known(uint32_t code)
{
    return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x20 && code <= 0x7E) ||
           (code >= 0x3000 && code <= 0x3029) || /* then tone marks, which hang on others */
           (code >= 0x3400 && code <= 0x4DBF) || (code >= 0xFF01 && code <= 0xFF5E);
}

static uint64_t find_entry(const struct plain_table *table, uint32_t code)
{
    hb_codepoint_t glyph = 0;
    if (!hb_font_get_nominal_glyph(table->font, code, &glyph) || glyph > 0xFFFF)
        return ENTRY_FILLED;
    uint64_t entry = ENTRY_FILLED | glyph;
    hb_position_t advance = hb_font_get_glyph_h_advance(table->font, glyph);
    /* A mark hangs on what is before it, also where the font takes a letter for one. */
    if (advance < 0 || advance > 0xFFFF ||
        hb_ot_layout_get_glyph_class(table->face, glyph) == HB_OT_LAYOUT_GLYPH_CLASS_MARK)
        return entry; /* never plain */
    entry |= (uint64_t)advance << ENTRY_ADVANCE;
    for (int i = 0; i < PLAIN_FEATURES_COUNT; i++)
        if (table->touched[i] != NULL && !hb_set_has(table->touched[i], glyph))
            entry |= (uint64_t)1 << (ENTRY_PLAIN + i);
    return entry;
}

struct plain_glyph plain_glyph(const struct plain_table *table, uint32_t code)
{
    _Atomic uint64_t *at = &table->entries[code];
    uint64_t entry = atomic_load_explicit(at, memory_order_relaxed);
    if (entry == 0) {
        entry = find_entry(table, code);
        atomic_store_explicit(at, entry, memory_order_relaxed);
    }
    struct plain_glyph found = {.id = entry & 0xFFFF,
                                .advance = (int32_t)(entry >> ENTRY_ADVANCE & 0xFFFF)};
    for (int i = 0; i < PLAIN_FEATURES_COUNT; i++)
        found.plain[i] = (entry >> (ENTRY_PLAIN + i) & 1) != 0;
    return found;
}

/* ---- digits -------------------------------------------------------------------------------- */

static unsigned read_u16(const uint8_t *table, size_t length, size_t at)
{
    return at + 2 <= length ? (unsigned)(table[at] << 8 | table[at + 1]) : 0;
}

/* Does this lookup of GSUB replace single glyphs by single glyphs, whatever stands beside them (type
 * 1, also by way of an extension, 7)? */
static bool is_single(const uint8_t *gsub, size_t length, unsigned lookup)
{
    size_t list = read_u16(gsub, length, 8);
    size_t at = list + read_u16(gsub, length, list + 2 + 2 * (size_t)lookup);
    unsigned type = read_u16(gsub, length, at);
    if (type != 7)
        return type == 1;
    size_t subtable = at + read_u16(gsub, length, at + 6);
    return read_u16(gsub, length, at + 4) > 0 && read_u16(gsub, length, subtable + 2) == 1;
}

/* Is GLYPHS, and what they become, out of the reach of all but single substitutions under PLAN? */
static bool stand_alone(hb_face_t *face, hb_shape_plan_t *plan, hb_set_t *glyphs)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_OT_TAG_GSUB);
    unsigned length;
    const uint8_t *gsub = (const uint8_t *)hb_blob_get_data(blob, &length);
    hb_set_t *lookups = hb_set_create(), *input = hb_set_create(), *output = hb_set_create();
    bool alone = true;
    hb_ot_shape_plan_collect_lookups(plan, HB_OT_TAG_GSUB, lookups);
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; alone && hb_set_next(lookups, &lookup);) {
        hb_set_clear(input);
        hb_set_clear(output);
        hb_ot_layout_lookup_collect_glyphs(face, HB_OT_TAG_GSUB, lookup, NULL, input, NULL, output);
        hb_set_intersect(input, glyphs);
        if (hb_set_is_empty(input))
            continue;
        alone = is_single(gsub, length, lookup);
        hb_set_union(glyphs, output);
    }
    hb_set_clear(input);
    collect_glyphs(face, plan, HB_OT_TAG_GPOS, input);
    hb_set_intersect(input, glyphs);
    alone = alone && hb_set_is_empty(input);
    hb_set_destroy(lookups);
    hb_set_destroy(input);
    hb_set_destroy(output);
    hb_blob_destroy(blob);
    return alone;
}

/* What each digit becomes alone. */
static bool shape_digits(hb_font_t *font, const hb_segment_properties_t *properties,
                         const hb_feature_t *features, unsigned count,
                         struct plain_glyph glyphs[10])
{
    bool good = true;
    hb_buffer_t *buffer = hb_buffer_create();
    for (int i = 0; i < 10 && good; i++) {
        unsigned shaped;
        const char digit = (char)('0' + i);
        hb_buffer_clear_contents(buffer);
        hb_buffer_add_utf8(buffer, &digit, 1, 0, 1);
        hb_buffer_set_segment_properties(buffer, properties);
        hb_shape(font, buffer, features, count);
        const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &shaped);
        const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(buffer, &shaped);
        good = shaped == 1 && info->codepoint != 0 && position->x_offset == 0 &&
               position->y_offset == 0;
        if (good)
            glyphs[i] = (struct plain_glyph){.id = info->codepoint, .advance = position->x_advance};
    }
    hb_buffer_destroy(buffer);
    return good;
}

bool plain_digits(hb_face_t *face, hb_font_t *font, const hb_segment_properties_t *properties,
                  const hb_feature_t *features, unsigned count, struct plain_glyph glyphs[10])
{
    if (has_apple_layout(face) || !shape_digits(font, properties, features, count, glyphs))
        return false;
    hb_set_t *digits = hb_set_create();
    for (uint32_t code = '0'; code <= '9'; code++) {
        hb_codepoint_t glyph = 0;
        hb_font_get_nominal_glyph(font, code, &glyph);
        hb_set_add(digits, glyph);
    }
    hb_shape_plan_t *plan = hb_shape_plan_create_cached(face, properties, features, count, NULL);
    bool alone = stand_alone(face, plan, digits);
    hb_shape_plan_destroy(plan);
    hb_set_destroy(digits);
    return alone;
}

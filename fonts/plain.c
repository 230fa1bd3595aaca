/* Plain characters. See plain.h. */
#include "fonts/plain.h"

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

/* Adds what the lookups of PLAN in TABLE_TAG have among input and context to GLYPHS. */
static void collect_glyphs(hb_face_t *face, hb_shape_plan_t *plan, hb_tag_t table_tag,
                           hb_set_t *glyphs)
{
    hb_set_t *lookups = hb_set_create();
    hb_ot_shape_plan_collect_lookups(plan, table_tag, lookups);
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup);)
        hb_ot_layout_lookup_collect_glyphs(face, table_tag, lookup, glyphs, glyphs, glyphs, NULL);
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

void plain_table_set(struct plain_table *table, enum plain_features features,
                     const hb_segment_properties_t *properties, const hb_feature_t *items,
                     unsigned count)
{
    if (features == PLAIN_TEXT && has_old_kerning(table->face))
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
    if (advance < 0 || advance > 0xFFFF)
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

/* Widths of glyphs. See glyph.h. */
#include "fonts/glyph.h"

#include <stdatomic.h>
#include <stdlib.h>

/* An entry is one word, so that threads that fill in the same one at once do no harm. What does not
 * fit one (no font that was seen has such) is asked for every time. */
#define ENTRY_FILLED ((uint32_t)1 << 31)
#define ENTRY_WIDTH  16 /* bits from here on; below it the left side, less INT16_MIN */

struct glyph_table {
    unsigned count;
    _Atomic uint32_t *advances, *inks; /* by glyph; 0: not filled in yet */
};

struct glyph_table *glyph_table_new(hb_font_t *font)
{
    unsigned count = hb_face_get_glyph_count(hb_font_get_face(font));
    struct glyph_table *table = calloc(1, sizeof *table);
    if (table == NULL)
        return NULL;
    table->count = count;
    table->advances = calloc(count, sizeof *table->advances);
    table->inks = calloc(count, sizeof *table->inks);
    if (table->advances != NULL && table->inks != NULL)
        return table;
    glyph_table_free(table);
    return NULL;
}

void glyph_table_free(struct glyph_table *table)
{
    if (table == NULL)
        return;
    free(table->advances);
    free(table->inks);
    free(table);
}

int32_t glyph_advance(const struct glyph_table *table, hb_font_t *font, uint32_t glyph)
{
    if (table == NULL || glyph >= table->count)
        return hb_font_get_glyph_h_advance(font, glyph);
    _Atomic uint32_t *at = &table->advances[glyph];
    uint32_t entry = atomic_load_explicit(at, memory_order_relaxed);
    if (entry != 0)
        return (int32_t)(entry & ~ENTRY_FILLED);
    int32_t advance = hb_font_get_glyph_h_advance(font, glyph);
    if (advance >= 0)
        atomic_store_explicit(at, ENTRY_FILLED | (uint32_t)advance, memory_order_relaxed);
    return advance;
}

static struct glyph_ink measure_ink(hb_font_t *font, uint32_t glyph)
{
    hb_glyph_extents_t ink;
    if (!hb_font_get_glyph_extents(font, glyph, &ink) || ink.width <= 0)
        return (struct glyph_ink){0, 0};
    return (struct glyph_ink){ink.x_bearing, ink.width};
}

struct glyph_ink glyph_ink(const struct glyph_table *table, hb_font_t *font, uint32_t glyph)
{
    if (table == NULL || glyph >= table->count)
        return measure_ink(font, glyph);
    _Atomic uint32_t *at = &table->inks[glyph];
    uint32_t entry = atomic_load_explicit(at, memory_order_relaxed);
    if (entry != 0)
        return (struct glyph_ink){(int32_t)(entry & 0xFFFF) + INT16_MIN,
                                  (int32_t)((entry & ~ENTRY_FILLED) >> ENTRY_WIDTH)};
    struct glyph_ink ink = measure_ink(font, glyph);
    if (ink.left >= INT16_MIN && ink.left <= INT16_MAX && ink.width <= INT16_MAX)
        atomic_store_explicit(at,
                              ENTRY_FILLED | (uint32_t)ink.width << ENTRY_WIDTH |
                                  (uint32_t)(ink.left - INT16_MIN),
                              memory_order_relaxed);
    return ink;
}

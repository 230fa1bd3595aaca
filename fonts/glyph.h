/* The width and the ink of glyphs: asked of HarfBuzz once for each. Private to fonts/. */
#ifndef BANXIN_GLYPH_H
#define BANXIN_GLYPH_H

#include <hb.h>
#include <stdint.h>

struct glyph_table; /* of a face; filled as it is used, by several threads at once if need be */

/* For the glyphs of FONT. NULL when there is no memory. */
struct glyph_table *glyph_table_new(hb_font_t *font);
void glyph_table_free(struct glyph_table *table); /* may be NULL */

/* Of GLYPH by itself, before shaping, in units of FONT's scale. TABLE was made for FONT; without one
 * (NULL) HarfBuzz is asked every time. */
int32_t glyph_advance(const struct glyph_table *table, hb_font_t *font, uint32_t glyph);

struct glyph_ink {
    int32_t left, width; /* a width of 0: it has none */
};
struct glyph_ink glyph_ink(const struct glyph_table *table, hb_font_t *font, uint32_t glyph);

#endif

/* Plain characters: those that shaping only looks up. Private to fonts/.
 *
 * Most of a Chinese text is Han characters that no lookup of the font touches. HarfBuzz finds that out
 * for each of them again; here it is found out once for a face. A glyph is plain under some features
 * when no lookup that they turn on can begin with it. Where all glyphs of a run are plain no lookup
 * begins anywhere, so nothing is done to the run, whatever the lookups say of other glyphs. */
#ifndef BANXIN_PLAIN_H
#define BANXIN_PLAIN_H

#include <hb.h>
#include <stdbool.h>
#include <stdint.h>

/* The features under which characters may be plain. */
enum plain_features { PLAIN_TEXT, PLAIN_CELL, PLAIN_FEATURES_COUNT };

struct plain_table; /* of a face; filled as it is used, by several threads at once if need be */

/* FONT is that of FACE; both outlive the table. */
struct plain_table *plain_table_new(hb_face_t *face, hb_font_t *font);
void plain_table_free(struct plain_table *table); /* may be NULL */

/* Fixes what FEATURES are: COUNT of ITEMS. To be called once for each, before the table is used. */
void plain_table_set(struct plain_table *table, enum plain_features features,
                     const hb_segment_properties_t *properties, const hb_feature_t *items,
                     unsigned count);

struct plain_glyph {
    uint32_t id; /* 0: the face does not have the character */
    int32_t advance;
    bool plain[PLAIN_FEATURES_COUNT];
};

/* Sets GLYPHS to what FACE has for the ten digits under FEATURES; false when they depend on more than
 * themselves there, or FACE has not all of them. */
bool plain_digits(hb_face_t *face, hb_font_t *font, const hb_segment_properties_t *properties,
                  const hb_feature_t *features, unsigned count, struct plain_glyph glyphs[10]);

/* Is CODE one of the characters that are looked up here? ASCII, Han of the BMP and their punctuation:
 * nothing hangs on another, decomposes or is invisible. */
bool plain_is_known(uint32_t code);

/* What the face has for CODE, which is known. */
struct plain_glyph plain_glyph(const struct plain_table *table, uint32_t code);

#endif

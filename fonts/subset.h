/* Cutting faces. Private to fonts/. */
#ifndef BANXIN_SUBSET_H
#define BANXIN_SUBSET_H

#include <hb-subset.h>

/* FACE with only the tables that a PDF needs. Without its cmap HarfBuzz does not add glyphs for the
 * variation sequences of characters whose glyphs are wanted. */
hb_face_t *subset_outlines(hb_face_t *face);

/* What hb-subset is to be asked for: GLYPHS, by its FLAGS; NULL when it fails. */
hb_subset_input_t *subset_input(const hb_set_t *glyphs, unsigned flags);

#endif

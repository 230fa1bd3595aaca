/* Cutting faces. Private to fonts/. */
#ifndef BANXIN_SUBSET_H
#define BANXIN_SUBSET_H

#include <hb.h>

/* FACE with only the tables that a PDF needs. Without its cmap HarfBuzz does not add glyphs for the
 * variation sequences of characters whose glyphs are wanted. */
hb_face_t *subset_outlines(hb_face_t *face);

/* The part of FACE with GLYPHS, by hb-subset's FLAGS; NULL when HarfBuzz fails. */
hb_face_t *subset_cut(hb_face_t *face, const hb_set_t *glyphs, unsigned flags);

#endif

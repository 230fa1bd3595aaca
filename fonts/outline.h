/* The outline of a glyph, for what is drawn and must not be read as text. */
#ifndef BANXIN_OUTLINE_H
#define BANXIN_OUTLINE_H

#include "fonts/font.h"

enum font_outline_verb { OUTLINE_MOVE, OUTLINE_LINE, OUTLINE_CURVE, OUTLINE_CLOSE };

/* A step from where the last one ended, in 1/1000 em, y upwards. */
struct font_outline_step {
    enum font_outline_verb verb;
    int32_t x1, y1, x2, y2; /* OUTLINE_CURVE: control points of a cubic Bézier curve */
    int32_t x, y;           /* where it ends; OUTLINE_CLOSE: 0 */
};

/* Stores the outline of GLYPH, owned by ARENA, and returns the number of its steps; 0 for a blank.
 */
size_t font_outline(struct arena *arena, const struct font_face *face, uint32_t glyph,
                    const struct font_outline_step **steps);

#endif

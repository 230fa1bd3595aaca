/* Fonts: roles → faces → shaped glyphs → embedded subsets.
 *
 * A font set is opened once for a pack: each role's families are looked up through fontconfig (an
 * exact family name or none; never the nearest match) and opened through FreeType and HarfBuzz.
 * A text is then shaped in a role: every character takes the first face of the chain that has it.
 * The faces after a role's first are set in a size, and what fills an em at a height, that make
 * their Han characters look like those of the first; an em stays an em.
 * A character that none has is an error with its code point and place; glyph 0 is never returned.
 *
 * A font set is immutable once open and may be shared by threads. Lengths are in 1/1000 em. */
#ifndef BANXIN_FONT_H
#define BANXIN_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"
#include "data/diag.h"
#include "data/format.h"
#include "data/hash.h"

struct font_set;
struct font_face;

/* Opens the faces of ROLES. A family a machine does not have is passed over; a role left without
 * any face is an error at the role. NULL on an error. Close with font_set_close(). */
struct font_set *font_set_open(const struct font_role *roles, size_t count, struct diag *diag);
void font_set_close(struct font_set *set);

/* Prepares SET for subsets of many documents: a second now, a fifth of the time for each, the same
 * bytes. Not to be called while others use SET. */
void font_set_prepare(struct font_set *set);

/* Of all that decides how SET sets text: the contents of its font files, which role tries which in
 * what order, and the versions of the libraries. False: errno says which file cannot be read again,
 * stored in *FILE. */
bool font_set_digest(const struct font_set *set, struct hash *digest, const char **file);

/* How text is shaped; the same profile serves measuring and drawing. In every profile the dashes
 * and ellipses of Chinese (— …) are set full width, and so are “ ” ‘ ’ · where the face has them
 * so; glyphs of two characters are not joined. What each font gives is listed in shape.c. */
enum font_profile {
    FONT_TEXT,  /* running text */
    FONT_CELL,  /* table text: no kerning, no ligatures or contextual alternates */
    FONT_NUMBER /* amounts, codes and folios: as FONT_CELL, digits of one width (half an em where
                   the face has such; LXGW WenKai: 600) */
};

struct glyph {
    const struct font_face *face;
    uint32_t id;      /* glyph index in the face, never 0 */
    uint32_t cluster; /* byte offset of its first character in the text */
    int32_t scale;    /* size of the glyph [1/1000 of the size of the text] */
    int32_t advance;  /* [1/1000 em of the text] */
    int32_t dx, dy;   /* offset of the drawn glyph, up positive [1/1000 em of the text] */
};

/* Shapes TEXT (LENGTH bytes from TEXT.utf8 + START) in ROLE. Clusters are offsets from TEXT.utf8.
 * Newlines are not allowed. Stores glyphs, owned by ARENA, and returns their number; characters
 * that no face has are reported at TEXT.pos (once each per text) and left out. */
size_t font_shape(struct arena *arena, const struct font_set *set, size_t role,
                  enum font_profile profile, struct text text, size_t start, size_t length,
                  struct diag *diag, const struct glyph **glyphs);

/* The first face of ROLE that is not limited to some characters. */
const struct font_face *font_role_face(const struct font_set *set, size_t role);

/* ---- faces --------------------------------------------------------------------------------- */

enum font_outlines {
    FONT_GLYF,    /* TrueType outlines */
    FONT_CID_CFF, /* CID-keyed CFF: Noto CJK, Source Han */
    FONT_NAME_CFF /* name-keyed CFF: Latin .otf */
};

struct font_metrics {
    const char *postscript_name;
    enum font_outlines outlines;
    int ascent, descent, cap_height; /* [1/1000 em]; descent is negative */
    int bbox[4];                     /* [1/1000 em] */
    int italic_angle;                /* degrees */
    int stem_v;                      /* [1/1000 em], from the weight */
    bool fixed_pitch, serif;
};
const struct font_metrics *font_metrics(const struct font_face *face);

/* A number that orders faces the same way on every run: role order, then chain order. */
size_t font_face_index(const struct font_face *face);
/* "Noto Serif CJK SC Regular": for page dumps and reports. */
const char *font_face_name(const struct font_face *face);

/* CODE for a message: U+5803 “堃”, or the number alone of what shows nothing. Owned by ARENA. */
const char *font_character(struct arena *arena, uint32_t code);

/* The charset CID of a glyph of a FONT_CID_CFF face. */
uint32_t font_glyph_cid(const struct font_face *face, uint32_t glyph);

/* How far a glyph moves the pen by itself, before kerning and widening [1/1000 em]: the width that
 * a PDF's font states. */
int32_t font_glyph_advance(const struct font_face *face, uint32_t glyph);

/* How much of GLYPH's advance is blank before its ink, and after it [1/1000 em of the text]; all of
 * it, on both sides, when it has no ink. */
struct glyph_blank {
    int32_t before, after;
};
struct glyph_blank font_glyph_blank(const struct glyph *glyph);

/* ---- subsets ------------------------------------------------------------------------------- */

/* The part of a face that a document embeds. */
struct font_subset {
    const uint8_t *data; /* FONT_GLYF: an sfnt; the CFF kinds: the bare CFF table */
    size_t length;
    const uint32_t *new_ids; /* glyph index in the subset, for each of the glyphs asked for */
};

/* Subsets FACE to GLYPHS (ascending, without 0, without doubles). False, with the reason reported
 * to DIAG, when the face does not allow it or HarfBuzz fails. */
bool font_subset(struct arena *arena, const struct font_face *face, const uint32_t *glyphs,
                 size_t count, struct diag *diag, struct font_subset *out);

#endif

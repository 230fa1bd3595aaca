/* One face of a font file, opened for shaping and embedding. Private to fonts/. */
#ifndef BANXIN_FACE_H
#define BANXIN_FACE_H

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

#include "fonts/font.h"
#include "fonts/glyph.h"
#include "fonts/plain.h"

struct font_face {
    size_t index; /* font_face_index() */
    const char *file;
    int file_index; /* of the face within a collection (.ttc) */
    const char *name;
    const char *version; /* "2.001", or "" */
    unsigned fs_type;    /* OS/2: what its maker allows; the most liberal of several bits */
    struct font_metrics metrics;
    hb_face_t *face;
    hb_face_t *outlines;    /* the same with no tables but those that are embedded */
    hb_face_t *base;        /* fonts/base.c; NULL: not prepared */
    hb_map_t *base_numbers; /* of the glyphs that are in it */
    hb_font_t *font;        /* scale 1000: lengths in 1/1000 em */
    const uint16_t *cids;   /* FONT_CID_CFF: by glyph index */
    size_t glyph_count;
    struct glyph_table *glyphs; /* NULL: none */
    struct plain_table *plain;  /* NULL: nothing is plain */
    hb_tag_t digits;            /* feature that gives digits of one width, or 0 */
    int32_t digit_width;        /* of the widest digit under that feature [1/1000 em] */
    bool plain_digits;          /* each digit is set by itself under that feature: */
    struct plain_glyph digit_glyphs[10];
};

enum face_fault { FACE_OK, FACE_UNREADABLE, FACE_RESTRICTED };

/* Opens face INDEX of FILE. Stores a face whose strings live in ARENA; close it with face_close().
 */
enum face_fault face_open(struct arena *arena, FT_Library library, const char *file, int index,
                          struct font_face **out);
void face_close(struct font_face *face);

/* Finds out how FACE sets digits of one width (FONT_NUMBER) and what is plain in it; part of opening.
 * See shape.c. */
void face_prepare_shaping(struct font_face *face);

/* A file that fontconfig offers for a family. */
struct face_source {
    const char *file;
    int index;
};

/* The faces known to CONFIG of which some name, in any language, is FAMILY; the best for WEIGHT
 * (CSS, 100 … 900) first. Stores them, owned by ARENA, and returns their number. */
size_t face_lookup(struct arena *arena, FcConfig *config, const char *family, int weight,
                   const struct face_source **sources);

#endif

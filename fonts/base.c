/* Bases: of each face the part with the characters nearly every document is written in, cut out and
 * taken apart once, so that the subset of a document costs a tenth. What comes out is the same to
 * the byte as from the face itself; test_font.c compares them. */
#include <hb-ot.h>
#include <hb-subset.h>

#include "data/common.h"
#include "fonts/set.h"
#include "fonts/subset.h"

/* What shaping puts in the place of a character's own glyph: digits of one width, full and half
 * width forms (fonts/shape.c), and what fonts always replace. */
static const hb_tag_t FEATURES[] = {
    HB_TAG('t', 'n', 'u', 'm'), HB_TAG('f', 'w', 'i', 'd'), HB_TAG('h', 'w', 'i', 'd'),
    HB_TAG('l', 'o', 'c', 'l'), HB_TAG('c', 'c', 'm', 'p'), HB_TAG_NONE,
};

static hb_set_t *find_glyphs(const struct font_face *face, const uint32_t *codes, size_t count)
{
    hb_set_t *glyphs = hb_set_create(), *lookups = hb_set_create();
    for (size_t i = 0; i < count; i++) {
        hb_codepoint_t glyph;
        if (hb_font_get_nominal_glyph(face->font, codes[i], &glyph))
            hb_set_add(glyphs, glyph);
    }
    hb_ot_layout_collect_lookups(face->face, HB_OT_TAG_GSUB, NULL, NULL, FEATURES, lookups);
    hb_ot_layout_lookups_substitute_closure(face->face, lookups, glyphs);
    hb_set_destroy(lookups);
    return glyphs;
}

static void prepare_face(struct font_face *face, const uint32_t *codes, size_t count)
{
    /* Where PDF shows glyphs by their index, the subset of a subset would not be the same. */
    if (face->base || face->metrics.outlines == FONT_NAME_CFF)
        return;
    hb_set_t *glyphs = find_glyphs(face, codes, count);
    hb_face_t *cut = subset_cut(face->outlines, glyphs,
                                HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_RETAIN_GIDS);
    if (cut) {
        face->base = hb_subset_preprocess(cut);
        face->base_glyphs = glyphs;
        hb_face_destroy(cut);
    } else {
        hb_set_destroy(glyphs);
    }
}

void font_set_prepare(struct font_set *set)
{
    struct arena *arena = arena_new();
    const uint32_t *codes;
    size_t count = common_characters(arena, &codes);
    for (size_t i = 0; count > 0 && i < set->face_count; i++)
        prepare_face(set->faces[i], codes, count);
    arena_free(arena);
}

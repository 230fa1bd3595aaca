/* Bases: of each face the part with the characters nearly every document is written in, cut out and
 * taken apart once, so that the subset of a document costs a fifth. What comes out is the same to
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

/* The part of FACE with GLYPHS, numbered anew, and which number each of its glyphs has there. */
static hb_face_t *cut_base(const struct font_face *face, const hb_set_t *glyphs, hb_map_t **numbers)
{
    hb_subset_input_t *input = subset_input(glyphs, HB_SUBSET_FLAGS_NO_HINTING);
    hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(face->outlines, input) : NULL;
    hb_face_t *cut = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    *numbers = cut ? hb_map_copy(hb_subset_plan_old_to_new_glyph_mapping(plan)) : NULL;
    hb_subset_plan_destroy(plan); /* NULL is allowed here and below */
    hb_subset_input_destroy(input);
    return cut;
}

static void prepare_face(struct font_face *face, const uint32_t *codes, size_t count)
{
    /* Where PDF shows glyphs by their index, the subset of a subset would not be the same. */
    if (face->base || face->metrics.outlines == FONT_NAME_CFF)
        return;
    hb_set_t *glyphs = find_glyphs(face, codes, count);
    hb_face_t *cut = cut_base(face, glyphs, &face->base_numbers);
    if (cut)
        face->base = hb_subset_preprocess(cut);
    hb_face_destroy(cut);
    hb_set_destroy(glyphs);
}

/* The faces that roles begin with: what those lack is in no base either. */
void font_set_prepare(struct font_set *set)
{
    struct arena *arena = arena_new();
    const uint32_t *codes;
    size_t count = common_characters(arena, &codes);
    for (size_t i = 0; count > 0 && i < set->chain_count; i++)
        prepare_face(set->faces[set->chains[i].first->face->index], codes, count);
    arena_free(arena);
}

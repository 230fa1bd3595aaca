/* Subsets: the part of a face that a document embeds, through hb-subset. */
#include <hb-subset.h>
#include <string.h>

#include "fonts/face.h"
#include "fonts/subset.h"

/* What no subset needs more than [bytes]. */
#define ENOUGH ((size_t)64 << 20)

/* What a PDF needs of an sfnt. All else goes, above all the layout tables: keeping GSUB would pull
 * every alternate of every glyph into the subset. */
static const hb_tag_t KEPT_TABLES[] = {
    HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
    HB_TAG('m', 'a', 'x', 'p'), HB_TAG('l', 'o', 'c', 'a'), HB_TAG('g', 'l', 'y', 'f'),
    HB_TAG('c', 'v', 't', ' '), HB_TAG('f', 'p', 'g', 'm'), HB_TAG('p', 'r', 'e', 'p'),
    HB_TAG('C', 'F', 'F', ' '),
};

static bool is_kept(hb_tag_t tag)
{
    for (size_t i = 0; i < sizeof KEPT_TABLES / sizeof *KEPT_TABLES; i++)
        if (KEPT_TABLES[i] == tag)
            return true;
    return false;
}

static hb_blob_t *reference_kept(hb_face_t *face, hb_tag_t tag, void *whole)
{
    (void)face;
    return is_kept(tag) ? hb_face_reference_table(whole, tag) : hb_blob_get_empty();
}

static void release(void *face)
{
    hb_face_destroy(face);
}

hb_face_t *subset_outlines(hb_face_t *face)
{
    hb_face_t *outlines =
        hb_face_create_for_tables(reference_kept, hb_face_reference(face), release);
    hb_face_make_immutable(outlines);
    return outlines;
}

hb_subset_input_t *subset_input(const hb_set_t *glyphs, unsigned flags)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    hb_set_clear(dropped);
    for (size_t i = 0; i < sizeof KEPT_TABLES / sizeof *KEPT_TABLES; i++)
        hb_set_add(dropped, KEPT_TABLES[i]);
    hb_set_invert(dropped);
    hb_set_union(hb_subset_input_glyph_set(input), glyphs);
    hb_subset_input_set_flags(input, flags);
    return input;
}

/* The bytes to embed: of a CFF font its bare table, which is the smaller and the better supported.
 */
static bool take_bytes(struct arena *arena, const struct font_face *face, hb_face_t *subset,
                       struct font_subset *out)
{
    hb_blob_t *blob = face->metrics.outlines == FONT_GLYF
                          ? hb_face_reference_blob(subset)
                          : hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' '));
    unsigned length;
    const char *data = hb_blob_get_data(blob, &length);
    if (length > 0)
        out->data = memcpy(arena_alloc(arena, length), data, length);
    out->length = length;
    hb_blob_destroy(blob);
    return length > 0;
}

/* Never guess the new index from the order of the old ones: composites bring glyphs of their own.
 */
static bool take_indices(struct arena *arena, const hb_subset_plan_t *plan, const uint32_t *glyphs,
                         size_t count, struct font_subset *out)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    uint32_t *ids = arena_array(arena, count, sizeof *ids);
    for (size_t i = 0; i < count; i++) {
        ids[i] = hb_map_get(map, glyphs[i]);
        if (ids[i] == HB_MAP_VALUE_INVALID || ids[i] == 0 || ids[i] > UINT16_MAX)
            return false;
    }
    out->new_ids = ids;
    return true;
}

static bool try_subset(struct arena *arena, const struct font_face *face, hb_face_t *source,
                       unsigned flags, const uint32_t *glyphs, size_t count,
                       struct font_subset *out)
{
    hb_set_t *wanted = hb_set_create();
    for (size_t i = 0; i < count; i++)
        hb_set_add(wanted, glyphs[i]);
    /* A PDF shows the glyphs of a name-keyed CFF by their index, which must then stay. */
    if (face->metrics.outlines == FONT_NAME_CFF)
        flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_t *input = subset_input(wanted, flags);
    hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(source, input) : NULL;
    hb_face_t *subset = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    bool done = subset && take_bytes(arena, face, subset, out) &&
                take_indices(arena, plan, glyphs, count, out);
    hb_face_destroy(subset); /* NULL is allowed here and below */
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    hb_set_destroy(wanted);
    return done;
}

/* GLYPHS as they are numbered in the base of FACE; NULL when it has not all of them. */
static const uint32_t *number_in_base(struct arena *arena, const struct font_face *face,
                                      const uint32_t *glyphs, size_t count)
{
    uint32_t *numbers = arena_array(arena, count, sizeof *numbers);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = hb_map_get(face->base_numbers, glyphs[i]);
        if (numbers[i] == HB_MAP_VALUE_INVALID)
            return NULL;
    }
    return numbers;
}

bool font_subset(struct arena *arena, const struct font_face *face, const uint32_t *glyphs,
                 size_t count, struct diag *diag, struct font_subset *out)
{
    *out = (struct font_subset){0};
    const uint32_t *numbers = face->base ? number_in_base(arena, face, glyphs, count) : NULL;
    hb_face_t *source = numbers ? face->base : face->outlines;
    /* Without hints the fonts are a sixth smaller; a few fonts can only be subset with them. */
    bool done =
        try_subset(arena, face, source, HB_SUBSET_FLAGS_NO_HINTING, numbers ? numbers : glyphs,
                   count, out) ||
        try_subset(arena, face, face->outlines, HB_SUBSET_FLAGS_DEFAULT, glyphs, count, out);
    if (!done) { /* the face is not to blame where memory is short: that ends the program here */
        struct arena *probe = arena_new();
        arena_alloc(probe, ENOUGH);
        arena_free(probe);
        diag_report(diag, (struct pos){0}, DIAG_FONT_SUBSET, face->name, NULL);
    }
    return done;
}

/* Finding faces: the exact family lookup through fontconfig.
 *
 * fontconfig's own matching always finds something, and a budget set in whatever it found is a
 * wrong document. So faces are listed, never matched: some name of the face must be the family,
 * letter for letter. */
#include <stdlib.h>
#include <string.h>

#include "fonts/face.h"

/* What decides between the faces of a family, most important first. */
struct candidate {
    struct face_source source;
    int slant;  /* upright before italic */
    int width;  /* distance from normal width */
    int weight; /* distance from the weight asked for */
};

static bool has_family(FcPattern *pattern, const char *family)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (strcmp((const char *)name, family) == 0)
            return true;
    return false;
}

/* Whole outlines only: neither bitmaps nor instances of variable fonts, which a PDF cannot embed.
 */
static bool is_usable(FcPattern *pattern, int index)
{
    FcBool scalable, variable;
    return FcPatternGetBool(pattern, FC_SCALABLE, 0, &scalable) == FcResultMatch && scalable &&
           (FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable) != FcResultMatch || !variable) &&
           index >> 16 == 0;
}

static int integer_of(FcPattern *pattern, const char *object, int fallback)
{
    int value;
    return FcPatternGetInteger(pattern, object, 0, &value) == FcResultMatch ? value : fallback;
}

static bool read_candidate(struct arena *arena, FcPattern *pattern, const char *family, int weight,
                           struct candidate *out)
{
    FcChar8 *file;
    int index;
    if (!has_family(pattern, family) ||
        FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch ||
        FcPatternGetInteger(pattern, FC_INDEX, 0, &index) != FcResultMatch ||
        !is_usable(pattern, index))
        return false;
    int own_weight = FcWeightToOpenType(integer_of(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR));
    *out = (struct candidate){
        .source = {arena_strdup(arena, (const char *)file), index},
        .slant = integer_of(pattern, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN,
        .width = abs(integer_of(pattern, FC_WIDTH, FC_WIDTH_NORMAL) - FC_WIDTH_NORMAL),
        .weight = abs(own_weight - weight),
    };
    return true;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A total order, so that the same fonts give the same choice however fontconfig lists them. The
 * file's own name comes before its folder: machines keep fonts in different places. */
static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->slant != y->slant)
        return x->slant - y->slant;
    if (x->width != y->width)
        return x->width - y->width;
    if (x->weight != y->weight)
        return x->weight - y->weight;
    int order = strcmp(base_name(x->source.file), base_name(y->source.file));
    if (order == 0)
        order = x->source.index - y->source.index;
    return order ? order : strcmp(x->source.file, y->source.file);
}

size_t face_lookup(struct arena *arena, FcConfig *config, const char *family, int weight,
                   const struct face_source **sources)
{
    FcPattern *pattern = FcPatternCreate();
    FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT,
                                            FC_WIDTH, FC_SCALABLE, FC_VARIABLE, (char *)NULL);
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcFontSet *list = FcFontList(config, pattern, objects);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(pattern);

    int listed = list ? list->nfont : 0;
    struct candidate *candidates = arena_array(arena, (size_t)listed + 1, sizeof *candidates);
    size_t count = 0;
    for (int i = 0; i < listed; i++)
        count += read_candidate(arena, list->fonts[i], family, weight, &candidates[count]);
    if (list)
        FcFontSetDestroy(list);
    qsort(candidates, count, sizeof *candidates, compare_candidates);

    struct face_source *found = arena_array(arena, count + 1, sizeof *found);
    for (size_t i = 0; i < count; i++)
        found[i] = candidates[i].source;
    *sources = found;
    return count;
}

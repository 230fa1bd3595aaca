/* Matching a fallback face to the first face of its role.
 *
 * Faces fill the em box to different degrees: Han characters of gkai00mp are a tenth smaller than
 * those of Noto Serif, and sit lower. Set side by side at one size, a fallback character looks like
 * a mistake. So the ink of Han characters that both faces have is measured and compared. */
#include <stdlib.h>

#include "fonts/set.h"

enum {
    SAMPLE = 48,    /* characters that are measured */
    SAMPLE_FEW = 8, /* fewer tell nothing */
    SAMPLE_TRIED = 4096,
    SCALE_LEAST = 900, /* no face is set further from its own size */
    SCALE_MOST = 1120,
    SCALE_ALIKE = 20, /* differences that the eye does not find [1/1000] */
    RISE_ALIKE = 10,  /* [1/1000 em] */
    RISE_MOST = 120   /* more is no matter of taste: such a face is left where it is */
};

/* The ink of Han characters of a face [1/1000 em]. */
struct sample {
    int32_t sizes[SAMPLE];   /* width and height together */
    int32_t centres[SAMPLE]; /* above the baseline */
    size_t count;
};

/* The characters tried, TRY by TRY: all over the blocks in an order without pattern, as neighbours
 * share their radical. The stride has no divisor in common with the total. */
static uint32_t sample_character(uint32_t try)
{
    static const uint32_t BLOCKS[][2] = {
        {0x4E00, 20992}, {0x3400, 6592}, {0x20000, 42720}}; /* first, count: URO, A and B */
    enum { TOTAL = 20992 + 6592 + 42720, STRIDE = 16411 };
    uint32_t index = try * STRIDE % TOTAL;
    size_t block = 0;
    while (index >= BLOCKS[block][1])
        index -= BLOCKS[block++][1];
    return BLOCKS[block][0] + index;
}

static bool measure(const struct font_face *face, uint32_t code, hb_glyph_extents_t *extents)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->font, code, &glyph) && glyph != 0 &&
           hb_font_get_glyph_extents(face->font, glyph, extents) && extents->width > 0;
}

static int compare(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int32_t median(int32_t *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

/* Characters of FACE that OTHER has too; exchanging the two gives the same characters. */
static void take_sample(const struct font_face *face, const struct font_face *other,
                        struct sample *sample)
{
    sample->count = 0;
    for (uint32_t try = 0; try < SAMPLE_TRIED && sample->count < SAMPLE; try++) {
        uint32_t code = sample_character(try);
        hb_glyph_extents_t own, others;
        if (!measure(face, code, &own) || !measure(other, code, &others))
            continue;
        sample->sizes[sample->count] = own.width - own.height; /* HarfBuzz's height is negative */
        sample->centres[sample->count++] = own.y_bearing + own.height / 2;
    }
}

/* Samples pair by pair: of the same characters, or, where the faces share none, by rank. */
static size_t take_pairs(const struct font_face *first, const struct font_face *fallback,
                         struct sample *wanted, struct sample *own)
{
    take_sample(first, fallback, wanted);
    take_sample(fallback, first, own);
    if (wanted->count >= SAMPLE_FEW)
        return wanted->count;
    /* GB 2312 alone before a face for Extension B alone. */
    take_sample(first, first, wanted);
    take_sample(fallback, fallback, own);
    for (int i = 0; i < 2; i++) {
        struct sample *sample = i == 0 ? wanted : own;
        qsort(sample->sizes, sample->count, sizeof *sample->sizes, compare);
        qsort(sample->centres, sample->count, sizeof *sample->centres, compare);
    }
    return wanted->count < own->count ? wanted->count : own->count;
}

void link_match(struct font_link *link, const struct font_face *first)
{
    struct sample wanted, own;
    size_t count = take_pairs(first, link->face, &wanted, &own);
    if (count < SAMPLE_FEW)
        return;
    /* Medians: an average leans on the few, such as 卜, that every designer sizes as he likes. */
    int32_t values[SAMPLE];
    for (size_t i = 0; i < count; i++)
        values[i] = (wanted.sizes[i] * 1000 + own.sizes[i] / 2) / own.sizes[i];
    int32_t scale = median(values, count);
    scale = scale < SCALE_LEAST ? SCALE_LEAST : scale > SCALE_MOST ? SCALE_MOST : scale;
    if (abs(scale - 1000) > SCALE_ALIKE)
        link->scale = scale;
    for (size_t i = 0; i < count; i++)
        values[i] = wanted.centres[i] - own.centres[i] * link->scale / 1000;
    int32_t rise = median(values, count);
    if (abs(rise) >= RISE_ALIKE && abs(rise) <= RISE_MOST)
        link->rise = rise;
}

/* Shape → clusters → pieces. See text_measure.h. */
#include "layout/text_measure.h"

#include "layout/linebreak.h"
#include "layout/shaped.h"

/* A paragraph being measured, cluster by cluster. Counted in 64 bits: a text may be as long as it
 * likes. */
struct measuring {
    const struct layout_job *job;
    const struct text_style *style;
    int64_t line;        /* the paragraph so far */
    int64_t word, piece; /* the pieces so far, with the blanks after them */
    int64_t blank;       /* of these, the blanks at the end: they vanish where a line ends */
    int64_t widest_word, widest_piece, widest_character;
    size_t characters;
    bool han; /* all of them are, so far */
};

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A line may end before PLACE, if need be in a word or between a number and its unit; LAST is that
 * of the character before. Marks stay where they belong, and so do dashes of two characters. */
static bool parts(struct cjk_place last, struct cjk_place place)
{
    bool after = last.class == CJK_LATIN || last.class == CJK_DIGIT;
    bool before = place.class == CJK_LATIN || place.class == CJK_DIGIT;
    return place.before <= CJK_BREAK_AVOID || (place.before == CJK_BREAK_INSIDE && after && before);
}

/* The indent and the blanks that a paragraph begins with end no piece: what follows stands on one
 * line with them. */
static void end_word(struct measuring *m)
{
    if (m->word == m->blank)
        return;
    m->widest_word = larger(m->widest_word, m->word - m->blank);
    m->word = 0;
}

static void end_piece(struct measuring *m)
{
    if (m->piece == m->blank)
        return;
    m->widest_piece = larger(m->widest_piece, m->piece - m->blank);
    m->piece = m->blank = 0;
}

/* A cluster WIDTH wide at PLACE; LAST is that of the character before, NULL for the first. */
static void add_cluster(struct measuring *m, int64_t width, struct cjk_place place,
                        const struct cjk_place *last)
{
    if (last && place.before == CJK_BREAK_FREE)
        end_word(m);
    if (last && parts(*last, place))
        end_piece(m);
    int64_t gap = last && line_scripts_meet(last->class, place.class)
                      ? unit_of_em(m->job->format->composition.gap, m->style->size)
                      : 0;
    m->line += gap + width;
    m->word += (m->word > 0 ? gap : 0) + width;
    m->piece += (m->piece > 0 ? gap : 0) + width;
    m->blank = place.class == CJK_SPACE ? m->blank + width : 0;
    m->widest_character = larger(m->widest_character, width);
    m->characters++;
    m->han = m->han && place.class == CJK_HAN;
}

/* Adds the glyphs of SPAN; a new cluster begins a character. */
static void add_paragraph(struct measuring *m, struct text text, struct text_span span,
                          enum font_profile profile)
{
    const struct layout_job *job = m->job;
    const struct shaped shaped = shaped_text(job, m->style->role, profile, text, span);
    const struct glyph *glyphs = shaped.glyphs;
    const struct cjk_place *places = shaped.places;
    size_t count = shaped.count;
    m->line = m->word = m->piece = m->blank = unit_of_em(m->style->indent, m->style->size);
    m->characters = 0;
    m->han = true;
    for (size_t i = 0, next; i < count; i = next) {
        int64_t width = 0;
        for (next = i; next < count && glyphs[next].cluster == glyphs[i].cluster; next++)
            width += unit_of_em(glyphs[next].advance, m->style->size);
        const struct cjk_place *place = &places[glyphs[i].cluster - span.start];
        add_cluster(m, width, *place, i > 0 ? place - 1 : NULL);
    }
    end_word(m);
    end_piece(m);
}

struct text_extent text_measure(const struct layout_job *job, struct text text,
                                const struct text_style *style, enum font_profile profile)
{
    struct arena_mark mark = arena_mark(job->scratch);
    struct measuring m = {.job = job, .style = style};
    const struct text_span *spans;
    size_t count = text_split(job->scratch, text.utf8, &spans);
    int64_t natural = 0;
    for (size_t i = 0; i < count; i++) {
        add_paragraph(&m, text, spans[i], profile);
        if (m.han && m.characters >= LABEL_LEAST && m.characters <= LABEL_APART_MOST)
            m.line = larger(m.line, unit_of_em(style->apart, style->size));
        natural = larger(natural, m.line);
    }
    arena_reset(job->scratch, mark);
    if (count == 0)
        return (struct text_extent){0};
    return (struct text_extent){
        unit_clip(m.widest_character + style->left), unit_clip(m.widest_piece + style->left),
        unit_clip(m.widest_word + style->left), unit_clip(natural + style->left)};
}

/* Text in a style → lines of placed glyphs.
 *
 * A paragraph is shaped once, broken, and each line adjusted and placed. The lines of a style
 * stand LEADING apart; in each the em box is centred, with the ascent and descent that Chinese
 * faces share (0.88 and 0.12 em), so that the glyphs of fallback faces stand on one baseline. */
#ifndef BANXIN_PARAGRAPH_H
#define BANXIN_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "layout/job.h"
#include "layout/page.h"

/* Labels of so many Han characters, and nothing else, are set apart (text_style.apart), or spread
 * over a cell with gaps of at most an em (ALIGN_DISTRIBUTE). */
#define LABEL_LEAST       2
#define LABEL_APART_MOST  3
#define LABEL_SPREAD_MOST 8

/* How a text is set. */
struct paragraph_shape {
    const struct text_style *style;
    enum font_profile profile;
    enum align align; /* ALIGN_DECIMAL is set like ALIGN_LEFT: the table moves it */
    unit measure;     /* the style's own `left` included; UNIT_MAX: it is not to wrap */
};

struct text_line {
    const struct item *items; /* x from the left of the measure, y from the baseline */
    size_t count;
    unit left, width; /* of what is visible */
};

/* Lines of one paragraph, or of several one after another. */
struct text_block {
    const struct text_line *lines;
    size_t count;
};

/* A paragraph of a text: the bytes between two newlines. */
struct text_span {
    size_t start, length;
};

/* Splits UTF8 at its newlines; one at the very end adds nothing. Returns the number of spans, 0
 * for "". */
size_t text_split(struct arena *arena, const char *utf8, const struct text_span **spans);

/* Sets SPAN of TEXT, at least one line. What no face has, and a character wider than the measure,
 * is reported at TEXT.pos. */
struct text_block paragraph_set(const struct layout_job *job, struct text text,
                                struct text_span span, const struct paragraph_shape *shape);

/* Sets all paragraphs of TEXT one below the other; no line for "". */
struct text_block text_set(const struct layout_job *job, struct text text,
                           const struct paragraph_shape *shape);

/* Sets TEXT as one line, not wrapped, from x 0; no items for "". TEXT has no newline. */
struct text_line text_set_line(const struct layout_job *job, struct text text,
                               const struct text_style *style, enum font_profile profile);

/* From the top of a line of STYLE to its baseline. */
unit text_baseline(const struct text_style *style);

/* How many more lines of a paragraph of COUNT lines, DONE of which stand above, go on a page with
 * room for ROOM: 0 when the next page must take over. Never leaves a line alone
 * on either page (孤行): what has fewer than four lines stays whole, unless FORCED by an empty page. */
size_t paragraph_split(size_t count, size_t done, size_t room, bool forced);

/* ITEM (a text, a path, a link; others are as they are) moved by X and Y. */
struct item item_move(struct item item, unit x, unit y);

#endif

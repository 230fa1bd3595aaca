/* Line breaking: where the lines of one paragraph end, and what each of their blanks takes.
 *
 * A line is set in three steps: places → breaks → adjustment.
 *
 *   cjk_places()        which places between two characters a line may end at, and how bad the
 *                       others are (cjk.h);
 *   line_items()        characters become boxes (what is drawn), glue (blanks that give) and
 *                       penalties (places where a line may end), after Knuth and Plass;
 *   line_break_first()  ends each line where it is full: table cells;
 *   line_break_best()   ends the lines where the paragraph is best: running text, titles;
 *   line_adjust()       squeezes or draws out a line to its measure, blank by blank.
 *
 * A full-width mark is a box as wide as its ink and the blank of its other half, so that the blank
 * can be squeezed like any glue: 《 is GLUE BOX, 。 is BOX GLUE, · is GLUE BOX GLUE. Between two
 * marks next to each other half an em of it is gone from the start (CLREQ, Punctuation Width
 * Adjustment). Items of "中（a，", i a penalty, G a gap between characters:
 *
 *     BOX(中)  i G  glue BOX(（)  i G  BOX(a)  i G  BOX(，) glue
 *
 * What comes after the penalty vanishes with a break: the gap, and the left half of a mark that
 * begins a line. What comes before stays with the line it ends: there a space takes no room, and
 * the right half of a mark is the first to give (GB/T 15834-2011, 5.1.10).
 *
 * Which lines are best, the first that differs deciding:
 *   1. no line too long, unless it is one character;
 *   2. the rules: as few lines as can be end within a word, then at a place of 避尾, of 避头, within
 *      a word that no line could hold, at a place to avoid;
 *   3. few lines: rather squeezed than drawn out (先挤进，后推出);
 *   4. a last line is not squeezed, unless that saves a line;
 *   5. no single Han character on the last line (孤字不成行);
 *   6. in a title, no line ends at a weak place;
 *   7. no line that would need gaps of more than half an em: it is left ragged;
 *   8. the least visible spread, see line_best.c.
 *
 * Pure: same items in, same lines out. */
#ifndef BANXIN_LINEBREAK_H
#define BANXIN_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"
#include "data/unit.h"
#include "layout/cjk.h"

/* ---- items --------------------------------------------------------------------------------- */

enum line_item_kind {
    LINE_BOX,
    LINE_GLUE,   /* a blank, or the gap between two characters; nothing at a line's ends */
    LINE_PENALTY /* lines end here and nowhere else */
};

/* Kinds of glue, in the order in which they are squeezed (CLREQ, Procedures for Inter-Character
 * Spacing Reduction). */
enum line_glue {
    LINE_SPACE,   /* between words: down to ¼ em, up to ½ em */
    LINE_MIDDLE,  /* of · on both sides */
    LINE_BRACKET, /* of 《 “ （ before, of 》 ” ） after */
    LINE_PAUSE,   /* of 、，；： */
    LINE_GAP,     /* of Han and Latin: down to ⅛ em, up to ½ em */
    LINE_STOP,    /* of 。？！ */
    LINE_HAN,     /* between two characters: nothing, up to ½ em */
    LINE_GLUES
};

/* What ending a line means, from harmless to worst. */
enum line_penalty {
    LINE_FREE,
    LINE_WEAK,  /* of a title: between words that belong together */
    LINE_AVOID, /* cjk.h */
    LINE_WORD,  /* of a title: within a word */
    LINE_NO_START,
    LINE_NO_END,
    LINE_INSIDE, /* stands between any two boxes that nothing better does */
    LINE_PENALTIES
};

struct line_item {
    uint8_t kind;         /* enum line_item_kind */
    uint8_t glue;         /* enum line_glue */
    uint8_t penalty;      /* enum line_penalty */
    uint8_t class;        /* of a box: enum cjk_class of its first character */
    bool hangs;           /* box: may stand outside the measure */
    unit width;           /* natural width */
    unit stretch, shrink; /* glue: by how much it may grow, and give */
    size_t box;           /* index of the line_box it came from, or LINE_NO_BOX */
};
#define LINE_NO_BOX SIZE_MAX

/* What is to be set: a cluster of glyphs that no line break may part. */
struct line_box {
    size_t offset;      /* of its first byte in the text the places are of */
    unit width;         /* with these blanks */
    unit before, after; /* a mark's, that may be squeezed away */
    bool hangs;         /* 、，。 that may stand outside the measure (行尾悬挂) */
    uint8_t penalty;    /* of ending a line before it: at least this enum line_penalty */
};

/* The blanks of a paragraph. */
struct line_spacing {
    unit em;
    unit indent; /* of the first line */
    unit gap;    /* between Han and Latin letters or digits */
};

/* Whether the gap of Han and Latin letters or digits stands between characters of these classes,
 * unless the letter is as wide as Han. */
bool line_scripts_meet(enum cjk_class left, enum cjk_class right);

/* Makes items of BOXES by the places of their text. Returns their number; they live in ARENA. */
size_t line_items(struct arena *arena, const struct line_box *boxes, size_t count,
                  const struct cjk_place *places, const struct line_spacing *spacing,
                  const struct line_item **items);

/* ---- breaks -------------------------------------------------------------------------------- */

/* A line: items BEGIN up to END, blanks at its end included. */
struct line_end {
    size_t begin, end;
};

struct line_list {
    const struct line_end *lines;
    size_t count; /* 0 only without items */
    size_t steps; /* items looked at on the way: what the time is proportional to */
};

/* Do the items fit on one line as they are? Most texts do. */
bool line_fits(const struct line_item *items, size_t count, unit measure);

/* Of the places that fit, the cheapest, and of these the last; a line is squeezed to hold more. To
 * break a rule for a word that the next line cannot hold either would be in vain: then this line
 * parts the word. Cannot fail. */
struct line_list line_break_first(struct arena *arena, const struct line_item *items, size_t count,
                                  unit measure);

/* How lines are to look. */
enum line_look {
    LINE_LOOK_RAGGED, /* lines keep their width */
    LINE_LOOK_JUSTIFIED,
    LINE_LOOK_BALANCED /* as RAGGED; all are to be of like length */
};

/* The best lines; the first-fit ones where a measure holds thousands of items. Cannot fail. */
struct line_list line_break_best(struct arena *arena, const struct line_item *items, size_t count,
                                 unit measure, enum line_look look);

/* ---- adjustment ---------------------------------------------------------------------------- */

struct line_fill {
    unit width;         /* up to the measure's end; what hangs stands outside */
    unit blank;         /* of this, the right half of a mark at the line's end */
    const unit *widths; /* what each item of the line takes, from LINE.begin on */
};

/* Squeezes LINE to MEASURE if it is wider. If JUSTIFY, draws it out to the measure; when a gap
 * would have to grow by more than half an em, the line is left as it is. */
struct line_fill line_adjust(struct arena *arena, const struct line_item *items,
                             struct line_end line, unit measure, bool justify);

/* Draws LINE out by EXTRA, evenly between its characters, however wide that makes the gaps: labels
 * that are set apart. */
struct line_fill line_spread(struct arena *arena, const struct line_item *items,
                             struct line_end line, unit extra);

#endif

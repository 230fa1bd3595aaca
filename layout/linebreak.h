/* Line breaking: where the lines of one paragraph end, and how each is drawn out.
 *
 * The paragraph is a list of boxes (what is drawn), glue (space that may stretch) and penalties
 * (places where a line may end, at a cost), after Knuth and Plass. line_break() is first fit: of
 * the places that fit, the cheapest, and of these the last. Pure: same items in, same ends out. */
#ifndef BANXIN_LINEBREAK_H
#define BANXIN_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"
#include "data/unit.h"

enum line_item_kind {
    LINE_BOX,
    LINE_GLUE,   /* a blank, or the gap between two characters; nothing at a line's ends */
    LINE_PENALTY /* lines end here and nowhere else */
};

/* Costs of ending a line. When a narrow measure leaves no other place, the rules give way in this
 * order; a penalty of LINE_EMERGENCY stands between any two boxes, so a line never overflows
 * unless a single box does. */
enum line_penalty {
    LINE_FREE = 0,
    LINE_AVOID = 50,
    LINE_NO_START = 200,
    LINE_NO_END = 400,
    LINE_EMERGENCY = 1000
};

struct line_item {
    enum line_item_kind kind;
    unit width;   /* natural width */
    unit stretch; /* glue: by how much it may grow */
    int penalty;
    size_t box; /* index of the line_box it came from, or LINE_NO_BOX */
};
#define LINE_NO_BOX SIZE_MAX

/* What is to be set: a cluster of glyphs that no line break may part. */
struct line_box {
    size_t offset; /* of its first byte in the text the classes are of */
    unit width;
};

/* Makes items of BOXES by the classes of their text (see cjk_classes()). INDENT stands before the
 * first; a gap stretches by at most half an EM. Returns their number; they live in ARENA. */
size_t line_items(struct arena *arena, const struct line_box *boxes, size_t count,
                  const uint8_t *classes, unit indent, unit em, const struct line_item **items);

/* A line: items BEGIN up to END, blanks at its end included. */
struct line_end {
    size_t begin, end;
};

/* Breaks ITEMS into lines of at most MEASURE. Returns the number of lines (0 only without items)
 * and stores them, owned by ARENA, in *ENDS. Cannot fail. */
size_t line_break(struct arena *arena, const struct line_item *items, size_t count, unit measure,
                  const struct line_end **ends);

/* How a line is drawn out to the measure. */
struct line_fill {
    unit width;    /* natural, without the blanks at its end */
    size_t shown;  /* index after its last box: what follows are blanks */
    unit gap;      /* added to every glue that stretches */
    size_t longer; /* the first LONGER of these take one unit more, so that the sum is exact */
};

/* The natural width of a line, not drawn out. */
struct line_fill line_measure(const struct line_item *items, struct line_end line);

/* Draws LINE out to MEASURE evenly. When a gap would have to grow past its stretch, or there is
 * none, the line is left as it is. */
struct line_fill line_adjust(const struct line_item *items, struct line_end line, unit measure);

#endif

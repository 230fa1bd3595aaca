/* How wide a text would like to be, before it has a measure.
 *
 * It is shaped and cut where lines may end, but not set: what paragraph_set() makes of it is never
 * wider. Marks that are set closer are counted in full. */
#ifndef BANXIN_TEXT_MEASURE_H
#define BANXIN_TEXT_MEASURE_H

#include "layout/job.h"

/* All at most UNIT_MAX; all 0 for "". */
struct text_extent {
    unit character; /* the widest character */
    unit piece;     /* the widest piece when words are parted: marks stay with their characters */
    unit word;      /* the widest piece that no line may end in: a number with its unit, a word */
    unit natural;   /* the widest paragraph on one line */
};

/* What no face has is reported at TEXT.pos. */
struct text_extent text_measure(const struct layout_job *job, struct text text,
                                const struct text_style *style, enum font_profile profile);

#endif

/* Sentence frames: the tiny language in which a pack writes its sentences.
 *
 *   literal text                      stands as it is
 *   {NAME}  {NAME:FORM}               a figure, with its unit; FORM is abs, number or clause
 *   {if COND}…{elif COND}…{else}…{end}
 *       COND is `present NAME`, `absent NAME`, or NAME = != > < >= <= NAME or whole number
 *   {each LIST SEPARATOR}…{end}       once for each entry, joined by SEPARATOR (may be left out);
 *       within it name, value, share and change are those of the entry; an entry that comes out
 *       empty is passed over; there is no {each} within {each}
 *
 * There are no variables, no arithmetic and no calls, so an expansion is no longer than the frame
 * times the longest list. A frame is read once, with the pack: what is wrong in it (an unknown
 * name, a condition that is not closed) is reported at its line and column there. */
#ifndef BANXIN_FRAME_H
#define BANXIN_FRAME_H

#include "data/figures.h"

#define FRAME_DEPTH_MAX 16 /* of {if}, {elif} and {each} within one another */

struct frame; /* immutable once read */

/* Reads the frame that stands in PIECES, one after the other; each has the place of its first
 * character. Faults go to DIAG; NULL when there was one. */
const struct frame *frame_read(struct arena *arena, const struct text *pieces, size_t count,
                               const struct figure_declarations *declared, struct diag *diag);

/* The sentence that FRAME makes of FIGURES; "" when it says nothing. Its place is that of the
 * frame, or of the last text of the book in it. A figure that is missing is reported to DIAG. */
struct text frame_expand(struct arena *arena, const struct frame *frame,
                         const struct figures *figures, const struct number_style *style,
                         struct diag *diag);

#endif

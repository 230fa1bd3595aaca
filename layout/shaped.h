/* Texts shaped and with their places, remembered for a while.
 *
 * A cell is measured before it is set, and a form says the same labels again and again: shaping and
 * finding places are done once for each. Neither depends on the size. */
#ifndef BANXIN_SHAPED_H
#define BANXIN_SHAPED_H

#include <stddef.h>

#include "layout/job.h"
#include "layout/paragraph.h"

struct shaped_memo;
struct shaped_memo *shaped_memo_new(void);
void shaped_memo_free(struct shaped_memo *memo); /* may be NULL */

struct shaped {
    const struct glyph *glyphs; /* clusters are offsets from text.utf8 */
    size_t count;
    const struct cjk_place *places; /* of each byte of the span */
    bool anywhere;                  /* known to be the same wherever the text stands */
};

/* SPAN of TEXT, shaped in ROLE with PROFILE. Valid until the next call with the same job, and as long
 * as what the caller takes from the job's scratch. */
struct shaped shaped_text(const struct layout_job *job, size_t role, enum font_profile profile,
                          struct text text, struct text_span span);

/* What font_glyph_blank() says of GLYPH: marks are few, and come again and again. */
struct glyph_blank shaped_blank(const struct layout_job *job, const struct glyph *glyph);

#endif

/* Paragraphs set and remembered.
 *
 * An amount is measured as it will be set, and a form says the same words in cells of the same width
 * again and again. What a paragraph becomes depends on its text, its shape and the pack; not on where
 * it stands, when its role's own face sets all of it. */
#ifndef BANXIN_SET_MEMO_H
#define BANXIN_SET_MEMO_H

#include <stddef.h>

#include "layout/paragraph.h"

#define SET_MEMO_MOST 4096 /* that can be remembered, a power of two */

struct set_memo;
/* Lives in ARENA, as all that is remembered does. */
struct set_memo *set_memo_new(struct arena *arena);

/* UTF8, LENGTH bytes, set in SHAPE before; NULL: it is not remembered. */
const struct text_block *set_memo_find(const struct set_memo *memo, const char *utf8, size_t length,
                                       const struct paragraph_shape *shape);

/* Remembers BLOCK. UTF8 and the lines must live as long as MEMO is asked. */
void set_memo_put(struct set_memo *memo, const char *utf8, size_t length,
                  const struct paragraph_shape *shape, struct text_block block);

#endif

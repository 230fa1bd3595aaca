/* Words of measure (单位, 量词) that stay with the number before them while there is room. Private
 * to layout/cjk*.c. */
#ifndef BANXIN_CJK_UNITS_H
#define BANXIN_CJK_UNITS_H

#include "layout/cjk_text.h"

/* How many of the COUNT characters at CHARS are a unit; the longest that fits, 0 for none. */
size_t cjk_unit_length(const struct cjk_char *chars, size_t count);

/* Whether another unit may follow CODE, as 元 follows 万. */
bool cjk_unit_multiplies(UChar32 code);

#endif

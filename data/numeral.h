/* Chinese numerals, for what is numbered 一、二、三、 */
#ifndef BANXIN_NUMERAL_H
#define BANXIN_NUMERAL_H

#include "data/arena.h"

/* 1 → 一, 10 → 十, 21 → 二十一; N is 1 to 99, above that in digits. */
const char *numeral_chinese(struct arena *arena, size_t n);

#endif

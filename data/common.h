/* The characters that nearly every document is written in: GB 2312-80 and ASCII. */
#ifndef BANXIN_COMMON_H
#define BANXIN_COMMON_H

#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"

/* Stores them, owned by ARENA, and returns their number; 0 when ICU does not have the table. */
size_t common_characters(struct arena *arena, const uint32_t **codes);

#endif

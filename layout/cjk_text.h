/* A text on its way to places: its characters, with what the three layers of rules find out about
 * them. Private to layout/cjk*.c. */
#ifndef BANXIN_CJK_TEXT_H
#define BANXIN_CJK_TEXT_H

#include <stdbool.h>

#include <unicode/umachine.h>

#include "layout/cjk.h"

/* A character, with the combining marks on it. */
struct cjk_char {
    UChar32 code;
    UChar32 as;     /* what UAX #14 is told it is: the same, or what it means in Chinese */
    size_t start;   /* its first byte */
    int32_t unit;   /* its first UTF-16 unit */
    uint8_t class;  /* enum cjk_class */
    uint8_t before; /* enum cjk_break */
};

struct cjk_text {
    struct cjk_char *chars;
    size_t count;
};

/* Sets class and as, by the character and its neighbours. */
void cjk_classify(const struct cjk_text *text);

/* Whether CODE is a mark that stands on the character BEFORE (UAX #14, LB9). */
bool cjk_is_mark(UChar32 before, UChar32 code);

/* The second layer: what the rules of LEVEL for a pair of classes make of a place that is a break
 * to UAX #14 or not (OPEN). */
enum cjk_break cjk_pair(enum line_level level, enum cjk_class before, enum cjk_class after,
                        bool open);

/* The third layer: numbers, dates, addresses … Changes before. */
void cjk_keep_sequences(const struct cjk_text *text);

#endif

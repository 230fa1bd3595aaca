/* The iterators of ICU that a job keeps: to open one takes as long as to go through pages of text.
 * Private to layout/cjk.c and layout/sense.c. */
#ifndef BANXIN_CJK_BREAKER_H
#define BANXIN_CJK_BREAKER_H

#include <stdbool.h>
#include <unicode/ubrk.h>

#include "layout/cjk.h"

struct cjk_breaker {
    UBreakIterator *lines; /* UAX #14 */
    UBreakIterator *words; /* by dictionary; opened when it is first wanted */
    bool wordless;         /* this ICU has no dictionary */
};

#endif

/* Titles whose lines end between words (词意完整): GB/T 9704-2012 7.3.1 wants the lines of a title
 * whole in sense, and of fitting length. */
#ifndef BANXIN_SENSE_H
#define BANXIN_SENSE_H

#include "layout/cjk.h"
#include "layout/linebreak.h"

/* Sets the penalties of BOXES by the words of UTF8, LENGTH bytes of valid UTF-8: ending a line
 * within a word costs LINE_WORD, between words that belong together LINE_WEAK. A zero width space
 * (U+200B) is always a good place. */
void sense_mark(struct cjk_breaker *breaker, const char *utf8, size_t length,
                struct line_box *boxes, size_t count);

#endif

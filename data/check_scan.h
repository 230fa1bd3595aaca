/* A text as characters, for those who look for patterns in it: decoded once, read by many. */
#ifndef BANXIN_CHECK_SCAN_H
#define BANXIN_CHECK_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"

/* Character I is at[i]; it starts at byte offset[i]. Full-width digits, letters and ＋－．＠＊／％＝
 * stand in at[] as the half-width ones, other marks as they are: ，is not a comma. What is not
 * printed (U+200B …) does not stand there. at[count] is 0
 * and offset[count] the length in bytes, so looking one character ahead is always allowed. */
struct scan {
    const char *utf8;
    const uint32_t *at;
    const uint32_t *offset;
    size_t count;
};

/* Of valid UTF-8; a malformed byte becomes U+FFFD. */
struct scan scan_text(struct arena *arena, const char *utf8);

/* Characters [START, END) as a string of their own. */
const char *scan_slice(struct arena *arena, const struct scan *scan, size_t start, size_t end);

/* Whether WORD (UTF-8) stands at character I; its length in characters, or 0. */
size_t scan_match(const struct scan *scan, size_t i, const char *word);

/* Whether one of WORDS stands wholly in [START, END), and where its last occurrence begins. */
bool scan_finds(const struct scan *scan, size_t start, size_t end, const char *const *words,
                size_t word_count, size_t *where);

/* The first character of the clause, of the sentence and of the paragraph that I is in; they reach
 * at most 300, 500 and 2,000 characters. */
enum scan_span { SCAN_CLAUSE, SCAN_SENTENCE, SCAN_PARAGRAPH };
size_t scan_start(const struct scan *scan, size_t i, enum scan_span span);
/* The character that ends it, or count. */
size_t scan_end(const struct scan *scan, size_t i, enum scan_span span);

static inline bool scan_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool scan_is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); /* ASCII */
}

static inline bool scan_is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x323AF) || c == 0x3007 /* 〇 */;
}

static inline bool scan_is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000;
}

#endif

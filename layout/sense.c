/* Words by ICU's dictionary. See sense.h.
 *
 * The dictionary knows words, not names: 泽州县 comes as 泽, 州, 县. A character alone is likely part
 * of a name or hangs on what is before it (局, 县, 部), so no line should begin with one, except
 * with those that join what is on both sides. */
#include "layout/sense.h"

#include <string.h>
#include <unicode/utext.h>

#include "layout/cjk_breaker.h"

#define ZERO_WIDTH_SPACE "\u200B"

/* With these a line should not end: what they lead to would be torn off. */
static const char *const LEADERS[] = {"的", "和", "与", "及", "或", "对", "在", "为", "年", "度"};
/* With these it may begin. */
static const char *const JOINERS[] = {"和", "与", "及", "或"};

#define HAN_BYTES 3 /* of a character of the basic plane */

static bool is_among(const char *at, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(at, words[i], HAN_BYTES) == 0)
            return true;
    return false;
}
#define IS_AMONG(at, words) is_among(at, words, sizeof(words) / sizeof *(words))

/* Is this byte the first of an ideograph (U+4000 … U+9FFF)? */
static bool is_ideograph(char byte)
{
    unsigned char first = (unsigned char)byte;
    return first >= 0xE4 && first <= 0xE9;
}

/* How well a line ends at OFFSET, between two words; the second ends at NEXT. */
static uint8_t weigh(const char *utf8, size_t offset, size_t next)
{
    if (offset >= HAN_BYTES && memcmp(utf8 + offset - HAN_BYTES, ZERO_WIDTH_SPACE, HAN_BYTES) == 0)
        return LINE_FREE;
    if (offset >= HAN_BYTES && IS_AMONG(utf8 + offset - HAN_BYTES, LEADERS))
        return LINE_WEAK;
    bool alone = next - offset == HAN_BYTES && is_ideograph(utf8[offset]) &&
                 !IS_AMONG(utf8 + offset, JOINERS);
    return alone ? LINE_WEAK : LINE_FREE;
}

static void mark_words(UBreakIterator *words, const char *utf8, size_t length,
                       struct line_box *boxes, size_t count)
{
    size_t start = 0, next = 0; /* of the word: its first byte, and that of the one after it */
    for (size_t i = 0; i < count; i++) {
        size_t offset = boxes[i].offset;
        while (next <= offset && next < length) {
            start = next;
            int32_t found = ubrk_next(words);
            next = found == UBRK_DONE ? length : (size_t)found;
        }
        boxes[i].penalty = offset == start ? weigh(utf8, offset, next) : LINE_WORD;
    }
}

void sense_mark(struct cjk_breaker *breaker, const char *utf8, size_t length,
                struct line_box *boxes, size_t count)
{
    UErrorCode error = U_ZERO_ERROR;
    UText *text = utext_openUTF8(NULL, utf8, (int64_t)length, &error);
    if (!breaker->words && !breaker->wordless)
        breaker->words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
    breaker->wordless = !breaker->words;
    /* Without ICU's data a title is broken like any text. */
    if (breaker->words)
        ubrk_setUText(breaker->words, text, &error);
    if (breaker->words && U_SUCCESS(error)) {
        ubrk_first(breaker->words);
        mark_words(breaker->words, utf8, length, boxes, count);
    }
    utext_close(text);
}

/* Decoding a text once, and the small questions asked of its characters. */
#include "data/check_scan.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Full-width forms that mean the half-width ones in numbers, codes and addresses. */
static uint32_t fold(uint32_t c)
{
    static const char marks[] = "+-.@*/%=";

    if (c < 0xFF01 || c > 0xFF5E)
        return c;
    uint32_t ascii = c - 0xFEE0;
    if (scan_is_digit(ascii) || scan_is_letter(ascii) || strchr(marks, (int)ascii))
        return ascii;
    return c;
}

/* Characters that are not printed (U+200B, U+00AD …) hide nothing from a reader. */
static bool is_invisible(UChar32 c)
{
    return c >= 0xAD && (c < 0x3000 || c > 0x9FFF) &&
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

struct scan scan_text(struct arena *arena, const char *utf8)
{
    size_t length = strlen(utf8);
    uint32_t *at = arena_array(arena, length + 1, sizeof *at);
    uint32_t *offset = arena_array(arena, length + 1, sizeof *offset);
    size_t count = 0;

    for (size_t i = 0; i < length;) {
        UChar32 c;
        offset[count] = (uint32_t)i;
        U8_NEXT_OR_FFFD((const uint8_t *)utf8, i, length, c);
        if (!is_invisible(c))
            at[count++] = fold((uint32_t)c);
    }
    offset[count] = (uint32_t)length;
    return (struct scan){.utf8 = utf8, .at = at, .offset = offset, .count = count};
}

const char *scan_slice(struct arena *arena, const struct scan *scan, size_t start, size_t end)
{
    return arena_strndup(arena, scan->utf8 + scan->offset[start],
                         scan->offset[end] - scan->offset[start]);
}

/* Both strings end in NUL and are made of whole characters, so bytes may be compared one by one. */
size_t scan_match(const struct scan *scan, size_t i, const char *word)
{
    const char *text = scan->utf8 + scan->offset[i];
    size_t count = 0;

    for (; *word != '\0'; word++, text++) {
        if (*text != *word)
            return 0;
        count += (*word & 0xC0) != 0x80;
    }
    return count;
}

bool scan_finds(const struct scan *scan, size_t start, size_t end, const char *const *words,
                size_t word_count, size_t *where)
{
    for (size_t i = end; i-- > start;)
        for (size_t w = 0; w < word_count; w++) {
            size_t length = scan_match(scan, i, words[w]);
            if (length == 0 || i + length > end)
                continue;
            if (where)
                *where = i;
            return true;
        }
    return false;
}

/* Longer ones are no prose: a text without any mark must not be read over and over. */
static const size_t SPAN_MOST[] = {
    [SCAN_CLAUSE] = 300, [SCAN_SENTENCE] = 500, [SCAN_PARAGRAPH] = 2000};

static bool ends(uint32_t c, enum scan_span span)
{
    if (c == '\n' || c == '\r')
        return true;
    if (span == SCAN_PARAGRAPH)
        return false;
    if (c == 0x3002 /* 。 */ || c == 0xFF1B /* ； */ || c == ';' || c == 0xFF01 || c == 0xFF1F)
        return true;
    return span == SCAN_CLAUSE && (c == 0xFF0C /* ， */ || c == ',' || c == 0x3001 /* 、 */ ||
                                   c == 0xFF1A /* ： */ || c == ':');
}

size_t scan_start(const struct scan *scan, size_t i, enum scan_span span)
{
    for (size_t room = SPAN_MOST[span]; i > 0 && room > 0 && !ends(scan->at[i - 1], span); room--)
        i--;
    return i;
}

size_t scan_end(const struct scan *scan, size_t i, enum scan_span span)
{
    for (size_t room = SPAN_MOST[span]; i < scan->count && room > 0 && !ends(scan->at[i], span);
         room--)
        i++;
    return i;
}

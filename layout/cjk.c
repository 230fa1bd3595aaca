/* Places of a text. See cjk.h.
 *
 * Three layers, each a table, each with the word over the one before: UAX #14 (ICU), shown
 * characters as they are meant in Chinese (cjk_class.c); rules for pairs of classes (cjk_pairs.c);
 * sequences that stay whole (cjk_sequence.c). */
#include "layout/cjk.h"

#include <stdio.h>
#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/uversion.h>

#include "layout/cjk_breaker.h"
#include "layout/cjk_text.h"

struct cjk_breaker *cjk_breaker_open(void)
{
    UErrorCode status = U_ZERO_ERROR;
    struct cjk_breaker *breaker = malloc(sizeof *breaker);
    /* The root locale: that of Chinese has rules for pairs of its own, and so have we. */
    UBreakIterator *lines = ubrk_open(UBRK_LINE, "", NULL, 0, &status);
    if (!breaker || U_FAILURE(status)) {
        fprintf(stderr, "banxin: ICU: %s\n", u_errorName(status));
        exit(2);
    }
    *breaker = (struct cjk_breaker){.lines = lines};
    return breaker;
}

void cjk_breaker_close(struct cjk_breaker *breaker)
{
    if (!breaker)
        return;
    ubrk_close(breaker->lines);
    if (breaker->words)
        ubrk_close(breaker->words);
    free(breaker);
}

/* The text as ICU is shown it. */
struct utf16 {
    UChar *units;
    int32_t count;
};

static size_t count_characters(const char *utf8, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += !U8_IS_TRAIL(utf8[i]);
    return count;
}

/* The characters of UTF8, without classes, and the text in UTF-16. */
static struct cjk_text split(struct arena *arena, const char *utf8, size_t length,
                             struct utf16 *shown)
{
    const uint8_t *bytes = (const uint8_t *)utf8;
    size_t most = count_characters(utf8, length);
    struct cjk_text text = {arena_array(arena, most, sizeof *text.chars), 0};
    *shown = (struct utf16){arena_array(arena, 2 * most, sizeof *shown->units), 0};
    UChar32 code, before = 0;
    for (size_t at = 0; at < length;) {
        size_t start = at;
        U8_NEXT_OR_FFFD(bytes, at, length, code);
        if (start == 0 || !cjk_is_mark(before, code))
            text.chars[text.count++] =
                (struct cjk_char){.code = code, .start = start, .unit = shown->count};
        U16_APPEND_UNSAFE(shown->units, shown->count, code);
        before = code;
    }
    return text;
}

/* Puts what characters mean in their places. A stand-in is one unit, as what it stands in for. */
static void show_as(const struct cjk_text *text, UChar *units)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->chars[i].as != text->chars[i].code)
            units[text->chars[i].unit] = (UChar)text->chars[i].as;
}

/* The first two layers. */
static void find_breaks(struct cjk_breaker *breaker, enum line_level level,
                        const struct cjk_text *text, const struct utf16 *shown)
{
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(breaker->lines, shown->units, shown->count, &status);
    text->chars[0].before = CJK_BREAK_INSIDE;
    int32_t end = 0;
    for (size_t i = 1; i < text->count; i++) {
        struct cjk_char *c = &text->chars[i];
        while (end != UBRK_DONE && end < c->unit)
            end = ubrk_next(breaker->lines);
        c->before = (uint8_t)cjk_pair(level, c[-1].class, c->class, end == c->unit);
    }
}

const struct cjk_place *cjk_places(struct arena *arena, struct cjk_breaker *breaker,
                                   enum line_level level, const char *utf8, size_t length)
{
    struct cjk_place *places = arena_array(arena, length + 1, sizeof *places);
    if (length == 0)
        return places;
    struct arena_mark mark = arena_mark(arena);
    struct utf16 shown;
    struct cjk_text text = split(arena, utf8, length, &shown);
    cjk_classify(&text);
    show_as(&text, shown.units);
    find_breaks(breaker, level, &text, &shown);
    cjk_keep_sequences(&text);
    for (size_t i = 0; i < text.count; i++) {
        const struct cjk_char *c = &text.chars[i];
        size_t end = i + 1 < text.count ? c[1].start : length;
        size_t marks = c->start + (size_t)U8_LENGTH(c->code);
        for (size_t at = c->start; at < end; at++)
            places[at] =
                (struct cjk_place){c->class, at < marks ? c->before : (uint8_t)CJK_BREAK_INSIDE};
    }
    arena_reset(arena, mark);
    return places;
}

void cjk_library(char text[CJK_LIBRARY_SIZE])
{
    UVersionInfo version;
    char digits[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, digits);
    snprintf(text, CJK_LIBRARY_SIZE, "ICU %s", digits);
}

/* Width normalisation, in three passes over the characters: numbers and letters, document numbers,
 * marks. See normalize.h. */
#include "data/normalize.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define FULL_WIDTH 0xFEE0 /* from an ASCII character to its full-width form */

typedef uint32_t character;

struct line {
    character *at; /* ended by a 0, which belongs to no class */
    size_t count;
    bool *fixed; /* part of an address of the web */
};

/* ---- classes ------------------------------------------------------------------------------- */

static bool is_one_of(character c, const character *set)
{
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

static bool is_digit(character c)
{
    return c >= '0' && c <= '9';
}

static bool is_latin(character c)
{
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_blank(character c)
{
    return c == 0 || c == ' ' || c == '\t' || c == '\n' || c == 0x3000;
}

/* 、。《》「」〔〕 and their like; no blank. */
static bool is_chinese_mark(character c)
{
    return c > 0x3000 && c <= 0x301F;
}

static bool is_han(character c)
{
    return c > 0x7F && u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC);
}

/* The ASCII form of a mark that is normalised, in either width; 0 for all else. */
static character mark_of(character c)
{
    static const character marks[] = {'(', ')', ':', ',', ';', '?', '!', 0};
    character narrow = c > FULL_WIDTH ? c - FULL_WIDTH : c;
    return is_one_of(narrow, marks) ? narrow : 0;
}

/* What a look to the side passes over. */
static bool is_passed_over(character c)
{
    return mark_of(c) || (c >= 0x2018 && c <= 0x201D);
}

/* ---- numbers and letters ------------------------------------------------------------------- */

static bool is_wide_latin(character c)
{
    return c > FULL_WIDTH && is_latin(c - FULL_WIDTH);
}

static bool is_point(character c)
{
    return c == '.' || c == 0xFF0E;
}

/* Is the ． at I in a number like 12．5 or 12．50? In １．２０２６年 it follows the number of a
 * list. */
static bool is_decimal_point(const struct line *line, size_t i)
{
    static const character dates[] = {0x5E74, 0x6708, 0x65E5, 0}; /* 年 月 日 */
    size_t left = i, right = i + 1;
    while (left > 0 && is_digit(line->at[left - 1]))
        left--;
    while (right < i + 4 && is_digit(line->at[right]))
        right++;
    character after = line->at[right];
    return left < i && (left == 0 || !is_point(line->at[left - 1])) && right > i + 1 &&
           right <= i + 3 && !is_point(after) && !is_latin(after) && !is_one_of(after, dates);
}

static void narrow_numbers(struct line *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (is_wide_latin(line->at[i]) || line->at[i] == '%' + FULL_WIDTH)
            line->at[i] -= FULL_WIDTH;
    for (size_t i = 0; i < line->count; i++)
        if (line->at[i] == '.' + FULL_WIDTH && is_decimal_point(line, i))
            line->at[i] = '.';
}

/* ---- document numbers ---------------------------------------------------------------------- */

static const character YEAR_BRACKETS[][2] = {{'(', ')'},       {0xFF08, 0xFF09}, {'[', ']'},
                                             {0xFF3B, 0xFF3D}, {0x3010, 0x3011}, {0x3016, 0x3017},
                                             {0xFE5D, 0xFE5E}};

/* Does 5号, 第5号, 5-8号 or 5、6号 stand at I? */
static bool is_serial(const struct line *line, size_t i)
{
    static const character joints[] = {'-', 0xFF0D, 0x2013, 0x2014, '~', 0xFF5E, 0x3001, 0x81F3, 0};
    const character *at = line->at + i;
    at += *at == 0x7B2C; /* 第 */
    while (is_digit(*at)) {
        while (is_digit(*at))
            at++;
        if (*at == 0x53F7) /* 号 */
            return true;
        at += is_one_of(*at, joints);
    }
    return false;
}

static void mark_year(struct line *line, size_t i, character close)
{
    const character *at = line->at + i;
    bool century = (at[1] == '1' && at[2] == '9') || (at[1] == '2' && at[2] == '0');
    if (!century || !is_digit(at[3]) || !is_digit(at[4]) || at[5] != close ||
        !is_serial(line, i + 6))
        return;
    line->at[i] = 0x3014; /* 〔 */
    line->at[i + 5] = 0x3015;
}

static void mark_document_numbers(struct line *line)
{
    for (size_t i = 0; i + 6 < line->count; i++)
        for (size_t k = 0; k < sizeof YEAR_BRACKETS / sizeof *YEAR_BRACKETS; k++)
            if (line->at[i] == YEAR_BRACKETS[k][0])
                mark_year(line, i, YEAR_BRACKETS[k][1]);
}

/* ---- addresses ----------------------------------------------------------------------------- */

static bool begins(const struct line *line, size_t i, const char *word)
{
    for (; *word; word++, i++)
        if (line->at[i] != (character)*word)
            return false;
    return true;
}

/* The end of an address that goes on at I: a blank, a Chinese or full-width mark, or Chinese, if it
 * is not plainly part of a path. Marks at its end belong to the sentence. */
static size_t address_end(const struct line *line, size_t i)
{
    static const character path[] = {'/', '=', '?', '&', '#', 0};
    bool in_chinese = false;
    size_t start = i;
    for (; !is_blank(line->at[i]) && !is_chinese_mark(line->at[i]) && line->at[i] < 0xFF00; i++) {
        if (line->at[i] < 0x80)
            continue;
        in_chinese = in_chinese || is_one_of(line->at[i - 1], path);
        if (!in_chinese)
            break;
    }
    while (!in_chinese && i > start && mark_of(line->at[i - 1]))
        i--;
    return i;
}

static void fix_addresses(struct line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        bool www = begins(line, i, "www.") && (i == 0 || !is_latin(line->at[i - 1]));
        if (!www && !(begins(line, i, "://") && i > 0 && is_latin(line->at[i - 1])))
            continue;
        size_t end = address_end(line, i + 3);
        for (; i < end; i++)
            line->fixed[i] = true;
    }
}

/* ---- marks --------------------------------------------------------------------------------- */

/* For each character, what the nearest one to its left and right is that is not passed over; and
 * how many Han characters stand before it. */
struct context {
    character *left, *right;
    size_t *han;
};

static struct context look_around(struct arena *scratch, const struct line *line)
{
    struct context context = {arena_array(scratch, line->count + 1, sizeof(character)),
                              arena_array(scratch, line->count + 1, sizeof(character)),
                              arena_array(scratch, line->count + 1, sizeof(size_t))};
    character seen = 0;
    for (size_t i = 0; i < line->count; i++) {
        context.left[i] = seen;
        if (line->fixed[i] || !is_passed_over(line->at[i]))
            seen = line->at[i];
        context.han[i + 1] = context.han[i] + is_han(line->at[i]);
    }
    seen = 0;
    for (size_t i = line->count; i-- > 0;) {
        context.right[i] = seen;
        if (line->fixed[i] || !is_passed_over(line->at[i]))
            seen = line->at[i];
    }
    return context;
}

static bool is_chinese(character c)
{
    return is_han(c) || is_chinese_mark(c);
}

static void widen(struct line *line, size_t i)
{
    if (line->at[i] < 0x80)
        line->at[i] += FULL_WIDTH;
}

static void widen_pair(struct line *line, const struct context *context, size_t open, size_t close)
{
    bool mixed = (line->at[open] < 0x80) != (line->at[close] < 0x80);
    bool holds = context->han[close] > context->han[open];
    character before = context->left[open];
    bool joined = is_latin(before) || is_latin(line->at[close + 1]);
    bool beside = is_chinese(before) || is_chinese(context->right[close]);
    if (mixed || holds || (beside && !joined)) {
        widen(line, open);
        widen(line, close);
    }
}

static void widen_brackets(struct arena *scratch, struct line *line, const struct context *context)
{
    size_t *open = arena_array(scratch, line->count + 1, sizeof *open);
    size_t depth = 0;
    for (size_t i = 0; i < line->count; i++) {
        if (line->at[i] == '\n')
            depth = 0;
        if (line->fixed[i])
            continue;
        if (mark_of(line->at[i]) == '(')
            open[depth++] = i;
        else if (mark_of(line->at[i]) == ')' && depth > 0)
            widen_pair(line, context, open[--depth], i);
    }
}

static void widen_points(struct line *line, const struct context *context)
{
    for (size_t i = 0; i < line->count; i++) {
        character mark = mark_of(line->at[i]);
        if (!mark || mark == '(' || mark == ')' || line->fixed[i] || line->at[i + 1] == '=')
            continue;
        if (is_chinese(context->left[i]) || is_chinese(context->right[i]))
            widen(line, i);
    }
}

/* ---- UTF-8 --------------------------------------------------------------------------------- */

static struct line read_line(struct arena *scratch, const char *utf8)
{
    const uint8_t *bytes = (const uint8_t *)utf8;
    size_t length = strlen(utf8);
    struct line line = {arena_array(scratch, length + 1, sizeof(character)), 0,
                        arena_array(scratch, length + 1, sizeof(bool))};
    for (size_t i = 0; i < length;) {
        UChar32 c;
        U8_NEXT(bytes, i, length, c);
        line.at[line.count++] = c < 0 ? 0xFFFD : (character)c;
    }
    return line;
}

static struct text write_line(struct arena *arena, const struct line *line, struct text text)
{
    uint8_t *utf8 = arena_array(arena, line->count + 1, 4);
    size_t length = 0;
    for (size_t i = 0; i < line->count; i++)
        U8_APPEND_UNSAFE(utf8, length, line->at[i]);
    return (struct text){(const char *)utf8, text.pos};
}

struct text normalize_width(struct arena *arena, struct text text)
{
    struct arena *scratch = arena_new();
    struct line line = read_line(scratch, text.utf8);
    character *before = arena_array(scratch, line.count + 1, sizeof *before);
    memcpy(before, line.at, line.count * sizeof *before);
    narrow_numbers(&line);
    mark_document_numbers(&line);
    fix_addresses(&line);
    struct context context = look_around(scratch, &line);
    widen_brackets(scratch, &line, &context);
    widen_points(&line, &context);
    if (memcmp(before, line.at, line.count * sizeof *before) != 0)
        text = write_line(arena, &line, text);
    arena_free(scratch);
    return text;
}

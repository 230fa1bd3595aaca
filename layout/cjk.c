/* Classes of characters and the matrix of pairs. See cjk.h.
 *
 * The classes come from Unicode's line breaking property (UAX #14) through ICU. That standard
 * leaves what is ambiguous between East and West to be decided: TAILORINGS decides it for
 * Chinese as CLREQ 3.1.3 (basic 避头尾) and GB/T 15834 (punctuation) do. Four characters need
 * their neighbours: — is a connector (一字线) when single and half a dash (破折号) when double, -
 * is a sign before a number, 年 is a unit only after one, and , typed for ， is no part of what
 * comes after it. */
#include "layout/cjk.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Classes that resolve() turns into one of the public ones. */
enum raw_class { RAW_MARK = CJK_CLASS_COUNT, RAW_HYPHEN };

static const uint8_t CLASS_OF_PROPERTY[] = {
    /* those not named are CJK_HAN: ID, AI, CJ, H2, XX … */
    [U_LB_OPEN_PUNCTUATION] = CJK_OPEN,
    [U_LB_CLOSE_PUNCTUATION] = CJK_CLOSE,
    [U_LB_CLOSE_PARENTHESIS] = CJK_CLOSE,
    [U_LB_EXCLAMATION] = CJK_CLOSE,
    [U_LB_NONSTARTER] = CJK_CLOSE,
    [U_LB_QUOTATION] = CJK_GLUE,
    [U_LB_BREAK_BOTH] = CJK_DASH,
    [U_LB_INSEPARABLE] = CJK_DASH,
    [U_LB_BREAK_AFTER] = CJK_JOINER,
    [U_LB_BREAK_SYMBOLS] = CJK_JOINER,
    [U_LB_HYPHEN] = RAW_HYPHEN,
    [U_LB_ALPHABETIC] = CJK_LATIN,
    [U_LB_HEBREW_LETTER] = CJK_LATIN,
    [U_LB_COMPLEX_CONTEXT] = CJK_LATIN,
    [U_LB_NUMERIC] = CJK_DIGIT,
    [U_LB_INFIX_NUMERIC] = CJK_INFIX,
    [U_LB_PREFIX_NUMERIC] = CJK_PREFIX,
    [U_LB_POSTFIX_NUMERIC] = CJK_POSTFIX,
    [U_LB_GLUE] = CJK_GLUE,
    [U_LB_WORD_JOINER] = CJK_GLUE,
    [U_LB_ZWJ] = RAW_MARK,
    [U_LB_COMBINING_MARK] = RAW_MARK,
    [U_LB_SPACE] = CJK_SPACE,
    [U_LB_ZWSPACE] = CJK_SPACE,
};

struct tailoring {
    UChar32 first, last;
    uint8_t class;
};

static const struct tailoring TAILORINGS[] = {
    {0x0009, 0x0009, CJK_SPACE},   {0x007E, 0x007E, CJK_JOINER}, /* ~ */
    {0x00B7, 0x00B7, CJK_JOINER},                                /* 间隔号 · */
    {0x2000, 0x2006, CJK_SPACE},                                 /* spaces of fixed width */
    {0x2008, 0x200A, CJK_SPACE},   {0x2010, 0x2013, CJK_JOINER}, /* hyphens, – */
    {0x2015, 0x2015, CJK_DASH},                                  /* ― typed for — */
    {0x2018, 0x2018, CJK_OPEN},                                  /* ‘ */
    {0x2019, 0x2019, CJK_CLOSE},                                 /* ’ */
    {0x201C, 0x201C, CJK_OPEN},                                  /* “ */
    {0x201D, 0x201D, CJK_CLOSE},                                 /* ” */
    {0x2022, 0x2022, CJK_JOINER},                                /* • typed for · */
    {0x2027, 0x2027, CJK_JOINER},  {0x2264, 0x2267, CJK_PREFIX}, /* ≤ ≥ */
    {0x3000, 0x3000, CJK_SPACE},                                 /* 全角空格 */
    {0x3015, 0x3015, CJK_POSTFIX},                               /* 〕 of 〔2022〕232号 */
    {0x301C, 0x301C, CJK_JOINER},  {0x30FB, 0x30FB, CJK_JOINER},
    {0x3371, 0x33DF, CJK_POSTFIX}, /* ㎡ ㎞ … */
    {0xFF0D, 0xFF0D, RAW_HYPHEN},  /* － */
    {0xFF0F, 0xFF0F, CJK_JOINER},  /* 分隔号 ／ */
    {0xFF10, 0xFF19, CJK_DIGIT},   /* full-width digits */
    {0xFF5E, 0xFF5E, CJK_JOINER},  /* 浪纹线 ～ */
};

/* Words of measure that are kept with the number before them while there is room. */
static const UChar32 UNITS[] = {0x5E74 /* 年 */, 0x6708 /* 月 */, 0x65E5 /* 日 */, 0x53F7 /* 号 */,
                                0x5143 /* 元 */, 0x4E07 /* 万 */, 0x4EBF /* 亿 */, 0x4EA9 /* 亩 */,
                                0x4E2A /* 个 */, 0x540D /* 名 */, 0x6237 /* 户 */, 0x9879 /* 项 */,
                                0x5BB6 /* 家 */, 0x5957 /* 套 */, 0x8F86 /* 辆 */, 0x53F0 /* 台 */};

/* Row: class before; column: class after. A small letter or a point lets the gap stretch.
 *   .  free     a A  avoid     s S  not at a line's start     e E  not at a line's end
 *   W  inside a number, a word, a dash */
/* clang-format off */
static const char PAIRS[CJK_CLASS_COUNT][CJK_CLASS_COUNT] = {
    /*              Han     Close   Dash    Digit   Infix   Postfix Space (not asked for)
     *                  Open    Joiner  Latin   Unit    Prefix  Glue                        */
    [CJK_HAN]     = {'.','.','s','s','.','.','.','.','s','.','s','W','W'},
    [CJK_OPEN]    = {'e','e','E','e','e','e','e','e','e','e','e','W','W'},
    [CJK_CLOSE]   = {'.','.','s','s','.','.','.','.','s','.','s','W','W'},
    [CJK_JOINER]  = {'.','.','s','S','.','A','A','.','S','A','S','W','W'},
    [CJK_DASH]    = {'.','.','s','s','W','.','.','.','s','.','s','W','W'},
    [CJK_LATIN]   = {'.','.','s','S','.','W','W','.','W','W','S','W','W'},
    [CJK_DIGIT]   = {'.','.','s','S','.','W','W','a','W','W','W','W','W'},
    [CJK_UNIT]    = {'.','.','s','s','.','.','.','a','s','.','s','W','W'},
    [CJK_INFIX]   = {'.','.','s','S','.','A','W','.','W','.','S','W','W'},
    [CJK_PREFIX]  = {'a','e','S','S','.','W','W','a','W','W','S','W','W'},
    [CJK_POSTFIX] = {'.','.','s','S','.','A','A','a','s','.','S','W','W'},
    [CJK_GLUE]    = {'W','W','W','W','W','W','W','W','W','W','W','W','W'},
    [CJK_SPACE]   = {'.','.','s','s','.','.','.','.','s','.','s','W','.'},
};
/* clang-format on */

static bool is_long_dash(UChar32 code)
{
    return code == 0x2014 || code == 0x2015;
}

static bool is_unit(UChar32 code)
{
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (UNITS[i] == code)
            return true;
    return false;
}

static uint8_t raw_class_of(UChar32 code)
{
    for (size_t i = 0; i < sizeof TAILORINGS / sizeof *TAILORINGS; i++)
        if (code >= TAILORINGS[i].first && code <= TAILORINGS[i].last)
            return TAILORINGS[i].class;
    int property = u_getIntPropertyValue(code, UCHAR_LINE_BREAK);
    if (property < 0 || (size_t)property >= sizeof CLASS_OF_PROPERTY)
        return CJK_HAN;
    return CLASS_OF_PROPERTY[property];
}

/* A character with what stands before it (its final class) and after it. */
struct context {
    UChar32 before, code, after; /* -1 at the ends */
    uint8_t class_before;
};

static uint8_t resolve(const struct context *at)
{
    bool after_digits = at->class_before == CJK_DIGIT || at->class_before == CJK_UNIT;
    if (is_long_dash(at->code))
        return is_long_dash(at->before) || is_long_dash(at->after) ? CJK_DASH : CJK_JOINER;
    if (is_unit(at->code))
        return at->before >= 0 && after_digits ? CJK_UNIT : CJK_HAN;
    uint8_t raw = raw_class_of(at->code);
    if (raw == RAW_MARK)
        return at->before >= 0 ? at->class_before : CJK_HAN;
    bool after_word = at->before >= 0 && (after_digits || at->class_before == CJK_LATIN ||
                                          at->class_before == CJK_POSTFIX);
    if (raw == CJK_INFIX)
        return after_word || at->code == '.' ? CJK_INFIX : CJK_CLOSE;
    if (raw != RAW_HYPHEN)
        return raw;
    bool before_number = at->after >= 0 && raw_class_of(at->after) == CJK_DIGIT;
    return before_number && !after_word ? CJK_PREFIX : CJK_JOINER;
}

/* The character at *OFFSET, which moves past it; -1 at the end. */
static UChar32 next_code(const uint8_t *utf8, int32_t length, int32_t *offset)
{
    if (*offset >= length)
        return -1;
    UChar32 code;
    U8_NEXT_OR_FFFD(utf8, *offset, length, code);
    return code;
}

const uint8_t *cjk_classes(struct arena *arena, const char *utf8, size_t length)
{
    const uint8_t *bytes = (const uint8_t *)utf8;
    uint8_t *classes = arena_array(arena, length + 1, sizeof *classes);
    int32_t start = 0, next = 0, end = (int32_t)length;
    struct context at = {.before = -1, .class_before = CJK_HAN};
    at.code = next_code(bytes, end, &next);
    while (at.code >= 0) {
        int32_t past = next;
        at.after = next_code(bytes, end, &past);
        uint8_t class = resolve(&at);
        for (int32_t i = start; i < next; i++)
            classes[i] = class;
        at = (struct context){.before = at.code, .code = at.after, .class_before = class};
        start = next;
        next = past;
    }
    return classes;
}

struct cjk_gap cjk_between(enum cjk_class before, enum cjk_class after)
{
    switch (PAIRS[before][after]) {
    case '.':
        return (struct cjk_gap){CJK_BREAK_FREE, true};
    case 'a':
        return (struct cjk_gap){CJK_BREAK_AVOID, true};
    case 'A':
        return (struct cjk_gap){CJK_BREAK_AVOID, false};
    case 's':
        return (struct cjk_gap){CJK_BREAK_NO_START, true};
    case 'S':
        return (struct cjk_gap){CJK_BREAK_NO_START, false};
    case 'e':
        return (struct cjk_gap){CJK_BREAK_NO_END, true};
    case 'E':
        return (struct cjk_gap){CJK_BREAK_NO_END, false};
    default:
        return (struct cjk_gap){CJK_BREAK_INSIDE, false};
    }
}

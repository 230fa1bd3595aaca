/* Classes of characters.
 *
 * They come from Unicode's line breaking property (UAX #14) through ICU. That standard leaves what
 * is ambiguous between East and West to be decided: CODES decides it for Chinese, as CLREQ 3.1 and
 * GB/T 15834-2011 do, and resolve() for the characters whose meaning their neighbours tell: — is a
 * connector (一字线) when single and half a dash (破折号) when double, - is a sign before a number,
 * 元 is a unit only after one. Where a character means to a Chinese reader what another always
 * means to UAX #14, ICU is shown that other one (as). */
#include <unicode/uchar.h>

#include "layout/cjk_text.h"
#include "layout/cjk_units.h"

/* Classes that resolve() turns into public ones. */
enum raw_class {
    RAW_HYPHEN = CJK_CLASS_COUNT, /* - */
    RAW_LONG_DASH,                /* — */
    RAW_COMMA,                    /* , : ; */
    RAW_WIDE_POINT,               /* ． */
    RAW_WIDE_COMMA,               /* ， */
    RAW_APOSTROPHE,               /* ’ */
    RAW_RELATION,                 /* ＜ ＞: before a number */
    RAW_OPERATOR,                 /* × ÷ = between numbers */
    RAW_SQUARE,                   /* ㎡ */
    RAW_THIN,                     /* spaces of fixed width, in numbers a separator */
};

#define IN(class) (UINT32_C(1) << (class))

enum {
    IDEOGRAPH = 0x4E00,    /* 一 */
    CORNER_OPEN = 0x300C,  /* 「 */
    CORNER_CLOSE = 0x300D, /* 」 */
    WIDE_COMMA = 0xFF0C,   /* ， */
    KATAKANA_DOT = 0x30FB, /* ・ */
    EM_DASH = 0x2014,      /* — */
    NO_BREAK_SPACE = 0x00A0
};

struct code_class {
    UChar32 first, last;
    uint8_t class;
    UChar32 as; /* 0: itself */
};

/* In the order of codes. */
static const struct code_class CODES[] = {
    {0x0009, 0x000D, CJK_OTHER, 0},    /* tabs and ends of lines */
    {0x002A, 0x002B, RAW_OPERATOR, 0}, /* * + */
    {0x002C, 0x002C, RAW_COMMA, 0},    /* , */
    {0x002D, 0x002D, RAW_HYPHEN, 0},   /* 短横线 - */
    {0x003A, 0x003B, RAW_COMMA, 0},    /* : ; */
    {0x003D, 0x003D, RAW_OPERATOR, 0}, /* = */
    {0x007E, 0x007E, CJK_JOINER, 0},   /* ~ typed for ～ */
    {0x00B7, 0x00B7, CJK_MIDDLE, 0},   /* 间隔号 · */
    {0x00D7, 0x00D7, RAW_OPERATOR, 0}, /* × */
    {0x00F7, 0x00F7, RAW_OPERATOR, 0}, /* ÷ */
    {0x2000, 0x2004, CJK_SPACE, ' '},
    {0x2005, 0x2006, RAW_THIN, ' '}, /* 四分空 and less */
    {0x2008, 0x200A, RAW_THIN, ' '},
    {0x2010, 0x2010, CJK_JOINER, 0}, /* hyphens, 短横线 – */
    {0x2012, 0x2013, CJK_JOINER, 0},
    {0x2014, 0x2015, RAW_LONG_DASH, EM_DASH},
    {0x2018, 0x2018, CJK_OPEN, CORNER_OPEN}, /* ‘ */
    {0x2019, 0x2019, RAW_APOSTROPHE, CORNER_CLOSE},
    {0x201C, 0x201C, CJK_OPEN, CORNER_OPEN},   /* “ */
    {0x201D, 0x201D, CJK_CLOSE, CORNER_CLOSE}, /* ” */
    {0x2022, 0x2022, CJK_MIDDLE, 0},           /* • ‧ typed for · */
    {0x2026, 0x2026, CJK_ELLIPSIS, 0},
    {0x2027, 0x2027, CJK_MIDDLE, 0},
    {0x203C, 0x203C, CJK_STOP, 0},        /* ‼ */
    {0x2047, 0x2049, CJK_STOP, 0},        /* ⁇ ⁈ ⁉ */
    {0x2190, 0x2193, CJK_HAN, IDEOGRAPH}, /* arrows */
    {0x2248, 0x2248, CJK_PREFIX, '+'},    /* ≈ */
    {0x2260, 0x2260, CJK_PREFIX, '+'},    /* ≠ */
    {0x2264, 0x2267, CJK_PREFIX, '+'},    /* ≤ ≥ ≦ ≧ */
    {0x22EF, 0x22EF, CJK_ELLIPSIS, 0},    /* ⋯ */
    {0x2460, 0x24FF, CJK_HAN, IDEOGRAPH}, /* ① ⑴ Ⓐ */
    {0x25A0, 0x25FF, CJK_HAN, IDEOGRAPH}, /* □ ○ ● */
    {0x2605, 0x2606, CJK_HAN, IDEOGRAPH}, /* ★ ☆ */
    {0x2776, 0x2793, CJK_HAN, IDEOGRAPH}, /* ❶ */
    {0x2E3A, 0x2E3B, CJK_DASH, EM_DASH},  /* ⸺ */
    {0x3000, 0x3000, CJK_SPACE, ' '},     /* 全角空格 */
    {0x3001, 0x3001, CJK_PAUSE, 0},       /* 、 */
    {0x3002, 0x3002, CJK_STOP, 0},        /* 。 */
    {0x301C, 0x301C, CJK_JOINER, 0},      /* 浪纹线 〜 */
    {0x30FB, 0x30FB, CJK_MIDDLE, 0},      /* ・ */
    {0x3371, 0x33DF, RAW_SQUARE, 0},      /* ㎡ ㎞ */
    {0xFF0B, 0xFF0B, RAW_OPERATOR, 0},    /* ＋ */
    {0xFF0C, 0xFF0C, RAW_WIDE_COMMA, 0},  /* ， */
    {0xFF0D, 0xFF0D, RAW_HYPHEN, '-'},    /* － */
    {0xFF0E, 0xFF0E, RAW_WIDE_POINT, 0},  /* ． */
    {0xFF0F, 0xFF0F, CJK_SOLIDUS, 0},     /* 分隔号 ／ */
    {0xFF10, 0xFF19, CJK_DIGIT, '0'},
    {0xFF1A, 0xFF1B, CJK_PAUSE, WIDE_COMMA}, /* ： ； */
    {0xFF1C, 0xFF1C, RAW_RELATION, 0},       /* ＜ */
    {0xFF1D, 0xFF1D, RAW_OPERATOR, 0},       /* ＝ */
    {0xFF1E, 0xFF1E, RAW_RELATION, 0},       /* ＞ */
    {0xFF21, 0xFF3A, CJK_LATIN, 'A'},
    {0xFF41, 0xFF5A, CJK_LATIN, 'a'},
    {0xFF5E, 0xFF5E, CJK_JOINER, 0}, /* 浪纹线 ～ */
    {0xFF64, 0xFF64, CJK_PAUSE, 0},
    {0xFF65, 0xFF65, CJK_MIDDLE, 0},
};

/* Those not named are CJK_HAN: ID, H2, NS, EB … */
static const uint8_t CLASS_OF_PROPERTY[U_LB_COUNT] = {
    [U_LB_OPEN_PUNCTUATION] = CJK_OPEN,
    [U_LB_CLOSE_PUNCTUATION] = CJK_CLOSE,
    [U_LB_CLOSE_PARENTHESIS] = CJK_CLOSE,
    [U_LB_EXCLAMATION] = CJK_STOP,
    [U_LB_BREAK_SYMBOLS] = CJK_SOLIDUS,
    [U_LB_ALPHABETIC] = CJK_LATIN,
    [U_LB_AMBIGUOUS] = CJK_LATIN,
    [U_LB_BREAK_AFTER] = CJK_LATIN,
    [U_LB_BREAK_BEFORE] = CJK_LATIN,
    [U_LB_HEBREW_LETTER] = CJK_LATIN,
    [U_LB_COMPLEX_CONTEXT] = CJK_LATIN,
    [U_LB_COMBINING_MARK] = CJK_LATIN, /* on nothing: LB10 */
    [U_LB_ZWJ] = CJK_LATIN,
    [U_LB_NUMERIC] = CJK_DIGIT,
    [U_LB_INFIX_NUMERIC] = CJK_INFIX,
    [U_LB_PREFIX_NUMERIC] = CJK_PREFIX,
    [U_LB_POSTFIX_NUMERIC] = CJK_POSTFIX,
    [U_LB_QUOTATION] = CJK_GLUE,
    [U_LB_GLUE] = CJK_GLUE,
    [U_LB_WORD_JOINER] = CJK_GLUE,
    [U_LB_SPACE] = CJK_SPACE,
    [U_LB_ZWSPACE] = CJK_OTHER,
    [U_LB_MANDATORY_BREAK] = CJK_OTHER,
    [U_LB_CARRIAGE_RETURN] = CJK_OTHER,
    [U_LB_LINE_FEED] = CJK_OTHER,
    [U_LB_NEXT_LINE] = CJK_OTHER,
    [U_LB_CONTINGENT_BREAK] = CJK_OTHER,
};

static bool is_ideograph(UChar32 code)
{
    return code >= 0x4E00 && code <= 0x9FFF;
}

bool cjk_is_mark(UChar32 before, UChar32 code)
{
    if (is_ideograph(code) || (code >= 0x20 && code < 0x7F))
        return false;
    switch (u_getIntPropertyValue(code, UCHAR_LINE_BREAK)) {
    case U_LB_COMBINING_MARK:
    case U_LB_ZWJ:
        break;
    default:
        return false;
    }
    switch (u_getIntPropertyValue(before, UCHAR_LINE_BREAK)) {
    case U_LB_SPACE:
    case U_LB_ZWSPACE:
    case U_LB_MANDATORY_BREAK:
    case U_LB_CARRIAGE_RETURN:
    case U_LB_LINE_FEED:
    case U_LB_NEXT_LINE:
        return false;
    default:
        return true;
    }
}

static struct code_class raw_class_of(UChar32 code)
{
    size_t low = 0, high = sizeof CODES / sizeof *CODES;
    while (low < high && !is_ideograph(code)) {
        size_t middle = (low + high) / 2;
        if (code > CODES[middle].last)
            low = middle + 1;
        else if (code < CODES[middle].first)
            high = middle;
        else
            return CODES[middle];
    }
    int property =
        is_ideograph(code) ? U_LB_IDEOGRAPHIC : u_getIntPropertyValue(code, UCHAR_LINE_BREAK);
    bool known = property >= 0 && property < U_LB_COUNT;
    return (struct code_class){.class = known ? CLASS_OF_PROPERTY[property] : CJK_HAN};
}

/* The neighbour of character AT: one before has its final class, one after its raw one. */
static const struct cjk_char *peek(const struct cjk_text *text, size_t at, int distance)
{
    static const struct cjk_char NOTHING = {.class = CJK_SPACE};
    size_t to = at + (size_t)distance; /* before the first: wraps round, past the end */
    return to < text->count ? &text->chars[to] : &NOTHING;
}

static bool is_in(uint32_t classes, const struct cjk_char *c)
{
    return c->class < CJK_CLASS_COUNT && (classes >> c->class & 1) != 0;
}

#define QUANTITY (IN(CJK_DIGIT) | IN(CJK_UNIT) | IN(CJK_POSTFIX))
#define WORD     (IN(CJK_LATIN) | IN(CJK_DIGIT))
#define CHINESE  (IN(CJK_HAN) | IN(CJK_UNIT))

static void become(struct cjk_char *c, enum cjk_class class, UChar32 as)
{
    c->class = (uint8_t) class;
    c->as = as;
}

static void resolve_hyphen(const struct cjk_text *text, size_t at, struct cjk_char *c)
{
    const struct cjk_char *left = peek(text, at, -1);
    bool sign = peek(text, at, 1)->class == CJK_DIGIT &&
                !is_in(WORD | QUANTITY | IN(CJK_CLOSE) | IN(CJK_SOLIDUS), left);
    /* A line may end before a sign; UAX #14 sees a hyphen in it. */
    become(c, sign ? CJK_PREFIX : CJK_JOINER, sign && left->class != CJK_SPACE ? '+' : c->as);
}

/* ， groups the digits of a number when all is typed full width: １，２３４. */
static bool is_wide_separator(const struct cjk_text *text, size_t at)
{
    for (int distance = -1; distance <= 3; distance++) {
        UChar32 code = peek(text, at, distance)->code;
        if (distance != 0 && (code < 0xFF10 || code > 0xFF19))
            return false;
    }
    return peek(text, at, 4)->class != CJK_DIGIT;
}

static void resolve_separator(const struct cjk_text *text, size_t at, struct cjk_char *c)
{
    const struct cjk_char *left = peek(text, at, -1), *right = peek(text, at, 1);
    switch (c->class) {
    case RAW_COMMA: /* typed for ，：； */
        if (is_in(CHINESE, left))
            become(c, CJK_PAUSE, WIDE_COMMA);
        else
            become(c, CJK_INFIX, c->as);
        break;
    case RAW_WIDE_POINT:
        if (left->class == CJK_DIGIT && right->class == CJK_DIGIT)
            become(c, CJK_INFIX, '.');
        else
            become(c, CJK_STOP, c->as);
        break;
    default:
        if (is_wide_separator(text, at))
            become(c, CJK_INFIX, ',');
        else
            become(c, CJK_PAUSE, c->as);
    }
}

/* × = + between numbers join them to one term; ＋ ＜ before one are its sign. */
static void resolve_operator(const struct cjk_text *text, size_t at, struct cjk_char *c)
{
    const struct cjk_char *left = peek(text, at, -1), *right = peek(text, at, 1);
    if (c->class == RAW_OPERATOR && is_in(QUANTITY, left) &&
        is_in(WORD | IN(CJK_PREFIX) | IN(CJK_OPEN), right))
        become(c, CJK_OPERATOR, c->as);
    else if (c->code >= 0xFF00 && right->class == CJK_DIGIT)
        become(c, CJK_PREFIX, '+');
    else
        become(c, c->code == '+' ? CJK_PREFIX : c->code < 0xFF00 ? CJK_LATIN : CJK_HAN, c->as);
}

/* UAX #14 never ends a line before …; in Chinese only the strict level forbids it (CLREQ 3.1.4). */
static void resolve_ellipsis(const struct cjk_text *text, size_t at, struct cjk_char *c)
{
    const struct cjk_char *left = peek(text, at, -1);
    if (left->class == CJK_ELLIPSIS)
        c->as = left->as == left->code ? c->code : left->as;
    else if (is_in(CHINESE | IN(CJK_PAUSE) | IN(CJK_STOP) | IN(CJK_DASH), left) ||
             (left->class == CJK_CLOSE && left->code >= 0x2018))
        c->as = EM_DASH;
}

static bool is_long_dash(const struct cjk_char *c)
{
    return c->code == 0x2014 || c->code == 0x2015;
}

static void resolve(const struct cjk_text *text, size_t at)
{
    struct cjk_char *c = &text->chars[at];
    const struct cjk_char *left = peek(text, at, -1), *right = peek(text, at, 1);
    switch (c->class) {
    case RAW_HYPHEN:
        resolve_hyphen(text, at, c);
        break;
    case RAW_LONG_DASH:
        become(c, is_long_dash(left) || is_long_dash(right) ? CJK_DASH : CJK_JOINER, c->as);
        break;
    case RAW_COMMA:
    case RAW_WIDE_POINT:
    case RAW_WIDE_COMMA:
        resolve_separator(text, at, c);
        break;
    case RAW_APOSTROPHE:
        if (is_in(WORD, left) && right->class == CJK_LATIN)
            become(c, CJK_LATIN, c->code);
        else
            become(c, CJK_CLOSE, c->as);
        break;
    case RAW_OPERATOR:
    case RAW_RELATION:
        resolve_operator(text, at, c);
        break;
    case RAW_SQUARE:
        if (left->class == CJK_DIGIT)
            become(c, CJK_POSTFIX, '%');
        else
            become(c, CJK_HAN, c->as);
        break;
    case RAW_THIN:
        if (left->class == CJK_DIGIT && right->class == CJK_DIGIT)
            become(c, CJK_GLUE, NO_BREAK_SPACE);
        else
            become(c, CJK_SPACE, c->as);
        break;
    case CJK_MIDDLE: /* between letters it multiplies */
        if (!is_in(WORD, left) || !is_in(WORD, right))
            c->as = KATAKANA_DOT;
        break;
    case CJK_ELLIPSIS:
        resolve_ellipsis(text, at, c);
        break;
    default:
        break;
    }
}

/* The characters of the unit of measure at AT, 0 for none. A unit follows a number, or 万 and the
 * like after one, or the solidus of 元／点. */
static size_t unit_length(const struct cjk_text *text, size_t at)
{
    const struct cjk_char *left = peek(text, at, -1), *second = peek(text, at, -2);
    bool measured = left->class == CJK_DIGIT ||
                    (left->class == CJK_UNIT && cjk_unit_multiplies(left->code)) ||
                    (left->class == CJK_SOLIDUS && is_in(QUANTITY, second));
    return measured ? cjk_unit_length(&text->chars[at], text->count - at) : 0;
}

void cjk_classify(const struct cjk_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct code_class raw = raw_class_of(text->chars[i].code);
        text->chars[i].class = raw.class;
        text->chars[i].as = raw.as ? raw.as : text->chars[i].code;
    }
    for (size_t i = 0; i < text->count; i++) {
        size_t length = text->chars[i].class == CJK_HAN ? unit_length(text, i) : 0;
        for (size_t j = 0; j < length; j++)
            text->chars[i + j].class = CJK_UNIT;
        if (length > 0)
            i += length - 1;
        else
            resolve(text, i);
    }
}

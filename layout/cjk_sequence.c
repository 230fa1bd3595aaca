/* The third layer: what is one thing to a reader, and so stays on one line.
 *
 * Three in a row (元/点), which a table of classes tells; and things with a form of their own:
 * document numbers, numerals of headings, runs of — and …, addresses. Of a date each number keeps
 * its unit, but a line may end between them: 2026年 | 5月 | 1日. */
#include <string.h>

#include "layout/cjk_text.h"

#define IN(class) (UINT32_C(1) << (class))
#define ANY       (~UINT32_C(0))
#define QUANTITY  (IN(CJK_DIGIT) | IN(CJK_UNIT) | IN(CJK_POSTFIX))
#define WORD      (QUANTITY | IN(CJK_LATIN))

/* Between BEFORE and AFTER no line ends, if SECOND is before both. The first that fits counts. */
struct join {
    uint32_t second, before, after; /* sets of classes */
    enum cjk_break breaks;
};

static const struct join JOINS[] = {
    /* A number keeps its unit (CLREQ 3.1.5): 万 元, 500 亩. */
    {ANY, IN(CJK_DIGIT) | IN(CJK_UNIT), IN(CJK_UNIT), CJK_BREAK_AVOID},
    /* Ranges (GB/T 15835-2011 5.1.3): 2026— 2030年. */
    {WORD, IN(CJK_JOINER), IN(CJK_DIGIT) | IN(CJK_PREFIX), CJK_BREAK_AVOID},
    /* Fractions, and units of units: 1/2, 元/ 点, km/ h. */
    {IN(CJK_DIGIT), IN(CJK_SOLIDUS), IN(CJK_DIGIT), CJK_BREAK_INSIDE},
    {QUANTITY, IN(CJK_SOLIDUS), WORD | IN(CJK_HAN), CJK_BREAK_AVOID},
    {IN(CJK_LATIN), IN(CJK_SOLIDUS), WORD, CJK_BREAK_AVOID},
    /* Terms: 500元 × 63. */
    {ANY, QUANTITY, IN(CJK_OPERATOR), CJK_BREAK_AVOID},
    {ANY, IN(CJK_OPERATOR), ANY, CJK_BREAK_AVOID},
};

static bool is_in(uint32_t classes, const struct cjk_char *c)
{
    return (classes >> c->class & 1) != 0;
}

/* What the pair rules forbid stays forbidden; what UAX #14 said is forgotten. */
static void join(struct cjk_char *c, enum cjk_break breaks)
{
    bool forbidden = c->before == CJK_BREAK_NO_START || c->before == CJK_BREAK_NO_END;
    if (!forbidden || breaks > c->before)
        c->before = (uint8_t)breaks;
}

static void keep_neighbours(const struct cjk_text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        struct cjk_char *c = &text->chars[i];
        uint32_t second = i > 1 ? IN(c[-2].class) : 0;
        for (size_t j = 0; j < sizeof JOINS / sizeof *JOINS; j++) {
            const struct join *rule = &JOINS[j];
            if (is_in(rule->after, c) && is_in(rule->before, c - 1) &&
                (rule->second == ANY || (rule->second & second) != 0)) {
                join(c, rule->breaks);
                break;
            }
        }
    }
}

/* Characters FROM up to TO are one: no line ends between them. */
static void keep_whole(const struct cjk_text *text, size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++)
        text->chars[i].before = CJK_BREAK_INSIDE;
}

/* The end of the run of CLASS from FROM, of at most MOST characters. */
static size_t run_end(const struct cjk_text *text, size_t from, enum cjk_class class, size_t most)
{
    size_t end = from;
    while (end < text->count && end - from < most && text->chars[end].class == class)
        end++;
    return end;
}

/* 〔2022〕232号 (GB/T 9704-2012 7.2.5: a year in full in brackets, a number, 号). */
static void keep_document_number(const struct cjk_text *text, size_t open)
{
    enum { YEAR = 4, NUMBER_MOST = 6, HAO = 0x53F7 };
    size_t close = run_end(text, open + 1, CJK_DIGIT, YEAR + 1);
    if (close != open + 1 + YEAR || run_end(text, close, CJK_CLOSE, 1) == close)
        return;
    size_t hao = run_end(text, close + 1, CJK_DIGIT, NUMBER_MOST);
    if (hao > close + 1 && hao < text->count && text->chars[hao].code == HAO)
        keep_whole(text, open + 1, hao + 1);
}

/* （十二） (GB/T 9704-2012 7.3.3). */
static void keep_numeral(const struct cjk_text *text, size_t open)
{
    static const UChar32 NUMERALS[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
                                       0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E};
    enum { LONGEST = 5 };
    size_t end = open + 1;
    for (; end < text->count && end - open <= LONGEST; end++) {
        size_t i = 0;
        while (i < sizeof NUMERALS / sizeof *NUMERALS && NUMERALS[i] != text->chars[end].code)
            i++;
        if (i == sizeof NUMERALS / sizeof *NUMERALS)
            break;
    }
    if (end < text->count && text->chars[end].class == CJK_CLOSE)
        keep_whole(text, open + 1, end);
}

/* —— and …… are whole. Of more in a row (CLREQ 3.1.5) any two may part from the next two. */
static void keep_pairs(const struct cjk_text *text)
{
    bool whole = false; /* the character before is the second of two */
    for (size_t i = 1; i < text->count; i++) {
        struct cjk_char *c = &text->chars[i];
        bool same = c->class == c[-1].class && (c->class == CJK_DASH || c->class == CJK_ELLIPSIS);
        if (!same) {
            whole = false;
            continue;
        }
        whole = !whole;
        if (whole)
            c->before = CJK_BREAK_INSIDE;
        else if (c->before != CJK_BREAK_NO_START)
            c->before = CJK_BREAK_AVOID;
    }
}

/* Where in an address a line may end (The Chicago Manual of Style 7.46, as far as UAX #14 and
 * 避头尾 agree: after the character, never before). A point at a line's end looks like the
 * sentence's, and an address has better places. A hyphen at a line's end looks like the
 * typesetter's, so there is none. */
static enum cjk_break address_break(UChar32 left, UChar32 right)
{
    switch (left) {
    case '/':
        return right == '/' ? CJK_BREAK_INSIDE : CJK_BREAK_FREE;
    case '?':
    case '&':
        return CJK_BREAK_FREE;
    case '.':
    case '=':
    case '#':
    case '@':
        return CJK_BREAK_AVOID;
    default:
        return CJK_BREAK_INSIDE;
    }
}

static bool is_alphanumeric(UChar32 code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
           (code >= 'a' && code <= 'z');
}

/* What RFC 3986 has in a URI, but the brackets: in a text they stand round it. */
static bool is_address_character(UChar32 code)
{
    return is_alphanumeric(code) ||
           (code > 0 && code < 0x80 && strchr("-._~:/?#@!$&'*+,;=%", code) != NULL);
}

/* Whether characters FROM up to TO are https://…, www.…, or somebody@somewhere.
 * *SCHEME: the end of ://, or FROM. */
static bool is_address(const struct cjk_text *text, size_t from, size_t to, size_t *scheme)
{
    const struct cjk_char *c = text->chars;
    *scheme = from;
    bool at = false, point_after_at = false;
    for (size_t i = from; i < to; i++) {
        if (*scheme == from && i + 2 < to && c[i].code == ':' && c[i + 1].code == '/' &&
            c[i + 2].code == '/')
            *scheme = i + 3;
        point_after_at |= at && c[i].code == '.' && i + 1 < to;
        at |= c[i].code == '@' && i > from;
    }
    bool www = to - from > 4 && (c[from].code | 0x20) == 'w' && (c[from + 1].code | 0x20) == 'w' &&
               (c[from + 2].code | 0x20) == 'w' && c[from + 3].code == '.';
    return *scheme > from || www || point_after_at;
}

static void keep_addresses(const struct cjk_text *text)
{
    const struct cjk_char *c = text->chars;
    for (size_t from = 0; from < text->count; from++) {
        if (!is_alphanumeric(c[from].code))
            continue;
        size_t to = from + 1, scheme;
        while (to < text->count && is_address_character(c[to].code))
            to++;
        if (is_address(text, from, to, &scheme))
            for (size_t i = from + 1; i < to; i++)
                text->chars[i].before =
                    (uint8_t)(i < scheme    ? CJK_BREAK_INSIDE
                              : i == scheme ? CJK_BREAK_AVOID
                                            : address_break(c[i - 1].code, c[i].code));
        from = to - 1;
    }
}

void cjk_keep_sequences(const struct cjk_text *text)
{
    enum { WIDE_PARENTHESIS = 0xFF08 };
    keep_neighbours(text);
    keep_pairs(text);
    for (size_t i = 0; i < text->count; i++) {
        if (text->chars[i].class != CJK_OPEN)
            continue;
        keep_document_number(text, i);
        if (text->chars[i].code == WIDE_PARENTHESIS || text->chars[i].code == '(')
            keep_numeral(text, i);
    }
    keep_addresses(text);
}

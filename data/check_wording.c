/* One loop over the characters for each fault; see check_wording.h. */
#include "data/check_wording.h"

#include <string.h>

enum { UNIT_MIN = 2, UNIT_MAX = 4, DEPTH_MAX = 32, BUCKETS = 256 };

struct hit_list {
    struct arena *arena;
    struct wording_hit *items;
    size_t count, capacity;
};

static void add(struct hit_list *list, struct wording_hit hit)
{
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = hit;
}

static struct wording_hits hits_of(const struct hit_list *list)
{
    return (struct wording_hits){list->items, list->count};
}

/* ---- words --------------------------------------------------------------------------------- */

struct wording_words {
    const char *const *words;
    size_t *next;          /* index + 1 of the next word in the bucket */
    size_t first[BUCKETS]; /* by the first character */
};

struct wording_words *wording_words_new(struct arena *arena, const char *const *words, size_t count)
{
    struct wording_words *set = arena_alloc(arena, sizeof *set);

    set->words = words;
    set->next = arena_array(arena, count + 1, sizeof *set->next);
    for (size_t i = count; i-- > 0;) {
        size_t bucket = scan_text(arena, words[i]).at[0] % BUCKETS;
        set->next[i] = set->first[bucket];
        set->first[bucket] = i + 1;
    }
    return set;
}

/* XX is no residue in XXL or in MAXX. */
static bool is_apart(const struct scan *scan, size_t start, size_t end)
{
    return !scan_is_letter(scan->at[start]) ||
           ((start == 0 || !scan_is_letter(scan->at[start - 1])) &&
            !scan_is_letter(scan->at[end]) && !scan_is_digit(scan->at[end]));
}

struct wording_hits wording_find_words(struct arena *arena, const struct scan *scan,
                                       const struct wording_words *words)
{
    struct hit_list list = {.arena = arena};

    for (size_t i = 0; i < scan->count; i++) {
        size_t w = words->first[scan->at[i] % BUCKETS];
        for (; w != 0; w = words->next[w - 1]) {
            size_t length = scan_match(scan, i, words->words[w - 1]);
            if (length > 0 && is_apart(scan, i, i + length))
                add(&list, (struct wording_hit){i, i + length, 0, (int)(w - 1)});
        }
    }
    return hits_of(&list);
}

/* ---- doubled words ------------------------------------------------------------------------- */

static bool is_doubled(const struct scan *scan, size_t i, size_t unit)
{
    bool alike = true; /* one character over and over: 常常常常 */

    if (i + 2 * unit > scan->count)
        return false;
    for (size_t k = 0; k < unit; k++) {
        if (!scan_is_han(scan->at[i + k]) || scan->at[i + k] != scan->at[i + unit + k])
            return false;
        alike = alike && scan->at[i + k] == scan->at[i];
    }
    return !alike;
}

struct wording_hits wording_find_doubled(struct arena *arena, const struct scan *scan,
                                         const char *const *except, size_t except_count)
{
    struct hit_list list = {.arena = arena};

    for (size_t i = 0; i < scan->count; i++)
        for (size_t unit = UNIT_MAX; unit >= UNIT_MIN; unit--) {
            if (!is_doubled(scan, i, unit))
                continue;
            bool excepted = false;
            for (size_t e = 0; e < except_count && !excepted; e++)
                excepted = scan_match(scan, i, except[e]) > 0;
            if (!excepted)
                add(&list, (struct wording_hit){.start = i, .end = i + 2 * unit});
            i += 2 * unit - 1;
            break;
        }
    return hits_of(&list);
}

/* ---- marks --------------------------------------------------------------------------------- */

static const struct pair {
    uint32_t open, close;
} PAIRS[] = {
    {'(', ')'},       {0xFF08, 0xFF09}, {0x300A, 0x300B}, {0x3008, 0x3009}, {0x3010, 0x3011},
    {0x3014, 0x3015}, {'[', ']'},       {0x201C, 0x201D}, {0x2018, 0x2019}, {0x300C, 0x300D},
    {0xFF3B, 0xFF3D}, {'{', '}'},       {0x3016, 0x3017},
};

/* The width of round brackets is another matter. */
static uint32_t partner_of(uint32_t c, bool *opens)
{
    *opens = false;
    if (scan_is_han(c))
        return 0;
    if (c < 0x80 && !strchr("()[]{}", (int)c))
        return 0;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        if (c != PAIRS[i].open && c != PAIRS[i].close)
            continue;
        *opens = c == PAIRS[i].open;
        return PAIRS[i].close == 0xFF09 ? ')' : PAIRS[i].close;
    }
    return 0;
}

/* 一 to 十; 0: another character. */
static int han_digit(uint32_t c)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (int i = 0; i < 10; i++)
        if (digits[i] == c)
            return i + 1;
    return 0;
}

/* Whether a number in brackets, （二） or (2), stands in SCAN. */
static bool has_bracketed(const struct scan *scan, bool in_han)
{
    for (size_t i = 0; i + 2 < scan->count; i++) {
        uint32_t c = scan->at[i + 1];
        if ((scan->at[i] == 0xFF08 || scan->at[i] == '(') &&
            (scan->at[i + 2] == 0xFF09 || scan->at[i + 2] == ')') &&
            (in_han ? han_digit(c) > 0 : scan_is_digit(c)))
            return true;
    }
    return false;
}

/* Whether the ) at I ends the number of an item: 1）, a), 一）. Not where other items have both
 * brackets. */
static bool ends_label(const struct scan *scan, size_t i)
{
    size_t start = i;

    while (start > 0 && i - start < 3 &&
           (scan_is_digit(scan->at[start - 1]) || scan_is_letter(scan->at[start - 1]) ||
            han_digit(scan->at[start - 1]) > 0))
        start--;
    bool first = start == 0 || scan->at[start - 1] == '\n' || scan_is_blank(scan->at[start - 1]) ||
                 scan->at[start - 1] == 0x3002 || scan->at[start - 1] == 0xFF1B ||
                 scan->at[start - 1] == 0xFF1A;
    return start < i && first && !has_bracketed(scan, scan_is_han(scan->at[start]));
}

struct wording_hits wording_find_brackets(struct arena *arena, const struct scan *scan)
{
    struct hit_list list = {.arena = arena};
    struct {
        uint32_t close;
        size_t at;
    } open[DEPTH_MAX];
    size_t depth = 0;

    for (size_t i = 0; i < scan->count; i++) {
        bool opens;
        uint32_t close = partner_of(scan->at[i], &opens);
        if (close == 0)
            continue;
        if (opens && depth < DEPTH_MAX) {
            open[depth].close = close;
            open[depth++].at = i;
            continue;
        }
        size_t level = depth;
        while (level > 0 && open[level - 1].close != close)
            level--;
        if (level == 0) {
            if (close != ')' || !ends_label(scan, i))
                add(&list, (struct wording_hit){.start = i, .end = i + 1});
            continue;
        }
        for (; depth > level; depth--)
            add(&list,
                (struct wording_hit){.start = open[depth - 1].at, .end = open[depth - 1].at + 1});
        depth--;
    }
    for (; depth > 0; depth--)
        add(&list,
            (struct wording_hit){.start = open[depth - 1].at, .end = open[depth - 1].at + 1});
    return hits_of(&list);
}

struct wording_hits wording_find_half_width(struct arena *arena, const struct scan *scan)
{
    struct hit_list list = {.arena = arena};

    for (size_t i = 1; i + 1 < scan->count; i++)
        if (scan->at[i] < 0x80 && scan->at[i] > ' ' && strchr(",;:?!", (int)scan->at[i]) &&
            scan_is_han(scan->at[i - 1]) && scan_is_han(scan->at[i + 1]))
            add(&list, (struct wording_hit){.start = i, .end = i + 1});
    return hits_of(&list);
}

struct wording_hits wording_find_document_numbers(struct arena *arena, const struct scan *scan)
{
    struct hit_list list = {.arena = arena};

    for (size_t i = 0; i + 7 < scan->count; i++) {
        bool opens, unused;
        uint32_t close = partner_of(scan->at[i], &opens), c = scan->at[i];
        if (close == 0 || !opens || c == 0x3014 ||
            !((scan->at[i + 1] == '1' && scan->at[i + 2] == '9') ||
              (scan->at[i + 1] == '2' && scan->at[i + 2] == '0')) ||
            !scan_is_digit(scan->at[i + 3]) || !scan_is_digit(scan->at[i + 4]) ||
            partner_of(scan->at[i + 5], &unused) != close)
            continue;
        size_t end = i + 6;
        while (scan_is_digit(scan->at[end]))
            end++;
        if (end > i + 6 && scan_match(scan, end, "号"))
            add(&list, (struct wording_hit){.start = i, .end = end + 1});
    }
    return hits_of(&list);
}

/* ---- lists --------------------------------------------------------------------------------- */

/* How an item is numbered; numbers of one style make one sequence. */
enum label_style {
    LABEL_DOT,
    LABEL_COMMA,
    LABEL_BRACKET,
    LABEL_HAN,
    LABEL_HAN_BRACKET,
    LABEL_STYLES
};

/* 7, 十二, 二十: up to 99; *END after it. 0: none. */
static int read_label_number(const struct scan *scan, size_t i, size_t *end, bool *is_han)
{
    int number = 0;

    *is_han = !scan_is_digit(scan->at[i]);
    if (!*is_han) {
        for (; scan_is_digit(scan->at[i]) && number < 100; i++)
            number = number * 10 + (int)(scan->at[i] - '0');
    } else {
        int first = han_digit(scan->at[i]), second = first ? han_digit(scan->at[i + 1]) : 0;
        int third = second == 10 ? han_digit(scan->at[i + 2]) : 0;
        number = first;
        i += first > 0;
        if (second > 0 && (first == 10) != (second == 10)) {
            number = first == 10 ? 10 + second : first * 10 + third;
            i += third > 0 && third < 10 ? 2 : 1;
        }
    }
    *end = i;
    return number < 100 ? number : 0;
}

/* Where an item may begin. */
static bool starts_item(const struct scan *scan, size_t i)
{
    static const uint32_t before[] = {'\n', ' ',    0x3000, 0x3002, 0xFF1B, ';',   0xFF1A,
                                      ':',  0xFF0C, 0xFF09, ')',    0x300B, 0x201D};
    if (i == 0)
        return true;
    for (size_t b = 0; b < sizeof before / sizeof *before; b++)
        if (scan->at[i - 1] == before[b])
            return true;
    /* （…号）、2、… */
    return i > 1 && scan->at[i - 1] == 0x3001 &&
           (scan->at[i - 2] == 0xFF09 || scan->at[i - 2] == 0x300B);
}

/* The number of the item that begins at I, and its style; 0: none. */
static int read_label(const struct scan *scan, size_t i, enum label_style *style, size_t *end)
{
    bool bracket = scan->at[i] == 0xFF08 || scan->at[i] == '(', is_han;
    int number = read_label_number(scan, i + bracket, end, &is_han);
    uint32_t mark = scan->at[*end];

    if (number == 0)
        return 0;
    if (bracket) {
        *style = is_han ? LABEL_HAN_BRACKET : LABEL_BRACKET;
        return mark == 0xFF09 || mark == ')' ? number : 0;
    }
    if (mark == 0x3001) {
        *style = is_han ? LABEL_HAN : LABEL_COMMA;
        return number;
    }
    /* 2.5万元 is a number, 2.2026年 is not */
    size_t digits = 0, after = *end + 1;
    *style = LABEL_DOT;
    if (is_han || (mark != '.' && mark != 0xFF0E))
        return 0;
    while (digits < 5 && scan_is_digit(scan->at[after + digits]))
        digits++;
    return digits == 0 || digits == 4 ? number : 0;
}

struct wording_hits wording_find_gaps(struct arena *arena, const struct scan *scan)
{
    struct hit_list list = {.arena = arena};
    int previous[LABEL_STYLES] = {0};

    for (size_t i = 0; i + 1 < scan->count; i++) {
        enum label_style style;
        size_t end;
        int number;
        if ((i > 0 && scan_is_han(scan->at[i - 1])) || !starts_item(scan, i) ||
            (number = read_label(scan, i, &style, &end)) == 0)
            continue;
        if (number > previous[style] + 1 && previous[style] > 0)
            add(&list, (struct wording_hit){i, end + 1, previous[style], number});
        if (number == 1 || previous[style] > 0)
            previous[style] = number;
    }
    return hits_of(&list);
}

/* ---- ends ---------------------------------------------------------------------------------- */

static bool is_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x2026 || c == '!' || c == '?' ||
           c == '.';
}

static bool closes_quote(uint32_t c)
{
    bool opens;
    return partner_of(c, &opens) != 0 && !opens;
}

enum wording_end wording_end(const struct scan *scan, size_t least, const char *const *last,
                             size_t last_count)
{
    size_t end = scan->count, segment, sentences = 0;
    bool opens;

    while (end > 0 && (scan_is_blank(scan->at[end - 1]) || scan->at[end - 1] == '\n' ||
                       scan->at[end - 1] == '\r'))
        end--;
    if (end == 0)
        return WORDING_ENDS;
    uint32_t c = scan->at[end - 1];
    if (c == 0x3001 || c == 0xFF0C || c == ',' || c == 0xFF1A || c == ':' ||
        (partner_of(c, &opens) && opens))
        return WORDING_CUT;
    for (size_t i = 0; i < last_count && end > 1; i++)
        for (size_t k = 1; k <= 2 && k < end; k++)
            if (scan_match(scan, end - k, last[i]) == k)
                return WORDING_CUT;
    for (size_t i = 0; i + 1 < end; i++)
        sentences += scan->at[i] == 0x3002 || scan->at[i] == 0xFF1B;
    if (sentences > 0 && scan_is_digit(c))
        return WORDING_CUT; /* …。2026年安排322 */
    if (end < least || is_stop(c))
        return WORDING_ENDS;
    if (closes_quote(c) && end > 1 && is_stop(scan->at[end - 2]))
        return WORDING_ENDS;
    segment = scan_start(scan, end - 1, SCAN_SENTENCE);
    if (sentences > 0 && end - segment <= 2 && scan_is_han(c))
        return WORDING_CUT;
    return sentences > 0 && (c == 0xFF1B || !closes_quote(c)) ? WORDING_NO_STOP : WORDING_ENDS;
}

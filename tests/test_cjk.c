/* Where a line may end: Unicode's own test, our cases from CLREQ and the Chinese standards, and
 * the order in which the rules give way. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "layout/cjk.h"
#include "tests/support.h"

#define UNICODE_TEST "/usr/share/unicode/auxiliary/LineBreakTest.txt"
#define TAILORINGS   SOURCE_DIR "/tests/cases/linebreak_tailorings.txt"
#define CASES        SOURCE_DIR "/tests/cases/clreq.cases"

enum { LEVEL_COUNT = 3, CHARACTERS_MAX = 64, CASES_LEAST = 150 };

static const char *const LEVEL_NAMES[LEVEL_COUNT] = {"basic", "gb", "strict"};

Suite *cjk_suite(void);

struct lab {
    struct arena *arena;
    struct cjk_breaker *breaker;
};

static struct lab lab_open(void)
{
    return (struct lab){arena_new(), cjk_breaker_open()};
}

static void lab_close(struct lab *lab)
{
    cjk_breaker_close(lab->breaker);
    arena_free(lab->arena);
}

static const struct cjk_place *places_of(struct lab *lab, enum line_level level, const char *text)
{
    return cjk_places(lab->arena, lab->breaker, level, text, strlen(text));
}

static void append(char *utf8, int *length, UChar32 code)
{
    U8_APPEND_UNSAFE((uint8_t *)utf8, *length, (uint32_t)code);
}

/* ---- LineBreakTest.txt --------------------------------------------------------------------- */

/* A line of the file: × 0023 ÷ 2014 ÷. may[i]: a line may end before character i. */
struct unicode_line {
    UChar32 codes[CHARACTERS_MAX];
    bool may[CHARACTERS_MAX + 1];
    int count;
};

static const char *const BREAK = "÷", *const NO_BREAK = "×";

static struct unicode_line read_unicode_line(char *text)
{
    struct unicode_line line = {.count = 0};
    for (char *word; (word = strsep(&text, " \t")) != NULL;) {
        if (strcmp(word, BREAK) == 0) {
            line.may[line.count] = true;
        } else if (*word != '\0' && strcmp(word, NO_BREAK) != 0) {
            ck_assert_int_lt(line.count, CHARACTERS_MAX);
            line.codes[line.count++] = (UChar32)strtol(word, NULL, 16);
        }
    }
    return line;
}

/* An entry of the list of tailorings. Patterns: see the head of that file. */
struct tailoring {
    bool levels[LEVEL_COUNT], used[LEVEL_COUNT];
    const char *second, *left, *right; /* second: the one before left */
    bool may;
    int row;
};

struct tailorings {
    struct tailoring list[64];
    size_t count;
};

static struct tailoring read_tailoring(char *text, int row)
{
    struct tailoring t = {.second = "*", .row = row};
    char *clause = strchr(text, ';'), *words[6];
    ck_assert_msg(clause != NULL && strspn(clause, "; ") < strlen(clause), "%s:%d has no clause",
                  TAILORINGS, row);
    *clause = '\0';
    size_t count = 0;
    for (char *word; (word = strsep(&text, " ")) != NULL;)
        if (*word != '\0') {
            ck_assert_uint_lt(count, 6);
            words[count++] = word;
        }
    ck_assert_msg(count == 4 || count == 5, "%s:%d is not LEVELS LEFT ÷× RIGHT", TAILORINGS, row);
    for (size_t i = 0; i < LEVEL_COUNT; i++)
        t.levels[i] = strchr(words[0], LEVEL_NAMES[i][0]) != NULL;
    if (count == 5)
        t.second = words[1];
    t.left = words[count - 3];
    t.may = strcmp(words[count - 2], BREAK) == 0;
    ck_assert(t.may || strcmp(words[count - 2], NO_BREAK) == 0);
    t.right = words[count - 1];
    return t;
}

static struct tailorings read_tailorings(struct arena *arena)
{
    struct tailorings all = {.count = 0};
    char *text = support_read(arena, TAILORINGS);
    int row = 0;
    for (char *line; (line = strsep(&text, "\n")) != NULL;) {
        row++;
        if (*line == '\0' || *line == '#')
            continue;
        ck_assert_uint_lt(all.count, 64);
        all.list[all.count++] = read_tailoring(line, row);
    }
    return all;
}

static int property_of(UChar32 code)
{
    int property = u_getIntPropertyValue(code, UCHAR_LINE_BREAK);
    bool alphabetic =
        property == U_LB_AMBIGUOUS || property == U_LB_COMPLEX_CONTEXT || property == U_LB_UNKNOWN;
    return alphabetic ? U_LB_ALPHABETIC : property; /* LB1 */
}

/* Whether character AT of LINE, -1 for the start of the text, fits PATTERN. */
static bool fits(const struct unicode_line *line, int at, const char *pattern)
{
    if (strcmp(pattern, "*") == 0)
        return true;
    if (at < 0)
        return strcmp(pattern, "sot") == 0;
    if (strncmp(pattern, "U+", 2) == 0)
        return line->codes[at] == (UChar32)strtol(pattern + 2, NULL, 16);
    return u_getPropertyValueEnum(UCHAR_LINE_BREAK, pattern) == property_of(line->codes[at]);
}

/* The character before AT, not counting combining marks; -1: none. */
static int before(const struct unicode_line *line, int at)
{
    do
        at--;
    while (at > 0 && property_of(line->codes[at]) == U_LB_COMBINING_MARK);
    return at;
}

/* The tailoring that allows the difference at place AT of LINE; NULL: none. */
static struct tailoring *find_tailoring(struct tailorings *all, const struct unicode_line *line,
                                        int at, size_t level, bool may)
{
    int left = before(line, at), second = left < 0 ? -1 : before(line, left);
    for (size_t i = 0; i < all->count; i++) {
        struct tailoring *t = &all->list[i];
        if (t->levels[level] && t->may == may && fits(line, at, t->right) &&
            fits(line, left, t->left) && fits(line, second, t->second))
            return t;
    }
    return NULL;
}

/* Compares LINE with what LEVEL gives. Returns whether a tailoring was needed. */
static bool check_unicode_line(struct lab *lab, struct tailorings *all,
                               const struct unicode_line *line, size_t level, int row)
{
    char utf8[CHARACTERS_MAX * U8_MAX_LENGTH + 1];
    int length = 0, offsets[CHARACTERS_MAX];
    for (int i = 0; i < line->count; i++) {
        offsets[i] = length;
        append(utf8, &length, line->codes[i]);
    }
    bool needed = false;
    const struct cjk_place *places =
        cjk_places(lab->arena, lab->breaker, (enum line_level)level, utf8, (size_t)length);
    for (int i = 1; i < line->count; i++) {
        bool may = places[offsets[i]].before == CJK_BREAK_FREE;
        if (may == line->may[i])
            continue;
        struct tailoring *t = find_tailoring(all, line, i, level, may);
        ck_assert_msg(t != NULL, "%s:%d: %s where the file has %s before U+%04X, level %s",
                      UNICODE_TEST, row, may ? BREAK : NO_BREAK, may ? NO_BREAK : BREAK,
                      (unsigned)line->codes[i], LEVEL_NAMES[level]);
        t->used[level] = needed = true;
    }
    return needed;
}

static void check_all_used(const struct tailorings *all)
{
    for (size_t i = 0; i < all->count; i++)
        for (size_t level = 0; level < LEVEL_COUNT; level++)
            ck_assert_msg(!all->list[i].levels[level] || all->list[i].used[level],
                          "%s:%d: no line needs it at level %s", TAILORINGS, all->list[i].row,
                          LEVEL_NAMES[level]);
}

/* Of 7,654 lines; so that the list does not grow by stealth. */
static const size_t TAILORED_MOST[LEVEL_COUNT] = {90, 130, 130};

START_TEST(unicode_s_own_test_passes_but_for_the_reviewed_tailorings)
{
    struct lab lab = lab_open();
    struct tailorings all = read_tailorings(lab.arena);
    char *text = support_read(lab.arena, UNICODE_TEST);
    size_t lines = 0, tailored[LEVEL_COUNT] = {0};
    int row = 0;
    for (char *line; (line = strsep(&text, "\n")) != NULL;) {
        row++;
        line[strcspn(line, "#")] = '\0';
        struct unicode_line expected = read_unicode_line(line);
        if (expected.count == 0)
            continue;
        struct arena_mark mark = arena_mark(lab.arena);
        for (size_t level = 0; level < LEVEL_COUNT; level++)
            tailored[level] += check_unicode_line(&lab, &all, &expected, level, row);
        arena_reset(lab.arena, mark);
        lines++;
    }
    printf("LineBreakTest.txt: %zu lines; a tailoring needed by %zu (basic), %zu (gb), "
           "%zu (strict)\n",
           lines, tailored[0], tailored[1], tailored[2]);
    ck_assert_uint_gt(lines, 7000);
    check_all_used(&all);
    for (size_t level = 0; level < LEVEL_COUNT; level++)
        ck_assert_uint_le(tailored[level], TAILORED_MOST[level]);
    lab_close(&lab);
}
END_TEST

/* ---- clreq.cases --------------------------------------------------------------------------- */

/* The heading of cases: @ basic gb ; clause. */
struct heading {
    bool levels[LEVEL_COUNT];
    const char *clause;
};

static struct heading read_heading(char *line, int row)
{
    struct heading heading = {.clause = strchr(line, ';')};
    ck_assert_msg(heading.clause != NULL && strlen(heading.clause) > 4, "%s:%d cites no clause",
                  CASES, row);
    size_t named = 0;
    line[strcspn(line, ";")] = '\0';
    for (char *word; (word = strsep(&line, "@ ")) != NULL;)
        for (size_t i = 0; i < LEVEL_COUNT; i++)
            if (strcmp(word, LEVEL_NAMES[i]) == 0 || strcmp(word, "all") == 0)
                named += heading.levels[i] = true;
    ck_assert_msg(named > 0, "%s:%d names no level", CASES, row);
    return heading;
}

/* LINE with its {XXXX} and ␣ resolved. */
static char *decode_case(struct arena *arena, const char *line)
{
    static const char BLANK[] = "␣";
    char *out = arena_alloc(arena, U8_MAX_LENGTH * strlen(line) + 1);
    int length = 0;
    while (*line) {
        if (*line == '{') {
            char *end;
            long code = strtol(line + 1, &end, 16);
            ck_assert_msg(*end == '}', "%s: not a code point", line);
            if (code > 0)
                append(out, &length, (UChar32)code);
            line = end + 1;
        } else if (strncmp(line, BLANK, sizeof BLANK - 1) == 0) {
            out[length++] = ' ';
            line += sizeof BLANK - 1;
        } else {
            out[length++] = *line++;
        }
    }
    return out;
}

static const char *without_marks(struct arena *arena, const char *marked)
{
    char *text = arena_alloc(arena, strlen(marked) + 1), *at = text;
    for (; *marked; marked++)
        if (*marked != '|')
            *at++ = *marked;
    return text;
}

/* TEXT with | where LEVEL lets a line end. */
static const char *with_marks(struct lab *lab, enum line_level level, const char *text)
{
    const struct cjk_place *places = places_of(lab, level, text);
    char *marked = arena_alloc(lab->arena, 2 * strlen(text) + 1), *at = marked;
    for (size_t i = 0; text[i]; i++) {
        if (!U8_IS_TRAIL(text[i]) && places[i].before == CJK_BREAK_FREE)
            *at++ = '|';
        *at++ = text[i];
    }
    return marked;
}

START_TEST(lines_end_where_clreq_and_the_standards_let_them)
{
    struct lab lab = lab_open();
    char *text = support_read(lab.arena, CASES);
    struct heading heading = {.clause = NULL};
    size_t cases = 0, runs[LEVEL_COUNT] = {0}, failed = 0;
    int row = 0;
    for (char *line; (line = strsep(&text, "\n")) != NULL;) {
        row++;
        if (*line == '\0' || *line == '#')
            continue;
        if (*line == '@') {
            heading = read_heading(line, row);
            continue;
        }
        ck_assert_msg(heading.clause != NULL, "%s:%d cites no clause", CASES, row);
        const char *expected = decode_case(lab.arena, line);
        for (size_t level = 0; level < LEVEL_COUNT; level++) {
            if (!heading.levels[level])
                continue;
            const char *found =
                with_marks(&lab, (enum line_level)level, without_marks(lab.arena, expected));
            runs[level]++;
            if (strcmp(found, expected) == 0)
                continue;
            failed++;
            printf("%s:%d: %s, not %s (%s %s)\n", CASES, row, found, expected, LEVEL_NAMES[level],
                   heading.clause);
        }
        cases++;
    }
    printf("clreq.cases: %zu cases; run %zu (basic), %zu (gb), %zu (strict)\n", cases, runs[0],
           runs[1], runs[2]);
    ck_assert_uint_eq(failed, 0);
    ck_assert_uint_ge(cases, CASES_LEAST);
    lab_close(&lab);
}
END_TEST

/* ---- the order in which rules give way ------------------------------------------------------ */

/* The place before the first character of PART in TEXT. */
static enum cjk_break at_part(struct lab *lab, const char *text, const char *part)
{
    return places_of(lab, LINE_LEVEL_STRICT, text)[strstr(text, part) - text].before;
}

START_TEST(units_give_way_first_then_line_starts_then_line_ends_words_last)
{
    ck_assert_int_lt(CJK_BREAK_FREE, CJK_BREAK_AVOID);
    ck_assert_int_lt(CJK_BREAK_AVOID, CJK_BREAK_NO_START);
    ck_assert_int_lt(CJK_BREAK_NO_START, CJK_BREAK_NO_END);
    ck_assert_int_lt(CJK_BREAK_NO_END, CJK_BREAK_INSIDE);
    static const struct {
        const char *text, *part;
        enum cjk_break breaks;
    } cases[] = {
        {"共500万元整", "万", CJK_BREAK_AVOID},
        {"共500万元整", "元", CJK_BREAK_AVOID},
        {"2026—2030年", "2030", CJK_BREAK_AVOID},
        {"2026—2030年", "—", CJK_BREAK_NO_START},
        {"3×5", "×", CJK_BREAK_AVOID},
        {"收入，支出", "，", CJK_BREAK_NO_START},
        {"收入。", "。", CJK_BREAK_NO_START},
        {"（略）", "）", CJK_BREAK_NO_START},
        {"（A级", "A", CJK_BREAK_NO_END},
        {"收入——支出", "——", CJK_BREAK_NO_START},
        {"略……", "……", CJK_BREAK_NO_START},
        {"阿·买", "·", CJK_BREAK_NO_START},
        {"收／支", "支", CJK_BREAK_NO_END},
        {"《法》", "法", CJK_BREAK_NO_END},
        {"（）", "）", CJK_BREAK_NO_END},
        {"1,234", ",", CJK_BREAK_INSIDE},
        {"-3.5%", "%", CJK_BREAK_INSIDE},
        {"-3.5%", "3", CJK_BREAK_INSIDE},
        {"〔2022〕232号", "2022", CJK_BREAK_NO_END},
        {"〔2022〕232号", "〕", CJK_BREAK_INSIDE},
        {"〔2022〕232号", "232", CJK_BREAK_INSIDE},
        {"〔2022〕232号", "号", CJK_BREAK_INSIDE},
        {"Excel", "cel", CJK_BREAK_INSIDE},
        {"——", "—", CJK_BREAK_INSIDE},
        {"https://a.cn", "//", CJK_BREAK_INSIDE},
        {"https://a.cn", "a.cn", CJK_BREAK_AVOID},
        {"https://a.cn", "cn", CJK_BREAK_AVOID},
        {"（十二）", "二", CJK_BREAK_INSIDE},
        {"3×5", "5", CJK_BREAK_AVOID},
        {"1/2", "2", CJK_BREAK_INSIDE},
        {"5月1日", "日", CJK_BREAK_AVOID},
        {"5月1日", "1", CJK_BREAK_FREE},
        {"5月1日", "月", CJK_BREAK_AVOID},
        {"1月，1日", "日", CJK_BREAK_AVOID},
        {"甲 ，", "，", CJK_BREAK_NO_START},
        {"甲 乙", " ", CJK_BREAK_INSIDE},
    };
    struct lab lab = lab_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(at_part(&lab, cases[i].text, cases[i].part) == cases[i].breaks,
                      "%s before %s", cases[i].text, cases[i].part);
    lab_close(&lab);
}
END_TEST

START_TEST(more_than_one_dash_or_ellipsis_parts_between_them_before_within)
{
    struct lab lab = lab_open();
    static const char *const texts[] = {"甲————", "甲…………"};
    for (size_t i = 0; i < 2; i++) {
        const struct cjk_place *places = places_of(&lab, LINE_LEVEL_BASIC, texts[i]);
        ck_assert_uint_eq(places[3].before, CJK_BREAK_FREE);
        ck_assert_uint_eq(places[6].before, CJK_BREAK_INSIDE);
        ck_assert_uint_eq(places[9].before, CJK_BREAK_AVOID); /* CLREQ 3.1.5.1 */
        ck_assert_uint_eq(places[12].before, CJK_BREAK_INSIDE);
    }
    lab_close(&lab);
}
END_TEST

START_TEST(every_class_has_its_characters)
{
    static const struct {
        const char *text; /* the class is that of the last character */
        enum cjk_class class;
    } cases[] = {
        {"中", CJK_HAN},       {"𠮷", CJK_HAN},         {"①", CJK_HAN},
        {"万", CJK_HAN},       {"〇", CJK_HAN},         {"（", CJK_OPEN},
        {"“", CJK_OPEN},       {"〔", CJK_OPEN},        {"(", CJK_OPEN},
        {"》", CJK_CLOSE},     {"’", CJK_CLOSE},        {"〕", CJK_CLOSE},
        {"，", CJK_PAUSE},     {"、", CJK_PAUSE},       {"；", CJK_PAUSE},
        {"：", CJK_PAUSE},     {"。", CJK_STOP},        {"？", CJK_STOP},
        {"！", CJK_STOP},      {"·", CJK_MIDDLE},       {"～", CJK_JOINER},
        {"—", CJK_JOINER},     {"–", CJK_JOINER},       {"5-", CJK_JOINER},
        {"／", CJK_SOLIDUS},   {"/", CJK_SOLIDUS},      {"——", CJK_DASH},
        {"…", CJK_ELLIPSIS},   {"Z", CJK_LATIN},        {"é", CJK_LATIN},
        {"Ａ", CJK_LATIN},     {"don’t", CJK_LATIN},    {"5", CJK_DIGIT},
        {"５", CJK_DIGIT},     {"5元", CJK_UNIT},       {"5万元", CJK_UNIT},
        {"2026年", CJK_UNIT},  {"5元/点", CJK_UNIT},    {"5.", CJK_INFIX},
        {"a,", CJK_INFIX},     {"≥", CJK_PREFIX},       {"￥", CJK_PREFIX},
        {"%", CJK_POSTFIX},    {"5㎡", CJK_POSTFIX},    {"℃", CJK_POSTFIX},
        {"\u00A0", CJK_GLUE},  {"\"", CJK_GLUE},        {" ", CJK_SPACE},
        {"　", CJK_SPACE},     {"元,", CJK_PAUSE},      {"e\u0301", CJK_LATIN},
        {"㎡", CJK_HAN},       {"，\u0301", CJK_PAUSE}, {"\u200B", CJK_OTHER},
        {"\u0301", CJK_LATIN},
    };
    struct lab lab = lab_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct cjk_place *places = places_of(&lab, LINE_LEVEL_BASIC, cases[i].text);
        ck_assert_msg(places[strlen(cases[i].text) - 1].class == cases[i].class, "%s",
                      cases[i].text);
    }
    /* What stands to the right tells of these. */
    ck_assert_uint_eq(places_of(&lab, LINE_LEVEL_BASIC, "-5")->class, CJK_PREFIX);
    ck_assert_uint_eq(places_of(&lab, LINE_LEVEL_BASIC, "——")->class, CJK_DASH);
    ck_assert_uint_eq(places_of(&lab, LINE_LEVEL_BASIC, "3×5")[1].class, CJK_OPERATOR);
    ck_assert_uint_eq(places_of(&lab, LINE_LEVEL_BASIC, "a×5")[1].class, CJK_LATIN);
    lab_close(&lab);
}
END_TEST

START_TEST(each_byte_has_the_place_of_its_character_and_marks_are_inside)
{
    struct lab lab = lab_open();
    const struct cjk_place *places = places_of(&lab, LINE_LEVEL_BASIC, "甲乙\u0301");
    for (size_t i = 3; i < 6; i++)
        ck_assert_uint_eq(places[i].before, CJK_BREAK_FREE);
    for (size_t i = 6; i < 8; i++) {
        ck_assert_uint_eq(places[i].before, CJK_BREAK_INSIDE);
        ck_assert_uint_eq(places[i].class, CJK_HAN);
    }
    lab_close(&lab);
}
END_TEST

/* ---- long and hostile texts ----------------------------------------------------------------- */

static const char *repeat(struct arena *arena, const char *piece, size_t count)
{
    char *text = arena_alloc(arena, count * strlen(piece) + 1), *at = text;
    while (count-- > 0)
        at = stpcpy(at, piece);
    return text;
}

static double seconds(struct lab *lab, const char *text)
{
    clock_t begin = clock();
    places_of(lab, LINE_LEVEL_STRICT, text);
    return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* 100,000 characters take 10 ms; were the time quadratic in a run, they would take minutes. */
START_TEST(a_hundred_thousand_characters_take_linear_time)
{
    static const char *const pieces[] = {"中",     "1",   "a", "（", "—",      "…",
                                         "w",      ".",   "-", "@a", "\u0301", "\uFFFD",
                                         "〔2022", "5亿", " ", "×1"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct lab lab = lab_open();
        double taken = seconds(&lab, repeat(lab.arena, pieces[i], 100000));
        ck_assert_msg(taken < 5, "%s: %f s", pieces[i], taken);
        lab_close(&lab);
    }
}
END_TEST

/* Whatever stands together: one class and one place a character, none out of range, the first
 * never a break; and nothing depends on what was asked before. */
START_TEST(random_texts_get_a_place_for_every_character)
{
    static const UChar32 codes[] = {0x4E2D, 0x5E74, 0x5143, 0xFF0C,  0x201C, 0x2019, 0x2014, 0x2026,
                                    0xB7,   0x2F,   0x31,   0x61,    0x2D,   0x2E,   0x25,   0x28,
                                    0x29,   0x20,   0x3000, 0x2009,  0xFF11, 0xFF0E, 0x301,  0x200D,
                                    0xFFFD, 0x40,   0x3A,   0x20BB7, 0x3014, 0x3015, 0x53F7, 0xA};
    struct lab lab = lab_open(), other = lab_open();
    srand(20260101);
    for (int round = 0; round < 3000; round++) {
        char text[64 * U8_MAX_LENGTH];
        int length = 0;
        for (int i = rand() % 64; i > 0; i--)
            append(text, &length, codes[(size_t)rand() % (sizeof codes / sizeof *codes)]);
        text[length] = '\0';
        enum line_level level = (enum line_level)(rand() % LEVEL_COUNT);
        const struct cjk_place *places = places_of(&lab, level, text);
        struct cjk_breaker *fresh = cjk_breaker_open();
        const struct cjk_place *again = cjk_places(other.arena, fresh, level, text, (size_t)length);
        cjk_breaker_close(fresh);
        ck_assert_mem_eq(places, again, (size_t)length * sizeof *places);
        for (int i = 0; i < length; i++) {
            ck_assert_uint_lt(places[i].class, CJK_CLASS_COUNT);
            ck_assert_uint_le(places[i].before, CJK_BREAK_INSIDE);
            if (i == 0)
                ck_assert_uint_eq(places[i].before, CJK_BREAK_INSIDE);
            else if (U8_IS_TRAIL(text[i]))
                ck_assert_mem_eq(&places[i], &places[i - 1], sizeof *places);
        }
    }
    lab_close(&other);
    lab_close(&lab);
}
END_TEST

/* The major version is in the names of ICU's functions: it cannot be another than the one built
 * with. */
START_TEST(the_library_tells_its_version)
{
    char text[CJK_LIBRARY_SIZE];
    int major = 0, minor = -1;
    cjk_library(text);
    ck_assert_int_eq(sscanf(text, "ICU %d.%d", &major, &minor), 2);
    ck_assert_int_eq(major, U_ICU_VERSION_MAJOR_NUM);
    ck_assert_int_ge(minor, 0);
}
END_TEST

Suite *cjk_suite(void)
{
    Suite *suite = suite_create("cjk");
    TCase *rules = tcase_create("rules"), *texts = tcase_create("texts");
    tcase_add_test(rules, unicode_s_own_test_passes_but_for_the_reviewed_tailorings);
    tcase_add_test(rules, lines_end_where_clreq_and_the_standards_let_them);
    tcase_add_test(rules, units_give_way_first_then_line_starts_then_line_ends_words_last);
    tcase_add_test(rules, more_than_one_dash_or_ellipsis_parts_between_them_before_within);
    tcase_add_test(rules, every_class_has_its_characters);
    tcase_add_test(texts, each_byte_has_the_place_of_its_character_and_marks_are_inside);
    tcase_add_test(texts, a_hundred_thousand_characters_take_linear_time);
    tcase_add_test(texts, random_texts_get_a_place_for_every_character);
    tcase_add_test(texts, the_library_tells_its_version);
    tcase_set_timeout(rules, 120);
    tcase_set_timeout(texts, 120);
    suite_add_tcase(suite, rules);
    suite_add_tcase(suite, texts);
    return suite;
}

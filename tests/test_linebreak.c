/* Line breaking: classes, breaks, adjustment. The expected lines follow from the rules of
 * CLREQ 3.1.3 (basic 避头尾) and GB/T 15834, worked out by hand; | marks the breaks. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/cjk.h"
#include "layout/linebreak.h"

#define EM       1000
#define TEXT_MAX 4096

Suite *linebreak_suite(void);

/* A text in a face made up for the tests: ASCII is half an em wide, all else an em. */
struct setup {
    struct arena *arena;
    const char *text;
    const struct line_item *items;
    size_t item_count;
    size_t offsets[TEXT_MAX + 1]; /* of characters */
    size_t count;
};

static void set_up(struct setup *s, struct arena *arena, const char *text)
{
    static struct line_box boxes[TEXT_MAX];
    s->arena = arena;
    s->text = text;
    s->count = 0;
    for (size_t i = 0; text[i]; i++) {
        unsigned char byte = (unsigned char)text[i];
        if ((byte & 0xC0) == 0x80)
            continue;
        boxes[s->count] = (struct line_box){i, byte < 0x80 ? EM / 2 : EM};
        s->offsets[s->count++] = i;
    }
    s->offsets[s->count] = strlen(text);
    s->item_count = line_items(arena, boxes, s->count, cjk_classes(arena, text, strlen(text)), 0,
                               EM, &s->items);
}

/* The first character of the line that begins with item BEGIN. */
static size_t first_character(const struct setup *s, size_t begin)
{
    while (begin < s->item_count && s->items[begin].box == LINE_NO_BOX)
        begin++;
    return begin < s->item_count ? s->items[begin].box : s->count;
}

/* The text with | where lines end. */
static const char *broken(const struct setup *s, unit measure)
{
    const struct line_end *ends;
    size_t lines = line_break(s->arena, s->items, s->item_count, measure, &ends);
    char *out = arena_alloc(s->arena, strlen(s->text) + lines + 1), *at = out;
    for (size_t i = 0; i < lines; i++) {
        size_t from = s->offsets[first_character(s, ends[i].begin)];
        size_t to =
            i + 1 < lines ? s->offsets[first_character(s, ends[i + 1].begin)] : strlen(s->text);
        at += sprintf(at, "%s%.*s", i > 0 ? "|" : "", (int)(to - from), s->text + from);
    }
    return out;
}

struct break_case {
    const char *text;
    unit measure; /* in 1/1000 em */
    const char *lines;
};

static void check_cases(const struct break_case *cases, size_t count)
{
    static struct setup s;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < count; i++) {
        set_up(&s, arena, cases[i].text);
        ck_assert_str_eq(broken(&s, cases[i].measure), cases[i].lines);
    }
    arena_free(arena);
}
#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

START_TEST(han_breaks_anywhere_and_a_full_line_is_full)
{
    static const struct break_case cases[] = {
        {"泽州县自然资源局", 3000, "泽州县|自然资|源局"},
        {"泽州县自然资源局", 8000, "泽州县自然资源局"},
        {"泽州县自然资源局", 2999, "泽州|县自|然资|源局"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(stops_and_closing_marks_never_begin_a_line)
{
    static const struct break_case cases[] = {
        {"泽州县，自然", 3000, "泽州|县，自|然"},       {"泽州县。自然", 3000, "泽州|县。自|然"},
        {"泽州县：自然", 3000, "泽州|县：自|然"},       {"泽州县；自然", 3000, "泽州|县；自|然"},
        {"泽州县、自然", 3000, "泽州|县、自|然"},       {"泽州县！？自", 3000, "泽州|县！？|自"},
        {"称“双一流”高校", 2000, "称|“双|一|流”|高校"}, {"（预算法）和", 4000, "（预算|法）和"},
        {"按预算法》办", 4000, "按预算|法》办"},        {"一二三’四", 3000, "一二|三’四"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(opening_marks_never_end_a_line)
{
    static const struct break_case cases[] = {
        {"依据《预算法》", 3000, "依据|《预算|法》"}, {"依据（预算）", 3000, "依据|（预|算）"},
        {"合计(万元)", 2500, "合计|(万|元)"},         {"合计[万元]", 2500, "合计|[万|元]"},
        {"合计{万元}", 2500, "合计|{万|元}"},         {"所谓“三公”", 3000, "所谓|“三|公”"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(connectors_interpuncts_and_solidus_never_begin_a_line)
{
    static const struct break_case cases[] = {
        {"阿凡提·买买提", 3000, "阿凡|提·买|买提"}, {"收入／支出", 2000, "收|入／|支出"},
        {"太原～大同", 2000, "太|原～|大同"},       {"太原—大同", 2000, "太|原—|大同"},
        {"太原–大同", 2000, "太|原–|大同"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(dashes_and_ellipses_are_never_parted)
{
    static const struct break_case cases[] = {
        {"收入——支出", 3000, "收入|——支|出"},
        {"等等……好", 3000, "等等|……好"},
        {"——", 1000, "—|—"}, /* no other way */
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(numbers_keep_separators_signs_percent_and_units)
{
    static const struct break_case cases[] = {
        {"共17,270.92万元", 7000, "共|17,270.92万元"},
        {"下降-3.5%，", 4000, "下降|-3.5%，"},
        {"下降3.5‰", 3500, "下降|3.5‰"},
        {"气温25℃", 3000, "气温|25℃"},
        {"达到≥500亩", 4000, "达到|≥500亩"},
        {"达到≤500", 4000, "达到|≤500"},
        {"达到+500", 3500, "达到|+500"},
        {"共２０２６项", 4000, "共|２０２６|项"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(years_and_ranges_keep_their_digits_whole)
{
    static const struct break_case cases[] = {
        {"规划2026—2030年", 6000, "规划|2026—2030年"},
        {"规划2026—2030年", 4000, "规划|2026—|2030年"},
        {"晋财〔2022〕232号", 7000, "晋财|〔2022〕232号"},
        {"2026年1月1日起", 4000, "2026年|1月1日起"},
        {"时间2026-01-05", 6000, "时间|2026-01-05"},
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(latin_words_stay_whole_unless_longer_than_the_line)
{
    static const struct break_case cases[] = {
        {"使用Excel表", 4000, "使用|Excel表"},
        {"ABCDEFGHIJ", 3000, "ABCDEF|GHIJ"},
        {"使用ABCDEFGHIJ", 3000, "使用|ABCDEF|GHIJ"},
        {"“good”", 2000, "“|good|”"}, /* the rules give way before the word does */
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(a_measure_too_narrow_for_the_rules_breaks_them_and_ends)
{
    static const struct break_case cases[] = {
        {"中。", 1000, "中|。"},
        {"《中》", 1000, "《|中|》"},
        {"。。。", 1000, "。|。|。"},
        {"中文", 1, "中|文"}, /* a single character wider than the line */
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(spaces_break_after_and_vanish_at_the_ends)
{
    static struct setup s;
    struct arena *arena = arena_new();
    set_up(&s, arena, "GB 18030 标准");
    ck_assert_str_eq(broken(&s, 4000), "GB 18030 |标准");
    const struct line_end *ends;
    line_break(arena, s.items, s.item_count, 4000, &ends);
    ck_assert_int_eq(line_measure(s.items, ends[0]).width, 4000);
    /* The second line begins with 标, not with a gap. */
    ck_assert_int_eq(line_measure(s.items, ends[1]).width, 2000);
    arena_free(arena);
}
END_TEST

/* What line_adjust() adds to the gaps of TEXT on MEASURE. */
static struct line_fill adjusted(struct arena *arena, const char *text, unit measure)
{
    static struct setup s;
    set_up(&s, arena, text);
    return line_adjust(s.items, (struct line_end){0, s.item_count}, measure);
}

START_TEST(justified_lines_grow_evenly_and_exactly)
{
    struct arena *arena = arena_new();
    struct line_fill fill = adjusted(arena, "自然资源局", 5403); /* 403 for 4 gaps */
    ck_assert_int_eq(fill.gap, 100);
    ck_assert_uint_eq(fill.longer, 3);
    arena_free(arena);
}
END_TEST

START_TEST(a_word_longer_than_a_line_breaks_no_rule)
{
    static const struct break_case cases[] = {
        {"文.0123456789", 3000, "文.012|345678|9"}, /* not 文|.01234 */
        {"‘【0123456789", 4000, "‘【0123|456789"},
        {"（abcdefgh", 2000, "（ab|cdef|gh"},
        {"较：\"「abcdefgh", 4000, "较：\"「a|bcdefgh"},
        {"（abcd", 2500, "（|abcd"}, /* the next line holds it: whole words come before rules */
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(marks_of_latin_after_chinese_are_no_part_of_the_next_word)
{
    static const struct break_case cases[] = {
        {"元,1,234.56", 4500, "元,|1,234.56"},
        {"元;abc", 2500, "元;|abc"},
        {"达.5", 1500, "达|.5"}, /* a decimal point all the same */
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(a_long_address_ends_its_line_after_a_point)
{
    static const struct break_case cases[] = {
        {"联系zw@example.gov.cn", 7000, "联系|zw@example.|gov.cn"},
        {"联系zw@example.gov.cn", 9000, "联系|zw@example.gov.cn"},
        {"共1,234.56万元", 4500, "共|1,234.56|万元"}, /* numbers stay whole */
    };
    CHECK_CASES(cases);
}
END_TEST

START_TEST(nothing_stretches_inside_numbers_words_and_dashes)
{
    struct arena *arena = arena_new();
    ck_assert_int_eq(adjusted(arena, "共17,270.92元", 6700).gap, 100); /* 2 gaps for 200 */
    ck_assert_int_eq(adjusted(arena, "用Excel表", 4700).gap, 100);
    ck_assert_int_eq(adjusted(arena, "中——文", 4200).gap, 100);
    ck_assert_int_eq(adjusted(arena, "12345", 2600).gap, 0);
    arena_free(arena);
}
END_TEST

START_TEST(a_gap_grows_by_half_an_em_at_most)
{
    struct arena *arena = arena_new();
    ck_assert_int_eq(adjusted(arena, "自然局", 4000).gap, 500);
    ck_assert_int_eq(adjusted(arena, "自然局", 4001).gap, 0);
    arena_free(arena);
}
END_TEST

START_TEST(an_indent_shortens_the_first_line_only)
{
    struct arena *arena = arena_new();
    const char *text = "自然资源局";
    struct line_box boxes[5];
    for (size_t i = 0; i < 5; i++)
        boxes[i] = (struct line_box){3 * i, EM};
    const struct line_item *items;
    size_t count = line_items(arena, boxes, 5, cjk_classes(arena, text, 15), 2 * EM, EM, &items);
    const struct line_end *ends;
    ck_assert_uint_eq(line_break(arena, items, count, 3 * EM, &ends), 3); /* 自 | 然资源 | 局 */
    ck_assert_int_eq(line_measure(items, ends[0]).width, 3 * EM);
    ck_assert_int_eq(line_measure(items, ends[1]).width, 3 * EM);
    ck_assert_int_eq(line_measure(items, ends[2]).width, EM);
    /* The gap between indent and text does not stretch. */
    ck_assert_int_eq(line_adjust(items, ends[0], 3 * EM + 100).gap, 0);
    arena_free(arena);
}
END_TEST

/* COUNT characters of all kinds. */
static const char *random_text(struct arena *arena, size_t count)
{
    static const char *const pieces[] = {"中", "文", "年", "万", "，", "。", "《", "》", "“", "”",
                                         "—",  "…",  "·",  "〔", "〕", "a",  "Z",  "1",  "9", ".",
                                         ",",  "-",  "%",  "(",  ")",  " ",  "　", "≥",  "/", "\""};
    char *text = arena_alloc(arena, 3 * count + 1), *at = text;
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
    return text;
}

/* No line is wider than the measure (unless it is one character), and no character is lost. */
static void check_breaks(const struct setup *s, unit measure)
{
    const struct line_end *ends;
    size_t lines = line_break(s->arena, s->items, s->item_count, measure, &ends), seen = 0;
    for (size_t i = 0; i < lines; i++) {
        size_t boxes = 0;
        for (size_t j = ends[i].begin; j < ends[i].end; j++)
            if (s->items[j].box != LINE_NO_BOX) {
                ck_assert_uint_eq(s->items[j].box, seen++);
                boxes += s->items[j].kind == LINE_BOX;
            }
        ck_assert(line_measure(s->items, ends[i]).width <= measure || boxes == 1);
    }
    ck_assert_uint_eq(seen, s->count);
}

START_TEST(random_text_never_overflows_and_never_loses_a_character)
{
    static struct setup s;
    srand(20260101);
    for (int i = 0; i < 2000; i++) {
        struct arena *arena = arena_new();
        set_up(&s, arena, random_text(arena, (size_t)rand() % 120));
        check_breaks(&s, 1 + rand() % 12000);
        arena_free(arena);
    }
}
END_TEST

Suite *linebreak_suite(void)
{
    Suite *suite = suite_create("linebreak");
    TCase *rules = tcase_create("rules"), *adjust = tcase_create("adjust");
    tcase_add_test(rules, han_breaks_anywhere_and_a_full_line_is_full);
    tcase_add_test(rules, stops_and_closing_marks_never_begin_a_line);
    tcase_add_test(rules, opening_marks_never_end_a_line);
    tcase_add_test(rules, connectors_interpuncts_and_solidus_never_begin_a_line);
    tcase_add_test(rules, dashes_and_ellipses_are_never_parted);
    tcase_add_test(rules, a_word_longer_than_a_line_breaks_no_rule);
    tcase_add_test(rules, marks_of_latin_after_chinese_are_no_part_of_the_next_word);
    tcase_add_test(rules, a_long_address_ends_its_line_after_a_point);
    tcase_add_test(rules, numbers_keep_separators_signs_percent_and_units);
    tcase_add_test(rules, years_and_ranges_keep_their_digits_whole);
    tcase_add_test(rules, latin_words_stay_whole_unless_longer_than_the_line);
    tcase_add_test(rules, a_measure_too_narrow_for_the_rules_breaks_them_and_ends);
    tcase_add_test(rules, spaces_break_after_and_vanish_at_the_ends);
    tcase_add_test(rules, random_text_never_overflows_and_never_loses_a_character);
    tcase_add_test(adjust, justified_lines_grow_evenly_and_exactly);
    tcase_add_test(adjust, nothing_stretches_inside_numbers_words_and_dashes);
    tcase_add_test(adjust, a_gap_grows_by_half_an_em_at_most);
    tcase_add_test(adjust, an_indent_shortens_the_first_line_only);
    suite_add_tcase(suite, rules);
    suite_add_tcase(suite, adjust);
    return suite;
}

/* Line breaking: items, first fit, adjustment. The expected lines and places follow from the rules
 * of CLREQ and GB/T 15834, worked out by hand; | marks the breaks. */
#include "tests/line_fixture.h"

Suite *linebreak_suite(void);

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
        set_up(&s, arena, cases[i].text, (struct face){.rigid = true});
        struct line_list list = line_break_first(arena, s.items, s.item_count, cases[i].measure);
        ck_assert_str_eq(broken(&s, list), cases[i].lines);
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
        {"“good”", 2000, "“|goo|d”"}, /* the rules give way before the word does */
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
    set_up(&s, arena, "GB 18030 标准", (struct face){.rigid = true});
    struct line_list list = line_break_first(arena, s.items, s.item_count, 4000);
    ck_assert_str_eq(broken(&s, list), "GB 18030 |标准");
    ck_assert_int_eq(line_adjust(arena, s.items, list.lines[0], 4000, false).width, 3875);
    /* The second line begins with 标, not with a gap. */
    ck_assert_int_eq(line_adjust(arena, s.items, list.lines[1], 4000, false).width, 2000);
    arena_free(arena);
}
END_TEST

START_TEST(a_word_longer_than_a_line_breaks_no_rule)
{
    static const struct break_case cases[] = {
        {"文.0123456789", 3000, "文.012|345678|9"}, /* not 文|.01234 */
        {"‘【0123456789", 4000, "‘【0123|456789"},
        {"（abcdefgh", 2000, "（ab|cdef|gh"},
        {"较：\"「abcdefgh", 4000, "较：\"「|abcdefgh"}, /* one rule, not two, nor a word */
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

START_TEST(a_last_line_of_one_character_gets_company)
{
    static const struct break_case cases[] = {
        {"泽州县自然资源局", 7000, "泽州县自然资|源局"},
        {"泽州县自然资源。", 6000, "泽州县自然|资源。"}, /* with its mark it is still alone */
        {"自然局", 2000, "自然|局"},                     /* else another would be alone */
        {"自然资《源", 3000, "自然|资《源"},
        {"自然资源局1", 5000, "自然资源局|1"}, /* a number may be short */
    };
    CHECK_CASES(cases);
}
END_TEST

/* ---- blanks -------------------------------------------------------------------------------- */

/* The only line of TEXT, on MEASURE. */
static struct line_fill adjusted(struct setup *s, struct arena *arena, const char *text,
                                 struct face face, unit measure, bool justify)
{
    set_up(s, arena, text, face);
    return line_adjust(arena, s->items, (struct line_end){0, s->item_count}, measure, justify);
}

struct width_case {
    const char *text;
    unit width; /* natural */
};

static void check_widths(const struct width_case *cases, size_t count, struct face face)
{
    static struct setup s;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < count; i++) {
        unit width = adjusted(&s, arena, cases[i].text, face, 100 * EM, false).width;
        ck_assert_msg(width == cases[i].width, "%s: %d", cases[i].text, width);
    }
    arena_free(arena);
}
#define CHECK_WIDTHS(cases, ...)                                                                   \
    check_widths(cases, sizeof(cases) / sizeof *(cases), (struct face){__VA_ARGS__})

START_TEST(two_marks_next_to_each_other_take_an_em_and_a_half)
{
    /* CLREQ, Punctuation Width Adjustment: 2 em become 1.5, once for every pair. */
    static const struct width_case cases[] = {
        {"中）。", 2500},     {"中）文", 3000},   {"中，“文", 3500},  {"中》、《文", 4000},
        {"中：“文", 3500},    {"中））文", 3500}, {"中（（文", 3500}, {"中（）文", 4000},
        {"中”·“文", 4000},    {"中。”文", 3500},  {"中！？文", 3500}, {"中）(文", 3500},
        {"中。” （文", 4875}, /* a space stands between the last two */
    };
    CHECK_WIDTHS(cases, .gap = 0);
}
END_TEST

START_TEST(a_mark_that_begins_a_line_loses_its_left_half)
{
    static const struct width_case flush[] = {{"（中）", 2500}, {"《“中", 2000}, {"中（", 2000}};
    CHECK_WIDTHS(flush, .gap = 0);
    static const struct width_case indented[] = {{"（中）", 5000}, {"中（", 4000}};
    CHECK_WIDTHS(indented, .indent = 2 * EM);
}
END_TEST

START_TEST(a_mark_that_ends_a_line_gives_its_right_half_as_far_as_needed)
{
    static struct setup s;
    struct arena *arena = arena_new();
    static const struct {
        unit measure, width, blank;
    } cases[] = {{3500, 3000, 500}, {3000, 3000, 500}, {2700, 2700, 200}, {2500, 2500, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line_fill fill =
            adjusted(&s, arena, "中文。", (struct face){0}, cases[i].measure, false);
        ck_assert_int_eq(fill.width, cases[i].width);
        ck_assert_int_eq(fill.blank, cases[i].blank);
    }
    arena_free(arena);
}
END_TEST

START_TEST(a_quarter_em_stands_between_han_and_latin)
{
    static const struct width_case cases[] = {
        {"中a", 1750},      {"中a中", 3000},   {"共17,270.92万元", 8000},
        {"达≥500亩", 5000}, {"占92%的", 4000}, {"中，a", 2500},  /* not next to marks */
        {"（a）", 2000},    {"中 a", 1875},                      /* nor where a space stands */
        {"1.中", 2000},     {"中/a", 2000},    {"２０年", 3000}, /* as wide as Han */
        {"a中", 1750},      {"ab", 1000},
    };
    CHECK_WIDTHS(cases, .gap = 250);
}
END_TEST

START_TEST(the_gap_of_han_and_latin_vanishes_at_line_ends)
{
    static struct setup s;
    struct arena *arena = arena_new();
    set_up(&s, arena, "中文ab国家", (struct face){.gap = 250});
    struct line_list list = line_break_first(arena, s.items, s.item_count, 2000);
    ck_assert_str_eq(broken(&s, list), "中文|ab|国家");
    static const unit widths[] = {2000, 1000, 2000};
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(line_adjust(arena, s.items, list.lines[i], 2000, true).width, widths[i]);
    arena_free(arena);
}
END_TEST

/* Where a character stands in a line of a measure. */
struct place_case {
    unit measure;
    size_t character;
    unit x;
};

static void check_places(const char *text, unit gap, bool justify, const struct place_case *cases,
                         size_t count)
{
    static struct setup s;
    struct arena *arena = arena_new();
    struct face face = {.gap = gap};
    for (size_t i = 0; i < count; i++) {
        struct line_fill fill = adjusted(&s, arena, text, face, cases[i].measure, justify);
        unit x = place_in(&s, &fill, cases[i].character);
        ck_assert_msg(x == cases[i].x, "%s on %d: %zu at %d", text, cases[i].measure,
                      cases[i].character, x);
        ck_assert_int_le(fill.width, cases[i].measure);
    }
    arena_free(arena);
}
#define CHECK_SQUEEZED(text, gap, cases)                                                           \
    check_places(text, gap, false, cases, sizeof(cases) / sizeof *(cases))
#define CHECK_JUSTIFIED(text, gap, cases)                                                          \
    check_places(text, gap, true, cases, sizeof(cases) / sizeof *(cases))

START_TEST(blanks_are_squeezed_in_the_order_of_clreq)
{
    /* Natural, 12.375 em: 一0 二1375 ·2625 三3375 （4875 四5375 ）6375 五7375 ，8375 六9375 。10375
     * 七11375. They give: space 125, · 2 × 250, brackets 2 × 500, pause 500, stop 500. */
    static const struct place_case cases[] = {
        {12250, 2, 1250}, {12250, 12, 11250},                                        /* space */
        {12000, 2, 1250}, {12000, 3, 2375},   {12000, 4, 3000},  {12000, 12, 11000}, /* · half */
        {11750, 4, 2750}, {11750, 12, 10750},                                        /* · */
        {10750, 6, 4250}, {10750, 8, 5750},   {10750, 12, 9750},                     /* brackets */
        {10250, 8, 5750}, {10250, 10, 7250},  {10250, 12, 9250},                     /* pause */
        {9750, 10, 7250}, {9750, 12, 8750},                                          /* stop */
    };
    CHECK_SQUEEZED("一 二·三（四）五，六。七", 0, cases);
    /* Natural, 5.75 em: 中0 a1250 ，1750 文2750 。3750 国4750. */
    static const struct place_case gaps[] = {{5250, 1, 1250}, {5250, 3, 2250}, {5125, 1, 1125},
                                             {5125, 3, 2125}, {5125, 5, 4125}, {4625, 3, 2125},
                                             {4625, 5, 3625}};
    CHECK_SQUEEZED("中a，文。国", 250, gaps);
}
END_TEST

START_TEST(blanks_are_drawn_out_in_the_order_of_clreq)
{
    /* Natural, 6.125 em: 中0 文1000 b2375 国3125 a4375 文5125. */
    static const struct place_case cases[] = {
        {6250, 1, 1000}, {6250, 3, 2500}, {6250, 4, 3250}, /* the space to ½ em */
        {7000, 1, 1000}, {7000, 4, 3500}, {7000, 5, 5000}, /* the gaps */
        {7500, 1, 1500}, {7500, 4, 4000}, {7500, 6, 6500}, /* all */
        {7501, 1, 1000}, {7501, 6, 5125},                  /* too far: ragged */
    };
    CHECK_JUSTIFIED("中文 b国a文", 250, cases);
}
END_TEST

START_TEST(justified_lines_grow_evenly_and_exactly)
{
    static const struct place_case cases[] = {
        {5403, 1, 1100}, {5403, 2, 2201}, {5403, 3, 3302}, {5403, 4, 4403}}; /* 403 for 4 gaps */
    CHECK_JUSTIFIED("自然资源局", 0, cases);
}
END_TEST

START_TEST(nothing_stretches_inside_numbers_words_and_dashes)
{
    static const struct place_case number[] = {{6700, 1, 1100}, {6700, 9, 5100}, {6700, 10, 5700}};
    CHECK_JUSTIFIED("共17,270.92元", 0, number);
    static const struct place_case word[] = {{4700, 1, 1100}, {4700, 5, 3100}, {4700, 6, 3700}};
    CHECK_JUSTIFIED("用Excel表", 0, word);
    static const struct place_case dash[] = {{4200, 1, 1100}, {4200, 2, 2100}, {4200, 3, 3200}};
    CHECK_JUSTIFIED("中——文", 0, dash);
    static const struct place_case joiner[] = {{5200, 1, 1100}, {5200, 2, 2100}, {5200, 3, 3100}};
    CHECK_JUSTIFIED("太原～大同", 0, joiner);
    static const struct place_case digits[] = {{2600, 4, 2000}};
    CHECK_JUSTIFIED("12345", 0, digits);
}
END_TEST

START_TEST(a_gap_grows_by_half_an_em_at_most)
{
    static const struct place_case cases[] = {{4000, 1, 1500}, {4001, 1, 1000}};
    CHECK_JUSTIFIED("自然局", 0, cases);
}
END_TEST

START_TEST(a_mark_hangs_only_where_its_blank_is_not_enough)
{
    static struct setup s;
    struct arena *arena = arena_new();
    const struct face hang = {.hang = true};
    struct line_fill inside = adjusted(&s, arena, "中文，", hang, 2500, true);
    ck_assert_int_eq(inside.width, 2500);
    ck_assert_int_eq(place_in(&s, &inside, 2), 2000);
    struct line_fill outside = adjusted(&s, arena, "中文，", hang, 2100, true);
    ck_assert_int_eq(outside.width, 2100);
    ck_assert_int_eq(place_in(&s, &outside, 1), 1100); /* the line is drawn out without it */
    ck_assert_int_eq(place_in(&s, &outside, 2), 2100);
    arena_free(arena);
}
END_TEST

START_TEST(cells_squeeze_before_they_break)
{
    static const struct break_case cases[] = {
        {"合计（元）", 4000, "合计（元）"}, /* 5 em, less the blanks of the brackets */
        {"合计（元）", 3999, "合计|（元）"},
        {"中，文，国家", 5000, "中，文，国家"}, /* two pauses give an em */
    };
    static struct setup s;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_up(&s, arena, cases[i].text, (struct face){0});
        struct line_list list = line_break_first(arena, s.items, s.item_count, cases[i].measure);
        ck_assert_str_eq(broken(&s, list), cases[i].lines);
    }
    arena_free(arena);
}
END_TEST

START_TEST(an_indent_shortens_the_first_line_only)
{
    static struct setup s;
    struct arena *arena = arena_new();
    set_up(&s, arena, "自然资源和规划", (struct face){.indent = 2 * EM});
    struct line_list list = line_break_first(arena, s.items, s.item_count, 3 * EM);
    ck_assert_str_eq(broken(&s, list), "自|然资源|和规划");
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(line_adjust(arena, s.items, list.lines[i], 9 * EM, false).width, 3 * EM);
    /* The gap between indent and text does not stretch. */
    ck_assert_int_eq(line_adjust(arena, s.items, list.lines[0], 3 * EM + 100, true).width, 3 * EM);
    arena_free(arena);
}
END_TEST

START_TEST(a_label_is_spread_evenly_however_far)
{
    static struct setup s;
    struct arena *arena = arena_new();
    set_up(&s, arena, "项目数", (struct face){0});
    struct line_fill fill = line_spread(arena, s.items, (struct line_end){0, s.item_count}, 3001);
    ck_assert_int_eq(fill.width, 6001);
    ck_assert_int_eq(place_in(&s, &fill, 1), 2500);
    ck_assert_int_eq(place_in(&s, &fill, 2), 5001);
    arena_free(arena);
}
END_TEST

/* No line is wider than the measure (unless it is one character), and no character is lost. */
static void check_breaks(const struct setup *s, unit measure)
{
    struct line_list list = line_break_first(s->arena, s->items, s->item_count, measure);
    size_t seen = 0;
    for (size_t i = 0; i < list.count; i++) {
        size_t boxes = 0;
        for (size_t j = list.lines[i].begin; j < list.lines[i].end; j++)
            if (s->items[j].box != LINE_NO_BOX) {
                ck_assert_uint_eq(s->items[j].box, seen++);
                boxes += s->items[j].kind == LINE_BOX;
            }
        struct line_fill fill =
            line_adjust(s->arena, s->items, list.lines[i], measure, rand() % 2 == 0);
        ck_assert(fill.width <= measure || boxes == 1);
    }
    ck_assert_uint_eq(seen, s->count);
}

START_TEST(random_text_never_overflows_and_never_loses_a_character)
{
    static struct setup s;
    srand(20260101);
    for (int i = 0; i < 2000; i++) {
        struct arena *arena = arena_new();
        struct face face = {.rigid = rand() % 4 == 0, .gap = rand() % 2 ? 250 : 0};
        set_up(&s, arena, random_text(arena, (size_t)rand() % 120), face);
        check_breaks(&s, 1 + rand() % 12000);
        arena_free(arena);
    }
}
END_TEST

Suite *linebreak_suite(void)
{
    Suite *suite = suite_create("linebreak");
    TCase *rules = tcase_create("rules"), *blanks = tcase_create("blanks");
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
    tcase_add_test(rules, a_last_line_of_one_character_gets_company);
    tcase_add_test(rules, random_text_never_overflows_and_never_loses_a_character);
    tcase_add_test(blanks, two_marks_next_to_each_other_take_an_em_and_a_half);
    tcase_add_test(blanks, a_mark_that_begins_a_line_loses_its_left_half);
    tcase_add_test(blanks, a_mark_that_ends_a_line_gives_its_right_half_as_far_as_needed);
    tcase_add_test(blanks, a_quarter_em_stands_between_han_and_latin);
    tcase_add_test(blanks, the_gap_of_han_and_latin_vanishes_at_line_ends);
    tcase_add_test(blanks, blanks_are_squeezed_in_the_order_of_clreq);
    tcase_add_test(blanks, blanks_are_drawn_out_in_the_order_of_clreq);
    tcase_add_test(blanks, justified_lines_grow_evenly_and_exactly);
    tcase_add_test(blanks, nothing_stretches_inside_numbers_words_and_dashes);
    tcase_add_test(blanks, a_gap_grows_by_half_an_em_at_most);
    tcase_add_test(blanks, a_mark_hangs_only_where_its_blank_is_not_enough);
    tcase_add_test(blanks, cells_squeeze_before_they_break);
    tcase_add_test(blanks, an_indent_shortens_the_first_line_only);
    tcase_add_test(blanks, a_label_is_spread_evenly_however_far);
    suite_add_tcase(suite, rules);
    suite_add_tcase(suite, blanks);
    return suite;
}

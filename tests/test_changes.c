/* What changed between two lists of printed places. */
#include "data/changes.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support.h"

Suite *changes_suite(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

/* ---- lists by hand ------------------------------------------------------------------------- */

struct draft {
    struct printed *items;
    size_t count, capacity;
};

static struct printed *add(struct draft *draft, const char *table, const char *row,
                           const char *column, const char *value)
{
    draft->items =
        arena_grow(arena, draft->items, draft->count, &draft->capacity, sizeof *draft->items);
    struct printed *cell = &draft->items[draft->count++];
    *cell = (struct printed){"第二部分", table, row, column, value, "万元", "5", false};
    return cell;
}

static void add_paragraphs(struct draft *draft, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(draft, "一、概况", arena_printf(arena, "第%zu段", i + 1), "", texts[i])->unit = "";
}

static struct change_list find(const struct draft *before, const struct draft *after)
{
    const struct printed_list *old = &(struct printed_list){before->items, before->count};
    const struct printed_list *new = &(struct printed_list){after->items, after->count};
    return changes_find(arena, old, new);
}

static const char *value_of(const struct printed *cell)
{
    return cell == NULL ? "无" : cell->value;
}

/* 表/行/列:原→新, and 动 for what follows; a line each. */
static const char *show(struct change_list list)
{
    const char *text = "";
    for (size_t i = 0; i < list.count; i++) {
        const struct change *change = &list.items[i];
        const struct printed *place = change_place(change);
        text = arena_printf(arena, "%s%s/%s/%s:%s→%s%s\n", text, place->table, place->row,
                            place->column, value_of(change->before), value_of(change->after),
                            change->follows ? "动" : "");
    }
    return text;
}

#define PARAGRAPHS(draft, ...)                                                                     \
    add_paragraphs(draft, (const char *const[]){__VA_ARGS__},                                      \
                   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* ---- places -------------------------------------------------------------------------------- */

START_TEST(the_same_lists_have_no_changes_wherever_they_stand)
{
    struct draft before = {0}, after = {0};
    add(&before, "表一", "合计", "金额", "1.00")->total = true;
    add(&before, "表一", "甲", "金额", "1.00");
    struct printed *moved = add(&after, "表一", "合计", "金额", "1.00");
    moved->page = "6";
    add(&after, "表一", "甲", "金额", "1.00")->total = true;
    ck_assert_str_eq(show(find(&before, &after)), "");
    ck_assert_uint_eq(find(&(struct draft){0}, &(struct draft){0}).count, 0);
}
END_TEST

START_TEST(a_total_that_moves_with_its_parts_follows_and_one_that_moves_alone_does_not)
{
    struct draft before = {0}, after = {0};
    for (int i = 0; i < 2; i++) {
        struct draft *list = i == 0 ? &before : &after;
        add(list, "表一", "合计", "金额", i == 0 ? "3.00" : "4.00")->total = true;
        add(list, "表一", "甲", "金额", "1.00");
        add(list, "表一", "乙", "金额", i == 0 ? "2.00" : "3.00");
        add(list, "表二", "合计", "金额", i == 0 ? "3.00" : "4.00")->total = true;
        add(list, "表二", "甲", "金额", "3.00");
    }
    ck_assert_str_eq(show(find(&before, &after)), "表一/合计/金额:3.00→4.00动\n"
                                                  "表一/乙/金额:2.00→3.00\n"
                                                  "表二/合计/金额:3.00→4.00\n");
}
END_TEST

START_TEST(a_total_does_not_follow_a_text_and_follows_an_amount_that_comes_in)
{
    struct draft before = {0}, after = {0};
    for (int i = 0; i < 2; i++) {
        struct draft *list = i == 0 ? &before : &after;
        add(list, "表一", "合计", "金额", i == 0 ? "3.00" : "4.00")->total = true;
        add(list, "表一", "甲", "项目", i == 0 ? "修缮" : "修缮工程")->unit = "";
        add(list, "表二", "合计", "金额", i == 0 ? "3.00" : "4.00")->total = true;
        if (i == 1)
            add(list, "表二", "乙", "金额", "1.00");
    }
    ck_assert_str_eq(show(find(&before, &after)), "表一/合计/金额:3.00→4.00\n"
                                                  "表一/甲/项目:修缮→修缮工程\n"
                                                  "表二/合计/金额:3.00→4.00动\n"
                                                  "表二/乙/金额:无→1.00\n");
}
END_TEST

START_TEST(the_same_figure_in_another_unit_is_a_change_but_not_a_blank)
{
    struct draft before = {0}, after = {0};
    add(&before, "表一", "甲", "金额", "1.00");
    add(&before, "表一", "乙", "金额", "");
    add(&after, "表一", "甲", "金额", "1.00")->unit = "元";
    add(&after, "表一", "乙", "金额", "")->unit = "元";
    ck_assert_str_eq(show(find(&before, &after)), "表一/甲/金额:1.00→1.00\n");
}
END_TEST

START_TEST(a_row_between_others_is_added_or_removed_where_it_stands)
{
    struct draft before = {0}, after = {0};
    const char *const rows[] = {"甲", "乙", "丙"};
    for (int i = 0; i < 3; i++) {
        add(&before, "表一", rows[i], "金额", rows[i]);
        if (i != 1)
            add(&after, "表一", rows[i], "金额", rows[i]);
    }
    ck_assert_str_eq(show(find(&before, &after)), "表一/乙/金额:乙→无\n");
    ck_assert_str_eq(show(find(&after, &before)), "表一/乙/金额:无→乙\n");
    add(&after, "表二", "丁", "金额", "丁");
    ck_assert_str_eq(show(find(&before, &after)), "表一/乙/金额:乙→无\n表二/丁/金额:无→丁\n");
}
END_TEST

START_TEST(a_table_that_is_gone_stands_where_it_stood)
{
    struct draft before = {0}, after = {0};
    for (int i = 0; i < 3; i++) {
        const char *table = arena_printf(arena, "表%d", i);
        add(&before, table, "甲", "金额", "1");
        add(&before, table, "乙", "金额", "2");
        if (i == 1)
            continue;
        add(&after, table, "甲", "金额", "1");
        add(&after, table, "乙", "金额", i == 0 ? "3" : "4");
    }
    ck_assert_str_eq(show(find(&before, &after)), "表0/乙/金额:2→3\n"
                                                  "表1/甲/金额:1→无\n"
                                                  "表1/乙/金额:2→无\n"
                                                  "表2/乙/金额:2→4\n");
    ck_assert_uint_eq(find(&before, &(struct draft){0}).count, 6);
    ck_assert_uint_eq(find(&(struct draft){0}, &before).count, 6);
}
END_TEST

START_TEST(rows_of_one_name_are_told_apart_by_what_they_say_then_by_their_order)
{
    struct draft before = {0}, after = {0};
    const char *const old[] = {"1", "2", "3", "4"}, *const new[] = {"1", "9", "2", "3", "5"};
    for (size_t i = 0; i < 4; i++)
        add(&before, "表一", "修缮项目", "金额", old[i]);
    for (size_t i = 0; i < 5; i++)
        add(&after, "表一", "修缮项目", "金额", new[i]);
    ck_assert_str_eq(show(find(&before, &after)), "表一/修缮项目/金额:无→9\n"
                                                  "表一/修缮项目/金额:4→5\n");
}
END_TEST

START_TEST(a_blank_that_comes_or_goes_is_none_but_one_that_was_filled_is)
{
    struct draft before = {0}, after = {0};
    add(&before, "表一", "甲", "金额", "");
    add(&before, "表一", "乙", "金额", "");
    add(&before, "表一", "丙", "金额", "5");
    add(&after, "表一", "乙", "金额", "2");
    add(&after, "表一", "丙", "金额", "");
    add(&after, "表一", "丁", "金额", "");
    ck_assert_str_eq(show(find(&before, &after)), "表一/乙/金额:→2\n表一/丙/金额:5→\n");
}
END_TEST

/* ---- paragraphs ---------------------------------------------------------------------------- */

START_TEST(a_paragraph_that_comes_in_is_one_change)
{
    struct draft before = {0}, after = {0};
    PARAGRAPHS(&before, "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸");
    PARAGRAPHS(&after, "甲", "新", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸");
    ck_assert_str_eq(show(find(&before, &after)), "一、概况/第2段/:无→新\n");
    ck_assert_str_eq(show(find(&after, &before)), "一、概况/第2段/:新→无\n");
}
END_TEST

START_TEST(an_amended_paragraph_is_paired_with_what_it_was_not_with_its_new_neighbour)
{
    struct draft before = {0}, after = {0};
    PARAGRAPHS(&before, "头", "收入预算100万元，比上年增加。", "尾");
    PARAGRAPHS(&after, "头", "口径说明如下。", "收入预算200万元，比上年增加。", "尾");
    ck_assert_str_eq(
        show(find(&before, &after)),
        "一、概况/第2段/:无→口径说明如下。\n"
        "一、概况/第3段/:收入预算100万元，比上年增加。→收入预算200万元，比上年增加。\n");
    ck_assert_str_eq(
        show(find(&after, &before)),
        "一、概况/第2段/:口径说明如下。→无\n"
        "一、概况/第2段/:收入预算200万元，比上年增加。→收入预算100万元，比上年增加。\n");
}
END_TEST

START_TEST(a_row_that_is_called_like_a_paragraph_is_none)
{
    struct draft before = {0}, after = {0};
    add(&before, "表一", "第1段", "公路", "1");
    add(&before, "表一", "第2段", "公路", "2");
    add(&after, "表一", "第2段", "公路", "2");
    add(&after, "表一", "第3段", "公路", "1");
    ck_assert_str_eq(show(find(&before, &after)), "表一/第1段/公路:1→无\n表一/第3段/公路:无→1\n");
}
END_TEST

/* ---- new names ----------------------------------------------------------------------------- */

/* A row as tables have it: code, name, two amounts. */
static void add_row(struct draft *draft, const char *table, const char *code, const char *name,
                    const char *first, const char *second)
{
    const char *label = arena_printf(arena, "%s %s", code, name);
    add(draft, table, code, "科目编码", code)->unit = "";
    add(draft, table, code, "科目名称", name)->unit = "";
    add(draft, table, label, "合计", first)->total = true;
    add(draft, table, label, "基本支出", second);
}

START_TEST(a_row_with_a_new_name_has_changed_where_its_name_stands)
{
    struct draft before = {0}, after = {0};
    for (int i = 0; i < 2; i++) {
        struct draft *list = i == 0 ? &before : &after;
        add_row(list, "表一", "20805", "养老支出", "7", "7");
        add_row(list, "表一", "2080501", i == 0 ? "行政单位离退休" : "行政离退休", "5",
                i == 0 ? "5" : "4");
        add_row(list, "表一", "2080502", i == 0 ? "事业单位离退休" : "事业离退休", "2", "");
    }
    ck_assert_str_eq(show(find(&before, &after)),
                     "表一/2080501/科目名称:行政单位离退休→行政离退休\n"
                     "表一/2080501 行政离退休/基本支出:5→4\n"
                     "表一/2080502/科目名称:事业单位离退休→事业离退休\n");
}
END_TEST

START_TEST(a_row_without_a_code_is_known_by_its_amounts)
{
    struct draft before = {0}, after = {0};
    const char *const old[] = {"修缮", "绿化", "道路"}, *const new[] = {"修缮", "绿化工程", "桥梁"};
    for (size_t i = 0; i < 3; i++)
        for (int k = 0; k < 2; k++) {
            struct draft *list = k == 0 ? &before : &after;
            const char *name = (k == 0 ? old : new)[i];
            const char *amount = arena_printf(arena, "%zu", i == 2 && k == 1 ? 90 : 10 * i);
            add(list, "表一", name, "项目", name);
            add(list, "表一", name, "合计", amount);
            add(list, "表一", name, "本年", amount);
        }
    ck_assert_str_eq(show(find(&before, &after)), "表一/绿化工程/项目:绿化→绿化工程\n"
                                                  "表一/道路/项目:道路→无\n"
                                                  "表一/道路/合计:20→无\n"
                                                  "表一/道路/本年:20→无\n"
                                                  "表一/桥梁/项目:无→桥梁\n"
                                                  "表一/桥梁/合计:无→90\n"
                                                  "表一/桥梁/本年:无→90\n");
}
END_TEST

START_TEST(a_table_with_a_new_title_is_the_same_table)
{
    struct draft before = {0}, after = {0};
    for (int i = 0; i < 2; i++) {
        struct draft *list = i == 0 ? &before : &after;
        const char *table = i == 0 ? "绩效目标表／修缮" : "绩效目标表／修缮工程";
        add(list, "表一", "甲", "金额", "1");
        add(list, table, "项目名称", "", i == 0 ? "修缮" : "修缮工程");
        add(list, table, "资金总额", "", i == 0 ? "10" : "12");
        add(list, table, "负责人", "", "");
        add(list, "绩效目标表／绿化", "项目名称", "", "绿化");
    }
    ck_assert_str_eq(show(find(&before, &after)), "绩效目标表／修缮工程/项目名称/:修缮→修缮工程\n"
                                                  "绩效目标表／修缮工程/资金总额/:10→12\n");
}
END_TEST

/* 三级指标 was left blank: three rows are called "", and are rows all the same. */
START_TEST(rows_without_a_name_are_known_one_by_one_when_they_get_one)
{
    struct draft before = {0}, after = {0};
    const char *const names[] = {"面积", "合格率", "人数"};
    const char *const old[] = {"100亩", "95%", "10人"}, *const new[] = {"100亩", "96%", "10人"};
    for (size_t i = 0; i < 3; i++) {
        add(&before, "绩效目标表", "", "二级指标", names[i])->unit = "";
        add(&before, "绩效目标表", "", "指标值", old[i])->unit = "";
        add(&after, "绩效目标表", names[i], "二级指标", names[i])->unit = "";
        add(&after, "绩效目标表", names[i], "指标值", new[i])->unit = "";
    }
    ck_assert_str_eq(show(find(&before, &after)), "绩效目标表/合格率/指标值:95%→96%\n");
}
END_TEST

START_TEST(a_column_with_a_new_head_is_the_same_column)
{
    struct draft before = {0}, after = {0};
    for (int i = 0; i < 2; i++) {
        struct draft *list = i == 0 ? &before : &after;
        add(list, "表一", "甲", "项目", "甲");
        add(list, "表一", "甲", i == 0 ? "合汁" : "合计", "1");
        add(list, "表一", "乙", "项目", "乙");
        add(list, "表一", "乙", i == 0 ? "合汁" : "合计", i == 0 ? "2" : "3");
    }
    ck_assert_str_eq(show(find(&before, &after)), "表一/乙/合计:2→3\n");
}
END_TEST

START_TEST(what_goes_from_one_table_and_comes_into_the_next_is_not_one_row)
{
    struct draft before = {0}, after = {0};
    add(&before, "表一", "甲", "金额", "1");
    add(&before, "表一", "乙", "金额", "2");
    add(&before, "表二", "丙", "金额", "3");
    add(&after, "表一", "甲", "金额", "1");
    add(&after, "表二", "乙", "金额", "2");
    add(&after, "表二", "丙", "金额", "3");
    ck_assert_uint_eq(find(&before, &after).count, 2);
}
END_TEST

/* ---- size ---------------------------------------------------------------------------------- */

START_TEST(a_hundred_thousand_places_are_compared)
{
    enum { MANY = 100000 };
    struct draft before = {0}, after = {0};
    for (int i = 0; i < MANY; i++) {
        const char *row = arena_printf(arena, "%d 行", i / 10);
        const char *column = arena_printf(arena, "列%d", i % 10);
        add(&before, "表一", row, column, "1");
        if (i % 1000 != 7) /* a hundred are gone, a hundred others differ */
            add(&after, "表一", row, column, i % 1000 == 8 ? "2" : "1");
    }
    ck_assert_uint_eq(find(&before, &after).count, 200);
}
END_TEST

START_TEST(a_hundred_thousand_places_of_one_name_are_compared)
{
    enum { MANY = 100000 };
    struct draft before = {0}, after = {0};
    for (int i = 0; i < MANY; i++) {
        add(&before, "表一", "甲", "金额", arena_printf(arena, "%d", i));
        add(&after, "表一", "甲", "金额", arena_printf(arena, "%d", -i));
    }
    add(&after, "表一", "甲", "金额", "末");
    ck_assert_uint_eq(find(&before, &after).count, MANY); /* all but 0, and one more */
}
END_TEST

/* ---- at random ----------------------------------------------------------------------------- */

/* Before + changes = after: as many go and come as are listed, and what is not listed is equal. */
START_TEST(the_list_accounts_for_every_place)
{
    unsigned seed = 7;
    for (int round = 0; round < 500; round++) {
        struct draft lists[2] = {{0}, {0}};
        for (int i = 0; i < 2; i++)
            for (int k = rand_r(&seed) % 40; k > 0; k--)
                add(&lists[i], rand_r(&seed) % 2 ? "表一" : "表二", rand_r(&seed) % 3 ? "甲" : "乙",
                    "金额",
                    rand_r(&seed) % 2   ? "1"
                    : rand_r(&seed) % 2 ? "2"
                                        : "3")
                    ->total = rand_r(&seed) % 4 == 0;
        struct change_list list = find(&lists[0], &lists[1]);
        size_t gone = 0, come = 0;
        const struct printed *last = NULL;
        for (size_t i = 0; i < list.count; i++) {
            const struct change *change = &list.items[i];
            gone += change->after == NULL;
            come += change->before == NULL;
            if (change->before && change->after)
                ck_assert_str_ne(change->before->value, change->after->value);
            if (change->after == NULL)
                continue;
            ck_assert(last == NULL || last < change->after); /* in reading order */
            last = change->after;
        }
        ck_assert_uint_eq(lists[0].count - gone, lists[1].count - come);
    }
}
END_TEST

/* ---- CSV ----------------------------------------------------------------------------------- */

START_TEST(the_csv_has_whole_values_and_says_what_happened)
{
    struct draft before = {0}, after = {0};
    add(&before, "表一", "合计", "金额", "3.00")->total = true;
    add(&before, "表一", "甲", "金额", "1,000.00");
    add(&before, "表一", "乙", "金额", "4");
    add(&after, "表一", "合计", "金额", "4.00")->total = true;
    add(&after, "表一", "甲", "金额", "2");
    add(&after, "表一", "丙", "金额", "说\"明");
    struct change_list list = find(&before, &after);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    changes_write_head(out);
    changes_write(out, &(struct changed_department){"A01", "甲局", 2026}, &list);
    fclose(out);
    ck_assert_str_eq(
        text, "\xEF\xBB\xBF部门编码,部门名称,部分,表,行,列,原公布数,更正后,单位,页码,说明\r\n"
              "A01,甲局,第二部分,表一,合计,金额,3.00,4.00,万元,5,随动\r\n"
              "A01,甲局,第二部分,表一,甲,金额,\"1,000.00\",2,万元,5,更正\r\n"
              "A01,甲局,第二部分,表一,乙,金额,4,,万元,5,删除\r\n"
              "A01,甲局,第二部分,表一,丙,金额,,\"说\"\"明\",万元,5,新增\r\n");
    free(text);
}
END_TEST

Suite *changes_suite(void)
{
    Suite *suite = suite_create("changes");
    TCase *tcase = tcase_create("changes");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, the_same_lists_have_no_changes_wherever_they_stand);
    tcase_add_test(tcase,
                   a_total_that_moves_with_its_parts_follows_and_one_that_moves_alone_does_not);
    tcase_add_test(tcase, a_total_does_not_follow_a_text_and_follows_an_amount_that_comes_in);
    tcase_add_test(tcase, the_same_figure_in_another_unit_is_a_change_but_not_a_blank);
    tcase_add_test(tcase, rows_without_a_name_are_known_one_by_one_when_they_get_one);
    tcase_add_test(tcase, a_row_between_others_is_added_or_removed_where_it_stands);
    tcase_add_test(tcase, a_table_that_is_gone_stands_where_it_stood);
    tcase_add_test(tcase, rows_of_one_name_are_told_apart_by_what_they_say_then_by_their_order);
    tcase_add_test(tcase, a_blank_that_comes_or_goes_is_none_but_one_that_was_filled_is);
    tcase_add_test(tcase, a_paragraph_that_comes_in_is_one_change);
    tcase_add_test(tcase,
                   an_amended_paragraph_is_paired_with_what_it_was_not_with_its_new_neighbour);
    tcase_add_test(tcase, a_row_that_is_called_like_a_paragraph_is_none);
    tcase_add_test(tcase, a_row_with_a_new_name_has_changed_where_its_name_stands);
    tcase_add_test(tcase, a_row_without_a_code_is_known_by_its_amounts);
    tcase_add_test(tcase, a_table_with_a_new_title_is_the_same_table);
    tcase_add_test(tcase, a_column_with_a_new_head_is_the_same_column);
    tcase_add_test(tcase, what_goes_from_one_table_and_comes_into_the_next_is_not_one_row);
    tcase_add_test(tcase, a_hundred_thousand_places_are_compared);
    tcase_add_test(tcase, a_hundred_thousand_places_of_one_name_are_compared);
    tcase_add_test(tcase, the_list_accounts_for_every_place);
    tcase_add_test(tcase, the_csv_has_whole_values_and_says_what_happened);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* The derived tables against the published ones, cell by cell. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/derive.h"
#include "tests/loaded_book.h"
#include "tests/support.h"

static struct arena *arena;
static struct diag *diag;
static const struct format *format;

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    format = format_read(arena, SOURCE_DIR "/data/formats/shanxi-county", diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
}

static void teardown(void)
{
    diag_free(diag);
    arena_free(arena);
}

static struct budget read_budget(const char *path)
{
    const struct loaded_book loaded = loaded_book_read(arena, path, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(loaded.book);
    ck_assert_uint_eq(diag_errors(diag), 0);
    return loaded.budgets[0];
}

static const struct table_cell *cell_at(const struct table *table, int row, int column)
{
    for (size_t i = 0; i < table->cell_count; i++) {
        if (table->cells[i].row == row && table->cells[i].column == column)
            return &table->cells[i];
    }
    return NULL;
}

static const char *text_at(const struct table *table, int row, int column)
{
    const struct table_cell *cell = cell_at(table, row, column);
    return cell == NULL ? "" : cell->text.utf8; /* covered by a span: nothing is printed */
}

static void compare_cells(const struct table *table, const struct support_rows *gold)
{
    ck_assert_int_eq(table->row_count, (int)gold->count);
    for (size_t r = 0; r < gold->count; r++) {
        int column = 0;
        for (; gold->cells[r][column] != NULL; column++) {
            const char *text = text_at(table, (int)r, column);
            ck_assert_msg(strcmp(text, gold->cells[r][column]) == 0,
                          "table %d row %zu column %d: derived '%s', published '%s'", table->number,
                          r + 1, column + 1, text, gold->cells[r][column]);
        }
        ck_assert_int_eq(column, table->column_count);
    }
}

START_TEST(every_cell_of_the_table_is_the_published_one)
{
    struct budget budget = read_budget(SOURCE_DIR "/data/sample");
    const struct table_format *tf = &format->tables[_i];
    struct derived_table derived = derive_table(arena, format, tf, &budget, diag);
    struct support_rows gold = support_read_rows(
        arena, arena_printf(arena, SOURCE_DIR "/tests/published/t%02d.csv", tf->number));
    compare_cells(derived.table, &gold);
    ck_assert_int_eq(derived.empty, tf->number == 9 || tf->number == 10);
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(the_head_has_the_published_spans)
{
    const struct table_format *tf = &format->tables[_i];
    struct budget budget = read_budget(SOURCE_DIR "/data/sample");
    const struct table *table = derive_table(arena, format, tf, &budget, diag).table;
    struct support_rows gold = support_read_rows(
        arena, arena_printf(arena, SOURCE_DIR "/tests/published/t%02d.head.csv", tf->number));
    ck_assert_uint_eq(tf->head_count, gold.count - 1);
    for (size_t i = 1; i < gold.count; i++) {
        char **want = gold.cells[i];
        const struct table_cell *cell = cell_at(table, atoi(want[0]), atoi(want[1]));
        ck_assert_msg(cell != NULL, "table %d: no cell for '%s'", tf->number, want[4]);
        ck_assert_int_eq(cell->row_span, atoi(want[2]));
        ck_assert_int_eq(cell->column_span, atoi(want[3]));
        ck_assert_str_eq(cell->text.utf8, want[4]);
    }
}
END_TEST

/* ---- rules of the input contract, on a small book of two units ------------------------------- */

static const char *book_dir;

static void put_file(const char *name, const char *text)
{
    support_write(arena_printf(arena, "%s/%s", book_dir, name), text);
}

/* One department with two units; the facts are the test's. */
static struct budget small_book(const char *income, const char *expenditure)
{
    book_dir = support_make_dir(arena);
    put_file("book.yaml", "format: shanxi-county\nyear: 2026\nregion: 某县\n");
    put_file("departments.csv", "部门编码,部门名称,年度\n010,某局,2026\n");
    put_file("units.csv", "单位编码,单位名称,部门编码,单位性质,运行经费口径\n"
                          "010002,某中心,010,事业单位,否\n010001,某局机关,010,行政单位,是\n");
    put_file("income.csv", arena_printf(arena,
                                        "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度"
                                        "性质,金额\n%s",
                                        income));
    put_file("expenditure.csv",
             arena_printf(arena,
                          "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,"
                          "部门经济科目编码,政府经济科目编码,金额\n%s",
                          expenditure));
    put_file("projects.csv",
             "项目编码,部门编码,单位编码,项目名称,项目类别,公开绩效目标,绩效表项目名称,"
             "主管部门及代码,实施单位,项目属性,项目期,实施期资金总额,实施期中央财政资金,"
             "实施期省级财政资金,实施期市县财政资金,实施期单位自筹,实施期其他资金,年度资金总额,"
             "年度中央财政资金,年度省级财政资金,年度市县财政资金,年度单位自筹,年度其他资金,"
             "项目概况,立项依据,项目设立必要性,保证项目实施的制度、措施,项目实施计划,"
             "实施期总体目标,年度总体目标,负责人,经办人,联系电话,填报日期\n"
             "P2,010,010001,同名项目,特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
             "P1,010,010001,同名项目,特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n");
    put_file("indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n");
    put_file("prior_year.csv", "部门编码,年度,指标,金额\n");
    put_file("procurement.csv", "部门编码,类别,金额\n");
    put_file("assets.csv", "部门编码,截止日期,项目,数量,计量单位\n");
    put_file("texts.csv", "部门编码,栏目,序号,内容\n");
    put_file("subjects.csv", "类别,编码,名称\n收入,10306,国有资本经营收入\n"
                             "收入,1030601,利润收入\n功能,22301,某款\n功能,2230199,某项\n");
    struct budget budget = read_budget(book_dir);
    support_remove_dir(book_dir);
    return budget;
}

static const struct table *table_of(const struct budget *budget, int number)
{
    return derive_table(arena, format, &format->tables[number - 1], budget, diag).table;
}

START_TEST(projects_are_merged_by_code_and_never_by_name)
{
    struct budget budget =
        small_book("010,010001,,2200101,一般公共预算,当年,300.00\n",
                   "010,010001,2200101,一般公共预算,当年,项目支出,P1,,,10000.00\n"
                   "010,010001,2200199,一般公共预算,当年,项目支出,P1,,,20000.00\n"
                   "010,010001,2200199,一般公共预算,当年,项目支出,P2,,,50000.00\n");
    const struct table *table = table_of(&budget, 12);
    ck_assert_int_eq(table->row_count, 3 + 2 + 2);
    ck_assert_str_eq(text_at(table, 3, 0), "某局");
    ck_assert_str_eq(text_at(table, 3, 1), "8.00");
    ck_assert_str_eq(text_at(table, 4, 0), "某局机关"); /* the other unit has no projects */
    ck_assert_str_eq(text_at(table, 5, 0), "同名项目");
    ck_assert_str_eq(text_at(table, 5, 1), "3.00");
    ck_assert_str_eq(text_at(table, 6, 0), "同名项目");
    ck_assert_str_eq(text_at(table, 6, 1), "5.00");
}
END_TEST

START_TEST(exact_zero_prints_blank_and_small_sums_print_their_rounding)
{
    struct budget budget =
        small_book("010,010001,,2200101,一般公共预算,当年,49.99\n"
                   "010,010001,,2200150,一般公共预算,当年,-49.99\n"
                   "010,010001,,2200199,一般公共预算,当年,50.00\n",
                   "010,010001,2200101,一般公共预算,当年,公用经费,,30201,50201,1.00\n");
    const struct table *table = table_of(&budget, 2);
    ck_assert_str_eq(text_at(table, 2, 2), "0.01"); /* 合计 */
    ck_assert_str_eq(text_at(table, 5, 0), "2200101");
    ck_assert_str_eq(text_at(table, 5, 2), "0.00"); /* rounds to zero */
    ck_assert_str_eq(text_at(table, 6, 2), "0.00"); /* and never -0.00 */
    ck_assert_str_eq(text_at(table, 7, 2), "0.01");
    ck_assert_str_eq(text_at(table, 7, 4), ""); /* no records */
}
END_TEST

START_TEST(operating_costs_count_only_units_that_are_declared_to_count)
{
    struct budget budget =
        small_book("010,010001,,2200101,一般公共预算,当年,300.00\n",
                   "010,010001,2200101,一般公共预算,当年,公用经费,,30201,50201,10000.00\n"
                   "010,010001,2200101,单位资金,当年,公用经费,,30201,50201,10000.00\n"
                   "010,010002,2200150,一般公共预算,当年,公用经费,,30201,50502,70000.00\n");
    const struct table *table = table_of(&budget, 11);
    ck_assert_int_eq(table->row_count, 2 + 2);
    ck_assert_str_eq(text_at(table, 2, 0), "部门合计");
    ck_assert_str_eq(text_at(table, 2, 1), "1.00");
    ck_assert_str_eq(text_at(table, 3, 0), "某局机关");
}
END_TEST

START_TEST(an_economic_item_with_two_government_items_is_two_rows)
{
    struct budget budget =
        small_book("010,010001,,2200101,一般公共预算,当年,300.00\n",
                   "010,010001,2200101,一般公共预算,当年,公用经费,,30201,50201,10000.00\n"
                   "010,010002,2200150,一般公共预算,当年,公用经费,,30201,50502,70000.00\n");
    const struct table *table = table_of(&budget, 6);
    ck_assert_int_eq(table->row_count, 2 + 4);
    ck_assert_str_eq(text_at(table, 3, 0), "商品和服务支出");
    ck_assert_str_eq(text_at(table, 3, 4), "8.00");
    ck_assert_str_eq(text_at(table, 4, 0), "办公费");
    ck_assert_str_eq(text_at(table, 4, 1), "办公经费");
    ck_assert_str_eq(text_at(table, 5, 0), "办公费");
    ck_assert_str_eq(text_at(table, 5, 1), "商品和服务支出");
}
END_TEST

START_TEST(three_public_items_count_whoever_pays_with_their_parts)
{
    struct budget budget =
        small_book("010,010001,,2200101,一般公共预算,当年,300.00\n",
                   "010,010001,2200101,一般公共预算,当年,公用经费,,30217,50206,10000.00\n"
                   "010,010001,2200101,政府性基金预算,当年,项目支出,P1,30231,50208,20000.00\n"
                   "010,010001,2200101,一般公共预算,当年,项目支出,P1,31013,50601,180000.00\n"
                   "010,010001,2200101,一般公共预算,上年结转,项目支出,P1,31013,50601,990000.00\n"
                   "010,010001,2200101,单位资金,当年,公用经费,,30217,50206,10000.00\n");
    const struct table *table = table_of(&budget, 10);
    static const char *const want[][4] = {{"因公出国（境）费", "", "", ""},
                                          {"公务接待费", "1.00", "1.00", ""},
                                          {"公务用车购置及运行费", "20.00", "18.00", "2.00"},
                                          {"①公务用车购置费", "18.00", "18.00", ""},
                                          {"②公务用车运行维护费", "2.00", "", "2.00"},
                                          {"合计", "21.00", "19.00", "2.00"}};
    ck_assert_int_eq(table->row_count, 2 + 6);
    for (int r = 0; r < 6; r++) {
        for (int c = 0; c < 4; c++)
            ck_assert_str_eq(text_at(table, 2 + r, c), want[r][c]);
    }
}
END_TEST

START_TEST(state_capital_income_and_spending_stand_side_by_side)
{
    struct budget budget =
        small_book("010,010001,1030601,2230199,国有资本经营预算,当年,10000.00\n",
                   "010,010001,2230199,国有资本经营预算,当年,项目支出,P1,,,10000.00\n");
    struct derived_table derived = derive_table(arena, format, &format->tables[8], &budget, diag);
    ck_assert(!derived.empty);
    static const char *const codes[][2] = {
        {"合计", ""}, {"103", "223"}, {"10306", "22301"}, {"1030601", "2230199"}};
    ck_assert_int_eq(derived.table->row_count, 3 + 4);
    for (int r = 0; r < 4; r++) {
        ck_assert_str_eq(text_at(derived.table, 3 + r, 0), codes[r][0]);
        ck_assert_str_eq(text_at(derived.table, 3 + r, 2), "1.00");
        ck_assert_str_eq(text_at(derived.table, 3 + r, 3), codes[r][1]);
        ck_assert_str_eq(text_at(derived.table, 3 + r, 5), "1.00");
    }
}
END_TEST

START_TEST(a_fund_income_without_its_revenue_code_is_a_fault_of_that_field)
{
    struct budget budget =
        small_book("010,010001,,2120899,政府性基金预算,当年,10000.00\n",
                   "010,010001,2120899,政府性基金预算,当年,项目支出,P1,,,10000.00\n");
    table_of(&budget, 7);
    ck_assert_uint_eq(diag_errors(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, DIAG_RECORD_WITHOUT_ROW);
    ck_assert_str_eq(entry->pos.file, "income.csv");
    ck_assert_int_eq(entry->pos.row, 2);
    ck_assert_int_eq(entry->pos.column, 3);
}
END_TEST

START_TEST(a_sum_that_does_not_fit_is_reported_and_not_wrapped)
{
    struct budget budget =
        small_book("010,010001,,2200101,一般公共预算,当年,92233720368547758.07\n"
                   "010,010001,,2200199,一般公共预算,当年,0.01\n",
                   "010,010001,2200101,一般公共预算,当年,公用经费,,30201,50201,1.00\n");
    table_of(&budget, 2);
    ck_assert_uint_gt(diag_errors(diag), 0);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_SUM_OVERFLOW);
}
END_TEST

Suite *derive_suite(void);
Suite *derive_suite(void)
{
    Suite *suite = suite_create("derive");
    TCase *tcase = tcase_create("derive");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, every_cell_of_the_table_is_the_published_one, 0, 13);
    tcase_add_loop_test(tcase, the_head_has_the_published_spans, 0, 13);
    tcase_add_test(tcase, projects_are_merged_by_code_and_never_by_name);
    tcase_add_test(tcase, exact_zero_prints_blank_and_small_sums_print_their_rounding);
    tcase_add_test(tcase, operating_costs_count_only_units_that_are_declared_to_count);
    tcase_add_test(tcase, an_economic_item_with_two_government_items_is_two_rows);
    tcase_add_test(tcase, three_public_items_count_whoever_pays_with_their_parts);
    tcase_add_test(tcase, state_capital_income_and_spending_stand_side_by_side);
    tcase_add_test(tcase, a_fund_income_without_its_revenue_code_is_a_fault_of_that_field);
    tcase_add_test(tcase, a_sum_that_does_not_fit_is_reported_and_not_wrapped);
    suite_add_tcase(suite, tcase);
    return suite;
}

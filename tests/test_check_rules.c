/* Every rule on figures: a book or a pack in which it fails, and one in which it holds. */
#include "tests/check_fixture.h"

Suite *check_rules_suite(void);

START_TEST(a_clean_book_gives_no_finding_about_figures_or_waivers)
{
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_group(&findings, CHECK_TABLES), 0);
    ck_assert_uint_eq(count_group(&findings, CHECK_WAIVERS), 0);
}
END_TEST

/* ---- changes of the book ------------------------------------------------------------------- */

static const struct book_case {
    const char *rule, *file, *old, *new;
    size_t count;
} book_cases[] = {
    {"T01", "income.csv", "1272500.01", "1272500.02", 1},
    {"T02", "income.csv", "单位资金,当年,13000", "财政专户管理资金,当年,13000", 2},
    {"T03", "income.csv", "上年结转,30000", "当年,30000", 2},
    {"T04", "income.csv", "2200150,一般公共预算", "2200101,一般公共预算", 2},
    {"T05", "income.csv",
     "A01,A01001,,2200101,一般公共预算,当年,1272500.01\n"
     "A01,A01002,,2200150,一般公共预算,当年,41000\n"
     "A01,A01002,,2200150,单位资金,当年,13000\n"
     "A01,A01001,,2200199,一般公共预算,当年,180000\n"
     "A01,A01001,,2200199,一般公共预算,上年结转,30000\n"
     "A01,A01001,103014801,2120899,政府性基金预算,当年,500000\n"
     "A01,A01001,1030602,2200199,国有资本经营预算,当年,90000\n",
     "", 1},
    {"T06", "income.csv", "103014801", "", 1}, /* table 7 has a row for every code */
    {"T07", "income.csv", "500000", "-50000000", 1},
    {"T08", "expenditure.csv", "500000", "-50000000", 1},
    {"T51", "prior_year.csv", "A01,2025,机关运行经费,272500\n", "", 1},
    {"T51", "prior_year.csv", "A01,2025,收入总计", "A01,2024,收入总计", 1},
    {"T52", "prior_year.csv", "支出总计,2126500", "支出总计,2126499.99", 1},
    {"T53", "prior_year.csv", "公务接待费,9500", "公务接待费,9500.01", 1},
    {"T54", "prior_year.csv", "收入总计,2126500", "收入总计,1900000", 1},
    {"T55", "prior_year.csv", "支出总计,2126500", "支出总计,2500000", 1},
    {"T56", "prior_year.csv", "支出,1493500", "支出,1000000", 1},
    {"T57", "prior_year.csv", "机关运行经费,272500", "机关运行经费,0", 1},
    {"T58", "prior_year.csv", "“三公”经费,252500", "“三公”经费,180000", 1},
    {"T61", "procurement.csv", "A01,服务", "A01,合计", 1},
    {"T62", "procurement.csv", "货物,5000", "货物,2067000.02", 0},
    {"T62", "procurement.csv", "货物,5000", "货物,2096500.02", 1},
    {"T63", "procurement.csv", "货物,5000", "货物,-5000", 1},
    {"T64", "procurement.csv", "工程,0", "工程,-0.01", 1},
    {"T65", "procurement.csv", "服务,100", "服务,-100", 1},
    {"T66", "units.csv", "行政单位,是", "行政单位,否", 1},
    {"T66", "units.csv", "事业单位,否", "事业单位,是", 1},
    {"T66", "units.csv", "事业单位,否", "参照公务员法管理事业单位,是", 0},
    {"T10", "income.csv", "A01,A01002,,2200150,一般", "A01,A01001,,2200150,一般", 2},
    {"T71", "expenditure.csv", "公用经费,,30217,50206", "人员经费,,30217,50206", 1},
    {"T71", "expenditure.csv", "人员经费,,30101,50101", "公用经费,,30101,50101", 1},
    {"T71", "expenditure.csv", "P-4,,,6000", "P-4,30101,50501,6000", 0}, /* of a project: any */
    {"T72", "expenditure.csv", "30101,50101", "30101,50201", 1},
    {"T73", "expenditure.csv", "30101,50101", "30101,50501", 0}, /* 事业 staff of an office */
    {"T73", "expenditure.csv", "30201,50502,41000", "30201,50201,41000", 1},
    {"T74", "expenditure.csv", "30201,50502,41000", "30201,50201,41000", 1},
    {"T75", "expenditure.csv", "30201,50201", "30201,50205", 1},
    {"T75", "expenditure.csv", "30201,50201", "30213,50209", 0},
    {"T81", "assets.csv", "公务用车实有,3", "公务用车实有,2", 1},
    {"T82", "assets.csv", "公务用车编制,3", "公务用车编制,2", 1},
    {"T83", "assets.csv", "50万元以上通用设备,2", "50万元以上通用设备,1", 1},
    {"T83", "assets.csv", "100万元以上通用设备,2", "100万元以上通用设备,1", 0},
    {"T84", "assets.csv", "100万元以上通用设备,2", "100万元以上通用设备,-1", 1},
    {"T85", "assets.csv", "领导用车,0,辆", "领导用车,0,台", 1},
    {"T67", "income.csv", "A01,A01001,,2200101", "A01,A01001,103014801,2200101", 1},
    {"T68", "units.csv", "A01002,甲局中心", "A01003,甲局学校,A01,事业单位,否\nA01002,甲局中心", 1},
    {"T68", "projects.csv", "P-1,A01,A01001,购车项目",
     "P-0,A01,A01001,无款项目," NO_FORM "P-1,A01,A01001,购车项目", 1},
};

START_TEST(a_changed_book_is_found_by_its_rule)
{
    const struct book_case *one = &book_cases[_i];
    change(one->file, one->old, one->new);
    struct check_findings findings = check_book();
    ck_assert_msg(count_of(&findings, one->rule) == one->count, "%s: %zu findings, expected %zu",
                  one->rule, count_of(&findings, one->rule), one->count);
}
END_TEST

START_TEST(a_large_change_with_its_reason_is_no_finding)
{
    put("texts.csv", "部门编码,栏目,序号,内容\nA01,机关运行经费变动原因,1,单位合并\n");
    change("prior_year.csv", "机关运行经费,272500", "机关运行经费,0");
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "T57"), 0);
}
END_TEST

START_TEST(a_negative_cell_is_a_warning_at_its_first_record)
{
    change("expenditure.csv", "30217,50206,9500", "30217,50206,-9500");
    change("income.csv", "1272500.01", "1253500.01");
    struct check_findings findings = check_book();
    /* 公务接待费 of table 6, and of table 10 in 合计 and in 一般公共预算; 公用经费 and 合计 of table 6. */
    ck_assert_uint_eq(count_of(&findings, "T09"), 4);
    const struct check_finding *finding = finding_of(&findings, "T09");
    ck_assert_str_eq(finding->pos.file, "expenditure.csv");
    ck_assert_int_eq(finding->pos.row, 4);
    ck_assert_str_eq(finding->found, "-9,500.00 yuan");
    ck_assert_uint_eq(count_of(&findings, "T01"), 0);
}
END_TEST

START_TEST(a_finding_has_the_two_figures_and_their_difference)
{
    change("income.csv", "500000", "499999.99");
    struct check_findings findings = check_book();
    const struct check_finding *finding = finding_of(&findings, "T03");
    ck_assert_str_eq(finding->department, "A01");
    ck_assert_str_eq(finding->place, "政府性基金预算 当年");
    ck_assert_str_eq(finding->found, "499,999.99 yuan");
    ck_assert_str_eq(finding->expected, "500,000.00 yuan");
    ck_assert_str_eq(finding->difference, "-0.01 yuan");
    ck_assert_ptr_nonnull(strstr(finding->message, "499,999.99 yuan"));
}
END_TEST

/* ---- changes of the pack ------------------------------------------------------------------- */

static const struct pack_case {
    const char *rule, *anchor, *old, *new;
} pack_cases[] = {
    {"T11", "number: 1\n", "{label: 支出总计}", "{label: 支出总计, fund: [单位资金]}"},
    {"T12", "number: 1\n", "一、一般公共预算, fund: [一般公共预算], origin: [当年]",
     "一、一般公共预算, fund: [一般公共预算]"},
    {"T13", "number: 1\n", "上年结转, origin: [上年结转]", "上年结转, origin: [当年]"},
    {"T14", "number: 1\n", "当年预算安排, sum: expenditure, origin: [当年]",
     "当年预算安排, sum: expenditure"},
    {"T15", "number: 2\n", "fund: [政府性基金预算]", "fund: [单位资金]"},
    {"T16", "number: 2\n", "{text: 上年结转, sum: income, origin: [上年结转]",
     "{text: 上年结转, sum: income, origin: [当年]"},
    {"T17", "number: 3\n", "category: [项目支出]", "category: [公用经费]"},
    {"T18", "number: 3\n", "total: 合计", "origin: [当年]\n        total: 合计"},
    {"T19", "number: 4\n", "{label: 支出总计}", "{label: 支出总计, fund: [政府性基金预算]}"},
    {"T20", "number: 4\n", "小计, sum: expenditure", "小计, sum: expenditure, origin: [当年]"},
    {"T21", "number: 4\n", "{label: 收入总计}", "{label: 收入总计, origin: [当年]}"},
    {"T22", "number: 5\n", "category: [项目支出]", "category: [公用经费]"},
    {"T23", "number: 5\n", "origin: [当年]", "origin: [上年结转]"},
    {"T24", "number: 6\n", "category: [公用经费]", "category: [人员经费]"},
    {"T25", "number: 6\n", "fund: [一般公共预算]", "fund: [一般公共预算, 单位资金]"},
    {"T26", "number: 7\n", "fund: [政府性基金预算]", "fund: [国有资本经营预算]"},
    {"T27", "number: 8\n", "category: [项目支出]", "category: [公用经费]"},
    {"T28", "number: 8\n", "fund: [政府性基金预算]", "fund: [国有资本经营预算]"},
    {"T29", "国有资本经营收入预算,", "fund: [国有资本经营预算]", "fund: [政府性基金预算]"},
    {"T30", "number: 10\n", "economic: [\"30217\"]", "economic: [\"30216\"]"},
    {"T31", "number: 10\n", "①公务用车购置费, economic: [\"30913\", \"31013\"]",
     "①公务用车购置费, economic: [\"30913\"]"},
    {"T32", "number: 10\n", "\"30212\", \"30217\", \"30231\", \"30913\", \"31013\"",
     "\"30212\", \"30217\", \"30231\", \"30913\""},
    {"T33", "number: 11\n", "operating: yes", "operating: no"},
    {"T34", "number: 11\n", "fund: [一般公共预算], width", "fund: [国有资本经营预算], width"},
    {"T35", "number: 13\n", "origin: [上年结转]", "origin: [当年]"},
    {"T36", "number: 12\n", "fund: [单位资金]", "fund: [财政专户管理资金]"},
    {"T37", "number: 13\n", "fund: [一般公共预算], width", "fund: [政府性基金预算], width"},
    {"T38", "number: 12\n", "origin: [当年]", "origin: [上年结转]"},
};

START_TEST(a_wrong_table_of_the_pack_is_found_by_its_rule)
{
    const struct pack_case *one = &pack_cases[_i];
    const char *tables = support_read(arena, PACK "/tables.yaml");
    const char *changed = replaced(tables, one->anchor, one->old, one->new);
    struct check_findings findings = check_book_with(read_pack(changed));
    ck_assert_msg(count_of(&findings, one->rule) > 0, "%s finds nothing", one->rule);
}
END_TEST

START_TEST(a_rule_whose_cell_the_pack_has_not_is_told_and_passed_over)
{
    static const char *const heads[] = {"text: 项目支出", "total: 合计"};
    static const char *const others[] = {"text: 专项支出", "total: 总计"};
    const char *tables = support_read(arena, PACK "/tables.yaml");
    struct check_findings findings =
        check_book_with(read_pack(replaced(tables, "number: 3\n", heads[_i], others[_i])));
    ck_assert_uint_eq(count_of(&findings, "T17"), 0);
    ck_assert_uint_eq(count_of(&findings, "T35"), 0);
    /* The head: in T17 and in T35. The total is a total by whatever name. */
    ck_assert_uint_eq(count_of(&findings, "T39"), _i == 0 ? 2 : 0);
}
END_TEST

START_TEST(every_rule_on_figures_has_its_case)
{
    const struct check_rules *rules = read_rules();
    for (size_t i = 0; i < check_rule_count(rules); i++) {
        const struct check_rule_head *rule = check_rule_at(rules, i);
        bool found = rule->group != CHECK_TABLES || strcmp(rule->id, "T09") == 0 ||
                     strcmp(rule->id, "T39") == 0 || strcmp(rule->id, "T41") == 0 ||
                     strcmp(rule->id, "T42") == 0;
        for (size_t k = 0; k < sizeof book_cases / sizeof *book_cases; k++)
            found = found || strcmp(book_cases[k].rule, rule->id) == 0;
        for (size_t k = 0; k < sizeof pack_cases / sizeof *pack_cases; k++)
            found = found || strcmp(pack_cases[k].rule, rule->id) == 0;
        ck_assert_msg(found, "no case for %s", rule->id);
    }
}
END_TEST

/* ---- control totals ------------------------------------------------------------------------ */

#define CONTROL_HEAD "部门编码,表,行,列,金额\n"

static size_t control_findings(const char *line, const char *rule)
{
    put("control.csv", arena_printf(arena, CONTROL_HEAD "%s\n", line));
    struct check_findings findings = check_book();
    return count_of(&findings, rule);
}

START_TEST(control_totals_that_agree_are_no_finding)
{
    static const char *const lines[] = {
        "A01,3,合计,合计,2126500.01",          /* exact */
        "A01,3,合计,合计,2126500",             /* as printed: 212.65万元 */
        "A01,3,2200101,基本支出,1272500.01",   /* a row by its code */
        "A01,表一,收入总计,2026年,2126500.01", /* a table by its name, a head as printed */
        "A01,12,土地项目,政府性基金预算,500000",
        "A01,4,一、一般公共预算,金额,30000", /* two rows have the label: 当年 and 上年结转 */
    };
    ck_assert_uint_eq(control_findings(lines[_i], "T41"), 0);
    ck_assert_uint_eq(control_findings(lines[_i], "T42"), 0);
}
END_TEST

START_TEST(a_control_total_that_differs_is_fatal)
{
    ck_assert_uint_eq(control_findings("A01,3,合计,合计,2126600", "T41"), 1);
    ck_assert_uint_eq(control_findings("A01,3,合计,合计,2126500.02", "T41"), 1);
    struct check_findings findings = check_book();
    const struct check_finding *finding = finding_of(&findings, "T41");
    ck_assert_int_eq((int)finding->rule->level, (int)CHECK_FATAL);
    ck_assert_str_eq(finding->pos.file, "control.csv");
    ck_assert_int_eq(finding->pos.row, 2);
    ck_assert_int_eq(finding->pos.column, 5);
    ck_assert_str_eq(finding->place, "表三 合计 合计");
    ck_assert_str_eq(finding->difference, "-0.01 yuan");
}
END_TEST

START_TEST(a_control_total_of_no_cell_is_a_finding)
{
    ck_assert_uint_eq(control_findings("A01,14,合计,合计,1", "T42"), 1);
    ck_assert_uint_eq(control_findings("A01,3,2210201,合计,1", "T42"), 1);
    ck_assert_uint_eq(control_findings("A01,3,合计,单位资金,1", "T42"), 1);
}
END_TEST

Suite *check_rules_suite(void)
{
    Suite *suite = suite_create("check_rules");
    TCase *tcase = tcase_create("check_rules");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_clean_book_gives_no_finding_about_figures_or_waivers);
    tcase_add_loop_test(tcase, a_changed_book_is_found_by_its_rule, 0,
                        sizeof book_cases / sizeof *book_cases);
    tcase_add_test(tcase, a_large_change_with_its_reason_is_no_finding);
    tcase_add_test(tcase, a_negative_cell_is_a_warning_at_its_first_record);
    tcase_add_test(tcase, a_finding_has_the_two_figures_and_their_difference);
    tcase_add_loop_test(tcase, a_wrong_table_of_the_pack_is_found_by_its_rule, 0,
                        sizeof pack_cases / sizeof *pack_cases);
    tcase_add_loop_test(tcase, a_rule_whose_cell_the_pack_has_not_is_told_and_passed_over, 0, 2);
    tcase_add_test(tcase, every_rule_on_figures_has_its_case);
    tcase_add_loop_test(tcase, control_totals_that_agree_are_no_finding, 0, 6);
    tcase_add_test(tcase, a_control_total_that_differs_is_fatal);
    tcase_add_test(tcase, a_control_total_of_no_cell_is_a_finding);
    suite_add_tcase(suite, tcase);
    return suite;
}

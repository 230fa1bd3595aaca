/* The rules about forms, wording and privacy as shipped, on a small book: each finds what it is
 * for, at its place, and nothing in a clean form. */
#include "tests/check_fixture.h"

Suite *check_forms_suite(void);

/* A clean form of project P-2 (500000 元, 当年), by the columns of projects.csv from 项目类别 on. */
struct form {
    const char *kind, *published, *name, *term;
    const char *whole, *year, *whole_county, *year_county;
    const char *overview, *basis, *need, *measures, *plan, *goal, *goal_year, *phone;
};

static const struct form clean_form = {
    .kind = "特定目标类",
    .published = "是",
    .name = "土地项目",
    .term = "1年",
    .whole = "500000",
    .year = "500000",
    .whole_county = "500000",
    .year_county = "500000",
    .overview = "收储土地20亩，2026年预算50万元。其中：补偿30万元，勘测20万元。",
    .basis = "《收储办法》（某政发〔2025〕3号）。",
    .need = "保障建设用地。",
    .measures = "由业务股负责，按进度付款。",
    .plan = "2026年6月完成勘测，2026年11月完成收储。",
    .goal = "完成20亩土地收储。",
    .goal_year = "完成20亩土地收储。",
    .phone = "",
};
static const char clean_indicators[] = "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"
                                       "P-2,实施期,1,产出指标,数量指标,收储土地面积,20亩\n"
                                       "P-2,实施期,2,产出指标,时效指标,收储完成时间,2026年11月\n"
                                       "P-2,实施期,3,产出指标,成本指标,补偿费,30万元\n"
                                       "P-2,实施期,4,产出指标,成本指标,勘测费,20万元\n"
                                       "P-2,实施期,5,产出指标,成本指标,每亩成本,2.5万元\n"
                                       "P-2,实施期,6,效益指标,经济效益,,\n"
                                       "P-2,年度,1,产出指标,数量指标,收储土地面积,20亩\n";

static void put_form(const struct form *f)
{
    const char *row = arena_printf(
        arena,
        "P-2,A01,A01001,土地项目,%s,%s,%s,A01-甲局,甲局机关,一次性项目,%s,%s,0,0,%s,0,,%s,0,0,%s,0,"
        ","
        "\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",,,%s,20251020\n",
        f->kind, f->published, f->name, f->term, f->whole, f->whole_county, f->year, f->year_county,
        f->overview, f->basis, f->need, f->measures, f->plan, f->goal, f->goal_year, f->phone);
    put("projects.csv", arena_printf(arena,
                                     "%sP-1,A01,A01001,购车项目,%s%sP-3,A01,A01001,国资项目,%s"
                                     "P-4,A01,A01002,中心项目,%s",
                                     PROJECT_COLUMNS, NO_FORM, row, NO_FORM, NO_FORM));
}

static void setup_form(void)
{
    setup();
    put("indicators.csv", clean_indicators);
    put_form(&clean_form);
}

static void change_indicator(const char *old, const char *new)
{
    put("indicators.csv", replaced(clean_indicators, "", old, new));
}

/* The one finding of rule ID, in FILE. */
static const struct check_finding *found(const char *id, const char *file)
{
    struct check_findings findings = check_book();
    ck_assert_uint_ge(count_of(&findings, id), 1);
    const struct check_finding *finding = finding_of(&findings, id);
    ck_assert_str_eq(finding->pos.file, file);
    return finding;
}

START_TEST(a_clean_form_gives_no_finding)
{
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_group(&findings, CHECK_FORMS) - count_of(&findings, "F05"), 0);
    ck_assert_uint_eq(count_group(&findings, CHECK_WORDING) - count_of(&findings, "L20"), 0);
    ck_assert_uint_eq(count_group(&findings, CHECK_PRIVACY), 0);
}
END_TEST

/* A member of the form made VALUE, and the rule that finds it. */
static const struct form_change {
    size_t member;
    const char *value, *rule;
} CHANGES[] = {
    {offsetof(struct form, year), "400000", "F01"},
    {offsetof(struct form, year), "500000.01", "F01"},
    {offsetof(struct form, year), "", "F01"},
    {offsetof(struct form, whole_county), "499999.99", "F02"},
    {offsetof(struct form, whole), "400000", "F03"},
    {offsetof(struct form, whole), "5000000", "F07"},
    {offsetof(struct form, overview), "收储土地20亩，2026年预算60万元。", "F08"},
    {offsetof(struct form, overview), "收储土地20亩，本次申请20万元，另申请40万元。", "F08"},
    {offsetof(struct form, overview), "2026年预算50万元。其中：补偿30万元，勘测21万元。", "F09"},
    {offsetof(struct form, overview), "收储20亩，每亩25000元，共60万元。", "F09"},
    {offsetof(struct form, goal_year), "2026年预算60万元。", "F08"},
    {offsetof(struct form, name), "土地收储项目", "F12"},
    {offsetof(struct form, name), "土地、项目", "F13"},
    {offsetof(struct form, name), "土地 项目", "F13"},
    {offsetof(struct form, plan), "2025年12月完成土地收储。", "F18"},
    {offsetof(struct form, plan), "2026年8月完成土地收储。", "F20"},
    {offsetof(struct form, goal), "完成25亩土地收储。", "F19"},
    {offsetof(struct form, basis), "依据依据《收储办法》。", "L10"},
    {offsetof(struct form, need), "保障XX建设用地。", "L08"},
    {offsetof(struct form, measures), "由业务股）负责。", "L12"},
    {offsetof(struct form, measures), "由业务股负责,按进度付款。", "L13"},
    {offsetof(struct form, basis), "《收储办法》（某政发[2025]3号）。", "L14"},
    {offsetof(struct form, plan), "1、2026年6月完成勘测；2、2026年11月完成收储；4、归档。", "L15"},
    {offsetof(struct form, measures),
     "由业务股负责土地收储工作，按照进度付款。按照合同约定的程序组织开展验收、", "L16"},
    {offsetof(struct form, measures),
     "由业务股负责土地收储工作，按照进度付款。按照合同约定的程序和规定的期限组织开展验收并移交有关",
     "L17"},
    {offsetof(struct form, plan), "按2025年部门预算安排，2026年11月完成收储。", "L07"},
    {offsetof(struct form, need), "上年1,200万元，前年1200万元。", "L21"},
    {offsetof(struct form, phone), "13800138000", "P01"},
    {offsetof(struct form, need), "保障建设用地，联系人13800138000。", "P01"},
    {offsetof(struct form, need), "证件11010519491231002X。", "P02"},
    {offsetof(struct form, need), "账号4012888888881881。", "P03"},
    {offsetof(struct form, need), "邮箱someone@example.com。", "P04"},
    {offsetof(struct form, phone), "0356-2021234", "P05"},
    {offsetof(struct form, need), "电话0356-2021234。", "P06"},
    {offsetof(struct form, phone), "138****8000", "P07"},
};

START_TEST(a_changed_form_is_found)
{
    struct form form = clean_form;
    memcpy((char *)&form + CHANGES[_i].member, &CHANGES[_i].value, sizeof CHANGES[_i].value);
    put_form(&form);
    struct check_findings findings = check_book();
    count_group(&findings, CHECK_FORMS);
    ck_assert_msg(count_of(&findings, CHANGES[_i].rule) == 1, "%s: %zu", CHANGES[_i].value,
                  count_of(&findings, CHANGES[_i].rule));
    const struct check_finding *finding = finding_of(&findings, CHANGES[_i].rule);
    ck_assert_int_eq(finding->pos.row,
                     strcmp(finding->pos.file, "projects.csv") == 0 ? 3 : finding->pos.row);
    ck_assert_ptr_nonnull(strstr(finding->place, "土地项目"));
    if (CHANGES[_i].rule[0] == 'P')
        ck_assert_ptr_null(strstr(finding->message, "13800138000"));
}
END_TEST

START_TEST(no_message_repeats_a_private_number)
{
    struct form form = clean_form;
    form.need =
        "保障保障建设用地13800138000，电话１３８００１３８０００）。2025年部门预算13800138000";
    put_form(&form);
    put("texts.csv", "部门编码,栏目,序号,内容\nA01,收入变动原因,1,13800138000增加，相应减少XX\n");
    struct check_findings findings = check_book();
    ck_assert_uint_ge(findings.count, 6);
    for (size_t i = 0; i < findings.count; i++) {
        const struct check_finding *f = &findings.items[i];
        const char *all =
            arena_printf(arena, "%s %s %s %s", f->message, f->found, f->expected, f->place);
        ck_assert_msg(strstr(all, "13800138000") == NULL && strstr(all, "０１３８０００") == NULL,
                      "%s", all);
    }
}
END_TEST

START_TEST(a_private_number_is_fatal)
{
    size_t counts[CHECK_LEVEL_COUNT];
    struct form form = clean_form;
    form.phone = "13800138000";
    put_form(&form);
    ck_assert_int_eq(found("P01", "projects.csv")->rule->level, CHECK_FATAL);
    struct budget budget = read_budget(dir);
    struct diag *sink = diag_new(DIAG_ENGLISH);
    ck_assert(!check_publishable(read_rules(), read_pack(NULL), &budget, counts, sink));
    ck_assert_ptr_null(strstr(diag_entry_at(sink, 0)->message, "13800138000"));
    diag_free(sink);
}
END_TEST

static const struct indicator_change {
    const char *old, *new, *rule;
} INDICATORS[] = {
    {"勘测费,20万元", "勘测费,21万元", "F06"},
    {"勘测费,20万元", "勘测费,20", "F16"},
    {"勘测费,20万元", ",20万元", "F15"},
    {"勘测费,20万元", "勘测费,", "F15"},
    {"2026年11月", "2025年11月", "F17"},
    {"收储完成时间,2026年11月", "收储完成时间,2026年12月", "F20"},
    {"收储土地面积,20亩", "收储土地面积,≥30亩", "F19"},
    {"P-2,年度,1,产出指标,数量指标,收储土地面积,20亩\n", "", "F11"},
};

START_TEST(a_changed_indicator_is_found)
{
    change_indicator(INDICATORS[_i].old, INDICATORS[_i].new);
    struct check_findings findings = check_book();
    count_group(&findings, CHECK_FORMS);
    ck_assert_uint_eq(count_of(&findings, INDICATORS[_i].rule), 1);
}
END_TEST

START_TEST(a_total_among_the_costs_is_not_added_to_its_parts)
{
    change_indicator("补偿费,30万元", "项目总成本,50万元");
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "F06"), 0);
}
END_TEST

START_TEST(funds_with_what_is_carried_over_are_right_too)
{
    struct form form = clean_form;
    form.whole = form.year = form.whole_county = form.year_county = "530000";
    form.overview = "收储土地20亩。";
    put_form(&form);
    put("expenditure.csv",
        arena_printf(arena, "%sA01,A01001,2120899,政府性基金预算,上年结转,项目支出,P-2,,,30000\n",
                     support_read(arena, arena_printf(arena, "%s/expenditure.csv", dir))));
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "F01"), 0);
}
END_TEST

START_TEST(a_blank_form_is_fatal)
{
    put_form(&(struct form){"特定目标类", "是", "土地项目", "", "", "", "", "", "", "", "", "", "",
                            "", "", ""});
    put("indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n");
    ck_assert_int_eq(found("F10", "projects.csv")->rule->level, CHECK_FATAL);
}
END_TEST

START_TEST(a_form_without_records_is_found)
{
    change("expenditure.csv", "A01,A01001,2120899,政府性基金预算,当年,项目支出,P-2,,,500000\n", "");
    ck_assert_int_eq(found("F04", "projects.csv")->pos.row, 3);
}
END_TEST

/* ---- prose --------------------------------------------------------------------------------- */

/* The clean book's income is as last year's; here more, with a reason. */
static const struct reason {
    const char *prior, *text;
    bool is_wrong;
} REASONS[] = {
    {"1126500", "项目减少", true},
    {"1126500", "新增项目，经费增加", false},
    {"1126500", "人员减少，项目增加", false}, /* both: not told which weighs more */
    {"1126500", "落实政策", false},
    {"3126500", "项目增加", true},
    {"3126500", "项目减少", false},
    {"3126500", "编制不增加", false},
};

START_TEST(a_reason_that_goes_the_other_way_is_found)
{
    const struct reason *reason = &REASONS[_i];
    change("prior_year.csv", "收入总计,2126500", arena_printf(arena, "收入总计,%s", reason->prior));
    put("texts.csv",
        arena_printf(arena, "部门编码,栏目,序号,内容\nA01,收入变动原因,1,%s\n", reason->text));
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "L01"), reason->is_wrong);
}
END_TEST

static const struct prose_case {
    const char *column, *text, *rule;
    size_t count;
} PROSE[] = {
    {"机关运行经费变动原因", "在职人员增加，公用经费相应减少", "L06", 1},
    {"机关运行经费变动原因", "在职人员增加，公用经费相应增加", "L06", 0},
    {"机关运行经费变动原因", "压减开支，公用经费相应减少", "L06", 0},
    {"名词解释", "“三公”经费：指省直部门安排的费用。", "L09", 1},
    {"名词解释", "“三公”经费：指各部门安排的费用。", "L09", 0},
    {"机构设置", "下设5个股室）；3个站。", "L12", 1},
    {"其他说明", "比2025年部门预算增加。", "L07", 0},
    {"其他说明", "共XX万元。", "L08", 1},
    {"部门职责", "电话13800138000", "P01", 1},
};

START_TEST(the_prose_of_a_department_is_checked)
{
    put("texts.csv", arena_printf(arena, "部门编码,栏目,序号,内容\nA01,%s,1,%s\n", PROSE[_i].column,
                                  PROSE[_i].text));
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, PROSE[_i].rule), PROSE[_i].count);
}
END_TEST

START_TEST(a_unit_that_is_not_what_its_spending_says_is_noted)
{
    change("expenditure.csv", "A01,A01002,2200150,一般公共预算,当年,公用经费,,30201,50502,41000",
           "A01,A01001,2200150,一般公共预算,当年,公用经费,,30201,50201,41000");
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "L18"), 1);
    ck_assert_uint_eq(count_of(&findings, "L19"), 1);
}
END_TEST

START_TEST(a_table_labelled_unlike_the_others_is_noted)
{
    struct check_findings shipped = check_book();
    const char *tables = support_read(arena, PACK "/tables.yaml");
    const struct format *changed =
        read_pack(replaced(tables, "", "label: 预算公开表9", "label: 部门公开表9"));
    struct check_findings findings = check_book_with(changed);
    ck_assert_uint_eq(count_of(&findings, "L20"), count_of(&shipped, "L20") + 1);
}
END_TEST

/* ---- the form of the department ------------------------------------------------------------ */

#define OVERALL "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金\n"

static const struct overall_case {
    const char *tasks, *id;
    size_t count;
} OVERALLS[] = {
    {"A01,主要任务,1,运转,,2096500.01,2083500.01,13000\n", "F23", 0},
    {"A01,主要任务,1,运转,,2096500.01,2083500.01,13000\n", "F24", 0},
    {"A01,主要任务,1,运转,,2096500.01,2083500.01,13000\n", "F25", 0},
    {"A01,主要任务,1,运转,,2096500.01,2083500,13000\n", "F23", 1},
    {"A01,主要任务,1,运转,,96500.01,96500.01,\nA01,主要任务,2,其他,,2000000,1987000,13000\n", "F25",
     0},
    {"A01,主要任务,1,运转,,2096500.02,2083500.02,13000\n", "F24", 2}, /* in all, and of 财政拨款 */
    {"A01,主要任务,1,运转,,2083500.01,2083500.01,0\n", "F25", 2},
};

START_TEST(the_tasks_of_the_department_are_held_against_its_spending)
{
    const struct overall_case *one = &OVERALLS[_i];
    put("overall.csv", arena_printf(arena, OVERALL "%s", one->tasks));
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, one->id), one->count);
}
END_TEST

START_TEST(the_indicators_of_the_department_are_whole)
{
    put("overall_indicators.csv", "部门编码,序号,一级指标,二级指标,三级指标,指标值\n"
                                  "A01,1,产出指标,数量指标,检查次数,\n"
                                  "A01,2,效益指标,质量指标,满意,是\n");
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "F15"), 1);
    ck_assert_uint_eq(count_of(&findings, "F26"), 1);
    ck_assert_int_eq(finding_of(&findings, "F26")->pos.row, 3);
}
END_TEST

/* Two parts and their total may be off by 0.015 together, the total alone by 0.005. */
START_TEST(what_a_text_tells_rounded_is_right)
{
    static const struct {
        const char *overview;
        size_t requests, sums;
    } cases[] = {
        {"2026年预算50.00万元。其中：补偿30.01万元，勘测20.00万元。", 0, 0},
        {"2026年预算50.00万元。其中：补偿30.02万元，勘测20.00万元。", 0, 1},
        {"2026年预算50.01万元。其中：补偿30.01万元，勘测20.00万元。", 1, 0},
    };
    struct form form = clean_form;
    form.overview = cases[_i].overview;
    put_form(&form);
    struct check_findings findings = check_book();
    ck_assert_uint_eq(count_of(&findings, "F08"), cases[_i].requests);
    ck_assert_uint_eq(count_of(&findings, "F09"), cases[_i].sums);
}
END_TEST

#define LOOP(tests, name, cases)                                                                   \
    tcase_add_loop_test(tests, name, 0, (int)(sizeof(cases) / sizeof *(cases)))

Suite *check_forms_suite(void)
{
    Suite *suite = suite_create("check_forms");
    TCase *tests = tcase_create("check_forms");
    tcase_add_checked_fixture(tests, setup_form, teardown);
    tcase_add_test(tests, a_clean_form_gives_no_finding);
    LOOP(tests, a_changed_form_is_found, CHANGES);
    tcase_add_test(tests, no_message_repeats_a_private_number);
    tcase_add_test(tests, a_private_number_is_fatal);
    LOOP(tests, a_changed_indicator_is_found, INDICATORS);
    tcase_add_test(tests, a_total_among_the_costs_is_not_added_to_its_parts);
    tcase_add_test(tests, funds_with_what_is_carried_over_are_right_too);
    tcase_add_test(tests, a_blank_form_is_fatal);
    tcase_add_test(tests, a_form_without_records_is_found);
    LOOP(tests, a_reason_that_goes_the_other_way_is_found, REASONS);
    LOOP(tests, the_prose_of_a_department_is_checked, PROSE);
    tcase_add_test(tests, a_unit_that_is_not_what_its_spending_says_is_noted);
    tcase_add_test(tests, a_table_labelled_unlike_the_others_is_noted);
    LOOP(tests, the_tasks_of_the_department_are_held_against_its_spending, OVERALLS);
    tcase_add_test(tests, the_indicators_of_the_department_are_whole);
    tcase_add_loop_test(tests, what_a_text_tells_rounded_is_right, 0, 3);
    suite_add_tcase(suite, tests);
    return suite;
}

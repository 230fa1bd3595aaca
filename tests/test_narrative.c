/* 情况说明: the published figures in their sections, and every way a figure can change or be
 * missing. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/narrative.h"
#include "tests/part_fixture.h"
#include "tests/support.h"

Suite *narrative_suite(void);

/* ---- building and looking -------------------------------------------------------------------- */

static struct document_builder narrate(void)
{
    struct document_builder builder = new_builder();
    narrative_build(&builder, part_of_kind(PART_NARRATIVE));
    return builder;
}

/* The paragraphs under the level-2 heading that begins with NUMERAL、, a line each. */
static const char *section_text(const struct document_builder *builder, const char *numeral)
{
    const char *found = "", *head = arena_printf(arena, "%s、", numeral);
    bool within = false;
    for (size_t s = 0; s < builder->section_count; s++) {
        for (size_t i = 0; i < builder->sections[s].block_count; i++) {
            const struct block *block = &builder->sections[s].blocks[i];
            if (block->kind == BLOCK_HEADING && block->level == 2)
                within = strncmp(block->text.utf8, head, strlen(head)) == 0;
            else if (within && block->kind == BLOCK_PARAGRAPH)
                found = arena_printf(arena, "%s%s\n", found, block->text.utf8);
        }
    }
    return found;
}

static const struct chart *chart_at(const struct document_builder *builder, size_t index)
{
    for (size_t s = 0; s < builder->section_count; s++) {
        for (size_t i = 0; i < builder->sections[s].block_count; i++) {
            const struct block *block = &builder->sections[s].blocks[i];
            if (block->kind == BLOCK_CHART && index-- == 0)
                return block->chart;
        }
    }
    return NULL;
}

static void assert_says(const char *text, const char *phrase)
{
    ck_assert_msg(strstr(text, phrase) != NULL, "'%s' is not in '%s'", phrase, text);
}

static void assert_silent(const char *text, const char *phrase)
{
    ck_assert_msg(strstr(text, phrase) == NULL, "'%s' is in '%s'", phrase, text);
}

/* VALUE stands in TEXT as a number of its own, or as a word. */
static bool has_value(const char *text, const char *value)
{
    bool number = value[0] >= '0' && value[0] <= '9';
    for (const char *at = strstr(text, value); at != NULL; at = strstr(at + 1, value)) {
        char before = at == text ? ' ' : at[-1], after = at[strlen(value)];
        if (!number || (strchr("0123456789.,", before) == NULL &&
                        strchr("0123456789.,", after == '\0' ? ' ' : after) == NULL))
            return true;
    }
    return false;
}

static void assert_only_fault(enum diag_code code, const char *file)
{
    diag_print(diag, 0, stderr);
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, code);
    ck_assert_str_eq(diag_entry_at(diag, 0)->pos.file, file);
    ck_assert_int_ge(diag_entry_at(diag, 0)->pos.row, 1);
}

/* ---- changing the book ----------------------------------------------------------------------- */

static void set_prior(const char *item, money amount)
{
    struct prior_year *all = arena_array(arena, budget.prior_year_count + 1, sizeof *all);
    memcpy(all, budget.prior_years, budget.prior_year_count * sizeof *all);
    size_t i = 0;
    while (i < budget.prior_year_count && strcmp(all[i].item, item) != 0)
        i++;
    all[i] = (struct prior_year){
        .row = 2, .department = "080", .year = 2025, .item = item, .amount = amount};
    budget.prior_year_count += i == budget.prior_year_count;
    budget.prior_years = all;
}

static void drop_prior(const char *item)
{
    struct prior_year *all = arena_array(arena, budget.prior_year_count, sizeof *all);
    size_t kept = 0;
    for (size_t i = 0; i < budget.prior_year_count; i++) {
        if (strcmp(budget.prior_years[i].item, item) != 0)
            all[kept++] = budget.prior_years[i];
    }
    ck_assert_uint_lt(kept, budget.prior_year_count);
    budget.prior_years = all;
    budget.prior_year_count = kept;
}

static void set_prose(const char *column, const char *content)
{
    struct prose *all = arena_array(arena, budget.prose_count + 1, sizeof *all);
    size_t kept = 0;
    for (size_t i = 0; i < budget.prose_count; i++) {
        if (strcmp(budget.prose[i].column, column) != 0)
            all[kept++] = budget.prose[i];
    }
    if (content != NULL)
        all[kept++] = (struct prose){2, "080", column, 1, content};
    budget.prose = all;
    budget.prose_count = kept;
}

static struct fact *copy_facts(size_t more)
{
    struct fact *all = arena_array(arena, budget.fact_count + more, sizeof *all);
    memcpy(all, budget.facts, budget.fact_count * sizeof *all);
    budget.facts = all;
    return all;
}

/* One more record of 公用经费, from the first that there is. */
static void spend(const char *dept_econ, money amount)
{
    struct fact *all = copy_facts(1);
    size_t i = 0;
    while (all[i].kind != FACT_EXPENDITURE || all[i].category != CATEGORY_OPERATING)
        i++;
    all[budget.fact_count] = all[i];
    all[budget.fact_count].dept_econ = dept_econ;
    all[budget.fact_count].amount = amount;
    budget.fact_count++;
}

static struct asset *copy_assets(void)
{
    struct asset *all = arena_array(arena, budget.asset_count, sizeof *all);
    memcpy(all, budget.assets, budget.asset_count * sizeof *all);
    budget.assets = all;
    return all;
}

/* The forms of the publication, which has one for each 特定目标类 project of table 12 and one for
 * 2021年黄河流域…, where the sample has more; or none. */
static void publish_forms(bool some)
{
    struct project *projects = arena_array(arena, budget.project_count, sizeof *projects);
    for (size_t i = 0; i < budget.project_count; i++) {
        projects[i] = budget.projects[i];
        int number = atoi(projects[i].code + strlen("080-2026-"));
        projects[i].has_form = some && (number <= 14 || number == 22);
    }
    struct fact *facts = copy_facts(0);
    for (size_t i = 0; i < budget.fact_count; i++) {
        if (facts[i].project != NULL)
            facts[i].project = &projects[facts[i].project - budget.projects];
    }
    budget.projects = projects;
}

/* ---- the published figures ------------------------------------------------------------------- */

/* tests/published/narrative.csv: every figure that follows from the records stands in its section.
 */
START_TEST(every_published_figure_stands_in_its_section)
{
    publish_forms(true);
    struct document_builder builder = narrate();
    struct support_rows gold =
        support_read_rows(arena, SOURCE_DIR "/tests/published/narrative.csv");
    size_t looked = 0;
    for (size_t i = 1; i < gold.count; i++) {
        char **row = gold.cells[i];
        const char *text = section_text(&builder, row[0]);
        if (strcmp(row[3], "yes") != 0)
            continue;
        ck_assert_msg(has_value(text, row[2]), "%s: %s %s is not in '%s'", row[0], row[1], row[2],
                      text);
        looked++;
    }
    ck_assert_uint_eq(looked, 82 + 13 + 8); /* figures; items of 人员经费 and 公用经费 */
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(items_stand_in_the_order_of_table_six)
{
    struct document_builder builder = narrate();
    const char *at = section_text(&builder, "六");
    struct support_rows gold = support_read_rows(arena, SOURCE_DIR "/tests/published/t06.csv");
    /* 人员经费 first, then 公用经费; of each the rows with a 政府经济 subject */
    for (int column = 3; column <= 4; column++) {
        for (size_t i = 2; i < gold.count; i++) {
            char **row = gold.cells[i];
            if (row[1][0] == '\0' || row[column][0] == '\0')
                continue;
            at = strstr(at, row[0]);
            ck_assert_msg(at != NULL, "%s is missing or out of order", row[0]);
        }
    }
}
END_TEST

/* inconsistencies.md A4: the publication counts 18 projects with published goals, 4 + 15. Table 12
 * has 18 rows, 4 of 其他运转类 and 14 of 特定目标类; one more 特定目标类 project has a form without
 * money. A5: its two sentences give 其他运转类 as 0 and as 4; the ones that have forms and the ones
 * in table 12 are told apart here. A6: 93.51 % is 11033.42 of 11798.72 — the share of the projects
 * with forms in all projects of the year, not of 11798.72 in itself. */
START_TEST(projects_are_counted_from_table_twelve_and_goals_from_forms)
{
    publish_forms(true);
    struct document_builder builder = narrate();
    const char *text = section_text(&builder, "十");
    assert_says(text, "安排项目18个，涉及资金11798.72万元");
    assert_says(text,
                "其他运转类项目4个，涉及资金765.29万元；特定目标类项目14个，涉及资金11033.42万元");
    assert_says(text, "1级项目15个，涉及本年预算资金11033.42万元，占本年项目支出的93.51%");
    assert_says(text, "其他运转类项目0个，涉及资金0万元；特定目标类项目15个，涉及资金11033.42万元");
    assert_says(text, "有1个本年预算未安排资金");
    assert_says(text, "（项目绩效目标表公开情况见附件）");
    assert_silent(text, "其他类别");
}
END_TEST

START_TEST(the_charts_show_what_the_sentences_say)
{
    struct document_builder builder = narrate();
    const struct chart *sources = chart_at(&builder, 0), *classes = chart_at(&builder, 1);
    ck_assert_ptr_nonnull(classes);
    ck_assert_uint_eq(sources->count, 3); /* the three funds of 0 are not drawn */
    ck_assert_str_eq(sources->entries[1].amount, "9000.00万元");
    ck_assert_str_eq(sources->entries[2].share, "7.24%");
    ck_assert_uint_eq(classes->count, 5);
    for (size_t i = 0; i < classes->count; i++) {
        const struct chart_entry *entry = &classes->entries[i];
        ck_assert(entry->value > 0);
        const char *phrase =
            arena_printf(arena, "%s%s，占%s", entry->name.utf8, entry->amount, entry->share);
        assert_says(section_text(&builder, "五"), phrase);
        assert_says(classes->alternative.utf8, phrase);
    }
}
END_TEST

START_TEST(without_amounts_there_is_no_chart)
{
    struct fact *facts = copy_facts(0);
    for (size_t i = 0; i < budget.fact_count; i++)
        facts[i].amount = 0;
    struct document_builder builder = narrate();
    ck_assert_ptr_null(chart_at(&builder, 0));
    assert_says(section_text(&builder, "五"), "没有安排一般公共预算当年支出");
}
END_TEST

/* ---- changes --------------------------------------------------------------------------------- */

START_TEST(less_than_last_year_is_a_decrease)
{
    set_prior("收入总计", 20000000000); /* 17270.92 against 20000.00: -2729.08, 13.65 % */
    struct document_builder builder = narrate();
    assert_says(section_text(&builder, "一"), "比2025年减少2729.08万元，下降13.65%，主要原因是");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(the_same_as_last_year_needs_no_reason)
{
    set_prior("机关运行经费", 84450700);
    set_prose("机关运行经费变动原因", NULL);
    struct document_builder builder = narrate();
    assert_says(section_text(&builder, "八"), "机关运行经费84.45万元，与2025年持平。");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(an_increase_from_zero_has_no_percentage)
{
    set_prior("一般公共预算当年支出", 0);
    struct document_builder builder = narrate();
    const char *text = section_text(&builder, "五");
    assert_says(text, "比2025年增加7021.24万元。");
    assert_silent(text, "增长");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(a_decrease_to_zero_is_one_of_a_hundred_percent)
{
    set_prior("“三公”经费", 5000000);
    set_prose("“三公”经费变动原因", "公务用车全部报废。");
    struct document_builder builder = narrate();
    assert_says(section_text(&builder, "七"),
                "比2025年减少5.00万元，下降100%，主要原因是公务用车全部报废。\n");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(a_change_without_a_reason_is_refused)
{
    set_prose("支出变动原因", NULL);
    narrate();
    assert_only_fault(DIAG_TEXT_MISSING, "texts.csv");
}
END_TEST

START_TEST(a_figure_that_last_year_lacks_is_refused)
{
    drop_prior("一般公共预算当年支出");
    narrate();
    assert_only_fault(DIAG_PRIOR_YEAR_MISSING, "prior_year.csv");
}
END_TEST

START_TEST(the_figure_of_another_year_is_not_last_years)
{
    struct prior_year *all = arena_array(arena, budget.prior_year_count, sizeof *all);
    for (size_t i = 0; i < budget.prior_year_count; i++) {
        all[i] = budget.prior_years[i];
        if (strcmp(all[i].item, "收入总计") == 0)
            all[i].year = 2024;
    }
    budget.prior_years = all;
    narrate();
    assert_only_fault(DIAG_PRIOR_YEAR_MISSING, "prior_year.csv");
}
END_TEST

/* ---- “三公”经费 ------------------------------------------------------------------------------ */

static void set_official(money total, money reception, money running)
{
    set_prior("“三公”经费", total);
    set_prior("因公出国（境）费", 0);
    set_prior("公务接待费", reception);
    set_prior("公务用车购置费", 0);
    set_prior("公务用车运行维护费", running);
}

START_TEST(no_official_expenses_in_both_years_are_said_to_be_none)
{
    struct document_builder builder = narrate();
    const char *text = section_text(&builder, "七");
    assert_says(text, "均没有安排“三公”经费预算");
    assert_silent(text, "万元");
}
END_TEST

START_TEST(official_expenses_that_change_are_given_with_their_parts)
{
    spend("30217", 1000000);
    spend("30231", 2000000);
    set_official(2500000, 1500000, 1000000);
    set_prose("“三公”经费变动原因", "车辆老化");
    struct document_builder builder = narrate();
    const char *text = section_text(&builder, "七");
    assert_says(text, "预算3.00万元，比2025年增加0.50万元，增长20.00%，主要原因是车辆老化。");
    assert_says(text, "因公出国（境）费0万元，与上年持平；公务接待费1.00万元，减少0.50万元；"
                      "公务用车购置费0万元，与上年持平；公务用车运行维护费2.00万元，增加1.00万元");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(official_expenses_that_stay_the_same_need_no_reason)
{
    spend("30217", 1000000);
    set_official(1000000, 1000000, 0);
    struct document_builder builder = narrate();
    assert_says(section_text(&builder, "七"), "“三公”经费预算1.00万元，与2025年持平。");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

/* ---- what the book lacks --------------------------------------------------------------------- */

START_TEST(an_item_of_last_year_that_no_sentence_gives_is_refused)
{
    struct prior_year *all = arena_array(arena, budget.prior_year_count + 1, sizeof *all);
    memcpy(all, budget.prior_years, budget.prior_year_count * sizeof *all);
    all[budget.prior_year_count++] = (struct prior_year){9, "080", 2025, "收入合计", 100};
    budget.prior_years = all;
    narrate();
    assert_only_fault(DIAG_FIELD_CHOICE, "prior_year.csv");
}
END_TEST

START_TEST(a_kind_of_procurement_that_is_missing_is_refused)
{
    budget.procurement_count--;
    narrate();
    assert_only_fault(DIAG_ITEM_MISSING, "procurement.csv");
}
END_TEST

START_TEST(a_kind_of_procurement_that_no_sentence_gives_is_refused)
{
    struct procurement *all = arena_array(arena, budget.procurement_count + 1, sizeof *all);
    memcpy(all, budget.procurements, budget.procurement_count * sizeof *all);
    all[budget.procurement_count++] = (struct procurement){5, "080", "咨询", 100};
    budget.procurements = all;
    narrate();
    assert_only_fault(DIAG_FIELD_CHOICE, "procurement.csv");
}
END_TEST

START_TEST(an_asset_that_is_missing_is_refused)
{
    struct asset *assets = copy_assets();
    for (size_t i = 0; i < budget.asset_count; i++) {
        if (strcmp(assets[i].item, "办公用房建筑面积") == 0) {
            assets[i] = assets[--budget.asset_count];
            break;
        }
    }
    narrate();
    assert_only_fault(DIAG_ITEM_MISSING, "assets.csv");
}
END_TEST

START_TEST(an_asset_that_stands_twice_is_refused)
{
    struct asset *all = arena_array(arena, budget.asset_count + 1, sizeof *all);
    memcpy(all, budget.assets, budget.asset_count * sizeof *all);
    all[budget.asset_count] = all[0];
    all[budget.asset_count++].row = 99;
    budget.assets = all;
    narrate();
    assert_only_fault(DIAG_ASSET_DUPLICATE, "assets.csv");
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.row, 99);
}
END_TEST

static const struct {
    const char *date;
    enum diag_code code;
} dates[] = {{"2026-01-28", DIAG_ASSET_DATES},
             {"2026-13-01", DIAG_ASSET_DATE},
             {"20260127", DIAG_ASSET_DATE},
             {"年底", DIAG_ASSET_DATE},
             {"", DIAG_ASSET_DATE},
             {"2026-01-27x", DIAG_ASSET_DATE}};

START_TEST(a_date_that_is_wrong_or_differs_is_refused)
{
    copy_assets()[3].date = dates[_i].date;
    narrate();
    assert_only_fault(dates[_i].code, "assets.csv");
}
END_TEST

START_TEST(a_date_may_be_written_in_the_usual_ways)
{
    struct asset *assets = copy_assets();
    assets[1].date = "2026/1/27";
    assets[2].date = "2026年1月27日";
    assets[3].date = "2026.01.27";
    struct document_builder builder = narrate();
    assert_says(section_text(&builder, "十一"), "截至2026年1月27日，");
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(without_forms_no_annex_is_announced)
{
    publish_forms(false);
    struct document_builder builder = narrate();
    const char *text = section_text(&builder, "十");
    assert_says(text, "没有公开绩效目标的项目");
    assert_silent(text, "附件");
}
END_TEST

START_TEST(a_sum_beyond_the_range_is_refused)
{
    struct fact *facts = copy_facts(0);
    size_t changed = 0;
    for (size_t i = 0; i < budget.fact_count && changed < 2; i++) {
        if (facts[i].kind == FACT_INCOME) {
            facts[i].amount = INT64_MAX - 1;
            changed++;
        }
    }
    narrate();
    ck_assert_uint_gt(diag_errors(diag), 0);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_SUM_OVERFLOW);
}
END_TEST

/* ---- headings ------------------------------------------------------------------------------- */

START_TEST(the_sections_are_the_published_ones)
{
    struct document_builder builder = narrate();
    struct support_rows gold = support_read_rows(arena, SOURCE_DIR "/tests/published/contents.csv");
    size_t next = 1;
    while (strncmp(gold.cells[next][1], "第三部分", strlen("第三部分")) != 0)
        next++;
    for (size_t s = 0; s < builder.section_count; s++) {
        for (size_t i = 0; i < builder.sections[s].block_count; i++) {
            const struct block *block = &builder.sections[s].blocks[i];
            /* The forms have headings of their own, by the names of projects. */
            if (block->kind != BLOCK_HEADING ||
                builder.sections[s].page != part_of_kind(PART_NARRATIVE)->page)
                continue;
            ck_assert_str_eq(block->contents.utf8, gold.cells[next][1]);
            ck_assert_int_eq(block->level, atoi(gold.cells[next][0]));
            next++;
        }
    }
    ck_assert_str_eq(gold.cells[next][1], "第四部分 名词解释");
}
END_TEST

Suite *narrative_suite(void)
{
    Suite *suite = suite_create("narrative");
    TCase *tcase = tcase_create("published");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, every_published_figure_stands_in_its_section);
    tcase_add_test(tcase, items_stand_in_the_order_of_table_six);
    tcase_add_test(tcase, projects_are_counted_from_table_twelve_and_goals_from_forms);
    tcase_add_test(tcase, the_charts_show_what_the_sentences_say);
    tcase_add_test(tcase, without_amounts_there_is_no_chart);
    tcase_add_test(tcase, the_sections_are_the_published_ones);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("changes");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, less_than_last_year_is_a_decrease);
    tcase_add_test(tcase, the_same_as_last_year_needs_no_reason);
    tcase_add_test(tcase, an_increase_from_zero_has_no_percentage);
    tcase_add_test(tcase, a_decrease_to_zero_is_one_of_a_hundred_percent);
    tcase_add_test(tcase, a_change_without_a_reason_is_refused);
    tcase_add_test(tcase, a_figure_that_last_year_lacks_is_refused);
    tcase_add_test(tcase, the_figure_of_another_year_is_not_last_years);
    tcase_add_test(tcase, no_official_expenses_in_both_years_are_said_to_be_none);
    tcase_add_test(tcase, official_expenses_that_change_are_given_with_their_parts);
    tcase_add_test(tcase, official_expenses_that_stay_the_same_need_no_reason);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("missing");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, an_item_of_last_year_that_no_sentence_gives_is_refused);
    tcase_add_test(tcase, a_kind_of_procurement_that_is_missing_is_refused);
    tcase_add_test(tcase, a_kind_of_procurement_that_no_sentence_gives_is_refused);
    tcase_add_test(tcase, an_asset_that_is_missing_is_refused);
    tcase_add_test(tcase, an_asset_that_stands_twice_is_refused);
    tcase_add_loop_test(tcase, a_date_that_is_wrong_or_differs_is_refused, 0,
                        (int)(sizeof dates / sizeof *dates));
    tcase_add_test(tcase, a_date_may_be_written_in_the_usual_ways);
    tcase_add_test(tcase, without_forms_no_annex_is_announced);
    tcase_add_test(tcase, a_sum_beyond_the_range_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}

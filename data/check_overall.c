/* The 整体支出绩效目标申报表 against the records, the scheme of indicators, the measures of assets. */
#include <string.h>

#include "data/check_reading.h"

static const char *const amount_headings[OVERALL_AMOUNT_COUNT] = {"金额", "其中财政拨款",
                                                                  "其他资金"};

static struct pos overall_pos(const struct check_run *run, const struct overall *overall,
                              enum overall_amount column)
{
    return book_pos(run->budget->book, BOOK_OVERALL, overall->row, amount_headings[column]);
}

static money zero_if_blank(money amount)
{
    return amount == MONEY_NONE ? 0 : amount;
}

/* The 金额 of a task is its 财政拨款 and 其他资金. */
void check_kind_overall_sources(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->overall_count; i++) {
        const struct overall *overall = &run->budget->overall[i];
        money total = zero_if_blank(overall->amounts[OVERALL_TOTAL]);
        money sum = zero_if_blank(overall->amounts[OVERALL_FISCAL]);
        if (overall->column != OVERALL_TASK ||
            (money_add(&sum, zero_if_blank(overall->amounts[OVERALL_OTHER])) && sum == total))
            continue;
        check_find_amounts(run, rule,
                           (struct check_place){.pos = overall_pos(run, overall, OVERALL_TOTAL),
                                                .words = overall->name},
                           total, sum);
    }
}

/* What the tasks have in COLUMN; the first of them in *FIRST. False: none has any, or too much. */
static bool sum_tasks(const struct budget *budget, enum overall_amount column, money *sum,
                      const struct overall **first)
{
    *sum = 0;
    *first = NULL;
    for (size_t i = 0; i < budget->overall_count; i++) {
        const struct overall *overall = &budget->overall[i];
        if (overall->column != OVERALL_TASK || overall->amounts[column] == MONEY_NONE)
            continue;
        if (!money_add(sum, overall->amounts[column]))
            return false;
        if (*first == NULL)
            *first = overall;
    }
    return *first != NULL;
}

/* What the year's records have of COLUMN. */
static bool sum_spending(const struct budget *budget, enum overall_amount column, money *sum)
{
    *sum = 0;
    for (size_t i = 0; i < budget->fact_count; i++) {
        const struct fact *fact = &budget->facts[i];
        bool fiscal = fact->fund <= FUND_STATE_CAPITAL;
        bool counts = column == OVERALL_TOTAL || fiscal == (column == OVERALL_FISCAL);
        if (fact->kind == FACT_EXPENDITURE && fact->origin == ORIGIN_CURRENT && counts &&
            !money_add(sum, fact->amount))
            return false;
    }
    return true;
}

/* The tasks have no more, or no less, than the spending of the year, in all and of each source. */
void check_kind_overall_total(struct check_run *run, const struct check_rule *rule)
{
    for (int column = 0; column < OVERALL_AMOUNT_COUNT; column++) {
        const struct overall *first;
        money tasks, spending;
        if (!sum_tasks(run->budget, (enum overall_amount)column, &tasks, &first) ||
            !sum_spending(run->budget, (enum overall_amount)column, &spending))
            continue;
        if (rule->relation == CHECK_AT_MOST ? tasks <= spending : tasks >= spending)
            continue;
        check_find_amounts(
            run, rule,
            (struct check_place){.pos = overall_pos(run, first, (enum overall_amount)column),
                                 .words = amount_headings[column]},
            tasks, spending);
    }
}

/* ---- the scheme of indicators -------------------------------------------------------------- */

static bool is_pair(const struct check_rule *rule, const struct indicator *indicator)
{
    size_t length = strlen(indicator->level[0]);

    for (size_t i = 0; i < rule->word_count; i++) {
        const char *word = rule->words[i];
        if (strncmp(word, indicator->level[0], length) == 0 && word[length] == ' ' &&
            strcmp(word + length + 1, indicator->level[1]) == 0)
            return true;
    }
    return false;
}

static bool told_before(const struct indicator *indicators, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(indicators[i].level[0], indicators[index].level[0]) == 0 &&
            strcmp(indicators[i].level[1], indicators[index].level[1]) == 0)
            return true;
    return false;
}

static void find_levels(struct check_run *run, const struct check_rule *rule,
                        const struct indicator *indicators, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct indicator *indicator = &indicators[i];
        if ((indicator->project != NULL && !indicator->project->has_form) ||
            is_pair(rule, indicator) || told_before(indicators, i))
            continue;
        struct check_place place = check_indicator_place(run, indicator, "二级指标");
        place.found = arena_printf(run->arena, "%s、%s", indicator->level[0], indicator->level[1]);
        check_find(run, rule, &place, indicator->level[0], indicator->level[1], NULL);
    }
}

/* 一级 and 二级指标 are a pair of rule->words; each other pair is told once. */
void check_kind_indicator_levels(struct check_run *run, const struct check_rule *rule)
{
    find_levels(run, rule, run->budget->indicators, run->budget->indicator_count);
    find_levels(run, rule, run->budget->overall_indicators, run->budget->overall_indicator_count);
}

/* ---- assets -------------------------------------------------------------------------------- */

static bool is_listed(const char *const *list, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], value) == 0)
            return true;
    return false;
}

/* The items that rule->words name are counted in one of rule->others. */
void check_kind_asset_measure(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->asset_count && rule->other_count > 0; i++) {
        const struct asset *asset = &run->budget->assets[i];
        if (!is_listed(rule->words, rule->word_count, asset->item) ||
            is_listed(rule->others, rule->other_count, asset->measure))
            continue;
        const struct check_place place = {
            .pos = book_pos(run->budget->book, BOOK_ASSETS, asset->row, "计量单位"),
            .words = asset->item,
            .found = asset->measure,
            .expected = rule->others[0]};
        check_find(run, rule, &place, asset->item, asset->measure, rule->others[0], NULL);
    }
}

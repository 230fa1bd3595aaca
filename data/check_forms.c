/* The funds of a form against the records, the tables and themselves. */
#include <string.h>

#include "data/check_reading.h"

static const char *const fund_headings[TERM_COUNT] = {"实施期资金总额", "年度资金总额"};

/* What the records have for PROJECT; false when it is out of range, or there is none. */
static bool sum_records(const struct check_run *run, const struct project *project, bool current,
                        money *sum)
{
    bool found = false;

    *sum = 0;
    for (size_t i = 0; i < run->budget->fact_count; i++) {
        const struct fact *fact = &run->budget->facts[i];
        if (fact->project != project || fact->kind != FACT_EXPENDITURE ||
            (current && fact->origin != ORIGIN_CURRENT))
            continue;
        if (!money_add(sum, fact->amount))
            return false;
        found = true;
    }
    return found;
}

static bool differ(const struct check_rule *rule, money a, money b)
{
    money difference;

    return __builtin_sub_overflow(a, b, &difference) || difference > rule->fen ||
           difference < -rule->fen;
}

/* 年度资金总额 is what the tables print for the project, with 上年结转 or without. */
void check_kind_form_budget(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        money form = project->funds[TERM_YEAR][SOURCE_TOTAL], current, all;
        if (!project->has_form || !sum_records(run, project, true, &current))
            continue;
        if (form == MONEY_NONE)
            form = 0;
        if (differ(rule, form, current) && sum_records(run, project, false, &all) &&
            differ(rule, form, all))
            check_find_amounts(run, rule, check_form_place(run, project, fund_headings[TERM_YEAR]),
                               form, current);
    }
}

/* The sources of funds add up to their total. */
void check_kind_form_sources(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        for (size_t term = 0; project->has_form && term < TERM_COUNT; term++) {
            const money *funds = project->funds[term];
            money sum = 0;
            bool given = funds[SOURCE_TOTAL] != MONEY_NONE, fits = true;
            for (size_t s = SOURCE_TOTAL + 1; s < SOURCE_COUNT; s++)
                if (funds[s] != MONEY_NONE) {
                    fits = money_add(&sum, funds[s]) && fits;
                    given = true;
                }
            money total = funds[SOURCE_TOTAL] == MONEY_NONE ? 0 : funds[SOURCE_TOTAL];
            if (given && (!fits || differ(rule, total, sum)))
                check_find_amounts(run, rule, check_form_place(run, project, fund_headings[term]),
                                   total, sum);
        }
    }
}

/* A year's funds are not more than those of the whole term. */
void check_kind_form_terms(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        money whole = project->funds[TERM_WHOLE][SOURCE_TOTAL];
        money year = project->funds[TERM_YEAR][SOURCE_TOTAL];
        if (project->has_form && whole != MONEY_NONE && year != MONEY_NONE && year > whole &&
            differ(rule, year, whole))
            check_find_amounts(run, rule, check_form_place(run, project, fund_headings[TERM_YEAR]),
                               year, whole);
    }
}

/* A form of a project that no record pays. */
void check_kind_form_unbudgeted(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        money records;
        if (!project->has_form || sum_records(run, project, false, &records))
            continue;
        const struct check_place place = check_form_place(run, project, "公开绩效目标");
        check_find(run, rule, &place, project->name, NULL);
    }
}

/* A project of this year without a form. rule->words: 项目类别 that need none. */
void check_kind_form_missing(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        money records;
        bool excused = project->has_form || !sum_records(run, project, true, &records);
        for (size_t w = 0; w < rule->word_count && !excused; w++)
            excused = strcmp(project->kind, rule->words[w]) == 0;
        if (excused)
            continue;
        struct check_place place = check_form_place(run, project, "公开绩效目标");
        place.expected = check_money(run, records);
        check_find(run, rule, &place, project->name, place.expected, project->kind, NULL);
    }
}

/* ---- cost indicators ----------------------------------------------------------------------- */

/* A cost of one unit (每亩补助标准 1000元) is no part of the funds. */
static bool is_price(const struct check_rule *rule, const struct indicator *indicator)
{
    for (size_t i = 0; i < rule->other_count; i++)
        if (strstr(indicator->level[2], rule->others[i]) != NULL)
            return true;
    return false;
}

static bool is_cost(const struct check_rule *rule, const struct indicator *indicator)
{
    for (size_t i = 0; i < rule->word_count; i++)
        if (strcmp(indicator->level[1], rule->words[i]) == 0)
            return true;
    return false;
}

/* The cost of all: what else is named is part of it. */
static bool is_whole_cost(const struct indicator *indicator)
{
    static const char *const words[] = {"总额",   "总投资", "总成本", "总费用",
                                        "总经费", "总支出", "合计"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(indicator->level[2], words[i]) != NULL)
            return true;
    return false;
}

/* What the cost indicators of a term name. */
struct costs {
    size_t count;
    money sum, slack;              /* what rounding may explain of the sum */
    const struct indicator *first; /* NULL: none */
};

/* The costs of TERM that PROJECT's indicators name. */
static struct costs sum_costs(struct check_run *run, const struct check_rule *rule,
                              const struct project *project, enum project_term term)
{
    const struct indicator *indicators;
    size_t count = check_indicators(run, project, &indicators);
    struct costs costs = {.count = 0};
    struct amount finest = {.value = MONEY_NONE};

    for (size_t i = 0; i < count; i++) {
        const struct indicator *indicator = &indicators[i];
        if (indicator->term != term || !is_cost(rule, indicator) || is_price(rule, indicator))
            continue;
        const struct scan scan = scan_text(run->arena, indicator->value);
        const struct amount cost = amounts_read_value(&scan, 0);
        if (cost.value == MONEY_NONE || (cost.marks & AMOUNT_PRICE))
            continue;
        if (is_whole_cost(indicator))
            return (struct costs){costs.count + 1, cost.value, amounts_slack(&cost, 1), indicator};
        if (!money_add(&costs.sum, cost.value))
            continue;
        finest = costs.count == 0 ? cost : *amounts_finer(&finest, &cost);
        if (costs.count++ == 0)
            costs.first = indicator;
    }
    costs.slack = amounts_slack(&finest, costs.count);
    return costs;
}

/* Whether the costs may be those of several years, which the whole term's funds cover. */
static bool covers(const struct project *project, money costs)
{
    money whole = project->funds[TERM_WHOLE][SOURCE_TOTAL];

    return whole != MONEY_NONE && costs <= whole &&
           strcmp(project->texts[PROJECT_TERM], "1年") != 0;
}

/* The costs (rule->words: 二级指标; rule->others: words of a price) are covered by the funds of
 * their term, and those of a form without annual ones by the year's as well. */
void check_kind_form_costs(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        for (size_t term = 0; project->has_form && term < TERM_COUNT; term++) {
            const struct costs costs = sum_costs(run, rule, project, (enum project_term)term);
            if (costs.count == 0)
                continue;
            size_t against = term;
            if (term == TERM_WHOLE && sum_costs(run, rule, project, TERM_YEAR).count == 0)
                against = TERM_YEAR;
            money funds = project->funds[against][SOURCE_TOTAL];
            if (funds == MONEY_NONE)
                funds = 0;
            if (against != term && covers(project, costs.sum))
                continue;
            if (costs.sum > funds && costs.sum - costs.slack > funds &&
                differ(rule, costs.sum, funds))
                check_find_amounts(run, rule, check_indicator_place(run, costs.first, "指标值"),
                                   costs.sum, funds);
        }
    }
}

/* Funds that are ten, a hundred … times the costs: a slip of unit or of digits. */
void check_kind_form_scale(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        for (size_t term = 0; project->has_form && term < TERM_COUNT; term++) {
            money funds = project->funds[term][SOURCE_TOTAL];
            if (funds == MONEY_NONE || funds <= 0)
                continue;
            const struct costs costs = sum_costs(run, rule, project, TERM_WHOLE);
            if (costs.count < 2 || costs.sum <= 0)
                continue;
            money scaled = costs.sum;
            for (int power = 0; power < 6 && scaled < funds / 2; power++)
                if (__builtin_mul_overflow(scaled, 10, &scaled))
                    break;
            if (scaled == funds && scaled != costs.sum)
                check_find_amounts(run, rule, check_form_place(run, project, fund_headings[term]),
                                   funds, costs.sum);
        }
    }
}

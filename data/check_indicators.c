/* The contents of forms: blank halves, names, units, dates. */
#include <stdint.h>
#include <string.h>

#include "data/check_reading.h"
#include "data/map.h"

enum { YEAR_MIN = 1949 };

/* ---- blank forms --------------------------------------------------------------------------- */

static bool has_content(const struct check_run *run, const struct project *project)
{
    const struct indicator *indicators;

    for (size_t i = PROJECT_OVERVIEW; i <= PROJECT_GOAL_YEAR; i++)
        if (project->texts[i][0] != '\0')
            return true;
    return check_indicators(run, project, &indicators) > 0;
}

/* A published form with neither a text nor an indicator; a pack may have no form to publish. */
void check_kind_form_empty(struct check_run *run, const struct check_rule *rule)
{
    size_t count = format_prints_forms(run->format) ? run->budget->project_count : 0;
    for (size_t i = 0; i < count; i++) {
        const struct project *project = &run->budget->projects[i];
        if (!project->has_form || has_content(run, project))
            continue;
        const struct check_place place = check_form_place(run, project, "公开绩效目标");
        check_find(run, rule, &place, project->name, NULL);
    }
}

/* The annual half of a form is blank: no goal, no indicator. */
void check_kind_form_annual(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        const struct indicator *indicators;
        if (!project->has_form)
            continue;
        size_t count = check_indicators(run, project, &indicators), annual = 0;
        for (size_t k = 0; k < count; k++)
            annual += indicators[k].term == TERM_YEAR && indicators[k].level[2][0] != '\0';
        if (annual > 0 || !has_content(run, project))
            continue;
        const struct check_place place = check_form_place(run, project, "年度总体目标");
        bool has_goal = project->texts[PROJECT_GOAL_YEAR][0] != '\0';
        const char *both = run->language == DIAG_CHINESE ? "年度总体目标和年度绩效指标"
                                                         : "annual goal and annual indicators";
        const char *one = run->language == DIAG_CHINESE ? "年度绩效指标" : "annual indicators";
        check_find(run, rule, &place, has_goal ? one : both, project->name, NULL);
    }
}

/* ---- names --------------------------------------------------------------------------------- */

/* The next character that tells names apart when widths, marks and blanks do not count. */
static uint32_t next_bare(const struct scan *scan, size_t *i)
{
    while (*i < scan->count) {
        uint32_t c = scan->at[(*i)++];
        if (scan_is_han(c) || scan_is_digit(c) || scan_is_letter(c))
            return c;
    }
    return 0;
}

static bool differ_by_marks_only(struct arena *arena, const char *left, const char *right)
{
    struct scan a = scan_text(arena, left), b = scan_text(arena, right);
    size_t i = 0, k = 0;
    uint32_t c;

    do {
        c = next_bare(&a, &i);
        if (c != next_bare(&b, &k))
            return false;
    } while (c != 0);
    return true;
}

static void check_names(struct check_run *run, const struct check_rule *rule, bool marks_only)
{
    for (size_t i = 0; i < run->budget->project_count; i++) {
        const struct project *project = &run->budget->projects[i];
        const char *name = project->texts[PROJECT_FORM_NAME];
        if (!project->has_form || name[0] == '\0' || strcmp(name, project->name) == 0 ||
            differ_by_marks_only(run->arena, name, project->name) != marks_only)
            continue;
        struct check_place place = check_form_place(run, project, "绩效表项目名称");
        place.found = name;
        place.expected = project->name;
        check_find(run, rule, &place, name, project->name, NULL);
    }
}

/* Form and table print different names. */
void check_kind_form_name(struct check_run *run, const struct check_rule *rule)
{
    check_names(run, rule, false);
}

/* They differ by a mark or its width only. */
void check_kind_form_name_width(struct check_run *run, const struct check_rule *rule)
{
    check_names(run, rule, true);
}

/* Two projects of one name: two rows of a table that look like one fact set twice. */
void check_kind_same_name(struct check_run *run, const struct check_rule *rule)
{
    const struct budget *budget = run->budget;
    struct map *first = map_new(run->arena); /* project by its unit and name */
    for (size_t i = 0; i < budget->project_count; i++) {
        const struct project *project = &budget->projects[i];
        const char *agency = project->agency != NULL ? project->agency->code : "";
        const char *key = arena_printf(run->arena, "%s\n%s", agency, project->name);
        const struct project *earlier = map_lookup(first, key);
        if (earlier == NULL) {
            map_put(first, key, (void *)(uintptr_t)project);
            continue;
        }
        struct check_place place = check_form_place(run, project, "项目名称");
        place.found = project->code;
        place.expected = earlier->code;
        check_find(run, rule, &place, project->name, earlier->code, project->code, NULL);
    }
}

/* ---- values -------------------------------------------------------------------------------- */

static void find_halves(struct check_run *run, const struct check_rule *rule,
                        const struct indicator *indicators, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct indicator *indicator = &indicators[i];
        bool named = indicator->level[2][0] != '\0', valued = indicator->value[0] != '\0';
        if (named == valued || (indicator->project != NULL && !indicator->project->has_form))
            continue;
        struct check_place place =
            check_indicator_place(run, indicator, named ? "指标值" : "三级指标");
        place.found = named ? indicator->level[2] : indicator->value;
        check_find(run, rule, &place, place.found, named ? "指标值" : "三级指标",
                   indicator->level[1], NULL);
    }
}

/* A value without 三级指标, or 三级指标 without a value. */
void check_kind_indicator_half(struct check_run *run, const struct check_rule *rule)
{
    find_halves(run, rule, run->budget->indicators, run->budget->indicator_count);
    find_halves(run, rule, run->budget->overall_indicators, run->budget->overall_indicator_count);
}

/* A number and nothing more: ≤100. */
static bool is_bare_number(struct arena *arena, const char *value)
{
    struct scan scan = scan_text(arena, value);
    struct amount_number number;
    size_t i = 0;

    while (i < scan.count && !scan_is_digit(scan.at[i]) && !scan_is_han(scan.at[i]) &&
           !scan_is_letter(scan.at[i]))
        i++;
    return amounts_read_number(&scan, i, &number) && number.end == scan.count;
}

/* A number without its unit, under the 二级指标 that rule->words name. */
void check_kind_indicator_unit(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->indicator_count; i++) {
        const struct indicator *indicator = &run->budget->indicators[i];
        bool wanted = false;
        for (size_t w = 0; w < rule->word_count; w++)
            wanted = wanted || strcmp(indicator->level[1], rule->words[w]) == 0;
        if (!wanted || !indicator->project->has_form ||
            !is_bare_number(run->arena, indicator->value))
            continue;
        struct check_place place = check_indicator_place(run, indicator, "指标值");
        place.found = indicator->value;
        check_find(run, rule, &place, indicator->level[2], indicator->value, NULL);
    }
}

/* ---- dates --------------------------------------------------------------------------------- */

/* The first year before BEFORE that a month or an end follows: 2025年12月, 2025年底. */
static int find_earlier(const struct scan *scan, size_t start, size_t end, int before,
                        size_t *where, size_t *stop)
{
    for (size_t i = start; i + 6 <= end; i++) {
        int year = 0;
        size_t digits = 0;
        if (i > 0 && scan_is_digit(scan->at[i - 1]))
            continue;
        for (; scan_is_digit(scan->at[i + digits]) && digits < 5; digits++)
            year = year * 10 + (int)(scan->at[i + digits] - '0');
        size_t after = i + 5;
        if (digits != 4 || year < YEAR_MIN || year >= before || !scan_match(scan, i + 4, "年"))
            continue;
        if (!scan_is_digit(scan->at[after]) && !scan_match(scan, after, "底") &&
            !scan_match(scan, after, "年底") && !scan_match(scan, after, "末"))
            continue;
        *where = i;
        for (*stop = after; scan_is_digit(scan->at[*stop]); (*stop)++)
            ;
        *stop += *stop < scan->count;
        return year;
    }
    return 0;
}

/* An indicator of time that is due before the budget's year begins. rule->words: 二级指标. */
void check_kind_indicator_date(struct check_run *run, const struct check_rule *rule)
{
    const char *year = arena_printf(run->arena, "%d", run->budget->department->year);

    for (size_t i = 0; i < run->text_count; i++) {
        const struct indicator *indicator = run->texts[i].indicator;
        size_t start, end;
        if (indicator == NULL || strcmp(run->texts[i].label, "指标值") != 0 ||
            rule->word_count == 0 || strcmp(indicator->level[1], rule->words[0]) != 0)
            continue;
        const struct scan *scan = check_scan(run, i);
        if (find_earlier(scan, 0, scan->count, run->budget->department->year, &start, &end))
            check_find_text(run, rule, i, start, end, year);
    }
}

/* What is still to be done (rule->words, in the clause or the next) by a date of an earlier year;
 * told once a text. rule->others excuse it: 已完成, 签订 … */
void check_kind_plan_date(struct check_run *run, const struct check_rule *rule)
{
    const char *year = arena_printf(run->arena, "%d", run->budget->department->year);

    for (size_t i = 0; i < run->text_count; i++) {
        if (run->texts[i].kind != CHECK_TEXT_PROJECT || !check_text_wanted(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        size_t at = 0, start, end;
        while (find_earlier(scan, at, scan->count, run->budget->department->year, &start, &end)) {
            size_t stop = scan_end(scan, end, SCAN_CLAUSE);
            at = end;
            if (!scan_finds(scan, end, stop, rule->words, rule->word_count, NULL) ||
                scan_finds(scan, scan_start(scan, start, SCAN_CLAUSE), stop, rule->others,
                           rule->other_count, NULL))
                continue;
            check_find_text(run, rule, i, start, end, year);
            break;
        }
    }
}

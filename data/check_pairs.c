/* The same thing said twice: a number or a date in a text of a form and in one of its indicators.
 *
 * Which number of a text an indicator speaks of is told by the words: the clause that shares most
 * pairs of Han characters with the 三级指标 is taken. What only looks alike is a note, not more. */
#include <string.h>

#include "data/check_reading.h"

enum { VALUES_MAX = 16, PAIRS_MAX = 48 };

/* What one clause says, compared with one indicator. */
struct candidate {
    size_t text, start, end; /* of its first number */
    size_t score;
    int64_t values[VALUES_MAX]; /* that differ */
    size_t value_count;
    int64_t sum; /* of all */
};

/* The pairs of Han characters of a 三级指标, those in rule->words left out. */
struct pairs {
    uint32_t items[PAIRS_MAX][2];
    size_t count;
};

static struct pairs read_pairs(const struct check_rule *rule, const struct scan *name)
{
    struct pairs pairs = {.count = 0};

    for (size_t i = 0; i + 1 < name->count && pairs.count < PAIRS_MAX; i++) {
        bool counts = scan_is_han(name->at[i]) && scan_is_han(name->at[i + 1]);
        for (size_t w = 0; w < rule->word_count && counts; w++)
            counts = scan_match(name, i, rule->words[w]) == 0;
        if (!counts)
            continue;
        pairs.items[pairs.count][0] = name->at[i];
        pairs.items[pairs.count++][1] = name->at[i + 1];
    }
    return pairs;
}

/* How many of PAIRS stand in [START, END) of SCAN too. */
static size_t count_common(const struct pairs *pairs, const struct scan *scan, size_t start,
                           size_t end)
{
    size_t common = 0;

    for (size_t p = 0; p < pairs->count; p++)
        for (size_t i = start; i + 1 < end; i++)
            if (scan->at[i] == pairs->items[p][0] && scan->at[i + 1] == pairs->items[p][1]) {
                common++;
                break;
            }
    return common;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* A number and the measure after it: 2000多个 is 2000 个, 3万卷 is 30000 卷. Money is none. */
struct quantity {
    size_t start, end;
    int64_t value; /* 1/10000; of a date months since year 0 */
    int64_t last;  /* of a range its end, else VALUE */
    uint32_t measure;
    int year; /* of a date: the budget's */
};

static bool read_quantity(const struct scan *scan, size_t i, struct quantity *out)
{
    struct amount_number number;

    if (!amounts_read_number(scan, i, &number) || number.decimals > 4)
        return false;
    size_t at = number.end;
    int64_t scale = 10000;
    if (scan_match(scan, at, "多") || scan_match(scan, at, "余"))
        at++;
    if (scan_match(scan, at, "万")) {
        scale *= 10000;
        at++;
    }
    *out = (struct quantity){
        .start = i, .end = at + 1, .value = amounts_value(&number, scale), .measure = scan->at[at]};
    out->last = out->value;
    return scan_is_han(scan->at[at]) && !scan_match(scan, at, "元");
}

/* 个, 座, 处 and 家 count the same things. */
static bool same_measure(uint32_t a, uint32_t b)
{
    static const uint32_t counts[] = {0x4E2A, 0x5EA7, 0x5904, 0x5BB6}; /* 个 座 处 家 */
    bool has_a = false, has_b = false;

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        has_a = has_a || counts[i] == a;
        has_b = has_b || counts[i] == b;
    }
    return a == b || (has_a && has_b);
}

/* The numbers of WANTED's measure in one statement of a text. */
static void read_statement(const struct check_rule *rule, const struct pairs *name,
                           const struct quantity *wanted, const struct scan *scan, size_t start,
                           size_t end, struct candidate *out)
{
    bool exact = false;

    for (size_t i = start; i < end;) {
        struct quantity quantity;
        if (!scan_is_digit(scan->at[i]) || !read_quantity(scan, i, &quantity)) {
            i++;
            while (i < end && scan_is_digit(scan->at[i - 1]) && scan_is_digit(scan->at[i]))
                i++;
            continue;
        }
        size_t clause = scan_start(scan, i, SCAN_CLAUSE);
        bool each = scan_finds(scan, clause, i, (const char *const[]){"每"}, 1, NULL);
        i = quantity.end;
        if (!each && same_measure(quantity.measure, wanted->measure))
            out->sum += quantity.value;
        bool known = each || !same_measure(quantity.measure, wanted->measure);
        for (size_t k = 0; k < out->value_count && !known; k++)
            known = out->values[k] == quantity.value;
        if (known || out->value_count == VALUES_MAX)
            continue;
        if (out->value_count == 0) {
            out->start = quantity.start;
            out->end = quantity.end;
        }
        exact = exact || quantity.measure == wanted->measure;
        out->values[out->value_count++] = quantity.value;
    }
    if (out->value_count > 0)
        out->score = count_common(name, scan, start, end);
    if (!exact && out->score < (size_t)rule->limit + 1)
        out->score = 0;
}

/* Whether the candidate has VALUE, or its numbers add up to it: 17座煤矿、12座非煤矿山. */
static bool agrees(const struct candidate *candidate, const struct quantity *wanted)
{
    int64_t sum = 0;

    for (size_t i = 0; i < candidate->value_count; i++) {
        if (candidate->values[i] >= wanted->value && candidate->values[i] <= wanted->last)
            return true;
        sum += candidate->values[i];
    }
    return sum == wanted->value;
}

typedef void statement_fn(const struct check_rule *rule, const struct pairs *name,
                          const struct quantity *wanted, const struct scan *scan, size_t start,
                          size_t end, struct candidate *out);

/* Goes through the statements of text INDEX, which 。 ； and line ends part. BEST gets the one with
 * the highest score. False when a statement that is no worse than half agrees, or none is good
 * enough. */
static bool find_best(struct check_run *run, const struct check_rule *rule,
                      const struct pairs *name, const struct quantity *wanted, size_t index,
                      statement_fn *read, struct candidate *best)
{
    const struct scan *scan = check_scan(run, index);
    int64_t sum = 0;
    size_t candidates = 0, agreeing = 0;

    for (size_t start = 0; start < scan->count;) {
        size_t stop = scan_end(scan, start, SCAN_SENTENCE);
        struct candidate candidate = {.text = index};
        /* 废弃矿井点治理费50万元；数量500个: the number alone goes with what is before it */
        if (stop < scan->count && scan_match(scan, stop + 1, "数量"))
            stop = scan_end(scan, stop + 1, SCAN_SENTENCE);
        read(rule, name, wanted, scan, start, stop, &candidate);
        candidates += candidate.value_count > 0;
        if (candidate.score > agreeing && agrees(&candidate, wanted))
            agreeing = candidate.score;
        if (candidate.score > 0 && (sum += candidate.sum) == wanted->value)
            return false; /* the parts of it, one by one */
        if (candidate.score > best->score)
            *best = candidate;
        start = stop + 1;
    }
    if (agreeing * 2 >= best->score)
        return false;
    /* the only date there is needs less to be told by */
    return best->score >= (candidates == 1 && wanted->measure == 0 ? 1 : (size_t)rule->limit);
}

static void report(struct check_run *run, const struct check_rule *rule,
                   const struct indicator *indicator, const struct candidate *best)
{
    const struct scan *scan = check_scan(run, best->text);
    struct check_place place = check_indicator_place(run, indicator, "指标值");
    size_t from = scan_start(scan, best->start, SCAN_CLAUSE);

    place.found = indicator->value;
    place.expected = check_quote(run, best->text, from, scan_end(scan, best->end, SCAN_CLAUSE));
    check_find(run, rule, &place, indicator->level[2], indicator->value, place.expected,
               check_text_place(run, &run->texts[best->text]), NULL);
}

/* Texts of a project stand together; those of its form come before its indicators. */
static void first_text(const struct check_run *run, const struct project *project, size_t *first,
                       size_t *end)
{
    for (*first = 0; *first < run->text_count; (*first)++)
        if (run->texts[*first].project == project && run->texts[*first].kind == CHECK_TEXT_PROJECT)
            break;
    for (*end = *first; *end < run->text_count && run->texts[*end].project == project &&
                        run->texts[*end].kind == CHECK_TEXT_PROJECT;)
        (*end)++;
}

/* A kind of indicator (its 二级指标 is rule->others) and how its value and statements are read. */
struct pairing {
    bool (*read_value)(const struct scan *value, int year, struct quantity *out);
    statement_fn *read_statement;
};

static void check_pairs(struct check_run *run, const struct check_rule *rule,
                        const struct pairing *pairing)
{
    const struct project *project = NULL;
    size_t first = 0, end = 0;

    for (size_t i = 0; i < run->budget->indicator_count; i++) {
        const struct indicator *indicator = &run->budget->indicators[i];
        bool wanted = false;
        for (size_t o = 0; o < rule->other_count; o++)
            wanted = wanted || strcmp(indicator->level[1], rule->others[o]) == 0;
        if (!wanted || !indicator->project->has_form || indicator->term != TERM_WHOLE)
            continue;
        if (indicator->project != project)
            first_text(run, project = indicator->project, &first, &end);
        struct scan level = scan_text(run->arena, indicator->level[2]);
        struct pairs name = read_pairs(rule, &level);
        struct scan value = scan_text(run->arena, indicator->value);
        struct quantity quantity;
        if (!pairing->read_value(&value, run->budget->department->year, &quantity))
            continue;
        for (size_t t = first; t < end; t++) {
            struct candidate best = {.score = 0};
            if (!check_text_wanted(rule, &run->texts[t]))
                continue;
            if (!find_best(run, rule, &name, &quantity, t, pairing->read_statement, &best))
                continue;
            report(run, rule, indicator, &best);
            break;
        }
    }
}

/* The one number of a value: ≥1000个. */
static bool read_number_value(const struct scan *value, int year, struct quantity *out)
{
    size_t i = 0;

    (void)year;
    while (i < value->count && !scan_is_digit(value->at[i]))
        i++;
    return i < value->count && read_quantity(value, i, out);
}

void check_kind_paired_number(struct check_run *run, const struct check_rule *rule)
{
    static const struct pairing numbers = {read_number_value, read_statement};

    check_pairs(run, rule, &numbers);
}

/* ---- dates --------------------------------------------------------------------------------- */

static void add_month(struct candidate *out, size_t start, size_t end, int64_t month)
{
    out->start = start;
    out->end = end;
    out->values[out->value_count++] = month;
}

/* The months that [START, END) names, as months since year 0, into OUT; of 3-4月 the last. A month
 * without a year is of the year named before it, or of YEAR; 年底 is December. */
static void read_months(const struct scan *scan, size_t start, size_t end, int64_t year,
                        struct candidate *out)
{

    for (size_t i = start; i < end && out->value_count < VALUES_MAX;) {
        struct amount_number number;
        if (!scan_is_digit(scan->at[i]) || !amounts_read_number(scan, i, &number)) {
            if (scan_match(scan, i, "年底") || scan_match(scan, i, "年末"))
                add_month(out, i, i + 2, year * 12 + 12);
            i++;
            continue;
        }
        size_t at = number.end;
        if (scan_match(scan, at, "年") && number.mantissa > 1900 && number.mantissa < 3000)
            year = number.mantissa;
        else if (scan_match(scan, at, "月") && number.mantissa >= 1 && number.mantissa <= 12)
            add_month(out, i, at + 1, year * 12 + number.mantissa);
        i = at;
    }
}

/* 2026年5月; of 2026年1月至12月 both ends. */
static bool read_month_value(const struct scan *value, int year, struct quantity *out)
{
    struct candidate months = {.score = 0};

    read_months(value, 0, value->count, year, &months);
    if (months.value_count == 0)
        return false;
    *out = (struct quantity){
        .value = months.values[0], .last = months.values[months.value_count - 1], .year = year};
    return true;
}

static void read_month_statement(const struct check_rule *rule, const struct pairs *name,
                                 const struct quantity *wanted, const struct scan *scan,
                                 size_t start, size_t end, struct candidate *out)
{
    (void)rule;
    read_months(scan, start, end, wanted->year, out);
    if (out->value_count > 0)
        out->score = count_common(name, scan, start, end);
}

void check_kind_paired_date(struct check_run *run, const struct check_rule *rule)
{
    static const struct pairing dates = {read_month_value, read_month_statement};

    check_pairs(run, rule, &dates);
}

/* What texts say of directions (增加, 减少) and of years, against the figures. */
#include <string.h>

#include "data/check_reading.h"

/* The 栏目 that RULE speaks of. */
static bool is_reason(const struct check_rule *rule, const struct check_text *text)
{
    return text->kind == CHECK_TEXT_PROSE && rule->field_count > 0 && check_text_wanted(rule, text);
}

/* 减少 within 不减少 or 增减 says nothing. */
static bool speaks(const struct scan *scan, size_t start, size_t end, const char *const *words,
                   size_t count, size_t *where)
{
    static const char *const negations[] = {"不", "未", "无"};
    size_t at;

    for (; scan_finds(scan, start, end, words, count, &at); end = at) {
        bool negated = false;
        for (size_t n = 0; n < sizeof negations / sizeof *negations && at > start; n++)
            negated = negated || scan_match(scan, at - 1, negations[n]);
        if (negated)
            continue;
        if (where)
            *where = at;
        return true;
    }
    return false;
}

static bool change_of(const struct check_run *run, const struct check_rule *rule, money *change)
{
    if (rule->left_count != 1 || rule->right_count != 1 || rule->left[0].figure == NULL ||
        rule->right[0].figure == NULL)
        return false;
    const struct figure *now = &run->figures.values[rule->left[0].index];
    const struct figure *before = &run->figures.values[rule->right[0].index];
    return now->fault == NULL && before->fault == NULL &&
           !__builtin_sub_overflow(now->value, before->value, change);
}

/* The reason for a rise speaks of falls only, or the reverse. rule->words rise, rule->others fall;
 * the figure is rule->left and was rule->right. */
void check_kind_reason(struct check_run *run, const struct check_rule *rule)
{
    money change;

    if (!change_of(run, rule, &change) || change == 0)
        return;
    for (size_t i = 0; i < run->text_count; i++) {
        if (!is_reason(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        size_t at = 0;
        bool rises = speaks(scan, 0, scan->count, rule->words, rule->word_count, NULL);
        bool falls = speaks(scan, 0, scan->count, rule->others, rule->other_count, NULL);
        if (rises == falls || rises == (change > 0))
            continue;
        speaks(scan, 0, scan->count, rises ? rule->words : rule->others,
               rises ? rule->word_count : rule->other_count, &at);
        const struct check_place place = {
            .pos = run->texts[i].text.pos,
            .words = check_text_place(run, &run->texts[i]),
            .found = scan_slice(run->arena, scan, at, at + 2),
            .expected = check_money(run, change),
        };
        check_find(run, rule, &place, check_quote(run, i, 0, scan->count), place.expected,
                   rule->place ? rule->place : run->texts[i].label, NULL);
    }
}

/* 人员增加，公用经费相应减少: what follows 相应 goes the other way than what is before it. */
void check_kind_reason_itself(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->text_count; i++) {
        size_t at;
        if (!is_reason(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        static const char *const links[] = {"相应", "因此", "所以", "随之"};
        if (!scan_finds(scan, 0, scan->count, links, sizeof links / sizeof *links, &at))
            continue;
        size_t stop = scan_end(scan, at, SCAN_SENTENCE);
        bool rose = speaks(scan, 0, at, rule->words, rule->word_count, NULL);
        bool fell = speaks(scan, 0, at, rule->others, rule->other_count, NULL);
        bool rises = speaks(scan, at, stop, rule->words, rule->word_count, NULL);
        bool falls = speaks(scan, at, stop, rule->others, rule->other_count, NULL);
        if ((rose && !fell && falls && !rises) || (fell && !rose && rises && !falls))
            check_find_text(run, rule, i, 0, scan->count, "");
    }
}

/* The budget of another year as this one's: 2025年部门预算 in a text of 2026; rule->words are what
 * follows the year, rule->others, before it, excuse it (比, 较, 与). */
void check_kind_budget_year(struct check_run *run, const struct check_rule *rule)
{
    int budget_year = run->budget->department->year;
    const char *expected = arena_printf(run->arena, "%d", budget_year);

    for (size_t i = 0; i < run->text_count; i++) {
        if (run->texts[i].kind == CHECK_TEXT_NAME || !check_text_wanted(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        for (size_t k = 0; k + 5 < scan->count; k++) {
            struct amount_number year;
            if (!scan_is_digit(scan->at[k]) || (k > 0 && scan_is_digit(scan->at[k - 1])) ||
                !amounts_read_number(scan, k, &year) || year.end != k + 4 || year.mantissa < 1949 ||
                year.mantissa > 2999 || year.mantissa == budget_year ||
                !scan_match(scan, k + 4, "年"))
                continue;
            size_t after = k + 5 + scan_match(scan, k + 5, "度");
            bool names = false;
            for (size_t w = 0; w < rule->word_count; w++)
                names = names || scan_match(scan, after, rule->words[w]) > 0;
            size_t from = k > 3 ? k - 3 : 0;
            if (names && !scan_finds(scan, from, k, rule->others, rule->other_count, NULL))
                check_find_text(run, rule, i, k, after + 2 < scan->count ? after + 2 : scan->count,
                                expected);
        }
    }
}

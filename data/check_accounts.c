/* What a unit is and what its records say: 行政单位 with the running costs of a 事业单位, items of
 * one mapped to the other. Whether it is right is the official's to know: these are notes. And the
 * labels of the pack's tables, which should all be made alike. */
#include <string.h>

#include "data/check_reading.h"

/* Whether the function of FACT is one of rule->words, by name: 事业运行. */
static bool has_function(const struct check_run *run, const struct check_rule *rule,
                         const struct fact *fact)
{
    const struct subject *subject = subjects_lookup(
        book_subjects(run->budget->book), SUBJECT_FUNCTION, fact->function, strlen(fact->function));

    for (size_t w = 0; subject != NULL && w < rule->word_count; w++)
        if (strcmp(subject->name.utf8, rule->words[w]) == 0)
            return true;
    return false;
}

typedef bool fact_test(const struct check_rule *rule, const struct fact *fact);

/* One finding for every unit with facts of rule->words that pass TEST. */
static void find_facts(struct check_run *run, const struct check_rule *rule, fact_test *test)
{
    const struct budget *budget = run->budget;

    for (size_t a = 0; a < budget->agency_count; a++) {
        const struct agency *agency = &budget->agencies[a];
        const struct fact *first = NULL;
        money sum = 0;
        for (size_t i = 0; i < budget->fact_count; i++) {
            const struct fact *fact = &budget->facts[i];
            if (fact->agency != agency || fact->kind != FACT_EXPENDITURE ||
                !has_function(run, rule, fact) || !test(rule, fact) ||
                !money_add(&sum, fact->amount))
                continue;
            first = first == NULL ? fact : first;
        }
        if (first == NULL)
            continue;
        const struct check_place place = {.pos = check_fact_pos(run, first, "功能科目编码"),
                                          .words = agency->name,
                                          .found = check_money(run, sum)};
        check_find(run, rule, &place, agency->name, first->function, place.found, NULL);
    }
}

static bool is_administrative(const struct check_rule *rule, const struct fact *fact)
{
    (void)rule;
    return fact->agency->nature == AGENCY_ADMINISTRATIVE;
}

/* A 行政单位 with spending that only 事业单位 have (rule->words: names of functions). */
void check_kind_agency_function(struct check_run *run, const struct check_rule *rule)
{
    find_facts(run, rule, is_administrative);
}

static bool has_office_item(const struct check_rule *rule, const struct fact *fact)
{
    for (size_t i = 0; i < rule->other_count; i++)
        if (strncmp(fact->gov_econ, rule->others[i], strlen(rule->others[i])) == 0)
            return true;
    return false;
}

/* Spending of 事业单位 under government items of 机关 (rule->others: their first digits). */
void check_kind_agency_item(struct check_run *run, const struct check_rule *rule)
{
    find_facts(run, rule, has_office_item);
}

/* ---- the pack ------------------------------------------------------------------------------ */

/* The text of A and B without their digits is one. */
static bool same_but_digits(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a >= '0' && *a <= '9')
            a++;
        while (*b >= '0' && *b <= '9')
            b++;
        if (*a != *b)
            return false;
        if (*a == '\0')
            return true;
    }
}

/* The text that most of the tables have; FIELD is the offset of a struct text. */
static const struct text *usual_text(const struct format *format, size_t field)
{
    const struct text *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < format->table_count; i++) {
        const struct text *text =
            (const struct text *)(const void *)((const char *)&format->tables[i] + field);
        size_t same = 0;
        for (size_t k = 0; k < format->table_count; k++) {
            const struct text *other =
                (const struct text *)(const void *)((const char *)&format->tables[k] + field);
            same += same_but_digits(text->utf8, other->utf8);
        }
        if (same > most) {
            most = same;
            best = text;
        }
    }
    return best;
}

static void report_label(struct check_run *run, const struct check_rule *rule,
                         const struct table_format *table, const struct text *text,
                         const char *expected)
{
    const char *name = table->label.utf8[0] != '\0' ? table->label.utf8 : table->title.utf8;
    const struct check_place place = {
        .pos = text->pos, .words = name, .found = text->utf8, .expected = expected};

    check_find(run, rule, &place, text->utf8, expected, name, NULL);
}

static void check_label(struct check_run *run, const struct check_rule *rule, size_t field)
{
    const struct text *usual = usual_text(run->format, field);

    for (size_t i = 0; usual != NULL && i < run->format->table_count; i++) {
        const struct table_format *table = &run->format->tables[i];
        const struct text *text = (const struct text *)(const void *)((const char *)table + field);
        if (!same_but_digits(text->utf8, usual->utf8))
            report_label(run, rule, table, text, usual->utf8);
    }
}

/* Label and unit line of a table are made like those of the others, and a head that names the year
 * says 年. The pack is one for all departments: told with the first. */
void check_kind_table_label(struct check_run *run, const struct check_rule *rule)
{
    static const char year[] = "{year}";

    if (strcmp(book_department(run->budget->book, 0)->code, run->budget->department->code) != 0)
        return;
    check_label(run, rule, offsetof(struct table_format, label));
    check_label(run, rule, offsetof(struct table_format, unit_line));
    for (size_t i = 0; i < run->format->table_count; i++) {
        const struct table_format *table = &run->format->tables[i];
        for (size_t h = 0; h < table->head_count; h++) {
            const struct text *text = &table->head[h].text;
            const char *at = strstr(text->utf8, year);
            if (at != NULL && strncmp(at + sizeof year - 1, "年", strlen("年")) != 0)
                report_label(run, rule, table, text,
                             arena_printf(run->arena, "%.*s年%s",
                                          (int)(at - text->utf8 + (int)sizeof year - 1), text->utf8,
                                          at + sizeof year - 1));
        }
    }
}

/* Checking one department: the kinds of checks, a run through the rules, findings. */
#include "data/check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "data/check_run.h"
#include "data/derive.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { ARGUMENTS_MAX = 9 };

/* ---- kinds, levels, groups ----------------------------------------------------------------- */

static const struct {
    const char *name;
    check_fn *run;
} kinds[] = {
#define CHECK_KIND(name) {#name, check_kind_##name},
#include "data/check_kinds.h"
#undef CHECK_KIND
};

int check_kind_find(const char *name)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].name, name) == 0)
            return (int)i;
    return -1;
}

const char *check_kind_names(struct arena *arena)
{
    const char *names = kinds[0].name;
    for (size_t i = 1; i < COUNT(kinds); i++)
        names = arena_printf(arena, "%s, %s", names, kinds[i].name);
    return names;
}

const char *check_level_name(enum check_level level, enum diag_language language)
{
    static const char *const names[2][CHECK_LEVEL_COUNT] = {
        [DIAG_CHINESE] = {"致命", "警告", "提示"},
        [DIAG_ENGLISH] = {"fatal", "warning", "note"},
    };
    return names[language][level];
}

const char *check_group_name(enum check_group group, enum diag_language language)
{
    static const char *const names[2][CHECK_GROUP_COUNT] = {
        [DIAG_CHINESE] = {"表格", "绩效", "文字", "隐私", "豁免"},
        [DIAG_ENGLISH] = {"tables", "forms", "wording", "privacy", "waivers"},
    };
    return names[language][group];
}

/* ---- wording ------------------------------------------------------------------------------- */

const char *check_word(struct arena *arena, const char *format, const char *const *arguments,
                       size_t count)
{
    const char *out = "", *rest = format;
    for (const char *at = format; (at = strchr(at, '{')) != NULL; at++) {
        size_t index = at[1] >= '1' && at[1] <= '9' && at[2] == '}' ? (size_t)(at[1] - '1') : count;
        if (index >= count)
            continue;
        out = arena_printf(arena, "%s%.*s%s", out, (int)(at - rest), rest, arguments[index]);
        rest = at + 3;
    }
    return arena_printf(arena, "%s%s", out, rest);
}

const char *check_money(const struct check_run *run, money amount)
{
    char text[64];
    money_format(amount, 100, 2, true, text, sizeof text);
    return arena_printf(run->arena, run->language == DIAG_CHINESE ? "%s元" : "%s yuan", text);
}

const char *check_pos_text(struct arena *arena, struct pos pos)
{
    return pos.row > 0
               ? arena_printf(arena, "%s:%d:%d", pos.file, pos.row, pos.column > 0 ? pos.column : 1)
               : pos.file;
}

struct pos check_department_pos(const struct check_run *run)
{
    return book_pos(run->budget->book, BOOK_DEPARTMENTS, run->budget->department->row, "部门编码");
}

struct pos check_fact_pos(const struct check_run *run, const struct fact *fact, const char *heading)
{
    return book_pos(run->budget->book, fact->kind == FACT_INCOME ? BOOK_INCOME : BOOK_EXPENDITURE,
                    fact->row, heading);
}

/* ---- findings ------------------------------------------------------------------------------ */

static const char *or_blank(const char *text)
{
    return text == NULL ? "" : text;
}

/* A finding is one line; the texts it quotes may have more. */
static const char *one_line(struct arena *arena, const char *text)
{
    if (strpbrk(text, "\n\r\t") == NULL)
        return text;
    char *line = arena_strdup(arena, text);
    for (char *p = line; (p = strpbrk(p, "\n\r\t")) != NULL;)
        *p = ' ';
    return line;
}

void check_find(struct check_run *run, const struct check_rule *rule,
                const struct check_place *place, ...)
{
    const char *arguments[ARGUMENTS_MAX];
    size_t count = 0;
    va_list list;
    va_start(list, place);
    for (const char *next; count < ARGUMENTS_MAX && (next = va_arg(list, const char *));)
        arguments[count++] = next;
    va_end(list);
    run->findings = arena_grow(run->arena, run->findings, run->finding_count,
                               &run->finding_capacity, sizeof *run->findings);
    run->findings[run->finding_count++] = (struct check_finding){
        .rule = &rule->head,
        .department = run->budget->department->code,
        .pos = place->pos,
        .place = or_blank(place->words),
        .found = or_blank(place->found),
        .expected = or_blank(place->expected),
        .difference = or_blank(place->difference),
        .message = one_line(run->arena, check_word(run->arena, rule->head.message[run->language],
                                                   arguments, count)),
        .waiver = check_find_waiver(run, rule->head.id, place->pos, or_blank(place->words))};
}

/* Findings of one rule, by their places in the input. */
static int compare_findings(const void *left, const void *right)
{
    const struct check_finding *a = left, *b = right;
    int order = strcmp(a->pos.file, b->pos.file);
    if (order == 0)
        order = (a->pos.row > b->pos.row) - (a->pos.row < b->pos.row);
    if (order == 0)
        order = (a->pos.column > b->pos.column) - (a->pos.column < b->pos.column);
    if (order == 0)
        order = strcmp(a->place, b->place);
    return order != 0 ? order : strcmp(a->message, b->message);
}

/* ---- tables -------------------------------------------------------------------------------- */

struct format check_exact_format(const struct format *format)
{
    struct format exact = *format;
    exact.unit_fen = 1;
    exact.decimals = 0;
    exact.separator = exact.zero_blank = false;
    return exact;
}

const struct check_table *check_table_at(struct check_run *run, size_t index)
{
    struct check_table *table = &run->tables[index];
    table->format = &run->format->tables[index];
    if (table->table == NULL)
        table->table =
            derive_table(run->arena, run->exact, table->format, run->budget, run->diag).table;
    return table;
}

const struct check_table *check_table_number(struct check_run *run, int number)
{
    for (size_t i = 0; i < run->format->table_count; i++)
        if (run->format->tables[i].number == number)
            return check_table_at(run, i);
    return NULL;
}

/* ---- a department -------------------------------------------------------------------------- */

bool check_applies(const struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < rule->format_count; i++)
        if (strcmp(rule->formats[i], book_format(run->budget->book)) == 0)
            return true;
    return rule->format_count == 0;
}

struct check_findings check_department(struct arena *arena, const struct check_rules *rules,
                                       const struct format *format, const struct budget *budget,
                                       unsigned levels, enum diag_language language)
{
    const struct format exact = check_exact_format(format);
    struct check_run run = {.arena = arena,
                            .rules = rules,
                            .format = format,
                            .exact = &exact,
                            .budget = budget,
                            .language = language,
                            .diag = diag_new(language)};
    run.figures = figures_compute(arena, &rules->declared, budget, run.diag);
    run.tables = arena_array(arena, format->table_count, sizeof *run.tables);
    check_collect_texts(&run);
    for (size_t i = 0; i < rules->count; i++) {
        size_t first = run.finding_count;
        const struct check_rule *rule = &rules->rules[i];
        if ((levels & (1u << rule->head.level)) == 0 || !check_applies(&run, rule))
            continue;
        kinds[rule->kind].run(&run, rule);
        if (run.finding_count > first + 1)
            qsort(run.findings + first, run.finding_count - first, sizeof *run.findings,
                  compare_findings);
    }
    diag_free(run.diag);
    return (struct check_findings){run.findings, run.finding_count};
}

bool check_publishable(const struct check_rules *rules, const struct format *format,
                       const struct budget *budget, size_t counts[CHECK_LEVEL_COUNT],
                       struct diag *diag)
{
    struct arena *arena = arena_new();
    struct check_findings findings =
        check_department(arena, rules, format, budget, CHECK_LEVELS_ALL, diag_language(diag));
    memset(counts, 0, CHECK_LEVEL_COUNT * sizeof *counts);
    for (size_t i = 0; i < findings.count; i++) {
        const struct check_finding *finding = &findings.items[i];
        if (finding->waiver != NULL)
            continue;
        counts[finding->rule->level]++;
        if (finding->rule->level != CHECK_FATAL)
            continue;
        diag_concern(diag, finding->department);
        diag_report(diag, finding->pos, DIAG_CHECK_FATAL, finding->rule->id, finding->message,
                    NULL);
    }
    arena_free(arena);
    return counts[CHECK_FATAL] == 0;
}

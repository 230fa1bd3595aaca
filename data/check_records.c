/* Records: those that are missing, that nothing uses, or that are printed nowhere. */
#include <string.h>

#include "data/check_run.h"
#include "data/filter.h"

/* What the derivation of the tables finds: records without a row, sums out of range. */
void check_kind_derivation(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->format->table_count; i++)
        check_table_at(run, i);
    for (size_t i = 0; i < diag_count(run->diag); i++) {
        const struct diag_entry *entry = diag_entry_at(run->diag, i);
        const struct check_place place = {
            .pos = entry->pos.file == NULL ? check_department_pos(run)
                                           : (struct pos){arena_strdup(run->arena, entry->pos.file),
                                                          entry->pos.row, entry->pos.column}};
        if (entry->code == DIAG_RECORD_WITHOUT_ROW || entry->code == DIAG_SUM_OVERFLOW)
            check_find(run, rule, &place, entry->message, NULL);
    }
}

/* A department has records of both income and spending. */
void check_kind_records(struct check_run *run, const struct check_rule *rule)
{
    size_t counts[2] = {0, 0};
    for (size_t i = 0; i < run->budget->fact_count; i++)
        counts[run->budget->facts[i].kind]++;
    static const enum book_file files[2] = {BOOK_EXPENDITURE, BOOK_INCOME};
    for (size_t i = 0; i < 2; i++) {
        const char *file = book_file_name(files[i]);
        const struct check_place place = {.pos = check_department_pos(run), .words = file};
        if (counts[i] == 0)
            check_find(run, rule, &place, file, NULL);
    }
}

/* ---- units and projects -------------------------------------------------------------------- */

/* Units and projects have records. A project with a form is the business of the rules on forms. */
void check_kind_idle(struct check_run *run, const struct check_rule *rule)
{
    const struct budget *budget = run->budget;
    bool *used =
        arena_array(run->arena, budget->agency_count + budget->project_count + 1, sizeof *used);
    for (size_t i = 0; i < budget->fact_count; i++) {
        const struct fact *fact = &budget->facts[i];
        used[fact->agency - budget->agencies] = true;
        if (fact->project != NULL)
            used[budget->agency_count + (size_t)(fact->project - budget->projects)] = true;
    }
    for (size_t i = 0; i < budget->agency_count; i++) {
        const struct agency *agency = &budget->agencies[i];
        const struct check_place place = {
            .pos = book_pos(budget->book, BOOK_AGENCIES, agency->row, "单位编码"),
            .words = agency->name};
        if (!used[i])
            check_find(run, rule, &place, agency->code, agency->name, NULL);
    }
    for (size_t i = 0; i < budget->project_count; i++) {
        const struct project *project = &budget->projects[i];
        const struct check_place place = {
            .pos = book_pos(budget->book, BOOK_PROJECTS, project->row, "项目编码"),
            .words = project->name};
        if (!used[budget->agency_count + i] && !project->has_form)
            check_find(run, rule, &place, project->code, project->name, NULL);
    }
}

/* The expenditure that counts as 机关运行经费 is that of 行政单位 and of 参照公务员法管理的事业单位. */
void check_kind_operating(struct check_run *run, const struct check_rule *rule)
{
    static const char *const yes_no[] = {"否", "是"};
    for (size_t i = 0; i < run->budget->agency_count; i++) {
        const struct agency *agency = &run->budget->agencies[i];
        bool expected = agency->nature != AGENCY_INSTITUTION;
        const struct check_place place = {
            .pos = book_pos(run->budget->book, BOOK_AGENCIES, agency->row, "运行经费口径"),
            .words = agency->name,
            .found = yes_no[agency->counts_operating],
            .expected = yes_no[expected]};
        if (agency->counts_operating != expected)
            check_find(run, rule, &place, agency->name, agency_nature_name(agency->nature),
                       place.found, place.expected, NULL);
    }
}

/* ---- what is printed nowhere --------------------------------------------------------------- */

static bool is_printed(const struct format *format, const struct fact *fact)
{
    for (size_t t = 0; t < format->table_count; t++) {
        for (size_t s = 0; s < format->tables[t].side_count; s++) {
            const struct side_format *side = &format->tables[t].sides[s];
            if (side->kind == ROWS_TREE && side->list == SUBJECT_REVENUE &&
                side->source == FACT_INCOME && filter_passes(&side->filter, fact))
                return true;
        }
    }
    return false;
}

/* Revenue codes stand in tables; one finding for the records of a fund that do not. */
void check_kind_revenue(struct check_run *run, const struct check_rule *rule)
{
    for (int fund = 0; fund < FUND_COUNT; fund++) {
        const struct fact *first = NULL;
        int count = 0;
        for (size_t i = 0; i < run->budget->fact_count; i++) {
            const struct fact *fact = &run->budget->facts[i];
            if ((int)fact->fund != fund || fact->kind != FACT_INCOME || fact->revenue[0] == '\0' ||
                fact->origin != ORIGIN_CURRENT || is_printed(run->format, fact))
                continue;
            if (first == NULL || fact->row < first->row)
                first = fact;
            count++;
        }
        if (first == NULL)
            continue;
        const struct check_place place = {.pos = check_fact_pos(run, first, "收入科目编码"),
                                          .words = fund_name(first->fund),
                                          .found = first->revenue};
        check_find(run, rule, &place, fund_name(first->fund), first->revenue,
                   arena_printf(run->arena, "%d", count), NULL);
    }
}

/* procurement.csv knows the categories that rule->words name; another would be in no total. */
void check_kind_procurement(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->procurement_count; i++) {
        const struct procurement *procurement = &run->budget->procurements[i];
        size_t w = 0;
        while (w < rule->word_count && strcmp(rule->words[w], procurement->kind) != 0)
            w++;
        const struct check_place place = {
            .pos = book_pos(run->budget->book, BOOK_PROCUREMENT, procurement->row, "类别"),
            .words = procurement->kind,
            .found = check_money(run, procurement->amount)};
        if (w == rule->word_count)
            check_find(run, rule, &place, procurement->kind, place.found, NULL);
    }
}

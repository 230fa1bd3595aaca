/* The records of a form, and the two terms of its indicators side by side.
 *
 * A run is a stretch of indicators of one term with the same 一级 and 二级指标. The runs of 实施期
 * set the order; each takes the first run of 年度 with its labels that is left. Those of 年度 that
 * nobody took stand after the last run with their 一级指标, or at the end. */
#include "data/forms_records.h"

#include <string.h>

#include "data/map.h"

struct run {
    const struct indicator *indicators;
    size_t count;
    bool taken;         /* of 年度: stands beside a run of 实施期 */
    struct run *beside; /* of 实施期 */
    struct run *next;   /* in the list it is in */
};

/* Runs in the order they were added. */
struct run_list {
    struct run *first, *last;
};

static void append(struct run_list *list, struct run *run)
{
    *(list->first ? &list->last->next : &list->first) = run;
    list->last = run;
}

struct runs {
    struct run *items;
    size_t count;
};

static const char *key_of(struct arena *arena, const struct run *run)
{
    return arena_printf(arena, "%s\n%s", run->indicators->level[0], run->indicators->level[1]);
}

static struct runs find_runs(struct arena *arena, const struct indicator *indicators, size_t count)
{
    struct runs runs = {arena_array(arena, count, sizeof *runs.items), 0};
    for (size_t i = 0; i < count; i++) {
        const struct indicator *at = &indicators[i];
        if (i == 0 || strcmp(at->level[0], at[-1].level[0]) != 0 ||
            strcmp(at->level[1], at[-1].level[1]) != 0)
            runs.items[runs.count++].indicators = at;
        runs.items[runs.count - 1].count++;
    }
    return runs;
}

static struct run_list *list_under(struct arena *arena, struct map *map, const char *key)
{
    struct run_list *list = map_lookup(map, key);
    if (list == NULL) {
        list = arena_alloc(arena, sizeof *list);
        map_put(map, key, list);
    }
    return list;
}

static void match_runs(struct arena *arena, const struct runs *whole, const struct runs *year)
{
    struct map *waiting = map_new(arena);
    for (size_t i = 0; i < year->count; i++)
        append(list_under(arena, waiting, key_of(arena, &year->items[i])), &year->items[i]);
    for (size_t i = 0; i < whole->count; i++) {
        struct run_list *list = map_lookup(waiting, key_of(arena, &whole->items[i]));
        if (list == NULL || list->first == NULL)
            continue;
        whole->items[i].beside = list->first;
        list->first->taken = true;
        list->first = list->first->next;
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

struct item_rows {
    struct form_item *items;
    size_t count;
};

/* WHOLE and YEAR, of which one may be NULL, line by line. */
static void add_rows(struct item_rows *rows, const struct run *whole, const struct run *year)
{
    for (size_t i = 0; (whole && i < whole->count) || (year && i < year->count); i++) {
        struct form_item *item = &rows->items[rows->count++];
        item->records[TERM_WHOLE] = whole && i < whole->count ? &whole->indicators[i] : NULL;
        item->records[TERM_YEAR] = year && i < year->count ? &year->indicators[i] : NULL;
    }
}

/* The runs of 年度 that stand alone, by the run of 实施期 they follow; the last list is of those
 * that follow none. */
static struct run_list *place_rest(struct arena *arena, const struct runs *whole,
                                   const struct runs *year)
{
    struct run_list *after = arena_array(arena, whole->count + 1, sizeof *after);
    struct map *last = map_new(arena); /* 一级指标 → its list */
    for (size_t i = whole->count; i-- > 0;)
        if (map_lookup(last, whole->items[i].indicators->level[0]) == NULL)
            map_put(last, whole->items[i].indicators->level[0], &after[i]);
    for (size_t i = 0; i < year->count; i++) {
        struct run *run = &year->items[i];
        struct run_list *list = map_lookup(last, run->indicators->level[0]);
        run->next = NULL; /* it is in no other list any more */
        if (!run->taken)
            append(list ? list : &after[whole->count], run);
    }
    return after;
}

static size_t collect_indicators(struct arena *arena, const struct indicator *indicators,
                                 size_t count, const struct form_item **items)
{
    size_t whole_count = 0; /* 实施期 is sorted before 年度 */
    while (whole_count < count && indicators[whole_count].term == TERM_WHOLE)
        whole_count++;
    struct runs whole = find_runs(arena, indicators, whole_count);
    struct runs year = find_runs(arena, indicators + whole_count, count - whole_count);
    match_runs(arena, &whole, &year);
    struct run_list *after = place_rest(arena, &whole, &year);
    struct item_rows rows = {arena_array(arena, count, sizeof *rows.items), 0};
    for (size_t i = 0; i <= whole.count; i++) {
        if (i < whole.count)
            add_rows(&rows, &whole.items[i], whole.items[i].beside);
        for (const struct run *run = after[i].first; run != NULL; run = run->next)
            add_rows(&rows, NULL, run);
    }
    *items = rows.items;
    return rows.count;
}

static size_t collect_overall(struct arena *arena, const struct budget *budget,
                              enum overall_column column, const struct form_item **items)
{
    struct item_rows rows = {arena_array(arena, budget->overall_count, sizeof *rows.items), 0};
    for (size_t i = 0; i < budget->overall_count; i++)
        if (budget->overall[i].column == column)
            rows.items[rows.count++].records[0] = &budget->overall[i];
    *items = rows.items;
    return rows.count;
}

static size_t collect_overall_indicators(struct arena *arena, const struct budget *budget,
                                         const struct form_item **items)
{
    size_t count = budget->overall_indicator_count;
    struct form_item *rows = arena_array(arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i].records[0] = &budget->overall_indicators[i];
    *items = rows;
    return count;
}

size_t forms_collect(struct arena *arena, const struct budget *budget,
                     const struct project *project, enum form_records records,
                     const struct form_item **items)
{
    if (records != FORM_INDICATORS)
        return collect_overall(arena, budget, records == FORM_TASKS ? OVERALL_TASK : OVERALL_GOAL,
                               items);
    if (project == NULL)
        return collect_overall_indicators(arena, budget, items);
    size_t first = 0, end;
    while (first < budget->indicator_count && budget->indicators[first].project != project)
        first++;
    for (end = first; end < budget->indicator_count; end++)
        if (budget->indicators[end].project != project)
            break;
    return collect_indicators(arena, budget->indicators + first, end - first, items);
}

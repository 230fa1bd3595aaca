/* Waivers: findings that the book lets pass (waivers.csv), and the waivers that are no good. */
#include <string.h>

#include "data/check_run.h"

static bool waives_place(const struct check_run *run, const struct waiver *waiver, struct pos pos,
                         const char *place)
{
    return strcmp(waiver->place, "*") == 0 || strcmp(waiver->place, place) == 0 ||
           strcmp(waiver->place, check_pos_text(run->arena, pos)) == 0;
}

const struct waiver *check_find_waiver(const struct check_run *run, const char *id, struct pos pos,
                                       const char *place)
{
    for (size_t i = 0; i < run->budget->waiver_count; i++) {
        const struct waiver *waiver = &run->budget->waivers[i];
        if (strcmp(waiver->rule, id) == 0 && waiver->reason[0] != '\0' &&
            waives_place(run, waiver, pos, place))
            return waiver;
    }
    return NULL;
}

static const struct check_rule *find_rule(const struct check_run *run, const char *id)
{
    for (size_t i = 0; i < run->rules->count; i++)
        if (strcmp(run->rules->rules[i].head.id, id) == 0)
            return &run->rules->rules[i];
    return NULL;
}

static void find_waiver(struct check_run *run, const struct check_rule *rule,
                        const struct waiver *waiver, const char *heading)
{
    const struct check_place place = {
        .pos = book_pos(run->budget->book, BOOK_WAIVERS, waiver->row, heading),
        .words = arena_printf(run->arena, "%s %s", waiver->rule, waiver->place)};
    check_find(run, rule, &place, waiver->rule, waiver->place, NULL);
}

/* A waiver without a reason does not waive. */
void check_kind_waiver_reason(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->waiver_count; i++)
        if (run->budget->waivers[i].reason[0] == '\0')
            find_waiver(run, rule, &run->budget->waivers[i], "理由");
}

void check_kind_waiver_rule(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->waiver_count; i++)
        if (find_rule(run, run->budget->waivers[i].rule) == NULL)
            find_waiver(run, rule, &run->budget->waivers[i], "规则");
}

static bool is_used(const struct check_run *run, const struct waiver *waiver)
{
    for (size_t i = 0; i < run->finding_count; i++)
        if (run->findings[i].waiver == waiver)
            return true;
    return false;
}

/* A waiver with a reason, for a rule there is, that waives nothing. This kind comes last. */
void check_kind_waiver_unused(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->waiver_count; i++) {
        const struct waiver *waiver = &run->budget->waivers[i];
        if (waiver->reason[0] != '\0' && find_rule(run, waiver->rule) && !is_used(run, waiver))
            find_waiver(run, rule, waiver, "位置");
    }
}

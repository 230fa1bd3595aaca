/* Codes of a record that must go together: 人员经费 with 301 or 303, 301 with 501 or 505 …
 *
 * A rule names two fields and, as words, the pairs that are allowed: "301 505": where the first field
 * begins with 301 the second may begin with 505. A key *50 is for values that end in 50. What no pair
 * speaks of is allowed, and so is a blank. */
#include <string.h>

#include "data/check_run.h"

enum { GROUPS_MAX = 64, CLASS_LENGTH = 3 };

/* Records of one unit that fail in the same way: one finding. */
struct group {
    const struct agency *agency;
    const char *first, *second; /* values of the fields */
    const struct fact *fact;    /* the first record */
    money sum;
    int count;
};

struct groups {
    struct group items[GROUPS_MAX];
    size_t count;
};

static const char *value_of(const struct fact *fact, const char *heading)
{
    const struct {
        const char *heading, *value;
    } values[] = {{"支出类别", category_name(fact->category)},
                  {"单位性质", agency_nature_name(fact->agency->nature)},
                  {"功能科目编码", fact->function},
                  {"部门经济科目编码", fact->dept_econ},
                  {"政府经济科目编码", fact->gov_econ}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(values[i].heading, heading) == 0)
            return values[i].value;
    return "";
}

/* Whether KEY, of LENGTH bytes, is the beginning of VALUE; of *KEY its end. */
static bool key_matches(const char *key, size_t length, const char *value)
{
    size_t size = strlen(value);
    if (key[0] == '*')
        return size >= length - 1 && memcmp(value + size - (length - 1), key + 1, length - 1) == 0;
    return size >= length && memcmp(value, key, length) == 0;
}

/* Whether the pairs of RULE allow FIRST with SECOND. *ALLOWED lists what FIRST may go with. */
static bool is_allowed(struct check_run *run, const struct check_rule *rule, const char *first,
                       const char *second, const char **allowed)
{
    bool spoken_of = false;
    *allowed = "";
    for (size_t i = 0; i < rule->word_count; i++) {
        size_t length = strcspn(rule->words[i], " ");
        const char *code = rule->words[i] + length + (rule->words[i][length] == ' ');
        if (!key_matches(rule->words[i], length, first))
            continue;
        if (key_matches(code, strlen(code), second))
            return true;
        spoken_of = true;
    }
    for (size_t i = 0; spoken_of && i < rule->word_count; i++) {
        size_t length = strcspn(rule->words[i], " ");
        if (key_matches(rule->words[i], length, first))
            *allowed = arena_printf(run->arena, "%s%s%s", *allowed, **allowed == '\0' ? "" : "、",
                                    rule->words[i] + length + (rule->words[i][length] == ' '));
    }
    return !spoken_of;
}

static void add_fact(struct groups *groups, const struct fact *fact, const char *first,
                     const char *second)
{
    size_t i = 0;
    while (i < groups->count &&
           (groups->items[i].agency != fact->agency || strcmp(groups->items[i].first, first) != 0 ||
            strncmp(groups->items[i].second, second, CLASS_LENGTH) != 0))
        i++;
    if (i == GROUPS_MAX)
        return; /* the department has heard of the rule by then */
    struct group *group = &groups->items[i];
    if (i == groups->count) {
        *group = (struct group){fact->agency, first, second, fact, 0, 0};
        groups->count++;
    }
    if (fact->row < group->fact->row) {
        group->fact = fact;
        group->second = second;
    }
    money_add(&group->sum, fact->amount);
    group->count++;
}

/* Every record of expenditure has codes that go together. */
void check_kind_codes(struct check_run *run, const struct check_rule *rule)
{
    struct groups groups = {.count = 0};
    const char *allowed;
    if (rule->field_count != 2)
        return;
    for (size_t i = 0; i < run->budget->fact_count; i++) {
        const struct fact *fact = &run->budget->facts[i];
        if (fact->kind != FACT_EXPENDITURE)
            continue;
        const char *first = value_of(fact, rule->fields[0]);
        const char *second = value_of(fact, rule->fields[1]);
        if (first[0] != '\0' && second[0] != '\0' &&
            !is_allowed(run, rule, first, second, &allowed))
            add_fact(&groups, fact, first, second);
    }
    for (size_t i = 0; i < groups.count; i++) {
        const struct group *group = &groups.items[i];
        is_allowed(run, rule, group->first, group->second, &allowed);
        const struct check_place place = {.pos = check_fact_pos(run, group->fact, rule->fields[1]),
                                          .words = arena_printf(run->arena, "%s %s %s",
                                                                group->agency->name, group->first,
                                                                group->second),
                                          .found = group->second,
                                          .expected = allowed};
        check_find(run, rule, &place, group->first, group->second, allowed,
                   arena_printf(run->arena, "%d", group->count), check_money(run, group->sum),
                   NULL);
    }
}

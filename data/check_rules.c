/* Rules from data/checks/<group>.yaml. */
#include "data/check_rules.h"

#include <string.h>

#include "data/check_run.h"
#include "data/format_figures.h"
#include "data/pack.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

enum { RULES_MAX = 1000 };

static const char *const level_names[] = {"fatal", "warning", "note", NULL};
static const char *const relation_names[] = {"equal", "at_most", "at_least", NULL};
static const char *const dimension_names[] = {"fund", "origin", "function", "agency", NULL};
static const char *const group_files[CHECK_GROUP_COUNT] = {
    [CHECK_TABLES] = "tables.yaml",   [CHECK_FORMS] = "forms.yaml",
    [CHECK_WORDING] = "wording.yaml", [CHECK_PRIVACY] = "privacy.yaml",
    [CHECK_WAIVERS] = "waivers.yaml",
};

/* ---- schema -------------------------------------------------------------------------------- */

#define OPERAND(member) offsetof(struct check_operand, member)

static const struct pack_field operand_fields[] = {
    {"figure", PACK_NAME, false, OPERAND(figure), 0, NULL},
    {"table", PACK_INT, false, OPERAND(table), 0, NULL},
    {"side", PACK_INT, false, OPERAND(side), 0, NULL},
    {"row", PACK_NAME, false, OPERAND(row), 0, NULL},
    {"column", PACK_NAME, false, OPERAND(column), 0, NULL},
    {"minus", PACK_BOOL, false, OPERAND(minus), 0, NULL},
};
static const struct pack_record operand_record = {
    FIELDS(operand_fields), .size = sizeof(struct check_operand), .pos_offset = OPERAND(pos)};

/* A rule as written: level and kind are not yet what they stand for. */
struct rule_node {
    struct check_rule rule;
    int level;
    const char *kind;
};
#define NODE(member) offsetof(struct rule_node, member)
#define RULE(member) offsetof(struct rule_node, rule.member)
#define HEAD(member) offsetof(struct rule_node, rule.head.member)

static const struct pack_field rule_fields[] = {
    {"id", PACK_NAME, true, HEAD(id), 0, NULL},
    {"level", PACK_CHOICE, true, NODE(level), 0, level_names},
    {"kind", PACK_NAME, true, NODE(kind), 0, NULL},
    {"title", PACK_NAME, true, HEAD(title[DIAG_CHINESE]), 0, NULL},
    {"title_en", PACK_NAME, true, HEAD(title[DIAG_ENGLISH]), 0, NULL},
    {"message", PACK_NAME, true, HEAD(message[DIAG_CHINESE]), 0, NULL},
    {"message_en", PACK_NAME, true, HEAD(message[DIAG_ENGLISH]), 0, NULL},
    {"source", PACK_NAME, true, HEAD(source), 0, NULL},
    {"place", PACK_NAME, false, RULE(place), 0, NULL},
    {"left", PACK_LIST, false, RULE(left), RULE(left_count), &operand_record},
    {"right", PACK_LIST, false, RULE(right), RULE(right_count), &operand_record},
    {"relation", PACK_CHOICE, false, RULE(relation), 0, relation_names},
    {"fen", PACK_INT64, false, RULE(fen), 0, NULL},
    {"percent", PACK_INT, false, RULE(percent), 0, NULL},
    {"limit", PACK_INT, false, RULE(limit), 0, NULL},
    {"by", PACK_MASK, false, RULE(by), 0, dimension_names},
    {"even_zero", PACK_BOOL, false, RULE(even_zero), 0, NULL},
    {"words", PACK_STRINGS, false, RULE(words), RULE(word_count), NULL},
    {"others", PACK_STRINGS, false, RULE(others), RULE(other_count), NULL},
    {"fields", PACK_STRINGS, false, RULE(fields), RULE(field_count), NULL},
    {"formats", PACK_STRINGS, false, RULE(formats), RULE(format_count), NULL},
};
static const struct pack_record rule_record = {
    FIELDS(rule_fields), .size = sizeof(struct rule_node), .pos_offset = HEAD(pos)};

struct file_node {
    const struct rule_node *rules;
    size_t count;
};
static const struct pack_field file_fields[] = {
    {"figures", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"lists", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"rules", PACK_LIST, true, offsetof(struct file_node, rules), offsetof(struct file_node, count),
     &rule_record},
};
static const struct pack_record file_record = {
    FIELDS(file_fields), .size = sizeof(struct file_node), .pos_offset = PACK_NO_POS};

/* ---- reading ------------------------------------------------------------------------------- */

struct rule_reader {
    struct pack pack;
    struct check_rules *rules;
    struct check_rule *items;
};

/* An amount of money or a quantity: what can be added up. */
static bool is_number(const struct figure_declarations *declared, size_t index)
{
    return index < declared->figure_count && (declared->figures[index].kind == FIGURE_AMOUNT ||
                                              declared->figures[index].kind == FIGURE_QUANTITY);
}

/* An operand is a figure, or a cell by table, row and column. */
static void read_operands(const struct rule_reader *reader, struct check_operand *operands,
                          size_t count)
{
    const struct figure_declarations *declared = &reader->rules->declared;
    for (size_t i = 0; i < count; i++) {
        struct check_operand *operand = &operands[i];
        bool is_cell = operand->table > 0 && operand->row != NULL && operand->column != NULL;
        if ((operand->figure != NULL) == is_cell || (operand->figure && operand->table > 0)) {
            diag_report(reader->pack.diag, operand->pos, DIAG_PACK_MISSING_KEY,
                        "figure / table, row, column", NULL);
            continue;
        }
        while (operand->figure != NULL && operand->index < declared->figure_count &&
               strcmp(declared->figures[operand->index].name, operand->figure) != 0)
            operand->index++;
        if (operand->figure != NULL && !is_number(declared, operand->index))
            diag_report(reader->pack.diag, operand->pos, DIAG_FIGURE_OPERAND, operand->figure,
                        NULL);
    }
}

static void add_rule(const struct rule_reader *reader, const struct rule_node *node,
                     enum check_group group)
{
    struct diag *diag = reader->pack.diag;
    struct check_rule rule = node->rule;
    int kind = check_kind_find(node->kind);
    rule.head.level = (enum check_level)node->level;
    rule.head.group = group;
    if (kind < 0)
        diag_report(diag, rule.head.pos, DIAG_PACK_VALUE, "kind", node->kind,
                    check_kind_names(reader->pack.arena), NULL);
    else
        rule.kind = (size_t)kind;
    for (size_t i = 0; i < reader->rules->count; i++)
        if (strcmp(reader->items[i].head.id, rule.head.id) == 0)
            diag_report(diag, rule.head.pos, DIAG_CHECK_RULE_TWICE, rule.head.id, NULL);
    if (reader->rules->count == RULES_MAX) {
        diag_report(diag, rule.head.pos, DIAG_CHECK_RULES_MANY,
                    arena_printf(reader->pack.arena, "%d", RULES_MAX), NULL);
        return;
    }
    reader->items[reader->rules->count++] = rule;
}

static void read_group(const struct rule_reader *reader, const char *path, enum check_group group)
{
    const struct pack *pack = &reader->pack;
    const char *name = arena_printf(pack->arena, "%s/%s", path, group_files[group]);
    const struct yaml_node *root = yaml_read(pack->arena, name, pack_file_name(name), pack->diag);
    struct file_node file = {NULL, 0};
    struct hash content;
    size_t errors = diag_errors(pack->diag);
    if (root == NULL)
        return;
    if (hash_file(name, &content))
        reader->rules->digest = hash_join(reader->rules->digest, content);
    pack_read(pack, root, &file_record, &file);
    if (group == CHECK_TABLES)
        reader->rules->declared = format_read_figures(pack, root);
    for (size_t i = 0; i < file.count && diag_errors(pack->diag) == errors; i++) {
        const struct check_rule *rule = &file.rules[i].rule;
        read_operands(reader, (struct check_operand *)rule->left, rule->left_count);
        read_operands(reader, (struct check_operand *)rule->right, rule->right_count);
        add_rule(reader, &file.rules[i], group);
    }
}

static size_t find_label(const struct check_rules *rules, const char *label)
{
    size_t i = 0;
    while (i < rules->label_count && strcmp(rules->labels[i], label) != 0)
        i++;
    return i;
}

/* Numbers the fields of all rules, so that a text finds its label once and not once a rule. */
static void number_labels(struct arena *arena, struct check_rules *rules, struct check_rule *items)
{
    const char **labels = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < rules->count; i++)
        for (size_t k = 0; k < items[i].field_count; k++) {
            if (find_label(rules, items[i].fields[k]) < rules->label_count)
                continue;
            labels = arena_grow(arena, labels, rules->label_count, &capacity, sizeof *labels);
            labels[rules->label_count++] = items[i].fields[k];
            rules->labels = labels;
        }
    for (size_t i = 0; i < rules->count; i++) {
        bool *wants = arena_array(arena, rules->label_count + 1, sizeof *wants);
        for (size_t k = 0; k < items[i].field_count; k++)
            wants[find_label(rules, items[i].fields[k])] = true;
        items[i].wants = wants;
    }
}

const struct check_rules *check_rules_read(struct arena *arena, const char *path, struct diag *diag)
{
    size_t errors = diag_errors(diag);
    struct check_rules *rules = arena_alloc(arena, sizeof *rules);
    struct rule_reader reader = {{arena, diag, rules}, rules, NULL};
    reader.items = arena_array(arena, RULES_MAX, sizeof *reader.items);
    rules->rules = reader.items;
    for (size_t group = 0; group < CHECK_GROUP_COUNT; group++)
        read_group(&reader, path, (enum check_group)group);
    number_labels(arena, rules, reader.items);
    return diag_errors(diag) == errors ? rules : NULL;
}

struct hash check_rules_digest(const struct check_rules *rules)
{
    return rules->digest;
}

size_t check_rule_count(const struct check_rules *rules)
{
    return rules->count;
}

const struct check_rule_head *check_rule_at(const struct check_rules *rules, size_t index)
{
    return &rules->rules[index].head;
}

/* Reading YAML into structs by schema. */
#include "data/pack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/unit.h"

/* Names that {…} in a text may have; {page} is for folios only, which the layout fills in. */
static const char *const placeholders[] = {"year", "department", "region", "page", NULL};

static int index_of(const char *const *names, const char *name, size_t length)
{
    for (int i = 0; names[i] != NULL; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
            return i;
    }
    return -1;
}

static const char *join_names(struct arena *arena, const char *const *names)
{
    const char *joined = names[0];
    for (size_t i = 1; names[i] != NULL; i++)
        joined = arena_printf(arena, "%s, %s", joined, names[i]);
    return joined;
}

static void report_value(const struct pack *pack, const struct yaml_node *node, const char *key,
                         const char *expected)
{
    const char *found = yaml_kind(node) == YAML_SCALAR ? yaml_text(node).utf8 : "[…]";
    diag_report(pack->diag, yaml_pos(node), DIAG_PACK_VALUE, key, found, expected, NULL);
}

/* ---- scalars ------------------------------------------------------------------------------- */

static void check_placeholders(const struct pack *pack, struct text text)
{
    for (const char *open = strchr(text.utf8, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t length = strcspn(open + 1, "}");
        if (open[1 + length] != '}' || index_of(placeholders, open + 1, length) < 0) {
            const char *found = arena_strndup(pack->arena, open, length + 2);
            diag_report(pack->diag, text.pos, DIAG_PACK_PLACEHOLDER, found, NULL);
        }
    }
}

/* A decimal number with up to three decimals, in thousandths, followed by SUFFIX. */
static bool parse_thousandths(const char *text, const char *suffix, int64_t *out)
{
    int64_t value = 0;
    int decimals = -1;
    const char *p = text;
    for (; (*p >= '0' && *p <= '9') || (*p == '.' && decimals < 0); p++) {
        if (*p == '.') {
            decimals = 0;
            continue;
        }
        if (value > 1000000 || decimals == 3)
            return false;
        value = value * 10 + (*p - '0');
        decimals += decimals >= 0;
    }
    if (p == text || decimals == 0 || strcmp(p, suffix) != 0)
        return false;
    for (int i = decimals < 0 ? 0 : decimals; i < 3; i++)
        value *= 10;
    *out = value;
    return true;
}

/* 1 mm = 72/25.4 pt, rounded to the unit. */
static bool parse_length(const char *text, unit *out)
{
    int64_t thousandths;
    if (parse_thousandths(text, "mm", &thousandths))
        thousandths = (thousandths * 720 + 127) / 254;
    else if (!parse_thousandths(text, "pt", &thousandths))
        return false;
    if (thousandths > UNIT_MAX)
        return false;
    *out = (unit)thousandths;
    return true;
}

static bool parse_integer(const char *text, int64_t least, int64_t most, int64_t *out)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || value < least || value > most)
        return false;
    *out = value;
    return true;
}

static bool parse_bool(const char *text, bool *out)
{
    bool yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
    bool no = strcmp(text, "no") == 0 || strcmp(text, "false") == 0;
    *out = yes;
    return yes || no;
}

static void read_number(const struct pack *pack, const struct yaml_node *node,
                        const struct pack_field *field, void *member)
{
    const char *text = yaml_text(node).utf8;
    int64_t value = 0;
    switch (field->type) {
    case PACK_LENGTH:
        if (!parse_length(text, member))
            report_value(pack, node, field->key, "12pt, 37mm");
        break;
    case PACK_EMS:
        if (parse_thousandths(text, "em", &value) && value <= 100000)
            *(int *)member = (int)value;
        else
            report_value(pack, node, field->key, "2em");
        break;
    case PACK_INT:
        if (parse_integer(text, 0, 1000000, &value))
            *(int *)member = (int)value;
        else
            report_value(pack, node, field->key, "0 – 1000000");
        break;
    case PACK_INT64:
        if (parse_integer(text, 1, 1000000000000, &value))
            *(int64_t *)member = value;
        else
            report_value(pack, node, field->key, "1 – 1000000000000");
        break;
    default:
        if (!parse_bool(text, member))
            report_value(pack, node, field->key, "yes, no");
        break;
    }
}

static void read_choice(const struct pack *pack, const struct yaml_node *node,
                        const struct pack_field *field, int *member)
{
    const char *text = yaml_text(node).utf8;
    int index = index_of(field->about, text, strlen(text));
    if (index < 0)
        report_value(pack, node, field->key, join_names(pack->arena, field->about));
    else
        *member = index;
}

/* ---- references and sequences -------------------------------------------------------------- */

static size_t read_ref(const struct pack *pack, const struct yaml_node *node, const char *key,
                       const struct pack_target *target)
{
    const char *const *records =
        (const char *const *)(const void *)((const char *)pack->root + target->array_offset);
    size_t count = *(const size_t *)(const void *)((const char *)pack->root + target->count_offset);
    const char *array = *records;
    const char *known = "";
    for (size_t i = 0; i < count; i++) {
        const char *name = *(const char *const *)(const void *)(array + i * target->size);
        if (yaml_kind(node) == YAML_SCALAR && strcmp(name, yaml_text(node).utf8) == 0)
            return i;
        known = arena_printf(pack->arena, "%s%s%s", known, i == 0 ? "" : ", ", name);
    }
    report_value(pack, node, key, known);
    return 0;
}

static bool is_sequence(const struct pack *pack, const struct yaml_node *node, const char *key)
{
    if (yaml_kind(node) == YAML_SEQUENCE)
        return true;
    report_value(pack, node, key, "[…]");
    return false;
}

static void read_refs(const struct pack *pack, const struct yaml_node *node,
                      const struct pack_field *field, size_t *member)
{
    if (!is_sequence(pack, node, field->key))
        return;
    if (yaml_count(node) != field->count_offset) {
        report_value(pack, node, field->key,
                     arena_printf(pack->arena, "%zu × […]", field->count_offset));
        return;
    }
    for (size_t i = 0; i < field->count_offset; i++)
        member[i] = read_ref(pack, yaml_at(node, i), field->key, field->about);
}

static void read_mask(const struct pack *pack, const struct yaml_node *node,
                      const struct pack_field *field, unsigned *member)
{
    if (!is_sequence(pack, node, field->key))
        return;
    *member = 0;
    for (size_t i = 0; i < yaml_count(node); i++) {
        int bit = -1;
        const struct pack_field one = {.key = field->key, .about = field->about};
        if (yaml_kind(yaml_at(node, i)) == YAML_SCALAR)
            read_choice(pack, yaml_at(node, i), &one, &bit);
        if (bit >= 0)
            *member |= 1u << bit;
    }
    if (yaml_count(node) == 0)
        report_value(pack, node, field->key, join_names(pack->arena, field->about));
}

static void read_strings(const struct pack *pack, const struct yaml_node *node,
                         const struct pack_field *field, void *member, size_t *count)
{
    if (!is_sequence(pack, node, field->key))
        return;
    *count = yaml_count(node);
    const char **strings = arena_array(pack->arena, *count, sizeof *strings);
    for (size_t i = 0; i < *count; i++) {
        strings[i] = "";
        if (yaml_kind(yaml_at(node, i)) == YAML_SCALAR)
            strings[i] = yaml_text(yaml_at(node, i)).utf8;
        else
            report_value(pack, yaml_at(node, i), field->key, "30201");
    }
    *(const char ***)member = strings;
}

static void read_lengths(const struct pack *pack, const struct yaml_node *node,
                         const struct pack_field *field, void *member, size_t *count)
{
    if (!is_sequence(pack, node, field->key))
        return;
    *count = yaml_count(node);
    unit *lengths = arena_array(pack->arena, *count, sizeof *lengths);
    for (size_t i = 0; i < *count; i++) {
        const struct yaml_node *at = yaml_at(node, i);
        if (yaml_kind(at) != YAML_SCALAR || !parse_length(yaml_text(at).utf8, &lengths[i]))
            report_value(pack, at, field->key, "12pt, 37mm");
    }
    *(const unit **)member = lengths;
}

/* PACK_LIST and PACK_MAP. */
static void read_records(const struct pack *pack, const struct yaml_node *node,
                         const struct pack_field *field, void *member, size_t *count)
{
    enum yaml_kind wanted = field->type == PACK_MAP ? YAML_MAPPING : YAML_SEQUENCE;
    if (yaml_kind(node) != wanted) {
        report_value(pack, node, field->key, wanted == YAML_MAPPING ? "{…}" : "[…]");
        return;
    }
    const struct pack_record *record = field->about;
    *count = yaml_count(node);
    char *records = arena_array(pack->arena, *count, record->size);
    for (size_t i = 0; i < *count; i++) {
        char *out = records + i * record->size;
        if (field->type == PACK_MAP)
            *(const char **)(void *)out = yaml_text(yaml_key(node, i)).utf8;
        pack_read(pack, field->type == PACK_MAP ? yaml_value(node, i) : yaml_at(node, i), record,
                  out);
    }
    *(char **)member = records;
}

/* ---- files --------------------------------------------------------------------------------- */

const char *pack_file_name(const char *path)
{
    const char *name = path + strlen(path);
    for (int slashes = 0; name > path; name--) {
        slashes += name[-1] == '/';
        if (slashes == 2)
            break;
    }
    return name;
}

/* ---- records ------------------------------------------------------------------------------- */

static void read_field(const struct pack *pack, const struct yaml_node *node,
                       const struct pack_field *field, char *out)
{
    void *member = out + field->offset;
    size_t *count = (size_t *)(void *)(out + field->count_offset);
    if (field->type < PACK_MASK && yaml_kind(node) != YAML_SCALAR) {
        report_value(pack, node, field->key, "…");
        return;
    }
    switch (field->type) {
    case PACK_TEXT:
        *(struct text *)member = yaml_text(node);
        check_placeholders(pack, yaml_text(node));
        break;
    case PACK_NAME:
        *(const char **)member = yaml_text(node).utf8;
        if (yaml_text(node).utf8[0] == '\0')
            report_value(pack, node, field->key, "…");
        break;
    case PACK_CHOICE:
        read_choice(pack, node, field, member);
        break;
    case PACK_MASK:
        read_mask(pack, node, field, member);
        break;
    case PACK_REF:
        *(size_t *)member = read_ref(pack, node, field->key, field->about);
        break;
    case PACK_REFS:
        read_refs(pack, node, field, member);
        break;
    case PACK_STRINGS:
        read_strings(pack, node, field, member, count);
        break;
    case PACK_LENGTHS:
        read_lengths(pack, node, field, member, count);
        break;
    case PACK_RECORD:
        pack_read(pack, node, field->about, member);
        break;
    case PACK_LIST:
    case PACK_MAP:
        read_records(pack, node, field, member, count);
        break;
    case PACK_ELSEWHERE:
        break;
    default:
        read_number(pack, node, field, member);
        break;
    }
}

static const struct pack_field *find_field(const struct pack_record *record, const char *key)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (strcmp(record->fields[i].key, key) == 0)
            return &record->fields[i];
    }
    return NULL;
}

static const char *known_keys(const struct pack *pack, const struct pack_record *record)
{
    const char *keys = "";
    for (size_t i = 0; i < record->field_count; i++)
        keys = arena_printf(pack->arena, "%s%s%s", keys, i == 0 ? "" : ", ", record->fields[i].key);
    return keys;
}

void pack_read(const struct pack *pack, const struct yaml_node *node,
               const struct pack_record *record, void *out)
{
    if (record->pos_offset != PACK_NO_POS)
        *(struct pos *)(void *)((char *)out + record->pos_offset) = yaml_pos(node);
    if (yaml_kind(node) != YAML_MAPPING) {
        diag_report(pack->diag, yaml_pos(node), DIAG_PACK_MAPPING, known_keys(pack, record), NULL);
        return;
    }
    for (size_t i = 0; i < yaml_count(node); i++) {
        struct text key = yaml_text(yaml_key(node, i));
        if (find_field(record, key.utf8) == NULL)
            diag_report(pack->diag, key.pos, DIAG_PACK_UNKNOWN_KEY, key.utf8,
                        known_keys(pack, record), NULL);
    }
    /* In the order of the schema, not of the file: references point to what came before. */
    for (size_t i = 0; i < record->field_count; i++) {
        const struct pack_field *field = &record->fields[i];
        const struct yaml_node *value = yaml_lookup(node, field->key);
        if (value != NULL)
            read_field(pack, value, field, out);
        else if (field->required)
            diag_report(pack->diag, yaml_pos(node), DIAG_PACK_MISSING_KEY, field->key, NULL);
    }
}

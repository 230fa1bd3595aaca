/* The figures and lists of a pack: schema, and which figures may be made of which. */
#include "data/format_figures.h"

#include <string.h>

#include "data/filter.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

enum { OPERANDS_MAX = 32, UNSET = -1 };

/* ---- figures: schema ----------------------------------------------------------------------- */

static const char *const fact_kind_names[] = {"expenditure", "income", NULL};
static const char *const count_names[] = {"agencies", "projects", "forms", NULL};

/* A figure as written: one of the sources, and what goes with it. */
struct figure_node {
    struct pos pos;
    int sum, count; /* UNSET: not written */
    struct figure_filter filter;
    struct text prior, procurement, asset, asset_date, prose; /* utf8 NULL: not written */
    struct text share, of, change, rate, from;
    const char *const *add; /* names, "-NAME" to subtract */
    size_t add_count;
};

#define PROJECT_FIELDS(base)                                                                       \
    {"form", PACK_BOOL, false, (base) + offsetof(struct figure_filter, with_form), 0, NULL},       \
    {                                                                                              \
        "project_kind", PACK_STRINGS, false,                                                       \
            (base) + offsetof(struct figure_filter, project_kinds),                                \
            (base) + offsetof(struct figure_filter, project_kind_count), NULL                      \
    }

static const struct pack_field figure_fields[] = {
    {"sum", PACK_CHOICE, false, offsetof(struct figure_node, sum), 0, fact_kind_names},
    {"count", PACK_CHOICE, false, offsetof(struct figure_node, count), 0, count_names},
    {"prior", PACK_TEXT, false, offsetof(struct figure_node, prior), 0, NULL},
    {"procurement", PACK_TEXT, false, offsetof(struct figure_node, procurement), 0, NULL},
    {"asset", PACK_TEXT, false, offsetof(struct figure_node, asset), 0, NULL},
    {"asset_date", PACK_TEXT, false, offsetof(struct figure_node, asset_date), 0, NULL},
    {"text", PACK_TEXT, false, offsetof(struct figure_node, prose), 0, NULL},
    {"add", PACK_STRINGS, false, offsetof(struct figure_node, add),
     offsetof(struct figure_node, add_count), NULL},
    {"share", PACK_TEXT, false, offsetof(struct figure_node, share), 0, NULL},
    {"of", PACK_TEXT, false, offsetof(struct figure_node, of), 0, NULL},
    {"change", PACK_TEXT, false, offsetof(struct figure_node, change), 0, NULL},
    {"rate", PACK_TEXT, false, offsetof(struct figure_node, rate), 0, NULL},
    {"from", PACK_TEXT, false, offsetof(struct figure_node, from), 0, NULL},
    FILTER_FIELDS(offsetof(struct figure_node, filter.fact)),
    PROJECT_FIELDS(offsetof(struct figure_node, filter)),
};
static const struct pack_record figure_record = {FIELDS(figure_fields),
                                                 .size = sizeof(struct figure_node),
                                                 .pos_offset = offsetof(struct figure_node, pos)};

/* What every sentence may name without a declaration. */
static const char *const builtin_names[] = {"year", "last_year", "department", "region"};

/* ---- operands ------------------------------------------------------------------------------ */

static bool find_figure(const struct figure_declarations *declared, const char *name, size_t *index)
{
    for (size_t i = 0; i < declared->figure_count; i++) {
        if (strcmp(declared->figures[i].name, name) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* An operand must be declared before, and be a number of the kind of the others. */
static void add_operand(const struct pack *pack, const struct figure_declarations *declared,
                        struct text name, bool negative, struct figure_format *figure,
                        struct figure_operand *operands)
{
    size_t index = 0;
    bool found = figure->operand_count < OPERANDS_MAX && find_figure(declared, name.utf8, &index);
    enum figure_kind kind = found ? declared->figures[index].kind : FIGURE_TEXT;
    if (!found || (kind != FIGURE_AMOUNT && kind != FIGURE_COUNT) ||
        (figure->operand_count > 0 && kind != declared->figures[operands[0].figure].kind)) {
        diag_report(pack->diag, name.pos, DIAG_FIGURE_OPERAND, name.utf8, NULL);
        return;
    }
    operands[figure->operand_count++] = (struct figure_operand){index, negative};
    figure->kind = kind;
}

/* The operands of add: names with a minus before those to be subtracted. */
static void read_sum(const struct pack *pack, const struct figure_declarations *declared,
                     const struct yaml_node *list, struct figure_format *figure,
                     struct figure_operand *operands)
{
    for (size_t i = 0; yaml_kind(list) == YAML_SEQUENCE && i < yaml_count(list); i++) {
        struct text name = yaml_text(yaml_at(list, i));
        bool negative = name.utf8[0] == '-';
        name.utf8 += negative;
        add_operand(pack, declared, name, negative, figure, operands);
    }
}

/* FIRST against SECOND, which stands under KEY. */
static void read_pair(const struct pack *pack, const struct figure_declarations *declared,
                      struct text first, struct text second, const char *key,
                      struct figure_format *figure, struct figure_operand *operands)
{
    if (second.utf8 == NULL) {
        diag_report(pack->diag, figure->pos, DIAG_PACK_MISSING_KEY, key, NULL);
        return;
    }
    add_operand(pack, declared, first, false, figure, operands);
    add_operand(pack, declared, second, true, figure, operands);
}

static void read_operands(const struct pack *pack, const struct figure_declarations *declared,
                          const struct yaml_node *node, const struct figure_node *written,
                          struct figure_format *figure)
{
    struct figure_operand *operands = arena_array(pack->arena, OPERANDS_MAX, sizeof *operands);
    size_t errors = diag_errors(pack->diag);
    if (figure->source == FROM_OPERANDS)
        read_sum(pack, declared, yaml_lookup(node, "add"), figure, operands);
    else if (figure->source == FROM_SHARE)
        read_pair(pack, declared, written->share, written->of, "of", figure, operands);
    else if (figure->source == FROM_CHANGE)
        read_pair(pack, declared, written->change, written->from, "from", figure, operands);
    else
        read_pair(pack, declared, written->rate, written->from, "from", figure, operands);
    if (figure->source == FROM_SHARE || figure->source == FROM_RATE)
        figure->kind = FIGURE_PERCENT;
    if (figure->operand_count == 0 && diag_errors(pack->diag) == errors)
        diag_report(pack->diag, figure->pos, DIAG_FIGURE_OPERAND, figure->name, NULL);
    figure->operands = operands;
}

/* ---- figures ------------------------------------------------------------------------------- */

/* The source that is written, with the kind of figure it gives. */
static void choose_source(const struct pack *pack, const struct figure_node *written,
                          struct figure_format *figure)
{
    static const enum figure_source counts[] = {FROM_AGENCIES, FROM_PROJECTS, FROM_FORMS};
    const struct {
        bool is_written;
        enum figure_source source;
        enum figure_kind kind;
        const char *item;
    } sources[] = {
        {written->sum != UNSET, FROM_SUM, FIGURE_AMOUNT, ""},
        {written->count != UNSET, written->count == UNSET ? FROM_FORMS : counts[written->count],
         FIGURE_COUNT, ""},
        {written->prior.utf8 != NULL, FROM_PRIOR, FIGURE_AMOUNT, written->prior.utf8},
        {written->procurement.utf8 != NULL, FROM_PROCUREMENT, FIGURE_AMOUNT,
         written->procurement.utf8},
        {written->asset.utf8 != NULL, FROM_ASSET, FIGURE_QUANTITY, written->asset.utf8},
        {written->asset_date.utf8 != NULL, FROM_ASSET_DATE, FIGURE_DATE, ""},
        {written->prose.utf8 != NULL, FROM_PROSE, FIGURE_TEXT, written->prose.utf8},
        {written->add != NULL, FROM_OPERANDS, FIGURE_AMOUNT, ""},
        {written->share.utf8 != NULL, FROM_SHARE, FIGURE_PERCENT, ""},
        {written->change.utf8 != NULL, FROM_CHANGE, FIGURE_AMOUNT, ""},
        {written->rate.utf8 != NULL, FROM_RATE, FIGURE_PERCENT, ""},
    };
    size_t found = 0;
    for (size_t i = 0; i < COUNT(sources); i++) {
        if (!sources[i].is_written)
            continue;
        found++;
        figure->source = sources[i].source;
        figure->kind = sources[i].kind;
        figure->item = sources[i].item;
    }
    if (found != 1)
        diag_report(pack->diag, figure->pos, DIAG_FIGURE_SOURCE, figure->name,
                    "sum, count, prior, procurement, asset, asset_date, text, add, share, change, "
                    "rate",
                    NULL);
}

static struct figure_format read_figure(const struct pack *pack,
                                        const struct figure_declarations *declared,
                                        const struct yaml_node *key, const struct yaml_node *node)
{
    struct figure_node written = {.sum = UNSET, .count = UNSET};
    struct figure_format figure = {.name = yaml_text(key).utf8, .pos = yaml_pos(key), .item = ""};
    size_t errors = diag_errors(pack->diag), index;
    pack_read(pack, node, &figure_record, &written);
    if (find_figure(declared, figure.name, &index)) /* one of the names every pack has */
        diag_report(pack->diag, figure.pos, DIAG_FIGURE_OPERAND, figure.name, NULL);
    if (diag_errors(pack->diag) != errors)
        return figure;
    figure.filter = written.filter;
    choose_source(pack, &written, &figure);
    if (figure.source == FROM_SUM)
        figure.filter.kind = (enum fact_kind)written.sum;
    if (diag_errors(pack->diag) == errors && figure.source >= FROM_OPERANDS)
        read_operands(pack, declared, node, &written, &figure);
    return figure;
}

/* ---- lists --------------------------------------------------------------------------------- */

static const char *const list_rows_names[] = {"figures", "classes", "items", NULL};

struct list_node {
    struct pos pos;
    int rows;
    struct figure_filter filter;
    struct text of;
};
static const struct pack_field list_fields[] = {
    {"rows", PACK_CHOICE, true, offsetof(struct list_node, rows), 0, list_rows_names},
    {"of", PACK_TEXT, false, offsetof(struct list_node, of), 0, NULL},
    {"entries", PACK_ELSEWHERE, false, 0, 0, NULL},
    FILTER_FIELDS(offsetof(struct list_node, filter.fact)),
    PROJECT_FIELDS(offsetof(struct list_node, filter)),
};
static const struct pack_record list_record = {FIELDS(list_fields),
                                               .size = sizeof(struct list_node),
                                               .pos_offset = offsetof(struct list_node, pos)};

struct entry_node {
    struct pos pos;
    struct text name, figure, from;
};
static const struct pack_field entry_fields[] = {
    {"name", PACK_TEXT, true, offsetof(struct entry_node, name), 0, NULL},
    {"figure", PACK_TEXT, true, offsetof(struct entry_node, figure), 0, NULL},
    {"from", PACK_TEXT, false, offsetof(struct entry_node, from), 0, NULL},
};
static const struct pack_record entry_record = {FIELDS(entry_fields),
                                                .size = sizeof(struct entry_node),
                                                .pos_offset = offsetof(struct entry_node, pos)};

/* The index of figure NAME, of KIND. */
static size_t need_figure(const struct pack *pack, const struct figure_declarations *declared,
                          struct text name, enum figure_kind kind)
{
    size_t index = 0;
    if (!find_figure(declared, name.utf8, &index) || declared->figures[index].kind != kind)
        diag_report(pack->diag, name.pos, DIAG_FIGURE_OPERAND, name.utf8, NULL);
    return index;
}

/* The entries of a list of figures. All are of one kind, that of the first. */
static void read_entries(const struct pack *pack, const struct figure_declarations *declared,
                         const struct yaml_node *nodes, struct list_format *list)
{
    list->entry_count = nodes != NULL && yaml_kind(nodes) == YAML_SEQUENCE ? yaml_count(nodes) : 0;
    struct list_entry_format *entries =
        arena_array(pack->arena, list->entry_count, sizeof *entries);
    if (list->entry_count == 0)
        diag_report(pack->diag, list->pos, DIAG_PACK_MISSING_KEY, "entries", NULL);
    for (size_t i = 0; i < list->entry_count; i++) {
        struct entry_node written = {.name.utf8 = ""};
        size_t errors = diag_errors(pack->diag), index;
        pack_read(pack, yaml_at(nodes, i), &entry_record, &written);
        if (diag_errors(pack->diag) != errors)
            continue;
        if (i == 0 && find_figure(declared, written.figure.utf8, &index))
            list->kind = declared->figures[index].kind;
        entries[i].name = written.name;
        entries[i].figure = need_figure(pack, declared, written.figure, list->kind);
        entries[i].has_from = written.from.utf8 != NULL;
        if (entries[i].has_from)
            entries[i].from = need_figure(pack, declared, written.from, list->kind);
    }
    list->entries = entries;
}

static struct list_format read_list(const struct pack *pack,
                                    const struct figure_declarations *declared,
                                    const struct yaml_node *key, const struct yaml_node *node)
{
    struct list_node written = {.rows = LIST_FIGURES};
    struct list_format list = {
        .name = yaml_text(key).utf8, .pos = yaml_pos(key), .kind = FIGURE_AMOUNT};
    size_t errors = diag_errors(pack->diag);
    pack_read(pack, node, &list_record, &written);
    if (diag_errors(pack->diag) != errors)
        return list;
    list.rows = (enum list_rows)written.rows;
    list.filter = written.filter; /* of expenditure: classes and items are its own */
    if (list.rows == LIST_FIGURES)
        read_entries(pack, declared, yaml_lookup(node, "entries"), &list);
    list.has_whole = written.of.utf8 != NULL;
    if (list.has_whole)
        list.whole = need_figure(pack, declared, written.of, list.kind);
    return list;
}

/* ---- both ---------------------------------------------------------------------------------- */

/* The mapping under KEY of ROOT; NULL after a report. */
static const struct yaml_node *need_mapping(const struct pack *pack, const struct yaml_node *root,
                                            const char *key)
{
    const struct yaml_node *node = yaml_lookup(root, key);
    if (node != NULL && yaml_kind(node) == YAML_MAPPING)
        return node;
    diag_report(pack->diag, yaml_pos(node == NULL ? root : node), DIAG_PACK_MISSING_KEY, key, NULL);
    return NULL;
}

struct figure_declarations format_read_figures(const struct pack *pack,
                                               const struct yaml_node *root)
{
    struct figure_declarations declared = {NULL, 0, NULL, 0};
    const struct yaml_node *figures = need_mapping(pack, root, "figures");
    const struct yaml_node *lists = need_mapping(pack, root, "lists");
    if (figures == NULL || lists == NULL)
        return declared;
    struct figure_format *all =
        arena_array(pack->arena, COUNT(builtin_names) + yaml_count(figures), sizeof *all);
    declared.figures = all;
    for (size_t i = 0; i < COUNT(builtin_names); i++)
        all[declared.figure_count++] = (struct figure_format){.name = builtin_names[i],
                                                              .source = FROM_NAME,
                                                              .kind = FIGURE_TEXT,
                                                              .item = builtin_names[i]};
    for (size_t i = 0; i < yaml_count(figures); i++) {
        all[declared.figure_count] =
            read_figure(pack, &declared, yaml_key(figures, i), yaml_value(figures, i));
        declared.figure_count++;
    }
    struct list_format *every = arena_array(pack->arena, yaml_count(lists), sizeof *every);
    declared.lists = every;
    for (size_t i = 0; i < yaml_count(lists); i++)
        every[declared.list_count++] =
            read_list(pack, &declared, yaml_key(lists, i), yaml_value(lists, i));
    return declared;
}

size_t format_find_list(const struct pack *pack, const struct figure_declarations *declared,
                        struct text name)
{
    for (size_t i = 0; i < declared->list_count; i++) {
        if (strcmp(declared->lists[i].name, name.utf8) == 0)
            return i;
    }
    diag_report(pack->diag, name.pos, DIAG_FRAME_NAME, name.utf8, NULL);
    return 0;
}

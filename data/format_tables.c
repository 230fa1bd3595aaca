/* The tables of a format pack: schema, the tree of the head, and what must hold in a table. */
#include "data/format_tables.h"

#include "data/filter.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

enum { HEAD_DEPTH_MAX = 8, COLUMNS_MAX = 64 };

/* ---- schema -------------------------------------------------------------------------------- */

static const char *const rows_kind_names[ROWS_KIND_COUNT + 1] = {
    "lines", "classes", "tree", "economic", "agencies", "projects", NULL};
static const char *const source_names[] = {"expenditure", "income", NULL};
static const char *const show_names[ROW_TEXT_COUNT + 1] = {"code", "name", "gov_name", NULL};
static const char *const align_names[] = {"left", "center", "right", "justify", "distribute", NULL};

static const struct pack_field line_fields[] = {
    {"label", PACK_TEXT, true, offsetof(struct line_format, label), 0, NULL},
    {"blank", PACK_BOOL, false, offsetof(struct line_format, blank), 0, NULL},
    FILTER_FIELDS(offsetof(struct line_format, filter)),
};
static const struct pack_record line_record = {
    FIELDS(line_fields), .size = sizeof(struct line_format), .pos_offset = PACK_NO_POS};

static const struct pack_field side_fields[] = {
    {"rows", PACK_CHOICE, true, offsetof(struct side_format, kind), 0, rows_kind_names},
    {"list", PACK_CHOICE, false, offsetof(struct side_format, list), 0, subject_list_names},
    {"source", PACK_CHOICE, true, offsetof(struct side_format, source), 0, source_names},
    {"total", PACK_TEXT, false, offsetof(struct side_format, total), 0, NULL},
    {"total_last", PACK_BOOL, false, offsetof(struct side_format, total_last), 0, NULL},
    {"lines", PACK_LIST, false, offsetof(struct side_format, lines),
     offsetof(struct side_format, line_count), &line_record},
    {"foot", PACK_LIST, false, offsetof(struct side_format, foot),
     offsetof(struct side_format, foot_count), &line_record},
    {"head", PACK_ELSEWHERE, true, 0, 0, NULL},
    FILTER_FIELDS(offsetof(struct side_format, filter)),
};
static const struct pack_record side_record = {FIELDS(side_fields),
                                               .size = sizeof(struct side_format),
                                               .pos_offset = offsetof(struct side_format, pos)};

/* A node of the head's tree: a group has `columns`, a leaf is a column. */
struct head_node {
    struct text text;
    int column_span, row_span; /* as written, 0: not written */
    int show, sum;             /* -1: not written */
    struct column_format column;
};

static const struct pack_field head_fields[] = {
    {"text", PACK_TEXT, true, offsetof(struct head_node, text), 0, NULL},
    {"columns", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"column_span", PACK_INT, false, offsetof(struct head_node, column_span), 0, NULL},
    {"row_span", PACK_INT, false, offsetof(struct head_node, row_span), 0, NULL},
    {"show", PACK_CHOICE, false, offsetof(struct head_node, show), 0, show_names},
    {"sum", PACK_CHOICE, false, offsetof(struct head_node, sum), 0, source_names},
    {"width", PACK_LENGTH, false, offsetof(struct head_node, column.width), 0, NULL},
    {"share", PACK_INT, false, offsetof(struct head_node, column.share), 0, NULL},
    {"align", PACK_CHOICE, false, offsetof(struct head_node, column.align), 0, align_names},
    FILTER_FIELDS(offsetof(struct head_node, column.filter)),
};
static const struct pack_record head_record = {
    FIELDS(head_fields), .size = sizeof(struct head_node),
    .pos_offset = offsetof(struct head_node, column.pos)};

#define SHARED_FIELDS                                                                               \
    {"owner", PACK_TEXT, false, offsetof(struct table_format, owner), 0, NULL},                     \
        {"unit_line", PACK_TEXT, false, offsetof(struct table_format, unit_line), 0, NULL},         \
        {"continued", PACK_TEXT, false, offsetof(struct table_format, continued), 0, NULL},         \
        {"rounding_note", PACK_TEXT, false, offsetof(struct table_format, rounding_note), 0, NULL}, \
        {"empty_note", PACK_TEXT, false, offsetof(struct table_format, empty_note), 0, NULL},       \
        {"page", PACK_REF, false, offsetof(struct table_format, page), 0, &format_page_target},     \
        {"new_page", PACK_BOOL, false, offsetof(struct table_format, new_page), 0, NULL},           \
        {"row_pitch", PACK_LENGTH, false, offsetof(struct table_format, row_pitch), 0, NULL},       \
        {"label_style",       PACK_REF, false, offsetof(struct table_format, label_style), 0,       \
         &format_style_target},                                                                     \
        {"title_style",       PACK_REF, false, offsetof(struct table_format, title_style), 0,       \
         &format_style_target},                                                                     \
        {"line_style",        PACK_REF, false, offsetof(struct table_format, line_style), 0,        \
         &format_style_target},                                                                     \
        {"head_style",        PACK_REF, false, offsetof(struct table_format, head_style), 0,        \
         &format_style_target},                                                                     \
        {"body_style",        PACK_REF, false, offsetof(struct table_format, body_style), 0,        \
         &format_style_target},                                                                     \
    {                                                                                               \
        "figure_style", PACK_REF, false, offsetof(struct table_format, figure_style), 0,            \
            &format_style_target                                                                    \
    }

static const struct pack_field default_fields[] = {SHARED_FIELDS};
static const struct pack_record default_record = {FIELDS(default_fields),
                                                  .pos_offset = PACK_NO_POS};

static const struct pack_field table_fields[] = {
    {"number", PACK_INT, true, offsetof(struct table_format, number), 0, NULL},
    {"label", PACK_TEXT, false, offsetof(struct table_format, label), 0, NULL},
    {"contents", PACK_TEXT, true, offsetof(struct table_format, contents), 0, NULL},
    {"title", PACK_TEXT, true, offsetof(struct table_format, title), 0, NULL},
    {"column_numbers", PACK_BOOL, false, offsetof(struct table_format, column_numbers), 0, NULL},
    {"sides", PACK_ELSEWHERE, true, 0, 0, NULL},
    SHARED_FIELDS,
};
static const struct pack_record table_record = {FIELDS(table_fields),
                                                .size = sizeof(struct table_format),
                                                .pos_offset = offsetof(struct table_format, pos)};

static const struct pack_field root_fields[] = {
    {"defaults", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"tables", PACK_ELSEWHERE, true, 0, 0, NULL},
};
static const struct pack_record root_record = {FIELDS(root_fields), .pos_offset = PACK_NO_POS};

/* ---- columns ------------------------------------------------------------------------------- */

/* Which texts a kind of rows has. */
static const bool row_has_text[ROWS_KIND_COUNT][ROW_TEXT_COUNT] = {
    [ROWS_LINES] = {[ROW_NAME] = true},
    [ROWS_CLASSES] = {[ROW_CODE] = true, [ROW_NAME] = true},
    [ROWS_TREE] = {[ROW_CODE] = true, [ROW_NAME] = true},
    [ROWS_ECONOMIC] = {[ROW_CODE] = true, [ROW_NAME] = true, [ROW_GOV_NAME] = true},
    [ROWS_AGENCIES] = {[ROW_CODE] = true, [ROW_NAME] = true},
    [ROWS_PROJECTS] = {[ROW_CODE] = true, [ROW_NAME] = true},
};

static bool masks_exclude(unsigned a, unsigned b)
{
    return a != 0 && b != 0 && (a & b) == 0;
}

/* True when no record can pass both filters: the column would be blank for ever. */
static bool sums_nothing(const struct side_format *side, const struct column_format *column)
{
    const struct fact_filter *a = &side->filter;
    const struct fact_filter *b = &column->filter;
    bool income = column->source == FACT_INCOME;
    return masks_exclude(a->funds, b->funds) || masks_exclude(a->origins, b->origins) ||
           masks_exclude(a->categories, b->categories) ||
           (income && (a->categories != 0 || b->categories != 0 || b->dept_econ_count > 0));
}

/* Turns the leaf NODE into a column of SIDE. */
static struct column_format make_column(const struct pack *pack, const struct side_format *side,
                                        const struct head_node *node, bool aligned)
{
    struct column_format column = node->column;
    column.is_amount = node->sum >= 0;
    if ((node->sum >= 0) == (node->show >= 0)) {
        diag_report(pack->diag, column.pos, DIAG_PACK_COLUMN_EMPTY, node->text.utf8, NULL);
        return column;
    }
    if (column.is_amount) {
        column.source = (enum fact_kind)node->sum;
        if (sums_nothing(side, &column))
            diag_report(pack->diag, column.pos, DIAG_PACK_COLUMN_EMPTY, node->text.utf8, NULL);
    } else {
        column.show = (enum row_text)node->show;
        if (!row_has_text[side->kind][column.show])
            diag_report(pack->diag, column.pos, DIAG_PACK_COLUMN_TEXT, node->text.utf8,
                        show_names[column.show], rows_kind_names[side->kind], NULL);
    }
    if ((column.width > 0) == (column.share > 0))
        diag_report(pack->diag, column.pos, DIAG_PACK_COLUMN_WIDTH, node->text.utf8, NULL);
    if (!aligned)
        column.align = column.is_amount          ? ALIGN_DECIMAL
                       : column.show == ROW_CODE ? ALIGN_CENTER
                                                 : ALIGN_LEFT;
    return column;
}

/* ---- the head ------------------------------------------------------------------------------ */

/* What the tree becomes: cells and columns, growing as it is walked. */
struct head_builder {
    const struct pack *pack;
    const struct side_format *side;
    struct head_cell *cells;
    size_t cell_count, cell_capacity;
    struct column_format *columns;
    size_t column_count, column_capacity;
    int depth; /* rows of the head without the column numbers */
};

static int tree_depth(const struct yaml_node *list, int level)
{
    int deepest = 0;
    if (yaml_kind(list) != YAML_SEQUENCE || level > HEAD_DEPTH_MAX)
        return deepest;
    for (size_t i = 0; i < yaml_count(list); i++) {
        const struct yaml_node *node = yaml_at(list, i);
        const struct yaml_node *children =
            yaml_kind(node) == YAML_MAPPING ? yaml_lookup(node, "columns") : NULL;
        int below = children == NULL ? 0 : tree_depth(children, level + 1);
        deepest = below + 1 > deepest ? below + 1 : deepest;
    }
    return deepest;
}

static void check_span(const struct head_builder *head, const struct head_node *node,
                       const char *key, int written, int found)
{
    struct arena *arena = head->pack->arena;
    if (written != 0 && written != found)
        diag_report(head->pack->diag, node->column.pos, DIAG_PACK_SPAN, node->text.utf8, key,
                    arena_printf(arena, "%d", written), arena_printf(arena, "%d", found), NULL);
}

static void place_cell(struct head_builder *head, struct head_cell cell)
{
    head->cells = arena_grow(head->pack->arena, head->cells, head->cell_count, &head->cell_capacity,
                             sizeof *head->cells);
    head->cells[head->cell_count++] = cell;
}

/* Places the nodes of LIST from ROW on, left to right after the columns that are there. The
 * recursion is bounded by HEAD_DEPTH_MAX. */
static void place_nodes(struct head_builder *head, const struct yaml_node *list, int row)
{
    if (yaml_kind(list) != YAML_SEQUENCE || yaml_count(list) == 0 || row >= HEAD_DEPTH_MAX) {
        diag_report(head->pack->diag, yaml_pos(list), DIAG_PACK_HEAD, NULL);
        return;
    }
    for (size_t i = 0; i < yaml_count(list); i++) {
        const struct yaml_node *at = yaml_at(list, i);
        struct head_node node = {.text.utf8 = "", .show = -1, .sum = -1};
        pack_read(head->pack, at, &head_record, &node);
        const struct yaml_node *children =
            yaml_kind(at) == YAML_MAPPING ? yaml_lookup(at, "columns") : NULL;
        struct head_cell cell = {node.text, row, (int)head->column_count, 1, 1};
        size_t slot = head->cell_count;
        place_cell(head, cell);
        if (children != NULL) {
            place_nodes(head, children, row + 1);
            cell.column_span = (int)head->column_count - cell.column;
        } else {
            cell.row_span = head->depth - row;
            bool aligned = yaml_kind(at) == YAML_MAPPING && yaml_lookup(at, "align") != NULL;
            head->columns = arena_grow(head->pack->arena, head->columns, head->column_count,
                                       &head->column_capacity, sizeof *head->columns);
            head->columns[head->column_count++] =
                make_column(head->pack, head->side, &node, aligned);
        }
        head->cells[slot] = cell;
        check_span(head, &node, "column_span", node.column_span, cell.column_span);
        check_span(head, &node, "row_span", node.row_span, cell.row_span);
    }
}

/* The row 1 2 3 … under the head. */
static void place_column_numbers(struct head_builder *head, struct pos pos)
{
    for (size_t i = 0; i < head->column_count; i++) {
        const char *number = arena_printf(head->pack->arena, "%zu", i + 1);
        place_cell(head, (struct head_cell){{number, pos}, head->depth, (int)i, 1, 1});
    }
}

/* ---- tables -------------------------------------------------------------------------------- */

/* What the kind of a side needs besides its keys. */
static void check_side(const struct pack *pack, const struct side_format *side,
                       const struct side_format *first)
{
    if ((side->kind == ROWS_LINES) != (side->line_count > 0))
        diag_report(pack->diag, side->pos, DIAG_PACK_SIDE_LINES, rows_kind_names[side->kind], NULL);
    if (side->kind == ROWS_TREE && side->list != SUBJECT_FUNCTION && side->list != SUBJECT_REVENUE)
        diag_report(pack->diag, side->pos, DIAG_PACK_VALUE, "list", subject_list_names[side->list],
                    "功能, 收入", NULL);
    if (side->foot_count != first->foot_count)
        diag_report(pack->diag, side->pos, DIAG_PACK_FOOT,
                    arena_printf(pack->arena, "%zu", side->foot_count),
                    arena_printf(pack->arena, "%zu", first->foot_count), NULL);
}

static void read_sides(const struct pack *pack, const struct yaml_node *list,
                       struct table_format *table)
{
    if (list == NULL || yaml_kind(list) != YAML_SEQUENCE || yaml_count(list) == 0) {
        diag_report(pack->diag, table->pos, DIAG_PACK_MISSING_KEY, "sides", NULL);
        return;
    }
    struct head_builder head = {.pack = pack};
    for (size_t i = 0; i < yaml_count(list); i++) {
        const struct yaml_node *node = yaml_at(list, i);
        const struct yaml_node *tree =
            yaml_kind(node) == YAML_MAPPING ? yaml_lookup(node, "head") : NULL;
        int depth = tree == NULL ? 0 : tree_depth(tree, 0);
        head.depth = depth > head.depth ? depth : head.depth;
    }
    struct side_format *sides = arena_array(pack->arena, yaml_count(list), sizeof *sides);
    for (size_t i = 0; i < yaml_count(list); i++) {
        pack_read(pack, yaml_at(list, i), &side_record, &sides[i]);
        check_side(pack, &sides[i], &sides[0]);
        if (yaml_kind(yaml_at(list, i)) != YAML_MAPPING ||
            yaml_lookup(yaml_at(list, i), "head") == NULL)
            continue;
        head.side = &sides[i];
        sides[i].first_column = head.column_count;
        place_nodes(&head, yaml_lookup(yaml_at(list, i), "head"), 0);
        sides[i].column_count = head.column_count - sides[i].first_column;
    }
    if (table->column_numbers)
        place_column_numbers(&head, table->pos);
    if (head.column_count > COLUMNS_MAX)
        diag_report(pack->diag, table->pos, DIAG_PACK_COLUMNS, NULL);
    table->sides = sides;
    table->side_count = yaml_count(list);
    table->columns = head.columns;
    table->column_count = head.column_count;
    table->head = head.cells;
    table->head_count = head.cell_count;
    table->head_rows = head.depth + table->column_numbers;
}

void format_read_tables(const struct pack *pack, const struct yaml_node *root,
                        struct format *format)
{
    struct text none = {"", yaml_pos(root)};
    struct table_format defaults = {.label = none,
                                    .contents = none,
                                    .title = none,
                                    .owner = none,
                                    .unit_line = none,
                                    .rounding_note = none,
                                    .empty_note = none,
                                    .continued = format->continued,
                                    .new_page = true};
    pack_read(pack, root, &root_record, &defaults);
    if (yaml_kind(root) != YAML_MAPPING)
        return;
    if (yaml_lookup(root, "defaults") != NULL)
        pack_read(pack, yaml_lookup(root, "defaults"), &default_record, &defaults);
    const struct yaml_node *list = yaml_lookup(root, "tables");
    if (list == NULL || yaml_kind(list) != YAML_SEQUENCE) {
        diag_report(pack->diag, yaml_pos(root), DIAG_PACK_MISSING_KEY, "tables", NULL);
        return;
    }
    struct table_format *tables = arena_array(pack->arena, yaml_count(list), sizeof *tables);
    for (size_t i = 0; i < yaml_count(list); i++) {
        tables[i] = defaults;
        pack_read(pack, yaml_at(list, i), &table_record, &tables[i]);
        if (yaml_kind(yaml_at(list, i)) == YAML_MAPPING)
            read_sides(pack, yaml_lookup(yaml_at(list, i), "sides"), &tables[i]);
    }
    format->tables = tables;
    format->table_count = yaml_count(list);
}

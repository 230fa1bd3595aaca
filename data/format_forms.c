/* The forms of a format pack: schema, cells placed by their spans, and what must hold in a form. */
#include "data/format_forms.h"

#include "data/format_tables.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

enum { COLUMNS_MAX = 64, ROWS_MAX = 200 };

/* ---- schema -------------------------------------------------------------------------------- */

static const char *const records_names[FORM_RECORDS_COUNT + 1] = {"fixed", "indicators", "tasks",
                                                                  "goals", NULL};
static const char *const projects_names[] = {"published", "all", NULL};
static const char *const order_names[] = {"code", "amount", NULL};
static const char *const align_names[] = {"left",       "center",  "right", "justify",
                                          "distribute", "decimal", NULL};

enum book_file form_file(enum form_kind kind, enum form_records records)
{
    static const enum book_file files[FORM_KIND_COUNT][FORM_RECORDS_COUNT] = {
        [FORM_PROJECT] = {BOOK_PROJECTS, BOOK_INDICATORS, BOOK_FILE_COUNT, BOOK_FILE_COUNT},
        [FORM_OVERALL] = {BOOK_FILE_COUNT, BOOK_OVERALL_INDICATORS, BOOK_OVERALL, BOOK_OVERALL},
    };
    return files[kind][records];
}

/* As written: a key that was not has a NULL text. */
struct cell_node {
    struct form_cell cell;
    struct text label, text, show, sum;
};

static const struct pack_field cell_fields[] = {
    {"label", PACK_TEXT, false, offsetof(struct cell_node, label), 0, NULL},
    {"text", PACK_TEXT, false, offsetof(struct cell_node, text), 0, NULL},
    {"show", PACK_TEXT, false, offsetof(struct cell_node, show), 0, NULL},
    {"sum", PACK_TEXT, false, offsetof(struct cell_node, sum), 0, NULL},
    {"column_span", PACK_INT, false, offsetof(struct cell_node, cell.column_span), 0, NULL},
    {"row_span", PACK_INT, false, offsetof(struct cell_node, cell.row_span), 0, NULL},
    {"align", PACK_CHOICE, false, offsetof(struct cell_node, cell.align), 0, align_names},
};
static const struct pack_record cell_record = {FIELDS(cell_fields),
                                               .size = sizeof(struct cell_node),
                                               .pos_offset = offsetof(struct cell_node, cell.pos)};

struct column_node {
    struct form_column column;
    struct text label, show;
};

static const struct pack_field column_fields[] = {
    {"width", PACK_LENGTH, false, offsetof(struct column_node, column.width), 0, NULL},
    {"share", PACK_INT, false, offsetof(struct column_node, column.share), 0, NULL},
    {"label", PACK_TEXT, false, offsetof(struct column_node, label), 0, NULL},
    {"show", PACK_TEXT, false, offsetof(struct column_node, show), 0, NULL},
    {"term", PACK_CHOICE, false, offsetof(struct column_node, column.term), 0, term_names},
    {"merge", PACK_BOOL, false, offsetof(struct column_node, column.merge), 0, NULL},
    {"align", PACK_CHOICE, false, offsetof(struct column_node, column.align), 0, align_names},
};
static const struct pack_record column_record = {
    FIELDS(column_fields), .size = sizeof(struct column_node),
    .pos_offset = offsetof(struct column_node, column.pos)};

static const struct pack_field grid_fields[] = {
    {"records", PACK_CHOICE, true, offsetof(struct form_grid, records), 0, records_names},
    {"tail", PACK_BOOL, false, offsetof(struct form_grid, tail), 0, NULL},
    {"columns", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"head", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"rows", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"foot", PACK_ELSEWHERE, false, 0, 0, NULL},
};
static const struct pack_record grid_record = {FIELDS(grid_fields),
                                               .size = sizeof(struct form_grid),
                                               .pos_offset = offsetof(struct form_grid, pos)};

static const struct pack_field unit_fields[] = {
    {"fen", PACK_INT64, true, offsetof(struct form_format, unit_fen), 0, NULL},
    {"decimals", PACK_INT, true, offsetof(struct form_format, decimals), 0, NULL},
    {"separator", PACK_BOOL, true, offsetof(struct form_format, separator), 0, NULL},
    {"trim_whole", PACK_BOOL, true, offsetof(struct form_format, trim_whole), 0, NULL},
};
static const struct pack_record unit_record = {FIELDS(unit_fields), .pos_offset = PACK_NO_POS};

#define STYLE(key, member)                                                                         \
    {                                                                                              \
        key, PACK_REF, true, offsetof(struct form_format, member), 0, &format_style_target         \
    }

#define FORM_FIELDS                                                                                \
    {"title", PACK_TEXT, true, offsetof(struct form_format, title), 0, NULL},                      \
        {"line", PACK_TEXT, false, offsetof(struct form_format, line), 0, NULL},                   \
        {"continued", PACK_TEXT, false, offsetof(struct form_format, continued), 0, NULL},         \
        {"unit", PACK_RECORD, true, 0, 0, &unit_record},                                           \
        {"page", PACK_REF, true, offsetof(struct form_format, page), 0, &format_page_target},      \
        {"row_pitch", PACK_LENGTH, true, offsetof(struct form_format, row_pitch), 0, NULL},        \
        STYLE("title_style", title_style), STYLE("line_style", line_style),                        \
        STYLE("label_style", label_style), STYLE("text_style", text_style),                        \
        STYLE("figure_style", figure_style),                                                       \
    {                                                                                              \
        "grids", PACK_ELSEWHERE, true, 0, 0, NULL                                                  \
    }

static const struct pack_field project_form_fields[] = {
    {"contents", PACK_TEXT, false, offsetof(struct form_format, contents), 0, NULL},
    {"name", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"projects", PACK_CHOICE, true, offsetof(struct form_format, projects), 0, projects_names},
    {"order", PACK_CHOICE, true, offsetof(struct form_format, order), 0, order_names},
    FORM_FIELDS,
};
static const struct pack_field overall_form_fields[] = {
    {"contents", PACK_TEXT, true, offsetof(struct form_format, contents), 0, NULL},
    FORM_FIELDS,
};
static const struct pack_record form_records[FORM_KIND_COUNT] = {
    [FORM_PROJECT] = {FIELDS(project_form_fields), .pos_offset = offsetof(struct form_format, pos)},
    [FORM_OVERALL] = {FIELDS(overall_form_fields), .pos_offset = offsetof(struct form_format, pos)},
};

static const struct pack_field root_fields[] = {
    {"project_form", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"overall_form", PACK_ELSEWHERE, false, 0, 0, NULL},
};
static const struct pack_record root_record = {FIELDS(root_fields), .pos_offset = PACK_NO_POS};

/* What a grid is read into. */
struct grid_reader {
    const struct pack *pack;
    const struct form_format *form;
    struct form_grid *grid;
};

static const char *number(const struct pack *pack, size_t value)
{
    return arena_printf(pack->arena, "%zu", value);
}

/* The column of FILE that HEADING names. */
static int find_column(const struct pack *pack, enum book_file file, struct text heading)
{
    int column = book_column(file, heading.utf8);
    if (column < 0)
        diag_report(pack->diag, heading.pos, DIAG_PACK_FORM_COLUMN, heading.utf8,
                    book_file_name(file), NULL);
    return column;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* Head, rows and foot: which of the keys their cells may have. */
struct block_kind_rule {
    const char *key, *expected;
    bool shows, sums;
};
static const struct block_kind_rule head_rule = {"head", "label, text", false, false};
static const struct block_kind_rule rows_rule = {"rows", "label, text, show", true, false};
static const struct block_kind_rule foot_rule = {"foot", "label, text, sum", false, true};

static struct form_cell read_cell(const struct grid_reader *reader, const struct yaml_node *node,
                                  const struct block_kind_rule *rule)
{
    const struct pack *pack = reader->pack;
    struct cell_node read = {.cell = {.show = FORM_NOTHING,
                                      .sum = FORM_NOTHING,
                                      .align = -1,
                                      .row_span = 1,
                                      .column_span = 1}};
    pack_read(pack, node, &cell_record, &read);
    struct form_cell cell = read.cell;
    cell.label = read.label.utf8 != NULL;
    cell.text = cell.label ? read.label : read.text.utf8 ? read.text : (struct text){"", cell.pos};
    enum book_file file = form_file(reader->form->kind, reader->grid->records);
    int given =
        cell.label + (read.text.utf8 != NULL) + (read.show.utf8 != NULL) + (read.sum.utf8 != NULL);
    bool fits = (!read.show.utf8 || (rule->shows && file != BOOK_FILE_COUNT)) &&
                (!read.sum.utf8 || rule->sums);
    if (given != 1 || !fits)
        diag_report(pack->diag, cell.pos, DIAG_PACK_FORM_CELL, cell.text.utf8, rule->expected,
                    NULL);
    else if (read.show.utf8)
        cell.show = find_column(pack, file, read.show);
    else if (read.sum.utf8)
        cell.sum = find_column(pack, file, read.sum);
    return cell;
}

/* The positions of rows × columns that cells have taken. */
struct tiling {
    bool *taken;
    int rows, columns;
};

static bool is_free(const struct tiling *tiling, const struct form_cell *cell)
{
    if (cell->row_span < 1 || cell->column_span < 1 || cell->row_span > tiling->rows - cell->row ||
        cell->column_span > tiling->columns - cell->column)
        return false;
    for (int row = cell->row; row < cell->row + cell->row_span; row++)
        for (int column = cell->column; column < cell->column + cell->column_span; column++)
            if (tiling->taken[row * tiling->columns + column])
                return false;
    return true;
}

static void take(struct tiling *tiling, const struct form_cell *cell)
{
    for (int row = cell->row; row < cell->row + cell->row_span; row++)
        for (int column = cell->column; column < cell->column + cell->column_span; column++)
            tiling->taken[row * tiling->columns + column] = true;
}

static int next_free(const struct tiling *tiling, int row)
{
    int column = 0;
    while (column < tiling->columns && tiling->taken[row * tiling->columns + column])
        column++;
    return column;
}

/* Places the cells of a row from left to right where no cell from above reaches down. */
static void place_row(const struct grid_reader *reader, const struct yaml_node *list, int row,
                      const struct block_kind_rule *rule, struct tiling *tiling,
                      struct form_cell *cells, size_t *count)
{
    const struct pack *pack = reader->pack;
    for (size_t i = 0; i < yaml_count(list); i++) {
        struct form_cell cell = read_cell(reader, yaml_at(list, i), rule);
        cell.row = row;
        cell.column = next_free(tiling, row);
        if (!is_free(tiling, &cell)) {
            diag_report(pack->diag, cell.pos, DIAG_PACK_FORM_PLACE, cell.text.utf8,
                        number(pack, (size_t)tiling->rows), number(pack, (size_t)tiling->columns),
                        NULL);
            return;
        }
        take(tiling, &cell);
        cells[(*count)++] = cell;
    }
    size_t open = 0;
    for (int column = 0; column < tiling->columns; column++)
        open += !tiling->taken[row * tiling->columns + column];
    if (open > 0)
        diag_report(pack->diag, yaml_pos(list), DIAG_PACK_FORM_ROW,
                    number(pack, (size_t)tiling->columns), number(pack, open), NULL);
}

static bool is_rows(const struct yaml_node *node)
{
    if (yaml_kind(node) != YAML_SEQUENCE || yaml_count(node) == 0 || yaml_count(node) > ROWS_MAX)
        return false;
    for (size_t i = 0; i < yaml_count(node); i++)
        if (yaml_kind(yaml_at(node, i)) != YAML_SEQUENCE)
            return false;
    return true;
}

/* Rows that are written out: the sequence under the key of RULE, if there is one. */
static struct form_rows read_rows(const struct grid_reader *reader, const struct yaml_node *grid,
                                  const struct block_kind_rule *rule)
{
    const struct pack *pack = reader->pack;
    const struct yaml_node *list = yaml_lookup(grid, rule->key);
    struct form_rows rows = {NULL, 0, 0};
    if (list == NULL)
        return rows;
    if (!is_rows(list)) {
        diag_report(pack->diag, yaml_pos(list), DIAG_PACK_FORM_ROWS, number(pack, ROWS_MAX), NULL);
        return rows;
    }
    rows.count = (int)yaml_count(list);
    struct tiling tiling = {.rows = rows.count, .columns = (int)reader->grid->column_count};
    size_t positions = (size_t)tiling.rows * (size_t)tiling.columns;
    tiling.taken = arena_array(pack->arena, positions, sizeof *tiling.taken);
    struct form_cell *cells = arena_array(pack->arena, positions, sizeof *cells);
    for (int row = 0; row < rows.count; row++)
        place_row(reader, yaml_at(list, (size_t)row), row, rule, &tiling, cells, &rows.cell_count);
    rows.cells = cells;
    return rows;
}

/* ---- grids --------------------------------------------------------------------------------- */

static struct form_column read_column(const struct grid_reader *reader,
                                      const struct yaml_node *node)
{
    const struct pack *pack = reader->pack;
    struct column_node read = {.column = {.show = FORM_NOTHING, .align = -1}};
    pack_read(pack, node, &column_record, &read);
    struct form_column column = read.column;
    bool fixed = reader->grid->records == FORM_FIXED;
    const char *name = read.label.utf8 ? read.label.utf8 : read.show.utf8 ? read.show.utf8 : "";
    if ((column.width > 0) == (column.share > 0))
        diag_report(pack->diag, column.pos, DIAG_PACK_COLUMN_WIDTH, name, NULL);
    if (yaml_lookup(node, "term") != NULL &&
        (reader->form->kind != FORM_PROJECT || reader->grid->records != FORM_INDICATORS))
        diag_report(pack->diag, column.pos, DIAG_PACK_FORM_GRID,
                    records_names[reader->grid->records], "term", NULL);
    column.label = read.label.utf8 != NULL;
    column.text = column.label ? read.label : (struct text){"", column.pos};
    if (fixed ? column.label || read.show.utf8 != NULL : column.label == (read.show.utf8 != NULL))
        diag_report(pack->diag, column.pos, DIAG_PACK_FORM_CELL, name,
                    fixed ? "width, share" : "label, show", NULL);
    else if (read.show.utf8)
        column.show =
            find_column(pack, form_file(reader->form->kind, reader->grid->records), read.show);
    return column;
}

static void read_columns(const struct grid_reader *reader, const struct yaml_node *list)
{
    const struct pack *pack = reader->pack;
    struct form_grid *grid = reader->grid;
    if (list == NULL || yaml_kind(list) != YAML_SEQUENCE || yaml_count(list) == 0)
        diag_report(pack->diag, grid->pos, DIAG_PACK_MISSING_KEY, "columns", NULL);
    else if (yaml_count(list) > COLUMNS_MAX)
        diag_report(pack->diag, grid->pos, DIAG_PACK_COLUMNS, NULL);
    else
        grid->column_count = yaml_count(list);
    struct form_column *columns = arena_array(pack->arena, grid->column_count, sizeof *columns);
    for (size_t i = 0; i < grid->column_count; i++)
        columns[i] = read_column(reader, yaml_at(list, i));
    grid->columns = columns;
}

static void read_grid(const struct pack *pack, const struct yaml_node *node,
                      const struct form_format *form, struct form_grid *grid)
{
    size_t errors = diag_errors(pack->diag);
    const struct grid_reader reader = {pack, form, grid};
    pack_read(pack, node, &grid_record, grid);
    if (diag_errors(pack->diag) > errors)
        return;
    bool fixed = grid->records == FORM_FIXED;
    if (!fixed && form_file(form->kind, grid->records) == BOOK_FILE_COUNT) {
        diag_report(pack->diag, grid->pos, DIAG_PACK_VALUE, "records", records_names[grid->records],
                    form->kind == FORM_PROJECT ? "fixed, indicators"
                                               : "fixed, indicators, tasks, goals",
                    NULL);
        return;
    }
    const char *unwanted = fixed ? "foot" : "rows";
    if (yaml_lookup(node, unwanted) != NULL)
        diag_report(pack->diag, grid->pos, DIAG_PACK_FORM_GRID, records_names[grid->records],
                    unwanted, NULL);
    if (fixed && yaml_lookup(node, "rows") == NULL)
        diag_report(pack->diag, grid->pos, DIAG_PACK_MISSING_KEY, "rows", NULL);
    read_columns(&reader, yaml_lookup(node, "columns"));
    if (grid->column_count == 0)
        return;
    grid->head = read_rows(&reader, node, &head_rule);
    grid->rows = fixed ? read_rows(&reader, node, &rows_rule) : (struct form_rows){NULL, 0, 0};
    grid->foot = fixed ? (struct form_rows){NULL, 0, 0} : read_rows(&reader, node, &foot_rule);
}

/* ---- forms --------------------------------------------------------------------------------- */

static void check_unit(const struct pack *pack, const struct form_format *form, struct pos pos)
{
    int64_t power = form->unit_fen;
    while (power > 1 && power % 10 == 0)
        power /= 10;
    if (power != 1)
        diag_report(pack->diag, pos, DIAG_PACK_VALUE, "fen", "…", "1, 10, 100 …", NULL);
    if (form->decimals > 4)
        diag_report(pack->diag, pos, DIAG_PACK_VALUE, "decimals", "> 4", "0 – 4", NULL);
}

static const struct form_format *read_form(const struct pack *pack, const struct yaml_node *node,
                                           enum form_kind kind)
{
    size_t errors = diag_errors(pack->diag);
    struct text none = {"", yaml_pos(node)};
    struct form_format *form = arena_alloc(pack->arena, sizeof *form);
    *form = (struct form_format){
        .kind = kind, .line = none, .continued = none, .contents = none, .name = FORM_NOTHING};
    pack_read(pack, node, &form_records[kind], form);
    if (diag_errors(pack->diag) > errors)
        return NULL;
    check_unit(pack, form, yaml_pos(yaml_lookup(node, "unit")));
    if (kind == FORM_PROJECT)
        form->name = find_column(pack, BOOK_PROJECTS, yaml_text(yaml_lookup(node, "name")));
    const struct yaml_node *list = yaml_lookup(node, "grids");
    if (yaml_kind(list) != YAML_SEQUENCE || yaml_count(list) == 0) {
        diag_report(pack->diag, yaml_pos(list), DIAG_PACK_MISSING_KEY, "grids", NULL);
        return NULL;
    }
    struct form_grid *grids = arena_array(pack->arena, yaml_count(list), sizeof *grids);
    for (size_t i = 0; i < yaml_count(list); i++)
        read_grid(pack, yaml_at(list, i), form, &grids[i]);
    form->grids = grids;
    form->grid_count = yaml_count(list);
    return form;
}

void format_read_forms(const struct pack *pack, const struct yaml_node *root, struct format *format)
{
    struct text nothing; /* the root stores nothing itself */
    pack_read(pack, root, &root_record, &nothing);
    const struct yaml_node *project = yaml_lookup(root, "project_form");
    const struct yaml_node *overall = yaml_lookup(root, "overall_form");
    if (project != NULL)
        format->project_form = read_form(pack, project, FORM_PROJECT);
    if (overall != NULL)
        format->overall_form = read_form(pack, overall, FORM_OVERALL);
}

bool format_prints_forms(const struct format *format)
{
    return format->project_form != NULL;
}

bool format_prints_overall(const struct format *format)
{
    return format->overall_form != NULL;
}

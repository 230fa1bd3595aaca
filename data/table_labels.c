/* Labels of cells. See table_labels.h.
 *
 *   收入      │       │ 支出      │
 *   项目      │ 2026年 │ 项目      │ 2026年合计      a run: labels side by side, then their values
 *   ──────────┼───────┼──────────┼───────────
 *   国有资本…  │       │ 国防支出   │
 *
 * In a form labels are nested, and a run takes the place of as many labels of the runs before it:
 * 项目资金（元）│ 实施期资金总额： │ … │ 年度资金总额： │ …  heads its last cell 项目资金（元）／年度资金总额：. */
#include "data/table_labels.h"

#include <string.h>

#define NESTED  "／"
#define ABREAST " "

/* A table being labelled. */
struct labeller {
    struct arena *arena;
    const struct table *table;
    const int *owners;          /* of each position, the cell that covers it */
    const char **column_labels; /* by column, for cells that span no other */
    /* Of the row at hand, by column. */
    const struct table_cell **stack; /* the labels that head the next value, outermost first */
    size_t depth;
    const char **paths; /* the labels of the cell there */
};

/* ---- text ---------------------------------------------------------------------------------- */

size_t label_blank(const char *text)
{
    if (text[0] != '\0' && strchr(" \t\n\r", text[0]) != NULL)
        return 1;
    if (strncmp(text, "\xC2\xA0", 2) == 0) /* NBSP */
        return 2;
    return strncmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0; /* U+3000 */
}

const char *label_line(struct arena *arena, const char *text)
{
    for (size_t blank; (blank = label_blank(text)) > 0;)
        text += blank;
    size_t length = 0;
    for (size_t i = 0, blank; text[i] != '\0'; i += blank > 0 ? blank : 1) {
        blank = label_blank(text + i);
        length = blank > 0 ? length : i + 1;
    }
    char *line = arena_strndup(arena, text, length);
    for (char *at = line; (at = strpbrk(at, "\t\n\r")) != NULL;)
        *at = ' ';
    return line;
}

/* BEFORE and TEXT, of which either may be blank. */
static const char *join(struct arena *arena, const char *before, const char *between,
                        const char *text)
{
    text = label_line(arena, text);
    if (before[0] == '\0' || text[0] == '\0')
        return before[0] == '\0' ? text : before;
    return arena_printf(arena, "%s%s%s", before, between, text);
}

/* ---- positions ----------------------------------------------------------------------------- */

static const int *find_owners(struct arena *arena, const struct table *table)
{
    size_t columns = (size_t)table->column_count;
    int *owners = arena_array(arena, (size_t)table->row_count * columns, sizeof *owners);
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        for (int row = cell->row; row < cell->row + cell->row_span; row++)
            for (int column = cell->column; column < cell->column + cell->column_span; column++)
                owners[(size_t)row * columns + (size_t)column] = (int)i;
    }
    return owners;
}

static const struct table_cell *cell_at(const struct labeller *l, int row, int column)
{
    size_t at = (size_t)row * (size_t)l->table->column_count + (size_t)column;
    return &l->table->cells[l->owners[at]];
}

static int right_of(const struct table_cell *cell)
{
    return cell->column + cell->column_span;
}

/* ---- columns ------------------------------------------------------------------------------- */

/* The heads that stand over all of CELL, each once. */
static const char *column_label(const struct labeller *l, const struct table_cell *cell)
{
    int rows = l->table->head_rows - l->table->column_numbers;
    const struct table_cell *last = NULL;
    const char *label = "";
    for (int row = 0; row < rows; row++) {
        const struct table_cell *head = cell_at(l, row, cell->column);
        if (head != last && right_of(head) >= right_of(cell))
            label = join(l->arena, label, NESTED, head->text.utf8);
        last = head;
    }
    return label;
}

/* The same, worked out once for each column. */
static const char *column_label_once(const struct labeller *l, const struct table_cell *cell)
{
    if (cell->column_span > 1)
        return column_label(l, cell);
    const char **label = &l->column_labels[cell->column];
    if (*label == NULL)
        *label = column_label(l, cell);
    return *label;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* How many labels stand side by side in ROW from COLUMN on. */
static size_t run_length(const struct labeller *l, int row, int column)
{
    size_t count = 0;
    while (column < l->table->column_count && cell_at(l, row, column)->heads) {
        column = right_of(cell_at(l, row, column));
        count++;
    }
    return count;
}

/* The labels of the stack as one text. */
static const char *stack_path(const struct labeller *l)
{
    const char *path = "";
    for (size_t i = 0; i < l->depth; i++) {
        bool nested = l->stack[i]->label || (i > 0 && l->stack[i - 1]->label);
        path = join(l->arena, path, nested ? NESTED : ABREAST, l->stack[i]->text.utf8);
    }
    return path;
}

/* Labels side by side: a code tells them from others, or all of them do. */
static int label_abreast(struct labeller *l, int row, int column, size_t length)
{
    int first = column;
    for (l->depth = 0; l->depth < length; column = right_of(cell_at(l, row, column)))
        l->stack[l->depth++] = cell_at(l, row, column);
    bool coded = l->stack[0]->content == CELL_AMOUNT;
    const char *path = coded ? label_line(l->arena, l->stack[0]->text.utf8) : stack_path(l);
    for (int i = first; i < column; i++)
        l->paths[i] = path;
    return column;
}

/* Nested labels: what nests one and its text tell it from others. For the texts of records what
 * nests them must do, or a new wording would be another row. */
static int label_nested(struct labeller *l, int row, int column, size_t length)
{
    l->depth = l->depth > length ? l->depth - length : 0;
    for (size_t i = 0; i < length; i++) {
        const struct table_cell *cell = cell_at(l, row, column);
        const char *outer = stack_path(l);
        l->stack[l->depth++] = cell;
        l->paths[column] = cell->label ? stack_path(l) : outer;
        column = right_of(cell);
    }
    return column;
}

/* Finds the paths of the cells of ROW. */
static void label_row(struct labeller *l, int row)
{
    const char *path = "", *first = "";
    l->depth = 0;
    for (int column = 0, next; column < l->table->column_count; column = next) {
        const struct table_cell *cell = cell_at(l, row, column);
        size_t length = run_length(l, row, column);
        if (length == 0) {
            l->paths[column] = path;
            next = right_of(cell);
            continue;
        }
        next = cell->label ? label_nested(l, row, column, length)
                           : label_abreast(l, row, column, length);
        path = stack_path(l);
        if (first[0] == '\0')
            first = path;
    }
    for (int column = 0; column < l->table->column_count; column++)
        if (l->paths[column] != NULL && l->paths[column][0] == '\0')
            l->paths[column] = first;
}

const struct cell_labels *table_labels(struct arena *arena, const struct table *table)
{
    size_t columns = (size_t)table->column_count;
    struct cell_labels *labels = arena_array(arena, table->cell_count, sizeof *labels);
    struct labeller l = {.arena = arena, .table = table, .owners = find_owners(arena, table)};
    l.column_labels = arena_array(arena, columns, sizeof *l.column_labels);
    l.stack = arena_array(arena, columns, sizeof *l.stack);
    l.paths = arena_array(arena, columns, sizeof *l.paths);
    int row = -1;
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        if (cell->row < table->head_rows)
            continue;
        if (cell->row != row)
            label_row(&l, row = cell->row);
        labels[i] = (struct cell_labels){l.paths[cell->column], column_label_once(&l, cell)};
    }
    return labels;
}

/* Forms filled in: the grids of the pack and the records of the book as tables of the document. */
#include "data/forms.h"

#include <stdlib.h>
#include <string.h>

#include "data/forms_records.h"

/* A form being filled in, and its grid. */
struct form_writer {
    struct document_builder *builder;
    const struct form_format *form;
    const struct project *project; /* NULL: the department's own form */
    const struct form_grid *grid;
    const struct form_item *items;
    size_t item_count;
    struct table_cell *cells; /* of the grid, by row and column */
    size_t cell_count, cell_capacity;
    int row; /* where the next rows begin */
};

static void add_cell(struct form_writer *w, struct table_cell cell)
{
    w->cells =
        arena_grow(w->builder->arena, w->cells, w->cell_count, &w->cell_capacity, sizeof *w->cells);
    w->cells[w->cell_count++] = cell;
}

/* ---- contents of cells --------------------------------------------------------------------- */

/* What was left blank stays blank; zero is an amount. */
static const char *print_amount(const struct form_writer *w, money amount)
{
    char text[64];
    if (amount == MONEY_NONE)
        return "";
    bool trims = w->form->trim_whole && amount % w->form->unit_fen == 0;
    int decimals = trims ? 0 : w->form->decimals;
    money_format(amount, w->form->unit_fen, decimals, w->form->separator, text, sizeof text);
    return arena_strdup(w->builder->arena, text);
}

/* A label heads its rows, and stands again where they go on. */
static struct table_cell label_cell(const struct form_writer *w, struct text text)
{
    return (struct table_cell){.text = text,
                               .content = CELL_TEXT,
                               .align = w->builder->format->styles[w->form->label_style].align,
                               .style = w->form->label_style,
                               .label = true,
                               .heads = true};
}

/* The columns of the book that sum others of their record. */
static bool is_sum(enum book_file file, int column)
{
    static const struct {
        enum book_file file;
        const char *heading;
    } SUMS[] = {
        {BOOK_PROJECTS, "实施期资金总额"}, {BOOK_PROJECTS, "年度资金总额"}, {BOOK_OVERALL, "金额"}};
    for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
        if (SUMS[i].file == file && strcmp(SUMS[i].heading, book_heading(file, column)) == 0)
            return true;
    return false;
}

static struct table_cell value_cell(const struct form_writer *w, struct book_value value)
{
    if (value.is_amount)
        return (struct table_cell){.text = {print_amount(w, value.amount), value.text.pos},
                                   .content = CELL_AMOUNT,
                                   .align = ALIGN_DECIMAL,
                                   .style = w->form->figure_style};
    return (struct table_cell){.text = builder_prose(w->builder, value.text),
                               .content = CELL_TEXT,
                               .align = w->builder->format->styles[w->form->text_style].align,
                               .style = w->form->text_style};
}

static struct table_cell align_cell(struct table_cell cell, int align)
{
    if (align >= 0)
        cell.align = (enum align)align;
    return cell;
}

/* The sum over the grid's records; blank when all of them are, or there are none. */
static struct book_value sum_records(const struct form_writer *w, const struct form_cell *cell)
{
    enum book_file file = form_file(w->form->kind, w->grid->records);
    struct book_value sum = {{"", cell->pos}, true, MONEY_NONE};
    for (size_t i = 0; i < w->item_count; i++) {
        if (w->items[i].records[0] == NULL)
            continue; /* the blank row of a grid without records */
        struct book_value value =
            book_value(w->builder->budget->book, file, cell->sum, w->items[i].records[0]);
        if (value.amount == MONEY_NONE)
            continue;
        if (sum.amount == MONEY_NONE)
            sum.amount = 0;
        if (!money_add(&sum.amount, value.amount))
            diag_report(w->builder->diag, value.text.pos, DIAG_SUM_OVERFLOW, w->form->title.utf8,
                        NULL);
    }
    return sum;
}

/* ---- rows that are written out ------------------------------------------------------------- */

static struct table_cell fixed_cell(const struct form_writer *w, const struct form_cell *cell)
{
    struct document_builder *b = w->builder;
    struct text text = builder_expand(b, cell->text);
    if (cell->label)
        return label_cell(w, text);
    struct book_value value = {.text = text};
    if (cell->show != FORM_NOTHING)
        value = book_value(b->budget->book, BOOK_PROJECTS, cell->show, w->project);
    if (cell->sum != FORM_NOTHING)
        value = sum_records(w, cell);
    struct table_cell filled = value_cell(w, value);
    filled.total = cell->sum != FORM_NOTHING ||
                   (cell->show != FORM_NOTHING && is_sum(BOOK_PROJECTS, cell->show));
    return filled;
}

/* Adds ROWS. Heads of columns stand on every page anyway. */
static void add_rows(struct form_writer *w, const struct form_rows *rows, bool head)
{
    for (size_t i = 0; i < rows->cell_count; i++) {
        const struct form_cell *from = &rows->cells[i];
        struct table_cell cell = align_cell(fixed_cell(w, from), from->align);
        cell.row = w->row + from->row;
        cell.column = from->column;
        cell.row_span = from->row_span;
        cell.column_span = from->column_span;
        cell.label = cell.label && !head;
        cell.heads = cell.heads && !head;
        add_cell(w, cell);
    }
    w->row += rows->count;
}

/* ---- rows of records ----------------------------------------------------------------------- */

/* A column of texts after labels says what its record is when there is more to tell of it: 三级指标
 * before 指标值, 任务名称 before 主要内容. */
static bool names_record(const struct form_grid *grid, size_t column)
{
    const struct form_column *at = &grid->columns[column];
    if (column == 0 || column + 1 == grid->column_count || at->label || at->merge)
        return false;
    return (at[-1].label || at[-1].merge) && !at[1].label && !at[1].merge;
}

/* What stands at ITEM under COLUMN. A label that is merged is that of either term. */
static struct table_cell record_cell(const struct form_writer *w, const struct form_item *item,
                                     const struct form_column *column)
{
    const void *record = item->records[column->term];
    if (record == NULL && column->merge)
        record = item->records[column->term == TERM_WHOLE ? TERM_YEAR : TERM_WHOLE];
    if (record == NULL)
        return value_cell(w, (struct book_value){.text = {"", column->pos}});
    enum book_file file = form_file(w->form->kind, w->grid->records);
    struct table_cell cell =
        value_cell(w, book_value(w->builder->budget->book, file, column->show, record));
    cell.total = is_sum(file, column->show);
    return column->merge ? label_cell(w, cell.text) : cell;
}

/* Sets the spans of a column of labels that are merged: 0 where the cell above reaches down. BEGINS
 * tells at which rows a label more to the left begins; it becomes that of this column too. */
static void merge_column(const struct form_writer *w, struct table_cell *cells, size_t column,
                         bool *begins)
{
    size_t columns = w->grid->column_count, top = 0;
    for (size_t row = 0; row < w->item_count; row++) {
        struct table_cell *cell = &cells[row * columns + column];
        begins[row] = begins[row] || row == 0 ||
                      strcmp(cell->text.utf8, cell[-(ptrdiff_t)columns].text.utf8) != 0;
        if (begins[row])
            top = row;
        cell->row_span = 0;
        cells[top * columns + column].row_span = (int)(row - top) + 1;
    }
}

/* One row a record, one cell a column; labels of several rows are one cell. */
static void add_records(struct form_writer *w)
{
    struct arena *arena = w->builder->arena;
    size_t columns = w->grid->column_count;
    struct table_cell *cells = arena_array(arena, w->item_count * columns, sizeof *cells);
    bool *begins = arena_array(arena, w->item_count, sizeof *begins);
    for (size_t column = 0; column < columns; column++) {
        const struct form_column *format = &w->grid->columns[column];
        for (size_t row = 0; row < w->item_count; row++) {
            struct table_cell *cell = &cells[row * columns + column];
            *cell = format->label ? label_cell(w, builder_expand(w->builder, format->text))
                                  : record_cell(w, &w->items[row], format);
            *cell = align_cell(*cell, format->align);
            cell->heads = cell->label || names_record(w->grid, column);
            cell->row = w->row + (int)row;
            cell->column = (int)column;
            cell->column_span = cell->row_span = 1;
            if (format->label)
                cell->row_span = row == 0 ? (int)w->item_count : 0;
        }
        if (format->merge)
            merge_column(w, cells, column, begins);
    }
    for (size_t i = 0; i < w->item_count * columns; i++)
        if (cells[i].row_span > 0)
            add_cell(w, cells[i]);
    w->row += (int)w->item_count;
}

/* ---- grids --------------------------------------------------------------------------------- */

static const struct table_column *grid_columns(struct arena *arena, const struct form_grid *grid)
{
    struct table_column *columns = arena_array(arena, grid->column_count, sizeof *columns);
    for (size_t i = 0; i < grid->column_count; i++)
        columns[i] = (struct table_column){grid->columns[i].width, grid->columns[i].share};
    return columns;
}

/* What amounts of FEN 分 are called; "" when they have no name of their own. */
static const char *unit_name(int64_t fen)
{
    static const struct {
        int64_t fen;
        const char *name;
    } UNITS[] = {{100, "元"}, {100000, "千元"}, {1000000, "万元"}, {10000000000, "亿元"}};
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (UNITS[i].fen == fen)
            return UNITS[i].name;
    return "";
}

/* A grid without records has a blank row: the form is not shortened. */
static void collect(struct form_writer *w)
{
    static const struct form_item blank = {{NULL}};
    struct document_builder *b = w->builder;
    w->item_count = forms_collect(b->arena, b->budget, w->project, w->grid->records, &w->items);
    if (w->item_count > 0)
        return;
    w->items = &blank;
    w->item_count = 1;
}

static void add_grid(struct document_builder *b, const struct form_format *form,
                     const struct project *project, const struct form_grid *grid)
{
    struct form_writer w = {.builder = b, .form = form, .project = project, .grid = grid};
    add_rows(&w, &grid->head, true);
    if (grid->records == FORM_FIXED) {
        add_rows(&w, &grid->rows, false);
    } else {
        collect(&w);
        add_records(&w);
        add_rows(&w, &grid->foot, false);
    }
    struct table *table = arena_alloc(b->arena, sizeof *table);
    *table = (struct table){.columns = grid_columns(b->arena, grid),
                            .column_count = (int)grid->column_count,
                            .row_count = w.row,
                            .head_rows = grid->head.count,
                            .unit = unit_name(form->unit_fen),
                            .cells = w.cells,
                            .cell_count = w.cell_count,
                            .row_pitch = form->row_pitch,
                            .splits_rows = grid->records != FORM_INDICATORS, /* those stay whole */
                            .joined = grid != form->grids,
                            .tail = grid->tail};
    builder_add(b, (struct block){.kind = BLOCK_TABLE, .table = table});
}

/* ---- forms --------------------------------------------------------------------------------- */

static const struct block *running_title(const struct document_builder *b,
                                         const struct form_format *form)
{
    if (form->continued.utf8[0] == '\0')
        return NULL;
    struct block *block = arena_alloc(b->arena, sizeof *block);
    *block = (struct block){.kind = BLOCK_PARAGRAPH,
                            .style = form->title_style,
                            .text = builder_expand(b, form->continued)};
    return block;
}

static void build_form(struct document_builder *b, const struct form_format *form,
                       const struct project *project, struct text contents)
{
    builder_open_section(b, form->page, true, true, running_title(b, form));
    builder_add(b, (struct block){.kind = BLOCK_HEADING,
                                  .style = form->title_style,
                                  .keep_with_next = true,
                                  .text = builder_expand(b, form->title),
                                  .level = 3,
                                  .contents = contents,
                                  .about = project != NULL ? contents.utf8 : ""});
    struct text line = builder_expand(b, form->line);
    if (line.utf8[0] != '\0')
        builder_add(b, (struct block){.kind = BLOCK_PARAGRAPH,
                                      .style = form->line_style,
                                      .keep_with_next = true,
                                      .text = line});
    for (size_t i = 0; i < form->grid_count; i++)
        add_grid(b, form, project, &form->grids[i]);
}

static void build_project(struct document_builder *b, const struct form_format *form,
                          const struct project *project)
{
    struct text name = book_value(b->budget->book, BOOK_PROJECTS, form->name, project).text;
    if (name.utf8[0] == '\0') {
        diag_report(b->diag, name.pos, DIAG_FORM_NAMELESS, book_heading(BOOK_PROJECTS, form->name),
                    project->code, NULL);
        return;
    }
    const char *before = builder_expand(b, form->contents).utf8;
    name.utf8 = arena_printf(b->arena, "%s%s", before, builder_prose(b, name).utf8);
    build_form(b, form, project, name);
}

static int compare_amounts(const void *left, const void *right)
{
    const struct project *a = *(const struct project *const *)left;
    const struct project *b = *(const struct project *const *)right;
    money x = a->funds[TERM_YEAR][SOURCE_TOTAL], y = b->funds[TERM_YEAR][SOURCE_TOTAL];
    if (x != y)
        return x < y ? 1 : -1;
    return strcmp(a->code, b->code);
}

void forms_build_projects(struct document_builder *builder)
{
    const struct form_format *form = builder->format->project_form;
    const struct budget *budget = builder->budget;
    const struct project **projects =
        arena_array(builder->arena, budget->project_count, sizeof *projects);
    size_t count = 0;
    if (form == NULL)
        return;
    for (size_t i = 0; i < budget->project_count; i++)
        if (budget->projects[i].has_form || form->projects == FORM_ALL)
            projects[count++] = &budget->projects[i];
    if (form->order == FORM_BY_AMOUNT && count > 1)
        qsort(projects, count, sizeof *projects, compare_amounts);
    for (size_t i = 0; i < count; i++)
        build_project(builder, form, projects[i]);
}

void forms_build_overall(struct document_builder *builder)
{
    const struct form_format *form = builder->format->overall_form;
    const struct budget *budget = builder->budget;
    if (form == NULL || (budget->overall_count == 0 && budget->overall_indicator_count == 0))
        return;
    build_form(builder, form, NULL, builder_expand(builder, form->contents));
}

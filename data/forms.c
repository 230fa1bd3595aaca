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
                               .label = true};
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
    if (cell->show != FORM_NOTHING)
        return value_cell(w, book_value(b->budget->book, BOOK_PROJECTS, cell->show, w->project));
    if (cell->sum != FORM_NOTHING)
        return value_cell(w, sum_records(w, cell));
    struct text text = builder_expand(b, cell->text);
    return cell->label ? label_cell(w, text) : value_cell(w, (struct book_value){.text = text});
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
        add_cell(w, cell);
    }
    w->row += rows->count;
}

/* ---- rows of records ----------------------------------------------------------------------- */

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
    builder_add_heading(b, builder_expand(b, form->title), contents, 3, form->title_style);
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

/* Measuring a table: its type and columns, then cells and rows. */
#include <assert.h>

#include "layout/report.h"
#include "layout/table_needs.h"

/* A table being measured. */
struct measuring {
    const struct layout_job *job;
    const struct table *table;
    const struct table_needs *needs; /* in the type that was chosen */
    struct table_cell_plan *cells;
    unit *edges;
    unit *heights;
};

/* ---- columns ------------------------------------------------------------------------------- */

/* How a table was tried, see table.h. */
struct trial {
    const struct table_needs **sizes; /* from the full one on; measured when they are tried */
    size_t size_count;
    int64_t needed; /* by what was tried last */
};

static bool try_sizes(struct measuring *m, struct trial *trial, enum text_parting parting,
                      unit width)
{
    size_t errors = diag_errors(m->job->diag);
    for (size_t i = 0; i < trial->size_count; i++) {
        if (!trial->sizes[i])
            trial->sizes[i] = table_needs(m->job, m->table, i);
        if (diag_errors(m->job->diag) > errors)
            return true;
        m->needs = trial->sizes[i];
        if (table_columns(m->job->scratch, m->table->columns, m->table->column_count,
                          m->needs->columns, parting, width, m->edges, &trial->needed))
            return true;
    }
    return false;
}

/* Chooses measure, type and columns; returns the index of the measure. Reports a table that none
 * holds. */
static size_t choose_columns(struct measuring *m, const unit *measures, size_t count)
{
    struct trial trial = {.size_count = table_sizes(m->job->format, m->table)};
    trial.sizes = arena_array(m->job->arena, trial.size_count, sizeof *trial.sizes);
    m->edges = arena_array(m->job->arena, (size_t)m->table->column_count + 1, sizeof *m->edges);
    for (size_t i = 0; i < count; i++)
        if (try_sizes(m, &trial, PART_WORDS_NEVER, measures[i]) ||
            try_sizes(m, &trial, PART_WORDS, measures[i]))
            return i;
    if (try_sizes(m, &trial, PART_ANYWHERE, measures[count - 1]))
        return count - 1;
    diag_report(m->job->diag, m->table->cells[0].text.pos, DIAG_TABLE_TOO_WIDE,
                report_number(m->job->arena, m->table->number),
                report_points(m->job->arena, trial.needed),
                report_points(m->job->arena, measures[count - 1]), NULL);
    return count;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* What padding leaves of the columns of CELL. */
static unit inner_width(const struct measuring *m, const struct table_cell *cell)
{
    return m->edges[cell->column + cell->column_span] - m->edges[cell->column] -
           2 * m->job->format->cell_padding;
}

/* Cells narrower than this are not justified: the few gaps of a line would have to take all. */
#define JUSTIFY_EMS 15

/* A text cell; padding stands at the left and the right. */
static void set_text(const struct measuring *m, const struct table_cell *cell,
                     struct table_cell_plan *plan)
{
    const struct text_style *style = &m->needs->styles[cell->style];
    enum align align = cell->align == ALIGN_DECIMAL ? ALIGN_RIGHT : cell->align;
    if (align == ALIGN_JUSTIFY && inner_width(m, cell) < JUSTIFY_EMS * style->size)
        align = ALIGN_LEFT;
    struct paragraph_shape shape = {style, FONT_CELL, align, inner_width(m, cell)};
    plan->text = text_set(m->job, cell->text, &shape);
    plan->x = m->job->format->cell_padding;
}

/* An amount is never wrapped, and has room. The points of a column stand on one x, as far right as
 * its longest fraction lets them. */
static void set_amount(const struct measuring *m, const struct table_cell *cell,
                       struct table_cell_plan *plan)
{
    struct text_line *line = arena_alloc(m->job->arena, sizeof *line);
    *line = text_set_line(m->job, cell->text, &m->needs->styles[cell->style], FONT_NUMBER);
    plan->text = (struct text_block){line, 1};
    unit width = line->width;
    if (table_decides_point(cell))
        width = table_point(line) + m->needs->fractions[cell->column + cell->column_span - 1];
    unit spare = inner_width(m, cell) - width;
    assert(spare >= 0);
    plan->x = m->job->format->cell_padding;
    if (cell->align == ALIGN_RIGHT || cell->align == ALIGN_DECIMAL)
        plan->x += spare;
    else if (cell->align == ALIGN_CENTER)
        plan->x += spare / 2;
}

static void set_cells(const struct measuring *m)
{
    for (size_t i = 0; i < m->table->cell_count; i++) {
        const struct table_cell *cell = &m->table->cells[i];
        if (!cell->text.utf8[0])
            continue;
        if (cell->content == CELL_AMOUNT)
            set_amount(m, cell, &m->cells[i]);
        else
            set_text(m, cell, &m->cells[i]);
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void measure_need(const struct measuring *m, size_t index)
{
    struct table_cell_plan *plan = &m->cells[index];
    const struct text_style *style = &m->needs->styles[m->table->cells[index].style];
    plan->leading = style->leading;
    plan->baseline = text_baseline(style);
    if (plan->text.count == 0)
        return;
    /* More lines than this are higher than any page. */
    int64_t lines = plan->text.count < UNIT_MAX ? (int64_t)plan->text.count : UNIT_MAX;
    int64_t need = lines * plan->leading + m->job->format->cell_padding;
    plan->need = unit_clip(need);
}

/* Makes the last row of a cell as high as the rows above it leave to be desired. */
static void stretch_last_row(const struct measuring *m, size_t index)
{
    const struct table_cell *cell = &m->table->cells[index];
    int last = cell->row + cell->row_span - 1;
    int64_t above = 0;
    for (int row = cell->row; row < last; row++)
        above += m->heights[row];
    if (m->cells[index].need > above + m->heights[last])
        m->heights[last] = (unit)(m->cells[index].need - above);
}

static void measure_rows(struct measuring *m)
{
    size_t rows = (size_t)m->table->row_count, cells = m->table->cell_count;
    m->heights = arena_array(m->job->arena, rows, sizeof *m->heights);
    for (size_t row = 0; row < rows; row++)
        m->heights[row] = m->table->row_pitch;
    /* Cells by their last row, as lists: a spanning cell must find the rows above it done. */
    size_t *first = arena_array(m->job->arena, rows, sizeof *first); /* index + 1; 0 ends */
    size_t *next = arena_array(m->job->arena, cells, sizeof *next);
    for (size_t i = cells; i-- > 0;) {
        const struct table_cell *cell = &m->table->cells[i];
        int last = cell->row + cell->row_span - 1;
        measure_need(m, i);
        next[i] = first[last];
        first[last] = i + 1;
    }
    for (size_t row = 0; row < rows; row++)
        for (size_t i = first[row]; i > 0; i = next[i - 1])
            stretch_last_row(m, i - 1);
}

const struct table_plan *table_measure(const struct layout_job *job, const struct table *table,
                                       const struct table_grid *grid, const unit *measures,
                                       size_t count)
{
    size_t errors = diag_errors(job->diag);
    struct measuring m = {.job = job, .table = table};
    m.cells = arena_array(job->arena, table->cell_count, sizeof *m.cells);
    size_t measure = choose_columns(&m, measures, count);
    if (diag_errors(job->diag) > errors)
        return NULL;
    set_cells(&m);
    measure_rows(&m);
    if (diag_errors(job->diag) > errors)
        return NULL;
    struct table_plan *plan = arena_alloc(job->arena, sizeof *plan);
    *plan = (struct table_plan){.table = table,
                                .grid = grid,
                                .edges = m.edges,
                                .heights = m.heights,
                                .cells = m.cells,
                                .measure = measure,
                                .rule_width = job->format->rule_width,
                                .padding = job->format->cell_padding};
    int64_t head = 0;
    for (int row = 0; row < table->head_rows; row++)
        head += m.heights[row];
    plan->head_height = unit_clip(head);
    return plan;
}

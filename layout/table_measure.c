/* Measuring a table: columns, cells, decimal points, rows. */
#include <string.h>

#include "layout/report.h"
#include "layout/table.h"

/* A table being measured. */
struct measuring {
    const struct layout_job *job;
    const struct table *table;
    struct table_cell_plan *cells;
    unit *fractions; /* of each column: the widest from the decimal point on */
    unit *edges;
    unit *heights;
};

static bool decides_point(const struct table_cell *cell)
{
    return cell->content == CELL_AMOUNT && cell->align == ALIGN_DECIMAL && cell->column_span == 1;
}

/* ---- amounts ------------------------------------------------------------------------------- */

/* The x of the decimal point in the line of an amount, or its width when it has none. */
static unit point_in(const struct table_cell *cell, const struct text_line *line)
{
    const char *point = strchr(cell->text.utf8, '.');
    for (size_t i = 0; point && i < line->count; i++)
        for (size_t g = 0; g < line->items[i].as.text.count; g++)
            if (line->items[i].as.text.utf8 + line->items[i].as.text.glyphs[g].cluster == point)
                return line->items[i].as.text.x + line->items[i].as.text.glyphs[g].x;
    return line->width;
}

/* Sets the amounts, each on one line: they decide how wide their columns must be. */
static void set_amounts(struct measuring *m)
{
    for (size_t i = 0; i < m->table->cell_count; i++) {
        const struct table_cell *cell = &m->table->cells[i];
        if (cell->content != CELL_AMOUNT || !cell->text.utf8[0])
            continue;
        struct text_line *line = arena_alloc(m->job->arena, sizeof *line);
        *line =
            text_set_line(m->job, cell->text, &m->job->format->styles[cell->style], FONT_NUMBER);
        m->cells[i].text = (struct text_block){line, 1};
        unit fraction = line->width - point_in(cell, line);
        if (decides_point(cell) && fraction > m->fractions[cell->column])
            m->fractions[cell->column] = fraction;
    }
}

/* The width an amount takes, with room for the longest fraction of its column. */
static unit amount_width(const struct measuring *m, size_t index)
{
    const struct table_cell *cell = &m->table->cells[index];
    const struct text_line *line = m->cells[index].text.lines;
    return decides_point(cell) ? point_in(cell, line) + m->fractions[cell->column] : line->width;
}

/* ---- columns ------------------------------------------------------------------------------- */

static unit larger(unit a, unit b)
{
    return a > b ? a : b;
}

/* Settles the columns that cannot have a share: fixed ones, and those whose share is under their
 * minimum, which leaves less for the others, so again until there is none. Returns the shares that
 * are left; *LEFT is what they divide. An unsettled column has width 0. */
static int64_t settle_columns(const struct table_column *columns, int count, const unit *minima,
                              int64_t *left, unit *widths)
{
    int64_t shares = 0;
    for (int i = 0; i < count; i++) {
        bool shared = columns[i].share > 0;
        widths[i] = shared ? 0 : larger(columns[i].width, minima[i]);
        *left -= widths[i];
        shares += shared ? columns[i].share : 0;
    }
    for (int i = 0; i < count; i++) {
        if (columns[i].share == 0 || widths[i] > 0 ||
            *left * columns[i].share / shares >= minima[i])
            continue;
        widths[i] = minima[i];
        *left -= minima[i];
        shares -= columns[i].share;
        i = -1;
    }
    return shares;
}

bool table_columns(const struct table_column *columns, int count, const unit *minima, unit width,
                   unit *edges, int64_t *needed)
{
    *needed = 0;
    for (int i = 0; i < count; i++)
        *needed += columns[i].share > 0 ? minima[i] : larger(columns[i].width, minima[i]);
    if (*needed > width)
        return false;
    unit *widths = edges + 1;
    int64_t left = width;
    int64_t shares = settle_columns(columns, count, minima, &left, widths);
    /* Edges are rounded, not widths, so that the last is exactly WIDTH. */
    int64_t settled = 0, shared = 0, all = width - left;
    edges[0] = 0;
    for (int i = 0; i < count; i++) {
        settled += widths[i];
        shared += widths[i] == 0 ? columns[i].share : 0;
        if (shares > 0)
            edges[i + 1] = (unit)(settled + left * shared / shares);
        else
            edges[i + 1] =
                (unit)(all > 0 ? width * settled / all : (int64_t)width * (i + 1) / count);
    }
    return true;
}

/* The least width of a column: its widest amount, or a character of its largest text, and the
 * padding. */
static const unit *column_minima(const struct measuring *m)
{
    const struct format *format = m->job->format;
    unit *minima = arena_array(m->job->arena, (size_t)m->table->column_count, sizeof *minima);
    for (size_t i = 0; i < m->table->cell_count; i++) {
        const struct table_cell *cell = &m->table->cells[i];
        if (cell->column_span != 1 || !cell->text.utf8[0])
            continue;
        unit least =
            cell->content == CELL_AMOUNT ? amount_width(m, i) : format->styles[cell->style].size;
        minima[cell->column] = larger(minima[cell->column], least + 2 * format->cell_padding);
    }
    return minima;
}

static bool measure_columns(struct measuring *m, unit width)
{
    int count = m->table->column_count;
    int64_t needed = 0;
    m->edges = arena_array(m->job->arena, (size_t)count + 1, sizeof *m->edges);
    if (table_columns(m->table->columns, count, column_minima(m), width, m->edges, &needed))
        return true;
    diag_report(m->job->diag, m->table->cells[0].text.pos, DIAG_TABLE_TOO_WIDE,
                report_number(m->job->arena, m->table->number),
                report_points(m->job->arena, needed), report_points(m->job->arena, width), NULL);
    return false;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* What padding leaves of the columns of CELL. */
static unit inner_width(const struct measuring *m, const struct table_cell *cell)
{
    return m->edges[cell->column + cell->column_span] - m->edges[cell->column] -
           2 * m->job->format->cell_padding;
}

/* A text cell; padding stands at the left and the right. */
static void set_text(const struct measuring *m, const struct table_cell *cell,
                     struct table_cell_plan *plan)
{
    enum align align = cell->align == ALIGN_DECIMAL ? ALIGN_RIGHT : cell->align;
    struct paragraph_shape shape = {&m->job->format->styles[cell->style], FONT_CELL, align,
                                    inner_width(m, cell)};
    plan->text = text_set(m->job, cell->text, &shape);
    plan->x = m->job->format->cell_padding;
}

/* An amount is never wrapped. Its column is wide enough, but where it spans several they may not
 * be: that is an error. The points of a column stand on one x, as far right as its longest
 * fraction lets them. */
static void place_amount(const struct measuring *m, size_t index)
{
    const struct table_cell *cell = &m->table->cells[index];
    unit width = amount_width(m, index);
    unit spare = inner_width(m, cell) - width;
    if (spare < 0)
        diag_report(m->job->diag, cell->text.pos, DIAG_AMOUNT_TOO_WIDE,
                    report_excerpt(m->job->arena, cell->text.utf8),
                    report_points(m->job->arena, width),
                    report_points(m->job->arena, inner_width(m, cell)), NULL);
    m->cells[index].x = m->job->format->cell_padding;
    if (cell->align == ALIGN_RIGHT || cell->align == ALIGN_DECIMAL)
        m->cells[index].x += spare;
    else if (cell->align == ALIGN_CENTER)
        m->cells[index].x += spare / 2;
}

static void set_cells(struct measuring *m)
{
    for (size_t i = 0; i < m->table->cell_count; i++) {
        const struct table_cell *cell = &m->table->cells[i];
        if (cell->text.utf8[0] && cell->content == CELL_AMOUNT)
            place_amount(m, i);
        else if (cell->text.utf8[0])
            set_text(m, cell, &m->cells[i]);
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void measure_need(const struct measuring *m, size_t index)
{
    struct table_cell_plan *plan = &m->cells[index];
    const struct text_style *style = &m->job->format->styles[m->table->cells[index].style];
    plan->leading = style->leading;
    plan->baseline = text_baseline(style);
    if (plan->text.count == 0)
        return;
    /* More lines than this are higher than any page. */
    int64_t lines = plan->text.count < UNIT_MAX ? (int64_t)plan->text.count : UNIT_MAX;
    int64_t need = lines * plan->leading + m->job->format->cell_padding;
    plan->need = need < UNIT_MAX ? (unit)need : UNIT_MAX;
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
                                       const struct table_grid *grid, unit width)
{
    size_t errors = diag_errors(job->diag);
    struct measuring m = {.job = job, .table = table};
    m.cells = arena_array(job->arena, table->cell_count, sizeof *m.cells);
    m.fractions = arena_array(job->arena, (size_t)table->column_count, sizeof *m.fractions);
    set_amounts(&m);
    if (!measure_columns(&m, width))
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
                                .rule_width = job->format->rule_width,
                                .padding = job->format->cell_padding};
    int64_t head = 0;
    for (int row = 0; row < table->head_rows; row++)
        head += m.heights[row];
    plan->head_height = head < UNIT_MAX ? (unit)head : UNIT_MAX;
    return plan;
}

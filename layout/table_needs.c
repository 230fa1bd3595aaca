/* Cells → what columns and runs of columns need. See table_needs.h.
 *
 * Cells that span the same columns are one run: only the largest need of each run is kept, so that
 * the columns are found in a time that does not grow with the rows. */
#include "layout/table_needs.h"

#include <assert.h>

#include "layout/set_memo.h"
#include "layout/text_measure.h"

struct needing {
    const struct layout_job *job;
    const struct table *table;
    const struct text_style *styles;
    bool form;     /* it has labels */
    bool *figures; /* whether a column's body has amounts, or blanks for them */
    struct column_need *needs;
    unit *wholes;    /* of each run: the widest up to the decimal point */
    unit *fractions; /* of each column */
};

static size_t run_of(const struct table *table, const struct table_cell *cell)
{
    int last = cell->column + cell->column_span - 1;
    return (size_t)cell->column * (size_t)table->column_count + (size_t)last;
}

/* ---- sizes --------------------------------------------------------------------------------- */

size_t table_sizes(const struct format *format, const struct table *table)
{
    size_t steps = 0;
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t count = format->styles[table->cells[i].style].step_count;
        steps = count > steps ? count : steps;
    }
    return steps + 1;
}

/* STYLE after STEP steps. One that has fewer stays at its last. */
static struct text_style smaller(struct text_style style, size_t step)
{
    if (style.step_count == 0 || step == 0)
        return style;
    unit size = style.steps[(step < style.step_count ? step : style.step_count) - 1];
    assert(size >= TABLE_SIZE_LEAST && size < style.size);
    style.leading = (unit)((int64_t)style.leading * size / style.size);
    style.size = size;
    return style;
}

static const struct text_style *styles_of(const struct layout_job *job, size_t step)
{
    if (step == 0)
        return job->format->styles;
    size_t count = job->format->style_count;
    struct text_style *styles = arena_array(job->arena, count, sizeof *styles);
    for (size_t i = 0; i < count; i++)
        styles[i] = smaller(job->format->styles[i], step);
    return styles;
}

/* ---- amounts ------------------------------------------------------------------------------- */

bool table_decides_point(const struct table_cell *cell)
{
    return cell->content == CELL_AMOUNT && cell->align == ALIGN_DECIMAL;
}

unit table_point(const struct text_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        for (size_t g = 0; g < line->items[i].as.text.count; g++)
            if (line->items[i].as.text.utf8[line->items[i].as.text.glyphs[g].cluster] == '.')
                return line->items[i].as.text.x + line->items[i].as.text.glyphs[g].x;
    return line->width;
}

/* An amount is set to be measured: it must fit to the last unit. So set it is kept, if it can be
 * remembered until its cell is set. */
static void need_amount(const struct needing *n, const struct table_cell *cell)
{
    struct arena_mark mark = arena_mark(n->job->arena);
    struct text_line line = text_set_line(n->job, cell->text, &n->styles[cell->style], FONT_NUMBER);
    unit point = table_decides_point(cell) ? table_point(&line) : line.width;
    if (n->job->set == NULL)
        arena_reset(n->job->arena, mark);
    size_t run = run_of(n->table, cell);
    if (table_decides_point(cell)) {
        unit *fraction = &n->fractions[cell->column + cell->column_span - 1];
        n->wholes[run] = unit_larger(n->wholes[run], point);
        *fraction = unit_larger(*fraction, line.width - point);
    } else {
        n->needs[run].characters =
            unit_larger(n->needs[run].characters, line.width + 2 * n->job->format->cell_padding);
    }
}

/* The widest numbers of a run and the longest fraction of its last column need room together. */
static void join_points(const struct needing *n)
{
    int count = n->table->column_count;
    for (int first = 0; first < count; first++)
        for (int last = first; last < count; last++) {
            size_t run = (size_t)first * (size_t)count + (size_t)last;
            if (n->wholes[run] == 0 && (first < last || n->fractions[last] == 0))
                continue;
            unit whole = n->wholes[run] + n->fractions[last];
            n->needs[run].characters =
                unit_larger(n->needs[run].characters, whole + 2 * n->job->format->cell_padding);
        }
}

/* ---- texts --------------------------------------------------------------------------------- */

/* Heads are made to be wrapped, and so is all of a form; they need room for their words. */
static void need_text(const struct needing *n, const struct table_cell *cell)
{
    unit padding = 2 * n->job->format->cell_padding;
    struct text_extent extent =
        text_measure(n->job, cell->text, &n->styles[cell->style], FONT_CELL);
    struct column_need *need = &n->needs[run_of(n->table, cell)];
    need->characters = unit_larger(need->characters, extent.character + padding);
    need->pieces = unit_larger(need->pieces, extent.piece + padding);
    need->words = unit_larger(need->words, extent.word + padding);
    need->ample = unit_larger(need->ample, extent.natural + padding);
    if (!n->form && cell->row >= n->table->head_rows)
        need->natural = unit_larger(need->natural, extent.natural + padding);
}

/* ---- all of it ----------------------------------------------------------------------------- */

static void find_kinds(struct needing *n)
{
    for (size_t i = 0; i < n->table->cell_count; i++) {
        const struct table_cell *cell = &n->table->cells[i];
        n->form = n->form || cell->label;
        if (cell->content == CELL_AMOUNT && cell->column_span == 1)
            n->figures[cell->column] = true;
    }
}

/* Columns of figures that the pack made equally wide stay so: what one has over, it gives only if
 * all of them have it. */
static void level_figures(const struct needing *n)
{
    size_t count = (size_t)n->table->column_count;
    const struct table_column *hints = n->table->columns;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++) {
            if (!n->figures[i] || !n->figures[k] || hints[i].width != hints[k].width ||
                hints[i].share != hints[k].share)
                continue;
            unit *a = &n->needs[i * count + i].ample, *b = &n->needs[k * count + k].ample;
            *a = *b = unit_larger(*a, *b);
        }
}

const struct table_needs *table_needs(const struct layout_job *job, const struct table *table,
                                      size_t step)
{
    size_t columns = (size_t)table->column_count;
    struct layout_job forgetful = *job;
    forgetful.set = NULL;
    bool large = table->cell_count > SET_MEMO_MOST;
    struct needing n = {
        .job = large ? &forgetful : job, .table = table, .styles = styles_of(job, step)};
    n.needs = arena_array(job->arena, columns * columns, sizeof *n.needs);
    n.wholes = arena_array(job->arena, columns * columns, sizeof *n.wholes);
    n.fractions = arena_array(job->arena, columns, sizeof *n.fractions);
    n.figures = arena_array(job->arena, columns, sizeof *n.figures);
    find_kinds(&n);
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        if (!cell->text.utf8[0])
            continue;
        if (cell->content == CELL_AMOUNT)
            need_amount(&n, cell);
        else
            need_text(&n, cell);
    }
    join_points(&n);
    for (size_t run = 0; run < columns * columns; run++) {
        struct column_need *need = &n.needs[run];
        need->pieces = unit_larger(need->pieces, need->characters);
        need->words = unit_larger(need->words, need->pieces);
        need->natural = unit_larger(need->natural, need->characters);
        need->ample = unit_larger(need->ample, need->natural);
    }
    level_figures(&n);
    struct table_needs *needs = arena_alloc(job->arena, sizeof *needs);
    *needs = (struct table_needs){n.styles, n.needs, n.fractions};
    return needs;
}

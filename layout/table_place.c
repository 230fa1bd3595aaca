/* Rows of a table → items of a page. */
#include <string.h>

#include "layout/table.h"

/* The rows of one page: the head's, then rows FIRST … of the body. */
struct placing {
    struct page_build *build;
    const struct table_plan *plan;
    int head_rows, rows; /* on this page */
    int first;           /* body row that stands below the head */
    unit x;
    const unit *tops; /* of the page's rows, one more than rows */
};

static int table_row(const struct placing *placing, int row)
{
    return row < placing->head_rows ? row : placing->first + row - placing->head_rows;
}

/* The lines of a cell, centred between its rules. */
static void place_text(const struct placing *placing, int index, int row)
{
    const struct table_cell *cell = &placing->plan->table->cells[index];
    const struct table_cell_plan *plan = &placing->plan->cells[index];
    unit height = placing->tops[row + cell->row_span] - placing->tops[row];
    unit y = placing->tops[row] + (height - (unit)plan->text.count * plan->leading) / 2;
    unit x = placing->x + placing->plan->edges[cell->column] + plan->x;
    for (size_t i = 0; i < plan->text.count; i++) {
        const struct text_line *line = &plan->text.lines[i];
        for (size_t j = 0; j < line->count; j++)
            page_build_add(placing->build, item_move(line->items[j], x, y + plan->baseline));
        y += plan->leading;
    }
}

/* One row: as structure, unless ARTIFACT is already begun around it. */
static void place_row(const struct placing *placing, int row, bool artifact)
{
    const struct table_plan *plan = placing->plan;
    int columns = plan->grid->columns, from = table_row(placing, row);
    enum role role = row < placing->head_rows ? ROLE_TH : ROLE_TD;
    if (!artifact)
        page_build_begin(placing->build, ROLE_TR);
    for (int column = 0; column < columns;) {
        int index = plan->grid->owners[(size_t)from * (size_t)columns + (size_t)column];
        const struct table_cell *cell = &plan->table->cells[index];
        column = cell->column + cell->column_span;
        if (cell->row != from)
            continue;
        if (!artifact)
            page_build_begin_cell(placing->build, role, cell->row_span, cell->column_span);
        place_text(placing, index, row);
        if (!artifact)
            page_build_end(placing->build);
    }
    if (!artifact)
        page_build_end(placing->build);
}

static void place_head(const struct placing *placing, bool repeated)
{
    if (placing->head_rows == 0)
        return;
    if (repeated)
        page_build_begin_artifact(placing->build);
    else
        page_build_begin(placing->build, ROLE_THEAD);
    for (int row = 0; row < placing->head_rows; row++)
        place_row(placing, row, repeated);
    page_build_end(placing->build);
}

static void place_body(const struct placing *placing, int *element)
{
    if (placing->rows == placing->head_rows)
        return;
    if (*element > 0)
        page_build_resume(placing->build, ROLE_TBODY, *element);
    else
        *element = page_build_begin(placing->build, ROLE_TBODY);
    for (int row = placing->head_rows; row < placing->rows; row++)
        place_row(placing, row, false);
    page_build_end(placing->build);
}

static void place_rules(struct arena *arena, const struct placing *placing)
{
    const struct table_plan *plan = placing->plan;
    size_t columns = (size_t)plan->grid->columns;
    int *owners = arena_array(arena, (size_t)placing->rows * columns, sizeof *owners);
    for (int row = 0; row < placing->rows; row++)
        memcpy(&owners[(size_t)row * columns],
               &plan->grid->owners[(size_t)table_row(placing, row) * columns],
               columns * sizeof *owners);
    const struct rule_segment *segments;
    size_t count = table_rules(arena, owners, placing->rows, plan->grid->columns, &segments);
    page_build_begin_artifact(placing->build);
    for (size_t i = 0; i < count; i++) {
        const struct rule_segment *at = &segments[i];
        struct item item = {.kind = ITEM_RULE};
        item.as.shape.x0 = placing->x + plan->edges[at->vertical ? at->at : at->from];
        item.as.shape.x1 = placing->x + plan->edges[at->vertical ? at->at : at->to];
        item.as.shape.y0 = placing->tops[at->vertical ? at->from : at->at];
        item.as.shape.y1 = placing->tops[at->vertical ? at->to : at->at];
        item.as.shape.width = plan->rule_width;
        page_build_add(placing->build, item);
    }
    page_build_end(placing->build);
}

void table_place(struct arena *arena, struct page_build *build, const struct table_plan *plan,
                 int first, int end, unit x, unit y, int *body)
{
    struct placing placing = {.build = build,
                              .plan = plan,
                              .head_rows = plan->table->head_rows,
                              .rows = plan->table->head_rows + end - first,
                              .first = first,
                              .x = x};
    unit *tops = arena_array(arena, (size_t)placing.rows + 1, sizeof *tops);
    tops[0] = y;
    for (int row = 0; row < placing.rows; row++)
        tops[row + 1] = tops[row] + plan->heights[table_row(&placing, row)];
    placing.tops = tops;
    place_head(&placing, *body > 0);
    place_body(&placing, body);
    place_rules(arena, &placing);
}

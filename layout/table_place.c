/* Rows of a table → items of a page. */
#include <string.h>

#include "layout/table.h"

/* The rows of one page: the head's, then those of the body, of which the first and the last may be
 * parts. */
struct placing {
    struct page_build *build;
    const struct table_plan *plan;
    int head_rows, rows; /* on this page */
    int first;           /* body row that stands below the head */
    int next;            /* body row that comes first on the next page: one here, if parted */
    struct table_spot spot;
    const unit *tops; /* of the page's rows, one more than rows */
    struct table_cursor *cursor;
};

static int table_row(const struct placing *placing, int row)
{
    return row < placing->head_rows ? row : placing->first + row - placing->head_rows;
}

/* The row of the page that table row ROW is, or is nearest to. */
static int page_row(const struct placing *placing, int row)
{
    if (row < placing->head_rows)
        return row;
    int below = row > placing->first ? row - placing->first : 0;
    return below < placing->rows - placing->head_rows ? placing->head_rows + below : placing->rows;
}

static int owner_of(const struct placing *placing, int row, int column)
{
    const struct table_grid *grid = placing->plan->grid;
    return grid->owners[(size_t)row * (size_t)grid->columns + (size_t)column];
}

static bool is_in_head(const struct placing *placing, const struct table_cell *cell)
{
    return cell->row < placing->head_rows;
}

static bool continues(const struct placing *placing, const struct table_cell *cell)
{
    return !is_in_head(placing, cell) && table_cursor_carries(placing->cursor, cell);
}

static bool goes_on(const struct placing *placing, const struct table_cell *cell)
{
    return !is_in_head(placing, cell) && cell->row + cell->row_span > placing->next;
}

/* ---- text ---------------------------------------------------------------------------------- */

/* How many of a text's LEFT lines stand in ROOM when the rest may go on: never all but one. */
static size_t lines_here(const struct table_cell_plan *set, size_t left, int64_t room)
{
    size_t lines = room > 0 ? (size_t)(room / set->leading) : 0;
    if (lines >= left)
        return left;
    return left - lines == 1 && lines > 2 ? lines - 1 : lines;
}

/* Places the lines of a cell that stand on this page: centred between its rules, but from the top
 * when the cell is parted and its text flows. Returns how many stand on this page and before. */
static size_t place_text(const struct placing *placing, int index)
{
    const struct table_cell *cell = &placing->plan->table->cells[index];
    const struct table_cell_plan *set = &placing->plan->cells[index];
    unit top = placing->tops[page_row(placing, cell->row)];
    unit height = placing->tops[page_row(placing, cell->row + cell->row_span)] - top;
    bool flows = !cell->label && (continues(placing, cell) || goes_on(placing, cell));
    size_t done = flows ? table_cursor_done(placing->cursor, cell) : 0;
    size_t end = set->text.count;
    if (flows && goes_on(placing, cell))
        end = done + lines_here(set, end - done, (int64_t)height - placing->plan->padding);
    unit y = top;
    y += flows ? placing->plan->padding / 2 : (height - (unit)(end - done) * set->leading) / 2;
    unit x = placing->spot.x + placing->plan->edges[cell->column] + set->x;
    for (size_t i = done; i < end; i++) {
        const struct text_line *line = &set->text.lines[i];
        for (size_t j = 0; j < line->count; j++)
            page_build_add(placing->build, item_move(line->items[j], x, y + set->baseline));
        y += set->leading;
    }
    return end;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* CELL as structure. A blank one heads nothing, though its column does (a side of a table below its
 * last row). */
static struct page_cell page_cell(const struct placing *placing, const struct table_cell *cell)
{
    bool of_row = !is_in_head(placing, cell) && cell->heads && cell->text.utf8[0] != '\0';
    return (struct page_cell){.role = of_row || is_in_head(placing, cell) ? ROLE_TH : ROLE_TD,
                              .row_scope = of_row,
                              .row_span = cell->row_span,
                              .column_span = cell->column_span};
}

/* A cell that begins on this page, in the TR of number ROW_ELEMENT. */
static void place_cell(const struct placing *placing, int index, int row_element)
{
    const struct table_cell *cell = &placing->plan->table->cells[index];
    int element = page_build_begin_cell(placing->build, page_cell(placing, cell));
    size_t done = place_text(placing, index);
    page_build_end(placing->build);
    if (goes_on(placing, cell))
        placing->cursor->carried[cell->column] = (struct table_carry){done, row_element, element};
}

/* The cells that begin in ROW: as structure, unless ARTIFACT is already begun around them. */
static void place_row(const struct placing *placing, int row, bool artifact)
{
    int from = table_row(placing, row);
    int element = artifact ? 0 : page_build_begin(placing->build, ROLE_TR);
    for (int column = 0; column < placing->plan->grid->columns; column++) {
        int index = owner_of(placing, from, column);
        const struct table_cell *cell = &placing->plan->table->cells[index];
        if (cell->row != from || cell->column != column)
            continue;
        if (artifact)
            place_text(placing, index);
        else
            place_cell(placing, index, element);
    }
    if (!artifact)
        page_build_end(placing->build);
}

static void place_head(const struct placing *placing)
{
    if (placing->head_rows == 0)
        return;
    bool repeated = placing->cursor->body > 0;
    if (repeated)
        page_build_begin_artifact(placing->build, ARTIFACT_REPEATED);
    else
        page_build_begin(placing->build, ROLE_THEAD);
    for (int row = 0; row < placing->head_rows; row++)
        place_row(placing, row, repeated);
    page_build_end(placing->build);
}

/* ---- cells that began on a page before ----------------------------------------------------- */

/* Whether a cell that began before stands at COLUMN of the first row, as its first column, with
 * something to show: *INDEX. */
static bool is_continued(const struct placing *placing, int column, bool label, int *index)
{
    *index = owner_of(placing, placing->first, column);
    const struct table_cell *cell = &placing->plan->table->cells[*index];
    return cell->column == column && cell->label == label && continues(placing, cell) &&
           placing->plan->cells[*index].text.count > table_cursor_done(placing->cursor, cell);
}

/* Their labels, once more. */
static void repeat_labels(const struct placing *placing)
{
    bool begun = false;
    for (int column = 0, index; column < placing->plan->grid->columns; column++) {
        if (!is_continued(placing, column, true, &index))
            continue;
        if (!begun)
            page_build_begin_artifact(placing->build, ARTIFACT_REPEATED);
        begun = true;
        place_text(placing, index);
    }
    if (begun)
        page_build_end(placing->build);
}

/* Their texts, each in the TR and the cell it began in. */
static void continue_texts(const struct placing *placing)
{
    int row_element = 0;
    for (int column = 0, index; column < placing->plan->grid->columns; column++) {
        if (!is_continued(placing, column, false, &index))
            continue;
        struct table_carry *carry = &placing->cursor->carried[column];
        if (row_element != carry->row) {
            if (row_element > 0)
                page_build_end(placing->build);
            row_element = carry->row;
            page_build_resume(placing->build, ROLE_TR, row_element);
        }
        const struct table_cell *cell = &placing->plan->table->cells[index];
        page_build_resume_cell(placing->build, page_cell(placing, cell), carry->element);
        carry->done = place_text(placing, index);
        page_build_end(placing->build);
    }
    if (row_element > 0)
        page_build_end(placing->build);
}

static void place_body(const struct placing *placing)
{
    if (placing->rows == placing->head_rows)
        return;
    if (placing->cursor->body > 0)
        page_build_resume(placing->build, ROLE_TBODY, placing->cursor->body);
    else
        placing->cursor->body = page_build_begin(placing->build, ROLE_TBODY);
    repeat_labels(placing);
    continue_texts(placing);
    for (int row = placing->head_rows + placing->cursor->parted; row < placing->rows; row++)
        place_row(placing, row, false);
    page_build_end(placing->build);
}

/* ---- rules --------------------------------------------------------------------------------- */

static struct item make_rule(const struct placing *placing, const struct rule_segment *at)
{
    const unit *edges = placing->plan->edges;
    struct item item = {.kind = ITEM_RULE};
    item.as.shape.x0 = placing->spot.x + edges[at->vertical ? at->at : at->from];
    item.as.shape.x1 = placing->spot.x + edges[at->vertical ? at->at : at->to];
    item.as.shape.y0 = placing->tops[at->vertical ? at->from : at->at];
    item.as.shape.y1 = placing->tops[at->vertical ? at->to : at->at];
    item.as.shape.width = placing->plan->rule_width;
    return item;
}

static void place_rules(struct arena *arena, const struct placing *placing)
{
    const struct table_grid *grid = placing->plan->grid;
    size_t columns = (size_t)grid->columns;
    int *owners = arena_array(arena, (size_t)placing->rows * columns, sizeof *owners);
    for (int row = 0; row < placing->rows; row++)
        memcpy(&owners[(size_t)row * columns],
               &grid->owners[(size_t)table_row(placing, row) * columns], columns * sizeof *owners);
    const struct rule_segment *segments;
    size_t count = table_rules(arena, owners, placing->rows, grid->columns, &segments);
    page_build_begin_artifact(placing->build, ARTIFACT_LAYOUT);
    for (size_t i = 0; i < count; i++)
        if (segments[i].vertical || segments[i].at > 0 || !placing->spot.ruled)
            page_build_add(placing->build, make_rule(placing, &segments[i]));
    page_build_end(placing->build);
}

/* ---- a page -------------------------------------------------------------------------------- */

static const unit *find_tops(struct arena *arena, const struct placing *placing,
                             const struct table_fit *fit)
{
    unit *tops = arena_array(arena, (size_t)placing->rows + 1, sizeof *tops);
    tops[0] = placing->spot.y;
    for (int row = 0; row < placing->head_rows; row++)
        tops[row + 1] = tops[row] + placing->plan->heights[row];
    for (int row = placing->head_rows; row <= placing->rows; row++)
        tops[row] = placing->spot.y + fit->tops[row - placing->head_rows];
    return tops;
}

void table_place(struct arena *arena, struct page_build *build, const struct table_plan *plan,
                 const struct table_fit *fit, struct table_spot spot, struct table_cursor *cursor)
{
    struct placing placing = {.build = build,
                              .plan = plan,
                              .head_rows = plan->table->head_rows,
                              .rows = plan->table->head_rows + fit->end - cursor->row,
                              .first = cursor->row,
                              .next = fit->parted ? fit->end - 1 : fit->end,
                              .spot = spot,
                              .cursor = cursor};
    placing.tops = find_tops(arena, &placing, fit);
    place_head(&placing);
    place_body(&placing);
    place_rules(arena, &placing);
    cursor->row = placing.next;
    cursor->parted = fit->parted;
}

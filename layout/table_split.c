/* Which part of a table goes on a page.
 *
 * Rows are stacked whole as long as they have room. The page then ends inside the next row, or
 * after one of those that stand: at the last place where every cell that goes on has room for its
 * least part, a whole label or a few lines of text. What goes on takes the room that is left. */
#include "layout/table.h"

/* A text is begun on a page only where this many of its lines have room, or all. As a text is never
 * parted so that one line is left, two lines or more stand on either side. Were two enough to
 * begin with, a text of four lines would be parted into two and two where one of three lines, which
 * cannot be parted, moves on: more text would take less of the next page. */
#define LINES_TO_BEGIN 3
/* The same on a page that cannot be emptier. */
#define LINES_FORCED 2
#define LINES_ALL    SIZE_MAX

/* A page being filled. Heights are counted in 64 bits: a text may be as long as it likes. */
struct splitting {
    struct arena *arena;
    const struct table_plan *plan;
    const struct table_cursor *cursor;
    unit room;
    unit *tops; /* of the rows that stand and the one after them, from the head's upper edge */
    size_t row_count, capacity;
};

struct table_cursor table_begin(struct arena *arena, const struct table_plan *plan)
{
    size_t columns = (size_t)plan->table->column_count;
    return (struct table_cursor){.row = plan->table->head_rows,
                                 .carried =
                                     arena_array(arena, columns, sizeof(struct table_carry))};
}

bool table_cursor_carries(const struct table_cursor *cursor, const struct table_cell *cell)
{
    return cell->row < cursor->row || (cell->row == cursor->row && cursor->parted);
}

size_t table_cursor_done(const struct table_cursor *cursor, const struct table_cell *cell)
{
    bool flows_on = !cell->label && table_cursor_carries(cursor, cell);
    return flows_on ? cursor->carried[cell->column].done : 0;
}

/* ---- heights ------------------------------------------------------------------------------- */

static int64_t higher(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void push_top(struct splitting *s, int64_t top)
{
    s->tops = arena_grow(s->arena, s->tops, s->row_count, &s->capacity, sizeof *s->tops);
    s->tops[s->row_count] = (unit)top;
}

static int owner_of(const struct table_plan *plan, int row, int column)
{
    return plan->grid->owners[(size_t)row * (size_t)plan->grid->columns + (size_t)column];
}

/* How far down cell INDEX reaches on this page with LINES lines of what is left of its text; a
 * label always has all. */
static int64_t cell_bottom(const struct splitting *s, int index, size_t lines)
{
    const struct table_cell *cell = &s->plan->table->cells[index];
    const struct table_cell_plan *set = &s->plan->cells[index];
    size_t left = set->text.count - table_cursor_done(s->cursor, cell);
    if (!cell->label && left > lines)
        left = lines;
    int above = cell->row - s->cursor->row;
    int64_t top = s->tops[above > 0 ? above : 0];
    return left > 0 ? top + (int64_t)left * set->leading + s->plan->padding : top;
}

/* How far down the cells of ROW reach that go on at row NEXT, each with LINES lines. */
static int64_t carried_bottom(const struct splitting *s, int row, int next, size_t lines)
{
    int64_t bottom = 0;
    for (int column = 0; column < s->plan->grid->columns; column++) {
        int index = owner_of(s->plan, row, column);
        const struct table_cell *cell = &s->plan->table->cells[index];
        if (cell->row + cell->row_span > next)
            bottom = higher(bottom, cell_bottom(s, index, lines));
    }
    return bottom;
}

/* Where the row after those that stand ends if all of it stands here. */
static int64_t row_bottom(const struct splitting *s, int row)
{
    int64_t bottom = (int64_t)s->tops[s->row_count] + s->plan->table->row_pitch;
    for (int column = 0; column < s->plan->grid->columns; column++) {
        int index = owner_of(s->plan, row, column);
        const struct table_cell *cell = &s->plan->table->cells[index];
        if (cell->row + cell->row_span == row + 1)
            bottom = higher(bottom, cell_bottom(s, index, LINES_ALL));
    }
    return bottom;
}

/* Where ROW, after those that stand, ends if as little of it as LINES allow stands here. */
static int64_t least_bottom(const struct splitting *s, int row, size_t lines)
{
    int64_t pitch = (int64_t)s->tops[s->row_count] + s->plan->table->row_pitch;
    return higher(pitch, carried_bottom(s, row, row, lines));
}

/* ---- where the page ends ------------------------------------------------------------------- */

/* Stacks rows whole, as many as have room. Returns the first that has none; *GOOD is the end of
 * those after which the page may end, or still the first. */
static int stack_rows(struct splitting *s, size_t lines, int *good)
{
    int row = s->cursor->row;
    s->row_count = 0;
    push_top(s, s->plan->head_height);
    for (*good = row; row < s->plan->table->row_count; row++) {
        int64_t bottom = row_bottom(s, row);
        if (bottom > s->room)
            break;
        s->row_count++;
        push_top(s, bottom);
        if (carried_bottom(s, row, row + 1, lines) <= s->room)
            *good = row + 1;
    }
    return row;
}

/* The page ends with row END − 1, of which the rest goes on if PARTED. */
static void end_page(struct splitting *s, int end, bool parted, struct table_fit *fit)
{
    s->row_count = (size_t)(end - s->cursor->row);
    int64_t bottom = parted ? s->room : s->tops[s->row_count];
    if (!parted && s->row_count > 0)
        bottom = higher(bottom, carried_bottom(s, end - 1, end, LINES_ALL));
    push_top(s, bottom < s->room ? bottom : s->room);
    fit->end = end;
    fit->parted = parted;
    fit->tops = s->tops;
    fit->height = s->tops[s->row_count];
    fit->answer = end == s->plan->table->row_count && !parted ? FIT_ALL : FIT_PART;
    fit->reason = fit->answer == FIT_ALL ? FIT_REASON_NONE : FIT_REASON_ROWS;
}

/* Fills the page; false when no row goes here. */
static bool fill_page(struct splitting *s, size_t lines, bool forced, struct table_fit *fit)
{
    int good, row = stack_rows(s, lines, &good);
    bool begun = good > s->cursor->row;
    if (row == s->plan->table->row_count)
        end_page(s, row, false, fit);
    else if ((s->plan->table->splits_rows || (forced && !begun)) &&
             least_bottom(s, row, lines) <= s->room)
        end_page(s, row + 1, true, fit);
    else if (begun)
        end_page(s, good, false, fit);
    else
        return false;
    return true;
}

/* Nothing goes here: some cell of the first row has no room for its least part. */
static void block_rows(struct splitting *s, bool forced, struct table_fit *fit)
{
    size_t lines = forced ? LINES_FORCED : LINES_TO_BEGIN;
    int row = s->cursor->row, most = owner_of(s->plan, row, 0);
    s->row_count = 0;
    push_top(s, s->plan->head_height);
    for (int column = 1; column < s->plan->grid->columns; column++) {
        int index = owner_of(s->plan, row, column);
        if (cell_bottom(s, index, lines) > cell_bottom(s, most, lines))
            most = index;
    }
    fit->reason = FIT_REASON_ROWS;
    fit->blocked = &s->plan->table->cells[most];
    fit->blocked_height = least_bottom(s, row, lines);
}

static void block_head(const struct table_plan *plan, struct table_fit *fit)
{
    const struct table *table = plan->table;
    size_t most = 0;
    for (size_t i = 1; i < table->cell_count && table->cells[i].row < table->head_rows; i++)
        if (plan->cells[i].need > plan->cells[most].need)
            most = i;
    fit->reason = FIT_REASON_HEAD;
    fit->blocked = &table->cells[most];
    fit->blocked_height = plan->head_height;
}

struct table_fit table_split(struct arena *arena, const struct table_plan *plan,
                             const struct table_cursor *cursor, unit room, bool forced)
{
    struct splitting s = {.arena = arena, .plan = plan, .cursor = cursor, .room = room};
    struct table_fit fit = {.answer = FIT_NONE};
    if (plan->head_height > room)
        block_head(plan, &fit);
    else if (!fill_page(&s, LINES_TO_BEGIN, forced, &fit) &&
             !(forced && fill_page(&s, LINES_FORCED, forced, &fit)))
        block_rows(&s, forced, &fit);
    return fit;
}

/* ---- heights for what stands around -------------------------------------------------------- */

int64_t table_height(const struct table_plan *plan)
{
    int64_t height = 0;
    for (int row = 0; row < plan->table->row_count; row++)
        height += plan->heights[row];
    return height;
}

int64_t table_least_height(const struct table_plan *plan, bool forced)
{
    int first = plan->table->head_rows;
    if (first == plan->table->row_count)
        return plan->head_height;
    struct table_cursor start = {.row = first};
    unit top = plan->head_height;
    struct splitting s = {.plan = plan, .cursor = &start, .tops = &top};
    if (forced)
        return least_bottom(&s, first, LINES_FORCED);
    int64_t least = least_bottom(&s, first, LINES_TO_BEGIN);
    return plan->table->splits_rows ? least : higher(least, row_bottom(&s, first));
}

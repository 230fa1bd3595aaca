/* Rounding that a reader sees.
 *
 * The table is derived once more in exact 分. A row or column is taken for the sum of others when it
 * is so to the 分; then the same must hold for what is printed. */
#include "data/check_rounding.h"

#include <stdlib.h>
#include <string.h>

#include "data/check_run.h"
#include "data/derive.h"

struct rounding {
    const struct table_format *format;
    const struct table *table; /* in 分 */
    money quantum;             /* of what is printed: 万元 with two decimals: 10000 分 */
    size_t rows, columns;      /* of the body */
};

/* A sum in the making: exact, and of the printed numbers, in quanta. */
struct both {
    money exact, printed;
};

static const struct table_cell *cell_at(const struct rounding *r, size_t row, size_t column)
{
    return &r->table->cells[r->format->head_count + row * r->columns + column];
}

/* Half up, away from zero, as money_format() prints. */
static struct both value_at(const struct rounding *r, size_t row, size_t column)
{
    if (!r->format->columns[column].is_amount)
        return (struct both){0, 0};
    money exact = strtoll(cell_at(r, row, column)->text.utf8, NULL, 10);
    money size = exact < 0 ? -exact : exact;
    money printed = size / r->quantum + (size % r->quantum >= r->quantum - r->quantum / 2);
    return (struct both){exact, exact < 0 ? -printed : printed};
}

static bool add(struct both *sum, struct both part)
{
    return money_add(&sum->exact, part.exact) && money_add(&sum->printed, part.printed);
}

static bool shows(struct both whole, struct both parts)
{
    return whole.exact == parts.exact && whole.printed != parts.printed;
}

/* ---- columns ------------------------------------------------------------------------------- */

/* Whether COLUMN is, in every row, the sum of the COUNT columns after it; *SHOWN when it is not so
 * in print. */
static bool is_sum_of(const struct rounding *r, size_t column, size_t count, bool *shown)
{
    *shown = false;
    for (size_t row = 0; row < r->rows; row++) {
        struct both whole = value_at(r, row, column), parts = {0, 0};
        for (size_t i = 1; i <= count; i++)
            if (!add(&parts, value_at(r, row, column + i)))
                return false;
        if (whole.exact != parts.exact)
            return false;
        *shown = *shown || whole.printed != parts.printed;
    }
    return true;
}

static bool columns_show(const struct rounding *r, const struct side_format *side)
{
    size_t end = side->first_column + side->column_count;
    for (size_t column = side->first_column; column < end; column++) {
        bool shown;
        if (!r->format->columns[column].is_amount)
            continue;
        for (size_t count = end - column - 1; count >= 2; count--)
            if (is_sum_of(r, column, count, &shown)) {
                if (shown)
                    return true;
                break; /* fewer columns are the same sum without zeros */
            }
    }
    return false;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The first text of a row on SIDE; NULL where the row is blank. */
static const struct table_cell *label_cell(const struct rounding *r, const struct side_format *side,
                                           size_t row)
{
    for (size_t i = 0; i < side->column_count; i++) {
        const struct table_cell *cell = cell_at(r, row, side->first_column + i);
        if (!r->format->columns[side->first_column + i].is_amount && cell->text.utf8[0] != '\0')
            return cell;
    }
    return NULL;
}

static bool shows_gov_name(const struct rounding *r, const struct side_format *side, size_t row)
{
    for (size_t i = side->first_column; i < side->first_column + side->column_count; i++)
        if (!r->format->columns[i].is_amount && r->format->columns[i].show == ROW_GOV_NAME &&
            cell_at(r, row, i)->text.utf8[0] != '\0')
            return true;
    return false;
}

/* How deep a row stands: 1 for 类 and units, more for what they are made of; 0: not known. */
static size_t depth_of(const struct rounding *r, const struct side_format *side, size_t row)
{
    const struct table_cell *label = label_cell(r, side, row);
    if (label == NULL)
        return 0;
    switch (side->kind) {
    case ROWS_TREE:
        return label->content == CELL_AMOUNT ? strlen(label->text.utf8) / 2 : 0;
    case ROWS_ECONOMIC:
        return shows_gov_name(r, side, row) ? 2 : 1;
    case ROWS_PROJECTS:
        return strcmp(label->text.pos.file, book_file_name(BOOK_PROJECTS)) == 0 ? 2 : 1;
    default:
        return 1;
    }
}

/* The rows from FIRST before END that stand one deeper than DEPTH, until one that does not. */
static struct both sum_below(const struct rounding *r, const struct side_format *side, size_t first,
                             size_t end, size_t depth, size_t column)
{
    struct both sum = {0, 0};
    for (size_t row = first; row < end && depth_of(r, side, row) > depth; row++)
        if (depth_of(r, side, row) == depth + 1 && !add(&sum, value_at(r, row, column)))
            return (struct both){MONEY_NONE, 0};
    return sum;
}

/* The rows [FIRST, END) all added up. */
static struct both sum_all(const struct rounding *r, size_t first, size_t end, size_t column)
{
    struct both sum = {0, 0};
    for (size_t row = first; row < end; row++)
        if (!add(&sum, value_at(r, row, column)))
            return (struct both){MONEY_NONE, 0};
    return sum;
}

/* In one column: the total, the rows and what stands under them, the lines of the foot. */
static bool column_shows(const struct rounding *r, const struct side_format *side, size_t column)
{
    size_t body = r->rows - side->foot_count;
    size_t first = side->total.utf8 != NULL && !side->total_last ? 1 : 0;
    size_t last = body;
    while (last > first && label_cell(r, side, last - 1) == NULL)
        last--; /* the other side is longer */
    bool total_last = side->total.utf8 != NULL && side->total_last && last > 0;
    last -= total_last;
    if (first == 1 && shows(value_at(r, 0, column), sum_below(r, side, 1, last, 0, column)))
        return true;
    if (total_last && shows(value_at(r, last, column), sum_below(r, side, 0, last, 0, column)))
        return true;
    for (size_t row = first; row + 1 < last; row++) {
        size_t depth = depth_of(r, side, row);
        if (depth > 0 && depth_of(r, side, row + 1) > depth &&
            shows(value_at(r, row, column), sum_below(r, side, row + 1, last, depth, column)))
            return true;
    }
    for (size_t foot = body; foot < r->rows; foot++)
        if (shows(value_at(r, foot, column), sum_all(r, first, last, column)) ||
            shows(value_at(r, foot, column), sum_all(r, body, foot, column)))
            return true;
    return false;
}

static bool rows_show(const struct rounding *r, const struct side_format *side)
{
    for (size_t i = side->first_column; i < side->first_column + side->column_count; i++)
        if (r->format->columns[i].is_amount && column_shows(r, side, i))
            return true;
    return false;
}

bool check_rounding(const struct format *format, const struct table_format *table,
                    const struct budget *budget)
{
    struct format exact = check_exact_format(format);
    struct rounding r = {
        .format = table, .quantum = format->unit_fen, .columns = table->column_count};
    for (int i = 0; i < format->decimals; i++)
        r.quantum /= 10;
    if (r.quantum <= 1)
        return false; /* nothing is rounded */
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    r.table = derive_table(arena, &exact, table, budget, diag).table;
    r.rows = (size_t)(r.table->row_count - r.table->head_rows);
    bool shown = false;
    for (size_t s = 0; s < table->side_count && !shown; s++)
        shown = rows_show(&r, &table->sides[s]) || columns_show(&r, &table->sides[s]);
    diag_free(diag);
    arena_free(arena);
    return shown;
}

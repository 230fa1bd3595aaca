/* Which rows of a table go on a page. */
#include "layout/table.h"

/* The end of the rows that stay together with ROW, and their height. */
static int group_end(const struct table_plan *plan, int row, int64_t *height)
{
    *height = 0;
    do
        *height += plan->heights[row];
    while (plan->keeps[row++]);
    return row;
}

struct table_fit table_split(const struct table_plan *plan, int first, unit room)
{
    struct table_fit fit = {.answer = FIT_NONE, .end = first, .height = plan->head_height};
    if (plan->head_height > room) {
        fit.reason = FIT_REASON_HEAD;
        fit.blocked_end = first;
        fit.blocked_height = plan->head_height;
        return fit;
    }
    while (fit.end < plan->table->row_count) {
        int64_t height;
        int end = group_end(plan, fit.end, &height);
        if (fit.height + height > room) {
            fit.reason = FIT_REASON_ROWS;
            fit.blocked_end = end;
            fit.blocked_height = plan->head_height + height;
            fit.answer = fit.end > first ? FIT_PART : FIT_NONE;
            return fit;
        }
        fit.height += (unit)height;
        fit.end = end;
    }
    fit.answer = FIT_ALL;
    return fit;
}

int64_t table_height(const struct table_plan *plan)
{
    int64_t height = 0;
    for (int row = 0; row < plan->table->row_count; row++)
        height += plan->heights[row];
    return height;
}

int64_t table_least_height(const struct table_plan *plan)
{
    int64_t height = 0;
    if (plan->table->head_rows < plan->table->row_count)
        group_end(plan, plan->table->head_rows, &height);
    return plan->head_height + height;
}

const struct table_cell *table_tallest_cell(const struct table_plan *plan, int first, int end)
{
    const struct table *table = plan->table;
    size_t columns = (size_t)table->column_count;
    int tallest = plan->grid->owners[(size_t)first * columns];
    for (size_t i = (size_t)first * columns; i < (size_t)end * columns; i++)
        if (plan->cells[plan->grid->owners[i]].need > plan->cells[tallest].need)
            tallest = plan->grid->owners[i];
    return &table->cells[tallest];
}

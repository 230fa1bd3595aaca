/* Rules of a table on a page. They are found after the rows are placed, from the matrix of that
 * page alone: so they are closed at every page break, and none runs inside a span. */
#include "layout/table.h"

struct segment_list {
    struct arena *arena;
    struct rule_segment *segments;
    size_t count, capacity;
};

static int owner_at(const int *owners, int columns, int row, int column)
{
    return owners[(size_t)row * (size_t)columns + (size_t)column];
}

/* A piece of rule, joined to the last segment when it continues it. */
static void add(struct segment_list *list, bool vertical, int at, int from)
{
    if (list->count > 0) {
        struct rule_segment *last = &list->segments[list->count - 1];
        if (last->vertical == vertical && last->at == at && last->to == from) {
            last->to++;
            return;
        }
    }
    list->segments = arena_grow(list->arena, list->segments, list->count, &list->capacity,
                                sizeof *list->segments);
    list->segments[list->count++] = (struct rule_segment){vertical, at, from, from + 1};
}

size_t table_rules(struct arena *arena, const int *owners, int rows, int columns,
                   const struct rule_segment **segments)
{
    struct segment_list list = {.arena = arena};
    for (int row = 0; row <= rows; row++)
        for (int column = 0; column < columns; column++)
            if (row == 0 || row == rows ||
                owner_at(owners, columns, row - 1, column) !=
                    owner_at(owners, columns, row, column))
                add(&list, false, row, column);
    for (int column = 0; column <= columns; column++)
        for (int row = 0; row < rows; row++)
            if (column == 0 || column == columns ||
                owner_at(owners, columns, row, column - 1) !=
                    owner_at(owners, columns, row, column))
                add(&list, true, column, row);
    *segments = list.segments;
    return list.count;
}

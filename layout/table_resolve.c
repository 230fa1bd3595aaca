/* Table cells → matrix. What comes here was made by the program: a fault is the program's. */
#include "layout/report.h"
#include "layout/table.h"

static const struct table_grid *report(struct arena *arena, const struct table *table,
                                       struct pos pos, int row, int column, struct diag *diag)
{
    diag_report(diag, pos, DIAG_TABLE_TILING, report_number(arena, table->number),
                report_number(arena, row + 1), report_number(arena, column + 1), NULL);
    return NULL;
}

static bool is_inside(const struct table *table, const struct table_cell *cell)
{
    if (cell->row < 0 || cell->column < 0 || cell->row_span < 1 || cell->column_span < 1 ||
        cell->row >= table->row_count || cell->column >= table->column_count ||
        cell->row_span > table->row_count - cell->row ||
        cell->column_span > table->column_count - cell->column)
        return false;
    return cell->row >= table->head_rows || cell->row + cell->row_span <= table->head_rows;
}

/* Marks the positions of cell INDEX; false when one has an owner. */
static bool claim(int *owners, const struct table *table, int index)
{
    const struct table_cell *cell = &table->cells[index];
    for (int row = cell->row; row < cell->row + cell->row_span; row++) {
        int *position = &owners[(size_t)row * (size_t)table->column_count + (size_t)cell->column];
        for (int i = 0; i < cell->column_span; i++) {
            if (position[i] >= 0)
                return false;
            position[i] = index;
        }
    }
    return true;
}

const struct table_grid *table_resolve(struct arena *arena, const struct table *table,
                                       struct diag *diag)
{
    struct pos nowhere = {0};
    if (table->row_count < 1 || table->column_count < 1 || table->head_rows < 0 ||
        table->head_rows > table->row_count)
        return report(arena, table, nowhere, table->row_count - 1, table->column_count - 1, diag);
    size_t count = (size_t)table->row_count * (size_t)table->column_count;
    int *owners = arena_array(arena, count, sizeof *owners);
    for (size_t i = 0; i < count; i++)
        owners[i] = -1;
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        if (!is_inside(table, cell) || !claim(owners, table, (int)i))
            return report(arena, table, cell->text.pos, cell->row, cell->column, diag);
    }
    for (size_t i = 0; i < count; i++)
        if (owners[i] < 0)
            return report(arena, table, nowhere, (int)(i / (size_t)table->column_count),
                          (int)(i % (size_t)table->column_count), diag);
    struct table_grid *grid = arena_alloc(arena, sizeof *grid);
    *grid = (struct table_grid){table->row_count, table->column_count, owners};
    return grid;
}

/* Cells of derived tables, found by the words of their row and column. */
#include "data/check_cells.h"

#include <stdlib.h>
#include <string.h>

size_t check_table_rows(const struct check_table *table)
{
    return (size_t)(table->table->row_count - table->table->head_rows);
}

/* The body stands after the head, cell by cell. */
static const struct table_cell *body_cell(const struct check_table *table, size_t row,
                                          size_t column)
{
    return &table->table
                ->cells[table->format->head_count + row * table->format->column_count + column];
}

static const struct side_format *side_of(const struct check_table *table, size_t column)
{
    const struct side_format *side = table->format->sides;
    while (column >= side->first_column + side->column_count)
        side++;
    return side;
}

/* The first text of ROW on SIDE that is not blank: its label. "" when the row is blank there. */
static const char *row_label(const struct check_table *table, const struct side_format *side,
                             size_t row)
{
    for (size_t i = side->first_column; i < side->first_column + side->column_count; i++) {
        const char *text = body_cell(table, row, i)->text.utf8;
        if (!table->format->columns[i].is_amount && text[0] != '\0')
            return text;
    }
    return "";
}

static bool row_has(const struct check_table *table, const struct side_format *side, size_t row,
                    const char *label)
{
    for (size_t i = side->first_column; i < side->first_column + side->column_count; i++)
        if (!table->format->columns[i].is_amount &&
            strcmp(body_cell(table, row, i)->text.utf8, label) == 0)
            return true;
    return false;
}

/* The rows of a side end where the other side's may go on; its total is the first or the last. */
static bool is_total(const struct check_table *table, const struct side_format *side, size_t row)
{
    size_t last = check_table_rows(table) - side->foot_count;
    if (side->total.utf8 == NULL || last == 0)
        return false;
    if (!side->total_last)
        return row == 0;
    while (last > 1 && row_label(table, side, last - 1)[0] == '\0')
        last--;
    return row == last - 1;
}

static bool row_matches(const struct check_table *table, const struct side_format *side, size_t row,
                        const char *label)
{
    if (strcmp(label, "total") == 0)
        return is_total(table, side, row);
    if (strcmp(label, "each") == 0)
        return is_total(table, side, row) || row_label(table, side, row)[0] != '\0';
    return row_has(table, side, row, label);
}

/* The first column with amounts under a head cell. */
static bool amount_column(const struct check_table *table, const struct head_cell *head,
                          size_t *column)
{
    for (int i = 0; i < head->column_span; i++) {
        *column = (size_t)(head->column + i);
        if (table->format->columns[*column].is_amount)
            return true;
    }
    return false;
}

/* Whether the head at INDEX of the pack says HEAD: as the pack writes it, or as it is printed. */
static bool head_matches(const struct check_table *table, const struct head_cell *cell,
                         const char *head)
{
    if (strcmp(cell->text.utf8, head) == 0)
        return true;
    for (size_t i = 0; i < table->format->head_count; i++) {
        const struct table_cell *printed = &table->table->cells[i];
        if (printed->row == cell->row && printed->column == cell->column)
            return strcmp(printed->text.utf8, head) == 0;
    }
    return false;
}

size_t check_cells_find(struct check_run *run, const struct check_table *table, int side,
                        const char *label, const char *head, const struct check_cell **cells)
{
    struct check_cell *found = NULL;
    size_t count = 0, capacity = 0;
    for (size_t h = 0; h < table->format->head_count; h++) {
        size_t column;
        const struct head_cell *cell = &table->format->head[h];
        if (!head_matches(table, cell, head) || !amount_column(table, cell, &column))
            continue;
        const struct side_format *of = side_of(table, column);
        if (side > 0 && of - table->format->sides != side - 1)
            continue;
        for (size_t row = 0; row < check_table_rows(table); row++) {
            if (!row_matches(table, of, row, label))
                continue;
            found = arena_grow(run->arena, found, count, &capacity, sizeof *found);
            found[count++] = (struct check_cell){row, column};
        }
    }
    *cells = found;
    return count;
}

/* Whether a row with LABEL stands or could stand on SIDE. */
static bool row_possible(const struct check_table *table, const struct side_format *side,
                         const char *label)
{
    if (strcmp(label, "each") == 0)
        return true;
    if (strcmp(label, "total") == 0)
        return side->total.utf8 != NULL;
    for (size_t row = 0; row < check_table_rows(table); row++)
        if (row_has(table, side, row, label))
            return true;
    return side->kind != ROWS_LINES && side->foot_count == 0; /* rows as the records make them */
}

bool check_cells_possible(const struct check_table *table, int side, const char *label,
                          const char *head)
{
    for (size_t h = 0; h < table->format->head_count; h++) {
        size_t column;
        const struct head_cell *cell = &table->format->head[h];
        if (!head_matches(table, cell, head) || !amount_column(table, cell, &column))
            continue;
        const struct side_format *of = side_of(table, column);
        if ((side == 0 || of - table->format->sides == side - 1) && row_possible(table, of, label))
            return true;
    }
    return false;
}

money check_cell_amount(const struct check_table *table, struct check_cell cell)
{
    return strtoll(body_cell(table, cell.row, cell.column)->text.utf8, NULL, 10);
}

bool check_cell_is_set(const struct check_table *table, struct check_cell cell)
{
    return body_cell(table, cell.row, cell.column)->text.utf8[0] != '\0';
}

struct pos check_cell_pos(const struct check_table *table, struct check_cell cell)
{
    const struct table_cell *at = body_cell(table, cell.row, cell.column);
    return check_cell_is_set(table, cell) ? at->text.pos : (struct pos){at->text.pos.file, 0, 0};
}

/* The head nearest to the column. */
static const char *column_label(const struct check_table *table, size_t column)
{
    const char *label = "";
    int row = -1;
    for (size_t i = 0; i < table->format->head_count; i++) {
        const struct table_cell *cell = &table->table->cells[i];
        bool numbers = table->format->column_numbers && cell->row == table->format->head_rows - 1;
        if (!numbers && cell->row > row && cell->column <= (int)column &&
            (int)column < cell->column + cell->column_span) {
            label = cell->text.utf8;
            row = cell->row;
        }
    }
    return label;
}

const char *check_cell_words(struct check_run *run, const struct check_table *table,
                             struct check_cell cell)
{
    const char *label = row_label(table, side_of(table, cell.column), cell.row);
    const char *name = table->format->contents.utf8;
    if (name == NULL || name[0] == '\0')
        name = arena_printf(run->arena, "表%d", table->format->number);
    return arena_printf(run->arena, "%s %s%s%s", name, label, label[0] == '\0' ? "" : " ",
                        column_label(table, cell.column));
}

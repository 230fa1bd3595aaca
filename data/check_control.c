/* Control totals: the approved figures of control.csv against ours. */
#include <stdlib.h>
#include <string.h>

#include "data/check_cells.h"
#include "data/check_run.h"

static bool is_named(const struct table_format *table, const char *name)
{
    return (table->contents.utf8 != NULL && strcmp(table->contents.utf8, name) == 0) ||
           (table->label.utf8 != NULL && strcmp(table->label.utf8, name) == 0);
}

/* A table by its number, or by its label or its wording in the contents. */
static const struct check_table *find_table(struct check_run *run, const char *name)
{
    char *end;
    long number = strtol(name, &end, 10);
    bool is_number = end != name && *end == '\0';
    for (size_t i = 0; i < run->format->table_count; i++) {
        const struct table_format *table = &run->format->tables[i];
        if (is_number ? table->number == number : is_named(table, name))
            return check_table_at(run, i);
    }
    return NULL;
}

static size_t find_cells(struct check_run *run, const struct control *control,
                         const struct check_table **table, const struct check_cell **cells)
{
    *table = find_table(run, control->table);
    if (*table == NULL)
        return 0;
    size_t count = check_cells_find(run, *table, 0, control->line, control->column, cells);
    if (count == 0 && strcmp(control->line, "合计") == 0)
        count = check_cells_find(run, *table, 0, "total", control->column, cells);
    return count;
}

/* Approvals are often in the printed unit: a figure of whole printed units is compared with ours as
 * printed, any other one exactly. */
static bool agrees(const struct format *format, money control, money ours)
{
    char left[64], right[64];
    if (control == ours)
        return true;
    money quantum = format->unit_fen;
    for (int i = 0; i < format->decimals; i++)
        quantum /= 10;
    if (quantum > 1 && control % quantum != 0)
        return false;
    money_format(control, format->unit_fen, format->decimals, false, left, sizeof left);
    money_format(ours, format->unit_fen, format->decimals, false, right, sizeof right);
    return strcmp(left, right) == 0;
}

static const char *control_words(const struct check_run *run, const struct control *control)
{
    return arena_printf(run->arena, "%s %s %s", control->table, control->line, control->column);
}

/* Every figure of control.csv is that of its cell. Where several rows have its label, one of them
 * has to agree. */
void check_kind_control(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->control_count; i++) {
        const struct control *control = &run->budget->controls[i];
        const struct check_table *table;
        const struct check_cell *cells;
        size_t count = find_cells(run, control, &table, &cells), c = 0;
        while (c < count &&
               !agrees(run->format, control->amount, check_cell_amount(table, cells[c])))
            c++;
        if (c < count || count == 0)
            continue;
        const struct check_place place = {
            .pos = book_pos(run->budget->book, BOOK_CONTROLS, control->row, "金额"),
            .words = check_cell_words(run, table, cells[0])};
        check_find_amounts(run, rule, place, check_cell_amount(table, cells[0]), control->amount);
    }
}

/* Every line of control.csv names a cell. */
void check_kind_control_cell(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->budget->control_count; i++) {
        const struct control *control = &run->budget->controls[i];
        const struct check_table *table;
        const struct check_cell *cells;
        if (find_cells(run, control, &table, &cells) > 0)
            continue;
        const struct check_place place = {.pos =
                                              book_pos(run->budget->book, BOOK_CONTROLS,
                                                       control->row, table == NULL ? "表" : "行"),
                                          .words = control_words(run, control)};
        check_find(run, rule, &place, place.words, NULL);
    }
}

/* The grid of a table, from its rows and the spans of its cells (ISO 32000-1, 14.8.4.3.4). See
 * verify_parts.h. */
#include <string.h>

#include "render/buf.h"
#include "render/verify_parts.h"

#define COLUMNS_MAX   256               /* packs have at most 64 */
#define HEAD_ROWS_MAX 64                /* … and 8 levels of heads */
#define AREA_MAX      ((size_t)1 << 24) /* positions of a table */
#define FREE          UINT32_MAX

/* A table being laid out. */
struct grid {
    struct verify *v;
    struct verify_table *table;
    struct read_row {
        const struct read_element *element;
        bool head;
    } * rows;
    size_t row_count, row_capacity;
    uint32_t *owners;
};

/* ---- rows ---------------------------------------------------------------------------------- */

static void add_row(struct grid *grid, const struct read_element *row, bool head)
{
    grid->rows = arena_grow(grid->v->arena, grid->rows, grid->row_count, &grid->row_capacity,
                            sizeof *grid->rows);
    grid->rows[grid->row_count++] = (struct read_row){row, head};
    grid->table->head_rows += head;
}

static void collect_rows(struct grid *grid, const struct read_element *parent, bool head)
{
    for (size_t i = 0; i < parent->kid_count; i++) {
        const struct read_element *kid = parent->kids[i];
        if (strcmp(kid->type, "TR") == 0)
            add_row(grid, kid, head);
        else if (strcmp(kid->type, "THead") == 0)
            collect_rows(grid, kid, true);
        else if (strcmp(kid->type, "TBody") == 0)
            collect_rows(grid, kid, false);
    }
}

static int clip(int span, int most)
{
    return span < most ? span : most;
}

static int count_columns(const struct grid *grid)
{
    int columns = 0;
    if (grid->row_count == 0)
        return 0;
    const struct read_element *row = grid->rows[0].element;
    for (size_t i = 0; i < row->kid_count && columns <= COLUMNS_MAX; i++)
        columns += clip(row->kids[i]->column_span, COLUMNS_MAX);
    return columns;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* Takes the positions of CELL; false when one is not there, or taken. */
static bool occupy(const struct grid *grid, const struct verify_cell *cell, uint32_t index)
{
    const struct verify_table *table = grid->table;
    bool head = cell->row < table->head_rows;
    int rows = head ? table->head_rows : table->rows;
    if (cell->row_span > rows - cell->row || cell->column_span > table->columns - cell->column)
        return false;
    for (int row = cell->row; row < cell->row + cell->row_span; row++)
        for (int column = cell->column; column < cell->column + cell->column_span; column++) {
            uint32_t *owner = &grid->owners[(size_t)row * (size_t)table->columns + (size_t)column];
            if (*owner != FREE)
                return false;
            *owner = index;
        }
    return true;
}

/* The cells of row ROW; false when they do not fit. */
static bool lay_row(const struct grid *grid, int row)
{
    struct verify_table *table = grid->table;
    const struct read_element *element = grid->rows[row].element;
    int column = 0;
    for (size_t i = 0; i < element->kid_count; i++) {
        const struct read_element *kid = element->kids[i];
        while (column < table->columns &&
               grid->owners[(size_t)row * (size_t)table->columns + (size_t)column] != FREE)
            column++;
        struct verify_cell *cell = &table->cells[table->count];
        *cell = (struct verify_cell){.text = verify_gather(grid->v, kid),
                                     .row = row,
                                     .column = column,
                                     .row_span = kid->row_span,
                                     .column_span = kid->column_span,
                                     .label = row >= table->head_rows && kid->row_scope &&
                                              strcmp(kid->type, "TH") == 0};
        if (column == table->columns || !occupy(grid, cell, (uint32_t)table->count))
            return false;
        table->count++;
    }
    for (column = 0; column < table->columns; column++)
        if (grid->owners[(size_t)row * (size_t)table->columns + (size_t)column] == FREE)
            return false;
    return true;
}

static bool lay_out(struct grid *grid)
{
    struct verify_table *table = grid->table;
    size_t cells = 0;
    for (size_t i = 0; i < grid->row_count; i++) {
        cells += grid->rows[i].element->kid_count;
        if (grid->rows[i].head != (i < (size_t)table->head_rows))
            return false; /* a head below the body */
    }
    table->columns = count_columns(grid);
    size_t area = grid->row_count * (size_t)table->columns;
    if (table->head_rows > HEAD_ROWS_MAX || table->columns == 0 || table->columns > COLUMNS_MAX ||
        area > AREA_MAX || cells > area)
        return false;
    table->rows = (int)grid->row_count;
    table->cells = arena_array(grid->v->arena, cells, sizeof *table->cells);
    grid->owners = arena_array(grid->v->arena, area, sizeof *grid->owners);
    memset(grid->owners, 0xFF, area * sizeof *grid->owners);
    for (int row = 0; row < table->rows; row++)
        if (!lay_row(grid, row))
            return false;
    table->owners = grid->owners;
    return true;
}

/* ---- the table ----------------------------------------------------------------------------- */

static void add_places(struct grid *grid)
{
    struct verify *v = grid->v;
    struct verify_places *places = &v->walked;
    for (size_t i = 0; i < grid->table->count; i++) {
        const struct verify_cell *cell = &grid->table->cells[i];
        const struct read_element *row = grid->rows[cell->row].element;
        if (cell->row < grid->table->head_rows)
            continue;
        places->items = arena_grow(v->arena, places->items, places->count, &places->capacity,
                                   sizeof *places->items);
        places->items[places->count++] = (struct verify_place){.kind = VERIFY_CELL,
                                                               .text = cell->text,
                                                               .page = row->page,
                                                               .heading = v->heading_count,
                                                               .table = grid->table,
                                                               .cell = i};
    }
}

/* A cell that shows something is on its own page, which may come after that of its row. */
static void find_pages(struct grid *grid, size_t first)
{
    size_t next = first;
    for (size_t i = (size_t)grid->table->head_rows; i < grid->row_count; i++) {
        const struct read_element *row = grid->rows[i].element;
        for (size_t k = 0; k < row->kid_count; k++, next++)
            if (row->kids[k]->page != SIZE_MAX)
                grid->v->walked.items[next].page = row->kids[k]->page;
    }
}

static const char *text_around(struct grid *grid, const char *caption)
{
    struct arena_mark mark = arena_mark(grid->v->scratch);
    struct buf text = buf_new(grid->v->scratch);
    buf_str(&text, caption);
    for (size_t i = 0; i < grid->table->count; i++)
        if (grid->table->cells[i].row < grid->table->head_rows || grid->table->cells[i].label)
            buf_str(&text, grid->table->cells[i].text);
    const char *around = arena_strdup(grid->v->arena, text.bytes);
    arena_reset(grid->v->scratch, mark);
    return around;
}

void verify_walk_table(struct verify *v, const struct read_element *element, const char *caption)
{
    struct grid grid = {.v = v, .table = arena_alloc(v->arena, sizeof *grid.table)};
    collect_rows(&grid, element, false);
    if (!lay_out(&grid)) {
        verify_report(v, DIAG_VERIFY_TABLE, verify_where(v, element->page, NULL), NULL, NULL, NULL);
        return;
    }
    grid.table->around = text_around(&grid, caption);
    size_t first = v->walked.count;
    add_places(&grid);
    find_pages(&grid, first);
}

const struct verify_cell *verify_cell_at(const struct verify_table *table, int row, int column)
{
    size_t at = (size_t)row * (size_t)table->columns + (size_t)column;
    return &table->cells[table->owners[at]];
}

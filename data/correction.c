/* The 更正说明: title, introduction, a table of the changes, the department's name. */
#include "data/correction.h"

#include <string.h>

#include "data/document_builder.h"
#include "data/format_correction.h"

/* The document being built. */
struct correction_writer {
    struct document_builder builder;
    const struct correction_format *form;
    const struct change_list *changes;
    const struct excerpt *values; /* of each change, as they are printed */
    struct figures figures;
    struct table_cell *cells; /* head and body, row by row */
    bool *begins;             /* at which changes a cell begins, in the columns merged so far */
};

/* ---- values -------------------------------------------------------------------------------- */

/* A value with a unit that is a number; anything else with a unit is set as text. */
static bool is_amount(const struct printed *cell)
{
    const char *value = cell->value;
    return cell->unit[0] != '\0' && value[0] != '\0' &&
           value[strspn(value, "-0123456789.,")] == '\0';
}

static bool holds_text(const struct printed *cell)
{
    return cell != NULL && cell->value[0] != '\0' && !is_amount(cell);
}

/* What stands for a value that is missing or blank comes with the cell. */
static struct excerpt print_values(struct arena *arena, const struct correction_format *form,
                                   const struct change *change)
{
    const char *before = change->before != NULL ? change->before->value : NULL;
    const char *after = change->after != NULL ? change->after->value : NULL;
    if (holds_text(change->before) || holds_text(change->after))
        return excerpt_make(arena, before, after, &form->excerpt);
    return (struct excerpt){before, after, false};
}

static const struct excerpt *print_all(struct arena *arena, const struct correction_format *form,
                                       const struct change_list *changes)
{
    struct excerpt *values = arena_array(arena, changes->count, sizeof *values);
    for (size_t i = 0; i < changes->count; i++)
        values[i] = print_values(arena, form, &changes->items[i]);
    return values;
}

/* ---- figures ------------------------------------------------------------------------------- */

static bool is_same_table(const struct change *x, const struct change *y)
{
    const struct printed *a = change_place(x), *b = change_place(y);
    return strcmp(a->part, b->part) == 0 && strcmp(a->table, b->table) == 0;
}

/* What the frames may name, counted. */
static struct figures count_figures(struct arena *arena,
                                    const struct changed_department *department,
                                    const struct change_list *changes, const struct excerpt *values)
{
    static const enum correction_figure of_notes[CHANGE_NOTE_COUNT] = {
        [CHANGE_CORRECTED] = CORRECTION_CORRECTED,
        [CHANGE_FOLLOWED] = CORRECTION_FOLLOWED,
        [CHANGE_ADDED] = CORRECTION_ADDED,
        [CHANGE_REMOVED] = CORRECTION_REMOVED,
    };
    struct figure *figures = arena_array(arena, CORRECTION_FIGURE_COUNT, sizeof *figures);
    for (size_t i = 0; i < CORRECTION_FIGURE_COUNT; i++)
        figures[i].kind = correction_figures[i].kind;
    figures[CORRECTION_DEPARTMENT].text = (struct text){department->name, {NULL, 0, 0}};
    figures[CORRECTION_YEAR].value = department->year;
    figures[CORRECTION_CHANGES].value = (int64_t)changes->count;
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        figures[of_notes[change_note(change)]].value++;
        figures[CORRECTION_TABLES].value += i == 0 || !is_same_table(change - 1, change);
        figures[CORRECTION_SHORTENED].value += values[i].shortened;
    }
    return (struct figures){figures, CORRECTION_FIGURE_COUNT, NULL, 0};
}

static struct text expand(struct correction_writer *w, const struct frame *frame)
{
    static const struct number_style plain = {.unit_name.utf8 = "", .unit_fen = 1};
    return frame_expand(w->builder.arena, frame, &w->figures, &plain, w->builder.diag);
}

static void add_frame(struct correction_writer *w, const struct frame *frame, size_t style)
{
    builder_add_paragraph(&w->builder, expand(w, frame), style);
}

/* ---- cells --------------------------------------------------------------------------------- */

static struct text table_name(const struct correction_writer *w, const struct printed *place)
{
    if (place->table[0] != '\0')
        return (struct text){.utf8 = place->table};
    return place->part[0] != '\0' ? (struct text){.utf8 = place->part} : w->form->words.cover;
}

static struct table_cell text_cell(const struct correction_column *column, struct text text)
{
    return (struct table_cell){.text = text, .content = CELL_TEXT, .align = column->align};
}

/* CELL, NULL where there is none, has the value SHOWN. */
static struct table_cell value_cell(const struct correction_writer *w,
                                    const struct correction_column *column,
                                    const struct printed *cell, const char *shown)
{
    struct table_cell out = text_cell(column, (struct text){.utf8 = shown});
    if (cell == NULL || shown[0] == '\0') {
        out.text = cell == NULL ? w->form->words.none : w->form->words.blank;
        out.align = ALIGN_CENTER;
    } else if (is_amount(cell)) {
        out.content = CELL_AMOUNT;
        out.align = ALIGN_DECIMAL;
    }
    return out;
}

/* What stands of change NUMBER under COLUMN. */
static struct table_cell shown_cell(const struct correction_writer *w, size_t number,
                                    const struct correction_column *column)
{
    const struct change *change = &w->changes->items[number];
    const struct printed *place = change_place(change);
    const struct excerpt *values = &w->values[number];
    switch (column->show) {
    case CORRECTION_BEFORE:
        return value_cell(w, column, change->before, values->before);
    case CORRECTION_AFTER:
        return value_cell(w, column, change->after, values->after);
    case CORRECTION_NUMBER:
        return text_cell(column,
                         (struct text){.utf8 = arena_printf(w->builder.arena, "%zu", number + 1)});
    case CORRECTION_TABLE:
        return text_cell(column, table_name(w, place));
    case CORRECTION_ROW:
        return text_cell(column, (struct text){.utf8 = place->row});
    case CORRECTION_COLUMN:
        return text_cell(column, (struct text){.utf8 = place->column});
    case CORRECTION_UNIT:
        return text_cell(column, (struct text){.utf8 = place->unit});
    case CORRECTION_PAGE:
        return text_cell(column, (struct text){.utf8 = place->page});
    default:
        return text_cell(column, w->form->words.notes[change_note(change)]);
    }
}

/* ---- the table ----------------------------------------------------------------------------- */

static void put_head(const struct correction_writer *w)
{
    for (size_t i = 0; i < w->form->column_count; i++)
        w->cells[i] = (struct table_cell){.text = w->form->columns[i].head,
                                          .align = ALIGN_CENTER,
                                          .style = w->form->head_style,
                                          .column = (int)i,
                                          .row_span = 1,
                                          .column_span = 1};
}

/* Puts the cells of COLUMN; those that are equal and follow one another are one if it is merged. Its
 * cells that a cell above reaches over get no rows. */
static void put_column(const struct correction_writer *w, size_t column)
{
    const struct correction_column *format = &w->form->columns[column];
    size_t width = w->form->column_count;
    struct table_cell *top = NULL;
    for (size_t i = 0; i < w->changes->count; i++) {
        struct table_cell *cell = &w->cells[(i + 1) * width + column];
        *cell = shown_cell(w, i, format);
        cell->style = w->form->body_style;
        cell->row = (int)i + 1;
        cell->column = (int)column;
        cell->row_span = cell->column_span = 1;
        if (!format->merge)
            continue;
        cell->label = true;
        w->begins[i] |= top == NULL || strcmp(top->text.utf8, cell->text.utf8) != 0;
        if (w->begins[i]) {
            top = cell;
        } else {
            cell->row_span = 0;
            top->row_span++;
        }
    }
}

/* Takes out the cells without rows; returns how many are left. */
static size_t close_ranks(struct table_cell *cells, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (cells[i].row_span > 0)
            cells[left++] = cells[i];
    return left;
}

static const struct table *build_table(struct correction_writer *w)
{
    struct arena *arena = w->builder.arena;
    const struct correction_format *form = w->form;
    size_t width = form->column_count, count = (w->changes->count + 1) * width;
    struct table_column *columns = arena_array(arena, width, sizeof *columns);
    w->cells = arena_array(arena, count, sizeof *w->cells);
    w->begins = arena_array(arena, w->changes->count, sizeof *w->begins);
    for (size_t i = 0; i < w->changes->count; i++)
        w->begins[i] = i == 0 || !is_same_table(&w->changes->items[i - 1], &w->changes->items[i]);
    put_head(w);
    for (size_t i = 0; i < width; i++) {
        columns[i] = (struct table_column){form->columns[i].width, form->columns[i].share};
        put_column(w, i);
    }
    struct table *table = arena_alloc(arena, sizeof *table);
    *table = (struct table){.columns = columns,
                            .column_count = (int)width,
                            .row_count = (int)w->changes->count + 1,
                            .head_rows = 1,
                            .cells = w->cells,
                            .cell_count = close_ranks(w->cells, count),
                            .row_pitch = form->row_pitch,
                            .continued = form->continued,
                            .continued_style = form->line_style,
                            .splits_rows = true};
    return table;
}

const struct document *correction_build(struct arena *arena, const struct format *format,
                                        const struct changed_department *department,
                                        const struct change_list *changes, struct diag *diag)
{
    size_t errors = diag_errors(diag);
    const struct excerpt *values = print_all(arena, format->correction, changes);
    struct correction_writer w = {.builder = {.arena = arena, .format = format, .diag = diag},
                                  .form = format->correction,
                                  .changes = changes,
                                  .values = values,
                                  .figures = count_figures(arena, department, changes, values)};
    struct text title = expand(&w, w.form->title);
    builder_open_section(&w.builder, w.form->page, true, true, NULL);
    builder_add_heading(&w.builder, title, title, 1, w.form->title_style);
    add_frame(&w, w.form->introduction, w.form->introduction_style);
    /* The name stands under the text; after the table it could be alone on a page. */
    add_frame(&w, w.form->closing, w.form->closing_style);
    add_frame(&w, w.form->caption, w.form->caption_style);
    builder_add(&w.builder, (struct block){.kind = BLOCK_TABLE, .table = build_table(&w)});
    add_frame(&w, w.form->notes, w.form->notes_style);
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.format = format,
                                  .title = title,
                                  .author = department->name,
                                  .language = "zh-CN",
                                  .sections = w.builder.sections,
                                  .section_count = w.builder.section_count};
    return diag_errors(diag) == errors ? document : NULL;
}

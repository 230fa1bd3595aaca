/* The official tables: rows from the records, cells as filtered sums.
 *
 *   side_rows()    the rows of one side, from fixed lines, the classification or the records
 *   side_sum()     every record goes to the rows whose key it has, and there into each column
 *   mark_totals()  which of them sum others, by what they take: no label says so
 *   derive_table() the sides level with one another, as cells under the head
 *
 * A row's key is made of codes only, so rows stand in the order of codes and no name ever merges
 * two of them. The cost is records × (log rows + columns). */
#include "data/derive.h"

#include <stdlib.h>
#include <string.h>

#include "data/filter.h"
#include "data/numeral.h"

enum { KEYS_MAX = 4 }; /* 类, 款, 项, 目 */

/* What rows are told apart and ordered by. */
struct row_key {
    const char *major; /* a code, of which the first LENGTH bytes count */
    size_t length;
    const char *minor; /* a second code, or "" */
};

/* The sum in one cell, and the first record in it: its place stands for the cell's. */
struct sum {
    money amount;
    const struct fact *first;
};

struct row {
    struct row_key key;
    struct text texts[ROW_TEXT_COUNT];
    const struct line_format *line; /* a fixed line, else NULL */
    struct sum *sums;               /* one per column of the side */
    bool total;                     /* sums other rows of the side */
};

struct rows {
    struct row total, *keyed, *lines, *foot;
    size_t keyed_count, line_count, foot_count;
};

/* What the steps share. */
struct deriver {
    struct arena *arena;
    const struct format *format;
    const struct table_format *table;
    const struct budget *budget;
    struct diag *diag;
    struct format_values values;
    const bool *total_columns; /* of the table: those that sum others of their side */
};

/* ---- keys ---------------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
    const struct row_key *x = a, *y = b;
    size_t shorter = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->major, y->major, shorter);
    if (order == 0)
        order = (x->length > y->length) - (x->length < y->length);
    return order != 0 ? order : strcmp(x->minor, y->minor);
}

static size_t prefix_keys(const char *code, struct row_key keys[KEYS_MAX])
{
    size_t count = 0, length = strlen(code);
    for (size_t end = 3; end <= length && count < KEYS_MAX; end += 2)
        keys[count++] = (struct row_key){code, end, ""};
    return count;
}

/* The keys of the rows FACT belongs to. None, with the heading of the blank field in *BLANK, when
 * the record lacks what the rows are made of. */
static size_t fact_keys(const struct side_format *side, const struct fact *fact,
                        struct row_key keys[KEYS_MAX], const char **blank)
{
    *blank = NULL;
    switch (side->kind) {
    case ROWS_CLASSES:
        keys[0] = (struct row_key){fact->function, 3, ""};
        return 1;
    case ROWS_TREE: {
        bool revenue = side->list == SUBJECT_REVENUE;
        size_t count = prefix_keys(revenue ? fact->revenue : fact->function, keys);
        if (count == 0)
            *blank = revenue ? "收入科目编码" : "功能科目编码";
        return count;
    }
    case ROWS_ECONOMIC:
        if (fact->dept_econ[0] == '\0' || fact->gov_econ[0] == '\0') {
            *blank = fact->dept_econ[0] == '\0' ? "部门经济科目编码" : "政府经济科目编码";
            return 0;
        }
        keys[0] = (struct row_key){fact->dept_econ, 3, ""};
        keys[1] = (struct row_key){fact->dept_econ, strlen(fact->dept_econ), fact->gov_econ};
        return 2;
    case ROWS_AGENCIES:
        keys[0] = (struct row_key){fact->agency->code, strlen(fact->agency->code), ""};
        return 1;
    case ROWS_PROJECTS:
        keys[0] = (struct row_key){fact->agency->code, strlen(fact->agency->code), ""};
        if (fact->project == NULL) {
            *blank = "项目编码";
            return 0;
        }
        keys[1] = (struct row_key){keys[0].major, keys[0].length, fact->project->code};
        return 2;
    default:
        return 0;
    }
}

/* ---- what a row shows ---------------------------------------------------------------------- */

static void show_subject(const struct deriver *d, enum subject_list list, struct row_key key,
                         struct row *row)
{
    const struct subject *subject =
        subjects_lookup(book_subjects(d->budget->book), list, key.major, key.length);
    if (subject == NULL)
        return; /* book_load() has refused the code */
    row->texts[ROW_CODE] = subject->code;
    row->texts[ROW_NAME] = subject->name;
}

static void show_economic(const struct deriver *d, struct row_key key, struct row *row)
{
    show_subject(d, SUBJECT_DEPT_ECON, key, row);
    const struct subject *gov = subjects_lookup(book_subjects(d->budget->book), SUBJECT_GOV_ECON,
                                                key.minor, strlen(key.minor));
    if (gov != NULL)
        row->texts[ROW_GOV_NAME] = gov->name;
}

static struct text book_text(const struct deriver *d, enum book_file file, int row,
                             const char *heading, const char *value)
{
    return (struct text){value, book_pos(d->budget->book, file, row, heading)};
}

static void show_agency(const struct deriver *d, const struct agency *agency, struct row *row)
{
    row->texts[ROW_CODE] = book_text(d, BOOK_AGENCIES, agency->row, "单位编码", agency->code);
    row->texts[ROW_NAME] = book_text(d, BOOK_AGENCIES, agency->row, "单位名称", agency->name);
}

static void show_project(const struct deriver *d, const struct project *project, struct row *row)
{
    row->texts[ROW_CODE] = book_text(d, BOOK_PROJECTS, project->row, "项目编码", project->code);
    row->texts[ROW_NAME] = book_text(d, BOOK_PROJECTS, project->row, "项目名称", project->name);
}

/* Fills the texts of ROW, which FACT has made. */
static void show_row(const struct deriver *d, const struct side_format *side,
                     const struct fact *fact, struct row *row)
{
    if (side->kind == ROWS_TREE)
        show_subject(d, side->list, row->key, row);
    else if (side->kind == ROWS_ECONOMIC)
        show_economic(d, row->key, row);
    else if (row->key.minor[0] == '\0')
        show_agency(d, fact->agency, row);
    else
        show_project(d, fact->project, row);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static struct row new_row(const struct deriver *d, const struct side_format *side)
{
    struct row row = {.key = {"", 0, ""}};
    for (int i = 0; i < ROW_TEXT_COUNT; i++)
        row.texts[i] = (struct text){"", side->pos};
    row.sums = arena_array(d->arena, side->column_count, sizeof *row.sums);
    return row;
}

static struct row *line_rows(const struct deriver *d, const struct side_format *side,
                             const struct line_format *lines, size_t count)
{
    struct row *rows = arena_array(d->arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = new_row(d, side);
        rows[i].line = &lines[i];
        rows[i].texts[ROW_NAME] = format_expand(d->arena, lines[i].label, &d->values);
    }
    return rows;
}

static bool is_class(const struct subject *subject)
{
    return strlen(subject->code.utf8) == 3;
}

static void class_rows(const struct deriver *d, const struct side_format *side, struct rows *rows)
{
    const struct subjects *subjects = book_subjects(d->budget->book);
    size_t count = subjects_count(subjects, SUBJECT_FUNCTION);
    rows->keyed = arena_array(d->arena, count, sizeof *rows->keyed);
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject = subjects_at(subjects, SUBJECT_FUNCTION, i);
        if (!is_class(subject))
            continue;
        struct row *row = &rows->keyed[rows->keyed_count++];
        *row = new_row(d, side);
        row->key = (struct row_key){subject->code.utf8, 3, ""};
        row->texts[ROW_CODE] = subject->code;
        row->texts[ROW_NAME] = subject->name;
        row->texts[ROW_NAME].utf8 = arena_printf(
            d->arena, "%s、%s", numeral_chinese(d->arena, rows->keyed_count), subject->name.utf8);
    }
}

/* A key with a record that has it. The key comes first: compare_keys() reads just that. */
struct keyed_fact {
    struct row_key key;
    const struct fact *fact;
};

/* The rows that the records of the side make: a row for each key. */
static void record_rows(const struct deriver *d, const struct side_format *side, struct rows *rows)
{
    size_t count = 0;
    struct keyed_fact *found =
        arena_array(d->arena, d->budget->fact_count * KEYS_MAX, sizeof *found);
    for (size_t i = 0; i < d->budget->fact_count; i++) {
        const struct fact *fact = &d->budget->facts[i];
        struct row_key keys[KEYS_MAX];
        const char *blank;
        if (fact->kind != side->source || !filter_passes(&side->filter, fact))
            continue;
        size_t n = fact_keys(side, fact, keys, &blank);
        if (blank != NULL) {
            enum book_file file = fact->kind == FACT_INCOME ? BOOK_INCOME : BOOK_EXPENDITURE;
            diag_report(d->diag, book_pos(d->budget->book, file, fact->row, blank),
                        DIAG_RECORD_WITHOUT_ROW, blank,
                        format_expand(d->arena, d->table->title, &d->values).utf8, NULL);
        }
        for (size_t k = 0; k < n; k++)
            found[count++] = (struct keyed_fact){keys[k], fact};
    }
    if (count > 0)
        qsort(found, count, sizeof *found, compare_keys);
    rows->keyed = arena_array(d->arena, count, sizeof *rows->keyed);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && compare_keys(&found[i - 1], &found[i]) == 0)
            continue;
        struct row *row = &rows->keyed[rows->keyed_count++];
        *row = new_row(d, side);
        row->key = found[i].key;
        show_row(d, side, found[i].fact, row);
    }
}

static struct rows side_rows(const struct deriver *d, const struct side_format *side)
{
    struct rows rows = {
        .total = new_row(d, side), .line_count = side->line_count, .foot_count = side->foot_count};
    rows.lines = line_rows(d, side, side->lines, side->line_count);
    rows.foot = line_rows(d, side, side->foot, side->foot_count);
    if (side->kind == ROWS_CLASSES)
        class_rows(d, side, &rows);
    else if (side->kind != ROWS_LINES)
        record_rows(d, side, &rows);
    return rows;
}

/* ---- sums ---------------------------------------------------------------------------------- */

static bool add_fact(const struct deriver *d, const struct side_format *side,
                     const struct fact *fact, struct row *row)
{
    bool used = false;
    for (size_t i = 0; i < side->column_count; i++) {
        const struct column_format *column = &d->table->columns[side->first_column + i];
        if (!column->is_amount || column->source != fact->kind ||
            !filter_passes(&column->filter, fact))
            continue;
        struct sum *sum = &row->sums[i];
        if (!money_add(&sum->amount, fact->amount))
            diag_report(d->diag, d->table->pos, DIAG_SUM_OVERFLOW,
                        format_expand(d->arena, d->table->title, &d->values).utf8, NULL);
        if (sum->first == NULL)
            sum->first = fact;
        used = true;
    }
    return used;
}

static bool add_to_lines(const struct deriver *d, const struct side_format *side,
                         const struct fact *fact, struct row *lines, size_t count)
{
    bool used = false;
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].line->blank && filter_passes(&lines[i].line->filter, fact))
            used |= add_fact(d, side, fact, &lines[i]);
    }
    return used;
}

static bool add_to_keyed(const struct deriver *d, const struct side_format *side,
                         const struct fact *fact, struct rows *rows)
{
    bool used = false;
    struct row_key keys[KEYS_MAX];
    const char *blank;
    size_t count = fact_keys(side, fact, keys, &blank);
    for (size_t i = 0; i < count; i++) {
        struct row *row = rows->keyed_count == 0 ? NULL
                                                 : bsearch(&keys[i], rows->keyed, rows->keyed_count,
                                                           sizeof *row, compare_keys);
        if (row != NULL)
            used |= add_fact(d, side, fact, row);
    }
    return used;
}

/* Adds every record of the budget to the rows of SIDE. True when any stands in a cell. */
static bool side_sum(const struct deriver *d, const struct side_format *side, struct rows *rows)
{
    bool used = false;
    for (size_t i = 0; i < d->budget->fact_count; i++) {
        const struct fact *fact = &d->budget->facts[i];
        if (!filter_passes(&side->filter, fact))
            continue;
        used |= add_to_keyed(d, side, fact, rows);
        used |= add_to_lines(d, side, fact, rows->lines, rows->line_count);
        used |= add_to_lines(d, side, fact, rows->foot, rows->foot_count);
        if (side->total.utf8 != NULL)
            used |= add_fact(d, side, fact, &rows->total);
    }
    return used;
}

/* ---- totals -------------------------------------------------------------------------------- */

/* Whether the records of ROW are among those of the row with key ABOVE: 类, 款, 项 by their codes,
 * a project by its unit. */
static bool is_part_of(const struct side_format *side, struct row_key key, struct row_key above)
{
    bool coded = side->kind == ROWS_TREE || side->kind == ROWS_ECONOMIC;
    bool longer = coded && key.length > above.length;
    return above.minor[0] == '\0' && (longer || key.length == above.length) &&
           memcmp(key.major, above.major, above.length) == 0 && (longer || key.minor[0] != '\0');
}

/* Line ROW sums others of its side: lines that take less, or the rows above the foot. */
static bool is_total_line(const struct side_format *side, const struct rows *rows,
                          const struct line_format *line)
{
    static const struct fact_filter all = {0};
    if (line->blank)
        return false;
    if (rows->keyed_count > 0 && !filter_contains(&all, &line->filter))
        return true;
    for (size_t i = 0; i < side->line_count; i++)
        if (!side->lines[i].blank && filter_contains(&line->filter, &side->lines[i].filter))
            return true;
    for (size_t i = 0; i < side->foot_count; i++)
        if (!side->foot[i].blank && filter_contains(&line->filter, &side->foot[i].filter))
            return true;
    return false;
}

static void mark_totals(const struct side_format *side, struct rows *rows)
{
    rows->total.total = true;
    for (size_t i = 0; i + 1 < rows->keyed_count; i++) /* in the order of keys parts come next */
        rows->keyed[i].total = is_part_of(side, rows->keyed[i + 1].key, rows->keyed[i].key);
    for (size_t i = 0; i < rows->line_count; i++)
        rows->lines[i].total = is_total_line(side, rows, rows->lines[i].line);
    for (size_t i = 0; i < rows->foot_count; i++)
        rows->foot[i].total = is_total_line(side, rows, rows->foot[i].line);
}

/* COLUMN sums another one of its side. */
static bool is_total_column(const struct table_format *table, const struct side_format *side,
                            const struct column_format *column)
{
    for (size_t i = 0; column->is_amount && i < side->column_count; i++) {
        const struct column_format *other = &table->columns[side->first_column + i];
        if (other->is_amount && other->source == column->source &&
            filter_contains(&column->filter, &other->filter))
            return true;
    }
    return false;
}

static const bool *find_total_columns(struct arena *arena, const struct table_format *table)
{
    bool *totals = arena_array(arena, table->column_count, sizeof *totals);
    for (size_t s = 0; s < table->side_count; s++) {
        const struct side_format *side = &table->sides[s];
        for (size_t i = 0; i < side->column_count; i++)
            totals[side->first_column + i] =
                is_total_column(table, side, &table->columns[side->first_column + i]);
    }
    return totals;
}

/* ---- cells --------------------------------------------------------------------------------- */

static struct text amount_text(const struct deriver *d, const struct sum *sum, struct pos pos)
{
    char printed[64];
    const struct format *format = d->format;
    if (sum->first == NULL || (sum->amount == 0 && format->zero_blank))
        return (struct text){"", pos};
    enum book_file file = sum->first->kind == FACT_INCOME ? BOOK_INCOME : BOOK_EXPENDITURE;
    size_t length = money_format(sum->amount, format->unit_fen, format->decimals, format->separator,
                                 printed, sizeof printed);
    return (struct text){arena_strndup(d->arena, printed, length),
                         book_pos(d->budget->book, file, sum->first->row, "金额")};
}

/* The cells of ROW (NULL: blank ones) in table row AT. */
static void put_row(const struct deriver *d, const struct side_format *side, const struct row *row,
                    int at, struct table_cell *cells)
{
    for (size_t i = 0; i < side->column_count; i++) {
        size_t index = side->first_column + i;
        const struct column_format *column = &d->table->columns[index];
        bool is_code = !column->is_amount && column->show == ROW_CODE;
        struct table_cell *cell = &cells[index];
        *cell = (struct table_cell){
            .text = {"", column->pos},
            .content = column->is_amount || is_code ? CELL_AMOUNT : CELL_TEXT,
            .align = column->align,
            .style = column->is_amount ? d->table->figure_style : d->table->body_style,
            .heads = !column->is_amount,
            .row = at,
            .column = (int)index,
            .row_span = 1,
            .column_span = 1};
        if (row == NULL)
            continue;
        cell->text = column->is_amount ? amount_text(d, &row->sums[i], column->pos)
                                       : row->texts[column->show];
        cell->total = column->is_amount && (row->total || d->total_columns[index]);
        if (is_code && row->key.length == 0)
            cell->content = CELL_TEXT; /* 合计 stands where the others have a code */
    }
}

/* The row of ROWS that stands at INDEX of the body, above the foot; NULL when they are fewer. */
static const struct row *body_row(const struct side_format *side, const struct rows *rows,
                                  size_t index)
{
    bool has_total = side->total.utf8 != NULL;
    if (has_total && !side->total_last) {
        if (index == 0)
            return &rows->total;
        index--;
    }
    if (index < rows->keyed_count)
        return &rows->keyed[index];
    index -= rows->keyed_count;
    if (index < rows->line_count)
        return &rows->lines[index];
    return has_total && side->total_last && index == rows->line_count ? &rows->total : NULL;
}

static size_t body_rows(const struct side_format *side, const struct rows *rows)
{
    return rows->keyed_count + rows->line_count + (side->total.utf8 != NULL);
}

/* The total row is labelled in the first text column of its side. */
static void label_total(const struct deriver *d, const struct side_format *side, struct rows *rows)
{
    if (side->total.utf8 == NULL)
        return;
    for (size_t i = 0; i < side->column_count; i++) {
        const struct column_format *column = &d->table->columns[side->first_column + i];
        if (!column->is_amount) {
            rows->total.texts[column->show] = format_expand(d->arena, side->total, &d->values);
            return;
        }
    }
}

/* Heads are centred, or spread over their cells where the pack says so. */
static void put_head(const struct deriver *d, struct table_cell *cells)
{
    enum align align = d->format->styles[d->table->head_style].align;
    for (size_t i = 0; i < d->table->head_count; i++) {
        const struct head_cell *head = &d->table->head[i];
        cells[i] = (struct table_cell){.text = format_expand(d->arena, head->text, &d->values),
                                       .content = CELL_TEXT,
                                       .align = align == ALIGN_DISTRIBUTE ? align : ALIGN_CENTER,
                                       .style = d->table->head_style,
                                       .row = head->row,
                                       .column = head->column,
                                       .row_span = head->row_span,
                                       .column_span = head->column_span};
    }
}

static int compare_cells(const void *a, const void *b)
{
    const struct table_cell *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->column > y->column) - (x->column < y->column);
}

/* The table around BODY rows and the feet of SIDES' rows. */
static const struct table *put_table(const struct deriver *d, const struct rows *rows, size_t body)
{
    const struct table_format *format = d->table;
    size_t foot = format->sides[0].foot_count;
    struct table *table = arena_alloc(d->arena, sizeof *table);
    struct table_column *columns = arena_array(d->arena, format->column_count, sizeof *columns);
    for (size_t i = 0; i < format->column_count; i++)
        columns[i] = (struct table_column){format->columns[i].width, format->columns[i].share};
    size_t cell_count = format->head_count + (body + foot) * format->column_count;
    struct table_cell *cells = arena_array(d->arena, cell_count, sizeof *cells);
    put_head(d, cells);
    qsort(cells, format->head_count, sizeof *cells, compare_cells);
    for (size_t r = 0; r < body + foot; r++) {
        struct table_cell *line = cells + format->head_count + r * format->column_count;
        for (size_t s = 0; s < format->side_count; s++) {
            const struct row *row =
                r < body ? body_row(&format->sides[s], &rows[s], r) : &rows[s].foot[r - body];
            put_row(d, &format->sides[s], row, format->head_rows + (int)r, line);
        }
    }
    *table = (struct table){.columns = columns,
                            .column_count = (int)format->column_count,
                            .row_count = format->head_rows + (int)(body + foot),
                            .head_rows = format->head_rows,
                            .column_numbers = format->column_numbers,
                            .unit = d->format->unit_name.utf8,
                            .cells = cells,
                            .cell_count = cell_count,
                            .row_pitch = format->row_pitch,
                            .number = format->number,
                            .continued = format_expand(d->arena, format->continued, &d->values),
                            .continued_style = format->line_style};
    return table;
}

struct derived_table derive_table(struct arena *arena, const struct format *format,
                                  const struct table_format *table, const struct budget *budget,
                                  struct diag *diag)
{
    const struct deriver d = {.arena = arena,
                              .format = format,
                              .table = table,
                              .budget = budget,
                              .diag = diag,
                              .values = format_values_of(budget),
                              .total_columns = find_total_columns(arena, table)};
    struct rows *rows = arena_array(arena, table->side_count, sizeof *rows);
    size_t body = 0;
    bool used = false;
    for (size_t s = 0; s < table->side_count; s++) {
        rows[s] = side_rows(&d, &table->sides[s]);
        label_total(&d, &table->sides[s], &rows[s]);
        used |= side_sum(&d, &table->sides[s], &rows[s]);
        mark_totals(&table->sides[s], &rows[s]);
        size_t count = body_rows(&table->sides[s], &rows[s]);
        body = count > body ? count : body;
    }
    return (struct derived_table){put_table(&d, rows, body), !used};
}

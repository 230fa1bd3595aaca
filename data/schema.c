/* Heads matched with schemas; fields read by their type. */
#include "data/schema.h"

#include <stdio.h>
#include <string.h>

#include "data/money.h"

/* ---- the head ------------------------------------------------------------------------------ */

struct reader {
    const struct schema *schema;
    const char *file;
    struct diag *diag;
    schema_row_fn *each;
    void *context;
    struct schema_head *head; /* its count is 0 until the head was read */
    bool failed;
};

static size_t find_column(const struct schema *schema, const char *heading)
{
    size_t i = 0;
    while (i < schema->column_count && strcmp(schema->columns[i].heading, heading) != 0)
        i++;
    return i;
}

static void take_heading(struct reader *reader, struct pos pos, const struct csv_field *field)
{
    size_t i = find_column(reader->schema, field->text);
    if (!csv_check_field(reader->diag, pos, field->text, field)) {
        reader->failed = true;
    } else if (i == reader->schema->column_count) {
        diag_report(reader->diag, pos, DIAG_CSV_COLUMN_UNKNOWN, field->text, NULL);
    } else if (reader->head->columns[i] > 0) {
        char first[16];
        snprintf(first, sizeof first, "%d", reader->head->columns[i]);
        diag_report(reader->diag, pos, DIAG_CSV_COLUMN_DUPLICATE, field->text, first, NULL);
        reader->failed = true;
    } else {
        reader->head->columns[i] = pos.column;
    }
}

static void report_absent_columns(struct reader *reader)
{
    for (size_t i = 0; i < reader->schema->column_count; i++) {
        const struct schema_column *column = &reader->schema->columns[i];
        if (reader->head->columns[i] == 0 && !column->may_be_absent) {
            diag_report(reader->diag, (struct pos){reader->file, 1, 1}, DIAG_CSV_COLUMN_MISSING,
                        column->heading, NULL);
            reader->failed = true;
        }
    }
}

static void take_head(struct reader *reader, const struct csv_row *row)
{
    reader->head->count = row->count;
    while (row->fields[reader->head->count - 1].text[0] == '\0' && reader->head->count > 1)
        reader->head->count--; /* empty columns that a spreadsheet left at the right */
    for (size_t i = 0; i < reader->head->count; i++) {
        struct pos pos = {reader->file, row->row, (int)i + 1};
        if (row->fields[i].text[0] || row->fields[i].fault != CSV_FIELD_GOOD)
            take_heading(reader, pos, &row->fields[i]);
    }
    report_absent_columns(reader);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void pass_row(const struct reader *reader, const struct csv_row *row)
{
    static const struct csv_field blank = {"", CSV_FIELD_GOOD, 0};
    const struct schema_head *head = reader->head;
    struct schema_row out; /* its fields are many: no initializer */
    out.schema = reader->schema;
    out.file = reader->file;
    out.diag = reader->diag;
    out.columns = head->columns;
    out.row = row->row;
    out.offset = row->offset;
    out.count = row->count;
    out.head_count = head->count;
    for (size_t i = 0; i < reader->schema->column_count; i++) {
        size_t column = (size_t)head->columns[i];
        out.fields[i] = column > 0 && column <= row->count ? &row->fields[column - 1] : &blank;
    }
    while (out.count > out.head_count && row->fields[out.count - 1].text[0] == '\0' &&
           row->fields[out.count - 1].fault == CSV_FIELD_GOOD)
        out.count--; /* empty fields beyond the head are no matter */
    reader->each(reader->context, &out);
}

static void take_row(void *context, const struct csv_row *row)
{
    struct reader *reader = context;
    if (reader->head->count == 0)
        take_head(reader, row);
    else
        pass_row(reader, row);
}

static void report_empty(const struct reader *reader)
{
    const struct schema *schema = reader->schema;
    struct arena *scratch = arena_new();
    const char *headings[SCHEMA_COLUMNS_MAX + 1] = {NULL};
    for (size_t i = 0; i < schema->column_count; i++)
        headings[i] = schema->columns[i].heading;
    diag_report(reader->diag, (struct pos){reader->file, 1, 1}, DIAG_CSV_EMPTY,
                schema_list_choices(scratch, headings), NULL);
    arena_free(scratch);
}

bool schema_read_all(const struct schema *schema, struct csv_file *file, struct diag *diag,
                     struct schema_head *head, schema_row_fn *each, void *context)
{
    struct reader reader = {schema, file->name, diag, each, context, head, false};
    memset(head, 0, sizeof *head);
    diag_concern(diag, NULL);
    bool complete = csv_read_all(file, diag, take_row, &reader);
    diag_concern(diag, NULL);
    if (complete && head->count == 0) {
        report_empty(&reader);
        return false;
    }
    return complete && !reader.failed;
}

int schema_read_extents(const struct schema *schema, const struct csv_file *file,
                        const struct schema_head *head, const struct csv_extent *extents,
                        size_t count, struct diag *diag, schema_row_fn *each, void *context)
{
    struct schema_head known = *head; /* so that no row is taken for the head */
    struct reader reader = {schema, file->name, diag, each, context, &known, false};
    return csv_read_extents(file, extents, count, take_row, &reader);
}

bool schema_read(const struct schema *schema, const char *path, const char *shown_name,
                 struct diag *diag, int columns[SCHEMA_COLUMNS_MAX], schema_row_fn *each,
                 void *context)
{
    struct schema_head head;
    struct csv_file file = csv_open(path, shown_name);
    bool good = schema_read_all(schema, &file, diag, &head, each, context);
    csv_close(&file);
    memcpy(columns, head.columns, sizeof head.columns);
    return good;
}

struct pos schema_pos(const struct schema_row *row, size_t column)
{
    return (struct pos){row->file, row->row, row->columns[column]};
}

const char *schema_text(const struct schema_row *row, enum field_type type)
{
    for (size_t i = 0; i < row->schema->column_count; i++)
        if (row->schema->columns[i].type == type)
            return row->fields[i]->text;
    return "";
}

bool schema_check_row(const struct schema_row *row)
{
    if (row->count == row->head_count)
        return true;
    char found[24], expected[24];
    snprintf(found, sizeof found, "%zu", row->count);
    snprintf(expected, sizeof expected, "%zu", row->head_count);
    bool few = row->count < row->head_count;
    /* The first field that is missing, or that has no heading. */
    struct pos pos = {row->file, row->row, (int)(few ? row->count : row->head_count) + 1};
    diag_report(row->diag, pos, few ? DIAG_CSV_ROW_SHORT : DIAG_CSV_ROW_LONG, found, expected,
                NULL);
    return false;
}

/* ---- fields -------------------------------------------------------------------------------- */

#define NUMBER_MAX 999999

const char *schema_list_choices(struct arena *arena, const char *const *choices)
{
    const char *list = choices[0];
    for (size_t i = 1; choices[i]; i++)
        list = arena_printf(arena, "%s、%s", list, choices[i]);
    return list;
}

bool schema_check_field(const struct schema_row *row, size_t column)
{
    const struct schema_column *expected = &row->schema->columns[column];
    const struct csv_field *field = row->fields[column];
    struct pos pos = schema_pos(row, column);
    if (!csv_check_field(row->diag, pos, expected->heading, field))
        return false;
    if (field->text[0] || expected->may_be_blank)
        return true;
    /* A missing column or a short row has been reported as a whole. */
    if (pos.column > 0 && (size_t)pos.column <= row->count)
        diag_report(row->diag, pos, DIAG_FIELD_BLANK, expected->heading, NULL);
    return false;
}

static bool report_value(const struct schema_row *row, size_t column, enum diag_code code,
                         const char *expected)
{
    diag_report(row->diag, schema_pos(row, column), code, row->schema->columns[column].heading,
                row->fields[column]->text, expected, NULL);
    return false;
}

static bool read_money(const struct schema_row *row, size_t column, money *out)
{
    static const enum diag_code codes[] = {
        [MONEY_MALFORMED] = DIAG_FIELD_MONEY,
        [MONEY_DECIMALS] = DIAG_FIELD_MONEY_DECIMALS,
        [MONEY_OVERFLOW] = DIAG_FIELD_MONEY_OVERFLOW,
    };
    const char *text = row->fields[column]->text;
    *out = MONEY_NONE;
    if (text[0] == '\0')
        return true;
    enum money_fault fault = money_parse(text, strlen(text), out);
    return fault == MONEY_OK || report_value(row, column, codes[fault], NULL);
}

/* Digits only; blank is 0, where it is allowed. */
static bool read_number(const struct schema_row *row, size_t column, int least, int most, int *out)
{
    const char *text = row->fields[column]->text;
    size_t length = strlen(text);
    *out = 0;
    if (length == 0)
        return true;
    int value = 0;
    bool good = length <= 6 && strspn(text, "0123456789") == length;
    for (size_t i = 0; good && i < length; i++)
        value = value * 10 + (text[i] - '0');
    if (!good || value < least || value > most) {
        char range[32];
        snprintf(range, sizeof range, "%d–%d", least, most);
        return report_value(row, column, DIAG_FIELD_NUMBER, range);
    }
    *out = value;
    return true;
}

static bool read_choice(const struct schema_row *row, size_t column, const char *const *choices,
                        unsigned *out)
{
    for (unsigned i = 0; choices[i]; i++) {
        if (strcmp(choices[i], row->fields[column]->text) == 0) {
            *out = i;
            return true;
        }
    }
    struct arena *scratch = arena_new();
    report_value(row, column, DIAG_FIELD_CHOICE, schema_list_choices(scratch, choices));
    arena_free(scratch);
    return false;
}

static bool read_quantity(const struct schema_row *row, size_t column)
{
    money ignored;
    const char *text = row->fields[column]->text;
    if (text[0] == '\0' || money_parse(text, strlen(text), &ignored) == MONEY_OK)
        return true;
    return report_value(row, column, DIAG_FIELD_QUANTITY, NULL);
}

bool schema_read_field(struct arena *arena, const struct schema_row *row, size_t column,
                       void *record)
{
    static const char *const no_yes[] = {"否", "是", NULL};
    const struct schema_column *expected = &row->schema->columns[column];
    const char *text = row->fields[column]->text;
    char *out = (char *)record + expected->offset;
    unsigned choice = 0;
    if (!schema_check_field(row, column))
        return false;
    switch (expected->type) {
    case FIELD_MONEY:
        return read_money(row, column, (money *)(void *)out);
    case FIELD_YEAR:
        return read_number(row, column, SCHEMA_YEAR_MIN, SCHEMA_YEAR_MAX, (int *)(void *)out);
    case FIELD_NUMBER:
        return read_number(row, column, 0, NUMBER_MAX, (int *)(void *)out);
    case FIELD_CHOICE:
        if (text[0] && !read_choice(row, column, expected->choices, &choice))
            return false;
        memcpy(out, &choice, sizeof choice); /* every enum here is an unsigned int to gcc */
        return true;
    case FIELD_YES_NO:
        if (!read_choice(row, column, no_yes, &choice))
            return false;
        *(bool *)(void *)out = choice == 1;
        return true;
    case FIELD_KEY:
        if (strpbrk(text, " \n"))
            return report_value(row, column, DIAG_FIELD_KEY, NULL);
        break;
    case FIELD_QUANTITY:
        if (!read_quantity(row, column))
            return false;
        break;
    default:
        break;
    }
    *(const char **)(void *)out = text[0] ? arena_strdup(arena, text) : "";
    return true;
}

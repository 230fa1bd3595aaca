/* A book once opened: the order of its records, and what is asked of it. */
#include "data/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/book_parts.h"

/* ---- order --------------------------------------------------------------------------------- */

/* Records are ordered by their content, so that the order of rows never shows. Only records that
 * are alike in everything are left to their rows. */

static int compare_numbers(long long a, long long b)
{
    return (a > b) - (a < b);
}

/* The first of ORDERS that is not 0. */
static int first_order(const int *orders, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (orders[i] != 0)
            return orders[i];
    return 0;
}

#define ORDER(...)                                                                                 \
    first_order((const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))
#define TEXT(member)   strcmp(a->member, b->member)
#define NUMBER(member) compare_numbers(a->member, b->member)

static int compare_departments(const void *left, const void *right)
{
    const struct department *a = left, *b = right;
    return TEXT(code);
}

static int compare_agencies(const void *left, const void *right)
{
    const struct agency *a = left, *b = right;
    return ORDER(TEXT(department), TEXT(code));
}

static int compare_facts(const void *left, const void *right)
{
    const struct fact *a = left, *b = right;
    const char *project_a = a->project ? a->project->code : "";
    const char *project_b = b->project ? b->project->code : "";
    return ORDER(TEXT(department), TEXT(agency->code), NUMBER(kind), TEXT(function), NUMBER(fund),
                 NUMBER(origin), NUMBER(category), strcmp(project_a, project_b), TEXT(dept_econ),
                 TEXT(gov_econ), TEXT(revenue), NUMBER(amount), NUMBER(row));
}

static int compare_projects(const void *left, const void *right)
{
    const struct project *a = left, *b = right;
    return ORDER(TEXT(department), TEXT(code));
}

static int compare_indicators(const void *left, const void *right)
{
    const struct indicator *a = left, *b = right;
    return ORDER(TEXT(department), TEXT(project->code), NUMBER(term), NUMBER(number),
                 TEXT(level[0]), TEXT(level[1]), TEXT(level[2]), TEXT(value), NUMBER(row));
}

static int compare_prior_years(const void *left, const void *right)
{
    const struct prior_year *a = left, *b = right;
    return ORDER(TEXT(department), NUMBER(year), TEXT(item));
}

static int compare_procurements(const void *left, const void *right)
{
    const struct procurement *a = left, *b = right;
    return ORDER(TEXT(department), TEXT(kind));
}

static int compare_assets(const void *left, const void *right)
{
    const struct asset *a = left, *b = right;
    return ORDER(TEXT(department), TEXT(date), TEXT(item), TEXT(quantity), TEXT(measure),
                 NUMBER(row));
}

static int compare_prose(const void *left, const void *right)
{
    const struct prose *a = left, *b = right;
    return ORDER(TEXT(department), TEXT(column), NUMBER(number), TEXT(content), NUMBER(row));
}

static int compare_overall(const void *left, const void *right)
{
    const struct overall *a = left, *b = right;
    return ORDER(TEXT(department), NUMBER(column), NUMBER(number), TEXT(name), TEXT(content),
                 NUMBER(amounts[OVERALL_TOTAL]), NUMBER(amounts[OVERALL_FISCAL]),
                 NUMBER(amounts[OVERALL_OTHER]), NUMBER(row));
}

static int compare_overall_indicators(const void *left, const void *right)
{
    const struct indicator *a = left, *b = right;
    return ORDER(TEXT(department), NUMBER(number), TEXT(level[0]), TEXT(level[1]), TEXT(level[2]),
                 TEXT(value), NUMBER(row));
}

static int compare_controls(const void *left, const void *right)
{
    const struct control *a = left, *b = right;
    return ORDER(TEXT(department), NUMBER(row));
}

static int compare_waivers(const void *left, const void *right)
{
    const struct waiver *a = left, *b = right;
    return ORDER(TEXT(department), NUMBER(row));
}

#define KIND(file, record, name, slice, slice_count, may_be_missing)                               \
    {                                                                                              \
        file, sizeof(struct record), compare_##name, offsetof(struct budget, slice),               \
            offsetof(struct budget, slice_count), may_be_missing                                   \
    }

const struct record_kind record_kinds[BOOK_FILE_COUNT] = {
    [BOOK_DEPARTMENTS] = {BOOK_DEPARTMENTS, sizeof(struct department), compare_departments, 0, 0,
                          false},
    [BOOK_AGENCIES] = KIND(BOOK_AGENCIES, agency, agencies, agencies, agency_count, false),
    [BOOK_EXPENDITURE] = KIND(BOOK_EXPENDITURE, fact, facts, facts, fact_count, false),
    [BOOK_INCOME] = KIND(BOOK_EXPENDITURE, fact, facts, facts, fact_count, false),
    [BOOK_PROJECTS] = KIND(BOOK_PROJECTS, project, projects, projects, project_count, false),
    [BOOK_INDICATORS] =
        KIND(BOOK_INDICATORS, indicator, indicators, indicators, indicator_count, false),
    [BOOK_PRIOR_YEAR] =
        KIND(BOOK_PRIOR_YEAR, prior_year, prior_years, prior_years, prior_year_count, false),
    [BOOK_PROCUREMENT] =
        KIND(BOOK_PROCUREMENT, procurement, procurements, procurements, procurement_count, false),
    [BOOK_ASSETS] = KIND(BOOK_ASSETS, asset, assets, assets, asset_count, false),
    [BOOK_TEXTS] = KIND(BOOK_TEXTS, prose, prose, prose, prose_count, false),
    [BOOK_OVERALL] = KIND(BOOK_OVERALL, overall, overall, overall, overall_count, true),
    [BOOK_OVERALL_INDICATORS] = KIND(BOOK_OVERALL_INDICATORS, indicator, overall_indicators,
                                     overall_indicators, overall_indicator_count, true),
    [BOOK_CONTROLS] = KIND(BOOK_CONTROLS, control, controls, controls, control_count, true),
    [BOOK_WAIVERS] = KIND(BOOK_WAIVERS, waiver, waivers, waivers, waiver_count, true),
};

const enum book_file book_reading_order[BOOK_FILE_COUNT] = {
    BOOK_DEPARTMENTS, BOOK_AGENCIES,           BOOK_PROJECTS,    BOOK_EXPENDITURE, BOOK_INCOME,
    BOOK_INDICATORS,  BOOK_PRIOR_YEAR,         BOOK_PROCUREMENT, BOOK_ASSETS,      BOOK_TEXTS,
    BOOK_OVERALL,     BOOK_OVERALL_INDICATORS, BOOK_CONTROLS,    BOOK_WAIVERS,
};

void records_add(struct arena *arena, struct records *records, const struct record_kind *kind,
                 const union record *record)
{
    records->items =
        arena_grow(arena, records->items, records->count, &records->capacity, kind->size);
    memcpy((char *)records->items + records->count++ * kind->size, record, kind->size);
}

void *records_settle(struct arena *arena, const struct records *records,
                     const struct record_kind *kind)
{
    void *items = arena_array(arena, records->count, kind->size);
    if (records->count > 0) {
        memcpy(items, records->items, records->count * kind->size);
        qsort(items, records->count, kind->size, kind->compare);
    }
    return items;
}

/* ---- asking -------------------------------------------------------------------------------- */

void book_close(const struct book *book)
{
    for (size_t i = 0; book && i < BOOK_FILE_COUNT; i++)
        csv_close(&book->files[i]);
}

const char *book_format(const struct book *book)
{
    return book->format;
}

int book_year(const struct book *book)
{
    return book->year;
}

struct text book_region(const struct book *book)
{
    return book->region;
}

const char *book_path(const struct book *book)
{
    return book->path;
}

const struct subjects *book_subjects(const struct book *book)
{
    return book->subjects;
}

size_t book_department_count(const struct book *book)
{
    return book->department_count;
}

const struct department *book_department(const struct book *book, size_t index)
{
    return &book->departments[index];
}

struct pos book_pos(const struct book *book, enum book_file file, int row, const char *heading)
{
    const struct schema *schema = &book_schemas[file];
    struct pos pos = {schema->file, row, 0};
    for (size_t i = 0; i < schema->column_count; i++)
        if (strcmp(schema->columns[i].heading, heading) == 0)
            pos.column = book->heads[file].columns[i];
    return pos;
}

int book_column(enum book_file file, const char *heading)
{
    const struct schema *schema = &book_schemas[file];
    for (size_t i = 0; i < schema->column_count; i++) {
        enum field_type type = schema->columns[i].type;
        if (strcmp(schema->columns[i].heading, heading) == 0)
            return type == FIELD_TEXT || type == FIELD_KEY || type == FIELD_MONEY ||
                           type == FIELD_QUANTITY
                       ? (int)i
                       : -1;
    }
    return -1;
}

const char *book_heading(enum book_file file, int column)
{
    return book_schemas[file].columns[column].heading;
}

const char *book_file_name(enum book_file file)
{
    return book_schemas[file].file;
}

struct book_value book_value(const struct book *book, enum book_file file, int column,
                             const void *record)
{
    const struct schema_column *described = &book_schemas[file].columns[column];
    const char *at = (const char *)record + described->offset;
    int row;
    memcpy(&row, record, sizeof row);
    struct book_value value = {
        .text = {"", {book_schemas[file].file, row, book->heads[file].columns[column]}},
        .is_amount = described->type == FIELD_MONEY,
        .amount = MONEY_NONE};
    if (value.is_amount)
        memcpy(&value.amount, at, sizeof value.amount);
    else
        memcpy(&value.text.utf8, at, sizeof value.text.utf8);
    return value;
}

/* ---- small things -------------------------------------------------------------------------- */

size_t book_column_of(const struct schema *schema, const char *heading)
{
    size_t i = 0;
    while (strcmp(schema->columns[i].heading, heading) != 0)
        i++;
    return i;
}

const char *book_decimal(char buffer[16], int number)
{
    snprintf(buffer, 16, "%d", number);
    return buffer;
}

/* A book once read: the order of its records, and what is asked of it. */
#include "data/book.h"

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
                 NUMBER(row));
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

#define KIND(file, record, key, name, slice, slice_count)                                          \
    {                                                                                              \
        file, sizeof(struct record), offsetof(struct record, key), compare_##name,                 \
            offsetof(struct budget, slice), offsetof(struct budget, slice_count), false            \
    }

const struct record_kind record_kinds[BOOK_FILE_COUNT] = {
    [BOOK_DEPARTMENTS] = {BOOK_DEPARTMENTS, sizeof(struct department),
                          offsetof(struct department, code), compare_departments, 0, 0, false},
    [BOOK_AGENCIES] = KIND(BOOK_AGENCIES, agency, department, agencies, agencies, agency_count),
    [BOOK_EXPENDITURE] = KIND(BOOK_EXPENDITURE, fact, department, facts, facts, fact_count),
    [BOOK_INCOME] = KIND(BOOK_EXPENDITURE, fact, department, facts, facts, fact_count),
    [BOOK_PROJECTS] = KIND(BOOK_PROJECTS, project, department, projects, projects, project_count),
    [BOOK_INDICATORS] =
        KIND(BOOK_INDICATORS, indicator, department, indicators, indicators, indicator_count),
    [BOOK_PRIOR_YEAR] =
        KIND(BOOK_PRIOR_YEAR, prior_year, department, prior_years, prior_years, prior_year_count),
    [BOOK_PROCUREMENT] = KIND(BOOK_PROCUREMENT, procurement, department, procurements, procurements,
                              procurement_count),
    [BOOK_ASSETS] = KIND(BOOK_ASSETS, asset, department, assets, assets, asset_count),
    [BOOK_TEXTS] = KIND(BOOK_TEXTS, prose, department, prose, prose, prose_count),
    [BOOK_OVERALL] = {BOOK_OVERALL, sizeof(struct overall), offsetof(struct overall, department),
                      compare_overall, offsetof(struct budget, overall),
                      offsetof(struct budget, overall_count), true},
    [BOOK_OVERALL_INDICATORS] = {BOOK_OVERALL_INDICATORS, sizeof(struct indicator),
                                 offsetof(struct indicator, department), compare_overall_indicators,
                                 offsetof(struct budget, overall_indicators),
                                 offsetof(struct budget, overall_indicator_count), true},
    [BOOK_CONTROLS] = {BOOK_CONTROLS, sizeof(struct control), offsetof(struct control, department),
                       compare_controls, offsetof(struct budget, controls),
                       offsetof(struct budget, control_count), true},
    [BOOK_WAIVERS] = {BOOK_WAIVERS, sizeof(struct waiver), offsetof(struct waiver, department),
                      compare_waivers, offsetof(struct budget, waivers),
                      offsetof(struct budget, waiver_count), true},
};

/* ---- slices -------------------------------------------------------------------------------- */

static const char *department_of(const struct record_kind *kind, const char *record)
{
    const char *code;
    memcpy(&code, record + kind->department, sizeof code);
    return code;
}

/* One walk over departments and records together: both are sorted by department. */
static void slice_kind(const struct book *book, struct budget *budgets,
                       const struct record_kind *kind, const struct records *records)
{
    size_t next = 0;
    const char *items = records->items;
    for (size_t i = 0; i < book->department_count; i++) {
        const char *code = book->departments[i].code;
        const char *first;
        size_t count = 0;
        while (next < records->count &&
               strcmp(department_of(kind, items + next * kind->size), code) < 0)
            next++;
        first = items ? items + next * kind->size : NULL;
        while (next < records->count &&
               strcmp(department_of(kind, items + next * kind->size), code) == 0) {
            next++;
            count++;
        }
        /* The slice's pointer has the record's own type: only its bytes can be told here. */
        memcpy((char *)&budgets[i] + kind->items, &first, sizeof first);
        memcpy((char *)&budgets[i] + kind->count, &count, sizeof count);
    }
}

void book_slice(struct arena *arena, struct book *book, const struct records *records)
{
    struct budget *budgets = arena_array(arena, book->department_count, sizeof *budgets);
    for (size_t i = 0; i < book->department_count; i++)
        budgets[i] = (struct budget){.book = book, .department = &book->departments[i]};
    for (size_t file = 0; file < BOOK_FILE_COUNT; file++)
        if (file != BOOK_DEPARTMENTS && record_kinds[file].kept_as == file)
            slice_kind(book, budgets, &record_kinds[file], &records[file]);
    book->budgets = budgets;
}

/* ---- asking -------------------------------------------------------------------------------- */

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

struct budget book_budget(const struct book *book, size_t department_index)
{
    return book->budgets[department_index];
}

struct pos book_pos(const struct book *book, enum book_file file, int row, const char *heading)
{
    const struct schema *schema = &book_schemas[file];
    struct pos pos = {schema->file, row, 0};
    for (size_t i = 0; i < schema->column_count; i++)
        if (strcmp(schema->columns[i].heading, heading) == 0)
            pos.column = book->columns[file][i];
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
        .text = {"", {book_schemas[file].file, row, book->columns[file][column]}},
        .is_amount = described->type == FIELD_MONEY,
        .amount = MONEY_NONE};
    if (value.is_amount)
        memcpy(&value.amount, at, sizeof value.amount);
    else
        memcpy(&value.text.utf8, at, sizeof value.text.utf8);
    return value;
}

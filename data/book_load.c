/* Loading a department: its rows, every field of them, and the rules that take more than one field.
 *
 * What takes more than the department to check has been checked when the book was opened: a row
 * that is dropped for it here has refused its department there. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "data/book_parts.h"
#include "data/map.h"
#include "data/subject_read.h"

struct loader {
    struct arena *arena, *scratch; /* of the records; of this loading */
    struct diag *diag;             /* of this loading: dropped when the files were changed */
    const struct book *book;
    const struct department *department;
    struct budget *budget;
    struct row_hasher *hasher;
    struct row_sums sums; /* of the rows read */
    struct records records[BOOK_FILE_COUNT];
    enum book_file file; /* being read */
    struct map *keys;    /* what may stand there once */
};

/* ---- fields that refer to other files ------------------------------------------------------- */

/* Whether all levels of a code are in the list: 2080501 wants 20805 and 208. */
static bool check_subject(struct loader *loader, const struct schema_row *row, size_t column,
                          const struct subject **subject)
{
    const struct schema_column *expected = &row->schema->columns[column];
    const char *code = row->fields[column]->text;
    const char *list = subject_list_names[expected->list];
    struct pos pos = schema_pos(row, column);
    size_t length = strlen(code);
    *subject = subjects_lookup(loader->book->subjects, expected->list, code, length);
    if (!*subject) {
        diag_report(loader->diag, pos, DIAG_SUBJECT_UNKNOWN, expected->heading, code, list, NULL);
        return false;
    }
    bool good = true;
    for (size_t parent = 3; parent < length; parent += 2) {
        if (subjects_lookup(loader->book->subjects, expected->list, code, parent))
            continue;
        diag_report(loader->diag, pos, DIAG_SUBJECT_PARENT, expected->heading, code, list,
                    arena_strndup(loader->scratch, code, parent), NULL);
        good = false;
    }
    return good;
}

static bool read_subject(struct loader *loader, const struct schema_row *row, size_t column,
                         const char **out)
{
    *out = "";
    if (!schema_check_field(row, column))
        return false;
    if (row->fields[column]->text[0] == '\0')
        return true;
    if (!subject_check_form(row, column, row->schema->columns[column].list, true))
        return false;
    const struct subject *subject;
    if (!loader->book->subjects || !check_subject(loader, row, column, &subject))
        return false; /* without lists the whole book is refused */
    *out = subject->code.utf8;
    return true;
}

static int compare_agency(const void *code, const void *item)
{
    return strcmp(code, ((const struct agency *)item)->code);
}

static int compare_project(const void *code, const void *item)
{
    return strcmp(code, ((const struct project *)item)->code);
}

/* Stores the unit or project that the field names. False when it is not one of this department, or
 * its own row was faulty: both have been reported. */
static bool read_member(struct loader *loader, const struct schema_row *row, size_t column,
                        void *out)
{
    const struct schema_column *expected = &row->schema->columns[column];
    const struct csv_field *field = row->fields[column];
    const struct budget *budget = loader->budget;
    const void *member = NULL;
    memcpy(out, &member, sizeof member);
    if (field->fault != CSV_FIELD_GOOD)
        return false;
    if (field->text[0] == '\0')
        return expected->may_be_blank;
    if (expected->type == FIELD_AGENCY && budget->agency_count > 0)
        member = bsearch(field->text, budget->agencies, budget->agency_count, sizeof(struct agency),
                         compare_agency);
    else if (expected->type == FIELD_PROJECT && budget->project_count > 0)
        member = bsearch(field->text, budget->projects, budget->project_count,
                         sizeof(struct project), compare_project);
    memcpy(out, &member, sizeof member); /* whichever type of record it points to */
    return member != NULL;
}

static bool read_field(struct loader *loader, const struct schema_row *row, size_t column,
                       void *record)
{
    const struct schema_column *expected = &row->schema->columns[column];
    const struct csv_field *field = row->fields[column];
    void *out = (char *)record + expected->offset;
    switch (expected->type) {
    case FIELD_SUBJECT:
        return read_subject(loader, row, column, out);
    case FIELD_DEPARTMENT:
        *(const char **)out = loader->department->code;
        return field->fault == CSV_FIELD_GOOD && strcmp(field->text, loader->department->code) == 0;
    case FIELD_AGENCY:
    case FIELD_PROJECT:
        return read_member(loader, row, column, out);
    default:
        return schema_read_field(loader->arena, row, column, record);
    }
}

/* ---- rules that take more than one field ---------------------------------------------------- */

static bool check_economic(struct loader *loader, const struct schema_row *row,
                           const struct fact *fact, const char *heading, const char *code)
{
    if (code[0] || fact->category == CATEGORY_PROJECT)
        return true;
    diag_report(loader->diag, schema_pos(row, book_column_of(row->schema, heading)),
                DIAG_ECONOMIC_CODE_MISSING, heading, category_name(fact->category), NULL);
    return false;
}

static bool check_expenditure(struct loader *loader, const struct schema_row *row,
                              union record *record)
{
    struct fact *fact = &record->fact;
    fact->kind = FACT_EXPENDITURE;
    fact->revenue = "";
    bool good = check_economic(loader, row, fact, "部门经济科目编码", fact->dept_econ);
    good = check_economic(loader, row, fact, "政府经济科目编码", fact->gov_econ) && good;
    if ((fact->project != NULL) == (fact->category == CATEGORY_PROJECT))
        return good;
    size_t column = book_column_of(row->schema, "项目编码");
    diag_report(loader->diag, schema_pos(row, column),
                fact->project ? DIAG_PROJECT_CODE_UNWANTED : DIAG_PROJECT_CODE_MISSING, "项目编码",
                category_name(fact->category), row->fields[column]->text, NULL);
    return false;
}

static bool check_income(struct loader *loader, const struct schema_row *row, union record *record)
{
    (void)loader, (void)row;
    record->fact.kind = FACT_INCOME;
    record->fact.dept_econ = record->fact.gov_econ = "";
    return true;
}

static bool check_indicator(struct loader *loader, const struct schema_row *row,
                            union record *record)
{
    (void)loader, (void)row;
    record->indicator.department = record->indicator.project->department;
    return true;
}

/* What stands under HEADING may stand once for a YEAR. */
static bool check_once(struct loader *loader, const struct schema_row *row, int year,
                       const char *heading)
{
    size_t column = book_column_of(row->schema, heading);
    const char *value = row->fields[column]->text;
    char *key = arena_printf(loader->scratch, "%d\n%s", year, value);
    const int *first = map_lookup(loader->keys, key);
    if (!first) {
        int *number = arena_alloc(loader->scratch, sizeof *number);
        *number = row->row;
        map_put(loader->keys, key, number);
        return true;
    }
    char number[16];
    diag_report(loader->diag, schema_pos(row, column), DIAG_DUPLICATE_KEY, heading, value,
                book_decimal(number, *first), NULL);
    return false;
}

static bool check_prior_year(struct loader *loader, const struct schema_row *row,
                             union record *record)
{
    return check_once(loader, row, record->prior_year.year, "指标");
}

static bool check_procurement(struct loader *loader, const struct schema_row *row,
                              union record *record)
{
    (void)record;
    return check_once(loader, row, 0, "类别");
}

static bool check_filled(struct loader *loader, const struct schema_row *row, const char *heading)
{
    size_t column = book_column_of(row->schema, heading);
    if (row->fields[column]->text[0])
        return true;
    diag_report(loader->diag, schema_pos(row, column), DIAG_FIELD_BLANK, heading, NULL);
    return false;
}

/* What a form has no place for would be lost. */
static bool check_unfilled(struct loader *loader, const struct schema_row *row, const char *heading)
{
    size_t column = book_column_of(row->schema, heading);
    const char *text = row->fields[column]->text;
    if (text[0] == '\0')
        return true;
    diag_report(loader->diag, schema_pos(row, column), DIAG_OVERALL_UNWANTED, heading,
                schema_text(row, FIELD_CHOICE), text, NULL);
    return false;
}

static bool check_overall(struct loader *loader, const struct schema_row *row, union record *record)
{
    static const char *const of_tasks[] = {"名称", "金额", "其中财政拨款", "其他资金"};
    if (record->overall.column == OVERALL_TASK)
        return check_filled(loader, row, "名称");
    bool good = check_filled(loader, row, "内容");
    for (size_t i = 0; i < sizeof of_tasks / sizeof *of_tasks; i++)
        good = check_unfilled(loader, row, of_tasks[i]) && good;
    return good;
}

static bool check_overall_indicator(struct loader *loader, const struct schema_row *row,
                                    union record *record)
{
    (void)loader, (void)row;
    record->indicator.term = TERM_YEAR;
    return true;
}

typedef bool check_fn(struct loader *loader, const struct schema_row *row, union record *record);

/* Also fills in what no column says. Only for rows whose fields are all right. */
static check_fn *const checks[BOOK_FILE_COUNT] = {
    [BOOK_EXPENDITURE] = check_expenditure,
    [BOOK_INCOME] = check_income,
    [BOOK_INDICATORS] = check_indicator,
    [BOOK_PRIOR_YEAR] = check_prior_year,
    [BOOK_PROCUREMENT] = check_procurement,
    [BOOK_OVERALL] = check_overall,
    [BOOK_OVERALL_INDICATORS] = check_overall_indicator,
};

/* ---- rows ---------------------------------------------------------------------------------- */

/* Whether the row declares a code that no row of the department before it does. */
static bool is_first(struct loader *loader, const struct schema_row *row)
{
    static const char here[] = "";
    const char *code = schema_text(row, FIELD_KEY);
    if (code[0] == '\0')
        return true; /* it declares nothing, or is to be reported as blank */
    if (map_lookup(loader->keys, code))
        return false;
    map_put(loader->keys, arena_strdup(loader->scratch, code), (void *)(uintptr_t)here);
    return true;
}

static void take_row(void *context, const struct schema_row *row)
{
    struct loader *loader = context;
    union record record;
    memset(&record, 0, sizeof record);
    row_hasher_add(loader->hasher, &loader->sums, loader->file, row);
    bool good = row->count == row->head_count;
    good = is_first(loader, row) && good;
    for (size_t i = 0; i < row->schema->column_count; i++)
        good = read_field(loader, row, i, &record) && good;
    record.row = row->row;
    if (good && checks[loader->file])
        good = checks[loader->file](loader, row, &record);
    const struct record_kind *kind = &record_kinds[loader->file];
    if (good)
        records_add(loader->scratch, &loader->records[kind->kept_as], kind, &record);
}

/* ---- files --------------------------------------------------------------------------------- */

/* Puts the records of FILE in order and into the budget. */
static void settle(struct loader *loader, enum book_file file)
{
    const struct record_kind *kind = &record_kinds[file];
    const struct records *records = &loader->records[file];
    const void *items = records_settle(loader->arena, records, kind);
    /* The slice's pointer has the record's own type: only its bytes can be told here. */
    memcpy((char *)loader->budget + kind->items, &items, sizeof items);
    memcpy((char *)loader->budget + kind->count, &records->count, sizeof records->count);
}

/* 0, or an errno. */
static int read_file(struct loader *loader, enum book_file file, const struct extent_list *extents)
{
    const struct book *book = loader->book;
    int fault = 0;
    loader->file = file;
    loader->keys = map_new(loader->scratch);
    if (extents->count > 0)
        fault = schema_read_extents(&book_schemas[file], &book->files[file], &book->heads[file],
                                    extents->items, extents->count, loader->diag, take_row, loader);
    if (file != BOOK_EXPENDITURE)
        settle(loader, record_kinds[file].kept_as); /* facts: after the income */
    return fault;
}

void book_report_file(struct diag *diag, const char *file, int fault)
{
    struct pos pos = {file, 0, 0};
    if (fault == ESTALE)
        diag_report(diag, pos, DIAG_FILE_CHANGED, NULL);
    else
        diag_report(diag, pos, DIAG_FILE_UNREADABLE, strerror(fault), NULL);
}

bool book_check_unchanged(const struct book *book, struct diag *diag)
{
    bool good = true;
    for (size_t i = 0; i < BOOK_FILE_COUNT; i++) {
        if (book->files[i].descriptor < 0 || !csv_is_changed(&book->files[i]))
            continue;
        book_report_file(diag, book_file_name((enum book_file)i), ESTALE);
        good = false;
    }
    return good;
}

/* False after a report to DIAG. */
static bool read_files(struct loader *loader, size_t index, struct diag *diag)
{
    const struct book *book = loader->book;
    struct extent_list lists[BOOK_FILE_COUNT];
    extents_list(loader->scratch, book->extents, index, lists);
    for (size_t i = 0; i < BOOK_FILE_COUNT; i++) {
        enum book_file file = book_reading_order[i];
        if (file == BOOK_DEPARTMENTS)
            continue; /* kept by the book */
        int fault = read_file(loader, file, &lists[file]);
        if (fault != 0) {
            book_report_file(diag, book_file_name(file), fault);
            return false;
        }
    }
    if (!book_check_unchanged(book, diag))
        return false;
    const struct row_sums *expected = &book->sums[index];
    if (hash_equal(loader->sums.records, expected->records))
        return true;
    book_report_file(diag, book->path, ESTALE); /* not even its time tells which file it was */
    return false;
}

bool book_load(struct arena *arena, const struct book *book, size_t index, struct diag *diag,
               struct budget *budget)
{
    const struct department *department = &book->departments[index];
    struct loader loader = {.arena = arena,
                            .scratch = arena_new(),
                            .diag = diag_new(diag_language(diag)),
                            .book = book,
                            .department = department,
                            .budget = budget};
    *budget = (struct budget){.book = book, .department = department};
    loader.hasher = row_hasher_new(loader.scratch, NULL);
    diag_concern(loader.diag, department->code);
    diag_concern(diag, department->code);
    bool good = read_files(&loader, index, diag);
    if (good)
        diag_merge(diag, loader.diag);
    diag_free(loader.diag);
    arena_free(loader.scratch);
    return good;
}

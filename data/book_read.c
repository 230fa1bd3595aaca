/* Reading a book: every field, every reference; whom a fault concerns.
 *
 * Files are read in an order in which what a row refers to has been read before: departments,
 * units, projects, then the rest. A row is kept only when it is right in everything; a row that is
 * dropped has always refused its department. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/book_parts.h"
#include "data/map.h"
#include "data/subject_read.h"

static const enum book_file reading_order[BOOK_FILE_COUNT] = {
    BOOK_DEPARTMENTS, BOOK_AGENCIES,           BOOK_PROJECTS,    BOOK_EXPENDITURE, BOOK_INCOME,
    BOOK_INDICATORS,  BOOK_PRIOR_YEAR,         BOOK_PROCUREMENT, BOOK_ASSETS,      BOOK_TEXTS,
    BOOK_OVERALL,     BOOK_OVERALL_INDICATORS, BOOK_CONTROLS,    BOOK_WAIVERS,
};

/* A code that departments.csv, units.csv or projects.csv declares, were its row faulty or not: a
 * fault is not to be followed by one at every row that refers to it. */
struct declaration {
    const char *code;
    const char *department; /* as its row says, declared or not */
    int row;
    const void *record; /* NULL: the row was faulty, or the file is not yet sorted */
    bool has_facts;     /* of a department */
};

struct reader {
    struct arena *arena, *scratch; /* of the book; of this reading */
    struct diag *diag;
    struct book *book;
    struct map *declared[BOOK_FILE_COUNT]; /* code → struct declaration; NULL: declares nothing */
    struct map *keys;                      /* of the file being read: what may stand there once */
    struct records records[BOOK_FILE_COUNT];
    bool usable[BOOK_FILE_COUNT];
    enum book_file file;  /* being read */
    const char *concerns; /* the department that the row being read concerns */
};

static const char *decimal(char buffer[16], int number)
{
    snprintf(buffer, 16, "%d", number);
    return buffer;
}

/* ---- whom a row concerns ------------------------------------------------------------------- */

static struct declaration *declaration_of(const struct reader *reader, enum book_file file,
                                          const char *code)
{
    return map_lookup(reader->declared[file], code);
}

static const char *row_department(const struct reader *reader, const struct schema_row *row)
{
    return schema_text(row, reader->file == BOOK_DEPARTMENTS ? FIELD_KEY : FIELD_DEPARTMENT);
}

/* The department of a row: the declared one it names, or that of its unit or its project; then
 * what it says though nobody declared it; NULL when it does not say: then all are concerned. */
static const char *row_concern(const struct reader *reader, const struct schema_row *row)
{
    const char *named = row_department(reader, row);
    const struct declaration *agency =
        declaration_of(reader, BOOK_AGENCIES, schema_text(row, FIELD_AGENCY));
    const struct declaration *project =
        declaration_of(reader, BOOK_PROJECTS, schema_text(row, FIELD_PROJECT));
    const char *const candidates[] = {
        named,
        agency ? agency->department : "",
        project ? project->department : "",
    };
    for (size_t i = 0; i < 3; i++) {
        const struct declaration *department =
            declaration_of(reader, BOOK_DEPARTMENTS, candidates[i]);
        if (department)
            return department->code;
    }
    return named[0] ? named : NULL;
}

/* A code of one department that the row uses for another: reported where it is declared, against
 * the department it belongs to there. */
static void report_claimed(struct reader *reader, const struct schema_row *row, enum book_file file,
                           const struct declaration *declaration)
{
    char number[16];
    struct pos pos = book_pos(reader->book, file, declaration->row, "部门编码");
    if (declaration->department[0] == '\0')
        return; /* that has been reported against all */
    diag_concern(reader->diag, declaration->department);
    diag_report(reader->diag, pos, DIAG_REFERENCE_CLAIMED, declaration->code,
                declaration->department, row->file, decimal(number, row->row),
                row_department(reader, row), NULL);
    diag_concern(reader->diag, reader->concerns);
}

/* ---- fields that refer to other files ------------------------------------------------------- */

/* Whether all levels of a code are in the list: 2080501 wants 20805 and 208. */
static bool check_subject(struct reader *reader, const struct schema_row *row, size_t column,
                          const struct subject **subject)
{
    const struct schema_column *expected = &row->schema->columns[column];
    const char *code = row->fields[column]->text;
    const char *list = subject_list_names[expected->list];
    struct pos pos = schema_pos(row, column);
    size_t length = strlen(code);
    *subject = subjects_lookup(reader->book->subjects, expected->list, code, length);
    if (!*subject) {
        diag_report(reader->diag, pos, DIAG_SUBJECT_UNKNOWN, expected->heading, code, list, NULL);
        return false;
    }
    bool good = true;
    for (size_t parent = 3; parent < length; parent += 2) {
        if (subjects_lookup(reader->book->subjects, expected->list, code, parent))
            continue;
        diag_report(reader->diag, pos, DIAG_SUBJECT_PARENT, expected->heading, code, list,
                    arena_strndup(reader->scratch, code, parent), NULL);
        good = false;
    }
    return good;
}

static bool read_subject(struct reader *reader, const struct schema_row *row, size_t column,
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
    if (!reader->book->subjects || !check_subject(reader, row, column, &subject))
        return false; /* without lists the whole book is refused */
    *out = subject->code.utf8;
    return true;
}

/* The declaration that the field names. NULL when it is blank, or after a report. */
static const struct declaration *read_reference(struct reader *reader, const struct schema_row *row,
                                                size_t column, enum book_file target)
{
    const char *code = row->fields[column]->text;
    if (!schema_check_field(row, column) || code[0] == '\0')
        return NULL;
    const struct declaration *declaration = declaration_of(reader, target, code);
    if (!declaration && reader->usable[target])
        diag_report(reader->diag, schema_pos(row, column), DIAG_REFERENCE_UNKNOWN,
                    row->schema->columns[column].heading, code, book_schemas[target].file, NULL);
    return declaration;
}

/* A unit or project must belong to the department of the row. */
static bool check_owner(struct reader *reader, const struct schema_row *row, size_t column,
                        enum book_file target, const struct declaration *declaration)
{
    const char *department = row_department(reader, row);
    if (!declaration_of(reader, BOOK_DEPARTMENTS, department) ||
        strcmp(declaration->department, department) == 0)
        return true; /* an undeclared department is reported as such */
    char number[16];
    diag_report(reader->diag, schema_pos(row, column), DIAG_REFERENCE_ELSEWHERE,
                row->schema->columns[column].heading, declaration->code, declaration->department,
                book_schemas[target].file, decimal(number, declaration->row), department, NULL);
    report_claimed(reader, row, target, declaration);
    return false;
}

static bool read_member(struct reader *reader, const struct schema_row *row, size_t column,
                        enum book_file target, void *out)
{
    const struct declaration *declaration = read_reference(reader, row, column, target);
    if (!declaration)
        return row->fields[column]->text[0] == '\0' && row->schema->columns[column].may_be_blank;
    if (!check_owner(reader, row, column, target, declaration) || !declaration->record)
        return false;
    memcpy(out, &declaration->record, sizeof declaration->record);
    return true;
}

static bool read_field(struct reader *reader, const struct schema_row *row, size_t column,
                       void *record)
{
    const struct schema_column *expected = &row->schema->columns[column];
    void *out = (char *)record + expected->offset;
    const struct declaration *department;
    switch (expected->type) {
    case FIELD_SUBJECT:
        return read_subject(reader, row, column, out);
    case FIELD_DEPARTMENT:
        department = read_reference(reader, row, column, BOOK_DEPARTMENTS);
        if (department)
            *(const char **)out = department->code;
        return department != NULL;
    case FIELD_AGENCY:
        return read_member(reader, row, column, BOOK_AGENCIES, out);
    case FIELD_PROJECT:
        return read_member(reader, row, column, BOOK_PROJECTS, out);
    default:
        return schema_read_field(reader->arena, row, column, record);
    }
}

/* ---- rules that take more than one field ---------------------------------------------------- */

static size_t column_of(const struct schema_row *row, const char *heading)
{
    size_t i = 0;
    while (strcmp(row->schema->columns[i].heading, heading) != 0)
        i++;
    return i;
}

static bool check_department(struct reader *reader, const struct schema_row *row,
                             union record *record)
{
    char found[16], expected[16];
    const struct department *department = &record->department;
    if (reader->book->year == 0 || department->year == reader->book->year)
        return true;
    diag_report(reader->diag, schema_pos(row, column_of(row, "年度")), DIAG_DEPARTMENT_YEAR, "年度",
                decimal(found, department->year), decimal(expected, reader->book->year), NULL);
    return false;
}

static bool check_economic(struct reader *reader, const struct schema_row *row,
                           const struct fact *fact, const char *heading, const char *code)
{
    if (code[0] || fact->category == CATEGORY_PROJECT)
        return true;
    diag_report(reader->diag, schema_pos(row, column_of(row, heading)), DIAG_ECONOMIC_CODE_MISSING,
                heading, category_name(fact->category), NULL);
    return false;
}

static bool check_expenditure(struct reader *reader, const struct schema_row *row,
                              union record *record)
{
    struct fact *fact = &record->fact;
    fact->kind = FACT_EXPENDITURE;
    fact->revenue = "";
    bool good = check_economic(reader, row, fact, "部门经济科目编码", fact->dept_econ);
    good = check_economic(reader, row, fact, "政府经济科目编码", fact->gov_econ) && good;
    if ((fact->project != NULL) == (fact->category == CATEGORY_PROJECT))
        return good;
    size_t column = column_of(row, "项目编码");
    diag_report(reader->diag, schema_pos(row, column),
                fact->project ? DIAG_PROJECT_CODE_UNWANTED : DIAG_PROJECT_CODE_MISSING, "项目编码",
                category_name(fact->category), row->fields[column]->text, NULL);
    return false;
}

static bool check_income(struct reader *reader, const struct schema_row *row, union record *record)
{
    (void)reader, (void)row;
    record->fact.kind = FACT_INCOME;
    record->fact.dept_econ = record->fact.gov_econ = "";
    return true;
}

static bool check_indicator(struct reader *reader, const struct schema_row *row,
                            union record *record)
{
    (void)reader, (void)row;
    record->indicator.department = record->indicator.project->department;
    return true;
}

/* What stands under HEADING may stand once for a department and YEAR. */
static bool check_once(struct reader *reader, const struct schema_row *row, const char *department,
                       int year, const char *heading)
{
    size_t column = column_of(row, heading);
    const char *value = row->fields[column]->text;
    char *key = arena_printf(reader->scratch, "%s\n%d\n%s", department, year, value);
    const int *first = map_lookup(reader->keys, key);
    if (!first) {
        int *number = arena_alloc(reader->scratch, sizeof *number);
        *number = row->row;
        map_put(reader->keys, key, number);
        return true;
    }
    char number[16];
    diag_report(reader->diag, schema_pos(row, column), DIAG_DUPLICATE_KEY, heading, value,
                decimal(number, *first), NULL);
    return false;
}

static bool check_prior_year(struct reader *reader, const struct schema_row *row,
                             union record *record)
{
    const struct prior_year *prior = &record->prior_year;
    return check_once(reader, row, prior->department, prior->year, "指标");
}

static bool check_procurement(struct reader *reader, const struct schema_row *row,
                              union record *record)
{
    return check_once(reader, row, record->procurement.department, 0, "类别");
}

static bool check_filled(struct reader *reader, const struct schema_row *row, const char *heading)
{
    size_t column = column_of(row, heading);
    if (row->fields[column]->text[0])
        return true;
    diag_report(reader->diag, schema_pos(row, column), DIAG_FIELD_BLANK, heading, NULL);
    return false;
}

/* What a form has no place for would be lost. */
static bool check_unfilled(struct reader *reader, const struct schema_row *row, const char *heading)
{
    size_t column = column_of(row, heading);
    const char *text = row->fields[column]->text;
    if (text[0] == '\0')
        return true;
    diag_report(reader->diag, schema_pos(row, column), DIAG_OVERALL_UNWANTED, heading,
                schema_text(row, FIELD_CHOICE), text, NULL);
    return false;
}

static bool check_overall(struct reader *reader, const struct schema_row *row, union record *record)
{
    static const char *const of_tasks[] = {"名称", "金额", "其中财政拨款", "其他资金"};
    if (record->overall.column == OVERALL_TASK)
        return check_filled(reader, row, "名称");
    bool good = check_filled(reader, row, "内容");
    for (size_t i = 0; i < sizeof of_tasks / sizeof *of_tasks; i++)
        good = check_unfilled(reader, row, of_tasks[i]) && good;
    return good;
}

static bool check_overall_indicator(struct reader *reader, const struct schema_row *row,
                                    union record *record)
{
    (void)reader, (void)row;
    record->indicator.term = TERM_YEAR;
    return true;
}

typedef bool check_fn(struct reader *reader, const struct schema_row *row, union record *record);

/* Also fills in what no column says. Only for rows whose fields are all right. */
static check_fn *const checks[BOOK_FILE_COUNT] = {
    [BOOK_DEPARTMENTS] = check_department, [BOOK_EXPENDITURE] = check_expenditure,
    [BOOK_INCOME] = check_income,          [BOOK_INDICATORS] = check_indicator,
    [BOOK_PRIOR_YEAR] = check_prior_year,  [BOOK_PROCUREMENT] = check_procurement,
    [BOOK_OVERALL] = check_overall,        [BOOK_OVERALL_INDICATORS] = check_overall_indicator,
};

/* ---- rows ---------------------------------------------------------------------------------- */

/* Declares the code of the row, if its file declares codes. False when it was declared before. */
static bool declare(struct reader *reader, const struct schema_row *row)
{
    struct map *declared = reader->declared[reader->file];
    const char *code = schema_text(row, FIELD_KEY);
    if (!declared || code[0] == '\0')
        return true; /* that it is blank is reported with the field */
    const struct declaration *first = map_lookup(declared, code);
    const char *department = row_department(reader, row);
    if (!first) {
        struct declaration *declaration = arena_alloc(reader->scratch, sizeof *declaration);
        declaration->code = arena_strdup(reader->arena, code);
        declaration->department = arena_strdup(reader->scratch, department);
        declaration->row = row->row;
        map_put(declared, declaration->code, declaration);
        return true;
    }
    size_t column = 0;
    while (row->schema->columns[column].type != FIELD_KEY)
        column++;
    char number[16];
    diag_report(reader->diag, schema_pos(row, column), DIAG_DUPLICATE_KEY,
                row->schema->columns[column].heading, code, decimal(number, first->row), NULL);
    if (strcmp(first->department, department) != 0)
        report_claimed(reader, row, reader->file, first);
    return false;
}

static void keep_record(struct reader *reader, const union record *record)
{
    const struct record_kind *kind = &record_kinds[reader->file];
    struct records *records = &reader->records[kind->kept_as];
    records->items =
        arena_grow(reader->scratch, records->items, records->count, &records->capacity, kind->size);
    memcpy((char *)records->items + records->count++ * kind->size, record, kind->size);
}

/* A department with a fault stays in the list: it is one of those that are refused. */
static bool is_listed(const struct reader *reader, union record *record)
{
    if (reader->file != BOOK_DEPARTMENTS || !record->department.code)
        return false;
    if (!record->department.name)
        record->department.name = "";
    return true;
}

static void take_row(void *context, const struct schema_row *row)
{
    struct reader *reader = context;
    reader->concerns = row_concern(reader, row);
    diag_concern(reader->diag, reader->concerns);
    bool is_fact = reader->file == BOOK_EXPENDITURE || reader->file == BOOK_INCOME;
    struct declaration *department =
        declaration_of(reader, BOOK_DEPARTMENTS, row_department(reader, row));
    if (department && is_fact)
        department->has_facts = true;

    union record record;
    memset(&record, 0, sizeof record);
    bool first = declare(reader, row);
    bool good = schema_check_row(row);
    for (size_t i = 0; i < row->schema->column_count; i++)
        good = read_field(reader, row, i, &record) && good;
    record.row = row->row;
    if (good && checks[reader->file])
        good = checks[reader->file](reader, row, &record);
    if (first && (good || is_listed(reader, &record)))
        keep_record(reader, &record);
}

/* ---- files --------------------------------------------------------------------------------- */

/* The code that RECORD of a declaring file declares. */
static const char *key_of(const struct schema *schema, const char *record)
{
    const char *code = "";
    for (size_t i = 0; i < schema->column_count; i++)
        if (schema->columns[i].type == FIELD_KEY)
            memcpy(&code, record + schema->columns[i].offset, sizeof code);
    return code;
}

/* Sorts what was read, moves it to the book's arena and lets declarations point to it. */
static void settle_records(struct reader *reader, enum book_file file)
{
    const struct record_kind *kind = &record_kinds[file];
    struct records *records = &reader->records[file];
    char *items = arena_array(reader->arena, records->count, kind->size);
    if (records->count > 0) {
        qsort(records->items, records->count, kind->size, kind->compare);
        memcpy(items, records->items, records->count * kind->size);
    }
    records->items = items;
    for (size_t i = 0; reader->declared[file] && i < records->count; i++) {
        const char *record = items + i * kind->size;
        declaration_of(reader, file, key_of(&book_schemas[file], record))->record = record;
    }
}

static bool is_absent(enum book_file file, const char *path)
{
    struct stat status;
    return record_kinds[file].may_be_missing && stat(path, &status) != 0 && errno == ENOENT;
}

static void read_file(struct reader *reader, enum book_file file)
{
    const struct schema *schema = &book_schemas[file];
    const char *path = arena_printf(reader->scratch, "%s/%s", reader->book->path, schema->file);
    reader->file = file;
    reader->keys = map_new(reader->scratch);
    reader->usable[file] =
        is_absent(file, path) || schema_read(schema, path, schema->file, reader->diag,
                                             reader->book->columns[file], take_row, reader);
    if (file != BOOK_EXPENDITURE)
        settle_records(reader, record_kinds[file].kept_as); /* facts: after the income */
}

static void check_departments(struct reader *reader)
{
    const struct records *records = &reader->records[BOOK_DEPARTMENTS];
    const struct department *departments = records->items;
    if (!reader->usable[BOOK_DEPARTMENTS])
        return;
    if (records->count == 0)
        diag_report(reader->diag, (struct pos){book_schemas[BOOK_DEPARTMENTS].file, 1, 1},
                    DIAG_BOOK_WITHOUT_DEPARTMENTS, NULL);
    if (!reader->usable[BOOK_EXPENDITURE] || !reader->usable[BOOK_INCOME])
        return;
    for (size_t i = 0; i < records->count; i++) {
        const char *code = departments[i].code;
        if (declaration_of(reader, BOOK_DEPARTMENTS, code)->has_facts)
            continue;
        diag_concern(reader->diag, code);
        diag_report(reader->diag,
                    book_pos(reader->book, BOOK_DEPARTMENTS, departments[i].row, "部门编码"),
                    DIAG_DEPARTMENT_WITHOUT_FACTS, code, NULL);
    }
    diag_concern(reader->diag, NULL);
}

/* ---- the book ------------------------------------------------------------------------------ */

static bool read_everything(struct reader *reader, const struct book_options *options)
{
    struct book *book = reader->book;
    bool good = book_read_settings(reader->arena, book, reader->diag);
    book->subjects = subjects_read(
        reader->arena, arena_printf(reader->scratch, "%s/subjects.csv", options->data_dir),
        arena_printf(reader->scratch, "%s/subjects.csv", book->path), "subjects.csv", book->year,
        reader->diag);
    good = book->subjects && good;
    for (size_t i = 0; i < BOOK_FILE_COUNT; i++) {
        read_file(reader, reading_order[i]);
        good = reader->usable[reading_order[i]] && good;
    }
    check_departments(reader);
    return good;
}

const struct book *book_read(struct arena *arena, const char *path,
                             const struct book_options *options, struct diag *diag)
{
    struct stat status;
    diag_concern(diag, NULL);
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_BOOK_FOLDER, path, NULL);
        return NULL;
    }
    struct reader reader = {.arena = arena, .scratch = arena_new(), .diag = diag};
    reader.book = arena_alloc(arena, sizeof *reader.book);
    reader.book->path = arena_strdup(arena, path);
    reader.declared[BOOK_DEPARTMENTS] = map_new(reader.scratch);
    reader.declared[BOOK_AGENCIES] = map_new(reader.scratch);
    reader.declared[BOOK_PROJECTS] = map_new(reader.scratch);
    bool good = read_everything(&reader, options);
    if (good) {
        const struct records *departments = &reader.records[BOOK_DEPARTMENTS];
        reader.book->departments = departments->items;
        reader.book->department_count = departments->count;
        book_slice(arena, reader.book, reader.records);
    }
    arena_free(reader.scratch);
    return good ? reader.book : NULL;
}

/* Opening a book: one pass over all files, for what takes more than one department to check, and
 * to remember where the rows of each department stand.
 *
 * Whom a row concerns, codes declared twice, references to departments, units and projects, and a
 * wrong number of fields are checked here and only here; a row with such a fault refuses its
 * department, and book_load() leaves it out without a word. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/book_codes.h"
#include "data/book_parts.h"
#include "data/subject_read.h"

/* A department that departments.csv declares, were its row faulty or not, or that a unit or project
 * names: a fault is not to be followed by one at every row that refers to it. */
struct owner {
    const char *code;
    uint32_t index; /* in the book; EXTENTS_NOBODY: it is not listed there */
    bool is_declared;
    bool has_facts;
};

#define NOBODY UINT32_MAX /* no owner */

struct indexer {
    struct arena *arena, *scratch; /* of the book; of this pass */
    struct diag *diag, *unheard;
    struct book *book;
    struct owner *owners;
    size_t owner_count, owner_capacity;
    struct codes *declared[BOOK_FILE_COUNT]; /* code → owner; NULL: the file declares nothing */
    struct records departments;
    bool usable[BOOK_FILE_COUNT];
    struct row_hasher *hasher;
    /* Of the file being read: */
    enum book_file file;
    int columns[FIELD_PROJECT + 1]; /* of a KEY, DEPARTMENT, AGENCY, PROJECT; -1: there is none */
    /* Of the row being read: */
    const char *concerns; /* the department, NULL: all */
};

/* ---- whom a row concerns ------------------------------------------------------------------- */

static const char *text_of(const struct indexer *indexer, const struct schema_row *row,
                           enum field_type type)
{
    int column = indexer->columns[type];
    return column < 0 ? "" : row->fields[column]->text;
}

/* The owner of the department CODE; NOBODY: no one has named it. */
static uint32_t find_owner(const struct indexer *indexer, const char *code)
{
    const struct code *found = codes_lookup(indexer->declared[BOOK_DEPARTMENTS], code);
    return found ? found->owner : NOBODY;
}

static uint32_t find_or_add_owner(struct indexer *indexer, const char *code, int row)
{
    uint32_t owner = find_owner(indexer, code);
    if (owner != NOBODY)
        return owner;
    indexer->owners = arena_grow(indexer->scratch, indexer->owners, indexer->owner_count,
                                 &indexer->owner_capacity, sizeof *indexer->owners);
    owner = (uint32_t)indexer->owner_count++;
    indexer->owners[owner] =
        (struct owner){arena_strdup(indexer->scratch, code), EXTENTS_NOBODY, row > 0, false};
    codes_put(indexer->declared[BOOK_DEPARTMENTS], code, owner, row);
    return owner;
}

static bool is_declared(const struct indexer *indexer, uint32_t owner)
{
    return owner != NOBODY && indexer->owners[owner].is_declared;
}

/* The unit or project (TARGET) that the row names; NULL: nothing, or not a declared one. */
static const struct code *find_member(const struct indexer *indexer, const struct schema_row *row,
                                      enum field_type type, enum book_file target)
{
    const char *text = text_of(indexer, row, type);
    return text[0] ? codes_lookup(indexer->declared[target], text) : NULL;
}

/* The department of a row, NAMED there: the declared one it names, or that of its unit or its
 * project; else NOBODY. */
static uint32_t row_owner(const struct indexer *indexer, const struct schema_row *row,
                          uint32_t named)
{
    if (is_declared(indexer, named))
        return named;
    const struct code *agency = find_member(indexer, row, FIELD_AGENCY, BOOK_AGENCIES);
    if (agency && is_declared(indexer, agency->owner))
        return agency->owner;
    const struct code *project = find_member(indexer, row, FIELD_PROJECT, BOOK_PROJECTS);
    return project && is_declared(indexer, project->owner) ? project->owner : NOBODY;
}

/* To be called before a report on the row. */
static void concern(const struct indexer *indexer)
{
    diag_concern(indexer->diag, indexer->concerns);
}

/* A code of one department that the row uses for another: reported where it is declared, against
 * the department it belongs to there. */
static void report_claimed(struct indexer *indexer, const struct schema_row *row,
                           enum book_file file, const char *code, const struct code *declared)
{
    char number[16];
    const char *department = indexer->owners[declared->owner].code;
    struct pos pos = book_pos(indexer->book, file, declared->row, "部门编码");
    if (department[0] == '\0')
        return; /* that has been reported against all */
    diag_concern(indexer->diag, department);
    diag_report(indexer->diag, pos, DIAG_REFERENCE_CLAIMED, code, department, row->file,
                book_decimal(number, row->row), text_of(indexer, row, FIELD_DEPARTMENT), NULL);
}

/* ---- references ----------------------------------------------------------------------------- */

/* What stands in COLUMN is to be declared in TARGET; reported if it is not. */
static void check_reference(struct indexer *indexer, const struct schema_row *row, size_t column,
                            enum book_file target, bool declared)
{
    const struct csv_field *field = row->fields[column];
    bool is_blank = field->text[0] == '\0' && row->schema->columns[column].may_be_blank;
    if (field->fault == CSV_FIELD_GOOD && (is_blank || declared))
        return;
    concern(indexer);
    if (schema_check_field(row, column) && field->text[0] && indexer->usable[target])
        diag_report(indexer->diag, schema_pos(row, column), DIAG_REFERENCE_UNKNOWN,
                    row->schema->columns[column].heading, field->text, book_schemas[target].file,
                    NULL);
}

/* A unit or project must belong to the department of the row, NAMED there. */
static void check_member(struct indexer *indexer, const struct schema_row *row,
                         enum field_type type, enum book_file target, uint32_t named)
{
    if (indexer->columns[type] < 0)
        return;
    size_t column = (size_t)indexer->columns[type];
    const struct code *declared = find_member(indexer, row, type, target);
    const char *code = row->fields[column]->text;
    check_reference(indexer, row, column, target, declared != NULL);
    if (!declared || !is_declared(indexer, named) || declared->owner == named ||
        row->fields[column]->fault != CSV_FIELD_GOOD)
        return; /* an undeclared department is reported as such */
    char number[16];
    concern(indexer);
    diag_report(indexer->diag, schema_pos(row, column), DIAG_REFERENCE_ELSEWHERE,
                row->schema->columns[column].heading, code, indexer->owners[declared->owner].code,
                book_schemas[target].file, book_decimal(number, declared->row),
                indexer->owners[named].code, NULL);
    report_claimed(indexer, row, target, code, declared);
}

static void check_shape(struct indexer *indexer, const struct schema_row *row)
{
    if (row->count == row->head_count)
        return;
    concern(indexer);
    schema_check_row(row);
}

/* ---- declarations --------------------------------------------------------------------------- */

static void report_duplicate(struct indexer *indexer, const struct schema_row *row, int first)
{
    char number[16];
    size_t column = (size_t)indexer->columns[FIELD_KEY];
    concern(indexer);
    diag_report(indexer->diag, schema_pos(row, column), DIAG_DUPLICATE_KEY,
                row->schema->columns[column].heading, row->fields[column]->text,
                book_decimal(number, first), NULL);
}

/* Declares the unit or project of the row, if it is one, for OWNER. */
static void declare(struct indexer *indexer, const struct schema_row *row, uint32_t owner)
{
    struct codes *declared = indexer->declared[indexer->file];
    const char *code = text_of(indexer, row, FIELD_KEY);
    if (!declared || code[0] == '\0')
        return; /* that it is blank is reported with the field */
    const struct code *first = codes_lookup(declared, code);
    if (!first) {
        codes_put(declared, code, owner, row->row);
        return;
    }
    report_duplicate(indexer, row, first->row);
    if (first->owner != owner)
        report_claimed(indexer, row, indexer->file, code, first);
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The department, if any, in whose extents the row is to stand. */
static void index_row(struct indexer *indexer, const struct schema_row *row, uint32_t owner)
{
    uint32_t index = owner == NOBODY ? EXTENTS_NOBODY : indexer->owners[owner].index;
    extents_add(indexer->book->extents, index, row->offset, row->row);
    if (index != EXTENTS_NOBODY)
        row_hasher_add(indexer->hasher, &indexer->book->sums[index], indexer->file, row);
}

static void take_row(void *context, const struct schema_row *row)
{
    struct indexer *indexer = context;
    const char *department = text_of(indexer, row, FIELD_DEPARTMENT);
    bool declares = indexer->declared[indexer->file] != NULL;
    uint32_t named =
        declares ? find_or_add_owner(indexer, department, 0) : find_owner(indexer, department);
    uint32_t owner = row_owner(indexer, row, named);
    if (owner != NOBODY)
        indexer->concerns = indexer->owners[owner].code;
    else
        indexer->concerns = department[0] ? department : NULL;
    if (is_declared(indexer, named) &&
        (indexer->file == BOOK_EXPENDITURE || indexer->file == BOOK_INCOME))
        indexer->owners[named].has_facts = true;

    declare(indexer, row, named);
    check_shape(indexer, row);
    if (indexer->columns[FIELD_DEPARTMENT] >= 0)
        check_reference(indexer, row, (size_t)indexer->columns[FIELD_DEPARTMENT], BOOK_DEPARTMENTS,
                        is_declared(indexer, named));
    check_member(indexer, row, FIELD_AGENCY, BOOK_AGENCIES, named);
    check_member(indexer, row, FIELD_PROJECT, BOOK_PROJECTS, named);
    index_row(indexer, row, owner);
}

/* ---- departments.csv ----------------------------------------------------------------------- */

static bool check_year(const struct indexer *indexer, const struct schema_row *row, int year)
{
    char found[16], expected[16];
    if (indexer->book->year == 0 || year == indexer->book->year)
        return true;
    diag_report(row->diag, schema_pos(row, book_column_of(row->schema, "年度")),
                DIAG_DEPARTMENT_YEAR, "年度", book_decimal(found, year),
                book_decimal(expected, indexer->book->year), NULL);
    return false;
}

/* Reads the row of a department; faults go to DIAG. */
static bool read_department(struct indexer *indexer, const struct schema_row *row,
                            struct diag *diag, union record *record)
{
    struct schema_row reported = *row;
    reported.diag = diag;
    bool good = schema_check_row(&reported);
    for (size_t i = 0; i < row->schema->column_count; i++)
        good = schema_read_field(indexer->arena, &reported, i, record) && good;
    record->row = row->row;
    return good && check_year(indexer, &reported, record->department.year);
}

/* A department with a fault stays in the list: it is one of those that are refused. */
static void take_department(void *context, const struct schema_row *row)
{
    struct indexer *indexer = context;
    union record record;
    const char *code = text_of(indexer, row, FIELD_KEY);
    const struct code *first = codes_lookup(indexer->declared[BOOK_DEPARTMENTS], code);
    indexer->concerns = code[0] ? code : NULL;
    memset(&record, 0, sizeof record);
    if (first)
        report_duplicate(indexer, row, first->row);
    else if (code[0])
        find_or_add_owner(indexer, code, row->row);
    /* A sink keeps something of all departments it was ever concerned with: only of the faulty. */
    if (!read_department(indexer, row, indexer->unheard, &record)) {
        concern(indexer);
        read_department(indexer, row, indexer->diag, &record);
    }
    if (first || !record.department.code)
        return;
    if (!record.department.name)
        record.department.name = "";
    records_add(indexer->scratch, &indexer->departments, &record_kinds[BOOK_DEPARTMENTS], &record);
}

/* The departments are read: what is kept for each can begin. */
static void list_departments(struct indexer *indexer)
{
    struct book *book = indexer->book;
    size_t count = indexer->departments.count;
    book->departments =
        records_settle(indexer->arena, &indexer->departments, &record_kinds[BOOK_DEPARTMENTS]);
    book->department_count = count;
    book->sums = arena_array(indexer->arena, count, sizeof *book->sums);
    book->extents = extents_new(indexer->arena, count);
    for (size_t i = 0; i < count; i++)
        indexer->owners[find_owner(indexer, book->departments[i].code)].index = (uint32_t)i;
}

static void check_departments(struct indexer *indexer)
{
    const struct book *book = indexer->book;
    if (!indexer->usable[BOOK_DEPARTMENTS])
        return;
    if (book->department_count == 0)
        diag_report(indexer->diag, (struct pos){book_schemas[BOOK_DEPARTMENTS].file, 1, 1},
                    DIAG_BOOK_WITHOUT_DEPARTMENTS, NULL);
    if (!indexer->usable[BOOK_EXPENDITURE] || !indexer->usable[BOOK_INCOME])
        return;
    for (size_t i = 0; i < book->department_count; i++) {
        const struct department *department = &book->departments[i];
        if (indexer->owners[find_owner(indexer, department->code)].has_facts)
            continue;
        diag_concern(indexer->diag, department->code);
        diag_report(indexer->diag, book_pos(book, BOOK_DEPARTMENTS, department->row, "部门编码"),
                    DIAG_DEPARTMENT_WITHOUT_FACTS, department->code, NULL);
    }
    diag_concern(indexer->diag, NULL);
}

/* ---- files --------------------------------------------------------------------------------- */

/* All at once, so that they are of one moment even where a file is replaced meanwhile. */
static void open_files(struct indexer *indexer)
{
    for (size_t i = 0; i < BOOK_FILE_COUNT; i++) {
        const char *name = book_schemas[i].file;
        indexer->book->files[i] =
            csv_open(arena_printf(indexer->scratch, "%s/%s", indexer->book->path, name), name);
    }
}

static void read_file(struct indexer *indexer, enum book_file file)
{
    const struct schema *schema = &book_schemas[file];
    struct csv_file *csv = &indexer->book->files[file];
    struct schema_head *head = &indexer->book->heads[file];
    indexer->file = file;
    for (size_t type = 0; type <= FIELD_PROJECT; type++)
        indexer->columns[type] = -1;
    for (size_t i = schema->column_count; i-- > 0;)
        indexer->columns[schema->columns[i].type] = (int)i;
    if (file != BOOK_DEPARTMENTS)
        extents_begin(indexer->book->extents, file);
    indexer->usable[file] =
        (record_kinds[file].may_be_missing && csv->fault == ENOENT) ||
        schema_read_all(schema, csv, indexer->diag, head,
                        file == BOOK_DEPARTMENTS ? take_department : take_row, indexer);
    if (file == BOOK_DEPARTMENTS)
        list_departments(indexer);
    else
        extents_end(indexer->book->extents, csv->size);
}

/* ---- the book ------------------------------------------------------------------------------ */

static bool read_everything(struct indexer *indexer, const struct book_options *options)
{
    struct book *book = indexer->book;
    bool good = book_read_settings(indexer->arena, book, indexer->diag);
    open_files(indexer);
    book->subjects = subjects_read(
        indexer->arena, arena_printf(indexer->scratch, "%s/subjects.csv", options->data_dir),
        arena_printf(indexer->scratch, "%s/subjects.csv", book->path), "subjects.csv", book->year,
        indexer->diag);
    good = book->subjects && good;
    indexer->hasher = row_hasher_new(indexer->scratch, book->subjects);
    for (size_t i = 0; i < BOOK_FILE_COUNT; i++) {
        read_file(indexer, book_reading_order[i]);
        good = indexer->usable[book_reading_order[i]] && good;
    }
    check_departments(indexer);
    return good;
}

const struct book *book_open(struct arena *arena, const char *path,
                             const struct book_options *options, struct diag *diag)
{
    static const enum book_file declaring[] = {BOOK_DEPARTMENTS, BOOK_AGENCIES, BOOK_PROJECTS};
    struct stat status;
    diag_concern(diag, NULL);
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_BOOK_FOLDER, path, NULL);
        return NULL;
    }
    struct indexer indexer = {.arena = arena,
                              .scratch = arena_new(),
                              .diag = diag,
                              .unheard = diag_new(diag_language(diag))};
    indexer.book = arena_alloc(arena, sizeof *indexer.book);
    indexer.book->path = arena_strdup(arena, path);
    for (size_t i = 0; i < sizeof declaring / sizeof *declaring; i++)
        indexer.declared[declaring[i]] = codes_new(indexer.scratch);
    bool good = read_everything(&indexer, options);
    for (size_t i = 0; i < sizeof declaring / sizeof *declaring; i++)
        codes_free(indexer.declared[declaring[i]]);
    diag_free(indexer.unheard);
    arena_free(indexer.scratch);
    if (!good)
        book_close(indexer.book);
    return good ? indexer.book : NULL;
}

/* The lists of subjects: read from the program's file and the book's, sorted, looked up. */
#include "data/subject.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/map.h"
#include "data/subject_read.h"

const char *const subject_list_names[SUBJECT_LIST_COUNT + 1] = {
    [SUBJECT_FUNCTION] = "功能",
    [SUBJECT_REVENUE] = "收入",
    [SUBJECT_DEPT_ECON] = "部门经济",
    [SUBJECT_GOV_ECON] = "政府经济",
};

struct subjects {
    struct subject *items[SUBJECT_LIST_COUNT]; /* by code */
    size_t counts[SUBJECT_LIST_COUNT];
};

/* ---- form ---------------------------------------------------------------------------------- */

/* Digits of a code, level by level: 政府收支分类科目. */
static const struct form {
    const char *all, *leaves; /* each length a digit */
    const char *all_text, *leaf_text;
} forms[SUBJECT_LIST_COUNT] = {
    [SUBJECT_FUNCTION] = {"357", "7", "3, 5, 7", "7"},
    [SUBJECT_REVENUE] = {"3579", "79", "3, 5, 7, 9", "7, 9"},
    [SUBJECT_DEPT_ECON] = {"35", "5", "3, 5", "5"},
    [SUBJECT_GOV_ECON] = {"35", "5", "3, 5", "5"},
};

bool subject_check_form(const struct schema_row *row, size_t column, enum subject_list list,
                        bool leaf)
{
    const struct form *form = &forms[list];
    const char *heading = row->schema->columns[column].heading;
    const char *code = row->fields[column]->text;
    const char *expected = leaf ? form->leaf_text : form->all_text;
    size_t length = strlen(code);
    if (strspn(code, "0123456789") != length) {
        diag_report(row->diag, schema_pos(row, column), DIAG_SUBJECT_DIGITS, heading, code,
                    expected, NULL);
        return false;
    }
    if (length < 10 && strchr(leaf ? form->leaves : form->all, (int)('0' + length)))
        return true;
    char found[24];
    snprintf(found, sizeof found, "%zu", length);
    diag_report(row->diag, schema_pos(row, column), DIAG_SUBJECT_LENGTH, heading, code, expected,
                found, NULL);
    return false;
}

/* ---- reading ------------------------------------------------------------------------------- */

struct subject_row {
    enum subject_list list;
    const char *code, *name;
    int from, until; /* years, 0: open */
};

enum { COLUMN_LIST, COLUMN_CODE, COLUMN_NAME, COLUMN_FROM, COLUMN_UNTIL, COLUMN_COUNT };

static const struct schema_column subject_columns[COLUMN_COUNT] = {
    [COLUMN_LIST] = {"类别", FIELD_CHOICE, .offset = offsetof(struct subject_row, list),
                     .choices = subject_list_names},
    [COLUMN_CODE] = {"编码", FIELD_KEY, .offset = offsetof(struct subject_row, code)},
    [COLUMN_NAME] = {"名称", FIELD_TEXT, .offset = offsetof(struct subject_row, name)},
    [COLUMN_FROM] = {"起始年度", FIELD_YEAR, .offset = offsetof(struct subject_row, from),
                     .may_be_blank = true, .may_be_absent = true},
    [COLUMN_UNTIL] = {"终止年度", FIELD_YEAR, .offset = offsetof(struct subject_row, until),
                      .may_be_blank = true, .may_be_absent = true},
};

static const struct schema subject_schema = {"subjects.csv", subject_columns, COLUMN_COUNT};

struct entry {
    struct subject subject;
    const char *file; /* that gave the name */
};

struct reader {
    struct arena *arena, *scratch;
    int year;
    struct map *maps[SUBJECT_LIST_COUNT]; /* code → struct entry */
    struct entry **entries[SUBJECT_LIST_COUNT];
    size_t counts[SUBJECT_LIST_COUNT], capacities[SUBJECT_LIST_COUNT];
};

static bool in_force(const struct subject_row *record, int year)
{
    if (year == 0)
        return record->until == 0;
    return record->from <= year && (record->until == 0 || year <= record->until);
}

static struct entry *add_entry(struct reader *reader, enum subject_list list, const char *code)
{
    struct entry *entry = arena_alloc(reader->scratch, sizeof *entry);
    map_put(reader->maps[list], code, entry);
    size_t *count = &reader->counts[list];
    reader->entries[list] = arena_grow(reader->scratch, reader->entries[list], *count,
                                       &reader->capacities[list], sizeof(struct entry *));
    reader->entries[list][(*count)++] = entry;
    return entry;
}

static void report_duplicate(const struct schema_row *row, const struct entry *first)
{
    char number[16];
    snprintf(number, sizeof number, "%d", first->subject.code.pos.row);
    diag_report(row->diag, schema_pos(row, COLUMN_CODE), DIAG_DUPLICATE_KEY,
                subject_columns[COLUMN_CODE].heading, first->subject.code.utf8, number, NULL);
}

static void take_subject(void *context, const struct schema_row *row)
{
    struct reader *reader = context;
    struct subject_row record = {0};
    bool good = schema_check_row(row);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        good = schema_read_field(reader->arena, row, i, &record) && good;
    if (!good || !subject_check_form(row, COLUMN_CODE, record.list, false) ||
        !in_force(&record, reader->year))
        return;
    struct entry *entry = map_lookup(reader->maps[record.list], record.code);
    if (!entry) {
        entry = add_entry(reader, record.list, record.code);
    } else if (entry->file == row->file) {
        report_duplicate(row, entry);
        return;
    }
    entry->file = row->file;
    entry->subject = (struct subject){{record.code, schema_pos(row, COLUMN_CODE)},
                                      {record.name, schema_pos(row, COLUMN_NAME)}};
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *const *left = a, *const *right = b;
    return strcmp((*left)->subject.code.utf8, (*right)->subject.code.utf8);
}

static const struct subjects *sort_subjects(struct reader *reader)
{
    struct subjects *subjects = arena_alloc(reader->arena, sizeof *subjects);
    for (size_t list = 0; list < SUBJECT_LIST_COUNT; list++) {
        struct entry **entries = reader->entries[list];
        size_t count = reader->counts[list];
        if (count > 0)
            qsort(entries, count, sizeof *entries, compare_entries);
        subjects->counts[list] = count;
        subjects->items[list] = arena_array(reader->arena, count, sizeof(struct subject));
        for (size_t i = 0; i < count; i++)
            subjects->items[list][i] = entries[i]->subject;
    }
    return subjects;
}

const struct subjects *subjects_read(struct arena *arena, const char *builtin_path,
                                     const char *own_path, const char *own_name, int year,
                                     struct diag *diag)
{
    struct reader reader = {.arena = arena, .scratch = arena_new(), .year = year};
    int columns[SCHEMA_COLUMNS_MAX];
    for (size_t i = 0; i < SUBJECT_LIST_COUNT; i++)
        reader.maps[i] = map_new(reader.scratch);
    const char *builtin_name = arena_strdup(arena, builtin_path); /* the places outlive the call */
    bool good = schema_read(&subject_schema, builtin_path, builtin_name, diag, columns,
                            take_subject, &reader);
    if (access(own_path, F_OK) == 0 || errno != ENOENT)
        good = schema_read(&subject_schema, own_path, own_name, diag, columns, take_subject,
                           &reader) &&
               good;
    const struct subjects *subjects = good ? sort_subjects(&reader) : NULL;
    arena_free(reader.scratch);
    return subjects;
}

/* ---- looking up ---------------------------------------------------------------------------- */

struct key {
    const char *code;
    size_t length;
};

static int compare_key(const void *key, const void *item)
{
    const struct key *wanted = key;
    const struct subject *subject = item;
    int order = strncmp(wanted->code, subject->code.utf8, wanted->length);
    if (order != 0)
        return order;
    return subject->code.utf8[wanted->length] ? -1 : 0; /* a parent stands before its children */
}

const struct subject *subjects_lookup(const struct subjects *subjects, enum subject_list list,
                                      const char *code, size_t length)
{
    struct key key = {code, strnlen(code, length)};
    return bsearch(&key, subjects->items[list], subjects->counts[list], sizeof(struct subject),
                   compare_key);
}

size_t subjects_count(const struct subjects *subjects, enum subject_list list)
{
    return subjects->counts[list];
}

const struct subject *subjects_at(const struct subjects *subjects, enum subject_list list,
                                  size_t index)
{
    return &subjects->items[list][index];
}

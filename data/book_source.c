/* Gathering what a document was made from. See book_source.h.
 *
 * Files are read in the order of enum book_file: what the records name is known before the projects
 * come, and which projects have no form before their indicators. */
#include "data/book_source.h"

#include <errno.h>
#include <string.h>

#include "data/book_parts.h"
#include "data/book_source_rows.h"
#include "data/map.h"

enum { FILES_MAX = BOOK_FILE_COUNT + 2 }; /* book.yaml, subjects.csv */

/* NULL: it does not leave the house. */
static const char *const descriptions[BOOK_FILE_COUNT] = {
    [BOOK_DEPARTMENTS] = "部门",         [BOOK_AGENCIES] = "预算单位",
    [BOOK_EXPENDITURE] = "支出明细",     [BOOK_INCOME] = "收入明细",
    [BOOK_PROJECTS] = "项目及绩效目标",  [BOOK_INDICATORS] = "项目绩效指标",
    [BOOK_PRIOR_YEAR] = "上年预算数",    [BOOK_PROCUREMENT] = "政府采购预算",
    [BOOK_ASSETS] = "国有资产占用情况",  [BOOK_TEXTS] = "文字说明",
    [BOOK_OVERALL] = "整体支出绩效目标", [BOOK_OVERALL_INDICATORS] = "整体支出绩效指标",
    [BOOK_WAIVERS] = "已豁免的检查规则",
};

/* In place of the book's own: a waiver without a reason does not waive. */
static const char waiver_reason[] = "原账套已豁免";

struct writer {
    struct arena *arena, *scratch; /* of the files; of this call */
    const struct book *book;
    const struct department *department;
    const struct source_scope *scope;
    struct diag *diag;
    struct row_hasher *hasher;
    struct row_sums sums;                 /* of the rows read */
    struct map *named, *formless;         /* codes of projects: that records name; without a form */
    struct map *waived;                   /* ids of rules */
    struct map *seen[SUBJECT_LIST_COUNT]; /* codes of subjects that are in SUBJECTS */
    struct source_rows *subjects;
    struct source_file *files;
    size_t count;
    /* Of the file being read: */
    enum book_file file;
    struct source_rows *rows;
};

static void put_once(const struct writer *writer, struct map *map, const char *code)
{
    static const char here[] = "";
    if (map_lookup(map, code) == NULL)
        map_put(map, arena_strdup(writer->scratch, code), (void *)(uintptr_t)here);
}

/* ---- files --------------------------------------------------------------------------------- */

/* False after a report. BYTES are NULL when there was no memory for them. */
static bool add_file(struct writer *writer, const char *name, const char *description,
                     const char *bytes, size_t length)
{
    if (bytes == NULL) {
        book_report_file(writer->diag, name, ENOMEM);
        return false;
    }
    writer->files[writer->count++] = (struct source_file){name, description, bytes, length};
    return true;
}

/* Ends ROWS. NEEDED: a book must have the file, if only its head. */
static bool add_rows(struct writer *writer, const char *name, const char *description,
                     struct source_rows *rows, bool needed)
{
    size_t length = 0;
    bool wanted = needed || source_rows_count(rows) > 0;
    const char *bytes = source_rows_end(rows, wanted ? writer->arena : writer->scratch, &length);
    return (!wanted && bytes != NULL) || add_file(writer, name, description, bytes, length);
}

static bool add_settings(struct writer *writer)
{
    const struct book *book = writer->book;
    const char *format = source_quote(writer->scratch, book->format);
    const char *region = source_quote(writer->scratch, book->region.utf8);
    const char *text = NULL;
    if (format != NULL && region != NULL)
        text = arena_printf(writer->arena, "format: %s\nyear: %d\nregion: %s\n", format, book->year,
                            region);
    if (text != NULL && book->date[0] != '\0')
        text = arena_printf(writer->arena, "%sdate: %s\n", text, book->date);
    return add_file(writer, "book.yaml", "格式、年度、地区和公开日期", text,
                    text != NULL ? strlen(text) : 0);
}

static struct source_rows *new_rows(const struct writer *writer, const struct schema *schema)
{
    const char *headings[SCHEMA_COLUMNS_MAX];
    for (size_t i = 0; i < schema->column_count; i++)
        headings[i] = schema->columns[i].heading;
    return source_rows_new(writer->scratch, headings, schema->column_count);
}

/* ---- subjects ------------------------------------------------------------------------------ */

/* The subject of CODE and those above it, whichever list they came from. */
static void add_subject(struct writer *writer, enum subject_list list, const char *code)
{
    if (code[0] == '\0' || map_lookup(writer->seen[list], code) != NULL)
        return;
    put_once(writer, writer->seen[list], code);
    size_t length = strlen(code);
    const struct subject *subject = subjects_lookup(writer->book->subjects, list, code, length);
    if (subject != NULL) {
        const char *const fields[] = {subject_list_names[list], subject->code.utf8,
                                      subject->name.utf8};
        source_rows_add(writer->subjects, fields, 3);
    }
    if (length > 4)
        add_subject(writer, list, arena_strndup(writer->scratch, code, length - 2));
}

static void add_classes(struct writer *writer)
{
    const struct subjects *subjects = writer->book->subjects;
    for (size_t i = 0; i < subjects_count(subjects, SUBJECT_FUNCTION); i++) {
        const char *code = subjects_at(subjects, SUBJECT_FUNCTION, i)->code.utf8;
        if (strlen(code) == 3)
            add_subject(writer, SUBJECT_FUNCTION, code);
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bool prints(const struct writer *writer, unsigned what)
{
    return (writer->scope->prints & what) != 0;
}

/* Whether FILE is attached at all. */
static bool is_wanted(const struct writer *writer, enum book_file file)
{
    if (file == BOOK_OVERALL || file == BOOK_OVERALL_INDICATORS)
        return prints(writer, SOURCE_OVERALL);
    return descriptions[file] != NULL;
}

static bool is_published(const struct schema_row *row)
{
    return strcmp(schema_text(row, FIELD_YES_NO), "是") == 0;
}

static bool is_formless(const struct writer *writer, const struct schema_row *row)
{
    return !prints(writer, SOURCE_ALL_FORMS) &&
           !(prints(writer, SOURCE_FORMS) && is_published(row));
}

/* Figures compare with the year before only. */
static bool is_last_year(const struct writer *writer, const struct schema_row *row)
{
    struct prior_year record;
    size_t column = book_column_of(row->schema, "年度");
    return !schema_read_field(writer->scratch, row, column, &record) ||
           record.year == writer->department->year - 1;
}

/* Nothing that is printed depends on the row. */
static bool is_idle(const struct writer *writer, const struct schema_row *row)
{
    switch (writer->file) {
    case BOOK_PROJECTS:
        return !is_published(row) && !prints(writer, SOURCE_ALL_FORMS) &&
               map_lookup(writer->named, schema_text(row, FIELD_KEY)) == NULL;
    case BOOK_INDICATORS:
        return map_lookup(writer->formless, schema_text(row, FIELD_PROJECT)) != NULL;
    case BOOK_PRIOR_YEAR:
        return !is_last_year(writer, row);
    default:
        return false;
    }
}

/* RECORD, of SCHEMA, all of whose fields are texts but a year. */
static void add_record(struct writer *writer, const struct schema *schema, const void *record)
{
    const char *fields[SCHEMA_COLUMNS_MAX];
    for (size_t i = 0; i < schema->column_count; i++) {
        const struct schema_column *column = &schema->columns[i];
        const char *at = (const char *)record + column->offset;
        if (column->type == FIELD_YEAR)
            fields[i] = arena_printf(writer->scratch, "%d", *(const int *)(const void *)at);
        else
            fields[i] = *(const char *const *)(const void *)at;
    }
    source_rows_add(writer->rows, fields, schema->column_count);
}

static bool is_fatal(const struct check_rules *rules, const char *id)
{
    for (size_t i = 0; rules != NULL && i < check_rule_count(rules); i++) {
        const struct check_rule_head *rule = check_rule_at(rules, i);
        if (strcmp(rule->id, id) == 0)
            return rule->level == CHECK_FATAL;
    }
    return false;
}

/* What is waived is told, not where: the place may be the name of what is left out. */
static void take_waiver(struct writer *writer, const struct schema_row *row)
{
    const char *rule = row->fields[book_column_of(row->schema, "规则")]->text;
    const char *reason = row->fields[book_column_of(row->schema, "理由")]->text;
    if (reason[0] == '\0' || map_lookup(writer->waived, rule) != NULL ||
        !is_fatal(writer->scope->rules, rule))
        return;
    put_once(writer, writer->waived, rule);
    const struct waiver waiver = {.rule = rule,
                                  .department = writer->department->code,
                                  .place = "*",
                                  .reason = waiver_reason};
    add_record(writer, row->schema, &waiver);
}

/* An amount as sums are written, so that what was summed does not show. */
static const char *plain_amount(struct arena *arena, const char *text)
{
    money amount;
    char plain[64];
    if (money_parse(text, strlen(text), &amount) != MONEY_OK)
        return text;
    money_format(amount, 100, 2, false, plain, sizeof plain);
    return arena_strdup(arena, plain);
}

static bool is_of_facts(enum book_file file)
{
    return file == BOOK_EXPENDITURE || file == BOOK_INCOME;
}

static void add_row(struct writer *writer, const struct schema_row *row)
{
    bool formless = writer->file == BOOK_PROJECTS && is_formless(writer, row);
    if (formless)
        put_once(writer, writer->formless, schema_text(row, FIELD_KEY));
    if (is_idle(writer, row))
        return;
    const char *fields[SCHEMA_COLUMNS_MAX];
    for (size_t i = 0; i < row->schema->column_count; i++) {
        const struct schema_column *column = &row->schema->columns[i];
        bool is_of_form = formless && column->offset >= offsetof(struct project, funds);
        fields[i] = is_of_form ? "" : row->fields[i]->text;
        if (column->type == FIELD_SUBJECT)
            add_subject(writer, column->list, fields[i]);
        else if (column->type == FIELD_PROJECT)
            put_once(writer, writer->named, fields[i]);
        else if (column->type == FIELD_MONEY && is_of_facts(writer->file))
            fields[i] = plain_amount(writer->scratch, fields[i]);
    }
    source_rows_add(writer->rows, fields, row->schema->column_count);
}

static void take_row(void *context, const struct schema_row *row)
{
    struct writer *writer = context;
    row_hasher_add(writer->hasher, &writer->sums, writer->file, row);
    if (writer->rows != NULL && writer->file == BOOK_WAIVERS)
        take_waiver(writer, row);
    else if (writer->rows != NULL)
        add_row(writer, row);
}

/* False after a report. */
static bool read_file(struct writer *writer, enum book_file file, const struct extent_list *extents)
{
    const struct book *book = writer->book;
    const struct schema *schema = &book_schemas[file];
    int fault = 0;
    writer->file = file;
    writer->rows = is_wanted(writer, file) ? new_rows(writer, schema) : NULL;
    if (is_of_facts(file))
        source_rows_sum(writer->rows);
    if (file == BOOK_DEPARTMENTS)
        add_record(writer, schema, writer->department); /* its row is kept by the book */
    else if (extents->count > 0)
        fault = schema_read_extents(schema, &book->files[file], &book->heads[file], extents->items,
                                    extents->count, writer->diag, take_row, writer);
    if (fault != 0)
        book_report_file(writer->diag, schema->file, fault);
    bool good = writer->rows == NULL || add_rows(writer, schema->file, descriptions[file],
                                                 writer->rows, !record_kinds[file].may_be_missing);
    return fault == 0 && good;
}

/* What was read is what was opened. False after a report. */
static bool check_unchanged(const struct writer *writer, const struct row_sums *expected)
{
    if (!book_check_unchanged(writer->book, writer->diag))
        return false;
    if (hash_equal(writer->sums.records, expected->records))
        return true;
    book_report_file(writer->diag, writer->book->path, ESTALE);
    return false;
}

/* ---- the department ------------------------------------------------------------------------ */

/* Controls and waivers are read too: the hash is of all rows. */
static bool write_files(struct writer *writer, size_t index)
{
    static const char *const headings[] = {"类别", "编码", "名称"};
    const struct book *book = writer->book;
    struct extent_list lists[BOOK_FILE_COUNT];
    extents_list(writer->scratch, book->extents, index, lists);
    writer->subjects = source_rows_new(writer->scratch, headings, 3);
    bool good = add_settings(writer);
    for (size_t i = 0; i < BOOK_FILE_COUNT && good; i++)
        good = read_file(writer, (enum book_file)i, &lists[i]);
    if (prints(writer, SOURCE_ALL_CLASSES))
        add_classes(writer);
    good = add_rows(writer, "subjects.csv", "所用科目", writer->subjects, false) && good;
    return good && check_unchanged(writer, &book->sums[index]);
}

bool book_source(struct arena *arena, const struct book *book, size_t index,
                 const struct source_scope *scope, struct diag *diag,
                 const struct source_file **files, size_t *count)
{
    struct arena *scratch = arena_new();
    struct writer writer = {.arena = arena,
                            .scratch = scratch,
                            .book = book,
                            .department = &book->departments[index],
                            .scope = scope,
                            .diag = diag,
                            .hasher = row_hasher_new(scratch, NULL),
                            .named = map_new(scratch),
                            .formless = map_new(scratch),
                            .waived = map_new(scratch),
                            .files = arena_array(arena, FILES_MAX, sizeof *writer.files)};
    for (size_t i = 0; i < SUBJECT_LIST_COUNT; i++)
        writer.seen[i] = map_new(scratch);
    diag_concern(diag, writer.department->code);
    bool good = write_files(&writer, index);
    *files = writer.files;
    *count = writer.count;
    arena_free(scratch);
    return good;
}

/* The data file beside a PDF, written and read. See printed.h. */
#include "data/printed.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/csv.h"
#include "data/csv_write.h"

enum { COLUMN_COUNT = 8, COLUMN_TOTAL = 7 };

static const char *const HEADINGS[COLUMN_COUNT] = {"部分", "表",   "行",   "列",
                                                   "数值", "单位", "页码", "合计"};
#define HEAD_LINE "部分,表,行,列,数值,单位,页码,合计"

/* As the books write it. */
#define YES "是"
#define NO  "否"

void printed_write(FILE *out, const struct printed_list *list)
{
    fputs(CSV_BOM, out);
    csv_write_row(out, HEADINGS, COLUMN_COUNT);
    for (size_t i = 0; i < list->count; i++) {
        const struct printed *item = &list->items[i];
        const char *const fields[COLUMN_COUNT] = {item->part,   item->table,           item->row,
                                                  item->column, item->value,           item->unit,
                                                  item->page,   item->total ? YES : NO};
        csv_write_row(out, fields, COLUMN_COUNT);
    }
}

struct reader {
    struct arena *arena;
    const char *file;
    struct diag *diag;
    struct printed *items;
    size_t count, capacity;
    bool has_head;
    bool damaged; /* one report is enough: the rest of the file is not to be trusted */
};

static void report(struct reader *reader, int row, int column, enum diag_code code,
                   const char *first, const char *second, const char *third)
{
    diag_report(reader->diag, (struct pos){reader->file, row, column}, code, first, second, third,
                NULL);
    reader->damaged = true;
}

static void check_head(struct reader *reader, const struct csv_row *row)
{
    reader->has_head = true;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (i >= row->count || strcmp(row->fields[i].text, HEADINGS[i]) != 0) {
            report(reader, row->row, (int)i + 1, DIAG_CSV_COLUMN_MISSING, HEADINGS[i], NULL, NULL);
            return;
        }
}

static void check_row(struct reader *reader, const struct csv_row *row)
{
    if (row->count != COLUMN_COUNT) {
        enum diag_code code = row->count < COLUMN_COUNT ? DIAG_CSV_ROW_SHORT : DIAG_CSV_ROW_LONG;
        report(reader, row->row, 1, code, arena_printf(reader->arena, "%zu", row->count),
               arena_printf(reader->arena, "%d", COLUMN_COUNT), NULL);
        return;
    }
    for (size_t i = 0; i < COLUMN_COUNT && !reader->damaged; i++) {
        struct pos pos = {reader->file, row->row, (int)i + 1};
        reader->damaged = !csv_check_field(reader->diag, pos, HEADINGS[i], &row->fields[i]);
    }
    const char *total = row->fields[COLUMN_TOTAL].text;
    if (!reader->damaged && strcmp(total, YES) != 0 && strcmp(total, NO) != 0)
        report(reader, row->row, COLUMN_COUNT, DIAG_FIELD_CHOICE, HEADINGS[COLUMN_TOTAL], total,
               YES "、" NO);
}

/* TEXT in the arena; rows that follow one another share what they have in common. */
static const char *keep(const struct reader *reader, const char *text, const char *before)
{
    return before != NULL && strcmp(text, before) == 0 ? before : arena_strdup(reader->arena, text);
}

static void take_row(void *context, const struct csv_row *row)
{
    struct reader *reader = context;
    if (reader->damaged)
        return;
    if (!reader->has_head) {
        check_head(reader, row);
        return;
    }
    check_row(reader, row);
    if (reader->damaged)
        return;
    reader->items = arena_grow(reader->arena, reader->items, reader->count, &reader->capacity,
                               sizeof *reader->items);
    const struct csv_field *fields = row->fields;
    static const struct printed none = {0};
    const struct printed *before = reader->count > 0 ? &reader->items[reader->count - 1] : &none;
    reader->items[reader->count] =
        (struct printed){.part = keep(reader, fields[0].text, before->part),
                         .table = keep(reader, fields[1].text, before->table),
                         .row = keep(reader, fields[2].text, before->row),
                         .column = keep(reader, fields[3].text, before->column),
                         .value = keep(reader, fields[4].text, before->value),
                         .unit = keep(reader, fields[5].text, before->unit),
                         .page = keep(reader, fields[6].text, before->page),
                         .total = strcmp(fields[COLUMN_TOTAL].text, YES) == 0};
    reader->count++;
}

static bool finish(struct reader *reader, struct printed_list *list)
{
    if (!reader->has_head)
        report(reader, 1, 1, DIAG_CSV_EMPTY, HEAD_LINE, NULL, NULL);
    if (reader->damaged)
        return false;
    *list = (struct printed_list){reader->items, reader->count};
    return true;
}

bool printed_read(struct arena *arena, const char *path, const char *shown_name, struct diag *diag,
                  struct printed_list *list)
{
    struct reader reader = {.arena = arena, .file = shown_name, .diag = diag};
    *list = (struct printed_list){0};
    return csv_read(path, shown_name, diag, take_row, &reader) && finish(&reader, list);
}

/* A file without a name that holds BYTES; -1: errno says why not. */
static int open_memory(const char *bytes, size_t length)
{
    int descriptor = memfd_create("printed", MFD_CLOEXEC);
    while (descriptor >= 0 && length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0) {
            close(descriptor);
            return -1;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return descriptor;
}

bool printed_read_bytes(struct arena *arena, const char *bytes, size_t length,
                        const char *shown_name, struct diag *diag, struct printed_list *list)
{
    struct reader reader = {.arena = arena, .file = shown_name, .diag = diag};
    struct csv_file file = {.name = shown_name, .descriptor = open_memory(bytes, length)};
    struct stat status = {0};
    *list = (struct printed_list){0};
    if (file.descriptor < 0 || fstat(file.descriptor, &status) != 0)
        file.fault = errno;
    file.size = (uint64_t)status.st_size;
    file.changed = status.st_mtim;
    bool read = csv_read_all(&file, diag, take_row, &reader) && finish(&reader, list);
    csv_close(&file);
    return read;
}

/* The manifest: reading and writing DIR/manifest.csv.
 *
 *   部门编码,部门名称,状态, …              head
 *   010,某局,已公开, …                     a row for each department, by code
 *   清单,版本,1,程序,0.1.0, …              what is true of the whole: names and values in turn
 *   校验,0123…cdef                         the hash of every byte before this row
 *
 * The head comes first, so that a spreadsheet sorts and filters. The last row has a fixed length: a
 * file that was cut anywhere does not end in one, and one that was edited, or saved by a
 * spreadsheet, no longer has the bytes it tells. */
#include "render/manifest.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv_write.h"
#include "render/manifest_row.h"
#include "render/raw_csv.h"
#include "render/sink.h"

#define VERSION                                                                                    \
    "1" /* of the manifest: changes with its columns, and with what their hashes are of */

static const char whole_word[] = "清单", seal_word[] = "校验";

#define SEAL_LENGTH (sizeof seal_word + HASH_TEXT_SIZE + 1) /* word, comma, digits, CRLF */

enum whole {
    WHOLE_VERSION,
    WHOLE_PROGRAM,
    WHOLE_FORMAT,
    WHOLE_YEAR,
    WHOLE_REGION,
    WHOLE_SHARD,
    WHOLE_RUNS,
    WHOLE_ENTRIES,
    WHOLE_COUNT
};

static const char *const whole_names[WHOLE_COUNT] = {"版本", "程序", "格式包",   "年度",
                                                     "地区", "分片", "更正次数", "部门数"};

enum { WHOLE_FIELDS = 1 + 2 * WHOLE_COUNT };

/* ---- names --------------------------------------------------------------------------------- */

const char *manifest_status_name(enum manifest_status status, enum diag_language language)
{
    static const char *const names[MANIFEST_STATUS_COUNT][2] = {
        [MANIFEST_PUBLISHED] = {[DIAG_CHINESE] = "已公开", [DIAG_ENGLISH] = "published"},
        [MANIFEST_REFUSED] = {[DIAG_CHINESE] = "未公开", [DIAG_ENGLISH] = "not published"},
        [MANIFEST_FAILED] = {[DIAG_CHINESE] = "出错", [DIAG_ENGLISH] = "failed"},
        [MANIFEST_ABSENT] =
            {[DIAG_CHINESE] = "已不在账套", [DIAG_ENGLISH] = "no longer in the book"},
    };
    return names[status][language];
}

const char *cause_name(enum cause cause, enum diag_language language)
{
    static const char *const names[CAUSE_COUNT][2] = {
        [CAUSE_RECORDS] = {[DIAG_CHINESE] = "记录", [DIAG_ENGLISH] = "records"},
        [CAUSE_SUBJECTS] = {[DIAG_CHINESE] = "科目", [DIAG_ENGLISH] = "subjects"},
        [CAUSE_SETTINGS] = {[DIAG_CHINESE] = "账套", [DIAG_ENGLISH] = "book"},
        [CAUSE_FORMAT] = {[DIAG_CHINESE] = "格式", [DIAG_ENGLISH] = "format"},
        [CAUSE_RULES] = {[DIAG_CHINESE] = "规则", [DIAG_ENGLISH] = "rules"},
        [CAUSE_FONTS] = {[DIAG_CHINESE] = "字体", [DIAG_ENGLISH] = "fonts"},
        [CAUSE_PROGRAM] = {[DIAG_CHINESE] = "程序", [DIAG_ENGLISH] = "program"},
    };
    return names[cause][language];
}

/* ---- order --------------------------------------------------------------------------------- */

static int compare_codes(const void *a, const void *b)
{
    const struct manifest_entry *first = a, *second = b;
    return strcmp(first->code, second->code);
}

void manifest_sort(struct manifest_entry *entries, size_t count)
{
    if (count > 0)
        qsort(entries, count, sizeof *entries, compare_codes);
}

const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *code)
{
    const struct manifest_entry key = {.code = code};
    return manifest->count == 0 ? NULL
                                : bsearch(&key, manifest->entries, manifest->count,
                                          sizeof *manifest->entries, compare_codes);
}

/* ---- reading ------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct manifest *manifest;
    struct manifest_entry *entries;
    size_t count, capacity;
    const char *version; /* NULL until the row of the whole was met */
    bool begun, ended;   /* by the head, by the last row */
    bool failed;
};

static bool is_head(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (i >= MANIFEST_COLUMNS || strcmp(row->fields[i].text, manifest_row_heading(i)) != 0)
            return false;
    return row->count == MANIFEST_COLUMNS;
}

static bool read_number(const char *text, unsigned *number)
{
    size_t value;
    if (!manifest_number_read(text, &value) || value > INT_MAX)
        return false;
    *number = (unsigned)value;
    return true;
}

/* I/N, or 0/0. */
static bool read_shard(struct arena *arena, const char *text, struct manifest *manifest)
{
    char *first = arena_strdup(arena, text), *slash = strchr(first, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return read_number(first, &manifest->shard) && read_number(slash + 1, &manifest->shards) &&
           (manifest->shard > 0) == (manifest->shards > 0) && manifest->shard <= manifest->shards;
}

/* The row of the whole. Only its version can be told of another version. */
static bool read_whole(struct reading *reading, const struct csv_row *row)
{
    const char *values[WHOLE_COUNT];
    struct manifest *manifest = reading->manifest;
    unsigned year;
    size_t count;
    if (row->count > 2 && strcmp(row->fields[1].text, whole_names[WHOLE_VERSION]) == 0)
        reading->version = arena_strdup(reading->arena, row->fields[2].text);
    if (row->count != WHOLE_FIELDS)
        return false;
    for (size_t i = 0; i < WHOLE_COUNT; i++) {
        if (strcmp(row->fields[1 + 2 * i].text, whole_names[i]) != 0)
            return false;
        values[i] = arena_strdup(reading->arena, row->fields[2 + 2 * i].text);
    }
    if (!read_number(values[WHOLE_YEAR], &year) ||
        !manifest_number_read(values[WHOLE_ENTRIES], &count))
        return false;
    manifest->program = values[WHOLE_PROGRAM];
    manifest->format = values[WHOLE_FORMAT];
    manifest->year = (int)year;
    manifest->region = values[WHOLE_REGION];
    return count == reading->count && read_number(values[WHOLE_RUNS], &manifest->runs) &&
           read_shard(reading->arena, values[WHOLE_SHARD], manifest);
}

static bool read_entry(struct reading *reading, const struct csv_row *row)
{
    reading->entries = arena_grow(reading->arena, reading->entries, reading->count,
                                  &reading->capacity, sizeof *reading->entries);
    struct manifest_entry *entry = &reading->entries[reading->count];
    if (!manifest_row_read(reading->arena, row->fields, entry) ||
        (reading->count > 0 && compare_codes(entry - 1, entry) >= 0))
        return false;
    reading->count++;
    return true;
}

static bool read_row(struct reading *reading, const struct csv_row *row)
{
    if (!reading->begun) {
        reading->begun = true;
        return is_head(row);
    }
    if (row->count == MANIFEST_COLUMNS)
        return reading->version == NULL && read_entry(reading, row);
    if (strcmp(row->fields[0].text, whole_word) == 0)
        return reading->version == NULL && read_whole(reading, row);
    bool first = !reading->ended;
    reading->ended = true;
    return first && reading->version != NULL && strcmp(row->fields[0].text, seal_word) == 0;
}

/* Goes on after a fault: of another version, the rest is to be found still. */
static void take_row(void *context, const struct csv_row *row)
{
    struct reading *reading = context;
    if (!read_row(reading, row))
        reading->failed = true;
}

/* The last row for LENGTH bytes. */
static void print_seal(const char *bytes, size_t length, char seal[SEAL_LENGTH + 1])
{
    char text[HASH_TEXT_SIZE];
    hash_print(hash_bytes(bytes, length), text);
    snprintf(seal, SEAL_LENGTH + 1, "%s,%s\r\n", seal_word, text);
}

static bool is_sealed(struct raw_csv raw)
{
    char seal[SEAL_LENGTH + 1];
    if (raw.length < SEAL_LENGTH)
        return false;
    size_t before = raw.length - SEAL_LENGTH;
    print_seal(raw.bytes, before, seal);
    return memcmp(raw.bytes + before, seal, SEAL_LENGTH) == 0;
}

/* Reads a manifest whose bytes are those that were written. */
static bool read_rows(struct reading *reading, const char *path)
{
    struct diag *unheard = diag_new(DIAG_CHINESE);
    bool read = csv_read(path, path, unheard, take_row, reading);
    diag_free(unheard);
    reading->manifest->entries = reading->entries;
    reading->manifest->count = reading->count;
    return read && reading->ended && !reading->failed;
}

const struct manifest *manifest_read(struct arena *arena, const char *dir, struct diag *diag)
{
    const char *path = arena_printf(arena, "%s/manifest.csv", dir);
    const struct pos pos = {path, 0, 0};
    struct reading reading = {.arena = arena,
                              .manifest = arena_alloc(arena, sizeof(struct manifest))};
    struct arena *scratch = arena_new();
    struct raw_csv raw = raw_csv_read(scratch, path);
    int error = errno;
    bool sealed = raw.bytes != NULL && is_sealed(raw);
    arena_free(scratch);
    if (raw.bytes == NULL && (error == ENOENT || error == ENOTDIR))
        return NULL;
    bool good = sealed && read_rows(&reading, path);
    if (raw.bytes == NULL)
        diag_report(diag, pos, DIAG_MANIFEST_UNREADABLE, strerror(error), NULL);
    else if (reading.version != NULL && strcmp(reading.version, VERSION) != 0)
        diag_report(diag, pos, DIAG_MANIFEST_VERSION, reading.version, VERSION, NULL);
    else if (!good)
        diag_report(diag, pos, DIAG_MANIFEST_DAMAGED, NULL);
    else
        return reading.manifest;
    return NULL;
}

/* ---- writing ------------------------------------------------------------------------------- */

static void write_whole(FILE *out, const struct manifest *manifest)
{
    char year[16], shard[32], runs[16], count[24];
    snprintf(year, sizeof year, "%d", manifest->year);
    snprintf(shard, sizeof shard, "%u/%u", manifest->shard, manifest->shards);
    snprintf(runs, sizeof runs, "%u", manifest->runs);
    snprintf(count, sizeof count, "%zu", manifest->count);
    const char *const values[WHOLE_COUNT] = {
        [WHOLE_VERSION] = VERSION,
        [WHOLE_PROGRAM] = manifest->program,
        [WHOLE_FORMAT] = manifest->format,
        [WHOLE_YEAR] = year,
        [WHOLE_REGION] = manifest->region,
        [WHOLE_SHARD] = shard,
        [WHOLE_RUNS] = runs,
        [WHOLE_ENTRIES] = count,
    };
    const char *fields[WHOLE_FIELDS] = {whole_word};
    for (size_t i = 0; i < WHOLE_COUNT; i++) {
        fields[1 + 2 * i] = whole_names[i];
        fields[2 + 2 * i] = values[i];
    }
    csv_write_row(out, fields, WHOLE_FIELDS);
}

static void write_rows(FILE *out, const struct manifest *manifest)
{
    const char *headings[MANIFEST_COLUMNS];
    for (size_t i = 0; i < MANIFEST_COLUMNS; i++)
        headings[i] = manifest_row_heading(i);
    fputs(CSV_BOM, out);
    csv_write_row(out, headings, MANIFEST_COLUMNS);
    for (size_t i = 0; i < manifest->count; i++)
        manifest_row_write(out, &manifest->entries[i]);
    write_whole(out, manifest);
}

/* The whole file in memory, because its last row is about all of it. */
static bool compose(const struct manifest *manifest, char **bytes, size_t *length)
{
    char seal[SEAL_LENGTH + 1];
    FILE *out = open_memstream(bytes, length);
    if (out == NULL)
        return false;
    write_rows(out, manifest);
    bool good = fflush(out) == 0 && !ferror(out);
    if (good) {
        print_seal(*bytes, *length, seal);
        fputs(seal, out);
        good = !ferror(out);
    }
    return fclose(out) == 0 && good;
}

bool manifest_write(const char *dir, const struct manifest *manifest, struct diag *diag)
{
    char *bytes = NULL;
    size_t length = 0;
    struct arena *scratch = arena_new();
    const char *path = arena_printf(scratch, "%s/manifest.csv", dir);
    bool good = compose(manifest, &bytes, &length) && sink_file_write(path, bytes, length);
    if (!good)
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    free(bytes);
    arena_free(scratch);
    return good;
}

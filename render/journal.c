/* The journal: entries of the manifest that is to be, as they come about.
 *
 *   清单,<hash of manifest.csv as it was when the run began>,<hash of the row>
 *   运行,<name>,<year>,<shard>,<shards>,<hash of the row>
 *   010,某局,已公开, … ,<hash of the row>
 *
 * Why it says which manifest it goes on from. What its rows say of files is checked against the
 * files anyway, so a stale row could never pass off a wrong PDF. But a run that is killed after its
 * manifest stands, before the journal is gone, leaves rows that know less than the manifest does
 * (in which run a department was corrected), and old data whose changes are listed already: the next
 * run would list them again. The manifest is what ends a run; a journal that began from another
 * is spent, and so is what .banxin/old holds.
 *
 * Rows are not synced. After a power cut some may be missing: their departments are done again. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/map.h"
#include "render/manifest.h"
#include "render/manifest_row.h"
#include "render/output.h"
#include "render/raw_csv.h"
#include "render/sink.h"

#define ROW_MAX     ((size_t)64 * 1024)          /* bytes; nothing longer is looked at as one row */
#define SEAL_LENGTH ((size_t)HASH_TEXT_SIZE + 2) /* comma, digits, CRLF: the end of a row */

struct journal {
    const char *path;
    int descriptor;
    bool torn; /* the last row was not written whole: the next one needs a line of its own */
};

static const char *path_of(struct arena *arena, const char *dir)
{
    return arena_printf(arena, "%s/.banxin/journal.csv", dir);
}

bool journal_is_left(const char *dir)
{
    struct arena *scratch = arena_new();
    bool left = access(path_of(scratch, dir), F_OK) == 0;
    arena_free(scratch);
    return left;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The end of a row of which BYTES are all before it. */
static void print_seal(const char *bytes, size_t length, char seal[SEAL_LENGTH + 1])
{
    char text[HASH_TEXT_SIZE];
    hash_print(hash_bytes(bytes, length), text);
    snprintf(seal, SEAL_LENGTH + 1, ",%s\r\n", text);
}

static bool is_whole(const char *row, size_t length)
{
    char seal[SEAL_LENGTH + 1];
    if (length <= SEAL_LENGTH)
        return false;
    print_seal(row, length - SEAL_LENGTH, seal);
    return memcmp(row + length - SEAL_LENGTH, seal, SEAL_LENGTH) == 0;
}

/* Leaves the whole rows of RAW only. A row that was cut short may have an open quote, which would
 * swallow the rows after it: so each line is taken for the beginning of one. */
static void drop_torn(struct raw_csv *raw)
{
    size_t kept = 0;
    for (size_t at = 0; at < raw->length;) {
        const char *row = raw->bytes + at;
        size_t rest = raw->length - at;
        size_t length = raw_csv_row(row, rest < ROW_MAX ? rest : ROW_MAX);
        if (length > 0 && is_whole(row, length)) {
            memmove(raw->bytes + kept, row, length);
            kept += length;
            at += length;
        } else {
            const char *newline = memchr(row, '\n', rest);
            at += newline ? (size_t)(newline - row) + 1 : rest;
        }
    }
    raw->length = kept;
}

/* The row that a journal begins with now. */
static const char *head_of(struct arena *arena, const char *dir)
{
    struct hash hash = {0, 0}; /* of no manifest */
    char text[HASH_TEXT_SIZE], seal[SEAL_LENGTH + 1];
    hash_file(arena_printf(arena, "%s/manifest.csv", dir), &hash);
    hash_print(hash, text);
    const char *head = arena_printf(arena, "清单,%s", text);
    print_seal(head, strlen(head), seal);
    return arena_printf(arena, "%s%s", head, seal);
}

/* ---- the run ------------------------------------------------------------------------------- */

/* The row of RUN, sealed. A name has no comma and no quote (render/call.c). */
static const char *run_row(struct arena *arena, const struct journal_run *run)
{
    char seal[SEAL_LENGTH + 1];
    const char *row =
        arena_printf(arena, "运行,%s,%d,%u,%u", run->name, run->year, run->shard, run->shards);
    print_seal(row, strlen(row), seal);
    return arena_printf(arena, "%s%s", row, seal);
}

/* The run that the whole ROW is of, its name in ARENA. */
static bool read_run(struct arena *arena, const char *row, struct journal_run *run)
{
    char name[80] = "";
    static const char begin[] = "运行,";
    if (strncmp(row, begin, strlen(begin)) != 0)
        return false;
    row += strlen(begin);
    size_t length = strcspn(row, ",\r\n");
    if (length >= sizeof name)
        return false;
    memcpy(name, row, length);
    run->name = arena_strdup(arena, name);
    return sscanf(row + length, ",%d,%u,%u,", &run->year, &run->shard, &run->shards) == 3;
}

/* May RUN go on with what BEFORE left? */
static bool check_run(struct arena *arena, const char *dir, const struct journal_run *before,
                      const struct journal_run *run, struct diag *diag)
{
    struct pos pos = {dir, 0, 0};
    if (before->year != run->year)
        diag_report(diag, pos, DIAG_OUTPUT_YEAR, arena_printf(arena, "%d", before->year),
                    arena_printf(arena, "%d", run->year), NULL);
    else if (before->shard != run->shard || before->shards != run->shards)
        diag_report(diag, pos, DIAG_OUTPUT_SHARD,
                    arena_printf(arena, "%u/%u", before->shard, before->shards),
                    arena_printf(arena, "%u/%u", run->shard, run->shards), NULL);
    else if (run->is_asked && before->name[0] != '\0' && run->name[0] != '\0' &&
             strcmp(before->name, run->name) != 0)
        diag_report(diag, pos, DIAG_RUN_UNFINISHED, before->name, run->name, NULL);
    else
        return true;
    return false;
}

/* ---- opening ------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct map *places; /* code → entry; the entries do not move */
    struct manifest *left;
    struct manifest_entry *entries;
};

static void take_row(void *context, const struct csv_row *row)
{
    struct reading *reading = context;
    struct manifest_entry entry = {0};
    if (row->count != MANIFEST_COLUMNS + 1 ||
        !manifest_row_read(reading->arena, row->fields, &entry))
        return;
    struct manifest_entry *place = map_lookup(reading->places, entry.code);
    if (place == NULL) {
        place = &reading->entries[reading->left->count++];
        map_put(reading->places, entry.code, place);
    }
    *place = entry;
}

static bool read_entries(struct arena *arena, const char *path, struct raw_csv raw,
                         struct manifest *left, struct diag *diag)
{
    size_t lines = 0;
    for (size_t i = 0; i < raw.length; i++)
        lines += raw.bytes[i] == '\n';
    struct arena *scratch = arena_new();
    struct reading reading = {arena, map_new(scratch), left,
                              arena_array(arena, lines, sizeof *left->entries)};
    bool good = csv_read(path, path, diag, take_row, &reading);
    arena_free(scratch);
    manifest_sort(reading.entries, left->count);
    left->entries = reading.entries;
    return good;
}

/* Does RAW, of whole rows, go on from the present manifest? Stores the run it is of. */
static bool is_gone_on_with(struct arena *arena, struct raw_csv raw, const char *head,
                            struct journal_run *run)
{
    size_t length = strlen(head);
    return raw.length > length && memcmp(raw.bytes, head, length) == 0 &&
           read_run(arena, arena_strndup(arena, raw.bytes + length, raw.length - length), run);
}

/* Makes the file at PATH hold whole rows that go on from the present manifest, and reads them. */
static bool prepare(struct arena *arena, const char *dir, const char *path, struct journal_run *run,
                    struct manifest *left, struct diag *diag)
{
    struct arena *scratch = arena_new();
    struct raw_csv raw = raw_csv_read(scratch, path);
    const char *head = head_of(scratch, dir);
    struct journal_run before;
    size_t found = raw.length;
    bool good = true;
    drop_torn(&raw);
    if (!is_gone_on_with(scratch, raw, head, &before)) {
        const char *begin = arena_printf(scratch, "%s%s", head, run_row(scratch, run));
        output_drop_old(dir);
        good = sink_file_write(path, begin, strlen(begin));
    } else if (!check_run(scratch, dir, &before, run, diag)) {
        arena_free(scratch);
        return false;
    } else {
        run->goes_on = true;
        if (before.name[0] != '\0')
            run->name = arena_strdup(arena, before.name);
        good = raw.length == found || sink_file_write(path, raw.bytes, raw.length);
        good = good && read_entries(arena, path, raw, left, diag);
    }
    if (!good)
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    arena_free(scratch);
    return good;
}

struct journal *journal_open(struct arena *arena, const char *dir, struct journal_run *run,
                             struct manifest *left, struct diag *diag)
{
    struct journal *journal = arena_alloc(arena, sizeof *journal);
    journal->path = path_of(arena, dir);
    *left = (struct manifest){.program = "", .format = "", .region = ""};
    if (!prepare(arena, dir, journal->path, run, left, diag))
        return NULL;
    journal->descriptor = open(journal->path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (journal->descriptor >= 0)
        return journal;
    diag_report(diag, (struct pos){journal->path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return NULL;
}

/* ---- appending ----------------------------------------------------------------------------- */

/* ENTRY's row; the caller frees it. NULL: errno says why. */
static char *compose(const struct journal *journal, const struct manifest_entry *entry,
                     size_t *length)
{
    static const char line_end[] = "\r\n";
    size_t begin = journal->torn ? strlen(line_end) : 0;
    char seal[SEAL_LENGTH + 1], *row = NULL;
    FILE *out = open_memstream(&row, length);
    if (out == NULL)
        return NULL;
    if (journal->torn)
        fputs(line_end, out);
    manifest_row_write(out, entry);
    fflush(out);
    bool good = !ferror(out);
    if (good) {
        off_t end = (off_t)(*length - strlen(line_end));
        print_seal(row + begin, (size_t)end - begin, seal);
        good = fseeko(out, end, SEEK_SET) == 0 && fputs(seal, out) >= 0;
    }
    if (fclose(out) == 0 && good)
        return row;
    free(row);
    return NULL;
}

bool journal_add(struct journal *journal, const struct manifest_entry *entry, struct diag *diag)
{
    size_t length = 0, done = 0;
    char *row = compose(journal, entry, &length);
    bool good = row != NULL;
    while (good && done < length) { /* one write, but where a disk is full or a signal comes */
        ssize_t written = write(journal->descriptor, row + done, length - done);
        if (written > 0)
            done += (size_t)written;
        else
            good = written < 0 && errno == EINTR;
    }
    int error = errno;
    free(row);
    journal->torn = !good && (journal->torn || done > 0);
    if (!good)
        diag_report(diag, (struct pos){journal->path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(error),
                    NULL);
    return good;
}

bool journal_sync(struct journal *journal, struct diag *diag)
{
    if (fsync(journal->descriptor) == 0)
        return true;
    diag_report(diag, (struct pos){journal->path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return false;
}

void journal_close(struct journal *journal)
{
    close(journal->descriptor);
}

void journal_remove(struct journal *journal)
{
    journal_close(journal);
    unlink(journal->path);
}

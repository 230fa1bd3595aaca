/* Joining the change lists of shards. Rows are moved as bytes: a list should have the same ones
 * whether one run wrote it or several. */
#include "render/merge_changes.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "render/buf.h"
#include "render/raw_csv.h"
#include "render/sink.h"

/* A file in changes/ of a shard. */
struct found {
    const char *shard, *name; /* below changes/: `<run>.csv`, `<run>/<name>.pdf` */
};

struct found_list {
    struct found *items;
    size_t count, capacity;
};

struct merged_changes {
    struct arena *arena;
    struct found_list lists; /* by name, then in the order of the shards */
    struct found_list documents;
    struct found_list folders; /* the runs of the documents, for each shard */
};

static void add(struct arena *arena, struct found_list *list, const char *shard, const char *name)
{
    list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct found){shard, name};
}

static const char *path_of(struct arena *arena, const struct found *found)
{
    return arena_printf(arena, "%s/changes/%s", found->shard, found->name);
}

static void report_failure(struct diag *diag, const char *path)
{
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
}

/* ---- finding ------------------------------------------------------------------------------- */

static bool is_visible(const struct dirent *item)
{
    return item->d_name[0] != '.';
}

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), least = strlen(ending);
    return length > least && strcmp(name + length - least, ending) == 0;
}

/* The documents of RUN, which is a folder or of no interest. */
static void find_documents(struct merged_changes *changes, const char *shard, const char *run)
{
    DIR *folder = opendir(arena_printf(changes->arena, "%s/changes/%s", shard, run));
    size_t before = changes->documents.count;
    for (struct dirent *item; folder != NULL && (item = readdir(folder)) != NULL;)
        if (is_visible(item) && ends_in(item->d_name, ".pdf"))
            add(changes->arena, &changes->documents, shard,
                arena_printf(changes->arena, "%s/%s", run, item->d_name));
    if (folder != NULL)
        closedir(folder);
    if (changes->documents.count > before)
        add(changes->arena, &changes->folders, shard, run);
}

static bool find_in(struct merged_changes *changes, const char *shard, struct diag *diag)
{
    const char *path = arena_printf(changes->arena, "%s/changes", shard);
    DIR *folder = opendir(path);
    if (folder == NULL && errno == ENOENT)
        return true; /* nothing was corrected yet */
    if (folder == NULL) {
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_FILE_UNREADABLE, strerror(errno), NULL);
        return false;
    }
    for (struct dirent *item; (item = readdir(folder)) != NULL;) {
        if (!is_visible(item))
            continue;
        const char *name = arena_strdup(changes->arena, item->d_name);
        if (ends_in(name, ".csv"))
            add(changes->arena, &changes->lists, shard, name);
        else
            find_documents(changes, shard, name);
    }
    closedir(folder);
    return true;
}

static int compare_names(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : strcmp(x->shard, y->shard);
}

static void sort(struct found_list *list)
{
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare_names);
}

/* ---- joining ------------------------------------------------------------------------------- */

/* The rows of one department in one shard: they stand together there. */
struct block {
    const char *code;
    size_t number; /* where it was found; orders what has one code */
    const char *bytes;
    size_t length;
};

struct block_list {
    struct block *items;
    size_t count, capacity;
};

static int compare_blocks(const void *a, const void *b)
{
    const struct block *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

/* Adds the rows of RAW below its head, of HEAD_LENGTH bytes. False: the last is cut short. */
static bool add_blocks(struct arena *arena, struct block_list *blocks, struct raw_csv raw,
                       size_t head_length)
{
    struct block *block = NULL;
    for (size_t at = head_length; at < raw.length;) {
        const char *row = raw.bytes + at;
        size_t length = raw_csv_row(row, raw.length - at);
        if (length == 0)
            return false;
        const char *code = raw_csv_first(arena, row, length);
        if (block == NULL || strcmp(block->code, code) != 0) {
            blocks->items = arena_grow(arena, blocks->items, blocks->count, &blocks->capacity,
                                       sizeof *blocks->items);
            block = &blocks->items[blocks->count];
            *block = (struct block){.code = code, .number = blocks->count++, .bytes = row};
        }
        block->length += length;
        at += length;
    }
    return true;
}

static struct buf put_together(struct arena *arena, struct raw_csv head, struct block_list *blocks)
{
    struct buf whole = buf_new(arena);
    buf_add(&whole, head.bytes, head.length);
    if (blocks->count > 0)
        qsort(blocks->items, blocks->count, sizeof *blocks->items, compare_blocks);
    for (size_t i = 0; i < blocks->count; i++)
        buf_add(&whole, blocks->items[i].bytes, blocks->items[i].length);
    return whole;
}

/* Joins the lists of one run: COUNT files of one name. False after a report. */
static bool join(struct arena *arena, const struct found *files, size_t count, struct buf *whole,
                 struct diag *diag)
{
    struct block_list blocks = {NULL, 0, 0};
    struct raw_csv head = {NULL, 0};
    for (size_t i = 0; i < count; i++) {
        const char *path = path_of(arena, &files[i]);
        struct raw_csv raw = raw_csv_read(arena, path);
        if (raw.bytes == NULL) {
            diag_report(diag, (struct pos){path, 0, 0}, DIAG_FILE_UNREADABLE, strerror(errno),
                        NULL);
            return false;
        }
        size_t length = raw_csv_row(raw.bytes, raw.length);
        if (head.bytes == NULL)
            head = (struct raw_csv){raw.bytes, length};
        if (length == 0 || length != head.length || memcmp(raw.bytes, head.bytes, length) != 0 ||
            !add_blocks(arena, &blocks, raw, length)) {
            diag_report(diag, (struct pos){path, 0, 0}, DIAG_MERGE_CHANGES, NULL);
            return false;
        }
    }
    *whole = put_together(arena, head, &blocks);
    return true;
}

/* Joins the lists of each run, one at a time, and writes them into DIR; NULL: only looks whether
 * that can be done. */
static bool join_all(const struct merged_changes *changes, const char *dir, struct diag *diag)
{
    const struct found_list *lists = &changes->lists;
    bool good = true;
    for (size_t first = 0, next; good && first < lists->count; first = next) {
        const char *name = lists->items[first].name;
        for (next = first + 1; next < lists->count && strcmp(lists->items[next].name, name) == 0;)
            next++;
        struct arena *arena = arena_new();
        struct buf whole;
        good = join(arena, lists->items + first, next - first, &whole, diag);
        const char *path = arena_printf(arena, "%s/changes/%s", dir ? dir : "", name);
        if (good && dir != NULL && !sink_file_write(path, whole.bytes, whole.length)) {
            report_failure(diag, path);
            good = false;
        }
        arena_free(arena);
    }
    return good;
}

static bool check_documents(const struct merged_changes *changes, struct diag *diag)
{
    const struct found_list *documents = &changes->documents;
    bool good = true;
    for (size_t i = 1; i < documents->count; i++) {
        const struct found *one = &documents->items[i - 1], *two = &documents->items[i];
        if (strcmp(one->name, two->name) != 0)
            continue;
        diag_report(diag, (struct pos){path_of(changes->arena, two), 0, 0}, DIAG_MERGE_CORRECTION,
                    one->shard, NULL);
        good = false;
    }
    return good;
}

const struct merged_changes *merged_changes_find(struct arena *arena, const char *const *shards,
                                                 size_t count, struct diag *diag)
{
    struct merged_changes *changes = arena_alloc(arena, sizeof *changes);
    changes->arena = arena;
    for (size_t i = 0; i < count; i++)
        if (!find_in(changes, shards[i], diag))
            return NULL;
    sort(&changes->lists);
    sort(&changes->documents);
    return join_all(changes, NULL, diag) && check_documents(changes, diag) ? changes : NULL;
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool make_folder(const char *path, struct diag *diag)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    report_failure(diag, path);
    return false;
}

static bool make_folders(const struct merged_changes *changes, const char *dir, struct diag *diag)
{
    const char *top = arena_printf(changes->arena, "%s/changes", dir);
    bool good = changes->lists.count + changes->folders.count == 0 || make_folder(top, diag);
    for (size_t i = 0; good && i < changes->folders.count; i++)
        good = make_folder(
            arena_printf(changes->arena, "%s/%s", top, changes->folders.items[i].name), diag);
    return good;
}

static bool share_documents(const struct merged_changes *changes, const char *dir,
                            struct diag *diag)
{
    bool good = true;
    for (size_t i = 0; good && i < changes->documents.count; i++) {
        const struct found *document = &changes->documents.items[i];
        const char *path = arena_printf(changes->arena, "%s/changes/%s", dir, document->name);
        good = sink_file_share(path_of(changes->arena, document), path);
        if (!good)
            report_failure(diag, path);
    }
    return good;
}

static void sync_folders(const struct merged_changes *changes, const char *dir)
{
    const char *top = arena_printf(changes->arena, "%s/changes", dir);
    for (size_t i = 0; i < changes->folders.count; i++)
        sink_sync_folder(
            arena_printf(changes->arena, "%s/%s", top, changes->folders.items[i].name));
    sink_sync_folder(top);
}

unsigned merged_changes_count(const struct merged_changes *changes)
{
    const struct found_list *lists = &changes->lists;
    unsigned count = 0;
    for (size_t i = 0; i < lists->count; i++)
        count += i == 0 || strcmp(lists->items[i].name, lists->items[i - 1].name) != 0;
    return count;
}

bool merged_changes_write(const struct merged_changes *changes, const char *dir, struct diag *diag)
{
    if (!make_folders(changes, dir, diag) || !share_documents(changes, dir, diag) ||
        !join_all(changes, dir, diag))
        return false;
    sync_folders(changes, dir);
    return true;
}

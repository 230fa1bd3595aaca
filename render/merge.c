/* Merging the outputs of shards. Everything is looked at before anything is written. */
#include "render/merge.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/map.h"
#include "render/index_html.h"
#include "render/merge_changes.h"
#include "render/output.h"
#include "render/sink.h"

enum { MISSING_MAX = 10 /* shards named in reports */ };

struct shard {
    const char *dir;
    struct output *output; /* keeps runs away meanwhile */
    const struct manifest *manifest;
};

/* An entry, and whose it is. */
struct owned {
    const struct shard *shard;
    const struct manifest_entry *entry;
};

struct merge {
    struct arena *arena;
    struct diag *diag;
    const char *dir;
    struct shard *shards;
    size_t count;
    struct map *codes, *files; /* of departments, of what they published → struct owned */
    const struct merged_changes *changes;
    struct manifest manifest; /* of all */
};

static struct pos at(const char *path)
{
    return (struct pos){path, 0, 0};
}

static void report_failure(const struct merge *merge, const char *path)
{
    diag_report(merge->diag, at(path), DIAG_OUTPUT_FAILED, strerror(errno), NULL);
}

/* ---- the shards ---------------------------------------------------------------------------- */

/* What is reported of a manifest that cannot be used speaks of typesetting anew: not of merging. */
static const struct manifest *read_manifest(const struct merge *merge, const char *dir)
{
    struct diag *unheard = diag_new(DIAG_CHINESE);
    const struct manifest *manifest = manifest_read(merge->arena, dir, unheard);
    diag_free(unheard);
    return manifest;
}

static bool is_same_directory(const char *one, const char *two)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(two, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* False after a report. */
static bool open_shard(struct merge *merge, struct shard *shard)
{
    shard->output = output_open_reading(shard->dir, merge->diag);
    if (shard->output == NULL)
        return false;
    shard->manifest = read_manifest(merge, shard->dir);
    if (is_same_directory(merge->dir, shard->dir))
        diag_report(merge->diag, at(merge->dir), DIAG_MERGE_TARGET, NULL);
    else if (journal_is_left(shard->dir))
        diag_report(merge->diag, at(shard->dir), DIAG_MERGE_UNFINISHED, NULL);
    else if (shard->manifest == NULL)
        diag_report(merge->diag, at(shard->dir), DIAG_MERGE_MANIFEST, NULL);
    else if (shard->manifest->shards == 0)
        diag_report(merge->diag, at(shard->dir), DIAG_MERGE_WHOLE, NULL);
    else
        return true;
    return false;
}

static const char *shard_name(struct arena *arena, unsigned shard, unsigned shards)
{
    return arena_printf(arena, "%u/%u", shard, shards);
}

/* Reports SHARD if it is not the first of its number. */
static bool check_number(const struct merge *merge, const struct shard *shard)
{
    const struct manifest *manifest = shard->manifest;
    for (const struct shard *other = merge->shards; other < shard; other++) {
        if (other->manifest->shard != manifest->shard)
            continue;
        diag_report(merge->diag, at(shard->dir), DIAG_MERGE_TWICE,
                    shard_name(merge->arena, manifest->shard, manifest->shards), other->dir, NULL);
        return false;
    }
    return true;
}

static bool has_number(const struct merge *merge, unsigned number)
{
    for (size_t i = 0; i < merge->count; i++)
        if (merge->shards[i].manifest->shard == number)
            return true;
    return false;
}

static bool check_complete(const struct merge *merge)
{
    unsigned shards = merge->count > 0 ? merge->shards[0].manifest->shards : 1;
    size_t missing = 0;
    for (unsigned number = 1; number <= shards && missing < MISSING_MAX; number++) {
        if (has_number(merge, number))
            continue;
        diag_report(merge->diag, at(merge->dir), DIAG_MERGE_MISSING,
                    shard_name(merge->arena, number, shards),
                    arena_printf(merge->arena, "%u", shards), NULL);
        missing++;
    }
    return missing == 0;
}

static bool check_same(const struct merge *merge, const struct shard *shard, const char *what,
                       const char *found, const char *expected)
{
    if (strcmp(found, expected) == 0)
        return true;
    diag_report(merge->diag, at(shard->dir), DIAG_MERGE_DIFFERENT, what, found,
                merge->shards[0].dir, expected, NULL);
    return false;
}

/* What the manifests say of the whole. */
static bool check_common(const struct merge *merge, const struct shard *shard)
{
    static const char *const names[][2] = {{"分片总数", "the number of shards"},
                                           {"年度", "the year"},
                                           {"地区", "the region"},
                                           {"格式包", "the format"},
                                           {"程序版本", "the program's version"}};
    const struct manifest *first = merge->shards[0].manifest, *manifest = shard->manifest;
    const char *const values[][2] = {{arena_printf(merge->arena, "%u", manifest->shards),
                                      arena_printf(merge->arena, "%u", first->shards)},
                                     {arena_printf(merge->arena, "%d", manifest->year),
                                      arena_printf(merge->arena, "%d", first->year)},
                                     {manifest->region, first->region},
                                     {manifest->format, first->format},
                                     {manifest->program, first->program}};
    bool good = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        good = check_same(merge, shard, names[i][diag_language(merge->diag)], values[i][0],
                          values[i][1]) &&
               good;
    return good;
}

static const struct manifest_entry *first_published(const struct merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        for (size_t k = 0; k < merge->shards[i].manifest->count; k++)
            if (merge->shards[i].manifest->entries[k].status == MANIFEST_PUBLISHED)
                return &merge->shards[i].manifest->entries[k];
    return NULL;
}

/* The causes that are one for all documents of a run: machines may differ in fonts and libraries
 * where the program is of one version. Reports the first entry of SHARD that is unlike EXPECTED. */
static bool check_causes(const struct merge *merge, const struct shard *shard,
                         const struct manifest_entry *expected)
{
    static const enum cause common[] = {CAUSE_RULES, CAUSE_FONTS, CAUSE_PROGRAM};
    for (size_t i = 0; i < shard->manifest->count; i++) {
        const struct manifest_entry *entry = &shard->manifest->entries[i];
        for (size_t k = 0; k < sizeof common / sizeof *common; k++) {
            char texts[2][HASH_TEXT_SIZE];
            hash_print(entry->causes[common[k]], texts[0]);
            hash_print(expected->causes[common[k]], texts[1]);
            if (entry->status == MANIFEST_PUBLISHED &&
                !check_same(merge, shard, cause_name(common[k], diag_language(merge->diag)),
                            texts[0], texts[1]))
                return false;
        }
    }
    return true;
}

/* Reports all that is wrong with the shards as such. */
static bool check_shards(struct merge *merge)
{
    bool good = true;
    for (size_t i = 0; i < merge->count; i++)
        good = open_shard(merge, &merge->shards[i]) && good;
    if (!good)
        return false;
    const struct manifest_entry *published = first_published(merge);
    for (size_t i = 0; i < merge->count; i++)
        good = check_common(merge, &merge->shards[i]) &&
               (published == NULL || check_causes(merge, &merge->shards[i], published)) && good;
    if (!good)
        return false;
    for (size_t i = 0; i < merge->count; i++)
        good = check_number(merge, &merge->shards[i]) && good;
    return check_complete(merge) && good;
}

/* ---- the departments ----------------------------------------------------------------------- */

static bool check_entry(struct merge *merge, const struct shard *shard,
                        const struct manifest_entry *entry)
{
    struct owned *owned = arena_alloc(merge->arena, sizeof *owned);
    const struct owned *same = map_lookup(merge->codes, entry->code);
    *owned = (struct owned){shard, entry};
    diag_concern(merge->diag, entry->code);
    if (same != NULL) {
        diag_report(merge->diag, at(shard->dir), DIAG_MERGE_DEPARTMENT, entry->code,
                    same->shard->dir, NULL);
        return false;
    }
    map_put(merge->codes, entry->code, owned);
    if (entry->file[0] == '\0')
        return true;
    same = map_lookup(merge->files, entry->file);
    if (same != NULL) {
        diag_report(merge->diag, at(shard->dir), DIAG_OUTPUT_SAME, entry->code, same->entry->code,
                    entry->file, NULL);
        return false;
    }
    map_put(merge->files, entry->file, owned);
    if (output_is_intact(shard->dir, entry))
        return true;
    diag_report(merge->diag, at(shard->dir), DIAG_MERGE_FILE, entry->code, entry->file, NULL);
    return false;
}

static bool check_entries(struct merge *merge)
{
    bool good = true;
    for (size_t i = 0; i < merge->count; i++) {
        const struct manifest *manifest = merge->shards[i].manifest;
        for (size_t k = 0; k < manifest->count; k++)
            good = check_entry(merge, &merge->shards[i], &manifest->entries[k]) && good;
    }
    diag_concern(merge->diag, NULL);
    return good;
}

/* The manifest that one run over the whole book would have written. */
static void join_manifests(struct merge *merge)
{
    size_t count = 0;
    for (size_t i = 0; i < merge->count; i++)
        count += merge->shards[i].manifest->count;
    struct manifest_entry *entries = arena_array(merge->arena, count + 1, sizeof *entries);
    merge->manifest = *merge->shards[0].manifest;
    merge->manifest.shard = merge->manifest.shards = 0;
    merge->manifest.count = 0;
    /* Not every shard has a list of every run. */
    merge->manifest.runs = merged_changes_count(merge->changes);
    for (size_t i = 0; i < merge->count; i++) {
        const struct manifest *manifest = merge->shards[i].manifest;
        for (size_t k = 0; k < manifest->count; k++)
            entries[merge->manifest.count++] = manifest->entries[k];
    }
    manifest_sort(entries, count);
    merge->manifest.entries = entries;
}

static bool check_all(struct merge *merge, const char *const *shards)
{
    if (!check_shards(merge) || !check_entries(merge))
        return false;
    merge->changes = merged_changes_find(merge->arena, shards, merge->count, merge->diag);
    if (merge->changes != NULL)
        join_manifests(merge);
    return merge->changes != NULL;
}

/* ---- the directory ------------------------------------------------------------------------- */

/* May be merged into: not what a shard keeps for itself, nor what a run goes on with. */
static bool check_target(const struct merge *merge, const struct manifest *earlier)
{
    if (journal_is_left(merge->dir))
        diag_report(merge->diag, at(merge->dir), DIAG_MERGE_UNFINISHED, NULL);
    else if (earlier != NULL && earlier->shards > 0)
        diag_report(merge->diag, at(merge->dir), DIAG_MERGE_TARGET, NULL);
    else if (earlier != NULL && earlier->year != merge->manifest.year)
        diag_report(merge->diag, at(merge->dir), DIAG_OUTPUT_YEAR,
                    arena_printf(merge->arena, "%d", earlier->year),
                    arena_printf(merge->arena, "%d", merge->manifest.year), NULL);
    else if (earlier != NULL && strcmp(earlier->region, merge->manifest.region) != 0)
        diag_report(merge->diag, at(merge->dir), DIAG_OUTPUT_REGION, earlier->region,
                    merge->manifest.region, NULL);
    else
        return true;
    return false;
}

static bool share_file(const struct merge *merge, struct arena *arena, const struct shard *shard,
                       const char *file, const char *ending)
{
    const char *path = arena_printf(arena, "%s/%s%s", merge->dir, file, ending);
    if (sink_file_share(arena_printf(arena, "%s/%s%s", shard->dir, file, ending), path))
        return true;
    report_failure(merge, path);
    return false;
}

static bool share_files(const struct merge *merge, const struct shard *shard)
{
    struct arena *arena = arena_new();
    bool good = true;
    for (size_t i = 0; good && i < shard->manifest->count; i++) {
        const struct arena_mark mark = arena_mark(arena);
        const char *file = shard->manifest->entries[i].file;
        good = file[0] == '\0' || (share_file(merge, arena, shard, file, ".csv") &&
                                   share_file(merge, arena, shard, file, ".pdf"));
        arena_reset(arena, mark);
    }
    arena_free(arena);
    return good;
}

static void remove_if(const char *path, struct hash expected)
{
    struct hash found;
    if (hash_file(path, &found) && hash_equal(found, expected))
        unlink(path);
}

/* What an earlier merge brought and no shard has any more; but not what was changed since. */
static void remove_outdated(const struct merge *merge, const struct manifest *earlier)
{
    for (size_t i = 0; earlier != NULL && i < earlier->count; i++) {
        const struct manifest_entry *entry = &earlier->entries[i];
        if (entry->file[0] == '\0' || map_lookup(merge->files, entry->file) != NULL)
            continue;
        remove_if(arena_printf(merge->arena, "%s/%s.csv", merge->dir, entry->file), entry->data);
        remove_if(arena_printf(merge->arena, "%s/%s.pdf", merge->dir, entry->file), entry->pdf);
    }
}

/* The manifest last: then what it lists stands. */
static bool write_all(const struct merge *merge)
{
    const struct manifest *earlier = read_manifest(merge, merge->dir);
    if (!check_target(merge, earlier))
        return false;
    for (size_t i = 0; i < merge->count; i++)
        if (!share_files(merge, &merge->shards[i]))
            return false;
    if (!merged_changes_write(merge->changes, merge->dir, merge->diag))
        return false;
    remove_outdated(merge, earlier);
    sink_sync_folder(merge->dir);
    /* In the language of the documents, whoever merges. */
    return index_html_write(merge->dir, &merge->manifest, DIAG_CHINESE, merge->diag) &&
           manifest_write(merge->dir, &merge->manifest, merge->diag);
}

bool merge_outputs(const char *dir, const char *const *shards, size_t count, struct diag *diag)
{
    struct arena *arena = arena_new();
    struct merge merge = {.arena = arena,
                          .diag = diag,
                          .dir = dir,
                          .shards = arena_array(arena, count + 1, sizeof *merge.shards),
                          .count = count,
                          .codes = map_new(arena),
                          .files = map_new(arena)};
    for (size_t i = 0; i < count; i++)
        merge.shards[i].dir = shards[i];
    struct output *output = check_all(&merge, shards) ? output_open(dir, diag) : NULL;
    bool merged = output != NULL && write_all(&merge);
    output_close(output);
    for (size_t i = 0; i < count; i++)
        output_close(merge.shards[i].output);
    arena_free(arena);
    return merged;
}

/* The batch from its beginning to the manifest. See batch.h. */
#include "render/batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/batch_run.h"
#include "render/index_html.h"
#include "render/output.h"

#define SECONDS_MAX 600 /* a document of thousands of pages takes a minute */

/* ---- beginning ----------------------------------------------------------------------------- */

static unsigned shard_of(const char *code, unsigned shards)
{
    /* By code: a department that comes or goes moves no other to another shard. */
    return (unsigned)(hash_bytes(code, strlen(code)).low % shards) + 1;
}

static const char *shard_text(struct arena *arena, unsigned shard, unsigned shards)
{
    return arena_printf(arena, "%u/%u", shard, shards);
}

/* A directory is of one book, and of one shard of it. */
static bool check_directory(const struct batch *batch)
{
    const struct manifest *before = batch->before;
    const struct call *call = batch->call;
    int year = book_year(batch->session->book);
    struct pos pos = {batch->dir, 0, 0};
    if (before == NULL)
        return true;
    if (before->year != year)
        diag_report(batch->diag, pos, DIAG_OUTPUT_YEAR,
                    arena_printf(batch->arena, "%d", before->year),
                    arena_printf(batch->arena, "%d", year), NULL);
    if (before->shard != call->shard || before->shards != call->shards)
        diag_report(batch->diag, pos, DIAG_OUTPUT_SHARD,
                    shard_text(batch->arena, before->shard, before->shards),
                    shard_text(batch->arena, call->shard, call->shards), NULL);
    return before->year == year && before->shard == call->shard && before->shards == call->shards;
}

static bool has_list(const struct batch *batch, const char *run)
{
    return access(arena_printf(batch->arena, "%s/changes/%s.csv", batch->dir, run), F_OK) == 0;
}

/* The next number that no list has. */
static const char *number_run(const struct batch *batch)
{
    unsigned number = batch->before ? batch->before->runs : 0;
    const char *run;
    do
        run = arena_printf(batch->arena, "%04u", ++number);
    while (has_list(batch, run));
    return run;
}

/* What was done before, by the manifest and the journal. */
static bool look_back(struct batch *batch)
{
    const struct call *call = batch->call;
    batch->before = manifest_read(batch->arena, batch->dir, batch->diag);
    if (!check_directory(batch) || !causes_shared(batch->session, batch->shared, batch->diag))
        return false;
    batch->run = call->run != NULL ? call->run : number_run(batch);
    /* A run that has ended may be called for again, as long as it has nothing to list. */
    struct journal_run run = {.name = has_list(batch, batch->run) ? "" : batch->run,
                              .is_asked = call->run != NULL,
                              .year = book_year(batch->session->book),
                              .shard = call->shard,
                              .shards = call->shards};
    batch->journal = journal_open(batch->arena, batch->dir, &run, &batch->left, batch->diag);
    if (run.name[0] != '\0')
        batch->run = run.name;
    batch->list_is_own = run.goes_on && run.name[0] != '\0';
    return batch->journal != NULL;
}

static bool is_wanted(const struct batch *batch, const char *code)
{
    const struct call *call = batch->call;
    if (call->shards > 0 && shard_of(code, call->shards) != call->shard)
        return false;
    if (call_wants(call, code))
        return true;
    /* A run that was interrupted had begun with it: its changes are listed by this one. */
    const struct manifest_entry *before = batch->before ? manifest_find(batch->before, code) : NULL;
    struct arena *arena = arena_new();
    bool begun = before != NULL && output_old_path(arena, batch->dir, before) != NULL;
    arena_free(arena);
    return begun;
}

static void choose_tasks(struct batch *batch)
{
    const struct book *book = batch->session->book;
    size_t *tasks = arena_array(batch->arena, book_department_count(book) + 1, sizeof *tasks);
    for (size_t i = 0; i < book_department_count(book); i++)
        if (is_wanted(batch, book_department(book, i)->code))
            tasks[batch->task_count++] = i;
    batch->tasks = tasks;
}

/* What one worker may take: a share of three quarters of the memory. */
static void set_limits(struct batch *batch)
{
    const struct call *call = batch->call;
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    batch->workers = call->workers > 0 ? call->workers : pool_cores();
    if (batch->workers > batch->task_count)
        batch->workers = batch->task_count > 0 ? (unsigned)batch->task_count : 1;
    batch->limits.seconds = call->seconds > 0 ? call->seconds : SECONDS_MAX;
    if (call->memory > 0)
        batch->limits.memory = (size_t)call->memory << 20;
    else if (pages > 0 && page > 0)
        batch->limits.memory = (size_t)pages / 4 * 3 / batch->workers * (size_t)page;
}

/* ---- the manifest -------------------------------------------------------------------------- */

static bool is_in_book(const struct book *book, const char *code)
{
    size_t low = 0, high = book_department_count(book);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(book_department(book, middle)->code, code);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Adds to ENTRIES, of COUNT departments by code, those of MANIFEST that are not among them. */
static size_t add_entries(const struct batch *batch, struct manifest_entry *entries, size_t count,
                          const struct manifest *manifest)
{
    const struct manifest done = {.entries = entries, .count = count};
    size_t next = count;
    for (size_t i = 0; manifest != NULL && i < manifest->count; i++) {
        struct manifest_entry entry = manifest->entries[i];
        if (manifest_find(&done, entry.code) != NULL)
            continue;
        if (!is_in_book(batch->session->book, entry.code))
            entry.status = MANIFEST_ABSENT;
        entries[next++] = entry;
    }
    manifest_sort(entries, next);
    return next;
}

/* Departments not asked for stay as they were, those no longer in the book too. */
static struct manifest make_manifest(const struct batch *batch, bool changed)
{
    const struct book *book = batch->session->book;
    size_t room = batch->entry_count + (batch->before ? batch->before->count : 0);
    struct manifest_entry *entries = arena_array(batch->arena, room + 1, sizeof *entries);
    memcpy(entries, batch->entries, batch->entry_count * sizeof *entries);
    size_t count = add_entries(batch, entries, batch->entry_count, batch->before);
    return (struct manifest){.program = BANXIN_VERSION,
                             .format = book_format(book),
                             .year = book_year(book),
                             .region = book_region(book).utf8,
                             .shard = batch->call->shard,
                             .shards = batch->call->shards,
                             .runs = (batch->before ? batch->before->runs : 0) + changed,
                             .entries = entries,
                             .count = count};
}

static void remove_if(const char *path, struct hash expected)
{
    struct hash found;
    if (hash_file(path, &found) && hash_equal(found, expected))
        unlink(path);
}

/* Removes the files that departments had under other names by BEFORE, if they are as they were
 * written. */
static void remove_renamed(const struct batch *batch, const struct manifest *before)
{
    for (size_t i = 0; before != NULL && i < batch->entry_count; i++) {
        const struct manifest_entry *now = &batch->entries[i];
        const struct manifest_entry *old = manifest_find(before, now->code);
        if (now->status != MANIFEST_PUBLISHED || old == NULL || old->file[0] == '\0' ||
            strcmp(old->file, now->file) == 0)
            continue;
        struct arena *arena = arena_new();
        remove_if(arena_printf(arena, "%s/%s.pdf", batch->dir, old->file), old->pdf);
        remove_if(arena_printf(arena, "%s/%s.csv", batch->dir, old->file), old->data);
        arena_free(arena);
    }
}

/* The manifest last: what it lists stands under its name. Then nothing is left to go on with. */
static bool conclude(struct batch *batch, bool changed)
{
    struct manifest manifest = make_manifest(batch, changed);
    diag_concern(batch->diag, NULL);
    remove_renamed(batch, batch->before);
    remove_renamed(batch, &batch->left);
    /* The page is in the language of the documents, whoever runs the program. */
    if (!index_html_write(batch->dir, &manifest, DIAG_CHINESE, batch->diag) ||
        !manifest_write(batch->dir, &manifest, batch->diag))
        return false;
    output_drop_old(batch->dir);
    journal_remove(batch->journal);
    batch->journal = NULL;
    return true;
}

/* ---- the run ------------------------------------------------------------------------------- */

static void print_summary(const struct batch *batch)
{
    const size_t *counts = batch->counts;
    if (batch->call->json)
        printf("{\"type\":\"summary\",\"departments\":%zu,\"rendered\":%zu,\"current\":%zu,"
               "\"refused\":%zu,\"failed\":%zu}\n",
               batch->task_count, counts[OUTCOME_RENDERED], counts[OUTCOME_CURRENT],
               counts[OUTCOME_REFUSED], batch->failed - counts[OUTCOME_REFUSED]);
    fprintf(stderr,
            diag_language(batch->diag) == DIAG_CHINESE
                ? "共 %zu 个部门：排印 %zu，无变化 %zu，未公开 %zu\n"
                : "%zu departments: %zu typeset, %zu unchanged, %zu not published\n",
            batch->task_count, counts[OUTCOME_RENDERED], counts[OUTCOME_CURRENT], batch->failed);
}

static int interrupted(const struct batch *batch)
{
    size_t ended = 0;
    for (size_t i = 0; i < OUTCOME_RESULT_COUNT; i++)
        ended += batch->counts[i];
    fprintf(stderr,
            diag_language(batch->diag) == DIAG_CHINESE
                ? "已中断：%zu 个部门完成 %zu 个；再次运行即接着做\n"
                : "interrupted: of %zu departments %zu are done; run again to go on\n",
            batch->task_count, ended);
    return EXIT_INTERRUPTED;
}

/* What the pool says of a phase: -1 to go on, else the exit status. */
static int judge(const struct batch *batch, enum pool_outcome outcome)
{
    switch (outcome) {
    case POOL_ALL:
        return -1;
    case POOL_INTERRUPTED:
        return interrupted(batch);
    case POOL_FAILED:
        diag_concern(batch->diag, NULL);
        diag_report(batch->diag, (struct pos){0}, DIAG_WORKERS, strerror(errno), NULL);
        break;
    case POOL_STOPPED:
        break;
    }
    return EXIT_UNUSABLE;
}

static int run_phases(struct batch *batch)
{
    bool changed = false;
    batch->entries = arena_array(batch->arena, batch->task_count + batch->left.count + 1,
                                 sizeof *batch->entries);
    int status = judge(batch, batch_do_departments(batch));
    if (status < 0)
        batch->entry_count = add_entries(batch, batch->entries, batch->entry_count, &batch->left);
    if (status < 0 && batch->journal != NULL)
        status = judge(batch, batch_list_changes(batch, &changed));
    if (status < 0 && batch->journal != NULL && !conclude(batch, changed))
        status = EXIT_UNUSABLE;
    if (status >= 0)
        return status;
    font_use_warn(batch->use, batch->diag);
    return batch->failed > 0 || diag_errors(batch->diag) > 0 ? EXIT_SOME_REFUSED : EXIT_ALL_WELL;
}

/* Whoever reads the paths would take those that are lost for departments refused. */
static int end_output(struct batch *batch, int status)
{
    if (fflush(stdout) == 0)
        return status;
    diag_concern(batch->diag, NULL);
    diag_report(batch->diag, (struct pos){"stdout", 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno),
                NULL);
    return EXIT_UNUSABLE;
}

int batch_render(const struct call *call, const struct session *session, struct arena *arena,
                 struct diag *diag)
{
    struct batch batch = {
        .call = call,
        .session = session,
        .arena = arena,
        .diag = diag,
        .dir = call->output,
        .publication = {session->book, session->format, NULL, session->rules, call->output, diag}};
    struct output *output = output_open(call->output, diag);
    publish_check_names(&batch.publication, diag);
    bool ready = output != NULL && (call->draft || look_back(&batch));
    choose_tasks(&batch);
    set_limits(&batch);
    diag_print(diag, 0, stderr);
    size_t printed = diag_count(diag);
    int status = EXIT_UNUSABLE;
    if (ready) {
        batch.use = font_use_new(session->fonts);
        status = run_phases(&batch);
        if (status == EXIT_ALL_WELL || status == EXIT_SOME_REFUSED)
            print_summary(&batch);
        status = end_output(&batch, status);
        diag_print(diag, printed, stderr);
        font_use_free(batch.use);
    }
    if (batch.journal != NULL)
        journal_close(batch.journal);
    output_close(output);
    return status;
}

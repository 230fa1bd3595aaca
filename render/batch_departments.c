/* The departments of a batch: each in a worker, its outcome told and noted in order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "render/batch_run.h"
#include "render/output.h"

/* Documents of each worker that outweigh the preparing of the fonts twice: it takes a second, in which
 * no worker does anything yet, and 140 MiB that all share, and saves a document 20 ms. */
#define PREPARE_FROM 100

/* ---- in a worker --------------------------------------------------------------------------- */

/* What is known of the department's last publication: from the run that was interrupted, else from
 * the one before. NULL: nothing. */
static const struct manifest_entry *find_known(const struct batch *batch, const char *code)
{
    const struct manifest_entry *left = manifest_find(&batch->left, code);
    return left != NULL || batch->before == NULL ? left : manifest_find(batch->before, code);
}

/* Why the department is to be done; 0: what was published is what would be. */
static unsigned find_why(const struct batch *batch, const struct manifest_entry *known,
                         const struct hash causes[CAUSE_COUNT])
{
    if (known == NULL || known->file[0] == '\0')
        return known == NULL ? WHY_NEW : WHY_NOT_PUBLISHED;
    unsigned why = causes_changed(known->causes, causes);
    if (known->status != MANIFEST_PUBLISHED)
        why |= WHY_NOT_PUBLISHED;
    if (why == 0 && !output_is_intact(batch->dir, known))
        why = WHY_FILES;
    return why;
}

static unsigned find_why_of(const struct batch *batch, size_t index)
{
    const char *code = book_department(batch->session->book, index)->code;
    struct hash causes[CAUSE_COUNT];
    if (batch->journal == NULL)
        return WHY_NEW;
    causes_of(batch->session, batch->shared, index, causes);
    return find_why(batch, find_known(batch, code), causes) |
           (diag_refuses(batch->diag, code) ? WHY_NOT_PUBLISHED : 0);
}

/* The entry as it stands before anything is done. */
static struct manifest_entry begin_entry(const struct manifest_entry *known,
                                         const struct department *department)
{
    struct manifest_entry entry = {.file = "", .corrected = ""};
    if (known != NULL)
        entry = *known;
    entry.code = department->code;
    entry.name = department->name;
    return entry;
}

static void note_published(struct manifest_entry *entry, const struct published *published,
                           const struct hash causes[CAUSE_COUNT])
{
    entry->status = MANIFEST_PUBLISHED;
    entry->file = published->file;
    memcpy(entry->causes, causes, sizeof entry->causes);
    entry->pdf = published->pdf;
    entry->data = published->data;
    entry->pages = published->pages;
    entry->bytes = published->bytes;
}

/* The data published last is wanted when the changes are listed. */
static void keep_old(struct arena *arena, const struct batch *batch, const char *code,
                     struct diag *diag)
{
    const struct manifest_entry *entry = batch->before ? manifest_find(batch->before, code) : NULL;
    if (entry != NULL && entry->file[0] != '\0')
        output_keep_old(arena, batch->dir, entry, diag);
}

static void publish(struct arena *arena, const struct batch *batch, size_t index,
                    const struct hash causes[CAUSE_COUNT], struct outcome *outcome,
                    struct diag *diag)
{
    static const enum outcome_result results[] = {[PUBLISH_DONE] = OUTCOME_RENDERED,
                                                  [PUBLISH_REFUSED] = OUTCOME_REFUSED,
                                                  [PUBLISH_FAILED] = OUTCOME_FAILED};
    struct font_use *use = font_use_new(batch->session->fonts);
    struct publication publication = batch->publication;
    struct published published;
    publication.fonts = font_use_set(use);
    keep_old(arena, batch, outcome->entry.code, diag);
    enum publish_end end = publish_department(arena, &publication, index, &published, diag);
    outcome->result = results[end];
    outcome->entry.fatal = published.counts[CHECK_FATAL];
    outcome->entry.warnings = published.counts[CHECK_WARNING];
    outcome->entry.notes = published.counts[CHECK_NOTE];
    if (end == PUBLISH_DONE)
        note_published(&outcome->entry, &published, causes);
    else
        outcome->entry.status = end == PUBLISH_REFUSED ? MANIFEST_REFUSED : MANIFEST_FAILED;
    outcome->fallback_count = font_use_fallbacks(use, arena, &outcome->fallbacks);
    font_use_free(use);
}

/* What was reported, as it is to be printed; owned by ARENA. */
static const char *print_messages(struct arena *arena, const struct diag *diag)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    if (memory == NULL)
        return "";
    diag_print(diag, 0, memory);
    const char *messages = fclose(memory) == 0 ? arena_strdup(arena, text) : "";
    free(text);
    return messages;
}

static void work(void *context, size_t number, struct buf *answer)
{
    const struct batch *batch = context;
    size_t index = batch->tasks[number];
    const struct department *department = book_department(batch->session->book, index);
    const struct manifest_entry *known = find_known(batch, department->code);
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(diag_language(batch->diag));
    struct outcome outcome = {.result = OUTCOME_CURRENT, .messages = ""};
    struct hash causes[CAUSE_COUNT] = {{0, 0}};
    outcome.entry = begin_entry(known, department);
    outcome.why = find_why_of(batch, index);
    if (batch->journal != NULL)
        causes_of(batch->session, batch->shared, index, causes);
    if (outcome.why != 0)
        publish(arena, batch, index, causes, &outcome, diag);
    outcome.messages = print_messages(arena, diag);
    outcome_put(answer, &outcome);
    diag_free(diag);
    arena_free(arena);
}

/* ---- in the parent ------------------------------------------------------------------------- */

/* Reports why a worker was lost. */
static void report_loss(struct arena *arena, const struct batch *batch,
                        const struct pool_answer *answer, const char *code, struct diag *diag)
{
    struct pos pos = {batch->dir, 0, 0};
    diag_concern(diag, code);
    if (answer->end == POOL_TIMED_OUT)
        diag_report(diag, pos, DIAG_WORKER_TIME, arena_printf(arena, "%u", batch->limits.seconds),
                    NULL);
    else if (answer->end == POOL_OUT_OF_MEMORY)
        diag_report(diag, pos, DIAG_WORKER_MEMORY,
                    arena_printf(arena, "%zu", batch->limits.memory >> 20), NULL);
    else if (answer->signal != 0)
        diag_report(diag, pos, DIAG_WORKER_SIGNAL, arena_printf(arena, "%d", answer->signal), NULL);
    else
        diag_report(diag, pos, DIAG_WORKER_STATUS, arena_printf(arena, "%d", answer->status), NULL);
}

/* The outcome of a department whose worker was lost: what was published before stands. */
static struct outcome lost(struct arena *arena, const struct batch *batch, size_t number,
                           const struct pool_answer *answer)
{
    static const enum outcome_result results[] = {[POOL_CRASHED] = OUTCOME_CRASHED,
                                                  [POOL_TIMED_OUT] = OUTCOME_TIMED_OUT,
                                                  [POOL_OUT_OF_MEMORY] = OUTCOME_OUT_OF_MEMORY};
    const struct department *department =
        book_department(batch->session->book, batch->tasks[number]);
    struct diag *diag = diag_new(diag_language(batch->diag));
    struct outcome outcome = {.result = results[answer->end]};
    outcome.entry = begin_entry(find_known(batch, department->code), department);
    outcome.entry.status = MANIFEST_FAILED;
    outcome.why = find_why_of(batch, batch->tasks[number]);
    report_loss(arena, batch, answer, department->code, diag);
    outcome.messages = print_messages(arena, diag);
    diag_free(diag);
    return outcome;
}

static void print_outcome(struct batch *batch, const struct outcome *outcome)
{
    enum diag_language language = diag_language(batch->diag);
    progress_hide(batch->progress);
    if (batch->call->json)
        outcome_print_json(outcome, batch->dir, stdout);
    else if (outcome->result == OUTCOME_RENDERED)
        printf("%s/%s.pdf\n", batch->dir, outcome->entry.file);
    if (batch->call->explain)
        outcome_explain(outcome, language, stderr);
    fputs(outcome->messages, stderr);
    outcome_print_failure(outcome, language, stderr);
}

static void keep_entry(struct batch *batch, size_t number, const struct manifest_entry *entry)
{
    struct manifest_entry *kept = &batch->entries[number];
    const struct department *department =
        book_department(batch->session->book, batch->tasks[number]);
    *kept = *entry;
    kept->code = department->code;
    kept->name = department->name;
    kept->file = arena_strdup(batch->arena, entry->file);
    kept->corrected = arena_strdup(batch->arena, entry->corrected);
}

static bool done(void *context, size_t number, const struct pool_answer *answer)
{
    struct batch *batch = context;
    struct arena *arena = arena_new();
    struct outcome outcome = answer->end == POOL_DONE ? outcome_get(arena, answer->bytes)
                                                      : lost(arena, batch, number, answer);
    outcome.seconds = answer->seconds;
    batch->counts[outcome.result]++;
    batch->failed += outcome.result != OUTCOME_RENDERED && outcome.result != OUTCOME_CURRENT;
    print_outcome(batch, &outcome);
    font_use_add(batch->use, outcome.fallbacks, outcome.fallback_count);
    keep_entry(batch, number, &outcome.entry);
    if (outcome.result == OUTCOME_FAILED)
        batch->unwritable = true;
    if (batch->journal != NULL && outcome.result != OUTCOME_CURRENT &&
        !journal_add(batch->journal, &batch->entries[number], batch->diag))
        batch->unwritable = true;
    arena_free(arena);
    return !batch->unwritable;
}

static void show(void *context, size_t ended)
{
    struct batch *batch = context;
    progress_show(batch->progress, ended, batch->failed);
}

/* How many departments are to be rendered, but for files that were changed by hand. */
static size_t count_due(const struct batch *batch)
{
    size_t due = 0;
    for (size_t i = 0; i < batch->task_count; i++) {
        const char *code = book_department(batch->session->book, batch->tasks[i])->code;
        const struct manifest_entry *known = find_known(batch, code);
        struct hash causes[CAUSE_COUNT];
        causes_of(batch->session, batch->shared, batch->tasks[i], causes);
        due += known == NULL || known->status != MANIFEST_PUBLISHED ||
               causes_changed(known->causes, causes) != 0;
    }
    return due;
}

enum pool_outcome batch_do_departments(struct batch *batch)
{
    const struct pool pool = {.context = batch,
                              .work = work,
                              .done = done,
                              .progress = show,
                              .limits = batch->limits,
                              .workers = batch->workers};
    if (batch->journal != NULL && count_due(batch) >= PREPARE_FROM * batch->workers)
        font_set_prepare(batch->session->fonts);
    batch->progress = progress_begin(stderr, diag_language(batch->diag), batch->task_count);
    enum pool_outcome outcome = pool_run(&pool, batch->task_count);
    batch->entry_count = batch->task_count;
    progress_end(batch->progress);
    batch->progress = NULL;
    return outcome;
}

/* What a batch changed in print: the data published last against the data published now. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/changes.h"
#include "render/batch_run.h"
#include "render/correction_pdf.h"
#include "render/output.h"
#include "render/sink.h"

/* The departments of which old data are kept, and the list being written. */
struct listing {
    struct batch *batch;
    size_t *numbers; /* of entries of the batch */
    size_t count;
    const char *run, *folder, *path; /* changes/<run>, changes/<run>.csv */
    bool is_taken;                   /* by another run: nothing may be listed there */
    struct sink_file *file;          /* NULL: no change yet */
    bool failed;
};

static const struct manifest_entry *entry_before(const struct batch *batch, size_t number)
{
    return batch->before ? manifest_find(batch->before, batch->entries[number].code) : NULL;
}

/* ---- in a worker --------------------------------------------------------------------------- */

static bool read_both(struct arena *arena, const struct batch *batch, size_t number,
                      struct printed_list lists[2], struct diag *diag)
{
    const struct manifest_entry *now = &batch->entries[number];
    const char *old = output_old_path(arena, batch->dir, entry_before(batch, number));
    const char *new = arena_printf(arena, "%s/%s.csv", batch->dir, now->file);
    return printed_read(arena, old, old, diag, &lists[0]) &&
           printed_read(arena, new, new, diag, &lists[1]);
}

/* The rows of the list; what was not written goes to DIAG. */
static void put_changes(struct arena *arena, const struct listing *listing, size_t number,
                        struct diag *diag, FILE *out)
{
    const struct batch *batch = listing->batch;
    const struct manifest_entry *entry = &batch->entries[number];
    const struct changed_department department = {entry->code, entry->name,
                                                  book_year(batch->session->book)};
    const char *pdf = correction_path(arena, listing->folder, entry->file);
    struct printed_list lists[2];
    diag_concern(diag, entry->code);
    if (!read_both(arena, batch, number, lists, diag))
        return;
    struct change_list changes = changes_find(arena, &lists[0], &lists[1]);
    if (changes.count > 0)
        changes_write(out, &department, &changes);
    if (listing->is_taken)
        return;
    if (changes.count == 0)
        unlink(pdf); /* of this run when it was interrupted, before a further correction */
    else if (batch->session->format->correction != NULL)
        correction_write(arena, batch->session->format, batch->session->fonts, &department,
                         &changes, pdf, diag);
}

/* How bad it is: 0 not at all; LIST_PART this department's changes are not listed, or without a
 * 更正说明; LIST_NOTHING what is written does not last. */
enum { LIST_PART = 1, LIST_NOTHING = 2 };

static unsigned char judge(const struct diag *diag)
{
    for (size_t i = 0; i < diag_count(diag); i++)
        if (diag_entry_at(diag, i)->code == DIAG_OUTPUT_FAILED)
            return LIST_NOTHING;
    return diag_errors(diag) > 0 ? LIST_PART : 0;
}

/* The answer: what judge() says, the messages, the rows. */
static void work(void *context, size_t task, struct buf *answer)
{
    const struct listing *listing = context;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(diag_language(listing->batch->diag));
    char *texts[2] = {NULL, NULL};
    size_t lengths[2];
    FILE *rows = open_memstream(&texts[0], &lengths[0]);
    FILE *messages = open_memstream(&texts[1], &lengths[1]);
    if (rows == NULL || messages == NULL)
        abort(); /* out of memory: the pool tells */
    put_changes(arena, listing, listing->numbers[task], diag, rows);
    diag_print(diag, 0, messages);
    buf_byte(answer, judge(diag));
    fclose(messages);
    fclose(rows);
    buf_add(answer, texts[1], lengths[1] + 1);
    buf_add(answer, texts[0], lengths[0]);
    free(texts[0]);
    free(texts[1]);
    diag_free(diag);
    arena_free(arena);
}

/* ---- in the parent ------------------------------------------------------------------------- */

static bool report_unwritten(struct listing *listing)
{
    diag_concern(listing->batch->diag, NULL);
    diag_report(listing->batch->diag, (struct pos){listing->path, 0, 0}, DIAG_OUTPUT_FAILED,
                strerror(errno), NULL);
    listing->failed = true;
    return false;
}

static bool add_rows(struct listing *listing, const void *rows, size_t length)
{
    if (listing->file == NULL) {
        char *head = NULL;
        size_t head_length;
        FILE *memory = open_memstream(&head, &head_length);
        if (memory == NULL)
            return report_unwritten(listing);
        changes_write_head(memory);
        fclose(memory);
        listing->file = sink_file_open(listing->path);
        struct sink sink = listing->file ? sink_file_sink(listing->file) : (struct sink){0};
        bool good = listing->file != NULL && sink.write(sink.context, head, head_length);
        free(head);
        if (!good)
            return report_unwritten(listing);
    }
    struct sink sink = sink_file_sink(listing->file);
    return sink.write(sink.context, rows, length) || report_unwritten(listing);
}

static bool refuse_run(struct listing *listing)
{
    diag_concern(listing->batch->diag, NULL);
    diag_report(listing->batch->diag, (struct pos){listing->path, 0, 0}, DIAG_RUN_EXISTS,
                listing->run, NULL);
    listing->failed = true;
    return false;
}

static bool done(void *context, size_t task, const struct pool_answer *answer)
{
    struct listing *listing = context;
    struct batch *batch = listing->batch;
    struct manifest_entry *entry = &batch->entries[listing->numbers[task]];
    if (answer->end != POOL_DONE) { /* the others' changes are listed all the same */
        diag_concern(batch->diag, entry->code);
        diag_report(batch->diag, (struct pos){listing->path, 0, 0}, DIAG_CHANGES_LOST, entry->code,
                    NULL);
        return true;
    }
    const char *bytes = answer->bytes, *messages = bytes + 1;
    size_t before = 1 + strlen(messages) + 1;
    fputs(messages, stderr);
    batch->failed += bytes[0] == LIST_PART;
    listing->failed = bytes[0] == LIST_NOTHING;
    if (listing->failed || answer->length == before)
        return !listing->failed;
    if (listing->is_taken)
        return refuse_run(listing);
    entry->corrected = listing->run;
    return add_rows(listing, bytes + before, answer->length - before);
}

/* The departments of which old data are kept and new ones are published. */
static void collect(struct listing *listing)
{
    struct batch *batch = listing->batch;
    struct arena_mark mark;
    listing->numbers = arena_array(batch->arena, batch->entry_count + 1, sizeof *listing->numbers);
    mark = arena_mark(batch->arena);
    for (size_t i = 0; i < batch->entry_count; i++) {
        const struct manifest_entry *before = entry_before(batch, i);
        if (before != NULL && batch->entries[i].file[0] != '\0' &&
            output_old_path(batch->arena, batch->dir, before) != NULL)
            listing->numbers[listing->count++] = i;
        arena_reset(batch->arena, mark);
    }
}

/* Ends the list: under its name, or nothing there. */
static bool settle(struct listing *listing)
{
    if (listing->file != NULL && !listing->failed)
        return sink_file_commit(listing->file) || report_unwritten(listing);
    if (listing->file != NULL)
        sink_file_discard(listing->file);
    if (!listing->failed && listing->batch->list_is_own)
        unlink(listing->path);
    if (!listing->is_taken)
        rmdir(listing->folder); /* only if nothing is in it */
    return !listing->failed;
}

/* Both folders; they may be there. */
static bool make_folders(struct listing *listing)
{
    const char *changes = arena_printf(listing->batch->arena, "%s/changes", listing->batch->dir);
    if (output_make_directory(changes) && output_make_directory(listing->folder))
        return true;
    return report_unwritten(listing);
}

enum pool_outcome batch_list_changes(struct batch *batch, bool *changed)
{
    struct listing listing = {.batch = batch, .run = batch->run};
    *changed = false;
    listing.folder = arena_printf(batch->arena, "%s/changes/%s", batch->dir, listing.run);
    listing.path = arena_printf(batch->arena, "%s.csv", listing.folder);
    collect(&listing);
    if (listing.count == 0)
        return POOL_ALL;
    listing.is_taken = !batch->list_is_own && access(listing.path, F_OK) == 0;
    /* The list lasts; so has what it was made from. */
    if (!make_folders(&listing) || !journal_sync(batch->journal, batch->diag))
        return POOL_STOPPED;
    const struct pool pool = {.context = &listing,
                              .work = work,
                              .done = done,
                              .limits = batch->limits,
                              .workers = batch->workers};
    enum pool_outcome outcome = pool_run(&pool, listing.count);
    int error = errno;
    *changed = listing.file != NULL;
    listing.failed = listing.failed || outcome != POOL_ALL;
    bool settled = settle(&listing);
    errno = error;
    return settled || outcome != POOL_ALL ? outcome : POOL_STOPPED;
}

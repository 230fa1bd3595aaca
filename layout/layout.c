/* Layout of a document: set once, paginate until the contents are right. See layout.h. */
#include "layout/layout.h"

#include "layout/contents.h"
#include "layout/galley.h"
#include "layout/paginate.h"
#include "layout/report.h"
#include "layout/set_memo.h"
#include "layout/shaped.h"

/* One document being laid out. Each trial gives back what the one before it took. */
struct layout_trial {
    struct layout_job job;
    const struct galley *galley;
    struct arena_mark mark;
    struct page_list *pages;
};

static bool run_trial(void *context, const int *known, int *found)
{
    struct layout_trial *trial = context;
    size_t errors = diag_errors(trial->job.diag);
    arena_reset(trial->job.arena, trial->mark);
    const struct galley *galley = contents_set(&trial->job, trial->galley, known);
    return diag_errors(trial->job.diag) == errors &&
           paginate(&trial->job, galley, found, trial->pages) &&
           diag_errors(trial->job.diag) == errors;
}

static const struct page_list *settle_pages(const struct layout_job *job,
                                            const struct document *document,
                                            const struct galley *galley)
{
    struct layout_trial trial = {.job = *job, .galley = galley};
    trial.job.set = NULL; /* what a trial sets goes with it */
    trial.pages = arena_alloc(job->arena, sizeof *trial.pages);
    trial.mark = arena_mark(job->arena);
    /* The page numbers outlive the trials, so they are not in the arena that is reset. */
    struct arena *folios = arena_new();
    enum contents_result result = contents_settle(folios, galley->heading_count, run_trial, &trial);
    arena_free(folios);
    if (result == CONTENTS_UNSETTLED)
        diag_report(job->diag, document->title.pos, DIAG_CONTENTS_UNSETTLED,
                    report_number(job->arena, CONTENTS_TRIALS), NULL);
    return result == CONTENTS_SETTLED ? trial.pages : NULL;
}

const struct page_list *layout_document(struct arena *arena, const struct document *document,
                                        const struct font_set *fonts, struct diag *diag)
{
    struct arena *scratch = arena_new();
    struct cjk_breaker *breaker = cjk_breaker_open();
    struct shaped_memo *memo = shaped_memo_new();
    struct set_memo *set = set_memo_new(arena);
    struct layout_job job = {arena, scratch, document->format, fonts, diag, breaker, memo, set};
    const struct galley *galley = galley_set(&job, document);
    const struct page_list *pages = galley ? settle_pages(&job, document, galley) : NULL;
    shaped_memo_free(memo);
    cjk_breaker_close(breaker);
    arena_free(scratch);
    return pages;
}

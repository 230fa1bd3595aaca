/* The state of a batch. Private to render/batch*.c; read-only in workers. */
#ifndef BANXIN_BATCH_RUN_H
#define BANXIN_BATCH_RUN_H

#include "render/batch.h"
#include "render/causes.h"
#include "render/outcome.h"
#include "render/pool.h"
#include "render/progress.h"
#include "render/publish.h"

struct batch {
    const struct call *call;
    const struct session *session;
    struct arena *arena;
    struct diag *diag;
    const char *dir;
    struct publication publication;
    struct pool_limits limits;
    unsigned workers;

    const struct manifest *before; /* what the last run that ended left; NULL: not known */
    struct manifest left;          /* what a run that did not end had done */
    struct journal *journal;       /* NULL: a draft, of which nothing is kept */
    const char *run;               /* the name of the change list */
    bool list_is_own;              /* a list of that name can only be of this run */
    struct hash shared[CAUSE_COUNT];

    const size_t *tasks; /* departments asked for, by index in the book */
    size_t task_count;
    /* Of each task, as it is done; then by code, with those that an interrupted run had done. */
    struct manifest_entry *entries;
    size_t entry_count;

    struct font_use *use;
    struct progress *progress;
    size_t failed; /* so far */
    size_t counts[OUTCOME_RESULT_COUNT];
    bool unwritable; /* an output failed: no other department is begun */
};

/* ---- departments (batch_departments.c) ----------------------------------------------------- */

/* Does all tasks. POOL_STOPPED after a report. */
enum pool_outcome batch_do_departments(struct batch *batch);

/* ---- changes (batch_changes.c) ------------------------------------------------------------- */

/* Lists what changed in print in the departments of which the old data are kept, with a 更正说明 for
 * each; sets entry.corrected. Stores whether there was any change. POOL_STOPPED after a report. */
enum pool_outcome batch_list_changes(struct batch *batch, bool *changed);

#endif

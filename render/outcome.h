/* What became of one department in a run: what a worker tells the parent, and the parent the user. */
#ifndef BANXIN_OUTCOME_H
#define BANXIN_OUTCOME_H

#include <stdio.h>

#include "fonts/font_use.h"
#include "render/buf.h"
#include "render/manifest.h"

enum outcome_result {
    OUTCOME_RENDERED,
    OUTCOME_CURRENT, /* nothing has changed */
    OUTCOME_REFUSED, /* by its records */
    OUTCOME_FAILED,  /* its files cannot be written: no other's can be */
    OUTCOME_CRASHED,
    OUTCOME_TIMED_OUT,
    OUTCOME_OUT_OF_MEMORY,
    OUTCOME_RESULT_COUNT
};

/* Why a department is done anew, beside its causes. */
enum {
    WHY_NEW = 1U << CAUSE_COUNT,
    WHY_NOT_PUBLISHED = 2U << CAUSE_COUNT,
    WHY_FILES = 4U << CAUSE_COUNT
};

struct outcome {
    enum outcome_result result;
    unsigned why; /* bits 1 << enum cause, WHY_… */
    double seconds;
    struct manifest_entry entry;
    const char *messages; /* lines as diag_print() prints them */
    const struct font_fallback *fallbacks;
    size_t fallback_count;
};

/* OUTCOME as bytes, for the same program on the same machine. */
void outcome_put(struct buf *buf, const struct outcome *outcome);
/* And back; strings and lists refer to BYTES or are owned by ARENA. Faces of fallbacks are those of
 * this process. */
struct outcome outcome_get(struct arena *arena, const void *bytes);

/* ---- for the user -------------------------------------------------------------------------- */

/* A line of JSON. */
void outcome_print_json(const struct outcome *outcome, const char *dir, FILE *out);

/* Why it is done anew or not, as --explain says it. */
void outcome_explain(const struct outcome *outcome, enum diag_language language, FILE *out);

/* A line for a department that is not published; nothing for the others. */
void outcome_print_failure(const struct outcome *outcome, enum diag_language language, FILE *out);

#endif

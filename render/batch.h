/* A batch: all departments of a book that are asked for, what changed in them, and the manifest.
 *
 *   departments   in workers (pool.h): up to date, or rendered anew; the journal notes each
 *   changes       in workers: what was published last against what is published now
 *   index, manifest, and then what was kept for a run that is interrupted is removed
 *
 * Killed anywhere, the next run goes on where this one was and ends with the same bytes. */
#ifndef BANXIN_BATCH_H
#define BANXIN_BATCH_H

#include "data/arena.h"
#include "render/call.h"
#include "render/session.h"

/* Renders what CALL asks for; paths or JSON go to standard output, messages and progress to the
 * error output. Returns the exit status. */
int batch_render(const struct call *call, const struct session *session, struct arena *arena,
                 struct diag *diag);

#endif

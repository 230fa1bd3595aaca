/* The change lists of shards as one. Private to render/merge*.c. */
#ifndef BANXIN_MERGE_CHANGES_H
#define BANXIN_MERGE_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"

struct merged_changes;

/* Finds what is in changes/ of the COUNT directories SHARDS and looks whether it can be joined. NULL
 * after a report. */
const struct merged_changes *merged_changes_find(struct arena *arena, const char *const *shards,
                                                 size_t count, struct diag *diag);

/* How many runs have a list. */
unsigned merged_changes_count(const struct merged_changes *changes);

/* Writes all into DIR/changes: the list of a run has its head once and its rows by department.
 * False after a report. */
bool merged_changes_write(const struct merged_changes *changes, const char *dir, struct diag *diag);

#endif

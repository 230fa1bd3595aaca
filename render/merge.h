/* `banxin merge`: the outputs of all shards of a book as one, as if one run had made it. */
#ifndef BANXIN_MERGE_H
#define BANXIN_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/diag.h"

/* Brings what the COUNT directories SHARDS hold together in DIR (made if missing): PDFs, data,
 * change lists (rows of one run by department), the manifest, the index. Files are linked, or
 * copied where that cannot be. All shards 1 … N of one book, format, program and year must be there
 * once, none in the middle of a run, no department in two, every file as its manifest says: else
 * reports and nothing is changed in DIR. What an earlier merge brought into DIR is replaced; what no
 * shard has any more is removed, unless it was changed there. True when all is merged. */
bool merge_outputs(const char *dir, const char *const *shards, size_t count, struct diag *diag);

#endif

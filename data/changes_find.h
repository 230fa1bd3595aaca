/* The search for changes: which places of two lists are the same place. Private to data/changes*.c.
 */
#ifndef BANXIN_CHANGES_FIND_H
#define BANXIN_CHANGES_FIND_H

#include "data/align.h"
#include "data/changes.h"

/* A list, and of each of its places the partner in the other, or ALIGN_NONE, and its table. */
struct change_side {
    const struct printed_list *list;
    size_t *partners, *tables;
};

struct change_finder {
    struct arena *scratch;
    struct change_side before, after;
    size_t table_count; /* of both: those of one part and name are one */
};

/* Place BEFORE and place AFTER are one. */
void changes_pair(const struct change_finder *finder, size_t before, size_t after);

/* Brings together the places that are left and that only are called something else now: of a row
 * whose name has changed, of a table that has another title, under a column with another head. */
void changes_pair_renamed(const struct change_finder *finder);

#endif

/* Long texts shortened to where they differ. */
#ifndef BANXIN_EXCERPT_H
#define BANXIN_EXCERPT_H

#include <stdbool.h>

#include "data/arena.h"

/* Lengths are in characters; a number or a Latin word counts as one, and is never parted. */
struct excerpt_style {
    int longest;      /* a text that is no longer stands whole */
    int context;      /* so much is kept round what differs, at most a third of the longest */
    const char *mark; /* for what is left out: …… */
};

struct excerpt {
    const char *before, *after; /* owned by the arena */
    bool shortened;
};

/* What two wordings of one text differ in. One of them may be NULL: it stays so, and the other is
 * shown from its beginning. */
struct excerpt excerpt_make(struct arena *arena, const char *before, const char *after,
                            const struct excerpt_style *style);

#endif

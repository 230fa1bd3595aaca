/* Aligning two sequences of texts: which of one is which of the other. */
#ifndef BANXIN_ALIGN_H
#define BANXIN_ALIGN_H

#include <stddef.h>

#include "data/arena.h"

#define ALIGN_NONE ((size_t)-1)

/* Sequences that differ in more texts than this are aligned at their heads and tails only: time
 * stays within (A_COUNT + B_COUNT) × this, memory within its square. */
#define ALIGN_DIFFERENCES_MAX ((size_t)2000)

/* Stores in MATCH[i] the index in B of what A[i] is, or ALIGN_NONE, so that as many as can be match
 * (the longest common subsequence). The indices rise. SCRATCH may be taken back afterwards. */
void align_texts(struct arena *scratch, const char *const *a, size_t a_count, const char *const *b,
                 size_t b_count, size_t *match);

#endif

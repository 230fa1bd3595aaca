/* What holds in a book without a fault, told from its cells alone: the judge of the mutation test, which shares no code
 * with the rules. */
#ifndef BANXIN_TESTS_CLEAN_IDENTITIES_H
#define BANXIN_TESTS_CLEAN_IDENTITIES_H

#include "tests/clean_book.h"

/* Holds in BOOK; CLEAN is what it was before it was changed. */
typedef bool identity_fn(const struct clean_book *book, const struct clean_book *clean);

struct identity {
    const char *name;
    identity_fn *holds;
};

extern const struct identity identities[];
extern const size_t identity_count;

#endif

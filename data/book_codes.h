/* For use inside data/book*.c: codes and where they are declared, a million of them in little
 * memory. A code is known by its hash (XXH3, 128 bits), its text is not kept. */
#ifndef BANXIN_BOOK_CODES_H
#define BANXIN_BOOK_CODES_H

#include <stdint.h>

#include "data/arena.h"
#include "data/hash.h"

struct code {
    struct hash hash;
    uint32_t owner; /* what the caller knows it by: the department it belongs to */
    int row;        /* that declares it; 0: it is only mentioned */
};

struct codes;

struct codes *codes_new(struct arena *arena); /* to be freed all the same */
void codes_free(struct codes *codes);

/* NULL when it was not put there. Until the next codes_put(). */
struct code *codes_lookup(const struct codes *codes, const char *text);

/* Puts TEXT there, which must not be there yet. */
void codes_put(struct codes *codes, const char *text, uint32_t owner, int row);

#endif

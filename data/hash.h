/* Hashes of content: to know without comparing whether something is what it was.
 *
 * XXH3, 128 bits, and the sums of such hashes, which do not depend on the order of what is added.
 * They find what has changed, by accident or by correction; they are no proof against forgery. */
#ifndef BANXIN_HASH_H
#define BANXIN_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash {
    uint64_t high, low;
};

#define HASH_TEXT_SIZE 33 /* hexadecimal digits, and the NUL */

struct hash hash_bytes(const void *bytes, size_t length);

/* Of the content of the plain file at PATH. False: errno says why it cannot be read. */
bool hash_file(const char *path, struct hash *hash);

/* A hash of many, in whatever order: repetition counts, order does not. */
struct hash hash_add(struct hash a, struct hash b);

/* A hash of both, in this order. */
struct hash hash_join(struct hash a, struct hash b);

bool hash_equal(struct hash a, struct hash b);
void hash_print(struct hash hash, char text[HASH_TEXT_SIZE]);
bool hash_parse(const char *text,
                struct hash *hash); /* false: TEXT is not what hash_print() wrote */

#endif

/* XXH3 as the program uses it. */
#include "data/hash.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "data/decode.h"

#define CHUNK ((size_t)64 * 1024)

struct hash hash_bytes(const void *bytes, size_t length)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, length);
    return (struct hash){hash.high64, hash.low64};
}

bool hash_file(const char *path, struct hash *hash)
{
    FILE *file = decode_open_file(path, SIZE_MAX);
    XXH3_state_t *state = file ? XXH3_createState() : NULL;
    int fault = file ? ENOMEM : errno;
    if (state) {
        unsigned char chunk[CHUNK];
        XXH3_128bits_reset(state);
        for (size_t length; (length = fread(chunk, 1, sizeof chunk, file)) > 0;)
            XXH3_128bits_update(state, chunk, length);
        fault = ferror(file) ? EIO : 0;
        XXH128_hash_t whole = XXH3_128bits_digest(state);
        *hash = (struct hash){whole.high64, whole.low64};
        XXH3_freeState(state);
    }
    if (file)
        fclose(file);
    errno = fault;
    return fault == 0;
}

struct hash hash_add(struct hash a, struct hash b)
{
    return (struct hash){a.high + b.high, a.low + b.low};
}

struct hash hash_join(struct hash a, struct hash b)
{
    const struct hash both[2] = {a, b};
    return hash_bytes(both, sizeof both);
}

bool hash_equal(struct hash a, struct hash b)
{
    return a.high == b.high && a.low == b.low;
}

void hash_print(struct hash hash, char text[HASH_TEXT_SIZE])
{
    snprintf(text, HASH_TEXT_SIZE, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}

bool hash_parse(const char *text, struct hash *hash)
{
    int read = 0;
    return strlen(text) == HASH_TEXT_SIZE - 1 && strspn(text, "0123456789abcdef") == 32 &&
           sscanf(text, "%16" SCNx64 "%16" SCNx64 "%n", &hash->high, &hash->low, &read) == 2 &&
           read == 32;
}

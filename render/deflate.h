/* Compression of streams, through libdeflate: faster than zlib and a little smaller. */
#ifndef BANXIN_DEFLATE_H
#define BANXIN_DEFLATE_H

#include <stddef.h>

#include "data/arena.h"

struct deflater; /* for one thread; its buffer lives in the arena */

/* How hard to try. Half the time makes page contents 5 % larger, fonts 2 % and data 10 %; objects, which
 * are all alike, would be 20 % larger. */
enum deflate_effort { DEFLATE_LITTLE, DEFLATE_SOME, DEFLATE_EFFORT_COUNT };

struct deflater *deflate_new(struct arena *arena); /* NULL: out of memory */
void deflate_free(struct deflater *deflater);      /* DEFLATER may be NULL */

/* BYTES as a zlib stream, valid until the next call. */
const void *deflate_bytes(struct deflater *deflater, enum deflate_effort effort, const void *bytes,
                          size_t length, size_t *compressed);

const char *deflate_library(void); /* with its version */

#endif

/* Compression through libdeflate. */
#include "render/deflate.h"

#include <libdeflate.h>

static const int levels[DEFLATE_EFFORT_COUNT] = {[DEFLATE_LITTLE] = 1, [DEFLATE_SOME] = 5};

struct deflater {
    struct arena *arena;
    struct libdeflate_compressor *compressors[DEFLATE_EFFORT_COUNT];
    void *buffer;
    size_t capacity;
};

struct deflater *deflate_new(struct arena *arena)
{
    struct deflater *deflater = arena_alloc(arena, sizeof *deflater);
    deflater->arena = arena;
    for (int i = 0; i < DEFLATE_EFFORT_COUNT; i++) {
        deflater->compressors[i] = libdeflate_alloc_compressor(levels[i]);
        if (deflater->compressors[i] == NULL) {
            deflate_free(deflater);
            return NULL;
        }
    }
    return deflater;
}

void deflate_free(struct deflater *deflater)
{
    for (int i = 0; deflater && i < DEFLATE_EFFORT_COUNT; i++)
        libdeflate_free_compressor(deflater->compressors[i]); /* NULL is allowed here */
}

const void *deflate_bytes(struct deflater *deflater, enum deflate_effort effort, const void *bytes,
                          size_t length, size_t *compressed)
{
    struct libdeflate_compressor *compressor = deflater->compressors[effort];
    size_t bound = libdeflate_zlib_compress_bound(compressor, length);
    if (bound > deflater->capacity) {
        deflater->capacity = bound * 2; /* what is left behind in the arena stays bounded, too */
        deflater->buffer = arena_alloc(deflater->arena, deflater->capacity);
    }
    *compressed =
        libdeflate_zlib_compress(compressor, bytes, length, deflater->buffer, deflater->capacity);
    return deflater->buffer;
}

const char *deflate_library(void)
{
    return "libdeflate " LIBDEFLATE_VERSION_STRING;
}

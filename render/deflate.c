/* Compression through libdeflate. */
#include "render/deflate.h"

#include <libdeflate.h>

#define LEVEL 6 /* level 1 halves the time, but 80 % of a document are fonts: +5 % of its size */

struct deflater {
    struct arena *arena;
    struct libdeflate_compressor *compressor;
    void *buffer;
    size_t capacity;
};

struct deflater *deflate_new(struct arena *arena)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    if (!compressor)
        return NULL;
    struct deflater *deflater = arena_alloc(arena, sizeof *deflater);
    deflater->arena = arena;
    deflater->compressor = compressor;
    return deflater;
}

void deflate_free(struct deflater *deflater)
{
    if (deflater)
        libdeflate_free_compressor(deflater->compressor);
}

const void *deflate_bytes(struct deflater *deflater, const void *bytes, size_t length,
                          size_t *compressed)
{
    size_t bound = libdeflate_zlib_compress_bound(deflater->compressor, length);
    if (bound > deflater->capacity) {
        deflater->capacity = bound * 2; /* what is left behind in the arena stays bounded, too */
        deflater->buffer = arena_alloc(deflater->arena, deflater->capacity);
    }
    *compressed = libdeflate_zlib_compress(deflater->compressor, bytes, length, deflater->buffer,
                                           deflater->capacity);
    return deflater->buffer;
}

const char *deflate_library(void)
{
    return "libdeflate " LIBDEFLATE_VERSION_STRING;
}

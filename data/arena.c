/* Arenas: a chain of blocks, the newest first; a request is cut from the newest block. */
#include "data/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks double from the first to the last size, so that a small arena is cheap and a large one
 * makes few calls. A larger request gets a block of its own size. */
#define BLOCK_FIRST ((size_t)4096)
#define BLOCK_LAST  ((size_t)1 << 20)

struct block {
    struct block *older;
    size_t size, used; /* of data */
    _Alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct block *newest; /* NULL while nothing was taken */
};

static _Noreturn void out_of_memory(void)
{
    fputs("banxin: 内存不足 (out of memory)\n", stderr);
    exit(ARENA_EXIT_STATUS);
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        out_of_memory();
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_reset(arena, (struct arena_mark){0});
    free(arena);
}

static struct block *block_add(struct arena *arena, size_t least)
{
    size_t size = arena->newest ? arena->newest->size * 2 : BLOCK_FIRST;
    if (size > BLOCK_LAST)
        size = BLOCK_LAST;
    if (size < least)
        size = least;
    if (size > SIZE_MAX - sizeof(struct block))
        out_of_memory();
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        out_of_memory();
    *block = (struct block){.older = arena->newest, .size = size};
    arena->newest = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - align)
        out_of_memory();
    /* A request of nothing still gets an address of its own. */
    size_t room = (size + (size == 0) + align - 1) / align * align;
    struct block *block = arena->newest;
    if (!block || block->size - block->used < room)
        block = block_add(arena, room);
    void *memory = block->data + block->used;
    block->used += room;
    return memset(memory, 0, room);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory();
    return arena_alloc(arena, count * size);
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    if (count > SIZE_MAX / 2)
        out_of_memory();
    size_t larger = count < 8 ? 16 : count * 2;
    void *copy = arena_array(arena, larger, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    *capacity = larger;
    return copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        out_of_memory();
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) /* only a string of more than 2 GiB makes it fail */
        out_of_memory();
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    const struct block *newest = arena->newest;
    return (struct arena_mark){arena->newest, newest ? newest->used : 0};
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
    while (arena->newest != mark.block) {
        struct block *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    if (arena->newest)
        arena->newest->used = mark.used;
}

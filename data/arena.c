/* Arenas: a chain of blocks, the newest first; a request is cut from the newest block. */
#include "data/arena.h"

#include <stdarg.h>
#include <stdbool.h>
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
    struct block *spare;  /* the largest that was given back: an arena that is reset over and over
                             need not ask for it over and over */
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
    free(arena->spare);
    free(arena);
}

static struct block *block_new(const struct arena *arena, size_t least)
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
    block->size = size;
    return block;
}

static struct block *block_add(struct arena *arena, size_t least)
{
    struct block *block = arena->spare;
    if (block && block->size >= least)
        arena->spare = NULL;
    else
        block = block_new(arena, least);
    block->older = arena->newest;
    block->used = 0;
    arena->newest = block;
    return block;
}

/* What a request of SIZE bytes takes; one of nothing still gets an address of its own. */
static size_t room_of(size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - align)
        out_of_memory();
    return (size + (size == 0) + align - 1) / align * align;
}

void *arena_room(struct arena *arena, size_t size)
{
    size_t room = room_of(size);
    struct block *block = arena->newest;
    if (!block || block->size - block->used < room)
        block = block_add(arena, room);
    void *memory = block->data + block->used;
    block->used += room;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_room(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory();
    return arena_alloc(arena, count * size);
}

/* Takes the memory behind MEMORY too, if that was taken last of all and there is so much. */
static bool extend(struct arena *arena, const void *memory, size_t size, size_t larger)
{
    struct block *block = arena->newest;
    size_t room = room_of(size), more = room_of(larger) - room;
    if (!block || block->used < room || block->data + block->used - room != memory ||
        block->size - block->used < more)
        return false;
    block->used += more;
    return true;
}

void *arena_widen(struct arena *arena, void *memory, size_t size, size_t larger)
{
    if (memory && extend(arena, memory, size, larger))
        return memory;
    void *copy = arena_room(arena, larger);
    return memory ? memcpy(copy, memory, size) : copy;
}

void *arena_grow_more(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count > SIZE_MAX / 2)
        out_of_memory();
    size_t larger = count < 8 ? 16 : count * 2;
    if (size != 0 && larger > SIZE_MAX / size)
        out_of_memory();
    size_t before = *capacity * size;
    char *grown = arena_widen(arena, items, before, larger * size);
    memset(grown + before, 0, larger * size - before);
    *capacity = larger;
    return grown;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        out_of_memory();
    char *copy = arena_room(arena, length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

/* Nearly always there is room for it in the newest block: then it is printed once. */
char *arena_printf(struct arena *arena, const char *format, ...)
{
    struct block *block = arena->newest;
    size_t room = block ? block->size - block->used : 0;
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length =
        vsnprintf(block ? (char *)block->data + block->used : NULL, room, format, arguments);
    va_end(arguments);
    if (length < 0) /* only a string of more than 2 GiB makes it fail */
        out_of_memory();
    char *text = arena_room(arena, (size_t)length + 1);
    if ((size_t)length >= room)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    const struct block *newest = arena->newest;
    return (struct arena_mark){arena->newest, newest ? newest->used : 0};
}

/* Blocks larger than all others were made for one request, and go. */
static void give_back(struct arena *arena, struct block *block)
{
    struct block *spare = arena->spare;
    bool keep = block->size <= BLOCK_LAST && (!spare || spare->size < block->size);
    if (keep)
        arena->spare = block;
    free(keep ? spare : block);
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
    while (arena->newest != mark.block) {
        struct block *block = arena->newest;
        arena->newest = block->older;
        give_back(arena, block);
    }
    if (arena->newest)
        arena->newest->used = mark.used;
}

/* Arenas: memory that is given back all at once.
 *
 * Three lives exist in the program: the batch (fonts, pack, book), one document, and a trial that
 * is thrown away. Each is an arena; single objects are never freed. Running out of memory ends
 * the program here, with a message and ARENA_EXIT_STATUS, so no other module has to look for NULL.
 */
#ifndef BANXIN_ARENA_H
#define BANXIN_ARENA_H

#include <stddef.h>

enum { ARENA_EXIT_STATUS = 2 };

struct arena;

/* A point to which an arena can be taken back. */
struct arena_mark {
    void *block;
    size_t used;
};

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* ARENA may be NULL */

/* SIZE zeroed bytes, aligned for any object. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, with whatever stands there: for those who fill all of it at once. */
void *arena_room(struct arena *arena, size_t size);

/* COUNT zeroed objects of SIZE bytes; an overflow of the product ends the program. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* What arena_grow() does when the room is used up. */
void *arena_grow_more(struct arena *arena, void *items, size_t count, size_t *capacity,
                      size_t size);

/* Makes room for one object more than COUNT in ITEMS, which has space for *CAPACITY objects of
 * SIZE bytes. Returns ITEMS, or a larger copy of it; the new room is zeroed. For arrays that grow
 * while being read. */
static inline void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                               size_t size)
{
    return count < *capacity ? items : arena_grow_more(arena, items, count, capacity, size);
}

/* MEMORY of SIZE bytes (NULL: none) with room for LARGER; what is new is not zeroed. It stays where
 * it is if it was taken last of all, else it is copied. */
void *arena_widen(struct arena *arena, void *memory, size_t size, size_t larger);

char *arena_strndup(struct arena *arena, const char *text, size_t length); /* adds a NUL */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct arena_mark arena_mark(const struct arena *arena);
/* Gives back all that was taken since MARK. */
void arena_reset(struct arena *arena, struct arena_mark mark);

#endif

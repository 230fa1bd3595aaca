/* Paragraphs set and remembered. See set_memo.h. */
#include "layout/set_memo.h"

#include <string.h>

#include "data/hash.h"

/* All that a style says of lines. */
struct look {
    size_t role;
    unit size, left;
    int indent, apart;
    bool sense;
    enum font_profile profile;
    enum align align;
    unit measure;
};

struct entry {
    const char *utf8;
    size_t length;
    struct look look;
    struct text_block block;
};

struct set_memo {
    struct arena *arena;
    struct entry *slots[SET_MEMO_MOST]; /* by hash, one each: a newcomer takes the place */
};

struct set_memo *set_memo_new(struct arena *arena)
{
    struct set_memo *memo = arena_alloc(arena, sizeof *memo);
    memo->arena = arena;
    return memo;
}

static struct look look_of(const struct paragraph_shape *shape)
{
    const struct text_style *style = shape->style;
    return (struct look){.role = style->role,
                         .size = style->size,
                         .left = style->left,
                         .indent = style->indent,
                         .apart = style->apart,
                         .sense = style->sense,
                         .profile = shape->profile,
                         .align = shape->align,
                         .measure = shape->measure};
}

static bool is_same_look(const struct look *a, const struct look *b)
{
    return a->role == b->role && a->size == b->size && a->left == b->left &&
           a->indent == b->indent && a->apart == b->apart && a->sense == b->sense &&
           a->profile == b->profile && a->align == b->align && a->measure == b->measure;
}

static size_t slot_of(const char *utf8, size_t length, const struct look *look)
{
    uint64_t hash = hash_bytes(utf8, length).low;
    hash += (uint64_t)look->measure * 31 + (uint64_t)look->size * 7 + look->role;
    return (hash ^ hash >> 32) % SET_MEMO_MOST;
}

const struct text_block *set_memo_find(const struct set_memo *memo, const char *utf8, size_t length,
                                       const struct paragraph_shape *shape)
{
    const struct look look = look_of(shape);
    const struct entry *entry = memo->slots[slot_of(utf8, length, &look)];
    bool found = entry != NULL && entry->length == length && is_same_look(&entry->look, &look) &&
                 memcmp(entry->utf8, utf8, length) == 0;
    return found ? &entry->block : NULL;
}

void set_memo_put(struct set_memo *memo, const char *utf8, size_t length,
                  const struct paragraph_shape *shape, struct text_block block)
{
    const struct look look = look_of(shape);
    struct entry **slot = &memo->slots[slot_of(utf8, length, &look)];
    if (*slot == NULL)
        *slot = arena_alloc(memo->arena, sizeof **slot);
    **slot = (struct entry){utf8, length, look, block};
}

/* Hash table with open addressing and linear probing, at most three quarters full. */
#include "data/book_codes.h"

#include <string.h>

struct codes {
    struct arena *slots_arena; /* of the slots alone: given back when they are doubled */
    struct code *slots;        /* free: a hash of zeros, which no text has */
    size_t slot_count;         /* a power of two */
    size_t used;
};

#define SLOTS_FIRST ((size_t)64)

static void take_slots(struct codes *codes, size_t count)
{
    codes->slots_arena = arena_new();
    codes->slots = arena_array(codes->slots_arena, count, sizeof *codes->slots);
    codes->slot_count = count;
}

struct codes *codes_new(struct arena *arena)
{
    struct codes *codes = arena_alloc(arena, sizeof *codes);
    take_slots(codes, SLOTS_FIRST);
    return codes;
}

void codes_free(struct codes *codes)
{
    arena_free(codes->slots_arena);
}

static bool is_free(const struct code *slot)
{
    return (slot->hash.high | slot->hash.low) == 0;
}

/* The slot that has HASH, or the free one where it belongs. */
static struct code *find_slot(const struct codes *codes, struct hash hash)
{
    size_t mask = codes->slot_count - 1;
    size_t i = (size_t)hash.low & mask;
    while (!is_free(&codes->slots[i]) && !hash_equal(codes->slots[i].hash, hash))
        i = (i + 1) & mask;
    return &codes->slots[i];
}

struct code *codes_lookup(const struct codes *codes, const char *text)
{
    struct code *slot = find_slot(codes, hash_bytes(text, strlen(text)));
    return is_free(slot) ? NULL : slot;
}

static void double_slots(struct codes *codes)
{
    struct codes old = *codes;
    take_slots(codes, 2 * old.slot_count);
    for (size_t i = 0; i < old.slot_count; i++)
        if (!is_free(&old.slots[i]))
            *find_slot(codes, old.slots[i].hash) = old.slots[i];
    codes_free(&old);
}

void codes_put(struct codes *codes, const char *text, uint32_t owner, int row)
{
    if (4 * (codes->used + 1) > 3 * codes->slot_count)
        double_slots(codes);
    struct hash hash = hash_bytes(text, strlen(text));
    *find_slot(codes, hash) = (struct code){hash, owner, row};
    codes->used++;
}

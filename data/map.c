/* Hash table with open addressing and linear probing, at most half full. */
#include "data/map.h"

#include <stdint.h>
#include <string.h>

struct slot {
    const char *key;
    void *object; /* NULL: free */
};

struct map {
    struct arena *arena;
    struct slot *slots;
    size_t slot_count; /* a power of two */
    size_t used;
};

#define SLOTS_FIRST ((size_t)16)

struct map *map_new(struct arena *arena)
{
    struct map *map = arena_alloc(arena, sizeof *map);
    map->arena = arena;
    map->slot_count = SLOTS_FIRST;
    map->slots = arena_array(arena, map->slot_count, sizeof *map->slots);
    return map;
}

/* FNV-1a, 64 bits. */
static uint64_t hash(const char *key)
{
    uint64_t value = UINT64_C(0xcbf29ce484222325);
    for (; *key; key++)
        value = (value ^ (unsigned char)*key) * UINT64_C(0x100000001b3);
    return value;
}

/* The slot that holds KEY, or the free one where it belongs. */
static struct slot *find_slot(const struct map *map, const char *key)
{
    size_t mask = map->slot_count - 1;
    size_t i = (size_t)hash(key) & mask;
    while (map->slots[i].object && strcmp(map->slots[i].key, key) != 0)
        i = (i + 1) & mask;
    return &map->slots[i];
}

void *map_lookup(const struct map *map, const char *key)
{
    return find_slot(map, key)->object;
}

static void double_slots(struct map *map)
{
    const struct slot *old = map->slots;
    size_t count = map->slot_count;
    map->slots = arena_array(map->arena, count, 2 * sizeof *map->slots);
    map->slot_count = 2 * count;
    for (size_t i = 0; i < count; i++)
        if (old[i].object)
            *find_slot(map, old[i].key) = old[i];
}

void map_put(struct map *map, const char *key, void *object)
{
    if (2 * (map->used + 1) > map->slot_count)
        double_slots(map);
    *find_slot(map, key) = (struct slot){key, object};
    map->used++;
}

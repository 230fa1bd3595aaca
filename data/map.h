/* A map from strings to objects: a hash table in an arena. Keys and objects are borrowed; a key is
 * never taken out again. Look-ups take constant time, so that reading n rows stays O(n). */
#ifndef BANXIN_MAP_H
#define BANXIN_MAP_H

#include "data/arena.h"

struct map;

struct map *map_new(struct arena *arena);

/* The object under KEY, or NULL. */
void *map_lookup(const struct map *map, const char *key);

/* Puts OBJECT (not NULL) under KEY, which must not be there yet. KEY must outlive the map. */
void map_put(struct map *map, const char *key, void *object);

#endif

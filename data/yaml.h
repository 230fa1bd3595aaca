/* YAML, as far as book.yaml and the format packs need it: one document of scalars, sequences and
 * mappings, read whole into an immutable tree in which every node knows its place.
 *
 * Refused, with a report at file:line:column: what is not YAML, a key that stands twice in one
 * mapping, a key that is not a scalar, aliases (so there are no bombs and no cycles), nesting
 * deeper than YAML_DEPTH_MAX, control characters other than line ends, files over YAML_SIZE_MAX. */
#ifndef BANXIN_YAML_H
#define BANXIN_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"

#define YAML_DEPTH_MAX 32
#define YAML_SIZE_MAX  ((size_t)4 << 20) /* bytes */

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node;

/* The root of the document in file PATH, in ARENA. Places name the file SHOWN_NAME. Every fault
 * goes to DIAG; NULL when there was one, or the document is empty (which is a fault too). */
const struct yaml_node *yaml_read(struct arena *arena, const char *path, const char *shown_name,
                                  struct diag *diag);

enum yaml_kind yaml_kind(const struct yaml_node *node);
struct pos yaml_pos(const struct yaml_node *node);

/* A scalar with its place; of any other node the place with "". */
struct text yaml_text(const struct yaml_node *node);

/* True when every character of a scalar stands in the file as it is, on one line and without
 * escapes; then *START is the place of its first one, quotes aside. */
bool yaml_is_verbatim(const struct yaml_node *scalar, struct pos *start);

/* Items of a sequence, pairs of a mapping; 0 for a scalar. */
size_t yaml_count(const struct yaml_node *node);

const struct yaml_node *yaml_at(const struct yaml_node *sequence, size_t index);

/* Pairs in the order of the file; keys are scalars. */
const struct yaml_node *yaml_key(const struct yaml_node *mapping, size_t index);
const struct yaml_node *yaml_value(const struct yaml_node *mapping, size_t index);

/* The value under KEY; NULL if MAPPING has no such key or is not a mapping. */
const struct yaml_node *yaml_lookup(const struct yaml_node *mapping, const char *key);

/* BASE with OVER laid on it: of two mappings the keys of both, those of BASE first, their values
 * laid one on the other in turn; else OVER as a whole. Every node keeps its place, the mapping that
 * comes out has that of OVER. Neither tree is changed. */
const struct yaml_node *yaml_merge(struct arena *arena, const struct yaml_node *base,
                                   const struct yaml_node *over);

#endif

/* A format pack and the packs it builds on: which files make it up.
 *
 * `base: gbt9704`, or a list, in format.yaml names packs that stand in folders beside the pack's
 * own. Their format.yaml lie below that of the pack, later ones over earlier ones, key by key; its
 * other files are its own or, where it has none, those of the last base that has them. A base may
 * have bases and need not be a complete pack. Private to data/. */
#ifndef BANXIN_FORMAT_BASE_H
#define BANXIN_FORMAT_BASE_H

#include "data/arena.h"
#include "data/diag.h"
#include "data/hash.h"
#include "data/yaml.h"

enum format_file {
    FORMAT_TABLES,
    FORMAT_FORMS,
    FORMAT_NARRATIVE,
    FORMAT_CORRECTION,
    FORMAT_FILE_COUNT
};

/* Packs that one pack may build on, counted as often as they are named: bounds the work that
 * mistaken bases can cause, and their depth. */
#define FORMAT_BASES_MAX 8

struct format_sources {
    const struct yaml_node *root;         /* of format.yaml, merged; NULL after a report */
    const char *paths[FORMAT_FILE_COUNT]; /* NULL: no pack has such a file */
    struct hash digest;                   /* of every format.yaml that was read */
};

/* Finds out what the pack in folder PATH is made of. */
struct format_sources format_base_read(struct arena *arena, const char *path, struct diag *diag);

#endif

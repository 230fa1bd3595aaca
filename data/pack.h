/* Reading YAML into structs by schema: what a mapping may hold is a table, not code.
 *
 * A record is a list of fields: key, type, where it goes. pack_read() fills a struct from a
 * mapping and reports, at file:line:column, unknown and missing keys and values of the wrong
 * form. Fields that the mapping leaves out keep what the struct held, so defaults are a struct
 * copied beforehand. */
#ifndef BANXIN_PACK_H
#define BANXIN_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"
#include "data/yaml.h"

enum pack_type {
    PACK_TEXT,    /* struct text; {…} in it must be a known name */
    PACK_NAME,    /* const char *, not empty */
    PACK_LENGTH,  /* unit: `12pt`, `37mm` */
    PACK_EMS,     /* int, 1/1000 em: `2em` */
    PACK_INT,     /* int */
    PACK_INT64,   /* int64_t, above zero */
    PACK_BOOL,    /* bool: yes, no */
    PACK_CHOICE,  /* int: index of the value in a NULL-terminated list of names */
    PACK_MASK,    /* unsigned: bits of the values of a sequence, by such a list */
    PACK_REF,     /* size_t: index in a list of named records read before */
    PACK_REFS,    /* size_t[count]: a sequence of exactly that many references */
    PACK_STRINGS, /* const char *const * and size_t: a sequence of scalars */
    PACK_LENGTHS, /* const unit * and size_t: a sequence of lengths */
    PACK_RECORD,  /* a mapping into a struct in place */
    PACK_LIST,    /* a sequence of mappings → array and size_t */
    PACK_MAP, /* a mapping of name → mapping → array and size_t; the name goes to the first member
               */
    PACK_ELSEWHERE /* a key that code of its own reads; nothing is stored */
};

struct pack_record;

struct pack_field {
    const char *key;
    enum pack_type type;
    bool required;
    size_t offset;
    size_t count_offset; /* PACK_STRINGS, _LENGTHS, _LIST, _MAP: the size_t; PACK_REFS: the number
                            wanted */
    const void *about;   /* PACK_CHOICE, PACK_MASK: names; PACK_RECORD, _LIST, _MAP: struct
                            pack_record;   PACK_REF, PACK_REFS: struct pack_target */
};

struct pack_record {
    const struct pack_field *fields;
    size_t field_count;
    size_t size;       /* of the struct */
    size_t pos_offset; /* of its struct pos, or PACK_NO_POS */
};
#define PACK_NO_POS ((size_t)-1)

/* Where the records that a PACK_REF names are found, in the root struct of the pack. */
struct pack_target {
    size_t array_offset, count_offset;
    size_t size; /* of one; its first member is its name */
};

/* What a reading needs to know all along. */
struct pack {
    struct arena *arena;
    struct diag *diag;
    const void *root; /* the struct that PACK_REF looks in */
};

/* The file of a pack at PATH as users know it, wherever the program is installed: its folder and its
 * name, shanxi-county/tables.yaml. Part of PATH. */
const char *pack_file_name(const char *path);

/* Fills the struct at OUT from mapping NODE. */
void pack_read(const struct pack *pack, const struct yaml_node *node,
               const struct pack_record *record, void *out);

#endif

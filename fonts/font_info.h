/* What became of the fonts that a pack lists, for whoever keeps the machine. */
#ifndef BANXIN_FONT_INFO_H
#define BANXIN_FONT_INFO_H

#include "fonts/font.h"

enum font_outcome {
    FONT_IN_USE,
    FONT_NOT_INSTALLED,
    FONT_FORBIDDEN, /* its maker forbids what a PDF needs: see fs_type */
    FONT_DAMAGED
};

/* A family of a role. The fields from `file` on say nothing when it is not installed. */
struct font_family_info {
    const char *family; /* as the pack names it */
    const char *only;   /* the characters it is limited to; NULL: all */
    enum font_outcome outcome;
    const char *file;
    int file_index; /* of the face within a collection (.ttc) */
    const char *name;
    const char *version; /* "2.001", or "" */
    unsigned fs_type;    /* embedding permission: OS/2 fsType, see font_permission() */
    /* Set so that its Han characters look like those of the role's first face: */
    int32_t scale; /* [1/1000] */
    int32_t rise;  /* [1/1000 em] */
};

size_t font_role_count(const struct font_set *set);
const char *font_role_name(const struct font_set *set, size_t role);
/* Stores the families of ROLE in the order of the pack, and returns their number. */
size_t font_role_families(const struct font_set *set, size_t role,
                          const struct font_family_info **families);

/* FS_TYPE in words: "preview and print only; …". Owned by ARENA. */
const char *font_permission(struct arena *arena, unsigned fs_type, enum diag_language language);

#endif

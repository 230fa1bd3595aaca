/* What a font set is made of. Private to fonts/. */
#ifndef BANXIN_SET_H
#define BANXIN_SET_H

#include "fonts/face.h"

/* A face of a role, and the characters it is limited to. */
struct font_link {
    const struct font_face *face;
    const char *only; /* UTF-8; NULL: all */
};

/* The faces of a role, tried in order; at least one is not limited. */
struct font_chain {
    const char *role;
    struct font_link *links;
    size_t count;
};

struct font_set {
    struct arena *arena; /* owns everything, this structure too */
    struct font_chain *chains;
    size_t chain_count;
    struct font_face **faces; /* by font_face_index() */
    size_t face_count;
};

#endif

/* What a font set is made of. Private to fonts/. */
#ifndef BANXIN_SET_H
#define BANXIN_SET_H

#include "fonts/face.h"
#include "fonts/font_info.h"
#include "fonts/font_use.h"

/* A face of a role, and the characters it is limited to. */
struct font_link {
    const struct font_face *face;
    const char *only; /* UTF-8; NULL: all */
    size_t family;    /* index among the families of the chain */
    int32_t scale;    /* [1/1000]: how large it is set, to look like the first face */
    int32_t rise;     /* [1/1000 em]: how much higher what fills an em is set */
};

/* The faces of a role, tried in order; at least one is not limited. */
struct font_chain {
    const char *role;
    struct font_link *links;
    size_t count;
    const struct font_link *first; /* the first that is not limited: the role's own face */
    struct font_family_info *families;
    size_t family_count;
};

struct font_set {
    struct arena *arena; /* owns everything, this structure too */
    struct font_chain *chains;
    size_t chain_count;
    struct font_face **faces; /* by font_face_index() */
    size_t face_count;
    const char *freetype; /* the version of the library that opened them */
    struct font_use *use; /* notes what is shaped; NULL: nobody does */
};

/* Measures the scale and the rise of LINK, which comes after FIRST in its chain. */
void link_match(struct font_link *link, const struct font_face *first);

/* Notes that CODE, which stands at POS, is set by LINK of ROLE; NULL: no face has it. */
void font_use_note(struct font_use *use, size_t role, const struct font_link *link, uint32_t code,
                   struct pos pos);

#endif

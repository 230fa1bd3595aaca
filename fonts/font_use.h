/* Which face set which characters: for warnings of fallbacks, and for the report on fonts.
 *
 * What is shaped with the set of font_use_set() is noted. A text is shaped more than once on its
 * way to the page, so places are counted, not times. */
#ifndef BANXIN_FONT_USE_H
#define BANXIN_FONT_USE_H

#include "fonts/font.h"

struct font_use;

/* SET must outlive what is made of it here. */
struct font_use *font_use_new(const struct font_set *set);
void font_use_free(struct font_use *use);

/* The same set again, noting in USE what is shaped with it. For one thread; owned by USE. */
const struct font_set *font_use_set(struct font_use *use);

/* A character that the first face of its role does not have. */
struct font_fallback {
    uint32_t code;
    size_t role;
    const struct font_face *face; /* that sets it instead; NULL: none does */
    size_t places;                /* where it stands in the records and the pack */
    struct pos first;
};

/* Stores them, owned by ARENA, by role and then by the order of its faces, what none has last; of
 * one face in the order of first use. Returns their number. */
size_t font_use_fallbacks(const struct font_use *use, struct arena *arena,
                          const struct font_fallback **fallbacks);

/* How many different characters ROLE has set in the family numbered FAMILY (font_role_families()),
 * limited families for their characters included. */
size_t font_use_characters(const struct font_use *use, size_t role, size_t family);

/* Warns once of each character that the first face of a role lacks and another sets, where it was
 * first used. What no face has is an error of its own, reported when it is shaped. */
void font_use_warn(const struct font_use *use, struct diag *diag);

/* Adds what another USE of the same set has told by font_use_fallbacks(), as if it had been noted
 * here after all that was. */
void font_use_add(struct font_use *use, const struct font_fallback *fallbacks, size_t count);

#endif

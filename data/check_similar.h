/* Texts copied from one another: nearly the same characters in the forms of different projects.
 *
 * A text is the set of its shingles, runs of SIMILAR_SHINGLE Han characters, marks and figures left
 * out, so that a changed date or comma does not hide a copy. What share of one text's shingles
 * another text has is its containment. Time is linear in the characters: a shingle of more than a
 * few texts is boilerplate and is compared with none of them. */
#ifndef BANXIN_CHECK_SIMILAR_H
#define BANXIN_CHECK_SIMILAR_H

#include "data/check_scan.h"

#define SIMILAR_SHINGLE 8

struct similar_text {
    const struct scan *scan;
    size_t owner; /* texts of one owner (project) are not compared */
};

struct similar_limits {
    int percent;        /* least containment that is a copy */
    size_t least;       /* Han characters a text must have */
    size_t boilerplate; /* owners that share a text which is then nobody's copy */
};

struct similar_hit {
    size_t text, source; /* indices; SOURCE is the text it is most like */
    int percent;
    bool boilerplate; /* shared by many: told once, for the first of them */
    size_t owners;    /* that share it, itself among them */
};

/* Each pair of texts is told once, the text with the greater share as the copy. */
size_t similar_find(struct arena *arena, const struct similar_text *texts, size_t count,
                    const struct similar_limits *limits, const struct similar_hit **hits);

#endif

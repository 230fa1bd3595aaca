/* What every step of layout is given. A value to pass down: it owns nothing. */
#ifndef BANXIN_LAYOUT_JOB_H
#define BANXIN_LAYOUT_JOB_H

#include "data/arena.h"
#include "data/diag.h"
#include "data/format.h"
#include "fonts/font.h"
#include "layout/cjk.h"

struct layout_job {
    struct arena *arena;   /* the document's: all results live here */
    struct arena *scratch; /* what a function takes from it, it gives back before it returns */
    const struct format *format;
    const struct font_set *fonts;
    struct diag *diag;
    struct cjk_breaker *breaker; /* one a job */
    struct shaped_memo *memo;    /* one a job; NULL: nothing is remembered */
    struct set_memo *set;        /* of what is set in the arena; NULL: likewise */
};

#endif

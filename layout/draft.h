/* The mark of a draft (草稿): large letters across every page, behind its matter.
 *
 * They are drawn as outlines, not set as text: what a reader copies out of a draft or searches in
 * it is the document alone. */
#ifndef BANXIN_DRAFT_H
#define BANXIN_DRAFT_H

#include "layout/page.h"

/* PAGES with WORDS (Han characters) across each, from its lower left to its upper right, in the
 * face of ROLE. The result, in ARENA, shares the items of PAGES. */
const struct page_list *draft_mark(struct arena *arena, const struct page_list *pages,
                                   const struct font_set *fonts, size_t role, struct text words,
                                   struct diag *diag);

#endif

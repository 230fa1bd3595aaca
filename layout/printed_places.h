/* Where the elements that hold text stand on paper. Private to layout/printed_cells.c. */
#ifndef BANXIN_PRINTED_PLACES_H
#define BANXIN_PRINTED_PLACES_H

#include "layout/page.h"

struct printed_place {
    enum role role;          /* ROLE_P, ROLE_H1 …, ROLE_TH, ROLE_TD, ROLE_FIGURE */
    const struct page *page; /* its text begins on; where it has none, the element does */
    size_t begin;            /* its ITEM_BEGIN on the first page it stands on */
};

/* The places of PAGES in reading order. Returns their number. */
size_t printed_places(struct arena *arena, const struct page_list *pages,
                      const struct printed_place **places);

#endif

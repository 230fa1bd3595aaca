/* The printed cells of a document that is laid out. */
#ifndef BANXIN_PRINTED_CELLS_H
#define BANXIN_PRINTED_CELLS_H

#include "data/document.h"
#include "data/printed.h"
#include "layout/page.h"

/* What PAGES, laid out from DOCUMENT, print. Owned by ARENA. */
struct printed_list printed_cells(struct arena *arena, const struct document *document,
                                  const struct page_list *pages);

#endif

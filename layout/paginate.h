/* Galley → pages: what stands on which page, and the folios. */
#ifndef BANXIN_PAGINATE_H
#define BANXIN_PAGINATE_H

#include <stdbool.h>

#include "layout/galley.h"
#include "layout/page.h"

/* Makes the pages of GALLEY, which has no block of GALLEY_CONTENTS left. FOLIOS, one for each
 * heading, takes the printed page numbers. False when a page has no room for a line, or for the
 * least part of a row. */
bool paginate(const struct layout_job *job, const struct galley *galley, int *folios,
              struct page_list *list);

#endif

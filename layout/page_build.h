/* Building pages: items in paint order, with the structure kept well nested on every page.
 *
 * Elements may stay open over a page break: page_build_close() ends them on the page it closes,
 * and the next page begins them again under the same numbers. */
#ifndef BANXIN_PAGE_BUILD_H
#define BANXIN_PAGE_BUILD_H

#include <stdbool.h>

#include "data/arena.h"
#include "layout/page.h"

struct page_build;

struct page_build *page_build_new(struct arena *arena);

void page_build_open(struct page_build *build, unit width, unit height);
/* Ends the page. ARTIFACTS (COUNT items, the folio) stand after all structure. */
void page_build_close(struct page_build *build, const char *folio, const struct item *artifacts,
                      size_t count);

/* A page must be open for these. */
void page_build_add(struct page_build *build, struct item item);
/* Begins an element of ROLE with the next number, which is returned. */
int page_build_begin(struct page_build *build, enum role role);
/* Begins ELEMENT again, on a later page. */
void page_build_resume(struct page_build *build, enum role role, int element);

struct page_cell {
    enum role role;            /* ROLE_TH or ROLE_TD */
    bool row_scope;            /* ROLE_TH heads its row, not its column */
    int row_span, column_span; /* of the whole table */
};
/* The same for a cell. */
int page_build_begin_cell(struct page_build *build, struct page_cell cell);
void page_build_resume_cell(struct page_build *build, struct page_cell cell, int element);

/* Begins a figure; ALTERNATIVE, which is kept, says in words what it shows. */
void page_build_begin_figure(struct page_build *build, const char *alternative);
void page_build_begin_artifact(struct page_build *build, enum artifact artifact);
void page_build_end(struct page_build *build);

/* The index of the open page. */
size_t page_build_index(const struct page_build *build);

/* Stores the pages, owned by the arena, in LIST. No page may be open. */
void page_build_finish(struct page_build *build, struct page_list *list);

#endif

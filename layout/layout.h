/* Layout: document tree → pages. A function of its arguments: no files, no globals.
 *
 * Faults (a character no font has, a cell that cannot be set) go to DIAG; NULL when there was one.
 * The result lives in ARENA. */
#ifndef BANXIN_LAYOUT_H
#define BANXIN_LAYOUT_H

#include "data/arena.h"
#include "data/diag.h"
#include "data/document.h"
#include "fonts/font.h"
#include "layout/page.h"

const struct page_list *layout_document(struct arena *arena, const struct document *document,
                                        const struct font_set *fonts, struct diag *diag);

#endif

/* The line grid (稿纸线): on pages that have one, all lines stand on it, so that those of facing
 * pages, and of the two sides of a sheet, register.
 *
 *   ┄┄┄┄┄┄┄┄┄┄┄ ─┐ lead                A grid line is as high as page_geometry.grid: a line of
 *   ▔▔国▔国▔▔▔▔ ─┘ ← type area         prose with half of the space to the next line on either
 *   ┄┄┄┄┄┄┄┄┄┄┄                        side. The type area holds characters, not the space round
 *   ▁▁国▁国▁▁▁▁    ← type area         them (撑满版心, GB/T 9704-2012 5.2.3): the first grid line
 *   ┄┄┄┄┄┄┄┄┄┄┄                        begins above it, by the lead, and the last ends below.
 *
 * What is no larger than a grid line has its baseline where prose has it. Larger titles are centred
 * in as many grid lines as they need, and so are charts; tables begin and end where characters
 * would. */
#ifndef BANXIN_GRID_H
#define BANXIN_GRID_H

#include "layout/galley.h"

/* How far the first and the last grid line of a page reach out of the type area; 0: no grid. */
unit grid_lead(const struct format *format, const struct page_geometry *geometry);

/* HEIGHT in whole grid lines; HEIGHT itself on a page without a grid. */
int64_t grid_round(const struct page_geometry *geometry, int64_t height);

/* GALLEY with all lines of its pages with a grid set to it. */
const struct galley *grid_set(const struct layout_job *job, const struct galley *galley);

#endif

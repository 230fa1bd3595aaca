/* The sheet of paper under a page: where its type area (版心) lies, and where its folio stands.
 *
 * Margins are those of the sheet as it is bound; a page is the sheet as it is read. For upright
 * sheets that is the same. One laid horizontally (turned) is read after a quarter turn clockwise:
 *
 *        head                 inner
 *      ┌───────┐           ┌─────────┐
 *      │       │           │         │          the same sheet, odd: bound at the left, so at
 *  in- │       │ outer     │         │          the top of the page; even sheets are bound at the
 *  ner │     ─ │     foot  │         │ head     right, so at the foot of the page
 *      └───────┘           └───────|─┘
 *        foot                 outer
 *
 * So the table's head lies at the left of all sheets (顶左底右): on odd pages at the binding, on even
 * ones at the fore-edge (GB/T 9704-2012 8), and folios are where upright sheets have them. */
#ifndef BANXIN_SHEET_H
#define BANXIN_SHEET_H

#include <stdbool.h>

#include "data/format.h"
#include "layout/page.h"

/* The edges of the type area, from the upper left corner of the page. VERSO: its number is even. */
unit sheet_area_left(const struct page_geometry *geometry, bool verso);
unit sheet_area_top(const struct page_geometry *geometry, bool verso);
unit sheet_area_bottom(const struct page_geometry *geometry, bool verso);

/* Where a folio WIDTH wide begins, on the sheet, and its baseline. Odd pages have it at the right,
 * even ones at the left (GB/T 9704-2012 7.5). */
unit sheet_folio_x(const struct page_geometry *geometry, bool verso, unit width);
unit sheet_folio_y(const struct page_geometry *geometry);

/* ITEM, a text of a line that begins at X, Y of the sheet, at its place on the page. */
struct item sheet_place(const struct page_geometry *geometry, struct item item, unit x, unit y);

#endif

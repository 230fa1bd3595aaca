/* The sheet of paper under a page. See sheet.h. */
#include "layout/sheet.h"

#include "layout/paragraph.h"

unit sheet_area_left(const struct page_geometry *geometry, bool verso)
{
    if (geometry->turned)
        return geometry->foot;
    return verso ? geometry->outer : geometry->inner;
}

unit sheet_area_top(const struct page_geometry *geometry, bool verso)
{
    if (!geometry->turned)
        return geometry->head;
    return verso ? geometry->outer : geometry->inner;
}

unit sheet_area_bottom(const struct page_geometry *geometry, bool verso)
{
    if (!geometry->turned)
        return geometry->height - geometry->foot;
    return geometry->height - (verso ? geometry->inner : geometry->outer);
}

unit sheet_folio_x(const struct page_geometry *geometry, bool verso, unit width)
{
    unit sheet_width = geometry->turned ? geometry->height : geometry->width;
    unit edge = geometry->outer + geometry->folio_inset;
    return verso ? edge : sheet_width - edge - width;
}

unit sheet_folio_y(const struct page_geometry *geometry)
{
    unit sheet_height = geometry->turned ? geometry->width : geometry->height;
    return sheet_height - geometry->foot + geometry->folio_drop;
}

struct item sheet_place(const struct page_geometry *geometry, struct item item, unit x, unit y)
{
    if (!geometry->turned || item.kind != ITEM_TEXT)
        return item_move(item, x, y);
    unit along = item.as.text.x, below = item.as.text.y;
    item.as.text.x = geometry->width - (y + below);
    item.as.text.y = x + along;
    item.as.text.turned = true;
    return item;
}

/* Pages as text, an item per line: what tests compare.
 *
 *   page 3 595276x841890 folio 1
 *     begin H1 12
 *       text 72000,100500 12000 +36000 "Noto Serif CJK SC Regular" 泽州县
 *     end
 *
 * After the role: the number of the element, or of an artifact what it is; of cells their spans, and
 * `of-row` for a head of its row. A text line has the place of its baseline's start, its size, how far its last glyph stands from
 * its first (glyph ids depend on the font and are left out), whether it is turned, its face and its
 * text. */
#include <inttypes.h>

#include "layout/page.h"

static const char *const ARTIFACT_NAMES[ARTIFACT_COUNT] = {
    [ARTIFACT_LAYOUT] = "layout",       [ARTIFACT_HEADER] = "header",
    [ARTIFACT_FOOTER] = "footer",       [ARTIFACT_REPEATED] = "repeated",
    [ARTIFACT_WATERMARK] = "watermark",
};

static void dump_text(const struct item *item, FILE *out)
{
    unit extent = 0;
    if (item->as.text.count > 0)
        extent = item->as.text.glyphs[item->as.text.count - 1].x - item->as.text.glyphs[0].x;
    fprintf(out, "text %" PRId32 ",%" PRId32 " %" PRId32 " +%" PRId32 "%s \"%s\" %.*s\n",
            item->as.text.x, item->as.text.y, item->as.text.size, extent,
            item->as.text.turned ? " turned" : "", font_face_name(item->as.text.face),
            (int)item->as.text.length, item->as.text.utf8);
}

/* `path 1000,2000 fill #4E79A7 pattern 3 stroke 750 #404040`, then a line for each step:
 * `m 0,0`, `l 10,0`, `c 1,1 2,2 3,3`, `z`. */
static void dump_path(const struct item *item, int depth, FILE *out)
{
    fprintf(out, "path %" PRId32 ",%" PRId32, item->as.path.x, item->as.path.y);
    if (item->as.path.filled)
        fprintf(out, " fill #%06" PRIx32, item->as.path.fill);
    if (item->as.path.pattern != PATTERN_NONE)
        fprintf(out, " pattern %d", (int)item->as.path.pattern);
    if (item->as.path.width > 0)
        fprintf(out, " stroke %" PRId32, item->as.path.width);
    fprintf(out, " #%06" PRIx32 "\n", item->as.path.ink);
    for (size_t i = 0; i < item->as.path.count; i++) {
        const struct path_step *step = &item->as.path.steps[i];
        fprintf(out, "%*s%c", 2 * depth + 2, "", "mlcz"[step->verb]);
        if (step->verb == PATH_CURVE)
            fprintf(out, " %" PRId32 ",%" PRId32 " %" PRId32 ",%" PRId32, step->x1, step->y1,
                    step->x2, step->y2);
        if (step->verb != PATH_CLOSE)
            fprintf(out, " %" PRId32 ",%" PRId32, step->x, step->y);
        fputc('\n', out);
    }
}

static void dump_begin(const struct item *item, FILE *out)
{
    fprintf(out, "begin %s", page_role_name(item->as.begin.role));
    if (item->as.begin.role == ROLE_ARTIFACT)
        fprintf(out, " %s", ARTIFACT_NAMES[item->as.begin.artifact]);
    if (item->as.begin.element > 0)
        fprintf(out, " %d", item->as.begin.element);
    if (item->as.begin.row_span > 1)
        fprintf(out, " rows %d", item->as.begin.row_span);
    if (item->as.begin.column_span > 1)
        fprintf(out, " columns %d", item->as.begin.column_span);
    if (item->as.begin.alternative)
        fprintf(out, " \"%s\"", item->as.begin.alternative);
    fputs(item->as.begin.row_scope ? " of-row\n" : "\n", out);
}

static void dump_item(const struct item *item, int depth, FILE *out)
{
    switch (item->kind) {
    case ITEM_TEXT:
        dump_text(item, out);
        break;
    case ITEM_RULE:
    case ITEM_FILL:
        fprintf(out, "%s %" PRId32 ",%" PRId32 " %" PRId32 ",%" PRId32,
                item->kind == ITEM_RULE ? "rule" : "fill", item->as.shape.x0, item->as.shape.y0,
                item->as.shape.x1, item->as.shape.y1);
        if (item->kind == ITEM_RULE)
            fprintf(out, " %" PRId32, item->as.shape.width);
        fprintf(out, " #%06" PRIx32 "\n", item->as.shape.rgb);
        break;
    case ITEM_PATH:
        dump_path(item, depth, out);
        break;
    case ITEM_LINK:
        fprintf(out, "link %" PRId32 ",%" PRId32 " %" PRId32 ",%" PRId32 " to %d\n",
                item->as.link.x0, item->as.link.y0, item->as.link.x1, item->as.link.y1,
                item->as.link.anchor);
        break;
    case ITEM_ANCHOR:
        fprintf(out, "anchor %d %" PRId32 "\n", item->as.anchor.id, item->as.anchor.y);
        break;
    case ITEM_BEGIN:
        dump_begin(item, out);
        break;
    case ITEM_END:
        fputs("end\n", out);
        break;
    }
}

static void dump_page(const struct page *page, size_t number, FILE *out)
{
    fprintf(out, "page %zu %" PRId32 "x%" PRId32, number, page->width, page->height);
    if (page->folio[0])
        fprintf(out, " folio %s", page->folio);
    fputc('\n', out);
    int depth = 1;
    for (size_t i = 0; i < page->count; i++) {
        if (page->items[i].kind == ITEM_END)
            depth--;
        fprintf(out, "%*s", 2 * depth, "");
        dump_item(&page->items[i], depth, out);
        if (page->items[i].kind == ITEM_BEGIN)
            depth++;
    }
}

void page_dump(const struct page_list *list, FILE *out)
{
    for (size_t i = 0; i < list->count; i++)
        dump_page(&list->pages[i], i + 1, out);
    for (size_t i = 0; i < list->bookmark_count; i++) {
        const struct bookmark *mark = &list->bookmarks[i];
        fprintf(out, "bookmark %d page %zu y %" PRId32 " to %d %s\n", mark->level, mark->page + 1,
                mark->y, mark->anchor, mark->title);
    }
}

/* Marked content. See pdf_mark.h. */
#include "render/pdf_mark.h"

#include <assert.h>

/* An element without a number is in no tree. */
static bool is_artifact(const struct item *begin)
{
    return begin->as.begin.role == ROLE_ARTIFACT || begin->as.begin.element <= 0;
}

/* What the next thing painted belongs to. What is in no element is decoration. */
static const struct item *innermost(const struct pdf_marks *marks)
{
    static const struct item NONE = {.kind = ITEM_BEGIN, .as.begin.role = ROLE_ARTIFACT};
    size_t depth = marks->decoration > 0 ? marks->decoration : marks->depth;
    return depth > 0 ? &marks->page->items[marks->open[depth - 1]] : &NONE;
}

bool pdf_marks_is_tagged(const struct pdf_marks *marks)
{
    return marks->tags && !is_artifact(innermost(marks));
}

void pdf_marks_begin(struct pdf_marks *marks, size_t index)
{
    const struct item *begin = &marks->page->items[index];
    marks->open =
        arena_grow(marks->arena, marks->open, marks->depth, &marks->capacity, sizeof *marks->open);
    marks->open[marks->depth++] = index;
    if (marks->decoration > 0)
        return;
    if (is_artifact(begin))
        marks->decoration = marks->depth;
    else if (marks->tags)
        pdf_tags_begin(marks->tags, begin);
}

void pdf_marks_end(struct pdf_marks *marks)
{
    assert(marks->depth > 0);
    if (marks->decoration == 0 && marks->tags)
        pdf_tags_end(marks->tags);
    else if (marks->decoration == marks->depth)
        marks->decoration = 0;
    marks->depth--;
}

/* Do both belong to the same, so that one marked content will do? */
static bool is_same(const struct item *a, const struct item *b)
{
    return is_artifact(a) ? is_artifact(b) && a->as.begin.artifact == b->as.begin.artifact
                          : a->as.begin.element == b->as.begin.element;
}

static void close_mark(struct pdf_marks *marks)
{
    if (marks->marked)
        buf_str(marks->out, "EMC\n");
    marks->marked = NULL;
}

void pdf_marks_paint(struct pdf_marks *marks)
{
    static const char *const ARTIFACTS[ARTIFACT_COUNT] = {
        /* 14.8.2.2.2 */
        [ARTIFACT_LAYOUT] = "/Layout",
        [ARTIFACT_HEADER] = "/Pagination/Subtype/Header",
        [ARTIFACT_FOOTER] = "/Pagination/Subtype/Footer",
        [ARTIFACT_REPEATED] = "/Pagination",
        [ARTIFACT_WATERMARK] = "/Pagination/Subtype/Watermark",
    };
    const struct item *begin = innermost(marks);
    if (!marks->tags || (marks->marked && is_same(marks->marked, begin)))
        return;
    close_mark(marks);
    marks->marked = begin;
    buf_byte(marks->out, '/');
    buf_str(marks->out, page_role_name(is_artifact(begin) ? ROLE_ARTIFACT : begin->as.begin.role));
    if (is_artifact(begin)) {
        buf_str(marks->out, "<</Type");
        buf_str(marks->out, ARTIFACTS[begin->as.begin.artifact]);
    } else {
        buf_str(marks->out, "<</MCID ");
        buf_milli(marks->out, (int64_t)pdf_tags_mark(marks->tags) * 1000);
    }
    buf_str(marks->out, ">>BDC\n");
}

void pdf_marks_cover(struct pdf_marks *marks, unit x0, unit y0, unit x1, unit y1)
{
    unit height = marks->page->height;
    if (pdf_marks_is_tagged(marks) && innermost(marks)->as.begin.role == ROLE_FIGURE)
        pdf_tags_cover(marks->tags, x0, height - y1, x1, height - y0);
}

void pdf_marks_close(struct pdf_marks *marks)
{
    assert(marks->depth == 0);
    close_mark(marks);
}

void pdf_marks_text(const struct pdf_marks *marks, struct buf *text)
{
    if (marks->depth == 0)
        return;
    size_t level = 1, decoration = 0; /* levels of elements; of the outermost artifact */
    for (size_t i = marks->open[marks->depth - 1] + 1; i < marks->page->count; i++) {
        const struct item *item = &marks->page->items[i];
        if (item->kind == ITEM_BEGIN) {
            level++;
            if (decoration == 0 && is_artifact(item))
                decoration = level;
        } else if (item->kind == ITEM_END) {
            if (decoration == level) {
                decoration = 0;
                buf_byte(text, ' ');
            }
            if (--level == 0)
                return;
        } else if (item->kind == ITEM_TEXT && decoration == 0) {
            buf_add(text, item->as.text.utf8, item->as.text.length);
        }
    }
}

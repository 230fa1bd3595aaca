/* Marked content (ISO 32000-1, 14.6): what is painted on a page is marked as part of the element that
 * is open there, or as an artifact. Private to render/.
 *
 * Marked contents take turns, none stands in another (ISO 14289-1, 7.1), and each begins only when
 * something is painted: what is empty costs nothing. */
#ifndef BANXIN_PDF_MARK_H
#define BANXIN_PDF_MARK_H

#include "layout/page.h"
#include "render/buf.h"
#include "render/pdf_tag.h"

struct pdf_marks {
    struct arena *arena;
    struct pdf_tags *tags; /* NULL: nothing is marked */
    struct buf *out;       /* the content stream */
    const struct page *page;

    size_t *open; /* the ITEM_BEGIN of each element that is open, as an index */
    size_t depth, capacity;
    size_t decoration;         /* the depth of the artifact all is in; 0: of none */
    const struct item *marked; /* the ITEM_BEGIN whose marked content is open, or NULL */
};

/* Item INDEX of the page is an ITEM_BEGIN, or the ITEM_END of the innermost element. */
void pdf_marks_begin(struct pdf_marks *marks, size_t index);
void pdf_marks_end(struct pdf_marks *marks);

/* To be called before something is painted, … */
void pdf_marks_paint(struct pdf_marks *marks);
/* … and with the rectangle that it covers: x0, y0 upper left, downwards as in layout. */
void pdf_marks_cover(struct pdf_marks *marks, unit x0, unit y0, unit x1, unit y1);

/* After the last item of the page. */
void pdf_marks_close(struct pdf_marks *marks);

/* Is there an innermost element that is in the structure tree? */
bool pdf_marks_is_tagged(const struct pdf_marks *marks);

/* Adds the text that the innermost element has on this page; an artifact in it, the leader of an
 * entry, is a blank. */
void pdf_marks_text(const struct pdf_marks *marks, struct buf *text);

#endif

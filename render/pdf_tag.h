/* The structure of a tagged PDF (ISO 32000-1, 14.7, 14.8): elements, which marked content belongs to
 * which, and the number tree that leads back. Private to render/.
 *
 * Fed with the begin and end items of the pages in order; an element that is begun again on a later
 * page goes on. What is painted between them is marked by its innermost element. */
#ifndef BANXIN_PDF_TAG_H
#define BANXIN_PDF_TAG_H

#include <stddef.h>

#include "data/arena.h"
#include "layout/page.h"
#include "render/pdf_obj.h"

struct pdf_tags;

struct pdf_tags *pdf_tags_new(struct arena *arena, size_t pages);

/* The page with index PAGE comes next. No element may be open. */
void pdf_tags_begin_page(struct pdf_tags *tags, size_t page);
/* ITEM is an ITEM_BEGIN that is no artifact. */
void pdf_tags_begin(struct pdf_tags *tags, const struct item *item);
void pdf_tags_end(struct pdf_tags *tags);

/* The number that the next marked content of the innermost element gets on this page (MCID). */
int pdf_tags_mark(struct pdf_tags *tags);

/* The annotation in object ANNOTATION belongs to the innermost element, a Link. Returns its
 * StructParent. */
size_t pdf_tags_link(struct pdf_tags *tags, unsigned annotation);

/* The innermost element, a Figure, covers also this rectangle of its page, in PDF's coordinates
 * [1/1000 pt]. */
void pdf_tags_cover(struct pdf_tags *tags, unit x0, unit y0, unit x1, unit y1);

/* Writes all as the block of OBJECTS (see pdf_obj_block()) and gives object ROOT, reserved before,
 * the entries of the StructTreeRoot. PAGES: the object of each page. The StructParents of a page is
 * its index. */
void pdf_tags_write(struct pdf_tags *tags, struct pdf_objects *objects, unsigned root,
                    const unsigned *pages);

#endif

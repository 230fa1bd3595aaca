/* The writing of one PDF: what its parts share. Private to render/. */
#ifndef BANXIN_PDF_WRITER_H
#define BANXIN_PDF_WRITER_H

#include "render/pdf.h"
#include "render/pdf_font.h"

/* Where an anchor is. */
struct pdf_anchor {
    int id;
    size_t page; /* index */
    unit y;
};

struct pdf_writer {
    struct arena *arena;
    const struct page_list *list;
    const struct pdf_info *info;
    struct pdf_objects *objects;
    struct pdf_fonts *fonts;
    unsigned *pages;                  /* object of each page */
    unsigned resources;               /* shared by all pages */
    const struct pdf_anchor *anchors; /* by id */
    size_t anchor_count;
    unsigned patterns[PATTERN_COUNT]; /* object of each that is used, else 0 */
    struct buf content;               /* of the page at hand */
};

/* pdf_page.c: the content stream of page INDEX and the objects of its links. PARENT: its node in
 * the page tree. */
void pdf_page_write(struct pdf_writer *writer, size_t index, unsigned parent);

/* pdf_pattern.c: the patterns of paths. */
/* Writes the operands and the operator that fill with PATTERN in RGB (`… /P1 scn`). */
void pdf_pattern_put(struct pdf_writer *writer, enum pattern pattern, uint32_t rgb,
                     struct buf *out);
/* Writes the Pattern and ColorSpace entries of the resources: the patterns used, if any. */
void pdf_pattern_list(const struct pdf_writer *writer, struct buf *out);

/* A colour as its three components, with a blank after each. */
void pdf_page_put_colour(struct buf *out, uint32_t rgb);

/* pdf_meta.c: what stands around the pages. */
void pdf_meta_find_anchors(struct pdf_writer *writer);
/* A destination array: the top of the window at Y on page INDEX. */
void pdf_meta_put_destination(const struct pdf_writer *writer, size_t index, unit y,
                              struct buf *out);
void pdf_meta_write_pages(struct pdf_writer *writer);   /* the page tree and its pages */
void pdf_meta_write_catalog(struct pdf_writer *writer); /* with the bookmarks */
void pdf_meta_write_info(struct pdf_writer *writer);

#endif

/* The writing of one PDF: what its parts share. Private to render/. */
#ifndef BANXIN_PDF_WRITER_H
#define BANXIN_PDF_WRITER_H

#include "data/hash.h"
#include "render/pdf.h"
#include "render/pdf_font.h"
#include "render/pdf_tag.h"

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
    struct pdf_tags *tags;            /* NULL: untagged */
    unsigned structure;               /* object of the StructTreeRoot; 0: untagged */
    unsigned *pages;                  /* object of each page */
    unsigned resources;               /* shared by all pages */
    const struct pdf_anchor *anchors; /* by id */
    size_t anchor_count;
    unsigned patterns[PATTERN_COUNT]; /* object of each that is used, else 0 */
    struct buf content;               /* of the page at hand */
    struct hash printed;              /* of what is printed, see pdf_xmp_write() */
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
/* The name, as a string object, of the destination of heading ANCHOR (from 1): what links and URLs
 * (file.pdf#heading-07) go to. Sorted as strings they stand in order. */
void pdf_meta_put_name(const struct pdf_writer *writer, int anchor, struct buf *out);
void pdf_meta_write_pages(struct pdf_writer *writer);   /* the page tree and its pages */
void pdf_meta_write_catalog(struct pdf_writer *writer); /* with all below; last but the block */
void pdf_meta_write_info(struct pdf_writer *writer);

/* What Info and the XMP packet tell alike (ISO 19005-1, 6.7.3). */
#define PDF_PRODUCER "banxin " BANXIN_VERSION
/* TEXT in one line of characters that XML has. NULL when it is NULL or empty: not to be told. */
const char *pdf_meta_text(struct arena *arena, const char *text);
bool pdf_meta_has_date(const struct pdf_info *info);
/* The date as a string object (ISO 32000-1, 7.9.4). */
void pdf_meta_put_date(const struct pdf_info *info, struct buf *out);

/* pdf_outline.c: the bookmarks, all of them open. Returns the object of their root. */
unsigned pdf_outline_write(const struct pdf_writer *writer);

/* pdf_labels.c: the number tree of page labels, which are the folios as printed. */
void pdf_labels_put(const struct pdf_writer *writer, struct buf *out);

/* pdf_tree.c: a key of a name or number tree with its value, as PDF writes them. */
struct pdf_leaf {
    const char *key, *value;
};
/* Writes the root of the tree over LEAVES, which stand in order of their keys, and makes its nodes.
 * KIND: Names or Nums. */
void pdf_tree_put(const struct pdf_writer *writer, const char *kind, const struct pdf_leaf *leaves,
                  size_t count, struct buf *out);

/* pdf_xmp.c: the XMP packet (ISO 16684-1) as a plain metadata stream. Returns its object. Beside the
 * usual it tells two hashes (hash_print()) in the namespace urn:banxin:pdf:1.0: that `banxin verify`
 * compares with what the file holds:
 *
 *   printed  the content of every page, then the ToUnicode map of every font (F1, F2 …), as they are
 *            before compression: hash_bytes() of each, joined from a zero hash on by hash_join();
 *   files    of every attachment in the order of AF the name, then the bytes, likewise. */
unsigned pdf_xmp_write(const struct pdf_writer *writer);

/* pdf_icc.c: the sRGB profile (IEC 61966-2-1) as a matrix/TRC profile of ICC.1:1998-09, which both
 * PDF 1.4 and 1.7 know. Owned by ARENA. */
const void *pdf_icc_srgb(struct arena *arena, size_t *length);

/* pdf_files.c: the attachments. How many INFO asks for: only an archive has any. */
size_t pdf_files_count(const struct pdf_info *info);
/* Writes their objects and the AF entry of the catalog; in NAMES the
 * EmbeddedFiles entry of its Names. Nothing when there are none. */
void pdf_files_write(const struct pdf_writer *writer, struct buf *catalog, struct buf *names);

#endif

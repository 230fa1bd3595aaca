/* Publishing one department: records → checks → document → pages → the data and the PDF, each whole
 * under its final name. */
#ifndef BANXIN_PUBLISH_H
#define BANXIN_PUBLISH_H

#include <stdbool.h>

#include "data/book.h"
#include "data/check.h"
#include "data/diag.h"
#include "data/document.h"
#include "data/format.h"
#include "data/hash.h"
#include "fonts/font.h"
#include "layout/page.h"
#include "render/pdf.h"

/* What all departments of a run share; immutable while they are rendered. */
struct publication {
    const struct book *book;
    const struct format *format;
    const struct font_set *fonts;
    const struct check_rules *rules; /* the fatal ones must hold; NULL for drafts, which are marked
                                        as such on every page and in their names */
    const char *output_dir;
    const struct diag *faults; /* of opening the book: whom it refuses is not published */
};

enum publish_end {
    PUBLISH_DONE,
    PUBLISH_REFUSED, /* by its records: reported */
    PUBLISH_FAILED   /* a file cannot be written: reported */
};

/* What was published. */
struct published {
    const char *file;    /* name of the PDF and of its data in the output directory, without .pdf */
    size_t pages, bytes; /* of the PDF */
    struct hash pdf, data;            /* contents; a draft has no data */
    size_t counts[CHECK_LEVEL_COUNT]; /* findings that stand; also of what is refused */
};

/* Checks and typesets department INDEX of the book and writes `<编码>-<title>.csv` and `….pdf` into
 * the output directory; a draft's name ends in 草稿, and it has no data. Faults go to DIAG against
 * the department. Strings of PUBLISHED are owned by ARENA. Unless it is done, the PDF that stood
 * under the name before still does. */
enum publish_end publish_department(struct arena *arena, const struct publication *publication,
                                    size_t index, struct published *published, struct diag *diag);

/* What the PDF of DOCUMENT tells of itself; nothing is attached. */
struct pdf_info publish_info(const struct document *document);

/* Writes PAGES as the PDF at PATH, whole or not at all. What PDF or the fonts do not allow refuses
 * the document. */
enum publish_end publish_pdf(const char *path, const struct page_list *pages,
                             const struct pdf_info *info, struct diag *diag);

/* What publish_department() makes of department INDEX before it writes: the pages, and what the PDF
 * tells of itself with all that is attached to it. Owned by ARENA. False after a report. */
bool publish_compose(struct arena *arena, const struct publication *publication, size_t index,
                     const struct page_list **pages, struct pdf_info *info, struct diag *diag);

/* The same without writing: the pages of department INDEX, owned by ARENA, or NULL. */
const struct page_list *publish_lay_out(struct arena *arena, const struct publication *publication,
                                        size_t index, struct diag *diag);

/* Two codes may differ only in what a file name cannot have: one PDF would replace the other. Reports
 * such departments, against both, so that neither is written. */
void publish_check_names(const struct publication *publication, struct diag *diag);

/* NAME with what a file system or a shell on any platform chokes on replaced by `_`, cut to at most
 * LIMIT bytes between characters. */
const char *publish_file_name(struct arena *arena, const char *name, size_t limit);

#endif

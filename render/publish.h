/* Publishing one department: records → document → pages → a PDF under its final name. */
#ifndef BANXIN_PUBLISH_H
#define BANXIN_PUBLISH_H

#include <stdbool.h>

#include "data/book.h"
#include "data/check.h"
#include "data/diag.h"
#include "data/format.h"
#include "fonts/font.h"
#include "layout/page.h"

/* What all departments of a run share; immutable while they are rendered. */
struct publication {
    const struct book *book;
    const struct format *format;
    const struct font_set *fonts;
    const struct check_rules *rules; /* the fatal ones must hold; NULL for drafts, which are marked
                                        as such on every page and in their names */
    const char *output_dir;
};

/* Checks and typesets department INDEX of the book and writes `<编码>-<title>.pdf` into the output
 * directory; a draft's name ends in 草稿. Faults go to DIAG against the department; a department that DIAG refuses already is not begun.
 * Returns the path of the file, owned by ARENA, or NULL: then nothing has changed under that name.
 */
const char *publish_department(struct arena *arena, const struct publication *publication,
                               size_t index, struct diag *diag);

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

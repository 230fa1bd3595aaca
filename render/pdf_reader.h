/* Reading a PDF back: its attachments, its structure and the text on its pages.
 *
 * The file is taken apart by qpdf; what its content streams show is read here, through the ToUnicode
 * maps of its fonts, with nothing of the writer's own code. Recovery is off: what does not stand
 * where the cross-reference says is a fault. */
#ifndef BANXIN_PDF_READER_H
#define BANXIN_PDF_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"
#include "data/hash.h"

/* An element of the structure tree. */
struct read_element {
    const char *type; /* Table, TH … */
    const char
        *text;   /* its own content in reading order, what elements within it show not included;
                         UTF-8; of all pages */
    size_t page; /* index of the page it, or else what is in it, begins on; SIZE_MAX: nothing */
    int row_span, column_span; /* 1 unless it says otherwise */
    bool row_scope;            /* TH with the scope Row */
    const struct read_element *const *kids;
    size_t kid_count;
};

struct read_file {
    const char *name, *relationship;
    const char *bytes; /* followed by a NUL that is not counted */
    size_t length;
};

/* What a page shows outside the structure. */
struct read_page {
    const char *label;            /* page label */
    const char *const *artifacts; /* the text of each piece that has any */
    size_t artifact_count;
    const char *loose; /* text that is neither in an element nor an artifact; "" */
};

struct read_pdf {
    const struct read_element *root; /* Document */
    const struct read_page *pages;
    size_t page_count;
    const struct read_file *files; /* attachments, in the order of the catalog's AF */
    size_t file_count;
    bool sealed;     /* byte for byte as banxin wrote it: its identifier is the hash of the file */
    bool has_hashes; /* the XMP packet tells them */
    struct hash told_printed, told_files;
    struct hash printed, attached; /* the same, of what the file holds: see pdf_xmp_write() */
};

/* Reads the file at PATH. NULL after a report: not a PDF, damaged, encrypted, or not tagged. What
 * can be read but should not be so is reported too. Owned by ARENA. */
const struct read_pdf *pdf_read(struct arena *arena, const char *path, struct diag *diag);

#endif

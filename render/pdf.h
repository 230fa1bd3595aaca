/* The PDF writer: display list → PDF. One document per call; no state between calls.
 * The same pages, fonts, information and program give the same bytes: no clock, no random numbers.
 *
 * What is written is PDF 1.7 that conforms to PDF/A-3a (ISO 19005-3, GB/T 23286.3) and PDF/UA-1
 * (ISO 14289-1): tagged, with all fonts embedded, and the data it was made from attached. How each
 * requirement is met is in docs/conformance.md. */
#ifndef BANXIN_PDF_H
#define BANXIN_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "data/diag.h"
#include "layout/page.h"
#include "render/sink.h"

/* A file that travels inside the document. */
struct pdf_file {
    const char *name;         /* ASCII, without blanks, at most 127 bytes; no two the same */
    const char *type;         /* text/csv */
    const char *relationship; /* to the document: Data, Source (ISO 19005-3, Annex E) */
    const char *description;  /* UTF-8 */
    const void *bytes;
    size_t length;
};

enum pdf_kind {
    PDF_ARCHIVE, /* PDF/A-3a and PDF/UA-1 */
    PDF_BARE,    /* the same without tags and attachments: what these cost is measured with it */
    PDF_TWIN /* PDF 1.4 that conforms to PDF/A-1b, without tags and attachments: the part for which
                    there is a validator, written by the same code. For tests */
};

struct pdf_info {
    enum pdf_kind kind;
    const char *title;    /* UTF-8 */
    const char *author;   /* UTF-8, like the others; may be NULL */
    const char *subject;  /* may be NULL */
    const char *language; /* BCP 47: zh-CN */
    const char *date;     /* 2026-02-10: of publication, midnight in China; NULL: not known */
    const struct pdf_file *files;
    size_t file_count;
};

/* Writes PAGES to SINK. False, with the reason in DIAG, when a font cannot be embedded, a limit of
 * PDF or of the library is passed, or SINK fails. */
bool pdf_write(const struct page_list *pages, const struct pdf_info *info, struct sink sink,
               struct diag *diag);

/* The library that compresses, and so decides the bytes, with its version. */
const char *pdf_library(void);

#endif

/* The records of one department as files that are a book again: what is attached to its document, so
 * that anyone can recompute it.
 *
 * Rendering them gives the same document, byte for byte. They hold what the document depends on and
 * no more: the rows of this department with the columns that the program reads, and the subjects that
 * they use. Left out is what was not meant for print:
 * - unknown columns, control.csv, years of prior_year.csv other than the one before;
 * - what only forms have, where no form of the project or of the department is printed: texts, funds
 *   and indicators. Nor does a project with 公开绩效目标 否 stand here that no record names; one with
 *   是 does, as do all units, because their numbers may be printed;
 * - reasons and places of waivers. That findings of a fatal rule were let pass is told, one row a
 *   rule, or what was published would be refused here;
 * - rows of income and expenditure that differ in nothing but the amount: one row has their sum, so
 *   that a book with a row for each person does not tell what anyone is paid.
 * What is left of a record may still say more than the tables: the breakdown of amounts by unit,
 * project and economic item. Rows stand sorted, so the order in the book does not show.
 *
 * A field that begins with = + - or @ is left as it is, though a spreadsheet may take it for a
 * formula: escaped, it would not be what the document was made from. */
#ifndef BANXIN_BOOK_SOURCE_H
#define BANXIN_BOOK_SOURCE_H

#include "data/book.h"
#include "data/check.h"

struct source_file {
    const char *name;        /* expenditure.csv, book.yaml */
    const char *description; /* what it is, for readers: 支出明细 */
    const char *bytes;
    size_t length;
};

/* What is printed, by the format pack, of what not every pack prints: bits. */
enum {
    SOURCE_FORMS = 1, /* the forms of projects with 公开绩效目标 是: format_prints_forms() */
    SOURCE_ALL_FORMS = 2,  /* … of all projects: format_prints_all_forms() */
    SOURCE_OVERALL = 4,    /* the form of the department: format_prints_overall() */
    SOURCE_ALL_CLASSES = 8 /* every 类 of the 功能 classification: format_prints_classes() */
};

struct source_scope {
    unsigned prints;
    const struct check_rules *rules; /* whose fatal ones may be waived; NULL: none */
};

/* Stores the files of department INDEX, owned by ARENA, in FILES; files without rows are left out
 * where a book may lack them. False after a report: a file cannot be read, or was changed since
 * book_open(). */
bool book_source(struct arena *arena, const struct book *book, size_t index,
                 const struct source_scope *scope, struct diag *diag,
                 const struct source_file **files, size_t *count);

#endif

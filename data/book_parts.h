/* For use inside data/book*.c: what a book is made of, and the tables that describe its files. */
#ifndef BANXIN_BOOK_PARTS_H
#define BANXIN_BOOK_PARTS_H

#include "data/book.h"
#include "data/book_extents.h"
#include "data/schema.h"

/* Sums over the rows of a department. */
struct row_sums {
    struct hash records, subjects;
};

struct book {
    const char *path, *format;
    struct text region;
    int year;         /* 0: not known */
    const char *date; /* NULL: not known; "": not told */
    const struct subjects *subjects;
    const struct department *departments; /* by code */
    size_t department_count;
    struct csv_file files[BOOK_FILE_COUNT];
    struct schema_head heads[BOOK_FILE_COUNT];
    struct extents *extents; /* of all files */
    struct row_sums *sums;   /* by department */
};

/* Any record. All begin with their row. */
union record {
    int row;
    struct department department;
    struct agency agency;
    struct fact fact;
    struct project project;
    struct indicator indicator;
    struct prior_year prior_year;
    struct procurement procurement;
    struct asset asset;
    struct prose prose;
    struct overall overall;
    struct control control;
    struct waiver waiver;
};

/* How records of one file are kept. Income is kept with expenditure. */
struct record_kind {
    enum book_file kept_as;
    size_t size; /* of a record */
    int (*compare)(const void *, const void *);
    size_t items, count; /* where in struct budget */
    bool may_be_missing; /* the whole file */
};

extern const struct schema book_schemas[BOOK_FILE_COUNT];
extern const struct record_kind record_kinds[BOOK_FILE_COUNT];

/* Files in an order in which what a row refers to stands in an earlier one: departments, units,
 * projects, then the rest. */
extern const enum book_file book_reading_order[BOOK_FILE_COUNT];

/* Records while their file is being read: not yet in order. */
struct records {
    void *items;
    size_t count, capacity;
};

/* Adds RECORD, of KIND. */
void records_add(struct arena *arena, struct records *records, const struct record_kind *kind,
                 const union record *record);

/* The records in order, as an array in ARENA. */
void *records_settle(struct arena *arena, const struct records *records,
                     const struct record_kind *kind);

/* Reads book.yaml in folder BOOK->path. False after a report; what was right is in BOOK, else 0. */
bool book_read_settings(struct arena *arena, struct book *book, struct diag *diag);

/* The column of SCHEMA under HEADING, which it has. */
size_t book_column_of(const struct schema *schema, const char *heading);

/* Reports why FILE could not be read: FAULT is an errno, ESTALE when it was changed. */
void book_report_file(struct diag *diag, const char *file, int fault);

/* Reports the files that were changed since the book was opened; false when there are any. */
bool book_check_unchanged(const struct book *book, struct diag *diag);

/* NUMBER as the argument of a report. */
const char *book_decimal(char buffer[16], int number);

/* ---- hashes of rows ------------------------------------------------------------------------- */

struct row_hasher;

struct row_hasher *row_hasher_new(struct arena *arena, const struct subjects *subjects);

/* Adds what ROW, of FILE, says to SUMS. */
void row_hasher_add(struct row_hasher *hasher, struct row_sums *sums, enum book_file file,
                    const struct schema_row *row);

#endif

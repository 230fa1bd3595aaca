/* For use inside data/book*.c: what a book is made of, and the tables that describe its files. */
#ifndef BANXIN_BOOK_PARTS_H
#define BANXIN_BOOK_PARTS_H

#include "data/book.h"
#include "data/schema.h"

struct book {
    const char *path, *format;
    struct text region;
    int year; /* 0: not known */
    const struct subjects *subjects;
    const struct department *departments; /* by code */
    size_t department_count;
    const struct budget *budgets; /* by department */
    int columns[BOOK_FILE_COUNT]
               [SCHEMA_COLUMNS_MAX]; /* places of the schema's columns, 0: absent */
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
    size_t size;       /* of a record */
    size_t department; /* where in the record: const char *; departments: their code */
    int (*compare)(const void *, const void *);
    size_t items, count; /* where in struct budget */
    bool may_be_missing; /* the whole file */
};

extern const struct schema book_schemas[BOOK_FILE_COUNT];
extern const struct record_kind record_kinds[BOOK_FILE_COUNT];

/* Unordered while a file is read, then by department and as record_kind.compare says. */
struct records {
    void *items;
    size_t count, capacity;
};

/* Reads book.yaml in folder BOOK->path. False after a report; what was right is in BOOK, else 0. */
bool book_read_settings(struct arena *arena, struct book *book, struct diag *diag);

/* Cuts sorted RECORDS (by the file they are kept as) into budgets, one a department. */
void book_slice(struct arena *arena, struct book *book, const struct records *records);

#endif

/* Schemas: what columns a CSV file has and what their fields must be, as const tables, and the
 * reading of a file by one. Each column says where its value goes in a record, so that a new
 * column is a new line in a table. */
#ifndef BANXIN_SCHEMA_H
#define BANXIN_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/csv.h"
#include "data/diag.h"
#include "data/subject.h"

#define SCHEMA_COLUMNS_MAX 40
#define SCHEMA_YEAR_MIN    1949
#define SCHEMA_YEAR_MAX    2999

enum field_type {
    FIELD_TEXT,     /* const char * */
    FIELD_KEY,      /* const char *: the code that this row declares, without blanks */
    FIELD_MONEY,    /* money; MONEY_NONE when blank */
    FIELD_YEAR,     /* int; 0 when blank */
    FIELD_NUMBER,   /* int */
    FIELD_CHOICE,   /* an enum: the index of the text in choices */
    FIELD_YES_NO,   /* bool: 是 or 否 */
    FIELD_QUANTITY, /* const char *: a number with up to two decimals, kept as given */
    /* What other files declare; the caller of schema_read() knows these. */
    FIELD_SUBJECT,    /* const char *: a code of list */
    FIELD_DEPARTMENT, /* const char *: a code of departments.csv */
    FIELD_AGENCY,     /* const struct agency *, by a code of units.csv */
    FIELD_PROJECT     /* const struct project *, by a code of projects.csv */
};

struct schema_column {
    const char *heading;
    enum field_type type;
    bool may_be_blank;
    size_t offset;              /* of the value in the record */
    const char *const *choices; /* FIELD_CHOICE: ended by NULL */
    enum subject_list list;     /* FIELD_SUBJECT */
    bool may_be_absent;         /* the whole column */
};

struct schema {
    const char *file; /* as the user would name it */
    const struct schema_column *columns;
    size_t column_count; /* <= SCHEMA_COLUMNS_MAX */
};

/* A row, its fields brought into the order of the schema. */
struct schema_row {
    const struct schema *schema;
    const char *file; /* shown name */
    struct diag *diag;
    const int *columns; /* of the file, by column of the schema; 1-based, 0: absent */
    int row;
    uint64_t offset;                                    /* of its first byte in the file */
    const struct csv_field *fields[SCHEMA_COLUMNS_MAX]; /* by column of the schema; "" if absent */
    size_t count, head_count;                           /* fields of the row and of the head */
};

typedef void schema_row_fn(void *context, const struct schema_row *row);

/* What the head of a file says. */
struct schema_head {
    int columns[SCHEMA_COLUMNS_MAX]; /* by column of the schema; 1-based, 0: absent */
    size_t count;                    /* of the fields; 0: there is no head */
};

/* Reads FILE, of SCHEMA. Calls EACH for every row but the head, also the faulty ones; nothing of a
 * row is reported until EACH does so, because EACH knows whom it concerns. Stores what the head
 * says. False when the file is unusable: missing, without a column, not read to its end. That is
 * reported. */
bool schema_read_all(const struct schema *schema, struct csv_file *file, struct diag *diag,
                     struct schema_head *head, schema_row_fn *each, void *context);

/* Calls EACH for the rows in EXTENTS of a file that schema_read_all() has read. DIAG is for EACH to
 * report to; else as csv_read_extents(). */
int schema_read_extents(const struct schema *schema, const struct csv_file *file,
                        const struct schema_head *head, const struct csv_extent *extents,
                        size_t count, struct diag *diag, schema_row_fn *each, void *context);

/* Opens, reads and closes the file of SCHEMA at PATH. Stores the places of its columns. */
bool schema_read(const struct schema *schema, const char *path, const char *shown_name,
                 struct diag *diag, int columns[SCHEMA_COLUMNS_MAX], schema_row_fn *each,
                 void *context);

struct pos schema_pos(const struct schema_row *row, size_t column);

/* The text under the first column of TYPE; "" if the schema has none. */
const char *schema_text(const struct schema_row *row, enum field_type type);

/* Reports a wrong number of fields; true when it is right. */
bool schema_check_row(const struct schema_row *row);

/* Reads the field of COLUMN, of a type up to FIELD_QUANTITY, into RECORD; strings are copied to
 * ARENA. True when it is good; a fault is reported. */
bool schema_read_field(struct arena *arena, const struct schema_row *row, size_t column,
                       void *record);

/* Reports what is wrong with the field whatever its type: its characters, or that it is blank but
 * must not be. */
bool schema_check_field(const struct schema_row *row, size_t column);

/* CHOICES as one text, for a report: 甲、乙、丙. */
const char *schema_list_choices(struct arena *arena, const char *const *choices);

#endif

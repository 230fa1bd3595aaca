/* CSV (RFC 4180): the rows of a file, one at a time, in bounded memory; of the whole file, or of
 * pieces of it where rows are known to stand.
 *
 * UTF-8 or GB18030, told apart by content; CRLF, LF or CR; newlines in quotes. Blanks round a
 * field (also U+3000, NBSP, tabs, newlines) are no part of it; inside it CRLF becomes LF, a tab a
 * blank. What is wrong with a single field comes with the field, because only the caller knows
 * whom the row concerns; what spoils the rest of the file is reported here and ends the reading. */
#ifndef BANXIN_CSV_H
#define BANXIN_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "data/decode.h"
#include "data/diag.h"

#define CSV_SIZE_MAX    ((size_t)256 << 30) /* bytes of a file: fifty times the largest foreseen */
#define CSV_ROWS_MAX    250000000           /* of a file: rows are numbered with 32 bits */
#define CSV_FIELD_MAX   ((size_t)1 << 20)   /* bytes of a field */
#define CSV_COLUMNS_MAX ((size_t)1000)      /* fields of a row */

enum csv_fault {
    CSV_FIELD_GOOD,
    CSV_FIELD_UNDECODABLE, /* bytes that are in no charset, or U+FFFD itself */
    CSV_FIELD_CONTROL,     /* a control character */
    CSV_FIELD_LONG         /* over CSV_FIELD_MAX */
};

struct csv_field {
    const char *text; /* trimmed, NUL-terminated UTF-8; "" when too long, cut short at a NUL */
    enum csv_fault fault;
    unsigned control; /* CSV_FIELD_CONTROL: the character */
};

struct csv_row {
    int row;         /* as a spreadsheet shows it: blank rows count, newlines in quotes do not */
    uint64_t offset; /* of its first byte in the file */
    size_t count;    /* > 0 */
    const struct csv_field *fields; /* until the callback returns */
};

typedef void csv_row_fn(void *context, const struct csv_row *row);

/* A file that is read by pread() only, so that forked processes may share it. */
struct csv_file {
    const char *name; /* for reports; outlives this */
    int descriptor;   /* -1: it could not be opened, and FAULT (an errno) says why */
    int fault;
    uint64_t size; /* when it was opened */
    struct timespec changed;
    struct encoding encoding; /* told by csv_read_all() */
};

/* Reports nothing: csv_read_all() does. */
struct csv_file csv_open(const char *path, const char *shown_name);
void csv_close(const struct csv_file *file);

/* Whether the file is another than when it was opened: its size or its time. */
bool csv_is_changed(const struct csv_file *file);

/* Calls EACH for every row that is not wholly blank. False when the file could not be read to its
 * end or was changed meanwhile; that is reported. */
bool csv_read_all(struct csv_file *file, struct diag *diag, csv_row_fn *each, void *context);

/* Bytes of a file that hold whole rows: csv_row.offset of the first until that of the row after
 * the last, or until the end of the file. */
struct csv_extent {
    uint64_t from, until;
    int row; /* number of the first row */
};

/* Calls EACH for every row in EXTENTS. Reports nothing. Returns 0, or an errno; ESTALE when there
 * are no such rows any more. */
int csv_read_extents(const struct csv_file *file, const struct csv_extent *extents, size_t count,
                     csv_row_fn *each, void *context);

/* Opens, reads and closes the file at PATH. */
bool csv_read(const char *path, const char *shown_name, struct diag *diag, csv_row_fn *each,
              void *context);

/* Reports the fault of FIELD, which stands at POS under HEADING; false when it has one. */
bool csv_check_field(struct diag *diag, struct pos pos, const char *heading,
                     const struct csv_field *field);

#endif

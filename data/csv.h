/* CSV (RFC 4180): the rows of a file, one at a time, in bounded memory.
 *
 * UTF-8 or GB18030, told apart by content; CRLF, LF or CR; newlines in quotes. Blanks round a
 * field (also U+3000, NBSP, tabs, newlines) are no part of it; inside it CRLF becomes LF, a tab a
 * blank. What is wrong with a single field comes with the field, because only the caller knows
 * whom the row concerns; what spoils the rest of the file is reported here and ends the reading. */
#ifndef BANXIN_CSV_H
#define BANXIN_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "data/diag.h"

#define CSV_SIZE_MAX    ((size_t)2 << 30) /* bytes of a file */
#define CSV_FIELD_MAX   ((size_t)1 << 20) /* bytes of a field */
#define CSV_COLUMNS_MAX ((size_t)1000)    /* fields of a row */

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
    int row;      /* as a spreadsheet shows it: blank rows count, newlines in quotes do not */
    size_t count; /* > 0 */
    const struct csv_field *fields; /* until the callback returns */
};

typedef void csv_row_fn(void *context, const struct csv_row *row);

/* Calls EACH for every row of file PATH that is not wholly blank. Reports name the file
 * SHOWN_NAME, which must outlive the call. False when the file could not be read to its end. */
bool csv_read(const char *path, const char *shown_name, struct diag *diag, csv_row_fn *each,
              void *context);

/* Reports the fault of FIELD, which stands at POS under HEADING; false when it has one. */
bool csv_check_field(struct diag *diag, struct pos pos, const char *heading,
                     const struct csv_field *field);

#endif

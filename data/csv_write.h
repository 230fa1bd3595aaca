/* Writing CSV (RFC 4180): UTF-8, CRLF, every field in quotes that needs them. */
#ifndef BANXIN_CSV_WRITE_H
#define BANXIN_CSV_WRITE_H

#include <stddef.h>
#include <stdio.h>

/* What a file for spreadsheets begins with, so that Excel takes it for UTF-8. */
#define CSV_BOM "\xEF\xBB\xBF"

/* Writes a row of COUNT fields. What goes wrong shows in ferror(OUT). */
void csv_write_row(FILE *out, const char *const *fields, size_t count);

#endif

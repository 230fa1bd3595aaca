/* An entry of the manifest as a row of CSV, and back; the journal has the same. */
#ifndef BANXIN_MANIFEST_ROW_H
#define BANXIN_MANIFEST_ROW_H

#include "data/csv.h"
#include "render/manifest.h"

enum { MANIFEST_COLUMNS = 12 + CAUSE_COUNT };

const char *manifest_row_heading(size_t column);

void manifest_row_write(FILE *out, const struct manifest_entry *entry);

/* Reads FIELDS, MANIFEST_COLUMNS of them; strings are owned by ARENA. False when they are none that
 * manifest_row_write() wrote, or would lead out of the directory. */
bool manifest_row_read(struct arena *arena, const struct csv_field *fields,
                       struct manifest_entry *entry);

/* TEXT as a number, digits only. */
bool manifest_number_read(const char *text, size_t *number);

#endif

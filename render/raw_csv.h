/* CSV as bytes: files whose rows are kept or moved as they are, not read field by field. */
#ifndef BANXIN_RAW_CSV_H
#define BANXIN_RAW_CSV_H

#include <stddef.h>

#include "data/arena.h"

#define RAW_CSV_MAX ((size_t)1 << 30) /* bytes of a file: 100,000 departments make 50 MB */

struct raw_csv {
    char *bytes; /* NULL: the file cannot be read, errno says why */
    size_t length;
};

/* The file at PATH, owned by ARENA. */
struct raw_csv raw_csv_read(struct arena *arena, const char *path);

/* The length of the row that BYTES begins with, with its line end (newlines in quotes are none);
 * 0 when it does not end within LENGTH. */
size_t raw_csv_row(const char *bytes, size_t length);

/* The first field of a row, without its quotes. */
const char *raw_csv_first(struct arena *arena, const char *row, size_t length);

#endif

/* What several suites need. */
#ifndef BANXIN_TESTS_SUPPORT_H
#define BANXIN_TESTS_SUPPORT_H

#include "data/arena.h"
#include "data/diag.h"

/* The whole of a file, NUL-terminated; the test fails when it cannot be read. */
char *support_read(struct arena *arena, const char *path);
void support_write(const char *path, const char *text);

/* A new empty directory, and its removal with the plain files in it. */
const char *support_make_dir(struct arena *arena);
void support_remove_dir(const char *path);

/* The lines of a CSV file without quotes, split at the commas. */
struct support_rows {
    char ***cells; /* [row][column], NULL-terminated */
    size_t count;
};
struct support_rows support_read_rows(struct arena *arena, const char *path);

#endif

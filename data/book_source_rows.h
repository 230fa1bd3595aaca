/* For use inside data/book_source*.c: a CSV file whose rows stand in the order of their bytes, and
 * the text of a book.yaml. */
#ifndef BANXIN_BOOK_SOURCE_ROWS_H
#define BANXIN_BOOK_SOURCE_ROWS_H

#include "data/arena.h"

struct source_rows;

/* What has no room is known at the end. */
struct source_rows *source_rows_new(struct arena *arena, const char *const *headings, size_t count);
void source_rows_add(struct source_rows *rows, const char *const *fields, size_t count);

/* Rows that are alike in all but their last field, a plain amount in 元, become one at the end: with
 * their sum. */
void source_rows_sum(struct source_rows *rows);

/* How many were added. */
size_t source_rows_count(const struct source_rows *rows);

/* The file in ARENA, with its BOM and head; NULL when memory ran out. Releases what ROWS hold outside
 * their arena. */
const char *source_rows_end(struct source_rows *rows, struct arena *arena, size_t *length);

/* TEXT, of one line, as a double-quoted scalar of YAML 1.1. */
const char *source_quote(struct arena *arena, const char *text);

#endif

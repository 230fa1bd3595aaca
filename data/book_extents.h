/* For use inside data/book*.c: where in the files the rows of each department stand.
 *
 * Rows of one department that follow each other are one extent, of 16 bytes: a book in which each
 * department's rows stand together takes 16 bytes a file and department, one in which no two do,
 * 16 bytes a row. */
#ifndef BANXIN_BOOK_EXTENTS_H
#define BANXIN_BOOK_EXTENTS_H

#include <stdint.h>

#include "data/arena.h"
#include "data/book.h"
#include "data/csv.h"

#define EXTENTS_NOBODY UINT32_MAX /* of no department that is listed */

struct extents;

struct extents *extents_new(struct arena *arena, size_t department_count);

/* To be called for each file: first, for each of its rows in their order, and at its end. */
void extents_begin(struct extents *extents, enum book_file file);
void extents_add(struct extents *extents, uint32_t department, uint64_t offset, int row);
void extents_end(struct extents *extents, uint64_t file_size);

struct extent_list {
    struct csv_extent *items;
    size_t count;
};

/* The extents of DEPARTMENT in each file, in ARENA. */
void extents_list(struct arena *arena, const struct extents *extents, size_t department,
                  struct extent_list lists[BOOK_FILE_COUNT]);

/* How many there are, of all departments and of nobody; of 16 bytes each. */
size_t extents_count(const struct extents *extents);

#endif

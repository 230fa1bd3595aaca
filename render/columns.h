/* Rows of text in columns, for a terminal or a file read in one: Chinese characters are two wide.
 */
#ifndef BANXIN_COLUMNS_H
#define BANXIN_COLUMNS_H

#include <stdio.h>

#include "data/arena.h"

struct columns;

/* ALIGNMENT has a letter for each column: l or r. */
struct columns *columns_new(struct arena *arena, const char *alignment);

/* CELLS, one for each column, are borrowed. */
void columns_add(struct columns *columns, const char *const *cells);

/* Prints the rows, each indented by two blanks. */
void columns_print(const struct columns *columns, FILE *out);

/* How many places of a terminal UTF8 takes: two for what is wide or full width in East Asia (UAX
 * #11), none for marks. */
int columns_width(const char *utf8);

#endif

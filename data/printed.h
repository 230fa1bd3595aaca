/* What a document prints, cell by cell: the data file beside each PDF, for whoever wants the
 * figures without the paper, and to tell what a correction changed in print.
 *
 * One line stands for one printed place: a body cell of a table or a form, or a paragraph. Heads of
 * tables, the contents, folios and what a further page repeats are no places of their own. */
#ifndef BANXIN_PRINTED_H
#define BANXIN_PRINTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "data/arena.h"
#include "data/diag.h"

struct printed {
    const char *part;   /* 部分: the heading of level 1 it stands under; "" on the cover */
    const char *table;  /* 表: the heading of level 2, of a form its title and project; or "" */
    const char *row;    /* 行: what heads the row, code and name; of a paragraph 第N段 */
    const char *column; /* 列: the heads above it, from the top, joined by ／; or "" */
    const char *value;  /* 数值: as printed; "" for a cell that is printed blank */
    const char *unit;   /* 单位: 万元, of amounts; or "" */
    const char *page;   /* 页码: the folio of the page it begins on; "" where none is printed */
    bool total;         /* 合计: it sums other cells of its table, by its row or its column */
};

struct printed_list {
    const struct printed *items; /* in reading order */
    size_t count;
};

/* Writes LIST as CSV with a head row and a BOM. What goes wrong shows in ferror(OUT). */
void printed_write(FILE *out, const struct printed_list *list);

/* Reads what printed_write() wrote. SHOWN_NAME is what reports call the file. False after a report:
 * the file is missing, damaged or no such file. */
bool printed_read(struct arena *arena, const char *path, const char *shown_name, struct diag *diag,
                  struct printed_list *list);

/* The same of a file that is in memory. */
bool printed_read_bytes(struct arena *arena, const char *bytes, size_t length,
                        const char *shown_name, struct diag *diag, struct printed_list *list);

#endif

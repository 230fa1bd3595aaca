/* What heads the cells of a table on paper: how a reader finds a figure without coordinates. */
#ifndef BANXIN_TABLE_LABELS_H
#define BANXIN_TABLE_LABELS_H

#include "data/document.h"

struct cell_labels {
    const char *row; /* the labels on the left of the cell; of a label what tells it from others */
    const char *column; /* the heads above it from the top, joined by ／ */
};

/* The labels of every cell of TABLE, by its index; NULL strings for those of the head. Labels side
 * by side are one (2080501 行政单位离退休), nested ones are joined by ／ (产出指标／数量指标).
 *
 * A cell with labels of its own has these: in a table of two sides, those of its side. One that has
 * blank ones, such as a side has below its last row, goes by the first label of its row. */
const struct cell_labels *table_labels(struct arena *arena, const struct table *table);

/* The length of the blank that TEXT begins with, 0 for none: those that CSV trims. */
size_t label_blank(const char *text);

/* TEXT on one line, without blanks at its ends, as data files have it. */
const char *label_line(struct arena *arena, const char *text);

#endif

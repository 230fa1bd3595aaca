/* Structure charts (收入结构图, 支出结构图): shares of a whole as a pie, a ring or bars.
 *
 * Everything of a chart stands inside its rectangle. Round charts have their labels in a column at
 * either side, joined to their sectors by leader lines that neither cross nor touch the circle;
 * bars have names at the left and figures at the right. Where there is no room, in this order:
 *
 *   1. name and figures of every label share a line;
 *   2. the entries under 2 % are gathered into one, 其他n项, with their share;
 *   3. name and figures share a line only where they fit on one;
 *   4. the type gets smaller by half points, to 7.5 pt at least; and 1 to 3 are tried again.
 *
 * What then has no room is a fault. Nothing is clipped or drawn over. */
#ifndef BANXIN_CHART_H
#define BANXIN_CHART_H

#include <stdbool.h>

#include "data/document.h"
#include "layout/job.h"
#include "layout/paragraph.h"

/* Above and below a chart. */
#define CHART_SPACE (6 * UNIT_POINT)

/* Draws CHART, whose values have a sum that fits int64_t, in a rectangle of WIDTH × CHART->height:
 * *LINE has the items, from its upper left corner. Names and figures are in the role of STYLE, and
 * of its size where there is room. False when there was a fault. */
bool chart_set(const struct layout_job *job, const struct chart *chart,
               const struct text_style *style, unit width, struct text_line *line);

#endif

/* Points and paths of charts: angles and arcs in integers. Private to layout/chart*.c. */
#ifndef BANXIN_CHART_PATH_H
#define BANXIN_CHART_PATH_H

#include <stdint.h>

#include "data/arena.h"
#include "layout/page.h"

/* An angle is a part of the full turn, clockwise from 12 o'clock; it wraps like a clock. */
typedef int32_t turn;
#define TURN_FULL ((turn)1 << 30)

/* PART of WHOLE in parts of SCALE: ⌊PART × SCALE / WHOLE⌋, without overflow. PART ≤ WHOLE, and
 * 0 < WHOLE < 2^63. */
int64_t chart_ratio(uint64_t part, uint64_t whole, uint32_t scale);

/* Of an angle, times 2^30, within 2^30 / 10^7: less than half a unit off on any page. */
int64_t chart_sine(turn angle);
int64_t chart_cosine(turn angle);

struct chart_point {
    unit x, y;
};

/* The point at ANGLE on the circle of RADIUS round CENTRE. */
struct chart_point chart_point_at(struct chart_point centre, unit radius, turn angle);

/* A path that grows. It begins with a move. */
struct chart_path {
    struct arena *arena;
    struct path_step *steps;
    size_t count, capacity;
    struct chart_point pen;
};

void chart_path_move(struct chart_path *path, struct chart_point to);
/* A straight edge. It is written as a curve: programs that look for the tables of a page take
 * straight lines for their rules. */
void chart_path_edge(struct chart_path *path, struct chart_point to);
/* From the pen, which is at angle FROM, along the circle to angle TO, in either direction. */
void chart_path_arc(struct chart_path *path, struct chart_point centre, unit radius, turn from,
                    turn to);
void chart_path_close(struct chart_path *path);

#endif

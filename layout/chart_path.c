/* Points and paths of charts. See chart_path.h. */
#include "layout/chart_path.h"

#define ONE ((int64_t)1 << 30)

/* An arc of more than this becomes several curves; then none is off by more than 1/200,000 of the
 * radius. */
#define ARC_PIECE (TURN_FULL / 8)

int64_t chart_ratio(uint64_t part, uint64_t whole, uint32_t scale)
{
    uint64_t quotient = 0, rest = 0; /* schoolbook multiplication, the divisor taken out as we go */
    for (int bit = 31; bit >= 0; bit--) {
        quotient <<= 1;
        rest <<= 1;
        if (rest >= whole) {
            rest -= whole;
            quotient++;
        }
        rest += scale >> bit & 1 ? part : 0;
        if (rest >= whole) {
            rest -= whole;
            quotient++;
        }
    }
    return (int64_t)quotient;
}

/* VALUE × FACTOR / 2^30, rounded. */
static int64_t scaled(int64_t value, int64_t factor)
{
    int64_t product = value * factor;
    return (product + (product < 0 ? -ONE / 2 : ONE / 2)) / ONE;
}

/* sin(π/2 × X) for X from 0 to 2^30: its Taylor series, whose next term is under 6 × 10^-8. */
static int64_t quarter_sine(int64_t x)
{
    static const int64_t terms[] = {1686629713, 693598668, 85569306, 5026995, 172272, 3864};
    int64_t square = scaled(x, x), sum = 0;
    for (int i = 5; i >= 0; i--)
        sum = terms[i] - scaled(square, sum);
    return scaled(x, sum);
}

int64_t chart_sine(turn angle)
{
    angle &= TURN_FULL - 1;
    if (angle >= TURN_FULL / 2)
        return -chart_sine(angle - TURN_FULL / 2);
    if (angle > TURN_FULL / 4)
        angle = TURN_FULL / 2 - angle;
    return quarter_sine((int64_t)angle * 4);
}

int64_t chart_cosine(turn angle)
{
    return chart_sine((angle & (TURN_FULL - 1)) + TURN_FULL / 4);
}

struct chart_point chart_point_at(struct chart_point centre, unit radius, turn angle)
{
    return (struct chart_point){centre.x + (unit)scaled(radius, chart_sine(angle)),
                                centre.y - (unit)scaled(radius, chart_cosine(angle))};
}

static void add(struct chart_path *path, struct path_step step)
{
    path->steps =
        arena_grow(path->arena, path->steps, path->count, &path->capacity, sizeof *path->steps);
    path->steps[path->count++] = step;
    path->pen = (struct chart_point){step.x, step.y};
}

void chart_path_move(struct chart_path *path, struct chart_point to)
{
    add(path, (struct path_step){.verb = PATH_MOVE, .x = to.x, .y = to.y});
}

void chart_path_edge(struct chart_path *path, struct chart_point to)
{
    struct chart_point from = path->pen;
    add(path, (struct path_step){.verb = PATH_CURVE,
                                 .x1 = from.x + (to.x - from.x) / 3,
                                 .y1 = from.y + (to.y - from.y) / 3,
                                 .x2 = to.x - (to.x - from.x) / 3,
                                 .y2 = to.y - (to.y - from.y) / 3,
                                 .x = to.x,
                                 .y = to.y});
}

/* One curve, of an eighth of a turn at most. Its control points are 4/3 tan(sweep/4) radii from its
 * ends, along the tangents. */
static void add_curve(struct chart_path *path, struct chart_point centre, unit radius, turn from,
                      turn to)
{
    turn quarter = (to - from) / 4;
    int64_t reach = 4 * radius * chart_sine(quarter) / (3 * chart_cosine(quarter));
    struct chart_point a = chart_point_at(centre, radius, from);
    struct chart_point b = chart_point_at(centre, radius, to);
    add(path, (struct path_step){.verb = PATH_CURVE,
                                 .x1 = a.x + (unit)scaled(reach, chart_cosine(from)),
                                 .y1 = a.y + (unit)scaled(reach, chart_sine(from)),
                                 .x2 = b.x - (unit)scaled(reach, chart_cosine(to)),
                                 .y2 = b.y - (unit)scaled(reach, chart_sine(to)),
                                 .x = b.x,
                                 .y = b.y});
}

void chart_path_arc(struct chart_path *path, struct chart_point centre, unit radius, turn from,
                    turn to)
{
    turn sweep = to > from ? to - from : from - to;
    int64_t pieces = (sweep + ARC_PIECE - 1) / ARC_PIECE;
    for (int64_t i = 0; i < pieces; i++)
        add_curve(path, centre, radius, from + (turn)((to - from) * i / pieces),
                  from + (turn)((to - from) * (i + 1) / pieces));
}

void chart_path_close(struct chart_path *path)
{
    add(path, (struct path_step){.verb = PATH_CLOSE});
}

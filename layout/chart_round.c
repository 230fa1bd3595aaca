/* Pies and rings, with their labels.
 *
 *      name            ___      name          A leader leaves its sector along the radius and
 *      figures ─╲    ╱    ╲  ╱─ figures       then runs straight to the middle of its label.
 *                 ╲_│   ╲  │╱                 Labels stand in two columns, in the order of
 *      name         │ ───● │                  their sectors, each as near to its own as the
 *      figures ─────╲     ╱                   others let it.
 *                     ‾‾‾
 *
 * The order keeps most leaders apart; those of slivers near 12 o'clock may still cross. So every
 * trial is checked, and the circle is turned until all is clear: at 3 and 9 o'clock even slivers
 * have their leaders fan out. */
#include <stdlib.h>

#include "layout/chart_canvas.h"

#define STUB              (6 * UNIT_POINT)  /* of a leader, along the radius */
#define REACH             (24 * UNIT_POINT) /* from the circle to the end of the leaders */
#define PAD               (3 * UNIT_POINT)  /* from there to the label */
#define CLEARANCE         UNIT_POINT        /* between a leader and the circle, past the stub */
#define RADIUS_LEAST      (12 * UNIT_POINT)
#define RING_HOLE(radius) ((radius)*11 / 20)

/* How far the first sector is turned from 12 o'clock, in eighths, in the order of trial. */
static const turn ROTATIONS[] = {0, 6, 2, 7, 1, 5, 3, 4};
#define ROTATION_COUNT (sizeof ROTATIONS / sizeof *ROTATIONS)

struct label {
    struct text_line *rows;
    size_t row_count;
    unit height;
    turn from, to; /* its sector */
    turn middle;   /* of its sector, from 0 to TURN_FULL */
    bool right;
    unit top;
    struct chart_point rim, elbow, end; /* of its leader */
};

struct round {
    struct chart_canvas *canvas;
    struct chart_point centre;
    unit radius, column; /* COLUMN: the width of the labels */
    unit gap;            /* between labels */
    struct label *labels;
    struct label **order; /* of one side, from the top */
};

/* ---- labels -------------------------------------------------------------------------------- */

/* Lines next to each other as one; empty ones leave no gap. */
static struct text_line join(struct arena *arena, const struct text_line *parts, size_t count,
                             unit gap)
{
    size_t items = 0;
    for (size_t i = 0; i < count; i++)
        items += parts[i].count;
    struct item *joined = arena_array(arena, items, sizeof *joined);
    struct text_line line = {joined, 0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        if (parts[i].count == 0)
            continue;
        unit x = line.count > 0 ? line.width + gap : 0;
        for (size_t k = 0; k < parts[i].count; k++)
            joined[line.count++] = item_move(parts[i].items[k], x, 0);
        line.width = x + parts[i].width;
    }
    return line;
}

/* The name in lines and the figures below, or all on one line where that is allowed and they fit.
 * False when there is no room. */
static bool set_label(const struct round *round, const struct chart_entry *entry,
                      struct label *label)
{
    const struct chart_canvas *canvas = round->canvas;
    struct arena *arena = canvas->job->arena;
    struct text_block name = chart_set_text(canvas, entry->name, round->column);
    struct text_line parts[] = {{0},
                                chart_set_figure(canvas, entry, entry->amount),
                                chart_set_figure(canvas, entry, entry->share)};
    struct text_line figures = join(arena, parts, 3, canvas->style.size / 2);
    label->rows = arena_array(arena, name.count + 1, sizeof *label->rows);
    for (size_t i = 0; i < name.count; i++)
        label->rows[i] = name.lines[i];
    label->rows[name.count] = figures;
    label->row_count = name.count + 1;
    if (canvas->form != CHART_STACKED && name.count == 1) {
        parts[0] = name.lines[0];
        struct text_line single = join(arena, parts, 3, canvas->style.size / 2);
        if (single.width <= round->column) {
            label->rows[0] = single;
            label->row_count = 1;
        }
    }
    if (canvas->form == CHART_SINGLE && label->row_count > 1)
        return false;
    label->height = (unit)label->row_count * canvas->style.leading;
    return chart_text_width((struct text_block){label->rows, label->row_count}) <= round->column &&
           label->height <= canvas->height;
}

static bool set_labels(struct round *round)
{
    for (size_t i = 0; i < round->canvas->count; i++)
        if (!set_label(round, &round->canvas->entries[i], &round->labels[i]))
            return false;
    return true;
}

/* ---- angles -------------------------------------------------------------------------------- */

/* The sectors one after another, as sums are: the last ends a full turn after the first begins. */
static void divide(struct round *round, turn start)
{
    const struct chart_canvas *canvas = round->canvas;
    uint64_t sum = 0;
    turn from = 0;
    for (size_t i = 0; i < canvas->count; i++) {
        sum += (uint64_t)canvas->entries[i].value;
        turn to = (turn)chart_ratio(sum, canvas->total, (uint32_t)TURN_FULL);
        struct label *label = &round->labels[i];
        label->from = start + from;
        label->to = start + to;
        label->middle = (start + from + (to - from) / 2) & (TURN_FULL - 1);
        if (canvas->count == 1)
            label->middle = TURN_FULL / 4;
        label->right = label->middle <= TURN_FULL / 2;
        from = to;
    }
}

/* How far down its side the middle of a sector is. */
static turn descent(const struct label *label)
{
    return label->right ? label->middle : TURN_FULL - label->middle;
}

static int compare_descent(const void *a, const void *b)
{
    const struct label *const *x = a, *const *y = b;
    turn first = descent(*x), second = descent(*y);
    if (first != second)
        return first < second ? -1 : 1;
    return (*x > *y) - (*x < *y);
}

/* ---- columns ------------------------------------------------------------------------------- */

/* Labels that touch, as one. */
struct group {
    size_t first, count;
    unit height, top;
    int64_t wanted; /* sum of the tops that its labels would give it */
};

static void settle(struct group *group, unit height)
{
    int64_t top = group->wanted / (int64_t)group->count, most = height - group->height;
    group->top = (unit)(top < 0 ? 0 : top > most ? most : top);
}

/* Puts the labels of one side where they want to be, on the average of those that touch. */
static bool place_column(const struct round *round, struct label **labels, size_t count)
{
    unit height = round->canvas->height;
    struct group *groups = arena_array(round->canvas->job->arena, count, sizeof *groups);
    size_t last = 0;
    for (size_t i = 0; i < count; i++, last++) {
        struct group group = {i, 1, labels[i]->height, 0, labels[i]->top};
        settle(&group, height);
        while (last > 0 &&
               groups[last - 1].top + groups[last - 1].height + round->gap > group.top) {
            struct group *above = &groups[--last];
            unit offset = above->height + round->gap;
            above->wanted += group.wanted - (int64_t)group.count * offset;
            above->count += group.count;
            above->height = offset + group.height;
            if (above->height > height)
                return false;
            settle(above, height);
            group = *above;
        }
        groups[last] = group;
    }
    for (size_t i = 0; i < last; i++)
        for (size_t k = 0, y = (size_t)groups[i].top; k < groups[i].count; k++) {
            struct label *label = labels[groups[i].first + k];
            label->top = (unit)y;
            y += (size_t)(label->height + round->gap);
        }
    return true;
}

/* The leaders of one side and its labels. */
static bool place_side(struct round *round, bool right, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < round->canvas->count; i++) {
        struct label *label = &round->labels[i];
        if (label->right != right)
            continue;
        round->order[(*count)++] = label;
        label->rim = chart_point_at(round->centre, round->radius, label->middle);
        label->elbow = chart_point_at(round->centre, round->radius + STUB, label->middle);
        label->top = label->elbow.y - label->height / 2;
    }
    if (*count == 0)
        return true;
    qsort(round->order, *count, sizeof *round->order, compare_descent);
    if (!place_column(round, round->order, *count))
        return false;
    unit reach = round->radius + REACH;
    for (size_t i = 0; i < *count; i++) {
        struct label *label = round->order[i];
        label->end = (struct chart_point){round->centre.x + (right ? reach : -reach),
                                          label->top + label->height / 2};
    }
    return true;
}

/* ---- leaders ------------------------------------------------------------------------------- */

/* Twice the area of the triangle: its sign tells the side of AB on which C is. */
static int64_t cross(struct chart_point a, struct chart_point b, struct chart_point c)
{
    return ((int64_t)b.x - a.x) * ((int64_t)c.y - a.y) -
           ((int64_t)b.y - a.y) * ((int64_t)c.x - a.x);
}

/* Are C and D on the same side of the line through A and B? */
static bool on_one_side(struct chart_point a, struct chart_point b, struct chart_point c,
                        struct chart_point d)
{
    int64_t first = cross(a, b, c), second = cross(a, b, d);
    return (first > 0 && second > 0) || (first < 0 && second < 0);
}

/* Do AB and CD have a point in common? */
static bool meet(struct chart_point a, struct chart_point b, struct chart_point c,
                 struct chart_point d)
{
    return !on_one_side(a, b, c, d) && !on_one_side(c, d, a, b);
}

static bool leaders_meet(const struct label *one, const struct label *other)
{
    return meet(one->rim, one->elbow, other->rim, other->elbow) ||
           meet(one->rim, one->elbow, other->elbow, other->end) ||
           meet(one->elbow, one->end, other->rim, other->elbow) ||
           meet(one->elbow, one->end, other->elbow, other->end);
}

static int64_t square_root(int64_t square)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 31; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= square)
            root += bit;
    return root;
}

/* Does the way from the elbow to the end stay off the circle? */
static bool is_clear(const struct round *round, const struct label *label)
{
    struct chart_point a = label->elbow, b = label->end, c = round->centre;
    int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y;
    if (((int64_t)c.x - a.x) * dx + ((int64_t)c.y - a.y) * dy <= 0)
        return true; /* it only leads away */
    return llabs(cross(a, b, c)) / square_root(dx * dx + dy * dy) >= round->radius + CLEARANCE;
}

static bool are_clear(const struct round *round, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_clear(round, round->order[i]))
            return false;
        for (size_t k = 0; k < i; k++)
            if (leaders_meet(round->order[i], round->order[k]))
                return false;
    }
    return true;
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* A whole circle, or a ring: its hole is wound the other way round. */
static void trace_circle(const struct round *round, struct chart_path *path, unit hole)
{
    chart_path_move(path, chart_point_at(round->centre, round->radius, 0));
    chart_path_arc(path, round->centre, round->radius, 0, TURN_FULL);
    chart_path_close(path);
    if (hole == 0)
        return;
    chart_path_move(path, chart_point_at(round->centre, hole, 0));
    chart_path_arc(path, round->centre, hole, TURN_FULL, 0);
    chart_path_close(path);
}

static void trace_sector(const struct round *round, struct chart_path *path, unit hole, turn from,
                         turn to)
{
    chart_path_move(path, chart_point_at(round->centre, hole, from));
    chart_path_edge(path, chart_point_at(round->centre, round->radius, from));
    chart_path_arc(path, round->centre, round->radius, from, to);
    chart_path_edge(path, chart_point_at(round->centre, hole, to));
    if (hole > 0)
        chart_path_arc(path, round->centre, hole, to, from);
    chart_path_close(path);
}

static void add_sector(const struct round *round, size_t index)
{
    struct chart_canvas *canvas = round->canvas;
    const struct label *label = &round->labels[index];
    struct chart_path path = {.arena = canvas->job->arena};
    unit hole = canvas->kind == CHART_RING ? RING_HOLE(round->radius) : 0;
    if (label->to - label->from == TURN_FULL)
        trace_circle(round, &path, hole);
    else
        trace_sector(round, &path, hole, label->from, label->to);
    chart_add_shape(canvas, &path, index);
}

static void add_leader(const struct round *round, const struct label *label)
{
    struct chart_path path = {.arena = round->canvas->job->arena};
    chart_path_move(&path, label->rim);
    chart_path_edge(&path, label->elbow);
    chart_path_edge(&path, label->end);
    chart_add_leader(round->canvas, &path);
}

static void add_label(const struct round *round, const struct label *label)
{
    unit x = label->end.x + (label->right ? PAD : -PAD);
    for (size_t i = 0; i < label->row_count; i++) {
        const struct text_line *row = &label->rows[i];
        chart_add_line(round->canvas, row, label->right ? x : x - row->width,
                       label->top + (unit)i * round->canvas->style.leading);
    }
}

static void add_all(const struct round *round)
{
    size_t count = round->canvas->count;
    for (size_t i = 0; i < count; i++)
        add_sector(round, i);
    for (size_t i = 0; i < count; i++)
        add_leader(round, &round->labels[i]);
    for (size_t i = 0; i < count; i++)
        add_label(round, &round->labels[i]);
}

static bool try_rotation(struct round *round, turn start)
{
    size_t count;
    divide(round, start);
    return place_side(round, true, &count) && are_clear(round, count) &&
           place_side(round, false, &count) && are_clear(round, count);
}

bool chart_draw_round(struct chart_canvas *canvas)
{
    unit leading = canvas->style.leading;
    unit radius = (canvas->height - leading) / 2 - STUB;
    radius = radius < canvas->width / 6 ? radius : canvas->width / 6;
    struct round round = {.canvas = canvas,
                          .centre = {canvas->width / 2, canvas->height / 2},
                          .radius = radius,
                          .column = canvas->width / 2 - radius - REACH - PAD,
                          .gap = canvas->form == CHART_SINGLE ? 0 : leading / 4};
    /* A column that is too narrow for a name is not tried: characters may be two em wide. */
    if (radius < RADIUS_LEAST || round.column < 2 * canvas->style.size ||
        (int64_t)canvas->count * leading > 2 * (int64_t)canvas->height)
        return false;
    round.labels = arena_array(canvas->job->arena, canvas->count, sizeof *round.labels);
    round.order = arena_array(canvas->job->arena, canvas->count, sizeof *round.order);
    if (!set_labels(&round))
        return false;
    for (size_t i = 0; i < ROTATION_COUNT; i++) {
        if (!try_rotation(&round, ROTATIONS[i] * (TURN_FULL / 8)))
            continue;
        add_all(&round);
        return true;
    }
    return false;
}

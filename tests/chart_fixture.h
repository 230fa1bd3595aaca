/* Charts to draw, and what holds for every one of them. Shapes are measured from their outlines,
 * labels from the advances of their glyphs. */
#ifndef BANXIN_TESTS_CHART_FIXTURE_H
#define BANXIN_TESTS_CHART_FIXTURE_H

#include <math.h>

#include "layout/chart.h"
#include "tests/layout_fixture.h"

#define WIDTH       442205 /* 156 mm */
#define HEIGHT      120000
#define ENTRIES_MAX 30
#define ITEMS_MAX   600

/* ---- charts to draw -------------------------------------------------------------------------- */

struct sample {
    struct fixture f;
    struct chart_entry entries[ENTRIES_MAX];
    struct chart chart;
    struct text_line drawn;
};

static inline struct sample *open_sample(void)
{
    struct sample *s = calloc(1, sizeof *s);
    fixture_open(&s->f);
    s->f.styles[BODY].size = 9000;
    s->f.styles[BODY].leading = 12000;
    s->chart = (struct chart){.kind = CHART_PIE,
                              .entries = s->entries,
                              .height = HEIGHT,
                              .alternative = text_at("支出结构图", 7, 3)};
    return s;
}

static inline void close_sample(struct sample *s)
{
    fixture_close(&s->f);
    free(s);
}

static inline void add_entry(struct sample *s, const char *name, int64_t fen)
{
    struct arena *arena = s->f.arena;
    struct chart_entry *entry = &s->entries[s->chart.count++];
    *entry = (struct chart_entry){.name = text_at(name, (int)s->chart.count, 2),
                                  .amount = arena_printf(arena, "%.2f万元", (double)fen / 1000000),
                                  .value = fen};
    double total = 0;
    for (size_t i = 0; i < s->chart.count; i++)
        total += (double)s->entries[i].value;
    for (size_t i = 0; i < s->chart.count; i++)
        s->entries[i].share =
            arena_printf(arena, "%.2f%%", 100 * (double)s->entries[i].value / total);
}

static inline bool draw(struct sample *s)
{
    return chart_set(&s->f.job, &s->chart, &s->f.styles[BODY], WIDTH, &s->drawn);
}

/* The figures of the published example, 五、（二）. */
static inline struct sample *open_published(enum chart_kind kind)
{
    struct sample *s = open_sample();
    s->chart.kind = kind;
    add_entry(s, "社会保障和就业支出", 717500000);
    add_entry(s, "卫生健康支出", 261950000);
    add_entry(s, "自然资源海洋气象等支出", 5602490000);
    add_entry(s, "住房保障支出", 339300000);
    add_entry(s, "灾害防治及应急管理支出", 100000000);
    return s;
}

/* ---- measuring ------------------------------------------------------------------------------- */

struct box {
    double x0, y0, x1, y1;
};

static inline struct box text_box(const struct item *item)
{
    const struct placed_glyph *last = &item->as.text.glyphs[item->as.text.count - 1];
    double size = item->as.text.size;
    double advance = font_glyph_advance(item->as.text.face, last->id) * size / 1000;
    return (struct box){item->as.text.x, item->as.text.y - 0.88 * size,
                        item->as.text.x + last->x + advance, item->as.text.y + 0.12 * size};
}

static inline bool overlap(struct box a, struct box b)
{
    double slack = 2; /* units: advances are rounded one by one */
    return a.x0 < b.x1 - slack && b.x0 < a.x1 - slack && a.y0 < b.y1 - slack && b.y0 < a.y1 - slack;
}

static inline size_t collect(const struct sample *s, enum item_kind kind, bool filled,
                             const struct item **out)
{
    size_t count = 0;
    for (size_t i = 0; i < s->drawn.count; i++) {
        const struct item *item = &s->drawn.items[i];
        if (item->kind != kind || (kind == ITEM_PATH && item->as.path.filled != filled))
            continue;
        ck_assert_uint_lt(count, ITEMS_MAX);
        out[count++] = item;
    }
    return count;
}

/* Twice the area inside a path, its curves cut into many chords. */
static inline double area(const struct item *path)
{
    double sum = 0, x = 0, y = 0, first_x = 0, first_y = 0;
    for (size_t i = 0; i < path->as.path.count; i++) {
        const struct path_step *p = &path->as.path.steps[i];
        double to_x = p->verb == PATH_CLOSE ? first_x : p->x;
        double to_y = p->verb == PATH_CLOSE ? first_y : p->y;
        double from_x = x, from_y = y;
        for (int k = 1; p->verb == PATH_CURVE && k < 64; k++) {
            double t = k / 64.0, u = 1 - t;
            double cx = u * u * u * from_x + 3 * u * u * t * p->x1 + 3 * u * t * t * p->x2 +
                        t * t * t * to_x;
            double cy = u * u * u * from_y + 3 * u * u * t * p->y1 + 3 * u * t * t * p->y2 +
                        t * t * t * to_y;
            sum += x * cy - cx * y;
            x = cx;
            y = cy;
        }
        if (p->verb == PATH_MOVE) {
            first_x = to_x;
            first_y = to_y;
        } else {
            sum += x * to_y - to_x * y;
        }
        x = to_x;
        y = to_y;
    }
    return fabs(sum);
}

struct segment {
    double x0, y0, x1, y1;
};

/* A leader's two parts. */
static inline void leader_parts(const struct item *leader, struct segment parts[2])
{
    const struct path_step *steps = leader->as.path.steps;
    ck_assert_uint_eq(leader->as.path.count, 3);
    for (int i = 0; i < 2; i++)
        parts[i] = (struct segment){steps[i].x, steps[i].y, steps[i + 1].x, steps[i + 1].y};
}

static inline double side(struct segment s, double x, double y)
{
    return (s.x1 - s.x0) * (y - s.y0) - (s.y1 - s.y0) * (x - s.x0);
}

static inline bool cross(struct segment a, struct segment b)
{
    return side(a, b.x0, b.y0) * side(a, b.x1, b.y1) < 0 &&
           side(b, a.x0, a.y0) * side(b, a.x1, a.y1) < 0;
}

static inline bool enters(struct segment s, struct box box)
{
    struct segment edges[4] = {{box.x0, box.y0, box.x1, box.y0},
                               {box.x1, box.y0, box.x1, box.y1},
                               {box.x1, box.y1, box.x0, box.y1},
                               {box.x0, box.y1, box.x0, box.y0}};
    for (int i = 0; i < 4; i++)
        if (cross(s, edges[i]))
            return true;
    return s.x1 > box.x0 && s.x1 < box.x1 && s.y1 > box.y0 && s.y1 < box.y1;
}

static inline double distance(struct segment s, double x, double y)
{
    double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
    double t = ((x - s.x0) * dx + (y - s.y0) * dy) / (dx * dx + dy * dy);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(s.x0 + t * dx - x, s.y0 + t * dy - y);
}

/* ---- what holds for every chart ----------------------------------------------------------------
 */

static inline void assert_inside(struct box box)
{
    ck_assert_double_ge(box.x0, -2);
    ck_assert_double_ge(box.y0, -2);
    ck_assert_double_le(box.x1, WIDTH + 2);
    ck_assert_double_le(box.y1, HEIGHT + 2);
}

static inline void assert_paths_inside(const struct sample *s)
{
    for (size_t i = 0; i < s->drawn.count; i++) {
        const struct item *item = &s->drawn.items[i];
        if (item->kind != ITEM_PATH)
            continue;
        for (size_t k = 0; k < item->as.path.count; k++) {
            double x = item->as.path.steps[k].x, y = item->as.path.steps[k].y;
            assert_inside((struct box){x, y, x, y});
        }
    }
}

/* No two texts overlap, none lies on a shape, all is inside. */
static inline void assert_texts_apart(const struct sample *s)
{
    const struct item *texts[ITEMS_MAX];
    size_t count = collect(s, ITEM_TEXT, false, texts);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_ge(texts[i]->as.text.size, 7500);
        assert_inside(text_box(texts[i]));
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(!overlap(text_box(texts[i]), text_box(texts[k])), "'%.*s' over '%.*s'",
                          (int)texts[i]->as.text.length, texts[i]->as.text.utf8,
                          (int)texts[k]->as.text.length, texts[k]->as.text.utf8);
    }
}

static inline double radius_of(const struct sample *s)
{
    const struct item *shapes[ITEMS_MAX];
    double radius = 0;
    size_t count = collect(s, ITEM_PATH, true, shapes);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < shapes[i]->as.path.count; k++) {
            const struct path_step *p = &shapes[i]->as.path.steps[k];
            double far = p->verb == PATH_CLOSE ? 0 : hypot(p->x - WIDTH / 2, p->y - HEIGHT / 2);
            radius = far > radius ? far : radius;
        }
    return radius;
}

static inline void assert_leaders_apart(const struct sample *s)
{
    const struct item *leaders[ITEMS_MAX], *texts[ITEMS_MAX];
    size_t count = collect(s, ITEM_PATH, false, leaders);
    size_t text_count = collect(s, ITEM_TEXT, false, texts);
    double radius = radius_of(s);
    for (size_t i = 0; i < count; i++) {
        struct segment parts[2], others[2];
        leader_parts(leaders[i], parts);
        ck_assert_double_ge(distance(parts[1], WIDTH / 2, HEIGHT / 2), radius + 900);
        for (size_t k = 0; k < text_count; k++)
            ck_assert(!enters(parts[1], text_box(texts[k])));
        for (size_t k = 0; k < i; k++) {
            leader_parts(leaders[k], others);
            for (int m = 0; m < 4; m++)
                ck_assert_msg(!cross(parts[m / 2], others[m % 2]), "leaders %zu and %zu", i, k);
        }
    }
}

/* Each pie sector begins where the last one ended, and the last ends where the first begins. */
static inline void assert_circle_closes(const struct sample *s)
{
    const struct item *shapes[ITEMS_MAX];
    size_t count = collect(s, ITEM_PATH, true, shapes);
    for (size_t i = 0; count > 1 && i < count; i++) {
        const struct path_step *next = shapes[(i + 1) % count]->as.path.steps;
        size_t end = shapes[i]->as.path.count - 3; /* an edge and a close follow */
        const struct path_step *last = &shapes[i]->as.path.steps[end];
        ck_assert_int_eq(last->x, next[1].x);
        ck_assert_int_eq(last->y, next[1].y);
    }
}

static inline void assert_sound(const struct sample *s)
{
    assert_texts_apart(s);
    assert_paths_inside(s);
    if (s->chart.kind != CHART_BARS)
        assert_leaders_apart(s);
    if (s->chart.kind == CHART_PIE)
        assert_circle_closes(s);
}

#endif

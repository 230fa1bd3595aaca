/* The best lines of a paragraph: cases worked out by hand, and all ways to break short ones. */
#include "tests/line_fixture.h"

Suite *line_best_suite(void);

static struct setup s;

struct best_case {
    const char *text;
    unit measure;
    const char *lines;
};

static void check_best(const struct best_case *cases, size_t count, enum line_look look)
{
    struct arena *arena = arena_new();
    for (size_t i = 0; i < count; i++) {
        set_up(&s, arena, cases[i].text, (struct face){0});
        struct line_list list =
            line_break_best(arena, s.items, s.item_count, cases[i].measure, look);
        ck_assert_str_eq(broken(&s, list), cases[i].lines);
    }
    arena_free(arena);
}
#define CHECK_BEST(cases, look) check_best(cases, sizeof(cases) / sizeof *(cases), look)

START_TEST(a_line_is_squeezed_rather_than_drawn_out)
{
    static const struct best_case cases[] = {
        {"中，文国家自然", 3500, "中，文国|家自然"}, /* not 中，文|国家自|然 */
    };
    CHECK_BEST(cases, LINE_LOOK_JUSTIFIED);
}
END_TEST

START_TEST(no_character_stays_alone_on_the_last_line)
{
    static const struct best_case cases[] = {
        {"自然资源和规划", 3000, "自然资|源和|规划"},
        {"自然资源和规划。", 3500, "自然资|源和|规划。"},
        {"自然，资源，和规划", 8000, "自然，资源，和规划"}, /* squeezed for that */
        {"自然", 1000, "自|然"},
    };
    CHECK_BEST(cases, LINE_LOOK_RAGGED);
}
END_TEST

START_TEST(a_last_line_is_squeezed_where_that_saves_a_line)
{
    /* The six pauses can give 3 em: enough for 2, not for 4. */
    static const struct best_case cases[] = {
        {"一，二，三，四，五，六，七八", 12000, "一，二，三，四，五，六，七八"},
        {"一，二，三，四，五，六，七八九十", 12000, "一，二，三，四，五，六，|七八九十"}};
    CHECK_BEST(cases, LINE_LOOK_RAGGED);
}
END_TEST

START_TEST(rules_give_way_only_where_nothing_else_is_left)
{
    static const struct best_case cases[] = {
        {"文.0123456789", 3000, "文.012|345678|9"}, /* no rule for a word without a line */
        {"较：\"「abcdefgh", 4000, "较：\"「|abcdefgh"},
        {"共1,234.56万元", 4500, "共|1,234.56|万元"},
        {"中。", 499, "中|。"},
    };
    CHECK_BEST(cases, LINE_LOOK_RAGGED);
}
END_TEST

START_TEST(lines_of_a_title_are_of_like_length)
{
    static const struct best_case cases[] = {
        {"泽州县自然资源局部门预算公开", 8000, "泽州县自然资源|局部门预算公开"},
        {"泽州县自然资源局部门预算公开", 14000, "泽州县自然资源局部门预算公开"},
        {"自然资源和规划局部门预算公开表", 7000, "自然资源和|规划局部门|预算公开表"},
    };
    CHECK_BEST(cases, LINE_LOOK_BALANCED);
}
END_TEST

/* ---- all ways ------------------------------------------------------------------------------ */

/* linebreak.h's list, as numbers. */
enum {
    OVER,
    INSIDE,
    NO_END,
    NO_START,
    WORD,
    AVOID,
    LINES,
    LAST,
    LONELY,
    WEAK,
    RAGGED,
    SPREAD,
    ALL
};

struct way {
    int64_t cost[ALL];
};

static bool way_is_better(const struct way *a, const struct way *b)
{
    for (int i = 0; i < ALL; i++)
        if (a->cost[i] != b->cost[i])
            return a->cost[i] < b->cost[i];
    return false;
}

static int64_t squared(int64_t part, int64_t whole)
{
    int64_t ratio = whole > 0 ? part * 1000 / whole : 0;
    return ratio * ratio;
}

static bool is_letter(enum cjk_class class)
{
    return class != CJK_OPEN && class != CJK_CLOSE && class != CJK_PAUSE && class != CJK_STOP &&
           class != CJK_MIDDLE && class != CJK_DASH && class != CJK_ELLIPSIS;
}

/* The width of items FROM … TO as they are. */
static int64_t width_of(size_t from, size_t to)
{
    int64_t width = 0;
    for (size_t i = from; i < to; i++)
        width += s.items[i].width;
    return width;
}

/* Adds to WAY the line of items BEGIN … END on MEASURE. */
static void add_line(struct way *way, size_t begin, size_t end, bool first, bool last, unit measure,
                     enum line_look look)
{
    static const int squeezes[LINE_GLUES] = {1, 2, 3, 4, 4, 8, 0}, order[] = {0, 4, 6},
                     weights[] = {1, 4, 64};
    size_t shown = begin, letter = begin, letters = 0, boxes = 0;
    for (size_t i = begin; i < end; i++)
        if (s.items[i].kind == LINE_BOX) {
            shown = i + 1;
            boxes += s.items[i].box != LINE_NO_BOX;
            if (s.items[i].box != LINE_NO_BOX && is_letter(s.items[i].class)) {
                letter = i;
                letters++;
            }
        }
    int64_t shrink[LINE_GLUES] = {0}, stretch[LINE_GLUES] = {0}, blank = 0;
    for (size_t i = begin; i < shown; i++) {
        shrink[s.items[i].glue] += s.items[i].shrink;
        stretch[s.items[i].glue] += s.items[i].stretch;
    }
    for (size_t i = shown; i < end; i++)
        blank += s.items[i].box == LINE_NO_BOX ? s.items[i].width : 0;
    int64_t width = width_of(begin, shown), over = width - measure;
    bool squeezed = false, justify = look == LINE_LOOK_JUSTIFIED && !last;
    if (over > 0 && s.items[shown - 1].hangs)
        over -= s.items[shown - 1].width;
    else if (over <= 0)
        over = over + blank < 0 ? over + blank : 0;
    for (int g = 0; g < LINE_GLUES && over > 0; g++) {
        int64_t part = over < shrink[g] ? over : shrink[g];
        squeezed |= part > 0;
        way->cost[SPREAD] += squeezes[g] * squared(part, shrink[g]);
        over -= part;
    }
    if (over > 0) /* not a way at all, unless it is a single box */
        way->cost[OVER] += boxes > 1 ? 1000000 : 1;
    int64_t missing = over < 0 ? -over : 0;
    if (justify && missing > stretch[0] + stretch[4] + stretch[6])
        way->cost[RAGGED]++;
    else if (justify)
        for (int g = 0; g < 3; g++) {
            int64_t part = missing < stretch[order[g]] ? missing : stretch[order[g]];
            way->cost[SPREAD] += weights[g] * squared(part, stretch[order[g]]);
            missing -= part;
        }
    if (!last || look == LINE_LOOK_BALANCED)
        way->cost[SPREAD] += 64 * squared(missing, measure);
    way->cost[LINES]++;
    bool han = s.items[letter].class == CJK_HAN || s.items[letter].class == CJK_UNIT;
    han = han && letters > 0;
    way->cost[LONELY] += last && !first && letters == 1 && han;
    way->cost[LAST] += last && squeezed;
}

/* What ending a line at penalty I costs; a word that no line holds costs no more than WORD. */
static int penalty_part(size_t i, unit measure)
{
    static const int part[] = {ALL, WEAK, AVOID, WORD, NO_START, NO_END, INSIDE};
    if (s.items[i].penalty != LINE_INSIDE)
        return part[s.items[i].penalty];
    size_t from = i, to = i;
    while (from > 0 &&
           (s.items[from - 1].kind != LINE_PENALTY || s.items[from - 1].penalty == LINE_INSIDE))
        from--;
    while (to < s.item_count &&
           (s.items[to].kind != LINE_PENALTY || s.items[to].penalty == LINE_INSIDE))
        to++;
    return width_of(from, to) > measure ? WORD : INSIDE;
}

static size_t begin_after(size_t end)
{
    while (end < s.item_count && s.items[end].kind != LINE_BOX)
        end++;
    return end;
}

/* The cost of ending lines at ENDS (the last is the end of the items). */
static struct way cost_of(const size_t *ends, size_t count, unit measure, enum line_look look)
{
    struct way way = {{0}};
    size_t begin = 0;
    for (size_t i = 0; i < count; i++) {
        bool last = i + 1 == count;
        add_line(&way, begin, ends[i], i == 0, last, measure, look);
        int part = last ? ALL : penalty_part(ends[i], measure);
        if (part < ALL)
            way.cost[part]++;
        begin = begin_after(ends[i]);
    }
    return way;
}

static struct way best_of_all(unit measure, enum line_look look)
{
    size_t places[16], count = 0;
    for (size_t i = 0; i < s.item_count; i++)
        if (s.items[i].kind == LINE_PENALTY)
            places[count++] = i;
    struct way best = {{0}};
    for (unsigned set = 0; set < 1u << count; set++) {
        size_t ends[17], lines = 0;
        for (size_t i = 0; i < count; i++)
            if (set >> i & 1)
                ends[lines++] = places[i];
        ends[lines++] = s.item_count;
        struct way way = cost_of(ends, lines, measure, look);
        if (set == 0 || way_is_better(&way, &best))
            best = way;
    }
    return best;
}

START_TEST(no_way_to_break_a_short_paragraph_is_better)
{
    srand(20260103);
    for (int i = 0; i < 1500; i++) {
        struct arena *arena = arena_new();
        struct face face = {rand() % 4 == 0, rand() % 4 == 0, rand() % 2 ? 250 : 0,
                            rand() % 3 == 0 ? 2 * EM : 0};
        set_up(&s, arena, random_text(arena, 1 + (size_t)rand() % 11), face);
        unit measure = 3000 + rand() % 5000;
        enum line_look look = (enum line_look)(rand() % 3);
        struct line_list list = line_break_best(arena, s.items, s.item_count, measure, look);
        size_t ends[16];
        for (size_t j = 0; j < list.count; j++)
            ends[j] = list.lines[j].end;
        struct way found = cost_of(ends, list.count, measure, look);
        struct way best = best_of_all(measure, look);
        ck_assert_msg(!way_is_better(&best, &found), "%s on %d, look %d: %s", s.text, measure,
                      (int)look, broken(&s, list));
        arena_free(arena);
    }
}
END_TEST

/* ---- properties ---------------------------------------------------------------------------- */

/* The gap, natural or grown, before the box of item I. */
static unit gap_before(const struct line_fill *fill, size_t begin, size_t i)
{
    unit gap = 0;
    for (; i > begin && s.items[i - 1].kind != LINE_BOX; i--)
        gap += fill->widths[i - 1 - begin];
    return gap;
}

START_TEST(justified_lines_agree_on_their_right_edge)
{
    srand(20260104);
    for (int i = 0; i < 500; i++) {
        struct arena *arena = arena_new();
        set_up(&s, arena, random_text(arena, (size_t)rand() % 300), (struct face){.gap = 250});
        unit measure = 4000 + rand() % 30000;
        struct line_list list =
            line_break_best(arena, s.items, s.item_count, measure, LINE_LOOK_JUSTIFIED);
        for (size_t j = 0; j < list.count; j++) {
            struct line_end line = list.lines[j];
            bool last = j + 1 == list.count;
            struct line_fill fill = line_adjust(arena, s.items, line, measure, !last);
            unit natural = line_adjust(arena, s.items, line, 1000 * measure, false).width;
            /* To the measure, or, where a gap would be too wide, as it is. */
            ck_assert(fill.width == measure || (fill.width == natural && natural < measure));
            for (size_t k = line.begin; fill.width != natural && k < line.end; k++)
                if (s.items[k].kind == LINE_BOX && s.items[k].class == CJK_HAN && k > line.begin &&
                    s.items[k - 1].glue == LINE_HAN)
                    ck_assert_int_le(gap_before(&fill, line.begin, k), EM);
        }
        arena_free(arena);
    }
}
END_TEST

static size_t steps_for(const char *piece, size_t count, unit measure, bool best)
{
    struct arena *arena = arena_new();
    size_t length = strlen(piece);
    char *text = arena_alloc(arena, count * length + 1);
    struct line_box *boxes = arena_array(arena, count, sizeof *boxes);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + i * length, piece, length);
        boxes[i] = (struct line_box){.offset = i * length, .width = EM / 2};
    }
    const struct line_item *items;
    struct line_spacing spacing = {EM, 0, 0};
    size_t item_count = line_items(arena, boxes, count, places_of(arena, text), &spacing, &items);
    size_t steps =
        best ? line_break_best(arena, items, item_count, measure, LINE_LOOK_JUSTIFIED).steps
             : line_break_first(arena, items, item_count, measure).steps;
    arena_free(arena);
    return steps;
}

START_TEST(a_paragraph_takes_time_in_proportion_to_its_length)
{
    /* Places everywhere; none at all; spaces only; glue that nothing breaks at; and a measure that
     * holds half of the text. */
    static const struct {
        const char *piece;
        unit measure;
    } cases[] = {{"国", 14000},     {"1", 14000},  {" ", 14000},
                 {"\u00A0", 14000}, {"。", 14000}, {"国", 0}};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        bool best = i % 2 == 0;
        unit measure = cases[i / 2].measure;
        size_t few = steps_for(cases[i / 2].piece, 10000, measure ? measure : 2500 * EM, best);
        size_t many = steps_for(cases[i / 2].piece, 100000, measure ? measure : 25000 * EM, best);
        ck_assert_msg(many < 11 * few + 100000, "%s: %zu, %zu", cases[i / 2].piece, few, many);
        ck_assert_uint_lt(many, 300 * (size_t)100000);
    }
}
END_TEST

Suite *line_best_suite(void)
{
    Suite *suite = suite_create("line_best");
    TCase *cases = tcase_create("cases"), *ways = tcase_create("ways");
    tcase_add_test(cases, a_line_is_squeezed_rather_than_drawn_out);
    tcase_add_test(cases, no_character_stays_alone_on_the_last_line);
    tcase_add_test(cases, a_last_line_is_squeezed_where_that_saves_a_line);
    tcase_add_test(cases, rules_give_way_only_where_nothing_else_is_left);
    tcase_add_test(cases, lines_of_a_title_are_of_like_length);
    tcase_set_timeout(ways, 120);
    tcase_add_test(ways, no_way_to_break_a_short_paragraph_is_better);
    tcase_add_test(ways, justified_lines_agree_on_their_right_edge);
    tcase_add_test(ways, a_paragraph_takes_time_in_proportion_to_its_length);
    suite_add_tcase(suite, cases);
    suite_add_tcase(suite, ways);
    return suite;
}

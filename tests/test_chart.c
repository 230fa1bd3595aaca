/* Charts: what is drawn is where it should be, as large as it should be, and over nothing else. */
#include "layout/chart_path.h"
#include "tests/chart_fixture.h"

Suite *chart_suite(void);

/* ---- numbers -----------------------------------------------------------------------------------
 */

START_TEST(a_ratio_is_exact_where_products_overflow)
{
    uint64_t whole = INT64_MAX;
    ck_assert_int_eq(chart_ratio(whole, whole, TURN_FULL), TURN_FULL);
    ck_assert_int_eq(chart_ratio(whole - 1, whole, TURN_FULL), TURN_FULL - 1);
    ck_assert_int_eq(chart_ratio(whole / 2 + 1, whole, TURN_FULL), TURN_FULL / 2);
    ck_assert_int_eq(chart_ratio(0, whole, TURN_FULL), 0);
    ck_assert_int_eq(chart_ratio(1, 3, 100), 33);
    ck_assert_int_eq(chart_ratio(2, 3, UINT32_MAX), 2863311530);
}
END_TEST

START_TEST(sines_are_good_to_half_a_unit_on_any_page)
{
    for (turn angle = 0; angle <= TURN_FULL - 9973; angle += 9973) {
        double exact = sin(2 * acos(-1) * angle / TURN_FULL);
        ck_assert_double_eq_tol((double)chart_sine(angle) / TURN_FULL, exact, 1e-7);
    }
    ck_assert_int_eq(chart_cosine(TURN_FULL / 4), 0);
    ck_assert_int_eq(chart_sine(TURN_FULL / 2), 0);
    ck_assert_int_eq(chart_sine(3 * (TURN_FULL / 4)), -chart_sine(TURN_FULL / 4));
}
END_TEST

START_TEST(arcs_stay_on_their_circle)
{
    struct arena *arena = arena_new();
    struct chart_path path = {.arena = arena};
    struct chart_point centre = {200000, 100000};
    chart_path_move(&path, chart_point_at(centre, 50000, 0));
    chart_path_arc(&path, centre, 50000, 0, TURN_FULL / 3);
    for (size_t i = 1; i < path.count; i++) {
        const struct path_step *a = &path.steps[i - 1], *b = &path.steps[i];
        for (int k = 0; k <= 16; k++) {
            double t = k / 16.0, u = 1 - t;
            double x =
                u * u * u * a->x + 3 * u * u * t * b->x1 + 3 * u * t * t * b->x2 + t * t * t * b->x;
            double y =
                u * u * u * a->y + 3 * u * u * t * b->y1 + 3 * u * t * t * b->y2 + t * t * t * b->y;
            ck_assert_double_eq_tol(hypot(x - 200000, y - 100000), 50000, 2);
        }
    }
    ck_assert_int_eq(path.pen.x, 200000 + 43301); /* 120°, clockwise from 12 o'clock */
    ck_assert_int_eq(path.pen.y, 100000 + 25000);
    arena_free(arena);
}
END_TEST

/* ---- proportions -------------------------------------------------------------------------------
 */

static void assert_areas_are_proportional(enum chart_kind kind)
{
    struct sample *s = open_published(kind);
    ck_assert(draw(s));
    assert_sound(s);
    const struct item *shapes[ITEMS_MAX];
    ck_assert_uint_eq(collect(s, ITEM_PATH, true, shapes), 5);
    double total = 0;
    for (int i = 0; i < 5; i++)
        total += area(shapes[i]);
    double circle = 2 * acos(-1) * radius_of(s) * radius_of(s);
    if (kind == CHART_PIE)
        ck_assert_double_eq_tol(total, circle, circle / 1000);
    for (int i = 0; i < 5; i++) {
        double share = (double)s->entries[i].value / 7021240000.0;
        ck_assert_double_eq_tol(area(shapes[i]) / total / share, 1, 0.001);
    }
    close_sample(s);
}

START_TEST(sectors_of_a_pie_are_as_large_as_their_shares)
{
    assert_areas_are_proportional(CHART_PIE);
}
END_TEST

START_TEST(parts_of_a_ring_are_as_large_as_their_shares)
{
    assert_areas_are_proportional(CHART_RING);
}
END_TEST

START_TEST(bars_are_as_long_as_their_shares_and_begin_in_line)
{
    struct sample *s = open_published(CHART_BARS);
    ck_assert(draw(s));
    assert_sound(s);
    const struct item *bars[ITEMS_MAX];
    ck_assert_uint_eq(collect(s, ITEM_PATH, true, bars), 5);
    double lengths[5];
    for (int i = 0; i < 5; i++) {
        const struct path_step *steps = bars[i]->as.path.steps;
        unit end = 0;
        for (size_t k = 0; k + 1 < bars[i]->as.path.count; k++)
            end = steps[k].x > end ? steps[k].x : end;
        ck_assert_int_eq(steps[0].x, bars[0]->as.path.steps[0].x);
        lengths[i] = end - steps[0].x;
    }
    for (int i = 0; i < 5; i++)
        ck_assert_double_eq_tol(lengths[i] / lengths[2], (double)s->entries[i].value / 5602490000.0,
                                0.0005);
    close_sample(s);
}
END_TEST

START_TEST(a_single_entry_is_a_whole_circle)
{
    for (enum chart_kind kind = CHART_PIE; kind <= CHART_RING; kind++) {
        struct sample *s = open_sample();
        s->chart.kind = kind;
        add_entry(s, "一般公共预算", 702124);
        ck_assert(draw(s));
        const struct item *shapes[ITEMS_MAX];
        ck_assert_uint_eq(collect(s, ITEM_PATH, true, shapes), 1);
        double circle = 2 * acos(-1) * radius_of(s) * radius_of(s);
        double hole = kind == CHART_RING ? 0.55 * 0.55 : 0; /* wound the other way: taken off */
        ck_assert_double_eq_tol(area(shapes[0]), circle * (1 - hole), circle / 1000);
        ck_assert_uint_eq(collect(s, ITEM_PATH, false, shapes), 1);
        close_sample(s);
    }
}
END_TEST

/* ---- labels ------------------------------------------------------------------------------------
 */

static bool shows(const struct sample *s, const char *text)
{
    struct page page = {.items = s->drawn.items, .count = s->drawn.count};
    return find_text(&page, text, 0) != NULL;
}

START_TEST(every_label_has_name_amount_and_share)
{
    for (enum chart_kind kind = CHART_PIE; kind <= CHART_BARS; kind++) {
        struct sample *s = open_published(kind);
        ck_assert(draw(s));
        for (int i = 0; i < 5; i++) {
            ck_assert(shows(s, s->entries[i].name.utf8));
            ck_assert(shows(s, s->entries[i].amount));
            ck_assert(shows(s, s->entries[i].share));
        }
        close_sample(s);
    }
}
END_TEST

START_TEST(shares_without_room_are_gathered_with_their_number_and_share)
{
    for (enum chart_kind kind = CHART_PIE; kind <= CHART_BARS; kind++) {
        struct sample *s = open_sample();
        s->chart.kind = kind;
        add_entry(s, "项目支出", 9000);
        for (int i = 0; i < 20; i++)
            add_entry(s, "小额支出", 10 + i % 2); /* 210 of 9,210: 2.2801 % */
        ck_assert(draw(s));
        assert_sound(s);
        ck_assert(shows(s, "项目支出"));
        ck_assert(shows(s, "其他20项"));
        ck_assert(shows(s, "2.28%"));
        ck_assert(!shows(s, "小额支出"));
        close_sample(s);
    }
}
END_TEST

START_TEST(small_shares_with_room_are_not_gathered)
{
    struct sample *s = open_sample();
    add_entry(s, "项目支出", 9000000);
    add_entry(s, "甲", 100000);
    add_entry(s, "乙", 50000);
    add_entry(s, "丙", 1);
    ck_assert(draw(s));
    assert_sound(s);
    ck_assert(shows(s, "甲") && shows(s, "乙") && shows(s, "丙"));
    close_sample(s);
}
END_TEST

/* 120 pt hold four labels of two lines of 11.25 pt, but ten of one line. */
START_TEST(labels_go_on_one_line_before_their_type_gets_smaller)
{
    struct sample *s = open_sample();
    for (int i = 0; i < 14; i++)
        add_entry(s, "某支出", 1000);
    ck_assert(draw(s));
    assert_sound(s);
    const struct item *texts[ITEMS_MAX];
    size_t count = collect(s, ITEM_TEXT, false, texts);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(texts[i]->as.text.size, 9000);
    close_sample(s);
}
END_TEST

START_TEST(long_names_wrap)
{
    for (enum chart_kind kind = CHART_PIE; kind <= CHART_BARS; kind++) {
        struct sample *s = open_sample();
        s->chart.kind = kind;
        add_entry(s, repeat(s->f.arena, "自然资源海洋气象等支出", 4), 1000);
        add_entry(s, "住房保障支出", 3000);
        ck_assert(draw(s));
        assert_sound(s);
        ck_assert_uint_eq(diag_count(s->f.diag), 0);
        close_sample(s);
    }
}
END_TEST

START_TEST(a_chart_without_room_is_a_fault_where_its_text_stands)
{
    for (enum chart_kind kind = CHART_PIE; kind <= CHART_BARS; kind++) {
        struct sample *s = open_sample();
        s->chart.kind = kind;
        for (int i = 0; i < 30; i++)
            add_entry(s, "某支出", 1000); /* 3.33 % each: nothing to gather */
        ck_assert(!draw(s));
        assert_fault(&s->f, DIAG_CHART_CROWDED, 7, 3);
        close_sample(s);
    }
}
END_TEST

START_TEST(a_character_without_a_font_is_reported_once)
{
    struct sample *s = open_sample();
    add_entry(s, "\u0378支出", 1000); /* not assigned */
    add_entry(s, "住房保障支出", 3000);
    ck_assert(!draw(s));
    assert_fault(&s->f, DIAG_FONT_MISSING, 1, 2);
    close_sample(s);
}
END_TEST

START_TEST(amounts_near_the_limit_of_money_are_drawn)
{
    struct sample *s = open_sample();
    for (int i = 0; i < 3; i++)
        add_entry(s, "支出", INT64_MAX / 3);
    ck_assert(draw(s));
    assert_sound(s);
    close_sample(s);
}
END_TEST

/* ---- any chart ----------------------------------------------------------------------------------
 */

static unsigned next_random(unsigned *state)
{
    return *state = *state * 1664525 + 1013904223;
}

/* 1 to 30 entries, some of them tiny, names of up to LONGEST characters. */
static void add_random(struct sample *s, unsigned *state, size_t longest)
{
    size_t count = 1 + next_random(state) / 65536 % ENTRIES_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t length = 1 + next_random(state) / 65536 % longest;
        int64_t value = 1 + next_random(state) / 4096;
        if (next_random(state) / 65536 % 3 == 0)
            value = 1 + value % 2000;
        add_entry(s, repeat(s->f.arena, "支", length), value);
    }
}

/* Draws random charts. Those of up to 12 entries with names as they are must not be refused: 12
 * lines of type of 7.5 pt go into 120 pt. Returns how many were drawn. */
static int draw_random(enum chart_kind kind, size_t longest)
{
    unsigned state = 20260127;
    int drawn = 0;
    struct sample *s = open_sample();
    s->chart.kind = kind;
    for (int i = 0; i < 150; i++) {
        s->chart.count = 0;
        diag_free(s->f.diag);
        s->f.job.diag = s->f.diag = diag_new(DIAG_ENGLISH);
        add_random(s, &state, longest);
        if (draw(s)) {
            drawn++;
            assert_sound(s);
            assert_no_fault(&s->f);
        } else {
            ck_assert(longest > 12 || s->chart.count > 12);
            assert_fault(&s->f, DIAG_CHART_CROWDED, 7, 3);
        }
    }
    close_sample(s);
    return drawn;
}

START_TEST(labels_of_any_chart_are_apart_and_inside)
{
    enum chart_kind kind = (enum chart_kind)(_i / 2);
    ck_assert_int_ge(draw_random(kind, _i % 2 ? 40 : 12), 30);
}
END_TEST

START_TEST(neighbours_differ_in_colour_and_pattern)
{
    for (int count = 2; count <= 20; count++) {
        struct sample *s = open_sample();
        s->chart.height = HEIGHT * 3;
        for (int i = 0; i < count; i++)
            add_entry(s, "支出", 1000);
        ck_assert(draw(s));
        const struct item *shapes[ITEMS_MAX];
        ck_assert_uint_eq(collect(s, ITEM_PATH, true, shapes), (size_t)count);
        for (int i = 0; i < count; i++) {
            const struct item *one = shapes[i], *next = shapes[(i + 1) % count];
            ck_assert_uint_ne(one->as.path.fill, next->as.path.fill);
            ck_assert_int_ne((int)one->as.path.pattern, (int)next->as.path.pattern);
        }
        close_sample(s);
    }
}
END_TEST

/* ---- on the page --------------------------------------------------------------------------------
 */

static char *dump(struct fixture *f, const struct page_list *list)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    page_dump(list, out);
    fclose(out);
    char *copy = arena_strdup(f->arena, text);
    free(text);
    return copy;
}

/* Lines of 20 pt above, a chart of 100 pt, a line below, on a type area of 300 × 300 pt. */
static const struct page_list *lay_out_chart(struct sample *s, size_t lines)
{
    s->f.styles[BODY] = s->f.styles[CELL];
    s->f.styles[HEADING].size = 9000;
    s->f.pages[0].width = 400000;
    s->chart.height = 100000;
    struct block *blocks = arena_array(s->f.arena, lines + 2, sizeof *blocks);
    for (size_t i = 0; i < lines + 2; i++)
        blocks[i] = (struct block){.kind = BLOCK_PARAGRAPH,
                                   .style = BODY,
                                   .text = plain("行"),
                                   .right = plain(""),
                                   .contents = plain("")};
    blocks[lines].kind = BLOCK_CHART;
    blocks[lines].style = HEADING;
    blocks[lines].chart = &s->chart;
    return lay_out(&s->f, blocks, lines + 2);
}

static struct sample *open_small(void)
{
    struct sample *s = open_sample();
    add_entry(s, "基本", 1000);
    add_entry(s, "项目", 3000);
    return s;
}

START_TEST(a_chart_is_a_figure_with_words_for_it)
{
    struct sample *s = open_small();
    const struct page_list *list = lay_out_chart(s, 1);
    ck_assert_ptr_nonnull(list);
    const struct item *figure = find_role(&list->pages[0], ROLE_FIGURE);
    ck_assert_ptr_nonnull(figure);
    ck_assert_str_eq(figure->as.begin.alternative, "支出结构图");
    int depth = 0;
    for (const struct item *item = figure; depth > 0 || item == figure; item++) {
        depth += (item->kind == ITEM_BEGIN) - (item->kind == ITEM_END);
        ck_assert(item->kind == ITEM_TEXT || item->kind == ITEM_PATH || item == figure ||
                  item->kind == ITEM_END);
    }
    close_sample(s);
}
END_TEST

START_TEST(a_chart_stands_six_points_from_what_is_above_and_below)
{
    struct sample *s = open_small();
    const struct page_list *list = lay_out_chart(s, 1);
    const struct item *above = find_text(&list->pages[0], "行", 0);
    const struct item *below = find_text(&list->pages[0], "行", 1);
    ck_assert_int_eq(below->as.text.y - above->as.text.y, 20000 + 6000 + 100000 + 6000);
    close_sample(s);
}
END_TEST

START_TEST(a_chart_is_not_parted_by_a_page_break)
{
    struct sample *s = open_small(); /* 300 pt hold 9 lines, 6 pt, the chart; no tenth */
    ck_assert_ptr_nonnull(find_role(&lay_out_chart(s, 9)->pages[0], ROLE_FIGURE));
    const struct page_list *list = lay_out_chart(s, 10);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_ptr_null(find_role(&list->pages[0], ROLE_FIGURE));
    const struct item *below = find_text(&list->pages[1], "行", 0);
    const struct item *above = find_text(&list->pages[0], "行", 9);
    ck_assert_ptr_nonnull(find_role(&list->pages[1], ROLE_FIGURE));
    ck_assert_int_eq(below->as.text.y - find_text(&list->pages[0], "行", 0)->as.text.y,
                     100000 + 6000);
    ck_assert_ptr_nonnull(above);
    close_sample(s);
}
END_TEST

START_TEST(a_chart_higher_than_a_page_is_a_fault)
{
    struct sample *s = open_small();
    lay_out_chart(s, 0);
    s->chart.height = 400000;
    struct block block = {
        .kind = BLOCK_CHART, .text = plain(""), .right = plain(""), .chart = &s->chart};
    ck_assert_ptr_null(lay_out(&s->f, &block, 1));
    assert_fault(&s->f, DIAG_LINE_TOO_TALL, 7, 3);
    close_sample(s);
}
END_TEST

START_TEST(the_same_chart_gives_the_same_items)
{
    struct sample *one = open_small(), *two = open_small();
    char *first = dump(&one->f, lay_out_chart(one, 3));
    ck_assert_str_eq(first, dump(&two->f, lay_out_chart(two, 3)));
    ck_assert_ptr_nonnull(strstr(first, "begin Figure"));
    ck_assert_ptr_nonnull(strstr(first, "\"支出结构图\""));
    ck_assert_ptr_nonnull(strstr(first, "path 60000,116000 fill #")); /* below 3 lines and 6 pt */
    close_sample(one);
    close_sample(two);
}
END_TEST

Suite *chart_suite(void)
{
    Suite *suite = suite_create("chart");
    TCase *shapes = tcase_create("shapes");
    tcase_set_timeout(shapes, 60);
    tcase_add_test(shapes, a_ratio_is_exact_where_products_overflow);
    tcase_add_test(shapes, sines_are_good_to_half_a_unit_on_any_page);
    tcase_add_test(shapes, arcs_stay_on_their_circle);
    tcase_add_test(shapes, sectors_of_a_pie_are_as_large_as_their_shares);
    tcase_add_test(shapes, parts_of_a_ring_are_as_large_as_their_shares);
    tcase_add_test(shapes, bars_are_as_long_as_their_shares_and_begin_in_line);
    tcase_add_test(shapes, a_single_entry_is_a_whole_circle);
    tcase_add_test(shapes, neighbours_differ_in_colour_and_pattern);
    suite_add_tcase(suite, shapes);

    TCase *labels = tcase_create("labels");
    tcase_set_timeout(labels, 60);
    tcase_add_test(labels, every_label_has_name_amount_and_share);
    tcase_add_test(labels, shares_without_room_are_gathered_with_their_number_and_share);
    tcase_add_test(labels, small_shares_with_room_are_not_gathered);
    tcase_add_test(labels, labels_go_on_one_line_before_their_type_gets_smaller);
    tcase_add_test(labels, long_names_wrap);
    tcase_add_test(labels, a_chart_without_room_is_a_fault_where_its_text_stands);
    tcase_add_test(labels, a_character_without_a_font_is_reported_once);
    tcase_add_test(labels, amounts_near_the_limit_of_money_are_drawn);
    tcase_add_loop_test(labels, labels_of_any_chart_are_apart_and_inside, 0, 6);
    suite_add_tcase(suite, labels);

    TCase *page = tcase_create("page");
    tcase_set_timeout(page, 60);
    tcase_add_test(page, a_chart_is_a_figure_with_words_for_it);
    tcase_add_test(page, a_chart_stands_six_points_from_what_is_above_and_below);
    tcase_add_test(page, a_chart_is_not_parted_by_a_page_break);
    tcase_add_test(page, a_chart_higher_than_a_page_is_a_fault);
    tcase_add_test(page, the_same_chart_gives_the_same_items);
    suite_add_tcase(suite, page);
    return suite;
}

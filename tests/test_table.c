/* Tables, step by step: given space, expected rows and rectangles. Rows are 30 pt, the type area is
 * 200 × 300 pt. */
#include "layout/table.h"

#include "tests/layout_fixture.h"

Suite *table_suite(void);

#define WIDTH 200000

static struct fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

static const struct table_plan *plan_of(const struct test_table *t)
{
    const struct table_grid *grid = table_resolve(f.arena, &t->table, f.diag);
    const unit width = WIDTH;
    return grid ? table_measure(&f.job, &t->table, grid, &width, 1) : NULL;
}

/* ---- resolve ------------------------------------------------------------------------------- */

START_TEST(a_covered_position_knows_its_cell)
{
    struct test_table *t = test_table(f.arena, 0, 2, 2);
    t->cells[0].column_span = 2;
    test_table_remove(t, 1);
    const struct table_grid *grid = table_resolve(f.arena, &t->table, f.diag);
    static const int expected[] = {0, 0, 1, 2};
    ck_assert_ptr_nonnull(grid);
    ck_assert_mem_eq(grid->owners, expected, sizeof expected);
}
END_TEST

START_TEST(overlapping_cells_are_a_fault)
{
    struct test_table *t = test_table(f.arena, 0, 2, 2);
    t->cells[0].column_span = 2;
    ck_assert_ptr_null(table_resolve(f.arena, &t->table, f.diag));
    assert_fault(&f, DIAG_TABLE_TILING, 1, 2);
}
END_TEST

START_TEST(a_position_without_a_cell_is_a_fault)
{
    struct test_table *t = test_table(f.arena, 0, 2, 2);
    test_table_remove(t, 2);
    ck_assert_ptr_null(table_resolve(f.arena, &t->table, f.diag));
    assert_fault(&f, DIAG_TABLE_TILING, 0, 0);
}
END_TEST

START_TEST(cells_outside_the_table_or_leaving_the_head_are_faults)
{
    static const struct {
        int row, column, row_span, column_span;
    } faults[] = {{0, 0, 3, 1}, {0, 0, 1, 3}, {-1, 0, 1, 1},       {0, 2, 1, 1},
                  {0, 0, 0, 1}, {0, 0, 2, 1}, {0, 0, 1, INT32_MAX}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct test_table *t = test_table(f.arena, 1, 2, 2);
        t->cells[0].row = faults[i].row;
        t->cells[0].column = faults[i].column;
        t->cells[0].row_span = faults[i].row_span;
        t->cells[0].column_span = faults[i].column_span;
        ck_assert_ptr_null(table_resolve(f.arena, &t->table, f.diag));
        ck_assert_uint_eq(diag_count(f.diag), i + 1);
    }
}
END_TEST

/* ---- measure ------------------------------------------------------------------------------- */

START_TEST(a_row_is_as_high_as_its_highest_cell_or_the_pitch)
{
    struct test_table *t = test_table(f.arena, 0, 2, 2);
    t->cells[0].label = true;
    t->cells[1].text.utf8 = repeat(f.arena, "国", 20); /* 96 pt hold 9: three lines of 20 pt */
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(plan->heights[0], 62000); /* and 2 pt of padding */
    ck_assert_int_eq(plan->heights[1], 30000);
}
END_TEST

START_TEST(what_a_spanning_cell_lacks_goes_to_its_last_row)
{
    struct test_table *t = test_table(f.arena, 0, 3, 2);
    t->cells[0].row_span = 2;
    test_table_remove(t, 2);
    t->cells[0].text.utf8 = repeat(f.arena, "国", 40); /* five lines: 102 pt */
    t->cells[1].label = true;
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(plan->heights[0], 30000);
    ck_assert_int_eq(plan->heights[1], 72000);
    ck_assert_int_eq(plan->heights[2], 30000);
}
END_TEST

START_TEST(a_spanning_cell_that_has_room_changes_no_row)
{
    struct test_table *t = test_table(f.arena, 0, 3, 2);
    t->cells[0].row_span = 3;
    test_table_remove(t, 4);
    test_table_remove(t, 2);
    t->cells[0].text.utf8 = repeat(f.arena, "国", 27); /* three lines: 62 pt in 90 */
    const struct table_plan *plan = plan_of(t);
    for (int row = 0; row < 3; row++)
        ck_assert_int_eq(plan->heights[row], 30000);
}
END_TEST

/* ---- split --------------------------------------------------------------------------------- */

/* What goes into ROOM from ROW on, nothing of it being parted yet. */
static struct table_fit split(const struct table_plan *plan, int row, unit room, bool forced)
{
    struct table_cursor cursor = table_begin(f.arena, plan);
    cursor.row = row;
    return table_split(f.arena, plan, &cursor, room, forced);
}

START_TEST(rows_that_end_exactly_at_the_edge_fit)
{
    const struct table_plan *plan = plan_of(test_table(f.arena, 1, 5, 2));
    struct table_fit fit = split(plan, 1, 150000, false);
    ck_assert_int_eq(fit.answer, FIT_ALL);
    ck_assert_int_eq(fit.height, 150000);
    fit = split(plan, 1, 149999, false);
    ck_assert_int_eq(fit.answer, FIT_PART);
    ck_assert_int_eq(fit.end, 4);
    ck_assert_int_eq(fit.height, 120000);
    ck_assert(!fit.parted);
}
END_TEST

START_TEST(a_head_is_never_alone_on_a_page)
{
    const struct table_plan *plan = plan_of(test_table(f.arena, 1, 5, 2));
    struct table_fit fit = split(plan, 1, 59999, false);
    ck_assert_int_eq(fit.answer, FIT_NONE);
    ck_assert_int_eq(fit.reason, FIT_REASON_ROWS);
    fit = split(plan, 1, 29999, true);
    ck_assert_int_eq(fit.answer, FIT_NONE);
    ck_assert_int_eq(fit.reason, FIT_REASON_HEAD);
}
END_TEST

/* Three columns; the first cell of body row 1 spans rows 1 … 3 and holds TEXT. */
static struct test_table *spanning_table(bool label, const char *text)
{
    struct test_table *t = test_table(f.arena, 1, 6, 2);
    t->cells[2].row_span = 3;
    t->cells[2].label = label;
    t->cells[2].text.utf8 = text;
    test_table_remove(t, 6);
    test_table_remove(t, 4);
    return t;
}

START_TEST(a_page_may_end_between_the_rows_of_a_span)
{
    const struct table_plan *plan = plan_of(spanning_table(true, "国"));
    struct table_fit fit = split(plan, 1, 119999, false);
    ck_assert_int_eq(fit.answer, FIT_PART);
    ck_assert_int_eq(fit.end, 3);
    ck_assert_int_eq(fit.height, 90000);
}
END_TEST

START_TEST(a_page_ends_only_where_a_label_that_goes_on_is_whole)
{
    /* 96 pt hold nine characters: three lines, 62 pt, in the part of the label too. */
    const struct table_plan *plan = plan_of(spanning_table(true, repeat(f.arena, "国", 27)));
    struct table_fit fit = split(plan, 1, 92000, false);
    ck_assert_int_eq(fit.answer, FIT_PART);
    ck_assert_int_eq(fit.end, 3);
    ck_assert_int_eq(fit.tops[2], 92000); /* the last row is higher for the label */
    ck_assert_int_eq(split(plan, 1, 91999, false).answer, FIT_NONE);
    fit = split(plan, 1, 91999, true);
    ck_assert_int_eq(fit.answer, FIT_NONE);
    ck_assert_int_eq(fit.blocked->text.pos.row, 2);
    ck_assert_int_eq(fit.blocked_height, 92000);
}
END_TEST

START_TEST(a_text_that_goes_on_takes_the_room_that_is_left)
{
    /* Eight lines: 162 pt, of which a page of 105 pt has three below the head. */
    const struct table_plan *plan = plan_of(spanning_table(false, repeat(f.arena, "国", 72)));
    struct table_fit fit = split(plan, 1, 105000, false);
    ck_assert_int_eq(fit.answer, FIT_PART);
    ck_assert_int_eq(fit.end, 3);
    ck_assert_int_eq(fit.height, 105000);
    ck_assert_int_eq(split(plan, 1, 91999, false).answer, FIT_NONE);
}
END_TEST

/* A label of one line and a text of COUNT lines in the first row of the body. */
static const struct table_plan *text_plan(size_t count, bool splits_rows)
{
    struct test_table *t = test_table(f.arena, 1, 3, 2);
    t->table.splits_rows = splits_rows;
    t->cells[2].label = true;
    t->cells[3].text.utf8 = repeat(f.arena, "国", 9 * count);
    return plan_of(t);
}

START_TEST(a_row_is_parted_where_three_of_its_lines_have_room)
{
    for (size_t count = 4; count < 9; count++) {
        struct table_fit fit = split(text_plan(count, true), 1, 92000, false);
        ck_assert_int_eq(fit.answer, FIT_PART);
        ck_assert_int_eq(fit.end, 2);
        ck_assert(fit.parted);
        ck_assert_int_eq(split(text_plan(count, true), 1, 91999, false).answer, FIT_NONE);
    }
    struct table_fit fit = split(text_plan(3, true), 1, 92000, false);
    ck_assert_int_eq(fit.end, 2);
    ck_assert(!fit.parted);
}
END_TEST

START_TEST(a_row_that_may_not_be_parted_is_parted_only_when_forced)
{
    const struct table_plan *plan = text_plan(20, false);
    ck_assert_int_eq(split(plan, 1, 300000, false).answer, FIT_NONE);
    struct table_fit fit = split(plan, 1, 300000, true);
    ck_assert_int_eq(fit.answer, FIT_PART);
    ck_assert(fit.parted);
    ck_assert_int_eq(fit.height, 300000);
}
END_TEST

START_TEST(two_lines_are_enough_on_a_page_that_cannot_be_emptier)
{
    const struct table_plan *plan = text_plan(20, true);
    ck_assert_int_eq(split(plan, 1, 72000, false).answer, FIT_NONE);
    ck_assert_int_eq(split(plan, 1, 72000, true).answer, FIT_PART);
    struct table_fit fit = split(plan, 1, 71999, true);
    ck_assert_int_eq(fit.answer, FIT_NONE);
    ck_assert_int_eq(fit.reason, FIT_REASON_ROWS);
    ck_assert_int_eq(fit.blocked->text.pos.column, 2);
    ck_assert_int_eq(fit.blocked_height, 72000);
}
END_TEST

START_TEST(the_least_height_is_what_lets_a_table_begin)
{
    for (size_t count = 1; count < 9; count++)
        for (int splits = 0; splits < 2; splits++) {
            const struct table_plan *plan = text_plan(count, splits);
            unit least = (unit)table_least_height(plan, false);
            ck_assert_int_ne(split(plan, 1, least, false).answer, FIT_NONE);
            ck_assert_int_eq(split(plan, 1, least - 1, false).answer, FIT_NONE);
            least = (unit)table_least_height(plan, true);
            ck_assert_int_ne(split(plan, 1, least, true).answer, FIT_NONE);
            ck_assert_int_eq(split(plan, 1, least - 1, true).answer, FIT_NONE);
        }
}
END_TEST

/* ---- rules --------------------------------------------------------------------------------- */

static void check_rules(const int *owners, int rows, int columns,
                        const struct rule_segment *expected, size_t count)
{
    const struct rule_segment *segments;
    ck_assert_uint_eq(table_rules(f.arena, owners, rows, columns, &segments), count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(segments[i].vertical, expected[i].vertical);
        ck_assert_int_eq(segments[i].at, expected[i].at);
        ck_assert_int_eq(segments[i].from, expected[i].from);
        ck_assert_int_eq(segments[i].to, expected[i].to);
    }
}

START_TEST(no_rule_runs_inside_a_span)
{
    /*  ┌───┬───┐
     *  │ 0 │ 1 │
     *  │   ├───┤
     *  │   │ 2 │
     *  └───┴───┘ */
    static const int owners[] = {0, 1, 0, 2};
    static const struct rule_segment expected[] = {{false, 0, 0, 2}, {false, 1, 1, 2},
                                                   {false, 2, 0, 2}, {true, 0, 0, 2},
                                                   {true, 1, 0, 2},  {true, 2, 0, 2}};
    check_rules(owners, 2, 2, expected, 6);
}
END_TEST

START_TEST(a_rule_interrupted_by_a_span_is_two_segments)
{
    /*  ┌───┬───┬───┐
     *  │ 0 │ 1 │ 2 │
     *  ├───┤   ├───┤
     *  │ 3 │   │ 4 │
     *  └───┴───┴───┘ */
    static const int owners[] = {0, 1, 2, 3, 1, 4};
    static const struct rule_segment expected[] = {
        {false, 0, 0, 3}, {false, 1, 0, 1}, {false, 1, 2, 3}, {false, 2, 0, 3},
        {true, 0, 0, 2},  {true, 1, 0, 2},  {true, 2, 0, 2},  {true, 3, 0, 2}};
    check_rules(owners, 2, 3, expected, 8);
}
END_TEST

/* ---- place --------------------------------------------------------------------------------- */

START_TEST(text_stands_in_the_middle_of_its_cell)
{
    struct test_table *t = test_table(f.arena, 0, 1, 2);
    t->table.row_pitch = 100000;
    t->cells[0].align = ALIGN_CENTER;
    t->cells[0].text.utf8 = "国家";
    t->cells[1].text.utf8 = repeat(f.arena, "国", 18); /* two lines */
    t->cells[1].label = true;
    struct page_build *build = page_build_new(f.arena);
    const struct table_plan *plan = plan_of(t);
    struct table_cursor cursor = table_begin(f.arena, plan);
    struct table_fit fit = table_split(f.arena, plan, &cursor, 300000, true);
    page_build_open(build, 300000, 400000);
    table_place(f.arena, build, plan, &fit, (struct table_spot){60000, 50000, false}, &cursor);
    page_build_close(build, "", NULL, 0);
    struct page_list list = {0};
    page_build_finish(build, &list);
    const struct item *one = find_text(&list.pages[0], "国家", 0);
    const struct item *two = find_text(&list.pages[0], "国国", 0);
    ck_assert_int_eq(one->as.text.x, 60000 + 40000);         /* 20 of 100 pt wide */
    ck_assert_int_eq(one->as.text.y, 50000 + 40000 + 13800); /* 20 of 100 pt high */
    ck_assert_int_eq(two->as.text.x, 160000 + 2000);
    ck_assert_int_eq(two->as.text.y, 50000 + 30000 + 13800);
}
END_TEST

Suite *table_suite(void)
{
    Suite *suite = suite_create("table");
    TCase *cases = tcase_create("table");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_add_test(cases, a_covered_position_knows_its_cell);
    tcase_add_test(cases, overlapping_cells_are_a_fault);
    tcase_add_test(cases, a_position_without_a_cell_is_a_fault);
    tcase_add_test(cases, cells_outside_the_table_or_leaving_the_head_are_faults);
    tcase_add_test(cases, a_row_is_as_high_as_its_highest_cell_or_the_pitch);
    tcase_add_test(cases, what_a_spanning_cell_lacks_goes_to_its_last_row);
    tcase_add_test(cases, a_spanning_cell_that_has_room_changes_no_row);
    tcase_add_test(cases, rows_that_end_exactly_at_the_edge_fit);
    tcase_add_test(cases, a_head_is_never_alone_on_a_page);
    tcase_add_test(cases, a_page_may_end_between_the_rows_of_a_span);
    tcase_add_test(cases, a_page_ends_only_where_a_label_that_goes_on_is_whole);
    tcase_add_test(cases, a_text_that_goes_on_takes_the_room_that_is_left);
    tcase_add_test(cases, a_row_is_parted_where_three_of_its_lines_have_room);
    tcase_add_test(cases, a_row_that_may_not_be_parted_is_parted_only_when_forced);
    tcase_add_test(cases, two_lines_are_enough_on_a_page_that_cannot_be_emptier);
    tcase_add_test(cases, the_least_height_is_what_lets_a_table_begin);
    tcase_add_test(cases, no_rule_runs_inside_a_span);
    tcase_add_test(cases, a_rule_interrupted_by_a_span_is_two_segments);
    tcase_add_test(cases, text_stands_in_the_middle_of_its_cell);
    suite_add_tcase(suite, cases);
    return suite;
}

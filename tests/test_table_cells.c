/* Cells of a table: where amounts stand, and what is done where a table does not fit. Digits are
 * half an em wide, the padding is 2 pt, the type is 10 pt on 20. */
#include "layout/table.h"

#include "tests/layout_fixture.h"

Suite *table_cells_suite(void);

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

static const struct table_plan *plan_in(const struct test_table *t, unit width)
{
    const struct table_grid *grid = table_resolve(f.arena, &t->table, f.diag);
    return grid ? table_measure(&f.job, &t->table, grid, &width, 1) : NULL;
}

static const struct table_plan *plan_of(const struct test_table *t)
{
    const struct table_plan *plan = plan_in(t, WIDTH);
    assert_no_fault(&f);
    ck_assert_ptr_nonnull(plan);
    return plan;
}

static void make_amount(struct table_cell *cell, const char *amount)
{
    cell->content = CELL_AMOUNT;
    cell->align = ALIGN_DECIMAL;
    cell->text.utf8 = amount;
}

static unit left_of(const struct table_plan *plan, size_t index)
{
    return plan->edges[plan->table->cells[index].column] + plan->cells[index].x;
}

/* The x of the decimal point of cell INDEX, from the left edge of the table. */
static unit point_x(const struct table_plan *plan, size_t index)
{
    const struct item *item = &plan->cells[index].text.lines[0].items[0];
    size_t point = 0;
    while (item->as.text.utf8[item->as.text.glyphs[point].cluster] != '.')
        point++;
    return left_of(plan, index) + item->as.text.x + item->as.text.glyphs[point].x;
}

/* Where the text of cell INDEX ends, from the left edge of the table. */
static unit end_x(const struct table_plan *plan, size_t index)
{
    return left_of(plan, index) + plan->cells[index].text.lines[0].width;
}

static unit size_of(const struct table_plan *plan, size_t index)
{
    return plan->cells[index].text.lines[0].items[0].as.text.size;
}

static const char *digits(size_t count)
{
    return repeat(f.arena, "8", count);
}

/* ---- decimal points ------------------------------------------------------------------------ */

START_TEST(decimal_points_of_a_column_stand_on_one_x)
{
    static const char *const amounts[] = {"17270.92", "0.5", "-1.125", "-1,234,567.00", "0.00"};
    struct test_table *t = test_table(f.arena, 0, 6, 1);
    for (size_t i = 0; i < 5; i++)
        make_amount(&t->cells[i], amounts[i]);
    make_amount(&t->cells[5], "100");
    const struct table_plan *plan = plan_of(t);
    for (size_t i = 1; i < 5; i++)
        ck_assert_int_eq(point_x(plan, i), point_x(plan, 0));
    /* The number without a point ends where the points are. */
    ck_assert_int_eq(end_x(plan, 5), point_x(plan, 0));
    /* The longest fraction ends at the padding: three digits of 5 pt after the point. */
    ck_assert_int_eq(end_x(plan, 2), WIDTH - 2000);
    ck_assert_int_eq(end_x(plan, 2) - end_x(plan, 1), 10000);
}
END_TEST

START_TEST(separators_and_signs_stand_left_of_the_point)
{
    struct test_table *t = test_table(f.arena, 0, 2, 1);
    make_amount(&t->cells[0], "-1,234.50");
    make_amount(&t->cells[1], "1234.50");
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(point_x(plan, 0), point_x(plan, 1));
    ck_assert_int_eq(end_x(plan, 0), end_x(plan, 1));
    ck_assert_int_lt(left_of(plan, 0), left_of(plan, 1));
}
END_TEST

START_TEST(integers_alone_end_at_the_padding)
{
    struct test_table *t = test_table(f.arena, 0, 2, 1);
    make_amount(&t->cells[0], "-12");
    make_amount(&t->cells[1], "3456789");
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(end_x(plan, 0), WIDTH - 2000);
    ck_assert_int_eq(end_x(plan, 1), WIDTH - 2000);
    ck_assert_int_eq(left_of(plan, 1), WIDTH - 2000 - 35000);
}
END_TEST

START_TEST(a_neighbour_that_wraps_moves_no_point)
{
    struct test_table *t = test_table(f.arena, 0, 2, 2);
    t->cells[0].text.utf8 = repeat(f.arena, "国", 27);
    make_amount(&t->cells[1], "12.34");
    make_amount(&t->cells[3], "1234.5");
    const struct table_plan *plan = plan_of(t);
    ck_assert_uint_gt(plan->cells[0].text.count, 1);
    ck_assert_uint_eq(plan->cells[1].text.count, 1);
    ck_assert_int_eq(point_x(plan, 1), point_x(plan, 3));
}
END_TEST

START_TEST(blank_amounts_take_no_part)
{
    struct test_table *t = test_table(f.arena, 0, 3, 1);
    make_amount(&t->cells[0], "");
    make_amount(&t->cells[1], "1.5");
    make_amount(&t->cells[2], "");
    const struct table_plan *plan = plan_of(t);
    ck_assert_uint_eq(plan->cells[0].text.count, 0);
    ck_assert_int_eq(end_x(plan, 1), WIDTH - 2000);
    ck_assert_int_eq(plan->heights[0], 30000);
}
END_TEST

START_TEST(an_amount_that_spans_columns_stands_with_those_of_the_last)
{
    struct test_table *t = test_table(f.arena, 0, 2, 2);
    t->cells[2].column_span = 2;
    test_table_remove(t, 3);
    make_amount(&t->cells[1], "3.125");
    make_amount(&t->cells[2], "1234567.5");
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(point_x(plan, 2), point_x(plan, 1));
    ck_assert_int_eq(end_x(plan, 1), WIDTH - 2000);
}
END_TEST

START_TEST(a_column_has_room_for_its_longest_number_and_its_longest_fraction)
{
    struct test_table *t = test_table(f.arena, 0, 2, 4);
    make_amount(&t->cells[0], digits(9)); /* 45 of the 46 pt inside */
    make_amount(&t->cells[4], "0.25");
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_gt(plan->edges[1], 50000);
    ck_assert_int_eq(plan->cells[0].x, 2000);
    ck_assert_int_eq(end_x(plan, 0), point_x(plan, 4));
    ck_assert_int_eq(end_x(plan, 4), plan->edges[1] - 2000);
}
END_TEST

START_TEST(amounts_never_wrap_but_widen_their_column)
{
    struct test_table *t = test_table(f.arena, 0, 1, 4); /* 46 pt inside: nine digits are 45 pt */
    make_amount(&t->cells[2], digits(9));
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(plan->edges[3] - plan->edges[2], 50000);
    make_amount(&t->cells[2], digits(10)); /* 50 pt, and twice the padding */
    plan = plan_of(t);
    ck_assert_int_eq(plan->edges[3] - plan->edges[2], 54000);
    ck_assert_uint_eq(plan->cells[2].text.count, 1);
}
END_TEST

START_TEST(an_amount_that_spans_columns_widens_them)
{
    struct test_table *t = test_table(f.arena, 0, 2, 4);
    t->cells[4].column_span = 2;
    test_table_remove(t, 5);
    make_amount(&t->cells[4], digits(25)); /* 125 pt and the padding, where the hints have 100 */
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(plan->edges[2], 129000);
    ck_assert_int_eq(plan->edges[1], 64500);
}
END_TEST

/* ---- what is not parted -------------------------------------------------------------------- */

/* The width of TEXT set on one line. */
static unit width_of(const char *text)
{
    return text_set_line(&f.job, plain(text), &f.styles[CELL], FONT_CELL).width;
}

START_TEST(words_and_numbers_with_their_units_widen_their_column)
{
    static const char *const texts[] = {"Noto", "2026年", "1234.56万元"};
    for (size_t i = 0; i < 3; i++) {
        struct test_table *t = test_table(f.arena, 0, 1, 2);
        t->columns[0] = (struct table_column){.width = 14000};
        t->cells[0].text.utf8 = arena_printf(f.arena, "国家%s国家", texts[i]);
        t->cells[0].label = true; /* in a form: no column has anything over */
        t->cells[1].text.utf8 = "";
        ck_assert_int_eq(plan_of(t)->edges[1], width_of(texts[i]) + 4000);
    }
}
END_TEST

/* Where the first of two columns ends, 14 pt wide but for TEXT in it. */
static unit column_of(const char *text, bool form)
{
    struct test_table *t = test_table(f.arena, 0, 1, 2);
    t->columns[0] = (struct table_column){.width = 14000};
    t->cells[0].text.utf8 = text;
    t->cells[0].label = form;
    t->cells[1].text.utf8 = "";
    return plan_of(t)->edges[1];
}

START_TEST(the_blanks_and_the_indent_a_text_begins_with_stay_with_its_first_word)
{
    unit word = width_of("1234.56万元");
    ck_assert_int_eq(column_of("　　1234.56万元国家", true), 20000 + word + 4000);
    f.styles[CELL].indent = 2000;
    ck_assert_int_eq(column_of("1234.56万元国家", true), 20000 + word + 4000);
}
END_TEST

START_TEST(gaps_beside_characters_that_have_no_glyph_are_counted)
{
    f.format.composition.gap = 250;
    const char *text = "\u200B国a国"; /* two gaps */
    ck_assert_int_eq(width_of(text), width_of("国国") + width_of("a") + 5000);
    ck_assert_int_eq(column_of(text, false), width_of(text) + 4000);
}
END_TEST

START_TEST(only_labels_of_han_characters_ask_for_room_to_be_set_apart)
{
    f.styles[CELL].apart = 3000;
    ck_assert_int_eq(column_of("国家", false), 30000 + 4000);
    ck_assert_int_eq(column_of("12", false), width_of("12") + 4000);
}
END_TEST

START_TEST(a_form_keeps_its_columns_as_drawn)
{
    struct test_table *t = test_table(f.arena, 0, 1, 2);
    t->cells[0].text.utf8 = repeat(f.arena, "国", 20);
    t->cells[1].text.utf8 = "国";
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(plan->edges[1], WIDTH - 14000); /* all that the other does not need */
    t->cells[1].label = true;
    ck_assert_int_eq(plan_of(t)->edges[1], WIDTH / 2);
}
END_TEST

START_TEST(figures_that_were_equally_wide_stay_so)
{
    struct test_table *t = test_table(f.arena, 1, 2, 3);
    t->columns[0] = (struct table_column){.share = 1};
    t->columns[1] = t->columns[2] = (struct table_column){.width = 60000};
    for (size_t i = 0; i < 3; i++)
        t->cells[i].text.utf8 = "国";
    t->cells[3].text.utf8 = repeat(f.arena, "国", 40);
    make_amount(&t->cells[4], digits(2)); /* 14 pt with the padding */
    make_amount(&t->cells[5], digits(4)); /* 24 pt */
    const struct table_plan *plan = plan_of(t);
    ck_assert_int_eq(plan->edges[1], WIDTH - 2 * 24000);
    ck_assert_int_eq(plan->edges[2], WIDTH - 24000);
}
END_TEST

/* ---- tables that do not fit ---------------------------------------------------------------- */

static const unit steps[] = {9000, 8000};

/* Two columns of amounts of COUNT digits, in type that may be made smaller. */
static struct test_table *crowded(size_t count)
{
    struct test_table *t = test_table(f.arena, 0, 1, 2);
    f.styles[CELL].steps = steps;
    f.styles[CELL].step_count = 2;
    make_amount(&t->cells[0], digits(count));
    make_amount(&t->cells[1], digits(count));
    return t;
}

START_TEST(a_table_that_does_not_fit_is_set_smaller_step_by_step)
{
    const struct table_plan *plan = plan_of(crowded(19)); /* 95 + 4 pt, twice */
    ck_assert_int_eq(size_of(plan, 0), 10000);
    plan = plan_of(crowded(20)); /* 104 pt; at 9 pt 94 */
    ck_assert_int_eq(size_of(plan, 0), 9000);
    ck_assert_int_eq(plan->cells[0].leading, 18000);
    plan = plan_of(crowded(24)); /* at 9 pt 112, at 8 pt 100 */
    ck_assert_int_eq(size_of(plan, 0), 8000);
    ck_assert_int_eq(size_of(plan, 1), 8000);
    ck_assert_int_eq(plan->cells[0].leading, 16000);
    ck_assert_int_eq(f.styles[CELL].size, 10000);
}
END_TEST

START_TEST(a_style_without_steps_keeps_its_size)
{
    struct test_table *t = crowded(20);
    t->cells[1].style = BODY;
    t->cells[1].text.utf8 = "8";
    const struct table_plan *plan = plan_in(t, 105000); /* at 10 pt 104 + 9, at 9 pt 94 + 9 */
    ck_assert_int_eq(size_of(plan, 0), 9000);
    ck_assert_int_eq(size_of(plan, 1), 10000);
}
END_TEST

START_TEST(a_word_that_smaller_type_makes_fit_stays_whole)
{
    static const char word[] = "Wörterbuchverlagsgesellschaft";
    struct test_table *t = crowded(20);
    t->cells[0] = t->cells[1];
    t->cells[0].column = 0;
    t->cells[0].content = CELL_TEXT;
    t->cells[0].text.utf8 = word;
    const struct table_plan *plan = plan_in(t, width_of(word) + 4000 + 104000 - 1);
    assert_no_fault(&f);
    ck_assert_int_eq(size_of(plan, 0), 9000);
    ck_assert_uint_eq(plan->cells[0].text.count, 1);
}
END_TEST

START_TEST(words_are_parted_in_the_largest_type_that_keeps_amounts_whole)
{
    struct test_table *t = crowded(20);
    t->cells[0].content = CELL_TEXT;
    t->cells[0].align = ALIGN_LEFT;
    t->cells[0].text.utf8 = repeat(f.arena, "Noto", 40);
    const struct table_plan *plan = plan_of(t); /* 104 pt for the amount, 96 for the word */
    ck_assert_int_eq(size_of(plan, 1), 10000);
    ck_assert_uint_gt(plan->cells[0].text.count, 1);
    plan = plan_in(t, 110000); /* at 10 pt 6 pt are left for a letter and the padding, at 9 pt 16 */
    assert_no_fault(&f);
    ck_assert_int_eq(size_of(plan, 1), 9000);
    ck_assert_int_ge(plan->edges[2] - plan->edges[1], 94000);
}
END_TEST

START_TEST(the_first_measure_that_holds_a_table_is_its_own)
{
    static const unit measures[] = {WIDTH, 300000};
    struct test_table *t = crowded(28); /* at 8 pt 116, at 9 pt 130, at 10 pt 144 */
    const struct table_grid *grid = table_resolve(f.arena, &t->table, f.diag);
    const struct table_plan *plan = table_measure(&f.job, &t->table, grid, measures, 2);
    assert_no_fault(&f);
    ck_assert_uint_eq(plan->measure, 1);
    ck_assert_int_eq(plan->edges[2], 300000);
    ck_assert_int_eq(size_of(plan, 0), 10000); /* in its full size again */
    ck_assert_uint_eq(plan_of(crowded(24))->measure, 0);
}
END_TEST

START_TEST(amounts_that_no_measure_holds_are_reported)
{
    ck_assert_ptr_null(plan_in(crowded(25), WIDTH)); /* at 8 pt 104, twice */
    assert_fault(&f, DIAG_TABLE_TOO_WIDE, 1, 1);
    const char *message = diag_entry_at(f.diag, 0)->message;
    ck_assert_ptr_nonnull(strstr(message, "208"));
    ck_assert_ptr_nonnull(strstr(message, "200"));
}
END_TEST

/* ---- wide pages ---------------------------------------------------------------------------- */

/* Pages of a heading, a line and a wide table between two paragraphs. */
static const struct page_list *wide_pages(size_t count)
{
    f.pages[0].wide = "landscape";
    f.pages[1].name = "landscape";
    f.pages[1].width = 600000;
    f.pages[1].height = 300000;
    struct test_table *t = crowded(count);
    const struct block blocks[] = {
        {.kind = BLOCK_PARAGRAPH, .style = BODY, .text = plain("前文")},
        {.kind = BLOCK_HEADING,
         .style = HEADING,
         .level = 2,
         .text = plain("表题"),
         .contents = plain("")},
        {.kind = BLOCK_PAIR, .style = BODY, .text = plain("部门"), .right = plain("单位")},
        {.kind = BLOCK_TABLE, .table = &t->table},
        {.kind = BLOCK_PARAGRAPH, .style = BODY, .text = plain("后文")}};
    f.styles[HEADING].align = ALIGN_CENTER;
    const struct page_list *list = lay_out(&f, blocks, 5);
    assert_no_fault(&f);
    return list;
}

START_TEST(a_table_too_wide_for_its_page_goes_on_a_wide_one_with_its_title)
{
    const struct page_list *list = wide_pages(28);
    ck_assert_uint_eq(list->count, 3);
    ck_assert_int_eq(list->pages[0].width, 300000);
    ck_assert_int_eq(list->pages[1].width, 600000);
    ck_assert_int_eq(list->pages[1].height, 300000);
    ck_assert_int_eq(list->pages[2].width, 300000);
    ck_assert_ptr_nonnull(find_text(&list->pages[0], "前文", 0));
    ck_assert_ptr_nonnull(find_text(&list->pages[2], "后文", 0));
    /* The type area of page 2, an even one, is 40 … 540: 500 pt wide. */
    const struct item *title = find_text(&list->pages[1], "表题", 0);
    const struct item *right = find_text(&list->pages[1], "单位", 0);
    ck_assert_int_eq(title->as.text.x, 40000 + (500000 - 20000) / 2);
    ck_assert_int_eq(right->as.text.x, 540000 - 20000);
    ck_assert_ptr_nonnull(find_role(&list->pages[1], ROLE_TABLE));
}
END_TEST

START_TEST(a_table_that_fits_stays_with_what_is_around_it)
{
    const struct page_list *list = wide_pages(24);
    ck_assert_uint_eq(list->count, 1);
    ck_assert_int_eq(list->pages[0].width, 300000);
}
END_TEST

START_TEST(a_fault_beside_a_table_that_goes_on_a_wide_page_is_reported_once)
{
    f.pages[0].wide = "landscape";
    f.pages[1].name = "landscape";
    f.pages[1].width = 600000;
    struct test_table *broken = test_table(f.arena, 0, 1, 1), *wide = crowded(28);
    broken->cells[0].text = text_at("\u0378", 3, 4); /* not assigned: no face has it */
    const struct block blocks[] = {
        {.kind = BLOCK_TABLE, .table = &broken->table, .keep_with_next = true},
        {.kind = BLOCK_TABLE, .table = &wide->table}};
    lay_out(&f, blocks, 2);
    assert_fault(&f, DIAG_FONT_MISSING, 3, 4);
}
END_TEST

Suite *table_cells_suite(void)
{
    Suite *suite = suite_create("table_cells");
    TCase *cases = tcase_create("cells");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_add_test(cases, decimal_points_of_a_column_stand_on_one_x);
    tcase_add_test(cases, separators_and_signs_stand_left_of_the_point);
    tcase_add_test(cases, integers_alone_end_at_the_padding);
    tcase_add_test(cases, a_neighbour_that_wraps_moves_no_point);
    tcase_add_test(cases, blank_amounts_take_no_part);
    tcase_add_test(cases, an_amount_that_spans_columns_stands_with_those_of_the_last);
    tcase_add_test(cases, a_column_has_room_for_its_longest_number_and_its_longest_fraction);
    tcase_add_test(cases, amounts_never_wrap_but_widen_their_column);
    tcase_add_test(cases, an_amount_that_spans_columns_widens_them);
    tcase_add_test(cases, words_and_numbers_with_their_units_widen_their_column);
    tcase_add_test(cases, the_blanks_and_the_indent_a_text_begins_with_stay_with_its_first_word);
    tcase_add_test(cases, gaps_beside_characters_that_have_no_glyph_are_counted);
    tcase_add_test(cases, only_labels_of_han_characters_ask_for_room_to_be_set_apart);
    tcase_add_test(cases, a_form_keeps_its_columns_as_drawn);
    tcase_add_test(cases, figures_that_were_equally_wide_stay_so);
    tcase_add_test(cases, a_table_that_does_not_fit_is_set_smaller_step_by_step);
    tcase_add_test(cases, a_style_without_steps_keeps_its_size);
    tcase_add_test(cases, a_word_that_smaller_type_makes_fit_stays_whole);
    tcase_add_test(cases, words_are_parted_in_the_largest_type_that_keeps_amounts_whole);
    tcase_add_test(cases, the_first_measure_that_holds_a_table_is_its_own);
    tcase_add_test(cases, amounts_that_no_measure_holds_are_reported);
    tcase_add_test(cases, a_table_too_wide_for_its_page_goes_on_a_wide_one_with_its_title);
    tcase_add_test(cases, a_fault_beside_a_table_that_goes_on_a_wide_page_is_reported_once);
    tcase_add_test(cases, a_table_that_fits_stays_with_what_is_around_it);
    suite_add_tcase(suite, cases);
    return suite;
}

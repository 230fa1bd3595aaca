/* Column widths: what columns need, what the pack hints at, a width → edges, worked out with a
 * pencil. */
#include <check.h>
#include <stdlib.h>

#include "layout/table.h"

Suite *table_columns_suite(void);

#define COLUMNS_MAX 8

static struct arena *arena;
static struct table_column hints[COLUMNS_MAX];
static struct column_need needs[COLUMNS_MAX * COLUMNS_MAX];
static unit edges[COLUMNS_MAX + 1];
static int64_t needed;

static void open_columns(void)
{
    arena = arena_new();
    for (int i = 0; i < COLUMNS_MAX; i++)
        hints[i] = (struct table_column){0};
    for (int i = 0; i < COLUMNS_MAX * COLUMNS_MAX; i++)
        needs[i] = (struct column_need){0};
}

static void close_columns(void)
{
    arena_free(arena);
}

/* Columns hinted to be as wide as said, with texts so wide that no word or amount matters. */
static void hint(int count, const unit *widths, const unit *natural)
{
    for (int i = 0; i < count; i++) {
        hints[i] = (struct table_column){.width = widths[i]};
        needs[i * count + i] = (struct column_need){.natural = natural[i], .ample = natural[i]};
    }
}

static bool set_columns(int count, unit width)
{
    return table_columns(arena, hints, count, needs, PART_WORDS_NEVER, width, edges, &needed);
}

static void check_widths(int count, const unit *expected)
{
    for (int i = 0; i < count; i++)
        ck_assert_msg(edges[i + 1] - edges[i] == expected[i], "column %d is %d wide, not %d", i,
                      edges[i + 1] - edges[i], expected[i]);
}

/* ---- hints --------------------------------------------------------------------------------- */

START_TEST(fixed_columns_come_first_and_shares_divide_the_rest)
{
    hints[0].width = 50000;
    hints[1].share = 1;
    hints[2].share = 2;
    ck_assert(set_columns(3, 200000));
    check_widths(3, (const unit[]){50000, 50000, 100000});
}
END_TEST

START_TEST(columns_fill_the_width_exactly_whatever_the_rounding)
{
    for (int i = 0; i < 3; i++)
        hints[i].share = 1;
    ck_assert(set_columns(3, 200000));
    check_widths(3, (const unit[]){66666, 66667, 66667});
    for (int i = 0; i < 3; i++)
        hints[i] = (struct table_column){.width = 10000};
    ck_assert(set_columns(3, 200000));
    check_widths(3, (const unit[]){66666, 66667, 66667});
}
END_TEST

START_TEST(a_column_is_never_under_its_least_width)
{
    hints[0].width = 50000;
    hints[1].share = 1;
    hints[2].share = 3;
    needs[0].characters = needs[0].words = 60000;
    needs[4].words = 80000;
    ck_assert(set_columns(3, 200000));
    check_widths(3, (const unit[]){60000, 80000, 60000});
    needs[8].words = 60001;
    ck_assert(!set_columns(3, 200000));
    ck_assert_int_eq(needed, 200001);
}
END_TEST

START_TEST(words_that_may_be_parted_leave_only_the_amounts)
{
    for (int i = 0; i < 2; i++) {
        hints[i].share = 1;
        needs[3 * i] = (struct column_need){30000, 30000, 120000, 120000, 120000};
    }
    ck_assert(!set_columns(2, 200000));
    ck_assert(table_columns(arena, hints, 2, needs, PART_ANYWHERE, 200000, edges, &needed));
    check_widths(2, (const unit[]){100000, 100000});
    ck_assert_int_eq(needed, 60000);
}
END_TEST

START_TEST(fixed_columns_give_way_to_the_least_widths_of_others)
{
    hints[0].width = 150000;
    hints[1].width = 100000;
    hints[2].share = 1;
    needs[8].words = 50000;
    ck_assert(set_columns(3, 200000)); /* 100 too much: the widest give first */
    check_widths(3, (const unit[]){75000, 75000, 50000});
    needs[0].ample = needs[0].natural = 120000; /* what their texts need, only to amounts */
    ck_assert(set_columns(3, 200000));
    check_widths(3, (const unit[]){120000, 30000, 50000});
    needs[8].words = 90000;
    ck_assert(!set_columns(3, 200000));
    needs[8].characters = 90000;
    ck_assert(table_columns(arena, hints, 3, needs, PART_ANYWHERE, 200000, edges, &needed));
    check_widths(3, (const unit[]){110000, 0, 90000});
}
END_TEST

/* ---- what columns have over ---------------------------------------------------------------- */

START_TEST(hints_stay_where_no_column_lacks_anything)
{
    hint(3, (const unit[]){100000, 50000, 50000}, (const unit[]){40000, 50000, 30000});
    ck_assert(set_columns(3, 200000));
    check_widths(3, (const unit[]){100000, 50000, 50000});
}
END_TEST

START_TEST(what_a_column_has_over_goes_to_those_that_would_wrap)
{
    hint(3, (const unit[]){100000, 50000, 50000}, (const unit[]){40000, 80000, 60000});
    ck_assert(set_columns(3, 200000)); /* 60 over, 30 and 10 lack */
    check_widths(3, (const unit[]){60000, 80000, 60000});
}
END_TEST

START_TEST(too_little_is_divided_in_proportion_to_what_they_lack)
{
    hint(3, (const unit[]){100000, 50000, 50000}, (const unit[]){80000, 80000, 60000});
    ck_assert(set_columns(3, 200000)); /* 20 over, 30 and 10 lack */
    check_widths(3, (const unit[]){80000, 65000, 55000});
}
END_TEST

START_TEST(the_widest_give_first_and_equal_columns_stay_equal)
{
    hint(4, (const unit[]){60000, 60000, 40000, 40000}, (const unit[]){30000, 30000, 10000, 60000});
    ck_assert(set_columns(4, 200000)); /* 20 lack */
    check_widths(4, (const unit[]){50000, 50000, 40000, 60000});
    needs[3 * 5].natural = needs[3 * 5].ample = 60001; /* what cannot be halved */
    ck_assert(set_columns(4, 200000));
    check_widths(4, (const unit[]){50000, 49999, 40000, 60001});
}
END_TEST

START_TEST(a_head_does_not_ask_but_keeps_what_it_stands_in)
{
    hint(2, (const unit[]){100000, 100000}, (const unit[]){50000, 130000});
    needs[0].ample = 90000; /* its head on one line */
    ck_assert(set_columns(2, 200000));
    check_widths(2, (const unit[]){90000, 110000});
    needs[0].ample = 150000;
    needs[3].natural = 90000;
    ck_assert(set_columns(2, 200000));
    check_widths(2, (const unit[]){100000, 100000});
}
END_TEST

/* ---- spans --------------------------------------------------------------------------------- */

START_TEST(a_span_that_the_hints_hold_changes_no_column)
{
    for (int i = 0; i < 3; i++)
        hints[i].share = 1;
    needs[0 * 3 + 1].words = 200000;
    needs[0 * 3 + 0].words = 90000;
    ck_assert(set_columns(3, 300000));
    check_widths(3, (const unit[]){100000, 100000, 100000});
}
END_TEST

START_TEST(a_span_that_lacks_widens_its_columns_alike)
{
    for (int i = 0; i < 3; i++)
        hints[i].share = 1;
    needs[0 * 3 + 1].words = 250000;
    ck_assert(set_columns(3, 300000)); /* 50 more than the hints */
    check_widths(3, (const unit[]){125000, 125000, 50000});
}
END_TEST

START_TEST(single_columns_are_settled_before_spans_and_short_spans_before_long_ones)
{
    for (int i = 0; i < 4; i++)
        hints[i].share = 1;
    needs[0 * 4 + 0].words = 140000;    /* alone: 140 */
    needs[0 * 4 + 1].words = 160000;    /* needs 20 more of column 1, which its hint holds */
    needs[0 * 4 + 2].words = 160000;    /* has that already */
    needs[1 * 4 + 3].words = 230000;    /* has 20, the hints hold the rest */
    ck_assert(!set_columns(4, 360000)); /* 140 + 230 */
    ck_assert_int_eq(needed, 370000);
    ck_assert(set_columns(4, 370000));
    ck_assert_int_eq(edges[1], 140000);
    ck_assert_int_eq(edges[4], 370000);
}
END_TEST

START_TEST(a_text_that_spans_the_whole_table_asks_for_nothing)
{
    hint(2, (const unit[]){100000, 100000}, (const unit[]){50000, 50000});
    needs[0 * 2 + 1].natural = needs[0 * 2 + 1].ample = 5000000;
    ck_assert(set_columns(2, 200000));
    check_widths(2, (const unit[]){100000, 100000});
}
END_TEST

/* Whatever the needs are, the widths sum up and none is under its least. */
START_TEST(any_needs_give_widths_that_sum_up_and_hold_them)
{
    uint32_t random = 20260101;
    close_columns();
#define NEXT(limit) (unit)((random = random * 1664525 + 1013904223) >> 8) % (limit)
    for (int trial = 0; trial < 2000; trial++) {
        int count = 1 + NEXT(COLUMNS_MAX);
        unit width = 1000 + NEXT(800000), least = width / (count + NEXT(4));
        open_columns();
        for (int i = 0; i < count; i++) {
            hints[i].width = NEXT(2) ? NEXT(300000) : 0;
            hints[i].share = hints[i].width ? 0 : NEXT(5);
            needs[i * count + i] =
                (struct column_need){.words = NEXT(least), .natural = NEXT(400000)};
        }
        bool fits = set_columns(count, width);
        ck_assert_int_eq(fits, needed <= width);
        if (fits) {
            ck_assert_int_eq(edges[0], 0);
            ck_assert_int_eq(edges[count], width);
            for (int i = 0; i < count; i++)
                ck_assert_int_ge(edges[i + 1] - edges[i], needs[i * count + i].words);
        }
        close_columns();
    }
#undef NEXT
    open_columns();
}
END_TEST

Suite *table_columns_suite(void)
{
    Suite *suite = suite_create("table_columns");
    TCase *cases = tcase_create("columns");
    tcase_add_checked_fixture(cases, open_columns, close_columns);
    tcase_add_test(cases, fixed_columns_come_first_and_shares_divide_the_rest);
    tcase_add_test(cases, columns_fill_the_width_exactly_whatever_the_rounding);
    tcase_add_test(cases, a_column_is_never_under_its_least_width);
    tcase_add_test(cases, words_that_may_be_parted_leave_only_the_amounts);
    tcase_add_test(cases, fixed_columns_give_way_to_the_least_widths_of_others);
    tcase_add_test(cases, hints_stay_where_no_column_lacks_anything);
    tcase_add_test(cases, what_a_column_has_over_goes_to_those_that_would_wrap);
    tcase_add_test(cases, too_little_is_divided_in_proportion_to_what_they_lack);
    tcase_add_test(cases, the_widest_give_first_and_equal_columns_stay_equal);
    tcase_add_test(cases, a_head_does_not_ask_but_keeps_what_it_stands_in);
    tcase_add_test(cases, a_span_that_the_hints_hold_changes_no_column);
    tcase_add_test(cases, a_span_that_lacks_widens_its_columns_alike);
    tcase_add_test(cases, single_columns_are_settled_before_spans_and_short_spans_before_long_ones);
    tcase_add_test(cases, a_text_that_spans_the_whole_table_asks_for_nothing);
    tcase_add_test(cases, any_needs_give_widths_that_sum_up_and_hold_them);
    suite_add_tcase(suite, cases);
    return suite;
}

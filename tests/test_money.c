/* Amounts: reading, adding, rounding, checked against decimal arithmetic on strings. */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/money.h"

Suite *money_suite(void);

START_TEST(amounts_in_yuan_are_read_as_fen)
{
    static const struct {
        const char *text;
        money fen;
    } cases[] = {
        {"0", 0},
        {"-0.00", 0},
        {"1", 100},
        {"1234.5", 123450},
        {"1,234.50", 123450},
        {"-3.00", -300},
        {"+3.01", 301},
        {"007", 700},
        {"123,456,789.01", 12345678901},
        {"１２３４．５", 123450},
        {"１，２３４．５０", 123450},
        {"－３．００", -300},
        {"＋1", 100},
        {"−3", -300}, /* U+2212 */
        {"92233720368547758.07", INT64_MAX},
        {"-92233720368547758.07", -INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        money fen = 77;
        enum money_fault fault = money_parse(cases[i].text, strlen(cases[i].text), &fen);
        ck_assert_msg(fault == MONEY_OK, "%s is refused", cases[i].text);
        ck_assert_msg(fen == cases[i].fen, "%s is read as %" PRId64, cases[i].text, fen);
    }
}
END_TEST

START_TEST(what_is_no_amount_is_refused_and_nothing_is_written)
{
    static const struct {
        const char *text;
        enum money_fault fault;
    } cases[] = {
        {"", MONEY_MALFORMED},
        {"-", MONEY_MALFORMED},
        {"--1", MONEY_MALFORMED},
        {"+-1", MONEY_MALFORMED},
        {"1.", MONEY_MALFORMED},
        {".5", MONEY_MALFORMED},
        {"1..5", MONEY_MALFORMED},
        {"1.5.0", MONEY_MALFORMED},
        {"abc", MONEY_MALFORMED},
        {"12a", MONEY_MALFORMED},
        {"1e5", MONEY_MALFORMED},
        {"0x10", MONEY_MALFORMED},
        {"1 000", MONEY_MALFORMED},
        {" 1", MONEY_MALFORMED},
        {"1,23", MONEY_MALFORMED},
        {"1,2345", MONEY_MALFORMED},
        {",123", MONEY_MALFORMED},
        {"1,", MONEY_MALFORMED},
        {"1234,567", MONEY_MALFORMED},
        {"1,234567", MONEY_MALFORMED},
        {"1.5,000", MONEY_MALFORMED},
        {"1,,234", MONEY_MALFORMED},
        {"¥1", MONEY_MALFORMED},
        {"一百", MONEY_MALFORMED},
        {"1\xEF", MONEY_MALFORMED},
        {"(3)", MONEY_MALFORMED},
        {"12.345", MONEY_DECIMALS},
        {"12.500", MONEY_DECIMALS},
        {"12.345x", MONEY_MALFORMED},
        {"92233720368547758.08", MONEY_OVERFLOW},
        {"-92233720368547758.08", MONEY_OVERFLOW}, /* INT64_MIN stands for "blank" */
        {"99999999999999999999999999", MONEY_OVERFLOW},
        {"18446744073709551616.00", MONEY_OVERFLOW}, /* 2^64 */
        {"99999999999999999999999999x", MONEY_MALFORMED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        money fen = 77;
        enum money_fault fault = money_parse(cases[i].text, strlen(cases[i].text), &fen);
        ck_assert_msg(fault == cases[i].fault, "%s gives %d", cases[i].text, (int)fault);
        ck_assert_int_eq(fen, 77);
    }
}
END_TEST

START_TEST(a_nul_inside_is_not_an_end)
{
    money fen = 77;
    ck_assert_int_eq(money_parse("12\0", 3, &fen), MONEY_MALFORMED);
    ck_assert_int_eq(money_parse("123", 2, &fen), MONEY_OK);
    ck_assert_int_eq(fen, 1200);
}
END_TEST

START_TEST(sums_that_do_not_fit_leave_the_sum_alone)
{
    money sum = INT64_MAX - 5;
    ck_assert(money_add(&sum, 5));
    ck_assert_int_eq(sum, INT64_MAX);
    ck_assert(!money_add(&sum, 1));
    ck_assert_int_eq(sum, INT64_MAX);
    sum = -INT64_MAX;
    ck_assert(!money_add(&sum, -1)); /* would be MONEY_NONE */
    ck_assert(!money_add(&sum, -2));
    ck_assert_int_eq(sum, -INT64_MAX);
    ck_assert(money_add(&sum, INT64_MAX));
    ck_assert_int_eq(sum, 0);
}
END_TEST

START_TEST(amounts_round_half_up_away_from_zero)
{
    static const struct {
        money fen;
        int64_t unit;
        int decimals;
        bool separator;
        const char *text;
    } cases[] = {
        {261949999, 1000000, 2, false, "261.95"},
        {5000, 1000000, 2, false, "0.01"}, /* 50.00 yuan: exactly half of 0.01 万元 */
        {4999, 1000000, 2, false, "0.00"},
        {-5000, 1000000, 2, false, "-0.01"},
        {-4999, 1000000, 2, false, "0.00"}, /* never -0.00 */
        {15000, 1000000, 2, false, "0.02"}, /* not to even */
        {25000, 1000000, 2, false, "0.03"},
        {50, 100, 0, false, "1"},
        {49, 100, 0, false, "0"},
        {-50, 100, 0, false, "-1"},
        {99995000, 1000000, 2, false, "100.00"},
        {123456789, 100, 2, true, "1,234,567.89"},
        {12345678900, 1000000, 2, true, "12,345.68"},
        {99999, 100, 2, true, "999.99"},
        {100000, 100, 2, true, "1,000.00"},
        {-100000, 100, 2, true, "-1,000.00"},
        {1, 100, 4, false, "0.0100"},
        {7, 1, 4, false, "7.0000"},
        {0, 1000000, 0, true, "0"},
        {INT64_MAX, 1, 0, true, "9,223,372,036,854,775,807"},
        {-INT64_MAX, 1, 4, true, "-9,223,372,036,854,775,807.0000"},
        {INT64_MAX, INT64_C(1000000000000000000), 0, false, "9"},
        {INT64_C(8500000000000000000), INT64_C(1000000000000000000), 0, false, "9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        size_t length = money_format(cases[i].fen, cases[i].unit, cases[i].decimals,
                                     cases[i].separator, text, sizeof text);
        ck_assert_str_eq(text, cases[i].text);
        ck_assert_uint_eq(length, strlen(text));
    }
}
END_TEST

START_TEST(a_short_buffer_is_not_overrun)
{
    char text[8] = "#######";
    ck_assert_uint_eq(money_format(123456789, 100, 2, true, text, 5), 12);
    ck_assert_str_eq(text, "1,23");
    ck_assert_int_eq(text[5], '#');
}
END_TEST

/* Rounding as it is taught: write the number out, cut it, look at the next digit. */
static void round_by_hand(char *out, money fen, int unit_zeros, int decimals)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%030" PRId64, fen < 0 ? -fen : fen);
    size_t point = strlen(digits) - (size_t)unit_zeros; /* stands before this digit */
    size_t end = point + (size_t)decimals;
    char cut[80] = {0};
    for (size_t i = 0; i < end; i++)
        cut[i] = i < strlen(digits) ? digits[i] : '0';
    if (end < strlen(digits) && digits[end] >= '5') {
        size_t i = end;
        while (cut[--i] == '9')
            cut[i] = '0';
        cut[i]++;
    }
    const char *whole = cut;
    while (*whole == '0' && whole < cut + point - 1)
        whole++;
    bool zero = strspn(cut, "0") == strlen(cut);
    sprintf(out, "%s%.*s%s%s", fen < 0 && !zero ? "-" : "", (int)(cut + point - whole), whole,
            decimals > 0 ? "." : "", cut + point);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

START_TEST(printing_agrees_with_rounding_by_hand)
{
    uint64_t state = 20260127;
    for (int i = 0; i < 200000; i++) {
        money fen = (money)(next_random(&state) >> (1 + next_random(&state) % 60));
        fen = i % 2 ? fen : -fen;
        int unit_zeros = (int)(next_random(&state) % 9);
        int decimals = (int)(next_random(&state) % 5);
        int64_t unit = 1;
        for (int z = 0; z < unit_zeros; z++)
            unit *= 10;
        char expected[128], found[64];
        round_by_hand(expected, fen, unit_zeros, decimals);
        money_format(fen, unit, decimals, false, found, sizeof found);
        ck_assert_str_eq(found, expected);
    }
}
END_TEST

START_TEST(what_is_printed_in_yuan_is_read_back_exactly)
{
    uint64_t state = 42;
    for (int i = 0; i < 200000; i++) {
        money fen = (money)(next_random(&state) >> (1 + next_random(&state) % 60)), back = 77;
        fen = i % 2 ? fen : -fen;
        char text[64];
        size_t length = money_format(fen, 100, 2, i % 3 == 0, text, sizeof text);
        ck_assert_int_eq(money_parse(text, length, &back), MONEY_OK);
        ck_assert_int_eq(back, fen);
    }
}
END_TEST

Suite *money_suite(void)
{
    Suite *suite = suite_create("money");
    TCase *tests = tcase_create("money");
    tcase_add_test(tests, amounts_in_yuan_are_read_as_fen);
    tcase_add_test(tests, what_is_no_amount_is_refused_and_nothing_is_written);
    tcase_add_test(tests, a_nul_inside_is_not_an_end);
    tcase_add_test(tests, sums_that_do_not_fit_leave_the_sum_alone);
    tcase_add_test(tests, amounts_round_half_up_away_from_zero);
    tcase_add_test(tests, a_short_buffer_is_not_overrun);
    tcase_add_test(tests, printing_agrees_with_rounding_by_hand);
    tcase_add_test(tests, what_is_printed_in_yuan_is_read_back_exactly);
    suite_add_tcase(suite, tests);
    return suite;
}

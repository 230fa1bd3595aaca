/* Amounts in running text, and what a text says of them. */
#include <check.h>
#include <string.h>

#include "data/check_amounts.h"

Suite *check_amounts_suite(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

/* ---- one amount ---------------------------------------------------------------------------- */

static const struct one {
    const char *text;
    money value; /* MONEY_NONE: no amount */
} ONE[] = {
    {"1000万元", 1000000000},
    {"25000万元", 25000000000},
    {"1,000.5 万元", 1000500000},
    {"3.15万", 3150000},
    {"2亿元", 20000000000},
    {"8000元", 800000},
    {"５００元", 50000},
    {"143.8125万元", 143812500},
    {"300000元。", 30000000},
    {"一百二十万元", 120000000},
    {"三千万元", 3000000000},
    {"10万亩", MONEY_NONE},
    {"3万多人", MONEY_NONE},
    {"2026年", MONEY_NONE},
    {"1.5", MONEY_NONE},
    {"单位：万元", MONEY_NONE},
    {"2.2026年", MONEY_NONE},
    {"99999999999999999999元", MONEY_NONE},
    {"999999999999999亿元", MONEY_NONE},
};

START_TEST(an_amount_is_read_exactly)
{
    struct scan scan = scan_text(arena, ONE[_i].text);
    struct amounts amounts = amounts_read(arena, &scan, 2026);
    ck_assert_msg(amounts.count == (ONE[_i].value != MONEY_NONE), "%s", ONE[_i].text);
    if (amounts.count > 0)
        ck_assert_int_eq(amounts.items[0].value, ONE[_i].value);
}
END_TEST

/* ---- the words round it -------------------------------------------------------------------- */

static const struct marked {
    const char *text;
    unsigned marks; /* of the last amount */
} MARKED[] = {
    {"总计预算费用50万元", AMOUNT_TOTAL},
    {"小计146万元", AMOUNT_TOTAL},
    {"共111.6万元", AMOUNT_TOTAL},
    {"公共50万元", 0},
    {"共计6人7个月需33.6万元", 0},
    {"本次申请金额300000元", AMOUNT_REQUEST},
    {"2026年预算180万元", AMOUNT_YEAR},
    {"2026年需要工作经费25000万元", AMOUNT_YEAR},
    {"2.2026年预算资金1324.98万元", AMOUNT_YEAR},
    {"2025年预算180万元", 0},
    {"2026年10月底完成工程3600万元", 0},
    {"2026年1月已支付244万元", AMOUNT_PAID},
    {"资金共394万元未支付", AMOUNT_TOTAL | AMOUNT_PAID},
    {"剩余资金976万元", AMOUNT_PAID},
    {"500元/点", AMOUNT_PRICE},
    {"8000元/人/月", AMOUNT_PRICE},
    {"每亩1000元", AMOUNT_PRICE},
    {"每个成本800元", AMOUNT_PRICE},
    {"每人500元标准", AMOUNT_PRICE},
    {"每年安排100万元", 0},
    {"排危除险费23万元", 0},
};

START_TEST(an_amount_is_marked_by_the_words_round_it)
{
    struct scan scan = scan_text(arena, MARKED[_i].text);
    struct amounts amounts = amounts_read(arena, &scan, 2026);
    ck_assert_uint_gt(amounts.count, 0);
    ck_assert_msg(amounts.items[amounts.count - 1].marks == MARKED[_i].marks, "%s: %u",
                  MARKED[_i].text, amounts.items[amounts.count - 1].marks);
}
END_TEST

START_TEST(a_price_has_its_measure)
{
    struct scan scan = scan_text(arena, "按600元/个/人补助，每亩1000元");
    struct amounts amounts = amounts_read(arena, &scan, 2026);
    ck_assert_uint_eq(amounts.count, 2);
    ck_assert_uint_gt(scan_match(&scan, amounts.items[0].measures[0], "个"), 0);
    ck_assert_uint_gt(scan_match(&scan, amounts.items[0].measures[1], "人"), 0);
    ck_assert_uint_gt(scan_match(&scan, amounts.items[1].measures[0], "亩"), 0);
}
END_TEST

START_TEST(a_value_is_one_amount)
{
    static const struct {
        const char *text;
        int64_t plain;
        money value;
        unsigned marks;
    } cases[] = {
        {"≤160000元", 0, 16000000, 0},
        {"90万", 0, 90000000, 0},
        {"≤2.5万元", 0, 2500000, 0},
        {"6.1万/点", 0, 6100000, AMOUNT_PRICE},
        {"每点500元", 0, 50000, AMOUNT_PRICE},
        {"≤100", 0, MONEY_NONE, 0},
        {"≤100", 1000000, 100000000, 0},
        {"100%", 1000000, MONEY_NONE, 0},
        {"合格", 0, MONEY_NONE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scan scan = scan_text(arena, cases[i].text);
        struct amount amount = amounts_read_value(&scan, cases[i].plain);
        ck_assert_msg(amount.value == cases[i].value, "%s", cases[i].text);
        ck_assert_uint_eq(amount.marks, cases[i].marks);
    }
}
END_TEST

/* ---- claims -------------------------------------------------------------------------------- */

static const struct claimed {
    const char *text;
    money computed; /* MONEY_NONE: all comes out */
} CLAIMED[] = {
    /* a total, then its parts */
    {"共50万元。其中：服务费16万元，预警5万元，培训1万元，标志2.5万元，除险23万元，补助3.5万元。",
     51000000},
    {"共51万元。其中：服务费16万元，预警5万元，培训1万元，标志2.5万元，除险23万元，补助3.5万元。",
     MONEY_NONE},
    {"需要250万元，主要用于补贴24万元、补偿210万元、其他15万元。", 249000000},
    {"合同总金额202.4万元，已支付60.72万元，含调研60.72万元，整理60.72万元，编制80.96万元。",
     MONEY_NONE},
    {"2026年需要100万元：一是培训30万元；二是办公60万元", MONEY_NONE}, /* no list is announced */
    {"预算100万元，其中：调查30万元，建库700万元。", 730000000}, /* a part that is too large */
    {"预算37.06万元，其中：调查12.35万元，建库24.70万元。", MONEY_NONE}, /* each is rounded */
    {"预算100万元，其中：调查30万元；建库20万元；水", MONEY_NONE},       /* the list breaks off */
    {"安排100万元用于甲，50万元用于乙，30万元用于丙。", MONEY_NONE},
    {"投资350万元，剩余121万元，其中：尾款96万元，监理25万元。", MONEY_NONE},
    /* parts, then their total */
    {"外业120万元，内业80万元，共计200万元", MONEY_NONE},
    {"外业120万元，内业80万元，共计210万元", 200000000},
    {"甲25万元；乙88万元、丙28万元，丁30万，小计146万元", MONEY_NONE},
    {"甲10万元，乙20万元，小计30万元，丙5万元，合计35万元", MONEY_NONE},
    {"外业共需60万元，内业33.6万元，其他18万元，共111.6万元", MONEY_NONE},
    /* a price and a quantity */
    {"标志牌40万元，设立500个，每个成本800元", MONEY_NONE},
    {"标志牌40万元，设立500个，每个成本8000元", 400000000},
    {"按4万元/亩回购500亩，资金2000万元", MONEY_NONE},
    {"国家下发6000个，新增4000个，每个50元，共60万元", MONEY_NONE}, /* which number is not told */
    /* written out */
    {"30+50=80万", MONEY_NONE},
    {"30+50=90万", 80000000},
    {"8000元 × 500 = 400万元", MONEY_NONE},
    {"8000元×500＝40万元", 400000000},
    {"500元/点×63点=3.15万元", MONEY_NONE},
    {"500元/点×63点=3.5万元", 3150000},
    {"500×63=3.15万元", MONEY_NONE},
    {"2×30万元+40万元=100万元", MONEY_NONE},
};

START_TEST(what_a_text_says_of_its_amounts_is_computed_again)
{
    struct scan scan = scan_text(arena, CLAIMED[_i].text);
    struct amounts amounts = amounts_read(arena, &scan, 2026);
    const struct amount_claim *claims;
    size_t count = amounts_verify(arena, &scan, &amounts, &claims);
    ck_assert_msg(count == (CLAIMED[_i].computed != MONEY_NONE), "%s: %zu", CLAIMED[_i].text,
                  count);
    if (count > 0)
        ck_assert_int_eq(claims[0].computed, CLAIMED[_i].computed);
}
END_TEST

Suite *check_amounts_suite(void)
{
    Suite *suite = suite_create("check_amounts");
    TCase *tests = tcase_create("check_amounts");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, an_amount_is_read_exactly, 0, (int)(sizeof ONE / sizeof *ONE));
    tcase_add_loop_test(tests, an_amount_is_marked_by_the_words_round_it, 0,
                        (int)(sizeof MARKED / sizeof *MARKED));
    tcase_add_test(tests, a_price_has_its_measure);
    tcase_add_test(tests, a_value_is_one_amount);
    tcase_add_loop_test(tests, what_a_text_says_of_its_amounts_is_computed_again, 0,
                        (int)(sizeof CLAIMED / sizeof *CLAIMED));
    suite_add_tcase(suite, tests);
    return suite;
}

/* Private numbers: what is one, what only looks like one, and that no message repeats it. */
#include <check.h>
#include <string.h>

#include "data/check_privacy.h"

Suite *check_privacy_suite(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static size_t find(const char *text, bool phone_field, const struct privacy_hit **hits)
{
    struct scan scan = scan_text(arena, text);
    return privacy_find(arena, &scan, phone_field, hits);
}

/* Numbers of operators' and standards' own examples, or invented. */
static const struct found {
    const char *text, *number;
    enum privacy_kind kind;
    const char *masked;
} FOUND[] = {
    {"联系电话13800138000。", "13800138000", PRIVACY_MOBILE, "138****8000"},
    {"080-13800138000", "13800138000", PRIVACY_MOBILE, "138****8000"},
    {"≤12.5电话13800138000万元", "13800138000", PRIVACY_MOBILE, "138****8000"},
    {"联系13800138000年底", "13800138000", PRIVACY_MOBILE, "138****8000"},
    {"电话138\u200b00138000", "138\u200b00138000", PRIVACY_MOBILE, "138\u200b****8000"},
    {"电话138 0013 8000", "138 0013 8000", PRIVACY_MOBILE, "138******8000"},
    {"电话138-0013-8000", "138-0013-8000", PRIVACY_MOBILE, "138******8000"},
    {"+86 13800138000", "86 13800138000", PRIVACY_MOBILE, "86 *******8000"},
    {"１３８００１３８０００", "１３８００１３８０００", PRIVACY_MOBILE, "１３８****８０００"},
    {"13800138000 2026-01-01", "13800138000", PRIVACY_MOBILE, "138****8000"},
    {"电话：0356-2021234", "0356-2021234", PRIVACY_LANDLINE, "**********34"},
    {"（0356）2021234", "（0356）2021234", PRIVACY_LANDLINE, "***********34"},
    {"(010) 66551234", "(010) 66551234", PRIVACY_LANDLINE, "************34"},
    {"010-66551234", "010-66551234", PRIVACY_LANDLINE, "**********34"},
    {"身份证11010519491231002X号", "11010519491231002X", PRIVACY_IDENTITY, "110**************X"},
    {"110105 19491231 002x", "110105 19491231 002x", PRIVACY_IDENTITY, "110***************x"},
    {"旧证130503670401001", "130503670401001", PRIVACY_IDENTITY, "130***********1"},
    {"卡号4012888888881881", "4012888888881881", PRIVACY_BANK_CARD, "4012************"},
    {"卡号4012 8888 8888 1881", "4012 8888 8888 1881", PRIVACY_BANK_CARD, "4012***************"},
    {"邮箱someone@example.com。", "someone@example.com", PRIVACY_EMAIL, "s******@example.com"},
    {"车牌晋E12345", "晋E12345", PRIVACY_PLATE, "晋E*****"},
    {"车牌晋E·D12345", "晋E·D12345", PRIVACY_PLATE, "晋E*******"},
    {"晋E1234警", "晋E1234警", PRIVACY_PLATE, "晋E*****"},
    {"138****0000", "138****0000", PRIVACY_MASKED, "138****0000"},
};

START_TEST(a_private_number_is_found_and_masked)
{
    const struct found *wanted = &FOUND[_i];
    const struct privacy_hit *hits;
    ck_assert_msg(find(wanted->text, false, &hits) == 1, "%s", wanted->text);
    ck_assert_str_eq(privacy_names[hits[0].kind], privacy_names[wanted->kind]);
    ck_assert_uint_eq(hits[0].length, strlen(wanted->number));
    ck_assert_mem_eq(wanted->text + hits[0].offset, wanted->number, hits[0].length);
    if (hits[0].kind != PRIVACY_IDENTITY)
        ck_assert_str_eq(hits[0].masked, wanted->masked);
    if (hits[0].kind != PRIVACY_MASKED)
        ck_assert_ptr_null(strstr(hits[0].masked, wanted->number));
}
END_TEST

static const char *const CLEAN[] = {
    "合计13800138000元",
    "账号080-13800138000123",
    "13800138000.00",
    "投资1380013.8000万元",
    "功能科目2200101、2080505",
    "项目080-2026-001",
    "项目130-2026-0012",
    "填报日期20251020095255",
    "晋自然资函〔2022〕232号",
    "2025-2026年，2021—2025年",
    "面积67769.2平方米",
    "118.5元/平方米",
    "11010519491231002Y",
    "110105194912310021",  /* a wrong check digit */
    "11010519491331002X",  /* no such month */
    "4012888888881882",    /* a wrong Luhn digit */
    "2026052010000000018", /* begins like a date */
    "编号12345678",        /* digits alone are no landline in a text */
    "0800-2026001",
    "晋A级景区12345",
    "云A股",
    "新E2025001",
    "邮编048000@",
    "a@b",
    "第58条",
    "统一社会信用代码11140525012345678X",
};

START_TEST(what_only_looks_like_a_private_number_is_none)
{
    const struct privacy_hit *hits;
    size_t count = find(CLEAN[_i], false, &hits);
    ck_assert_msg(count == 0, "%s: %s", CLEAN[_i], count ? hits[0].masked : "");
}
END_TEST

START_TEST(digits_alone_are_a_landline_in_a_field_for_it)
{
    const struct privacy_hit *hits;
    ck_assert_uint_eq(find("2021234", true, &hits), 1);
    ck_assert_int_eq(hits[0].kind, PRIVACY_LANDLINE);
    ck_assert_uint_eq(find("03562021234", true, &hits), 1);
    ck_assert_int_eq(hits[0].kind, PRIVACY_LANDLINE);
    ck_assert_uint_eq(find("2021234", false, &hits), 0);
}
END_TEST

START_TEST(several_numbers_in_one_text_are_all_found)
{
    const struct privacy_hit *hits;
    ck_assert_uint_eq(find("张某13800138000，李某13900139000、办公室0356-2021234", false, &hits),
                      3);
    ck_assert_uint_lt(hits[0].offset, hits[1].offset);
    ck_assert_int_eq(hits[2].kind, PRIVACY_LANDLINE);
}
END_TEST

START_TEST(any_bytes_end)
{
    static const char *const odd[] = {
        "",        "1",   "@",   "(",         "((((", "（0",  "138",
        "晋",      "晋E", "+86", "1\xE4\xBD", "@.",   "a@b.", "0-0-0-0-0-0-0-0-0-0",
        "\xFF\xFE"};
    const struct privacy_hit *hits;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        ck_assert_uint_eq(find(odd[i], true, &hits), 0);
}
END_TEST

Suite *check_privacy_suite(void)
{
    Suite *suite = suite_create("check_privacy");
    TCase *tests = tcase_create("check_privacy");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, a_private_number_is_found_and_masked, 0,
                        (int)(sizeof FOUND / sizeof *FOUND));
    tcase_add_loop_test(tests, what_only_looks_like_a_private_number_is_none, 0,
                        (int)(sizeof CLEAN / sizeof *CLEAN));
    tcase_add_test(tests, digits_alone_are_a_landline_in_a_field_for_it);
    tcase_add_test(tests, several_numbers_in_one_text_are_all_found);
    tcase_add_test(tests, any_bytes_end);
    suite_add_tcase(suite, tests);
    return suite;
}

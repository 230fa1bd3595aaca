/* Private numbers: what is one, what only looks like one, and that no message repeats it. */
#include <check.h>
#include <string.h>

#include "data/book_parts.h"
#include "data/check_privacy.h"
#include "data/format_forms.h"
#include "tests/check_fixture.h"

Suite *check_privacy_suite(void);

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

/* ---- what is looked through ---------------------------------------------------------------- */

#define MOBILE "13800138000"

/* The findings of P01 in the book in dir as their places: file:row:column, one a line. */
static const char *mobiles(const struct format *format)
{
    const struct budget budget = read_budget(dir);
    const struct check_findings findings =
        check_department(arena, read_rules(), format, &budget, CHECK_LEVELS_ALL, DIAG_ENGLISH);
    const char *places = "";
    for (size_t i = 0; i < findings.count; i++)
        if (strcmp(findings.items[i].rule->id, "P01") == 0)
            places =
                arena_printf(arena, "%s%s\n", places, check_pos_text(arena, findings.items[i].pos));
    return places;
}

/* A sound field of COLUMN in FILE. Codes of the book are those of the one row of their file. */
static const char *sound_field(enum book_file file, const struct schema_column *column)
{
    static const char *const subjects[] = {"2200101", "", "30101", "50101"};
    switch (column->type) {
    case FIELD_YEAR:
        return file == BOOK_PRIOR_YEAR ? "2025" : "2026";
    case FIELD_CHOICE:
        return column->choices[0];
    case FIELD_YES_NO:
        return "是";
    case FIELD_SUBJECT:
        return subjects[column->list];
    case FIELD_DEPARTMENT:
        return "K0";
    case FIELD_AGENCY:
        return "K1";
    case FIELD_PROJECT:
        return file == BOOK_EXPENDITURE ? "" : "K4"; /* 人员经费 is of no project */
    case FIELD_KEY:
        return arena_printf(arena, "K%d", (int)file);
    case FIELD_TEXT:
        return "甲";
    default:
        return "1";
    }
}

/* A book of one row a file, in which WANTED is a mobile number. */
static void put_mobile(const struct schema_column *wanted)
{
    for (enum book_file f = 0; f < BOOK_CONTROLS; f++) {
        const char *head = "", *row = "";
        for (size_t i = 0; i < book_schemas[f].column_count; i++) {
            const struct schema_column *column = &book_schemas[f].columns[i];
            const char *field = sound_field(f, column), *comma = i == 0 ? "" : ",";
            if (column == wanted)
                field = MOBILE;
            head = arena_printf(arena, "%s%s%s", head, comma, column->heading);
            row = arena_printf(arena, "%s%s%s", row, comma, field);
        }
        put(book_schemas[f].file, arena_printf(arena, "%s\n%s\n", head, row));
    }
}

/* Every text of the files that are attached: a new column is to be looked through. Codes are not:
 * an honest one may have the digits of a telephone number. Of control.csv nothing is attached, of
 * waivers.csv the ids of rules that there are. */
START_TEST(every_text_of_a_book_is_looked_through)
{
    const struct format *format = read_pack(NULL);
    size_t count = 0;
    for (enum book_file file = 0; file < BOOK_CONTROLS; file++)
        for (size_t i = 0; i < book_schemas[file].column_count; i++) {
            const struct schema_column *column = &book_schemas[file].columns[i];
            if (column->type != FIELD_TEXT)
                continue;
            put_mobile(column);
            const char *place = arena_printf(arena, "%s:2:%zu\n", book_schemas[file].file, i + 1);
            ck_assert_str_eq(mobiles(format), place);
            count++;
        }
    ck_assert_uint_ge(count, 36);
}
END_TEST

START_TEST(region_and_names_of_subjects_used_are_looked_through)
{
    const struct format *format = read_pack(NULL);
    put("book.yaml", "format: shanxi-county\nyear: 2026\nregion: 某县" MOBILE "\n");
    ck_assert_str_eq(mobiles(format), "book.yaml:3:9\n");
    put("book.yaml", clean_book[0].text);
    put("subjects.csv", "类别,编码,名称\n收入,1030602,利润" MOBILE "\n收入,10306,经营" MOBILE
                        "\n功能,2200101,行政" MOBILE "\n功能,999,其他" MOBILE
                        "\n功能,99901,未用" MOBILE "\n部门经济,30299,未用" MOBILE
                        "\n政府经济,501,工资" MOBILE "\n部门经济,30101,基本" MOBILE "\n");
    ck_assert_str_eq(mobiles(format), "subjects.csv:2:3\nsubjects.csv:3:3\nsubjects.csv:4:3\n"
                                      "subjects.csv:5:3\nsubjects.csv:8:3\nsubjects.csv:9:3\n");
}
END_TEST

START_TEST(forms_of_all_projects_are_looked_through_where_they_are_printed)
{
    const struct format *format = read_pack(NULL);
    struct form_format form = *format->project_form;
    struct format all = *format;
    form.projects = FORM_ALL;
    all.project_form = &form;
    put("projects.csv",
        arena_printf(arena, "%s%s", PROJECT_COLUMNS,
                     "P-1,A01,A01001,购车项目,特定目标类,否,,,,,,,,,,,,,,,,,,概况" MOBILE
                     ",,,,,,,,,,\nP-2,A01,A01001,土地项目," NO_FORM
                     "P-3,A01,A01001,国资项目," NO_FORM "P-4,A01,A01002,中心项目," NO_FORM));
    put("indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"
                          "P-1,年度,1,产出指标,数量指标,车辆,1辆" MOBILE "\n");
    ck_assert_str_eq(mobiles(format), "");
    ck_assert_str_eq(mobiles(&all), "indicators.csv:2:7\nprojects.csv:2:24\n");
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
    tcase_add_test(tests, every_text_of_a_book_is_looked_through);
    tcase_add_test(tests, region_and_names_of_subjects_used_are_looked_through);
    tcase_add_test(tests, forms_of_all_projects_are_looked_through_where_they_are_printed);
    suite_add_tcase(suite, tests);
    return suite;
}

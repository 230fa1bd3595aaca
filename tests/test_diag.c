/* Diagnostics: wordings, whom they concern, merging, printing. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/diag.h"

Suite *diag_suite(void);

static const struct wording {
    const char *code, *text[2];
} wordings[] = {
#define DIAG(code, level, zh, en) {#code, {zh, en}},
#include "data/diag_list.h"
#undef DIAG
};

/* The placeholders {1} … {9} of a wording, as bits. */
static unsigned placeholders(const char *text)
{
    unsigned found = 0;
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{'))
        if (at[1] >= '1' && at[1] <= '9' && at[2] == '}')
            found |= 1u << (at[1] - '1');
    return found;
}

static bool is_chinese(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0xE4 && (unsigned char)*text <= 0xE9)
            return true;
    return false;
}

START_TEST(every_wording_has_its_placeholders_in_both_languages)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
        unsigned chinese = placeholders(wordings[i].text[0]);
        ck_assert_msg(chinese == placeholders(wordings[i].text[1]),
                      "%s: the languages differ in placeholders", wordings[i].code);
        ck_assert_msg((chinese & (chinese + 1)) == 0, "%s: a placeholder is left out",
                      wordings[i].code);
        ck_assert_msg(is_chinese(wordings[i].text[0]), "%s: no Chinese", wordings[i].code);
        ck_assert_msg(wordings[i].text[1][0] != '\0', "%s: no English", wordings[i].code);
    }
}
END_TEST

/* What diag_print() prints; to be freed. */
static char *printed(const struct diag *diag, size_t first)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    diag_print(diag, first, out);
    fclose(out);
    return text;
}

static const struct pos place = {"收入.csv", 12, 3};

START_TEST(a_message_is_printed_with_its_place_and_level)
{
    static const struct {
        enum diag_language language;
        struct pos pos;
        const char *head;
    } cases[] = {
        {DIAG_CHINESE, {"income.csv", 12, 3}, "income.csv:12:3: 错误: "},
        {DIAG_ENGLISH, {"income.csv", 12, 3}, "income.csv:12:3: error: "},
        {DIAG_CHINESE, {"out.pdf", 0, 0}, "out.pdf: 错误: "},
        {DIAG_ENGLISH, {NULL, 0, 0}, "error: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diag *diag = diag_new(cases[i].language);
        diag_report(diag, cases[i].pos, DIAG_FIELD_CHOICE, "资金来源", "基金", "一般公共预算",
                    NULL);
        char *text = printed(diag, 0);
        ck_assert_msg(strncmp(text, cases[i].head, strlen(cases[i].head)) == 0, "%s", text);
        ck_assert_ptr_nonnull(strstr(text, "资金来源"));
        ck_assert_ptr_nonnull(strstr(text, "基金"));
        ck_assert_ptr_nonnull(strstr(text, "一般公共预算"));
        ck_assert_ptr_null(strchr(text, '{'));
        ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
        free(text);
        diag_free(diag);
    }
}
END_TEST

START_TEST(warnings_are_printed_as_such_and_refuse_nothing)
{
    struct diag *diag = diag_new(DIAG_CHINESE);
    diag_report(diag, place, DIAG_CSV_COLUMN_UNKNOWN, "备注", NULL);
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_uint_eq(diag_errors(diag), 0);
    ck_assert(!diag_refuses_all(diag));
    ck_assert(!diag_refuses(diag, "080"));
    char *text = printed(diag, 0);
    ck_assert_ptr_nonnull(strstr(text, "收入.csv:12:3: 警告: "));
    free(text);
    diag_free(diag);
}
END_TEST

START_TEST(an_error_refuses_the_department_it_concerns_and_no_other)
{
    struct diag *diag = diag_new(DIAG_CHINESE);
    char code[] = "080";
    diag_concern(diag, code);
    strcpy(code, "xxx"); /* the sink has its own copy */
    diag_report(diag, place, DIAG_FIELD_BLANK, "金额", NULL);
    ck_assert(diag_refuses(diag, "080"));
    ck_assert(!diag_refuses(diag, "081"));
    ck_assert(!diag_refuses(diag, "xxx"));
    ck_assert(!diag_refuses_all(diag));
    ck_assert_str_eq(diag_entry_at(diag, 0)->department, "080");
    diag_free(diag);
}
END_TEST

START_TEST(an_error_of_the_whole_book_refuses_every_department)
{
    struct diag *diag = diag_new(DIAG_CHINESE);
    diag_concern(diag, "080");
    diag_concern(diag, NULL);
    diag_report(diag, place, DIAG_FILE_MISSING, NULL);
    ck_assert(diag_refuses_all(diag));
    ck_assert(diag_refuses(diag, "080"));
    ck_assert(diag_refuses(diag, "081"));
    ck_assert_ptr_null(diag_entry_at(diag, 0)->department);
    diag_free(diag);
}
END_TEST

START_TEST(entries_that_are_not_kept_still_count_and_refuse)
{
    struct diag *diag = diag_new(DIAG_CHINESE);
    diag_concern(diag, "080");
    for (int i = 0; i < DIAG_KEPT_MAX; i++)
        diag_report(diag, place, DIAG_FIELD_BLANK, "金额", NULL);
    diag_concern(diag, "081");
    for (int i = 0; i < 7; i++)
        diag_report(diag, place, DIAG_FIELD_BLANK, "金额", NULL);
    ck_assert_uint_eq(diag_count(diag), DIAG_KEPT_MAX);
    ck_assert_uint_eq(diag_errors(diag), DIAG_KEPT_MAX + 7);
    ck_assert(diag_refuses(diag, "081"));
    char *text = printed(diag, DIAG_KEPT_MAX - 1);
    ck_assert_ptr_nonnull(strstr(text, " 7 "));
    free(text);
    diag_free(diag);
}
END_TEST

START_TEST(merging_keeps_order_departments_and_counts)
{
    struct diag *diag = diag_new(DIAG_CHINESE), *other = diag_new(DIAG_CHINESE);
    diag_report(diag, place, DIAG_CSV_COLUMN_UNKNOWN, "甲", NULL);
    diag_concern(other, "081");
    char file[] = "b.csv";
    diag_report(other, (struct pos){file, 5, 6}, DIAG_FIELD_BLANK, "乙", NULL);
    strcpy(file, "x.csv");
    diag_merge(diag, other);
    diag_free(other);
    ck_assert_uint_eq(diag_count(diag), 2);
    ck_assert_uint_eq(diag_errors(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 1);
    ck_assert_int_eq(entry->code, DIAG_FIELD_BLANK);
    ck_assert_str_eq(entry->pos.file, "b.csv");
    ck_assert_int_eq(entry->pos.row, 5);
    ck_assert_str_eq(entry->department, "081");
    ck_assert_ptr_nonnull(strstr(entry->message, "乙"));
    ck_assert(diag_refuses(diag, "081"));
    ck_assert(!diag_refuses(diag, "080"));
    diag_free(diag);
}
END_TEST

START_TEST(merging_a_full_sink_keeps_what_the_other_did_not)
{
    struct diag *diag = diag_new(DIAG_CHINESE), *other = diag_new(DIAG_CHINESE);
    for (int i = 0; i < DIAG_KEPT_MAX - 1; i++)
        diag_report(diag, place, DIAG_CSV_COLUMN_UNKNOWN, "甲", NULL);
    diag_concern(other, "081");
    for (int i = 0; i < 3; i++)
        diag_report(other, place, DIAG_FIELD_BLANK, "乙", NULL);
    diag_merge(diag, other);
    ck_assert_uint_eq(diag_count(diag), DIAG_KEPT_MAX);
    ck_assert_uint_eq(diag_errors(diag), 3);
    ck_assert(diag_refuses(diag, "081"));
    diag_free(other);
    diag_free(diag);
}
END_TEST

START_TEST(a_long_argument_is_cut_between_characters_and_a_message_is_one_line)
{
    char text[3001];
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 3 * i, "部", 3);
    text[3000] = '\0';
    memcpy(text + 3, "\n\n\x07", 3);
    struct diag *diag = diag_new(DIAG_CHINESE);
    diag_report(diag, place, DIAG_FIELD_CHOICE, text, "a", text, NULL);
    const char *message = diag_entry_at(diag, 0)->message;
    ck_assert_uint_lt(strlen(message), 1000);
    ck_assert_ptr_null(strchr(message, '\n'));
    ck_assert_ptr_nonnull(strstr(message, "部…"));
    for (const unsigned char *at = (const unsigned char *)message; *at;) {
        size_t size = *at < 0x80 ? 1 : *at >= 0xE0 ? 3 : 2;
        for (size_t i = 1; i < size; i++)
            ck_assert_uint_eq(at[i] & 0xC0, 0x80);
        at += size;
    }
    diag_free(diag);
}
END_TEST

START_TEST(braces_in_an_argument_are_not_placeholders)
{
    struct diag *diag = diag_new(DIAG_ENGLISH);
    diag_report(diag, place, DIAG_FIELD_CHOICE, "{2}", "found", "expected", NULL);
    ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, 0)->message, "{2}"));
    diag_free(diag);
}
END_TEST

START_TEST(the_language_follows_the_locale)
{
    static const struct {
        const char *locale;
        enum diag_language language;
    } cases[] = {
        {"en_GB.UTF-8", DIAG_ENGLISH}, {"en", DIAG_ENGLISH}, {"zh_CN.UTF-8", DIAG_CHINESE},
        {"C", DIAG_CHINESE},           {"", DIAG_CHINESE},   {NULL, DIAG_CHINESE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_int_eq(diag_language_of(cases[i].locale), cases[i].language);
}
END_TEST

Suite *diag_suite(void)
{
    Suite *suite = suite_create("diag");
    TCase *tests = tcase_create("diag");
    tcase_add_test(tests, every_wording_has_its_placeholders_in_both_languages);
    tcase_add_test(tests, a_message_is_printed_with_its_place_and_level);
    tcase_add_test(tests, warnings_are_printed_as_such_and_refuse_nothing);
    tcase_add_test(tests, an_error_refuses_the_department_it_concerns_and_no_other);
    tcase_add_test(tests, an_error_of_the_whole_book_refuses_every_department);
    tcase_add_test(tests, entries_that_are_not_kept_still_count_and_refuse);
    tcase_add_test(tests, merging_keeps_order_departments_and_counts);
    tcase_add_test(tests, merging_a_full_sink_keeps_what_the_other_did_not);
    tcase_add_test(tests, a_long_argument_is_cut_between_characters_and_a_message_is_one_line);
    tcase_add_test(tests, braces_in_an_argument_are_not_placeholders);
    tcase_add_test(tests, the_language_follows_the_locale);
    suite_add_tcase(suite, tests);
    return suite;
}

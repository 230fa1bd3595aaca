/* Books: a small sound one, what can be wrong with it, and whom that concerns. */
#include <check.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/book.h"
#include "tests/book_fixture.h"
#include "tests/support.h"

Suite *book_suite(void);

/* ---- sound books ------------------------------------------------------------------------------
 */

START_TEST(a_sound_book_is_read_by_department_and_code)
{
    struct reading reading = reading_new();
    ck_assert_str_eq(show(&reading), sound_shown);
    ck_assert_str_eq(book_format(reading.book), "shanxi-county");
    ck_assert_int_eq(book_year(reading.book), 2026);
    ck_assert_str_eq(book_region(reading.book).utf8, "某县");
    ck_assert_int_eq(book_region(reading.book).pos.row, 3);
    ck_assert_str_eq(book_path(reading.book), reading.dir);
    reading_free(&reading);
}
END_TEST

START_TEST(places_name_the_row_and_column_of_a_field)
{
    struct reading reading = reading_new();
    change(&reading, "departments.csv", "部门编码,部门名称,年度\nB02,乙局,2026\nA01,甲局,2026",
           "年度,部门编码,部门名称\n2026,B02,乙局\n\n2026,A01,甲局");
    read_it(&reading);
    const struct department *department = book_department(reading.book, 0);
    ck_assert_int_eq(department->row, 4);
    struct pos pos = book_pos(reading.book, BOOK_DEPARTMENTS, department->row, "部门名称");
    ck_assert_str_eq(pos.file, "departments.csv");
    ck_assert_int_eq(pos.row, 4);
    ck_assert_int_eq(pos.column, 3);
    ck_assert_int_eq(book_pos(reading.book, BOOK_DEPARTMENTS, 4, "金额").column, 0);
    reading_free(&reading);
}
END_TEST

START_TEST(the_date_is_that_of_the_book_or_none)
{
    static const char *const dates[] = {"2026-02-10", "2024-02-29", "2000-02-29", "2026-12-31"};
    struct reading reading = reading_new();
    read_it(&reading);
    ck_assert_str_eq(book_date(reading.book), "");
    struct hash undated = book_digest(reading.book, 0).settings;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        change(&reading, "book.yaml", "year: 2026",
               arena_printf(reading.arena, "year: 2026\ndate: %s", dates[i]));
        read_it(&reading);
        ck_assert_uint_eq(diag_count(reading.diag), 0);
        ck_assert_str_eq(book_date(reading.book), dates[i]);
        ck_assert(!hash_equal(book_digest(reading.book, 0).settings, undated));
    }
    reading_free(&reading);
}
END_TEST

/* ---- the same records in another shape ---------------------------------------------------------
 */

static void reverse(const char **items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        const char *item = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = item;
    }
}

/* TEXT with its columns, and its rows below the head, the other way round. */
static const char *mirror(struct arena *arena, const char *text)
{
    const char *lines[64], *fields[64];
    size_t line_count = 0;
    char *rest = arena_strdup(arena, text), *out = arena_strdup(arena, "");
    for (char *line; (line = strsep(&rest, "\n")) && rest;) {
        size_t count = 0;
        for (char *field; (field = strsep(&line, ","));)
            fields[count++] = field;
        reverse(fields, count);
        char *mirrored = arena_strdup(arena, fields[0]);
        for (size_t i = 1; i < count; i++)
            mirrored = arena_printf(arena, "%s,%s", mirrored, fields[i]);
        lines[line_count++] = mirrored;
    }
    reverse(lines + 1, line_count - 1);
    for (size_t i = 0; i < line_count; i++)
        out = arena_printf(arena, "%s%s\n", out, lines[i]);
    return out;
}

START_TEST(the_order_of_rows_and_columns_does_not_matter)
{
    struct reading reading = reading_new();
    for (size_t i = 1; i < FILE_COUNT; i++) {
        const char *text = mirror(reading.arena, sound_book[i].text);
        write_bytes(&reading, sound_book[i].name, text, strlen(text));
    }
    ck_assert_str_eq(show(&reading), sound_shown);
    reading_free(&reading);
}
END_TEST

/* Lines that differ in an amount only stand in the order of their amounts. */
START_TEST(the_order_of_lines_that_differ_in_an_amount_does_not_matter)
{
    static const char head[] = "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金\n";
    static const char *const pairs[][2] = {
        {"A01,主要任务,1,甲,乙,5,1,1\n", "A01,主要任务,1,甲,乙,7,1,1\n"},
        {"A01,主要任务,1,甲,乙,5,2,1\n", "A01,主要任务,1,甲,乙,5,3,1\n"},
        {"A01,主要任务,1,甲,乙,5,2,\n", "A01,主要任务,1,甲,乙,5,2,1\n"},
    };
    for (size_t i = 0; i < 2 * sizeof pairs / sizeof *pairs; i++) {
        struct reading reading = reading_new();
        const char *text = arena_printf(reading.arena, "%s%s%s", head, pairs[i / 2][i % 2],
                                        pairs[i / 2][1 - i % 2]);
        write_bytes(&reading, "overall.csv", text, strlen(text));
        read_it(&reading);
        ck_assert_uint_eq(reading.budgets[0].overall_count, 2);
        const struct overall *lines = reading.budgets[0].overall;
        for (size_t k = 0; k < 2; k++) /* rows below the head, as they stand in the file */
            ck_assert_int_eq(lines[k].row, (int)(2 + (k + i) % 2));
        reading_free(&reading);
    }
}
END_TEST

START_TEST(gb18030_bom_and_crlf_do_not_matter)
{
    for (int shape = 0; shape < 3; shape++) {
        struct reading reading = reading_new();
        for (size_t i = 1; i < FILE_COUNT; i++) {
            char out[8192], *to = out, *from = (char *)(uintptr_t)sound_book[i].text;
            size_t left = strlen(from), room = sizeof out;
            if (shape == 0) {
                iconv_t converter = iconv_open("GB18030", "UTF-8");
                ck_assert_uint_eq(iconv(converter, &from, &left, &to, &room), 0);
                iconv_close(converter);
            } else if (shape == 1) {
                to += sprintf(out, "\xEF\xBB\xBF%s", from);
            } else {
                for (; *from; *to++ = *from++)
                    if (*from == '\n')
                        *to++ = '\r';
            }
            write_bytes(&reading, sound_book[i].name, out, (size_t)(to - out));
        }
        ck_assert_str_eq(show(&reading), sound_shown);
        reading_free(&reading);
    }
}
END_TEST

START_TEST(blanks_quotes_and_empty_fields_at_the_right_do_not_matter)
{
    struct reading reading = reading_new();
    change(&reading, "departments.csv", "B02,乙局,2026\nA01,甲局,2026\n",
           " B02 ,　乙局　,\"2026\",,\n,,,\n\n\"A01\",\"甲局\",2026\n");
    change(&reading, "expenditure.csv", ",1000.00\n", ",\"1,000.00\"\n");
    ck_assert_str_eq(show(&reading), sound_shown);
    reading_free(&reading);
}
END_TEST

/* ---- faults -----------------------------------------------------------------------------------
 */

/* One change to the sound book, and the one error that it must give. */
struct fault_case {
    const char *file, *old, *new;
    enum diag_code code;
    const char *place; /* file, where it is not the changed one */
    int row, column;
    const char *department; /* NULL: all */
    const char *found;      /* in the message */
};

static const struct fault_case faults[] = {
    /* amounts and numbers */
    {"expenditure.csv", "200.5", "abc", DIAG_FIELD_MONEY, NULL, 3, 10, "A01", "abc"},
    {"expenditure.csv", "200.5", "12.345", DIAG_FIELD_MONEY_DECIMALS, NULL, 3, 10, "A01", "12.345"},
    {"expenditure.csv", "200.5", "92233720368547758.08", DIAG_FIELD_MONEY_OVERFLOW, NULL, 3, 10,
     "A01", "92233720368547758.08"},
    {"expenditure.csv", "200.5", "\"1,23\"", DIAG_FIELD_MONEY, NULL, 3, 10, "A01", "1,23"},
    {"expenditure.csv", "200.5", "", DIAG_FIELD_BLANK, NULL, 3, 10, "A01", "金额"},
    {"income.csv", ",50\n", ",五十\n", DIAG_FIELD_MONEY, NULL, 7, 7, "B02", "五十"},
    {"projects.csv", "12.34", "12,34", DIAG_CSV_ROW_LONG, NULL, 3, 35, "A01", "35"},
    {"projects.csv", "12.34", "一", DIAG_FIELD_MONEY, NULL, 3, 12, "A01", "一"},
    {"indicators.csv", "年度,1,", "年度,一,", DIAG_FIELD_NUMBER, NULL, 2, 3, "A01", "一"},
    {"indicators.csv", "年度,1,", "年度,-1,", DIAG_FIELD_NUMBER, NULL, 2, 3, "A01", "-1"},
    {"prior_year.csv", "2025", "25", DIAG_FIELD_NUMBER, NULL, 2, 2, "A01", "25"},
    {"assets.csv", "3234.56", "三千", DIAG_FIELD_QUANTITY, NULL, 3, 4, "B02", "三千"},
    /* names of a fixed list */
    {"units.csv", "行政单位", "机关", DIAG_FIELD_CHOICE, NULL, 3, 4, "A01", "行政单位、"},
    {"units.csv", "是", "yes", DIAG_FIELD_CHOICE, NULL, 3, 5, "A01", "yes"},
    {"expenditure.csv", "政府性基金预算", "基金", DIAG_FIELD_CHOICE, NULL, 5, 4, "A01", "单位资金"},
    {"expenditure.csv", "上年结转", "结转", DIAG_FIELD_CHOICE, NULL, 4, 5, "A01", "结转"},
    {"expenditure.csv", "公用经费", "公用", DIAG_FIELD_CHOICE, NULL, 3, 6, "A01", "公用"},
    {"indicators.csv", "年度", "全年", DIAG_FIELD_CHOICE, NULL, 2, 2, "A01", "全年"},
    /* codes of subjects */
    {"expenditure.csv", "2080501", "20805", DIAG_SUBJECT_LENGTH, NULL, 2, 3, "A01", "5 位"},
    {"expenditure.csv", "2080501", "20805o1", DIAG_SUBJECT_DIGITS, NULL, 2, 3, "A01", "20805o1"},
    {"expenditure.csv", "2080501", "２080501", DIAG_SUBJECT_DIGITS, NULL, 2, 3, "A01", "7"},
    {"expenditure.csv", "2080501", "2088888", DIAG_SUBJECT_UNKNOWN, NULL, 2, 3, "A01", "2088888"},
    {"expenditure.csv", "30302", "303", DIAG_SUBJECT_LENGTH, NULL, 2, 8, "A01", "5"},
    {"expenditure.csv", "30302", "39998", DIAG_SUBJECT_UNKNOWN, NULL, 2, 8, "A01", "部门经济"},
    {"expenditure.csv", "50905", "50988", DIAG_SUBJECT_UNKNOWN, NULL, 2, 9, "A01", "政府经济"},
    {"income.csv", "103014801", "10301", DIAG_SUBJECT_LENGTH, NULL, 5, 3, "A01", "7, 9"},
    {"income.csv", "103014801", "1039999", DIAG_SUBJECT_UNKNOWN, NULL, 5, 3, "A01", "收入"},
    /* references */
    {"units.csv", "乙局本级,B02", "乙局本级,C03", DIAG_REFERENCE_UNKNOWN, NULL, 2, 3, "C03", "C03"},
    {"texts.csv", "B02", "B03", DIAG_REFERENCE_UNKNOWN, NULL, 5, 1, "B03", "departments.csv"},
    {"expenditure.csv", "B02,B02001", "B03,B02001", DIAG_REFERENCE_UNKNOWN, NULL, 6, 1, "B02",
     "B03"}, /* its unit tells */
    {"expenditure.csv", "A01,A01002", "A09,A01009", DIAG_REFERENCE_UNKNOWN, NULL, 4, 1, "A01",
     "A09"}, /* its project tells */
    {"expenditure.csv", "B02001", "B02009", DIAG_REFERENCE_UNKNOWN, NULL, 6, 2, "B02", "units.csv"},
    {"expenditure.csv", "P-2", "P-9", DIAG_REFERENCE_UNKNOWN, NULL, 4, 7, "A01", "projects.csv"},
    {"expenditure.csv", "B02,B02001", ",B02001", DIAG_FIELD_BLANK, NULL, 6, 1, "B02", "部门编码"},
    {"texts.csv", "B02", "", DIAG_FIELD_BLANK, NULL, 5, 1, NULL, "部门编码"},
    {"indicators.csv", "P-1", "P-9", DIAG_REFERENCE_UNKNOWN, NULL, 2, 1, NULL, "P-9"},
    {"expenditure.csv", "A01,A01001", "A01,B02001", DIAG_REFERENCE_ELSEWHERE, NULL, 2, 2, "A01",
     "units.csv 第 2 行"},
    {"income.csv", "A01,A01001", "A01,B02001", DIAG_REFERENCE_CLAIMED, "units.csv", 2, 3, "B02",
     "income.csv 第 2 行"},
    {"projects.csv", "P-2,A01,A01002", "P-2,A01,B02001", DIAG_REFERENCE_ELSEWHERE, NULL, 2, 3,
     "A01", "B02001"},
    {"expenditure.csv", "B02,B02001,2101102,一般公共预算,当年,人员经费,",
     "B02,B02001,2101102,一般公共预算,当年,项目支出,P-1", DIAG_REFERENCE_ELSEWHERE, NULL, 6, 7,
     "B02", "projects.csv 第 3 行"},
    /* what goes with a category */
    {"expenditure.csv", "P-2", "", DIAG_PROJECT_CODE_MISSING, NULL, 4, 7, "A01", "项目支出"},
    {"expenditure.csv", "公用经费,", "公用经费,P-1", DIAG_PROJECT_CODE_UNWANTED, NULL, 3, 7, "A01",
     "P-1"},
    {"expenditure.csv", "30302", "", DIAG_ECONOMIC_CODE_MISSING, NULL, 2, 8, "A01", "人员经费"},
    {"expenditure.csv", "50502", "", DIAG_ECONOMIC_CODE_MISSING, NULL, 7, 9, "B02", "公用经费"},
    /* what may stand once */
    {"departments.csv", "A01,甲局,2026\n", "A01,甲局,2026\nA01,丙局,2026\n", DIAG_DUPLICATE_KEY,
     NULL, 4, 1, "A01", "第 3 行"},
    {"units.csv", "A01002,", "A01001,", DIAG_DUPLICATE_KEY, NULL, 4, 1, "A01", "第 3 行"},
    {"projects.csv", "P-1,A01",
     "P-2,A01,A01002,又一,特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\nP-1,A01", DIAG_DUPLICATE_KEY,
     NULL, 3, 1, "A01", "第 2 行"},
    {"prior_year.csv", "支出总计", "收入总计", DIAG_DUPLICATE_KEY, NULL, 3, 3, "A01", "第 2 行"},
    {"procurement.csv", "工程", "货物", DIAG_DUPLICATE_KEY, NULL, 4, 2, "A01", "第 3 行"},
    {"units.csv", "A01002,甲局下属中心,A01,", "B02001,甲局下属中心,A01,", DIAG_DUPLICATE_KEY, NULL,
     4, 1, "A01", "B02001"},
    /* departments */
    {"departments.csv", "甲局,2026", "甲局,2025", DIAG_DEPARTMENT_YEAR, NULL, 3, 3, "A01", "2026"},
    {"departments.csv", "甲局", "", DIAG_FIELD_BLANK, NULL, 3, 2, "A01", "部门名称"},
    {"departments.csv", "A01,甲局", ",甲局", DIAG_FIELD_BLANK, NULL, 3, 1, NULL, "部门编码"},
    {"departments.csv", "A01,甲局,2026\n", "A01,甲局,2026\nC03,丙局,2026\n",
     DIAG_DEPARTMENT_WITHOUT_FACTS, NULL, 4, 1, "C03", "C03"},
    {"units.csv", "A01002", "A01 02", DIAG_FIELD_KEY, NULL, 4, 1, "A01", "A01 02"},
    /* rows and characters */
    {"assets.csv", "公务用车,1,辆", "公务用车,1", DIAG_CSV_ROW_SHORT, NULL, 2, 5, "A01", "5"},
    {"assets.csv", "公务用车,1,辆", "公务用车,1,辆,,多", DIAG_CSV_ROW_LONG, NULL, 2, 6, "A01", "7"},
    {"texts.csv", "1,职责", "1,职\xFF责", DIAG_FIELD_UNDECODABLE, NULL, 2, 4, "A01", "内容"},
    {"texts.csv", "1,职责", "1,职\x01责", DIAG_FIELD_CONTROL, NULL, 2, 4, "A01", "U+0001"},
    {"texts.csv", "乙", "\"乙\"丙", DIAG_CSV_QUOTE_AFTER, NULL, 3, 4, NULL, "引号"},
    {"texts.csv", "乙", "\"乙", DIAG_CSV_QUOTE_OPEN, NULL, 3, 4, NULL, "引号"},
    /* files and heads */
    {"texts.csv", "栏目", "栏", DIAG_CSV_COLUMN_MISSING, NULL, 1, 1, NULL, "栏目"},
    {"texts.csv", "栏目,序号", "栏目,栏目,序号", DIAG_CSV_COLUMN_DUPLICATE, NULL, 1, 3, NULL,
     "第 2 列"},
    {"departments.csv", "B02,乙局,2026\nA01,甲局,2026\n", "", DIAG_BOOK_WITHOUT_DEPARTMENTS, NULL,
     1, 1, NULL, "部门"},
    /* book.yaml */
    {"book.yaml", "region", "regoin", DIAG_BOOK_KEY_UNKNOWN, NULL, 3, 1, NULL, "region"},
    {"book.yaml", "region: 某县\n", "", DIAG_BOOK_KEY_MISSING, NULL, 1, 1, NULL, "region"},
    {"book.yaml", "format: ", "format: ../", DIAG_BOOK_FORMAT, NULL, 1, 9, NULL, "../"},
    {"book.yaml", "2026", "26", DIAG_BOOK_YEAR, NULL, 2, 7, NULL, "26"},
    {"book.yaml", "region", "date: 2026-2-10\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL,
     "2026-2-10"},
    {"book.yaml", "region", "date: 2026-02-30\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "02-30"},
    {"book.yaml", "region", "date: 2100-02-29\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "2100"},
    {"book.yaml", "region", "date: 2026-00-10\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "00"},
    {"book.yaml", "region", "date: 2026-13-10\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "13"},
    {"book.yaml", "region", "date: 2026-02-00\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "00"},
    {"book.yaml", "region", "date: 1800-02-10\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "1800"},
    {"book.yaml", "region", "date: 2026-02-10T00\nregion", DIAG_BOOK_DATE, NULL, 3, 7, NULL, "T00"},
    {"book.yaml", "region", "date:\nregion", DIAG_BOOK_VALUE, NULL, 3, 6, NULL, "date"},
    {"book.yaml", "region", "date: [2026]\nregion", DIAG_BOOK_VALUE, NULL, 3, 7, NULL, "date"},
    {"book.yaml", "region: 某县", "region:", DIAG_BOOK_VALUE, NULL, 3, 8, NULL, "region"},
    {"book.yaml", "region: 某县", "region: [某县]", DIAG_BOOK_VALUE, NULL, 3, 9, NULL, "region"},
    {"book.yaml", "year: 2026", "year: 2026: x", DIAG_YAML_SYNTAX, NULL, 2, 11, NULL, "冒号"},
    {"book.yaml", "year: 2026", "region: x", DIAG_YAML_DUPLICATE_KEY, NULL, 3, 1, NULL, "region"},
};

/* The entry that CASE wants, or NULL. */
static const struct diag_entry *find_entry(const struct diag *diag, const struct fault_case *fault)
{
    for (size_t i = 0; i < diag_count(diag); i++) {
        const struct diag_entry *entry = diag_entry_at(diag, i);
        const char *place = fault->place ? fault->place : fault->file;
        if (entry->code == fault->code && strcmp(entry->pos.file, place) == 0 &&
            entry->pos.row == fault->row && entry->pos.column == fault->column)
            return entry;
    }
    return NULL;
}

static const char *all_entries(struct reading *reading)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    diag_print(reading->diag, 0, out);
    fclose(out);
    const char *copy = arena_strdup(reading->arena, text);
    free(text);
    return copy;
}

START_TEST(a_fault_is_reported_at_its_field_against_its_department)
{
    const struct fault_case *fault = &faults[_i];
    struct reading reading = reading_new();
    change(&reading, fault->file, fault->old, fault->new);
    read_it(&reading);
    const char *all = all_entries(&reading);
    const struct diag_entry *entry = find_entry(reading.diag, fault);
    ck_assert_msg(entry != NULL, "%s → %s gives\n%s", fault->old, fault->new, all);
    ck_assert_int_eq(entry->level, DIAG_ERROR);
    ck_assert_msg(strstr(entry->message, fault->found) != NULL, "%s", entry->message);
    if (fault->department) {
        ck_assert_msg(entry->department && strcmp(entry->department, fault->department) == 0,
                      "concerns %s:\n%s", entry->department ? entry->department : "all", all);
        ck_assert_msg(!diag_refuses_all(reading.diag), "%s", all);
    } else {
        ck_assert_msg(diag_refuses_all(reading.diag), "%s", all);
    }
    reading_free(&reading);
}
END_TEST

/* A fault of one department lets the other through with all its records. */
START_TEST(the_other_department_is_not_refused)
{
    const struct fault_case *fault = &faults[_i];
    bool of_a = fault->department && strcmp(fault->department, "A01") == 0;
    bool of_b = fault->department && strcmp(fault->department, "B02") == 0;
    bool both = fault->code == DIAG_REFERENCE_ELSEWHERE || fault->code == DIAG_REFERENCE_CLAIMED ||
                strstr(fault->new, "B02001,甲局"); /* one unit in two departments */
    struct reading reading = reading_new();
    change(&reading, fault->file, fault->old, fault->new);
    const char *shown = show(&reading);
    if ((of_a || of_b) && !both) {
        const char *other = of_a ? strstr(sound_shown, "department B02") : sound_shown;
        size_t length =
            of_a ? strlen(other) : (size_t)(strstr(sound_shown, "department B02") - sound_shown);
        ck_assert_ptr_nonnull(reading.book);
        ck_assert(diag_refuses(reading.diag, "A01") == of_a);
        ck_assert(diag_refuses(reading.diag, "B02") == of_b);
        ck_assert_ptr_nonnull(strstr(shown, arena_strndup(reading.arena, other, length)));
    } else if (both) {
        ck_assert(diag_refuses(reading.diag, "A01"));
        ck_assert(diag_refuses(reading.diag, "B02"));
    }
    reading_free(&reading);
}
END_TEST

START_TEST(all_missing_files_and_columns_are_listed_in_one_run)
{
    struct reading reading = reading_new();
    unlink(arena_printf(reading.arena, "%s/assets.csv", reading.dir));
    write_bytes(&reading, "texts.csv", "", 0);
    write_bytes(&reading, "income.csv", " \r\n\r\n", 5);
    change(&reading, "units.csv", "单位性质,运行经费口径", "性质,口径");
    read_it(&reading);
    static const struct {
        enum diag_code code;
        const char *file;
    } expected[] = {
        {DIAG_CSV_COLUMN_UNKNOWN, "units.csv"}, {DIAG_CSV_COLUMN_UNKNOWN, "units.csv"},
        {DIAG_CSV_COLUMN_MISSING, "units.csv"}, {DIAG_CSV_COLUMN_MISSING, "units.csv"},
        {DIAG_CSV_EMPTY, "income.csv"},         {DIAG_FILE_MISSING, "assets.csv"},
        {DIAG_CSV_EMPTY, "texts.csv"},
    };
    ck_assert_msg(diag_count(reading.diag) == sizeof expected / sizeof *expected, "%s",
                  all_entries(&reading));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct diag_entry *entry = diag_entry_at(reading.diag, i);
        ck_assert_int_eq(entry->code, expected[i].code);
        ck_assert_str_eq(entry->pos.file, expected[i].file);
        ck_assert_int_eq(entry->pos.row, 1);
        if (entry->level == DIAG_ERROR)
            ck_assert_int_eq(entry->pos.column, 1);
    }
    ck_assert_ptr_null(reading.book);
    ck_assert(diag_refuses_all(reading.diag));
    reading_free(&reading);
}
END_TEST

START_TEST(an_unknown_column_is_warned_of_and_ignored)
{
    struct reading reading = reading_new();
    change(&reading, "procurement.csv", "部门编码,类别,金额\nB02,服务,6\nA01,货物,5\nA01,工程,0.00",
           "部门编码,备注,类别,金额\nB02,无,服务,6\nA01,无,货物,5\nA01,无,工程,0.00");
    const char *shown = show(&reading);
    ck_assert_uint_eq(diag_count(reading.diag), 1);
    ck_assert_uint_eq(diag_errors(reading.diag), 0);
    const struct diag_entry *entry = diag_entry_at(reading.diag, 0);
    ck_assert_int_eq(entry->code, DIAG_CSV_COLUMN_UNKNOWN);
    ck_assert_int_eq(entry->pos.column, 2);
    ck_assert_ptr_nonnull(strstr(shown, sound_shown));
    reading_free(&reading);
}
END_TEST

START_TEST(a_faulty_unit_gives_no_error_at_the_rows_that_refer_to_it)
{
    struct reading reading = reading_new();
    change(&reading, "units.csv", "参照公务员法管理事业单位", "参公");
    read_it(&reading);
    ck_assert_msg(diag_count(reading.diag) == 1, "%s", all_entries(&reading));
    struct budget budget = reading.budgets[0];
    for (size_t i = 0; i < budget.fact_count; i++)
        ck_assert_str_eq(budget.facts[i].agency->code, "A01001");
    reading_free(&reading);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_one_error)
{
    struct reading reading = reading_new();
    struct book_options options = {SOURCE_DIR "/data"};
    ck_assert_ptr_null(book_open(reading.arena, "/nonexistent", &options, reading.diag));
    ck_assert_uint_eq(diag_count(reading.diag), 1);
    ck_assert_int_eq(diag_entry_at(reading.diag, 0)->code, DIAG_BOOK_FOLDER);
    reading_free(&reading);
}
END_TEST

/* ---- subjects ---------------------------------------------------------------------------------
 */

static const char *subject_name(const struct reading *reading, enum subject_list list,
                                const char *code)
{
    const struct subject *subject =
        subjects_lookup(book_subjects(reading->book), list, code, strlen(code));
    return subject ? subject->name.utf8 : "";
}

START_TEST(names_of_subjects_are_those_of_the_year)
{
    static const struct {
        int year;
        const char *retired, *health;
    } cases[] = {
        {2018, "行政事业单位离退休", "医疗卫生与计划生育支出"},
        {2019, "行政事业单位离退休", "卫生健康支出"},
        {2020, "行政事业单位养老支出", "卫生健康支出"},
        {2026, "行政事业单位养老支出", "卫生健康支出"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = reading_new();
        change(&reading, "book.yaml", "2026", arena_printf(reading.arena, "%d", cases[i].year));
        read_it(&reading);
        ck_assert_str_eq(subject_name(&reading, SUBJECT_FUNCTION, "20805"), cases[i].retired);
        ck_assert_str_eq(subject_name(&reading, SUBJECT_FUNCTION, "210"), cases[i].health);
        reading_free(&reading);
    }
}
END_TEST

START_TEST(the_book_adds_to_the_subjects_and_overrides_names)
{
    struct reading reading = reading_new();
    const char *own = "类别,编码,名称\n功能,20888,新款\n功能,2088888,新项\n功能,201,改名\n";
    write_bytes(&reading, "subjects.csv", own, strlen(own));
    change(&reading, "expenditure.csv", "2080501", "2088888");
    read_it(&reading);
    ck_assert_uint_eq(diag_count(reading.diag), 0);
    ck_assert_str_eq(subject_name(&reading, SUBJECT_FUNCTION, "2088888"), "新项");
    ck_assert_str_eq(subject_name(&reading, SUBJECT_FUNCTION, "201"), "改名");
    const struct subjects *subjects = book_subjects(reading.book);
    const struct subject *subject = subjects_lookup(subjects, SUBJECT_FUNCTION, "2088888", 5);
    ck_assert_str_eq(subject->name.utf8, "新款");
    ck_assert_str_eq(subject->name.pos.file, "subjects.csv");
    ck_assert_int_eq(subject->name.pos.row, 2);
    ck_assert_ptr_null(subjects_lookup(subjects, SUBJECT_FUNCTION, "2088888", 6));
    ck_assert_ptr_null(subjects_lookup(subjects, SUBJECT_FUNCTION, "20", 3));
    for (size_t i = 1; i < subjects_count(subjects, SUBJECT_FUNCTION); i++)
        ck_assert_int_lt(strcmp(subjects_at(subjects, SUBJECT_FUNCTION, i - 1)->code.utf8,
                                subjects_at(subjects, SUBJECT_FUNCTION, i)->code.utf8),
                         0);
    reading_free(&reading);
}
END_TEST

START_TEST(faults_in_the_subjects_of_a_book_concern_all)
{
    static const struct {
        const char *row;
        enum diag_code code;
        int row_number, column;
    } cases[] = {
        {"功能,2088888,新项\n", DIAG_SUBJECT_PARENT, 2, 3}, /* at the record that uses it */
        {"科目,20888,新款\n", DIAG_FIELD_CHOICE, 2, 1},
        {"功能,2088,新款\n", DIAG_SUBJECT_LENGTH, 2, 2},
        {"功能,20888,\n", DIAG_FIELD_BLANK, 2, 3},
        {"功能,20888,甲\n功能,20888,乙\n", DIAG_DUPLICATE_KEY, 3, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = reading_new();
        const char *own = arena_printf(reading.arena, "类别,编码,名称\n%s", cases[i].row);
        write_bytes(&reading, "subjects.csv", own, strlen(own));
        if (i == 0)
            change(&reading, "expenditure.csv", "2080501", "2088888");
        read_it(&reading);
        const struct diag_entry *entry = diag_entry_at(reading.diag, 0);
        ck_assert_int_eq(entry->code, cases[i].code);
        ck_assert_int_eq(entry->pos.row, cases[i].row_number);
        ck_assert_int_eq(entry->pos.column, cases[i].column);
        ck_assert(diag_refuses_all(reading.diag) == (i > 0));
        reading_free(&reading);
    }
}
END_TEST

START_TEST(the_built_in_subjects_have_the_thirty_classes_and_the_three_public_expenses)
{
    struct reading reading = reading_new();
    read_it(&reading);
    const struct subjects *subjects = book_subjects(reading.book);
    size_t classes = 0;
    for (size_t i = 0; i < subjects_count(subjects, SUBJECT_FUNCTION); i++)
        classes += strlen(subjects_at(subjects, SUBJECT_FUNCTION, i)->code.utf8) == 3;
    ck_assert_uint_eq(classes, 30);
    ck_assert_str_eq(subject_name(&reading, SUBJECT_DEPT_ECON, "30212"), "因公出国（境）费用");
    ck_assert_str_eq(subject_name(&reading, SUBJECT_DEPT_ECON, "30217"), "公务接待费");
    ck_assert_str_eq(subject_name(&reading, SUBJECT_DEPT_ECON, "30231"), "公务用车运行维护费");
    ck_assert_str_eq(subject_name(&reading, SUBJECT_DEPT_ECON, "31013"), "公务用车购置");
    ck_assert_str_eq(subject_name(&reading, SUBJECT_GOV_ECON, "501"), "机关工资福利支出");
    reading_free(&reading);
}
END_TEST

/* ---- the reference example --------------------------------------------------------------------
 */

START_TEST(the_reference_example_is_read_without_a_remark)
{
    const char *path = SOURCE_DIR "/../shared/sample/zezhou-2026";
    if (access(path, R_OK) != 0)
        return; /* only where the project is developed */
    struct reading reading = reading_new();
    struct loaded_book loaded = loaded_book_read(reading.arena, path, reading.diag);
    ck_assert_msg(diag_count(reading.diag) == 0, "%s", all_entries(&reading));
    ck_assert_uint_eq(book_department_count(loaded.book), 1);
    struct budget budget = loaded.budgets[0];
    money spent = 0, earned = 0;
    for (size_t i = 0; i < budget.fact_count; i++)
        ck_assert(money_add(budget.facts[i].kind == FACT_INCOME ? &earned : &spent,
                            budget.facts[i].amount));
    ck_assert_int_eq(spent, earned);
    ck_assert_uint_eq(budget.project_count, 22); /* counted with Python's csv module */
    ck_assert_uint_eq(budget.indicator_count, 197);
    ck_assert_uint_eq(budget.prose_count, 19);
    reading_free(&reading);
}
END_TEST

Suite *book_suite(void)
{
    Suite *suite = suite_create("book");
    TCase *tests = tcase_create("book");
    int fault_count = (int)(sizeof faults / sizeof *faults);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_sound_book_is_read_by_department_and_code);
    tcase_add_test(tests, the_date_is_that_of_the_book_or_none);
    tcase_add_test(tests, places_name_the_row_and_column_of_a_field);
    tcase_add_test(tests, the_order_of_rows_and_columns_does_not_matter);
    tcase_add_test(tests, the_order_of_lines_that_differ_in_an_amount_does_not_matter);
    tcase_add_test(tests, gb18030_bom_and_crlf_do_not_matter);
    tcase_add_test(tests, blanks_quotes_and_empty_fields_at_the_right_do_not_matter);
    tcase_add_loop_test(tests, a_fault_is_reported_at_its_field_against_its_department, 0,
                        fault_count);
    tcase_add_loop_test(tests, the_other_department_is_not_refused, 0, fault_count);
    tcase_add_test(tests, all_missing_files_and_columns_are_listed_in_one_run);
    tcase_add_test(tests, an_unknown_column_is_warned_of_and_ignored);
    tcase_add_test(tests, a_faulty_unit_gives_no_error_at_the_rows_that_refer_to_it);
    tcase_add_test(tests, a_folder_that_is_not_there_is_one_error);
    tcase_add_test(tests, names_of_subjects_are_those_of_the_year);
    tcase_add_test(tests, the_book_adds_to_the_subjects_and_overrides_names);
    tcase_add_test(tests, faults_in_the_subjects_of_a_book_concern_all);
    tcase_add_test(tests,
                   the_built_in_subjects_have_the_thirty_classes_and_the_three_public_expenses);
    tcase_add_test(tests, the_reference_example_is_read_without_a_remark);
    suite_add_tcase(suite, tests);
    return suite;
}

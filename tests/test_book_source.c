/* The files attached to a document: they are a book again that gives the same document, and nothing
 * gets into them that is not meant for print. */
#include <check.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/check.h"
#include "data/csv_write.h"
#include "data/format.h"
#include "fonts/font.h"
#include "layout/page.h"
#include "render/publish.h"
#include "tests/source_fixture.h"

#define SAMPLE SOURCE_DIR "/data/sample"
#define REFERENCE                                                                                  \
    SOURCE_DIR "/../shared/sample/zezhou-2026" /* only where the project is developed */

/* ---- what is in it ------------------------------------------------------------------------- */

START_TEST(the_files_have_the_rows_of_the_department_in_the_order_of_their_bytes)
{
    static const char *const names[] = {"book.yaml",       "departments.csv", "units.csv",
                                        "expenditure.csv", "income.csv",      "projects.csv",
                                        "indicators.csv",  "prior_year.csv",  "procurement.csv",
                                        "assets.csv",      "texts.csv",       "subjects.csv"};
    struct reading reading = reading_new();
    struct source source = source_of(reading.arena, reading.dir, 0, SOURCE_FORMS);
    ck_assert_uint_eq(source.count, sizeof names / sizeof *names);
    for (size_t i = 0; i < source.count; i++) {
        ck_assert_str_eq(source.files[i].name, names[i]);
        ck_assert_str_ne(source.files[i].description, "");
    }
    assert_file(&source, "book.yaml", "format: \"shanxi-county\"\nyear: 2026\nregion: \"某县\"\n");
    assert_file(&source, "departments.csv", CSV_BOM "部门编码,部门名称,年度\r\nA01,甲局,2026\r\n");
    assert_file(&source, "units.csv",
                CSV_BOM "单位编码,单位名称,部门编码,单位性质,运行经费口径\r\n"
                        "A01001,甲局本级,A01,行政单位,是\r\n"
                        "A01002,甲局下属中心,A01,参照公务员法管理事业单位,是\r\n");
    assert_file(&source, "texts.csv",
                CSV_BOM "部门编码,栏目,序号,内容\r\nA01,名词解释,10,乙\r\n"
                        "A01,名词解释,9,甲\r\nA01,部门职责,1,职责\r\n");
    source = source_of(reading.arena, reading.dir, 1, 0);
    assert_file(&source, "indicators.csv",
                CSV_BOM "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\r\n");
    reading_free(&reading);
}
END_TEST

/* 政府收支分类科目: 2101102 is under 21011, under 210. */
START_TEST(the_subjects_are_those_of_the_rows_and_above_and_of_the_book)
{
    struct reading reading = reading_new();
    static const char own[] =
        "类别,编码,名称,起始年度,终止年度\n功能,2101102,本县的医疗,,\n"
        "功能,999,本县的类,,\n功能,99901,本县的款,,\n功能,210,过去的类,,2020\n";
    write_bytes(&reading, "subjects.csv", own, strlen(own));
    struct source source = source_of(reading.arena, reading.dir, 1, 0);
    assert_file(&source, "subjects.csv",
                CSV_BOM "类别,编码,名称\r\n功能,210,卫生健康支出\r\n"
                        "功能,21011,行政事业单位医疗\r\n功能,2101102,本县的医疗\r\n"
                        "功能,221,住房保障支出\r\n功能,22102,住房改革支出\r\n"
                        "功能,2210201,住房公积金\r\n"
                        "政府经济,505,对事业单位经常性补助\r\n政府经济,50501,工资福利支出\r\n"
                        "政府经济,50502,商品和服务支出\r\n"
                        "部门经济,301,工资福利支出\r\n部门经济,30110,职工基本医疗保险缴费\r\n"
                        "部门经济,302,商品和服务支出\r\n部门经济,30228,工会经费\r\n");
    source = source_of(reading.arena, reading.dir, 1, SOURCE_ALL_CLASSES);
    ck_assert(tells(&source, "\r\n功能,999,本县的类\r\n"));
    ck_assert(tells(&source, "\r\n功能,205,教育支出\r\n"));
    ck_assert(!tells(&source, "本县的款"));
    reading_free(&reading);
}
END_TEST

/* ---- what is not --------------------------------------------------------------------------- */

/* P-2 has no form, but an amount; P-3 neither. */
static const char secret_projects[] = PROJECT_HEAD
    "P-2,A01,A01002,修缮项目,特定目标类,否,密名,密主管,密单位,密属性,密期,7,7,7,7,7,7,7,7,7,7,7,7,"
    "密概况,密依据,密必要,密措施,密计划,密总体,密年度,密某,密经办,13812345678,密日\n"
    "P-3,A01,A01002,密项目,特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
    "P-1,A01,A01001,土地项目,特定目标类,是,土地项目表,A01-甲局,甲局,一次性项目,1年,12.34,0,,12.34,,"
    ","
    "5,,,5,,,概况,依据,必要,措施,计划,总体,年度,张三,,0356-1234567,2026\n";

static void write_secrets(const struct reading *reading)
{
    static const struct file files[] = {
        {"projects.csv", secret_projects},
        {"indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"
                           "P-1,年度,1,产出指标,数量指标,面积,100亩\n"
                           "P-2,年度,1,密一,密二,密三,密值\nP-3,年度,1,密一,密二,密三,密值\n"},
        {"texts.csv", "部门编码,内部备注,栏目,序号,内容\nA01,密备注,部门职责,1,职责\n"
                      "B02,密备注,部门职责,1,密乙局职责\n"},
        {"control.csv", "部门编码,表,行,列,金额\nA01,1,密行,密列,1\n"},
        {"waivers.csv", "规则,部门编码,位置,理由\nA01,A01,*,密理由\n"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        write_bytes(reading, files[i].name, files[i].text, strlen(files[i].text));
}

START_TEST(what_is_not_printed_does_not_get_out)
{
    struct reading reading = reading_new();
    write_secrets(&reading);
    struct source source = source_of(reading.arena, reading.dir, 0, SOURCE_FORMS);
    static const char *const inside[] = {"密",      "备注",   "13812345678", "P-3",
                                         "B02",     "乙局",   ",7,",         "住房公积金",
                                         "control", "waiver", "理由"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        ck_assert_msg(!tells(&source, inside[i]), "%s gets out", inside[i]);
    ck_assert(tells(&source,
                    "\r\nP-2,A01,A01002,修缮项目,特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n"));
    ck_assert(tells(&source, "总体,年度,张三,,0356-1234567,2026\r\n"));
    ck_assert(tells(&source, "P-1,年度,1,产出指标,数量指标,面积,100亩\r\n"));
    reading_free(&reading);
}
END_TEST

START_TEST(a_pack_that_prints_all_forms_takes_all_of_them_along)
{
    struct reading reading = reading_new();
    write_secrets(&reading);
    struct source source =
        source_of(reading.arena, reading.dir, 0, SOURCE_FORMS | SOURCE_ALL_FORMS);
    ck_assert(tells(&source, "密概况"));
    ck_assert(tells(&source, "\r\nP-2,年度,1,密一,密二,密三,密值\r\n"));
    ck_assert(tells(&source, "\r\nP-3,A01,A01002,密项目"));
    ck_assert(!tells(&source, "密备注"));
    reading_free(&reading);
}
END_TEST

static void write_overall(const struct reading *reading)
{
    static const struct file files[] = {
        {"overall.csv", "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金\n"
                        "A01,主要任务,1,密任务,密内容,7,7,\n"},
        {"overall_indicators.csv",
         "部门编码,序号,一级指标,二级指标,三级指标,指标值\nA01,1,密一,密二,密三,密值\n"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        write_bytes(reading, files[i].name, files[i].text, strlen(files[i].text));
}

/* P-1 has a form, which is not printed; that it has one may be counted. */
START_TEST(a_pack_without_forms_takes_none_along)
{
    struct reading reading = reading_new();
    write_secrets(&reading);
    write_overall(&reading);
    struct source source = source_of(reading.arena, reading.dir, 0, 0);
    ck_assert(tells(&source,
                    "\r\nP-1,A01,A01001,土地项目,特定目标类,是,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n"));
    ck_assert(!tells(&source, "密"));
    ck_assert(!tells(&source, "张三"));
    ck_assert_ptr_null(find_file(&source, "overall.csv"));
    ck_assert_ptr_null(find_file(&source, "overall_indicators.csv"));
    assert_file(&source, "indicators.csv",
                CSV_BOM "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\r\n");
    source = source_of(reading.arena, reading.dir, 0, SOURCE_OVERALL);
    ck_assert(tells(&source, "\r\nA01,主要任务,1,密任务,密内容,7,7,\r\n"));
    ck_assert(tells(&source, "\r\nA01,1,密一,密二,密三,密值\r\n"));
    ck_assert(!tells(&source, "张三"));
    reading_free(&reading);
}
END_TEST

START_TEST(only_the_year_before_gets_out)
{
    struct reading reading = reading_new();
    change(&reading, "prior_year.csv", "A01,2025,收入总计,10\n",
           "A01,2023,收入总计,7\nA01,2024,收入总计,7\nA01,2025,收入总计,10\n"
           "A01,2026,收入总计,7\n");
    struct source source = source_of(reading.arena, reading.dir, 0, SHIPPED);
    assert_file(&source, "prior_year.csv",
                CSV_BOM
                "部门编码,年度,指标,金额\r\nA01,2025,支出总计,10\r\nA01,2025,收入总计,10\r\n");
    reading_free(&reading);
}
END_TEST

/* ---- who is paid what -------------------------------------------------------------------- */

#define PAY  "A01,A01001,2080501,一般公共预算,当年,人员经费,,30302,50905,"
#define BACK "A01,A01001,2080501,一般公共预算,上年结转,人员经费,,30302,50905,"
#define IN   "A01,A01001,,2080501,一般公共预算,当年,"
#define VAST "90000000000000000" /* two of them do not fit int64 分 */

START_TEST(rows_alike_but_for_the_amount_become_one)
{
    struct reading reading = reading_new();
    change(&reading, "expenditure.csv", PAY "1000.00\n",
           PAY "\"1,000.50\"\n" PAY "２０００\n" BACK "5\n" PAY "-0.25\n" BACK "-5.00\n" PAY
               "2000\n");
    change(&reading, "income.csv", IN "1000.00\n", IN "600.4\n" IN "400.4\n");
    struct source source = source_of(reading.arena, reading.dir, 0, SHIPPED);
    assert_file(
        &source, "expenditure.csv",
        CSV_BOM
        "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,部门经济科目编码,"
        "政府经济科目编码,金额\r\n" BACK "0.00\r\n" PAY "5000.25\r\n"
        "A01,A01001,2120899,政府性基金预算,当年,项目支出,P-1,31001,50301,-40.00\r\n"
        "A01,A01001,2200101,一般公共预算,当年,公用经费,,30201,50201,200.50\r\n"
        "A01,A01002,2200199,一般公共预算,上年结转,项目支出,P-2,,,300.00\r\n");
    ck_assert(tells(&source, "\r\n" IN "1000.80\r\n"));
    ck_assert(!tells(&source, "400.4"));
    const char *folder = write_source(reading.arena, &source);
    struct source again = source_of(reading.arena, folder, 0, SHIPPED);
    assert_same(&source, &again);
    support_remove_dir(folder);
    reading_free(&reading);
}
END_TEST

START_TEST(what_cannot_be_added_up_stays_as_it_is)
{
    struct reading reading = reading_new();
    change(&reading, "expenditure.csv", PAY "1000.00\n",
           PAY VAST "\n" PAY VAST "\n" PAY "\"1,2\"\n" PAY "\n");
    struct source source = source_of(reading.arena, reading.dir, 0, SHIPPED);
    ck_assert(tells(&source, PAY "\r\n" PAY "\"1,2\"\r\n" PAY VAST ".00\r\n" PAY VAST ".00\r\n"));
    reading_free(&reading);
}
END_TEST

/* ---- a book again -------------------------------------------------------------------------- */

START_TEST(the_files_are_a_book_with_the_same_records)
{
    struct reading reading = reading_new();
    struct source source = source_of(reading.arena, reading.dir, 0, SOURCE_FORMS);
    struct reading again = {.arena = reading.arena,
                            .diag = diag_new(DIAG_ENGLISH),
                            .dir = write_source(reading.arena, &source)};
    const char *second = strstr(sound_shown, "department B02");
    const char *shown = show(&again);
    ck_assert_uint_eq(diag_count(again.diag), 0);
    ck_assert_msg(strncmp(shown, sound_shown, (size_t)(second - sound_shown)) == 0 &&
                      strlen(shown) == (size_t)(second - sound_shown),
                  "%s", shown);
    support_remove_dir(again.dir);
    diag_free(again.diag);
    reading_free(&reading);
}
END_TEST

/* What a scalar of YAML may hold that must not be written as it is. */
START_TEST(any_region_is_read_back_as_it_is)
{
    static const char *const regions[] = {"'某县: #1'",      "\"某\\\"县\\\\\"",
                                          "' 某县 '",        "\"某\\t县\"",
                                          "\"某\\u2028县\"", "\"某\\u2029\\N\\x80县\"",
                                          "\"\\uFEFF某县\"", "\"某\\uFFFE\\uFFFF\"",
                                          "\"\\U0001F600\"", "'null'",
                                          "'- [x'",          "'{region} & *'"};
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        struct reading reading = reading_new();
        change(&reading, "book.yaml", "某县", regions[i]);
        read_it(&reading);
        ck_assert_ptr_nonnull(reading.book);
        struct source source = source_of(reading.arena, reading.dir, 0, SOURCE_FORMS);
        const char *dir = write_source(reading.arena, &source);
        struct loaded_book again = loaded_book_read(reading.arena, dir, reading.diag);
        ck_assert_msg(again.book != NULL, "%s", regions[i]);
        ck_assert_str_eq(book_region(again.book).utf8, book_region(reading.book).utf8);
        support_remove_dir(dir);
        reading_free(&reading);
    }
}
END_TEST

START_TEST(a_field_of_a_million_characters_survives)
{
    enum { LENGTH = 1000000 };
    struct reading reading = reading_new();
    char *content = arena_alloc(reading.arena, LENGTH + 1);
    for (size_t i = 0; i < LENGTH; i++)
        content[i] = "ab,\"\nc"[i % 6];
    content[LENGTH - 1] = 'z';
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("部门编码,栏目,序号,内容\r\n", out);
    const char *const fields[] = {"A01", "部门职责", "1", content};
    csv_write_row(out, fields, 4);
    fclose(out);
    write_bytes(&reading, "texts.csv", text, length);
    free(text);
    struct source source = source_of(reading.arena, reading.dir, 0, SOURCE_FORMS);
    const char *dir = write_source(reading.arena, &source);
    struct loaded_book again = loaded_book_read(reading.arena, dir, reading.diag);
    ck_assert_uint_eq(again.budgets[0].prose_count, 1);
    ck_assert(strcmp(again.budgets[0].prose[0].content, content) == 0);
    support_remove_dir(dir);
    reading_free(&reading);
}
END_TEST

START_TEST(a_file_that_was_changed_is_reported)
{
    struct reading reading = reading_new();
    const struct book *book = book_open(reading.arena, reading.dir, &options, reading.diag);
    ck_assert_ptr_nonnull(book);
    FILE *file = fopen(arena_printf(reading.arena, "%s/texts.csv", reading.dir), "ab");
    fputs("A01,其他说明,1,后来\n", file);
    fclose(file);
    const struct source_scope scope = {SOURCE_FORMS, NULL};
    struct source source;
    ck_assert(
        !book_source(reading.arena, book, 0, &scope, reading.diag, &source.files, &source.count));
    ck_assert_uint_eq(diag_count(reading.diag), 1);
    ck_assert_int_eq(diag_entry_at(reading.diag, 0)->code, DIAG_FILE_CHANGED);
    ck_assert_str_eq(diag_entry_at(reading.diag, 0)->pos.file, "texts.csv");
    book_close(book);
    reading_free(&reading);
}
END_TEST

/* ---- the same book in another shape -------------------------------------------------------- */

/* FILE of FROM into TO, its columns and rows the other way round, in GB18030. */
static void reshape(struct arena *arena, const char *from, const char *to, const char *file)
{
    const struct cells *cells = read_cells(arena, arena_printf(arena, "%s/%s", from, file));
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < cells->count; i++) {
        size_t row = i == 0 ? 0 : cells->count - i;
        const char *fields[40];
        for (size_t k = 0; k < cells->counts[row]; k++)
            fields[k] = cells->rows[row][cells->counts[row] - 1 - k];
        csv_write_row(out, fields, cells->counts[row]);
    }
    fclose(out);
    size_t room = 2 * size + 16;
    char *bytes = arena_alloc(arena, room), *next = bytes, *rest = text;
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    ck_assert_uint_eq(iconv(converter, &rest, &size, &next, &room), 0);
    iconv_close(converter);
    free(text);
    write_bytes(&(struct reading){.arena = arena, .dir = to}, file, bytes, (size_t)(next - bytes));
}

START_TEST(the_shape_of_the_book_does_not_show)
{
    struct arena *arena = arena_new();
    const char *dir = support_make_dir(arena);
    support_write(arena_printf(arena, "%s/book.yaml", dir),
                  support_read(arena, SAMPLE "/book.yaml"));
    for (enum book_file file = 0; file < BOOK_CONTROLS; file++)
        reshape(arena, SAMPLE, dir, book_file_name(file));
    reshape(arena, SAMPLE, dir, "subjects.csv");
    for (size_t i = 0; i < 2; i++) {
        struct source sample = source_of(arena, SAMPLE, i, SHIPPED);
        struct source reshaped = source_of(arena, dir, i, SHIPPED);
        ck_assert_uint_eq(sample.count, 14);
        assert_same(&sample, &reshaped);
    }
    support_remove_dir(dir);
    arena_free(arena);
}
END_TEST

/* ---- the same document --------------------------------------------------------------------- */

/* The shipped pack of BOOK; without its forms, if BARE. */
static const struct format *read_format(struct arena *arena, const struct book *book, bool bare,
                                        struct diag *diag)
{
    const struct format *format = format_read(
        arena, arena_printf(arena, SOURCE_DIR "/data/formats/%s", book_format(book)), diag);
    ck_assert(format && format_prints_classes(format));
    ck_assert(format_prints_forms(format) && format_prints_overall(format));
    struct format *copy = arena_alloc(arena, sizeof *copy);
    *copy = *format;
    if (bare)
        copy->project_form = copy->overall_form = NULL;
    return copy;
}

/* The pages of department INDEX of the book in DIR as text, freed by the caller. */
static char *dump(struct arena *arena, const char *dir, size_t index, bool bare)
{
    struct diag *diag = diag_new(DIAG_ENGLISH);
    const struct book *book = book_open(arena, dir, &options, diag);
    ck_assert_ptr_nonnull(book);
    const struct format *format = read_format(arena, book, bare, diag);
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    ck_assert_ptr_nonnull(fonts);
    const struct publication publication = {
        .book = book, .format = format, .fonts = fonts, .output_dir = "", .faults = diag};
    const struct page_list *pages = publish_lay_out(arena, &publication, index, diag);
    for (size_t i = 0; pages == NULL && i < diag_count(diag); i++)
        ck_abort_msg("%s", diag_entry_at(diag, i)->message);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    page_dump(pages, out);
    fclose(out);
    font_set_close(fonts);
    book_close(book);
    diag_free(diag);
    return text;
}

static void assert_same_pages(struct arena *arena, const char *dir, size_t index,
                              const char *folder, bool bare)
{
    char *expected = dump(arena, dir, index, bare), *found = dump(arena, folder, 0, bare);
    ck_assert(strlen(expected) > 10000);
    ck_assert_msg(strcmp(expected, found) == 0, "the pages differ");
    free(expected);
    free(found);
}

/* Publishes department INDEX of the book in DIR and of its source. */
static void assert_same_document(const char *dir, size_t index)
{
    struct arena *arena = arena_new();
    struct source source = source_of(arena, dir, index, SHIPPED);
    const char *folder = write_source(arena, &source);
    struct source again = source_of(arena, folder, 0, SHIPPED);
    assert_same(&source, &again);
    assert_same_pages(arena, dir, index, folder, false);
    support_remove_dir(folder);
    arena_free(arena);
}

static bool is_publishable(struct arena *arena, const char *dir, bool bare)
{
    size_t counts[CHECK_LEVEL_COUNT];
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct loaded_book loaded = loaded_book_read(arena, dir, diag);
    bool is = check_publishable(check_rules_read(arena, SOURCE_DIR "/data/checks", diag),
                                read_format(arena, loaded.book, bare, diag), &loaded.budgets[0],
                                counts, diag);
    diag_free(diag);
    return is;
}

/* The files of the sample in a folder of their own. */
static const char *copy_sample(struct arena *arena)
{
    const char *dir = support_make_dir(arena);
    for (int i = -2; i < BOOK_CONTROLS; i++) {
        const char *name = i == -2   ? "book.yaml"
                           : i == -1 ? "subjects.csv"
                                     : book_file_name((enum book_file)i);
        support_write(arena_printf(arena, "%s/%s", dir, name),
                      support_read(arena, arena_printf(arena, SAMPLE "/%s", name)));
    }
    return dir;
}

START_TEST(the_source_of_the_sample_gives_the_same_pages)
{
    assert_same_document(SAMPLE, (size_t)_i);
}
END_TEST

START_TEST(the_source_of_the_reference_example_gives_the_same_pages)
{
    if (access(REFERENCE, R_OK) == 0)
        assert_same_document(REFERENCE, 0);
}
END_TEST

/* The sample, every third project of which keeps its form to itself. */
START_TEST(without_some_forms_the_pages_are_the_same_too)
{
    struct arena *arena = arena_new();
    const char *dir = copy_sample(arena);
    struct cells *cells = read_cells(arena, SAMPLE "/projects.csv");
    FILE *out = fopen(arena_printf(arena, "%s/projects.csv", dir), "wb");
    for (size_t i = 0; i < cells->count; i++) {
        if (i % 3 == 1)
            cells->rows[i][5] = "否";
        csv_write_row(out, cells->rows[i], cells->counts[i]);
    }
    fclose(out);
    ck_assert_str_eq(cells->rows[0][5], "公开绩效目标");
    struct source source = source_of(arena, dir, 0, SOURCE_FORMS | SOURCE_ALL_FORMS);
    ck_assert(tells(&source, cells->rows[1][23])); /* 项目概况 */
    source = source_of(arena, dir, 0, SHIPPED);
    ck_assert(!tells(&source, cells->rows[1][23]));
    ck_assert(tells(&source, "\r\n080-2026-002,实施期,"));
    ck_assert(!tells(&source, "\r\n080-2026-001,实施期,"));
    const char *folder = write_source(arena, &source);
    assert_same_pages(arena, dir, 0, folder, false);
    support_remove_dir(folder);
    support_remove_dir(dir);
    arena_free(arena);
}
END_TEST

START_TEST(without_forms_in_the_pack_the_pages_are_the_same_too)
{
    struct arena *arena = arena_new();
    struct source source = source_of(arena, SAMPLE, 0, SOURCE_ALL_CLASSES);
    const char *folder = write_source(arena, &source);
    assert_same_pages(arena, SAMPLE, 0, folder, true);
    ck_assert(is_publishable(arena, folder, true));
    support_remove_dir(folder);
    arena_free(arena);
}
END_TEST

/* A landline in a text is against P06, which is fatal; L10 is a warning. */
START_TEST(what_was_waived_is_waived_in_the_source_too)
{
    static const char waivers[] = "规则,部门编码,位置,理由\nP06,080,texts.csv:2:4,密理由\n"
                                  "P06,080,*,密二\nP02,080,*,\nL10,080,*,密三\n密四,080,*,密五\n"
                                  "P01,081,*,密六\n";
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    const char *dir = copy_sample(arena), *head = "080,部门职责,1,";
    const char *texts = support_read(arena, SAMPLE "/texts.csv"), *at = strstr(texts, head);
    ck_assert_ptr_nonnull(at);
    at += strlen(head);
    support_write(arena_printf(arena, "%s/texts.csv", dir),
                  arena_printf(arena, "%.*s电话0356-2021234。%s", (int)(at - texts), texts, at));
    ck_assert(!is_publishable(arena, dir, false));
    support_write(arena_printf(arena, "%s/waivers.csv", dir), waivers);
    ck_assert(is_publishable(arena, dir, false));
    const struct check_rules *rules = check_rules_read(arena, SOURCE_DIR "/data/checks", diag);
    struct source source = source_with(arena, dir, 0, SHIPPED, rules);
    assert_file(&source, "waivers.csv",
                CSV_BOM "规则,部门编码,位置,理由\r\nP06,080,*,原账套已豁免\r\n");
    const char *folder = write_source(arena, &source);
    struct source again = source_with(arena, folder, 0, SHIPPED, rules);
    assert_same(&source, &again);
    ck_assert(is_publishable(arena, folder, false));
    assert_same_pages(arena, dir, 0, folder, false);
    support_remove_dir(folder);
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}
END_TEST

Suite *book_source_suite(void);
Suite *book_source_suite(void)
{
    Suite *suite = suite_create("book_source");
    TCase *tests = tcase_create("book_source");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_files_have_the_rows_of_the_department_in_the_order_of_their_bytes);
    tcase_add_test(tests, the_subjects_are_those_of_the_rows_and_above_and_of_the_book);
    tcase_add_test(tests, what_is_not_printed_does_not_get_out);
    tcase_add_test(tests, a_pack_that_prints_all_forms_takes_all_of_them_along);
    tcase_add_test(tests, a_pack_without_forms_takes_none_along);
    tcase_add_test(tests, only_the_year_before_gets_out);
    tcase_add_test(tests, rows_alike_but_for_the_amount_become_one);
    tcase_add_test(tests, what_cannot_be_added_up_stays_as_it_is);
    tcase_add_test(tests, the_files_are_a_book_with_the_same_records);
    tcase_add_test(tests, any_region_is_read_back_as_it_is);
    tcase_add_test(tests, a_field_of_a_million_characters_survives);
    tcase_add_test(tests, a_file_that_was_changed_is_reported);
    tcase_add_test(tests, the_shape_of_the_book_does_not_show);
    tcase_add_loop_test(tests, the_source_of_the_sample_gives_the_same_pages, 0, 2);
    tcase_add_test(tests, the_source_of_the_reference_example_gives_the_same_pages);
    tcase_add_test(tests, without_some_forms_the_pages_are_the_same_too);
    tcase_add_test(tests, without_forms_in_the_pack_the_pages_are_the_same_too);
    tcase_add_test(tests, what_was_waived_is_waived_in_the_source_too);
    suite_add_tcase(suite, tests);
    return suite;
}

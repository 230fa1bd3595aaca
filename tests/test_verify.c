/* Comparing what the pages say with the data file: a small document put together here, and what may
 * be wrong with it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/printed.h"
#include "render/verify.h"

Suite *verify_suite(void);

static struct arena *arena;
static struct diag *diag;

static void set_up(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_CHINESE);
}

static void tear_down(void)
{
    diag_free(diag);
    arena_free(arena);
}

/* ---- elements ------------------------------------------------------------------------------ */

static struct read_element *element(const char *type, size_t page, const char *text)
{
    struct read_element *out = arena_alloc(arena, sizeof *out);
    *out = (struct read_element){
        .type = type, .text = text, .page = page, .row_span = 1, .column_span = 1};
    return out;
}

/* An element of TYPE that holds the COUNT others. */
static struct read_element *holder(const char *type, size_t count, struct read_element **kids)
{
    struct read_element *out = element(type, SIZE_MAX, "");
    const struct read_element **copy = arena_array(arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = kids[i];
        out->page = kids[i]->page < out->page ? kids[i]->page : out->page;
    }
    out->kids = copy;
    out->kid_count = count;
    return out;
}

#define HOLDER(type, ...)                                                                          \
    holder(type, sizeof((struct read_element *[]){__VA_ARGS__}) / sizeof(struct read_element *),   \
           (struct read_element *[]){__VA_ARGS__})

static struct read_element *cell(const char *type, size_t page, const char *text, int rows,
                                 int columns)
{
    struct read_element *out = element(type, text[0] != '\0' ? page : SIZE_MAX, text);
    out->row_span = rows;
    out->column_span = columns;
    return out;
}

static struct read_element *label(size_t page, const char *text, int rows)
{
    struct read_element *out = cell("TH", page, text, rows, 1);
    out->row_scope = true;
    return out;
}

/* ---- the document -------------------------------------------------------------------------- */

enum { PAGES = 3 };
static struct read_page pages[PAGES];
static struct read_pdf pdf;
static struct printed lines[64];
static size_t line_count;

static void put_line(const char *part, const char *table, const char *row, const char *column,
                     const char *value, const char *unit, const char *page)
{
    lines[line_count++] = (struct printed){part, table, row, column, value, unit, page, false};
}

#define PART  "第一部分 报表"
#define TABLE "收支总表"
#define FORM  "绩效目标表"

/*   cover · contents | 预算公开表1, a table of two heads, | the rest of the table, a chart, a form */
static struct read_element *make_document(void)
{
    struct read_element *caption =
        HOLDER("Caption", element("P", 1, "预算公开表1"), element("H2", 1, TABLE),
               element("P", 1, "部门：甲局单位：万元"));
    struct read_element *head =
        HOLDER("THead", HOLDER("TR", cell("TH", 1, "项目", 2, 1), cell("TH", 1, "预算数", 1, 2)),
               HOLDER("TR", cell("TH", 1, "合计", 1, 1), cell("TH", 1, "结转", 1, 1)));
    struct read_element *body =
        HOLDER("TBody",
               HOLDER("TR", label(1, "办公 费", 1), cell("TD", 1, "1,2\n00.00", 1, 1),
                      cell("TD", 1, "", 1, 1)),
               HOLDER("TR", label(2, "水费", 1), cell("TD", 2, "3.00", 1, 1),
                      cell("TD", 2, "4.00", 1, 1)));
    struct read_element *form =
        HOLDER("Table", HOLDER("Caption", element("H3", 2, FORM)),
               HOLDER("TBody", HOLDER("TR", label(2, "项目名称", 1), cell("TD", 2, "修路", 1, 1)),
                      HOLDER("TR", label(2, "指标", 1), label(2, "数量", 1))));
    return HOLDER("Document", element("P", 0, "甲局预算公开"), element("P", 0, "目录"),
                  HOLDER("TOC", element("TOCI", 0, PART "1"), element("TOCI", 0, "表一 " TABLE "1"),
                         element("TOCI", 0, "修路2")),
                  HOLDER("Part", element("H1", 1, PART), HOLDER("Table", caption, head, body),
                         element("P", 2, "说明一。"),
                         element("Figure", 2, "水费3.00万元43%其他57%"), form));
}

static void make_lines(void)
{
    line_count = 0;
    put_line("", "", "第1段", "", "甲局预算公开", "", "");
    put_line(PART, TABLE, "第1段", "", "预算公开表1", "", "1");
    put_line(PART, TABLE, "第2段", "", "部门：甲局", "", "1");
    put_line(PART, TABLE, "第3段", "", "单位：万元", "", "1");
    put_line(PART, TABLE, "办公 费", "项目", "办公 费", "", "1");
    put_line(PART, TABLE, "办公 费", "预算数／合计", "1,200.00", "万元", "1");
    put_line(PART, TABLE, "办公 费", "预算数／结转", "", "万元", "1");
    put_line(PART, TABLE, "水费", "项目", "水费", "", "2");
    put_line(PART, TABLE, "水费", "预算数／合计", "3.00", "万元", "2");
    put_line(PART, TABLE, "水费", "预算数／结转", "4.00", "万元", "2");
    put_line(PART, TABLE, "第4段", "", "说明一。", "", "2");
    put_line(PART, TABLE, "水费", "", "3.00万元 43%", "", "2");
    put_line(PART, TABLE, "其他", "", "57%", "", "2");
    put_line(PART, FORM "／修路", "项目名称", "", "项目名称", "", "2");
    put_line(PART, FORM "／修路", "项目名称", "", "修路", "", "2");
    put_line(PART, FORM "／修路", "指标", "", "指标", "", "2");
    put_line(PART, FORM "／修路", "指标／数量", "", "数量", "", "2");
}

static void make_all(void)
{
    static const char *second[] = {"收支总表续表", "项目预算数合计结转", "— 2 —"};
    static const char *first[] = {"— 1 —"}, *contents[] = {"....."};
    make_lines();
    pages[0] = (struct read_page){"", contents, 1, ""};
    pages[1] = (struct read_page){"1", first, 1, " "};
    pages[2] = (struct read_page){"2", second, 3, ""};
    pdf = (struct read_pdf){.root = make_document(),
                            .pages = pages,
                            .page_count = PAGES,
                            .sealed = true,
                            .has_hashes = true};
}

/* Compares PDF with LINES; returns the number of reports. */
static size_t compare(void)
{
    char *text = NULL;
    size_t length = 0, cells, before = diag_count(diag);
    FILE *out = open_memstream(&text, &length);
    printed_write(out, &(struct printed_list){lines, line_count});
    fclose(out);
    struct read_file file = {"cells.csv", "Data", arena_strndup(arena, text, length), length};
    free(text);
    pdf.files = &file;
    pdf.file_count = 1;
    bool good = verify_pdf(arena, &pdf, "a.pdf", diag, &cells);
    ck_assert_int_eq(good, diag_count(diag) == before);
    return diag_count(diag) - before;
}

/* There is one report, and it is MESSAGE. */
static void expect_one(const char *message)
{
    size_t count = compare();
    const char *first = diag_count(diag) > 0 ? diag_entry_at(diag, 0)->message : "";
    ck_assert_msg(count == 1, "%zu reports: %s", count, first);
    ck_assert_str_eq(first, message);
}

START_TEST(a_document_that_agrees_has_no_report)
{
    make_all();
    size_t count = compare();
    ck_assert_msg(count == 0, "%s", count > 0 ? diag_entry_at(diag, 0)->message : "");
}
END_TEST

/* ---- altered data -------------------------------------------------------------------------- */

#define AT(page, table, row, column) "第 " page " 页，表“" table "”，行“" row "”" column
#define COLUMN(name)                 "，列“" name "”"

static const struct {
    size_t line;
    struct printed item; /* what is not NULL is altered */
    const char *message;
} ALTERED[] = {
    {8,
     {.value = "3.01"},
     AT("2", TABLE, "水费", COLUMN("预算数／合计")) "：数据文件为“3.01”，页面为“3.00”"},
    {6,
     {.value = "0.00"},
     AT("1", TABLE, "办公 费", COLUMN("预算数／结转")) "：数据文件为“0.00”，页面为“”"},
    {9,
     {.value = ""},
     AT("2", TABLE, "水费", COLUMN("预算数／结转")) "：数据文件为“”，页面为“4.00”"},
    {2,
     {.value = "部门：乙局"},
     AT("1", TABLE, "第2段", "") "：数据文件为“部门：乙局”，页面为“部门：甲局”"},
    {3,
     {.value = "单位：元"},
     AT("1", TABLE, "第3段", "") "：数据文件为“单位：元”，页面为“单位：万元”"},
    {12, {.value = "58%"}, AT("2", TABLE, "其他", "") "：数据文件为“其他58%”，页面为“其他57%”"},
    {11,
     {.row = "电费"},
     AT("2", TABLE, "电费", "") "：数据文件为“电费3.00万元43%”，页面为“水费3.00万元43%”"},
    {8,
     {.page = "1"},
     AT("2", TABLE, "水费", COLUMN("预算数／合计")) "：页码，数据文件为“1”，页面为“2”"},
    {6,
     {.page = "2"},
     AT("1", TABLE, "办公 费", COLUMN("预算数／结转")) "：页码，数据文件为“2”，页面为“1”"},
    {8,
     {.part = "第二部分"},
     AT("2", TABLE, "水费",
        COLUMN("预算数／合计")) "：部分，数据文件为“第二部分”，页面为“第一部分报表”"},
    {8,
     {.table = "收入总表"},
     AT("2", "收入总表", "水费",
        COLUMN("预算数／合计")) "：表，数据文件为“收入总表”，页面为“收支总表”"},
    {14,
     {.table = FORM "／修桥"},
     AT("2", FORM "／修桥", "项目名称", "") "：表，数据文件为“" FORM
                                            "／修桥”，页面为“收支总表／" FORM "”"},
    {8,
     {.row = "办公费"},
     AT("2", TABLE, "办公费", COLUMN("预算数／合计")) "：行，数据文件为“办公费”，页面为“水费”"},
    {16,
     {.row = "数量／指标"},
     AT("2", FORM "／修路", "数量／指标", "") "：行，数据文件为“数量／指标”，页面为“指标 数量”"},
    {10, {.row = "第5段"}, AT("2", TABLE, "第5段", "") "：行，数据文件为“第5段”，页面为“第4段”"},
    {8,
     {.column = "预算数／结转"},
     AT("2", TABLE, "水费",
        COLUMN("预算数／结转")) "：列，数据文件为“预算数／结转”，页面为“预算数／合计”"},
    {10,
     {.column = "项目"},
     AT("2", TABLE, "第4段", COLUMN("项目")) "：列，数据文件为“项目”，页面为“”"},
    {8,
     {.unit = "元"},
     AT("2", TABLE, "水费", COLUMN("预算数／合计")) "：单位，数据文件为“元”，页面为“”"},
    {7,
     {.unit = "万元"},
     AT("2", TABLE, "水费", COLUMN("项目")) "：单位，数据文件为“万元”，页面为“”"},
};

static const char *other(const char *text, const char *before)
{
    return text != NULL ? text : before;
}

START_TEST(each_altered_field_is_one_report_with_its_page)
{
    make_all();
    const struct printed *with = &ALTERED[_i].item;
    struct printed *line = &lines[ALTERED[_i].line];
    *line = (struct printed){.part = other(with->part, line->part),
                             .table = other(with->table, line->table),
                             .row = other(with->row, line->row),
                             .column = other(with->column, line->column),
                             .value = other(with->value, line->value),
                             .unit = other(with->unit, line->unit),
                             .page = other(with->page, line->page)};
    expect_one(ALTERED[_i].message);
}
END_TEST

START_TEST(a_line_that_is_missing_is_one_report)
{
    for (size_t i = 0; i < 17; i++) {
        bool paragraph = i == 0 || i == 10 || (i >= 1 && i <= 3);
        make_all();
        memmove(&lines[i], &lines[i + 1], (16 - i) * sizeof *lines);
        line_count--;
        size_t count = compare();
        /* The number of the paragraph after it, or the other half of the line, tells as well. */
        ck_assert_msg(count == 1 || (paragraph && count == 2), "line %zu: %zu", i, count);
    }
}
END_TEST

START_TEST(a_line_too_many_is_one_report)
{
    make_all();
    memmove(&lines[9], &lines[8], (line_count - 8) * sizeof *lines);
    line_count++;
    lines[8].value = "5.00";
    expect_one(AT("2", TABLE, "水费", COLUMN("预算数／合计")) "：数据文件为“5.00”，页面上没有");
}
END_TEST

/* ---- altered pages ------------------------------------------------------------------------- */

START_TEST(what_no_line_of_the_data_says_is_reported)
{
    make_all();
    pages[1].loose = "涂改";
    expect_one("第 1 页：“涂改”不属于文档的任何部分");
}
END_TEST

START_TEST(what_is_repeated_must_stand_elsewhere)
{
    static const char *items[] = {"项目预算数合计结余", "—2—"};
    make_all();
    pages[2].artifacts = items;
    pages[2].artifact_count = 2;
    expect_one("第 2 页：“项目预算数合计结余”不是页码，也不是重复别处的文字");
}
END_TEST

START_TEST(a_page_shows_its_number)
{
    make_all();
    pages[1].artifact_count = 0;
    expect_one("第 1 页：页面上没有页码“1”");
}
END_TEST

START_TEST(the_contents_name_headings_and_their_pages)
{
    static const char *const WRONG[] = {"修路1", "修桥2", ""};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        make_all();
        struct read_element *toc =
            HOLDER("TOC", element("TOCI", 0, PART "1"), element("TOCI", 0, TABLE "1"),
                   element("TOCI", 0, WRONG[i]));
        ((const struct read_element **)(uintptr_t)pdf.root->kids)[2] = toc;
        ck_assert_uint_eq(compare(), 1);
    }
}
END_TEST

START_TEST(cells_that_do_not_tile_are_no_table)
{
    make_all();
    struct read_element *table =
        HOLDER("Table", HOLDER("TR", cell("TD", 1, "1", 1, 1), cell("TD", 1, "2", 2000000000, 1)),
               HOLDER("TR", cell("TD", 1, "3", 1, 2)));
    pdf.root = HOLDER("Document", table);
    line_count = 0;
    pages[0].artifact_count = pages[1].artifact_count = pages[2].artifact_count = 0;
    pages[1].label = pages[2].label = "";
    expect_one("第 2 张：表格的单元格没有铺满各行各列");
}
END_TEST

/* ---- what the file tells of itself --------------------------------------------------------- */

START_TEST(hashes_tell_what_does_not_show)
{
    make_all();
    pdf.attached.low = 1;
    expect_one("附件的校验值不符：附件在排印后被改动过");
    pdf.attached.low = 0;
    pdf.printed.high = 1;
    ck_assert_uint_eq(compare(), 1);
    pdf.has_hashes = false;
    ck_assert_uint_eq(compare(), 1);
}
END_TEST

START_TEST(there_is_one_data_file)
{
    size_t cells;
    make_all();
    pdf.file_count = 0;
    ck_assert(!verify_pdf(arena, &pdf, "a.pdf", diag, &cells));
    ck_assert_uint_eq(cells, 0);
    struct read_file files[2] = {{"a", "Data", "", 0}, {"b", "Data", "", 0}};
    pdf.files = files;
    pdf.file_count = 2;
    ck_assert(!verify_pdf(arena, &pdf, "a.pdf", diag, &cells));
    files[1].relationship = "Source"; /* one, which is blank */
    ck_assert(!verify_pdf(arena, &pdf, "a.pdf", diag, &cells));
}
END_TEST

START_TEST(reports_of_one_file_come_to_an_end)
{
    make_all();
    struct printed *many = arena_array(arena, 20000, sizeof *many);
    for (size_t i = 0; i < 20000; i++)
        many[i] =
            (struct printed){"", "", "第1段", "", arena_printf(arena, "%zu", i), "", "", false};
    char *text = NULL;
    size_t length = 0, cells;
    FILE *out = open_memstream(&text, &length);
    printed_write(out, &(struct printed_list){many, 20000});
    fclose(out);
    struct read_file file = {"cells.csv", "Data", text, length};
    pdf.files = &file;
    pdf.file_count = 1;
    ck_assert(!verify_pdf(arena, &pdf, "a.pdf", diag, &cells));
    ck_assert_uint_le(diag_count(diag), 101);
    free(text);
}
END_TEST

Suite *verify_suite(void)
{
    Suite *suite = suite_create("verify");
    TCase *tcase = tcase_create("verify");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_document_that_agrees_has_no_report);
    tcase_add_loop_test(tcase, each_altered_field_is_one_report_with_its_page, 0,
                        (int)(sizeof ALTERED / sizeof *ALTERED));
    tcase_add_test(tcase, a_line_that_is_missing_is_one_report);
    tcase_add_test(tcase, a_line_too_many_is_one_report);
    tcase_add_test(tcase, what_no_line_of_the_data_says_is_reported);
    tcase_add_test(tcase, what_is_repeated_must_stand_elsewhere);
    tcase_add_test(tcase, a_page_shows_its_number);
    tcase_add_test(tcase, the_contents_name_headings_and_their_pages);
    tcase_add_test(tcase, cells_that_do_not_tile_are_no_table);
    tcase_add_test(tcase, hashes_tell_what_does_not_show);
    tcase_add_test(tcase, there_is_one_data_file);
    tcase_add_test(tcase, reports_of_one_file_come_to_an_end);
    suite_add_tcase(suite, tcase);
    return suite;
}

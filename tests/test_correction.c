/* The 更正说明: correction.yaml, and the document that is made of a change list. */
#include "data/correction.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/layout.h"
#include "render/correction_pdf.h"
#include "tests/support.h"

Suite *correction_suite(void);

#define FORMATS SOURCE_DIR "/data/formats"

static struct arena *arena;
static struct diag *diag;

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
}

static void teardown(void)
{
    diag_free(diag);
    arena_free(arena);
}

static const struct format *read_pack(const char *name)
{
    const struct format *format =
        format_read(arena, arena_printf(arena, FORMATS "/%s", name), diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
    ck_assert_ptr_nonnull(format->correction);
    return format;
}

/* ---- the pack ------------------------------------------------------------------------------ */

static const char *const files[] = {"format.yaml", "tables.yaml", "forms.yaml", "narrative.yaml",
                                    "correction.yaml"};
enum { CORRECTION_FILE = sizeof files / sizeof *files - 1 };

/* A copy of the pack with the first OLD of correction.yaml made NEW; OLD NULL: without that file. */
static const struct format *read_changed_pack(const char *old, const char *new)
{
    const char *dir = support_make_dir(arena);
    for (size_t i = 0; i <= CORRECTION_FILE; i++) {
        const char *path = arena_printf(arena, FORMATS "/shanxi-county/%s", files[i]);
        const char *text = support_read(arena, path);
        if (i == CORRECTION_FILE && old == NULL)
            continue;
        const char *at = i == CORRECTION_FILE ? strstr(text, old) : NULL;
        ck_assert_msg(i != CORRECTION_FILE || at != NULL, "no %s", old);
        if (at != NULL)
            text = arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
        support_write(arena_printf(arena, "%s/%s", dir, files[i]), text);
    }
    const struct format *format = format_read(arena, dir, diag);
    support_remove_dir(dir);
    return format;
}

START_TEST(every_pack_that_is_shipped_has_a_correction)
{
    read_pack("shanxi-county");
    read_pack("shanxi-county-gbt9704");
}
END_TEST

START_TEST(a_pack_may_go_without)
{
    const struct format *format = read_changed_pack(NULL, NULL);
    ck_assert_ptr_nonnull(format);
    ck_assert_ptr_null(format->correction);
}
END_TEST

static const struct {
    const char *old, *new;
    enum diag_code code;
} mistakes[] = {
    {"{tables}", "{tabels}", DIAG_FRAME_NAME},
    {"处{end}{if removed", "处{if removed", DIAG_FRAME_OPEN},
    {"closing: \"{department}\"", "closing: \"{region}\"", DIAG_FRAME_NAME},
    {"caption: 更正前后对照表", "caption: {a: b}", DIAG_FRAME_LINE},
    {"caption: 更正前后对照表\n", "", DIAG_PACK_MISSING_KEY},
    {"head: 序号", "head: \"{year}\"", DIAG_PACK_PLAIN},
    {"head: 序号", "head: \"{month}\"", DIAG_PACK_PLACEHOLDER},
    {"followed: 随动", "followed: \"\"", DIAG_PACK_VALUE},
    {"none: —", "none: \"}\"", DIAG_PACK_PLAIN},
    {"show: table", "show: tables", DIAG_PACK_VALUE},
    {"share: 9", "share: 9, width: 3mm", DIAG_PACK_COLUMN_WIDTH},
    {"share: 9, ", "", DIAG_PACK_COLUMN_WIDTH},
    {"longest: 90", "longest: 5", DIAG_PACK_VALUE},
    {"context: 10", "context: 40", DIAG_PACK_VALUE},
    {"page: landscape", "page: nowhere", DIAG_PACK_VALUE},
    {"notes_style: note", "notes_style: none", DIAG_PACK_VALUE},
    {"row_pitch", "row_pich", DIAG_PACK_UNKNOWN_KEY},
};

START_TEST(a_mistake_in_the_pack_is_refused_where_it_stands)
{
    ck_assert_ptr_null(read_changed_pack(mistakes[_i].old, mistakes[_i].new));
    ck_assert_uint_gt(diag_count(diag), 0);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_msg(entry->code == mistakes[_i].code, "%s: %s", mistakes[_i].new, entry->message);
    ck_assert_ptr_nonnull(strstr(entry->pos.file, "correction.yaml"));
    ck_assert_int_gt(entry->pos.row, 0);
    ck_assert_int_gt(entry->pos.column, 0);
}
END_TEST

START_TEST(the_place_of_a_mistake_is_its_line_and_character)
{
    /* `caption` stands at the start of its line, its value after "caption: " */
    ck_assert_ptr_null(read_changed_pack("caption: 更正前后对照表", "caption: 前后{x}表"));
    const char *path = FORMATS "/shanxi-county/correction.yaml";
    const char *text = support_read(arena, path), *at = strstr(text, "caption:");
    int row = 1;
    for (const char *p = text; p < at; p++)
        row += *p == '\n';
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.row, row);
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.column, 13);
}
END_TEST

START_TEST(columns_that_are_no_list_are_refused)
{
    ck_assert_ptr_null(read_changed_pack("columns:\n", "columns: []\nother:\n"));
    ck_assert_uint_gt(diag_errors(diag), 0);
}
END_TEST

/* ---- change lists -------------------------------------------------------------------------- */

#define LONG_TEXT                                                                                                                 \
    "根据有关文件精神编制，本部门承担自然资源管理、国土空间规划、耕地保护等方面的工作，" \
    "收入预算%s万元，其中一般公共预算收入六千余万元，政府性基金预算收入七百余万元，"        \
    "主要用于保障机构正常运转、完成日常工作任务，以及土地整治、地质灾害防治等项目，"       \
    "上述资金均已按照规定的程序报批并细化到具体单位和项目，执行中将加强绩效管理。"

/* A correction, an addition, a removal, a blank, a long text; and the total that moved along. */
static struct change_list sample_changes(void)
{
    static const char part[] = "第二部分 报表", table[] = "收支总表";
    const char *old = arena_printf(arena, LONG_TEXT, "7021.24");
    const char *new = arena_printf(arena, LONG_TEXT, "7021.34");
    struct printed *cells = arena_array(arena, 16, sizeof *cells);
    const struct printed filled[] = {
        {part, table, "合计", "金额", "1.10", "万元", "5", true},
        {part, table, "合计", "金额", "1,001.20", "万元", "6", true},
        {part, table, "甲", "金额", "0.10", "万元", "5", false},
        {part, table, "甲", "金额", "1000.20", "万元", "6", false},
        {part, table, "乙", "金额", "1.00", "万元", "5", false},
        {part, table, "丙", "金额", "7.00", "万元", "6", false},
        {part, table, "丁", "金额", "3.00", "万元", "5", false},
        {part, table, "丁", "金额", "", "万元", "6", false},
        {"第三部分 说明", "", "第2段", "", old, "", "9", false},
        {"第三部分 说明", "", "第3段", "", new, "", "10", false},
    };
    memcpy(cells, filled, sizeof filled);
    struct change *items = arena_array(arena, 6, sizeof *items);
    items[0] = (struct change){&cells[0], &cells[1], true};
    items[1] = (struct change){&cells[2], &cells[3], false};
    items[2] = (struct change){&cells[4], NULL, false};
    items[3] = (struct change){NULL, &cells[5], false};
    items[4] = (struct change){&cells[6], &cells[7], false};
    items[5] = (struct change){&cells[8], &cells[9], false};
    return (struct change_list){items, 6};
}

static const struct changed_department department = {"A01", "某县自然资源局", 2026};

static const struct document *build(const struct format *format, struct change_list list)
{
    const struct document *document = correction_build(arena, format, &department, &list, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(document);
    ck_assert_uint_eq(document->section_count, 1);
    return document;
}

static const struct table *table_of(const struct document *document)
{
    const struct section *section = &document->sections[0];
    for (size_t i = 0; i < section->block_count; i++)
        if (section->blocks[i].kind == BLOCK_TABLE)
            return section->blocks[i].table;
    ck_abort_msg("no table");
}

/* What covers ROW, COLUMN. */
static const struct table_cell *cell_at(const struct table *table, int row, int column)
{
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        if (cell->row <= row && row < cell->row + cell->row_span && cell->column == column)
            return cell;
    }
    ck_abort_msg("no cell at %d, %d", row, column);
}

static const char *text_at(const struct table *table, int row, int column)
{
    return cell_at(table, row, column)->text.utf8;
}

/* A row as text, its cells joined by |. */
static const char *row_text(const struct table *table, int row)
{
    const char *text = text_at(table, row, 0);
    for (int i = 1; i < table->column_count; i++)
        text = arena_printf(arena, "%s|%s", text, text_at(table, row, i));
    return text;
}

static const char *all_prose(const struct document *document)
{
    const char *text = "";
    for (size_t i = 0; i < document->sections[0].block_count; i++)
        text = arena_printf(arena, "%s%s\n", text,
                            document->sections[0].blocks[i].text.utf8 != NULL
                                ? document->sections[0].blocks[i].text.utf8
                                : "");
    return text;
}

START_TEST(each_change_is_a_row)
{
    const struct table *table = table_of(build(read_pack("shanxi-county"), sample_changes()));
    ck_assert_int_eq(table->row_count, 7);
    ck_assert_int_eq(table->head_rows, 1);
    ck_assert_str_eq(row_text(table, 0), "序号|表（部分）|行|列|原公布数|更正后|单位|页码|说明");
    ck_assert_str_eq(row_text(table, 1), "1|收支总表|合计|金额|1.10|1,001.20|万元|6|随动");
    ck_assert_str_eq(row_text(table, 2), "2|收支总表|甲|金额|0.10|1000.20|万元|6|更正");
    ck_assert_str_eq(row_text(table, 3), "3|收支总表|乙|金额|1.00|—|万元|5|删除");
    ck_assert_str_eq(row_text(table, 4), "4|收支总表|丙|金额|—|7.00|万元|6|新增");
    ck_assert_str_eq(row_text(table, 5), "5|收支总表|丁|金额|3.00|（空白）|万元|6|更正");
    ck_assert_str_eq(text_at(table, 6, 1), "第三部分 说明");
    ck_assert_str_eq(text_at(table, 6, 2), "第3段");
}
END_TEST

START_TEST(amounts_are_amounts_and_a_table_is_named_once)
{
    const struct table *table = table_of(build(read_pack("shanxi-county"), sample_changes()));
    ck_assert_int_eq(cell_at(table, 1, 4)->content, CELL_AMOUNT);
    ck_assert_int_eq(cell_at(table, 1, 5)->align, ALIGN_DECIMAL);
    ck_assert_int_eq(cell_at(table, 3, 5)->content, CELL_TEXT);
    ck_assert_int_eq(cell_at(table, 6, 5)->content, CELL_TEXT);
    const struct table_cell *name = cell_at(table, 4, 1);
    ck_assert_int_eq(name->row, 1);
    ck_assert_int_eq(name->row_span, 5);
    ck_assert(name->label);
    ck_assert_int_eq(cell_at(table, 2, 2)->row_span, 1);
}
END_TEST

START_TEST(of_a_long_text_only_what_differs_is_shown)
{
    const struct table *table = table_of(build(read_pack("shanxi-county"), sample_changes()));
    ck_assert_str_eq(text_at(table, 6, 4), "……方面的工作，收入预算7021.24万元，其中一般公共预……");
    ck_assert_str_eq(text_at(table, 6, 5), "……方面的工作，收入预算7021.34万元，其中一般公共预……");
}
END_TEST

START_TEST(the_text_counts_what_changed)
{
    const struct document *document = build(read_pack("shanxi-county"), sample_changes());
    const char *text = all_prose(document);
    ck_assert_str_eq(document->title.utf8, "《某县自然资源局2026年度部门预算公开》更正说明");
    ck_assert_ptr_nonnull(strstr(text, "涉及2个表（部分），共6处"));
    ck_assert_ptr_nonnull(strstr(text, "其中随明细数变动的合计数1处，新增1处，删除1处"));
    ck_assert_ptr_nonnull(strstr(text, "原公开文件的页码"));
    ck_assert_ptr_nonnull(strstr(text, "略去的文字"));
    /* The name under the text, which the table follows. */
    const struct section *section = &document->sections[0];
    ck_assert_str_eq(section->blocks[2].text.utf8, "某县自然资源局");
}
END_TEST

START_TEST(the_text_says_nothing_of_what_did_not_happen)
{
    struct change_list list = sample_changes();
    list.items++;
    list.count = 1;
    const char *text = all_prose(build(read_pack("shanxi-county"), list));
    ck_assert_ptr_nonnull(strstr(text, "涉及1个表（部分），共1处，详见"));
    const char *const silent[] = {"随动", "合计数", "新增", "删除", "略去"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        ck_assert_msg(strstr(text, silent[i]) == NULL, "%s in %s", silent[i], text);
}
END_TEST

START_TEST(what_stands_in_no_part_stands_on_the_cover)
{
    const struct printed old = {"", "", "第1段", "", "甲局", "", "", false};
    const struct printed new = {"", "", "第1段", "", "乙局", "", "", false};
    const struct change change = {&old, &new, false};
    const struct change_list list = {&change, 1};
    const struct table *table = table_of(build(read_pack("shanxi-county"), list));
    ck_assert_str_eq(row_text(table, 1), "1|封面|第1段||甲局|乙局|||更正");
}
END_TEST

/* ---- pages --------------------------------------------------------------------------------- */

/* COUNT changes of which every third is in a table of its own. */
static struct change_list many_changes(size_t count)
{
    struct change *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        struct printed *cells = arena_array(arena, 2, sizeof *cells);
        for (int k = 0; k < 2; k++)
            cells[k] = (struct printed){"第二部分",
                                        arena_printf(arena, "表%zu 很长的名称", i / 3),
                                        arena_printf(arena, "%zu 行政运行及其他支出", i),
                                        "本年支出／一般公共预算／其中：基本支出",
                                        arena_printf(arena, "%zu.%d0", i * i, k),
                                        "万元",
                                        "12",
                                        false};
        items[i] = (struct change){&cells[0], &cells[1], false};
    }
    return (struct change_list){items, count};
}

START_TEST(it_lays_out_in_every_pack)
{
    const char *const packs[] = {"shanxi-county", "shanxi-county-gbt9704"};
    const struct format *format = read_pack(packs[_i]);
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    size_t told = diag_count(diag);
    const struct page_list *one =
        layout_document(arena, build(format, sample_changes()), fonts, diag);
    ck_assert_ptr_nonnull(one);
    const struct page_list *many =
        layout_document(arena, build(format, many_changes(100)), fonts, diag);
    ck_assert_ptr_nonnull(many);
    ck_assert_uint_gt(many->count, one->count);
    ck_assert_uint_eq(diag_count(diag), told);
    font_set_close(fonts);
}
END_TEST

START_TEST(the_same_changes_give_the_same_file)
{
    const struct format *format = read_pack("shanxi-county");
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    const struct change_list list = many_changes(50);
    const char *dir = support_make_dir(arena);
    const char *bytes[2];
    for (int i = 0; i < 2; i++) {
        const char *path = correction_path(arena, dir, arena_printf(arena, "A01-%d", i));
        ck_assert_ptr_nonnull(strstr(path, "-更正说明.pdf"));
        ck_assert(correction_write(arena, format, fonts, &department, &list, path, diag));
        bytes[i] = support_read(arena, path);
    }
    ck_assert_uint_gt(strlen(bytes[0]), 0);
    ck_assert_str_eq(bytes[0], bytes[1]);
    support_remove_dir(dir);
    /* A folder that is not there: a report, and no file. */
    ck_assert(!correction_write(arena, format, fonts, &department, &list,
                                correction_path(arena, dir, "A01"), diag));
    ck_assert_uint_eq(diag_errors(diag), 1);
    font_set_close(fonts);
}
END_TEST

Suite *correction_suite(void)
{
    Suite *suite = suite_create("correction");
    TCase *tcase = tcase_create("correction");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, every_pack_that_is_shipped_has_a_correction);
    tcase_add_test(tcase, a_pack_may_go_without);
    tcase_add_loop_test(tcase, a_mistake_in_the_pack_is_refused_where_it_stands, 0,
                        (int)(sizeof mistakes / sizeof *mistakes));
    tcase_add_test(tcase, the_place_of_a_mistake_is_its_line_and_character);
    tcase_add_test(tcase, columns_that_are_no_list_are_refused);
    tcase_add_test(tcase, each_change_is_a_row);
    tcase_add_test(tcase, amounts_are_amounts_and_a_table_is_named_once);
    tcase_add_test(tcase, of_a_long_text_only_what_differs_is_shown);
    tcase_add_test(tcase, the_text_counts_what_changed);
    tcase_add_test(tcase, the_text_says_nothing_of_what_did_not_happen);
    tcase_add_test(tcase, what_stands_in_no_part_stands_on_the_cover);
    tcase_add_loop_test(tcase, it_lays_out_in_every_pack, 0, 2);
    tcase_add_test(tcase, the_same_changes_give_the_same_file);
    suite_add_tcase(suite, tcase);
    return suite;
}

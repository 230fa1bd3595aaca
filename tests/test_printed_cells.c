/* Printed cells of documents made by hand: where each stands, and what heads it. */
#include "data/table_labels.h"
#include "layout/printed_cells.h"
#include "tests/chart_fixture.h"
#include "tests/form_layout_fixture.h"

Suite *printed_cells_suite(void);

static struct printed_list collect_cells(struct fixture *f, const struct section *sections,
                                         size_t count)
{
    struct document document = {.format = &f->format,
                                .title = plain("题"),
                                .language = "zh-CN",
                                .sections = sections,
                                .section_count = count};
    const struct page_list *pages = layout_document(f->arena, &document, f->fonts, f->diag);
    assert_no_fault(f);
    ck_assert_ptr_nonnull(pages);
    return printed_cells(f->arena, &document, pages);
}

struct expected {
    const char *part, *table, *row, *value, *page;
};

static void assert_lines(const struct printed_list *list, const struct expected *expected,
                         size_t count)
{
    ck_assert_uint_eq(list->count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(list->items[i].part, expected[i].part);
        ck_assert_str_eq(list->items[i].table, expected[i].table);
        ck_assert_str_eq(list->items[i].row, expected[i].row);
        ck_assert_str_eq(list->items[i].value, expected[i].value);
        ck_assert_str_eq(list->items[i].page, expected[i].page);
    }
}

/* ---- lines --------------------------------------------------------------------------------- */

#define HEADING_OF(lvl, words)                                                                     \
    {                                                                                              \
        .kind = BLOCK_HEADING, .style = HEADING, .level = lvl, .text = {.utf8 = words},            \
        .contents = {                                                                              \
            .utf8 = words                                                                          \
        }                                                                                          \
    }
#define LINE(words)                                                                                \
    {                                                                                              \
        .kind = BLOCK_PARAGRAPH, .style = BODY, .text = {.utf8 = words }                           \
    }
#define KEPT(words)                                                                                \
    {                                                                                              \
        .kind = BLOCK_PARAGRAPH, .style = BODY, .keep_with_next = true, .text = {.utf8 = words }   \
    }

START_TEST(lines_are_counted_under_their_headings_and_contents_left_out)
{
    static const struct block cover[] = {LINE("某局"), LINE("预算公开")};
    static const struct block contents[] = {{.kind = BLOCK_CONTENTS, .style = TITLE}};
    static const struct block prose[] = {HEADING_OF(1, "第一部分"), LINE("　引言 \n\n再引"),
                                         HEADING_OF(2, "一、职责"), LINE("甲\n乙 丙"),
                                         HEADING_OF(3, "（一）小"), LINE("丁")};
    static const struct block table[] = {HEADING_OF(1, "第二部分"),
                                         KEPT("公开表1"),
                                         HEADING_OF(2, "收支总表"),
                                         {.kind = BLOCK_PAIR,
                                          .style = BODY,
                                          .text = {.utf8 = "部门：某局"},
                                          .right = {.utf8 = "万元"}},
                                         LINE("注：无")};
    struct fixture f;
    fixture_open(&f);
    f.format.contents_title = plain("目录");
    const struct section sections[] = {
        {.new_page = true, .blocks = cover, .block_count = 2},
        {.new_page = true, .blocks = contents, .block_count = 1},
        {.new_page = true, .numbered = true, .blocks = prose, .block_count = 6},
        {.new_page = true, .numbered = true, .blocks = table, .block_count = 5}};
    struct printed_list list = collect_cells(&f, sections, 4);
    static const struct expected LINES[] = {{"", "", "第1段", "某局", ""},
                                            {"", "", "第2段", "预算公开", ""},
                                            {"第一部分", "", "第1段", "引言", "1"},
                                            {"第一部分", "", "第2段", "再引", "1"},
                                            {"第一部分", "一、职责", "第1段", "甲", "1"},
                                            {"第一部分", "一、职责", "第2段", "乙 丙", "1"},
                                            {"第一部分", "一、职责／（一）小", "第1段", "丁", "1"},
                                            {"第二部分", "收支总表", "第1段", "公开表1", "2"},
                                            {"第二部分", "收支总表", "第2段", "部门：某局", "2"},
                                            {"第二部分", "收支总表", "第3段", "万元", "2"},
                                            {"第二部分", "收支总表", "第4段", "注：无", "2"}};
    assert_lines(&list, LINES, sizeof LINES / sizeof *LINES);
    fixture_close(&f);
}
END_TEST

START_TEST(what_is_around_a_form_goes_on_after_it)
{
    static const struct block before[] = {HEADING_OF(1, "第三部分"), HEADING_OF(2, "十、绩效"),
                                          LINE("前")};
    static const struct block form[] = {{.kind = BLOCK_HEADING,
                                         .style = HEADING,
                                         .level = 3,
                                         .text = {.utf8 = "目标表"},
                                         .contents = {.utf8 = "修路"},
                                         .about = "修路"},
                                        LINE("(2026年度)")};
    static const struct block running = LINE("目标表（续）");
    static const struct block after[] = {LINE("后"), HEADING_OF(2, "十一、其他"), LINE("终")};
    struct fixture f;
    fixture_open(&f);
    const struct section sections[] = {
        {.new_page = true, .numbered = true, .blocks = before, .block_count = 3},
        {.new_page = true, .numbered = true, .blocks = form, .block_count = 2, .running = &running},
        {.new_page = true, .numbered = true, .blocks = after, .block_count = 3}};
    struct printed_list list = collect_cells(&f, sections, 3);
    static const struct expected LINES[] = {
        {"第三部分", "十、绩效", "第1段", "前", "1"},
        {"第三部分", "目标表／修路", "第1段", "(2026年度)", "2"},
        {"第三部分", "十、绩效", "第2段", "后", "3"},
        {"第三部分", "十一、其他", "第1段", "终", "3"}};
    assert_lines(&list, LINES, sizeof LINES / sizeof *LINES);
    fixture_close(&f);
}
END_TEST

START_TEST(a_paragraph_over_two_pages_is_on_the_first)
{
    struct fixture f;
    fixture_open(&f);
    const struct block blocks[] = {LINE(repeat(f.arena, "首", 20 * 10)),
                                   LINE(repeat(f.arena, "次", 20 * 12)), LINE("末")};
    const struct section section = {.numbered = true, .blocks = blocks, .block_count = 3};
    struct printed_list list = collect_cells(&f, &section, 1);
    ck_assert_uint_eq(list.count, 3);
    ck_assert_str_eq(list.items[1].page, "1"); /* 15 lines a page: 10 and 5, then 7 */
    ck_assert_str_eq(list.items[2].page, "2");
    fixture_close(&f);
}
END_TEST

/* ---- cells over pages ---------------------------------------------------------------------- */

/* The folio of the first page with a text that begins with START: repeated labels come later. */
static const char *first_page(const struct page_list *pages, const char *start)
{
    for (size_t i = 0; i < pages->count; i++)
        if (find_text(&pages->pages[i], start, 0) != NULL)
            return pages->pages[i].folio;
    ck_abort_msg("%s is on no page", start);
    return NULL;
}

START_TEST(cells_are_on_the_page_their_text_begins_on)
{
    static const size_t LENGTHS[] = {90, 200, 30, 10, 400, 60, 60, 120};
    struct fixture f;
    form_fixture_open(&f);
    struct form form;
    begin_form(&form, &f);
    form.text_spans = true;
    add_texts(&form, 8, LENGTHS);
    add_grid(&form, 8, 3, LENGTHS);
    const struct page_list *pages = lay_out_form(&form);
    ck_assert_uint_gt(pages->count, 3);
    const struct section section = {
        .new_page = true, .numbered = true, .blocks = form.blocks, .block_count = form.count};
    const struct document document = {
        .format = &f.format, .sections = &section, .section_count = 1};
    struct printed_list list = printed_cells(f.arena, &document, pages);
    size_t at = 0;
    for (size_t t = 0; t < form.table_count; t++)
        for (size_t i = 0; i < form.tables[t].cell_count; i++) {
            const struct table_cell *cell = &form.tables[t].cells[i];
            if (cell->row < form.tables[t].head_rows)
                continue;
            const struct printed *item = &list.items[at++];
            ck_assert_str_eq(item->value, cell->text.utf8);
            if (cell->label)
                ck_assert_str_eq(item->page,
                                 first_page(pages, arena_strndup(f.arena, cell->text.utf8, 9)));
        }
    ck_assert_uint_eq(at, list.count);
    fixture_close(&f);
}
END_TEST

START_TEST(rows_have_the_folios_of_their_pages)
{
    struct fixture f;
    fixture_open(&f);
    struct test_table *t = test_table(f.arena, 1, 25, 3); /* 9 rows of the body a page */
    const struct block blocks[] = {{.kind = BLOCK_TABLE, .table = &t->table}};
    const struct section section = {.numbered = true, .blocks = blocks, .block_count = 1};
    struct printed_list list = collect_cells(&f, &section, 1);
    ck_assert_uint_eq(list.count, 24 * 3);
    for (size_t i = 0; i < list.count; i++) {
        ck_assert_str_eq(list.items[i].page, i < 27 ? "1" : i < 54 ? "2" : "3");
        ck_assert_str_eq(list.items[i].column,
                         arena_printf(f.arena, "r0c%zu", i % 3)); /* once, though set three times */
    }
    fixture_close(&f);
}
END_TEST

/* ---- labels -------------------------------------------------------------------------------- */

static void set_text(struct test_table *t, size_t index, const char *text, bool heads, bool label)
{
    t->cells[index].text = plain(text);
    t->cells[index].heads = heads;
    t->cells[index].label = label;
}

/*   收入        支出
 *   项目  金额   编码  名称  金额       */
START_TEST(figures_go_by_the_labels_of_their_side)
{
    struct fixture f;
    fixture_open(&f);
    struct test_table *t = test_table(f.arena, 2, 6, 5);
    static const char *const TEXTS[][5] = {
        {"收入", "", "支出", "", ""},   {"项目", "金额", "编码", "名称", "金额"},
        {"合计", "9", "", "", "9"},     {"税", "9", "201", "公共\n服务", "9"},
        {"", "", "20101", "办公", "9"}, {"", "", "", "", ""}};
    for (size_t i = 0; i < 30; i++)
        set_text(t, i, TEXTS[i / 5][i % 5], i >= 10 && i % 5 != 1 && i % 5 != 4, false);
    t->cells[0].column_span = 2;
    t->cells[2].column_span = 3;
    t->cells[17].content = t->cells[22].content = CELL_AMOUNT; /* codes */
    test_table_remove(t, 4);
    test_table_remove(t, 3);
    test_table_remove(t, 1);
    const struct cell_labels *labels = table_labels(f.arena, &t->table);
    static const char *const ROWS[][5] = {
        {"合计", "合计", "合计", "合计", "合计"},
        {"税", "税", "201", "201", "201 公共 服务"},
        {"20101 办公", "20101 办公", "20101", "20101", "20101 办公"},
        {"", "", "", "", ""}};
    static const char *const COLUMNS[] = {"收入／项目", "收入／金额", "支出／编码", "支出／名称",
                                          "支出／金额"};
    for (size_t i = 0; i < 20; i++) {
        ck_assert_str_eq(labels[7 + i].row, ROWS[i / 5][i % 5]);
        ck_assert_str_eq(labels[7 + i].column, COLUMNS[i % 5]);
    }
    fixture_close(&f);
}
END_TEST

/*   资金  总额：  1  年度总额：  2
 *         其中：  3  其中：      4      */
START_TEST(labels_of_a_form_nest_and_take_each_others_place)
{
    struct fixture f;
    fixture_open(&f);
    struct test_table *t = test_table(f.arena, 0, 2, 5);
    static const char *const TEXTS[] = {"资金", "总额：", "1", "年度总额：", "2",
                                        "",     "其中：", "3", "其中：",     "4"};
    for (size_t i = 0; i < 10; i++)
        set_text(t, i, TEXTS[i], i % 5 != 2 && i % 5 != 4, i % 5 != 2 && i % 5 != 4);
    t->cells[0].row_span = 2;
    test_table_remove(t, 5);
    const struct cell_labels *labels = table_labels(f.arena, &t->table);
    static const char *const ROWS[] = {
        "资金",         "资金／总额：", "资金／总额：", "资金／年度总额：", "资金／年度总额：",
        "资金／其中：", "资金／其中：", "资金／其中：", "资金／其中："};
    for (size_t i = 0; i < 9; i++) {
        ck_assert_str_eq(labels[i].row, ROWS[i]);
        ck_assert_str_eq(labels[i].column, "");
    }
    fixture_close(&f);
}
END_TEST

/*   一级  二级  三级  值  二级  三级  值   */
START_TEST(an_indicator_heads_its_value)
{
    struct fixture f;
    fixture_open(&f);
    struct test_table *t = test_table(f.arena, 1, 2, 7);
    static const char *const TEXTS[] = {"产出", "数量", "里程", "5", "质量", "合格", "9"};
    for (size_t i = 0; i < 7; i++)
        set_text(t, 7 + i, TEXTS[i], i != 3 && i != 6, i == 0 || i == 1 || i == 4);
    const struct cell_labels *labels = table_labels(f.arena, &t->table) + 7;
    static const char *const ROWS[] = {
        "产出",       "产出／数量", "产出／数量",      "产出／数量／里程",
        "产出／质量", "产出／质量", "产出／质量／合格"};
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(labels[i].row, ROWS[i]);
    fixture_close(&f);
}
END_TEST

START_TEST(numbers_of_columns_and_heads_of_other_columns_are_no_heads)
{
    struct fixture f;
    fixture_open(&f);
    struct test_table *t = test_table(f.arena, 2, 3, 3);
    t->table.column_numbers = true;
    t->cells[6].column_span = 2; /* 金额合计 under 名称 and 内容 */
    test_table_remove(t, 7);
    const struct cell_labels *labels = table_labels(f.arena, &t->table);
    ck_assert_str_eq(labels[6].column, "");
    ck_assert_str_eq(labels[7].column, "r0c2");
    fixture_close(&f);
}
END_TEST

/* ---- charts -------------------------------------------------------------------------------- */

/* Lays out the chart of SAMPLE and returns its labels. */
static struct printed_list chart_labels(struct sample *s)
{
    s->f.pages[0].inner = s->f.pages[0].outer = 50000;
    s->f.pages[0].width = WIDTH + 100000;
    const struct block blocks[] = {{.kind = BLOCK_CHART, .style = BODY, .chart = &s->chart}};
    const struct section section = {.numbered = true, .blocks = blocks, .block_count = 1};
    return collect_cells(&s->f, &section, 1);
}

START_TEST(every_label_of_a_chart_is_a_line)
{
    static const enum chart_kind KINDS[] = {CHART_PIE, CHART_RING, CHART_BARS};
    static const char *const NAMES[] = {"社会保障和就业支出", "卫生健康支出",
                                        "自然资源海洋气象等支出", "住房保障支出",
                                        "灾害防治及应急管理支出"};
    static const char *const VALUES[] = {"717.50万元 10.22%", "261.95万元 3.73%",
                                         "5602.49万元 79.79%", "339.30万元 4.83%",
                                         "100.00万元 1.42%"};
    for (size_t k = 0; k < 3; k++) {
        struct sample *s = open_published(KINDS[k]);
        struct printed_list list = chart_labels(s);
        ck_assert_uint_eq(list.count, 5);
        for (size_t i = 0; i < 5; i++) {
            ck_assert_str_eq(list.items[i].row, NAMES[i]);
            ck_assert_str_eq(list.items[i].value, VALUES[i]);
            ck_assert_str_eq(list.items[i].page, "1");
        }
        close_sample(s);
    }
}
END_TEST

START_TEST(entries_gathered_in_a_chart_are_one_line)
{
    struct sample *s = open_sample();
    add_entry(s, "甲占100%的支出", 90000000000);
    for (int i = 0; i < 24; i++)
        add_entry(s, arena_printf(s->f.arena, "支出%d", i + 1), 100000000);
    add_entry(s, "乙", 7600000000);
    struct printed_list list = chart_labels(s);
    ck_assert_uint_eq(list.count, 3);
    ck_assert_str_eq(list.items[0].row, "甲占100%的支出");
    ck_assert_str_eq(list.items[0].value, "90000.00万元 90.00%");
    ck_assert_str_eq(list.items[1].row, "乙");
    ck_assert_str_eq(list.items[2].row, "其他24项");
    ck_assert_str_eq(list.items[2].value, "2.40%");
    close_sample(s);
}
END_TEST

Suite *printed_cells_suite(void)
{
    Suite *suite = suite_create("printed_cells");
    TCase *cells = tcase_create("cells");
    tcase_add_test(cells, lines_are_counted_under_their_headings_and_contents_left_out);
    tcase_add_test(cells, what_is_around_a_form_goes_on_after_it);
    tcase_add_test(cells, a_paragraph_over_two_pages_is_on_the_first);
    tcase_add_test(cells, cells_are_on_the_page_their_text_begins_on);
    tcase_add_test(cells, rows_have_the_folios_of_their_pages);
    tcase_add_test(cells, figures_go_by_the_labels_of_their_side);
    tcase_add_test(cells, labels_of_a_form_nest_and_take_each_others_place);
    tcase_add_test(cells, an_indicator_heads_its_value);
    tcase_add_test(cells, numbers_of_columns_and_heads_of_other_columns_are_no_heads);
    tcase_add_test(cells, every_label_of_a_chart_is_a_line);
    tcase_add_test(cells, entries_gathered_in_a_chart_are_one_line);
    suite_add_tcase(suite, cells);
    return suite;
}

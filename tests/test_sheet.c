/* Official pages: the line grid, sheets laid horizontally, 续表. Documents made by hand; all places
 * are worked out with a pencil. The type area is 200 × 300 pt, prose 10 pt on a grid of 20: half of
 * the 10 pt between two lines, 5 pt, is the lead, so the first grid line begins at 45 pt, its
 * characters at 50, and its baseline, 0.88 em below their heads, is at 58.8. */
#include "layout/sheet.h"

#include "layout/chart.h"
#include "layout/grid.h"
#include "tests/layout_fixture.h"

Suite *sheet_suite(void);

#define GRID       20000
#define FIRST_LINE 45000
#define BASELINE   13800 /* of a grid line */

static struct fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
    f.pages[0].grid = GRID;
}

static void close_fixture(void)
{
    fixture_close(&f);
}

static struct block paragraph(const char *text)
{
    return (struct block){.kind = BLOCK_PARAGRAPH, .style = BODY, .text = plain(text)};
}

static struct block lines(size_t count)
{
    return paragraph(repeat(f.arena, "行\n", count));
}

static struct block heading(const char *text)
{
    return (struct block){.kind = BLOCK_HEADING,
                          .style = HEADING,
                          .level = 2,
                          .text = plain(text),
                          .contents = plain(text)};
}

static struct block table(const struct test_table *t)
{
    return (struct block){.kind = BLOCK_TABLE, .table = &t->table};
}

static unit baseline_of(const struct page *page, const char *text)
{
    const struct item *item = find_text(page, text, 0);
    ck_assert_msg(item != NULL, "no text %s", text);
    return item->as.text.y;
}

/* The first or the last horizontal rule of PAGE. */
static unit rule_of(const struct page *page, bool last)
{
    unit found = last ? 0 : UNIT_MAX;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_RULE && item->as.shape.y0 == item->as.shape.y1 &&
            (item->as.shape.y0 > found) == last)
            found = item->as.shape.y0;
    }
    return found;
}

/* ---- the line grid ------------------------------------------------------------------------- */

START_TEST(twenty_two_lines_fill_the_type_area_from_head_to_foot)
{
    f.pages[0].height = 100000 + 21 * GRID + 10000;
    struct block blocks[] = {lines(44)};
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_uint_eq(list->count, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_uint_eq(count_texts(&list->pages[i], "行"), 22);
        for (size_t k = 0; k < 22; k++)
            ck_assert_int_eq(find_text(&list->pages[i], "行", k)->as.text.y,
                             58800 + (unit)k * GRID);
    }
    /* The foot of a character is 0.12 em under its baseline: at the edge of the type area. */
    ck_assert_int_eq(find_text(&list->pages[0], "行", 21)->as.text.y + 1200,
                     f.pages[0].height - f.pages[0].foot);
    f.pages[0].height--;
    ck_assert_uint_eq(count_texts(&lay_out(&f, blocks, 1)->pages[0], "行"), 21);
}
END_TEST

START_TEST(a_heading_has_the_baseline_of_a_line_and_whole_lines_above_it)
{
    f.styles[HEADING].size = 12000;
    f.styles[HEADING].leading = 17000;
    f.styles[HEADING].before = 3000;
    struct block blocks[] = {lines(2), heading("题"), paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 3)->pages[0];
    ck_assert_int_eq(baseline_of(page, "题"), FIRST_LINE + 3 * GRID + BASELINE);
    ck_assert_int_eq(baseline_of(page, "文"), FIRST_LINE + 4 * GRID + BASELINE);
}
END_TEST

START_TEST(a_title_larger_than_a_line_is_centred_in_two)
{
    f.styles[HEADING].size = 22000;
    f.styles[HEADING].leading = 30000;
    struct block blocks[] = {heading("题"), paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 2)->pages[0];
    /* 40 pt, less 22, leave 9 above; 0.88 × 22 = 19.36. */
    ck_assert_int_eq(baseline_of(page, "题"), FIRST_LINE + 9000 + 19360);
    ck_assert_int_eq(baseline_of(page, "文"), FIRST_LINE + 2 * GRID + BASELINE);
}
END_TEST

START_TEST(lines_of_a_title_keep_their_leading_and_take_whole_lines_together)
{
    f.styles[HEADING].size = 22000;
    f.styles[HEADING].leading = 27000;
    struct block blocks[] = {heading("题\n目"), paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 2)->pages[0];
    /* 54 pt in 60: 3 above, and 2.5 of the first line's own. */
    ck_assert_int_eq(baseline_of(page, "题"), FIRST_LINE + 3000 + 2500 + 19360);
    ck_assert_int_eq(baseline_of(page, "目"), FIRST_LINE + 3000 + 2500 + 19360 + 27000);
    ck_assert_int_eq(baseline_of(page, "文"), FIRST_LINE + 3 * GRID + BASELINE);
}
END_TEST

START_TEST(a_table_begins_and_ends_where_characters_would)
{
    struct block blocks[] = {lines(1), table(test_table(f.arena, 0, 3, 2)), paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 3)->pages[0];
    /* From 65, where the second line begins: the lead, 90 pt, the lead are five lines. */
    ck_assert_int_eq(rule_of(page, false), 70000);
    ck_assert_int_eq(rule_of(page, true), 160000);
    ck_assert_int_eq(baseline_of(page, "文"), 165000 + BASELINE);
    struct test_table *higher = test_table(f.arena, 0, 3, 2);
    higher->table.row_pitch = 30001;
    blocks[1] = table(higher);
    page = &lay_out(&f, blocks, 3)->pages[0];
    ck_assert_int_eq(baseline_of(page, "文"), 185000 + BASELINE);
}
END_TEST

START_TEST(a_table_as_high_as_the_type_area_fits_and_not_more)
{
    struct block ten[] = {table(test_table(f.arena, 0, 10, 2))};
    struct block eleven[] = {table(test_table(f.arena, 0, 11, 2))};
    const struct page_list *list = lay_out(&f, ten, 1);
    ck_assert_uint_eq(list->count, 1);
    ck_assert_int_eq(rule_of(&list->pages[0], false), 50000);
    ck_assert_int_eq(rule_of(&list->pages[0], true), 350000);
    list = lay_out(&f, eleven, 1);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_int_eq(rule_of(&list->pages[1], false), 50000);
}
END_TEST

START_TEST(joined_tables_stay_joined)
{
    struct test_table *below = test_table(f.arena, 0, 1, 1);
    below->table.joined = true;
    below->cells[0].text.utf8 = "尾";
    struct block blocks[] = {lines(1), table(test_table(f.arena, 0, 3, 2)), table(below),
                             paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 4)->pages[0];
    ck_assert_int_eq(rule_of(page, true), 70000 + 4 * 30000);
    /* 190 and the lead; the next line of the grid is at 205. */
    ck_assert_int_eq(baseline_of(page, "文"), 205000 + BASELINE);
}
END_TEST

START_TEST(a_chart_takes_whole_lines_with_its_spaces)
{
    const struct chart_entry entry = {plain("甲"), "1元", "100%", 1};
    const struct chart chart = {CHART_PIE, &entry, 1, 100000, plain("甲")};
    struct block blocks[] = {{.kind = BLOCK_CHART, .style = BODY, .chart = &chart},
                             paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 2)->pages[0];
    ck_assert_int_eq(CHART_SPACE, 6000); /* 112 pt: six lines */
    ck_assert_int_eq(baseline_of(page, "文"), FIRST_LINE + 6 * GRID + BASELINE);
}
END_TEST

/* Every baseline of text is one of the grid, whatever stands between. */
START_TEST(facing_pages_register_line_by_line)
{
    f.styles[HEADING].leading = 33000;
    f.styles[HEADING].size = 16000;
    f.styles[HEADING].after = 1000;
    struct test_table *t = test_table(f.arena, 1, 5, 2);
    t->table.row_pitch = 17300;
    struct block blocks[] = {lines(3),      heading("题"), lines(4),
                             table(t),      lines(5),      paragraph(repeat(f.arena, "国", 200)),
                             heading("题"), table(t),      paragraph(repeat(f.arena, "国", 300))};
    const struct page_list *list = lay_out(&f, blocks, 9);
    assert_no_fault(&f);
    ck_assert_uint_gt(list->count, 3);
    size_t seen = 0;
    for (size_t i = 0; i < list->count; i++) {
        static const char *const starts[] = {"行", "国"};
        for (size_t k = 0; k < 2; k++)
            for (size_t n = 0; find_text(&list->pages[i], starts[k], n); n++, seen++)
                ck_assert_int_eq(
                    (find_text(&list->pages[i], starts[k], n)->as.text.y - 58800) % GRID, 0);
    }
    ck_assert_uint_eq(seen, 12 + 10 + 15);
}
END_TEST

START_TEST(long_paragraphs_leave_two_lines_on_each_page_of_a_grid_too)
{
    struct block blocks[] = {lines(13), paragraph(repeat(f.arena, "国", 80))}; /* four lines */
    const struct page_list *list = lay_out(&f, blocks, 2); /* of fifteen, as 15.5 have room */
    ck_assert_uint_eq(count_texts(&list->pages[0], "国"), 2);
    ck_assert_uint_eq(count_texts(&list->pages[1], "国"), 2);
    struct block moves[] = {lines(14), blocks[1]};
    ck_assert_uint_eq(count_texts(&lay_out(&f, moves, 2)->pages[0], "国"), 0);
}
END_TEST

/* ---- sheets laid horizontally -------------------------------------------------------------- */

/* A sheet of 300 × 400 pt as it is bound: 天头 50, 地脚 60, 订口 40, 切口 30. The folio is 20 below the
 * type area and 10 inside its edge. */
static void turn_page(void)
{
    f.pages[0] = (struct page_geometry){.name = "turned",
                                        .width = 400000,
                                        .height = 300000,
                                        .head = 50000,
                                        .foot = 60000,
                                        .inner = 40000,
                                        .outer = 30000,
                                        .folio_drop = 20000,
                                        .folio_inset = 10000,
                                        .turned = true};
}

START_TEST(folios_of_turned_sheets_are_where_upright_ones_have_them)
{
    turn_page();
    struct block blocks[] = {lines(22)};
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_uint_eq(list->count, 2);
    const struct item *one = find_text(&list->pages[0], "—1—", 0);
    const struct item *two = find_text(&list->pages[1], "—2—", 0);
    ck_assert(one->as.text.turned && two->as.text.turned);
    /* On the sheet the baseline is at 400 − 60 + 20 = 360 from the head, which is the right edge of
     * the page: 40 from the left one. */
    ck_assert_int_eq(one->as.text.x, 40000);
    ck_assert_int_eq(two->as.text.x, 40000);
    /* Odd: it ends 30 + 10 from the right edge of the sheet, which is the foot of the page; its last
     * dash, an em wide, begins ten points before. Even: it begins 40 from the left, the top. */
    ck_assert_int_eq(one->as.text.y + one->as.text.glyphs[one->as.text.count - 1].x, 250000);
    ck_assert_int_eq(two->as.text.y, 40000);
}
END_TEST

START_TEST(the_head_of_turned_tables_is_at_the_binding_of_odd_and_the_fore_edge_of_even_pages)
{
    turn_page();
    struct block blocks[] = {table(test_table(f.arena, 1, 14, 2))}; /* 190 / 230 pt: 7 of 30 */
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_uint_eq(list->count, 3);
    ck_assert_int_eq(rule_of(&list->pages[0], false), 40000); /* 订口 above */
    ck_assert_int_eq(rule_of(&list->pages[1], false), 30000); /* 切口 above */
    ck_assert_int_eq(rule_of(&list->pages[2], false), 40000);
    ck_assert_int_eq(rule_of(&list->pages[0], true), 40000 + 7 * 30000);
    /* 地脚 at the left, 天头 at the right. */
    unit left = UNIT_MAX, right = 0;
    for (size_t i = 0; i < list->pages[1].count; i++) {
        const struct item *item = &list->pages[1].items[i];
        if (item->kind == ITEM_RULE && item->as.shape.x0 < left)
            left = item->as.shape.x0;
        if (item->kind == ITEM_RULE && item->as.shape.x1 > right)
            right = item->as.shape.x1;
    }
    ck_assert_int_eq(left, 60000);
    ck_assert_int_eq(right, 350000);
}
END_TEST

START_TEST(a_dump_says_what_is_turned)
{
    turn_page();
    struct block blocks[] = {paragraph("文")};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    page_dump(lay_out(&f, blocks, 1), out);
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, " turned \"Noto Serif CJK SC Regular\" —1—\n"));
    ck_assert_ptr_nonnull(strstr(text, "text 60000,53800 10000 +0 \"Noto"));
    free(text);
}
END_TEST

/* ---- 续表 ---------------------------------------------------------------------------------- */

static struct test_table *continued_table(const char *mark)
{
    struct test_table *t = test_table(f.arena, 1, 25, 2);
    t->table.continued = plain(mark);
    t->table.continued_style = ENTRY_1;
    f.pages[0].grid = 0;
    return t;
}

START_TEST(the_mark_stands_above_the_head_of_every_further_page_and_not_of_the_first)
{
    struct block blocks[] = {table(continued_table("续表"))};
    const struct page_list *list = lay_out(&f, blocks, 1);
    /* 24 rows: 9 under the head; with 20 pt less room 8, and then 7. */
    ck_assert_uint_eq(list->count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(count_texts(&list->pages[i], "续表"), i > 0);
    ck_assert_ptr_nonnull(find_text(&list->pages[1], "r17c0", 0));
    ck_assert_ptr_null(find_text(&list->pages[1], "r18c0", 0));
    ck_assert_ptr_nonnull(find_text(&list->pages[2], "r24c0", 0));
    const struct item *mark = find_text(&list->pages[1], "续表", 0);
    ck_assert_int_eq(mark->as.text.y, 50000 + 13800);
    ck_assert_int_eq(mark->as.text.x,
                     40000 + 200000 - 20000); /* its two characters end at the edge */
    ck_assert_int_eq(find_text(&list->pages[2], "续表", 0)->as.text.x, 60000 + 180000);
    ck_assert_int_eq(rule_of(&list->pages[1], false), 70000);
}
END_TEST

START_TEST(the_mark_is_an_artifact)
{
    struct block blocks[] = {table(continued_table("续表"))};
    const struct page *page = &lay_out(&f, blocks, 1)->pages[1];
    const struct item *mark = find_text(page, "续表", 0);
    ck_assert_int_eq(mark[-1].kind, ITEM_BEGIN);
    ck_assert_int_eq(mark[-1].as.begin.role, ROLE_ARTIFACT);
    ck_assert_int_eq(mark[-1].as.begin.artifact, ARTIFACT_REPEATED);
    ck_assert_int_eq(mark[1].kind, ITEM_END);
}
END_TEST

START_TEST(a_centred_style_centres_the_mark)
{
    f.styles[ENTRY_1].align = ALIGN_CENTER;
    struct block blocks[] = {table(continued_table("续表"))};
    const struct page *page = &lay_out(&f, blocks, 1)->pages[1];
    ck_assert_int_eq(find_text(page, "续表", 0)->as.text.x, 40000 + 90000);
}
END_TEST

START_TEST(without_a_mark_nothing_changes)
{
    struct block blocks[] = {table(continued_table(""))};
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_int_eq(rule_of(&list->pages[1], false), 50000);
    ck_assert_ptr_nonnull(find_text(&list->pages[1], "r18c0", 0));
}
END_TEST

START_TEST(a_mark_that_leaves_no_room_for_a_row_is_a_fault_and_not_a_loop)
{
    f.styles[ENTRY_1].leading = 280000;
    struct block blocks[] = {table(continued_table("续表"))};
    ck_assert_ptr_null(lay_out(&f, blocks, 1));
    ck_assert_uint_eq(diag_count(f.diag), 1);
    ck_assert_int_eq(diag_entry_at(f.diag, 0)->code, DIAG_ROW_TOO_TALL);
}
END_TEST

Suite *sheet_suite(void)
{
    Suite *suite = suite_create("sheet");
    TCase *cases = tcase_create("sheet");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_add_test(cases, twenty_two_lines_fill_the_type_area_from_head_to_foot);
    tcase_add_test(cases, a_heading_has_the_baseline_of_a_line_and_whole_lines_above_it);
    tcase_add_test(cases, a_title_larger_than_a_line_is_centred_in_two);
    tcase_add_test(cases, lines_of_a_title_keep_their_leading_and_take_whole_lines_together);
    tcase_add_test(cases, a_table_begins_and_ends_where_characters_would);
    tcase_add_test(cases, a_table_as_high_as_the_type_area_fits_and_not_more);
    tcase_add_test(cases, joined_tables_stay_joined);
    tcase_add_test(cases, a_chart_takes_whole_lines_with_its_spaces);
    tcase_add_test(cases, facing_pages_register_line_by_line);
    tcase_add_test(cases, long_paragraphs_leave_two_lines_on_each_page_of_a_grid_too);
    tcase_add_test(cases, folios_of_turned_sheets_are_where_upright_ones_have_them);
    tcase_add_test(
        cases, the_head_of_turned_tables_is_at_the_binding_of_odd_and_the_fore_edge_of_even_pages);
    tcase_add_test(cases, a_dump_says_what_is_turned);
    tcase_add_test(cases,
                   the_mark_stands_above_the_head_of_every_further_page_and_not_of_the_first);
    tcase_add_test(cases, the_mark_is_an_artifact);
    tcase_add_test(cases, a_centred_style_centres_the_mark);
    tcase_add_test(cases, without_a_mark_nothing_changes);
    tcase_add_test(cases, a_mark_that_leaves_no_room_for_a_row_is_a_fault_and_not_a_loop);
    suite_add_tcase(suite, cases);
    return suite;
}

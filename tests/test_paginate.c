/* Pagination, through layout_document(): documents made by hand, pages looked at item by item. The
 * type area is 200 × 300 pt: fifteen lines of 20 pt, ten rows of 30 pt. */
#include "layout/paginate.h"

#include "tests/layout_fixture.h"

Suite *paginate_suite(void);

#define AREA_TOP    50000
#define AREA_BOTTOM 350000

static struct fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

static struct block paragraph(const char *text)
{
    return (struct block){.kind = BLOCK_PARAGRAPH, .style = BODY, .text = text_at(text, 7, 8)};
}

/* COUNT paragraphs of a line each. */
static struct block lines(size_t count)
{
    char *text = arena_strdup(f.arena, repeat(f.arena, "行\n", count));
    return paragraph(text);
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

/* ---- tables over pages --------------------------------------------------------------------- */

START_TEST(header_rows_repeat_on_every_page)
{
    struct block blocks[] = {table(test_table(f.arena, 1, 25, 2))}; /* 24 rows, 9 a page */
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_ptr_nonnull(list);
    ck_assert_uint_eq(list->count, 3);
    for (size_t i = 0; i < list->count; i++) {
        const struct item *head = find_text(&list->pages[i], "r0c0", 0);
        ck_assert_ptr_nonnull(head);
        ck_assert_int_eq(head->as.text.y, AREA_TOP + 5000 + 13800);
    }
    ck_assert_ptr_nonnull(find_text(&list->pages[1], "r10c0", 0));
    ck_assert_ptr_nonnull(find_text(&list->pages[2], "r24c1", 0));
}
END_TEST

START_TEST(a_repeated_head_is_an_artifact_of_the_same_table)
{
    struct block blocks[] = {table(test_table(f.arena, 1, 25, 2))};
    const struct page_list *list = lay_out(&f, blocks, 1);
    const struct item *first = find_role(&list->pages[0], ROLE_TABLE);
    const struct item *second = find_role(&list->pages[1], ROLE_TABLE);
    ck_assert_int_eq(first->as.begin.element, second->as.begin.element);
    ck_assert_int_eq(find_role(&list->pages[0], ROLE_TBODY)->as.begin.element,
                     find_role(&list->pages[1], ROLE_TBODY)->as.begin.element);
    ck_assert_ptr_nonnull(find_role(&list->pages[0], ROLE_THEAD));
    ck_assert_ptr_null(find_role(&list->pages[1], ROLE_THEAD));
    ck_assert_ptr_null(find_role(&list->pages[1], ROLE_TH));
    ck_assert_int_eq(second[1].kind, ITEM_BEGIN); /* what comes first in it is the head */
    ck_assert_int_eq(second[1].as.begin.role, ROLE_ARTIFACT);
    ck_assert_int_eq(second[1].as.begin.artifact, ARTIFACT_REPEATED);
}
END_TEST

START_TEST(a_table_that_ends_exactly_at_the_edge_takes_one_page)
{
    struct block ten[] = {table(test_table(f.arena, 1, 10, 2))};
    struct block eleven[] = {table(test_table(f.arena, 1, 11, 2))};
    ck_assert_uint_eq(lay_out(&f, ten, 1)->count, 1);
    ck_assert_uint_eq(lay_out(&f, eleven, 1)->count, 2);
}
END_TEST

/* The outermost horizontal and vertical rules of PAGE. */
static void outline(const struct page *page, unit *top, unit *bottom, unit *low_end)
{
    *top = AREA_BOTTOM;
    *bottom = *low_end = AREA_TOP;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind != ITEM_RULE)
            continue;
        bool level = item->as.shape.y0 == item->as.shape.y1;
        if (level && item->as.shape.y0 < *top)
            *top = item->as.shape.y0;
        if (level && item->as.shape.y0 > *bottom)
            *bottom = item->as.shape.y0;
        if (item->as.shape.y1 > *low_end)
            *low_end = item->as.shape.y1;
    }
}

START_TEST(rules_are_closed_at_the_break)
{
    struct block blocks[] = {table(test_table(f.arena, 1, 12, 2))};
    const struct page_list *list = lay_out(&f, blocks, 1);
    unit top, bottom, low_end;
    ck_assert_uint_eq(list->count, 2);
    outline(&list->pages[0], &top, &bottom, &low_end);
    ck_assert_int_eq(top, AREA_TOP);
    ck_assert_int_eq(bottom, AREA_TOP + 10 * 30000);
    ck_assert_int_eq(low_end, bottom);
    outline(&list->pages[1], &top, &bottom, &low_end);
    ck_assert_int_eq(top, AREA_TOP);
    ck_assert_int_eq(bottom, AREA_TOP + 3 * 30000); /* the head and two rows */
    ck_assert_int_eq(low_end, bottom);
}
END_TEST

START_TEST(a_head_moves_to_the_next_page_with_its_first_row)
{
    /* 13 lines leave 40 pt: room for the head, not for a row below it. */
    struct block blocks[] = {lines(13), table(test_table(f.arena, 1, 3, 2))};
    const struct page_list *list = lay_out(&f, blocks, 2);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(count_texts(&list->pages[0], "r0c0"), 0);
    ck_assert_ptr_null(find_role(&list->pages[0], ROLE_TABLE));
    ck_assert_ptr_nonnull(find_role(&list->pages[1], ROLE_THEAD));
}
END_TEST

START_TEST(a_row_higher_than_a_page_is_parted_from_a_page_of_its_own)
{
    struct test_table *t = test_table(f.arena, 1, 4, 2);
    t->cells[5].text.utf8 = repeat(f.arena, "国", 200); /* 23 lines of 20 pt */
    t->cells[0].label = true;                           /* columns stay as they are */
    struct block blocks[] = {lines(3), table(t)};
    const struct page_list *list = lay_out(&f, blocks, 2);
    assert_no_fault(&f);
    /* 3 lines and 2 rows; a head and 13 lines; a head, 10 lines and a row. */
    ck_assert_uint_eq(list->count, 3);
    ck_assert_uint_eq(count_texts(&list->pages[0], "国"), 0);
    ck_assert_uint_eq(count_texts(&list->pages[1], "国"), 13);
    ck_assert_uint_eq(count_texts(&list->pages[2], "国"), 10);
    ck_assert_uint_eq(count_texts(&list->pages[2], "r3c1"), 1);
}
END_TEST

START_TEST(a_heading_goes_with_a_row_that_is_parted_because_of_it)
{
    /* 12 lines and twice the head's 30 pt: with the heading more than a page, without it less. */
    struct test_table *t = test_table(f.arena, 1, 2, 2);
    t->cells[3].text.utf8 = repeat(f.arena, "国", 9 * 13);
    t->cells[0].label = true; /* columns stay as they are */
    struct block blocks[] = {lines(3), heading("题"), table(t)};
    const struct page_list *list = lay_out(&f, blocks, 3);
    assert_no_fault(&f);
    ck_assert_uint_eq(list->count, 3);
    ck_assert_uint_eq(count_texts(&list->pages[0], "题"), 0);
    ck_assert_uint_eq(count_texts(&list->pages[1], "题"), 1);
    ck_assert_uint_eq(count_texts(&list->pages[1], "国"), 11);
    ck_assert_uint_eq(count_texts(&list->pages[2], "国"), 2);
}
END_TEST

START_TEST(a_row_of_which_no_part_has_room_is_a_fault_and_not_a_loop)
{
    struct test_table *t = test_table(f.arena, 1, 4, 2);
    t->cells[5].text.utf8 = repeat(f.arena, "国", 200);
    t->cells[5].label = true;
    struct block blocks[] = {lines(3), table(t)};
    ck_assert_ptr_null(lay_out(&f, blocks, 2));
    assert_fault(&f, DIAG_ROW_TOO_TALL, 3, 2);
}
END_TEST

START_TEST(a_head_higher_than_a_page_is_a_fault_and_not_a_loop)
{
    struct test_table *t = test_table(f.arena, 1, 4, 2);
    t->cells[1].text.utf8 = repeat(f.arena, "国", 200);
    struct block blocks[] = {table(t)};
    ck_assert_ptr_null(lay_out(&f, blocks, 1));
    assert_fault(&f, DIAG_ROW_TOO_TALL, 1, 2);
}
END_TEST

START_TEST(decimal_points_stand_on_one_x_on_all_pages)
{
    struct test_table *t = test_table(f.arena, 1, 12, 2);
    for (size_t i = 3; i < t->table.cell_count; i += 2) {
        t->cells[i].content = CELL_AMOUNT;
        t->cells[i].align = ALIGN_DECIMAL;
        t->cells[i].text.utf8 = i == 3 ? "0.125" : "100.5";
    }
    struct block blocks[] = {table(t)};
    const struct page_list *list = lay_out(&f, blocks, 1);
    f.pages[0].outer = f.pages[0].inner; /* so that both pages have one left edge */
    list = lay_out(&f, blocks, 1);
    const struct item *one = find_text(&list->pages[0], "0.125", 0);
    const struct item *two = find_text(&list->pages[1], "100.5", 0);
    ck_assert_int_eq(one->as.text.x + one->as.text.glyphs[1].x,
                     two->as.text.x + two->as.text.glyphs[3].x);
}
END_TEST

/* ---- what stays together ------------------------------------------------------------------- */

START_TEST(a_heading_is_never_the_last_thing_on_a_page)
{
    struct block fits[] = {lines(13), heading("题"), lines(2)};
    struct block moves[] = {lines(14), heading("题"), lines(2)};
    const struct page_list *list = lay_out(&f, fits, 3);
    ck_assert_uint_eq(count_texts(&list->pages[0], "题"), 1);
    ck_assert_uint_eq(list->bookmarks[0].page, 0);
    list = lay_out(&f, moves, 3);
    ck_assert_uint_eq(count_texts(&list->pages[0], "题"), 0);
    ck_assert_uint_eq(list->bookmarks[0].page, 1);
    ck_assert_int_eq(list->bookmarks[0].y, AREA_TOP);
}
END_TEST

START_TEST(a_title_a_pair_and_a_head_move_with_the_first_row)
{
    struct block pair = {
        .kind = BLOCK_PAIR, .style = BODY, .text = plain("部门"), .right = plain("单位")};
    struct block title = heading("表一");
    /* Title, pair, head and row need 100 pt; 10 lines leave exactly that, 11 do not. */
    for (size_t n = 10; n <= 11; n++) {
        struct block blocks[] = {lines(n), title, pair, table(test_table(f.arena, 1, 3, 2))};
        const struct page_list *list = lay_out(&f, blocks, 4);
        ck_assert_uint_eq(count_texts(&list->pages[0], "表一"), n == 10);
        ck_assert_uint_eq(count_texts(&list->pages[0], "部门"), n == 10);
        ck_assert_uint_eq(count_texts(&list->pages[0], "r1c0"), n == 10);
        ck_assert_uint_eq(count_texts(&list->pages[1], "部门"), n == 11);
    }
}
END_TEST

START_TEST(a_row_of_the_table_before_goes_with_a_tail)
{
    /* Rows of 30 pt: nine and the tail fill the 300 pt of a page, of ten the last goes along. */
    for (int rows = 9; rows <= 10; rows++) {
        struct test_table *grid = test_table(f.arena, 0, rows, 2);
        struct test_table *last = test_table(f.arena, 0, 1, 1);
        last->table.joined = last->table.tail = true;
        last->cells[0].text.utf8 = "尾";
        struct block blocks[] = {table(grid), table(last)};
        const struct page_list *list = lay_out(&f, blocks, 2);
        ck_assert_uint_eq(list->count, rows == 9 ? 1 : 2);
        ck_assert_uint_eq(count_texts(&list->pages[list->count - 1], "尾"), 1);
        ck_assert_uint_eq(
            count_texts(&list->pages[list->count - 1], arena_printf(f.arena, "r%dc0", rows - 1)),
            1);
    }
}
END_TEST

START_TEST(more_kept_blocks_than_a_page_holds_still_end)
{
    struct block blocks[20];
    for (size_t i = 0; i < 20; i++)
        blocks[i] = heading("题");
    const struct page_list *list = lay_out(&f, blocks, 20);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(count_texts(&list->pages[0], "题") + count_texts(&list->pages[1], "题"), 20);
}
END_TEST

START_TEST(a_long_paragraph_leaves_two_lines_on_each_page)
{
    struct block blocks[] = {lines(12), paragraph(repeat(f.arena, "国", 80))}; /* four lines */
    const struct page_list *list = lay_out(&f, blocks, 2);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(count_texts(&list->pages[0], "国"), 2);
    ck_assert_uint_eq(count_texts(&list->pages[1], "国"), 2);
    /* Its element goes on. */
    const struct item *end = NULL;
    for (size_t i = 0; i < list->pages[0].count; i++)
        if (list->pages[0].items[i].kind == ITEM_BEGIN &&
            list->pages[0].items[i].as.begin.role == ROLE_P)
            end = &list->pages[0].items[i];
    ck_assert_int_eq(find_role(&list->pages[1], ROLE_P)->as.begin.element, end->as.begin.element);
}
END_TEST

START_TEST(a_line_that_ends_at_the_edge_fits)
{
    struct block fits[] = {lines(15)}, more[] = {lines(16)};
    ck_assert_uint_eq(lay_out(&f, fits, 1)->count, 1);
    ck_assert_uint_eq(lay_out(&f, more, 1)->count, 2);
}
END_TEST

START_TEST(a_line_higher_than_a_page_is_a_fault)
{
    f.styles[BODY].leading = 300001;
    struct block blocks[] = {paragraph("国")};
    ck_assert_ptr_null(lay_out(&f, blocks, 1));
    assert_fault(&f, DIAG_LINE_TOO_TALL, 7, 8);
}
END_TEST

/* ---- spaces, pairs ------------------------------------------------------------------------- */

START_TEST(space_before_is_dropped_at_the_top_of_a_page)
{
    f.styles[HEADING].before = 15000;
    f.styles[HEADING].after = 5000;
    struct block blocks[] = {heading("一"), heading("二"), paragraph("文")};
    const struct page *page = &lay_out(&f, blocks, 3)->pages[0];
    ck_assert_int_eq(find_text(page, "一", 0)->as.text.y, AREA_TOP + 13800);
    ck_assert_int_eq(find_text(page, "二", 0)->as.text.y, AREA_TOP + 20000 + 20000 + 13800);
    ck_assert_int_eq(find_text(page, "文", 0)->as.text.y, AREA_TOP + 65000 + 13800);
}
END_TEST

START_TEST(space_before_is_kept_on_a_cover)
{
    f.styles[BODY].before = 100000;
    struct block blocks[] = {paragraph("封面")};
    struct section cover = {.new_page = true, .blocks = blocks, .block_count = 1};
    const struct page *page = &lay_out_sections(&f, &cover, 1)->pages[0];
    ck_assert_int_eq(find_text(page, "封面", 0)->as.text.y, AREA_TOP + 100000 + 13800);
    ck_assert_str_eq(page->folio, "");
}
END_TEST

START_TEST(the_texts_of_a_pair_stand_at_both_edges)
{
    struct block blocks[] = {
        {.kind = BLOCK_PAIR, .style = BODY, .text = plain("部门名称"), .right = plain("单位")}};
    const struct page *page = &lay_out(&f, blocks, 1)->pages[0];
    ck_assert_int_eq(find_text(page, "部门名称", 0)->as.text.x, 60000);
    ck_assert_int_eq(find_text(page, "单位", 0)->as.text.x, 60000 + 180000);
}
END_TEST

START_TEST(a_long_left_text_of_a_pair_wraps_and_the_right_one_stands_on_its_last_line)
{
    struct block blocks[] = {{.kind = BLOCK_PAIR,
                              .style = BODY,
                              .text = plain("国国国国国国国国国国国国国国国国国家"),
                              .right = plain("单位")}};
    const struct page *page = &lay_out(&f, blocks, 1)->pages[0];
    /* 200 pt less 20 for the right text and half an em between: 17 characters of 10 pt. One of them
     * goes down with 家, which would be alone there. */
    const struct item *rest = find_text(page, "国家", 0), *right = find_text(page, "单位", 0);
    ck_assert_int_eq(rest->as.text.x, 60000);
    ck_assert_int_eq(right->as.text.x, 60000 + 180000);
    ck_assert_int_eq(right->as.text.y, rest->as.text.y);
}
END_TEST

START_TEST(a_pair_without_room_for_its_left_text_is_a_fault)
{
    struct block blocks[] = {{.kind = BLOCK_PAIR,
                              .style = BODY,
                              .text = plain("国"),
                              .right = text_at(repeat(f.arena, "家", 19), 5, 6)}};
    ck_assert_ptr_null(lay_out(&f, blocks, 1));
    assert_fault(&f, DIAG_PAIR_COLLIDES, 5, 6);
}
END_TEST

/* ---- sections, folios, structure ----------------------------------------------------------- */

START_TEST(folios_stand_right_on_odd_pages_and_left_on_even_ones)
{
    struct block blocks[] = {lines(30)};
    const struct page_list *list = lay_out(&f, blocks, 1);
    const struct item *one = find_text(&list->pages[0], "—1—", 0);
    const struct item *two = find_text(&list->pages[1], "—2—", 0);
    ck_assert_str_eq(list->pages[0].folio, "1");
    ck_assert_str_eq(list->pages[1].folio, "2");
    ck_assert_int_eq(one->as.text.y, AREA_BOTTOM + 20000);
    /* Odd: the type area is 60 … 260; the last dash, an em wide, ends at 250. */
    ck_assert_int_eq(one->as.text.x + one->as.text.glyphs[one->as.text.count - 1].x, 240000);
    /* Even: the type area is 40 … 240. */
    ck_assert_int_eq(two->as.text.x, 50000);
}
END_TEST

START_TEST(text_stands_at_the_inner_margin_of_odd_and_the_outer_of_even_pages)
{
    struct block blocks[] = {lines(30)};
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_int_eq(find_text(&list->pages[0], "行", 0)->as.text.x, 60000);
    ck_assert_int_eq(find_text(&list->pages[1], "行", 0)->as.text.x, 40000);
}
END_TEST

START_TEST(sections_go_on_below_unless_something_differs)
{
    struct block blocks[] = {lines(2)};
    struct section first = {.numbered = true, .blocks = blocks, .block_count = 1};
    struct section same = first, begins = first, turned = first, unnumbered = first;
    begins.new_page = true;
    turned.page = 1;
    unnumbered.numbered = false;
    const struct section *const seconds[] = {&same, &begins, &turned, &unnumbered};
    for (size_t i = 0; i < 4; i++) {
        struct section sections[] = {first, *seconds[i]};
        ck_assert_uint_eq(lay_out_sections(&f, sections, 2)->count, i == 0 ? 1 : 2);
    }
}
END_TEST

START_TEST(numbers_count_numbered_pages_from_one)
{
    struct block blocks[] = {lines(2)};
    struct section sections[] = {
        {.numbered = false, .blocks = blocks, .block_count = 1},
        {.numbered = true, .blocks = blocks, .block_count = 1},
        {.numbered = true, .new_page = true, .blocks = blocks, .block_count = 1}};
    const struct page_list *list = lay_out_sections(&f, sections, 3);
    ck_assert_str_eq(list->pages[0].folio, "");
    ck_assert_str_eq(list->pages[1].folio, "1");
    ck_assert_str_eq(list->pages[2].folio, "2");
}
END_TEST

START_TEST(elements_are_well_nested_on_every_page_and_numbered_once)
{
    struct block part = heading("部分");
    part.level = 1;
    struct block blocks[] = {
        part,      lines(20), heading("题"), table(test_table(f.arena, 2, 30, 3)),
        lines(20), part,      lines(3)};
    const struct page_list *list = lay_out(&f, blocks, 7);
    ck_assert_ptr_nonnull(list);
    int next = 1; /* new elements come in order; others were seen on an earlier page */
    for (size_t i = 0; i < list->count; i++) {
        int depth = 0;
        for (size_t j = 0; j < list->pages[i].count; j++) {
            const struct item *item = &list->pages[i].items[j];
            depth += (item->kind == ITEM_BEGIN) - (item->kind == ITEM_END);
            ck_assert_int_ge(depth, 0);
            if (item->kind != ITEM_BEGIN)
                continue;
            ck_assert_int_le(item->as.begin.element, next);
            next += item->as.begin.element == next;
        }
        ck_assert_int_eq(depth, 0);
        ck_assert_int_eq(find_role(&list->pages[i], ROLE_DOCUMENT)->as.begin.element, 1);
    }
}
END_TEST

START_TEST(a_dump_has_a_line_for_every_item)
{
    struct block blocks[] = {heading("题"), paragraph("文")};
    const struct page_list *list = lay_out(&f, blocks, 2);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    page_dump(list, out);
    fclose(out);
    ck_assert_str_eq(text, "page 1 300000x400000 folio 1\n"
                           "  begin Document 1\n"
                           "    begin H2 2\n"
                           "      anchor 1 50000\n"
                           "      text 60000,63800 10000 +0 \"Noto Serif CJK SC Regular\" 题\n"
                           "    end\n"
                           "    begin P 3\n"
                           "      text 60000,83800 10000 +0 \"Noto Serif CJK SC Regular\" 文\n"
                           "    end\n"
                           "  end\n"
                           "  begin Artifact footer\n"
                           "    text 225000,370000 10000 +15000 \"Noto Serif CJK SC Regular\" —1—\n"
                           "  end\n"
                           "bookmark 2 page 1 y 50000 to 1 题\n");
    free(text);
}
END_TEST

/* ---- documents at random ------------------------------------------------------------------- */

static const char *random_words(size_t count)
{
    static const char *const pieces[] = {"自然",  "资源", "，", "2026年",
                                         "12.5%", "《",   "》", "Word"};
    char *text = arena_alloc(f.arena, 16 * count + 1), *at = text;
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
    return text;
}

/* A table of texts with spans over two rows in its first column. */
static struct block random_table(size_t *bytes)
{
    int head = rand() % 3, rows = head + 1 + rand() % 20, columns = 2 + rand() % 3;
    struct test_table *t = test_table(f.arena, head, rows, columns);
    t->table.row_pitch = 1000 * (rand() % 40);
    for (size_t i = 0; i < t->table.cell_count; i++)
        t->cells[i].text.utf8 = random_words((size_t)rand() % 5);
    for (int row = rows - 2; row >= head; row -= 2 + rand() % 2) {
        t->cells[row * columns].row_span = 2;
        test_table_remove(t, (size_t)((row + 1) * columns));
    }
    for (size_t i = 0; i < t->table.cell_count; i++)
        *bytes += strlen(t->cells[i].text.utf8);
    return table(t);
}

static struct block random_block(size_t *bytes)
{
    int kind = rand() % 4;
    if (kind == 0)
        return random_table(bytes);
    const char *text = random_words(1 + (size_t)rand() % (kind == 1 ? 6 : 60));
    *bytes += strlen(text);
    return kind == 1 ? heading(text) : paragraph(text);
}

/* Returns the bytes of text on PAGE that are no artifact, each within the type area. */
static size_t check_page(const struct page *page)
{
    size_t bytes = 0;
    int artifact = 0, depth = 0;
    unit left = atoi(page->folio) % 2 ? 60000 : 40000;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        depth += (item->kind == ITEM_BEGIN) - (item->kind == ITEM_END);
        if (item->kind == ITEM_BEGIN && item->as.begin.role == ROLE_ARTIFACT)
            artifact = depth;
        artifact = depth < artifact ? 0 : artifact;
        if (item->kind != ITEM_TEXT || artifact > 0)
            continue;
        bytes += item->as.text.length;
        ck_assert_int_ge(item->as.text.y, AREA_TOP + 13800);
        ck_assert_int_le(item->as.text.y, AREA_BOTTOM - 6200);
        ck_assert_int_ge(item->as.text.x, left);
        ck_assert_int_lt(item->as.text.x + item->as.text.glyphs[item->as.text.count - 1].x,
                         left + 200000);
    }
    return bytes;
}

START_TEST(random_documents_are_complete_and_within_the_type_area)
{
    srand(20260103);
    f.styles[BODY].align = ALIGN_JUSTIFY;
    f.styles[BODY].indent = 2000;
    f.styles[HEADING].before = 7000;
    for (int i = 0; i < 60; i++) {
        struct block blocks[12];
        size_t count = 1 + (size_t)rand() % 12, expected = 0, seen = 0;
        for (size_t j = 0; j < count; j++)
            blocks[j] = random_block(&expected);
        const struct page_list *list = lay_out(&f, blocks, count);
        assert_no_fault(&f);
        for (size_t j = 0; j < list->count; j++)
            seen += check_page(&list->pages[j]);
        ck_assert_uint_eq(seen, expected);
    }
}
END_TEST

Suite *paginate_suite(void)
{
    Suite *suite = suite_create("paginate");
    TCase *cases = tcase_create("paginate");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_add_test(cases, header_rows_repeat_on_every_page);
    tcase_add_test(cases, a_repeated_head_is_an_artifact_of_the_same_table);
    tcase_add_test(cases, a_table_that_ends_exactly_at_the_edge_takes_one_page);
    tcase_add_test(cases, rules_are_closed_at_the_break);
    tcase_add_test(cases, a_head_moves_to_the_next_page_with_its_first_row);
    tcase_add_test(cases, a_row_higher_than_a_page_is_parted_from_a_page_of_its_own);
    tcase_add_test(cases, a_heading_goes_with_a_row_that_is_parted_because_of_it);
    tcase_add_test(cases, a_row_of_which_no_part_has_room_is_a_fault_and_not_a_loop);
    tcase_add_test(cases, a_head_higher_than_a_page_is_a_fault_and_not_a_loop);
    tcase_add_test(cases, decimal_points_stand_on_one_x_on_all_pages);
    tcase_add_test(cases, a_heading_is_never_the_last_thing_on_a_page);
    tcase_add_test(cases, a_title_a_pair_and_a_head_move_with_the_first_row);
    tcase_add_test(cases, a_row_of_the_table_before_goes_with_a_tail);
    tcase_add_test(cases, more_kept_blocks_than_a_page_holds_still_end);
    tcase_add_test(cases, a_long_paragraph_leaves_two_lines_on_each_page);
    tcase_add_test(cases, a_line_that_ends_at_the_edge_fits);
    tcase_add_test(cases, a_line_higher_than_a_page_is_a_fault);
    tcase_add_test(cases, space_before_is_dropped_at_the_top_of_a_page);
    tcase_add_test(cases, space_before_is_kept_on_a_cover);
    tcase_add_test(cases, the_texts_of_a_pair_stand_at_both_edges);
    tcase_add_test(cases,
                   a_long_left_text_of_a_pair_wraps_and_the_right_one_stands_on_its_last_line);
    tcase_add_test(cases, a_pair_without_room_for_its_left_text_is_a_fault);
    tcase_add_test(cases, folios_stand_right_on_odd_pages_and_left_on_even_ones);
    tcase_add_test(cases, text_stands_at_the_inner_margin_of_odd_and_the_outer_of_even_pages);
    tcase_add_test(cases, sections_go_on_below_unless_something_differs);
    tcase_add_test(cases, numbers_count_numbered_pages_from_one);
    tcase_add_test(cases, elements_are_well_nested_on_every_page_and_numbered_once);
    tcase_add_test(cases, a_dump_has_a_line_for_every_item);
    tcase_add_test(cases, random_documents_are_complete_and_within_the_type_area);
    suite_add_tcase(suite, cases);
    return suite;
}

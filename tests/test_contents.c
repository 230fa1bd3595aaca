/* The contents: settling of page numbers, and the look of the entries. */
#include "layout/contents.h"

#include "tests/layout_fixture.h"

Suite *contents_suite(void);

#define AREA_RIGHT 260000 /* of an unnumbered page */

static struct fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

/* ---- settling ------------------------------------------------------------------------------ */

struct script {
    int trials;
    int fault_at; /* this trial fails; 0: none */
    bool oscillates;
    int known_last;
};

static bool scripted_trial(void *context, const int *known, int *found)
{
    struct script *script = context;
    script->known_last = known[0];
    found[0] = script->oscillates ? 1 + script->trials % 2 : 7;
    return ++script->trials != script->fault_at;
}

START_TEST(contents_settle_when_the_numbers_found_are_those_known)
{
    struct script script = {0};
    ck_assert_int_eq(contents_settle(f.arena, 1, scripted_trial, &script), CONTENTS_SETTLED);
    ck_assert_int_eq(script.trials, 2);
    ck_assert_int_eq(script.known_last, 7);
}
END_TEST

START_TEST(contents_that_oscillate_are_given_up_after_five_trials)
{
    struct script script = {.oscillates = true};
    ck_assert_int_eq(contents_settle(f.arena, 1, scripted_trial, &script), CONTENTS_UNSETTLED);
    ck_assert_int_eq(script.trials, 5);
}
END_TEST

START_TEST(a_fault_in_a_trial_ends_the_trials)
{
    struct script script = {.oscillates = true, .fault_at = 2};
    ck_assert_int_eq(contents_settle(f.arena, 1, scripted_trial, &script), CONTENTS_FAULT);
    ck_assert_int_eq(script.trials, 2);
}
END_TEST

/* ---- entries ------------------------------------------------------------------------------- */

#define CHAPTERS 12

/* Contents, then CHAPTERS headings, each on a page of its own. The first is TITLE_TEXT. */
static const struct page_list *book(const char *title_text)
{
    struct block *blocks = arena_array(f.arena, CHAPTERS, sizeof *blocks);
    struct section *sections = arena_array(f.arena, CHAPTERS + 1, sizeof *sections);
    static const struct block contents = {
        .kind = BLOCK_CONTENTS, .text = {.utf8 = ""}, .right = {.utf8 = ""}};
    sections[0] = (struct section){.blocks = &contents, .block_count = 1};
    for (size_t i = 0; i < CHAPTERS; i++) {
        const char *text = i == 0 ? title_text : arena_printf(f.arena, "第%zu章", i);
        blocks[i] = (struct block){.kind = BLOCK_HEADING,
                                   .style = HEADING,
                                   .level = 1 + (int)i % 3,
                                   .text = plain("题"),
                                   .contents = plain(text)};
        sections[i + 1] = (struct section){
            .new_page = true, .numbered = true, .blocks = &blocks[i], .block_count = 1};
    }
    const struct page_list *list = lay_out_sections(&f, sections, CHAPTERS + 1);
    assert_no_fault(&f);
    ck_assert_ptr_nonnull(list);
    return list;
}

START_TEST(entries_show_the_folios_of_their_headings_at_the_right_edge)
{
    const struct page_list *list = book("概况");
    ck_assert_uint_eq(list->count, CHAPTERS + 1);
    for (size_t i = 0; i < CHAPTERS; i++) {
        const char *folio = list->pages[list->bookmarks[i].page].folio;
        const struct item *number = NULL;
        for (size_t n = 0; (number = find_text(&list->pages[0], folio, n)); n++)
            if (number->as.text.length == strlen(folio))
                break;
        ck_assert_ptr_nonnull(number);
        unit width = (unit)number->as.text.count * 5000; /* digits are half an em */
        ck_assert_int_eq(number->as.text.x + width, AREA_RIGHT);
    }
}
END_TEST

/* Whatever the length of the first entry: the dots of all stand on one grid. */
static void check_leaders(const struct page_list *list)
{
    unit pitch = f.styles[ENTRY_1].size / 3, phase = -1;
    size_t leaders = 0;
    const struct item *leader;
    for (; (leader = find_text(&list->pages[0], ".", leaders)); leaders++) {
        ck_assert_uint_ge(leader->as.text.count, 5);
        for (size_t i = 0; i < leader->as.text.count; i++) {
            unit x = leader->as.text.x + leader->as.text.glyphs[i].x;
            phase = phase < 0 ? (AREA_RIGHT - x) % pitch : phase;
            ck_assert_int_eq((AREA_RIGHT - x) % pitch, phase);
        }
    }
    ck_assert_uint_eq(leaders, CHAPTERS);
}

START_TEST(leader_dots_stand_on_one_grid_at_least_five_a_line)
{
    f.styles[ENTRY_2].left = 11111;
    f.styles[ENTRY_3].size = 9000;
    for (size_t i = 40; i < 70; i++) /* of a narrow letter: some fill the line */
        check_leaders(book(repeat(f.arena, "i", i)));
}
END_TEST

START_TEST(five_dots_remain_beside_a_page_number_of_three_digits)
{
    const char *pages = repeat(f.arena, "行\n", 15 * 100);
    for (size_t i = 40; i < 50; i++) { /* from a line with room to one that wraps */
        struct block blocks[] = {{.kind = BLOCK_CONTENTS},
                                 {.kind = BLOCK_PARAGRAPH, .style = BODY, .text = plain(pages)},
                                 {.kind = BLOCK_HEADING,
                                  .style = HEADING,
                                  .level = 1,
                                  .text = plain("题"),
                                  .contents = plain(repeat(f.arena, "i", i))}};
        struct section sections[] = {{.blocks = blocks, .block_count = 1},
                                     {.numbered = true, .blocks = blocks + 1, .block_count = 2}};
        const struct page_list *list = lay_out_sections(&f, sections, 2);
        ck_assert_ptr_nonnull(find_text(&list->pages[0], "101", 0));
        ck_assert_uint_ge(find_text(&list->pages[0], ".", 0)->as.text.count, 5);
    }
}
END_TEST

START_TEST(a_long_entry_wraps_and_has_its_number_on_the_last_line)
{
    const struct page_list *list = book(repeat(f.arena, "长", 25));
    const struct item *first = find_text(&list->pages[0], "长", 0);
    const struct item *last = find_text(&list->pages[0], "长", 1);
    const struct item *number = find_text(&list->pages[0], "1", 0);
    ck_assert_int_eq(last->as.text.y, first->as.text.y + 20000);
    ck_assert_int_eq(number->as.text.y, last->as.text.y);
}
END_TEST

START_TEST(every_entry_links_to_its_heading)
{
    const struct page_list *list = book("概况");
    int anchor = 0;
    for (size_t i = 0; i < list->pages[0].count; i++) {
        const struct item *item = &list->pages[0].items[i];
        if (item->kind != ITEM_LINK)
            continue;
        ck_assert_int_eq(item->as.link.anchor, ++anchor);
        ck_assert_int_eq(item->as.link.y1 - item->as.link.y0, 20000);
        ck_assert_int_eq(item->as.link.x1, AREA_RIGHT);
    }
    ck_assert_int_eq(anchor, CHAPTERS);
    ck_assert_int_eq(list->bookmarks[anchor - 1].anchor, anchor);
    ck_assert_str_eq(list->bookmarks[0].title, "概况");
}
END_TEST

START_TEST(entries_stand_in_one_toc_below_the_title)
{
    f.format.contents_title = plain("目录");
    const struct page_list *list = book("概况");
    const struct page *page = &list->pages[0];
    int depth = 0, tocs = 0, entries = 0, toc_depth = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        depth += (item->kind == ITEM_BEGIN) - (item->kind == ITEM_END);
        if (item->kind == ITEM_BEGIN && item->as.begin.role == ROLE_TOC) {
            tocs++;
            toc_depth = depth;
        } else if (item->kind == ITEM_BEGIN && item->as.begin.role == ROLE_TOCI) {
            entries++;
            ck_assert_int_eq(depth, toc_depth + 1);
        }
    }
    ck_assert_int_eq(tocs, 1);
    ck_assert_int_eq(entries, CHAPTERS);
    ck_assert_int_lt(find_text(page, "目录", 0)->as.text.y, find_text(page, "概况", 0)->as.text.y);
}
END_TEST

START_TEST(contents_longer_than_a_page_still_settle)
{
    f.styles[ENTRY_1].leading = f.styles[ENTRY_2].leading = f.styles[ENTRY_3].leading = 100000;
    const struct page_list *list = book("概况");
    ck_assert_uint_eq(list->count, 4 + CHAPTERS); /* three entries a page */
    ck_assert_uint_eq(list->bookmarks[0].page, 4);
    ck_assert_str_eq(list->pages[4].folio, "1");
}
END_TEST

START_TEST(a_heading_on_a_page_without_number_has_an_entry_without_one)
{
    struct block blocks[] = {{.kind = BLOCK_CONTENTS},
                             {.kind = BLOCK_HEADING,
                              .style = HEADING,
                              .level = 1,
                              .text = plain("题"),
                              .contents = plain("概况")}};
    struct section section = {.blocks = blocks, .block_count = 2};
    const struct page_list *list = lay_out_sections(&f, &section, 1);
    ck_assert_ptr_nonnull(find_text(&list->pages[0], "概况", 0));
    ck_assert_ptr_null(find_text(&list->pages[0], ".", 0));
    ck_assert_ptr_null(find_text(&list->pages[0], "0", 0));
}
END_TEST

Suite *contents_suite(void)
{
    Suite *suite = suite_create("contents");
    TCase *cases = tcase_create("contents");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_add_test(cases, contents_settle_when_the_numbers_found_are_those_known);
    tcase_add_test(cases, contents_that_oscillate_are_given_up_after_five_trials);
    tcase_add_test(cases, a_fault_in_a_trial_ends_the_trials);
    tcase_add_test(cases, entries_show_the_folios_of_their_headings_at_the_right_edge);
    tcase_add_test(cases, leader_dots_stand_on_one_grid_at_least_five_a_line);
    tcase_add_test(cases, five_dots_remain_beside_a_page_number_of_three_digits);
    tcase_add_test(cases, a_long_entry_wraps_and_has_its_number_on_the_last_line);
    tcase_add_test(cases, every_entry_links_to_its_heading);
    tcase_add_test(cases, entries_stand_in_one_toc_below_the_title);
    tcase_add_test(cases, contents_longer_than_a_page_still_settle);
    tcase_add_test(cases, a_heading_on_a_page_without_number_has_an_entry_without_one);
    suite_add_tcase(suite, cases);
    return suite;
}

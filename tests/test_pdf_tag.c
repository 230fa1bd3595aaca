/* The structure of the PDF, as poppler, qpdf and MuPDF read it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/tag_fixture.h"

Suite *pdf_tag_suite(void);

/* ---- reading back ------------------------------------------------------------------------------ */

/* What COMMAND prints, its errors too; %s in it is the path of the PDF. */
static char *run(struct book *book, const char *command)
{
    const char *hole = strstr(command, "%s");
    char *all = arena_printf(book->arena, "%.*s%s%s 2>&1", (int)(hole - command), command,
                             book->path, hole + 2);
    FILE *pipe = popen(all, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t capacity = (size_t)1 << 20;
    char *output = arena_alloc(book->arena, capacity);
    size_t length = fread(output, 1, capacity - 1, pipe);
    int status = pclose(pipe);
    ck_assert_msg(status == 0, "%s: status %d: %s", all, status, output);
    while (length > 0 && output[length - 1] == '\n')
        output[--length] = '\0';
    return output;
}

static void assert_sound(struct book *book)
{
    const char *check = run(book, "qpdf --check %s");
    ck_assert_msg(strstr(check, "No syntax or stream encoding errors found"), "%s", check);
    ck_assert_ptr_null(strstr(check, "WARNING"));
    ck_assert_str_eq(run(book, "mutool draw -q -N -F png -o /dev/null %s"), "");
    ck_assert_str_eq(run(book, "gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage %s"), "");
}

static void write_book(struct book *book)
{
    write_kind(book, PDF_ARCHIVE);
    assert_sound(book);
}

/* The object at PATH of the file, as MuPDF prints it on one line. It counts elements of arrays from 1. */
static char *object(struct book *book, const char *path)
{
    return run(book, arena_printf(book->arena, "mutool show -g %%s %s 2>/dev/null", path));
}

/* The number behind KEY in TEXT. */
static int number_after(const char *object_text, const char *key)
{
    const char *found = strstr(object_text, key);
    ck_assert_msg(found, "no %s in %s", key, object_text);
    return atoi(found + strlen(key));
}

/* The tree by poppler: an element a line, its attributes and texts below it. */
static char *tree(struct book *book)
{
    return run(book, "pdfinfo -struct-text %s");
}

static int count(const char *hay, const char *needle)
{
    int found = 0;
    for (const char *at = strstr(hay, needle); at; at = strstr(at + 1, needle))
        found++;
    return found;
}

/* The marked contents of PAGE (from 1) in order, by its operators. */
static char *marks(struct book *book, int page)
{
    return run(
        book,
        arena_printf(book->arena,
                     "mutool show -b %%s pages/%d/Contents 2>/dev/null | grep -a -o '^/[A-Z].*BDC'"
                     " | grep -v /Span || true",
                     page));
}

/* ---- the tree ---------------------------------------------------------------------------------- */

/* Document, Part and a table of two rows; TEXTS counts those that are not blank. */
static void add_table(struct book *book)
{
    begin(book, ROLE_TABLE);
    begin(book, ROLE_CAPTION);
    line(book, ROLE_P, "单位：万元");
    end(book, 1);
    begin(book, ROLE_THEAD);
    begin(book, ROLE_TR);
    cell(book, ROLE_TH, 2, 1, false, "项目");
    cell(book, ROLE_TH, 1, 3, false, "支出");
    end(book, 2);
    begin(book, ROLE_TBODY);
    begin(book, ROLE_TR);
    cell(book, ROLE_TH, 1, 1, true, "合计");
    cell(book, ROLE_TD, 1, 2, false, "12.00");
    cell(book, ROLE_TD, 1, 1, false, "");
    end(book, 3);
}

START_TEST(elements_stand_in_reading_order_with_scopes_spans_and_texts)
{
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    begin(book, ROLE_PART);
    line(book, ROLE_H1, "一、收支总表");
    add_table(book);
    line(book, ROLE_H2, "说明");
    line(book, ROLE_H3, "其一");
    end(book, 2);
    end_page(book);
    write_book(book);
    ck_assert_str_eq(tree(book), "Document\n"
                                 "  Part\n"
                                 "    H1 (block)\n"
                                 "      \"一、收支总表\"\n"
                                 "    Table (block)\n"
                                 "      Caption\n"
                                 "        P (block)\n"
                                 "          \"单位：万元\"\n"
                                 "      THead\n"
                                 "        TR\n"
                                 "          TH:\n"
                                 "             /Scope /Column\n"
                                 "             /RowSpan 2\n"
                                 "            \"项目\"\n"
                                 "          TH:\n"
                                 "             /Scope /Column\n"
                                 "             /ColSpan 3\n"
                                 "            \"支出\"\n"
                                 "      TBody\n"
                                 "        TR\n"
                                 "          TH:\n"
                                 "             /Scope /Row\n"
                                 "            \"合计\"\n"
                                 "          TD:\n"
                                 "             /ColSpan 2\n"
                                 "            \"12.00\"\n"
                                 "          TD\n"
                                 "    H2 (block)\n"
                                 "      \"说明\"\n"
                                 "    H3 (block)\n"
                                 "      \"其一\"");
    book_close_test(book);
}
END_TEST

/* Numbers may be given out in any order: the body is laid out before the contents. */
START_TEST(elements_stand_where_they_begin_whatever_their_numbers)
{
    struct book *book = book_open_test();
    resume(book, ROLE_DOCUMENT, 70000);
    book->elements = 500;
    line(book, ROLE_P, "甲");
    book->elements = 3;
    line(book, ROLE_P, "乙");
    end(book, 1);
    end_page(book);
    write_book(book);
    ck_assert_str_eq(tree(book), "Document\n  P (block)\n    \"甲\"\n  P (block)\n    \"乙\"");
    book_close_test(book);
}
END_TEST

START_TEST(an_empty_cell_has_no_mark)
{
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    add_table(book);
    end(book, 1);
    end_page(book);
    write_book(book);
    ck_assert_str_eq(marks(book, 1), "/P<</MCID 0>>BDC\n"
                                     "/TH<</MCID 1>>BDC\n"
                                     "/TH<</MCID 2>>BDC\n"
                                     "/TH<</MCID 3>>BDC\n"
                                     "/TD<</MCID 4>>BDC");
    book_close_test(book);
}
END_TEST

START_TEST(what_an_element_shows_in_a_row_is_one_mark)
{
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    begin(book, ROLE_P);
    text(book, "甲");
    text(book, "乙");
    artifact(book, ARTIFACT_LAYOUT);
    rule(book);
    rule(book);
    end(book, 1);
    text(book, "丙");
    end(book, 2);
    end_page(book);
    write_book(book);
    ck_assert_str_eq(marks(book, 1), "/P<</MCID 0>>BDC\n"
                                     "/Artifact<</Type/Layout>>BDC\n"
                                     "/P<</MCID 1>>BDC");
    const char *page = run(book, "mutool show -b %s pages/1/Contents 2>/dev/null | grep -a -c EMC");
    ck_assert_str_eq(page, "3");
    const char *read = tree(book);
    ck_assert_ptr_nonnull(strstr(read, "甲"));
    ck_assert_ptr_nonnull(strstr(read, "丙"));
    book_close_test(book);
}
END_TEST

/* ---- artifacts --------------------------------------------------------------------------------- */

START_TEST(artifacts_say_why_and_are_not_in_the_tree)
{
    static const struct {
        enum artifact kind;
        const char *text, *mark;
    } CASES[] = {{ARTIFACT_WATERMARK, "草稿", "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC"},
                 {ARTIFACT_HEADER, "第一部分", "/Artifact<</Type/Pagination/Subtype/Header>>BDC"},
                 {ARTIFACT_REPEATED, "续表", "/Artifact<</Type/Pagination>>BDC"},
                 {ARTIFACT_LAYOUT, "……", "/Artifact<</Type/Layout>>BDC"},
                 {ARTIFACT_FOOTER, "— 7 —", "/Artifact<</Type/Pagination/Subtype/Footer>>BDC"}};
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    line(book, ROLE_P, "正文");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        artifact(book, CASES[i].kind);
        begin(book, ROLE_TR); /* all in an artifact is one, whatever it is called */
        text(book, CASES[i].text);
        end(book, 2);
    }
    end(book, 1);
    end_page(book);
    write_book(book);
    const char *found = marks(book, 1);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        ck_assert_msg(strstr(found, CASES[i].mark), "%s in %s", CASES[i].mark, found);
    ck_assert_int_eq(count(found, "BDC"), 6);
    ck_assert_int_eq(count(found, "MCID"), 1);
    ck_assert_str_eq(tree(book), "Document\n  P (block)\n    \"正文\"");
    book_close_test(book);
}
END_TEST

/* 14289-1, 7.1: all content is either tagged or an artifact. */
START_TEST(what_is_in_no_element_is_an_artifact)
{
    struct book *book = book_open_test();
    text(book, "甲");
    end_page(book);
    end_page(book);
    write_book(book);
    ck_assert_str_eq(marks(book, 1), "/Artifact<</Type/Layout>>BDC");
    ck_assert_str_eq(marks(book, 2), "");
    ck_assert_str_eq(tree(book), "");
    book_close_test(book);
}
END_TEST

/* ---- over pages -------------------------------------------------------------------------------- */

START_TEST(a_cell_over_two_pages_is_one_element)
{
    struct book *book = book_open_test();
    int document = begin(book, ROLE_DOCUMENT), table = begin(book, ROLE_TABLE);
    int body = begin(book, ROLE_TBODY), row = begin(book, ROLE_TR), carried = begin(book, ROLE_TD);
    text(book, "上半");
    end(book, 1);
    line(book, ROLE_TD, "右");
    end(book, 4);
    end_page(book);
    resume(book, ROLE_DOCUMENT, document);
    resume(book, ROLE_TABLE, table);
    resume(book, ROLE_TBODY, body);
    artifact(book, ARTIFACT_REPEATED);
    text(book, "续表");
    end(book, 1);
    resume(book, ROLE_TR, row);
    resume(book, ROLE_TD, carried);
    text(book, "下半");
    end(book, 5);
    end_page(book);
    write_book(book);

    const char *read = tree(book);
    ck_assert_int_eq(count(read, "Table"), 1);
    ck_assert_int_eq(count(read, "TR"), 1);
    ck_assert_int_eq(count(read, "TD"), 2);
    const char *above = strstr(read, "上半"), *below = strstr(read, "下半");
    ck_assert(above && below && above < below && below < strstr(read, "右"));

    /* Both pages lead to it. */
    char *first = object(book, "trailer/Root/StructTreeRoot/ParentTree/Nums/2");
    char *second = object(book, "trailer/Root/StructTreeRoot/ParentTree/Nums/4");
    int cell_object = number_after(second, "[");
    ck_assert_int_eq(number_after(first, "["), cell_object);
    const char *element = object(book, arena_printf(book->arena, "%d", cell_object));
    ck_assert_int_eq(number_after(element, "/MCR/Pg "), number_after(object(book, "pages/2"), ""));
    ck_assert_int_eq(number_after(element, "R/Pg "), number_after(object(book, "pages/1"), ""));
    book_close_test(book);
}
END_TEST

/* ---- links ------------------------------------------------------------------------------------- */

/* An entry of the contents, to heading 1, with its leader and number. */
static void add_entry(struct book *book)
{
    begin(book, ROLE_TOC);
    begin(book, ROLE_TOCI);
    begin(book, ROLE_REFERENCE);
    begin(book, ROLE_LINK);
    struct item *item = add(book, ITEM_LINK);
    item->as.link.x0 = LEFT;
    item->as.link.x1 = 3 * LEFT;
    item->as.link.y1 = PITCH;
    item->as.link.anchor = 1;
    text(book, "部门概况");
    artifact(book, ARTIFACT_LAYOUT);
    text(book, "……");
    end(book, 1);
    text(book, "12");
    end(book, 4);
}

START_TEST(a_link_and_its_element_lead_to_one_another)
{
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    add_entry(book);
    anchor(book, 1);
    line(book, ROLE_H1, "部门概况");
    end(book, 1);
    end_page(book);
    write_book(book);

    const char *link = object(book, "pages/1/Annots/1");
    int annotation = number_after(link, "");
    int key = number_after(link, "/StructParent ");
    ck_assert_int_eq(key, 1); /* the keys below are those of pages */
    const char *numbers = object(book, "trailer/Root/StructTreeRoot/ParentTree");
    int element = number_after(numbers, " 1 ");
    const char *tagged = object(book, arena_printf(book->arena, "%d", element));
    ck_assert_msg(strstr(tagged, "/S/Link"), "%s", tagged);
    ck_assert_int_eq(number_after(tagged, "/Obj "), annotation);
    ck_assert_int_eq(
        number_after(object(book, "trailer/Root/StructTreeRoot"), "/ParentTreeNextKey "), 2);
    const char *read = tree(book);
    ck_assert_ptr_nonnull(strstr(read, "部门概况"));
    ck_assert_ptr_null(strstr(read, "…"));
    book_close_test(book);
}
END_TEST

START_TEST(a_link_says_in_words_what_its_line_shows)
{
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    add_entry(book);
    anchor(book, 1);
    end(book, 1);
    end_page(book);
    write_book(book);
    /* 部 U+90E8, 门 U+95E8, 概 U+6982, 况 U+51B5, blank, 1, 2 */
    const char *link = object(book, "pages/1/Annots/1");
    const char *hex = strstr(link, "/Contents<");
    ck_assert_msg(hex, "%s", link);
    ck_assert_int_eq(strncasecmp(hex, "/Contents<FEFF90E895E8698251B5002000310032>", 43), 0);
    ck_assert_ptr_nonnull(strstr(link, "/F 4"));
    book_close_test(book);
}
END_TEST

/* ---- figures ----------------------------------------------------------------------------------- */

START_TEST(a_figure_has_its_words_and_the_box_of_what_it_shows)
{
    static const struct path_step STEPS[] = {{.verb = PATH_MOVE},
                                             {.verb = PATH_LINE, .x = 60000, .y = 40000}};
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    resume(book, ROLE_FIGURE, ++book->elements)->as.begin.alternative = "饼图";
    artifact(book, ARTIFACT_LAYOUT);
    rule(book); /* is none of it */
    end(book, 1);
    struct item *item = add(book, ITEM_PATH);
    item->as.path.x = 100000;
    item->as.path.y = 200000;
    item->as.path.steps = STEPS;
    item->as.path.count = 2;
    item->as.path.width = 1000;
    item = add(book, ITEM_FILL);
    item->as.shape.x0 = 90000;
    item->as.shape.y0 = 210000;
    item->as.shape.x1 = 120000;
    item->as.shape.y1 = 220000;
    end(book, 2);
    end_page(book);
    write_book(book);
    const char *figure = object(book, "trailer/Root/StructTreeRoot/K/K");
    ck_assert_msg(strstr(figure, "/S/Figure"), "%s", figure);
    ck_assert_msg(strstr(figure, "/Alt<FEFF997C56FE>") || strstr(figure, "/Alt<feff997c56fe>"),
                  "%s", figure);
    /* 841.89 − 240 − 0.5, 841.89 − 200 + 0.5 */
    ck_assert_msg(strstr(figure, "/BBox[90 601.39 160.5 642.39]"), "%s", figure);
    book_close_test(book);
}
END_TEST

/* ---- without tags ------------------------------------------------------------------------------ */

START_TEST(marks_change_nothing_of_what_is_seen)
{
    struct book *book = book_open_test();
    begin(book, ROLE_DOCUMENT);
    add_table(book);
    add_entry(book);
    anchor(book, 1);
    artifact(book, ARTIFACT_FOOTER);
    rule(book);
    end(book, 2);
    end_page(book);
    static const char SEEN[] = "mutool draw -q -r 150 -F pnm %s | md5sum";
    static const char OPERATORS[] = "mutool show -b %s pages/1/Contents 2>/dev/null | grep -a -v "
                                    "'BDC$' | grep -a -v '^EMC$' | md5sum";
    write_book(book);
    const char *tagged = run(book, SEEN), *operators = run(book, OPERATORS);
    const enum pdf_kind kinds[] = {PDF_BARE, PDF_TWIN};
    for (int i = 0; i < 2; i++) {
        write_kind(book, kinds[i]);
        assert_sound(book);
        ck_assert_str_eq(marks(book, 1), "");
        ck_assert_ptr_null(strstr(object(book, "pages/1"), "/StructParents"));
        ck_assert_ptr_null(strstr(object(book, "pages/1/Annots/1"), "/StructParent"));
        ck_assert_ptr_nonnull(strstr(object(book, "pages/1/Annots/1"), "/Contents"));
        ck_assert_str_eq(run(book, SEEN), tagged);
        ck_assert_str_eq(run(book, OPERATORS), operators);
    }
    book_close_test(book);
}
END_TEST

/* ---- very many --------------------------------------------------------------------------------- */

#define MANY_PAGES 200
#define MANY_ROWS  100
#define MANY_CELLS 4

/* One table over all pages: 80,000 cells in 20,000 rows. */
static void add_many(struct book *book)
{
    int document = begin(book, ROLE_DOCUMENT), table = begin(book, ROLE_TABLE);
    int body = begin(book, ROLE_TBODY);
    for (int page = 0; page < MANY_PAGES; page++) {
        if (page > 0) {
            resume(book, ROLE_DOCUMENT, document);
            resume(book, ROLE_TABLE, table);
            resume(book, ROLE_TBODY, body);
        }
        for (int row = 0; row < MANY_ROWS; row++) {
            begin(book, ROLE_TR);
            for (int i = 0; i < MANY_CELLS; i++)
                line(book, ROLE_TD, arena_printf(book->arena, "%d-%d-%d", page, row, i));
            end(book, 1);
        }
        end(book, 3);
        end_page(book);
    }
}

START_TEST(a_hundred_thousand_elements_are_found_from_tree_and_page)
{
    struct book *book = book_open_test();
    add_many(book);
    ck_assert_int_eq(book->elements, 100003);
    write_kind(book, PDF_ARCHIVE);
    ck_assert_ptr_null(strstr(run(book, "qpdf --check %s"), "WARNING"));
    ck_assert_str_eq(run(book, "pdfinfo -struct %s | grep -c TD"), "80000");

    /* Page 150 is the 23rd of the third leaf; its 250th mark is the third cell of its 63rd row. */
    const char *leaf = object(book, "trailer/Root/StructTreeRoot/ParentTree/Kids/3");
    ck_assert_msg(strstr(leaf, "/Limits[128 191]"), "%s", leaf);
    int elements = number_after(leaf, " 150 ");
    const char *marked = object(book, arena_printf(book->arena, "%d/250", elements));
    ck_assert_msg(strstr(marked, "/S/TD") && strstr(marked, "/K 249"), "%s", marked);
    ck_assert_int_eq(number_after(marked, "/Pg "), number_after(object(book, "pages/151"), ""));
    book_close_test(book);
}
END_TEST

Suite *pdf_tag_suite(void)
{
    Suite *suite = suite_create("pdf_tag");
    TCase *tree_case = tcase_create("tree");
    tcase_add_test(tree_case, elements_stand_in_reading_order_with_scopes_spans_and_texts);
    tcase_add_test(tree_case, elements_stand_where_they_begin_whatever_their_numbers);
    tcase_add_test(tree_case, an_empty_cell_has_no_mark);
    tcase_add_test(tree_case, what_an_element_shows_in_a_row_is_one_mark);
    tcase_add_test(tree_case, artifacts_say_why_and_are_not_in_the_tree);
    tcase_add_test(tree_case, what_is_in_no_element_is_an_artifact);
    tcase_add_test(tree_case, a_cell_over_two_pages_is_one_element);
    tcase_add_test(tree_case, a_link_and_its_element_lead_to_one_another);
    tcase_add_test(tree_case, a_link_says_in_words_what_its_line_shows);
    tcase_add_test(tree_case, a_figure_has_its_words_and_the_box_of_what_it_shows);
    tcase_add_test(tree_case, marks_change_nothing_of_what_is_seen);
    suite_add_tcase(suite, tree_case);

    TCase *many = tcase_create("very many");
    tcase_set_timeout(many, 60);
    tcase_add_test(many, a_hundred_thousand_elements_are_found_from_tree_and_page);
    suite_add_tcase(suite, many);
    return suite;
}

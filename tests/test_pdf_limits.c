/* Documents as large as a PDF allows, and a little more: what the library or PDF forbids is refused
 * before anything is written. poppler and qpdf read back what was. */
#include "tests/tag_fixture.h"

Suite *pdf_limits_suite(void);

/* What COMMAND prints, its errors too; %s in it is the path of the PDF. */
static char *run(struct book *book, const char *command)
{
    const char *hole = strstr(command, "%s");
    const char *line = arena_printf(book->arena, "(%.*s%s%s) 2>&1", (int)(hole - command), command,
                                    book->path, hole + 2);
    FILE *pipe = popen(line, "r");
    ck_assert_ptr_nonnull(pipe);
    enum { CAPACITY = 1 << 16 };
    char *output = arena_alloc(book->arena, CAPACITY);
    output[fread(output, 1, CAPACITY - 1, pipe)] = '\0';
    ck_assert_msg(pclose(pipe) == 0, "%s: %s", line, output);
    return output;
}

/* ---- many pages with many elements ------------------------------------------------------------- */

#define PAGES 33000 /* arrays of libharu end at 32,767 */
#define ROWS  2     /* on a page, with a head and a value each */

/* One table over all pages, with a folio on each. */
static void add_pages(struct book *book)
{
    int document = 0, table = 0, body = 0;
    for (int page = 1; page <= PAGES; page++) {
        if (page == 1) {
            document = begin(book, ROLE_DOCUMENT);
            table = begin(book, ROLE_TABLE);
            body = begin(book, ROLE_TBODY);
        } else {
            resume(book, ROLE_DOCUMENT, document);
            resume(book, ROLE_TABLE, table);
            resume(book, ROLE_TBODY, body);
        }
        for (int row = 0; row < ROWS; row++) {
            begin(book, ROLE_TR);
            cell(book, ROLE_TH, 1, 1, true, "项目");
            cell(book, ROLE_TD, 1, 1, false, arena_printf(book->arena, "%d.%02d", page, row));
            end(book, 1);
        }
        end(book, 3);
        rule(book);
        artifact(book, ARTIFACT_FOOTER);
        const char *folio = arena_printf(book->arena, "%d", page);
        text(book, folio);
        end(book, 1);
        end_page(book);
        book->pages[page - 1].folio = folio;
    }
}

START_TEST(a_table_over_33000_pages_is_written_and_found)
{
    struct book *book = book_open_test();
    add_pages(book);
    ck_assert_int_gt(book->elements, 100000);
    write_kind(book, PDF_ARCHIVE);

    const char *check = run(book, "qpdf --check %s");
    ck_assert_msg(strstr(check, "No syntax or stream encoding errors found"), "%s", check);
    ck_assert_ptr_null(strstr(check, "WARNING"));
    const char *info = run(book, "pdfinfo -f 33000 -l 33000 %s");
    ck_assert_msg(strstr(info, "Pages:           33000\n"), "%s", info);
    ck_assert_msg(strstr(info, "Tagged:          yes\n"), "%s", info);
    ck_assert_str_eq(
        run(book, "pdfinfo -struct %s | grep -wo 'Table\\|TD' | sort | uniq -c | tr -d ' '"),
        "66000TD\n1Table\n");
    const char *last = run(book, "pdftotext -f 33000 -l 33000 %s -");
    ck_assert_msg(strstr(last, "33000.01"), "%s", last);
    book_close_test(book);
}
END_TEST

/* ---- long strings ------------------------------------------------------------------------------ */

/* A string of UTF-16 with its mark has 2 bytes more than 2 for each of these. */
static const char *long_text(struct book *book, size_t characters)
{
    static const char CHARACTER[] = "预";
    char *text = arena_alloc(book->arena, characters * 3 + 1);
    for (size_t i = 0; i < characters; i++)
        memcpy(text + 3 * i, CHARACTER, 3);
    text[characters * 3] = '\0';
    return text;
}

static bool write_information(struct book *book, const char *title, const char *author,
                              const char *bookmark)
{
    begin(book, ROLE_DOCUMENT);
    anchor(book, 1);
    line(book, ROLE_P, "预算");
    end(book, 1);
    end_page(book);
    const struct bookmark mark = {1, bookmark, 1, 0, PITCH};
    const struct page_list list = {book->pages, book->page_count, &mark, 1};
    const struct pdf_info info = {
        .title = title, .author = author, .subject = "", .language = "zh-CN"};
    struct sink_file *file = sink_file_open(book->path);
    bool done = pdf_write(&list, &info, sink_file_sink(file), book->diag);
    if (done)
        ck_assert(sink_file_commit(file));
    else
        sink_file_discard(file);
    return done;
}

#define FITS ((32767 - 2) / 2)

START_TEST(the_longest_string_that_fits_is_written)
{
    struct book *book = book_open_test();
    ck_assert(write_information(book, long_text(book, FITS), "局", "一"));
    ck_assert_uint_eq(diag_count(book->diag), 0);
    ck_assert_ptr_null(strstr(run(book, "qpdf --check %s"), "WARNING"));
    /* Three bytes for each, and a line end. */
    ck_assert_str_eq(run(book, "pdfinfo %s | sed -n 's/^Title: *//p' | wc -c"), "49147\n");
    book_close_test(book);
}
END_TEST

START_TEST(a_longer_string_is_refused_before_anything_is_written)
{
    for (int i = 0; i < 3; i++) {
        struct book *book = book_open_test();
        const char *strings[3] = {"题", "局", "一"};
        strings[i] = long_text(book, FITS + 1);
        ck_assert(!write_information(book, strings[0], strings[1], strings[2]));
        ck_assert_uint_eq(diag_count(book->diag), 1);
        ck_assert_str_eq(run(book, "wc -c <%s"), "0\n");
        book_close_test(book);
    }
}
END_TEST

Suite *pdf_limits_suite(void)
{
    Suite *suite = suite_create("pdf_limits");
    TCase *pages = tcase_create("pages");
    tcase_set_timeout(pages, 240);
    tcase_add_test(pages, a_table_over_33000_pages_is_written_and_found);
    suite_add_tcase(suite, pages);
    TCase *strings = tcase_create("strings");
    tcase_add_test(strings, the_longest_string_that_fits_is_written);
    tcase_add_test(strings, a_longer_string_is_refused_before_anything_is_written);
    suite_add_tcase(suite, strings);
    return suite;
}

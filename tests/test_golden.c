/* Golden page dumps: one document of each kind, as reviewed on paper.
 *
 *   081.pages          a department with all tables, two of them empty, charts and forms
 *   081-gbt9704.pages  the same records as 081 in the geometry of GB/T 9704-2012
 *
 * What they hold was looked at as pictures at 150 dpi before it was kept. A change of composition
 * changes them: run with BANXIN_GOLDEN=write, look at every page that differs, then commit both. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/document.h"
#include "layout/layout.h"
#include "tests/loaded_book.h"
#include "tests/support.h"

static size_t department_index(const struct book *book, const char *code)
{
    for (size_t i = 0; i < book_department_count(book); i++)
        if (strcmp(book_department(book, i)->code, code) == 0)
            return i;
    ck_abort_msg("the sample has no department %s", code);
    return 0;
}

static void report(const struct diag *diag)
{
    for (size_t i = 0; i < diag_count(diag); i++)
        if (diag_entry_at(diag, i)->level == DIAG_ERROR)
            ck_abort_msg("%s", diag_entry_at(diag, i)->message);
}

/* The pages of department CODE of the sample in format PACK, as text; freed by the caller. */
static char *dump(struct arena *arena, const char *pack, const char *code)
{
    struct diag *diag = diag_new(DIAG_ENGLISH);
    const struct loaded_book loaded = loaded_book_read(arena, SOURCE_DIR "/data/sample", diag);
    const struct book *book = loaded.book;
    const struct format *format =
        format_read(arena, arena_printf(arena, SOURCE_DIR "/data/formats/%s", pack), diag);
    report(diag);
    ck_assert(book && format);
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    ck_assert_ptr_nonnull(fonts);
    const struct budget *budget = &loaded.budgets[department_index(book, code)];
    const struct document *document = document_build(arena, format, budget, diag);
    report(diag);
    const struct page_list *pages = layout_document(arena, document, fonts, diag);
    report(diag);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    ck_assert_ptr_nonnull(out);
    page_dump(pages, out);
    ck_assert_int_eq(fclose(out), 0);
    font_set_close(fonts);
    diag_free(diag);
    return text;
}

/* The first line that differs, with the page it is on. */
static void compare(const char *golden, const char *found, const char *name)
{
    int line = 1, page = 0;
    while (*golden && *found) {
        size_t expected = strcspn(golden, "\n"), is = strcspn(found, "\n");
        page += strncmp(golden, "page ", 5) == 0;
        ck_assert_msg(expected == is && memcmp(golden, found, is) == 0,
                      "%s:%d, page %d:\n  expected %.*s\n  found    %.*s", name, line, page,
                      (int)expected, golden, (int)is, found);
        golden += expected + (golden[expected] != '\0');
        found += is + (found[is] != '\0');
        line++;
    }
    ck_assert_msg(*golden == *found, "%s:%d: one of the dumps ends here", name, line);
}

static void check_golden(const char *name, const char *pack, const char *code)
{
    struct arena *arena = arena_new();
    const char *path = arena_printf(arena, SOURCE_DIR "/tests/golden/%s.pages", name);
    const char *mode = getenv("BANXIN_GOLDEN");
    char *found = dump(arena, pack, code);
    if (mode && strcmp(mode, "write") == 0)
        support_write(path, found);
    else
        compare(support_read(arena, path), found, name);
    free(found);
    arena_free(arena);
}

START_TEST(a_department_is_set_as_reviewed)
{
    check_golden("081", "shanxi-county", "081");
}
END_TEST

START_TEST(a_document_in_official_geometry_is_set_as_reviewed)
{
    check_golden("081-gbt9704", "shanxi-county-gbt9704", "081");
}
END_TEST

Suite *golden_suite(void);
Suite *golden_suite(void)
{
    Suite *suite = suite_create("golden");
    TCase *documents = tcase_create("documents");
    tcase_set_timeout(documents, 120);
    tcase_add_test(documents, a_department_is_set_as_reviewed);
    tcase_add_test(documents, a_document_in_official_geometry_is_set_as_reviewed);
    suite_add_tcase(suite, documents);
    return suite;
}

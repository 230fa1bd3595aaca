/* Columns of text: widths of East Asian characters (UAX #11), alignment, no blanks at line ends. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "render/columns.h"

Suite *columns_suite(void);

START_TEST(chinese_characters_are_two_places_wide)
{
    static const struct {
        const char *text;
        int width;
    } CASES[] = {{"", 0},   {"abc", 3}, {"预算", 4},    {"（𠮷）", 6},
                 {"Ａ", 2}, {"é", 1},   {"e\u0301", 1}, {"中a\u200b", 3}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        ck_assert_int_eq(columns_width(CASES[i].text), CASES[i].width);
}
END_TEST

START_TEST(columns_stand_below_each_other)
{
    struct arena *arena = arena_new();
    struct columns *columns = columns_new(arena, "lrl");
    columns_add(columns, (const char *const[]){"字体", "数", "x"});
    columns_add(columns, (const char *const[]){"a", "100", ""});
    columns_add(columns, (const char *const[]){"", "1", "y"});
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    columns_print(columns, out);
    fclose(out);
    ck_assert_str_eq(text, "  字体   数  x\n"
                           "  a     100\n"
                           "          1  y\n");
    free(text);
    arena_free(arena);
}
END_TEST

Suite *columns_suite(void)
{
    Suite *suite = suite_create("columns");
    TCase *all = tcase_create("columns");
    tcase_add_test(all, chinese_characters_are_two_places_wide);
    tcase_add_test(all, columns_stand_below_each_other);
    suite_add_tcase(suite, all);
    return suite;
}

/* File names of the output. */
#include <check.h>
#include <string.h>

#include "render/publish.h"

START_TEST(what_a_file_system_refuses_is_replaced)
{
    struct arena *arena = arena_new();
    ck_assert_str_eq(publish_file_name(arena, "010-某局/二股:甲\"乙\"\n", 200),
                     "010-某局_二股_甲_乙__");
    ck_assert_str_eq(publish_file_name(arena, "../某局", 200), "_._某局");
    ck_assert_str_eq(publish_file_name(arena, "080-泽州县自然资源局2026年度部门预算公开", 200),
                     "080-泽州县自然资源局2026年度部门预算公开");
    arena_free(arena);
}
END_TEST

START_TEST(a_long_name_is_cut_between_characters)
{
    struct arena *arena = arena_new();
    ck_assert_str_eq(publish_file_name(arena, "泽州县", 7), "泽州");
    ck_assert_str_eq(publish_file_name(arena, "泽州县", 6), "泽州");
    ck_assert_str_eq(publish_file_name(arena, "ab", 1), "a");
    arena_free(arena);
}
END_TEST

Suite *publish_suite(void);
Suite *publish_suite(void)
{
    Suite *suite = suite_create("publish");
    TCase *tcase = tcase_create("publish");
    tcase_add_test(tcase, what_a_file_system_refuses_is_replaced);
    tcase_add_test(tcase, a_long_name_is_cut_between_characters);
    suite_add_tcase(suite, tcase);
    return suite;
}

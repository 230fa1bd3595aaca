/* File names of the output, and departments that are refused over them. */
#include <check.h>
#include <string.h>

#include "render/publish.h"
#include "tests/support.h"

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

/* Checks the names of the book in DIR, of which every department is to be refused. */
static void refuse_all(struct arena *arena, const char *dir, struct diag *diag)
{
    const struct book_options options = {SOURCE_DIR "/data"};
    const struct book *book = book_open(arena, dir, &options, diag);
    ck_assert_ptr_nonnull(book);
    const struct format *format =
        format_read(arena, SOURCE_DIR "/data/formats/shanxi-county", diag);
    ck_assert_ptr_nonnull(format);
    ck_assert_uint_eq(diag_errors(diag), 0);
    const struct publication publication = {
        .book = book, .format = format, .output_dir = dir, .faults = diag};
    struct published published;
    publish_check_names(&publication, diag);
    for (size_t i = 0; i < book_department_count(book); i++) {
        ck_assert(diag_refuses(diag, book_department(book, i)->code));
        ck_assert_int_eq(publish_department(arena, &publication, i, &published, diag),
                         PUBLISH_REFUSED);
    }
    book_close(book);
}

START_TEST(departments_whose_files_would_have_one_name_are_refused)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    const char *dir = support_make_dir(arena);
    static const char *const files[][2] = {
        {"book.yaml", "format: shanxi-county\nyear: 2026\nregion: 某县\n"},
        {"departments.csv", "部门编码,部门名称,年度\nA/1,甲局,2026\nA:1,甲局,2026\n"},
        {"units.csv", "单位编码,单位名称,部门编码,单位性质,运行经费口径\n"
                      "A01,甲局,A/1,行政单位,是\nA02,甲局,A:1,行政单位,是\n"},
        {"expenditure.csv", "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,"
                            "部门经济科目编码,政府经济科目编码,金额\n"},
        {"income.csv", "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度性质,金额\n"
                       "A/1,A01,,2080501,一般公共预算,当年,1\n"
                       "A:1,A02,,2080501,一般公共预算,当年,1\n"},
        {"indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"},
        {"prior_year.csv", "部门编码,年度,指标,金额\n"},
        {"procurement.csv", "部门编码,类别,金额\n"},
        {"assets.csv", "部门编码,截止日期,项目,数量,计量单位\n"},
        {"texts.csv", "部门编码,栏目,序号,内容\n"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        support_write(arena_printf(arena, "%s/%s", dir, files[i][0]), files[i][1]);
    char *projects = support_read(arena, SOURCE_DIR "/data/sample/projects.csv");
    projects[strcspn(projects, "\n")] = '\0'; /* the head */
    support_write(arena_printf(arena, "%s/projects.csv", dir), projects);
    refuse_all(arena, dir, diag);
    ck_assert_uint_eq(diag_count(diag), 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(diag_entry_at(diag, i)->code, DIAG_OUTPUT_SAME);
        ck_assert_str_eq(diag_entry_at(diag, i)->pos.file, "departments.csv");
        ck_assert_int_eq(diag_entry_at(diag, i)->pos.row, 2 + (int)i);
        ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, i)->message, "A_1-甲局2026"));
    }
    support_remove_dir(dir);
    diag_free(diag);
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
    tcase_add_test(tcase, departments_whose_files_would_have_one_name_are_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* The YAML reader: places, and what it refuses. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/yaml.h"
#include "tests/support.h"

Suite *yaml_suite(void);

static const struct yaml_node *read_text(struct arena *arena, struct diag *diag, const char *text)
{
    const char *dir = support_make_dir(arena);
    const char *path = arena_printf(arena, "%s/a.yaml", dir);
    support_write(path, text);
    const struct yaml_node *root = yaml_read(arena, path, "a.yaml", diag);
    support_remove_dir(dir);
    ck_assert((root != NULL) == (diag_errors(diag) == 0));
    return root;
}

static void expect_pos(const struct yaml_node *node, int row, int column)
{
    ck_assert_str_eq(yaml_pos(node).file, "a.yaml");
    ck_assert_int_eq(yaml_pos(node).row, row);
    ck_assert_int_eq(yaml_pos(node).column, column);
}

START_TEST(nodes_are_read_with_their_places)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    const struct yaml_node *root = read_text(arena, diag,
                                             "# 账套\n"
                                             "部门: 自然资源局\n"
                                             "list: [a, {b: \"c d\"}]\n"
                                             "empty:\n"
                                             "deep:\n"
                                             "  - x\n");
    ck_assert_ptr_nonnull(root);
    ck_assert_int_eq(yaml_kind(root), YAML_MAPPING);
    ck_assert_uint_eq(yaml_count(root), 4);
    ck_assert_str_eq(yaml_text(yaml_key(root, 0)).utf8, "部门");
    expect_pos(yaml_key(root, 0), 2, 1);
    expect_pos(yaml_value(root, 0), 2, 5); /* columns count characters, not bytes */
    ck_assert_str_eq(yaml_text(yaml_lookup(root, "部门")).utf8, "自然资源局");
    const struct yaml_node *list = yaml_lookup(root, "list");
    ck_assert_int_eq(yaml_kind(list), YAML_SEQUENCE);
    ck_assert_uint_eq(yaml_count(list), 2);
    expect_pos(yaml_at(list, 1), 3, 11);
    ck_assert_str_eq(yaml_text(yaml_lookup(yaml_at(list, 1), "b")).utf8, "c d");
    ck_assert_str_eq(yaml_text(yaml_lookup(root, "empty")).utf8, "");
    expect_pos(yaml_at(yaml_lookup(root, "deep"), 0), 6, 5);
    ck_assert_ptr_null(yaml_lookup(root, "none"));
    ck_assert_ptr_null(yaml_lookup(list, "a"));
    diag_free(diag);
    arena_free(arena);
}
END_TEST

static void expect_fault(const char *text, enum diag_code code, int row, int column)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    ck_assert_ptr_null(read_text(arena, diag, text));
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_msg(entry->code == code, "%.40s: %s", text, entry->message);
    ck_assert_str_eq(entry->pos.file, "a.yaml");
    ck_assert_msg(entry->pos.row == row && entry->pos.column == column, "%.40s: %d:%d", text,
                  entry->pos.row, entry->pos.column);
    diag_free(diag);
    arena_free(arena);
}

START_TEST(faults_are_reported_at_their_places)
{
    static const struct {
        const char *text;
        enum diag_code code;
        int row, column;
    } cases[] = {
        {"a: 1\nb: c: d\n", DIAG_YAML_SYNTAX, 2, 5},
        {"a: 1\nb: 局\xFFx\n", DIAG_YAML_SYNTAX, 2, 5},
        {"a:\n  b: 1\n  c: 2\n  b: 3\n", DIAG_YAML_DUPLICATE_KEY, 4, 3},
        {"a: &x 1\nb: *x\n", DIAG_YAML_ALIAS, 2, 4},
        {"a: &x [*x]\n", DIAG_YAML_ALIAS, 1, 8},
        {"a: *nobody\n", DIAG_YAML_ALIAS, 1, 4},
        {"[a]: b\n", DIAG_YAML_KEY_KIND, 1, 1},
        {"a: \"x\\0y\"\n", DIAG_YAML_CONTROL, 1, 4},
        {"a: 1\n---\nb: 2\n", DIAG_YAML_DOCUMENTS, 2, 1},
        {"", DIAG_YAML_EMPTY, 1, 1},
        {"# only a comment\n", DIAG_YAML_EMPTY, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_fault(cases[i].text, cases[i].code, cases[i].row, cases[i].column);
}
END_TEST

START_TEST(every_duplicate_of_a_file_is_reported_in_one_run)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    ck_assert_ptr_null(read_text(arena, diag, "a: 1\na: 2\nb: {c: 1, c: 2}\n"));
    ck_assert_uint_eq(diag_count(diag), 2);
    diag_free(diag);
    arena_free(arena);
}
END_TEST

START_TEST(nesting_is_cut_off_before_it_costs_time)
{
    static const char *const openings[] = {"[", "- ", "{a: ", "[{? "};
    static const int columns[] = {33, 65, 129, 65};
    size_t size = 1000000;
    char *text = malloc(size + 1);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t step = strlen(openings[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = openings[i][at % step];
        text[size] = '\0';
        expect_fault(text, DIAG_YAML_DEPTH, 1, columns[i]);
    }
    free(text);
}
END_TEST

START_TEST(a_file_over_4_mib_is_refused)
{
    char *text = malloc(YAML_SIZE_MAX + 2);
    memset(text, '#', YAML_SIZE_MAX + 1);
    text[YAML_SIZE_MAX + 1] = '\0';
    expect_fault(text, DIAG_FILE_TOO_LARGE, 1, 1);
    free(text);
}
END_TEST

Suite *yaml_suite(void)
{
    Suite *suite = suite_create("yaml");
    TCase *tests = tcase_create("yaml");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, nodes_are_read_with_their_places);
    tcase_add_test(tests, faults_are_reported_at_their_places);
    tcase_add_test(tests, every_duplicate_of_a_file_is_reported_in_one_run);
    tcase_add_test(tests, nesting_is_cut_off_before_it_costs_time);
    tcase_add_test(tests, a_file_over_4_mib_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}

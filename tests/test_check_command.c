/* `banxin check` as it is called: what it prints, and its exit status. */
#include <unistd.h>

#include "render/check_command.h"
#include "tests/check_fixture.h"

Suite *check_command_suite(void);

/* Lets STREAM, of descriptor FD, go to the file at PATH; what it was before. */
static int divert(FILE *stream, int fd, const char *path)
{
    fflush(stream);
    int kept = dup(fd);
    ck_assert_ptr_nonnull(freopen(path, "w", stream));
    return kept;
}

static void restore(FILE *stream, int fd, int kept)
{
    fflush(stream);
    dup2(kept, fd);
    close(kept);
}

/* Runs the command with the arguments, ended by NULL; standard output goes to *OUT, what is said of
 * faults to a file that nobody reads. */
static int run(const char *const *arguments, const char **out)
{
    char *argv[8] = {arena_strdup(arena, "banxin"), arena_strdup(arena, "check")};
    int argc = 2;
    for (; arguments[argc - 2] != NULL; argc++)
        argv[argc] = arena_strdup(arena, arguments[argc - 2]);
    struct call call = {.data = SOURCE_DIR "/data"};
    struct diag *faults = diag_new(DIAG_CHINESE);
    const char *path = arena_printf(arena, "%s/out", pack_dir);
    int kept_out = divert(stdout, STDOUT_FILENO, path);
    int kept_err = divert(stderr, STDERR_FILENO, arena_printf(arena, "%s/err", pack_dir));
    int status = call_read(argc, argv, arena, &call, faults);
    if (status < 0)
        status = check_command(&call, arena, faults);
    diag_free(faults);
    restore(stderr, STDERR_FILENO, kept_err);
    restore(stdout, STDOUT_FILENO, kept_out);
    *out = support_read(arena, path);
    return status;
}

#define RUN(out, ...) run((const char *const[]){__VA_ARGS__, NULL}, out)

/* The last line of TEXT. */
static const char *last_line(const char *text)
{
    size_t length = strlen(text);
    ck_assert_uint_gt(length, 0);
    const char *at = text + length - 1;
    while (at > text && at[-1] != '\n')
        at--;
    return at;
}

START_TEST(a_fatal_finding_is_printed_with_its_place_and_figures)
{
    const char *out;
    change("income.csv", "政府性基金预算,当年,500000", "政府性基金预算,当年,499999.99");
    ck_assert_int_eq(RUN(&out, dir), 1);
    const char *line = strstr(out, "致命 T02: A01 政府性基金预算: ");
    ck_assert_msg(line != NULL, "%s", out);
    ck_assert_ptr_nonnull(strstr(line, "收入 499,999.99元，支出 500,000.00元，相差 -0.01元"));
    ck_assert_ptr_nonnull(strstr(out, ".csv:"));
    ck_assert_ptr_nonnull(strstr(last_line(out), "共检查 1 个部门：致命 "));
}
END_TEST

START_TEST(a_waived_finding_is_printed_with_its_reason)
{
    const char *out;
    change("procurement.csv", "货物,5000", "货物,-5000");
    put("waivers.csv", "规则,部门编码,位置,理由\nT63,A01,*,退货\n");
    RUN(&out, dir);
    const char *line = strstr(out, "警告 T63: ");
    ck_assert_ptr_nonnull(line);
    ck_assert_ptr_nonnull(strstr(line, "（豁免理由：退货）\n"));
    ck_assert_ptr_nonnull(strstr(last_line(out), "已豁免 1"));
}
END_TEST

START_TEST(json_escapes_what_it_must)
{
    const char *out;
    change("procurement.csv", "货物,5000", "货物,-5000");
    put("waivers.csv", "规则,部门编码,位置,理由\nT63,A01,*,\"一\"\"二\\\n三\"\n");
    RUN(&out, "--json", dir);
    ck_assert_msg(strstr(out, "\"waived\":\"一\\\"二\\\\\\n三\"}") != NULL, "%s", out);
    ck_assert_ptr_nonnull(strstr(out, "\"rule\":\"T63\",\"level\":\"warning\""));
    ck_assert_ptr_nonnull(strstr(last_line(out), "{\"type\":\"summary\",\"departments\":1,"));
    for (const char *line = out; *line != '\0'; line = strchr(line, '\n') + 1)
        ck_assert_int_eq(line[0], '{');
}
END_TEST

START_TEST(the_page_for_the_official_is_written_to_its_file)
{
    const char *out, *page = arena_printf(arena, "%s/page.html", pack_dir);
    change("procurement.csv", "货物,5000", "货物,-5000");
    RUN(&out, dir, "--report", page);
    const char *html = support_read(arena, page);
    ck_assert_ptr_nonnull(strstr(html, "<!DOCTYPE html>"));
    ck_assert_ptr_nonnull(strstr(html, "T63"));
    ck_assert_int_eq(RUN(&out, dir, "--report", arena_printf(arena, "%s/none/page.html", dir)), 2);
}
END_TEST

START_TEST(all_rules_are_listed_with_their_sources)
{
    const char *out;
    size_t lines = 0;
    ck_assert_int_eq(RUN(&out, "--rules"), 0);
    for (const char *at = out; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    ck_assert_uint_eq(lines, check_rule_count(read_rules()));
    ck_assert_ptr_nonnull(strstr(out, "T01\t致命\t表格\t收入总计等于支出总计\t财预〔2016〕143号"));
}
END_TEST

START_TEST(a_call_or_book_that_is_unusable_is_told_by_the_status)
{
    const char *out;
    ck_assert_int_eq(RUN(&out, arena_printf(arena, "%s/none", dir)), 2);
    ck_assert_int_eq(RUN(&out, dir, "--nothing"), 2);
    ck_assert_int_eq(RUN(&out, dir, dir), 2);
    ck_assert_int_eq(RUN(&out, "--json"), 2);
}
END_TEST

START_TEST(a_department_that_is_not_in_the_book_is_refused)
{
    const char *out;
    ck_assert_int_eq(RUN(&out, dir, "--department", "Z99"), 1);
}
END_TEST

Suite *check_command_suite(void)
{
    Suite *suite = suite_create("check_command");
    TCase *tcase = tcase_create("check_command");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_fatal_finding_is_printed_with_its_place_and_figures);
    tcase_add_test(tcase, a_waived_finding_is_printed_with_its_reason);
    tcase_add_test(tcase, json_escapes_what_it_must);
    tcase_add_test(tcase, the_page_for_the_official_is_written_to_its_file);
    tcase_add_test(tcase, all_rules_are_listed_with_their_sources);
    tcase_add_test(tcase, a_call_or_book_that_is_unusable_is_told_by_the_status);
    tcase_add_test(tcase, a_department_that_is_not_in_the_book_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}

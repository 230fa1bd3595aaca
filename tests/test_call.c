/* The command line: which options go with which command, and what their values may be. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "render/call.h"
#include "tests/support.h"

Suite *call_suite(void);

static struct arena *arena;
static struct diag *diag;

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
}

static void teardown(void)
{
    diag_free(diag);
    arena_free(arena);
}

/* Reads the words of LINE as arguments. */
static int read_line(const char *line, struct call *call)
{
    char *argv[32] = {arena_strdup(arena, "banxin")};
    int argc = 1;
    for (char *word = strtok(arena_strdup(arena, line), " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    *call = (struct call){.data = "data"};
    return call_read(argc, argv, arena, call, diag);
}

static void accept(const char *line, struct call *call)
{
    ck_assert_msg(read_line(line, call) == -1, "%s", line);
    ck_assert_uint_eq(diag_count(diag), 0);
}

static void refuse(const char *line, enum diag_code code)
{
    struct call call;
    size_t before = diag_count(diag);
    ck_assert_msg(read_line(line, &call) == EXIT_UNUSABLE, "%s", line);
    ck_assert_uint_eq(diag_count(diag), before + 1);
    ck_assert_msg(diag_entry_at(diag, before)->code == code, "%s", line);
}

START_TEST(options_stand_before_and_after_what_they_are_about)
{
    struct call call;
    accept("render -o out book --department A --department B -j 3 --json --explain", &call);
    ck_assert_int_eq(call.command, COMMAND_RENDER);
    ck_assert_str_eq(call.book, "book");
    ck_assert_str_eq(call.output, "out");
    ck_assert_uint_eq(call.workers, 3);
    ck_assert(call.json && call.explain && !call.draft);
    ck_assert(call_wants(&call, "A") && call_wants(&call, "B") && !call_wants(&call, "C"));
    accept("--data elsewhere check book --json", &call);
    ck_assert_int_eq(call.command, COMMAND_CHECK);
    ck_assert_str_eq(call.data, "elsewhere");
    ck_assert(call_wants(&call, "C"));
    accept("check --rules", &call);
    ck_assert_ptr_null(call.book);
    accept("merge a b c -o all", &call);
    ck_assert_uint_eq(call.operands.count, 3);
    ck_assert_str_eq(call.operands.items[2], "c");
    accept("diff a b", &call);
    ck_assert_ptr_null(call.output);
}
END_TEST

START_TEST(a_shard_is_one_of_several)
{
    struct call call;
    accept("render book -o out --shard 2/4 --run 2026-03", &call);
    ck_assert_uint_eq(call.shard, 2);
    ck_assert_uint_eq(call.shards, 4);
    ck_assert_str_eq(call.run, "2026-03");
    static const char *const wrong[] = {"0/4", "5/4", "2", "2/", "/4", "2/0", "-1/4", "2/4x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuse(arena_printf(arena, "render book -o out --shard %s", wrong[i]), DIAG_CALL_VALUE);
}
END_TEST

START_TEST(numbers_are_above_zero_and_names_are_of_a_file)
{
    static const char *const wrong[] = {
        "-j 0",           "-j x",      "-j 1.5",    "-j 1000000",
        "--limit-time 0", "--run a/b", "--run ..",  "--limit-memory 1G",
        "--run .hidden",  "--run 改",  "--run a\\b"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuse(arena_printf(arena, "render book -o out %s", wrong[i]), DIAG_CALL_VALUE);
}
END_TEST

START_TEST(an_option_of_another_command_is_refused)
{
    static const char *const wrong[] = {
        "check book -o out",    "fonts book --draft", "fonts book --json",
        "check book -j 2",      "diff a b --json",    "merge a -o b --shard 1/2",
        "check book --nothing", "render book -o",     "render book --rules -o out"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuse(wrong[i], DIAG_CALL_OPTION);
}
END_TEST

START_TEST(what_is_missing_is_named)
{
    refuse("", DIAG_CALL_MISSING);
    refuse("render book", DIAG_CALL_MISSING);
    refuse("render -o out", DIAG_CALL_MISSING);
    refuse("render a b -o out", DIAG_CALL_MISSING);
    refuse("check --json", DIAG_CALL_MISSING);
    refuse("diff a", DIAG_CALL_MISSING);
    refuse("merge -o b", DIAG_CALL_MISSING);
    refuse("merge a", DIAG_CALL_MISSING);
    refuse("typeset book", DIAG_CALL_COMMAND);
}
END_TEST

Suite *call_suite(void)
{
    Suite *suite = suite_create("call");
    TCase *tcase = tcase_create("call");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, options_stand_before_and_after_what_they_are_about);
    tcase_add_test(tcase, a_shard_is_one_of_several);
    tcase_add_test(tcase, numbers_are_above_zero_and_names_are_of_a_file);
    tcase_add_test(tcase, an_option_of_another_command_is_refused);
    tcase_add_test(tcase, what_is_missing_is_named);
    suite_add_tcase(suite, tcase);
    return suite;
}

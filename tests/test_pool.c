/* Workers: order and wholeness of answers, and what a lost worker costs. */
#include <check.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/pool_fixture.h"

Suite *pool_suite(void);

/* ---- answers ------------------------------------------------------------------------------- */

static void run_unevenly(unsigned workers)
{
    struct pool pool = pool_of(work_unevenly, workers);
    ck_assert_int_eq(pool_run(&pool, 200), POOL_ALL);
    assert_all_handed_over(200);
    for (size_t i = 0; i < 200; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "task %zu", i);
        ck_assert_int_eq(record.answers[i].end, POOL_DONE);
        ck_assert_str_eq(record.answers[i].start, expected);
    }
}

START_TEST(answers_come_in_the_order_of_the_tasks_with_one_worker)
{
    run_unevenly(1);
}
END_TEST

START_TEST(answers_come_in_the_order_of_the_tasks_with_two_workers)
{
    run_unevenly(2);
}
END_TEST

START_TEST(answers_come_in_the_order_of_the_tasks_with_seven_workers)
{
    run_unevenly(7);
}
END_TEST

START_TEST(nothing_to_do_is_done)
{
    struct pool pool = pool_of(work_unevenly, 2);
    ck_assert_int_eq(pool_run(&pool, 0), POOL_ALL);
    ck_assert_uint_eq(record.handed, 0);
}
END_TEST

/* About the sizes at which an answer needs another read, and 5 MB. */
static const size_t LENGTHS[] = {0,     1,     65519, 65520,   65521,  65535,
                                 65536, 65537, 5,     5000000, 212991, 5000001};
enum { LENGTH_COUNT = sizeof LENGTHS / sizeof *LENGTHS };

static unsigned char byte_of(size_t number, size_t at)
{
    return (unsigned char)((at * 2654435761U + number * 97) >> 7);
}

static void work_at_length(void *context, size_t number, struct buf *answer)
{
    (void)context;
    for (size_t i = 0; i < LENGTHS[number % LENGTH_COUNT]; i++)
        buf_byte(answer, byte_of(number, i));
}

static bool take_whole(void *context, size_t number, const struct pool_answer *answer)
{
    ck_assert_int_eq(answer->end, POOL_DONE);
    ck_assert_uint_eq(answer->length, LENGTHS[number % LENGTH_COUNT]);
    const unsigned char *bytes = answer->bytes;
    for (size_t i = 0; i < answer->length; i++) {
        if (bytes[i] != byte_of(number, i))
            ck_abort_msg("task %zu: byte %zu is wrong", number, i);
    }
    return take(context, number, answer);
}

START_TEST(long_answers_arrive_whole)
{
    struct pool pool = pool_of(work_at_length, 3);
    pool.done = take_whole;
    ck_assert_int_eq(pool_run(&pool, 4 * LENGTH_COUNT), POOL_ALL);
    assert_all_handed_over(4 * LENGTH_COUNT);
}
END_TEST

/* What workers and parent see both. */
static atomic_size_t *tasks_begun;

/* The first task looks, after a while, how far the others have come. */
static void count_tasks_begun(void *context, size_t number, struct buf *answer)
{
    (void)context;
    atomic_fetch_add(tasks_begun, 1);
    if (number == 0) {
        sleep_ms(800);
        buf_printf(answer, "%zu", atomic_load(tasks_begun));
    }
}

START_TEST(a_slow_task_does_not_make_answers_pile_up)
{
    tasks_begun =
        mmap(NULL, sizeof *tasks_begun, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(tasks_begun, MAP_FAILED);
    struct pool pool = pool_of(count_tasks_begun, 2);
    ck_assert_int_eq(pool_run(&pool, 500), POOL_ALL);
    assert_all_handed_over(500);
    int begun = atoi(record.answers[0].start);
    ck_assert_int_gt(begun, 40); /* the other worker did not wait either */
    ck_assert_int_le(begun, 64 + 4 * 2);
}
END_TEST

static void work_a_while(void *context, size_t number, struct buf *answer)
{
    (void)context;
    (void)answer;
    sleep_ms(number == 3 ? 900 : 10);
}

START_TEST(progress_is_shown_while_a_task_runs_and_counts_to_the_end)
{
    struct pool pool = pool_of(work_a_while, 1);
    ck_assert_int_eq(pool_run(&pool, 4), POOL_ALL);
    ck_assert(!record.shown_backwards);
    ck_assert_uint_eq(record.shown_last, 4);
    ck_assert_uint_ge(record.shown, 4 + 3); /* the ends, and each 200 ms of the long one */
    ck_assert_double_ge(record.answers[3].seconds, 0.9);
    ck_assert_double_lt(record.answers[0].seconds, 0.9);
}
END_TEST

/* ---- lost workers -------------------------------------------------------------------------- */

enum { MEMORY = 64 << 20 }; /* the limit in these tests */

START_TEST(a_worker_that_falls_costs_its_task)
{
    for (unsigned workers = 1; workers <= 3; workers++) {
        record = (struct record){.ordered = true, .stop_at = SIZE_MAX};
        struct pool pool = pool_of(fall, workers);
        pool.limits.memory = MEMORY; /* far from it: none of these is taken for want of memory */
        ck_assert_int_eq(pool_run(&pool, 20), POOL_ALL);
        assert_end(2, POOL_CRASHED, SIGSEGV, 0);
        assert_end(3, POOL_CRASHED, SIGABRT, 0);
        assert_end(5, POOL_CRASHED, 0, 3);
        assert_end(6, POOL_CRASHED, 0, 0);
        assert_end(8, POOL_CRASHED, SIGKILL, 0);
        assert_others_are_done(20);
        assert_nothing_left();
    }
}
END_TEST

static void always_fall(void *context, size_t number, struct buf *answer)
{
    (void)context;
    (void)number;
    (void)answer;
    _exit(7);
}

START_TEST(workers_that_all_fall_end_the_batch_all_the_same)
{
    struct pool pool = pool_of(always_fall, 3);
    ck_assert_int_eq(pool_run(&pool, 150), POOL_ALL);
    assert_all_handed_over(150);
    for (size_t i = 0; i < 150; i++)
        assert_end(i, POOL_CRASHED, 0, 7);
}
END_TEST

static void hang(void *context, size_t number, struct buf *answer)
{
    (void)context;
    if (number == 1) {
        for (volatile bool more = true; more;) {
        }
    }
    if (number == 4)
        raise(SIGSTOP);
    buf_printf(answer, "task %zu", number);
}

START_TEST(a_worker_that_hangs_or_is_stopped_costs_its_task)
{
    struct pool pool = pool_of(hang, 2);
    pool.limits.seconds = 1;
    double begun = now();
    ck_assert_int_eq(pool_run(&pool, 20), POOL_ALL);
    ck_assert_double_ge(now() - begun, 1.0);
    ck_assert_double_ge(record.answers[1].seconds, 1.0);
    assert_end(1, POOL_TIMED_OUT, 0, 0);
    assert_end(4, POOL_TIMED_OUT, 0, 0);
    assert_others_are_done(20);
}
END_TEST

/* Slow again and again: a long answer waits in its worker for several limits. */
static bool take_slowly(void *context, size_t number, const struct pool_answer *answer)
{
    if (number < 7)
        sleep_ms(number == 0 ? 2500 : 600);
    return take(context, number, answer);
}

static void work_long_answers(void *context, size_t number, struct buf *answer)
{
    for (size_t i = 0; number % 2 == 1 && i < 100000; i++)
        buf_str(answer, "0123456789");
    work_unevenly(context, number, answer);
}

START_TEST(a_busy_caller_does_not_make_workers_late)
{
    struct pool pool = pool_of(work_long_answers, 3);
    pool.done = take_slowly;
    pool.limits.seconds = 1;
    ck_assert_int_eq(pool_run(&pool, 30), POOL_ALL);
    assert_all_handed_over(30);
    for (size_t i = 0; i < 30; i++)
        ck_assert_int_eq(record.answers[i].end, POOL_DONE);
}
END_TEST

static void stop_the_caller(void *context, size_t number, struct buf *answer)
{
    (void)context;
    if (number == 1) {
        kill(getppid(), SIGSTOP);
        sleep_ms(2500);
        kill(getppid(), SIGCONT);
    }
    buf_printf(answer, "task %zu", number);
}

START_TEST(time_in_which_the_batch_was_stopped_does_not_count)
{
    struct pool pool = pool_of(stop_the_caller, 2);
    pool.limits.seconds = 1;
    ck_assert_int_eq(pool_run(&pool, 10), POOL_ALL);
    ck_assert_double_ge(record.answers[1].seconds, 2.5);
    assert_others_are_done(10);
}
END_TEST

/* 1: as the program does. 3: as a library that falls over the NULL. 5: much, but not too much. */
static void devour(void *context, size_t number, struct buf *answer)
{
    (void)context;
    const size_t piece = 1 << 20;
    struct arena *arena = arena_new();
    while (number == 1)
        arena_alloc(arena, piece);
    while (number == 3) {
        char *bytes = malloc(piece);
        if (bytes == NULL)
            abort();
        memset(bytes, 1, piece);
    }
    for (size_t i = 0; number == 5 && i < MEMORY / piece / 2; i++)
        arena_alloc(arena, piece);
    if (number == 5)
        sleep_ms(500); /* to be looked at */
    arena_free(arena);
    buf_printf(answer, "task %zu", number);
}

START_TEST(a_worker_that_takes_all_memory_costs_its_task)
{
    struct pool pool = pool_of(devour, 2);
    pool.limits.memory = MEMORY;
    ck_assert_int_eq(pool_run(&pool, 20), POOL_ALL);
    assert_end(1, POOL_OUT_OF_MEMORY, 0, 0);
    assert_end(3, POOL_OUT_OF_MEMORY, 0, 0);
    assert_others_are_done(20);
}
END_TEST

START_TEST(what_the_caller_has_prepared_does_not_count_as_memory_of_a_worker)
{
    struct arena *arena = arena_new();
    arena_alloc(arena, 3 * MEMORY);
    struct pool pool = pool_of(devour, 2);
    pool.limits.memory = MEMORY;
    ck_assert_int_eq(pool_run(&pool, 6), POOL_ALL);
    ck_assert_int_eq(record.answers[5].end, POOL_DONE);
    ck_assert_int_eq(record.answers[1].end, POOL_OUT_OF_MEMORY);
    arena_free(arena);
}
END_TEST

static void exit_with_a_flush(void *context, size_t number, struct buf *answer)
{
    (void)context;
    (void)answer;
    if (number == 1)
        exit(4);
}

START_TEST(what_was_printed_before_is_written_once)
{
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    fputs("once", file);
    struct pool pool = pool_of(exit_with_a_flush, 2);
    ck_assert_int_eq(pool_run(&pool, 8), POOL_ALL);
    ck_assert_int_eq(record.answers[1].status, 4);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    ck_assert_int_eq(ftell(file), 4);
    fclose(file);
}
END_TEST

START_TEST(cores_are_those_that_the_process_may_use)
{
    cpu_set_t all, one;
    ck_assert_int_eq(sched_getaffinity(0, sizeof all, &all), 0);
    ck_assert_uint_ge(pool_cores(), 1);
    ck_assert_int_le((int)pool_cores(), CPU_COUNT(&all));
    size_t first = 0;
    while (!CPU_ISSET(first, &all))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    ck_assert_int_eq(sched_setaffinity(0, sizeof one, &one), 0);
    ck_assert_uint_eq(pool_cores(), 1);
    sched_setaffinity(0, sizeof all, &all);
}
END_TEST

Suite *pool_suite(void)
{
    Suite *suite = suite_create("pool");
    TCase *tests = tcase_create("pool");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, assert_nothing_left);
    tcase_add_test(tests, answers_come_in_the_order_of_the_tasks_with_one_worker);
    tcase_add_test(tests, answers_come_in_the_order_of_the_tasks_with_two_workers);
    tcase_add_test(tests, answers_come_in_the_order_of_the_tasks_with_seven_workers);
    tcase_add_test(tests, nothing_to_do_is_done);
    tcase_add_test(tests, long_answers_arrive_whole);
    tcase_add_test(tests, a_slow_task_does_not_make_answers_pile_up);
    tcase_add_test(tests, progress_is_shown_while_a_task_runs_and_counts_to_the_end);
    tcase_add_test(tests, a_worker_that_falls_costs_its_task);
    tcase_add_test(tests, workers_that_all_fall_end_the_batch_all_the_same);
    tcase_add_test(tests, a_worker_that_hangs_or_is_stopped_costs_its_task);
    tcase_add_test(tests, a_busy_caller_does_not_make_workers_late);
    tcase_add_test(tests, time_in_which_the_batch_was_stopped_does_not_count);
    tcase_add_test(tests, a_worker_that_takes_all_memory_costs_its_task);
    tcase_add_test(tests, what_the_caller_has_prepared_does_not_count_as_memory_of_a_worker);
    tcase_add_test(tests, what_was_printed_before_is_written_once);
    tcase_add_test(tests, cores_are_those_that_the_process_may_use);
    suite_add_tcase(suite, tests);
    return suite;
}

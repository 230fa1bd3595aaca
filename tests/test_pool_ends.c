/* Workers: how a batch ends before its time, and that nothing outlives it. */
#include <check.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "tests/pool_fixture.h"

Suite *pool_ends_suite(void);

START_TEST(done_can_stop)
{
    struct pool pool = pool_of(work_unevenly, 2);
    record.stop_at = 20;
    ck_assert_int_eq(pool_run(&pool, 500), POOL_STOPPED);
    ck_assert(record.ordered);
    ck_assert_uint_eq(record.handed, record.last + 1); /* none passed over */
    ck_assert_uint_gt(record.handed, 20);
    ck_assert_uint_le(record.handed, 20 + 64 + 4 * 2);
    ck_assert_uint_eq(record.shown_last, record.handed);
}
END_TEST

/* As a terminal does: to the workers too. Goes on for a while after it. */
static void press_ctrl_c(void *context, size_t number, struct buf *answer)
{
    (void)context;
    sleep_ms(5);
    if (number == 6) {
        kill(getppid(), SIGINT);
        raise(SIGINT);
        raise(SIGTERM);
        sleep_ms(300);
    }
    buf_printf(answer, "task %zu", number);
}

static volatile sig_atomic_t handled;

static void handle(int signal)
{
    handled = signal;
}

START_TEST(an_interrupt_finishes_what_runs)
{
    struct sigaction before = {.sa_handler = handle}, after;
    sigaction(SIGINT, &before, NULL);
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    sigset_t mask_before, mask_after, pending;
    sigemptyset(&mask_before);
    sigaddset(&mask_before, SIGUSR1);
    sigprocmask(SIG_SETMASK, &mask_before, NULL);

    struct pool pool = pool_of(press_ctrl_c, 3);
    ck_assert_int_eq(pool_run(&pool, 500), POOL_INTERRUPTED);
    ck_assert(record.ordered);
    ck_assert_uint_eq(record.handed, record.last + 1);
    ck_assert_uint_gt(record.handed, 6);
    ck_assert_uint_le(record.handed, 20);
    assert_others_are_done(record.handed); /* 6 among them */

    ck_assert_int_eq(handled, 0);
    sigaction(SIGINT, NULL, &after);
    ck_assert(after.sa_handler == handle);
    sigaction(SIGCHLD, NULL, &after);
    ck_assert(after.sa_handler == SIG_IGN);
    sigprocmask(SIG_SETMASK, NULL, &mask_after);
    sigpending(&pending);
    for (int i = 1; i < SIGRTMIN; i++) {
        ck_assert_int_eq(sigismember(&mask_after, i), sigismember(&mask_before, i));
        ck_assert_int_eq(sigismember(&pending, i), 0);
    }
    raise(SIGINT);
    ck_assert_int_eq(handled, SIGINT);
}
END_TEST

/* The first task cannot be finished, the others are quickly. */
static void press_ctrl_c_twice(void *context, size_t number, struct buf *answer)
{
    (void)context;
    if (number == 0) {
        sleep_ms(300);
        kill(getppid(), SIGINT);
        sleep_ms(300);
        kill(getppid(), SIGTERM);
        for (;;)
            pause();
    }
    buf_printf(answer, "task %zu", number);
}

START_TEST(a_second_interrupt_gives_up_what_runs_but_keeps_what_is_done)
{
    struct pool pool = pool_of(press_ctrl_c_twice, 2);
    double begun = now();
    ck_assert_int_eq(pool_run(&pool, 30), POOL_INTERRUPTED);
    ck_assert_double_lt(now() - begun, 5.0);
    ck_assert(record.ordered);
    ck_assert_uint_eq(record.handed, 29); /* all but the first */
    ck_assert_str_eq(record.answers[0].start, "");
    ck_assert_str_eq(record.answers[1].start, "task 1");
    ck_assert_str_eq(record.answers[29].start, "task 29");
}
END_TEST

static void hang_up(void *context, size_t number, struct buf *answer)
{
    (void)context;
    if (number == 3)
        kill(getppid(), SIGHUP);
    buf_printf(answer, "task %zu", number);
}

START_TEST(a_signal_that_the_caller_ignores_does_not_interrupt)
{
    signal(SIGHUP, SIG_IGN); /* nohup */
    struct pool pool = pool_of(hang_up, 2);
    ck_assert_int_eq(pool_run(&pool, 60), POOL_ALL);
    assert_others_are_done(60);
}
END_TEST

/* Lets the process open MORE descriptors than it has. */
static void allow_descriptors(rlim_t more)
{
    int next = dup(STDERR_FILENO);
    close(next);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = (rlim_t)next + more;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void allow_all_descriptors(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

START_TEST(the_batch_goes_on_with_fewer_workers)
{
    allow_descriptors(3); /* signals, a worker's socket, its other end until it is forked */
    struct pool pool = pool_of(fall, 4);
    ck_assert_int_eq(pool_run(&pool, 20), POOL_ALL);
    allow_all_descriptors();
    assert_all_handed_over(20);
    assert_end(2, POOL_CRASHED, SIGSEGV, 0);
    ck_assert_str_eq(record.answers[19].start, "task 19");
}
END_TEST

START_TEST(without_any_worker_the_batch_fails)
{
    allow_descriptors(2);
    struct pool pool = pool_of(work_unevenly, 4);
    enum pool_outcome outcome = pool_run(&pool, 20);
    int error = errno;
    allow_all_descriptors();
    ck_assert_int_eq(outcome, POOL_FAILED);
    ck_assert_int_eq(error, EMFILE);
    ck_assert_uint_eq(record.handed, 0);
}
END_TEST

static void tell_and_hang(void *context, size_t number, struct buf *answer)
{
    (void)number;
    (void)answer;
    const int *pipe = context;
    if (write(pipe[1], "x", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

START_TEST(no_worker_outlives_a_caller_that_is_killed)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t caller = fork();
    if (caller == 0) {
        struct pool pool = pool_of(tell_and_hang, 3);
        pool.context = ends;
        pool.progress = NULL;
        pool_run(&pool, 10);
        _exit(0);
    }
    char byte;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(read(ends[0], &byte, 1), 1);
    close(ends[1]);
    kill(caller, SIGKILL);
    ck_assert_int_eq(waitpid(caller, NULL, 0), caller);
    struct pollfd end = {.fd = ends[0], .events = POLLIN};
    ck_assert_int_eq(poll(&end, 1, 5000), 1); /* the last of them has closed it */
    ck_assert_int_eq(read(ends[0], &byte, 1), 0);
    close(ends[0]);
}
END_TEST

Suite *pool_ends_suite(void)
{
    Suite *suite = suite_create("pool_ends");
    TCase *tests = tcase_create("pool_ends");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, assert_nothing_left);
    tcase_add_test(tests, done_can_stop);
    tcase_add_test(tests, an_interrupt_finishes_what_runs);
    tcase_add_test(tests, a_second_interrupt_gives_up_what_runs_but_keeps_what_is_done);
    tcase_add_test(tests, a_signal_that_the_caller_ignores_does_not_interrupt);
    tcase_add_test(tests, the_batch_goes_on_with_fewer_workers);
    tcase_add_test(tests, without_any_worker_the_batch_fails);
    tcase_add_test(tests, no_worker_outlives_a_caller_that_is_killed);
    suite_add_tcase(suite, tests);
    return suite;
}

/* What the tests of the pool share: a record of what a run hands over. */
#ifndef BANXIN_TESTS_POOL_FIXTURE_H
#define BANXIN_TESTS_POOL_FIXTURE_H

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "render/pool.h"

enum { TASKS_MAX = 1000 };

/* What a run handed over. */
struct record {
    size_t handed; /* answers */
    size_t last;   /* number of the last */
    bool ordered;  /* each number greater than the one before */
    struct {
        enum pool_end end;
        int signal, status;
        size_t length;
        double seconds;
        char start[32]; /* of the answer */
    } answers[TASKS_MAX];
    size_t stop_at; /* done() says false there */
    size_t shown, shown_last;
    bool shown_backwards;
};

static struct record record;
static int descriptors_before;

static inline int count_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    ck_assert_ptr_nonnull(directory);
    int count = 0;
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static inline void set_up(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    record = (struct record){.ordered = true, .stop_at = SIZE_MAX};
    descriptors_before = count_descriptors();
}

/* No child, not even a dead one, and no descriptor more than before. */
static inline void assert_nothing_left(void)
{
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
    ck_assert_int_eq(count_descriptors(), descriptors_before);
}

static inline bool take(void *context, size_t number, const struct pool_answer *answer)
{
    struct record *to = context;
    ck_assert_uint_lt(number, TASKS_MAX);
    to->ordered = to->ordered && (to->handed == 0 || number > to->last);
    to->handed++;
    to->last = number;
    to->answers[number].end = answer->end;
    to->answers[number].signal = answer->signal;
    to->answers[number].status = answer->status;
    to->answers[number].seconds = answer->seconds;
    to->answers[number].length = answer->length;
    if (answer->end == POOL_DONE && answer->length < sizeof to->answers->start)
        memcpy(to->answers[number].start, answer->bytes, answer->length);
    return number != to->stop_at;
}

static inline void show(void *context, size_t ended)
{
    struct record *to = context;
    to->shown_backwards = to->shown_backwards || ended < to->shown_last;
    to->shown_last = ended;
    to->shown++;
}

typedef void work(void *context, size_t number, struct buf *answer);

static inline struct pool pool_of(work *task, unsigned workers)
{
    return (struct pool){
        .context = &record, .work = task, .done = take, .progress = show, .workers = workers};
}

static inline void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static inline double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static inline void assert_all_handed_over(size_t count)
{
    ck_assert(record.ordered);
    ck_assert_uint_eq(record.handed, count);
    ck_assert_uint_eq(record.last, count - 1);
}

/* Asserts that task NUMBER ended so, and forgets it. */
static inline void assert_end(size_t number, enum pool_end end, int signal, int status)
{
    ck_assert_int_eq(record.answers[number].end, end);
    ck_assert_int_eq(record.answers[number].signal, signal);
    ck_assert_int_eq(record.answers[number].status, status);
    record.answers[number].end = POOL_DONE;
    snprintf(record.answers[number].start, sizeof record.answers->start, "task %zu", number);
}

static inline void assert_others_are_done(size_t count)
{
    assert_all_handed_over(count);
    for (size_t i = 0; i < count; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "task %zu", i);
        ck_assert_int_eq(record.answers[i].end, POOL_DONE);
        ck_assert_str_eq(record.answers[i].start, expected);
    }
}

static inline void work_unevenly(void *context, size_t number, struct buf *answer)
{
    (void)context;
    sleep_ms((long)(number * 7919 % 13));
    buf_printf(answer, "task %zu", number);
}

static inline void fall(void *context, size_t number, struct buf *answer)
{
    (void)context;
    switch (number) {
    case 2:
        signal(SIGSEGV, SIG_DFL); /* AddressSanitizer has a handler for it */
        raise(SIGSEGV);
        break;
    case 3:
        abort();
    case 5:
        _exit(3);
    case 6:
        exit(0); /* even that is no answer */
    case 8:
        raise(SIGKILL);
        break;
    default:
        buf_printf(answer, "task %zu", number);
    }
}

#endif

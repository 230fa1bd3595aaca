/* One worker of a pool, as its parent sees it: a forked process at the other end of a socket.
 *
 * Down the socket goes the number of a task, a size_t; up comes a head and the bytes of the answer.
 * A worker is forked when there is a task for it, never ahead, so that workers which cannot live
 * cost a task each and are not forked for ever. Private to pool*.c. */
#ifndef BANXIN_POOL_WORKER_H
#define BANXIN_POOL_WORKER_H

#include <stdint.h>
#include <sys/types.h>

#include "render/pool.h"

#define POOL_SECOND INT64_C(1000000000) /* in nanoseconds, as all times here */

/* What stands before the bytes of an answer. */
struct pool_head {
    size_t length;
    double seconds; /* that work() took */
};

struct pool_worker {
    pid_t pid; /* 0: there is none, and nothing below counts */
    int socket;
    bool busy; /* with TASK */
    size_t task;
    int64_t begun, heard; /* times: of the task's begin, and of the last bytes of its answer */
    int64_t spent;        /* of the time limit */
    size_t memory;        /* bytes of its own that it had when it was forked */
    enum pool_end killed; /* POOL_DONE: it was not; else why */
};

/* The workers together. */
struct pool_crew {
    const struct pool *pool;
    struct pool_worker *workers; /* pool->workers of them */
    int signals;                 /* the parent's descriptor for signals */
};

/* Forks WORKER with its first TASK. Signals that are blocked now stay so in it. False: errno says
 * why. */
bool pool_worker_start(const struct pool_crew *crew, struct pool_worker *worker, size_t task);

/* Gives an idle worker a TASK. False: it is lost. */
bool pool_worker_give(struct pool_worker *worker, size_t task);

/* What WORKER has taken since it was forked, in bytes. */
size_t pool_worker_memory(const struct pool_worker *worker);

/* Kills WORKER for REASON; that it is gone is seen at its socket. */
void pool_worker_kill(struct pool_worker *worker, enum pool_end reason);

/* Buries WORKER, killing it if it lives, and says how its task ended. */
struct pool_answer pool_worker_end(struct pool_worker *worker, const struct pool_limits *limits);

int64_t pool_clock(void); /* goes on steadily, whatever the time of day */

#endif

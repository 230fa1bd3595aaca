/* Workers: the parent's side. See pool.h.
 *
 *     tasks      0 … handed … begun … count
 *                     └ window ┘
 *
 * What was begun and is not yet handed over is in the window, a slot for each task: running, or
 * ended and held until all earlier ones are handed over. One loop waits for news, reads, watches
 * the limits, begins tasks and hands over. Each turn reads one piece from a worker and hands over
 * one answer at most, so that no worker waits long for its next task. */
#include "render/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "render/pool_worker.h"

#define TICK (POOL_SECOND / 5)

/* More time than this in one turn does not count for a time limit: this process did not run, as
 * when it was stopped with Ctrl-Z and the workers with it. */
#define TURN_MAX (2 * TICK)

/* Tasks in the window: enough that the other workers need not wait for one that takes as long as
 * dozens, few enough that held answers do not fill the memory. */
static size_t window_size(unsigned workers)
{
    return (size_t)workers * 4 + 64;
}

struct slot {
    enum { SLOT_RUNNING, SLOT_ENDED, SLOT_GIVEN_UP } state;
    struct arena *arena; /* of BYTES */
    struct buf bytes;    /* as they came: a struct pool_head, the answer */
    struct pool_answer answer;
};

struct run {
    const struct pool *pool;
    struct pool_crew crew;
    struct pollfd *polled; /* the signals, then the workers */
    struct slot *slots;
    size_t window;
    size_t count, handed, begun, ended; /* tasks; ENDED ones in whatever order */
    int64_t watched;                    /* when the limits were last looked at */
    unsigned signals;                   /* that asked for an end */
    bool stopped;                       /* by done() */
    int error;                          /* errno: no worker is left and none can be forked */
    sigset_t mask;                      /* of signals, as the caller had it */
    struct sigaction child;             /* SIGCHLD as the caller had it */
};

static struct slot *slot_of(const struct run *run, size_t task)
{
    return &run->slots[task % run->window];
}

/* ---- signals ------------------------------------------------------------------------------- */

/* They are blocked and read from a descriptor, so that none falls between a look and a wait. One
 * that the caller ignores (nohup) is left alone: blocked, it would arrive. */
static bool signals_open(struct run *run)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t stops;
    sigemptyset(&stops);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&stops, numbers[i]);
    }
    run->crew.signals = signalfd(-1, &stops, SFD_NONBLOCK | SFD_CLOEXEC);
    if (run->crew.signals < 0)
        return false;
    sigprocmask(SIG_BLOCK, &stops, &run->mask);
    /* Were SIGCHLD ignored, the kernel would throw away how a worker ended. */
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = SIG_DFL}, &run->child);
    return true;
}

static void signals_close(struct run *run)
{
    close(run->crew.signals);
    sigaction(SIGCHLD, &run->child, NULL);
    sigprocmask(SIG_SETMASK, &run->mask, NULL);
}

/* The first signal: no more is begun. The second: what runs is given up. */
static void take_signals(struct run *run)
{
    struct signalfd_siginfo info;
    while (read(run->crew.signals, &info, sizeof info) == sizeof info)
        run->signals++;
    if (run->signals < 2)
        return;
    for (unsigned i = 0; i < run->pool->workers; i++) {
        struct pool_worker *worker = &run->crew.workers[i];
        if (worker->pid == 0)
            continue;
        if (worker->busy)
            slot_of(run, worker->task)->state = SLOT_GIVEN_UP;
        pool_worker_end(worker, &run->pool->limits);
    }
}

/* ---- tasks --------------------------------------------------------------------------------- */

static bool may_begin(const struct run *run)
{
    return run->begun < run->count && run->begun - run->handed < run->window && !run->stopped &&
           run->signals == 0 && run->error == 0;
}

static bool give_task(struct run *run, struct pool_worker *worker)
{
    bool alive = worker->pid != 0;
    if (alive && (worker->killed != POOL_DONE || !pool_worker_give(worker, run->begun))) {
        pool_worker_end(worker, &run->pool->limits); /* lost while it was idle */
        alive = false;
    }
    if (!alive && !pool_worker_start(&run->crew, worker, run->begun))
        return false;
    struct slot *slot = slot_of(run, run->begun++);
    *slot = (struct slot){.state = SLOT_RUNNING, .arena = arena_new()};
    slot->bytes = buf_new(slot->arena);
    return true;
}

/* Gives each idle worker a task. While a fork fails, the workers that are left go on; it is tried
 * again with the next turn. */
static void begin_tasks(struct run *run)
{
    bool any = false;
    int error = 0;
    for (unsigned i = 0; i < run->pool->workers && may_begin(run); i++) {
        struct pool_worker *worker = &run->crew.workers[i];
        if (!worker->busy && !give_task(run, worker))
            error = errno;
        any = any || worker->busy;
    }
    if (error != 0 && !any)
        run->error = error;
}

static void end_task(struct run *run, struct pool_worker *worker, struct pool_answer answer)
{
    struct slot *slot = slot_of(run, worker->task);
    slot->answer = answer;
    slot->state = SLOT_ENDED;
    worker->busy = false;
    run->ended++;
}

static void bury(struct run *run, struct pool_worker *worker)
{
    struct pool_worker lost = *worker;
    struct pool_answer answer = pool_worker_end(worker, &run->pool->limits);
    if (lost.busy)
        end_task(run, &lost, answer);
}

/* Reads what WORKER has sent, at most a piece. */
static void hear(struct run *run, struct pool_worker *worker)
{
    char piece[65536];
    ssize_t got = recv(worker->socket, piece, sizeof piece, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0 || !worker->busy) { /* it is gone, or talks out of turn */
        bury(run, worker);
        return;
    }
    struct buf *bytes = &slot_of(run, worker->task)->bytes;
    buf_add(bytes, piece, (size_t)got);
    worker->heard = pool_clock();
    worker->spent = 0; /* only this process keeps a long answer waiting */

    struct pool_head head;
    if (bytes->length < sizeof head)
        return;
    memcpy(&head, bytes->bytes, sizeof head);
    if (bytes->length - sizeof head >= head.length)
        end_task(run, worker,
                 (struct pool_answer){.end = POOL_DONE,
                                      .bytes = bytes->bytes + sizeof head,
                                      .length = head.length,
                                      .seconds = head.seconds});
}

/* ---- the turns of the loop ----------------------------------------------------------------- */

static bool can_hand_over(const struct run *run)
{
    return run->handed < run->begun && slot_of(run, run->handed)->state != SLOT_RUNNING;
}

static void hand_over(struct run *run)
{
    if (!can_hand_over(run))
        return;
    const struct pool *pool = run->pool;
    struct slot *slot = slot_of(run, run->handed);
    if (slot->state == SLOT_ENDED && !pool->done(pool->context, run->handed, &slot->answer))
        run->stopped = true;
    arena_free(slot->arena);
    run->handed++;
}

static void wait_and_read(struct run *run)
{
    unsigned workers = run->pool->workers;
    run->polled[0] = (struct pollfd){.fd = run->crew.signals, .events = POLLIN};
    for (unsigned i = 0; i < workers; i++) {
        const struct pool_worker *worker = &run->crew.workers[i];
        int socket = worker->pid != 0 ? worker->socket : -1;
        run->polled[i + 1] = (struct pollfd){.fd = socket, .events = POLLIN};
    }
    bool idle = run->handed == run->begun;
    bool wait = !idle && !can_hand_over(run);
    if (poll(run->polled, workers + 1, wait ? (int)(TICK / 1000000) : 0) <= 0)
        return;
    for (unsigned i = 0; i < workers; i++) {
        if (run->polled[i + 1].revents != 0)
            hear(run, &run->crew.workers[i]);
    }
    take_signals(run);
}

/* Kills the workers that are beyond a limit. What they have sent was read before, so one that kept
 * its limit while this process was busy does not suffer for it. */
static void watch(struct run *run)
{
    const struct pool_limits *limits = &run->pool->limits;
    int64_t now = pool_clock(), last = run->watched;
    if (now - last < TICK)
        return;
    run->watched = now;
    for (unsigned i = 0; i < run->pool->workers; i++) {
        struct pool_worker *worker = &run->crew.workers[i];
        if (!worker->busy || worker->killed != POOL_DONE)
            continue;
        int64_t turn = now - (worker->heard > last ? worker->heard : last);
        worker->spent += turn < TURN_MAX ? turn : TURN_MAX;
        if (limits->seconds > 0 && worker->spent > limits->seconds * POOL_SECOND)
            pool_worker_kill(worker, POOL_TIMED_OUT);
        else if (limits->memory > 0 && pool_worker_memory(worker) > limits->memory)
            pool_worker_kill(worker, POOL_OUT_OF_MEMORY);
    }
}

static bool is_over(const struct run *run)
{
    return run->handed == run->begun &&
           (run->begun == run->count || run->stopped || run->signals > 0 || run->error != 0);
}

static void run_tasks(struct run *run)
{
    const struct pool *pool = run->pool;
    run->watched = pool_clock();
    while (!is_over(run)) {
        wait_and_read(run);
        watch(run);
        begin_tasks(run);
        hand_over(run);
        if (pool->progress)
            pool->progress(pool->context, run->ended);
    }
    take_signals(run); /* one that came with the last answer is not to be lost */
    for (unsigned i = 0; i < pool->workers; i++) {
        if (run->crew.workers[i].pid != 0)
            pool_worker_end(&run->crew.workers[i], &pool->limits);
    }
}

static enum pool_outcome outcome_of(const struct run *run)
{
    if (run->signals > 0)
        return POOL_INTERRUPTED;
    if (run->stopped)
        return POOL_STOPPED;
    return run->error != 0 ? POOL_FAILED : POOL_ALL;
}

enum pool_outcome pool_run(const struct pool *pool, size_t count)
{
    struct arena *arena = arena_new();
    struct run run = {.pool = pool, .count = count, .window = window_size(pool->workers)};
    run.crew.pool = pool;
    run.crew.workers = arena_array(arena, pool->workers, sizeof *run.crew.workers);
    run.polled = arena_array(arena, (size_t)pool->workers + 1, sizeof *run.polled);
    run.slots = arena_array(arena, run.window, sizeof *run.slots);
    if (signals_open(&run)) {
        run_tasks(&run);
        signals_close(&run);
    } else {
        run.error = errno;
    }
    enum pool_outcome outcome = outcome_of(&run);
    arena_free(arena);
    if (outcome == POOL_FAILED)
        errno = run.error;
    return outcome;
}

/* One worker of a pool: its fork, its life, its end. See pool_worker.h. */
#include "render/pool_worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* AddressSanitizer maps terabytes for its shadow: under it only the parent watches. */
#ifdef __SANITIZE_ADDRESS__
#define KERNEL_LIMITS_MEMORY false
#else
#define KERNEL_LIMITS_MEMORY true
#endif

int64_t pool_clock(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * POOL_SECOND + time.tv_nsec;
}

struct memory {
    size_t own;  /* in memory and not of a file */
    size_t data; /* reserved, as RLIMIT_DATA counts */
};

/* What process PID has; nothing when it is gone. */
static struct memory memory_of(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
    size_t resident, shared, data;
    FILE *file = fopen(path, "re");
    bool known = file && fscanf(file, "%*u %zu %zu %*u %*u %zu", &resident, &shared, &data) == 3;
    if (file)
        fclose(file);
    if (!known)
        return (struct memory){0};
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (struct memory){(resident > shared ? resident - shared : 0) * page, data * page};
}

/* ---- in the worker ------------------------------------------------------------------------- */

/* A request for more than MOST beyond what is there now fails, and the arena ends the worker. */
static void limit_memory(size_t most)
{
    struct rlimit limit;
    size_t data = memory_of(getpid()).data;
    if (!KERNEL_LIMITS_MEMORY || most == 0 || data == 0 || getrlimit(RLIMIT_DATA, &limit) != 0)
        return;
    if (data < limit.rlim_cur && most < limit.rlim_cur - data) {
        limit.rlim_cur = data + most;
        setrlimit(RLIMIT_DATA, &limit);
    }
}

static bool send_all(int socket, const void *bytes, size_t length)
{
    for (const char *rest = bytes; length > 0;) {
        ssize_t sent = send(socket, rest, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        rest += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* False: the parent has closed its end, or is gone. */
static bool take_task(int socket, size_t *task)
{
    ssize_t got;
    do
        got = recv(socket, task, sizeof *task, MSG_WAITALL);
    while (got < 0 && errno == EINTR);
    return got == sizeof *task;
}

static bool do_task(const struct pool *pool, int socket, size_t task)
{
    struct arena *arena = arena_new();
    struct buf answer = buf_new(arena);
    int64_t begun = pool_clock();
    pool->work(pool->context, task, &answer);
    struct pool_head head = {answer.length, (double)(pool_clock() - begun) / (double)POOL_SECOND};
    bool sent =
        send_all(socket, &head, sizeof head) && send_all(socket, answer.bytes, answer.length);
    arena_free(arena);
    return sent;
}

/* The signals that the parent reads stay blocked here: a terminal sends them to the whole group, and
 * what they mean is the parent's to say. Leaves with _exit: what the parent wants done at its end is
 * not the worker's business. */
static _Noreturn void live(const struct pool_crew *crew, int socket, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before that was said */
        _exit(EXIT_FAILURE);
    /* The parent's ends of other sockets, held open here, would hide its end from those workers. */
    for (size_t i = 0; i < crew->pool->workers; i++) {
        if (crew->workers[i].pid != 0)
            close(crew->workers[i].socket);
    }
    close(crew->signals);
    limit_memory(crew->pool->limits.memory);
    for (size_t task; take_task(socket, &task);) {
        if (!do_task(crew->pool, socket, task))
            break;
    }
    _exit(EXIT_SUCCESS);
}

/* ---- in the parent ------------------------------------------------------------------------- */

static void begin(struct pool_worker *worker, size_t task)
{
    worker->busy = true;
    worker->task = task;
    worker->begun = worker->heard = pool_clock();
    worker->spent = 0;
}

bool pool_worker_give(struct pool_worker *worker, size_t task)
{
    /* Its socket is empty, so a number always fits. */
    if (send(worker->socket, &task, sizeof task, MSG_NOSIGNAL | MSG_DONTWAIT) != sizeof task)
        return false;
    begin(worker, task);
    return true;
}

bool pool_worker_start(const struct pool_crew *crew, struct pool_worker *worker, size_t task)
{
    struct pool_worker new = {.memory = memory_of(getpid()).own};
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    new.socket = ends[0];
    bool given = pool_worker_give(&new, task); /* to a worker whose life is still to come */
    fflush(NULL);                              /* or it would be written twice */
    pid_t parent = getpid();
    new.pid = given ? fork() : -1;
    if (new.pid == 0) {
        close(ends[0]);
        live(crew, ends[1], parent);
    }
    int error = errno;
    close(ends[1]);
    if (new.pid < 0)
        close(ends[0]);
    else
        *worker = new;
    errno = error;
    return new.pid > 0;
}

size_t pool_worker_memory(const struct pool_worker *worker)
{
    size_t own = memory_of(worker->pid).own;
    return own > worker->memory ? own - worker->memory : 0;
}

void pool_worker_kill(struct pool_worker *worker, enum pool_end reason)
{
    worker->killed = reason;
    kill(worker->pid, SIGKILL);
}

/* Did a worker end for want of memory? The arena says so by its exit status. Other libraries abort,
 * or fall over a NULL: that counts when the worker had nearly all that it may have. */
static bool lacked_memory(int status, size_t peak, size_t limit)
{
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == ARENA_EXIT_STATUS;
    int signal = WTERMSIG(status);
    return (signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS) && limit > 0 &&
           peak > limit - limit / 8;
}

struct pool_answer pool_worker_end(struct pool_worker *worker, const struct pool_limits *limits)
{
    int64_t now = pool_clock();
    struct rusage usage = {0};
    int status = 0;
    /* One that has ended by itself keeps its status. Not yet waited for, the number is its own. */
    kill(worker->pid, SIGKILL);
    while (wait4(worker->pid, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    close(worker->socket);

    struct pool_answer answer = {.end = POOL_CRASHED,
                                 .seconds = (double)(now - worker->begun) / (double)POOL_SECOND};
    size_t peak = (size_t)usage.ru_maxrss * 1024;
    peak = peak > worker->memory ? peak - worker->memory : 0;
    bool by_signal = WIFSIGNALED(status);
    if (worker->killed != POOL_DONE && by_signal && WTERMSIG(status) == SIGKILL)
        answer.end = worker->killed;
    else if (lacked_memory(status, peak, limits->memory))
        answer.end = POOL_OUT_OF_MEMORY;
    else if (by_signal)
        answer.signal = WTERMSIG(status);
    else
        answer.status = WEXITSTATUS(status);
    *worker = (struct pool_worker){0};
    return answer;
}

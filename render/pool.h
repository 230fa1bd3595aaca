/* Workers: tasks done in processes of their own, so that one that crashes, hangs or takes all memory
 * costs itself and no other.
 *
 * The workers are forked from the caller and see all that it has prepared; nothing is read, opened
 * or parsed twice. A worker takes one task after another; one that is lost is replaced. Answers are
 * handed over in the order of the tasks, whatever the number of workers, in the caller's process.
 *
 * Descriptors are shared with the caller, and with them the place in a file: a worker reads with
 * pread(), or opens anew. It ends without flushing stdio or calling atexit() handlers. When the
 * caller dies, however it dies, the workers die at once. */
#ifndef BANXIN_POOL_H
#define BANXIN_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "render/buf.h"

enum pool_end {
    POOL_DONE,          /* the answer is what work() put */
    POOL_CRASHED,       /* by a signal, or it ended by itself */
    POOL_TIMED_OUT,     /* longer than limits.seconds: killed, also when it was stopped */
    POOL_OUT_OF_MEMORY, /* an arena found no more (ARENA_EXIT_STATUS); or it was seen beyond
                           limits.memory and killed; or SIGABRT, SIGSEGV or SIGBUS ended it with
                           7/8 of limits.memory taken: a library that does not ask */
};

struct pool_limits {
    /* For one task; 0: none. Looked at five times a second. Time in which the caller itself was
     * stopped (Ctrl-Z) does not count. */
    unsigned seconds;
    /* Bytes of a worker beyond what it had when it was forked; 0: none. The kernel refuses more
     * (RLIMIT_DATA); where it cannot (AddressSanitizer, valgrind), what it holds is looked at five
     * times a second. */
    size_t memory;
};

struct pool_answer {
    enum pool_end end;
    int signal;        /* POOL_CRASHED: what killed it; 0: it ended with a status. SIGKILL is
                                mostly the system's own want of memory */
    int status;        /* POOL_CRASHED, no signal: the exit status */
    const void *bytes; /* POOL_DONE: until done() returns */
    size_t length;
    double seconds; /* that the task took */
};

struct pool {
    void *context;
    /* In a worker: does task NUMBER and puts the answer, of any length, into ANSWER. */
    void (*work)(void *context, size_t number, struct buf *answer);
    /* In the caller, in the order of the tasks. False stops: no more is begun; what runs is finished
     * and handed over too. */
    bool (*done)(void *context, size_t number, const struct pool_answer *answer);
    /* In the caller, several times a second and after each task that ends, in whatever order: so
     * many of COUNT have ended. NULL: nobody is interested. */
    void (*progress)(void *context, size_t ended);
    struct pool_limits limits;
    unsigned workers; /* >= 1 */
};

enum pool_outcome {
    POOL_ALL,         /* every task was handed to done() */
    POOL_STOPPED,     /* done() said so */
    POOL_INTERRUPTED, /* SIGINT, SIGTERM or SIGHUP, be it with the last task: what ran was finished
                         and handed over. A second one kills what runs: those tasks are passed
                         over, as if never begun */
    POOL_FAILED       /* no worker can be forked: errno says why; what was begun is handed over */
};

/* Does tasks 0 … COUNT-1. At most 64 + 4 for each worker are begun before the oldest of them is
 * handed over, so no more answers than that are held. Signals that the caller ignores stay ignored;
 * afterwards signals are handled as before. The caller has a single thread, and SIGCHLD is not
 * handled meanwhile. */
enum pool_outcome pool_run(const struct pool *pool, size_t count);

/* The processors this process may use. */
unsigned pool_cores(void);

#endif

/* How many processors this process may use. See pool.h. */
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "render/pool.h"

/* Those it may be scheduled on (taskset, Slurm, cpusets). */
static unsigned affinity(void)
{
    cpu_set_t set;
    long cores = sched_getaffinity(0, sizeof set, &set) == 0
                     ? CPU_COUNT(&set)
                     : sysconf(_SC_NPROCESSORS_ONLN); /* more than a cpu_set_t has room for */
    return cores > 0 ? (unsigned)cores : 1;
}

/* The time a container may use, in whole processors, rounded up; 0: as much as there is. Seen from
 * within, a container's own limit stands at the root (cgroup v2). */
static unsigned quota(void)
{
    FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
    if (!file)
        return 0;
    unsigned long time, period; /* in microseconds; `max` instead of a time is no limit */
    bool limited = fscanf(file, "%lu %lu", &time, &period) == 2 && time > 0 && period > 0;
    fclose(file);
    return limited ? (unsigned)((time - 1) / period + 1) : 0;
}

unsigned pool_cores(void)
{
    unsigned cores = affinity(), allowed = quota();
    return allowed > 0 && allowed < cores ? allowed : cores;
}

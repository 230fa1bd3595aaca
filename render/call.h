/* The call: what the command line asks for. */
#ifndef BANXIN_CALL_H
#define BANXIN_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"

enum {
    EXIT_ALL_WELL = 0,
    EXIT_SOME_REFUSED = 1, /* also: fatal findings, missing characters, differences */
    EXIT_UNUSABLE = 2,
    EXIT_INTERRUPTED = 130 /* as a shell tells SIGINT */
};

enum command {
    COMMAND_RENDER,
    COMMAND_CHECK,
    COMMAND_FONTS,
    COMMAND_DIFF,
    COMMAND_MERGE,
    COMMAND_VERIFY,
    COMMAND_COUNT
};

/* A list of arguments. */
struct call_list {
    const char **items;
    size_t count, capacity;
};

/* What an option that is not given leaves is 0, NULL or false, but for the data directory. */
struct call {
    enum command command;
    struct call_list operands;    /* of diff and merge: directories; of verify: PDFs */
    const char *book;             /* the only operand of the others; NULL with --rules */
    const char *output, *data;    /* directories */
    const char *report;           /* check: the page for the official */
    const char *run;              /* render: the name of the change list */
    struct call_list departments; /* codes; none: all departments */
    bool draft, json, explain, rules;
    unsigned workers;       /* 0: as many as there are cores */
    unsigned shard, shards; /* 2 of 4; 0 of 0: the whole book */
    unsigned seconds;       /* for one department; 0: the default */
    unsigned memory;        /* MiB for one worker; 0: the default */
};

/* Reads the arguments into CALL. Returns -1 to go on, else the exit status: help was given, or the
 * fault is in DIAG. */
int call_read(int argc, char **argv, struct arena *arena, struct call *call, struct diag *diag);

/* Is the department with this code asked for? */
bool call_wants(const struct call *call, const char *code);

#endif

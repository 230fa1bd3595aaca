/* The call: what the command line asks for. */
#ifndef BANXIN_CALL_H
#define BANXIN_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"

enum { EXIT_ALL_WELL = 0, EXIT_SOME_REFUSED = 1, EXIT_UNUSABLE = 2 };

enum command { COMMAND_RENDER, COMMAND_FONTS };

struct call {
    enum command command;
    const char *book, *output, *data;
    bool draft;
    const char **departments; /* codes; none: all departments */
    size_t department_count, department_capacity;
};

/* Reads the arguments into CALL. Returns -1 to go on, else the exit status: help was given, or the
 * fault is in DIAG. */
int call_read(int argc, char **argv, struct arena *arena, struct call *call, struct diag *diag);

/* Is the department with this code asked for? */
bool call_wants(const struct call *call, const char *code);

#endif

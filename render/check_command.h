/* `banxin check`: every finding of a book, for people, or for machines. */
#ifndef BANXIN_CHECK_COMMAND_H
#define BANXIN_CHECK_COMMAND_H

#include "data/arena.h"
#include "render/call.h"

/* Runs the command that CALL asks for. Returns the exit status: 0 nothing fatal, 1 fatal findings,
 * refused or unknown departments, 2 the book is unusable. */
int check_command(const struct call *call, struct arena *arena, struct diag *diag);

#endif

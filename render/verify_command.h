/* `banxin verify FILE.pdf …`: a line for each file that holds, the faults of the others. */
#ifndef BANXIN_VERIFY_COMMAND_H
#define BANXIN_VERIFY_COMMAND_H

#include "data/arena.h"
#include "data/diag.h"
#include "render/call.h"

/* The files are CALL's operands. Exit status: 0 all hold, 1 one does not, 2 one cannot be read. */
int verify_command(const struct call *call, struct arena *arena, struct diag *diag);

#endif

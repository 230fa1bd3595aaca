/* `banxin diff`: what changed in print between two output directories. */
#ifndef BANXIN_DIFF_COMMAND_H
#define BANXIN_DIFF_COMMAND_H

#include "data/arena.h"
#include "render/call.h"

/* Compares CALL's directories by their manifests. The change list goes to standard output, or with
 * -o DIR to DIR/changes.csv with a 更正说明 PDF for each department that changed. Departments that
 * only one of them has are reported. Exit status: 0 no difference, 1 differences, 2 unusable. */
int diff_command(const struct call *call, struct arena *arena, struct diag *diag);

#endif

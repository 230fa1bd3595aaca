/* `banxin check`: every finding of a book, for people, or for machines. */
#ifndef BANXIN_CHECK_COMMAND_H
#define BANXIN_CHECK_COMMAND_H

#include "data/diag.h"

/* Runs the command. ARGV[0] is `check`; then come BOOK and options in any order. DATA_DIR has the
 * program's own data unless --data names another. Returns the exit status: 0 nothing fatal, 1 fatal
 * findings or refused departments, 2 the call or the book is unusable. */
int check_command(int argc, char **argv, enum diag_language language, const char *data_dir);

#endif

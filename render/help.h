/* What --help prints. */
#ifndef BANXIN_HELP_H
#define BANXIN_HELP_H

#include "data/diag.h"

const char *help_text(enum diag_language language);

#endif

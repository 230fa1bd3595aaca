/* For use inside data/: reading the lists of subjects, and checking codes by their form. */
#ifndef BANXIN_SUBJECT_READ_H
#define BANXIN_SUBJECT_READ_H

#include <stdbool.h>

#include "data/schema.h"
#include "data/subject.h"

/* The subjects of YEAR: the built-in file, which must be there, then OWN_PATH (shown as OWN_NAME)
 * if it exists. With YEAR 0 (not known) those still in force. Faults go to DIAG; NULL when a file
 * is unusable. */
const struct subjects *subjects_read(struct arena *arena, const char *builtin_path,
                                     const char *own_path, const char *own_name, int year,
                                     struct diag *diag);

/* Reports a code in COLUMN that is not of digits or not of a length that LIST has; LEAF: not of a
 * length that records use (功能 7, 收入 7 or 9, 经济 5). True when it is right. */
bool subject_check_form(const struct schema_row *row, size_t column, enum subject_list list,
                        bool leaf);

#endif

/* The 更正说明 as a file: a change list → document → pages → PDF. */
#ifndef BANXIN_CORRECTION_PDF_H
#define BANXIN_CORRECTION_PDF_H

#include <stdbool.h>

#include "data/changes.h"
#include "data/diag.h"
#include "data/format.h"
#include "fonts/font.h"

/* DIR/<FILE>-更正说明.pdf: where the 更正说明 of a department stands whose document is FILE.pdf. */
const char *correction_path(struct arena *arena, const char *dir, const char *file);

/* Writes the 更正说明 of DEPARTMENT to PATH, whole or not at all. CHANGES is not empty; FORMAT has a
 * correction. Reports concern the department. False after a report. */
bool correction_write(struct arena *arena, const struct format *format,
                      const struct font_set *fonts, const struct changed_department *department,
                      const struct change_list *changes, const char *path, struct diag *diag);

#endif

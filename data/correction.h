/* The 更正说明: a document that tells readers what a correction changed. Its wording and styles are
 * the pack's (correction.yaml). */
#ifndef BANXIN_CORRECTION_H
#define BANXIN_CORRECTION_H

#include "data/changes.h"
#include "data/document.h"

/* The document tree of the 更正说明 of DEPARTMENT, for layout_document(); CHANGES is not empty. NULL
 * after a report. */
const struct document *correction_build(struct arena *arena, const struct format *format,
                                        const struct changed_department *department,
                                        const struct change_list *changes, struct diag *diag);

#endif

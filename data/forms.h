/* The 绩效目标表: performance forms as grids described in the pack. */
#ifndef BANXIN_FORMS_H
#define BANXIN_FORMS_H

#include "data/document_builder.h"

/* Add the forms of the department, each a section of its own with a heading for the contents;
 * nothing when there are none. What a form lacks is reported against the department. */
void forms_build_projects(struct document_builder *builder);
void forms_build_overall(struct document_builder *builder);

#endif

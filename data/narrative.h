/* Part three, 情况说明: sentences from the pack's frames and the figures of the records. */
#ifndef BANXIN_NARRATIVE_H
#define BANXIN_NARRATIVE_H

#include "data/document_builder.h"

/* Adds PART, whose frames are in builder->format->narrative. A sentence whose data is missing is
 * reported against the department. */
void narrative_build(struct document_builder *builder, const struct part_format *part);

/* Adds PART: the 名词解释 of the book, or the pack's own for the terms that the document uses. To
 * be called when all other parts are built. */
void glossary_build(struct document_builder *builder, const struct part_format *part);

#endif

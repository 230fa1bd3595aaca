/* The document while it is being built: what the builders of its parts share. Private to data/.
 *
 * Sections and blocks grow as the parts are walked, in reading order. */
#ifndef BANXIN_DOCUMENT_BUILDER_H
#define BANXIN_DOCUMENT_BUILDER_H

#include "data/document.h"

struct document_builder {
    struct arena *arena;
    const struct format *format;
    const struct budget *budget;
    struct diag *diag;
    struct format_values values;
    struct section *sections;
    size_t section_count, section_capacity;
    struct block *blocks; /* of the section that is open */
    size_t block_count, block_capacity;
};

/* TEXT with its {…} replaced by the values of the department. */
struct text builder_expand(const struct document_builder *builder, struct text text);

/* TEXT of the book as it is to be printed: its widths normalised where the pack asks for it. */
struct text builder_prose(const struct document_builder *builder, struct text text);

/* Opens a section on pages of geometry PAGE. RUNNING: see struct section; may be NULL. */
void builder_open_section(struct document_builder *builder, size_t page, bool new_page,
                          bool numbered, const struct block *running);

/* Add to the section that is open. A paragraph without text adds nothing. */
void builder_add(struct document_builder *builder, struct block block);
void builder_add_paragraph(struct document_builder *builder, struct text text, size_t style);
void builder_add_heading(struct document_builder *builder, struct text text, struct text contents,
                         int level, size_t style);

#endif

/* The document while it is being built. */
#include "data/document_builder.h"

#include "data/normalize.h"

struct text builder_expand(const struct document_builder *builder, struct text text)
{
    return format_expand(builder->arena, text, &builder->values);
}

struct text builder_prose(const struct document_builder *builder, struct text text)
{
    return builder->format->normalize_width ? normalize_width(builder->arena, text) : text;
}

void builder_open_section(struct document_builder *builder, size_t page, bool new_page,
                          bool numbered, const struct block *running)
{
    builder->sections = arena_grow(builder->arena, builder->sections, builder->section_count,
                                   &builder->section_capacity, sizeof *builder->sections);
    builder->sections[builder->section_count++] = (struct section){
        .page = page, .new_page = new_page, .numbered = numbered, .running = running};
    builder->blocks = NULL;
    builder->block_count = builder->block_capacity = 0;
}

void builder_add(struct document_builder *builder, struct block block)
{
    struct section *section = &builder->sections[builder->section_count - 1];
    builder->blocks = arena_grow(builder->arena, builder->blocks, builder->block_count,
                                 &builder->block_capacity, sizeof *builder->blocks);
    builder->blocks[builder->block_count++] = block;
    section->blocks = builder->blocks;
    section->block_count = builder->block_count;
}

void builder_add_paragraph(struct document_builder *builder, struct text text, size_t style)
{
    if (text.utf8[0] == '\0')
        return;
    builder_add(builder,
                (struct block){.kind = BLOCK_PARAGRAPH,
                               .style = style,
                               .keep_with_next = builder->format->styles[style].keep_with_next,
                               .text = text});
}

void builder_add_heading(struct document_builder *builder, struct text text, struct text contents,
                         int level, size_t style)
{
    builder_add(builder, (struct block){.kind = BLOCK_HEADING,
                                        .style = style,
                                        .keep_with_next = true,
                                        .text = text,
                                        .level = level,
                                        .contents = contents});
}

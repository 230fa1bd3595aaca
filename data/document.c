/* Builds the document tree of one department in the order of the pack's parts. */
#include "data/document.h"

#include <string.h>

#include "data/derive.h"

/* What the steps share; sections and blocks grow as the parts are walked. */
struct builder {
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

static struct text expand(const struct builder *b, struct text text)
{
    return format_expand(b->arena, text, &b->values);
}

/* ---- sections and blocks ------------------------------------------------------------------- */

static void open_section(struct builder *b, size_t page, bool new_page, bool numbered)
{
    b->sections = arena_grow(b->arena, b->sections, b->section_count, &b->section_capacity,
                             sizeof *b->sections);
    b->sections[b->section_count++] =
        (struct section){.page = page, .new_page = new_page, .numbered = numbered};
    b->blocks = NULL;
    b->block_count = b->block_capacity = 0;
}

static void add_block(struct builder *b, struct block block)
{
    struct section *section = &b->sections[b->section_count - 1];
    b->blocks =
        arena_grow(b->arena, b->blocks, b->block_count, &b->block_capacity, sizeof *b->blocks);
    b->blocks[b->block_count++] = block;
    section->blocks = b->blocks;
    section->block_count = b->block_count;
}

static void add_paragraph(struct builder *b, struct text text, size_t style)
{
    if (text.utf8[0] != '\0')
        add_block(b, (struct block){.kind = BLOCK_PARAGRAPH,
                                    .style = style,
                                    .keep_with_next = b->format->styles[style].keep_with_next,
                                    .text = text});
}

static void add_heading(struct builder *b, struct text text, struct text contents, int level,
                        size_t style)
{
    add_block(b, (struct block){.kind = BLOCK_HEADING,
                                .style = style,
                                .keep_with_next = true,
                                .text = text,
                                .level = level,
                                .contents = contents});
}

/* ---- parts --------------------------------------------------------------------------------- */

static void build_cover(struct builder *b)
{
    open_section(b, b->format->cover_page, true, false);
    for (size_t i = 0; i < b->format->cover_count; i++)
        add_paragraph(b, expand(b, b->format->cover[i].text), b->format->cover[i].style);
}

static void build_contents(struct builder *b)
{
    open_section(b, b->format->contents_page, true, false);
    add_block(b, (struct block){.kind = BLOCK_CONTENTS, .style = b->format->contents_title_style});
}

/* The prose of one 栏目; that there is none is a fault: the document must have it. */
static void build_prose(struct builder *b, struct text column)
{
    bool found = false;
    for (size_t i = 0; i < b->budget->prose_count; i++) {
        const struct prose *prose = &b->budget->prose[i];
        if (strcmp(prose->column, column.utf8) != 0 || prose->content[0] == '\0')
            continue;
        struct pos pos = book_pos(b->budget->book, BOOK_TEXTS, prose->row, "内容");
        add_paragraph(b, (struct text){prose->content, pos}, b->format->prose_style);
        found = true;
    }
    if (!found)
        diag_report(b->diag, book_pos(b->budget->book, BOOK_TEXTS, 1, "栏目"), DIAG_TEXT_MISSING,
                    column.utf8, NULL);
}

static void build_prose_part(struct builder *b, const struct part_format *part)
{
    struct text title = expand(b, part->title);
    open_section(b, part->page, true, true);
    add_heading(b, title, title, 1, b->format->part_style);
    for (size_t i = 0; i < part->section_count; i++) {
        struct text heading = expand(b, part->sections[i].title);
        add_heading(b, heading, heading, 2, b->format->section_style);
        build_prose(b, part->sections[i].column);
    }
}

static void build_table(struct builder *b, const struct table_format *format)
{
    struct text title = expand(b, format->title);
    struct text contents = title;
    contents.utf8 = arena_printf(b->arena, "%s%s", expand(b, format->contents).utf8, title.utf8);
    struct derived_table derived = derive_table(b->arena, b->format, format, b->budget, b->diag);
    add_paragraph(b, expand(b, format->label), format->label_style);
    add_heading(b, title, contents, 2, format->title_style);
    add_block(b, (struct block){.kind = BLOCK_PAIR,
                                .style = format->line_style,
                                .keep_with_next = true,
                                .text = expand(b, format->owner),
                                .right = expand(b, format->unit_line)});
    add_block(b, (struct block){.kind = BLOCK_TABLE, .table = derived.table});
    if (derived.empty)
        add_paragraph(b, expand(b, format->empty_note), b->format->note_style);
}

/* The part's heading stands over its first table, on that table's page. */
static void build_tables_part(struct builder *b, const struct part_format *part)
{
    struct text title = expand(b, part->title);
    for (size_t i = 0; i < b->format->table_count; i++) {
        const struct table_format *table = &b->format->tables[i];
        open_section(b, table->page, table->new_page || i == 0, true);
        if (i == 0)
            add_heading(b, title, title, 1, b->format->part_style);
        build_table(b, table);
    }
}

const struct document *document_build(struct arena *arena, const struct format *format,
                                      const struct budget *budget, struct diag *diag)
{
    size_t errors = diag_errors(diag);
    struct builder b = {.arena = arena,
                        .format = format,
                        .budget = budget,
                        .diag = diag,
                        .values = format_values_of(budget)};
    build_cover(&b);
    build_contents(&b);
    for (size_t i = 0; i < format->part_count; i++) {
        if (format->parts[i].kind == PART_PROSE)
            build_prose_part(&b, &format->parts[i]);
        else
            build_tables_part(&b, &format->parts[i]);
    }
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.format = format,
                                  .title = expand(&b, format->document_title),
                                  .language = "zh-CN",
                                  .sections = b.sections,
                                  .section_count = b.section_count};
    return diag_errors(diag) == errors ? document : NULL;
}

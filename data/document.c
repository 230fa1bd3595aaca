/* Builds the document tree of one department in the order of the pack's parts. */
#include "data/document.h"

#include <string.h>

#include "data/check_rounding.h"
#include "data/derive.h"
#include "data/document_builder.h"
#include "data/format_narrative.h"
#include "data/narrative.h"

/* ---- parts --------------------------------------------------------------------------------- */

static void build_cover(struct document_builder *b)
{
    builder_open_section(b, b->format->cover_page, true, false, NULL);
    for (size_t i = 0; i < b->format->cover_count; i++)
        builder_add_paragraph(b, builder_expand(b, b->format->cover[i].text),
                              b->format->cover[i].style);
}

static void build_contents(struct document_builder *b)
{
    builder_open_section(b, b->format->contents_page, true, false, NULL);
    builder_add(b,
                (struct block){.kind = BLOCK_CONTENTS, .style = b->format->contents_title_style});
}

/* The prose of one 栏目; that there is none is a fault: the document must have it. */
static void build_prose(struct document_builder *b, struct text column)
{
    bool found = false;
    for (size_t i = 0; i < b->budget->prose_count; i++) {
        const struct prose *prose = &b->budget->prose[i];
        if (strcmp(prose->column, column.utf8) != 0 || prose->content[0] == '\0')
            continue;
        struct pos pos = book_pos(b->budget->book, BOOK_TEXTS, prose->row, "内容");
        builder_add_paragraph(b, builder_prose(b, (struct text){prose->content, pos}),
                              b->format->prose_style);
        found = true;
    }
    if (!found)
        diag_report(b->diag, book_pos(b->budget->book, BOOK_TEXTS, 1, "栏目"), DIAG_TEXT_MISSING,
                    column.utf8, NULL);
}

/* Whether anything of FORMAT prints the 栏目 COLUMN of texts.csv. */
static bool prints_column(const struct format *format, const char *column)
{
    for (size_t i = 0; i < format->part_count; i++) {
        const struct part_format *part = &format->parts[i];
        for (size_t k = 0; k < part->section_count; k++) {
            if (strcmp(part->sections[k].column.utf8, column) == 0)
                return true;
        }
    }
    const struct narrative_format *narrative = format->narrative;
    if (narrative == NULL)
        return true; /* such a pack says too little of what it leaves out */
    for (size_t i = 0; i < narrative->declared.figure_count; i++) {
        const struct figure_format *figure = &narrative->declared.figures[i];
        if (figure->source == FROM_PROSE && strcmp(figure->item, column) == 0)
            return true;
    }
    return strcmp(narrative->glossary_column.utf8, column) == 0;
}

/* A misspelled 栏目 would leave its text out of the document without a word. */
static void check_prose(const struct document_builder *b)
{
    for (size_t i = 0; i < b->budget->prose_count; i++) {
        const struct prose *prose = &b->budget->prose[i];
        if (!prints_column(b->format, prose->column))
            diag_report(b->diag, book_pos(b->budget->book, BOOK_TEXTS, prose->row, "栏目"),
                        DIAG_TEXT_UNPRINTED, prose->column, NULL);
    }
}

static void build_prose_part(struct document_builder *b, const struct part_format *part)
{
    struct text title = builder_expand(b, part->title);
    builder_open_section(b, part->page, true, true, NULL);
    builder_add_heading(b, title, title, 1, b->format->part_style);
    for (size_t i = 0; i < part->section_count; i++) {
        struct text heading = builder_expand(b, part->sections[i].title);
        builder_add_heading(b, heading, heading, 2, b->format->section_style);
        build_prose(b, part->sections[i].column);
    }
}

static void build_table(struct document_builder *b, const struct table_format *format)
{
    struct text title = builder_expand(b, format->title);
    struct text contents = title;
    contents.utf8 =
        arena_printf(b->arena, "%s%s", builder_expand(b, format->contents).utf8, title.utf8);
    struct derived_table derived = derive_table(b->arena, b->format, format, b->budget, b->diag);
    builder_add_paragraph(b, builder_expand(b, format->label), format->label_style);
    builder_add_heading(b, title, contents, 2, format->title_style);
    builder_add(b, (struct block){.kind = BLOCK_PAIR,
                                  .style = format->line_style,
                                  .keep_with_next = true,
                                  .text = builder_expand(b, format->owner),
                                  .right = builder_expand(b, format->unit_line)});
    builder_add(b, (struct block){.kind = BLOCK_TABLE, .table = derived.table});
    if (derived.empty)
        builder_add_paragraph(b, builder_expand(b, format->empty_note), b->format->note_style);
    if (format->rounding_note.utf8[0] != '\0' && check_rounding(b->format, format, b->budget))
        builder_add_paragraph(b, builder_expand(b, format->rounding_note), b->format->note_style);
}

/* The part's heading stands over its first table, on that table's page. */
static void build_tables_part(struct document_builder *b, const struct part_format *part)
{
    struct text title = builder_expand(b, part->title);
    for (size_t i = 0; i < b->format->table_count; i++) {
        const struct table_format *table = &b->format->tables[i];
        builder_open_section(b, table->page, table->new_page || i == 0, true, NULL);
        if (i == 0)
            builder_add_heading(b, title, title, 1, b->format->part_style);
        build_table(b, table);
    }
}

static void build_part(struct document_builder *b, const struct part_format *part)
{
    switch (part->kind) {
    case PART_PROSE:
        build_prose_part(b, part);
        break;
    case PART_TABLES:
        build_tables_part(b, part);
        break;
    case PART_NARRATIVE:
        narrative_build(b, part);
        break;
    case PART_GLOSSARY:
        glossary_build(b, part);
        break;
    }
}

static const char *expand_subject(struct document_builder *b)
{
    struct text subject = b->format->document_subject;
    return subject.utf8 != NULL ? builder_expand(b, subject).utf8 : NULL;
}

const struct document *document_build(struct arena *arena, const struct format *format,
                                      const struct budget *budget, struct diag *diag)
{
    size_t errors = diag_errors(diag);
    struct document_builder b = {.arena = arena,
                                 .format = format,
                                 .budget = budget,
                                 .diag = diag,
                                 .values = format_values_of(budget)};
    check_prose(&b);
    build_cover(&b);
    build_contents(&b);
    for (size_t i = 0; i < format->part_count; i++)
        build_part(&b, &format->parts[i]);
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.format = format,
                                  .title = builder_expand(&b, format->document_title),
                                  .author = budget->department->name,
                                  .subject = expand_subject(&b),
                                  .date = book_date(budget->book),
                                  .language = "zh-CN",
                                  .sections = b.sections,
                                  .section_count = b.section_count};
    return diag_errors(diag) == errors ? document : NULL;
}

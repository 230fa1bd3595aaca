/* Part four, 名词解释: what the department writes itself, else the pack's own for its terms. */
#include <string.h>

#include "data/format_narrative.h"
#include "data/narrative.h"
#include "data/numeral.h"

/* ---- which terms the document uses --------------------------------------------------------- */

static bool table_uses(const struct table *table, const char *term)
{
    for (size_t i = 0; i < table->cell_count; i++) {
        if (strstr(table->cells[i].text.utf8, term) != NULL)
            return true;
    }
    return false;
}

static bool text_uses(struct text text, const char *term)
{
    return text.utf8 != NULL && strstr(text.utf8, term) != NULL;
}

static bool block_uses(const struct block *block, const char *term)
{
    if (block->kind == BLOCK_TABLE)
        return table_uses(block->table, term);
    if (block->kind == BLOCK_CHART)
        return text_uses(block->chart->alternative, term);
    return text_uses(block->text, term) || text_uses(block->right, term);
}

static bool document_uses(const struct document_builder *builder, const char *term)
{
    for (size_t i = 0; i < builder->section_count; i++) {
        const struct section *section = &builder->sections[i];
        for (size_t k = 0; k < section->block_count; k++) {
            if (block_uses(&section->blocks[k], term))
                return true;
        }
    }
    return false;
}

/* ---- paragraphs ---------------------------------------------------------------------------- */

/* Whether TEXT begins with a number of its own: 一、 */
static bool is_numbered(const char *text)
{
    static const char *const numerals = "一二三四五六七八九十";
    const size_t size = 3; /* bytes of every numeral and of 、 */
    size_t at = 0;
    while (strlen(text + at) >= size) {
        char numeral[4] = {text[at], text[at + 1], text[at + 2], '\0'};
        if (strcmp(numeral, "、") == 0)
            return at > 0;
        if (strstr(numerals, numeral) == NULL)
            return false;
        at += size;
    }
    return false;
}

static void add_term(struct document_builder *builder, size_t number, struct text text)
{
    if (!is_numbered(text.utf8))
        text.utf8 = arena_printf(builder->arena, "%s、%s", numeral_chinese(builder->arena, number),
                                 text.utf8);
    builder_add_paragraph(builder, text, builder->format->prose_style);
}

/* The terms of the book; how many. */
static size_t add_own_terms(struct document_builder *builder, const char *column)
{
    const struct budget *budget = builder->budget;
    size_t count = 0;
    for (size_t i = 0; i < budget->prose_count; i++) {
        const struct prose *prose = &budget->prose[i];
        if (strcmp(prose->column, column) != 0 || prose->content[0] == '\0')
            continue;
        struct text text = {prose->content, book_pos(budget->book, BOOK_TEXTS, prose->row, "内容")};
        add_term(builder, ++count, builder_prose(builder, text));
    }
    return count;
}

void glossary_build(struct document_builder *builder, const struct part_format *part)
{
    const struct narrative_format *narrative = builder->format->narrative;
    struct text title = builder_expand(builder, part->title);
    bool *used = arena_array(builder->arena, narrative->term_count, sizeof *used);
    for (size_t i = 0; i < narrative->term_count; i++)
        used[i] = document_uses(builder, narrative->terms[i].term.utf8);
    builder_open_section(builder, part->page, true, true, NULL);
    builder_add_heading(builder, title, title, 1, builder->format->part_style);
    if (add_own_terms(builder, narrative->glossary_column.utf8) > 0)
        return;
    size_t number = 0;
    for (size_t i = 0; i < narrative->term_count; i++) {
        if (!used[i])
            continue;
        const struct glossary_term *term = &narrative->terms[i];
        struct text text = term->text;
        text.utf8 = arena_printf(builder->arena, "%s：%s", term->term.utf8,
                                 builder_expand(builder, text).utf8);
        add_term(builder, ++number, text);
    }
}

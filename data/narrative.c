/* Part three, 情况说明: the pack's sections with the figures of one department. */
#include "data/narrative.h"

#include "data/format_narrative.h"
#include "data/forms.h"

struct narrator {
    struct document_builder *builder;
    const struct narrative_format *narrative;
    size_t page; /* geometry of the text */
    struct figures figures;
    bool reopen; /* forms have come between: the next block begins a page of text again */
};

/* The section that is open is one of text. */
static void need_text_page(struct narrator *n)
{
    if (n->reopen)
        builder_open_section(n->builder, n->page, true, true, NULL);
    n->reopen = false;
}

static struct text expand(struct narrator *n, const struct frame *frame)
{
    return frame_expand(n->builder->arena, frame, &n->figures, &n->narrative->numbers,
                        n->builder->diag);
}

/* ---- charts -------------------------------------------------------------------------------- */

/* The entries that have something to show; with the amounts and shares as sentences print them. */
static size_t chart_entries(struct narrator *n, const struct figure_list *list,
                            struct chart_entry *entries)
{
    struct arena *arena = n->builder->arena;
    const struct number_style *style = &n->narrative->numbers;
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct figure *figures = list->entries[i].figures;
        figure_report(&figures[ENTRY_VALUE], n->builder->diag);
        if (figures[ENTRY_VALUE].fault != NULL || figures[ENTRY_VALUE].value <= 0)
            continue;
        figure_report(&figures[ENTRY_SHARE], n->builder->diag);
        if (figures[ENTRY_SHARE].fault != NULL)
            continue;
        entries[count++] = (struct chart_entry){
            .name = figures[ENTRY_NAME].text,
            .amount = figure_print(arena, &figures[ENTRY_VALUE], FORM_PLAIN, style),
            .share = figure_print(arena, &figures[ENTRY_SHARE], FORM_PLAIN, style),
            .value = figures[ENTRY_VALUE].value};
    }
    return count;
}

static void build_chart(struct narrator *n, const struct narrative_block *format)
{
    struct arena *arena = n->builder->arena;
    const struct figure_list *list = &n->figures.lists[format->list];
    struct chart_entry *entries = arena_array(arena, list->count, sizeof *entries);
    size_t count = chart_entries(n, list, entries);
    if (count == 0)
        return;
    struct chart *chart = arena_alloc(arena, sizeof *chart);
    *chart = (struct chart){.kind = format->chart,
                            .entries = entries,
                            .count = count,
                            .height = format->height,
                            .alternative = expand(n, format->frame)};
    need_text_page(n);
    builder_add(n->builder,
                (struct block){.kind = BLOCK_CHART, .style = format->style, .chart = chart});
}

/* ---- blocks -------------------------------------------------------------------------------- */

static void build_heading(struct narrator *n, const struct narrative_block *format)
{
    struct text text = builder_expand(n->builder, format->heading);
    need_text_page(n);
    if (format->in_contents) {
        builder_add_heading(n->builder, text, text, 3, format->style);
        return;
    }
    builder_add(n->builder, (struct block){.kind = BLOCK_PARAGRAPH,
                                           .style = format->style,
                                           .keep_with_next = true,
                                           .text = text});
}

static void build_forms(struct narrator *n, const struct narrative_block *format)
{
    size_t sections = n->builder->section_count;
    if (format->kind == NARRATIVE_FORMS_OVERALL)
        forms_build_overall(n->builder);
    else
        forms_build_projects(n->builder);
    n->reopen = n->reopen || n->builder->section_count != sections;
}

static void build_block(struct narrator *n, const struct narrative_block *format)
{
    switch (format->kind) {
    case NARRATIVE_TEXT: {
        struct text text = expand(n, format->frame);
        if (text.utf8[0] == '\0')
            return;
        need_text_page(n);
        builder_add_paragraph(n->builder, text, format->style);
        return;
    }
    case NARRATIVE_HEADING:
        build_heading(n, format);
        return;
    case NARRATIVE_CHART:
        build_chart(n, format);
        return;
    default:
        build_forms(n, format);
        return;
    }
}

/* The texts that the book gives, as they are to be printed. */
static void normalize_prose(struct narrator *n)
{
    for (size_t i = 0; i < n->figures.count; i++) {
        struct figure *figure = &n->figures.values[i];
        if (n->narrative->declared.figures[i].source == FROM_PROSE && figure->fault == NULL)
            figure->text = builder_prose(n->builder, figure->text);
    }
}

void narrative_build(struct document_builder *builder, const struct part_format *part)
{
    const struct narrative_format *narrative = builder->format->narrative;
    struct narrator n = {.builder = builder, .narrative = narrative, .page = part->page};
    n.figures =
        figures_compute(builder->arena, &narrative->declared, builder->budget, builder->diag);
    normalize_prose(&n);
    struct text title = builder_expand(builder, part->title);
    builder_open_section(builder, part->page, true, true, NULL);
    builder_add_heading(builder, title, title, 1, builder->format->part_style);
    for (size_t i = 0; i < narrative->section_count; i++) {
        const struct narrative_section *section = &narrative->sections[i];
        struct text heading = builder_expand(builder, section->title);
        need_text_page(&n);
        builder_add_heading(builder, heading, heading, 2, builder->format->section_style);
        for (size_t k = 0; k < section->block_count; k++)
            build_block(&n, &section->blocks[k]);
    }
}

/* Document tree → galley. See galley.h. */
#include "layout/galley.h"

#include <string.h>

#include "layout/chart.h"
#include "layout/report.h"

struct galley_build {
    const struct layout_job *job;
    const struct section *section;
    const struct page_geometry *geometry; /* of the blocks being set */
    unit measure;                         /* its type area's */
    struct galley_block *blocks;
    size_t count, capacity;
    const struct block **headings;
    size_t heading_count, heading_capacity;
    bool new_page, section_begins; /* to be told to the next block */
    bool has_contents;
};

const struct galley_block *galley_running(const struct galley *galley,
                                          const struct galley_block *block)
{
    const struct galley_block *running = &galley->runnings[2 * (block->section - galley->sections)];
    return block->geometry == running->geometry ? running : running + 1;
}

static void add(struct galley_build *build, struct galley_block block)
{
    block.section = build->section;
    block.geometry = build->geometry;
    block.new_page = build->new_page;
    /* A cover's first line stands where its style puts it. */
    block.keep_space = build->section_begins && !build->section->numbered;
    build->new_page = build->section_begins = false;
    build->blocks = arena_grow(build->job->arena, build->blocks, build->count, &build->capacity,
                               sizeof *build->blocks);
    build->blocks[build->count++] = block;
}

static struct galley_block lines_block(const struct text_style *style, struct text text,
                                       struct text_block lines)
{
    return (struct galley_block){.kind = GALLEY_LINES,
                                 .before = style->before,
                                 .after = style->after,
                                 .text = text,
                                 .role = ROLE_P,
                                 .lines = lines,
                                 .leading = style->leading,
                                 .baseline = text_baseline(style)};
}

/* Each paragraph of the text is a block of its own. */
static void set_paragraphs(struct galley_build *build, const struct block *block,
                           const struct text_style *style)
{
    struct paragraph_shape shape = {style, FONT_TEXT, style->align, build->measure};
    const struct text_span *spans;
    size_t count = text_split(build->job->arena, block->text.utf8, &spans);
    for (size_t i = 0; i < count; i++) {
        struct text_block lines = paragraph_set(build->job, block->text, spans[i], &shape);
        struct galley_block out = lines_block(style, block->text, lines);
        out.keep_next = block->keep_with_next || style->keep_with_next;
        out.whole = out.keep_next;
        add(build, out);
    }
}

static void set_heading(struct galley_build *build, const struct block *block,
                        const struct text_style *style)
{
    struct paragraph_shape shape = {style, FONT_TEXT, style->align, build->measure};
    struct galley_block out =
        lines_block(style, block->text, text_set(build->job, block->text, &shape));
    build->headings = arena_grow(build->job->arena, build->headings, build->heading_count,
                                 &build->heading_capacity, sizeof *build->headings);
    build->headings[build->heading_count++] = block;
    out.keep_next = out.whole = true;
    out.level = block->level < 1 ? 1 : block->level > 3 ? 3 : block->level;
    out.role = (enum role)(ROLE_H1 + out.level - 1);
    out.anchor = (int)build->heading_count;
    add(build, out);
}

/* LINE, and after it RIGHT moved to end at the right edge. */
static struct text_line join_right(const struct galley_build *build, struct text_line line,
                                   struct text_line right)
{
    struct item *items = arena_array(build->job->arena, line.count + right.count, sizeof *items);
    for (size_t i = 0; i < line.count; i++)
        items[i] = line.items[i];
    for (size_t i = 0; i < right.count; i++)
        items[line.count + i] = item_move(right.items[i], build->measure - right.width, 0);
    return (struct text_line){items, line.count + right.count, line.left,
                              build->measure - line.left};
}

/* The left text takes as many lines as it needs beside the right one, which stands on the last. It
 * is a fault when the right one leaves no room for a character. */
static void set_pair(struct galley_build *build, const struct block *block,
                     const struct text_style *style)
{
    const struct layout_job *job = build->job;
    struct text_line right = text_set_line(job, block->right, style, FONT_TEXT);
    int64_t room = (int64_t)build->measure - right.width - (right.count > 0 ? style->size / 2 : 0);
    if (room < (int64_t)style->left + style->size || strchr(block->right.utf8, '\n')) {
        diag_report(job->diag, block->right.pos, DIAG_PAIR_COLLIDES,
                    report_excerpt(job->arena, block->right.utf8),
                    report_points(job->arena, right.width),
                    report_points(job->arena, build->measure), NULL);
        return;
    }
    struct paragraph_shape shape = {style, FONT_TEXT, ALIGN_LEFT, (unit)room};
    struct text_block left = text_set(job, block->text, &shape);
    size_t count = left.count > 0 ? left.count : 1;
    struct text_line *lines = arena_array(job->arena, count, sizeof *lines);
    for (size_t i = 0; i < left.count; i++)
        lines[i] = left.lines[i];
    lines[count - 1] = join_right(build, lines[count - 1], right);
    struct galley_block out = lines_block(style, block->text, (struct text_block){lines, count});
    out.keep_next = out.whole = true;
    add(build, out);
}

/* The line above the head of TABLE on further pages (续表): at its right end, where 单位 is on the
 * first, unless its style is centred. None: without lines. */
static struct galley_block set_continued(const struct layout_job *job,
                                         const struct table_plan *plan)
{
    const struct table *table = plan->table;
    if (!table->continued.utf8 || !table->continued.utf8[0])
        return (struct galley_block){0};
    const struct text_style *style = &job->format->styles[table->continued_style];
    enum align align = style->align == ALIGN_CENTER ? ALIGN_CENTER : ALIGN_RIGHT;
    struct paragraph_shape shape = {style, FONT_TEXT, align, plan->edges[table->column_count]};
    return lines_block(style, table->continued, text_set(job, table->continued, &shape));
}

/* PLAN may be NULL: there was a fault. */
static void set_table(struct galley_build *build, const struct block *block,
                      const struct table_plan *plan)
{
    if (!plan)
        return;
    const struct galley_block *above = build->count > 0 ? &build->blocks[build->count - 1] : NULL;
    bool follows = above && above->kind == GALLEY_TABLE && above->section == build->section;
    struct galley_block out = set_continued(build->job, plan);
    out.kind = GALLEY_TABLE;
    out.keep_next = block->keep_with_next;
    out.before = out.after = 0;
    out.table = plan;
    out.joined = block->table->joined && follows;
    add(build, out);
}

/* A chart is set as one line as high as it is, so that no page break parts it. */
static void set_chart(struct galley_build *build, const struct block *block,
                      const struct text_style *style)
{
    struct text_line *line = arena_alloc(build->job->arena, sizeof *line);
    if (!chart_set(build->job, block->chart, style, build->measure, line))
        return;
    add(build, (struct galley_block){.kind = GALLEY_LINES,
                                     .keep_next = block->keep_with_next,
                                     .whole = true,
                                     .before = style->before + CHART_SPACE,
                                     .after = style->after + CHART_SPACE,
                                     .text = block->chart->alternative,
                                     .role = ROLE_FIGURE,
                                     .lines = {line, 1},
                                     .leading = block->chart->height});
}

static void set_contents(struct galley_build *build)
{
    build->has_contents = true;
    add(build, (struct galley_block){.kind = GALLEY_CONTENTS});
}

static void set_block(struct galley_build *build, const struct block *block,
                      const struct table_plan *plan)
{
    const struct text_style *style = &build->job->format->styles[block->style];
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        set_paragraphs(build, block, style);
        break;
    case BLOCK_HEADING:
        set_heading(build, block, style);
        break;
    case BLOCK_PAIR:
        set_pair(build, block, style);
        break;
    case BLOCK_TABLE:
        set_table(build, block, plan);
        break;
    case BLOCK_CHART:
        set_chart(build, block, style);
        break;
    case BLOCK_CONTENTS:
        set_contents(build);
        break;
    }
}

/* ---- blocks that stay together ------------------------------------------------------------- */

static void choose_geometry(struct galley_build *build, const struct page_geometry *geometry)
{
    build->geometry = geometry;
    build->measure = page_area_width(geometry);
}

/* The page for tables that are too wide for GEOMETRY, or GEOMETRY itself. */
static const struct page_geometry *wide_geometry(const struct format *format,
                                                 const struct page_geometry *geometry)
{
    for (size_t i = 0; geometry->wide && i < format->page_count; i++)
        if (strcmp(format->pages[i].name, geometry->wide) == 0 &&
            page_area_width(&format->pages[i]) > page_area_width(geometry))
            return &format->pages[i];
    return geometry;
}

/* BLOCK and NEXT are on one page, at least where they meet. */
static bool stay_together(const struct format *format, const struct block *block,
                          const struct block *next)
{
    bool joined = next->kind == BLOCK_TABLE && next->table->joined;
    bool heads = block->kind == BLOCK_HEADING || block->kind == BLOCK_PAIR;
    bool kept = block->kind == BLOCK_PARAGRAPH && format->styles[block->style].keep_with_next;
    return block->keep_with_next || joined || heads || kept;
}

/* Measures the tables among COUNT BLOCKS for the first of MEASURES that holds them; their plans go
 * to PLANS. Returns the index of the widest that one of them needs. */
static size_t measure_tables(const struct galley_build *build, const struct block *blocks,
                             size_t count, const unit *measures, size_t measure_count,
                             const struct table_plan **plans)
{
    const struct layout_job *job = build->job;
    size_t widest = 0;
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].kind != BLOCK_TABLE)
            continue;
        const struct table *table = blocks[i].table;
        const struct table_grid *grid = table_resolve(job->arena, table, job->diag);
        plans[i] = grid ? table_measure(job, table, grid, measures, measure_count) : NULL;
        if (plans[i] && plans[i]->measure > widest)
            widest = plans[i]->measure;
    }
    return widest;
}

/* Sets COUNT blocks that stay together: on the wide page, if one of their tables needs that. */
static void set_together(struct galley_build *build, const struct block *blocks, size_t count)
{
    const struct format *format = build->job->format;
    const struct page_geometry *page = &format->pages[build->section->page];
    const struct page_geometry *wide = wide_geometry(format, page);
    const unit measures[] = {page_area_width(page), page_area_width(wide)};
    const struct table_plan **plans = arena_array(build->job->arena, count, sizeof *plans);
    size_t errors = diag_errors(build->job->diag);
    choose_geometry(build, page);
    bool too_wide = measure_tables(build, blocks, count, measures, wide != page ? 2 : 1, plans) > 0;
    /* After a fault nothing will be set: to measure again would report it again. */
    if (too_wide && diag_errors(build->job->diag) == errors) {
        choose_geometry(build, wide);
        measure_tables(build, blocks, count, &measures[1], 1, plans);
    }
    for (size_t i = 0; i < count; i++)
        set_block(build, &blocks[i], plans[i]);
}

/* BLOCK, lines, leads up to BELOW: it labels the table there or further down. Another section may
 * begin a page. */
static bool leads_up(const struct galley_block *block, const struct galley_block *below)
{
    return block->kind == GALLEY_LINES && block->keep_next && block->role != ROLE_FIGURE &&
           block->level != 1 && block->section == below->section;
}

/* What leads up to a table is its caption: up to a heading, and the lines above that heading that
 * go with it (预算公开表1). A second heading is that of more than the table. */
static void mark_captions(struct galley_build *build)
{
    struct galley_block *blocks = build->blocks;
    for (size_t i = 0; i < build->count; i++) {
        bool headed = false;
        if (blocks[i].kind != GALLEY_TABLE)
            continue;
        for (size_t k = i; k > 0 && leads_up(&blocks[k - 1], &blocks[k]); k--) {
            if (headed && blocks[k - 1].level > 0)
                break;
            headed |= blocks[k - 1].level > 0;
            blocks[k - 1].in_caption = true;
        }
    }
}

static void set_section(struct galley_build *build, const struct section *section)
{
    const struct block *blocks = section->blocks;
    for (size_t from = 0, to; from < section->block_count; from = to) {
        for (to = from + 1; to < section->block_count; to++)
            if (!stay_together(build->job->format, &blocks[to - 1], &blocks[to]))
                break;
        set_together(build, &blocks[from], to - from);
    }
}

static struct galley_block set_running(struct galley_build *build, const struct block *running,
                                       const struct page_geometry *geometry)
{
    struct galley_block out = {.kind = GALLEY_LINES};
    choose_geometry(build, geometry);
    if (running) {
        const struct text_style *style = &build->job->format->styles[running->style];
        struct paragraph_shape shape = {style, FONT_TEXT, style->align, build->measure};
        out = lines_block(style, running->text, text_set(build->job, running->text, &shape));
    }
    out.geometry = geometry;
    return out;
}

/* A page goes on over the border of two sections when they look alike. */
static bool begins_page(const struct section *last, const struct section *section)
{
    return !last || section->new_page || section->page != last->page ||
           section->numbered != last->numbered;
}

const struct galley *galley_set(const struct layout_job *job, const struct document *document)
{
    size_t errors = diag_errors(job->diag);
    struct galley_build build = {.job = job};
    struct galley_block *runnings =
        arena_array(job->arena, 2 * document->section_count, sizeof *runnings);
    for (size_t i = 0; i < document->section_count; i++) {
        const struct section *section = &document->sections[i];
        build.new_page = build.new_page || begins_page(build.section, section);
        build.section_begins = true;
        build.section = section;
        const struct page_geometry *page = &job->format->pages[section->page];
        const struct page_geometry *wide = wide_geometry(job->format, page);
        runnings[2 * i] = set_running(&build, section->running, page);
        runnings[2 * i + 1] =
            wide != page ? set_running(&build, section->running, wide) : runnings[2 * i];
        set_section(&build, section);
    }
    if (diag_errors(job->diag) > errors)
        return NULL;
    mark_captions(&build);
    struct galley *galley = arena_alloc(job->arena, sizeof *galley);
    *galley = (struct galley){.headings = build.headings,
                              .heading_count = build.heading_count,
                              .blocks = build.blocks,
                              .count = build.count,
                              .sections = document->sections,
                              .section_count = document->section_count,
                              .runnings = runnings,
                              .has_contents = build.has_contents};
    return galley;
}

/* The line grid. See grid.h. */
#include "layout/grid.h"

unit grid_lead(const struct format *format, const struct page_geometry *geometry)
{
    return geometry->grid > 0 ? (geometry->grid - format->styles[format->prose_style].size) / 2 : 0;
}

int64_t grid_round(const struct page_geometry *geometry, int64_t height)
{
    if (geometry->grid == 0)
        return height;
    return (height + geometry->grid - 1) / geometry->grid * geometry->grid;
}

/* From the top of a grid line to its baseline: that of the prose. */
static unit grid_baseline(const struct format *format, const struct page_geometry *geometry)
{
    struct text_style prose = format->styles[format->prose_style];
    prose.leading = geometry->grid;
    return text_baseline(&prose);
}

/* A chart is one line as high as it is. Its spaces are inside the grid lines it takes. */
static void align_figure(const struct page_geometry *geometry, struct galley_block *block)
{
    unit slot = (unit)grid_round(geometry, (int64_t)block->before + block->leading + block->after);
    block->baseline += (slot - block->leading) / 2;
    block->leading = slot;
    block->before = block->after = 0;
}

/* Lines that are larger than a grid line. Those that stay together keep their leading and are
 * centred as one; of others each is centred, as a page may end below it. */
static void align_large(const struct page_geometry *geometry, struct galley_block *block)
{
    size_t count = block->whole ? block->lines.count : 1;
    int64_t height = (int64_t)count * block->leading;
    unit slack = (unit)(grid_round(geometry, height) - height);
    block->baseline += slack / 2;
    if (block->whole)
        block->after += slack;
    else
        block->leading += slack;
}

static void align_block(const struct format *format, struct galley_block *block)
{
    const struct page_geometry *geometry = block->geometry;
    if (geometry->grid == 0 || block->kind != GALLEY_LINES)
        return;
    if (block->role == ROLE_FIGURE) {
        align_figure(geometry, block);
        return;
    }
    block->before = (unit)grid_round(geometry, block->before);
    block->after = (unit)grid_round(geometry, block->after);
    if (block->leading > geometry->grid) {
        align_large(geometry, block);
    } else {
        block->leading = geometry->grid;
        block->baseline = grid_baseline(format, geometry);
    }
}

static bool has_grid(const struct format *format)
{
    for (size_t i = 0; i < format->page_count; i++)
        if (format->pages[i].grid > 0)
            return true;
    return false;
}

const struct galley *grid_set(const struct layout_job *job, const struct galley *galley)
{
    if (!has_grid(job->format))
        return galley;
    struct galley *out = arena_alloc(job->arena, sizeof *out);
    struct galley_block *blocks = arena_array(job->arena, galley->count, sizeof *blocks);
    size_t running_count = 2 * galley->section_count; /* of narrow and wide pages */
    struct galley_block *runnings = arena_array(job->arena, running_count, sizeof *runnings);
    for (size_t i = 0; i < galley->count; i++) {
        blocks[i] = galley->blocks[i];
        align_block(job->format, &blocks[i]);
    }
    for (size_t i = 0; i < running_count; i++) {
        runnings[i] = galley->runnings[i];
        align_block(job->format, &runnings[i]);
    }
    *out = *galley;
    out->blocks = blocks;
    out->runnings = runnings;
    return out;
}

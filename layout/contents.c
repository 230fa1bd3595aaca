/* Contents. See contents.h.
 *
 *   |<- left ->|第一部分  概况 . . . . . . . . . . 1|
 *                                                   right edge of the type area
 *
 * The dots stand on a grid that is counted from the right edge, so that those of all lines are in
 * columns. What is kept free for dots and number at the right does not depend on the number, so
 * entries break the same way whatever their pages turn out to be. */
#include "layout/contents.h"

#include <string.h>

#include "layout/report.h"

#define LEADER_DOTS_MIN 5
/* Grid cells of the leader that may hold no dot: one before the number, two after the text, which
 * ends anywhere in a cell and is followed by a gap. */
#define LEADER_SPARE 3

enum contents_result contents_settle(struct arena *arena, size_t count, contents_trial *trial,
                                     void *context)
{
    int *known = arena_array(arena, count, sizeof *known);
    int *found = arena_array(arena, count, sizeof *found);
    for (int i = 0; i < CONTENTS_TRIALS; i++) {
        if (!trial(context, known, found))
            return CONTENTS_FAULT;
        if (count == 0 || memcmp(known, found, count * sizeof *known) == 0)
            return CONTENTS_SETTLED;
        int *spare = known;
        known = found;
        found = spare;
    }
    return CONTENTS_UNSETTLED;
}

/* What all entries share. */
struct entry_maker {
    const struct layout_job *job;
    unit measure;
    struct text_line dot;
    unit pitch;  /* of the grid of dots */
    unit number; /* room for a page number of three digits */
};

static struct text bare_text(const char *utf8)
{
    return (struct text){.utf8 = utf8};
}

static struct entry_maker entry_maker(const struct layout_job *job, unit measure)
{
    const struct text_style *style = &job->format->styles[job->format->contents_styles[0]];
    struct entry_maker maker = {.job = job, .measure = measure, .pitch = style->size / 3};
    maker.dot = text_set_line(job, bare_text("."), style, FONT_TEXT);
    maker.number = text_set_line(job, bare_text("000"), style, FONT_NUMBER).width;
    if (maker.pitch < maker.dot.width)
        maker.pitch = maker.dot.width;
    return maker;
}

/* Dots in all cells of the grid between LEFT and RIGHT, as one item; count 0 when there is none. */
static struct item set_leader(const struct entry_maker *maker, unit left, unit right)
{
    struct item item = {.kind = ITEM_TEXT};
    unit first = (maker->measure - right + maker->pitch - 1) / maker->pitch;
    unit end = (maker->measure - left) / maker->pitch;
    if (end <= first || maker->dot.count == 0)
        return item;
    size_t count = (size_t)(end - first);
    char *utf8 = arena_alloc(maker->job->arena, count + 1);
    struct placed_glyph *glyphs = arena_array(maker->job->arena, count, sizeof *glyphs);
    for (size_t i = 0; i < count; i++) {
        glyphs[i] = maker->dot.items[0].as.text.glyphs[0];
        glyphs[i].cluster = (uint32_t)i;
        glyphs[i].x += (unit)i * maker->pitch;
    }
    item = maker->dot.items[0];
    item.as.text.x = maker->measure - end * maker->pitch + (maker->pitch - maker->dot.width) / 2;
    item.as.text.utf8 = memset(utf8, '.', count);
    item.as.text.length = count;
    item.as.text.glyphs = glyphs;
    item.as.text.count = count;
    return item;
}

static struct item begin(enum role role)
{
    struct item item = {.kind = ITEM_BEGIN};
    item.as.begin.role = role; /* an artifact is one of layout */
    return item;
}

static struct item end(void)
{
    return (struct item){.kind = ITEM_END};
}

/* LINE as a link to ANCHOR and, if it is the entry's last, with a leader and its NUMBER. */
static struct text_line finish_line(const struct entry_maker *maker, const struct text_style *style,
                                    struct text_line line, int anchor, struct text_line number)
{
    struct item *items =
        arena_array(maker->job->arena, line.count + number.count + 6, sizeof *items);
    struct text_line out = {items, 0, line.left, maker->measure - line.left};
    unit top = -text_baseline(style);
    items[out.count++] = begin(ROLE_LINK);
    items[out.count].kind = ITEM_LINK;
    items[out.count].as.link.x0 = line.left;
    items[out.count].as.link.x1 = maker->measure;
    items[out.count].as.link.y0 = top;
    items[out.count].as.link.y1 = top + style->leading;
    items[out.count++].as.link.anchor = anchor;
    for (size_t i = 0; i < line.count; i++)
        items[out.count++] = line.items[i];
    unit right = maker->measure - number.width;
    struct item leader = {0};
    if (number.count > 0)
        leader = set_leader(maker, line.left + line.width + maker->pitch, right - maker->pitch);
    if (leader.as.text.count > 0) {
        items[out.count++] = begin(ROLE_ARTIFACT);
        items[out.count++] = leader;
        items[out.count++] = end();
    }
    for (size_t i = 0; i < number.count; i++)
        items[out.count++] = item_move(number.items[i], right, 0);
    items[out.count++] = end();
    return out;
}

static struct galley_block set_entry(const struct entry_maker *maker, const struct block *heading,
                                     int level, int anchor, int folio)
{
    const struct layout_job *job = maker->job;
    const struct text_style *style = &job->format->styles[job->format->contents_styles[level - 1]];
    struct text text = heading->contents.utf8[0] ? heading->contents : heading->text;
    struct text_line number = {0};
    if (folio > 0)
        number =
            text_set_line(job, bare_text(report_number(job->arena, folio)), style, FONT_NUMBER);
    unit room = number.width > maker->number ? number.width : maker->number;
    struct paragraph_shape shape = {style, FONT_TEXT, ALIGN_LEFT,
                                    maker->measure - room -
                                        (LEADER_DOTS_MIN + LEADER_SPARE) * maker->pitch};
    struct text_block block = text_set(job, text, &shape);
    struct text_line *lines = arena_array(job->arena, block.count, sizeof *lines);
    for (size_t i = 0; i < block.count; i++)
        lines[i] = finish_line(maker, style, block.lines[i], anchor,
                               i + 1 == block.count ? number : (struct text_line){0});
    return (struct galley_block){.kind = GALLEY_LINES,
                                 .whole = true,
                                 .before = style->before,
                                 .after = style->after,
                                 .text = text,
                                 .role = ROLE_TOCI,
                                 .in_contents = true,
                                 .lines = {lines, block.count},
                                 .leading = style->leading,
                                 .baseline = text_baseline(style)};
}

static struct galley_block set_title(const struct layout_job *job, unit measure)
{
    const struct text_style *style = &job->format->styles[job->format->contents_title_style];
    struct paragraph_shape shape = {style, FONT_TEXT, style->align, measure};
    return (struct galley_block){.kind = GALLEY_LINES,
                                 .keep_next = true,
                                 .whole = true,
                                 .before = style->before,
                                 .after = style->after,
                                 .text = job->format->contents_title,
                                 .role = ROLE_P,
                                 .lines = text_set(job, job->format->contents_title, &shape),
                                 .leading = style->leading,
                                 .baseline = text_baseline(style)};
}

/* Writes title and entries that take the place of PLACE to BLOCKS. Returns their number. */
static size_t set_entries(const struct layout_job *job, const struct galley *galley,
                          const struct galley_block *place, const int *folios,
                          struct galley_block *blocks)
{
    unit measure = page_area_width(&job->format->pages[place->section->page]);
    struct entry_maker maker = entry_maker(job, measure);
    size_t count = 0;
    if (job->format->contents_title.utf8[0])
        blocks[count++] = set_title(job, measure);
    for (size_t i = 0; i < galley->heading_count; i++) {
        int level = galley->headings[i]->level;
        level = level < 1 ? 1 : level > 3 ? 3 : level;
        blocks[count++] = set_entry(&maker, galley->headings[i], level, (int)i + 1, folios[i]);
    }
    for (size_t i = 0; i < count; i++) {
        blocks[i].section = place->section;
        blocks[i].geometry = place->geometry;
    }
    if (count > 0) {
        blocks[0].new_page = place->new_page;
        blocks[0].keep_space = place->keep_space;
    }
    return count;
}

const struct galley *contents_set(const struct layout_job *job, const struct galley *galley,
                                  const int *folios)
{
    size_t places = 0, count = 0;
    for (size_t i = 0; i < galley->count; i++)
        places += galley->blocks[i].kind == GALLEY_CONTENTS;
    size_t room = galley->count + places * (galley->heading_count + 1);
    struct galley_block *blocks = arena_array(job->arena, room, sizeof *blocks);
    for (size_t i = 0; i < galley->count; i++) {
        if (galley->blocks[i].kind == GALLEY_CONTENTS)
            count += set_entries(job, galley, &galley->blocks[i], folios, &blocks[count]);
        else
            blocks[count++] = galley->blocks[i];
    }
    struct galley *out = arena_alloc(job->arena, sizeof *out);
    *out = *galley;
    out->blocks = blocks;
    out->count = count;
    out->has_contents = false;
    return out;
}

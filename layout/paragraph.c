/* Paragraphs: shape → boxes → line items → lines of placed glyphs. See paragraph.h. */
#include "layout/paragraph.h"

#include <string.h>

#include "layout/cjk.h"
#include "layout/linebreak.h"
#include "layout/report.h"

/* Of the em box of Chinese faces, in 1/1000 em. */
#define EM_ASCENT 880

/* Lines of a paragraph that are not parted, at either side of a page break. */
#define WIDOW_LINES     2
#define WIDOW_PARAGRAPH 4

/* A paragraph on its way to lines. Box i has glyphs first[i] … first[i + 1] − 1. */
struct setting {
    struct arena *arena, *scratch; /* of the job: only lines, items and placed glyphs last */
    struct text text;
    struct text_span span;
    const struct paragraph_shape *shape;
    const struct glyph *glyphs;
    size_t glyph_count;
    struct line_box *boxes; /* offsets from the span's start */
    size_t *first;
    size_t box_count;
    const struct line_item *items;
    size_t item_count;
};

static unit scale(int32_t thousandths, unit size)
{
    int64_t product = (int64_t)thousandths * size;
    return (unit)((product + (product < 0 ? -500 : 500)) / 1000);
}

unit text_baseline(const struct text_style *style)
{
    return (style->leading - style->size) / 2 + scale(EM_ASCENT, style->size);
}

size_t text_split(struct arena *arena, const char *utf8, const struct text_span **spans)
{
    struct text_span *list = NULL;
    size_t count = 0, capacity = 0;
    for (const char *at = utf8; *at;) {
        size_t length = strcspn(at, "\n");
        list = arena_grow(arena, list, count, &capacity, sizeof *list);
        list[count++] = (struct text_span){(size_t)(at - utf8), length};
        at += at[length] ? length + 1 : length;
    }
    *spans = list;
    return count;
}

/* Glyphs to boxes: a new cluster begins a box. */
static void make_boxes(struct setting *set)
{
    set->boxes = arena_array(set->scratch, set->glyph_count + 1, sizeof *set->boxes);
    set->first = arena_array(set->scratch, set->glyph_count + 1, sizeof *set->first);
    for (size_t i = 0; i < set->glyph_count; i++) {
        size_t offset = set->glyphs[i].cluster - set->span.start;
        if (set->box_count == 0 || offset > set->boxes[set->box_count - 1].offset) {
            set->first[set->box_count] = i;
            set->boxes[set->box_count++].offset = offset;
        }
        set->boxes[set->box_count - 1].width +=
            scale(set->glyphs[i].advance, set->shape->style->size);
    }
    set->first[set->box_count] = set->glyph_count;
}

static unit first_indent(const struct paragraph_shape *shape, unit measure)
{
    if (shape->align == ALIGN_CENTER || shape->align == ALIGN_RIGHT)
        return 0;
    unit indent = scale(shape->style->indent, shape->style->size);
    /* A measure that cannot hold the indent and a character goes without the indent. */
    return (int64_t)indent + shape->style->size <= measure ? indent : 0;
}

static unit line_left(const struct paragraph_shape *shape, unit measure, unit width)
{
    unit spare = measure > width ? measure - width : 0;
    switch (shape->align) {
    case ALIGN_CENTER:
        return spare / 2;
    case ALIGN_RIGHT:
        return spare;
    default:
        return 0;
    }
}

/* Glyphs of a line being placed; those of one face next to each other become an item. */
struct run {
    struct item *items;
    size_t count;
    struct placed_glyph *glyphs; /* room for the rest of the line's */
    const char *end;             /* of the line's text */
};

static void run_add(struct run *run, const struct setting *set, const struct glyph *glyph, unit x)
{
    const char *at = set->text.utf8 + glyph->cluster;
    struct item *item = run->count > 0 ? &run->items[run->count - 1] : NULL;
    if (!item || item->as.text.face != glyph->face) {
        if (item)
            item->as.text.length = (size_t)(at - item->as.text.utf8);
        item = &run->items[run->count++];
        item->kind = ITEM_TEXT;
        item->as.text.face = glyph->face;
        item->as.text.size = set->shape->style->size;
        item->as.text.x = x;
        item->as.text.utf8 = at;
        item->as.text.glyphs = run->glyphs;
    }
    unit size = set->shape->style->size;
    item->as.text.length = (size_t)(run->end - item->as.text.utf8);
    item->as.text.count++;
    *run->glyphs++ = (struct placed_glyph){.id = glyph->id,
                                           .cluster = (uint32_t)(at - item->as.text.utf8),
                                           .x = x - item->as.text.x + scale(glyph->dx, size),
                                           .y = scale(glyph->dy, size)};
}

/* Where the text of the line after item END begins: the end of this line's text. */
static size_t text_end(const struct setting *set, size_t end)
{
    for (; end < set->item_count; end++)
        if (set->items[end].box != LINE_NO_BOX)
            return set->boxes[set->items[end].box].offset;
    return set->span.length;
}

/* Room for the glyphs of LINE, and for an item wherever the face changes. */
static struct run new_run(const struct setting *set, struct line_end line)
{
    const struct font_face *face = NULL;
    size_t glyphs = 0, items = 0;
    for (size_t i = line.begin; i < line.end; i++) {
        size_t box = set->items[i].box;
        if (box == LINE_NO_BOX)
            continue;
        for (size_t g = set->first[box]; g < set->first[box + 1]; g++) {
            glyphs++;
            items += set->glyphs[g].face != face;
            face = set->glyphs[g].face;
        }
    }
    return (struct run){.items = arena_array(set->arena, items, sizeof(struct item)),
                        .glyphs = arena_array(set->arena, glyphs, sizeof(struct placed_glyph)),
                        .end = set->text.utf8 + set->span.start + text_end(set, line.end)};
}

/* Places the glyphs of LINE from X on. Blanks after FILL.shown keep their glyphs, so that the text
 * is complete, but take no room. */
static struct run place(const struct setting *set, struct line_end line, struct line_fill fill,
                        unit x)
{
    struct run run = new_run(set, line);
    size_t gaps = 0;
    for (size_t i = line.begin; i < line.end; i++) {
        const struct line_item *item = &set->items[i];
        if (item->box != LINE_NO_BOX) {
            unit pen = x;
            for (size_t g = set->first[item->box]; g < set->first[item->box + 1]; g++) {
                run_add(&run, set, &set->glyphs[g], pen);
                pen += scale(set->glyphs[g].advance, set->shape->style->size);
            }
        }
        if (i >= fill.shown)
            continue;
        x += item->width;
        if (item->kind == LINE_GLUE && item->stretch > 0)
            x += fill.gap + (gaps++ < fill.longer ? 1 : 0);
    }
    return run;
}

static struct text_line set_line(const struct setting *set, struct line_end line, bool last,
                                 unit measure)
{
    bool justify = set->shape->align == ALIGN_JUSTIFY && !last;
    struct line_fill fill =
        justify ? line_adjust(set->items, line, measure) : line_measure(set->items, line);
    bool full = justify && fill.gap + (int)fill.longer > 0;
    unit width = full ? measure : fill.width;
    unit left = set->shape->style->left + line_left(set->shape, measure, width);
    struct run run = place(set, line, fill, left);
    return (struct text_line){run.items, run.count, left, width};
}

static void report_narrow(const struct layout_job *job, const struct setting *set, unit width,
                          unit measure)
{
    diag_report(job->diag, set->text.pos, DIAG_MEASURE_TOO_NARROW,
                report_excerpt(job->arena, set->text.utf8 + set->span.start),
                report_points(job->arena, width), report_points(job->arena, measure), NULL);
}

struct text_block paragraph_set(const struct layout_job *job, struct text text,
                                struct text_span span, const struct paragraph_shape *shape)
{
    const struct text_style *style = shape->style;
    struct arena_mark mark = arena_mark(job->scratch);
    struct setting set = {
        .arena = job->arena, .scratch = job->scratch, .text = text, .span = span, .shape = shape};
    set.glyph_count = font_shape(job->scratch, job->fonts, style->role, shape->profile, text,
                                 span.start, span.length, job->diag, &set.glyphs);
    make_boxes(&set);
    unit measure = shape->measure - style->left;
    set.item_count = line_items(job->scratch, set.boxes, set.box_count,
                                cjk_classes(job->scratch, text.utf8 + span.start, span.length),
                                first_indent(shape, measure), style->size, &set.items);
    const struct line_end *ends;
    size_t count = line_break(job->scratch, set.items, set.item_count, measure, &ends);
    struct text_line *lines = arena_array(job->arena, count + 1, sizeof *lines);
    unit widest = 0;
    for (size_t i = 0; i < count; i++) {
        lines[i] = set_line(&set, ends[i], i + 1 == count, measure);
        widest = lines[i].width > widest ? lines[i].width : widest;
    }
    if (widest > measure)
        report_narrow(job, &set, widest, measure);
    arena_reset(job->scratch, mark);
    return (struct text_block){lines, count > 0 ? count : 1};
}

struct text_block text_set(const struct layout_job *job, struct text text,
                           const struct paragraph_shape *shape)
{
    struct arena_mark mark = arena_mark(job->scratch);
    const struct text_span *spans;
    size_t span_count = text_split(job->scratch, text.utf8, &spans), count = 0, capacity = 0;
    if (span_count == 1) {
        struct text_block block = paragraph_set(job, text, spans[0], shape);
        arena_reset(job->scratch, mark);
        return block;
    }
    struct text_line *lines = NULL;
    for (size_t i = 0; i < span_count; i++) {
        struct text_block block = paragraph_set(job, text, spans[i], shape);
        for (size_t j = 0; j < block.count; j++) {
            lines = arena_grow(job->arena, lines, count, &capacity, sizeof *lines);
            lines[count++] = block.lines[j];
        }
    }
    arena_reset(job->scratch, mark);
    return (struct text_block){lines, count};
}

struct text_line text_set_line(const struct layout_job *job, struct text text,
                               const struct text_style *style, enum font_profile profile)
{
    struct text_style bare = *style;
    bare.left = 0;
    bare.indent = 0;
    struct paragraph_shape shape = {&bare, profile, ALIGN_LEFT, UNIT_MAX};
    struct text_span span = {0, strlen(text.utf8)};
    return paragraph_set(job, text, span, &shape).lines[0];
}

size_t paragraph_split(size_t count, size_t done, size_t room, bool forced)
{
    size_t left = count - done, lines = room < left ? room : left;
    if (lines == left || count < WIDOW_PARAGRAPH)
        return lines;
    size_t last = left - lines < WIDOW_LINES ? left - WIDOW_LINES : lines;
    bool orphan = done == 0 && last < WIDOW_LINES;
    if (orphan || last == 0 || last > lines)
        return forced ? lines : 0;
    return last;
}

struct item item_move(struct item item, unit x, unit y)
{
    switch (item.kind) {
    case ITEM_TEXT:
        item.as.text.x += x;
        item.as.text.y += y;
        break;
    case ITEM_PATH:
        item.as.path.x += x;
        item.as.path.y += y;
        break;
    case ITEM_LINK:
        item.as.link.x0 += x;
        item.as.link.x1 += x;
        item.as.link.y0 += y;
        item.as.link.y1 += y;
        break;
    default:
        break;
    }
    return item;
}

/* Paragraphs: shape → boxes → line items → lines of placed glyphs. See paragraph.h. */
#include "layout/paragraph.h"

#include <string.h>

#include "layout/cjk.h"
#include "layout/linebreak.h"
#include "layout/report.h"
#include "layout/sense.h"
#include "layout/set_memo.h"
#include "layout/shaped.h"

/* Of the em box of Chinese faces, in 1/1000 em. */
#define EM_ASCENT 880

#define HAIR      2 /* 0.002 pt: more than a PDF is inexact by */

/* What a line may be too long by: two or three hairs that its squeezed marks keep, which nobody
 * sees, are no reason for one line more. */
#define SLACK 20

/* Lines of a paragraph that are not parted, at either side of a page break. */
#define WIDOW_LINES     2
#define WIDOW_PARAGRAPH (2 * WIDOW_LINES)

/* A paragraph on its way to lines. Box i has glyphs first[i] … first[i + 1] − 1. */
struct setting {
    struct arena *arena, *scratch; /* of the job: only lines, items and placed glyphs last */
    struct text text;
    struct text_span span;
    const struct paragraph_shape *shape;
    const struct cjk_place *places;
    const struct glyph *glyphs;
    size_t glyph_count;
    bool anywhere;          /* what it becomes does not depend on where it stands */
    struct line_box *boxes; /* offsets from the span's start */
    size_t *first;
    size_t box_count;
    const struct line_item *items;
    size_t item_count;
};

unit text_baseline(const struct text_style *style)
{
    return (style->leading - style->size) / 2 + unit_of_em(EM_ASCENT, style->size);
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
            unit_of_em(set->glyphs[i].advance, set->shape->style->size);
    }
    set->first[set->box_count] = set->glyph_count;
}

/* The blanks of a full-width mark that may be squeezed: not more than its glyph leaves, and half an
 * em of it stays; a hair more, for readers that tell lines apart by characters that overlap by more
 * than half an em (poppler). An opening mark gives at most MOST on its left: in a cell not more than
 * its padding, or a reader would find the mark in the cell before. */
static void find_blanks(const struct layout_job *job, const struct setting *set, size_t i,
                        unit most)
{
    struct line_box *box = &set->boxes[i];
    enum cjk_class class = set->places[box->offset].class;
    bool opens = class == CJK_OPEN, middle = class == CJK_MIDDLE;
    bool closes = class == CJK_CLOSE || class == CJK_PAUSE || class == CJK_STOP;
    unit size = set->shape->style->size, half = size / 2 - HAIR, spare = box->width - size / 2;
    if (!(opens || middle || closes) || spare <= 0)
        return;
    struct glyph_blank blank = shaped_blank(job, &set->glyphs[set->first[i]]);
    spare = middle ? unit_smaller(spare / 2, half / 2) : unit_smaller(spare, half);
    unit before = unit_smaller(unit_smaller(spare, most), unit_of_em(blank.before, size));
    unit after = unit_smaller(spare, unit_of_em(blank.after, size));
    box->before = (opens || middle) && before > 0 ? before : 0;
    box->after = (closes || middle) && after > 0 ? after : 0;
}

static bool may_hang(const char *at)
{
    static const char *const MARKS[] = {"、", "，", "。"};
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (strncmp(at, MARKS[i], strlen(MARKS[i])) == 0)
            return true;
    return false;
}

static void mark_boxes(const struct layout_job *job, const struct setting *set)
{
    const char *text = set->text.utf8 + set->span.start;
    bool hang = job->format->composition.hang && set->shape->profile == FONT_TEXT &&
                set->shape->align == ALIGN_JUSTIFY;
    unit most = set->shape->profile == FONT_TEXT ? UNIT_MAX : job->format->cell_padding;
    for (size_t i = 0; i < set->box_count; i++) {
        find_blanks(job, set, i, most);
        set->boxes[i].hangs = hang && may_hang(text + set->boxes[i].offset);
    }
}

static unit first_indent(const struct paragraph_shape *shape, unit measure)
{
    if (shape->align == ALIGN_CENTER || shape->align == ALIGN_RIGHT ||
        shape->align == ALIGN_DISTRIBUTE)
        return 0;
    unit indent = unit_of_em(shape->style->indent, shape->style->size);
    /* A measure that cannot hold the indent and a character goes without the indent. */
    return (int64_t)indent + shape->style->size <= measure ? indent : 0;
}

static unit line_left(const struct paragraph_shape *shape, unit measure, unit width)
{
    unit spare = measure > width ? measure - width : 0;
    switch (shape->align) {
    case ALIGN_CENTER:
    case ALIGN_DISTRIBUTE:
        return spare / 2;
    case ALIGN_RIGHT:
        return spare;
    default:
        return 0;
    }
}

/* Glyphs of a line being placed; those of one face and size next to each other become an item. */
struct run {
    struct item *items;
    size_t count;
    struct placed_glyph *glyphs; /* room for the rest of the line's */
    const struct glyph *last;    /* the one before */
    const char *end;             /* of the line's text */
};

static bool look_alike(const struct glyph *a, const struct glyph *b)
{
    return a && a->face == b->face && a->scale == b->scale;
}

/* Adds GLYPH at PEN; should it begin an item, that begins at X. */
static void run_add(struct run *run, const struct setting *set, const struct glyph *glyph, unit x,
                    unit pen)
{
    const char *at = set->text.utf8 + glyph->cluster;
    struct item *item = run->count > 0 ? &run->items[run->count - 1] : NULL;
    unit size = set->shape->style->size;
    if (!look_alike(run->last, glyph)) {
        if (item)
            item->as.text.length = (size_t)(at - item->as.text.utf8);
        item = &run->items[run->count++];
        item->kind = ITEM_TEXT;
        item->as.text.face = glyph->face;
        item->as.text.size = unit_of_em(glyph->scale, size);
        item->as.text.x = x;
        item->as.text.utf8 = at;
        item->as.text.glyphs = run->glyphs;
    }
    run->last = glyph;
    item->as.text.length = (size_t)(run->end - item->as.text.utf8);
    item->as.text.count++;
    *run->glyphs++ = (struct placed_glyph){.id = glyph->id,
                                           .cluster = (uint32_t)(at - item->as.text.utf8),
                                           .x = pen - item->as.text.x + unit_of_em(glyph->dx, size),
                                           .y = unit_of_em(glyph->dy, size)};
}

/* Where the text of the line after item END begins: the end of this line's text. */
static size_t text_end(const struct setting *set, size_t end)
{
    for (; end < set->item_count; end++)
        if (set->items[end].box != LINE_NO_BOX)
            return set->boxes[set->items[end].box].offset;
    return set->span.length;
}

/* Room for the glyphs of LINE, and for an item wherever the face or the size changes. */
static struct run new_run(const struct setting *set, struct line_end line)
{
    const struct glyph *last = NULL;
    size_t glyphs = 0, items = 0;
    for (size_t i = line.begin; i < line.end; i++) {
        size_t box = set->items[i].box;
        if (box == LINE_NO_BOX)
            continue;
        for (size_t g = set->first[box]; g < set->first[box + 1]; g++) {
            glyphs++;
            items += !look_alike(last, &set->glyphs[g]);
            last = &set->glyphs[g];
        }
    }
    return (struct run){.items = arena_array(set->arena, items, sizeof(struct item)),
                        .glyphs = arena_array(set->arena, glyphs, sizeof(struct placed_glyph)),
                        .end = set->text.utf8 + set->span.start + text_end(set, line.end)};
}

/* Places the glyphs of LINE from X on. Blanks at its end keep their glyphs, so that the text is
 * complete, but take no room. */
static struct run place(const struct setting *set, struct line_end line, struct line_fill fill,
                        unit x)
{
    struct run run = new_run(set, line);
    for (size_t i = line.begin; i < line.end; i++) {
        size_t box = set->items[i].box;
        if (box != LINE_NO_BOX) {
            /* A mark is drawn from where its blank would begin; what is left of it stood before. */
            unit pen = x - set->boxes[box].before;
            for (size_t g = set->first[box]; g < set->first[box + 1]; g++) {
                run_add(&run, set, &set->glyphs[g], pen > x ? pen : x, pen);
                pen += unit_of_em(set->glyphs[g].advance, set->shape->style->size);
            }
        }
        x += fill.widths[i - line.begin];
    }
    return run;
}

/* By how much the only line of a label is drawn out: text of a few Han characters, nothing else. */
static unit label_extra(const struct setting *set, unit width, unit measure)
{
    const struct text_style *style = set->shape->style;
    bool spreads = set->shape->align == ALIGN_DISTRIBUTE;
    size_t most = spreads ? LABEL_SPREAD_MOST : style->apart > 0 ? LABEL_APART_MOST : 0;
    if (set->box_count < LABEL_LEAST || set->box_count > most)
        return 0;
    for (size_t i = 0; i < set->box_count; i++)
        if (set->places[set->boxes[i].offset].class != CJK_HAN)
            return 0;
    unit gaps = (unit)set->box_count - 1;
    unit target = spreads ? unit_smaller(measure - style->size, width + gaps * style->size)
                          : unit_smaller(measure, unit_of_em(style->apart, style->size));
    return target > width ? target - width : 0;
}

static struct line_fill fill_line(const struct setting *set, const struct line_list *list, size_t i,
                                  unit measure)
{
    struct line_end line = list->lines[i];
    bool justify = set->shape->align == ALIGN_JUSTIFY && i + 1 < list->count;
    struct line_fill fill = line_adjust(set->scratch, set->items, line, measure, justify);
    unit extra = list->count == 1 ? label_extra(set, fill.width, measure) : 0;
    return extra > 0 ? line_spread(set->scratch, set->items, line, extra) : fill;
}

static struct text_line set_line(const struct setting *set, const struct line_list *list, size_t i,
                                 unit measure)
{
    struct line_fill fill = fill_line(set, list, i, measure);
    unit left = set->shape->style->left;
    /* What is set right or in the middle ends with the ink of a mark, as it begins with it. */
    if (set->shape->align != ALIGN_LEFT && set->shape->align != ALIGN_JUSTIFY)
        fill.width -= fill.blank;
    left += line_left(set->shape, measure, fill.width);
    struct run run = place(set, list->lines[i], fill, left);
    return (struct text_line){run.items, run.count, left, fill.width};
}

static void report_narrow(const struct layout_job *job, const struct setting *set, unit width,
                          unit measure)
{
    diag_report(job->diag, set->text.pos, DIAG_MEASURE_TOO_NARROW,
                report_excerpt(job->arena, set->text.utf8 + set->span.start),
                report_points(job->arena, width), report_points(job->arena, measure), NULL);
}

static void make_items(const struct layout_job *job, struct setting *set, unit measure)
{
    const struct text_style *style = set->shape->style;
    const struct composition *composition = &job->format->composition;
    struct line_spacing spacing = {
        .em = style->size,
        .indent = first_indent(set->shape, measure),
        .gap = set->shape->profile == FONT_NUMBER ? 0 : unit_of_em(composition->gap, style->size)};
    set->item_count =
        line_items(job->scratch, set->boxes, set->box_count, set->places, &spacing, &set->items);
}

/* Shapes the text and makes items of it. Its words are only looked for when it takes several lines. */
static void prepare(const struct layout_job *job, struct setting *set, unit measure)
{
    const struct text_style *style = set->shape->style;
    const struct shaped shaped =
        shaped_text(job, style->role, set->shape->profile, set->text, set->span);
    set->glyphs = shaped.glyphs;
    set->glyph_count = shaped.count;
    set->places = shaped.places;
    set->anywhere = shaped.anywhere;
    make_boxes(set);
    mark_boxes(job, set);
    make_items(job, set, measure);
    if (!style->sense || line_fits(set->items, set->item_count, measure + SLACK))
        return;
    sense_mark(job->breaker, set->text.utf8 + set->span.start, set->span.length, set->boxes,
               set->box_count);
    make_items(job, set, measure);
}

static struct line_list break_lines(const struct setting *set, unit measure)
{
    const struct paragraph_shape *shape = set->shape;
    enum line_look look = shape->style->sense             ? LINE_LOOK_BALANCED
                          : shape->align == ALIGN_JUSTIFY ? LINE_LOOK_JUSTIFIED
                                                          : LINE_LOOK_RAGGED;
    if (shape->profile == FONT_TEXT || shape->style->sense)
        return line_break_best(set->scratch, set->items, set->item_count, measure, look);
    return line_break_first(set->scratch, set->items, set->item_count, measure);
}

/* Sets a paragraph that is not remembered; *ANYWHERE: it would be the same wherever it stands. */
static struct text_block set_anew(const struct layout_job *job, struct text text,
                                  struct text_span span, const struct paragraph_shape *shape,
                                  bool *anywhere)
{
    struct arena_mark mark = arena_mark(job->scratch);
    unit measure = shape->measure - shape->style->left;
    struct setting set = {
        .arena = job->arena, .scratch = job->scratch, .text = text, .span = span, .shape = shape};
    prepare(job, &set, measure);
    struct line_list list = break_lines(&set, measure + SLACK);
    struct text_line *lines = arena_array(job->arena, list.count + 1, sizeof *lines);
    unit widest = 0;
    for (size_t i = 0; i < list.count; i++) {
        lines[i] = set_line(&set, &list, i, measure);
        widest = lines[i].width > widest ? lines[i].width : widest;
    }
    *anywhere = set.anywhere && widest <= measure + SLACK;
    if (widest > measure + SLACK)
        report_narrow(job, &set, widest, measure);
    arena_reset(job->scratch, mark);
    return (struct text_block){lines, list.count > 0 ? list.count : 1};
}

struct text_block paragraph_set(const struct layout_job *job, struct text text,
                                struct text_span span, const struct paragraph_shape *shape)
{
    const char *utf8 = text.utf8 + span.start;
    const struct text_block *known =
        job->set != NULL ? set_memo_find(job->set, utf8, span.length, shape) : NULL;
    if (known != NULL)
        return *known;
    bool anywhere;
    struct text_block block = set_anew(job, text, span, shape, &anywhere);
    if (job->set != NULL && anywhere)
        set_memo_put(job->set, utf8, span.length, shape, block);
    return block;
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
    if (lines == left)
        return lines;
    if (count < WIDOW_PARAGRAPH) /* to part it would leave a line alone */
        return forced ? lines : 0;
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

/* Boxes to items, items to lines, lines to their measure. See linebreak.h.
 *
 * Items of "中 a，" with G a gap, S a space and the cost of each penalty:
 *
 *     BOX(中) S(0)  PEN(0)  BOX(a)  PEN(no start) G  BOX(，)
 *
 * A gap comes after its penalty, so that it vanishes with a break; a space comes before, so that
 * it stays with the line it ends. */
#include "layout/linebreak.h"

#include "layout/cjk.h"

static const int PENALTY_OF[] = {
    [CJK_BREAK_FREE] = LINE_FREE,         [CJK_BREAK_AVOID] = LINE_AVOID,
    [CJK_BREAK_NO_START] = LINE_NO_START, [CJK_BREAK_NO_END] = LINE_NO_END,
    [CJK_BREAK_INSIDE] = LINE_EMERGENCY,
};

struct item_list {
    struct line_item *items; /* room for all: three a box, and the indent */
    size_t count;
};

static void add(struct item_list *list, struct line_item item)
{
    list->items[list->count++] = item;
}

/* The penalty, and the gap if it stretches, between box I and the one before it. */
static void add_gap(struct item_list *list, const struct line_box *boxes, size_t i,
                    const uint8_t *classes, unit stretch)
{
    /* The last byte of the box before: its class is that of its last character. */
    enum cjk_class before = classes[boxes[i].offset - 1];
    struct cjk_gap gap = cjk_between(before, classes[boxes[i].offset]);
    add(list, (struct line_item){
                  .kind = LINE_PENALTY, .penalty = PENALTY_OF[gap.breaks], .box = LINE_NO_BOX});
    if (gap.stretches && before != CJK_SPACE)
        add(list, (struct line_item){.kind = LINE_GLUE, .stretch = stretch, .box = LINE_NO_BOX});
}

size_t line_items(struct arena *arena, const struct line_box *boxes, size_t count,
                  const uint8_t *classes, unit indent, unit em, const struct line_item **items)
{
    struct item_list list = {arena_array(arena, 3 * count + 1, sizeof *list.items), 0};
    if (indent != 0)
        add(&list, (struct line_item){.kind = LINE_BOX, .width = indent, .box = LINE_NO_BOX});
    for (size_t i = 0; i < count; i++) {
        bool blank = classes[boxes[i].offset] == CJK_SPACE;
        if (i > 0 && !blank)
            add_gap(&list, boxes, i, classes, em / 2);
        add(&list, (struct line_item){.kind = blank ? LINE_GLUE : LINE_BOX,
                                      .width = boxes[i].width,
                                      .stretch = blank ? em / 2 : 0,
                                      .box = i});
    }
    *items = list.items;
    return list.count;
}

/* Whether a line that begins at BEGIN overflows before a place that costs at most PENALTY. */
static bool overflows(const struct line_item *items, size_t count, size_t begin, int penalty,
                      unit measure)
{
    int64_t width = 0;
    for (size_t i = begin; i < count && width <= measure; i++) {
        if (i > begin && items[i].kind == LINE_PENALTY && items[i].penalty <= penalty)
            return false;
        width += items[i].width;
    }
    return width > measure;
}

/* The line that begins at BEGIN. To break a rule for a word that the next line cannot hold either
 * would be for nothing: then this line parts the word. */
static struct line_end first_fit(const struct line_item *items, size_t count, size_t begin,
                                 unit measure)
{
    size_t best = 0, inside = 0; /* inside: the last place in a word */
    int best_penalty = LINE_EMERGENCY + 1;
    int64_t width = 0, blank = 0; /* blank: glue that counts only if a box follows */
    for (size_t i = begin; i < count; i++) {
        const struct line_item *item = &items[i];
        if (item->kind == LINE_GLUE) {
            blank += item->width;
        } else if (item->kind == LINE_BOX) {
            width += blank + item->width;
            blank = 0;
            if (width > measure && best > begin) {
                bool vain = best_penalty >= LINE_NO_START && inside > best &&
                            overflows(items, count, best, best_penalty, measure);
                return (struct line_end){begin, vain ? inside : best};
            }
        } else if (i > begin) {
            if (item->penalty >= LINE_EMERGENCY)
                inside = i;
            if (item->penalty <= best_penalty) {
                best = i;
                best_penalty = item->penalty;
            }
        }
    }
    return (struct line_end){begin, count};
}

/* Where the line after the break at END begins: gaps and penalties vanish there. */
static size_t next_begin(const struct line_item *items, size_t count, size_t end)
{
    while (end < count && items[end].kind != LINE_BOX)
        end++;
    return end;
}

size_t line_break(struct arena *arena, const struct line_item *items, size_t count, unit measure,
                  const struct line_end **ends)
{
    struct line_end *lines = NULL;
    size_t line_count = 0, capacity = 0;
    for (size_t begin = 0; begin < count;) {
        lines = arena_grow(arena, lines, line_count, &capacity, sizeof *lines);
        lines[line_count] = first_fit(items, count, begin, measure);
        begin = next_begin(items, count, lines[line_count].end);
        line_count++;
    }
    *ends = lines;
    return line_count;
}

struct line_fill line_measure(const struct line_item *items, struct line_end line)
{
    struct line_fill fill = {.shown = line.begin};
    int64_t width = 0;
    for (size_t i = line.begin; i < line.end; i++) {
        width += items[i].width;
        if (items[i].kind != LINE_BOX)
            continue;
        fill.width = width < UNIT_MAX ? (unit)width : UNIT_MAX;
        fill.shown = i + 1;
    }
    return fill;
}

struct line_fill line_adjust(const struct line_item *items, struct line_end line, unit measure)
{
    struct line_fill fill = line_measure(items, line);
    unit missing = measure - fill.width, least = UNIT_MAX;
    size_t gaps = 0;
    for (size_t i = line.begin; i < fill.shown; i++) {
        if (items[i].kind != LINE_GLUE || items[i].stretch == 0)
            continue;
        gaps++;
        least = items[i].stretch < least ? items[i].stretch : least;
    }
    if (missing <= 0 || gaps == 0 || (int64_t)missing > (int64_t)gaps * least)
        return fill;
    fill.gap = missing / (unit)gaps;
    fill.longer = (size_t)(missing % (unit)gaps);
    return fill;
}

/* Boxes to items. See linebreak.h. */
#include "layout/linebreak.h"

static const uint8_t PENALTY_OF[] = {
    [CJK_BREAK_FREE] = LINE_FREE,         [CJK_BREAK_AVOID] = LINE_AVOID,
    [CJK_BREAK_NO_START] = LINE_NO_START, [CJK_BREAK_NO_END] = LINE_NO_END,
    [CJK_BREAK_INSIDE] = LINE_INSIDE,
};

/* Which glue the blank of a mark is, and with which marks it is squeezed; 0 in IS_MARK: none. */
static const uint8_t GLUE_OF[CJK_CLASS_COUNT] = {
    [CJK_OPEN] = LINE_BRACKET, [CJK_CLOSE] = LINE_BRACKET, [CJK_PAUSE] = LINE_PAUSE,
    [CJK_STOP] = LINE_STOP,    [CJK_MIDDLE] = LINE_MIDDLE,
};
static const bool IS_MARK[CJK_CLASS_COUNT] = {
    [CJK_OPEN] = true, [CJK_CLOSE] = true,  [CJK_PAUSE] = true,
    [CJK_STOP] = true, [CJK_MIDDLE] = true,
};

/* What composition sees in a character that is no mark. */
enum side {
    SIDE_HAN,     /* gaps grow next to it */
    SIDE_WESTERN, /* not among these, and next to Han stands LINE_GAP */
    SIDE_POINT,   /* not among WESTERN; no gap: it ends "1." of a list */
    SIDE_RIGID    /* never */
};
static const uint8_t SIDE_OF[CJK_CLASS_COUNT] = {
    [CJK_LATIN] = SIDE_WESTERN,  [CJK_DIGIT] = SIDE_WESTERN,   [CJK_PREFIX] = SIDE_WESTERN,
    [CJK_OPERATOR] = SIDE_POINT, [CJK_POSTFIX] = SIDE_WESTERN, [CJK_INFIX] = SIDE_POINT,
    [CJK_JOINER] = SIDE_RIGID,   [CJK_SOLIDUS] = SIDE_RIGID,   [CJK_GLUE] = SIDE_RIGID,
    [CJK_SPACE] = SIDE_RIGID,
};

/* A paragraph being made into items. */
struct making {
    const struct line_box *boxes;
    size_t count;
    const struct cjk_place *places;
    const struct line_spacing *spacing;
    struct line_item *items; /* room for all: five a box, and the indent */
    size_t item_count;
};

static void add(struct making *make, struct line_item item)
{
    make->items[make->item_count++] = item;
}

static void add_glue(struct making *make, enum line_glue glue, unit width, unit stretch,
                     unit shrink)
{
    if (width > 0 || stretch > 0)
        add(make, (struct line_item){.kind = LINE_GLUE,
                                     .glue = (uint8_t)glue,
                                     .width = width,
                                     .stretch = stretch,
                                     .shrink = shrink,
                                     .box = LINE_NO_BOX});
}

/* The place of box I, which is that of its first character. */
static const struct cjk_place *place_of(const struct making *make, size_t i)
{
    return &make->places[make->boxes[i].offset];
}

/* The class of the last character before box I. */
static enum cjk_class class_before(const struct making *make, size_t i)
{
    return make->places[make->boxes[i].offset - 1].class;
}

/* What is gone between the marks I − 1 and I, next to each other: half an em, if they have it, and
 * then no more: squeezed further they would be read out of order from the PDF. What stands before an
 * opening mark keeps half an em to it, so that the mark is seen to belong to what it opens. */
static unit cut_between(const struct making *make, size_t i)
{
    if (i == 0 || i >= make->count)
        return 0;
    enum cjk_class left = class_before(make, i), right = place_of(make, i)->class;
    if (!IS_MARK[left] || !IS_MARK[right])
        return 0;
    unit half = make->spacing->em / 2, blank = make->boxes[i - 1].after + make->boxes[i].before;
    bool opens = right == CJK_OPEN && left != CJK_OPEN && left != CJK_MIDDLE;
    unit kept = opens ? unit_smaller(blank, half) : 0;
    return unit_smaller(half, blank - kept);
}

/* What is left of the blank before box I, and of that after it. Where two marks meet, the one
 * before the second goes first, for it would go with a break as well. */
static unit blank_before(const struct making *make, size_t i)
{
    unit before = make->boxes[i].before;
    return before - unit_smaller(before, cut_between(make, i));
}

static unit blank_after(const struct making *make, size_t i)
{
    unit cut = cut_between(make, i + 1);
    if (cut == 0)
        return make->boxes[i].after;
    return make->boxes[i].after - (cut - unit_smaller(cut, make->boxes[i + 1].before));
}

/* By how much these can be squeezed: not at all what is left between two marks, nor an opening mark
 * after a letter or digit, where its blank is the gap between the scripts. */
static unit squeeze_before(const struct making *make, size_t i)
{
    bool western = i > 0 && SIDE_OF[class_before(make, i)] != SIDE_HAN;
    return western || cut_between(make, i) > 0 ? 0 : blank_before(make, i);
}

static unit squeeze_after(const struct making *make, size_t i)
{
    return cut_between(make, i + 1) > 0 ? 0 : blank_after(make, i);
}

static bool is_han(enum cjk_class class)
{
    return class == CJK_HAN || class == CJK_UNIT;
}

bool line_scripts_meet(enum cjk_class left, enum cjk_class right)
{
    return (is_han(left) && SIDE_OF[right] == SIDE_WESTERN) ||
           (is_han(right) && SIDE_OF[left] == SIDE_WESTERN);
}

/* Is this a letter or digit as wide as Han (ＡＢ１２)? It is set like them. */
static bool is_wide(const struct making *make, enum cjk_class class, size_t i)
{
    return (class == CJK_LATIN || class == CJK_DIGIT) && make->boxes[i].width == make->spacing->em;
}

/* The gap between box I and the one before it. */
static void add_gap(struct making *make, size_t i)
{
    enum cjk_class left = class_before(make, i), right = place_of(make, i)->class;
    enum side a = SIDE_OF[left], b = SIDE_OF[right];
    bool western = a != SIDE_HAN && b != SIDE_HAN;
    if (place_of(make, i)->before == CJK_BREAK_INSIDE || western || a == SIDE_RIGID ||
        b == SIDE_RIGID || make->boxes[i].hangs)
        return;
    unit em = make->spacing->em, gap = make->spacing->gap;
    bool wide = is_wide(make, left, i - 1) || is_wide(make, right, i);
    if (gap > 0 && !wide && line_scripts_meet(left, right))
        add_glue(make, LINE_GAP, gap, em / 2 > gap ? em / 2 - gap : 0,
                 gap > em / 8 ? gap - em / 8 : 0);
    else
        add_glue(make, LINE_HAN, 0, em / 2, 0);
}

/* A space of the text: the wide ones of Chinese are kept as they are. */
static void add_space(struct making *make, size_t i)
{
    unit width = make->boxes[i].width, em = make->spacing->em;
    add(make, (struct line_item){.kind = LINE_GLUE,
                                 .glue = LINE_SPACE,
                                 .width = width,
                                 .stretch = width < em / 2 ? em / 2 - width : 0,
                                 .shrink = width > em / 4 && width < em ? width - em / 4 : 0,
                                 .box = i});
}

static void add_box(struct making *make, size_t i)
{
    const struct line_box *box = &make->boxes[i];
    enum cjk_class class = place_of(make, i)->class;
    /* With an indent the paragraph begins an em square further in, whatever it begins with. */
    bool begins = i == 0 && make->spacing->indent == 0;
    unit before = begins ? 0 : blank_before(make, i), after = blank_after(make, i);
    add_glue(make, GLUE_OF[class], before, 0, squeeze_before(make, i));
    add(make, (struct line_item){.kind = LINE_BOX,
                                 .class = (uint8_t) class,
                                 .hangs = box->hangs,
                                 .width = box->width - box->before - box->after,
                                 .box = i});
    add_glue(make, GLUE_OF[class], after, 0, squeeze_after(make, i));
}

size_t line_items(struct arena *arena, const struct line_box *boxes, size_t count,
                  const struct cjk_place *places, const struct line_spacing *spacing,
                  const struct line_item **items)
{
    struct making make = {boxes, count, places, spacing, NULL, 0};
    make.items = arena_array(arena, 5 * count + 1, sizeof *make.items);
    if (spacing->indent != 0)
        add(&make,
            (struct line_item){.kind = LINE_BOX, .width = spacing->indent, .box = LINE_NO_BOX});
    for (size_t i = 0; i < count; i++) {
        if (place_of(&make, i)->class == CJK_SPACE) {
            add_space(&make, i);
            continue;
        }
        if (i > 0) {
            uint8_t penalty = PENALTY_OF[place_of(&make, i)->before];
            penalty = boxes[i].penalty > penalty ? boxes[i].penalty : penalty;
            add(&make,
                (struct line_item){.kind = LINE_PENALTY, .penalty = penalty, .box = LINE_NO_BOX});
            add_gap(&make, i);
        }
        add_box(&make, i);
    }
    *items = make.items;
    return make.item_count;
}

/* Sums over the items of a line, and what its glue takes. See line_room.h. */
#include "layout/line_room.h"

/* The order of CLREQ, Procedures for Inter-Character Space Expansion. */
static const uint8_t STRETCH_ORDER[] = {LINE_SPACE, LINE_GAP, LINE_HAN};

struct line_room line_room_at(size_t begin)
{
    return (struct line_room){.shown = begin};
}

/* Is a character of CLASS punctuation, and no company for a Han character? */
static bool is_mark(enum cjk_class class)
{
    switch (class) {
    case CJK_OPEN:
    case CJK_CLOSE:
    case CJK_PAUSE:
    case CJK_STOP:
    case CJK_MIDDLE:
    case CJK_DASH:
    case CJK_ELLIPSIS:
        return true;
    default:
        return false;
    }
}

void line_room_add_box(struct line_room *room, const struct line_item *items, size_t i)
{
    const struct line_item *box = &items[i];
    for (; room->shown < i; room->shown++) {
        const struct line_item *glue = &items[room->shown];
        room->width += glue->width;
        room->stretch[glue->glue] += glue->stretch;
        room->shrink[glue->glue] += glue->shrink;
        room->give += glue->shrink;
    }
    room->width += box->width;
    room->shown = i + 1;
    room->blank = 0;
    room->hang = box->hangs ? box->width : 0;
    if (box->box == LINE_NO_BOX)
        return;
    room->boxes++;
    if (is_mark(box->class))
        return;
    room->letters++;
    room->han = box->class == CJK_HAN || box->class == CJK_UNIT;
}

bool line_fits(const struct line_item *items, size_t count, unit measure)
{
    int64_t width = 0, blank = 0; /* up to the last box, and after it */
    for (size_t i = 0; i < count && width <= measure; i++) {
        blank += items[i].width;
        if (items[i].kind != LINE_BOX)
            continue;
        width += blank;
        blank = 0;
    }
    return width <= measure;
}

struct line_list line_whole(struct arena *arena, size_t count)
{
    struct line_end *whole = arena_alloc(arena, sizeof *whole);
    whole->end = count;
    return (struct line_list){whole, count > 0 ? 1 : 0, count};
}

bool line_room_lonely(const struct line_room *room)
{
    return room->letters == 1 && room->han;
}

size_t line_next_begin(const struct line_item *items, size_t count, size_t end)
{
    while (end < count && items[end].kind != LINE_BOX)
        end++;
    return end;
}

/* Squeezes by OVER; returns what is still over, or, below 0, missing: a mark that hangs takes all
 * of itself out of the line. */
static int64_t squeeze(struct line_plan *plan, const struct line_room *room, int64_t over)
{
    int64_t taken = over < plan->blank ? over : plan->blank;
    plan->blank -= taken;
    over -= taken;
    if (over > 0 && room->hang > 0) {
        plan->hung = true;
        over -= room->hang;
    }
    for (int i = 0; i < LINE_GLUES && over > 0; i++) {
        plan->taken[i] = over < room->shrink[i] ? over : room->shrink[i];
        over -= plan->taken[i];
    }
    return over;
}

/* Draws out by MISSING, or not at all. Returns what is still missing. */
static int64_t draw_out(struct line_plan *plan, const struct line_room *room, int64_t missing)
{
    int64_t given[LINE_GLUES] = {0}, left = missing;
    for (size_t i = 0; i < sizeof STRETCH_ORDER; i++) {
        int glue = STRETCH_ORDER[i];
        given[glue] = left < room->stretch[glue] ? left : room->stretch[glue];
        left -= given[glue];
    }
    if (left > 0)
        return missing;
    for (int i = 0; i < LINE_GLUES; i++)
        plan->taken[i] = -given[i];
    return 0;
}

struct line_plan line_plan(const struct line_room *room, unit measure, bool justify)
{
    struct line_plan plan = {.blank = room->blank};
    int64_t over = room->width + room->blank - measure;
    if (over > 0)
        over = squeeze(&plan, room, over);
    if (over > 0)
        plan.over = over;
    else if (over < 0)
        plan.missing = justify ? draw_out(&plan, room, -over) : -over;
    return plan;
}

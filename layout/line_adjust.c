/* Lines to their measure, blank by blank. See linebreak.h. */
#include "layout/line_room.h"

/* An amount shared out over glue, to each in proportion to what it can give: whole units, and
 * exactly the amount in the end. No glue takes more than it can, as the amount is not more than all
 * can. */
struct share {
    int64_t amount, whole; /* WHOLE: what all can give together */
    int64_t passed;        /* what those had that were served */
};

static unit take_share(struct share *share, unit part)
{
    if (share->whole == 0)
        return 0;
    int64_t before = share->amount * share->passed / share->whole;
    share->passed += part;
    return (unit)(share->amount * share->passed / share->whole - before);
}

static struct line_room read_line(const struct line_item *items, struct line_end line)
{
    struct line_room room = line_room_at(line.begin);
    for (size_t i = line.begin; i < line.end; i++)
        line_room_add(&room, items, i);
    return room;
}

/* Carries PLAN out. Spaces after the last box take no room. */
static struct line_fill carry_out(struct arena *arena, const struct line_item *items,
                                  struct line_end line, const struct line_room *room,
                                  const struct line_plan *plan)
{
    unit *widths = arena_array(arena, line.end - line.begin, sizeof *widths);
    struct share shares[LINE_GLUES];
    for (int i = 0; i < LINE_GLUES; i++) {
        bool grows = plan->taken[i] < 0;
        shares[i] = (struct share){grows ? -plan->taken[i] : plan->taken[i],
                                   grows ? room->stretch[i] : room->shrink[i], 0};
    }
    int64_t width = 0;
    for (size_t i = line.begin; i < room->shown; i++) {
        const struct line_item *item = &items[i];
        bool grows = plan->taken[item->glue] < 0;
        unit *own = &widths[i - line.begin];
        *own = item->width;
        if (item->kind == LINE_GLUE && grows)
            *own += take_share(&shares[item->glue], item->stretch);
        else if (item->kind == LINE_GLUE)
            *own -= take_share(&shares[item->glue], item->shrink);
        width += *own;
    }
    width += plan->blank - (plan->hung ? room->hang : 0);
    return (struct line_fill){unit_clip(width), unit_clip(plan->blank), widths};
}

struct line_fill line_adjust(struct arena *arena, const struct line_item *items,
                             struct line_end line, unit measure, bool justify)
{
    struct line_room room = read_line(items, line);
    struct line_plan plan = line_plan(&room, measure, justify);
    return carry_out(arena, items, line, &room, &plan);
}

struct line_fill line_spread(struct arena *arena, const struct line_item *items,
                             struct line_end line, unit extra)
{
    struct line_room room = read_line(items, line);
    struct line_plan plan = {.blank = room.blank};
    if (room.stretch[LINE_HAN] > 0)
        plan.taken[LINE_HAN] = -extra;
    return carry_out(arena, items, line, &room, &plan);
}

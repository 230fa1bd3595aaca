/* What a line holds, and how it comes to its measure: the piece that breaking and adjustment share,
 * so that a line is broken by what it will look like. Private to line_*.c. */
#ifndef BANXIN_LINE_ROOM_H
#define BANXIN_LINE_ROOM_H

#include "layout/linebreak.h"

/* The beginning of a line, read item by item. Sums are of 64 bits: a paragraph without a place to
 * break may be of any length. */
struct line_room {
    int64_t width;                                   /* up to the last box */
    int64_t stretch[LINE_GLUES], shrink[LINE_GLUES]; /* of the glue before the last box */
    int64_t give;                                    /* all of shrink */
    size_t shown;                                    /* index after the last box */
    int64_t blank;                                   /* after it: the right half of a mark */
    unit hang;                                       /* the last box, if it may hang */
    size_t boxes;                                    /* drawn ones */
    size_t letters;                                  /* of these, not marks */
    bool han;                                        /* the last letter is a Han character */
};

/* The empty line that begins with item BEGIN. */
struct line_room line_room_at(size_t begin);

/* Adds item I, a box, and the glue before it. */
void line_room_add_box(struct line_room *room, const struct line_item *items, size_t i);

/* Adds item I. Items come in order, from the first on. */
static inline void line_room_add(struct line_room *room, const struct line_item *items, size_t i)
{
    if (items[i].kind == LINE_BOX)
        line_room_add_box(room, items, i);
    else if (items[i].kind == LINE_GLUE && items[i].box == LINE_NO_BOX)
        room->blank += items[i].width;
}

/* How wide a line is that ends here, with all that can be squeezed. It never falls. */
static inline int64_t line_room_least(const struct line_room *room)
{
    return room->width - room->hang - room->give;
}

/* A line of one Han character, with or without marks (孤字). */
bool line_room_lonely(const struct line_room *room);

/* Where the line after the break at END begins: gaps and penalties vanish there, and what a mark
 * has blank on its left. */
size_t line_next_begin(const struct line_item *items, size_t count, size_t end);

/* All COUNT items in one line; none for none. */
struct line_list line_whole(struct arena *arena, size_t count);

/* How a line comes to its measure. */
struct line_plan {
    int64_t taken[LINE_GLUES]; /* from each kind of glue; what is given to it is negative */
    int64_t over;              /* does not fit: a single box */
    int64_t missing;           /* the line stays short by this */
    int64_t blank;             /* left of the blank at the end */
    bool hung;                 /* the last mark stands outside */
};

struct line_plan line_plan(const struct line_room *room, unit measure, bool justify);

#endif

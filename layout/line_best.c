/* The best lines of a paragraph (Knuth and Plass, "Breaking Paragraphs into Lines", 1981).
 *
 * From every place that a line can begin at, all lines are tried that fit; each place keeps the
 * cheapest way to it. Costs are vectors of which the first difference decides, and that are added
 * component by component: so the cheapest way to a place is part of the cheapest way through it,
 * and rules never give way for looks, however long the paragraph. A line holds a limited number of
 * items, so the time is in proportion to the paragraph.
 *
 * Most paragraphs have lines that break no rule. They are found among the harmless places alone;
 * the others are only looked at when that fails. */
#include "layout/line_room.h"

#define NOWHERE SIZE_MAX

/* Items of a line beyond which there is nothing to compose: a table as wide as a house. */
#define LINE_ITEMS_MOST 5000

/* What a way costs, the worst first. */
enum cost {
    COST_OVER, /* boxes wider than the measure */
    COST_INSIDE,
    COST_NO_END,
    COST_NO_START,
    COST_WORD,
    COST_AVOID,
    COST_LINES,
    COST_LAST,   /* the last line is squeezed for nothing */
    COST_LONELY, /* a last line of one Han character */
    COST_WEAK,
    COST_RAGGED, /* justified lines that cannot be drawn out to the measure */
    COST_SPREAD,
    COSTS
};

struct line_cost {
    int64_t parts[COSTS];
};

static const uint8_t COST_OF_PENALTY[LINE_PENALTIES] = {
    [LINE_FREE] = COSTS,         [LINE_WEAK] = COST_WEAK,         [LINE_AVOID] = COST_AVOID,
    [LINE_WORD] = COST_WORD,     [LINE_NO_START] = COST_NO_START, [LINE_NO_END] = COST_NO_END,
    [LINE_INSIDE] = COST_INSIDE,
};

/* How much is seen of a line's adjustment: for every kind of glue, the square of the part it gives
 * of what it can, times its weight. Squeezed: pauses whole is as bad as gaps of ⅛ em between all
 * characters (¼ of what they can grow, so a weight of 64). */
static const uint8_t SQUEEZE_WEIGHT[LINE_GLUES] = {
    [LINE_SPACE] = 1, [LINE_MIDDLE] = 2, [LINE_BRACKET] = 3,
    [LINE_PAUSE] = 4, [LINE_GAP] = 4,    [LINE_STOP] = 8,
};
static const uint8_t STRETCH_WEIGHT[LINE_GLUES] = {
    [LINE_SPACE] = 1, [LINE_GAP] = 4, [LINE_HAN] = 64};
#define SHORT_WEIGHT 64 /* of what a line stays short of, to the measure */
#define WHOLE        1000

/* A place where a line may begin, and the cheapest way to it. */
struct node {
    struct line_cost cost;
    size_t from; /* the node before; NOWHERE: no way yet */
    size_t item; /* of its penalty; the first node's is 0, the last one's the number of items */
};

/* A paragraph being broken. */
struct search {
    const struct line_item *items;
    size_t count;
    unit measure;
    enum line_look look;
    const uint8_t *penalties; /* of items; see ease_words() */
    int limit;                /* penalties above it are no places */
    struct node *nodes;
    size_t node_count;
    size_t steps;
};

/* ---- costs --------------------------------------------------------------------------------- */

static bool is_cheaper(const struct line_cost *a, const struct line_cost *b)
{
    for (int i = 0; i < COSTS; i++)
        if (a->parts[i] != b->parts[i])
            return a->parts[i] < b->parts[i];
    return false;
}

static int64_t square_of_part(int64_t part, int64_t whole)
{
    if (whole <= 0)
        return 0;
    int64_t ratio = part * WHOLE / whole;
    return ratio * ratio;
}

static int64_t spread(const struct line_room *room, const struct line_plan *plan)
{
    int64_t sum = 0;
    for (int i = 0; i < LINE_GLUES; i++) {
        if (plan->taken[i] > 0)
            sum += SQUEEZE_WEIGHT[i] * square_of_part(plan->taken[i], room->shrink[i]);
        else if (plan->taken[i] < 0)
            sum += STRETCH_WEIGHT[i] * square_of_part(-plan->taken[i], room->stretch[i]);
    }
    return sum;
}

static bool is_squeezed(const struct line_plan *plan)
{
    for (int i = 0; i < LINE_GLUES; i++)
        if (plan->taken[i] > 0)
            return true;
    return false;
}

/* What the line ROOM adds to a way. FIRST: it is the first of the paragraph. */
static void add_line(const struct search *search, struct line_cost *cost,
                     const struct line_room *room, bool first, bool last)
{
    bool justify = search->look == LINE_LOOK_JUSTIFIED && !last;
    struct line_plan plan = line_plan(room, search->measure, justify);
    cost->parts[COST_OVER] += plan.over > 0;
    cost->parts[COST_LINES]++;
    cost->parts[COST_RAGGED] += justify && plan.missing > 0;
    cost->parts[COST_SPREAD] += spread(room, &plan);
    if (!last || search->look == LINE_LOOK_BALANCED)
        cost->parts[COST_SPREAD] += SHORT_WEIGHT * square_of_part(plan.missing, search->measure);
    if (!last)
        return;
    cost->parts[COST_LAST] += is_squeezed(&plan);
    cost->parts[COST_LONELY] += !first && line_room_lonely(room);
}

/* ---- ways ---------------------------------------------------------------------------------- */

static bool is_place(const struct search *search, size_t i)
{
    return search->items[i].kind == LINE_PENALTY && search->penalties[i] <= search->limit;
}

static void find_nodes(struct search *search, struct arena *arena)
{
    size_t count = 2;
    for (size_t i = 0; i < search->count; i++)
        count += is_place(search, i);
    search->nodes = arena_array(arena, count, sizeof *search->nodes);
    search->node_count = 0;
    search->nodes[search->node_count++] = (struct node){.from = 0, .item = 0};
    for (size_t i = 0; i < search->count; i++)
        if (is_place(search, i))
            search->nodes[search->node_count++] = (struct node){.from = NOWHERE, .item = i};
    search->nodes[search->node_count++] = (struct node){.from = NOWHERE, .item = search->count};
}

/* Whether a way that has cost BEFORE, and now costs a line and 1 of PART, is dearer than the one to
 * NODE however its last line looks. */
static bool is_lost(const struct line_cost *before, int part, const struct node *node)
{
    for (int i = 0; i <= COST_LINES; i++) {
        int64_t least = before->parts[i] + (i == part) + (i == COST_LINES);
        if (least != node->cost.parts[i])
            return least > node->cost.parts[i];
    }
    return false;
}

/* The way through node FROM to node TO, with the line ROOM between them. Of equal ways the later is
 * taken: where a line must be short, it is one near the end. */
static void try_line(struct search *search, size_t from, size_t to, const struct line_room *room)
{
    struct node *node = &search->nodes[to];
    bool last = node->item == search->count;
    int part = last ? COSTS : COST_OF_PENALTY[search->penalties[node->item]];
    if (node->from != NOWHERE && is_lost(&search->nodes[from].cost, part, node))
        return;
    struct line_cost cost = search->nodes[from].cost;
    if (part < COSTS)
        cost.parts[part]++;
    add_line(search, &cost, room, from == 0, last);
    if (node->from == NOWHERE || !is_cheaper(&node->cost, &cost)) {
        node->cost = cost;
        node->from = from;
    }
}

/* Tries all lines that begin at node FROM. False when there is no end of them. */
static bool try_lines(struct search *search, size_t from)
{
    size_t begin =
        from == 0 ? 0 : line_next_begin(search->items, search->count, search->nodes[from].item);
    struct line_room room = line_room_at(begin);
    size_t to = from + 1;
    for (size_t i = begin; i <= search->count; i++, search->steps++) {
        bool fits = line_room_least(&room) <= search->measure || room.boxes <= 1;
        if (!fits)
            return true;
        if (i == search->nodes[to].item) {
            try_line(search, from, to, &room);
            to++;
        }
        if (i < search->count)
            line_room_add(&room, search->items, i);
        if (i - begin > LINE_ITEMS_MOST)
            return false;
    }
    return true;
}

/* Finds the cheapest way through places of at most LIMIT; false when there is none on which every
 * line fits, or lines are too long to be compared. */
static bool find_way(struct search *search, struct arena *arena, int limit)
{
    search->limit = limit;
    find_nodes(search, arena);
    for (size_t i = 0; i + 1 < search->node_count; i++)
        if (search->nodes[i].from != NOWHERE && !try_lines(search, i))
            return false;
    const struct node *end = &search->nodes[search->node_count - 1];
    return end->from != NOWHERE && (limit == LINE_INSIDE || end->cost.parts[COST_OVER] == 0);
}

/* Parting a word that no line can hold costs less than a rule: to push it to the next line would
 * be in vain. */
static void ease_words(struct search *search, uint8_t *penalties)
{
    int64_t width = 0;
    for (size_t i = 0, begin = 0; i <= search->count; i++) {
        bool ends = i == search->count || (search->items[i].kind == LINE_PENALTY &&
                                           search->items[i].penalty != LINE_INSIDE);
        if (i < search->count)
            penalties[i] = search->items[i].penalty;
        if (!ends) {
            width += search->items[i].width;
            continue;
        }
        for (size_t j = begin; width > search->measure && j < i; j++)
            if (search->items[j].kind == LINE_PENALTY)
                penalties[j] = LINE_WORD;
        begin = i + 1;
        width = 0;
    }
}

/* The way that was found, from its end. */
static struct line_list read_way(const struct search *search, struct arena *arena)
{
    size_t end = search->node_count - 1, count = 0;
    for (size_t at = end; at > 0; at = search->nodes[at].from)
        count++;
    struct line_end *lines = arena_array(arena, count, sizeof *lines);
    size_t line = count;
    for (size_t at = end; at > 0; at = search->nodes[at].from) {
        size_t from = search->nodes[at].from;
        size_t begin =
            from == 0 ? 0 : line_next_begin(search->items, search->count, search->nodes[from].item);
        lines[--line] = (struct line_end){begin, search->nodes[at].item};
    }
    return (struct line_list){lines, count, search->steps};
}

struct line_list line_break_best(struct arena *arena, const struct line_item *items, size_t count,
                                 unit measure, enum line_look look)
{
    if (line_fits(items, count, measure))
        return line_whole(arena, count);
    uint8_t *penalties = arena_array(arena, count, sizeof *penalties);
    struct search search = {
        .items = items, .count = count, .measure = measure, .look = look, .penalties = penalties};
    ease_words(&search, penalties);
    if (find_way(&search, arena, LINE_WEAK) || find_way(&search, arena, LINE_INSIDE))
        return read_way(&search, arena);
    struct line_list list = line_break_first(arena, items, count, measure);
    list.steps += search.steps;
    return list;
}

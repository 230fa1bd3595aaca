/* Column widths: from what the columns need and what the pack says, to edges. Pure arithmetic;
 * whole units, so that the last edge is exactly the width.
 *
 * First the needs of runs of columns are laid on the columns, the shortest runs first. Then the
 * hints are followed as far as the least widths let them, and at last what some columns have over
 * goes to those that lack. */
#include "layout/table.h"

/* Columns between hints and widths. Arrays of COUNT. */
struct columns {
    const struct table_column *hints;
    int count;
    unit width;    /* of all */
    unit *least;   /* no column is under this */
    unit *natural; /* narrower than this, its body is wrapped */
    unit *ample;   /* wider than this, it has something over */
    unit *widths;
};

static int64_t total(const unit *values, int count)
{
    int64_t sum = 0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* Adds AMOUNT to VALUES in proportion to WEIGHTS, exactly. Some weight is over 0. */
static void add_shares(unit *values, const unit *weights, int count, int64_t amount)
{
    int64_t all = total(weights, count), passed = 0, given = 0;
    for (int i = 0; i < count; i++) {
        passed += weights[i];
        int64_t due = amount * passed / all;
        values[i] += (unit)(due - given);
        given = due;
    }
}

/* ---- hints --------------------------------------------------------------------------------- */

/* Gives every column that has a share its part of what is left of the width; where that is under
 * its least, it takes the least, which leaves less for the others, so again until there is none. */
static void divide_shares(const struct columns *c, int64_t left)
{
    unit *open = c->widths; /* a column without a width yet has its share there, negative */
    int64_t shares = 0;
    for (int i = 0; i < c->count; i++)
        shares += c->hints[i].share;
    for (int i = 0; i < c->count; i++) {
        if (open[i] >= 0 || left * c->hints[i].share / shares >= c->least[i])
            continue;
        open[i] = c->least[i];
        left -= c->least[i];
        shares -= c->hints[i].share;
        i = -1;
    }
    /* Edges are rounded, not widths, so that nothing is lost. */
    int64_t passed = 0, given = 0;
    for (int i = 0; i < c->count; i++) {
        if (open[i] >= 0)
            continue;
        passed += c->hints[i].share;
        int64_t due = left * passed / shares;
        open[i] = (unit)(due - given);
        given = due;
    }
}

/* What the columns give down to FLOORS when none may be wider than CAP. */
static int64_t freed_by(const struct columns *c, const unit *floors, unit cap)
{
    int64_t freed = 0;
    for (int i = 0; i < c->count; i++)
        if (c->widths[i] > unit_larger(floors[i], cap))
            freed += c->widths[i] - unit_larger(floors[i], cap);
    return freed;
}

/* Takes AMOUNT from the widest columns, so that those that were equally wide stay so where FLOORS
 * let them. Returns what it got: less only when no column is over its floor. */
static int64_t lower_widest(const struct columns *c, const unit *floors, int64_t amount)
{
    unit cap = 0; /* the largest that frees enough; widths are under 1 << 25 */
    for (unit bit = 1 << 24; bit > 0; bit >>= 1)
        if (freed_by(c, floors, cap + bit) >= amount)
            cap += bit;
    int64_t freed = freed_by(c, floors, cap), spare = freed > amount ? freed - amount : 0;
    for (int i = 0; i < c->count; i++) {
        unit lowered = unit_larger(floors[i], cap);
        if (c->widths[i] <= lowered)
            continue;
        /* Each column is lowered by whole units; what that frees too much goes back. */
        c->widths[i] = lowered + (spare > 0 ? 1 : 0);
        spare -= spare > 0 ? 1 : 0;
    }
    return freed < amount ? freed : amount;
}

/* Follows the hints: fixed widths first, shares of what they leave, none under its least. Without
 * shares the widths grow in proportion. Fixed widths that leave too little for the least widths of
 * the others are lowered, at first to what their own texts need. */
static void follow_hints(const struct columns *c)
{
    int64_t settled = 0, least = 0;
    bool shared = false;
    for (int i = 0; i < c->count; i++) {
        bool fixed = c->hints[i].share == 0;
        c->widths[i] = fixed ? unit_larger(c->hints[i].width, c->least[i]) : 0;
        settled += c->widths[i];
        least += fixed ? 0 : c->least[i];
        shared = shared || !fixed;
    }
    int64_t over = settled + least - c->width;
    if (over > 0)
        over -= lower_widest(c, c->ample, over);
    if (over > 0)
        lower_widest(c, c->least, over);
    int64_t left = c->width - total(c->widths, c->count);
    if (shared) {
        for (int i = 0; i < c->count; i++)
            c->widths[i] = c->hints[i].share > 0 ? -1 : c->widths[i];
        divide_shares(c, left);
    } else if (settled > 0 && left > 0) {
        add_shares(c->widths, c->widths, c->count, left);
    } else if (left > 0) {
        for (int i = 0; i < c->count; i++)
            c->widths[i] =
                (unit)((int64_t)c->width * (i + 1) / c->count - (int64_t)c->width * i / c->count);
    }
}

/* ---- runs of columns ----------------------------------------------------------------------- */

/* Makes columns FIRST … LAST as wide as NEED in all. They grow up to their hints first: as long as
 * those hold a run, it changes no column. */
static void widen_run(struct arena *scratch, unit *widths, const unit *hinted, int first, int last,
                      int64_t need)
{
    int count = last - first + 1;
    int64_t lack = need > 0 ? need - total(widths + first, count) : 0;
    if (lack <= 0)
        return;
    struct arena_mark mark = arena_mark(scratch);
    unit *room = arena_array(scratch, (size_t)count, sizeof *room);
    for (int i = 0; i < count; i++)
        room[i] = unit_larger(hinted[first + i] - widths[first + i], 0);
    int64_t held = total(room, count);
    if (held > 0)
        add_shares(widths + first, room, count, lack < held ? lack : held);
    for (int i = 0; i < count; i++)
        room[i] = 1;
    if (lack > held)
        add_shares(widths + first, room, count, lack - held);
    arena_reset(scratch, mark);
}

static unit least_of(const struct column_need *need, enum text_parting parting)
{
    return parting == PART_WORDS_NEVER ? need->words
           : parting == PART_WORDS     ? need->pieces
                                       : need->characters;
}

/* Lays the needs of runs on their columns, the shortest first. A text that spans the whole table is
 * wrapped whatever the columns are: it decides only what is least. */
static void lay_runs(struct arena *scratch, struct columns *c, const struct column_need *needs,
                     enum text_parting parting, const unit *hinted)
{
    for (int span = 1; span <= c->count; span++)
        for (int first = 0; first + span <= c->count; first++) {
            int last = first + span - 1;
            const struct column_need *need = &needs[first * c->count + last];
            widen_run(scratch, c->least, hinted, first, last, least_of(need, parting));
            if (span == c->count && span > 1)
                continue;
            widen_run(scratch, c->natural, hinted, first, last, need->natural);
            widen_run(scratch, c->ample, hinted, first, last, need->ample);
        }
}

/* A fixed column does not give what its own texts need to words of other columns: those are parted
 * before it wraps. */
static void keep_fixed(struct columns *c)
{
    for (int i = 0; i < c->count; i++) {
        unit hint = c->hints[i].width;
        if (c->hints[i].share == 0)
            c->least[i] = unit_larger(c->least[i], unit_smaller(hint, c->ample[i]));
    }
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* What columns have over goes to those whose body would be wrapped, in proportion to what they
 * lack. */
static void share_surplus(struct arena *scratch, const struct columns *c)
{
    unit *lacks = arena_array(scratch, (size_t)c->count, sizeof *lacks);
    for (int i = 0; i < c->count; i++)
        lacks[i] = unit_larger(c->natural[i] - c->widths[i], 0);
    int64_t lack = total(lacks, c->count);
    if (lack > 0)
        add_shares(c->widths, lacks, c->count, lower_widest(c, c->ample, lack));
}

bool table_columns(struct arena *scratch, const struct table_column *columns, int count,
                   const struct column_need *needs, enum text_parting parting, unit width,
                   unit *edges, int64_t *needed)
{
    struct arena_mark mark = arena_mark(scratch);
    struct columns c = {.hints = columns, .count = count, .width = width, .widths = edges + 1};
    unit *hinted = arena_array(scratch, (size_t)count, sizeof *hinted);
    c.least = arena_array(scratch, (size_t)count, sizeof *c.least);
    c.natural = arena_array(scratch, (size_t)count, sizeof *c.natural);
    c.ample = arena_array(scratch, (size_t)count, sizeof *c.ample);
    follow_hints(&c); /* as if there were no texts */
    for (int i = 0; i < count; i++)
        hinted[i] = c.widths[i];
    lay_runs(scratch, &c, needs, parting, hinted);
    if (parting != PART_ANYWHERE)
        keep_fixed(&c);
    *needed = total(c.least, count);
    bool fits = *needed <= width;
    if (fits) {
        for (int i = 0; i < count; i++)
            c.ample[i] = unit_larger(c.ample[i], unit_larger(c.natural[i], c.least[i]));
        follow_hints(&c);
        share_surplus(scratch, &c);
        edges[0] = 0;
        for (int i = 0; i < count; i++)
            edges[i + 1] += edges[i];
    }
    arena_reset(scratch, mark);
    return fits;
}

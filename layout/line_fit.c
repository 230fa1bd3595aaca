/* First fit: line after line, each as full as the rules allow. See linebreak.h. */
#include "layout/line_room.h"

#define NOWHERE SIZE_MAX

/* A paragraph being broken. */
struct fitting {
    const struct line_item *items;
    size_t count;
    unit measure;
    size_t steps;
};

/* The last place of every penalty in a line. */
struct places {
    size_t last[LINE_PENALTIES];
    size_t word; /* the last within a word, before the last of 避头 */
    bool all;    /* the paragraph ends in this line */
};

/* The places where a line that begins at BEGIN may end; when nothing fits, the first. */
static struct places find_places(struct fitting *fit, size_t begin)
{
    struct places places;
    for (int i = 0; i < LINE_PENALTIES; i++)
        places.last[i] = NOWHERE;
    places.word = NOWHERE;
    struct line_room room = line_room_at(begin);
    bool any = false;
    size_t blanks = NOWHERE; /* after blanks alone, which nobody sees: the last resort */
    for (size_t i = begin; i < fit->count; i++, fit->steps++) {
        const struct line_item *item = &fit->items[i];
        if (item->kind == LINE_PENALTY && room.boxes > 0) {
            places.last[item->penalty] = i;
            if (item->penalty == LINE_NO_START)
                places.word = places.last[LINE_INSIDE];
            any = true;
        } else if (item->kind == LINE_PENALTY) {
            blanks = i;
        }
        line_room_add(&room, fit->items, i);
        places.all = false;
        if (line_room_least(&room) <= fit->measure || (!any && blanks == NOWHERE))
            continue;
        if (!any)
            places.last[LINE_INSIDE] = blanks;
        return places;
    }
    places.all = true;
    return places;
}

/* Can no line that begins at PLACE end at a place that costs at most PENALTY? */
static bool in_vain(struct fitting *fit, size_t place, int penalty)
{
    struct places next = find_places(fit, line_next_begin(fit->items, fit->count, place));
    for (int i = 0; i <= penalty; i++)
        if (next.last[i] != NOWHERE)
            return false;
    return !next.all;
}

/* The cheapest place, unless it breaks a rule in vain and a later one costs more. Where a word and
 * the mark after it are longer than the line, the word is parted, so that no line begins with the
 * mark. */
static size_t choose(struct fitting *fit, const struct places *places)
{
    size_t best = NOWHERE;
    for (int i = 0; i < LINE_PENALTIES; i++) {
        if (places->last[i] == NOWHERE || (best != NOWHERE && places->last[i] < best))
            continue;
        best = places->last[i];
        if (i < LINE_NO_START)
            return best;
        if (!in_vain(fit, best, i))
            break;
    }
    bool mark = best == places->last[LINE_NO_START];
    return mark && places->word != NOWHERE ? places->word : best;
}

static struct line_room read_line(struct fitting *fit, size_t begin, size_t end)
{
    struct line_room room = line_room_at(begin);
    for (size_t i = begin; i < end; i++, fit->steps++)
        line_room_add(&room, fit->items, i);
    return room;
}

/* Takes a character of the line before to a last line that has only one (孤字不成行), where that
 * costs nothing: no rule, and no other line of a single character. */
static void keep_company(struct fitting *fit, struct line_end *before, struct line_end *last)
{
    struct line_room room = read_line(fit, last->begin, last->end);
    if (!line_room_lonely(&room))
        return;
    int penalty = fit->items[before->end].penalty;
    for (size_t i = before->end - 1; i > before->begin; i--) {
        if (fit->items[i].kind != LINE_PENALTY || fit->items[i].penalty > penalty)
            continue;
        size_t begin = line_next_begin(fit->items, fit->count, i);
        struct line_room rest = read_line(fit, before->begin, i);
        struct line_room joined = read_line(fit, begin, last->end);
        if (rest.letters > 1 && line_room_least(&joined) <= fit->measure) {
            before->end = i;
            last->begin = begin;
        }
        return;
    }
}

struct line_list line_break_first(struct arena *arena, const struct line_item *items, size_t count,
                                  unit measure)
{
    if (line_fits(items, count, measure))
        return line_whole(arena, count);
    struct fitting fit = {items, count, measure, 0};
    struct line_end *lines = NULL;
    size_t line_count = 0, capacity = 0;
    for (size_t begin = 0; begin < count;) {
        struct places places = find_places(&fit, begin);
        size_t end = places.all ? count : choose(&fit, &places);
        lines = arena_grow(arena, lines, line_count, &capacity, sizeof *lines);
        lines[line_count++] = (struct line_end){begin, end};
        begin = line_next_begin(items, count, end);
    }
    if (line_count > 1)
        keep_company(&fit, &lines[line_count - 2], &lines[line_count - 1]);
    return (struct line_list){lines, line_count, fit.steps};
}

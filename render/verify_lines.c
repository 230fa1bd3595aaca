/* The lines of the data side by side with the places of the pages. See verify_parts.h.
 *
 * Most places have one line. A line with a text at each end has two, a chart one for each of its
 * labels: these places are parted first, as the data has it. What then differs in number is aligned,
 * so that a line too many is one report and not one for every line after it. */
#include <string.h>

#include "data/align.h"
#include "render/verify_parts.h"

#define WINDOW     ((size_t)500) /* lines that a place is looked for in, before and after */
#define LABELS_MAX ((size_t)200) /* of a chart that is not as the data has it */
#define STRAYS_MAX ((size_t)20)  /* differences, per hundred places, that need no alignment */

/* Parting the places. */
struct parting {
    struct verify *v;
    struct verify_places out;
};

static void put_piece(struct parting *p, const struct verify_place *place, const char *text)
{
    struct verify_places *out = &p->out;
    out->items =
        arena_grow(p->v->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    out->items[out->count] = *place;
    out->items[out->count++].text = text;
}

/* ---- lines with two texts ------------------------------------------------------------------ */

/* Are lines I and I + 1 paragraphs one after the other? */
static bool are_paragraphs(const struct verify *v, size_t i)
{
    size_t number = i + 1 < v->line_count ? verify_paragraph(v->lines[i].item->row) : 0;
    return number > 0 && verify_paragraph(v->lines[i + 1].item->row) == number + 1;
}

/* How many lines from I on say TEXT together: 0, 1 or 2. */
static size_t match_line(const struct verify *v, const char *text, size_t i)
{
    const char *key = v->lines[i].key;
    size_t length = strlen(key);
    if (strncmp(text, key, length) != 0)
        return 0;
    if (text[length] == '\0')
        return 1;
    return are_paragraphs(v, i) && strcmp(text + length, v->lines[i + 1].key) == 0 ? 2 : 0;
}

/* Neither one line nor two: perhaps half of it is as line I or I + 1 has it. */
static size_t guess_half(const struct verify *v, const char *text, size_t i)
{
    if (i >= v->line_count || !are_paragraphs(v, i))
        return 0;
    size_t length = strlen(text);
    size_t left = strlen(v->lines[i].key), right = strlen(v->lines[i + 1].key);
    if (left < length && strncmp(text, v->lines[i].key, left) == 0)
        return left;
    bool ends = right < length && strcmp(text + length - right, v->lines[i + 1].key) == 0;
    return ends ? length - right : 0;
}

/* ---- charts -------------------------------------------------------------------------------- */

static bool is_label(const struct verify *v, size_t i)
{
    const struct printed *item = v->lines[i].item;
    return item->column[0] == '\0' && verify_paragraph(item->row) == 0;
}

/* What label I is on paper: the name, and what is said of it. */
static const char *label_text(const struct verify *v, struct arena *arena, size_t i)
{
    const struct printed *item = v->lines[i].item;
    const char *value = verify_squeeze(arena, item->value);
    return arena_printf(arena, "%s%s", verify_squeeze(arena, item->row), value);
}

/* How many lines from I on are the labels of a chart that shows TEXT; 0: they are not. */
static size_t match_chart(const struct verify *v, const char *text, size_t i)
{
    size_t count = 0;
    for (; *text != '\0' && i + count < v->line_count && is_label(v, i + count); count++) {
        const char *label = label_text(v, v->scratch, i + count);
        size_t length = strlen(label);
        if (length == 0 || strncmp(text, label, length) != 0)
            return 0;
        text += length;
    }
    return *text == '\0' ? count : 0;
}

/* The labels of the chart at line I: those under one heading. */
static size_t count_labels(const struct verify *v, size_t i)
{
    size_t count = 0;
    for (; count < LABELS_MAX && i + count < v->line_count && is_label(v, i + count); count++)
        if (strcmp(v->lines[i + count].item->table, v->lines[i].item->table) != 0)
            break;
    return count;
}

/* Parts a chart by COUNT labels from line I on, one of which may be another: what stands where it
 * should be goes up to the next one. */
static void part_chart(struct parting *p, const struct verify_place *place, size_t i, size_t count)
{
    struct verify *v = p->v;
    const char *rest = place->text;
    for (size_t k = 0; k < count; k++) {
        const char *label = label_text(v, v->arena, i + k);
        size_t length = strlen(label);
        v->lines[i + k].key = label;
        if (k + 1 == count || strncmp(rest, label, length) != 0) {
            bool search = k + 1 < count && verify_spend(v, strlen(rest));
            const char *next = search ? strstr(rest, label_text(v, v->scratch, i + k + 1)) : NULL;
            length = next != NULL ? (size_t)(next - rest) : strlen(rest);
        }
        put_piece(p, place, arena_strndup(v->arena, rest, length));
        rest += length;
    }
}

/* ---- parting ------------------------------------------------------------------------------- */

static size_t match(const struct verify *v, const struct verify_place *place, size_t i)
{
    if (place->kind == VERIFY_FIGURE)
        return match_chart(v, place->text, i);
    return match_line(v, place->text, i);
}

/* The lines that PLACE is, nearest to line *AT; 0: none. */
static size_t find_lines(const struct verify *v, const struct verify_place *place, size_t *at)
{
    for (size_t away = 0; away < WINDOW; away++) {
        const size_t tries[2] = {*at + away, *at - away};
        for (size_t k = 0; k < 2; k++) {
            size_t count = tries[k] < v->line_count ? match(v, place, tries[k]) : 0;
            if (count > 0) {
                *at = tries[k];
                return count;
            }
        }
    }
    return 0;
}

/* Parts PLACE, which should be at line I; returns the line after it. */
static size_t part(struct parting *p, const struct verify_place *place, size_t i)
{
    struct verify *v = p->v;
    size_t count = find_lines(v, place, &i);
    if (place->kind == VERIFY_FIGURE) {
        count = count > 0 ? count : i < v->line_count ? count_labels(v, i) : 0;
        part_chart(p, place, i, count);
        if (count == 0)
            put_piece(p, place, place->text);
        return i + count;
    }
    if (place->optional && count == 0)
        return i; /* the title of the contents */
    size_t length = count == 2   ? strlen(v->lines[i].key)
                    : count == 0 ? guess_half(v, place->text, i)
                                 : 0;
    if (length == 0) {
        put_piece(p, place, place->text);
        return i + 1;
    }
    put_piece(p, place, arena_strndup(v->arena, place->text, length));
    put_piece(p, place, place->text + length);
    return i + 2;
}

static void part_places(struct verify *v)
{
    struct parting p = {.v = v};
    size_t line = 0;
    for (size_t i = 0; i < v->walked.count; i++) {
        const struct verify_place *place = &v->walked.items[i];
        struct arena_mark mark = arena_mark(v->scratch);
        if (place->kind == VERIFY_CELL) {
            put_piece(&p, place, place->text);
            line++;
        } else {
            line = part(&p, place, line);
        }
        arena_reset(v->scratch, mark);
    }
    v->places = p.out;
}

/* ---- aligning ------------------------------------------------------------------------------ */

/* Do so many say the same in their order that nothing has to be aligned? */
static bool are_parallel(const struct verify *v)
{
    size_t differences = 0;
    for (size_t i = 0; i < v->line_count && v->line_count == v->places.count; i++)
        differences += strcmp(v->lines[i].key, v->places.items[i].text) != 0;
    return v->line_count == v->places.count && differences <= 5 + v->line_count / 100 * STRAYS_MAX;
}

/* The place of each line, ALIGN_NONE for those that say nothing that is there. */
static size_t *align(struct verify *v)
{
    size_t lines = v->line_count, places = v->places.count;
    size_t *place_of = arena_array(v->arena, lines + 1, sizeof *place_of);
    place_of[lines] = places;
    if (are_parallel(v)) {
        for (size_t i = 0; i < lines; i++)
            place_of[i] = i;
        return place_of;
    }
    const char **a = arena_array(v->arena, lines, sizeof *a);
    const char **b = arena_array(v->arena, places, sizeof *b);
    for (size_t i = 0; i < lines; i++)
        a[i] = v->lines[i].key;
    for (size_t i = 0; i < places; i++)
        b[i] = v->places.items[i].text;
    struct arena_mark mark = arena_mark(v->scratch);
    align_texts(v->scratch, a, lines, b, places, place_of);
    arena_reset(v->scratch, mark);
    return place_of;
}

/* ---- comparing ----------------------------------------------------------------------------- */

static void compare(struct verify *v, const struct verify_line *line,
                    const struct verify_place *place)
{
    verify_labels(v, line->item, place);
    if (strcmp(line->key, place->text) != 0)
        verify_report_texts(v, DIAG_VERIFY_VALUE, verify_where(v, place->page, line->item),
                            line->key, place->text);
}

static void report_missing(struct verify *v, const struct printed *item, size_t page)
{
    verify_report_texts(v, DIAG_VERIFY_MISSING, verify_where(v, page, item), item->value, NULL);
}

static void report_extra(struct verify *v, const struct verify_place *place)
{
    verify_report_texts(v, DIAG_VERIFY_EXTRA, verify_where(v, place->page, NULL), NULL,
                        place->text);
}

size_t verify_lines(struct verify *v)
{
    part_places(v);
    const size_t *place_of = align(v);
    size_t next = 0, compared = 0;
    for (size_t i = 0; i <= v->line_count && !verify_is_full(v);) {
        size_t end = i; /* of the lines that found no place */
        while (place_of[end] == ALIGN_NONE)
            end++;
        for (; i < end && next < place_of[end]; compared++)
            compare(v, &v->lines[i++], &v->places.items[next++]);
        size_t page = next > 0 ? v->places.items[next - 1].page : 0;
        for (; i < end; i++)
            report_missing(v, v->lines[i].item, page);
        for (; next < place_of[end]; next++)
            report_extra(v, &v->places.items[next]);
        if (i < v->line_count) {
            compare(v, &v->lines[i], &v->places.items[next++]);
            compared++;
        }
        i++;
    }
    return compared;
}

/* What the pages say, from the structure tree. See verify_parts.h. */
#include <string.h>

#include "render/buf.h"
#include "render/verify_parts.h"

/* ---- texts --------------------------------------------------------------------------------- */

static void gather(const struct read_element *element, struct buf *out)
{
    buf_str(out, element->text);
    for (size_t i = 0; i < element->kid_count; i++)
        gather(element->kids[i], out);
}

const char *verify_gather(struct verify *v, const struct read_element *element)
{
    if (element->kid_count == 0)
        return element->text[0] != '\0' ? verify_squeeze(v->arena, element->text) : "";
    struct arena_mark mark = arena_mark(v->scratch);
    struct buf text = buf_new(v->scratch);
    gather(element, &text);
    const char *squeezed = verify_squeeze(v->arena, text.bytes);
    arena_reset(v->scratch, mark);
    return squeezed;
}

static void add_known(struct verify *v, const char *text)
{
    if (text[0] == '\0')
        return;
    v->known =
        arena_grow(v->arena, v->known, v->known_count, &v->known_capacity, sizeof(const char *));
    v->known[v->known_count++] = text;
}

/* ---- headings, lines, contents ------------------------------------------------------------- */

/* The lines just above heading number HEADING (from 1) may belong under it. */
static void lead_up(struct verify *v, size_t heading)
{
    for (size_t i = v->walked.count; i > 0; i--) {
        struct verify_place *place = &v->walked.items[i - 1];
        if (place->kind != VERIFY_LINE || place->heading + 1 != heading)
            return;
        place->below = heading;
    }
}

static void add_heading(struct verify *v, const struct read_element *element, int level)
{
    v->headings = arena_grow(v->arena, v->headings, v->heading_count, &v->heading_capacity,
                             sizeof *v->headings);
    struct verify_heading *heading = &v->headings[v->heading_count++];
    *heading = (struct verify_heading){.text = verify_gather(v, element),
                                       .level = level,
                                       .page = element->page,
                                       .part = v->heading_count,
                                       .upper = level == 2 ? v->heading_count : 0,
                                       .first = v->walked.count};
    if (v->heading_count > 1) {
        heading[-1].end = v->walked.count;
        heading->part = level == 1 ? heading->part : heading[-1].part;
        heading->upper = level == 3 ? heading[-1].upper : heading->upper;
    } else if (level > 1) {
        heading->part = 0;
    }
    add_known(v, heading->text);
    lead_up(v, v->heading_count);
}

static void add_place(struct verify *v, enum verify_kind kind, const char *text, size_t page)
{
    if (text[0] == '\0')
        return;
    struct verify_places *places = &v->walked;
    places->items = arena_grow(v->arena, places->items, places->count, &places->capacity,
                               sizeof *places->items);
    places->items[places->count++] = (struct verify_place){
        .kind = kind, .text = text, .page = page, .heading = v->heading_count};
}

static void add_entry(struct verify *v, const struct read_element *element)
{
    v->entries =
        arena_grow(v->arena, v->entries, v->entry_count, &v->entry_capacity, sizeof(const char *));
    v->entries[v->entry_count++] = verify_gather(v, element);
}

/* The line before the contents is their title, or just a line. */
static void begin_contents(struct verify *v)
{
    if (v->walked.count == 0)
        return;
    struct verify_place *last = &v->walked.items[v->walked.count - 1];
    last->optional = last->kind == VERIFY_LINE && last->heading == v->heading_count;
}

/* ---- the tree ------------------------------------------------------------------------------ */

enum walk_kind {
    WALK_OTHER, /* what holds others */
    WALK_HEADING,
    WALK_LINE,
    WALK_FIGURE,
    WALK_CONTENTS,
    WALK_ENTRY,
    WALK_TABLE
};

static enum walk_kind kind_of(const char *type)
{
    static const struct {
        const char *type;
        enum walk_kind kind;
    } KINDS[] = {{"P", WALK_LINE},       {"H1", WALK_HEADING},  {"H2", WALK_HEADING},
                 {"H3", WALK_HEADING},   {"Table", WALK_TABLE}, {"Figure", WALK_FIGURE},
                 {"TOC", WALK_CONTENTS}, {"TOCI", WALK_ENTRY}};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(type, KINDS[i].type) == 0)
            return KINDS[i].kind;
    return WALK_OTHER;
}

static void walk(struct verify *v, const struct read_element *element);

static void walk_kids(struct verify *v, const struct read_element *element)
{
    for (size_t i = 0; i < element->kid_count; i++)
        walk(v, element->kids[i]);
}

/* What leads up to a table, then the table. Its lines are repeated on further pages. */
static void walk_captioned(struct verify *v, const struct read_element *element)
{
    const char *caption = "";
    for (size_t i = 0; i < element->kid_count; i++) {
        const struct read_element *kid = element->kids[i];
        if (strcmp(kid->type, "Caption") != 0)
            continue;
        size_t first = v->walked.count;
        walk(v, kid);
        for (; first < v->walked.count; first++)
            add_known(v, v->walked.items[first].text);
        caption = verify_gather(v, kid);
    }
    verify_walk_table(v, element, caption);
    const struct verify_table *table =
        v->walked.count > 0 ? v->walked.items[v->walked.count - 1].table : NULL;
    for (size_t i = 0; table != NULL && i < table->count; i++)
        if (table->cells[i].row < table->head_rows || table->cells[i].label)
            add_known(v, table->cells[i].text);
}

static void walk(struct verify *v, const struct read_element *element)
{
    switch (kind_of(element->type)) {
    case WALK_HEADING:
        add_heading(v, element, element->type[1] - '0');
        break;
    case WALK_LINE:
        add_place(v, VERIFY_LINE, verify_gather(v, element), element->page);
        break;
    case WALK_FIGURE:
        add_place(v, VERIFY_FIGURE, verify_gather(v, element), element->page);
        break;
    case WALK_TABLE:
        walk_captioned(v, element);
        break;
    case WALK_ENTRY:
        add_entry(v, element);
        break;
    case WALK_CONTENTS:
        begin_contents(v);
        walk_kids(v, element);
        break;
    case WALK_OTHER: /* of its own it should say nothing */
        add_place(v, VERIFY_LINE, verify_squeeze(v->arena, element->text), element->page);
        walk_kids(v, element);
        break;
    }
}

/* Cells that show nothing are on no page; they stand between those that do. */
static void bound_blanks(struct verify *v)
{
    size_t page = 0;
    for (size_t i = 0; i < v->walked.count; i++) {
        struct verify_place *place = &v->walked.items[i];
        place->page_until = place->page;
        place->page = page = place->page != SIZE_MAX ? place->page : page;
    }
    page = v->pdf->page_count - 1;
    for (size_t i = v->walked.count; i > 0; i--) {
        struct verify_place *place = &v->walked.items[i - 1];
        if (place->page_until == SIZE_MAX)
            place->page_until = page > place->page ? page : place->page;
        page = place->page;
    }
}

void verify_walk(struct verify *v)
{
    walk(v, v->pdf->root);
    if (v->heading_count > 0)
        v->headings[v->heading_count - 1].end = v->walked.count;
    bound_blanks(v);
}

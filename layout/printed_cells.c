/* The printed cells: the document tree has what is printed and under which headings, the pages
 * where. Both are in reading order, and what the tree says once stands once as an element, so the
 * two are gone through side by side. */
#include "layout/printed_cells.h"

#include <string.h>

#include "data/table_labels.h"
#include "layout/paragraph.h"
#include "layout/printed_places.h"

/* What goes on after a form. */
struct suspended {
    const char *table;
    size_t paragraphs;
};

struct collector {
    struct arena *arena;
    const struct format *format;
    const struct printed_place *places;
    size_t place_count, next;
    struct printed *items;
    size_t count, capacity;
    const char *part, *table;        /* the headings all is under now */
    const char *outer_table;         /* of level 2: what a heading of level 3 stands under */
    const struct block *entered;     /* a heading whose lines have begun above it */
    size_t paragraphs;               /* under the last heading */
    const struct suspended *outside; /* of the form that is open; NULL: none is */
};

/* The place of the next element of the document. */
static const struct printed_place *take_place(struct collector *c)
{
    static const struct page nowhere = {.folio = ""};
    static const struct printed_place none = {ROLE_P, &nowhere, 0};
    return c->next < c->place_count ? &c->places[c->next++] : &none;
}

/* UPPER and LOWER, of which either may be blank. */
static const char *join(struct arena *arena, const char *upper, const char *lower)
{
    if (upper[0] == '\0' || lower[0] == '\0')
        return upper[0] == '\0' ? lower : upper;
    return arena_printf(arena, "%s／%s", upper, lower);
}

static void add(struct collector *c, struct printed item)
{
    item.part = c->part;
    item.table = c->table;
    c->items = arena_grow(c->arena, c->items, c->count, &c->capacity, sizeof *c->items);
    c->items[c->count++] = item;
}

/* ---- headings ------------------------------------------------------------------------------ */

static void enter_form(struct collector *c, const struct block *heading)
{
    struct suspended *outside = arena_alloc(c->arena, sizeof *outside);
    *outside = (struct suspended){c->table, c->paragraphs};
    c->outside = outside;
    c->table = join(c->arena, label_line(c->arena, heading->text.utf8),
                    label_line(c->arena, heading->about));
    c->paragraphs = 0;
}

/* A form is a section of its own; what is around it goes on after it. */
static void leave_form(struct collector *c)
{
    if (c->outside == NULL)
        return;
    c->table = c->outside->table;
    c->paragraphs = c->outside->paragraphs;
    c->outside = NULL;
}

static void enter_heading(struct collector *c, const struct block *heading)
{
    if (heading == c->entered)
        return;
    c->entered = heading;
    if (heading->about != NULL) {
        enter_form(c, heading);
        return;
    }
    const char *text = label_line(c->arena, heading->text.utf8);
    if (heading->level <= 1)
        c->part = text;
    if (heading->level <= 2)
        c->outer_table = heading->level == 2 ? text : "";
    c->table = heading->level <= 2 ? c->outer_table : join(c->arena, c->outer_table, text);
    c->paragraphs = 0;
}

/* The heading that COUNT BLOCKS lead up to: lines that are kept with a heading below them belong
 * under it (预算公开表1). NULL when they lead to none. */
static const struct block *heading_below(const struct block *blocks, size_t count)
{
    size_t i = 0;
    while (i < count && blocks[i].kind == BLOCK_PARAGRAPH && blocks[i].keep_with_next)
        i++;
    return i < count && blocks[i].kind == BLOCK_HEADING ? &blocks[i] : NULL;
}

/* ---- lines --------------------------------------------------------------------------------- */

static void add_line(struct collector *c, const char *text, const struct printed_place *place)
{
    const char *value = label_line(c->arena, text);
    if (value[0] == '\0')
        return;
    add(c, (struct printed){.row = arena_printf(c->arena, "第%zu段", ++c->paragraphs),
                            .column = "",
                            .value = value,
                            .unit = "",
                            .page = place->page->folio});
}

static void add_paragraphs(struct collector *c, const char *utf8)
{
    const struct text_span *spans;
    size_t count = text_split(c->arena, utf8, &spans);
    for (size_t i = 0; i < count; i++)
        add_line(c, arena_strndup(c->arena, utf8 + spans[i].start, spans[i].length), take_place(c));
}

static void add_pair(struct collector *c, const struct block *block)
{
    const struct printed_place *place = take_place(c);
    add_line(c, block->text.utf8, place);
    add_line(c, block->right.utf8, place);
}

/* ---- tables -------------------------------------------------------------------------------- */

static void add_table(struct collector *c, const struct table *table)
{
    const struct cell_labels *labels = table_labels(c->arena, table);
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        const struct printed_place *place = take_place(c);
        if (cell->row < table->head_rows)
            continue;
        bool measured = cell->content == CELL_AMOUNT && !cell->heads && table->unit != NULL;
        add(c, (struct printed){.row = labels[i].row,
                                .column = labels[i].column,
                                .value = label_line(c->arena, cell->text.utf8),
                                .unit = measured ? table->unit : "",
                                .page = place->page->folio,
                                .total = cell->total});
    }
}

/* ---- charts -------------------------------------------------------------------------------- */

/* The texts of a chart on paper, in order. */
struct chart_texts {
    const char **texts;
    size_t count, capacity, next;
};

static struct chart_texts find_texts(struct arena *arena, const struct printed_place *place)
{
    struct chart_texts found = {0};
    const struct page *page = place->page;
    for (size_t i = place->begin; i < page->count && page->items[i].kind != ITEM_END; i++) {
        const struct item *item = &page->items[i];
        if (item->kind != ITEM_TEXT)
            continue;
        found.texts =
            arena_grow(arena, found.texts, found.count, &found.capacity, sizeof *found.texts);
        found.texts[found.count++] = arena_strndup(arena, item->as.text.utf8, item->as.text.length);
    }
    return found;
}

static void add_label(struct collector *c, const char *name, const char *value,
                      const struct printed_place *place)
{
    add(c, (struct printed){.row = label_line(c->arena, name),
                            .column = "",
                            .value = label_line(c->arena, value),
                            .unit = "",
                            .page = place->page->folio});
}

/* TEXT without blanks: those at the ends of lines are not printed. */
static char *squeeze(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text), *end = out;
    for (const char *at = text; *at != '\0'; at++)
        if (*at != ' ' && *at != '\n')
            *end++ = *at;
    *end = '\0';
    return out;
}

/* Whether the label of ENTRY comes next; it may have been set in any number of texts, which are then
 * passed over. */
static bool take_label(struct arena *arena, struct chart_texts *texts,
                       const struct chart_entry *entry)
{
    const char *rest = squeeze(
        arena, arena_printf(arena, "%s%s%s", entry->name.utf8, entry->amount, entry->share));
    size_t i = texts->next;
    for (; i < texts->count && *rest != '\0'; i++) {
        const char *text = squeeze(arena, texts->texts[i]);
        if (strncmp(rest, text, strlen(text)) != 0)
            return false;
        rest += strlen(text);
    }
    if (*rest == '\0')
        texts->next = i;
    return *rest == '\0';
}

/* A label each: the name, and what it says of it. Small entries may have been gathered in one, which
 * stands last, without an amount. */
static void add_chart(struct collector *c, const struct chart *chart)
{
    const struct printed_place *place = take_place(c);
    struct chart_texts texts = find_texts(c->arena, place);
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_entry *entry = &chart->entries[i];
        if (take_label(c->arena, &texts, entry))
            add_label(c, entry->name.utf8,
                      arena_printf(c->arena, "%s %s", entry->amount, entry->share), place);
    }
    const char *name = "";
    for (; texts.next + 1 < texts.count; texts.next++)
        name = arena_printf(c->arena, "%s%s", name, texts.texts[texts.next]);
    if (texts.next < texts.count)
        add_label(c, name, texts.texts[texts.next], place);
}

/* ---- the document -------------------------------------------------------------------------- */

static void collect_block(struct collector *c, const struct section *section, size_t index)
{
    const struct block *block = &section->blocks[index];
    const struct block *heading = heading_below(block, section->block_count - index);
    if (heading != NULL)
        enter_heading(c, heading);
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        add_paragraphs(c, block->text.utf8);
        break;
    case BLOCK_HEADING:
        take_place(c);
        break;
    case BLOCK_PAIR:
        add_pair(c, block);
        break;
    case BLOCK_TABLE:
        add_table(c, block->table);
        break;
    case BLOCK_CHART:
        add_chart(c, block->chart);
        break;
    case BLOCK_CONTENTS: /* its entries are no P; they repeat the headings */
        if (c->format->contents_title.utf8[0] != '\0')
            take_place(c);
        break;
    }
}

struct printed_list printed_cells(struct arena *arena, const struct document *document,
                                  const struct page_list *pages)
{
    struct collector c = {
        .arena = arena, .format = document->format, .part = "", .table = "", .outer_table = ""};
    c.place_count = printed_places(arena, pages, &c.places);
    for (size_t i = 0; i < document->section_count; i++) {
        const struct section *section = &document->sections[i];
        leave_form(&c);
        for (size_t k = 0; k < section->block_count; k++)
            collect_block(&c, section, k);
    }
    return (struct printed_list){c.items, c.count};
}

/* The drawing of a chart: its texts and shapes. See chart_canvas.h. */
#include "layout/chart_canvas.h"

#define INK           0x404040
#define OUTLINE_WIDTH 600
#define LEADER_WIDTH  400

/* Light enough for dark marks, and of different greys. Neighbours in the list differ in both. */
static const struct paint {
    uint32_t fill;
    enum pattern pattern;
} PAINTS[] = {{0x6C9BD2, PATTERN_NONE},       {0xF6D39B, PATTERN_RISING},
              {0x9CCB9A, PATTERN_DOTS},       {0xF2A79A, PATTERN_FALLING},
              {0xD9C8E8, PATTERN_GRID},       {0x8FC9CC, PATTERN_VERTICAL},
              {0xF3EDA3, PATTERN_HORIZONTAL}, {0xC9A98A, PATTERN_LATTICE}};
#define PAINT_COUNT (sizeof PAINTS / sizeof *PAINTS)
#define PAINT_SEAM                                                                                 \
    4 /* of a last entry that would look like the first, which it touches in a circle */

static const struct paint GATHERED_PAINT = {0xE6E6E6, PATTERN_NONE};

struct text_block chart_set_text(const struct chart_canvas *canvas, struct text text, unit measure)
{
    struct paragraph_shape shape = {&canvas->style, FONT_CELL, ALIGN_LEFT, measure};
    return text_set(canvas->job, text, &shape);
}

unit chart_text_width(struct text_block text)
{
    unit width = 0;
    for (size_t i = 0; i < text.count; i++)
        width = text.lines[i].width > width ? text.lines[i].width : width;
    return width;
}

struct text_line chart_set_figure(const struct chart_canvas *canvas,
                                  const struct chart_entry *entry, const char *figure)
{
    struct text text = {figure, entry->name.pos};
    return text_set_line(canvas->job, text, &canvas->style, FONT_NUMBER);
}

static void add(struct chart_canvas *canvas, struct item item)
{
    canvas->items = arena_grow(canvas->job->arena, canvas->items, canvas->item_count,
                               &canvas->item_capacity, sizeof *canvas->items);
    canvas->items[canvas->item_count++] = item;
}

void chart_add_line(struct chart_canvas *canvas, const struct text_line *line, unit x, unit y)
{
    for (size_t i = 0; i < line->count; i++)
        add(canvas, item_move(line->items[i], x, y + text_baseline(&canvas->style)));
}

static const struct paint *paint_of(const struct chart_canvas *canvas, size_t index)
{
    bool last = index + 1 == canvas->count;
    if (last && canvas->gathered)
        return &GATHERED_PAINT;
    bool seam = last && index > 0 && index % PAINT_COUNT == 0;
    return &PAINTS[seam ? PAINT_SEAM : index % PAINT_COUNT];
}

static struct item path_item(const struct chart_path *path, unit width)
{
    struct item item = {.kind = ITEM_PATH};
    item.as.path.steps = path->steps;
    item.as.path.count = path->count;
    item.as.path.width = width;
    item.as.path.ink = INK;
    return item;
}

void chart_add_shape(struct chart_canvas *canvas, const struct chart_path *path, size_t index)
{
    struct item item = path_item(path, OUTLINE_WIDTH);
    item.as.path.filled = true;
    item.as.path.fill = paint_of(canvas, index)->fill;
    item.as.path.pattern = paint_of(canvas, index)->pattern;
    add(canvas, item);
}

void chart_add_leader(struct chart_canvas *canvas, const struct chart_path *path)
{
    add(canvas, path_item(path, LEADER_WIDTH));
}

/* Horizontal bars: name, bar, amount, share. Amounts and shares stand in columns, flush right. */
#include "layout/chart_canvas.h"

#define PITCH_MOST (26 * UNIT_POINT)
#define BAR_MOST   (14 * UNIT_POINT)
#define ROOM_LEAST (60 * UNIT_POINT) /* for the longest bar: shorter ones cannot be compared */
#define GAP        (8 * UNIT_POINT)  /* between columns */
#define ROUNDING   1500              /* of a bar's right corners */

struct bar {
    struct text_block name;
    struct text_line amount, share;
};

struct bars {
    struct bar *bars;
    unit name, amount, share; /* widths of the columns */
    unit pitch, top;
};

static unit wider(unit a, unit b)
{
    return a > b ? a : b;
}

/* A name is on one line, or wrapped in two fifths of the width. */
static struct text_block set_name(const struct chart_canvas *canvas, struct text name)
{
    unit most = canvas->width * 2 / 5;
    struct text_block natural = chart_set_text(canvas, name, UNIT_MAX);
    return chart_text_width(natural) <= most ? natural : chart_set_text(canvas, name, most);
}

static bool set_bars(const struct chart_canvas *canvas, struct bars *out)
{
    for (size_t i = 0; i < canvas->count; i++) {
        const struct chart_entry *entry = &canvas->entries[i];
        struct bar *bar = &out->bars[i];
        bar->name = set_name(canvas, entry->name);
        bar->amount = chart_set_figure(canvas, entry, entry->amount);
        bar->share = chart_set_figure(canvas, entry, entry->share);
        out->name = wider(out->name, chart_text_width(bar->name));
        out->amount = wider(out->amount, bar->amount.width);
        out->share = wider(out->share, bar->share.width);
        if ((int64_t)bar->name.count * canvas->style.leading > out->pitch)
            return false;
    }
    return true;
}

/* A rectangle whose right corners are rounded. */
static void add_bar(struct chart_canvas *canvas, size_t index, unit x, unit y, unit length,
                    unit thickness)
{
    struct chart_path path = {.arena = canvas->job->arena};
    unit corner = length < ROUNDING ? length : ROUNDING;
    unit end = x + length - corner, bottom = y + thickness;
    chart_path_move(&path, (struct chart_point){x, y});
    chart_path_edge(&path, (struct chart_point){end, y});
    chart_path_arc(&path, (struct chart_point){end, y + corner}, corner, 0, TURN_FULL / 4);
    chart_path_edge(&path, (struct chart_point){x + length, bottom - corner});
    chart_path_arc(&path, (struct chart_point){end, bottom - corner}, corner, TURN_FULL / 4,
                   TURN_FULL / 2);
    chart_path_edge(&path, (struct chart_point){x, bottom});
    chart_path_edge(&path, (struct chart_point){x, y});
    chart_path_close(&path);
    chart_add_shape(canvas, &path, index);
}

static uint64_t largest(const struct chart_canvas *canvas)
{
    uint64_t most = 1;
    for (size_t i = 0; i < canvas->count; i++)
        if ((uint64_t)canvas->entries[i].value > most)
            most = (uint64_t)canvas->entries[i].value;
    return most;
}

static void add_row(struct chart_canvas *canvas, const struct bars *bars, size_t index)
{
    const struct bar *bar = &bars->bars[index];
    unit leading = canvas->style.leading;
    unit y = bars->top + (unit)index * bars->pitch + bars->pitch / 2; /* the middle of the row */
    unit name_top = y - (unit)bar->name.count * leading / 2;
    for (size_t i = 0; i < bar->name.count; i++)
        chart_add_line(canvas, &bar->name.lines[i], bars->name - bar->name.lines[i].width,
                       name_top + (unit)i * leading);
    unit share = canvas->width - bar->share.width;
    unit amount = canvas->width - bars->share - GAP - bar->amount.width;
    chart_add_line(canvas, &bar->amount, amount, y - leading / 2);
    chart_add_line(canvas, &bar->share, share, y - leading / 2);
}

bool chart_draw_bars(struct chart_canvas *canvas)
{
    struct bars bars = {.bars = NULL};
    int64_t pitch = canvas->height / (int64_t)canvas->count;
    if (pitch < canvas->style.leading)
        return false;
    bars.pitch = pitch < PITCH_MOST ? (unit)pitch : PITCH_MOST;
    bars.top = (canvas->height - bars.pitch * (unit)canvas->count) / 2;
    bars.bars = arena_array(canvas->job->arena, canvas->count, sizeof *bars.bars);
    if (!set_bars(canvas, &bars))
        return false;
    unit left = bars.name + GAP;
    unit room = canvas->width - left - GAP - bars.amount - GAP - bars.share;
    if (room < ROOM_LEAST)
        return false;
    unit thickness = bars.pitch * 3 / 5 < BAR_MOST ? bars.pitch * 3 / 5 : BAR_MOST;
    uint64_t most = largest(canvas);
    for (size_t i = 0; i < canvas->count; i++) {
        uint64_t value = (uint64_t)canvas->entries[i].value;
        unit y = bars.top + (unit)i * bars.pitch + (bars.pitch - thickness) / 2;
        add_bar(canvas, i, left, y, (unit)chart_ratio(value, most, (uint32_t)room), thickness);
    }
    for (size_t i = 0; i < canvas->count; i++)
        add_row(canvas, &bars, i);
    return true;
}

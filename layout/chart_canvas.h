/* The drawing of a chart: what its kinds share. Private to layout/chart*.c. */
#ifndef BANXIN_CHART_CANVAS_H
#define BANXIN_CHART_CANVAS_H

#include "layout/chart.h"
#include "layout/chart_path.h"

/* How the labels of a round chart are set. */
enum chart_form {
    CHART_STACKED, /* the figures below the name */
    CHART_SINGLE,  /* name and figures on one line */
    CHART_MIXED    /* on one line where they fit, else below */
};

/* One trial: entries, type and form of labels are settled; the items are those of what fits. */
struct chart_canvas {
    const struct layout_job *job;
    enum chart_kind kind;
    const struct chart_entry *entries;
    size_t count;
    bool gathered; /* the last entry is several gathered */
    uint64_t total;
    unit width, height;
    struct text_style style; /* of the labels */
    enum chart_form form;
    struct item *items;
    size_t item_count, item_capacity;
};

/* Each draws the chart, or returns false when there is no room. */
bool chart_draw_round(struct chart_canvas *canvas);
bool chart_draw_bars(struct chart_canvas *canvas);

/* TEXT in lines of at most MEASURE, from the left. */
struct text_block chart_set_text(const struct chart_canvas *canvas, struct text text, unit measure);
unit chart_text_width(struct text_block text);

/* A figure of ENTRY, one line. */
struct text_line chart_set_figure(const struct chart_canvas *canvas,
                                  const struct chart_entry *entry, const char *figure);

/* Adds LINE of a label, the top of which is at Y. */
void chart_add_line(struct chart_canvas *canvas, const struct text_line *line, unit x, unit y);
/* Adds the shape of entry INDEX: its colour and pattern differ from those of its neighbours. */
void chart_add_shape(struct chart_canvas *canvas, const struct chart_path *path, size_t index);
void chart_add_leader(struct chart_canvas *canvas, const struct chart_path *path);

#endif

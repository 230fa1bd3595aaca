/* Structure charts: tries forms and sizes until one has room. See chart.h. */
#include "layout/chart.h"

#include <inttypes.h>

#include "layout/chart_canvas.h"
#include "layout/report.h"

#define SIZE_LEAST                                                                                 \
    (7 * UNIT_POINT + UNIT_POINT / 2) /* 六号: smaller type is not read at a glance */
#define SIZE_STEP (UNIT_POINT / 2)
#define SMALL     50 /* a share is small under 1/50 of the whole */

/* The name of the gathered entries, with their number. */
#define GATHERED_NAME "其他%zu项"

static uint64_t total_of(const struct chart *chart)
{
    uint64_t total = 0;
    for (size_t i = 0; i < chart->count; i++)
        total += (uint64_t)chart->entries[i].value;
    return total;
}

static bool is_small(const struct chart_entry *entry, uint64_t total)
{
    return chart_ratio((uint64_t)entry->value, total, SMALL) == 0;
}

/* SUM of TOTAL in percent, rounded half up: the figure of one share, not the sum of rounded ones.
 */
static const char *percent(struct arena *arena, uint64_t sum, uint64_t total)
{
    int64_t hundredths = (chart_ratio(sum, total, 2 * 10000) + 1) / 2;
    return arena_printf(arena, "%" PRId64 ".%02" PRId64 "%%", hundredths / 100, hundredths % 100);
}

/* Gathers the small entries of CANVAS into one at the end. False when there are not several. */
static bool gather(struct chart_canvas *canvas)
{
    struct arena *arena = canvas->job->arena;
    struct chart_entry *entries = arena_array(arena, canvas->count, sizeof *entries);
    size_t count = 0, small = 0;
    uint64_t sum = 0;
    struct pos pos = {0};
    for (size_t i = 0; i < canvas->count; i++) {
        const struct chart_entry *entry = &canvas->entries[i];
        if (!is_small(entry, canvas->total)) {
            entries[count++] = *entry;
            continue;
        }
        pos = small++ == 0 ? entry->name.pos : pos;
        sum += (uint64_t)entry->value;
    }
    if (small < 2)
        return false;
    entries[count++] =
        (struct chart_entry){.name = {arena_printf(arena, GATHERED_NAME, small), pos},
                             .amount = "",
                             .share = percent(arena, sum, canvas->total),
                             .value = (int64_t)sum};
    canvas->entries = entries;
    canvas->count = count;
    canvas->gathered = true;
    return true;
}

/* The type of labels: the role of STYLE, no wider set than labels need. */
static struct text_style label_style(const struct text_style *style, unit size)
{
    struct text_style label = *style;
    unit leading = size * 5 / 4;
    label.size = size;
    label.leading = style->leading < leading ? style->leading : leading;
    label.leading = label.leading < size ? size : label.leading;
    label.indent = 0;
    label.left = 0;
    return label;
}

/* The forms in the order they are tried at each size. */
static const struct {
    bool gathered;
    enum chart_form form;
} FORMS[] = {{false, CHART_STACKED}, {false, CHART_SINGLE}, {true, CHART_STACKED},
             {true, CHART_SINGLE},   {false, CHART_MIXED},  {true, CHART_MIXED}};
#define FORM_COUNT (sizeof FORMS / sizeof *FORMS)

/* Tries the forms at one size: true when one fits CANVAS, or when there was a fault. */
static bool draw_at(const struct chart_canvas *plain, unit size, size_t errors,
                    struct chart_canvas *canvas)
{
    for (size_t i = 0; i < FORM_COUNT; i++) {
        *canvas = *plain;
        canvas->style = label_style(&plain->style, size);
        canvas->form = FORMS[i].form;
        if (FORMS[i].gathered && !gather(canvas))
            continue;
        bool fits = canvas->kind == CHART_BARS ? chart_draw_bars(canvas) : chart_draw_round(canvas);
        if (fits || diag_errors(plain->job->diag) > errors)
            return true;
    }
    return false;
}

static void report_crowded(const struct chart_canvas *canvas, const struct chart *chart, unit size)
{
    struct arena *arena = canvas->job->arena;
    diag_report(canvas->job->diag, chart->alternative.pos, DIAG_CHART_CROWDED,
                report_excerpt(arena, chart->alternative.utf8),
                report_number(arena, (int64_t)chart->count), report_points(arena, canvas->width),
                report_points(arena, canvas->height), report_points(arena, size), NULL);
}

bool chart_set(const struct layout_job *job, const struct chart *chart,
               const struct text_style *style, unit width, struct text_line *line)
{
    size_t errors = diag_errors(job->diag);
    struct chart_canvas plain = {.job = job,
                                 .kind = chart->kind,
                                 .entries = chart->entries,
                                 .count = chart->count,
                                 .total = total_of(chart),
                                 .width = width,
                                 .height = chart->height,
                                 .style = *style};
    struct chart_canvas canvas;
    unit size = style->size;
    while (!draw_at(&plain, size, errors, &canvas)) {
        if (size - SIZE_STEP < SIZE_LEAST) {
            report_crowded(&plain, chart, size);
            return false;
        }
        size -= SIZE_STEP;
    }
    *line = (struct text_line){canvas.items, canvas.item_count, 0, width};
    return diag_errors(job->diag) == errors;
}

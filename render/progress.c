/* The progress of a batch on a terminal. See progress.h. */
#include "render/progress.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "render/buf.h"
#include "render/columns.h"

#define ERASE_REST    "\x1b[K" /* EL of ECMA-48 */
#define WIDTH_UNKNOWN 80
#define REDRAW        100  /* [ms] between two drawings at least */
#define SAMPLE        1000 /* [ms] between two samples at least */
#define SAMPLES       30

/* Where the work was at a time. */
struct sample {
    int64_t time; /* [ms] */
    size_t done;
};

struct progress {
    struct arena *arena;
    FILE *out;
    bool chinese, coloured;
    size_t total, done, failed;
    struct sample samples[SAMPLES]; /* a ring */
    size_t sampled;                 /* so many were taken */
    int64_t drawn;                  /* when, at last [ms] */
    bool visible;
};

static int64_t clock_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* ---- what is said -------------------------------------------------------------------------- */

/* Samples are taken when something was done and a second has gone by: the rate is that of the last
 * half minute, or of as many tasks as SAMPLES where each takes longer. */
static void take_sample(struct progress *progress, int64_t now)
{
    const struct sample *last = &progress->samples[(progress->sampled - 1) % SAMPLES];
    if (progress->done != last->done && now - last->time >= SAMPLE)
        progress->samples[progress->sampled++ % SAMPLES] = (struct sample){now, progress->done};
}

/* So many tasks in so many milliseconds. False: too early to say. */
static bool measure_rate(const struct progress *progress, int64_t now, int64_t *tasks, int64_t *ms)
{
    size_t oldest = progress->sampled > SAMPLES ? progress->sampled % SAMPLES : 0;
    *tasks = (int64_t)(progress->done - progress->samples[oldest].done);
    *ms = now - progress->samples[oldest].time;
    return *tasks > 0 && *ms >= SAMPLE;
}

static void put_percent(struct buf *text, const struct progress *progress)
{
    size_t all = progress->total; /* rounded down: 100 only when all is done */
    size_t tenths = all > 0 ? progress->done * 1000 / all : 1000;
    buf_printf(text, progress->chinese ? "（%zu.%zu%%）" : " (%zu.%zu%%)", tenths / 10,
               tenths % 10);
}

static void put_rate(struct buf *text, const struct progress *progress, int64_t now)
{
    int64_t tasks, ms;
    if (!measure_rate(progress, now, &tasks, &ms))
        return;
    bool slow = tasks * 1000 < ms; /* less than one a second */
    int64_t tenths = tasks * 10 * (slow ? 60000 : 1000) / ms;
    int64_t whole = tenths / 10, tenth = tenths % 10;
    if (progress->chinese)
        buf_printf(text, "，每%s %jd.%jd 个", slow ? "分钟" : "秒", (intmax_t)whole,
                   (intmax_t)tenth);
    else
        buf_printf(text, ", %jd.%jd a %s", (intmax_t)whole, (intmax_t)tenth,
                   slow ? "minute" : "second");
}

static void put_time_left(struct buf *text, const struct progress *progress, int64_t now)
{
    int64_t tasks, ms, left = (int64_t)(progress->total - progress->done);
    if (left == 0 || !measure_rate(progress, now, &tasks, &ms))
        return;
    intmax_t seconds = (left * ms / tasks + 999) / 1000;
    bool zh = progress->chinese;
    buf_str(text, zh ? "，约剩 " : ", about ");
    if (seconds < 60)
        buf_printf(text, zh ? "%jd 秒" : "%jd s", seconds);
    else if (seconds < 3600)
        buf_printf(text, zh ? "%jd 分 %jd 秒" : "%jd min %jd s", seconds / 60, seconds % 60);
    else
        buf_printf(text, zh ? "%jd 小时 %jd 分" : "%jd h %jd min", seconds / 3600,
                   seconds / 60 % 60);
    buf_str(text, zh ? "" : " left");
}

/* ---- the line ------------------------------------------------------------------------------ */

enum { PART_BAR = 1, PART_PERCENT = 2, PART_RATE = 4, PART_LEFT = 8, PART_FAILED = 16 };

/* What a line has beside done/total, the first that has room. */
static const unsigned LINES[] = {
    PART_BAR | PART_PERCENT | PART_RATE | PART_LEFT | PART_FAILED,
    PART_BAR | PART_RATE | PART_LEFT | PART_FAILED,
    PART_RATE | PART_LEFT | PART_FAILED,
    PART_LEFT | PART_FAILED,
    PART_FAILED,
    0,
};

/* Blocks in a bar. Few lengths, so that it does not change with each digit of the text. Some
 * terminals draw a block two columns wide (East Asian Ambiguous, UAX #11): room for that is left. */
static const int BARS[] = {20, 15, 10, 5, 0};
#define BLOCK_WIDTH 2

struct line {
    int bar; /* blocks */
    struct buf text, failed;
};

static int bar_length(int room)
{
    const int *length = BARS;
    while (*length > 0 && *length * BLOCK_WIDTH + 1 > room) /* a blank follows */
        length++;
    return *length;
}

/* Composes a line of these PARTS in WIDTH columns. False: they have no room. */
static bool compose(const struct progress *progress, int64_t now, unsigned parts, int width,
                    struct line *line)
{
    *line = (struct line){0, buf_new(progress->arena), buf_new(progress->arena)};
    buf_printf(&line->text, progress->chinese ? "已完成 %zu/%zu" : "%zu/%zu done", progress->done,
               progress->total);
    if (parts & PART_PERCENT)
        put_percent(&line->text, progress);
    if (parts & PART_RATE)
        put_rate(&line->text, progress, now);
    if (parts & PART_LEFT)
        put_time_left(&line->text, progress, now);
    if ((parts & PART_FAILED) && progress->failed > 0)
        buf_printf(&line->failed, progress->chinese ? "，失败 %zu" : ", %zu failed",
                   progress->failed);
    int room = width - columns_width(line->text.bytes) - columns_width(line->failed.bytes);
    line->bar = parts & PART_BAR ? bar_length(room) : 0;
    return room >= 0 && (line->bar > 0 || !(parts & PART_BAR));
}

static void put_coloured(struct buf *out, bool coloured, const char *colour, const char *text)
{
    buf_printf(out, "%s%s%s", coloured ? colour : "", text, coloured ? "\x1b[0m" : "");
}

static void put_bar(struct buf *out, const struct progress *progress, int length)
{
    struct buf full = buf_new(progress->arena), rest = buf_new(progress->arena);
    size_t blocks = (size_t)length;
    size_t done = progress->total > 0 ? blocks * progress->done / progress->total : blocks;
    for (size_t i = 0; i < blocks; i++)
        buf_str(i < done ? &full : &rest, i < done ? "█" : "░");
    put_coloured(out, progress->coloured, "\x1b[32m", full.bytes); /* green */
    buf_str(out, rest.bytes);
    buf_byte(out, ' ');
}

static int terminal_width(FILE *out)
{
    struct winsize size;
    bool known = ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : WIDTH_UNKNOWN;
}

/* In one write, so that nothing half drawn is seen. */
static void draw(struct progress *progress, int64_t now)
{
    struct arena_mark mark = arena_mark(progress->arena);
    int width = terminal_width(progress->out) - 1; /* a full line may begin the next */
    struct line line;
    bool fits = false;
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES && !fits; i++)
        fits = compose(progress, now, LINES[i], width, &line);
    struct buf out = buf_new(progress->arena);
    buf_byte(&out, '\r');
    if (fits) {
        if (line.bar > 0)
            put_bar(&out, progress, line.bar);
        buf_str(&out, line.text.bytes);
        if (line.failed.length > 0)
            put_coloured(&out, progress->coloured, "\x1b[31m", line.failed.bytes); /* red */
    }
    buf_str(&out, ERASE_REST);
    fwrite(out.bytes, 1, out.length, progress->out);
    fflush(progress->out);
    arena_reset(progress->arena, mark);
    progress->drawn = now;
    progress->visible = true;
}

/* ---- the calls ----------------------------------------------------------------------------- */

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

struct progress *progress_begin(FILE *out, enum diag_language language, size_t total)
{
    const char *kind = getenv("TERM");
    if (!isatty(fileno(out)) || kind == NULL || strcmp(kind, "dumb") == 0)
        return NULL;
    struct arena *arena = arena_new();
    struct progress *progress = arena_alloc(arena, sizeof *progress);
    int64_t now = clock_ms();
    *progress = (struct progress){.arena = arena,
                                  .out = out,
                                  .chinese = language == DIAG_CHINESE,
                                  .coloured = !is_set("NO_COLOR"),
                                  .total = total,
                                  .samples = {{now, 0}},
                                  .sampled = 1,
                                  .drawn = now - REDRAW};
    return progress;
}

void progress_show(struct progress *progress, size_t done, size_t failed)
{
    if (!progress)
        return;
    bool changed = done != progress->done || failed != progress->failed;
    progress->done = done < progress->total ? done : progress->total;
    progress->failed = failed;
    int64_t now = clock_ms();
    take_sample(progress, now);
    bool last = progress->done == progress->total && (changed || !progress->visible);
    if (last || now - progress->drawn >= REDRAW)
        draw(progress, now);
}

void progress_hide(struct progress *progress)
{
    if (!progress || !progress->visible)
        return;
    fputs("\r" ERASE_REST, progress->out);
    fflush(progress->out);
    progress->visible = false;
}

void progress_end(struct progress *progress)
{
    progress_hide(progress);
    if (progress)
        arena_free(progress->arena);
}

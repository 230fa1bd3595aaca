/* Sets paragraphs as banxin does and writes them to a PDF, a page each, for ./run to read back.
 *
 *     compose MEASURE text|cell OUT.pdf < paragraphs
 *
 * MEASURE is in em. A line of standard input is a paragraph. `text` is running text, `cell` the
 * text of a table. Nothing but the composition of lines is under test: one face, one size. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/cjk.h"
#include "layout/job.h"
#include "layout/page.h"
#include "layout/paragraph.h"
#include "render/pdf.h"
#include "render/sink.h"

enum { EM = 10000, LEADING = 20000, MARGIN = 2 * EM };

static const struct font_family song[] = {{{"Noto Serif CJK SC", {0}}, 400, NULL}};
static const struct font_role roles[] = {{"song", {0}, song, 1}};
static const struct text_style style = {
    .name = "prose", .size = EM, .leading = LEADING, .indent = 2000, .align = ALIGN_JUSTIFY};
static const struct format format = {.name = "compose",
                                     .cell_padding = 3 * UNIT_POINT,
                                     .composition = {LINE_LEVEL_STRICT, 250, false},
                                     .roles = roles,
                                     .role_count = 1,
                                     .styles = &style,
                                     .style_count = 1};

static struct text_block set_paragraph(const struct layout_job *job, const char *utf8, int number,
                                       unit measure, enum font_profile profile)
{
    const struct paragraph_shape shape = {
        .style = &style, .profile = profile, .align = ALIGN_JUSTIFY, .measure = measure};
    const struct text text = {utf8, {"paragraphs", number, 1}};
    return paragraph_set(job, text, (struct text_span){0, strlen(utf8)}, &shape);
}

/* A page as high as BLOCK needs, with all its lines inside one element. */
static struct page make_page(struct arena *arena, const struct text_block *block, unit measure)
{
    size_t count = 2, at = 0;
    for (size_t i = 0; i < block->count; i++)
        count += block->lines[i].count;
    struct item *items = arena_array(arena, count, sizeof *items);
    items[at].kind = ITEM_BEGIN;
    items[at].as.begin.role = ROLE_P;
    items[at++].as.begin.element = 1;
    for (size_t i = 0; i < block->count; i++) {
        unit baseline = MARGIN + (unit)i * LEADING + text_baseline(&style);
        for (size_t j = 0; j < block->lines[i].count; j++)
            items[at++] = item_move(block->lines[i].items[j], MARGIN, baseline);
    }
    items[at++].kind = ITEM_END;
    return (struct page){.width = measure + 2 * MARGIN,
                         .height = (unit)block->count * LEADING + 2 * MARGIN,
                         .folio = "",
                         .items = items,
                         .count = at};
}

static bool write_pages(const struct page_list *list, const char *path, struct diag *diag)
{
    const struct pdf_info info = {
        .kind = PDF_BARE, .title = "composition", .author = "", .subject = "", .language = "zh-CN"};
    struct sink_file *file = sink_file_open(path);
    if (!file) {
        perror(path);
        return false;
    }
    if (!pdf_write(list, &info, sink_file_sink(file), diag)) {
        sink_file_discard(file);
        return false;
    }
    return sink_file_commit(file);
}

/* Reads the paragraphs of standard input and sets each. */
static struct page_list set_all(const struct layout_job *job, unit measure,
                                enum font_profile profile)
{
    struct page *pages = NULL;
    size_t count = 0, capacity = 0, size = 0;
    char *line = NULL;
    for (ssize_t length; (length = getline(&line, &size, stdin)) > 0;) {
        size_t end = (size_t)length - (line[length - 1] == '\n');
        const char *utf8 = arena_strndup(job->arena, line, end);
        struct text_block block = set_paragraph(job, utf8, (int)count + 1, measure, profile);
        pages = arena_grow(job->arena, pages, count, &capacity, sizeof *pages);
        pages[count++] = make_page(job->arena, &block, measure);
    }
    free(line);
    return (struct page_list){.pages = pages, .count = count};
}

int main(int argc, char **argv)
{
    int em = argc == 4 ? atoi(argv[1]) : 0;
    if (em <= 0 || em > 1000) {
        fputs("usage: compose MEASURE text|cell OUT.pdf < paragraphs\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new(), *scratch = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct font_set *fonts = font_set_open(roles, 1, diag);
    struct cjk_breaker *breaker = cjk_breaker_open();
    bool done = false;
    if (fonts) {
        const struct layout_job job = {.arena = arena,
                                       .scratch = scratch,
                                       .format = &format,
                                       .fonts = fonts,
                                       .diag = diag,
                                       .breaker = breaker};
        struct page_list list =
            set_all(&job, em * EM, strcmp(argv[2], "cell") == 0 ? FONT_CELL : FONT_TEXT);
        done = diag_errors(diag) == 0 && write_pages(&list, argv[3], diag);
    }
    diag_print(diag, 0, stderr);
    cjk_breaker_close(breaker);
    font_set_close(fonts);
    diag_free(diag);
    arena_free(scratch);
    arena_free(arena);
    return done ? 0 : 1;
}

/* Paths and patterns in the PDF, as MuPDF, poppler, qpdf and Ghostscript see them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/pdf_fixture.h"
#include "tests/support.h"

#define SIDE 60000 /* of a test square */

Suite *pdf_paths_suite(void);

/* ---- writing and reading back ---------------------------------------------------------------- */

static const char *write_draft(struct draft *draft, const char *folder)
{
    const char *path = arena_printf(draft->arena, "%s/paths.pdf", folder);
    struct sink_file *file = sink_file_open(path);
    ck_assert(pdf_write(&draft->list, &INFO, sink_file_sink(file), draft->diag));
    ck_assert(sink_file_commit(file));
    return path;
}

/* What COMMAND prints, its errors too. */
static char *run(struct arena *arena, const char *command)
{
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t capacity = (size_t)1 << 20;
    char *output = arena_alloc(arena, capacity);
    size_t length = fread(output, 1, capacity - 1, pipe);
    ck_assert_msg(pclose(pipe) == 0, "%s: %.*s", command, (int)length, output);
    return output;
}

static void assert_sound(struct draft *draft, const char *path)
{
    struct arena *arena = draft->arena;
    const char *check = run(arena, arena_printf(arena, "qpdf --check %s 2>&1", path));
    ck_assert_msg(strstr(check, "No syntax or stream encoding errors found"), "%s", check);
    ck_assert_ptr_null(strstr(check, "WARNING"));
    const char *const readers[] = {"gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage %s 2>&1",
                                   "mutool draw -q -N -F png -o /dev/null %s 2>&1",
                                   "pdftotext %s /dev/null 2>&1"};
    for (int i = 0; i < 3; i++) {
        char *command = arena_strdup(arena, readers[i]);
        char *hole = strstr(command, "%s");
        command = arena_printf(arena, "%.*s%s%s", (int)(hole - command), command, path, hole + 2);
        ck_assert_str_eq(run(arena, command), "");
    }
}

/* ---- paths to write -------------------------------------------------------------------------- */

static const struct path_step SQUARE[] = {{.verb = PATH_MOVE, .x = 0, .y = 0},
                                          {.verb = PATH_LINE, .x = SIDE, .y = 0},
                                          {.verb = PATH_LINE, .x = SIDE, .y = SIDE},
                                          {.verb = PATH_LINE, .x = 0, .y = SIDE},
                                          {.verb = PATH_CLOSE}};

static struct item *add_path(struct draft *draft, const struct path_step *steps, size_t count,
                             unit x, unit y)
{
    struct item *item = draft_add(draft, ITEM_PATH);
    item->as.path.x = x;
    item->as.path.y = y;
    item->as.path.steps = steps;
    item->as.path.count = count;
    return item;
}

static struct item *add_square(struct draft *draft, unit x, unit y, enum pattern pattern)
{
    struct item *item = add_path(draft, SQUARE, 5, x, y);
    item->as.path.filled = true;
    item->as.path.fill = 0xFFFFFF;
    item->as.path.pattern = pattern;
    return item;
}

/* A square in every pattern, in a row. */
static struct draft *draft_patterns(void)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    for (int i = 0; i < PATTERN_COUNT; i++)
        add_square(draft, 10000 + i * (SIDE + 10000), 50000, (enum pattern)i);
    return draft;
}

/* ---- tests ----------------------------------------------------------------------------------- */

START_TEST(a_path_has_its_points_colours_and_stroke)
{
    static const struct path_step steps[] = {
        {.verb = PATH_MOVE, .x = 0, .y = 0},
        {.verb = PATH_LINE, .x = 30125, .y = 0},
        {PATH_CURVE, 30125, 10000, 20000, 40000, 0, 40000},
        {.verb = PATH_CLOSE},
    };
    struct draft *draft = draft_open_one("LXGW WenKai");
    const char *folder = support_make_dir(draft->arena);
    struct item *item = add_path(draft, steps, 4, 100000, 41890);
    item->as.path.filled = true;
    item->as.path.fill = 0xFF8000;
    item->as.path.width = 750;
    item->as.path.ink = 0x800000;
    draft_rule(draft, 72000, 200000, 100000, 200000, 0x000000);
    draft_line(draft, 8, FONT_TEXT, "字");
    const char *path = write_draft(draft, folder);
    assert_sound(draft, path);
    char *trace = run(draft->arena, arena_printf(draft->arena, "mutool trace %s 2>&1", path));
    const char *fill = strstr(trace, "<fill_path"), *stroke = strstr(trace, "<stroke_path");
    ck_assert_msg(fill && stroke && fill < stroke, "%s", trace);
    ck_assert_ptr_nonnull(strstr(fill, "color=\"1 .502 0\""));
    ck_assert_ptr_nonnull(strstr(fill, "<moveto x=\"100\" y=\"800\"/>")); /* 841.89 − 41.89 */
    ck_assert_ptr_nonnull(strstr(fill, "<lineto x=\"130.125\" y=\"800\"/>"));
    ck_assert_ptr_nonnull(strstr(
        fill, "<curveto x1=\"130.125\" y1=\"790\" x2=\"120\" y2=\"760\" x3=\"100\" y3=\"760\"/>"));
    ck_assert_ptr_nonnull(strstr(fill, "<closepath/>"));
    ck_assert_ptr_nonnull(strstr(stroke, "linewidth=\".75\""));
    ck_assert_ptr_nonnull(strstr(stroke, "linejoin=\"1\""));
    ck_assert_ptr_nonnull(strstr(stroke, "color=\".502 0 0\""));
    const char *rule = strstr(stroke + 1, "<stroke_path");
    ck_assert_msg(strstr(rule, "linewidth=\".5\""), "%s", rule);
    ck_assert_ptr_nonnull(strstr(rule, "colorspace=\"DeviceGray\" color=\"0\""));
    ck_assert_ptr_nonnull(strstr(strstr(rule, "<fill_text"), "DeviceGray\" color=\"0\""));
    support_remove_dir(folder);
    draft_close(draft);
}
END_TEST

/* The share of dark pixels, in percent, in each square of draft_patterns(), as COMMAND prints the
 * page in grey, one pixel a 0.5 pt. */
static void measure(struct arena *arena, const char *command, int darkness[PATTERN_COUNT])
{
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    int width, height, white;
    ck_assert_int_eq(fscanf(pipe, "P5 %d %d %d", &width, &height, &white), 3);
    fgetc(pipe);
    size_t size = (size_t)width * (size_t)height;
    unsigned char *pixels = arena_alloc(arena, size);
    ck_assert_uint_eq(fread(pixels, 1, size, pipe), size);
    ck_assert_int_eq(pclose(pipe), 0);
    for (int i = 0; i < PATTERN_COUNT; i++) {
        int sum = 0, left = 2 * (10 + i * (SIDE + 10000) / 1000), top = 100, side = 2 * SIDE / 1000;
        for (int y = top; y < top + side; y++)
            for (int x = left; x < left + side; x++)
                sum += 255 - pixels[y * width + x];
        darkness[i] = sum * 100 / 255 / side / side;
    }
}

START_TEST(patterns_are_light_marks_and_differ_in_every_reader)
{
    static const char *const readers[] = {
        "pdftoppm -gray -r 144 %s", "mutool draw -q -N -F pgm -o - -r 144 %s 2>/dev/null",
        "gs -q -dNOPAUSE -dBATCH -sDEVICE=pgmraw -dTextAlphaBits=4 -dGraphicsAlphaBits=4 -r144 "
        "-sOutputFile=- %s | LC_ALL=C sed '2{/^#/d}'", /* it signs its work there */
    };
    struct draft *draft = draft_patterns();
    const char *folder = support_make_dir(draft->arena);
    draft->page.width = 595000;
    draft->page.height = 300000;
    const char *path = write_draft(draft, folder);
    assert_sound(draft, path);
    for (int i = 0; i < 3; i++) {
        const char *hole = strstr(readers[i], "%s");
        int darkness[PATTERN_COUNT];
        measure(draft->arena,
                arena_printf(draft->arena, "%.*s%s%s", (int)(hole - readers[i]), readers[i], path,
                             hole + 2),
                darkness);
        ck_assert_int_eq(darkness[PATTERN_NONE], 0);
        for (int k = PATTERN_RISING; k < PATTERN_COUNT; k++)
            ck_assert_msg(darkness[k] >= 5 && darkness[k] <= 40, "%s: pattern %d: %d %%",
                          readers[i], k, darkness[k]);
    }
    support_remove_dir(folder);
    draft_close(draft);
}
END_TEST

/* Programs that look for tables take straight lines for rules. */
START_TEST(patterns_have_no_straight_lines)
{
    struct draft *draft = draft_patterns();
    const char *folder = support_make_dir(draft->arena);
    const char *path = write_draft(draft, folder);
    char *trace = run(draft->arena, arena_printf(draft->arena, "mutool trace %s 2>&1", path));
    const char *tile = strstr(trace, "<tile");
    ck_assert_ptr_nonnull(tile);
    for (; tile; tile = strstr(tile + 1, "<tile")) {
        const char *end = strstr(tile, "</tile>"), *line = strstr(tile, "<lineto");
        ck_assert(!line || line > end);
        ck_assert(strstr(tile, "<curveto") < end);
    }
    support_remove_dir(folder);
    draft_close(draft);
}
END_TEST

static const char *page_resources(struct draft *draft, const char *folder)
{
    const char *path = write_draft(draft, folder);
    return run(draft->arena, arena_printf(draft->arena, "mutool show %s pages/1/Resources", path));
}

START_TEST(a_document_has_the_patterns_it_uses_and_each_once)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    const char *folder = support_make_dir(draft->arena);
    add_square(draft, 0, 0, PATTERN_NONE);
    ck_assert_ptr_null(strstr(page_resources(draft, folder), "Pattern"));
    add_square(draft, 0, 0, PATTERN_DOTS);
    add_square(draft, 0, 0, PATTERN_DOTS);
    const char *resources = page_resources(draft, folder);
    ck_assert_msg(strstr(resources, "/P7 "), "%s", resources);
    ck_assert_ptr_null(strstr(resources, "/P1 "));
    char *grep = arena_printf(draft->arena, "grep -ac PatternType %s/paths.pdf", folder);
    ck_assert_str_eq(run(draft->arena, grep), "1\n");
    support_remove_dir(folder);
    draft_close(draft);
}
END_TEST

START_TEST(the_same_paths_give_the_same_bytes)
{
    struct draft *one = draft_patterns(), *two = draft_patterns();
    const char *folder = support_make_dir(one->arena);
    struct arena *arena = one->arena;
    write_draft(one, folder);
    char *first = run(arena, arena_printf(arena, "cksum < %s/paths.pdf", folder));
    write_draft(two, folder);
    ck_assert_str_eq(first, run(arena, arena_printf(arena, "cksum < %s/paths.pdf", folder)));
    support_remove_dir(folder);
    draft_close(two);
    draft_close(one);
}
END_TEST

static bool refuse(void *context, const void *data, size_t length)
{
    (void)context, (void)data, (void)length;
    return false;
}

START_TEST(a_path_beyond_what_pdf_allows_is_refused)
{
    struct path_step steps[] = {{.verb = PATH_MOVE}, {.verb = PATH_CURVE, .x2 = INT32_MAX}};
    struct draft *draft = draft_open_one("LXGW WenKai");
    add_path(draft, steps, 2, INT32_MAX, 0);
    ck_assert(!pdf_write(&draft->list, &INFO, (struct sink){refuse, NULL}, draft->diag));
    ck_assert_int_eq(diag_entry_at(draft->diag, 0)->code, DIAG_PDF_RANGE);
    draft_close(draft);
}
END_TEST

Suite *pdf_paths_suite(void)
{
    Suite *suite = suite_create("pdf_paths");
    TCase *paths = tcase_create("paths");
    tcase_set_timeout(paths, 60);
    tcase_add_test(paths, a_path_has_its_points_colours_and_stroke);
    tcase_add_test(paths, patterns_are_light_marks_and_differ_in_every_reader);
    tcase_add_test(paths, patterns_have_no_straight_lines);
    tcase_add_test(paths, a_document_has_the_patterns_it_uses_and_each_once);
    tcase_add_test(paths, the_same_paths_give_the_same_bytes);
    tcase_add_test(paths, a_path_beyond_what_pdf_allows_is_refused);
    suite_add_tcase(suite, paths);
    return suite;
}

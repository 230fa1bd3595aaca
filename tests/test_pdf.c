/* The PDF writer, judged by programs that share no code with it: poppler, MuPDF, qpdf and
 * Ghostscript read back what was written. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/pdf_fixture.h"

Suite *pdf_suite(void);

/* ---- writing and reading back ---------------------------------------------------------------- */

static char path[64];

static void make_path(void)
{
    snprintf(path, sizeof path, "%s/banxin-pdf-XXXXXX", P_tmpdir);
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
}

static void remove_path(void)
{
    unlink(path);
}

static void draft_write(struct draft *draft)
{
    struct sink_file *file = sink_file_open(path);
    bool done = pdf_write(&draft->list, &INFO, sink_file_sink(file), draft->diag);
    if (!done)
        diag_print(draft->diag, 0, stderr);
    ck_assert(done);
    ck_assert(sink_file_commit(file));
}

/* What COMMAND prints, its errors too; %s in it is the path of the PDF. */
static char *run(struct arena *arena, const char *command)
{
    char line[512];
    const char *hole = strstr(command, "%s");
    snprintf(line, sizeof line, "%.*s%s%s 2>&1", (int)(hole - command), command, path, hole + 2);
    FILE *pipe = popen(line, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t capacity = (size_t)1 << 20;
    char *output = arena_alloc(arena, capacity);
    output[fread(output, 1, capacity - 1, pipe)] = '\0';
    int status = pclose(pipe);
    ck_assert_msg(status == 0, "%s: status %d: %s", line, status, output);
    return output;
}

/* pdftotext and mutool end pages with a form feed, and lines perhaps with blanks. */
static void tidy(char *text)
{
    char *to = text;
    for (char *from = text; *from; from++) {
        if (*from == '\f')
            continue;
        if (*from == '\n')
            while (to > text && to[-1] == ' ')
                to--;
        if (*from == '\n' && (to == text || to[-1] == '\n'))
            continue;
        *to++ = *from;
    }
    *to = '\0';
}

static void assert_sound(struct draft *draft)
{
    const char *check = run(draft->arena, "qpdf --check %s");
    ck_assert_msg(strstr(check, "No syntax or stream encoding errors found"), "%s", check);
    ck_assert_ptr_null(strstr(check, "WARNING"));
    ck_assert_str_eq(run(draft->arena, "gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage %s"), "");
    ck_assert_str_eq(run(draft->arena, "mutool draw -q -N -F png -o /dev/null %s"), "");
}

/* Every font is embedded, a subset, and has a ToUnicode: emb sub uni are the third to fifth field
 * from the right, before the object number. */
static void assert_fonts_embedded(struct draft *draft, int expected)
{
    char *rows = run(draft->arena, "pdffonts %s");
    int count = 0;
    for (char *row = strtok(rows, "\n"); row; row = strtok(NULL, "\n")) {
        if (strncmp(row, "name", 4) == 0 || strncmp(row, "----", 4) == 0)
            continue;
        count++;
        ck_assert_msg(strstr(row, "Identity-H       yes yes yes"), "%s", row);
        ck_assert_msg(row[6] == '+', "no subset tag: %s", row);
    }
    ck_assert_int_eq(count, expected);
}

static const char *const LINES[] = {
    "一般公共预算拨款收入1,234.50万元",
    "“十四五”规划——县·乡·村……",
    "𠮷林大道〇号，共㎡计价",
    "fi ffi office Waffle",
    "café résumé",
    "（一）《办法》：“三公”经费",
};
#define LINE_COUNT (sizeof LINES / sizeof *LINES)

static void assert_round_trip(struct draft *draft, int faces)
{
    char expected[1024] = "";
    for (size_t i = 0; i < LINE_COUNT; i++) {
        draft_line(draft, (int)i, FONT_TEXT, LINES[i]);
        strcat(strcat(expected, LINES[i]), "\n");
    }
    ck_assert_uint_eq(diag_count(draft->diag), 0);
    draft_write(draft);
    assert_sound(draft);
    assert_fonts_embedded(draft, faces);
    char *poppler = run(draft->arena, "pdftotext %s -");
    tidy(poppler);
    ck_assert_str_eq(poppler, expected);
    char *mupdf = run(draft->arena, "mutool draw -q -N -F txt %s");
    tidy(mupdf);
    ck_assert_str_eq(mupdf, expected);
}

START_TEST(text_in_truetype_outlines_reads_back_as_written)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    assert_round_trip(draft, 1);
    draft_close(draft);
}
END_TEST

START_TEST(text_in_a_cff_collection_reads_back_as_written)
{
    struct draft *draft = draft_open_one("Noto Serif CJK SC");
    assert_round_trip(draft, 1);
    draft_close(draft);
}
END_TEST

START_TEST(text_in_a_chain_of_faces_reads_back_as_written)
{
    struct draft *draft =
        draft_open((const char *const[]){"AR PL UMing CN", "LXGW WenKai"}, 2); /* UMing has no 𠮷 */
    assert_round_trip(draft, 2);
    draft_close(draft);
}
END_TEST

START_TEST(text_in_name_keyed_cff_outlines_reads_back_as_written)
{
    struct draft *draft = draft_open_one("C059");
    draft_line(draft, 0, FONT_TEXT, "Waffle office 1,234.50");
    draft_write(draft);
    assert_sound(draft);
    assert_fonts_embedded(draft, 1);
    char *text = run(draft->arena, "pdftotext %s -");
    tidy(text);
    ck_assert_str_eq(text, "Waffle office 1,234.50\n");
    draft_close(draft);
}
END_TEST

/* One glyph for é and for e with U+0301, one for the radical U+2F00 and for the character 一, the
 * same again the other way round; two glyphs for q with U+0301, for which there is no letter; and
 * U+200B, for which there is no glyph. */
static void assert_clusters(struct draft *draft)
{
    static const char *const TEXTS[] = {"e\u0301t\u00e9", "\u2f00一\u2f00月", "\u00e9te\u0301",
                                        "q\u0301x", "甲\u200b乙"};
    char expected[128] = "";
    for (int i = 0; i < 5; i++) {
        draft_line(draft, i, FONT_CELL, TEXTS[i]);
        strcat(strcat(expected, TEXTS[i]), "\n");
    }
    draft_write(draft);
    assert_sound(draft);
    char *text = run(draft->arena, "pdftotext %s -");
    tidy(text);
    ck_assert_str_eq(text, expected);
    ck_assert_ptr_nonnull(strstr(run(draft->arena, "mutool draw -q -N -F txt %s"), "q\u0301x"));
}

START_TEST(one_glyph_for_two_texts_extracts_as_each_in_truetype)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    assert_clusters(draft);
    draft_close(draft);
}
END_TEST

START_TEST(one_glyph_for_two_texts_extracts_as_each_in_cff)
{
    struct draft *draft = draft_open_one("Noto Serif CJK SC");
    assert_clusters(draft);
    draft_close(draft);
}
END_TEST

START_TEST(every_glyph_is_shown_and_none_is_notdef)
{
    struct draft *draft = draft_open_one("Noto Sans CJK SC");
    draft_line(draft, 0, FONT_CELL, "部门预算公开表1");
    draft_write(draft);
    char *trace = run(draft->arena, "mutool trace %s");
    int shown = 0;
    for (char *at = trace; (at = strstr(at, "<g unicode=")); at++) {
        const char *glyph = strstr(at, "glyph=\"");
        ck_assert_int_ne(atoi(glyph + 7), 0);
        shown++;
    }
    ck_assert_int_eq(shown, 8);
    draft_close(draft);
}
END_TEST

/* ---- geometry -------------------------------------------------------------------------------- */

/* The numbers after the marks NAME in the trace. */
static size_t collect(const char *trace, const char *name, double *out, size_t most)
{
    size_t count = 0;
    for (const char *at = trace; count < most && (at = strstr(at, name)); at += strlen(name))
        out[count++] = strtod(at + strlen(name), NULL);
    return count;
}

START_TEST(glyphs_stand_where_the_layout_put_them)
{
    enum { COUNT = 45 };
    struct draft *draft = draft_open_one("LXGW WenKai");
    const struct glyph *glyph;
    font_shape(draft->arena, draft->fonts, 0, FONT_TEXT, (struct text){"田", {0}}, 0, 3,
               draft->diag, &glyph);
    struct placed_glyph placed[COUNT];
    char text[3 * COUNT];
    for (int i = 0; i < COUNT; i++) { /* an odd pitch, which no integer in a TJ array gives */
        placed[i] =
            (struct placed_glyph){glyph->id, (uint32_t)(3 * i), i * 11237, i == 7 ? 2000 : 0};
        memcpy(text + 3 * i, "田", 3);
    }
    struct item *item = draft_add(draft, ITEM_TEXT);
    item->as.text.face = glyph->face;
    item->as.text.size = SIZE;
    item->as.text.x = LEFT;
    item->as.text.y = 100000;
    item->as.text.glyphs = placed;
    item->as.text.count = COUNT;
    item->as.text.utf8 = text;
    item->as.text.length = sizeof text;
    draft_write(draft);
    const char *trace = run(draft->arena, "mutool trace %s");
    double xs[COUNT + 1], ys[COUNT + 1];
    ck_assert_uint_eq(collect(trace, " x=\"", xs, COUNT + 1), COUNT);
    ck_assert_uint_eq(collect(trace, " y=\"", ys, COUNT + 1), COUNT);
    for (int i = 0; i < COUNT; i++) { /* MuPDF adds up in floats and prints six digits */
        double x = 72 + i * 11.237;
        ck_assert_msg(fabs(xs[i] - x) < 0.002, "glyph %d at %f, not %f", i, xs[i], x);
        ck_assert_double_eq_tol(ys[i], i == 7 ? 743.89 : 741.89, 0.002);
    }
    draft_close(draft);
}
END_TEST

START_TEST(rounded_advances_need_no_adjustments)
{
    struct draft *draft = draft_open_one("AR PL UMing CN");
    draft_line(draft, 0, FONT_CELL, "一般公共服务支出，基本支出和项目支出");
    draft_write(draft);
    const char *content = run(draft->arena, "mutool show -b %s pages/1/Contents | tr -d '\\000'");
    const char *array = strstr(content, "[(");
    ck_assert_msg(array, "%s", content);
    ck_assert_ptr_eq(strchr(array, ')'), strstr(array, ")]TJ")); /* one string, no numbers */
    draft_close(draft);
}
END_TEST

START_TEST(rules_are_straight_and_meet_at_their_corners)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft_rule(draft, 72125, 100333, 523001, 100333, 0x000000);
    draft_rule(draft, 523001, 100333, 523001, 200777, 0x000000);
    draft_write(draft);
    assert_sound(draft);
    const char *trace = run(draft->arena, "mutool trace %s");
    const char *second = strstr(strstr(trace, "<stroke_path") + 1, "<stroke_path");
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_nonnull(strstr(trace, "linewidth=\".5\""));
    ck_assert_ptr_nonnull(strstr(trace, "linecap=\"2,2,2\""));
    ck_assert_ptr_nonnull(strstr(trace, "<moveto x=\"72.125\" y=\"741.557\"/>"));
    /* the end of one rule is the start of the next, to the last digit */
    ck_assert_ptr_nonnull(strstr(trace, "<lineto x=\"523.001\" y=\"741.557\"/>"));
    ck_assert_ptr_nonnull(strstr(second, "<moveto x=\"523.001\" y=\"741.557\"/>"));
    ck_assert_ptr_nonnull(strstr(second, "<lineto x=\"523.001\" y=\"641.113\"/>"));
    draft_close(draft);
}
END_TEST

START_TEST(a_fill_has_its_colour_and_text_after_it_is_black)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    struct item *item = draft_add(draft, ITEM_FILL);
    item->as.shape.x0 = 10000;
    item->as.shape.y0 = 20000;
    item->as.shape.x1 = 40000;
    item->as.shape.y1 = 60000;
    item->as.shape.rgb = 0xFF8000;
    draft_line(draft, 0, FONT_TEXT, "字");
    draft_write(draft);
    const char *trace = run(draft->arena, "mutool trace %s");
    ck_assert_msg(strstr(trace, "color=\"1 .502 0\""), "%s", trace);
    const char *text = strstr(trace, "<fill_text");
    ck_assert_ptr_nonnull(strstr(text, "colorspace=\"DeviceGray\" color=\"0\""));
    ck_assert_ptr_nonnull(strstr(trace, "781.89"));
    draft_close(draft);
}
END_TEST

/* ---- links, bookmarks, Info ------------------------------------------------------------------ */

START_TEST(bookmarks_are_nested_and_links_lead_to_their_anchors)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft_line(draft, 0, FONT_TEXT, "目录");
    struct item *link = draft_add(draft, ITEM_LINK);
    link->as.link.x0 = 72000;
    link->as.link.y0 = 20000;
    link->as.link.x1 = 172000;
    link->as.link.y1 = 32000;
    link->as.link.anchor = 7;
    struct item anchor = {.kind = ITEM_ANCHOR};
    anchor.as.anchor.id = 7;
    anchor.as.anchor.y = 41890;
    struct page pages[2] = {draft->page, {841890, 595276, "1", &anchor, 1}};
    draft->list.pages = pages;
    draft->list.count = 2;
    draft->bookmarks[0] = (struct bookmark){1, "第一部分　概况", 7, 0, 10000};
    draft->bookmarks[1] = (struct bookmark){2, "一、𠮷林(本级)", 7, 1, 41890};
    draft->bookmarks[2] = (struct bookmark){3, "（一）职责", 7, 1, 41890};
    draft->bookmarks[3] = (struct bookmark){1, "第二部分", 7, 1, 41890};
    draft->list.bookmark_count = 4;
    draft_write(draft);
    assert_sound(draft);
    const char *outline = run(draft->arena, "mutool show %s outline");
    ck_assert_msg(strstr(outline, "\t\"第一部分　概况\""), "%s", outline);
    ck_assert_msg(strstr(outline, "\t\t\"一、𠮷林(本级)\""), "%s", outline);
    ck_assert_msg(strstr(outline, "\t\t\t\"（一）职责\""), "%s", outline);
    ck_assert_msg(strstr(outline, "-\t\"第二部分\"") || strstr(outline, "|\t\"第二部分\""), "%s",
                  outline);
    const char *page = run(draft->arena, "mutool show %s pages/1/Annots/1");
    ck_assert_msg(strstr(page, "/Rect [ 72 809.89 172 821.89 ]"), "%s", page);
    ck_assert_msg(strstr(page, "/Dest (heading-7)"), "%s", page);
    const char *names = run(draft->arena, "mutool show %s trailer/Root/Names/Dests/Names");
    ck_assert_msg(strstr(names, "/XYZ null 553.386 null"), "%s", names); /* 595.276 - 41.89 */
    ck_assert_msg(strstr(page, "/F 4"), "%s", page);
    ck_assert_msg(strstr(page, "/Border [ 0 0 0 ]"), "%s", page);
    draft_close(draft);
}
END_TEST

START_TEST(title_and_date_are_those_that_were_told)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft_line(draft, 0, FONT_TEXT, "字");
    draft_write(draft);
    const char *info = run(draft->arena, "TZ=Asia/Shanghai pdfinfo -isodates %s");
    ck_assert_msg(strstr(info, "泽州县自然资源局2026年部门预算公开"), "%s", info);
    ck_assert_ptr_nonnull(strstr(info, "Producer:        banxin "));
    ck_assert_ptr_nonnull(strstr(info, "PDF version:     1.7"));
    ck_assert_ptr_nonnull(strstr(info, "CreationDate:    2026-02-10T00:00:00+08"));
    ck_assert_ptr_nonnull(strstr(info, "595.276 x 841.89 pts (A4)"));
    const char *catalog = run(draft->arena, "mutool show %s trailer/Root");
    ck_assert_msg(strstr(catalog, "/Lang (zh-CN)"), "%s", catalog);
    ck_assert_msg(strstr(catalog, "/DisplayDocTitle true"), "%s", catalog);
    ck_assert_ptr_null(strstr(catalog, "Outlines")); /* there are no bookmarks */
    draft_close(draft);
}
END_TEST

/* ---- bytes ----------------------------------------------------------------------------------- */

struct bytes {
    char *data;
    size_t length, capacity;
};

static bool keep(void *context, const void *data, size_t length)
{
    struct bytes *bytes = context;
    if (bytes->length + length > bytes->capacity) {
        bytes->capacity = 2 * (bytes->length + length);
        bytes->data = realloc(bytes->data, bytes->capacity);
    }
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return true;
}

static struct bytes bytes_of(const char *text)
{
    struct bytes bytes = {0};
    struct draft *draft = draft_open((const char *const[]){"Noto Serif CJK SC", "LXGW WenKai"}, 2);
    draft_line(draft, 0, FONT_TEXT, text);
    ck_assert(pdf_write(&draft->list, &INFO, (struct sink){keep, &bytes}, draft->diag));
    draft_close(draft);
    return bytes;
}

/* The first ID of the trailer. */
static const char *id_of(const struct bytes *bytes)
{
    return memmem(bytes->data, bytes->length, "/ID [<", 6);
}

START_TEST(the_same_pages_give_the_same_bytes)
{
    struct bytes one = bytes_of("部门预算"), two = bytes_of("部门预算"),
                 other = bytes_of("部门决算");
    ck_assert_uint_eq(one.length, two.length);
    ck_assert_mem_eq(one.data, two.data, one.length);
    ck_assert_mem_ne(id_of(&one), id_of(&other), 38); /* the ID is of the content */
    free(one.data);
    free(two.data);
    free(other.data);
}
END_TEST

static void *write_alone(void *context)
{
    const struct draft *draft = context;
    struct bytes *bytes = calloc(1, sizeof *bytes);
    struct diag *diag = diag_new(DIAG_ENGLISH);
    bool done = pdf_write(&draft->list, &INFO, (struct sink){keep, bytes}, diag);
    diag_free(diag);
    return done ? bytes : NULL;
}

START_TEST(threads_that_share_fonts_write_the_same_bytes)
{
    struct draft *draft = draft_open((const char *const[]){"Noto Serif CJK SC", "C059"}, 2);
    for (size_t i = 0; i < LINE_COUNT; i++)
        draft_line(draft, (int)i, FONT_TEXT, LINES[i]);
    pthread_t threads[4];
    struct bytes *bytes[4];
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_alone, draft), 0);
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(threads[i], &result);
        ck_assert_ptr_nonnull(result);
        bytes[i] = result;
        ck_assert_uint_eq(bytes[i]->length, bytes[0]->length);
        ck_assert_mem_eq(bytes[i]->data, bytes[0]->data, bytes[0]->length);
    }
    for (int i = 0; i < 4; i++) {
        free(bytes[i]->data);
        free(bytes[i]);
    }
    draft_close(draft);
}
END_TEST

static bool refuse(void *context, const void *data, size_t length)
{
    (void)context, (void)data, (void)length;
    errno = EDQUOT;
    return false;
}

START_TEST(a_sink_that_fails_is_reported)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft_line(draft, 0, FONT_TEXT, "字");
    ck_assert(!pdf_write(&draft->list, &INFO, (struct sink){refuse, NULL}, draft->diag));
    ck_assert_uint_eq(diag_count(draft->diag), 1);
    const struct diag_entry *entry = diag_entry_at(draft->diag, 0);
    ck_assert_int_eq(entry->code, DIAG_PDF_SINK);
    ck_assert_msg(strstr(entry->message, strerror(EDQUOT)), "%s", entry->message);
    draft_close(draft);
}
END_TEST

START_TEST(a_full_device_is_reported)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft_line(draft, 0, FONT_TEXT, "字");
    struct sink_file *file = sink_file_open("/dev/full");
    ck_assert(!pdf_write(&draft->list, &INFO, sink_file_sink(file), draft->diag));
    sink_file_discard(file);
    ck_assert(strstr(diag_entry_at(draft->diag, 0)->message, strerror(ENOSPC)));
    draft_close(draft);
}
END_TEST

/* ---- limits ---------------------------------------------------------------------------------- */

static void assert_refused(struct draft *draft, enum diag_code code)
{
    struct bytes bytes = {0};
    ck_assert(!pdf_write(&draft->list, &INFO, (struct sink){keep, &bytes}, draft->diag));
    ck_assert_uint_eq(bytes.length, 0);
    ck_assert_int_eq(diag_entry_at(draft->diag, 0)->code, code);
    draft_close(draft);
}

START_TEST(a_page_larger_than_pdf_allows_is_refused)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft->page.width = 14400001;
    assert_refused(draft, DIAG_PDF_RANGE);
}
END_TEST

START_TEST(a_place_beyond_what_pdf_allows_is_refused)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft_rule(draft, 0, 0, INT32_MAX, 0, 0);
    assert_refused(draft, DIAG_PDF_RANGE);
    draft = draft_open_one("LXGW WenKai");
    draft_line(draft, 0, FONT_TEXT, "字");
    draft->items[0].as.text.y = INT32_MIN;
    assert_refused(draft, DIAG_PDF_RANGE);
}
END_TEST

START_TEST(a_document_without_pages_is_refused)
{
    struct draft *draft = draft_open_one("LXGW WenKai");
    draft->list.count = 0;
    assert_refused(draft, DIAG_PDF_NO_PAGES);
}
END_TEST

START_TEST(more_pages_than_an_array_holds_are_written)
{
    enum { COUNT = 33000 }; /* libharu's arrays end at 32,767 */
    struct draft *draft = draft_open_one("LXGW WenKai");
    struct page *pages = arena_array(draft->arena, COUNT, sizeof *pages);
    for (size_t i = 0; i < COUNT; i++)
        pages[i] = draft->page;
    draft->list.pages = pages;
    draft->list.count = COUNT;
    draft_write(draft);
    const char *info = run(draft->arena, "pdfinfo -f 33000 -l 33000 %s");
    ck_assert_msg(strstr(info, "Pages:           33000"), "%s", info);
    ck_assert_msg(strstr(info, "Page 33000 size:"), "%s", info);
    draft_close(draft);
}
END_TEST

Suite *pdf_suite(void)
{
    Suite *suite = suite_create("pdf");
    TCase *text = tcase_create("text");
    tcase_set_timeout(text, 60);
    tcase_add_checked_fixture(text, make_path, remove_path);
    tcase_add_test(text, text_in_truetype_outlines_reads_back_as_written);
    tcase_add_test(text, text_in_a_cff_collection_reads_back_as_written);
    tcase_add_test(text, text_in_a_chain_of_faces_reads_back_as_written);
    tcase_add_test(text, text_in_name_keyed_cff_outlines_reads_back_as_written);
    tcase_add_test(text, one_glyph_for_two_texts_extracts_as_each_in_truetype);
    tcase_add_test(text, one_glyph_for_two_texts_extracts_as_each_in_cff);
    tcase_add_test(text, every_glyph_is_shown_and_none_is_notdef);
    suite_add_tcase(suite, text);

    TCase *geometry = tcase_create("geometry");
    tcase_set_timeout(geometry, 60);
    tcase_add_checked_fixture(geometry, make_path, remove_path);
    tcase_add_test(geometry, glyphs_stand_where_the_layout_put_them);
    tcase_add_test(geometry, rounded_advances_need_no_adjustments);
    tcase_add_test(geometry, rules_are_straight_and_meet_at_their_corners);
    tcase_add_test(geometry, a_fill_has_its_colour_and_text_after_it_is_black);
    tcase_add_test(geometry, bookmarks_are_nested_and_links_lead_to_their_anchors);
    tcase_add_test(geometry, title_and_date_are_those_that_were_told);
    suite_add_tcase(suite, geometry);

    TCase *limits = tcase_create("limits");
    tcase_set_timeout(limits, 60);
    tcase_add_checked_fixture(limits, make_path, remove_path);
    tcase_add_test(limits, the_same_pages_give_the_same_bytes);
    tcase_add_test(limits, threads_that_share_fonts_write_the_same_bytes);
    tcase_add_test(limits, a_sink_that_fails_is_reported);
    tcase_add_test(limits, a_full_device_is_reported);
    tcase_add_test(limits, a_page_larger_than_pdf_allows_is_refused);
    tcase_add_test(limits, a_place_beyond_what_pdf_allows_is_refused);
    tcase_add_test(limits, a_document_without_pages_is_refused);
    tcase_add_test(limits, more_pages_than_an_array_holds_are_written);
    suite_add_tcase(suite, limits);
    return suite;
}

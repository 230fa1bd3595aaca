/* What is remembered of shaping is what shaping would give again. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "fonts/font_use.h"
#include "layout/paragraph.h"
#include "layout/set_memo.h"
#include "layout/shaped.h"
#include "tests/layout_fixture.h"

Suite *shaped_suite(void);

static struct fixture f;
static struct layout_job remembering;

static void begin(void)
{
    fixture_open(&f);
    remembering = f.job;
    remembering.memo = shaped_memo_new();
    remembering.set = set_memo_new(f.arena);
}

static void finish(void)
{
    shaped_memo_free(remembering.memo);
    fixture_close(&f);
}

enum { SONG, HEI, KAI }; /* of the fixture */

static struct shaped shape_as(const struct layout_job *job, size_t role, const char *utf8, int row,
                              enum font_profile profile, size_t start)
{
    struct text text = {utf8, {"texts.csv", row, 1}};
    struct text_span span = {start, strlen(utf8) - start};
    return shaped_text(job, role, profile, text, span);
}

static struct shaped shape(const struct layout_job *job, const char *utf8, int row,
                           enum font_profile profile, size_t start)
{
    return shape_as(job, SONG, utf8, row, profile, start);
}

/* TEXT as it is remembered, against TEXT shaped anew. */
static void compare(const char *utf8, int row, enum font_profile profile, size_t start)
{
    struct shaped a = shape(&remembering, utf8, row, profile, start);
    struct shaped b = shape(&f.job, utf8, row, profile, start);
    ck_assert_uint_eq(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        ck_assert_uint_eq(a.glyphs[i].id, b.glyphs[i].id);
        ck_assert_uint_eq(a.glyphs[i].cluster, b.glyphs[i].cluster);
        ck_assert_int_eq(a.glyphs[i].advance, b.glyphs[i].advance);
    }
    size_t length = strlen(utf8) - start;
    ck_assert_int_eq(memcmp(a.places, b.places, length * sizeof *a.places), 0);
}

START_TEST(a_text_comes_back_as_it_was_shaped)
{
    for (int round = 0; round < 2; round++) {
        compare("一般公共预算支出 2026 年", 1, FONT_TEXT, 0);
        compare("一般公共预算支出 2026 年", 1, FONT_NUMBER, 0);
        compare("一般公共预算支出 2026 年", 2, FONT_TEXT, strlen("一般"));
        compare("公共预算支出 2026 年", 2, FONT_TEXT, 0);
    }
}
END_TEST

START_TEST(the_same_text_is_shaped_once)
{
    const struct glyph *first = shape(&remembering, "合计", 3, FONT_CELL, 0).glyphs;
    char copy[] = "合计"; /* elsewhere in memory */
    ck_assert_ptr_eq(shape(&remembering, copy, 3, FONT_CELL, 0).glyphs, first);
    ck_assert_ptr_eq(shape(&remembering, "合计", 4, FONT_CELL, 0).glyphs, first);
    ck_assert_ptr_ne(shape(&remembering, "合计", 4, FONT_TEXT, 0).glyphs, first);
}
END_TEST

/* A text with a character of another face is noted wherever it stands. */
START_TEST(what_another_face_sets_is_shaped_at_each_place)
{
    struct font_use *use = font_use_new(f.fonts);
    remembering.fonts = font_use_set(use);
    for (int row = 1; row <= 3; row++)
        for (int round = 0; round < 2; round++)
            shape_as(&remembering, KAI, "合\U00020021", row, FONT_CELL, 0);
    const struct font_fallback *fallbacks;
    ck_assert_uint_eq(font_use_fallbacks(use, f.arena, &fallbacks), 1);
    ck_assert_uint_eq(fallbacks[0].places, 3);
    ck_assert_uint_eq(fallbacks[0].code, 0x20021);
    font_use_free(use);
}
END_TEST

START_TEST(other_words_at_the_same_address_are_other_words)
{
    char text[] = "表一";
    size_t count = shape(&remembering, text, 1, FONT_CELL, 0).count;
    ck_assert_uint_eq(count, 2);
    memcpy(text, "abcdef", 6);
    ck_assert_uint_eq(shape(&remembering, text, 1, FONT_CELL, 0).count, 6);
}
END_TEST

START_TEST(more_than_can_be_remembered_is_right_too)
{
    char text[64];
    for (int i = 0; i < 30000; i++) {
        snprintf(text, sizeof text, "第%d项", i);
        ck_assert_uint_eq(shape(&remembering, text, i % 7, FONT_TEXT, 0).count,
                          strlen(text) - 2 * 3 + 2);
    }
    compare("第29999项", 29999 % 7, FONT_TEXT, 0);
}
END_TEST

START_TEST(a_character_that_no_face_has_is_reported_wherever_it_is_set)
{
    size_t before = diag_count(f.diag);
    shape(&remembering, "\U00010000", 1, FONT_TEXT, 0);
    shape(&remembering, "\U00010000", 1, FONT_TEXT, 0);
    shape(&remembering, "\U00010000", 2, FONT_TEXT, 0);
    ck_assert_uint_eq(diag_count(f.diag), before + 3);
}
END_TEST

START_TEST(what_a_mark_leaves_blank_is_what_its_face_says)
{
    struct shaped marks = shape(&remembering, "（）、，。：；“”《》·", 1, FONT_TEXT, 0);
    ck_assert_uint_eq(marks.count, 12);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < marks.count; i++) {
            struct glyph shifted = marks.glyphs[i];
            shifted.dx += round * 100;
            for (int k = 0; k < 2; k++) {
                const struct glyph *glyph = k == 0 ? &marks.glyphs[i] : &shifted;
                struct glyph_blank a = shaped_blank(&remembering, glyph);
                struct glyph_blank b = font_glyph_blank(glyph);
                ck_assert_int_eq(a.before, b.before);
                ck_assert_int_eq(a.after, b.after);
            }
        }
}
END_TEST

static void compare_lines(const struct text_line *a, const struct text_line *b)
{
    ck_assert_int_eq(a->left, b->left);
    ck_assert_int_eq(a->width, b->width);
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct item *x = &a->items[i], *y = &b->items[i];
        ck_assert_int_eq(x->as.text.x, y->as.text.x);
        ck_assert_uint_eq(x->as.text.count, y->as.text.count);
        for (size_t g = 0; g < x->as.text.count; g++) {
            ck_assert_uint_eq(x->as.text.glyphs[g].id, y->as.text.glyphs[g].id);
            ck_assert_int_eq(x->as.text.glyphs[g].x, y->as.text.glyphs[g].x);
        }
    }
}

/* Sets TEXT in SHAPE, with memory and without. */
static void compare_set(const char *utf8, const struct paragraph_shape *shape)
{
    struct text_block a = text_set(&remembering, text_at(utf8, 1, 1), shape);
    struct text_block b = text_set(&f.job, text_at(utf8, 1, 1), shape);
    ck_assert_uint_eq(a.count, b.count);
    for (size_t i = 0; i < a.count; i++)
        compare_lines(&a.lines[i], &b.lines[i]);
}

/* All that lines depend on tells one paragraph from another. */
START_TEST(a_paragraph_comes_back_as_it_was_set)
{
    static const char *const TEXTS[] = {"合计", "县（区）级“三公”经费预算表\n合计", "1,234.56"};
    const struct text_style plain = f.styles[BODY];
    struct text_style styles[] = {plain, plain, plain, plain, plain, plain, plain};
    styles[1].size = 9000;
    styles[2].left = 3000;
    styles[3].indent = 2000;
    styles[4].apart = 4000;
    styles[5].sense = true;
    styles[6].role = HEI;
    static const enum align ALIGNS[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER, ALIGN_JUSTIFY,
                                        ALIGN_DISTRIBUTE};
    for (int round = 0; round < 2; round++)
        for (size_t t = 0; t < 3; t++)
            for (size_t s = 0; s < 7; s++)
                for (size_t a = 0; a < 5; a++)
                    for (int k = 0; k < 6; k++)
                        compare_set(TEXTS[t], &(struct paragraph_shape){
                                                  &styles[s], (enum font_profile)(k % 3), ALIGNS[a],
                                                  k < 3 ? 90000 : 50000});
}
END_TEST

START_TEST(the_same_paragraph_is_set_once)
{
    struct paragraph_shape shape = {&f.styles[BODY], FONT_CELL, ALIGN_LEFT, 100000};
    char copy[] = "合计";
    const struct text_line *first = text_set(&remembering, text_at("合计", 1, 1), &shape).lines;
    ck_assert_ptr_eq(text_set(&remembering, text_at(copy, 2, 1), &shape).lines, first);
}
END_TEST

/* An error is told of every cell; a face that helps out, of every place. */
START_TEST(what_is_told_of_its_place_is_set_at_each)
{
    struct font_use *use = font_use_new(f.fonts);
    remembering.fonts = font_use_set(use);
    f.styles[BODY].role = KAI;
    struct paragraph_shape shape = {&f.styles[BODY], FONT_CELL, ALIGN_LEFT, 100000};
    for (int row = 1; row <= 3; row++)
        text_set(&remembering, text_at("合\U00020021", row, 1), &shape);
    const struct font_fallback *fallbacks;
    ck_assert_uint_eq(font_use_fallbacks(use, f.arena, &fallbacks), 1);
    ck_assert_uint_eq(fallbacks[0].places, 3);
    shape.measure = 5000;
    for (int row = 1; row <= 3; row++)
        text_set(&remembering, text_at("合计", row, 1), &shape);
    ck_assert_uint_eq(diag_errors(f.diag), 3);
    font_use_free(use);
}
END_TEST

Suite *shaped_suite(void)
{
    Suite *suite = suite_create("shaped");
    TCase *tests = tcase_create("memo");
    tcase_add_checked_fixture(tests, begin, finish);
    tcase_add_test(tests, a_text_comes_back_as_it_was_shaped);
    tcase_add_test(tests, the_same_text_is_shaped_once);
    tcase_add_test(tests, what_another_face_sets_is_shaped_at_each_place);
    tcase_add_test(tests, other_words_at_the_same_address_are_other_words);
    tcase_add_test(tests, more_than_can_be_remembered_is_right_too);
    tcase_add_test(tests, a_character_that_no_face_has_is_reported_wherever_it_is_set);
    tcase_add_test(tests, what_a_mark_leaves_blank_is_what_its_face_says);
    tcase_add_test(tests, a_paragraph_comes_back_as_it_was_set);
    tcase_add_test(tests, the_same_paragraph_is_set_once);
    tcase_add_test(tests, what_is_told_of_its_place_is_set_at_each);
    suite_add_tcase(suite, tests);
    return suite;
}

/* What is remembered of shaping is what shaping would give again. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "fonts/font_use.h"
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
    suite_add_tcase(suite, tests);
    return suite;
}

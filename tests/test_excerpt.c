/* Excerpts: what of two long texts is shown. */
#include "data/excerpt.h"

#include <check.h>
#include <string.h>

Suite *excerpt_suite(void);

static struct arena *arena;

static const struct excerpt_style style = {.longest = 12, .context = 3, .mark = "……"};

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static void assert_excerpt(const char *before, const char *after, const char *old, const char *new)
{
    const struct excerpt excerpt = excerpt_make(arena, before, after, &style);
    ck_assert_str_eq(excerpt.before, old);
    ck_assert_str_eq(excerpt.after, new);
    ck_assert_int_eq(excerpt.shortened, strstr(old, "……") != NULL || strstr(new, "……") != NULL);
}

START_TEST(short_texts_stand_whole)
{
    assert_excerpt("一二三四五六七八九十甲乙", "子", "一二三四五六七八九十甲乙", "子");
    assert_excerpt("", "一二三四五六七八九十甲乙", "", "一二三四五六七八九十甲乙");
}
END_TEST

START_TEST(of_long_texts_what_differs_stands_between_its_neighbours)
{
    assert_excerpt("一二三四五六七八九十甲乙丙丁戊己", "一二三四五六七子九十甲乙丙丁戊己",
                   "……五六七八九十甲……", "……五六七子九十甲……");
    assert_excerpt("一二三四五六七八九十甲乙丙丁戊己", "一二三四五六七九十甲乙丙丁戊己",
                   "……五六七八九十甲……", "……五六七九十甲……");
    assert_excerpt("一二三四五六七八九十甲乙丙丁戊己", "子二三四五六七八九十甲乙丙丁戊丑",
                   "一二三四……丙丁戊己", "子二三四……丙丁戊丑");
}
END_TEST

START_TEST(a_number_is_never_parted)
{
    assert_excerpt("一二三四五六收入7,021.24万元，比上年增加",
                   "一二三四五六收入7,021.34万元，比上年增加", "……六收入7,021.24万元，……",
                   "……六收入7,021.34万元，……");
    /* nor a character and what is attached to it: 葛 with a variation selector (U+E0100) */
    assert_excerpt("一二三四五六七八九十葛\xF3\xA0\x84\x80乙丙", "一二三四五六七八九十葛乙丙",
                   "……八九十葛\xF3\xA0\x84\x80乙丙", "……八九十葛乙丙");
}
END_TEST

START_TEST(it_does_not_begin_with_a_mark_that_closes_what_is_left_out)
{
    assert_excerpt("一二三四五。六七八九十甲乙", "一二三四五。六七子九十甲乙", "……六七八九十甲……",
                   "……六七子九十甲……");
}
END_TEST

START_TEST(what_differs_at_length_is_cut_with_a_mark)
{
    assert_excerpt("一二三四五六七八九十甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未申酉戌亥角亢氐房心尾",
                   "一二三四五六七八九十甲乙……", "子丑寅卯辰巳午未申酉戌亥……");
}
END_TEST

START_TEST(a_text_that_is_new_or_gone_is_shown_from_its_beginning)
{
    struct excerpt excerpt = excerpt_make(arena, NULL, "一二三四五六七八九十甲乙丙丁", &style);
    ck_assert_ptr_null(excerpt.before);
    ck_assert_str_eq(excerpt.after, "一二三四五六七八九十甲乙……");
    ck_assert(excerpt.shortened);
    excerpt = excerpt_make(arena, "一二三", NULL, &style);
    ck_assert_str_eq(excerpt.before, "一二三");
    ck_assert_ptr_null(excerpt.after);
    ck_assert(!excerpt.shortened);
}
END_TEST

START_TEST(a_word_without_end_is_parted_all_the_same)
{
    char *word = arena_array(arena, 100001, 1);
    memset(word, '7', 100000);
    const struct excerpt excerpt = excerpt_make(arena, word, NULL, &style);
    ck_assert(excerpt.shortened);
    ck_assert_uint_lt(strlen(excerpt.before), 1000);
}
END_TEST

Suite *excerpt_suite(void)
{
    Suite *suite = suite_create("excerpt");
    TCase *tcase = tcase_create("excerpt");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, short_texts_stand_whole);
    tcase_add_test(tcase, of_long_texts_what_differs_stands_between_its_neighbours);
    tcase_add_test(tcase, a_number_is_never_parted);
    tcase_add_test(tcase, it_does_not_begin_with_a_mark_that_closes_what_is_left_out);
    tcase_add_test(tcase, what_differs_at_length_is_cut_with_a_mark);
    tcase_add_test(tcase, a_text_that_is_new_or_gone_is_shown_from_its_beginning);
    tcase_add_test(tcase, a_word_without_end_is_parted_all_the_same);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* Aligning: against the table of all prefixes, which is slow and plain. */
#include "data/align.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *align_suite(void);

#define COUNT_MAX 30

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

/* The length of the longest common subsequence, by its definition. */
static size_t longest_common(const char *const *a, size_t a_count, const char *const *b,
                             size_t b_count)
{
    size_t table[COUNT_MAX + 1][COUNT_MAX + 1] = {{0}};
    for (size_t i = 1; i <= a_count; i++)
        for (size_t k = 1; k <= b_count; k++) {
            size_t skipped = table[i - 1][k] > table[i][k - 1] ? table[i - 1][k] : table[i][k - 1];
            table[i][k] = strcmp(a[i - 1], b[k - 1]) == 0 ? table[i - 1][k - 1] + 1 : skipped;
        }
    return table[a_count][b_count];
}

static size_t random_texts(unsigned *seed, const char **texts)
{
    static const char *const words[] = {"甲", "乙", "丙", "丁"};
    size_t count = (size_t)rand_r(seed) % (COUNT_MAX + 1);
    for (size_t i = 0; i < count; i++)
        texts[i] = words[(size_t)rand_r(seed) % (1 + (size_t)rand_r(seed) % 4)];
    return count;
}

/* Equal texts, rising; returns how many. */
static size_t assert_sound(const char *const *a, const size_t *match, size_t a_count,
                           const char *const *b, size_t b_count)
{
    size_t count = 0, next = 0;
    for (size_t i = 0; i < a_count; i++) {
        if (match[i] == ALIGN_NONE)
            continue;
        ck_assert_uint_lt(match[i], b_count);
        ck_assert_uint_ge(match[i], next);
        ck_assert_str_eq(a[i], b[match[i]]);
        next = match[i] + 1;
        count++;
    }
    return count;
}

START_TEST(as_many_texts_match_as_can)
{
    unsigned seed = 1;
    const char *a[COUNT_MAX], *b[COUNT_MAX];
    size_t match[COUNT_MAX];
    for (int i = 0; i < 3000; i++) {
        size_t a_count = random_texts(&seed, a), b_count = random_texts(&seed, b);
        align_texts(arena, a, a_count, b, b_count, match);
        ck_assert_uint_eq(assert_sound(a, match, a_count, b, b_count),
                          longest_common(a, a_count, b, b_count));
    }
}
END_TEST

START_TEST(long_sequences_with_nothing_in_common_match_at_their_ends)
{
    enum { MANY = 100000 };
    const char **a = arena_array(arena, MANY, sizeof *a), **b = arena_array(arena, MANY, sizeof *b);
    size_t *match = arena_array(arena, MANY, sizeof *match);
    for (size_t i = 0; i < MANY; i++) {
        a[i] = "甲";
        b[i] = "乙";
    }
    a[0] = b[0] = "头";
    a[MANY - 1] = b[MANY - 1] = "尾";
    align_texts(arena, a, MANY, b, MANY, match);
    ck_assert_uint_eq(assert_sound(a, match, MANY, b, MANY), 2);
    ck_assert_uint_eq(match[0], 0);
    ck_assert_uint_eq(match[MANY - 1], MANY - 1);
}
END_TEST

Suite *align_suite(void)
{
    Suite *suite = suite_create("align");
    TCase *tcase = tcase_create("align");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, as_many_texts_match_as_can);
    tcase_add_test(tcase, long_sequences_with_nothing_in_common_match_at_their_ends);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* Arenas: alignment, zeroing, growth, marks. */
#include <check.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/arena.h"

Suite *arena_suite(void);

START_TEST(memory_is_zeroed_and_aligned_for_any_object)
{
    struct arena *arena = arena_new();
    for (size_t size = 0; size < 300; size++) {
        unsigned char *memory = arena_alloc(arena, size);
        ck_assert_uint_eq((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(memory[i], 0);
        memset(memory, 0xAA, size);
    }
    arena_free(arena);
}
END_TEST

START_TEST(objects_do_not_overlap)
{
    struct arena *arena = arena_new();
    unsigned char *objects[500];
    for (size_t i = 0; i < 500; i++) {
        objects[i] = arena_alloc(arena, i);
        memset(objects[i], (int)(i % 251), i);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert_uint_eq(objects[i][k], i % 251);
    arena_free(arena);
}
END_TEST

START_TEST(what_is_taken_after_a_reset_is_zeroed_again)
{
    struct arena *arena = arena_new();
    char *kept = arena_strdup(arena, "kept");
    struct arena_mark mark = arena_mark(arena);
    memset(arena_alloc(arena, 100), 0xFF, 100);
    memset(arena_alloc(arena, 5000000), 0xFF, 5000000);
    arena_reset(arena, mark);
    const char *again = arena_alloc(arena, 100);
    for (size_t i = 0; i < 100; i++)
        ck_assert_int_eq(again[i], 0);
    ck_assert_str_eq(kept, "kept");
    arena_free(arena);
}
END_TEST

START_TEST(a_reset_to_the_mark_of_an_empty_arena_takes_all_back)
{
    struct arena *arena = arena_new();
    struct arena_mark mark = arena_mark(arena);
    for (int round = 0; round < 3; round++) {
        memset(arena_alloc(arena, 100000), 1, 100000);
        arena_reset(arena, mark);
    }
    ck_assert_ptr_nonnull(arena_alloc(arena, 1));
    arena_free(arena);
}
END_TEST

START_TEST(growing_arrays_keep_their_items)
{
    struct arena *arena = arena_new();
    int *items = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 10000; i++) {
        items = arena_grow(arena, items, (size_t)i, &capacity, sizeof *items);
        ck_assert_uint_gt(capacity, (size_t)i);
        items[i] = i;
    }
    for (int i = 0; i < 10000; i++)
        ck_assert_int_eq(items[i], i);
    arena_free(arena);
}
END_TEST

START_TEST(growing_arrays_run_into_nothing_that_was_taken_between)
{
    struct arena *arena = arena_new();
    unsigned char *items[2] = {NULL};
    size_t capacity[2] = {0}, count = 0;
    for (; count < 30000; count++)
        for (unsigned char k = 0; k < 2; k++) {
            size_t before = capacity[k];
            items[k] = arena_grow(arena, items[k], count, &capacity[k], 3);
            for (size_t i = before * 3; i < capacity[k] * 3; i++)
                ck_assert_uint_eq(items[k][i], 0); /* the new room */
            memset(items[k] + count * 3, 1 + k, 3);
            if (count % 100 == 0) /* the next time it cannot grow where it is */
                memset(arena_alloc(arena, 40), 0xFF, 40);
        }
    for (size_t i = 0; i < count * 3; i++) {
        ck_assert_uint_eq(items[0][i], 1);
        ck_assert_uint_eq(items[1][i], 2);
    }
    arena_free(arena);
}
END_TEST

START_TEST(what_was_taken_last_widens_where_it_is)
{
    struct arena *arena = arena_new();
    char *text = arena_strdup(arena, "0123456789");
    ck_assert_ptr_eq(arena_widen(arena, text, 11, 1000), text);
    memset(text + 11, 'x', 989);
    char *after = arena_strdup(arena, "after");
    char *moved = arena_widen(arena, text, 1000, 2000);
    ck_assert_ptr_ne(moved, text);
    ck_assert_mem_eq(moved, text, 1000);
    memset(moved, 'y', 2000);
    ck_assert_str_eq(after, "after");
    ck_assert_int_eq(text[999], 'x');
    arena_free(arena);
}
END_TEST

START_TEST(strings_are_printed_whole_wherever_a_block_ends)
{
    struct arena *arena = arena_new();
    const char *texts[2000];
    for (int i = 0; i < 2000; i++)
        texts[i] = arena_printf(arena, "%0*d", i % 90 + 4, i);
    for (int i = 0; i < 2000; i++) {
        ck_assert_uint_eq(strlen(texts[i]), (size_t)i % 90 + 4);
        ck_assert_int_eq(atoi(texts[i]), i);
    }
    arena_free(arena);
}
END_TEST

START_TEST(copies_of_strings_end_where_they_are_told)
{
    struct arena *arena = arena_new();
    ck_assert_str_eq(arena_strndup(arena, "abcdef", 3), "abc");
    ck_assert_str_eq(arena_strndup(arena, "", 0), "");
    ck_assert_str_eq(arena_printf(arena, "%s-%05d", "部门", 42), "部门-00042");
    arena_free(arena);
}
END_TEST

START_TEST(an_array_too_large_to_count_ends_the_program)
{
    static struct arena *volatile arena; /* static: no leak to report when the program ends */
    arena = arena_new();
    arena_array(arena, SIZE_MAX / 4, 5);
}
END_TEST

START_TEST(freeing_no_arena_is_allowed)
{
    arena_free(NULL);
}
END_TEST

Suite *arena_suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *tests = tcase_create("arena");
    tcase_add_test(tests, memory_is_zeroed_and_aligned_for_any_object);
    tcase_add_test(tests, objects_do_not_overlap);
    tcase_add_test(tests, what_is_taken_after_a_reset_is_zeroed_again);
    tcase_add_test(tests, a_reset_to_the_mark_of_an_empty_arena_takes_all_back);
    tcase_add_test(tests, growing_arrays_keep_their_items);
    tcase_add_test(tests, growing_arrays_run_into_nothing_that_was_taken_between);
    tcase_add_test(tests, what_was_taken_last_widens_where_it_is);
    tcase_add_test(tests, strings_are_printed_whole_wherever_a_block_ends);
    tcase_add_test(tests, copies_of_strings_end_where_they_are_told);
    const char *no_fork = getenv("CK_FORK"); /* without a fork the exit would end the runner */
    if (!no_fork || strcmp(no_fork, "no") != 0)
        tcase_add_exit_test(tests, an_array_too_large_to_count_ends_the_program, 2);
    tcase_add_test(tests, freeing_no_arena_is_allowed);
    suite_add_tcase(suite, tests);
    return suite;
}

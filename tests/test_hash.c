/* Hashes: the values are those of the xxHash specification's own implementation (xxhsum -H2). */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "data/hash.h"
#include "tests/support.h"

Suite *hash_suite(void);

static const char *text_of(struct arena *arena, struct hash hash)
{
    char text[HASH_TEXT_SIZE];
    hash_print(hash, text);
    return arena_strdup(arena, text);
}

START_TEST(a_hash_is_xxh3_of_the_content)
{
    struct arena *arena = arena_new();
    /* Published test vector: XXH3-128 of nothing. */
    ck_assert_str_eq(text_of(arena, hash_bytes("", 0)), "99aa06d3014798d86001c324468d497f");
    arena_free(arena);
}
END_TEST

START_TEST(a_file_has_the_hash_of_its_bytes)
{
    struct arena *arena = arena_new();
    const char *dir = support_make_dir(arena), *path = arena_printf(arena, "%s/file", dir);
    char *text = arena_alloc(arena, 200001);
    memset(text, 'x', 200000);
    support_write(path, text);
    struct hash hash;
    ck_assert(hash_file(path, &hash));
    ck_assert(hash_equal(hash, hash_bytes(text, 200000)));
    ck_assert(!hash_file(arena_printf(arena, "%s/none", dir), &hash));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert(!hash_file(dir, &hash));
    support_remove_dir(dir);
    arena_free(arena);
}
END_TEST

START_TEST(sums_know_no_order_and_joins_do)
{
    struct hash a = hash_bytes("a", 1), b = hash_bytes("b", 1);
    ck_assert(hash_equal(hash_add(a, b), hash_add(b, a)));
    ck_assert(!hash_equal(hash_add(a, a), a));
    ck_assert(!hash_equal(hash_join(a, b), hash_join(b, a)));
}
END_TEST

START_TEST(only_what_was_printed_is_read)
{
    static const char *const wrong[] = {"",
                                        "12",
                                        "99aa06d3014798d86001c324468d497",
                                        "99aa06d3014798d86001c324468d497ff",
                                        "99AA06d3014798d86001c324468d497f",
                                        "99aa06d3014798d8 001c324468d497f",
                                        "-9aa06d3014798d86001c324468d497f"};
    struct hash hash, read;
    char text[HASH_TEXT_SIZE];
    hash = hash_bytes("泽州县", 9);
    hash_print(hash, text);
    ck_assert(hash_parse(text, &read));
    ck_assert(hash_equal(hash, read));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert(!hash_parse(wrong[i], &read));
}
END_TEST

Suite *hash_suite(void)
{
    Suite *suite = suite_create("hash");
    TCase *tcase = tcase_create("hash");
    tcase_add_test(tcase, a_hash_is_xxh3_of_the_content);
    tcase_add_test(tcase, a_file_has_the_hash_of_its_bytes);
    tcase_add_test(tcase, sums_know_no_order_and_joins_do);
    tcase_add_test(tcase, only_what_was_printed_is_read);
    suite_add_tcase(suite, tcase);
    return suite;
}

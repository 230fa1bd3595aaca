/* Prepared faces: subsets cut from the base are those cut from the face itself. And the digest of a
 * set: what it depends on, and what not. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/common.h"
#include "fonts/font.h"

Suite *font_base_suite(void);

enum { TRIALS = 12, GLYPHS_MAX = 600 };

static struct arena *arena;
static struct diag *diag;

static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
}

static void finish(void)
{
    diag_free(diag);
    arena_free(arena);
}

static struct font_set *open_family(const char *family, const char *only)
{
    struct font_family families[] = {{{family, {"format.yaml", 10, 7}}, 400, NULL},
                                     {{"AR PL UMing CN", {"format.yaml", 11, 7}}, 400, only}};
    struct font_role role = {"正文", {"format.yaml", 9, 3}, families, only ? 2 : 1};
    struct font_set *set = font_set_open(&role, 1, diag);
    ck_assert_msg(set != NULL, "not installed: %s", family);
    return set;
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The glyphs, ascending, of COUNT common characters drawn by SEED, and of EXTRA. */
static size_t draw_glyphs(const struct font_set *set, unsigned *seed, size_t count,
                          const char *extra, uint32_t *ids)
{
    const uint32_t *codes;
    size_t common = common_characters(arena, &codes), kept = 0, next = 0;
    char text[4 * GLYPHS_MAX + 64] = "";
    ck_assert_uint_gt(common, 7000);
    for (size_t i = 0; i < count; i++) {
        uint32_t code = codes[(unsigned)rand_r(seed) % common];
        char utf8[4] = {(char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 63)),
                        (char)(0x80 | (code & 63)), 0};
        strcat(text, code < 0x800 ? "9" : utf8);
    }
    strcat(text, extra);
    const struct glyph *glyphs;
    struct text source = {text, {"texts.csv", 2, 4}};
    size_t found = font_shape(arena, set, 0, FONT_NUMBER, source, 0, strlen(text), diag, &glyphs);
    for (size_t i = 0; i < found; i++)
        if (glyphs[i].face == font_role_face(set, 0) && glyphs[i].id != 0)
            ids[kept++] = glyphs[i].id;
    qsort(ids, kept, sizeof *ids, compare_ids);
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || ids[i] != ids[next - 1])
            ids[next++] = ids[i];
    return next;
}

START_TEST(a_prepared_face_gives_the_same_subsets)
{
    static const char *const families[] = {"Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai",
                                           "AR PL UMing CN", "C059"};
    struct font_set *plain = open_family(families[_i], NULL);
    struct font_set *prepared = open_family(families[_i], NULL);
    uint32_t ids[GLYPHS_MAX + 64];
    unsigned seed = 20260101;
    font_set_prepare(prepared);
    for (int trial = 0; trial < TRIALS; trial++) {
        /* 㙦 and 𠮷 are in no base: the whole face is cut. */
        size_t count =
            draw_glyphs(plain, &seed, (size_t)(trial * 50 + 1), trial % 4 == 3 ? "㙦𠮷" : "", ids);
        struct font_subset expected, found;
        ck_assert(font_subset(arena, font_role_face(plain, 0), ids, count, diag, &expected));
        ck_assert(font_subset(arena, font_role_face(prepared, 0), ids, count, diag, &found));
        ck_assert_uint_eq(found.length, expected.length);
        ck_assert_mem_eq(found.data, expected.data, expected.length);
        ck_assert_mem_eq(found.new_ids, expected.new_ids, count * sizeof *expected.new_ids);
    }
    font_set_close(prepared);
    font_set_close(plain);
}
END_TEST

static struct hash digest_of(const char *family, const char *only)
{
    struct font_set *set = open_family(family, only);
    struct hash digest;
    const char *file;
    ck_assert(font_set_digest(set, &digest, &file));
    font_set_close(set);
    return digest;
}

START_TEST(the_digest_tells_faces_and_their_limits_apart)
{
    struct hash serif = digest_of("Noto Serif CJK SC", NULL);
    ck_assert(hash_equal(serif, digest_of("Noto Serif CJK SC", NULL)));
    /* Another face of the same file. */
    ck_assert(!hash_equal(serif, digest_of("Noto Serif CJK TC", NULL)));
    ck_assert(!hash_equal(serif, digest_of("LXGW WenKai", NULL)));
    ck_assert(!hash_equal(serif, digest_of("Noto Serif CJK SC", "“”")));
    ck_assert(
        !hash_equal(digest_of("Noto Serif CJK SC", "·"), digest_of("Noto Serif CJK SC", "“”")));
}
END_TEST

Suite *font_base_suite(void)
{
    Suite *suite = suite_create("font_base");
    TCase *tcase = tcase_create("font_base");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, begin, finish);
    tcase_add_loop_test(tcase, a_prepared_face_gives_the_same_subsets, 0, 5);
    tcase_add_test(tcase, the_digest_tells_faces_and_their_limits_apart);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* Plain characters: what is only looked up must be what HarfBuzz makes of the whole text. */
#include <check.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "fonts/face.h"
#include "fonts/font.h"

Suite *font_plain_suite(void);

static const char *const FAMILIES[] = {"Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai",
                                       "AR PL UMing CN", "DejaVu Sans"};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES, LENGTH = 60 };

static struct arena *arena;
static struct diag *diag;
static struct font_set *set;
static const struct font_face *face;

static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    set = NULL;
}

static void finish(void)
{
    font_set_close(set);
    diag_free(diag);
    arena_free(arena);
}

static void open_face(const char *name)
{
    struct font_family family = {{name, {"format.yaml", 1, 1}}, 400, NULL};
    struct font_role role = {"正文", {"format.yaml", 1, 1}, &family, 1};
    set = font_set_open(&role, 1, diag);
    ck_assert_msg(set != NULL, "a font is not installed: %s", name);
    face = font_role_face(set, 0);
}

/* What font_shape() is to ask of HarfBuzz. */
static hb_buffer_t *shape_whole(const char *text, enum font_profile profile)
{
    static const char *const OFF[] = {"-liga", "-clig", "-dlig", "-kern", "-calt"};
    hb_feature_t features[5];
    unsigned count = profile == FONT_TEXT ? 3 : 5;
    for (unsigned i = 0; i < count; i++)
        ck_assert(hb_feature_from_string(OFF[i], -1, &features[i]));
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text, -1, 0, -1);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(buffer, hb_language_from_string("zh-Hans", -1));
    hb_shape(face->font, buffer, features, count);
    return buffer;
}

static void compare(const char *text, enum font_profile profile)
{
    const struct glyph *glyphs;
    size_t shaped = font_shape(arena, set, 0, profile, (struct text){text, {"t", 1, 1}}, 0,
                               strlen(text), diag, &glyphs);
    hb_buffer_t *buffer = shape_whole(text, profile);
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &count);
    ck_assert_msg(count == shaped, "%s: %u glyphs, not %zu", text, count, shaped);
    for (unsigned i = 0; i < count; i++)
        ck_assert_msg(infos[i].codepoint == glyphs[i].id && infos[i].cluster == glyphs[i].cluster &&
                          positions[i].x_advance == glyphs[i].advance &&
                          positions[i].x_offset == glyphs[i].dx &&
                          positions[i].y_offset == glyphs[i].dy,
                      "%s: glyph %u", text, i);
    hb_buffer_destroy(buffer);
}

/* A random text of what FACE has among the characters FIRST … LAST, now and then one of ASCII. */
static const char *random_text(uint32_t *seed, uint32_t first, uint32_t last)
{
    char *text = arena_alloc(arena, 4 * LENGTH + 1), *end = text;
    for (int i = 0; i < LENGTH; i++) {
        *seed = *seed * 1664525U + 1013904223U;
        uint32_t ascii = *seed >> 30 == 0;
        uint32_t code =
            ascii ? 0x20 + (*seed >> 8) % 95 : first + (*seed >> 8) % (last - first + 1);
        hb_codepoint_t glyph;
        if (!hb_font_get_nominal_glyph(face->font, code, &glyph))
            continue;
        if (code < 0x80) {
            *end++ = (char)code;
        } else {
            *end++ = (char)(0xE0 | code >> 12);
            *end++ = (char)(0x80 | (code >> 6 & 0x3F));
            *end++ = (char)(0x80 | (code & 0x3F));
        }
    }
    return text;
}

START_TEST(texts_of_plain_characters_come_out_as_harfbuzz_shapes_them_whole)
{
    static const uint32_t RANGES[][2] = {
        {0x4E00, 0x9FFF}, {0x3000, 0x3029}, {0x3400, 0x4DBF}, {0xFF01, 0xFF5E}, {0x2014, 0x2014}};
    open_face(FAMILIES[_i]);
    uint32_t seed = 7;
    for (int round = 0; round < 400; round++) {
        /* Dashes, which are set otherwise, stand for nothing here: that range gives ASCII alone. */
        const uint32_t *range = RANGES[round % 5];
        bool ascii = range[0] == 0x2014;
        const char *text = random_text(&seed, ascii ? 0x20 : range[0], ascii ? 0x7E : range[1]);
        compare(text, FONT_TEXT);
        compare(text, FONT_CELL);
    }
}
END_TEST

START_TEST(most_han_characters_are_plain)
{
    open_face(FAMILIES[_i]);
    size_t plain = 0, all = 0;
    for (uint32_t code = 0x4E00; code <= 0x9FFF; code++) {
        struct plain_glyph glyph = plain_glyph(face->plain, code);
        all += glyph.id != 0;
        plain += glyph.plain[PLAIN_CELL];
    }
    ck_assert_uint_gt(all, 6000);
    ck_assert_uint_gt(plain * 10, all * 9);
}
END_TEST

START_TEST(what_hangs_on_others_or_is_invisible_is_never_plain)
{
    static const uint32_t CODES[] = {0x0301, 0x200B, 0x302A, 0x3099, 0xFE00, 0xFEFF, 0xAD, 0xA0};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        ck_assert(!plain_is_known(CODES[i]));
}
END_TEST

START_TEST(a_mark_changes_the_letter_before_it_also_where_that_is_plain)
{
    open_face("DejaVu Sans");
    compare("ae\u0301o", FONT_CELL);
    compare("A\u3000B", FONT_TEXT); /* which the face does not have: it is made of the space */
    compare("q\u0323\u0301z", FONT_CELL);
}
END_TEST

/* Twice: filled in, and looked up. */
START_TEST(widths_and_blanks_are_those_that_harfbuzz_measures)
{
    open_face(FAMILIES[_i]);
    unsigned count = hb_face_get_glyph_count(face->face);
    for (unsigned i = 0; i < 2 * (count + 3); i++) {
        struct glyph glyph = {.face = face, .id = i % (count + 3), .scale = 1100, .dx = 7};
        hb_glyph_extents_t ink;
        int32_t advance = hb_font_get_glyph_h_advance(face->font, glyph.id);
        glyph.advance = advance * 11 / 10;
        struct glyph_blank expected = {glyph.advance, glyph.advance};
        if (hb_font_get_glyph_extents(face->font, glyph.id, &ink) && ink.width > 0) {
            expected.before = 7 + ink.x_bearing * 1100 / 1000;
            expected.after = glyph.advance - expected.before - ink.width * 1100 / 1000;
        }
        struct glyph_blank found = font_glyph_blank(&glyph);
        ck_assert_int_eq(font_glyph_advance(face, glyph.id), advance);
        ck_assert_int_eq(found.before, expected.before);
        ck_assert_int_eq(found.after, expected.after);
    }
}
END_TEST

Suite *font_plain_suite(void)
{
    Suite *suite = suite_create("font_plain");
    TCase *tests = tcase_create("plain");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, begin, finish);
    tcase_add_loop_test(tests, texts_of_plain_characters_come_out_as_harfbuzz_shapes_them_whole, 0,
                        FAMILY_COUNT);
    tcase_add_loop_test(tests, widths_and_blanks_are_those_that_harfbuzz_measures, 0, FAMILY_COUNT);
    tcase_add_loop_test(tests, most_han_characters_are_plain, 0, 4);
    tcase_add_test(tests, what_hangs_on_others_or_is_invisible_is_never_plain);
    tcase_add_test(tests, a_mark_changes_the_letter_before_it_also_where_that_is_plain);
    suite_add_tcase(suite, tests);
    return suite;
}

/* Fallback faces: that their Han characters are set to look like those of the role's first face, and
 * that what they set is noted. Ink is measured with FreeType, on characters named here. */
#include <check.h>
#include <ft2build.h>
#include <malloc.h>
#include FT_FREETYPE_H
#include FT_BBOX_H
#include <stdlib.h>
#include <string.h>

#include "fonts/font_info.h"
#include "fonts/font_use.h"

Suite *font_use_suite(void);

static struct arena *arena;
static struct diag *diag;
static struct font_set *set;
static struct font_use *use;

static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    set = NULL;
    use = NULL;
}

static void finish(void)
{
    font_use_free(use);
    font_set_close(set);
    diag_free(diag);
    arena_free(arena);
}

/* Opens the roles 正文 and 表格, both with FAMILIES, parted by bars; "LXGW WenKai@700" has a weight. */
static void open_fonts(const char *families)
{
    struct font_family chain[4];
    size_t count = 0;
    char *names = arena_strdup(arena, families);
    for (char *name = strtok(names, "|"); name; name = strtok(NULL, "|")) {
        char *weight = strchr(name, '@');
        if (weight)
            *weight = '\0';
        chain[count++] = (struct font_family){{name, {0}}, weight ? atoi(weight + 1) : 400, NULL};
    }
    struct font_role roles[] = {{"正文", {0}, chain, count}, {"表格", {0}, chain, count}};
    set = font_set_open(roles, 2, diag);
    ck_assert_msg(set, "a font is not installed: %s", families);
    use = font_use_new(set);
}

static size_t shape(size_t role, const char *utf8, struct pos pos, const struct glyph **glyphs)
{
    struct text text = {utf8, pos};
    return font_shape(arena, font_use_set(use), role, FONT_TEXT, text, 0, strlen(utf8), diag,
                      glyphs);
}

static const struct font_family_info *family(size_t index)
{
    const struct font_family_info *families;
    ck_assert_uint_lt(index, font_role_families(set, 0, &families));
    return &families[index];
}

/* ---- size and height ------------------------------------------------------------------------- */

static const uint32_t CHARACTERS[] = {0x56FD, 0x5BB6, 0x6C38, 0x90E8, 0x91D1, 0x4E1C,
                                      0x672C, 0x5E74, 0x653F, 0x653B, 0x6559, 0x666F,
                                      0x8D44, 0x8BBE, 0x7ECF}; /* 国家永部金东本年政攻教景资设经 */
enum { CHARACTER_COUNT = sizeof CHARACTERS / sizeof *CHARACTERS };

struct box {
    double size, centre; /* width and height together; above the baseline [1/1000 em] */
};

static void measure(const struct font_family_info *info, struct box boxes[CHARACTER_COUNT])
{
    FT_Library library;
    FT_Face face;
    ck_assert_int_eq(FT_Init_FreeType(&library), 0);
    ck_assert_int_eq(FT_New_Face(library, info->file, info->file_index, &face), 0);
    double thousandth = 1000.0 / face->units_per_EM;
    for (int i = 0; i < CHARACTER_COUNT; i++) {
        FT_UInt glyph = FT_Get_Char_Index(face, CHARACTERS[i]);
        ck_assert_uint_ne(glyph, 0);
        ck_assert_int_eq(FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE), 0);
        FT_BBox ink;
        FT_Outline_Get_BBox(&face->glyph->outline, &ink);
        boxes[i].size = (double)(ink.xMax - ink.xMin + ink.yMax - ink.yMin) * thousandth;
        boxes[i].centre = (double)(ink.yMax + ink.yMin) / 2 * thousandth;
    }
    FT_Done_Face(face);
    FT_Done_FreeType(library);
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double median(double values[CHARACTER_COUNT])
{
    qsort(values, CHARACTER_COUNT, sizeof *values, compare);
    return values[CHARACTER_COUNT / 2];
}

START_TEST(han_characters_of_a_fallback_look_like_those_of_the_first_face)
{
    static const char *const CHAINS[] = {
        "Noto Serif CJK SC@700|LXGW WenKai", "LXGW WenKai|Noto Serif CJK SC@700",
        "AR PL SungtiL GB|LXGW WenKai", "Noto Serif CJK SC@700|AR PL UMing CN",
        "AR PL UMing CN|Noto Sans CJK SC"};
    open_fonts(CHAINS[_i]);
    struct box first[CHARACTER_COUNT], fallback[CHARACTER_COUNT];
    measure(family(0), first);
    measure(family(1), fallback);
    double ratios[CHARACTER_COUNT], offsets[CHARACTER_COUNT];
    for (int i = 0; i < CHARACTER_COUNT; i++) {
        double scale = family(1)->scale / 1000.0;
        ratios[i] = fallback[i].size * scale / first[i].size;
        offsets[i] = fallback[i].centre * scale + family(1)->rise - first[i].centre;
    }
    ck_assert_double_eq_tol(median(ratios), 1, 0.025);
    ck_assert_double_eq_tol(median(offsets), 0, 12);
}
END_TEST

START_TEST(faces_that_are_alike_are_set_as_they_are)
{
    open_fonts("Noto Serif CJK SC|AR PL UMing CN");
    ck_assert_int_eq(family(1)->scale, 1000);
    ck_assert_int_eq(family(1)->rise, 0);
}
END_TEST

START_TEST(a_face_without_han_characters_is_set_as_it_is)
{
    open_fonts("LXGW WenKai|DejaVu Sans");
    ck_assert_int_eq(family(1)->scale, 1000);
    ck_assert_int_eq(family(1)->rise, 0);
}
END_TEST

START_TEST(a_fallback_character_keeps_the_em_and_stands_in_its_middle)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai");
    int32_t scale = family(1)->scale;
    ck_assert_int_gt(scale, 1020);
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape(0, "国堃", (struct pos){0}, &glyphs), 2);
    ck_assert_int_eq(glyphs[0].scale, 1000);
    ck_assert_int_eq(glyphs[0].dy, 0);
    ck_assert_int_eq(glyphs[1].scale, scale);
    ck_assert_int_eq(glyphs[1].advance, 1000);
    ck_assert_int_eq(glyphs[1].dx, (1000 - scale) / 2);
    ck_assert_int_eq(glyphs[1].dy, family(1)->rise);
}
END_TEST

START_TEST(a_fallback_letter_stays_on_the_baseline)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai"); /* ß is not in GB 2312 */
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape(0, "ß", (struct pos){0}, &glyphs), 1);
    ck_assert_int_eq(glyphs[0].scale, family(1)->scale);
    ck_assert_int_eq(glyphs[0].dy, 0);
    ck_assert_int_eq(glyphs[0].advance,
                     font_glyph_advance(glyphs[0].face, glyphs[0].id) * family(1)->scale / 1000);
}
END_TEST

/* ---- notes ----------------------------------------------------------------------------------- */

static void shape_at(size_t role, const char *utf8, int row)
{
    const struct glyph *glyphs;
    shape(role, utf8, (struct pos){"projects.csv", row, 3}, &glyphs);
}

START_TEST(fallbacks_are_listed_by_role_face_and_first_use)
{
    open_fonts("AR PL SungtiL GB|AR PL UMing CN|LXGW WenKai");
    shape_at(1, "堃", 2);
    shape_at(0, "国𠮷", 3);
    shape_at(0, "䶮堃", 4);
    const struct font_fallback *list;
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 4);
    static const struct {
        uint32_t code;
        size_t role;
        int row;
    } EXPECTED[] = {{0x4DAE, 0, 4}, {0x5803, 0, 4}, {0x20BB7, 0, 3}, {0x5803, 1, 2}};
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(list[i].code, EXPECTED[i].code);
        ck_assert_uint_eq(list[i].role, EXPECTED[i].role);
        ck_assert_int_eq(list[i].first.row, EXPECTED[i].row);
        ck_assert_str_eq(list[i].first.file, "projects.csv");
    }
    ck_assert_str_eq(font_face_name(list[0].face), "AR PL UMing CN Light");
    ck_assert_str_eq(font_face_name(list[2].face), "LXGW WenKai Regular");
}
END_TEST

START_TEST(a_place_counts_once_however_often_it_is_shaped)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai");
    shape_at(0, "堃堃", 2);
    shape_at(0, "堃堃", 2);
    shape_at(0, "堃", 3);
    const struct font_fallback *list;
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 1);
    ck_assert_uint_eq(list[0].places, 2);
}
END_TEST

START_TEST(characters_of_a_family_are_counted_without_doubles)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai");
    shape_at(0, "国家国堃", 2);
    ck_assert_uint_eq(font_use_characters(use, 0, 0), 2);
    ck_assert_uint_eq(font_use_characters(use, 0, 1), 1);
    ck_assert_uint_eq(font_use_characters(use, 1, 0), 0);
}
END_TEST

START_TEST(what_no_face_has_is_noted_without_a_face)
{
    open_fonts("AR PL SungtiL GB|AR PL UMing CN");
    shape_at(0, "𠮷䶮", 5);
    const struct font_fallback *list;
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 2);
    ck_assert_ptr_nonnull(list[0].face);
    ck_assert_ptr_null(list[1].face);
    ck_assert_uint_eq(list[1].code, 0x20BB7);
    ck_assert_int_eq(list[1].first.row, 5);
}
END_TEST

static size_t heap_in_use(void)
{
    struct mallinfo2 heap = mallinfo2(); /* zeros where a sanitizer has its own heap */
    return heap.uordblks + heap.hblkhd;
}

/* As a batch of a hundred thousand departments with the same rare name does. */
START_TEST(what_is_known_is_added_without_taking_memory)
{
    enum { MANY = 100000 };
    open_fonts("AR PL SungtiL GB|LXGW WenKai");
    shape_at(0, "堃", 2);
    const struct font_fallback *list;
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 1);
    size_t before = heap_in_use();
    for (int i = 0; i < MANY; i++)
        font_use_add(use, list, 1);
    ck_assert_uint_le(heap_in_use(), before + 65536);
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 1);
    ck_assert_uint_eq(list[0].places, MANY + 1);
}
END_TEST

START_TEST(the_set_itself_notes_nothing)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai");
    const struct glyph *glyphs;
    font_shape(arena, set, 0, FONT_TEXT, (struct text){"堃", {0}}, 0, 3, diag, &glyphs);
    const struct font_fallback *list;
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 0);
}
END_TEST

START_TEST(a_character_of_a_limited_family_is_no_fallback)
{
    struct font_family chain[] = {{{"LXGW WenKai", {0}}, 400, NULL},
                                  {{"Noto Serif CJK SC", {0}}, 400, "𫠣"}};
    struct font_role role = {"正文", {0}, chain, 2};
    set = font_set_open(&role, 1, diag);
    use = font_use_new(set);
    ck_assert_int_eq(family(1)->scale, 1000); /* it is chosen for its own look */
    ck_assert_int_eq(family(1)->rise, 0);
    shape_at(0, "国", 2);
    const struct font_fallback *list;
    ck_assert_uint_eq(font_use_fallbacks(use, arena, &list), 0);
}
END_TEST

/* ---- warnings -------------------------------------------------------------------------------- */

START_TEST(each_fallback_is_warned_of_once_for_each_role_where_it_was_first_used)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai");
    for (int row = 2; row < 9; row++) {
        shape_at(0, "国𠮷", row);
        shape_at(0, "堃", row);
        shape_at(1, "堃", row);
    }
    font_use_warn(use, diag);
    ck_assert_uint_eq(diag_count(diag), 3);
    ck_assert_uint_eq(diag_errors(diag), 0);
    static const char *const CHARACTERS_WARNED[] = {"U+20BB7 “𠮷”", "U+5803 “堃”", "U+5803 “堃”"};
    static const char *const ROLES[] = {"正文", "正文", "表格"};
    for (size_t i = 0; i < 3; i++) {
        const struct diag_entry *entry = diag_entry_at(diag, i);
        ck_assert_int_eq(entry->code, DIAG_FONT_FALLBACK);
        ck_assert_int_eq(entry->pos.row, 2);
        ck_assert_ptr_nonnull(strstr(entry->message, CHARACTERS_WARNED[i]));
        ck_assert_ptr_nonnull(strstr(entry->message, ROLES[i]));
        ck_assert_ptr_nonnull(strstr(entry->message, "AR PL SungtiL GB Regular"));
        ck_assert_ptr_nonnull(strstr(entry->message, "LXGW WenKai Regular"));
        ck_assert_ptr_nonnull(strstr(entry->message, "places: 7"));
    }
}
END_TEST

START_TEST(many_fallbacks_are_counted_not_listed)
{
    open_fonts("AR PL SungtiL GB|Noto Serif CJK SC");
    for (uint32_t code = 0x4E02; code < 0x4E02 + 400; code++) {
        char utf8[] = {(char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 63)),
                       (char)(0x80 | (code & 63)), '\0'};
        shape_at(0, utf8, (int)code);
    }
    const struct font_fallback *list;
    size_t count = font_use_fallbacks(use, arena, &list);
    ck_assert_uint_gt(count, 100);
    font_use_warn(use, diag);
    size_t told = diag_count(diag) - 1;
    ck_assert_uint_lt(told, 50);
    const struct diag_entry *last = diag_entry_at(diag, told);
    ck_assert_int_eq(last->code, DIAG_FONT_FALLBACKS);
    ck_assert_uint_eq(strtoul(last->message, NULL, 10), count - told);
}
END_TEST

START_TEST(what_is_missing_is_not_warned_of)
{
    open_fonts("AR PL SungtiL GB");
    shape_at(0, "堃", 2);
    size_t count = diag_count(diag);
    font_use_warn(use, diag);
    ck_assert_uint_eq(diag_count(diag), count);
}
END_TEST

/* ---- information ------------------------------------------------------------------------------- */

START_TEST(each_family_of_a_role_is_accounted_for)
{
    open_fonts("SimSun No Such|AR PL SungtiL GB|Noto Serif CJK SC");
    ck_assert_int_eq(family(0)->outcome, FONT_NOT_INSTALLED);
    ck_assert_int_eq(family(1)->outcome, FONT_IN_USE);
    ck_assert_uint_eq(family(1)->fs_type, 4); /* as fonttools prints it */
    ck_assert_ptr_nonnull(strstr(family(1)->file, "gbsn00lp.ttf"));
    ck_assert_str_eq(family(2)->version, "2.001");
    ck_assert_str_eq(family(2)->name, "Noto Serif CJK SC Regular");
    ck_assert_str_eq(font_role_name(set, 1), "表格");
    ck_assert_uint_eq(font_role_count(set), 2);
}
END_TEST

START_TEST(permissions_are_given_in_words)
{
    static const struct {
        unsigned fs_type;
        const char *words[2];
    } CASES[] = {/* OpenType 1.9, OS/2 fsType */
                 {0x0000, {"可嵌入安装", "installable embedding"}},
                 {0x0002, {"禁止嵌入", "no embedding"}},
                 {0x0004, {"仅供预览和打印", "preview and print only"}},
                 {0x0008, {"可编辑嵌入", "editable embedding"}},
                 {0x0108, {"可编辑嵌入，不得只嵌入部分字形", "editable embedding, no subsetting"}},
                 {0x0200, {"可嵌入安装，只许嵌入点阵", "installable embedding, bitmaps only"}}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (int language = DIAG_CHINESE; language <= DIAG_ENGLISH; language++)
            ck_assert_str_eq(font_permission(arena, CASES[i].fs_type, (enum diag_language)language),
                             CASES[i].words[language]);
}
END_TEST

Suite *font_use_suite(void)
{
    Suite *suite = suite_create("font_use");
    TCase *match = tcase_create("match");
    tcase_add_checked_fixture(match, begin, finish);
    tcase_add_loop_test(match, han_characters_of_a_fallback_look_like_those_of_the_first_face, 0,
                        5);
    tcase_add_test(match, faces_that_are_alike_are_set_as_they_are);
    tcase_add_test(match, a_face_without_han_characters_is_set_as_it_is);
    tcase_add_test(match, a_fallback_character_keeps_the_em_and_stands_in_its_middle);
    tcase_add_test(match, a_fallback_letter_stays_on_the_baseline);
    suite_add_tcase(suite, match);

    TCase *notes = tcase_create("notes");
    tcase_add_checked_fixture(notes, begin, finish);
    tcase_add_test(notes, fallbacks_are_listed_by_role_face_and_first_use);
    tcase_add_test(notes, a_place_counts_once_however_often_it_is_shaped);
    tcase_add_test(notes, characters_of_a_family_are_counted_without_doubles);
    tcase_add_test(notes, what_no_face_has_is_noted_without_a_face);
    tcase_add_test(notes, what_is_known_is_added_without_taking_memory);
    tcase_add_test(notes, the_set_itself_notes_nothing);
    tcase_add_test(notes, a_character_of_a_limited_family_is_no_fallback);
    suite_add_tcase(suite, notes);

    TCase *told = tcase_create("told");
    tcase_add_checked_fixture(told, begin, finish);
    tcase_add_test(told, each_fallback_is_warned_of_once_for_each_role_where_it_was_first_used);
    tcase_add_test(told, many_fallbacks_are_counted_not_listed);
    tcase_add_test(told, what_is_missing_is_not_warned_of);
    tcase_add_test(told, each_family_of_a_role_is_accounted_for);
    tcase_add_test(told, permissions_are_given_in_words);
    suite_add_tcase(suite, told);
    return suite;
}

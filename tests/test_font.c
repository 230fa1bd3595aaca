/* Fonts: which face sets a character, how wide its glyphs are, and what a subset holds. The widths
 * and glyphs expected were measured with hb-shape; outlines are compared with the source font's. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fonts/font.h"

Suite *font_suite(void);

static struct arena *arena;
static struct diag *diag;
static struct font_set *set;

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

/* Opens one role with the families that FAMILIES names, parted by bars. */
static struct font_set *try_open(const char *families, int weight)
{
    struct font_family chain[4];
    size_t count = 0;
    char *names = arena_strdup(arena, families);
    for (char *name = strtok(names, "|"); name; name = strtok(NULL, "|")) {
        struct pos pos = {"format.yaml", 10 + (int)count, 7};
        chain[count++] = (struct font_family){{name, pos}, weight, NULL};
    }
    struct font_role role = {"正文", {"format.yaml", 9, 3}, chain, count};
    set = font_set_open(&role, 1, diag);
    return set;
}

static void open_fonts(const char *families)
{
    ck_assert_msg(try_open(families, 400), "a font is not installed: %s", families);
}

static size_t shape(const char *text, enum font_profile profile, const struct glyph **glyphs)
{
    struct text source = {text, {"texts.csv", 12, 4}};
    return font_shape(arena, set, 0, profile, source, 0, strlen(text), diag, glyphs);
}

/* "0:1000 0:500 …": face and advance of each glyph. */
static const char *advances(const char *text, enum font_profile profile)
{
    const struct glyph *glyphs;
    const char *list = "";
    size_t count = shape(text, profile, &glyphs);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_ne(glyphs[i].id, 0);
        list = arena_printf(arena, "%s%s%zu:%d", list, i > 0 ? " " : "",
                            font_face_index(glyphs[i].face), glyphs[i].advance);
    }
    return list;
}

/* ---- families -------------------------------------------------------------------------------- */

START_TEST(a_family_is_found_by_its_name_in_any_language)
{
    open_fonts("霞鹜文楷");
    ck_assert_str_eq(font_face_name(font_role_face(set, 0)), "LXGW WenKai Regular");
}
END_TEST

START_TEST(a_family_is_never_replaced_by_another)
{
    ck_assert_ptr_null(try_open("SimSun No Such|lxgw wenkai", 400));
    ck_assert_uint_eq(diag_count(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, DIAG_FONT_NO_FACE);
    ck_assert_str_eq(entry->pos.file, "format.yaml");
    ck_assert_int_eq(entry->pos.row, 9);
    ck_assert_ptr_nonnull(strstr(entry->message, "SimSun No Such, lxgw wenkai"));
}
END_TEST

START_TEST(a_family_that_is_missing_is_passed_over_silently)
{
    open_fonts("SimSun No Such|LXGW WenKai");
    ck_assert_uint_eq(diag_count(diag), 0);
    ck_assert_str_eq(font_face_name(font_role_face(set, 0)), "LXGW WenKai Regular");
}
END_TEST

START_TEST(the_nearest_weight_is_taken)
{
    ck_assert_ptr_nonnull(try_open("LXGW WenKai", 650));
    ck_assert_str_eq(font_face_name(font_role_face(set, 0)), "LXGW WenKai Bold");
    font_set_close(set);
    ck_assert_ptr_nonnull(try_open("LXGW WenKai", 100));
    ck_assert_str_eq(font_face_name(font_role_face(set, 0)), "LXGW WenKai Light");
}
END_TEST

START_TEST(upright_and_normal_width_come_before_weight)
{
    ck_assert_ptr_nonnull(try_open("DejaVu Sans", 700)); /* has Oblique, Condensed, ExtraLight */
    ck_assert_str_eq(font_metrics(font_role_face(set, 0))->postscript_name, "DejaVuSans-Bold");
}
END_TEST

START_TEST(a_face_is_taken_out_of_a_collection_by_its_name)
{
    open_fonts("Noto Serif CJK SC");
    const struct font_metrics *metrics = font_metrics(font_role_face(set, 0));
    ck_assert_str_eq(metrics->postscript_name, "NotoSerifCJKsc-Regular");
    ck_assert_int_eq(metrics->outlines, FONT_CID_CFF);
    ck_assert_int_eq(metrics->ascent, 880); /* OS/2, as fonttools prints it */
    ck_assert_int_eq(metrics->descent, -120);
    ck_assert_int_eq(metrics->cap_height, 729);
    ck_assert(metrics->serif && !metrics->fixed_pitch);
    ck_assert_int_eq(metrics->italic_angle, 0);
}
END_TEST

START_TEST(roles_share_a_face_and_faces_are_numbered_in_order)
{
    struct font_family wenkai = {{"LXGW WenKai", {0}}, 400, NULL},
                       uming = {{"AR PL UMing CN", {0}}, 400, NULL};
    struct font_family both[2] = {uming, wenkai};
    struct font_role roles[2] = {{"楷", {0}, &wenkai, 1}, {"宋", {0}, both, 2}};
    set = font_set_open(roles, 2, diag);
    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(font_face_index(font_role_face(set, 0)), 0);
    ck_assert_uint_eq(font_face_index(font_role_face(set, 1)), 1);
    const struct glyph *glyphs;
    ck_assert_uint_eq(
        font_shape(arena, set, 1, FONT_TEXT, (struct text){"𠮷", {0}}, 0, 4, diag, &glyphs), 1);
    ck_assert_ptr_eq(glyphs[0].face, font_role_face(set, 0));
}
END_TEST

/* ---- faces that may not be used ---------------------------------------------------------------
 */

/* The bytes of a font file to be spoilt. */
static unsigned char *read_font(size_t *length)
{
    char path[512] = "";
    FILE *pipe = popen("fc-match -f '%{file}' 'LXGW WenKai:style=Regular'", "r");
    ck_assert_ptr_nonnull(pipe);
    path[fread(path, 1, sizeof path - 1, pipe)] = '\0';
    pclose(pipe);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file && strstr(path, "LXGW"), "LXGW WenKai is not installed");
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*length);
    ck_assert_uint_eq(fread(bytes, 1, *length, file), *length);
    fclose(file);
    return bytes;
}

static char folder[64], font_path[96], config_path[96], cache_path[96];

/* Makes a folder with this font all that fontconfig sees. Each test is a process of its own, so the
 * setting goes with it. */
static void install_font(const unsigned char *bytes, size_t length)
{
    snprintf(folder, sizeof folder, "%s/banxin-font-XXXXXX", P_tmpdir);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(font_path, sizeof font_path, "%s/font.ttf", folder);
    snprintf(config_path, sizeof config_path, "%s/fonts.conf", folder);
    snprintf(cache_path, sizeof cache_path, "%s/cache", folder);
    FILE *file = fopen(font_path, "wb");
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
    file = fopen(config_path, "w");
    fprintf(file, "<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>", folder,
            cache_path);
    fclose(file);
    setenv("FONTCONFIG_FILE", config_path, 1);
}

static void uninstall_font(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static size_t find_table(const unsigned char *font, const char *tag)
{
    size_t count = (size_t)(font[4] << 8 | font[5]);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *record = font + 12 + 16 * i;
        if (memcmp(record, tag, 4) == 0)
            return (size_t)record[8] << 24 | (size_t)record[9] << 16 | (size_t)record[10] << 8 |
                   record[11];
    }
    ck_abort_msg("no table %s", tag);
    return 0;
}

START_TEST(a_font_that_forbids_embedding_is_passed_over_with_a_warning)
{
    static const int FORBIDDEN[] = {0x0002, 0x0100, 0x0200}; /* OpenType, OS/2 fsType */
    size_t length;
    unsigned char *bytes = read_font(&length);
    size_t fs_type = find_table(bytes, "OS/2") + 8;
    bytes[fs_type] = (unsigned char)(FORBIDDEN[_i] >> 8);
    bytes[fs_type + 1] = (unsigned char)FORBIDDEN[_i];
    install_font(bytes, length);
    ck_assert_ptr_null(try_open("LXGW WenKai", 400));
    uninstall_font();
    free(bytes);
    ck_assert_uint_eq(diag_count(diag), 2);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, DIAG_FONT_RESTRICTED);
    ck_assert_int_eq(entry->level, DIAG_WARNING);
    ck_assert_int_eq(entry->pos.row, 10); /* of the family */
    ck_assert_ptr_nonnull(strstr(entry->message, "LXGW WenKai Regular"));
    ck_assert_int_eq(diag_entry_at(diag, 1)->code, DIAG_FONT_NO_FACE);
}
END_TEST

START_TEST(a_font_that_only_asks_for_print_and_preview_is_used)
{
    size_t length;
    unsigned char *bytes = read_font(&length);
    bytes[find_table(bytes, "OS/2") + 9] = 0x04;
    install_font(bytes, length);
    ck_assert_ptr_nonnull(try_open("LXGW WenKai", 400));
    uninstall_font();
    free(bytes);
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(a_font_file_that_ends_early_is_passed_over)
{
    size_t length;
    unsigned char *bytes = read_font(&length);
    install_font(bytes, length - 100000); /* glyphs are cut off; the names are not */
    ck_assert_ptr_null(try_open("LXGW WenKai", 400));
    uninstall_font();
    free(bytes);
    ck_assert_int_eq(diag_entry_at(diag, diag_count(diag) - 1)->code, DIAG_FONT_NO_FACE);
}
END_TEST

static int compare_ids(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

START_TEST(a_font_file_with_faulty_bytes_does_no_harm)
{
    size_t length;
    unsigned char *bytes = read_font(&length);
    size_t tables = 12 + 16 * (size_t)(bytes[4] << 8 | bytes[5]);
    uint32_t seed = 12345U + (uint32_t)_i;
    for (int i = 0; i < 2000; i++) { /* everywhere but in the directory and OS/2 */
        seed = seed * 1664525U + 1013904223U;
        bytes[tables + seed % (length - tables)] = (unsigned char)(seed >> 24);
    }
    install_font(bytes, length);
    if (try_open("LXGW WenKai", 400)) {
        const struct glyph *glyphs;
        size_t count = shape("一般公共预算财政拨款收支决算总表0123456789", FONT_NUMBER, &glyphs);
        uint32_t ids[64];
        for (size_t i = 0; i < count; i++)
            ids[i] = glyphs[i].id;
        qsort(ids, count, sizeof *ids, compare_ids);
        size_t kept = 0;
        for (size_t i = 0; i < count; i++)
            if (i == 0 || ids[i] != ids[i - 1])
                ids[kept++] = ids[i];
        struct font_subset subset;
        if (kept > 0) /* may fail, but not crash */
            font_subset(arena, glyphs[0].face, ids, kept, diag, &subset);
    }
    uninstall_font();
    free(bytes);
}
END_TEST

/* ---- shaping --------------------------------------------------------------------------------- */

START_TEST(chinese_dashes_and_quotes_are_an_em_wide_in_noto)
{
    static const char *const FAMILIES[] = {"Noto Serif CJK SC", "Noto Sans CJK SC"};
    open_fonts(FAMILIES[_i]);
    for (int profile = FONT_TEXT; profile <= FONT_NUMBER; profile++)
        ck_assert_str_eq(advances("中“文”——‘中’…·", (enum font_profile)profile),
                         "0:1000 0:1000 0:1000 0:1000 0:1000 0:1000 0:1000 0:1000 0:1000 0:1000 "
                         "0:1000");
}
END_TEST

START_TEST(a_dash_of_two_characters_has_two_glyphs)
{
    static const char *const FAMILIES[] = {"Noto Serif CJK SC", "LXGW WenKai", "AR PL UMing CN"};
    open_fonts(FAMILIES[_i]);
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("——", FONT_TEXT, &glyphs), 2);
    ck_assert_uint_eq(glyphs[0].id, glyphs[1].id);
    ck_assert_uint_eq(glyphs[1].cluster, 3);
    ck_assert_int_eq(glyphs[0].advance + glyphs[1].advance, 2000);
}
END_TEST

START_TEST(a_dash_of_two_characters_is_closed_up)
{
    open_fonts("Noto Serif CJK SC"); /* its dash has 71 of blank on each side */
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("甲——乙—丙", FONT_TEXT, &glyphs), 6);
    ck_assert_int_eq(glyphs[1].dx, 71);
    ck_assert_int_eq(glyphs[2].dx, -71);
    ck_assert_int_eq(glyphs[4].dx, 0);
    ck_assert_uint_eq(shape("———", FONT_TEXT, &glyphs), 3);
    ck_assert_int_eq(glyphs[0].dx, 0);
}
END_TEST

START_TEST(digits_of_amounts_are_of_one_width)
{
    static const struct {
        const char *family;
        int width;
    } CASES[] = {{"Noto Serif CJK SC", 500}, {"Noto Sans CJK SC", 500}, {"AR PL UMing CN", 500},
                 {"AR PL SungtiL GB", 500},  {"LXGW WenKai", 600},      {"DejaVu Sans", 636}};
    open_fonts(CASES[_i].family);
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("0123456789", FONT_NUMBER, &glyphs), 10);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(glyphs[i].advance, CASES[_i].width);
}
END_TEST

START_TEST(digits_of_running_text_keep_their_own_widths)
{
    open_fonts("Noto Serif CJK SC");
    ck_assert_str_eq(advances("01", FONT_TEXT), "0:557 0:471");
}
END_TEST

START_TEST(table_text_is_not_kerned_and_letters_are_never_joined)
{
    open_fonts("Noto Serif CJK SC");
    ck_assert_str_eq(advances("AV", FONT_CELL), "0:718 0:714");
    ck_assert_str_eq(advances("AV", FONT_TEXT), "0:586 0:714");
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("ffi", FONT_TEXT, &glyphs), 3);
}
END_TEST

START_TEST(each_character_takes_the_first_face_that_has_it)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai"); /* the first is GB 2312 alone */
    ck_assert_str_eq(advances("中𠮷〇文", FONT_TEXT), "0:1000 1:1000 1:1000 0:1000");
}
END_TEST

START_TEST(a_limited_family_sets_only_its_characters)
{
    struct font_family chain[] = {{{"Noto Serif CJK SC", {0}}, 400, "“”"},
                                  {{"LXGW WenKai", {0}}, 400, NULL}};
    struct font_role role = {"正文", {0}, chain, 2};
    set = font_set_open(&role, 1, diag);
    ck_assert_ptr_nonnull(set);
    ck_assert_str_eq(advances("“国”‘", FONT_TEXT), "0:1000 1:1000 0:1000 1:350");
    ck_assert_str_eq(font_face_name(font_role_face(set, 0)), "LXGW WenKai Regular");
}
END_TEST

START_TEST(a_role_of_limited_families_alone_has_no_face)
{
    struct font_family chain[] = {{{"Noto Serif CJK SC", {0}}, 400, "“”"}};
    struct font_role role = {"正文", {"format.yaml", 9, 3}, chain, 1};
    ck_assert_ptr_null(font_set_open(&role, 1, diag));
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FONT_NO_FACE);
}
END_TEST

START_TEST(a_mark_stays_with_its_letter_where_a_face_has_both)
{
    open_fonts("AR PL SungtiL GB|LXGW WenKai"); /* the first has q but not U+0301 */
    const struct glyph *glyphs;
    size_t count = shape("qq\u0301", FONT_TEXT, &glyphs);
    ck_assert_uint_ge(count, 2);
    ck_assert_uint_eq(font_face_index(glyphs[0].face), 0);
    for (size_t i = 1; i < count; i++) {
        ck_assert_uint_eq(font_face_index(glyphs[i].face), 1);
        ck_assert_uint_eq(glyphs[i].cluster, 1);
    }
}
END_TEST

START_TEST(a_variation_selector_goes_with_its_character)
{
    open_fonts("LXGW WenKai|Noto Serif CJK SC");
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("葛\U000E0100一", FONT_TEXT, &glyphs), 2);
    ck_assert_uint_eq(glyphs[1].cluster, 7);
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(a_variation_selector_with_nothing_to_vary_leaves_no_glyph)
{
    open_fonts("Noto Serif CJK SC"); /* which has boxes for them */
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("\U000E0100汉", FONT_TEXT, &glyphs), 1);
    ck_assert_uint_eq(glyphs[0].cluster, 4);
    ck_assert_uint_eq(shape("\uFE0F\uFE0F", FONT_CELL, &glyphs), 0);
}
END_TEST

START_TEST(every_kind_of_space_is_set)
{
    open_fonts("AR PL SungtiL GB");
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape(" \u00a0\u2002\u3000", FONT_TEXT, &glyphs), 4);
    ck_assert_int_eq(glyphs[1].advance, glyphs[0].advance);
    ck_assert_int_eq(glyphs[3].advance, 1000);
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(characters_without_an_image_leave_no_glyph)
{
    open_fonts("LXGW WenKai");
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("\ufeff中\u200b文\u00ad", FONT_CELL, &glyphs), 2);
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(a_character_that_no_face_has_is_reported_once_and_left_out)
{
    open_fonts("AR PL SungtiL GB");
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("王䶮、李䶮、𠮷", FONT_TEXT, &glyphs), 4);
    ck_assert_uint_eq(glyphs[1].cluster, 6);
    ck_assert_uint_eq(diag_count(diag), 2);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, DIAG_FONT_MISSING);
    ck_assert_int_eq(entry->level, DIAG_ERROR);
    ck_assert_str_eq(entry->pos.file, "texts.csv");
    ck_assert_int_eq(entry->pos.row, 12);
    ck_assert_int_eq(entry->pos.column, 4);
    ck_assert_msg(strstr(entry->message, "U+4DAE “䶮”"), "%s", entry->message);
    ck_assert_msg(strstr(diag_entry_at(diag, 1)->message, "U+20BB7 “𠮷”"), "%s",
                  diag_entry_at(diag, 1)->message);
}
END_TEST

START_TEST(a_private_character_is_refused_though_the_face_has_one)
{
    const struct glyph *glyphs;
    open_fonts("LXGW WenKai"); /* which has a glyph for U+E503 */
    ck_assert_uint_eq(shape("\uE503", FONT_TEXT, &glyphs), 0);
    ck_assert_uint_eq(diag_errors(diag), 1);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FONT_PRIVATE);
}
END_TEST

START_TEST(a_control_character_is_reported_by_its_number_alone)
{
    open_fonts("LXGW WenKai");
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("a\tb", FONT_TEXT, &glyphs), 2);
    ck_assert_msg(strstr(diag_entry_at(diag, 0)->message, "U+0009 "), "%s",
                  diag_entry_at(diag, 0)->message);
    ck_assert_ptr_null(strchr(diag_entry_at(diag, 0)->message, '\t'));
}
END_TEST

START_TEST(a_slice_is_shaped_with_clusters_of_the_whole_text)
{
    open_fonts("LXGW WenKai");
    const struct glyph *glyphs;
    struct text text = {"部门预算", {0}};
    ck_assert_uint_eq(font_shape(arena, set, 0, FONT_TEXT, text, 3, 6, diag, &glyphs), 2);
    ck_assert_uint_eq(glyphs[0].cluster, 3);
    ck_assert_uint_eq(glyphs[1].cluster, 6);
    ck_assert_uint_eq(font_shape(arena, set, 0, FONT_TEXT, text, 3, 0, diag, &glyphs), 0);
}
END_TEST

/* ---- subsets --------------------------------------------------------------------------------- */

START_TEST(a_subset_is_small_and_tells_the_new_index_of_each_glyph)
{
    static const struct {
        const char *family, *start;
        enum font_outlines outlines;
    } CASES[] = {
        {"LXGW WenKai", "\0\1\0\0", FONT_GLYF},
        {"AR PL UMing CN", "\0\1\0\0", FONT_GLYF},
        {"Noto Serif CJK SC", "\1\0", FONT_CID_CFF},
        {"C059", "\1\0", FONT_NAME_CFF},
    };
    open_fonts(CASES[_i].family);
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape("az", FONT_TEXT, &glyphs), 2);
    const struct font_face *face = glyphs[0].face;
    ck_assert_int_eq(font_metrics(face)->outlines, CASES[_i].outlines);
    uint32_t ids[2] = {glyphs[0].id, glyphs[1].id};
    struct font_subset subset;
    ck_assert(font_subset(arena, face, ids, 2, diag, &subset));
    ck_assert_uint_lt(subset.length, 20000); /* of 3 to 25 MB */
    ck_assert_mem_eq(subset.data, CASES[_i].start, 2);
    ck_assert_uint_ne(subset.new_ids[0], subset.new_ids[1]);
    ck_assert_uint_ne(subset.new_ids[0], 0);
    if (CASES[_i].outlines == FONT_NAME_CFF)
        ck_assert_mem_eq(subset.new_ids, ids, sizeof ids);
    if (CASES[_i].outlines == FONT_CID_CFF)
        ck_assert_uint_eq(font_glyph_cid(face, ids[0]), ids[0]); /* so it is in all of Noto CJK */
}
END_TEST

START_TEST(a_glyph_that_is_not_in_the_font_cannot_be_subset)
{
    open_fonts("LXGW WenKai");
    uint32_t ids[1] = {65530};
    struct font_subset subset;
    ck_assert(!font_subset(arena, font_role_face(set, 0), ids, 1, diag, &subset));
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FONT_SUBSET);
}
END_TEST

Suite *font_suite(void)
{
    Suite *suite = suite_create("font");
    TCase *families = tcase_create("families");
    tcase_add_checked_fixture(families, begin, finish);
    tcase_add_test(families, a_family_is_found_by_its_name_in_any_language);
    tcase_add_test(families, a_family_is_never_replaced_by_another);
    tcase_add_test(families, a_family_that_is_missing_is_passed_over_silently);
    tcase_add_test(families, the_nearest_weight_is_taken);
    tcase_add_test(families, upright_and_normal_width_come_before_weight);
    tcase_add_test(families, a_face_is_taken_out_of_a_collection_by_its_name);
    tcase_add_test(families, roles_share_a_face_and_faces_are_numbered_in_order);
    suite_add_tcase(suite, families);

    TCase *refused = tcase_create("refused");
    tcase_set_timeout(refused, 60);
    tcase_add_checked_fixture(refused, begin, finish);
    tcase_add_loop_test(refused, a_font_that_forbids_embedding_is_passed_over_with_a_warning, 0, 3);
    tcase_add_test(refused, a_font_that_only_asks_for_print_and_preview_is_used);
    tcase_add_test(refused, a_font_file_that_ends_early_is_passed_over);
    tcase_add_loop_test(refused, a_font_file_with_faulty_bytes_does_no_harm, 0, 8);
    suite_add_tcase(suite, refused);

    TCase *shaping = tcase_create("shaping");
    tcase_add_checked_fixture(shaping, begin, finish);
    tcase_add_loop_test(shaping, chinese_dashes_and_quotes_are_an_em_wide_in_noto, 0, 2);
    tcase_add_loop_test(shaping, a_dash_of_two_characters_has_two_glyphs, 0, 3);
    tcase_add_test(shaping, a_dash_of_two_characters_is_closed_up);
    tcase_add_loop_test(shaping, digits_of_amounts_are_of_one_width, 0, 6);
    tcase_add_test(shaping, digits_of_running_text_keep_their_own_widths);
    tcase_add_test(shaping, table_text_is_not_kerned_and_letters_are_never_joined);
    tcase_add_test(shaping, each_character_takes_the_first_face_that_has_it);
    tcase_add_test(shaping, a_limited_family_sets_only_its_characters);
    tcase_add_test(shaping, a_role_of_limited_families_alone_has_no_face);
    tcase_add_test(shaping, a_mark_stays_with_its_letter_where_a_face_has_both);
    tcase_add_test(shaping, a_variation_selector_goes_with_its_character);
    tcase_add_test(shaping, a_variation_selector_with_nothing_to_vary_leaves_no_glyph);
    tcase_add_test(shaping, every_kind_of_space_is_set);
    tcase_add_test(shaping, characters_without_an_image_leave_no_glyph);
    tcase_add_test(shaping, a_character_that_no_face_has_is_reported_once_and_left_out);
    tcase_add_test(shaping, a_private_character_is_refused_though_the_face_has_one);
    tcase_add_test(shaping, a_control_character_is_reported_by_its_number_alone);
    tcase_add_test(shaping, a_slice_is_shaped_with_clusters_of_the_whole_text);
    suite_add_tcase(suite, shaping);

    TCase *subsets = tcase_create("subsets");
    tcase_add_checked_fixture(subsets, begin, finish);
    tcase_add_loop_test(subsets, a_subset_is_small_and_tells_the_new_index_of_each_glyph, 0, 4);
    tcase_add_test(subsets, a_glyph_that_is_not_in_the_font_cannot_be_subset);
    suite_add_tcase(suite, subsets);
    return suite;
}

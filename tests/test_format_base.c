/* Packs that build on others: what comes from where, and mistaken bases. */
#include "data/format_base.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/format.h"
#include "tests/support.h"

Suite *format_base_suite(void);

#define FORMATS SOURCE_DIR "/data/formats"

static struct arena *arena;
static struct diag *diag;
static const char *folder; /* of all packs of a test */

/* The packs a test may write. */
static const char *const names[] = {"own", "low", "high", "deep", "none"};

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    folder = support_make_dir(arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        mkdir(arena_printf(arena, "%s/%s", folder, names[i]), 0755);
}

static void teardown(void)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        support_remove_dir(arena_printf(arena, "%s/%s", folder, names[i]));
    support_remove_dir(folder);
    diag_free(diag);
    arena_free(arena);
}

static void write_file(const char *name, const char *text)
{
    support_write(arena_printf(arena, "%s/%s", folder, name), text);
}

static struct format_sources read_own(void)
{
    return format_base_read(arena, arena_printf(arena, "%s/own", folder), diag);
}

static struct text value_of(const struct yaml_node *root, const char *map, const char *key)
{
    const struct yaml_node *entry = map ? yaml_lookup(root, map) : root;
    ck_assert_ptr_nonnull(entry);
    ck_assert_ptr_nonnull(yaml_lookup(entry, key));
    return yaml_text(yaml_lookup(entry, key));
}

static void assert_only_fault(enum diag_code code, const char *file, int row, int column)
{
    ck_assert_uint_eq(diag_count(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_msg(entry->code == code, "unexpected report: %s", entry->message);
    ck_assert_ptr_nonnull(strstr(entry->pos.file, file));
    ck_assert_int_eq(entry->pos.row, row);
    ck_assert_int_eq(entry->pos.column, column);
}

/* ---- merging ------------------------------------------------------------------------------- */

START_TEST(later_bases_lie_over_earlier_ones_and_the_pack_over_all)
{
    write_file("low/format.yaml", "a: low\nb: low\nc: low\n");
    write_file("high/format.yaml", "b: high\nc: high\n");
    write_file("own/format.yaml", "base: [low, high]\nc: own\n");
    const struct yaml_node *root = read_own().root;
    ck_assert_uint_eq(diag_count(diag), 0);
    ck_assert_str_eq(value_of(root, NULL, "a").utf8, "low");
    ck_assert_str_eq(value_of(root, NULL, "b").utf8, "high");
    ck_assert_str_eq(value_of(root, NULL, "c").utf8, "own");
}
END_TEST

START_TEST(mappings_are_merged_key_by_key_and_sequences_replaced_as_a_whole)
{
    write_file("low/format.yaml",
               "styles:\n  prose: {size: 12pt, align: left}\n  note: {size: 9pt}\n"
               "list: [one, two, three]\n");
    write_file("own/format.yaml", "base: low\nstyles:\n  prose: {size: 16pt}\n  new: {size: 8pt}\n"
                                  "list: [four]\n");
    const struct yaml_node *root = read_own().root;
    const struct yaml_node *styles = yaml_lookup(root, "styles");
    ck_assert_uint_eq(yaml_count(styles), 3);
    static const char *const order[] = {"prose", "note", "new"}; /* those of the base come first */
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(yaml_text(yaml_key(styles, i)).utf8, order[i]);
    ck_assert_str_eq(value_of(styles, "prose", "size").utf8, "16pt");
    ck_assert_str_eq(value_of(styles, "prose", "align").utf8, "left");
    ck_assert_str_eq(value_of(styles, "note", "size").utf8, "9pt");
    ck_assert_uint_eq(yaml_count(yaml_lookup(root, "list")), 1);
}
END_TEST

START_TEST(values_keep_the_place_they_were_written_at)
{
    write_file("low/format.yaml", "styles:\n  prose: {size: 12pt, align: left}\n");
    write_file("own/format.yaml", "base: low\nname: own\nstyles:\n  prose: {size: 16pt}\n");
    const struct yaml_node *styles = yaml_lookup(read_own().root, "styles");
    struct text size = value_of(styles, "prose", "size"),
                align = value_of(styles, "prose", "align");
    ck_assert_ptr_nonnull(strstr(size.pos.file, "own/format.yaml"));
    ck_assert_int_eq(size.pos.row, 4);
    ck_assert_int_eq(size.pos.column, 17);
    ck_assert_ptr_nonnull(strstr(align.pos.file, "low/format.yaml"));
    ck_assert_int_eq(align.pos.row, 2);
    ck_assert_int_eq(align.pos.column, 30);
}
END_TEST

START_TEST(other_files_are_the_packs_own_or_of_the_last_base_that_has_them)
{
    write_file("deep/format.yaml", "a: 1\n");
    write_file("deep/forms.yaml", "a: 1\n");
    write_file("low/format.yaml", "base: deep\n");
    write_file("low/tables.yaml", "a: 1\n");
    write_file("low/narrative.yaml", "a: 1\n");
    write_file("high/format.yaml", "a: 1\n");
    write_file("high/tables.yaml", "a: 1\n");
    write_file("own/format.yaml", "base: [low, high]\n");
    write_file("own/narrative.yaml", "a: 1\n");
    struct format_sources sources = read_own();
    ck_assert_ptr_nonnull(strstr(sources.paths[FORMAT_TABLES], "/high/tables.yaml"));
    ck_assert_ptr_nonnull(strstr(sources.paths[FORMAT_FORMS], "/deep/forms.yaml"));
    ck_assert_ptr_nonnull(strstr(sources.paths[FORMAT_NARRATIVE], "/own/narrative.yaml"));
}
END_TEST

/* ---- mistakes ------------------------------------------------------------------------------ */

START_TEST(a_base_that_is_missing_is_reported_where_it_is_named)
{
    write_file("low/format.yaml", "a: 1\n");
    write_file("own/format.yaml", "name: own\nbase: [low, none]\n"); /* none has no format.yaml */
    ck_assert_ptr_null(read_own().root);
    assert_only_fault(DIAG_PACK_BASE_MISSING, "own/format.yaml", 2, 13);
}
END_TEST

START_TEST(a_cycle_is_reported_where_it_closes)
{
    write_file("low/format.yaml", "base: high\n");
    write_file("high/format.yaml", "a: 1\nbase: low\n");
    write_file("own/format.yaml", "base: low\n");
    ck_assert_ptr_null(read_own().root);
    assert_only_fault(DIAG_PACK_BASE_CYCLE, "high/format.yaml", 2, 7);
}
END_TEST

START_TEST(a_pack_is_no_base_of_itself)
{
    write_file("own/format.yaml", "base: own\n");
    ck_assert_ptr_null(read_own().root);
    assert_only_fault(DIAG_PACK_BASE_CYCLE, "own/format.yaml", 1, 7);
}
END_TEST

START_TEST(a_base_is_no_way_out_of_the_folder_of_packs)
{
    write_file("own/format.yaml", "base: ../own\n");
    ck_assert_ptr_null(read_own().root);
    assert_only_fault(DIAG_PACK_VALUE, "own/format.yaml", 1, 7);
}
END_TEST

START_TEST(there_are_no_more_bases_than_can_be_meant)
{
    write_file("low/format.yaml", "a: 1\n");
    write_file("own/format.yaml", "base: [low, low, low, low, low, low, low, low]\n");
    ck_assert_ptr_nonnull(read_own().root);
    write_file("own/format.yaml", "base: [low, low, low, low, low, low, low, low, low]\n");
    ck_assert_ptr_null(read_own().root);
    assert_only_fault(DIAG_PACK_BASES, "own/format.yaml", 1, 48);
}
END_TEST

START_TEST(a_mistake_in_a_base_is_reported_there)
{
    write_file("low/format.yaml", "a: [1\n");
    write_file("own/format.yaml", "base: low\n");
    ck_assert_ptr_null(read_own().root);
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, 0)->pos.file, "low/format.yaml"));
}
END_TEST

/* ---- the shipped packs --------------------------------------------------------------------- */

static const struct page_geometry *page_named(const struct format *format, const char *name)
{
    for (size_t i = 0; i < format->page_count; i++)
        if (strcmp(format->pages[i].name, name) == 0)
            return &format->pages[i];
    ck_abort_msg("no page %s", name);
}

/* GB/T 9704-2012 5.2.1: 版心 156 mm × 225 mm, 37 mm from the head and 28 mm from the binding of A4, of
 * the sheets that are laid horizontally too (8). In 1/1000 pt, of which a millimetre has 2834.6. */
START_TEST(every_page_of_the_official_pack_has_the_type_area_of_the_standard)
{
    const struct format *format = format_read(arena, FORMATS "/shanxi-county-gbt9704", diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
    ck_assert_str_eq(format->name, "shanxi-county-gbt9704");
    ck_assert_uint_eq(format->table_count, 13);
    ck_assert_str_eq(format->tables[0].continued.utf8, "续表");
    static const char *const pages[] = {"text", "portrait", "landscape", "form"};
    for (size_t i = 0; i < 4; i++) {
        const struct page_geometry *page = page_named(format, pages[i]);
        unit width = page->turned ? page->height : page->width;
        unit height = page->turned ? page->width : page->height;
        ck_assert_int_eq(page->turned, strcmp(pages[i], "landscape") == 0);
        ck_assert_int_le(abs(width - page->inner - page->outer - 442205), 2);
        ck_assert_int_le(abs(height - page->head - page->foot - 637795), 2);
        ck_assert_int_le(abs(page->head - 104882), 1);
        ck_assert_int_le(abs(page->inner - 79370), 1);
    }
}
END_TEST

/* 5.2.3 and 3.2: 28 characters a line; a line is a character and 7/8 of one; 22 lines fill the page
 * from the head of the first to the foot of the last. */
START_TEST(twenty_eight_characters_and_twenty_two_lines_fill_the_type_area)
{
    const struct format *format = format_read(arena, FORMATS "/shanxi-county-gbt9704", diag);
    ck_assert_ptr_nonnull(format);
    unit size = format->styles[format->prose_style].size, grid = page_named(format, "text")->grid;
    ck_assert_int_le(28 * size, 442205);
    ck_assert_int_gt(28 * (size + 1), 442205);
    ck_assert_int_le(abs(8 * grid - 15 * size), 8);
    ck_assert_int_le(21 * grid + size, 637795);
    ck_assert_int_gt(21 * grid + size, 637795 - 2835 / 10); /* a tenth of a millimetre less */
}
END_TEST

Suite *format_base_suite(void)
{
    Suite *suite = suite_create("format_base");
    TCase *cases = tcase_create("format_base");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, later_bases_lie_over_earlier_ones_and_the_pack_over_all);
    tcase_add_test(cases, mappings_are_merged_key_by_key_and_sequences_replaced_as_a_whole);
    tcase_add_test(cases, values_keep_the_place_they_were_written_at);
    tcase_add_test(cases, other_files_are_the_packs_own_or_of_the_last_base_that_has_them);
    tcase_add_test(cases, a_base_that_is_missing_is_reported_where_it_is_named);
    tcase_add_test(cases, a_cycle_is_reported_where_it_closes);
    tcase_add_test(cases, a_pack_is_no_base_of_itself);
    tcase_add_test(cases, a_base_is_no_way_out_of_the_folder_of_packs);
    tcase_add_test(cases, there_are_no_more_bases_than_can_be_meant);
    tcase_add_test(cases, a_mistake_in_a_base_is_reported_there);
    tcase_add_test(cases, every_page_of_the_official_pack_has_the_type_area_of_the_standard);
    tcase_add_test(cases, twenty_eight_characters_and_twenty_two_lines_fill_the_type_area);
    suite_add_tcase(suite, cases);
    return suite;
}

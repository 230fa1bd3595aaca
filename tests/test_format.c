/* The format pack: what it holds, and that a mistake in it is refused at its line and column.
 * Every case is the shipped pack with one piece of text replaced. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/format.h"
#include "tests/support.h"

#define PACK SOURCE_DIR "/data/formats/shanxi-county"

static struct arena *arena;
static struct diag *diag;

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
}

static void teardown(void)
{
    diag_free(diag);
    arena_free(arena);
}

START_TEST(the_shipped_pack_is_read_without_a_word)
{
    const struct format *format = format_read(arena, PACK, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
    ck_assert_uint_eq(diag_count(diag), 0);
    ck_assert_uint_eq(format->table_count, 13);
    ck_assert_int_eq(format->unit_fen, 1000000);
}
END_TEST

START_TEST(lengths_are_thousandths_of_a_point)
{
    const struct format *format = format_read(arena, PACK, diag);
    ck_assert_ptr_nonnull(format);
    ck_assert_str_eq(format->pages[0].name, "text");
    ck_assert_int_eq(format->pages[0].width, 595276); /* ISO 216: A4 is 210 mm wide */
    ck_assert_int_eq(format->pages[0].height, 841890);
    ck_assert_int_eq(format->rule_width, 500);
}
END_TEST

START_TEST(a_pack_prints_classes_when_a_table_has_rows_for_them)
{
    const struct format *format = format_read(arena, PACK, diag);
    ck_assert_ptr_nonnull(format);
    ck_assert(format_prints_classes(format)); /* tables 1 and 4 */
    const struct side_format sides[] = {{.kind = ROWS_LINES}, {.kind = ROWS_CLASSES}};
    const struct table_format tables[] = {{.sides = sides, .side_count = 1},
                                          {.sides = sides, .side_count = 2}};
    ck_assert(!format_prints_classes(&(struct format){.tables = tables, .table_count = 1}));
    ck_assert(format_prints_classes(&(struct format){.tables = tables, .table_count = 2}));
}
END_TEST

struct fault {
    const char *file, *find, *replace;
    enum diag_code code;
    int line, column; /* in the changed file; 0: not looked at */
};

/* Lines are those of the shipped files; a case names text that stands there once. */
static const struct fault faults[] = {
    {"format.yaml", "zero_blank: yes", "zero_blank: perhaps", DIAG_PACK_VALUE, 0, 13},
    {"format.yaml", "zero_blank: yes", "zero_blanc: yes", DIAG_PACK_UNKNOWN_KEY, 0, 1},
    {"format.yaml", "zero_blank: yes\n", "", DIAG_PACK_MISSING_KEY, 0, 0},
    {"format.yaml", "rule_width: 0.5pt", "rule_width: 0.5", DIAG_PACK_VALUE, 0, 13},
    {"format.yaml", "rule_width: 0.5pt", "rule_width: -1pt", DIAG_PACK_VALUE, 0, 13},
    {"format.yaml", "part_style: part", "part_style: parts", DIAG_PACK_VALUE, 0, 13},
    {"format.yaml", "inner: 28mm", "inner: 180mm", DIAG_PACK_MARGINS, 0, 0},
    {"format.yaml", "{page} —", "{side} —", DIAG_PACK_PLACEHOLDER, 0, 0},
    {"format.yaml", "rule_width: 0.5pt", "rule_width: [0.5pt", DIAG_YAML_SYNTAX, 0, 0},
    {"format.yaml", "note: {", "note: {steps: [9pt, 9pt], ", DIAG_PACK_STEPS, 0, 23},
    {"format.yaml", "note: {", "note: {steps: [10.5pt], ", DIAG_PACK_STEPS, 0, 18},
    {"format.yaml", "note: {", "note: {steps: [8pt, 7.499pt], ", DIAG_PACK_STEPS, 0, 23},
    {"format.yaml",
     "table-body-small: {role: table, size: 9pt, leading: 11.5pt, steps: [8.5pt, 8pt, 7.5pt]}",
     "table-body-small: {role: table, size: 7.499pt, leading: 12pt}", DIAG_PACK_TABLE_SIZE, 0, 0},
    {"format.yaml", "note: {", "note: {steps: 9pt, ", DIAG_PACK_VALUE, 0, 17},
    {"format.yaml", "text: {", "text: {grid: 11.999pt, ", DIAG_PACK_GRID, 0, 16},
    {"format.yaml", "text: {", "text: {turned: yes, ", DIAG_PACK_TURNED, 0, 18},
    {"format.yaml", "landscape: {", "landscape: {wide: portrait, ", DIAG_PACK_WIDE, 0, 21},
    {"format.yaml", "landscape: {", "landscape: {wide: landscape, ", DIAG_PACK_WIDE, 0, 21},
    {"format.yaml", "landscape: {", "landscape: {wide: nowhere, ", DIAG_PACK_WIDE, 0, 21},
    {"format.yaml", "rule_width", "composition: {gap: 0.501em}\nrule_width", DIAG_PACK_GAP, 0, 20},
    {"format.yaml", "rule_width", "composition: {level: lax}\nrule_width", DIAG_PACK_VALUE, 0, 22},
    {"format.yaml", "rule_width", "composition: {hang: 1}\nrule_width", DIAG_PACK_VALUE, 0, 21},
    {"format.yaml", "rule_width", "base: nothing\nrule_width", DIAG_PACK_BASE_MISSING, 0, 7},
    {"tables.yaml", "{text: 科目编码, show: code, width: 60pt}", "{text: 科目编码, width: 60pt}",
     DIAG_PACK_COLUMN_EMPTY, 0, 13},
    {"tables.yaml", "{text: 收入科目编码, show: code, width: 80pt}",
     "{text: 收入科目编码, show: gov_name, width: 80pt}", DIAG_PACK_COLUMN_TEXT, 0, 0},
    {"tables.yaml", "{text: 政府性基金收入预算, sum: income, width: 110pt}",
     "{text: 政府性基金收入预算, sum: income, fund: [一般公共预算], width: 110pt}",
     DIAG_PACK_COLUMN_EMPTY, 0, 0},
    {"tables.yaml", "{text: 政府性基金收入预算, sum: income, width: 110pt}",
     "{text: 政府性基金收入预算, sum: income}", DIAG_PACK_COLUMN_WIDTH, 0, 0},
    {"tables.yaml", "- text: 国有资本经营预算收入\n",
     "- text: 国有资本经营预算收入\n            column_span: 4\n", DIAG_PACK_SPAN, 0, 0},
    {"tables.yaml", "{text: 政府性基金收入预算, ", "{text: 政府性基金收入预算, row_span: 1, ",
     DIAG_PACK_SPAN, 0, 0},
    {"tables.yaml", "- text: 国有资本经营预算支出\n            columns:\n",
     "- text: 国有资本经营预算支出\n            columns: []\n            columms:\n",
     DIAG_PACK_UNKNOWN_KEY, 0, 0},
    {"tables.yaml", "fund: [单位资金], width: 46pt", "fund: [单位], width: 46pt", DIAG_PACK_VALUE,
     0, 0},
    {"tables.yaml", "          - {label: 年终结转, blank: yes}\n", "", DIAG_PACK_FOOT, 0, 0},
    {"format.yaml", "records: yes}", "records: maybe}", DIAG_PACK_VALUE, 0, 35},
    {"format.yaml", "records: yes}", "records: yes, forms: no}", DIAG_PACK_UNKNOWN_KEY, 0, 40},
    {"tables.yaml", "- rows: agencies", "- rows: agency", DIAG_PACK_VALUE, 0, 0},
};

static const char *replaced(const char *text, const char *find, const char *replace)
{
    const char *at = strstr(text, find);
    ck_assert_msg(at != NULL, "the pack has no '%s'", find);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, replace, at + strlen(find));
}

static int line_of(const char *text, const char *find)
{
    int line = 1;
    for (const char *at = strstr(text, find); at > text; at--)
        line += at[-1] == '\n';
    return line;
}

START_TEST(a_mistake_is_refused_at_its_place)
{
    const struct fault *fault = &faults[_i];
    const char *dir = support_make_dir(arena);
    static const char *const files[] = {"format.yaml", "tables.yaml"};
    int line = 0;
    for (size_t i = 0; i < 2; i++) {
        const char *text = support_read(arena, arena_printf(arena, "%s/%s", PACK, files[i]));
        if (strcmp(files[i], fault->file) == 0) {
            line = line_of(text, fault->find);
            text = replaced(text, fault->find, fault->replace);
        }
        support_write(arena_printf(arena, "%s/%s", dir, files[i]), text);
    }
    ck_assert_ptr_null(format_read(arena, dir, diag));
    const struct diag_entry *entry = NULL;
    for (size_t i = 0; i < diag_count(diag) && entry == NULL; i++) {
        if (diag_entry_at(diag, i)->code == fault->code)
            entry = diag_entry_at(diag, i);
    }
    ck_assert_msg(entry != NULL, "case %d: not reported", _i);
    ck_assert_ptr_nonnull(strstr(entry->pos.file, fault->file));
    if (fault->column != 0) {
        ck_assert_int_eq(entry->pos.row, line);
        ck_assert_int_eq(entry->pos.column, fault->column);
    }
    ck_assert_int_gt(entry->pos.row, 0);
    ck_assert_int_gt(entry->pos.column, 0);
    ck_assert_ptr_null(entry->department); /* a pack concerns everybody */
    support_remove_dir(dir);
}
END_TEST

/* The shipped pack with ATTACHMENTS for its line on attachments, in folder DIR. */
static const struct format *read_attaching(const char *dir, const char *attachments)
{
    const char *text = support_read(arena, PACK "/format.yaml");
    text = replaced(text, "attachments: {data: yes, records: yes}\n", attachments);
    support_write(arena_printf(arena, "%s/format.yaml", dir), text);
    support_write(arena_printf(arena, "%s/tables.yaml", dir),
                  support_read(arena, PACK "/tables.yaml"));
    return format_read(arena, dir, diag);
}

START_TEST(a_pack_says_what_travels_inside_the_document)
{
    static const struct {
        const char *text;
        bool data, records;
    } cases[] = {{"attachments: {data: yes, records: yes}\n", true, true},
                 {"attachments: {data: yes}\n", true, false},
                 {"attachments: {records: yes, data: no}\n", false, true},
                 {"attachments: {}\n", false, false},
                 {"", false, false}};
    const char *dir = support_make_dir(arena);
    struct hash last = {0, 0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct format *format = read_attaching(dir, cases[i].text);
        ck_assert_ptr_nonnull(format);
        ck_assert_int_eq(format->attaches_data, cases[i].data);
        ck_assert_int_eq(format->attaches_records, cases[i].records);
        ck_assert(!hash_equal(format->digest, last));
        last = format->digest;
    }
    support_remove_dir(dir);
    /* What builds on a pack has it from there. */
    const struct format *heir = format_read(arena, PACK "-gbt9704", diag);
    ck_assert(heir != NULL && heir->attaches_data && heir->attaches_records);
}
END_TEST

START_TEST(a_pack_prints_forms_of_all_projects_where_forms_yaml_says_so)
{
    const struct format *format = format_read(arena, PACK, diag);
    ck_assert(format != NULL && !format_prints_all_forms(format));
    ck_assert(!format_prints_all_forms(&(struct format){.project_form = NULL}));
    const char *dir = support_make_dir(arena);
    static const char *const files[] = {"format.yaml", "tables.yaml", "forms.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *text = support_read(arena, arena_printf(arena, "%s/%s", PACK, files[i]));
        support_write(arena_printf(arena, "%s/%s", dir, files[i]),
                      i < 2 ? text : replaced(text, "projects: published", "projects: all"));
    }
    format = format_read(arena, dir, diag);
    ck_assert(format != NULL && format_prints_all_forms(format));
    support_remove_dir(dir);
}
END_TEST

START_TEST(all_faults_of_a_pack_are_listed_at_once)
{
    const char *dir = support_make_dir(arena);
    const char *text = support_read(arena, PACK "/format.yaml");
    text = replaced(text, "zero_blank: yes", "zero_blank: perhaps");
    text = replaced(text, "rule_width: 0.5pt", "rule_width: thin");
    support_write(arena_printf(arena, "%s/format.yaml", dir), text);
    support_write(arena_printf(arena, "%s/tables.yaml", dir),
                  support_read(arena, PACK "/tables.yaml"));
    ck_assert_ptr_null(format_read(arena, dir, diag));
    ck_assert_uint_eq(diag_errors(diag), 2);
    support_remove_dir(dir);
}
END_TEST

START_TEST(a_pack_that_is_not_there_is_reported)
{
    ck_assert_ptr_null(format_read(arena, PACK "/none", diag));
    ck_assert_uint_eq(diag_errors(diag), 2); /* format.yaml and tables.yaml */
}
END_TEST

START_TEST(placeholders_are_replaced_and_the_page_is_left_to_layout)
{
    const struct format_values values = {
        2026, {"某局", {"departments.csv", 7, 2}}, {"某县", {"book.yaml", 4, 9}}};
    struct text text = {"{region}{department}{year}年—{page}", {"f", 3, 4}};
    struct text out = format_expand(arena, text, &values);
    ck_assert_str_eq(out.utf8, "某县某局2026年—{page}");
}
END_TEST

START_TEST(a_text_has_the_place_of_the_name_in_it_or_its_own)
{
    const struct format_values values = {
        2026, {"某局", {"departments.csv", 7, 2}}, {"某县", {"book.yaml", 4, 9}}};
    struct text name = {"{department}预算", {"f", 3, 4}}, year = {"{year}年", {"f", 3, 4}};
    ck_assert_str_eq(format_expand(arena, name, &values).pos.file, "departments.csv");
    ck_assert_int_eq(format_expand(arena, name, &values).pos.row, 7);
    ck_assert_str_eq(format_expand(arena, year, &values).pos.file, "f");
}
END_TEST

Suite *format_suite(void);
Suite *format_suite(void)
{
    Suite *suite = suite_create("format");
    TCase *tcase = tcase_create("format");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, the_shipped_pack_is_read_without_a_word);
    tcase_add_test(tcase, lengths_are_thousandths_of_a_point);
    tcase_add_test(tcase, a_pack_says_what_travels_inside_the_document);
    tcase_add_test(tcase, a_pack_prints_forms_of_all_projects_where_forms_yaml_says_so);
    tcase_add_test(tcase, a_pack_prints_classes_when_a_table_has_rows_for_them);
    tcase_add_loop_test(tcase, a_mistake_is_refused_at_its_place, 0,
                        sizeof faults / sizeof *faults);
    tcase_add_test(tcase, all_faults_of_a_pack_are_listed_at_once);
    tcase_add_test(tcase, a_pack_that_is_not_there_is_reported);
    tcase_add_test(tcase, placeholders_are_replaced_and_the_page_is_left_to_layout);
    tcase_add_test(tcase, a_text_has_the_place_of_the_name_in_it_or_its_own);
    suite_add_tcase(suite, tcase);
    return suite;
}

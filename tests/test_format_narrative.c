/* narrative.yaml: what is wrong in it is refused where it stands. */
#include <check.h>
#include <string.h>

#include "data/format.h"
#include "tests/support.h"

Suite *format_narrative_suite(void);

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

/* narrative.yaml of the pack with the first OLD made NEW, in a copy of the pack. */
static void read_changed_pack(const char *old, const char *new)
{
    static const char *const files[] = {"format.yaml", "tables.yaml", "forms.yaml",
                                        "narrative.yaml"};
    const char *pack = SOURCE_DIR "/data/formats/shanxi-county", *dir = support_make_dir(arena);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *text = support_read(arena, arena_printf(arena, "%s/%s", pack, files[i]));
        const char *at = i == 3 ? strstr(text, old) : NULL;
        ck_assert(i != 3 || at != NULL);
        if (at != NULL)
            text = arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
        support_write(arena_printf(arena, "%s/%s", dir, files[i]), text);
    }
    ck_assert_ptr_null(format_read(arena, dir, diag));
    support_remove_dir(dir);
}

static const struct {
    const char *old, *new;
    enum diag_code code;
} mistakes[] = {
    {"{spending_current}", "{spending_curent}", DIAG_FRAME_NAME},
    {"增长{income_rate}{end}", "增长{income_rate}", DIAG_FRAME_OPEN},
    {"占{basic_share}；", "占{basic_share:}；", DIAG_FRAME_SYNTAX},
    {"{share: basic, of: spending}", "{share: basic, of: later}", DIAG_FIGURE_OPERAND},
    {"{share: basic, of: spending}", "{share: basic, of: basic_share}", DIAG_FIGURE_OPERAND},
    {"{share: basic, of: spending}", "{share: basic}", DIAG_PACK_MISSING_KEY},
    {"{prior: 收入总计}", "{prior: 收入总计, sum: income}", DIAG_FIGURE_SOURCE},
    {"{prior: 收入总计}", "{}", DIAG_FIGURE_SOURCE},
    {"{sum: income}", "{sum: outgo}", DIAG_PACK_VALUE},
    {"{add: [goods,", "{add: [units,", DIAG_FIGURE_OPERAND},
    {"of: sources\n", "of: official_parts\n", DIAG_PACK_VALUE}, /* parts without shares */
    {"of: sources\n", "of: nobody\n", DIAG_FRAME_NAME},
    {"fen: 1000000", "fen: 12", DIAG_PACK_VALUE},
    {"decimals: 2", "decimals: 5", DIAG_PACK_VALUE},
    {"kind: ring", "kind: cake", DIAG_PACK_VALUE},
    {"text: \"{services_list}\"", "text: \"{services_list}\\n\"", DIAG_FRAME_LINE},
    {"forms: overall", "forms: all", DIAG_PACK_VALUE},
    {"style: subsection", "style: nobody", DIAG_PACK_VALUE},
    {"column: 名词解释", "colunm: 名词解释", DIAG_PACK_UNKNOWN_KEY},
};

START_TEST(a_mistake_in_the_pack_is_refused_when_it_is_read)
{
    read_changed_pack(mistakes[_i].old, mistakes[_i].new);
    ck_assert_uint_gt(diag_count(diag), 0);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_msg(entry->code == mistakes[_i].code, "%s: %s", mistakes[_i].new, entry->message);
    ck_assert_ptr_nonnull(strstr(entry->pos.file, "narrative.yaml"));
    ck_assert_int_gt(entry->pos.row, 1);
    ck_assert_int_gt(entry->pos.column, 1);
}
END_TEST

START_TEST(the_place_of_a_mistake_is_the_character_where_it_stands)
{
    read_changed_pack("{sum: income}\n", "{sum: income}\n  x: 1\n"); /* a line of its own */
    ck_assert_uint_gt(diag_count(diag), 0);
    diag_free(diag);
    diag = diag_new(DIAG_ENGLISH);
    /* - text: "{services_list}" is indented by 6 and its quote stands at column 15 */
    read_changed_pack("\"{services_list}\"", "\"无{services_lst}\"");
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.column, 18);
}
END_TEST

Suite *format_narrative_suite(void)
{
    Suite *suite = suite_create("format_narrative");
    TCase *tcase = tcase_create("mistakes");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, a_mistake_in_the_pack_is_refused_when_it_is_read, 0,
                        (int)(sizeof mistakes / sizeof *mistakes));
    tcase_add_test(tcase, the_place_of_a_mistake_is_the_character_where_it_stands);
    suite_add_tcase(suite, tcase);
    return suite;
}

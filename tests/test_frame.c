/* The frame language: what sentences come out, and where its faults are. */
#include <check.h>
#include <string.h>

#include "data/frame.h"
#include "tests/support.h"

Suite *frame_suite(void);

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

/* ---- a small set of figures ------------------------------------------------------------------ */

enum { TOTAL, SMALLER, NOTHING, LOSS, SHARE, UNITS, AREA, DATE, REASON, ABSENT, FIGURE_COUNT_HERE };

static const struct figure_format formats[] = {
    [TOTAL] = {.name = "total", .kind = FIGURE_AMOUNT},
    [SMALLER] = {.name = "smaller", .kind = FIGURE_AMOUNT},
    [NOTHING] = {.name = "nothing", .kind = FIGURE_AMOUNT},
    [LOSS] = {.name = "loss", .kind = FIGURE_AMOUNT},
    [SHARE] = {.name = "part", .kind = FIGURE_PERCENT},
    [UNITS] = {.name = "units", .kind = FIGURE_COUNT},
    [AREA] = {.name = "area", .kind = FIGURE_QUANTITY},
    [DATE] = {.name = "date", .kind = FIGURE_DATE},
    [REASON] = {.name = "reason", .kind = FIGURE_TEXT},
    [ABSENT] = {.name = "gone", .kind = FIGURE_AMOUNT},
};
static const struct list_entry_format list_entries[3] = {{.has_from = false}};
static const struct list_format lists[] = {
    {.name = "parts",
     .rows = LIST_FIGURES,
     .kind = FIGURE_AMOUNT,
     .entries = list_entries,
     .entry_count = 3,
     .has_whole = true},
    {.name = "items", .rows = LIST_ITEMS, .kind = FIGURE_AMOUNT},
};
static const struct figure_declarations declared = {formats, FIGURE_COUNT_HERE, lists, 2};

static struct figure amount(int64_t fen)
{
    return (struct figure){.kind = FIGURE_AMOUNT, .value = fen};
}

static struct figure words(const char *utf8)
{
    return (struct figure){.kind = FIGURE_TEXT, .text = {utf8, {"texts.csv", 4, 4}}};
}

static struct figure_entry part(const char *name, int64_t fen, int64_t share)
{
    return (struct figure_entry){
        {[ENTRY_NAME] = words(name),
         [ENTRY_VALUE] = amount(fen),
         [ENTRY_SHARE] = {.kind = FIGURE_PERCENT, .value = share, .exact = share == 0}}};
}

static struct figures make_figures(void)
{
    struct figure *values = arena_array(arena, FIGURE_COUNT_HERE, sizeof *values);
    values[TOTAL] = amount(7021235330);   /* 7021.24万元 */
    values[SMALLER] = amount(9000000000); /* 9000.00万元 */
    values[NOTHING] = amount(0);
    values[LOSS] = amount(-620000);
    values[SHARE] = (struct figure){.kind = FIGURE_PERCENT, .value = 4065};
    values[UNITS] = (struct figure){.kind = FIGURE_COUNT, .value = 3};
    values[AREA] = (struct figure){
        .kind = FIGURE_QUANTITY, .value = 323450, .text = {"平方米", {"assets.csv", 2, 5}}};
    values[DATE] = (struct figure){.kind = FIGURE_DATE, .value = 20260127};
    values[REASON] = words("项目增加。");
    struct figure_fault *fault = arena_alloc(arena, sizeof *fault);
    *fault = (struct figure_fault){
        .code = DIAG_TEXT_MISSING, .pos = {"texts.csv", 1, 2}, .arguments = {"收入变动原因"}};
    values[ABSENT] = (struct figure){.kind = FIGURE_AMOUNT, .fault = fault};
    struct figure_list *all = arena_array(arena, 2, sizeof *all);
    all[0].entries = arena_array(arena, 3, sizeof *all[0].entries);
    all[0].count = 3;
    all[0].entries[0] = part("甲", 100000000, 7500);
    all[0].entries[1] = part("乙", 0, 0);
    all[0].entries[2] = part("丙", 33333333, 2500);
    return (struct figures){values, FIGURE_COUNT_HERE, all, 2};
}

static const struct number_style plain = {{"万元", {"", 0, 0}}, 1000000, 2, false, false};

static const struct frame *read_frame(const char *text)
{
    const struct text piece = {text, {"narrative.yaml", 10, 5}};
    return frame_read(arena, &piece, 1, &declared, diag);
}

static const char *say_in(const char *text, const struct number_style *style)
{
    struct figures figures = make_figures();
    const struct frame *frame = read_frame(text);
    diag_print(diag, 0, stderr);
    ck_assert_msg(frame != NULL, "'%s' is refused", text);
    return frame_expand(arena, frame, &figures, style, diag).utf8;
}

static const char *say(const char *text)
{
    return say_in(text, &plain);
}

/* ---- sentences ------------------------------------------------------------------------------- */

static const struct {
    const char *frame, *sentence;
} sentences[] = {
    {"没有数的句子。", "没有数的句子。"},
    {"", ""},
    {"总计{total}。", "总计7021.24万元。"}, /* 四舍五入 of 7021.235330 */
    {"{nothing}", "0万元"},                 /* as published: a zero has no decimals */
    {"{loss}", "-0.62万元"},
    {"减少{loss:abs}", "减少0.62万元"},
    {"{total:number}", "7021.24"},
    {"占{part}", "占40.65%"},
    {"{part:number}", "40.65"},
    {"{units}家", "3家"},
    {"{area}", "3234.5平方米"}, /* a quantity has the decimals it needs */
    {"截至{date}", "截至2026年1月27日"},
    {"{reason}", "项目增加。"},
    {"原因是{reason:clause}，", "原因是项目增加，"},
    {"{if total > 0}正{end}", "正"},
    {"{if loss > 0}正{end}", ""},
    {"{if loss < 0}负{else}非负{end}", "负"},
    {"{if nothing = 0}零{else}非零{end}", "零"},
    {"{if nothing != 0}零{else}非零{end}", "非零"},
    {"{if total > smaller}多{elif total = smaller}同{else}少{end}", "少"},
    {"{if total <= smaller}是{end}{if total >= smaller}否{end}", "是"},
    {"{if units > 2}多{end}", "多"},
    {"{if units = 4}四{elif units = 3}三{else}他{end}", "三"},
    {"{if present reason}有{end}{if absent reason}无{end}", "有"},
    {"{if present gone}有{else}无{end}", "无"},
    {"{if total > 0}{if loss > 0}甲{else}乙{end}{else}丙{end}丁", "乙丁"},
    {"{each parts 、}{name}{value}{end}", "甲100.00万元、乙0万元、丙33.33万元"},
    {"{each parts ；}{if value > 0}{name}占{share}{end}{end}", "甲占75.00%；丙占25.00%"},
    {"{each parts}{name}{end}", "甲乙丙"},
    {"共{each parts 、}{name}，总{total}{end}",
     "共甲，总7021.24万元、乙，总7021.24万元、丙，总7021.24万元"},
    {"空{each items 、}{name}{end}。", "空。"},
};

START_TEST(the_frame_makes_its_sentence)
{
    ck_assert_str_eq(say(sentences[_i].frame), sentences[_i].sentence);
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(one_style_of_numbers_holds_for_amounts_shares_and_quantities)
{
    const struct number_style commas = {{"万元", {"", 0, 0}}, 1000000, 2, true, false};
    const struct number_style trimmed = {{"万元", {"", 0, 0}}, 1000000, 2, false, true};
    const struct number_style yuan = {{"元", {"", 0, 0}}, 100, 0, false, false};
    ck_assert_str_eq(say_in("{total}，{area}", &commas), "7,021.24万元，3,234.5平方米");
    ck_assert_str_eq(say_in("{smaller}{part}", &trimmed), "9000万元40.65%");
    ck_assert_str_eq(say_in("{total}", &yuan), "70212353元"); /* 70212353.30 */
}
END_TEST

START_TEST(pieces_follow_one_another_and_conditions_reach_over_them)
{
    const struct text pieces[] = {
        {"甲{if total > 0}", {"p", 1, 1}}, {"乙", {"p", 2, 1}}, {"{else}丙{end}丁", {"p", 3, 1}}};
    struct figures figures = make_figures();
    const struct frame *frame = frame_read(arena, pieces, 3, &declared, diag);
    ck_assert_ptr_nonnull(frame);
    ck_assert_str_eq(frame_expand(arena, frame, &figures, &plain, diag).utf8, "甲乙丁");
}
END_TEST

START_TEST(a_sentence_with_a_text_of_the_book_has_its_place)
{
    struct figures figures = make_figures();
    struct text text = frame_expand(arena, read_frame("因{reason}"), &figures, &plain, diag);
    ck_assert_str_eq(text.pos.file, "texts.csv");
    ck_assert_int_eq(text.pos.row, 4);
    text = frame_expand(arena, read_frame("共{total}"), &figures, &plain, diag);
    ck_assert_str_eq(text.pos.file, "narrative.yaml");
}
END_TEST

START_TEST(a_missing_figure_is_reported_once_where_the_book_lacks_it)
{
    struct figures figures = make_figures();
    frame_expand(arena, read_frame("{gone}和{gone}"), &figures, &plain, diag);
    frame_expand(arena, read_frame("{if gone > 0}甲{end}"), &figures, &plain, diag);
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_TEXT_MISSING);
    ck_assert_str_eq(diag_entry_at(diag, 0)->pos.file, "texts.csv");
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.row, 1);
}
END_TEST

START_TEST(what_a_condition_leaves_out_need_not_be_there)
{
    ck_assert_str_eq(say("{if total < 0}{gone}{else}够{end}"), "够");
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

/* ---- faults ---------------------------------------------------------------------------------- */

/* Every frame begins at column 5; the column is that of the character marked in the comment. */
static const struct {
    const char *frame;
    enum diag_code code;
    int column;
} faults[] = {
    {"{totl}", DIAG_FRAME_NAME, 6},                        /* t */
    {"总计{totl}", DIAG_FRAME_NAME, 8},                    /* columns are characters */
    {"{name}", DIAG_FRAME_NAME, 6},                        /* only within {each} */
    {"{each parts 、}{change}{end}", DIAG_FRAME_NAME, 20}, /* these entries have none */
    {"{each items 、}{share}{end}", DIAG_FRAME_NAME, 20},  /* nor these a share */
    {"{each nobody 、}{name}{end}", DIAG_FRAME_NAME, 11},  /* n */
    {"甲{if total > 0}乙", DIAG_FRAME_OPEN, 6},            /* the brace that opens */
    {"{if total > 0}{if loss > 0}甲{end}", DIAG_FRAME_OPEN, 5},
    {"{each parts 、}{name}", DIAG_FRAME_OPEN, 5},
    {"甲{end}", DIAG_FRAME_SYNTAX, 6},
    {"甲{else}乙", DIAG_FRAME_SYNTAX, 6},
    {"{if total > 0}甲{else}乙{else}丙{end}", DIAG_FRAME_SYNTAX, 27},
    {"{each parts 、}{else}{end}", DIAG_FRAME_SYNTAX, 19},
    {"{each parts 、}{each parts 、}{end}{end}", DIAG_FRAME_SYNTAX, 19},
    {"{total", DIAG_FRAME_SYNTAX, 5},
    {"{total{loss}}", DIAG_FRAME_SYNTAX, 5},
    {"甲}乙", DIAG_FRAME_SYNTAX, 6},
    {"{}", DIAG_FRAME_NAME, 6},
    {"{total:percent}", DIAG_FRAME_SYNTAX, 12},   /* no such form */
    {"{reason:abs}", DIAG_FRAME_SYNTAX, 13},      /* a text has no sign */
    {"{total:clause}", DIAG_FRAME_SYNTAX, 12},    /* an amount has no stop */
    {"{if total}甲{end}", DIAG_FRAME_SYNTAX, 14}, /* no comparison */
    {"{if total ~ 0}甲{end}", DIAG_FRAME_SYNTAX, 15},
    {"{if total > part}甲{end}", DIAG_FRAME_SYNTAX, 17}, /* 金额 against % */
    {"{if total > 5}甲{end}", DIAG_FRAME_SYNTAX, 17},    /* 5 what? */
    {"{if reason = 0}甲{end}", DIAG_FRAME_SYNTAX, 16},
    {"{if total > 0 yes}甲{end}", DIAG_FRAME_SYNTAX, 19},
    {"{if present nobody}甲{end}", DIAG_FRAME_NAME, 17},
};

START_TEST(a_fault_is_refused_at_its_column)
{
    ck_assert_ptr_null(read_frame(faults[_i].frame));
    ck_assert_uint_ge(diag_count(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_msg(entry->code == faults[_i].code, "'%s': %s", faults[_i].frame, entry->message);
    ck_assert_int_eq(entry->pos.row, 10);
    ck_assert_msg(entry->pos.column == faults[_i].column, "'%s': column %d, expected %d",
                  faults[_i].frame, entry->pos.column, faults[_i].column);
}
END_TEST

START_TEST(a_fault_in_a_later_piece_has_its_line)
{
    const struct text pieces[] = {{"{if total > 0}甲", {"p", 7, 9}}, {"乙{nobody}", {"p", 8, 9}}};
    ck_assert_ptr_null(frame_read(arena, pieces, 2, &declared, diag));
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.row, 8);
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.column, 11);
}
END_TEST

START_TEST(conditions_nest_sixteen_deep_and_no_deeper)
{
    const char *frame = "甲";
    for (int depth = 1; depth <= FRAME_DEPTH_MAX + 1; depth++) {
        frame = arena_printf(arena, "{if total > 0}%s{end}", frame);
        if (depth == FRAME_DEPTH_MAX)
            ck_assert_str_eq(say(frame), "甲");
    }
    ck_assert_ptr_null(read_frame(frame));
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FRAME_SYNTAX);
}
END_TEST

START_TEST(a_frame_of_a_hundred_thousand_open_conditions_is_refused_without_harm)
{
    enum { TIMES = 100000 };
    static const char tag[] = "{if total > 0}";
    char *frame = arena_array(arena, TIMES * (sizeof tag - 1) + 1, 1);
    for (size_t i = 0; i < TIMES; i++)
        memcpy(frame + i * (sizeof tag - 1), tag, sizeof tag - 1);
    ck_assert_ptr_null(read_frame(frame));
}
END_TEST

Suite *frame_suite(void)
{
    Suite *suite = suite_create("frame");
    TCase *tcase = tcase_create("sentences");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, the_frame_makes_its_sentence, 0,
                        (int)(sizeof sentences / sizeof *sentences));
    tcase_add_test(tcase, one_style_of_numbers_holds_for_amounts_shares_and_quantities);
    tcase_add_test(tcase, pieces_follow_one_another_and_conditions_reach_over_them);
    tcase_add_test(tcase, a_sentence_with_a_text_of_the_book_has_its_place);
    tcase_add_test(tcase, a_missing_figure_is_reported_once_where_the_book_lacks_it);
    tcase_add_test(tcase, what_a_condition_leaves_out_need_not_be_there);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("faults");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, a_fault_is_refused_at_its_column, 0,
                        (int)(sizeof faults / sizeof *faults));
    tcase_add_test(tcase, a_fault_in_a_later_piece_has_its_line);
    tcase_add_test(tcase, conditions_nest_sixteen_deep_and_no_deeper);
    tcase_add_test(tcase, a_frame_of_a_hundred_thousand_open_conditions_is_refused_without_harm);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* Paragraphs: lines of placed glyphs, with real faces. Han characters are one em wide in all of
 * them, which is all these tests know about the fonts. */
#include "layout/paragraph.h"

#include "tests/layout_fixture.h"

Suite *paragraph_suite(void);

static struct fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

/* TEXT in style BODY, which a test changes first. */
static struct text_block set(const char *text, enum align align, unit measure)
{
    struct paragraph_shape shape = {&f.styles[BODY], FONT_TEXT, align, measure};
    return text_set(&f.job, text_at(text, 3, 4), &shape);
}

static size_t glyph_count(const struct text_line *line)
{
    size_t count = 0;
    for (size_t i = 0; i < line->count; i++)
        count += line->items[i].as.text.count;
    return count;
}

static unit first_x(const struct text_line *line)
{
    return line->items[0].as.text.x + line->items[0].as.text.glyphs[0].x;
}

/* The origin of the last glyph. */
static unit last_x(const struct text_line *line)
{
    const struct item *item = &line->items[line->count - 1];
    return item->as.text.x + item->as.text.glyphs[item->as.text.count - 1].x;
}

START_TEST(the_em_box_is_centred_in_the_leading)
{
    /* 5 pt above, 5 pt below; the baseline is 0.88 em under the top of the em box. */
    ck_assert_int_eq(text_baseline(&f.styles[BODY]), 13800);
}
END_TEST

START_TEST(the_first_line_is_indented_by_two_ems)
{
    f.styles[BODY].indent = 2000;
    struct text_block block = set(repeat(f.arena, "国", 45), ALIGN_LEFT, 200000);
    ck_assert_uint_eq(block.count, 3);
    ck_assert_uint_eq(glyph_count(&block.lines[0]), 18);
    ck_assert_uint_eq(glyph_count(&block.lines[1]), 20);
    ck_assert_uint_eq(glyph_count(&block.lines[2]), 7);
    ck_assert_int_eq(first_x(&block.lines[0]), 20000);
    ck_assert_int_eq(first_x(&block.lines[1]), 0);
}
END_TEST

START_TEST(every_paragraph_of_a_text_is_indented)
{
    f.styles[BODY].indent = 2000;
    struct text_block block = set("国\n\n家\n", ALIGN_LEFT, 200000);
    ck_assert_uint_eq(block.count, 3); /* the empty one is a line, the last newline is not */
    ck_assert_int_eq(first_x(&block.lines[0]), 20000);
    ck_assert_uint_eq(block.lines[1].count, 0);
    ck_assert_int_eq(first_x(&block.lines[2]), 20000);
}
END_TEST

START_TEST(the_left_of_a_style_shortens_the_measure)
{
    f.styles[BODY].left = 20000;
    struct text_block block = set(repeat(f.arena, "国", 20), ALIGN_LEFT, 200000);
    ck_assert_uint_eq(block.count, 2);
    ck_assert_int_eq(first_x(&block.lines[0]), 20000);
    ck_assert_int_eq(last_x(&block.lines[0]), 190000);
}
END_TEST

START_TEST(justified_lines_end_at_the_measure_and_the_last_is_natural)
{
    struct text_block block = set(repeat(f.arena, "国", 25), ALIGN_JUSTIFY, 205000);
    ck_assert_uint_eq(block.count, 2);
    ck_assert_int_eq(last_x(&block.lines[0]), 195000); /* an em before the measure's end */
    ck_assert_int_eq(block.lines[0].width, 205000);
    ck_assert_int_eq(last_x(&block.lines[1]), 40000);
}
END_TEST

START_TEST(lines_are_centred_and_set_right)
{
    struct text_block center = set("国家", ALIGN_CENTER, 100000);
    struct text_block right = set("国家", ALIGN_RIGHT, 100000);
    ck_assert_int_eq(first_x(&center.lines[0]), 40000);
    ck_assert_int_eq(first_x(&right.lines[0]), 80000);
}
END_TEST

START_TEST(faces_share_a_baseline_and_their_texts_join_to_the_whole)
{
    /* 㐀 is in Noto Serif CJK, the fallback of the role, and not in LXGW WenKai. */
    static const char text[] = "国㐀家";
    f.styles[BODY].role = 2;
    struct text_block block = set(text, ALIGN_LEFT, 100000);
    assert_no_fault(&f);
    const struct text_line *line = &block.lines[0];
    ck_assert_uint_eq(line->count, 3);
    ck_assert_ptr_ne(line->items[0].as.text.face, line->items[1].as.text.face);
    ck_assert_ptr_eq(line->items[0].as.text.face, line->items[2].as.text.face);
    const char *at = line->items[0].as.text.utf8;
    for (size_t i = 0; i < line->count; i++) {
        ck_assert_int_eq(line->items[i].as.text.y, 0);
        ck_assert_int_eq(line->items[i].as.text.x, (unit)i * 10000);
        ck_assert_ptr_eq(line->items[i].as.text.utf8, at);
        at += line->items[i].as.text.length;
    }
    ck_assert_uint_eq((size_t)(at - line->items[0].as.text.utf8), strlen(text));
}
END_TEST

START_TEST(spaces_at_a_line_end_keep_their_text_and_take_no_room)
{
    struct text_block block = set("国家  AB", ALIGN_RIGHT, 25000);
    ck_assert_uint_eq(block.count, 2);
    ck_assert_int_eq(block.lines[0].width, 20000);
    ck_assert_uint_eq(block.lines[0].items[0].as.text.length, strlen("国家  "));
    ck_assert_int_eq(last_x(&block.lines[0]), 25000); /* of a space: at the end, not past it */
}
END_TEST

START_TEST(a_character_wider_than_the_measure_is_reported_at_its_place)
{
    set("国家", ALIGN_LEFT, 9900);
    assert_fault(&f, DIAG_MEASURE_TOO_NARROW, 3, 4);
}
END_TEST

START_TEST(a_character_no_face_has_is_reported_at_its_place)
{
    set("国\U000323B0家", ALIGN_LEFT, 100000); /* not assigned */
    assert_fault(&f, DIAG_FONT_MISSING, 3, 4);
}
END_TEST

START_TEST(paragraphs_are_parted_two_lines_from_either_end)
{
    static const struct {
        size_t count, done, room;
        bool forced;
        size_t expected;
    } cases[] = {
        {3, 0, 1, false, 0}, /* shorter than four lines: not at all */
        {3, 0, 2, false, 0}, {2, 0, 1, false, 0}, {3, 0, 2, true, 2},
        {4, 0, 4, false, 4}, {4, 0, 3, false, 2}, /* not three and one */
        {4, 0, 2, false, 2}, {4, 0, 1, false, 0}, /* not one and three */
        {9, 0, 8, false, 7}, {9, 0, 5, false, 5}, {9, 2, 6, false, 5},
        {9, 2, 7, false, 7}, {4, 0, 1, true, 1}, /* a page of one line: it must go on */
        {4, 0, 0, true, 0},  {9, 0, 0, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_uint_eq(
            paragraph_split(cases[i].count, cases[i].done, cases[i].room, cases[i].forced),
            cases[i].expected);
}
END_TEST

/* ---- blanks -------------------------------------------------------------------------------- */

/* Of a mark of 10 pt, less the hair that stays. */
#define HALF 4998

START_TEST(a_mark_that_begins_a_line_is_drawn_with_its_blank_outside)
{
    struct text_block block = set("（国", ALIGN_LEFT, 100000);
    const struct text_line *line = &block.lines[0];
    ck_assert_int_eq(line->left, 0);
    ck_assert_int_eq(line->items[0].as.text.x, 0);
    ck_assert_int_eq(first_x(line), -HALF);
    ck_assert_int_eq(last_x(line), 10000 - HALF);
    ck_assert_int_eq(line->width, 20000 - HALF);
}
END_TEST

START_TEST(what_is_centred_or_set_right_ends_with_the_ink_of_a_mark)
{
    struct text_block center = set("（国）", ALIGN_CENTER, 100000 + 2);
    ck_assert_int_eq(center.lines[0].width, 30000 - 2 * HALF);
    ck_assert_int_eq(center.lines[0].left, (100000 + 2 - 30000 + 2 * HALF) / 2);
    struct text_block right = set("国。", ALIGN_RIGHT, 100000);
    ck_assert_int_eq(last_x(&right.lines[0]), 90000 + HALF);
}
END_TEST

START_TEST(marks_give_no_more_than_their_glyphs_have)
{
    /* “ and ” of LXGW WenKai are 350 wide. */
    f.styles[BODY].role = 2;
    struct text_block block = set("“国”", ALIGN_LEFT, 100000);
    ck_assert_int_eq(block.lines[0].width, 17000);
    ck_assert_int_eq(first_x(&block.lines[0]), 0);
}
END_TEST

START_TEST(han_and_latin_stand_apart_but_not_in_numbers)
{
    f.format.composition.gap = 250;
    struct text_block block = set("国2", ALIGN_LEFT, 100000);
    ck_assert_int_eq(last_x(&block.lines[0]), 12500);
    struct text_line number = text_set_line(&f.job, plain("国2"), &f.styles[BODY], FONT_NUMBER);
    ck_assert_int_eq(last_x(&number), 10000);
}
END_TEST

START_TEST(points_hang_in_prose_only)
{
    f.format.composition.hang = true;
    char text[256] = "";
    for (int i = 0; i < 33; i++)
        strcat(text, i == 20 ? "，" : "国");
    struct text_block prose = set(text, ALIGN_JUSTIFY, 200000);
    ck_assert_uint_eq(glyph_count(&prose.lines[0]), 21);
    ck_assert_int_eq(last_x(&prose.lines[0]), 200000);
    ck_assert_int_eq(prose.lines[0].width, 200000);
    struct paragraph_shape shape = {&f.styles[BODY], FONT_CELL, ALIGN_JUSTIFY, 200000};
    struct text_block cell = text_set(&f.job, plain(text), &shape);
    ck_assert_uint_eq(glyph_count(&cell.lines[0]), 19);
}
END_TEST

/* ---- labels and titles --------------------------------------------------------------------- */

START_TEST(labels_of_two_or_three_characters_are_set_apart)
{
    static const struct {
        const char *text;
        unit measure, last, width;
    } cases[] = {
        {"项目", 100000, 30000, 40000},     {"项目数", 100000, 30000, 40000},
        {"项目", 35000, 25000, 35000},      {"项", 100000, 0, 10000},
        {"项目一览", 100000, 30000, 40000}, {"（项）", 100000, 20000 - HALF, 30000 - HALF},
    };
    f.styles[BODY].apart = 4000;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_block block = set(cases[i].text, ALIGN_LEFT, cases[i].measure);
        ck_assert_int_eq(last_x(&block.lines[0]), cases[i].last);
        ck_assert_int_eq(block.lines[0].width, cases[i].width);
    }
    struct text_block three = set("项目数", ALIGN_LEFT, 100000);
    ck_assert_int_eq(three.lines[0].items[0].as.text.glyphs[1].x, 15000);
}
END_TEST

START_TEST(a_distributed_label_leaves_half_an_em_at_both_sides)
{
    struct text_block block = set("项目数", ALIGN_DISTRIBUTE, 60000);
    ck_assert_int_eq(first_x(&block.lines[0]), 5000);
    ck_assert_int_eq(last_x(&block.lines[0]), 45000);
    /* No gap over an em: then it stands in the middle. */
    struct text_block wide = set("项目", ALIGN_DISTRIBUTE, 100000);
    ck_assert_int_eq(first_x(&wide.lines[0]), 35000);
    ck_assert_int_eq(last_x(&wide.lines[0]), 55000);
    struct text_block lines = set("国国国国国", ALIGN_DISTRIBUTE, 30000);
    ck_assert_int_eq(first_x(&lines.lines[1]), 5000);
}
END_TEST

/* How many characters of three bytes each line of TITLE has, as a number: 64 for six and four. */
static int lengths(const char *title, unit measure)
{
    f.styles[BODY].sense = true;
    struct text_block block = set(title, ALIGN_CENTER, measure);
    int digits = 0;
    for (size_t i = 0; i < block.count; i++)
        digits = 10 * digits + (int)glyph_count(&block.lines[i]);
    return digits;
}

START_TEST(titles_end_their_lines_between_words_and_balanced)
{
    ck_assert_int_eq(lengths("自然资源部门预算公开说明", 80000), 66);
    ck_assert_int_eq(lengths("国家自然资源部门预算", 80000), 64);       /* not 自然资|源 */
    ck_assert_int_eq(lengths("国家自然资\u200B源部门预算", 80000), 55); /* as the author wants */
    ck_assert_int_eq(lengths("部门预算的说明", 50000), 25); /* not before or after 的 */
    ck_assert_int_eq(lengths("自然资源", 30000), 22);       /* no word fits */
    ck_assert_int_eq(lengths("自然资源部门预算", 80000), 8);
}
END_TEST

/* ---- any text ------------------------------------------------------------------------------ */

START_TEST(a_paragraph_of_a_hundred_thousand_characters_is_set)
{
    struct text_block han = set(repeat(f.arena, "国", 100000), ALIGN_JUSTIFY, 200000);
    ck_assert_uint_eq(han.count, 5000);
    struct text_block digits = set(repeat(f.arena, "7", 100000), ALIGN_JUSTIFY, 200000);
    ck_assert_uint_ge(digits.count, 100000 * 4 / 200); /* a digit is 4 to 6 pt wide */
    ck_assert_uint_le(digits.count, 100000 * 6 / 200);
    assert_no_fault(&f);
}
END_TEST

/* The bytes of the lines of BLOCK are those of TEXT, and no line is wider than MEASURE. */
static void check_block(struct text_block block, const char *text, unit measure)
{
    for (size_t i = 0; i < block.count; i++) {
        ck_assert_int_le(block.lines[i].width, measure + 20); /* 0.02 pt, which nobody sees */
        for (size_t j = 0; j < block.lines[i].count; j++) {
            const struct item *item = &block.lines[i].items[j];
            ck_assert(memcmp(item->as.text.utf8, text, item->as.text.length) == 0);
            text += item->as.text.length;
        }
    }
    ck_assert_str_eq(text, "");
}

START_TEST(random_text_is_complete_and_within_the_measure)
{
    static const char *const pieces[] = {"中", "文",   "，", "。", "《", "》", "——", "……",
                                         "1",  "2.5%", "fi", "年", " ",  "W",  "（", "）"};
    srand(20260102);
    for (int i = 0; i < 200; i++) {
        char text[1024] = "", *at = text;
        for (int j = rand() % 80; j >= 0; j--)
            at = stpcpy(at, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
        unit measure = 12000 + rand() % 150000; /* no character is wider than 1.2 em */
        f.format.composition.gap = i % 3 ? 250 : 0;
        f.format.composition.hang = i % 5 == 0;
        check_block(set(text, i % 2 ? ALIGN_JUSTIFY : ALIGN_CENTER, measure), text, measure);
    }
    assert_no_fault(&f);
}
END_TEST

Suite *paragraph_suite(void)
{
    Suite *suite = suite_create("paragraph");
    TCase *cases = tcase_create("paragraph");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, the_em_box_is_centred_in_the_leading);
    tcase_add_test(cases, the_first_line_is_indented_by_two_ems);
    tcase_add_test(cases, every_paragraph_of_a_text_is_indented);
    tcase_add_test(cases, the_left_of_a_style_shortens_the_measure);
    tcase_add_test(cases, justified_lines_end_at_the_measure_and_the_last_is_natural);
    tcase_add_test(cases, lines_are_centred_and_set_right);
    tcase_add_test(cases, faces_share_a_baseline_and_their_texts_join_to_the_whole);
    tcase_add_test(cases, spaces_at_a_line_end_keep_their_text_and_take_no_room);
    tcase_add_test(cases, a_character_wider_than_the_measure_is_reported_at_its_place);
    tcase_add_test(cases, a_character_no_face_has_is_reported_at_its_place);
    tcase_add_test(cases, paragraphs_are_parted_two_lines_from_either_end);
    tcase_add_test(cases, a_mark_that_begins_a_line_is_drawn_with_its_blank_outside);
    tcase_add_test(cases, what_is_centred_or_set_right_ends_with_the_ink_of_a_mark);
    tcase_add_test(cases, marks_give_no_more_than_their_glyphs_have);
    tcase_add_test(cases, han_and_latin_stand_apart_but_not_in_numbers);
    tcase_add_test(cases, points_hang_in_prose_only);
    tcase_add_test(cases, labels_of_two_or_three_characters_are_set_apart);
    tcase_add_test(cases, a_distributed_label_leaves_half_an_em_at_both_sides);
    tcase_add_test(cases, titles_end_their_lines_between_words_and_balanced);
    tcase_add_test(cases, a_paragraph_of_a_hundred_thousand_characters_is_set);
    tcase_add_test(cases, random_text_is_complete_and_within_the_measure);
    suite_add_tcase(suite, cases);
    return suite;
}

/* Width normalisation: cases, each with its reason, and what holds for any text. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "data/normalize.h"

Suite *normalize_suite(void);

static const struct normalize_case {
    const char *in, *out; /* OUT NULL: stays */
    const char *why;
} CASES[] = {
    /* digits, letters, percent signs */
    {"２０２６年度", "2026年度", "digits are half width"},
    {"增长５％", "增长5%", "percent signs are half width"},
    {"８ｋｍ、３ｈａ", "8km、3ha", "units are half width"},
    {"编码Ａ０１", "编码A01", "code numbers are half width"},
    {"１２．５万元", "12.5万元", "a decimal point belongs to its number"},
    {"１２．５０万元", "12.50万元", "two decimals"},
    {"１．２０２６年工作", "1．2026年工作", "not a decimal point: the number of a list"},
    {"１．５月完成", "1．5月完成", "the number of a list before a month"},
    {"１．２．３节", "1．2．3节", "numbers of sections have several points"},
    {"１．总体要求", "1．总体要求", "no digit follows"},
    {"１，２３４元", "1，234元", "a comma between digits may part two numbers"},
    /* document numbers */
    {"晋财预[2026]5号", "晋财预〔2026〕5号", "GB/T 9704 7.2.5: 六角括号"},
    {"晋财预【2026】5号", "晋财预〔2026〕5号", "the same from 方头括号"},
    {"晋财预(2026)5号", "晋财预〔2026〕5号", "the same from brackets"},
    {"晋财预（2026）12号文", "晋财预〔2026〕12号文", "the same from full-width brackets"},
    {"晋财预［２０２６］第５号", "晋财预〔2026〕第5号", "full-width digits; 第"},
    {"财办[1999]5-8号", "财办〔1999〕5-8号", "a range of numbers"},
    {"财办[2026]5、6号", "财办〔2026〕5、6号", "several numbers"},
    {"财办〔2026〕5号", NULL, "already right"},
    {"附件[2026]", NULL, "no number follows"},
    {"项目[2026]5个", NULL, "no 号 follows"},
    {"[1234]5号", NULL, "not a year"},
    {"[202]5号", NULL, "not a year"},
    {"注【重要】", NULL, "方头括号 of their own are left"},
    /* marks between Chinese text */
    {"收入,支出", "收入，支出", "a comma between Chinese"},
    {"其中:基本支出", "其中：基本支出", "a colon between Chinese"},
    {"一是;二是", "一是；二是", "a semicolon between Chinese"},
    {"是否完成?是!", "是否完成？是！", "at the end of the text the left side decides"},
    {"占50%,其中", "占50%，其中", "Chinese on the right is enough"},
    {"注:ABC", "注：ABC", "Chinese on the left is enough"},
    {"GDP:增长", "GDP：增长", "a Latin word ends before the mark"},
    {"《办法》,“三公”,经费", "《办法》，“三公”，经费", "《》 are Chinese; “” are looked through"},
    {"时间:10:30", "时间：10:30", "the first colon is Chinese, the second a time"},
    {"甲 , 乙", NULL, "blanks are characters too: nothing Chinese is next to it"},
    {"收入：其中", NULL, "already right"},
    /* what is inside numbers, words, addresses */
    {"共1,234.50万元", NULL, "a number"},
    {"上午10:30至11:00", NULL, "times"},
    {"比例为3:1", NULL, "a ratio"},
    {"2024-2026年", NULL, "a range"},
    {"2024－2026年，5～8月", NULL, "full-width dashes of ranges stay"},
    {"函数f(x)为", NULL, "a Latin word with its brackets"},
    {"A,B;C", NULL, "Latin text"},
    {"见https://a.gov.cn/b?c=1,2", NULL, "an address"},
    {"见https://a.gov.cn/路径?名=值", NULL, "an address with Chinese in it"},
    {"(详见http://a.gov.cn/b),请", "（详见http://a.gov.cn/b），请", "marks after an address"},
    {"www.a.gov.cn:80/x", NULL, "an address without its scheme"},
    {"邮箱:a@b.cn", "邮箱：a@b.cn", "the colon stands before the address"},
    {"若a!=b则", NULL, "an operator"},
    {"电话(010)1234567", NULL, "a number with its area code"},
    {"1)完善制度", NULL, "a bracket without a partner"},
    {"甲)乙\n(丙", NULL, "partners are in one paragraph"},
    /* brackets */
    {"(一)收入", "（一）收入", "Chinese inside"},
    {"面积(m2)增加", "面积（m2）增加", "Chinese around"},
    {"(1)完善", "（1）完善", "Chinese after, nothing before"},
    {"H2O(水)", "H2O（水）", "Chinese inside decides, whatever is before"},
    {"GDP(ppp)增长", NULL, "it belongs to the Latin word before it"},
    {"（一)收入", "（一）收入", "a pair has one width"},
    {"(a（b）c)支出", "（a（b）c）支出", "pairs inside pairs"},
    {"甲(一),(二)", "甲（一），（二）", "marks are looked through for Chinese"},
    {"甲:(A)", "甲：（A）", "one change must not wait for another"},
    /* everything else */
    {"“十四五”——规划……", NULL, "other marks stay"},
    {"①②Ⅲ㎡℃‰￥＋－×", NULL, "signs stay"},
    {"甲　乙\t丙  丁", NULL, "blanks stay"},
    {"一\n二,三\n四", "一\n二，三\n四", "line ends stay"},
    {"𠮷,林", "𠮷，林", "characters beyond the basic plane"},
    {"〇,林", "〇，林", "the Chinese zero"},
    {"", NULL, "nothing"},
    {",", NULL, "nothing around"},
};
#define CASE_COUNT (sizeof CASES / sizeof *CASES)

static struct text of(const char *utf8)
{
    return (struct text){utf8, {"texts.csv", 3, 4}};
}

START_TEST(each_case_is_as_its_reason_says)
{
    const struct normalize_case *c = &CASES[_i];
    struct arena *arena = arena_new();
    struct text in = of(c->in), out = normalize_width(arena, in);
    ck_assert_msg(strcmp(out.utf8, c->out ? c->out : c->in) == 0, "%s: %s → %s", c->why, c->in,
                  out.utf8);
    ck_assert_int_eq(out.pos.row, 3);
    ck_assert_int_eq(out.pos.column, 4);
    if (!c->out)
        ck_assert_ptr_eq(out.utf8, in.utf8); /* not even copied */
    arena_free(arena);
}
END_TEST

/* ---- any text ----------------------------------------------------------------------------------
 */

/* Pieces that meet in nasty ways. */
static const char *const PIECES[] = {
    "中",   "文", "收入", "A",  "b",   "1",  "20", "2026", "２０２６", "Ａ", "，", ",",
    ":",    "：", ";",    "；", "?",   "？", "!",  "！",   "(",        ")",  "（", "）",
    "[",    "]",  "［",   "］", "【",  "】", "〔", "〕",   "“",        "”",  " ",  "　",
    "\n",   "=",  "/",    "号", "5号", "第", ".",  "．",   "年",       "%",  "％", "://",
    "www.", "-",  "、",   "《", "》",  "。", "@",  "―",    "𠮷",       "h",  "&",  "#",
};
#define PIECE_COUNT (sizeof PIECES / sizeof *PIECES)

static const char *random_text(struct arena *arena, unsigned *state)
{
    char text[256] = "";
    for (int i = 0; i < 16; i++) {
        *state = *state * 1664525 + 1013904223;
        strcat(text, PIECES[*state / 65536 % PIECE_COUNT]);
    }
    return arena_strdup(arena, text);
}

/* A character as it is when width does not matter; the year brackets are one. */
static UChar32 folded(UChar32 c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    switch (c) {
    case '[':
    case 0x3010:
    case 0x3014:
        return '(';
    case ']':
    case 0x3011:
    case 0x3015:
        return ')';
    default:
        return c;
    }
}

START_TEST(widths_are_all_that_changes)
{
    unsigned state = 1;
    for (int i = 0; i < 20000; i++) {
        struct arena *arena = arena_new();
        struct text in = of(random_text(arena, &state));
        const uint8_t *out = (const uint8_t *)normalize_width(arena, in).utf8;
        const uint8_t *from = (const uint8_t *)in.utf8;
        size_t a = 0, b = 0, length = strlen(in.utf8), end = strlen((const char *)out);
        while (a < length && b < end) {
            UChar32 before, after;
            U8_NEXT(from, a, length, before);
            U8_NEXT(out, b, end, after);
            ck_assert_msg(folded(before) == folded(after), "%s → %s", in.utf8, out);
            ck_assert_int_eq(u_hasBinaryProperty(before, UCHAR_IDEOGRAPHIC),
                             u_hasBinaryProperty(after, UCHAR_IDEOGRAPHIC));
            if (u_isdigit(before))
                ck_assert_int_eq(u_charDigitValue(before), u_charDigitValue(after));
        }
        ck_assert(a == length && b == end);
        arena_free(arena);
    }
}
END_TEST

START_TEST(normalising_twice_is_normalising_once)
{
    unsigned state = 7;
    for (int i = 0; i < 20000; i++) {
        struct arena *arena = arena_new();
        struct text in = of(random_text(arena, &state));
        struct text once = normalize_width(arena, in), twice = normalize_width(arena, once);
        ck_assert_msg(strcmp(once.utf8, twice.utf8) == 0, "%s → %s → %s", in.utf8, once.utf8,
                      twice.utf8);
        arena_free(arena);
    }
}
END_TEST

/* Between two Latin letters or digits no mark ever changes. */
START_TEST(text_without_chinese_keeps_its_marks)
{
    static const char *const marks[] = {",", ":", ";", "?", "!",  "(",
                                        ")", ".", "/", "-", "，", "："};
    unsigned state = 3;
    struct arena *arena = arena_new();
    for (int i = 0; i < 2000; i++) {
        char text[128] = "";
        for (int k = 0; k < 20; k++) {
            state = state * 1664525 + 1013904223;
            strcat(text, k % 2 ? marks[state / 65536 % 12] : state / 65536 % 2 ? "a" : "7");
        }
        const char *out = normalize_width(arena, of(text)).utf8;
        ck_assert_msg(strcmp(out, text) == 0, "%s → %s", text, out);
    }
    arena_free(arena);
}
END_TEST

START_TEST(a_text_of_a_megabyte_takes_linear_time)
{
    enum { COUNT = 1 << 18 };
    static const char *const units[] = {"(", "收,", "(中)", "1:", "[2026]5", "http://", "www."};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        struct arena *arena = arena_new();
        size_t length = strlen(units[u]);
        char *text = arena_alloc(arena, COUNT * length + 1);
        for (size_t i = 0; i < COUNT; i++)
            memcpy(text + i * length, units[u], length);
        normalize_width(arena, of(text)); /* the test's time limit is the assertion */
        arena_free(arena);
    }
}
END_TEST

Suite *normalize_suite(void)
{
    Suite *suite = suite_create("normalize");
    TCase *cases = tcase_create("cases");
    tcase_add_loop_test(cases, each_case_is_as_its_reason_says, 0, (int)CASE_COUNT);
    suite_add_tcase(suite, cases);

    TCase *any = tcase_create("any text");
    tcase_set_timeout(any, 20);
    tcase_add_test(any, widths_are_all_that_changes);
    tcase_add_test(any, normalising_twice_is_normalising_once);
    tcase_add_test(any, text_without_chinese_keeps_its_marks);
    tcase_add_test(any, a_text_of_a_megabyte_takes_linear_time);
    suite_add_tcase(suite, any);
    return suite;
}

/* Faults of wording, and texts copied from one another. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/check_similar.h"
#include "data/check_wording.h"

Suite *check_wording_suite(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What HITS of TEXT are, parted by |. */
static const char *shown(const struct scan *scan, struct wording_hits hits)
{
    const char *out = "";
    for (size_t i = 0; i < hits.count; i++)
        out = arena_printf(arena, "%s%s%s", out, i ? "|" : "",
                           scan_slice(arena, scan, hits.items[i].start, hits.items[i].end));
    return out;
}

/* ---- one text each ------------------------------------------------------------------------- */

typedef struct wording_hits find_fn(struct arena *arena, const struct scan *scan);

static struct wording_hits find_doubled(struct arena *where, const struct scan *scan)
{
    static const char *const except[] = {"一批一批"};
    return wording_find_doubled(where, scan, except, 1);
}

static struct wording_hits find_words(struct arena *where, const struct scan *scan)
{
    static const char *const words[] = {"XX", "□", "待填", "省直", "××"};
    return wording_find_words(where, scan, wording_words_new(where, words, COUNT(words)));
}

static const struct wording_case {
    find_fn *find;
    const char *text, *hits;
} CASES[] = {
    {find_doubled, "依据依据《矿产资源法》", "依据依据"},
    {find_doubled, "适时开展开展总结评估", "开展开展"},
    {find_doubled, "自然资源自然资源局", "自然资源自然资源"},
    {find_doubled, "常常天天，一一个个，人人有责", ""},
    {find_doubled, "一批一批恢复", ""},
    {find_doubled, "干干净净、清清楚楚", ""},
    {find_doubled, "2020202020，哈哈哈哈", ""},
    {find_doubled, "依据，依据", ""},

    {find_words, "共XX万元，推□增加，待填", "XX|□|待填"},
    {find_words, "尺码XXL、MAXX3", ""},
    {find_words, "指省直部门", "省直"},
    {find_words, "单价8000元×500", ""},

    {wording_find_brackets, "（一）组织《方案》“三公”经费", ""},
    {wording_find_brackets, "收储中心）；十六个站", "）"},
    {wording_find_brackets, "意见（晋政办发〔2019〕10号", "（"},
    {wording_find_brackets, "提高效率”的总方针", "”"},
    {wording_find_brackets, "1)完善；2）落实", ""},
    {wording_find_brackets, "一）完善；（二）落实", "）"},
    {wording_find_brackets, "（一）完善：1）甲；2）乙", ""},
    {wording_find_brackets, "规划(2026-2030年）", ""}, /* widths are another matter */
    {wording_find_brackets, "《甲《乙》的通知》", ""},
    {wording_find_brackets, "《甲《乙》的通知，", "《"},

    {wording_find_half_width, "7,021.24万元,比上年", ","},
    {wording_find_half_width, "收入:其中;支出", ":|;"},
    {wording_find_half_width, "1,234.50元、10:30、A,B", ""},
    {wording_find_half_width, "万元，比上年", ""},

    {wording_find_document_numbers, "晋自然资函[2024]510号", "[2024]510号"},
    {wording_find_document_numbers, "泽自然资发【2024】97号", "【2024】97号"},
    {wording_find_document_numbers, "财预（2016）143号", "（2016）143号"},
    {wording_find_document_numbers, "财预〔2016〕143号", ""},
    {wording_find_document_numbers, "规划（2026）和[2024]年", ""},

    {wording_find_gaps, "1、测量；2、报告；4、调查", "4、"},
    {wording_find_gaps, "一、甲。二、乙。四、丙。", "四、"},
    {wording_find_gaps, "（1）甲；（2）乙；（4）丙", "（4）"},
    {wording_find_gaps, "1.甲。\n2.2026年预算50万元", ""},
    {wording_find_gaps, "1、甲：（一）子；（二）子。2、乙：（一）子", ""},
    {wording_find_gaps, "1、甲（晋〔2023〕1号）、2、乙（晋〔2023〕2号）3、丙", ""},
    {wording_find_gaps, "需要2.5万元，6、7、8月种植", ""},
    {wording_find_gaps,
     "一、甲。二、乙。三、丙。四、丁。五、戊。六、己。七、庚。八、辛。九、壬。十、癸。"
     "十一、子。十二、丑。二十、寅",
     "二十、"},
};

START_TEST(a_fault_of_wording_is_found_where_it_stands)
{
    struct scan scan = scan_text(arena, CASES[_i].text);
    ck_assert_msg(strcmp(shown(&scan, CASES[_i].find(arena, &scan)), CASES[_i].hits) == 0, "%s: %s",
                  CASES[_i].text, shown(&scan, CASES[_i].find(arena, &scan)));
}
END_TEST

START_TEST(a_text_that_breaks_off_is_told_from_one_that_ends)
{
    static const char *const last[] = {"和", "的", "包括"};
    static const struct {
        const char *text;
        enum wording_end end;
    } cases[] = {
        {"完成调查。形成报告。", WORDING_ENDS},
        {"完成调查；形成“一张图”。", WORDING_ENDS},
        {"可持续发展支撑、", WORDING_CUT},
        {"完成调查，", WORDING_CUT},
        {"主要包括", WORDING_CUT},
        {"按照上级的", WORDING_CUT},
        {"完成外业调查、内业处理；水", WORDING_CUT},
        {"完成外业调查、内业处理和汇总。将超层越界违法采矿行", WORDING_NO_STOP},
        {"《土地调查条例》、《土地调查条例实施办法》", WORDING_ENDS},
        {"全县土地、矿产市场", WORDING_ENDS},
        {"无", WORDING_ENDS},
        {"", WORDING_ENDS},
        {"完成调查。他说：“好。”", WORDING_ENDS},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scan scan = scan_text(arena, cases[i].text);
        ck_assert_msg(wording_end(&scan, 10, last, COUNT(last)) == cases[i].end, "%s",
                      cases[i].text);
    }
}
END_TEST

/* ---- copies -------------------------------------------------------------------------------- */

#define MEASURES                                                                                                                                 \
    "由业务股室牵头组织专门人员对承担单位提交的季度成果和年度报告逐份进行审核，及时将发现的问题移" \
    "交"                                                                                                                                        \
    "有关部门调查处理，"
#define PLAN                                                                                                                                     \
    "每年三月完成招标，六月底前完成外业作业，十月组织专家对成果质量开展验收，年底前按照合同支付全" \
    "部"                                                                                                                                        \
    "剩余费用并归档。"

static size_t compare(const char *const *texts, const size_t *owners, size_t count,
                      const struct similar_hit **hits)
{
    static const struct similar_limits limits = {60, 40, 4};
    struct similar_text *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        struct scan *scan = arena_alloc(arena, sizeof *scan);
        *scan = scan_text(arena, texts[i]);
        items[i] = (struct similar_text){scan, owners[i]};
    }
    return similar_find(arena, items, count, &limits, hits);
}

START_TEST(a_copy_is_told_once_though_marks_and_figures_differ)
{
    static const char *const texts[] = {MEASURES PLAN, "2026年，" MEASURES "按期报送。", PLAN};
    static const size_t owners[] = {1, 2, 1};
    const struct similar_hit *hits;
    ck_assert_uint_eq(compare(texts, owners, 3, &hits), 1);
    ck_assert_uint_eq(hits[0].text, 1);
    ck_assert_uint_eq(hits[0].source, 0);
    ck_assert_int_ge(hits[0].percent, 60);
    ck_assert(!hits[0].boilerplate);
}
END_TEST

START_TEST(texts_of_one_project_short_texts_and_other_texts_are_no_copies)
{
    static const char *const texts[] = {MEASURES, MEASURES, "完成全年任务。", "完成全年任务。",
                                        PLAN};
    static const size_t owners[] = {1, 1, 2, 3, 4};
    const struct similar_hit *hits;
    ck_assert_uint_eq(compare(texts, owners, 5, &hits), 0);
}
END_TEST

START_TEST(what_many_projects_share_is_told_once_as_boilerplate)
{
    static const char *const texts[] = {MEASURES, MEASURES, MEASURES, MEASURES, MEASURES};
    static const size_t owners[] = {1, 2, 3, 4, 5};
    const struct similar_hit *hits;
    ck_assert_uint_eq(compare(texts, owners, 5, &hits), 1);
    ck_assert(hits[0].boilerplate);
    ck_assert_uint_eq(hits[0].owners, 5);
}
END_TEST

/* Random bytes of the characters that the detectors look at: all of them end, within the text. */
START_TEST(any_text_is_read_to_its_end)
{
    static const char *const pieces[] = {
        "1",  "2",    "、", "。", "（",   ")",  "《", "》", "“",  "”",  ",", "万元", "元", "/",
        "年", "2026", "月", "共", "依据", "号", "〔", "]",  "十", "\n", " ", "X",    "的", "\xFF"};
    srand(7);
    for (int round = 0; round < 2000; round++) {
        const char *text = "";
        for (int k = rand() % 24; k > 0; k--)
            text = arena_printf(arena, "%s%s", text, pieces[(size_t)rand() % COUNT(pieces)]);
        struct scan scan = scan_text(arena, text);
        for (size_t i = 0; i < COUNT(CASES); i += 4) {
            struct wording_hits hits = CASES[i].find(arena, &scan);
            for (size_t h = 0; h < hits.count; h++)
                ck_assert_uint_le(hits.items[h].end, scan.count);
        }
        wording_end(&scan, 5, NULL, 0);
    }
}
END_TEST

Suite *check_wording_suite(void)
{
    Suite *suite = suite_create("check_wording");
    TCase *tests = tcase_create("check_wording");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, a_fault_of_wording_is_found_where_it_stands, 0, (int)COUNT(CASES));
    tcase_add_test(tests, a_text_that_breaks_off_is_told_from_one_that_ends);
    tcase_add_test(tests, a_copy_is_told_once_though_marks_and_figures_differ);
    tcase_add_test(tests, texts_of_one_project_short_texts_and_other_texts_are_no_copies);
    tcase_add_test(tests, what_many_projects_share_is_told_once_as_boilerplate);
    tcase_add_test(tests, any_text_is_read_to_its_end);
    suite_add_tcase(suite, tests);
    return suite;
}

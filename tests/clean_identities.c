/* The identities of a clean book; see clean_identities.h. */
#include "tests/clean_identities.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FISCAL       "一般公共预算|政府性基金预算|国有资本经营预算"

static const struct sheet *sheet_of(const struct clean_book *book, size_t sheet)
{
    return &book->sheets[sheet];
}

static bool is(const char *left, const char *right)
{
    return strcmp(left, right) == 0;
}

static bool is_one_of(const char *value, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is(value, list[i]))
            return true;
    return false;
}

/* ---- income and spending ------------------------------------------------------------------- */

/* Under every pair of values that FIRST and SECOND have together, and in each department. */
static bool balances_by(const struct clean_book *book, const char *first, const char *second)
{
    for (size_t s = SHEET_EXPENDITURE; s <= SHEET_INCOME; s++) {
        const struct sheet *sheet = sheet_of(book, s);
        for (size_t row = 1; row < sheet->rows; row++) {
            const struct sheet_filter key[] = {{"部门编码", sheet_cell(sheet, row, "部门编码")},
                                               {first, sheet_cell(sheet, row, first)},
                                               {second, sheet_cell(sheet, row, second)},
                                               {NULL, NULL}};
            if (sheet_sum(sheet_of(book, SHEET_EXPENDITURE), key) !=
                sheet_sum(sheet_of(book, SHEET_INCOME), key))
                return false;
        }
    }
    return true;
}

static bool by_fund(const struct clean_book *book, const struct clean_book *clean)
{
    (void)clean;
    return balances_by(book, "资金来源", "年度性质");
}

static bool by_function(const struct clean_book *book, const struct clean_book *clean)
{
    (void)clean;
    return balances_by(book, "资金来源", "功能科目编码");
}

static bool by_unit(const struct clean_book *book, const struct clean_book *clean)
{
    (void)clean;
    return balances_by(book, "单位编码", "部门编码");
}

/* Every approved figure is still that of its cell. */
static bool as_approved(const struct clean_book *book, const struct clean_book *clean)
{
    for (size_t d = 0; d < CLEAN_DEPARTMENTS; d++)
        for (const struct clean_control *c = clean_controls(clean, clean_departments[d]);
             c->table != NULL; c++)
            if (sheet_sum(sheet_of(book, c->sheet), c->filters) !=
                sheet_sum(sheet_of(clean, c->sheet), c->filters))
                return false;
    return true;
}

/* 财预〔2017〕98号: what the two economic classifications have in common, among the codes that the
 * test uses. 505 is for the staff of institutions, whom offices may have too. */
static bool codes_agree(const struct clean_book *book, const struct clean_book *clean)
{
    static const char *const pairs[] = {
        "人员经费 30101 50101", "人员经费 30102 50101", "人员经费 30101 50501",
        "公用经费 30201 50201", "公用经费 30217 50206", "公用经费 30231 50208",
        "公用经费 30201 50502", "公用经费 30207 50502", "公用经费 30207 50201",
        "公用经费 30205 50201", "公用经费 30205 50502", "公用经费 30211 50201",
        "公用经费 30211 50502", "公用经费 30215 50502", "公用经费 30217 50502",
        "公用经费 30231 50502", "人员经费 30103 50101", "人员经费 30103 50501",
        "人员经费 30102 50501"};
    const struct sheet *sheet = sheet_of(book, SHEET_EXPENDITURE);
    (void)clean;
    for (size_t row = 1; row < sheet->rows; row++) {
        char key[128];
        snprintf(key, sizeof key, "%s %s %s", sheet_cell(sheet, row, "支出类别"),
                 sheet_cell(sheet, row, "部门经济科目编码"),
                 sheet_cell(sheet, row, "政府经济科目编码"));
        if (!is(sheet_cell(sheet, row, "支出类别"), "项目支出") &&
            !is_one_of(key, pairs, COUNT(pairs)))
            return false;
    }
    return true;
}

static bool operating_fits(const struct clean_book *book, const struct clean_book *clean)
{
    const struct sheet *sheet = sheet_of(book, SHEET_UNITS);
    (void)clean;
    for (size_t row = 1; row < sheet->rows; row++)
        if (is(sheet_cell(sheet, row, "单位性质"), "事业单位") ==
            is(sheet_cell(sheet, row, "运行经费口径"), "是"))
            return false;
    return true;
}

/* ---- last year, procurement, assets -------------------------------------------------------- */

static bool has_row(const struct sheet *sheet, const char *department, const char *heading,
                    const char *value, const char *other, const char *other_value,
                    long long *amount)
{
    for (size_t row = 1; row < sheet->rows; row++)
        if (is(sheet_cell(sheet, row, "部门编码"), department) &&
            is(sheet_cell(sheet, row, heading), value) &&
            is(sheet_cell(sheet, row, other), other_value)) {
            size_t column = sheet_column(sheet, sheet->columns > 4 ? "数量" : "金额");
            *amount = sheet_amount(sheet->cells[row][column]);
            return true;
        }
    return false;
}

static bool prior_complete(const struct clean_book *book, const struct clean_book *clean)
{
    static const char *const items[] = {
        "收入总计",    "支出总计",       "“三公”经费",         "因公出国（境）费",
        "公务接待费",  "公务用车购置费", "公务用车运行维护费", "一般公共预算当年支出",
        "机关运行经费"};
    const struct sheet *sheet = sheet_of(book, SHEET_PRIOR_YEAR);
    (void)clean;
    for (size_t d = 0; d < CLEAN_DEPARTMENTS; d++) {
        long long amounts[COUNT(items)];
        for (size_t i = 0; i < COUNT(items); i++)
            if (!has_row(sheet, clean_departments[d], "指标", items[i], "年度", "2025",
                         &amounts[i]))
                return false;
        if (amounts[0] != amounts[1] ||
            amounts[2] != amounts[3] + amounts[4] + amounts[5] + amounts[6])
            return false;
    }
    return true;
}

/* What went up is said to have gone up. */
static bool reasons_agree(const struct clean_book *book, const struct clean_book *clean)
{
    static const struct {
        const char *item, *column;
        struct sheet_filter filters[3];
    } changes[] = {{"收入总计", "收入变动原因", {{NULL, NULL}}},
                   {"支出总计", "支出变动原因", {{NULL, NULL}}},
                   {"“三公”经费",
                    "“三公”经费变动原因",
                    {{"部门经济科目编码", "30212|30217|30231|30913|31013"}}},
                   {"机关运行经费",
                    "机关运行经费变动原因",
                    {{"支出类别", "公用经费"}, {"单位编码", "A01001|A02001"}}}};
    const struct sheet *texts = sheet_of(book, SHEET_TEXTS);
    (void)clean;
    for (size_t d = 0; d < CLEAN_DEPARTMENTS; d++)
        for (size_t i = 0; i < COUNT(changes); i++) {
            const struct sheet_filter filters[] = {{"部门编码", clean_departments[d]},
                                                   changes[i].filters[0],
                                                   changes[i].filters[1],
                                                   {NULL, NULL}};
            long long before, now = sheet_sum(sheet_of(book, SHEET_EXPENDITURE), filters);
            if (!has_row(sheet_of(book, SHEET_PRIOR_YEAR), clean_departments[d], "指标",
                         changes[i].item, "年度", "2025", &before))
                return false;
            for (size_t row = 1; row < texts->rows; row++)
                if (is(sheet_cell(texts, row, "部门编码"), clean_departments[d]) &&
                    is(sheet_cell(texts, row, "栏目"), changes[i].column) &&
                    ((strstr(sheet_cell(texts, row, "内容"), "增加") != NULL && now < before) ||
                     (strstr(sheet_cell(texts, row, "内容"), "减少") != NULL && now > before)))
                    return false;
        }
    return true;
}

static bool procurement_adds_up(const struct clean_book *book, const struct clean_book *clean)
{
    static const char *const kinds[] = {"货物", "工程", "服务"};
    const struct sheet *sheet = sheet_of(book, SHEET_PROCUREMENT);
    (void)clean;
    for (size_t d = 0; d < CLEAN_DEPARTMENTS; d++) {
        const struct sheet_filter filters[] = {
            {"部门编码", clean_departments[d]}, {"年度性质", "当年"}, {NULL, NULL}};
        long long sum = 0, amount;
        for (size_t i = 0; i < COUNT(kinds); i++) {
            if (!has_row(sheet, clean_departments[d], "类别", kinds[i], "部门编码",
                         clean_departments[d], &amount) ||
                amount < 0)
                return false;
            sum += amount;
        }
        if (sum > sheet_sum(sheet_of(book, SHEET_EXPENDITURE), filters))
            return false;
    }
    for (size_t row = 1; row < sheet->rows; row++)
        if (!is_one_of(sheet_cell(sheet, row, "类别"), kinds, COUNT(kinds)))
            return false;
    return true;
}

static bool assets_add_up(const struct clean_book *book, const struct clean_book *clean)
{
    static const char *const kinds[] = {"领导用车",     "机要通信用车",     "应急保障用车",
                                        "执法执勤用车", "特种专业技术用车", "事业单位业务用车",
                                        "其他公务用车"};
    const struct sheet *sheet = sheet_of(book, SHEET_ASSETS);
    (void)clean;
    for (size_t d = 0; d < CLEAN_DEPARTMENTS; d++) {
        const char *department = clean_departments[d];
        long long sum = 0, amount, cars, quota, cheap, dear;
        for (size_t i = 0; i < COUNT(kinds); i++) {
            if (!has_row(sheet, department, "项目", kinds[i], "计量单位", "辆", &amount) ||
                amount < 0)
                return false;
            sum += amount;
        }
        if (!has_row(sheet, department, "项目", "公务用车实有", "计量单位", "辆", &cars) ||
            !has_row(sheet, department, "项目", "公务用车编制", "计量单位", "辆", &quota) ||
            !has_row(sheet, department, "项目", "50万元以上通用设备", "部门编码", department,
                     &cheap) ||
            !has_row(sheet, department, "项目", "100万元以上通用设备", "部门编码", department,
                     &dear) ||
            cars != sum || cars > quota || dear > cheap || dear < 0)
            return false;
    }
    return true;
}

/* ---- forms --------------------------------------------------------------------------------- */

static bool funds_agree(const struct clean_book *book, const struct clean_book *clean)
{
    static const char *const terms[] = {"实施期", "年度"};
    static const char *const sources[] = {"中央财政资金", "省级财政资金", "市县财政资金",
                                          "单位自筹", "其他资金"};
    const struct sheet *sheet = sheet_of(book, SHEET_PROJECTS);
    (void)clean;
    for (size_t row = 1; row < sheet->rows; row++) {
        const struct sheet_filter filters[] = {{"项目编码", sheet_cell(sheet, row, "项目编码")},
                                               {NULL, NULL}};
        long long totals[2];
        for (size_t t = 0; t < COUNT(terms); t++) {
            char heading[64];
            long long sum = 0;
            snprintf(heading, sizeof heading, "%s资金总额", terms[t]);
            totals[t] = sheet_amount(sheet_cell(sheet, row, heading));
            for (size_t i = 0; i < COUNT(sources); i++) {
                snprintf(heading, sizeof heading, "%s%s", terms[t], sources[i]);
                sum += sheet_amount(sheet_cell(sheet, row, heading));
            }
            if (sum != totals[t])
                return false;
        }
        if (totals[1] > totals[0] ||
            totals[1] != sheet_sum(sheet_of(book, SHEET_EXPENDITURE), filters))
            return false;
    }
    return true;
}

static bool names_agree(const struct clean_book *book, const struct clean_book *clean)
{
    const struct sheet *sheet = sheet_of(book, SHEET_PROJECTS);
    (void)clean;
    for (size_t row = 1; row < sheet->rows; row++)
        if (!is(sheet_cell(sheet, row, "项目名称"), sheet_cell(sheet, row, "绩效表项目名称")))
            return false;
    return true;
}

/* The amounts before 万元 in TEXT, in 分. */
static size_t amounts_of(const char *text, long long *amounts, size_t most)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, "万元")) != NULL && count < most; at++) {
        const char *from = at;
        while (from > text && (isdigit((unsigned char)from[-1]) || from[-1] == '.'))
            from--;
        char digits[40];
        if (from == at || at - from >= (long)sizeof digits)
            continue;
        snprintf(digits, sizeof digits, "%.*s", (int)(at - from), from);
        amounts[count++] = sheet_amount(digits) * 10000; /* 万元 with two decimals */
    }
    return count;
}

/* 2026年安排资金 T，其中：A，B: T is that of the form, A and B add up to it; to 0.01万元 each. */
static bool texts_agree(const struct clean_book *book, const struct clean_book *clean)
{
    const struct sheet *sheet = sheet_of(book, SHEET_PROJECTS);
    (void)clean;
    for (size_t row = 1; row < sheet->rows; row++) {
        long long amounts[4], year = sheet_amount(sheet_cell(sheet, row, "年度资金总额"));
        if (amounts_of(sheet_cell(sheet, row, "项目概况"), amounts, 4) != 3)
            continue;
        if (llabs(amounts[0] - year) > 5000 || llabs(amounts[0] - amounts[1] - amounts[2]) > 15000)
            return false;
    }
    return true;
}

/* Costs are within the funds, but for rounding. */
static bool costs_fit(const struct clean_book *book, const struct clean_book *clean)
{
    const struct sheet *projects = sheet_of(book, SHEET_PROJECTS);
    const struct sheet *indicators = sheet_of(book, SHEET_INDICATORS);
    (void)clean;
    for (size_t row = 1; row < projects->rows; row++) {
        long long sums[2] = {0, 0};
        for (size_t i = 1; i < indicators->rows; i++) {
            long long amount;
            if (is(sheet_cell(indicators, i, "项目编码"), sheet_cell(projects, row, "项目编码")) &&
                is(sheet_cell(indicators, i, "二级指标"), "成本指标") &&
                amounts_of(sheet_cell(indicators, i, "指标值"), &amount, 1) == 1)
                sums[is(sheet_cell(indicators, i, "期别"), "年度")] += amount;
        }
        if (sums[0] > sheet_amount(sheet_cell(projects, row, "实施期资金总额")) + 10000 ||
            sums[1] > sheet_amount(sheet_cell(projects, row, "年度资金总额")) + 10000)
            return false;
    }
    return true;
}

/* ---- indicators ---------------------------------------------------------------------------- */

static bool indicators_whole(const struct clean_book *book, const struct clean_book *clean)
{
    static const char *const pairs[] = {
        "产出指标数量指标",         "产出指标质量指标", "产出指标时效指标",
        "产出指标成本指标",         "效益指标社会效益", "效益指标可持续影响",
        "满意度指标服务对象满意度", "效益指标经济效益", "效益指标生态效益"};
    (void)clean;
    for (size_t s = SHEET_INDICATORS; s <= SHEET_OVERALL_INDICATORS; s++) {
        const struct sheet *sheet = sheet_of(book, s);
        if (s != SHEET_INDICATORS && s != SHEET_OVERALL_INDICATORS)
            continue;
        for (size_t row = 1; row < sheet->rows; row++) {
            char pair[256];
            snprintf(pair, sizeof pair, "%s%s", sheet_cell(sheet, row, "一级指标"),
                     sheet_cell(sheet, row, "二级指标"));
            if (!is_one_of(pair, pairs, COUNT(pairs)) ||
                (sheet_cell(sheet, row, "三级指标")[0] == '\0') !=
                    (sheet_cell(sheet, row, "指标值")[0] == '\0'))
                return false;
        }
    }
    return true;
}

/* No indicator of time is due before the year. */
static bool indicators_in_time(const struct clean_book *book, const struct clean_book *clean)
{
    (void)clean;
    for (size_t s = SHEET_INDICATORS; s <= SHEET_OVERALL_INDICATORS; s++) {
        const struct sheet *sheet = sheet_of(book, s);
        if (s != SHEET_INDICATORS && s != SHEET_OVERALL_INDICATORS)
            continue;
        for (size_t row = 1; row < sheet->rows; row++) {
            int year;
            if (is(sheet_cell(sheet, row, "二级指标"), "时效指标") &&
                sscanf(sheet_cell(sheet, row, "指标值"), "%4d年", &year) == 1 && year >= 1949 &&
                year < 2026)
                return false;
        }
    }
    return true;
}

/* What the whole term's indicator counts (≥12处) the plan counts too, when it has the same measure. */
static bool counts_agree(const struct clean_book *book, const struct clean_book *clean)
{
    const struct sheet *projects = sheet_of(book, SHEET_PROJECTS);
    const struct sheet *sheet = sheet_of(book, SHEET_INDICATORS),
                       *before = sheet_of(clean, SHEET_INDICATORS);
    for (size_t row = 1; row < sheet->rows && sheet->rows == before->rows; row++) {
        const char *value = sheet_cell(sheet, row, "指标值");
        if (!is(sheet_cell(before, row, "二级指标"), "数量指标") ||
            !is(sheet_cell(sheet, row, "二级指标"), "数量指标") ||
            !is(sheet_cell(before, row, "期别"), "实施期") ||
            !is(sheet_cell(sheet, row, "期别"), "实施期") ||
            !is(sheet_cell(sheet, row, "三级指标"), sheet_cell(before, row, "三级指标")))
            continue;
        value += strcspn(value, "0123456789");
        for (size_t p = 1; p < projects->rows && value[0] != '\0'; p++) {
            const char *plan = sheet_cell(projects, p, "项目实施计划");
            const char *name = sheet_cell(sheet, row, "三级指标"), *at;
            if (!is(sheet_cell(projects, p, "项目编码"), sheet_cell(sheet, row, "项目编码")) ||
                (at = strstr(plan, name)) == NULL)
                continue;
            at += strlen(name);
            const char *measure = value + strspn(value, "0123456789");
            if (isdigit((unsigned char)*at) && measure[0] != '\0' &&
                strncmp(at + strspn(at, "0123456789"), measure, strlen(measure)) == 0 &&
                strtol(at, NULL, 10) != strtol(value, NULL, 10))
                return false;
        }
    }
    return true;
}

/* ---- the whole department ------------------------------------------------------------------ */

static bool overall_adds_up(const struct clean_book *book, const struct clean_book *clean)
{
    const struct sheet *sheet = sheet_of(book, SHEET_OVERALL);
    (void)clean;
    for (size_t d = 0; d < CLEAN_DEPARTMENTS; d++) {
        const struct sheet_filter filters[] = {
            {"部门编码", clean_departments[d]}, {"年度性质", "当年"}, {NULL, NULL}};
        long long sum = 0;
        for (size_t row = 1; row < sheet->rows; row++) {
            long long total = sheet_amount(sheet_cell(sheet, row, "金额"));
            if (!is(sheet_cell(sheet, row, "部门编码"), clean_departments[d]))
                continue;
            if (total != sheet_amount(sheet_cell(sheet, row, "其中财政拨款")) +
                             sheet_amount(sheet_cell(sheet, row, "其他资金")))
                return false;
            sum += total;
        }
        if (sum != sheet_sum(sheet_of(book, SHEET_EXPENDITURE), filters))
            return false;
    }
    return true;
}

/* ---- wording ------------------------------------------------------------------------------- */

static const struct {
    size_t sheet;
    const char *heading;
} texts[] = {{SHEET_DEPARTMENTS, "部门名称"},
             {SHEET_UNITS, "单位名称"},
             {SHEET_PROJECTS, "项目名称"},
             {SHEET_PROJECTS, "绩效表项目名称"},
             {SHEET_PROJECTS, "主管部门及代码"},
             {SHEET_PROJECTS, "实施单位"},
             {SHEET_PROJECTS, "项目属性"},
             {SHEET_PROJECTS, "项目期"},
             {SHEET_PROJECTS, "项目概况"},
             {SHEET_PROJECTS, "立项依据"},
             {SHEET_PROJECTS, "项目设立必要性"},
             {SHEET_PROJECTS, "保证项目实施的制度、措施"},
             {SHEET_PROJECTS, "项目实施计划"},
             {SHEET_PROJECTS, "实施期总体目标"},
             {SHEET_PROJECTS, "年度总体目标"},
             {SHEET_PROJECTS, "负责人"},
             {SHEET_PROJECTS, "经办人"},
             {SHEET_PROJECTS, "联系电话"},
             {SHEET_INDICATORS, "三级指标"},
             {SHEET_INDICATORS, "指标值"},
             {SHEET_TEXTS, "内容"},
             {SHEET_OVERALL, "名称"},
             {SHEET_OVERALL, "内容"},
             {SHEET_OVERALL_INDICATORS, "三级指标"},
             {SHEET_OVERALL_INDICATORS, "指标值"}};

/* HOLDS for every text; GIVEN is what stood there before, NULL in another number of rows. */
static bool all_texts(const struct clean_book *book, const struct clean_book *clean,
                      bool (*holds)(const char *text, const char *before))
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct sheet *sheet = sheet_of(book, texts[i].sheet);
        const struct sheet *before = sheet_of(clean, texts[i].sheet);
        for (size_t row = 1; row < sheet->rows; row++)
            if (!holds(sheet_cell(sheet, row, texts[i].heading),
                       sheet->rows == before->rows ? sheet_cell(before, row, texts[i].heading)
                                                   : NULL))
                return false;
    }
    return true;
}

/* 1[3-9] and nine more digits by themselves, and no amount: 13800138000元. */
static bool has_no_mobile(const char *text, const char *before)
{
    static const char *const measures[] = {"元", "%", "个"};
    (void)before;
    for (const char *at = text; *at != '\0'; at++) {
        size_t digits = strspn(at, "0123456789");
        bool counted = at[digits] == '.' || at[digits] == ',';
        for (size_t i = 0; i < COUNT(measures); i++)
            counted = counted || strncmp(at + digits, measures[i], strlen(measures[i])) == 0;
        if (digits == 11 && at[0] == '1' && at[1] >= '3' && !counted &&
            (at == text || at[-1] != '.'))
            return false;
        at += digits > 0 ? digits - 1 : 0;
    }
    return true;
}

static bool brackets_match(const char *text, const char *before)
{
    static const char *const pairs[][2] = {{"（", "）"}, {"《", "》"}, {"“", "”"}, {"〔", "〕"}};
    (void)before;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        int open = 0;
        for (const char *at = text; *at != '\0'; at++) {
            open += strncmp(at, pairs[i][0], strlen(pairs[i][0])) == 0;
            open -= strncmp(at, pairs[i][1], strlen(pairs[i][1])) == 0;
            if (open < 0)
                return false;
        }
        if (open != 0)
            return false;
    }
    return true;
}

/* A word of two to four Han characters (three bytes each) twice, where it stood once. */
static bool is_not_doubled(const char *text, const char *before)
{
    size_t length = strlen(text);
    if (before == NULL || length <= strlen(before))
        return true;
    for (size_t unit = 6; unit <= 12; unit += 3)
        for (size_t i = 0; i + 2 * unit <= length; i++) {
            bool han = true;
            for (size_t k = 0; k < unit && han; k += 3)
                han = (unsigned char)text[i + k] >= 0xE4 && (unsigned char)text[i + k] <= 0xE9;
            if (han && memcmp(text + i, text + i + unit, unit) == 0 &&
                memcmp(text + i, text + i + 3, unit - 3) != 0)
                return false;
        }
    return true;
}

/* A text of sentences that ended in 。 does so still. */
static bool is_not_cut(const char *text, const char *before)
{
    static const char stop[] = "。";
    size_t length = strlen(text), was = before == NULL ? 0 : strlen(before), size = strlen(stop);
    if (was < size || strcmp(before + was - size, stop) != 0 || strstr(text, stop) == NULL)
        return true;
    return length >= size && strcmp(text + length - size, stop) == 0;
}

static bool nothing_private(const struct clean_book *book, const struct clean_book *clean)
{
    return all_texts(book, clean, has_no_mobile);
}

static bool brackets_closed(const struct clean_book *book, const struct clean_book *clean)
{
    return all_texts(book, clean, brackets_match);
}

static bool words_once(const struct clean_book *book, const struct clean_book *clean)
{
    return all_texts(book, clean, is_not_doubled);
}

static bool sentences_whole(const struct clean_book *book, const struct clean_book *clean)
{
    return all_texts(book, clean, is_not_cut);
}

const struct identity identities[] = {
    {"income and spending by fund and origin", by_fund},
    {"income and spending by fund and function", by_function},
    {"income and spending by unit", by_unit},
    {"figures as approved", as_approved},
    {"economic classifications agree", codes_agree},
    {"operating expenses by nature", operating_fits},
    {"last year complete and adding up", prior_complete},
    {"reasons go the way of the change", reasons_agree},
    {"procurement in three kinds", procurement_adds_up},
    {"assets add up", assets_add_up},
    {"funds of forms", funds_agree},
    {"names of projects", names_agree},
    {"amounts in texts", texts_agree},
    {"costs within the funds", costs_fit},
    {"indicators whole and in the scheme", indicators_whole},
    {"indicators in time", indicators_in_time},
    {"counts in plan and indicator", counts_agree},
    {"tasks of the department add up", overall_adds_up},
    {"nothing private", nothing_private},
    {"brackets closed", brackets_closed},
    {"no word doubled", words_once},
    {"sentences whole", sentences_whole},
};
const size_t identity_count = COUNT(identities);

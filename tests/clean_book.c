/* A book without a fault: see clean_book.h. */
#include "tests/clean_book.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tests/clean_themes.h"
#include "tests/support.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define YEAR         "2026"
#define LAST_YEAR    "2025"

const char *const clean_departments[CLEAN_DEPARTMENTS] = {"A01", "A02"};

/* ---- sheets -------------------------------------------------------------------------------- */

static const struct {
    const char *file, *heads;
} files[SHEET_COUNT] = {
    [SHEET_DEPARTMENTS] = {"departments.csv", "部门编码,部门名称,年度"},
    [SHEET_UNITS] = {"units.csv", "单位编码,单位名称,部门编码,单位性质,运行经费口径"},
    [SHEET_EXPENDITURE] = {"expenditure.csv",
                           "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,"
                           "部门经济科目编码,政府经济科目编码,金额"},
    [SHEET_INCOME] = {"income.csv",
                      "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度性质,金额"},
    [SHEET_PROJECTS] = {"projects.csv", CLEAN_PROJECT_HEADS},
    [SHEET_INDICATORS] = {"indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值"},
    [SHEET_PRIOR_YEAR] = {"prior_year.csv", "部门编码,年度,指标,金额"},
    [SHEET_PROCUREMENT] = {"procurement.csv", "部门编码,类别,金额"},
    [SHEET_ASSETS] = {"assets.csv", "部门编码,截止日期,项目,数量,计量单位"},
    [SHEET_TEXTS] = {"texts.csv", "部门编码,栏目,序号,内容"},
    [SHEET_OVERALL] = {"overall.csv", "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金"},
    [SHEET_OVERALL_INDICATORS] = {"overall_indicators.csv",
                                  "部门编码,序号,一级指标,二级指标,三级指标,指标值"},
    [SHEET_CONTROLS] = {"control.csv", "部门编码,表,行,列,金额"},
    [SHEET_WAIVERS] = {"waivers.csv", "规则,部门编码,位置,理由"},
};

unsigned long long clean_book_draw(unsigned long long *state, unsigned long long limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 33) % limit;
}

/* A row of LINE, split at its commas. */
static void add_line(struct clean_book *book, size_t number, const char *line)
{
    struct sheet *sheet = &book->sheets[number];
    char *rest = arena_strdup(book->arena, line);
    size_t columns = 1;
    for (const char *at = line; *at != '\0'; at++)
        columns += *at == ',';
    if (sheet->rows == 0)
        sheet->columns = columns;
    if (columns != sheet->columns)
        ck_abort_msg("%s: %s", sheet->file, line);
    sheet->cells =
        arena_grow(book->arena, sheet->cells, sheet->rows, &sheet->capacity, sizeof *sheet->cells);
    const char **cells = arena_array(book->arena, columns, sizeof *cells);
    for (size_t i = 0; i < columns; i++)
        cells[i] = strsep(&rest, ",");
    sheet->cells[sheet->rows++] = cells;
}
#define ADD(book, sheet, ...) add_line(book, sheet, arena_printf((book)->arena, __VA_ARGS__))

size_t sheet_column(const struct sheet *sheet, const char *heading)
{
    size_t i = 0;
    while (i < sheet->columns && strcmp(sheet->cells[0][i], heading) != 0)
        i++;
    if (i == sheet->columns) /* ck_assert() writes to a file every time: too slow here */
        ck_abort_msg("%s has no %s", sheet->file, heading);
    return i;
}

const char *sheet_cell(const struct sheet *sheet, size_t row, const char *heading)
{
    return sheet->cells[row][sheet_column(sheet, heading)];
}

long long sheet_amount(const char *cell)
{
    bool negative = cell[0] == '-';
    long long fen = 0;
    int decimals = -1; /* before the point */
    for (const char *at = cell + negative; *at != '\0' && decimals < 2; at++) {
        if (*at == '.' && decimals < 0)
            decimals = 0;
        else if (*at >= '0' && *at <= '9' && (decimals < 0 || decimals++ < 2))
            fen = fen * 10 + (*at - '0');
        else
            return 0;
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 2; decimals++)
        fen *= 10;
    return negative ? -fen : fen;
}

static const char *amount_text(const struct clean_book *book, long long fen)
{
    return arena_printf(book->arena, "%s%lld.%02lld", fen < 0 ? "-" : "", llabs(fen) / 100,
                        llabs(fen) % 100);
}

static bool begins(const char *cell, const char *alternatives)
{
    for (const char *at = alternatives; *at != '\0';) {
        size_t length = strcspn(at, "|");
        if (strncmp(cell, at, length) == 0)
            return true;
        at += length + (at[length] == '|');
    }
    return alternatives[0] == '\0';
}

long long sheet_sum(const struct sheet *sheet, const struct sheet_filter *filters)
{
    long long sum = 0;
    for (size_t row = 1; row < sheet->rows; row++) {
        bool passes = true;
        for (const struct sheet_filter *f = filters; f->heading != NULL && passes; f++)
            passes = begins(sheet_cell(sheet, row, f->heading), f->begins);
        if (passes)
            sum += sheet_amount(sheet_cell(sheet, row, "金额"));
    }
    return sum;
}

/* ---- records ------------------------------------------------------------------------------- */

static const struct {
    const char *agency, *function, *fund, *origin, *category, *project, *econ, *revenue;
} facts[] = {
    {"A01001", "2200101", "一般公共预算", "当年", "人员经费", "", "30101,50101", ""},
    {"A01001", "2200101", "一般公共预算", "当年", "人员经费", "", "30102,50101", ""},
    {"A01001", "2200101", "一般公共预算", "当年", "公用经费", "", "30201,50201", ""},
    {"A01001", "2200101", "一般公共预算", "当年", "公用经费", "", "30217,50206", ""},
    {"A01001", "2200101", "一般公共预算", "当年", "公用经费", "", "30231,50208", ""},
    {"A01002", "2200150", "一般公共预算", "当年", "人员经费", "", "30101,50501", ""},
    {"A01002", "2200150", "一般公共预算", "当年", "公用经费", "", "30201,50502", ""},
    {"A01002", "2200150", "单位资金", "当年", "公用经费", "", "30207,50502", ""},
    {"A01001", "2200199", "一般公共预算", "当年", "项目支出", "A01-01", "30213,50209", ""},
    {"A01001", "2200199", "一般公共预算", "上年结转", "项目支出", "A01-01", ",", ""},
    {"A01001", "2120899", "政府性基金预算", "当年", "项目支出", "A01-02", ",", "103014801"},
    {"A01001", "2200199", "国有资本经营预算", "当年", "项目支出", "A01-03", ",", "1030602"},
    {"A01002", "2200150", "财政专户管理资金", "当年", "项目支出", "A01-04", ",", ""},
    {"A01002", "2200150", "单位资金", "当年", "项目支出", "A01-04", ",", ""},
    {"A02001", "2200101", "一般公共预算", "当年", "人员经费", "", "30101,50101", ""},
    {"A02001", "2200101", "一般公共预算", "当年", "公用经费", "", "30201,50201", ""},
    {"A02001", "2200101", "一般公共预算", "当年", "公用经费", "", "30217,50206", ""},
    {"A02001", "2200199", "一般公共预算", "当年", "项目支出", "A02-01", "30201,50201", ""},
};

static long long draw_amount(struct clean_book *book)
{
    long long steps = 3000000000 / book->step;
    return (5000000 / book->step + 7 +
            (long long)clean_book_draw(&book->state, (unsigned long long)steps)) *
           book->step;
}

static void add_units(struct clean_book *book)
{
    ADD(book, SHEET_DEPARTMENTS, "A01,云溪县水利服务局," YEAR);
    ADD(book, SHEET_DEPARTMENTS, "A02,云溪县文化服务中心," YEAR);
    ADD(book, SHEET_UNITS, "A01001,云溪县水利服务局机关,A01,行政单位,是");
    ADD(book, SHEET_UNITS, "A01002,云溪县水利技术推广站,A01,事业单位,否");
    ADD(book, SHEET_UNITS, "A02001,云溪县文化服务中心机关,A02,参照公务员法管理事业单位,是");
}

/* Income is what is spent, by unit, function, fund and origin. */
static void add_facts(struct clean_book *book)
{
    long long sums[COUNT(facts)] = {0};
    for (size_t i = 0; i < COUNT(facts); i++) {
        long long amount = draw_amount(book);
        size_t k = 0;
        while (strcmp(facts[k].agency, facts[i].agency) != 0 ||
               strcmp(facts[k].function, facts[i].function) != 0 ||
               strcmp(facts[k].fund, facts[i].fund) != 0 ||
               strcmp(facts[k].origin, facts[i].origin) != 0)
            k++;
        sums[k] += amount;
        ADD(book, SHEET_EXPENDITURE, "%.3s,%s,%s,%s,%s,%s,%s,%s,%s", facts[i].agency,
            facts[i].agency, facts[i].function, facts[i].fund, facts[i].origin, facts[i].category,
            facts[i].project, facts[i].econ, amount_text(book, amount));
    }
    for (size_t i = 0; i < COUNT(facts); i++)
        if (sums[i] > 0)
            ADD(book, SHEET_INCOME, "%.3s,%s,%s,%s,%s,%s,%s", facts[i].agency, facts[i].agency,
                facts[i].revenue, facts[i].function, facts[i].fund, facts[i].origin,
                amount_text(book, sums[i]));
}

#define FISCAL   "一般公共预算|政府性基金预算|国有资本经营预算"
#define OFFICIAL "30212|30217|30231|30913|31013"

static long long spending(const struct clean_book *book, const char *department,
                          const char *heading, const char *value)
{
    const struct sheet_filter filters[] = {
        {"部门编码", department}, {"年度性质", "当年"}, {heading, value}, {NULL, NULL}};
    return sheet_sum(&book->sheets[SHEET_EXPENDITURE], filters);
}

/* Last year is a little less where UP, a little more otherwise. */
static void add_prior(struct clean_book *book, const char *department, const char *item,
                      long long now, bool up)
{
    long long change = now / 40 / book->step * book->step;
    ADD(book, SHEET_PRIOR_YEAR, "%s," LAST_YEAR ",%s,%s", department, item,
        amount_text(book, up ? now - change : now + change));
}

static void add_reason(struct clean_book *book, const char *department, const char *column,
                       int number, bool up, const char *more, const char *less)
{
    ADD(book, SHEET_TEXTS, "%s,%s,%d,%s", department, column, number, up ? more : less);
}

static void add_changes(struct clean_book *book, const char *department)
{
    const struct sheet_filter all[] = {{"部门编码", department}, {NULL, NULL}};
    const struct sheet_filter operating[] = {{"部门编码", department},
                                             {"单位编码", "A01001|A02001"},
                                             {"支出类别", "公用经费"},
                                             {NULL, NULL}};
    const struct sheet *expenditure = &book->sheets[SHEET_EXPENDITURE];
    bool up[4];
    for (size_t i = 0; i < COUNT(up); i++)
        up[i] = clean_book_draw(&book->state, 2) == 0;
    long long total = sheet_sum(expenditure, all);
    add_prior(book, department, "收入总计", total, up[0]);
    add_prior(book, department, "支出总计", total, up[0]);
    add_prior(book, department, "一般公共预算当年支出",
              spending(book, department, "资金来源", "一般公共预算"), up[1]);
    add_prior(book, department, "机关运行经费", sheet_sum(expenditure, operating), up[2]);
    long long reception = spending(book, department, "部门经济科目编码", "30217");
    long long cars = spending(book, department, "部门经济科目编码", "30231");
    long long changes = reception / 40 / book->step * book->step;
    long long before = up[3] ? reception - changes : reception + changes;
    const char *items[] = {"因公出国（境）费", "公务接待费", "公务用车购置费",
                           "公务用车运行维护费"};
    const long long amounts[] = {0, before, 0, cars};
    for (size_t i = 0; i < COUNT(items); i++)
        ADD(book, SHEET_PRIOR_YEAR, "%s," LAST_YEAR ",%s,%s", department, items[i],
            amount_text(book, amounts[i]));
    ADD(book, SHEET_PRIOR_YEAR, "%s," LAST_YEAR ",“三公”经费,%s", department,
        amount_text(book, before + cars));
    add_reason(book, department, "收入变动原因", 3, up[0], "本年新增专项资金，拨款相应增加",
               "上年一次性补助已经到期，拨款相应减少");
    add_reason(book, department, "支出变动原因", 4, up[0], "本年新增工程任务，项目支出相应增加",
               "上年一次性任务已经办结，项目支出相应减少");
    add_reason(book, department, "一般公共预算变动原因", 5, up[1], "人员正常晋级晋档，工资支出增加",
               "落实过紧日子要求，压减一般性支出");
    add_reason(book, department, "机关运行经费变动原因", 6, up[2],
               "办公用房维修任务增多，办公费增加", "推行无纸化办公，办公费减少");
    add_reason(book, department, "“三公”经费变动原因", 7, up[3],
               "上级检查和业务交流增多，接待费增加", "严格控制接待标准和陪餐人数，接待费减少");
}

/* ---- forms --------------------------------------------------------------------------------- */

/* What the tokens of a text stand for. */
struct values {
    long long total, first, second; /* {T} {A} {B}, 分, told in 万元 */
    unsigned long long count;       /* {n} */
    unsigned long long month;       /* {M}, {N} is the next */
};

static const char *in_wan(const struct clean_book *book, long long fen)
{
    long long cents = (fen + 5000) / 10000;
    const char *text = arena_printf(book->arena, "%lld.%02lld", cents / 100, cents % 100);
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    return arena_strndup(book->arena, text, text[length - 1] == '.' ? length - 1 : length);
}

static const char *fill(const struct clean_book *book, const char *text, const struct values *v)
{
    const char *out = "", *at = text;
    for (const char *open; (open = strchr(at, '{')) != NULL; at = open + 3) {
        const char *value = arena_printf(book->arena, "%llu",
                                         open[1] == 'n'   ? v->count
                                         : open[1] == 'M' ? v->month
                                                          : v->month + 1);
        if (open[1] == 'T' || open[1] == 'A' || open[1] == 'B')
            value = in_wan(book, open[1] == 'T' ? v->total : open[1] == 'A' ? v->first : v->second);
        out = arena_printf(book->arena, "%s%.*s%s", out, (int)(open - at), at, value);
    }
    return arena_printf(book->arena, "%s%s", out, at);
}

static void add_indicators(struct clean_book *book, const struct theme *theme,
                           const struct values *values)
{
    static const char *const terms[] = {"实施期", "年度"};
    for (size_t term = 0; term < COUNT(terms); term++)
        for (size_t i = 0; i < THEME_INDICATORS; i++)
            ADD(book, SHEET_INDICATORS, "%s,%s,%zu,%s,%s", theme->code, terms[term], i + 1,
                clean_levels[i], fill(book, theme->indicators[i], values));
}

/* The county pays, for a project with 单位资金 the unit pays its part. */
static void add_project(struct clean_book *book, const struct theme *theme)
{
    const struct sheet_filter filters[] = {{"项目编码", theme->code}, {NULL, NULL}};
    const struct sheet_filter own_filters[] = {
        {"项目编码", theme->code}, {"资金来源", "单位资金"}, {NULL, NULL}};
    long long total = sheet_sum(&book->sheets[SHEET_EXPENDITURE], filters);
    long long own = sheet_sum(&book->sheets[SHEET_EXPENDITURE], own_filters);
    struct values values = {.total = total,
                            .first = total / 3 / book->step * book->step,
                            .count = 5 + clean_book_draw(&book->state, 40),
                            .month = 6 + clean_book_draw(&book->state, 4)};
    values.second = total - values.first;
    const char *funds = arena_printf(book->arena, "%s,0,0,%s,%s,0", amount_text(book, total),
                                     amount_text(book, total - own), amount_text(book, own));
    const char *texts = "";
    for (size_t i = 0; i < THEME_TEXTS; i++)
        texts = arena_printf(book->arena, "%s%s,", texts, fill(book, theme->texts[i], &values));
    ADD(book, SHEET_PROJECTS,
        "%s,%.3s,%s,%s,特定目标类,是,%s,%s,%s,一次性项目,1年,%s,%s,%s,,,20251020", theme->code,
        theme->code, theme->agency, theme->name, theme->name, theme->authority, theme->executor,
        funds, funds, texts);
    add_indicators(book, theme, &values);
    const struct sheet_filter current[] = {
        {"项目编码", theme->code}, {"年度性质", "当年"}, {NULL, NULL}};
    const struct sheet_filter fiscal[] = {
        {"项目编码", theme->code}, {"年度性质", "当年"}, {"资金来源", FISCAL}, {NULL, NULL}};
    long long now = sheet_sum(&book->sheets[SHEET_EXPENDITURE], current);
    long long paid = sheet_sum(&book->sheets[SHEET_EXPENDITURE], fiscal);
    ADD(book, SHEET_OVERALL, "%.3s,主要任务,%zu,%s,%s,%s,%s,%s", theme->code, theme->number,
        theme->name, fill(book, theme->task, &values), amount_text(book, now),
        amount_text(book, paid), amount_text(book, now - paid));
}

static void add_overall(struct clean_book *book, const char *department)
{
    const struct sheet_filter basic[] = {
        {"部门编码", department}, {"支出类别", "人员经费|公用经费"}, {NULL, NULL}};
    const struct sheet_filter fiscal[] = {{"部门编码", department},
                                          {"支出类别", "人员经费|公用经费"},
                                          {"资金来源", FISCAL},
                                          {NULL, NULL}};
    long long now = sheet_sum(&book->sheets[SHEET_EXPENDITURE], basic);
    long long paid = sheet_sum(&book->sheets[SHEET_EXPENDITURE], fiscal);
    ADD(book, SHEET_OVERALL,
        "%s,主要任务,1,保障机构正常运转,按时发放人员工资，保障日常办公需要。,%s,%s,%s", department,
        amount_text(book, now), amount_text(book, paid), amount_text(book, now - paid));
    ADD(book, SHEET_OVERALL,
        "%s,总体目标,1,,保障机构正常运转，完成各项年度任务，管好用好财政资金。,,,", department);
    for (size_t i = 0; i < COUNT(clean_overall_indicators); i++)
        ADD(book, SHEET_OVERALL_INDICATORS, "%s,%zu,%s", department, i + 1,
            clean_overall_indicators[i]);
    ADD(book, SHEET_OVERALL_INDICATORS, "%s,%zu,产出指标,成本指标,当年预算支出总额,%s万元",
        department, COUNT(clean_overall_indicators) + 1,
        in_wan(book, spending(book, department, "部门编码", department)));
}

/* ---- the rest ------------------------------------------------------------------------------ */

static void add_assets(struct clean_book *book, const char *department)
{
    static const char *const kinds[] = {"领导用车",     "机要通信用车",     "应急保障用车",
                                        "执法执勤用车", "特种专业技术用车", "事业单位业务用车",
                                        "其他公务用车"};
    unsigned long long cars = 0, equipment = clean_book_draw(&book->state, 9);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        unsigned long long count = clean_book_draw(&book->state, 4);
        cars += count;
        ADD(book, SHEET_ASSETS, "%s,2026-01-27,%s,%llu,辆", department, kinds[i], count);
    }
    ADD(book, SHEET_ASSETS, "%s,2026-01-27,公务用车编制,%llu,辆", department, cars + 1);
    ADD(book, SHEET_ASSETS, "%s,2026-01-27,公务用车实有,%llu,辆", department, cars);
    ADD(book, SHEET_ASSETS, "%s,2026-01-27,办公用房建筑面积,%llu.5,平方米", department,
        900 + clean_book_draw(&book->state, 900));
    ADD(book, SHEET_ASSETS, "%s,2026-01-27,50万元以上通用设备,%llu,台（套）", department,
        equipment + 1);
    ADD(book, SHEET_ASSETS, "%s,2026-01-27,100万元以上通用设备,%llu,台（套）", department,
        equipment);
}

static void add_department(struct clean_book *book, size_t index)
{
    const char *department = clean_departments[index];
    for (size_t i = 0; i < CLEAN_PROSE; i++)
        ADD(book, SHEET_TEXTS, "%s,%s", department, clean_prose[index][i]);
    add_changes(book, department);
    add_overall(book, department);
    for (size_t i = 0; i < CLEAN_THEMES; i++)
        if (strncmp(clean_themes[i].code, department, strlen(department)) == 0)
            add_project(book, &clean_themes[i]);
    static const char *const kinds[] = {"货物", "工程", "服务"};
    for (size_t i = 0; i < COUNT(kinds); i++)
        ADD(book, SHEET_PROCUREMENT, "%s,%s,%s", department, kinds[i],
            amount_text(book, (1 + (long long)clean_book_draw(&book->state, 90)) * 10000));
    add_assets(book, department);
    for (const struct clean_control *c = clean_controls(book, department); c->table != NULL; c++)
        ADD(book, SHEET_CONTROLS, "%s,%s,%s,%s,%s", department, c->table, c->line, c->column,
            amount_text(book, sheet_sum(&book->sheets[c->sheet], c->filters)));
    if (index == 0) /* the tables of the other have no such head */
        ADD(book, SHEET_WAIVERS, "L20,%s,*,表样由上级统一制定", department);
}

struct clean_book *clean_book_make(struct arena *arena, unsigned long long seed, long long step)
{
    struct clean_book *book = arena_alloc(arena, sizeof *book);
    *book = (struct clean_book){.arena = arena, .state = seed, .step = step};
    for (size_t i = 0; i < SHEET_COUNT; i++) {
        book->sheets[i].file = files[i].file;
        add_line(book, i, files[i].heads);
    }
    add_units(book);
    add_facts(book);
    for (size_t i = 0; i < CLEAN_DEPARTMENTS; i++)
        add_department(book, i);
    return book;
}

/* ---- writing ------------------------------------------------------------------------------- */

void clean_book_write_sheet(const struct clean_book *book, size_t number, const char *dir)
{
    const struct sheet *sheet = &book->sheets[number];
    char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, sheet->file);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    for (size_t row = 0; row < sheet->rows; row++)
        for (size_t i = 0; i < sheet->columns; i++) {
            fputc('"', file);
            for (const char *at = sheet->cells[row][i]; *at != '\0'; at++)
                fputs(*at == '"' ? "\"\"" : (const char[]){*at, '\0'}, file);
            fputs(i + 1 < sheet->columns ? "\"," : "\"\n", file);
        }
    ck_assert_int_eq(fclose(file), 0);
}

void clean_book_write(const struct clean_book *book, const char *dir)
{
    support_write(arena_printf(book->arena, "%s/book.yaml", dir),
                  "format: shanxi-county\nyear: " YEAR "\nregion: 云溪县\n");
    support_write(arena_printf(book->arena, "%s/subjects.csv", dir),
                  "类别,编码,名称\n收入,1030602,利润收入\n");
    for (size_t i = 0; i < SHEET_COUNT; i++)
        clean_book_write_sheet(book, i, dir);
}

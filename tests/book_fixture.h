/* For test_book.c: a small sound book on disk, changes to it, and its records as a text. */
#ifndef BANXIN_TESTS_BOOK_FIXTURE_H
#define BANXIN_TESTS_BOOK_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/book.h"
#include "tests/loaded_book.h"
#include "tests/support.h"

/* ---- a sound book of two departments, without quotes, so that it can be cut at the commas ------
 */

#define PROJECT_HEAD                                                                                                                    \
    "项目编码,部门编码,单位编码,项目名称,项目类别,公开绩效目标,绩效表项目名称,主管部门及代码,"  \
    "实施单位,项目属性,项目期,实施期资金总额,实施期中央财政资金,实施期省级财政资金,"                \
    "实施期市县财政资金,实施期单位自筹,实施期其他资金,年度资金总额,年度中央财政资金,"              \
    "年度省级财政资金,年度市县财政资金,年度单位自筹,年度其他资金,项目概况,立项依据,"                \
    "项目设立必要性,保证项目实施的制度、措施,项目实施计划,实施期总体目标,年度总体目标,负责人," \
    "经办人,联系电话,填报日期\n"

struct file {
    const char *name, *text;
};

static const struct file sound_book[] = {
    {"book.yaml", "format: shanxi-county\nyear: 2026\nregion: 某县\n"},
    {"departments.csv", "部门编码,部门名称,年度\nB02,乙局,2026\nA01,甲局,2026\n"},
    {"units.csv", "单位编码,单位名称,部门编码,单位性质,运行经费口径\n"
                  "B02001,乙局本级,B02,事业单位,否\n"
                  "A01001,甲局本级,A01,行政单位,是\n"
                  "A01002,甲局下属中心,A01,参照公务员法管理事业单位,是\n"},
    {"expenditure.csv",
     "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,部门经济科目编码,"
     "政府经济科目编码,金额\n"
     "A01,A01001,2080501,一般公共预算,当年,人员经费,,30302,50905,1000.00\n"
     "A01,A01001,2200101,一般公共预算,当年,公用经费,,30201,50201,200.5\n"
     "A01,A01002,2200199,一般公共预算,上年结转,项目支出,P-2,,,300\n"
     "A01,A01001,2120899,政府性基金预算,当年,项目支出,P-1,31001,50301,-40\n"
     "B02,B02001,2101102,一般公共预算,当年,人员经费,,30110,50501,１０００\n"
     "B02,B02001,2210201,单位资金,当年,公用经费,,30228,50502,50\n"},
    {"income.csv", "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度性质,金额\n"
                   "A01,A01001,,2080501,一般公共预算,当年,1000.00\n"
                   "A01,A01001,,2200101,一般公共预算,当年,200.50\n"
                   "A01,A01002,,2200199,一般公共预算,上年结转,300\n"
                   "A01,A01001,103014801,2120899,政府性基金预算,当年,-40\n"
                   "B02,B02001,,2101102,一般公共预算,当年,1000\n"
                   "B02,B02001,,2210201,单位资金,当年,50\n"},
    {"projects.csv",
     PROJECT_HEAD "P-2,A01,A01002,修缮项目,特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
                  "P-1,A01,A01001,土地项目,特定目标类,是,土地项目表,A01-甲局,甲局,"
                  "一次性项目,1年,12.34,0,,12.34,,,5,,,5,,,概况,依据,必要,措施,"
                  "计划,总体,年度,,,,2026\n"},
    {"indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"
                       "P-1,年度,1,产出指标,数量指标,面积,100亩\n"
                       "P-1,实施期,10,效益指标,社会效益,,\n"
                       "P-1,实施期,2,产出指标,质量指标,合格率,100%\n"},
    {"prior_year.csv", "部门编码,年度,指标,金额\nA01,2025,收入总计,10\nA01,2025,支出总计,10\n"
                       "B02,2025,收入总计,0.00\n"},
    {"procurement.csv", "部门编码,类别,金额\nB02,服务,6\nA01,货物,5\nA01,工程,0.00\n"},
    {"assets.csv", "部门编码,截止日期,项目,数量,计量单位\n"
                   "A01,2026-01-27,公务用车,1,辆\nB02,2026-01-27,办公用房,3234.56,平方米\n"},
    {"texts.csv", "部门编码,栏目,序号,内容\nA01,部门职责,1,职责\nA01,名词解释,10,乙\n"
                  "A01,名词解释,9,甲\nB02,部门职责,1,职责\n"},
};

#define FILE_COUNT (sizeof sound_book / sizeof *sound_book)

struct reading {
    struct arena *arena;
    struct diag *diag;
    const char *dir;
    const struct book *book; /* closed */
    struct budget *budgets;  /* by department */
};

static void write_bytes(const struct reading *reading, const char *name, const char *bytes,
                        size_t length)
{
    FILE *file = fopen(arena_printf(reading->arena, "%s/%s", reading->dir, name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static struct reading reading_new(void)
{
    struct reading reading = {.arena = arena_new(), .diag = diag_new(DIAG_CHINESE)};
    reading.dir = support_make_dir(reading.arena);
    for (size_t i = 0; i < FILE_COUNT; i++)
        write_bytes(&reading, sound_book[i].name, sound_book[i].text, strlen(sound_book[i].text));
    return reading;
}

static const char *sound_text(const char *name)
{
    for (size_t i = 0; i < FILE_COUNT; i++)
        if (strcmp(sound_book[i].name, name) == 0)
            return sound_book[i].text;
    ck_abort_msg("no file %s", name);
    return NULL;
}

/* The sound text of file NAME with the first OLD in it made NEW. */
static void change(const struct reading *reading, const char *name, const char *old,
                   const char *new)
{
    const char *text = sound_text(name), *at = strstr(text, old);
    ck_assert_msg(at != NULL, "%s has no %s", name, old);
    const char *changed =
        arena_printf(reading->arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    write_bytes(reading, name, changed, strlen(changed));
}

static void read_it(struct reading *reading)
{
    struct loaded_book loaded = loaded_book_read(reading->arena, reading->dir, reading->diag);
    reading->book = loaded.book;
    reading->budgets = loaded.budgets;
}

static void reading_free(struct reading *reading)
{
    support_remove_dir(reading->dir);
    diag_free(reading->diag);
    arena_free(reading->arena);
}

/* ---- all records as a text, without rows -------------------------------------------------------
 */

static void show_project(FILE *out, const struct project *project)
{
    fprintf(out, "project %s %s %s %s %s %d", project->department, project->code, project->name,
            project->agency->code, project->kind, project->has_form);
    for (size_t t = 0; t < TERM_COUNT; t++)
        for (size_t s = 0; s < SOURCE_COUNT; s++)
            fprintf(out, " %lld", (long long)project->funds[t][s]);
    for (size_t i = 0; i < PROJECT_TEXT_COUNT; i++)
        fprintf(out, " [%s]", project->texts[i]);
    fprintf(out, "\n");
}

static void show_facts(FILE *out, const struct budget *budget)
{
    for (size_t i = 0; i < budget->fact_count; i++) {
        const struct fact *f = &budget->facts[i];
        fprintf(out, "fact %s %d %s %s [%s] %s %s %s [%s] [%s] [%s] %lld\n", f->department,
                (int)f->kind, f->agency->code, f->function, f->revenue, fund_name(f->fund),
                origin_name(f->origin), category_name(f->category),
                f->project ? f->project->code : "", f->dept_econ, f->gov_econ,
                (long long)f->amount);
    }
}

static void show_budget(FILE *out, const struct budget *budget)
{
    fprintf(out, "department %s %s %d\n", budget->department->code, budget->department->name,
            budget->department->year);
    for (size_t i = 0; i < budget->agency_count; i++) {
        const struct agency *a = &budget->agencies[i];
        fprintf(out, "agency %s %s %s %s %d\n", a->department, a->code, a->name,
                agency_nature_name(a->nature), a->counts_operating);
    }
    show_facts(out, budget);
    for (size_t i = 0; i < budget->project_count; i++)
        show_project(out, &budget->projects[i]);
    for (size_t i = 0; i < budget->indicator_count; i++) {
        const struct indicator *n = &budget->indicators[i];
        fprintf(out, "indicator %s %s %d %d %s %s [%s] [%s]\n", n->department, n->project->code,
                (int)n->term, n->number, n->level[0], n->level[1], n->level[2], n->value);
    }
    for (size_t i = 0; i < budget->prior_year_count; i++)
        fprintf(out, "prior %s %d %s %lld\n", budget->prior_years[i].department,
                budget->prior_years[i].year, budget->prior_years[i].item,
                (long long)budget->prior_years[i].amount);
    for (size_t i = 0; i < budget->procurement_count; i++)
        fprintf(out, "procurement %s %s %lld\n", budget->procurements[i].department,
                budget->procurements[i].kind, (long long)budget->procurements[i].amount);
    for (size_t i = 0; i < budget->asset_count; i++)
        fprintf(out, "asset %s %s %s %s %s\n", budget->assets[i].department, budget->assets[i].date,
                budget->assets[i].item, budget->assets[i].quantity, budget->assets[i].measure);
    for (size_t i = 0; i < budget->prose_count; i++)
        fprintf(out, "prose %s %s %d %s\n", budget->prose[i].department, budget->prose[i].column,
                budget->prose[i].number, budget->prose[i].content);
}

static const char *show(struct reading *reading)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    read_it(reading);
    diag_print(reading->diag, 0, out);
    for (size_t i = 0; reading->book && i < book_department_count(reading->book); i++) {
        show_budget(out, &reading->budgets[i]);
    }
    fclose(out);
    const char *copy = arena_strdup(reading->arena, text);
    free(text);
    return copy;
}

static const char sound_shown[] =
    "department A01 甲局 2026\n"
    "agency A01 A01001 甲局本级 行政单位 1\n"
    "agency A01 A01002 甲局下属中心 参照公务员法管理事业单位 1\n"
    "fact A01 0 A01001 2080501 [] 一般公共预算 当年 人员经费 [] [30302] [50905] 100000\n"
    "fact A01 0 A01001 2120899 [] 政府性基金预算 当年 项目支出 [P-1] [31001] [50301] -4000\n"
    "fact A01 0 A01001 2200101 [] 一般公共预算 当年 公用经费 [] [30201] [50201] 20050\n"
    "fact A01 1 A01001 2080501 [] 一般公共预算 当年 人员经费 [] [] [] 100000\n"
    "fact A01 1 A01001 2120899 [103014801] 政府性基金预算 当年 人员经费 [] [] [] -4000\n"
    "fact A01 1 A01001 2200101 [] 一般公共预算 当年 人员经费 [] [] [] 20050\n"
    "fact A01 0 A01002 2200199 [] 一般公共预算 上年结转 项目支出 [P-2] [] [] 30000\n"
    "fact A01 1 A01002 2200199 [] 一般公共预算 上年结转 人员经费 [] [] [] 30000\n"
    "project A01 P-1 土地项目 A01001 特定目标类 1 1234 0 -9223372036854775808 1234"
    " -9223372036854775808 -9223372036854775808 500 -9223372036854775808 -9223372036854775808 500"
    " -9223372036854775808 -9223372036854775808"
    " [土地项目表] [A01-甲局] [甲局] [一次性项目] [1年] [概况] [依据] [必要] [措施] [计划] [总体]"
    " [年度] [] [] [] [2026]\n"
    "project A01 P-2 修缮项目 A01002 特定目标类 0 -9223372036854775808 -9223372036854775808"
    " -9223372036854775808 -9223372036854775808 -9223372036854775808 -9223372036854775808"
    " -9223372036854775808 -9223372036854775808 -9223372036854775808 -9223372036854775808"
    " -9223372036854775808 -9223372036854775808"
    " [] [] [] [] [] [] [] [] [] [] [] [] [] [] [] []\n"
    "indicator A01 P-1 0 2 产出指标 质量指标 [合格率] [100%]\n"
    "indicator A01 P-1 0 10 效益指标 社会效益 [] []\n"
    "indicator A01 P-1 1 1 产出指标 数量指标 [面积] [100亩]\n"
    "prior A01 2025 支出总计 1000\n"
    "prior A01 2025 收入总计 1000\n"
    "procurement A01 工程 0\n"
    "procurement A01 货物 500\n"
    "asset A01 2026-01-27 公务用车 1 辆\n"
    "prose A01 名词解释 9 甲\n"
    "prose A01 名词解释 10 乙\n"
    "prose A01 部门职责 1 职责\n"
    "department B02 乙局 2026\n"
    "agency B02 B02001 乙局本级 事业单位 0\n"
    "fact B02 0 B02001 2101102 [] 一般公共预算 当年 人员经费 [] [30110] [50501] 100000\n"
    "fact B02 0 B02001 2210201 [] 单位资金 当年 公用经费 [] [30228] [50502] 5000\n"
    "fact B02 1 B02001 2101102 [] 一般公共预算 当年 人员经费 [] [] [] 100000\n"
    "fact B02 1 B02001 2210201 [] 单位资金 当年 人员经费 [] [] [] 5000\n"
    "prior B02 2025 收入总计 0\n"
    "procurement B02 服务 600\n"
    "asset B02 2026-01-27 办公用房 3234.56 平方米\n"
    "prose B02 部门职责 1 职责\n";

#endif

/* For the suites on checks: a clean book in which every table has something, and changes to it and
 * to the pack. */
#ifndef BANXIN_TESTS_CHECK_FIXTURE_H
#define BANXIN_TESTS_CHECK_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/check.h"
#include "tests/loaded_book.h"
#include "tests/support.h"

#define PACK SOURCE_DIR "/data/formats/shanxi-county"
#define PROJECT_COLUMNS                                                                                                                 \
    "项目编码,部门编码,单位编码,项目名称,项目类别,公开绩效目标,绩效表项目名称,主管部门及代码,"  \
    "实施单位,项目属性,项目期,实施期资金总额,实施期中央财政资金,实施期省级财政资金,"                \
    "实施期市县财政资金,实施期单位自筹,实施期其他资金,年度资金总额,年度中央财政资金,"              \
    "年度省级财政资金,年度市县财政资金,年度单位自筹,年度其他资金,项目概况,立项依据,"                \
    "项目设立必要性,保证项目实施的制度、措施,项目实施计划,实施期总体目标,年度总体目标,负责人," \
    "经办人,联系电话,填报日期\n"
#define NO_FORM "特定目标类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"

static const struct check_file {
    const char *name, *text;
} clean_book[] = {
    {"book.yaml", "format: shanxi-county\nyear: 2026\nregion: 某县\n"},
    {"departments.csv", "部门编码,部门名称,年度\nA01,甲局,2026\n"},
    {"units.csv", "单位编码,单位名称,部门编码,单位性质,运行经费口径\n"
                  "A01001,甲局机关,A01,行政单位,是\n"
                  "A01002,甲局中心,A01,事业单位,否\n"},
    {"expenditure.csv",
     "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,部门经济科目编码,"
     "政府经济科目编码,金额\n"
     "A01,A01001,2200101,一般公共预算,当年,人员经费,,30101,50101,1000000.01\n"
     "A01,A01001,2200101,一般公共预算,当年,公用经费,,30201,50201,200000\n"
     "A01,A01001,2200101,一般公共预算,当年,公用经费,,30217,50206,9500\n"
     "A01,A01001,2200101,一般公共预算,当年,公用经费,,30231,50208,63000\n"
     "A01,A01002,2200150,一般公共预算,当年,公用经费,,30201,50502,41000\n"
     "A01,A01002,2200150,单位资金,当年,公用经费,,30201,50502,7000\n"
     "A01,A01001,2200199,一般公共预算,当年,项目支出,P-1,31013,50306,180000\n"
     "A01,A01001,2200199,一般公共预算,上年结转,项目支出,P-1,,,30000\n"
     "A01,A01001,2120899,政府性基金预算,当年,项目支出,P-2,,,500000\n"
     "A01,A01001,2200199,国有资本经营预算,当年,项目支出,P-3,,,90000\n"
     "A01,A01002,2200150,单位资金,当年,项目支出,P-4,,,6000\n"},
    {"income.csv", "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度性质,金额\n"
                   "A01,A01001,,2200101,一般公共预算,当年,1272500.01\n"
                   "A01,A01002,,2200150,一般公共预算,当年,41000\n"
                   "A01,A01002,,2200150,单位资金,当年,13000\n"
                   "A01,A01001,,2200199,一般公共预算,当年,180000\n"
                   "A01,A01001,,2200199,一般公共预算,上年结转,30000\n"
                   "A01,A01001,103014801,2120899,政府性基金预算,当年,500000\n"
                   "A01,A01001,1030602,2200199,国有资本经营预算,当年,90000\n"},
    {"projects.csv",
     PROJECT_COLUMNS "P-1,A01,A01001,购车项目," NO_FORM "P-2,A01,A01001,土地项目," NO_FORM
                     "P-3,A01,A01001,国资项目," NO_FORM "P-4,A01,A01002,中心项目," NO_FORM},
    {"subjects.csv", "类别,编码,名称\n收入,1030602,利润收入\n"},
    {"indicators.csv", "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"},
    {"prior_year.csv", "部门编码,年度,指标,金额\n"
                       "A01,2025,收入总计,2126500\nA01,2025,支出总计,2126500\n"
                       "A01,2025,一般公共预算当年支出,1493500\nA01,2025,机关运行经费,272500\n"
                       "A01,2025,“三公”经费,252500\nA01,2025,因公出国（境）费,0\n"
                       "A01,2025,公务接待费,9500\nA01,2025,公务用车购置费,180000\n"
                       "A01,2025,公务用车运行维护费,63000\n"},
    {"procurement.csv", "部门编码,类别,金额\nA01,货物,5000\nA01,工程,0\nA01,服务,100\n"},
    {"assets.csv", "部门编码,截止日期,项目,数量,计量单位\n"
                   "A01,2026-01-27,公务用车编制,3,辆\nA01,2026-01-27,公务用车实有,3,辆\n"
                   "A01,2026-01-27,领导用车,0,辆\nA01,2026-01-27,机要通信用车,1,辆\n"
                   "A01,2026-01-27,应急保障用车,1,辆\nA01,2026-01-27,执法执勤用车,0,辆\n"
                   "A01,2026-01-27,特种专业技术用车,0,辆\n"
                   "A01,2026-01-27,事业单位业务用车,1,辆\nA01,2026-01-27,其他公务用车,0,辆\n"
                   "A01,2026-01-27,50万元以上通用设备,2,台\n"
                   "A01,2026-01-27,100万元以上通用设备,2,台\n"},
    {"texts.csv", "部门编码,栏目,序号,内容\n"},
};
#define CLEAN_COUNT (sizeof clean_book / sizeof *clean_book)

static struct arena *arena;
static struct diag *diag;
static const char *dir;      /* of the book */
static const char *pack_dir; /* of a changed pack */

static inline void put(const char *name, const char *text)
{
    support_write(arena_printf(arena, "%s/%s", dir, name), text);
}

static inline void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    dir = support_make_dir(arena);
    pack_dir = support_make_dir(arena);
    for (size_t i = 0; i < CLEAN_COUNT; i++)
        put(clean_book[i].name, clean_book[i].text);
}

static inline void teardown(void)
{
    support_remove_dir(dir);
    support_remove_dir(pack_dir);
    diag_free(diag);
    arena_free(arena);
}

/* TEXT with the first OLD after the first ANCHOR made NEW. */
static inline const char *replaced(const char *text, const char *anchor, const char *old,
                                   const char *new)
{
    const char *from = strstr(text, anchor);
    ck_assert_msg(from != NULL, "no %s", anchor);
    const char *at = strstr(from, old);
    ck_assert_msg(at != NULL, "no %s after %s", old, anchor);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* Writes file NAME of the clean book with OLD made NEW. */
static inline void change(const char *name, const char *old, const char *new)
{
    for (size_t i = 0; i < CLEAN_COUNT; i++)
        if (strcmp(clean_book[i].name, name) == 0) {
            put(name, replaced(clean_book[i].text, "", old, new));
            return;
        }
    ck_abort_msg("no file %s", name);
}

/* The shipped pack; with CHANGED, tables.yaml of it. */
static inline const struct format *read_pack(const char *changed)
{
    static const char *const files[] = {"format.yaml", "narrative.yaml", "forms.yaml"};
    if (changed != NULL) {
        for (size_t i = 0; i < sizeof files / sizeof *files; i++)
            support_write(arena_printf(arena, "%s/%s", pack_dir, files[i]),
                          support_read(arena, arena_printf(arena, "%s/%s", PACK, files[i])));
        support_write(arena_printf(arena, "%s/tables.yaml", pack_dir), changed);
    }
    const struct format *format = format_read(arena, changed != NULL ? pack_dir : PACK, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
    return format;
}

static inline const struct check_rules *read_rules(void)
{
    const struct check_rules *rules = check_rules_read(arena, SOURCE_DIR "/data/checks", diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(rules);
    return rules;
}

/* The first department of the book in PATH. */
static inline struct budget read_budget(const char *path)
{
    const struct loaded_book loaded = loaded_book_read(arena, path, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(loaded.book);
    ck_assert_uint_eq(diag_errors(diag), 0);
    return loaded.budgets[0];
}

/* The findings in the first department of the book as it stands. */
static inline struct check_findings check_book_with(const struct format *format)
{
    const struct budget budget = read_budget(dir);
    return check_department(arena, read_rules(), format, &budget, CHECK_LEVELS_ALL, DIAG_ENGLISH);
}

static inline struct check_findings check_book(void)
{
    return check_book_with(read_pack(NULL));
}

/* How many findings are of rule ID. */
static inline size_t count_of(const struct check_findings *findings, const char *id)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += strcmp(findings->items[i].rule->id, id) == 0;
    return count;
}

/* The first finding of rule ID. */
static inline const struct check_finding *finding_of(const struct check_findings *findings,
                                                     const char *id)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->items[i].rule->id, id) == 0)
            return &findings->items[i];
    ck_abort_msg("no finding of %s", id);
}

/* How many findings are of GROUP. */
static inline size_t count_group(const struct check_findings *findings, enum check_group group)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].rule->group == group;
    return count;
}

#endif

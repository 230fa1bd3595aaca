/* For test_forms.c: a small book with two published projects, its forms, and what stands in them.
 */
#ifndef BANXIN_TESTS_FORMS_FIXTURE_H
#define BANXIN_TESTS_FORMS_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/document_builder.h"
#include "data/forms.h"
#include "tests/loaded_book.h"
#include "tests/support.h"

#define PACK SOURCE_DIR "/data/formats/shanxi-county"

static struct arena *arena;
static struct diag *diag;
static const char *dir; /* of the book */

#define PROJECT_HEAD                                                                                                                    \
    "项目编码,部门编码,单位编码,项目名称,项目类别,公开绩效目标,绩效表项目名称,主管部门及代码,"  \
    "实施单位,项目属性,项目期,实施期资金总额,实施期中央财政资金,实施期省级财政资金,"                \
    "实施期市县财政资金,实施期单位自筹,实施期其他资金,年度资金总额,年度中央财政资金,"              \
    "年度省级财政资金,年度市县财政资金,年度单位自筹,年度其他资金,项目概况,立项依据,"                \
    "项目设立必要性,保证项目实施的制度、措施,项目实施计划,实施期总体目标,年度总体目标,负责人," \
    "经办人,联系电话,填报日期\n"
#define FIRST_PROJECT                                                                                                       \
    "P-1,A01,A01001,土地项目,特定目标类,是,土地项目表,A01-甲局,甲局,一次性项目,1年,1234567.80,0,," \
    "1234567.8,,,500,,,500,0.00,,概况,依据,必要,措施,计划,总体,年度,甲,乙,丙,2026\n"
#define SECOND_PROJECT                                                                             \
    "P-2,A01,A01001,修缮项目,特定目标类,是,修缮项目表,,,,,,,,,,,9000,,,,,,,,,,,,,,,,\n"
#define UNPUBLISHED_PROJECT "P-0,A01,A01001,运转项目,其他运转类,否,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
#define INDICATOR_HEAD      "项目编码,期别,序号,一级指标,二级指标,三级指标,指标值\n"
#define OVERALL_HEAD        "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金\n"

static void put(const char *name, const char *text)
{
    support_write(arena_printf(arena, "%s/%s", dir, name), text);
}

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    dir = support_make_dir(arena);
    put("book.yaml", "format: shanxi-county\nyear: 2026\nregion: 某县\n");
    put("departments.csv", "部门编码,部门名称,年度\nA01,甲局,2026\n");
    put("units.csv", "单位编码,单位名称,部门编码,单位性质,运行经费口径\n"
                     "A01001,甲局本级,A01,行政单位,是\n");
    put("expenditure.csv",
        "部门编码,单位编码,功能科目编码,资金来源,年度性质,支出类别,项目编码,部门经济科目编码,"
        "政府经济科目编码,金额\nA01,A01001,2080501,一般公共预算,当年,人员经费,,30302,50905,1\n");
    put("income.csv", "部门编码,单位编码,收入科目编码,功能科目编码,资金来源,年度性质,金额\n"
                      "A01,A01001,,2080501,一般公共预算,当年,1\n");
    put("projects.csv", PROJECT_HEAD SECOND_PROJECT UNPUBLISHED_PROJECT FIRST_PROJECT);
    put("indicators.csv", INDICATOR_HEAD);
    put("prior_year.csv", "部门编码,年度,指标,金额\n");
    put("procurement.csv", "部门编码,类别,金额\n");
    put("assets.csv", "部门编码,截止日期,项目,数量,计量单位\n");
    put("texts.csv", "部门编码,栏目,序号,内容\n");
}

static void teardown(void)
{
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}

/* ---- building ------------------------------------------------------------------------------- */

static const struct format *read_pack(void)
{
    const struct format *format = format_read(arena, PACK, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
    ck_assert_ptr_nonnull(format->project_form);
    ck_assert_ptr_nonnull(format->overall_form);
    return format;
}

static struct budget read_budget(void)
{
    const struct loaded_book loaded = loaded_book_read(arena, dir, diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(loaded.book);
    ck_assert_uint_eq(diag_errors(diag), 0);
    return loaded.budgets[0];
}

typedef void build_fn(struct document_builder *builder);

/* The forms of the book as it stands, a section each. */
static struct document_builder build_with(const struct format *format, build_fn *build)
{
    struct budget *budget = arena_alloc(arena, sizeof *budget);
    *budget = read_budget();
    struct document_builder builder = {.arena = arena,
                                       .format = format,
                                       .budget = budget,
                                       .diag = diag,
                                       .values = format_values_of(budget)};
    build(&builder);
    return builder;
}

static struct document_builder build(build_fn *fn)
{
    return build_with(read_pack(), fn);
}

/* The cell after the label LABEL in its row, the SKIP-th of that label; NULL when there is none. */
static const struct table_cell *beside(const struct section *section, const char *label, int skip)
{
    for (size_t b = 0; b < section->block_count; b++) {
        const struct table *table = section->blocks[b].table;
        for (size_t i = 0; table && i + 1 < table->cell_count; i++)
            if (strcmp(table->cells[i].text.utf8, label) == 0 && skip-- == 0)
                return &table->cells[i + 1];
    }
    return NULL;
}

static const char *value_of(const struct section *section, const char *label, int skip)
{
    const struct table_cell *cell = beside(section, label, skip);
    ck_assert_msg(cell != NULL, "no label %s", label);
    return cell->text.utf8;
}

/* The table whose head has HEAD in it. */
static const struct table *table_under(const struct section *section, const char *head)
{
    for (size_t b = 0; b < section->block_count; b++) {
        const struct table *table = section->blocks[b].table;
        for (size_t i = 0; table && i < table->cell_count; i++)
            if (table->cells[i].row < table->head_rows &&
                strcmp(table->cells[i].text.utf8, head) == 0)
                return table;
    }
    return NULL;
}

static const struct table_cell *cell_at(const struct table *table, int row, int column)
{
    for (size_t i = 0; i < table->cell_count; i++)
        if (table->cells[i].row == row && table->cells[i].column == column)
            return &table->cells[i];
    return NULL;
}

/* Every position has one owner, and cells stand by row, then column. */
static void assert_tiles(const struct table *table)
{
    size_t positions = (size_t)table->row_count * (size_t)table->column_count;
    bool *taken = arena_array(arena, positions, sizeof *taken);
    size_t area = 0;
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct table_cell *cell = &table->cells[i];
        if (i > 0 && cell->row == cell[-1].row)
            ck_assert_int_gt(cell->column, cell[-1].column);
        else if (i > 0)
            ck_assert_int_gt(cell->row, cell[-1].row);
        ck_assert_int_le(cell->row + cell->row_span, table->row_count);
        ck_assert_int_le(cell->column + cell->column_span, table->column_count);
        if (cell->row < table->head_rows)
            ck_assert_int_le(cell->row + cell->row_span, table->head_rows);
        for (int r = cell->row; r < cell->row + cell->row_span; r++) {
            for (int c = cell->column; c < cell->column + cell->column_span; c++, area++) {
                ck_assert(!taken[r * table->column_count + c]);
                taken[r * table->column_count + c] = true;
            }
        }
    }
    ck_assert_uint_eq(area, positions);
}

#endif

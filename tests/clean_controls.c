/* The approved figures of the clean book: which cells, and what adds up to them. What a table has is
 * written down here a second time, so that the pack and the derivation are held against it. */
#include <string.h>

#include "tests/clean_book.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Filters, without the braces round them. */
#define BASIC      "支出类别", "人员经费|公用经费"
#define PROJECT    "支出类别", "项目支出"
#define CURRENT    "年度性质", "当年"
#define CARRIED    "年度性质", "上年结转"
#define FUND(name) "资金来源", name
#define ECON(code) "部门经济科目编码", code
#define GENERAL    FUND("一般公共预算")
#define FISCAL     "一般公共预算|政府性基金预算|国有资本经营预算"

/* A column of a table; for each row that has records, or for those of ROWS alone. */
struct column {
    const char *table, *rows; /* heading that makes the rows; "": one row, LINE */
    const char *line, *head;
    size_t sheet;
    struct sheet_filter filters[5];
};

static const struct column columns[] = {
    {"1", "", "收入总计", "2026年", SHEET_INCOME, {{NULL, NULL}}},
    {"1", "", "上年结转", "2026年", SHEET_INCOME, {{CARRIED}}},
    {"1", "", "一、一般公共预算", "2026年", SHEET_INCOME, {{CURRENT}, {FUND("一般公共预算")}}},
    {"1", "", "二、政府性基金预算", "2026年", SHEET_INCOME, {{CURRENT}, {FUND("政府性基金预算")}}},
    {"1",
     "",
     "四、财政专户管理资金",
     "2026年",
     SHEET_INCOME,
     {{CURRENT}, {FUND("财政专户管理资金")}}},
    {"1", "", "五、单位资金", "2026年", SHEET_INCOME, {{CURRENT}, {FUND("单位资金")}}},
    {"1", "", "支出总计", "当年预算安排", SHEET_EXPENDITURE, {{CURRENT}}},
    {"1", "", "支出总计", "上年结转安排", SHEET_EXPENDITURE, {{CARRIED}}},
    {"2", "功能科目编码", "", "一般公共预算", SHEET_INCOME, {{CURRENT}, {FUND("一般公共预算")}}},
    {"2", "功能科目编码", "", "政府性基金", SHEET_INCOME, {{CURRENT}, {FUND("政府性基金预算")}}},
    {"2",
     "功能科目编码",
     "",
     "财政专户管理资金",
     SHEET_INCOME,
     {{CURRENT}, {FUND("财政专户管理资金")}}},
    {"2", "功能科目编码", "", "单位资金", SHEET_INCOME, {{CURRENT}, {FUND("单位资金")}}},
    {"2", "功能科目编码", "", "上年结转", SHEET_INCOME, {{CARRIED}}},
    {"3", "功能科目编码", "", "基本支出", SHEET_EXPENDITURE, {{BASIC}}},
    {"3", "功能科目编码", "", "项目支出", SHEET_EXPENDITURE, {{PROJECT}}},
    {"5",
     "功能科目编码",
     "",
     "基本支出",
     SHEET_EXPENDITURE,
     {{CURRENT}, {FUND("一般公共预算")}, {BASIC}}},
    {"5",
     "功能科目编码",
     "",
     "项目支出",
     SHEET_EXPENDITURE,
     {{CURRENT}, {FUND("一般公共预算")}, {PROJECT}}},
    {"6", "", "工资福利支出", "人员经费", SHEET_EXPENDITURE, {{CURRENT}, {GENERAL}, {ECON("301")}}},
    {"6",
     "",
     "商品和服务支出",
     "公用经费",
     SHEET_EXPENDITURE,
     {{CURRENT}, {GENERAL}, {ECON("302")}, {BASIC}}},
    {"6",
     "",
     "公务接待费",
     "公用经费",
     SHEET_EXPENDITURE,
     {{CURRENT}, {GENERAL}, {ECON("30217")}, {BASIC}}},
    {"6",
     "",
     "公务用车运行维护费",
     "公用经费",
     SHEET_EXPENDITURE,
     {{CURRENT}, {GENERAL}, {ECON("30231")}, {BASIC}}},
    {"7",
     "收入科目编码",
     "",
     "政府性基金收入预算",
     SHEET_INCOME,
     {{CURRENT}, {FUND("政府性基金预算")}}},
    {"9",
     "收入科目编码",
     "",
     "国有资本经营收入预算",
     SHEET_INCOME,
     {{CURRENT}, {FUND("国有资本经营预算")}}},
    {"10",
     "",
     "公务接待费",
     "合计",
     SHEET_EXPENDITURE,
     {{CURRENT}, {FUND(FISCAL)}, {ECON("30217")}}},
    {"10",
     "",
     "②公务用车运行维护费",
     "合计",
     SHEET_EXPENDITURE,
     {{CURRENT}, {FUND(FISCAL)}, {ECON("30231")}}},
    {"10",
     "",
     "合计",
     "合计",
     SHEET_EXPENDITURE,
     {{CURRENT}, {FUND(FISCAL)}, {ECON("30212|30217|30231|30913|31013")}}},
    {"12", "项目编码", "", "合计", SHEET_EXPENDITURE, {{CURRENT}, {PROJECT}}},
};

/* What the row is called in print: a project by its name, a subject by its code. */
static const char *line_of(const struct clean_book *book, const struct column *column,
                           const char *value)
{
    const struct sheet *projects = &book->sheets[SHEET_PROJECTS];
    for (size_t row = 1; row < projects->rows && strcmp(column->rows, "项目编码") == 0; row++)
        if (strcmp(sheet_cell(projects, row, "项目编码"), value) == 0)
            return sheet_cell(projects, row, "项目名称");
    return value;
}

struct list {
    struct clean_control *items;
    size_t count, capacity;
};

/* Adds the figure of COLUMN in the row of VALUE, unless there is none. */
static void add(const struct clean_book *book, const char *department, const struct column *column,
                const char *value, struct list *list)
{
    struct clean_control control = {.table = column->table,
                                    .line =
                                        value == NULL ? column->line : line_of(book, column, value),
                                    .column = column->head,
                                    .sheet = column->sheet};
    size_t count = 0;
    control.filters[count++] = (struct sheet_filter){"部门编码", department};
    for (size_t i = 0; column->filters[i].heading != NULL; i++)
        control.filters[count++] = column->filters[i];
    if (value != NULL)
        control.filters[count] = (struct sheet_filter){column->rows, value};
    if (sheet_sum(&book->sheets[column->sheet], control.filters) == 0)
        return;
    list->items =
        arena_grow(book->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = control;
}

static bool is_first(const struct sheet *sheet, size_t column, size_t row)
{
    for (size_t i = 1; i < row; i++)
        if (strcmp(sheet->cells[i][column], sheet->cells[row][column]) == 0)
            return false;
    return sheet->cells[row][column][0] != '\0';
}

const struct clean_control *clean_controls(const struct clean_book *book, const char *department)
{
    struct list list = {NULL, 0, 0};
    for (size_t i = 0; i < COUNT(columns); i++) {
        const struct sheet *sheet = &book->sheets[columns[i].sheet];
        if (columns[i].rows[0] == '\0') {
            add(book, department, &columns[i], NULL, &list);
            continue;
        }
        size_t column = sheet_column(sheet, columns[i].rows);
        for (size_t row = 1; row < sheet->rows; row++)
            if (is_first(sheet, column, row))
                add(book, department, &columns[i], sheet->cells[row][column], &list);
    }
    struct clean_control *controls = arena_array(book->arena, list.count + 1, sizeof *controls);
    memcpy(controls, list.items, list.count * sizeof *controls);
    return controls;
}

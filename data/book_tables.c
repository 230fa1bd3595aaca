/* The input contract as tables: the columns of every file, and what may be left blank. */
#include "data/book_parts.h"

const char *const fund_names[FUND_COUNT + 1] = {
    [FUND_GENERAL] = "一般公共预算",
    [FUND_GOVERNMENT] = "政府性基金预算",
    [FUND_STATE_CAPITAL] = "国有资本经营预算",
    [FUND_FISCAL_ACCOUNT] = "财政专户管理资金",
    [FUND_AGENCY] = "单位资金",
};

const char *const origin_names[ORIGIN_COUNT + 1] = {
    [ORIGIN_CURRENT] = "当年",
    [ORIGIN_CARRIED] = "上年结转",
};

const char *const category_names[CATEGORY_COUNT + 1] = {
    [CATEGORY_PERSONNEL] = "人员经费",
    [CATEGORY_OPERATING] = "公用经费",
    [CATEGORY_PROJECT] = "项目支出",
};

static const char *const nature_names[AGENCY_NATURE_COUNT + 1] = {
    [AGENCY_ADMINISTRATIVE] = "行政单位",
    [AGENCY_BY_ANALOGY] = "参照公务员法管理事业单位",
    [AGENCY_INSTITUTION] = "事业单位",
};

const char *const term_names[TERM_COUNT + 1] = {
    [TERM_WHOLE] = "实施期",
    [TERM_YEAR] = "年度",
};

static const char *const overall_names[OVERALL_COUNT + 1] = {
    [OVERALL_TASK] = "主要任务",
    [OVERALL_GOAL] = "总体目标",
};

const char *fund_name(enum fund fund)
{
    return fund_names[fund];
}

const char *origin_name(enum origin origin)
{
    return origin_names[origin];
}

const char *category_name(enum category category)
{
    return category_names[category];
}

const char *agency_nature_name(enum agency_nature nature)
{
    return nature_names[nature];
}

/* ---- columns ------------------------------------------------------------------------------- */

/* heading, type, blank allowed, place in the record; then what the type wants */
#define AT(record, member) .offset = offsetof(struct record, member)

static const struct schema_column department_columns[] = {
    {"部门编码", FIELD_KEY, false, AT(department, code)},
    {"部门名称", FIELD_TEXT, false, AT(department, name)},
    {"年度", FIELD_YEAR, false, AT(department, year)},
};

static const struct schema_column agency_columns[] = {
    {"单位编码", FIELD_KEY, false, AT(agency, code)},
    {"单位名称", FIELD_TEXT, false, AT(agency, name)},
    {"部门编码", FIELD_DEPARTMENT, false, AT(agency, department)},
    {"单位性质", FIELD_CHOICE, false, AT(agency, nature), nature_names},
    {"运行经费口径", FIELD_YES_NO, false, AT(agency, counts_operating)},
};

/* That personnel and operating facts need their economic codes is book_load()'s to check. */
static const struct schema_column expenditure_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(fact, department)},
    {"单位编码", FIELD_AGENCY, false, AT(fact, agency)},
    {"功能科目编码", FIELD_SUBJECT, false, AT(fact, function), .list = SUBJECT_FUNCTION},
    {"资金来源", FIELD_CHOICE, false, AT(fact, fund), fund_names},
    {"年度性质", FIELD_CHOICE, false, AT(fact, origin), origin_names},
    {"支出类别", FIELD_CHOICE, false, AT(fact, category), category_names},
    {"项目编码", FIELD_PROJECT, true, AT(fact, project)},
    {"部门经济科目编码", FIELD_SUBJECT, true, AT(fact, dept_econ), .list = SUBJECT_DEPT_ECON},
    {"政府经济科目编码", FIELD_SUBJECT, true, AT(fact, gov_econ), .list = SUBJECT_GOV_ECON},
    {"金额", FIELD_MONEY, false, AT(fact, amount)},
};

static const struct schema_column income_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(fact, department)},
    {"单位编码", FIELD_AGENCY, false, AT(fact, agency)},
    {"收入科目编码", FIELD_SUBJECT, true, AT(fact, revenue), .list = SUBJECT_REVENUE},
    {"功能科目编码", FIELD_SUBJECT, false, AT(fact, function), .list = SUBJECT_FUNCTION},
    {"资金来源", FIELD_CHOICE, false, AT(fact, fund), fund_names},
    {"年度性质", FIELD_CHOICE, false, AT(fact, origin), origin_names},
    {"金额", FIELD_MONEY, false, AT(fact, amount)},
};

static const struct schema_column project_columns[] = {
    {"项目编码", FIELD_KEY, false, AT(project, code)},
    {"部门编码", FIELD_DEPARTMENT, false, AT(project, department)},
    {"单位编码", FIELD_AGENCY, false, AT(project, agency)},
    {"项目名称", FIELD_TEXT, false, AT(project, name)},
    {"项目类别", FIELD_TEXT, false, AT(project, kind)},
    {"公开绩效目标", FIELD_YES_NO, false, AT(project, has_form)},
    {"绩效表项目名称", FIELD_TEXT, true, AT(project, texts[PROJECT_FORM_NAME])},
    {"主管部门及代码", FIELD_TEXT, true, AT(project, texts[PROJECT_AUTHORITY])},
    {"实施单位", FIELD_TEXT, true, AT(project, texts[PROJECT_EXECUTOR])},
    {"项目属性", FIELD_TEXT, true, AT(project, texts[PROJECT_ATTRIBUTE])},
    {"项目期", FIELD_TEXT, true, AT(project, texts[PROJECT_TERM])},
    {"实施期资金总额", FIELD_MONEY, true, AT(project, funds[TERM_WHOLE][SOURCE_TOTAL])},
    {"实施期中央财政资金", FIELD_MONEY, true, AT(project, funds[TERM_WHOLE][SOURCE_CENTRAL])},
    {"实施期省级财政资金", FIELD_MONEY, true, AT(project, funds[TERM_WHOLE][SOURCE_PROVINCE])},
    {"实施期市县财政资金", FIELD_MONEY, true, AT(project, funds[TERM_WHOLE][SOURCE_COUNTY])},
    {"实施期单位自筹", FIELD_MONEY, true, AT(project, funds[TERM_WHOLE][SOURCE_OWN])},
    {"实施期其他资金", FIELD_MONEY, true, AT(project, funds[TERM_WHOLE][SOURCE_OTHER])},
    {"年度资金总额", FIELD_MONEY, true, AT(project, funds[TERM_YEAR][SOURCE_TOTAL])},
    {"年度中央财政资金", FIELD_MONEY, true, AT(project, funds[TERM_YEAR][SOURCE_CENTRAL])},
    {"年度省级财政资金", FIELD_MONEY, true, AT(project, funds[TERM_YEAR][SOURCE_PROVINCE])},
    {"年度市县财政资金", FIELD_MONEY, true, AT(project, funds[TERM_YEAR][SOURCE_COUNTY])},
    {"年度单位自筹", FIELD_MONEY, true, AT(project, funds[TERM_YEAR][SOURCE_OWN])},
    {"年度其他资金", FIELD_MONEY, true, AT(project, funds[TERM_YEAR][SOURCE_OTHER])},
    {"项目概况", FIELD_TEXT, true, AT(project, texts[PROJECT_OVERVIEW])},
    {"立项依据", FIELD_TEXT, true, AT(project, texts[PROJECT_BASIS])},
    {"项目设立必要性", FIELD_TEXT, true, AT(project, texts[PROJECT_NEED])},
    {"保证项目实施的制度、措施", FIELD_TEXT, true, AT(project, texts[PROJECT_MEASURES])},
    {"项目实施计划", FIELD_TEXT, true, AT(project, texts[PROJECT_PLAN])},
    {"实施期总体目标", FIELD_TEXT, true, AT(project, texts[PROJECT_GOAL_WHOLE])},
    {"年度总体目标", FIELD_TEXT, true, AT(project, texts[PROJECT_GOAL_YEAR])},
    {"负责人", FIELD_TEXT, true, AT(project, texts[PROJECT_HEAD])},
    {"经办人", FIELD_TEXT, true, AT(project, texts[PROJECT_CLERK])},
    {"联系电话", FIELD_TEXT, true, AT(project, texts[PROJECT_PHONE])},
    {"填报日期", FIELD_TEXT, true, AT(project, texts[PROJECT_DATE])},
};

static const struct schema_column indicator_columns[] = {
    {"项目编码", FIELD_PROJECT, false, AT(indicator, project)},
    {"期别", FIELD_CHOICE, false, AT(indicator, term), term_names},
    {"序号", FIELD_NUMBER, false, AT(indicator, number)},
    {"一级指标", FIELD_TEXT, false, AT(indicator, level[0])},
    {"二级指标", FIELD_TEXT, false, AT(indicator, level[1])},
    {"三级指标", FIELD_TEXT, true, AT(indicator, level[2])},
    {"指标值", FIELD_TEXT, true, AT(indicator, value)},
};

static const struct schema_column prior_year_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(prior_year, department)},
    {"年度", FIELD_YEAR, false, AT(prior_year, year)},
    {"指标", FIELD_TEXT, false, AT(prior_year, item)},
    {"金额", FIELD_MONEY, false, AT(prior_year, amount)},
};

static const struct schema_column procurement_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(procurement, department)},
    {"类别", FIELD_TEXT, false, AT(procurement, kind)},
    {"金额", FIELD_MONEY, false, AT(procurement, amount)},
};

static const struct schema_column asset_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(asset, department)},
    {"截止日期", FIELD_TEXT, false, AT(asset, date)},
    {"项目", FIELD_TEXT, false, AT(asset, item)},
    {"数量", FIELD_QUANTITY, false, AT(asset, quantity)},
    {"计量单位", FIELD_TEXT, false, AT(asset, measure)},
};

static const struct schema_column prose_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(prose, department)},
    {"栏目", FIELD_TEXT, false, AT(prose, column)},
    {"序号", FIELD_NUMBER, false, AT(prose, number)},
    {"内容", FIELD_TEXT, false, AT(prose, content)},
};

/* What a 主要任务 and a 总体目标 must and may not have is book_load()'s to check. */
static const struct schema_column overall_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(overall, department)},
    {"栏目", FIELD_CHOICE, false, AT(overall, column), overall_names},
    {"序号", FIELD_NUMBER, false, AT(overall, number)},
    {"名称", FIELD_TEXT, true, AT(overall, name)},
    {"内容", FIELD_TEXT, true, AT(overall, content)},
    {"金额", FIELD_MONEY, true, AT(overall, amounts[OVERALL_TOTAL])},
    {"其中财政拨款", FIELD_MONEY, true, AT(overall, amounts[OVERALL_FISCAL])},
    {"其他资金", FIELD_MONEY, true, AT(overall, amounts[OVERALL_OTHER])},
};

static const struct schema_column overall_indicator_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(indicator, department)},
    {"序号", FIELD_NUMBER, false, AT(indicator, number)},
    {"一级指标", FIELD_TEXT, false, AT(indicator, level[0])},
    {"二级指标", FIELD_TEXT, false, AT(indicator, level[1])},
    {"三级指标", FIELD_TEXT, true, AT(indicator, level[2])},
    {"指标值", FIELD_TEXT, true, AT(indicator, value)},
};

static const struct schema_column control_columns[] = {
    {"部门编码", FIELD_DEPARTMENT, false, AT(control, department)},
    {"表", FIELD_TEXT, false, AT(control, table)},
    {"行", FIELD_TEXT, false, AT(control, line)},
    {"列", FIELD_TEXT, false, AT(control, column)},
    {"金额", FIELD_MONEY, false, AT(control, amount)},
};

/* That there is a reason is a rule's to check (data/checks/waivers.yaml). */
static const struct schema_column waiver_columns[] = {
    {"规则", FIELD_TEXT, false, AT(waiver, rule)},
    {"部门编码", FIELD_DEPARTMENT, false, AT(waiver, department)},
    {"位置", FIELD_TEXT, false, AT(waiver, place)},
    {"理由", FIELD_TEXT, true, AT(waiver, reason)},
};

#define SCHEMA(file, columns)                                                                      \
    {                                                                                              \
        file, columns, sizeof(columns) / sizeof(columns)[0]                                        \
    }

const struct schema book_schemas[BOOK_FILE_COUNT] = {
    [BOOK_DEPARTMENTS] = SCHEMA("departments.csv", department_columns),
    [BOOK_AGENCIES] = SCHEMA("units.csv", agency_columns),
    [BOOK_EXPENDITURE] = SCHEMA("expenditure.csv", expenditure_columns),
    [BOOK_INCOME] = SCHEMA("income.csv", income_columns),
    [BOOK_PROJECTS] = SCHEMA("projects.csv", project_columns),
    [BOOK_INDICATORS] = SCHEMA("indicators.csv", indicator_columns),
    [BOOK_PRIOR_YEAR] = SCHEMA("prior_year.csv", prior_year_columns),
    [BOOK_PROCUREMENT] = SCHEMA("procurement.csv", procurement_columns),
    [BOOK_ASSETS] = SCHEMA("assets.csv", asset_columns),
    [BOOK_TEXTS] = SCHEMA("texts.csv", prose_columns),
    [BOOK_OVERALL] = SCHEMA("overall.csv", overall_columns),
    [BOOK_OVERALL_INDICATORS] = SCHEMA("overall_indicators.csv", overall_indicator_columns),
    [BOOK_CONTROLS] = SCHEMA("control.csv", control_columns),
    [BOOK_WAIVERS] = SCHEMA("waivers.csv", waiver_columns),
};

_Static_assert(sizeof project_columns / sizeof *project_columns <= SCHEMA_COLUMNS_MAX,
               "the widest file fits");

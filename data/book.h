/* A book (账套): the folder of budget records, read into typed records.
 *
 * A book may be larger than memory. book_open() passes over all files once: it checks what
 * concerns more than one department (the shape of files, codes declared twice, references), and
 * keeps an index of where the rows of each department stand. book_load() reads the records of one
 * department and checks their fields. Each fault is reported once, at file:row:column, against the
 * department it concerns. What depends on the printed tables (do they balance?) is not the book's
 * business.
 *
 * All strings are UTF-8, trimmed of blanks, never NULL ("" where a field was left blank), and
 * live as long as the arena given. Records of one department stand sorted by their own codes, so
 * nothing in the result depends on the order of rows or columns. */
#ifndef BANXIN_BOOK_H
#define BANXIN_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"
#include "data/hash.h"
#include "data/money.h"
#include "data/subject.h"

enum book_file {
    BOOK_DEPARTMENTS,
    BOOK_AGENCIES, /* units.csv */
    BOOK_EXPENDITURE,
    BOOK_INCOME,
    BOOK_PROJECTS,
    BOOK_INDICATORS,
    BOOK_PRIOR_YEAR,
    BOOK_PROCUREMENT,
    BOOK_ASSETS,
    BOOK_TEXTS,
    BOOK_OVERALL,            /* may be missing */
    BOOK_OVERALL_INDICATORS, /* may be missing */
    BOOK_CONTROLS,           /* control.csv; may be missing */
    BOOK_WAIVERS,            /* may be missing */
    BOOK_FILE_COUNT
};

/* 资金来源 */
enum fund {
    FUND_GENERAL,        /* 一般公共预算 */
    FUND_GOVERNMENT,     /* 政府性基金预算 */
    FUND_STATE_CAPITAL,  /* 国有资本经营预算 */
    FUND_FISCAL_ACCOUNT, /* 财政专户管理资金 */
    FUND_AGENCY,         /* 单位资金 */
    FUND_COUNT
};

/* 年度性质 */
enum origin { ORIGIN_CURRENT /* 当年 */, ORIGIN_CARRIED /* 上年结转 */, ORIGIN_COUNT };

/* 支出类别 */
enum category {
    CATEGORY_PERSONNEL, /* 人员经费 */
    CATEGORY_OPERATING, /* 公用经费 */
    CATEGORY_PROJECT,   /* 项目支出 */
    CATEGORY_COUNT
};

/* 单位性质 */
enum agency_nature {
    AGENCY_ADMINISTRATIVE, /* 行政单位 */
    AGENCY_BY_ANALOGY,     /* 参照公务员法管理事业单位 */
    AGENCY_INSTITUTION,    /* 事业单位 */
    AGENCY_NATURE_COUNT
};

/* 部门 */
struct department {
    int row;
    const char *code, *name;
    int year;
};

/* 单位; "agency" because "unit" is a length here */
struct agency {
    int row;
    const char *department; /* code */
    const char *code, *name;
    enum agency_nature nature;
    bool counts_operating; /* 运行经费口径 是: its 公用经费 is 机关运行经费 */
};

enum fact_kind { FACT_EXPENDITURE, FACT_INCOME };

/* One row of expenditure.csv or income.csv. Codes that do not apply are "". */
struct fact {
    int row;
    const char *department;
    enum fact_kind kind;
    const struct agency *agency;
    const char *function; /* 7 digits */
    const char *revenue;  /* income only, may be "" */
    enum fund fund;
    enum origin origin;
    enum category category;        /* expenditure only */
    const struct project *project; /* expenditure of CATEGORY_PROJECT, else NULL */
    const char *dept_econ;         /* 5 digits or "" */
    const char *gov_econ;          /* 5 digits or "" */
    money amount;
};

/* 项目, with the head of its 绩效目标表. Amounts in 分 or MONEY_NONE; texts keep their newlines. */
enum project_term { TERM_WHOLE /* 实施期 */, TERM_YEAR /* 年度 */, TERM_COUNT };
enum project_source {
    SOURCE_TOTAL,   /* 资金总额 */
    SOURCE_CENTRAL, /* 中央财政资金 */
    SOURCE_PROVINCE,
    SOURCE_COUNTY,
    SOURCE_OWN, /* 单位自筹 */
    SOURCE_OTHER,
    SOURCE_COUNT
};
enum project_text {
    PROJECT_FORM_NAME,  /* 绩效表项目名称 */
    PROJECT_AUTHORITY,  /* 主管部门及代码 */
    PROJECT_EXECUTOR,   /* 实施单位 */
    PROJECT_ATTRIBUTE,  /* 项目属性 */
    PROJECT_TERM,       /* 项目期 */
    PROJECT_OVERVIEW,   /* 项目概况 */
    PROJECT_BASIS,      /* 立项依据 */
    PROJECT_NEED,       /* 项目设立必要性 */
    PROJECT_MEASURES,   /* 保证项目实施的制度、措施 */
    PROJECT_PLAN,       /* 项目实施计划 */
    PROJECT_GOAL_WHOLE, /* 实施期总体目标 */
    PROJECT_GOAL_YEAR,  /* 年度总体目标 */
    PROJECT_HEAD,       /* 负责人 */
    PROJECT_CLERK,      /* 经办人 */
    PROJECT_PHONE,      /* 联系电话 */
    PROJECT_DATE,       /* 填报日期 */
    PROJECT_TEXT_COUNT
};
struct project {
    int row;
    const char *department;
    const char *code, *name;
    const struct agency *agency;
    const char *kind; /* 项目类别: 特定目标类, 其他运转类 … */
    bool has_form;    /* 公开绩效目标 */
    money funds[TERM_COUNT][SOURCE_COUNT];
    const char *texts[PROJECT_TEXT_COUNT];
};

/* Of a project, or (overall_indicators.csv) of the whole department. */
struct indicator {
    int row;
    const char *department;
    const struct project *project; /* NULL: of the department, and then of TERM_YEAR */
    enum project_term term;
    int number;           /* 序号 */
    const char *level[3]; /* 一级, 二级, 三级指标 */
    const char *value;    /* 指标值 */
};

struct prior_year {
    int row;
    const char *department;
    int year;
    const char *item; /* 指标: 收入总计 … */
    money amount;
};

struct procurement {
    int row;
    const char *department;
    const char *kind; /* 类别: 货物, 工程, 服务 */
    money amount;
};

struct asset {
    int row;
    const char *department;
    const char *date;     /* 截止日期, as given */
    const char *item;     /* 项目 */
    const char *quantity; /* 数量, as given: a number with up to two decimals */
    const char *measure;  /* 计量单位 */
};

struct prose {
    int row;
    const char *department;
    const char *column; /* 栏目: 部门职责, 机构设置 … */
    int number;         /* 序号, orders the entries of one 栏目 */
    const char *content;
};

/* A line of the 整体支出绩效目标申报表. */
enum overall_column { OVERALL_TASK /* 主要任务 */, OVERALL_GOAL /* 总体目标 */, OVERALL_COUNT };
enum overall_amount {
    OVERALL_TOTAL,  /* 金额 */
    OVERALL_FISCAL, /* 其中财政拨款 */
    OVERALL_OTHER,  /* 其他资金 */
    OVERALL_AMOUNT_COUNT
};
struct overall {
    int row;
    const char *department;
    enum overall_column column; /* 栏目 */
    int number;                 /* 序号 */
    const char *name, *content;
    money amounts[OVERALL_AMOUNT_COUNT]; /* of a task; MONEY_NONE where blank */
};

/* The approved figure of a cell of a printed table, for data/check.h to compare. */
struct control {
    int row;
    const char *department;
    const char *table;  /* 表: its number, or its wording in the contents */
    const char *line;   /* 行: label or code; 合计 */
    const char *column; /* 列: its head */
    money amount;
};

/* A finding of data/check.h that the book lets pass, with the reason. */
struct waiver {
    int row;
    const char *rule, *department;
    const char *place;  /* file:row:column, or the finding's place in words; * for any */
    const char *reason; /* may be "" */
};

struct book; /* immutable once opened */

/* Where the program's own data stands (data/subjects.csv, data/formats/). */
struct book_options {
    const char *data_dir;
};

/* Opens the book in folder PATH. Faults go to DIAG. Returns NULL only when book.yaml itself or a
 * whole file cannot be used; else the book, of which DIAG says what cannot be published. */
const struct book *book_open(struct arena *arena, const char *path,
                             const struct book_options *options, struct diag *diag);

/* Closes the files of BOOK, which may be NULL: nothing can be loaded any more. The rest of it lives
 * as long as its arena. */
void book_close(const struct book *book);

const char *book_format(const struct book *book); /* name of the format pack */
int book_year(const struct book *book);
const char *book_date(const struct book *book); /* 公开日期, as 2026-02-10; "": not told */
struct text book_region(const struct book *book);
const char *book_path(const struct book *book);
const struct subjects *book_subjects(const struct book *book);

/* Departments in the order of their codes. */
size_t book_department_count(const struct book *book);
const struct department *book_department(const struct book *book, size_t index);

/* The records of one department. */
struct budget {
    const struct book *book;
    const struct department *department;
    const struct agency *agencies; /* by code */
    size_t agency_count;
    const struct fact *facts; /* expenditure and income */
    size_t fact_count;
    const struct project *projects; /* by code */
    size_t project_count;
    const struct indicator *indicators; /* by project, term, number */
    size_t indicator_count;
    const struct prior_year *prior_years;
    size_t prior_year_count;
    const struct procurement *procurements;
    size_t procurement_count;
    const struct asset *assets;
    size_t asset_count;
    const struct prose *prose; /* by 栏目, 序号 */
    size_t prose_count;
    const struct overall *overall; /* by 栏目, 序号 */
    size_t overall_count;
    const struct indicator *overall_indicators; /* by number */
    size_t overall_indicator_count;
    const struct control *controls; /* by row */
    size_t control_count;
    const struct waiver *waivers; /* by row */
    size_t waiver_count;
};

/* Reads the records of department INDEX into ARENA. Faults of fields are reported against the
 * department, which DIAG is left concerned with; a row with a fault is left out. False when a file
 * cannot be read or was changed since book_open(), which is reported too: then nothing of BUDGET is
 * to be used. Forked processes may load from one book at once. */
bool book_load(struct arena *arena, const struct book *book, size_t index, struct diag *diag,
               struct budget *budget);

/* Hashes of all that the records of a department tell: in whatever order of rows and columns, in
 * whatever charset. */
struct book_digest {
    struct hash records;  /* its rows in all files but departments.csv */
    struct hash subjects; /* names of the subjects in them, and of the subjects above these; what a
                             table prints besides is in book_classes_digest() */
    struct hash settings; /* format, year, region, date; its own row */
};
struct book_digest book_digest(const struct book *book, size_t index);

/* A hash of all 类 of the 功能 classification: what a table that prints every one of them
 * (format_prints_classes()) depends on, whatever the records refer to. */
struct hash book_classes_digest(const struct book *book);

/* Has the department any row in FILE? */
bool book_has_rows(const struct book *book, size_t index, enum book_file file);

/* The place of the field under HEADING in a row; column 0 when the file has no such column. */
struct pos book_pos(const struct book *book, enum book_file file, int row, const char *heading);

/* A field of text or money, for those who know it by its heading only. */
struct book_value {
    struct text text; /* "" for an amount, with its place */
    bool is_amount;
    money amount;
};

/* The column of FILE under HEADING; -1 when it has none of text or money. */
int book_column(enum book_file file, const char *heading);
const char *book_heading(enum book_file file, int column);
const char *book_file_name(enum book_file file);

/* What RECORD, of FILE, has in a COLUMN that book_column() told. */
struct book_value book_value(const struct book *book, enum book_file file, int column,
                             const void *record);

/* The names of the enumerated values, as the CSV files and the packs write them; NULL ends a list.
 */
extern const char *const fund_names[FUND_COUNT + 1];
extern const char *const origin_names[ORIGIN_COUNT + 1];
extern const char *const category_names[CATEGORY_COUNT + 1];
extern const char *const term_names[TERM_COUNT + 1];
const char *fund_name(enum fund fund);
const char *origin_name(enum origin origin);
const char *category_name(enum category category);
const char *agency_nature_name(enum agency_nature nature);

#endif

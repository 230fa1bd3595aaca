/* Named figures: what the sentences of 情况说明 speak of, computed from the records.
 *
 * A pack declares them (narrative.yaml, figures and lists); here they get their values. A figure
 * whose records are missing is no fault by itself: the fault is kept with it and reported when a
 * sentence wants to print it. */
#ifndef BANXIN_FIGURES_H
#define BANXIN_FIGURES_H

#include "data/format.h"

/* ---- as the pack declares them --------------------------------------------------------------- */

enum figure_kind {
    FIGURE_AMOUNT,   /* value in 分 */
    FIGURE_PERCENT,  /* value in 1/100 % */
    FIGURE_COUNT,    /* value as it is */
    FIGURE_QUANTITY, /* value in 1/100 of the measure, which is its text */
    FIGURE_DATE,     /* value as year * 10000 + month * 100 + day */
    FIGURE_TEXT      /* text */
};

enum figure_source {
    FROM_NAME,        /* {year}, {last_year}, {department}, {region}: item */
    FROM_SUM,         /* of the records that pass */
    FROM_AGENCIES,    /* how many have records that pass */
    FROM_PROJECTS,    /* likewise */
    FROM_FORMS,       /* projects with 公开绩效目标 是, whether or not they have records */
    FROM_PRIOR,       /* last year's 指标 in prior_year.csv */
    FROM_PROCUREMENT, /* a 类别 of procurement.csv */
    FROM_ASSET,       /* a 项目 of assets.csv */
    FROM_ASSET_DATE,  /* the one 截止日期 of all items of assets.csv */
    FROM_PROSE,       /* a 栏目 of texts.csv */
    FROM_OPERANDS,    /* of the operands */
    FROM_SHARE,       /* first operand in the second */
    FROM_CHANGE,      /* first operand less the second */
    FROM_RATE         /* size of that change in the second; none when the second is zero */
};

/* A figure that another one is made of: an earlier one, so that there are no circles. */
struct figure_operand {
    size_t figure;
    bool negative;
};

/* Which records: a filter, and what the project of a record must be. No kinds take all. */
struct figure_filter {
    enum fact_kind kind;
    struct fact_filter fact;
    bool with_form;                   /* 公开绩效目标 是 */
    const char *const *project_kinds; /* 项目类别 */
    size_t project_kind_count;
};

struct figure_format {
    const char *name;
    struct pos pos;
    enum figure_source source;
    enum figure_kind kind;
    struct figure_filter filter;
    const char *item; /* 指标, 类别, 项目, 栏目 */
    const struct figure_operand *operands;
    size_t operand_count;
};

/* A list of named figures. Entries without a name of their own come from the records. */
enum list_rows {
    LIST_FIGURES, /* those of the pack, in its order */
    LIST_CLASSES, /* 类 of the 功能 classification, by code; not those that sum to zero */
    LIST_ITEMS    /* 部门经济 款, likewise */
};
struct list_entry_format {
    struct text name;
    size_t figure;
    bool has_from;
    size_t from; /* last year's, for the change */
};
struct list_format {
    const char *name;
    struct pos pos;
    enum list_rows rows;
    enum figure_kind kind; /* of every entry's value */
    struct figure_filter filter;
    const struct list_entry_format *entries;
    size_t entry_count;
    bool has_whole;
    size_t whole; /* the figure of which the entries are shares */
};

/* How numbers are printed, the same in every sentence. */
struct number_style {
    struct text unit_name; /* 万元 */
    int64_t unit_fen;
    int decimals;
    bool separator;  /* 7,021.24 */
    bool trim_zeros; /* 9000, not 9000.00 */
};

/* ---- of one department ----------------------------------------------------------------------- */

/* Why there is no figure: what to report, and where. Shared by all that is made of it. */
struct figure_fault {
    enum diag_code code;
    struct pos pos;
    const char *arguments[3];
    bool reported; /* once is enough */
};

struct figure {
    enum figure_kind kind;
    int64_t value;
    bool exact;                 /* percent: nothing was rounded */
    struct text text;           /* FIGURE_TEXT, the measure of FIGURE_QUANTITY */
    struct figure_fault *fault; /* NULL: the figure is present */
};

enum entry_figure { ENTRY_NAME, ENTRY_VALUE, ENTRY_SHARE, ENTRY_CHANGE, ENTRY_FIGURE_COUNT };
struct figure_entry {
    struct figure figures[ENTRY_FIGURE_COUNT];
};
struct figure_list {
    struct figure_entry *entries;
    size_t count;
};

struct figures {
    struct figure *values; /* as declared */
    size_t count;
    struct figure_list *lists;
    size_t list_count;
};

struct figure_declarations {
    const struct figure_format *figures;
    size_t figure_count;
    const struct list_format *lists;
    size_t list_count;
};

/* Computes all that is DECLARED for the department of BUDGET. Only what no sentence could put
 * right is reported at once: sums out of range, records that no figure takes in. */
struct figures figures_compute(struct arena *arena, const struct figure_declarations *declared,
                               const struct budget *budget, struct diag *diag);

/* Reports why FIGURE is missing, unless it was reported before. */
void figure_report(const struct figure *figure, struct diag *diag);

/* ---- printing -------------------------------------------------------------------------------- */

enum figure_form {
    FORM_PLAIN,  /* with unit or measure: 7021.24万元, 40.65%, 2026年1月27日 */
    FORM_ABS,    /* the same without its sign */
    FORM_NUMBER, /* without unit or measure */
    FORM_CLAUSE  /* a text without its last stop, to stand within a sentence */
};

/* Whether figures of KIND can be printed in FORM. */
bool figure_has_form(enum figure_kind kind, enum figure_form form);

/* FIGURE, which is present, as text. */
const char *figure_print(struct arena *arena, const struct figure *figure, enum figure_form form,
                         const struct number_style *style);

#endif

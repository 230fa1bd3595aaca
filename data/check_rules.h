/* Rules as read from data/checks. Private to data/check*.c.
 *
 * A rule is a line of YAML: id, level, kind, title, message, source, and the parameters of its
 * kind. A new parameter is a member here and a line in the table of check_rules.c. */
#ifndef BANXIN_CHECK_RULES_H
#define BANXIN_CHECK_RULES_H

#include "data/check.h"
#include "data/figures.h"

enum check_relation { CHECK_EQUAL, CHECK_AT_MOST, CHECK_AT_LEAST };

/* Bits of check_rule.by. */
enum check_dimension {
    CHECK_BY_FUND,     /* 资金来源 */
    CHECK_BY_ORIGIN,   /* 年度性质 */
    CHECK_BY_FUNCTION, /* 功能科目 (项) */
    CHECK_BY_AGENCY    /* 单位 */
};

/* A term of a sum: a figure, or a cell of a derived table. */
struct check_operand {
    struct pos pos;
    const char *figure; /* NULL: a cell */
    size_t index;       /* of the figure */
    int table;          /* its number in the pack */
    int side;           /* 1, 2; 0: whichever has it */
    const char *row;    /* label or code; total: 合计; each: every row of the table */
    const char *column; /* head, as the pack writes it */
    bool minus;
};

struct check_rule {
    struct check_rule_head head;
    size_t kind;       /* index into the table of kinds */
    const char *place; /* in words; NULL: that of the first operand */
    const struct check_operand *left, *right;
    size_t left_count, right_count;
    int relation;             /* enum check_relation */
    int64_t fen;              /* an amount: tolerance, or the least that counts */
    int percent;              /* tolerance, or the least that counts */
    int limit;                /* how many characters, times … */
    unsigned by;              /* enum check_dimension */
    bool even_zero;           /* a figure that is missing counts as zero */
    const char *const *words; /* what is looked for */
    size_t word_count;
    const char *const *others; /* what it is set against, or what excuses it */
    size_t other_count;
    const char *const *fields; /* labels of texts (check_run.h); none: all */
    size_t field_count;
    const bool *wants; /* by the labels of all rules; one more for a label that no rule names */
    const char *const *formats; /* packs the rule is for; none: all */
    size_t format_count;
};

struct check_rules {
    struct figure_declarations declared; /* figures of tables.yaml, for all files */
    const struct check_rule *rules;
    size_t count;
    const char *const *labels; /* every field that a rule names, once */
    size_t label_count;
    struct hash digest; /* of the files */
};

#endif

/* Checking a book: what must not, should not or need not be in print.
 *
 * Rules are data (data/checks/<group>.yaml): id, level, what is compared, the wording of the finding and
 * the official source. Every rule names a kind of check (data/check_kinds.h), a function over the
 * records, derived tables and texts of one department. Comparisons are exact, on records; what is
 * rounded to the printed unit is never a finding. A book may waive findings (waivers.csv).
 *
 * check_department() is a function of its arguments only: departments may be checked in any order,
 * by any number of threads. */
#ifndef BANXIN_CHECK_H
#define BANXIN_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/book.h"
#include "data/diag.h"
#include "data/format.h"
#include "data/hash.h"

enum check_level {
    CHECK_FATAL,   /* 致命: is not published */
    CHECK_WARNING, /* 警告: the official may publish it knowingly */
    CHECK_NOTE,    /* 提示 */
    CHECK_LEVEL_COUNT
};
const char *check_level_name(enum check_level level, enum diag_language language);

/* One file of data/checks each, in this order. */
enum check_group {
    CHECK_TABLES,  /* 表格 */
    CHECK_FORMS,   /* 绩效 */
    CHECK_WORDING, /* 文字 */
    CHECK_PRIVACY, /* 隐私 */
    CHECK_WAIVERS, /* 豁免: they look at the findings of the rules before */
    CHECK_GROUP_COUNT
};
const char *check_group_name(enum check_group group, enum diag_language language);

/* What every rule has; its parameters are in data/check_rules.h. */
struct check_rule_head {
    const char *id; /* T01 */
    struct pos pos;
    enum check_level level;
    enum check_group group;
    const char *title[2];   /* by language */
    const char *message[2]; /* {1} {2} … are the arguments of the kind */
    const char *source;     /* 财预〔2016〕143号 */
};

struct check_rules; /* immutable once read */

/* Reads the rules in folder PATH. Mistakes go to DIAG; NULL when there was one. */
const struct check_rules *check_rules_read(struct arena *arena, const char *path,
                                           struct diag *diag);

size_t check_rule_count(const struct check_rules *rules);
const struct check_rule_head *check_rule_at(const struct check_rules *rules, size_t index);

struct check_finding {
    const struct check_rule_head *rule;
    const char *department; /* code */
    struct pos pos;         /* of the input; row 0: no single place */
    const char *place;      /* in words: 表一 收入总计; a project and a field of its form */
    const char *found, *expected, *difference; /* as printed; "" where there is none */
    const char *message;
    const struct waiver *waiver; /* of the book; NULL: stands */
};
struct check_findings {
    const struct check_finding *items; /* in the order of the rules, then of the places */
    size_t count;
};

#define CHECK_LEVELS_ALL ((1u << CHECK_LEVEL_COUNT) - 1)

/* Checks the department of BUDGET by the rules of LEVELS (bits 1 << enum check_level). FORMAT has
 * what is printed. Findings, messages in LANGUAGE, live in ARENA. */
struct check_findings check_department(struct arena *arena, const struct check_rules *rules,
                                       const struct format *format, const struct budget *budget,
                                       unsigned levels, enum diag_language language);

/* Checks the department by all rules: counts the findings that are not waived, and reports the fatal
 * ones of these to DIAG as errors of the department. True when there is none. */
bool check_publishable(const struct check_rules *rules, const struct format *format,
                       const struct budget *budget, size_t counts[CHECK_LEVEL_COUNT],
                       struct diag *diag);

/* Of the files the rules were read from. */
struct hash check_rules_digest(const struct check_rules *rules);

/* FILE:ROW:COLUMN, as waivers.csv names a place. */
const char *check_pos_text(struct arena *arena, struct pos pos);

#endif

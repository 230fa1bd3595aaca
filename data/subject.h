/* The four classifications of budget subjects (政府收支分类科目), code → name.
 *
 * The built-in lists are a CSV file shipped with the program (data/subjects.csv: 类别, 编码, 名称,
 * 起始年度, 终止年度), because names depend on the year: 20805 was 行政事业单位离退休 until 2019.
 * A book's own subjects.csv adds to them and overrides names. */
#ifndef BANXIN_SUBJECT_H
#define BANXIN_SUBJECT_H

#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"

enum subject_list {
    SUBJECT_FUNCTION,  /* 功能: 类 3, 款 5, 项 7 digits */
    SUBJECT_REVENUE,   /* 收入: 类 3, 款 5, 项 7, 目 9 digits */
    SUBJECT_DEPT_ECON, /* 部门经济: 类 3, 款 5 digits */
    SUBJECT_GOV_ECON,  /* 政府经济: 类 3, 款 5 digits */
    SUBJECT_LIST_COUNT
};

struct subject {
    struct text code, name;
};

struct subjects; /* immutable once loaded */

/* The subject of CODE (its first LENGTH bytes), borrowed; NULL when the list has none. */
const struct subject *subjects_lookup(const struct subjects *subjects, enum subject_list list,
                                      const char *code, size_t length);

/* All subjects of LIST in the order of their codes. */
size_t subjects_count(const struct subjects *subjects, enum subject_list list);
const struct subject *subjects_at(const struct subjects *subjects, enum subject_list list,
                                  size_t index);

/* The names the lists have in 财政部's terms: 功能, 收入, 部门经济, 政府经济; NULL ends them. */
extern const char *const subject_list_names[SUBJECT_LIST_COUNT + 1];

#endif

/* What changed in print between two states of one department's document. */
#ifndef BANXIN_CHANGES_H
#define BANXIN_CHANGES_H

#include "data/printed.h"

/* A place that both print, differently or in another unit; or that only one prints (the other is
 * NULL). Where it stands on the page and on which page is no change; nor is a place that only one
 * has and that is printed blank there, or the unit of one that both print blank. */
struct change {
    const struct printed *before, *after;
    bool follows; /* a total: it moved along with amounts of its table, which it sums */
};

struct change_list {
    const struct change *items; /* in reading order: of AFTER; what is gone stands where it stood */
    size_t count;
};

/* Compares the lists, both as printed_read() gives them. Owned by ARENA, refers to both lists. */
struct change_list changes_find(struct arena *arena, const struct printed_list *before,
                                const struct printed_list *after);

/* What a reader is told of a change. */
enum change_note {
    CHANGE_CORRECTED, /* 更正 */
    CHANGE_FOLLOWED,  /* 随动 */
    CHANGE_ADDED,     /* 新增 */
    CHANGE_REMOVED,   /* 删除 */
    CHANGE_NOTE_COUNT
};
enum change_note change_note(const struct change *change);

/* The place of CHANGE: in the document as it is now, or where it was before it was removed. */
const struct printed *change_place(const struct change *change);

/* Whose changes they are. */
struct changed_department {
    const char *code, *name;
    int year;
};

/* The change list as CSV: changes_write_head() (with a BOM) once, then a row for each change of a
 * department, its values whole:
 * 部门编码, 部门名称, 部分, 表, 行, 列, 原公布数, 更正后, 单位, 页码, 说明 (更正, 随动, 新增, 删除). */
void changes_write_head(FILE *out);
void changes_write(FILE *out, const struct changed_department *department,
                   const struct change_list *changes);

#endif

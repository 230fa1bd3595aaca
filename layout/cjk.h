/* Classes of characters for Chinese line breaking (避头尾), and what may happen between two.
 *
 * The first of the three steps of setting a line: classes (here) → breaks (line_break) →
 * adjustment (line_adjust). Pure: no fonts, no globals. The rules are two tables in cjk.c. */
#ifndef BANXIN_CJK_H
#define BANXIN_CJK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"

enum cjk_class {
    CJK_HAN,     /* ideographs and whatever behaves like them: a line may break on both sides */
    CJK_OPEN,    /* “ ‘ 《 （ ( [ … not at a line's end */
    CJK_CLOSE,   /* 、，。：；！？ ” ’ 》 ） … not at a line's start */
    CJK_JOINER,  /* 连接号, 间隔号, 分隔号: ～ – — · / : not at a line's start */
    CJK_DASH,    /* —— and ……: the two never part */
    CJK_LATIN,   /* letters: words stay whole */
    CJK_DIGIT,   /* digits: numbers stay whole */
    CJK_UNIT,    /* 年 月 号 万 元 after a number: better left with it */
    CJK_INFIX,   /* . , : ; of the Latin script, within numbers and after words */
    CJK_PREFIX,  /* + − ≥ ≤ ￥ before a number */
    CJK_POSTFIX, /* % ‰ ℃ ㎡ after a number; 〕 after the year of a document's number */
    CJK_GLUE,    /* no-break space, straight quotes: nothing breaks on either side */
    CJK_SPACE,   /* a line may break after it, and there it vanishes */
    CJK_CLASS_COUNT
};

/* What ending a line between two characters would mean, from harmless to worst. */
enum cjk_break {
    CJK_BREAK_FREE,
    CJK_BREAK_AVOID,    /* parts a number from its unit, a range after its dash */
    CJK_BREAK_NO_START, /* puts a character at a line's start that must not be there (避头) */
    CJK_BREAK_NO_END,   /* the same at a line's end (避尾) */
    CJK_BREAK_INSIDE    /* within a number, a word, —— or …… */
};

struct cjk_gap {
    enum cjk_break breaks;
    bool stretches; /* may be drawn out when a line is justified */
};

/* The class of every byte of UTF8 (LENGTH bytes of valid UTF-8): each byte has the class of its
 * character, a combining mark that of its base. An array of LENGTH enum cjk_class. */
const uint8_t *cjk_classes(struct arena *arena, const char *utf8, size_t length);

/* What may happen between a character of class BEFORE and the next, of class AFTER. A space on the
 * right never breaks; ask about the character after it. */
struct cjk_gap cjk_between(enum cjk_class before, enum cjk_class after);

#endif

/* Which places between two characters a line of Chinese may end at (避头尾, 分离禁则).
 *
 * The first of the three steps of setting a line: places (here) → breaks (line_break) →
 * adjustment (line_adjust). Pure: no fonts, no globals. The rules are the tables of cjk.c. */
#ifndef BANXIN_CJK_H
#define BANXIN_CJK_H

#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"
#include "data/format.h"

/* Kinds of characters, for the rules here and for what composition does with the space between. */
enum cjk_class {
    CJK_HAN,      /* ideographs and whatever behaves like them */
    CJK_OPEN,     /* “ ‘ 《 （ ( [ … */
    CJK_CLOSE,    /* ” ’ 》 ） ) ] … */
    CJK_PAUSE,    /* 、，；： */
    CJK_STOP,     /* 。？！ */
    CJK_MIDDLE,   /* 间隔号 · */
    CJK_JOINER,   /* 连接号 ～ – - and a single — */
    CJK_SOLIDUS,  /* 分隔号 ／ / */
    CJK_DASH,     /* 破折号 —— */
    CJK_ELLIPSIS, /* 省略号 …… */
    CJK_LATIN,    /* letters of alphabets, and what stands among them */
    CJK_DIGIT,    /* 0-9, full-width ones too */
    CJK_UNIT,     /* 年 月 号 万元 亩 after a number */
    CJK_INFIX,    /* . , : ; of the Latin script, within numbers and after words */
    CJK_PREFIX,   /* + − ≥ ≤ ￥ before a number */
    CJK_POSTFIX,  /* % ‰ ℃ ㎡ after a number */
    CJK_GLUE,     /* no-break space: nothing breaks on either side */
    CJK_SPACE,
    CJK_OPERATOR, /* × = between numbers */
    CJK_OTHER,    /* zero-width spaces, ends of lines: UAX #14 alone knows about them */
    CJK_CLASS_COUNT
};

/* What ending a line at a place would mean, from harmless to worst. A line ends at CJK_BREAK_FREE;
 * when the measure is too narrow for that, the rules give way in this order. */
enum cjk_break {
    CJK_BREAK_FREE,
    CJK_BREAK_AVOID,    /* parts a number from its unit, a range after its dash */
    CJK_BREAK_NO_START, /* puts a character at a line's start that must not be there (避头) */
    CJK_BREAK_NO_END,   /* the same at a line's end (避尾) */
    CJK_BREAK_INSIDE    /* within a number, a word, —— or …… */
};

struct cjk_place {
    uint8_t class;  /* enum cjk_class of the character; a combining mark has that of its base */
    uint8_t before; /* enum cjk_break: what ending a line before the character would mean */
};

/* Unicode's line breaking (UAX #14), which rules where the Chinese rules do not speak, and its words
 * (layout/sense.h). Not for two threads at a time. */
struct cjk_breaker;
struct cjk_breaker *cjk_breaker_open(void);
void cjk_breaker_close(struct cjk_breaker *breaker); /* BREAKER may be NULL */

/* The places of UTF8, LENGTH bytes of valid UTF-8, with the rules of LEVEL: an array of LENGTH,
 * each byte with the place of its character. Spaces stay with the line they end: no line ends
 * before one, and the place after them tells what ending the line there means. */
const struct cjk_place *cjk_places(struct arena *arena, struct cjk_breaker *breaker,
                                   enum line_level level, const char *utf8, size_t length);

#define CJK_LIBRARY_SIZE 32

/* The library that tells where lines may break, with the version that is running. */
void cjk_library(char text[CJK_LIBRARY_SIZE]);

#endif

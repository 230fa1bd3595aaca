/* The 更正说明 of a format pack: correction.yaml. Private to data/format.c and data/correction.c.
 *
 * It has a title, an introduction, a table with a row for each change, notes and the name of the
 * department. All that stands around the table are frames (data/frame.h). */
#ifndef BANXIN_FORMAT_CORRECTION_H
#define BANXIN_FORMAT_CORRECTION_H

#include "data/changes.h"
#include "data/excerpt.h"
#include "data/frame.h"
#include "data/pack.h"

/* What its frames may name. */
enum correction_figure {
    CORRECTION_DEPARTMENT,
    CORRECTION_YEAR,
    CORRECTION_CHANGES, /* all places that changed; those of each note: */
    CORRECTION_CORRECTED,
    CORRECTION_FOLLOWED,
    CORRECTION_ADDED,
    CORRECTION_REMOVED,
    CORRECTION_TABLES,    /* 表 and 部分 in which they stand */
    CORRECTION_SHORTENED, /* changes of which an excerpt is shown */
    CORRECTION_FIGURE_COUNT
};
extern const struct figure_format correction_figures[CORRECTION_FIGURE_COUNT];

/* What a column shows of a change. */
enum correction_show {
    CORRECTION_NUMBER, /* 序号 */
    CORRECTION_TABLE,  /* 表, or the 部分 of what stands in none */
    CORRECTION_ROW,
    CORRECTION_COLUMN,
    CORRECTION_BEFORE, /* 原公布数 */
    CORRECTION_AFTER,  /* 更正后 */
    CORRECTION_UNIT,
    CORRECTION_PAGE,
    CORRECTION_NOTE,
    CORRECTION_SHOW_COUNT
};

struct correction_column {
    struct pos pos;
    struct text head;
    enum correction_show show;
    unit width;       /* fixed, or 0 */
    int share;        /* of what the fixed widths leave */
    enum align align; /* of texts; amounts stand by their decimal point */
    bool merge;       /* equal values that follow one another are one cell, within that of a column
                   before */
};

struct correction_words {
    struct text notes[CHANGE_NOTE_COUNT];
    struct text none;  /* in the place of a value that is not there: — */
    struct text blank; /* of a value that is printed blank */
    struct text cover; /* what stands in no part */
    struct text mark;  /* for what an excerpt leaves out: …… */
};

struct correction_format {
    struct pos pos;
    size_t page; /* index into format.pages */
    const struct frame *title, *introduction;
    const struct frame *caption; /* over the table */
    const struct frame *notes;   /* under it */
    const struct frame *closing;
    size_t title_style, introduction_style, caption_style, notes_style, closing_style;
    size_t head_style, body_style, line_style; /* of the table */
    unit row_pitch;
    struct text continued; /* 续表 */
    const struct correction_column *columns;
    size_t column_count;
    struct correction_words words;
    struct excerpt_style excerpt;
};

/* Reads ROOT into FORMAT->correction. Styles and pages of FORMAT are read already. */
void format_read_correction(const struct pack *pack, const struct yaml_node *root,
                            struct format *format);

#endif

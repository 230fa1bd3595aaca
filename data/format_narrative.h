/* The narrative of a format pack: narrative.yaml. Private to data/format.c and data/narrative*.c.
 *
 * It declares figures and lists (data/figures.h), then the sections of 情况说明 as blocks in
 * reading order, whose sentences are frames (data/frame.h), and the pack's own 名词解释. */
#ifndef BANXIN_FORMAT_NARRATIVE_H
#define BANXIN_FORMAT_NARRATIVE_H

#include "data/document.h"
#include "data/figures.h"
#include "data/frame.h"
#include "data/pack.h"

enum narrative_block_kind {
    NARRATIVE_TEXT,           /* a paragraph; nothing when the frame says nothing */
    NARRATIVE_HEADING,        /* （一）…, 1、… */
    NARRATIVE_CHART,          /* of a list; nothing when all of it is zero */
    NARRATIVE_FORMS_OVERALL,  /* 整体支出绩效目标申报表 */
    NARRATIVE_FORMS_PROJECTS, /* 项目支出绩效目标表 */
    NARRATIVE_BLOCK_KIND_COUNT
};

struct narrative_block {
    enum narrative_block_kind kind;
    struct pos pos;
    size_t style;              /* index into format.styles */
    const struct frame *frame; /* text; alternative text of a chart */
    struct text heading;
    bool in_contents; /* heading: listed, at level 3 */
    enum chart_kind chart;
    unit height;
    size_t list;
};

struct narrative_section {
    struct text title;
    const struct narrative_block *blocks;
    size_t block_count;
};

struct glossary_term {
    struct text term, text;
};

struct narrative_format {
    struct number_style numbers;
    struct figure_declarations declared;
    const struct narrative_section *sections;
    size_t section_count;
    struct text glossary_column; /* 栏目 of texts.csv that takes the place of the terms */
    const struct glossary_term *terms;
    size_t term_count;
};

/* The frame that NODE writes as a line, or as a list of lines that follow one another. It may name
 * what is DECLARED. NULL after a report. */
const struct frame *format_read_frame(const struct pack *pack, const struct yaml_node *node,
                                      const struct figure_declarations *declared);

/* Reads ROOT into FORMAT->narrative. Styles and pages of FORMAT are read already. */
void format_read_narrative(const struct pack *pack, const struct yaml_node *root,
                           struct format *format);

#endif

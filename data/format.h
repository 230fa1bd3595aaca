/* A format pack: one authority's publication, described as data (the YAML files of
 * data/formats/<name>).
 *
 * format.yaml has the printed unit, page geometries, font roles, text styles and the order of the
 * parts; tables.yaml has every table; correction.yaml, which it need not have, tells how a
 * correction is explained. A pack may build on others (base: in format.yaml), such as
 * that of a standard, and say only what it adds to them. The program knows kinds of rows and
 * columns; it does not know 表三. Every text of a pack carries its place, and may hold {year},
 * {department} and {region}. A mistake is reported at file:line:column with what was expected.
 *
 * The whole structure is immutable after format_read() and lives in its arena. */
#ifndef BANXIN_FORMAT_H
#define BANXIN_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/arena.h"
#include "data/book.h"
#include "data/diag.h"
#include "data/hash.h"
#include "data/subject.h"
#include "data/unit.h"

/* ---- type ---------------------------------------------------------------------------------- */

/* A role of type (正文, 表格, 标题 …): a chain of families tried in order, character by character.
 */
struct font_family {
    struct text name; /* as fontconfig knows it */
    int weight;       /* 100 … 900, as in CSS */
    const char *only; /* the characters it is used for; NULL: all that come to it */
};
struct font_role {
    const char *name;
    struct pos pos;
    const struct font_family *families;
    size_t family_count;
};

enum align {
    ALIGN_LEFT,
    ALIGN_CENTER,
    ALIGN_RIGHT,
    ALIGN_JUSTIFY,
    ALIGN_DISTRIBUTE, /* a label of one line spread over its cell (分散对齐); else centred */
    ALIGN_DECIMAL     /* amounts of a column: their points one below the other */
};

struct text_style {
    const char *name;
    size_t role;      /* index into format.roles */
    unit size;        /* of the em */
    unit leading;     /* from baseline to baseline */
    int indent;       /* of a paragraph's first line, in 1/1000 em */
    unit left;        /* of the whole paragraph, from the left of the type area */
    enum align align; /* of a paragraph; a table column has its own */
    unit before, after;
    bool keep_with_next; /* a heading: never alone at the foot of a page */
    int apart;           /* a label of two or three characters is spread to this width, in 1/1000
                            em; 0: not at all */
    bool sense;          /* a title: its lines end between words (词意完整), and are balanced */
    const unit *steps;   /* table text: sizes to try, falling, where a table does not fit; leading
                            shrinks in proportion */
    size_t step_count;
};

/* Table text is never smaller: 六号. */
#define TABLE_SIZE_LEAST 7500

/* 避头尾: which marks may not begin or end a line (CLREQ 3.1.4). */
enum line_level {
    LINE_LEVEL_BASIC,
    LINE_LEVEL_GB,    /* and no 分隔号 at a line's end */
    LINE_LEVEL_STRICT /* and no —— or …… at a line's start */
};

/* How lines are composed, all over a document. */
struct composition {
    enum line_level level;
    int gap;   /* between Han and Latin letters or digits, in 1/1000 em; 250 is CLREQ's */
    bool hang; /* 、，。 may stand outside the measure at the end of a line of prose */
};

struct page_geometry {
    const char *name;
    unit width, height;
    /* 天头 地脚 订口 切口: margins round the type area (版心), of the sheet as it is bound */
    unit head, foot, inner, outer;
    unit folio_drop;  /* from the type area's lower edge to the folio's baseline */
    unit folio_inset; /* from the outer edge of the type area to the folio */
    unit grid;        /* baselines stand this far apart, headings' too; 0: as their styles say */
    bool turned;      /* a sheet laid horizontally: margins and folio stay where upright sheets
                         have them (GB/T 9704-2012 8), see layout/sheet.h */
    const char *wide; /* name of the geometry for a table that is too wide for this one, or NULL */
};

/* The size of the type area of PAGE as it is read; a turned one has the head of its sheet at the
 * right. Negative in a pack whose margins are too large, which format_read() refuses. */
unit page_area_width(const struct page_geometry *page);
unit page_area_height(const struct page_geometry *page);

/* ---- tables -------------------------------------------------------------------------------- */

/* Which records a cell sums. A zero mask, or no prefixes, takes all. */
struct fact_filter {
    unsigned funds;      /* bit 1 << enum fund */
    unsigned origins;    /* bit 1 << enum origin */
    unsigned categories; /* bit 1 << enum category */
    bool operating_only; /* only units with 运行经费口径 是 */
    const char *const *dept_econ;
    size_t dept_econ_count; /* prefixes of 部门经济科目编码 */
};

/* What a text column shows of its row. */
enum row_text {
    ROW_CODE,     /* code of the subject */
    ROW_NAME,     /* name of the subject, unit, project; label of a fixed line */
    ROW_GOV_NAME, /* name of the 政府经济 subject */
    ROW_TEXT_COUNT
};

struct column_format {
    struct pos pos;
    bool is_amount;
    enum row_text show;        /* text column */
    enum fact_kind source;     /* amount column: of which records it is the sum */
    struct fact_filter filter; /* amount column: and'ed with the row's and the table's */
    unit width;                /* fixed part */
    int share;                 /* of what the fixed parts leave; a column has a width or a share */
    enum align align;
};

/* One cell of the head, spans resolved: the cells tile rows × columns. */
struct head_cell {
    struct text text;
    int row, column, row_span, column_span;
};

/* A fixed line: 一、一般公共预算 … 收入总计. */
struct line_format {
    struct text label; /* "" keeps the row level with the other side's */
    bool blank;        /* prints no amount: 年终结转 */
    struct fact_filter filter;
};

/* The row dimension of one side of a table. */
enum rows_kind {
    ROWS_LINES,    /* fixed lines only */
    ROWS_CLASSES,  /* all 类 of the 功能 classification, numbered 一、二、… */
    ROWS_TREE,     /* 类 → 款 → 项 of the records' subject */
    ROWS_ECONOMIC, /* 部门经济 类 → (部门经济款, 政府经济款) pairs */
    ROWS_AGENCIES, /* units with records */
    ROWS_PROJECTS, /* department, units, their projects with records */
    ROWS_KIND_COUNT
};

struct side_format {
    struct pos pos;
    enum rows_kind kind;
    enum subject_list list;    /* ROWS_TREE: SUBJECT_FUNCTION or SUBJECT_REVENUE */
    enum fact_kind source;     /* whose records make the rows */
    struct text total;         /* label of the total row, may be ""; utf8 NULL: no total row */
    bool total_last;           /* the total row stands last (上海) */
    struct fact_filter filter; /* of all records of this side */
    const struct line_format *lines; /* ROWS_LINES: all; ROWS_CLASSES: none */
    size_t line_count;
    const struct line_format *foot; /* lines after the rows, level with the other side's */
    size_t foot_count;
    size_t first_column, column_count; /* of the table's columns */
};

struct table_format {
    struct pos pos;
    int number;
    struct text label;    /* 预算公开表1; "" for none */
    struct text contents; /* 表一: stands before the title in the contents */
    struct text title;
    struct text owner;         /* 部门名称：{department} */
    struct text unit_line;     /* 单位：万元 */
    struct text continued;     /* 续表: above the head on further pages; "" for none */
    struct text rounding_note; /* under a table whose printed parts do not add up to their printed
                                  sum; "" for none */
    struct text empty_note; /* 注：本表无数据: under a table behind which there are no records */
    size_t page;            /* index into format.pages */
    bool new_page;
    unit row_pitch;                                                      /* least height of a row */
    size_t label_style, title_style, line_style, head_style, body_style; /* into format.styles */
    size_t figure_style;                                                 /* of amounts */
    bool column_numbers; /* a last row of the head with 1, 2, 3 … */
    int head_rows;       /* including the row of column numbers */
    const struct head_cell *head;
    size_t head_count;
    const struct column_format *columns;
    size_t column_count;
    const struct side_format *sides;
    size_t side_count;
};

/* ---- the document -------------------------------------------------------------------------- */

/* A line of the cover. */
struct cover_line {
    struct text text;
    size_t style;
};

/* A heading with the prose of a 栏目 of texts.csv under it. */
struct section_format {
    struct text title;
    struct text column; /* 栏目 */
};

enum part_kind {
    PART_PROSE,     /* sections of texts.csv under headings */
    PART_TABLES,    /* the official tables */
    PART_NARRATIVE, /* sentence frames filled with figures, charts, the forms: narrative.yaml */
    PART_GLOSSARY /* 名词解释 of texts.csv, or the pack's own for the terms the document uses */
};

struct narrative_format;  /* data/format_narrative.h */
struct form_format;       /* data/format_forms.h */
struct correction_format; /* data/format_correction.h */

struct part_format {
    struct text title;
    enum part_kind kind;
    size_t page; /* index into format.pages; PART_TABLES: each table has its own */
    const struct section_format *sections; /* PART_PROSE */
    size_t section_count;
};

struct format {
    const char *name;
    struct text unit_name; /* 万元 */
    int64_t unit_fen;      /* 1000000 */
    int decimals;
    bool separator;  /* thousands separators in tables */
    bool zero_blank; /* exact zero prints blank */
    unit rule_width, cell_padding;
    struct composition composition;

    const struct font_role *roles;
    size_t role_count;
    const struct text_style *styles;
    size_t style_count;
    const struct page_geometry *pages;
    size_t page_count;

    struct text document_title;   /* of the PDF, and of the file's name */
    struct text document_subject; /* of the PDF: what it is one of; utf8 NULL: none */
    size_t cover_page, contents_page;
    const struct cover_line *cover;
    size_t cover_count;
    struct text contents_title; /* 目录 */
    struct text folio;          /* — {page} — */
    size_t contents_title_style, part_style, section_style, prose_style, note_style, folio_style;
    size_t contents_styles[3]; /* of entries of level 1 (部分), 2 (表, 一、), 3 (（一）) */
    struct text continued;     /* 续表: of all tables that have none of their own; "" for none */
    const struct part_format *parts;
    size_t part_count;
    const struct table_format *tables;
    size_t table_count;
    const struct narrative_format *narrative;   /* NULL: the pack has no narrative.yaml */
    const struct form_format *project_form;     /* NULL: the pack has no forms.yaml */
    const struct form_format *overall_form;     /* NULL: none */
    const struct correction_format *correction; /* NULL: the pack has no 更正说明 */
    struct hash digest;       /* of the pack's files but forms.yaml and correction.yaml */
    struct hash forms_digest; /* of forms.yaml */
    bool normalize_width;     /* brackets and marks between Chinese text full width, see
                             data/normalize.h */
    bool attaches_data;       /* the printed cells travel inside the PDF … */
    bool attaches_records;    /* … and the department's records (data/book_source.h) */
};

/* Reads the pack in folder PATH, and those it builds on (data/format_base.h). Every fault goes to
 * DIAG; NULL when there was one. */
const struct format *format_read(struct arena *arena, const char *path, struct diag *diag);

/* Has any table rows for all 类 of the 功能 classification, whatever the records are? */
bool format_prints_classes(const struct format *format);

/* Is there a form of projects; one of the department? */
bool format_prints_forms(const struct format *format);
bool format_prints_overall(const struct format *format);

/* Are forms printed of all projects, 公开绩效目标 否 too? */
bool format_prints_all_forms(const struct format *format);

/* What {…} stands for. */
struct format_values {
    int year;
    struct text department, region;
};

/* The values of a department. */
struct format_values format_values_of(const struct budget *budget);

/* TEXT with its {…} replaced. Its place is that of TEXT, or of the last name of the book in it:
 * there a user can put right what cannot be printed. format_read() has refused unknown
 * placeholders. */
struct text format_expand(struct arena *arena, struct text text,
                          const struct format_values *values);

#endif

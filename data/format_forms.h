/* The forms of a format pack: 项目支出绩效目标表, 整体支出绩效目标申报表 (forms.yaml).
 *
 *   form ── grid (joined to the one above it) ── head, rows, foot ── cell
 *
 * A form is a stack of grids. The rows of a grid are fixed, cell by cell, or there is one for each
 * record (of an indicator, a task …), cell by column. A cell or column names what it shows by the
 * heading that has it in the CSV file, so that a new line of a form is a line of the pack.
 *
 *   records: fixed              records: indicators          columns
 *   ┌──────────┬───────────┐    ┌────┬─────┬─────┬─────┐     label   stands for all records
 *   │ label    │ show      │    │    │ head│ head│ head│     merge   equal values are one cell
 *   ├──────────┼─────┬─────┤    ├────┼─────┼─────┼─────┤     show    one cell a record
 *   │ label    │ show│ show│    │    │     │     │     │
 *   └──────────┴─────┴─────┘    │label merge├─────┼─────┤
 *                               │    │     │     │     │
 *                               └────┴─────┴─────┴─────┘ */
#ifndef BANXIN_FORMAT_FORMS_H
#define BANXIN_FORMAT_FORMS_H

#include "data/format.h"
#include "data/pack.h"

enum { FORM_NOTHING = -1 }; /* no column of the book */

/* One cell, spans resolved: the cells tile their rows. */
struct form_cell {
    struct pos pos;
    struct text text; /* of a label or a text; "" for a blank */
    bool label;
    int show;  /* book_column() of the project, or FORM_NOTHING */
    int sum;   /* book_column() of the grid's records, added up, or FORM_NOTHING */
    int align; /* enum align; -1: as its style, amounts by their decimal point */
    int row, column, row_span, column_span;
};

/* Rows of cells, by row and column. */
struct form_rows {
    const struct form_cell *cells;
    size_t cell_count;
    int count;
};

struct form_column {
    struct pos pos;
    unit width;       /* fixed, or 0 */
    int share;        /* of what the fixed widths leave */
    struct text text; /* of a label that stands for all records */
    bool label;
    int show;               /* book_column() of the record, or FORM_NOTHING */
    enum project_term term; /* whose indicators: of 实施期 or 年度 */
    bool merge;             /* equal values that follow one another are one label */
    int align;
};

/* What there is a row for. */
enum form_records {
    FORM_FIXED,      /* no records: rows as written */
    FORM_INDICATORS, /* 绩效指标 */
    FORM_TASKS,      /* 主要任务 of overall.csv */
    FORM_GOALS,      /* 总体目标 of overall.csv */
    FORM_RECORDS_COUNT
};

struct form_grid {
    struct pos pos;
    enum form_records records;
    const struct form_column *columns;
    size_t column_count;
    struct form_rows head; /* stands again where the grid goes on on a further page */
    struct form_rows rows; /* FORM_FIXED */
    struct form_rows foot; /* after the records */
    bool tail;             /* see struct table */
};

enum form_kind { FORM_PROJECT, FORM_OVERALL, FORM_KIND_COUNT };
enum form_projects { FORM_PUBLISHED /* 公开绩效目标 是 */, FORM_ALL };
enum form_order { FORM_BY_CODE, FORM_BY_AMOUNT /* 年度资金总额, largest first; then code */ };

struct form_format {
    struct pos pos;
    enum form_kind kind;
    struct text title;
    struct text line;      /* under the title: (2026年度) */
    struct text continued; /* title of further pages; "" for none */
    struct text contents;  /* wording in the contents, before the name */
    int name;              /* FORM_PROJECT: book_column() of the name in the contents */
    enum form_projects projects;
    enum form_order order;
    int64_t unit_fen;
    int decimals;
    bool separator;
    bool trim_whole; /* whole amounts have no decimals */
    size_t page;     /* index into format.pages */
    unit row_pitch;
    size_t title_style, line_style, label_style, text_style, figure_style; /* into format.styles */
    const struct form_grid *grids;
    size_t grid_count;
};

/* The file that the records of a grid are in; BOOK_FILE_COUNT when the form cannot have such. */
enum book_file form_file(enum form_kind kind, enum form_records records);

/* Reads ROOT into the forms of FORMAT. Roles, styles and pages of FORMAT are read already. */
void format_read_forms(const struct pack *pack, const struct yaml_node *root,
                       struct format *format);

#endif

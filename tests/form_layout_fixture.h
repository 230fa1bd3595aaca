/* Forms made by hand or at random: stacked tables of labels and texts, then a grid of rows with
 * nested labels; and reading them back from pages.
 *
 *     | label | text …                      |      grid of one row each, parted anywhere
 *     | label | text …       | text …       |
 *     | head  | head | head  | head         |      head rows, on every page
 *     | label | label| text  | text         |
 *     |       |      | text  | text         |      labels that span rows, nested
 *
 * No two labels begin alike, so that they are found on a page by their first lines. */
#ifndef BANXIN_TESTS_FORM_LAYOUT_FIXTURE_H
#define BANXIN_TESTS_FORM_LAYOUT_FIXTURE_H

#include "tests/layout_fixture.h"

#define CELL_LEAD 14000 /* leading of cells; 2 pt are padding */

enum { LABEL = TITLE }; /* a style of its own */

static inline void form_fixture_open(struct fixture *f)
{
    fixture_open(f);
    f->styles[CELL].leading = f->styles[LABEL].leading = CELL_LEAD;
    f->styles[HEADING].after = 6000;
    f->pages[0].inner = f->pages[0].outer = 50000;
}

/* ---- a form -------------------------------------------------------------------------------- */

struct form {
    struct fixture *f;
    struct block blocks[8];
    size_t count;
    struct table tables[6];
    size_t table_count;
    int labels;       /* made so far */
    bool tall_labels; /* of up to four lines */
    bool text_spans;  /* the last text of the grid spans the rows of a label */
};

/* CHARACTERS characters of prose; its bytes depend on nothing but SEED. */
static inline const char *prose(struct arena *arena, unsigned seed, size_t characters)
{
    static const char *const pieces[] = {"治", "理", "，", "面", "积", "《", "》", "矿", "。", "5"};
    char *text = arena_alloc(arena, 3 * characters + 1), *at = text;
    for (size_t i = 0; i < characters; i++) {
        seed = seed * 1103515245u + 12345u;
        at = stpcpy(at, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
    }
    return text;
}

static inline struct table_cell cell_at(int row, int column, int row_span, const char *text)
{
    return (struct table_cell){.text = text_at(text, row + 1, column + 1),
                               .style = CELL,
                               .row = row,
                               .column = column,
                               .row_span = row_span,
                               .column_span = 1};
}

/* The first line of label NUMBER: its digits as three characters that no other text has. */
static inline const char *label_name(struct arena *arena, int number)
{
    static const char *const digits[] = {"子", "丑", "寅", "卯", "辰",
                                         "巳", "午", "未", "申", "酉"};
    return arena_printf(arena, "%s%s%s", digits[number / 100], digits[number / 10 % 10],
                        digits[number % 10]);
}

/* The lines of label NUMBER below its first. */
static inline size_t label_tail(const struct form *form, int number)
{
    return form->tall_labels ? (size_t)number % 4 : 0;
}

/* A label that no other cell has: a line of its number, and lines of three characters. */
static inline struct table_cell label_at(struct form *form, int row, int column, int row_span)
{
    int number = ++form->labels;
    const char *tail = repeat(form->f->arena, "项项项", label_tail(form, number));
    const char *text =
        arena_printf(form->f->arena, "%s%s", label_name(form->f->arena, number), tail);
    struct table_cell cell = cell_at(row, column, row_span, text);
    cell.style = LABEL;
    cell.label = true;
    cell.align = ALIGN_CENTER;
    return cell;
}

static inline void add_table(struct form *form, struct table table)
{
    table.row_pitch = 20000;
    table.joined = form->table_count > 0;
    form->tables[form->table_count] = table;
    form->blocks[form->count++] =
        (struct block){.kind = BLOCK_TABLE, .table = &form->tables[form->table_count++]};
}

/* COUNT rows of a label and one text, or two beside each other. */
static inline void add_texts(struct form *form, size_t count, const size_t *lengths)
{
    static const struct table_column columns[] = {{35000, 0}, {0, 2}, {0, 1}};
    struct table_cell *cells = arena_array(form->f->arena, 3 * count, sizeof *cells);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        cells[used++] = label_at(form, row, 0, 1);
        cells[used] = cell_at(row, 1, 1, prose(form->f->arena, (unsigned)i, lengths[i]));
        if (i % 2 == 0) {
            cells[used++].column_span = 2;
            continue;
        }
        used++;
        cells[used++] = cell_at(row, 2, 1, prose(form->f->arena, (unsigned)i + 9, lengths[i] / 3));
    }
    add_table(form, (struct table){.columns = columns,
                                   .column_count = 3,
                                   .row_count = (int)count,
                                   .cells = cells,
                                   .cell_count = used,
                                   .splits_rows = true});
}

/* ROWS indicators of LENGTHS characters below two head rows, under a label for all, and labels of a
 * second level for SPAN rows each. */
static inline void add_grid(struct form *form, int rows, int span, const size_t *lengths)
{
    static const struct table_column columns[] = {{35000, 0}, {35000, 0}, {0, 2}, {0, 1}};
    static const char *const heads[] = {"头甲", "头乙", "头丙", "头丁"};
    struct table_cell *cells = arena_array(form->f->arena, 4 * (size_t)rows + 8, sizeof *cells);
    size_t used = 0;
    for (int column = 0; column < 4; column++)
        cells[used++] = cell_at(0, column, 2, heads[column]);
    for (int row = 2; row < rows + 2; row++) {
        if (row == 2)
            cells[used++] = label_at(form, row, 0, rows);
        if ((row - 2) % span == 0)
            cells[used++] = label_at(form, row, 1, span < rows + 2 - row ? span : rows + 2 - row);
        cells[used++] = cell_at(row, 2, 1, prose(form->f->arena, (unsigned)row, lengths[row - 2]));
        int rest = rows + 2 - row, spanned = form->text_spans ? (span < rest ? span : rest) : 1;
        if (!form->text_spans || (row - 2) % span == 0)
            cells[used++] =
                cell_at(row, 3, spanned,
                        prose(form->f->arena, (unsigned)row + 7, lengths[row - 2] * 2 / 3 + 1));
    }
    add_table(form, (struct table){.columns = columns,
                                   .column_count = 4,
                                   .row_count = rows + 2,
                                   .head_rows = 2,
                                   .cells = cells,
                                   .cell_count = used,
                                   .splits_rows = true});
}

static inline void begin_form(struct form *form, struct fixture *f)
{
    *form = (struct form){.f = f};
    form->blocks[form->count++] = (struct block){.kind = BLOCK_HEADING,
                                                 .style = HEADING,
                                                 .level = 3,
                                                 .text = plain("题目"),
                                                 .contents = plain("题目")};
}

static inline const struct page_list *lay_out_form(const struct form *form)
{
    static const struct block running = {
        .kind = BLOCK_PARAGRAPH, .style = HEADING, .text = {.utf8 = "续表"}};
    struct section section = {.new_page = true,
                              .numbered = true,
                              .blocks = form->blocks,
                              .block_count = form->count,
                              .running = &running};
    const struct page_list *list = lay_out_sections(form->f, &section, 1);
    assert_no_fault(form->f);
    ck_assert_ptr_nonnull(list);
    return list;
}

/* ---- looking at pages ---------------------------------------------------------------------- */

/* Goes through the texts of a page and says what each is inside of. */
struct walk {
    const struct page *page;
    size_t next;
    int depth, artifact; /* artifact: the depth at which one began, 0 outside */
    int element;         /* of the cell that began last, 0 before the first */
};

static inline const struct item *walk_text(struct walk *walk)
{
    while (walk->next < walk->page->count) {
        const struct item *item = &walk->page->items[walk->next++];
        bool begins = item->kind == ITEM_BEGIN;
        walk->depth += begins - (item->kind == ITEM_END);
        if (begins && item->as.begin.role == ROLE_ARTIFACT)
            walk->artifact = walk->depth;
        if (walk->depth < walk->artifact)
            walk->artifact = 0;
        if (begins && (item->as.begin.role == ROLE_TD || item->as.begin.role == ROLE_TH))
            walk->element = item->as.begin.element;
        if (item->kind == ITEM_TEXT)
            return item;
    }
    return NULL;
}

#endif

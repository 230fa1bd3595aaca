/* What a line of the data says beside its value: where it stands and what heads it. See
 * verify_parts.h and printed.h. */
#include <stdlib.h>
#include <string.h>

#include "render/buf.h"
#include "render/verify_parts.h"

#define NESTED    "／"
#define LABEL_MAX ((size_t)4096) /* bytes; ours are some hundred at most */
#define HEADS_MAX 256

size_t verify_paragraph(const char *row)
{
    static const char BEFORE[] = "第", AFTER[] = "段";
    char *end;
    if (strncmp(row, BEFORE, strlen(BEFORE)) != 0 || row[strlen(BEFORE)] < '1' ||
        row[strlen(BEFORE)] > '9')
        return 0;
    unsigned long number = strtoul(row + strlen(BEFORE), &end, 10);
    return strcmp(end, AFTER) == 0 ? number : 0;
}

static void report_label(struct verify *v, const struct printed *item,
                         const struct verify_place *place, const char *column, const char *told,
                         const char *found)
{
    verify_report(v, DIAG_VERIFY_LABEL, verify_where(v, place->page, item), column, told, found);
}

/* TEXT without blanks and without what joins labels. */
static char *bare(struct arena *arena, const char *text)
{
    char *out = verify_squeeze(arena, text), *end = out;
    for (const char *at = out; *at != '\0';) {
        if (strncmp(at, NESTED, strlen(NESTED)) == 0)
            at += strlen(NESTED);
        else
            *end++ = *at++;
    }
    *end = '\0';
    return out;
}

/* ---- page ---------------------------------------------------------------------------------- */

static void check_page(struct verify *v, const struct printed *item,
                       const struct verify_place *place)
{
    for (size_t page = place->page; page <= place->page_until; page++)
        if (strcmp(v->pdf->pages[page].label, item->page) == 0)
            return;
    report_label(v, item, place, "页码", item->page, v->pdf->pages[place->page].label);
}

/* ---- headings ------------------------------------------------------------------------------ */

/* Headings are 1 + index here; 0: none. */

static const char *heading_text(const struct verify *v, size_t heading)
{
    return heading > 0 ? v->headings[heading - 1].text : "";
}

static const char *part_name(const struct verify *v, size_t heading)
{
    return heading > 0 ? heading_text(v, v->headings[heading - 1].part) : "";
}

/* What the data calls the table under HEADING, unless it is a form. */
static const char *table_name(const struct verify *v, size_t heading)
{
    if (heading == 0)
        return "";
    const struct verify_heading *h = &v->headings[heading - 1];
    const char *upper = heading_text(v, h->upper);
    if (h->level <= 2 || upper[0] == '\0')
        return h->level <= 2 ? upper : h->text;
    return arena_printf(v->scratch, "%s" NESTED "%s", upper, h->text);
}

/* Is ABOUT a text of a cell under HEADING, or what the contents call it? */
static bool is_about(const struct verify *v, const struct verify_heading *heading,
                     const char *about)
{
    if (heading->entry != NULL && strcmp(heading->entry, about) == 0)
        return true;
    for (size_t i = heading->first; i < heading->end; i++)
        if (v->walked.items[i].kind == VERIFY_CELL && strcmp(v->walked.items[i].text, about) == 0)
            return true;
    return false;
}

/* Is TABLE, without blanks, that of the form under HEADING? Its name is the heading and the project
 * that it is about, or of the department as a whole the heading. */
static bool is_form(const struct verify *v, struct verify_heading *heading, const char *table)
{
    size_t length = strlen(heading->text);
    if (heading->level != 3 || strncmp(table, heading->text, length) != 0)
        return false;
    const char *about = table + length;
    if (about[0] != '\0' && strncmp(about, NESTED, strlen(NESTED)) != 0)
        return false;
    about += about[0] != '\0' ? strlen(NESTED) : 0;
    if (heading->about != NULL && strcmp(heading->about, about) == 0)
        return true;
    if (about[0] != '\0' && !is_about(v, heading, about))
        return false;
    heading->about = arena_strdup(v->arena, about);
    return true;
}

static bool stands_under(const struct verify *v, size_t heading, const struct printed *item)
{
    const char *part = verify_squeeze(v->scratch, item->part);
    const char *table = verify_squeeze(v->scratch, item->table);
    return strcmp(part, part_name(v, heading)) == 0 &&
           (strcmp(table, table_name(v, heading)) == 0 ||
            (heading > 0 && is_form(v, &v->headings[heading - 1], table)));
}

/* The heading that ITEM stands under at PLACE, as its labels tell; SIZE_MAX when they tell none. What
 * is around forms goes on after them. */
static size_t find_heading(const struct verify *v, const struct printed *item,
                           const struct verify_place *place)
{
    size_t around = place->heading;
    bool below = place->below > 0 && stands_under(v, place->below, item);
    if (below && verify_paragraph(item->row) == v->headings[place->below - 1].paragraphs + 1)
        return place->below;
    if (stands_under(v, place->heading, item))
        return place->heading;
    while (around > 0 && v->headings[around - 1].about != NULL)
        around--;
    if (around != place->heading && stands_under(v, around, item))
        return around;
    return below ? place->below : SIZE_MAX;
}

/* Lines that are misplaced in the same way are one fault. */
static bool is_misplaced_again(const struct verify *v, const struct printed *item,
                               const struct verify_place *place)
{
    const struct printed *last = v->misplaced;
    return last != NULL && v->misplaced_under == place->heading &&
           strcmp(last->part, item->part) == 0 && strcmp(last->table, item->table) == 0;
}

static void report_misplaced(struct verify *v, const struct printed *item,
                             const struct verify_place *place)
{
    const char *part = part_name(v, place->heading);
    v->misplaced = item;
    v->misplaced_under = place->heading;
    if (strcmp(verify_squeeze(v->scratch, item->part), part) != 0)
        report_label(v, item, place, "部分", item->part, part);
    else
        report_label(v, item, place, "表", item->table, table_name(v, place->heading));
}

/* ---- lines outside tables ------------------------------------------------------------------ */

static void check_line(struct verify *v, const struct printed *item,
                       const struct verify_place *place, size_t heading)
{
    size_t told = verify_paragraph(item->row);
    size_t *count = heading > 0 ? &v->headings[heading - 1].paragraphs : &v->front_paragraphs;
    size_t found = ++*count;
    if (told != found)
        report_label(v, item, place, "行", item->row, arena_printf(v->scratch, "第%zu段", found));
    if (told > 0)
        *count = told; /* a line too many is one fault */
}

/* ---- cells --------------------------------------------------------------------------------- */

/* The labels of the row that CELL begins in, from the left; those further right than CELL too. */
struct row_heads {
    const struct verify_cell *cells[HEADS_MAX];
    size_t count;
    size_t left;  /* how many are left of the cell, or are it */
    size_t first; /* how many stand side by side at the first of them */
    bool apart;   /* a blank cell stands between the cell and the last of those */
};

static struct row_heads find_heads(const struct verify_table *table, const struct verify_cell *cell)
{
    struct row_heads heads = {0};
    bool in_run = true;
    for (int column = 0; column < table->columns;) {
        const struct verify_cell *at = verify_cell_at(table, cell->row, column);
        column = at->column + at->column_span;
        if (at->label && at->text[0] != '\0' && heads.count < HEADS_MAX) {
            heads.cells[heads.count++] = at;
            heads.first += in_run;
            heads.left += at->column <= cell->column;
            heads.apart = heads.apart && at->column > cell->column;
        } else {
            in_run = in_run && heads.count == 0;
            heads.apart = heads.apart || (at->column < cell->column && at->text[0] == '\0');
        }
    }
    return heads;
}

/* Is LABEL some of the first COUNT heads, in order? LAST: the last of these among them. */
static bool is_made_of(struct verify *v, const char *label, const struct row_heads *heads,
                       size_t count, bool last)
{
    size_t length = strlen(label);
    if (length > LABEL_MAX || !verify_spend(v, length * count))
        return false;
    bool *reached = arena_array(v->scratch, length + 1, sizeof *reached);
    reached[0] = true;
    for (size_t i = 0; i < count; i++) {
        const char *head = bare(v->scratch, heads->cells[i]->text);
        size_t size = strlen(head);
        if (last && i + 1 == count)
            return size <= length && size > 0 && reached[length - size] &&
                   strcmp(label + length - size, head) == 0;
        for (size_t at = length + 1; at-- > size && size > 0;)
            reached[at] =
                reached[at] || (reached[at - size] && memcmp(label + at - size, head, size) == 0);
    }
    return reached[length];
}

/* A label tells itself by those of its row; a value by those on its left, the nearest of them too,
 * and where blank cells stand between, as well by the first. */
static bool is_row_label(struct verify *v, const char *label, const struct verify_cell *cell,
                         const struct row_heads *heads)
{
    if (heads->count == 0 || cell->label)
        return is_made_of(v, label, heads, heads->count, false);
    if (label[0] == '\0')
        return false;
    if (heads->left == 0)
        return is_made_of(v, label, heads, heads->first, true);
    return is_made_of(v, label, heads, heads->left, true) ||
           (heads->apart && is_made_of(v, label, heads, heads->first, true));
}

static const char *join_heads(struct verify *v, const struct row_heads *heads)
{
    struct buf text = buf_new(v->scratch);
    for (size_t i = 0; i < heads->count; i++) {
        buf_str(&text, i > 0 ? " " : "");
        buf_str(&text, heads->cells[i]->text);
    }
    return text.bytes;
}

/* The heads in the first ROWS rows that stand over all of CELL, from the top, each once. */
static const char *column_label(struct verify *v, const struct verify_table *table,
                                const struct verify_cell *cell, int rows)
{
    struct buf text = buf_new(v->scratch);
    const struct verify_cell *last = NULL;
    for (int row = 0; row < rows; row++) {
        const struct verify_cell *head = verify_cell_at(table, row, cell->column);
        bool over = head->column + head->column_span >= cell->column + cell->column_span;
        if (head != last && over && head->text[0] != '\0') {
            buf_str(&text, text.length > 0 ? NESTED : "");
            buf_str(&text, head->text);
        }
        last = head;
    }
    return text.bytes;
}

/* The last row of heads may only number the columns. */
static bool is_numbering(const struct verify_table *table)
{
    for (int column = 0; column < table->columns && table->head_rows > 0; column++) {
        const char *text = verify_cell_at(table, table->head_rows - 1, column)->text;
        if (text[strspn(text, "0123456789")] != '\0')
            return false;
    }
    return table->head_rows > 0;
}

static bool is_column_label(struct verify *v, const char *label, const struct verify_table *table,
                            const struct verify_cell *cell)
{
    label = verify_squeeze(v->scratch, label);
    return strcmp(label, column_label(v, table, cell, table->head_rows)) == 0 ||
           (is_numbering(table) &&
            strcmp(label, column_label(v, table, cell, table->head_rows - 1)) == 0);
}

static void check_cell(struct verify *v, const struct printed *item,
                       const struct verify_place *place)
{
    const struct verify_table *table = place->table;
    const struct verify_cell *cell = &table->cells[place->cell];
    const struct row_heads heads = find_heads(table, cell);
    if (!is_row_label(v, bare(v->scratch, item->row), cell, &heads))
        report_label(v, item, place, "行", item->row, join_heads(v, &heads));
    if (!is_column_label(v, item->column, table, cell))
        report_label(v, item, place, "列", item->column,
                     column_label(v, table, cell, table->head_rows));
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* Is UNIT told in TEXT: 元, but not that of 万元? */
static bool is_told(const char *text, const char *unit)
{
    static const char *const MULTIPLES[] = {"百", "千", "万", "亿"};
    for (const char *at = text; (at = strstr(at, unit)) != NULL; at++) {
        bool multiple = false;
        for (size_t i = 0; i < 4; i++)
            multiple = multiple || (at - text >= 3 && strncmp(at - 3, MULTIPLES[i], 3) == 0);
        if (!multiple)
            return true;
    }
    return false;
}

/* A value may have a unit, which is told somewhere about its table. */
static void check_unit(struct verify *v, const struct printed *item,
                       const struct verify_place *place)
{
    const struct verify_table *table = place->table;
    if (item->unit[0] == '\0')
        return;
    bool label = table == NULL || table->cells[place->cell].label;
    if (!label && v->measured == table && strcmp(v->unit, item->unit) == 0)
        return;
    if (!label && verify_spend(v, strlen(table->around)) &&
        is_told(table->around, verify_squeeze(v->scratch, item->unit))) {
        v->measured = table;
        v->unit = item->unit;
        return;
    }
    report_label(v, item, place, "单位", item->unit, "");
}

void verify_labels(struct verify *v, const struct printed *item, const struct verify_place *place)
{
    struct arena_mark mark = arena_mark(v->scratch);
    size_t heading = place->heading;
    if (!is_misplaced_again(v, item, place))
        heading = find_heading(v, item, place);
    if (heading == SIZE_MAX) {
        report_misplaced(v, item, place);
        heading = place->heading;
    }
    check_page(v, item, place);
    check_unit(v, item, place);
    if (place->kind == VERIFY_CELL)
        check_cell(v, item, place);
    else if (item->column[0] != '\0')
        report_label(v, item, place, "列", item->column, "");
    if (place->kind == VERIFY_LINE)
        check_line(v, item, place, heading);
    arena_reset(v->scratch, mark);
}

/* What changed: places of both lists brought together by what they are called, then compared.
 *
 * Places that are called the same (two projects of one name; the paragraphs of a section, which are
 * numbered and would all be renamed by one that comes in) are a group. Within it equal values are
 * aligned first; what is left between them is paired in order. Last come rows that have been renamed.
 */
#include "data/changes.h"

#include <stdlib.h>
#include <string.h>

#include "data/changes_find.h"
#include "data/csv_write.h"

/* A place of either list. */
struct place {
    const struct printed *cell;
    size_t index; /* in its list */
    bool after;
    bool paragraph;
};

/* ---- groups -------------------------------------------------------------------------------- */

/* 第N段, under no head. */
static bool is_paragraph(const struct printed *cell)
{
    static const char first[] = "第", last[] = "段";
    if (cell->column[0] != '\0' || strncmp(cell->row, first, sizeof first - 1) != 0)
        return false;
    const char *number = cell->row + sizeof first - 1;
    size_t digits = strspn(number, "0123456789");
    return digits > 0 && strcmp(number + digits, last) == 0;
}

static int compare_tables(const struct printed *x, const struct printed *y)
{
    int order = strcmp(x->part, y->part);
    return order != 0 ? order : strcmp(x->table, y->table);
}

/* 0: one group. Those of a table follow one another. */
static int compare_names(const struct place *x, const struct place *y)
{
    int order = compare_tables(x->cell, y->cell);
    if (order != 0 || x->paragraph != y->paragraph)
        return order != 0 ? order : x->paragraph - y->paragraph;
    if (x->paragraph)
        return 0;
    order = strcmp(x->cell->row, y->cell->row);
    return order != 0 ? order : strcmp(x->cell->column, y->cell->column);
}

static int compare_places(const void *left, const void *right)
{
    const struct place *x = left, *y = right;
    int order = compare_names(x, y);
    if (order != 0)
        return order;
    return x->after != y->after ? x->after - y->after
                                : (x->index > y->index) - (x->index < y->index);
}

static void put_places(struct place *places, const struct printed_list *list, bool after)
{
    for (size_t i = 0; i < list->count; i++)
        places[i] = (struct place){&list->items[i], i, after, is_paragraph(&list->items[i])};
}

/* ---- within a group ------------------------------------------------------------------------ */

void changes_pair(const struct change_finder *finder, size_t before, size_t after)
{
    finder->before.partners[before] = after;
    finder->after.partners[after] = before;
}

static void pair(const struct change_finder *f, const struct place *before,
                 const struct place *after)
{
    changes_pair(f, before->index, after->index);
}

/* What two values have in common at their ends, in 1/1000. */
static size_t likeness(const char *x, const char *y)
{
    size_t x_length = strlen(x), y_length = strlen(y), head = 0, tail = 0;
    size_t least = x_length < y_length ? x_length : y_length;
    size_t most = x_length > y_length ? x_length : y_length;
    while (head < least && x[head] == y[head])
        head++;
    while (tail < least - head && x[x_length - tail - 1] == y[y_length - tail - 1])
        tail++;
    return most == 0 ? 1000 : (head + tail) * 1000 / most;
}

/* Gaps with more pairs to choose from are paired in order. */
#define GAP_MAX ((size_t)4096)

/* Pairs all of FEW with some of MANY, in order, so that what is alike comes together: an amended
 * paragraph with what it was, not with a new one before it. MANY come before when SWAPPED. */
static void pair_alike(const struct change_finder *f, const struct place *few, size_t few_count,
                       const struct place *many, size_t many_count, bool swapped)
{
    size_t width = many_count + 1;
    size_t *best = arena_array(f->scratch, (few_count + 1) * width, sizeof *best);
    for (size_t i = 1; i <= few_count; i++) {
        for (size_t k = i; k <= many_count - few_count + i; k++) {
            size_t with = best[(i - 1) * width + k - 1] +
                          likeness(few[i - 1].cell->value, many[k - 1].cell->value);
            size_t without = k > i ? best[i * width + k - 1] : 0;
            best[i * width + k] = with > without ? with : without;
        }
    }
    for (size_t i = few_count, k = many_count; i > 0; k--) {
        if (k > i && best[i * width + k] == best[i * width + k - 1])
            continue; /* the first of those that are as good */
        pair(f, swapped ? &many[k - 1] : &few[i - 1], swapped ? &few[i - 1] : &many[k - 1]);
        i--;
    }
}

/* What stands between two pairs of equal values. */
static void pair_gap(const struct change_finder *f, const struct place *before, size_t before_count,
                     const struct place *after, size_t after_count)
{
    size_t least = before_count < after_count ? before_count : after_count;
    if (before_count == after_count || least == 0 || before_count * after_count > GAP_MAX) {
        for (size_t i = 0; i < least; i++)
            pair(f, &before[i], &after[i]);
    } else if (before_count < after_count) {
        pair_alike(f, before, before_count, after, after_count, false);
    } else {
        pair_alike(f, after, after_count, before, before_count, true);
    }
}

static const char **values_of(struct arena *arena, const struct place *places, size_t count)
{
    const char **values = arena_array(arena, count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = places[i].cell->value;
    return values;
}

static void pair_group(const struct change_finder *f, const struct place *before,
                       size_t before_count, const struct place *after, size_t after_count)
{
    if (before_count <= 1 && after_count <= 1) {
        pair_gap(f, before, before_count, after, after_count);
        return;
    }
    struct arena_mark mark = arena_mark(f->scratch);
    size_t *match = arena_array(f->scratch, before_count, sizeof *match);
    align_texts(f->scratch, values_of(f->scratch, before, before_count), before_count,
                values_of(f->scratch, after, after_count), after_count, match);
    size_t from = 0, to = 0;
    for (size_t i = 0; i < before_count; i++) {
        if (match[i] == ALIGN_NONE)
            continue;
        pair_gap(f, before + from, i - from, after + to, match[i] - to);
        pair(f, &before[i], &after[match[i]]);
        from = i + 1;
        to = match[i] + 1;
    }
    pair_gap(f, before + from, before_count - from, after + to, after_count - to);
    arena_reset(f->scratch, mark);
}

static size_t *make_indices(struct arena *arena, size_t count)
{
    size_t *indices = arena_array(arena, count, sizeof *indices);
    for (size_t i = 0; i < count; i++)
        indices[i] = ALIGN_NONE;
    return indices;
}

/* Finds all partners, and numbers the tables. */
static void find_partners(struct change_finder *f)
{
    size_t count = f->before.list->count + f->after.list->count;
    struct place *places = arena_array(f->scratch, count, sizeof *places);
    put_places(places, f->before.list, false);
    put_places(places + f->before.list->count, f->after.list, true);
    if (count > 0)
        qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0, end; i < count; i = end) {
        size_t middle = i;
        for (end = i; end < count && compare_names(&places[i], &places[end]) == 0; end++)
            middle += !places[end].after;
        f->table_count += i == 0 || compare_tables(places[i - 1].cell, places[i].cell) != 0;
        for (size_t k = i; k < end; k++)
            (places[k].after ? &f->after : &f->before)->tables[places[k].index] =
                f->table_count - 1;
        pair_group(f, places + i, middle - i, places + middle, end - middle);
    }
}

/* ---- the list ------------------------------------------------------------------------------ */

static bool is_change(const struct printed *before, const struct printed *after)
{
    if (before != NULL && after != NULL)
        return strcmp(before->value, after->value) != 0 ||
               (after->value[0] != '\0' && strcmp(before->unit, after->unit) != 0);
    return (before != NULL ? before : after)->value[0] != '\0';
}

/* Changes while they are found; MOVED: tables in which an amount changed that is no total. */
struct collection {
    struct arena *arena;
    struct change *items;
    size_t *tables; /* of each */
    size_t count, capacity, table_capacity;
    bool *moved;
};

static void collect(struct collection *c, const struct printed *before, const struct printed *after,
                    size_t table)
{
    if (!is_change(before, after))
        return;
    const struct printed *place = after != NULL ? after : before;
    struct change change = {before, after, place->total};
    c->moved[table] |= !place->total && place->unit[0] != '\0';
    c->items = arena_grow(c->arena, c->items, c->count, &c->capacity, sizeof *c->items);
    c->tables = arena_grow(c->arena, c->tables, c->count, &c->table_capacity, sizeof *c->tables);
    c->items[c->count] = change;
    c->tables[c->count++] = table;
}

/* What is gone comes after that with which its predecessor is paired: HEADS[i] is the first of
 * those before place i of AFTER, NEXT the one after each. */
static void collect_all(const struct change_finder *f, struct collection *c)
{
    size_t before_count = f->before.list->count, after_count = f->after.list->count;
    size_t *heads = make_indices(f->scratch, after_count + 1);
    size_t *next = make_indices(f->scratch, before_count);
    for (size_t i = 0, at = 0, last = ALIGN_NONE; i < before_count; i++) {
        if (f->before.partners[i] != ALIGN_NONE) {
            at = f->before.partners[i] + 1;
            last = ALIGN_NONE;
            continue;
        }
        *(last == ALIGN_NONE ? &heads[at] : &next[last]) = i;
        last = i;
    }
    for (size_t i = 0; i <= after_count; i++) {
        for (size_t k = heads[i]; k != ALIGN_NONE; k = next[k])
            collect(c, &f->before.list->items[k], NULL, f->before.tables[k]);
        if (i == after_count)
            break;
        size_t partner = f->after.partners[i];
        collect(c, partner == ALIGN_NONE ? NULL : &f->before.list->items[partner],
                &f->after.list->items[i], f->after.tables[i]);
    }
}

struct change_list changes_find(struct arena *arena, const struct printed_list *before,
                                const struct printed_list *after)
{
    struct arena *scratch = arena_new();
    struct change_finder f = {.scratch = scratch, .before.list = before, .after.list = after};
    f.before.partners = make_indices(scratch, before->count);
    f.before.tables = make_indices(scratch, before->count);
    f.after.partners = make_indices(scratch, after->count);
    f.after.tables = make_indices(scratch, after->count);
    find_partners(&f);
    changes_pair_renamed(&f);
    struct collection c = {.arena = arena};
    c.moved = arena_array(scratch, f.table_count + 1, sizeof *c.moved);
    collect_all(&f, &c);
    for (size_t i = 0; i < c.count; i++)
        c.items[i].follows = c.items[i].follows && c.moved[c.tables[i]];
    arena_free(scratch);
    return (struct change_list){c.items, c.count};
}

enum change_note change_note(const struct change *change)
{
    if (change->before == NULL)
        return CHANGE_ADDED;
    if (change->after == NULL)
        return CHANGE_REMOVED;
    return change->follows ? CHANGE_FOLLOWED : CHANGE_CORRECTED;
}

const struct printed *change_place(const struct change *change)
{
    return change->after != NULL ? change->after : change->before;
}

/* ---- CSV ----------------------------------------------------------------------------------- */

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const note_names[CHANGE_NOTE_COUNT] = {
    [CHANGE_CORRECTED] = "更正",
    [CHANGE_FOLLOWED] = "随动",
    [CHANGE_ADDED] = "新增",
    [CHANGE_REMOVED] = "删除",
};

void changes_write_head(FILE *out)
{
    static const char *const head[] = {"部门编码", "部门名称", "部分", "表",   "行",  "列",
                                       "原公布数", "更正后",   "单位", "页码", "说明"};
    fputs(CSV_BOM, out);
    csv_write_row(out, head, COUNT(head));
}

void changes_write(FILE *out, const struct changed_department *department,
                   const struct change_list *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        const struct printed *place = change_place(change);
        const char *const row[] = {department->code,
                                   department->name,
                                   place->part,
                                   place->table,
                                   place->row,
                                   place->column,
                                   change->before != NULL ? change->before->value : "",
                                   change->after != NULL ? change->after->value : "",
                                   place->unit,
                                   place->page,
                                   note_names[change_note(change)]};
        csv_write_row(out, row, COUNT(row));
    }
}

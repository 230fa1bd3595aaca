/* Rows that are called something else now. They are looked for where both lists go on after the same
 * place, and told by their code, or by what they say otherwise. */
#include "data/changes_find.h"

#include <string.h>

/* Rows of places that are left, and where they stand together more of them than this are new. */
#define ROW_PAIRS_MAX ((size_t)1000000)

/* Places of one row: from FROM to END of a list. */
struct row_places {
    size_t from, end;
};

struct renaming {
    const struct change_finder *finder;
    bool *had, *has; /* by table: it is in the list before, after */
};

/* 2080501 of both 2080501 行政单位离退休 and 2080501 行政离退休. */
static bool has_same_code(const char *x, const char *y)
{
    size_t length = strcspn(x, " ");
    return x[0] >= '0' && x[0] <= '9' && strcspn(y, " ") == length && memcmp(x, y, length) == 0;
}

/* How much speaks for X, of the list before, and Y, of that after, being one row; 0: they are not.
 * Its places are as many, and stand in the same table or in one that has another title now. */
static size_t likeness(const struct renaming *r, struct row_places x, struct row_places y)
{
    const struct change_side *old = &r->finder->before, *new = &r->finder->after;
    size_t from = old->tables[x.from], to = new->tables[y.from], filled = 0, equal = 0;
    if (x.end - x.from != y.end - y.from || (from != to && (r->has[from] || r->had[to])))
        return 0;
    bool columns = true;
    for (size_t i = 0; i < x.end - x.from; i++) {
        const struct printed *a = &old->list->items[x.from + i], *b = &new->list->items[y.from + i];
        bool same = strcmp(a->value, b->value) == 0;
        columns = columns && strcmp(a->column, b->column) == 0;
        filled += !same || a->value[0] != '\0';
        equal += same && a->value[0] != '\0';
    }
    const char *a = old->list->items[x.from].row, *b = new->list->items[y.from].row;
    bool is_one = strcmp(a, b) == 0 || (columns && (has_same_code(a, b) || 2 * equal >= filled));
    return is_one ? 1 + equal : 0;
}

/* ---- gaps ---------------------------------------------------------------------------------- */

/* Parts the places of SIDE from FROM on, up to one that has a partner, into rows. Those of one name
 * are told apart by the column they begin with. */
static size_t find_rows(struct arena *arena, const struct change_side *side, size_t from,
                        struct row_places **rows)
{
    const struct printed *items = side->list->items;
    size_t count = 0, capacity = 0;
    *rows = NULL;
    for (size_t i = from; i < side->list->count && side->partners[i] == ALIGN_NONE; i++) {
        if (i > from && side->tables[i] == side->tables[i - 1] &&
            strcmp(items[i].row, items[i - 1].row) == 0 &&
            strcmp(items[i].column, items[(*rows)[count - 1].from].column) != 0) {
            (*rows)[count - 1].end = i + 1;
            continue;
        }
        *rows = arena_grow(arena, *rows, count, &capacity, sizeof **rows);
        (*rows)[count++] = (struct row_places){i, i + 1};
    }
    return count;
}

static void pair_row(const struct change_finder *finder, struct row_places x, struct row_places y)
{
    for (size_t i = 0; i < x.end - x.from; i++)
        changes_pair(finder, x.from + i, y.from + i);
}

/* Pairs rows, in order, so that as much as can be speaks for it. */
static void pair_rows(const struct renaming *r, const struct row_places *x, size_t x_count,
                      const struct row_places *y, size_t y_count)
{
    size_t width = y_count + 1;
    size_t *best = arena_array(r->finder->scratch, (x_count + 1) * width, sizeof *best);
    for (size_t i = 1; i <= x_count; i++) {
        for (size_t k = 1; k <= y_count; k++) {
            size_t left = best[i * width + k - 1], above = best[(i - 1) * width + k];
            size_t like = likeness(r, x[i - 1], y[k - 1]);
            size_t with = like > 0 ? best[(i - 1) * width + k - 1] + like : 0;
            size_t without = left > above ? left : above;
            best[i * width + k] = with > without ? with : without;
        }
    }
    for (size_t i = x_count, k = y_count; i > 0 && k > 0;) {
        size_t here = best[i * width + k];
        if (here == best[(i - 1) * width + k]) {
            i--;
        } else if (here == best[i * width + k - 1]) {
            k--;
        } else {
            pair_row(r->finder, x[--i], y[--k]);
        }
    }
}

void changes_pair_renamed(const struct change_finder *finder)
{
    const struct change_side *old = &finder->before, *new = &finder->after;
    struct renaming r = {.finder = finder};
    r.had = arena_array(finder->scratch, finder->table_count, sizeof *r.had);
    r.has = arena_array(finder->scratch, finder->table_count, sizeof *r.has);
    for (size_t i = 0; i < old->list->count; i++)
        r.had[old->tables[i]] = true;
    for (size_t i = 0; i < new->list->count; i++)
        r.has[new->tables[i]] = true;
    size_t to = 0; /* where the list after goes on */
    for (size_t i = 0; i < old->list->count; i++) {
        bool begins = i == 0 || old->partners[i - 1] != ALIGN_NONE;
        if (old->partners[i] != ALIGN_NONE) {
            to = old->partners[i] + 1;
            continue;
        }
        if (!begins)
            continue;
        struct arena_mark mark = arena_mark(finder->scratch);
        struct row_places *x, *y;
        size_t x_count = find_rows(finder->scratch, old, i, &x);
        size_t y_count = find_rows(finder->scratch, new, to, &y);
        if (y_count > 0 && x_count <= ROW_PAIRS_MAX / y_count)
            pair_rows(&r, x, x_count, y, y_count);
        arena_reset(finder->scratch, mark);
    }
}

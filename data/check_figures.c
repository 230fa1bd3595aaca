/* Figures and cells of the tables: what must add up. */
#include <stdlib.h>
#include <string.h>

#include "data/check_cells.h"
#include "data/check_run.h"

/* ---- sums of operands ---------------------------------------------------------------------- */

/* An operand, its cells found. */
struct term {
    const struct check_operand *operand;
    const struct check_table *table; /* NULL: a figure, or the pack has no such cell */
    const struct check_cell *cells;  /* `row: each`: by row; else at most one */
    size_t count;
    size_t next; /* `row: each`: the first cell of a row not yet asked for */
};

static bool is_each(const struct check_operand *operand)
{
    return operand->figure == NULL && strcmp(operand->row, "each") == 0;
}

static struct term find_term(struct check_run *run, const struct check_operand *operand)
{
    struct term term = {.operand = operand};
    if (operand->figure != NULL || (term.table = check_table_number(run, operand->table)) == NULL)
        return term;
    if (!check_cells_possible(term.table, operand->side, operand->row, operand->column)) {
        term.table = NULL;
        return term;
    }
    size_t found = check_cells_find(run, term.table, operand->side, operand->row, operand->column,
                                    &term.cells);
    /* The first head that matches is meant, as it is the first row. */
    while (term.count < found &&
           (term.count == 0 ||
            (is_each(operand) && term.cells[term.count].row > term.cells[term.count - 1].row)))
        term.count++;
    return term;
}

static struct term *find_terms(struct check_run *run, const struct check_operand *operands,
                               size_t count)
{
    struct term *terms = arena_array(run->arena, count, sizeof *terms);
    for (size_t i = 0; i < count; i++)
        terms[i] = find_term(run, &operands[i]);
    return terms;
}

/* One side of a comparison. */
struct total {
    money amount;
    bool known;                      /* every operand has a value */
    const struct check_table *table; /* of the first cell, NULL: there is none */
    struct check_cell cell;
    struct pos pos; /* of the first cell with records */
};

static void add(struct total *total, money amount, bool minus)
{
    if (amount == MONEY_NONE || !money_add(&total->amount, minus ? -amount : amount))
        total->known = false;
}

static void add_figure(const struct check_run *run, const struct check_rule *rule,
                       const struct check_operand *operand, struct total *total)
{
    const struct figure *figure = &run->figures.values[operand->index];
    if (figure->fault == NULL)
        add(total, figure->value, operand->minus);
    else if (!rule->even_zero)
        total->known = false;
}

/* The cell of TERM, of `row: each` that of ROW. A row that a table does not have has no records: it
 * is zero. */
static void add_cell(struct term *term, size_t row, struct total *total)
{
    if (term->table == NULL) {
        total->known = false;
        return;
    }
    while (is_each(term->operand) && term->next < term->count && term->cells[term->next].row < row)
        term->next++;
    if (term->next == term->count || (is_each(term->operand) && term->cells[term->next].row != row))
        return;
    struct check_cell cell = term->cells[term->next];
    add(total, check_cell_amount(term->table, cell), term->operand->minus);
    if (total->table == NULL) {
        total->table = term->table;
        total->cell = cell;
    }
    if (total->pos.row == 0)
        total->pos = check_cell_pos(term->table, cell);
}

/* The sum of TERMS; `row: each` asks for ROW, one after the other. */
static struct total sum_terms(const struct check_run *run, const struct check_rule *rule,
                              struct term *terms, size_t count, size_t row)
{
    struct total total = {.known = true};
    for (size_t i = 0; i < count; i++) {
        if (terms[i].operand->figure != NULL)
            add_figure(run, rule, terms[i].operand, &total);
        else
            add_cell(&terms[i], row, &total);
    }
    return total;
}

/* ---- comparing ----------------------------------------------------------------------------- */

static bool holds(const struct check_rule *rule, money left, money right)
{
    money difference;
    if (__builtin_sub_overflow(left, right, &difference))
        return false;
    switch (rule->relation) {
    case CHECK_AT_MOST:
        return difference <= rule->fen;
    case CHECK_AT_LEAST:
        return difference >= -rule->fen;
    default:
        return difference <= rule->fen && difference >= -rule->fen;
    }
}

/* AMOUNT as findings print it. A rule on quantities has no money: 3, 1286.5. */
static const char *print_amount(const struct check_run *run, const struct check_rule *rule,
                                money amount)
{
    char text[64];
    if (rule->left_count == 0 || rule->left[0].figure == NULL ||
        run->figures.values[rule->left[0].index].kind != FIGURE_QUANTITY)
        return check_money(run, amount);
    money_format(amount, 100, amount % 100 == 0 ? 0 : 2, true, text, sizeof text);
    return arena_strdup(run->arena, text);
}

void check_find_amounts(struct check_run *run, const struct check_rule *rule,
                        struct check_place place, money found, money expected)
{
    money difference;
    if (__builtin_sub_overflow(found, expected, &difference))
        difference = found;
    place.found = print_amount(run, rule, found);
    place.expected = print_amount(run, rule, expected);
    place.difference = print_amount(run, rule, difference);
    if (place.pos.row == 0)
        place.pos = check_department_pos(run);
    check_find(run, rule, &place, place.found, place.expected, place.difference, place.words, NULL);
}

static void compare(struct check_run *run, const struct check_rule *rule, const struct total *left,
                    const struct total *right)
{
    if (!left->known || !right->known || holds(rule, left->amount, right->amount))
        return;
    const struct total *of = left->table != NULL ? left : right;
    struct check_place place = {.pos = left->pos.row > 0 ? left->pos : right->pos,
                                .words = rule->place};
    if (place.words == NULL)
        place.words = of->table != NULL ? check_cell_words(run, of->table, of->cell)
                                        : rule->head.title[run->language];
    check_find_amounts(run, rule, place, left->amount, right->amount);
}

/* The rows of the table that RULE goes through row by row; 1 when it does not. */
static size_t row_count(const struct term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_each(terms[i].operand))
            return terms[i].table == NULL ? 0 : check_table_rows(terms[i].table);
    return 1;
}

/* Two sums, of figures or of cells, once or for every row of a table. */
void check_kind_balance(struct check_run *run, const struct check_rule *rule)
{
    struct term *left = find_terms(run, rule->left, rule->left_count);
    struct term *right = find_terms(run, rule->right, rule->right_count);
    size_t rows = row_count(left, rule->left_count);
    for (size_t row = 0; row < rows; row++) {
        struct total one = sum_terms(run, rule, left, rule->left_count, row);
        struct total other = sum_terms(run, rule, right, rule->right_count, row);
        compare(run, rule, &one, &other);
    }
}

static void find_impossible(struct check_run *run, const struct check_rule *rule, const char *id,
                            const struct check_operand *operands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct check_operand *operand = &operands[i];
        if (operand->figure != NULL || find_term(run, operand).table != NULL)
            continue;
        const struct check_place place = {.pos = operand->pos,
                                          .words =
                                              arena_printf(run->arena, "%d %s %s", operand->table,
                                                           operand->row, operand->column)};
        check_find(run, rule, &place, id, place.words, NULL);
    }
}

/* The cells that other rules name are in the pack: a rule is passed over where it has none. */
void check_kind_operands(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->rules->count; i++) {
        const struct check_rule *other = &run->rules->rules[i];
        if (!check_applies(run, other))
            continue;
        find_impossible(run, rule, other->head.id, other->left, other->left_count);
        find_impossible(run, rule, other->head.id, other->right, other->right_count);
    }
}

/* ---- income and spending by dimension ------------------------------------------------------ */

struct share {
    const struct check_rule *rule;
    const struct fact *fact; /* the first of its key */
    money sums[2];           /* by enum fact_kind */
};

static int compare_numbers(int a, int b)
{
    return (a > b) - (a < b);
}

static int compare_shares(const void *left, const void *right)
{
    const struct share *a = left, *b = right;
    int order = 0;
    if (a->rule->by & (1u << CHECK_BY_FUND))
        order = compare_numbers((int)a->fact->fund, (int)b->fact->fund);
    if (order == 0 && (a->rule->by & (1u << CHECK_BY_ORIGIN)) != 0)
        order = compare_numbers((int)a->fact->origin, (int)b->fact->origin);
    if (order == 0 && (a->rule->by & (1u << CHECK_BY_FUNCTION)) != 0)
        order = strcmp(a->fact->function, b->fact->function);
    if (order == 0 && (a->rule->by & (1u << CHECK_BY_AGENCY)) != 0)
        order = strcmp(a->fact->agency->code, b->fact->agency->code);
    return order;
}

static const char *share_words(const struct check_run *run, const struct share *share)
{
    const struct fact *fact = share->fact;
    unsigned by = share->rule->by;
    const char *words = by & (1u << CHECK_BY_FUND) ? fund_name(fact->fund) : "";
    if (by & (1u << CHECK_BY_ORIGIN))
        words = arena_printf(run->arena, "%s %s", words, origin_name(fact->origin));
    if (by & (1u << CHECK_BY_FUNCTION))
        words = arena_printf(run->arena, "%s %s", words, fact->function);
    if (by & (1u << CHECK_BY_AGENCY))
        words = arena_printf(run->arena, "%s %s", words, fact->agency->name);
    return words + (words[0] == ' ');
}

/* Income and spending are equal under every key that rule->by makes. */
void check_kind_dimension(struct check_run *run, const struct check_rule *rule)
{
    size_t count = 0, fact_count = run->budget->fact_count;
    struct share *shares = arena_array(run->arena, fact_count, sizeof *shares);
    for (size_t i = 0; i < fact_count; i++) {
        const struct fact *fact = &run->budget->facts[i];
        shares[i] = (struct share){.rule = rule, .fact = fact};
        shares[i].sums[fact->kind] = fact->amount;
    }
    if (fact_count > 0)
        qsort(shares, fact_count, sizeof *shares, compare_shares);
    for (size_t i = 0; i < fact_count; i++) {
        if (count == 0 || compare_shares(&shares[count - 1], &shares[i]) != 0)
            shares[count++] = shares[i];
        else if (!money_add(&shares[count - 1].sums[shares[i].fact->kind],
                            shares[i].sums[shares[i].fact->kind]))
            return; /* derivation reports sums out of range */
    }
    for (size_t i = 0; i < count; i++) {
        const money *sums = shares[i].sums;
        if (holds(rule, sums[FACT_INCOME], sums[FACT_EXPENDITURE]))
            continue;
        const struct check_place place = {.pos = check_fact_pos(run, shares[i].fact, "金额"),
                                          .words = share_words(run, &shares[i])};
        check_find_amounts(run, rule, place, sums[FACT_INCOME], sums[FACT_EXPENDITURE]);
    }
}

/* ---- last year ----------------------------------------------------------------------------- */

static const struct prior_year *find_prior(const struct budget *budget, const char *item)
{
    for (size_t i = 0; i < budget->prior_year_count; i++) {
        const struct prior_year *prior = &budget->prior_years[i];
        if (prior->year == budget->department->year - 1 && strcmp(prior->item, item) == 0)
            return prior;
    }
    return NULL;
}

/* Last year's figures that rule->words name are there. */
void check_kind_prior(struct check_run *run, const struct check_rule *rule)
{
    const char *year = arena_printf(run->arena, "%d", run->budget->department->year - 1);
    for (size_t i = 0; i < rule->word_count; i++) {
        const struct check_place place = {
            .pos = book_pos(run->budget->book, BOOK_PRIOR_YEAR, 1, "指标"),
            .words = arena_printf(run->arena, "%s年 %s", year, rule->words[i])};
        if (find_prior(run->budget, rule->words[i]) == NULL)
            check_find(run, rule, &place, year, rule->words[i], NULL);
    }
}

static bool has_prose(const struct budget *budget, const char *column)
{
    for (size_t i = 0; i < budget->prose_count; i++)
        if (strcmp(budget->prose[i].column, column) == 0)
            return true;
    return false;
}

/* A change of more than rule->percent, from right to left, has its reason under one of the 栏目 that
 * rule->words name. */
void check_kind_change(struct check_run *run, const struct check_rule *rule)
{
    struct total now =
        sum_terms(run, rule, find_terms(run, rule->left, rule->left_count), rule->left_count, 0);
    struct total before =
        sum_terms(run, rule, find_terms(run, rule->right, rule->right_count), rule->right_count, 0);
    money change, limit;
    if (!now.known || !before.known || __builtin_sub_overflow(now.amount, before.amount, &change) ||
        change == MONEY_NONE ||
        __builtin_mul_overflow(before.amount / 100, rule->percent, &limit) || limit == MONEY_NONE)
        return;
    if (llabs(change) <= llabs(limit) || llabs(change) <= rule->fen)
        return;
    for (size_t i = 0; i < rule->word_count; i++)
        if (has_prose(run->budget, rule->words[i]))
            return;
    const struct check_place place = {.words = rule->place};
    check_find_amounts(run, rule, place, now.amount, before.amount);
}

/* ---- signs --------------------------------------------------------------------------------- */

/* No cell of a table is negative. */
void check_kind_negative(struct check_run *run, const struct check_rule *rule)
{
    for (size_t t = 0; t < run->format->table_count; t++) {
        const struct check_table *table = check_table_at(run, t);
        struct check_cell cell;
        for (cell.row = 0; cell.row < check_table_rows(table); cell.row++) {
            for (cell.column = 0; cell.column < table->format->column_count; cell.column++) {
                if (!table->format->columns[cell.column].is_amount ||
                    check_cell_amount(table, cell) >= 0)
                    continue;
                const struct check_place place = {
                    .pos = check_cell_pos(table, cell),
                    .words = check_cell_words(run, table, cell),
                    .found = check_money(run, check_cell_amount(table, cell))};
                check_find(run, rule, &place, place.words, place.found, NULL);
            }
        }
    }
}

/* What a text says of its own amounts, computed again: totals, products, sums written out. */
#include <string.h>

#include "data/check_amounts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct verifier {
    struct arena *arena;
    const struct scan *scan;
    const struct amounts *amounts;
    struct amount_claim *claims;
    size_t count, capacity;
};

static void add_claim(struct verifier *v, struct amount_claim claim)
{
    v->claims = arena_grow(v->arena, v->claims, v->count, &v->capacity, sizeof *v->claims);
    v->claims[v->count++] = claim;
}

/* A list of parts may be parted by ；, so only 。 and the line's end close it. */
static bool closes(uint32_t c)
{
    return c == 0x3002 || c == '\n';
}

static size_t statement_end(const struct scan *scan, size_t i)
{
    while (i < scan->count && !closes(scan->at[i]))
        i++;
    return i;
}

static size_t statement_start(const struct scan *scan, size_t i)
{
    while (i > 0 && !closes(scan->at[i - 1]))
        i--;
    return i;
}

static bool is_near(money a, money b, money slack)
{
    return a - b <= slack && b - a <= slack; /* neither is negative */
}

static bool is_part(const struct amount *amount)
{
    return (amount->marks & (AMOUNT_PRICE | AMOUNT_PAID | AMOUNT_REQUEST)) == 0;
}

/* ---- a total, then its parts --------------------------------------------------------------- */

/* Whether the words after the total lead into its parts: 其中, 包括, or a new sentence with one. */
static bool leads_in(const struct scan *scan, size_t start, size_t end)
{
    static const char *const leads[] = {"其中", "包括",   "含",     "主要用于",
                                        "如下", "具体为", "分别为", "用于："};
    static const char *const next[] = {"其中", "包括", "主要用于", "具体"};
    size_t stop = statement_end(scan, start);

    if (stop >= end)
        return scan_finds(scan, start, end, leads, COUNT(leads), NULL);
    if (scan->at[stop] != 0x3002)
        return false;
    for (size_t i = 0; i < COUNT(next); i++)
        if (scan_match(scan, stop + 1, next[i]))
            return true;
    return false;
}

/* Amounts after TOTAL up to the end of the statement they stand in. A sum that comes out before the
 * last of them is enough: others may follow. A list that the text breaks off is no list. */
static void verify_parts_after(struct verifier *v, size_t total)
{
    const struct amount *items = v->amounts->items, *whole = &items[total];
    const struct amount *finest = whole;
    size_t first = total + 1, parts = 0, end = 0;
    money sum = 0;

    while (first < v->amounts->count && (whole->marks & AMOUNT_TOTAL) &&
           (items[first].marks & AMOUNT_PAID))
        first++; /* 合同总金额 202.4万元，已支付 60.72万元，含 … */
    if (first == v->amounts->count || !leads_in(v->scan, whole->end, items[first].start))
        return;
    size_t stop = statement_end(v->scan, items[first].start);
    /* after 其中： come parts, be they too large */
    bool is_list = first == total + 1 && scan_finds(v->scan, whole->end, items[first].start,
                                                    (const char *const[]){"其中："}, 1, NULL);
    for (size_t i = first; i < v->amounts->count && items[i].start < stop; i++) {
        if (items[i].marks & (AMOUNT_PAID | AMOUNT_REQUEST | AMOUNT_TOTAL))
            break;
        if (!is_part(&items[i]))
            continue;
        if ((items[i].value >= whole->value && !is_list) || !money_add(&sum, items[i].value))
            return;
        finest = amounts_finer(finest, &items[i]);
        parts++;
        if (is_near(sum, whole->value, amounts_slack(finest, parts + 1)))
            return;
        end = items[i].end;
    }
    if (parts < 2 || stop == v->scan->count)
        return;
    add_claim(v, (struct amount_claim){.kind = CLAIM_PARTS,
                                       .start = whole->start,
                                       .end = end,
                                       .stated = whole->value,
                                       .computed = sum});
}

/* ---- parts, then their total --------------------------------------------------------------- */

/* The amounts of one statement so far; parts that gave a subtotal are replaced by it. */
struct stack {
    size_t items[32];
    size_t count;
};

static bool closes_parts(const struct scan *scan, const struct amount *amount)
{
    static const char *const words[] = {"合计", "共计", "小计", "总计", "共", "总投资"};
    size_t start = scan_start(scan, amount->start, SCAN_CLAUSE);

    return (amount->marks & AMOUNT_TOTAL) && !(amount->marks & AMOUNT_PRICE) &&
           scan_finds(scan, start, amount->start, words, COUNT(words), NULL);
}

/* Whether the last amounts of STACK, two or more, add up to TOTAL; they give way to it. */
static bool take_parts(struct stack *stack, const struct amount *items, const struct amount *total,
                       money *sum)
{
    const struct amount *finest = total;
    size_t parts = 0;

    *sum = 0;
    for (size_t i = stack->count; i-- > 0;) {
        if (!money_add(sum, items[stack->items[i]].value))
            return false;
        finest = amounts_finer(finest, &items[stack->items[i]]);
        parts++;
        if (is_near(*sum, total->value, amounts_slack(finest, parts + 1))) {
            stack->count = i;
            return true;
        }
    }
    return false;
}

static void verify_parts_before(struct verifier *v)
{
    const struct amount *items = v->amounts->items;
    struct stack stack = {.count = 0};
    size_t statement = 0;

    for (size_t i = 0; i < v->amounts->count; i++) {
        size_t start = statement_start(v->scan, items[i].start);
        money sum;
        if (start != statement)
            stack.count = 0;
        statement = start;
        if (!is_part(&items[i]))
            continue;
        if (closes_parts(v->scan, &items[i]) && !take_parts(&stack, items, &items[i], &sum) &&
            stack.count >= 2) {
            add_claim(v, (struct amount_claim){.kind = CLAIM_PARTS,
                                               .start = items[stack.items[0]].start,
                                               .end = items[i].end,
                                               .stated = items[i].value,
                                               .computed = sum});
            stack.count = 0;
        }
        if (stack.count < COUNT(stack.items))
            stack.items[stack.count++] = i;
    }
}

/* ---- a price and a quantity ---------------------------------------------------------------- */

/* The one quantity of MEASURE in [START, END); false: none, or several that differ. */
static bool find_quantity(const struct scan *scan, size_t start, size_t end, const char *measure,
                          struct amount_number *out)
{
    bool found = false;

    for (size_t i = start; i < end;) {
        struct amount_number number;
        if (!scan_is_digit(scan->at[i]) || !amounts_read_number(scan, i, &number)) {
            i++;
            continue;
        }
        i = number.end;
        if (!scan_match(scan, number.end, measure))
            continue;
        if (found && (number.mantissa != out->mantissa || number.decimals != out->decimals))
            return false;
        *out = number;
        found = true;
    }
    return found;
}

static bool has_amount(const struct amounts *amounts, money value)
{
    for (size_t i = 0; i < amounts->count; i++)
        if (!(amounts->items[i].marks & AMOUNT_PRICE) && amounts->items[i].value == value)
            return true;
    return false;
}

/* Another amount in the same sentence, of which the product should be one. */
static bool stands_by_amount(const struct verifier *v, const struct amount *price)
{
    size_t start = scan_start(v->scan, price->start, SCAN_SENTENCE);
    size_t end = scan_end(v->scan, price->end, SCAN_SENTENCE);

    for (size_t i = 0; i < v->amounts->count; i++) {
        const struct amount *other = &v->amounts->items[i];
        if (other->start >= start && other->end <= end && !(other->marks & AMOUNT_PRICE))
            return true;
    }
    return false;
}

static bool is_times(uint32_t c)
{
    return c == 0xD7 || c == '*' || c == 'x' || c == 'X';
}

/* Whether a multiplication is written out after PRICE: verify_formula() sees to it. */
static bool is_factor(const struct scan *scan, const struct amount *price)
{
    size_t end = scan_end(scan, price->end, SCAN_CLAUSE);

    for (size_t i = price->end; i < end && !scan_is_digit(scan->at[i]); i++)
        if (is_times(scan->at[i]))
            return true;
    return false;
}

static void verify_product(struct verifier *v, const struct amount *price)
{
    const struct scan *scan = v->scan;
    struct amount_number quantity;
    size_t start = scan_start(scan, price->start, SCAN_SENTENCE);
    size_t end = scan_end(scan, price->end, SCAN_SENTENCE);

    if (price->measures[0] == 0 || price->measures[1] != 0 || is_factor(scan, price))
        return;
    const char *measure = scan_slice(v->arena, scan, price->measures[0], price->measures[0] + 1);
    if (!find_quantity(scan, start, end, measure, &quantity) &&
        !find_quantity(scan, scan_start(scan, start, SCAN_PARAGRAPH),
                       scan_end(scan, end, SCAN_PARAGRAPH), measure, &quantity))
        return;
    money product = amounts_value(&quantity, price->value);
    if (product == MONEY_NONE || quantity.mantissa <= 1 || has_amount(v->amounts, product) ||
        !stands_by_amount(v, price))
        return;
    add_claim(v, (struct amount_claim){.kind = CLAIM_PRODUCT,
                                       .start = price->start,
                                       .end = price->end,
                                       .stated = MONEY_NONE,
                                       .computed = product});
}

/* ---- sums and products written out --------------------------------------------------------- */

/* A formula's value without units in 1/10000, and with them in 分. */
struct formula {
    int64_t plain, term;     /* 1/10000 */
    int64_t amount, product; /* 分 */
    bool has_unit, bad;
    size_t factors;
};

#define PLAIN 10000

static int64_t multiply(struct formula *f, int64_t a, int64_t b, int64_t divisor)
{
    int64_t product;
    if (__builtin_mul_overflow(a, b, &product))
        f->bad = true;
    return f->bad ? 0 : product / divisor;
}

static size_t skip_blanks(const struct scan *scan, size_t i)
{
    while (scan_is_blank(scan->at[i]))
        i++;
    return i;
}

/* The factor at I; its unit, if any, makes the term an amount. Its end, or I. */
static size_t read_factor(const struct scan *scan, size_t i, struct formula *f, bool first)
{
    struct amount_number number;
    size_t end;

    if (!scan_is_digit(scan->at[i]) || !amounts_read_number(scan, i, &number) ||
        number.decimals > 4)
        return i;
    int64_t plain = amounts_value(&number, PLAIN);
    int64_t unit = amounts_read_unit(scan, number.end, &end);
    if (unit == 0)
        end = number.end;
    f->has_unit = f->has_unit || unit > 0;
    f->term = first ? plain : multiply(f, f->term, plain, PLAIN);
    f->product = first ? plain : multiply(f, f->product, plain, PLAIN);
    if (unit > 0)
        f->product = multiply(f, f->product, unit, 1);
    f->factors++;
    /* the measure of a quantity or a price: 63处, 500元/点 */
    size_t limit = end + 3;
    while (end < limit && (scan_is_han(scan->at[end]) || scan->at[end] == '/'))
        end++;
    return skip_blanks(scan, end);
}

static void close_term(struct formula *f)
{
    if (__builtin_add_overflow(f->plain, f->term, &f->plain) ||
        __builtin_add_overflow(f->amount, f->product / PLAIN, &f->amount))
        f->bad = true;
}

/* Reads 30+50 from START on; the character after it, or START when there is no such thing. */
static size_t read_formula(const struct scan *scan, size_t start, struct formula *f)
{
    size_t end = read_factor(scan, start, f, true);

    while (end > start && !f->bad && (is_times(scan->at[end]) || scan->at[end] == '+')) {
        bool times = is_times(scan->at[end]);
        if (!times)
            close_term(f);
        size_t operand = skip_blanks(scan, end + 1);
        size_t next = read_factor(scan, operand, f, !times);
        if (next == operand)
            return start;
        end = next;
    }
    close_term(f);
    return end;
}

/* 30+50=80万 from START on, its result in 元 at least; where to go on. */
static size_t verify_formula(struct verifier *v, size_t start)
{
    const struct scan *scan = v->scan;
    struct formula f = {.factors = 0};
    struct amount_number result;
    size_t end = read_formula(scan, start, &f), result_end;

    if (end <= start || f.bad || f.factors < 2 || scan->at[end] != '=')
        return end > start ? end : start + 1;
    size_t first = skip_blanks(scan, end + 1);
    if (!amounts_read_number(scan, first, &result))
        return end;
    int64_t unit = amounts_read_unit(scan, result.end, &result_end);
    money stated = unit > 0 ? amounts_value(&result, unit) : MONEY_NONE;
    if (stated == MONEY_NONE)
        return result.end;
    /* terms without units are in the unit of the result, or in 元 */
    money computed = f.has_unit ? f.amount : multiply(&f, f.plain, unit, PLAIN);
    bool right = stated == computed || (!f.has_unit && stated == f.plain / 100);
    if (!f.bad && !right)
        add_claim(v, (struct amount_claim){.kind = CLAIM_FORMULA,
                                           .start = start,
                                           .end = result_end,
                                           .stated = stated,
                                           .computed = computed});
    return result_end;
}

size_t amounts_verify(struct arena *arena, const struct scan *scan, const struct amounts *amounts,
                      const struct amount_claim **claims)
{
    struct verifier v = {.arena = arena, .scan = scan, .amounts = amounts};

    for (size_t i = 0; i < amounts->count; i++)
        if (!(amounts->items[i].marks & AMOUNT_PRICE))
            verify_parts_after(&v, i);
    verify_parts_before(&v);
    for (size_t i = 0; i < amounts->count; i++)
        if (amounts->items[i].marks & AMOUNT_PRICE)
            verify_product(&v, &amounts->items[i]);
    for (size_t i = 0; i < scan->count;)
        i = scan_is_digit(scan->at[i]) ? verify_formula(&v, i) : i + 1;
    *claims = v.claims;
    return v.count;
}

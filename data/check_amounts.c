/* Reading amounts and the words round them. Whether they add up is check_claims.c's business. */
#include "data/check_amounts.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    DIGITS_MAX = 15,  /* of a number; more are a code */
    DECIMALS_MAX = 6, /* 143.8125万元 has four */
    PRICE_REACH = 8,  /* characters from 每 to its amount: 每斑外业核实50元 */
    PAID_REACH = 3    /* characters from an amount to 未支付 */
};

/* ---- numbers and units --------------------------------------------------------------------- */

static const struct unit_word {
    const char *word;
    int64_t fen;
    bool bare; /* must not go on with a measure: 10万 but not 10万亩 */
} UNITS[] = {
    {"亿元", 10000000000, false}, {"百万元", 100000000, false}, {"万元", 1000000, false},
    {"千元", 100000, false},      {"亿", 10000000000, true},    {"万", 1000000, true},
    {"元", 100, false},
};

bool amounts_read_number(const struct scan *scan, size_t i, struct amount_number *out)
{
    size_t digits = 0;

    *out = (struct amount_number){.end = i};
    for (;; i++) {
        if (scan_is_digit(scan->at[i])) {
            if (++digits > DIGITS_MAX)
                break;
            out->mantissa = out->mantissa * 10 + (int64_t)(scan->at[i] - '0');
            out->decimals += out->has_point;
        } else if (scan->at[i] == '.' && digits > 0 && !out->has_point &&
                   scan_is_digit(scan->at[i + 1])) {
            out->has_point = true;
        } else if (scan->at[i] != ',' || out->has_point || digits == 0 ||
                   !scan_is_digit(scan->at[i + 1]) || !scan_is_digit(scan->at[i + 2]) ||
                   !scan_is_digit(scan->at[i + 3]) || scan_is_digit(scan->at[i + 4])) {
            break;
        }
    }
    while (digits > DIGITS_MAX && scan_is_digit(scan->at[i]))
        i++;
    out->end = i;
    return digits > 0 && digits <= DIGITS_MAX && out->decimals <= DECIMALS_MAX;
}

/* What the character of a Chinese number stands for; a power of ten from 10 on, -1: none. Asked of
 * every Han character. */
static int64_t numeral_value(uint32_t c)
{
    switch (c) {
    case 0x96F6: /* 零 */
        return 0;
    case 0x4E00:
        return 1;
    case 0x4E8C:
    case 0x4E24: /* 两 */
        return 2;
    case 0x4E09:
        return 3;
    case 0x56DB:
        return 4;
    case 0x4E94:
        return 5;
    case 0x516D:
        return 6;
    case 0x4E03:
        return 7;
    case 0x516B:
        return 8;
    case 0x4E5D:
        return 9;
    case 0x5341: /* 十 */
        return 10;
    case 0x767E: /* 百 */
        return 100;
    case 0x5343: /* 千 */
        return 1000;
    default:
        return -1;
    }
}

/* 一百二十 before 万元 or 亿元. */
static bool read_chinese_number(const struct scan *scan, size_t i, struct amount_number *out)
{
    size_t start = i;
    int64_t digit = 0, value;

    *out = (struct amount_number){.end = i};
    for (; i - start < 8 && (value = numeral_value(scan->at[i])) >= 0; i++) {
        if (value < 10) {
            digit = value;
            continue;
        }
        out->mantissa += (digit == 0 ? 1 : digit) * value;
        digit = 0;
    }
    out->mantissa += digit;
    out->end = i;
    return out->mantissa > 0 && (scan_match(scan, i, "万元") || scan_match(scan, i, "亿元"));
}

/* What may follow a bare 万 of money. */
static bool ends_amount(const struct scan *scan, size_t i)
{
    static const char *const followers[] = {"用于", "经费", "资金", "以", "左右", "余元", "多元"};
    uint32_t c = scan->at[i];

    if (c == 0 || (c < 0x4E00 && !scan_is_digit(c) && !scan_is_letter(c)) || c >= 0xFF00)
        return true;
    for (size_t f = 0; f < COUNT(followers); f++)
        if (scan_match(scan, i, followers[f]))
            return true;
    return false;
}

int64_t amounts_read_unit(const struct scan *scan, size_t i, size_t *end)
{
    while (scan->at[i] == ' ')
        i++;
    for (size_t u = 0; u < COUNT(UNITS); u++) {
        size_t length = scan_match(scan, i, UNITS[u].word);
        if (length == 0 || (UNITS[u].bare && !ends_amount(scan, i + length)))
            continue;
        *end = i + length;
        return UNITS[u].fen;
    }
    return 0;
}

money amounts_value(const struct amount_number *number, int64_t unit_fen)
{
    int64_t product, scale = 1;

    if (__builtin_mul_overflow(number->mantissa, unit_fen, &product))
        return MONEY_NONE;
    for (int i = 0; i < number->decimals; i++)
        scale *= 10;
    return (product + scale / 2) / scale;
}

/* ---- the words round an amount ------------------------------------------------------------- */

static bool has_digit(const struct scan *scan, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (scan_is_digit(scan->at[i]))
            return true;
    return false;
}

/* The place after the last of WORDS in [START, END) with no number between it and END; 0: none. */
static size_t after_last(const struct scan *scan, size_t start, size_t end,
                         const char *const *words, size_t count)
{
    size_t where;

    if (!scan_finds(scan, start, end, words, count, &where))
        return 0;
    size_t length = 0;
    for (size_t w = 0; w < count && length == 0; w++)
        length = scan_match(scan, where, words[w]);
    return has_digit(scan, where + length, end) ? 0 : where + length;
}

static unsigned read_total(const struct scan *scan, size_t start, size_t end)
{
    static const char *const words[] = {"总计",   "合计", "共计",   "小计",   "总投资",
                                        "总金额", "总额", "总经费", "总费用", "总资金",
                                        "总预算", "共需", "共约",   "共安排", "共支出"};

    if (after_last(scan, start, end, words, COUNT(words)))
        return AMOUNT_TOTAL;
    /* 共111.6万元, but not 公共50万元 */
    if (end > start && scan_match(scan, end - 1, "共") &&
        !(end > start + 1 && scan_match(scan, end - 2, "公")))
        return AMOUNT_TOTAL;
    return 0;
}

static unsigned read_paid(const struct scan *scan, size_t start, const struct amount *amount)
{
    static const char *const before[] = {"已支付", "未支付", "已付",   "付款",   "剩余",
                                         "待付",   "已拨付", "已安排", "已到位", "已完成投资",
                                         "上年",   "结转",   "尚欠",   "预付款", "扣除"};
    static const char *const behind[] = {"未支付", "已支付", "待付", "已拨付", "未付"};
    size_t end = amount->end;
    size_t limit = end + PAID_REACH + 3 < scan->count ? end + PAID_REACH + 3 : scan->count;
    size_t clause = scan_end(scan, end, SCAN_CLAUSE);

    if (after_last(scan, start, amount->start, before, COUNT(before)) ||
        scan_finds(scan, end, clause < limit ? clause : limit, behind, COUNT(behind), NULL))
        return AMOUNT_PAID;
    return 0;
}

/* 2026年 … 预算 … amount, with no other number between. */
static unsigned read_year(const struct scan *scan, size_t start, size_t end, int year)
{
    static const char *const words[] = {"预算", "需",   "申请", "安排", "资金",
                                        "经费", "费用", "投入", "计划", "拨付"};
    char digits[8] = {(char)('0' + year / 1000 % 10), (char)('0' + year / 100 % 10),
                      (char)('0' + year / 10 % 10), (char)('0' + year % 10)};

    for (size_t i = start; i + 5 <= end; i++) {
        if (!scan_is_digit(scan->at[i]))
            continue;
        bool same = true;
        for (size_t d = 0; d < 4; d++)
            same = same && scan->at[i + d] == (uint32_t)digits[d];
        if (same && scan_match(scan, i + 4, "年") && !has_digit(scan, i + 5, end) &&
            scan_finds(scan, i + 5, end, words, COUNT(words), NULL))
            return AMOUNT_YEAR;
    }
    return 0;
}

/* 每亩1000元; 每年 and its like are no measures. */
static unsigned read_each(const struct scan *scan, size_t start, struct amount *amount)
{
    static const char *const times[] = {"年", "季", "月", "次", "半年", "日", "天", "期"};
    size_t first = amount->start;
    size_t reach = first > start + PRICE_REACH ? first - PRICE_REACH : start;

    for (size_t i = first; i-- > reach && !scan_is_digit(scan->at[i]);) {
        if (!scan_match(scan, i, "每"))
            continue;
        if (i + 1 == first)
            return 0;
        for (size_t t = 0; t < COUNT(times); t++)
            if (scan_match(scan, i + 1, times[t]))
                return i > reach && scan_finds(scan, reach, i, (const char *const[]){"每"}, 1, NULL)
                           ? AMOUNT_PRICE
                           : 0;
        amount->measures[0] = i + 1;
        return AMOUNT_PRICE;
    }
    return 0;
}

/* 500元/点, 8000元/人/月, 500元标准, 标准为500元, 人均500元. */
static unsigned read_price(const struct scan *scan, size_t start, struct amount *amount)
{
    static const char *const words[] = {"单价", "人均", "均价", "标准", "户均"};
    size_t i = amount->end, measures = 0;

    while (scan->at[i] == '/' && scan_is_han(scan->at[i + 1])) {
        if (measures < COUNT(amount->measures))
            amount->measures[measures++] = i + 1;
        for (i++; scan_is_han(scan->at[i]) && i < amount->end + 8; i++)
            if (scan->at[i + 1] == '/')
                break;
        if (scan_is_han(scan->at[i]))
            i++;
    }
    if (measures > 0)
        return AMOUNT_PRICE;
    if (read_each(scan, start, amount))
        return AMOUNT_PRICE;
    size_t after = after_last(scan, start, amount->start, words, COUNT(words));
    if ((after > 0 && amount->start - after <= 3) || scan_match(scan, amount->end, "标准") ||
        scan_match(scan, amount->end, "的标准"))
        return AMOUNT_PRICE;
    return 0;
}

static unsigned read_marks(const struct scan *scan, struct amount *amount, int year)
{
    static const char *const requests[] = {"申请"};
    size_t start = scan_start(scan, amount->start, SCAN_CLAUSE);
    size_t end = amount->start;
    unsigned marks = read_total(scan, start, end) | read_paid(scan, start, amount) |
                     read_price(scan, start, amount);

    if (after_last(scan, start, end, requests, COUNT(requests)))
        marks |= AMOUNT_REQUEST;
    if (year > 0 && !(marks & AMOUNT_PAID))
        marks |= read_year(scan, start, end, year);
    return marks;
}

/* ---- amounts ------------------------------------------------------------------------------- */

static money quantum_of(const struct amount_number *number, int64_t unit_fen)
{
    const struct amount_number one = {.mantissa = 1, .decimals = number->decimals};
    return amounts_value(&one, unit_fen);
}

const struct amount *amounts_finer(const struct amount *a, const struct amount *b)
{
    return b->quantum < a->quantum ? b : a;
}

money amounts_slack(const struct amount *finest, size_t count)
{
    money hundredth = finest->unit / 100;
    return (money)count * (finest->quantum < hundredth ? finest->quantum : hundredth) / 2;
}

/* An amount that begins at I; false: none, and *NEXT is where to go on. */
static bool read_amount(const struct scan *scan, size_t i, struct amount *out, size_t *next)
{
    struct amount_number number;
    size_t end;
    bool good = scan_is_digit(scan->at[i]) ? amounts_read_number(scan, i, &number)
                                           : read_chinese_number(scan, i, &number);

    *next = number.end > i ? number.end : i + 1;
    if (!good)
        return false;
    int64_t unit = amounts_read_unit(scan, number.end, &end);
    money value = unit > 0 ? amounts_value(&number, unit) : MONEY_NONE;
    if (value == MONEY_NONE)
        return false;
    *out = (struct amount){
        .start = i, .end = end, .value = value, .quantum = quantum_of(&number, unit), .unit = unit};
    *next = end;
    return true;
}

struct amounts amounts_read(struct arena *arena, const struct scan *scan, int year)
{
    struct amount *items = NULL;
    size_t count = 0, capacity = 0;

    for (size_t i = 0; i < scan->count;) {
        struct amount amount;
        size_t next = i + 1;
        bool starts = scan_is_digit(scan->at[i]) || numeral_value(scan->at[i]) >= 0;
        if (starts && read_amount(scan, i, &amount, &next)) {
            amount.marks = read_marks(scan, &amount, year);
            items = arena_grow(arena, items, count, &capacity, sizeof *items);
            items[count++] = amount;
        }
        i = next;
    }
    return (struct amounts){items, count};
}

struct amount amounts_read_value(const struct scan *scan, int64_t plain_unit)
{
    struct amount amount = {.value = MONEY_NONE};
    struct amount_number number;
    size_t i = 0, next;

    while (i < scan->count && !scan_is_digit(scan->at[i]))
        i++;
    if (i == scan->count)
        return amount;
    if (read_amount(scan, i, &amount, &next)) {
        amount.marks = read_marks(scan, &amount, 0);
        return amount;
    }
    amount = (struct amount){.value = MONEY_NONE};
    if (plain_unit > 0 && amounts_read_number(scan, i, &number) && number.end == scan->count) {
        amount.value = amounts_value(&number, plain_unit);
        amount.start = i;
        amount.end = number.end;
    }
    return amount;
}

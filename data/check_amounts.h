/* Amounts of money in running text: 1000万元, 1,000.5 万元, 3.15万, 2亿元, 500元/点, 一百二十万元.
 *
 * Each is told with its span and with what the words round it make of it, so that a price is not
 * taken for a total, nor last year's payment for this year's request. What the text itself says
 * about its amounts (parts of a total, a price times a quantity, a sum written out) is computed
 * again and told where it does not come out. */
#ifndef BANXIN_CHECK_AMOUNTS_H
#define BANXIN_CHECK_AMOUNTS_H

#include "data/check_scan.h"
#include "data/money.h"

/* From the words before it in its clause; bits. */
enum amount_mark {
    AMOUNT_TOTAL = 1,   /* 总计, 合计, 共计, 小计, 总投资 … */
    AMOUNT_REQUEST = 2, /* 申请, 本次申请 … */
    AMOUNT_YEAR = 4,    /* the budget year's: 2026年预算, 2026年需要 …, not 已支付 */
    AMOUNT_PAID = 8,    /* 已支付, 未支付, 剩余 …: of another year or not asked for */
    AMOUNT_PRICE = 16   /* 500元/点, 每亩1000元, 标准: of one unit */
};

struct amount {
    size_t start, end; /* characters */
    money value;
    money quantum; /* what one in its last digit is worth: 12.35万元 has 10000 分 */
    int64_t unit;  /* 分 */
    unsigned marks;
    size_t measures[2]; /* of a price: the character where 点 of 元/点 stands; 0 when none */
};

struct amounts {
    const struct amount *items; /* in order */
    size_t count;
};

/* A number as written: MANTISSA with its last DECIMALS digits behind the point. */
struct amount_number {
    int64_t mantissa;
    int decimals;
    bool has_point;
    size_t end; /* character after it */
};

/* The number at I, with separators or not; false: none, or longer than amounts are. */
bool amounts_read_number(const struct scan *scan, size_t i, struct amount_number *out);

/* The unit of money at I (分): 元, 万元, 万 …, and its END; 0: none. */
int64_t amounts_read_unit(const struct scan *scan, size_t i, size_t *end);

/* NUMBER in that unit as 分; MONEY_NONE when it does not fit. */
money amounts_value(const struct amount_number *number, int64_t unit_fen);

/* How far COUNT rounded amounts may lead from what they stand for, FINEST being the one written to
 * the smallest quantum: half of it each, and no more than half of 0.01 of its unit (12.3万元 may be
 * 12.30万元, and 12万元 is taken as exact but for that). */
money amounts_slack(const struct amount *finest, size_t count);
const struct amount *amounts_finer(const struct amount *a, const struct amount *b);

/* All amounts of SCAN; YEAR is the year of the budget. */
struct amounts amounts_read(struct arena *arena, const struct scan *scan, int year);

/* The one amount that begins FIELD, as in an indicator's value: ≤200万元, 6.1万/点, 40000元. A
 * number without 元 or 万 is one only where PLAIN_UNIT (分) is not 0. MONEY_NONE: no amount. */
struct amount amounts_read_value(const struct scan *scan, int64_t plain_unit);

/* Where the text does not agree with itself. */
enum amount_claim_kind {
    CLAIM_PARTS,   /* parts and their total: 共50万元，其中 16万元、5万元 … */
    CLAIM_PRODUCT, /* a price and a quantity, and no amount that is their product */
    CLAIM_FORMULA  /* written out: 30+50=80万 */
};
struct amount_claim {
    enum amount_claim_kind kind;
    size_t start, end; /* characters: what it speaks of */
    money stated;      /* MONEY_NONE for CLAIM_PRODUCT */
    money computed;
};

/* Only the claims that do not come out. data/check_claims.c */
size_t amounts_verify(struct arena *arena, const struct scan *scan, const struct amounts *amounts,
                      const struct amount_claim **claims);

#endif

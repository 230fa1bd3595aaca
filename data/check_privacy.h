/* Private numbers in a text: what the 个人信息保护法 keeps out of a published document.
 *
 * A report about such a number goes to others as well, so a hit carries the number masked
 * (138****0000) and no message repeats it in full.
 *
 * Not taken for private: amounts, codes of subjects and projects, numbers of documents, years,
 * ranges, time stamps. */
#ifndef BANXIN_CHECK_PRIVACY_H
#define BANXIN_CHECK_PRIVACY_H

#include "data/check_scan.h"

enum privacy_kind {
    PRIVACY_MOBILE,    /* 手机号码 */
    PRIVACY_LANDLINE,  /* 固定电话 */
    PRIVACY_IDENTITY,  /* 居民身份证号码: 18 by GB 11643-1999, or the old 15 */
    PRIVACY_BANK_CARD, /* 银行卡号: GB/T 15694.1, with its Luhn digit */
    PRIVACY_EMAIL,     /* 电子邮箱 */
    PRIVACY_PLATE,     /* 机动车号牌: GA 36-2018 */
    PRIVACY_MASKED,    /* a number whose digits were masked by the writer: 138****0000 */
    PRIVACY_KIND_COUNT
};

struct privacy_hit {
    enum privacy_kind kind;
    size_t offset, length; /* bytes of the text */
    const char *masked;
};

/* What SCAN has, in order. In a PHONE_FIELD 7 or 8 digits alone are a landline. */
size_t privacy_find(struct arena *arena, const struct scan *scan, bool phone_field,
                    const struct privacy_hit **hits);

/* 手机号码 …, as the rules and messages name them; NULL ends the list. */
extern const char *const privacy_names[PRIVACY_KIND_COUNT + 1];

#endif

/* Money is an exact whole number of 分 (1/100 元); it is never a double. */
#ifndef BANXIN_MONEY_H
#define BANXIN_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t money;

#define MONEY_NONE INT64_MIN /* a field that was left blank: not the same as zero */

enum money_fault {
    MONEY_OK,
    MONEY_MALFORMED, /* not a number, or separators that do not stand every three digits */
    MONEY_DECIMALS,  /* more than two decimals */
    MONEY_OVERFLOW   /* does not fit int64 分 */
};

/* Reads an amount in 元: `1234.5`, `1,234.50`, `-3.00`, also in full-width digits and signs.
 * No blanks; an empty TEXT is malformed. On a fault *OUT is not written. */
enum money_fault money_parse(const char *text, size_t length, money *out);

/* False, and *SUM unchanged, when the sum does not fit. */
bool money_add(money *sum, money amount);

/* AMOUNT in a printed unit of UNIT_FEN 分 (万元: 1000000, 元: 100) with DECIMALS decimals, rounded
 * half-up away from zero (四舍五入) once. What rounds to zero is 0.00, never -0.00. SEPARATOR: a
 * comma every three digits. Writes at most SIZE bytes, returns the length; SIZE 64 always does.
 * UNIT_FEN > 0, a power of ten times 1; 0 <= DECIMALS <= 4. */
size_t money_format(money amount, int64_t unit_fen, int decimals, bool separator, char *out,
                    size_t size);

#endif

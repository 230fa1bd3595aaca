/* Reading, adding and printing of exact amounts. */
#include "data/money.h"

#include <string.h>

/* ---- reading ------------------------------------------------------------------------------- */

/* What a full-width keyboard types, and the typographer's minus. */
static const struct sign {
    const char *utf8; /* three bytes */
    char ascii;
} signs[] = {
    {"０", '0'}, {"１", '1'}, {"２", '2'}, {"３", '3'}, {"４", '4'},
    {"５", '5'}, {"６", '6'}, {"７", '7'}, {"８", '8'}, {"９", '9'},
    {"．", '.'}, {"，", ','}, {"－", '-'}, {"＋", '+'}, {"−" /* U+2212 */, '-'},
};

struct scanner {
    const char *at, *end;
};

/* The next sign in ASCII; 0 at the end, '?' for a sign that no amount has. */
static char peek(const struct scanner *scanner, size_t *length)
{
    *length = 1;
    if (scanner->at == scanner->end)
        return 0;
    if ((unsigned char)*scanner->at < 0x80)
        return *scanner->at ? *scanner->at : '?';
    *length = 3;
    if (scanner->end - scanner->at >= 3)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (memcmp(scanner->at, signs[i].utf8, 3) == 0)
                return signs[i].ascii;
    return '?';
}

/* Steps over SIGN if it stands next. */
static bool accept(struct scanner *scanner, char sign)
{
    size_t length;
    if (peek(scanner, &length) != sign)
        return false;
    scanner->at += length;
    return true;
}

/* A row of digits: returns how many, and their *VALUE, which sticks at UINT64_MAX. */
static size_t scan_digits(struct scanner *scanner, uint64_t *value)
{
    size_t count = 0, length;
    for (char digit; (digit = peek(scanner, &length)) >= '0' && digit <= '9'; count++) {
        uint64_t unit = (uint64_t)(digit - '0');
        *value = *value > (UINT64_MAX - unit) / 10 ? UINT64_MAX : *value * 10 + unit;
        scanner->at += length;
    }
    return count;
}

/* Whole yuan: digits, or groups of three behind a first one of one to three. */
static bool scan_yuan(struct scanner *scanner, uint64_t *yuan)
{
    size_t first = scan_digits(scanner, yuan);
    if (first == 0)
        return false;
    while (accept(scanner, ','))
        if (first > 3 || scan_digits(scanner, yuan) != 3)
            return false;
    return true;
}

enum money_fault money_parse(const char *text, size_t length, money *out)
{
    struct scanner scanner = {text, text + length};
    bool negative = accept(&scanner, '-');
    if (!negative)
        accept(&scanner, '+');
    uint64_t yuan = 0, fen = 0;
    size_t decimals = 2;
    if (!scan_yuan(&scanner, &yuan))
        return MONEY_MALFORMED;
    if (accept(&scanner, '.'))
        decimals = scan_digits(&scanner, &fen);
    if (scanner.at != scanner.end || decimals == 0)
        return MONEY_MALFORMED;
    if (decimals > 2)
        return MONEY_DECIMALS;
    if (decimals == 1)
        fen *= 10;
    if (yuan > ((uint64_t)INT64_MAX - fen) / 100)
        return MONEY_OVERFLOW;
    fen += yuan * 100;
    *out = negative ? -(money)fen : (money)fen;
    return MONEY_OK;
}

bool money_add(money *sum, money amount)
{
    money result;
    if (__builtin_add_overflow(*sum, amount, &result) || result == MONEY_NONE)
        return false;
    *sum = result;
    return true;
}

/* ---- printing ------------------------------------------------------------------------------ */

/* A magnitude in the printed unit: WHOLE units and FRACTION, of which SCALE make one unit. */
struct printed {
    uint64_t whole, fraction, scale;
};

static struct printed round_to_unit(uint64_t fen, uint64_t unit_fen, int decimals)
{
    uint64_t scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    if (unit_fen < scale) /* finer than 分: nothing to round */
        return (struct printed){fen / unit_fen, fen % unit_fen * (scale / unit_fen), scale};
    uint64_t step = unit_fen / scale;
    uint64_t steps = fen / step, rest = fen % step;
    if (rest > 0 && rest >= step - rest) /* not 2 * rest, which could overflow */
        steps++;
    return (struct printed){steps / scale, steps % scale, scale};
}

size_t money_format(money amount, int64_t unit_fen, int decimals, bool separator, char *out,
                    size_t size)
{
    char text[64];
    char *at = text + sizeof text;
    if (amount != MONEY_NONE) {
        uint64_t fen = (uint64_t)(amount < 0 ? -amount : amount);
        struct printed printed = round_to_unit(fen, (uint64_t)unit_fen, decimals);
        bool zero = printed.whole == 0 && printed.fraction == 0;
        for (int i = 0; i < decimals; i++, printed.fraction /= 10)
            *--at = (char)('0' + printed.fraction % 10);
        if (decimals > 0)
            *--at = '.';
        int digits = 0;
        do {
            if (separator && digits > 0 && digits % 3 == 0)
                *--at = ',';
            *--at = (char)('0' + printed.whole % 10);
            digits++;
        } while ((printed.whole /= 10) > 0);
        if (amount < 0 && !zero)
            *--at = '-';
    }
    size_t length = (size_t)(text + sizeof text - at);
    if (size > 0) {
        size_t written = length < size ? length : size - 1;
        memcpy(out, at, written);
        out[written] = '\0';
    }
    return length;
}

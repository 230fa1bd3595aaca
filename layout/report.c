/* Arguments of layout's diagnostics. See report.h. */
#include "layout/report.h"

#include <inttypes.h>
#include <stdbool.h>

#include "data/unit.h"

#define EXCERPT_CHARACTERS 24

const char *report_points(struct arena *arena, int64_t length)
{
    int64_t whole = length / UNIT_POINT, rest = length % UNIT_POINT;
    if (rest < 0)
        rest = -rest;
    if (rest == 0)
        return report_number(arena, whole);
    int digits = 3;
    for (; rest % 10 == 0; digits--)
        rest /= 10;
    const char *sign = length < 0 && whole == 0 ? "-" : "";
    return arena_printf(arena, "%s%" PRId64 ".%0*" PRId64, sign, whole, digits, rest);
}

const char *report_excerpt(struct arena *arena, const char *utf8)
{
    size_t length = 0;
    for (int characters = 0; utf8[length] && utf8[length] != '\n'; length++) {
        bool begins = ((unsigned char)utf8[length] & 0xC0) != 0x80;
        if (begins && characters++ == EXCERPT_CHARACTERS)
            break;
    }
    return arena_printf(arena, "%.*s%s", (int)length, utf8, utf8[length] ? "…" : "");
}

const char *report_number(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%" PRId64, number);
}

/* Chinese numerals. */
#include "data/numeral.h"

const char *numeral_chinese(struct arena *arena, size_t n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (n < 10)
        return digits[n];
    if (n > 99)
        return arena_printf(arena, "%zu", n);
    return arena_printf(arena, "%s十%s", n < 20 ? "" : digits[n / 10], digits[n % 10]);
}

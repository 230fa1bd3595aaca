/* Figures as text: one style of numbers for all sentences. */
#include <string.h>

#include "data/figures.h"
#include "data/money.h"

bool figure_has_form(enum figure_kind kind, enum figure_form form)
{
    switch (form) {
    case FORM_PLAIN:
        return true;
    case FORM_ABS:
        return kind == FIGURE_AMOUNT || kind == FIGURE_PERCENT || kind == FIGURE_COUNT;
    case FORM_NUMBER:
        return kind == FIGURE_AMOUNT || kind == FIGURE_PERCENT || kind == FIGURE_QUANTITY;
    default:
        return kind == FIGURE_TEXT;
    }
}

/* 9000.00 → 9000, 3234.50 → 3234.5. */
static void trim_zeros(char *number)
{
    size_t length = strlen(number);
    if (strchr(number, '.') == NULL)
        return;
    while (number[length - 1] == '0')
        length--;
    if (number[length - 1] == '.')
        length--;
    number[length] = '\0';
}

/* VALUE, of which SCALE make one, with DECIMALS decimals. BARE: a zero is written 0. */
static const char *print_number(struct arena *arena, int64_t value, int64_t scale, int decimals,
                                bool bare, const struct number_style *style)
{
    char number[64];
    if (value == 0 && bare)
        return "0";
    money_format(value, scale, decimals, style->separator, number, sizeof number);
    if (style->trim_zeros)
        trim_zeros(number);
    return arena_strdup(arena, number);
}

/* Shares have two decimals; nothing and all are written 0% and 100%. */
static const char *print_percent(struct arena *arena, const struct figure *figure, int64_t value,
                                 const struct number_style *style)
{
    if (figure->exact && value == 10000)
        return "100";
    return print_number(arena, value, 100, 2, figure->exact, style);
}

/* A quantity is printed with the decimals it needs. */
static const char *print_quantity(struct arena *arena, int64_t value,
                                  const struct number_style *style)
{
    struct number_style trimmed = *style;
    trimmed.trim_zeros = true;
    return print_number(arena, value, 100, 2, true, &trimmed);
}

/* How many bytes at the end of TEXT are a stop; 0: it ends in none. */
static size_t final_stop(const char *text, size_t length)
{
    static const char *const stops[] = {"。", "；", "，", "、", ".", ";", ",", "\n", " "};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        size_t size = strlen(stops[i]);
        if (length >= size && memcmp(text + length - size, stops[i], size) == 0)
            return size;
    }
    return 0;
}

/* TEXT without the stops at its end: the sentence has its own. */
static const char *print_clause(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    for (size_t stop; (stop = final_stop(text, length)) > 0;)
        length -= stop;
    return arena_strndup(arena, text, length);
}

const char *figure_print(struct arena *arena, const struct figure *figure, enum figure_form form,
                         const struct number_style *style)
{
    int64_t value = figure->value;
    if (form == FORM_ABS && value < 0)
        value = -value;
    switch (figure->kind) {
    case FIGURE_AMOUNT: {
        const char *number =
            print_number(arena, value, style->unit_fen, style->decimals, true, style);
        return form == FORM_NUMBER ? number
                                   : arena_printf(arena, "%s%s", number, style->unit_name.utf8);
    }
    case FIGURE_PERCENT: {
        const char *number = print_percent(arena, figure, value, style);
        return form == FORM_NUMBER ? number : arena_printf(arena, "%s%%", number);
    }
    case FIGURE_COUNT:
        return arena_printf(arena, "%lld", (long long)value);
    case FIGURE_QUANTITY: {
        const char *number = print_quantity(arena, value, style);
        return form == FORM_NUMBER ? number
                                   : arena_printf(arena, "%s%s", number, figure->text.utf8);
    }
    case FIGURE_DATE:
        return arena_printf(arena, "%lld年%lld月%lld日", (long long)value / 10000,
                            (long long)value / 100 % 100, (long long)value % 100);
    default:
        return form == FORM_CLAUSE ? print_clause(arena, figure->text.utf8) : figure->text.utf8;
    }
}

/* Rows of text in columns. See columns.h. */
#include "render/columns.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define GAP 2 /* blanks between columns, and before the first */

struct columns {
    struct arena *arena;
    const char *alignment;
    size_t count; /* of columns */
    int *widths;
    const char *const **rows;
    size_t row_count, capacity;
};

static int character_width(UChar32 code)
{
    if (U_GET_GC_MASK(code) & (U_GC_M_MASK | U_GC_CF_MASK))
        return 0;
    switch (u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
        return 2;
    default:
        return 1;
    }
}

int columns_width(const char *utf8)
{
    const uint8_t *bytes = (const uint8_t *)utf8;
    int width = 0;
    size_t length = strlen(utf8);
    for (size_t at = 0; at < length;) {
        UChar32 code;
        U8_NEXT_OR_FFFD(bytes, at, length, code);
        width += character_width(code);
    }
    return width;
}

struct columns *columns_new(struct arena *arena, const char *alignment)
{
    struct columns *columns = arena_alloc(arena, sizeof *columns);
    columns->arena = arena;
    columns->alignment = alignment;
    columns->count = strlen(alignment);
    columns->widths = arena_array(arena, columns->count, sizeof *columns->widths);
    return columns;
}

void columns_add(struct columns *columns, const char *const *cells)
{
    const char **row = arena_array(columns->arena, columns->count, sizeof *row);
    for (size_t i = 0; i < columns->count; i++) {
        int width = columns_width(cells[i]);
        row[i] = cells[i];
        columns->widths[i] = width > columns->widths[i] ? width : columns->widths[i];
    }
    columns->rows = arena_grow(columns->arena, columns->rows, columns->row_count,
                               &columns->capacity, sizeof *columns->rows);
    columns->rows[columns->row_count++] = row;
}

/* Blanks are printed when something follows them: a line has none at its end. */
static void print_row(const struct columns *columns, const char *const *row, FILE *out)
{
    int blanks = 0;
    for (size_t i = 0; i < columns->count; i++) {
        int spare = columns->widths[i] - columns_width(row[i]);
        bool right = columns->alignment[i] == 'r';
        blanks += GAP + (right ? spare : 0);
        if (row[i][0] != '\0') {
            fprintf(out, "%*s%s", blanks, "", row[i]);
            blanks = 0;
        }
        blanks += right ? 0 : spare;
    }
    fputc('\n', out);
}

void columns_print(const struct columns *columns, FILE *out)
{
    for (size_t i = 0; i < columns->row_count; i++)
        print_row(columns, columns->rows[i], out);
}

/* GB 2312-80 out of ICU's conversion of its EUC form: rows and cells are the bytes less 0xA0. */
#include "data/common.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

enum { FIRST = 0xA1, LAST_ROW = 0xF7, LAST_CELL = 0xFE, ASCII_FIRST = 0x20, ASCII_LAST = 0x7E };

size_t common_characters(struct arena *arena, const uint32_t **codes)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("gb2312", &status);
    size_t count = 0;
    *codes = NULL;
    if (U_FAILURE(status))
        return 0;
    uint32_t *list = arena_array(arena, 0x60 * 0x60, sizeof *list);
    for (uint32_t code = ASCII_FIRST; code <= ASCII_LAST; code++)
        list[count++] = code;
    for (int row = FIRST; row <= LAST_ROW; row++) {
        for (int cell = FIRST; cell <= LAST_CELL; cell++) {
            const char bytes[] = {(char)row, (char)cell};
            UChar units[4];
            status = U_ZERO_ERROR;
            int32_t length = ucnv_toUChars(converter, units, 4, bytes, sizeof bytes, &status);
            if (U_SUCCESS(status) && length == 1 && units[0] != 0xFFFD &&
                !U16_IS_SURROGATE(units[0]))
                list[count++] = units[0];
        }
    }
    ucnv_close(converter);
    *codes = list;
    return count;
}

/* Rows out. See csv_write.h. */
#include "data/csv_write.h"

#include <csv.h>
#include <string.h>

void csv_write_row(FILE *out, const char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *field = fields[i];
        if (i > 0)
            putc(',', out);
        if (field[strcspn(field, ",\"\r\n")] != '\0')
            csv_fwrite(out, field, strlen(field));
        else
            fputs(field, out);
    }
    fputs("\r\n", out);
}

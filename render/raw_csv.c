/* CSV as bytes. See raw_csv.h. */
#include "render/raw_csv.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "data/decode.h"

struct raw_csv raw_csv_read(struct arena *arena, const char *path)
{
    struct raw_csv raw = {NULL, 0};
    struct stat status;
    FILE *file = decode_open_file(path, RAW_CSV_MAX);
    if (file == NULL)
        return raw;
    if (fstat(fileno(file), &status) == 0) {
        size_t size = (size_t)status.st_size;
        char *bytes = arena_alloc(arena, size + 1);
        raw.length = fread(bytes, 1, size, file);
        if (!ferror(file))
            raw.bytes = bytes;
        else
            errno = EIO;
    }
    int error = errno;
    fclose(file);
    errno = error;
    return raw;
}

size_t raw_csv_row(const char *bytes, size_t length)
{
    bool quoted = false; /* a doubled quote closes and opens: no need to look for it */
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"')
            quoted = !quoted;
        else if (bytes[i] == '\n' && !quoted)
            return i + 1;
    }
    return 0;
}

/* The length of the first field, quotes and all. */
static size_t field_length(const char *row, size_t length)
{
    bool quoted = false;
    size_t i = 0;
    for (; i < length && (quoted || strchr(",\r\n", row[i]) == NULL); i++)
        quoted = quoted != (row[i] == '"');
    return i;
}

const char *raw_csv_first(struct arena *arena, const char *row, size_t length)
{
    size_t end = field_length(row, length);
    bool quoted = false;
    char *field = arena_alloc(arena, end + 1), *out = field;
    for (size_t i = 0; i < end; i++) {
        bool quote = row[i] == '"';
        if (!quote || (!quoted && i > 0)) /* a quote that opens again stands for itself */
            *out++ = row[i];
        quoted = quoted != quote;
    }
    return field;
}

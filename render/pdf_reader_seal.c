/* Is a file as it was written, byte for byte? The identifier of a PDF that banxin writes is the hash of
 * all bytes before the cross-reference stream, which is the last object (render/pdf_obj_save.c); so a
 * file that was changed or saved again by another program shows it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/hash.h"
#include "render/pdf_reader_parts.h"

#define TAIL_MAX  ((size_t)64)   /* startxref, an offset, the end mark */
#define TABLE_MAX ((size_t)4096) /* of the dictionary before the cross-references */

/* The offset that the end of the file tells; SIZE_MAX when that is not what the writer puts there. */
static size_t find_table(const char *bytes, size_t length)
{
    static const char start[] = "startxref\n", end[] = "\n%%EOF\n";
    size_t from = length > TAIL_MAX ? length - TAIL_MAX : 0;
    const char *at = memmem(bytes + from, length - from, start, sizeof start - 1);
    if (at == NULL)
        return SIZE_MAX;
    at += sizeof start - 1;
    size_t digits = strspn(at, "0123456789"), left = length - (size_t)(at - bytes);
    if (digits == 0 || digits > 12 || left != digits + sizeof end - 1 ||
        memcmp(at + digits, end, sizeof end - 1) != 0)
        return SIZE_MAX;
    unsigned long long offset = strtoull(at, NULL, 10);
    return offset < length ? (size_t)offset : SIZE_MAX;
}

static bool is_sealed(const char *bytes, size_t length)
{
    char id[96];
    size_t table = find_table(bytes, length);
    if (table == SIZE_MAX)
        return false;
    struct hash hash = hash_bytes(bytes, table);
    int size = snprintf(id, sizeof id, "/ID [<%016" PRIX64 "%016" PRIX64 ">", hash.high, hash.low);
    size_t room = length - table < TABLE_MAX ? length - table : TABLE_MAX;
    return memmem(bytes + table, room, id, (size_t)size) != NULL;
}

bool seal_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) {
        if (file != NULL)
            fclose(file);
        return false;
    }
    size_t length = (size_t)status.st_size;
    char *bytes = malloc(length + 1);
    bool sealed = bytes != NULL && fread(bytes, 1, length, file) == length;
    if (sealed)
        bytes[length] = '\0';
    sealed = sealed && is_sealed(bytes, length);
    free(bytes);
    fclose(file);
    return sealed;
}

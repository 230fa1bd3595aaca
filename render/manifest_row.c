/* Rows of the manifest and the journal. See manifest_row.h. */
#include "render/manifest_row.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "data/csv_write.h"

enum kind { KIND_TEXT, KIND_NAME /* of files */, KIND_STATUS, KIND_NUMBER, KIND_HASH };

static const struct column {
    const char *heading;
    enum kind kind;
    size_t offset; /* in struct manifest_entry */
} columns[MANIFEST_COLUMNS] = {
    {"部门编码", KIND_TEXT, offsetof(struct manifest_entry, code)},
    {"部门名称", KIND_TEXT, offsetof(struct manifest_entry, name)},
    {"状态", KIND_STATUS, offsetof(struct manifest_entry, status)},
    {"文件", KIND_NAME, offsetof(struct manifest_entry, file)},
    {"页数", KIND_NUMBER, offsetof(struct manifest_entry, pages)},
    {"字节", KIND_NUMBER, offsetof(struct manifest_entry, bytes)},
    {"致命", KIND_NUMBER, offsetof(struct manifest_entry, fatal)},
    {"警告", KIND_NUMBER, offsetof(struct manifest_entry, warnings)},
    {"提示", KIND_NUMBER, offsetof(struct manifest_entry, notes)},
    {"最近更正", KIND_NAME, offsetof(struct manifest_entry, corrected)},
    {"PDF散列", KIND_HASH, offsetof(struct manifest_entry, pdf)},
    {"数据散列", KIND_HASH, offsetof(struct manifest_entry, data)},
    {"记录", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_RECORDS])},
    {"科目", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_SUBJECTS])},
    {"账套", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_SETTINGS])},
    {"格式", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_FORMAT])},
    {"规则", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_RULES])},
    {"字体", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_FONTS])},
    {"程序", KIND_HASH, offsetof(struct manifest_entry, causes[CAUSE_PROGRAM])},
};

const char *manifest_row_heading(size_t column)
{
    return columns[column].heading;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* What the entry's MEMBER is written as; TEXT is for what is no text yet. A hash that is 0 was never
 * taken: it is left blank. */
static const char *show(enum kind kind, const void *member, char text[HASH_TEXT_SIZE])
{
    const struct hash *hash = member;
    switch (kind) {
    case KIND_TEXT:
    case KIND_NAME:
        return *(const char *const *)member;
    case KIND_STATUS:
        return manifest_status_name(*(const enum manifest_status *)member, DIAG_CHINESE);
    case KIND_NUMBER:
        snprintf(text, HASH_TEXT_SIZE, "%zu", *(const size_t *)member);
        return text;
    case KIND_HASH:
        if (hash->high == 0 && hash->low == 0)
            return "";
        hash_print(*hash, text);
        return text;
    }
    return "";
}

void manifest_row_write(FILE *out, const struct manifest_entry *entry)
{
    const char *fields[MANIFEST_COLUMNS];
    char texts[MANIFEST_COLUMNS][HASH_TEXT_SIZE];
    for (size_t i = 0; i < MANIFEST_COLUMNS; i++)
        fields[i] = show(columns[i].kind, (const char *)entry + columns[i].offset, texts[i]);
    csv_write_row(out, fields, MANIFEST_COLUMNS);
}

/* ---- reading ------------------------------------------------------------------------------- */

bool manifest_number_read(const char *text, size_t *number)
{
    size_t value = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p < '0' || *p > '9')
            return false;
        size_t digit = (size_t)(*p - '0');
        if (value > (SIZE_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *number = value;
    return text[0] != '\0';
}

static bool read_status(const char *text, enum manifest_status *status)
{
    for (int i = 0; i < MANIFEST_STATUS_COUNT; i++) {
        if (strcmp(manifest_status_name((enum manifest_status)i, DIAG_CHINESE), text) == 0) {
            *status = (enum manifest_status)i;
            return true;
        }
    }
    return false;
}

/* Whoever edits a manifest by hand should not have files elsewhere taken for ours, nor those that
 * the program keeps for itself. FILE may be "". */
static bool is_name(const char *file)
{
    return file[0] != '.' && strchr(file, '/') == NULL && strcmp(file, "manifest") != 0;
}

static bool take(struct arena *arena, enum kind kind, const char *text, void *member)
{
    switch (kind) {
    case KIND_NAME:
        if (!is_name(text))
            return false;
        /* fall through */
    case KIND_TEXT:
        *(const char **)member = arena_strdup(arena, text);
        return true;
    case KIND_STATUS:
        return read_status(text, member);
    case KIND_NUMBER:
        return manifest_number_read(text, member);
    case KIND_HASH:
        *(struct hash *)member = (struct hash){0, 0};
        return text[0] == '\0' || hash_parse(text, member);
    }
    return false;
}

bool manifest_row_read(struct arena *arena, const struct csv_field *fields,
                       struct manifest_entry *entry)
{
    for (size_t i = 0; i < MANIFEST_COLUMNS; i++)
        if (fields[i].fault != CSV_FIELD_GOOD ||
            !take(arena, columns[i].kind, fields[i].text, (char *)entry + columns[i].offset))
            return false;
    return entry->code[0] != '\0';
}

/* book.yaml: which format pack, which year, where. */
#include <stdlib.h>
#include <string.h>

#include "data/book_parts.h"
#include "data/yaml.h"

#define BOOK_KEYS "format, year, region"

/* The text under KEY, or NULL after a report. */
static const char *read_key(struct diag *diag, const struct yaml_node *root, const char *key)
{
    const struct yaml_node *value = yaml_lookup(root, key);
    if (!value) {
        diag_report(diag, yaml_pos(root), DIAG_BOOK_KEY_MISSING, key, NULL);
        return NULL;
    }
    const char *text = yaml_text(value).utf8;
    if (text[0] == '\0' || strchr(text, '\n')) {
        diag_report(diag, yaml_pos(value), DIAG_BOOK_VALUE, key, text, NULL);
        return NULL;
    }
    return text;
}

static int read_year(struct diag *diag, const struct yaml_node *root)
{
    const char *text = read_key(diag, root, "year");
    if (!text)
        return 0;
    int year = strlen(text) == 4 && strspn(text, "0123456789") == 4 ? atoi(text) : 0;
    if (year >= SCHEMA_YEAR_MIN && year <= SCHEMA_YEAR_MAX)
        return year;
    diag_report(diag, yaml_pos(yaml_lookup(root, "year")), DIAG_BOOK_YEAR, text, NULL);
    return 0;
}

/* The name of a folder below data/formats, and never a way out of it. */
static const char *read_format(struct diag *diag, const struct yaml_node *root)
{
    const char *name = read_key(diag, root, "format");
    if (!name || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0')
        return name;
    diag_report(diag, yaml_pos(yaml_lookup(root, "format")), DIAG_BOOK_FORMAT, name, NULL);
    return NULL;
}

bool book_read_settings(struct arena *arena, struct book *book, struct diag *diag)
{
    const char *path = arena_printf(arena, "%s/book.yaml", book->path);
    const struct yaml_node *root = yaml_read(arena, path, "book.yaml", diag);
    if (!root)
        return false;
    if (yaml_kind(root) != YAML_MAPPING) {
        diag_report(diag, yaml_pos(root), DIAG_BOOK_MAPPING, BOOK_KEYS, NULL);
        return false;
    }
    bool known = true;
    for (size_t i = 0; i < yaml_count(root); i++) {
        struct text key = yaml_text(yaml_key(root, i));
        if (strcmp(key.utf8, "format") == 0 || strcmp(key.utf8, "year") == 0 ||
            strcmp(key.utf8, "region") == 0)
            continue;
        diag_report(diag, key.pos, DIAG_BOOK_KEY_UNKNOWN, key.utf8, BOOK_KEYS, NULL);
        known = false;
    }
    book->format = read_format(diag, root);
    book->year = read_year(diag, root);
    const char *region = read_key(diag, root, "region");
    if (region)
        book->region = yaml_text(yaml_lookup(root, "region"));
    return known && book->format && book->year > 0 && region;
}

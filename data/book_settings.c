/* book.yaml: which format pack, which year, where, and when it is published. */
#include <stdlib.h>
#include <string.h>

#include "data/book_parts.h"
#include "data/yaml.h"

#define BOOK_KEYS "format, year, region, date"

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

/* A day of the calendar, as 2026-02-10. */
static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "dddd-dd-dd";
    size_t i = 0;
    while (form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : form[i] && text[i] == form[i])
        i++;
    if (form[i] != '\0' || text[i] != '\0')
        return false;
    int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
    if (year < SCHEMA_YEAR_MIN || year > SCHEMA_YEAR_MAX || month < 1 || month > 12 || day < 1)
        return false;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && is_leap);
}

/* The key that a book need not have; "": it has none. */
static const char *read_date(struct diag *diag, const struct yaml_node *root)
{
    if (!yaml_lookup(root, "date"))
        return "";
    const char *text = read_key(diag, root, "date");
    if (!text || is_date(text))
        return text;
    diag_report(diag, yaml_pos(yaml_lookup(root, "date")), DIAG_BOOK_DATE, text, NULL);
    return NULL;
}

static bool is_key(const char *text)
{
    static const char *const keys[] = {"format", "year", "region", "date"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(text, keys[i]) == 0)
            return true;
    return false;
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
        if (is_key(key.utf8))
            continue;
        diag_report(diag, key.pos, DIAG_BOOK_KEY_UNKNOWN, key.utf8, BOOK_KEYS, NULL);
        known = false;
    }
    book->format = read_format(diag, root);
    book->year = read_year(diag, root);
    book->date = read_date(diag, root);
    const char *region = read_key(diag, root, "region");
    if (region)
        book->region = yaml_text(yaml_lookup(root, "region"));
    return known && book->format && book->year > 0 && book->date && region;
}

const char *book_date(const struct book *book)
{
    return book->date;
}

/* Sorted rows. See book_source_rows.h. */
#include "data/book_source_rows.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv_write.h"
#include "data/money.h"

struct line {
    const char *bytes;
    size_t length;
};

struct source_rows {
    struct arena *arena;
    FILE *out; /* into TEXT; NULL: there was no memory for it */
    char *text;
    size_t length;
    size_t *ends; /* in TEXT: of the head, then of each row */
    size_t count, capacity;
    bool is_summed;
};

static void write_row(struct source_rows *rows, const char *const *fields, size_t count)
{
    if (rows->out == NULL)
        return;
    csv_write_row(rows->out, fields, count);
    rows->ends =
        arena_grow(rows->arena, rows->ends, rows->count, &rows->capacity, sizeof *rows->ends);
    rows->ends[rows->count++] = (size_t)ftello(rows->out);
}

struct source_rows *source_rows_new(struct arena *arena, const char *const *headings, size_t count)
{
    struct source_rows *rows = arena_alloc(arena, sizeof *rows);
    rows->arena = arena;
    rows->out = open_memstream(&rows->text, &rows->length);
    if (rows->out != NULL)
        fputs(CSV_BOM, rows->out);
    write_row(rows, headings, count);
    return rows;
}

void source_rows_add(struct source_rows *rows, const char *const *fields, size_t count)
{
    write_row(rows, fields, count);
}

void source_rows_sum(struct source_rows *rows)
{
    rows->is_summed = true;
}

size_t source_rows_count(const struct source_rows *rows)
{
    return rows->count > 0 ? rows->count - 1 : 0;
}

static int compare_lines(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* Where the last field of LINE begins. One with a comma in it is no plain amount: any place does. */
static size_t last_field(const struct line *line)
{
    const char *comma = memrchr(line->bytes, ',', line->length);
    return comma != NULL ? (size_t)(comma + 1 - line->bytes) : 0;
}

/* One line for those at the beginning of LINES that can be added up; stores how many they are. */
static struct line add_up(struct arena *arena, const struct line *lines, size_t count,
                          size_t *added)
{
    static const char end[] = "\r\n";
    size_t head = last_field(&lines[0]), n = 0;
    money sum = 0, amount;
    char text[64];
    for (; n < count && lines[n].length > head + strlen(end); n++) {
        size_t length = lines[n].length - head - strlen(end);
        if (memcmp(lines[n].bytes, lines[0].bytes, head) != 0 ||
            money_parse(lines[n].bytes + head, length, &amount) != MONEY_OK ||
            !money_add(&sum, amount))
            break;
    }
    *added = n > 1 ? n : 1;
    if (n < 2)
        return lines[0];
    money_format(sum, 100, 2, false, text, sizeof text);
    const char *bytes = arena_printf(arena, "%.*s%s%s", (int)head, lines[0].bytes, text, end);
    return (struct line){bytes, strlen(bytes)};
}

/* Sums LINES, which are in order: those that are alike but for the amount follow one another. How
 * many are left. */
static size_t sum_lines(struct arena *arena, struct line *lines, size_t count)
{
    size_t left = 0;
    for (size_t i = 0, added; i < count; i += added)
        lines[left++] = add_up(arena, &lines[i], count - i, &added);
    return left;
}

/* The text of ROWS, the rows in order. */
static const char *sort_rows(const struct source_rows *rows, struct arena *arena, size_t *length)
{
    size_t count = source_rows_count(rows), at = rows->ends[0];
    struct line *lines = arena_array(rows->arena, count, sizeof *lines);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct line){rows->text + rows->ends[i], rows->ends[i + 1] - rows->ends[i]};
    if (count > 1)
        qsort(lines, count, sizeof *lines, compare_lines);
    if (rows->is_summed)
        count = sum_lines(rows->arena, lines, count);
    *length = at;
    for (size_t i = 0; i < count; i++)
        *length += lines[i].length;
    char *sorted = arena_alloc(arena, *length + 1);
    memcpy(sorted, rows->text, at);
    for (size_t i = 0; i < count; at += lines[i++].length)
        memcpy(sorted + at, lines[i].bytes, lines[i].length);
    sorted[*length] = '\0';
    return sorted;
}

const char *source_rows_end(struct source_rows *rows, struct arena *arena, size_t *length)
{
    const char *text = NULL;
    bool good = rows->out != NULL && !ferror(rows->out);
    if (rows->out != NULL)
        good = fclose(rows->out) == 0 && good;
    if (good)
        text = sort_rows(rows, arena, length);
    free(rows->text);
    rows->text = NULL;
    rows->out = NULL;
    return text;
}

/* What libyaml would not read back as it is, by its first bytes: line breaks, and characters that
 * YAML 1.1 does not count among the printable. */
static const struct {
    const char *bytes, *escape;
} escapes[] = {
    {"\"", "\\\""},
    {"\\", "\\\\"},
    {"\t", "\\t"},
    {"\xE2\x80\xA8", "\\u2028"},
    {"\xE2\x80\xA9", "\\u2029"},
    {"\xEF\xBB\xBF", "\\uFEFF"},
    {"\xEF\xBF\xBE", "\\uFFFE"},
    {"\xEF\xBF\xBF", "\\uFFFF"},
};

/* Writes the character at TEXT; returns its length, or that of its first byte. */
static size_t write_character(FILE *out, const char *text)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        size_t length = strlen(escapes[i].bytes);
        if (strncmp(text, escapes[i].bytes, length) != 0)
            continue;
        fputs(escapes[i].escape, out);
        return length;
    }
    unsigned char next = (unsigned char)text[1];
    if (text[0] == '\xC2' && next < 0xA0) { /* C1 */
        fprintf(out, "\\x%02X", next);
        return 2;
    }
    putc(text[0], out);
    return 1;
}

const char *source_quote(struct arena *arena, const char *text)
{
    char *quoted = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&quoted, &size);
    if (out == NULL)
        return NULL;
    putc('"', out);
    while (text[0] != '\0')
        text += write_character(out, text);
    putc('"', out);
    bool good = !ferror(out);
    good = fclose(out) == 0 && good;
    const char *copy = good ? arena_strndup(arena, quoted, size) : NULL;
    free(quoted);
    return copy;
}

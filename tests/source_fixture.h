/* For test_book_source.c: the files of a source, and what they are held against. */
#ifndef BANXIN_TESTS_SOURCE_FIXTURE_H
#define BANXIN_TESTS_SOURCE_FIXTURE_H

#include <check.h>
#include <string.h>

#include "data/book_source.h"
#include "data/csv.h"
#include "tests/book_fixture.h"

/* What the shipped packs print. */
#define SHIPPED (SOURCE_FORMS | SOURCE_OVERALL | SOURCE_ALL_CLASSES)

struct source {
    const struct source_file *files;
    size_t count;
};

static const struct book_options options = {SOURCE_DIR "/data"};

/* Of department INDEX of the book in DIR, when waivers of fatal RULES are told. */
static struct source source_with(struct arena *arena, const char *dir, size_t index,
                                 unsigned prints, const struct check_rules *rules)
{
    const struct source_scope scope = {prints, rules};
    struct source source;
    struct diag *diag = diag_new(DIAG_ENGLISH);
    const struct book *book = book_open(arena, dir, &options, diag);
    ck_assert_msg(book != NULL, "%s cannot be opened", dir);
    ck_assert(book_source(arena, book, index, &scope, diag, &source.files, &source.count));
    book_close(book);
    diag_free(diag);
    return source;
}

static struct source source_of(struct arena *arena, const char *dir, size_t index, unsigned prints)
{
    return source_with(arena, dir, index, prints, NULL);
}

static const struct source_file *find_file(const struct source *source, const char *name)
{
    for (size_t i = 0; i < source->count; i++)
        if (strcmp(source->files[i].name, name) == 0)
            return &source->files[i];
    return NULL;
}

/* Does any file have WORDS? */
static bool tells(const struct source *source, const char *words)
{
    for (size_t i = 0; i < source->count; i++)
        if (memmem(source->files[i].bytes, source->files[i].length, words, strlen(words)))
            return true;
    return false;
}

static void assert_file(const struct source *source, const char *name, const char *expected)
{
    const struct source_file *file = find_file(source, name);
    ck_assert_msg(file != NULL, "no file %s", name);
    ck_assert_msg(file->length == strlen(expected) &&
                      memcmp(file->bytes, expected, file->length) == 0,
                  "%s:\n%.*s\nexpected:\n%s", name, (int)file->length, file->bytes, expected);
}

static void assert_same(const struct source *a, const struct source *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct source_file *x = &a->files[i], *y = &b->files[i];
        ck_assert_str_eq(x->name, y->name);
        ck_assert_msg(x->length == y->length && memcmp(x->bytes, y->bytes, x->length) == 0,
                      "%s differs", x->name);
    }
}

/* The files in a folder of their own. */
static const char *write_source(struct arena *arena, const struct source *source)
{
    struct reading written = {.arena = arena, .dir = support_make_dir(arena)};
    for (size_t i = 0; i < source->count; i++)
        write_bytes(&written, source->files[i].name, source->files[i].bytes,
                    source->files[i].length);
    return written.dir;
}

/* ---- the cells of a file -------------------------------------------------------------------- */

struct cells {
    struct arena *arena;
    const char *rows[2000][40];
    size_t counts[2000], count;
};

static void keep_row(void *context, const struct csv_row *row)
{
    struct cells *cells = context;
    ck_assert_uint_lt(cells->count, 2000);
    ck_assert_uint_le(row->count, 40);
    for (size_t i = 0; i < row->count; i++)
        cells->rows[cells->count][i] = arena_strdup(cells->arena, row->fields[i].text);
    cells->counts[cells->count++] = row->count;
}

static inline struct cells *read_cells(struct arena *arena, const char *path)
{
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct cells *cells = arena_alloc(arena, sizeof *cells);
    cells->arena = arena;
    ck_assert(csv_read(path, path, diag, keep_row, cells));
    diag_free(diag);
    return cells;
}

#endif

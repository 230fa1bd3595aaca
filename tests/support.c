/* What several suites need. */
#include "tests/support.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *support_read(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be opened", path);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    ck_assert_int_ge(size, 0);
    char *text = arena_alloc(arena, (size_t)size + 1);
    ck_assert_uint_eq(fread(text, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return text;
}

void support_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "%s cannot be written", path);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

const char *support_make_dir(struct arena *arena)
{
    const char *base = getenv("TMPDIR");
    char *path = arena_printf(arena, "%s/banxin-test-XXXXXX", base == NULL ? "/tmp" : base);
    ck_assert_ptr_nonnull(mkdtemp(path));
    return path;
}

void support_remove_dir(const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}

struct support_rows support_read_rows(struct arena *arena, const char *path)
{
    enum { ROWS_MAX = 200, COLUMNS_MAX = 20 };
    struct support_rows rows = {arena_array(arena, ROWS_MAX, sizeof *rows.cells), 0};
    char *text = support_read(arena, path);
    ck_assert_ptr_null(strchr(text, '"'));
    for (char *line = strsep(&text, "\n"); line != NULL; line = strsep(&text, "\n")) {
        if (text == NULL && line[0] == '\0')
            break;
        ck_assert_uint_lt(rows.count, ROWS_MAX);
        char **cells = arena_array(arena, COLUMNS_MAX + 1, sizeof *cells);
        line[strcspn(line, "\r")] = '\0';
        size_t count = 0;
        for (char *cell; (cell = strsep(&line, ",")) != NULL;) {
            ck_assert_uint_lt(count, COLUMNS_MAX);
            cells[count++] = cell;
        }
        rows.cells[rows.count++] = cells;
    }
    return rows;
}

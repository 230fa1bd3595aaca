/* For tests: a book with the records of all its departments in memory. */
#ifndef BANXIN_TESTS_LOADED_BOOK_H
#define BANXIN_TESTS_LOADED_BOOK_H

#include "data/book.h"

struct loaded_book {
    const struct book *book; /* NULL: it cannot be used; its files are closed */
    struct budget *budgets;  /* by department */
};

static inline struct loaded_book loaded_book_read(struct arena *arena, const char *path,
                                                  struct diag *diag)
{
    const struct book_options options = {SOURCE_DIR "/data"};
    struct loaded_book loaded = {.book = book_open(arena, path, &options, diag)};
    size_t count = loaded.book ? book_department_count(loaded.book) : 0;
    loaded.budgets = arena_array(arena, count, sizeof *loaded.budgets);
    for (size_t i = 0; i < count; i++) {
        if (!book_load(arena, loaded.book, i, diag, &loaded.budgets[i]))
            loaded.budgets[i] =
                (struct budget){.book = loaded.book, .department = book_department(loaded.book, i)};
    }
    diag_concern(diag, NULL);
    book_close(loaded.book);
    return loaded;
}

#endif

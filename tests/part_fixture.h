/* What the suites that build one part of the document share: the shipped pack, and the first
 * department of the sample. */
#ifndef BANXIN_TESTS_PART_FIXTURE_H
#define BANXIN_TESTS_PART_FIXTURE_H

#include <check.h>
#include <stdio.h>

#include "data/document_builder.h"
#include "tests/loaded_book.h"

static struct arena *arena;
static struct diag *diag;
static const struct format *format;
static struct budget budget; /* of the sample; a test may change its slices */

static inline void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    format = format_read(arena, SOURCE_DIR "/data/formats/shanxi-county", diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(format);
    ck_assert_ptr_nonnull(format->narrative);
    const struct loaded_book loaded = loaded_book_read(arena, SOURCE_DIR "/data/sample", diag);
    diag_print(diag, 0, stderr);
    ck_assert_ptr_nonnull(loaded.book);
    ck_assert_uint_eq(diag_errors(diag), 0);
    budget = loaded.budgets[0];
}

static inline void teardown(void)
{
    diag_free(diag);
    arena_free(arena);
}

static inline const struct part_format *part_of_kind(enum part_kind kind)
{
    for (size_t i = 0; i < format->part_count; i++) {
        if (format->parts[i].kind == kind)
            return &format->parts[i];
    }
    ck_abort_msg("the pack has no such part");
}

static inline struct document_builder new_builder(void)
{
    return (struct document_builder){.arena = arena,
                                     .format = format,
                                     .budget = &budget,
                                     .diag = diag,
                                     .values = format_values_of(&budget)};
}

#endif

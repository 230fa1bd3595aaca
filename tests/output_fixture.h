/* Output directories made by hand, for the suites about them. */
#ifndef BANXIN_TESTS_OUTPUT_FIXTURE_H
#define BANXIN_TESTS_OUTPUT_FIXTURE_H

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/manifest.h"
#include "tests/support.h"

static inline int fixture_remove_one(const char *path, const struct stat *status, int flag,
                                     struct FTW *walk)
{
    (void)status, (void)flag, (void)walk;
    return remove(path);
}

/* Folders too, and what is in them. */
static inline void fixture_remove_tree(const char *path)
{
    nftw(path, fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void fixture_make_dir(const char *path)
{
    ck_assert_msg(mkdir(path, 0777) == 0, "%s cannot be made", path);
}

static inline struct hash fixture_hash(const char *text)
{
    return hash_bytes(text, strlen(text));
}

static inline void fixture_write(const char *file, const char *bytes, size_t length)
{
    unlink(file); /* to overwrite would wait for the disk (ext4) */
    FILE *out = fopen(file, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(bytes, 1, length, out), length);
    ck_assert_int_eq(fclose(out), 0);
}

/* An entry of a document whose files hold PDF and DATA. */
static inline struct manifest_entry fixture_entry(const char *code, const char *file,
                                                  const char *pdf, const char *data)
{
    struct manifest_entry entry = {.code = code,
                                   .name = "某局",
                                   .status = MANIFEST_PUBLISHED,
                                   .file = file,
                                   .pdf = fixture_hash(pdf),
                                   .data = fixture_hash(data),
                                   .pages = 12,
                                   .bytes = strlen(pdf),
                                   .warnings = 2,
                                   .notes = 1,
                                   .corrected = ""};
    for (int i = 0; i < CAUSE_COUNT; i++)
        entry.causes[i] = fixture_hash(cause_name((enum cause)i, DIAG_CHINESE));
    return entry;
}

/* Writes the files that fixture_entry() tells of. */
static inline void fixture_publish(struct arena *arena, const char *dir, const char *file,
                                   const char *pdf, const char *data)
{
    support_write(arena_printf(arena, "%s/%s.pdf", dir, file), pdf);
    support_write(arena_printf(arena, "%s/%s.csv", dir, file), data);
}

static inline const char *fixture_long_name(struct arena *arena)
{
    char *name = arena_alloc(arena, 601);
    for (size_t i = 0; i < 600; i += 3)
        memcpy(name + i, "局", 3);
    return name;
}

/* Entries with all that a name may have, by code. */
enum { HOSTILE_COUNT = 7 };
static inline struct manifest_entry *fixture_hostile(struct arena *arena)
{
    struct manifest_entry *entries = arena_array(arena, HOSTILE_COUNT, sizeof *entries);
    const struct {
        const char *code, *name, *file;
    } texts[HOSTILE_COUNT] = {
        {"010", "某局", "010-某局"},       {"020", "甲,乙\"丙\"", "020-甲,乙_丙_"},
        {"030", "两\n行", "030-两_行"},    {"040", fixture_long_name(arena), "040-长"},
        {"050", "\"", "050-;$(reboot)`"},  {"清单", "校验,0\r\n\"清单\",版本,2", ""},
        {"部门编码", "=1+1", "部门编码-1"}};
    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        entries[i] = fixture_entry(texts[i].code, texts[i].file, "pdf", "data");
        entries[i].name = texts[i].name;
        entries[i].status = (enum manifest_status)(i % MANIFEST_STATUS_COUNT);
        entries[i].fatal = i;
        entries[i].corrected = i % 2 == 0 ? "" : "0002";
    }
    entries[5].name = "校验,0\n\"清单\",版本,2"; /* a CR in front of the LF is no part of a field */
    entries[5].pdf = entries[5].data = (struct hash){0, 0};
    memset(entries[5].causes, 0, sizeof entries[5].causes);
    return entries;
}

static inline struct manifest fixture_manifest(const struct manifest_entry *entries, size_t count)
{
    return (struct manifest){.program = "0.1.0",
                             .format = "shanxi-county",
                             .year = 2026,
                             .region = "某县",
                             .runs = 3,
                             .entries = entries,
                             .count = count};
}

static inline void fixture_assert_same_entry(const struct manifest_entry *a,
                                             const struct manifest_entry *b)
{
    ck_assert_str_eq(a->code, b->code);
    ck_assert_str_eq(a->name, b->name);
    ck_assert_int_eq(a->status, b->status);
    ck_assert_str_eq(a->file, b->file);
    ck_assert(memcmp(a->causes, b->causes, sizeof a->causes) == 0);
    ck_assert(hash_equal(a->pdf, b->pdf) && hash_equal(a->data, b->data));
    ck_assert_uint_eq(a->pages, b->pages);
    ck_assert_uint_eq(a->bytes, b->bytes);
    ck_assert_uint_eq(a->fatal, b->fatal);
    ck_assert_uint_eq(a->warnings, b->warnings);
    ck_assert_uint_eq(a->notes, b->notes);
    ck_assert_str_eq(a->corrected, b->corrected);
}

/* The last report is of CODE. */
static inline void fixture_assert_reported(const struct diag *diag, enum diag_code code)
{
    ck_assert_uint_gt(diag_count(diag), 0);
    const struct diag_entry *last = diag_entry_at(diag, diag_count(diag) - 1);
    ck_assert_msg(last->code == code, "reported: %s", last->message);
}

#endif

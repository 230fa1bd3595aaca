/* Merging shards: the result is that of one run, or nothing at all. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "render/index_html.h"
#include "render/merge.h"
#include "render/output.h"
#include "tests/output_fixture.h"

Suite *merge_suite(void);

#define HEAD "\xEF\xBB\xBF部门编码,部门名称,原公布数,更正后\r\n"

static struct arena *arena;
static struct diag *diag;
static const char *base, *out, *shards[3]; /* two, and room for one too many */

/* What the book holds, by code. */
enum { COUNT = 6 };
static struct manifest_entry entries[COUNT];
static const char *const pdfs[COUNT] = {"%PDF one", "%PDF two", "", "%PDF four", "%PDF five", ""};
static const char *const cells[COUNT] = {"1", "22", "", "4444", "55555", ""};

static const char *in(const char *dir, const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

static bool stands(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

static void make_entries(void)
{
    static const char *const codes[COUNT] = {"010", "020", "030", "04,\"0", "050", "060"};
    static const char *const files[COUNT] = {"010-甲局",   "020-乙局", "",
                                             "04__0-丁局", "050-戊局", ""};
    for (size_t i = 0; i < COUNT; i++) {
        entries[i] = fixture_entry(codes[i], files[i], pdfs[i], cells[i]);
        if (files[i][0] == '\0')
            entries[i].status = MANIFEST_REFUSED;
    }
    entries[1].status = MANIFEST_FAILED; /* what was published before stands */
    entries[4].status = MANIFEST_ABSENT;
    entries[3].corrected = "0002";
    entries[1].causes[CAUSE_FONTS] = fixture_hash("those of then");
}

/* Writes the manifest of the entries I with I % SHARDS + 1 = SHARD, or of all for 0/0. */
static void write_manifest(const char *dir, unsigned shard, unsigned shard_count, unsigned runs)
{
    struct manifest_entry own[COUNT];
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++)
        if (shard == 0 || i % shard_count + 1 == shard)
            own[count++] = entries[i];
    struct manifest manifest = fixture_manifest(own, count);
    manifest.shard = shard;
    manifest.shards = shard_count;
    manifest.runs = runs;
    ck_assert(manifest_write(dir, &manifest, diag));
    if (shard == 0)
        ck_assert(index_html_write(dir, &manifest, DIAG_CHINESE, diag));
}

static void write_files(const char *dir, unsigned shard, unsigned shard_count)
{
    for (size_t i = 0; i < COUNT; i++)
        if (entries[i].file[0] != '\0' && (shard == 0 || i % shard_count + 1 == shard))
            fixture_publish(arena, dir, entries[i].file, pdfs[i], cells[i]);
}

static void make_output(const char *dir, unsigned shard, unsigned shard_count)
{
    output_close(output_open(dir, diag)); /* makes it */
    fixture_make_dir(in(dir, "changes"));
    fixture_make_dir(in(dir, "changes/0001"));
    write_files(dir, shard, shard_count);
}

/* Shards whose outputs, and what one run over the whole book would have written. */
static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_CHINESE);
    base = support_make_dir(arena);
    out = in(base, "out");
    make_entries();
    for (unsigned i = 0; i < 2; i++) {
        shards[i] = in(base, i == 0 ? "a" : "b");
        make_output(shards[i], i + 1, 2);
        write_manifest(shards[i], i + 1, 2, i == 0 ? 1 : 2);
    }
    support_write(in(shards[0], "changes/0001.csv"),
                  HEAD "010,甲局,1,　2 \r\n010,甲局,\"1\n2\",3\r\n050,戊局,5,6\r\n");
    support_write(in(shards[1], "changes/0001.csv"), HEAD "020,乙局,\"a\"\"\r\nb\",2\r\n"
                                                          "\"04,\"\"0\",丁局,,\r\n");
    support_write(in(shards[1], "changes/0002.csv"), HEAD "020,乙局,2,3\r\n");
    support_write(in(shards[0], "changes/0001/010-更正说明.pdf"), "%PDF a");
    support_write(in(shards[1], "changes/0001/020-更正说明.pdf"), "%PDF b");

    const char *whole = in(base, "whole");
    make_output(whole, 0, 0);
    write_manifest(whole, 0, 0, 2);
    support_write(in(whole, "changes/0001.csv"),
                  HEAD "010,甲局,1,　2 \r\n010,甲局,\"1\n2\",3\r\n"
                       "020,乙局,\"a\"\"\r\nb\",2\r\n\"04,\"\"0\",丁局,,\r\n"
                       "050,戊局,5,6\r\n");
    support_write(in(whole, "changes/0002.csv"), HEAD "020,乙局,2,3\r\n");
    support_write(in(whole, "changes/0001/010-更正说明.pdf"), "%PDF a");
    support_write(in(whole, "changes/0001/020-更正说明.pdf"), "%PDF b");
    ck_assert_uint_eq(diag_count(diag), 0);
}

static void end(void)
{
    fixture_remove_tree(base);
    diag_free(diag);
    arena_free(arena);
}

static bool run(const char *command)
{
    return system(command) == 0;
}

/* All but what is private: files that differ, files that only one has. */
static bool are_alike(const char *one, const char *two)
{
    return run(arena_printf(arena, "diff -r -x .banxin '%s' '%s' >&2", one, two));
}

static bool merge(size_t count)
{
    return merge_outputs(out, shards, count, diag);
}

/* Is refused with CODE as the first report, with and without an earlier merge in the directory;
 * nothing changes there. */
static void refuse(size_t count, enum diag_code code)
{
    const char *other = in(base, "copy");
    size_t before = diag_count(diag);
    ck_assert(!merge(count));
    ck_assert_uint_gt(diag_count(diag), before);
    const struct diag_entry *first = diag_entry_at(diag, before);
    ck_assert_msg(first->code == code, "reported: %s", first->message);
    if (stands(other))
        ck_assert(are_alike(out, other));
    else
        ck_assert(!stands(out));
}

/* Merges, so that refuse() sees to it that the result stays. */
static void merge_before(void)
{
    ck_assert(merge(2));
    ck_assert(run(arena_printf(arena, "cp -r '%s' '%s/copy'", out, base)));
}

/* ---- what is merged ------------------------------------------------------------------------ */

START_TEST(merged_shards_are_what_one_run_writes)
{
    ck_assert(merge(2));
    ck_assert(are_alike(out, in(base, "whole")));
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(the_order_of_the_shards_does_not_matter)
{
    const char *first = shards[0];
    shards[0] = shards[1];
    shards[1] = first;
    ck_assert(merge(2));
    ck_assert(are_alike(out, in(base, "whole")));
}
END_TEST

START_TEST(merging_twice_gives_the_same)
{
    ck_assert(merge(2));
    ck_assert(merge(2));
    ck_assert(are_alike(out, in(base, "whole")));
    ck_assert(!run(arena_printf(arena, "ls -A '%s' | grep -q '^.banxin-'", out)));
}
END_TEST

START_TEST(files_are_linked_where_they_can_be)
{
    struct stat from, to;
    ck_assert(merge(2));
    ck_assert_int_eq(stat(in(shards[0], "010-甲局.pdf"), &from), 0);
    ck_assert_int_eq(stat(in(out, "010-甲局.pdf"), &to), 0);
    ck_assert_uint_eq(from.st_ino, to.st_ino);
}
END_TEST

START_TEST(files_are_copied_where_they_cannot_be_linked)
{
    char other[] = "/dev/shm/banxin-test-XXXXXX";
    if (mkdtemp(other) == NULL)
        return; /* there is no second file system */
    out = other;
    bool merged = merge(2), alike = merged && are_alike(out, in(base, "whole"));
    fixture_remove_tree(other);
    ck_assert(merged);
    ck_assert(alike);
}
END_TEST

START_TEST(one_shard_of_one_is_merged)
{
    const char *only = in(base, "only");
    make_output(only, 1, 1);
    write_manifest(only, 1, 1, 0);
    ck_assert(merge_outputs(out, &only, 1, diag));
    write_manifest(only, 0, 0, 0);
    rmdir(in(only, "changes/0001"));
    rmdir(in(only, "changes"));
    ck_assert(are_alike(out, only));
}
END_TEST

START_TEST(corrected_shards_replace_an_earlier_merge)
{
    ck_assert(merge(2));
    fixture_publish(arena, in(base, "whole"), "010-甲局", "%PDF new", "new");
    unlink(in(shards[0], "010-甲局.pdf")); /* a link to what was merged */
    unlink(in(shards[0], "010-甲局.csv"));
    fixture_publish(arena, shards[0], "010-甲局", "%PDF new", "new");
    entries[0] = fixture_entry("010", "010-甲局", "%PDF new", "new");
    write_manifest(shards[0], 1, 2, 1);
    write_manifest(in(base, "whole"), 0, 0, 2);
    ck_assert(merge(2));
    ck_assert(are_alike(out, in(base, "whole")));
}
END_TEST

/* Department 010 has another name now. */
static void rename_first(void)
{
    rename(in(shards[0], "010-甲局.pdf"), in(shards[0], "010-新局.pdf"));
    rename(in(shards[0], "010-甲局.csv"), in(shards[0], "010-新局.csv"));
    entries[0].file = "010-新局";
    write_manifest(shards[0], 1, 2, 1);
}

START_TEST(what_no_shard_has_any_more_is_removed)
{
    ck_assert(merge(2));
    support_write(in(out, "notes.pdf"), "mine");
    rename_first();
    ck_assert(merge(2));
    ck_assert(!stands(in(out, "010-甲局.pdf")) && !stands(in(out, "010-甲局.csv")));
    ck_assert(stands(in(out, "010-新局.pdf")) && stands(in(out, "notes.pdf")));
}
END_TEST

START_TEST(what_was_changed_since_is_not_removed)
{
    ck_assert(merge(2));
    rename_first();
    unlink(in(out, "010-甲局.pdf"));
    support_write(in(out, "010-甲局.pdf"), "signed");
    ck_assert(merge(2));
    ck_assert_str_eq(support_read(arena, in(out, "010-甲局.pdf")), "signed");
    ck_assert(!stands(in(out, "010-甲局.csv")));
}
END_TEST

START_TEST(a_damaged_earlier_manifest_does_not_hinder)
{
    ck_assert(merge(2));
    support_write(in(out, "manifest.csv"), "damaged");
    ck_assert(merge(2));
    ck_assert(are_alike(out, in(base, "whole")));
}
END_TEST

/* ---- what is refused ----------------------------------------------------------------------- */

START_TEST(a_missing_shard_is_refused)
{
    merge_before();
    refuse(1, DIAG_MERGE_MISSING);
    fixture_assert_reported(diag, DIAG_MERGE_MISSING);
    ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, diag_count(diag) - 1)->message, "2/2"));
    refuse(0, DIAG_MERGE_MISSING);
}
END_TEST

START_TEST(shards_by_the_million_are_not_listed)
{
    write_manifest(shards[0], 1, 2000000000, 1);
    refuse(1, DIAG_MERGE_MISSING);
    ck_assert_uint_le(diag_count(diag), 10);
}
END_TEST

START_TEST(a_shard_given_twice_is_refused)
{
    shards[1] = shards[0];
    refuse(2, DIAG_MERGE_TWICE);
    fixture_assert_reported(diag, DIAG_MERGE_MISSING);
}
END_TEST

START_TEST(two_directories_of_one_shard_are_refused)
{
    shards[2] = in(base, "c");
    ck_assert(run(arena_printf(arena, "cp -r '%s' '%s'", shards[1], shards[2])));
    merge_before();
    refuse(3, DIAG_MERGE_TWICE);
}
END_TEST

/* Changes the manifest of the second shard. */
static void change_manifest(void (*change)(struct manifest *))
{
    struct manifest manifest = *manifest_read(arena, shards[1], diag);
    change(&manifest);
    ck_assert(manifest_write(shards[1], &manifest, diag));
}

static void change_program(struct manifest *manifest)
{
    manifest->program = "0.2.0";
}

static void change_format(struct manifest *manifest)
{
    manifest->format = "shanxi-city";
}

static void change_year(struct manifest *manifest)
{
    manifest->year++;
}

static void change_region(struct manifest *manifest)
{
    manifest->region = "另一县";
}

static void change_shards(struct manifest *manifest)
{
    manifest->shards++;
}

START_TEST(shards_of_different_runs_are_refused)
{
    static void (*const changes[])(struct manifest *) = {change_program, change_format, change_year,
                                                         change_region, change_shards};
    merge_before();
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        change_manifest(changes[i]);
        refuse(2, DIAG_MERGE_DIFFERENT);
        write_manifest(shards[1], 2, 2, 2);
    }
    ck_assert(merge(2));
}
END_TEST

START_TEST(shards_made_with_different_fonts_or_libraries_are_refused)
{
    static const enum cause causes[] = {CAUSE_RULES, CAUSE_FONTS, CAUSE_PROGRAM};
    merge_before();
    for (size_t i = 0; i < 3; i++) {
        struct hash before = entries[3].causes[causes[i]];
        entries[3].causes[causes[i]] = fixture_hash("another machine's");
        write_manifest(shards[1], 2, 2, 2);
        refuse(2, DIAG_MERGE_DIFFERENT);
        entries[3].causes[causes[i]] = before;
    }
}
END_TEST

START_TEST(a_department_in_two_shards_is_refused)
{
    merge_before();
    struct manifest_entry two[] = {entries[0], entries[1]};
    struct manifest manifest = fixture_manifest(two, 2);
    manifest.shard = manifest.shards = 2;
    fixture_publish(arena, shards[1], entries[0].file, pdfs[0], cells[0]);
    ck_assert(manifest_write(shards[1], &manifest, diag));
    refuse(2, DIAG_MERGE_DEPARTMENT);
}
END_TEST

START_TEST(two_departments_with_one_file_are_refused)
{
    entries[1].file = entries[0].file;
    write_manifest(shards[1], 2, 2, 2);
    refuse(2, DIAG_OUTPUT_SAME);
}
END_TEST

START_TEST(a_damaged_or_missing_file_is_refused)
{
    static const char *const names[] = {"010-甲局.pdf", "010-甲局.csv", "050-戊局.pdf"};
    merge_before();
    for (size_t i = 0; i < 3; i++) {
        const char *path = in(shards[0], names[i]), *text = support_read(arena, path);
        unlink(path); /* a link to what was merged */
        refuse(2, DIAG_MERGE_FILE);
        support_write(path, arena_printf(arena, "%s ", text));
        refuse(2, DIAG_MERGE_FILE);
        support_write(path, text);
    }
    ck_assert(merge(2));
}
END_TEST

START_TEST(a_shard_without_a_manifest_is_refused)
{
    merge_before();
    const char *text = support_read(arena, in(shards[0], "manifest.csv"));
    support_write(in(shards[0], "manifest.csv"), arena_printf(arena, "%s ", text));
    refuse(2, DIAG_MERGE_MANIFEST);
    unlink(in(shards[0], "manifest.csv"));
    refuse(2, DIAG_MERGE_MANIFEST);
    fixture_remove_tree(shards[0]);
    refuse(2, DIAG_FILE_UNREADABLE);
}
END_TEST

START_TEST(a_whole_book_is_no_shard)
{
    shards[1] = in(base, "whole");
    refuse(2, DIAG_MERGE_WHOLE);
}
END_TEST

START_TEST(an_unfinished_run_is_refused)
{
    struct manifest left;
    merge_before();
    struct journal_run run = {.name = "0001", .year = 2026};
    journal_close(journal_open(arena, shards[1], &run, &left, diag));
    refuse(2, DIAG_MERGE_UNFINISHED);
    unlink(in(shards[1], ".banxin/journal.csv"));
    journal_close(journal_open(arena, out, &run, &left, diag));
    refuse(2, DIAG_MERGE_UNFINISHED);
}
END_TEST

START_TEST(a_shard_or_a_directory_at_work_is_refused)
{
    merge_before();
    struct output *output = output_open(shards[1], diag);
    refuse(2, DIAG_OUTPUT_BUSY);
    output_close(output);
    output = output_open(out, diag);
    refuse(2, DIAG_OUTPUT_BUSY);
    output_close(output);
    ck_assert(merge(2));
}
END_TEST

START_TEST(a_shard_is_no_directory_to_merge_into)
{
    out = in(shards[0], ".");
    ck_assert(!merge(2));
    fixture_assert_reported(diag, DIAG_MERGE_TARGET);
    out = in(base, "c"); /* of a shard that is not given */
    ck_assert(run(arena_printf(arena, "cp -r '%s' '%s'", shards[1], out)));
    ck_assert(!merge(2));
    fixture_assert_reported(diag, DIAG_MERGE_TARGET);
    ck_assert(are_alike(out, shards[1]));
}
END_TEST

START_TEST(damaged_change_lists_are_refused)
{
    static const char *const texts[] = {"", HEAD "020,乙局,2,3", HEAD "020,\"乙局,2,3\r\n",
                                        "部门编码\r\n020\r\n", HEAD "020,乙局,2,3\r\n0"};
    merge_before();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        support_write(in(shards[1], "changes/0001.csv"), texts[i]);
        refuse(2, DIAG_MERGE_CHANGES);
    }
    support_write(in(shards[1], "changes/0001.csv"), HEAD);
    ck_assert(merge(2));
}
END_TEST

START_TEST(a_correction_in_two_shards_is_refused)
{
    support_write(in(shards[1], "changes/0001/010-更正说明.pdf"), "%PDF other");
    refuse(2, DIAG_MERGE_CORRECTION);
}
END_TEST

START_TEST(a_directory_that_cannot_be_written_is_reported)
{
    support_write(in(base, "file"), "");
    out = in(base, "file/out");
    ck_assert(!merge(2));
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
    out = in(base, "out");
    fixture_make_dir(out);
    fixture_make_dir(in(out, "010-甲局.pdf")); /* in the way */
    ck_assert(!merge(2));
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
    ck_assert(!stands(in(out, "manifest.csv")));
}
END_TEST

Suite *merge_suite(void)
{
    Suite *suite = suite_create("merge");
    TCase *merged = tcase_create("merged"), *refused = tcase_create("refused");
    tcase_add_checked_fixture(merged, begin, end);
    tcase_add_test(merged, merged_shards_are_what_one_run_writes);
    tcase_add_test(merged, the_order_of_the_shards_does_not_matter);
    tcase_add_test(merged, merging_twice_gives_the_same);
    tcase_add_test(merged, files_are_linked_where_they_can_be);
    tcase_add_test(merged, files_are_copied_where_they_cannot_be_linked);
    tcase_add_test(merged, one_shard_of_one_is_merged);
    tcase_add_test(merged, corrected_shards_replace_an_earlier_merge);
    tcase_add_test(merged, what_no_shard_has_any_more_is_removed);
    tcase_add_test(merged, what_was_changed_since_is_not_removed);
    tcase_add_test(merged, a_damaged_earlier_manifest_does_not_hinder);
    suite_add_tcase(suite, merged);
    tcase_add_checked_fixture(refused, begin, end);
    tcase_add_test(refused, a_missing_shard_is_refused);
    tcase_add_test(refused, shards_by_the_million_are_not_listed);
    tcase_add_test(refused, a_shard_given_twice_is_refused);
    tcase_add_test(refused, two_directories_of_one_shard_are_refused);
    tcase_add_test(refused, shards_of_different_runs_are_refused);
    tcase_add_test(refused, shards_made_with_different_fonts_or_libraries_are_refused);
    tcase_add_test(refused, a_department_in_two_shards_is_refused);
    tcase_add_test(refused, two_departments_with_one_file_are_refused);
    tcase_add_test(refused, a_damaged_or_missing_file_is_refused);
    tcase_add_test(refused, a_shard_without_a_manifest_is_refused);
    tcase_add_test(refused, a_whole_book_is_no_shard);
    tcase_add_test(refused, an_unfinished_run_is_refused);
    tcase_add_test(refused, a_shard_or_a_directory_at_work_is_refused);
    tcase_add_test(refused, a_shard_is_no_directory_to_merge_into);
    tcase_add_test(refused, damaged_change_lists_are_refused);
    tcase_add_test(refused, a_correction_in_two_shards_is_refused);
    tcase_add_test(refused, a_directory_that_cannot_be_written_is_reported);
    suite_add_tcase(suite, refused);
    return suite;
}

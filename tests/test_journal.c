/* The journal: a run that was interrupted is gone on with, whatever was left of its notes. */
#include <check.h>
#include <signal.h>
#include <sys/resource.h>

#include "render/output.h"
#include "tests/output_fixture.h"

Suite *journal_suite(void);

static struct arena *arena;
static struct diag *diag;
static const char *dir, *journal_path;
static struct manifest left; /* what was found last */

static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_CHINESE);
    dir = support_make_dir(arena);
    journal_path = arena_printf(arena, "%s/.banxin/journal.csv", dir);
    fixture_make_dir(arena_printf(arena, "%s/.banxin", dir));
}

static void end(void)
{
    fixture_remove_tree(dir);
    diag_free(diag);
    arena_free(arena);
}

static struct journal *open_journal(void)
{
    struct journal_run run = {.name = "0001", .year = 2026};
    struct journal *journal = journal_open(arena, dir, &run, &left, diag);
    ck_assert_ptr_nonnull(journal);
    return journal;
}

/* What the next run finds. */
static void look(void)
{
    journal_close(open_journal());
}

static void write_journal(const struct manifest_entry *entries, size_t count)
{
    struct journal *journal = open_journal();
    for (size_t i = count; i-- > 0;) /* as they come about: in any order */
        ck_assert(journal_add(journal, &entries[i], diag));
    journal_close(journal);
}

static void write_hostile_journal(void)
{
    write_journal(fixture_hostile(arena), HOSTILE_COUNT);
}

/* The first of the hostile entries without hashes: opening a damaged journal syncs files, so that
 * every byte of the rows costs time. */
enum { BRIEF_COUNT = 3 };

/* The manifest it goes on from, and the run. */
enum { HEAD_ROWS = 2 };
static const struct manifest_entry *brief_entries(void)
{
    struct manifest_entry *entries = fixture_hostile(arena);
    for (size_t i = 0; i < BRIEF_COUNT; i++) {
        entries[i].pdf = entries[i].data = (struct hash){0, 0};
        memset(entries[i].causes, 0, sizeof entries[i].causes);
    }
    return entries;
}

START_TEST(what_an_interrupted_run_noted_is_found)
{
    ck_assert(!journal_is_left(dir));
    write_hostile_journal();
    ck_assert(journal_is_left(dir));
    look();
    ck_assert_uint_eq(left.count, HOSTILE_COUNT);
    for (size_t i = 0; i < HOSTILE_COUNT; i++)
        fixture_assert_same_entry(&left.entries[i], &fixture_hostile(arena)[i]);
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(the_last_row_of_a_department_counts)
{
    struct journal *journal = open_journal();
    struct manifest_entry entry = fixture_entry("010", "010-某局", "one", "1");
    ck_assert(journal_add(journal, &entry, diag));
    struct manifest_entry other = fixture_entry("005", "005-某局", "x", "1");
    ck_assert(journal_add(journal, &other, diag));
    entry = fixture_entry("010", "010-某局", "two", "2");
    ck_assert(journal_add(journal, &entry, diag));
    journal_close(journal);
    look();
    ck_assert_uint_eq(left.count, 2);
    fixture_assert_same_entry(&left.entries[0], &other);
    fixture_assert_same_entry(&left.entries[1], &entry);
}
END_TEST

START_TEST(a_journal_that_was_removed_leaves_nothing)
{
    struct journal *journal = open_journal();
    ck_assert(journal_add(journal, fixture_hostile(arena), diag));
    journal_remove(journal);
    ck_assert(!journal_is_left(dir));
    look();
    ck_assert_uint_eq(left.count, 0);
    ck_assert_ptr_null(manifest_find(&left, "010"));
}
END_TEST

/* The rows that end within LENGTH bytes of TEXT: each ends in a hash. */
static size_t count_whole(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 35; i <= length; i++)
        count += memcmp(text + i - 2, "\r\n", 2) == 0 && text[i - 35] == ',' &&
                 strspn(text + i - 34, "0123456789abcdef") == 32;
    return count;
}

START_TEST(a_journal_cut_anywhere_gives_its_whole_rows_and_takes_more)
{
    const struct manifest_entry *entries = brief_entries();
    struct manifest_entry more = fixture_entry("999", "999-新", "new", "new");
    write_journal(entries, BRIEF_COUNT);
    const char *whole = support_read(arena, journal_path);
    ck_assert_uint_eq(count_whole(whole, strlen(whole)), HEAD_ROWS + BRIEF_COUNT);
    for (size_t length = 0; length <= strlen(whole); length++) {
        fixture_write(journal_path, whole, length);
        struct journal *journal = open_journal();
        size_t rows = count_whole(whole, length);
        ck_assert_uint_eq(left.count, rows > HEAD_ROWS ? rows - HEAD_ROWS : 0);
        for (size_t i = 0; i < left.count; i++)
            fixture_assert_same_entry(&left.entries[i], &entries[BRIEF_COUNT - left.count + i]);
        ck_assert(journal_add(journal, &more, diag));
        journal_close(journal);
        size_t before = left.count;
        look();
        ck_assert_uint_eq(left.count, before + 1);
        ck_assert_ptr_nonnull(manifest_find(&left, "999"));
    }
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(a_damaged_row_costs_itself)
{
    const struct manifest manifest = {.entries = brief_entries(), .count = BRIEF_COUNT};
    write_journal(manifest.entries, BRIEF_COUNT);
    char *whole = support_read(arena, journal_path);
    const char *run = strstr(whole, "\r\n") + 2;
    size_t length = strlen(whole), head = (size_t)(strstr(run, "\r\n") - whole) + 2;
    for (size_t i = head; i < length; i++) {
        char byte = whole[i];
        whole[i] = byte == '"' ? 'x' : '"'; /* the worst: a quote that opens */
        fixture_write(journal_path, whole, length);
        whole[i] = byte;
        look();
        ck_assert_uint_ge(left.count, BRIEF_COUNT - (byte == '\n' ? 2 : 1)); /* it parts two */
        for (size_t k = 0; k < left.count; k++)
            fixture_assert_same_entry(&left.entries[k],
                                      manifest_find(&manifest, left.entries[k].code));
    }
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

/* Opens the journal for a run as given; false when it is refused, with CODE. */
static bool open_for(struct journal_run *run, enum diag_code code)
{
    size_t before = diag_count(diag);
    struct journal *journal = journal_open(arena, dir, run, &left, diag);
    if (journal != NULL) {
        journal_close(journal);
        return true;
    }
    ck_assert_uint_eq(diag_count(diag), before + 1);
    ck_assert_int_eq(diag_entry_at(diag, before)->code, code);
    return false;
}

START_TEST(a_run_is_gone_on_with_under_its_name)
{
    struct journal_run first = {.name = "day1", .year = 2026, .shard = 1, .shards = 2};
    ck_assert(open_for(&first, DIAG_OUTPUT_FAILED));
    ck_assert(!first.goes_on);
    struct journal_run next = {.name = "0002", .year = 2026, .shard = 1, .shards = 2};
    ck_assert(open_for(&next, DIAG_OUTPUT_FAILED));
    ck_assert(next.goes_on);
    ck_assert_str_eq(next.name, "day1");
    struct journal_run asked = {
        .name = "day2", .is_asked = true, .year = 2026, .shard = 1, .shards = 2};
    ck_assert(!open_for(&asked, DIAG_RUN_UNFINISHED));
    struct journal_run same = {
        .name = "day1", .is_asked = true, .year = 2026, .shard = 1, .shards = 2};
    ck_assert(open_for(&same, DIAG_OUTPUT_FAILED));
    ck_assert(same.goes_on);
}
END_TEST

START_TEST(a_run_of_another_year_or_shard_is_not_gone_on_with)
{
    struct journal_run first = {.name = "0001", .year = 2026, .shard = 1, .shards = 2};
    ck_assert(open_for(&first, DIAG_OUTPUT_FAILED));
    struct journal_run year = {.name = "0001", .year = 2027, .shard = 1, .shards = 2};
    ck_assert(!open_for(&year, DIAG_OUTPUT_YEAR));
    struct journal_run shard = {.name = "0001", .year = 2026, .shard = 2, .shards = 2};
    ck_assert(!open_for(&shard, DIAG_OUTPUT_SHARD));
    struct journal_run whole = {.name = "0001", .year = 2026};
    ck_assert(!open_for(&whole, DIAG_OUTPUT_SHARD));
}
END_TEST

START_TEST(a_row_that_did_not_fit_spoils_no_other)
{
    struct journal *journal = open_journal();
    const struct manifest_entry *entries = fixture_hostile(arena);
    ck_assert(journal_add(journal, &entries[0], diag));
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {strlen(support_read(arena, journal_path)) + 50, RLIM_INFINITY};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool added = journal_add(journal, &entries[1], diag);
    bool again = journal_add(journal, &entries[1], diag);
    limit.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert(!added && !again);
    ck_assert_uint_eq(diag_count(diag), 2);
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
    ck_assert(journal_add(journal, &entries[2], diag));
    journal_close(journal);
    look();
    ck_assert_uint_eq(left.count, 2);
    fixture_assert_same_entry(&left.entries[0], &entries[0]);
    fixture_assert_same_entry(&left.entries[1], &entries[2]);
}
END_TEST

/* Publishes a department and keeps its data as old. */
static struct manifest_entry keep_something(void)
{
    struct manifest_entry entry = fixture_entry("010", "010-某局", "pdf", "data");
    fixture_publish(arena, dir, entry.file, "pdf", "data");
    ck_assert(output_keep_old(arena, dir, &entry, diag));
    return entry;
}

START_TEST(a_manifest_written_since_ends_what_the_journal_goes_on_with)
{
    struct manifest manifest = fixture_manifest(NULL, 0);
    ck_assert(manifest_write(dir, &manifest, diag));
    write_hostile_journal();
    struct manifest_entry entry = keep_something();
    look();
    ck_assert_uint_eq(left.count, HOSTILE_COUNT);
    ck_assert_ptr_nonnull(output_old_path(arena, dir, &entry));
    manifest.runs++;
    ck_assert(manifest_write(dir, &manifest, diag)); /* killed here */
    look();
    ck_assert_uint_eq(left.count, 0);
    ck_assert_ptr_null(output_old_path(arena, dir, &entry));
}
END_TEST

START_TEST(old_data_without_a_journal_are_forgotten)
{
    struct manifest_entry entry = keep_something();
    look();
    ck_assert_ptr_null(output_old_path(arena, dir, &entry));
}
END_TEST

START_TEST(a_journal_that_is_no_journal_is_begun_anew)
{
    support_write(journal_path, "\"\n\"\"\n,,,\n清单,1,2\r\n");
    look();
    ck_assert_uint_eq(left.count, 0);
    write_hostile_journal();
    look();
    ck_assert_uint_eq(left.count, HOSTILE_COUNT);
}
END_TEST

START_TEST(a_journal_that_cannot_be_written_is_reported)
{
    fixture_make_dir(journal_path);
    struct journal_run run = {.name = "0001", .year = 2026};
    ck_assert_ptr_null(journal_open(arena, dir, &run, &left, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
}
END_TEST

Suite *journal_suite(void)
{
    Suite *suite = suite_create("journal");
    TCase *journals = tcase_create("journal");
    tcase_add_checked_fixture(journals, begin, end);
    tcase_add_test(journals, what_an_interrupted_run_noted_is_found);
    tcase_add_test(journals, the_last_row_of_a_department_counts);
    tcase_add_test(journals, a_journal_that_was_removed_leaves_nothing);
    tcase_add_test(journals, a_journal_cut_anywhere_gives_its_whole_rows_and_takes_more);
    tcase_add_test(journals, a_damaged_row_costs_itself);
    tcase_add_test(journals, a_run_is_gone_on_with_under_its_name);
    tcase_add_test(journals, a_run_of_another_year_or_shard_is_not_gone_on_with);
    tcase_add_test(journals, a_row_that_did_not_fit_spoils_no_other);
    tcase_add_test(journals, a_manifest_written_since_ends_what_the_journal_goes_on_with);
    tcase_add_test(journals, old_data_without_a_journal_are_forgotten);
    tcase_add_test(journals, a_journal_that_is_no_journal_is_begun_anew);
    tcase_add_test(journals, a_journal_that_cannot_be_written_is_reported);
    suite_add_tcase(suite, journals);
    return suite;
}

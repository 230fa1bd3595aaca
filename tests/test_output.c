/* Output directories: the lock, left-overs of killed runs, data kept for the change list. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "render/output.h"
#include "render/sink.h"
#include "tests/output_fixture.h"

Suite *output_suite(void);

static struct arena *arena;
static struct diag *diag;
static const char *dir;

static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    dir = support_make_dir(arena);
}

static void end(void)
{
    fixture_remove_tree(dir);
    diag_free(diag);
    arena_free(arena);
}

static const char *in_dir(const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

static bool stands(const char *name)
{
    struct stat status;
    return lstat(in_dir(name), &status) == 0;
}

/* ---- the lock ------------------------------------------------------------------------------ */

START_TEST(the_directory_is_made_one_level_deep)
{
    struct output *output = output_open(in_dir("out"), diag);
    ck_assert_ptr_nonnull(output);
    ck_assert(stands("out/.banxin/lock"));
    output_close(output);
    ck_assert_str_eq(support_read(arena, in_dir("out/.banxin/lock")), "");
    ck_assert_ptr_null(output_open(in_dir("no/out"), diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
    ck_assert(!stands("no"));
}
END_TEST

START_TEST(what_is_no_directory_is_reported)
{
    support_write(in_dir("file"), "");
    ck_assert_ptr_null(output_open(in_dir("file"), diag));
    ck_assert_ptr_null(output_open(in_dir("file/out"), diag));
    ck_assert_ptr_null(output_open("", diag));
    support_write(in_dir(".banxin"), ""); /* where ours should be */
    ck_assert_ptr_null(output_open(dir, diag));
    ck_assert_uint_eq(diag_errors(diag), 4);
    ck_assert_ptr_null(output_open_reading(in_dir("file"), diag));
    ck_assert_ptr_null(output_open_reading(in_dir("missing"), diag));
    ck_assert_uint_eq(diag_errors(diag), 6);
    ck_assert(!stands("missing"));
}
END_TEST

START_TEST(a_directory_without_permission_is_reported)
{
    if (geteuid() == 0)
        return; /* may write everywhere */
    chmod(dir, 0555);
    ck_assert_ptr_null(output_open(dir, diag));
    chmod(dir, 0755);
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
}
END_TEST

/* A process that holds the lock until it is told to end. */
struct holder {
    pid_t pid;
    int until; /* closed: it ends */
};

static struct holder hold(struct output *(*open)(const char *, struct diag *))
{
    int ready[2], until[2];
    char byte = 0;
    ck_assert(pipe(ready) == 0 && pipe(until) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(until[1]);
        struct output *output = open(dir, diag);
        if (write(ready[1], output ? "y" : "n", 1) == 1 && read(until[0], &byte, 1) == 0)
            output_close(output);
        _exit(0);
    }
    close(ready[1]);
    close(until[0]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(byte, 'y');
    close(ready[0]);
    return (struct holder){pid, until[1]};
}

static void release(struct holder holder)
{
    close(holder.until);
    ck_assert_int_eq(waitpid(holder.pid, NULL, 0), holder.pid);
}

START_TEST(a_second_run_in_one_directory_is_refused_until_the_first_ends)
{
    struct holder holder = hold(output_open);
    ck_assert_ptr_null(output_open(dir, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_BUSY);
    const char *pid = arena_printf(arena, "(process %ld)", (long)holder.pid);
    ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, 0)->message, pid));
    ck_assert_ptr_null(output_open_reading(dir, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_BUSY);
    release(holder);
    struct output *output = output_open(dir, diag);
    ck_assert_ptr_nonnull(output);
    output_close(output);
}
END_TEST

START_TEST(a_killed_run_holds_no_lock)
{
    struct holder holder = hold(output_open);
    kill(holder.pid, SIGKILL);
    release(holder);
    ck_assert_uint_gt(strlen(support_read(arena, in_dir(".banxin/lock"))), 0);
    struct output *output = output_open(dir, diag);
    ck_assert_ptr_nonnull(output);
    output_close(output);
}
END_TEST

START_TEST(workers_hold_the_lock_until_they_are_gone)
{
    struct output *output = output_open(dir, diag);
    int until[2];
    char byte;
    ck_assert_int_eq(pipe(until), 0);
    pid_t worker = fork();
    if (worker == 0) {
        close(until[1]);
        _exit(read(until[0], &byte, 1) == 0 ? 0 : 1);
    }
    output_close(output);
    ck_assert_ptr_null(output_open(dir, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_BUSY);
    close(until[1]);
    ck_assert_int_eq(waitpid(worker, NULL, 0), worker);
    output = output_open(dir, diag);
    ck_assert_ptr_nonnull(output);
    output_close(output);
}
END_TEST

START_TEST(the_lock_is_not_left_to_other_programs)
{
    struct output *output = output_open(dir, diag);
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "exec sleep 30", (char *)NULL);
        _exit(127);
    }
    output_close(output);
    struct output *again = NULL;
    for (int i = 0; i < 500 && again == NULL; i++) { /* until the child is the other program */
        usleep(10000);
        again = output_open(dir, diag);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    ck_assert_ptr_nonnull(again);
    output_close(again);
}
END_TEST

START_TEST(readers_share_a_directory_and_keep_runs_away)
{
    output_close(output_open(dir, diag));
    struct holder holder = hold(output_open_reading);
    struct output *reader = output_open_reading(dir, diag);
    ck_assert_ptr_nonnull(reader);
    ck_assert_ptr_null(output_open(dir, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_BUSY);
    ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, 0)->message, "another run is at work"));
    output_close(reader);
    release(holder);
    struct output *output = output_open(dir, diag);
    ck_assert_ptr_nonnull(output);
    output_close(output);
}
END_TEST

START_TEST(a_directory_without_a_lock_is_read_and_left_as_it_is)
{
    struct output *reader = output_open_reading(dir, diag);
    ck_assert_ptr_nonnull(reader);
    output_close(reader);
    ck_assert(!stands(".banxin"));
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

/* ---- left-overs ---------------------------------------------------------------------------- */

/* What a process killed while it writes NAME leaves. */
static void leave(const char *name)
{
    pid_t child = fork();
    if (child == 0) {
        struct sink_file *file = sink_file_open(in_dir(name));
        struct sink sink = sink_file_sink(file);
        sink.write(sink.context, "half", 4);
        kill(getpid(), SIGKILL);
    }
    waitpid(child, NULL, 0);
}

static size_t count_files(const char *folder)
{
    char command[512], text[32] = "";
    snprintf(command, sizeof command, "find '%s' -maxdepth 1 ! -type d | wc -l", in_dir(folder));
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(fgets(text, sizeof text, pipe));
    pclose(pipe);
    return (size_t)atoi(text);
}

START_TEST(what_killed_runs_left_is_removed)
{
    static const char *const folders[] = {".", ".banxin", ".banxin/old", "changes", "changes/0001"};
    char *longest = arena_alloc(arena, 256);
    for (size_t i = 0; i < 251; i++)
        longest[i] = i % 3 == 0 && i > 200 ? 'x' : 'y';
    strcpy(longest + 251, ".pdf");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (i > 0)
            fixture_make_dir(in_dir(folders[i]));
        static const char *const names[] = {"010-某局.pdf", "010-某局.csv", "index.html"};
        for (size_t k = 0; k < 3; k++)
            leave(arena_printf(arena, "%s/%s", folders[i], names[k]));
        leave(arena_printf(arena, "%s/%s", folders[i], longest));
        ck_assert_uint_eq(count_files(folders[i]), 4);
    }
    output_close(output_open(dir, diag));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        ck_assert_uint_eq(count_files(folders[i]), i == 1 /* the lock */);
}
END_TEST

START_TEST(nothing_else_is_removed)
{
    static const char *const names[] = {"010-某局.pdf",
                                        "banxin-a.pdf.000001",
                                        ".a.pdf.000001",
                                        ".banxin-a.pdf",
                                        ".banxin-a.pdf.00001",
                                        ".banxin-a.pdf.0000001",
                                        ".banxin-a.pdf.00000G",
                                        ".banxin-a.pdf.00000A",
                                        ".banxin-notes.txt.000001",
                                        ".banxin-a.html.000001",
                                        ".banxin-.000001",
                                        "mine/.banxin-a.pdf.000001",
                                        "changes/0001/deep/.banxin-a.pdf.000001"};
    fixture_make_dir(in_dir("mine"));
    fixture_make_dir(in_dir("changes"));
    fixture_make_dir(in_dir("changes/0001"));
    fixture_make_dir(in_dir("changes/0001/deep"));
    fixture_make_dir(in_dir(".banxin-b.pdf.000001"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        support_write(in_dir(names[i]), "mine");
    ck_assert_int_eq(symlink("mine", in_dir(".banxin-c.pdf.000001")), 0);
    ck_assert_int_eq(symlink("../mine", in_dir("changes/0002")), 0);
    output_close(output_open(dir, diag));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_msg(stands(names[i]), "%s is gone", names[i]);
    ck_assert(stands(".banxin-b.pdf.000001") && stands(".banxin-c.pdf.000001"));
}
END_TEST

START_TEST(what_a_second_run_would_clean_is_left_while_the_first_is_at_work)
{
    struct holder holder = hold(output_open);
    leave("010-某局.pdf");
    ck_assert_ptr_null(output_open(dir, diag));
    ck_assert_uint_eq(count_files("."), 1);
    release(holder);
    output_close(output_open(dir, diag));
    ck_assert_uint_eq(count_files("."), 0);
}
END_TEST

/* ---- files --------------------------------------------------------------------------------- */

START_TEST(files_are_intact_when_both_are_as_published)
{
    struct manifest_entry entry = fixture_entry("010", "010-某局", "pdf", "data");
    ck_assert(!output_is_intact(dir, &entry));
    fixture_publish(arena, dir, entry.file, "pdf", "data");
    ck_assert(output_is_intact(dir, &entry));
    support_write(in_dir("010-某局.pdf"), "pdF");
    ck_assert(!output_is_intact(dir, &entry));
    support_write(in_dir("010-某局.pdf"), "pdf");
    support_write(in_dir("010-某局.csv"), "data ");
    ck_assert(!output_is_intact(dir, &entry));
    support_write(in_dir("010-某局.csv"), "data");
    ck_assert(output_is_intact(dir, &entry));
    unlink(in_dir("010-某局.csv"));
    ck_assert(!output_is_intact(dir, &entry));
    entry.file = "";
    ck_assert(!output_is_intact(dir, &entry));
}
END_TEST

/* ---- data as published last ---------------------------------------------------------------- */

static struct manifest_entry published;

static void begin_published(void)
{
    begin();
    published = fixture_entry("010", "010-某局", "pdf", "data");
    fixture_publish(arena, dir, published.file, "pdf", "data");
    output_close(output_open(dir, diag));
}

static void assert_old(const char *text)
{
    const char *old = output_old_path(arena, dir, &published);
    if (text == NULL) {
        ck_assert_ptr_null(old);
        return;
    }
    ck_assert_ptr_nonnull(old);
    ck_assert_str_eq(support_read(arena, old), text);
}

/* What a run does. */
static void replace_data(const char *text)
{
    ck_assert(sink_file_write(in_dir("010-某局.csv"), text, strlen(text)));
}

START_TEST(data_are_kept_when_they_are_replaced)
{
    assert_old(NULL);
    ck_assert(output_keep_old(arena, dir, &published, diag));
    replace_data("new data");
    assert_old("data");
    ck_assert(output_keep_old(arena, dir, &published, diag)); /* interrupted, and again */
    assert_old("data");
    ck_assert_uint_eq(diag_count(diag), 0);
    output_drop_old(dir);
    assert_old(NULL);
    ck_assert_str_eq(support_read(arena, in_dir("010-某局.csv")), "new data");
    output_drop_old(dir);
}
END_TEST

START_TEST(data_changed_by_hand_are_not_kept)
{
    replace_data("by hand");
    ck_assert(!output_keep_old(arena, dir, &published, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_OLD_LOST);
    assert_old(NULL);
    unlink(in_dir("010-某局.csv"));
    ck_assert(!output_keep_old(arena, dir, &published, diag));
    ck_assert_uint_eq(diag_count(diag), 2);
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(old_data_of_another_state_are_replaced_or_removed)
{
    ck_assert(output_keep_old(arena, dir, &published, diag));
    replace_data("data 2");
    published.data = fixture_hash("data 2");
    ck_assert(output_keep_old(arena, dir, &published, diag));
    assert_old("data 2");
    published.data = fixture_hash("data 3");
    ck_assert(!output_keep_old(arena, dir, &published, diag));
    assert_old(NULL);
}
END_TEST

START_TEST(old_data_changed_with_the_file_are_noticed)
{
    ck_assert(output_keep_old(arena, dir, &published, diag));
    support_write(in_dir("010-某局.csv"), "by hand, in place"); /* the same inode */
    ck_assert(!output_keep_old(arena, dir, &published, diag));
    assert_old(NULL);
}
END_TEST

START_TEST(who_published_nothing_has_nothing_to_keep)
{
    published.file = "";
    ck_assert(!output_keep_old(arena, dir, &published, diag));
    ck_assert_uint_eq(diag_count(diag), 0);
    assert_old(NULL);
}
END_TEST

START_TEST(data_that_cannot_be_kept_are_reported)
{
    support_write(in_dir(".banxin/old"), "in the way");
    ck_assert(!output_keep_old(arena, dir, &published, diag));
    fixture_assert_reported(diag, DIAG_OUTPUT_OLD_UNKEPT);
    ck_assert_str_eq(support_read(arena, in_dir("010-某局.csv")), "data");
}
END_TEST

START_TEST(data_are_copied_where_no_link_can_be)
{
    char other[] = "/dev/shm/banxin-test-XXXXXX";
    struct stat here, there;
    if (mkdtemp(other) == NULL)
        return; /* there is no second file system */
    ck_assert(stat(dir, &here) == 0 && stat(other, &there) == 0);
    ck_assert_int_eq(symlink(other, in_dir(".banxin/old")), 0);
    bool kept = output_keep_old(arena, dir, &published, diag);
    const char *old = output_old_path(arena, dir, &published);
    const char *text = old ? support_read(arena, old) : "";
    ck_assert_int_eq(stat(old, &there), 0);
    fixture_remove_tree(other);
    ck_assert(kept);
    ck_assert_str_eq(text, "data");
    ck_assert_uint_eq(there.st_nlink, here.st_dev == there.st_dev ? 2 : 1);
}
END_TEST

Suite *output_suite(void)
{
    Suite *suite = suite_create("output");
    TCase *directories = tcase_create("directory"), *old = tcase_create("old");
    tcase_add_checked_fixture(directories, begin, end);
    tcase_add_test(directories, the_directory_is_made_one_level_deep);
    tcase_add_test(directories, what_is_no_directory_is_reported);
    tcase_add_test(directories, a_directory_without_permission_is_reported);
    tcase_add_test(directories, a_second_run_in_one_directory_is_refused_until_the_first_ends);
    tcase_add_test(directories, a_killed_run_holds_no_lock);
    tcase_add_test(directories, workers_hold_the_lock_until_they_are_gone);
    tcase_add_test(directories, the_lock_is_not_left_to_other_programs);
    tcase_add_test(directories, readers_share_a_directory_and_keep_runs_away);
    tcase_add_test(directories, a_directory_without_a_lock_is_read_and_left_as_it_is);
    tcase_add_test(directories, what_killed_runs_left_is_removed);
    tcase_add_test(directories, nothing_else_is_removed);
    tcase_add_test(directories, what_a_second_run_would_clean_is_left_while_the_first_is_at_work);
    tcase_add_test(directories, files_are_intact_when_both_are_as_published);
    suite_add_tcase(suite, directories);
    tcase_add_checked_fixture(old, begin_published, end);
    tcase_add_test(old, data_are_kept_when_they_are_replaced);
    tcase_add_test(old, data_changed_by_hand_are_not_kept);
    tcase_add_test(old, old_data_of_another_state_are_replaced_or_removed);
    tcase_add_test(old, old_data_changed_with_the_file_are_noticed);
    tcase_add_test(old, who_published_nothing_has_nothing_to_keep);
    tcase_add_test(old, data_that_cannot_be_kept_are_reported);
    tcase_add_test(old, data_are_copied_where_no_link_can_be);
    suite_add_tcase(suite, old);
    return suite;
}

/* Files appear whole or not at all. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/sink.h"

Suite *sink_suite(void);

static char folder[64];

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "%s/banxin-sink-XXXXXX", P_tmpdir);
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* The number of files in the folder, hidden ones too. */
static int count_files(void)
{
    DIR *directory = opendir(folder);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(directory));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(directory);
    return count;
}

static void remove_folder(void)
{
    DIR *directory = opendir(folder);
    for (struct dirent *entry; (entry = readdir(directory));)
        unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
    rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static void assert_content(const char *path, const char *text)
{
    char content[64] = "";
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    fclose(file);
    ck_assert_str_eq(content, text);
}

START_TEST(a_file_has_its_name_only_after_commit)
{
    const char *path = path_of("预算公开.pdf");
    struct sink_file *file = sink_file_open(path);
    ck_assert_ptr_nonnull(file);
    struct sink sink = sink_file_sink(file);
    ck_assert(sink.write(sink.context, "ab", 2) && sink.write(sink.context, "c", 1));
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert_int_eq(count_files(), 1);
    ck_assert(sink_file_commit(file));
    assert_content(path, "abc");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_discarded_file_leaves_the_old_one_and_nothing_else)
{
    write_file(path_of("a.pdf"), "old");
    struct sink_file *file = sink_file_open(path_of("a.pdf"));
    struct sink sink = sink_file_sink(file);
    ck_assert(sink.write(sink.context, "new", 3));
    sink_file_discard(file);
    assert_content(path_of("a.pdf"), "old");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_committed_file_replaces_the_old_one)
{
    write_file(path_of("a.pdf"), "a longer old content");
    struct sink_file *file = sink_file_open(path_of("a.pdf"));
    struct sink sink = sink_file_sink(file);
    ck_assert(sink.write(sink.context, "new", 3));
    ck_assert(sink_file_commit(file));
    assert_content(path_of("a.pdf"), "new");
}
END_TEST

START_TEST(the_mode_follows_the_umask)
{
    umask(027);
    struct sink_file *file = sink_file_open(path_of("a.pdf"));
    ck_assert(sink_file_commit(file));
    struct stat status;
    ck_assert_int_eq(stat(path_of("a.pdf"), &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0640);
}
END_TEST

START_TEST(the_descriptor_is_not_inherited)
{
    int lowest = dup(0); /* the next to be given out */
    close(lowest);
    struct sink_file *file = sink_file_open(path_of("a.pdf"));
    for (int descriptor = lowest; descriptor < lowest + 2; descriptor++)
        ck_assert_int_ne(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, 0);
    sink_file_discard(file);
    ck_assert_int_eq(fcntl(lowest, F_GETFD), -1);
}
END_TEST

START_TEST(a_name_as_long_as_the_system_allows_is_written)
{
    char name[256];
    for (int i = 0; i < 85; i++)
        memcpy(name + 3 * (size_t)i, "部", 3);
    name[255] = '\0';
    struct sink_file *file = sink_file_open(path_of(name));
    ck_assert_ptr_nonnull(file);
    ck_assert(sink_file_commit(file));
    ck_assert_int_eq(access(path_of(name), F_OK), 0);
}
END_TEST

START_TEST(two_writers_of_one_name_do_not_meet)
{
    struct sink_file *one = sink_file_open(path_of("a.pdf"));
    struct sink_file *two = sink_file_open(path_of("a.pdf"));
    ck_assert_ptr_nonnull(two);
    struct sink first = sink_file_sink(one), second = sink_file_sink(two);
    ck_assert(first.write(first.context, "one", 3));
    ck_assert(second.write(second.context, "two", 3));
    ck_assert(sink_file_commit(two));
    ck_assert(sink_file_commit(one));
    assert_content(path_of("a.pdf"), "one");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_refused)
{
    ck_assert_ptr_null(sink_file_open(path_of("missing/a.pdf")));
    ck_assert_int_eq(errno, ENOENT);
    write_file(path_of("file"), "");
    ck_assert_ptr_null(sink_file_open(path_of("file/a.pdf")));
    ck_assert_int_eq(errno, ENOTDIR);
}
END_TEST

START_TEST(a_folder_without_permission_is_refused)
{
    if (geteuid() == 0)
        return; /* may write everywhere */
    chmod(folder, 0555);
    ck_assert_ptr_null(sink_file_open(path_of("a.pdf")));
    ck_assert_int_eq(errno, EACCES);
    chmod(folder, 0755);
}
END_TEST

START_TEST(a_folder_is_no_place_for_a_file)
{
    ck_assert_ptr_null(sink_file_open(folder));
    ck_assert_int_eq(errno, EISDIR);
    ck_assert_ptr_null(sink_file_open(""));
}
END_TEST

START_TEST(a_full_device_is_noticed_and_kept)
{
    struct sink_file *file = sink_file_open("/dev/full");
    ck_assert_ptr_nonnull(file);
    struct sink sink = sink_file_sink(file);
    ck_assert(!sink.write(sink.context, "a", 1));
    ck_assert_int_eq(errno, ENOSPC);
    sink_file_discard(file);
    struct stat status;
    ck_assert_int_eq(stat("/dev/full", &status), 0);
    ck_assert(S_ISCHR(status.st_mode));
}
END_TEST

START_TEST(a_file_that_cannot_grow_leaves_nothing)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {4, RLIM_INFINITY};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    struct sink_file *file = sink_file_open(path_of("a.pdf"));
    struct sink sink = sink_file_sink(file);
    bool written = sink.write(sink.context, "abcdefgh", 8);
    int error = errno;
    sink_file_discard(file);
    limit.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert(!written);
    ck_assert_int_eq(error, EFBIG);
    ck_assert_int_eq(count_files(), 0);
}
END_TEST

START_TEST(a_file_that_failed_says_so)
{
    struct sink_file *file = sink_file_open("/dev/full");
    struct sink sink = sink_file_sink(file);
    ck_assert(!sink_file_failed(file));
    ck_assert(!sink.write(sink.context, "a", 1));
    ck_assert(sink_file_failed(file));
    sink_file_discard(file);
    ck_assert(!sink_file_write("/dev/full", "a", 1));
    ck_assert_int_eq(errno, ENOSPC);
}
END_TEST

START_TEST(a_file_is_shared_under_a_second_name)
{
    struct stat one, two;
    write_file(path_of("a.pdf"), "old");
    write_file(path_of("b.pdf"), "new");
    char from[512];
    snprintf(from, sizeof from, "%s", path_of("b.pdf"));
    for (int i = 0; i < 2; i++) { /* the second time, both are one file already */
        ck_assert(sink_file_share(from, path_of("a.pdf")));
        assert_content(path_of("a.pdf"), "new");
        ck_assert_int_eq(count_files(), 2);
    }
    ck_assert(stat(from, &one) == 0 && stat(path_of("a.pdf"), &two) == 0);
    ck_assert_uint_eq(one.st_ino, two.st_ino);
    ck_assert(sink_sync_folder(folder));
    /* Replacing one leaves the other. */
    ck_assert(sink_file_write(from, "newer", 5));
    assert_content(path_of("a.pdf"), "new");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_not_shared)
{
    write_file(path_of("a.pdf"), "old");
    char from[512];
    snprintf(from, sizeof from, "%s", path_of("missing.pdf"));
    ck_assert(!sink_file_share(from, path_of("a.pdf")));
    ck_assert_int_eq(errno, ENOENT);
    assert_content(path_of("a.pdf"), "old");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_temporary_name_tells_whose_it_is)
{
    char name[256], found[256] = "";
    memset(name, 'x', sizeof name);
    strcpy(name + 251, ".pdf");
    struct sink_file *file = sink_file_open(path_of(name));
    DIR *directory = opendir(folder);
    for (struct dirent *entry; (entry = readdir(directory));)
        if (strlen(entry->d_name) > 2)
            strcpy(found, entry->d_name);
    closedir(directory);
    sink_file_discard(file);
    ck_assert(sink_is_temporary(found, ".pdf"));
    ck_assert(!sink_is_temporary(found, ".csv"));
    ck_assert(!sink_is_temporary(name, ".pdf"));
    ck_assert(sink_is_temporary(".banxin-a.pdf.00000f", ".pdf"));
    ck_assert(!sink_is_temporary(".banxin-a.pdf.00000F", ".pdf"));
    ck_assert(!sink_is_temporary(".banxin-a.pdf.00000", ".pdf"));
    ck_assert(!sink_is_temporary(".banxin-a.pdf", ".pdf"));
    ck_assert(!sink_is_temporary("", ".pdf"));
}
END_TEST

Suite *sink_suite(void)
{
    Suite *suite = suite_create("sink");
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, make_folder, remove_folder);
    tcase_add_test(files, a_file_has_its_name_only_after_commit);
    tcase_add_test(files, a_discarded_file_leaves_the_old_one_and_nothing_else);
    tcase_add_test(files, a_committed_file_replaces_the_old_one);
    tcase_add_test(files, the_mode_follows_the_umask);
    tcase_add_test(files, the_descriptor_is_not_inherited);
    tcase_add_test(files, a_name_as_long_as_the_system_allows_is_written);
    tcase_add_test(files, two_writers_of_one_name_do_not_meet);
    tcase_add_test(files, a_folder_that_is_not_there_is_refused);
    tcase_add_test(files, a_folder_without_permission_is_refused);
    tcase_add_test(files, a_folder_is_no_place_for_a_file);
    tcase_add_test(files, a_full_device_is_noticed_and_kept);
    tcase_add_test(files, a_file_that_cannot_grow_leaves_nothing);
    tcase_add_test(files, a_file_that_failed_says_so);
    tcase_add_test(files, a_file_is_shared_under_a_second_name);
    tcase_add_test(files, a_file_that_is_not_there_is_not_shared);
    tcase_add_test(files, a_temporary_name_tells_whose_it_is);
    suite_add_tcase(suite, files);
    return suite;
}

/* Output directories in use: the lock, left-overs, and data kept for the change list. */
#include "render/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/sink.h"

struct output {
    struct arena *arena; /* its own */
    int lock;            /* -1: nothing to lock */
    bool writing;        /* our process number stands in the lock file */
};

static void report_failure(struct diag *diag, const char *path)
{
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
}

bool output_make_directory(const char *path)
{
    struct stat status;
    if (mkdir(path, 0777) == 0)
        return true;
    if (errno != EEXIST || stat(path, &status) != 0)
        return false;
    errno = ENOTDIR;
    return S_ISDIR(status.st_mode);
}

/* ---- left-overs ---------------------------------------------------------------------------- */

/* S_IFREG, S_IFDIR or 0. Systems mostly tell without being asked for each file. */
static mode_t mode_of(DIR *directory, const struct dirent *item)
{
    struct stat status;
    if (item->d_type == DT_REG)
        return S_IFREG;
    if (item->d_type == DT_DIR)
        return S_IFDIR;
    if (item->d_type != DT_UNKNOWN ||
        fstatat(dirfd(directory), item->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return 0;
    return S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) ? status.st_mode & S_IFMT : 0;
}

typedef void file_fn(struct arena *arena, const char *folder, const char *name, mode_t mode);

/* Calls EACH for what is in FOLDER but `.` and `..`; links are of no mode. */
static void visit(struct arena *arena, const char *folder, file_fn *each)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return;
    for (struct dirent *item; (item = readdir(directory)) != NULL;) {
        struct arena_mark mark = arena_mark(arena);
        if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
            each(arena, folder, item->d_name, mode_of(directory, item));
        arena_reset(arena, mark);
    }
    closedir(directory);
}

/* What runs write: nothing else is removed, whatever its name. */
static void remove_temporary(struct arena *arena, const char *folder, const char *name, mode_t mode)
{
    static const char *const endings[] = {".pdf", ".csv", "index.html"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (S_ISREG(mode) && sink_is_temporary(name, endings[i]))
            unlink(arena_printf(arena, "%s/%s", folder, name));
}

static void clean_change_list(struct arena *arena, const char *folder, const char *name,
                              mode_t mode)
{
    if (S_ISDIR(mode))
        visit(arena, arena_printf(arena, "%s/%s", folder, name), remove_temporary);
}

/* Of runs that were killed: no other is at work now. */
static void remove_leftovers(struct arena *arena, const char *dir)
{
    static const char *const folders[] = {"", "/changes", "/.banxin", "/.banxin/old"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        visit(arena, arena_printf(arena, "%s%s", dir, folders[i]), remove_temporary);
    visit(arena, arena_printf(arena, "%s/changes", dir), clean_change_list);
}

/* ---- the lock ------------------------------------------------------------------------------ */

static void report_busy(struct diag *diag, const char *dir, int lock)
{
    char pid[16] = "", who[64] = "";
    ssize_t length = pread(lock, pid, sizeof pid - 1, 0);
    if (length > 0 && strspn(pid, "0123456789") == (size_t)length)
        snprintf(who, sizeof who,
                 diag_language(diag) == DIAG_CHINESE ? "（进程 %s）" : " (process %s)", pid);
    diag_report(diag, (struct pos){dir, 0, 0}, DIAG_OUTPUT_BUSY, who, NULL);
}

/* A file system that knows no locks is a share in a county's network more often than not: the
 * documents are still written whole, one by one, so the user is warned, not turned away. */
static bool take_lock(int lock, int operation, const char *dir, struct diag *diag)
{
    int result;
    do
        result = flock(lock, operation | LOCK_NB);
    while (result != 0 && errno == EINTR);
    if (result == 0)
        return true;
    if (errno == EWOULDBLOCK) {
        report_busy(diag, dir, lock);
        return false;
    }
    diag_report(diag, (struct pos){dir, 0, 0}, DIAG_OUTPUT_UNLOCKED, strerror(errno), NULL);
    return true;
}

static struct output *new_output(int lock, bool writing)
{
    struct arena *arena = arena_new();
    struct output *output = arena_alloc(arena, sizeof *output);
    *output = (struct output){arena, lock, writing};
    return output;
}

/* Who holds the lock, for the message that others get. */
static void sign(int lock)
{
    char pid[16];
    int length = snprintf(pid, sizeof pid, "%ld", (long)getpid());
    if (ftruncate(lock, 0) == 0)
        (void)!pwrite(lock, pid, (size_t)length, 0);
}

static struct output *lock_for_writing(const char *dir, const char *path, struct diag *diag)
{
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (lock < 0) {
        report_failure(diag, path);
        return NULL;
    }
    if (!take_lock(lock, LOCK_EX, dir, diag)) {
        close(lock);
        return NULL;
    }
    sign(lock);
    return new_output(lock, true);
}

struct output *output_open(const char *dir, struct diag *diag)
{
    struct arena *arena = arena_new();
    struct output *output = NULL;
    const char *own = arena_printf(arena, "%s/.banxin", dir);
    if (!output_make_directory(dir) || access(dir, W_OK | X_OK) != 0)
        report_failure(diag, dir);
    else if (!output_make_directory(own))
        report_failure(diag, own);
    else
        output = lock_for_writing(dir, arena_printf(arena, "%s/lock", own), diag);
    if (output != NULL)
        remove_leftovers(arena, dir);
    arena_free(arena);
    return output;
}

struct output *output_open_reading(const char *dir, struct diag *diag)
{
    struct arena *arena = arena_new();
    struct stat status;
    bool found = stat(dir, &status) == 0;
    if (found && !S_ISDIR(status.st_mode)) {
        found = false;
        errno = ENOTDIR;
    }
    const char *path = arena_printf(arena, "%s/.banxin/lock", dir);
    int lock = found ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    /* A copy may be without the lock, and may refuse it: then nobody writes there. */
    bool good = found && (lock >= 0 || errno == ENOENT || errno == EACCES);
    if (!good)
        diag_report(diag, (struct pos){dir, 0, 0}, DIAG_FILE_UNREADABLE, strerror(errno), NULL);
    arena_free(arena);
    if (good && (lock < 0 || take_lock(lock, LOCK_SH, dir, diag)))
        return new_output(lock, false);
    if (lock >= 0)
        close(lock);
    return NULL;
}

void output_close(struct output *output)
{
    if (output == NULL)
        return;
    if (output->writing)
        (void)!ftruncate(output->lock, 0);
    if (output->lock >= 0)
        close(output->lock);   /* never LOCK_UN: workers that still write hold it */
    arena_free(output->arena); /* OUTPUT itself lives there */
}

/* ---- files --------------------------------------------------------------------------------- */

static bool is_content(const char *path, struct hash expected)
{
    struct hash found;
    return hash_file(path, &found) && hash_equal(found, expected);
}

bool output_is_intact(const char *dir, const struct manifest_entry *entry)
{
    if (entry->file[0] == '\0')
        return false;
    struct arena *arena = arena_new();
    bool intact = is_content(arena_printf(arena, "%s/%s.csv", dir, entry->file), entry->data) &&
                  is_content(arena_printf(arena, "%s/%s.pdf", dir, entry->file), entry->pdf);
    arena_free(arena);
    return intact;
}

/* ---- data as published last ---------------------------------------------------------------- */

static const char *old_folder(struct arena *arena, const char *dir)
{
    return arena_printf(arena, "%s/.banxin/old", dir);
}

static const char *old_path(struct arena *arena, const char *dir,
                            const struct manifest_entry *entry)
{
    return arena_printf(arena, "%s/%s.csv", old_folder(arena, dir), entry->file);
}

bool output_keep_old(struct arena *arena, const char *dir, const struct manifest_entry *entry,
                     struct diag *diag)
{
    if (entry->file[0] == '\0')
        return false;
    const char *folder = old_folder(arena, dir), *old = old_path(arena, dir, entry);
    const char *current = arena_printf(arena, "%s/%s.csv", dir, entry->file);
    const struct pos pos = {current, 0, 0};
    if (is_content(old, entry->data))
        return true;
    unlink(old); /* of another state of the document: no use comparing with it */
    if (!is_content(current, entry->data)) {
        diag_report(diag, pos, DIAG_OUTPUT_OLD_LOST, NULL);
        return false;
    }
    /* Synced before the file under its own name is replaced: after a power cut one of both is there. */
    if (output_make_directory(folder) && sink_file_share(current, old) && sink_sync_folder(folder))
        return true;
    diag_report(diag, pos, DIAG_OUTPUT_OLD_UNKEPT, strerror(errno), NULL);
    return false;
}

const char *output_old_path(struct arena *arena, const char *dir,
                            const struct manifest_entry *entry)
{
    const char *path = old_path(arena, dir, entry);
    return entry->file[0] != '\0' && access(path, F_OK) == 0 ? path : NULL;
}

static void remove_file(struct arena *arena, const char *folder, const char *name, mode_t mode)
{
    if (S_ISREG(mode))
        unlink(arena_printf(arena, "%s/%s", folder, name));
}

void output_drop_old(const char *dir)
{
    struct arena *arena = arena_new();
    const char *folder = old_folder(arena, dir);
    visit(arena, folder, remove_file);
    rmdir(folder);
    arena_free(arena);
}

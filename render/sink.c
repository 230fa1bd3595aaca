/* Files that appear whole or not at all. */
#include "render/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/decode.h"

#define PREFIX   ".banxin-"
#define DIGITS   6     /* of the number that a temporary name ends in */
#define STEM_MAX 200   /* of a file name; a temporary one adds 15 bytes, and 255 are allowed */
#define TRIES    10000 /* left-overs of runs that were killed may have a name already */
#define CHUNK    ((size_t)64 * 1024)

struct sink_file {
    char *path;
    char *temporary; /* NULL: PATH is a device or a pipe, written to directly */
    int descriptor;
    int directory;
    bool failed; /* to take bytes */
};

/* ---- temporary names ----------------------------------------------------------------------- */

/* The end of NAME, whole characters of UTF-8, that a temporary name can hold: the end, because it
 * tells what file it would have become. */
static const char *stem_of(const char *name)
{
    size_t length = strlen(name);
    const char *stem = length > STEM_MAX ? name + (length - STEM_MAX) : name;
    while (((unsigned char)*stem & 0xC0) == 0x80)
        stem++;
    return stem;
}

/* Gives FILE the temporary name `.banxin-<name>.<number>`, beside it; a further one for each I. */
static bool name_temporary(struct sink_file *file, unsigned i)
{
    const char *slash = strrchr(file->path, '/');
    const char *name = slash ? slash + 1 : file->path;
    unsigned number = ((unsigned)getpid() + i * 0x10000U) & 0xFFFFFFU;
    free(file->temporary);
    if (asprintf(&file->temporary, "%.*s" PREFIX "%s.%0*x", (int)(name - file->path), file->path,
                 stem_of(name), DIGITS, number) >= 0)
        return true;
    file->temporary = NULL;
    errno = ENOMEM;
    return false;
}

bool sink_is_temporary(const char *name, const char *ending)
{
    size_t length = strlen(name), least = strlen(PREFIX) + strlen(ending) + 1 + DIGITS;
    if (length < least || strncmp(name, PREFIX, strlen(PREFIX)) != 0)
        return false;
    const char *number = name + length - DIGITS;
    return number[-1] == '.' && strspn(number, "0123456789abcdef") == DIGITS &&
           memcmp(number - 1 - strlen(ending), ending, strlen(ending)) == 0;
}

/* Makes the temporary file: empty, or as a link to FROM. open() applies the umask, as mkstemp()
 * would not. */
static bool make_temporary(struct sink_file *file, const char *from)
{
    for (unsigned i = 0; i < TRIES && name_temporary(file, i); i++) {
        if (from == NULL)
            file->descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (from == NULL
                ? file->descriptor >= 0
                : linkat(AT_FDCWD, from, AT_FDCWD, file->temporary, AT_SYMLINK_FOLLOW) == 0)
            return true;
        if (errno != EEXIST)
            break;
    }
    free(file->temporary); /* it is not ours */
    file->temporary = NULL;
    return false;
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool write_all(struct sink_file *file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file->descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written == 0)
            errno = EIO;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool take_bytes(void *context, const void *bytes, size_t length)
{
    struct sink_file *file = context;
    bool taken = write_all(file, bytes, length);
    file->failed = file->failed || !taken;
    return taken;
}

static void free_file(struct sink_file *file)
{
    int error = errno; /* what failed first is what counts */
    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->directory >= 0)
        close(file->directory);
    free(file->temporary);
    free(file->path);
    free(file);
    errno = error;
}

/* The folder is opened now, so that commit cannot fail on it after the renaming. */
static bool open_directory(struct sink_file *file, int folder_length)
{
    char *folder = folder_length > 0 ? strndup(file->path, (size_t)folder_length) : strdup(".");
    if (!folder)
        return false;
    file->directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    return file->directory >= 0;
}

static bool open_beside(struct sink_file *file)
{
    const char *slash = strrchr(file->path, '/');
    const char *name = slash ? slash + 1 : file->path;
    int folder_length = (int)(name - file->path);
    struct stat status;
    if (stat(file->path, &status) == 0 && !S_ISREG(status.st_mode)) {
        file->descriptor = open(file->path, O_WRONLY | O_CLOEXEC); /* EISDIR for a folder */
        return file->descriptor >= 0;
    }
    if (*name == '\0') {
        errno = ENOENT;
        return false;
    }
    return open_directory(file, folder_length) && make_temporary(file, NULL);
}

static struct sink_file *new_file(const char *path)
{
    struct sink_file *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    file->descriptor = file->directory = -1;
    file->path = strdup(path);
    if (file->path)
        return file;
    free_file(file);
    return NULL;
}

struct sink_file *sink_file_open(const char *path)
{
    struct sink_file *file = new_file(path);
    if (!file || open_beside(file))
        return file;
    free_file(file);
    return NULL;
}

struct sink sink_file_sink(struct sink_file *file)
{
    return (struct sink){take_bytes, file};
}

bool sink_file_failed(const struct sink_file *file)
{
    return file->failed;
}

/* ---- closing ------------------------------------------------------------------------------- */

static bool close_file(struct sink_file *file)
{
    int descriptor = file->descriptor;
    file->descriptor = -1;
    return close(descriptor) == 0;
}

bool sink_file_commit(struct sink_file *file)
{
    bool done = file->temporary ? fsync(file->descriptor) == 0 && close_file(file) &&
                                      rename(file->temporary, file->path) == 0
                                : close_file(file);
    if (!done) {
        sink_file_discard(file);
        return false;
    }
    /* The file is whole under its name now. If its folder cannot be synced, a power cut may still
     * undo the renaming, but never leave half a file. */
    if (file->temporary)
        (void)!fsync(file->directory);
    free_file(file);
    return true;
}

void sink_file_discard(struct sink_file *file)
{
    int error = errno;
    if (file->temporary)
        unlink(file->temporary);
    errno = error;
    free_file(file);
}

/* ---- whole files --------------------------------------------------------------------------- */

bool sink_file_write(const char *path, const void *bytes, size_t length)
{
    struct sink_file *file = sink_file_open(path);
    if (!file)
        return false;
    if (write_all(file, bytes, length))
        return sink_file_commit(file);
    sink_file_discard(file);
    return false;
}

static bool link_file(const char *from, const char *path)
{
    struct sink_file *file = new_file(path);
    if (!file)
        return false;
    bool done = make_temporary(file, from) && rename(file->temporary, path) == 0;
    /* The temporary still stands also when both are links to one file: rename() does nothing then,
     * and calls it success (POSIX). */
    sink_file_discard(file);
    return done;
}

static bool copy_file(const char *from, const char *path)
{
    FILE *in = decode_open_file(from, SIZE_MAX);
    struct sink_file *file = in ? sink_file_open(path) : NULL;
    bool good = file != NULL;
    char chunk[CHUNK];
    for (size_t length; good && (length = fread(chunk, 1, sizeof chunk, in)) > 0;)
        good = write_all(file, chunk, length);
    if (good && ferror(in)) {
        errno = EIO;
        good = false;
    }
    if (good)
        good = sink_file_commit(file);
    else if (file)
        sink_file_discard(file);
    int error = errno;
    if (in)
        fclose(in);
    errno = error;
    return good;
}

bool sink_file_share(const char *from, const char *path)
{
    return link_file(from, path) || copy_file(from, path);
}

bool sink_sync_folder(const char *folder)
{
    int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return false;
    bool done = fsync(directory) == 0;
    int error = errno;
    close(directory);
    errno = error;
    return done;
}

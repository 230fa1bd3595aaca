/* Files that appear whole or not at all. */
#include "render/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEM_MAX 200   /* of a file name; a temporary one adds 9 bytes, and 255 are allowed */
#define TRIES    10000 /* left-overs of runs that were killed may have a name already */

struct sink_file {
    char *path;
    char *temporary; /* NULL: PATH is a device or a pipe, written to directly */
    int descriptor;
    int directory;
};

static bool write_all(void *context, const void *bytes, size_t length)
{
    const struct sink_file *file = context;
    const char *rest = bytes;
    while (length > 0) {
        ssize_t written = write(file->descriptor, rest, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        if (written == 0) {
            errno = EIO;
            return false;
        }
        rest += written;
        length -= (size_t)written;
    }
    return true;
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

/* The length of the start of NAME, whole characters of UTF-8, that a temporary name can hold. */
static int stem_length(const char *name)
{
    size_t length = strlen(name);
    if (length > STEM_MAX)
        for (length = STEM_MAX; length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80;)
            length--;
    return (int)length;
}

/* Creates `.<name>.XXXXXX` beside the file. open() applies the umask, as mkstemp() would not. */
static bool create_temporary(struct sink_file *file, int folder_length, const char *name)
{
    for (unsigned i = 0; i < TRIES; i++) {
        unsigned number = ((unsigned)getpid() + i * 0x10000U) & 0xFFFFFFU;
        if (asprintf(&file->temporary, "%.*s.%.*s.%06x", folder_length, file->path,
                     stem_length(name), name, number) < 0) {
            file->temporary = NULL;
            errno = ENOMEM;
            return false;
        }
        file->descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (file->descriptor >= 0)
            return true;
        free(file->temporary);
        file->temporary = NULL;
        if (errno != EEXIST)
            return false;
    }
    return false;
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
    return open_directory(file, folder_length) && create_temporary(file, folder_length, name);
}

struct sink_file *sink_file_open(const char *path)
{
    struct sink_file *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    file->descriptor = file->directory = -1;
    file->path = strdup(path);
    if (file->path && open_beside(file))
        return file;
    free_file(file);
    return NULL;
}

struct sink sink_file_sink(struct sink_file *file)
{
    return (struct sink){write_all, file};
}

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

/* Where the bytes of a PDF go. */
#ifndef BANXIN_SINK_H
#define BANXIN_SINK_H

#include <stdbool.h>
#include <stddef.h>

struct sink {
    bool (*write)(void *context, const void *bytes, size_t length); /* false: stop, it failed */
    void *context;
};

/* A file that appears under its name only when it is whole: written beside it under a temporary
 * name, fsync'ed, renamed. Opaque; errors leave errno as the failing call set it. */
struct sink_file;
struct sink_file *sink_file_open(const char *path); /* NULL: errno says why */
struct sink sink_file_sink(struct sink_file *file);
bool sink_file_commit(struct sink_file *file); /* frees FILE; false: nothing stands under the name
                                                   that did not before */
bool sink_file_failed(const struct sink_file *file); /* a write to it has failed */
void sink_file_discard(struct sink_file *file);      /* frees FILE and removes the temporary */

/* BYTES as the file at PATH, whole or not at all. False: errno says why. */
bool sink_file_write(const char *path, const void *bytes, size_t length);

/* What the plain file FROM holds, also under PATH: as a hard link, or a copy where that cannot be.
 * False: errno says why. The folder of a link is not synced: for many, once is enough. */
bool sink_file_share(const char *from, const char *path);
bool sink_sync_folder(const char *folder);

/* Is NAME the temporary name of a file whose own name ends in ENDING? */
bool sink_is_temporary(const char *name, const char *ending);

#endif

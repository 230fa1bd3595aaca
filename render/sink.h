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
bool sink_file_commit(struct sink_file *file);  /* frees FILE; false: nothing stands under the name
                                                   that did not before */
void sink_file_discard(struct sink_file *file); /* frees FILE and removes the temporary */

#endif

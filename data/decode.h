/* The bytes of a file as UTF-8, chunk by chunk: what Excel in China saves is UTF-8 with a BOM or
 * GB18030 (GBK), and nothing in the file's name tells which. */
#ifndef BANXIN_DECODE_H
#define BANXIN_DECODE_H

#include <stddef.h>
#include <stdio.h>

#include "data/arena.h"

/* Opens the plain file PATH for reading. NULL with errno set: EFBIG when it has more than LIMIT
 * bytes, EINVAL for a pipe or a device, which may never end. */
FILE *decode_open_file(const char *path, size_t limit);

enum charset { CHARSET_UTF8, CHARSET_GB18030, CHARSET_UTF16 /* told, not read */ };

/* The charset of FILE by its BOM or else its content. Reads FILE to its end; the caller rewinds.
 * A file is UTF-8 when it has no fewer well-formed sequences of several bytes than ill-formed
 * ones: one bad byte does not turn a UTF-8 file into GB18030, where hardly any is well-formed. */
enum charset charset_detect(FILE *file);

struct decoder;

/* Decodes FILE from where it stands. The decoder lives in ARENA but has to be closed. */
struct decoder *decoder_open(struct arena *arena, FILE *file, enum charset charset);

/* Writes at most SIZE (>= 16) bytes of UTF-8 to OUT and returns how many; 0 at the end of the file.
 * What cannot be decoded becomes U+FFFD; a BOM is left out. */
size_t decoder_read(struct decoder *decoder, char *out, size_t size);

void decoder_close(struct decoder *decoder);

#endif

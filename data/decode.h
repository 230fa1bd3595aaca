/* The bytes of a file as UTF-8, piece by piece: what Excel in China saves is UTF-8 with a BOM or
 * GB18030 (GBK), and nothing in the file's name tells which. */
#ifndef BANXIN_DECODE_H
#define BANXIN_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "data/arena.h"

/* Opens the plain file PATH for reading. NULL with errno set: EFBIG when it has more than LIMIT
 * bytes, EINVAL for a pipe or a device, which may never end. */
FILE *decode_open_file(const char *path, size_t limit);

/* The same as a descriptor, for who reads with pread(); -1 for NULL. */
int decode_open_descriptor(const char *path, size_t limit);

enum charset { CHARSET_UTF8, CHARSET_GB18030, CHARSET_UTF16 /* told, not read */ };

/* How the bytes of a file are to be understood. */
struct encoding {
    enum charset charset;
    bool well_formed; /* UTF-8 without a fault: there is nothing to decode */
    size_t bom;       /* bytes before the text */
};

/* Tells the encoding of the file by its BOM or else its content, which is read to its end. A file
 * is UTF-8 when it has no fewer well-formed sequences of several bytes than ill-formed ones: one
 * bad byte does not turn a UTF-8 file into GB18030, where hardly any is well-formed. False: errno
 * says why it cannot be read. */
bool encoding_detect(int descriptor, struct encoding *encoding);

struct decoder;

/* The decoder lives in ARENA but has to be closed. */
struct decoder *decoder_open(struct arena *arena, enum charset charset);

/* Decodes the bytes from *FROM to END, which follow those decoded before; LAST: none will follow.
 * Writes at most SIZE (>= 16) bytes of UTF-8 to OUT, returns how many, and moves *FROM; 0 when all
 * is decoded. What cannot be decoded becomes U+FFFD. Up to a line end nothing is held back. */
size_t decoder_convert(struct decoder *decoder, const char **from, const char *end, bool last,
                       char *out, size_t size);

void decoder_close(struct decoder *decoder);

#endif

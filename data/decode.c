/* Opening files, telling charsets apart, and ICU's conversion as a stream. */
#include "data/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#define CHUNK ((size_t)64 * 1024)
#define PIVOT 1024 /* UTF-16 units between the two converters */

static const char bom[] = "\xEF\xBB\xBF";

/* ---- opening -------------------------------------------------------------------------------- */

/* 0, or why the file is not to be read. */
static int file_fault(int descriptor, size_t limit)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return errno;
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    if (!S_ISREG(status.st_mode))
        return EINVAL;
    return (unsigned long long)status.st_size > limit ? EFBIG : 0;
}

FILE *decode_open_file(const char *path, size_t limit)
{
    /* O_NONBLOCK: to open a pipe would wait for who writes to it. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return NULL;
    int fault = file_fault(descriptor, limit);
    FILE *file = fault == 0 ? fdopen(descriptor, "rb") : NULL;
    if (file == NULL) {
        fault = fault != 0 ? fault : errno;
        close(descriptor);
        errno = fault;
    }
    return file;
}

/* ---- telling charsets apart ---------------------------------------------------------------- */

/* Counts sequences of several bytes, by the table of well-formed UTF-8 (Unicode 15.0, table 3-7).
 */
struct tally {
    size_t good, bad;
    int missing;             /* bytes that the sequence begun still wants */
    unsigned char low, high; /* of the next of them */
};

static void tally_lead(struct tally *tally, unsigned char byte)
{
    tally->low = 0x80;
    tally->high = 0xBF;
    if (byte >= 0xC2 && byte <= 0xDF) {
        tally->missing = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        tally->missing = 2;
        if (byte == 0xE0)
            tally->low = 0xA0; /* no overlong forms */
        else if (byte == 0xED)
            tally->high = 0x9F; /* no surrogates */
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        tally->missing = 3;
        if (byte == 0xF0)
            tally->low = 0x90; /* no overlong forms */
        else if (byte == 0xF4)
            tally->high = 0x8F; /* nothing above U+10FFFF */
    } else {
        tally->bad++;
    }
}

static void tally_byte(struct tally *tally, unsigned char byte)
{
    if (tally->missing > 0 && byte >= tally->low && byte <= tally->high) {
        tally->low = 0x80;
        tally->high = 0xBF;
        if (--tally->missing == 0)
            tally->good++;
        return;
    }
    if (tally->missing > 0) { /* cut short: BYTE begins anew */
        tally->bad++;
        tally->missing = 0;
    }
    if (byte >= 0x80)
        tally_lead(tally, byte);
}

enum charset charset_detect(FILE *file)
{
    unsigned char bytes[4096];
    struct tally tally = {0};
    size_t length = fread(bytes, 1, sizeof bytes, file);
    if (length >= 3 && memcmp(bytes, bom, 3) == 0)
        return CHARSET_UTF8;
    if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return CHARSET_UTF16;
    for (; length > 0; length = fread(bytes, 1, sizeof bytes, file))
        for (size_t i = 0; i < length; i++)
            tally_byte(&tally, bytes[i]);
    if (tally.missing > 0)
        tally.bad++;
    return tally.good >= tally.bad ? CHARSET_UTF8 : CHARSET_GB18030;
}

/* ---- decoding ------------------------------------------------------------------------------ */

struct decoder {
    FILE *file;
    UConverter *from, *to;
    UChar pivot[PIVOT];
    UChar *pivot_source, *pivot_target;
    const char *next, *end; /* of the bytes not yet converted */
    bool started, last;     /* a first piece was returned; the last bytes are read */
    bool done;
    char bytes[CHUNK];
};

struct decoder *decoder_open(struct arena *arena, FILE *file, enum charset charset)
{
    struct decoder *decoder = arena_alloc(arena, sizeof *decoder);
    UErrorCode status = U_ZERO_ERROR;
    decoder->file = file;
    /* ICU's UTF-8 converter is used for UTF-8 too: it puts U+FFFD for ill-formed bytes. */
    decoder->from = ucnv_open(charset == CHARSET_GB18030 ? "gb18030" : "utf-8", &status);
    decoder->to = ucnv_open("utf-8", &status);
    decoder->pivot_source = decoder->pivot_target = decoder->pivot;
    decoder->next = decoder->end = decoder->bytes;
    decoder->done = U_FAILURE(status);
    return decoder;
}

static void fill(struct decoder *decoder)
{
    size_t length = fread(decoder->bytes, 1, CHUNK, decoder->file);
    decoder->next = decoder->bytes;
    decoder->end = decoder->bytes + length;
    decoder->last = length < CHUNK;
}

size_t decoder_read(struct decoder *decoder, char *out, size_t size)
{
    char *at = out;
    while (at == out && !decoder->done) {
        if (decoder->next == decoder->end && !decoder->last)
            fill(decoder);
        UErrorCode status = U_ZERO_ERROR;
        ucnv_convertEx(decoder->to, decoder->from, &at, out + size, &decoder->next, decoder->end,
                       decoder->pivot, &decoder->pivot_source, &decoder->pivot_target,
                       decoder->pivot + PIVOT, false, decoder->last, &status);
        decoder->done = status != U_BUFFER_OVERFLOW_ERROR && (decoder->last || U_FAILURE(status));
    }
    size_t length = (size_t)(at - out);
    if (!decoder->started && length >= 3 && memcmp(out, bom, 3) == 0) {
        length -= 3;
        memmove(out, out + 3, length);
    }
    decoder->started = true;
    return length;
}

void decoder_close(struct decoder *decoder)
{
    ucnv_close(decoder->from);
    ucnv_close(decoder->to);
}

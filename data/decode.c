/* Opening files, telling charsets apart, and ICU's conversion as a stream. */
#include "data/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#define CHUNK ((size_t)64 * 1024)
#define PIVOT 1024 /* UTF-16 units between the two converters */

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

int decode_open_descriptor(const char *path, size_t limit)
{
    /* O_NONBLOCK: to open a pipe would wait for who writes to it. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return -1;
    int fault = file_fault(descriptor, limit);
    if (fault == 0)
        return descriptor;
    close(descriptor);
    errno = fault;
    return -1;
}

FILE *decode_open_file(const char *path, size_t limit)
{
    int descriptor = decode_open_descriptor(path, limit);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "rb") : NULL;
    if (file == NULL && descriptor >= 0) {
        int fault = errno;
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

/* Counts what most of a file is and returns what follows it: ASCII, and sequences of three bytes
 * (Chinese) whose lead allows all trail bytes. To be called between characters. */
static const unsigned char *tally_common(struct tally *tally, const unsigned char *at,
                                         const unsigned char *end)
{
    for (const unsigned char *from = NULL; from != at;) {
        from = at;
        for (uint64_t eight; end - at >= 8; at += 8) {
            memcpy(&eight, at, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
        }
        while (at < end && *at < 0x80)
            at++;
        while (end - at >= 3 && at[0] > 0xE0 && at[0] < 0xF0 && at[0] != 0xED &&
               (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80) {
            tally->good++;
            at += 3;
        }
    }
    return at;
}

static void tally_bytes(struct tally *tally, const unsigned char *at, size_t length)
{
    const unsigned char *end = at + length;
    while (at < end) {
        if (tally->missing == 0)
            at = tally_common(tally, at, end);
        if (at < end)
            tally_byte(tally, *at++);
    }
}

static ssize_t read_at(int descriptor, void *bytes, size_t size, uint64_t offset)
{
    ssize_t length;
    do
        length = pread(descriptor, bytes, size, (off_t)offset);
    while (length < 0 && errno == EINTR);
    return length;
}

/* What the first bytes tell: a BOM. */
static bool detect_bom(const unsigned char *bytes, size_t length, struct encoding *encoding)
{
    static const struct {
        const char *bytes;
        size_t length;
        enum charset charset;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, CHARSET_UTF8},
        {"\xFF\xFE", 2, CHARSET_UTF16},
        {"\xFE\xFF", 2, CHARSET_UTF16},
        {"\x84\x31\x95\x33", 4, CHARSET_GB18030},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (length < marks[i].length || memcmp(bytes, marks[i].bytes, marks[i].length) != 0)
            continue;
        encoding->charset = marks[i].charset;
        encoding->bom = marks[i].length;
        return true;
    }
    return false;
}

bool encoding_detect(int descriptor, struct encoding *encoding)
{
    unsigned char bytes[CHUNK];
    struct tally tally = {0};
    ssize_t length = read_at(descriptor, bytes, sizeof bytes, 0);
    *encoding = (struct encoding){.charset = CHARSET_UTF8};
    bool told = length > 0 && detect_bom(bytes, (size_t)length, encoding);
    if (told && encoding->charset != CHARSET_UTF8)
        return true;
    for (uint64_t offset = 0; length > 0;) {
        tally_bytes(&tally, bytes, (size_t)length);
        offset += (uint64_t)length;
        length = read_at(descriptor, bytes, sizeof bytes, offset);
    }
    if (tally.missing > 0)
        tally.bad++;
    if (!told && tally.good < tally.bad)
        encoding->charset = CHARSET_GB18030;
    encoding->well_formed = tally.bad == 0;
    return length == 0;
}

/* ---- decoding ------------------------------------------------------------------------------ */

struct decoder {
    UConverter *from, *to;
    UChar pivot[PIVOT];
    UChar *pivot_source, *pivot_target;
    bool usable;
};

struct decoder *decoder_open(struct arena *arena, enum charset charset)
{
    struct decoder *decoder = arena_alloc(arena, sizeof *decoder);
    UErrorCode status = U_ZERO_ERROR;
    /* ICU's UTF-8 converter is used for UTF-8 too: it puts U+FFFD for ill-formed bytes. */
    decoder->from = ucnv_open(charset == CHARSET_GB18030 ? "gb18030" : "utf-8", &status);
    decoder->to = ucnv_open("utf-8", &status);
    decoder->pivot_source = decoder->pivot_target = decoder->pivot;
    decoder->usable = U_SUCCESS(status);
    return decoder;
}

size_t decoder_convert(struct decoder *decoder, const char **from, const char *end, bool last,
                       char *out, size_t size)
{
    char *at = out;
    UErrorCode status = U_ZERO_ERROR;
    if (!decoder->usable)
        return 0;
    ucnv_convertEx(decoder->to, decoder->from, &at, out + size, from, end, decoder->pivot,
                   &decoder->pivot_source, &decoder->pivot_target, decoder->pivot + PIVOT, false,
                   last, &status);
    decoder->usable = status == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(status);
    return (size_t)(at - out);
}

void decoder_close(struct decoder *decoder)
{
    ucnv_close(decoder->from);
    ucnv_close(decoder->to);
}

/* A growing run of bytes, for composing the parts of a PDF: numbers, strings, names.
 *
 * Always ends in a NUL that is not counted. Grows in its arena; to be emptied and filled again. */
#ifndef BANXIN_BUF_H
#define BANXIN_BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "data/arena.h"

struct buf {
    struct arena *arena;
    char *bytes; /* never NULL */
    size_t length, capacity;
};

struct buf buf_new(struct arena *arena);
void buf_clear(struct buf *buf);

/* Makes room for MORE bytes and the NUL; for those below, which are in the header because a PDF is
 * written by the byte. */
void buf_grow(struct buf *buf, size_t more);

static inline void buf_reserve(struct buf *buf, size_t more)
{
    if (buf->capacity - buf->length <= more)
        buf_grow(buf, more);
}

static inline void buf_add(struct buf *buf, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    buf_reserve(buf, length);
    memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
}

static inline void buf_byte(struct buf *buf, unsigned char byte)
{
    buf_reserve(buf, 1);
    buf->bytes[buf->length++] = (char)byte;
    buf->bytes[buf->length] = '\0';
}

static inline void buf_str(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A thousandth of VALUE as a decimal number: 10500 is `10.5`. Never an exponent, never -0. */
void buf_milli(struct buf *buf, int64_t value);

/* A byte of a string in parentheses, escaped where PDF asks for it (ISO 32000-1, 7.3.4.2). */
void buf_escaped(struct buf *buf, unsigned char byte);

/* ASCII as such a string. */
void buf_literal(struct buf *buf, const char *text);

/* TEXT as a name object without its slash, escaped (7.3.5). */
void buf_name(struct buf *buf, const char *text);

/* UTF-8 as the hexadecimal digits of UTF-16BE; what is not UTF-8 becomes U+FFFD. U+FEFF and U+FFFE,
 * which no text of a PDF may have (ISO 19005-3, 6.2.11.7.2) and nobody sees, are left out. */
void buf_utf16(struct buf *buf, const char *utf8, size_t length);

/* UTF-8 as a text string object `<FEFF…>` (7.9.2.2). */
void buf_text_string(struct buf *buf, const char *utf8, size_t length);

#endif

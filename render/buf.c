/* Composing PDF syntax. Everything here is integer arithmetic and independent of the locale. */
#include "render/buf.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct buf buf_new(struct arena *arena)
{
    struct buf buf = {.arena = arena, .capacity = 256};
    buf.bytes = arena_alloc(arena, buf.capacity);
    return buf;
}

void buf_clear(struct buf *buf)
{
    buf->length = 0;
    buf->bytes[0] = '\0';
}

void buf_grow(struct buf *buf, size_t more)
{
    size_t capacity = buf->capacity * 2;
    while (capacity - buf->length <= more)
        capacity *= 2;
    char *bytes = arena_alloc(buf->arena, capacity);
    memcpy(bytes, buf->bytes, buf->length + 1);
    buf->bytes = bytes;
    buf->capacity = capacity;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        buf_reserve(buf, (size_t)length);
        vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void buf_milli(struct buf *buf, int64_t value)
{
    char digits[32];
    char *end = digits + sizeof digits, *start = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    unsigned fraction = (unsigned)(rest % 1000);
    rest /= 1000;
    if (fraction > 0) {
        int places = fraction % 100 == 0 ? 1 : fraction % 10 == 0 ? 2 : 3;
        for (int i = places; i < 3; i++)
            fraction /= 10;
        for (int i = 0; i < places; i++, fraction /= 10)
            *--start = (char)('0' + fraction % 10);
        *--start = '.';
    }
    do
        *--start = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        *--start = '-';
    buf_add(buf, start, (size_t)(end - start));
}

void buf_escaped(struct buf *buf, unsigned char byte)
{
    bool special = byte == '(' || byte == ')' || byte == '\\' || byte == '\r';
    if (special)
        buf_byte(buf, '\\');
    /* A reader turns an unescaped carriage return into a newline. */
    buf_byte(buf, byte == '\r' ? 'r' : byte);
}

void buf_literal(struct buf *buf, const char *text)
{
    buf_byte(buf, '(');
    for (; *text; text++)
        buf_escaped(buf, (unsigned char)*text);
    buf_byte(buf, ')');
}

void buf_name(struct buf *buf, const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte <= ' ' || byte > '~' || strchr("()<>[]{}/%#", byte))
            buf_printf(buf, "#%02X", byte);
        else
            buf_byte(buf, byte);
    }
}

/* The character at TEXT, of LENGTH bytes at most, and how many bytes it takes. */
static uint32_t decode(const unsigned char *text, size_t length, size_t *taken)
{
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = text[0] < 0x80   ? 1
                  : text[0] < 0xC2 ? 0
                  : text[0] < 0xE0 ? 2
                  : text[0] < 0xF0 ? 3
                  : text[0] < 0xF5 ? 4
                                   : 0;
    *taken = 1;
    if (size == 0 || size > length)
        return 0xFFFD;
    uint32_t code = size == 1 ? text[0] : text[0] & (0x7FU >> size);
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0xFFFD;
        code = code << 6 | (text[i] & 0x3FU);
    }
    if (code < LEAST[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0xFFFD;
    *taken = size;
    return code;
}

static void add_hex16(struct buf *buf, uint32_t value)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    char hex[4] = {DIGITS[value >> 12 & 15], DIGITS[value >> 8 & 15], DIGITS[value >> 4 & 15],
                   DIGITS[value & 15]};
    buf_add(buf, hex, sizeof hex);
}

void buf_utf16(struct buf *buf, const char *utf8, size_t length)
{
    const unsigned char *text = (const unsigned char *)utf8;
    for (size_t taken; length > 0; text += taken, length -= taken) {
        uint32_t code = decode(text, length, &taken);
        if (code == 0xFEFF || code == 0xFFFE)
            continue;
        if (code >= 0x10000) {
            add_hex16(buf, 0xD800 + ((code - 0x10000) >> 10));
            code = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        add_hex16(buf, code);
    }
}

void buf_text_string(struct buf *buf, const char *utf8, size_t length)
{
    buf_str(buf, "<FEFF");
    buf_utf16(buf, utf8, length);
    buf_byte(buf, '>');
}

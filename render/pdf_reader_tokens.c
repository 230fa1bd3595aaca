/* Tokens of PDF syntax (ISO 32000-1, 7.2, 7.3). See pdf_reader_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

static bool is_blank(unsigned char byte)
{
    return byte == 0 || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r' || byte == ' ';
}

static bool is_delimiter(unsigned char byte)
{
    return byte != 0 && strchr("()<>[]{}/%", byte) != NULL;
}

static int hex_digit(unsigned char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static void skip_blanks(struct tokens *t)
{
    for (bool comment = false; t->at < t->end; t->at++) {
        comment = (comment || *t->at == '%') && *t->at != '\n' && *t->at != '\r';
        if (!comment && !is_blank(*t->at))
            return;
    }
}

/* ---- strings ------------------------------------------------------------------------------- */

/* The end of the string in parentheses that begins at AT, or NULL. */
static const unsigned char *literal_end(const struct tokens *t)
{
    int depth = 0;
    for (const unsigned char *at = t->at; at < t->end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return at;
    }
    return NULL;
}

/* Reads the escape after a backslash; returns what it stands for, or -1 for nothing. */
static int read_escape(struct tokens *t, const unsigned char *end)
{
    static const char LETTERS[] = "nrtbf", MEANINGS[] = "\n\r\t\b\f";
    unsigned char byte = *t->at++;
    const char *letter = byte != 0 ? strchr(LETTERS, byte) : NULL;
    if (letter != NULL)
        return MEANINGS[letter - LETTERS];
    if (byte == '\r' || byte == '\n') {
        t->at += byte == '\r' && t->at < end && *t->at == '\n';
        return -1;
    }
    if (byte < '0' || byte > '7')
        return byte;
    int value = byte - '0';
    for (int i = 0; i < 2 && t->at < end && *t->at >= '0' && *t->at <= '7'; i++)
        value = value * 8 + *t->at++ - '0';
    return value & 255;
}

static struct token read_literal(struct tokens *t)
{
    const unsigned char *end = literal_end(t);
    if (end == NULL)
        return (struct token){.kind = TOKEN_FAULT};
    char *bytes = arena_alloc(t->arena, (size_t)(end - t->at));
    size_t length = 0;
    for (t->at++; t->at < end;) {
        int byte = *t->at++;
        if (byte == '\\') {
            byte = read_escape(t, end);
        } else if (byte == '\r') { /* a line end, whatever it is, is a line feed */
            t->at += t->at < end && *t->at == '\n';
            byte = '\n';
        }
        if (byte >= 0)
            bytes[length++] = (char)byte;
    }
    t->at = end + 1;
    return (struct token){TOKEN_STRING, bytes, length};
}

static struct token read_hex(struct tokens *t)
{
    const unsigned char *end = memchr(t->at, '>', (size_t)(t->end - t->at));
    if (end == NULL)
        return (struct token){.kind = TOKEN_FAULT};
    char *bytes = arena_alloc(t->arena, (size_t)(end - t->at) / 2 + 2);
    size_t digits = 0;
    for (t->at++; t->at < end; t->at++) {
        int digit = hex_digit(*t->at);
        if (digit < 0 && is_blank(*t->at))
            continue;
        if (digit < 0)
            return (struct token){.kind = TOKEN_FAULT};
        bytes[digits / 2] = (char)(digits % 2 == 0 ? digit << 4 : bytes[digits / 2] | digit);
        digits++;
    }
    t->at = end + 1;
    return (struct token){TOKEN_STRING, bytes, (digits + 1) / 2};
}

/* ---- names, numbers, words ----------------------------------------------------------------- */

static struct token read_name(struct tokens *t)
{
    const unsigned char *end = ++t->at;
    while (end < t->end && !is_blank(*end) && !is_delimiter(*end))
        end++;
    char *bytes = arena_alloc(t->arena, (size_t)(end - t->at) + 1);
    size_t length = 0;
    while (t->at < end) {
        int upper = end - t->at > 2 && *t->at == '#' ? hex_digit(t->at[1]) : -1;
        int lower = upper >= 0 ? hex_digit(t->at[2]) : -1;
        bytes[length++] = (char)(lower >= 0 ? upper << 4 | lower : *t->at);
        t->at += lower >= 0 ? 3 : 1;
    }
    return (struct token){TOKEN_NAME, bytes, length};
}

static struct token read_word(struct tokens *t)
{
    const unsigned char *end = t->at;
    while (end < t->end && !is_blank(*end) && !is_delimiter(*end))
        end++;
    size_t length = (size_t)(end - t->at);
    bool number = strchr("+-.0123456789", *t->at) != NULL;
    const char *bytes = arena_strndup(t->arena, (const char *)t->at, length);
    t->at = end;
    return (struct token){number ? TOKEN_NUMBER : TOKEN_WORD, bytes, length};
}

static struct token read_mark(struct tokens *t, enum token_kind kind, size_t length)
{
    t->at += length;
    return (struct token){.kind = kind};
}

struct token token_next(struct tokens *t)
{
    skip_blanks(t);
    if (t->at == t->end)
        return (struct token){.kind = TOKEN_END};
    bool twice = t->end - t->at > 1 && t->at[0] == t->at[1];
    switch (*t->at) {
    case '(':
        return read_literal(t);
    case '<':
        return twice ? read_mark(t, TOKEN_DICT, 2) : read_hex(t);
    case '>':
        return twice ? read_mark(t, TOKEN_DICT_END, 2) : (struct token){.kind = TOKEN_FAULT};
    case '[':
        return read_mark(t, TOKEN_ARRAY, 1);
    case ']':
        return read_mark(t, TOKEN_ARRAY_END, 1);
    case '/':
        return read_name(t);
    case ')':
    case '{':
    case '}':
        return (struct token){.kind = TOKEN_FAULT};
    default:
        return read_word(t);
    }
}

bool token_is(const struct token *token, enum token_kind kind, const char *bytes)
{
    return token->kind == kind && strcmp(token->bytes, bytes) == 0;
}

bool token_int(const struct token *token, int *value)
{
    if (token->kind != TOKEN_NUMBER || token->length > 9 ||
        token->bytes[strspn(token->bytes, "0123456789")] != '\0')
        return false;
    *value = (int)strtol(token->bytes, NULL, 10);
    return true;
}

/* ToUnicode maps (ISO 32000-1, 9.10.3), of fonts whose codes are two bytes. See pdf_reader_parts.h. */
#include <string.h>

#include "render/pdf_reader_parts.h"

#define REPLACEMENT 0xFFFD

/* ---- text ---------------------------------------------------------------------------------- */

static void add_utf8(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_byte(out, (unsigned char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char LEADS[] = {0, 0xC0, 0xE0, 0xF0};
    buf_byte(out, (unsigned char)(LEADS[more] | c >> (6 * more)));
    while (more-- > 0)
        buf_byte(out, (unsigned char)(0x80 | (c >> (6 * more) & 0x3F)));
}

static uint32_t unit_at(const char *bytes, size_t at)
{
    return (uint32_t)(unsigned char)bytes[at] << 8 | (unsigned char)bytes[at + 1];
}

/* Halves of characters, and controls: a terminal would obey them. */
static bool is_no_text(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000);
}

void text_add_utf16(struct buf *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i + 1 < length; i += 2) {
        uint32_t c = unit_at(bytes, i);
        bool high = c >= 0xD800 && c < 0xDC00;
        uint32_t low = high && i + 3 < length ? unit_at(bytes, i + 2) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (is_no_text(c)) {
            c = REPLACEMENT;
        }
        add_utf8(out, c);
    }
}

/* ---- the map ------------------------------------------------------------------------------- */

enum section { SECTION_NONE, SECTION_CHARS, SECTION_RANGES };

struct cmap_reader {
    struct reader *reader;
    struct cmap *cmap;
    struct tokens tokens;
    struct buf text;
    bool sound;
};

const char *cmap_text(const struct cmap *cmap, unsigned code)
{
    const char *const *block = cmap->blocks[code >> 8 & 255];
    return block != NULL ? block[code & 255] : NULL;
}

static bool code_of(const struct token *token, unsigned *code)
{
    if (token->kind != TOKEN_STRING || token->length != 2)
        return false;
    *code = unit_at(token->bytes, 0);
    return true;
}

/* CODE stands for the UTF-16BE of LENGTH, the last unit of which is ADDED to. */
static void put_text(struct cmap_reader *r, unsigned code, const char *bytes, size_t length,
                     unsigned added)
{
    struct arena *arena = r->reader->arena;
    buf_clear(&r->text);
    if (added == 0 || length < 2) {
        text_add_utf16(&r->text, bytes, length);
    } else {
        uint32_t last = unit_at(bytes, length - 2) + added;
        const char unit[2] = {(char)(last >> 8 & 255), (char)(last & 255)};
        text_add_utf16(&r->text, bytes, length - 2);
        text_add_utf16(&r->text, unit, sizeof unit);
    }
    if (!reader_spend_text(r->reader, r->text.length))
        return;
    const char ***block = &r->cmap->blocks[code >> 8];
    if (*block == NULL)
        *block = arena_array(arena, 256, sizeof **block);
    (*block)[code & 255] = arena_strndup(arena, r->text.bytes, r->text.length);
}

/* <code> <text> */
static bool read_char(struct cmap_reader *r, const struct token *first)
{
    struct token text = token_next(&r->tokens);
    unsigned code;
    if (!code_of(first, &code) || text.kind != TOKEN_STRING)
        return false;
    put_text(r, code, text.bytes, text.length, 0);
    return true;
}

/* <first> <last> <text of the first>, or a text for each in an array */
static bool read_range(struct cmap_reader *r, const struct token *first)
{
    struct token end = token_next(&r->tokens), text = token_next(&r->tokens);
    unsigned from, until;
    if (!code_of(first, &from) || !code_of(&end, &until) || from > until)
        return false;
    if (text.kind == TOKEN_STRING) {
        for (unsigned code = from; code <= until && !r->reader->exhausted; code++)
            put_text(r, code, text.bytes, text.length, code - from);
        return true;
    }
    if (text.kind != TOKEN_ARRAY)
        return false;
    for (unsigned code = from; code <= until; code++) {
        text = token_next(&r->tokens);
        if (text.kind != TOKEN_STRING)
            return false;
        put_text(r, code, text.bytes, text.length, 0);
    }
    return token_next(&r->tokens).kind == TOKEN_ARRAY_END;
}

static enum section section_of(const struct token *token)
{
    if (token_is(token, TOKEN_WORD, "beginbfchar"))
        return SECTION_CHARS;
    return token_is(token, TOKEN_WORD, "beginbfrange") ? SECTION_RANGES : SECTION_NONE;
}

bool cmap_read(struct reader *reader, const unsigned char *bytes, size_t length, struct cmap *cmap)
{
    struct arena_mark mark = arena_mark(reader->scratch);
    struct cmap_reader r = {.reader = reader,
                            .cmap = cmap,
                            .tokens = {reader->tokens, bytes, bytes + length},
                            .text = buf_new(reader->scratch)};
    bool sound = true;
    enum section section = SECTION_NONE;
    for (bool more = true; more && sound;) {
        struct arena_mark tokens = arena_mark(reader->tokens);
        struct token token = token_next(&r.tokens);
        more = token.kind != TOKEN_END;
        if (token.kind == TOKEN_WORD)
            section = section_of(&token);
        else if (section == SECTION_CHARS)
            sound = read_char(&r, &token);
        else if (section == SECTION_RANGES)
            sound = read_range(&r, &token);
        else
            sound = token.kind != TOKEN_FAULT;
        arena_reset(reader->tokens, tokens);
    }
    arena_reset(reader->scratch, mark);
    return sound;
}

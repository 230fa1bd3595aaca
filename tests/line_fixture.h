/* What the tests of line breaking share: texts in a face made up for them. ASCII is half an em
 * wide, a space ⅜ em, all else an em; marks of Chinese have half of it blank, · a quarter on both
 * sides. */
#ifndef BANXIN_TESTS_LINE_FIXTURE_H
#define BANXIN_TESTS_LINE_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/linebreak.h"

#define EM       1000
#define TEXT_MAX 4096

struct setup {
    struct arena *arena;
    const char *text;
    const struct line_item *items;
    size_t item_count;
    struct line_box boxes[TEXT_MAX + 1];
    size_t count;
};

struct face {
    bool rigid; /* marks have no blank that could be squeezed */
    bool hang;
    unit gap, indent;
};

static inline const struct cjk_place *places_of(struct arena *arena, const char *text)
{
    struct cjk_breaker *breaker = cjk_breaker_open();
    const struct cjk_place *found =
        cjk_places(arena, breaker, LINE_LEVEL_BASIC, text, strlen(text));
    cjk_breaker_close(breaker);
    return found;
}

static inline struct line_box box_of(const char *at, enum cjk_class class, const struct face *face)
{
    if ((unsigned char)*at < 0x80)
        return (struct line_box){.width = *at == ' ' ? 375 : EM / 2};
    struct line_box box = {.width = EM};
    bool opens = class == CJK_OPEN, middle = class == CJK_MIDDLE;
    bool closes = class == CJK_CLOSE || class == CJK_PAUSE || class == CJK_STOP;
    if (!face->rigid) {
        box.before = opens ? EM / 2 : middle ? EM / 4 : 0;
        box.after = closes ? EM / 2 : middle ? EM / 4 : 0;
    }
    box.hangs = face->hang && (strncmp(at, "，", 3) == 0 || strncmp(at, "。", 3) == 0);
    return box;
}

static inline void set_up(struct setup *s, struct arena *arena, const char *text, struct face face)
{
    const struct cjk_place *places = places_of(arena, text);
    s->arena = arena;
    s->text = text;
    s->count = 0;
    for (size_t i = 0; text[i]; i++) {
        if (((unsigned char)text[i] & 0xC0) == 0x80)
            continue;
        s->boxes[s->count] = box_of(text + i, places[i].class, &face);
        s->boxes[s->count++].offset = i;
    }
    s->boxes[s->count].offset = strlen(text);
    struct line_spacing spacing = {EM, face.indent, face.gap};
    s->item_count = line_items(arena, s->boxes, s->count, places, &spacing, &s->items);
}

/* The first character of the line that begins with item BEGIN. */
static inline size_t first_character(const struct setup *s, size_t begin)
{
    while (begin < s->item_count && s->items[begin].box == LINE_NO_BOX)
        begin++;
    return begin < s->item_count ? s->items[begin].box : s->count;
}

/* The text with | where lines end. */
static inline const char *broken(const struct setup *s, struct line_list list)
{
    char *out = arena_alloc(s->arena, strlen(s->text) + list.count + 1), *at = out;
    for (size_t i = 0; i < list.count; i++) {
        size_t from = s->boxes[first_character(s, list.lines[i].begin)].offset;
        size_t to = i + 1 < list.count
                        ? s->boxes[first_character(s, list.lines[i + 1].begin)].offset
                        : strlen(s->text);
        at += sprintf(at, "%s%.*s", i > 0 ? "|" : "", (int)(to - from), s->text + from);
    }
    return out;
}

/* Where character I of the text stands, in the only line, set by FILL: the left of its ink, or of
 * what stands for it. */
static inline unit place_in(const struct setup *s, const struct line_fill *fill, size_t i)
{
    unit x = 0;
    for (size_t j = 0; j < s->item_count && s->items[j].box != i; j++)
        x += fill->widths[j];
    return x;
}

/* COUNT characters of all kinds. */
static inline const char *random_text(struct arena *arena, size_t count)
{
    static const char *const pieces[] = {"中", "文", "年", "万", "，", "。", "《", "》", "“", "”",
                                         "—",  "…",  "·",  "〔", "〕", "a",  "Z",  "1",  "9", ".",
                                         ",",  "-",  "%",  "(",  ")",  " ",  "　", "≥",  "/", "\""};
    char *text = arena_alloc(arena, 3 * count + 1), *at = text;
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
    return text;
}

#endif

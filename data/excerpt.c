/* Excerpts: both texts are parted into characters and numbers and aligned; the stretches that differ
 * are shown with what stands round them. */
#include "data/excerpt.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "data/align.h"

/* A longer word is parted all the same. */
#define TOKEN_MAX 40 /* bytes */

struct tokens {
    const char **texts;
    size_t count;
};

/* From FROM to END. */
struct stretch {
    size_t from, end;
};

/* Where the texts differ. */
struct difference {
    struct stretch before, after;
};

/* ---- tokens -------------------------------------------------------------------------------- */

static bool is_figure(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ',';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Marks and variation selectors belong to the character before them. */
static bool is_attached(UChar32 c)
{
    return c >= 0 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* The length of the token at TEXT, which is not empty: 1,234.50; m; 元. */
static size_t token_length(const char *text)
{
    bool (*goes_on)(char) = is_letter(text[0])                 ? is_letter
                            : text[0] >= '0' && text[0] <= '9' ? is_figure
                                                               : NULL;
    size_t length = 1;
    if (goes_on != NULL) {
        while (length < TOKEN_MAX && goes_on(text[length]))
            length++;
        while (text[length - 1] == '.' || text[length - 1] == ',')
            length--; /* a stop after the number */
        return length;
    }
    UChar32 c;
    int32_t at = 0;
    U8_NEXT((const uint8_t *)text, at, -1, c);
    do {
        length = (size_t)at;
        if (text[length] == '\0')
            break;
        U8_NEXT((const uint8_t *)text, at, -1, c);
    } while (is_attached(c) && length < TOKEN_MAX);
    return length;
}

static struct tokens tokenize(struct arena *arena, const char *text)
{
    struct tokens tokens = {NULL, 0};
    size_t capacity = 0;
    for (size_t length; *text != '\0'; text += length) {
        length = token_length(text);
        tokens.texts =
            arena_grow(arena, tokens.texts, tokens.count, &capacity, sizeof *tokens.texts);
        tokens.texts[tokens.count++] = arena_strndup(arena, text, length);
    }
    return tokens;
}

/* ---- differences --------------------------------------------------------------------------- */

struct differences {
    struct difference *items;
    size_t count, capacity;
};

/* Adds what lies between two stretches that match. One that is close to the last joins it: between
 * them the text goes on without a mark. */
static void add_difference(struct arena *arena, struct differences *all, struct difference found,
                           size_t context)
{
    if (found.before.from == found.before.end && found.after.from == found.after.end)
        return;
    struct difference *last = all->count > 0 ? &all->items[all->count - 1] : NULL;
    if (last != NULL && found.before.from - last->before.end <= 2 * context) {
        last->before.end = found.before.end;
        last->after.end = found.after.end;
        return;
    }
    all->items = arena_grow(arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = found;
}

static struct differences find_differences(struct arena *arena, const struct tokens *before,
                                           const struct tokens *after, size_t context)
{
    struct differences all = {NULL, 0, 0};
    size_t *match = arena_array(arena, before->count, sizeof *match), from = 0, to = 0;
    align_texts(arena, before->texts, before->count, after->texts, after->count, match);
    for (size_t i = 0; i <= before->count; i++) {
        size_t k = i < before->count ? match[i] : after->count;
        if (k == ALIGN_NONE)
            continue;
        add_difference(arena, &all, (struct difference){{from, i}, {to, k}}, context);
        from = i + 1;
        to = k + 1;
    }
    return all;
}

/* ---- excerpts ------------------------------------------------------------------------------ */

/* An excerpt while it is written. */
struct excerpt_writer {
    struct arena *arena;
    const struct excerpt_style *style;
    const struct tokens *tokens;
    size_t next; /* token that comes next in the text */
    size_t room; /* for so many */
    const char **pieces;
    size_t count;
    bool shortened;
};

static void put_mark(struct excerpt_writer *w)
{
    w->pieces[w->count++] = w->style->mark;
    w->shortened = true;
}

/* A text is not taken up again at a mark that closes what was left out. */
static bool is_closing(const char *token)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "！", "？", "）", "”", "》"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(token, marks[i]) == 0)
            return true;
    return false;
}

/* Writes STRETCH with its context, and a mark where it does not go on from the last one. */
static void put_stretch(struct excerpt_writer *w, struct stretch stretch)
{
    size_t context = (size_t)w->style->context;
    size_t from = stretch.from > context ? stretch.from - context : 0;
    size_t end = stretch.end + context;
    if (from < w->next)
        from = w->next;
    if (end > w->tokens->count)
        end = w->tokens->count;
    if (w->room == 0)
        return;
    if (from > w->next) {
        while (from < stretch.from && is_closing(w->tokens->texts[from]))
            from++;
        put_mark(w);
    }
    for (; from < end && w->room > 0; w->room--)
        w->pieces[w->count++] = w->tokens->texts[from++];
    w->next = from;
}

static const char *join_pieces(const struct excerpt_writer *w)
{
    size_t length = 0;
    for (size_t i = 0; i < w->count; i++)
        length += strlen(w->pieces[i]);
    char *text = arena_array(w->arena, length + 1, 1), *at = text;
    for (size_t i = 0; i < w->count; i++)
        at = stpcpy(at, w->pieces[i]);
    return text;
}

static struct excerpt_writer open_writer(struct arena *arena, const struct tokens *tokens,
                                         const struct excerpt_style *style, size_t stretches)
{
    return (struct excerpt_writer){
        .arena = arena,
        .style = style,
        .tokens = tokens,
        .room = (size_t)style->longest,
        .pieces = arena_array(arena, tokens->count + stretches + 2, sizeof(const char *))};
}

static const char *close_writer(struct excerpt_writer *w, bool *shortened)
{
    if (w->next < w->tokens->count)
        put_mark(w);
    *shortened |= w->shortened;
    return join_pieces(w);
}

/* The beginning of a text that is new, or gone. */
static const char *cut(struct arena *arena, const char *text, const struct excerpt_style *style,
                       bool *shortened)
{
    const struct tokens tokens = tokenize(arena, text);
    struct excerpt_writer w = open_writer(arena, &tokens, style, 1);
    put_stretch(&w, (struct stretch){0, tokens.count});
    return close_writer(&w, shortened);
}

struct excerpt excerpt_make(struct arena *arena, const char *before, const char *after,
                            const struct excerpt_style *style)
{
    struct excerpt excerpt = {before, after, false};
    if (before == NULL || after == NULL) {
        if (before != NULL)
            excerpt.before = cut(arena, before, style, &excerpt.shortened);
        if (after != NULL)
            excerpt.after = cut(arena, after, style, &excerpt.shortened);
        return excerpt;
    }
    const struct tokens old = tokenize(arena, before), new = tokenize(arena, after);
    if (old.count <= (size_t)style->longest && new.count <= (size_t)style->longest)
        return excerpt;
    const struct differences all = find_differences(arena, &old, &new, (size_t)style->context);
    struct excerpt_writer left = open_writer(arena, &old, style, all.count);
    struct excerpt_writer right = open_writer(arena, &new, style, all.count);
    for (size_t i = 0; i < all.count; i++) {
        put_stretch(&left, all.items[i].before);
        put_stretch(&right, all.items[i].after);
    }
    excerpt.before = close_writer(&left, &excerpt.shortened);
    excerpt.after = close_writer(&right, &excerpt.shortened);
    return excerpt;
}

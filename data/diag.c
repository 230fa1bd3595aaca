/* The sink of diagnostics, its wording and its printing. */
#include "data/diag.h"

#include <stdarg.h>
#include <string.h>

#include "data/arena.h"
#include "data/map.h"

struct wording {
    enum diag_level level;
    const char *text[2]; /* by enum diag_language */
};

static const struct wording wordings[DIAG_CODE_COUNT] = {
#define DIAG(code, level, zh, en) [DIAG_##code] = {level, {zh, en}},
#include "data/diag_list.h"
#undef DIAG
};

/* A department of which something was reported. */
struct concern {
    struct concern *next;
    const char *code;
    size_t errors;
};

struct diag {
    struct arena *arena;
    enum diag_language language;
    struct diag_entry *entries;
    size_t count, capacity;
    size_t dropped;          /* reported, but not kept */
    size_t errors;           /* kept or not */
    size_t book_errors;      /* of them, those that concern no single department */
    struct map *concerns;    /* code → struct concern */
    struct concern *first;   /* all of them */
    struct concern *concern; /* of the next report; NULL: the whole book */
    struct map *files;       /* the names of files, each kept once */
};

#define ARGUMENTS_MAX 9
#define ARGUMENT_MAX  240 /* bytes shown of an argument: a field may be 1 MiB long */

struct diag *diag_new(enum diag_language language)
{
    struct arena *arena = arena_new();
    struct diag *diag = arena_alloc(arena, sizeof *diag);
    diag->arena = arena;
    diag->language = language;
    diag->concerns = map_new(arena);
    diag->files = map_new(arena);
    return diag;
}

void diag_free(struct diag *diag)
{
    if (diag)
        arena_free(diag->arena); /* DIAG itself lives there */
}

enum diag_language diag_language_of(const char *locale)
{
    return locale && strncmp(locale, "en", 2) == 0 ? DIAG_ENGLISH : DIAG_CHINESE;
}

enum diag_language diag_language(const struct diag *diag)
{
    return diag->language;
}

static struct concern *concern_of(struct diag *diag, const char *department)
{
    if (!department)
        return NULL;
    struct concern *concern = map_lookup(diag->concerns, department);
    if (!concern) {
        concern = arena_alloc(diag->arena, sizeof *concern);
        *concern = (struct concern){diag->first, arena_strdup(diag->arena, department), 0};
        diag->first = concern;
        map_put(diag->concerns, concern->code, concern);
    }
    return concern;
}

void diag_concern(struct diag *diag, const char *department)
{
    diag->concern = concern_of(diag, department);
}

static const char *keep_file(struct diag *diag, const char *file)
{
    if (!file)
        return NULL;
    const char *kept = map_lookup(diag->files, file);
    if (!kept) {
        char *copy = arena_strdup(diag->arena, file);
        map_put(diag->files, copy, copy);
        kept = copy;
    }
    return kept;
}

/* ---- wording ------------------------------------------------------------------------------- */

/* A message is one line: line ends and other control characters show as blanks. */
static size_t put_argument(char *out, const char *argument)
{
    size_t length = strnlen(argument, ARGUMENT_MAX + 1);
    bool cut = length > ARGUMENT_MAX;
    if (cut) {
        length = ARGUMENT_MAX;
        while (length > 0 && ((unsigned char)argument[length] & 0xC0) == 0x80)
            length--; /* not in the middle of a character */
    }
    for (size_t i = 0; i < length; i++)
        out[i] = (unsigned char)argument[i] < 0x20 || argument[i] == 0x7F ? ' ' : argument[i];
    if (cut) {
        memcpy(out + length, "…", strlen("…"));
        length += strlen("…");
    }
    return length;
}

static const char *word(struct diag *diag, const char *wording, const char *const *arguments,
                        size_t count)
{
    char text[ARGUMENTS_MAX * (ARGUMENT_MAX + 4) + 1024];
    size_t length = 0;
    for (const char *at = wording; *at && length < sizeof text - ARGUMENT_MAX - 8;) {
        bool placeholder = at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}';
        size_t index = placeholder ? (size_t)(at[1] - '1') : 0;
        if (placeholder && index < count) {
            length += put_argument(text + length, arguments[index]);
            at += 3;
        } else {
            text[length++] = *at++;
        }
    }
    return arena_strndup(diag->arena, text, length);
}

/* ---- reporting ----------------------------------------------------------------------------- */

static void count_error(struct diag *diag, struct concern *concern)
{
    diag->errors++;
    if (concern)
        concern->errors++;
    else
        diag->book_errors++;
}

static void keep(struct diag *diag, struct diag_entry entry)
{
    diag->entries =
        arena_grow(diag->arena, diag->entries, diag->count, &diag->capacity, sizeof *diag->entries);
    diag->entries[diag->count++] = entry;
}

void diag_report(struct diag *diag, struct pos pos, enum diag_code code, ...)
{
    const struct wording *wording = &wordings[code];
    if (wording->level == DIAG_ERROR)
        count_error(diag, diag->concern);
    if (diag->count == DIAG_KEPT_MAX) {
        diag->dropped++;
        return;
    }
    const char *arguments[ARGUMENTS_MAX];
    size_t count = 0;
    va_list list;
    va_start(list, code);
    for (const char *next; count < ARGUMENTS_MAX && (next = va_arg(list, const char *));)
        arguments[count++] = next;
    va_end(list);
    pos.file = keep_file(diag, pos.file);
    keep(diag, (struct diag_entry){
                   .code = code,
                   .level = wording->level,
                   .pos = pos,
                   .department = diag->concern ? diag->concern->code : NULL,
                   .message = word(diag, wording->text[diag->language], arguments, count),
               });
}

void diag_merge(struct diag *diag, const struct diag *from)
{
    diag->errors += from->errors;
    diag->book_errors += from->book_errors;
    diag->dropped += from->dropped;
    for (const struct concern *concern = from->first; concern; concern = concern->next)
        concern_of(diag, concern->code)->errors += concern->errors;
    for (size_t i = 0; i < from->count; i++) {
        if (diag->count == DIAG_KEPT_MAX) {
            diag->dropped += from->count - i;
            return;
        }
        struct diag_entry entry = from->entries[i];
        entry.pos.file = keep_file(diag, entry.pos.file);
        entry.message = arena_strdup(diag->arena, entry.message);
        if (entry.department)
            entry.department = concern_of(diag, entry.department)->code;
        keep(diag, entry);
    }
}

/* ---- asking -------------------------------------------------------------------------------- */

size_t diag_count(const struct diag *diag)
{
    return diag->count;
}

const struct diag_entry *diag_entry_at(const struct diag *diag, size_t index)
{
    return &diag->entries[index];
}

size_t diag_errors(const struct diag *diag)
{
    return diag->errors;
}

bool diag_refuses_all(const struct diag *diag)
{
    return diag->book_errors > 0;
}

bool diag_refuses(const struct diag *diag, const char *department)
{
    if (diag_refuses_all(diag) || !department)
        return diag_refuses_all(diag);
    const struct concern *concern = map_lookup(diag->concerns, department);
    return concern && concern->errors > 0;
}

/* ---- printing ------------------------------------------------------------------------------ */

static void print_place(struct pos pos, FILE *out)
{
    if (!pos.file)
        return;
    if (pos.row > 0)
        fprintf(out, "%s:%d:%d: ", pos.file, pos.row, pos.column > 0 ? pos.column : 1);
    else
        fprintf(out, "%s: ", pos.file);
}

void diag_print(const struct diag *diag, size_t first, FILE *out)
{
    static const char *const levels[2][2] = {
        [DIAG_CHINESE] = {[DIAG_WARNING] = "警告", [DIAG_ERROR] = "错误"},
        [DIAG_ENGLISH] = {[DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"},
    };
    for (size_t i = first; i < diag->count; i++) {
        const struct diag_entry *entry = &diag->entries[i];
        print_place(entry->pos, out);
        fprintf(out, "%s: %s\n", levels[diag->language][entry->level], entry->message);
    }
    if (diag->dropped > 0 && diag->language == DIAG_ENGLISH)
        fprintf(out, "%zu more not listed\n", diag->dropped);
    else if (diag->dropped > 0)
        fprintf(out, "另有 %zu 条未列出\n", diag->dropped);
}

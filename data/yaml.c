/* libyaml's events, built into a tree and checked on the way. */
#include "data/yaml.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "data/decode.h"
#include "data/map.h"

#define ROOM_FIRST ((size_t)64 << 10) /* for a file [bytes] */

struct yaml_node {
    enum yaml_kind kind;
    struct text text; /* of a scalar; else the place with "" */
    int text_column;  /* of a scalar that is verbatim: where its first character stands; else 0 */
    size_t count;     /* items or pairs */
    const struct yaml_node *const
        *items; /* a sequence's items; a mapping's keys and values by turns */
};

struct reader {
    struct arena *arena; /* of the tree */
    struct diag *diag;
    const char *file;  /* shown name */
    const char *bytes; /* of the file */
    yaml_parser_t parser;
    bool failed; /* something was reported */
};

/* ---- faults -------------------------------------------------------------------------------- */

/* What libyaml says of the mistakes people make, in Chinese. */
static const struct problem {
    const char *english, *chinese;
} problems[] = {
    {"mapping values are not allowed in this context", "此处不应有冒号"},
    {"could not find expected ':'", "缺少冒号"},
    {"did not find expected key", "缺少键，或缩进不对"},
    {"did not find expected '-' indicator", "缺少“-”，或缩进不对"},
    {"did not find expected ',' or ']'", "缺少“,”或“]”"},
    {"did not find expected ',' or '}'", "缺少“,”或“}”"},
    {"block sequence entries are not allowed in this context", "此处不应有“-”"},
    {"found character that cannot start any token", "此处的字符不能作为开头（如制表符、@、`）"},
    {"found unexpected end of stream", "引号没有配对"},
    {"found a tab character that violates indentation", "不能用制表符缩进"},
    {"control characters are not allowed", "有控制字符"},
    {"invalid leading UTF-8 octet", "不是 UTF-8 编码"},
    {"invalid trailing UTF-8 octet", "不是 UTF-8 编码"},
    {"incomplete UTF-8 octet sequence", "不是 UTF-8 编码"},
};

static const char *problem_text(const struct diag *diag, const char *english)
{
    if (!english)
        return "";
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        if (diag_language(diag) == DIAG_CHINESE && strcmp(problems[i].english, english) == 0)
            return problems[i].chinese;
    return english;
}

static struct pos pos_of(const struct reader *reader, yaml_mark_t mark)
{
    return (struct pos){reader->file, (int)mark.line + 1, (int)mark.column + 1};
}

/* The place of byte OFFSET: libyaml has no line for bytes that it could not decode. */
static struct pos pos_of_byte(const char *file, const char *bytes, size_t offset)
{
    struct pos pos = {file, 1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (bytes[i] == '\n') {
            pos.row++;
            pos.column = 1;
        } else if (((unsigned char)bytes[i] & 0xC0) != 0x80) {
            pos.column++;
        }
    }
    return pos;
}

/* Reports at POS; ARGUMENT may be NULL. */
static void report(struct reader *reader, struct pos pos, enum diag_code code, const char *argument)
{
    diag_report(reader->diag, pos, code, argument, NULL);
    reader->failed = true;
}

static void report_syntax(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    struct pos pos = parser->error == YAML_READER_ERROR
                         ? pos_of_byte(reader->file, reader->bytes, parser->problem_offset)
                         : pos_of(reader, parser->problem_mark);
    report(reader, pos, DIAG_YAML_SYNTAX, problem_text(reader->diag, parser->problem));
}

/* ---- tree ---------------------------------------------------------------------------------- */

/* The tree is built from libyaml's events, not from its documents: so nesting is cut off before
 * libyaml has read it (it takes quadratic time over it), and aliases are seen as such.
 * read_X and take_X return false when nothing more can be read. */

static bool take_node(struct reader *reader, const yaml_event_t *event, int depth,
                      struct yaml_node **node);

static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    report_syntax(reader);
    return false;
}

/* The escapes of a quoted scalar can make any control character. */
static void check_scalar(struct reader *reader, const yaml_event_t *event, struct pos pos)
{
    for (size_t i = 0; i < event->data.scalar.length; i++) {
        unsigned char byte = event->data.scalar.value[i];
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) {
            char shown[8];
            snprintf(shown, sizeof shown, "U+%04X", byte);
            report(reader, pos, DIAG_YAML_CONTROL, shown);
            return;
        }
    }
}

/* Where the text of a scalar begins if it is verbatim, else 0: escapes and line folds make the
 * source longer than the text. */
static int text_column(const yaml_event_t *event)
{
    yaml_scalar_style_t style = event->data.scalar.style;
    bool quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    size_t characters = 0;
    for (size_t i = 0; i < event->data.scalar.length; i++)
        characters += (event->data.scalar.value[i] & 0xC0) != 0x80;
    bool verbatim = event->start_mark.line == event->end_mark.line &&
                    event->end_mark.column - event->start_mark.column == characters + 2 * quoted;
    return verbatim ? (int)event->start_mark.column + 1 + quoted : 0;
}

/* Reports a key that is no scalar, or that KEYS already has. */
static void check_key(struct reader *reader, struct map *keys, struct yaml_node *key)
{
    if (key->kind != YAML_SCALAR) {
        report(reader, key->text.pos, DIAG_YAML_KEY_KIND, NULL);
        return;
    }
    const struct yaml_node *first = map_lookup(keys, key->text.utf8);
    if (!first) {
        map_put(keys, key->text.utf8, key);
        return;
    }
    char line[16];
    snprintf(line, sizeof line, "%d", first->text.pos.row);
    diag_report(reader->diag, key->text.pos, DIAG_YAML_DUPLICATE_KEY, key->text.utf8, line, NULL);
    reader->failed = true;
}

/* Reads what stands in a sequence or mapping, up to the event END. */
static bool read_items(struct reader *reader, struct yaml_node *node, yaml_event_type_t end,
                       int depth)
{
    struct map *keys = node->kind == YAML_MAPPING ? map_new(reader->arena) : NULL;
    const struct yaml_node **items = NULL;
    size_t capacity = 0;
    for (size_t count = 0;; count++) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return false;
        if (event.type == end) {
            yaml_event_delete(&event);
            node->count = keys ? count / 2 : count;
            node->items = items;
            return true;
        }
        struct yaml_node *item;
        bool more = take_node(reader, &event, depth, &item);
        yaml_event_delete(&event);
        if (!more)
            return false;
        if (keys && count % 2 == 0)
            check_key(reader, keys, item);
        items = arena_grow(reader->arena, items, count, &capacity, sizeof *items);
        items[count] = item;
    }
}

/* Makes *NODE of EVENT and the events that belong to it. */
static bool take_node(struct reader *reader, const yaml_event_t *event, int depth,
                      struct yaml_node **node)
{
    struct yaml_node *to = arena_alloc(reader->arena, sizeof *to);
    struct pos pos = pos_of(reader, event->start_mark);
    *to = (struct yaml_node){.kind = YAML_SCALAR, .text = {"", pos}};
    *node = to;
    if (event->type == YAML_ALIAS_EVENT) {
        report(reader, pos, DIAG_YAML_ALIAS, NULL);
        return true;
    }
    if (event->type == YAML_SCALAR_EVENT) {
        check_scalar(reader, event, pos);
        to->text.utf8 = arena_strndup(reader->arena, (const char *)event->data.scalar.value,
                                      event->data.scalar.length);
        to->text_column = text_column(event);
        return true;
    }
    if (depth == YAML_DEPTH_MAX) {
        char most[16];
        snprintf(most, sizeof most, "%d", YAML_DEPTH_MAX);
        report(reader, pos, DIAG_YAML_DEPTH, most);
        return false;
    }
    bool sequence = event->type == YAML_SEQUENCE_START_EVENT;
    to->kind = sequence ? YAML_SEQUENCE : YAML_MAPPING;
    return read_items(reader, to, sequence ? YAML_SEQUENCE_END_EVENT : YAML_MAPPING_END_EVENT,
                      depth + 1);
}

/* Reads the whole stream, in which one document stands, into *ROOT. */
static bool read_stream(struct reader *reader, struct yaml_node **root)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    while (type != YAML_STREAM_END_EVENT) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return false;
        type = event.type;
        bool more = true;
        if (type == YAML_DOCUMENT_START_EVENT && *root) {
            report(reader, pos_of(reader, event.start_mark), DIAG_YAML_DOCUMENTS, NULL);
            more = false;
        } else if (type == YAML_SCALAR_EVENT || type == YAML_ALIAS_EVENT ||
                   type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT) {
            more = take_node(reader, &event, 0, root);
        }
        yaml_event_delete(&event);
        if (!more)
            return false;
    }
    if (!*root)
        report(reader, (struct pos){reader->file, 1, 1}, DIAG_YAML_EMPTY, NULL);
    return true;
}

static const struct yaml_node *parse(struct reader *reader, size_t length)
{
    struct yaml_node *root = NULL;
    if (!yaml_parser_initialize(&reader->parser))
        return NULL;
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)reader->bytes, length);
    read_stream(reader, &root);
    yaml_parser_delete(&reader->parser);
    return reader->failed ? NULL : root;
}

/* ---- file ---------------------------------------------------------------------------------- */

/* Reports that the file could not be opened. */
static void report_closed(struct reader *reader, int error)
{
    struct pos start = {reader->file, 1, 1};
    if (error == ENOENT)
        report(reader, start, DIAG_FILE_MISSING, NULL);
    else if (error == EFBIG)
        report(reader, start, DIAG_FILE_TOO_LARGE, "4 MiB");
    else
        report(reader, start, DIAG_FILE_UNREADABLE, strerror(error));
}

/* The bytes of FILE in ARENA; NULL after a report. Files are small as a rule, so no room is taken for
 * the largest. */
static const char *read_bytes(struct reader *reader, struct arena *arena, FILE *file,
                              size_t *length)
{
    char *bytes = NULL;
    struct pos start = {reader->file, 1, 1};
    errno = 0;
    *length = 0;
    for (size_t room = ROOM_FIRST; *length <= YAML_SIZE_MAX && !feof(file); room *= 2) {
        char *more = arena_alloc(arena, room);
        if (bytes)
            memcpy(more, bytes, *length);
        bytes = more;
        *length += fread(bytes + *length, 1, room - *length, file);
        if (ferror(file)) {
            report(reader, start, DIAG_FILE_UNREADABLE, strerror(errno));
            return NULL;
        }
    }
    if (*length > YAML_SIZE_MAX) {
        report(reader, start, DIAG_FILE_TOO_LARGE, "4 MiB");
        return NULL;
    }
    return bytes;
}

const struct yaml_node *yaml_read(struct arena *arena, const char *path, const char *shown_name,
                                  struct diag *diag)
{
    struct reader reader = {.arena = arena, .diag = diag};
    reader.file = arena_strdup(arena, shown_name);
    FILE *file = decode_open_file(path, YAML_SIZE_MAX);
    if (!file) {
        report_closed(&reader, errno);
        return NULL;
    }
    struct arena *scratch = arena_new(); /* the bytes are not wanted after the parse */
    size_t length = 0;
    reader.bytes = read_bytes(&reader, scratch, file, &length);
    fclose(file);
    const struct yaml_node *root = reader.bytes ? parse(&reader, length) : NULL;
    arena_free(scratch);
    return root;
}

/* ---- reading the tree ---------------------------------------------------------------------- */

enum yaml_kind yaml_kind(const struct yaml_node *node)
{
    return node->kind;
}

struct pos yaml_pos(const struct yaml_node *node)
{
    return node->text.pos;
}

struct text yaml_text(const struct yaml_node *node)
{
    return node->text;
}

bool yaml_is_verbatim(const struct yaml_node *scalar, struct pos *start)
{
    *start = scalar->text.pos;
    if (scalar->text_column == 0)
        return false;
    start->column = scalar->text_column;
    return true;
}

size_t yaml_count(const struct yaml_node *node)
{
    return node->count;
}

const struct yaml_node *yaml_at(const struct yaml_node *sequence, size_t index)
{
    return sequence->items[index];
}

const struct yaml_node *yaml_key(const struct yaml_node *mapping, size_t index)
{
    return mapping->items[2 * index];
}

const struct yaml_node *yaml_value(const struct yaml_node *mapping, size_t index)
{
    return mapping->items[2 * index + 1];
}

const struct yaml_node *yaml_lookup(const struct yaml_node *mapping, const char *key)
{
    if (mapping->kind != YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->count; i++)
        if (strcmp(yaml_key(mapping, i)->text.utf8, key) == 0)
            return yaml_value(mapping, i);
    return NULL;
}

/* ---- merging ------------------------------------------------------------------------------- */

/* The keys of MAPPING, each with where it stands in `items`: no search is longer for a long one. */
static struct map *index_keys(struct arena *arena, const struct yaml_node *mapping)
{
    struct map *keys = map_new(arena);
    for (size_t i = 0; i < mapping->count; i++)
        map_put(keys, yaml_key(mapping, i)->text.utf8, (void *)&mapping->items[2 * i]);
    return keys;
}

/* The recursion is bounded by YAML_DEPTH_MAX, which both trees keep. */
const struct yaml_node *yaml_merge(struct arena *arena, const struct yaml_node *base,
                                   const struct yaml_node *over)
{
    if (base->kind != YAML_MAPPING || over->kind != YAML_MAPPING)
        return over;
    const struct map *below = index_keys(arena, base), *above = index_keys(arena, over);
    const struct yaml_node **items =
        arena_array(arena, 2 * (base->count + over->count), sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < base->count; i++, count++) {
        const struct yaml_node *const *pair = map_lookup(above, yaml_key(base, i)->text.utf8);
        items[2 * count] = pair ? pair[0] : yaml_key(base, i);
        items[2 * count + 1] =
            pair ? yaml_merge(arena, yaml_value(base, i), pair[1]) : yaml_value(base, i);
    }
    for (size_t i = 0; i < over->count; i++) {
        if (map_lookup(below, yaml_key(over, i)->text.utf8))
            continue;
        items[2 * count] = yaml_key(over, i);
        items[2 * count++ + 1] = yaml_value(over, i);
    }
    struct yaml_node *merged = arena_alloc(arena, sizeof *merged);
    *merged = *over;
    merged->items = items;
    merged->count = count;
    return merged;
}

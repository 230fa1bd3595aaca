/* Hashes of what the records of a department say. */
#include <string.h>

#include "data/book_parts.h"
#include "data/map.h"

struct row_hasher {
    struct arena *arena;
    const struct subjects *subjects;
    struct map *known[SUBJECT_LIST_COUNT]; /* code → struct hash, of itself and those above it */
    char *bytes;
    size_t length, capacity;
};

struct row_hasher *row_hasher_new(struct arena *arena, const struct subjects *subjects)
{
    struct row_hasher *hasher = arena_alloc(arena, sizeof *hasher);
    hasher->arena = arena;
    hasher->subjects = subjects;
    for (size_t i = 0; i < SUBJECT_LIST_COUNT; i++)
        hasher->known[i] = map_new(arena);
    return hasher;
}

static void put_bytes(struct row_hasher *hasher, const void *from, size_t size)
{
    if (size > hasher->capacity - hasher->length) {
        size_t larger = 2 * (hasher->length + size);
        char *bytes = arena_alloc(hasher->arena, larger);
        if (hasher->length > 0)
            memcpy(bytes, hasher->bytes, hasher->length);
        hasher->bytes = bytes;
        hasher->capacity = larger;
    }
    memcpy(hasher->bytes + hasher->length, from, size);
    hasher->length += size;
}

/* Appends TEXT with its NUL, so that no two rows give the same bytes. */
static void put_text(struct row_hasher *hasher, const char *text)
{
    put_bytes(hasher, text, strlen(text) + 1);
}

/* The fault belongs to it: what is too long to be kept is not what was left blank. */
static void put_field(struct row_hasher *hasher, const struct csv_field *field)
{
    const unsigned char fault = (unsigned char)field->fault;
    put_text(hasher, field->text);
    put_bytes(hasher, &fault, sizeof fault);
}

static struct hash hash_texts(struct row_hasher *hasher)
{
    struct hash hash = hash_bytes(hasher->bytes, hasher->length);
    hasher->length = 0;
    return hash;
}

/* Of the subject of CODE and of those above it; NULL when the list has no such subject. */
static const struct hash *hash_subject(struct row_hasher *hasher, enum subject_list list,
                                       const char *code)
{
    const struct hash *known = map_lookup(hasher->known[list], code);
    size_t length = strlen(code);
    if (known || !subjects_lookup(hasher->subjects, list, code, length))
        return known;
    struct hash *hash = arena_alloc(hasher->arena, sizeof *hash);
    for (size_t level = 3; level <= length; level += 2) {
        const struct subject *subject = subjects_lookup(hasher->subjects, list, code, level);
        if (!subject)
            continue;
        put_text(hasher, subject_list_names[list]);
        put_text(hasher, subject->code.utf8);
        put_text(hasher, subject->name.utf8);
        *hash = hash_join(*hash, hash_texts(hasher));
    }
    map_put(hasher->known[list], arena_strdup(hasher->arena, code), hash);
    return hash;
}

void row_hasher_add(struct row_hasher *hasher, struct row_sums *sums, enum book_file file,
                    const struct schema_row *row)
{
    put_text(hasher, book_schemas[file].file);
    for (size_t i = 0; i < row->schema->column_count; i++)
        put_field(hasher, row->fields[i]);
    sums->records = hash_add(sums->records, hash_texts(hasher));
    for (size_t i = 0; hasher->subjects && i < row->schema->column_count; i++) {
        const struct schema_column *column = &row->schema->columns[i];
        if (column->type != FIELD_SUBJECT || row->fields[i]->text[0] == '\0')
            continue;
        const struct hash *subject = hash_subject(hasher, column->list, row->fields[i]->text);
        if (subject)
            sums->subjects = hash_add(sums->subjects, *subject);
    }
}

static struct hash hash_settings(const struct book *book, size_t index)
{
    const struct department *department = &book->departments[index];
    const char *const texts[] = {book->format, book->region.utf8, book->date, department->code,
                                 department->name};
    const int years[] = {book->year, department->year};
    struct hash hash = hash_bytes(years, sizeof years);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = hash_join(hash, hash_bytes(texts[i], strlen(texts[i])));
    return hash;
}

struct book_digest book_digest(const struct book *book, size_t index)
{
    const struct row_sums *sums = &book->sums[index];
    return (struct book_digest){sums->records, sums->subjects, hash_settings(book, index)};
}

struct hash book_classes_digest(const struct book *book)
{
    const struct subjects *subjects = book_subjects(book);
    struct hash hash = {0};
    for (size_t i = 0; i < subjects_count(subjects, SUBJECT_FUNCTION); i++) {
        const struct subject *subject = subjects_at(subjects, SUBJECT_FUNCTION, i);
        const char *code = subject->code.utf8, *name = subject->name.utf8;
        if (strlen(code) != 3)
            continue;
        hash = hash_join(hash, hash_bytes(code, 3));
        hash = hash_join(hash, hash_bytes(name, strlen(name)));
    }
    return hash;
}

bool book_has_rows(const struct book *book, size_t index, enum book_file file)
{
    struct arena *arena = arena_new();
    struct extent_list lists[BOOK_FILE_COUNT];
    extents_list(arena, book->extents, index, lists);
    bool has = lists[file].count > 0;
    arena_free(arena);
    return has;
}

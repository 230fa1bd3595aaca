/* Objects of a PDF, as qpdf has them. See pdf_reader_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

void reader_report(struct reader *reader, enum diag_code code, const char *first,
                   const char *second)
{
    if (reader->reports++ < READ_REPORTS_MAX)
        diag_report(reader->diag, (struct pos){reader->path, 0, 0}, code, first, second, NULL);
}

static bool exhaust(struct reader *reader)
{
    if (!reader->exhausted)
        reader_report(reader, DIAG_PDF_READ_LARGE, NULL, NULL);
    reader->exhausted = true;
    return false;
}

bool reader_spend_text(struct reader *reader, size_t length)
{
    reader->text += length;
    return (reader->text <= READ_TEXT_MAX && !reader->exhausted) || exhaust(reader);
}

/* ---- values -------------------------------------------------------------------------------- */

void object_release(struct reader *reader, qpdf_oh object)
{
    qpdf_oh_release(reader->qpdf, object);
}

qpdf_oh object_entry(struct reader *reader, qpdf_oh dict, const char *key)
{
    if (!qpdf_oh_is_dictionary(reader->qpdf, dict))
        return qpdf_oh_new_null(reader->qpdf);
    return qpdf_oh_get_key(reader->qpdf, dict, key);
}

int object_id(struct reader *reader, qpdf_oh object)
{
    return qpdf_oh_get_object_id(reader->qpdf, object);
}

bool object_int(struct reader *reader, qpdf_oh object, long long *value)
{
    return qpdf_oh_is_integer(reader->qpdf, object) &&
           qpdf_oh_get_value_as_longlong(reader->qpdf, object, value);
}

bool object_entry_int(struct reader *reader, qpdf_oh dict, const char *key, long long *value)
{
    qpdf_oh object = object_entry(reader, dict, key);
    bool found = object_int(reader, object, value);
    object_release(reader, object);
    return found;
}

bool object_is_name(struct reader *reader, qpdf_oh object, const char *name)
{
    return qpdf_oh_is_name_and_equals(reader->qpdf, object, name);
}

const char *object_entry_name(struct reader *reader, qpdf_oh dict, const char *key)
{
    qpdf_oh object = object_entry(reader, dict, key);
    const char *name = "/";
    if (qpdf_oh_is_name(reader->qpdf, object))
        name = qpdf_oh_get_name(reader->qpdf, object);
    name = arena_strdup(reader->arena, name[0] == '/' ? name + 1 : name);
    object_release(reader, object);
    return name;
}

const char *object_entry_text(struct reader *reader, qpdf_oh dict, const char *key)
{
    qpdf_oh object = object_entry(reader, dict, key);
    const char *text = NULL;
    if (qpdf_oh_is_string(reader->qpdf, object)) {
        text = qpdf_oh_get_utf8_value(reader->qpdf, object);
        text = reader_spend_text(reader, strlen(text)) ? arena_strdup(reader->arena, text) : NULL;
    }
    object_release(reader, object);
    return text;
}

/* ---- streams ------------------------------------------------------------------------------- */

/* BYTES as they are; unless they are too many, or not GOOD. */
static unsigned char *take_bytes(struct reader *reader, bool good, unsigned char *bytes,
                                 size_t *length)
{
    reader->decoded += *length;
    if (reader->decoded > READ_DECODED_MAX)
        good = exhaust(reader);
    if (good && bytes != NULL)
        return bytes;
    free(bytes);
    *length = 0;
    return NULL;
}

unsigned char *object_stream(struct reader *reader, qpdf_oh stream, size_t *length)
{
    unsigned char *bytes = NULL;
    QPDF_BOOL decoded = QPDF_FALSE;
    *length = 0;
    if (reader->exhausted || !qpdf_oh_is_stream(reader->qpdf, stream))
        return NULL;
    QPDF_ERROR_CODE status = qpdf_oh_get_stream_data(reader->qpdf, stream, qpdf_dl_generalized,
                                                     &decoded, &bytes, length);
    return take_bytes(reader, (status & QPDF_ERRORS) == 0 && decoded, bytes, length);
}

unsigned char *object_page_content(struct reader *reader, qpdf_oh page, size_t *length)
{
    unsigned char *bytes = NULL;
    *length = 0;
    if (reader->exhausted)
        return NULL;
    QPDF_ERROR_CODE status = qpdf_oh_get_page_content_data(reader->qpdf, page, &bytes, length);
    return take_bytes(reader, (status & QPDF_ERRORS) == 0, bytes, length);
}

/* ---- trees --------------------------------------------------------------------------------- */

struct tree_walk {
    struct reader *reader;
    const char *leaves;
    object_leaf_fn *each;
    void *context;
    struct id_set seen;
};

static void walk_leaves(struct tree_walk *walk, qpdf_oh leaves)
{
    struct reader *reader = walk->reader;
    int count = qpdf_oh_is_array(reader->qpdf, leaves)
                    ? qpdf_oh_get_array_n_items(reader->qpdf, leaves)
                    : 0;
    for (int i = 0; i + 1 < count; i += 2) {
        qpdf_oh key = qpdf_oh_get_array_item(reader->qpdf, leaves, i);
        qpdf_oh value = qpdf_oh_get_array_item(reader->qpdf, leaves, i + 1);
        walk->each(walk->context, key, value);
        object_release(reader, key);
        object_release(reader, value);
    }
}

static void walk_node(struct tree_walk *walk, qpdf_oh node, int depth)
{
    struct reader *reader = walk->reader;
    int id = object_id(reader, node);
    if (depth == READ_DEPTH_MAX || (id > 0 && !id_set_add(reader->arena, &walk->seen, id))) {
        reader_report(reader, DIAG_PDF_READ_STRUCTURE, walk->leaves + 1, NULL);
        return;
    }
    qpdf_oh leaves = object_entry(reader, node, walk->leaves);
    walk_leaves(walk, leaves);
    object_release(reader, leaves);
    qpdf_oh kids = object_entry(reader, node, "/Kids");
    int count =
        qpdf_oh_is_array(reader->qpdf, kids) ? qpdf_oh_get_array_n_items(reader->qpdf, kids) : 0;
    for (int i = 0; i < count; i++) {
        qpdf_oh kid = qpdf_oh_get_array_item(reader->qpdf, kids, i);
        walk_node(walk, kid, depth + 1);
        object_release(reader, kid);
    }
    object_release(reader, kids);
}

void object_walk_tree(struct reader *reader, qpdf_oh root, const char *leaves, object_leaf_fn *each,
                      void *context)
{
    struct tree_walk walk = {.reader = reader, .leaves = leaves, .each = each, .context = context};
    walk_node(&walk, root, 0);
}

/* ---- sets ---------------------------------------------------------------------------------- */

static bool put_id(struct id_set *set, int id)
{
    size_t mask = set->capacity - 1;
    size_t slot = ((size_t)id * 0x9E3779B97F4A7C15U >> 32) & mask;
    for (; set->slots[slot] != 0; slot = (slot + 1) & mask)
        if (set->slots[slot] == id)
            return false;
    set->slots[slot] = id;
    set->count++;
    return true;
}

bool id_set_add(struct arena *arena, struct id_set *set, int id)
{
    if (set->count * 2 >= set->capacity) {
        struct id_set larger = {.capacity = set->capacity > 0 ? set->capacity * 2 : 64};
        larger.slots = arena_array(arena, larger.capacity, sizeof *larger.slots);
        for (size_t i = 0; i < set->capacity; i++)
            if (set->slots[i] != 0)
                put_id(&larger, set->slots[i]);
        *set = larger;
    }
    return put_id(set, id);
}

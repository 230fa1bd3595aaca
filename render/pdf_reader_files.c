/* Attachments and what the XMP packet tells of the file. See pdf_reader_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

/* The namespace of our properties; its prefix is the packet's choice. */
#define NAMESPACE "=\"urn:banxin:pdf:1.0:\""

struct file_list {
    struct reader *reader;
    struct read_file *items;
    size_t count, capacity;
    struct id_set ids; /* of the file specifications */
    size_t named;      /* how many of them the names lead to */
    bool faulty;
};

/* ---- attachments --------------------------------------------------------------------------- */

/* The one stream of the file, under both its keys. */
static unsigned char *read_bytes(struct file_list *list, qpdf_oh specification, size_t *length)
{
    struct reader *reader = list->reader;
    qpdf_oh streams = object_entry(reader, specification, "/EF");
    qpdf_oh stream = object_entry(reader, streams, "/F");
    qpdf_oh other = object_entry(reader, streams, "/UF");
    unsigned char *bytes = object_stream(reader, stream, length);
    if (bytes == NULL || (!qpdf_oh_is_null(reader->qpdf, other) &&
                          object_id(reader, other) != object_id(reader, stream)))
        list->faulty = true;
    object_release(reader, other);
    object_release(reader, stream);
    object_release(reader, streams);
    return bytes;
}

static void add_file(struct file_list *list, qpdf_oh specification)
{
    struct reader *reader = list->reader;
    int id = object_id(reader, specification);
    struct read_file file = {.name = object_entry_text(reader, specification, "/UF")};
    if (file.name == NULL)
        file.name = object_entry_text(reader, specification, "/F");
    unsigned char *bytes = read_bytes(list, specification, &file.length);
    if (bytes == NULL || file.name == NULL || id == 0 ||
        !id_set_add(reader->arena, &list->ids, id)) {
        list->faulty = true;
        free(bytes);
        return;
    }
    file.relationship = object_entry_name(reader, specification, "/AFRelationship");
    file.bytes = arena_strndup(reader->arena, (const char *)bytes, file.length);
    free(bytes);
    list->items =
        arena_grow(reader->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = file;
}

/* A name that viewers list must lead to what the document declares. */
static void check_name(void *context, qpdf_oh key, qpdf_oh value)
{
    struct file_list *list = context;
    int id = object_id(list->reader, value);
    (void)key;
    list->named++;
    if (id == 0 || id_set_add(list->reader->arena, &list->ids, id))
        list->faulty = true;
}

static void check_names(struct file_list *list, qpdf_oh root)
{
    struct reader *reader = list->reader;
    qpdf_oh names = object_entry(reader, root, "/Names");
    qpdf_oh files = object_entry(reader, names, "/EmbeddedFiles");
    object_walk_tree(reader, files, "/Names", check_name, list);
    object_release(reader, files);
    object_release(reader, names);
    if (list->faulty || list->named != list->count)
        reader_report(reader, DIAG_PDF_READ_FILES, NULL, NULL);
}

static void read_list(struct file_list *list, qpdf_oh root)
{
    struct reader *reader = list->reader;
    qpdf_oh files = object_entry(reader, root, "/AF");
    int count =
        qpdf_oh_is_array(reader->qpdf, files) ? qpdf_oh_get_array_n_items(reader->qpdf, files) : 0;
    for (int i = 0; i < count && !reader->exhausted; i++) {
        qpdf_oh specification = qpdf_oh_get_array_item(reader->qpdf, files, i);
        add_file(list, specification);
        object_release(reader, specification);
    }
    object_release(reader, files);
}

static struct hash hash_files(const struct file_list *list)
{
    struct hash hash = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct read_file *file = &list->items[i];
        hash = hash_join(hash, hash_bytes(file->name, strlen(file->name)));
        hash = hash_join(hash, hash_bytes(file->bytes, file->length));
    }
    return hash;
}

/* ---- the XMP packet ------------------------------------------------------------------------ */

/* The prefix that PACKET has for our namespace; NULL: none. */
static const char *find_prefix(struct arena *arena, const char *packet)
{
    const char *end = strstr(packet, NAMESPACE);
    if (end == NULL)
        return NULL;
    const char *start = end;
    while (start > packet && start[-1] != ':' && start[-1] != ' ')
        start--;
    return start > packet && start[-1] == ':' ? arena_strndup(arena, start, (size_t)(end - start))
                                              : NULL;
}

/* The hash in <PREFIX:NAME>. */
static bool find_hash(struct arena *arena, const char *packet, const char *prefix, const char *name,
                      struct hash *hash)
{
    const char *tag = arena_printf(arena, "<%s:%s>", prefix, name);
    const char *value = strstr(packet, tag);
    if (value == NULL)
        return false;
    value += strlen(tag);
    return hash_parse(arena_strndup(arena, value, strcspn(value, "<")), hash);
}

static void read_packet(struct reader *reader, qpdf_oh root, struct read_pdf *pdf)
{
    size_t length;
    qpdf_oh stream = object_entry(reader, root, "/Metadata");
    unsigned char *bytes = object_stream(reader, stream, &length);
    object_release(reader, stream);
    if (bytes == NULL)
        return;
    struct arena_mark mark = arena_mark(reader->scratch);
    const char *packet = arena_strndup(reader->scratch, (const char *)bytes, length);
    const char *prefix = find_prefix(reader->scratch, packet);
    pdf->has_hashes = prefix != NULL &&
                      find_hash(reader->scratch, packet, prefix, "printed", &pdf->told_printed) &&
                      find_hash(reader->scratch, packet, prefix, "files", &pdf->told_files);
    arena_reset(reader->scratch, mark);
    free(bytes);
}

void files_read(struct reader *reader, qpdf_oh root, struct read_pdf *pdf)
{
    struct file_list list = {.reader = reader};
    read_list(&list, root);
    check_names(&list, root);
    read_packet(reader, root, pdf);
    pdf->files = list.items;
    pdf->file_count = list.count;
    pdf->attached = hash_files(&list);
}

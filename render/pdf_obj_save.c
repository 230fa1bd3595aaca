/* The saving of the objects of a PDF file: the file around them, in its two forms.
 *
 * The trailer comes last in both, so its ID can be the hash of all before it. Where an object is,
 * libharu's cross-reference entry keeps. Packed objects, libharu's dictionaries and then the block,
 * stand in the order of their numbers, CONTAINER_SIZE to an object stream; so for those, counting
 * is enough. The object streams and the cross-reference stream have the last numbers. */
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "render/buf.h"
#include "render/pdf_obj_parts.h"

#define OUTPUT_SIZE ((size_t)1 << 16) /* objects are put out word by word */
#define LINE_SIZE   128

struct saving {
    struct pdf_objects *objects;
    struct sink sink;
    unsigned char *output;
    size_t used;    /* of it */
    size_t flushed; /* bytes of the file before it */
    int error;      /* errno of the sink */
    HPDF_Stream file;

    /* compact */
    struct buf index, body;    /* of the object stream at hand */
    HPDF_Stream body_stream;   /* writes to body */
    size_t packed;             /* objects in it */
    size_t container_count;    /* of those written */
    size_t *container_offsets; /* of all */
};

/* ---- output -------------------------------------------------------------------------------- */

static HPDF_STATUS flush_output(struct saving *saving)
{
    if (saving->error)
        return HPDF_FILE_IO_ERROR;
    if (saving->used == 0)
        return HPDF_OK;
    XXH3_128bits_update(saving->objects->hash, saving->output, saving->used);
    errno = 0;
    if (!saving->sink.write(saving->sink.context, saving->output, saving->used)) {
        saving->error = errno ? errno : EIO;
        return HPDF_FILE_IO_ERROR;
    }
    saving->flushed += saving->used;
    saving->used = 0;
    return HPDF_OK;
}

static HPDF_STATUS put_output(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length)
{
    struct saving *saving = stream->attr;
    if (saving->error)
        return HPDF_FILE_IO_ERROR;
    while (length > 0) {
        size_t room = OUTPUT_SIZE - saving->used;
        size_t part = length < room ? length : room;
        memcpy(saving->output + saving->used, bytes, part);
        saving->used += part;
        bytes += part;
        length -= (HPDF_UINT)part;
        if (saving->used == OUTPUT_SIZE && flush_output(saving) != HPDF_OK)
            return HPDF_FILE_IO_ERROR;
    }
    return HPDF_OK;
}

static HPDF_STATUS put_body(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length)
{
    buf_add(stream->attr, bytes, length);
    return HPDF_OK;
}

static size_t offset(const struct saving *saving)
{
    return saving->flushed + saving->used;
}

/* A line, or less, of at most LINE_SIZE. */
__attribute__((format(printf, 2, 3))) static void put(struct saving *saving, const char *format,
                                                      ...)
{
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    assert(length >= 0 && length < LINE_SIZE);
    HPDF_Stream_Write(saving->file, (const HPDF_BYTE *)line, (HPDF_UINT)length);
}

/* The comment tells those who copy files that this is no text (7.5.2). */
static void put_header(struct saving *saving, const char *version)
{
    put(saving, "%%PDF-%s\n%%\xE2\xE3\xCF\xD3\n", version);
}

/* ---- objects ------------------------------------------------------------------------------- */

/* Of the objects that libharu has, with number 0. */
static size_t made_count(const struct pdf_objects *objects)
{
    return objects->count - objects->block.count;
}

/* Without its bytes, if it is a stream: libharu would have its Length otherwise. */
static void put_dict(HPDF_Dict dict, HPDF_Stream to)
{
    HPDF_Stream bytes = dict->stream;
    dict->stream = NULL;
    HPDF_Dict_Write(dict, to, NULL);
    dict->stream = bytes;
}

static void put_bytes(struct saving *saving, const void *bytes, size_t length)
{
    put(saving, "\nstream\n");
    HPDF_Stream_Write(saving->file, bytes, (HPDF_UINT)length);
    put(saving, "\nendstream");
}

/* ENTRY with NUMBER as it is, where we are. */
static void put_object(struct saving *saving, HPDF_XrefEntry entry, size_t number)
{
    HPDF_Dict dict = entry->obj;
    entry->byte_offset = (HPDF_UINT)offset(saving);
    put(saving, "%zu 0 obj\n", number);
    put_dict(dict, saving->file);
    if (dict->stream) {
        /* In one piece, as it was written; to ask for a piece of nothing is a fault. */
        HPDF_UINT length = HPDF_Stream_Size(dict->stream);
        put_bytes(saving, length ? HPDF_MemStream_GetBufPtr(dict->stream, 0, &length) : NULL,
                  length);
    }
    put(saving, "\nendobj\n");
}

/* ---- the trailer --------------------------------------------------------------------------- */

/* Gives the trailer dictionary of libharu Root, Info, Size, ID and ENTRIES. */
static HPDF_Dict make_trailer(struct saving *saving, size_t size, const char *entries)
{
    struct pdf_objects *objects = saving->objects;
    flush_output(saving); /* the hash takes what was flushed */
    XXH128_hash_t hash = XXH3_128bits_digest(objects->hash);
    unsigned long long high = hash.high64, low = hash.low64;
    HPDF_Dict trailer = objects->doc->trailer;
    HPDF_Dict_Add(trailer, "Root", objects->doc->catalog);
    HPDF_Dict_Add(trailer, "Info", objects->doc->info);
    HPDF_Dict_AddNumber(trailer, "Size", (HPDF_INT32)size);
    pdf_obj_set_entries(trailer,
                        arena_printf(objects->arena, "%s/ID [<%016llX%016llX> <%016llX%016llX>]\n",
                                     entries, high, low, high, low));
    return trailer;
}

static void put_end(struct saving *saving, size_t xref)
{
    put(saving, "startxref\n%zu\n%%%%EOF\n", xref);
}

/* ---- the classic form (ISO 32000-1, 7.5.4) ------------------------------------------------- */

static void save_classic(struct saving *saving)
{
    struct pdf_objects *objects = saving->objects;
    put_header(saving, "1.4");
    for (size_t i = 1; i < objects->count; i++)
        put_object(saving, pdf_obj_entry(objects, i), i);
    size_t xref = offset(saving);
    put(saving, "xref\n0 %zu\n0000000000 65535 f \n", objects->count);
    for (size_t i = 1; i < objects->count; i++)
        put(saving, "%010u 00000 n \n", pdf_obj_entry(objects, i)->byte_offset);
    HPDF_Dict trailer = make_trailer(saving, objects->count, "");
    put(saving, "trailer\n");
    put_dict(trailer, saving->file);
    put(saving, "\n");
    put_end(saving, xref);
}

/* ---- object streams (7.5.7) ---------------------------------------------------------------- */

static void put_container(struct saving *saving)
{
    struct pdf_objects *objects = saving->objects;
    size_t first = saving->index.length, length;
    buf_add(&saving->index, saving->body.bytes, saving->body.length);
    const void *bytes = deflate_bytes(objects->deflater, DEFLATE_SOME, saving->index.bytes,
                                      saving->index.length, &length);
    saving->container_offsets[saving->container_count] = offset(saving);
    put(saving, "%zu 0 obj\n", objects->count + saving->container_count);
    put(saving, "<</Type/ObjStm/N %zu/First %zu/Filter/FlateDecode/Length %zu>>", saving->packed,
        first, length);
    put_bytes(saving, bytes, length);
    put(saving, "\nendobj\n");
    saving->container_count++;
    saving->packed = 0;
    buf_clear(&saving->index);
    buf_clear(&saving->body);
}

static void add_number(struct buf *buf, size_t number)
{
    buf_milli(buf, (int64_t)number * 1000);
    buf_byte(buf, ' ');
}

/* Object NUMBER comes next. */
static void begin_packed(struct saving *saving, size_t number)
{
    if (saving->packed == CONTAINER_SIZE)
        put_container(saving);
    saving->packed++;
    add_number(&saving->index, number);
    add_number(&saving->index, saving->body.length);
}

static void pack_dicts(struct saving *saving)
{
    size_t made = made_count(saving->objects);
    for (size_t i = 1; i < made; i++) {
        HPDF_Dict dict = pdf_obj_entry(saving->objects, i)->obj;
        if (dict->stream)
            continue;
        begin_packed(saving, i);
        put_dict(dict, saving->body_stream);
    }
}

static void pack_block(struct saving *saving)
{
    const struct pdf_objects *objects = saving->objects;
    assert(objects->block.count == 0 || objects->block.ends);
    size_t begin = 0;
    for (size_t i = 0; i < objects->block.count; i++) {
        size_t end = objects->block.ends[i];
        begin_packed(saving, objects->block.first + i);
        buf_add(&saving->body, objects->block.bytes + begin, end - begin);
        begin = end;
    }
}

static void put_containers(struct saving *saving)
{
    struct pdf_objects *objects = saving->objects;
    saving->index = buf_new(objects->arena);
    saving->body = buf_new(objects->arena);
    saving->body_stream = HPDF_CallbackWriter_New(objects->doc->mmgr, put_body, &saving->body);
    if (!saving->body_stream)
        return; /* the document knows why */
    saving->container_offsets = arena_array(objects->arena, objects->packed / CONTAINER_SIZE + 1,
                                            sizeof *saving->container_offsets);
    pack_dicts(saving);
    pack_block(saving);
    put_container(saving); /* the catalog at least is in it */
    HPDF_Stream_Free(saving->body_stream);
}

/* ---- the cross-reference stream (7.5.8) ---------------------------------------------------- */

enum place { PLACE_FREE, PLACE_OFFSET, PLACE_CONTAINER }; /* the numbers are the standard's */

/* The rows of the table, with predictor 12: each less the one above it, so that many are alike. */
struct rows {
    unsigned char *bytes;
    size_t length;
    unsigned width; /* of the second field [bytes] */
    unsigned char above[1 + sizeof(size_t) + 1];
};

static void add_row(struct rows *rows, enum place place, size_t where, unsigned char index)
{
    unsigned char row[sizeof rows->above] = {(unsigned char)place};
    unsigned last = rows->width + 1;
    for (unsigned i = rows->width; i > 0; i--, where >>= 8)
        row[i] = (unsigned char)where;
    row[last] = index;
    rows->bytes[rows->length++] = 2; /* Up */
    for (unsigned i = 0; i <= last; i++)
        rows->bytes[rows->length++] = (unsigned char)(row[i] - rows->above[i]);
    memcpy(rows->above, row, sizeof row);
}

static void add_packed_row(const struct saving *saving, struct rows *rows, size_t position)
{
    add_row(rows, PLACE_CONTAINER, saving->objects->count + position / CONTAINER_SIZE,
            (unsigned char)(position % CONTAINER_SIZE));
}

/* XREF: where the cross-reference stream, the last object, will be. */
static void fill_rows(const struct saving *saving, struct rows *rows, size_t xref)
{
    const struct pdf_objects *objects = saving->objects;
    size_t position = 0, made = made_count(objects);
    add_row(rows, PLACE_FREE, 0, 0);
    for (size_t i = 1; i < made; i++) {
        HPDF_XrefEntry entry = pdf_obj_entry(objects, i);
        if (((HPDF_Dict)entry->obj)->stream)
            add_row(rows, PLACE_OFFSET, entry->byte_offset, 0);
        else
            add_packed_row(saving, rows, position++);
    }
    for (size_t i = 0; i < objects->block.count; i++)
        add_packed_row(saving, rows, position++);
    for (size_t i = 0; i < saving->container_count; i++)
        add_row(rows, PLACE_OFFSET, saving->container_offsets[i], 0);
    add_row(rows, PLACE_OFFSET, xref, 0);
}

static void put_xref_stream(struct saving *saving)
{
    struct pdf_objects *objects = saving->objects;
    size_t xref = offset(saving), number = objects->count + saving->container_count, length;
    struct rows rows = {.width = 1};
    while (xref >> (8 * rows.width) || number >> (8 * rows.width))
        rows.width++;
    unsigned columns = rows.width + 2;
    rows.bytes = arena_array(objects->arena, number + 1, columns + 1);
    fill_rows(saving, &rows, xref);
    const void *bytes =
        deflate_bytes(objects->deflater, DEFLATE_SOME, rows.bytes, rows.length, &length);
    const char *entries =
        arena_printf(objects->arena,
                     "/Type/XRef/W[1 %u 1]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns "
                     "%u>>/Length %zu",
                     rows.width, columns, length);
    HPDF_Dict trailer = make_trailer(saving, number + 1, entries);
    put(saving, "%zu 0 obj\n", number);
    put_dict(trailer, saving->file);
    put_bytes(saving, bytes, length);
    put(saving, "\nendobj\n");
    put_end(saving, xref);
}

static void save_compact(struct saving *saving)
{
    struct pdf_objects *objects = saving->objects;
    size_t made = made_count(objects);
    put_header(saving, "1.7");
    for (size_t i = 1; i < made; i++) {
        HPDF_XrefEntry entry = pdf_obj_entry(objects, i);
        if (((HPDF_Dict)entry->obj)->stream)
            put_object(saving, entry, i);
    }
    put_containers(saving);
    put_xref_stream(saving);
}

/* ---- the file ------------------------------------------------------------------------------ */

static void report(const struct pdf_objects *objects, int error, struct diag *diag)
{
    char code[32], reason[128];
    if (objects->too_large) {
        diag_report(diag, (struct pos){0}, DIAG_PDF_TOO_LARGE, NULL);
    } else if (error) {
        diag_report(diag, (struct pos){0}, DIAG_PDF_SINK, strerror_r(error, reason, sizeof reason),
                    NULL);
    } else {
        snprintf(code, sizeof code, "0x%04lX", (unsigned long)objects->doc->error.error_no);
        diag_report(diag, (struct pos){0}, DIAG_PDF_FAULT, code, NULL);
    }
}

bool pdf_obj_save(struct pdf_objects *objects, struct sink sink, struct diag *diag)
{
    struct saving saving = {.objects = objects, .sink = sink};
    if (pdf_obj_fine(objects)) {
        saving.output = arena_alloc(objects->arena, OUTPUT_SIZE);
        XXH3_128bits_reset(objects->hash);
        saving.file = HPDF_CallbackWriter_New(objects->doc->mmgr, put_output, &saving);
        if (saving.file) {
            if (objects->form == PDF_COMPACT)
                save_compact(&saving);
            else
                save_classic(&saving);
            HPDF_Stream_Free(saving.file);
        }
        if (pdf_obj_fine(objects) && flush_output(&saving) == HPDF_OK)
            return true;
    }
    report(objects, saving.error, diag);
    return false;
}

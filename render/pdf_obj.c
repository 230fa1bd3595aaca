/* The objects of a PDF file, through libharu. The only file that includes its headers.
 *
 * What is relied on of libharu 2.3 beyond its documented calls: the public fields of its document,
 * dictionary and stream. A dictionary's write_fn prints after the entries it holds, which are none
 * here but Type and Pages; a stream with no filter set is copied out as it is, so it may hold
 * compressed bytes as long as write_fn says so. Errors only set a code in the document, which
 * makes all further writing a no-op; it is looked at after each object. */
#include "render/pdf_obj.h"

#include <errno.h>
#include <hpdf.h>
#include <hpdf_catalog.h>
#include <hpdf_doc.h>
#include <hpdf_info.h>
#include <hpdf_pages.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "render/deflate.h"

#if HPDF_MAJOR_VERSION != 2 || HPDF_MINOR_VERSION != 3
#error "render/pdf_obj.c knows the structures of libharu 2.3; other versions lay them out otherwise"
#endif

/* libharu writes offsets of 31 bits; PDF 1.7, Annex C, allows 8,388,607 objects. */
#define FILE_MAX   2000000000
#define OBJECT_MAX 8388607
#define OBJECT_OVERHEAD                                                                            \
    64 /* of one object in the file: its frame and its line in the xref table                      \
        */

#define OUTPUT_SIZE ((size_t)1 << 16) /* libharu writes word by word */

struct pdf_objects {
    struct arena *arena;
    HPDF_Doc doc;
    struct deflater *deflater;
    size_t size; /* of the file so far, roughly [bytes] */
    bool too_large;

    /* while saving */
    struct sink sink;
    unsigned char *output;
    size_t output_used;
    XXH3_state_t *hash; /* of all that was put out */
    int sink_error;     /* errno of the sink */
};

/* ---- dictionaries -------------------------------------------------------------------------- */

static HPDF_STATUS put_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    return HPDF_Stream_WriteStr(stream, dict->attr);
}

static void set_entries(struct pdf_objects *objects, HPDF_Dict dict, const char *entries)
{
    dict->attr = arena_printf(objects->arena, "%s\n", entries);
    dict->write_fn = put_entries;
}

static unsigned number_of(HPDF_Dict dict)
{
    return dict->header.obj_id & 0x00FFFFFF;
}

static void grow(struct pdf_objects *objects, size_t bytes)
{
    objects->size += bytes + OBJECT_OVERHEAD;
    if (objects->size > FILE_MAX || objects->doc->xref->entries->count > OBJECT_MAX)
        objects->too_large = true;
}

bool pdf_obj_fine(const struct pdf_objects *objects)
{
    return objects->doc->error.error_no == HPDF_OK && !objects->too_large;
}

unsigned pdf_obj_reserve(struct pdf_objects *objects)
{
    grow(objects, 0);
    if (!pdf_obj_fine(objects))
        return 0;
    HPDF_Dict dict = HPDF_Dict_New(objects->doc->mmgr);
    if (!dict || HPDF_Xref_Add(objects->doc->xref, dict) != HPDF_OK)
        return 0;
    return number_of(dict);
}

void pdf_obj_define(struct pdf_objects *objects, unsigned number, const char *entries)
{
    grow(objects, strlen(entries));
    if (!pdf_obj_fine(objects))
        return;
    HPDF_XrefEntry entry = HPDF_List_ItemAt(objects->doc->xref->entries, number);
    set_entries(objects, entry->obj, entries);
}

unsigned pdf_obj_stream(struct pdf_objects *objects, const char *entries, const void *bytes,
                        size_t length)
{
    size_t compressed;
    const void *data = deflate_bytes(objects->deflater, bytes, length, &compressed);
    grow(objects, strlen(entries) + compressed);
    if (!pdf_obj_fine(objects))
        return 0;
    HPDF_Doc doc = objects->doc;
    HPDF_Dict dict = HPDF_DictStream_New(doc->mmgr, doc->xref);
    HPDF_Stream stream = HPDF_MemStream_New(doc->mmgr, (HPDF_UINT)compressed);
    if (!dict || !stream)
        return 0;
    HPDF_Stream_Free(dict->stream);
    dict->stream = stream;
    dict->filter = HPDF_STREAM_FILTER_NONE;
    HPDF_Stream_Write(stream, data, (HPDF_UINT)compressed);
    set_entries(objects, dict, arena_printf(objects->arena, "/Filter /FlateDecode %s", entries));
    return number_of(dict);
}

unsigned pdf_obj_page_root(const struct pdf_objects *objects)
{
    return number_of(objects->doc->root_pages);
}

unsigned pdf_obj_catalog(const struct pdf_objects *objects)
{
    return number_of(objects->doc->catalog);
}

unsigned pdf_obj_info(const struct pdf_objects *objects)
{
    return number_of(objects->doc->info);
}

/* ---- the document -------------------------------------------------------------------------- */

/* Takes back what libharu put into the dictionaries that are ours. */
static void clear_builtin(HPDF_Doc doc)
{
    doc->root_pages->before_write_fn = NULL; /* it would count the pages of Kids */
    HPDF_Dict_RemoveElement(doc->root_pages, "Kids");
    HPDF_Dict_RemoveElement(doc->root_pages, "Count");
    HPDF_Dict_RemoveElement(doc->info, "Producer");
    HPDF_ResetError(doc); /* an entry that was not there is no error */
}

struct pdf_objects *pdf_obj_open(struct arena *arena, struct diag *diag)
{
    struct pdf_objects *objects = arena_alloc(arena, sizeof *objects);
    objects->arena = arena;
    objects->deflater = deflate_new(arena);
    objects->hash = XXH3_createState();
    objects->doc = HPDF_NewEx(NULL, NULL, NULL, 0, NULL);
    HPDF_Doc doc = objects->doc;
    if (!objects->deflater || !objects->hash || !doc || doc->error.error_no != HPDF_OK ||
        !doc->info || strncmp(HPDF_GetVersion(), "2.3.", 4) != 0) {
        diag_report(diag, (struct pos){0}, DIAG_PDF_LIBRARY, HPDF_GetVersion(), NULL);
        pdf_obj_close(objects);
        return NULL;
    }
    doc->pdf_version = HPDF_VER_17;
    clear_builtin(doc);
    return objects;
}

void pdf_obj_close(struct pdf_objects *objects)
{
    if (!objects)
        return;
    if (objects->doc)
        HPDF_Free(objects->doc);
    XXH3_freeState(objects->hash);
    deflate_free(objects->deflater);
}

/* ---- saving -------------------------------------------------------------------------------- */

static HPDF_STATUS flush_output(struct pdf_objects *objects)
{
    if (objects->output_used == 0)
        return HPDF_OK;
    XXH3_128bits_update(objects->hash, objects->output, objects->output_used);
    errno = 0;
    if (!objects->sink.write(objects->sink.context, objects->output, objects->output_used)) {
        objects->sink_error = errno ? errno : EIO;
        return HPDF_FILE_IO_ERROR;
    }
    objects->output_used = 0;
    return HPDF_OK;
}

static HPDF_STATUS put_output(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length)
{
    struct pdf_objects *objects = stream->attr;
    while (length > 0) {
        size_t room = OUTPUT_SIZE - objects->output_used;
        size_t part = length < room ? length : room;
        memcpy(objects->output + objects->output_used, bytes, part);
        objects->output_used += part;
        bytes += part;
        length -= (HPDF_UINT)part;
        if (objects->output_used == OUTPUT_SIZE && flush_output(objects) != HPDF_OK)
            return HPDF_FILE_IO_ERROR;
    }
    return HPDF_OK;
}

/* The trailer comes last, so its ID can be the hash of all before it. */
static HPDF_STATUS put_id(HPDF_Dict trailer, HPDF_Stream stream)
{
    struct pdf_objects *objects = trailer->attr;
    if (flush_output(objects) != HPDF_OK)
        return HPDF_FILE_IO_ERROR;
    XXH128_hash_t hash = XXH3_128bits_digest(objects->hash);
    unsigned long long high = hash.high64, low = hash.low64;
    const char *id = arena_printf(objects->arena, "/ID [<%016llX%016llX> <%016llX%016llX>]\n", high,
                                  low, high, low);
    return HPDF_Stream_WriteStr(stream, id);
}

static void report(const struct pdf_objects *objects, struct diag *diag)
{
    char code[32], reason[128];
    if (objects->too_large) {
        diag_report(diag, (struct pos){0}, DIAG_PDF_TOO_LARGE, NULL);
    } else if (objects->sink_error) {
        diag_report(diag, (struct pos){0}, DIAG_PDF_SINK,
                    strerror_r(objects->sink_error, reason, sizeof reason), NULL);
    } else {
        snprintf(code, sizeof code, "0x%04lX", (unsigned long)objects->doc->error.error_no);
        diag_report(diag, (struct pos){0}, DIAG_PDF_FAULT, code, NULL);
    }
}

bool pdf_obj_save(struct pdf_objects *objects, struct sink sink, struct diag *diag)
{
    if (pdf_obj_fine(objects)) {
        HPDF_Doc doc = objects->doc;
        objects->sink = sink;
        objects->output = arena_alloc(objects->arena, OUTPUT_SIZE);
        XXH3_128bits_reset(objects->hash);
        doc->trailer->attr = objects;
        doc->trailer->write_fn = put_id;
        doc->stream = HPDF_CallbackWriter_New(doc->mmgr, put_output, objects);
        if (doc->stream)
            HPDF_SaveToStream(doc);
        if (doc->error.error_no == HPDF_OK && flush_output(objects) == HPDF_OK)
            return true;
    }
    report(objects, diag);
    return false;
}

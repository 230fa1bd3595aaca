/* The making of the objects of a PDF file, in libharu's object layer.
 *
 * What is relied on of libharu 2.3 beyond its documented calls: the public fields of its document,
 * dictionary and cross-reference table. A dictionary's write_fn prints after the entries it holds,
 * which are none here but Type and Pages. A stream is a dictionary with bytes; libharu itself would
 * give its Length an object of its own, for nothing. Errors only set a code in the document, which
 * makes all that follows a no-op; it is looked at before each object.
 *
 * The block is not libharu's, which would allocate for each of its objects. */
#include "render/pdf_obj.h"

#include <assert.h>
#include <string.h>

#include "render/pdf_obj_parts.h"

/* Readers keep offsets in 31 bits; PDF 1.7, Annex C, allows 8,388,607 objects. */
#define FILE_MAX   2000000000
#define OBJECT_MAX 8388607

/* What an object takes beyond its entries and bytes, at most: its frame, and its line in the
 * cross-reference table. */
#define OBJECT_FRAME 128
#define PACKED_FRAME 32 /* of the block */

/* ---- numbers and limits -------------------------------------------------------------------- */

bool pdf_obj_fine(const struct pdf_objects *objects)
{
    return objects->doc->error.error_no == HPDF_OK && !objects->too_large;
}

/* COUNT objects more of BYTES in all; does the file stay within the limits? */
static bool grow(struct pdf_objects *objects, size_t count, size_t bytes)
{
    if (count > OBJECT_MAX || bytes > FILE_MAX) { /* so the sums cannot overflow */
        objects->too_large = true;
        return false;
    }
    objects->count += count;
    objects->size += bytes;
    size_t containers = objects->packed / CONTAINER_SIZE + 1;
    if (objects->size > FILE_MAX || objects->count + containers > OBJECT_MAX)
        objects->too_large = true;
    return pdf_obj_fine(objects);
}

static unsigned number_of(HPDF_Dict dict)
{
    return dict->header.obj_id & 0x00FFFFFF;
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

HPDF_XrefEntry pdf_obj_entry(const struct pdf_objects *objects, size_t number)
{
    return HPDF_Xref_GetEntry(objects->doc->xref, (HPDF_UINT)number);
}

/* ---- dictionaries and streams -------------------------------------------------------------- */

static HPDF_STATUS put_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    return HPDF_Stream_WriteStr(stream, dict->attr);
}

void pdf_obj_set_entries(HPDF_Dict dict, char *entries)
{
    dict->attr = entries;
    dict->write_fn = put_entries;
}

/* A numbered dictionary; NULL: something failed. */
static HPDF_Dict new_dict(struct pdf_objects *objects, size_t bytes)
{
    assert(objects->block.first == 0);
    if (!grow(objects, 1, bytes + OBJECT_FRAME))
        return NULL;
    HPDF_Xref xref = objects->doc->xref;
    xref->entries->items_per_block = xref->entries->count; /* by doubling, not by 1024 a time */
    HPDF_Dict dict = HPDF_Dict_New(objects->doc->mmgr);
    if (!dict || HPDF_Xref_Add(xref, dict) != HPDF_OK)
        return NULL;
    return dict;
}

unsigned pdf_obj_reserve(struct pdf_objects *objects)
{
    objects->packed++;
    HPDF_Dict dict = new_dict(objects, 0);
    return dict ? number_of(dict) : 0;
}

void pdf_obj_define(struct pdf_objects *objects, unsigned number, const char *entries)
{
    size_t length = strlen(entries);
    if (!grow(objects, 0, length))
        return;
    assert(number > 0 && number < objects->count - objects->block.count);
    HPDF_Dict dict = pdf_obj_entry(objects, number)->obj;
    pdf_obj_set_entries(dict, arena_strndup(objects->arena, entries, length));
}

static unsigned add_stream(struct pdf_objects *objects, const char *filter, const char *entries,
                           const void *bytes, size_t length)
{
    HPDF_Dict dict = new_dict(objects, strlen(entries) + length);
    if (!dict)
        return 0;
    dict->stream = HPDF_MemStream_New(objects->doc->mmgr, (HPDF_UINT)length);
    if (!dict->stream || HPDF_Stream_Write(dict->stream, bytes, (HPDF_UINT)length) != HPDF_OK)
        return 0;
    pdf_obj_set_entries(dict,
                        arena_printf(objects->arena, "/Length %zu%s %s", length, filter, entries));
    return number_of(dict);
}

unsigned pdf_obj_stream(struct pdf_objects *objects, const char *entries, const void *bytes,
                        size_t length)
{
    if (!pdf_obj_fine(objects))
        return 0;
    size_t compressed;
    const void *data = deflate_bytes(objects->deflater, DEFLATE_LITTLE, bytes, length, &compressed);
    return add_stream(objects, "/Filter/FlateDecode", entries, data, compressed);
}

unsigned pdf_obj_plain_stream(struct pdf_objects *objects, const char *entries, const void *bytes,
                              size_t length)
{
    return add_stream(objects, "", entries, bytes, length);
}

/* ---- the block ----------------------------------------------------------------------------- */

unsigned pdf_obj_block(struct pdf_objects *objects, size_t count)
{
    assert(objects->form == PDF_COMPACT && objects->block.first == 0);
    size_t first = objects->count;
    objects->packed += count;
    if (!grow(objects, count, count * PACKED_FRAME))
        return 0;
    objects->block.first = (unsigned)first;
    objects->block.count = count;
    return objects->block.first;
}

void pdf_obj_fill_block(struct pdf_objects *objects, const char *bytes, const size_t *ends)
{
    size_t count = objects->block.count;
    if (count == 0 || !grow(objects, 0, ends[count - 1]))
        return;
    objects->block.bytes = bytes;
    objects->block.ends = ends;
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

struct pdf_objects *pdf_obj_open(struct arena *arena, enum pdf_form form, struct diag *diag)
{
    struct pdf_objects *objects = arena_alloc(arena, sizeof *objects);
    objects->arena = arena;
    objects->form = form;
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
    clear_builtin(doc);
    objects->count = doc->xref->entries->count;
    objects->packed = objects->count - 1;
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

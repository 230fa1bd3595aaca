/* The attachments: files that travel inside the document, and what they are to it (ISO 32000-1, 7.11;
 * ISO 19005-3, Annex E). */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_writer.h"

static unsigned write_embedded(const struct pdf_writer *writer, const struct pdf_file *file)
{
    struct buf entries = buf_new(writer->arena);
    buf_str(&entries, "/Type /EmbeddedFile /Subtype /");
    buf_name(&entries, file->type);
    buf_printf(&entries, " /Params <</Size %zu", file->length);
    if (pdf_meta_has_date(writer->info)) {
        buf_str(&entries, " /ModDate ");
        pdf_meta_put_date(writer->info, &entries);
    }
    buf_str(&entries, ">>");
    return pdf_obj_stream(writer->objects, entries.bytes, file->bytes, file->length);
}

/* The file specification. Its names are ASCII, so they are good text strings as they are. */
static unsigned write_file(const struct pdf_writer *writer, const struct pdf_file *file)
{
    unsigned embedded = write_embedded(writer, file);
    unsigned number = pdf_obj_reserve(writer->objects);
    struct buf entries = buf_new(writer->arena);
    buf_str(&entries, "/Type /Filespec /F ");
    buf_literal(&entries, file->name);
    buf_str(&entries, " /UF ");
    buf_literal(&entries, file->name);
    buf_str(&entries, " /AFRelationship /");
    buf_name(&entries, file->relationship);
    buf_str(&entries, " /Desc ");
    buf_text_string(&entries, file->description, strlen(file->description));
    buf_printf(&entries, " /EF <</F %u 0 R /UF %u 0 R>>", embedded, embedded);
    pdf_obj_define(writer->objects, number, entries.bytes);
    return number;
}

struct named_file {
    const char *name;
    unsigned object;
};

static int compare_names(const void *a, const void *b)
{
    const struct named_file *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* The files by name, which is how viewers list them. */
static void put_names(const struct pdf_writer *writer, struct named_file *files, size_t count,
                      struct buf *out)
{
    qsort(files, count, sizeof *files, compare_names);
    struct pdf_leaf *leaves = arena_array(writer->arena, count, sizeof *leaves);
    for (size_t i = 0; i < count; i++) {
        struct buf name = buf_new(writer->arena);
        buf_literal(&name, files[i].name);
        leaves[i].key = name.bytes;
        leaves[i].value = arena_printf(writer->arena, "%u 0 R", files[i].object);
    }
    buf_str(out, " /EmbeddedFiles ");
    pdf_tree_put(writer, "Names", leaves, count, out);
}

size_t pdf_files_count(const struct pdf_info *info)
{
    return info->kind == PDF_ARCHIVE ? info->file_count : 0;
}

void pdf_files_write(const struct pdf_writer *writer, struct buf *catalog, struct buf *names)
{
    size_t count = pdf_files_count(writer->info);
    if (count == 0)
        return;
    struct named_file *files = arena_array(writer->arena, count, sizeof *files);
    buf_str(catalog, " /AF [");
    for (size_t i = 0; i < count; i++) {
        files[i].name = writer->info->files[i].name;
        files[i].object = write_file(writer, &writer->info->files[i]);
        buf_printf(catalog, i > 0 ? " %u 0 R" : "%u 0 R", files[i].object);
    }
    buf_byte(catalog, ']');
    put_names(writer, files, count, names);
}

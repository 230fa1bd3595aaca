/* Publishing one department. */
#include "render/publish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/book_source.h"
#include "data/map.h"
#include "layout/draft.h"
#include "layout/layout.h"
#include "layout/printed_cells.h"
#include "render/pdf.h"
#include "render/sink.h"

/* NAME_MAX of the file systems in use, less room for the endings: `-更正说明.pdf` is the longest. */
enum { FILE_NAME_MAX = 255 - 24 };

static const char draft_words[] = "草稿";

/* The printed cells among the attachments. */
static const char published_data[] = "cells.csv";

const char *publish_file_name(struct arena *arena, const char *name, size_t limit)
{
    char *safe = arena_strdup(arena, name);
    size_t length = strlen(safe);
    if (length > limit) {
        length = limit;
        while (length > 0 && ((unsigned char)safe[length] & 0xC0) == 0x80)
            length--; /* never inside a character */
        safe[length] = '\0';
    }
    for (char *p = safe; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F || strchr("/\\:*?\"<>|", *p) != NULL)
            *p = '_';
    }
    if (safe[0] == '.')
        safe[0] = '_';
    return safe;
}

/* The name of the files of department INDEX. */
static const char *file_name(struct arena *arena, const struct publication *publication,
                             size_t index)
{
    /* The name needs no records. */
    const struct budget budget = {.book = publication->book,
                                  .department = book_department(publication->book, index)};
    const struct format_values values = format_values_of(&budget);
    const char *title = format_expand(arena, publication->format->document_title, &values).utf8;
    const char *name = arena_printf(arena, "%s-%s", budget.department->code, title);
    if (publication->rules != NULL)
        return publish_file_name(arena, name, FILE_NAME_MAX);
    /* A draft never replaces what was published. */
    name = publish_file_name(arena, name, FILE_NAME_MAX - sizeof draft_words);
    return arena_printf(arena, "%s-%s", name, draft_words);
}

/* A file name, and the first department that has it. */
struct named {
    size_t index;
    bool reported;
};

static void report_same(const struct publication *publication, size_t index, size_t other,
                        const char *name, struct diag *diag)
{
    const struct department *department = book_department(publication->book, index);
    diag_concern(diag, department->code);
    diag_report(diag, book_pos(publication->book, BOOK_DEPARTMENTS, department->row, "部门编码"),
                DIAG_OUTPUT_SAME, department->code, book_department(publication->book, other)->code,
                name, NULL);
}

void publish_check_names(const struct publication *publication, struct diag *diag)
{
    struct arena *arena = arena_new();
    struct map *names = map_new(arena);
    for (size_t i = 0; i < book_department_count(publication->book); i++) {
        const char *name = file_name(arena, publication, i);
        struct named *first = map_lookup(names, name);
        if (first == NULL) {
            first = arena_alloc(arena, sizeof *first);
            first->index = i;
            map_put(names, name, first);
            continue;
        }
        if (!first->reported)
            report_same(publication, first->index, i, name, diag);
        first->reported = true;
        report_same(publication, i, first->index, name, diag);
    }
    diag_concern(diag, NULL);
    arena_free(arena);
}

/* ---- files --------------------------------------------------------------------------------- */

/* The content of a file. */
struct text_bytes {
    const char *bytes;
    size_t length;
};

static bool report_unwritten(const char *path, struct diag *diag)
{
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return false;
}

/* The PDF, whole but not yet under its name; NULL after a report, with the reason in END. */
static struct sink_file *write_pdf(const char *path, const struct page_list *pages,
                                   const struct pdf_info *info, struct diag *diag,
                                   enum publish_end *end)
{
    struct sink_file *file = sink_file_open(path);
    *end = PUBLISH_FAILED;
    if (file == NULL)
        report_unwritten(path, diag);
    if (file == NULL || pdf_write(pages, info, sink_file_sink(file), diag))
        return file;
    *end = sink_file_failed(file) ? PUBLISH_FAILED : PUBLISH_REFUSED;
    sink_file_discard(file);
    return NULL;
}

struct pdf_info publish_info(const struct document *document)
{
    return (struct pdf_info){.kind = PDF_ARCHIVE,
                             .title = document->title.utf8,
                             .author = document->author,
                             .subject = document->subject,
                             .language = document->language,
                             .date = document->date};
}

enum publish_end publish_pdf(const char *path, const struct page_list *pages,
                             const struct pdf_info *info, struct diag *diag)
{
    enum publish_end end;
    struct sink_file *file = write_pdf(path, pages, info, diag, &end);
    if (file == NULL)
        return end;
    return sink_file_commit(file) || report_unwritten(path, diag) ? PUBLISH_DONE : PUBLISH_FAILED;
}

/* The data, likewise. */
static struct sink_file *write_data(const char *path, struct text_bytes data, struct diag *diag)
{
    struct sink_file *file = sink_file_open(path);
    struct sink sink = file != NULL ? sink_file_sink(file) : (struct sink){0};
    if (file != NULL && sink.write(sink.context, data.bytes, data.length))
        return file;
    report_unwritten(path, diag);
    if (file != NULL)
        sink_file_discard(file);
    return NULL;
}

/* ---- a department -------------------------------------------------------------------------- */

/* What one department goes through. */
struct passage {
    struct arena *arena;
    const struct publication *publication;
    size_t index;
    struct diag *diag;
    struct budget budget;
    const struct document *document;
    const struct page_list *pages;
    struct text_bytes data; /* the printed cells; a draft has none */
};

/* Also of a department that opening the book refused: all that is wrong with it is listed at once. */
static bool load(struct passage *passage)
{
    const struct publication *publication = passage->publication;
    const char *code = book_department(publication->book, passage->index)->code;
    diag_concern(passage->diag, code);
    return book_load(passage->arena, publication->book, passage->index, passage->diag,
                     &passage->budget) &&
           !diag_refuses(publication->faults, code) && !diag_refuses(passage->diag, code);
}

static bool lay_out(struct passage *passage)
{
    const struct publication *publication = passage->publication;
    passage->document =
        document_build(passage->arena, publication->format, &passage->budget, passage->diag);
    if (passage->document != NULL)
        passage->pages =
            layout_document(passage->arena, passage->document, publication->fonts, passage->diag);
    return passage->pages != NULL;
}

const struct page_list *publish_lay_out(struct arena *arena, const struct publication *publication,
                                        size_t index, struct diag *diag)
{
    struct passage passage = {
        .arena = arena, .publication = publication, .index = index, .diag = diag};
    return load(&passage) && lay_out(&passage) ? passage.pages : NULL;
}

/* The fatal rules; a draft may break them. */
static bool is_publishable(struct passage *passage, size_t counts[CHECK_LEVEL_COUNT])
{
    const struct publication *publication = passage->publication;
    return publication->rules == NULL || check_publishable(publication->rules, publication->format,
                                                           &passage->budget, counts, passage->diag);
}

static void mark_draft(struct passage *passage)
{
    const struct format *format = passage->publication->format;
    size_t title = format->styles[format->part_style].role;
    passage->pages = draft_mark(passage->arena, passage->pages, passage->publication->fonts, title,
                                (struct text){.utf8 = draft_words}, passage->diag);
}

/* ---- attachments --------------------------------------------------------------------------- */

/* Fills in the data. */
static bool print_data(struct passage *passage)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    struct printed_list cells = printed_cells(passage->arena, passage->document, passage->pages);
    if (memory != NULL)
        printed_write(memory, &cells);
    bool good = memory != NULL && fclose(memory) == 0;
    if (good)
        passage->data = (struct text_bytes){arena_strndup(passage->arena, text, length), length};
    else
        report_unwritten(published_data, passage->diag);
    free(text);
    return good;
}

static const char *file_type(const char *name)
{
    const char *ending = strrchr(name, '.');
    return ending != NULL && strcmp(ending, ".csv") == 0 ? "text/csv" : "application/yaml";
}

/* What a reader needs to recompute what FORMAT prints. */
static unsigned source_prints(const struct format *format)
{
    return (format_prints_forms(format) ? SOURCE_FORMS : 0) |
           (format_prints_all_forms(format) ? SOURCE_ALL_FORMS : 0) |
           (format_prints_overall(format) ? SOURCE_OVERALL : 0) |
           (format_prints_classes(format) ? SOURCE_ALL_CLASSES : 0);
}

/* Adds what the pack wants attached to INFO: the data first, then the records. */
static bool attach(struct passage *passage, struct pdf_info *info)
{
    const struct publication *publication = passage->publication;
    const struct format *format = publication->format;
    const struct source_scope scope = {source_prints(format), publication->rules};
    const struct source_file *sources = NULL;
    size_t count = 0;
    if (format->attaches_records && !book_source(passage->arena, publication->book, passage->index,
                                                 &scope, passage->diag, &sources, &count))
        return false;
    struct pdf_file *files = arena_array(passage->arena, count + 1, sizeof *files);
    if (format->attaches_data)
        files[info->file_count++] =
            (struct pdf_file){.name = published_data,
                              .type = "text/csv",
                              .relationship = "Data",
                              .description = "公开数据：各表及说明的全部数值",
                              .bytes = passage->data.bytes,
                              .length = passage->data.length};
    for (size_t i = 0; i < count; i++)
        files[info->file_count++] = (struct pdf_file){.name = sources[i].name,
                                                      .type = file_type(sources[i].name),
                                                      .relationship = "Source",
                                                      .description = sources[i].description,
                                                      .bytes = sources[i].bytes,
                                                      .length = sources[i].length};
    info->files = files;
    return true;
}

/* Data and attachments of what is laid out; a draft has neither, nobody is to take it for more. */
static bool compose(struct passage *passage, struct pdf_info *info)
{
    *info = publish_info(passage->document);
    return passage->publication->rules == NULL || (print_data(passage) && attach(passage, info));
}

bool publish_compose(struct arena *arena, const struct publication *publication, size_t index,
                     const struct page_list **pages, struct pdf_info *info, struct diag *diag)
{
    struct passage passage = {
        .arena = arena, .publication = publication, .index = index, .diag = diag};
    if (!load(&passage) || !lay_out(&passage) || !compose(&passage, info))
        return false;
    *pages = passage.pages;
    return true;
}

/* What stands under both names now. */
static bool look_at_files(const char *pdf, const char *data, struct published *published,
                          struct diag *diag)
{
    struct stat status;
    if (!hash_file(pdf, &published->pdf) || stat(pdf, &status) != 0)
        return report_unwritten(pdf, diag);
    published->bytes = (size_t)status.st_size;
    return data == NULL || hash_file(data, &published->data) || report_unwritten(data, diag);
}

/* Both files are whole before either stands under its name. DATA is NULL for a draft. */
static enum publish_end write_files(struct passage *passage, const struct pdf_info *info,
                                    const char *pdf, const char *data, struct published *published)
{
    enum publish_end end;
    struct diag *diag = passage->diag;
    struct sink_file *files[2] = {write_pdf(pdf, passage->pages, info, diag, &end), NULL};
    if (files[0] == NULL)
        return end;
    if (data != NULL) {
        files[1] = write_data(data, passage->data, diag);
        if (files[1] == NULL) {
            sink_file_discard(files[0]);
            return PUBLISH_FAILED;
        }
    }
    bool done = files[1] == NULL || sink_file_commit(files[1]) || report_unwritten(data, diag);
    if (!done)
        sink_file_discard(files[0]);
    else
        done = sink_file_commit(files[0]) || report_unwritten(pdf, diag);
    return done && look_at_files(pdf, data, published, diag) ? PUBLISH_DONE : PUBLISH_FAILED;
}

enum publish_end publish_department(struct arena *arena, const struct publication *publication,
                                    size_t index, struct published *published, struct diag *diag)
{
    struct passage passage = {
        .arena = arena, .publication = publication, .index = index, .diag = diag};
    struct pdf_info info;
    bool is_draft = publication->rules == NULL;
    *published = (struct published){.file = file_name(arena, publication, index)};
    if (!load(&passage) || !is_publishable(&passage, published->counts) || !lay_out(&passage) ||
        !compose(&passage, &info))
        return PUBLISH_REFUSED;
    if (is_draft)
        mark_draft(&passage);
    const char *path = arena_printf(arena, "%s/%s", publication->output_dir, published->file);
    published->pages = passage.pages->count;
    return write_files(&passage, &info, arena_printf(arena, "%s.pdf", path),
                       is_draft ? NULL : arena_printf(arena, "%s.csv", path), published);
}

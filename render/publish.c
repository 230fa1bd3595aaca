/* Publishing one department. */
#include "render/publish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/map.h"
#include "layout/draft.h"
#include "layout/layout.h"
#include "layout/printed_cells.h"
#include "render/pdf.h"
#include "render/sink.h"

/* NAME_MAX of the file systems in use, less room for the endings: `-更正说明.pdf` is the longest. */
enum { FILE_NAME_MAX = 255 - 24 };

static const char draft_words[] = "草稿";

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

static bool report_unwritten(const char *path, struct diag *diag)
{
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return false;
}

/* The PDF, whole but not yet under its name; NULL after a report, with the reason in END. */
static struct sink_file *write_pdf(const char *path, const struct page_list *pages,
                                   const struct document *document, struct diag *diag,
                                   enum publish_end *end)
{
    const struct pdf_info info = {document->title.utf8, document->language};
    struct sink_file *file = sink_file_open(path);
    *end = PUBLISH_FAILED;
    if (file == NULL)
        report_unwritten(path, diag);
    if (file == NULL || pdf_write(pages, &info, sink_file_sink(file), diag))
        return file;
    *end = sink_file_failed(file) ? PUBLISH_FAILED : PUBLISH_REFUSED;
    sink_file_discard(file);
    return NULL;
}

enum publish_end publish_pdf(const char *path, const struct page_list *pages,
                             const struct document *document, struct diag *diag)
{
    enum publish_end end;
    struct sink_file *file = write_pdf(path, pages, document, diag, &end);
    if (file == NULL)
        return end;
    return sink_file_commit(file) || report_unwritten(path, diag) ? PUBLISH_DONE : PUBLISH_FAILED;
}

/* The data, likewise. */
static struct sink_file *write_data(const char *path, const struct printed_list *cells,
                                    struct diag *diag)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    struct sink_file *file = sink_file_open(path);
    bool good = memory != NULL && file != NULL;
    if (good)
        printed_write(memory, cells);
    if (memory != NULL)
        good = fclose(memory) == 0 && good;
    struct sink sink = file != NULL ? sink_file_sink(file) : (struct sink){0};
    good = good && sink.write(sink.context, text, length);
    if (!good)
        report_unwritten(path, diag);
    if (!good && file != NULL)
        sink_file_discard(file);
    free(text);
    return good ? file : NULL;
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
static enum publish_end write_files(struct passage *passage, const char *pdf, const char *data,
                                    struct published *published)
{
    enum publish_end end;
    struct diag *diag = passage->diag;
    struct sink_file *files[2] = {write_pdf(pdf, passage->pages, passage->document, diag, &end),
                                  NULL};
    if (files[0] == NULL)
        return end;
    if (data != NULL) {
        struct printed_list cells =
            printed_cells(passage->arena, passage->document, passage->pages);
        files[1] = write_data(data, &cells, diag);
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
    bool is_draft = publication->rules == NULL;
    *published = (struct published){.file = file_name(arena, publication, index)};
    if (!load(&passage) || !is_publishable(&passage, published->counts) || !lay_out(&passage))
        return PUBLISH_REFUSED;
    if (is_draft)
        mark_draft(&passage);
    const char *path = arena_printf(arena, "%s/%s", publication->output_dir, published->file);
    published->pages = passage.pages->count;
    return write_files(&passage, arena_printf(arena, "%s.pdf", path),
                       is_draft ? NULL : arena_printf(arena, "%s.csv", path), published);
}

/* Publishing one department. */
#include "render/publish.h"

#include <errno.h>
#include <string.h>

#include "data/document.h"
#include "data/map.h"
#include "layout/draft.h"
#include "layout/layout.h"
#include "render/pdf.h"
#include "render/sink.h"

/* NAME_MAX of the file systems in use, less room for a temporary name round it. */
enum { FILE_NAME_MAX = 255 - 16 };

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

/* The name of the file of department INDEX. */
static const char *file_name(struct arena *arena, const struct publication *publication,
                             size_t index)
{
    const struct budget budget = book_budget(publication->book, index);
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

static bool write_file(const char *path, const struct page_list *pages,
                       const struct document *document, struct diag *diag)
{
    const struct pdf_info info = {document->title.utf8, document->language};
    const struct pos nowhere = {path, 0, 0};
    struct sink_file *file = sink_file_open(path);
    if (file == NULL) {
        diag_report(diag, nowhere, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
        return false;
    }
    if (!pdf_write(pages, &info, sink_file_sink(file), diag)) {
        sink_file_discard(file);
        return false;
    }
    if (!sink_file_commit(file)) {
        diag_report(diag, nowhere, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
        return false;
    }
    return true;
}

/* Stores the document that the pages are of in DOCUMENT. */
static const struct page_list *lay_out(struct arena *arena, const struct publication *publication,
                                       size_t index, const struct document **document,
                                       struct diag *diag)
{
    const struct budget budget = book_budget(publication->book, index);
    diag_concern(diag, budget.department->code);
    if (diag_refuses(diag, budget.department->code))
        return NULL;
    *document = document_build(arena, publication->format, &budget, diag);
    return *document ? layout_document(arena, *document, publication->fonts, diag) : NULL;
}

const struct page_list *publish_lay_out(struct arena *arena, const struct publication *publication,
                                        size_t index, struct diag *diag)
{
    const struct document *document;
    return lay_out(arena, publication, index, &document, diag);
}

/* The fatal rules; a draft may break them. */
static bool is_publishable(const struct publication *publication, size_t index, struct diag *diag)
{
    const struct budget budget = book_budget(publication->book, index);
    return publication->rules == NULL ||
           check_fatal(publication->rules, publication->format, &budget, diag);
}

static const struct page_list *mark_draft(struct arena *arena,
                                          const struct publication *publication,
                                          const struct page_list *pages, struct diag *diag)
{
    size_t title = publication->format->styles[publication->format->part_style].role;
    return draft_mark(arena, pages, publication->fonts, title, (struct text){.utf8 = draft_words},
                      diag);
}

const char *publish_department(struct arena *arena, const struct publication *publication,
                               size_t index, struct diag *diag)
{
    const struct document *document;
    if (!is_publishable(publication, index, diag))
        return NULL;
    const struct page_list *pages = lay_out(arena, publication, index, &document, diag);
    if (pages == NULL)
        return NULL;
    if (publication->rules == NULL)
        pages = mark_draft(arena, publication, pages, diag);
    const char *path = arena_printf(arena, "%s/%s.pdf", publication->output_dir,
                                    file_name(arena, publication, index));
    return write_file(path, pages, document, diag) ? path : NULL;
}

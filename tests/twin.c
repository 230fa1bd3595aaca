/* The document of a department as another kind of PDF than `banxin render` makes, for tests:
 *
 *   twin BOOK DATA_DIR CODE KIND OUT.pdf    KIND: archive, bare, twin (render/pdf.h)
 *   twin BOOK DATA_DIR CODE ROUNDS          what tags and attachments cost
 *
 * The second prints, for each round and kind, the CPU time from records to PDF in microseconds and
 * the bytes. Kinds take turns in one process, so what else the machine does meets all of them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "render/pdf.h"
#include "render/publish.h"
#include "render/session.h"

static const char *const kinds[] = {
    [PDF_ARCHIVE] = "archive", [PDF_BARE] = "bare", [PDF_TWIN] = "twin"};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static size_t index_of_kind(const char *name)
{
    size_t kind = 0;
    while (kind < KIND_COUNT && strcmp(kinds[kind], name) != 0)
        kind++;
    return kind;
}

static size_t index_of_department(const struct book *book, const char *code)
{
    size_t index = 0;
    while (index < book_department_count(book) &&
           strcmp(book_department(book, index)->code, code) != 0)
        index++;
    return index;
}

/* Writes department INDEX as KIND. What is attached is made only where it is wanted. */
static bool write_kind(const struct publication *publication, size_t index, enum pdf_kind kind,
                       struct sink sink, struct diag *diag)
{
    struct arena *arena = arena_new();
    const struct page_list *pages = NULL;
    struct pdf_info info;
    bool done = publish_compose(arena, publication, index, &pages, &info, diag);
    info.kind = kind;
    if (kind != PDF_ARCHIVE)
        info.file_count = 0;
    done = done && pdf_write(pages, &info, sink, diag);
    arena_free(arena);
    return done;
}

static bool write_file(const struct publication *publication, size_t index, enum pdf_kind kind,
                       const char *path, struct diag *diag)
{
    struct sink_file *file = sink_file_open(path);
    if (file == NULL)
        return false;
    if (write_kind(publication, index, kind, sink_file_sink(file), diag))
        return sink_file_commit(file);
    sink_file_discard(file);
    return false;
}

static bool count_bytes(void *context, const void *bytes, size_t length)
{
    (void)bytes;
    *(size_t *)context += length;
    return true;
}

static int64_t cpu_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A pack that attaches nothing: records are not read for it. The printed cells still are made, as
 * they stand beside the PDF in any case. */
static struct format without_attachments(const struct format *format)
{
    struct format other = *format;
    other.attaches_data = other.attaches_records = false;
    return other;
}

static bool take_turns(const struct publication *publication, size_t index, int rounds,
                       struct diag *diag)
{
    const struct format less = without_attachments(publication->format);
    struct publication bare = *publication;
    bare.format = &less;
    for (int round = 0; round < rounds; round++) {
        for (size_t kind = 0; kind < KIND_COUNT; kind++) {
            size_t bytes = 0;
            int64_t start = cpu_microseconds();
            if (!write_kind(kind == PDF_ARCHIVE ? publication : &bare, index, (enum pdf_kind)kind,
                            (struct sink){count_bytes, &bytes}, diag))
                return false;
            printf("%s %lld %zu\n", kinds[kind], (long long)(cpu_microseconds() - start), bytes);
        }
    }
    return true;
}

static bool run(const struct session *session, char **arguments, int count, struct diag *diag)
{
    size_t index = index_of_department(session->book, arguments[3]);
    const struct publication publication = {.book = session->book,
                                            .format = session->format,
                                            .fonts = session->fonts,
                                            .rules = session->rules,
                                            .faults = diag};
    if (index == book_department_count(session->book))
        return false;
    if (count == 5)
        return take_turns(&publication, index, atoi(arguments[4]), diag);
    size_t kind = index_of_kind(arguments[4]);
    return kind < KIND_COUNT &&
           write_file(&publication, index, (enum pdf_kind)kind, arguments[5], diag);
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: twin BOOK DATA_DIR CODE (archive|bare|twin OUT.pdf | ROUNDS)\n");
        return EXIT_UNUSABLE;
    }
    const struct call call = {.command = COMMAND_RENDER, .book = argv[1], .data = argv[2]};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct session session;
    bool done = session_open(arena, &call, &session, diag) && run(&session, argv, argc, diag);
    if (!done)
        diag_print(diag, 0, stderr);
    session_close(&session);
    diag_free(diag);
    arena_free(arena);
    return done ? EXIT_ALL_WELL : EXIT_UNUSABLE;
}

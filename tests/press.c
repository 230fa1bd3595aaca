/* Publishes departments one after another in this process, for measuring what that takes:
 *
 *   press BOOK DATA_DIR OUTPUT_DIR ROUNDS [plain|prepared [archive|bare]]
 *
 * prepared: with the faces as a large batch prepares them. bare: only the PDF, without tags and
 * attachments, of records that are not checked. Prints the departments published and the CPU time
 * they took in seconds, without what comes before the first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "render/publish.h"
#include "render/session.h"

static bool press_bare(struct arena *arena, const struct publication *publication, size_t index,
                       struct diag *diag)
{
    const struct page_list *pages;
    struct pdf_info info;
    if (!publish_compose(arena, publication, index, &pages, &info, diag))
        return false;
    const char *code = book_department(publication->book, index)->code;
    info.kind = PDF_BARE;
    return publish_pdf(arena_printf(arena, "%s/%s.pdf", publication->output_dir, code), pages,
                       &info, diag) == PUBLISH_DONE;
}

static bool press(struct arena *arena, const struct publication *publication, size_t index,
                  struct diag *diag)
{
    struct published published;
    return publish_department(arena, publication, index, &published, diag) == PUBLISH_DONE;
}

static bool publish_all(const struct session *session, const char *out, bool bare,
                        struct diag *diag)
{
    struct format format = *session->format;
    const struct publication publication = {.book = session->book,
                                            .format = &format,
                                            .fonts = session->fonts,
                                            .rules = session->rules,
                                            .output_dir = out,
                                            .faults = diag};
    if (bare)
        format.attaches_data = format.attaches_records = false;
    bool done = true;
    for (size_t i = 0; i < book_department_count(session->book); i++) {
        struct arena *arena = arena_new();
        done = (bare ? press_bare : press)(arena, &publication, i, diag) && done;
        arena_free(arena);
    }
    return done;
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool has_word(int argc, char **argv, int index, const char *word)
{
    return argc > index && strcmp(argv[index], word) == 0;
}

int main(int argc, char **argv)
{
    if (argc < 5 || argc > 7) {
        fprintf(stderr,
                "usage: press BOOK DATA_DIR OUTPUT_DIR ROUNDS [plain|prepared [archive|bare]]\n");
        return EXIT_UNUSABLE;
    }
    const struct call call = {.command = COMMAND_RENDER, .book = argv[1], .data = argv[2]};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct session session;
    mkdir(argv[3], 0777); /* where it is there already, so much the better */
    bool done = session_open(arena, &call, &session, diag);
    if (done && has_word(argc, argv, 5, "prepared"))
        font_set_prepare(session.fonts);
    int rounds = atoi(argv[4]);
    double start = cpu_seconds();
    for (int round = 0; done && round < rounds; round++)
        done = publish_all(&session, argv[3], has_word(argc, argv, 6, "bare"), diag);
    if (done)
        printf("%zu %.4f\n", book_department_count(session.book) * (size_t)rounds,
               cpu_seconds() - start);
    else
        diag_print(diag, 0, stderr);
    session_close(&session);
    diag_free(diag);
    arena_free(arena);
    return done ? EXIT_ALL_WELL : EXIT_UNUSABLE;
}

/* Publishes departments one after another in this process, for measuring what that takes:
 *
 *   press BOOK DATA_DIR OUTPUT_DIR ROUNDS [plain|prepared]
 *
 * prepared: with the faces as a large batch prepares them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "render/publish.h"
#include "render/session.h"

static bool publish_all(const struct session *session, const char *out, struct diag *diag)
{
    const struct publication publication = {.book = session->book,
                                            .format = session->format,
                                            .fonts = session->fonts,
                                            .rules = session->rules,
                                            .output_dir = out,
                                            .faults = diag};
    bool done = true;
    for (size_t i = 0; i < book_department_count(session->book); i++) {
        struct arena *arena = arena_new();
        struct published published;
        done = publish_department(arena, &publication, i, &published, diag) == PUBLISH_DONE && done;
        arena_free(arena);
    }
    return done;
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: press BOOK DATA_DIR OUTPUT_DIR ROUNDS [plain|prepared]\n");
        return EXIT_UNUSABLE;
    }
    const struct call call = {.command = COMMAND_RENDER, .book = argv[1], .data = argv[2]};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct session session;
    mkdir(argv[3], 0777); /* where it is there already, so much the better */
    bool done = session_open(arena, &call, &session, diag);
    if (done && argc == 6 && strcmp(argv[5], "prepared") == 0)
        font_set_prepare(session.fonts);
    for (int round = 0; done && round < atoi(argv[4]); round++)
        done = publish_all(&session, argv[3], diag);
    if (!done)
        diag_print(diag, 0, stderr);
    session_close(&session);
    diag_free(diag);
    arena_free(arena);
    return done ? EXIT_ALL_WELL : EXIT_UNUSABLE;
}

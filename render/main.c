/* The program: what was called for, from the book to the output. Exit statuses: render/call.h. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/arena.h"
#include "fonts/font_use.h"
#include "render/batch.h"
#include "render/call.h"
#include "render/check_command.h"
#include "render/diff_command.h"
#include "render/fonts_report.h"
#include "render/merge.h"
#include "render/publish.h"
#include "render/session.h"
#include "render/verify_command.h"

static enum diag_language user_language(void)
{
    const char *locale = setlocale(LC_MESSAGES, NULL);
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0') {
            locale = value; /* also when the machine has not installed that locale */
            break;
        }
    }
    return diag_language_of(locale);
}

/* The program's data: beside the program where it was built, or where it is installed. */
static const char *find_data(struct arena *arena)
{
    static const char *const places[] = {"../data", "../share/banxin"};
    char exe[4096];
    ssize_t length = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (length < 0)
        return places[0];
    exe[length] = '\0';
    char *slash = strrchr(exe, '/');
    if (slash != NULL)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *dir = arena_printf(arena, "%s/%s", exe, places[i]);
        char *whole = realpath(dir, NULL);
        if (whole == NULL)
            continue;
        dir = arena_strdup(arena, whole);
        free(whole);
        if (access(arena_printf(arena, "%s/subjects.csv", dir), R_OK) == 0)
            return dir;
    }
    return arena_printf(arena, "%s/%s", exe, places[0]);
}

/* ---- the commands -------------------------------------------------------------------------- */

static int render(const struct call *call, struct arena *arena, struct diag *diag)
{
    struct session session;
    int status = EXIT_UNUSABLE;
    if (session_open(arena, call, &session, diag))
        status = batch_render(call, &session, arena, diag);
    else
        diag_print(diag, 0, stderr);
    session_close(&session);
    return status;
}

/* Sets what is wanted without writing it, and reports the fonts. */
static int report_fonts(const struct call *call, const struct session *session, struct diag *diag)
{
    struct font_use *use = font_use_new(session->fonts);
    const struct publication publication = {
        session->book, session->format, font_use_set(use), NULL, NULL, diag};
    diag_print(diag, 0, stderr);
    for (size_t i = 0; i < book_department_count(session->book); i++) {
        if (!call_wants(call, book_department(session->book, i)->code))
            continue;
        struct arena *arena = arena_new();
        size_t printed = diag_count(diag);
        publish_lay_out(arena, &publication, i, diag);
        diag_print(diag, printed, stderr);
        arena_free(arena);
    }
    size_t missing = fonts_report_print(session->fonts, use, diag_language(diag), stdout);
    font_use_free(use);
    return missing > 0 || diag_errors(diag) > 0 ? EXIT_SOME_REFUSED : EXIT_ALL_WELL;
}

static int fonts(const struct call *call, struct arena *arena, struct diag *diag)
{
    struct session session;
    int status = EXIT_UNUSABLE;
    if (session_open(arena, call, &session, diag))
        status = report_fonts(call, &session, diag);
    else
        diag_print(diag, 0, stderr);
    session_close(&session);
    return fflush(stdout) == 0 ? status : EXIT_UNUSABLE;
}

static int merge(const struct call *call, struct arena *arena, struct diag *diag)
{
    (void)arena;
    bool done = merge_outputs(call->output, call->operands.items, call->operands.count, diag);
    diag_print(diag, 0, stderr);
    return done ? EXIT_ALL_WELL : EXIT_UNUSABLE;
}

typedef int command_fn(const struct call *call, struct arena *arena, struct diag *diag);

static command_fn *const commands[COMMAND_COUNT] = {
    [COMMAND_RENDER] = render, [COMMAND_CHECK] = check_command,
    [COMMAND_FONTS] = fonts,   [COMMAND_DIFF] = diff_command,
    [COMMAND_MERGE] = merge,   [COMMAND_VERIFY] = verify_command,
};

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(user_language());
    struct call call = {.data = find_data(arena)};
    int status = call_read(argc, argv, arena, &call, diag);
    if (status < 0)
        status = commands[call.command](&call, arena, diag);
    else
        diag_print(diag, 0, stderr);
    diag_free(diag);
    arena_free(arena);
    return status;
}

/* The program: what was called for, from the book to the output.
 *
 * Exit status: 0 every department written (fonts: no character missing), 1 some refused, 2 the call
 * or the book is unusable. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/arena.h"
#include "fonts/font_use.h"
#include "render/call.h"
#include "render/check_command.h"
#include "render/fonts_report.h"
#include "render/publish.h"

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

static int unusable(struct diag *diag)
{
    diag_print(diag, 0, stderr);
    return EXIT_UNUSABLE;
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

static bool make_directory(const char *path, struct diag *diag)
{
    struct stat status;
    if (mkdir(path, 0777) == 0 ||
        (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode)))
        return true;
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return false;
}

/* Reports the departments asked for that the book does not have. */
static void check_wanted(const struct call *call, const struct book *book, struct diag *diag)
{
    for (size_t i = 0; i < call->department_count; i++) {
        bool found = false;
        for (size_t k = 0; k < book_department_count(book) && !found; k++)
            found = strcmp(book_department(book, k)->code, call->departments[i]) == 0;
        diag_concern(diag, call->departments[i]);
        if (!found)
            diag_report(diag, (struct pos){"--department", 0, 0}, DIAG_DEPARTMENT_UNKNOWN,
                        call->departments[i], NULL);
    }
    diag_concern(diag, NULL);
}

/* Whoever reads the paths would take those that are lost for departments refused. */
static int refuse_output(struct diag *diag)
{
    size_t printed = diag_count(diag);
    diag_concern(diag, NULL);
    diag_report(diag, (struct pos){"stdout", 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    diag_print(diag, printed, stderr);
    return EXIT_UNUSABLE;
}

static void print_refused(const struct department *department, enum diag_language language)
{
    fprintf(stderr, "%s%s %s\n",
            language == DIAG_CHINESE ? "未公开：" : "not published: ", department->code,
            department->name);
}

/* ---- the commands -------------------------------------------------------------------------- */

/* Renders what is wanted; prints the paths of the files, and of each fault where it is. */
static int render_departments(const struct call *call, const struct publication *publication,
                              const struct font_use *use, struct diag *diag)
{
    size_t written = 0, refused = 0;
    for (size_t i = 0; i < book_department_count(publication->book); i++) {
        if (!call_wants(call, book_department(publication->book, i)->code))
            continue;
        struct arena *arena = arena_new();
        size_t printed = diag_count(diag);
        const char *path = publish_department(arena, publication, i, diag);
        diag_print(diag, printed, stderr);
        if (path != NULL)
            printf("%s\n", path);
        else
            print_refused(book_department(publication->book, i), diag_language(diag));
        written += path != NULL;
        refused += path == NULL;
        arena_free(arena);
    }
    if (fflush(stdout) != 0)
        return refuse_output(diag);
    size_t printed = diag_count(diag);
    diag_concern(diag, NULL);
    font_use_warn(use, diag);
    diag_print(diag, printed, stderr);
    return refused > 0 || diag_errors(diag) > 0 ? EXIT_SOME_REFUSED : EXIT_ALL_WELL;
}

/* Sets what is wanted without writing it, and reports the fonts. */
static int report_fonts(const struct call *call, const struct publication *publication,
                        const struct font_set *fonts, const struct font_use *use, struct diag *diag)
{
    for (size_t i = 0; i < book_department_count(publication->book); i++) {
        if (!call_wants(call, book_department(publication->book, i)->code))
            continue;
        struct arena *arena = arena_new();
        size_t printed = diag_count(diag);
        publish_lay_out(arena, publication, i, diag);
        diag_print(diag, printed, stderr);
        arena_free(arena);
    }
    size_t missing = fonts_report_print(fonts, use, diag_language(diag), stdout);
    if (fflush(stdout) != 0)
        return refuse_output(diag);
    return missing > 0 || diag_errors(diag) > 0 ? EXIT_SOME_REFUSED : EXIT_ALL_WELL;
}

/* The rules that hold for what is published; NULL for a draft. */
static const struct check_rules *read_rules(const struct call *call, struct arena *arena,
                                            struct diag *diag)
{
    if (call->command != COMMAND_RENDER || call->draft)
        return NULL;
    return check_rules_read(arena, arena_printf(arena, "%s/checks", call->data), diag);
}

/* Both commands do the same up to the fonts. */
static int run_call(const struct call *call, struct arena *arena, struct diag *diag)
{
    const struct book_options options = {call->data};
    const struct book *book = book_read(arena, call->book, &options, diag);
    if (book == NULL)
        return unusable(diag);
    check_wanted(call, book, diag);
    const char *pack = arena_printf(arena, "%s/formats/%s", call->data, book_format(book));
    const struct format *format = format_read(arena, pack, diag);
    const struct check_rules *rules = read_rules(call, arena, diag);
    bool writes = call->command == COMMAND_RENDER;
    if (format == NULL || diag_refuses_all(diag) || (writes && !make_directory(call->output, diag)))
        return unusable(diag);
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    if (fonts == NULL)
        return unusable(diag);
    struct font_use *use = font_use_new(fonts);
    const struct publication publication = {book, format, font_use_set(use), rules, call->output};
    if (writes)
        publish_check_names(&publication, diag);
    diag_print(diag, 0, stderr);
    int status = writes ? render_departments(call, &publication, use, diag)
                        : report_fonts(call, &publication, fonts, use, diag);
    font_use_free(use);
    font_set_close(fonts);
    return status;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    if (argc > 1 && strcmp(argv[1], "check") == 0) {
        int status = check_command(argc - 1, argv + 1, user_language(), find_data(arena));
        arena_free(arena);
        return status;
    }
    struct diag *diag = diag_new(user_language());
    struct call call = {.data = find_data(arena)};
    int status = call_read(argc, argv, arena, &call, diag);
    if (status < 0)
        status = run_call(&call, arena, diag);
    else
        diag_print(diag, 0, stderr);
    diag_free(diag);
    arena_free(arena);
    return status;
}

/* The command line.
 *
 * Exit status: 0 every department written, 1 some refused, 2 the call or the book is unusable. */
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/arena.h"
#include "render/publish.h"

enum { EXIT_ALL_WRITTEN = 0, EXIT_SOME_REFUSED = 1, EXIT_UNUSABLE = 2 };

static const char *const help_text[] = {
    [DIAG_CHINESE] = "版心 banxin：由预算数据排印部门预算公开文件（PDF）\n"
                     "\n"
                     "用法：\n"
                     "  banxin render 账套目录 -o 输出目录 [--department 部门编码]…\n"
                     "\n"
                     "选项：\n"
                     "  -o, --output 目录        PDF 写入该目录，没有则新建\n"
                     "      --department 编码    只排印该部门，可多次使用；不写则排印全部部门\n"
                     "      --data 目录          程序自带数据（科目、格式包）所在目录\n"
                     "  -h, --help               显示本说明\n"
                     "      --version            显示版本\n"
                     "\n"
                     "有错的部门不予排印，错误逐条列出：文件:行:列。\n"
                     "退出状态：0 全部写出；1 有部门未写出；2 命令或账套无法使用。\n",
    [DIAG_ENGLISH] =
        "banxin: typesets departmental budget publications (部门预算公开) from records as PDF\n"
        "\n"
        "Usage:\n"
        "  banxin render BOOK -o DIR [--department CODE]...\n"
        "\n"
        "Options:\n"
        "  -o, --output DIR         write the PDFs there; made if it is missing\n"
        "      --department CODE    only this department, may be repeated; default: all\n"
        "      --data DIR           where the program's own data is (subjects, format packs)\n"
        "  -h, --help               this help\n"
        "      --version            the version\n"
        "\n"
        "A department with a fault is not published; faults are listed as file:row:column.\n"
        "Exit status: 0 all written; 1 some departments refused; 2 unusable call or book.\n",
};

/* What was asked for. */
struct call {
    const char *book, *output, *data;
    const char **departments;
    size_t department_count, department_capacity;
};

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

static int refuse_call(struct diag *diag, enum diag_code code, const char *about)
{
    diag_report(diag, (struct pos){"banxin", 0, 0}, code, about, NULL);
    return unusable(diag);
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

/* ---- render -------------------------------------------------------------------------------- */

static bool wanted(const struct call *call, const char *code)
{
    for (size_t i = 0; i < call->department_count; i++) {
        if (strcmp(call->departments[i], code) == 0)
            return true;
    }
    return call->department_count == 0;
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

/* Renders what is wanted; prints the paths of the files, and of each fault where it is. */
static int render_departments(const struct call *call, const struct publication *publication,
                              struct diag *diag)
{
    size_t written = 0, refused = 0;
    for (size_t i = 0; i < book_department_count(publication->book); i++) {
        if (!wanted(call, book_department(publication->book, i)->code))
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
    return refused > 0 || diag_errors(diag) > 0 ? EXIT_SOME_REFUSED : EXIT_ALL_WRITTEN;
}

static int render_book(const struct call *call, struct arena *arena, struct diag *diag)
{
    const struct book_options options = {call->data};
    const struct book *book = book_read(arena, call->book, &options, diag);
    if (book == NULL)
        return unusable(diag);
    check_wanted(call, book, diag);
    const char *pack = arena_printf(arena, "%s/formats/%s", call->data, book_format(book));
    const struct format *format = format_read(arena, pack, diag);
    if (format == NULL || diag_refuses_all(diag) || !make_directory(call->output, diag))
        return unusable(diag);
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    if (fonts == NULL)
        return unusable(diag);
    const struct publication publication = {book, format, fonts, call->output};
    publish_check_names(&publication, diag);
    diag_print(diag, 0, stderr);
    int status = render_departments(call, &publication, diag);
    font_set_close(fonts);
    return status;
}

/* ---- the call ------------------------------------------------------------------------------ */

enum { OPTION_DEPARTMENT = 1000, OPTION_DATA, OPTION_VERSION };

static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                        {"department", required_argument, NULL, OPTION_DEPARTMENT},
                                        {"data", required_argument, NULL, OPTION_DATA},
                                        {"help", no_argument, NULL, 'h'},
                                        {"version", no_argument, NULL, OPTION_VERSION},
                                        {NULL, 0, NULL, 0}};

/* Reads the arguments into CALL. Returns -1 to go on, else the exit status. */
static int read_call(int argc, char **argv, struct arena *arena, struct call *call,
                     struct diag *diag)
{
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
        switch (option) {
        case 'o':
            call->output = optarg;
            break;
        case OPTION_DEPARTMENT:
            call->departments = arena_grow(arena, call->departments, call->department_count,
                                           &call->department_capacity, sizeof *call->departments);
            call->departments[call->department_count++] = optarg;
            break;
        case OPTION_DATA:
            call->data = optarg;
            break;
        case 'h':
            fputs(help_text[diag_language(diag)], stdout);
            return EXIT_ALL_WRITTEN;
        case OPTION_VERSION:
            puts("banxin " BANXIN_VERSION);
            return EXIT_ALL_WRITTEN;
        default:
            return refuse_call(diag, DIAG_CALL_OPTION, argv[optind - 1]);
        }
    }
    if (argc - optind < 1)
        return refuse_call(diag, DIAG_CALL_MISSING, "render");
    if (strcmp(argv[optind], "render") != 0)
        return refuse_call(diag, DIAG_CALL_COMMAND, argv[optind]);
    if (argc - optind != 2)
        return refuse_call(diag, DIAG_CALL_MISSING,
                           diag_language(diag) == DIAG_CHINESE ? "账套目录（一个）" : "one BOOK");
    if (call->output == NULL)
        return refuse_call(diag, DIAG_CALL_MISSING, "-o");
    call->book = argv[optind + 1];
    return -1;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(user_language());
    struct call call = {.data = find_data(arena)};
    int status = read_call(argc, argv, arena, &call, diag);
    if (status < 0)
        status = render_book(&call, arena, diag);
    diag_free(diag);
    arena_free(arena);
    return status;
}

/* `banxin check`: reads the book, checks its departments, prints the findings. */
#include "render/check_command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/check.h"
#include "data/document.h"
#include "render/check_html.h"
#include "render/check_report.h"
#include "render/sink.h"

enum { EXIT_CLEAN = 0, EXIT_FATAL = 1, EXIT_UNUSABLE = 2 };

/* What was asked for. */
struct call {
    const char *book, *data;
    const char *report; /* the page for the official; NULL: none */
    bool json, rules, help;
    const char **departments;
    size_t department_count, department_capacity;
};

static const char *const help_text[] = {
    [DIAG_CHINESE] =
        "用法：\n"
        "  banxin check 账套目录 [--department 部门编码]… [--json] [--report 文件.html]\n"
        "  banxin check --rules\n"
        "\n"
        "选项：\n"
        "      --department 编码    只检查该部门，可多次使用\n"
        "      --json               每条问题一行 JSON，最后一行为汇总\n"
        "      --report 文件        另存一页 HTML 检查报告，供审签\n"
        "      --rules              列出全部规则及其依据\n"
        "      --data 目录          程序自带数据（科目、格式包、规则）所在目录\n"
        "  -h, --help               显示本说明\n"
        "\n"
        "退出状态：0 没有致命问题；1 有致命问题或出错的部门；2 命令或账套无法使用。\n",
    [DIAG_ENGLISH] =
        "Usage:\n"
        "  banxin check BOOK [--department CODE]... [--json] [--report FILE.html]\n"
        "  banxin check --rules\n"
        "\n"
        "Options:\n"
        "      --department CODE    only this department, may be repeated\n"
        "      --json               a line of JSON for each finding, the last line sums up\n"
        "      --report FILE        write a page of HTML too, for the official who signs\n"
        "      --rules              list all rules with their sources\n"
        "      --data DIR           where the program's own data is (subjects, format packs, "
        "rules)\n"
        "  -h, --help               this help\n"
        "\n"
        "Exit status: 0 nothing fatal; 1 fatal findings or faulty departments; 2 unusable call or\n"
        "book.\n",
};

/* ---- the call ------------------------------------------------------------------------------ */

enum { OPTION_DEPARTMENT = 1000, OPTION_DATA, OPTION_JSON, OPTION_REPORT, OPTION_RULES };

static const struct option options[] = {{"department", required_argument, NULL, OPTION_DEPARTMENT},
                                        {"data", required_argument, NULL, OPTION_DATA},
                                        {"json", no_argument, NULL, OPTION_JSON},
                                        {"report", required_argument, NULL, OPTION_REPORT},
                                        {"rules", no_argument, NULL, OPTION_RULES},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};

static bool refuse_call(struct diag *diag, enum diag_code code, const char *about)
{
    diag_report(diag, (struct pos){"banxin check", 0, 0}, code, about, NULL);
    return false;
}

static bool read_option(struct arena *arena, struct call *call, int option)
{
    switch (option) {
    case OPTION_DEPARTMENT:
        call->departments = arena_grow(arena, call->departments, call->department_count,
                                       &call->department_capacity, sizeof *call->departments);
        call->departments[call->department_count++] = optarg;
        return true;
    case OPTION_DATA:
        call->data = optarg;
        return true;
    case OPTION_JSON:
        call->json = true;
        return true;
    case OPTION_REPORT:
        call->report = optarg;
        return true;
    case OPTION_RULES:
        call->rules = true;
        return true;
    case 'h':
        call->help = true;
        return true;
    default:
        return false;
    }
}

/* Reads the arguments into CALL; false after a report. */
static bool read_call(int argc, char **argv, struct arena *arena, struct call *call,
                      struct diag *diag)
{
    opterr = 0;
    optind = 0; /* the arguments are not those that main() has looked at */
    for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;)
        if (!read_option(arena, call, option))
            return refuse_call(diag, DIAG_CALL_OPTION, argv[optind - 1]);
    if (call->help || call->rules)
        return true;
    if (argc - optind != 1)
        return refuse_call(diag, DIAG_CALL_MISSING,
                           diag_language(diag) == DIAG_CHINESE ? "账套目录（一个）" : "one BOOK");
    call->book = argv[optind];
    return true;
}

/* ---- the book ------------------------------------------------------------------------------ */

static bool is_wanted(const struct call *call, const char *code)
{
    for (size_t i = 0; i < call->department_count; i++)
        if (strcmp(call->departments[i], code) == 0)
            return true;
    return call->department_count == 0;
}

static void check_wanted(const struct call *call, const struct book *book, struct diag *diag)
{
    for (size_t i = 0; i < call->department_count; i++) {
        size_t d = 0;
        while (d < book_department_count(book) &&
               strcmp(book_department(book, d)->code, call->departments[i]) != 0)
            d++;
        if (d == book_department_count(book))
            diag_report(diag, (struct pos){"departments.csv", 0, 0}, DIAG_DEPARTMENT_UNKNOWN,
                        call->departments[i], NULL);
    }
}

/* Faults that the text would have: what is missing is found by building the document. */
static void build_document(const struct format *format, const struct budget *budget,
                           struct diag *diag)
{
    struct arena *arena = arena_new();
    diag_concern(diag, budget->department->code);
    document_build(arena, format, budget, diag);
    diag_concern(diag, NULL);
    arena_free(arena);
}

/* What the departments of a run share. */
struct checking {
    const struct call *call;
    const struct check_rules *rules;
    const struct format *format;
    const struct book *book;
    struct check_report report;
    struct check_html *html; /* NULL: not asked for */
    struct diag *diag;
};

static void check_one(struct checking *c, const struct budget *budget)
{
    struct arena *arena = arena_new();
    const char *code = budget->department->code;
    size_t printed = diag_count(c->diag);
    struct check_findings findings = check_department(arena, c->rules, c->format, budget,
                                                      CHECK_LEVELS_ALL, diag_language(c->diag));
    if (!diag_refuses(c->diag, code))
        build_document(c->format, budget, c->diag);
    diag_print(c->diag, printed, stderr);
    check_report_department(&c->report, budget->department, diag_refuses(c->diag, code), &findings);
    if (c->html != NULL)
        check_html_add(c->html, budget->department, &findings);
    arena_free(arena);
}

/* Writes the page to the file that --report names. */
static bool write_page(struct checking *c)
{
    const struct buf *page = check_html_finish(c->html, c->diag);
    struct sink_file *file = sink_file_open(c->call->report);
    if (file != NULL) {
        struct sink sink = sink_file_sink(file);
        if (!sink.write(sink.context, page->bytes, page->length))
            sink_file_discard(file);
        else if (sink_file_commit(file))
            return true;
    }
    size_t printed = diag_count(c->diag);
    diag_report(c->diag, (struct pos){c->call->report, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno),
                NULL);
    diag_print(c->diag, printed, stderr);
    return false;
}

static int check_all(struct checking *c)
{
    for (size_t i = 0; i < book_department_count(c->book); i++) {
        const struct budget budget = book_budget(c->book, i);
        if (is_wanted(c->call, budget.department->code))
            check_one(c, &budget);
    }
    check_report_end(&c->report);
    if (c->html != NULL && !write_page(c))
        return EXIT_UNUSABLE;
    return c->report.counts[CHECK_FATAL] > 0 || c->report.refused > 0 ? EXIT_FATAL : EXIT_CLEAN;
}

static int check_book(const struct call *call, struct arena *arena, const struct check_rules *rules,
                      struct diag *diag)
{
    const struct book_options book_options = {call->data};
    size_t printed = diag_count(diag);
    const struct book *book = book_read(arena, call->book, &book_options, diag);
    const struct format *format = NULL;
    if (book != NULL) {
        check_wanted(call, book, diag);
        format = format_read(
            arena, arena_printf(arena, "%s/formats/%s", call->data, book_format(book)), diag);
    }
    diag_print(diag, printed, stderr);
    if (format == NULL || diag_refuses_all(diag))
        return EXIT_UNUSABLE;
    struct checking checking = {
        .call = call,
        .rules = rules,
        .format = format,
        .book = book,
        .report = {.out = stdout, .language = diag_language(diag), .json = call->json},
        .html =
            call->report != NULL ? check_html_new(arena, book, rules, diag_language(diag)) : NULL,
        .diag = diag};
    return check_all(&checking);
}

static int run(const struct call *call, struct arena *arena, struct diag *diag)
{
    int status = EXIT_CLEAN;
    if (call->help) {
        fputs(help_text[diag_language(diag)], stdout);
    } else {
        const char *path = arena_printf(arena, "%s/checks", call->data);
        const struct check_rules *rules = check_rules_read(arena, path, diag);
        diag_print(diag, 0, stderr);
        if (rules == NULL)
            status = EXIT_UNUSABLE;
        else if (call->rules)
            check_report_rules(rules, diag_language(diag), call->json, stdout);
        else
            status = check_book(call, arena, rules, diag);
    }
    return fflush(stdout) == 0 ? status : EXIT_UNUSABLE;
}

int check_command(int argc, char **argv, enum diag_language language, const char *data_dir)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(language);
    struct call call = {.data = data_dir};
    int status = EXIT_UNUSABLE;
    if (read_call(argc, argv, arena, &call, diag))
        status = run(&call, arena, diag);
    else
        diag_print(diag, 0, stderr);
    diag_free(diag);
    arena_free(arena);
    return status;
}

/* Reading the command line. See call.h. */
#include "render/call.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char *const help_text[] = {
    [DIAG_CHINESE] =
        "版心 banxin：由预算数据排印部门预算公开文件（PDF）\n"
        "\n"
        "用法：\n"
        "  banxin render 账套目录 -o 输出目录 [--draft] [--department 部门编码]…\n"
        "  banxin check 账套目录 [--json] [--report 文件.html] [--department 部门编码]…\n"
        "  banxin check --rules\n"
        "  banxin fonts 账套目录 [--department 部门编码]…\n"
        "\n"
        "render 先检查，再排印；check 列出检查发现的问题（详见 banxin check --help）；\n"
        "fonts 列出各字体角色所用的字体、代替的字和缺字。\n"
        "\n"
        "选项：\n"
        "  -o, --output 目录        PDF 写入该目录，没有则新建\n"
        "      --draft              有致命问题也排印，每页标“草稿”，文件名加“草稿”\n"
        "      --department 编码    只处理该部门，可多次使用；不写则为全部部门\n"
        "      --data 目录          程序自带数据（科目、格式包）所在目录\n"
        "  -h, --help               显示本说明\n"
        "      --version            显示版本\n"
        "\n"
        "有错或有致命问题的部门不予排印，逐条列出：文件:行:列。\n"
        "退出状态：0 全部写出；1 有部门未写出或有缺字；2 命令或账套无法使用。\n",
    [DIAG_ENGLISH] =
        "banxin: typesets departmental budget publications (部门预算公开) from records as PDF\n"
        "\n"
        "Usage:\n"
        "  banxin render BOOK -o DIR [--draft] [--department CODE]...\n"
        "  banxin check BOOK [--json] [--report FILE.html] [--department CODE]...\n"
        "  banxin check --rules\n"
        "  banxin fonts BOOK [--department CODE]...\n"
        "\n"
        "render checks, then writes the PDFs; check lists its findings (see banxin check "
        "--help);\n"
        "fonts lists the fonts of each role, characters set in fallback fonts, and missing ones.\n"
        "\n"
        "Options:\n"
        "  -o, --output DIR         write the PDFs there; made if it is missing\n"
        "      --draft              despite fatal findings, with 草稿 across every page and in\n"
        "                           the files' names\n"
        "      --department CODE    only this department, may be repeated; default: all\n"
        "      --data DIR           where the program's own data is (subjects, format packs)\n"
        "  -h, --help               this help\n"
        "      --version            the version\n"
        "\n"
        "A department with a fault or a fatal finding is not published; all are listed as "
        "file:row:column.\n"
        "Exit status: 0 all written; 1 some departments refused or characters missing; 2 unusable\n"
        "call or book.\n",
};

enum { OPTION_DEPARTMENT = 1000, OPTION_DATA, OPTION_DRAFT, OPTION_VERSION };

static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                        {"department", required_argument, NULL, OPTION_DEPARTMENT},
                                        {"data", required_argument, NULL, OPTION_DATA},
                                        {"draft", no_argument, NULL, OPTION_DRAFT},
                                        {"help", no_argument, NULL, 'h'},
                                        {"version", no_argument, NULL, OPTION_VERSION},
                                        {NULL, 0, NULL, 0}};

static const char *const COMMANDS[] = {[COMMAND_RENDER] = "render", [COMMAND_FONTS] = "fonts"};

static int refuse(struct diag *diag, enum diag_code code, const char *about)
{
    diag_report(diag, (struct pos){"banxin", 0, 0}, code, about, NULL);
    return EXIT_UNUSABLE;
}

static bool find_command(const char *name, enum command *command)
{
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        if (strcmp(name, COMMANDS[i]) == 0) {
            *command = (enum command)i;
            return true;
        }
    }
    return false;
}

/* The command and the book, the only arguments that are no options. */
static int read_operands(int count, char **operands, struct call *call, struct diag *diag)
{
    if (count < 1)
        return refuse(diag, DIAG_CALL_MISSING, COMMANDS[COMMAND_RENDER]);
    if (!find_command(operands[0], &call->command))
        return refuse(diag, DIAG_CALL_COMMAND, operands[0]);
    if (count != 2)
        return refuse(diag, DIAG_CALL_MISSING,
                      diag_language(diag) == DIAG_CHINESE ? "账套目录（一个）" : "one BOOK");
    if (call->command == COMMAND_RENDER && call->output == NULL)
        return refuse(diag, DIAG_CALL_MISSING, "-o");
    if (call->command == COMMAND_FONTS && (call->output != NULL || call->draft))
        return refuse(diag, DIAG_CALL_OPTION, call->draft ? "--draft" : "-o");
    call->book = operands[1];
    return -1;
}

int call_read(int argc, char **argv, struct arena *arena, struct call *call, struct diag *diag)
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
        case OPTION_DRAFT:
            call->draft = true;
            break;
        case 'h':
            fputs(help_text[diag_language(diag)], stdout);
            return EXIT_ALL_WELL;
        case OPTION_VERSION:
            puts("banxin " BANXIN_VERSION);
            return EXIT_ALL_WELL;
        default:
            return refuse(diag, DIAG_CALL_OPTION, argv[optind - 1]);
        }
    }
    return read_operands(argc - optind, argv + optind, call, diag);
}

bool call_wants(const struct call *call, const char *code)
{
    for (size_t i = 0; i < call->department_count; i++) {
        if (strcmp(call->departments[i], code) == 0)
            return true;
    }
    return call->department_count == 0;
}

/* `banxin verify`: file by file. */
#include "render/verify_command.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "render/pdf_reader.h"
#include "render/verify.h"

/* Of the address space: a few bytes may say that they are gigabytes when decompressed. Documents take
 * some 25 times their size. */
#define MEMORY_LEAST    ((rlim_t)2 << 30)
#define MEMORY_PER_BYTE ((rlim_t)100)
#define MEMORY_FILE_MAX ((rlim_t)1 << 40)

/* Sanitizers need more than there is. */
#ifdef __SANITIZE_ADDRESS__
#define MEMORY_IS_LIMITED 0
#else
#define MEMORY_IS_LIMITED 1
#endif

/* Of what a process may have, by ALLOWED, as much as the file at PATH needs. If that cannot be limited,
 * it is not. */
static void limit_memory(const char *path, struct rlimit allowed)
{
    struct stat status;
    rlim_t size = stat(path, &status) == 0 && status.st_size > 0 ? (rlim_t)status.st_size : 0;
    rlim_t limit = MEMORY_LEAST + MEMORY_PER_BYTE * (size < MEMORY_FILE_MAX ? size : 0);
    if (!MEMORY_IS_LIMITED || (allowed.rlim_cur != RLIM_INFINITY && allowed.rlim_cur <= limit))
        return;
    allowed.rlim_cur = limit;
    setrlimit(RLIMIT_AS, &allowed);
}

static void print_good(const struct diag *diag, const char *path, size_t cells)
{
    if (diag_language(diag) == DIAG_CHINESE)
        printf("%s：页面与数据文件一致，共 %zu 处\n", path, cells);
    else
        printf("%s: the pages agree with the data file, %zu cells\n", path, cells);
}

static int verify_file(const char *path, struct diag *diag)
{
    struct arena *arena = arena_new();
    size_t errors = diag_errors(diag), cells;
    int status = EXIT_UNUSABLE;
    const struct read_pdf *pdf = pdf_read(arena, path, diag);
    if (pdf != NULL)
        status = verify_pdf(arena, pdf, path, diag, &cells) && diag_errors(diag) == errors
                     ? EXIT_ALL_WELL
                     : EXIT_SOME_REFUSED;
    if (status == EXIT_ALL_WELL)
        print_good(diag, path, cells);
    arena_free(arena);
    return status;
}

int verify_command(const struct call *call, struct arena *arena, struct diag *diag)
{
    int status = EXIT_ALL_WELL;
    struct rlimit allowed = {RLIM_INFINITY, RLIM_INFINITY};
    (void)arena;
    getrlimit(RLIMIT_AS, &allowed);
    for (size_t i = 0; i < call->operands.count; i++) {
        size_t printed = diag_count(diag);
        limit_memory(call->operands.items[i], allowed);
        int one = verify_file(call->operands.items[i], diag);
        status = one > status ? one : status;
        diag_print(diag, printed, stderr);
    }
    return status;
}

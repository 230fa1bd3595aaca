/* `banxin check`: reads the book, checks its departments, prints the findings. */
#include "render/check_command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "data/check.h"
#include "data/document.h"
#include "render/check_html.h"
#include "render/check_report.h"
#include "render/session.h"
#include "render/sink.h"

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
    const struct session *session;
    struct check_report report;
    struct check_html *html; /* NULL: not asked for */
    struct diag *diag;
};

static void check_one(struct checking *c, size_t index)
{
    const struct session *session = c->session;
    const struct department *department = book_department(session->book, index);
    struct arena *arena = arena_new();
    struct budget budget;
    struct check_findings findings = {NULL, 0};
    size_t printed = diag_count(c->diag);
    if (book_load(arena, session->book, index, c->diag, &budget)) {
        findings = check_department(arena, session->rules, session->format, &budget,
                                    CHECK_LEVELS_ALL, diag_language(c->diag));
        if (!diag_refuses(c->diag, department->code))
            build_document(session->format, &budget, c->diag);
    }
    diag_print(c->diag, printed, stderr);
    check_report_department(&c->report, department, diag_refuses(c->diag, department->code),
                            &findings);
    if (c->html != NULL)
        check_html_add(c->html, department, &findings);
    arena_free(arena);
}

/* Writes the page to the file that --report names. */
static bool write_page(struct checking *c)
{
    const struct buf *page = check_html_finish(c->html, c->diag);
    if (sink_file_write(c->call->report, page->bytes, page->length))
        return true;
    size_t printed = diag_count(c->diag);
    diag_concern(c->diag, NULL);
    diag_report(c->diag, (struct pos){c->call->report, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno),
                NULL);
    diag_print(c->diag, printed, stderr);
    return false;
}

static int check_all(struct checking *c)
{
    const struct book *book = c->session->book;
    for (size_t i = 0; i < book_department_count(book); i++)
        if (call_wants(c->call, book_department(book, i)->code))
            check_one(c, i);
    check_report_end(&c->report);
    if (c->html != NULL && !write_page(c))
        return EXIT_UNUSABLE;
    bool good = c->report.counts[CHECK_FATAL] == 0 && c->report.refused == 0;
    return good && diag_errors(c->diag) == 0 ? EXIT_ALL_WELL : EXIT_SOME_REFUSED;
}

static int check_book(const struct call *call, struct arena *arena, struct diag *diag)
{
    struct session session;
    enum diag_language language = diag_language(diag);
    bool open = session_open(arena, call, &session, diag);
    int status = EXIT_UNUSABLE;
    diag_print(diag, 0, stderr);
    if (open) {
        struct checking checking = {
            .call = call,
            .session = &session,
            .report = {.out = stdout, .language = language, .json = call->json},
            .diag = diag};
        if (call->report != NULL)
            checking.html = check_html_new(arena, session.book, session.rules, language);
        status = check_all(&checking);
    }
    session_close(&session);
    return status;
}

static int list_rules(const struct call *call, struct arena *arena, struct diag *diag)
{
    const char *path = arena_printf(arena, "%s/checks", call->data);
    const struct check_rules *rules = check_rules_read(arena, path, diag);
    diag_print(diag, 0, stderr);
    if (rules == NULL)
        return EXIT_UNUSABLE;
    check_report_rules(rules, diag_language(diag), call->json, stdout);
    return EXIT_ALL_WELL;
}

int check_command(const struct call *call, struct arena *arena, struct diag *diag)
{
    int status = call->rules ? list_rules(call, arena, diag) : check_book(call, arena, diag);
    return fflush(stdout) == 0 ? status : EXIT_UNUSABLE;
}

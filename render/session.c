/* Opening what a run works with. */
#include "render/session.h"

#include <string.h>

/* Reports the departments asked for that the book does not have. */
static void check_wanted(const struct call *call, const struct book *book, struct diag *diag)
{
    for (size_t i = 0; i < call->departments.count; i++) {
        const char *code = call->departments.items[i];
        size_t k = 0;
        while (k < book_department_count(book) && strcmp(book_department(book, k)->code, code) != 0)
            k++;
        diag_concern(diag, code);
        if (k == book_department_count(book))
            diag_report(diag, (struct pos){"--department", 0, 0}, DIAG_DEPARTMENT_UNKNOWN, code,
                        NULL);
    }
    diag_concern(diag, NULL);
}

static bool needs_rules(const struct call *call)
{
    return call->command == COMMAND_CHECK || (call->command == COMMAND_RENDER && !call->draft);
}

bool session_open(struct arena *arena, const struct call *call, struct session *session,
                  struct diag *diag)
{
    const struct book_options options = {call->data};
    *session = (struct session){.book = book_open(arena, call->book, &options, diag)};
    if (session->book == NULL)
        return false;
    check_wanted(call, session->book, diag);
    session->format = format_read(
        arena, arena_printf(arena, "%s/formats/%s", call->data, book_format(session->book)), diag);
    if (needs_rules(call))
        session->rules =
            check_rules_read(arena, arena_printf(arena, "%s/checks", call->data), diag);
    if (session->format == NULL || diag_refuses_all(diag))
        return false;
    if (call->command != COMMAND_CHECK)
        session->fonts = font_set_open(session->format->roles, session->format->role_count, diag);
    return !diag_refuses_all(diag);
}

void session_close(struct session *session)
{
    font_set_close(session->fonts);
    book_close(session->book);
}

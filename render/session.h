/* What a run works with: the book, and what its documents are made with. Opened once; immutable
 * while departments are done. */
#ifndef BANXIN_SESSION_H
#define BANXIN_SESSION_H

#include <stdbool.h>

#include "data/book.h"
#include "data/check.h"
#include "data/format.h"
#include "fonts/font.h"
#include "render/call.h"

struct session {
    const struct book *book;
    const struct format *format;
    const struct check_rules *rules; /* NULL: a draft, or not needed */
    struct font_set *fonts;          /* NULL: not needed */
};

/* Opens what CALL's command needs. Departments asked for that the book does not have are reported
 * and no more. False after a report: nothing can be done. Close it in either case. */
bool session_open(struct arena *arena, const struct call *call, struct session *session,
                  struct diag *diag);
void session_close(struct session *session);

#endif

/* Gathering the causes. See causes.h. */
#include "render/causes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "layout/cjk.h"
#include "render/pdf.h"

/* Two builds of one version are taken for the same: a version is what is released. */
static struct hash program_hash(void)
{
    char text[256], icu[CJK_LIBRARY_SIZE];
    cjk_library(icu);
    int length =
        snprintf(text, sizeof text, "banxin %s, %s, %s", BANXIN_VERSION, icu, pdf_library());
    return hash_bytes(text, (size_t)length);
}

bool causes_shared(const struct session *session, struct hash causes[CAUSE_COUNT],
                   struct diag *diag)
{
    const char *file = "";
    memset(causes, 0, CAUSE_COUNT * sizeof *causes);
    causes[CAUSE_FORMAT] = session->format->digest;
    if (session->rules != NULL)
        causes[CAUSE_RULES] = check_rules_digest(session->rules);
    causes[CAUSE_PROGRAM] = program_hash();
    if (format_prints_classes(session->format))
        causes[CAUSE_SUBJECTS] = book_classes_digest(session->book);
    if (font_set_digest(session->fonts, &causes[CAUSE_FONTS], &file))
        return true;
    diag_report(diag, (struct pos){file, 0, 0}, DIAG_FILE_UNREADABLE, strerror(errno), NULL);
    return false;
}

/* forms.yaml is no matter to who has no projects. */
static bool uses_forms(const struct book *book, size_t index)
{
    return book_has_rows(book, index, BOOK_PROJECTS) || book_has_rows(book, index, BOOK_OVERALL) ||
           book_has_rows(book, index, BOOK_OVERALL_INDICATORS);
}

void causes_of(const struct session *session, const struct hash shared[CAUSE_COUNT], size_t index,
               struct hash causes[CAUSE_COUNT])
{
    struct book_digest digest = book_digest(session->book, index);
    memcpy(causes, shared, CAUSE_COUNT * sizeof *causes);
    causes[CAUSE_RECORDS] = digest.records;
    causes[CAUSE_SUBJECTS] = hash_join(shared[CAUSE_SUBJECTS], digest.subjects);
    causes[CAUSE_SETTINGS] = digest.settings;
    if (uses_forms(session->book, index))
        causes[CAUSE_FORMAT] = hash_join(causes[CAUSE_FORMAT], session->format->forms_digest);
}

unsigned causes_changed(const struct hash before[CAUSE_COUNT], const struct hash after[CAUSE_COUNT])
{
    unsigned changed = 0;
    for (size_t i = 0; i < CAUSE_COUNT; i++)
        if (!hash_equal(before[i], after[i]))
            changed |= 1U << i;
    return changed;
}

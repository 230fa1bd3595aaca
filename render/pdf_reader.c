/* Reading a PDF back: the order of the work. See pdf_reader.h. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "render/pdf_reader_parts.h"

#define DAMAGES_MAX 5 /* reported of one file: the first ones tell */

/* ---- faults that qpdf finds ---------------------------------------------------------------- */

static void report_damage(struct reader *reader)
{
    for (int i = 0; i < DAMAGES_MAX && qpdf_more_warnings(reader->qpdf); i++)
        reader_report(reader, DIAG_PDF_READ_DAMAGED,
                      qpdf_get_error_message_detail(reader->qpdf, qpdf_next_warning(reader->qpdf)),
                      NULL);
    if (qpdf_has_error(reader->qpdf))
        reader_report(reader, DIAG_PDF_READ_DAMAGED,
                      qpdf_get_error_message_detail(reader->qpdf, qpdf_get_error(reader->qpdf)),
                      NULL);
}

static bool report_failed(struct reader *reader, const char *reason)
{
    reader_report(reader, DIAG_PDF_READ_FAILED, reason, NULL);
    return false;
}

/* ---- the file ------------------------------------------------------------------------------ */

/* False after a report. A plain file: a pipe could be waited for without end. */
static bool open_file(struct reader *reader)
{
    struct stat status;
    if (stat(reader->path, &status) != 0)
        return report_failed(reader, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return report_failed(reader, strerror(S_ISDIR(status.st_mode) ? EISDIR : EINVAL));
    qpdf_silence_errors(reader->qpdf);
    qpdf_set_suppress_warnings(reader->qpdf, QPDF_TRUE);
    qpdf_set_attempt_recovery(reader->qpdf, QPDF_FALSE);
    QPDF_ERROR_CODE code = qpdf_read(reader->qpdf, reader->path, NULL);
    if ((code & QPDF_ERRORS) != 0) {
        qpdf_error error = qpdf_get_error(reader->qpdf);
        if (qpdf_get_error_code(reader->qpdf, error) == qpdf_e_password)
            reader_report(reader, DIAG_PDF_READ_ENCRYPTED, NULL, NULL);
        else
            report_failed(reader, qpdf_get_error_message_detail(reader->qpdf, error));
        return false;
    }
    if (!qpdf_is_encrypted(reader->qpdf))
        return true;
    reader_report(reader, DIAG_PDF_READ_ENCRYPTED, NULL, NULL);
    return false;
}

static const struct read_page *list_pages(const struct reader *reader)
{
    struct read_page *pages = arena_array(reader->arena, reader->page_count, sizeof *pages);
    for (size_t i = 0; i < reader->page_count; i++) {
        const struct page_content *content = &reader->pages[i].content;
        pages[i] = (struct read_page){.label = reader->pages[i].label,
                                      .artifacts = content->artifacts,
                                      .artifact_count = content->artifact_count,
                                      .loose = content->loose.bytes};
    }
    return pages;
}

/* False after a report. */
static bool read_document(struct reader *reader, struct read_pdf *pdf)
{
    qpdf_oh root = qpdf_get_root(reader->qpdf);
    if (!qpdf_oh_is_dictionary(reader->qpdf, root))
        return report_failed(reader, "Root");
    if (!pages_read(reader, root))
        return false;
    fonts_hash(reader);
    pdf->root = tree_read(reader, root);
    files_read(reader, root, pdf);
    pdf->printed = reader->printed;
    pdf->sealed = seal_read(reader->path);
    pdf->pages = list_pages(reader);
    pdf->page_count = reader->page_count;
    object_release(reader, root);
    return pdf->root != NULL && !reader->exhausted;
}

const struct read_pdf *pdf_read(struct arena *arena, const char *path, struct diag *diag)
{
    struct read_pdf *pdf = arena_alloc(arena, sizeof *pdf);
    struct reader reader = {.arena = arena,
                            .scratch = arena_new(),
                            .tokens = arena_new(),
                            .qpdf = qpdf_init(),
                            .path = path,
                            .diag = diag};
    bool read = open_file(&reader) && read_document(&reader, pdf);
    report_damage(&reader);
    qpdf_cleanup(&reader.qpdf);
    arena_free(reader.tokens);
    arena_free(reader.scratch);
    return read ? pdf : NULL;
}

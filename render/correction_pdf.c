/* The 更正说明 as a file. */
#include "render/correction_pdf.h"

#include <errno.h>
#include <string.h>

#include "data/correction.h"
#include "layout/layout.h"
#include "render/pdf.h"
#include "render/sink.h"

const char *correction_path(struct arena *arena, const char *dir, const char *file)
{
    return arena_printf(arena, "%s/%s-更正说明.pdf", dir, file);
}

static bool write_pages(const char *path, const struct page_list *pages,
                        const struct document *document, struct diag *diag)
{
    const struct pdf_info info = {document->title.utf8, document->language};
    struct sink_file *file = sink_file_open(path);
    if (file != NULL && !pdf_write(pages, &info, sink_file_sink(file), diag)) {
        sink_file_discard(file);
        return false;
    }
    if (file != NULL && sink_file_commit(file))
        return true;
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return false;
}

bool correction_write(struct arena *arena, const struct format *format,
                      const struct font_set *fonts, const struct changed_department *department,
                      const struct change_list *changes, const char *path, struct diag *diag)
{
    diag_concern(diag, department->code);
    const struct document *document = correction_build(arena, format, department, changes, diag);
    const struct page_list *pages =
        document != NULL ? layout_document(arena, document, fonts, diag) : NULL;
    return pages != NULL && write_pages(path, pages, document, diag);
}

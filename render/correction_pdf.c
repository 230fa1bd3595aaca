/* The 更正说明 as a file. */
#include "render/correction_pdf.h"

#include "data/correction.h"
#include "layout/layout.h"
#include "render/publish.h"

const char *correction_path(struct arena *arena, const char *dir, const char *file)
{
    return arena_printf(arena, "%s/%s-更正说明.pdf", dir, file);
}

bool correction_write(struct arena *arena, const struct format *format,
                      const struct font_set *fonts, const struct changed_department *department,
                      const struct change_list *changes, const char *path, struct diag *diag)
{
    diag_concern(diag, department->code);
    const struct document *document = correction_build(arena, format, department, changes, diag);
    const struct page_list *pages =
        document != NULL ? layout_document(arena, document, fonts, diag) : NULL;
    if (pages == NULL)
        return false;
    const struct pdf_info info = publish_info(document);
    return publish_pdf(path, pages, &info, diag) == PUBLISH_DONE;
}

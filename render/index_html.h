/* DIR/index.html: what an output directory holds, for people: one page, nothing to fetch. */
#ifndef BANXIN_INDEX_HTML_H
#define BANXIN_INDEX_HTML_H

#include "render/manifest.h"

/* Writes the page of MANIFEST to DIR/index.html, whole or not at all. False after a report. The
 * same manifest gives the same bytes. */
bool index_html_write(const char *dir, const struct manifest *manifest, enum diag_language language,
                      struct diag *diag);

#endif

/* Markup around text that others wrote. Private to render/. */
#ifndef BANXIN_HTML_H
#define BANXIN_HTML_H

#include "render/buf.h"

/* Adds TEXT where markup has no meaning, in an element or an attribute. Control characters, which
 * HTML does not allow, are shown by their Unicode pictures. */
void html_text(struct buf *out, const char *text);

/* Adds TEXT in element TAG, which may have attributes: `td class="n"`. */
void html_element(struct buf *out, const char *tag, const char *text);

#endif

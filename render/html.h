/* Markup around text that others wrote. Private to render/. */
#ifndef BANXIN_HTML_H
#define BANXIN_HTML_H

#include "render/buf.h"

/* Adds TEXT where markup has no meaning, in an element or an attribute. Control characters, which
 * HTML does not allow, are shown by their Unicode pictures. */
void html_text(struct buf *out, const char *text);

/* Adds TEXT in element TAG, which may have attributes: `td class="n"`. */
void html_element(struct buf *out, const char *tag, const char *text);

/* Adds NAME as one segment of a relative address (RFC 3986, 3.3) that may stand in an attribute.
 * What is not ASCII stays as it is, as WHATWG's URL standard allows: a third of the bytes. */
void html_segment(struct buf *out, const char *name);

#endif

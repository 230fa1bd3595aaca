/* Escaping for HTML. See html.h. */
#include "render/html.h"

#include <stdbool.h>
#include <string.h>

/* Is P at a control of C1, U+0080 to U+009F? */
static bool is_c1(const char *p)
{
    unsigned char next = (unsigned char)p[1];
    return (unsigned char)*p == 0xC2 && next >= 0x80 && next < 0xA0;
}

/* Adds the character at P if HTML has no place for it (HTML 13.2.2, control-character-in-input-
 * stream), and returns its bytes; else 0. Those of C1 have no pictures. */
static size_t add_control(struct buf *out, const char *p)
{
    unsigned char byte = (unsigned char)*p;
    if (byte < 0x20 && byte != '\n')
        buf_printf(out, "&#x%X;", 0x2400U + byte);
    else if (byte == 0x7F)
        buf_str(out, "&#x2421;");
    else if (is_c1(p))
        buf_str(out, "&#xFFFD;");
    else
        return 0;
    return byte == 0xC2 ? 2 : 1;
}

static void add_character(struct buf *out, char character)
{
    switch (character) {
    case '&':
        buf_str(out, "&amp;");
        break;
    case '<':
        buf_str(out, "&lt;");
        break;
    case '>':
        buf_str(out, "&gt;");
        break;
    case '"':
        buf_str(out, "&quot;");
        break;
    case '\'':
        buf_str(out, "&#39;");
        break;
    default:
        buf_byte(out, (unsigned char)character);
    }
}

void html_text(struct buf *out, const char *text)
{
    for (const char *p = text; *p != '\0';) {
        size_t control = add_control(out, p);
        if (control == 0)
            add_character(out, *p);
        p += control == 0 ? 1 : control;
    }
}

void html_element(struct buf *out, const char *tag, const char *text)
{
    buf_printf(out, "<%s>", tag);
    html_text(out, text);
    buf_printf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

void html_segment(struct buf *out, const char *name)
{
    static const char UNRESERVED[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-._~"; /* RFC 3986, 2.3 */
    for (const char *p = name; *p != '\0'; p++) {
        unsigned char byte = (unsigned char)*p;
        if (is_c1(p))
            buf_printf(out, "%%C2%%%02X", (unsigned)(unsigned char)*++p);
        else if (byte >= 0x80 || strchr(UNRESERVED, *p) != NULL)
            buf_byte(out, byte);
        else
            buf_printf(out, "%%%02X", (unsigned)byte);
    }
}

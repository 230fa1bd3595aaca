/* The fonts of a PDF: which codes stand for which glyphs, what text they extract to, and the
 * embedded subsets. Private to render/. */
#ifndef BANXIN_PDF_FONT_H
#define BANXIN_PDF_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/hash.h"
#include "fonts/font.h"
#include "render/buf.h"
#include "render/pdf_obj.h"

struct pdf_fonts;
struct pdf_font; /* a face in use */

struct pdf_fonts *pdf_fonts_new(struct arena *arena, struct pdf_objects *objects);

/* The font of FACE, new in the document when it was not used before. */
struct pdf_font *pdf_font_use(struct pdf_fonts *fonts, const struct font_face *face);

/* Its name among the page resources is F followed by this number. */
size_t pdf_font_number(const struct pdf_font *font);

struct pdf_code {
    uint16_t code; /* two bytes of a string shown in the font */
    bool exact;    /* the code extracts to the text asked for; else the page must say it */
};

/* The code for GLYPH where it stands for TEXT, which is not "". TEXT is kept, not copied. */
struct pdf_code pdf_font_code(struct pdf_font *font, uint32_t glyph, const char *text,
                              size_t length);

int32_t pdf_font_advance(const struct pdf_font *font, uint32_t glyph); /* [1/1000 em] */

/* Writes `/F1 4 0 R …`: the entries of the Font resource dictionary. */
void pdf_fonts_list(const struct pdf_fonts *fonts, struct buf *out);

/* Embeds all fonts used, with a CIDSet if CID_SETS (PDF/A-1 asks for it, PDF 2.0 has dropped it), and
 * joins their ToUnicode maps to PRINTED. False, with the reason in DIAG, when one cannot be embedded. */
bool pdf_fonts_write(struct pdf_fonts *fonts, bool cid_sets, struct hash *printed,
                     struct diag *diag);

#endif

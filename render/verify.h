/* Does a published PDF say what the data attached to it says? For third parties, who have nothing but
 * the file. */
#ifndef BANXIN_VERIFY_H
#define BANXIN_VERIFY_H

#include "render/pdf_reader.h"

/* Compares every cell of the attached data file with the cell on the page: value, page, labels of its
 * row and column, headings it stands under; nothing more may be on the pages but heads, headings,
 * contents and what repeats them. Then the hashes that the file tells of itself. Every difference
 * is reported at PATH with its page. Stores the number of cells compared. */
bool verify_pdf(struct arena *arena, const struct read_pdf *pdf, const char *path,
                struct diag *diag, size_t *cells);

#endif

/* `banxin fonts`: which fonts a book is set in, and what they lack. */
#ifndef BANXIN_FONTS_REPORT_H
#define BANXIN_FONTS_REPORT_H

#include <stdio.h>

#include "fonts/font_use.h"

/* Prints for each role its families and how much of the book's text each sets, then the characters
 * set in fallback faces, then those that no face has; USE has noted what was shaped with SET.
 * Returns the number of the last. */
size_t fonts_report_print(const struct font_set *set, const struct font_use *use,
                          enum diag_language language, FILE *out);

#endif

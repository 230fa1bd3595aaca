/* The progress of a batch on a terminal: a line with a bar, done/total, rate, time left, failures,
 * rewritten in place. Nothing at all where OUT is no terminal, or one that cannot go back in a line
 * (TERM is `dumb` or not set). NO_COLOR (no-color.org) is respected. A line never is wider than the
 * terminal; what has no room is left out, done/total last of all. What else is printed there goes
 * between progress_hide() and the next progress_show(). */
#ifndef BANXIN_PROGRESS_H
#define BANXIN_PROGRESS_H

#include <stddef.h>
#include <stdio.h>

#include "data/diag.h"

struct progress;

/* TOTAL tasks. NULL: OUT is no terminal, and all of these functions take that for silence. */
struct progress *progress_begin(FILE *out, enum diag_language language, size_t total);
/* Draws ten times a second at most, however often it is called; when all is done, at once. */
void progress_show(struct progress *progress, size_t done, size_t failed);
void progress_hide(struct progress *progress);
void progress_end(struct progress *progress); /* leaves an empty line; frees */

#endif

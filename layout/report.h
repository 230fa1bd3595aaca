/* Arguments of layout's diagnostics: lengths in points, texts cut to a readable length. */
#ifndef BANXIN_LAYOUT_REPORT_H
#define BANXIN_LAYOUT_REPORT_H

#include <stdint.h>

#include "data/arena.h"

/* "10.5": LENGTH in points, without zeros at the end. */
const char *report_points(struct arena *arena, int64_t length);

/* The beginning of UTF8, with … where it was cut. */
const char *report_excerpt(struct arena *arena, const char *utf8);

/* NUMBER in digits. */
const char *report_number(struct arena *arena, int64_t number);

#endif

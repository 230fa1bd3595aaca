/* Lengths. All geometry before the PDF writer is in integers: one unit is 1/1000 of a point,
 * so that 10.5 pt is exactly 10500 and a dump of a page can be compared as text. */
#ifndef BANXIN_UNIT_H
#define BANXIN_UNIT_H

#include <stdint.h>

typedef int32_t unit;

#define UNIT_POINT 1000
/* 400 inch: larger than any page PDF allows (200 inch). Some seventy of them fit into a unit. */
#define UNIT_MAX (400 * 72 * UNIT_POINT)

static inline unit unit_larger(unit a, unit b)
{
    return a > b ? a : b;
}

static inline unit unit_smaller(unit a, unit b)
{
    return a < b ? a : b;
}

/* LENGTH, or UNIT_MAX when it is longer. */
static inline unit unit_clip(int64_t length)
{
    return length < UNIT_MAX ? (unit)length : UNIT_MAX;
}

/* THOUSANDTHS of an em of type of SIZE, rounded half away from zero. */
static inline unit unit_of_em(int32_t thousandths, unit size)
{
    int64_t product = (int64_t)thousandths * size;
    return (unit)((product + (product < 0 ? -500 : 500)) / 1000);
}

#endif

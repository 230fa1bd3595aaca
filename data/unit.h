/* Lengths. All geometry before the PDF writer is in integers: one unit is 1/1000 of a point,
 * so that 10.5 pt is exactly 10500 and a dump of a page can be compared as text. */
#ifndef BANXIN_UNIT_H
#define BANXIN_UNIT_H

#include <stdint.h>

typedef int32_t unit;

#define UNIT_POINT 1000
#define UNIT_MAX                                                                                   \
    (400 * 72 *                                                                                    \
     UNIT_POINT) /* 400 inch: larger than any page PDF allows (200 inch)                \
                             */

#endif

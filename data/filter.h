/* Which records a sum takes: the filters of a pack, and the keys they are written with. */
#ifndef BANXIN_FILTER_H
#define BANXIN_FILTER_H

#include "data/format.h"
#include "data/pack.h"

/* True when FILTER takes FACT. Income has no category and no economic subject: a filter by these
 * takes none of it. */
bool filter_passes(const struct fact_filter *filter, const struct fact *fact);

/* True when WIDE takes every fact that NARROW takes, and others. */
bool filter_contains(const struct fact_filter *wide, const struct fact_filter *narrow);

/* The keys of a filter, for the schema of a struct that holds one at BASE. */
#define FILTER_FIELDS(base)                                                                        \
    {"fund", PACK_MASK, false, (base) + offsetof(struct fact_filter, funds), 0, fund_names},       \
        {"origin", PACK_MASK,   false, (base) + offsetof(struct fact_filter, origins),             \
         0,        origin_names},                                                                  \
        {"category", PACK_MASK,     false, (base) + offsetof(struct fact_filter, categories),      \
         0,          category_names},                                                              \
        {"operating", PACK_BOOL, false, (base) + offsetof(struct fact_filter, operating_only),     \
         0,           NULL},                                                                       \
    {                                                                                              \
        "economic", PACK_STRINGS, false, (base) + offsetof(struct fact_filter, dept_econ),         \
            (base) + offsetof(struct fact_filter, dept_econ_count), NULL                           \
    }

#endif

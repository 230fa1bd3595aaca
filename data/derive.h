/* The official tables, derived from records: generic kinds of rows × filtered sums. */
#ifndef BANXIN_DERIVE_H
#define BANXIN_DERIVE_H

#include "data/document.h"

struct derived_table {
    const struct table *table;
    bool empty; /* no records stand behind it */
};

/* Fills table FORMAT from the records of BUDGET. A record that has no place in the table's rows
 * (no revenue code in a revenue tree …) is reported at its field. */
struct derived_table derive_table(struct arena *arena, const struct format *format,
                                  const struct table_format *table, const struct budget *budget,
                                  struct diag *diag);

#endif

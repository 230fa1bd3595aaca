/* Which records a sum takes. */
#include "data/filter.h"

#include <string.h>

static bool mask_passes(unsigned mask, unsigned value)
{
    return mask == 0 || (mask & (1u << value)) != 0;
}

bool filter_passes(const struct fact_filter *filter, const struct fact *fact)
{
    if (!mask_passes(filter->funds, fact->fund) || !mask_passes(filter->origins, fact->origin))
        return false;
    if (filter->operating_only && !fact->agency->counts_operating)
        return false;
    bool spending = fact->kind == FACT_EXPENDITURE;
    if (filter->categories != 0 && !(spending && mask_passes(filter->categories, fact->category)))
        return false;
    if (filter->dept_econ_count == 0)
        return true;
    for (size_t i = 0; i < filter->dept_econ_count; i++) {
        const char *prefix = filter->dept_econ[i];
        if (spending && strncmp(fact->dept_econ, prefix, strlen(prefix)) == 0)
            return true;
    }
    return false;
}

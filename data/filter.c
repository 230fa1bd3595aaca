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

static bool mask_includes(unsigned wide, unsigned narrow)
{
    return wide == 0 || (narrow != 0 && (narrow & ~wide) == 0);
}

/* Every prefix of NARROW begins with one of WIDE. */
static bool prefixes_include(const struct fact_filter *wide, const struct fact_filter *narrow)
{
    if (wide->dept_econ_count == 0)
        return true;
    for (size_t i = 0; i < narrow->dept_econ_count; i++) {
        size_t k = 0;
        while (k < wide->dept_econ_count &&
               strncmp(narrow->dept_econ[i], wide->dept_econ[k], strlen(wide->dept_econ[k])) != 0)
            k++;
        if (k == wide->dept_econ_count)
            return false;
    }
    return narrow->dept_econ_count > 0;
}

static bool includes(const struct fact_filter *wide, const struct fact_filter *narrow)
{
    return mask_includes(wide->funds, narrow->funds) &&
           mask_includes(wide->origins, narrow->origins) &&
           mask_includes(wide->categories, narrow->categories) &&
           (!wide->operating_only || narrow->operating_only) && prefixes_include(wide, narrow);
}

bool filter_contains(const struct fact_filter *wide, const struct fact_filter *narrow)
{
    return includes(wide, narrow) && !includes(narrow, wide);
}

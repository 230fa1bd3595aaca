/* Findings as lines for people and as JSON for machines. Private to render/check_*.c. */
#ifndef BANXIN_CHECK_REPORT_H
#define BANXIN_CHECK_REPORT_H

#include <stdio.h>

#include "data/check.h"

/* A report being written, with what it has counted. */
struct check_report {
    FILE *out;
    enum diag_language language;
    bool json;
    size_t departments, refused;
    size_t counts[CHECK_LEVEL_COUNT]; /* without those that are waived */
    size_t waived;
};

/* Prints the findings of DEPARTMENT. REFUSED: its records have faults, listed before. */
void check_report_department(struct check_report *report, const struct department *department,
                             bool refused, const struct check_findings *findings);

/* Prints the summary. */
void check_report_end(struct check_report *report);

/* Lists all rules with their sources. */
void check_report_rules(const struct check_rules *rules, enum diag_language language, bool json,
                        FILE *out);

#endif

/* The texts of a department as characters and amounts, read once for all rules that need them, and
 * how findings about them are told. Private to data/check*.c. */
#ifndef BANXIN_CHECK_READING_H
#define BANXIN_CHECK_READING_H

#include "data/check_amounts.h"
#include "data/check_privacy.h"
#include "data/check_run.h"
#include "data/check_similar.h"

struct check_reading {
    struct scan *scans; /* as run->texts; utf8 NULL: not yet read */
    struct amounts *amounts;
    bool *has_amounts;
    struct privacy_hits *privacy;          /* NULL: not yet looked for */
    const struct check_rule *similar_rule; /* by whose limits and fields the next were found */
    const struct similar_hit *similar;
    size_t similar_count;
};

/* Text INDEX of RUN, borrowed. */
const struct scan *check_scan(struct check_run *run, size_t index);
const struct amounts *check_amounts(struct check_run *run, size_t index);

struct privacy_hits {
    const struct privacy_hit *items;
    size_t count;
};
/* The private numbers of text INDEX. */
struct privacy_hits check_privacy(struct check_run *run, size_t index);

/* The texts of forms that are like another project's by the limits of RULE; hits index run->texts.
 * Found once for rules that ask alike. */
size_t check_similar(struct check_run *run, const struct check_rule *rule,
                     const struct similar_hit **hits);

/* Characters [START, END) of text INDEX for a message, with the digits of private numbers masked. */
const char *check_quote(struct check_run *run, size_t index, size_t start, size_t end);

/* Adds a finding about characters [START, END) of text INDEX: {1} is what stands there, {2} what
 * stands round it, {3} DETAIL. */
void check_find_text(struct check_run *run, const struct check_rule *rule, size_t index,
                     size_t start, size_t end, const char *detail);

/* Of a project's form: "name heading", with the place of that field. */
struct check_place check_form_place(const struct check_run *run, const struct project *project,
                                    const char *heading);
struct check_place check_indicator_place(const struct check_run *run,
                                         const struct indicator *indicator, const char *heading);

/* The indicators of PROJECT: borrowed, and how many. */
size_t check_indicators(const struct check_run *run, const struct project *project,
                        const struct indicator **first);

#endif

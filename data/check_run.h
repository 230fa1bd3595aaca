/* What the kinds of checks work with. Private to data/check*.c.
 *
 * A run is the checking of one department by all rules, on one thread. Derived tables are made when
 * they are first asked for; figures and texts are there from the beginning. */
#ifndef BANXIN_CHECK_RUN_H
#define BANXIN_CHECK_RUN_H

#include "data/check_rules.h"
#include "data/document.h"

/* What a text is; more is told by its label. */
enum check_text_kind {
    CHECK_TEXT_NAME,      /* a name, a code or a date: of the department, a unit, a project … */
    CHECK_TEXT_PROJECT,   /* a field of a published form; label: 项目概况 … */
    CHECK_TEXT_INDICATOR, /* level or value, of a published form or of the department */
    CHECK_TEXT_PROSE,     /* of texts.csv; label: the 栏目 */
    CHECK_TEXT_OVERALL,   /* name or content of a line of overall.csv */
    CHECK_TEXT_ASSET      /* measure of a line of assets.csv */
};

/* A field that is printed or attached as text, with its place. Blank fields are left out. */
struct check_text {
    struct text text;
    const char *label;   /* heading of its column; of prose its 栏目 */
    size_t label_number; /* in check_rules.labels */
    enum check_text_kind kind;
    const struct project *project;     /* of a project or its indicators, else NULL */
    const struct indicator *indicator; /* CHECK_TEXT_INDICATOR */
    size_t length;                     /* of text.utf8 */
};

/* A table of the pack in exact 分: a text for each cell, "" where there are no records. */
struct check_table {
    const struct table_format *format;
    const struct table *table; /* NULL: not yet derived */
};

struct check_run {
    struct arena *arena;
    const struct check_rules *rules;
    const struct format *format;
    const struct format *exact; /* the same, printing 分 */
    const struct budget *budget;
    enum diag_language language;
    struct figures figures; /* of rules->declared */
    const struct check_text *texts;
    size_t text_count;
    struct check_reading *reading; /* of the texts; NULL: not yet read (check_reading.h) */
    struct check_table *tables;    /* as format->tables */
    struct diag *diag;             /* what derivation reports */
    struct check_finding *findings;
    size_t finding_count, finding_capacity;
};

typedef void check_fn(struct check_run *run, const struct check_rule *rule);

#define CHECK_KIND(name) check_fn check_kind_##name;
#include "data/check_kinds.h"
#undef CHECK_KIND

/* The kind of NAME, or -1; all names as one text. */
int check_kind_find(const char *name);
const char *check_kind_names(struct arena *arena);

/* What a finding says beside its message. Members left NULL are "". */
struct check_place {
    struct pos pos;
    const char *words;
    const char *found, *expected, *difference;
};

/* Adds a finding of RULE. The arguments, const char * ended by NULL, replace {1}, {2} … in the
 * rule's message. The waiver of the book for it, if any, is looked up here. */
void check_find(struct check_run *run, const struct check_rule *rule,
                const struct check_place *place, ...) __attribute__((sentinel));

/* Adds a finding that FOUND should be EXPECTED: {1}, {2}, by how much they differ {3}, and the place
 * in words {4}. PLACE has where; without a row it is the department's. */
void check_find_amounts(struct check_run *run, const struct check_rule *rule,
                        struct check_place place, money found, money expected);

/* FORMAT with {1}, {2} … replaced by ARGUMENTS. */
const char *check_word(struct arena *arena, const char *format, const char *const *arguments,
                       size_t count);

/* AMOUNT as findings print it: 1,234.50元. */
const char *check_money(const struct check_run *run, money amount);

/* The place of the department's own row; that of a record's field; a project and a field in words.
 */
struct pos check_department_pos(const struct check_run *run);
struct pos check_fact_pos(const struct check_run *run, const struct fact *fact,
                          const char *heading);
const char *check_text_place(const struct check_run *run, const struct check_text *text);

/* Whether RULE is for the pack of the book. */
bool check_applies(const struct check_run *run, const struct check_rule *rule);

/* Whether RULE looks at TEXT: rule->fields has its label, or is empty. */
bool check_text_wanted(const struct check_rule *rule, const struct check_text *text);

/* FORMAT with every amount in exact 分. */
struct format check_exact_format(const struct format *format);

/* Table NUMBER of the pack, derived; NULL when the pack has none. */
const struct check_table *check_table_number(struct check_run *run, int number);
const struct check_table *check_table_at(struct check_run *run, size_t index);

/* Every text of the department that is printed or attached. data/check_texts.c */
void check_collect_texts(struct check_run *run);

/* The waiver of the book for a finding of rule ID at POS or PLACE; NULL: none.
 * data/check_waivers.c */
const struct waiver *check_find_waiver(const struct check_run *run, const char *id, struct pos pos,
                                       const char *place);

#endif

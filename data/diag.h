/* Diagnostics: what a user can put right.
 *
 * A fault is reported with its place, what was found and what was expected, and work goes on to
 * the next fault, so that one run lists them all. Codes, levels and wordings (Chinese and
 * English) stand in one table, diag_list.h. Nothing is printed here but what diag_print() is
 * asked to print; nothing is global. One sink serves one thread. */
#ifndef BANXIN_DIAG_H
#define BANXIN_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A place in a file. Row is the row a spreadsheet shows (the head is row 1) or the line of a YAML
 * file; column is 1-based, a field in CSV and a character in YAML. Row 0 means "no place". */
struct pos {
    const char *file; /* as the user would name it: relative to the book or the pack folder */
    int row, column;
};

/* Text with the place it came from: what the program prints can be traced to its input, and a
 * character that no font has can be reported where it was written. */
struct text {
    const char *utf8; /* NUL-terminated, valid UTF-8; never NULL */
    struct pos pos;
};

enum diag_level { DIAG_WARNING, DIAG_ERROR };

enum diag_code {
#define DIAG(code, level, zh, en) DIAG_##code,
#include "data/diag_list.h"
#undef DIAG
    DIAG_CODE_COUNT
};

enum diag_language { DIAG_CHINESE, DIAG_ENGLISH };

struct diag_entry {
    enum diag_code code;
    enum diag_level level;
    struct pos pos;
    const char
        *department;     /* code of the department concerned; NULL: the book or pack as a whole */
    const char *message; /* in the language of the sink */
};

struct diag;

struct diag *diag_new(enum diag_language language);
void diag_free(struct diag *diag);

/* The language of messages for a locale name such as "en_GB.UTF-8": English for en*, else Chinese.
 */
enum diag_language diag_language_of(const char *locale);
enum diag_language diag_language(const struct diag *diag);

/* From here on reports concern DEPARTMENT (a code, copied), or with NULL the whole book. */
void diag_concern(struct diag *diag, const char *department);

/* Reports CODE at POS. The arguments, all `const char *` and ended by NULL, replace {1}, {2} … in
 * the wording. After DIAG_KEPT_MAX entries further ones are counted but not kept. */
void diag_report(struct diag *diag, struct pos pos, enum diag_code code, ...)
    __attribute__((sentinel));

/* Entries in the order of reporting. */
size_t diag_count(const struct diag *diag);
const struct diag_entry *diag_entry_at(const struct diag *diag, size_t index);
size_t diag_errors(const struct diag *diag); /* of level DIAG_ERROR, kept or not */

/* True when an error concerns DEPARTMENT itself or everything (a NULL department). */
bool diag_refuses(const struct diag *diag, const char *department);
/* True when an error concerns no single department: nothing can be published. */
bool diag_refuses_all(const struct diag *diag);

/* Moves the entries of FROM to the end of DIAG, for work that was done with a sink of its own. */
void diag_merge(struct diag *diag, const struct diag *from);

/* Prints entries [FIRST, count) a line each, `file:row:column: 错误: message`, then, where entries
 * were not kept, how many. */
void diag_print(const struct diag *diag, size_t first, FILE *out);

#define DIAG_KEPT_MAX 10000

#endif

/* The manifest (DIR/manifest.csv): what an output directory holds, and from what it was made. It is
 * written last, when all that it lists stands under its final name.
 *
 * The journal (DIR/.banxin/journal.csv) has the same rows as they come about, so that a run that was
 * interrupted or killed is gone on with, not begun again. */
#ifndef BANXIN_MANIFEST_H
#define BANXIN_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "data/arena.h"
#include "data/diag.h"
#include "data/hash.h"

/* What a document depends on; any change of it can change the document. */
enum cause {
    CAUSE_RECORDS, /* 记录: the department's rows in the book */
    CAUSE_SUBJECTS, /* 科目: names of classification entries that these refer to, and of all 类 where
                       a table prints every one of them */
    CAUSE_SETTINGS, /* 账套: book.yaml, the department's own row */
    CAUSE_FORMAT,   /* 格式: the parts of the pack that it uses */
    CAUSE_RULES,    /* 规则: that must hold */
    CAUSE_FONTS,    /* 字体 */
    CAUSE_PROGRAM,  /* 程序: this one and the libraries it sets with */
    CAUSE_COUNT
};

enum manifest_status {
    MANIFEST_PUBLISHED, /* 已公开: FILE.pdf and FILE.csv are of these causes */
    MANIFEST_REFUSED,   /* 未公开: the records do not stand the checks */
    MANIFEST_FAILED,    /* 出错: a worker was lost, or a file could not be written */
    MANIFEST_ABSENT,    /* 已不在账套 */
    MANIFEST_STATUS_COUNT
};

struct manifest_entry {
    const char *code, *name; /* of the department */
    enum manifest_status status;
    const char *file; /* of the last PDF published, without .pdf; "" if there was none. It and its
                         data stay when a later run refuses the department. */
    struct hash causes[CAUSE_COUNT]; /* of that PDF */
    struct hash pdf, data;           /* contents of FILE.pdf, FILE.csv */
    size_t pages, bytes;             /* of the PDF */
    size_t fatal, warnings, notes;   /* findings of the last run that looked */
    const char *corrected; /* the run whose change list is the last that lists it; "" for none */
};

struct manifest {
    const char *program; /* version that wrote it */
    const char *format;  /* name of the pack */
    int year;
    const char *region;
    unsigned shard, shards;               /* 2 of 4; 0 of 0 for a whole book */
    unsigned runs;                        /* change lists made so far */
    const struct manifest_entry *entries; /* by code */
    size_t count;
};

/* Reads DIR/manifest.csv. NULL when there is none, and after a warning when it is cut short, was
 * changed by hand or is of another version: then nothing is known of what stands in DIR. What an
 * entry names as its file lies in DIR itself. */
const struct manifest *manifest_read(struct arena *arena, const char *dir, struct diag *diag);

/* Writes it, whole or not at all; its entries are by code, each once. False after a report. */
bool manifest_write(const char *dir, const struct manifest *manifest, struct diag *diag);

/* Puts entries in the order that a manifest has them in. */
void manifest_sort(struct manifest_entry *entries, size_t count);

/* The entry of department CODE; NULL if there is none. */
const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *code);

const char *manifest_status_name(enum manifest_status status, enum diag_language language);
const char *cause_name(enum cause cause, enum diag_language language);

/* ---- the journal --------------------------------------------------------------------------- */

struct journal;

/* Which run a journal is of. */
struct journal_run {
    const char *name; /* of its change list; "" if it may have any */
    bool is_asked;    /* the user gave the name */
    bool goes_on;     /* set by journal_open(): the run began before */
    int year;
    unsigned shard, shards;
};

/* Opens the journal of DIR, which is locked, to go on writing. Stores the entries that an interrupted
 * run left in LEFT (the last of each department counts; a row cut short is passed over), and sets
 * RUN->name to the name of that run. When none is to be gone on with, because the manifest was
 * written since or there was no run, begins a new one of RUN and forgets what is left in
 * .banxin/old. NULL after a report, also when the run that was interrupted was of another year or
 * shard, or of another name where both have one. */
struct journal *journal_open(struct arena *arena, const char *dir, struct journal_run *run,
                             struct manifest *left, struct diag *diag);
/* Appends a row at once. False after a report; the next row may do better. */
bool journal_add(struct journal *journal, const struct manifest_entry *entry, struct diag *diag);
bool journal_sync(struct journal *journal, struct diag *diag); /* false after a report */
void journal_close(struct journal *journal);                   /* leaves the file */
void journal_remove(struct journal *journal); /* closes it: the manifest has all of it */

/* Did a run in DIR not come to its end? */
bool journal_is_left(const char *dir);

#endif

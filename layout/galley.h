/* The galley (毛条): a document's matter, set and measured, before there are pages.
 *
 * It is made once. Pages are then made from it as often as the contents need to settle; only the
 * contents itself, which shows page numbers, is set anew each time.
 *
 * Blocks that must stay together are set together: a table that is too wide for the page of its
 * section takes its title and what else is kept with it along to the wide page. */
#ifndef BANXIN_GALLEY_H
#define BANXIN_GALLEY_H

#include <stdbool.h>
#include <stddef.h>

#include "data/document.h"
#include "layout/job.h"
#include "layout/paragraph.h"
#include "layout/table.h"

enum galley_kind { GALLEY_LINES, GALLEY_TABLE, GALLEY_CONTENTS /* still to be set */ };

struct galley_block {
    enum galley_kind kind;
    const struct section *section;
    const struct page_geometry *geometry; /* the section's, or the wide one that goes with it */
    bool new_page;                        /* begins a page */
    bool keep_space;                      /* `before` stands even at the head of a page */
    bool keep_next;                       /* not the last thing on a page */
    bool whole;                           /* its lines are not parted */
    unit before, after;
    struct text text; /* to name it in reports */

    enum role role;          /* of lines */
    bool in_contents;        /* an entry of the contents, inside a TOC */
    bool in_caption;         /* leads up to the table below, inside its Caption */
    int level;               /* of a heading, else 0 */
    int anchor;              /* of a heading: 1, 2 … in reading order */
    struct text_block lines; /* of a table: those above its head on further pages (续表) */
    unit leading, baseline;

    const struct table_plan *table;
    bool joined; /* a table directly under the one before it: one rule between them */
};

struct galley {
    const struct block *const *headings; /* the heading of anchor i + 1 */
    size_t heading_count;
    const struct galley_block *blocks;
    size_t count;
    const struct section *sections;
    size_t section_count;
    const struct galley_block *runnings; /* of each section, on its page and on the wide one;
                                            without lines: none */
    bool has_contents;                   /* there is a block of GALLEY_CONTENTS */
};

/* Sets DOCUMENT. NULL when there was a fault. */
const struct galley *galley_set(const struct layout_job *job, const struct document *document);

/* The lines at the head of the pages of BLOCK's section but the first, as wide as the page of
 * BLOCK; there may be none. */
const struct galley_block *galley_running(const struct galley *galley,
                                          const struct galley_block *block);

#endif

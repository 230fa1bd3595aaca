/* What is the same on every index page: its style and its script. Private to index_html.c. */
#ifndef BANXIN_INDEX_PAGE_H
#define BANXIN_INDEX_PAGE_H

const char *index_page_style(void);

/* Searches the table and lists what it finds; the page is complete without it. */
const char *index_page_script(void);

/* The hash that the page's Content-Security-Policy lets run: `sha256-…` of the script. A test
 * compares them. */
const char *index_page_script_hash(void);

#endif

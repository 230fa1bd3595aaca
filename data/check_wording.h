/* Faults in the wording of a text that need no dictionary: words doubled, brackets without
 * partners, marks of the wrong width, a text that breaks off, a list that skips a number. */
#ifndef BANXIN_CHECK_WORDING_H
#define BANXIN_CHECK_WORDING_H

#include "data/check_scan.h"

struct wording_hit {
    size_t start, end;    /* characters */
    int previous, number; /* of a list: 2 and the 4 that follows it */
};
struct wording_hits {
    const struct wording_hit *items; /* in order */
    size_t count;
};

/* ---- words ----------------------------------------------------------------------------------- */

/* Many words looked for in one pass: by first character. */
struct wording_words;
struct wording_words *wording_words_new(struct arena *arena, const char *const *words,
                                        size_t count);

/* Every place of a word. A word of ASCII letters must not be part of a longer one; HIT.number is
 * the index of the word. */
struct wording_hits wording_find_words(struct arena *arena, const struct scan *scan,
                                       const struct wording_words *words);

/* ---- marks and structure --------------------------------------------------------------------- */

/* 依据依据: two to four Han characters, and the same again; EXCEPT names what may be doubled. */
struct wording_hits wording_find_doubled(struct arena *arena, const struct scan *scan,
                                         const char *const *except, size_t except_count);

/* Brackets and quotation marks without a partner, in any width; 1) before an item is none. */
struct wording_hits wording_find_brackets(struct arena *arena, const struct scan *scan);

/* , ; : ? ! of half width between Han characters (GB/T 15834: full width). */
struct wording_hits wording_find_half_width(struct arena *arena, const struct scan *scan);

/* Numbers of documents whose year stands in other brackets than 〔 〕 (GB/T 9704 7.2.5). */
struct wording_hits wording_find_document_numbers(struct arena *arena, const struct scan *scan);

/* 1、2、4: an item whose number is neither the next nor 1. */
struct wording_hits wording_find_gaps(struct arena *arena, const struct scan *scan);

enum wording_end {
    WORDING_ENDS,    /* with a stop; or it is a label or a list without stops at all */
    WORDING_NO_STOP, /* sentences, of which the last has no stop: perhaps cut */
    WORDING_CUT      /* after 、 or 的 or within a bracket: nothing can end so */
};

/* How a text ends; LEAST: characters a text must have to be one of sentences. LAST: the words its
 * end cannot be (和, 的 …). */
enum wording_end wording_end(const struct scan *scan, size_t least, const char *const *last,
                             size_t last_count);

#endif

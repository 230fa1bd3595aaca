/* Wording, privacy and copies: what detectors find in the texts, as findings. */
#include <string.h>

#include "data/check_reading.h"
#include "data/check_wording.h"

/* Numbers and dates of a form are no texts. */
static bool is_prose(const struct check_text *text)
{
    return text->kind != CHECK_TEXT_NAME && text->kind != CHECK_TEXT_ASSET;
}

/* ---- words --------------------------------------------------------------------------------- */

/* Each of rule->words, told once a text. */
static void find_words(struct check_run *run, const struct check_rule *rule)
{
    const struct wording_words *words =
        wording_words_new(run->arena, rule->words, rule->word_count);
    size_t *told_in = arena_array(run->arena, rule->word_count, sizeof *told_in); /* text + 1 */

    for (size_t i = 0; i < run->text_count; i++) {
        if (!check_text_wanted(rule, &run->texts[i]))
            continue;
        struct wording_hits hits = wording_find_words(run->arena, check_scan(run, i), words);
        size_t end = 0; /* of the hits before: a word within another is not told */
        for (size_t h = 0; h < hits.count; h++) {
            const struct wording_hit *hit = &hits.items[h];
            if (told_in[hit->number] != i + 1 && hit->start >= end)
                check_find_text(run, rule, i, hit->start, hit->end, "");
            told_in[hit->number] = i + 1;
            end = hit->end > end ? hit->end : end;
        }
    }
}

void check_kind_words(struct check_run *run, const struct check_rule *rule)
{
    find_words(run, rule);
}

/* rule->words are out of place where the region's name ends in one of rule->others: 省直 in the
 * book of a 县. */
void check_kind_regional_words(struct check_run *run, const struct check_rule *rule)
{
    const char *region = book_region(run->budget->book).utf8;
    size_t length = strlen(region);

    for (size_t i = 0; i < rule->other_count; i++) {
        size_t tail = strlen(rule->others[i]);
        if (tail <= length && strcmp(region + length - tail, rule->others[i]) == 0) {
            find_words(run, rule);
            return;
        }
    }
}

/* ---- one detector, one rule ---------------------------------------------------------------- */

typedef struct wording_hits find_fn(struct arena *arena, const struct scan *scan);

static void find_all(struct check_run *run, const struct check_rule *rule, find_fn *find)
{
    for (size_t i = 0; i < run->text_count; i++) {
        if (!check_text_wanted(rule, &run->texts[i]))
            continue;
        struct wording_hits hits = find(run->arena, check_scan(run, i));
        size_t most = rule->limit > 0 ? (size_t)rule->limit : hits.count;
        for (size_t h = 0; h < hits.count && h < most; h++)
            check_find_text(run, rule, i, hits.items[h].start, hits.items[h].end, "");
    }
}

void check_kind_brackets(struct check_run *run, const struct check_rule *rule)
{
    find_all(run, rule, wording_find_brackets);
}

void check_kind_half_width(struct check_run *run, const struct check_rule *rule)
{
    find_all(run, rule, wording_find_half_width);
}

void check_kind_document_number(struct check_run *run, const struct check_rule *rule)
{
    find_all(run, rule, wording_find_document_numbers);
}

void check_kind_doubled(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->text_count; i++) {
        if (!check_text_wanted(rule, &run->texts[i]))
            continue;
        struct wording_hits hits =
            wording_find_doubled(run->arena, check_scan(run, i), rule->others, rule->other_count);
        for (size_t h = 0; h < hits.count; h++)
            check_find_text(run, rule, i, hits.items[h].start, hits.items[h].end, "");
    }
}

/* {3}: the number that is missing. */
void check_kind_list_gap(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->text_count; i++) {
        if (!is_prose(&run->texts[i]) || !check_text_wanted(rule, &run->texts[i]))
            continue;
        struct wording_hits hits = wording_find_gaps(run->arena, check_scan(run, i));
        for (size_t h = 0; h < hits.count; h++)
            check_find_text(run, rule, i, hits.items[h].start, hits.items[h].end,
                            arena_printf(run->arena, "%d", hits.items[h].previous + 1));
    }
}

/* How the whole part of an amount is written: 0 too short to tell, ',' with separators, else '0'. */
static uint32_t separator_of(const struct scan *scan, const struct amount *amount)
{
    size_t digits = 0;

    for (size_t i = amount->start; i < amount->end; i++) {
        if (scan->at[i] == ',')
            return ',';
        if (!scan_is_digit(scan->at[i]))
            break;
        digits++;
    }
    return digits > 3 ? '0' : 0;
}

/* 17,270.92万元 and 3783.50万元 in one text: told at the first that differs. */
void check_kind_separators(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->text_count; i++) {
        uint32_t usual = 0;
        if (!is_prose(&run->texts[i]) || !check_text_wanted(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        const struct amounts *amounts = check_amounts(run, i);
        for (size_t a = 0; a < amounts->count; a++) {
            const struct amount *amount = &amounts->items[a];
            uint32_t separator = separator_of(scan, amount);
            if (usual == 0)
                usual = separator;
            if (separator == 0 || separator == usual)
                continue;
            check_find_text(run, rule, i, amount->start, amount->end, "");
            break;
        }
    }
}

/* ---- ends of texts ------------------------------------------------------------------------- */

static void find_ends(struct check_run *run, const struct check_rule *rule, enum wording_end wanted)
{
    for (size_t i = 0; i < run->text_count; i++) {
        if (!is_prose(&run->texts[i]) || !check_text_wanted(rule, &run->texts[i]))
            continue;
        const struct scan *scan = check_scan(run, i);
        if (wording_end(scan, (size_t)rule->limit, rule->words, rule->word_count) != wanted)
            continue;
        size_t start = scan->count > 10 ? scan->count - 10 : 0;
        check_find_text(run, rule, i, start, scan->count, "");
    }
}

/* rule->limit: the characters of a text that is more than a label; rule->words: what none can end
 * with. */
void check_kind_cut(struct check_run *run, const struct check_rule *rule)
{
    find_ends(run, rule, WORDING_CUT);
}

void check_kind_no_stop(struct check_run *run, const struct check_rule *rule)
{
    find_ends(run, rule, WORDING_NO_STOP);
}

/* ---- copies -------------------------------------------------------------------------------- */

/* Texts of at least rule->limit Han characters that share rule->percent of their shingles with one
 * of another project: copies, or what many projects have in common. */
static void find_copies(struct check_run *run, const struct check_rule *rule, bool boilerplate)
{
    const struct similar_hit *hits;
    size_t hit_count = check_similar(run, rule, &hits);

    for (size_t h = 0; h < hit_count; h++) {
        const struct check_text *text = &run->texts[hits[h].text];
        const struct check_text *source = &run->texts[hits[h].source];
        if (hits[h].boilerplate != boilerplate)
            continue;
        const struct check_place place = {
            .pos = text->text.pos,
            .words = check_text_place(run, text),
            .found = arena_printf(run->arena, "%d%%", hits[h].percent),
            .expected = check_text_place(run, source),
        };
        check_find(run, rule, &place, place.found, place.expected,
                   arena_printf(run->arena, "%zu", hits[h].owners), NULL);
    }
}

void check_kind_copied(struct check_run *run, const struct check_rule *rule)
{
    find_copies(run, rule, false);
}

void check_kind_boilerplate(struct check_run *run, const struct check_rule *rule)
{
    find_copies(run, rule, true);
}

/* ---- privacy ------------------------------------------------------------------------------- */

/* The kinds of numbers that rule->words name; the message has them masked. */
void check_kind_private(struct check_run *run, const struct check_rule *rule)
{
    for (size_t i = 0; i < run->text_count; i++) {
        const struct check_text *text = &run->texts[i];
        struct privacy_hits hits = check_privacy(run, i);
        for (size_t h = 0; h < hits.count && check_text_wanted(rule, text); h++) {
            const char *name = privacy_names[hits.items[h].kind];
            bool wanted = false;
            for (size_t w = 0; w < rule->word_count; w++)
                wanted = wanted || strcmp(rule->words[w], name) == 0;
            if (!wanted)
                continue;
            const struct check_place place = {.pos = text->text.pos,
                                              .words = check_text_place(run, text),
                                              .found = hits.items[h].masked};
            check_find(run, rule, &place, name, hits.items[h].masked, text->label, NULL);
        }
    }
}

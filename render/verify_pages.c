/* What is on the pages beside what the data file lists: the contents, page numbers, and what further
 * pages repeat. See verify_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "render/verify_parts.h"

#define REPEATED_MAX ((size_t)16384) /* bytes of what is repeated in one piece: a head */

/* ---- contents ------------------------------------------------------------------------------ */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static size_t character_length(const char *text)
{
    size_t length = 1;
    while (((unsigned char)text[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* Has TEXT the characters of SHORTER in their order? */
static bool shortens_to(const char *text, const char *shorter)
{
    while (*text != '\0' && *shorter != '\0') {
        size_t length = character_length(text);
        if (strncmp(text, shorter, length) == 0)
            shorter += length;
        text += length;
    }
    return *shorter == '\0';
}

/* Does ENTRY name HEADING? Perhaps with something before it (表一 …); a form goes by what it is
 * about, or by its title made shorter. */
static bool names(const struct verify *v, const struct verify_heading *heading, const char *entry)
{
    if (entry[0] == '\0' || ends_with(entry, heading->text))
        return entry[0] != '\0';
    if (heading->level == 3 && shortens_to(heading->text, entry))
        return true;
    for (size_t i = heading->first; i < heading->end; i++) {
        const struct verify_place *place = &v->walked.items[i];
        if (place->kind == VERIFY_CELL && place->text[0] != '\0' && ends_with(entry, place->text))
            return true;
    }
    return false;
}

static void check_entry(struct verify *v, const char *entry, struct verify_heading *heading)
{
    const char *label = heading->page != SIZE_MAX ? v->pdf->pages[heading->page].label : "";
    size_t length = strlen(entry), digits = strlen(label);
    if (ends_with(entry, label))
        heading->entry = arena_strndup(v->arena, entry, length - digits);
    if (heading->entry == NULL || !names(v, heading, heading->entry))
        verify_report(v, DIAG_VERIFY_CONTENTS, verify_where(v, heading->page, NULL), entry,
                      heading->text, label);
}

/* The contents have an entry for each heading, in order. */
void verify_contents(struct verify *v)
{
    size_t entries = v->entry_count, headings = v->heading_count;
    for (size_t i = 0; i < entries && i < headings; i++)
        check_entry(v, v->entries[i], &v->headings[i]);
    if (entries > 0 && entries != headings)
        verify_report(v, DIAG_VERIFY_CONTENTS_COUNT, arena_printf(v->arena, "%zu", entries),
                      arena_printf(v->arena, "%zu", headings), NULL, NULL);
}

/* ---- what is repeated ---------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static void sort_known(struct verify *v)
{
    if (v->known_count == 0)
        return;
    qsort(v->known, v->known_count, sizeof *v->known, compare_texts);
    size_t count = 1;
    for (size_t i = 1; i < v->known_count; i++)
        if (strcmp(v->known[i], v->known[count - 1]) != 0)
            v->known[count++] = v->known[i];
    v->known_count = count;
}

/* The first of the texts [FROM, UNTIL), which agree in the bytes before AT, whose byte there is not
 * less than BYTE. */
static size_t first_not_below(const struct verify *v, size_t from, size_t until, size_t at,
                              int byte)
{
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if ((unsigned char)v->known[middle][at] < byte)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

/* Marks in REACHED where the known texts that TEXT begins with end. Returns the steps it took. */
static size_t reach(const struct verify *v, const char *text, bool *reached)
{
    size_t from = 0, until = v->known_count, at = 0;
    while (from < until) {
        if (v->known[from][at] == '\0')
            reached[at] = true;
        if (text[at] == '\0')
            break;
        int byte = (unsigned char)text[at];
        from = first_not_below(v, from, until, at, byte);
        until = first_not_below(v, from, until, at, byte + 1);
        at++;
    }
    return at + 1;
}

/* What a page may say of its own: leaders, and that something goes on. */
static size_t mark_length(const char *text)
{
    static const char *const MARKS[] = {".", "…", "·", "续表", "（续表）", "（续）", "(续)"};
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (strncmp(text, MARKS[i], strlen(MARKS[i])) == 0)
            return strlen(MARKS[i]);
    return 0;
}

/* Is TEXT made of texts that stand elsewhere? */
static bool is_repeated(struct verify *v, const char *text)
{
    size_t length = strlen(text);
    if (length > REPEATED_MAX)
        return false;
    bool *reached = arena_array(v->scratch, length + 1, sizeof *reached);
    reached[0] = true;
    for (size_t at = 0; at < length; at++) {
        if (!reached[at])
            continue;
        if (!verify_spend(v, reach(v, text + at, reached + at)))
            return false;
        reached[at + mark_length(text + at)] = true;
    }
    return reached[length];
}

/* ---- page numbers -------------------------------------------------------------------------- */

static const char *skip_dashes(const char *text)
{
    static const char *const DASHES[] = {"—", "–", "-", "－", "─", "·", "第", "页"};
    for (size_t i = 0; i < sizeof DASHES / sizeof *DASHES;) {
        size_t length = strlen(DASHES[i]);
        bool here = strncmp(text, DASHES[i], length) == 0;
        text += here ? length : 0;
        i = here ? 0 : i + 1;
    }
    return text;
}

/* Is TEXT the number LABEL, perhaps between dashes? */
static bool is_folio(const char *text, const char *label)
{
    size_t length = strlen(label);
    text = skip_dashes(text);
    return length > 0 && strncmp(text, label, length) == 0 && *skip_dashes(text + length) == '\0';
}

/* ---- pages --------------------------------------------------------------------------------- */

static void check_artifacts(struct verify *v, size_t index)
{
    const struct read_page *page = &v->pdf->pages[index];
    bool numbered = page->label[0] == '\0';
    const char *label = verify_squeeze(v->scratch, page->label);
    for (size_t i = 0; i < page->artifact_count; i++) {
        const char *text = verify_squeeze(v->scratch, page->artifacts[i]);
        if (is_folio(text, label))
            numbered = true;
        else if (!is_repeated(v, text))
            verify_report_texts(v, DIAG_VERIFY_ARTIFACT, verify_where(v, index, NULL), NULL, text);
    }
    if (!numbered)
        verify_report(v, DIAG_VERIFY_FOLIO, verify_where(v, index, NULL), page->label, NULL, NULL);
}

void verify_pages(struct verify *v)
{
    sort_known(v);
    for (size_t i = 0; i < v->pdf->page_count && !verify_is_full(v); i++) {
        struct arena_mark mark = arena_mark(v->scratch);
        const char *loose = verify_squeeze(v->scratch, v->pdf->pages[i].loose);
        check_artifacts(v, i);
        if (loose[0] != '\0')
            verify_report_texts(v, DIAG_VERIFY_LOOSE, verify_where(v, i, NULL), NULL, loose);
        arena_reset(v->scratch, mark);
    }
}

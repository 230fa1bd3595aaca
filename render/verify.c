/* Comparing a PDF with its data file: the order of the work, and its reports. See verify.h. */
#include "render/verify.h"

#include <string.h>

#include "data/excerpt.h"
#include "data/table_labels.h"
#include "render/verify_parts.h"

/* Bytes of texts that are compared in a report: they may be megabytes long. */
#define STRETCH ((size_t)4096)

/* ---- texts --------------------------------------------------------------------------------- */

/* The length of the character TEXT begins with that is in no font and on no page: soft hyphens, zero
 * width marks and spaces, the mark of a byte order; else 0. */
static size_t unseen_at(const char *text)
{
    static const char *const UNSEEN[] = {"\u00AD", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F",
                                         "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2060",
                                         "\u2061", "\u2062", "\u2063", "\u2064", "\uFEFF"};
    for (size_t i = 0; i < sizeof UNSEEN / sizeof *UNSEEN; i++)
        if (strncmp(text, UNSEEN[i], strlen(UNSEEN[i])) == 0)
            return strlen(UNSEEN[i]);
    return 0;
}

char *verify_squeeze(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text), *end = out;
    for (const char *at = text; *at != '\0';) {
        size_t blank = label_blank(at) + unseen_at(at);
        if (blank > 0)
            at += blank;
        else
            *end++ = *at++;
    }
    *end = '\0';
    return out;
}

/* ---- reports ------------------------------------------------------------------------------- */

bool verify_spend(struct verify *v, size_t steps)
{
    v->work += steps;
    return v->work <= VERIFY_WORK_MAX;
}

bool verify_is_full(const struct verify *v)
{
    return v->reports > VERIFY_REPORTS_MAX;
}

void verify_report(struct verify *v, enum diag_code code, const char *first, const char *second,
                   const char *third, const char *fourth)
{
    struct pos pos = {v->path, 0, 0};
    if (v->reports++ < VERIFY_REPORTS_MAX)
        diag_report(v->diag, pos, code, first, second, third, fourth, NULL);
    else if (v->reports == VERIFY_REPORTS_MAX + 1)
        diag_report(v->diag, pos, DIAG_VERIFY_MORE, NULL);
}

/* Where TOLD and FOUND begin to differ, or some way before, for what stands round it. */
static size_t first_difference(const char *told, const char *found)
{
    size_t same = 0;
    while (told[same] != '\0' && told[same] == found[same])
        same++;
    same -= same < STRETCH / 2 ? same : STRETCH / 2;
    while (((unsigned char)told[same] & 0xC0) == 0x80)
        same--;
    return same;
}

/* Of TEXT what is looked at more closely; NULL stays NULL. */
static const char *stretch(const struct verify *v, const char *text, size_t start)
{
    if (text == NULL || strlen(text + start) <= STRETCH)
        return text != NULL ? text + start : NULL;
    size_t length = STRETCH;
    while (((unsigned char)text[start + length] & 0xC0) == 0x80)
        length--;
    return arena_strndup(v->arena, text + start, length);
}

void verify_report_texts(struct verify *v, enum diag_code code, const char *where, const char *told,
                         const char *found)
{
    static const struct excerpt_style STYLE = {.longest = 60, .context = 15, .mark = "……"};
    if (verify_is_full(v))
        return;
    size_t start = told != NULL && found != NULL ? first_difference(told, found) : 0;
    struct excerpt shown =
        excerpt_make(v->arena, stretch(v, told, start), stretch(v, found, start), &STYLE);
    const char *texts[2] = {shown.before, shown.after};
    if (texts[0] == NULL) { /* there is but one */
        texts[0] = texts[1];
        texts[1] = NULL;
    }
    verify_report(v, code, where, texts[0], texts[1], NULL);
}

/* Words of each language, as formats. */
enum place_word { WORD_PAGE, WORD_SHEET, WORD_TABLE, WORD_ROW, WORD_COLUMN, WORD_COUNT };
static const char *const WORDS[WORD_COUNT][2] = {
    [WORD_PAGE] = {"第 %s 页", "page %s"},         [WORD_SHEET] = {"第 %s 张", "sheet %s"},
    [WORD_TABLE] = {"，表“%s”", ", table '%s'"},   [WORD_ROW] = {"，行“%s”", ", row '%s'"},
    [WORD_COLUMN] = {"，列“%s”", ", column '%s'"},
};

/* WORD with TEXT for %s; nothing when TEXT is blank. */
static const char *word(const struct verify *v, enum place_word word, const char *text)
{
    const char *format = WORDS[word][diag_language(v->diag)];
    const char *place = strstr(format, "%s");
    if (text[0] == '\0')
        return "";
    return arena_printf(v->arena, "%.*s%s%s", (int)(place - format), format, text, place + 2);
}

const char *verify_where(struct verify *v, size_t page, const struct printed *item)
{
    if (verify_is_full(v))
        return "";
    const char *label = page < v->pdf->page_count ? v->pdf->pages[page].label : "";
    const char *sheet = page < v->pdf->page_count ? arena_printf(v->arena, "%zu", page + 1) : "?";
    const char *where = label[0] != '\0' ? word(v, WORD_PAGE, label) : word(v, WORD_SHEET, sheet);
    if (item == NULL)
        return where;
    const char *table = item->table[0] != '\0' ? item->table : item->part;
    return arena_printf(v->arena, "%s%s%s%s", where, word(v, WORD_TABLE, table),
                        word(v, WORD_ROW, item->row), word(v, WORD_COLUMN, item->column));
}

/* ---- the data ------------------------------------------------------------------------------ */

/* The data file; NULL after a report. */
static const struct read_file *find_data(struct verify *v)
{
    const struct read_file *data = NULL;
    size_t count = 0;
    for (size_t i = 0; i < v->pdf->file_count; i++) {
        if (strcmp(v->pdf->files[i].relationship, "Data") != 0)
            continue;
        data = &v->pdf->files[i];
        count++;
    }
    if (count == 1)
        return data;
    verify_report(v, DIAG_VERIFY_NO_DATA, arena_printf(v->arena, "%zu", count), NULL, NULL, NULL);
    return NULL;
}

/* False after a report. */
static bool read_data(struct verify *v)
{
    const struct read_file *data = find_data(v);
    struct printed_list list;
    if (data == NULL)
        return false;
    const char *shown = arena_printf(v->arena, "%s:%s", v->path, data->name);
    if (!printed_read_bytes(v->arena, data->bytes, data->length, shown, v->diag, &list))
        return false;
    v->lines = arena_array(v->arena, list.count, sizeof *v->lines);
    v->line_count = list.count;
    for (size_t i = 0; i < list.count; i++)
        v->lines[i] =
            (struct verify_line){&list.items[i], verify_squeeze(v->arena, list.items[i].value)};
    return true;
}

static void check_hashes(struct verify *v)
{
    const struct read_pdf *pdf = v->pdf;
    if (!pdf->sealed)
        verify_report(v, DIAG_VERIFY_SEAL, NULL, NULL, NULL, NULL);
    if (!pdf->has_hashes) {
        verify_report(v, DIAG_VERIFY_NO_HASHES, NULL, NULL, NULL, NULL);
        return;
    }
    if (!hash_equal(pdf->told_printed, pdf->printed))
        verify_report(v, DIAG_VERIFY_PRINTED_HASH, NULL, NULL, NULL, NULL);
    if (!hash_equal(pdf->told_files, pdf->attached))
        verify_report(v, DIAG_VERIFY_FILES_HASH, NULL, NULL, NULL, NULL);
}

bool verify_pdf(struct arena *arena, const struct read_pdf *pdf, const char *path,
                struct diag *diag, size_t *cells)
{
    struct verify v = {
        .arena = arena, .scratch = arena_new(), .pdf = pdf, .path = path, .diag = diag};
    size_t errors = diag_errors(diag);
    *cells = 0;
    check_hashes(&v); /* first: they may be all there is to tell */
    verify_walk(&v);
    verify_contents(&v);
    if (read_data(&v))
        *cells = verify_lines(&v);
    verify_pages(&v);
    arena_free(v.scratch);
    return diag_errors(diag) == errors;
}

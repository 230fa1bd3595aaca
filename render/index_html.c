/* The manifest → a page for people. See index_html.h. */
#include "render/index_html.h"

#include <errno.h>
#include <string.h>

#include "data/check.h"
#include "render/html.h"
#include "render/index_page.h"
#include "render/sink.h"

/* Rows that every browser shows at once; the others wait in <noscript>, see index_page.c. */
enum { ROWS_SHOWN = 300, BUFFER_FULL = 1 << 16 };

/* Wordings, Chinese and English; {} is a number that the script fills in. */
enum words {
    WORDS_TITLE,
    WORDS_GUIDE,
    WORDS_DEPARTMENTS,
    WORDS_PAGES_IN_ALL,
    WORDS_CORRECTED,
    WORDS_FIND,
    WORDS_FIND_HINT,
    WORDS_STATUS,
    WORDS_ANY,
    WORDS_HITS_ALL,
    WORDS_HITS_FOUND,
    WORDS_HITS_NONE,
    WORDS_HITS_FIRST,
    WORDS_HITS_MORE,
    WORDS_CODE,
    WORDS_NAME,
    WORDS_PAGES,
    WORDS_FINDINGS,
    WORDS_PDF,
    WORDS_DATA,
    WORDS_CORRECTION,
    WORDS_NO_FINDINGS,
    WORDS_COMMA,
    WORDS_NOTE,
    WORDS_LIST,
    WORDS_EARLIER_REFUSED,
    WORDS_EARLIER_FAILED,
    WORDS_EARLIER_ABSENT,
    WORDS_WHOLE,
    WORDS_FORMAT,
    WORDS_PROGRAM,
    WORDS_COUNT
};
static const char *const WORDS[WORDS_COUNT][2] = {
    [WORDS_TITLE] = {"年部门预算公开", ": departmental budgets"},
    [WORDS_GUIDE] = {"PDF 为公开文件，CSV 为文件中各表的数据。检查发现为最近一次检查的结果。",
                     "PDF is the document, CSV the data of its tables. Findings are those of the "
                     "last check."},
    [WORDS_DEPARTMENTS] = {"部门", "departments"},
    [WORDS_PAGES_IN_ALL] = {"总页数", "pages in all"},
    [WORDS_CORRECTED] = {"有更正", "corrected"},
    [WORDS_FIND] = {"查找部门", "Find"},
    [WORDS_FIND_HINT] = {"编码或名称", "code or name"},
    [WORDS_STATUS] = {"状态", "status"},
    [WORDS_ANY] = {"全部", "any"},
    [WORDS_HITS_ALL] = {"共 {} 个部门", "{} departments"},
    [WORDS_HITS_FOUND] = {"找到 {} 个部门", "{} found"},
    [WORDS_HITS_NONE] = {"没有找到部门", "none found"},
    [WORDS_HITS_FIRST] = {"，列出前 {} 个", ", the first {} listed"},
    [WORDS_HITS_MORE] = {"继续列出（还有 {} 个）", "list more ({} to go)"},
    [WORDS_CODE] = {"部门编码", "code"},
    [WORDS_NAME] = {"部门名称", "name"},
    [WORDS_PAGES] = {"页数", "pages"},
    [WORDS_FINDINGS] = {"检查发现", "findings"},
    [WORDS_PDF] = {"文件", "file"},
    [WORDS_DATA] = {"数据", "data"},
    [WORDS_CORRECTION] = {"更正", "correction"},
    [WORDS_NO_FINDINGS] = {"无", "none"},
    [WORDS_COMMA] = {"，", ", "},
    [WORDS_NOTE] = {"更正说明", "note"},
    [WORDS_LIST] = {"更正清单", "list"},
    [WORDS_EARLIER_REFUSED] = {"本次未公开；所列为以前公布的文件",
                               "not published this time; the files are those published before"},
    [WORDS_EARLIER_FAILED] = {"本次未能生成；所列为以前公布的文件",
                              "not made this time; the files are those published before"},
    [WORDS_EARLIER_ABSENT] = {"所列为以前公布的文件", "the files are those published before"},
    [WORDS_WHOLE] = {"全部部门的清单：", "List of all departments: "},
    [WORDS_FORMAT] = {"格式：", "format: "},
    [WORDS_PROGRAM] = {"；程序：banxin ", "; program: banxin "},
};

/* Classes of rows and values of the filter; `c` is added to those with a correction. */
static const char STATUS_LETTERS[MANIFEST_STATUS_COUNT + 1] = "prfa";

static const enum words HEADS[] = {WORDS_CODE,     WORDS_NAME, WORDS_STATUS, WORDS_PAGES,
                                   WORDS_FINDINGS, WORDS_PDF,  WORDS_DATA,   WORDS_CORRECTION};
enum { PAGES_COLUMN = 4, FINDINGS_COLUMN = 5, COLUMNS = sizeof HEADS / sizeof *HEADS };

struct page {
    const struct manifest *manifest;
    enum diag_language language;
    struct buf out;
    struct sink sink;
    bool broken; /* errno says why */
};

struct totals {
    size_t pages, corrected, statuses[MANIFEST_STATUS_COUNT];
};

static const char *words(const struct page *page, enum words which)
{
    return WORDS[which][page->language == DIAG_ENGLISH];
}

static bool is_chinese(const struct page *page)
{
    return page->language == DIAG_CHINESE;
}

/* Passes on what has come together; a page of 100,000 departments is never held whole. */
static void flush(struct page *page)
{
    if (!page->broken && page->out.length > 0)
        page->broken = !page->sink.write(page->sink.context, page->out.bytes, page->out.length);
    buf_clear(&page->out);
}

static bool is_corrected(const struct manifest_entry *entry)
{
    return entry->corrected[0] != '\0';
}

/* A department that has left the book is still one of the page. */
static struct totals count_entries(const struct manifest *manifest)
{
    struct totals totals = {0};
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_entry *entry = &manifest->entries[i];
        totals.statuses[entry->status]++;
        totals.pages += entry->file[0] != '\0' ? entry->pages : 0;
        totals.corrected += is_corrected(entry);
    }
    return totals;
}

/* ---- a row --------------------------------------------------------------------------------- */

/* Files that are listed with a status other than published are older than it, and said to be. */
static void add_status(struct page *page, const struct manifest_entry *entry)
{
    static const enum words EARLIER[MANIFEST_STATUS_COUNT] = {
        [MANIFEST_REFUSED] = WORDS_EARLIER_REFUSED,
        [MANIFEST_FAILED] = WORDS_EARLIER_FAILED,
        [MANIFEST_ABSENT] = WORDS_EARLIER_ABSENT};
    struct buf *out = &page->out;
    const char *name = manifest_status_name(entry->status, page->language);
    buf_str(out, "<td>");
    if (entry->status == MANIFEST_PUBLISHED) {
        html_text(out, name);
        return;
    }
    html_element(out, "b", name);
    if (entry->file[0] != '\0')
        html_element(out, "small", words(page, EARLIER[entry->status]));
}

/* `致命 1，警告 2`: levels that were found. Nothing found is good news only of what was published. */
static void add_findings(struct page *page, const struct manifest_entry *entry)
{
    const size_t counts[CHECK_LEVEL_COUNT] = {[CHECK_FATAL] = entry->fatal,
                                              [CHECK_WARNING] = entry->warnings,
                                              [CHECK_NOTE] = entry->notes};
    const char *between = "";
    buf_str(&page->out, "<td>");
    for (int level = 0; level < CHECK_LEVEL_COUNT; level++) {
        if (counts[level] == 0)
            continue;
        const char *name = check_level_name((enum check_level)level, page->language);
        buf_printf(&page->out, "%s%s %zu", between, name, counts[level]);
        between = words(page, WORDS_COMMA);
    }
    if (between[0] == '\0' && entry->status == MANIFEST_PUBLISHED)
        html_text(&page->out, words(page, WORDS_NO_FINDINGS));
}

static void add_file(struct page *page, const struct manifest_entry *entry, const char *ending,
                     const char *text)
{
    buf_str(&page->out, "<td>");
    if (entry->file[0] == '\0')
        return;
    buf_str(&page->out, "<a href=\"");
    html_segment(&page->out, entry->file);
    buf_printf(&page->out, ".%s\">%s</a>", ending, text);
}

static void add_correction(struct page *page, const struct manifest_entry *entry)
{
    struct buf *out = &page->out;
    buf_str(out, "<td>");
    if (!is_corrected(entry))
        return;
    buf_str(out, "<a href=\"changes/");
    html_segment(out, entry->corrected);
    buf_byte(out, '/');
    html_segment(out, entry->file);
    buf_printf(out, "-更正说明.pdf\">%s</a><a href=\"changes/", words(page, WORDS_NOTE));
    html_segment(out, entry->corrected);
    buf_printf(out, ".csv\">%s</a>", words(page, WORDS_LIST));
}

/* End tags of cells are left out, as HTML allows; so the last cell is empty when it has nothing to
 * say, and the script tells a row by its end tag. */
static void add_row(struct page *page, const struct manifest_entry *entry)
{
    struct buf *out = &page->out;
    buf_printf(out, "<tr class=\"%c%s\"><td>", STATUS_LETTERS[entry->status],
               is_corrected(entry) ? " c" : "");
    html_text(out, entry->code);
    buf_str(out, "<th>");
    html_text(out, entry->name);
    add_status(page, entry);
    buf_str(out, "<td>");
    if (entry->file[0] != '\0')
        buf_printf(out, "%zu", entry->pages);
    add_findings(page, entry);
    add_file(page, entry, "pdf", "PDF");
    add_file(page, entry, "csv", "CSV");
    add_correction(page, entry);
    buf_str(out, "</tr>\n");
    if (out->length > BUFFER_FULL)
        flush(page);
}

/* ---- the table ----------------------------------------------------------------------------- */

static void add_rows(struct page *page, size_t begin, size_t end)
{
    buf_str(&page->out, "<tbody>\n");
    for (size_t i = begin; i < end; i++)
        add_row(page, &page->manifest->entries[i]);
    buf_str(&page->out, "</tbody></table>\n");
}

static void add_others(struct page *page)
{
    size_t count = page->manifest->count, end;
    buf_str(&page->out, "<noscript id=\"others\">");
    for (size_t begin = ROWS_SHOWN; begin < count; begin = end) {
        end = count - begin > ROWS_SHOWN ? begin + ROWS_SHOWN : count;
        buf_str(&page->out, "<div><table>");
        add_rows(page, begin, end);
        buf_str(&page->out, "</div>");
    }
    buf_str(&page->out, "</noscript>\n");
}

static void add_table(struct page *page)
{
    struct buf *out = &page->out;
    size_t count = page->manifest->count, shown = count < ROWS_SHOWN ? count : ROWS_SHOWN;
    buf_str(out, "<table><thead><tr>");
    for (size_t i = 0; i < COLUMNS; i++)
        html_element(out, "th", words(page, HEADS[i]));
    buf_str(out, "</tr></thead>");
    add_rows(page, 0, shown);
    if (shown < count) {
        add_others(page);
        buf_str(out, "<p id=\"rest\">");
        buf_printf(out,
                   is_chinese(page)
                       ? "这里列出前 %d 个部门，其余见下面的 manifest.csv。"
                       : "These are the first %d departments; for the others see manifest.csv "
                         "below.",
                   ROWS_SHOWN);
        buf_str(out, "</p>\n");
    }
    buf_str(out, "<button id=\"more\" type=\"button\" hidden></button>\n");
}

/* ---- round the table ----------------------------------------------------------------------- */

/* Widths and the names of columns on a phone are the style's; the names depend on the language. */
static void add_style(struct page *page, bool is_cut)
{
    struct buf *out = &page->out;
    buf_printf(out, "<style>%s@media screen and (max-width:60em){", index_page_style());
    buf_printf(out, "td:nth-child(%d)::before{content:'%s'}", PAGES_COLUMN,
               words(page, WORDS_PAGES));
    buf_printf(out, "td:nth-child(%d)::before{content:'%s'}}</style>\n", FINDINGS_COLUMN,
               words(page, WORDS_FINDINGS));
    if (is_cut)
        buf_str(out, "<noscript><style>#rest{display:none}</style></noscript>\n");
}

static void add_title(struct page *page, const char *tag)
{
    struct buf *out = &page->out;
    const struct manifest *manifest = page->manifest;
    buf_printf(out, "<%s>", tag);
    html_text(out, manifest->region);
    buf_printf(out, "%s%d%s", is_chinese(page) ? "" : " ", manifest->year,
               words(page, WORDS_TITLE));
    if (manifest->shards > 0)
        buf_printf(out, is_chinese(page) ? "（第 %u 部分，共 %u 部分）" : " (part %u of %u)",
                   manifest->shard, manifest->shards);
    buf_printf(out, "</%s>\n", tag);
}

static void add_head(struct page *page)
{
    struct buf *out = &page->out;
    buf_printf(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'; script-src '%s'; base-uri 'none'; form-action "
               "'none'\">\n",
               is_chinese(page) ? "zh-CN" : "en", index_page_script_hash());
    add_title(page, "title");
    add_style(page, page->manifest->count > ROWS_SHOWN);
    buf_str(out, "</head>\n<body>\n");
    add_title(page, "h1");
    html_element(out, "p", words(page, WORDS_GUIDE));
    buf_byte(out, '\n');
}

static void add_tile(struct page *page, const char *name, size_t count, bool is_bad)
{
    buf_printf(&page->out, "<li%s><b>%zu</b> %s</li>\n",
               is_bad && count > 0 ? " class=\"bad\"" : "", count, name);
}

static void add_totals(struct page *page, const struct totals *totals)
{
    buf_str(&page->out, "<ul>\n");
    add_tile(page, words(page, WORDS_DEPARTMENTS), page->manifest->count, false);
    for (int i = 0; i < MANIFEST_STATUS_COUNT; i++) {
        enum manifest_status status = (enum manifest_status)i;
        if (status != MANIFEST_ABSENT || totals->statuses[i] > 0)
            add_tile(page, manifest_status_name(status, page->language), totals->statuses[i],
                     status == MANIFEST_REFUSED || status == MANIFEST_FAILED);
    }
    add_tile(page, words(page, WORDS_PAGES_IN_ALL), totals->pages, false);
    add_tile(page, words(page, WORDS_CORRECTED), totals->corrected, false);
    buf_str(&page->out, "</ul>\n");
}

static void add_option(struct page *page, char letter, const char *name, size_t count)
{
    if (count > 0)
        buf_printf(&page->out, "<option value=\"%c\">%s (%zu)</option>", letter, name, count);
}

/* Nothing of it works without the script, which shows it. */
static void add_search(struct page *page, const struct totals *totals)
{
    struct buf *out = &page->out;
    buf_printf(out,
               "<div id=\"find\" role=\"search\" hidden><label>%s <input id=\"text\" "
               "type=\"search\" placeholder=\"%s\" autocomplete=\"off\"></label>\n<label>%s "
               "<select id=\"kind\" autocomplete=\"off\"><option value=\"\">%s</option>",
               words(page, WORDS_FIND), words(page, WORDS_FIND_HINT), words(page, WORDS_STATUS),
               words(page, WORDS_ANY));
    for (int i = 0; i < MANIFEST_STATUS_COUNT; i++)
        add_option(page, STATUS_LETTERS[i],
                   manifest_status_name((enum manifest_status)i, page->language),
                   totals->statuses[i]);
    add_option(page, 'c', words(page, WORDS_CORRECTED), totals->corrected);
    buf_printf(out,
               "</select></label>\n<span id=\"hits\" role=\"status\" data-all=\"%s\" "
               "data-found=\"%s\" data-none=\"%s\" data-first=\"%s\" data-more=\"%s\"></span>"
               "</div>\n",
               words(page, WORDS_HITS_ALL), words(page, WORDS_HITS_FOUND),
               words(page, WORDS_HITS_NONE), words(page, WORDS_HITS_FIRST),
               words(page, WORDS_HITS_MORE));
}

static void add_foot(struct page *page)
{
    struct buf *out = &page->out;
    buf_printf(out, "<footer>%s<a href=\"manifest.csv\">manifest.csv</a><br>",
               words(page, WORDS_WHOLE));
    html_text(out, words(page, WORDS_FORMAT));
    html_text(out, page->manifest->format);
    html_text(out, words(page, WORDS_PROGRAM));
    html_text(out, page->manifest->program);
    buf_printf(out, "</footer>\n<script>%s</script>\n</body>\n</html>\n", index_page_script());
}

static void write_page(struct page *page)
{
    const struct totals totals = count_entries(page->manifest);
    add_head(page);
    add_totals(page, &totals);
    add_search(page, &totals);
    add_table(page);
    add_foot(page);
    flush(page);
}

/* Writes the page to FILE and closes it. False: errno says why. */
static bool write_file(struct arena *arena, struct sink_file *file, const struct manifest *manifest,
                       enum diag_language language)
{
    struct page page = {manifest, language, buf_new(arena), sink_file_sink(file), false};
    write_page(&page);
    if (!page.broken)
        return sink_file_commit(file);
    int error = errno;
    sink_file_discard(file);
    errno = error;
    return false;
}

bool index_html_write(const char *dir, const struct manifest *manifest, enum diag_language language,
                      struct diag *diag)
{
    struct arena *arena = arena_new();
    const char *path = arena_printf(arena, "%s/index.html", dir);
    struct sink_file *file = sink_file_open(path);
    bool written = file != NULL && write_file(arena, file, manifest, language);
    if (!written)
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    arena_free(arena);
    return written;
}

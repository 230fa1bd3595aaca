/* Findings → HTML. See check_html.h. */
#include "render/check_html.h"

#include <string.h>

struct check_html {
    struct arena *arena;
    const struct book *book;
    const struct check_rules *rules;
    enum diag_language language;
    struct buf departments, page;
    size_t *found; /* of each rule, waived ones included */
    size_t levels[CHECK_LEVEL_COUNT], waived, department_count, clean_count;
};

/* Wordings, Chinese and English. */
enum words {
    WORDS_TITLE,
    WORDS_LEAD,
    WORDS_SUMMARY,
    WORDS_DEPARTMENTS,
    WORDS_CLEAN,
    WORDS_WAIVED,
    WORDS_FAULTS,
    WORDS_RULE,
    WORDS_LEVEL,
    WORDS_PLACE,
    WORDS_FINDING,
    WORDS_FOUND,
    WORDS_EXPECTED,
    WORDS_DIFFERENCE,
    WORDS_REASON,
    WORDS_NOTHING,
    WORDS_CHECKED,
    WORDS_WHAT,
    WORDS_SOURCE,
    WORDS_RESULT,
    WORDS_PASSED,
    WORDS_TIMES,
    WORDS_COUNT
};
static const char *const WORDS[WORDS_COUNT][2] = {
    [WORDS_TITLE] = {"部门预算公开检查报告", "Check of departmental budget publications"},
    [WORDS_LEAD] = {"致命问题更正或说明理由予以豁免之前，该部门不得公开。",
                    "A department with a fatal finding is not published before it is put right or "
                    "waived with a reason."},
    [WORDS_SUMMARY] = {"概况", "Summary"},
    [WORDS_DEPARTMENTS] = {"检查部门", "departments"},
    [WORDS_CLEAN] = {"无问题部门", "without a finding"},
    [WORDS_WAIVED] = {"已豁免", "waived"},
    [WORDS_FAULTS] = {"账套本身的错误", "Faults of the records themselves"},
    [WORDS_RULE] = {"规则", "rule"},
    [WORDS_LEVEL] = {"级别", "level"},
    [WORDS_PLACE] = {"位置", "place"},
    [WORDS_FINDING] = {"问题", "finding"},
    [WORDS_FOUND] = {"现为", "is"},
    [WORDS_EXPECTED] = {"应为", "should be"},
    [WORDS_DIFFERENCE] = {"相差", "difference"},
    [WORDS_REASON] = {"豁免理由：", "waived: "},
    [WORDS_NOTHING] = {"未发现问题。", "Nothing was found."},
    [WORDS_CHECKED] = {"检查了什么", "What was checked"},
    [WORDS_WHAT] = {"内容", "what it says"},
    [WORDS_SOURCE] = {"依据", "source"},
    [WORDS_RESULT] = {"结果", "result"},
    [WORDS_PASSED] = {"通过", "passed"},
    [WORDS_TIMES] = {"处", " found"},
};

/* Bright enough for a screen, told apart by their words on paper. */
static const char STYLE[] =
    "body{font:15px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:1.5em auto;"
    "max-width:72em;padding:0 1em;color:#222}"
    "h1{font-size:1.6em;text-align:center}h2{font-size:1.2em;border-bottom:2px solid #444;"
    "margin-top:2em;break-after:avoid}"
    "table{border-collapse:collapse;width:100%;font-size:.92em}"
    "th,td{border:1px solid #999;padding:.25em .5em;vertical-align:top;text-align:left;"
    "overflow-wrap:anywhere}th{background:#eee}thead{display:table-header-group}"
    "tr{break-inside:avoid}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".place{color:#555;font-size:.9em}.fatal td.level{background:#c62828;color:#fff}"
    ".warning td.level{background:#f9a825}.note td.level{background:#cfd8dc}"
    "tr.waived{color:#777}.reason{font-style:italic}"
    "@media print{body{margin:0;max-width:none;font-size:11px}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

static const char *const LEVEL_CLASSES[CHECK_LEVEL_COUNT] = {"fatal", "warning", "note"};

static const char *words(const struct check_html *html, enum words which)
{
    return WORDS[which][html->language == DIAG_ENGLISH];
}

/* TEXT where markup has no meaning. Control characters, which HTML does not allow, are shown by
 * their Unicode pictures. */
static void add_text(struct buf *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char byte = (unsigned char)*p;
        if (byte == '&')
            buf_str(out, "&amp;");
        else if (byte == '<')
            buf_str(out, "&lt;");
        else if (byte == '>')
            buf_str(out, "&gt;");
        else if (byte == '"')
            buf_str(out, "&quot;");
        else if (byte < 0x20 && byte != '\n')
            buf_printf(out, "&#x%X;", 0x2400U + byte);
        else
            buf_byte(out, byte);
    }
}

static void add_element(struct buf *out, const char *tag, const char *text)
{
    buf_printf(out, "<%s>", tag);
    add_text(out, text);
    buf_printf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

struct check_html *check_html_new(struct arena *arena, const struct book *book,
                                  const struct check_rules *rules, enum diag_language language)
{
    struct check_html *html = arena_alloc(arena, sizeof *html);
    *html = (struct check_html){.arena = arena,
                                .book = book,
                                .rules = rules,
                                .language = language,
                                .departments = buf_new(arena),
                                .page = buf_new(arena)};
    html->found = arena_array(arena, check_rule_count(rules), sizeof *html->found);
    return html;
}

/* ---- departments --------------------------------------------------------------------------- */

static void add_head_row(const struct check_html *html, struct buf *out, const enum words *heads,
                         size_t count)
{
    buf_str(out, "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        add_element(out, "th", words(html, heads[i]));
    buf_str(out, "</tr></thead>\n<tbody>\n");
}

static void add_place(struct check_html *html, const struct check_finding *finding)
{
    struct buf *out = &html->departments;
    buf_str(out, "<td>");
    add_text(out, finding->place);
    if (finding->pos.row > 0) {
        buf_str(out, "<div class=\"place\">");
        add_text(out, check_pos_text(html->arena, finding->pos));
        buf_str(out, "</div>");
    }
    buf_str(out, "</td>");
}

static void add_finding(struct check_html *html, const struct check_finding *finding)
{
    struct buf *out = &html->departments;
    const struct check_rule_head *rule = finding->rule;
    buf_printf(out, "<tr class=\"%s%s\">", LEVEL_CLASSES[rule->level],
               finding->waiver ? " waived" : "");
    add_element(out, "td class=\"level\"", check_level_name(rule->level, html->language));
    add_element(out, "td", rule->id);
    add_place(html, finding);
    buf_str(out, "<td>");
    add_text(out, finding->message);
    if (finding->waiver) {
        buf_str(out, "<div class=\"reason\">");
        add_text(out, words(html, WORDS_REASON));
        add_text(out, finding->waiver->reason);
        buf_str(out, "</div>");
    }
    buf_str(out, "</td>");
    add_element(out, "td class=\"n\"", finding->found);
    add_element(out, "td class=\"n\"", finding->expected);
    add_element(out, "td class=\"n\"", finding->difference);
    buf_str(out, "</tr>\n");
}

static void count_finding(struct check_html *html, const struct check_finding *finding)
{
    for (size_t i = 0; i < check_rule_count(html->rules); i++)
        html->found[i] += check_rule_at(html->rules, i) == finding->rule;
    if (finding->waiver)
        html->waived++;
    else
        html->levels[finding->rule->level]++;
}

void check_html_add(struct check_html *html, const struct department *department,
                    const struct check_findings *findings)
{
    static const enum words HEADS[] = {WORDS_LEVEL, WORDS_RULE,     WORDS_PLACE,     WORDS_FINDING,
                                       WORDS_FOUND, WORDS_EXPECTED, WORDS_DIFFERENCE};
    struct buf *out = &html->departments;
    html->department_count++;
    html->clean_count += findings->count == 0;
    buf_str(out, "<h2>");
    add_text(out, arena_printf(html->arena, "%s %s", department->code, department->name));
    buf_str(out, "</h2>\n");
    if (findings->count == 0) {
        add_element(out, "p", words(html, WORDS_NOTHING));
        return;
    }
    buf_str(out, "<table>");
    add_head_row(html, out, HEADS, sizeof HEADS / sizeof *HEADS);
    for (int level = 0; level < CHECK_LEVEL_COUNT; level++) {
        for (size_t i = 0; i < findings->count; i++) {
            if ((int)findings->items[i].rule->level != level)
                continue;
            count_finding(html, &findings->items[i]);
            add_finding(html, &findings->items[i]);
        }
    }
    buf_str(out, "</tbody></table>\n");
}

/* ---- the page ------------------------------------------------------------------------------ */

static void add_count(struct buf *out, const char *name, size_t count)
{
    buf_str(out, "<tr>");
    add_element(out, "th", name);
    buf_printf(out, "<td class=\"n\">%zu</td></tr>\n", count);
}

static void add_summary(struct check_html *html)
{
    struct buf *out = &html->page;
    add_element(out, "h2", words(html, WORDS_SUMMARY));
    buf_str(out, "<table><tbody>\n");
    add_count(out, words(html, WORDS_DEPARTMENTS), html->department_count);
    add_count(out, words(html, WORDS_CLEAN), html->clean_count);
    for (int level = 0; level < CHECK_LEVEL_COUNT; level++)
        add_count(out, check_level_name((enum check_level)level, html->language),
                  html->levels[level]);
    add_count(out, words(html, WORDS_WAIVED), html->waived);
    buf_str(out, "</tbody></table>\n");
}

static void add_faults(struct check_html *html, const struct diag *faults)
{
    struct buf *out = &html->page;
    if (diag_count(faults) == 0)
        return;
    add_element(out, "h2", words(html, WORDS_FAULTS));
    buf_str(out, "<ul>\n");
    for (size_t i = 0; i < diag_count(faults); i++) {
        const struct diag_entry *entry = diag_entry_at(faults, i);
        const char *place =
            entry->pos.row > 0
                ? arena_printf(html->arena, "%s: ", check_pos_text(html->arena, entry->pos))
                : "";
        add_element(out, "li", arena_printf(html->arena, "%s%s", place, entry->message));
        buf_byte(out, '\n');
    }
    buf_str(out, "</ul>\n");
}

static void add_rules(struct check_html *html)
{
    static const enum words HEADS[] = {WORDS_RULE, WORDS_LEVEL, WORDS_WHAT, WORDS_SOURCE,
                                       WORDS_RESULT};
    struct buf *out = &html->page;
    add_element(out, "h2", words(html, WORDS_CHECKED));
    buf_str(out, "<table>");
    add_head_row(html, out, HEADS, sizeof HEADS / sizeof *HEADS);
    for (size_t i = 0; i < check_rule_count(html->rules); i++) {
        const struct check_rule_head *rule = check_rule_at(html->rules, i);
        buf_str(out, "<tr>");
        add_element(out, "td", rule->id);
        add_element(out, "td", check_level_name(rule->level, html->language));
        add_element(out, "td", rule->title[html->language == DIAG_ENGLISH]);
        add_element(out, "td", rule->source);
        add_element(out, "td",
                    html->found[i] == 0 ? words(html, WORDS_PASSED)
                                        : arena_printf(html->arena, "%zu%s", html->found[i],
                                                       words(html, WORDS_TIMES)));
        buf_str(out, "</tr>\n");
    }
    buf_str(out, "</tbody></table>\n");
}

const struct buf *check_html_finish(struct check_html *html, const struct diag *faults)
{
    struct buf *out = &html->page;
    const char *title = arena_printf(html->arena, "%s%d %s", book_region(html->book).utf8,
                                     book_year(html->book), words(html, WORDS_TITLE));
    buf_printf(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n",
               html->language == DIAG_ENGLISH ? "en" : "zh-CN");
    add_element(out, "title", title);
    buf_printf(out, "\n<style>%s</style>\n</head>\n<body>\n", STYLE);
    add_element(out, "h1", title);
    add_element(out, "p", words(html, WORDS_LEAD));
    add_summary(html);
    add_faults(html, faults);
    buf_add(out, html->departments.bytes, html->departments.length);
    add_rules(html);
    buf_str(out, "</body>\n</html>\n");
    return out;
}

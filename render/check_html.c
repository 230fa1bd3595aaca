/* Findings → HTML. See check_html.h. */
#include "render/check_html.h"

#include <string.h>

#include "render/html.h"

/* Findings that stand, by level, then those that are waived. */
enum { SECTION_WAIVED = CHECK_LEVEL_COUNT, SECTION_COUNT };

struct rule_count {
    size_t stands, waived;
};

/* What an official has to do about a department; the gravest first. */
enum verdict { VERDICT_BLOCKED, VERDICT_OPEN, VERDICT_CLEAN, VERDICT_COUNT };

/* A department, with its part of the page. */
struct entry {
    const struct department *department;
    enum verdict verdict; /* known when all have been checked */
    size_t begin, end;    /* in check_html.findings */
    size_t counts[SECTION_COUNT];
};

struct check_html {
    struct arena *arena;
    const struct book *book;
    const struct check_rules *rules;
    enum diag_language language;
    struct entry *entries;
    size_t count, capacity;
    struct rule_count *found; /* by rule */
    struct buf findings;      /* of all departments */
    struct buf page;
};

/* Wordings, Chinese and English. */
enum words {
    WORDS_TITLE,
    WORDS_LEVELS,
    WORDS_WAIVE,
    WORDS_PLACES,
    WORDS_SUMMARY,
    WORDS_DEPARTMENTS,
    WORDS_DEPARTMENT,
    WORDS_VERDICT,
    WORDS_BLOCKED,
    WORDS_OPEN,
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
    WORDS_CHECKED,
    WORDS_WHAT,
    WORDS_SOURCE,
    WORDS_RESULT,
    WORDS_PASSED,
    WORDS_TOP,
    WORDS_COUNT
};
static const char *const WORDS[WORDS_COUNT][2] = {
    [WORDS_TITLE] = {"年部门预算公开检查报告", ": check of the departmental budgets"},
    [WORDS_LEVELS] = {"致命问题未更正的部门不得公开；警告须逐条核实，可以知情后公开；提示供参考。",
                      "A department with a fatal finding is not published. A warning is to be "
                      "looked at, and may be published knowingly. A note is for information."},
    [WORDS_WAIVE] = {"确需保留的，在 waivers.csv 中写明规则、部门编码、位置和理由，予以豁免。",
                     "What must stay as it is, is waived in waivers.csv: rule, department, place "
                     "and reason."},
    [WORDS_PLACES] = {"位置写作“文件:行:列”，方括号内是电子表格中的单元格。",
                      "A place is file:row:column; in brackets, the cell of a spreadsheet."},
    [WORDS_SUMMARY] = {"概况", "Summary"},
    [WORDS_DEPARTMENTS] = {"检查部门", "departments"},
    [WORDS_DEPARTMENT] = {"部门", "department"},
    [WORDS_VERDICT] = {"结论", "conclusion"},
    [WORDS_BLOCKED] = {"不得公开", "not to be published"},
    [WORDS_OPEN] = {"核实后可公开", "to be looked at"},
    [WORDS_CLEAN] = {"可以公开", "may be published"},
    [WORDS_WAIVED] = {"已豁免", "waived"},
    [WORDS_FAULTS] = {"数据有错", "faulty records"},
    [WORDS_RULE] = {"规则", "rule"},
    [WORDS_LEVEL] = {"级别", "level"},
    [WORDS_PLACE] = {"位置", "place"},
    [WORDS_FINDING] = {"问题", "finding"},
    [WORDS_FOUND] = {"现为", "is"},
    [WORDS_EXPECTED] = {"应为或对照", "should be, or against"},
    [WORDS_DIFFERENCE] = {"相差", "difference"},
    [WORDS_REASON] = {"豁免理由：", "Waived: "},
    [WORDS_CHECKED] = {"检查了什么", "What was checked"},
    [WORDS_WHAT] = {"内容", "what must hold"},
    [WORDS_SOURCE] = {"依据", "source"},
    [WORDS_RESULT] = {"结果", "result"},
    [WORDS_PASSED] = {"通过", "passed"},
    [WORDS_TOP] = {"返回概况", "back to the summary"},
};

/* Levels are told apart by their words, on a poor printer too. On a phone a row becomes a block
 * whose cells carry the heads of their columns. */
static const char STYLE[] =
    "body{font:15px/1.6 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',"
    "sans-serif;margin:1.5em auto;max-width:76em;padding:0 1em;color:#222}"
    "h1{font-size:1.6em;text-align:center;text-wrap:balance}"
    "h2{font-size:1.25em;border-bottom:2px solid #444;margin:2em 0 .6em;break-after:avoid}"
    "h3{font-size:1em;margin:1.2em 0 .4em;padding:.1em .6em;background:#dde3e7;break-after:avoid}"
    "h3.fatal,li.fatal,td.blocked{background:#b71c1c;color:#fff}h3.warning{background:#ffcc66}"
    "h3.waived,.waived td{color:#555}p{margin:.2em 0}a{color:#0b4f9e}"
    "td,th,li,h2,.place{unicode-bidi:isolate}"
    "table{border-collapse:collapse;width:100%;font-size:.93em}table.findings{table-layout:fixed}"
    "th,td{border:1px solid #aaa;padding:.25em .5em;vertical-align:top;text-align:left;"
    "overflow-wrap:anywhere}thead{display:table-header-group}thead th{background:#e8e8e8}"
    "tbody th{background:#f5f5f5;break-after:avoid}tr{break-inside:avoid}"
    "small{color:#555;font-weight:normal;margin-left:1em}td.blocked,td.bad{font-weight:bold}"
    "th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}.place{color:#555;font-size:.9em}"
    "ul.counts{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.6em}"
    "ul.counts li{border:1px solid #aaa;padding:.2em .9em}ul.counts b{font-size:1.4em}"
    ".top{float:right;font-size:.7em;font-weight:normal}"
    "col.place{width:22%}col.figure{width:14%}"
    "@media screen and (max-width:45em){"
    "table.findings,.findings tbody,.findings tr,.findings th,.findings td{display:block}"
    ".findings colgroup,.findings thead,.findings td:empty{display:none}"
    ".findings tr{border-bottom:3px solid #aaa}.findings th,.findings td{border-width:0 1px}"
    ".findings td.n{text-align:left}.findings tr:first-child{border-bottom-width:1px}"
    ".findings td[data-head]::before{content:attr(data-head);color:#555;"
    "margin-right:.7em;font-size:.9em}"
    "table.rules th:nth-child(4),table.rules td:nth-child(4){display:none}small{display:block;"
    "margin:0}}"
    "@media print{@page{size:A4 landscape;margin:14mm}"
    "body{margin:0;max-width:none;padding:0;font-size:12px}.top{display:none}a{color:inherit;"
    "text-decoration:none}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

static const char *const CLASSES[SECTION_COUNT] = {"fatal", "warning", "note", "waived"};

static const char *words(const struct check_html *html, enum words which)
{
    return WORDS[which][html->language == DIAG_ENGLISH];
}

static const char *section_name(const struct check_html *html, size_t section)
{
    return section == SECTION_WAIVED ? words(html, WORDS_WAIVED)
                                     : check_level_name((enum check_level)section, html->language);
}

/* ---- findings ------------------------------------------------------------------------------ */

static void add_number(struct buf *out, size_t number)
{
    buf_printf(out, "<td class=\"n\">%zu</td>", number);
}

static void add_head_row(const struct check_html *html, struct buf *out, const enum words *heads,
                         size_t count)
{
    buf_str(out, "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        html_element(out, "th", words(html, heads[i]));
}

static void end_head_row(struct buf *out)
{
    buf_str(out, "</tr></thead>\n");
}

/* The letters of a spreadsheet's column: 1 is A, 27 is AA. */
static const char *column_letters(struct arena *arena, int column)
{
    const char *letters = "";
    for (; column > 0; column = (column - 1) / 26)
        letters = arena_printf(arena, "%c%s", 'A' + (column - 1) % 26, letters);
    return letters;
}

/* file:row:column, and the cell where the file is one of a spreadsheet. */
static const char *place_of(struct arena *arena, struct pos pos)
{
    const char *text = check_pos_text(arena, pos);
    size_t length = strlen(pos.file);
    bool is_sheet = length > 4 && strcmp(pos.file + length - 4, ".csv") == 0;
    if (pos.row <= 0 || pos.column <= 0 || !is_sheet)
        return text;
    return arena_printf(arena, "%s [%s%d]", text, column_letters(arena, pos.column), pos.row);
}

/* Figures stand under each other; words do not. */
static bool is_figure(const char *text)
{
    size_t digits = strspn(text, "0123456789,.-+%");
    return digits > 0 && strlen(text + digits) <= strlen("万元");
}

static void add_cell(const struct check_html *html, struct buf *out, enum words head,
                     const char *text)
{
    buf_printf(out, "<td%s data-head=\"", is_figure(text) ? " class=\"n\"" : "");
    html_text(out, words(html, head));
    buf_str(out, "\">");
    html_text(out, text);
    buf_str(out, "</td>");
}

static void add_finding(struct check_html *html, const struct check_finding *finding)
{
    struct buf *out = &html->findings;
    buf_str(out, "<tr><td>");
    html_text(out, finding->place);
    buf_str(out, "<div class=\"place\">");
    html_text(out, place_of(html->arena, finding->pos));
    buf_str(out, "</div></td><td>");
    html_text(out, finding->message);
    if (finding->waiver != NULL) {
        buf_str(out, "<div>");
        html_text(out, words(html, WORDS_REASON));
        html_text(out, finding->waiver->reason);
        buf_str(out, "</div>");
    }
    buf_str(out, "</td>");
    add_cell(html, out, WORDS_FOUND, finding->found);
    add_cell(html, out, WORDS_EXPECTED, finding->expected);
    add_cell(html, out, WORDS_DIFFERENCE, finding->difference);
    buf_str(out, "</tr>\n");
}

static void begin_section(struct check_html *html, size_t section, size_t count)
{
    static const enum words HEADS[] = {WORDS_PLACE, WORDS_FINDING, WORDS_FOUND, WORDS_EXPECTED,
                                       WORDS_DIFFERENCE};
    struct buf *out = &html->findings;
    buf_printf(out, "<h3 class=\"%s\">%s %zu</h3>\n<table class=\"findings %s\">", CLASSES[section],
               section_name(html, section), count, CLASSES[section]);
    buf_str(out, "<colgroup><col class=\"place\"><col><col class=\"figure\"><col class=\"figure\">"
                 "<col class=\"figure\"></colgroup>");
    add_head_row(html, out, HEADS, sizeof HEADS / sizeof *HEADS);
    end_head_row(out);
}

/* What RULE says, over its findings. */
static void begin_rule(struct check_html *html, const struct check_rule_head *rule, size_t section)
{
    struct buf *out = &html->findings;
    buf_str(out, "<tbody><tr><th colspan=\"5\">");
    if (section == SECTION_WAIVED) {
        html_text(out, check_level_name(rule->level, html->language));
        buf_byte(out, ' ');
    }
    html_text(out, rule->id);
    buf_byte(out, ' ');
    html_text(out, rule->title[html->language == DIAG_ENGLISH]);
    html_element(out, "small", rule->source);
    buf_str(out, "</th></tr>\n");
}

static size_t section_of(const struct check_finding *finding)
{
    return finding->waiver != NULL ? SECTION_WAIVED : (size_t)finding->rule->level;
}

/* The findings of one section; those of a rule follow each other. */
static void add_section(struct check_html *html, const struct check_findings *findings,
                        size_t section, size_t count)
{
    const struct check_rule_head *open = NULL;
    if (count == 0)
        return;
    begin_section(html, section, count);
    for (size_t i = 0; i < findings->count; i++) {
        const struct check_finding *finding = &findings->items[i];
        if (section_of(finding) != section)
            continue;
        if (finding->rule != open) {
            buf_str(&html->findings, open == NULL ? "" : "</tbody>\n");
            open = finding->rule;
            begin_rule(html, open, section);
        }
        add_finding(html, finding);
    }
    buf_str(&html->findings, "</tbody></table>\n");
}

/* Counts them by section and by rule. Findings come in the order of the rules. */
static void count_findings(struct check_html *html, struct entry *entry,
                           const struct check_findings *findings)
{
    size_t rule = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct check_finding *finding = &findings->items[i];
        for (size_t tried = 0; check_rule_at(html->rules, rule) != finding->rule; tried++) {
            if (tried == check_rule_count(html->rules))
                return; /* of other rules: cannot be */
            rule = (rule + 1) % check_rule_count(html->rules);
        }
        entry->counts[section_of(finding)]++;
        html->found[rule].stands += finding->waiver == NULL;
        html->found[rule].waived += finding->waiver != NULL;
    }
}

struct check_html *check_html_new(struct arena *arena, const struct book *book,
                                  const struct check_rules *rules, enum diag_language language)
{
    struct check_html *html = arena_alloc(arena, sizeof *html);
    *html = (struct check_html){.arena = arena,
                                .book = book,
                                .rules = rules,
                                .language = language,
                                .findings = buf_new(arena),
                                .page = buf_new(arena)};
    html->found = arena_array(arena, check_rule_count(rules), sizeof *html->found);
    return html;
}

void check_html_add(struct check_html *html, const struct department *department,
                    const struct check_findings *findings)
{
    html->entries =
        arena_grow(html->arena, html->entries, html->count, &html->capacity, sizeof *html->entries);
    struct entry *entry = &html->entries[html->count++];
    *entry = (struct entry){.department = department, .begin = html->findings.length};
    count_findings(html, entry, findings);
    for (size_t section = 0; section < SECTION_COUNT; section++)
        add_section(html, findings, section, entry->counts[section]);
    entry->end = html->findings.length;
}

/* ---- the page ------------------------------------------------------------------------------ */

static enum verdict verdict_on(const struct entry *entry, const struct diag *faults)
{
    const size_t *counts = entry->counts;
    if (counts[CHECK_FATAL] > 0 || diag_refuses(faults, entry->department->code))
        return VERDICT_BLOCKED;
    return counts[CHECK_WARNING] + counts[CHECK_NOTE] > 0 ? VERDICT_OPEN : VERDICT_CLEAN;
}

/* Puts the gravest verdicts first; the order of the book within each. */
static void order_entries(struct check_html *html, const struct diag *faults)
{
    struct entry *ordered = arena_array(html->arena, html->count, sizeof *ordered);
    size_t count = 0;
    for (size_t i = 0; i < html->count; i++)
        html->entries[i].verdict = verdict_on(&html->entries[i], faults);
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++)
        for (size_t i = 0; i < html->count; i++)
            if ((int)html->entries[i].verdict == verdict)
                ordered[count++] = html->entries[i];
    html->entries = ordered;
}

static void add_tile(struct buf *out, const char *name, size_t count, bool is_bad)
{
    buf_printf(out, "<li%s><b>%zu</b> ", is_bad && count > 0 ? " class=\"fatal\"" : "", count);
    html_text(out, name);
    buf_str(out, "</li>\n");
}

static void add_counts(struct check_html *html)
{
    struct buf *out = &html->page;
    size_t sums[SECTION_COUNT] = {0}, verdicts[VERDICT_COUNT] = {0};
    for (size_t i = 0; i < html->count; i++) {
        verdicts[html->entries[i].verdict]++;
        for (size_t section = 0; section < SECTION_COUNT; section++)
            sums[section] += html->entries[i].counts[section];
    }
    buf_str(out, "<ul class=\"counts\">\n");
    add_tile(out, words(html, WORDS_DEPARTMENTS), html->count, false);
    add_tile(out, words(html, WORDS_BLOCKED), verdicts[VERDICT_BLOCKED], true);
    add_tile(out, words(html, WORDS_OPEN), verdicts[VERDICT_OPEN], false);
    add_tile(out, words(html, WORDS_CLEAN), verdicts[VERDICT_CLEAN], false);
    for (size_t section = 0; section < SECTION_COUNT; section++)
        add_tile(out, section_name(html, section), sums[section], section == CHECK_FATAL);
    buf_str(out, "</ul>\n");
}

/* Is FAULT in the records of DEPARTMENT (NULL: of the whole book)? */
static bool concerns(const struct diag_entry *fault, const char *department)
{
    if (department == NULL || fault->department == NULL)
        return department == fault->department;
    return strcmp(fault->department, department) == 0;
}

static bool has_faults(const struct diag *faults, const char *department)
{
    for (size_t i = 0; i < diag_count(faults); i++)
        if (concerns(diag_entry_at(faults, i), department))
            return true;
    return false;
}

static bool has_part(const struct entry *entry, const struct diag *faults)
{
    return entry->end > entry->begin || has_faults(faults, entry->department->code);
}

static void add_name(struct buf *out, const struct department *department)
{
    html_text(out, department->code);
    buf_byte(out, ' ');
    html_text(out, department->name);
}

/* A line of the list of departments: where to jump to, and why. */
static void add_line(struct check_html *html, size_t index, const struct diag *faults)
{
    static const enum words VERDICTS[] = {WORDS_BLOCKED, WORDS_OPEN, WORDS_CLEAN};
    const struct entry *entry = &html->entries[index];
    struct buf *out = &html->page;
    bool linked = has_part(entry, faults);
    buf_str(out, "<tr><td>");
    if (linked)
        buf_printf(out, "<a href=\"#department-%zu\">", index + 1);
    add_name(out, entry->department);
    buf_str(out, linked ? "</a></td>" : "</td>");
    html_element(out, entry->verdict == VERDICT_BLOCKED ? "td class=\"blocked\"" : "td",
                 words(html, VERDICTS[entry->verdict]));
    for (size_t section = 0; section < SECTION_COUNT; section++)
        add_number(out, entry->counts[section]);
    buf_str(out, "</tr>\n");
}

static void add_summary(struct check_html *html, const struct diag *faults)
{
    static const enum words HEADS[] = {WORDS_DEPARTMENT, WORDS_VERDICT};
    struct buf *out = &html->page;
    html_element(out, "h2 id=\"summary\"", words(html, WORDS_SUMMARY));
    add_counts(html);
    buf_str(out, "<table>");
    add_head_row(html, out, HEADS, sizeof HEADS / sizeof *HEADS);
    for (size_t section = 0; section < SECTION_COUNT; section++)
        html_element(out, "th class=\"n\"", section_name(html, section));
    end_head_row(out);
    buf_str(out, "<tbody>\n");
    for (size_t i = 0; i < html->count; i++)
        add_line(html, i, faults);
    buf_str(out, "</tbody></table>\n");
}

static void add_faults(struct check_html *html, const struct diag *faults, const char *department)
{
    struct buf *out = &html->page;
    if (!has_faults(faults, department))
        return;
    html_element(out, "h3 class=\"fatal\"", words(html, WORDS_FAULTS));
    buf_str(out, "<ul class=\"faults\">\n");
    for (size_t i = 0; i < diag_count(faults); i++) {
        const struct diag_entry *fault = diag_entry_at(faults, i);
        if (!concerns(fault, department))
            continue;
        buf_str(out, "<li>");
        if (fault->pos.file != NULL)
            html_text(out, arena_printf(html->arena, "%s: ", place_of(html->arena, fault->pos)));
        html_text(out, fault->message);
        buf_str(out, "</li>\n");
    }
    buf_str(out, "</ul>\n");
}

static void add_department(struct check_html *html, size_t index, const struct diag *faults)
{
    struct buf *out = &html->page;
    const struct entry *entry = &html->entries[index];
    if (!has_part(entry, faults))
        return;
    buf_printf(out, "<h2 id=\"department-%zu\">", index + 1);
    add_name(out, entry->department);
    html_element(out, "a class=\"top\" href=\"#summary\"", words(html, WORDS_TOP));
    buf_str(out, "</h2>\n");
    add_faults(html, faults, entry->department->code);
    buf_add(out, html->findings.bytes + entry->begin, entry->end - entry->begin);
}

static void add_result(struct check_html *html, struct rule_count found)
{
    struct buf *out = &html->page;
    bool chinese = html->language == DIAG_CHINESE;
    buf_printf(out, "<td%s>", found.stands > 0 ? " class=\"bad\"" : "");
    if (found.stands + found.waived == 0)
        html_text(out, words(html, WORDS_PASSED));
    if (found.stands > 0)
        buf_printf(out, chinese ? "%zu 处" : "%zu found", found.stands);
    if (found.stands > 0 && found.waived > 0)
        buf_str(out, chinese ? "，" : ", ");
    if (found.waived > 0)
        buf_printf(out, chinese ? "豁免 %zu 处" : "%zu waived", found.waived);
    buf_str(out, "</td>");
}

static void add_rule(struct check_html *html, size_t index)
{
    const struct check_rule_head *rule = check_rule_at(html->rules, index);
    struct buf *out = &html->page;
    buf_str(out, "<tr>");
    html_element(out, "td", rule->id);
    html_element(out, "td", check_level_name(rule->level, html->language));
    html_element(out, "td", rule->title[html->language == DIAG_ENGLISH]);
    html_element(out, "td", rule->source);
    add_result(html, html->found[index]);
    buf_str(out, "</tr>\n");
}

/* All rules, a body of the table for each group. */
static void add_rules(struct check_html *html)
{
    static const enum words HEADS[] = {WORDS_RULE, WORDS_LEVEL, WORDS_WHAT, WORDS_SOURCE,
                                       WORDS_RESULT};
    struct buf *out = &html->page;
    html_element(out, "h2", words(html, WORDS_CHECKED));
    buf_str(out, "<table class=\"rules\">");
    add_head_row(html, out, HEADS, sizeof HEADS / sizeof *HEADS);
    end_head_row(out);
    for (size_t i = 0; i < check_rule_count(html->rules); i++) {
        enum check_group group = check_rule_at(html->rules, i)->group;
        if (i == 0 || check_rule_at(html->rules, i - 1)->group != group) {
            buf_str(out, i == 0 ? "<tbody><tr>" : "</tbody>\n<tbody><tr>");
            html_element(out, "th colspan=\"5\"", check_group_name(group, html->language));
            buf_str(out, "</tr>\n");
        }
        add_rule(html, i);
    }
    buf_str(out, "</tbody></table>\n");
}

static void add_head(struct check_html *html)
{
    struct buf *out = &html->page;
    const char *title = arena_printf(html->arena, "%s%s%d%s", book_region(html->book).utf8,
                                     html->language == DIAG_ENGLISH ? " " : "",
                                     book_year(html->book), words(html, WORDS_TITLE));
    buf_printf(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n",
               html->language == DIAG_ENGLISH ? "en" : "zh-CN");
    html_element(out, "title", title);
    buf_printf(out, "\n<style>%s</style>\n</head>\n<body>\n", STYLE);
    html_element(out, "h1", title);
    html_element(out, "p", words(html, WORDS_LEVELS));
    html_element(out, "p", words(html, WORDS_WAIVE));
    html_element(out, "p", words(html, WORDS_PLACES));
    buf_byte(out, '\n');
}

const struct buf *check_html_finish(struct check_html *html, const struct diag *faults)
{
    order_entries(html, faults);
    add_head(html);
    add_summary(html, faults);
    add_faults(html, faults, NULL);
    for (size_t i = 0; i < html->count; i++)
        add_department(html, i, faults);
    add_rules(html);
    buf_str(&html->page, "</body>\n</html>\n");
    return &html->page;
}

/* Findings as lines for people and as JSON for machines. */
#include "render/check_report.h"

#include <string.h>

#include "render/json.h"

static const char *const json_levels[CHECK_LEVEL_COUNT] = {"fatal", "warning", "note"};

static void put_json(FILE *out, const struct check_finding *finding)
{
    fputs("{\"type\":\"finding\"", out);
    json_member(out, "rule", finding->rule->id);
    json_member(out, "level", json_levels[finding->rule->level]);
    json_member(out, "department", finding->department);
    json_member(out, "file", finding->pos.file);
    fprintf(out, ",\"row\":%d,\"column\":%d", finding->pos.row, finding->pos.column);
    json_member(out, "place", finding->place);
    json_member(out, "found", finding->found);
    json_member(out, "expected", finding->expected);
    json_member(out, "difference", finding->difference);
    json_member(out, "message", finding->message);
    json_member(out, "title", finding->rule->title[DIAG_CHINESE]);
    json_member(out, "source", finding->rule->source);
    fputs(",\"waived\":", out);
    if (finding->waiver == NULL)
        fputs("null", out);
    else
        json_string(out, finding->waiver->reason);
    fputs("}\n", out);
}

/* ---- lines --------------------------------------------------------------------------------- */

static void put_place(FILE *out, struct pos pos)
{
    if (pos.row > 0)
        fprintf(out, "%s:%d:%d: ", pos.file, pos.row, pos.column > 0 ? pos.column : 1);
    else
        fprintf(out, "%s: ", pos.file);
}

/* file:row:column: 致命 T01: 部门 place: message */
static void put_line(const struct check_report *report, const struct check_finding *finding)
{
    FILE *out = report->out;
    bool chinese = report->language == DIAG_CHINESE;
    put_place(out, finding->pos);
    fprintf(out, "%s %s: ", check_level_name(finding->rule->level, report->language),
            finding->rule->id);
    if (finding->waiver != NULL)
        fputs(chinese ? "（已豁免）" : "(waived) ", out);
    fprintf(out, "%s%s%s: %s", finding->department, finding->place[0] == '\0' ? "" : " ",
            finding->place, finding->message);
    if (finding->waiver != NULL)
        fprintf(out, chinese ? "（豁免理由：%s）" : " (waived: %s)", finding->waiver->reason);
    fputc('\n', out);
}

/* ---- a report ------------------------------------------------------------------------------ */

void check_report_department(struct check_report *report, const struct department *department,
                             bool refused, const struct check_findings *findings)
{
    report->departments++;
    report->refused += refused;
    if (report->json) {
        fputs("{\"type\":\"department\"", report->out);
        json_member(report->out, "department", department->code);
        json_member(report->out, "name", department->name);
        fprintf(report->out, ",\"faulty\":%s}\n", refused ? "true" : "false");
    }
    for (size_t i = 0; i < findings->count; i++) {
        const struct check_finding *finding = &findings->items[i];
        if (finding->waiver != NULL)
            report->waived++;
        else
            report->counts[finding->rule->level]++;
        if (report->json)
            put_json(report->out, finding);
        else
            put_line(report, finding);
    }
}

void check_report_end(struct check_report *report)
{
    const size_t *counts = report->counts;
    if (report->json)
        fprintf(report->out,
                "{\"type\":\"summary\",\"departments\":%zu,\"faulty\":%zu,\"fatal\":%zu,"
                "\"warning\":%zu,\"note\":%zu,\"waived\":%zu}\n",
                report->departments, report->refused, counts[CHECK_FATAL], counts[CHECK_WARNING],
                counts[CHECK_NOTE], report->waived);
    else if (report->language == DIAG_CHINESE)
        fprintf(report->out,
                "共检查 %zu 个部门：致命 %zu，警告 %zu，提示 %zu，已豁免 %zu；记录有错的部门 %zu "
                "个\n",
                report->departments, counts[CHECK_FATAL], counts[CHECK_WARNING], counts[CHECK_NOTE],
                report->waived, report->refused);
    else
        fprintf(report->out,
                "%zu departments: %zu fatal, %zu warnings, %zu notes, %zu waived; %zu departments "
                "with faulty records\n",
                report->departments, counts[CHECK_FATAL], counts[CHECK_WARNING], counts[CHECK_NOTE],
                report->waived, report->refused);
}

void check_report_rules(const struct check_rules *rules, enum diag_language language, bool json,
                        FILE *out)
{
    for (size_t i = 0; i < check_rule_count(rules); i++) {
        const struct check_rule_head *rule = check_rule_at(rules, i);
        if (!json) {
            fprintf(out, "%s\t%s\t%s\t%s\t%s\n", rule->id, check_level_name(rule->level, language),
                    check_group_name(rule->group, language), rule->title[language], rule->source);
            continue;
        }
        fputs("{\"type\":\"rule\"", out);
        json_member(out, "rule", rule->id);
        json_member(out, "level", json_levels[rule->level]);
        json_member(out, "group", check_group_name(rule->group, DIAG_ENGLISH));
        json_member(out, "title", rule->title[DIAG_CHINESE]);
        json_member(out, "title_en", rule->title[DIAG_ENGLISH]);
        json_member(out, "source", rule->source);
        fputs("}\n", out);
    }
}

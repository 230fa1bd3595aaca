/* Outcomes over the pipe, and in words. */
#include "render/outcome.h"

#include <string.h>

#include "render/json.h"

/* ---- as bytes ------------------------------------------------------------------------------ */

/* What has one length. The strings of the entry follow it, then the messages, then the fallbacks,
 * each with the name of its file. Pointers to faces hold in the parent too: it forked the worker
 * when the faces were open. */
struct fixed {
    enum outcome_result result;
    unsigned why;
    double seconds;
    struct manifest_entry entry;
    size_t fallback_count;
};

static void put_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text) + 1);
}

static const char *get_text(const char **at)
{
    const char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

void outcome_put(struct buf *buf, const struct outcome *outcome)
{
    struct fixed fixed;
    memset(&fixed, 0, sizeof fixed); /* its padding goes through the pipe too */
    fixed.result = outcome->result;
    fixed.why = outcome->why;
    fixed.seconds = outcome->seconds;
    fixed.entry = outcome->entry;
    fixed.fallback_count = outcome->fallback_count;
    buf_add(buf, &fixed, sizeof fixed);
    put_text(buf, outcome->entry.code);
    put_text(buf, outcome->entry.name);
    put_text(buf, outcome->entry.file);
    put_text(buf, outcome->entry.corrected);
    put_text(buf, outcome->messages);
    for (size_t i = 0; i < outcome->fallback_count; i++) {
        const struct font_fallback *fallback = &outcome->fallbacks[i];
        buf_add(buf, fallback, sizeof *fallback);
        put_text(buf, fallback->first.file ? fallback->first.file : "");
    }
}

struct outcome outcome_get(struct arena *arena, const void *bytes)
{
    const char *at = bytes;
    struct fixed fixed;
    memcpy(&fixed, at, sizeof fixed);
    at += sizeof fixed;
    struct outcome outcome = {fixed.result, fixed.why, fixed.seconds,       fixed.entry,
                              NULL,         NULL,      fixed.fallback_count};
    outcome.entry.code = get_text(&at);
    outcome.entry.name = get_text(&at);
    outcome.entry.file = get_text(&at);
    outcome.entry.corrected = get_text(&at);
    outcome.messages = get_text(&at);
    struct font_fallback *fallbacks =
        arena_array(arena, fixed.fallback_count + 1, sizeof *fallbacks);
    for (size_t i = 0; i < fixed.fallback_count; i++) {
        memcpy(&fallbacks[i], at, sizeof fallbacks[i]);
        at += sizeof fallbacks[i];
        const char *file = get_text(&at);
        fallbacks[i].first.file = file[0] != '\0' ? file : NULL;
    }
    outcome.fallbacks = fallbacks;
    return outcome;
}

/* ---- for machines -------------------------------------------------------------------------- */

static const char *const json_results[OUTCOME_RESULT_COUNT] = {
    [OUTCOME_RENDERED] = "rendered",    [OUTCOME_CURRENT] = "current",
    [OUTCOME_REFUSED] = "refused",      [OUTCOME_FAILED] = "failed",
    [OUTCOME_CRASHED] = "crashed",      [OUTCOME_TIMED_OUT] = "timeout",
    [OUTCOME_OUT_OF_MEMORY] = "memory",
};

static const char *const json_causes[CAUSE_COUNT] = {
    [CAUSE_RECORDS] = "records", [CAUSE_SUBJECTS] = "subjects", [CAUSE_SETTINGS] = "settings",
    [CAUSE_FORMAT] = "format",   [CAUSE_RULES] = "rules",       [CAUSE_FONTS] = "fonts",
    [CAUSE_PROGRAM] = "program",
};

static void put_why(unsigned why, FILE *out)
{
    const char *separator = "";
    fputs(",\"why\":[", out);
    for (size_t i = 0; i < CAUSE_COUNT + 3; i++) {
        static const char *const others[] = {"new", "not published", "files"};
        if ((why & 1U << i) == 0)
            continue;
        fputs(separator, out);
        json_string(out, i < CAUSE_COUNT ? json_causes[i] : others[i - CAUSE_COUNT]);
        separator = ",";
    }
    fputs("]", out);
}

static void put_messages(struct arena *arena, const char *messages, FILE *out)
{
    const char *separator = "";
    fputs(",\"messages\":[", out);
    for (const char *end; *messages != '\0'; messages = *end != '\0' ? end + 1 : end) {
        end = messages + strcspn(messages, "\n");
        fputs(separator, out);
        json_string(out, arena_strndup(arena, messages, (size_t)(end - messages)));
        separator = ",";
    }
    fputs("]", out);
}

void outcome_print_json(const struct outcome *outcome, const char *dir, FILE *out)
{
    struct arena *arena = arena_new();
    const struct manifest_entry *entry = &outcome->entry;
    fputs("{\"type\":\"department\"", out);
    json_member(out, "department", entry->code);
    json_member(out, "name", entry->name);
    json_member(out, "status", json_results[outcome->result]);
    json_member(out, "file",
                entry->file[0] != '\0' ? arena_printf(arena, "%s/%s.pdf", dir, entry->file) : "");
    fprintf(out, ",\"pages\":%zu,\"bytes\":%zu,\"seconds\":%.3f", entry->pages, entry->bytes,
            outcome->seconds);
    fprintf(out, ",\"fatal\":%zu,\"warnings\":%zu,\"notes\":%zu", entry->fatal, entry->warnings,
            entry->notes);
    put_why(outcome->why, out);
    put_messages(arena, outcome->messages, out);
    fputs("}\n", out);
    arena_free(arena);
}

/* ---- for people ---------------------------------------------------------------------------- */

void outcome_explain(const struct outcome *outcome, enum diag_language language, FILE *out)
{
    static const char *const others[][2] = {
        {"未排印过", "not typeset before"},
        {"上次未公开", "not published last time"},
        {"文件缺失或被改动", "files missing or changed by hand"},
    };
    const char *separator = "";
    bool chinese = language == DIAG_CHINESE;
    fprintf(out, "%s %s%s", outcome->entry.code, outcome->entry.name, chinese ? "：" : ": ");
    if (outcome->why == 0)
        fputs(chinese ? "无变化，不再排印" : "nothing changed, not typeset again", out);
    else if ((outcome->why & ((1U << CAUSE_COUNT) - 1)) != 0)
        fputs(chinese ? "有变化：" : "changed: ", out);
    for (size_t i = 0; i < CAUSE_COUNT + 3; i++) {
        if ((outcome->why & 1U << i) == 0)
            continue;
        fprintf(out, "%s%s", separator,
                i < CAUSE_COUNT ? cause_name((enum cause)i, language)
                                : others[i - CAUSE_COUNT][language]);
        separator = chinese ? "、" : ", ";
    }
    fputc('\n', out);
}

void outcome_print_failure(const struct outcome *outcome, enum diag_language language, FILE *out)
{
    static const char *const reasons[OUTCOME_RESULT_COUNT][2] = {
        [OUTCOME_REFUSED] = {"未公开", "not published"},
        [OUTCOME_FAILED] = {"未公开（无法写入）", "not published (cannot write)"},
        [OUTCOME_CRASHED] = {"未公开（排印进程异常终止）", "not published (its process crashed)"},
        [OUTCOME_TIMED_OUT] = {"未公开（超过时限）", "not published (out of time)"},
        [OUTCOME_OUT_OF_MEMORY] = {"未公开（超过内存限额）", "not published (out of memory)"},
    };
    const char *reason = reasons[outcome->result][language];
    if (reason != NULL)
        fprintf(out, "%s%s%s %s\n", reason, language == DIAG_CHINESE ? "：" : ": ",
                outcome->entry.code, outcome->entry.name);
}

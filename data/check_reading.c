/* Reading texts when they are first asked for; places of findings. */
#include "data/check_reading.h"

#include <string.h>

enum {
    AROUND = 8,     /* characters told on either side of a place */
    SHARERS_MIN = 4 /* projects that make a common text boilerplate */
};

static struct check_reading *reading_of(struct check_run *run)
{
    struct check_reading *reading = run->reading;

    if (reading != NULL)
        return reading;
    reading = arena_alloc(run->arena, sizeof *reading);
    reading->scans = arena_array(run->arena, run->text_count, sizeof *reading->scans);
    reading->amounts = arena_array(run->arena, run->text_count, sizeof *reading->amounts);
    reading->has_amounts = arena_array(run->arena, run->text_count, sizeof *reading->has_amounts);
    run->reading = reading;
    return reading;
}

const struct scan *check_scan(struct check_run *run, size_t index)
{
    struct scan *scan = &reading_of(run)->scans[index];

    if (scan->utf8 == NULL)
        *scan = scan_text(run->arena, run->texts[index].text.utf8);
    return scan;
}

const struct amounts *check_amounts(struct check_run *run, size_t index)
{
    struct check_reading *reading = reading_of(run);

    if (!reading->has_amounts[index]) {
        reading->amounts[index] =
            amounts_read(run->arena, check_scan(run, index), run->budget->department->year);
        reading->has_amounts[index] = true;
    }
    return &reading->amounts[index];
}

/* All texts are searched when the first is asked for: each rule wants all. */
struct privacy_hits check_privacy(struct check_run *run, size_t index)
{
    struct check_reading *reading = reading_of(run);

    if (reading->privacy == NULL) {
        reading->privacy = arena_array(run->arena, run->text_count, sizeof *reading->privacy);
        for (size_t i = 0; i < run->text_count; i++) {
            bool phone = strcmp(run->texts[i].label, "联系电话") == 0;
            reading->privacy[i].count =
                privacy_find(run->arena, check_scan(run, i), phone, &reading->privacy[i].items);
        }
    }
    return reading->privacy[index];
}

static bool asks_alike(const struct check_rule *a, const struct check_rule *b)
{
    if (a->percent != b->percent || a->limit != b->limit || a->field_count != b->field_count)
        return false;
    for (size_t i = 0; i < a->field_count; i++)
        if (strcmp(a->fields[i], b->fields[i]) != 0)
            return false;
    return true;
}

size_t check_similar(struct check_run *run, const struct check_rule *rule,
                     const struct similar_hit **hits)
{
    const struct similar_limits limits = {rule->percent, (size_t)rule->limit, SHARERS_MIN};
    struct check_reading *reading = reading_of(run);

    if (reading->similar_rule == NULL || !asks_alike(reading->similar_rule, rule)) {
        struct similar_text *texts = arena_array(run->arena, run->text_count, sizeof *texts);
        /* what is not compared is an empty text */
        const struct scan none = {.utf8 = ""};
        for (size_t i = 0; i < run->text_count; i++) {
            const struct check_text *text = &run->texts[i];
            bool wanted = text->kind == CHECK_TEXT_PROJECT && check_text_wanted(rule, text);
            texts[i].scan = wanted ? check_scan(run, i) : &none;
            texts[i].owner = wanted ? (size_t)text->project->row : 0;
        }
        reading->similar_count =
            similar_find(run->arena, texts, run->text_count, &limits, &reading->similar);
        reading->similar_rule = rule;
    }
    *hits = reading->similar;
    return reading->similar_count;
}

static bool is_private(const struct privacy_hits *hits, size_t offset)
{
    for (size_t i = 0; i < hits->count; i++)
        if (offset >= hits->items[i].offset &&
            offset < hits->items[i].offset + hits->items[i].length)
            return true;
    return false;
}

const char *check_quote(struct check_run *run, size_t index, size_t start, size_t end)
{
    const struct scan *scan = check_scan(run, index);
    struct privacy_hits hits = check_privacy(run, index);
    char *out, *next;

    if (hits.count == 0)
        return scan_slice(run->arena, scan, start, end);
    next = out = arena_alloc(run->arena, scan->offset[end] - scan->offset[start] + 1);
    for (size_t i = start; i < end; i++) {
        size_t length = scan->offset[i + 1] - scan->offset[i];
        bool hidden = (scan_is_digit(scan->at[i]) || scan_is_letter(scan->at[i])) &&
                      is_private(&hits, scan->offset[i]);
        if (hidden)
            *next = '*';
        else
            memcpy(next, scan->utf8 + scan->offset[i], length);
        next += hidden ? 1 : length;
    }
    return out;
}

void check_find_text(struct check_run *run, const struct check_rule *rule, size_t index,
                     size_t start, size_t end, const char *detail)
{
    const struct scan *scan = check_scan(run, index);
    size_t from = start > AROUND ? start - AROUND : 0;
    size_t to = end + AROUND < scan->count ? end + AROUND : scan->count;
    const char *found = check_quote(run, index, start, end);
    const struct check_place place = {
        .pos = run->texts[index].text.pos,
        .words = check_text_place(run, &run->texts[index]),
        .found = found,
    };

    check_find(run, rule, &place, found, check_quote(run, index, from, to), detail, NULL);
}

struct check_place check_form_place(const struct check_run *run, const struct project *project,
                                    const char *heading)
{
    return (struct check_place){
        .pos = book_pos(run->budget->book, BOOK_PROJECTS, project->row, heading),
        .words = arena_printf(run->arena, "%s %s", project->name, heading),
    };
}

struct check_place check_indicator_place(const struct check_run *run,
                                         const struct indicator *indicator, const char *heading)
{
    struct check_text text = {
        .label = heading, .project = indicator->project, .indicator = indicator};
    enum book_file file = indicator->project ? BOOK_INDICATORS : BOOK_OVERALL_INDICATORS;

    return (struct check_place){
        .pos = book_pos(run->budget->book, file, indicator->row, heading),
        .words = check_text_place(run, &text),
    };
}

/* Indicators stand in the order of their projects. */
size_t check_indicators(const struct check_run *run, const struct project *project,
                        const struct indicator **first)
{
    const struct budget *budget = run->budget;
    size_t low = 0, high = budget->indicator_count, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(budget->indicators[middle].project->code, project->code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < budget->indicator_count && budget->indicators[end].project == project;)
        end++;
    *first = budget->indicators + low;
    return end - low;
}

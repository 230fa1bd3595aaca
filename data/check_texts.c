/* Every printed text field of a department, built once for all rules that read texts. */
#include <string.h>

#include "data/check_run.h"

enum { HEADINGS_MAX = 16 };

struct collector {
    const struct check_run *run;
    struct check_text *items;
    size_t count, capacity;
};

/* The columns of a file that are printed, found once for all its records. */
struct columns {
    enum book_file file;
    int items[HEADINGS_MAX];
    size_t labels[HEADINGS_MAX]; /* in check_rules.labels */
    size_t count;
};

/* The number of LABEL among those that rules name; one more than there are when none does. */
static size_t label_number(const struct check_run *run, const char *label)
{
    size_t i = 0;
    while (run->rules != NULL && i < run->rules->label_count &&
           strcmp(run->rules->labels[i], label) != 0)
        i++;
    return i;
}

static struct columns find_columns(const struct collector *c, enum book_file file,
                                   const char *const *headings)
{
    struct columns columns = {.file = file};
    for (size_t i = 0; headings[i] != NULL; i++) {
        columns.items[i] = book_column(file, headings[i]);
        columns.labels[i] = label_number(c->run, headings[i]);
        columns.count++;
    }
    return columns;
}

/* Adds the fields of RECORD in COLUMNS that are not blank; LIKE has what else is known of them. */
static void add(struct collector *c, const struct columns *columns, const void *record,
                struct check_text like)
{
    for (size_t i = 0; i < columns->count; i++) {
        struct check_text text = like;
        text.text = book_value(c->run->budget->book, columns->file, columns->items[i], record).text;
        if (text.text.utf8[0] == '\0')
            continue;
        text.length = strlen(text.text.utf8);
        text.label_number =
            text.label == NULL ? columns->labels[i] : label_number(c->run, text.label);
        if (text.label == NULL)
            text.label = book_heading(columns->file, columns->items[i]);
        c->items = arena_grow(c->run->arena, c->items, c->count, &c->capacity, sizeof *c->items);
        c->items[c->count++] = text;
    }
}

static void add_names(struct collector *c)
{
    static const char *const department[] = {"部门名称", NULL}, *const agency[] = {"单位名称",
                                                                                   NULL};
    const struct budget *budget = c->run->budget;
    const struct check_text name = {.kind = CHECK_TEXT_NAME};
    const struct columns departments = find_columns(c, BOOK_DEPARTMENTS, department);
    const struct columns agencies = find_columns(c, BOOK_AGENCIES, agency);
    add(c, &departments, budget->department, name);
    for (size_t i = 0; i < budget->agency_count; i++)
        add(c, &agencies, &budget->agencies[i], name);
}

static void add_prose(struct collector *c)
{
    static const char *const headings[] = {"内容", NULL};
    const struct budget *budget = c->run->budget;
    const struct columns columns = find_columns(c, BOOK_TEXTS, headings);
    for (size_t i = 0; i < budget->prose_count; i++)
        add(c, &columns, &budget->prose[i],
            (struct check_text){.kind = CHECK_TEXT_PROSE, .label = budget->prose[i].column});
}

/* The texts of a form are printed when it is published; the name stands in the tables as well. */
static void add_projects(struct collector *c)
{
    static const char *const name[] = {"项目名称", NULL};
    static const char *const form[] = {"绩效表项目名称",
                                       "主管部门及代码",
                                       "实施单位",
                                       "项目属性",
                                       "项目期",
                                       "项目概况",
                                       "立项依据",
                                       "项目设立必要性",
                                       "保证项目实施的制度、措施",
                                       "项目实施计划",
                                       "实施期总体目标",
                                       "年度总体目标",
                                       "负责人",
                                       "经办人",
                                       "联系电话",
                                       "填报日期",
                                       NULL};
    _Static_assert(sizeof form / sizeof *form == HEADINGS_MAX + 1, "all headings have room");
    const struct budget *budget = c->run->budget;
    const struct columns names = find_columns(c, BOOK_PROJECTS, name);
    const struct columns forms = find_columns(c, BOOK_PROJECTS, form);
    for (size_t i = 0; i < budget->project_count; i++) {
        const struct project *project = &budget->projects[i];
        add(c, &names, project, (struct check_text){.kind = CHECK_TEXT_NAME, .project = project});
        if (project->has_form)
            add(c, &forms, project,
                (struct check_text){.kind = CHECK_TEXT_PROJECT, .project = project});
    }
}

static void add_indicators(struct collector *c, enum book_file file,
                           const struct indicator *indicators, size_t count)
{
    static const char *const headings[] = {"一级指标", "二级指标", "三级指标", "指标值", NULL};
    const struct columns columns = find_columns(c, file, headings);
    for (size_t i = 0; i < count; i++)
        if (indicators[i].project == NULL || indicators[i].project->has_form)
            add(c, &columns, &indicators[i],
                (struct check_text){.kind = CHECK_TEXT_INDICATOR,
                                    .project = indicators[i].project,
                                    .indicator = &indicators[i]});
}

static void add_overall(struct collector *c)
{
    static const char *const headings[] = {"名称", "内容", NULL};
    const struct budget *budget = c->run->budget;
    const struct columns columns = find_columns(c, BOOK_OVERALL, headings);
    for (size_t i = 0; i < budget->overall_count; i++)
        add(c, &columns, &budget->overall[i], (struct check_text){.kind = CHECK_TEXT_OVERALL});
    add_indicators(c, BOOK_OVERALL_INDICATORS, budget->overall_indicators,
                   budget->overall_indicator_count);
}

static void add_assets(struct collector *c)
{
    static const char *const headings[] = {"计量单位", NULL};
    const struct budget *budget = c->run->budget;
    const struct columns columns = find_columns(c, BOOK_ASSETS, headings);
    for (size_t i = 0; i < budget->asset_count; i++)
        add(c, &columns, &budget->assets[i], (struct check_text){.kind = CHECK_TEXT_ASSET});
}

void check_collect_texts(struct check_run *run)
{
    struct collector c = {run, NULL, 0, 0};
    add_names(&c);
    add_prose(&c);
    add_projects(&c);
    add_indicators(&c, BOOK_INDICATORS, run->budget->indicators, run->budget->indicator_count);
    add_overall(&c);
    add_assets(&c);
    run->texts = c.items;
    run->text_count = c.count;
}

const char *check_text_place(const struct check_run *run, const struct check_text *text)
{
    const struct indicator *indicator = text->indicator;
    const char *label = text->label;
    if (indicator != NULL)
        label = arena_printf(run->arena, "%s绩效指标%d %s",
                             indicator->project ? term_names[indicator->term] : "",
                             indicator->number, label);
    return text->project == NULL || strcmp(label, "项目名称") == 0
               ? label
               : arena_printf(run->arena, "%s %s", text->project->name, label);
}

bool check_text_wanted(const struct check_rule *rule, const struct check_text *text)
{
    return rule->field_count == 0 || rule->wants[text->label_number];
}

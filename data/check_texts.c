/* Every text field of a department that is printed or attached, built once for all rules that read
 * texts. Codes are none: rows of digits that begin like a telephone number, or a card's, are common in
 * them. */
#include <string.h>

#include "data/check_run.h"
#include "data/map.h"

enum { HEADINGS_MAX = 16 };

/* Places in the book's own list of subjects are in this file; those of the program's are not. */
static const char own_subjects[] = "subjects.csv";

struct collector {
    struct check_run *run;
    struct check_text *items;
    size_t count, capacity;
    struct map *seen[SUBJECT_LIST_COUNT]; /* codes of subjects */
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

/* Adds TEXT unless it is blank; LIKE has what else is known of it, its label too. */
static void add_text(struct collector *c, struct text text, struct check_text like)
{
    if (text.utf8[0] == '\0')
        return;
    like.text = text;
    like.length = strlen(text.utf8);
    c->items = arena_grow(c->run->arena, c->items, c->count, &c->capacity, sizeof *c->items);
    c->items[c->count++] = like;
}

/* Adds the fields of RECORD in COLUMNS that are not blank. */
static void add(struct collector *c, const struct columns *columns, const void *record,
                struct check_text like)
{
    for (size_t i = 0; i < columns->count; i++) {
        struct check_text text = like;
        text.label_number =
            like.label == NULL ? columns->labels[i] : label_number(c->run, like.label);
        if (like.label == NULL)
            text.label = book_heading(columns->file, columns->items[i]);
        add_text(c, book_value(c->run->budget->book, columns->file, columns->items[i], record).text,
                 text);
    }
}

/* Adds the fields under HEADINGS of COUNT records of FILE, of SIZE bytes each. */
static void add_all(struct collector *c, enum book_file file, const char *const *headings,
                    const void *records, size_t size, size_t count)
{
    const struct columns columns = find_columns(c, file, headings);
    for (size_t i = 0; i < count; i++)
        add(c, &columns, (const char *)records + i * size,
            (struct check_text){.kind = CHECK_TEXT_NAME});
}

static void add_names(struct collector *c)
{
    static const char *const department[] = {"部门名称", NULL};
    static const char *const agency[] = {"单位名称", NULL};
    static const char region[] = "地区";
    const struct budget *budget = c->run->budget;
    add_text(c, book_region(budget->book),
             (struct check_text){.kind = CHECK_TEXT_NAME,
                                 .label = region,
                                 .label_number = label_number(c->run, region)});
    add_all(c, BOOK_DEPARTMENTS, department, budget->department, sizeof *budget->department, 1);
    add_all(c, BOOK_AGENCIES, agency, budget->agencies, sizeof *budget->agencies,
            budget->agency_count);
}

/* ---- subjects ------------------------------------------------------------------------------ */

/* Adds the name of the subject of CODE and of those above it that the book has named. */
static void add_subject(struct collector *c, enum subject_list list, const char *code)
{
    static const char label[] = "科目名称";
    const struct subjects *subjects = book_subjects(c->run->budget->book);
    for (size_t length = strlen(code); length >= 3; length -= 2) {
        const struct subject *subject = subjects_lookup(subjects, list, code, length);
        if (subject == NULL)
            continue;
        if (map_lookup(c->seen[list], subject->code.utf8) != NULL)
            return;
        map_put(c->seen[list], subject->code.utf8, (void *)(uintptr_t)subject);
        if (strcmp(subject->name.pos.file, own_subjects) == 0)
            add_text(c, subject->name,
                     (struct check_text){.kind = CHECK_TEXT_NAME,
                                         .label = label,
                                         .label_number = label_number(c->run, label)});
    }
}

static void add_subjects(struct collector *c)
{
    const struct budget *budget = c->run->budget;
    const struct subjects *subjects = book_subjects(budget->book);
    for (size_t i = 0; i < SUBJECT_LIST_COUNT; i++)
        c->seen[i] = map_new(c->run->arena);
    for (size_t i = 0; i < budget->fact_count; i++) {
        add_subject(c, SUBJECT_FUNCTION, budget->facts[i].function);
        add_subject(c, SUBJECT_REVENUE, budget->facts[i].revenue);
        add_subject(c, SUBJECT_DEPT_ECON, budget->facts[i].dept_econ);
        add_subject(c, SUBJECT_GOV_ECON, budget->facts[i].gov_econ);
    }
    if (!format_prints_classes(c->run->format))
        return;
    for (size_t i = 0; i < subjects_count(subjects, SUBJECT_FUNCTION); i++) {
        const char *code = subjects_at(subjects, SUBJECT_FUNCTION, i)->code.utf8;
        if (strlen(code) == 3)
            add_subject(c, SUBJECT_FUNCTION, code);
    }
}

/* ---- prose and forms ----------------------------------------------------------------------- */

static void add_prose(struct collector *c)
{
    static const char *const column[] = {"栏目", NULL}, *const content[] = {"内容", NULL};
    const struct budget *budget = c->run->budget;
    const struct columns names = find_columns(c, BOOK_TEXTS, column);
    const struct columns contents = find_columns(c, BOOK_TEXTS, content);
    for (size_t i = 0; i < budget->prose_count; i++) {
        const struct prose *prose = &budget->prose[i];
        if (i == 0 || strcmp(prose->column, prose[-1].column) != 0)
            add(c, &names, prose, (struct check_text){.kind = CHECK_TEXT_NAME});
        add(c, &contents, prose,
            (struct check_text){.kind = CHECK_TEXT_PROSE, .label = prose->column});
    }
}

/* Whether the form of PROJECT is printed. */
static bool has_form(const struct collector *c, const struct project *project)
{
    return project->has_form || format_prints_all_forms(c->run->format);
}

/* The texts of a form are printed with it; what names the project stands in the tables as well. */
static void add_projects(struct collector *c)
{
    static const char *const name[] = {"项目名称", "项目类别", NULL};
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
        if (has_form(c, project))
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
        if (indicators[i].project == NULL || has_form(c, indicators[i].project))
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

/* What is counted and compared: by names that the pack knows, but a book may have others. */
static void add_items(struct collector *c)
{
    static const char *const prior[] = {"指标", NULL}, *const procurement[] = {"类别", NULL};
    static const char *const asset[] = {"截止日期", "项目", NULL};
    static const char *const measure[] = {"计量单位", NULL};
    const struct budget *budget = c->run->budget;
    const struct columns measures = find_columns(c, BOOK_ASSETS, measure);
    add_all(c, BOOK_PRIOR_YEAR, prior, budget->prior_years, sizeof *budget->prior_years,
            budget->prior_year_count);
    add_all(c, BOOK_PROCUREMENT, procurement, budget->procurements, sizeof *budget->procurements,
            budget->procurement_count);
    add_all(c, BOOK_ASSETS, asset, budget->assets, sizeof *budget->assets, budget->asset_count);
    for (size_t i = 0; i < budget->asset_count; i++)
        add(c, &measures, &budget->assets[i], (struct check_text){.kind = CHECK_TEXT_ASSET});
}

void check_collect_texts(struct check_run *run)
{
    struct collector c = {.run = run};
    add_names(&c);
    add_prose(&c);
    add_projects(&c);
    add_indicators(&c, BOOK_INDICATORS, run->budget->indicators, run->budget->indicator_count);
    add_overall(&c);
    add_items(&c);
    add_subjects(&c);
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

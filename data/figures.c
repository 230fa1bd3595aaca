/* Named figures from the records of one department. */
#include "data/figures.h"

#include <stdlib.h>
#include <string.h>

#include "data/filter.h"
#include "data/money.h"

/* What the steps share. */
struct counter {
    struct arena *arena;
    const struct figure_declarations *declared;
    const struct budget *budget;
    struct diag *diag;
    struct figures out;
};

__extension__ typedef __int128 wide; /* 分 × 10000 does not fit 64 bits */

/* ---- faults -------------------------------------------------------------------------------- */

static struct figure missing(const struct counter *c, enum figure_kind kind, enum diag_code code,
                             struct pos pos, const char *first, const char *second)
{
    struct figure_fault *fault = arena_alloc(c->arena, sizeof *fault);
    *fault = (struct figure_fault){.code = code, .pos = pos, .arguments = {first, second}};
    return (struct figure){.kind = kind, .text = {"", pos}, .fault = fault};
}

void figure_report(const struct figure *figure, struct diag *diag)
{
    struct figure_fault *fault = figure->fault;
    if (fault == NULL || fault->reported)
        return;
    diag_report(diag, fault->pos, fault->code, fault->arguments[0], fault->arguments[1], NULL);
    fault->reported = true;
}

static void report_overflow(const struct counter *c, struct pos pos, const char *name)
{
    diag_report(c->diag, pos, DIAG_SUM_OVERFLOW, name, NULL);
}

/* ---- records ------------------------------------------------------------------------------- */

static bool kind_passes(const struct figure_filter *filter, const struct project *project)
{
    for (size_t i = 0; i < filter->project_kind_count; i++) {
        if (strcmp(project->kind, filter->project_kinds[i]) == 0)
            return true;
    }
    return filter->project_kind_count == 0;
}

static bool passes(const struct figure_filter *filter, const struct fact *fact)
{
    if (fact->kind != filter->kind || !filter_passes(&filter->fact, fact))
        return false;
    if (!filter->with_form && filter->project_kind_count == 0)
        return true;
    return fact->project != NULL && kind_passes(filter, fact->project) &&
           (!filter->with_form || fact->project->has_form);
}

static int64_t sum_facts(const struct counter *c, const struct figure_format *format)
{
    money sum = 0;
    for (size_t i = 0; i < c->budget->fact_count; i++) {
        const struct fact *fact = &c->budget->facts[i];
        if (passes(&format->filter, fact) && !money_add(&sum, fact->amount)) {
            report_overflow(c, format->pos, format->name);
            return 0;
        }
    }
    return sum;
}

static int compare_pointers(const void *a, const void *b)
{
    const void *const *x = a, *const *y = b;
    return ((uintptr_t)*x > (uintptr_t)*y) - ((uintptr_t)*x < (uintptr_t)*y);
}

/* How many units or projects have a record that passes. */
static int64_t count_owners(const struct counter *c, const struct figure_format *format)
{
    size_t found = 0;
    int64_t count = 0;
    const void **owners = arena_array(c->arena, c->budget->fact_count, sizeof *owners);
    for (size_t i = 0; i < c->budget->fact_count; i++) {
        const struct fact *fact = &c->budget->facts[i];
        const void *owner =
            format->source == FROM_AGENCIES ? (const void *)fact->agency : fact->project;
        if (owner != NULL && passes(&format->filter, fact))
            owners[found++] = owner;
    }
    if (found > 0)
        qsort(owners, found, sizeof *owners, compare_pointers);
    for (size_t i = 0; i < found; i++)
        count += i == 0 || owners[i] != owners[i - 1];
    return count;
}

static int64_t count_forms(const struct counter *c, const struct figure_format *format)
{
    int64_t count = 0;
    for (size_t i = 0; i < c->budget->project_count; i++) {
        const struct project *project = &c->budget->projects[i];
        count += project->has_form && kind_passes(&format->filter, project);
    }
    return count;
}

/* ---- last year, procurement, texts --------------------------------------------------------- */

static struct figure find_prior(const struct counter *c, const struct figure_format *format)
{
    int year = c->budget->department->year - 1;
    for (size_t i = 0; i < c->budget->prior_year_count; i++) {
        const struct prior_year *prior = &c->budget->prior_years[i];
        if (prior->year == year && strcmp(prior->item, format->item) == 0)
            return (struct figure){.kind = format->kind, .value = prior->amount};
    }
    return missing(c, format->kind, DIAG_PRIOR_YEAR_MISSING,
                   book_pos(c->budget->book, BOOK_PRIOR_YEAR, 1, "指标"),
                   arena_printf(c->arena, "%d", year), format->item);
}

static struct figure find_procurement(const struct counter *c, const struct figure_format *format)
{
    for (size_t i = 0; i < c->budget->procurement_count; i++) {
        const struct procurement *procurement = &c->budget->procurements[i];
        if (strcmp(procurement->kind, format->item) == 0)
            return (struct figure){.kind = format->kind, .value = procurement->amount};
    }
    return missing(c, format->kind, DIAG_ITEM_MISSING,
                   book_pos(c->budget->book, BOOK_PROCUREMENT, 1, "类别"), "类别", format->item);
}

/* All entries of a 栏目, a line each. */
static struct figure find_prose(const struct counter *c, const struct figure_format *format)
{
    struct figure figure = {.kind = format->kind, .text = {NULL, format->pos}};
    for (size_t i = 0; i < c->budget->prose_count; i++) {
        const struct prose *prose = &c->budget->prose[i];
        if (strcmp(prose->column, format->item) != 0 || prose->content[0] == '\0')
            continue;
        figure.text.pos = book_pos(c->budget->book, BOOK_TEXTS, prose->row, "内容");
        figure.text.utf8 = figure.text.utf8 == NULL
                               ? prose->content
                               : arena_printf(c->arena, "%s\n%s", figure.text.utf8, prose->content);
    }
    if (figure.text.utf8 != NULL)
        return figure;
    return missing(c, format->kind, DIAG_TEXT_MISSING,
                   book_pos(c->budget->book, BOOK_TEXTS, 1, "栏目"), format->item, NULL);
}

static struct figure find_name(const struct counter *c, const struct figure_format *format)
{
    struct format_values values = format_values_of(c->budget);
    struct text text = values.department;
    if (strcmp(format->item, "region") == 0)
        text = values.region;
    else if (strcmp(format->item, "year") == 0)
        text = (struct text){arena_printf(c->arena, "%d", values.year), format->pos};
    else if (strcmp(format->item, "last_year") == 0)
        text = (struct text){arena_printf(c->arena, "%d", values.year - 1), format->pos};
    return (struct figure){.kind = FIGURE_TEXT, .text = text};
}

/* ---- assets -------------------------------------------------------------------------------- */

/* 2026-01-27, 2026/1/27, 2026.1.27 or 2026年1月27日 as 20260127; 0: not a date. */
static int64_t parse_date(const char *text)
{
    int64_t parts[3] = {0, 0, 0};
    static const char *const marks[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
    for (size_t style = 0; style < sizeof marks / sizeof *marks; style++) {
        const char *at = text;
        size_t part = 0;
        for (; part < 3; part++) {
            char *end;
            parts[part] = *at >= '0' && *at <= '9' ? strtol(at, &end, 10) : 0;
            size_t length = strlen(marks[style][part]);
            if (parts[part] < 1 || strncmp(end, marks[style][part], length) != 0)
                break;
            at = end + length;
        }
        bool sound = parts[0] >= 1000 && parts[0] <= 9999 && parts[1] <= 12 && parts[2] <= 31;
        if (part == 3 && *at == '\0' && sound)
            return parts[0] * 10000 + parts[1] * 100 + parts[2];
    }
    return 0;
}

/* The quantity of an item; twice the same item is a fault of the book. */
static struct figure find_asset(const struct counter *c, const struct figure_format *format)
{
    const struct asset *found = NULL;
    for (size_t i = 0; i < c->budget->asset_count; i++) {
        const struct asset *asset = &c->budget->assets[i];
        if (strcmp(asset->item, format->item) != 0)
            continue;
        if (found != NULL)
            return missing(c, format->kind, DIAG_ASSET_DUPLICATE,
                           book_pos(c->budget->book, BOOK_ASSETS, asset->row, "项目"), format->item,
                           arena_printf(c->arena, "%d", found->row));
        found = asset;
    }
    struct figure figure = {.kind = format->kind};
    if (found == NULL)
        return missing(c, format->kind, DIAG_ITEM_MISSING,
                       book_pos(c->budget->book, BOOK_ASSETS, 1, "项目"), "项目", format->item);
    struct pos pos = book_pos(c->budget->book, BOOK_ASSETS, found->row, "数量");
    if (money_parse(found->quantity, strlen(found->quantity), &figure.value) != MONEY_OK)
        return missing(c, format->kind, DIAG_FIELD_QUANTITY, pos, "数量", found->quantity);
    figure.text = (struct text){found->measure,
                                book_pos(c->budget->book, BOOK_ASSETS, found->row, "计量单位")};
    return figure;
}

/* A sentence gives one date for all it counts. */
static struct figure find_asset_date(const struct counter *c, const struct figure_format *format)
{
    struct figure figure = {.kind = FIGURE_DATE};
    const struct asset *first = NULL;
    for (size_t i = 0; i < c->budget->asset_count; i++) {
        const struct asset *asset = &c->budget->assets[i];
        struct pos pos = book_pos(c->budget->book, BOOK_ASSETS, asset->row, "截止日期");
        int64_t date = parse_date(asset->date);
        if (date == 0)
            return missing(c, FIGURE_DATE, DIAG_ASSET_DATE, pos, asset->date, NULL);
        if (first != NULL && date != figure.value)
            return missing(c, FIGURE_DATE, DIAG_ASSET_DATES, pos, asset->date, first->date);
        first = asset;
        figure.value = date;
    }
    if (first != NULL)
        return figure;
    return missing(c, format->kind, DIAG_ITEM_MISSING,
                   book_pos(c->budget->book, BOOK_ASSETS, 1, "截止日期"), "截止日期", "2026-01-27");
}

/* ---- figures from figures ------------------------------------------------------------------ */

/* PART of WHOLE in 1/100 %, rounded half-up away from zero. False when WHOLE is zero and PART is
 * not, or the share is out of range. */
static bool share_of(int64_t part, int64_t whole, struct figure *out)
{
    out->exact = true;
    out->value = 0;
    if (part == 0)
        return true;
    if (whole == 0)
        return false;
    bool negative = (part < 0) != (whole < 0);
    wide numerator = (part < 0 ? -(wide)part : (wide)part) * 10000;
    wide denominator = whole < 0 ? -(wide)whole : (wide)whole;
    wide share = (2 * numerator + denominator) / (2 * denominator);
    if (share > INT64_MAX)
        return false;
    out->exact = numerator % denominator == 0;
    out->value = negative ? -(int64_t)share : (int64_t)share;
    return true;
}

/* Makes a share of FIRST in SECOND; NAME and POS are the declaration's. */
static struct figure make_share(const struct counter *c, int64_t first, int64_t second,
                                const char *name, struct pos pos)
{
    struct figure figure = {.kind = FIGURE_PERCENT};
    if (share_of(first, second, &figure))
        return figure;
    return missing(c, FIGURE_PERCENT, DIAG_FIGURE_OF_ZERO, pos, name, NULL);
}

static bool subtract(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_sub_overflow(a, b, out) && *out != MONEY_NONE;
}

static struct figure from_operands(const struct counter *c, const struct figure_format *format)
{
    struct figure figure = {.kind = format->kind, .exact = true};
    for (size_t i = 0; i < format->operand_count; i++) {
        const struct figure *operand = &c->out.values[format->operands[i].figure];
        if (operand->fault != NULL)
            return (struct figure){
                .kind = format->kind, .text = {"", format->pos}, .fault = operand->fault};
        bool fits = format->operands[i].negative
                        ? subtract(figure.value, operand->value, &figure.value)
                        : money_add(&figure.value, operand->value);
        if (!fits) {
            report_overflow(c, format->pos, format->name);
            figure.value = 0;
            return figure;
        }
    }
    const struct figure *first = &c->out.values[format->operands[0].figure];
    const struct figure *last = &c->out.values[format->operands[format->operand_count - 1].figure];
    if (format->source == FROM_SHARE)
        return make_share(c, first->value, last->value, format->name, format->pos);
    if (format->source == FROM_RATE) {
        int64_t size = figure.value < 0 ? -figure.value : figure.value;
        int64_t base = last->value < 0 ? -last->value : last->value;
        return make_share(c, size, base, format->name, format->pos);
    }
    return figure;
}

static struct figure compute(const struct counter *c, const struct figure_format *format)
{
    struct figure figure = {.kind = format->kind, .text = {"", format->pos}};
    switch (format->source) {
    case FROM_NAME:
        return find_name(c, format);
    case FROM_SUM:
        figure.value = sum_facts(c, format);
        return figure;
    case FROM_AGENCIES:
    case FROM_PROJECTS:
        figure.value = count_owners(c, format);
        return figure;
    case FROM_FORMS:
        figure.value = count_forms(c, format);
        return figure;
    case FROM_PRIOR:
        return find_prior(c, format);
    case FROM_PROCUREMENT:
        return find_procurement(c, format);
    case FROM_ASSET:
        return find_asset(c, format);
    case FROM_ASSET_DATE:
        return find_asset_date(c, format);
    case FROM_PROSE:
        return find_prose(c, format);
    default:
        return from_operands(c, format);
    }
}

/* ---- lists --------------------------------------------------------------------------------- */

/* An amount under the code it is listed by: the first LENGTH bytes of CODE. */
struct coded {
    const char *code;
    size_t length;
    money amount;
};

static int compare_coded(const void *a, const void *b)
{
    const struct coded *x = a, *y = b;
    return strncmp(x->code, y->code, x->length > y->length ? x->length : y->length);
}

/* The amounts of the records that pass, one for each code, in the order of the codes. */
static size_t collect_codes(const struct counter *c, const struct list_format *format,
                            struct coded *coded)
{
    size_t found = 0, count = 0;
    for (size_t i = 0; i < c->budget->fact_count; i++) {
        const struct fact *fact = &c->budget->facts[i];
        const char *code = format->rows == LIST_CLASSES ? fact->function : fact->dept_econ;
        size_t length = format->rows == LIST_CLASSES ? 3 : 5;
        if (passes(&format->filter, fact) && strlen(code) >= length)
            coded[found++] = (struct coded){code, length, fact->amount};
    }
    if (found > 0)
        qsort(coded, found, sizeof *coded, compare_coded);
    for (size_t i = 0; i < found; i++) {
        if (count == 0 || compare_coded(&coded[count - 1], &coded[i]) != 0)
            coded[count++] = coded[i];
        else if (!money_add(&coded[count - 1].amount, coded[i].amount))
            report_overflow(c, format->pos, format->name);
    }
    return count;
}

static void list_records(const struct counter *c, const struct list_format *format,
                         struct figure_list *list)
{
    enum subject_list subjects =
        format->rows == LIST_CLASSES ? SUBJECT_FUNCTION : SUBJECT_DEPT_ECON;
    struct coded *coded = arena_array(c->arena, c->budget->fact_count, sizeof *coded);
    size_t count = collect_codes(c, format, coded);
    list->entries = arena_array(c->arena, count, sizeof *list->entries);
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject = subjects_lookup(book_subjects(c->budget->book), subjects,
                                                        coded[i].code, coded[i].length);
        if (coded[i].amount == 0 || subject == NULL)
            continue; /* book_load() has refused a code without a subject */
        struct figure *figures = list->entries[list->count++].figures;
        figures[ENTRY_NAME] = (struct figure){.kind = FIGURE_TEXT, .text = subject->name};
        figures[ENTRY_VALUE] = (struct figure){.kind = FIGURE_AMOUNT, .value = coded[i].amount};
    }
}

static void list_figures(const struct counter *c, const struct list_format *format,
                         struct figure_list *list)
{
    list->entries = arena_array(c->arena, format->entry_count, sizeof *list->entries);
    list->count = format->entry_count;
    for (size_t i = 0; i < format->entry_count; i++) {
        const struct list_entry_format *entry = &format->entries[i];
        struct figure *figures = list->entries[i].figures;
        figures[ENTRY_NAME] = (struct figure){.kind = FIGURE_TEXT, .text = entry->name};
        figures[ENTRY_VALUE] = c->out.values[entry->figure];
        if (!entry->has_from)
            continue;
        const struct figure_operand operands[] = {{entry->figure, false}, {entry->from, true}};
        const struct figure_format change = {.name = entry->name.utf8,
                                             .pos = format->pos,
                                             .source = FROM_CHANGE,
                                             .kind = format->kind,
                                             .operands = operands,
                                             .operand_count = 2};
        figures[ENTRY_CHANGE] = from_operands(c, &change);
    }
}

/* The share of every entry of LIST in the figure that is the whole. */
static void list_shares(const struct counter *c, const struct list_format *format,
                        struct figure_list *list)
{
    const struct figure *whole = &c->out.values[format->whole];
    for (size_t i = 0; i < list->count; i++) {
        struct figure *figures = list->entries[i].figures;
        struct figure_fault *fault =
            whole->fault != NULL ? whole->fault : figures[ENTRY_VALUE].fault;
        if (fault != NULL)
            figures[ENTRY_SHARE] = (struct figure){.kind = FIGURE_PERCENT, .fault = fault};
        else
            figures[ENTRY_SHARE] =
                make_share(c, figures[ENTRY_VALUE].value, whole->value, format->name, format->pos);
    }
}

static struct figure_list compute_list(const struct counter *c, const struct list_format *format)
{
    struct figure_list list = {NULL, 0};
    if (format->rows == LIST_FIGURES)
        list_figures(c, format, &list);
    else
        list_records(c, format, &list);
    if (format->has_whole)
        list_shares(c, format, &list);
    return list;
}

/* ---- what no figure takes ------------------------------------------------------------------ */

static bool is_declared(const struct counter *c, enum figure_source source, const char *item)
{
    for (size_t i = 0; i < c->declared->figure_count; i++) {
        const struct figure_format *format = &c->declared->figures[i];
        if (format->source == source && strcmp(format->item, item) == 0)
            return true;
    }
    return false;
}

static void check_declared(const struct counter *c, enum figure_source source, enum book_file file,
                           int row, const char *heading, const char *item)
{
    const char *expected = "";
    if (is_declared(c, source, item))
        return;
    for (size_t i = 0; i < c->declared->figure_count; i++) {
        const struct figure_format *format = &c->declared->figures[i];
        if (format->source == source)
            expected = arena_printf(c->arena, "%s%s%s", expected, expected[0] == '\0' ? "" : "、",
                                    format->item);
    }
    if (expected[0] != '\0')
        diag_report(c->diag, book_pos(c->budget->book, file, row, heading), DIAG_FIELD_CHOICE,
                    heading, item, expected, NULL);
}

/* A record that no figure takes would be left out of the document without a word. */
static void check_records(const struct counter *c)
{
    for (size_t i = 0; i < c->budget->prior_year_count; i++)
        check_declared(c, FROM_PRIOR, BOOK_PRIOR_YEAR, c->budget->prior_years[i].row, "指标",
                       c->budget->prior_years[i].item);
    for (size_t i = 0; i < c->budget->procurement_count; i++)
        check_declared(c, FROM_PROCUREMENT, BOOK_PROCUREMENT, c->budget->procurements[i].row,
                       "类别", c->budget->procurements[i].kind);
    for (size_t i = 0; i < c->budget->asset_count; i++)
        check_declared(c, FROM_ASSET, BOOK_ASSETS, c->budget->assets[i].row, "项目",
                       c->budget->assets[i].item);
}

struct figures figures_compute(struct arena *arena, const struct figure_declarations *declared,
                               const struct budget *budget, struct diag *diag)
{
    struct counter c = {arena, declared, budget, diag, {NULL, 0, NULL, 0}};
    c.out.values = arena_array(arena, declared->figure_count, sizeof *c.out.values);
    c.out.count = declared->figure_count;
    for (size_t i = 0; i < declared->figure_count; i++)
        c.out.values[i] = compute(&c, &declared->figures[i]);
    c.out.lists = arena_array(arena, declared->list_count, sizeof *c.out.lists);
    c.out.list_count = declared->list_count;
    for (size_t i = 0; i < declared->list_count; i++)
        c.out.lists[i] = compute_list(&c, &declared->lists[i]);
    check_records(&c);
    return c.out;
}

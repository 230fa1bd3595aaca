/* The report on fonts. See fonts_report.h. */
#include "render/fonts_report.h"

#include "fonts/font_info.h"
#include "render/columns.h"

struct report {
    struct arena *arena;
    const struct font_set *set;
    const struct font_use *use;
    enum diag_language language;
    FILE *out;
    const struct font_fallback *fallbacks; /* and what is missing */
    size_t fallback_count;
};

enum { FAMILY_COLUMNS = 9, FALLBACK_COLUMNS = 5, MISSING_COLUMNS = 4 };

static const char *const FAMILY_HEADS[][FAMILY_COLUMNS] = {
    [DIAG_CHINESE] = {"字体族", "结果", "字体", "版本", "嵌入许可", "字号", "基线", "用字", "文件"},
    [DIAG_ENGLISH] = {"Family", "Result", "Face", "Version", "Embedding", "Size", "Baseline",
                      "Characters", "File"},
};
static const char *const FALLBACK_HEADS[][FALLBACK_COLUMNS] = {
    [DIAG_CHINESE] = {"字符", "字体角色", "代替字体", "处数", "首次用于"},
    [DIAG_ENGLISH] = {"Character", "Role", "Set in", "Places", "First used at"},
};
static const char *const MISSING_HEADS[][MISSING_COLUMNS] = {
    [DIAG_CHINESE] = {"字符", "字体角色", "处数", "首次用于"},
    [DIAG_ENGLISH] = {"Character", "Role", "Places", "First used at"},
};
static const char *const OUTCOMES[][4] = {
    [DIAG_CHINESE] = {[FONT_IN_USE] = "可用",
                      [FONT_NOT_INSTALLED] = "未安装",
                      [FONT_FORBIDDEN] = "许可不允许",
                      [FONT_DAMAGED] = "不可用"},
    [DIAG_ENGLISH] = {[FONT_IN_USE] = "usable",
                      [FONT_NOT_INSTALLED] = "not installed",
                      [FONT_FORBIDDEN] = "forbidden",
                      [FONT_DAMAGED] = "unusable"},
};

/* A wording by the language of the report; a macro, so that the compiler sees formats. */
#define SAY(report, chinese, english) ((report)->language == DIAG_CHINESE ? (chinese) : (english))

static const char *number(struct arena *arena, size_t value)
{
    return arena_printf(arena, "%zu", value);
}

/* ---- roles --------------------------------------------------------------------------------- */

/* How many characters a role has set, and how. */
struct coverage {
    size_t first, limited, fallback, missing;
};

static struct coverage measure_role(const struct report *report, size_t role)
{
    struct coverage coverage = {0};
    const struct font_family_info *families;
    size_t count = font_role_families(report->set, role, &families);
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (families[i].outcome != FONT_IN_USE)
            continue;
        size_t characters = font_use_characters(report->use, role, i);
        if (families[i].only)
            coverage.limited += characters;
        else if (first)
            coverage.first = characters;
        else
            coverage.fallback += characters;
        first = first && families[i].only;
    }
    for (size_t i = 0; i < report->fallback_count; i++)
        coverage.missing += report->fallbacks[i].role == role && !report->fallbacks[i].face;
    return coverage;
}

static void print_coverage(const struct report *report, size_t role)
{
    struct coverage c = measure_role(report, role);
    size_t total = c.first + c.limited + c.fallback + c.missing;
    size_t own = c.first + c.limited;
    size_t tenths =
        total > 0 ? own * 1000 / total : 1000; /* 100.0 % only when nothing is lacking */
    fprintf(
        report->out,
        SAY(report,
            "字体角色 %s：用字 %zu 个，首选字体“%s”排 %zu 个，限用字体排 %zu 个（共 %zu.%zu%%），"
            "代替 %zu 个，缺 %zu 个\n",
            "Role %s: %zu characters; the first font, %s, sets %zu, limited fonts %zu (together "
            "%zu.%zu%%); fallbacks %zu, missing %zu\n"),
        font_role_name(report->set, role), total, font_face_name(font_role_face(report->set, role)),
        c.first, c.limited, tenths / 10, tenths % 10, c.fallback, c.missing);
}

static const char *describe_family(const struct report *report, const struct font_family_info *info)
{
    return info->only ? arena_printf(report->arena, SAY(report, "%s（限 %s）", "%s (only %s)"),
                                     info->family, info->only)
                      : info->family;
}

static void add_family(const struct report *report, struct columns *columns, size_t role,
                       size_t family, const struct font_family_info *info)
{
    struct arena *arena = report->arena;
    const char *cells[FAMILY_COLUMNS] = {describe_family(report, info),
                                         OUTCOMES[report->language][info->outcome],
                                         "",
                                         "",
                                         "",
                                         "",
                                         "",
                                         "",
                                         ""};
    if (info->outcome != FONT_NOT_INSTALLED)
        cells[8] = info->file_index > 0 ? arena_printf(arena, "%s:%d", info->file, info->file_index)
                                        : info->file;
    if (info->outcome == FONT_IN_USE || info->outcome == FONT_FORBIDDEN) {
        cells[2] = info->name;
        cells[3] = info->version;
        cells[4] = font_permission(arena, info->fs_type, report->language);
    }
    if (info->outcome == FONT_IN_USE) {
        cells[5] = arena_printf(arena, "%d.%d%%", (int)info->scale / 10, (int)info->scale % 10);
        cells[6] = info->rise == 0 ? "0" : arena_printf(arena, "%+d‰", (int)info->rise);
        cells[7] = number(arena, font_use_characters(report->use, role, family));
    }
    columns_add(columns, cells);
}

static void print_role(const struct report *report, size_t role)
{
    const struct font_family_info *families;
    size_t count = font_role_families(report->set, role, &families);
    struct columns *columns = columns_new(report->arena, "lllllrrrl");
    columns_add(columns, FAMILY_HEADS[report->language]);
    for (size_t i = 0; i < count; i++)
        add_family(report, columns, role, i, &families[i]);
    print_coverage(report, role);
    columns_print(columns, report->out);
    fputc('\n', report->out);
}

/* ---- characters ---------------------------------------------------------------------------- */

static const char *describe_place(const struct report *report, struct pos pos)
{
    if (!pos.file)
        return "—";
    return pos.row > 0 ? arena_printf(report->arena, "%s:%d:%d", pos.file, pos.row, pos.column)
                       : pos.file;
}

static void print_fallbacks(const struct report *report)
{
    struct columns *columns = columns_new(report->arena, "lllrl");
    columns_add(columns, FALLBACK_HEADS[report->language]);
    size_t found = 0;
    for (size_t i = 0; i < report->fallback_count; i++) {
        const struct font_fallback *f = &report->fallbacks[i];
        if (!f->face)
            continue;
        const char *cells[FALLBACK_COLUMNS] = {
            font_character(report->arena, f->code), font_role_name(report->set, f->role),
            font_face_name(f->face), number(report->arena, f->places),
            describe_place(report, f->first)};
        columns_add(columns, cells);
        found++;
    }
    fprintf(report->out, SAY(report, "代替的字：%zu 个\n", "Characters set in fallbacks: %zu\n"),
            found);
    if (found > 0)
        columns_print(columns, report->out);
}

static size_t print_missing(const struct report *report)
{
    struct columns *columns = columns_new(report->arena, "llrl");
    columns_add(columns, MISSING_HEADS[report->language]);
    size_t found = 0;
    for (size_t i = 0; i < report->fallback_count; i++) {
        const struct font_fallback *f = &report->fallbacks[i];
        if (f->face)
            continue;
        const char *cells[MISSING_COLUMNS] = {
            font_character(report->arena, f->code), font_role_name(report->set, f->role),
            number(report->arena, f->places), describe_place(report, f->first)};
        columns_add(columns, cells);
        found++;
    }
    fprintf(report->out, SAY(report, "缺字：%zu 个\n", "Missing characters: %zu\n"), found);
    if (found > 0)
        columns_print(columns, report->out);
    return found;
}

size_t fonts_report_print(const struct font_set *set, const struct font_use *use,
                          enum diag_language language, FILE *out)
{
    struct arena *arena = arena_new();
    struct report report = {
        .arena = arena, .set = set, .use = use, .language = language, .out = out};
    report.fallback_count = font_use_fallbacks(use, arena, &report.fallbacks);
    for (size_t i = 0; i < font_role_count(set); i++)
        print_role(&report, i);
    print_fallbacks(&report);
    fputc('\n', out);
    size_t missing = print_missing(&report);
    arena_free(arena);
    return missing;
}

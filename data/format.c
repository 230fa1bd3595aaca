/* The format pack: schema of format.yaml, and what must hold between its entries. */
#include "data/format.h"

#include <string.h>

#include "data/format_base.h"
#include "data/format_correction.h"
#include "data/format_forms.h"
#include "data/format_narrative.h"
#include "data/format_tables.h"
#include "data/pack.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

#define GAP_MAX       500 /* 1/1000 em; CLREQ has a quarter em */

/* ---- type ---------------------------------------------------------------------------------- */

static const char *const align_names[] = {"left", "center", "right", "justify", "distribute", NULL};

static const struct pack_field family_fields[] = {
    {"family", PACK_TEXT, true, offsetof(struct font_family, name), 0, NULL},
    {"weight", PACK_INT, false, offsetof(struct font_family, weight), 0, NULL},
    {"only", PACK_NAME, false, offsetof(struct font_family, only), 0, NULL},
};
static const struct pack_record family_record = {
    FIELDS(family_fields), .size = sizeof(struct font_family), .pos_offset = PACK_NO_POS};

static const struct pack_target role_target = {
    offsetof(struct format, roles), offsetof(struct format, role_count), sizeof(struct font_role)};
const struct pack_target format_style_target = {offsetof(struct format, styles),
                                                offsetof(struct format, style_count),
                                                sizeof(struct text_style)};
const struct pack_target format_page_target = {offsetof(struct format, pages),
                                               offsetof(struct format, page_count),
                                               sizeof(struct page_geometry)};

static const struct pack_field style_fields[] = {
    {"role", PACK_REF, true, offsetof(struct text_style, role), 0, &role_target},
    {"size", PACK_LENGTH, true, offsetof(struct text_style, size), 0, NULL},
    {"leading", PACK_LENGTH, true, offsetof(struct text_style, leading), 0, NULL},
    {"indent", PACK_EMS, false, offsetof(struct text_style, indent), 0, NULL},
    {"left", PACK_LENGTH, false, offsetof(struct text_style, left), 0, NULL},
    {"align", PACK_CHOICE, false, offsetof(struct text_style, align), 0, align_names},
    {"before", PACK_LENGTH, false, offsetof(struct text_style, before), 0, NULL},
    {"after", PACK_LENGTH, false, offsetof(struct text_style, after), 0, NULL},
    {"keep_with_next", PACK_BOOL, false, offsetof(struct text_style, keep_with_next), 0, NULL},
    {"apart", PACK_EMS, false, offsetof(struct text_style, apart), 0, NULL},
    {"sense", PACK_BOOL, false, offsetof(struct text_style, sense), 0, NULL},
    {"steps", PACK_LENGTHS, false, offsetof(struct text_style, steps),
     offsetof(struct text_style, step_count), NULL},
};
static const struct pack_record style_record = {
    FIELDS(style_fields), .size = sizeof(struct text_style), .pos_offset = PACK_NO_POS};

static const struct pack_field geometry_fields[] = {
    {"width", PACK_LENGTH, true, offsetof(struct page_geometry, width), 0, NULL},
    {"height", PACK_LENGTH, true, offsetof(struct page_geometry, height), 0, NULL},
    {"head", PACK_LENGTH, true, offsetof(struct page_geometry, head), 0, NULL},
    {"foot", PACK_LENGTH, true, offsetof(struct page_geometry, foot), 0, NULL},
    {"inner", PACK_LENGTH, true, offsetof(struct page_geometry, inner), 0, NULL},
    {"outer", PACK_LENGTH, true, offsetof(struct page_geometry, outer), 0, NULL},
    {"folio_drop", PACK_LENGTH, true, offsetof(struct page_geometry, folio_drop), 0, NULL},
    {"folio_inset", PACK_LENGTH, true, offsetof(struct page_geometry, folio_inset), 0, NULL},
    {"grid", PACK_LENGTH, false, offsetof(struct page_geometry, grid), 0, NULL},
    {"turned", PACK_BOOL, false, offsetof(struct page_geometry, turned), 0, NULL},
    {"wide", PACK_NAME, false, offsetof(struct page_geometry, wide), 0, NULL},
};
static const struct pack_record geometry_record = {
    FIELDS(geometry_fields), .size = sizeof(struct page_geometry), .pos_offset = PACK_NO_POS};

static const char *const level_names[] = {"basic", "gb", "strict", NULL};

static const struct pack_field composition_fields[] = {
    {"level", PACK_CHOICE, false, offsetof(struct format, composition.level), 0, level_names},
    {"gap", PACK_EMS, false, offsetof(struct format, composition.gap), 0, NULL},
    {"hang", PACK_BOOL, false, offsetof(struct format, composition.hang), 0, NULL},
};
static const struct pack_record composition_record = {FIELDS(composition_fields),
                                                      .pos_offset = PACK_NO_POS};

/* ---- parts --------------------------------------------------------------------------------- */

static const struct pack_field unit_fields[] = {
    {"name", PACK_TEXT, true, offsetof(struct format, unit_name), 0, NULL},
    {"fen", PACK_INT64, true, offsetof(struct format, unit_fen), 0, NULL},
    {"decimals", PACK_INT, true, offsetof(struct format, decimals), 0, NULL},
    {"separator", PACK_BOOL, true, offsetof(struct format, separator), 0, NULL},
};
static const struct pack_record unit_record = {FIELDS(unit_fields), .pos_offset = PACK_NO_POS};

static const struct pack_field cover_line_fields[] = {
    {"text", PACK_TEXT, true, offsetof(struct cover_line, text), 0, NULL},
    {"style", PACK_REF, true, offsetof(struct cover_line, style), 0, &format_style_target},
};
static const struct pack_record cover_line_record = {
    FIELDS(cover_line_fields), .size = sizeof(struct cover_line), .pos_offset = PACK_NO_POS};

static const struct pack_field cover_fields[] = {
    {"page", PACK_REF, true, offsetof(struct format, cover_page), 0, &format_page_target},
    {"lines", PACK_LIST, true, offsetof(struct format, cover), offsetof(struct format, cover_count),
     &cover_line_record},
};
static const struct pack_record cover_record = {FIELDS(cover_fields), .pos_offset = PACK_NO_POS};

static const struct pack_field contents_fields[] = {
    {"page", PACK_REF, true, offsetof(struct format, contents_page), 0, &format_page_target},
    {"title", PACK_TEXT, true, offsetof(struct format, contents_title), 0, NULL},
    {"title_style", PACK_REF, true, offsetof(struct format, contents_title_style), 0,
     &format_style_target},
    {"entry_styles", PACK_REFS, true, offsetof(struct format, contents_styles), 3,
     &format_style_target},
};
static const struct pack_record contents_record = {FIELDS(contents_fields),
                                                   .pos_offset = PACK_NO_POS};

static const struct pack_field folio_fields[] = {
    {"text", PACK_TEXT, true, offsetof(struct format, folio), 0, NULL},
    {"style", PACK_REF, true, offsetof(struct format, folio_style), 0, &format_style_target},
};
static const struct pack_record folio_record = {FIELDS(folio_fields), .pos_offset = PACK_NO_POS};

static const struct pack_field section_fields[] = {
    {"title", PACK_TEXT, true, offsetof(struct section_format, title), 0, NULL},
    {"column", PACK_TEXT, true, offsetof(struct section_format, column), 0, NULL},
};
static const struct pack_record section_record = {
    FIELDS(section_fields), .size = sizeof(struct section_format), .pos_offset = PACK_NO_POS};

static const char *const part_kinds[] = {"prose", "tables", "narrative", "glossary", NULL};

static const struct pack_field part_fields[] = {
    {"title", PACK_TEXT, true, offsetof(struct part_format, title), 0, NULL},
    {"kind", PACK_CHOICE, true, offsetof(struct part_format, kind), 0, part_kinds},
    {"page", PACK_REF, true, offsetof(struct part_format, page), 0, &format_page_target},
    {"sections", PACK_LIST, false, offsetof(struct part_format, sections),
     offsetof(struct part_format, section_count), &section_record},
};
static const struct pack_record part_record = {
    FIELDS(part_fields), .size = sizeof(struct part_format), .pos_offset = PACK_NO_POS};

static const struct pack_field attachment_fields[] = {
    {"data", PACK_BOOL, false, offsetof(struct format, attaches_data), 0, NULL},
    {"records", PACK_BOOL, false, offsetof(struct format, attaches_records), 0, NULL},
};
static const struct pack_record attachment_record = {FIELDS(attachment_fields),
                                                     .pos_offset = PACK_NO_POS};

/* Roles, styles and pages come first: the rest refers to them. */
static const struct pack_field format_fields[] = {
    {"name", PACK_NAME, true, offsetof(struct format, name), 0, NULL},
    {"document_title", PACK_TEXT, true, offsetof(struct format, document_title), 0, NULL},
    {"document_subject", PACK_TEXT, false, offsetof(struct format, document_subject), 0, NULL},
    {"unit", PACK_RECORD, true, 0, 0, &unit_record},
    {"normalize_width", PACK_BOOL, false, offsetof(struct format, normalize_width), 0, NULL},
    {"attachments", PACK_RECORD, false, 0, 0, &attachment_record},
    {"zero_blank", PACK_BOOL, true, offsetof(struct format, zero_blank), 0, NULL},
    {"rule_width", PACK_LENGTH, true, offsetof(struct format, rule_width), 0, NULL},
    {"cell_padding", PACK_LENGTH, true, offsetof(struct format, cell_padding), 0, NULL},
    {"composition", PACK_RECORD, false, 0, 0, &composition_record},
    {"pages", PACK_MAP, true, offsetof(struct format, pages), offsetof(struct format, page_count),
     &geometry_record},
    {"styles", PACK_MAP, true, offsetof(struct format, styles),
     offsetof(struct format, style_count), &style_record},
    {"cover", PACK_RECORD, true, 0, 0, &cover_record},
    {"contents", PACK_RECORD, true, 0, 0, &contents_record},
    {"folio", PACK_RECORD, true, 0, 0, &folio_record},
    {"part_style", PACK_REF, true, offsetof(struct format, part_style), 0, &format_style_target},
    {"section_style", PACK_REF, true, offsetof(struct format, section_style), 0,
     &format_style_target},
    {"prose_style", PACK_REF, true, offsetof(struct format, prose_style), 0, &format_style_target},
    {"note_style", PACK_REF, true, offsetof(struct format, note_style), 0, &format_style_target},
    {"parts", PACK_LIST, true, offsetof(struct format, parts), offsetof(struct format, part_count),
     &part_record},
    {"continued", PACK_TEXT, false, offsetof(struct format, continued), 0, NULL},
    {"roles", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"base", PACK_ELSEWHERE, false, 0, 0, NULL},
};
static const struct pack_record format_record = {
    FIELDS(format_fields), .size = sizeof(struct format), .pos_offset = PACK_NO_POS};

/* ---- checks -------------------------------------------------------------------------------- */

/* A role is written as the bare sequence of its families. */
static void read_roles(const struct pack *pack, const struct yaml_node *node, struct format *format)
{
    if (node == NULL || yaml_kind(node) != YAML_MAPPING)
        return; /* pack_read() has said so, or will */
    size_t count = yaml_count(node);
    struct font_role *roles = arena_array(pack->arena, count, sizeof *roles);
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *list = yaml_value(node, i);
        roles[i].name = yaml_text(yaml_key(node, i)).utf8;
        roles[i].pos = yaml_pos(yaml_key(node, i));
        if (yaml_kind(list) != YAML_SEQUENCE || yaml_count(list) == 0) {
            diag_report(pack->diag, roles[i].pos, DIAG_PACK_VALUE, roles[i].name, "…",
                        "[{family: …}]", NULL);
            continue;
        }
        roles[i].family_count = yaml_count(list);
        struct font_family *families =
            arena_array(pack->arena, roles[i].family_count, sizeof *families);
        for (size_t k = 0; k < roles[i].family_count; k++) {
            families[k].weight = 400;
            families[k].name.utf8 = "";
            pack_read(pack, yaml_at(list, k), &family_record, &families[k]);
        }
        roles[i].families = families;
    }
    format->roles = roles;
    format->role_count = count;
}

/* What stands under NAME in the mapping KEY of the pack: where a fault of it is reported. A key of
 * it, if it is written there, is nearer. */
static struct pos entry_pos(const struct yaml_node *root, const char *map, const char *name,
                            const char *key)
{
    const struct yaml_node *entry = yaml_lookup(yaml_lookup(root, map), name);
    const struct yaml_node *value = key ? yaml_lookup(entry, key) : NULL;
    return yaml_pos(value ? value : entry);
}

static const char *points(const struct pack *pack, unit length)
{
    return arena_printf(pack->arena, "%d.%03dpt", (int)length / UNIT_POINT,
                        (int)length % UNIT_POINT);
}

unit page_area_width(const struct page_geometry *page)
{
    return page->width - (page->turned ? page->head + page->foot : page->inner + page->outer);
}

unit page_area_height(const struct page_geometry *page)
{
    return page->height - (page->turned ? page->inner + page->outer : page->head + page->foot);
}

/* A table that is too wide for PAGE is given to a wider one: its name is known, and it has more
 * room. */
static void check_wide(const struct pack *pack, const struct yaml_node *root,
                       const struct format *format, const struct page_geometry *page)
{
    const char *wider = "";
    for (size_t i = 0; i < format->page_count; i++) {
        const struct page_geometry *other = &format->pages[i];
        if (page_area_width(other) <= page_area_width(page))
            continue;
        if (strcmp(other->name, page->wide) == 0)
            return;
        wider = arena_printf(pack->arena, "%s%s%s", wider, wider[0] ? ", " : "", other->name);
    }
    diag_report(pack->diag, entry_pos(root, "pages", page->name, "wide"), DIAG_PACK_WIDE,
                page->name, page->wide, wider, NULL);
}

/* The margins leave a type area of at least an inch, on which the prose has room in its grid. */
static void check_page(const struct pack *pack, const struct yaml_node *root,
                       const struct format *format, const struct page_geometry *page)
{
    const struct text_style *prose = &format->styles[format->prose_style];
    if (page_area_width(page) < 72 * UNIT_POINT || page_area_height(page) < 72 * UNIT_POINT)
        diag_report(pack->diag, entry_pos(root, "pages", page->name, NULL), DIAG_PACK_MARGINS,
                    page->name, NULL);
    if (page->grid > 0 && page->grid < prose->size)
        diag_report(pack->diag, entry_pos(root, "pages", page->name, "grid"), DIAG_PACK_GRID,
                    page->name, points(pack, page->grid), prose->name, points(pack, prose->size),
                    NULL);
    if (page->turned && page->width <= page->height)
        diag_report(pack->diag, entry_pos(root, "pages", page->name, "turned"), DIAG_PACK_TURNED,
                    page->name, NULL);
    if (page->wide)
        check_wide(pack, root, format, page);
}

/* Lines are not set into one another; a table's text may shrink, but stays legible. */
static void check_style(const struct pack *pack, const struct yaml_node *root,
                        const struct text_style *style)
{
    if (style->size < UNIT_POINT || style->leading < style->size)
        diag_report(pack->diag, entry_pos(root, "styles", style->name, NULL), DIAG_PACK_STYLE,
                    style->name, NULL);
    unit above = style->size;
    for (size_t i = 0; i < style->step_count; above = style->steps[i++]) {
        if (style->steps[i] < above && style->steps[i] >= TABLE_SIZE_LEAST)
            continue;
        const struct yaml_node *styles = yaml_lookup(root, "styles");
        const struct yaml_node *steps = yaml_lookup(yaml_lookup(styles, style->name), "steps");
        diag_report(pack->diag, yaml_pos(yaml_at(steps, i)), DIAG_PACK_STEPS, style->name,
                    points(pack, above), points(pack, TABLE_SIZE_LEAST), NULL);
        break;
    }
}

static void check_measures(const struct pack *pack, const struct yaml_node *root,
                           const struct format *format)
{
    for (size_t i = 0; i < format->page_count; i++)
        check_page(pack, root, format, &format->pages[i]);
    for (size_t i = 0; i < format->style_count; i++)
        check_style(pack, root, &format->styles[i]);
    const struct yaml_node *composition = yaml_lookup(root, "composition");
    if (format->composition.gap > GAP_MAX)
        diag_report(pack->diag, yaml_pos(yaml_lookup(composition, "gap")), DIAG_PACK_GAP,
                    yaml_text(yaml_lookup(composition, "gap")).utf8, NULL);
    if (format->decimals > 4)
        diag_report(pack->diag, format->unit_name.pos, DIAG_PACK_VALUE, "decimals", "> 4", "0 – 4",
                    NULL);
    for (int64_t power = format->unit_fen; power > 1; power /= 10) {
        if (power % 10 != 0) {
            diag_report(pack->diag, format->unit_name.pos, DIAG_PACK_VALUE, "fen", "…",
                        "1, 10, 100 …", NULL);
            break;
        }
    }
}

/* The styles of tables, forms and the 更正说明, each reported once. */
static void check_table_sizes(const struct pack *pack, const struct yaml_node *root,
                              const struct format *format)
{
    bool *used = arena_array(pack->arena, format->style_count, sizeof *used);
    for (size_t i = 0; i < format->table_count; i++) {
        const struct table_format *table = &format->tables[i];
        used[table->head_style] = used[table->body_style] = used[table->figure_style] = true;
    }
    const struct form_format *const forms[] = {format->project_form, format->overall_form};
    for (size_t i = 0; i < COUNT(forms); i++)
        if (forms[i])
            used[forms[i]->label_style] = used[forms[i]->text_style] =
                used[forms[i]->figure_style] = true;
    if (format->correction)
        used[format->correction->head_style] = used[format->correction->body_style] = true;
    for (size_t i = 0; i < format->style_count; i++)
        if (used[i] && format->styles[i].size < TABLE_SIZE_LEAST)
            diag_report(pack->diag, entry_pos(root, "styles", format->styles[i].name, NULL),
                        DIAG_PACK_TABLE_SIZE, format->styles[i].name,
                        points(pack, format->styles[i].size), points(pack, TABLE_SIZE_LEAST), NULL);
}

/* ---- reading ------------------------------------------------------------------------------- */

typedef void read_fn(const struct pack *pack, const struct yaml_node *root, struct format *format);

/* Reads the file at PATH with READ; a pack need not have it. */
static void read_optional(const struct pack *pack, const char *path, read_fn *read,
                          struct format *format)
{
    const struct yaml_node *root =
        path ? yaml_read(pack->arena, path, pack_file_name(path), pack->diag) : NULL;
    if (root != NULL)
        read(pack, root, format);
}

/* Of no file, or one that cannot be read (which is reported elsewhere): that of nothing. */
static struct hash file_hash(const char *path)
{
    struct hash hash = {0, 0};
    if (path != NULL && !hash_file(path, &hash))
        hash = (struct hash){0, 0};
    return hash;
}

const struct format *format_read(struct arena *arena, const char *path, struct diag *diag)
{
    size_t errors = diag_errors(diag);
    struct format *format = arena_alloc(arena, sizeof *format);
    format->composition = (struct composition){.level = LINE_LEVEL_STRICT, .gap = 250};
    format->continued.utf8 = "";
    const struct pack pack = {arena, diag, format};
    const struct format_sources sources = format_base_read(arena, path, diag);
    const char *tables = sources.paths[FORMAT_TABLES];
    if (tables == NULL) /* which is then reported as missing */
        tables = arena_printf(arena, "%s/tables.yaml", path);
    const struct yaml_node *tables_root = yaml_read(arena, tables, pack_file_name(tables), diag);
    format->digest = hash_join(sources.digest, file_hash(tables));
    format->digest = hash_join(format->digest, file_hash(sources.paths[FORMAT_NARRATIVE]));
    format->forms_digest = file_hash(sources.paths[FORMAT_FORMS]);
    if (sources.root == NULL || tables_root == NULL)
        return NULL;
    read_roles(&pack, yaml_lookup(sources.root, "roles"), format);
    pack_read(&pack, sources.root, &format_record, format);
    if (diag_errors(diag) == errors) {
        check_measures(&pack, sources.root, format);
        format_read_tables(&pack, tables_root, format);
        read_optional(&pack, sources.paths[FORMAT_FORMS], format_read_forms, format);
        read_optional(&pack, sources.paths[FORMAT_NARRATIVE], format_read_narrative, format);
        read_optional(&pack, sources.paths[FORMAT_CORRECTION], format_read_correction, format);
        if (diag_errors(diag) == errors)
            check_table_sizes(&pack, sources.root, format);
    }
    return diag_errors(diag) == errors ? format : NULL;
}

/* ---- expansion ----------------------------------------------------------------------------- */

bool format_prints_classes(const struct format *format)
{
    for (size_t i = 0; i < format->table_count; i++)
        for (size_t k = 0; k < format->tables[i].side_count; k++)
            if (format->tables[i].sides[k].kind == ROWS_CLASSES)
                return true;
    return false;
}

bool format_prints_all_forms(const struct format *format)
{
    return format->project_form != NULL && format->project_form->projects == FORM_ALL;
}

struct format_values format_values_of(const struct budget *budget)
{
    const struct department *department = budget->department;
    struct pos pos = book_pos(budget->book, BOOK_DEPARTMENTS, department->row, "部门名称");
    return (struct format_values){
        department->year, {department->name, pos}, book_region(budget->book)};
}

struct text format_expand(struct arena *arena, struct text text, const struct format_values *values)
{
    if (strchr(text.utf8, '{') == NULL)
        return text;
    const struct {
        const char *name;
        struct text value;
    } known[] = {{"{year}", {arena_printf(arena, "%d", values->year), text.pos}},
                 {"{department}", values->department},
                 {"{region}", values->region}};
    struct text out = {"", text.pos};
    const char *rest = text.utf8;
    for (const char *open; (open = strchr(rest, '{')) != NULL;) {
        size_t length = strcspn(open, "}") + 1;
        /* {page} stays as it is, for the layout. */
        struct text value = {arena_strndup(arena, open, length), out.pos};
        for (size_t i = 0; i < COUNT(known); i++) {
            if (strcmp(value.utf8, known[i].name) == 0) {
                value = known[i].value;
                break;
            }
        }
        out = (struct text){
            arena_printf(arena, "%s%.*s%s", out.utf8, (int)(open - rest), rest, value.utf8),
            value.pos};
        rest = open + length;
    }
    out.utf8 = arena_printf(arena, "%s%s", out.utf8, rest);
    return out;
}

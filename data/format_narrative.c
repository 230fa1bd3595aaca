/* The narrative of a format pack: schema of narrative.yaml. */
#include "data/format_narrative.h"

#include "data/format_figures.h"
#include "data/format_tables.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

/* ---- schema -------------------------------------------------------------------------------- */

static const struct pack_field unit_fields[] = {
    {"name", PACK_TEXT, true, offsetof(struct number_style, unit_name), 0, NULL},
    {"fen", PACK_INT64, true, offsetof(struct number_style, unit_fen), 0, NULL},
    {"decimals", PACK_INT, true, offsetof(struct number_style, decimals), 0, NULL},
    {"separator", PACK_BOOL, true, offsetof(struct number_style, separator), 0, NULL},
    {"trim_zeros", PACK_BOOL, true, offsetof(struct number_style, trim_zeros), 0, NULL},
};
static const struct pack_record unit_record = {
    FIELDS(unit_fields), .size = sizeof(struct number_style), .pos_offset = PACK_NO_POS};

static const struct pack_field term_fields[] = {
    {"term", PACK_TEXT, true, offsetof(struct glossary_term, term), 0, NULL},
    {"text", PACK_TEXT, true, offsetof(struct glossary_term, text), 0, NULL},
};
static const struct pack_record term_record = {
    FIELDS(term_fields), .size = sizeof(struct glossary_term), .pos_offset = PACK_NO_POS};

static const struct pack_field glossary_fields[] = {
    {"column", PACK_TEXT, true, offsetof(struct narrative_format, glossary_column), 0, NULL},
    {"terms", PACK_LIST, true, offsetof(struct narrative_format, terms),
     offsetof(struct narrative_format, term_count), &term_record},
};
static const struct pack_record glossary_record = {FIELDS(glossary_fields),
                                                   .pos_offset = PACK_NO_POS};

static const struct pack_field root_fields[] = {
    {"unit", PACK_RECORD, true, offsetof(struct narrative_format, numbers), 0, &unit_record},
    {"figures", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"lists", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"sections", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"glossary", PACK_RECORD, true, 0, 0, &glossary_record},
};
static const struct pack_record root_record = {FIELDS(root_fields), .pos_offset = PACK_NO_POS};

static const struct pack_field section_fields[] = {
    {"title", PACK_TEXT, true, offsetof(struct narrative_section, title), 0, NULL},
    {"blocks", PACK_ELSEWHERE, true, 0, 0, NULL},
};
static const struct pack_record section_record = {
    FIELDS(section_fields), .size = sizeof(struct narrative_section), .pos_offset = PACK_NO_POS};

/* A block has one of `text`, `heading`, `chart`, `forms`. */
static const char *const forms_names[] = {"overall", "projects", NULL};
struct block_node {
    struct narrative_block block;
    int forms; /* -1: not written */
};
static const struct pack_field block_fields[] = {
    {"text", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"heading", PACK_TEXT, false, offsetof(struct block_node, block.heading), 0, NULL},
    {"contents", PACK_BOOL, false, offsetof(struct block_node, block.in_contents), 0, NULL},
    {"style", PACK_REF, false, offsetof(struct block_node, block.style), 0, &format_style_target},
    {"chart", PACK_ELSEWHERE, false, 0, 0, NULL},
    {"forms", PACK_CHOICE, false, offsetof(struct block_node, forms), 0, forms_names},
};
static const struct pack_record block_record = {
    FIELDS(block_fields), .size = sizeof(struct block_node),
    .pos_offset = offsetof(struct block_node, block.pos)};

static const char *const chart_kind_names[] = {"pie", "ring", "bars", NULL};
struct chart_node {
    int kind;
    unit height;
    size_t style;
    struct text of;
};
static const struct pack_field chart_fields[] = {
    {"kind", PACK_CHOICE, true, offsetof(struct chart_node, kind), 0, chart_kind_names},
    {"height", PACK_LENGTH, true, offsetof(struct chart_node, height), 0, NULL},
    {"style", PACK_REF, true, offsetof(struct chart_node, style), 0, &format_style_target},
    {"of", PACK_TEXT, true, offsetof(struct chart_node, of), 0, NULL},
    {"alternative", PACK_ELSEWHERE, true, 0, 0, NULL},
};
static const struct pack_record chart_record = {
    FIELDS(chart_fields), .size = sizeof(struct chart_node), .pos_offset = PACK_NO_POS};

/* ---- frames -------------------------------------------------------------------------------- */

/* The narrative while it is read. */
struct narrative_reader {
    const struct pack *pack;
    struct format *format;
    struct narrative_format *narrative;
};

/* A piece of a frame stands on one line as it is, so that every fault in it has its column. */
static struct text read_piece(const struct pack *pack, const struct yaml_node *node)
{
    struct text piece = yaml_text(node);
    if (yaml_kind(node) != YAML_SCALAR || !yaml_is_verbatim(node, &piece.pos))
        diag_report(pack->diag, yaml_pos(node), DIAG_FRAME_LINE, NULL);
    return piece;
}

const struct frame *format_read_frame(const struct pack *pack, const struct yaml_node *node,
                                      const struct figure_declarations *declared)
{
    bool is_list = yaml_kind(node) == YAML_SEQUENCE;
    size_t count = is_list ? yaml_count(node) : 1, errors = diag_errors(pack->diag);
    struct text *pieces = arena_array(pack->arena, count, sizeof *pieces);
    for (size_t i = 0; i < count; i++)
        pieces[i] = read_piece(pack, is_list ? yaml_at(node, i) : node);
    if (diag_errors(pack->diag) != errors)
        return NULL;
    return frame_read(pack->arena, pieces, count, declared, pack->diag);
}

static const struct frame *read_frame(const struct narrative_reader *r,
                                      const struct yaml_node *node)
{
    return format_read_frame(r->pack, node, &r->narrative->declared);
}

/* ---- blocks -------------------------------------------------------------------------------- */

/* A chart needs amounts with their shares. */
static void read_chart(const struct narrative_reader *r, const struct yaml_node *node,
                       struct narrative_block *block)
{
    size_t errors = diag_errors(r->pack->diag);
    struct chart_node written = {.kind = CHART_PIE};
    pack_read(r->pack, node, &chart_record, &written);
    if (diag_errors(r->pack->diag) != errors)
        return;
    block->chart = (enum chart_kind)written.kind;
    block->height = written.height;
    block->style = written.style;
    block->frame = read_frame(r, yaml_lookup(node, "alternative"));
    block->list = format_find_list(r->pack, &r->narrative->declared, written.of);
    if (diag_errors(r->pack->diag) != errors)
        return;
    const struct list_format *list = &r->narrative->declared.lists[block->list];
    if (list->kind != FIGURE_AMOUNT || !list->has_whole)
        diag_report(r->pack->diag, written.of.pos, DIAG_PACK_VALUE, "of", written.of.utf8,
                    "lists: {of: …}", NULL);
}

static struct narrative_block read_block(const struct narrative_reader *r,
                                         const struct yaml_node *node)
{
    struct block_node written = {.block.style = r->format->prose_style, .forms = -1};
    size_t errors = diag_errors(r->pack->diag);
    pack_read(r->pack, node, &block_record, &written);
    if (diag_errors(r->pack->diag) != errors)
        return written.block;
    struct narrative_block *block = &written.block;
    const struct yaml_node *text = yaml_lookup(node, "text"), *chart = yaml_lookup(node, "chart");
    bool heading = block->heading.utf8 != NULL, forms = written.forms >= 0;
    if ((text != NULL) + (chart != NULL) + heading + forms != 1) {
        diag_report(r->pack->diag, block->pos, DIAG_PACK_MAPPING, "text | heading | chart | forms",
                    NULL);
    } else if (text != NULL) {
        block->kind = NARRATIVE_TEXT;
        block->frame = read_frame(r, text);
    } else if (chart != NULL) {
        block->kind = NARRATIVE_CHART;
        read_chart(r, chart, block);
    } else if (heading) {
        block->kind = NARRATIVE_HEADING;
    } else {
        block->kind = written.forms == 0 ? NARRATIVE_FORMS_OVERALL : NARRATIVE_FORMS_PROJECTS;
    }
    return *block;
}

/* The sequence under KEY of NODE; NULL after a report. */
static const struct yaml_node *need_sequence(const struct pack *pack, const struct yaml_node *node,
                                             const char *key)
{
    const struct yaml_node *list = yaml_lookup(node, key);
    if (list != NULL && yaml_kind(list) == YAML_SEQUENCE && yaml_count(list) > 0)
        return list;
    diag_report(pack->diag, yaml_pos(list == NULL ? node : list), DIAG_PACK_MISSING_KEY, key, NULL);
    return NULL;
}

static void read_sections(const struct narrative_reader *r, const struct yaml_node *list)
{
    struct narrative_section *sections =
        arena_array(r->pack->arena, yaml_count(list), sizeof *sections);
    for (size_t i = 0; i < yaml_count(list); i++) {
        const struct yaml_node *node = yaml_at(list, i);
        size_t errors = diag_errors(r->pack->diag);
        pack_read(r->pack, node, &section_record, &sections[i]);
        const struct yaml_node *blocks =
            diag_errors(r->pack->diag) == errors ? need_sequence(r->pack, node, "blocks") : NULL;
        if (blocks == NULL)
            continue;
        struct narrative_block *read =
            arena_array(r->pack->arena, yaml_count(blocks), sizeof *read);
        for (size_t k = 0; k < yaml_count(blocks); k++)
            read[k] = read_block(r, yaml_at(blocks, k));
        sections[i].blocks = read;
        sections[i].block_count = yaml_count(blocks);
    }
    r->narrative->sections = sections;
    r->narrative->section_count = yaml_count(list);
}

/* What money_format() can print. */
static void check_numbers(const struct pack *pack, const struct number_style *numbers)
{
    int64_t power = numbers->unit_fen;
    while (power % 10 == 0)
        power /= 10;
    if (power != 1)
        diag_report(pack->diag, numbers->unit_name.pos, DIAG_PACK_VALUE, "fen",
                    arena_printf(pack->arena, "%lld", (long long)numbers->unit_fen), "1, 10, 100 …",
                    NULL);
    if (numbers->decimals > 4)
        diag_report(pack->diag, numbers->unit_name.pos, DIAG_PACK_VALUE, "decimals",
                    arena_printf(pack->arena, "%d", numbers->decimals), "0 – 4", NULL);
}

void format_read_narrative(const struct pack *pack, const struct yaml_node *root,
                           struct format *format)
{
    size_t errors = diag_errors(pack->diag);
    struct narrative_format *narrative = arena_alloc(pack->arena, sizeof *narrative);
    pack_read(pack, root, &root_record, narrative);
    if (diag_errors(pack->diag) != errors)
        return;
    check_numbers(pack, &narrative->numbers);
    narrative->declared = format_read_figures(pack, root);
    const struct yaml_node *sections = need_sequence(pack, root, "sections");
    if (sections != NULL && diag_errors(pack->diag) == errors)
        read_sections(&(struct narrative_reader){pack, format, narrative}, sections);
    format->narrative = narrative;
}

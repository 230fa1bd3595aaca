/* The 更正说明 of a format pack: schema of correction.yaml, and what must hold in it. */
#include "data/format_correction.h"

#include <string.h>

#include "data/format_narrative.h"
#include "data/format_tables.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

enum { COLUMNS_MAX = 64, LONGEST_LEAST = 30, LONGEST_MOST = 1000 };

const struct figure_format correction_figures[CORRECTION_FIGURE_COUNT] = {
    [CORRECTION_DEPARTMENT] = {.name = "department", .kind = FIGURE_TEXT},
    [CORRECTION_YEAR] = {.name = "year", .kind = FIGURE_COUNT},
    [CORRECTION_CHANGES] = {.name = "changes", .kind = FIGURE_COUNT},
    [CORRECTION_CORRECTED] = {.name = "corrected", .kind = FIGURE_COUNT},
    [CORRECTION_FOLLOWED] = {.name = "followed", .kind = FIGURE_COUNT},
    [CORRECTION_ADDED] = {.name = "added", .kind = FIGURE_COUNT},
    [CORRECTION_REMOVED] = {.name = "removed", .kind = FIGURE_COUNT},
    [CORRECTION_TABLES] = {.name = "tables", .kind = FIGURE_COUNT},
    [CORRECTION_SHORTENED] = {.name = "shortened", .kind = FIGURE_COUNT},
};

/* ---- schema -------------------------------------------------------------------------------- */

static const char *const align_names[] = {"left", "center", "right", "justify", NULL};
static const char *const show_names[CORRECTION_SHOW_COUNT + 1] = {
    "number", "table", "row", "column", "before", "after", "unit", "page", "note", NULL};

static const struct pack_field column_fields[] = {
    {"head", PACK_TEXT, true, offsetof(struct correction_column, head), 0, NULL},
    {"show", PACK_CHOICE, true, offsetof(struct correction_column, show), 0, show_names},
    {"width", PACK_LENGTH, false, offsetof(struct correction_column, width), 0, NULL},
    {"share", PACK_INT, false, offsetof(struct correction_column, share), 0, NULL},
    {"align", PACK_CHOICE, false, offsetof(struct correction_column, align), 0, align_names},
    {"merge", PACK_BOOL, false, offsetof(struct correction_column, merge), 0, NULL},
};
static const struct pack_record column_record = {
    FIELDS(column_fields), .size = sizeof(struct correction_column),
    .pos_offset = offsetof(struct correction_column, pos)};

#define WORD(key, member)                                                                          \
    {                                                                                              \
        key, PACK_TEXT, true, offsetof(struct correction_words, member), 0, NULL                   \
    }
static const struct pack_field word_fields[] = {
    WORD("corrected", notes[CHANGE_CORRECTED]),
    WORD("followed", notes[CHANGE_FOLLOWED]),
    WORD("added", notes[CHANGE_ADDED]),
    WORD("removed", notes[CHANGE_REMOVED]),
    WORD("none", none),
    WORD("blank", blank),
    WORD("cover", cover),
    WORD("omission", mark),
};
static const struct pack_record word_record = {
    FIELDS(word_fields), .size = sizeof(struct correction_words), .pos_offset = PACK_NO_POS};

static const struct pack_field excerpt_fields[] = {
    {"longest", PACK_INT, true, offsetof(struct excerpt_style, longest), 0, NULL},
    {"context", PACK_INT, true, offsetof(struct excerpt_style, context), 0, NULL},
};
static const struct pack_record excerpt_record = {
    FIELDS(excerpt_fields), .size = sizeof(struct excerpt_style), .pos_offset = PACK_NO_POS};

#define STYLE(key, member)                                                                         \
    {                                                                                              \
        key, PACK_REF, true, offsetof(struct correction_format, member), 0, &format_style_target   \
    }
static const struct pack_field root_fields[] = {
    {"page", PACK_REF, true, offsetof(struct correction_format, page), 0, &format_page_target},
    {"title", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"introduction", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"caption", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"notes", PACK_ELSEWHERE, true, 0, 0, NULL},
    {"closing", PACK_ELSEWHERE, true, 0, 0, NULL},
    STYLE("title_style", title_style),
    STYLE("introduction_style", introduction_style),
    STYLE("caption_style", caption_style),
    STYLE("notes_style", notes_style),
    STYLE("closing_style", closing_style),
    STYLE("head_style", head_style),
    STYLE("body_style", body_style),
    STYLE("line_style", line_style),
    {"row_pitch", PACK_LENGTH, true, offsetof(struct correction_format, row_pitch), 0, NULL},
    {"continued", PACK_TEXT, false, offsetof(struct correction_format, continued), 0, NULL},
    {"columns", PACK_LIST, true, offsetof(struct correction_format, columns),
     offsetof(struct correction_format, column_count), &column_record},
    {"words", PACK_RECORD, true, offsetof(struct correction_format, words), 0, &word_record},
    {"excerpt", PACK_RECORD, true, offsetof(struct correction_format, excerpt), 0, &excerpt_record},
};
static const struct pack_record root_record = {
    FIELDS(root_fields), .pos_offset = offsetof(struct correction_format, pos)};

/* ---- checks -------------------------------------------------------------------------------- */

/* Only frames have figures. */
static void check_plain(const struct pack *pack, struct text text)
{
    if (strpbrk(text.utf8, "{}") != NULL)
        diag_report(pack->diag, text.pos, DIAG_PACK_PLAIN, text.utf8, NULL);
}

static void check_word(const struct pack *pack, const char *key, struct text text)
{
    check_plain(pack, text);
    if (text.utf8[0] == '\0')
        diag_report(pack->diag, text.pos, DIAG_PACK_VALUE, key, "", "…", NULL);
}

static void check_words(const struct pack *pack, const struct correction_words *words)
{
    const char *base = (const char *)words;
    for (size_t i = 0; i < COUNT(word_fields); i++) {
        const struct text *word = (const struct text *)(const void *)(base + word_fields[i].offset);
        check_word(pack, word_fields[i].key, *word);
    }
}

static void check_columns(const struct pack *pack, const struct yaml_node *root,
                          const struct correction_format *correction)
{
    if (correction->column_count == 0)
        diag_report(pack->diag, yaml_pos(yaml_lookup(root, "columns")), DIAG_PACK_MISSING_KEY,
                    "columns", NULL);
    if (correction->column_count > COLUMNS_MAX)
        diag_report(pack->diag, yaml_pos(yaml_lookup(root, "columns")), DIAG_PACK_COLUMNS, NULL);
    for (size_t i = 0; i < correction->column_count; i++) {
        const struct correction_column *column = &correction->columns[i];
        check_plain(pack, column->head);
        if ((column->width > 0) == (column->share > 0))
            diag_report(pack->diag, column->pos, DIAG_PACK_COLUMN_WIDTH, column->head.utf8, NULL);
    }
}

static void check_number(const struct pack *pack, const struct yaml_node *node, const char *key,
                         int value, int least, int most)
{
    if (value >= least && value <= most)
        return;
    diag_report(pack->diag, yaml_pos(yaml_lookup(node, key)), DIAG_PACK_VALUE, key,
                arena_printf(pack->arena, "%d", value),
                arena_printf(pack->arena, "%d – %d", least, most), NULL);
}

static const struct frame *read_frame(const struct pack *pack, const struct yaml_node *root,
                                      const char *key)
{
    static const struct figure_declarations declared = {correction_figures, CORRECTION_FIGURE_COUNT,
                                                        NULL, 0};
    return format_read_frame(pack, yaml_lookup(root, key), &declared);
}

void format_read_correction(const struct pack *pack, const struct yaml_node *root,
                            struct format *format)
{
    size_t errors = diag_errors(pack->diag);
    struct correction_format *correction = arena_alloc(pack->arena, sizeof *correction);
    correction->continued = format->continued;
    pack_read(pack, root, &root_record, correction);
    if (diag_errors(pack->diag) != errors)
        return;
    correction->title = read_frame(pack, root, "title");
    correction->introduction = read_frame(pack, root, "introduction");
    correction->caption = read_frame(pack, root, "caption");
    correction->notes = read_frame(pack, root, "notes");
    correction->closing = read_frame(pack, root, "closing");
    check_words(pack, &correction->words);
    check_plain(pack, correction->continued);
    check_columns(pack, root, correction);
    const struct yaml_node *excerpt = yaml_lookup(root, "excerpt");
    check_number(pack, excerpt, "longest", correction->excerpt.longest, LONGEST_LEAST,
                 LONGEST_MOST);
    check_number(pack, excerpt, "context", correction->excerpt.context, 0,
                 correction->excerpt.longest / 3);
    correction->excerpt.mark = correction->words.mark.utf8;
    format->correction = correction;
}

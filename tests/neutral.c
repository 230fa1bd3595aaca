/* The document of a department for other typesetters, to be set beside banxin: tests/bench/peers.py.
 *
 *   neutral BOOK DATA_DIR CODE OUT.json
 *
 * Whoever sets it sets the same work: all texts in reading order with their styles; pages with their
 * margins; tables with spans and repeated heads, in columns as wide and in type as small as banxin
 * found right for them, which others thus need not find out. Lengths are in points.
 *
 *   {title …, roles: families by character, styles, pages, contents, folio, rule, padding, blocks}
 *
 * A block says its page geometry and whether it begins a page. The cells of a row are those that
 * begin in it. Charts are given as their figures. Left out are lines that stand on further pages
 * only (续表, running heads), fine points of amounts and labels (points below each other, labels set
 * apart), and all records: those travel as attachments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fonts/font_info.h"
#include "layout/galley.h"
#include "render/json.h"
#include "render/session.h"

static const char *const align_names[] = {
    [ALIGN_LEFT] = "left",       [ALIGN_CENTER] = "center",     [ALIGN_RIGHT] = "right",
    [ALIGN_JUSTIFY] = "justify", [ALIGN_DISTRIBUTE] = "center", [ALIGN_DECIMAL] = "right"};

static void write_length(FILE *out, const char *key, unit length)
{
    const char *sign = length < 0 ? "-" : "";
    fprintf(out, ",\"%s\":%s%d.%03d", key, sign, abs(length) / UNIT_POINT,
            abs(length) % UNIT_POINT);
}

static void write_number(FILE *out, const char *key, size_t number)
{
    fprintf(out, ",\"%s\":%zu", key, number);
}

static void write_flag(FILE *out, const char *key, bool flag)
{
    if (flag)
        fprintf(out, ",\"%s\":true", key);
}

/* Opens item INDEX of a list, an object whose first member is KEY. */
static void open_item(FILE *out, size_t index, const char *key, const char *text)
{
    fprintf(out, "%s\n{\"%s\":", index > 0 ? "," : "", key);
    json_string(out, text);
}

/* ---- what all documents of a pack share ---------------------------------------------------- */

static void write_families(FILE *out, const struct font_set *fonts, const struct font_role *role,
                           size_t index)
{
    const struct font_family_info *families;
    size_t count = font_role_families(fonts, index, &families), written = 0;
    for (size_t i = 0; i < count; i++) {
        if (families[i].outcome != FONT_IN_USE)
            continue;
        open_item(out, written++, "family", families[i].family);
        write_number(out, "weight", (size_t)role->families[i].weight);
        if (families[i].only != NULL)
            json_member(out, "only", families[i].only);
        fputc('}', out);
    }
}

static void write_roles(FILE *out, const struct session *session)
{
    fputs(",\n\"roles\":[", out);
    for (size_t i = 0; i < session->format->role_count; i++) {
        open_item(out, i, "name", session->format->roles[i].name);
        fputs(",\"families\":[", out);
        write_families(out, session->fonts, &session->format->roles[i], i);
        fputs("]}", out);
    }
    fputc(']', out);
}

static void write_styles(FILE *out, const struct format *format)
{
    fputs(",\n\"styles\":[", out);
    for (size_t i = 0; i < format->style_count; i++) {
        const struct text_style *style = &format->styles[i];
        open_item(out, i, "name", style->name);
        write_number(out, "role", style->role);
        write_length(out, "size", style->size);
        write_length(out, "leading", style->leading);
        write_length(out, "indent", unit_of_em(style->indent, style->size));
        write_length(out, "left", style->left);
        json_member(out, "align", align_names[style->align]);
        write_length(out, "before", style->before);
        write_length(out, "after", style->after);
        fputc('}', out);
    }
    fputc(']', out);
}

static void write_pages(FILE *out, const struct format *format)
{
    fputs(",\n\"pages\":[", out);
    for (size_t i = 0; i < format->page_count; i++) {
        const struct page_geometry *page = &format->pages[i];
        open_item(out, i, "name", page->name);
        write_length(out, "width", page->width);
        write_length(out, "height", page->height);
        write_length(out, "head", page->head);
        write_length(out, "foot", page->foot);
        write_length(out, "inner", page->inner);
        write_length(out, "outer", page->outer);
        write_length(out, "folio_drop", page->folio_drop);
        write_length(out, "folio_inset", page->folio_inset);
        fputc('}', out);
    }
    fputc(']', out);
}

static void write_format(FILE *out, const struct format *format)
{
    write_styles(out, format);
    write_pages(out, format);
    fputs(",\n\"contents\":{\"title\":", out);
    json_string(out, format->contents_title.utf8);
    write_number(out, "title_style", format->contents_title_style);
    fprintf(out, ",\"styles\":[%zu,%zu,%zu]}", format->contents_styles[0],
            format->contents_styles[1], format->contents_styles[2]);
    fputs(",\n\"folio\":{\"text\":", out);
    json_string(out, format->folio.utf8);
    write_number(out, "style", format->folio_style);
    fputc('}', out);
    write_length(out, "rule", format->rule_width);
    write_length(out, "padding", format->cell_padding);
}

/* ---- blocks -------------------------------------------------------------------------------- */

static void write_cell(FILE *out, const struct table_cell *cell)
{
    fputs("{\"text\":", out);
    json_string(out, cell->text.utf8);
    write_number(out, "style", cell->style);
    json_member(out, "align", align_names[cell->align]);
    if (cell->column_span > 1)
        write_number(out, "columns", (size_t)cell->column_span);
    if (cell->row_span > 1)
        write_number(out, "rows", (size_t)cell->row_span);
    fputc('}', out);
}

static void write_rows(FILE *out, const struct table *table)
{
    size_t next = 0;
    fputs(",\"cells\":[", out);
    for (int row = 0; row < table->row_count; row++) {
        fputs(row > 0 ? ",\n[" : "\n[", out);
        for (size_t first = next; next < table->cell_count && table->cells[next].row == row;
             next++) {
            if (next > first)
                fputc(',', out);
            write_cell(out, &table->cells[next]);
        }
        fputc(']', out);
    }
    fputc(']', out);
}

/* The type of each style in the table: what its size was lowered to shows in the leading, which
 * shrinks in proportion. */
static void write_type(FILE *out, const struct format *format, const struct table_plan *plan)
{
    size_t written = 0;
    fputs(",\"type\":[", out);
    for (size_t style = 0; style < format->style_count; style++) {
        size_t i = 0;
        while (i < plan->table->cell_count && plan->table->cells[i].style != style)
            i++;
        if (i == plan->table->cell_count)
            continue;
        unit leading = plan->cells[i].leading, full = format->styles[style].leading;
        fprintf(out, "%s{\"style\":%zu", written++ > 0 ? "," : "", style);
        write_length(out, "size", (unit)((int64_t)format->styles[style].size * leading / full));
        write_length(out, "leading", leading);
        fputc('}', out);
    }
    fputc(']', out);
}

static void write_table(FILE *out, const struct format *format, const struct table_plan *plan)
{
    const struct table *table = plan->table;
    fputs(",\"columns\":[", out);
    for (int i = 0; i < table->column_count; i++) {
        unit width = plan->edges[i + 1] - plan->edges[i];
        fprintf(out, "%s%d.%03d", i > 0 ? "," : "", width / UNIT_POINT, width % UNIT_POINT);
    }
    fputc(']', out);
    write_length(out, "pitch", table->row_pitch);
    write_number(out, "head", (size_t)table->head_rows);
    write_flag(out, "joined", table->joined);
    write_type(out, format, plan);
    write_rows(out, table);
}

static void write_chart(FILE *out, const struct block *block)
{
    write_number(out, "style", block->style);
    write_length(out, "height", block->chart->height);
    json_member(out, "text", block->chart->alternative.utf8);
    fputs(",\"entries\":[", out);
    for (size_t i = 0; i < block->chart->count; i++) {
        const struct chart_entry *entry = &block->chart->entries[i];
        open_item(out, i, "name", entry->name.utf8);
        json_member(out, "amount", entry->amount);
        json_member(out, "share", entry->share);
        fputc('}', out);
    }
    fputc(']', out);
}

static void write_text(FILE *out, const struct block *block)
{
    write_number(out, "style", block->style);
    write_flag(out, "keep", block->keep_with_next);
    json_member(out, "text", block->text.utf8);
    if (block->kind == BLOCK_PAIR)
        json_member(out, "right", block->right.utf8);
    if (block->kind == BLOCK_HEADING) {
        write_number(out, "level", (size_t)block->level);
        json_member(out, "contents", block->contents.utf8);
    }
}

/* BLOCK, the first of whose blocks in the galley is SET. */
static void write_block(FILE *out, const struct format *format, const struct block *block,
                        const struct galley_block *set)
{
    static const char *const kinds[] = {
        [BLOCK_PARAGRAPH] = "paragraph", [BLOCK_HEADING] = "heading",
        [BLOCK_PAIR] = "pair",           [BLOCK_TABLE] = "table",
        [BLOCK_CHART] = "chart",         [BLOCK_CONTENTS] = "contents"};
    json_member(out, "kind", kinds[block->kind]);
    write_flag(out, "new", set->new_page);
    write_flag(out, "numbered", set->section->numbered);
    if (block->kind == BLOCK_TABLE)
        write_table(out, format, set->table);
    else if (block->kind == BLOCK_CHART)
        write_chart(out, block);
    else if (block->kind != BLOCK_CONTENTS)
        write_text(out, block);
    fputc('}', out);
}

/* How many blocks of the galley BLOCK became. */
static size_t set_count(struct arena *arena, const struct block *block)
{
    const struct text_span *spans;
    return block->kind == BLOCK_PARAGRAPH ? text_split(arena, block->text.utf8, &spans) : 1;
}

static void write_blocks(FILE *out, struct arena *arena, const struct document *document,
                         const struct galley *galley)
{
    const struct galley_block *set = galley->blocks;
    fputs(",\n\"blocks\":[", out);
    for (size_t s = 0; s < document->section_count; s++) {
        const struct section *section = &document->sections[s];
        for (size_t i = 0; i < section->block_count; i++) {
            size_t page = (size_t)(set->geometry - document->format->pages);
            fprintf(out, "%s\n{\"page\":%zu", set > galley->blocks ? "," : "", page);
            write_block(out, document->format, &section->blocks[i], set);
            set += set_count(arena, &section->blocks[i]);
        }
    }
    fputs("]}\n", out);
}

/* ---- a department -------------------------------------------------------------------------- */

static void write_document(FILE *out, struct arena *arena, const struct session *session,
                           const struct document *document, const struct galley *galley)
{
    fputs("{\"title\":", out);
    json_string(out, document->title.utf8);
    json_member(out, "author", document->author);
    json_member(out, "subject", document->subject != NULL ? document->subject : "");
    json_member(out, "date", document->date != NULL ? document->date : "");
    write_roles(out, session);
    write_format(out, document->format);
    write_blocks(out, arena, document, galley);
}

static bool write_department(FILE *out, struct arena *arena, const struct session *session,
                             size_t index, struct diag *diag)
{
    struct budget budget;
    struct layout_job job = {.arena = arena,
                             .scratch = arena_new(),
                             .format = session->format,
                             .fonts = session->fonts,
                             .diag = diag,
                             .breaker = cjk_breaker_open()};
    const struct document *document = NULL;
    const struct galley *galley = NULL;
    if (book_load(arena, session->book, index, diag, &budget))
        document = document_build(arena, session->format, &budget, diag);
    if (document != NULL)
        galley = galley_set(&job, document);
    if (galley != NULL)
        write_document(out, arena, session, document, galley);
    cjk_breaker_close(job.breaker);
    arena_free(job.scratch);
    return galley != NULL;
}

static size_t index_of_department(const struct book *book, const char *code)
{
    size_t index = 0;
    while (index < book_department_count(book) &&
           strcmp(book_department(book, index)->code, code) != 0)
        index++;
    return index;
}

static bool write_file(struct arena *arena, const struct session *session, const char *code,
                       const char *path, struct diag *diag)
{
    size_t index = index_of_department(session->book, code);
    FILE *out = index < book_department_count(session->book) ? fopen(path, "w") : NULL;
    if (out == NULL)
        return false;
    bool done = write_department(out, arena, session, index, diag);
    return fclose(out) == 0 && done;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: neutral BOOK DATA_DIR CODE OUT.json\n");
        return EXIT_UNUSABLE;
    }
    const struct call call = {.command = COMMAND_RENDER, .book = argv[1], .data = argv[2]};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct session session;
    bool done = session_open(arena, &call, &session, diag) &&
                write_file(arena, &session, argv[3], argv[4], diag);
    if (!done)
        diag_print(diag, 0, stderr);
    session_close(&session);
    diag_free(diag);
    arena_free(arena);
    return done ? EXIT_ALL_WELL : EXIT_UNUSABLE;
}

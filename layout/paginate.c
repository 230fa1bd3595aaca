/* Pagination: blocks from the galley, in order, onto pages.
 *
 * Every block first asks whether what must stay together from here on (this block, if the next
 * must follow it, and the least part of that one) fits into what is left; if not, a page begins.
 * What then does not fit onto an empty page is a fault: nothing is tried twice. */
#include "layout/paginate.h"

#include <string.h>

#include "layout/grid.h"
#include "layout/page_build.h"
#include "layout/report.h"
#include "layout/sheet.h"

struct paginator {
    const struct layout_job *job;
    const struct galley *galley;
    struct page_build *build;
    const struct page_geometry *geometry; /* of the open page; NULL before the first */
    const struct section *section;        /* of the last thing */
    const struct galley_block *running;   /* at the head of the open page; may have no lines */
    int number;                           /* of the open page, 0 for none */
    int last_number;                      /* given out so far */
    unit y;                               /* where the next thing goes */
    unit gap;                             /* below the last thing, if another follows */
    bool empty;                           /* nothing stands on the page yet */
    bool fresh;                           /* or only what must be with the next thing */
    bool under_table;                     /* the last thing on the page is a table */
    bool in_part, in_contents;            /* elements that are open */
    bool in_table, in_caption;            /* so are these: a table from its caption on */
    struct bookmark *bookmarks;
    int *folios;
};

/* ---- pages and folios ---------------------------------------------------------------------- */

static bool is_verso(const struct paginator *p)
{
    return p->number > 0 && p->number % 2 == 0;
}

static unit area_left(const struct paginator *p)
{
    return sheet_area_left(p->geometry, is_verso(p));
}

/* Where lines begin and end. Between them and tables is the lead: 0 unless there is a line grid. */
static unit lead(const struct paginator *p)
{
    return grid_lead(p->job->format, p->geometry);
}

static unit lines_top(const struct paginator *p)
{
    return sheet_area_top(p->geometry, is_verso(p)) - lead(p);
}

static unit lines_bottom(const struct paginator *p)
{
    return sheet_area_bottom(p->geometry, is_verso(p)) + lead(p);
}

/* The pack's folio with the page's number for {page}. */
static struct text folio_text(const struct layout_job *job, const char *number)
{
    struct text text = job->format->folio;
    const char *place = strstr(text.utf8, "{page}");
    if (place)
        text.utf8 = arena_printf(job->arena, "%.*s%s%s", (int)(place - text.utf8), text.utf8,
                                 number, place + strlen("{page}"));
    return text;
}

/* What stands on a page round its matter, as artifacts. */
struct furniture {
    struct arena *arena;
    struct item *items;
    size_t count, capacity;
};

static void add_item(struct furniture *f, struct item item)
{
    f->items = arena_grow(f->arena, f->items, f->count, &f->capacity, sizeof *f->items);
    f->items[f->count++] = item;
}

static void add_line(struct furniture *f, const struct text_line *line, unit x, unit y)
{
    for (size_t i = 0; i < line->count; i++)
        add_item(f, item_move(line->items[i], x, y));
}

static void begin_artifact(struct furniture *f, enum artifact artifact)
{
    struct item item = {.kind = ITEM_BEGIN};
    item.as.begin.role = ROLE_ARTIFACT;
    item.as.begin.artifact = artifact;
    add_item(f, item);
}

static void add_running(struct furniture *f, const struct paginator *p)
{
    unit y = lines_top(p) + p->running->baseline;
    begin_artifact(f, ARTIFACT_HEADER);
    for (size_t i = 0; i < p->running->lines.count; i++, y += p->running->leading)
        add_line(f, &p->running->lines.lines[i], area_left(p), y);
    add_item(f, (struct item){.kind = ITEM_END});
}

static void add_folio(struct furniture *f, const struct paginator *p, const char *number)
{
    const struct layout_job *job = p->job;
    const struct text_style *style = &job->format->styles[job->format->folio_style];
    struct text_line line = text_set_line(job, folio_text(job, number), style, FONT_NUMBER);
    unit x = sheet_folio_x(p->geometry, is_verso(p), line.width);
    begin_artifact(f, ARTIFACT_FOOTER);
    for (size_t i = 0; i < line.count; i++)
        add_item(f, sheet_place(p->geometry, line.items[i], x, sheet_folio_y(p->geometry)));
    add_item(f, (struct item){.kind = ITEM_END});
}

static void close_page(struct paginator *p)
{
    if (!p->geometry)
        return;
    struct furniture furniture = {.arena = p->job->arena};
    const char *number = p->number > 0 ? report_number(p->job->arena, p->number) : "";
    if (p->running->lines.count > 0)
        add_running(&furniture, p);
    if (p->number > 0)
        add_folio(&furniture, p, number);
    page_build_close(p->build, number, furniture.items, furniture.count);
}

/* The lines at the head of a page that BLOCK begins now: none on the first of its section. */
static const struct galley_block *running_for(const struct paginator *p,
                                              const struct galley_block *block)
{
    static const struct galley_block none = {.kind = GALLEY_LINES};
    return block->section == p->section ? galley_running(p->galley, block) : &none;
}

static unit running_height(const struct galley_block *running)
{
    int64_t height = (int64_t)running->lines.count * running->leading + running->after;
    if (running->lines.count == 0)
        return 0;
    return unit_clip(height);
}

static void begin_page(struct paginator *p, const struct galley_block *block)
{
    close_page(p);
    bool first = !p->geometry;
    p->geometry = block->geometry;
    p->running = running_for(p, block);
    p->number = block->section->numbered ? ++p->last_number : 0;
    p->y = lines_top(p) + running_height(p->running);
    p->gap = 0;
    p->empty = p->fresh = true;
    p->under_table = false;
    page_build_open(p->build, p->geometry->width, p->geometry->height);
    if (first)
        page_build_begin(p->build, ROLE_DOCUMENT);
}

/* The room of a page that BLOCK begins now. */
static unit page_room(const struct paginator *p, const struct galley_block *block)
{
    const struct page_geometry *geometry = block->geometry;
    return page_area_height(geometry) + 2 * grid_lead(p->job->format, geometry) -
           running_height(running_for(p, block));
}

/* ---- what must stay together --------------------------------------------------------------- */

/* A table directly under block I, with one rule between them. */
static bool is_joined_below(const struct paginator *p, size_t i)
{
    return i + 1 < p->galley->count && p->galley->blocks[i + 1].joined;
}

/* The height of block I on a page. A table's is counted in 64 bits: it may be as long as it likes;
 * on a line grid it has the lead above and below it, and the next line begins a grid line. */
static int64_t block_height(const struct paginator *p, size_t i)
{
    const struct galley_block *block = &p->galley->blocks[i];
    if (block->kind != GALLEY_TABLE)
        return (int64_t)block->lines.count * block->leading;
    const struct page_geometry *geometry = block->geometry;
    unit space = grid_lead(p->job->format, geometry);
    int64_t height = table_height(block->table) + (block->joined ? 0 : space);
    return is_joined_below(p, i) ? height : grid_round(geometry, height + space);
}

/* The least part of a block that may begin a page's end; FORCED as for table_split(). */
static int64_t least_height(const struct paginator *p, size_t i, bool forced)
{
    const struct galley_block *block = &p->galley->blocks[i];
    const struct page_geometry *geometry = block->geometry;
    if (block->kind == GALLEY_TABLE)
        return table_least_height(block->table, forced) + 2 * grid_lead(p->job->format, geometry);
    if (block->whole)
        return block_height(p, i);
    size_t lines = 1;
    while (lines < block->lines.count && paragraph_split(block->lines.count, 0, lines, false) == 0)
        lines++;
    return (int64_t)lines * block->leading;
}

/* From the top of block I to the end of what must be on its page: of the blocks that are kept with
 * the next ones, all, and the least part of the one after them. Stops counting past LIMIT, the room
 * of a new page. When it is more than that only because a row is not parted, it is a whole page,
 * where the row will be. */
static int64_t kept_height(const struct paginator *p, size_t i, unit limit)
{
    int64_t height = 0;
    for (;; i++) {
        const struct galley_block *block = &p->galley->blocks[i];
        bool last = i + 1 == p->galley->count || p->galley->blocks[i + 1].new_page;
        if (!block->keep_next || last || height > limit) {
            int64_t need = height + least_height(p, i, p->fresh);
            return need > limit && height + least_height(p, i, true) <= limit ? limit : need;
        }
        height += block_height(p, i) + block->after + p->galley->blocks[i + 1].before;
    }
}

/* Moves to where block I begins, on a new page if need be. */
static void make_room(struct paginator *p, size_t i)
{
    const struct galley_block *block = &p->galley->blocks[i];
    if (block->geometry != p->geometry || block->new_page)
        begin_page(p, block);
    unit limit = page_room(p, block);
    int64_t need = kept_height(p, i, limit);
    if (need > limit)
        need = least_height(p, i, p->fresh);
    int64_t top = (int64_t)p->y + p->gap + block->before;
    if (!p->empty && top + need > lines_bottom(p))
        begin_page(p, block);
    if (!p->empty || block->keep_space)
        p->y += p->gap + block->before;
    p->gap = 0;
    p->section = block->section;
}

/* ---- blocks -------------------------------------------------------------------------------- */

/* ITEM of a line. Structure in it has no numbers yet. */
static void place_item(struct paginator *p, const struct item *item, unit y)
{
    if (item->kind == ITEM_END)
        page_build_end(p->build);
    else if (item->kind != ITEM_BEGIN)
        page_build_add(p->build, item_move(*item, area_left(p), y));
    else if (item->as.begin.role == ROLE_ARTIFACT)
        page_build_begin_artifact(p->build, item->as.begin.artifact);
    else
        page_build_begin(p->build, item->as.begin.role);
}

static void place_line(struct paginator *p, const struct galley_block *block,
                       const struct text_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        place_item(p, &line->items[i], p->y + block->baseline);
    p->y += block->leading;
    p->empty = p->under_table = false;
}

static bool report_line(struct paginator *p, const struct galley_block *block)
{
    diag_report(p->job->diag, block->text.pos, DIAG_LINE_TOO_TALL,
                report_excerpt(p->job->arena, block->text.utf8),
                report_points(p->job->arena, block->leading),
                report_points(p->job->arena, lines_bottom(p) - p->y), NULL);
    return false;
}

static bool place_lines(struct paginator *p, const struct galley_block *block)
{
    size_t count = block->lines.count;
    for (size_t done = 0; done < count;) {
        unit left = lines_bottom(p) - p->y;
        size_t room = left > 0 ? (size_t)(left / block->leading) : 0;
        size_t end = done + paragraph_split(count, done, room, p->empty);
        if (end == done && p->empty)
            return report_line(p, block);
        for (; done < end; done++)
            place_line(p, block, &block->lines.lines[done]);
        if (done < count)
            begin_page(p, block);
    }
    return true;
}

static bool report_rows(struct paginator *p, const struct table_fit *fit, unit room)
{
    diag_report(p->job->diag, fit->blocked->text.pos, DIAG_ROW_TOO_TALL,
                report_excerpt(p->job->arena, fit->blocked->text.utf8),
                report_points(p->job->arena, fit->blocked_height),
                report_points(p->job->arena, room), NULL);
    return false;
}

/* The height of the tail under block I, 0 when it has none. */
static int64_t tail_height(const struct paginator *p, size_t i)
{
    const struct galley_block *next = i + 1 < p->galley->count ? &p->galley->blocks[i + 1] : NULL;
    bool tail = next && next->joined && next->kind == GALLEY_TABLE && next->table->table->tail;
    return tail ? table_height(next->table) : 0;
}

/* What of table I goes into ROOM from CURSOR on. Where all of it has room but its tail has not, the
 * last row is left for the page of the tail, if that still leaves something here. */
static struct table_fit fit_table(const struct paginator *p, size_t i,
                                  const struct table_cursor *cursor, unit room)
{
    const struct table_plan *plan = p->galley->blocks[i].table;
    struct table_fit fit = table_split(p->job->arena, plan, cursor, room, p->fresh);
    int64_t tail = tail_height(p, i);
    if (fit.answer != FIT_ALL || fit.height + tail <= room)
        return fit;
    struct table_fit less = table_split(p->job->arena, plan, cursor, fit.height - 1, p->fresh);
    return less.answer == FIT_PART ? less : fit;
}

/* The mark above the head of a table that goes on (续表). */
static void place_continued(struct paginator *p, const struct galley_block *block)
{
    if (block->lines.count == 0)
        return;
    page_build_begin_artifact(p->build, ARTIFACT_REPEATED);
    for (size_t i = 0; i < block->lines.count; i++, p->y += block->leading) {
        const struct text_line *line = &block->lines.lines[i];
        for (size_t k = 0; k < line->count; k++)
            page_build_add(p->build,
                           item_move(line->items[k], area_left(p), p->y + block->baseline));
    }
    page_build_end(p->build);
}

static bool place_table(struct paginator *p, size_t i)
{
    const struct galley_block *block = &p->galley->blocks[i];
    const struct table_plan *plan = block->table;
    struct table_cursor cursor = table_begin(p->job->arena, plan);
    struct table_fit fit;
    bool begun = false;
    p->y += block->joined && p->under_table ? 0 : lead(p);
    for (;;) {
        unit room = lines_bottom(p) - lead(p) - p->y;
        fit = fit_table(p, i, &cursor, room);
        if (fit.answer == FIT_NONE && p->empty)
            return report_rows(p, &fit, room);
        if (fit.answer != FIT_NONE) {
            struct table_spot spot = {area_left(p), p->y, block->joined && p->under_table};
            table_place(p->job->arena, p->build, plan, &fit, spot, &cursor);
            p->y += fit.height;
            p->empty = false;
            p->under_table = begun = true;
        }
        if (fit.answer == FIT_ALL)
            break;
        begin_page(p, block);
        p->y += lead(p);
        if (begun)
            place_continued(p, block);
    }
    return true;
}

/* Below table I the next line begins a grid line, with the lead between them. */
static unit table_gap(const struct paginator *p, size_t i)
{
    if (is_joined_below(p, i))
        return 0;
    int64_t used = (int64_t)p->y + lead(p) - lines_top(p);
    return (unit)(grid_round(p->geometry, used) - (p->y - lines_top(p)));
}

/* ---- elements that hold several blocks ------------------------------------------------------
 * A Part from one heading of level 1 to the next, a TOC round the entries of the contents, a Table
 * with its Caption. They end on the page of their last block, before there is room for the next. */

static void end_group(struct paginator *p, bool *open)
{
    if (*open)
        page_build_end(p->build);
    *open = false;
}

static void begin_group(struct paginator *p, enum role role, bool *open)
{
    if (!*open)
        page_build_begin(p->build, role);
    *open = true;
}

/* Ends those that BLOCK, which comes next, is not in. */
static void end_groups(struct paginator *p, const struct galley_block *block)
{
    if (!block->in_caption)
        end_group(p, &p->in_caption);
    if (!block->in_contents)
        end_group(p, &p->in_contents);
    if (block->level == 1)
        end_group(p, &p->in_part);
}

static void begin_groups(struct paginator *p, const struct galley_block *block)
{
    if (block->level == 1)
        begin_group(p, ROLE_PART, &p->in_part);
    if (block->in_contents)
        begin_group(p, ROLE_TOC, &p->in_contents);
    if (block->in_caption || block->kind == GALLEY_TABLE)
        begin_group(p, ROLE_TABLE, &p->in_table);
    if (block->in_caption)
        begin_group(p, ROLE_CAPTION, &p->in_caption);
}

/* ---- from block to block ------------------------------------------------------------------- */

static void mark_heading(struct paginator *p, const struct galley_block *block)
{
    const struct block *heading = p->galley->headings[block->anchor - 1];
    struct item item = {.kind = ITEM_ANCHOR};
    item.as.anchor.id = block->anchor;
    item.as.anchor.y = p->y;
    page_build_add(p->build, item);
    p->folios[block->anchor - 1] = p->number;
    p->bookmarks[block->anchor - 1] = (struct bookmark){
        .level = block->level,
        .title = heading->contents.utf8[0] ? heading->contents.utf8 : heading->text.utf8,
        .anchor = block->anchor,
        .page = page_build_index(p->build),
        .y = p->y};
}

/* Lines in their element. All of an entry of the contents leads to what it names. */
static bool place_text(struct paginator *p, const struct galley_block *block)
{
    if (block->role == ROLE_FIGURE)
        page_build_begin_figure(p->build, block->text.utf8);
    else
        page_build_begin(p->build, block->role);
    if (block->in_contents)
        page_build_begin(p->build, ROLE_REFERENCE);
    if (block->anchor > 0)
        mark_heading(p, block);
    bool placed = place_lines(p, block);
    if (block->in_contents)
        page_build_end(p->build);
    page_build_end(p->build);
    return placed;
}

static bool place_block(struct paginator *p, size_t i)
{
    const struct galley_block *block = &p->galley->blocks[i];
    bool is_table = block->kind == GALLEY_TABLE;
    end_groups(p, block);
    make_room(p, i);
    begin_groups(p, block);
    bool placed = is_table ? place_table(p, i) : place_text(p, block);
    if (is_table)
        end_group(p, &p->in_table);
    p->gap = is_table ? table_gap(p, i) : block->after;
    p->fresh = p->fresh && block->keep_next;
    return placed;
}

bool paginate(const struct layout_job *job, const struct galley *galley, int *folios,
              struct page_list *list)
{
    galley = grid_set(job, galley);
    struct paginator p = {.job = job, .galley = galley, .folios = folios};
    p.build = page_build_new(job->arena);
    p.bookmarks = arena_array(job->arena, galley->heading_count, sizeof *p.bookmarks);
    for (size_t i = 0; i < galley->count; i++)
        if (!place_block(&p, i))
            return false;
    close_page(&p);
    page_build_finish(p.build, list);
    list->bookmarks = p.bookmarks;
    list->bookmark_count = galley->heading_count;
    return true;
}

/* A page: its items as a content stream, marked for the structure tree, its links as annotations.
 *
 * PDF's y runs upwards from the lower edge of the page, the layout's downwards from the upper one;
 * both are in 1/1000 pt and turned into decimals only as they are printed, so nothing is rounded.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "render/pdf_mark.h"
#include "render/pdf_writer.h"

/* The pen of a text is tracked in 1e-6 units, in which the advance of a glyph (1/1000 em × size) is
 * a whole number; so positions are exact wherever on the line they are. */
typedef int64_t fine;
#define FINE_UNIT 1000000

/* A glyph is moved only when it is further than this from where it belongs: what is less comes from
 * the layout's rounding of each advance to a unit. */
#define TOLERANCE FINE_UNIT

/* What a pattern leaves as the fill colour: no RGB. */
#define NO_COLOUR 0xFFFFFFFF

enum show_state { SHOW_NOTHING, SHOW_ARRAY, SHOW_STRING };

struct painter {
    struct pdf_writer *writer;
    struct buf *out;
    const struct page *page;

    /* graphics state, as the page's operators have left it */
    struct pdf_font *font;
    unit size;
    uint32_t fill, stroke; /* RGB */
    unit line_width;
    unit rise;
    bool projecting; /* line caps */
    bool rounded;    /* line joins */

    /* of the text at hand */
    enum show_state show;
    fine pen; /* from the first glyph */

    struct pdf_marks marks;
    struct buf *annotations;
};

static void put(struct painter *painter, unit value)
{
    buf_milli(painter->out, value);
    buf_byte(painter->out, ' ');
}

static unit flip(const struct painter *painter, unit y)
{
    return painter->page->height - y;
}

/* The lowest byte of RGB in thousandths. */
static unit component(uint32_t rgb)
{
    return (unit)((rgb & 255) * 1000 + 127) / 255;
}

void pdf_page_put_colour(struct buf *out, uint32_t rgb)
{
    for (int shift = 16; shift >= 0; shift -= 8) {
        buf_milli(out, component(rgb >> shift));
        buf_byte(out, ' ');
    }
}

/* Lower-case operators colour what is filled, upper-case ones what is stroked. */
static void set_colour(struct painter *painter, uint32_t *current, uint32_t rgb, bool fill)
{
    if (*current == rgb)
        return;
    *current = rgb;
    if ((rgb >> 8 & 0xFFFF) == (rgb & 0xFFFF)) { /* grey: red, green and blue are the same */
        put(painter, component(rgb));
        buf_str(painter->out, fill ? "g\n" : "G\n");
        return;
    }
    pdf_page_put_colour(painter->out, rgb);
    buf_str(painter->out, fill ? "rg\n" : "RG\n");
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Passes between showing nothing, an array `[ … ]TJ` and a string in it. */
static void show(struct painter *painter, enum show_state state)
{
    while (painter->show > state) {
        buf_str(painter->out, painter->show == SHOW_STRING ? ")" : "]TJ\n");
        painter->show--;
    }
    while (painter->show < state) {
        buf_str(painter->out, painter->show == SHOW_NOTHING ? "[" : "(");
        painter->show++;
    }
}

static void set_rise(struct painter *painter, unit rise)
{
    if (painter->rise == rise)
        return;
    show(painter, SHOW_NOTHING);
    painter->rise = rise;
    put(painter, rise);
    buf_str(painter->out, "Ts\n");
}

/* Brings the pen to TARGET. The number in a TJ array is in 1/1000 em, leftwards; it is printed with
 * three decimals, each of which is SIZE fine. */
static void move_pen(struct painter *painter, fine target, unit size)
{
    fine distance = painter->pen - target;
    if (distance >= -TOLERANCE && distance <= TOLERANCE)
        return;
    fine half = distance < 0 ? -(size / 2) : size / 2;
    fine steps = (distance + half) / size;
    if (steps == 0)
        return;
    show(painter, SHOW_ARRAY);
    buf_milli(painter->out, steps);
    painter->pen -= steps * size;
}

static void show_code(struct painter *painter, uint16_t code)
{
    show(painter, SHOW_STRING);
    buf_escaped(painter->out, (unsigned char)(code >> 8));
    buf_escaped(painter->out, (unsigned char)code);
}

static size_t character_end(const char *text, size_t length, size_t at)
{
    for (at++; at < length && ((unsigned char)text[at] & 0xC0) == 0x80;)
        at++;
    return at;
}

static size_t last_character(const char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[--length] & 0xC0) == 0x80)
        ;
    return length;
}

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at = character_end(text, length, at))
        count++;
    return count;
}

static void show_glyph(struct painter *painter, const struct item *item, size_t index,
                       uint16_t code)
{
    unit size = item->as.text.size;
    const struct placed_glyph *glyphs = item->as.text.glyphs;
    set_rise(painter, glyphs[index].y);
    move_pen(painter, (fine)(glyphs[index].x - glyphs[0].x) * FINE_UNIT, size);
    show_code(painter, code);
    painter->pen += (fine)pdf_font_advance(painter->font, glyphs[index].id) * size * 1000;
}

/* Shows glyphs [FIRST, END) of ITEM, which stand together for TEXT. Where the codes cannot say that
 * for sure, the text is spelled out (ActualText, 14.9.4); as not all readers know ActualText, the
 * codes still tell what they can: a letter and its accents each their own character. */
static void show_cluster(struct painter *painter, const struct item *item, size_t first, size_t end,
                         const char *text, size_t length)
{
    const struct placed_glyph *glyphs = item->as.text.glyphs;
    bool alone = end - first == 1;
    bool each = count_characters(text, length) == end - first;
    size_t stop = each ? character_end(text, length, 0) : length;
    struct pdf_code code = pdf_font_code(painter->font, glyphs[first].id, text, stop);
    bool spelled = !alone || !code.exact;
    if (spelled) {
        show(painter, SHOW_NOTHING);
        buf_str(painter->out, "/Span<</ActualText");
        buf_text_string(painter->out, text, length);
        buf_str(painter->out, ">>BDC\n");
    }
    show_glyph(painter, item, first, code.code);
    for (size_t i = first + 1; i < end; i++) {
        size_t start = each ? stop : last_character(text, length);
        stop = each ? character_end(text, length, start) : length;
        code = pdf_font_code(painter->font, glyphs[i].id, text + start, stop - start);
        show_glyph(painter, item, i, code.code);
    }
    if (spelled) {
        show(painter, SHOW_NOTHING);
        buf_str(painter->out, "EMC\n");
    }
}

/* The bytes from a cluster's start up to the next one's are its text. */
static void show_glyphs(struct painter *painter, const struct item *item)
{
    const struct placed_glyph *glyphs = item->as.text.glyphs;
    size_t count = item->as.text.count, start = 0;
    for (size_t i = 0, next; i < count; i = next) {
        assert(glyphs[i].id != 0);
        for (next = i + 1; next < count && glyphs[next].cluster == glyphs[i].cluster;)
            next++;
        size_t stop = next < count ? glyphs[next].cluster : item->as.text.length;
        assert(stop >= start && stop <= item->as.text.length);
        show_cluster(painter, item, i, next, item->as.text.utf8 + start, stop - start);
        start = stop;
    }
}

/* Where the first glyph of ITEM stands, and which way the text runs. */
static void put_start(struct painter *painter, const struct item *item)
{
    unit first = item->as.text.glyphs[0].x;
    bool turned = item->as.text.turned;
    if (turned)
        buf_str(painter->out, "0 -1 1 0 ");
    put(painter, item->as.text.x + (turned ? 0 : first));
    put(painter, flip(painter, item->as.text.y + (turned ? first : 0)));
    buf_str(painter->out, turned ? "Tm\n" : "Td\n");
}

/* A quarter of an em is enough for what hangs below the baseline. */
static void cover_text(struct painter *painter, const struct item *item)
{
    const struct placed_glyph *last = &item->as.text.glyphs[item->as.text.count - 1];
    unit x = item->as.text.x, y = item->as.text.y, size = item->as.text.size;
    unit extent =
        last->x + (unit)((int64_t)pdf_font_advance(painter->font, last->id) * size / 1000);
    if (item->as.text.turned)
        pdf_marks_cover(&painter->marks, x - size / 4, y, x + size, y + extent);
    else
        pdf_marks_cover(&painter->marks, x, y - size, x + extent, y + size / 4);
}

static void paint_text(struct painter *painter, const struct item *item)
{
    if (item->as.text.count == 0)
        return;
    struct pdf_font *font = pdf_font_use(painter->writer->fonts, item->as.text.face);
    pdf_marks_paint(&painter->marks);
    set_colour(painter, &painter->fill, 0x000000, true);
    buf_str(painter->out, "BT\n");
    if (painter->font != font || painter->size != item->as.text.size) {
        painter->font = font;
        painter->size = item->as.text.size;
        buf_printf(painter->out, "/F%zu ", pdf_font_number(font));
        put(painter, painter->size);
        buf_str(painter->out, "Tf\n");
    }
    put_start(painter, item);
    painter->pen = 0;
    show_glyphs(painter, item);
    show(painter, SHOW_NOTHING);
    buf_str(painter->out, "ET\n");
    cover_text(painter, item);
}

/* ---- shapes -------------------------------------------------------------------------------- */

static void set_stroke(struct painter *painter, uint32_t rgb, unit width)
{
    set_colour(painter, &painter->stroke, rgb, false);
    if (painter->line_width == width)
        return;
    painter->line_width = width;
    put(painter, width);
    buf_str(painter->out, "w\n");
}

/* A rule is stroked, with projecting caps: where two rules meet at a point their outer edges close
 * the corner, and the points themselves coincide. */
static void paint_rule(struct painter *painter, const struct item *item)
{
    unit x0 = item->as.shape.x0, y0 = item->as.shape.y0, x1 = item->as.shape.x1,
         y1 = item->as.shape.y1, half = item->as.shape.width / 2;
    pdf_marks_paint(&painter->marks);
    pdf_marks_cover(&painter->marks, x0 - half, y0 - half, x1 + half, y1 + half);
    if (!painter->projecting) {
        painter->projecting = true;
        buf_str(painter->out, "2 J\n");
    }
    set_stroke(painter, item->as.shape.rgb, item->as.shape.width);
    put(painter, x0);
    put(painter, flip(painter, y0));
    buf_str(painter->out, "m ");
    put(painter, x1);
    put(painter, flip(painter, y1));
    buf_str(painter->out, "l S\n");
}

static void paint_fill(struct painter *painter, const struct item *item)
{
    unit x0 = item->as.shape.x0, y0 = item->as.shape.y0, x1 = item->as.shape.x1,
         y1 = item->as.shape.y1;
    pdf_marks_paint(&painter->marks);
    pdf_marks_cover(&painter->marks, x0, y0, x1, y1);
    set_colour(painter, &painter->fill, item->as.shape.rgb, true);
    put(painter, x0);
    put(painter, flip(painter, y0));
    put(painter, x1 - x0);
    put(painter, y0 - y1);
    buf_str(painter->out, "re f\n");
}

static void put_point(struct painter *painter, const struct item *item, unit x, unit y)
{
    put(painter, item->as.path.x + x);
    put(painter, flip(painter, item->as.path.y + y));
}

static void put_steps(struct painter *painter, const struct item *item)
{
    for (size_t i = 0; i < item->as.path.count; i++) {
        const struct path_step *step = &item->as.path.steps[i];
        if (step->verb == PATH_CURVE) {
            put_point(painter, item, step->x1, step->y1);
            put_point(painter, item, step->x2, step->y2);
        }
        if (step->verb != PATH_CLOSE)
            put_point(painter, item, step->x, step->y);
        buf_byte(painter->out, (unsigned char)"mlch"[step->verb]);
        buf_byte(painter->out, '\n');
    }
}

static void cover_point(struct painter *painter, const struct item *item, unit x, unit y)
{
    unit half = item->as.path.width / 2;
    x += item->as.path.x, y += item->as.path.y;
    pdf_marks_cover(&painter->marks, x - half, y - half, x + half, y + half);
}

/* A curve stays within its end and control points. */
static void cover_path(struct painter *painter, const struct item *item)
{
    for (size_t i = 0; i < item->as.path.count; i++) {
        const struct path_step *step = &item->as.path.steps[i];
        if (step->verb == PATH_CURVE) {
            cover_point(painter, item, step->x1, step->y1);
            cover_point(painter, item, step->x2, step->y2);
        }
        if (step->verb != PATH_CLOSE)
            cover_point(painter, item, step->x, step->y);
    }
}

/* The path is given once for each way it is painted: a pattern is marks on no ground. */
static void paint_path(struct painter *painter, const struct item *item)
{
    if (item->as.path.count == 0)
        return;
    pdf_marks_paint(&painter->marks);
    cover_path(painter, item);
    if (item->as.path.filled) {
        set_colour(painter, &painter->fill, item->as.path.fill, true);
        put_steps(painter, item);
        buf_str(painter->out, "f\n");
    }
    if (item->as.path.pattern != PATTERN_NONE) {
        pdf_pattern_put(painter->writer, item->as.path.pattern, item->as.path.ink, painter->out);
        painter->fill = NO_COLOUR;
        put_steps(painter, item);
        buf_str(painter->out, "f\n");
    }
    if (item->as.path.width == 0)
        return;
    if (!painter->rounded) { /* a mitre would stick out far from the point of a thin sector */
        painter->rounded = true;
        buf_str(painter->out, "1 j\n");
    }
    set_stroke(painter, item->as.path.ink, item->as.path.width);
    put_steps(painter, item);
    buf_str(painter->out, "S\n");
}

/* ---- links --------------------------------------------------------------------------------- */

static int compare_anchor(const void *key, const void *element)
{
    const int *id = key;
    const struct pdf_anchor *anchor = element;
    return (*id > anchor->id) - (*id < anchor->id);
}

/* Contents says the same as the page to those who hear it (ISO 14289-1, 7.18.5). */
static void put_contents(const struct painter *painter, struct buf *out)
{
    struct buf text = buf_new(painter->writer->arena);
    pdf_marks_text(&painter->marks, &text);
    if (text.length == 0)
        return;
    buf_str(out, "/Contents");
    buf_text_string(out, text.bytes, text.length);
}

static void add_link(struct painter *painter, const struct item *item)
{
    struct pdf_writer *writer = painter->writer;
    bool known = bsearch(&item->as.link.anchor, writer->anchors, writer->anchor_count,
                         sizeof *writer->anchors, compare_anchor);
    assert(known);
    if (!known)
        return;
    struct buf entries = buf_new(writer->arena);
    buf_str(&entries, "/Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    unit corners[4] = {item->as.link.x0, flip(painter, item->as.link.y1), item->as.link.x1,
                       flip(painter, item->as.link.y0)};
    for (int i = 0; i < 4; i++) {
        buf_milli(&entries, corners[i]);
        buf_byte(&entries, i < 3 ? ' ' : ']');
    }
    put_contents(painter, &entries);
    buf_str(&entries, "/Dest");
    pdf_meta_put_name(writer, item->as.link.anchor, &entries);
    unsigned number = pdf_obj_reserve(writer->objects);
    if (pdf_marks_is_tagged(&painter->marks))
        buf_printf(&entries, "/StructParent %zu", pdf_tags_link(writer->tags, number));
    pdf_obj_define(writer->objects, number, entries.bytes);
    buf_printf(painter->annotations, "%u 0 R ", number);
}

/* ---- the page ------------------------------------------------------------------------------ */

static void paint_item(struct painter *painter, size_t index)
{
    const struct item *item = &painter->page->items[index];
    switch (item->kind) {
    case ITEM_TEXT:
        paint_text(painter, item);
        break;
    case ITEM_RULE:
        paint_rule(painter, item);
        break;
    case ITEM_FILL:
        paint_fill(painter, item);
        break;
    case ITEM_PATH:
        paint_path(painter, item);
        break;
    case ITEM_LINK:
        add_link(painter, item);
        break;
    case ITEM_ANCHOR:
        break;
    case ITEM_BEGIN:
        pdf_marks_begin(&painter->marks, index);
        break;
    case ITEM_END:
        pdf_marks_end(&painter->marks);
        break;
    }
}

/* Each element ends, or is broken off, on the page it begins on. */
static void paint_items(struct painter *painter)
{
    for (size_t i = 0; i < painter->page->count; i++)
        paint_item(painter, i);
    pdf_marks_close(&painter->marks);
}

static void define_page(const struct painter *painter, size_t index, unsigned parent,
                        unsigned content)
{
    const struct pdf_writer *writer = painter->writer;
    struct buf entries = buf_new(writer->arena);
    buf_printf(&entries, "/Type/Page/Parent %u 0 R/MediaBox[0 0 ", parent);
    buf_milli(&entries, painter->page->width);
    buf_byte(&entries, ' ');
    buf_milli(&entries, painter->page->height);
    buf_printf(&entries, "]/Resources %u 0 R/Contents %u 0 R", writer->resources, content);
    if (painter->annotations->length > 0)
        buf_printf(&entries, "/Annots[%s]", painter->annotations->bytes);
    if (writer->tags)
        buf_printf(&entries, "/StructParents %zu/Tabs/S", index);
    pdf_obj_define(writer->objects, writer->pages[index], entries.bytes);
}

void pdf_page_write(struct pdf_writer *writer, size_t index, unsigned parent)
{
    struct buf annotations = buf_new(writer->arena);
    struct painter painter = {.writer = writer,
                              .out = &writer->content,
                              .page = &writer->list->pages[index],
                              .line_width = UNIT_POINT,
                              .annotations = &annotations};
    painter.marks = (struct pdf_marks){
        .arena = writer->arena, .tags = writer->tags, .out = painter.out, .page = painter.page};
    buf_clear(&writer->content);
    if (writer->tags)
        pdf_tags_begin_page(writer->tags, index);
    paint_items(&painter);
    writer->printed =
        hash_join(writer->printed, hash_bytes(writer->content.bytes, writer->content.length));
    unsigned content =
        pdf_obj_stream(writer->objects, "", writer->content.bytes, writer->content.length);
    define_page(&painter, index, parent, content);
}

/* Patterns of paths, as uncoloured tiling patterns (ISO 32000-1, 8.7.3): one tile of marks,
 * repeated from the corner of the page on, in the colour that the page gives. */
#include <string.h>

#include "render/pdf_writer.h"

/* Lines are written as curves: programs that look for the tables of a page take straight lines for
 * their rules. They go on past the tile's edge, so that its seams do not show; where a slanting one
 * leaves at a corner it comes in again at the others. */
#define ACROSS  "-1 2.5 m 1 2.5 4 2.5 6 2.5 c S\n"
#define DOWN    "2.5 -1 m 2.5 1 2.5 4 2.5 6 c S\n"
#define RISING  "-1 -1 m 1 1 4 4 6 6 c -1 4 m 0 5 0 5 1 6 c 4 -1 m 5 0 5 0 6 1 c S\n"
#define FALLING "-1 6 m 1 4 4 1 6 -1 c -1 1 m 0 0 0 0 1 -1 c 4 6 m 5 5 5 5 6 4 c S\n"
#define DOTS                                                                                       \
    "1 J 1.4 w 1.2 1.2 m 1.203 1.2 1.206 1.2 1.21 1.2 c "                                          \
    "3.7 3.7 m 3.703 3.7 3.706 3.7 3.71 3.7 c S\n"

static const char *const TILES[PATTERN_COUNT] = {
    [PATTERN_NONE] = "",
    [PATTERN_RISING] = "0.5 w " RISING,
    [PATTERN_FALLING] = "0.5 w " FALLING,
    [PATTERN_HORIZONTAL] = "0.5 w " ACROSS,
    [PATTERN_VERTICAL] = "0.5 w " DOWN,
    [PATTERN_GRID] = "0.4 w " ACROSS DOWN,
    [PATTERN_LATTICE] = "0.4 w " RISING FALLING,
    [PATTERN_DOTS] = DOTS,
};

#define TILE_ENTRIES                                                                               \
    "/Type /Pattern /PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 5 5] /XStep 5 /YStep 5 "  \
    "/Resources <<>>"

void pdf_pattern_put(struct pdf_writer *writer, enum pattern pattern, uint32_t rgb, struct buf *out)
{
    if (writer->patterns[pattern] == 0)
        writer->patterns[pattern] =
            pdf_obj_stream(writer->objects, TILE_ENTRIES, TILES[pattern], strlen(TILES[pattern]));
    buf_str(out, "/Marks cs ");
    pdf_page_put_colour(out, rgb);
    buf_printf(out, "/P%d scn\n", (int)pattern);
}

void pdf_pattern_list(const struct pdf_writer *writer, struct buf *out)
{
    bool any = false;
    for (int i = 0; i < PATTERN_COUNT; i++) {
        if (writer->patterns[i] == 0)
            continue;
        if (!any)
            buf_str(out, " /ColorSpace <</Marks [/Pattern /DeviceRGB]>> /Pattern <<");
        any = true;
        buf_printf(out, "/P%d %u 0 R ", i, writer->patterns[i]);
    }
    if (any)
        buf_str(out, ">>");
}

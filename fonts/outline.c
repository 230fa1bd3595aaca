/* Outlines through HarfBuzz's drawing functions. See outline.h. */
#include "fonts/outline.h"

#include "fonts/face.h"

struct drawing {
    struct arena *arena;
    struct font_outline_step *steps;
    size_t count, capacity;
};

static int32_t rounded(float value)
{
    return (int32_t)(value < 0 ? value - 0.5F : value + 0.5F);
}

static void add(struct drawing *drawing, struct font_outline_step step)
{
    drawing->steps = arena_grow(drawing->arena, drawing->steps, drawing->count, &drawing->capacity,
                                sizeof *drawing->steps);
    drawing->steps[drawing->count++] = step;
}

static void move_to(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x,
                    float y, void *user)
{
    (void)functions, (void)state, (void)user;
    add(data, (struct font_outline_step){OUTLINE_MOVE, .x = rounded(x), .y = rounded(y)});
}

static void line_to(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x,
                    float y, void *user)
{
    (void)functions, (void)state, (void)user;
    add(data, (struct font_outline_step){OUTLINE_LINE, .x = rounded(x), .y = rounded(y)});
}

/* HarfBuzz raises quadratic curves to cubic ones where no function takes them. */
static void cubic_to(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x1,
                     float y1, float x2, float y2, float x, float y, void *user)
{
    (void)functions, (void)state, (void)user;
    add(data, (struct font_outline_step){OUTLINE_CURVE, rounded(x1), rounded(y1), rounded(x2),
                                         rounded(y2), rounded(x), rounded(y)});
}

static void close_path(hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, void *user)
{
    (void)functions, (void)state, (void)user;
    add(data, (struct font_outline_step){.verb = OUTLINE_CLOSE});
}

size_t font_outline(struct arena *arena, const struct font_face *face, uint32_t glyph,
                    const struct font_outline_step **steps)
{
    struct drawing drawing = {.arena = arena};
    hb_draw_funcs_t *functions = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(functions, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(functions, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(functions, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(functions, close_path, NULL, NULL);
    hb_font_get_glyph_shape(face->font, glyph, functions, &drawing);
    hb_draw_funcs_destroy(functions);
    *steps = drawing.steps;
    return drawing.count;
}

/* Outlines of glyphs, held against FreeType's own, and the mark that they make on a draft. */
#include <math.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "fonts/font_info.h"
#include "fonts/outline.h"
#include "layout/draft.h"
#include "tests/layout_fixture.h"

Suite *draft_suite(void);

static struct fixture f;

static void setup(void)
{
    fixture_open(&f);
}

static void teardown(void)
{
    fixture_close(&f);
}

/* ---- outlines ------------------------------------------------------------------------------ */

struct spot {
    double x, y;
};

/* What an outline covers, found by walking along it. */
struct walk {
    double left, right, bottom, top;
    double area; /* signed by the direction in which it is drawn */
    int contours;
    struct spot pen, start;
};
static const struct walk NO_WALK = {.left = 1e9, .right = -1e9, .bottom = 1e9, .top = -1e9};

static void walk_to(struct walk *walk, struct spot to)
{
    walk->area += (walk->pen.x * to.y - to.x * walk->pen.y) / 2;
    walk->pen = to;
    walk->left = fmin(walk->left, to.x);
    walk->right = fmax(walk->right, to.x);
    walk->bottom = fmin(walk->bottom, to.y);
    walk->top = fmax(walk->top, to.y);
}

static void walk_close(struct walk *walk)
{
    if (walk->contours > 0)
        walk_to(walk, walk->start);
}

static void walk_move(struct walk *walk, struct spot to)
{
    walk_close(walk);
    walk->contours++;
    walk->pen = walk->start = to;
    walk_to(walk, to);
}

static void walk_curve(struct walk *walk, struct spot b, struct spot c, struct spot d)
{
    struct spot a = walk->pen;
    for (int i = 1; i <= 64; i++) {
        double t = i / 64.0, u = 1 - t;
        double p = u * u * u, q = 3 * u * u * t, r = 3 * u * t * t, s = t * t * t;
        walk_to(walk, (struct spot){p * a.x + q * b.x + r * c.x + s * d.x,
                                    p * a.y + q * b.y + r * c.y + s * d.y});
    }
}

static struct walk walk_outline(const struct font_outline_step *steps, size_t count)
{
    struct walk walk = NO_WALK;
    for (size_t i = 0; i < count; i++) {
        const struct font_outline_step *step = &steps[i];
        struct spot to = {step->x, step->y};
        if (step->verb == OUTLINE_MOVE)
            walk_move(&walk, to);
        else if (step->verb == OUTLINE_LINE)
            walk_to(&walk, to);
        else if (step->verb == OUTLINE_CURVE)
            walk_curve(&walk, (struct spot){step->x1, step->y1}, (struct spot){step->x2, step->y2},
                       to);
    }
    walk_close(&walk);
    return walk;
}

/* FreeType's outline, in units of the face. */

static struct spot spot_of(const FT_Vector *vector)
{
    return (struct spot){(double)vector->x, (double)vector->y};
}

static int free_move(const FT_Vector *to, void *walk)
{
    walk_move(walk, spot_of(to));
    return 0;
}

static int free_line(const FT_Vector *to, void *walk)
{
    walk_to(walk, spot_of(to));
    return 0;
}

static int free_conic(const FT_Vector *by, const FT_Vector *to, void *context)
{
    struct walk *walk = context;
    struct spot a = walk->pen, b = spot_of(by), c = spot_of(to);
    walk_curve(walk, (struct spot){(a.x + 2 * b.x) / 3, (a.y + 2 * b.y) / 3},
               (struct spot){(c.x + 2 * b.x) / 3, (c.y + 2 * b.y) / 3}, c);
    return 0;
}

static int free_cubic(const FT_Vector *b, const FT_Vector *c, const FT_Vector *to, void *walk)
{
    walk_curve(walk, spot_of(b), spot_of(c), spot_of(to));
    return 0;
}

/* In 1/1000 em. */
static struct walk walk_free(const struct font_family_info *family, uint32_t glyph)
{
    FT_Library library;
    FT_Face face;
    ck_assert_int_eq(FT_Init_FreeType(&library), 0);
    ck_assert_int_eq(FT_New_Face(library, family->file, family->file_index, &face), 0);
    ck_assert_int_eq(FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE), 0);
    const FT_Outline_Funcs functions = {free_move, free_line, free_conic, free_cubic, 0, 0};
    struct walk walk = NO_WALK;
    ck_assert_int_eq(FT_Outline_Decompose(&face->glyph->outline, &functions, &walk), 0);
    walk_close(&walk);
    double unit_size = 1000.0 / face->units_per_EM;
    walk.left *= unit_size;
    walk.right *= unit_size;
    walk.bottom *= unit_size;
    walk.top *= unit_size;
    walk.area *= unit_size * unit_size;
    FT_Done_Face(face);
    FT_Done_FreeType(library);
    return walk;
}

static size_t shape(size_t role, const char *utf8, const struct glyph **glyphs)
{
    size_t count =
        font_shape(f.arena, f.fonts, role, FONT_TEXT, plain(utf8), 0, strlen(utf8), f.diag, glyphs);
    assert_no_fault(&f);
    return count;
}

static void assert_same_outline(const struct font_family_info *family, const struct glyph *glyph)
{
    const struct font_outline_step *steps;
    size_t count = font_outline(f.arena, glyph->face, glyph->id, &steps);
    const struct walk ours = walk_outline(steps, count), theirs = walk_free(family, glyph->id);
    ck_assert_int_gt(ours.contours, 0);
    ck_assert_int_eq(ours.contours, theirs.contours);
    ck_assert_double_eq_tol(ours.left, theirs.left, 1);
    ck_assert_double_eq_tol(ours.right, theirs.right, 1);
    ck_assert_double_eq_tol(ours.bottom, theirs.bottom, 1);
    ck_assert_double_eq_tol(ours.top, theirs.top, 1);
    ck_assert_double_eq_tol(ours.area, theirs.area, fabs(theirs.area) / 50);
}

START_TEST(an_outline_is_that_of_freetype)
{
    static const enum font_outlines KINDS[] = {FONT_CID_CFF, FONT_CID_CFF, FONT_GLYF};
    const struct font_family_info *families;
    const struct glyph *glyphs;
    size_t role = (size_t)_i;
    ck_assert_uint_gt(font_role_families(f.fonts, role, &families), 0);
    size_t count = shape(role, "草稿回一ag8%", &glyphs);
    ck_assert_uint_ge(count, 8);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(font_metrics(glyphs[i].face)->outlines, KINDS[_i]);
        assert_same_outline(&families[0], &glyphs[i]);
    }
}
END_TEST

START_TEST(every_contour_begins_with_a_move_and_is_closed)
{
    const struct glyph *glyphs;
    for (size_t role = 0; role < 3; role++) {
        shape(role, "草", &glyphs);
        const struct font_outline_step *steps;
        size_t count = font_outline(f.arena, glyphs[0].face, glyphs[0].id, &steps);
        ck_assert_uint_gt(count, 10);
        for (size_t i = 0; i < count; i++)
            ck_assert_int_eq(i == 0 || steps[i - 1].verb == OUTLINE_CLOSE,
                             steps[i].verb == OUTLINE_MOVE);
        ck_assert_int_eq(steps[count - 1].verb, OUTLINE_CLOSE);
    }
}
END_TEST

START_TEST(a_blank_has_no_outline)
{
    const struct glyph *glyphs;
    const struct font_outline_step *steps;
    ck_assert_uint_eq(shape(0, "　", &glyphs), 1);
    ck_assert_uint_eq(font_outline(f.arena, glyphs[0].face, glyphs[0].id, &steps), 0);
}
END_TEST

/* ---- the mark ------------------------------------------------------------------------------ */

#define WORDS "草稿"
#define RARE  "草堃" /* the second is not in GB 2312 */
enum { LETTERS = 2, MARK_ITEMS = LETTERS + 2 };

static const struct page_list *mark(const struct page_list *pages, size_t role, const char *words)
{
    const struct page_list *marked =
        draft_mark(f.arena, pages, f.fonts, role, plain(words), f.diag);
    assert_no_fault(&f);
    return marked;
}

/* A portrait, a landscape and an empty page. */
static const struct page_list *three_pages(void)
{
    static const struct item items[] = {
        {.kind = ITEM_ANCHOR, .as.anchor = {7, 1000}},
        {.kind = ITEM_FILL, .as.shape = {0, 0, 10, 10, 0, 0x123456}}};
    static const struct page pages[] = {{595276, 841890, "1", items, 2},
                                        {841890, 595276, "2", items + 1, 1},
                                        {200000, 200000, "", NULL, 0}};
    static const struct bookmark bookmarks[] = {{1, "一", 7, 0, 1000}};
    static const struct page_list list = {pages, 3, bookmarks, 1};
    return &list;
}

/* The letters of a marked page, as one walk on it; y downwards. */
static struct walk walk_path(const struct item *item)
{
    struct walk walk = NO_WALK;
    ck_assert_int_eq(item->kind, ITEM_PATH);
    for (size_t i = 0; i < item->as.path.count; i++) {
        const struct path_step *step = &item->as.path.steps[i];
        struct spot to = {item->as.path.x + step->x, item->as.path.y + step->y};
        if (step->verb == PATH_MOVE)
            walk_move(&walk, to);
        else if (step->verb == PATH_LINE)
            walk_to(&walk, to);
        else if (step->verb == PATH_CURVE)
            walk_curve(&walk, (struct spot){step->x1, step->y1}, (struct spot){step->x2, step->y2},
                       to);
    }
    walk_close(&walk);
    return walk;
}

START_TEST(every_page_begins_with_the_mark_as_decoration)
{
    const struct page_list *marked = mark(three_pages(), 0, WORDS);
    ck_assert_uint_eq(marked->count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct item *items = marked->pages[i].items;
        ck_assert_uint_ge(marked->pages[i].count, MARK_ITEMS);
        ck_assert_int_eq(items[0].kind, ITEM_BEGIN);
        ck_assert_int_eq(items[0].as.begin.role, ROLE_ARTIFACT);
        ck_assert_int_eq(items[0].as.begin.element, 0);
        for (size_t letter = 1; letter <= LETTERS; letter++) {
            ck_assert_int_eq(items[letter].kind, ITEM_PATH);
            ck_assert(items[letter].as.path.filled);
            ck_assert_int_eq(items[letter].as.path.width, 0);
            ck_assert_int_eq(items[letter].as.path.pattern, PATTERN_NONE);
        }
        ck_assert_int_eq(items[MARK_ITEMS - 1].kind, ITEM_END);
    }
}
END_TEST

START_TEST(what_was_on_the_pages_is_unchanged)
{
    const struct page_list *pages = three_pages(), *marked = mark(pages, 0, WORDS);
    ck_assert_ptr_eq(marked->bookmarks, pages->bookmarks);
    ck_assert_uint_eq(marked->bookmark_count, 1);
    for (size_t i = 0; i < 3; i++) {
        const struct page *before = &pages->pages[i], *after = &marked->pages[i];
        ck_assert_int_eq(after->width, before->width);
        ck_assert_int_eq(after->height, before->height);
        ck_assert_str_eq(after->folio, before->folio);
        ck_assert_uint_eq(after->count, before->count + MARK_ITEMS);
        for (size_t item = 0; item < before->count; item++)
            ck_assert_mem_eq(&after->items[MARK_ITEMS + item], &before->items[item],
                             sizeof(struct item));
    }
}
END_TEST

START_TEST(the_mark_lies_in_the_middle_and_within_the_page)
{
    const struct page_list *marked = mark(three_pages(), 0, WORDS);
    for (size_t i = 0; i < 3; i++) {
        const struct page *page = &marked->pages[i];
        const struct walk first = walk_path(&page->items[1]), last = walk_path(&page->items[2]);
        double left = fmin(first.left, last.left), right = fmax(first.right, last.right);
        double top = fmin(first.bottom, last.bottom), bottom = fmax(first.top, last.top);
        double shorter = page->width < page->height ? page->width : page->height;
        ck_assert(left > 0 && right < page->width && top > 0 && bottom < page->height);
        ck_assert_double_eq_tol((left + right) / 2, page->width / 2.0, shorter / 50);
        ck_assert_double_eq_tol((top + bottom) / 2, page->height / 2.0, shorter / 50);
        ck_assert_double_gt(right - left, shorter / 2);
        ck_assert_double_gt(bottom - top, shorter / 2);
        /* it rises: the second letter stands to the right of the first, and above it */
        ck_assert_double_gt(last.left, first.left + shorter / 6);
        ck_assert_double_lt(last.top, first.top - shorter / 6);
    }
}
END_TEST

START_TEST(turning_changes_no_area)
{
    const struct page_list *marked = mark(three_pages(), 2, WORDS);
    const struct font_family_info *families;
    const struct glyph *glyphs;
    font_role_families(f.fonts, 2, &families);
    shape(2, WORDS, &glyphs);
    for (size_t letter = 0; letter < LETTERS; letter++) {
        const struct walk glyph = walk_free(&families[0], glyphs[letter].id);
        const struct walk drawn = walk_path(&marked->pages[2].items[1 + letter]);
        double em = 200000 / 3;                        /* a third of the shorter side, for 1000 */
        double expected = -glyph.area * em * em / 1e6; /* y runs the other way */
        ck_assert_double_eq_tol(drawn.area, expected, fabs(expected) / 100);
        ck_assert_int_eq(drawn.contours, glyph.contours);
    }
}
END_TEST

START_TEST(a_letter_of_a_fallback_face_has_its_size)
{
    static const struct font_family chain[] = {{{"AR PL SungtiL GB", {0}}, 400, NULL},
                                               {{"LXGW WenKai", {0}}, 400, NULL}};
    static const struct font_role role = {"mixed", {0}, chain, 2};
    font_set_close(f.fonts);
    f.fonts = font_set_open(&role, 1, f.diag);
    const struct font_family_info *families;
    ck_assert_uint_eq(font_role_families(f.fonts, 0, &families), 2);
    ck_assert_int_gt(abs(families[1].scale - 1000), 10); /* else nothing would be tested */
    const struct glyph *glyphs;
    ck_assert_uint_eq(shape(0, RARE, &glyphs), 2);
    const struct walk glyph = walk_free(&families[1], glyphs[1].id);
    const struct walk drawn = walk_path(&mark(three_pages(), 0, RARE)->pages[2].items[2]);
    double em = 200000 / 3, size = families[1].scale / 1000.0;
    double expected = -glyph.area * em * em / 1e6 * size * size;
    ck_assert_double_eq_tol(drawn.area, expected, fabs(expected) / 100);
}
END_TEST

START_TEST(a_list_without_pages_stays_without)
{
    const struct page_list none = {0};
    ck_assert_uint_eq(mark(&none, 0, WORDS)->count, 0);
}
END_TEST

Suite *draft_suite(void)
{
    Suite *suite = suite_create("draft");
    TCase *tcase = tcase_create("draft");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, an_outline_is_that_of_freetype, 0, 3);
    tcase_add_test(tcase, every_contour_begins_with_a_move_and_is_closed);
    tcase_add_test(tcase, a_blank_has_no_outline);
    tcase_add_test(tcase, every_page_begins_with_the_mark_as_decoration);
    tcase_add_test(tcase, what_was_on_the_pages_is_unchanged);
    tcase_add_test(tcase, the_mark_lies_in_the_middle_and_within_the_page);
    tcase_add_test(tcase, turning_changes_no_area);
    tcase_add_test(tcase, a_letter_of_a_fallback_face_has_its_size);
    tcase_add_test(tcase, a_list_without_pages_stays_without);
    suite_add_tcase(suite, tcase);
    return suite;
}

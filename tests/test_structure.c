/* The structure of pages, as a tagged PDF will have it (ISO 32000-1, 14.7, 14.8): of documents made
 * by hand, written as `Table(Caption(P) TBody(TR(TD)))`; and rules that all of the sample keeps. */
#include "data/document.h"
#include "layout/draft.h"
#include "tests/layout_fixture.h"
#include "tests/loaded_book.h"

Suite *structure_suite(void);

/* ---- reading it ---------------------------------------------------------------------------- */

#define DEPTH_MAX 16

struct element {
    const struct item *begin; /* where it begins first */
    int parent;               /* 0: none */
    size_t begins;            /* how often it begins or goes on */
    size_t texts, links;      /* directly in it */
};

/* Elements by number, from 1, and what has been seen besides. */
struct tree {
    struct element *elements;
    size_t count, capacity;
    int open[DEPTH_MAX]; /* 0: an artifact */
    int depth;
    const struct item *artifact; /* the outermost that is open, or NULL */
    int artifact_depth;
    size_t artifacts[ARTIFACT_COUNT]; /* of the page */
};

static int innermost(const struct tree *tree)
{
    return tree->depth > 0 ? tree->open[tree->depth - 1] : 0;
}

/* An element has the same role, the same parent and the same spans wherever it goes on. */
static void enter_element(struct arena *arena, struct tree *tree, const struct item *item)
{
    int number = item->as.begin.element, parent = innermost(tree);
    ck_assert_int_ge(number, 1);
    ck_assert_ptr_null(tree->artifact);
    if ((size_t)number >= tree->count) {
        ck_assert_uint_eq((size_t)number, tree->count);
        tree->elements =
            arena_grow(arena, tree->elements, tree->count, &tree->capacity, sizeof *tree->elements);
        tree->elements[tree->count++] = (struct element){.begin = item, .parent = parent};
    }
    struct element *element = &tree->elements[number];
    element->begins++;
    ck_assert_int_eq(element->parent, parent);
    ck_assert_int_eq(element->begin->as.begin.role, item->as.begin.role);
    ck_assert_int_eq(element->begin->as.begin.row_scope, item->as.begin.row_scope);
    ck_assert_int_eq(element->begin->as.begin.row_span, item->as.begin.row_span);
    ck_assert_int_eq(element->begin->as.begin.column_span, item->as.begin.column_span);
}

static void enter(struct arena *arena, struct tree *tree, const struct item *item)
{
    ck_assert_int_lt(tree->depth, DEPTH_MAX);
    if (item->as.begin.role == ROLE_ARTIFACT) {
        ck_assert_int_eq(item->as.begin.element, 0);
        tree->artifacts[item->as.begin.artifact]++;
        if (tree->artifact == NULL) {
            tree->artifact = item;
            tree->artifact_depth = tree->depth;
        }
    } else {
        enter_element(arena, tree, item);
    }
    tree->open[tree->depth++] = item->as.begin.element;
}

static void leave(struct tree *tree)
{
    ck_assert_int_gt(tree->depth, 0);
    tree->depth--;
    if (tree->artifact != NULL && tree->depth == tree->artifact_depth)
        tree->artifact = NULL;
}

static bool holds_text(enum role role)
{
    return role == ROLE_H1 || role == ROLE_H2 || role == ROLE_H3 || role == ROLE_P ||
           role == ROLE_LINK || role == ROLE_TH || role == ROLE_TD || role == ROLE_FIGURE;
}

static void see(struct tree *tree, const struct item *item)
{
    struct element *element = &tree->elements[innermost(tree)];
    if (tree->artifact != NULL || item->kind == ITEM_ANCHOR)
        return;
    ck_assert_int_gt(innermost(tree), 0);
    enum role role = element->begin->as.begin.role;
    ck_assert_msg(holds_text(role), "something is painted directly in a %s", page_role_name(role));
    element->texts += item->kind == ITEM_TEXT;
    element->links += item->kind == ITEM_LINK;
}

static void read_page(struct arena *arena, struct tree *tree, const struct page *page)
{
    memset(tree->artifacts, 0, sizeof tree->artifacts);
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_BEGIN)
            enter(arena, tree, item);
        else if (item->kind == ITEM_END)
            leave(tree);
        else
            see(tree, item);
    }
    ck_assert_int_eq(tree->depth, 0);
    ck_assert_uint_eq(tree->artifacts[ARTIFACT_FOOTER], page->folio[0] != '\0');
}

static struct tree new_tree(struct arena *arena)
{
    struct tree tree = {0};
    tree.elements = arena_grow(arena, NULL, 0, &tree.capacity, sizeof *tree.elements);
    tree.count = 1; /* number 0 is none */
    return tree;
}

/* Reads PAGES; that begin and end items nest, and that all that is painted is where text may be, is
 * asserted on the way. */
static struct tree read_tree(struct arena *arena, const struct page_list *pages)
{
    struct tree tree = new_tree(arena);
    for (size_t i = 0; i < pages->count; i++)
        read_page(arena, &tree, &pages->pages[i]);
    return tree;
}

static const struct item *begin_of(const struct tree *tree, size_t number)
{
    return tree->elements[number].begin;
}

static enum role role_of(const struct tree *tree, size_t number)
{
    return begin_of(tree, number)->as.begin.role;
}

static enum role parent_role(const struct tree *tree, size_t number)
{
    int parent = tree->elements[number].parent;
    return parent > 0 ? role_of(tree, (size_t)parent) : ROLE_ARTIFACT;
}

/* ---- documents made by hand ---------------------------------------------------------------- */

static struct fixture f;

static void open_fixture(void)
{
    fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

/* The children of PARENT as text; a TH of its row is `TH/row`. */
static const char *spell(const struct tree *tree, int parent)
{
    const char *text = "";
    for (size_t i = 1; i < tree->count; i++) {
        if (tree->elements[i].parent != parent)
            continue;
        const char *inside = spell(tree, (int)i);
        text = arena_printf(f.arena, "%s%s%s%s%s%s%s", text, text[0] ? " " : "",
                            page_role_name(role_of(tree, i)),
                            begin_of(tree, i)->as.begin.row_scope ? "/row" : "",
                            inside[0] ? "(" : "", inside, inside[0] ? ")" : "");
    }
    return text;
}

static void assert_structure(const struct page_list *list, const char *expected)
{
    assert_no_fault(&f);
    ck_assert_ptr_nonnull(list);
    struct tree tree = read_tree(f.arena, list);
    ck_assert_str_eq(spell(&tree, 0), expected);
}

static struct block heading(int level, const char *words)
{
    return (struct block){.kind = BLOCK_HEADING,
                          .style = HEADING,
                          .level = level,
                          .text = plain(words),
                          .contents = plain(words)};
}

static struct block line(const char *words, bool kept)
{
    return (struct block){
        .kind = BLOCK_PARAGRAPH, .style = BODY, .keep_with_next = kept, .text = plain(words)};
}

static struct block pair(void)
{
    return (struct block){
        .kind = BLOCK_PAIR, .style = BODY, .text = plain("部门"), .right = plain("单位")};
}

static struct block table(const struct test_table *t)
{
    return (struct block){.kind = BLOCK_TABLE, .table = &t->table};
}

/* A table of one cell. */
static struct block small_table(void)
{
    return table(test_table(f.arena, 0, 1, 1));
}

#define ONE_CELL "TBody(TR(TD))"

START_TEST(the_lines_that_lead_up_to_a_table_are_its_caption)
{
    struct block blocks[] = {heading(1, "部分"), line("公开表1", true), heading(2, "总表"), pair(),
                             small_table(),      line("注", false)};
    assert_structure(lay_out(&f, blocks, 6),
                     "Document(Part(H1 Table(Caption(P H2 P) " ONE_CELL ") P))");
}
END_TEST

START_TEST(what_is_not_kept_with_a_table_is_not_in_its_caption)
{
    struct block blocks[] = {heading(2, "总表"), line("说明", false), small_table()};
    assert_structure(lay_out(&f, blocks, 3), "Document(H2 P Table(" ONE_CELL "))");
}
END_TEST

START_TEST(only_the_nearest_heading_labels_the_table)
{
    struct block blocks[] = {heading(2, "情况"), line("附表", true), heading(3, "目标表"),
                             line("年度", true), small_table()};
    assert_structure(lay_out(&f, blocks, 5), "Document(H2 Table(Caption(P H3 P) " ONE_CELL "))");
}
END_TEST

START_TEST(a_heading_of_a_part_is_in_no_caption)
{
    struct block blocks[] = {heading(1, "部分"), small_table(), heading(1, "部分"), pair(),
                             small_table()};
    assert_structure(lay_out(&f, blocks, 5), "Document(Part(H1 Table(" ONE_CELL ")) "
                                             "Part(H1 Table(Caption(P) " ONE_CELL ")))");
}
END_TEST

START_TEST(a_caption_does_not_reach_over_the_border_of_a_section)
{
    struct block above[] = {heading(2, "情况")}, below[] = {pair(), small_table()};
    for (int i = 0; i < 2; i++) {
        const struct section sections[] = {
            {.numbered = true, .blocks = above, .block_count = 1},
            {.numbered = true, .new_page = i > 0, .blocks = below, .block_count = 2}};
        const struct page_list *list = lay_out_sections(&f, sections, 2);
        assert_structure(list, "Document(H2 Table(Caption(P) " ONE_CELL "))");
        ck_assert_uint_eq(list->count, i > 0 ? 2 : 1);
    }
}
END_TEST

START_TEST(joined_tables_are_tables_of_their_own_and_the_first_has_the_caption)
{
    struct test_table *lower = test_table(f.arena, 0, 1, 1);
    lower->table.joined = true;
    struct block blocks[] = {heading(3, "目标表"), small_table(), table(lower)};
    assert_structure(lay_out(&f, blocks, 3),
                     "Document(Table(Caption(H3) " ONE_CELL ") Table(" ONE_CELL "))");
}
END_TEST

/* More lines than a page holds are parted all the same: their caption goes on, and so does the
 * table that it opened. */
START_TEST(a_caption_longer_than_a_page_goes_on)
{
    struct block blocks[21];
    for (size_t i = 0; i < 20; i++)
        blocks[i] = line("行", true);
    blocks[20] = small_table();
    const struct page_list *list = lay_out(&f, blocks, 21);
    ck_assert_uint_eq(list->count, 2);
    struct tree tree = read_tree(f.arena, list);
    ck_assert_int_eq(role_of(&tree, 2), ROLE_TABLE);
    ck_assert_int_eq(role_of(&tree, 3), ROLE_CAPTION);
    for (size_t i = 2; i <= 3; i++)
        ck_assert_uint_eq(tree.elements[i].begins, 2);
    for (size_t i = 4; i < tree.count; i++)
        ck_assert_int_eq(tree.elements[i].parent, i < 24 ? 3 : i == 24 ? 2 : (int)i - 1);
    ck_assert_uint_eq(tree.count, 1 + 3 + 20 + 3);
}
END_TEST

/* ---- cells --------------------------------------------------------------------------------- */

START_TEST(a_cell_that_says_what_its_row_is_heads_the_row)
{
    struct test_table *t = test_table(f.arena, 1, 3, 2);
    t->cells[2].heads = true;
    t->cells[4].heads = true;
    t->cells[4].text.utf8 = ""; /* it says nothing */
    struct block blocks[] = {table(t)};
    assert_structure(lay_out(&f, blocks, 1),
                     "Document(Table(THead(TR(TH TH)) TBody(TR(TH/row TD) TR(TD TD))))");
}
END_TEST

START_TEST(a_cell_parted_by_a_page_break_goes_on_in_its_role)
{
    struct test_table *t = test_table(f.arena, 0, 1, 2);
    t->table.splits_rows = true;
    t->cells[0].heads = true;
    t->cells[0].text.utf8 = repeat(f.arena, "国", 9 * 30);
    t->cells[1].text.utf8 = repeat(f.arena, "家", 9 * 30);
    struct block blocks[] = {table(t)};
    const struct page_list *list = lay_out(&f, blocks, 1);
    ck_assert_uint_gt(list->count, 1);
    assert_structure(list, "Document(Table(TBody(TR(TH/row TD))))");
    struct tree tree = read_tree(f.arena, list);
    for (size_t i = 1; i < tree.count; i++)
        ck_assert_uint_eq(tree.elements[i].begins, list->count);
}
END_TEST

/* ---- contents ------------------------------------------------------------------------------ */

START_TEST(each_line_of_an_entry_is_a_link)
{
    f.format.contents_title = plain("目录");
    struct block blocks[] = {{.kind = BLOCK_CONTENTS}, heading(1, "概况"), heading(2, "职责")};
    blocks[1].contents = plain(repeat(f.arena, "国", 25)); /* more than the 20 of a line */
    const struct page_list *list = lay_out(&f, blocks, 3);
    assert_structure(list, "Document(P TOC(TOCI(Reference(Link Link)) TOCI(Reference(Link))) "
                           "Part(H1 H2))");
    struct tree tree = read_tree(f.arena, list);
    size_t texts = 0;
    for (size_t i = 1; i < tree.count; i++) {
        if (role_of(&tree, i) != ROLE_LINK)
            continue;
        ck_assert_uint_eq(tree.elements[i].links, 1);
        texts = 10 * texts + tree.elements[i].texts;
    }
    ck_assert_uint_eq(texts, 122); /* the page number stands on the last line; leaders are none */
}
END_TEST

START_TEST(a_leader_is_decoration)
{
    struct block blocks[] = {{.kind = BLOCK_CONTENTS}, heading(1, "概况")};
    const struct item *dots = find_text(&lay_out(&f, blocks, 2)->pages[0], "....", 0);
    ck_assert_ptr_nonnull(dots);
    ck_assert_int_eq(dots[-1].kind, ITEM_BEGIN);
    ck_assert_int_eq(dots[-1].as.begin.role, ROLE_ARTIFACT);
    ck_assert_int_eq(dots[-1].as.begin.artifact, ARTIFACT_LAYOUT);
}
END_TEST

/* ---- artifacts ----------------------------------------------------------------------------- */

START_TEST(artifacts_say_what_they_are)
{
    static const struct block running = {
        .kind = BLOCK_PARAGRAPH, .style = HEADING, .text = {.utf8 = "眉"}};
    struct test_table *t = test_table(f.arena, 1, 12, 2);
    t->table.continued = plain("续表");
    t->table.continued_style = BODY;
    struct block blocks[] = {table(t)};
    const struct section section = {
        .numbered = true, .blocks = blocks, .block_count = 1, .running = &running};
    const struct page_list *list = lay_out_sections(&f, &section, 1);
    struct text words = plain("草稿");
    list = draft_mark(f.arena, list, f.fonts, 0, words, f.diag);
    assert_no_fault(&f);
    ck_assert_uint_eq(list->count, 2);
    static const size_t expected[2][ARTIFACT_COUNT] = {
        {[ARTIFACT_LAYOUT] = 1, [ARTIFACT_FOOTER] = 1, [ARTIFACT_WATERMARK] = 1},
        {[ARTIFACT_LAYOUT] = 1,
         [ARTIFACT_HEADER] = 1,
         [ARTIFACT_FOOTER] = 1,
         [ARTIFACT_REPEATED] = 2,
         [ARTIFACT_WATERMARK] = 1}};
    struct tree tree = new_tree(f.arena);
    for (size_t i = 0; i < 2; i++) {
        read_page(f.arena, &tree, &list->pages[i]);
        for (size_t k = 0; k < ARTIFACT_COUNT; k++)
            ck_assert_uint_eq(tree.artifacts[k], expected[i][k]);
    }
}
END_TEST

/* ---- the sample ---------------------------------------------------------------------------- */

#define IN(role) (1u << (unsigned)(role))
#define IN_TEXT  (IN(ROLE_DOCUMENT) | IN(ROLE_PART))

/* What may hold what: ISO 32000-1, tables 333 (grouping), 335 (headings, P), 337 (tables) and 338
 * (Reference, Link), of which a document of ours uses this much. */
static const unsigned PARENTS[ROLE_COUNT] = {
    [ROLE_DOCUMENT] = IN(ROLE_ARTIFACT), /* nothing */
    [ROLE_PART] = IN(ROLE_DOCUMENT),
    [ROLE_H1] = IN(ROLE_PART),
    [ROLE_H2] = IN_TEXT | IN(ROLE_CAPTION),
    [ROLE_H3] = IN_TEXT | IN(ROLE_CAPTION),
    [ROLE_P] = IN_TEXT | IN(ROLE_CAPTION),
    [ROLE_TOC] = IN_TEXT,
    [ROLE_TOCI] = IN(ROLE_TOC),
    [ROLE_REFERENCE] = IN(ROLE_TOCI),
    [ROLE_LINK] = IN(ROLE_REFERENCE),
    [ROLE_TABLE] = IN_TEXT,
    [ROLE_CAPTION] = IN(ROLE_TABLE),
    [ROLE_THEAD] = IN(ROLE_TABLE),
    [ROLE_TBODY] = IN(ROLE_TABLE),
    [ROLE_TR] = IN(ROLE_THEAD) | IN(ROLE_TBODY),
    [ROLE_TH] = IN(ROLE_TR),
    [ROLE_TD] = IN(ROLE_TR),
    [ROLE_FIGURE] = IN_TEXT,
};

static void assert_parents(const struct tree *tree)
{
    for (size_t i = 1; i < tree->count; i++) {
        enum role role = role_of(tree, i), parent = parent_role(tree, i);
        ck_assert_msg(PARENTS[role] & IN(parent), "%s in %s", page_role_name(role),
                      page_role_name(parent));
        bool heads = role == ROLE_TH && !begin_of(tree, i)->as.begin.row_scope;
        if (role == ROLE_TH || role == ROLE_TD)
            ck_assert_int_eq(heads,
                             parent_role(tree, (size_t)tree->elements[i].parent) == ROLE_THEAD);
    }
}

/* Cells may be blank, in the head too (its corner), but none that heads a row. A Link has its
 * annotation, a Figure its words. */
static void assert_words(const struct tree *tree)
{
    for (size_t i = 1; i < tree->count; i++) {
        const struct element *element = &tree->elements[i];
        enum role role = role_of(tree, i);
        bool may_be_blank =
            role == ROLE_TD || parent_role(tree, (size_t)element->parent) == ROLE_THEAD;
        if (holds_text(role) && !may_be_blank)
            ck_assert_msg(element->texts > 0, "a blank %s", page_role_name(role));
        ck_assert_uint_eq(element->links, role == ROLE_LINK);
        if (role == ROLE_FIGURE)
            ck_assert_str_ne(begin_of(tree, i)->as.begin.alternative, "");
    }
}

/* The cells of each table fill its rows: spans included, they are as many as positions. */
static void assert_spans(struct arena *arena, const struct tree *tree)
{
    int *cells = arena_array(arena, tree->count, sizeof *cells); /* by table */
    int *rows = arena_array(arena, tree->count, sizeof *rows);
    int *columns = arena_array(arena, tree->count, sizeof *columns); /* of its first row */
    for (size_t i = 1; i < tree->count; i++) {
        enum role role = role_of(tree, i);
        if (role != ROLE_TR && role != ROLE_TH && role != ROLE_TD)
            continue;
        const struct item *item = begin_of(tree, i);
        int above = tree->elements[i].parent;
        int group = role == ROLE_TR ? above : tree->elements[above].parent;
        int owner = tree->elements[group].parent;
        rows[owner] += role == ROLE_TR;
        if (role == ROLE_TR)
            continue;
        cells[owner] += item->as.begin.row_span * item->as.begin.column_span;
        columns[owner] += rows[owner] == 1 ? item->as.begin.column_span : 0;
    }
    for (size_t i = 1; i < tree->count; i++)
        ck_assert_int_eq(cells[i], rows[i] * columns[i]);
}

/* Each table of the pack is titled by a heading of level 2 between two lines, and nothing else is. */
static void assert_captions(const struct tree *tree, size_t tables)
{
    size_t headings = 0;
    for (size_t i = 1; i + 1 < tree->count; i++) {
        if (parent_role(tree, i) != ROLE_CAPTION || role_of(tree, i) != ROLE_H2)
            continue;
        headings++;
        for (size_t k = i - 1; k <= i + 1; k += 2) {
            ck_assert_int_eq(role_of(tree, k), ROLE_P);
            ck_assert_int_eq(tree->elements[k].parent, tree->elements[i].parent);
        }
    }
    ck_assert_uint_eq(headings, tables);
}

static void check_pages(struct arena *arena, const struct page_list *pages, size_t tables)
{
    struct tree tree = read_tree(arena, pages);
    assert_parents(&tree);
    assert_words(&tree);
    assert_spans(arena, &tree);
    assert_captions(&tree, tables);
}

static const char *const PACKS[] = {"shanxi-county", "shanxi-county-gbt9704"};

START_TEST(all_of_the_sample_is_in_elements_that_hold_text_or_decoration)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    const struct loaded_book loaded = loaded_book_read(arena, SOURCE_DIR "/data/sample", diag);
    const char *path = arena_printf(arena, SOURCE_DIR "/data/formats/%s", PACKS[_i]);
    const struct format *format = format_read(arena, path, diag);
    ck_assert(loaded.book && format);
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    for (size_t i = 0; i < book_department_count(loaded.book); i++) {
        const struct document *document = document_build(arena, format, &loaded.budgets[i], diag);
        const struct page_list *pages = layout_document(arena, document, fonts, diag);
        ck_assert_ptr_nonnull(pages);
        check_pages(arena, pages, format->table_count);
    }
    font_set_close(fonts);
    diag_free(diag);
    arena_free(arena);
}
END_TEST

Suite *structure_suite(void)
{
    Suite *suite = suite_create("structure");
    TCase *hand = tcase_create("made by hand");
    tcase_add_checked_fixture(hand, open_fixture, close_fixture);
    tcase_add_test(hand, the_lines_that_lead_up_to_a_table_are_its_caption);
    tcase_add_test(hand, what_is_not_kept_with_a_table_is_not_in_its_caption);
    tcase_add_test(hand, only_the_nearest_heading_labels_the_table);
    tcase_add_test(hand, a_heading_of_a_part_is_in_no_caption);
    tcase_add_test(hand, a_caption_does_not_reach_over_the_border_of_a_section);
    tcase_add_test(hand, joined_tables_are_tables_of_their_own_and_the_first_has_the_caption);
    tcase_add_test(hand, a_caption_longer_than_a_page_goes_on);
    tcase_add_test(hand, a_cell_that_says_what_its_row_is_heads_the_row);
    tcase_add_test(hand, a_cell_parted_by_a_page_break_goes_on_in_its_role);
    tcase_add_test(hand, each_line_of_an_entry_is_a_link);
    tcase_add_test(hand, a_leader_is_decoration);
    tcase_add_test(hand, artifacts_say_what_they_are);
    suite_add_tcase(suite, hand);
    TCase *sample = tcase_create("sample");
    tcase_set_timeout(sample, 120);
    tcase_add_loop_test(sample, all_of_the_sample_is_in_elements_that_hold_text_or_decoration, 0,
                        sizeof PACKS / sizeof *PACKS);
    suite_add_tcase(suite, sample);
    return suite;
}

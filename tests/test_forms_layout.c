/* Forms on pages: what a page break may part, and what each page then says. Laid out at random on
 * pages of any height and looked at item by item; and by hand. */
#include "layout/page.h"

#include "tests/form_layout_fixture.h"

Suite *forms_layout_suite(void);

#define AREA_TOP   50000
#define AREA_LEFT  50000
#define AREA_RIGHT 250000
#define ROW_MAX    200
#define TEXT_MAX   20000

static struct fixture f;

static void open_fixture(void)
{
    form_fixture_open(&f);
}

static void close_fixture(void)
{
    fixture_close(&f);
}

/* ---- reading a form back ------------------------------------------------------------------- */

static bool is_content(const struct walk *walk)
{
    return walk->artifact == 0 && walk->element > 0;
}

/* A cell as it was read back from all pages. */
struct reading {
    const struct table *table;
    const struct table_cell *cell;
    char *text;
    size_t length;
    size_t *lines; /* of its text that stand on each page, as content */
};

/* The cells of FORM by the numbers of their elements, which are given out in reading order. */
static struct reading *make_readings(const struct form *form, const struct page_list *list,
                                     int *element_end)
{
    *element_end = 1;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < list->pages[i].count; j++) {
            const struct item *item = &list->pages[i].items[j];
            if (item->kind == ITEM_BEGIN && item->as.begin.element >= *element_end)
                *element_end = item->as.begin.element + 1;
        }
    struct reading *readings = arena_array(f.arena, (size_t)*element_end, sizeof *readings);
    size_t table = 0, cell = 0;
    int last = 0;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < list->pages[i].count; j++) {
            const struct item *item = &list->pages[i].items[j];
            bool is_cell = item->kind == ITEM_BEGIN &&
                           (item->as.begin.role == ROLE_TD || item->as.begin.role == ROLE_TH);
            if (!is_cell || item->as.begin.element <= last)
                continue;
            last = item->as.begin.element;
            const struct table *owner = &form->tables[table];
            struct reading *reading = &readings[last];
            reading->table = owner;
            reading->cell = &owner->cells[cell++];
            reading->text = arena_alloc(f.arena, strlen(reading->cell->text.utf8) + 1);
            reading->lines = arena_array(f.arena, list->count, sizeof *reading->lines);
            if (cell == owner->cell_count) {
                table++;
                cell = 0;
            }
        }
    ck_assert_uint_eq(table, form->table_count);
    return readings;
}

static void read_page(struct reading *readings, const struct page *page, size_t number)
{
    struct walk walk = {.page = page};
    for (const struct item *item; (item = walk_text(&walk));) {
        if (!is_content(&walk))
            continue;
        struct reading *reading = &readings[walk.element];
        size_t length = item->as.text.length;
        ck_assert_uint_le(reading->length + length, strlen(reading->cell->text.utf8));
        memcpy(reading->text + reading->length, item->as.text.utf8, length);
        reading->length += length;
        reading->lines[number]++;
    }
}

/* LABEL heads the rows of CELL. */
static bool heads(const struct table_cell *label, const struct table_cell *cell)
{
    return label->label && !cell->label && label->row <= cell->row &&
           cell->row < label->row + label->row_span;
}

static const char *label_start(const struct table_cell *label)
{
    return arena_strndup(f.arena, label->text.utf8, strlen("子子子"));
}

/* Every label on PAGE has all its lines. */
static void check_whole(const struct form *form, const struct page *page)
{
    size_t lines = 0;
    for (int number = 1; number <= form->labels; number++)
        if (count_texts(page, label_name(f.arena, number)) > 0)
            lines += label_tail(form, number);
    ck_assert_uint_eq(count_texts(page, "项项项"), lines);
}

/* Where a text stands, the labels of its row and the head of its table stand; where a label stands,
 * a text of its rows does, unless all are blank. */
static void check_labels(const struct reading *readings, int end, const struct page_list *list)
{
    for (int i = 1; i < end; i++) {
        if (!readings[i].cell || !readings[i].cell->label)
            continue;
        const struct reading *label = &readings[i];
        for (size_t page = 0; page < list->count; page++) {
            size_t times = count_texts(&list->pages[page], label_start(label->cell));
            size_t texts = 0, blank = 0;
            for (int j = 1; j < end; j++) {
                if (readings[j].table != label->table || !heads(label->cell, readings[j].cell))
                    continue;
                texts += readings[j].lines[page] > 0;
                blank += readings[j].cell->text.utf8[0] == '\0';
                if (readings[j].lines[page] > 0 && label->table->head_rows > 0)
                    ck_assert_uint_eq(count_texts(&list->pages[page], "头甲"), 1);
            }
            if (texts > 0)
                ck_assert_uint_eq(times, 1);
            else if (blank == 0)
                ck_assert_uint_eq(times, 0);
        }
    }
}

/* No page has one line of a text that goes on from a page to another. */
static void check_parts(const struct reading *reading, size_t pages)
{
    size_t parts = 0, single = 0;
    for (size_t i = 0; i < pages; i++) {
        parts += reading->lines[i] > 0;
        single += reading->lines[i] == 1;
    }
    ck_assert(parts < 2 || single == 0);
}

/* The four rules round a point. */
struct box {
    unit left, top, right, bottom;
};

static struct box box_around(const struct page *page, unit x, unit y)
{
    struct box box = {0, 0, UNIT_MAX, UNIT_MAX};
    for (size_t i = page->count; i-- > 0;) {
        const struct item *item = &page->items[i];
        if (item->kind != ITEM_RULE)
            continue;
        unit x0 = item->as.shape.x0, x1 = item->as.shape.x1;
        unit y0 = item->as.shape.y0, y1 = item->as.shape.y1;
        if (x0 == x1 && y0 < y && y < y1) {
            if (x0 <= x && x0 > box.left)
                box.left = x0;
            if (x0 > x && x0 < box.right)
                box.right = x0;
        } else if (y0 == y1 && x0 <= x && x < x1) {
            if (y0 <= y && y0 > box.top)
                box.top = y0;
            if (y0 > y && y0 < box.bottom)
                box.bottom = y0;
        }
    }
    return box;
}

/* Every line of a cell is inside one box of rules, and the box inside the type area. */
static void check_boxes(const struct page *page)
{
    struct walk walk = {.page = page};
    for (const struct item *item; (item = walk_text(&walk));) {
        bool in_table = walk.depth > 1 && (walk.element > 0 || walk.artifact > 0);
        if (!in_table)
            continue;
        unit x = item->as.text.x, y = item->as.text.y, size = item->as.text.size;
        unit end = x + item->as.text.glyphs[item->as.text.count - 1].x;
        struct box box = box_around(page, x, y);
        ck_assert_int_ge(box.left, AREA_LEFT);
        ck_assert_int_le(box.right, AREA_RIGHT);
        ck_assert_int_ge(box.top, AREA_TOP);
        ck_assert_int_le(box.bottom, f.pages[0].height - f.pages[0].foot);
        ck_assert_int_lt(end, box.right);
        ck_assert_int_ge(y - size * 88 / 100, box.top); /* the em box */
        ck_assert_int_le(y + size * 12 / 100, box.bottom);
    }
}

static void check_form(const struct form *form, const struct page_list *list)
{
    int end;
    struct reading *readings = make_readings(form, list, &end);
    for (size_t i = 0; i < list->count; i++) {
        const struct page *page = &list->pages[i];
        bool filled = false;
        read_page(readings, page, i);
        check_boxes(page);
        check_whole(form, page);
        ck_assert_uint_eq(count_texts(page, "续表"), i > 0);
        for (int j = 1; j < end; j++)
            filled = filled || (readings[j].cell && readings[j].lines[i] > 0);
        ck_assert(filled);
    }
    for (int i = 1; i < end; i++) {
        if (!readings[i].cell)
            continue;
        ck_assert_str_eq(readings[i].text, readings[i].cell->text.utf8);
        check_parts(&readings[i], list->count);
    }
    check_labels(readings, end, list);
}

/* ---- forms at random ----------------------------------------------------------------------- */

static size_t below(size_t limit)
{
    return (size_t)rand() % limit;
}

/* Mostly short, now and then as long as LIMIT. */
static size_t random_length(size_t least, size_t limit)
{
    size_t most = rand() % 8 == 0 ? limit : rand() % 4 == 0 ? limit / 20 : 60;
    return least + below(most + 1 - least);
}

/* No lower than heading, head rows and the tallest label need. */
static void random_page(void)
{
    f.pages[0].height = 240000 + 1000 * (rand() % 460);
}

static void random_form(struct form *form, size_t longest, size_t most_rows)
{
    size_t lengths[ROW_MAX];
    begin_form(form, &f);
    form->tall_labels = true;
    form->text_spans = rand() % 2;
    for (size_t stack = 1 + below(3); stack > 0; stack--) {
        size_t rows = 1 + below(5);
        for (size_t i = 0; i < rows; i++)
            lengths[i] = random_length(0, longest);
        add_texts(form, rows, lengths);
    }
    size_t rows = below(most_rows + 1);
    for (size_t i = 0; i < rows; i++)
        lengths[i] = random_length(1, longest / 10 + 60);
    if (rows > 0)
        add_grid(form, (int)rows, 1 + rand() % 6, lengths);
}

START_TEST(random_forms_are_complete_and_every_page_says_what_it_continues)
{
    srand(20260601);
    for (int i = 0; i < 60; i++) {
        struct form form;
        random_page();
        random_form(&form, 1500, 40);
        check_form(&form, lay_out_form(&form));
    }
}
END_TEST

START_TEST(the_longest_forms_take_as_many_pages_as_they_need)
{
    size_t lengths[ROW_MAX];
    struct form form;
    srand(20260602);
    begin_form(&form, &f);
    for (size_t i = 0; i < 5; i++)
        lengths[i] = i % 2 == 0 ? TEXT_MAX : i;
    add_texts(&form, 5, lengths);
    for (size_t i = 0; i < ROW_MAX; i++)
        lengths[i] = 1 + below(i % 50 == 7 ? 900 : 40);
    add_grid(&form, ROW_MAX, 7, lengths);
    f.pages[0].height = 842000;
    const struct page_list *list = lay_out_form(&form);
    check_form(&form, list);
    ck_assert_uint_gt(list->count, 50);
}
END_TEST

/* How far down the last page the form ends, the pages before it counted. */
static int64_t end_of(const struct page_list *list)
{
    const struct page *page = &list->pages[list->count - 1];
    unit low = 0;
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_RULE && page->items[i].as.shape.y1 > low)
            low = page->items[i].as.shape.y1;
    return (int64_t)list->count * UNIT_MAX + low;
}

/* Lets one cell grow by STEP characters again and again. Wherever the form ends, it never ends
 * higher: so there are never fewer pages, whatever might follow. */
static void check_growth(struct form *form, size_t table, size_t cell, size_t step, size_t steps)
{
    struct table changed = form->tables[table];
    struct table_cell *cells = arena_array(f.arena, changed.cell_count, sizeof *cells);
    memcpy(cells, changed.cells, changed.cell_count * sizeof *cells);
    form->tables[table].cells = cells;
    int64_t last = 0;
    for (size_t i = 0; i < steps; i++) {
        cells[cell].text.utf8 = repeat(f.arena, "国", i * step);
        int64_t end = end_of(lay_out_form(form));
        ck_assert_int_ge(end, last);
        last = end;
    }
    form->tables[table] = changed;
}

START_TEST(more_text_never_makes_fewer_pages)
{
    srand(20260603);
    for (int i = 0; i < 30; i++) {
        struct form form;
        random_page();
        random_form(&form, 300, 12);
        for (size_t j = 0; j < form.table_count; j++)
            form.tables[j].splits_rows = rand() % 4 > 0;
        size_t table = below(form.table_count), cell;
        do
            cell = below(form.tables[table].cell_count);
        while (form.tables[table].cells[cell].label ||
               form.tables[table].cells[cell].row < form.tables[table].head_rows);
        check_growth(&form, table, cell, 7, 40);
    }
}
END_TEST

START_TEST(a_text_that_grows_line_by_line_never_ends_higher)
{
    for (size_t above = 0; above < 15; above++) {
        struct form form;
        size_t lengths[] = {0, 0};
        begin_form(&form, &f);
        form.blocks[0].text.utf8 = repeat(f.arena, "题目\n", above + 1);
        form.blocks[0].kind = above % 2 ? BLOCK_HEADING : BLOCK_PARAGRAPH;
        add_texts(&form, 2, lengths);
        check_growth(&form, 0, 1, 16, 40);
    }
}
END_TEST

/* ---- labels, texts and rules by hand ------------------------------------------------------- */

/* A label and a text of LINES lines of ten characters below 100 pt of other matter, on pages of 300
 * pt; cells have a leading of 14 pt. */
static const struct page_list *lay_out_parted(struct form *form, size_t line_count)
{
    size_t lengths[] = {line_count * 16};
    begin_form(form, &f);
    form->blocks[0] = (struct block){
        .kind = BLOCK_PARAGRAPH, .style = BODY, .text = plain(repeat(f.arena, "行\n", 5))};
    add_texts(form, 1, lengths);
    ((struct table_cell *)form->tables[0].cells)[1].text.utf8 =
        repeat(f.arena, "国", line_count * 16);
    return lay_out_form(form);
}

START_TEST(a_parted_text_goes_on_at_the_top_and_its_label_stands_in_the_middle)
{
    struct form form;
    /* 165 pt less 4 are 15 characters a line; 200 pt less 2 are 14 lines. */
    const struct page_list *list = lay_out_parted(&form, 20);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(count_texts(&list->pages[0], "国"), 14);
    ck_assert_uint_eq(count_texts(&list->pages[1], "国"), 6);
    /* The baseline of a line of 14 pt with an em of 10 pt is 2 + 8.8 pt below its top. */
    ck_assert_int_eq(find_text(&list->pages[0], "国", 0)->as.text.y, AREA_TOP + 100000 + 11800);
    ck_assert_int_eq(find_text(&list->pages[0], label_name(f.arena, 1), 0)->as.text.y,
                     AREA_TOP + 100000 + 93000 + 10800);
    /* Below the running lines, 20 pt and 6 below them, are six lines and 2 pt of padding. */
    ck_assert_int_eq(find_text(&list->pages[1], "国", 0)->as.text.y, AREA_TOP + 26000 + 11800);
    ck_assert_int_eq(find_text(&list->pages[1], label_name(f.arena, 1), 0)->as.text.y,
                     AREA_TOP + 26000 + 36000 + 10800);
}
END_TEST

START_TEST(a_text_is_never_parted_from_one_line)
{
    struct form form;
    const struct page_list *list = lay_out_parted(&form, 15);
    ck_assert_uint_eq(count_texts(&list->pages[0], "国"), 13);
    ck_assert_uint_eq(count_texts(&list->pages[1], "国"), 2);
}
END_TEST

START_TEST(a_parted_cell_goes_on_as_the_same_element_and_its_label_as_an_artifact)
{
    struct form form;
    const struct page_list *list = lay_out_parted(&form, 20);
    struct walk one = {.page = &list->pages[0]}, two = {.page = &list->pages[1]};
    const struct item *item;
    while ((item = walk_text(&one)) && strncmp(item->as.text.utf8, "子子丑", 9) != 0)
        ;
    ck_assert_ptr_nonnull(item);
    ck_assert_int_eq(one.artifact, 0);
    while ((item = walk_text(&one)) && strncmp(item->as.text.utf8, "国", 3) != 0)
        ;
    ck_assert_ptr_nonnull(item);
    ck_assert_int_eq(strncmp(walk_text(&two)->as.text.utf8, "子子丑", 9), 0);
    ck_assert_int_gt(two.artifact, 0);
    ck_assert_int_eq(strncmp(walk_text(&two)->as.text.utf8, "国", 3), 0);
    ck_assert_int_eq(two.artifact, 0);
    ck_assert_int_eq(two.element, one.element);
    ck_assert_int_eq(find_role(&list->pages[0], ROLE_TR)->as.begin.element,
                     find_role(&list->pages[1], ROLE_TR)->as.begin.element);
}
END_TEST

/* The rules along Y on PAGE. */
static size_t rules_at(const struct page *page, unit y)
{
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++)
        count += page->items[i].kind == ITEM_RULE && page->items[i].as.shape.y0 == y &&
                 page->items[i].as.shape.y1 == y;
    return count;
}

START_TEST(joined_tables_share_one_rule)
{
    struct form form;
    size_t lengths[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    begin_form(&form, &f);
    add_texts(&form, 2, lengths);
    add_texts(&form, 12, lengths);
    const struct page_list *list = lay_out_form(&form);
    unit y = AREA_TOP + 26000; /* below the heading; rows are 20 pt high */
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(rules_at(&list->pages[0], y), 1);
    ck_assert_uint_eq(rules_at(&list->pages[0], y + 40000), 1);
    ck_assert_uint_eq(rules_at(&list->pages[0], y + 13 * 20000), 1);
    ck_assert_uint_eq(rules_at(&list->pages[1], y), 1); /* closed again on its next page */
    form.tables[1].joined = false;
    ck_assert_uint_eq(rules_at(&lay_out_form(&form)->pages[0], y + 40000), 2);
}
END_TEST

START_TEST(a_joined_table_that_begins_a_page_has_its_own_first_rule)
{
    struct form form;
    size_t lengths[13] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    begin_form(&form, &f);
    add_texts(&form, 13, lengths); /* 274 pt below the heading hold thirteen rows */
    add_texts(&form, 2, lengths);
    const struct page_list *list = lay_out_form(&form);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(rules_at(&list->pages[0], AREA_TOP + 26000 + 13 * 20000), 1);
    ck_assert_uint_eq(rules_at(&list->pages[1], AREA_TOP + 26000), 1);
}
END_TEST

/* ---- running lines ------------------------------------------------------------------------- */

static struct block body_lines(size_t count)
{
    return (struct block){
        .kind = BLOCK_PARAGRAPH, .style = BODY, .text = plain(repeat(f.arena, "行\n", count))};
}

START_TEST(running_lines_stand_on_the_pages_a_section_goes_on_on)
{
    static const struct block running = {
        .kind = BLOCK_PARAGRAPH, .style = HEADING, .text = {.utf8 = "续表"}};
    struct block before[] = {body_lines(3)}, blocks[] = {body_lines(30)};
    for (int new_page = 0; new_page < 2; new_page++) {
        struct section sections[] = {
            {.numbered = true, .blocks = before, .block_count = 1},
            {.numbered = true, .blocks = blocks, .block_count = 1, .running = &running},
            {.numbered = true, .blocks = before, .block_count = 1}};
        sections[1].new_page = sections[2].new_page = new_page;
        const struct page_list *list = lay_out_sections(&f, sections, 3);
        /* 16 lines a page, 13 below the running line. */
        ck_assert_uint_eq(list->count, new_page ? 5 : 3);
        for (size_t i = 0; i < list->count; i++) {
            bool runs = new_page ? i == 2 || i == 3 : i > 0;
            ck_assert_uint_eq(count_texts(&list->pages[i], "续表"), runs);
            ck_assert_int_eq(find_text(&list->pages[i], "行", 0)->as.text.y,
                             AREA_TOP + 13800 + (runs ? 26000 : 0));
            if (runs)
                ck_assert_int_eq(find_text(&list->pages[i], "续表", 0)->as.text.y,
                                 AREA_TOP + 13800);
        }
    }
}
END_TEST

START_TEST(running_lines_alone_make_no_page)
{
    static const struct block running = {
        .kind = BLOCK_PARAGRAPH, .style = HEADING, .text = {.utf8 = "续表"}};
    struct block blocks[] = {body_lines(15)};
    struct section section = {
        .numbered = true, .blocks = blocks, .block_count = 1, .running = &running};
    ck_assert_uint_eq(lay_out_sections(&f, &section, 1)->count, 1);
}
END_TEST

Suite *forms_layout_suite(void)
{
    Suite *suite = suite_create("forms_layout");
    TCase *cases = tcase_create("forms_layout");
    tcase_add_checked_fixture(cases, open_fixture, close_fixture);
    tcase_add_test(cases, random_forms_are_complete_and_every_page_says_what_it_continues);
    tcase_add_test(cases, the_longest_forms_take_as_many_pages_as_they_need);
    tcase_add_test(cases, more_text_never_makes_fewer_pages);
    tcase_add_test(cases, a_text_that_grows_line_by_line_never_ends_higher);
    tcase_add_test(cases, a_parted_text_goes_on_at_the_top_and_its_label_stands_in_the_middle);
    tcase_add_test(cases, a_text_is_never_parted_from_one_line);
    tcase_add_test(cases, a_parted_cell_goes_on_as_the_same_element_and_its_label_as_an_artifact);
    tcase_add_test(cases, joined_tables_share_one_rule);
    tcase_add_test(cases, a_joined_table_that_begins_a_page_has_its_own_first_rule);
    tcase_add_test(cases, running_lines_stand_on_the_pages_a_section_goes_on_on);
    tcase_add_test(cases, running_lines_alone_make_no_page);
    suite_add_tcase(suite, cases);
    return suite;
}

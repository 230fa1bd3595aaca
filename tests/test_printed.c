/* The data file beside a PDF: what it holds of the published figures, written, read, and damaged. */
#include <stdlib.h>
#include <string.h>

#include "data/printed.h"
#include "layout/layout.h"
#include "layout/printed_cells.h"
#include "tests/part_fixture.h"
#include "tests/support.h"

/* ---- the published tables ------------------------------------------------------------------ */

static struct printed_list sample_list(void)
{
    struct font_set *fonts = font_set_open(format->roles, format->role_count, diag);
    const struct document *document = document_build(arena, format, &budget, diag);
    ck_assert_ptr_nonnull(document);
    const struct page_list *pages = layout_document(arena, document, fonts, diag);
    ck_assert_ptr_nonnull(pages);
    font_set_close(fonts);
    return printed_cells(arena, document, pages);
}

/* A published table: its rows, and for each of its columns what is on paper above it. */
struct gold {
    struct support_rows rows;
    const char *title;
    size_t columns, head_rows;
    const char *heads[20];
};

static struct gold read_gold(size_t number)
{
    const struct table_format *table = &format->tables[number - 1];
    struct gold gold = {.title = format_expand(arena, table->title,
                                               &(struct format_values){.year = 2026,
                                                                       .department = {"某局", {0}},
                                                                       .region = {"某县", {0}}})
                                     .utf8};
    gold.rows = support_read_rows(
        arena, arena_printf(arena, SOURCE_DIR "/tests/published/t%02zu.csv", number));
    struct support_rows heads = support_read_rows(
        arena, arena_printf(arena, SOURCE_DIR "/tests/published/t%02zu.head.csv", number));
    while (gold.rows.cells[0][gold.columns] != NULL)
        gold.columns++;
    for (size_t c = 0; c < gold.columns; c++)
        gold.heads[c] = "";
    for (size_t i = 1; i < heads.count; i++) {
        size_t row = (size_t)atoi(heads.cells[i][0]), from = (size_t)atoi(heads.cells[i][1]);
        size_t height = (size_t)atoi(heads.cells[i][2]), width = (size_t)atoi(heads.cells[i][3]);
        const char *text = heads.cells[i][4];
        gold.head_rows = row + height > gold.head_rows ? row + height : gold.head_rows;
        if (strspn(text, "0123456789") == strlen(text))
            continue; /* the numbers of columns are no heads */
        for (size_t c = from; c < from + width; c++)
            gold.heads[c] = gold.heads[c][0] == '\0'
                                ? text
                                : arena_printf(arena, "%s／%s", gold.heads[c], text);
    }
    return gold;
}

/* The cells of a table: those of TITLE that have a column. */
static size_t find_cells(const struct printed_list *list, const char *title,
                         const struct printed **cells)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].table, title) == 0 && list->items[i].column[0] != '\0')
            cells[count++] = &list->items[i];
    return count;
}

/* The cell of row ROW and column COLUMN, the N-th that has these (from 0). */
static const struct printed *find_cell(const struct printed_list *list, const char *table,
                                       const char *row, const char *column, size_t n)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct printed *item = &list->items[i];
        if (strcmp(item->table, table) == 0 && strcmp(item->row, row) == 0 &&
            strcmp(item->column, column) == 0 && n-- == 0)
            return item;
    }
    ck_abort_msg("%s has no %s, %s", table, row, column);
    return NULL;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

START_TEST(every_published_cell_is_in_the_data_file_under_its_heads)
{
    struct printed_list list = sample_list();
    const struct printed **cells = arena_array(arena, list.count, sizeof(struct printed *));
    for (size_t number = 1; number <= 13; number++) {
        struct gold gold = read_gold(number);
        size_t count = find_cells(&list, gold.title, cells);
        ck_assert_uint_eq(count, (gold.rows.count - gold.head_rows) * gold.columns);
        for (size_t i = 0; i < count; i++) {
            size_t row = gold.head_rows + i / gold.columns, column = i % gold.columns;
            ck_assert_str_eq(cells[i]->value, gold.rows.cells[row][column]);
            ck_assert_str_eq(cells[i]->column, gold.heads[column]);
            ck_assert_str_eq(cells[i]->part, "第二部分 2026年部门预算报表");
        }
    }
}
END_TEST

/* 表二, 三, 五, 七, 八: a code and a name head the row; what has codes below its own is a sum. */
START_TEST(rows_of_subjects_go_by_code_and_name_and_sums_are_marked)
{
    static const size_t NUMBERS[] = {2, 3, 5, 7, 8};
    struct printed_list list = sample_list();
    const struct printed **cells = arena_array(arena, list.count, sizeof(struct printed *));
    for (size_t n = 0; n < sizeof NUMBERS / sizeof *NUMBERS; n++) {
        struct gold gold = read_gold(NUMBERS[n]);
        size_t count = find_cells(&list, gold.title, cells);
        for (size_t i = 0; i < count; i++) {
            size_t row = gold.head_rows + i / gold.columns, column = i % gold.columns;
            const char *code = gold.rows.cells[row][0], *name = gold.rows.cells[row][1];
            bool all = strcmp(code, "合计") == 0, last = row + 1 == gold.rows.count;
            bool sums = !last && strncmp(gold.rows.cells[row + 1][0], code, strlen(code)) == 0;
            bool figure = column >= 2;
            ck_assert_str_eq(cells[i]->row,
                             all || !figure ? code : arena_printf(arena, "%s %s", code, name));
            ck_assert_str_eq(cells[i]->unit, figure ? "万元" : "");
            ck_assert_msg(cells[i]->total ==
                              (figure && (all || sums || ends_with(gold.heads[column], "合计"))),
                          "table %zu: %s, %s", NUMBERS[n], code, gold.heads[column]);
        }
    }
}
END_TEST

/* 表一: the figures of either side go by its own labels. */
START_TEST(the_sides_of_a_table_have_their_own_rows_and_sums)
{
    static const char *const SUMS[] = {"本年收入合计", "收入总计", "本年支出合计", "支出总计"};
    struct printed_list list = sample_list();
    const struct printed **cells = arena_array(arena, list.count, sizeof(struct printed *));
    struct gold gold = read_gold(1);
    size_t count = find_cells(&list, gold.title, cells);
    for (size_t i = 0; i < count; i++) {
        char **row = gold.rows.cells[gold.head_rows + i / gold.columns];
        size_t column = i % gold.columns;
        const char *own = row[column < 2 ? 0 : 2], *other = row[column < 2 ? 2 : 0];
        const char *label = own[0] != '\0' ? own : other;
        bool total = column == 3;
        for (size_t k = 0; k < sizeof SUMS / sizeof *SUMS; k++)
            total = total || (column % 2 == 1 && strcmp(own, SUMS[k]) == 0) ||
                    (column >= 3 && strcmp(own, SUMS[k]) == 0);
        ck_assert_str_eq(cells[i]->row, label);
        ck_assert_msg((cells[i]->total == total) || (column == 3 && own[0] == '\0'), "%s, %s",
                      label, cells[i]->column);
    }
}
END_TEST

START_TEST(lines_that_take_in_others_are_sums)
{
    struct printed_list list = sample_list();
    static const struct {
        const char *table, *row, *column;
        size_t n;
        bool total;
    } CASES[] = {
        {"2026年财政拨款收支总表", "一、一般公共预算", "收入／金额", 0, false},
        {"2026年财政拨款收支总表", "上年财政拨款结转", "收入／金额", 0, true},
        {"2026年财政拨款收支总表", "一、一般公共预算", "收入／金额", 1, false},
        {"2026年财政拨款收支总表", "支出总计", "支出／金额／一般公共预算", 0, true},
        {"2026年财政拨款收支总表", "二、外交支出", "支出／金额／小计", 0, true},
        {"2026年财政拨款收支总表", "二、外交支出", "支出／金额／一般公共预算", 0, false},
        {"2026年财政拨款安排“三公”经费支出预算表", "公务接待费", "2026年预算数／一般公共预算", 0,
         false},
        {"2026年财政拨款安排“三公”经费支出预算表", "公务用车购置及运行费",
         "2026年预算数／一般公共预算", 0, true},
        {"2026年财政拨款安排“三公”经费支出预算表", "①公务用车购置费", "2026年预算数／一般公共预算",
         0, false},
        {"2026年财政拨款安排机关运行经费预算表", "部门合计", "2026预算数／一般公共预算", 0, true},
        {"2026年财政拨款安排机关运行经费预算表", "泽州县自然资源局", "2026预算数／一般公共预算", 0,
         false},
        {"2026年项目支出预算表（本年预算）", "泽州县自然资源局", "单位资金", 1, true},
        {"2026年一般公共预算安排基本支出分经济科目表（不含上年结转）", "工资福利支出",
         "2026年预算数／人员经费", 0, true},
        {"2026年一般公共预算安排基本支出分经济科目表（不含上年结转）", "基本工资 工资奖金津补贴",
         "2026年预算数／人员经费", 0, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct printed *cell =
            find_cell(&list, CASES[i].table, CASES[i].row, CASES[i].column, CASES[i].n);
        ck_assert_msg(cell->total == CASES[i].total, "case %zu: %s", i, CASES[i].row);
    }
}
END_TEST

static int compare_keys(const void *a, const void *b)
{
    const struct printed *const *x = a, *const *y = b;
    int order = strcmp((*x)->table, (*y)->table);
    order = order != 0 ? order : strcmp((*x)->row, (*y)->row);
    order = order != 0 ? order : strcmp((*x)->column, (*y)->column);
    return order != 0 ? order : strcmp((*x)->part, (*y)->part);
}

/* On paper too, 表四 has two lines 一、一般公共预算, and a department and its unit have one name. */
START_TEST(only_what_is_alike_on_paper_has_one_key)
{
    struct printed_list list = sample_list();
    const struct printed **sorted = arena_array(arena, list.count, sizeof *sorted);
    for (size_t i = 0; i < list.count; i++)
        sorted[i] = &list.items[i];
    qsort(sorted, list.count, sizeof *sorted, compare_keys);
    for (size_t i = 1; i < list.count; i++) {
        const struct printed *item = sorted[i];
        if (compare_keys(&sorted[i - 1], &sorted[i]) != 0)
            continue;
        bool alike = strstr(item->table, "绩效目标") != NULL ||
                     strstr(item->table, "财政拨款收支总表") != NULL ||
                     strstr(item->table, "项目支出预算表") != NULL;
        ck_assert_msg(alike, "twice: %s, %s, %s", item->table, item->row, item->column);
    }
}
END_TEST

START_TEST(money_of_a_form_has_the_unit_of_its_label_and_its_sum_is_one)
{
    struct printed_list list = sample_list();
    const struct project *project = NULL;
    for (size_t i = 0; i < budget.project_count && project == NULL; i++)
        if (budget.projects[i].has_form)
            project = &budget.projects[i];
    ck_assert_ptr_nonnull(project);
    const char *table = arena_printf(arena, "泽州县县(区)级预算部门（单位）项目支出绩效目标表／%s",
                                     project->texts[PROJECT_FORM_NAME]);
    static const char *const ROWS[] = {"项目资金（元）／实施期资金总额：",
                                       "项目资金（元）／年度资金总额："};
    for (size_t term = 0; term < TERM_COUNT; term++) {
        ck_assert_str_eq(find_cell(&list, table, ROWS[term], "", 0)->value,
                         strchr(ROWS[term], '\xEF') == NULL ? "" : strstr(ROWS[term], "／") + 3);
        const struct printed *sum = find_cell(&list, table, ROWS[term], "", 1);
        ck_assert_int_eq(strtoll(sum->value, NULL, 10), project->funds[term][SOURCE_TOTAL] / 100);
        ck_assert_str_eq(sum->unit, "元");
        ck_assert(sum->total);
    }
    const struct printed *part =
        find_cell(&list, table, "项目资金（元）／市县（区）财政资金", "", 1);
    ck_assert_str_eq(part->unit, "元");
    ck_assert(!part->total);
}
END_TEST

START_TEST(tasks_of_the_department_add_up_across_and_down)
{
    static const char *const TABLE = "泽州县县(区)级预算部门（单位）整体支出绩效目标申报表";
    struct printed_list list = sample_list();
    const struct overall *task = &budget.overall[0];
    ck_assert_int_eq(task->column, OVERALL_TASK);
    const char *row = arena_printf(arena, "年度主要任务／%s", task->name);
    const struct printed *sum = find_cell(&list, TABLE, row, "预算金额（万元）／总额", 0);
    const struct printed *part = find_cell(&list, TABLE, row, "预算金额（万元）／财政拨款", 0);
    const struct printed *all =
        find_cell(&list, TABLE, "金额合计", "预算金额（万元）／财政拨款", 0);
    ck_assert(sum->total && !part->total && all->total);
    ck_assert_str_eq(sum->unit, "万元");
    ck_assert_str_eq(all->unit, "万元");
}
END_TEST

/* ---- files --------------------------------------------------------------------------------- */

static const char *dir;

static void make_dir(void)
{
    setup();
    dir = support_make_dir(arena);
}

static void remove_dir(void)
{
    support_remove_dir(dir);
    teardown();
}

static const char *path_of(const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

static void write_list(const char *name, const struct printed_list *list)
{
    FILE *out = fopen(path_of(name), "wb");
    ck_assert_ptr_nonnull(out);
    printed_write(out, list);
    ck_assert(!ferror(out));
    ck_assert_int_eq(fclose(out), 0);
}

static void assert_same(const struct printed_list *a, const struct printed_list *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct printed *x = &a->items[i], *y = &b->items[i];
        ck_assert_str_eq(x->part, y->part);
        ck_assert_str_eq(x->table, y->table);
        ck_assert_str_eq(x->row, y->row);
        ck_assert_str_eq(x->column, y->column);
        ck_assert_str_eq(x->value, y->value);
        ck_assert_str_eq(x->unit, y->unit);
        ck_assert_str_eq(x->page, y->page);
        ck_assert_int_eq(x->total, y->total);
    }
}

START_TEST(what_is_written_is_read_again)
{
    static const struct printed ODD[] = {
        {"", "", "第1段", "", "逗号, 引号\"、“”, 𠮷", "", "", false},
        {"部", "表", "a\"b", "甲／乙", "-0.01", "万元", "123", true},
        {"部", "表", "a\"b", "甲／乙", "", "", "123", true},
        {"=1+1", "'", "一 二", "\"\"", "=A1", "元", "1", false}};
    struct printed_list lists[] = {sample_list(), {ODD, 4}, {NULL, 0}}, again;
    for (size_t i = 0; i < 3; i++) {
        write_list("data.csv", &lists[i]);
        ck_assert(printed_read(arena, path_of("data.csv"), "data.csv", diag, &again));
        assert_same(&lists[i], &again);
    }
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(the_file_begins_with_a_mark_for_spreadsheets_and_its_head)
{
    static const struct printed ITEM = {"一", "二", "三", "四", "5.00", "万元", "6", true};
    write_list("data.csv", &(struct printed_list){&ITEM, 1});
    ck_assert_str_eq(support_read(arena, path_of("data.csv")),
                     "\xEF\xBB\xBF部分,表,行,列,数值,单位,页码,合计\r\n"
                     "一,二,三,四,5.00,万元,6,是\r\n");
}
END_TEST

#define HEAD "部分,表,行,列,数值,单位,页码,合计\n"

static const struct {
    const char *text;
    enum diag_code code;
    int row, column;
} DAMAGED[] = {
    {"", DIAG_CSV_EMPTY, 1, 1},
    {"部分,表,行,列,数值,单位,页码\n", DIAG_CSV_COLUMN_MISSING, 1, 8},
    {"部分,表,列,行,数值,单位,页码,合计\n", DIAG_CSV_COLUMN_MISSING, 1, 3},
    {"科目编码,名称\n1,2\n", DIAG_CSV_COLUMN_MISSING, 1, 1},
    {"<html><body>404</body></html>\n", DIAG_CSV_COLUMN_MISSING, 1, 1},
    {HEAD "a,b,c,d,e,f,1,否\na,b,c,d\n", DIAG_CSV_ROW_SHORT, 3, 1},
    {HEAD "a,b,c,d,e,f,1,否,否\n", DIAG_CSV_ROW_LONG, 2, 1},
    {HEAD "a,b,c,d,e,f,1,yes\n", DIAG_FIELD_CHOICE, 2, 8},
    {HEAD "a,b,c,d,e,f,1,\n", DIAG_FIELD_CHOICE, 2, 8},
    {HEAD "a,b,c,d,\"e,f,1,否\n", DIAG_CSV_QUOTE_OPEN, 2, 5},
    {HEAD "a,b,c,d,e\x01,f,1,否\n", DIAG_FIELD_CONTROL, 2, 5},
    {HEAD "a,b,c,d,e,f,1,\xE5\x90", DIAG_FIELD_UNDECODABLE, 2, 8},
};

START_TEST(a_damaged_file_is_refused_where_it_is_damaged)
{
    struct printed_list list;
    support_write(path_of("data.csv"), DAMAGED[_i].text);
    ck_assert(!printed_read(arena, path_of("data.csv"), "data.csv", diag, &list));
    ck_assert_uint_eq(list.count, 0);
    ck_assert_uint_eq(diag_errors(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_msg(entry->code == DAMAGED[_i].code, "%s", entry->message);
    ck_assert_str_eq(entry->pos.file, "data.csv");
    ck_assert_int_eq(entry->pos.row, DAMAGED[_i].row);
    ck_assert_int_eq(entry->pos.column, DAMAGED[_i].column);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_reported)
{
    struct printed_list list;
    ck_assert(!printed_read(arena, path_of("none.csv"), "none.csv", diag, &list));
    ck_assert(!printed_read(arena, dir, "folder", diag, &list));
    ck_assert_uint_eq(diag_errors(diag), 2);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FILE_MISSING);
}
END_TEST

START_TEST(a_field_of_ten_megabytes_is_refused)
{
    const size_t length = (size_t)10 << 20;
    char *field = arena_alloc(arena, length + 1);
    memset(field, 'x', length);
    struct printed_list list;
    for (int quoted = 0; quoted < 2; quoted++) {
        support_write(path_of("data.csv"),
                      arena_printf(arena, HEAD "a,b,c,d,%s%s%s,f,1,否\n", quoted ? "\"" : "", field,
                                   quoted ? "\"" : ""));
        ck_assert(!printed_read(arena, path_of("data.csv"), "data.csv", diag, &list));
        ck_assert_int_eq(diag_entry_at(diag, (size_t)quoted)->code, DIAG_CSV_FIELD_LONG);
    }
}
END_TEST

/* Wherever a file is cut, it is refused or read up to a row that is whole. */
START_TEST(a_file_cut_short_is_no_longer_list)
{
    struct printed_list whole = sample_list(), list;
    whole.items += 2; /* those of the cover have blank fields first */
    whole.count = 6;
    write_list("data.csv", &whole);
    const char *text = support_read(arena, path_of("data.csv"));
    size_t rows = 0;
    for (size_t length = 0; text[length] != '\0'; length++) {
        support_write(path_of("data.csv"), arena_strndup(arena, text, length));
        rows += length > 0 && text[length - 1] == '\n';
        if (!printed_read(arena, path_of("data.csv"), "data.csv", diag, &list))
            continue;
        bool ended = text[length] == '\r' || text[length - 1] == '\r' || text[length - 1] == '\n';
        ck_assert_msg(ended, "cut in a row, at %zu", length);
        ck_assert_uint_le(list.count, rows);
        for (size_t i = 0; i < list.count; i++)
            ck_assert_str_eq(list.items[i].value, whole.items[i].value);
    }
}
END_TEST

START_TEST(a_hundred_thousand_rows_are_read_in_a_moment)
{
    const size_t count = 100000;
    struct printed *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct printed){.part = "第二部分",
                                    .table = "2026年预算支出总表",
                                    .row = arena_printf(arena, "%zu 科目", i),
                                    .column = "2026年预算数／合计",
                                    .value = "1.00",
                                    .unit = "万元",
                                    .page = "7"};
    struct printed_list list = {items, count}, again;
    write_list("data.csv", &list);
    ck_assert(printed_read(arena, path_of("data.csv"), "data.csv", diag, &again));
    assert_same(&list, &again);
}
END_TEST

Suite *printed_suite(void);
Suite *printed_suite(void)
{
    Suite *suite = suite_create("printed");
    TCase *tables = tcase_create("tables");
    tcase_add_checked_fixture(tables, setup, teardown);
    tcase_add_test(tables, every_published_cell_is_in_the_data_file_under_its_heads);
    tcase_add_test(tables, rows_of_subjects_go_by_code_and_name_and_sums_are_marked);
    tcase_add_test(tables, the_sides_of_a_table_have_their_own_rows_and_sums);
    tcase_add_test(tables, lines_that_take_in_others_are_sums);
    tcase_add_test(tables, only_what_is_alike_on_paper_has_one_key);
    tcase_add_test(tables, money_of_a_form_has_the_unit_of_its_label_and_its_sum_is_one);
    tcase_add_test(tables, tasks_of_the_department_add_up_across_and_down);
    suite_add_tcase(suite, tables);
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, make_dir, remove_dir);
    tcase_add_test(files, what_is_written_is_read_again);
    tcase_add_test(files, the_file_begins_with_a_mark_for_spreadsheets_and_its_head);
    tcase_add_loop_test(files, a_damaged_file_is_refused_where_it_is_damaged, 0,
                        sizeof DAMAGED / sizeof *DAMAGED);
    tcase_add_test(files, a_file_that_is_not_there_is_reported);
    tcase_add_test(files, a_field_of_ten_megabytes_is_refused);
    tcase_add_test(files, a_file_cut_short_is_no_longer_list);
    tcase_add_test(files, a_hundred_thousand_rows_are_read_in_a_moment);
    suite_add_tcase(suite, files);
    return suite;
}

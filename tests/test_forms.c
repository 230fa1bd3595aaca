/* Forms: the pack's grids, the records that fill them, and what is wrong with either. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/format_forms.h"
#include "data/forms_records.h"
#include "tests/forms_fixture.h"
#include "tests/support.h"

Suite *forms_suite(void);

/* ---- the form of a project ------------------------------------------------------------------ */

START_TEST(published_projects_have_a_form_in_the_order_of_their_codes)
{
    struct document_builder b = build(forms_build_projects);
    ck_assert_uint_eq(b.section_count, 2);
    const char *names[] = {"土地项目表", "修缮项目表"};
    for (size_t i = 0; i < 2; i++) {
        const struct section *section = &b.sections[i];
        ck_assert(section->new_page && section->numbered);
        ck_assert_int_eq(section->blocks[0].kind, BLOCK_HEADING);
        ck_assert_int_eq(section->blocks[0].level, 3);
        ck_assert_str_eq(section->blocks[0].contents.utf8, names[i]);
        ck_assert_str_eq(section->blocks[0].text.utf8,
                         "某县县(区)级预算部门（单位）项目支出绩效目标表");
        ck_assert_str_eq(section->blocks[1].text.utf8, "(2026年度)");
        ck_assert_str_eq(section->running->text.utf8,
                         "某县县(区)级预算部门（单位）项目支出绩效目标表（续）");
        ck_assert_str_eq(value_of(section, "项目名称", 0), names[i]);
    }
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(the_largest_come_first_where_the_pack_says_so)
{
    struct format format = *read_pack();
    struct form_format form = *format.project_form;
    form.order = FORM_BY_AMOUNT;
    format.project_form = &form;
    struct document_builder b = build_with(&format, forms_build_projects);
    ck_assert_uint_eq(b.section_count, 2);
    ck_assert_str_eq(b.sections[0].blocks[0].contents.utf8, "修缮项目表");
}
END_TEST

START_TEST(a_form_without_a_name_is_reported_at_its_field)
{
    put("projects.csv", PROJECT_HEAD UNPUBLISHED_PROJECT
        "P-2,A01,A01001,修缮项目,特定目标类,是,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n");
    struct document_builder b = build(forms_build_projects);
    ck_assert_uint_eq(b.section_count, 0);
    ck_assert_uint_eq(diag_count(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, DIAG_FORM_NAMELESS);
    ck_assert_str_eq(entry->pos.file, "projects.csv");
    ck_assert_int_eq(entry->pos.row, 3);
    ck_assert_int_eq(entry->pos.column, 7);
}
END_TEST

/* label_order and fund_labels of the published forms. */
static const char *const published_labels[] = {
    "项目名称",
    "主管部门及代码",
    "实施单位",
    "项目属性",
    "项目期",
    "项目资金（元）",
    "实施期资金总额：",
    "年度资金总额：",
    "其中：中央财政资金",
    "其中：中央财政资金",
    "省级财政资金",
    "省级财政资金",
    "市县（区）财政资金",
    "市县（区）财政资金",
    "单位自筹",
    "单位自筹",
    "其他资金",
    "其他资金",
    "项目概况",
    "立项依据",
    "项目设立必要性",
    "保证项目实施的制度、措施",
    "项目实施计划",
    "实施期目标",
    "年度目标",
    "总体目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "二级指标",
    "三级指标",
    "指标值",
    "绩效指标",
    "负责人",
    "经办人",
    "联系电话",
    "填报日期",
};

START_TEST(the_labels_are_the_published_ones_in_their_order)
{
    struct document_builder b = build(forms_build_projects);
    const struct section *section = &b.sections[0];
    size_t label_style = b.format->project_form->label_style, next = 0;
    for (size_t k = 0; k < section->block_count; k++) {
        const struct table *table = section->blocks[k].table;
        for (size_t i = 0; table && i < table->cell_count; i++) {
            const struct table_cell *cell = &table->cells[i];
            if (cell->style != label_style || cell->text.utf8[0] == '\0')
                continue;
            ck_assert_uint_lt(next, sizeof published_labels / sizeof *published_labels);
            ck_assert_str_eq(cell->text.utf8, published_labels[next]);
            /* All that stand in the body are set again on a further page. */
            ck_assert_int_eq(cell->label, cell->row >= table->head_rows);
            next++;
        }
    }
    ck_assert_uint_eq(next, sizeof published_labels / sizeof *published_labels);
}
END_TEST

START_TEST(grids_tile_part_their_rows_and_hang_together)
{
    struct document_builder b = build(forms_build_projects);
    size_t tables = 0;
    for (size_t k = 0; k < b.sections[0].block_count; k++) {
        const struct table *table = b.sections[0].blocks[k].table;
        if (table == NULL)
            continue;
        assert_tiles(table);
        /* Texts are parted between lines, indicators are not. */
        bool indicators = table->column_count == 8 && table->head_rows > 0;
        ck_assert_int_eq(table->splits_rows, !indicators);
        ck_assert_int_eq(table->joined, tables++ > 0);
    }
    ck_assert_uint_gt(tables, 3);
}
END_TEST

START_TEST(amounts_are_yuan_as_given)
{
    struct document_builder b = build(forms_build_projects);
    const struct section *form = &b.sections[0];
    ck_assert_str_eq(value_of(form, "实施期资金总额：", 0), "1234567.80");
    ck_assert_str_eq(value_of(form, "年度资金总额：", 0), "500");
    ck_assert_str_eq(value_of(form, "其中：中央财政资金", 0), "0"); /* given as 0 */
    ck_assert_str_eq(value_of(form, "其中：中央财政资金", 1), "");  /* left blank */
    ck_assert_str_eq(value_of(form, "单位自筹", 1), "0");           /* given as 0.00 */
    ck_assert_str_eq(value_of(form, "其他资金", 1), "");
    ck_assert_int_eq(beside(form, "年度资金总额：", 0)->content, CELL_AMOUNT);
}
END_TEST

START_TEST(texts_stand_beside_their_labels_and_know_their_place)
{
    struct document_builder b = build(forms_build_projects);
    const struct section *form = &b.sections[0];
    static const char *const expected[][2] = {
        {"主管部门及代码", "A01-甲局"},
        {"实施单位", "甲局"},
        {"项目属性", "一次性项目"},
        {"项目期", "1年"},
        {"项目概况", "概况"},
        {"立项依据", "依据"},
        {"项目设立必要性", "必要"},
        {"总体目标", "总体"},
        {"项目实施计划", "计划"},
        {"保证项目实施的制度、措施", "措施"},
        {"负责人", "甲"},
        {"经办人", "乙"},
        {"联系电话", "丙"},
        {"填报日期", "2026"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_str_eq(value_of(form, expected[i][0], 0), expected[i][1]);
    const struct table_cell *goal = beside(form, "总体目标", 0);
    ck_assert_str_eq(goal[1].text.utf8, "年度"); /* side by side */
    ck_assert_int_eq(goal[1].row, goal->row);
    ck_assert_str_eq(goal->text.pos.file, "projects.csv");
    ck_assert_int_eq(goal->text.pos.row, 4);
    ck_assert_int_eq(goal->text.pos.column, 29);
}
END_TEST

START_TEST(a_text_of_a_megabyte_is_in_its_cell)
{
    size_t length = (size_t)900 << 10;
    char *text = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        text[i] = (char)('a' + i % 26);
    put("projects.csv",
        arena_printf(arena,
                     PROJECT_HEAD "P-2,A01,A01001,修缮,特定目标类,是,修缮,,,,,,,,,,,9000,,,,,,%s,"
                                  ",,,,,,,,,\n",
                     text));
    struct document_builder b = build(forms_build_projects);
    ck_assert_str_eq(value_of(&b.sections[0], "项目概况", 0), text);
}
END_TEST

/* ---- indicators ----------------------------------------------------------------------------- */

START_TEST(labels_of_several_rows_are_one_cell)
{
    put("indicators.csv", INDICATOR_HEAD "P-1,实施期,4,效益指标,质量指标,丁,4\n"
                                         "P-1,实施期,2,产出指标,数量指标,乙,2\n"
                                         "P-1,实施期,1,产出指标,数量指标,甲,1\n"
                                         "P-1,实施期,3,产出指标,质量指标,,\n"
                                         "P-1,年度,1,产出指标,数量指标,戊,5\n");
    struct document_builder b = build(forms_build_projects);
    const struct table *table = table_under(&b.sections[0], "一级指标");
    ck_assert_ptr_nonnull(table);
    assert_tiles(table);
    ck_assert_int_eq(table->row_count, 1 + 4);
    static const struct {
        int row, column, row_span;
        const char *text;
        bool label;
    } expected[] = {
        {1, 0, 4, "绩效指标", true}, {1, 1, 3, "产出指标", true}, {4, 1, 1, "效益指标", true},
        {1, 2, 2, "数量指标", true}, {3, 2, 1, "质量指标", true}, {4, 2, 1, "质量指标", true},
        {1, 5, 2, "数量指标", true}, {4, 5, 1, "质量指标", true}, {1, 3, 1, "甲", false},
        {2, 3, 1, "乙", false},      {3, 3, 1, "", false},        {4, 4, 1, "4", false},
        {1, 6, 1, "戊", false},      {1, 7, 1, "5", false},       {2, 6, 1, "", false},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct table_cell *cell = cell_at(table, expected[i].row, expected[i].column);
        ck_assert_msg(cell != NULL, "case %zu: covered", i);
        ck_assert_str_eq(cell->text.utf8, expected[i].text);
        ck_assert_int_eq(cell->row_span, expected[i].row_span);
        ck_assert_int_eq(cell->label, expected[i].label);
    }
}
END_TEST

START_TEST(a_form_without_indicators_keeps_a_blank_row)
{
    struct document_builder b = build(forms_build_projects);
    const struct table *table = table_under(&b.sections[0], "一级指标");
    ck_assert_int_eq(table->row_count, 1 + 1);
    assert_tiles(table);
}
END_TEST

/* Indicators as text, `一级 二级 三级`, 实施期 before the bar; the rows they make, `三级|三级`. */
static const struct {
    const char *given, *rows;
} matches[] = {
    {"", ""},
    {"A a 1;A b 2|", "1-,2-"},
    {"|A a 1;A b 2", "-1,-2"},
    {"A a 1;A b 2|A b 3;A a 4", "1-4,2-3"},                 /* by label, not by line */
    {"A a 1;A a 2|A a 3", "1-3,2-"},                        /* within them by position */
    {"A a 1|A a 2;A a 3", "1-2,-3"},                        /* the longer side gives the rows */
    {"A a 1;B b 2|A c 3", "1-,-3,2-"},                      /* after its 一级指标 */
    {"A a 1|C c 2;B b 3", "1-,-2,-3"},                      /* or at the end */
    {"A a 1;B b 2;A a 3|A a 4;B b 5;A a 6", "1-4,2-5,3-6"}, /* a label that comes again */
    {"A a 1;A b 2|A a 3;A b 4;A a 5", "1-3,2-4,-5"},
};

static size_t parse(const char *text, enum project_term term, const struct project *project,
                    struct indicator *out)
{
    size_t count = 0;
    char *rest = arena_strdup(arena, text);
    for (char *one; (one = strsep(&rest, ";")) != NULL && one[0] != '\0';) {
        struct indicator *indicator = &out[count++];
        *indicator = (struct indicator){.term = term, .project = project, .number = (int)count};
        for (size_t i = 0; i < 3; i++)
            indicator->level[i] = strsep(&one, " ");
    }
    return count;
}

START_TEST(the_two_terms_are_matched_by_label_then_position)
{
    struct project project = {.code = "P"};
    struct indicator indicators[16];
    char *whole = arena_strdup(arena, matches[_i].given);
    char *year = whole + strcspn(whole, "|");
    if (*year != '\0')
        *year++ = '\0';
    size_t count = parse(whole, TERM_WHOLE, &project, indicators);
    count += parse(year, TERM_YEAR, &project, indicators + count);
    struct budget budget = {.indicators = indicators, .indicator_count = count};
    const struct form_item *items;
    size_t rows = forms_collect(arena, &budget, &project, FORM_INDICATORS, &items);
    const char *shown = "";
    for (size_t i = 0; i < rows; i++) {
        const struct indicator *left = items[i].records[TERM_WHOLE];
        const struct indicator *right = items[i].records[TERM_YEAR];
        shown = arena_printf(arena, "%s%s%s-%s", shown, i > 0 ? "," : "",
                             left ? left->level[2] : "", right ? right->level[2] : "");
    }
    ck_assert_str_eq(shown, matches[_i].rows);
}
END_TEST

/* No indicator is lost or doubled, and cells tile, whatever the indicators are. */
START_TEST(every_indicator_stands_in_one_row)
{
    srand(20260101u + (unsigned)_i);
    int count = _i < 40 ? _i * 5 : 5000;
    const char **lines = arena_array(arena, (size_t)count + 1, sizeof *lines);
    size_t length = 0;
    for (int i = 0; i < count; i++) {
        lines[i] =
            arena_printf(arena, "P-1,%s,%d,级%d,类%d,文%d,\n", rand() % 3 ? "实施期" : "年度",
                         rand() % 1000, rand() % 3, rand() % 4, i);
        length += strlen(lines[i]);
    }
    char *text = arena_alloc(arena, length + 200), *end = text;
    end += sprintf(end, "%s", INDICATOR_HEAD);
    for (int i = 0; i < count; i++)
        end += sprintf(end, "%s", lines[i]);
    put("indicators.csv", text);
    struct document_builder b = build(forms_build_projects);
    const struct table *table = table_under(&b.sections[0], "一级指标");
    assert_tiles(table);
    int *seen = arena_array(arena, (size_t)count + 1, sizeof *seen);
    for (size_t i = 0; i < table->cell_count; i++) {
        int at;
        if (table->cells[i].row > 0 && sscanf(table->cells[i].text.utf8, "文%d", &at) == 1)
            seen[at]++;
    }
    for (int i = 0; i < count; i++)
        ck_assert_int_eq(seen[i], 1);
}
END_TEST

/* ---- the department's own form --------------------------------------------------------------- */

START_TEST(a_book_without_the_files_has_no_overall_form)
{
    struct document_builder b = build(forms_build_overall);
    ck_assert_uint_eq(b.section_count, 0);
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(an_overall_form_without_tasks_has_a_blank_sum)
{
    put("overall_indicators.csv", "部门编码,序号,一级指标,二级指标,三级指标,指标值\n"
                                  "A01,1,产出指标,数量指标,面积,3亩\n");
    struct document_builder b = build(forms_build_overall);
    ck_assert_uint_eq(b.section_count, 1);
    const struct table *tasks = table_under(&b.sections[0], "任务名称");
    assert_tiles(tasks);
    ck_assert_int_eq(tasks->row_count, 2 + 1 + 1);
    for (int column = 3; column <= 5; column++)
        ck_assert_str_eq(cell_at(tasks, 3, column)->text.utf8, "");
}
END_TEST

START_TEST(tasks_goals_and_indicators_make_the_overall_form)
{
    put("overall.csv", OVERALL_HEAD "A01,总体目标,1,,目标,,,\n"
                                    "A01,主要任务,2,任务乙,内容乙,20000,10000,\n"
                                    "A01,主要任务,1,任务甲,,12345.6,,\n");
    put("overall_indicators.csv", "部门编码,序号,一级指标,二级指标,三级指标,指标值\n"
                                  "A01,2,产出指标,质量指标,合格率,100%\n"
                                  "A01,1,产出指标,数量指标,面积,3亩\n");
    struct document_builder b = build(forms_build_overall);
    ck_assert_uint_eq(b.section_count, 1);
    const struct section *form = &b.sections[0];
    ck_assert_str_eq(form->blocks[0].contents.utf8, "部门整体支出绩效目标申报表");
    ck_assert_str_eq(value_of(form, "部门名称", 0), "甲局");
    ck_assert_str_eq(value_of(form, "年度总体目标", 0), "目标");
    const struct table *tasks = table_under(form, "任务名称");
    assert_tiles(tasks);
    ck_assert_int_eq(tasks->row_count, 2 + 2 + 1);
    ck_assert_str_eq(cell_at(tasks, 2, 1)->text.utf8, "任务甲");
    ck_assert_str_eq(cell_at(tasks, 3, 2)->text.utf8, "内容乙");
    ck_assert_str_eq(cell_at(tasks, 2, 3)->text.utf8, "1.23");
    ck_assert_str_eq(cell_at(tasks, 4, 3)->text.utf8, "3.23"); /* rounded once, from the sum */
    ck_assert_str_eq(cell_at(tasks, 4, 4)->text.utf8, "1.00");
    ck_assert_str_eq(cell_at(tasks, 4, 5)->text.utf8, ""); /* nobody gave one */
    const struct table *indicators = table_under(form, "三级指标");
    assert_tiles(indicators);
    ck_assert_int_eq(cell_at(indicators, 1, 1)->row_span, 2);
    ck_assert_str_eq(cell_at(indicators, 1, 3)->text.utf8, "面积");
    ck_assert_str_eq(cell_at(indicators, 2, 4)->text.utf8, "100%");
}
END_TEST

static const struct {
    const char *line;
    enum diag_code code;
    int column;
} overall_faults[] = {
    {"A01,主要任务,1,,内容,1,,\n", DIAG_FIELD_BLANK, 4},
    {"A01,总体目标,1,,,,,\n", DIAG_FIELD_BLANK, 5},
    {"A01,总体目标,1,名称,内容,,,\n", DIAG_OVERALL_UNWANTED, 4},
    {"A01,总体目标,1,,内容,0,,\n", DIAG_OVERALL_UNWANTED, 6},
    {"A01,次要任务,1,名称,内容,,,\n", DIAG_FIELD_CHOICE, 2},
    {"A01,主要任务,1,名称,内容,很多,,\n", DIAG_FIELD_MONEY, 6},
    {"A02,主要任务,1,名称,内容,1,,\n", DIAG_REFERENCE_UNKNOWN, 1},
};

START_TEST(a_mistake_in_overall_csv_is_reported_at_its_field)
{
    put("overall.csv", arena_printf(arena, OVERALL_HEAD "%s", overall_faults[_i].line));
    loaded_book_read(arena, dir, diag);
    ck_assert_uint_eq(diag_count(diag), 1);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, overall_faults[_i].code);
    ck_assert_str_eq(entry->pos.file, "overall.csv");
    ck_assert_int_eq(entry->pos.row, 2);
    ck_assert_int_eq(entry->pos.column, overall_faults[_i].column);
}
END_TEST

/* ---- the pack ------------------------------------------------------------------------------- */

/* The shipped forms.yaml with FIND, which stands there, made REPLACE: reported in FIND's line,
 * LATER lines below its start. */
static const struct {
    const char *find, *replace;
    enum diag_code code;
    int later;
} pack_faults[] = {
    {"projects: published", "projects: some", DIAG_PACK_VALUE, 0},
    {"name: 绩效表项目名称", "name: 名称", DIAG_PACK_FORM_COLUMN, 0},
    {"name: 绩效表项目名称", "name: 公开绩效目标", DIAG_PACK_FORM_COLUMN, 0}, /* no text */
    {"fen: 100,", "fen: 300,", DIAG_PACK_VALUE, 0},
    {"page: form", "page: forms", DIAG_PACK_VALUE, 0},
    {"{show: 项目属性}", "{show: 项目性质}", DIAG_PACK_FORM_COLUMN, 0},
    {"{show: 项目属性}", "{sum: 年度资金总额}", DIAG_PACK_FORM_CELL, 0},
    {"{show: 项目属性}", "{align: left}", DIAG_PACK_FORM_CELL, 0},
    {"{show: 项目属性}", "{show: 项目属性, text: 又}", DIAG_PACK_FORM_CELL, 0},
    {"{show: 项目属性}", "{show: 项目属性, row_span: 2}", DIAG_PACK_FORM_PLACE, 0},
    {"{show: 项目属性}", "{show: 项目属性, column_span: 2}", DIAG_PACK_FORM_PLACE, 2},
    {"{show: 项目属性}", "{show: 项目属性, column_span: 0}", DIAG_PACK_FORM_PLACE, 0},
    {"column_span: 3}\n", "column_span: 2}\n", DIAG_PACK_FORM_ROW, -1},
    {"row_span: 6", "row_span: 1000000", DIAG_PACK_FORM_PLACE, 0},
    {"row_span: 6", "row_span: 5", DIAG_PACK_FORM_ROW, 21},
    {"head:\n        - [{text: \"\"}, {label: 实施期目标}", "head:\n        - [{label: 实施期目标}",
     DIAG_PACK_FORM_ROW, 1},
    {"head:\n        - [{text: \"\"}", "head:\n        - [{show: 项目期}", DIAG_PACK_FORM_CELL, 1},
    {"{width: 24pt, label: 绩效指标}", "{width: 22pt}", DIAG_PACK_FORM_CELL, 0},
    {"{width: 24pt, label: 绩效指标}", "{label: 绩效指标}", DIAG_PACK_COLUMN_WIDTH, 0},
    {"{share: 7, show: 三级指标, term: 实施期, align: left}",
     "{share: 7, show: 三级指标, term: 远期}", DIAG_PACK_VALUE, 0},
    {"- records: indicators", "- records: tasks", DIAG_PACK_VALUE, 0},
    {"- records: indicators", "- records: figures", DIAG_PACK_VALUE, 0},
    {"{share: 7, show: 内容}", "{share: 7, show: 内容, term: 年度}", DIAG_PACK_FORM_GRID, 0},
    {"      foot:\n", "      rows:\n", DIAG_PACK_FORM_GRID, -16},
    {"{sum: 金额}", "{sum: 价格}", DIAG_PACK_FORM_COLUMN, 0},
    {"{label: 总额}", "{label: \"{total}\"}", DIAG_PACK_PLACEHOLDER, 0},
};

static void copy_pack(const char *to, const char *forms)
{
    static const char *const files[] = {"format.yaml", "tables.yaml"};
    for (size_t i = 0; i < 2; i++)
        support_write(arena_printf(arena, "%s/%s", to, files[i]),
                      support_read(arena, arena_printf(arena, "%s/%s", PACK, files[i])));
    support_write(arena_printf(arena, "%s/forms.yaml", to), forms);
}

START_TEST(a_mistake_in_the_pack_is_refused_at_its_line)
{
    const char *text = support_read(arena, PACK "/forms.yaml");
    const char *at = strstr(text, pack_faults[_i].find);
    ck_assert_msg(at != NULL, "the pack has no '%s'", pack_faults[_i].find);
    int line = 1 + pack_faults[_i].later;
    for (const char *p = text; p < at; p++)
        line += *p == '\n';
    const char *to = support_make_dir(arena);
    copy_pack(to, arena_printf(arena, "%.*s%s%s", (int)(at - text), text, pack_faults[_i].replace,
                               at + strlen(pack_faults[_i].find)));
    ck_assert_ptr_null(format_read(arena, to, diag));
    support_remove_dir(to);
    const struct diag_entry *entry = diag_entry_at(diag, 0);
    ck_assert_int_eq(entry->code, pack_faults[_i].code);
    ck_assert_ptr_nonnull(strstr(entry->pos.file, "forms.yaml"));
    ck_assert_int_eq(entry->pos.row, line);
}
END_TEST

START_TEST(a_pack_may_have_no_overall_form)
{
    const char *text = support_read(arena, PACK "/forms.yaml");
    const char *at = strstr(text, "overall_form:");
    const char *to = support_make_dir(arena);
    copy_pack(to, arena_strndup(arena, text, (size_t)(at - text)));
    const struct format *format = format_read(arena, to, diag);
    support_remove_dir(to);
    ck_assert_ptr_nonnull(format);
    ck_assert_ptr_nonnull(format->project_form);
    ck_assert_ptr_null(format->overall_form);
    put("overall.csv", OVERALL_HEAD "A01,总体目标,1,,目标,,,\n");
    ck_assert_uint_eq(build_with(format, forms_build_overall).section_count, 0);
}
END_TEST

#define COUNT(cases) ((int)(sizeof(cases) / sizeof *(cases)))

Suite *forms_suite(void)
{
    Suite *suite = suite_create("forms");
    TCase *cases = tcase_create("forms");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, published_projects_have_a_form_in_the_order_of_their_codes);
    tcase_add_test(cases, the_largest_come_first_where_the_pack_says_so);
    tcase_add_test(cases, a_form_without_a_name_is_reported_at_its_field);
    tcase_add_test(cases, the_labels_are_the_published_ones_in_their_order);
    tcase_add_test(cases, grids_tile_part_their_rows_and_hang_together);
    tcase_add_test(cases, amounts_are_yuan_as_given);
    tcase_add_test(cases, texts_stand_beside_their_labels_and_know_their_place);
    tcase_add_test(cases, a_text_of_a_megabyte_is_in_its_cell);
    tcase_add_test(cases, labels_of_several_rows_are_one_cell);
    tcase_add_test(cases, a_form_without_indicators_keeps_a_blank_row);
    tcase_add_loop_test(cases, the_two_terms_are_matched_by_label_then_position, 0, COUNT(matches));
    tcase_add_loop_test(cases, every_indicator_stands_in_one_row, 0, 41);
    tcase_add_test(cases, a_book_without_the_files_has_no_overall_form);
    tcase_add_test(cases, an_overall_form_without_tasks_has_a_blank_sum);
    tcase_add_test(cases, tasks_goals_and_indicators_make_the_overall_form);
    tcase_add_loop_test(cases, a_mistake_in_overall_csv_is_reported_at_its_field, 0,
                        COUNT(overall_faults));
    tcase_add_loop_test(cases, a_mistake_in_the_pack_is_refused_at_its_line, 0, COUNT(pack_faults));
    tcase_add_test(cases, a_pack_may_have_no_overall_form);
    suite_add_tcase(suite, cases);
    return suite;
}

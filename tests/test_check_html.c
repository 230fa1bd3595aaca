/* The page for the official: that no text is taken for markup, and what stands where. */
#include "render/check_html.h"
#include "render/html.h"
#include "tests/check_fixture.h"

Suite *check_html_suite(void);

/* ---- escaping ------------------------------------------------------------------------------ */

START_TEST(markup_and_control_characters_are_escaped)
{
    static const struct {
        const char *text, *html;
    } CASES[] = {
        {"收入 1 元", "收入 1 元"},
        {"<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
        {"\"a'b\"", "&quot;a&#39;b&quot;"},
        {"a\nb", "a\nb"},
        {"a\tb\rc\x1b[0m", "a&#x2409;b&#x240D;c&#x241B;[0m"},
        {"\x7f", "&#x2421;"},
        {"a\xC2\x85"
         "b\xC2\xA0"
         "c",
         "a&#xFFFD;b\xC2\xA0"
         "c"},                                    /* U+0085 and U+00A0 */
        {"\xF0\xA0\xAE\xB7", "\xF0\xA0\xAE\xB7"}, /* 𠮷 */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf out = buf_new(arena);
        html_text(&out, CASES[i].text);
        ck_assert_str_eq(out.bytes, CASES[i].html);
    }
}
END_TEST

START_TEST(an_element_is_closed_by_its_name_alone)
{
    struct buf out = buf_new(arena);
    html_element(&out, "td class=\"n\"", "<");
    ck_assert_str_eq(out.bytes, "<td class=\"n\">&lt;</td>");
}
END_TEST

/* ---- the page ------------------------------------------------------------------------------ */

static const struct check_rules *rules;
static const struct book *book;
static struct department department;

static void begin(void)
{
    setup();
    rules = read_rules();
    book = read_budget(dir).book;
    department = *book_department(book, 0);
}

static const struct check_rule_head *rule_of(enum check_level level, size_t n)
{
    for (size_t i = 0; i < check_rule_count(rules); i++)
        if (check_rule_at(rules, i)->level == level && n-- == 0)
            return check_rule_at(rules, i);
    ck_abort_msg("no such rule");
}

static struct check_finding finding(const struct check_rule_head *rule, const char *message)
{
    return (struct check_finding){.rule = rule,
                                  .department = department.code,
                                  .pos = {"projects.csv", 3, 28},
                                  .place = "place",
                                  .found = "",
                                  .expected = "",
                                  .difference = "",
                                  .message = message};
}

static const char *page_of(const struct check_finding *items, size_t count,
                           enum diag_language language)
{
    struct check_html *html = check_html_new(arena, book, rules, language);
    const struct check_findings findings = {items, count};
    check_html_add(html, &department, &findings);
    return check_html_finish(html, diag)->bytes;
}

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

START_TEST(no_field_is_taken_for_markup)
{
#define EVIL(name)  name "<script x=\"1\" y='2'>&\x01"
#define TAMED(name) name "&lt;script x=&quot;1&quot; y=&#39;2&#39;&gt;&amp;"
#define TAME(name)  TAMED(name) "&#x2401;"
    static const char *const FIELDS[] = {
        TAME("code"),     TAME("name"),       TAME("file"),    TAME("place"),  TAME("found"),
        TAME("expected"), TAME("difference"), TAME("message"), TAME("reason"), TAMED("fault"),
    };
    static const struct waiver waiver = {.reason = EVIL("reason")};
    const struct check_finding evil = {.rule = rule_of(CHECK_FATAL, 0),
                                       .department = EVIL("code"),
                                       .pos = {EVIL("file"), 3, 1},
                                       .place = EVIL("place"),
                                       .found = EVIL("found"),
                                       .expected = EVIL("expected"),
                                       .difference = EVIL("difference"),
                                       .message = EVIL("message"),
                                       .waiver = &waiver};
    department.code = EVIL("code");
    department.name = EVIL("name");
    diag_concern(diag, department.code);
    diag_report(diag, (struct pos){EVIL("file"), 2, 1}, DIAG_DEPARTMENT_UNKNOWN, EVIL("fault"),
                NULL);
    for (int language = 0; language < 2; language++) {
        const char *html = page_of(&evil, 1, (enum diag_language)language);
        for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
            ck_assert_msg(strstr(html, FIELDS[i]) != NULL, "%s", FIELDS[i]);
        ck_assert_ptr_null(strstr(html, "<script"));
        ck_assert_ptr_null(strchr(html, '\x01'));
    }
}
END_TEST

START_TEST(the_gravest_come_first_and_waived_ones_last)
{
    static const struct waiver waiver = {.reason = "known"};
    struct check_finding items[] = {
        finding(rule_of(CHECK_NOTE, 0), "fourth"), finding(rule_of(CHECK_WARNING, 0), "third"),
        finding(rule_of(CHECK_FATAL, 0), "fifth"), finding(rule_of(CHECK_FATAL, 1), "first"),
        finding(rule_of(CHECK_FATAL, 1), "second")};
    static const char *const ORDER[] = {"first", "second", "third", "fourth", "fifth", "known"};
    items[2].waiver = &waiver;
    const char *at = page_of(items, 5, DIAG_ENGLISH);
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++) {
        at = strstr(at, arena_printf(arena, "%s<", ORDER[i]));
        ck_assert_msg(at != NULL, "%s", ORDER[i]);
    }
}
END_TEST

START_TEST(a_rule_stands_once_over_its_findings)
{
    const struct check_rule_head *rule = rule_of(CHECK_WARNING, 0);
    const struct check_finding items[] = {finding(rule, "one"), finding(rule, "two")};
    const char *html = page_of(items, 2, DIAG_CHINESE);
    const char *head = arena_printf(arena, "<th colspan=\"5\">%s ", rule->id);
    ck_assert_uint_eq(occurrences(html, head), 1);
    ck_assert_uint_eq(occurrences(html, "projects.csv:3:28 [AB3]"), 2);
}
END_TEST

START_TEST(the_cell_of_a_spreadsheet_is_named)
{
    static const struct {
        struct pos pos;
        const char *html;
    } CASES[] = {
        {{"a.csv", 2, 1}, ">a.csv:2:1 [A2]<"},
        {{"a.csv", 9, 26}, ">a.csv:9:26 [Z9]<"},
        {{"a.csv", 9, 27}, ">a.csv:9:27 [AA9]<"},
        {{"a.csv", 9, 702}, ">a.csv:9:702 [ZZ9]<"},
        {{"a.csv", 9, 703}, ">a.csv:9:703 [AAA9]<"},
        {{"a.yaml", 2, 1}, ">a.yaml:2:1<"},
        {{"a.csv", 0, 0}, ">a.csv<"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct check_finding item = finding(rule_of(CHECK_NOTE, 0), "message");
        item.pos = CASES[i].pos;
        const char *html = page_of(&item, 1, DIAG_ENGLISH);
        ck_assert_msg(strstr(html, CASES[i].html) != NULL, "%s", CASES[i].html);
    }
}
END_TEST

START_TEST(figures_stand_under_each_other_and_words_do_not)
{
    struct check_finding item = finding(rule_of(CHECK_FATAL, 0), "message");
    item.found = "-1,234.50元";
    item.expected = "2026年5月前拨付补助资金";
    item.difference = "138****8000";
    const char *html = page_of(&item, 1, DIAG_CHINESE);
    ck_assert_ptr_nonnull(strstr(html, "<td class=\"n\" data-head=\"现为\">-1,234.50元</td>"));
    ck_assert_ptr_nonnull(strstr(html, "<td data-head=\"应为或对照\">2026年5月前"));
    ck_assert_ptr_nonnull(strstr(html, "<td data-head=\"相差\">138****8000</td>"));
}
END_TEST

START_TEST(departments_that_may_not_be_published_come_first)
{
    static const struct waiver waiver = {.reason = "known"};
    static const struct department departments[] = {
        {.code = "1", .name = "clean"},   {.code = "2", .name = "open"},
        {.code = "3", .name = "blocked"}, {.code = "4", .name = "fault"},
        {.code = "5", .name = "waived"},
    };
    struct check_finding items[] = {finding(rule_of(CHECK_NOTE, 0), "note"),
                                    finding(rule_of(CHECK_FATAL, 0), "fatal"),
                                    finding(rule_of(CHECK_FATAL, 0), "waived")};
    items[2].waiver = &waiver;
    const struct check_findings findings[] = {
        {NULL, 0}, {&items[0], 1}, {&items[1], 1}, {NULL, 0}, {&items[2], 1}};
    struct check_html *html = check_html_new(arena, book, rules, DIAG_ENGLISH);
    for (size_t i = 0; i < 5; i++)
        check_html_add(html, &departments[i], &findings[i]);
    diag_concern(diag, "4");
    diag_report(diag, (struct pos){"income.csv", 2, 1}, DIAG_DEPARTMENT_UNKNOWN, "x", NULL);
    const char *page = check_html_finish(html, diag)->bytes;
    static const char *const ORDER[] = {
        "3 blocked</a></td><td class=\"blocked\">not to be published</td>",
        "4 fault</a></td><td class=\"blocked\">not to be published</td>",
        "2 open</a></td><td>to be looked at</td>",
        "<td>1 clean</td><td>may be published</td>",
        "5 waived</a></td><td>may be published</td>",
        ">3 blocked<",
        ">4 fault<",
        "income.csv:2:1 [A2]: ",
        ">2 open<",
        ">5 waived<",
        ": known</div>"};
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++) {
        page = strstr(page, ORDER[i]);
        ck_assert_msg(page != NULL, "%s", ORDER[i]);
    }
}
END_TEST

START_TEST(a_rule_has_passed_when_nothing_was_found)
{
    static const struct waiver waiver = {.reason = "known"};
    const struct check_rule_head *rule = rule_of(CHECK_WARNING, 1);
    struct check_finding items[] = {finding(rule, "one"), finding(rule, "two"),
                                    finding(rule, "three")};
    ck_assert_uint_eq(occurrences(page_of(NULL, 0, DIAG_ENGLISH), "<td>passed</td>"),
                      check_rule_count(rules));
    const char *html = page_of(items, 3, DIAG_ENGLISH);
    ck_assert_uint_eq(occurrences(html, "<td>passed</td>"), check_rule_count(rules) - 1);
    ck_assert_ptr_nonnull(strstr(html, "<td class=\"bad\">3 found</td>"));
    items[1].waiver = &waiver;
    html = page_of(items, 3, DIAG_CHINESE);
    ck_assert_ptr_nonnull(strstr(html, "<td class=\"bad\">2 处，豁免 1 处</td>"));
}
END_TEST

Suite *check_html_suite(void)
{
    Suite *suite = suite_create("check_html");
    TCase *tcase = tcase_create("check_html");
    tcase_add_checked_fixture(tcase, begin, teardown);
    tcase_add_test(tcase, markup_and_control_characters_are_escaped);
    tcase_add_test(tcase, an_element_is_closed_by_its_name_alone);
    tcase_add_test(tcase, no_field_is_taken_for_markup);
    tcase_add_test(tcase, the_gravest_come_first_and_waived_ones_last);
    tcase_add_test(tcase, a_rule_stands_once_over_its_findings);
    tcase_add_test(tcase, the_cell_of_a_spreadsheet_is_named);
    tcase_add_test(tcase, figures_stand_under_each_other_and_words_do_not);
    tcase_add_test(tcase, departments_that_may_not_be_published_come_first);
    tcase_add_test(tcase, a_rule_has_passed_when_nothing_was_found);
    suite_add_tcase(suite, tcase);
    return suite;
}

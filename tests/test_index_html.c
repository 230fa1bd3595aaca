/* The page of an output directory: that no text is taken for markup or for another address, and
 * what stands where. What a browser makes of it: index_end_to_end.py. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "render/buf.h"
#include "render/html.h"
#include "render/index_html.h"
#include "tests/support.h"

Suite *index_html_suite(void);

static struct arena *arena;
static struct diag *diag;
static const char *dir;

static void setup(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_CHINESE);
    dir = support_make_dir(arena);
}

static void teardown(void)
{
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}

static struct manifest_entry entry_of(const char *code, enum manifest_status status,
                                      const char *file)
{
    return (struct manifest_entry){
        .code = code, .name = "某局", .status = status, .file = file, .pages = 12, .corrected = ""};
}

static struct manifest manifest_of(const struct manifest_entry *entries, size_t count)
{
    return (struct manifest){.program = "0.1.0",
                             .format = "shanxi-county",
                             .year = 2026,
                             .region = "泽州县",
                             .entries = entries,
                             .count = count};
}

static const char *write_page(const struct manifest *manifest, enum diag_language language)
{
    ck_assert(index_html_write(dir, manifest, language, diag));
    ck_assert_uint_eq(diag_count(diag), 0);
    return support_read(arena, arena_printf(arena, "%s/index.html", dir));
}

static const char *page_of(const struct manifest_entry *entries, size_t count)
{
    const struct manifest manifest = manifest_of(entries, count);
    return write_page(&manifest, DIAG_CHINESE);
}

/* The row of department CODE, without what follows it. */
static const char *row_of(const char *page, const char *code)
{
    const char *row = strstr(page, arena_printf(arena, "\"><td>%s<th>", code));
    ck_assert_msg(row != NULL, "%s", code);
    return arena_strndup(arena, row, (size_t)(strstr(row, "</tr>") - row));
}

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

static void assert_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no %s in %.500s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "%s in %.500s", part, text);
}

/* ---- addresses ----------------------------------------------------------------------------- */

START_TEST(a_segment_of_an_address_is_no_more_than_that)
{
    static const struct {
        const char *name, *address;
    } CASES[] = {
        {"080-a_b.c~d", "080-a_b.c~d"},
        {"自然资源局（筹）", "自然资源局（筹）"},
        {" #?%&=+", "%20%23%3F%25%26%3D%2B"},
        {"a:b/c\\d", "a%3Ab%2Fc%5Cd"},
        {"\"'<>`", "%22%27%3C%3E%60"},
        {"\n\t\x7f", "%0A%09%7F"},
        {"\xC2\x80\xC2\x9F\xC2\xA1", "%C2%80%C2%9F\xC2\xA1"}, /* U+0080, U+009F, U+00A1 */
        {"\xF0\xA0\xAE\xB7", "\xF0\xA0\xAE\xB7"},             /* 𠮷 */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buf out = buf_new(arena);
        html_segment(&out, CASES[i].name);
        ck_assert_str_eq(out.bytes, CASES[i].address);
    }
}
END_TEST

START_TEST(no_field_is_taken_for_markup)
{
#define EVIL(name)    name "<script x=\"1\" y='2'>&\x01"
#define TAMED(name)   name "&lt;script x=&quot;1&quot; y=&#39;2&#39;&gt;&amp;&#x2401;"
#define ADDRESS(name) name "%3Cscript%20x%3D%221%22%20y%3D%272%27%3E%26%01"
    static const char *const FIELDS[] = {
        "<title>" TAMED("region"),
        "<h1>" TAMED("region"),
        "<td>" TAMED("code") "<th>" TAMED("name") "<td>",
        " href=\"" ADDRESS("file") ".pdf\">",
        " href=\"" ADDRESS("file") ".csv\">",
        " href=\"changes/" ADDRESS("run") ".csv\">",
        " href=\"changes/" ADDRESS("run") "/" ADDRESS("file") "-更正说明.pdf\">",
        TAMED("format"),
        TAMED("program"),
    };
    struct manifest_entry entry = entry_of(EVIL("code"), MANIFEST_PUBLISHED, EVIL("file"));
    entry.name = EVIL("name");
    entry.corrected = EVIL("run");
    struct manifest manifest = manifest_of(&entry, 1);
    manifest.region = EVIL("region");
    manifest.format = EVIL("format");
    manifest.program = EVIL("program");
    for (int language = 0; language < 2; language++) {
        const char *page = write_page(&manifest, (enum diag_language)language);
        for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
            assert_has(page, FIELDS[i]);
        ck_assert_uint_eq(occurrences(page, "<script"), 1); /* its own */
        ck_assert_ptr_null(strchr(page, '\x01'));
    }
}
END_TEST

/* ---- rows ---------------------------------------------------------------------------------- */

START_TEST(a_published_department_has_links_to_document_and_data)
{
    struct manifest_entry entry = entry_of("080", MANIFEST_PUBLISHED, "080-某局");
    const char *row = row_of(page_of(&entry, 1), "080");
    assert_has(row, "<td>已公开<td>12<td>无<td>");
    assert_has(row, "<a href=\"080-某局.pdf\">PDF</a>");
    assert_has(row, "<a href=\"080-某局.csv\">CSV</a>");
    assert_lacks(row, "changes/");
}
END_TEST

START_TEST(files_of_an_earlier_run_are_said_to_be)
{
    static const struct {
        enum manifest_status status;
        const char *text;
    } CASES[] = {
        {MANIFEST_REFUSED, "<b>未公开</b><small>本次未公开；所列为以前公布的文件</small>"},
        {MANIFEST_FAILED, "<b>出错</b><small>本次未能生成；所列为以前公布的文件</small>"},
        {MANIFEST_ABSENT, "<b>已不在账套</b><small>所列为以前公布的文件</small>"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct manifest_entry entries[] = {entry_of("1", CASES[i].status, "1-某局"),
                                                 entry_of("2", CASES[i].status, "")};
        const char *page = page_of(entries, 2), *row = row_of(page, "1");
        assert_has(row, CASES[i].text);
        assert_has(row, "<td>12<td>");
        ck_assert_uint_eq(occurrences(row, " href="), 2);
        row = row_of(page, "2");
        assert_has(row, "</b><td><td>");
        assert_lacks(row, "以前");
        assert_lacks(row, " href=");
    }
}
END_TEST

START_TEST(findings_are_told_by_level)
{
    struct manifest_entry entries[] = {entry_of("1", MANIFEST_PUBLISHED, "1"),
                                       entry_of("2", MANIFEST_REFUSED, ""),
                                       entry_of("3", MANIFEST_REFUSED, "")};
    entries[0].warnings = 20;
    entries[0].notes = 3;
    entries[1].fatal = 1;
    entries[1].notes = 4;
    const char *page = page_of(entries, 3);
    assert_has(row_of(page, "1"), "<td>警告 20，提示 3<td>");
    assert_has(row_of(page, "2"), "<td>致命 1，提示 4<td>");
    assert_lacks(row_of(page, "3"), "无"); /* refused over its records: not in order */
}
END_TEST

START_TEST(a_corrected_department_has_links_to_note_and_list)
{
    struct manifest_entry entry = entry_of("080", MANIFEST_PUBLISHED, "080-某局");
    entry.corrected = "0012";
    const char *row = row_of(page_of(&entry, 1), "080");
    assert_has(row, "<a href=\"changes/0012/080-某局-更正说明.pdf\">更正说明</a>");
    assert_has(row, "<a href=\"changes/0012.csv\">更正清单</a>");
}
END_TEST

/* ---- the page ------------------------------------------------------------------------------ */

START_TEST(departments_and_pages_are_counted)
{
    struct manifest_entry entries[] = {
        entry_of("1", MANIFEST_PUBLISHED, "1"), entry_of("2", MANIFEST_PUBLISHED, "2"),
        entry_of("3", MANIFEST_PUBLISHED, "3"), entry_of("4", MANIFEST_REFUSED, "4"),
        entry_of("5", MANIFEST_REFUSED, ""),    entry_of("6", MANIFEST_FAILED, "")};
    static const char *const COUNTS[] = {
        ">6</b> 部门<",      "<li><b>3</b> 已公开<", "<li class=\"bad\"><b>2</b> 未公开<",
        "\"><b>1</b> 出错<", ">48</b> 总页数<",      ">2</b> 有更正<"};
    entries[1].corrected = entries[2].corrected = "0001";
    const char *page = page_of(entries, 6);
    for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
        assert_has(page, COUNTS[i]);
    assert_lacks(page, "已不在账套");
    assert_has(page_of(entries, 3), "<li><b>0</b> 未公开<");
}
END_TEST

START_TEST(the_title_says_region_year_and_shard)
{
    struct manifest manifest = manifest_of(NULL, 0);
    assert_has(write_page(&manifest, DIAG_CHINESE), "<h1>泽州县2026年部门预算公开</h1>");
    assert_has(write_page(&manifest, DIAG_ENGLISH), "<h1>泽州县 2026: departmental budgets</h1>");
    manifest.shard = 2;
    manifest.shards = 4;
    assert_has(write_page(&manifest, DIAG_CHINESE), "公开（第 2 部分，共 4 部分）</h1>");
    assert_has(write_page(&manifest, DIAG_ENGLISH), "budgets (part 2 of 4)</h1>");
}
END_TEST

START_TEST(every_department_stands_in_the_page_once_and_in_order)
{
    enum { MANY = 1000 };
    struct manifest_entry *entries = arena_array(arena, MANY, sizeof *entries);
    for (size_t i = 0; i < MANY; i++)
        entries[i] = entry_of(arena_printf(arena, "%04zu", i), MANIFEST_PUBLISHED, "x");
    const char *page = page_of(entries, MANY);
    ck_assert_uint_eq(occurrences(page, "<tr class="), MANY);
    ck_assert_uint_eq(occurrences(page, "</tr>"), MANY + 1); /* and the head */
    ck_assert_uint_eq(occurrences(page, "<noscript id=\"others\">"), 1);
    for (size_t i = 0; i < MANY; i++) {
        page = strstr(page, arena_printf(arena, "<td>%04zu<th>", i));
        ck_assert_msg(page != NULL, "%zu", i);
    }
    assert_lacks(page_of(entries, 100), "<noscript");
}
END_TEST

START_TEST(the_same_manifest_gives_the_same_bytes)
{
    struct manifest_entry entry = entry_of("080", MANIFEST_PUBLISHED, "080-某局");
    const char *page = page_of(&entry, 1);
    ck_assert_str_eq(page, page_of(&entry, 1));
    entry.pages++;
    ck_assert_str_ne(page, page_of(&entry, 1));
}
END_TEST

START_TEST(a_page_that_cannot_be_written_is_reported)
{
    const struct manifest manifest = manifest_of(NULL, 0);
    const char *none = arena_printf(arena, "%s/none", dir);
    ck_assert(!index_html_write(none, &manifest, DIAG_CHINESE, diag));
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_OUTPUT_FAILED);
    ck_assert_str_eq(diag_entry_at(diag, 0)->pos.file, arena_printf(arena, "%s/index.html", none));
}
END_TEST

START_TEST(a_page_cut_short_leaves_the_old_one)
{
    enum { MANY = 3000 };
    static const struct rlimit SMALL = {100000, RLIM_INFINITY}; /* a third of the page */
    struct manifest_entry *entries = arena_array(arena, MANY, sizeof *entries);
    struct rlimit before;
    for (size_t i = 0; i < MANY; i++)
        entries[i] = entry_of("080", MANIFEST_PUBLISHED, "080-某局");
    const struct manifest manifest = manifest_of(entries, MANY);
    const char *old = page_of(entries, 1);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &SMALL);
    bool written = index_html_write(dir, &manifest, DIAG_CHINESE, diag);
    setrlimit(RLIMIT_FSIZE, &before);
    ck_assert(!written);
    ck_assert_uint_eq(diag_count(diag), 1);
    assert_has(diag_entry_at(diag, 0)->message, strerror(EFBIG));
    ck_assert_str_eq(support_read(arena, arena_printf(arena, "%s/index.html", dir)), old);
}
END_TEST

Suite *index_html_suite(void)
{
    Suite *suite = suite_create("index_html");
    TCase *tcase = tcase_create("index_html");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_segment_of_an_address_is_no_more_than_that);
    tcase_add_test(tcase, no_field_is_taken_for_markup);
    tcase_add_test(tcase, a_published_department_has_links_to_document_and_data);
    tcase_add_test(tcase, files_of_an_earlier_run_are_said_to_be);
    tcase_add_test(tcase, findings_are_told_by_level);
    tcase_add_test(tcase, a_corrected_department_has_links_to_note_and_list);
    tcase_add_test(tcase, departments_and_pages_are_counted);
    tcase_add_test(tcase, the_title_says_region_year_and_shard);
    tcase_add_test(tcase, every_department_stands_in_the_page_once_and_in_order);
    tcase_add_test(tcase, the_same_manifest_gives_the_same_bytes);
    tcase_add_test(tcase, a_page_that_cannot_be_written_is_reported);
    tcase_add_test(tcase, a_page_cut_short_leaves_the_old_one);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* The manifest: what was written is read; what was damaged is not. */
#include <check.h>
#include <unistd.h>

#include "tests/output_fixture.h"

Suite *manifest_suite(void);

static struct arena *arena;
static struct diag *diag;
static const char *dir, *path;

static void begin(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_CHINESE);
    dir = support_make_dir(arena);
    path = arena_printf(arena, "%s/manifest.csv", dir);
}

static void end(void)
{
    fixture_remove_tree(dir);
    diag_free(diag);
    arena_free(arena);
}

static struct manifest hostile_manifest(void)
{
    struct manifest manifest = fixture_manifest(fixture_hostile(arena), HOSTILE_COUNT);
    manifest.region = "某\"县\",";
    manifest.shard = 2;
    manifest.shards = 4;
    return manifest;
}

/* ---- the manifest -------------------------------------------------------------------------- */

START_TEST(a_manifest_is_read_as_it_was_written)
{
    struct manifest written = hostile_manifest();
    ck_assert(manifest_write(dir, &written, diag));
    const struct manifest *read = manifest_read(arena, dir, diag);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq(diag_count(diag), 0);
    ck_assert_str_eq(read->program, "0.1.0");
    ck_assert_str_eq(read->format, "shanxi-county");
    ck_assert_int_eq(read->year, 2026);
    ck_assert_str_eq(read->region, written.region);
    ck_assert_uint_eq(read->shard, 2);
    ck_assert_uint_eq(read->shards, 4);
    ck_assert_uint_eq(read->runs, 3);
    ck_assert_uint_eq(read->count, HOSTILE_COUNT);
    for (size_t i = 0; i < read->count; i++) {
        fixture_assert_same_entry(&read->entries[i], &written.entries[i]);
        ck_assert_ptr_eq(manifest_find(read, written.entries[i].code), &read->entries[i]);
    }
    ck_assert_ptr_null(manifest_find(read, "011"));
    ck_assert_ptr_null(manifest_find(read, ""));
}
END_TEST

START_TEST(a_manifest_that_is_read_and_written_keeps_its_bytes)
{
    struct manifest written = hostile_manifest();
    ck_assert(manifest_write(dir, &written, diag));
    const char *first = support_read(arena, path);
    ck_assert(manifest_write(dir, manifest_read(arena, dir, diag), diag));
    ck_assert_str_eq(support_read(arena, path), first);
}
END_TEST

START_TEST(a_spreadsheet_finds_a_head_and_a_row_for_each_department)
{
    struct manifest_entry entry = fixture_entry("010", "010-某局", "pdf", "data");
    entry.name = "某\"局\"";
    entry.pdf = (struct hash){1, 0xABC};
    entry.data = (struct hash){0, 0};
    entry.bytes = 34567;
    for (uint64_t i = 0; i < CAUSE_COUNT; i++)
        entry.causes[i] = (struct hash){0, 1 + i};
    entry.corrected = "0002";
    struct manifest manifest = fixture_manifest(&entry, 1);
    ck_assert(manifest_write(dir, &manifest, diag));
    const char *text = support_read(arena, path);
    const char *expected =
        "\xEF\xBB\xBF部门编码,部门名称,状态,文件,页数,字节,致命,警告,提示,最近更正,PDF散列,"
        "数据散列,记录,科目,账套,格式,规则,字体,程序\r\n"
        "010,\"某\"\"局\"\"\",已公开,010-某局,12,34567,0,2,1,0002,"
        "00000000000000010000000000000abc,,"
        "00000000000000000000000000000001,00000000000000000000000000000002,"
        "00000000000000000000000000000003,00000000000000000000000000000004,"
        "00000000000000000000000000000005,00000000000000000000000000000006,"
        "00000000000000000000000000000007\r\n"
        "清单,版本,1,程序,0.1.0,格式包,shanxi-county,年度,2026,地区,某县,分片,0/0,更正次数,3,"
        "部门数,1\r\n"
        "校验,";
    ck_assert_int_eq(strncmp(text, expected, strlen(expected)), 0);
    ck_assert_uint_eq(strlen(text), strlen(expected) + 32 + 2);
}
END_TEST

START_TEST(an_empty_manifest_is_one)
{
    struct manifest manifest = fixture_manifest(NULL, 0);
    ck_assert(manifest_write(dir, &manifest, diag));
    const struct manifest *read = manifest_read(arena, dir, diag);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq(read->count, 0);
    ck_assert_ptr_null(manifest_find(read, "010"));
}
END_TEST

START_TEST(a_missing_manifest_is_no_fault)
{
    ck_assert_ptr_null(manifest_read(arena, dir, diag));
    ck_assert_ptr_null(manifest_read(arena, arena_printf(arena, "%s/nowhere", dir), diag));
    ck_assert_uint_eq(diag_count(diag), 0);
}
END_TEST

START_TEST(a_manifest_that_cannot_be_read_is_reported)
{
    fixture_make_dir(path);
    ck_assert_ptr_null(manifest_read(arena, dir, diag));
    fixture_assert_reported(diag, DIAG_MANIFEST_UNREADABLE);
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

/* Is refused as damaged, with a warning that says so and no error. */
static void refuse(const char *bytes, size_t length)
{
    struct arena *scratch = arena_new();
    struct diag *reports = diag_new(DIAG_CHINESE);
    fixture_write(path, bytes, length);
    ck_assert_ptr_null(manifest_read(scratch, dir, reports));
    ck_assert_uint_eq(diag_count(reports), 1);
    ck_assert_uint_eq(diag_errors(reports), 0);
    fixture_assert_reported(reports, DIAG_MANIFEST_DAMAGED);
    diag_free(reports);
    arena_free(scratch);
}

START_TEST(a_manifest_cut_anywhere_is_refused)
{
    struct manifest manifest = hostile_manifest();
    ck_assert(manifest_write(dir, &manifest, diag));
    const char *whole = support_read(arena, path);
    for (size_t length = 0; length < strlen(whole); length++)
        refuse(whole, length);
    for (size_t from = 1; from < strlen(whole); from++)
        refuse(whole + from, strlen(whole) - from);
}
END_TEST

START_TEST(a_manifest_with_a_changed_byte_is_refused)
{
    struct manifest manifest = hostile_manifest();
    ck_assert(manifest_write(dir, &manifest, diag));
    char *whole = support_read(arena, path);
    size_t length = strlen(whole);
    for (size_t i = 0; i < length; i++) {
        for (unsigned bit = 1; bit < 256; bit <<= 3) {
            whole[i] = (char)(whole[i] ^ (char)bit);
            refuse(whole, length);
            whole[i] = (char)(whole[i] ^ (char)bit);
        }
    }
    refuse(arena_printf(arena, "%s\n", whole), length + 1);
    refuse(arena_printf(arena, "%s%s", whole, whole), 2 * length);
    fixture_write(path, whole, length);
    ck_assert_ptr_nonnull(manifest_read(arena, dir, diag));
}
END_TEST

/* BODY with the last row that it should have. */
static const char *seal(const char *body)
{
    char text[HASH_TEXT_SIZE];
    hash_print(hash_bytes(body, strlen(body)), text);
    return arena_printf(arena, "%s校验,%s\r\n", body, text);
}

START_TEST(another_version_is_named)
{
    struct manifest manifest = fixture_manifest(NULL, 0);
    ck_assert(manifest_write(dir, &manifest, diag));
    support_write(path, seal("\xEF\xBB\xBF编码,一列\r\n010,x\r\n清单,版本,27,将来,1\r\n"));
    ck_assert_ptr_null(manifest_read(arena, dir, diag));
    fixture_assert_reported(diag, DIAG_MANIFEST_VERSION);
    ck_assert_ptr_nonnull(strstr(diag_entry_at(diag, 0)->message, "“27”"));
    ck_assert_uint_eq(diag_errors(diag), 0);
}
END_TEST

START_TEST(rows_that_make_no_manifest_are_refused_even_with_the_right_hash)
{
    struct manifest manifest = hostile_manifest();
    ck_assert(manifest_write(dir, &manifest, diag));
    char *whole = support_read(arena, path);
    *strstr(whole, "校验,") = '\0'; /* the first stands in a name */
    whole = support_read(arena, path);
    char *last = NULL;
    for (char *at = whole; (at = strstr(at, "校验,")) != NULL; at++)
        last = at;
    *last = '\0';
    fixture_write(path, seal(whole), strlen(seal(whole)));
    ck_assert_ptr_nonnull(manifest_read(arena, dir, diag)); /* seal() is right */
    static const char *const bodies[] = {"",
                                         "\xEF\xBB\xBF",
                                         "\xEF\xBB\xBF校验,1\r\n",
                                         "\xEF\xBB\xBF部门编码\r\n清单,版本,1\r\n",
                                         "清单\r\n",
                                         "清单,版本,1\r\n清单,版本,1\r\n",
                                         "\"",
                                         "\"\r\n",
                                         ",,,\r\n"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        refuse(seal(bodies[i]), strlen(seal(bodies[i])));
    const char *head_end = strstr(whole, "\r\n") + 2;
    refuse(seal(head_end), strlen(seal(head_end))); /* no head */
    const char *entries_twice =
        arena_printf(arena, "%.*s%s", (int)(head_end - whole), whole, whole);
    refuse(seal(entries_twice), strlen(seal(entries_twice)));
}
END_TEST

START_TEST(entries_that_lead_out_of_the_directory_are_refused)
{
    static const char *const names[] = {"../x", "/etc/passwd", ".", "..",      ".hidden",
                                        "a/b",  "a/../../b",   "/", "manifest"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct manifest_entry entry = fixture_entry("010", names[i], "", "");
        struct manifest manifest = fixture_manifest(&entry, 1);
        ck_assert(manifest_write(dir, &manifest, diag));
        ck_assert_ptr_null(manifest_read(arena, dir, diag));
        entry.file = "good";
        ck_assert(manifest_write(dir, &manifest, diag));
        ck_assert_ptr_nonnull(manifest_read(arena, dir, diag));
        entry.corrected = names[i];
        ck_assert(manifest_write(dir, &manifest, diag));
        ck_assert_ptr_null(manifest_read(arena, dir, diag));
    }
}
END_TEST

START_TEST(entries_out_of_order_or_twice_are_refused)
{
    static const char *const codes[][2] = {{"020", "010"}, {"010", "010"}};
    for (size_t i = 0; i < 2; i++) {
        struct manifest_entry entries[] = {fixture_entry(codes[i][0], "a", "", ""),
                                           fixture_entry(codes[i][1], "b", "", "")};
        struct manifest manifest = fixture_manifest(entries, 2);
        ck_assert(manifest_write(dir, &manifest, diag));
        ck_assert_ptr_null(manifest_read(arena, dir, diag));
        if (i > 0)
            break;
        manifest_sort(entries, 2);
        ck_assert(manifest_write(dir, &manifest, diag));
        ck_assert_ptr_nonnull(manifest_read(arena, dir, diag));
    }
}
END_TEST

START_TEST(a_manifest_that_cannot_be_written_is_reported)
{
    struct manifest manifest = fixture_manifest(NULL, 0);
    support_write(path, "");
    ck_assert(!manifest_write(path, &manifest, diag)); /* below a plain file */
    fixture_assert_reported(diag, DIAG_OUTPUT_FAILED);
    ck_assert_str_eq(support_read(arena, path), "");
}
END_TEST

START_TEST(a_hundred_thousand_entries_are_found)
{
    enum { COUNT = 100000 };
    struct manifest_entry *entries = arena_array(arena, COUNT, sizeof *entries);
    for (size_t i = 0; i < COUNT; i++) {
        const char *code = arena_printf(arena, "%06zu", i);
        entries[i] = fixture_entry(code, arena_printf(arena, "%s-某局", code), code, code);
    }
    struct manifest manifest = fixture_manifest(entries, COUNT);
    ck_assert(manifest_write(dir, &manifest, diag));
    const struct manifest *read = manifest_read(arena, dir, diag);
    ck_assert_ptr_nonnull(read);
    ck_assert_uint_eq(read->count, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_ptr_eq(manifest_find(read, entries[i].code), &read->entries[i]);
}
END_TEST

START_TEST(columns_of_causes_have_the_names_of_causes)
{
    struct manifest manifest = fixture_manifest(NULL, 0);
    ck_assert(manifest_write(dir, &manifest, diag));
    const char *text = support_read(arena, path), *names = "";
    for (int i = 0; i < CAUSE_COUNT; i++)
        names = arena_printf(arena, "%s,%s", names, cause_name((enum cause)i, DIAG_CHINESE));
    ck_assert_ptr_nonnull(strstr(text, arena_printf(arena, "%s\r\n", names)));
    for (int i = 0; i < CAUSE_COUNT; i++)
        ck_assert_uint_gt(strlen(cause_name((enum cause)i, DIAG_ENGLISH)), 0);
    for (int i = 0; i < MANIFEST_STATUS_COUNT; i++)
        ck_assert_uint_gt(strlen(manifest_status_name((enum manifest_status)i, DIAG_ENGLISH)), 0);
}
END_TEST

Suite *manifest_suite(void)
{
    Suite *suite = suite_create("manifest");
    TCase *manifests = tcase_create("manifest");
    tcase_add_checked_fixture(manifests, begin, end);
    tcase_add_test(manifests, a_manifest_is_read_as_it_was_written);
    tcase_add_test(manifests, a_manifest_that_is_read_and_written_keeps_its_bytes);
    tcase_add_test(manifests, a_spreadsheet_finds_a_head_and_a_row_for_each_department);
    tcase_add_test(manifests, an_empty_manifest_is_one);
    tcase_add_test(manifests, a_missing_manifest_is_no_fault);
    tcase_add_test(manifests, a_manifest_that_cannot_be_read_is_reported);
    tcase_add_test(manifests, a_manifest_cut_anywhere_is_refused);
    tcase_add_test(manifests, a_manifest_with_a_changed_byte_is_refused);
    tcase_add_test(manifests, another_version_is_named);
    tcase_add_test(manifests, rows_that_make_no_manifest_are_refused_even_with_the_right_hash);
    tcase_add_test(manifests, entries_that_lead_out_of_the_directory_are_refused);
    tcase_add_test(manifests, entries_out_of_order_or_twice_are_refused);
    tcase_add_test(manifests, a_manifest_that_cannot_be_written_is_reported);
    tcase_add_test(manifests, a_hundred_thousand_entries_are_found);
    tcase_add_test(manifests, columns_of_causes_have_the_names_of_causes);
    suite_add_tcase(suite, manifests);
    return suite;
}

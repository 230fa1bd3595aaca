/* The CSV reader: charsets, line ends, quotes, places, faults. */
#include <check.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/csv.h"
#include "tests/support.h"

Suite *csv_suite(void);

/* ---- a file read into one text: `row:field|field;` --------------------------------------------
 */

struct seen {
    char text[4096];
    size_t length;
    size_t rows;
};

static void put(struct seen *seen, const char *text)
{
    size_t length = strlen(text);
    if (seen->length + length >= sizeof seen->text)
        return; /* a test that floods looks only at the count of rows */
    memcpy(seen->text + seen->length, text, length + 1);
    seen->length += length;
}

static void see_row(void *context, const struct csv_row *row)
{
    static const char *const faults[] = {"", "<undecodable>", "<control>", "<long>"};
    struct seen *seen = context;
    char number[16];
    snprintf(number, sizeof number, "%d:", row->row);
    put(seen, number);
    ck_assert_uint_gt(row->count, 0);
    for (size_t i = 0; i < row->count; i++) {
        put(seen, i > 0 ? "|" : "");
        put(seen, row->fields[i].text);
        put(seen, faults[row->fields[i].fault]);
    }
    put(seen, ";");
    seen->rows++;
}

struct reading {
    struct arena *arena;
    struct diag *diag;
    struct seen seen;
    bool good;
};

static void read_bytes(struct reading *reading, const char *bytes, size_t length)
{
    memset(reading, 0, sizeof *reading);
    reading->arena = arena_new();
    reading->diag = diag_new(DIAG_CHINESE);
    const char *dir = support_make_dir(reading->arena);
    const char *path = arena_printf(reading->arena, "%s/a.csv", dir);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    fclose(file);
    reading->good = csv_read(path, "a.csv", reading->diag, see_row, &reading->seen);
    ck_assert(reading->good == (diag_errors(reading->diag) == 0));
    support_remove_dir(dir);
}

static void reading_free(struct reading *reading)
{
    diag_free(reading->diag);
    arena_free(reading->arena);
}

static void expect(const char *bytes, size_t length, const char *seen)
{
    struct reading reading;
    read_bytes(&reading, bytes, length);
    ck_assert_msg(reading.good, "%s", bytes);
    ck_assert_str_eq(reading.seen.text, seen);
    reading_free(&reading);
}

/* ---- rows and fields --------------------------------------------------------------------------
 */

START_TEST(rows_and_fields_are_what_rfc_4180_says)
{
    static const struct {
        const char *csv, *seen;
    } cases[] = {
        {"a,b,c\r\n1,2,3\r\n", "1:a|b|c;2:1|2|3;"},
        {"a,b,c\n1,2,3", "1:a|b|c;2:1|2|3;"},
        {"a,b\r1,2\r", "1:a|b;2:1|2;"},
        {"\"a\",\"b\"\"c\"\n", "1:a|b\"c;"},
        {"\"a,b\",\"\"\n", "1:a,b|;"},
        {"\"a\nb\"\n\"c\r\nd\"\n", "1:a\nb;2:c\nd;"},
        {"a,\n,b\n", "1:a|;2:|b;"},
        {"\"a\" , \"b\" \n", "1:a|b;"},
        {"", ""},
        {"\n\r\n \n,,\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].csv, strlen(cases[i].csv), cases[i].seen);
}
END_TEST

START_TEST(rows_are_numbered_as_a_spreadsheet_shows_them)
{
    static const struct {
        const char *csv, *seen;
    } cases[] = {
        {"a\n\nb\n,\nc\n", "1:a;3:b;5:c;"},           /* blank rows count */
        {"a\r\n\r\nb\r\n,\r\nc\r\n", "1:a;3:b;5:c;"}, /* CRLF is one line end */
        {"a\r\rb\r", "1:a;3:b;"},                     /* CR alone, too */
        {"\"a\n\n\nb\",x\nc\n", "1:a\n\n\nb|x;2:c;"}, /* newlines in quotes do not count */
        {"\"a\r\n\r\nb\"\r\nc\r\n", "1:a\n\nb;2:c;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].csv, strlen(cases[i].csv), cases[i].seen);
}
END_TEST

START_TEST(blanks_round_a_field_are_no_part_of_it)
{
    const char *csv = "  a b ,\t甲　乙\t,　　丙　,\xC2\xA0丁\xC2\xA0,\"\n 戊 \n\",\"a\tb\"\n";
    expect(csv, strlen(csv), "1:a b|甲　乙|丙|丁|戊|a b;");
}
END_TEST

/* ---- charsets ---------------------------------------------------------------------------------
 */

static const char sample[] = "部门编码,部门名称\n080,泽州县自然资源局\n081,联通\n082,㐀镕𠮷\n";
static const char sample_seen[] =
    "1:部门编码|部门名称;2:080|泽州县自然资源局;3:081|联通;4:082|㐀镕𠮷;";

/* iconv is glibc's: another converter than the one under test. */
static size_t convert(const char *charset, const char *text, char *out, size_t size)
{
    iconv_t converter = iconv_open(charset, "UTF-8");
    char *from = (char *)(uintptr_t)text, *to = out;
    size_t left = strlen(text), room = size;
    ck_assert(converter != (iconv_t)-1);
    ck_assert_uint_eq(iconv(converter, &from, &left, &to, &room), 0);
    iconv_close(converter);
    return size - room;
}

START_TEST(charsets_are_told_apart_by_content)
{
    char bytes[512];
    expect(sample, strlen(sample), sample_seen);
    snprintf(bytes, sizeof bytes, "\xEF\xBB\xBF%s", sample);
    expect(bytes, strlen(bytes), sample_seen);
    expect(bytes, convert("GB18030", sample, bytes, sizeof bytes), sample_seen);
}
END_TEST

START_TEST(short_gbk_that_resembles_utf8_is_gbk)
{
    /* 联通 in GBK is C1 AA CD A8: CD A8 is well-formed UTF-8. */
    char bytes[64];
    expect(bytes, convert("GBK", "联通,1\n", bytes, sizeof bytes), "1:联通|1;");
}
END_TEST

START_TEST(a_bad_byte_does_not_turn_utf8_into_gbk)
{
    static const struct {
        const char *csv, *seen;
    } cases[] = {
        {"编码,名称\n1,部\xFF门\n", "1:编码|名称;2:1|部\xEF\xBF\xBD门<undecodable>;"},
        {"编码,名称\n1,部\xE9\x97\n", "1:编码|名称;2:1|部\xEF\xBF\xBD<undecodable>;"},
        {"编码,名称\n1,\xEF\xBF\xBD\n", "1:编码|名称;2:1|\xEF\xBF\xBD<undecodable>;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].csv, strlen(cases[i].csv), cases[i].seen);
}
END_TEST

START_TEST(a_bad_byte_in_gb18030_is_shown_with_its_field)
{
    char bytes[128];
    size_t length = convert("GBK", "部门编码,部门名称\n080,自然资源局", bytes, sizeof bytes);
    memcpy(bytes + length, "\xFF\n", 2);
    expect(bytes, length + 2, "1:部门编码|部门名称;2:080|自然资源局\xEF\xBF\xBD<undecodable>;");
}
END_TEST

START_TEST(characters_are_whole_across_the_edges_of_chunks)
{
    char bytes[1 << 18];
    for (size_t shift = 0; shift < 4; shift++) {
        struct reading reading;
        size_t length = 0;
        for (size_t i = 0; i < shift; i++)
            bytes[length++] = 'x';
        bytes[length++] = '\n';
        while (length + 16 < sizeof bytes) {
            memcpy(bytes + length, "部门\n", 7);
            length += 7;
        }
        read_bytes(&reading, bytes, length);
        ck_assert(reading.good);
        ck_assert_ptr_null(strstr(reading.seen.text, "<"));
        ck_assert_ptr_null(strstr(reading.seen.text, "\xEF\xBF\xBD"));
        ck_assert_uint_eq(reading.seen.rows, (length - shift - 1) / 7 + (shift > 0));
        reading_free(&reading);
    }
}
END_TEST

/* ---- faults -----------------------------------------------------------------------------------
 */

START_TEST(control_characters_come_with_their_field)
{
    static const struct {
        const char *csv;
        size_t length;
        const char *seen;
    } cases[] = {
        {"a,b\x07"
         "c\n",
         6,
         "1:a|b\x07"
         "c<control>;"},
        {"a,b\0c\n", 6, "1:a|b<control>;"},
        {"\"a\rb\",c\n", 8, "1:a\rb<control>|c;"},
        {"a\x7F\n", 3, "1:a\x7F<control>;"},
        {"a\xC2\x85"
         "b\n",
         5,
         "1:a\xC2\x85"
         "b<control>;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].csv, cases[i].length, cases[i].seen);
}
END_TEST

static void expect_fault(const char *bytes, size_t length, enum diag_code code, int row, int column)
{
    struct reading reading;
    read_bytes(&reading, bytes, length);
    ck_assert_uint_eq(diag_count(reading.diag), 1);
    const struct diag_entry *entry = diag_entry_at(reading.diag, 0);
    ck_assert_msg(entry->code == code, "%s", entry->message);
    ck_assert_str_eq(entry->pos.file, "a.csv");
    ck_assert_int_eq(entry->pos.row, row);
    ck_assert_int_eq(entry->pos.column, column);
    ck_assert_ptr_null(entry->department);
    reading_free(&reading);
}

START_TEST(unbalanced_quotes_are_reported_where_the_field_begins)
{
    static const struct {
        const char *csv;
        enum diag_code code;
        int row, column;
    } cases[] = {
        {"a,b\n1,\"2\n3,4\n", DIAG_CSV_QUOTE_OPEN, 2, 2},
        {"a,b\n\n1,2\n\"x\n\ny,4\n", DIAG_CSV_QUOTE_OPEN, 4, 1},
        {"a,b\n1,\"2\"x\n", DIAG_CSV_QUOTE_AFTER, 2, 2},
        {"a,b\n1,\"2\n3,\"4\n", DIAG_CSV_QUOTE_AFTER, 2, 2}, /* seen two rows later */
        {"a,b\n1,2\"x\n", DIAG_CSV_QUOTE_INSIDE, 2, 2},
        {"\"", DIAG_CSV_QUOTE_OPEN, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_fault(cases[i].csv, strlen(cases[i].csv), cases[i].code, cases[i].row,
                     cases[i].column);
}
END_TEST

START_TEST(utf16_is_refused_as_such)
{
    expect_fault("\xFF\xFE"
                 "a\0,\0",
                 6, DIAG_CSV_UTF16, 1, 1);
    expect_fault("\xFE\xFF\0a\0,", 6, DIAG_CSV_UTF16, 1, 1);
}
END_TEST

/* HEAD, COUNT times BYTE, TAIL. */
static char *long_file(const char *head, char byte, size_t count, const char *tail, size_t *length)
{
    size_t before = strlen(head), after = strlen(tail);
    char *bytes = malloc(before + count + after);
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, head, before);
    memset(bytes + before, byte, count);
    memcpy(bytes + before + count, tail, after);
    *length = before + count + after;
    return bytes;
}

START_TEST(a_field_over_1_mib_is_a_fault_and_one_of_1_mib_is_not)
{
    struct reading reading;
    size_t length;
    char *bytes = long_file("1,", 'x', CSV_FIELD_MAX, "\n2,y\n", &length);
    read_bytes(&reading, bytes, length);
    ck_assert(reading.good);
    ck_assert_uint_eq(reading.seen.rows, 2);
    ck_assert_ptr_null(strstr(reading.seen.text, "<long>"));
    reading_free(&reading);
    free(bytes);
    bytes = long_file("1,", 'x', CSV_FIELD_MAX + 1, "\n2,y\n", &length);
    expect(bytes, length, "1:1|<long>;2:2|y;");
    free(bytes);
}
END_TEST

START_TEST(a_field_without_end_stops_the_reading)
{
    size_t length;
    char *bytes = long_file("a,b\n1,\"", 'x', 40 * CSV_FIELD_MAX, "\n", &length);
    expect_fault(bytes, length, DIAG_CSV_FIELD_LONG, 2, 2);
    free(bytes);
}
END_TEST

START_TEST(a_row_without_end_stops_the_reading)
{
    size_t length;
    char *bytes = long_file("a\n", ',', 5000000, "\n", &length);
    expect_fault(bytes, length, DIAG_CSV_COLUMNS, 2, 1001);
    free(bytes);
}
END_TEST

/* A pipe would wait for who writes to it, a device may never end. */
START_TEST(what_is_no_plain_file_or_too_large_is_not_read)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    struct seen seen = {0};
    const char *dir = support_make_dir(arena);
    const char *pipe = arena_printf(arena, "%s/pipe.csv", dir);
    const char *large = arena_printf(arena, "%s/large.csv", dir);
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    support_write(large, "a\n");
    ck_assert_int_eq(truncate(large, (off_t)CSV_SIZE_MAX + 1), 0); /* a hole: it takes no room */
    ck_assert(!csv_read(pipe, "pipe.csv", diag, see_row, &seen));
    ck_assert(!csv_read("/dev/zero", "zero.csv", diag, see_row, &seen));
    ck_assert(!csv_read(large, "large.csv", diag, see_row, &seen));
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FILE_UNREADABLE);
    ck_assert_int_eq(diag_entry_at(diag, 1)->code, DIAG_FILE_UNREADABLE);
    ck_assert_int_eq(diag_entry_at(diag, 2)->code, DIAG_FILE_TOO_LARGE);
    ck_assert_uint_eq(seen.rows, 0);
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}
END_TEST

START_TEST(a_missing_file_and_a_folder_are_reported)
{
    struct diag *diag = diag_new(DIAG_CHINESE);
    struct seen seen = {0};
    ck_assert(!csv_read("/nonexistent/a.csv", "a.csv", diag, see_row, &seen));
    ck_assert(!csv_read("/", "b.csv", diag, see_row, &seen));
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FILE_MISSING);
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.row, 1);
    ck_assert_int_eq(diag_entry_at(diag, 1)->code, DIAG_FILE_UNREADABLE);
    ck_assert_str_eq(diag_entry_at(diag, 1)->pos.file, "b.csv");
    diag_free(diag);
}
END_TEST

static unsigned next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33);
}

/* Every second file is of the signs that mean something. */
START_TEST(random_bytes_neither_crash_nor_hang)
{
    static const char signs[] = ",,\"\"\n\r\t a\xE9\x83\xA8\xB2\xBF\xEF\xBB\xBF";
    uint64_t state = 4714;
    char bytes[3000];
    for (int file = 0; file < 300; file++) {
        struct reading reading;
        size_t length = next_random(&state) % sizeof bytes;
        for (size_t i = 0; i < length; i++)
            bytes[i] = file % 2 ? (char)next_random(&state)
                                : signs[next_random(&state) % (sizeof signs - 1)];
        read_bytes(&reading, bytes, length);
        reading_free(&reading);
    }
}
END_TEST

/* ---- extents ----------------------------------------------------------------------------------
 */

enum { PLACES_MAX = 4096 };

/* Where rows stand, and what they say. */
struct places {
    struct csv_extent extents[PLACES_MAX + 1]; /* each until the end of the file */
    size_t count;
    struct seen *seen;
};

static void see_place(void *context, const struct csv_row *row)
{
    struct places *places = context;
    ck_assert_uint_lt(places->count, PLACES_MAX);
    places->extents[places->count++] = (struct csv_extent){row->offset, 0, row->row};
    see_row(places->seen, row);
}

/* Every row of the file alone, and all rows from it on, are what they are in the whole file. */
static void check_extents(const char *bytes, size_t length)
{
    static struct places places; /* large */
    struct seen whole = {.length = 0}, pieces = {.length = 0};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    const char *dir = support_make_dir(arena);
    const char *path = arena_printf(arena, "%s/a.csv", dir);
    FILE *out = fopen(path, "wb");
    ck_assert_uint_eq(fwrite(bytes, 1, length, out), length);
    fclose(out);
    places.count = 0;
    places.seen = &whole;
    struct csv_file file = csv_open(path, "a.csv");
    if (csv_read_all(&file, diag, see_place, &places)) {
        for (size_t i = 0; i < places.count; i++) {
            bool last = i + 1 == places.count;
            places.extents[i].until = last ? length : places.extents[i + 1].from;
            ck_assert_uint_lt(places.extents[i].from, places.extents[i].until);
        }
        ck_assert_int_eq(csv_read_extents(&file, places.extents, places.count, see_row, &pieces),
                         0);
        ck_assert_str_eq(pieces.text, whole.text);
        if (places.count > 0) {
            struct csv_extent all = places.extents[places.count / 2];
            all.until = length;
            pieces = (struct seen){.length = 0};
            ck_assert_int_eq(csv_read_extents(&file, &all, 1, see_row, &pieces), 0);
            ck_assert_uint_eq(pieces.rows, places.count - places.count / 2);
            if (whole.length + 1000 < sizeof whole.text)
                ck_assert_str_eq(pieces.text, whole.text + whole.length - pieces.length);
        }
    }
    csv_close(&file);
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}

START_TEST(rows_stand_where_they_are_told_to)
{
    static const char *const files[] = {
        "a\nb\nc\n",
        "a\r\nb\r\n\r\nc",
        "a\rb\r\rc\r",
        "\n\n\na\n\n\nb\n\n",
        "\"a\n\nb\",c\nd\n\ne\n",
        "a\r\n\"b\r\n\r\nc\"\r\nd",
        "\xEF\xBB\xBF\n部\n门",
        "a \r \n b\r\n",
        "\"a\"\r\n\"b\"\r\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        check_extents(files[i], strlen(files[i]));
}
END_TEST

START_TEST(rows_of_random_bytes_stand_where_they_are_told_to)
{
    static const char signs[] = "a,\"\n\r\n,, \xE9\x83\xA8\xB2\xBF\x81\x30\n";
    uint64_t state = 815;
    char bytes[400];
    for (int file = 0; file < 3000; file++) {
        size_t length = 0, limit = next_random(&state) % sizeof bytes;
        while (length < limit) {
            char sign = signs[next_random(&state) % (sizeof signs - 1)];
            if (sign == '"' && length + 6 < sizeof bytes) /* one that leaves the file readable */
                length +=
                    (size_t)snprintf(bytes + length, sizeof bytes - length, "%s",
                                     length > 0 && bytes[length - 1] != '\n' ? "x" : "\"\r\n\"");
            else if (sign != '"')
                bytes[length++] = sign;
        }
        check_extents(bytes, length);
    }
}
END_TEST

/* Long rows, quoted and not, on both sides of the edges of what is read at once. */
START_TEST(rows_stand_where_they_are_told_to_across_the_edges_of_chunks)
{
    static char bytes[300000];
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (size_t shift = 0; shift < 3; shift++) {
        for (size_t end = 0; end < 3; end++) {
            size_t length = (size_t)sprintf(bytes, "%.*s", (int)shift, "xx");
            for (int row = 0; length + 2000 < sizeof bytes; row++)
                length +=
                    (size_t)sprintf(bytes + length, "%d,%s%0*d%s%s", row, row % 3 ? "" : "\"",
                                    100 + row * 37 % 1700, row, row % 3 ? "" : "\"", ends[end]);
            check_extents(bytes, length);
        }
    }
}
END_TEST

static void append_to_file(void *context, const struct csv_row *row)
{
    if (row->row == 1) {
        FILE *file = fopen(context, "ab");
        fputs("3,4\n", file);
        fclose(file);
    }
}

START_TEST(a_file_that_grows_while_it_is_read_is_reported)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    const char *dir = support_make_dir(arena);
    char *path = arena_printf(arena, "%s/a.csv", dir);
    support_write(path, "1,2\n");
    ck_assert(!csv_read(path, "a.csv", diag, append_to_file, path));
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_FILE_CHANGED);
    ck_assert(diag_refuses_all(diag));
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}
END_TEST

/* Extents are told once and read later: by then the file may be shorter, or other rows stand there.
 */
START_TEST(extents_that_are_no_more_are_told)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    struct seen seen = {.length = 0};
    const char *dir = support_make_dir(arena);
    const char *path = arena_printf(arena, "%s/a.csv", dir);
    support_write(path, "1,2\n\"3\",4\n");
    struct csv_file file = csv_open(path, "a.csv");
    ck_assert(csv_read_all(&file, diag, see_row, &seen));
    ck_assert(!csv_is_changed(&file));
    const struct csv_extent second = {4, 10, 2};
    ck_assert_int_eq(csv_read_extents(&file, &second, 1, see_row, &seen), 0);
    ck_assert_str_eq(seen.text, "1:1|2;2:3|4;2:3|4;");
    const struct csv_extent inside = {6, 10, 2}; /* begins with the closing quote */
    ck_assert_int_eq(csv_read_extents(&file, &inside, 1, see_row, &seen), ESTALE);
    support_write(path, "1,2\n");
    ck_assert(csv_is_changed(&file));
    ck_assert_int_eq(csv_read_extents(&file, &second, 1, see_row, &seen), ESTALE);
    ck_assert_uint_eq(diag_count(diag), 0);
    csv_close(&file);
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}
END_TEST

Suite *csv_suite(void)
{
    Suite *suite = suite_create("csv");
    TCase *tests = tcase_create("csv");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, rows_and_fields_are_what_rfc_4180_says);
    tcase_add_test(tests, rows_are_numbered_as_a_spreadsheet_shows_them);
    tcase_add_test(tests, blanks_round_a_field_are_no_part_of_it);
    tcase_add_test(tests, charsets_are_told_apart_by_content);
    tcase_add_test(tests, short_gbk_that_resembles_utf8_is_gbk);
    tcase_add_test(tests, a_bad_byte_does_not_turn_utf8_into_gbk);
    tcase_add_test(tests, a_bad_byte_in_gb18030_is_shown_with_its_field);
    tcase_add_test(tests, characters_are_whole_across_the_edges_of_chunks);
    tcase_add_test(tests, control_characters_come_with_their_field);
    tcase_add_test(tests, unbalanced_quotes_are_reported_where_the_field_begins);
    tcase_add_test(tests, utf16_is_refused_as_such);
    tcase_add_test(tests, a_field_over_1_mib_is_a_fault_and_one_of_1_mib_is_not);
    tcase_add_test(tests, a_field_without_end_stops_the_reading);
    tcase_add_test(tests, a_row_without_end_stops_the_reading);
    tcase_add_test(tests, what_is_no_plain_file_or_too_large_is_not_read);
    tcase_add_test(tests, a_missing_file_and_a_folder_are_reported);
    tcase_add_test(tests, random_bytes_neither_crash_nor_hang);
    tcase_add_test(tests, rows_stand_where_they_are_told_to);
    tcase_add_test(tests, rows_of_random_bytes_stand_where_they_are_told_to);
    tcase_add_test(tests, rows_stand_where_they_are_told_to_across_the_edges_of_chunks);
    tcase_add_test(tests, a_file_that_grows_while_it_is_read_is_reported);
    tcase_add_test(tests, extents_that_are_no_more_are_told);
    suite_add_tcase(suite, tests);
    return suite;
}

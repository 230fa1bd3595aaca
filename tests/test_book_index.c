/* The index of a book: rows are found again wherever they stand, hashes tell what has changed, and
 * the index stays small. */
#include <check.h>
#include <fcntl.h>
#include <iconv.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/book.h"
#include "data/book_parts.h"
#include "tests/book_fixture.h"
#include "tests/support.h"

Suite *book_index_suite(void);

static unsigned next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33);
}

/* ---- rows in any order ------------------------------------------------------------------------
 */

/* TEXT with its rows below the head in another order. */
static const char *shuffle(struct arena *arena, const char *text, uint64_t *state)
{
    char *lines[64], *rest = arena_strdup(arena, text);
    size_t count = 0;
    for (char *line; (line = strsep(&rest, "\n")) && rest;)
        lines[count++] = line;
    for (size_t i = count - 1; i > 1; i--) {
        size_t other = 1 + next_random(state) % i;
        char *line = lines[i];
        lines[i] = lines[other];
        lines[other] = line;
    }
    const char *out = "";
    for (size_t i = 0; i < count; i++)
        out = arena_printf(arena, "%s%s\n", out, lines[i]);
    return out;
}

START_TEST(departments_whose_rows_stand_among_each_other_load_the_same)
{
    uint64_t state = 6;
    for (int order = 0; order < 50; order++) {
        struct reading reading = reading_new();
        for (size_t i = 1; i < FILE_COUNT; i++) {
            const char *text = shuffle(reading.arena, sound_book[i].text, &state);
            write_bytes(&reading, sound_book[i].name, text, strlen(text));
        }
        ck_assert_str_eq(show(&reading), sound_shown);
        reading_free(&reading);
    }
}
END_TEST

/* ---- places in files of every shape -----------------------------------------------------------
 */

/* The rows of a texts.csv, numbered as a spreadsheet shows them: "" is a blank one. Contents tell
 * the number; @ is a line end inside quotes. */
static const char *const prose_rows[] = {
    "部门编码,栏目,序号,内容",
    "A01,部门职责,1,第2行",
    "",
    "B02,部门职责,1,第4行",
    "B02,部门职责,2,\"第5行@@续\"",
    "A01,部门职责,2,\"第6行@续，“引号”\"\"\"",
    "",
    "",
    "A01,部门职责,3,第9行",
    ",,,",
    "B02,部门职责,3,第11行",
    "A01,部门职责,4,\"第12行\"",
    "B02,部门职责,x,第13行",
    "A01,部门职责,5,第14行",
};
#define PROSE_ROWS (sizeof prose_rows / sizeof *prose_rows)
#define FAULTY_ROW 13 /* 序号 x, of B02 */

struct shape {
    const char *line_end, *charset; /* NULL: UTF-8 */
    bool bom, last_end;             /* the last line has a line end */
};

static size_t write_shape(char *out, size_t size, const struct shape *shape)
{
    char text[2048];
    size_t length = 0;
    for (size_t i = 0; i < PROSE_ROWS; i++) {
        for (const char *at = prose_rows[i]; *at; at++)
            length += (size_t)(*at == '@' ? sprintf(text + length, "%s", "\r\n")
                                          : sprintf(text + length, "%c", *at));
        if (i + 1 < PROSE_ROWS || shape->last_end)
            length += (size_t)sprintf(text + length, "%s", shape->line_end);
    }
    char *from = text, *to = out;
    if (shape->bom) {
        memcpy(out, "\xEF\xBB\xBF", 3);
        to += 3;
        size -= 3;
    }
    iconv_t converter = iconv_open(shape->charset ? shape->charset : "UTF-8", "UTF-8");
    ck_assert_uint_eq(iconv(converter, &from, &length, &to, &size), 0);
    iconv_close(converter);
    return (size_t)(to - out);
}

static void check_prose(const struct budget *budget, size_t count)
{
    ck_assert_uint_eq(budget->prose_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct prose *prose = &budget->prose[i];
        int row = 0;
        ck_assert_int_eq(sscanf(prose->content, "第%d行", &row), 1);
        ck_assert_int_eq(prose->row, row);
        if (row == 5)
            ck_assert_str_eq(prose->content, "第5行\n\n续");
        if (row == 6)
            ck_assert_str_eq(prose->content, "第6行\n续，“引号”\"");
    }
}

START_TEST(rows_are_found_and_numbered_in_files_of_every_shape)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (int variant = 0; variant < 18; variant++) {
        struct shape shape = {ends[variant % 3], variant / 3 % 3 == 2 ? "GB18030" : NULL,
                              variant / 3 % 3 == 1, variant / 9 == 1};
        char bytes[4096];
        struct reading reading = reading_new();
        write_bytes(&reading, "texts.csv", bytes, write_shape(bytes, sizeof bytes, &shape));
        read_it(&reading);
        ck_assert_uint_eq(diag_count(reading.diag), 1);
        const struct diag_entry *entry = diag_entry_at(reading.diag, 0);
        ck_assert_int_eq(entry->code, DIAG_FIELD_NUMBER);
        ck_assert_str_eq(entry->pos.file, "texts.csv");
        ck_assert_int_eq(entry->pos.row, FAULTY_ROW);
        ck_assert_int_eq(entry->pos.column, 3);
        ck_assert_str_eq(entry->department, "B02");
        check_prose(&reading.budgets[0], 5);
        check_prose(&reading.budgets[1], 3);
        reading_free(&reading);
    }
}
END_TEST

START_TEST(a_refused_department_tells_all_its_faults_in_one_run)
{
    struct reading reading = reading_new();
    change(&reading, "units.csv", "乙局本级,B02,事业单位,否\n",
           "乙局本级,B02,事业单位,否\nB02001,又一,B02,事业单位,否\n"); /* when it is opened */
    change(&reading, "procurement.csv", "服务,6", "服务,六");          /* when it is loaded */
    read_it(&reading);
    ck_assert_uint_eq(diag_count(reading.diag), 2);
    ck_assert_int_eq(diag_entry_at(reading.diag, 0)->code, DIAG_DUPLICATE_KEY);
    ck_assert_int_eq(diag_entry_at(reading.diag, 1)->code, DIAG_FIELD_MONEY);
    ck_assert(diag_refuses(reading.diag, "B02") && !diag_refuses(reading.diag, "A01"));
    ck_assert_uint_eq(reading.budgets[1].agency_count, 1);
    ck_assert_str_eq(reading.budgets[1].agencies[0].name, "乙局本级");
    reading_free(&reading);
}
END_TEST

/* ---- digests ----------------------------------------------------------------------------------
 */

static const struct book *open_it(const struct reading *reading)
{
    const struct book_options options = {SOURCE_DIR "/data"};
    const struct book *book = book_open(reading->arena, reading->dir, &options, reading->diag);
    ck_assert_ptr_nonnull(book);
    return book;
}

struct digests {
    struct book_digest of_a, of_b;
};

static struct digests digest_it(const struct reading *reading)
{
    const struct book *book = open_it(reading);
    struct digests digests = {book_digest(book, 0), book_digest(book, 1)};
    book_close(book);
    return digests;
}

enum { RECORDS = 1, SUBJECTS = 2, SETTINGS = 4 };

static int difference(struct book_digest a, struct book_digest b)
{
    return (hash_equal(a.records, b.records) ? 0 : RECORDS) |
           (hash_equal(a.subjects, b.subjects) ? 0 : SUBJECTS) |
           (hash_equal(a.settings, b.settings) ? 0 : SETTINGS);
}

static const struct digest_case {
    const char *file, *old, *new;
    int of_a, of_b; /* what differs then */
} digest_cases[] = {
    {"expenditure.csv", "200.5,", "200.5,", 0, 0},
    {"expenditure.csv", "1000.00", "1000.01", RECORDS, 0},
    {"expenditure.csv", "当年,公用经费,,30228", "上年结转,公用经费,,30228", 0, RECORDS},
    {"income.csv", "2101102", "2101101", 0, RECORDS | SUBJECTS},
    {"expenditure.csv", "30302", "30301", RECORDS | SUBJECTS, 0},
    {"texts.csv", "职责\n", "职责。\n", RECORDS, 0},
    {"texts.csv", "B02,部门职责,1,职责", "B02,部门职责,1,职 责", 0, RECORDS},
    {"units.csv", "乙局本级", "乙局机关", 0, RECORDS},
    {"indicators.csv", "100亩", "101亩", RECORDS, 0},
    {"projects.csv", "依据,必要", "依据,必须", RECORDS, 0},
    {"prior_year.csv", "B02,2025,收入总计,0.00\n", "", 0, RECORDS},
    {"procurement.csv", "A01,货物,5\n", "B02,货物,5\n", RECORDS, RECORDS},
    {"assets.csv", "2026-01-27,公务用车,1,辆\n",
     "2026-01-27,公务用车,1,辆\nA01,2026-01-27,公务用车,1,辆\n", RECORDS, 0},
    {"departments.csv", "乙局", "丙局", 0, SETTINGS},
    {"book.yaml", "某县", "某市", SETTINGS, SETTINGS},
    {"book.yaml", "shanxi-county", "other", SETTINGS, SETTINGS},
};
#define DIGEST_CASES ((int)(sizeof digest_cases / sizeof *digest_cases))

START_TEST(a_change_shows_in_the_digest_of_its_department_alone)
{
    const struct digest_case *test = &digest_cases[_i];
    struct reading reading = reading_new();
    struct digests before = digest_it(&reading);
    if (strcmp(test->old, test->new) != 0)
        change(&reading, test->file, test->old, test->new);
    struct digests after = digest_it(&reading);
    ck_assert_int_eq(difference(before.of_a, after.of_a), test->of_a);
    ck_assert_int_eq(difference(before.of_b, after.of_b), test->of_b);
    reading_free(&reading);
}
END_TEST

/* A text that goes from the end of one field to the beginning of the next is a change. */
START_TEST(the_bounds_of_fields_are_part_of_the_digest)
{
    struct reading reading = reading_new();
    change(&reading, "indicators.csv", "产出指标,数量指标", "产出,指标数量指标");
    struct digests before = digest_it(&reading);
    change(&reading, "indicators.csv", "产出指标,数量指标", "产出指,标数量指标");
    ck_assert_int_eq(difference(before.of_a, digest_it(&reading).of_a), RECORDS);
    reading_free(&reading);
}
END_TEST

START_TEST(names_of_subjects_show_in_the_digests_of_those_who_use_them)
{
    static const struct {
        const char *own;
        int of_a, of_b;
    } cases[] = {
        {"功能,2080501,改名\n", SUBJECTS, 0},        /* its own */
        {"功能,20805,改名\n", SUBJECTS, 0},          /* above it */
        {"功能,210,改名\n", 0, SUBJECTS},            /* above that */
        {"部门经济,302,改名\n", SUBJECTS, SUBJECTS}, /* of both */
        {"政府经济,50502,改名\n", 0, SUBJECTS},      /* of another list */
        {"收入,1030148,改名\n", SUBJECTS, 0},        /* above one of nine digits */
        {"功能,2130101,改名\n", 0, 0},               /* nobody's */
        {"收入,2080501,改名\n", 0, 0},               /* the code of another list */
    };
    struct reading reading = reading_new();
    struct digests before = digest_it(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *own = arena_printf(reading.arena, "类别,编码,名称\n%s", cases[i].own);
        write_bytes(&reading, "subjects.csv", own, strlen(own));
        struct digests after = digest_it(&reading);
        ck_assert_int_eq(difference(before.of_a, after.of_a), cases[i].of_a);
        ck_assert_int_eq(difference(before.of_b, after.of_b), cases[i].of_b);
    }
    reading_free(&reading);
}
END_TEST

static struct hash classes_of(const struct reading *reading)
{
    const struct book *book = open_it(reading);
    struct hash classes = book_classes_digest(book);
    book_close(book);
    return classes;
}

/* 外交 is nobody's in the book, and printed all the same where all classes are. */
START_TEST(the_names_of_all_classes_have_a_digest_of_their_own)
{
    static const struct {
        const char *own;
        bool differs;
    } cases[] = {
        {"功能,202,改名\n", true},      {"功能,210,改名\n", true},
        {"功能,298,新类\n", true},      {"功能,298,改名\n功能,202,新类\n", true},
        {"功能,20501,改名\n", false},   {"功能,2130101,改名\n", false},
        {"部门经济,302,改名\n", false}, {"收入,103,改名\n", false},
    };
    struct reading reading = reading_new();
    struct hash before = classes_of(&reading);
    ck_assert(hash_equal(before, classes_of(&reading)));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *own = arena_printf(reading.arena, "类别,编码,名称\n%s", cases[i].own);
        write_bytes(&reading, "subjects.csv", own, strlen(own));
        ck_assert_msg(hash_equal(before, classes_of(&reading)) != cases[i].differs, "%s", own);
    }
    reading_free(&reading);
}
END_TEST

/* A field that is too long is read as a blank one, with a fault. */
START_TEST(a_fault_of_a_field_shows_in_the_digest)
{
    struct reading reading = reading_new();
    change(&reading, "texts.csv", "B02,部门职责,1,职责", "B02,部门职责,1,");
    struct digests blank = digest_it(&reading);
    char *longer = arena_alloc(reading.arena, CSV_FIELD_MAX + 2);
    memset(longer, 'x', CSV_FIELD_MAX + 1);
    change(&reading, "texts.csv", "B02,部门职责,1,职责",
           arena_printf(reading.arena, "B02,部门职责,1,%s", longer));
    struct digests faulty = digest_it(&reading);
    ck_assert_int_eq(difference(blank.of_a, faulty.of_a), 0);
    ck_assert_int_eq(difference(blank.of_b, faulty.of_b), RECORDS);
    reading_free(&reading);
}
END_TEST

/* TEXT in GB18030, with CRLF, a blank row after each row, a column nobody knows at the left, and
 * the last two columns swapped. */
static size_t disguise(struct arena *arena, const char *text, char *out, size_t room)
{
    const char *all = "";
    char *rest = arena_strdup(arena, text);
    for (char *line; (line = strsep(&rest, "\n")) && rest;) {
        char *last = strrchr(line, ',');
        *last = '\0';
        char *before = strrchr(line, ',');
        *before = '\0';
        all = arena_printf(arena, "%s%s,%s, %s ,\"%s\"\r\n\r\n", all, all[0] ? "" : "备注", line,
                           last + 1, before + 1);
    }
    char *from = (char *)(uintptr_t)all, *to = out;
    size_t left = strlen(all), size = room;
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    ck_assert_uint_eq(iconv(converter, &from, &left, &to, &room), 0);
    iconv_close(converter);
    return size - room;
}

START_TEST(the_shape_of_files_does_not_show_in_digests)
{
    struct reading reading = reading_new();
    struct digests before = digest_it(&reading);
    uint64_t state = 1;
    for (size_t i = 1; i < FILE_COUNT; i++) {
        char bytes[16384];
        const char *text = shuffle(reading.arena, sound_book[i].text, &state);
        size_t length = disguise(reading.arena, text, bytes, sizeof bytes);
        write_bytes(&reading, sound_book[i].name, bytes, length);
    }
    struct digests after = digest_it(&reading);
    ck_assert_int_eq(difference(before.of_a, after.of_a), 0);
    ck_assert_int_eq(difference(before.of_b, after.of_b), 0);
    ck_assert_uint_eq(diag_errors(reading.diag), 0);
    reading_free(&reading);
}
END_TEST

/* ---- files that change after they were opened -------------------------------------------------
 */

enum alteration { SHORTEN, LENGTHEN, TOUCH, OVERWRITE_UNSEEN, REPLACE, ALTERATION_COUNT };

/* Alters income.csv as it stands on disk. */
static void alter(const struct reading *reading, enum alteration alteration)
{
    const char *path = arena_printf(reading->arena, "%s/income.csv", reading->dir);
    const char *sound = sound_text("income.csv");
    struct stat before;
    ck_assert_int_eq(stat(path, &before), 0);
    const struct timespec times[2] = {before.st_atim, before.st_mtim};
    const struct timespec later[2] = {before.st_atim, {before.st_mtim.tv_sec + 5, 0}};
    switch (alteration) {
    case SHORTEN:
        ck_assert_int_eq(truncate(path, 200), 0);
        break;
    case LENGTHEN:
        support_write(path, arena_printf(reading->arena, "%s\n", sound));
        break;
    case TOUCH:
        ck_assert_int_eq(utimensat(AT_FDCWD, path, later, 0), 0);
        break;
    case OVERWRITE_UNSEEN: /* of the same length and, they say, the same time */
        change(reading, "income.csv", "1000.00", "1000.01");
        ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
        break;
    case REPLACE: /* what was opened is still there */
        unlink(path);
        support_write(path, "nothing");
        break;
    case ALTERATION_COUNT:
        break;
    }
}

START_TEST(a_file_that_was_changed_since_the_book_was_opened_is_noticed)
{
    enum alteration alteration = (enum alteration)_i;
    struct reading reading = reading_new();
    struct budget budget;
    const struct book *book = open_it(&reading);
    ck_assert(book_load(reading.arena, book, 0, reading.diag, &budget));
    alter(&reading, alteration);
    bool good = book_load(reading.arena, book, 0, reading.diag, &budget);
    ck_assert(good == (alteration == REPLACE));
    ck_assert_uint_eq(diag_count(reading.diag), good ? 0 : 1);
    if (!good) {
        const struct diag_entry *entry = diag_entry_at(reading.diag, 0);
        ck_assert_int_eq(entry->code, DIAG_FILE_CHANGED);
        ck_assert_str_eq(entry->department, "A01");
        ck_assert_str_eq(entry->pos.file,
                         alteration == OVERWRITE_UNSEEN ? reading.dir : "income.csv");
    }
    book_close(book);
    reading_free(&reading);
}
END_TEST

/* ---- processes -------------------------------------------------------------------------------- */

static int load_often(const struct book *book, size_t index)
{
    for (int i = 0; i < 200; i++) {
        struct arena *arena = arena_new();
        struct diag *diag = diag_new(DIAG_CHINESE);
        struct budget budget;
        bool good = book_load(arena, book, index, diag, &budget) && diag_count(diag) == 0 &&
                    budget.fact_count == (index == 0 ? 8 : 4);
        diag_free(diag);
        arena_free(arena);
        if (!good)
            return 1;
    }
    return 0;
}

START_TEST(processes_load_from_one_book_at_once)
{
    struct reading reading = reading_new();
    const struct book *book = open_it(&reading);
    pid_t children[4];
    for (size_t i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(load_often(book, i % 2));
    }
    for (size_t i = 0; i < 4; i++) {
        int status = 0;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_int_eq(status, 0);
    }
    book_close(book);
    reading_free(&reading);
}
END_TEST

/* ---- size ------------------------------------------------------------------------------------- */

enum { MANY = 20000, ROWS_EACH = 3 };

/* A book of MANY departments, each with a unit, and ROWS_EACH rows in expenditure and in income:
 * together, or (SCATTERED) no two of them next to each other. */
static void write_many(const struct reading *reading, bool scattered)
{
    static const char *const names[] = {"departments.csv", "units.csv", "expenditure.csv",
                                        "income.csv"};
    FILE *files[4];
    for (size_t i = 0; i < 4; i++) {
        const char *text = sound_text(names[i]);
        files[i] = fopen(arena_printf(reading->arena, "%s/%s", reading->dir, names[i]), "w");
        fprintf(files[i], "%.*s", (int)(strchr(text, '\n') + 1 - text), text);
    }
    for (size_t i = 4; i < FILE_COUNT; i++)
        if (strcmp(sound_book[i].name, "income.csv") != 0) {
            const char *text = sound_book[i].text;
            write_bytes(reading, sound_book[i].name, text, (size_t)(strchr(text, '\n') + 1 - text));
        }
    for (int i = 0; i < MANY; i++) {
        fprintf(files[0], "D%05d,第%d局,2026\n", i, i);
        fprintf(files[1], "D%05d01,第%d局,D%05d,行政单位,是\n", i, i, i);
    }
    for (int i = 0; i < MANY * ROWS_EACH; i++) {
        int d = scattered ? i % MANY : i / ROWS_EACH;
        fprintf(files[2], "D%05d,D%05d01,2080501,一般公共预算,当年,人员经费,,30302,50905,%d\n", d,
                d, i);
        fprintf(files[3], "D%05d,D%05d01,,2080501,一般公共预算,当年,%d\n", d, d, i);
    }
    for (size_t i = 0; i < 4; i++)
        fclose(files[i]);
}

static size_t heap_in_use(void)
{
    struct mallinfo2 heap = mallinfo2(); /* zeros where a sanitizer has its own heap */
    return heap.uordblks + heap.hblkhd;
}

START_TEST(the_index_takes_little_memory)
{
    bool scattered = _i == 1;
    struct reading reading = reading_new();
    write_many(&reading, scattered);
    struct arena *arena = arena_new();
    struct budget budget;
    size_t before = heap_in_use();
    const struct book_options options = {SOURCE_DIR "/data"};
    const struct book *book = book_open(arena, reading.dir, &options, reading.diag);
    size_t taken = heap_in_use() - before;
    ck_assert_msg(diag_count(reading.diag) == 0, "%s", diag_entry_at(reading.diag, 0)->message);
    ck_assert_uint_eq(book_department_count(book), MANY);
    size_t rows_each = scattered ? ROWS_EACH : 1;
    ck_assert_uint_le(extents_count(book->extents), MANY * (1 + 2 * rows_each) + BOOK_FILE_COUNT);
    /* Its extents, 16 bytes each; the department itself, its texts, its sums; a fixed part. */
    ck_assert_uint_le(taken, 16 * extents_count(book->extents) + MANY * 320 + (1 << 20));
    ck_assert(book_load(arena, book, MANY - 1, reading.diag, &budget));
    ck_assert_uint_eq(budget.fact_count, 2 * ROWS_EACH);
    ck_assert_str_eq(budget.facts[0].agency->code, "D1999901");
    book_close(book);
    arena_free(arena);
    reading_free(&reading);
}
END_TEST

START_TEST(no_book_need_not_be_closed)
{
    book_close(NULL);
}
END_TEST

Suite *book_index_suite(void)
{
    Suite *suite = suite_create("book_index");
    TCase *tests = tcase_create("book_index");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, departments_whose_rows_stand_among_each_other_load_the_same);
    tcase_add_test(tests, rows_are_found_and_numbered_in_files_of_every_shape);
    tcase_add_test(tests, a_refused_department_tells_all_its_faults_in_one_run);
    tcase_add_loop_test(tests, a_change_shows_in_the_digest_of_its_department_alone, 0,
                        DIGEST_CASES);
    tcase_add_test(tests, the_bounds_of_fields_are_part_of_the_digest);
    tcase_add_test(tests, names_of_subjects_show_in_the_digests_of_those_who_use_them);
    tcase_add_test(tests, the_names_of_all_classes_have_a_digest_of_their_own);
    tcase_add_test(tests, a_fault_of_a_field_shows_in_the_digest);
    tcase_add_test(tests, the_shape_of_files_does_not_show_in_digests);
    tcase_add_loop_test(tests, a_file_that_was_changed_since_the_book_was_opened_is_noticed, 0,
                        ALTERATION_COUNT);
    tcase_add_test(tests, processes_load_from_one_book_at_once);
    tcase_add_loop_test(tests, the_index_takes_little_memory, 0, 2);
    tcase_add_test(tests, no_book_need_not_be_closed);
    suite_add_tcase(suite, tests);
    return suite;
}

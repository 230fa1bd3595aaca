/* Progress, as a terminal shows it: an emulation of as much of one as is needed reads a
 * pseudo-terminal. */
#include <check.h>
#include <poll.h>
#include <pty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "render/columns.h"
#include "render/progress.h"

Suite *progress_suite(void);

enum { COLUMNS_MAX = 400 };

struct terminal {
    int master;
    FILE *out;
    int columns;
    int block_width; /* 2: a terminal that draws what is ambiguous wide */
    /* The line the cursor is on. */
    char cells[COLUMNS_MAX][5]; /* a character each; "" right of a wide one */
    int at, widest;             /* columns used, ever */
    size_t drawings;            /* times that the cursor went back */
    bool coloured, strange;     /* seen: a colour; what is neither text nor known control */
};

static struct terminal terminal;

static void open_terminal(int columns, int block_width)
{
    int slave;
    struct winsize size = {.ws_row = 24, .ws_col = (unsigned short)columns};
    terminal = (struct terminal){.columns = columns, .block_width = block_width};
    ck_assert_int_eq(openpty(&terminal.master, &slave, NULL, NULL, &size), 0);
    terminal.out = fdopen(slave, "w");
    ck_assert_ptr_nonnull(terminal.out);
}

static void set_up(void)
{
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
}

static void close_terminal(void)
{
    fclose(terminal.out);
    close(terminal.master);
}

/* Takes a control function after ESC; returns its length. */
static size_t control(const char *text)
{
    size_t length = 1 + strcspn(text + 1, "ABCDEFGHJKSTfhlmnsu");
    if (strncmp(text, "[K", 2) == 0)
        memset(terminal.cells[terminal.at], 0, sizeof terminal.cells - (size_t)terminal.at * 5);
    else if (text[0] == '[' && text[length] == 'm')
        terminal.coloured = true;
    else
        terminal.strange = true;
    return length + 1;
}

static void print_character(const char *text, size_t length)
{
    char character[5] = "";
    memcpy(character, text, length);
    bool block = strcmp(character, "█") == 0 || strcmp(character, "░") == 0;
    int width = block ? terminal.block_width : columns_width(character);
    ck_assert_int_le(terminal.at + width, COLUMNS_MAX);
    memset(terminal.cells[terminal.at], 0, (size_t)width * 5);
    memcpy(terminal.cells[terminal.at], character, 5);
    terminal.at += width;
    if (terminal.at > terminal.widest)
        terminal.widest = terminal.at;
}

static void play(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '\r') {
            terminal.at = 0;
            terminal.drawings++;
            i++;
        } else if (byte == 0x1b) {
            i += 1 + control(text + i + 1);
        } else {
            size_t size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
            terminal.strange = terminal.strange || byte < 0x20 || byte == 0x7f;
            print_character(text + i, size);
            i += size;
        }
    }
}

/* What stands on the line now. */
static const char *screen(void)
{
    static char line[COLUMNS_MAX * 4 + 1];
    static char text[65536];
    struct pollfd ready = {.fd = terminal.master, .events = POLLIN};
    size_t length = 0;
    while (poll(&ready, 1, 50) == 1 && length < sizeof text - 1) {
        ssize_t got = read(terminal.master, text + length, sizeof text - 1 - length);
        ck_assert_int_gt(got, 0);
        length += (size_t)got;
    }
    text[length] = '\0';
    play(text, length);
    ck_assert(!terminal.strange);
    line[0] = '\0';
    for (int i = 0, blanks = 0; i < COLUMNS_MAX; i++) {
        if (terminal.cells[i][0] == ' ') {
            blanks++;
        } else if (terminal.cells[i][0] != '\0') {
            sprintf(line + strlen(line), "%*s%s", blanks, "", terminal.cells[i]);
            blanks = 0;
        }
    }
    return line;
}

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

START_TEST(done_total_rate_time_left_and_failures_are_shown)
{
    open_terminal(120, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 1000);
    progress_show(progress, 0, 0);
    ck_assert_str_eq(screen(), "░░░░░░░░░░░░░░░░░░░░ 已完成 0/1000（0.0%）");
    sleep_ms(1200);
    progress_show(progress, 37, 2);
    const char *line = screen(), *count = strstr(line, "已完成 37/1000（3.7%），每秒 ");
    ck_assert_msg(count != NULL, "%s", line);
    double rate = 0;
    int minutes = -1, seconds = -1, failed = -1;
    ck_assert_int_eq(
        sscanf(strstr(line, "每秒"), "每秒 %lf 个，约剩 %d 秒，失败 %d", &rate, &seconds, &failed),
        3);
    ck_assert_double_le(rate, 37 / 1.2);
    ck_assert_double_ge(rate, 37 / 2.3); /* a busy machine sleeps longer */
    ck_assert_double_le(963 / (rate + 0.1), seconds);
    ck_assert_double_ge(963 / (rate - 0.1) + 1, seconds);
    ck_assert_int_eq(failed, 2);

    sleep_ms(1200); /* slower now: more than a minute is left */
    progress_show(progress, 38, 2);
    line = screen();
    ck_assert_int_eq(sscanf(strstr(line, "每秒"), "每秒 %lf 个，约剩 %d 分 %d 秒，失败 %d", &rate,
                            &minutes, &seconds, &failed),
                     4);
    ck_assert_double_le(rate, 38 / 2.4);
    ck_assert_double_le(962 / (rate + 0.1), minutes * 60 + seconds);
    ck_assert_double_ge(962 / (rate - 0.1) + 1, minutes * 60 + seconds);
    ck_assert_int_lt(seconds, 60);
    progress_end(progress);
    close_terminal();
}
END_TEST

START_TEST(english_has_its_own_wording)
{
    open_terminal(120, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_ENGLISH, 4);
    sleep_ms(1500);
    progress_show(progress, 1, 1);
    const char *line = screen();
    double rate = 0;
    int seconds = -1, end = -1;
    sscanf(line,
           "█████░░░░░░░░░░░░░░░ 1/4 done (25.0%%), %lf a minute, about %d s left, 1 failed%n",
           &rate, &seconds, &end);
    ck_assert_msg(end == (int)strlen(line), "%s", line);
    ck_assert_double_le(rate, 40);
    ck_assert_double_ge(rate, 15);
    ck_assert_int_ge(seconds, 5); /* three times 1.5 s, rounded up */
    ck_assert_int_le(seconds, 12);
    progress_end(progress);
    close_terminal();
}
END_TEST

START_TEST(the_bar_grows_with_what_is_done)
{
    static const struct {
        size_t done;
        const char *line;
    } CASES[] = {
        {0, "░░░░░░░░░░░░░░░░░░░░ 已完成 0/8（0.0%）"},
        {2, "█████░░░░░░░░░░░░░░░ 已完成 2/8（25.0%）"},
        {4, "██████████░░░░░░░░░░ 已完成 4/8（50.0%）"},
        {8, "████████████████████ 已完成 8/8（100.0%）"},
    };
    open_terminal(100, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 8);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        progress_show(progress, CASES[i].done, 0);
        ck_assert_str_eq(screen(), CASES[i].line);
        sleep_ms(110);
    }
    progress_end(progress);
    close_terminal();
}
END_TEST

/* Whatever the numbers, the width and how wide the terminal draws the blocks. */
/* Whatever the numbers, the width and how wide the terminal draws the blocks. The terminals stand side
 * by side, so that time passes once for all of them. */
START_TEST(a_line_is_never_wider_than_the_terminal)
{
    enum { WIDTHS = 44, STEP = 3 };
    static struct terminal terminals[WIDTHS][2];
    struct progress *lines[WIDTHS][2];
    static const struct {
        size_t done, failed;
        long pause; /* [ms] before it is shown */
    } STATES[] = {{0, 0, 0}, {37, 2, 1010}, {98765, 12345, 110}, {100000, 12345, 0}};

    for (int i = 0; i < WIDTHS * 2; i++) {
        open_terminal(1 + i / 2 * STEP, 1 + i % 2);
        terminals[i / 2][i % 2] = terminal;
        lines[i / 2][i % 2] =
            progress_begin(terminal.out, i / 2 % 2 ? DIAG_ENGLISH : DIAG_CHINESE, STATES[3].done);
    }
    for (size_t k = 0; k < sizeof STATES / sizeof *STATES; k++) {
        sleep_ms(STATES[k].pause);
        for (int i = 0; i < WIDTHS * 2; i++)
            progress_show(lines[i / 2][i % 2], STATES[k].done, STATES[k].failed);
    }
    for (int i = 0; i < WIDTHS * 2; i++) {
        terminal = terminals[i / 2][i % 2];
        const char *line = screen();
        ck_assert_uint_eq(terminal.drawings, 4);
        ck_assert_msg(terminal.widest <= terminal.columns, "%d columns: %s", terminal.columns,
                      line);
        if (terminal.columns > 40)
            ck_assert_int_gt(terminal.widest, 20);
        progress_end(lines[i / 2][i % 2]);
        close_terminal();
    }
}
END_TEST

START_TEST(in_forty_columns_the_essential_is_left)
{
    open_terminal(40, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 1000);
    sleep_ms(1100);
    progress_show(progress, 37, 2);
    const char *line = screen();
    int seconds = 0, end = -1;
    sscanf(line, "已完成 37/1000，约剩 %d 秒，失败 2%n", &seconds, &end);
    ck_assert_msg(end == (int)strlen(line), "%s", line);
    progress_end(progress);
    close_terminal();
}
END_TEST

START_TEST(a_terminal_of_unknown_width_is_taken_for_eighty_columns)
{
    open_terminal(0, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 1000);
    sleep_ms(1100);
    progress_show(progress, 37, 2);
    ck_assert_ptr_nonnull(strstr(screen(), "已完成 37/1000（3.7%），每秒 "));
    ck_assert_int_le(terminal.widest, 80);
    ck_assert_int_gt(terminal.widest, 60);
    progress_end(progress);
    close_terminal();
}
END_TEST

START_TEST(a_shorter_line_leaves_nothing_of_a_longer_one)
{
    open_terminal(100, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 1000);
    sleep_ms(1100);
    progress_show(progress, 500, 123);
    screen();
    sleep_ms(110);
    progress_show(progress, 1000, 0);
    const char *line = screen();
    const char *end = strstr(line, " 个");
    ck_assert_msg(end != NULL && strcmp(end, " 个") == 0, "%s", line);
    progress_end(progress);
    close_terminal();
}
END_TEST

START_TEST(it_is_redrawn_ten_times_a_second_at_most_and_at_the_end)
{
    open_terminal(100, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 500);
    for (size_t i = 1; i <= 500; i++) {
        progress_show(progress, i, 0);
        sleep_ms(1);
    }
    const char *line = screen();
    ck_assert_msg(strstr(line, "已完成 500/500（100.0%）") != NULL, "%s", line);
    ck_assert_uint_ge(terminal.drawings, 5);
    ck_assert_uint_le(terminal.drawings, 20); /* 500 to 1,000 ms on a busy machine, and the last */
    progress_end(progress);
    close_terminal();
}
END_TEST

START_TEST(hidden_and_at_the_end_the_line_is_empty)
{
    open_terminal(100, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 10);
    progress_hide(progress); /* nothing yet */
    ck_assert_uint_eq((screen(), terminal.drawings), 0);
    progress_show(progress, 3, 0);
    ck_assert_str_ne(screen(), "");
    progress_hide(progress);
    ck_assert_str_eq(screen(), "");
    ck_assert_int_eq(terminal.at, 0);
    sleep_ms(110);
    progress_show(progress, 4, 0);
    ck_assert_str_ne(screen(), "");
    progress_end(progress);
    ck_assert_str_eq(screen(), "");
    ck_assert_int_eq(terminal.at, 0);
    close_terminal();
}
END_TEST

static bool is_coloured(void)
{
    open_terminal(100, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 10);
    progress_show(progress, 3, 1);
    ck_assert_ptr_nonnull(strstr(screen(), "，失败 1"));
    progress_end(progress);
    close_terminal();
    return terminal.coloured;
}

START_TEST(no_color_is_respected)
{
    ck_assert(is_coloured());
    setenv("NO_COLOR", "", 1); /* no-color.org: "when present and not an empty string" */
    ck_assert(is_coloured());
    setenv("NO_COLOR", "1", 1);
    ck_assert(!is_coloured());
    setenv("NO_COLOR", "0", 1); /* "regardless of its value" */
    ck_assert(!is_coloured());
}
END_TEST

START_TEST(a_file_gets_nothing)
{
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    struct progress *progress = progress_begin(file, DIAG_CHINESE, 10);
    ck_assert_ptr_null(progress);
    progress_show(progress, 3, 1);
    progress_hide(progress);
    progress_show(progress, 10, 1);
    progress_end(progress);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    ck_assert_int_eq(ftell(file), 0);
    fclose(file);
}
END_TEST

START_TEST(a_terminal_that_cannot_go_back_gets_nothing)
{
    open_terminal(100, 1);
    setenv("TERM", "dumb", 1);
    ck_assert_ptr_null(progress_begin(terminal.out, DIAG_CHINESE, 10));
    unsetenv("TERM");
    ck_assert_ptr_null(progress_begin(terminal.out, DIAG_CHINESE, 10));
    close_terminal();
}
END_TEST

START_TEST(nothing_to_do_is_all_done)
{
    open_terminal(100, 1);
    struct progress *progress = progress_begin(terminal.out, DIAG_CHINESE, 0);
    progress_show(progress, 0, 0);
    ck_assert_str_eq(screen(), "████████████████████ 已完成 0/0（100.0%）");
    progress_end(progress);
    close_terminal();
}
END_TEST

Suite *progress_suite(void)
{
    Suite *suite = suite_create("progress");
    TCase *tests = tcase_create("progress");
    tcase_set_timeout(tests, 90);
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, done_total_rate_time_left_and_failures_are_shown);
    tcase_add_test(tests, english_has_its_own_wording);
    tcase_add_test(tests, the_bar_grows_with_what_is_done);
    tcase_add_test(tests, a_line_is_never_wider_than_the_terminal);
    tcase_add_test(tests, in_forty_columns_the_essential_is_left);
    tcase_add_test(tests, a_terminal_of_unknown_width_is_taken_for_eighty_columns);
    tcase_add_test(tests, a_shorter_line_leaves_nothing_of_a_longer_one);
    tcase_add_test(tests, it_is_redrawn_ten_times_a_second_at_most_and_at_the_end);
    tcase_add_test(tests, hidden_and_at_the_end_the_line_is_empty);
    tcase_add_test(tests, no_color_is_respected);
    tcase_add_test(tests, a_file_gets_nothing);
    tcase_add_test(tests, a_terminal_that_cannot_go_back_gets_nothing);
    tcase_add_test(tests, nothing_to_do_is_all_done);
    suite_add_tcase(suite, tests);
    return suite;
}

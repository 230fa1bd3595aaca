/* Changes of a clean book, one at a time: what is printed otherwise and breaks an identity
 * (clean_identities.c) must be found by a rule, or refused. Precision: clean books give no finding. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/check.h"
#include "data/document.h"
#include "tests/clean_identities.h"
#include "tests/loaded_book.h"
#include "tests/support.h"

Suite *check_mutation_suite(void);

/* Under a sanitizer everything takes some ten times as long. */
#ifdef __SANITIZE_ADDRESS__
enum { MUTATIONS = 250, BOOKS = 20 };
#else
enum { MUTATIONS = 4000, BOOKS = 200 };
#endif
enum { SEED = 20260127, ROUND = 10000 /* 0.01 万元 */, RULES_MAX = 256, COLUMNS_MAX = 160 };

static struct arena *arena;
static const char *dir;
static const struct check_rules *rules;
static const struct format *format;

static void setup(void)
{
    struct diag *diag = diag_new(DIAG_ENGLISH);
    arena = arena_new();
    dir = support_make_dir(arena);
    rules = check_rules_read(arena, SOURCE_DIR "/data/checks", diag);
    format = format_read(arena, SOURCE_DIR "/data/formats/shanxi-county", diag);
    ck_assert(rules != NULL && format != NULL && check_rule_count(rules) <= RULES_MAX);
    diag_free(diag);
}

static void teardown(void)
{
    support_remove_dir(dir);
    arena_free(arena);
}

/* ---- what is printed ----------------------------------------------------------------------- */

struct print {
    char *text;
    size_t length, capacity;
};

static void print_text(struct print *print, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    if (print->length + length + 1 > print->capacity) {
        print->capacity = 2 * (print->length + length + 1);
        print->text = realloc(print->text, print->capacity);
        if (print->text == NULL)
            ck_abort_msg("out of memory");
    }
    if (length > 0)
        memcpy(print->text + print->length, text, length);
    print->length += length;
    print->text[print->length++] = '\n';
}

static void print_block(struct print *print, const struct block *block)
{
    print_text(print, block->text.utf8);
    print_text(print, block->right.utf8);
    for (size_t i = 0; block->table != NULL && i < block->table->cell_count; i++)
        print_text(print, block->table->cells[i].text.utf8);
    for (size_t i = 0; block->chart != NULL && i < block->chart->count; i++) {
        print_text(print, block->chart->entries[i].name.utf8);
        print_text(print, block->chart->entries[i].amount);
    }
}

static void print_document(struct print *print, const struct document *document)
{
    print_text(print, document->title.utf8);
    for (size_t s = 0; s < document->section_count; s++)
        for (size_t b = 0; b < document->sections[s].block_count; b++)
            print_block(print, &document->sections[s].blocks[b]);
}

/* ---- one book ------------------------------------------------------------------------------ */

struct outcome {
    bool refused;            /* by what reads it or builds the documents */
    size_t found;            /* findings that stand */
    bool by_rule[RULES_MAX]; /* which rules found something */
    struct print print;
};

static size_t rule_index(const struct check_rule_head *rule)
{
    size_t i = 0;
    while (check_rule_at(rules, i) != rule)
        i++;
    return i;
}

static void take_department(struct outcome *outcome, struct arena *scratch,
                            const struct budget *budget, struct diag *diag, FILE *out)
{
    const struct document *document = document_build(scratch, format, budget, diag);
    struct check_findings findings =
        check_department(scratch, rules, format, budget, CHECK_LEVELS_ALL, DIAG_CHINESE);
    if (document != NULL)
        print_document(&outcome->print, document);
    for (size_t i = 0; i < findings.count; i++) {
        const struct check_finding *finding = &findings.items[i];
        if (finding->waiver != NULL)
            continue;
        outcome->found++;
        outcome->by_rule[rule_index(finding->rule)] = true;
        if (out != NULL)
            fprintf(out, "%s:%d:%d: %s %s: %s\n", finding->pos.file, finding->pos.row,
                    finding->pos.column, finding->rule->id, finding->place, finding->message);
    }
}

/* Reads, builds and checks the book in DIR. Findings are told to OUT, if any. */
static struct outcome try_book(FILE *out)
{
    struct arena *scratch = arena_new();
    struct diag *diag = diag_new(DIAG_CHINESE);
    struct outcome outcome = {.refused = false};
    const struct loaded_book loaded = loaded_book_read(scratch, dir, diag);
    const struct book *book = loaded.book;
    for (size_t i = 0; book != NULL && diag_errors(diag) == 0 && i < book_department_count(book);
         i++) {
        take_department(&outcome, scratch, &loaded.budgets[i], diag, out);
    }
    outcome.refused = book == NULL || diag_errors(diag) > 0;
    if (out != NULL)
        diag_print(diag, 0, out);
    diag_free(diag);
    arena_free(scratch);
    return outcome;
}

/* ---- changes ------------------------------------------------------------------------------- */

static unsigned long long state;

static size_t draw(size_t limit)
{
    return (size_t)clean_book_draw(&state, limit);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where a digit, or the first byte of a Han character, stands in TEXT: one of them at random. */
static const char *pick(const char *text, bool digit)
{
    size_t count = 0, wanted;
    for (const char *at = text; *at != '\0'; at++)
        count += digit ? is_digit(*at) : (*at & 0xF0) == 0xE0;
    if (count == 0)
        return NULL;
    wanted = draw(count);
    for (const char *at = text;; at++)
        if ((digit ? is_digit(*at) : (*at & 0xF0) == 0xE0) && wanted-- == 0)
            return at;
}

/* TEXT with LENGTH bytes at AT made NEW. */
static const char *spliced(const char *text, const char *at, size_t length, const char *new)
{
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + length);
}

static const char *change_digit(const char *text)
{
    const char *at = pick(text, true);
    if (at == NULL)
        return NULL;
    const char digit[] = {(char)('0' + (*at - '0' + 1 + (int)draw(9)) % 10), '\0'};
    return spliced(text, at, 1, digit);
}

static const char *swap_digits(const char *text)
{
    const char *at = pick(text, true);
    if (at == NULL || !is_digit(at[1]))
        return NULL;
    const char digits[] = {at[1], at[0], '\0'};
    return spliced(text, at, 2, digits);
}

static const char *add_digit(const char *text)
{
    const char *at = pick(text, true);
    const char digit[] = {(char)('1' + draw(9)), '\0'};
    return at == NULL ? NULL : spliced(text, at, 0, digit);
}

static const char *change_sign(const char *text)
{
    return text[0] == '-' ? text + 1 : is_digit(text[0]) ? arena_printf(arena, "-%s", text) : NULL;
}

/* 1234.50 becomes 123.45. */
static const char *move_point(const char *text)
{
    const char *point = strchr(text, '.');
    if (point == NULL || point == text || point[1] == '\0')
        return NULL;
    return arena_printf(arena, "%.*s.%c%c", (int)(point - text) - 1, text, point[-1], point[1]);
}

static const char *insert_phone(const char *text)
{
    static const char *const phones[] = {"13812345678", "15098765432", "联系人电话18611112222"};
    const char *at = pick(text, false);
    return at == NULL ? phones[draw(2)] : spliced(text, at, 0, phones[draw(3)]);
}

static const char *drop_bracket(const char *text)
{
    static const char *const brackets[] = {"（", "）", "《", "》", "“", "”"};
    size_t first = draw(6);
    for (size_t i = 0; i < 6; i++) {
        const char *bracket = brackets[(first + i) % 6], *at = strstr(text, bracket);
        if (at != NULL)
            return spliced(text, at, strlen(bracket), "");
    }
    return NULL;
}

/* Two Han characters stand twice. */
static const char *double_word(const char *text)
{
    const char *at = pick(text, false);
    if (at == NULL || (at[3] & 0xF0) != 0xE0)
        return NULL;
    return spliced(text, at, 0, arena_strndup(arena, at, 6));
}

static const char *cut_half(const char *text)
{
    size_t length = strlen(text) / 2;
    while (length > 0 && (text[length] & 0xC0) == 0x80)
        length--;
    return length == 0 ? NULL : arena_strndup(arena, text, length);
}

/* 2026年 becomes one of the two years before. */
static const char *change_year(const char *text)
{
    const char *at = strstr(text, "2026年");
    return at == NULL ? NULL : spliced(text, at + 3, 1, draw(2) == 0 ? "5" : "4");
}

static const char *clear_cell(const char *text)
{
    return text[0] == '\0' ? NULL : "";
}

typedef const char *change_fn(const char *text);
static const struct {
    const char *name;
    change_fn *change; /* NULL: the value of another row */
    bool of_amounts, of_texts;
} changes[] = {
    {"digit", change_digit, true, true},
    {"swap", swap_digits, true, true},
    {"add", add_digit, true, false},
    {"sign", change_sign, true, false},
    {"point", move_point, true, false},
    {"phone", insert_phone, false, true},
    {"bracket", drop_bracket, false, true},
    {"double", double_word, false, true},
    {"half", cut_half, false, true},
    {"year", change_year, false, true},
    {"clear", clear_cell, true, true},
    {"other", NULL, true, true},
    {"other", NULL, true, true},
};

/* What another row has in COLUMN; for some columns any value there may be. */
static const char *other_value(const struct sheet *sheet, size_t column)
{
    static const struct {
        const char *heading, *values[5];
    } known[] = {
        {"部门经济科目编码", {"30205", "30211", "30215", "30103", "30217"}},
        {"政府经济科目编码", {"50202", "50101", "50502", "50205", "50901"}},
        {"功能科目编码", {"2200104", "2101101", "2200150", "2080505", "2210201"}},
        {"资金来源",
         {"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}},
        {"单位性质", {"行政单位", "事业单位", "参照公务员法管理事业单位", "事业单位", "行政单位"}},
        {"运行经费口径", {"是", "否", "是", "否", "是"}},
        {"公开绩效目标", {"否", "否", "否", "否", "否"}},
        {"项目类别", {"其他运转类", "特定目标类", "其他运转类", "特定目标类", "人员类"}},
        {"计量单位", {"台", "辆", "平方米", "台（套）", "个"}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].heading, sheet->cells[0][column]) == 0 && draw(2) == 0)
            return known[i].values[draw(5)];
    return sheet->cells[1 + draw(sheet->rows - 1)][column];
}

/* Another text for the cell; NULL: that change does not suit it. */
static const char *change_cell(const struct sheet *sheet, size_t row, size_t column,
                               const char **name)
{
    const char *text = sheet->cells[row][column];
    char *end;
    strtod(text, &end);
    bool is_amount = text[0] != '\0' && *end == '\0';
    size_t c = draw(sizeof changes / sizeof *changes);
    *name = changes[c].name;
    if (is_amount ? !changes[c].of_amounts : !changes[c].of_texts)
        return NULL;
    const char *out =
        changes[c].change == NULL ? other_value(sheet, column) : changes[c].change(text);
    return out == NULL || strcmp(out, text) == 0 ? NULL : out;
}

/* ---- counting ------------------------------------------------------------------------------ */

struct tally {
    const char *name;
    unsigned tried, printed, broke, found, missed;
};

struct totals {
    struct tally all, columns[COLUMNS_MAX], identities[32];
    size_t column_count;
    unsigned by_rule[RULES_MAX], alone[RULES_MAX], refused;
};

static void count(struct tally *tally, bool printed, bool broke, bool found)
{
    tally->tried++;
    tally->printed += printed;
    tally->broke += printed && broke;
    tally->found += printed && broke && found;
    tally->missed += printed && broke && !found;
}

static void print_tally(const struct tally *tally)
{
    printf("  %5u tried %5u printed %5u broken %5u found %3u missed  %s\n", tally->tried,
           tally->printed, tally->broke, tally->found, tally->missed, tally->name);
}

static void print_totals(const struct totals *totals)
{
    print_tally(&totals->all);
    printf("  %u refused by the reader\ncolumns\n", totals->refused);
    for (size_t i = 0; i < totals->column_count; i++)
        print_tally(&totals->columns[i]);
    printf("identities\n");
    for (size_t i = 0; i < identity_count; i++)
        print_tally(&totals->identities[i]);
    printf("rules: changes found by it, and by it alone\n");
    for (size_t i = 0; i < check_rule_count(rules); i++)
        if (totals->by_rule[i] > 0)
            printf("  %s %u %u\n", check_rule_at(rules, i)->id, totals->by_rule[i],
                   totals->alone[i]);
}

/* Counts one change, of COLUMN, that made OUTCOME of what was printed as BEFORE. */
static bool judge(struct totals *totals, size_t column, const struct clean_book *book,
                  const struct clean_book *clean, const struct outcome *outcome,
                  const struct print *before)
{
    bool found = outcome->refused || outcome->found > 0, broke = false;
    bool printed = outcome->refused || outcome->print.length != before->length ||
                   memcmp(outcome->print.text, before->text, before->length) != 0;
    size_t firing = 0, last = 0;
    for (size_t i = 0; i < identity_count; i++) {
        bool breaks = !identities[i].holds(book, clean);
        broke = broke || breaks;
        totals->identities[i].name = identities[i].name;
        if (breaks)
            count(&totals->identities[i], printed, true, found);
    }
    for (size_t i = 0; i < check_rule_count(rules); i++)
        if (outcome->by_rule[i]) {
            totals->by_rule[i]++;
            firing++;
            last = i;
        }
    totals->alone[last] += firing == 1;
    totals->refused += outcome->refused;
    count(&totals->all, printed, broke, found);
    count(&totals->columns[column], printed, broke, found);
    return !printed || !broke || found;
}

/* ---- the tests ----------------------------------------------------------------------------- */

/* SHEET with ROW left out or standing twice; its rows may be replaced. */
static struct sheet copy_sheet(const struct sheet *sheet, size_t row, int times)
{
    struct sheet out = *sheet;
    out.cells = arena_array(arena, sheet->rows + 1, sizeof *out.cells);
    out.rows = 0;
    for (size_t i = 0; i < sheet->rows; i++)
        for (int n = i == row ? times : 1; n > 0; n--)
            out.cells[out.rows++] = sheet->cells[i];
    return out;
}

/* Changes COLUMN of a row of SHEET, or a whole row when there is no such column. What was done, or
 * NULL: nothing can be. */
static const char *mutate(struct sheet *sheet, size_t column)
{
    size_t row = 1 + draw(sheet->rows - 1);
    const char *name, *out = NULL;
    if (column == sheet->columns) {
        int times = draw(2) == 0 ? 2 : 0;
        *sheet = copy_sheet(sheet, row, times);
        return arena_printf(arena, "%s:%zu: the row stands %d times", sheet->file, row + 1, times);
    }
    for (int tries = 0; tries < 60 && out == NULL; tries++) {
        row = 1 + draw(sheet->rows - 1);
        out = change_cell(sheet, row, column, &name);
    }
    if (out == NULL)
        return NULL;
    *sheet = copy_sheet(sheet, row, 1);
    const char **cells = arena_array(arena, sheet->columns, sizeof *cells);
    memcpy(cells, sheet->cells[row], sheet->columns * sizeof *cells);
    const char *was = cells[column];
    cells[column] = out;
    sheet->cells[row] = cells;
    return arena_printf(arena, "%s:%zu:%zu: %s (%s): %s -> %s", sheet->file, row + 1, column + 1,
                        sheet->cells[0][column], name, was, out);
}

/* One change of COLUMN of sheet NUMBER: made, judged and taken back. */
static void try_change(struct totals *totals, size_t index, const struct clean_book *clean,
                       size_t number, size_t column, const struct print *before)
{
    struct clean_book book = *clean;
    const char *what = mutate(&book.sheets[number], column);
    if (what == NULL)
        return;
    clean_book_write_sheet(&book, number, dir);
    struct outcome outcome = try_book(NULL);
    if (!judge(totals, index, &book, clean, &outcome, before)) {
        printf("missed: %s\n", what);
        for (size_t i = 0; i < identity_count; i++)
            if (!identities[i].holds(&book, clean))
                printf("        %s\n", identities[i].name);
    }
    clean_book_write_sheet(clean, number, dir);
    free(outcome.print.text);
}

/* Texts and values may be changed in more ways than codes. */
static size_t rounds_of(const struct sheet *sheet, size_t column)
{
    if (column == sheet->columns)
        return 1;
    if (strcmp(sheet->cells[0][column], "指标值") == 0)
        return 8;
    return strlen(sheet->cells[1][column]) > 20 ? 4 : 1;
}

/* All columns in turn, and the rows of all files. */
static void try_changes(struct totals *totals, const struct clean_book *clean,
                        const struct print *before)
{
    while (totals->all.tried < MUTATIONS) {
        size_t index = 0;
        for (size_t s = 0; s < SHEET_COUNT; s++)
            for (size_t c = 0; c <= clean->sheets[s].columns; c++, index++) {
                const struct sheet *sheet = &clean->sheets[s];
                struct arena_mark mark = arena_mark(arena);
                ck_assert_uint_lt(index, COLUMNS_MAX);
                for (size_t n = rounds_of(sheet, c); n > 0; n--)
                    try_change(totals, index, clean, s, c, before);
                arena_reset(arena, mark);
                if (totals->columns[index].name == NULL)
                    totals->columns[index].name =
                        arena_printf(arena, "%s %s", sheet->file,
                                     c == sheet->columns ? "(rows)" : sheet->cells[0][c]);
            }
        totals->column_count = index;
    }
}

START_TEST(a_change_that_breaks_an_identity_is_found)
{
    struct totals *totals = arena_alloc(arena, sizeof *totals);
    struct clean_book *clean = clean_book_make(arena, SEED, ROUND);
    clean_book_write(clean, dir);
    struct outcome before = try_book(stderr);
    ck_assert(!before.refused && before.found == 0);
    for (size_t i = 0; i < identity_count; i++)
        ck_assert_msg(identities[i].holds(clean, clean), "%s", identities[i].name);
    totals->all.name = "all";
    state = SEED;
    try_changes(totals, clean, &before.print);
    print_totals(totals);
    free(before.print.text);
    ck_assert_uint_eq(totals->all.missed, 0);
    ck_assert_uint_gt(totals->all.broke, MUTATIONS / 4);
}
END_TEST

/* Amounts that are rounded wherever they are printed, and texts that tell them rounded. */
START_TEST(clean_books_give_no_finding)
{
    for (unsigned long long seed = 1; seed <= BOOKS; seed++) {
        struct arena_mark mark = arena_mark(arena);
        clean_book_write(clean_book_make(arena, seed, 1), dir);
        struct outcome outcome = try_book(stderr);
        free(outcome.print.text);
        ck_assert_msg(!outcome.refused && outcome.found == 0, "seed %llu", seed);
        arena_reset(arena, mark);
    }
}
END_TEST

Suite *check_mutation_suite(void)
{
    Suite *suite = suite_create("check_mutation");
    TCase *tcase = tcase_create("check_mutation");
    tcase_set_timeout(tcase, 600);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, clean_books_give_no_finding);
    tcase_add_test(tcase, a_change_that_breaks_an_identity_is_found);
    suite_add_tcase(suite, tcase);
    return suite;
}

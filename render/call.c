/* Reading the command line. See call.h. */
#include "render/call.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/help.h"

/* ---- options ------------------------------------------------------------------------------- */

enum option_type {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_NAME,   /* const char *: part of a file name */
    OPTION_LIST,   /* struct call_list: may be repeated */
    OPTION_NUMBER, /* unsigned, above zero */
    OPTION_SHARD,  /* unsigned[2]: I/N */
    OPTION_HELP,
    OPTION_VERSION
};

#define OF(command) (1U << COMMAND_##command)
#define OF_ALL      ((1U << COMMAND_COUNT) - 1)

struct call_option {
    const char *name;
    char letter; /* 0: none */
    enum option_type type;
    unsigned commands; /* that know it */
    size_t offset;     /* of the value in struct call */
};

#define AT(member) offsetof(struct call, member)

static const struct call_option options[] = {
    {"output", 'o', OPTION_TEXT, OF(RENDER) | OF(DIFF) | OF(MERGE), AT(output)},
    {"department", 0, OPTION_LIST, OF(RENDER) | OF(CHECK) | OF(FONTS), AT(departments)},
    {"json", 0, OPTION_FLAG, OF(RENDER) | OF(CHECK), AT(json)},
    {"data", 0, OPTION_TEXT, OF_ALL, AT(data)},
    {"jobs", 'j', OPTION_NUMBER, OF(RENDER), AT(workers)},
    {"explain", 0, OPTION_FLAG, OF(RENDER), AT(explain)},
    {"draft", 0, OPTION_FLAG, OF(RENDER), AT(draft)},
    {"run", 0, OPTION_NAME, OF(RENDER), AT(run)},
    {"shard", 0, OPTION_SHARD, OF(RENDER), AT(shard)},
    {"limit-time", 0, OPTION_NUMBER, OF(RENDER), AT(seconds)},
    {"limit-memory", 0, OPTION_NUMBER, OF(RENDER), AT(memory)},
    {"report", 0, OPTION_TEXT, OF(CHECK), AT(report)},
    {"rules", 0, OPTION_FLAG, OF(CHECK), AT(rules)},
    {"help", 'h', OPTION_HELP, OF_ALL, 0},
    {"version", 0, OPTION_VERSION, OF_ALL, 0},
};

enum { OPTION_COUNT = sizeof options / sizeof *options, LONG_ONLY = 1000 };

_Static_assert(offsetof(struct call, shards) == offsetof(struct call, shard) + sizeof(unsigned),
               "OPTION_SHARD stores both");

static bool takes_argument(enum option_type type)
{
    return type != OPTION_FLAG && type != OPTION_HELP && type != OPTION_VERSION;
}

static int refuse(struct diag *diag, enum diag_code code, const char *about, const char *expected)
{
    diag_report(diag, (struct pos){"banxin", 0, 0}, code, about, expected, NULL);
    return EXIT_UNUSABLE;
}

/* A whole number above zero, of at most six digits; 0: TEXT is none. STOP ends it. */
static unsigned read_number(const char *text, char stop)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= 6 && text[digits] == stop ? (unsigned)atoi(text) : 0;
}

/* What --run names becomes a file and a folder. */
static bool is_name(const char *text)
{
    size_t length = strlen(text);
    if (length > 4 && strcmp(text + length - 4, ".csv") == 0)
        return false; /* the folder would have the name of another run's list */
    return length <= 64 && text[0] != '\0' && text[0] != '.' &&
           text[strspn(
               text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] == '\0';
}

static void append(struct arena *arena, struct call_list *list, const char *item)
{
    list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = item;
}

/* Stores VALUE in CALL; what it should be when it is not that, else NULL. */
static const char *store(struct arena *arena, const struct call_option *option, char *value,
                         struct call *call)
{
    void *at = (char *)call + option->offset;
    switch (option->type) {
    case OPTION_FLAG:
        *(bool *)at = true;
        return NULL;
    case OPTION_TEXT:
        *(const char **)at = value;
        return NULL;
    case OPTION_NAME:
        *(const char **)at = value;
        return is_name(value) ? NULL : "A-Z a-z 0-9 - _ .";
    case OPTION_LIST:
        append(arena, at, value);
        return NULL;
    case OPTION_NUMBER:
        *(unsigned *)at = read_number(value, '\0');
        return *(unsigned *)at > 0 ? NULL : "1 … 999999";
    case OPTION_SHARD:
        call->shard = read_number(value, '/');
        call->shards = call->shard > 0 ? read_number(strchr(value, '/') + 1, '\0') : 0;
        return call->shard > 0 && call->shard <= call->shards ? NULL : "I/N (1 ≤ I ≤ N)";
    case OPTION_HELP:
    case OPTION_VERSION:
        break;
    }
    return NULL;
}

/* ---- operands ------------------------------------------------------------------------------ */

static const char *const command_names[COMMAND_COUNT] = {
    [COMMAND_RENDER] = "render", [COMMAND_CHECK] = "check", [COMMAND_FONTS] = "fonts",
    [COMMAND_DIFF] = "diff",     [COMMAND_MERGE] = "merge", [COMMAND_VERIFY] = "verify",
};

/* What a call of each command wants. */
static const struct {
    size_t least, most;   /* operands */
    const char *words[2]; /* by language */
    bool output;          /* -o is needed */
} wanted[COMMAND_COUNT] = {
    [COMMAND_RENDER] = {1, 1, {"账套目录（一个）", "one BOOK"}, true},
    [COMMAND_CHECK] = {1, 1, {"账套目录（一个）", "one BOOK"}, false},
    [COMMAND_FONTS] = {1, 1, {"账套目录（一个）", "one BOOK"}, false},
    [COMMAND_DIFF] = {2, 2, {"输出目录（两个）", "two directories"}, false},
    [COMMAND_MERGE] = {1, SIZE_MAX, {"分片目录", "the shards' directories"}, true},
    [COMMAND_VERIFY] = {1, SIZE_MAX, {"PDF 文件", "PDF files"}, false},
};

static bool find_command(const char *name, enum command *command)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name, command_names[i]) == 0) {
            *command = (enum command)i;
            return true;
        }
    }
    return false;
}

/* The command and what it is to work on; SEEN are the options given. */
static int read_operands(int count, char **operands, unsigned seen, struct arena *arena,
                         struct call *call, struct diag *diag)
{
    if (count < 1)
        return refuse(diag, DIAG_CALL_MISSING, command_names[COMMAND_RENDER], NULL);
    if (!find_command(operands[0], &call->command))
        return refuse(diag, DIAG_CALL_COMMAND, operands[0], NULL);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if ((seen & 1U << i) != 0 && (options[i].commands & 1U << call->command) == 0)
            return refuse(diag, DIAG_CALL_OPTION, arena_printf(arena, "--%s", options[i].name),
                          NULL);
    for (int i = 1; i < count; i++)
        append(arena, &call->operands, operands[i]);
    size_t found = call->operands.count;
    bool needless = call->rules && found == 0;
    if (!needless && (found < wanted[call->command].least || found > wanted[call->command].most))
        return refuse(diag, DIAG_CALL_MISSING, wanted[call->command].words[diag_language(diag)],
                      NULL);
    if (wanted[call->command].output && call->output == NULL)
        return refuse(diag, DIAG_CALL_MISSING, "-o", NULL);
    call->book = found > 0 ? call->operands.items[0] : NULL;
    return -1;
}

/* ---- the call ------------------------------------------------------------------------------ */

/* The table as getopt wants it. */
static void describe(struct option names[OPTION_COUNT + 1], char letters[2 * OPTION_COUNT + 1])
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        int argument = takes_argument(options[i].type) ? required_argument : no_argument;
        names[i] = (struct option){options[i].name, argument, NULL, LONG_ONLY + (int)i};
        if (options[i].letter != 0)
            *letters++ = options[i].letter;
        if (options[i].letter != 0 && argument == required_argument)
            *letters++ = ':';
    }
    names[OPTION_COUNT] = (struct option){0};
    *letters = '\0';
}

/* The number in the table of what getopt_long() returned; OPTION_COUNT: unknown. */
static size_t option_number(int found)
{
    size_t i = 0;
    if (found >= LONG_ONLY)
        return (size_t)(found - LONG_ONLY);
    while (i < OPTION_COUNT && options[i].letter != found)
        i++;
    return i;
}

int call_read(int argc, char **argv, struct arena *arena, struct call *call, struct diag *diag)
{
    struct option names[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 1];
    unsigned seen = 0;
    describe(names, letters);
    opterr = 0;
    optind = 0; /* also when it has been called before */
    for (int found; (found = getopt_long(argc, argv, letters, names, NULL)) != -1;) {
        size_t i = option_number(found);
        if (i == OPTION_COUNT)
            return refuse(diag, DIAG_CALL_OPTION, argv[optind - 1], NULL);
        if (options[i].type == OPTION_HELP) {
            fputs(help_text(diag_language(diag)), stdout);
            return EXIT_ALL_WELL;
        }
        if (options[i].type == OPTION_VERSION) {
            puts("banxin " BANXIN_VERSION);
            return EXIT_ALL_WELL;
        }
        seen |= 1U << i;
        const char *expected = store(arena, &options[i], optarg, call);
        if (expected != NULL)
            return refuse(diag, DIAG_CALL_VALUE,
                          arena_printf(arena, "--%s %s", options[i].name, optarg), expected);
    }
    return read_operands(argc - optind, argv + optind, seen, arena, call, diag);
}

bool call_wants(const struct call *call, const char *code)
{
    for (size_t i = 0; i < call->departments.count; i++) {
        if (strcmp(call->departments.items[i], code) == 0)
            return true;
    }
    return call->departments.count == 0;
}

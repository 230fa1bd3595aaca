/* Reading sentence frames: recursive descent over the pieces, one function a rule. */
#include <stdlib.h>
#include <string.h>

#include "data/frame_node.h"

struct reader {
    struct arena *arena;
    const struct text *pieces;
    size_t piece, piece_count;
    size_t at; /* byte in the piece */
    const struct figure_declarations *declared;
    struct diag *diag;
    bool failed;
    const struct list_format *list; /* of the {each} that is open, or NULL */
    struct frame_node *nodes;
    size_t count, capacity;
};

/* What stands between a pair of braces. */
struct tag {
    const char *text;
    struct pos pos; /* of the brace */
};

/* The rest of a tag, taken word by word. */
struct words {
    const char *at;
    struct pos pos; /* of AT */
};

/* How a body ended. */
enum stop { STOP_ELIF, STOP_ELSE, STOP_END, STOP_TEXT_END };
static const char *const stop_words[] = {"elif", "else", "end"};

/* ---- places -------------------------------------------------------------------------------- */

static struct pos step(struct pos pos, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        pos.column += ((unsigned char)text[i] & 0xC0) != 0x80;
    return pos;
}

static struct pos place(const struct reader *r)
{
    const struct text *piece = &r->pieces[r->piece];
    return step(piece->pos, piece->utf8, r->at);
}

static void fail(struct reader *r, struct pos pos, const char *found, const char *expected)
{
    diag_report(r->diag, pos, DIAG_FRAME_SYNTAX, found, expected, NULL);
    r->failed = true;
}

/* ---- words --------------------------------------------------------------------------------- */

static const char *take_word(struct reader *r, struct words *words, struct pos *pos)
{
    size_t blanks = strspn(words->at, " "), length = strcspn(words->at + blanks, " ");
    const char *word = arena_strndup(r->arena, words->at + blanks, length);
    *pos = step(words->pos, words->at, blanks);
    words->pos = step(*pos, word, length);
    words->at += blanks + length;
    return word;
}

static void expect_end(struct reader *r, struct words *words)
{
    struct pos pos;
    const char *word = take_word(r, words, &pos);
    if (word[0] != '\0')
        fail(r, pos, word, "}");
}

/* ---- names --------------------------------------------------------------------------------- */

static const char *const entry_names[ENTRY_FIGURE_COUNT] = {"name", "value", "share", "change"};

/* Whether entries of LIST have FIGURE. */
static bool list_has(const struct list_format *list, size_t figure)
{
    if (figure == ENTRY_SHARE)
        return list->has_whole;
    if (figure != ENTRY_CHANGE)
        return true;
    for (size_t i = 0; i < list->entry_count; i++) {
        if (!list->entries[i].has_from)
            return false;
    }
    return list->rows == LIST_FIGURES;
}

static enum figure_kind kind_of(const struct reader *r, struct frame_name name)
{
    if (!name.of_entry)
        return r->declared->figures[name.index].kind;
    if (name.index == ENTRY_NAME)
        return FIGURE_TEXT;
    return name.index == ENTRY_SHARE || r->list == NULL ? FIGURE_PERCENT : r->list->kind;
}

static struct frame_name find_name(struct reader *r, const char *word, struct pos pos)
{
    for (size_t i = 0; r->list != NULL && i < ENTRY_FIGURE_COUNT; i++) {
        if (strcmp(word, entry_names[i]) == 0 && list_has(r->list, i))
            return (struct frame_name){true, i};
    }
    for (size_t i = 0; i < r->declared->figure_count; i++) {
        if (strcmp(word, r->declared->figures[i].name) == 0)
            return (struct frame_name){false, i};
    }
    diag_report(r->diag, pos, DIAG_FRAME_NAME, word, NULL);
    r->failed = true;
    return (struct frame_name){true, ENTRY_NAME}; /* a name that is always there */
}

/* ---- conditions ---------------------------------------------------------------------------- */

static bool is_ordered(enum figure_kind kind)
{
    return kind != FIGURE_TEXT;
}

/* The right side: a name of the same kind, or a number (of an amount only 0, which has no unit). */
static void read_right(struct reader *r, struct words *words, enum figure_kind kind,
                       struct frame_condition *condition)
{
    struct pos pos;
    const char *word = take_word(r, words, &pos);
    char *end;
    condition->number = strtol(word, &end, 10);
    condition->with_number = word[0] >= '0' && word[0] <= '9' && *end == '\0';
    if (condition->with_number) {
        if (condition->number != 0 && kind != FIGURE_COUNT)
            fail(r, pos, word, "0");
        return;
    }
    condition->right = find_name(r, word, pos);
    if (!r->failed && kind_of(r, condition->right) != kind)
        fail(r, pos, word, "= != > < >= <= : 金额 + 金额, % + % …");
}

static struct frame_condition read_condition(struct reader *r, struct words *words)
{
    static const char *const tests[] = {"present", "absent", "=", "!=", ">=", "<=", ">", "<"};
    struct frame_condition condition = {.test = TEST_PRESENT};
    struct pos pos;
    const char *word = take_word(r, words, &pos);
    if (strcmp(word, "present") == 0 || strcmp(word, "absent") == 0) {
        condition.test = word[0] == 'p' ? TEST_PRESENT : TEST_ABSENT;
        word = take_word(r, words, &pos);
        condition.left = find_name(r, word, pos);
        expect_end(r, words);
        return condition;
    }
    condition.left = find_name(r, word, pos);
    const char *sign = take_word(r, words, &pos);
    size_t test = TEST_EQ;
    while (test <= TEST_LT && strcmp(sign, tests[test]) != 0)
        test++;
    if (test > TEST_LT || (!r->failed && !is_ordered(kind_of(r, condition.left)))) {
        fail(r, pos, sign, "present NAME, absent NAME, NAME = != > < >= <= NAME | 0");
        return condition;
    }
    condition.test = (enum frame_test)test;
    read_right(r, words, kind_of(r, condition.left), &condition);
    expect_end(r, words);
    return condition;
}

/* ---- text and tags ------------------------------------------------------------------------- */

static size_t add_node(struct reader *r, struct frame_node node)
{
    r->nodes = arena_grow(r->arena, r->nodes, r->count, &r->capacity, sizeof *r->nodes);
    r->nodes[r->count] = node;
    return r->count++;
}

/* Takes literal text up to the next tag. False at the end of all pieces. */
static bool take_literal(struct reader *r)
{
    for (; r->piece < r->piece_count; r->piece++, r->at = 0) {
        const char *text = r->pieces[r->piece].utf8 + r->at;
        size_t length = strcspn(text, "{}");
        if (length > 0)
            add_node(r, (struct frame_node){.kind = NODE_LITERAL,
                                            .text = arena_strndup(r->arena, text, length)});
        r->at += length;
        if (text[length] == '{')
            return true;
        if (text[length] == '}') {
            fail(r, place(r), "}", "{NAME}");
            return false;
        }
    }
    return false;
}

static bool take_tag(struct reader *r, struct tag *tag)
{
    const char *text = r->pieces[r->piece].utf8 + r->at;
    size_t length = strcspn(text + 1, "{}");
    tag->pos = place(r);
    if (text[1 + length] != '}') {
        fail(r, tag->pos, arena_strndup(r->arena, text, 1 + length), "{…}");
        return false;
    }
    tag->text = arena_strndup(r->arena, text + 1, length);
    r->at += length + 2;
    return true;
}

/* {NAME} or {NAME:FORM} */
static void read_figure(struct reader *r, const struct tag *tag)
{
    static const char *const forms[] = {"", "abs", "number", "clause"};
    size_t length = strcspn(tag->text, ":");
    struct pos pos = step(tag->pos, "{", 1);
    struct frame_node node = {.kind = NODE_FIGURE, .form = FORM_PLAIN};
    node.name = find_name(r, arena_strndup(r->arena, tag->text, length), pos);
    if (tag->text[length] == ':' && !r->failed) {
        const char *form = tag->text + length + 1;
        size_t i = FORM_ABS;
        while (i <= FORM_CLAUSE && strcmp(form, forms[i]) != 0)
            i++;
        node.form = (enum figure_form)i;
        if (i > FORM_CLAUSE || !figure_has_form(kind_of(r, node.name), node.form))
            fail(r, step(pos, tag->text, length + 1), form, "abs, number, clause");
    }
    add_node(r, node);
}

static enum stop read_body(struct reader *r, int depth, const struct tag *opener,
                           struct tag *stopper);

/* An {if} or {elif}, through its {end}. */
static void read_if(struct reader *r, const struct tag *tag, struct words words, int depth)
{
    size_t node = add_node(r, (struct frame_node){.kind = NODE_IF});
    struct frame_condition condition = read_condition(r, &words);
    struct tag stopper;
    enum stop stop = read_body(r, depth + 1, tag, &stopper);
    size_t body_end = r->count;
    if (stop == STOP_ELIF) {
        struct words rest = {stopper.text + 4, step(stopper.pos, "{elif", 5)};
        read_if(r, &stopper, rest, depth + 1);
    } else if (stop == STOP_ELSE) {
        stop = read_body(r, depth + 1, tag, &stopper);
        if (stop == STOP_ELIF || stop == STOP_ELSE)
            fail(r, stopper.pos, stopper.text, "{end}");
    }
    struct frame_node *made = &r->nodes[node];
    made->condition = condition;
    made->body_end = body_end;
    made->else_end = r->count;
}

static void read_each(struct reader *r, const struct tag *tag, struct words words, int depth)
{
    struct pos pos;
    const char *name = take_word(r, &words, &pos);
    size_t list = 0;
    while (list < r->declared->list_count && strcmp(name, r->declared->lists[list].name) != 0)
        list++;
    if (list == r->declared->list_count) {
        diag_report(r->diag, pos, DIAG_FRAME_NAME, name, NULL);
        r->failed = true;
        return;
    }
    if (r->list != NULL) {
        fail(r, tag->pos, tag->text, "{end}");
        return;
    }
    struct pos at;
    const char *separator = take_word(r, &words, &at);
    expect_end(r, &words);
    size_t node =
        add_node(r, (struct frame_node){.kind = NODE_EACH, .text = separator, .list = list});
    r->list = &r->declared->lists[list];
    struct tag stopper;
    enum stop stop = read_body(r, depth + 1, tag, &stopper);
    if (stop == STOP_ELIF || stop == STOP_ELSE)
        fail(r, stopper.pos, stopper.text, "{end}");
    r->list = NULL;
    r->nodes[node].body_end = r->nodes[node].else_end = r->count;
}

/* Reads up to the tag that ends a body, which goes to *STOPPER. OPENER: the tag that began it;
 * NULL: the whole frame, which ends with the text. Returns at once after a fault. */
static enum stop read_body(struct reader *r, int depth, const struct tag *opener,
                           struct tag *stopper)
{
    if (depth > FRAME_DEPTH_MAX)
        fail(r, opener->pos, opener->text, "≤ 16 {if} {each}");
    while (!r->failed && take_literal(r)) {
        struct tag tag;
        if (!take_tag(r, &tag))
            break;
        struct pos pos;
        struct words words = {tag.text, step(tag.pos, "{", 1)};
        const char *word = take_word(r, &words, &pos);
        for (int stop = STOP_ELIF; stop <= STOP_END; stop++) {
            if (strcmp(word, stop_words[stop]) != 0)
                continue;
            if (opener == NULL)
                fail(r, tag.pos, tag.text, "{if …} {each …}");
            if (stop != STOP_ELIF)
                expect_end(r, &words);
            *stopper = tag;
            return (enum stop)stop;
        }
        if (strcmp(word, "if") == 0)
            read_if(r, &tag, words, depth);
        else if (strcmp(word, "each") == 0)
            read_each(r, &tag, words, depth);
        else
            read_figure(r, &tag);
    }
    if (opener != NULL && !r->failed) {
        diag_report(r->diag, opener->pos, DIAG_FRAME_OPEN, opener->text, NULL);
        r->failed = true;
    }
    return STOP_TEXT_END;
}

const struct frame *frame_read(struct arena *arena, const struct text *pieces, size_t count,
                               const struct figure_declarations *declared, struct diag *diag)
{
    struct reader r = {
        .arena = arena, .pieces = pieces, .piece_count = count, .declared = declared, .diag = diag};
    struct tag stopper;
    read_body(&r, 0, NULL, &stopper);
    if (r.failed)
        return NULL;
    struct frame *frame = arena_alloc(arena, sizeof *frame);
    *frame = (struct frame){.pos = count > 0 ? pieces[0].pos : (struct pos){"", 0, 0},
                            .nodes = r.nodes,
                            .count = r.count};
    return frame;
}

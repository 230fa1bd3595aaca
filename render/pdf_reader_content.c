/* What a content stream shows, and as part of what: text operators (ISO 32000-1, 9.4.3) and marked
 * content (14.6). See pdf_reader_parts.h.
 *
 * Only what text hangs on is followed. What may show text that is not read here (forms, images,
 * optional content) is a fault. */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

#define OPERANDS_MAX 65536
#define FRAMES_MAX   32
#define STATES_MAX   32

/* Marked content that is open. */
enum frame_kind { FRAME_PLAIN, FRAME_ELEMENT, FRAME_ARTIFACT };
struct frame {
    enum frame_kind kind;
    int mcid;
    bool spelled; /* ActualText has said what is in it */
    struct buf text;
};

struct interpreter {
    struct reader *reader;
    const struct page_fonts *fonts;
    size_t page;
    struct page_content *content;
    struct token *operands;
    size_t count, capacity;
    struct frame frames[FRAMES_MAX];
    size_t depth;
    size_t spelled; /* how many frames are */
    const struct read_font *font, *saved[STATES_MAX];
    size_t states;
    bool faulty;  /* reported: once is enough for a page */
    bool stopped; /* what follows cannot be made out */
};

static void fault(struct interpreter *in, const char *what)
{
    if (!in->faulty)
        reader_report(in->reader, DIAG_PDF_READ_CONTENT, pages_sheet(in->reader, in->page), what);
    in->faulty = true;
}

static void stop(struct interpreter *in, const char *what)
{
    fault(in, what);
    in->stopped = true;
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Where text goes now: to the innermost element or artifact. */
static struct buf *open_text(struct interpreter *in)
{
    for (size_t i = in->depth; i > 0; i--)
        if (in->frames[i - 1].kind != FRAME_PLAIN)
            return &in->frames[i - 1].text;
    return &in->content->loose;
}

static void say(struct interpreter *in, const char *text, size_t length)
{
    if (reader_spend_text(in->reader, length))
        buf_add(open_text(in), text, length);
    else
        in->stopped = true;
}

static void show(struct interpreter *in, const struct token *string)
{
    static const char UNKNOWN[] = "\xEF\xBF\xBD";
    const struct read_font *font = in->font;
    if (font == NULL || !font->readable || string->length % 2 != 0) {
        fault(in, "Tf");
        say(in, UNKNOWN, 3);
        return;
    }
    for (size_t i = 0; i + 1 < string->length && in->spelled == 0 && !in->stopped; i += 2) {
        unsigned code = (unsigned)(unsigned char)string->bytes[i] << 8;
        const char *text = cmap_text(&font->cmap, code | (unsigned char)string->bytes[i + 1]);
        if (text == NULL)
            fault(in, "ToUnicode");
        text = text != NULL ? text : UNKNOWN;
        say(in, text, strlen(text));
    }
}

static void show_all(struct interpreter *in)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->operands[i].kind == TOKEN_STRING)
            show(in, &in->operands[i]);
}

static void set_font(struct interpreter *in)
{
    in->font = NULL;
    for (size_t i = 0; i < in->fonts->count && in->count == 2; i++)
        if (token_is(&in->operands[0], TOKEN_NAME, in->fonts->items[i].name))
            in->font = in->fonts->items[i].font;
    if (in->font == NULL)
        fault(in, "Tf");
}

/* Only what is seen is text. */
static void set_rendering(struct interpreter *in)
{
    int mode = -1;
    if (in->count != 1 || !token_int(&in->operands[0], &mode) || mode > 2)
        fault(in, "Tr");
}

static void save_state(struct interpreter *in)
{
    if (in->states == STATES_MAX)
        stop(in, "q");
    else
        in->saved[in->states++] = in->font;
}

static void restore_state(struct interpreter *in)
{
    if (in->states == 0)
        stop(in, "Q");
    else
        in->font = in->saved[--in->states];
}

/* ---- marked content ------------------------------------------------------------------------ */

/* A text string: UTF-16BE by its mark, else PDFDocEncoding, of which ASCII is read. */
static void say_string(struct interpreter *in, const struct token *string)
{
    struct buf text = buf_new(in->reader->tokens);
    const char *bytes = string->bytes;
    if (string->length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
        text_add_utf16(&text, bytes + 2, string->length - 2);
    else
        for (size_t i = 0; i < string->length; i++)
            text_add_utf16(&text, (const char[]){0, bytes[i] < 0 ? 0 : bytes[i]}, 2);
    say(in, text.bytes, text.length);
}

/* The value of KEY in the property list among the operands; NULL: none. */
static const struct token *find_property(const struct interpreter *in, const char *key)
{
    size_t level = 0;
    bool is_key = true, found = false;
    for (size_t i = 1; i < in->count; i++) {
        const struct token *token = &in->operands[i];
        if (token->kind == TOKEN_DICT_END || token->kind == TOKEN_ARRAY_END)
            level -= level > 0;
        else if (found && level == 1)
            return token;
        if (level == 1 && token->kind != TOKEN_DICT && token->kind != TOKEN_ARRAY) {
            found = is_key && token_is(token, TOKEN_NAME, key);
            is_key = !is_key;
        }
        if (token->kind == TOKEN_DICT || token->kind == TOKEN_ARRAY)
            is_key = ++level == 1;
    }
    return NULL;
}

static void begin_marked(struct interpreter *in)
{
    if (in->depth == FRAMES_MAX || in->count == 0 || in->operands[0].kind != TOKEN_NAME) {
        stop(in, "BDC");
        return;
    }
    struct frame frame = {.text = buf_new(in->reader->scratch)};
    const struct token *mcid = find_property(in, "MCID"), *text = find_property(in, "ActualText");
    if (token_is(&in->operands[0], TOKEN_NAME, "OC"))
        fault(in, "OC");
    if (token_is(&in->operands[0], TOKEN_NAME, "Artifact"))
        frame.kind = FRAME_ARTIFACT;
    else if (mcid != NULL && token_int(mcid, &frame.mcid))
        frame.kind = FRAME_ELEMENT;
    frame.spelled = text != NULL && text->kind == TOKEN_STRING;
    in->frames[in->depth++] = frame;
    if (!frame.spelled)
        return;
    if (in->spelled++ == 0)
        say_string(in, text);
}

static void add_mark(struct interpreter *in, int mcid, const char *text)
{
    struct page_content *content = in->content;
    content->marks = arena_grow(in->reader->arena, content->marks, content->mark_count,
                                &content->mark_capacity, sizeof *content->marks);
    content->marks[content->mark_count++] = (struct page_mark){.mcid = mcid, .text = text};
}

static void add_artifact(struct interpreter *in, const char *text)
{
    struct page_content *content = in->content;
    content->artifacts = arena_grow(in->reader->arena, content->artifacts, content->artifact_count,
                                    &content->artifact_capacity, sizeof *content->artifacts);
    content->artifacts[content->artifact_count++] = text;
}

static void end_marked(struct interpreter *in)
{
    if (in->depth == 0) {
        stop(in, "EMC");
        return;
    }
    const struct frame *frame = &in->frames[--in->depth];
    in->spelled -= frame->spelled;
    if (frame->kind == FRAME_PLAIN || (frame->kind == FRAME_ARTIFACT && frame->text.length == 0))
        return;
    const char *text = arena_strndup(in->reader->arena, frame->text.bytes, frame->text.length);
    if (frame->kind == FRAME_ELEMENT)
        add_mark(in, frame->mcid, text);
    else
        add_artifact(in, text);
}

/* ---- operators ----------------------------------------------------------------------------- */

typedef void operator_fn(struct interpreter *in);

static void refuse(struct interpreter *in)
{
    stop(in, "Do, BI, sh");
}

static const struct {
    const char *name;
    operator_fn *act;
} OPERATORS[] = {
    {"TJ", show_all},      {"Tj", show_all},      {"Tf", set_font},     {"BDC", begin_marked},
    {"EMC", end_marked},   {"BMC", begin_marked}, {"'", show_all},      {"\"", show_all},
    {"Tr", set_rendering}, {"q", save_state},     {"Q", restore_state}, {"Do", refuse},
    {"BI", refuse},        {"sh", refuse},
};

static void operate(struct interpreter *in, const char *name)
{
    for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++)
        if (strcmp(name, OPERATORS[i].name) == 0) {
            OPERATORS[i].act(in);
            return;
        }
}

static bool is_value(const struct token *token)
{
    return token->kind != TOKEN_WORD || token_is(token, TOKEN_WORD, "true") ||
           token_is(token, TOKEN_WORD, "false") || token_is(token, TOKEN_WORD, "null");
}

static void take_operand(struct interpreter *in, struct token token)
{
    if (in->count == OPERANDS_MAX) {
        stop(in, token.bytes != NULL ? token.bytes : "[");
        return;
    }
    in->operands = arena_grow(in->reader->tokens, in->operands, in->count, &in->capacity,
                              sizeof *in->operands);
    in->operands[in->count++] = token;
}

static void run(struct interpreter *in, struct tokens *tokens)
{
    struct arena_mark mark = arena_mark(in->reader->tokens);
    while (!in->stopped) {
        struct token token = token_next(tokens);
        if (token.kind == TOKEN_END)
            return;
        if (token.kind == TOKEN_FAULT) {
            stop(in, "?");
        } else if (is_value(&token)) {
            take_operand(in, token);
        } else {
            operate(in, token.bytes);
            in->operands = NULL;
            in->count = in->capacity = 0;
            arena_reset(in->reader->tokens, mark);
        }
    }
}

static int compare_marks(const void *a, const void *b)
{
    const struct page_mark *x = a, *y = b;
    return (x->mcid > y->mcid) - (x->mcid < y->mcid);
}

void content_read(struct reader *reader, const struct page_fonts *fonts, size_t page,
                  const unsigned char *bytes, size_t length, struct page_content *content)
{
    struct interpreter in = {.reader = reader, .fonts = fonts, .page = page, .content = content};
    struct tokens tokens = {reader->tokens, bytes, bytes + length};
    content->loose = buf_new(reader->arena);
    run(&in, &tokens);
    if (in.depth > 0)
        fault(&in, "BDC");
    while (in.depth > 0)
        end_marked(&in);
    if (content->mark_count > 0)
        qsort(content->marks, content->mark_count, sizeof *content->marks, compare_marks);
    for (size_t i = 1; i < content->mark_count; i++)
        if (content->marks[i].mcid == content->marks[i - 1].mcid)
            fault(&in, "MCID");
}

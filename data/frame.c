/* Sentences from frames. */
#include "data/frame.h"

#include <string.h>

#include "data/frame_node.h"

/* A sentence being written. */
struct writer {
    struct arena *arena;
    const struct figures *figures;
    const struct number_style *style;
    struct diag *diag;
    char *bytes;
    size_t length, capacity;
    struct pos pos;
};

static void write_text(struct writer *w, const char *text)
{
    size_t length = strlen(text);
    if (w->length + length + 1 > w->capacity) {
        char *old = w->bytes;
        w->capacity = 2 * (w->length + length + 1);
        w->bytes = arena_array(w->arena, w->capacity, 1);
        if (old != NULL)
            memcpy(w->bytes, old, w->length);
    }
    memcpy(w->bytes + w->length, text, length + 1);
    w->length += length;
}

static const struct figure *resolve(const struct writer *w, const struct figure_entry *entry,
                                    struct frame_name name)
{
    return name.of_entry ? &entry->figures[name.index] : &w->figures->values[name.index];
}

static void write_figure(struct writer *w, const struct frame_node *node,
                         const struct figure_entry *entry)
{
    const struct figure *figure = resolve(w, entry, node->name);
    if (figure->fault != NULL) {
        figure_report(figure, w->diag);
        return;
    }
    if (figure->kind == FIGURE_TEXT && figure->text.pos.file != NULL)
        w->pos = figure->text.pos;
    write_text(w, figure_print(w->arena, figure, node->form, w->style));
}

/* A comparison needs its figures: that one is missing is reported, and the answer is no. */
static bool holds(const struct writer *w, const struct frame_condition *condition,
                  const struct figure_entry *entry)
{
    const struct figure *left = resolve(w, entry, condition->left);
    if (condition->test == TEST_PRESENT || condition->test == TEST_ABSENT)
        return (left->fault == NULL) == (condition->test == TEST_PRESENT);
    const struct figure *right =
        condition->with_number ? left : resolve(w, entry, condition->right);
    if (left->fault != NULL || right->fault != NULL) {
        figure_report(left, w->diag);
        figure_report(right, w->diag);
        return false;
    }
    int64_t a = left->value;
    int64_t b = condition->with_number ? condition->number : right->value;
    switch (condition->test) {
    case TEST_EQ:
        return a == b;
    case TEST_NE:
        return a != b;
    case TEST_GE:
        return a >= b;
    case TEST_LE:
        return a <= b;
    case TEST_GT:
        return a > b;
    default:
        return a < b;
    }
}

static void write_nodes(struct writer *w, const struct frame_node *nodes, size_t from, size_t to,
                        const struct figure_entry *entry);

/* The entries of a list, each after a separator that is taken back if it says nothing. */
static void write_each(struct writer *w, const struct frame_node *nodes, size_t at)
{
    const struct figure_list *list = &w->figures->lists[nodes[at].list];
    bool first = true;
    for (size_t i = 0; i < list->count; i++) {
        size_t before = w->length;
        if (!first)
            write_text(w, nodes[at].text);
        size_t start = w->length;
        write_nodes(w, nodes, at + 1, nodes[at].body_end, &list->entries[i]);
        if (w->length > start)
            first = false;
        else
            w->length = before;
    }
}

/* Recursion is as deep as the frame, at most FRAME_DEPTH_MAX. */
static void write_nodes(struct writer *w, const struct frame_node *nodes, size_t from, size_t to,
                        const struct figure_entry *entry)
{
    size_t next;
    for (size_t at = from; at < to; at = next) {
        const struct frame_node *node = &nodes[at];
        next = at + 1;
        if (node->kind == NODE_LITERAL) {
            write_text(w, node->text);
        } else if (node->kind == NODE_FIGURE) {
            write_figure(w, node, entry);
        } else if (node->kind == NODE_IF) {
            bool yes = holds(w, &node->condition, entry);
            write_nodes(w, nodes, yes ? at + 1 : node->body_end,
                        yes ? node->body_end : node->else_end, entry);
            next = node->else_end;
        } else {
            write_each(w, nodes, at);
            next = node->body_end;
        }
    }
}

struct text frame_expand(struct arena *arena, const struct frame *frame,
                         const struct figures *figures, const struct number_style *style,
                         struct diag *diag)
{
    struct writer w = {
        .arena = arena, .figures = figures, .style = style, .diag = diag, .pos = frame->pos};
    write_text(&w, "");
    write_nodes(&w, frame->nodes, 0, frame->count, NULL);
    w.bytes[w.length] = '\0';
    return (struct text){w.bytes, w.pos};
}

/* A frame as it is kept: its nodes, each before what it holds. Private to data/frame*.c. */
#ifndef BANXIN_FRAME_NODE_H
#define BANXIN_FRAME_NODE_H

#include "data/frame.h"

/* A name: of a declared figure, or within {each} of the entry's. */
struct frame_name {
    bool of_entry;
    size_t index;
};

enum frame_test { TEST_PRESENT, TEST_ABSENT, TEST_EQ, TEST_NE, TEST_GE, TEST_LE, TEST_GT, TEST_LT };

struct frame_condition {
    enum frame_test test;
    struct frame_name left;
    bool with_number;
    struct frame_name right;
    int64_t number;
};

enum frame_node_kind { NODE_LITERAL, NODE_FIGURE, NODE_IF, NODE_EACH };

/* What a node holds are the nodes after it, up to BODY_END; an {if} goes on with its {else} up to
 * ELSE_END. An {elif} is an {if} in the {else}. */
struct frame_node {
    enum frame_node_kind kind;
    const char *text; /* NODE_LITERAL; the separator of NODE_EACH */
    struct frame_name name;
    enum figure_form form;
    struct frame_condition condition;
    size_t list;
    size_t body_end, else_end;
};

struct frame {
    struct pos pos;
    const struct frame_node *nodes;
    size_t count;
};

#endif

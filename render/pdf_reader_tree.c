/* The structure tree (ISO 32000-1, 14.7): elements and the marked content that is theirs. See
 * pdf_reader_parts.h.
 *
 * The tree is what counts; the ParentTree, by which viewers find their way back, must agree. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "render/pdf_reader_parts.h"

struct page_id {
    int id;
    size_t index;
};

struct structure {
    struct reader *reader;
    struct page_id *ids; /* of the pages, by ID */
    struct id_set seen;
    bool faulty; /* reported: once for each of these is enough */
    bool unparented;
};

/* An element being read. */
struct element {
    struct read_element *out;
    int id;
    size_t page; /* its Pg; SIZE_MAX: none */
    int depth;
    const struct read_element **kids;
    size_t capacity;
    struct buf text; /* when there is more than one piece */
};

static void fault(struct structure *s, const char *what)
{
    if (!s->faulty)
        reader_report(s->reader, DIAG_PDF_READ_STRUCTURE, what, NULL);
    s->faulty = true;
}

/* ---- pages and marks ----------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
    const struct page_id *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void index_pages(struct structure *s)
{
    const struct reader *reader = s->reader;
    s->ids = arena_array(reader->arena, reader->page_count, sizeof *s->ids);
    for (size_t i = 0; i < reader->page_count; i++)
        s->ids[i] = (struct page_id){reader->pages[i].id, i};
    qsort(s->ids, reader->page_count, sizeof *s->ids, compare_ids);
}

/* The index of the page in entry Pg of DICT; SIZE_MAX: none. */
static size_t find_page(struct structure *s, qpdf_oh dict)
{
    qpdf_oh page = object_entry(s->reader, dict, "/Pg");
    const struct page_id key = {object_id(s->reader, page), 0};
    const struct page_id *found =
        bsearch(&key, s->ids, s->reader->page_count, sizeof key, compare_ids);
    object_release(s->reader, page);
    return found != NULL ? found->index : SIZE_MAX;
}

static struct page_mark *find_mark(const struct shown_page *page, long long mcid)
{
    const struct page_content *content = &page->content;
    size_t from = 0, until = content->mark_count;
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (content->marks[middle].mcid < mcid)
            from = middle + 1;
        else
            until = middle;
    }
    bool found = from < content->mark_count && content->marks[from].mcid == mcid;
    return found ? &content->marks[from] : NULL;
}

/* ---- elements ------------------------------------------------------------------------------ */

static void add_text(struct structure *s, struct element *element, const char *text)
{
    struct read_element *out = element->out;
    if (out->text[0] == '\0') {
        out->text = text;
        return;
    }
    if (element->text.bytes == NULL) {
        element->text = buf_new(s->reader->arena);
        buf_str(&element->text, out->text);
    }
    if (reader_spend_text(s->reader, strlen(text)))
        buf_str(&element->text, text);
    out->text = element->text.bytes;
}

static void see_page(struct read_element *out, size_t page)
{
    if (page < out->page)
        out->page = page;
}

/* Marked content MCID of PAGE is part of ELEMENT. */
static void claim(struct structure *s, struct element *element, size_t page, long long mcid)
{
    struct page_mark *mark = page != SIZE_MAX ? find_mark(&s->reader->pages[page], mcid) : NULL;
    if (mark == NULL || mark->owner != 0) {
        fault(s, "MCID");
        return;
    }
    mark->owner = element->id > 0 ? element->id : INT_MAX;
    see_page(element->out, page);
    add_text(s, element, mark->text);
}

static const struct read_element *read_element(struct structure *s, qpdf_oh dict, int depth);

static void read_dict_kid(struct structure *s, struct element *element, qpdf_oh dict)
{
    struct reader *reader = s->reader;
    long long mcid;
    qpdf_oh type = object_entry(reader, dict, "/Type");
    bool mark = object_is_name(reader, type, "/MCR");
    bool object = object_is_name(reader, type, "/OBJR"); /* an annotation: it shows nothing */
    object_release(reader, type);
    if (mark) {
        size_t page = find_page(s, dict);
        if (object_entry_int(reader, dict, "/MCID", &mcid))
            claim(s, element, page != SIZE_MAX ? page : element->page, mcid);
        else
            fault(s, "MCR");
        return;
    }
    const struct read_element *kid = object ? NULL : read_element(s, dict, element->depth + 1);
    if (kid == NULL)
        return;
    element->kids = arena_grow(reader->arena, element->kids, element->out->kid_count,
                               &element->capacity, sizeof(const struct read_element *));
    element->kids[element->out->kid_count++] = kid;
    see_page(element->out, kid->page);
}

static void read_kid(struct structure *s, struct element *element, qpdf_oh kid)
{
    long long mcid;
    if (object_int(s->reader, kid, &mcid))
        claim(s, element, element->page, mcid);
    else if (qpdf_oh_is_dictionary(s->reader->qpdf, kid))
        read_dict_kid(s, element, kid);
    else
        fault(s, "K");
}

/* K: a kid, or an array of kids. */
static void read_kids(struct structure *s, struct element *element, qpdf_oh dict)
{
    struct reader *reader = s->reader;
    qpdf_oh kids = object_entry(reader, dict, "/K");
    bool list = qpdf_oh_is_array(reader->qpdf, kids);
    int count = list ? qpdf_oh_get_array_n_items(reader->qpdf, kids) : 0;
    for (int i = 0; i < count && !reader->exhausted; i++) {
        qpdf_oh kid = qpdf_oh_get_array_item(reader->qpdf, kids, i);
        read_kid(s, element, kid);
        object_release(reader, kid);
    }
    if (!list && !qpdf_oh_is_null(reader->qpdf, kids))
        read_kid(s, element, kids);
    object_release(reader, kids);
    element->out->kids = element->kids;
}

static int read_span(struct reader *reader, qpdf_oh dict, const char *key, int before)
{
    long long span;
    if (!object_entry_int(reader, dict, key, &span))
        return before;
    return span < 1 ? 1 : span > INT_MAX ? INT_MAX : (int)span;
}

static void read_attributes(struct reader *reader, qpdf_oh dict, struct read_element *out)
{
    if (strcmp(object_entry_name(reader, dict, "/O"), "Table") != 0)
        return;
    out->row_span = read_span(reader, dict, "/RowSpan", out->row_span);
    out->column_span = read_span(reader, dict, "/ColSpan", out->column_span);
    if (strcmp(object_entry_name(reader, dict, "/Scope"), "Row") == 0)
        out->row_scope = true;
}

/* A: attributes, or an array of some. */
static void read_all_attributes(struct reader *reader, qpdf_oh element, struct read_element *out)
{
    qpdf_oh attributes = object_entry(reader, element, "/A");
    int count = qpdf_oh_is_array(reader->qpdf, attributes)
                    ? qpdf_oh_get_array_n_items(reader->qpdf, attributes)
                    : 0;
    if (qpdf_oh_is_dictionary(reader->qpdf, attributes))
        read_attributes(reader, attributes, out);
    for (int i = 0; i < count; i++) {
        qpdf_oh one = qpdf_oh_get_array_item(reader->qpdf, attributes, i);
        if (qpdf_oh_is_dictionary(reader->qpdf, one))
            read_attributes(reader, one, out);
        object_release(reader, one);
    }
    object_release(reader, attributes);
}

/* NULL after a report. */
static const struct read_element *read_element(struct structure *s, qpdf_oh dict, int depth)
{
    struct reader *reader = s->reader;
    struct element element = {.id = object_id(reader, dict), .depth = depth};
    if (depth == READ_DEPTH_MAX ||
        (element.id > 0 && !id_set_add(reader->arena, &s->seen, element.id))) {
        fault(s, "K");
        return NULL;
    }
    element.out = arena_alloc(reader->arena, sizeof *element.out);
    *element.out =
        (struct read_element){.text = "", .page = SIZE_MAX, .row_span = 1, .column_span = 1};
    element.out->type = object_entry_name(reader, dict, "/S");
    element.page = find_page(s, dict);
    read_all_attributes(reader, dict, element.out);
    read_kids(s, &element, dict);
    return element.out;
}

/* ---- the tree that leads back -------------------------------------------------------------- */

struct parents {
    struct reader *reader;
    struct page_id *keys; /* the StructParents of the pages, sorted, in place of IDs */
};

/* VALUE: the elements that the marked contents of PAGE belong to, by MCID. */
static void take_page_parents(struct reader *reader, struct shown_page *page, qpdf_oh value)
{
    int count =
        qpdf_oh_is_array(reader->qpdf, value) ? qpdf_oh_get_array_n_items(reader->qpdf, value) : 0;
    for (size_t i = 0; i < page->content.mark_count; i++) {
        struct page_mark *mark = &page->content.marks[i];
        if (mark->mcid >= count)
            break;
        qpdf_oh element = qpdf_oh_get_array_item(reader->qpdf, value, mark->mcid);
        mark->parent = object_id(reader, element);
        object_release(reader, element);
    }
}

static void take_parents(void *context, qpdf_oh key, qpdf_oh value)
{
    struct parents *parents = context;
    struct reader *reader = parents->reader;
    long long number;
    if (!object_int(reader, key, &number) || number < 0 || number > INT_MAX)
        return;
    const struct page_id wanted = {(int)number, 0};
    const struct page_id *found =
        bsearch(&wanted, parents->keys, reader->page_count, sizeof wanted, compare_ids);
    if (found != NULL)
        take_page_parents(reader, &reader->pages[found->index], value);
}

static void read_parents(struct structure *s, qpdf_oh tree)
{
    struct reader *reader = s->reader;
    struct parents parents = {.reader = reader};
    parents.keys = arena_array(reader->arena, reader->page_count, sizeof *parents.keys);
    for (size_t i = 0; i < reader->page_count; i++) {
        long long key = reader->pages[i].struct_parents;
        parents.keys[i] = (struct page_id){key < 0 || key > INT_MAX ? -1 : (int)key, i};
    }
    qsort(parents.keys, reader->page_count, sizeof *parents.keys, compare_ids);
    qpdf_oh root = object_entry(reader, tree, "/ParentTree");
    object_walk_tree(reader, root, "/Nums", take_parents, &parents);
    object_release(reader, root);
}

/* What no element has is loose; what one has, the ParentTree has too. */
static void check_marks(struct structure *s)
{
    struct reader *reader = s->reader;
    for (size_t i = 0; i < reader->page_count; i++) {
        struct page_content *content = &reader->pages[i].content;
        bool agree = true;
        for (size_t k = 0; k < content->mark_count; k++) {
            const struct page_mark *mark = &content->marks[k];
            if (mark->owner == 0)
                buf_str(&content->loose, mark->text);
            agree = agree && mark->owner == mark->parent;
        }
        if (!agree)
            reader_report(reader, DIAG_PDF_READ_PARENTS, pages_sheet(reader, i), NULL);
    }
}

/* ---- the root ------------------------------------------------------------------------------ */

static bool is_marked(struct reader *reader, qpdf_oh root)
{
    QPDF_BOOL marked = QPDF_FALSE;
    qpdf_oh info = object_entry(reader, root, "/MarkInfo");
    qpdf_oh value = object_entry(reader, info, "/Marked");
    if (!qpdf_oh_get_value_as_bool(reader->qpdf, value, &marked))
        marked = QPDF_FALSE;
    object_release(reader, value);
    object_release(reader, info);
    return marked != QPDF_FALSE;
}

const struct read_element *tree_read(struct reader *reader, qpdf_oh root)
{
    struct structure s = {.reader = reader};
    qpdf_oh tree = object_entry(reader, root, "/StructTreeRoot");
    const struct read_element *all = NULL;
    if (qpdf_oh_is_dictionary(reader->qpdf, tree) && is_marked(reader, root)) {
        index_pages(&s);
        all = read_element(&s, tree, 0);
        read_parents(&s, tree);
        check_marks(&s);
    } else {
        reader_report(reader, DIAG_PDF_READ_UNTAGGED, NULL, NULL);
    }
    object_release(reader, tree);
    if (all == NULL)
        return NULL;
    if (all->kid_count == 1 && strcmp(all->kids[0]->type, "Document") == 0)
        return all->kids[0];
    fault(&s, "Document");
    return all;
}

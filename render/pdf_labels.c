/* Page labels: the numbers that a viewer shows are those that are printed (ISO 32000-1, 12.4.2). */
#include <stdlib.h>
#include <string.h>

#include "render/pdf_writer.h"

/* The number that FOLIO is in Arabic digits, as a viewer would count; 0 when it is anything else. */
static long folio_number(const char *folio)
{
    size_t digits = strspn(folio, "0123456789");
    bool plain = folio[digits] == '\0' && digits > 0 && digits < 10 && folio[0] != '0';
    return plain ? strtol(folio, NULL, 10) : 0;
}

/* Is FOLIO what the label of the page BEFORE leads on to? A label without a number stays. */
static bool goes_on(const char *before, const char *folio)
{
    long last = folio_number(before), number = folio_number(folio);
    return number > 0 ? last > 0 && number == last + 1 : strcmp(before, folio) == 0;
}

static const char *label_of(const struct pdf_writer *writer, const char *folio)
{
    long number = folio_number(folio);
    struct buf label = buf_new(writer->arena);
    buf_str(&label, "<<");
    if (number > 0) {
        buf_printf(&label, "/S /D /St %ld", number);
    } else if (folio[0] != '\0') {
        buf_str(&label, "/P ");
        buf_text_string(&label, folio, strlen(folio));
    }
    buf_str(&label, ">>");
    return label.bytes;
}

void pdf_labels_put(const struct pdf_writer *writer, struct buf *out)
{
    const struct page_list *list = writer->list;
    struct pdf_leaf *leaves = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *folio = list->pages[i].folio;
        if (i > 0 && goes_on(list->pages[i - 1].folio, folio))
            continue;
        leaves = arena_grow(writer->arena, leaves, count, &capacity, sizeof *leaves);
        leaves[count++] =
            (struct pdf_leaf){arena_printf(writer->arena, "%zu", i), label_of(writer, folio)};
    }
    pdf_tree_put(writer, "Nums", leaves, count, out);
}

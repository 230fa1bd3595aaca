/* Reading a PDF back: what the parts of the reader share. Private to render/pdf_reader*.c; the only
 * files that know qpdf.
 *
 * Handles that qpdf gives out are given back with object_release() as soon as they are used, so that
 * memory does not grow with the number of objects looked at. */
#ifndef BANXIN_PDF_READER_PARTS_H
#define BANXIN_PDF_READER_PARTS_H

#include <qpdf/qpdf-c.h>
#include <stdint.h>

#include "render/buf.h"
#include "render/pdf_reader.h"

/* What a hostile file may make of a few bytes is bounded. */
#define READ_DECODED_MAX (UINT64_C(1) << 30) /* bytes of all streams, decoded */
#define READ_TEXT_MAX    (UINT64_C(1) << 28) /* bytes of all texts */
#define READ_PAGES_MAX   ((size_t)1000000)
#define READ_DEPTH_MAX   64 /* of trees: ours have 3 levels, of the structure 12 */
#define READ_FONTS_MAX   ((size_t)256)
#define READ_REPORTS_MAX ((size_t)50) /* of one file */

/* Numbers of objects that were seen. Zeroed, it is empty. */
struct id_set {
    int *slots; /* 0: free */
    size_t count, capacity;
};

/* Which text each code of a font stands for. */
struct cmap {
    const char **blocks[256]; /* by the upper byte of the code, then the lower; NULL: no text */
};

struct read_font {
    int id; /* object */
    bool readable;
    struct cmap cmap;
    struct hash to_unicode;
    unsigned long number; /* 3 for F3; ULONG_MAX for other names */
};

/* The fonts of a page by the names it has for them. */
struct page_fonts {
    struct {
        const char *name;
        const struct read_font *font;
    } * items;
    size_t count, capacity;
};

/* A piece of marked content with a number. */
struct page_mark {
    int mcid;
    const char *text;
    int owner;  /* the element that has it; 0: none */
    int parent; /* the element that the ParentTree tells; 0: none */
};

/* What a content stream shows. */
struct page_content {
    struct page_mark *marks; /* by MCID */
    size_t mark_count, mark_capacity;
    const char **artifacts;
    size_t artifact_count, artifact_capacity;
    struct buf loose;
};

struct shown_page {
    int id;                   /* object */
    long long struct_parents; /* -1: none */
    struct page_content content;
    const char *label;
};

struct reader {
    struct arena *arena;   /* of all that is read */
    struct arena *scratch; /* of who is at work, who takes it back */
    struct arena *tokens;  /* of the operator at hand */
    qpdf_data qpdf;
    const char *path;
    struct diag *diag;
    size_t reports;
    uint64_t decoded, text; /* bytes so far */
    bool exhausted;         /* too many: reported, no more are read */

    struct shown_page *pages;
    size_t page_count, page_capacity;
    struct read_font *fonts[READ_FONTS_MAX];
    size_t font_count;
    struct hash printed; /* of the pages; then of the fonts too */
};

/* ---- pdf_reader_object.c: objects ---------------------------------------------------------- */

/* Reports CODE of the file; the arguments may be NULL. */
void reader_report(struct reader *reader, enum diag_code code, const char *first,
                   const char *second);
/* Takes LENGTH bytes of text into account; false when there have been too many. */
bool reader_spend_text(struct reader *reader, size_t length);

void object_release(struct reader *reader, qpdf_oh object);
/* The entry KEY ("/K") of DICT; a null object when there is none, or DICT is no dictionary. To be
 * released. */
qpdf_oh object_entry(struct reader *reader, qpdf_oh dict, const char *key);
int object_id(struct reader *reader, qpdf_oh object); /* 0: a direct object */

bool object_int(struct reader *reader, qpdf_oh object, long long *value);
bool object_entry_int(struct reader *reader, qpdf_oh dict, const char *key, long long *value);
/* Without the slash, "" when there is none; owned by the reader's arena. */
const char *object_entry_name(struct reader *reader, qpdf_oh dict, const char *key);
/* A text string as UTF-8, NULL when there is none; owned by the reader's arena. */
const char *object_entry_text(struct reader *reader, qpdf_oh dict, const char *key);
bool object_is_name(struct reader *reader, qpdf_oh object, const char *name); /* "/Pages" */

/* The decoded bytes of a stream, or of the contents of a page. NULL, and no length: there are none, or
 * too many. To be freed. */
unsigned char *object_stream(struct reader *reader, qpdf_oh stream, size_t *length);
unsigned char *object_page_content(struct reader *reader, qpdf_oh page, size_t *length);

/* Calls EACH for the leaves, `/Nums` or `/Names`, of a number or name tree. */
typedef void object_leaf_fn(void *context, qpdf_oh key, qpdf_oh value);
void object_walk_tree(struct reader *reader, qpdf_oh root, const char *leaves, object_leaf_fn *each,
                      void *context);

/* False when ID is in the set already. 0 is never in it. */
bool id_set_add(struct arena *arena, struct id_set *set, int id);

/* ---- pdf_reader_tokens.c: the syntax of content streams and CMaps -------------------------- */

enum token_kind {
    TOKEN_END,
    TOKEN_FAULT,
    TOKEN_NUMBER,
    TOKEN_NAME,   /* without the slash */
    TOKEN_STRING, /* its bytes */
    TOKEN_ARRAY,  /* [ */
    TOKEN_ARRAY_END,
    TOKEN_DICT, /* << */
    TOKEN_DICT_END,
    TOKEN_WORD /* an operator */
};

struct token {
    enum token_kind kind;
    const char *bytes; /* NUL-terminated, of names, strings, numbers and words */
    size_t length;
};

struct tokens {
    struct arena *arena;
    const unsigned char *at, *end;
};

struct token token_next(struct tokens *tokens);
bool token_is(const struct token *token, enum token_kind kind, const char *bytes);
bool token_int(const struct token *token, int *value); /* false: no whole number from 0 on */

/* ---- pdf_reader_cmap.c: what codes stand for ----------------------------------------------- */

/* UTF-16BE as UTF-8; what is none, and controls, become U+FFFD. */
void text_add_utf16(struct buf *out, const char *bytes, size_t length);

/* False when it is damaged. */
bool cmap_read(struct reader *reader, const unsigned char *bytes, size_t length, struct cmap *cmap);
const char *cmap_text(const struct cmap *cmap, unsigned code); /* NULL: none */

/* ---- pdf_reader_content.c ------------------------------------------------------------------ */

/* Reads the content stream of the page of index PAGE. */
void content_read(struct reader *reader, const struct page_fonts *fonts, size_t page,
                  const unsigned char *bytes, size_t length, struct page_content *content);

/* ---- pdf_reader_pages.c -------------------------------------------------------------------- */

bool pages_read(struct reader *reader, qpdf_oh root); /* false: reported */
/* The number of the sheet, as reports tell it. */
const char *pages_sheet(struct reader *reader, size_t index);

/* ---- pdf_reader_font.c --------------------------------------------------------------------- */

/* The fonts in the dictionary FONTS. */
void fonts_read(struct reader *reader, qpdf_oh fonts, struct page_fonts *out);
/* Joins the ToUnicode maps to the hash of what is printed. */
void fonts_hash(struct reader *reader);

/* ---- pdf_reader_tree.c: the structure ------------------------------------------------------ */

const struct read_element *tree_read(struct reader *reader, qpdf_oh root); /* NULL: reported */

/* ---- pdf_reader_files.c -------------------------------------------------------------------- */

void files_read(struct reader *reader, qpdf_oh root, struct read_pdf *pdf);

/* ---- pdf_reader_seal.c --------------------------------------------------------------------- */

/* Is the file at PATH byte for byte as it was written? */
bool seal_read(const char *path);

#endif

/* The objects of a PDF file: what making and saving them share. Private to render/pdf_obj*.c, the
 * only files that know libharu. */
#ifndef BANXIN_PDF_OBJ_PARTS_H
#define BANXIN_PDF_OBJ_PARTS_H

#include <hpdf.h>
#include <hpdf_doc.h>
#include <xxhash.h>

#include "render/deflate.h"
#include "render/pdf_obj.h"

#if HPDF_MAJOR_VERSION != 2 || HPDF_MINOR_VERSION != 3
#error "render/pdf_obj*.c know the structures of libharu 2.3; other versions lay them out otherwise"
#endif

/* Objects of one object stream. A reader inflates them all to see one, so they should be few; more
 * compress better. The index of an object in its stream then is one byte. */
#define CONTAINER_SIZE 256

struct pdf_objects {
    struct arena *arena;
    enum pdf_form form;
    HPDF_Doc doc;
    struct deflater *deflater;
    XXH3_state_t *hash; /* of all that was put out */
    size_t size;        /* the file will not be larger [bytes] */
    size_t count;       /* numbers in use, with number 0 */
    size_t packed;      /* objects among them that are no streams */
    bool too_large;
    struct {
        unsigned first; /* 0: there is none */
        size_t count;
        const char *bytes;
        const size_t *ends;
    } block;
};

/* The object of libharu with NUMBER: its dictionary, and where it will be. */
HPDF_XrefEntry pdf_obj_entry(const struct pdf_objects *objects, size_t number);

/* Lets DICT print ENTRIES after those that it holds. Kept, not copied. */
void pdf_obj_set_entries(HPDF_Dict dict, char *entries);

#endif

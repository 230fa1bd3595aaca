/* The objects of a PDF file: numbered dictionaries and streams, and the file around them.
 *
 * Behind it stands libharu's object layer (nothing else of libharu: its fonts, encoders and page
 * operators cannot do what Chinese needs). Dictionaries are given as the text of their entries.
 *
 * A compact file (PDF 1.7) keeps all that is no stream in compressed object streams, and where
 * objects stand in a cross-reference stream (ISO 32000-1, 7.5.7, 7.5.8); a classic one (PDF 1.4) has
 * neither.
 *
 * Faults stick: after one, calls do nothing, and pdf_obj_save() reports it. */
#ifndef BANXIN_PDF_OBJ_H
#define BANXIN_PDF_OBJ_H

#include <stdbool.h>
#include <stddef.h>

#include "data/arena.h"
#include "data/diag.h"
#include "render/sink.h"

struct pdf_objects;

enum pdf_form { PDF_COMPACT, PDF_CLASSIC };

/* NULL: reported. */
struct pdf_objects *pdf_obj_open(struct arena *arena, enum pdf_form form, struct diag *diag);
void pdf_obj_close(struct pdf_objects *objects); /* may be NULL */

/* The number of a new dictionary, to be defined before the file is saved. */
unsigned pdf_obj_reserve(struct pdf_objects *objects);

/* Gives dictionary NUMBER its ENTRIES (`/Type /Page …`, copied). */
void pdf_obj_define(struct pdf_objects *objects, unsigned number, const char *entries);

/* A new stream of BYTES, which are compressed and copied; ENTRIES beyond Length and Filter. */
unsigned pdf_obj_stream(struct pdf_objects *objects, const char *entries, const void *bytes,
                        size_t length);
/* The same not compressed, for those who search files for it (XMP). */
unsigned pdf_obj_plain_stream(struct pdf_objects *objects, const char *entries, const void *bytes,
                              size_t length);

/* Very many small objects at once (structure elements), for a compact file. Reserves COUNT numbers
 * from the one returned on; no object may be made after it. */
unsigned pdf_obj_block(struct pdf_objects *objects, size_t count);
/* Gives the block its objects: the first is BYTES up to ENDS[0], and so on. Whole objects, with their
 * << >> or [ ]. Kept, not copied: to stay until the file is saved. */
void pdf_obj_fill_block(struct pdf_objects *objects, const char *bytes, const size_t *ends);

/* The dictionaries that libharu makes itself; entries it sets are not to be repeated. */
unsigned pdf_obj_page_root(const struct pdf_objects *objects); /* has Type */
unsigned pdf_obj_catalog(const struct pdf_objects *objects);   /* has Type, Pages */
unsigned pdf_obj_info(const struct pdf_objects *objects);      /* empty */

/* Has nothing failed yet? */
bool pdf_obj_fine(const struct pdf_objects *objects);

/* Writes the file to SINK; false when that or anything before failed, with the reason in DIAG. */
bool pdf_obj_save(struct pdf_objects *objects, struct sink sink, struct diag *diag);

#endif

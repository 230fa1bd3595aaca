/* What a department's document depends on, as hashes: the causes of manifest.h. */
#ifndef BANXIN_CAUSES_H
#define BANXIN_CAUSES_H

#include "render/manifest.h"
#include "render/session.h"

/* Stores what all departments share in CAUSES, the rest is 0. False after a report: a font file
 * cannot be read. */
bool causes_shared(const struct session *session, struct hash causes[CAUSE_COUNT],
                   struct diag *diag);

/* Stores those of department INDEX; SHARED is what causes_shared() stored. */
void causes_of(const struct session *session, const struct hash shared[CAUSE_COUNT], size_t index,
               struct hash causes[CAUSE_COUNT]);

/* Bits 1 << enum cause of those that differ. */
unsigned causes_changed(const struct hash before[CAUSE_COUNT],
                        const struct hash after[CAUSE_COUNT]);

#endif

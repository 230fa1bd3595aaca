/* Texts shaped and remembered. See shaped.h. */
#include "layout/shaped.h"

#include <string.h>

#include "data/hash.h"

#define LONGEST    4096    /* bytes of a text that is remembered: longer ones do not come again */
#define SLOTS      4096    /* a power of two */
#define BLANKS     128     /* a power of two */
#define BYTES_MOST 0x40000 /* of all texts together, then all is forgotten */

struct entry {
    size_t role;
    enum font_profile profile;
    struct pos pos; /* fonts are noted and missing characters reported once for each place */
    size_t start, length;
    const char *utf8; /* of the span */
    struct shaped shaped;
};

struct blank_slot {
    const struct font_face *face; /* NULL: nothing yet */
    uint32_t id;
    int32_t scale, advance, dx;
    struct glyph_blank blank;
};

struct shaped_memo {
    struct arena *arena; /* owns all, this structure too */
    struct arena_mark empty;
    struct entry **slots; /* by hash, one each: a newcomer takes the place */
    size_t bytes;         /* of the texts shaped since it was empty, whatever became of them */
    struct blank_slot blanks[BLANKS]; /* of marks, by glyph */
};

struct shaped_memo *shaped_memo_new(void)
{
    struct arena *arena = arena_new();
    struct shaped_memo *memo = arena_alloc(arena, sizeof *memo);
    *memo = (struct shaped_memo){.arena = arena,
                                 .slots = arena_array(arena, SLOTS, sizeof(struct entry *))};
    memo->empty = arena_mark(arena);
    return memo;
}

void shaped_memo_free(struct shaped_memo *memo)
{
    if (memo)
        arena_free(memo->arena);
}

static void forget(struct shaped_memo *memo)
{
    arena_reset(memo->arena, memo->empty);
    memset(memo->slots, 0, SLOTS * sizeof *memo->slots);
    memo->bytes = 0;
}

static struct entry **find_slot(const struct shaped_memo *memo, const struct entry *wanted)
{
    uint64_t hash = hash_bytes(wanted->utf8, wanted->length).low;
    hash ^= ((uint64_t)wanted->role << 32 | (uint64_t)wanted->profile << 48) +
            (uint64_t)(uint32_t)wanted->pos.row * 31 + (uint32_t)wanted->pos.column;
    return &memo->slots[(hash ^ hash >> 32) % SLOTS];
}

static bool is_same(const struct entry *a, const struct entry *b)
{
    return a->role == b->role && a->profile == b->profile && a->start == b->start &&
           a->length == b->length && a->pos.file == b->pos.file && a->pos.row == b->pos.row &&
           a->pos.column == b->pos.column && memcmp(a->utf8, b->utf8, a->length) == 0;
}

struct glyph_blank shaped_blank(const struct layout_job *job, const struct glyph *glyph)
{
    if (job->memo == NULL)
        return font_glyph_blank(glyph);
    struct blank_slot *slot = &job->memo->blanks[glyph->id % BLANKS];
    if (slot->face != glyph->face || slot->id != glyph->id || slot->scale != glyph->scale ||
        slot->advance != glyph->advance || slot->dx != glyph->dx)
        *slot = (struct blank_slot){glyph->face,    glyph->id, glyph->scale,
                                    glyph->advance, glyph->dx, font_glyph_blank(glyph)};
    return slot->blank;
}

static struct shaped shape(const struct layout_job *job, struct arena *arena, size_t role,
                           enum font_profile profile, struct text text, struct text_span span)
{
    struct shaped shaped;
    shaped.count = font_shape(arena, job->fonts, role, profile, text, span.start, span.length,
                              job->diag, &shaped.glyphs);
    shaped.places = cjk_places(arena, job->breaker, job->format->composition.level,
                               text.utf8 + span.start, span.length);
    return shaped;
}

struct shaped shaped_text(const struct layout_job *job, size_t role, enum font_profile profile,
                          struct text text, struct text_span span)
{
    struct shaped_memo *memo = job->memo;
    if (memo == NULL || span.length > LONGEST)
        return shape(job, job->scratch, role, profile, text, span);
    struct entry wanted = {.role = role,
                           .profile = profile,
                           .pos = text.pos,
                           .start = span.start,
                           .length = span.length,
                           .utf8 = text.utf8 + span.start};
    struct entry **slot = find_slot(memo, &wanted);
    if (*slot != NULL && is_same(*slot, &wanted))
        return (*slot)->shaped;
    if (memo->bytes > BYTES_MOST) /* what this slot had goes with all */
        forget(memo);
    size_t reports = diag_count(job->diag);
    wanted.shaped = shape(job, memo->arena, role, profile, text, span);
    memo->bytes += span.length;
    *slot = NULL;
    if (diag_count(job->diag) > reports)
        return wanted.shaped; /* to be reported again where it is set again */
    wanted.utf8 = arena_strndup(memo->arena, wanted.utf8, wanted.length);
    *slot = arena_alloc(memo->arena, sizeof **slot);
    **slot = wanted;
    return wanted.shaped;
}

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
    struct pos pos; /* where it stands: other faces than the role's own are noted for each place */
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

static uint64_t hash_of(const struct entry *wanted)
{
    uint64_t hash = hash_bytes(wanted->utf8, wanted->length).low;
    return hash ^ ((uint64_t)wanted->role << 32 | (uint64_t)wanted->profile << 48);
}

/* Where a text is remembered that looks the same anywhere, and one that is noted where it stands. */
static struct entry **find_slot(const struct shaped_memo *memo, uint64_t hash, bool anywhere,
                                struct pos pos)
{
    if (!anywhere)
        hash += (uint64_t)(uint32_t)pos.row * 31 + (uint32_t)pos.column;
    return &memo->slots[(hash ^ hash >> 32) % SLOTS];
}

static bool is_at(const struct entry *known, struct pos pos)
{
    return known->shaped.anywhere || (known->pos.file == pos.file && known->pos.row == pos.row &&
                                      known->pos.column == pos.column);
}

static bool is_same(const struct entry *known, const struct entry *wanted)
{
    return known->role == wanted->role && known->profile == wanted->profile &&
           known->start == wanted->start && known->length == wanted->length &&
           is_at(known, wanted->pos) && memcmp(known->utf8, wanted->utf8, known->length) == 0;
}

/* Has every character of the text a glyph of the role's own face? */
static bool is_own(const struct font_set *fonts, const struct entry *entry)
{
    const struct shaped *shaped = &entry->shaped;
    const struct font_face *own = font_role_face(fonts, entry->role);
    size_t characters = 0, glyphs = 0;
    for (size_t i = 0; i < entry->length; i++)
        characters += ((unsigned char)entry->utf8[i] & 0xC0) != 0x80;
    while (glyphs < shaped->count && shaped->glyphs[glyphs].face == own)
        glyphs++;
    return glyphs == shaped->count && glyphs == characters;
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
    struct shaped shaped = {0};
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
    const uint64_t hash = hash_of(&wanted);
    for (int anywhere = 1; anywhere >= 0; anywhere--) {
        const struct entry *known = *find_slot(memo, hash, anywhere, wanted.pos);
        if (known != NULL && is_same(known, &wanted))
            return known->shaped;
    }
    if (memo->bytes > BYTES_MOST)
        forget(memo);
    size_t reports = diag_count(job->diag);
    wanted.shaped = shape(job, memo->arena, role, profile, text, span);
    memo->bytes += span.length;
    if (diag_count(job->diag) > reports)
        return wanted.shaped; /* to be reported again where it is set again */
    wanted.shaped.anywhere = is_own(job->fonts, &wanted);
    wanted.utf8 = arena_strndup(memo->arena, wanted.utf8, wanted.length);
    struct entry **slot = find_slot(memo, hash, wanted.shaped.anywhere, wanted.pos);
    *slot = arena_alloc(memo->arena, sizeof **slot);
    **slot = wanted;
    return wanted.shaped;
}

/* The notes on which face set which characters. See font_use.h. */
#include "fonts/font_use.h"

#include <stdlib.h>

#include "data/map.h"
#include "fonts/set.h"

#define WARNED_MAX 20 /* characters of a role and a face that are warned of one by one */

/* A fallback with what puts it in order. */
struct note {
    struct font_fallback fallback;
    size_t family; /* SIZE_MAX: missing */
    size_t number; /* in the order of first use */
};

struct font_use {
    struct arena *arena;
    struct font_set set;    /* the view that notes here */
    hb_set_t ***characters; /* by role and family */
    struct map *notes;      /* of struct note by role, family and character */
    struct map *places;     /* where each has been seen */
    struct note **list;
    size_t count, capacity;
};

struct font_use *font_use_new(const struct font_set *set)
{
    struct arena *arena = arena_new();
    struct font_use *use = arena_alloc(arena, sizeof *use);
    use->arena = arena;
    use->set = *set;
    use->set.use = use;
    use->notes = map_new(arena);
    use->places = map_new(arena);
    use->characters = arena_array(arena, set->chain_count, sizeof *use->characters);
    for (size_t i = 0; i < set->chain_count; i++) {
        size_t count = set->chains[i].family_count;
        use->characters[i] = arena_array(arena, count, sizeof **use->characters);
        for (size_t k = 0; k < count; k++)
            use->characters[i][k] = hb_set_create();
    }
    return use;
}

void font_use_free(struct font_use *use)
{
    if (!use)
        return;
    for (size_t i = 0; i < use->set.chain_count; i++)
        for (size_t k = 0; k < use->set.chains[i].family_count; k++)
            hb_set_destroy(use->characters[i][k]);
    arena_free(use->arena);
}

const struct font_set *font_use_set(struct font_use *use)
{
    return &use->set;
}

/* ---- noting -------------------------------------------------------------------------------- */

static struct note *add_note(struct font_use *use, const char *key, size_t role,
                             const struct font_link *link, uint32_t code, struct pos pos)
{
    struct note *note = arena_alloc(use->arena, sizeof *note);
    /* The names of files may live no longer than the document. */
    pos.file = pos.file ? arena_strdup(use->arena, pos.file) : NULL;
    note->fallback = (struct font_fallback){code, role, link ? link->face : NULL, 0, pos};
    note->family = link ? link->family : SIZE_MAX;
    note->number = use->count;
    use->list = arena_grow(use->arena, use->list, use->count, &use->capacity, sizeof *use->list);
    use->list[use->count++] = note;
    map_put(use->notes, key, note);
    return note;
}

static const char *note_key(struct font_use *use, size_t role, const struct font_link *link,
                            uint32_t code)
{
    return arena_printf(use->arena, "%zu %zx %x", role, link ? link->family : SIZE_MAX,
                        (unsigned)code);
}

static void note_fallback(struct font_use *use, size_t role, const struct font_link *link,
                          uint32_t code, struct pos pos)
{
    struct arena_mark mark = arena_mark(use->arena);
    const char *key = note_key(use, role, link, code);
    const char *place =
        arena_printf(use->arena, "%s %s:%d:%d", key, pos.file ? pos.file : "", pos.row, pos.column);
    if (map_lookup(use->places, place)) {
        arena_reset(use->arena, mark);
        return;
    }
    struct note *note = map_lookup(use->notes, key);
    if (!note)
        note = add_note(use, key, role, link, code, pos);
    note->fallback.places++;
    map_put(use->places, place, note);
}

void font_use_note(struct font_use *use, size_t role, const struct font_link *link, uint32_t code,
                   struct pos pos)
{
    const struct font_link *first = use->set.chains[role].first;
    if (link)
        hb_set_add(use->characters[role][link->family], code);
    if (!link || (link > first && !link->only))
        note_fallback(use, role, link, code, pos);
}

static const struct font_link *find_link(const struct font_chain *chain,
                                         const struct font_face *face)
{
    for (size_t i = 0; i < chain->count; i++)
        if (face && chain->links[i].face == face)
            return &chain->links[i];
    return NULL;
}

void font_use_add(struct font_use *use, const struct font_fallback *fallbacks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct font_fallback *new = &fallbacks[i];
        const struct font_link *link = find_link(&use->set.chains[new->role], new->face);
        struct arena_mark mark = arena_mark(use->arena);
        const char *key = note_key(use, new->role, link, new->code);
        struct note *note = map_lookup(use->notes, key);
        if (note)
            arena_reset(use->arena, mark);
        else
            note = add_note(use, key, new->role, link, new->code, new->first);
        note->fallback.places += new->places;
    }
}

/* ---- reading ------------------------------------------------------------------------------- */

static int compare_notes(const void *a, const void *b)
{
    const struct note *x = *(struct note *const *)a, *y = *(struct note *const *)b;
    if (x->fallback.role != y->fallback.role)
        return x->fallback.role < y->fallback.role ? -1 : 1;
    if (x->family != y->family)
        return x->family < y->family ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

size_t font_use_fallbacks(const struct font_use *use, struct arena *arena,
                          const struct font_fallback **fallbacks)
{
    const struct note **sorted = arena_array(arena, use->count + 1, sizeof *sorted);
    struct font_fallback *list = arena_array(arena, use->count + 1, sizeof *list);
    for (size_t i = 0; i < use->count; i++)
        sorted[i] = use->list[i];
    qsort(sorted, use->count, sizeof *sorted, compare_notes);
    for (size_t i = 0; i < use->count; i++) {
        list[i] = sorted[i]->fallback;
        if (list[i].first.file) /* the list may outlive USE */
            list[i].first.file = arena_strdup(arena, list[i].first.file);
    }
    *fallbacks = list;
    return use->count;
}

size_t font_use_characters(const struct font_use *use, size_t role, size_t family)
{
    return hb_set_get_population(use->characters[role][family]);
}

/* ---- warnings ------------------------------------------------------------------------------ */

/* Warns of fallbacks [0, COUNT) of LIST, all of one role and face. */
static void warn(const struct font_use *use, const struct font_fallback *list, size_t count,
                 struct arena *arena, struct diag *diag)
{
    const struct font_chain *chain = &use->set.chains[list[0].role];
    const char *first = chain->first->face->name, *face = list[0].face->name;
    for (size_t i = 0; i < count && i < WARNED_MAX; i++)
        diag_report(diag, list[i].first, DIAG_FONT_FALLBACK, font_character(arena, list[i].code),
                    chain->role, first, face, arena_printf(arena, "%zu", list[i].places), NULL);
    if (count > WARNED_MAX)
        diag_report(diag, (struct pos){0}, DIAG_FONT_FALLBACKS,
                    arena_printf(arena, "%zu", count - WARNED_MAX), chain->role, first, face, NULL);
}

void font_use_warn(const struct font_use *use, struct diag *diag)
{
    struct arena *arena = arena_new();
    const struct font_fallback *list;
    size_t count = font_use_fallbacks(use, arena, &list);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1;
             next < count && list[next].role == list[i].role && list[next].face == list[i].face;)
            next++;
        if (list[i].face)
            warn(use, &list[i], next - i, arena, diag);
    }
    arena_free(arena);
}

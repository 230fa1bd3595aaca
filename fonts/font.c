/* Font sets: the chains of faces of a pack's roles. A face that several roles name is opened once.
 */
#include "fonts/font.h"

#include <string.h>

#include "fonts/set.h"

struct opening {
    struct font_set *set;
    FT_Library freetype;
    FcConfig *config;
    size_t capacity; /* of set->faces */
    struct diag *diag;
};

static struct font_face *find_open(const struct font_set *set, const struct face_source *source)
{
    for (size_t i = 0; i < set->face_count; i++) {
        struct font_face *face = set->faces[i];
        if (face->file_index == source->index && strcmp(face->file, source->file) == 0)
            return face;
    }
    return NULL;
}

/* NULL, with a warning, for a face that is damaged or may not be embedded. */
static struct font_face *open_source(struct opening *opening, const struct face_source *source,
                                     struct pos pos)
{
    struct font_set *set = opening->set;
    struct font_face *face = find_open(set, source);
    if (face)
        return face;
    switch (face_open(set->arena, opening->freetype, source->file, source->index, &face)) {
    case FACE_OK:
        break;
    case FACE_UNREADABLE:
        diag_report(opening->diag, pos, DIAG_FONT_UNREADABLE, face->file, NULL);
        return NULL;
    case FACE_RESTRICTED:
        diag_report(opening->diag, pos, DIAG_FONT_RESTRICTED, face->name, face->file, NULL);
        return NULL;
    }
    set->faces =
        arena_grow(set->arena, set->faces, set->face_count, &opening->capacity, sizeof *set->faces);
    face->index = set->face_count;
    set->faces[set->face_count++] = face;
    return face;
}

static const struct font_face *open_family(struct opening *opening,
                                           const struct font_family *family)
{
    const struct face_source *sources;
    size_t count = face_lookup(opening->set->arena, opening->config, family->name.utf8,
                               family->weight, &sources);
    for (size_t i = 0; i < count; i++) {
        const struct font_face *face = open_source(opening, &sources[i], family->name.pos);
        if (face)
            return face;
    }
    return NULL;
}

static void report_no_face(struct opening *opening, const struct font_role *role)
{
    const char *families = "";
    for (size_t i = 0; i < role->family_count; i++)
        families = arena_printf(opening->set->arena, "%s%s%s", families, i > 0 ? ", " : "",
                                role->families[i].name.utf8);
    diag_report(opening->diag, role->pos, DIAG_FONT_NO_FACE, role->name, families, NULL);
}

static bool open_role(struct opening *opening, const struct font_role *role,
                      struct font_chain *chain)
{
    chain->role = arena_strdup(opening->set->arena, role->name);
    chain->links = arena_array(opening->set->arena, role->family_count, sizeof *chain->links);
    bool general = false;
    for (size_t i = 0; i < role->family_count; i++) {
        const struct font_family *family = &role->families[i];
        const struct font_face *face = open_family(opening, family);
        if (!face)
            continue;
        const char *only = family->only ? arena_strdup(opening->set->arena, family->only) : NULL;
        chain->links[chain->count++] = (struct font_link){face, only};
        general = general || !only;
    }
    if (!general)
        report_no_face(opening, role);
    return general;
}

static bool open_roles(struct opening *opening, const struct font_role *roles)
{
    struct font_set *set = opening->set;
    bool complete = true;
    for (size_t i = 0; i < set->chain_count; i++)
        complete = open_role(opening, &roles[i], &set->chains[i]) && complete;
    return complete;
}

/* Both libraries are opened for the set alone: fontconfig's shared configuration would be a global,
 * and would not see fonts that were installed since. */
struct font_set *font_set_open(const struct font_role *roles, size_t count, struct diag *diag)
{
    struct arena *arena = arena_new();
    struct font_set *set = arena_alloc(arena, sizeof *set);
    set->arena = arena;
    set->chains = arena_array(arena, count, sizeof *set->chains);
    set->chain_count = count;
    struct opening opening = {.set = set, .diag = diag, .config = FcInitLoadConfigAndFonts()};
    bool started = opening.config && FT_Init_FreeType(&opening.freetype) == 0;
    if (!started)
        diag_report(diag, (struct pos){0}, DIAG_FONT_LIBRARY,
                    opening.config ? "FreeType" : "fontconfig", NULL);
    bool complete = started && open_roles(&opening, roles);
    if (started)
        FT_Done_FreeType(opening.freetype);
    if (opening.config)
        FcConfigDestroy(opening.config);
    if (complete)
        return set;
    font_set_close(set);
    return NULL;
}

void font_set_close(struct font_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->face_count; i++)
        face_close(set->faces[i]);
    arena_free(set->arena);
}

const struct font_face *font_role_face(const struct font_set *set, size_t role)
{
    const struct font_link *link = set->chains[role].links;
    while (link->only)
        link++;
    return link->face;
}

const struct font_metrics *font_metrics(const struct font_face *face)
{
    return &face->metrics;
}

size_t font_face_index(const struct font_face *face)
{
    return face->index;
}

const char *font_face_name(const struct font_face *face)
{
    return face->name;
}

uint32_t font_glyph_cid(const struct font_face *face, uint32_t glyph)
{
    return face->cids && glyph < face->glyph_count ? face->cids[glyph] : glyph;
}

int32_t font_glyph_advance(const struct font_face *face, uint32_t glyph)
{
    return hb_font_get_glyph_h_advance(face->font, glyph);
}

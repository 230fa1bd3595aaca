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

static void describe_face(const struct font_face *face, struct font_family_info *info)
{
    info->file = face->file;
    info->file_index = face->file_index;
    info->name = face->name;
    info->version = face->version;
    info->fs_type = face->fs_type;
}

/* NULL, with a warning, for a face that is damaged or may not be embedded. */
static struct font_face *open_source(struct opening *opening, const struct face_source *source,
                                     struct pos pos, struct font_family_info *info)
{
    struct font_set *set = opening->set;
    struct font_face *face = find_open(set, source);
    bool known = face != NULL;
    enum face_fault fault = FACE_OK;
    if (!known)
        fault = face_open(set->arena, opening->freetype, source->file, source->index, &face);
    describe_face(face, info);
    switch (fault) {
    case FACE_OK:
        info->outcome = FONT_IN_USE;
        break;
    case FACE_UNREADABLE:
        info->outcome = FONT_DAMAGED;
        diag_report(opening->diag, pos, DIAG_FONT_UNREADABLE, face->file, NULL);
        return NULL;
    case FACE_RESTRICTED:
        info->outcome = FONT_FORBIDDEN;
        diag_report(opening->diag, pos, DIAG_FONT_RESTRICTED, face->name, face->file,
                    font_permission(set->arena, face->fs_type, diag_language(opening->diag)), NULL);
        return NULL;
    }
    if (known)
        return face;
    set->faces =
        arena_grow(set->arena, set->faces, set->face_count, &opening->capacity, sizeof *set->faces);
    face->index = set->face_count;
    set->faces[set->face_count++] = face;
    return face;
}

/* What becomes of FAMILY goes to INFO. */
static const struct font_face *open_family(struct opening *opening,
                                           const struct font_family *family,
                                           struct font_family_info *info)
{
    struct arena *arena = opening->set->arena;
    info->family = arena_strdup(arena, family->name.utf8);
    info->only = family->only ? arena_strdup(arena, family->only) : NULL;
    info->outcome = FONT_NOT_INSTALLED;
    const struct face_source *sources;
    size_t count = face_lookup(arena, opening->config, family->name.utf8, family->weight, &sources);
    for (size_t i = 0; i < count; i++) {
        const struct font_face *face = open_source(opening, &sources[i], family->name.pos, info);
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

static void add_link(struct font_chain *chain, const struct font_face *face, size_t family)
{
    struct font_family_info *info = &chain->families[family];
    struct font_link *link = &chain->links[chain->count++];
    *link = (struct font_link){face, info->only, family, 1000, 0};
    if (chain->first && !link->only)
        link_match(link, chain->first->face);
    if (!chain->first && !link->only)
        chain->first = link;
    info->scale = link->scale;
    info->rise = link->rise;
}

static bool open_role(struct opening *opening, const struct font_role *role,
                      struct font_chain *chain)
{
    struct arena *arena = opening->set->arena;
    chain->role = arena_strdup(arena, role->name);
    chain->links = arena_array(arena, role->family_count, sizeof *chain->links);
    chain->families = arena_array(arena, role->family_count, sizeof *chain->families);
    chain->family_count = role->family_count;
    for (size_t i = 0; i < role->family_count; i++) {
        const struct font_face *face =
            open_family(opening, &role->families[i], &chain->families[i]);
        if (face)
            add_link(chain, face, i);
    }
    if (!chain->first)
        report_no_face(opening, role);
    return chain->first != NULL;
}

static bool open_roles(struct opening *opening, const struct font_role *roles)
{
    struct font_set *set = opening->set;
    bool complete = true;
    for (size_t i = 0; i < set->chain_count; i++)
        complete = open_role(opening, &roles[i], &set->chains[i]) && complete;
    return complete;
}

/* Of the library that runs, which may be another than the one built with. */
static const char *freetype_version(struct arena *arena, FT_Library freetype)
{
    FT_Int major, minor, patch;
    FT_Library_Version(freetype, &major, &minor, &patch);
    return arena_printf(arena, "%d.%d.%d", major, minor, patch);
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
    if (started) {
        set->freetype = freetype_version(arena, opening.freetype);
        FT_Done_FreeType(opening.freetype);
    }
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
    return set->chains[role].first->face;
}

size_t font_role_count(const struct font_set *set)
{
    return set->chain_count;
}

const char *font_role_name(const struct font_set *set, size_t role)
{
    return set->chains[role].role;
}

size_t font_role_families(const struct font_set *set, size_t role,
                          const struct font_family_info **families)
{
    *families = set->chains[role].families;
    return set->chains[role].family_count;
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
    return glyph_advance(face->glyphs, face->font, glyph);
}

struct glyph_blank font_glyph_blank(const struct glyph *glyph)
{
    const struct font_face *face = glyph->face;
    struct glyph_ink ink = glyph_ink(face->glyphs, face->font, glyph->id);
    if (ink.width == 0)
        return (struct glyph_blank){glyph->advance, glyph->advance};
    int32_t before = glyph->dx + ink.left * glyph->scale / 1000;
    int32_t width = ink.width * glyph->scale / 1000;
    return (struct glyph_blank){before, glyph->advance - before - width};
}

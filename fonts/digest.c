/* What a font set depends on outside the program. See font.h. */
#include <hb-subset.h>
#include <string.h>

#include "fonts/set.h"

static struct hash text_hash(const char *text)
{
    return hash_bytes(text, strlen(text));
}

/* The content of each file, once however many faces of a collection are in use. */
static bool hash_faces(const struct font_set *set, struct hash *contents, const char **file)
{
    for (size_t i = 0; i < set->face_count; i++) {
        const struct font_face *face = set->faces[i];
        size_t same = 0;
        while (strcmp(set->faces[same]->file, face->file) != 0)
            same++;
        if (same < i) {
            contents[i] = contents[same];
        } else if (!hash_file(face->file, &contents[i])) {
            *file = face->file;
            return false;
        }
    }
    return true;
}

static struct hash hash_link(const struct font_link *link, const struct hash *contents)
{
    struct hash face = contents[link->face->index];
    const int index = link->face->file_index;
    face = hash_join(face, hash_bytes(&index, sizeof index));
    return hash_join(face, text_hash(link->only ? link->only : ""));
}

bool font_set_digest(const struct font_set *set, struct hash *digest, const char **file)
{
    struct arena *arena = arena_new();
    struct hash *contents = arena_array(arena, set->face_count + 1, sizeof *contents);
    bool good = hash_faces(set, contents, file);
    *digest = text_hash(
        arena_printf(arena, "HarfBuzz %s, FreeType %s", hb_version_string(), set->freetype));
    for (size_t i = 0; good && i < set->chain_count; i++) {
        *digest = hash_join(*digest, text_hash(set->chains[i].role));
        for (size_t k = 0; k < set->chains[i].count; k++)
            *digest = hash_join(*digest, hash_link(&set->chains[i].links[k], contents));
    }
    arena_free(arena);
    return good;
}

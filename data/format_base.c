/* Packs below packs. See format_base.h. */
#include "data/format_base.h"

#include <string.h>
#include <unistd.h>

#include "data/pack.h"

static const char *const file_names[FORMAT_FILE_COUNT] = {
    [FORMAT_TABLES] = "tables.yaml",
    [FORMAT_FORMS] = "forms.yaml",
    [FORMAT_NARRATIVE] = "narrative.yaml",
    [FORMAT_CORRECTION] = "correction.yaml",
};

struct base_reader {
    struct arena *arena;
    struct diag *diag;
    const char *parent; /* the folder in which all packs stand */
    size_t count;       /* bases read so far */
    struct hash digest; /* of them */
};

/* The packs that are being read, from the one at hand up to the first. */
struct chain {
    const char *name;
    const struct chain *above;
};

static const char *pack_path(const struct base_reader *reader, const char *name)
{
    return arena_printf(reader->arena, "%s/%s", reader->parent, name);
}

/* The name of a folder, and never a way out of the parent. */
static bool is_name(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* NODE names a pack that can be read and is not being read already. */
static bool check_base(const struct base_reader *reader, const struct yaml_node *node,
                       const struct chain *chain)
{
    struct text name = yaml_text(node);
    if (yaml_kind(node) != YAML_SCALAR || !is_name(name.utf8)) {
        diag_report(reader->diag, yaml_pos(node), DIAG_PACK_VALUE, "base", name.utf8, "a-z, 0-9, -",
                    NULL);
        return false;
    }
    const char *shown = chain->name;
    for (const struct chain *at = chain; at != NULL; at = at->above) {
        if (strcmp(at->name, name.utf8) == 0) {
            diag_report(reader->diag, name.pos, DIAG_PACK_BASE_CYCLE,
                        arena_printf(reader->arena, "%s ← %s", name.utf8, shown), NULL);
            return false;
        }
        if (at->above != NULL)
            shown = arena_printf(reader->arena, "%s ← %s", shown, at->above->name);
    }
    if (reader->count >= FORMAT_BASES_MAX) {
        diag_report(reader->diag, name.pos, DIAG_PACK_BASES,
                    arena_printf(reader->arena, "%d", FORMAT_BASES_MAX), NULL);
        return false;
    }
    const char *file = arena_printf(reader->arena, "%s/format.yaml", pack_path(reader, name.utf8));
    if (access(file, F_OK) != 0) {
        diag_report(reader->diag, name.pos, DIAG_PACK_BASE_MISSING, name.utf8, file, NULL);
        return false;
    }
    return true;
}

static struct format_sources read_pack(struct base_reader *reader, const char *path,
                                       const struct chain *chain);

/* Lays the pack that NODE names on BELOW. */
static void add_base(struct base_reader *reader, const struct yaml_node *node,
                     const struct chain *chain, struct format_sources *below, bool *failed)
{
    if (!check_base(reader, node, chain)) {
        *failed = true;
        return;
    }
    reader->count++;
    const struct chain link = {yaml_text(node).utf8, chain};
    struct format_sources base = read_pack(reader, pack_path(reader, link.name), &link);
    if (base.root == NULL) {
        *failed = true;
        return;
    }
    below->root = below->root ? yaml_merge(reader->arena, below->root, base.root) : base.root;
    for (int i = 0; i < FORMAT_FILE_COUNT; i++)
        below->paths[i] = base.paths[i] ? base.paths[i] : below->paths[i];
}

/* The recursion is bounded by FORMAT_BASES_MAX. */
static struct format_sources read_pack(struct base_reader *reader, const char *path,
                                       const struct chain *chain)
{
    struct format_sources sources = {0};
    const char *file = arena_printf(reader->arena, "%s/format.yaml", path);
    const struct yaml_node *own =
        yaml_read(reader->arena, file, pack_file_name(file), reader->diag);
    const struct yaml_node *base = own ? yaml_lookup(own, "base") : NULL;
    bool failed = own == NULL;
    struct hash content;
    if (own && hash_file(file, &content))
        reader->digest = hash_join(reader->digest, content);
    if (base && yaml_kind(base) == YAML_SEQUENCE) {
        for (size_t i = 0; i < yaml_count(base); i++)
            add_base(reader, yaml_at(base, i), chain, &sources, &failed);
    } else if (base) {
        add_base(reader, base, chain, &sources, &failed);
    }
    for (int i = 0; i < FORMAT_FILE_COUNT; i++) {
        const char *name = arena_printf(reader->arena, "%s/%s", path, file_names[i]);
        if (access(name, F_OK) == 0)
            sources.paths[i] = name;
    }
    if (failed)
        sources.root = NULL;
    else
        sources.root = sources.root ? yaml_merge(reader->arena, sources.root, own) : own;
    return sources;
}

struct format_sources format_base_read(struct arena *arena, const char *path, struct diag *diag)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    const char *folder = arena_strndup(arena, path, length);
    const char *slash = strrchr(folder, '/');
    struct base_reader reader = {.arena = arena, .diag = diag, .parent = "."};
    if (slash)
        reader.parent = arena_strndup(arena, folder, (size_t)(slash - folder));
    const struct chain first = {slash ? slash + 1 : folder, NULL};
    struct format_sources sources = read_pack(&reader, folder, &first);
    sources.digest = reader.digest;
    return sources;
}

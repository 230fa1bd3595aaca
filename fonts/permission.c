/* Embedding permissions in words: OS/2 fsType (OpenType 1.9). */
#include "fonts/font_info.h"

#include "fonts/face.h"

struct permission {
    unsigned bit;
    const char *words[2]; /* by language */
};

/* What is allowed: of several bits the most liberal counts, which comes first; none is all. */
static const struct permission USES[] = {
    {FT_FSTYPE_EDITABLE_EMBEDDING, {"可编辑嵌入", "editable embedding"}},
    {FT_FSTYPE_PREVIEW_AND_PRINT_EMBEDDING, {"仅供预览和打印", "preview and print only"}},
    {FT_FSTYPE_RESTRICTED_LICENSE_EMBEDDING, {"禁止嵌入", "no embedding"}},
    {0, {"可嵌入安装", "installable embedding"}},
};

/* And how: each bit by itself. */
static const struct permission LIMITS[] = {
    {FT_FSTYPE_NO_SUBSETTING, {"不得只嵌入部分字形", "no subsetting"}},
    {FT_FSTYPE_BITMAP_EMBEDDING_ONLY, {"只许嵌入点阵", "bitmaps only"}},
};

const char *font_permission(struct arena *arena, unsigned fs_type, enum diag_language language)
{
    size_t use = 0;
    while (USES[use].bit != 0 && !(fs_type & USES[use].bit))
        use++;
    const char *words = USES[use].words[language];
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++)
        if (fs_type & LIMITS[i].bit)
            words = arena_printf(arena, "%s%s%s", words, language == DIAG_CHINESE ? "，" : ", ",
                                 LIMITS[i].words[language]);
    return words;
}

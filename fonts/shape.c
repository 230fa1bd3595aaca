/* Shaping: text → glyphs, in the faces of a role.
 *
 * A text is split into runs of one face and one kind of character before HarfBuzz sees it. The
 * face is settled first, by coverage, so that no run ever comes back with glyph 0. The kind
 * decides the OpenType features, so that each run has the same ones from end to end:
 *
 *   PLAIN  the features of the profile;
 *   EM     Chinese dashes, ellipses, quotation marks and the middle dot, which share their code
 *          points with Latin punctuation but stand on a full em (GB/T 15834);
 *   DIGIT  0–9 under FONT_NUMBER, all of one width;
 *   NONE   what is not drawn and has nothing before it to hang on: some fonts have boxes for it.
 *
 * What fonts do, measured at 1/1000 em with script Hani and language zh-Hans:
 *
 *            Noto Serif SC     Noto Sans SC   LXGW WenKai   UMing CN        gbsn00lp
 *   — …      1000              1000           1000          1000            1000
 *   — —      one glyph, 2000   the same       1000 each     1000 each       1000 each
 *            (ccmp)
 *   ink of — 71–929            72–928         2–998         71–929          (closed up in pairs)
 *   “ ” ‘ ’  1000 (locl)       1000 (locl)    350           1000            1000
 *   ·        327; fwid 1000    1000 (locl)    350           500; fwid 1000  1000
 *   0–9      471–570;          555; hwid 500  600           500             500
 *            hwid 500
 *
 * Widths are the font's own: quotation marks of LXGW stay narrow. Widening their advance instead
 * would leave a gap in the PDF, and readers take a gap for a space when they extract the text. An
 * apostrophe is an em wide in Noto and UMing, which set all of these marks for Chinese.
 *
 * Digits of LXGW stay 600 wide, all alike; where a face has neither even digits nor hwid or tnum,
 * each is centred in the width of its widest (a gap too small to be taken for a space). A shaped
 * run could be cached by (role, profile, string): font_shape() is the place.
 *
 * All text is set left to right as Chinese; bidirectional scripts are out of scope. */
#include <string.h>

#include "fonts/set.h"

#define HALF_EM 500 /* [1/1000 em] */

enum character_kind { KIND_PLAIN, KIND_EM, KIND_DIGIT, KIND_NONE };

struct character {
    uint32_t code;
    uint32_t offset;              /* in the text [bytes] */
    const struct font_link *link; /* NULL: no face has it */
    enum character_kind kind;
};

struct shaping {
    struct arena *arena;
    const struct font_chain *chain;
    size_t role;
    struct font_use *use; /* may be NULL */
    enum font_profile profile;
    struct text text;
    size_t end; /* [bytes] */
    struct diag *diag;
    struct character *characters;
    size_t count;
    hb_buffer_t *buffer;
    hb_set_t *reported; /* characters already complained of */
    struct glyph *glyphs;
    size_t glyph_count, glyph_capacity;
};

/* ---- features ------------------------------------------------------------------------------ */

/* clang-format off */
#define ON(a, b, c, d)  {HB_TAG(a, b, c, d), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}
#define OFF(a, b, c, d) {HB_TAG(a, b, c, d), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}
#define UNJOINED OFF('l', 'i', 'g', 'a'), OFF('c', 'l', 'i', 'g'), OFF('d', 'l', 'i', 'g')
#define UPRIGHT  UNJOINED, OFF('k', 'e', 'r', 'n'), OFF('c', 'a', 'l', 't')
/* clang-format on */

static const hb_feature_t FEATURES_TEXT[] = {UNJOINED};
static const hb_feature_t FEATURES_CELL[] = {UPRIGHT};
static const hb_feature_t FEATURES_EM[] = {UPRIGHT, ON('f', 'w', 'i', 'd'),
                                           OFF('c', 'c', 'm', 'p')};
static const hb_feature_t FEATURES_HALF[] = {UPRIGHT, ON('h', 'w', 'i', 'd')};
static const hb_feature_t FEATURES_TABULAR[] = {UPRIGHT, ON('t', 'n', 'u', 'm')};

struct features {
    const hb_feature_t *items;
    unsigned count;
};
#define FEATURES(table) ((struct features){table, sizeof table / sizeof *table})

static struct features digit_features(hb_tag_t tag)
{
    if (tag == HB_TAG('h', 'w', 'i', 'd'))
        return FEATURES(FEATURES_HALF);
    if (tag == HB_TAG('t', 'n', 'u', 'm'))
        return FEATURES(FEATURES_TABULAR);
    return FEATURES(FEATURES_CELL);
}

static struct features features_of(const struct font_face *face, enum font_profile profile,
                                   enum character_kind kind)
{
    switch (kind) {
    case KIND_EM:
        return FEATURES(FEATURES_EM);
    case KIND_DIGIT:
        return digit_features(face->digits);
    case KIND_PLAIN:
    case KIND_NONE:
        break;
    }
    return profile == FONT_TEXT ? FEATURES(FEATURES_TEXT) : FEATURES(FEATURES_CELL);
}

/* What every text is said to be. */
static hb_segment_properties_t segment_properties(void)
{
    return (hb_segment_properties_t){.direction = HB_DIRECTION_LTR,
                                     .script = HB_SCRIPT_HAN,
                                     .language = hb_language_from_string("zh-Hans", -1)};
}

static void shape_buffer(const struct font_face *face, hb_buffer_t *buffer,
                         struct features features)
{
    const hb_segment_properties_t properties = segment_properties();
    hb_buffer_set_segment_properties(buffer, &properties);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_shape(face->font, buffer, features.items, features.count);
}

/* The widest and, through NARROWEST, the narrowest of the digits of FACE under feature TAG. */
static int32_t digit_widths(const struct font_face *face, hb_tag_t tag, int32_t *narrowest)
{
    int32_t widest = 0;
    *narrowest = INT32_MAX;
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, "0123456789", -1, 0, -1);
    shape_buffer(face, buffer, digit_features(tag));
    unsigned count;
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; i++) {
        int32_t advance = positions[i].x_advance;
        widest = advance > widest ? advance : widest;
        *narrowest = advance < *narrowest ? advance : *narrowest;
    }
    hb_buffer_destroy(buffer);
    return widest;
}

/* Half-width digits where the face has them, else digits of one width, else its own. */
static void measure_digits(struct font_face *face)
{
    static const hb_tag_t TAGS[] = {0, HB_TAG('h', 'w', 'i', 'd'), HB_TAG('t', 'n', 'u', 'm')};
    int best = -1;
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++) {
        int32_t narrowest, widest = digit_widths(face, TAGS[i], &narrowest);
        bool even = widest == narrowest;
        int merit = even && widest == HALF_EM ? 2 : even ? 1 : 0;
        if (merit > best) {
            best = merit;
            face->digits = TAGS[i];
            face->digit_width = widest;
        }
    }
}

void face_prepare_shaping(struct font_face *face)
{
    const hb_segment_properties_t properties = segment_properties();
    measure_digits(face);
    struct features digits = digit_features(face->digits);
    face->plain_digits = plain_digits(face->face, face->font, &properties, digits.items,
                                      digits.count, face->digit_glyphs);
    face->plain = plain_table_new(face->face, face->font);
    if (face->plain == NULL)
        return;
    struct features text = FEATURES(FEATURES_TEXT), cell = FEATURES(FEATURES_CELL);
    plain_table_set(face->plain, PLAIN_TEXT, &properties, text.items, text.count);
    plain_table_set(face->plain, PLAIN_CELL, &properties, cell.items, cell.count);
}

/* ---- characters ---------------------------------------------------------------------------- */

/* Punctuation that Chinese and Latin share. */
static bool is_em(uint32_t code)
{
    switch (code) {
    case 0x00B7: /* · */
    case 0x2014: /* — */
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x2026: /* … */
        return true;
    default:
        return false;
    }
}

static enum character_kind kind_of(uint32_t code, enum font_profile profile)
{
    if (profile == FONT_NUMBER && code >= '0' && code <= '9')
        return KIND_DIGIT;
    return is_em(code) ? KIND_EM : KIND_PLAIN;
}

/* Characters without an image, which HarfBuzz takes out: Default_Ignorable_Code_Point of Unicode,
 * less the Hangul fillers. */
static bool is_ignorable(uint32_t code)
{
    static const uint32_t RANGES[][2] = {
        {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C}, {0x17B4, 0x17B5},
        {0x180B, 0x180E},   {0x200B, 0x200F},   {0x202A, 0x202E}, {0x2060, 0x206F},
        {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        if (code >= RANGES[i][0] && code <= RANGES[i][1])
            return true;
    return false;
}

static bool is_variation_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

static hb_unicode_general_category_t category_of(uint32_t code)
{
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), code);
}

/* Does CODE hang on the character before it? */
static bool is_attached(uint32_t code)
{
    if (plain_is_known(code))
        return false;
    hb_unicode_general_category_t category = category_of(code);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK || is_ignorable(code);
}

/* ---- coverage ------------------------------------------------------------------------------ */

/* Private use areas: what such a character shows depends on the font, and nothing tells what it
 * means (ISO 19005-3, 6.2.11.7.3). */
static bool is_private(uint32_t code)
{
    return (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;
}

static bool has_character(const struct font_face *face, uint32_t code)
{
    if (is_private(code))
        return false;
    if (face->plain != NULL && plain_is_known(code) && plain_glyph(face->plain, code).id != 0)
        return true;
    hb_codepoint_t glyph;
    if (hb_font_get_nominal_glyph(face->font, code, &glyph) && glyph != 0)
        return true;
    /* HarfBuzz makes every other space of the space. */
    return is_ignorable(code) ||
           (category_of(code) == HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR && code != ' ' &&
            has_character(face, ' '));
}

/* Can FACE hang CODE on BASE? A selected variant must be there as such; an accent may also come as
 * part of a composed letter. */
static bool has_attached(const struct font_face *face, uint32_t base, uint32_t code)
{
    hb_codepoint_t glyph, composed;
    if (is_variation_selector(code))
        return hb_font_get_variation_glyph(face->font, base, code, &glyph) != 0;
    return has_character(face, code) ||
           (hb_unicode_compose(hb_unicode_funcs_get_default(), base, code, &composed) &&
            has_character(face, composed));
}

static bool has_cluster(const struct font_face *face, const struct character *characters,
                        size_t count)
{
    if (!has_character(face, characters[0].code))
        return false;
    for (size_t i = 1; i < count; i++)
        if (!has_attached(face, characters[0].code, characters[i].code))
            return false;
    return true;
}

/* The length of the UTF-8 sequence of CODE [bytes]. */
static int utf8_length(uint32_t code)
{
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/* Is LINK for this character at all? */
static bool takes(const struct shaping *shaping, const struct font_link *link,
                  const struct character *character)
{
    return !link->only ||
           memmem(link->only, strlen(link->only), shaping->text.utf8 + character->offset,
                  (size_t)utf8_length(character->code));
}

static const struct font_link *find_link(const struct shaping *shaping,
                                         const struct character *characters, size_t count)
{
    for (size_t i = 0; i < shaping->chain->count; i++) {
        const struct font_link *link = &shaping->chain->links[i];
        if (takes(shaping, link, characters) && has_cluster(link->face, characters, count))
            return link;
    }
    return NULL;
}

/* A character and what hangs on it go to one face if some face has them all. If none has, the
 * character goes first, and each mark stays with it where its face has the mark. */
static void choose_links(struct shaping *shaping, size_t first, size_t count)
{
    struct character *characters = &shaping->characters[first];
    const struct font_link *link = find_link(shaping, characters, count);
    if (!link)
        link = find_link(shaping, characters, 1);
    characters[0].link = link;
    for (size_t i = 1; i < count; i++) {
        characters[i].kind = characters[0].kind;
        bool stays = link && has_character(link->face, characters[i].code);
        characters[i].link = stays ? link : find_link(shaping, &characters[i], 1);
    }
}

static size_t encode(uint32_t code, char utf8[4])
{
    static const unsigned LEADS[] = {0, 0, 0xC0, 0xE0, 0xF0};
    int length = utf8_length(code);
    for (int i = length - 1; i > 0; i--, code >>= 6)
        utf8[i] = (char)(0x80 | (code & 0x3F));
    utf8[0] = (char)(LEADS[length] | code);
    return (size_t)length;
}

const char *font_character(struct arena *arena, uint32_t code)
{
    /* What shows nothing is only numbered; U+FFFD stands for bytes that are no character. */
    bool graphic = code != 0xFFFD && category_of(code) != HB_UNICODE_GENERAL_CATEGORY_CONTROL &&
                   category_of(code) != HB_UNICODE_GENERAL_CATEGORY_FORMAT &&
                   category_of(code) != HB_UNICODE_GENERAL_CATEGORY_LINE_SEPARATOR &&
                   category_of(code) != HB_UNICODE_GENERAL_CATEGORY_PARAGRAPH_SEPARATOR;
    if (!graphic)
        return arena_printf(arena, "U+%04X", (unsigned)code);
    char utf8[4];
    size_t length = encode(code, utf8);
    return arena_printf(arena, "U+%04X “%.*s”", (unsigned)code, (int)length, utf8);
}

static void report_missing(struct shaping *shaping, uint32_t code)
{
    if (hb_set_has(shaping->reported, code))
        return;
    hb_set_add(shaping->reported, code);
    diag_report(shaping->diag, shaping->text.pos,
                is_private(code) ? DIAG_FONT_PRIVATE : DIAG_FONT_MISSING,
                font_character(shaping->arena, code), shaping->chain->role, NULL);
}

static void note_uses(const struct shaping *shaping)
{
    for (size_t i = 0; shaping->use && i < shaping->count; i++) {
        const struct character *character = &shaping->characters[i];
        if (!is_ignorable(character->code))
            font_use_note(shaping->use, shaping->role, character->link, character->code,
                          shaping->text.pos);
    }
}

/* The characters of the text with their faces. HarfBuzz decodes them, as it will to shape them. */
static void read_characters(struct shaping *shaping, size_t start)
{
    hb_buffer_add_utf8(shaping->buffer, shaping->text.utf8, (int)shaping->end, (unsigned)start,
                       (int)(shaping->end - start));
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(shaping->buffer, &count);
    shaping->characters = arena_array(shaping->arena, count, sizeof *shaping->characters);
    shaping->count = count;
    for (size_t i = 0; i < count; i++)
        shaping->characters[i] = (struct character){infos[i].codepoint, infos[i].cluster, NULL,
                                                    kind_of(infos[i].codepoint, shaping->profile)};
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && is_attached(shaping->characters[next].code);)
            next++;
        if (!plain_is_known(shaping->characters[i].code) &&
            is_ignorable(shaping->characters[i].code))
            shaping->characters[i].kind = KIND_NONE;
        choose_links(shaping, i, next - i);
    }
    note_uses(shaping);
}

/* ---- runs ---------------------------------------------------------------------------------- */

/* Centres a digit in the width of the widest. A mark on it has no advance and stays. */
static void fit_digit(struct glyph *glyph)
{
    int32_t space = glyph->face->digit_width - glyph->advance;
    if (space <= 0 || glyph->advance <= 0)
        return;
    glyph->advance += space;
    glyph->dx += space / 2;
}

static bool is_dash(const struct shaping *shaping, const struct glyph *glyph)
{
    return strncmp(shaping->text.utf8 + glyph->cluster, "—", strlen("—")) == 0;
}

/* A dash of two characters (破折号) is one unbroken line (GB/T 15834, 4.13). Where a font leaves
 * blank on both sides of each, the two are moved together, in the middle of their two ems. */
static void close_dash(struct shaping *shaping, size_t first)
{
    struct glyph *dashes = &shaping->glyphs[first];
    hb_glyph_extents_t ink;
    if (!hb_font_get_glyph_extents(dashes[0].face->font, dashes[0].id, &ink))
        return;
    int32_t gap = dashes[0].advance - ink.width;
    if (gap <= 0)
        return;
    dashes[0].dx += gap / 2;
    dashes[1].dx -= gap - gap / 2;
}

/* Finds the pairs of dashes from glyph FIRST on; three or more in a row are something else. */
static void close_dashes(struct shaping *shaping, size_t first)
{
    for (size_t next; first < shaping->glyph_count; first = next) {
        for (next = first; next < shaping->glyph_count; next++)
            if (!is_dash(shaping, &shaping->glyphs[next]))
                break;
        if (next - first == 2)
            close_dash(shaping, first);
        if (next == first)
            next++;
    }
}

/* From the em of the face to the em of the text. What fills an em goes on doing so, and is brought
 * to the height of the first face's characters; letters stay on the baseline. */
static void match_glyph(struct glyph *glyph, const struct font_link *link)
{
    bool full = glyph->advance > 0 && glyph->advance % 1000 == 0;
    int32_t advance = glyph->advance * link->scale / 1000;
    glyph->scale = link->scale;
    glyph->dx = glyph->dx * link->scale / 1000 + (full ? (glyph->advance - advance) / 2 : 0);
    glyph->dy = glyph->dy * link->scale / 1000 + (full ? link->rise : 0);
    if (!full)
        glyph->advance = advance;
}

static void add_glyph(struct shaping *shaping, struct glyph glyph)
{
    shaping->glyphs = arena_grow(shaping->arena, shaping->glyphs, shaping->glyph_count,
                                 &shaping->glyph_capacity, sizeof *shaping->glyphs);
    shaping->glyphs[shaping->glyph_count++] = glyph;
}

static void take_glyphs(struct shaping *shaping, const struct character *run)
{
    const struct character *character = run;
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(shaping->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(shaping->buffer, &count);
    for (unsigned i = 0; i < count; i++) {
        struct glyph glyph = {.face = run->link->face,
                              .id = infos[i].codepoint,
                              .cluster = infos[i].cluster,
                              .advance = positions[i].x_advance,
                              .dx = positions[i].x_offset,
                              .dy = positions[i].y_offset};
        while (character->offset < glyph.cluster) /* clusters only rise, left to right */
            character++;
        if (glyph.id == 0) {
            report_missing(shaping, character->code);
            continue;
        }
        if (run->kind == KIND_DIGIT)
            fit_digit(&glyph);
        add_glyph(shaping, glyph);
    }
}

/* The glyph of character INDEX, if it is plain. */
static bool find_plain(const struct shaping *shaping, size_t index, struct glyph *glyph)
{
    const struct character *character = &shaping->characters[index];
    const struct font_face *face = character->link->face;
    uint32_t code = character->code;
    *glyph = (struct glyph){.face = face, .cluster = character->offset};
    if (!plain_is_known(code) ||
        (index + 1 < shaping->count && is_attached(shaping->characters[index + 1].code)))
        return false;
    if (character->kind == KIND_DIGIT) {
        if (!face->plain_digits)
            return false;
        glyph->id = face->digit_glyphs[code - '0'].id;
        glyph->advance = face->digit_glyphs[code - '0'].advance;
        return true;
    }
    if (character->kind != KIND_PLAIN || face->plain == NULL)
        return false;
    struct plain_glyph found = plain_glyph(face->plain, code);
    glyph->id = found.id;
    glyph->advance = found.advance;
    return found.plain[shaping->profile == FONT_TEXT ? PLAIN_TEXT : PLAIN_CELL];
}

/* Characters of one face and kind, not all of them plain. */
static void shape_whole(struct shaping *shaping, size_t first, size_t last)
{
    const struct character *run = &shaping->characters[first];
    size_t end = last < shaping->count ? shaping->characters[last].offset : shaping->end;
    const struct font_face *face = run->link->face;
    hb_buffer_clear_contents(shaping->buffer);
    hb_buffer_add_utf8(shaping->buffer, shaping->text.utf8, (int)shaping->end, run->offset,
                       (int)(end - run->offset));
    shape_buffer(face, shaping->buffer, features_of(face, shaping->profile, run->kind));
    size_t first_glyph = shaping->glyph_count;
    take_glyphs(shaping, run);
    if (run->kind == KIND_EM)
        close_dashes(shaping, first_glyph);
    for (size_t i = first_glyph; i < shaping->glyph_count; i++)
        match_glyph(&shaping->glyphs[i], run->link);
}

/* Adds the glyphs of a run of plain characters; false, and none, if one of them is not plain. */
static bool take_plain(struct shaping *shaping, size_t first, size_t last)
{
    size_t count = shaping->glyph_count;
    for (size_t i = first; i < last; i++) {
        struct glyph glyph;
        if (!find_plain(shaping, i, &glyph)) {
            shaping->glyph_count = count;
            return false;
        }
        if (shaping->characters[i].kind == KIND_DIGIT)
            fit_digit(&glyph);
        match_glyph(&glyph, shaping->characters[i].link);
        add_glyph(shaping, glyph);
    }
    return true;
}

static void shape_run(struct shaping *shaping, size_t first, size_t last)
{
    const struct character *run = &shaping->characters[first];
    if (run->kind == KIND_NONE)
        return;
    if (!run->link) {
        for (size_t i = first; i < last; i++)
            report_missing(shaping, shaping->characters[i].code);
        return;
    }
    if (!take_plain(shaping, first, last))
        shape_whole(shaping, first, last);
}

size_t font_shape(struct arena *arena, const struct font_set *set, size_t role,
                  enum font_profile profile, struct text text, size_t start, size_t length,
                  struct diag *diag, const struct glyph **glyphs)
{
    struct shaping shaping = {.arena = arena,
                              .chain = &set->chains[role],
                              .role = role,
                              .use = set->use,
                              .profile = profile,
                              .text = text,
                              .end = start + length,
                              .diag = diag,
                              .buffer = hb_buffer_create(),
                              .reported = hb_set_create()};
    read_characters(&shaping, start);
    for (size_t i = 0, next; i < shaping.count; i = next) {
        const struct character *run = &shaping.characters[i];
        for (next = i + 1; next < shaping.count; next++)
            if (shaping.characters[next].link != run->link ||
                shaping.characters[next].kind != run->kind)
                break;
        shape_run(&shaping, i, next);
    }
    hb_set_destroy(shaping.reported);
    hb_buffer_destroy(shaping.buffer);
    *glyphs = shaping.glyphs;
    return shaping.glyph_count;
}

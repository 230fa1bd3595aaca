/* The sRGB profile: what the colours of a page mean. Computed, as a profile is but a few numbers in a
 * frame (ICC.1:1998-09, clause 6). */
#include <string.h>

#include "render/pdf_writer.h"

#define HEADER_SIZE    128
#define ENTRY_SIZE     12 /* of the tag table */
#define TAG_COUNT      9
#define CURVE_POINTS   256 /* one for each value of 8 bits, which are then exact */
#define NAME           "sRGB IEC61966-2.1"
#define MACINTOSH_SIZE 67 /* of the name in a script of the old Macintosh, which is left empty */

/* The illuminant of the PCS, D50 [1/65536]. */
#define D50_X 0xF6D6
#define D50_Y 0x10000
#define D50_Z 0xD32D

struct tag {
    const char *signature;
    size_t offset, length; /* in the profile */
};

struct profile {
    struct buf body; /* all behind the tag table */
    struct tag tags[TAG_COUNT];
    size_t count;
};

static void put_number(struct buf *out, uint32_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        buf_byte(out, (unsigned char)(value >> shift));
}

static void put_zeros(struct buf *out, int count)
{
    while (count-- > 0)
        buf_byte(out, 0);
}

static struct tag *begin_tag(struct profile *profile, const char *signature, const char *type)
{
    while (profile->body.length % 4 != 0)
        buf_byte(&profile->body, 0);
    struct tag *tag = &profile->tags[profile->count++];
    tag->signature = signature;
    tag->offset = HEADER_SIZE + 4 + TAG_COUNT * ENTRY_SIZE + profile->body.length;
    buf_str(&profile->body, type);
    put_zeros(&profile->body, 4);
    return tag;
}

static void end_tag(const struct profile *profile, struct tag *tag)
{
    size_t end = HEADER_SIZE + 4 + TAG_COUNT * ENTRY_SIZE + profile->body.length;
    tag->length = end - tag->offset;
}

/* textDescriptionType: the name in ASCII; none in Unicode or for the Macintosh. */
static void add_name(struct profile *profile)
{
    struct tag *tag = begin_tag(profile, "desc", "desc");
    put_number(&profile->body, sizeof NAME, 4);
    buf_add(&profile->body, NAME, sizeof NAME);
    put_zeros(&profile->body, 4 + 4 + 2 + 1 + MACINTOSH_SIZE);
    end_tag(profile, tag);
}

static void add_text(struct profile *profile, const char *signature, const char *text)
{
    struct tag *tag = begin_tag(profile, signature, "text");
    buf_add(&profile->body, text, strlen(text) + 1);
    end_tag(profile, tag);
}

static void add_colour(struct profile *profile, const char *signature, uint32_t x, uint32_t y,
                       uint32_t z)
{
    struct tag *tag = begin_tag(profile, signature, "XYZ ");
    put_number(&profile->body, x, 4);
    put_number(&profile->body, y, 4);
    put_number(&profile->body, z, 4);
    end_tag(profile, tag);
}

/* X to the 2.4, for 0 < X <= 1, as the fifth root of X to the 12: what pow() gives may differ in the
 * last bit from one C library to the next. */
static double power_2_4(double x)
{
    double square = x * x, power = square * square * square * square * square * square;
    double root = square; /* too large: from there Newton's steps only fall */
    for (int i = 0; i < 20; i++)
        root -= (root - power / (root * root * root * root)) / 5;
    return root;
}

/* The light of VALUE, both from 0 to 1 (IEC 61966-2-1, 5.2). */
static double light(double value)
{
    return value <= 0.04045 ? value / 12.92 : power_2_4((value + 0.055) / 1.055);
}

/* One curve for all three colours. */
static void add_curves(struct profile *profile)
{
    struct tag *red = begin_tag(profile, "rTRC", "curv");
    put_number(&profile->body, CURVE_POINTS, 4);
    for (int i = 0; i < CURVE_POINTS; i++)
        put_number(&profile->body, (uint32_t)(65535 * light(i / (CURVE_POINTS - 1.0)) + 0.5), 2);
    end_tag(profile, red);
    static const char *const OTHERS[] = {"gTRC", "bTRC"};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        profile->tags[profile->count++] = (struct tag){OTHERS[i], red->offset, red->length};
}

static void put_header(struct buf *out, size_t size)
{
    static const uint16_t DATE[] = {1999, 10, 18, 0, 0, 0}; /* of the standard */
    put_number(out, (uint32_t)size, 4);
    put_zeros(out, 4);              /* no module preferred */
    put_number(out, 0x02100000, 4); /* version 2.1 */
    buf_str(out, "mntrRGB XYZ ");   /* a display, from RGB to XYZ */
    for (size_t i = 0; i < sizeof DATE / sizeof *DATE; i++)
        put_number(out, DATE[i], 2);
    buf_str(out, "acsp");
    put_zeros(out, 28); /* no platform, flags, device; perceptual */
    put_number(out, D50_X, 4);
    put_number(out, D50_Y, 4);
    put_number(out, D50_Z, 4);
    put_zeros(out, HEADER_SIZE - 80);
}

const void *pdf_icc_srgb(struct arena *arena, size_t *length)
{
    struct profile profile = {.body = buf_new(arena)};
    add_name(&profile);
    add_text(&profile, "cprt", "Public domain");
    /* The white and the primaries of the standard (D65) as seen under D50, adapted after Bradford. */
    add_colour(&profile, "wtpt", D50_X, D50_Y, D50_Z);
    add_colour(&profile, "rXYZ", 28576, 14581, 912);
    add_colour(&profile, "gXYZ", 25239, 46983, 6361);
    add_colour(&profile, "bXYZ", 9375, 3972, 46787);
    add_curves(&profile);

    struct buf out = buf_new(arena);
    put_header(&out, HEADER_SIZE + 4 + TAG_COUNT * ENTRY_SIZE + profile.body.length);
    put_number(&out, TAG_COUNT, 4);
    for (size_t i = 0; i < TAG_COUNT; i++) {
        buf_str(&out, profile.tags[i].signature);
        put_number(&out, (uint32_t)profile.tags[i].offset, 4);
        put_number(&out, (uint32_t)profile.tags[i].length, 4);
    }
    buf_add(&out, profile.body.bytes, profile.body.length);
    *length = out.length;
    return out.bytes;
}

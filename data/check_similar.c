/* Shingles in a hash table, each with the texts it stands in. */
#include "data/check_similar.h"

#define HOLDERS_MAX 4 /* texts remembered for a shingle */

struct shingle {
    uint64_t hash; /* 0: free */
    uint32_t holders[HOLDERS_MAX];
    uint32_t holder_count, owner_count;
};

struct comparison {
    struct arena *arena;
    const struct similar_text *texts;
    size_t count;
    const struct similar_limits *limits;
    uint64_t **hashes; /* the shingles of each text */
    size_t *hash_counts;
    struct shingle *table;
    size_t mask;
};

static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 31)) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

/* The hashes of all shingles of SCAN; a polynomial rolls over the Han characters. */
static size_t read_shingles(struct arena *arena, const struct scan *scan, size_t least,
                            uint64_t **out)
{
    static const uint64_t base = 1000003;
    uint64_t *hashes = arena_array(arena, scan->count + 1, sizeof *hashes);
    uint32_t window[SIMILAR_SHINGLE] = {0};
    uint64_t hash = 0, first_power = 1;
    size_t han = 0, count = 0;

    for (size_t i = 0; i < SIMILAR_SHINGLE; i++)
        first_power *= base;
    for (size_t i = 0; i < scan->count; i++) {
        if (!scan_is_han(scan->at[i]))
            continue;
        uint32_t leaving = window[han % SIMILAR_SHINGLE];
        window[han % SIMILAR_SHINGLE] = scan->at[i];
        hash = hash * base + scan->at[i] - leaving * first_power;
        if (++han >= SIMILAR_SHINGLE)
            hashes[count++] = mix(hash) | 1;
    }
    *out = hashes;
    return han >= least ? count : 0;
}

static struct shingle *find(const struct comparison *c, uint64_t hash)
{
    size_t i = (hash >> 8) & c->mask;

    while (c->table[i].hash != 0 && c->table[i].hash != hash)
        i = (i + 1) & c->mask;
    return &c->table[i];
}

static void insert(struct comparison *c, size_t text, uint64_t hash)
{
    struct shingle *shingle = find(c, hash);
    size_t owner = c->texts[text].owner;
    bool same_owner = false;

    shingle->hash = hash;
    for (size_t i = 0; i < shingle->holder_count; i++) {
        if (shingle->holders[i] == text)
            return;
        same_owner = same_owner || c->texts[shingle->holders[i]].owner == owner;
    }
    if (shingle->holder_count < HOLDERS_MAX)
        shingle->holders[shingle->holder_count++] = (uint32_t)text;
    shingle->owner_count += !same_owner;
}

static void build(struct comparison *c)
{
    size_t total = 0, size = 64;

    c->hashes = arena_array(c->arena, c->count, sizeof *c->hashes);
    c->hash_counts = arena_array(c->arena, c->count, sizeof *c->hash_counts);
    for (size_t i = 0; i < c->count; i++) {
        c->hash_counts[i] =
            read_shingles(c->arena, c->texts[i].scan, c->limits->least, &c->hashes[i]);
        total += c->hash_counts[i];
    }
    while (size < total * 2)
        size *= 2;
    c->mask = size - 1;
    c->table = arena_array(c->arena, size, sizeof *c->table);
    for (size_t i = 0; i < c->count; i++)
        for (size_t h = 0; h < c->hash_counts[i]; h++)
            insert(c, i, c->hashes[i][h]);
}

/* The text of another owner with most of TEXT's shingles. SHARED has a zero for every text, before
 * and after. */
static struct similar_hit compare(const struct comparison *c, size_t text, uint32_t *shared)
{
    struct similar_hit hit = {.text = text, .source = text};
    size_t common = 0, best = 0, owners = 0;

    for (size_t h = 0; h < c->hash_counts[text]; h++) {
        const struct shingle *shingle = find(c, c->hashes[text][h]);
        if (shingle->owner_count >= c->limits->boilerplate) {
            common++;
            if (shingle->owner_count > owners)
                owners = shingle->owner_count;
        }
        for (size_t i = 0; i < shingle->holder_count; i++) {
            size_t other = shingle->holders[i];
            if (c->texts[other].owner != c->texts[text].owner && ++shared[other] > best) {
                best = shared[other];
                hit.source = other;
            }
        }
    }
    for (size_t h = 0; h < c->hash_counts[text]; h++) {
        const struct shingle *shingle = find(c, c->hashes[text][h]);
        for (size_t i = 0; i < shingle->holder_count; i++)
            shared[shingle->holders[i]] = 0;
    }
    if (c->hash_counts[text] > 0)
        hit.percent = (int)(best * 100 / c->hash_counts[text]);
    hit.boilerplate = hit.percent >= c->limits->percent &&
                      common * 100 >= (size_t)c->limits->percent * c->hash_counts[text];
    hit.owners = hit.boilerplate ? owners : 2;
    return hit;
}

/* Whether HIT is told: of a pair the greater share, of equals the later text; of boilerplate the
 * first text. */
static bool is_told(const struct comparison *c, const struct similar_hit *all, size_t text)
{
    const struct similar_hit *hit = &all[text], *back = &all[hit->source];

    if (hit->percent < c->limits->percent)
        return false;
    if (hit->boilerplate)
        return hit->source > text && (!back->boilerplate || back->source <= hit->source);
    if (back->source != text || back->percent < c->limits->percent)
        return true;
    return hit->percent > back->percent || (hit->percent == back->percent && text > hit->source);
}

size_t similar_find(struct arena *arena, const struct similar_text *texts, size_t count,
                    const struct similar_limits *limits, const struct similar_hit **hits)
{
    struct comparison c = {.arena = arena, .texts = texts, .count = count, .limits = limits};
    struct similar_hit *all = arena_array(arena, count, sizeof *all);
    struct similar_hit *told = arena_array(arena, count, sizeof *told);
    uint32_t *shared = arena_array(arena, count, sizeof *shared);
    size_t told_count = 0;

    build(&c);
    for (size_t i = 0; i < count; i++)
        all[i] = compare(&c, i, shared);
    for (size_t i = 0; i < count; i++)
        if (is_told(&c, all, i))
            told[told_count++] = all[i];
    *hits = told;
    return told_count;
}

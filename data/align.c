/* Aligning: what both have at their ends first, then E. W. Myers, An O(ND) Difference Algorithm and
 * Its Variations (Algorithmica 1, 1986), the greedy algorithm of its section 2. */
#include "data/align.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What is left between the common head and tail. Diagonal k is where x - y = k, for x texts of A
 * and y of B passed. */
struct alignment {
    const char *const *a, *const *b;
    ptrdiff_t a_count, b_count;
    int32_t **rows; /* rows[d][(k + d) / 2]: the farthest x on diagonal k after d differences */
};

static bool are_equal(const struct alignment *at, ptrdiff_t x, ptrdiff_t y)
{
    return x < at->a_count && y < at->b_count && strcmp(at->a[x], at->b[y]) == 0;
}

/* Where diagonal K is best come to after D differences, the last of which passes a text of B
 * (*DOWN) or of A. Stores x before that difference. */
static ptrdiff_t come_from(const struct alignment *at, ptrdiff_t d, ptrdiff_t k, bool *down)
{
    const int32_t *row = at->rows[d - 1];
    ptrdiff_t above = (k + d) / 2; /* of k + 1 in that row; k - 1 is the one before */
    *down = k == -d || (k != d && row[above - 1] < row[above]);
    return *down ? row[above] : row[above - 1];
}

/* Fills rows until both ends are reached; returns the number of differences, or -1. */
static ptrdiff_t search(struct arena *scratch, struct alignment *at, ptrdiff_t limit)
{
    at->rows = arena_array(scratch, (size_t)limit + 1, sizeof *at->rows);
    for (ptrdiff_t d = 0; d <= limit; d++) {
        at->rows[d] = arena_array(scratch, (size_t)d + 1, sizeof **at->rows);
        for (ptrdiff_t k = -d; k <= d; k += 2) {
            bool down = true;
            ptrdiff_t x = d == 0 ? 0 : come_from(at, d, k, &down);
            x += !down;
            while (are_equal(at, x, x - k))
                x++;
            at->rows[d][(k + d) / 2] = (int32_t)x;
            if (x >= at->a_count && x - k >= at->b_count)
                return d;
        }
    }
    return -1;
}

/* Goes back from the end over D differences; what was passed without one matches. */
static void trace(const struct alignment *at, ptrdiff_t d, size_t *match, size_t head)
{
    ptrdiff_t x = at->a_count, k = at->a_count - at->b_count;
    for (; d >= 0; d--) {
        bool down = true;
        ptrdiff_t from = d == 0 ? 0 : come_from(at, d, k, &down);
        for (ptrdiff_t start = from + !down; x > start; x--)
            match[x - 1] = head + (size_t)(x - 1 - k);
        x = from;
        k += down ? 1 : -1;
    }
}

void align_texts(struct arena *scratch, const char *const *a, size_t a_count, const char *const *b,
                 size_t b_count, size_t *match)
{
    size_t head = 0, tail = 0, least = a_count < b_count ? a_count : b_count;
    for (size_t i = 0; i < a_count; i++)
        match[i] = ALIGN_NONE;
    for (; head < least && strcmp(a[head], b[head]) == 0; head++)
        match[head] = head;
    while (tail < least - head && strcmp(a[a_count - tail - 1], b[b_count - tail - 1]) == 0) {
        tail++;
        match[a_count - tail] = b_count - tail;
    }
    size_t a_left = a_count - head - tail, b_left = b_count - head - tail;
    if (a_left == 0 || b_left == 0 || a_left > INT32_MAX / 2 || b_left > INT32_MAX / 2)
        return;
    size_t limit = a_left + b_left;
    if (limit > ALIGN_DIFFERENCES_MAX)
        limit = ALIGN_DIFFERENCES_MAX;
    struct alignment at = {a + head, b + head, (ptrdiff_t)a_left, (ptrdiff_t)b_left, NULL};
    ptrdiff_t differences = search(scratch, &at, (ptrdiff_t)limit);
    if (differences >= 0)
        trace(&at, differences, match + head, head);
}

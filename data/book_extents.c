/* All extents stand in one sequence, in the order of files and of rows, so that each ends where the
 * next begins; those of one department are a list through it. */
#include "data/book_extents.h"

/* The sequence is kept in blocks: it grows without being copied. */
#define BLOCK_BITS 12
#define BLOCK      ((uint32_t)1 << BLOCK_BITS)
#define NONE       UINT32_MAX

struct extent {
    uint64_t offset; /* of its first byte; the end of a file is an extent of nobody */
    int row;         /* number of its first row */
    uint32_t next;   /* of the same department; NONE: it is the last */
};

_Static_assert(sizeof(struct extent) == 16, "there may be millions of them");
_Static_assert((uint64_t)BOOK_FILE_COUNT *(CSV_ROWS_MAX + 1) < NONE, "32 bits number all rows");

struct list {
    uint32_t first, last;
};

struct extents {
    struct arena *arena;
    struct extent **blocks;
    size_t block_count, block_capacity;
    uint32_t count;
    uint32_t department; /* of the last one */
    struct list *lists;  /* by department */
    struct part {
        enum book_file file;
        uint32_t first;
    } parts[BOOK_FILE_COUNT]; /* of the sequence, a file each */
    size_t part_count;
};

struct extents *extents_new(struct arena *arena, size_t department_count)
{
    struct extents *extents = arena_alloc(arena, sizeof *extents);
    extents->arena = arena;
    extents->lists = arena_array(arena, department_count, sizeof *extents->lists);
    for (size_t i = 0; i < department_count; i++)
        extents->lists[i] = (struct list){NONE, NONE};
    return extents;
}

static struct extent *extent_at(const struct extents *extents, uint32_t index)
{
    return &extents->blocks[index >> BLOCK_BITS][index & (BLOCK - 1)];
}

static void append(struct extents *extents, uint32_t department, uint64_t offset, int row)
{
    if (extents->count >> BLOCK_BITS == extents->block_count) {
        extents->blocks = arena_grow(extents->arena, extents->blocks, extents->block_count,
                                     &extents->block_capacity, sizeof *extents->blocks);
        extents->blocks[extents->block_count++] =
            arena_array(extents->arena, BLOCK, sizeof(struct extent));
    }
    *extent_at(extents, extents->count) = (struct extent){offset, row, NONE};
    extents->department = department;
    extents->count++;
}

void extents_begin(struct extents *extents, enum book_file file)
{
    extents->parts[extents->part_count++] = (struct part){file, extents->count};
}

void extents_add(struct extents *extents, uint32_t department, uint64_t offset, int row)
{
    bool first = extents->count == extents->parts[extents->part_count - 1].first;
    if (!first && department == extents->department)
        return;
    uint32_t index = extents->count;
    append(extents, department, offset, row);
    if (department == EXTENTS_NOBODY)
        return;
    struct list *list = &extents->lists[department];
    if (list->first == NONE)
        list->first = index;
    else
        extent_at(extents, list->last)->next = index;
    list->last = index;
}

void extents_end(struct extents *extents, uint64_t file_size)
{
    append(extents, EXTENTS_NOBODY, file_size, 0);
}

/* The extents of the list from INDEX on that stand before LIMIT; NULL only counts them. */
static size_t take_extents(const struct extents *extents, uint32_t *index, uint32_t limit,
                           struct csv_extent *out)
{
    size_t count = 0;
    while (*index < limit) { /* NONE is no less than any limit */
        const struct extent *extent = extent_at(extents, *index);
        if (out)
            out[count] = (struct csv_extent){extent->offset, extent_at(extents, *index + 1)->offset,
                                             extent->row};
        count++;
        *index = extent->next;
    }
    return count;
}

void extents_list(struct arena *arena, const struct extents *extents, size_t department,
                  struct extent_list lists[BOOK_FILE_COUNT])
{
    uint32_t index = extents->lists[department].first;
    for (size_t i = 0; i < BOOK_FILE_COUNT; i++)
        lists[i] = (struct extent_list){NULL, 0};
    for (size_t i = 0; i < extents->part_count; i++) {
        uint32_t limit = i + 1 < extents->part_count ? extents->parts[i + 1].first : extents->count;
        struct extent_list *list = &lists[extents->parts[i].file];
        uint32_t again = index;
        list->count = take_extents(extents, &index, limit, NULL);
        list->items = arena_array(arena, list->count, sizeof *list->items);
        take_extents(extents, &again, limit, list->items);
    }
}

size_t extents_count(const struct extents *extents)
{
    return extents->count;
}

/* What of publishing departments cannot be avoided, beside what it takes:
 *
 *   floor BOOK DATA_DIR OUTPUT_DIR ROUNDS [plain|prepared]
 *
 * Every department is published once, and what passes on the way is taken down: which glyphs of
 * which face are subset, the bytes that are compressed, and the files. The floor then does that and
 * no more: subsets, compresses, writes. For each round it prints the CPU time in microseconds of
 *
 *   all SUBSET COMPRESS WRITE
 *
 * for all departments of the book: publishing them, and each part of the floor. The two take turns in
 * one process with the same faces, so what else the machine does meets both.
 *
 * The linker leads calls of font_subset() and deflate_bytes() here (--wrap). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "render/deflate.h"
#include "render/publish.h"
#include "render/session.h"
#include "render/sink.h"

struct subset_call {
    const struct font_face *face;
    const uint32_t *glyphs;
    size_t count;
};

struct deflate_call {
    enum deflate_effort effort;
    const void *bytes;
    size_t length;
};

struct written {
    const char *path;
    const char *bytes;
    size_t length;
};

/* What the departments of the book pass on. */
struct notes {
    struct arena *arena;
    struct subset_call *subsets;
    size_t subset_count, subset_capacity;
    struct deflate_call *streams;
    size_t stream_count, stream_capacity;
    struct written *files;
    size_t file_count, file_capacity;
};

/* Where wrapped calls are noted; NULL: they are not. What is wrapped has no context to carry it. */
static struct notes *noting;

/* ---- the wrapped functions ----------------------------------------------------------------- */

bool __real_font_subset(struct arena *arena, const struct font_face *face, const uint32_t *glyphs,
                        size_t count, struct diag *diag, struct font_subset *out);
bool __wrap_font_subset(struct arena *arena, const struct font_face *face, const uint32_t *glyphs,
                        size_t count, struct diag *diag, struct font_subset *out);
const void *__real_deflate_bytes(struct deflater *deflater, enum deflate_effort effort,
                                 const void *bytes, size_t length, size_t *compressed);
const void *__wrap_deflate_bytes(struct deflater *deflater, enum deflate_effort effort,
                                 const void *bytes, size_t length, size_t *compressed);

static void *keep(struct notes *notes, const void *bytes, size_t length)
{
    return memcpy(arena_alloc(notes->arena, length + 1), bytes, length);
}

bool __wrap_font_subset(struct arena *arena, const struct font_face *face, const uint32_t *glyphs,
                        size_t count, struct diag *diag, struct font_subset *out)
{
    struct notes *notes = noting;
    if (notes != NULL) {
        notes->subsets = arena_grow(notes->arena, notes->subsets, notes->subset_count,
                                    &notes->subset_capacity, sizeof *notes->subsets);
        notes->subsets[notes->subset_count++] =
            (struct subset_call){face, keep(notes, glyphs, count * sizeof *glyphs), count};
    }
    return __real_font_subset(arena, face, glyphs, count, diag, out);
}

const void *__wrap_deflate_bytes(struct deflater *deflater, enum deflate_effort effort,
                                 const void *bytes, size_t length, size_t *compressed)
{
    struct notes *notes = noting;
    if (notes != NULL) {
        notes->streams = arena_grow(notes->arena, notes->streams, notes->stream_count,
                                    &notes->stream_capacity, sizeof *notes->streams);
        notes->streams[notes->stream_count++] =
            (struct deflate_call){effort, keep(notes, bytes, length), length};
    }
    return __real_deflate_bytes(deflater, effort, bytes, length, compressed);
}

/* ---- all of it ----------------------------------------------------------------------------- */

static bool note_file(struct notes *notes, const char *path)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &status) != 0)
        return false;
    size_t length = (size_t)status.st_size;
    char *bytes = arena_alloc(notes->arena, length + 1);
    bool good = fread(bytes, 1, length, file) == length;
    fclose(file);
    notes->files = arena_grow(notes->arena, notes->files, notes->file_count, &notes->file_capacity,
                              sizeof *notes->files);
    notes->files[notes->file_count++] = (struct written){path, bytes, length};
    return good;
}

/* The two files of what was PUBLISHED. */
static bool note_files(struct notes *notes, const char *out, const struct published *published)
{
    return note_file(notes, arena_printf(notes->arena, "%s/%s.pdf", out, published->file)) &&
           note_file(notes, arena_printf(notes->arena, "%s/%s.csv", out, published->file));
}

static bool publish_all(const struct session *session, const char *out, struct diag *diag)
{
    const struct publication publication = {.book = session->book,
                                            .format = session->format,
                                            .fonts = session->fonts,
                                            .rules = session->rules,
                                            .output_dir = out,
                                            .faults = diag};
    bool done = true;
    for (size_t i = 0; done && i < book_department_count(session->book); i++) {
        struct arena *arena = arena_new();
        struct published published;
        done = publish_department(arena, &publication, i, &published, diag) == PUBLISH_DONE &&
               (noting == NULL || note_files(noting, out, &published));
        arena_free(arena);
    }
    return done;
}

/* ---- the floor ----------------------------------------------------------------------------- */

static bool subset_all(const struct notes *notes, struct diag *diag)
{
    bool done = true;
    for (size_t i = 0; done && i < notes->subset_count; i++) {
        const struct subset_call *call = &notes->subsets[i];
        struct arena *arena = arena_new();
        struct font_subset subset;
        done = __real_font_subset(arena, call->face, call->glyphs, call->count, diag, &subset);
        arena_free(arena);
    }
    return done;
}

static bool deflate_all(const struct notes *notes)
{
    struct arena *arena = arena_new();
    struct deflater *deflater = deflate_new(arena);
    size_t length;
    for (size_t i = 0; deflater != NULL && i < notes->stream_count; i++) {
        const struct deflate_call *call = &notes->streams[i];
        __real_deflate_bytes(deflater, call->effort, call->bytes, call->length, &length);
    }
    bool done = deflater != NULL;
    deflate_free(deflater);
    arena_free(arena);
    return done;
}

static bool write_all(const struct notes *notes)
{
    bool done = true;
    for (size_t i = 0; done && i < notes->file_count; i++)
        done = sink_file_write(notes->files[i].path, notes->files[i].bytes, notes->files[i].length);
    return done;
}

/* ---- rounds -------------------------------------------------------------------------------- */

static int64_t cpu_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool take_turns(const struct session *session, const char *out, const struct notes *notes,
                       int rounds, struct diag *diag)
{
    bool done = true;
    for (int round = 0; done && round < rounds; round++) {
        int64_t times[5] = {cpu_microseconds()};
        done = publish_all(session, out, diag);
        times[1] = cpu_microseconds();
        done = done && subset_all(notes, diag);
        times[2] = cpu_microseconds();
        done = done && deflate_all(notes);
        times[3] = cpu_microseconds();
        done = done && write_all(notes);
        times[4] = cpu_microseconds();
        for (size_t i = 0; i < 4; i++)
            printf("%lld%c", (long long)(times[i + 1] - times[i]), i < 3 ? ' ' : '\n');
    }
    return done;
}

static bool run(const struct session *session, const char *out, int rounds, struct diag *diag)
{
    struct notes notes = {.arena = arena_new()};
    noting = &notes;
    bool done = publish_all(session, out, diag);
    noting = NULL;
    done = done && take_turns(session, out, &notes, rounds, diag);
    arena_free(notes.arena);
    return done;
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: floor BOOK DATA_DIR OUTPUT_DIR ROUNDS [plain|prepared]\n");
        return EXIT_UNUSABLE;
    }
    const struct call call = {.command = COMMAND_RENDER, .book = argv[1], .data = argv[2]};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct session session;
    mkdir(argv[3], 0777); /* where it is there already, so much the better */
    bool done = session_open(arena, &call, &session, diag);
    if (done && argc == 6 && strcmp(argv[5], "prepared") == 0)
        font_set_prepare(session.fonts);
    done = done && run(&session, argv[3], atoi(argv[4]), diag);
    if (!done)
        diag_print(diag, 0, stderr);
    session_close(&session);
    diag_free(diag);
    arena_free(arena);
    return done ? EXIT_ALL_WELL : EXIT_UNUSABLE;
}

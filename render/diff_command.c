/* `banxin diff`: department by department, in memory that does not grow with their number. */
#include "render/diff_command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/changes.h"
#include "data/format.h"
#include "render/correction_pdf.h"
#include "render/output.h"
#include "render/sink.h"

/* An output directory. */
struct published_side {
    const char *dir;
    struct output *output; /* keeps runs away meanwhile */
    const struct manifest *manifest;
};

struct comparison {
    struct arena *arena; /* for as long as it lasts */
    struct diag *diag;
    struct published_side before, after;
    const char *output;          /* NULL: the list goes to standard output */
    const struct format *format; /* NULL, like the fonts: no 更正说明 is written */
    struct font_set *fonts;
    struct sink_file *list; /* OUTPUT/changes.csv */
    size_t printed;         /* reports on standard error so far */
    bool different;
    bool broken; /* the list cannot be written: nothing goes on */
};

static bool report_unwritten(struct diag *diag, const char *path)
{
    diag_report(diag, (struct pos){path, 0, 0}, DIAG_OUTPUT_FAILED, strerror(errno), NULL);
    return false;
}

/* How many were not kept is told once, at the end. */
static void print_reports(struct comparison *c)
{
    if (diag_count(c->diag) > c->printed)
        diag_print(c->diag, c->printed, stderr);
    c->printed = diag_count(c->diag);
}

/* ---- the list ------------------------------------------------------------------------------ */

static const char *list_path(const struct comparison *c)
{
    return c->output ? arena_printf(c->arena, "%s/changes.csv", c->output) : "stdout";
}

static bool put_bytes(const struct comparison *c, const char *bytes, size_t length)
{
    if (c->list == NULL)
        return fwrite(bytes, 1, length, stdout) == length;
    struct sink sink = sink_file_sink(c->list);
    return sink.write(sink.context, bytes, length);
}

/* Puts the rows of CHANGES, or with NULL the head. */
static void put_rows(struct comparison *c, const struct changed_department *department,
                     const struct change_list *changes)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    bool good = memory != NULL;
    if (good && changes != NULL)
        changes_write(memory, department, changes);
    else if (good)
        changes_write_head(memory);
    if (good) {
        good = !ferror(memory);
        good = fclose(memory) == 0 && good;
    }
    if (!good || !put_bytes(c, text, length))
        c->broken = !report_unwritten(c->diag, list_path(c));
    free(text);
}

static void open_list(struct comparison *c)
{
    if (c->output != NULL) {
        c->list = sink_file_open(list_path(c));
        if (c->list == NULL) {
            c->broken = !report_unwritten(c->diag, list_path(c));
            return;
        }
    }
    put_rows(c, NULL, NULL);
}

/* The list appears under its name when all is in it. */
static void close_list(struct comparison *c)
{
    if (c->list != NULL && c->broken)
        sink_file_discard(c->list);
    else if (c->list != NULL && !sink_file_commit(c->list))
        c->broken = !report_unwritten(c->diag, list_path(c));
    else if (c->list != NULL)
        printf("%s\n", list_path(c));
    if (fflush(stdout) != 0 && !c->broken)
        report_unwritten(c->diag, "stdout");
}

/* ---- a department -------------------------------------------------------------------------- */

/* Stands its document there, be it of this run or of one before? */
static bool is_published(const struct manifest_entry *entry)
{
    return entry != NULL && entry->file[0] != '\0' && entry->status != MANIFEST_ABSENT;
}

/* Where the data of ENTRY is, if it is as it was written; NULL after a report. */
static const char *find_data(struct arena *arena, const struct published_side *side,
                             const struct manifest_entry *entry, struct diag *diag)
{
    const char *path = arena_printf(arena, "%s/%s.csv", side->dir, entry->file);
    struct hash hash;
    if (!hash_file(path, &hash))
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_FILE_UNREADABLE, strerror(errno), NULL);
    else if (!hash_equal(hash, entry->data))
        diag_report(diag, (struct pos){path, 0, 0}, DIAG_DIFF_DATA_CHANGED, NULL);
    else
        return path;
    return NULL;
}

static void put_changes(struct comparison *c, struct arena *arena,
                        const struct manifest_entry *entry, const struct change_list *changes)
{
    const struct changed_department department = {entry->code, entry->name,
                                                  c->after.manifest->year};
    if (changes->count == 0)
        return;
    c->different = true;
    put_rows(c, &department, changes);
    if (c->broken || c->fonts == NULL)
        return;
    const char *path = correction_path(arena, c->output, entry->file);
    if (correction_write(arena, c->format, c->fonts, &department, changes, path, c->diag))
        printf("%s\n", path);
}

/* Both have the department. */
static void compare_data(struct comparison *c, struct arena *arena,
                         const struct manifest_entry *before, const struct manifest_entry *after)
{
    struct printed_list old, new;
    const char *old_path = find_data(arena, &c->before, before, c->diag);
    const char *new_path = find_data(arena, &c->after, after, c->diag);
    if (old_path == NULL || new_path == NULL || hash_equal(before->data, after->data))
        return;
    bool read = printed_read(arena, old_path, old_path, c->diag, &old);
    if (!printed_read(arena, new_path, new_path, c->diag, &new) || !read)
        return;
    const struct change_list changes = changes_find(arena, &old, &new);
    put_changes(c, arena, after, &changes);
}

/* Either may be NULL. */
static void compare_department(struct comparison *c, const struct manifest_entry *before,
                               const struct manifest_entry *after)
{
    struct arena *arena = arena_new();
    const char *code = before != NULL ? before->code : after->code;
    diag_concern(c->diag, code);
    if (is_published(before) && is_published(after)) {
        compare_data(c, arena, before, after);
    } else if (is_published(before) || is_published(after)) {
        const char *dir = is_published(before) ? c->before.dir : c->after.dir;
        diag_report(c->diag, (struct pos){dir, 0, 0}, DIAG_DIFF_ONE_ONLY, code, dir, NULL);
        c->different = true;
    }
    print_reports(c);
    arena_free(arena);
}

/* Both manifests are by code. */
static void compare_all(struct comparison *c)
{
    const struct manifest *old = c->before.manifest, *new = c->after.manifest;
    for (size_t i = 0, k = 0; (i < old->count || k < new->count) && !c->broken;) {
        int order = i == old->count   ? 1
                    : k == new->count ? -1
                                      : strcmp(old->entries[i].code, new->entries[k].code);
        compare_department(c, order <= 0 ? &old->entries[i] : NULL,
                           order >= 0 ? &new->entries[k] : NULL);
        i += order <= 0;
        k += order >= 0;
    }
    diag_concern(c->diag, NULL);
}

/* ---- what is needed ------------------------------------------------------------------------ */

static struct published_side open_side(struct comparison *c, const char *dir)
{
    struct published_side side = {.dir = dir, .output = output_open_reading(dir, c->diag)};
    if (side.output == NULL)
        return side;
    if (journal_is_left(dir))
        diag_report(c->diag, (struct pos){dir, 0, 0}, DIAG_MERGE_UNFINISHED, NULL);
    else
        side.manifest = manifest_read(c->arena, dir, c->diag);
    if (side.manifest == NULL && !journal_is_left(dir))
        diag_report(c->diag, (struct pos){dir, 0, 0}, DIAG_DIFF_NO_MANIFEST, NULL);
    return side;
}

/* The pack that the second output names, never a file elsewhere. */
static const struct format *read_format(struct comparison *c, const char *data)
{
    const char *name = c->after.manifest->format;
    if (name[0] == '\0' || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0') {
        diag_report(c->diag, (struct pos){c->after.dir, 0, 0}, DIAG_BOOK_FORMAT, name, NULL);
        return NULL;
    }
    const char *pack = arena_printf(c->arena, "%s/formats/%s", data, name);
    const struct format *format = format_read(c->arena, pack, c->diag);
    if (format != NULL && format->correction == NULL)
        diag_report(c->diag, (struct pos){pack, 0, 0}, DIAG_CORRECTION_NONE, name, NULL);
    return format;
}

/* False after a report: nothing can be compared, or written as was asked for. */
static bool open_comparison(struct comparison *c, const struct call *call)
{
    c->before = open_side(c, call->operands.items[0]);
    c->after = open_side(c, call->operands.items[1]);
    if (c->before.manifest == NULL || c->after.manifest == NULL)
        return false;
    if (c->output == NULL)
        return true;
    c->format = read_format(c, call->data);
    if (c->format == NULL)
        return false;
    if (!output_make_directory(c->output))
        return report_unwritten(c->diag, c->output);
    if (c->format->correction == NULL)
        return true;
    c->fonts = font_set_open(c->format->roles, c->format->role_count, c->diag);
    return c->fonts != NULL;
}

int diff_command(const struct call *call, struct arena *arena, struct diag *diag)
{
    struct comparison c = {.arena = arena, .diag = diag, .output = call->output};
    if (open_comparison(&c, call)) {
        print_reports(&c);
        open_list(&c);
        compare_all(&c);
        close_list(&c);
    }
    diag_print(diag, c.printed, stderr);
    font_set_close(c.fonts);
    output_close(c.before.output);
    output_close(c.after.output);
    if (diag_errors(diag) > 0)
        return EXIT_UNUSABLE;
    return c.different ? EXIT_SOME_REFUSED : EXIT_ALL_WELL;
}

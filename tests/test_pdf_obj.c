/* The objects of a PDF file and the file around them, read back by qpdf and MuPDF. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/pdf_obj.h"
#include "tests/support.h"

Suite *pdf_obj_suite(void);

#define OBJECT_MAX 8388607 /* ISO 32000-1, Annex C.2 */

/* ---- a file with one page -------------------------------------------------------------------- */

struct draft {
    struct arena *arena;
    struct diag *diag;
    struct pdf_objects *objects;
    char *bytes; /* what was saved */
    size_t length, capacity;
};

static char path[64];

static void make_path(void)
{
    snprintf(path, sizeof path, "%s/banxin-pdf-obj-XXXXXX", P_tmpdir);
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
}

static void remove_path(void)
{
    unlink(path);
}

static struct draft draft_open(enum pdf_form form)
{
    struct draft draft = {.arena = arena_new(), .diag = diag_new(DIAG_ENGLISH)};
    draft.objects = pdf_obj_open(draft.arena, form, draft.diag);
    ck_assert_ptr_nonnull(draft.objects);
    unsigned root = pdf_obj_page_root(draft.objects), page = pdf_obj_reserve(draft.objects);
    pdf_obj_define(draft.objects, page,
                   arena_printf(draft.arena, "/Type/Page/Parent %u 0 R/MediaBox[0 0 9 9]", root));
    pdf_obj_define(draft.objects, root, arena_printf(draft.arena, "/Kids[%u 0 R]/Count 1", page));
    return draft;
}

static void draft_close(struct draft *draft)
{
    pdf_obj_close(draft->objects);
    diag_free(draft->diag);
    arena_free(draft->arena);
    free(draft->bytes);
}

static unsigned add_dict(struct draft *draft, const char *entries)
{
    unsigned number = pdf_obj_reserve(draft->objects);
    pdf_obj_define(draft->objects, number, entries);
    return number;
}

/* COUNT objects in turn `<</N 0>>` and `[1]`, as the block. */
static unsigned add_block(struct draft *draft, size_t count)
{
    unsigned first = pdf_obj_block(draft->objects, count);
    char *text = arena_alloc(draft->arena, count * 20 + 1);
    size_t *ends = arena_array(draft->arena, count, sizeof *ends), length = 0;
    for (size_t i = 0; i < count; i++) {
        length += (size_t)sprintf(text + length, i % 2 == 0 ? "<</N %zu>>" : "[%zu]", i);
        ends[i] = length;
    }
    pdf_obj_fill_block(draft->objects, text, ends);
    return first;
}

static bool keep(void *context, const void *bytes, size_t length)
{
    struct draft *draft = context;
    if (draft->length + length > draft->capacity) {
        draft->capacity = 2 * (draft->length + length);
        draft->bytes = realloc(draft->bytes, draft->capacity);
    }
    memcpy(draft->bytes + draft->length, bytes, length);
    draft->length += length;
    return true;
}

static void draft_save(struct draft *draft)
{
    bool done = pdf_obj_save(draft->objects, (struct sink){keep, draft}, draft->diag);
    if (!done)
        diag_print(draft->diag, 0, stderr);
    ck_assert(done);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(draft->bytes, 1, draft->length, file), draft->length);
    ck_assert_int_eq(fclose(file), 0);
}

/* ---- reading back ---------------------------------------------------------------------------- */

/* What BEFORE, the path of the PDF and AFTER print as a command line, its errors too. */
static char *run(struct arena *arena, const char *before, const char *after)
{
    const char *line = arena_printf(arena, "%s %s %s 2>&1", before, path, after);
    FILE *pipe = popen(line, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t capacity = (size_t)16 << 20, length;
    char *output = arena_alloc(arena, capacity);
    length = fread(output, 1, capacity - 1, pipe);
    output[length] = '\0';
    int status = pclose(pipe);
    ck_assert_msg(status == 0, "%s: status %d: %.1000s", line, status, output);
    return output;
}

static void assert_sound(struct draft *draft)
{
    const char *check = run(draft->arena, "qpdf --check", "");
    ck_assert_msg(strstr(check, "No syntax or stream encoding errors found"), "%s", check);
    ck_assert_msg(!strstr(check, "WARNING"), "%s", check);
    ck_assert_str_eq(run(draft->arena, "mutool draw -q -N -F png -o /dev/null", ""), "");
}

static void assert_object(struct draft *draft, unsigned number, const char *expected)
{
    const char *option = arena_printf(draft->arena, "qpdf --show-object=%u", number);
    char *shown = run(draft->arena, option, "");
    shown[strcspn(shown, "\n")] = '\0';
    ck_assert_str_eq(shown, expected);
}

/* Stream NUMBER holds BYTES, when READ raw-stream-data as they stand in the file. */
static void assert_stream(struct draft *draft, unsigned number, const char *read, const char *bytes)
{
    const char *option = arena_printf(draft->arena, "qpdf --%s --show-object=%u", read, number);
    ck_assert_str_eq(run(draft->arena, option, ""), bytes);
}

static bool holds(const struct draft *draft, const char *text)
{
    return memmem(draft->bytes, draft->length, text, strlen(text)) != NULL;
}

/* ---- both forms ------------------------------------------------------------------------------ */

#define FORMS 2

static const enum pdf_form FORM[FORMS] = {PDF_COMPACT, PDF_CLASSIC};

START_TEST(dictionaries_and_streams_read_back)
{
    struct draft draft = draft_open(FORM[_i]);
    unsigned empty = pdf_obj_reserve(draft.objects); /* never defined */
    unsigned ahead = pdf_obj_reserve(draft.objects);
    unsigned stream = pdf_obj_stream(draft.objects, "/Kind/Short", "q Q q Q q Q q Q", 15);
    unsigned dict = add_dict(&draft, "/A (one) /B [1 2.5 /C]");
    pdf_obj_define(draft.objects, ahead, arena_printf(draft.arena, "/Next %u 0 R", stream));
    pdf_obj_define(draft.objects, pdf_obj_info(draft.objects), "/Title (t)");
    pdf_obj_define(draft.objects, pdf_obj_catalog(draft.objects), "/PageMode /UseNone");
    draft_save(&draft);
    assert_sound(&draft);
    assert_object(&draft, empty, "<< >>");
    assert_object(&draft, dict, "<< /A (one) /B [ 1 2.5 /C ] >>");
    assert_object(&draft, ahead, arena_printf(draft.arena, "<< /Next %u 0 R >>", stream));
    assert_object(&draft, pdf_obj_info(draft.objects), "<< /Title (t) >>");
    assert_object(&draft, pdf_obj_catalog(draft.objects),
                  arena_printf(draft.arena, "<< /PageMode /UseNone /Pages %u 0 R /Type /Catalog >>",
                               pdf_obj_page_root(draft.objects)));
    assert_stream(&draft, stream, "filtered-stream-data", "q Q q Q q Q q Q");
    const char *shown = run(draft.arena, "mutool show", arena_printf(draft.arena, "%u", stream));
    ck_assert_ptr_nonnull(strstr(shown, "/Kind /Short"));
    ck_assert_ptr_nonnull(strstr(shown, "/Filter /FlateDecode"));
    draft_close(&draft);
}
END_TEST

/* The Length of a stream stands in its dictionary, and counts no end of line. */
START_TEST(plain_streams_stand_in_the_file_as_they_are)
{
    static const char TEXT[] = "<?xpacket?> plain plain plain plain plain\n";
    static const char LONG[] = "packed packed packed packed packed packed packed packed packed";
    struct draft draft = draft_open(FORM[_i]);
    unsigned plain = pdf_obj_plain_stream(draft.objects, "/Kind/Plain", TEXT, sizeof TEXT - 1);
    unsigned packed = pdf_obj_stream(draft.objects, "", LONG, sizeof LONG - 1);
    draft_save(&draft);
    assert_sound(&draft);
    ck_assert(holds(&draft, TEXT));
    ck_assert(!holds(&draft, LONG));
    assert_stream(&draft, plain, "raw-stream-data", TEXT);
    assert_stream(&draft, packed, "filtered-stream-data", LONG);
    const char *shown = run(draft.arena, "mutool show", arena_printf(draft.arena, "%u", plain));
    ck_assert_ptr_nonnull(strstr(shown, "/Length 42"));
    ck_assert_ptr_null(strstr(shown, "/Filter"));
    draft_close(&draft);
}
END_TEST

START_TEST(streams_may_be_empty)
{
    struct draft draft = draft_open(FORM[_i]);
    unsigned plain = pdf_obj_plain_stream(draft.objects, "/Kind/Plain", "", 0);
    unsigned packed = pdf_obj_stream(draft.objects, "", "", 0);
    draft_save(&draft);
    assert_sound(&draft);
    assert_stream(&draft, plain, "raw-stream-data", "");
    assert_stream(&draft, packed, "filtered-stream-data", "");
    draft_close(&draft);
}
END_TEST

/* Bytes of no pattern, so that they stay as many, in pieces larger than the writer's buffer. */
START_TEST(offsets_may_need_four_bytes)
{
    size_t length = ((size_t)1 << 24) + 12345;
    struct draft draft = draft_open(FORM[_i]);
    char *bytes = arena_alloc(draft.arena, length);
    unsigned long state = 1;
    for (size_t i = 0; i < length; i++) {
        state = state * 6364136223846793005UL + 1442695040888963407UL;
        bytes[i] = (char)(state >> 56);
    }
    pdf_obj_plain_stream(draft.objects, "", bytes, length);
    unsigned after = pdf_obj_plain_stream(draft.objects, "", "after", 5);
    draft_save(&draft);
    ck_assert_uint_gt(draft.length, (size_t)1 << 24);
    assert_sound(&draft);
    assert_stream(&draft, after, "raw-stream-data", "after");
    ck_assert_ptr_nonnull(memmem(draft.bytes, draft.length, bytes, length));
    draft_close(&draft);
}
END_TEST

START_TEST(there_may_be_more_than_65535_objects)
{
    struct draft draft = draft_open(FORM[_i]);
    unsigned first = 0, last = 0;
    for (int i = 0; i < 70000; i++) {
        last = add_dict(&draft, arena_printf(draft.arena, "/N %d", i));
        first = i == 0 ? last : first;
    }
    ck_assert_uint_eq(last, first + 69999);
    draft_save(&draft);
    assert_sound(&draft);
    assert_object(&draft, first, "<< /N 0 >>");
    assert_object(&draft, first + 65535, "<< /N 65535 >>");
    assert_object(&draft, last, "<< /N 69999 >>");
    draft_close(&draft);
}
END_TEST

/* The two of the trailer, which are the same. */
static const char *id_of(struct draft *draft)
{
    const char *trailer = run(draft->arena, "mutool show", "trailer");
    const char *id = strstr(trailer, "/ID [ <");
    ck_assert_msg(id != NULL, "%s", trailer);
    ck_assert_int_eq(strncmp(id + 7, id + 42, 32), 0);
    return arena_strndup(draft->arena, id + 7, 32);
}

START_TEST(the_same_content_is_the_same_file_and_another_has_another_id)
{
    static const char *const TEXTS[] = {"/A 1", "/A 1", "/A 2"};
    struct draft drafts[3];
    const char *ids[3];
    for (int i = 0; i < 3; i++) {
        drafts[i] = draft_open(FORM[_i]);
        add_dict(&drafts[i], TEXTS[i]);
        draft_save(&drafts[i]);
        ids[i] = id_of(&drafts[i]);
    }
    ck_assert_uint_eq(drafts[0].length, drafts[1].length);
    ck_assert_mem_eq(drafts[0].bytes, drafts[1].bytes, drafts[0].length);
    ck_assert_str_eq(ids[0], ids[1]);
    ck_assert_str_ne(ids[0], ids[2]);
    for (int i = 0; i < 3; i++)
        draft_close(&drafts[i]);
}
END_TEST

/* ISO 19005-3, 6.1.2 and 6.1.3: nothing stands before the header, four bytes of 128 and more stand
 * in the comment after it; at most one end of line after the last mark. */
START_TEST(a_file_begins_and_ends_as_an_archive_asks)
{
    struct draft draft = draft_open(FORM[_i]);
    draft_save(&draft);
    ck_assert_mem_eq(draft.bytes, FORM[_i] == PDF_COMPACT ? "%PDF-1.7\n%" : "%PDF-1.4\n%", 10);
    for (int i = 10; i < 14; i++)
        ck_assert_int_ge((unsigned char)draft.bytes[i], 128);
    ck_assert_int_eq(draft.bytes[14], '\n');
    ck_assert_mem_eq(draft.bytes + draft.length - 7, "\n%%EOF\n", 7);
    draft_close(&draft);
}
END_TEST

/* ---- one form -------------------------------------------------------------------------------- */

START_TEST(a_classic_file_has_no_streams_of_objects)
{
    struct draft draft = draft_open(PDF_CLASSIC);
    add_dict(&draft, "/A 1");
    draft_save(&draft);
    ck_assert(!holds(&draft, "/ObjStm"));
    ck_assert(!holds(&draft, "/XRef"));
    ck_assert(holds(&draft, "\nxref\n0 6\n0000000000 65535 f \n"));
    ck_assert(holds(&draft, "\ntrailer\n"));
    draft_close(&draft);
}
END_TEST

START_TEST(a_compact_file_keeps_dictionaries_in_streams)
{
    struct draft draft = draft_open(PDF_COMPACT);
    for (int i = 0; i < 1000; i++)
        add_dict(&draft, "/Type/StructElem/S/TD");
    draft_save(&draft);
    ck_assert(holds(&draft, "/ObjStm"));
    ck_assert(holds(&draft, "/XRef"));
    ck_assert(!holds(&draft, "/StructElem"));
    ck_assert(!holds(&draft, "/Catalog"));
    ck_assert(!holds(&draft, "trailer"));
    draft_close(&draft);
}
END_TEST

/* MuPDF lists all, each as a line `NUMBER 0 obj OBJECT`. */
START_TEST(a_hundred_thousand_raw_objects_read_back)
{
    enum { COUNT = 100000 };
    struct draft draft = draft_open(PDF_COMPACT);
    unsigned stream = pdf_obj_stream(draft.objects, "", "q Q", 3);
    unsigned dict = add_dict(&draft, "/A 1");
    unsigned root = pdf_obj_reserve(draft.objects);
    unsigned first = add_block(&draft, COUNT);
    ck_assert_uint_eq(first, root + 1);
    pdf_obj_define(draft.objects, root, arena_printf(draft.arena, "/First %u 0 R", first));
    draft_save(&draft);
    assert_sound(&draft);
    assert_object(&draft, dict, "<< /A 1 >>");
    assert_object(&draft, root, arena_printf(draft.arena, "<< /First %u 0 R >>", first));
    assert_object(&draft, first, "<< /N 0 >>");
    assert_object(&draft, first + COUNT - 1, "[ 99999 ]");
    assert_stream(&draft, stream, "filtered-stream-data", "q Q");

    char *rest = run(draft.arena, "mutool show", "grep");
    unsigned seen = 0;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        unsigned number, value;
        if (sscanf(line, "%u 0 obj ", &number) != 1 || number < first || number - first >= COUNT)
            continue;
        int read = (number - first) % 2 == 0 ? sscanf(line, "%*u 0 obj <</N %u>>", &value)
                                             : sscanf(line, "%*u 0 obj [%u]", &value);
        ck_assert_msg(read == 1, "%s", line);
        ck_assert_uint_eq(value, number - first);
        seen++;
    }
    ck_assert_uint_eq(seen, COUNT);
    draft_close(&draft);
}
END_TEST

/* The cross-reference table tells which object of which stream NUMBER is; does the stream, too? */
static void assert_index(struct draft *draft, unsigned number)
{
    const char *table = run(draft->arena, "qpdf --show-xref", "");
    const char *line = strstr(table, arena_printf(draft->arena, "\n%u/0: ", number));
    unsigned stream, index, found = 0;
    ck_assert_msg(
        line && sscanf(line, "%*u/0: compressed; stream = %u, index = %u", &stream, &index) == 2,
        "%s", table);
    const char *option =
        arena_printf(draft->arena, "qpdf --filtered-stream-data --show-object=%u", stream);
    char *rest = run(draft->arena, option, "");
    for (unsigned i = 0; i <= index; i++) {
        found = (unsigned)strtoul(rest, &rest, 10);
        strtoul(rest, &rest, 10); /* its offset, without which no reader would find it */
    }
    ck_assert_uint_eq(found, number);
}

/* With the catalog, the Info, the page and its root: 255 to 257, and 767 to 769. */
START_TEST(streams_of_objects_may_be_just_full)
{
    struct draft draft = draft_open(PDF_COMPACT);
    unsigned last = 0, count = _i < 3 ? 251 + (unsigned)_i : 763 + (unsigned)_i - 3;
    for (unsigned i = 0; i < count; i++)
        last = add_dict(&draft, arena_printf(draft.arena, "/N %u", i));
    draft_save(&draft);
    assert_sound(&draft);
    assert_object(&draft, last, arena_printf(draft.arena, "<< /N %u >>", count - 1));
    assert_object(&draft, last - 1, arena_printf(draft.arena, "<< /N %u >>", count - 2));
    assert_index(&draft, last);
    assert_index(&draft, last - 100);
    draft_close(&draft);
}
END_TEST

START_TEST(a_block_may_be_empty)
{
    struct draft draft = draft_open(PDF_COMPACT);
    unsigned dict = add_dict(&draft, "/A 1");
    ck_assert_uint_eq(pdf_obj_block(draft.objects, 0), dict + 1);
    pdf_obj_fill_block(draft.objects, "", NULL);
    draft_save(&draft);
    assert_sound(&draft);
    draft_close(&draft);
}
END_TEST

/* ---- faults ---------------------------------------------------------------------------------- */

struct full {
    int calls; /* that succeed */
};

static bool fill(void *context, const void *bytes, size_t length)
{
    struct full *full = context;
    (void)bytes;
    (void)length;
    errno = ENOSPC;
    return full->calls-- > 0;
}

/* The only fault reported is CODE and says REASON. */
static void assert_reported(const struct draft *draft, enum diag_code code, const char *reason)
{
    ck_assert_uint_eq(diag_count(draft->diag), 1);
    const struct diag_entry *entry = diag_entry_at(draft->diag, 0);
    ck_assert_int_eq(entry->code, code);
    ck_assert_msg(strstr(entry->message, reason), "%s", entry->message);
}

/* At the first and at a later write. */
START_TEST(a_sink_that_fails_is_reported_with_its_reason)
{
    for (int calls = 0; calls < 2; calls++) {
        struct draft draft = draft_open(FORM[_i]);
        struct full full = {calls};
        char *bytes = arena_alloc(draft.arena, 200000);
        pdf_obj_plain_stream(draft.objects, "", bytes, 200000);
        ck_assert(!pdf_obj_save(draft.objects, (struct sink){fill, &full}, draft.diag));
        ck_assert_int_eq(full.calls, -1); /* not asked again */
        assert_reported(&draft, DIAG_PDF_SINK, strerror(ENOSPC));
        draft_close(&draft);
    }
}
END_TEST

static void assert_too_large(struct draft *draft)
{
    struct full full = {1000};
    ck_assert(!pdf_obj_fine(draft->objects));
    ck_assert(!pdf_obj_save(draft->objects, (struct sink){fill, &full}, draft->diag));
    ck_assert_int_eq(full.calls, 1000); /* nothing was written */
    assert_reported(draft, DIAG_PDF_TOO_LARGE, "");
}

START_TEST(more_objects_than_pdf_allows_are_refused_before_writing)
{
    struct draft draft = draft_open(PDF_COMPACT);
    ck_assert_uint_gt(pdf_obj_block(draft.objects, 8300000), 0);
    ck_assert(pdf_obj_fine(draft.objects));
    draft_close(&draft);
    static const size_t COUNTS[] = {OBJECT_MAX, OBJECT_MAX + 1, (size_t)-1};
    for (int i = 0; i < 3; i++) {
        draft = draft_open(PDF_COMPACT);
        ck_assert_uint_eq(pdf_obj_block(draft.objects, COUNTS[i]), 0);
        pdf_obj_fill_block(draft.objects, "", NULL);
        assert_too_large(&draft);
        draft_close(&draft);
    }
}
END_TEST

START_TEST(faults_stick)
{
    struct draft draft = draft_open(PDF_COMPACT);
    unsigned number = pdf_obj_reserve(draft.objects);
    pdf_obj_plain_stream(draft.objects, "", "", 2000000001);
    ck_assert_uint_eq(pdf_obj_reserve(draft.objects), 0);
    ck_assert_uint_eq(pdf_obj_stream(draft.objects, "", "q Q", 3), 0);
    ck_assert_uint_eq(pdf_obj_plain_stream(draft.objects, "", "q Q", 3), 0);
    pdf_obj_define(draft.objects, number, "/A 1");
    pdf_obj_define(draft.objects, 0, "/A 1");
    pdf_obj_fill_block(draft.objects, "", NULL);
    assert_too_large(&draft);
    draft_close(&draft);
}
END_TEST

START_TEST(more_bytes_than_readers_count_are_refused_before_writing)
{
    static const size_t END = 2000000000; /* with all that stands around them */
    struct draft draft = draft_open(PDF_COMPACT);
    pdf_obj_block(draft.objects, 1);
    ck_assert(pdf_obj_fine(draft.objects));
    pdf_obj_fill_block(draft.objects, "", &END);
    assert_too_large(&draft);
    draft_close(&draft);
}
END_TEST

Suite *pdf_obj_suite(void)
{
    Suite *suite = suite_create("pdf_obj");
    TCase *both = tcase_create("both forms");
    tcase_add_checked_fixture(both, make_path, remove_path);
    tcase_add_loop_test(both, dictionaries_and_streams_read_back, 0, FORMS);
    tcase_add_loop_test(both, plain_streams_stand_in_the_file_as_they_are, 0, FORMS);
    tcase_add_loop_test(both, streams_may_be_empty, 0, FORMS);
    tcase_add_loop_test(both, offsets_may_need_four_bytes, 0, FORMS);
    tcase_add_loop_test(both, there_may_be_more_than_65535_objects, 0, FORMS);
    tcase_add_loop_test(both, the_same_content_is_the_same_file_and_another_has_another_id, 0,
                        FORMS);
    tcase_add_loop_test(both, a_file_begins_and_ends_as_an_archive_asks, 0, FORMS);
    suite_add_tcase(suite, both);

    TCase *one = tcase_create("one form");
    tcase_add_checked_fixture(one, make_path, remove_path);
    tcase_add_test(one, a_classic_file_has_no_streams_of_objects);
    tcase_add_test(one, a_compact_file_keeps_dictionaries_in_streams);
    tcase_add_test(one, a_hundred_thousand_raw_objects_read_back);
    tcase_add_loop_test(one, streams_of_objects_may_be_just_full, 0, 6);
    tcase_add_test(one, a_block_may_be_empty);
    suite_add_tcase(suite, one);

    TCase *faults = tcase_create("faults");
    tcase_add_loop_test(faults, a_sink_that_fails_is_reported_with_its_reason, 0, FORMS);
    tcase_add_test(faults, more_objects_than_pdf_allows_are_refused_before_writing);
    tcase_add_test(faults, faults_stick);
    tcase_add_test(faults, more_bytes_than_readers_count_are_refused_before_writing);
    suite_add_tcase(suite, faults);
    return suite;
}

/* Reading PDFs back: small files written here by hand, sound ones and such as should not be. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/pdf_reader.h"
#include "tests/support.h"

Suite *pdf_reader_suite(void);

/* ---- a file -------------------------------------------------------------------------------- */

enum { OBJECTS = 24 };

/* One page with a heading and a paragraph, as the text of each object; the streams apart. */
static const char *const BASE[OBJECTS] = {
    [1] = "<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R"
          "/PageLabels<</Nums[0<</S/D/St 7>>]>>/AF[14 0 R]"
          "/Names<</EmbeddedFiles<</Names[(a.csv)14 0 R]>>>>/Metadata 16 0 R>>",
    [2] = "<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>>>>>",
    [3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/StructParents 0>>",
    [4] = "*/F1 9 Tf BT /H1<</MCID 0>>BDC(\\000\\001)Tj EMC /P<</MCID 1>>BDC[<0002>-9<0003>]TJ EMC "
          "/Artifact BMC<0001>Tj EMC ET",
    [5] = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 13 0 R>>",
    [6] = "<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[8 0 R 9 0 R]]>>>>",
    [7] = "<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>",
    [8] = "<</S/H1/P 7 0 R/Pg 3 0 R/K 0>>",
    [9] = "<</S/P/P 7 0 R/K[<</Type/MCR/Pg 3 0 R/MCID 1>>]>>",
    [13] = "*begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
           "2 beginbfchar <0001> <7532> <0002> <D842DFB7> endbfchar\n"
           "2 beginbfrange <0003> <0005> <0041> <0006> <0007> [<00660069> <4E00>] endbfrange\n",
    [14] = "<</Type/Filespec/F(a.csv)/UF(a.csv)/AFRelationship/Data/EF<</F 15 0 R/UF 15 0 R>>>>",
    [15] = "*x,y",
    [16] = "*<rdf "
           "xmlns:b=\"urn:banxin:pdf:1.0:\"><b:printed>00000000000000010000000000000002</b:printed>"
           "<b:files>00000000000000030000000000000004</b:files></rdf>",
};

static struct arena *arena;
static struct diag *diag;
static const char *dir, *path;
static const char *objects[OBJECTS];

static void set_up(void)
{
    arena = arena_new();
    diag = diag_new(DIAG_ENGLISH);
    dir = support_make_dir(arena);
    path = arena_printf(arena, "%s/file.pdf", dir);
    memcpy(objects, BASE, sizeof objects);
}

static void tear_down(void)
{
    support_remove_dir(dir);
    diag_free(diag);
    arena_free(arena);
}

/* The file of OBJECTS; a text that begins with * is that of a stream. */
static const char *compose(void)
{
    const char *file = "%PDF-1.7\n", *table = "";
    for (int i = 1; i < OBJECTS; i++) {
        const char *text = objects[i] != NULL ? objects[i] : "null";
        table = arena_printf(arena, "%s%010zu 00000 n \n", table, strlen(file));
        file =
            text[0] != '*'
                ? arena_printf(arena, "%s%d 0 obj\n%s\nendobj\n", file, i, text)
                : arena_printf(arena, "%s%d 0 obj\n<</Length %zu>>stream\n%s\nendstream\nendobj\n",
                               file, i, strlen(text + 1), text + 1);
    }
    return arena_printf(arena,
                        "%sxref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n"
                        "startxref\n%zu\n%%%%EOF\n",
                        file, OBJECTS, table, OBJECTS, strlen(file));
}

static const struct read_pdf *read_text(const char *text)
{
    support_write(path, text);
    return pdf_read(arena, path, diag);
}

static const struct read_pdf *read_objects(void)
{
    return read_text(compose());
}

/* The file reads without a report. */
static const struct read_pdf *read_sound(void)
{
    const struct read_pdf *pdf = read_objects();
    ck_assert_msg(diag_count(diag) == 0, "%s",
                  diag_count(diag) > 0 ? diag_entry_at(diag, 0)->message : "");
    ck_assert_ptr_nonnull(pdf);
    return pdf;
}

/* The file, with CONTENT on its page, has MESSAGE among its reports. */
static void expect_report(const char *message)
{
    read_objects();
    for (size_t i = 0; i < diag_count(diag); i++)
        if (strstr(diag_entry_at(diag, i)->message, message) != NULL)
            return;
    ck_abort_msg("no report of %s", message);
}

/* ---- what is sound ------------------------------------------------------------------------- */

START_TEST(elements_have_the_text_that_their_codes_stand_for)
{
    const struct read_pdf *pdf = read_sound();
    ck_assert_str_eq(pdf->root->type, "Document");
    ck_assert_uint_eq(pdf->root->kid_count, 2);
    ck_assert_str_eq(pdf->root->kids[0]->type, "H1");
    ck_assert_str_eq(pdf->root->kids[0]->text, "甲");
    ck_assert_str_eq(pdf->root->kids[1]->text, "\xF0\xA0\xAE\xB7"
                                               "A"); /* U+20BB7 */
    ck_assert_uint_eq(pdf->root->page, 0);
}
END_TEST

START_TEST(strings_and_maps_are_read_in_all_their_forms)
{
    objects[4] =
        "*/F1 9 Tf %x(\n/H1 <</Lang(zh)/X[1<</MCID 5>>]/MCID 0>> BDC (\\0\\4\\\n\\0\\5) Tj <00 06"
        "0007>' 1 2<0003>\" EMC /P<</MCID 1>>BDC EMC";
    const struct read_pdf *pdf = read_sound();
    ck_assert_str_eq(pdf->root->kids[0]->text, "BCfi一A");
    ck_assert_str_eq(pdf->root->kids[1]->text, "");
}
END_TEST

START_TEST(actual_text_stands_for_the_codes_in_it)
{
    objects[4] = "*/F1 9 Tf /H1<</MCID 0>>BDC <0001>Tj /Span<</ActualText<FEFF4E59>>>BDC <0001>Tj "
                 "/Span<</ActualText(no)>>BDC <0002>Tj EMC EMC <0001>Tj EMC /P<</MCID 1>>BDC EMC";
    ck_assert_str_eq(read_sound()->root->kids[0]->text, "甲乙甲");
}
END_TEST

START_TEST(what_is_in_no_element_is_told_apart)
{
    objects[4] =
        "*/F1 9 Tf <0001>Tj /H1<</MCID 0>>BDC EMC /P<</MCID 1>>BDC EMC /Artifact BMC <0003>Tj "
        "<0004>Tj EMC /Artifact BMC EMC /P<</MCID 2>>BDC <0005>Tj EMC";
    const struct read_pdf *pdf = read_sound();
    ck_assert_uint_eq(pdf->pages[0].artifact_count, 1);
    ck_assert_str_eq(pdf->pages[0].artifacts[0], "AB");
    ck_assert_str_eq(pdf->pages[0].loose, "甲C");
    ck_assert_str_eq(pdf->pages[0].label, "7");
}
END_TEST

START_TEST(spans_and_scope_are_read_wherever_they_stand)
{
    objects[8] = "<</S/TH/P 7 0 R/Pg 3 0 R/K 0/A<</O/Table/RowSpan 2/Scope/Row>>>>";
    objects[9] = "<</S/TD/P 7 0 R/Pg 3 0 R/K 1/A[<</O/Layout/RowSpan 9>>0<</O/Table/ColSpan 3>>]>>";
    const struct read_pdf *pdf = read_sound();
    ck_assert_int_eq(pdf->root->kids[0]->row_span, 2);
    ck_assert(pdf->root->kids[0]->row_scope);
    ck_assert_int_eq(pdf->root->kids[1]->row_span, 1);
    ck_assert_int_eq(pdf->root->kids[1]->column_span, 3);
    ck_assert(!pdf->root->kids[1]->row_scope);
}
END_TEST

START_TEST(attachments_and_hashes_are_those_of_the_file)
{
    const struct read_pdf *pdf = read_sound();
    ck_assert_uint_eq(pdf->file_count, 1);
    ck_assert_str_eq(pdf->files[0].name, "a.csv");
    ck_assert_str_eq(pdf->files[0].relationship, "Data");
    ck_assert_str_eq(pdf->files[0].bytes, "x,y");
    ck_assert(pdf->has_hashes);
    ck_assert(hash_equal(pdf->told_printed, (struct hash){1, 2}));
    ck_assert(hash_equal(pdf->told_files, (struct hash){3, 4}));
    struct hash printed = hash_join((struct hash){0}, hash_bytes(BASE[4] + 1, strlen(BASE[4]) - 1));
    printed = hash_join(printed, hash_bytes(BASE[13] + 1, strlen(BASE[13]) - 1));
    ck_assert(hash_equal(pdf->printed, printed));
    struct hash files = hash_join((struct hash){0}, hash_bytes("a.csv", 5));
    ck_assert(hash_equal(pdf->attached, hash_join(files, hash_bytes("x,y", 3))));
}
END_TEST

/* ---- what is not --------------------------------------------------------------------------- */

/* Object NUMBER is TEXT instead; MESSAGE is reported. */
static const struct {
    int number;
    const char *text, *message;
} FAULTS[] = {
    {1, "<</Type/Catalog/Pages 2 0 R>>", "not tagged"},
    {2, "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", "(Pages)"},
    {2, "<</Type/Pages/Kids[2 0 R]/Count 1>>", "(Pages)"},
    {2, "<</Type/Pages/Kids[]/Count 0>>", "(Pages)"},
    {2, "<</Type/Pages/Kids[3 0 R]/Count 1>>", "(Tf)"}, /* no fonts */
    {3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/StructParents 1>>", "ParentTree"},
    {3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/StructParents 0/Annots[<</Subtype/Stamp>>]>>",
     "(Annots)"},
    {4, "*/F1 9 Tf /P<</MCID 0>>BDC <0009>Tj EMC", "(ToUnicode)"},
    {4, "*/P<</MCID 0>>BDC EMC /P<</MCID 0>>BDC EMC", "(MCID)"},
    {4, "*/P<</MCID 0>>BDC", "(BDC)"},
    {4, "*EMC", "(EMC)"},
    {4, "*/P<</MCID 0>>BDC EMC (", "(?)"},
    {4, "*<0x>", "(?)"},
    {4, "*/X Do", "(Do"},
    {4, "*3 Tr", "(Tr)"},
    {4, "*/OC/MC0 BDC EMC", "(OC)"},
    {4, "*Q", "(Q)"},
    {4, "<<>>", "(Contents)"},
    {5, "<</Type/Font/Subtype/Type1/BaseFont/A>>", "font F1"},
    {5, "<</Type/Font/Subtype/Type0/Encoding/Identity-H>>", "font F1"},
    {6, "<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[9 0 R 8 0 R]]>>>>", "ParentTree"},
    {6, "<</Type/StructTreeRoot/K 7 0 R>>", "ParentTree"},
    {6, "<</Type/StructTreeRoot/K[7 0 R 8 0 R]>>", "(K)"},
    {6, "<</Type/StructTreeRoot/K[8 0 R 9 0 R]>>", "(Document)"},
    {7, "<</S/Document/K[8 0 R 9 0 R 8 0 R]>>", "(K)"},
    {8, "<</S/H1/Pg 3 0 R/K[0 7 0 R]>>", "(K)"},
    {8, "<</S/H1/Pg 3 0 R/K(x)>>", "(K)"},
    {8, "<</S/H1/Pg 3 0 R/K 5>>", "(MCID)"},
    {8, "<</S/H1/Pg 3 0 R/K 1>>", "(MCID)"}, /* two elements have it */
    {8, "<</S/H1/K 0>>", "(MCID)"},          /* of no page */
    {13, "*1 beginbfchar <0001> <4E00", "font F1"},
    {13, "*1 beginbfrange <0005> <0001> <4E00> endbfrange", "font F1"},
    {14, "<</F(a.csv)/AFRelationship/Data/EF<</F 15 0 R/UF 13 0 R>>>>", "attachments"},
    {14, "<</F(a.csv)/AFRelationship/Data>>", "attachments"},
};

START_TEST(what_should_not_be_so_is_reported)
{
    objects[FAULTS[_i].number] = FAULTS[_i].text;
    expect_report(FAULTS[_i].message);
}
END_TEST

START_TEST(deep_trees_are_not_followed_to_their_end)
{
    const char *text = "<</S/P>>", *pages = "3 0 R";
    for (int i = 0; i < 100; i++)
        text = arena_printf(arena, "<</S/Div/K %s>>", text);
    objects[7] = arena_printf(arena, "<</S/Document/K[8 0 R 9 0 R %s]>>", text);
    expect_report("(K)");
    for (int i = 0; i < 100; i++)
        pages = arena_printf(arena, "<</Type/Pages/Kids[%s]>>", pages);
    objects[2] = arena_printf(arena, "<</Type/Pages/Kids[%s]>>", pages);
    expect_report("(Pages)");
}
END_TEST

START_TEST(a_file_cut_short_anywhere_cannot_be_read)
{
    const char *text = compose();
    for (size_t length = 0; length + 8 < strlen(text); length += 13) {
        size_t errors = diag_errors(diag);
        ck_assert_ptr_null(read_text(arena_strndup(arena, text, length)));
        ck_assert_uint_gt(diag_errors(diag), errors);
    }
}
END_TEST

/* Every byte in turn is another: read or not, with a report or without, but to an end. */
START_TEST(no_byte_makes_it_crash)
{
    static const char BYTES[] = "09<>[]()/ R";
    char *text = arena_strdup(arena, compose());
    for (size_t i = 0, length = strlen(text); i < length; i += 3) {
        struct arena *own = arena_new();
        struct diag *reports = diag_new(DIAG_ENGLISH);
        char before = text[i];
        text[i] = BYTES[i % (sizeof BYTES - 1)];
        support_write(path, text);
        const struct read_pdf *pdf = pdf_read(own, path, reports);
        ck_assert(pdf != NULL || diag_errors(reports) > 0);
        text[i] = before;
        diag_free(reports);
        arena_free(own);
    }
}
END_TEST

START_TEST(only_plain_files_are_opened)
{
    ck_assert_ptr_null(pdf_read(arena, dir, diag));
    ck_assert_ptr_null(pdf_read(arena, arena_printf(arena, "%s/none.pdf", dir), diag));
    ck_assert_ptr_null(pdf_read(arena, "/dev/zero", diag));
    ck_assert_uint_eq(diag_errors(diag), 3);
}
END_TEST

Suite *pdf_reader_suite(void)
{
    Suite *suite = suite_create("pdf_reader");
    TCase *tcase = tcase_create("pdf_reader");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, elements_have_the_text_that_their_codes_stand_for);
    tcase_add_test(tcase, strings_and_maps_are_read_in_all_their_forms);
    tcase_add_test(tcase, actual_text_stands_for_the_codes_in_it);
    tcase_add_test(tcase, what_is_in_no_element_is_told_apart);
    tcase_add_test(tcase, spans_and_scope_are_read_wherever_they_stand);
    tcase_add_test(tcase, attachments_and_hashes_are_those_of_the_file);
    tcase_add_loop_test(tcase, what_should_not_be_so_is_reported, 0,
                        (int)(sizeof FAULTS / sizeof *FAULTS));
    tcase_add_test(tcase, deep_trees_are_not_followed_to_their_end);
    tcase_add_test(tcase, a_file_cut_short_anywhere_cannot_be_read);
    tcase_add_test(tcase, no_byte_makes_it_crash);
    tcase_add_test(tcase, only_plain_files_are_opened);
    suite_add_tcase(suite, tcase);
    return suite;
}

/* What stands around the pages of a PDF, as poppler, qpdf, MuPDF and Python read it back; and the
 * sRGB profile against the formulas of its standards. */
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/pdf_writer.h"

Suite *pdf_meta_suite(void);

/* ---- a document of blank pages --------------------------------------------------------------- */

#define PAGES_MAX 400

struct blank {
    struct arena *arena;
    struct page pages[PAGES_MAX];
    struct item items[PAGES_MAX][3]; /* the document, an anchor, the end */
    struct page_list list;
    struct pdf_info info;
    char path[64];
};

static const struct pdf_file FILES[] = {
    {"expenditure.csv", "text/csv", "Source", "支出明细", "科目编码,金额\r\n2080505,12.50\r\n", 34},
    {"data.csv", "text/csv", "Data", "印出的单元格", "page,value\n1,\"a,b\"\n", 19},
    {"book.yaml", "application/yaml", "Source", "预算(书)", "year: 2026\n", 11},
};

/* COUNT pages; page i has the folio i + 1 and the anchor i + 1 at its upper edge. */
static struct blank *blank_open(size_t count)
{
    struct arena *arena = arena_new();
    struct blank *blank = arena_alloc(arena, sizeof *blank);
    blank->arena = arena;
    ck_assert_uint_le(count, PAGES_MAX);
    for (size_t i = 0; i < count; i++) {
        struct item *items = blank->items[i];
        items[0].kind = ITEM_BEGIN;
        items[0].as.begin.role = ROLE_DOCUMENT;
        items[0].as.begin.element = 1;
        items[1].kind = ITEM_ANCHOR;
        items[1].as.anchor.id = (int)i + 1;
        items[2].kind = ITEM_END;
        blank->pages[i] =
            (struct page){595276, 841890, arena_printf(arena, "%zu", i + 1), items, 3};
    }
    blank->list = (struct page_list){.pages = blank->pages, .count = count};
    blank->info = (struct pdf_info){.title = "泽州县自然资源局2026年部门预算公开",
                                    .author = "泽州县自然资源局",
                                    .subject = "部门预算",
                                    .language = "zh-CN",
                                    .date = "2026-02-10"};
    snprintf(blank->path, sizeof blank->path, "%s/banxin-meta-XXXXXX", P_tmpdir);
    int descriptor = mkstemp(blank->path);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
    return blank;
}

static void blank_close(struct blank *blank)
{
    unlink(blank->path);
    arena_free(blank->arena);
}

static void blank_write(struct blank *blank)
{
    struct diag *diag = diag_new(DIAG_ENGLISH);
    struct sink_file *file = sink_file_open(blank->path);
    ck_assert(pdf_write(&blank->list, &blank->info, sink_file_sink(file), diag));
    ck_assert(sink_file_commit(file));
    ck_assert_uint_eq(diag_count(diag), 0);
    diag_free(diag);
}

/* What COMMAND prints; every %s in it is the path of the PDF. It must end well. */
static char *blank_ask(const struct blank *blank, const char *command)
{
    char line[1024] = "";
    for (const char *at = command; *at; at++) {
        size_t used = strlen(line);
        bool hole = at[0] == '%' && at[1] == 's';
        snprintf(line + used, sizeof line - used, hole ? "%s" : "%.1s", hole ? blank->path : at);
        at += hole;
    }
    FILE *pipe = popen(line, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t capacity = (size_t)1 << 18;
    char *output = arena_alloc(blank->arena, capacity);
    output[fread(output, 1, capacity - 1, pipe)] = '\0';
    int status = pclose(pipe);
    ck_assert_msg(status == 0, "%s: status %d: %s", line, status, output);
    return output;
}

static void assert_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part), "no “%s” in: %s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    ck_assert_msg(!strstr(text, part), "“%s” in: %s", part, text);
}

/* ---- Info and XMP ---------------------------------------------------------------------------- */

START_TEST(information_reads_back_as_given)
{
    struct blank *blank = blank_open(1);
    blank_write(blank);
    const char *info = blank_ask(blank, "pdfinfo -rawdates %s");
    assert_has(info, "Title:           泽州县自然资源局2026年部门预算公开\n");
    assert_has(info, "Subject:         部门预算\n");
    assert_has(info, "Author:          泽州县自然资源局\n");
    assert_has(info, "Creator:         banxin " BANXIN_VERSION "\n");
    assert_has(info, "Producer:        banxin " BANXIN_VERSION "\n");
    assert_has(info, "CreationDate:    D:20260210000000+08'00'\n");
    assert_has(info, "ModDate:         D:20260210000000+08'00'\n");
    assert_has(info, "Tagged:          yes\n");
    assert_has(info, "Metadata Stream: yes\n");
    blank_close(blank);
}
END_TEST

/* Prints `name: text` of every property of the packet, in the order of the packet. */
static const char LIST_PROPERTIES[] =
    "pdfinfo -enc UTF-8 -meta %s | python3 -c '\n"
    "import sys, xml.etree.ElementTree as tree\n"
    "rdf = \"{http://www.w3.org/1999/02/22-rdf-syntax-ns#}\"\n"
    "for about in tree.fromstring(sys.stdin.buffer.read()).iter(rdf + \"Description\"):\n"
    "    for property in about:\n"
    "        if \"extension\" not in property.tag:\n"
    "            sys.stdout.buffer.write((property.tag.rpartition(\"}\")[2] + \": \"\n"
    "                + \"\".join(property.itertext()) + \"\\n\").encode())'";

START_TEST(the_xmp_packet_tells_what_the_information_tells)
{
    struct blank *blank = blank_open(1);
    blank->info.title = "收入 < 支出 & \"结余\" > 0\n续";
    blank->info.author = "局<&>]]>\xEF\xBF\xBF"; /* no character */
    blank_write(blank);
    const char *packet = blank_ask(blank, LIST_PROPERTIES);
    assert_has(packet, "title: 收入 < 支出 & \"结余\" > 0 续\n");
    assert_has(packet, "creator: 局<&>]]>\uFFFD\n");
    assert_has(packet, "description: 部门预算\n");
    assert_has(packet, "language: zh-CN\n");
    assert_has(packet, "CreateDate: 2026-02-10T00:00:00+08:00\n");
    assert_has(packet, "ModifyDate: 2026-02-10T00:00:00+08:00\n");
    assert_has(packet, "MetadataDate: 2026-02-10T00:00:00+08:00\n");
    assert_has(packet, "CreatorTool: banxin " BANXIN_VERSION "\n");
    assert_has(packet, "Producer: banxin " BANXIN_VERSION "\n");
    assert_has(packet, "\npart: 3\nconformance: A\npart: 1\n"); /* pdfaid, pdfaid, pdfuaid */
    const char *info = blank_ask(blank, "pdfinfo %s");
    assert_has(info, "Title:           收入 < 支出 & \"结余\" > 0 续\n");
    assert_has(info, "Author:          局<&>]]>\uFFFD\n");
    blank_close(blank);
}
END_TEST

START_TEST(what_is_not_given_is_not_told)
{
    struct blank *blank = blank_open(1);
    blank->info.kind = PDF_BARE;
    blank->info.author = blank->info.subject = "";
    blank->info.date = NULL;
    blank_write(blank);
    const char *info = blank_ask(blank, "pdfinfo -rawdates %s");
    const char *packet = blank_ask(blank, LIST_PROPERTIES);
    assert_lacks(info, "Subject");
    assert_lacks(info, "Author");
    assert_lacks(info, "Date");
    assert_lacks(packet, "creator");
    assert_lacks(packet, "description");
    assert_lacks(packet, "Date");
    blank_close(blank);
}
END_TEST

/* The value of property KEY. */
static struct hash told_hash(const struct blank *blank, const char *key)
{
    struct hash hash;
    const char *at = strstr(blank_ask(blank, LIST_PROPERTIES), key);
    ck_assert_ptr_nonnull(at);
    ck_assert(hash_parse(arena_printf(blank->arena, "%.32s", at + strlen(key)), &hash));
    return hash;
}

START_TEST(the_hash_of_the_files_depends_on_names_bytes_and_order)
{
    struct blank *blank = blank_open(1);
    blank_write(blank);
    ck_assert(hash_equal(told_hash(blank, "\nfiles: "), (struct hash){0}));
    blank->info.files = FILES;
    blank->info.file_count = 2;
    blank_write(blank);
    struct hash expected = {0};
    for (size_t i = 0; i < 2; i++) {
        expected = hash_join(expected, hash_bytes(FILES[i].name, strlen(FILES[i].name)));
        expected = hash_join(expected, hash_bytes(FILES[i].bytes, FILES[i].length));
    }
    ck_assert(hash_equal(told_hash(blank, "\nfiles: "), expected));
    const struct pdf_file turned[] = {FILES[1], FILES[0]};
    blank->info.files = turned;
    blank_write(blank);
    ck_assert(!hash_equal(told_hash(blank, "\nfiles: "), expected));
    blank_close(blank);
}
END_TEST

/* ---- kinds ----------------------------------------------------------------------------------- */

static const char SHOW_CATALOG[] = "mutool show %s trailer/Root";

START_TEST(an_archive_says_all_that_is_asked_of_it)
{
    struct blank *blank = blank_open(2);
    blank->info.files = FILES;
    blank->info.file_count = 3;
    blank_write(blank);
    const char *catalog = blank_ask(blank, SHOW_CATALOG);
    assert_has(catalog, "/Lang (zh-CN)");
    assert_has(catalog, "/DisplayDocTitle true");
    assert_has(catalog, "/Marked true");
    assert_has(catalog, "/StructTreeRoot");
    assert_has(catalog, "/AF ");
    assert_has(catalog, "/GTS_PDFA1");
    assert_has(blank_ask(blank, "head -c 8 %s"), "%PDF-1.7");
    assert_has(blank_ask(blank, "qpdf --check %s"), "No syntax or stream encoding errors found");
    blank_close(blank);
}
END_TEST

START_TEST(a_bare_document_claims_nothing_and_has_no_tags_and_files)
{
    struct blank *blank = blank_open(2);
    blank->info.kind = PDF_BARE;
    blank->info.files = FILES;
    blank->info.file_count = 3;
    blank_write(blank);
    const char *catalog = blank_ask(blank, SHOW_CATALOG);
    assert_lacks(catalog, "/MarkInfo");
    assert_lacks(catalog, "/StructTreeRoot");
    assert_lacks(catalog, "/AF");
    assert_lacks(catalog, "/EmbeddedFiles");
    assert_has(catalog, "/GTS_PDFA1");
    const char *packet = blank_ask(blank, LIST_PROPERTIES);
    assert_lacks(packet, "part:");
    assert_has(packet, "title: 泽州县自然资源局2026年部门预算公开\n");
    assert_has(blank_ask(blank, "pdfdetach -list %s"), "0 embedded files");
    blank_close(blank);
}
END_TEST

START_TEST(the_twin_claims_the_first_part_and_has_nothing_of_the_third)
{
    struct blank *blank = blank_open(2);
    blank->info.kind = PDF_TWIN;
    blank->info.files = FILES;
    blank->info.file_count = 3;
    blank_write(blank);
    const char *catalog = blank_ask(blank, SHOW_CATALOG);
    assert_lacks(catalog, "/StructTreeRoot");
    assert_lacks(catalog, "/AF");
    assert_lacks(catalog, "/EmbeddedFiles");
    const char *packet = blank_ask(blank, LIST_PROPERTIES);
    assert_has(packet, "\npart: 1\nconformance: B\n");
    assert_lacks(blank_ask(blank, "pdfinfo -meta %s"), "pdfua");
    assert_has(blank_ask(blank, "head -c 8 %s"), "%PDF-1.4");
    blank_close(blank);
}
END_TEST

/* ---- labels and destinations ----------------------------------------------------------------- */

/* Prints the label of every page, from what qpdf makes of the tree: `-` where it has no number. */
static const char LIST_LABELS[] = "qpdf --json=1 --json-key=pages %s | python3 -c '\n"
                                  "import json, sys\n"
                                  "for page in json.load(sys.stdin)[\"pages\"]:\n"
                                  "    label = page[\"label\"]\n"
                                  "    text = label.get(\"/P\", \"\") + (str(label.get(\"/St\", "
                                  "1)) if \"/S\" in label else \"-\")\n"
                                  "    sys.stdout.buffer.write((text + \" \").encode())'";

START_TEST(page_labels_equal_the_folios)
{
    static const char *const FOLIOS[] = {"",   "",  "1", "2",   "3", "附",
                                         "附", "3", "5", "007", "0", ""};
    struct blank *blank = blank_open(sizeof FOLIOS / sizeof *FOLIOS);
    for (size_t i = 0; i < blank->list.count; i++)
        blank->pages[i].folio = FOLIOS[i];
    blank_write(blank);
    ck_assert_str_eq(blank_ask(blank, LIST_LABELS), "- - 1 2 3 附- 附- 3 5 007- 0- - ");
    blank_close(blank);
}
END_TEST

START_TEST(folios_that_count_up_are_one_range)
{
    struct blank *blank = blank_open(PAGES_MAX);
    blank_write(blank);
    const char *tree = blank_ask(blank, "mutool show -g %s trailer/Root/PageLabels");
    assert_has(tree, "/Nums[0<</S/D/St 1>>]");
    blank_close(blank);
}
END_TEST

START_TEST(many_ranges_make_a_tree_that_readers_find_their_way_in)
{
    struct blank *blank = blank_open(PAGES_MAX);
    char expected[8 * PAGES_MAX] = "";
    for (size_t i = 0; i < PAGES_MAX; i++) {
        blank->pages[i].folio = arena_printf(blank->arena, "%zu", 2 * i + 1);
        sprintf(expected + strlen(expected), "%zu ", 2 * i + 1);
    }
    blank_write(blank);
    ck_assert_str_eq(blank_ask(blank, LIST_LABELS), expected);
    const char *tree = blank_ask(blank, "mutool show -g %s trailer/Root/PageLabels");
    assert_has(tree, "/Kids");
    assert_has(blank_ask(blank, "mutool show -g %s trailer/Root/PageLabels/Kids/1"),
               "/Limits[0 255]");
    assert_has(blank_ask(blank, "mutool show -g %s trailer/Root/PageLabels/Kids/2"),
               "/Limits[256 399]");
    blank_close(blank);
}
END_TEST

/* Prints `name page top` of every destination, in order of names: a table of poppler's. */
static const char LIST_DESTINATIONS[] = "pdfinfo -dests %s | sed -n 's/^ *\\([0-9]*\\) \\[ XYZ "
                                        "*[a-z0-9]* *\\([0-9.]*\\) [^\"]*\"\\(.*\\)\"/"
                                        "\\3 \\1 \\2/p'";

START_TEST(every_anchor_is_a_destination_with_a_name_for_urls)
{
    struct blank *blank = blank_open(10);
    blank->items[6][1].as.anchor.y = 100000;
    blank_write(blank);
    const char *names = blank_ask(blank, LIST_DESTINATIONS);
    assert_has(names, "heading-01 1 842\n");
    assert_has(names, "heading-07 7 742\n");
    assert_has(names, "heading-10 10 842\n");
    blank_close(blank);

    blank = blank_open(9);
    blank_write(blank);
    assert_has(blank_ask(blank, LIST_DESTINATIONS), "heading-9 9 842\n");
    blank_close(blank);
}
END_TEST

START_TEST(all_of_many_destinations_are_found)
{
    struct blank *blank = blank_open(PAGES_MAX);
    char expected[32 * PAGES_MAX] = "";
    for (int i = 1; i <= PAGES_MAX; i++)
        sprintf(expected + strlen(expected), "heading-%03d %d 842\n", i, i);
    blank_write(blank);
    char *sorted = arena_printf(blank->arena, "%s | sort", LIST_DESTINATIONS);
    ck_assert_str_eq(blank_ask(blank, sorted), expected);
    const char *node = blank_ask(blank, "mutool show -g %s trailer/Root/Names/Dests/Kids/2");
    assert_has(node, "/Limits[(heading-257)(heading-400)]");
    blank_close(blank);
}
END_TEST

/* ---- attachments ----------------------------------------------------------------------------- */

START_TEST(attachments_come_out_as_they_went_in)
{
    struct blank *blank = blank_open(1);
    blank->info.files = FILES;
    blank->info.file_count = 3;
    blank_write(blank);
    for (size_t i = 0; i < 3; i++) {
        char *command = arena_printf(blank->arena, "qpdf --show-attachment=%s %%s", FILES[i].name);
        const char *bytes = blank_ask(blank, command);
        ck_assert_uint_eq(strlen(bytes), FILES[i].length);
        ck_assert_mem_eq(bytes, FILES[i].bytes, FILES[i].length);
    }
    ck_assert_str_eq(blank_ask(blank, "pdfdetach -list %s"), "3 embedded files\n"
                                                             "1: book.yaml\n"
                                                             "2: data.csv\n"
                                                             "3: expenditure.csv\n");
    blank_close(blank);
}
END_TEST

START_TEST(attachments_say_what_they_are_to_the_document)
{
    struct blank *blank = blank_open(1);
    blank->info.files = FILES;
    blank->info.file_count = 3;
    blank_write(blank);
    for (int i = 0; i < 3; i++) { /* in the order given */
        char *command = arena_printf(blank->arena, "mutool show -g %%s trailer/Root/AF/%d", i + 1);
        const char *file = blank_ask(blank, command);
        assert_has(file, "/Type/Filespec");
        assert_has(file, arena_printf(blank->arena, "/F(%s)", FILES[i].name));
        assert_has(file, arena_printf(blank->arena, "/UF(%s)", FILES[i].name));
        assert_has(file, arena_printf(blank->arena, "/AFRelationship/%s", FILES[i].relationship));
    }
    const char *stream = blank_ask(blank, "mutool show -g %s trailer/Root/AF/1/EF/F");
    assert_has(stream, "/Type/EmbeddedFile");
    assert_has(stream, "/Subtype/text#2Fcsv");
    assert_has(stream, "/Size 34");
    assert_has(stream, "/ModDate(D:20260210000000+08'00')");
    assert_has(blank_ask(blank, "qpdf --list-attachments --verbose %s"), "description: 预算(书)\n");
    blank_close(blank);
}
END_TEST

/* ---- the sRGB profile ------------------------------------------------------------------------ */

static uint32_t number_at(const uint8_t *bytes, size_t size)
{
    uint32_t number = 0;
    while (size-- > 0)
        number = number << 8 | *bytes++;
    return number;
}

/* The data of tag SIGNATURE. */
static const uint8_t *find_tag(const uint8_t *profile, const char *signature)
{
    for (uint32_t i = 0; i < number_at(profile + 128, 4); i++)
        if (memcmp(profile + 132 + 12 * i, signature, 4) == 0)
            return profile + number_at(profile + 136 + 12 * i, 4);
    ck_abort_msg("no tag %s", signature);
}

START_TEST(the_profile_is_framed_as_its_format_asks)
{
    struct arena *arena = arena_new();
    size_t length;
    const uint8_t *profile = pdf_icc_srgb(arena, &length);
    ck_assert_uint_eq(number_at(profile, 4), length);
    ck_assert_uint_eq(number_at(profile + 8, 4), 0x02100000);
    ck_assert_mem_eq(profile + 12, "mntrRGB XYZ ", 12);
    ck_assert_mem_eq(profile + 36, "acsp", 4);
    uint32_t count = number_at(profile + 128, 4);
    for (uint32_t i = 0; i < count; i++) {
        size_t offset = number_at(profile + 136 + 12 * i, 4);
        size_t size = number_at(profile + 140 + 12 * i, 4);
        ck_assert_uint_ge(offset, 132 + 12 * (size_t)count);
        ck_assert_uint_le(offset + size, length);
        ck_assert_uint_eq(offset % 4, 0);
        ck_assert_uint_eq(number_at(profile + offset + 4, 4), 0);
    }
    /* What a display of three components must have, and the types of these. */
    static const char *const TAGS[][2] = {{"desc", "desc"}, {"cprt", "text"}, {"wtpt", "XYZ "},
                                          {"rXYZ", "XYZ "}, {"gXYZ", "XYZ "}, {"bXYZ", "XYZ "},
                                          {"rTRC", "curv"}, {"gTRC", "curv"}, {"bTRC", "curv"}};
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
        ck_assert_mem_eq(find_tag(profile, TAGS[i][0]), TAGS[i][1], 4);
    arena_free(arena);
}
END_TEST

static void multiply(const double matrix[3][3], const double vector[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2];
}

/* COLOUR, an XYZ under D50, must have the chromaticity X, Y when adapted back to D65. */
static void assert_chromaticity(const uint8_t *colour, double x, double y)
{
    static const double CONES[3][3] = {
        {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}};
    static const double BACK[3][3] = {{0.9869929, -0.1470543, 0.1599627},
                                      {0.4323053, 0.5183603, 0.0492912},
                                      {-0.0085287, 0.0400428, 0.9684867}};
    static const double D50[3] = {0.9642, 1, 0.8249};
    static const double D65[3] = {0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290};
    const double told[3] = {number_at(colour + 8, 4) / 65536.0, number_at(colour + 12, 4) / 65536.0,
                            number_at(colour + 16, 4) / 65536.0};
    double cones[3], from[3], to[3], xyz[3];
    multiply(CONES, told, cones);
    multiply(CONES, D50, from);
    multiply(CONES, D65, to);
    for (int i = 0; i < 3; i++)
        cones[i] *= to[i] / from[i];
    multiply(BACK, cones, xyz);
    double sum = xyz[0] + xyz[1] + xyz[2];
    ck_assert_double_eq_tol(xyz[0] / sum, x, 1e-4);
    ck_assert_double_eq_tol(xyz[1] / sum, y, 1e-4);
}

START_TEST(the_primaries_of_the_profile_are_those_of_the_standard)
{
    struct arena *arena = arena_new();
    size_t length;
    const uint8_t *profile = pdf_icc_srgb(arena, &length);
    assert_chromaticity(find_tag(profile, "rXYZ"), 0.64, 0.33); /* IEC 61966-2-1, table 1 */
    assert_chromaticity(find_tag(profile, "gXYZ"), 0.30, 0.60);
    assert_chromaticity(find_tag(profile, "bXYZ"), 0.15, 0.06);
    for (size_t i = 8; i < 20; i += 4) { /* together they are white */
        uint32_t sum = number_at(find_tag(profile, "rXYZ") + i, 4) +
                       number_at(find_tag(profile, "gXYZ") + i, 4) +
                       number_at(find_tag(profile, "bXYZ") + i, 4);
        ck_assert_double_eq_tol(sum, number_at(find_tag(profile, "wtpt") + i, 4), 1.5);
        ck_assert_uint_eq(number_at(find_tag(profile, "wtpt") + i, 4),
                          number_at(profile + 68 + i - 8, 4));
    }
    arena_free(arena);
}
END_TEST

START_TEST(the_curve_of_the_profile_is_that_of_the_standard)
{
    struct arena *arena = arena_new();
    size_t length;
    const uint8_t *profile = pdf_icc_srgb(arena, &length);
    const uint8_t *curve = find_tag(profile, "gTRC");
    ck_assert_ptr_eq(curve, find_tag(profile, "rTRC"));
    ck_assert_ptr_eq(curve, find_tag(profile, "bTRC"));
    uint32_t count = number_at(curve + 8, 4);
    for (int i = 0; i < 256; i++) { /* at the values that pages use */
        double value = i / 255.0, at = value * (count - 1);
        double light = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
        uint32_t before = (uint32_t)at, after = before + 1 < count ? before + 1 : before;
        double low = number_at(curve + 12 + 2 * before, 2);
        double high = number_at(curve + 12 + 2 * after, 2);
        ck_assert_double_eq_tol(low + (high - low) * (at - before), 65535 * light, 1);
    }
    arena_free(arena);
}
END_TEST

START_TEST(the_profile_is_what_the_intent_holds)
{
    struct blank *blank = blank_open(1);
    blank_write(blank);
    size_t length;
    const void *profile = pdf_icc_srgb(blank->arena, &length);
    const char *stored =
        blank_ask(blank, "mutool show -b %s trailer/Root/OutputIntents/1/DestOutputProfile");
    ck_assert_mem_eq(stored, profile, length);
    blank_close(blank);
}
END_TEST

Suite *pdf_meta_suite(void)
{
    Suite *suite = suite_create("pdf_meta");
    TCase *tcase = tcase_create("pdf_meta");
    tcase_add_test(tcase, information_reads_back_as_given);
    tcase_add_test(tcase, the_xmp_packet_tells_what_the_information_tells);
    tcase_add_test(tcase, what_is_not_given_is_not_told);
    tcase_add_test(tcase, the_hash_of_the_files_depends_on_names_bytes_and_order);
    tcase_add_test(tcase, an_archive_says_all_that_is_asked_of_it);
    tcase_add_test(tcase, a_bare_document_claims_nothing_and_has_no_tags_and_files);
    tcase_add_test(tcase, the_twin_claims_the_first_part_and_has_nothing_of_the_third);
    tcase_add_test(tcase, page_labels_equal_the_folios);
    tcase_add_test(tcase, folios_that_count_up_are_one_range);
    tcase_add_test(tcase, many_ranges_make_a_tree_that_readers_find_their_way_in);
    tcase_add_test(tcase, every_anchor_is_a_destination_with_a_name_for_urls);
    tcase_add_test(tcase, all_of_many_destinations_are_found);
    tcase_add_test(tcase, attachments_come_out_as_they_went_in);
    tcase_add_test(tcase, attachments_say_what_they_are_to_the_document);
    tcase_add_test(tcase, the_profile_is_framed_as_its_format_asks);
    tcase_add_test(tcase, the_primaries_of_the_profile_are_those_of_the_standard);
    tcase_add_test(tcase, the_curve_of_the_profile_is_that_of_the_standard);
    tcase_add_test(tcase, the_profile_is_what_the_intent_holds);
    suite_add_tcase(suite, tcase);
    return suite;
}

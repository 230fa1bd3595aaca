/* 名词解释: the terms of the book, or of the pack. */
#include <check.h>
#include <string.h>

#include "data/narrative.h"
#include "tests/part_fixture.h"

Suite *glossary_suite(void);

/* The book's 名词解释 is CONTENT alone, or nothing. */
static void set_terms(const char *content)
{
    struct prose *all = arena_array(arena, budget.prose_count + 1, sizeof *all);
    size_t kept = 0;
    for (size_t i = 0; i < budget.prose_count; i++) {
        if (strcmp(budget.prose[i].column, "名词解释") != 0)
            all[kept++] = budget.prose[i];
    }
    if (content != NULL)
        all[kept++] = (struct prose){2, "080", "名词解释", 1, content};
    budget.prose = all;
    budget.prose_count = kept;
}

static size_t glossary(const struct block **blocks)
{
    struct document_builder builder = new_builder();
    narrative_build(&builder, part_of_kind(PART_NARRATIVE));
    glossary_build(&builder, part_of_kind(PART_GLOSSARY));
    const struct section *section = &builder.sections[builder.section_count - 1];
    ck_assert_str_eq(section->blocks[0].text.utf8, "第四部分 名词解释");
    *blocks = section->blocks + 1;
    return section->block_count - 1;
}

START_TEST(the_terms_of_the_book_are_numbered)
{
    const struct block *blocks;
    ck_assert_uint_eq(glossary(&blocks), 12); /* 名词解释 of data/sample/texts.csv */
    ck_assert_ptr_eq(strstr(blocks[0].text.utf8, "一、基本支出："), blocks[0].text.utf8);
    ck_assert_ptr_eq(strstr(blocks[11].text.utf8, "十二、财政拨款："), blocks[11].text.utf8);
}
END_TEST

START_TEST(terms_that_have_a_number_keep_it)
{
    const struct block *blocks;
    set_terms("十一、甲：指乙。");
    ck_assert_uint_eq(glossary(&blocks), 1);
    ck_assert_str_eq(blocks[0].text.utf8, "十一、甲：指乙。");
}
END_TEST

START_TEST(without_terms_of_its_own_a_document_has_those_of_the_pack_that_it_uses)
{
    const struct block *blocks;
    set_terms(NULL);
    size_t count = glossary(&blocks);
    const char *all = "";
    for (size_t i = 0; i < count; i++)
        all = arena_printf(arena, "%s%s\n", all, blocks[i].text.utf8);
    ck_assert_ptr_nonnull(strstr(all, "一、基本支出：指"));
    ck_assert_ptr_nonnull(strstr(all, "“三公”经费：指"));
    ck_assert_ptr_nonnull(strstr(all, "机关运行经费：指"));
    ck_assert_uint_gt(count, 5);
}
END_TEST

START_TEST(a_term_that_the_document_does_not_use_is_not_explained)
{
    struct document_builder builder = new_builder();
    set_terms(NULL);
    glossary_build(&builder, part_of_kind(PART_GLOSSARY)); /* nothing before it */
    ck_assert_uint_eq(builder.sections[0].block_count, 1);
}
END_TEST

/* Else the pack's terms would stand there instead, and nobody would notice. */
START_TEST(terms_under_a_misspelled_heading_are_refused)
{
    set_terms("一词：解释");
    struct prose *all = arena_array(arena, budget.prose_count, sizeof *all);
    memcpy(all, budget.prose, budget.prose_count * sizeof *all);
    all[budget.prose_count - 1].column = "名词解译";
    budget.prose = all;
    ck_assert_ptr_null(document_build(arena, format, &budget, diag));
    ck_assert_uint_eq(diag_count(diag), 1);
    ck_assert_int_eq(diag_entry_at(diag, 0)->code, DIAG_TEXT_UNPRINTED);
    ck_assert_str_eq(diag_entry_at(diag, 0)->pos.file, "texts.csv");
    ck_assert_int_eq(diag_entry_at(diag, 0)->pos.row, 2);
}
END_TEST

Suite *glossary_suite(void)
{
    Suite *suite = suite_create("glossary");
    TCase *tcase = tcase_create("terms");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, the_terms_of_the_book_are_numbered);
    tcase_add_test(tcase, terms_that_have_a_number_keep_it);
    tcase_add_test(tcase, without_terms_of_its_own_a_document_has_those_of_the_pack_that_it_uses);
    tcase_add_test(tcase, a_term_that_the_document_does_not_use_is_not_explained);
    tcase_add_test(tcase, terms_under_a_misspelled_heading_are_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}

#!/usr/bin/env python3
"""情况说明 and 名词解释 from outside: BANXIN=path/to/banxin python3 tests/narrative_end_to_end.py

Read back with poppler. Expected values are the published figures and page numbers (tests/published)."""
import csv
import os
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from readback import faults, run

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent.parent / "shared" / "sample" / "zezhou-2026"
SAMPLE = HERE.parent / "data" / "sample"
PUBLISHED = HERE / "published"
BANXIN = os.environ["BANXIN"]
CODE = "080"


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def change_rows(path, change):
    """Rewrites a CSV file: CHANGE takes a row as a mapping and returns it, or None to leave it out."""
    head, *rows = rows_of(path)
    rows = [change(dict(zip(head, row))) for row in rows]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([row[name] for name in head] for row in rows if row is not None)


def without(column, value):
    return lambda row: None if (row["部门编码"], row[column]) == (CODE, value) else row


def published_forms(row):
    """The publication has forms for the 特定目标类 projects of this year only; the project's sample has more."""
    prefix, _, number = row["项目编码"].rpartition("-")
    if prefix == "080-2026":
        row["公开绩效目标"] = "是" if int(number) <= 14 or int(number) == 22 else "否"
    return row


def new_book(work, name):
    book = work / name
    shutil.copytree(REFERENCE if REFERENCE.is_dir() else SAMPLE, book)
    for path in (book, *book.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    change_rows(book / "projects.csv", published_forms)
    return book


def render(book, out):
    environment = dict(os.environ, LC_ALL="zh_CN.UTF-8")
    return run(BANXIN, "render", str(book), "-o", str(out), "--department", CODE, env=environment, timeout=300)


def numbered_pages(pdf):
    """Printed page number → the page's lines without blanks and without the folio."""
    pages = {}
    for page in run("pdftotext", str(pdf), "-").stdout.decode().split("\f"):
        lines = [re.sub(r"\s+", "", line) for line in page.splitlines()]
        folios = [re.fullmatch("—(\\d+)—", line) for line in lines]
        numbers = [int(folio.group(1)) for folio in folios if folio]
        if numbers:
            pages[numbers[0]] = [line for line, folio in zip(lines, folios) if line and not folio]
    return pages


def published_contents():
    """(level, wording without blanks, page) of parts three and four."""
    rows = [(int(level), re.sub(r"\s+", "", text), int(page)) for level, text, page in
            rows_of(PUBLISHED / "contents.csv")[1:]]
    return rows[next(i for i, row in enumerate(rows) if row[1].startswith("第三部分")):]


class Narrative(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="banxin-"))
        cls.book = new_book(cls.work, "book")
        done = render(cls.book, cls.work / "out")
        assert done.returncode == 0 and faults(done) == b"", done.stderr.decode()
        cls.pdf = Path(done.stdout.decode().strip())
        cls.pages = numbered_pages(cls.pdf)
        cls.headings = published_contents()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.work)

    def page_of(self, heading, after=17):
        return next((number for number in sorted(self.pages) if number >= after and heading in self.pages[number]), None)

    def section(self, numeral):
        """The text from the heading 一、… to the next."""
        titles = [text for level, text, _ in self.headings if level == 2]
        start = next(i for i, title in enumerate(titles) if title.startswith(numeral + "、"))
        end = titles[start + 1] if start + 1 < len(titles) else "第四部分名词解释"
        lines = [line for number in sorted(self.pages) if number >= 17 for line in self.pages[number]]
        first = lines.index(titles[start])
        return "".join(lines[first + 1:lines.index(end, first)])

    def test_every_figure_that_follows_from_the_records_stands_in_its_section(self):
        looked = 0
        for section, name, value, computable in rows_of(PUBLISHED / "narrative.csv")[1:]:
            if computable != "yes":
                continue
            with self.subTest(section=section, figure=name):
                pattern = re.escape(value)
                if value[0].isdigit():
                    pattern = f"(?<![0-9.]){pattern}" + ("" if value.endswith("%") else "(?=万元|个|家)")
                self.assertRegex(self.section(section), pattern)
                looked += not name.endswith("items")
        self.assertEqual(looked, 82)

    def test_right_where_the_publication_is_wrong(self):
        """inconsistencies.md A4: 18 goals, said to be 4 + 15: it is 4 + 14 projects in table 12. A5: 其他运转类
        is given as 0 and as 4 in two sentences about the same thing. A6: 93.51 % is the share of 11033.42, the
        projects with a form, not of 11798.72, which is all of them. A10: 0 units, where tables 11–13 have one."""
        text = self.section("十")
        self.assertIn("项目18个，涉及资金11798.72万元，其中：其他运转类项目4个，涉及资金765.29万元；特定目标类项目14个", text)
        self.assertIn("项目15个，涉及本年预算资金11033.42万元，占本年项目支出的93.51%，其中：其他运转类项目0个", text)
        self.assertIn("下属预算单位共1个", text)
        self.assertIn("（项目绩效目标表公开情况见附件）", text)

    def test_sections_begin_on_the_published_pages(self):
        for level, heading, page in self.headings:
            if page <= 19:
                self.assertEqual(self.page_of(heading), page, heading)

    def test_what_follows_the_forms_begins_a_page(self):
        page = self.page_of("十一、国有资产占有使用情况")
        self.assertEqual(self.pages[page][0], "十一、国有资产占有使用情况")
        self.assertEqual(self.page_of("（二）其他"), page)
        self.assertEqual(self.page_of("第四部分名词解释"), page + 1)

    def test_charts_stand_on_the_pages_of_their_sentences(self):
        for page, label in ((17, "政府性基金预算拨款收入"), (18, "自然资源海洋气象等支出")):
            text = "".join(self.pages[page])
            self.assertGreaterEqual(text.count(label), 2, label)  # in the sentence and beside the chart

    def test_terms_are_numbered(self):
        first = self.page_of("第四部分名词解释")
        lines = "".join("".join(self.pages[number]) for number in sorted(self.pages) if number >= first)
        for numeral in ("一", "二", "十", "十二"):
            self.assertRegex(lines, f"{numeral}、[^：]{{2,12}}：")

    def test_nothing_is_left_to_fill_in(self):
        for numeral in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"):
            text = self.section(numeral)
            self.assertNotRegex(text, "XX|××|[{}]|，，|。。|：。")
            self.assertNotEqual(text, "")


class Refusals(unittest.TestCase):
    def setUp(self):
        self.work = Path(tempfile.mkdtemp(prefix="banxin-"))
        self.book = new_book(self.work, "book")

    def tearDown(self):
        shutil.rmtree(self.work)

    def assert_refused(self, place, words):
        done = render(self.book, self.work / "out")
        self.assertNotEqual(done.returncode, 0)
        message = done.stderr.decode()
        self.assertIn(place, message)
        self.assertIn(words, message)
        self.assertEqual(list(self.work.glob("out/*.pdf")), [])

    def test_a_figure_of_last_year_that_is_missing(self):
        change_rows(self.book / "prior_year.csv", without("指标", "支出总计"))
        self.assert_refused("prior_year.csv:1:", "支出总计")

    def test_a_reason_that_is_missing(self):
        change_rows(self.book / "texts.csv", without("栏目", "收入变动原因"))
        self.assert_refused("texts.csv:1:", "收入变动原因")

    def test_an_asset_that_is_missing(self):
        change_rows(self.book / "assets.csv", without("项目", "公务用车编制"))
        self.assert_refused("assets.csv:1:", "公务用车编制")

    def test_a_book_without_terms_has_the_packs(self):
        change_rows(self.book / "texts.csv", without("栏目", "名词解释"))
        done = render(self.book, self.work / "out")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        pages = numbered_pages(Path(done.stdout.decode().strip()))
        text = "".join("".join(pages[number]) for number in sorted(pages))
        self.assertIn("一、基本支出：指", text)
        self.assertIn("“三公”经费：指", text)


if __name__ == "__main__":
    unittest.main()

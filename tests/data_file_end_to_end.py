#!/usr/bin/env python3
"""The data file beside each PDF against the PDF: BANXIN=path/to/banxin python3 tests/data_file_end_to_end.py

The PDF is read by poppler, the data file by Python's csv; what should be in them is what was published
(tests/published)."""
import csv
import os
import re
import shutil
import tempfile
import unittest
from collections import Counter, namedtuple
from pathlib import Path

from readback import run

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE / "published"
BOOKS = [path for path in (HERE.parent / "data" / "sample", HERE.parent.parent / "shared" / "sample" / "zezhou-2026")
         if path.is_dir()]
BANXIN = os.environ["BANXIN"]
HEAD = ["部分", "表", "行", "列", "数值", "单位", "页码", "合计"]
DECIMALS = re.compile(r"(?<![\d.])\d+\.\d\d(?![\d.])")

Cell = namedtuple("Cell", "part table row column value unit page total")
# PAGES: squeezed text by index, and as it was; FIRST: index of the page with folio 1
Document = namedtuple("Document", "name cells pages texts first")


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def squeeze(text):
    return re.sub(r"[\s\u3000\u00a0]+", "", text)


def read_document(pdf):
    head, *rows = rows_of(pdf.with_suffix(".csv"))
    assert head == HEAD, head
    # In the order of painting a cell's lines stand together.
    texts = run("pdftotext", "-raw", str(pdf), "-").stdout.decode().split("\f")[:-1]
    pages = [squeeze(text) for text in texts]
    first = next(i for i, page in enumerate(pages) if re.search(r"—1—", page))
    return Document(pdf.stem, [Cell(*row) for row in rows], pages, texts, first)


def setUpModule():
    global WORK, DOCUMENTS
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    DOCUMENTS = []
    for number, book in enumerate(BOOKS):
        out = WORK / str(number)
        out.mkdir()
        done = run(BANXIN, "render", str(book), "-o", str(out), env=dict(os.environ, LC_ALL="zh_CN.UTF-8"))
        assert done.returncode == 0, done.stderr.decode()
        DOCUMENTS += [read_document(pdf) for pdf in sorted(out.glob("*.pdf"))]
    assert len(DOCUMENTS) >= 2


def tearDownModule():
    shutil.rmtree(WORK)


def index_of(document, cell):
    return document.first + int(cell.page) - 1 if cell.page else 0


def is_on_pages(pages, value):
    """Whether VALUE begins on the first of PAGES and goes on on the next ones; at least ten characters, or all,
    stand on the first."""
    if value in pages[0]:
        return True
    least = min(len(value), 10)
    if value[:least] not in pages[0]:
        return False
    for page in pages:
        here = least
        while here < len(value) and value[:here + 1] in page:
            here += 1
        value, least = value[here:], 0
        if not value:
            return True
    return False


class OnPaper(unittest.TestCase):
    def test_every_value_is_on_the_page_it_names(self):
        for document in DOCUMENTS:
            for cell in document.cells:
                index = index_of(document, cell)
                self.assertLess(index, len(document.pages))
                if not is_on_pages(document.pages[index:index + 4], squeeze(cell.value)):
                    self.fail(f"{document.name}: not on page {cell.page}: {cell}")

    def test_folios_rise(self):
        for document in DOCUMENTS:
            numbers = [int(cell.page or 0) for cell in document.cells]
            self.assertEqual(numbers, sorted(numbers))
            self.assertEqual(set(range(1, len(document.pages) - document.first + 1)), set(numbers) - {0})

    def test_every_amount_on_a_page_of_tables_is_in_the_file_as_often(self):
        for document in DOCUMENTS:
            pages = {cell.page for cell in document.cells if cell.part.startswith("第二部分")}
            self.assertGreater(len(pages), 12)
            for page in pages:
                index = document.first + int(page) - 1
                printed = Counter(DECIMALS.findall(document.texts[index]))
                listed = Counter(number for cell in document.cells if cell.page == page
                                 for number in DECIMALS.findall(cell.value))
                self.assertEqual(printed, listed, f"{document.name}, page {page}")

    def test_every_line_of_prose_is_in_the_file(self):
        """And every heading over it, every label of a chart; a paragraph may have begun pages before."""
        for document in DOCUMENTS:
            ruled = {cell.page for cell in document.cells if cell.column or "绩效目标" in cell.table}
            seen = 0
            for index in range(document.first, len(document.pages)):
                page = index - document.first + 1
                if str(page) in ruled:
                    continue
                known = squeeze("\n".join("\n".join(cell) for cell in document.cells
                                          if cell.page and page - 3 <= int(cell.page) <= page))
                for line in map(squeeze, document.texts[index].splitlines()):
                    if line != f"—{page}—":
                        self.assertIn(line, known, f"{document.name}, page {page}")
                        seen += 1
            self.assertGreater(seen, 50)


class Keys(unittest.TestCase):
    def test_every_cell_says_where_it_stands(self):
        for document in DOCUMENTS:
            for cell in document.cells:
                self.assertNotEqual(cell.row, "")
                self.assertIn(cell.total, ("是", "否"))
                self.assertEqual(cell.part == "", cell.page == "")  # the cover
                self.assertFalse(re.search(r"[\n\t]", "".join(cell)))

    def test_only_what_is_alike_on_paper_has_one_key(self):
        alike = re.compile("绩效目标|财政拨款收支总表|项目支出预算表")
        for document in DOCUMENTS:
            keys = Counter((cell.part, cell.table, cell.row, cell.column) for cell in document.cells)
            for key in (key for key, count in keys.items() if count > 1):
                self.assertRegex(key[1], alike)


class Published(unittest.TestCase):
    """The 13 tables rebuilt from the data file."""

    def test_the_tables_are_those_published(self):
        found = [document for document in DOCUMENTS if document.name.startswith("080-")]
        self.assertGreaterEqual(len(found), 1)
        titles = {row[1][1 + len(numeral):]: number for number, (numeral, row) in enumerate(
            zip(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"],
                [row for row in rows_of(PUBLISHED / "contents.csv") if row[1].startswith("表")]), 1)}
        self.assertEqual(len(titles), 13)
        for document in found:
            for title, number in titles.items():
                with self.subTest(document=document.name, table=number):
                    self.check_table(document, title, number)

    def check_table(self, document, title, number):
        gold = rows_of(PUBLISHED / f"t{number:02d}.csv")
        heads = [(int(r), int(c), int(rs), int(cs), text) for r, c, rs, cs, text in
                 rows_of(PUBLISHED / f"t{number:02d}.head.csv")[1:]]
        head_rows = max(row + rows for row, _, rows, _, _ in heads)
        width = len(gold[0])
        columns = ["／".join(text for _, left, _, span, text in heads
                             if left <= column < left + span and not text.isdigit()) for column in range(width)]
        cells = [cell for cell in document.cells if cell.table == title and cell.column]
        self.assertEqual([cell.column for cell in cells], columns * (len(gold) - head_rows))
        rebuilt = [[cell.value for cell in cells[i:i + width]] for i in range(0, len(cells), width)]
        self.assertEqual(rebuilt, gold[head_rows:])
        for cell in cells:
            self.assertEqual(cell.unit, "万元" if DECIMALS.fullmatch(cell.value) else cell.unit)


if __name__ == "__main__":
    unittest.main(verbosity=1)

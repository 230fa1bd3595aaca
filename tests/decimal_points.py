#!/usr/bin/env python3
"""Decimal points, read back from the page: BANXIN=path/to/banxin python3 tests/decimal_points.py

All amounts of a column of a table have their point on one x, within 0.01 pt; on further pages of the
table, in one place of the column. How many points there must be is counted in the published tables."""
import csv
import os
import re
import shutil
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path

import readback
from readback import run

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
SHARED = HERE.parent.parent / "shared" / "sample"
BANXIN = os.environ["BANXIN"]
AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")
TOLERANCE = 0.01
PUBLISHED_CODE = "080"  # the department of the published document, in both books


def published_points():
    """{table: {column: amounts with a point}} of the publication."""
    counts = {}
    for number in range(1, 14):
        columns = defaultdict(int)
        with open(HERE / "published" / f"t{number:02d}.csv", encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for column, text in enumerate(row):
                    columns[column] += AMOUNT.fullmatch(text) is not None
        counts[number] = {column: count for column, count in columns.items() if count}
    return counts


def amounts_of(page, top, bottom):
    """(left, right, x of the point) of every amount between TOP and BOTTOM; its cell is what the rules
    around it make."""
    down = [rule for rule in page.down if top - 1 <= rule[1] and rule[2] <= bottom + 1]
    cells = defaultdict(list)
    for glyph in page.glyphs:
        if not top <= glyph.y <= bottom:
            continue
        middle, height = glyph.x + glyph.advance / 2, glyph.y - glyph.size * 0.3
        near = [x for x, y0, y1 in down if y0 <= height <= y1]
        left = max((x for x in near if x <= middle), default=None)
        right = min((x for x in near if x > middle), default=None)
        if left is not None and right is not None:
            cells[left, right, round(glyph.y, 2)].append(glyph)
    for (left, right, _), glyphs in cells.items():
        glyphs.sort(key=lambda glyph: glyph.x)
        text = "".join(glyph.char for glyph in glyphs).strip()
        if AMOUNT.fullmatch(text):
            yield left, right, next(glyph.x for glyph in glyphs if glyph.char == ".")


def columns_of(path):
    """{table: {left and right of a column on its page: [(page, x of a point)]}} of the document; the
    official tables by number, everything else by page and place."""
    tables, current = defaultdict(lambda: defaultdict(list)), 0
    for index, page in enumerate(readback.pages(str(path))):
        outside = readback.lines_outside(page)
        labels = [(y, int(match.group(1))) for y, text in outside
                  for match in [re.fullmatch(r"预算公开表(\d+)", text)] if match]
        if any(text.startswith("第三部分") for _, text in outside):
            current = 0
        for top, bottom in readback.bands(page):
            for y, number in labels:
                current = number if y < top else current
            # Odd and even pages have other margins, so columns of further pages are told by their place
            # in the table.
            start = min(x for x, y0, _ in page.down if top - 1 <= y0 <= bottom)
            table = current or (index, top)
            for left, right, x in amounts_of(page, top, bottom):
                tables[table][round(left - start, 1), round(right - start, 1)].append((index, x, right - x))
    return tables


class DecimalPoints(unittest.TestCase):
    tables = columns = points = 0

    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="banxin-points-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.work)
        print(f"{cls.tables} tables, {cls.columns} columns, {cls.points} decimal points")

    def render(self, book):
        out = self.work / book.name
        done = run(BANXIN, "render", str(book), "-o", str(out), "--data", str(DATA))
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return sorted(out.glob("*.pdf"))

    def check_document(self, path):
        tables = columns_of(path)
        for table, columns in tables.items():
            DecimalPoints.tables += 1
            for column, points in columns.items():
                DecimalPoints.columns += 1
                DecimalPoints.points += len(points)
                with self.subTest(document=path.name, table=table, column=column):
                    for page in {page for page, _, _ in points}:
                        xs = [x for at, x, _ in points if at == page]
                        self.assertLess(max(xs) - min(xs), TOLERANCE)
                    offsets = [offset for _, _, offset in points]
                    self.assertLess(max(offsets) - min(offsets), TOLERANCE)
        return tables

    def check_book(self, book):
        documents = self.render(book)
        self.assertGreater(len(documents), 0)
        published = 0
        for path in documents:
            tables = self.check_document(path)
            self.assertGreater(sum(len(points) for columns in tables.values() for points in columns.values()), 0)
            if not path.name.startswith(PUBLISHED_CODE):
                continue
            published += 1
            for number, counts in published_points().items():
                found = [len(points) for _, points in sorted(tables.get(number, {}).items())]
                self.assertEqual(found, [count for _, count in sorted(counts.items())], f"table {number}")
        self.assertEqual(published, 1)

    def test_the_points_of_the_sample_stand_below_each_other(self):
        self.check_book(DATA / "sample")

    def test_the_points_of_the_reference_book_stand_below_each_other(self):
        books = sorted(path.parent for path in SHARED.glob("*/book.yaml"))
        if not books:
            self.skipTest("no reference book")
        for book in books:
            self.check_book(book)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""The sample in the geometry of GB/T 9704-2012, from outside:
BANXIN=path/to/banxin python3 tests/official_end_to_end.py

Expected places are those of the standard, in millimetres; what is printed is read back with MuPDF, poppler, qpdf and
pdf.js, and the dashes of the folios from a picture of the page."""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from collections import namedtuple
from pathlib import Path

import readback
from readback import faults, mutool, numbers, run, transformed

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data" / "sample"
LINT = HERE.parent.parent / "shared" / "tools" / "pdfgrid.py"
BANXIN = os.environ["BANXIN"]
MM = 72 / 25.4

# GB/T 9704-2012 5.2.1, 5.2.3, 3.2
HEAD, FOOT, INNER, OUTER = 37 * MM, 35 * MM, 28 * MM, 26 * MM
AREA_WIDTH, AREA_HEIGHT = 156 * MM, 225 * MM
LINES, CHARACTERS = 22, 28
EM = AREA_WIDTH / CHARACTERS
PITCH = EM * 15 / 8
FOLIO_EM = 14  # 4号
LONG = "预算公开" * 400  # 1,600 characters: no mark, no digit, so that lines are neither squeezed nor stretched

Glyph = namedtuple("Glyph", "char x y size turned advance")


def setUpModule():
    global WORK, PDF, PAGES, TRACE
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    book = WORK / "book"
    shutil.copytree(SAMPLE, book)
    for path in (book, *book.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    settings = book / "book.yaml"
    settings.write_text(re.sub("(?m)^format:.*$", "format: shanxi-county-gbt9704", settings.read_text("utf-8")), "utf-8")
    lengthen(book / "texts.csv")
    done = run(BANXIN, "render", str(book), "-o", str(WORK / "out"), env=dict(os.environ, LC_ALL="zh_CN.UTF-8"), timeout=300)
    assert done.returncode == 0 and faults(done) == b"", done.stderr.decode()
    PDF = next((WORK / "out").glob("081-*.pdf"))
    PAGES = readback.pages(str(PDF))
    TRACE = trace(str(PDF))


def tearDownModule():
    shutil.rmtree(WORK)


def lengthen(path):
    """Gives department 081 a 部门职责 of several pages."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        if row[head.index("部门编码")] == "081" and row[head.index("栏目")] == "部门职责":
            row[head.index("内容")] = LONG
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def trace(path):
    """The glyphs of each page, with the size and the direction they are set in."""
    out = []
    text = mutool("draw", "-q", "-F", "trace", path).stdout.decode("utf-8")
    text = re.sub(r"<\?xml[^>]*>|[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    for page in ElementTree.fromstring(f"<all>{text}</all>").iter("page"):
        glyphs = []
        for item in page.iter("fill_text"):
            matrix = numbers(item.get("transform"))
            for span in item.iter("span"):
                a, b, c, d = numbers(span.get("trm"))
                for g in span.iter("g"):
                    x, y = transformed(matrix, float(g.get("x")), float(g.get("y")))
                    size = max(abs(a), abs(b))
                    glyphs.append(Glyph(g.get("unicode"), x, y, size, abs(b) > abs(a), float(g.get("adv")) * size))
        out.append(glyphs)
    return out


def folio_glyphs(index):
    return [g for g in TRACE[index] if abs(g.size - FOLIO_EM) < 0.001]


def folio(index):
    """The printed page number, or None."""
    found = re.fullmatch("—(\\d+)—", "".join(g.char for g in folio_glyphs(index)).replace(" ", ""))
    return int(found.group(1)) if found else None


def numbered():
    return [(index, folio(index)) for index in range(len(PAGES)) if folio(index) is not None]


def is_turned(index):
    return PAGES[index].width > PAGES[index].height


def prose_lines(index):
    """Lines of 3号 on an upright page: baseline → glyphs from left to right."""
    lines = {}
    for g in TRACE[index]:
        if abs(g.size - EM) < 0.001 and g.char.strip():
            lines.setdefault(round(g.y, 2), []).append(g)
    return {y: sorted(line, key=lambda g: g.x) for y, line in sorted(lines.items())}


class Prose(unittest.TestCase):
    def test_a_full_page_has_twenty_two_lines_at_equal_distances(self):
        full = [prose_lines(i) for i, _ in numbered() if len(prose_lines(i)) == LINES]
        self.assertGreaterEqual(len(full), 2)
        for lines in full:
            ys = list(lines)
            for above, below in zip(ys, ys[1:]):
                self.assertAlmostEqual(below - above, PITCH, delta=0.02)

    def test_all_pages_register_line_by_line(self):
        pages = [prose_lines(i) for i, _ in numbered() if prose_lines(i)]
        self.assertGreater(len(pages), 8)
        first = min(min(lines) for lines in pages)
        for lines in pages:
            for y in lines:
                row = round((y - first) / PITCH)
                self.assertLess(row, LINES)
                self.assertAlmostEqual(y, first + row * PITCH, delta=0.02)

    def test_a_full_line_has_twenty_eight_characters_from_edge_to_edge(self):
        seen = 0
        for index, number in numbered()[:3]:
            left = OUTER if number % 2 == 0 else INNER
            for line in prose_lines(index).values():
                if len(line) != CHARACTERS or not {g.char for g in line} <= set(LONG):
                    continue
                seen += 1
                for k, g in enumerate(line):
                    self.assertAlmostEqual(g.x, left + k * EM, delta=0.02)
        self.assertGreater(seen, 45)  # (1,600 − 26) / 28 = 56 full lines, less those of the last page

    def test_lines_fill_the_type_area_from_head_to_foot(self):
        """As poppler has it: a line's box is as high as its characters."""
        boxes = run("pdftotext", "-bbox", str(PDF), "-").stdout.decode("utf-8")
        pages = boxes.split("<page ")[1:]
        for index, number in numbered():
            if len(prose_lines(index)) != LINES:
                continue
            words = [tuple(map(float, box)) for box in re.findall(
                r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', pages[index])]
            words = [word for word in words if abs(word[3] - word[1] - EM) < 0.01]
            left = OUTER if number % 2 == 0 else INNER
            self.assertAlmostEqual(min(word[0] for word in words), left, delta=0.02)
            self.assertAlmostEqual(max(word[2] for word in words), left + AREA_WIDTH, delta=0.02)
            self.assertAlmostEqual(min(word[1] for word in words), HEAD, delta=0.02)
            self.assertLess(max(word[3] for word in words), HEAD + AREA_HEIGHT + 0.02)
            self.assertGreater(max(word[3] for word in words), HEAD + AREA_HEIGHT - 0.1 * MM)


class Folios(unittest.TestCase):
    """7.5, and 8 for sheets laid horizontally. Places are those on the sheet as it is bound."""

    def on_sheet(self, index, glyph):
        """A turned page is the sheet after a quarter clockwise: its left is the sheet's foot."""
        if not is_turned(index):
            return glyph.x, glyph.y
        return glyph.y, PAGES[index].width - glyph.x

    def test_odd_ones_stand_right_and_even_ones_left_a_character_in(self):
        kinds = set()
        for index, number in numbered():
            first, *_, last = [g for g in folio_glyphs(index) if g.char == "—"]
            kinds.add((is_turned(index), number % 2))
            if number % 2 == 0:
                self.assertAlmostEqual(self.on_sheet(index, first)[0], OUTER + FOLIO_EM, delta=0.02)
            else:
                end = self.on_sheet(index, last)[0] + last.advance
                self.assertAlmostEqual(end, 210 * MM - OUTER - FOLIO_EM, delta=0.05)
        self.assertEqual(len(kinds), 4)

    def test_all_have_one_baseline_and_run_along_the_foot_of_the_sheet(self):
        baselines = set()
        for index, _ in numbered():
            for g in folio_glyphs(index):
                self.assertEqual(g.turned, is_turned(index))
                baselines.add(round(self.on_sheet(index, g)[1], 1))
        self.assertLessEqual(max(baselines) - min(baselines), 0.11)

    def test_the_dashes_are_seven_millimetres_under_the_type_area(self):
        upright = next(i for i, number in numbered() if not is_turned(i))
        turned = next(i for i, number in numbered() if is_turned(i))
        for index in (upright, turned):
            width, height, pixels = self.picture(index)
            dark = lambda x, y: pixels[y * width + x] < 128
            place = lambda x, y: (x, y) if index == upright else (width - 1 - y, x)
            low = 37 + 225 + 1  # mm, from under the type area; ten pixels a millimetre
            rows = [y for y in range(10 * low, 10 * (low + 14))
                    if self.longest(dark(*place(x, y)) for x in range(2000)) > 30]
            self.assertTrue(rows)
            self.assertAlmostEqual(sum(rows) / len(rows) / 10, 37 + 225 + 7, delta=0.2)

    @staticmethod
    def longest(flags):
        best = count = 0
        for flag in flags:
            count = count + 1 if flag else 0
            best = max(best, count)
        return best

    @staticmethod
    def picture(index):
        page = str(index + 1)
        done = subprocess.run(["pdftoppm", "-r", "254", "-gray", "-f", page, "-l", page, str(PDF)], capture_output=True)
        magic, width, height, _, rest = re.match(rb"(P5)\s(\d+)\s(\d+)\s(\d+)\s(.*)", done.stdout, re.S).groups()
        return int(width), int(height), rest

    def test_every_reader_finds_them_on_turned_sheets(self):
        poppler = run("pdftotext", str(PDF), "-").stdout.decode("utf-8").split("\f")
        mupdf = mutool("draw", "-q", "-F", "text", str(PDF)).stdout.decode("utf-8").split("\f")
        readers = [poppler, mupdf]
        if (HERE / "pdfjs" / "node_modules").is_dir() and shutil.which("node"):
            done = run("node", str(HERE / "pdfjs" / "read.mjs"), str(PDF))
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            readers.append([page["text"] for page in json.loads(done.stdout)["pages"]])
        for index, number in numbered():
            for text in readers:
                self.assertIn(f"—{number}—", re.sub(r"\s", "", text[index]))


class Tables(unittest.TestCase):
    def test_turned_tables_have_their_head_at_the_left_of_the_sheet_and_stay_in_the_type_area(self):
        seen = set()
        for index, number in numbered():
            if not is_turned(index):
                continue
            seen.add(number % 2)
            page = PAGES[index]
            top = INNER if number % 2 else OUTER  # 单页码表头在订口一边，双页码表头在切口一边
            highest = min(g.y - 0.88 * g.size for g in TRACE[index] if not g.turned)
            self.assertGreater(highest, top - 0.02)
            self.assertLess(highest, top + 20)
            self.assertLess(max(y for y, _, _ in page.across), top + AREA_WIDTH + 0.02)
            self.assertGreater(min(x for _, x, _ in page.across), FOOT - 0.02)
            self.assertLess(max(x for _, _, x in page.across), FOOT + AREA_HEIGHT + 0.02)
        self.assertEqual(seen, {0, 1})

    def test_further_pages_of_a_table_are_marked_and_first_ones_are_not(self):
        def outside(index):
            return [text for _, text in readback.lines_outside(PAGES[index])]

        pages = [i for i, _ in numbered()]
        first = next(i for i in pages if any(text.startswith("第二部分") for text in outside(i)))
        end = next(i for i in pages if any(text.startswith("第三部分") for text in outside(i)))
        marked = 0
        for index in range(first, end):
            begins = any(text.startswith("预算公开表") for text in outside(index))
            self.assertEqual("续表" in outside(index), not begins, index)
            marked += not begins
        self.assertGreater(marked, 2)
        for index in (*range(first), *range(end, len(PAGES))):
            self.assertNotIn("续表", outside(index))


class Files(unittest.TestCase):
    def test_qpdf_finds_nothing(self):
        for path in (WORK / "out").glob("*.pdf"):
            done = run("qpdf", "--check", str(path))
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    @unittest.skipUnless(LINT.is_file(), "the tool is not part of the project")
    def test_nothing_collides(self):
        for path in (WORK / "out").glob("*.pdf"):
            done = run(sys.executable, str(LINT), "lint", str(path))
            self.assertEqual(done.returncode, 0, done.stdout.decode())


if __name__ == "__main__":
    unittest.main()

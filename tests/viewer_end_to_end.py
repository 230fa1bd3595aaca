#!/usr/bin/env python3
"""The PDF in the viewers that people use: BANXIN=path/to/banxin python3 tests/viewer_end_to_end.py

Chromium without a window shows it in its own viewer (PDFium) and in pdf.js; what is copied, found and followed there is
compared with the records and with what was published (tests/published). Blanks aside: a gap between Han and Latin is
one to a reader, and lines end where they end."""
import base64
import csv
import json
import os
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from chromium import Chromium
from readback import run
from viewers import Pdfium, Pdfjs, Server

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data" / "sample"
PUBLISHED = HERE / "published"
BANXIN = os.environ["BANXIN"]
CODE = "080"
HAN = re.compile("[\u4e00-\u9fff]{2,}")
TABLE = 5  # whose page is copied
FORM = "土地收储经费"  # the project whose form is copied
FORM_HEADS = "实施期目标年度目标一级指标二级指标三级指标指标值二级指标三级指标指标值"


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def records_of(path):
    head, *rows = rows_of(path)
    return [dict(zip(head, row)) for row in rows]


def squeeze(text):
    return re.sub(r"[\s\u3000\u00a0]+", "", text)


def setUpModule():
    global WORK, PDF, CELLS, TEXTS, FIRST, LINKS, BROWSER, SERVER, PDFJS
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    done = run(BANXIN, "render", str(SAMPLE), "-o", str(WORK / "out"), "--department", CODE,
               env=dict(os.environ, LC_ALL="zh_CN.UTF-8"))
    assert done.returncode == 0, done.stderr.decode()
    PDF, = (WORK / "out").glob("*.pdf")
    CELLS = records_of(PDF.with_suffix(".csv"))
    TEXTS = run("pdftotext", "-raw", str(PDF), "-").stdout.decode().split("\f")[:-1]
    FIRST = next(i for i, text in enumerate(TEXTS) if "—1—" in squeeze(text))
    done = run("node", str(HERE / "pdfjs" / "links.mjs"), str(PDF))
    assert done.returncode == 0, done.stderr.decode()
    LINKS = json.loads(done.stdout)
    SERVER = Server(WORK)
    BROWSER = Chromium(WORK / "profile")
    PDFJS = Pdfjs(BROWSER, SERVER)


def tearDownModule():
    BROWSER.__exit__()
    SERVER.__exit__()
    shutil.rmtree(WORK)


# ---- what was put in ------------------------------------------------------------------------------------------------


def prose():
    """Page 1: headings and the department's texts."""
    texts = {row["栏目"]: row["内容"] for row in records_of(SAMPLE / "texts.csv") if row["部门编码"] == CODE}
    part, duties, structure = (row[1] for row in rows_of(PUBLISHED / "contents.csv")[1:4])
    return squeeze(part + duties + texts["部门职责"] + structure + texts["机构设置"])


def table():
    """The folio and the text of a page with one table: what leads up to it, heads, cells."""
    entries = [row for row in rows_of(PUBLISHED / "contents.csv") if row[1].startswith("表")]
    title = re.sub("^表[一二三四五六七八九十]+", "", entries[TABLE - 1][1])
    department = next(row["部门名称"] for row in records_of(SAMPLE / "departments.csv") if row["部门编码"] == CODE)
    heads = rows_of(PUBLISHED / f"t{TABLE:02d}.head.csv")[1:]
    body = rows_of(PUBLISHED / f"t{TABLE:02d}.csv")[max(int(row) + int(span) for row, _, span, _, _ in heads):]
    return int(entries[TABLE - 1][2]), squeeze(
        f"预算公开表{TABLE}{title}部门名称：{department}单位：万元" + "".join(head[4] for head in heads) +
        "".join(map("".join, body)))


def form():
    """The folio of a project's form, and its printed cells in order."""
    cells = [cell for cell in CELLS if cell["表"].endswith(FORM)]
    return int(cells[0]["页码"]), [squeeze(cell["数值"]) for cell in cells if cell["页码"] == cells[0]["页码"]]


class Copying(unittest.TestCase):
    """What one gets who selects a page and copies it. The folio is the last on the page."""

    def test_in_chromium(self):
        viewer = Pdfium(BROWSER)
        try:
            viewer.open(PDF.as_uri())
            pages = viewer.pages()
        finally:
            viewer.close()
        self.assertEqual(sorted(pages), list(range(1, len(TEXTS) - FIRST + 1)))
        self.check(lambda folio: squeeze(pages[folio]))

    def test_in_pdfjs(self):
        PDFJS.open(PDF)

        def copy(folio):
            text, end = squeeze(PDFJS.copy(FIRST + folio - 1)), f"—{folio}—"
            self.assertTrue(text.endswith(end))
            return text[:-len(end)]

        self.check(copy)

    def check(self, copy):
        self.assertTrue(copy(1).endswith(prose()))  # in Chromium the cover and the contents come before
        folio, text = table()
        self.assertEqual(copy(folio), text)
        self.check_form(copy)

    def check_form(self, copy):
        folio, cells = form()
        text, rest = copy(folio), ""
        for cell in filter(None, cells):
            before, found, text = text.partition(cell)
            self.assertEqual(found, cell)
            rest += before
        project = next(row for row in records_of(SAMPLE / "projects.csv") if row["项目名称"] == FORM)
        for heading in ("绩效表项目名称", "项目概况", "立项依据", "项目设立必要性", "保证项目实施的制度、措施", "项目实施计划"):
            self.assertIn(squeeze(project[heading]), copy(folio))
        self.assertRegex(rest + text, f"项目支出绩效目标表{FORM_HEADS}$")


class Searching(unittest.TestCase):
    """pdf.js's search, as in Firefox. Where a phrase is to be found is what poppler reads."""

    @classmethod
    def setUpClass(cls):
        PDFJS.open(PDF)

    def check(self, phrase):
        wanted = {i: count for i, text in enumerate(TEXTS) for count in [text.replace("\n", "").count(phrase)] if count}
        self.assertGreater(len(wanted), 0)
        hits, shown = PDFJS.find(phrase)
        self.assertEqual(hits, wanted, phrase)
        self.assertIn(shown, hits)

    def test_a_phrase_that_a_line_break_parts(self):
        parted = []
        for page in (0, 16, 17):  # folios 1, 17, 18
            lines = TEXTS[FIRST + page].splitlines()
            parted += [HAN.findall(a)[-1][-4:] + HAN.match(b)[0][:4] for a, b in zip(lines, lines[1:])
                       if len(a) > 30 and HAN.match(a[-2:]) and HAN.match(b[:2])]
        self.assertGreater(len(parted), 3)
        for phrase in parted:
            self.check(phrase)

    def test_half_and_full_width(self):
        for phrase in ("〔2021〕", "2026-2030", "（不含上年结转）", "“三公”", "县(区)级", "≥95%"):
            self.check(phrase)

    def test_what_is_copied_is_found(self):
        """Between Han and digits stands a gap: the copied text has a blank there."""
        title = re.search(r"2026 ?年预算收支总表", PDFJS.copy(FIRST + 1))[0]
        hits, _ = PDFJS.find(title)
        self.assertEqual(sorted(hits), [1, FIRST + 1])  # the contents and the table

    def test_names_of_projects(self):
        code = next(row["项目名称"] for row in records_of(SAMPLE / "projects.csv") if "矿产资源开发" in row["项目名称"])
        hits, shown = PDFJS.find(code)
        self.assertIn(shown, hits)
        self.assertTrue({FIRST - 1 + int(cell["页码"]) for cell in CELLS if code in cell["数值"]} <= set(hits))

    def test_amounts(self):
        for amount in ("7021.24", "17270.92", "2798.72"):
            hits, shown = PDFJS.find(amount)
            wanted = {FIRST - 1 + int(cell["页码"]) for cell in CELLS if amount in cell["数值"]}
            self.assertEqual(set(hits), wanted)
            self.assertIn(shown, hits)

    def test_what_is_not_there(self):
        self.assertEqual(PDFJS.find("没有这个词语")[0], {})


def heading_of(entry):
    """What of an entry stands at its place: tables are numbered in the contents only."""
    return re.sub("^表[一二三四五六七八九十]+|^部门(?=整体)", "", entry)


class Leading(unittest.TestCase):
    """Links, bookmarks and names lead to the page of their heading, which prints the number that they were given."""

    @staticmethod
    def entries():
        """The contents: destination, text, printed number; a link for each line."""
        joined = {}
        for page in LINKS["pages"]:
            for link in page["links"]:
                joined.setdefault((link["to"]["name"], link["to"]["page"]), []).append(squeeze(link["text"]))
        for (name, page), lines in joined.items():
            text, number = re.fullmatch(r"(.*?)[.·…]*(\d+)", "".join(lines)).groups()
            yield name, page, text, number

    @staticmethod
    def text_of(page):
        return squeeze("".join(word["text"] for word in LINKS["pages"][page]["words"]))

    def folio(self, page):
        return re.search(r"—(\d+)—$", self.text_of(page))[1]

    def test_entries_lead_to_their_headings(self):
        published = [(squeeze(text), number) for _, text, number in rows_of(PUBLISHED / "contents.csv")[1:]]
        entries = list(self.entries())
        self.assertGreater(len(entries), len(published) + 10)
        for name, page, text, number in entries:
            with self.subTest(entry=text):
                self.assertNotEqual(name, "", "no named destination")
                self.assertEqual((LINKS["labels"][page], self.folio(page)), (number, number))
                self.assertIn(heading_of(text), self.text_of(page))
        self.assertEqual([(text, number) for _, _, text, number in entries][:18], published[:18])

    def test_every_link_says_where_it_leads(self):
        for page in LINKS["pages"]:
            for link in page["links"]:
                self.assertEqual(link["kind"], "Link")
                self.assertNotEqual(link["contents"], "")  # ISO 14289-1, 7.18.5

    def test_destinations_are_where_the_heading_is(self):
        for name, page, text, _ in self.entries():
            with self.subTest(entry=text):
                top = next(link["to"]["top"] for other in LINKS["pages"] for link in other["links"]
                           if link["to"]["name"] == name)
                below = [word for word in LINKS["pages"][page]["words"] if top - 160 < word["y"] < top + 1]
                self.assertIn(heading_of(text), squeeze("".join(w["text"] for w in below)))

    def test_bookmarks_say_the_same(self):
        def flat(items):
            return [entry for item in items
                    for entry in [(squeeze(item["title"]), item["to"]["page"])] + flat(item["items"])]

        self.assertEqual(flat(LINKS["outline"]), [(text, page) for _, page, text, _ in self.entries()])

    def test_page_labels_are_the_folios(self):
        labels = LINKS["labels"]
        self.assertEqual(len(labels), len(LINKS["pages"]))
        for page in range(FIRST, len(labels)):
            self.assertEqual(labels[page], self.folio(page))
        self.assertFalse(set(labels[:FIRST]) & set(labels[FIRST:]))

    def test_pdfjs_goes_there(self):
        PDFJS.open(PDF)
        for name, page, _, _ in list(self.entries())[::5]:
            self.assertEqual(PDFJS.follow(name), page)
            self.assertEqual(PDFJS.follow_url("nameddest=" + name), page)

    def test_chromium_goes_there(self):
        viewer = Pdfium(BROWSER)
        entries = list(self.entries())
        try:
            viewer.open(PDF.as_uri())
            self.assertEqual({name: viewer.destination(name) for name, _, _, _ in entries},
                             {name: page for name, page, _, _ in entries})
            self.assertEqual([(squeeze(title), page) for title, page in viewer.bookmarks()],
                             [(text, page) for _, page, text, _ in entries])
            for name, page, _, _ in entries[::20]:
                viewer.open(f"{PDF.as_uri()}#nameddest={name}&view=Fit")
                viewer.wait_for(page)
        finally:
            viewer.close()

    def test_every_name_is_an_entry(self):
        self.assertEqual(sorted(LINKS["destinations"]), sorted(name for name, _, _, _ in self.entries()))


class Attachments(unittest.TestCase):
    def test_the_printed_cells_are_those_beside_the_file(self):
        files = {file["name"]: base64.b64decode(file["content"]) for file in LINKS["files"]}
        self.assertIn("cells.csv", files)
        self.assertEqual(files["cells.csv"], PDF.with_suffix(".csv").read_bytes())

    def test_the_records_are_there(self):
        files = {file["name"]: base64.b64decode(file["content"]).decode("utf-8-sig") for file in LINKS["files"]}
        self.assertIn("book.yaml", files)
        for path in SAMPLE.glob("*.csv"):
            if path.name in files:
                for row in records_of(path):
                    self.assertIn(CODE, files[path.name])
        self.assertGreaterEqual(len(set(files) & {path.name for path in SAMPLE.glob("*.csv")}), 8)


if __name__ == "__main__":
    unittest.main()

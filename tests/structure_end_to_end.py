#!/usr/bin/env python3
"""What a tagged PDF tells those who do not see it: BANXIN=path/to/banxin python3 tests/structure_end_to_end.py

The structure tree, walked by pdf.js (with the attributes from qpdf) and by poppler, gives back the published tables
cell by cell, the texts of the forms, the contents and the order of reading. Poppler reads a page again for each of its
cells: its document has one form only. The reference book is read where it is at hand."""
import csv
import json
import os
import re
import shutil
import tempfile
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from pathlib import Path

import structure
from forms_end_to_end import FUNDS, HEADS, LINES, TEXTS, fold, money
from readback import run
from structure import Element, Object, cells, squeeze

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data" / "sample"
SHARED = HERE.parent.parent / "shared"
REFERENCE = SHARED / "sample" / "zezhou-2026"
PUBLISHED = HERE / "published"
BANXIN = os.environ["BANXIN"]
CODE = "080"
FORM = "泽州县详细规划及丹河新城起步区详细规划编制经费"  # a project whose form takes two pages
NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三".split()
AMOUNT = re.compile(r"-?\d+\.\d\d")
HEADINGS = ("H1", "H2", "H3")


def records_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


class Document:
    """A rendered department, its records, and the tree in it."""

    def __init__(self, book, pdf):
        self.pdf, self.code = pdf, pdf.name.split("-")[0]
        self.printed = records_of(pdf.with_suffix(".csv"))
        self.projects = [row for row in records_of(book / "projects.csv")
                         if row["部门编码"] == self.code and row["公开绩效目标"] == "是"]
        self.projects.sort(key=lambda row: row["项目编码"])
        self.indicators = records_of(book / "indicators.csv")
        self.file, self.seen = structure.File(pdf), structure.Pages(pdf)
        self.tree = structure.by_pdfjs(pdf, self.file, self.seen)

    def parts(self):
        return self.tree.all("Part")


def render(book, out):
    done = run(BANXIN, "render", str(book), "-o", str(out), env=dict(os.environ, LC_ALL="zh_CN.UTF-8"))
    assert done.returncode == 0, done.stderr.decode()
    return [Document(book, pdf) for pdf in sorted(out.glob("*.pdf"))]


def book_with_one_form():
    book = WORK / "one"
    shutil.copytree(SAMPLE, book)
    for path in (book, *book.iterdir()):
        path.chmod(0o755)
    rows = records_of(book / "projects.csv")
    for row in rows:
        if row["项目名称"] != FORM:
            row["公开绩效目标"] = "否"
    with open(book / "projects.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return book


def setUpModule():
    global WORK, DOCUMENTS, SHORT, POPPLER
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    SHORT = render(book_with_one_form(), WORK / "one-out")[0]
    with ThreadPoolExecutor() as aside:  # poppler takes its time
        poppler = aside.submit(structure.by_poppler, SHORT.pdf)
        DOCUMENTS = [document for book in (SAMPLE, REFERENCE) if book.is_dir()
                     for document in render(book, WORK / book.name)]
        POPPLER = poppler.result()


def tearDownModule():
    shutil.rmtree(WORK)


class Readers(unittest.TestCase):
    def test_poppler_and_pdfjs_see_the_same(self):
        self.assertEqual(list(POPPLER.lines()), list(SHORT.tree.lines()))

    def test_the_pages_lead_back_to_the_same_tree(self):
        """pdf.js walks from a page's entry in the ParentTree upwards, what we compare with from the root downwards."""
        for document in DOCUMENTS:
            downwards = structure.marks_by_page(document.tree, len(document.seen.trees))
            upwards = [structure.marks_of_tree(tree) for tree in document.seen.trees]
            self.assertEqual(upwards, downwards)

    def test_all_text_is_in_the_tree_once_or_an_artifact(self):
        for document in DOCUMENTS:
            self.assertEqual(document.seen.unmarked, [])
            marks = Counter(mark for page in structure.marks_by_page(document.tree, len(document.seen.trees))
                            for _, mark in page)
            self.assertEqual(set(marks.values()), {1})
            self.assertTrue(set(document.seen.texts) <= set(marks))

    def test_the_document_says_that_it_is_tagged(self):
        for document in DOCUMENTS:
            self.assertEqual(document.seen.marked, {"Marked": True, "UserProperties": False, "Suspects": False})

    def test_elements_nest_as_they_may(self):
        """ISO 32000-1, 14.8.4."""
        inside = {"Table": {"Caption", "THead", "TBody"}, "THead": {"TR"}, "TBody": {"TR"}, "TR": {"TH", "TD"},
                  "TOC": {"TOCI"}, "TOCI": {"Reference"}, "Reference": {"Link"}, "Document": {"P", "TOC", "Part"}}
        for document in DOCUMENTS:
            for element in document.tree.walk():
                found = {child.role for child in element.children if isinstance(child, Element)}
                if element.role in inside:
                    self.assertTrue(found and found <= inside[element.role], (element.role, found))
                    self.assertTrue(all(isinstance(child, Element) for child in element.children), element.role)
                elif element.role in HEADINGS + ("P", "TH", "TD", "Figure"):
                    self.assertTrue(found <= {"P", "Figure"} - {element.role}, (element.role, found))

    def test_figures_say_in_words_what_they_show(self):
        seen = 0
        for document in DOCUMENTS:
            for name, value in document.file.objects.items():
                entry = document.file.get(name[len("obj:"):]) if name.startswith("obj:") else None
                if isinstance(entry, dict) and entry.get("/S") == "/Figure":
                    self.assertRegex(entry["/Alt"], r"\d")
                    seen += 1
        self.assertGreater(seen, 0)


class Tables(unittest.TestCase):
    """The 13 official tables, rebuilt, are those published."""

    def test_read_by_pdfjs(self):
        for document in DOCUMENTS:
            if document.code == CODE:
                self.check_all(document.tree, document.seen)

    def test_read_by_poppler(self):
        self.check_all(POPPLER)

    def check_all(self, tree, seen=None):
        entries = [row[1] for row in rows_of(PUBLISHED / "contents.csv") if row[1].startswith("表")]
        titles = [entry[len("表" + numeral):] for entry, numeral in zip(entries, NUMERALS)]
        tables = tree.all("Part")[1].all("Table")
        self.assertEqual([heading.text for table in tables for heading in table.all("H2")], titles)
        self.assertEqual(len(tables), 13)  # one each, though some go over pages
        for number, (table, title) in enumerate(zip(tables, titles), 1):
            with self.subTest(table=number):
                self.check_caption(table, number, title)
                self.check_cells(table, number)
                self.check_heads(table)
        if seen:
            self.check_repeated(tables, seen)

    def check_caption(self, table, number, title):
        self.assertEqual(table.children[0].role, "Caption")
        self.assertEqual(table.children[0].text, f"预算公开表{number}{title}部门名称：泽州县自然资源局单位：万元")
        self.assertEqual(len(table.all("Caption")), 1)

    def check_cells(self, table, number):
        gold = rows_of(PUBLISHED / f"t{number:02d}.csv")
        heads = [(int(r), int(c), int(rs), int(cs), text) for r, c, rs, cs, text in
                 rows_of(PUBLISHED / f"t{number:02d}.head.csv")[1:]]
        head_rows = max(row + rows for row, _, rows, _, _ in heads)
        found = cells(table)
        self.assertEqual([tuple(cell)[:5] for cell in found if cell.row < head_rows], heads)
        body = [[None] * len(gold[0]) for _ in gold[head_rows:]]
        for cell in found:
            if cell.row >= head_rows:
                self.assertEqual((cell.row_span, cell.column_span), (1, 1))
                body[cell.row - head_rows][cell.column] = cell.text
        self.assertEqual(body, [[squeeze(text) for text in row] for row in gold[head_rows:]])

    def check_heads(self, table):
        for cell in (cell for part in table.all("THead") for cell in part.all("TH", "TD")):
            self.assertEqual((cell.role, cell.attributes.get("Scope")), ("TH", "Column"), cell.text)
        for row in (row for part in table.all("TBody") for row in part.all("TR")):
            for cell in row.children:
                names = cell.text != "" and not AMOUNT.fullmatch(cell.text)  # codes and names
                self.assertEqual((cell.role, cell.attributes.get("Scope")), ("TH", "Row") if names else ("TD", None))
            self.assertEqual(row.all("TH") != [], row.text != "")

    def check_repeated(self, tables, seen):
        """Over the page the head is printed again, and no part of the text."""
        over = [table for table in tables if len(table.pages) > 1]
        self.assertEqual([tables.index(table) + 1 for table in over], [1, 2, 4])
        for table in over:
            head = squeeze("".join(cell.text for cell in table.all("THead")[0].all("TH")))
            for page in table.pages[1:]:
                self.assertIn(head, squeeze("".join(seen.artifacts[page])))

    @unittest.skipUnless((SHARED / "published").is_dir(), "no ../shared/published")
    def test_the_copies_of_what_was_published_are_true(self):
        def flat(heads):
            keys = ("row", "col", "rowspan", "colspan", "text")
            return [entry for head in heads
                    for entry in [[head[key] for key in keys]] + flat(head.get("children", []))]

        def numbers(heads):
            return [entry for head in heads for entry in
                    ([(head["col"], head["number"])] if head.get("number") else []) + numbers(head.get("children", []))]

        for number in range(1, 14):
            with self.subTest(table=number):
                tree = json.loads((SHARED / "published" / "headers" / f"t{number:02d}.json").read_text("utf-8"))
                heads = flat(tree)
                last = max(row + span for row, _, span, _, _ in heads)
                heads += [[last, column, 1, 1, text] for column, text in numbers(tree)]
                self.assertEqual(sorted([str(value) for value in head] for head in heads),
                                 sorted(rows_of(PUBLISHED / f"t{number:02d}.head.csv")[1:]))
                self.assertEqual(rows_of(SHARED / "published" / "tables" / f"t{number:02d}.csv"),
                                 rows_of(PUBLISHED / f"t{number:02d}.csv"))


def forms_of(tree):
    """The Tables of each project's form: the first has the title, the others hang on."""
    out = []
    for part in tree.all("Part"):
        hanging = False
        for element in part.children:
            captions = element.all("Caption")
            if captions:
                hanging = "项目支出绩效目标表" in captions[0].text
                out += [[]] if hanging else []
            hanging = hanging and element.role == "Table"
            if hanging:
                out[-1].append(element)
    return out


class Forms(unittest.TestCase):
    """Every text, amount and indicator of the records, in the order of the form."""

    def test_read_by_pdfjs(self):
        for document in DOCUMENTS:
            self.check_all(document, document.tree)

    def test_read_by_poppler(self):
        self.check_all(SHORT, POPPLER)

    def check_all(self, document, tree):
        forms = forms_of(tree)
        self.assertEqual(len(forms), len(document.projects))
        self.assertGreater(len(forms), 0)
        for project, tables in zip(document.projects, forms):
            with self.subTest(project=project["绩效表项目名称"]):
                self.check_fields(project, tables)
                self.check_indicators(project, document.indicators, tables[-2:])

    def check_fields(self, project, tables):
        """(label, value) as they follow each other: a row head, and the cells after it."""
        found = []
        for row in (row for table in tables for part in table.all("TBody") for row in part.all("TR")):
            for cell in row.children:
                if cell.role == "TH":
                    self.assertEqual(cell.attributes.get("Scope"), "Row")
                    found.append((fold(cell.text), []))
                elif found:
                    found[-1][1].append(fold(cell.text))
        wanted = [(label, [project["绩效表项目名称" if label == "项目名称" else label]]) for label in LINES[:5]]
        wanted += [("项目资金（元）", []), *((term + "资金总额：", [money(project[term + "资金总额"])]) for term in ("实施期", "年度"))]
        wanted += [(label, [money(project[term + name])]) for label, name in FUNDS.items() for term in ("实施期", "年度")]
        wanted += [(label, [project[label]]) for label in TEXTS]
        wanted += [("总体目标", [project["实施期总体目标"], project["年度总体目标"]])]
        self.assertEqual(found[:len(wanted)], [(fold(label), list(map(fold, values))) for label, values in wanted])
        self.assertEqual(found[len(wanted)][0], "绩效指标")
        self.assertEqual(found[-4:], [(fold(label), [fold(project[label])]) for label in LINES[5:]])

    def check_indicators(self, project, indicators, tables):
        table, = [table for table in tables if table.all("THead")]
        self.assertEqual([cell.text for cell in table.all("THead")[0].all("TH", "TD")], ["", *HEADS])
        grid = {(y, x): cell for cell in cells(table) for y in range(cell.row, cell.row + cell.row_span)
                for x in range(cell.column, cell.column + cell.column_span)}
        rows = [[fold(grid[y, x].text) for x in range(8)] for y in range(1, 1 + max(y for y, _ in grid))]
        for term, columns in (("实施期", (1, 2, 3, 4)), ("年度", (1, 5, 6, 7))):
            found = [tuple(row[x] for x in columns) for row in rows if row[columns[2]] or row[columns[3]]]
            own = sorted((row for row in indicators if row["项目编码"] == project["项目编码"] and row["期别"] == term),
                         key=lambda row: int(row["序号"]))
            wanted = [tuple(fold(row[name]) for name in HEADS[:4]) for row in own if row["三级指标"] or row["指标值"]]
            # A label stands once, with what it has; those of the year stand beside those of the whole term.
            self.assertEqual(*((found, wanted) if term == "实施期" else (sorted(found), sorted(wanted))))

    def test_a_cell_that_a_page_break_parts_is_one_cell(self):
        seen = 0
        for document in DOCUMENTS:
            labels = [*TEXTS, "实施期总体目标", "年度总体目标"]
            texts = {fold(project[label]) for project in document.projects for label in labels}
            for cell in (cell for form in forms_of(document.tree) for table in form for cell in table.all("TD")):
                if len(cell.pages) > 1:
                    self.assertIn(fold(cell.text), texts)
                    seen += 1
        self.assertGreater(seen, 1)

    @unittest.skipUnless((SHARED / "published" / "forms.json").is_file(), "no ../shared/published")
    def test_the_published_texts_are_there(self):
        document = next(d for d in DOCUMENTS if d.pdf.parent.name == REFERENCE.name)
        found = {fold(cell.text) for form in forms_of(document.tree) for table in form for cell in table.all("TD")}
        for form in json.loads((SHARED / "published" / "forms.json").read_text("utf-8"))["forms"]:
            for label, text in form["texts"].items():
                with self.subTest(form=form["no"], label=label):
                    if isinstance(text, dict) and "□" not in text["text"] and not text["cut_in_print"]:
                        self.assertIn(fold(text["text"]), found)


class Contents(unittest.TestCase):
    def test_each_entry_is_a_link_with_its_words(self):
        for document in DOCUMENTS:
            self.assertEqual(len(document.tree.all("TOC")), 1)
            self.assertFalse(document.tree.all("TOC")[0].all("Table", "P"))
            objects = []
            for entry in document.tree.all("TOCI"):
                for link in entry.all("Link"):
                    self.assertNotEqual(link.text, "")
                    objects += [leaf.number for leaf in link.children if isinstance(leaf, Object)]
                    self.assertEqual(len([leaf for leaf in link.leaves() if isinstance(leaf, Object)]), 1)
            self.assertEqual(len(objects), len(set(objects)))
            for number in objects:
                self.assertEqual(document.file.get(f"{number} 0 R")["/Subtype"], "/Link")

    def test_entries_are_the_headings_in_their_order(self):
        for document in DOCUMENTS:
            headings = [element for part in document.parts() for element in part.all(*HEADINGS)]
            entries = document.tree.all("TOCI")
            self.assertEqual(len(entries), len(headings))
            first = headings[0].pages[0] - 1  # the page before folio 1
            for entry, heading in zip(entries, headings):
                text, number = re.fullmatch(r"(.*?)(\d+)", entry.text).groups()
                self.assertEqual(first + int(number), heading.pages[0])
                text = re.sub(f"^表({'|'.join(reversed(NUMERALS))})(?=20)", "", text)
                if "绩效目标" not in heading.text:  # a form is listed by its project
                    self.assertEqual(heading.text, text)

    def test_the_published_entries_are_listed(self):
        for document in DOCUMENTS:
            if document.code == CODE:
                listed = [entry.text for entry in document.tree.all("TOCI")]
                published = [squeeze(text + page) for _, text, page in rows_of(PUBLISHED / "contents.csv")[1:]]
                self.assertEqual(listed[:26], published[:26])  # up to the forms

    def test_levels_of_headings_are_never_skipped(self):
        for document in DOCUMENTS:
            level = 0
            for element in document.tree.all(*HEADINGS):
                self.assertLessEqual(int(element.role[1]), level + 1, element.text)
                level = int(element.role[1])

    def test_each_part_begins_with_its_heading(self):
        for document in DOCUMENTS:
            for part in document.parts():
                self.assertEqual(part.children[0].role, "H1")
                self.assertEqual(len(part.all("H1")), 1)


class Order(unittest.TestCase):
    def test_the_tree_reads_as_the_data_file(self):
        """Headings, heads of tables and the contents are no printed places of the data file; what a figure of a chart
        belongs to is."""
        for document in DOCUMENTS:
            texts = list(self.places(document.tree))
            charts = "".join(element.text for element in document.tree.all("Figure"))
            values = []
            for row in document.printed:
                value, whole = squeeze(row["数值"]), squeeze(row["行"] + row["数值"])
                values.append(whole if value and not row["列"] and whole in charts else value)
            self.assertEqual("".join(texts).replace("目录", "", 1), "".join(values))
            begins = set(accumulate(map(len, values)))
            for end in accumulate(len(text) for text in texts if text != "目录"):
                self.assertIn(end, begins)  # no element parts a place

    def places(self, element):
        if element.role in ("TOC", "THead") + HEADINGS:
            return
        if any(not isinstance(child, Element) for child in element.children):
            yield element.text
            return
        for child in element.children:
            yield from self.places(child)

    def test_pages_follow_each_other(self):
        for document in DOCUMENTS:
            pages = [leaf.page for leaf in document.tree.leaves() if not isinstance(leaf, Object)]
            # A row that a page break parts goes on over the page, cell by cell.
            falls = [(a, b) for a, b in zip(pages, pages[1:]) if b < a]
            self.assertTrue(all(a - b == 1 for a, b in falls))
            self.assertLess(len(falls), 40)

    def test_only_folios_leaders_and_what_is_repeated_are_artifacts(self):
        for document in DOCUMENTS:
            known = {squeeze(text) for element in document.tree.walk() for text in [element.text] if text}
            words = squeeze("".join(sorted(known)))
            for page, texts in enumerate(document.seen.artifacts):
                for text in map(squeeze, texts):
                    self.assertTrue(re.fullmatch(r"[.·…]+|—\d+—", text) or text.removesuffix("（续）") in words,
                                    (page, text))


if __name__ == "__main__":
    unittest.main()

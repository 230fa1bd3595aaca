#!/usr/bin/env python3
"""The performance forms from outside: BANXIN=path/to/banxin python3 tests/forms_end_to_end.py

What the CSV files have is looked for in the PDF, read back by MuPDF: text by text beside its label, indicator by
indicator under its heads, over all the pages of a form. The reference book is used where it is at hand."""
import csv
import os
import re
import shutil
import tempfile
import time
import unicodedata
import unittest
from collections import namedtuple
from pathlib import Path

import readback
from readback import run

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data" / "sample"
REFERENCE = HERE.parent.parent / "shared" / "sample" / "zezhou-2026"
BOOK = REFERENCE if REFERENCE.is_dir() else SAMPLE
BANXIN = os.environ["BANXIN"]
TEXTS = ["项目概况", "立项依据", "项目设立必要性", "保证项目实施的制度、措施", "项目实施计划"]
LINES = ["项目名称", "主管部门及代码", "实施单位", "项目属性", "项目期", "负责人", "经办人", "联系电话", "填报日期"]
FUNDS = {"其中：中央财政资金": "中央财政资金", "省级财政资金": "省级财政资金",
         "市县（区）财政资金": "市县财政资金", "单位自筹": "单位自筹", "其他资金": "其他资金"}
HEADS = ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]
MOST_PAGES = 36 / 15  # a form: those of the reference book were published on 75 pages

Sheet = namedtuple("Sheet", "title cells")  # a page of a form: its title, its cells


def fold(text):
    """Blanks and widths aside: the pack may normalise them."""
    text = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text))
    return text.translate(str.maketrans("〔[【〕]】", "((()))"))


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows, fields):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)


def render(book, out):
    done = run(BANXIN, "render", str(book), "-o", str(out), env=dict(os.environ, LC_ALL="zh_CN.UTF-8"), timeout=600)
    return done, sorted(Path(out).glob("*.pdf")) if Path(out).is_dir() else []


def sheets_of(pages):
    """The pages of forms, a list for each form, in the order of the document."""
    forms = []
    for page in pages:
        titles = [text for _, text in readback.lines_outside(page) if "支出绩效目标" in text and "表" in text]
        titles = [text for text in titles if re.fullmatch(r".*级预算部门（单位）.*表(（续）)?", text)]
        if not titles:
            continue
        assert len(titles) == 1, titles
        tables = readback.tables(page)
        assert len(tables) == 1, f"{len(tables)} grids on a page of a form: they should hang together"
        if not titles[0].endswith("（续）"):
            forms.append([])
        forms[-1].append(Sheet(titles[0], tables[0]))
    return forms


def beside(sheet, label):
    """The cells right of each cell LABEL, as [cell, …] by label cell."""
    out = []
    for cell in sheet.cells:
        if fold(cell.text) == fold(label):
            out.append([c for c in sheet.cells if c.row == cell.row and c.column > cell.column])
    return out


def under_heads(sheet):
    """The rows of the indicator grid: (their cells by head, first row, last row)."""
    first = [c for c in sheet.cells if c.text == "一级指标"]
    if not first:
        return None
    heads = [c for c in sheet.cells if c.row == first[0].row and c.text]
    assert [c.text for c in heads] == HEADS, heads
    last = min([c.row for c in sheet.cells if c.text == "负责人"], default=max(c.row + c.row_span for c in sheet.cells))
    body = [c for c in sheet.cells if first[0].row < c.row < last]
    return [[c for c in body if (c.column, c.column_span) == (h.column, h.column_span)] for h in heads], body


class Form:
    """What is read of one form, over all its pages."""

    def __init__(self, sheets):
        self.sheets = sheets
        self.values = {}
        for sheet in sheets:
            for label in LINES + TEXTS:
                for cells in beside(sheet, label):
                    self.values[label] = self.values.get(label, "") + (cells[0].text if cells else "")
        self.goals = ["".join(cells[i].text for sheet in sheets for cells in beside(sheet, "总体目标"))
                      for i in range(2)]
        self.columns = ["", "", "", "", "", "", ""]
        self.levels = []  # (一级, 二级, 三级) of the cells of 实施期
        for sheet in sheets:
            grid = under_heads(sheet)
            for i, cells in enumerate(grid[0] if grid else []):
                self.columns[i] += "".join(cell.text for cell in cells)
            for cell in grid[0][2] if grid else []:
                owner = [next(c.text for c in grid[0][i] if c.row <= cell.row < c.row + c.row_span) for i in range(2)]
                self.levels.append((*owner, cell.text))

    def funds(self, label):
        return [cells[0].text for sheet in self.sheets for cells in beside(sheet, label)]


def money(field):
    if not field.strip():
        return ""
    value = field.replace(",", "")
    return str(int(float(value))) if float(value) == int(float(value)) else f"{float(value):.2f}"


class FormsOf:
    """A rendered department of a book and its records."""

    def __init__(self, book, pdf):
        self.pdf = str(pdf)
        self.pages = readback.pages(self.pdf)
        department = pdf.name.split("-")[0]
        self.projects = [row for row in rows_of(book / "projects.csv")
                         if row["公开绩效目标"] == "是" and row["部门编码"] == department]
        self.projects.sort(key=lambda row: row["项目编码"])
        self.indicators = {row["项目编码"]: [] for row in self.projects}
        for row in rows_of(book / "indicators.csv"):
            if row["项目编码"] in self.indicators:
                self.indicators[row["项目编码"]].append(row)
        for rows in self.indicators.values():
            rows.sort(key=lambda row: int(row["序号"]))
        self.forms = [Form(sheets) for sheets in sheets_of(self.pages) if "项目支出" in sheets[0].title]


def rendered(book, out):
    done, files = render(book, out)
    assert done.returncode == 0, done.stderr.decode()
    return [FormsOf(book, pdf) for pdf in files]


class Checks(unittest.TestCase):
    """What must hold of the forms of every book."""

    def check_all(self, book):
        self.assertEqual(len(book.forms), len(book.projects))
        for project, form in zip(book.projects, book.forms):
            with self.subTest(project=project["绩效表项目名称"]):
                self.check_texts(project, form)
                self.check_indicators(book.indicators[project["项目编码"]], form)
                self.check_sheets(form)

    def check_texts(self, project, form):
        for label in LINES + TEXTS:
            heading = "绩效表项目名称" if label == "项目名称" else label
            self.assertEqual(fold(form.values[label]), fold(project[heading]), label)
        for term, goal in zip(("实施期", "年度"), form.goals):
            self.assertEqual(fold(goal), fold(project[term + "总体目标"]))
        for term in ("实施期", "年度"):
            self.assertEqual(form.funds(term + "资金总额："), [money(project[term + "资金总额"])])
        for label, heading in FUNDS.items():
            self.assertEqual(form.funds(label), [money(project["实施期" + heading]), money(project["年度" + heading])])

    def check_indicators(self, indicators, form):
        whole = [row for row in indicators if row["期别"] == "实施期"]
        for column, heading in ((2, "三级指标"), (3, "指标值")):
            self.assertEqual(fold(form.columns[column]), fold("".join(row[heading] for row in whole)))
        year = [row for row in indicators if row["期别"] == "年度"]
        for column, heading in ((5, "三级指标"), (6, "指标值")):
            self.assertEqual(sorted(fold(form.columns[column])), sorted(fold("".join(row[heading] for row in year))))
        wanted = {(fold(row["一级指标"]), fold(row["二级指标"]), fold(row["三级指标"])) for row in whole}
        found = {tuple(map(fold, level)) for level in form.levels}
        for level in wanted:
            if level[2]:
                self.assertTrue(level in found or self.is_parted(level, form), level)

    @staticmethod
    def is_parted(level, form):
        """A text that a page break parts stands under its labels on both pages."""
        parts = [text for *labels, text in form.levels if tuple(map(fold, labels)) == level[:2]]
        return level[2] in fold("".join(parts))

    def check_sheets(self, form):
        known = set(map(fold, LINES + TEXTS + HEADS + list(FUNDS) + ["项目资金（元）", "总体目标", "绩效指标"]))
        for number, sheet in enumerate(form.sheets):
            self.assertEqual(sheet.title.endswith("（续）"), number > 0)
            # The first column has labels only (and the blank corner of a head), whole every time.
            for cell in sheet.cells:
                if cell.column == 0 and cell.text:
                    self.assertIn(fold(cell.text), known)
            grid = under_heads(sheet)
            if grid:
                first = [c for c in grid[1] if c.column == 0]
                self.assertEqual([c.text for c in first], ["绩效指标"])
                for column in (0, 1, 4):
                    self.assertTrue(all(c.text or len(form.levels) <= 1 for c in grid[0][column]))


class Published(Checks):
    """The book as it is."""

    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="banxin-"))
        cls.departments = rendered(BOOK, cls.work)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.work)

    def test_every_text_and_indicator_of_every_form_is_there(self):
        self.assertGreaterEqual(len(self.departments[0].projects), 15)
        for book in self.departments:
            self.check_all(book)

    def test_the_forms_take_less_than_half_of_the_published_pages(self):
        forms = self.departments[0].forms
        self.assertLessEqual(sum(len(form.sheets) for form in forms), len(forms) * MOST_PAGES)

    def test_contents_and_bookmarks_name_each_form(self):
        for book in self.departments:
            outline = fold(run("mutool", "show", book.pdf, "outline").stdout.decode())
            contents = fold("".join(readback.plain(page.glyphs) for page in book.pages[:8]))
            for project in book.projects:
                name = fold(project["绩效表项目名称"])
                self.assertIn(name, outline)
                self.assertRegex(contents, re.escape(name) + r"[.·…]{3,}\d+")


class Changed(Checks):
    """Books made from it."""

    def setUp(self):
        self.work = Path(tempfile.mkdtemp(prefix="banxin-"))
        self.copy = self.work / "book"
        shutil.copytree(BOOK, self.copy)
        for path in [self.copy, *self.copy.iterdir()]:
            path.chmod(0o755)
        self.projects = rows_of(self.copy / "projects.csv")
        self.indicators = rows_of(self.copy / "indicators.csv")

    def tearDown(self):
        shutil.rmtree(self.work)

    def save(self):
        write_rows(self.copy / "projects.csv", self.projects, list(self.projects[0]))
        write_rows(self.copy / "indicators.csv", self.indicators, list(self.indicators[0]))

    def rendered(self):
        shutil.rmtree(self.work / "out", ignore_errors=True)
        self.save()
        return rendered(self.copy, self.work / "out")[0]

    def keep_one(self):
        """Leaves one project a form, and no indicators."""
        published = [row for row in self.projects if row["公开绩效目标"] == "是"]
        for row in published[1:]:
            row["公开绩效目标"] = "否"
        code = published[0]["项目编码"]
        blank = dict.fromkeys(self.indicators[0], "")
        self.indicators = []
        return published[0], lambda **fields: self.indicators.append({**blank, "项目编码": code, **fields})

    def prose(self, length):
        words = "加强耕地保护和节约集约用地，落实年度计划任务，按时完成验收并移交管护。"
        return (words * (length // len(words) + 1))[:length]

    def test_long_texts_and_many_indicators_go_on_over_pages(self):
        project, add = self.keep_one()
        for label in TEXTS[:3] + ["年度总体目标"]:
            project[label] = self.prose(20000)
        for i in range(200):
            add(期别="年度" if i % 3 == 2 else "实施期", 序号=i, 一级指标=f"级别{i // 80}", 二级指标=f"类别{i // 20}",
                三级指标=f"第{i}项" + self.prose(i % 50), 指标值=f"{i}%")
        book = self.rendered()
        self.check_all(book)
        self.assertGreater(len(book.forms[0].sheets), 20)

    def test_pages_grow_with_what_they_hold(self):
        project, add = self.keep_one()
        add(期别="实施期", 序号=1, 一级指标="产出指标", 二级指标="数量指标", 三级指标="面积", 指标值="1亩")
        pages = 1
        for length in (0, 300, 2000, 2001, 7000):
            project["项目概况"] = self.prose(length)
            book = self.rendered()
            self.check_all(book)
            self.assertGreaterEqual(len(book.forms[0].sheets), pages)
            pages = len(book.forms[0].sheets)
        self.assertGreater(pages, 2)

    def test_a_cell_of_a_megabyte_and_5000_indicators_take_bounded_time(self):
        project, add = self.keep_one()
        project["项目概况"] = self.prose(330000)  # 990,000 bytes
        for i in range(5000):
            add(期别="实施期", 序号=i, 一级指标="产出指标", 二级指标=f"类别{i // 1000}", 三级指标=f"第{i}项", 指标值=str(i))
        self.save()
        began = time.monotonic()
        done, files = render(self.copy, self.work / "out")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertLess(time.monotonic() - began, 120)
        # Between Han and digits stands a gap, which readers take for a blank.
        text = re.sub(r"\s+", "", run("pdftotext", str(files[0]), "-").stdout.decode())
        for i in range(5000):
            self.assertIn(f"第{i}项", text)

    def test_a_form_without_a_name_is_refused_at_its_field(self):
        row = next(i for i, row in enumerate(self.projects) if row["公开绩效目标"] == "是")
        self.projects[row]["绩效表项目名称"] = ""
        self.save()
        done, files = render(self.copy, self.work / "out")
        self.assertNotEqual(done.returncode, 0)
        column = list(self.projects[0]).index("绩效表项目名称") + 1
        # Rows are those of the file as a spreadsheet shows them: the head is row 1.
        self.assertIn(f"projects.csv:{row + 2}:{column}: ", done.stderr.decode())

    def test_an_indicator_of_an_undeclared_project_is_refused(self):
        self.indicators[3]["项目编码"] = "没有"
        self.save()
        done, _ = render(self.copy, self.work / "out")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("indicators.csv:5:1: ", done.stderr.decode())

    def test_the_overall_form_shows_tasks_goals_and_indicators(self):
        department = rows_of(self.copy / "departments.csv")[0]
        (self.copy / "overall.csv").write_text(
            "部门编码,栏目,序号,名称,内容,金额,其中财政拨款,其他资金\n"
            f"{department['部门编码']},主要任务,1,耕地保护,巡查整改,20000,10000,10000\n"
            f"{department['部门编码']},主要任务,2,执法监察,卫片核查,35000,35000,0\n"
            f"{department['部门编码']},总体目标,1,,守住耕地红线。,,,\n", encoding="utf-8")
        (self.copy / "overall_indicators.csv").write_text(
            "部门编码,序号,一级指标,二级指标,三级指标,指标值\n"
            f"{department['部门编码']},1,产出指标,数量指标,巡查次数,≥12次\n"
            f"{department['部门编码']},2,产出指标,质量指标,整改率,100%\n", encoding="utf-8")
        book = self.rendered()
        sheets = [sheets for sheets in sheets_of(book.pages) if "整体支出" in sheets[0].title]
        self.assertEqual(len(sheets), 1)
        cells = [cell.text for sheet in sheets[0] for cell in sheet.cells]
        for text in (department["部门名称"], "耕地保护", "巡查整改", "3.50", "5.50", "4.50", "1.00", "守住耕地红线。",
                     "年度主要任务", "年度总体目标", "年度绩效指标", "巡查次数", "≥12次", "100%"):
            self.assertIn(fold(text), list(map(fold, cells)))


if __name__ == "__main__":
    unittest.main()

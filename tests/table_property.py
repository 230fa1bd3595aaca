#!/usr/bin/env python3
"""Tables made at random, read back from the page: BANXIN=path/to/banxin python3 tests/table_property.py

Packs with columns of any width and books with anything in their cells are typeset; then every glyph must
lie in its cell, every cell must hold its text, and the grid reader of the reference material must find
no fault. A table may be refused, with a clear message, only where amounts have no room."""
import csv
import json
import os
import random
import re
import shutil
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

import readback
from readback import run

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
PDFGRID = HERE.parent.parent / "shared" / "tools" / "pdfgrid.py"
BANXIN = os.environ["BANXIN"]

DOCUMENTS = 16
LEAST_CELLS = 10000
MOST_REFUSED = 0.10
TOLERANCE = 0.1  # a rule is 0.5 pt wide, so that this is still beside it

FUNDS = ["一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"]
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
MARKS = "，。、；：！？"
PAIRS = ["“{}”", "（{}）", "《{}》", "〔{}〕", "「{}」"]
WORDS = ["GIS", "Internet", "Windows 11", "e-mail", "COVID-19", "PM2.5"]
ODD = ["2026年", "1,234.56万元", "≥500亩", "2026—2030年", "〔2022〕232号", "98.5%", "——", "……", "①", "Ⅳ", "3×4", "120㎡", "〇"]
LONG = ["Verkehrsinfrastrukturfinanzierung", "12345678901234567890",
        "https://www.example.gov.cn/zwgk/2026/0115/t20260115_1234567.html"]
OPENING, CLOSING = set("（〔【「『《〈“‘"), set("，。、；：！？）〕】」』》〉”’")


def random_text(draw, longest, odd):
    """Han with marks, words and numbers, things that are ODD, now and then a new line."""
    parts = []
    for _ in range(draw.randint(1, longest)):
        kind = draw.random()
        han = "".join(draw.choice(HAN) for _ in range(draw.randint(1, 6)))
        if kind < 0.55:
            parts.append(han)
        elif kind < 0.65:
            parts.append(draw.choice(PAIRS).format(han))
        elif kind < 0.78:
            parts.append(draw.choice(WORDS))
        elif kind < 0.95:
            parts.append(draw.choice(odd))
        elif parts:
            parts.append("\n" + han)
        if draw.random() < 0.3:
            parts.append(draw.choice(MARKS))
    return "".join(parts).strip(MARKS) or "国"


def random_amount(draw):
    size = draw.choice([1, 100, 10**4, 10**6, 10**8, 123456789012])
    amount = Decimal(draw.randint(1, size)) / 100
    return -amount if draw.random() < 0.2 else amount


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def squeeze(text):
    return re.sub(r"\s+", "", text)


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


class Document:
    """A pack and a book of one department, in a folder of their own."""

    def __init__(self, folder, seed):
        self.draw, self.folder = random.Random(seed), folder
        # In a crowded one words are parted, and the narrowest columns hold a character and not its mark.
        self.crowded = seed % 2 == 1
        self.odd = ODD + LONG if self.crowded else ODD
        self.separator = self.draw.random() < 0.7
        self.zero = self.draw.random() < 0.5
        self.projects = []  # (code, name, {fund: amount})
        self.tables = []    # the kinds of its columns, the texts of its head
        folder.mkdir()
        self.make_pack()
        self.make_book()

    def hint(self):
        if self.draw.random() < 0.5:
            return f"width: {self.draw.randint(8, 110)}pt"
        return f"share: {self.draw.randint(1, 6)}"

    def column(self, kind):
        keys = {"name": "show: name", "code": "show: code", "sum": "sum: expenditure"}.get(
            kind, f"sum: expenditure, fund: [{kind}]")
        align = ""
        if kind == "name":
            align = self.draw.choice(["", ", align: center", ", align: right", ", align: justify"])
        return f"{{text: {self.head(2)}, {keys}, {self.hint()}{align}}}"

    def head(self, longest):
        text = random_text(self.draw, longest, self.odd)
        self.tables[-1][1].append(squeeze(text))
        return quoted(text)

    def table(self, number):
        more = self.draw.choice([2, 4, 6, 9] if self.crowded else [2, 3, 4])
        kinds = ["name"] + self.draw.choices(["name", "code", "sum"] + FUNDS, k=more)
        self.draw.shuffle(kinds)
        self.tables.append((kinds, []))
        lines = [f"  - number: {number}", f"    contents: 表{number}", f"    label: 表样{number}",
                 f"    title: 随机表{number}", f"    row_pitch: {self.draw.randint(10, 24)}pt", "    sides:",
                 "      - rows: projects", "        source: expenditure", "        category: [项目支出]",
                 '        total: "{department}"', "        head:"]
        at = 0
        while at < len(kinds):
            span = self.draw.choice([1, 1, 2, 3])
            group = [f"              - {self.column(kind)}" for kind in kinds[at:at + span]]
            if len(group) == 1:
                lines.append("          - " + group[0].strip()[2:])
            else:
                lines += [f"          - text: {self.head(3)}", "            columns:"] + group
            at += span
        return "\n".join(lines)

    def make_pack(self):
        shutil.copytree(DATA / "formats", self.folder / "formats")
        shutil.copy(DATA / "subjects.csv", self.folder)
        (self.folder / "checks").mkdir()  # random texts are no publication: nothing to check
        for name in ("tables", "forms", "wording", "privacy", "waivers"):
            head = "figures: {}\nlists: {}\n" if name == "tables" else ""
            (self.folder / "checks" / f"{name}.yaml").write_text(head + "rules: []\n", encoding="utf-8")
        pack = self.folder / "formats" / "shanxi-county"
        for name in ("narrative.yaml", "forms.yaml"):
            (pack / name).unlink()
        text = (pack / "format.yaml").read_text(encoding="utf-8")
        text = text[:text.index("\nparts:")] + "\nparts:\n  - {title: 随机表, kind: tables, page: portrait}\n"
        text = re.sub(r"\nunit: .*", "\nunit: {name: 元, fen: 100, decimals: 2, separator: "
                      + ("yes}" if self.separator else "no}"), text)
        text = re.sub(r"\nzero_blank: \w+", "\nzero_blank: " + ("no" if self.zero else "yes"), text)
        text = re.sub(r"\ncell_padding: .*", f"\ncell_padding: {self.draw.choice([1.5, 2, 3, 4.25])}pt", text)
        size, head = self.draw.choice([8, 9, 9.5, 10.5, 12]), self.draw.choice([8, 9, 10.5])
        apart = self.draw.choice(["", ", apart: 4em"])
        for name, role, em, more in (("body", "table", size, ""), ("head", "heading", head, apart + ", align: center")):
            steps = [step for step in (10, 9, 8.5, 8, 7.5) if step < em]
            more += f", steps: [{', '.join(f'{step}pt' for step in steps)}]"
            text = re.sub(rf"\n  table-{name}: .*", f"\n  table-{name}: {{role: {role}, size: {em}pt, "
                          f"leading: {em * 1.3:.1f}pt{more}}}", text)
        if not self.crowded or self.draw.random() < 0.6:
            text = re.sub(r"\n  portrait: \{(?:wide: \w+, )?", "\n  portrait: {wide: landscape, ",
                          re.sub(r"(\n  portrait: .*), wide: \w+", r"\1", text))
        (pack / "format.yaml").write_text(text, encoding="utf-8")
        tables = "\n".join(self.table(number) for number in range(1, 6))
        defaults = (pack / "tables.yaml").read_text(encoding="utf-8")
        defaults = defaults[defaults.index("\ndefaults:"):defaults.index("\ntables:")]
        (pack / "tables.yaml").write_text(f"{defaults}\ntables:\n{tables}\n", encoding="utf-8")

    def write(self, name, rows):
        with open(self.folder / "book" / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def make_book(self):
        shutil.copytree(DATA / "sample", self.folder / "book")
        for path in (self.folder / "book").glob("*.csv"):
            rows = read_csv(path)
            self.write(path.name, rows[:1])  # the heading
        self.write("departments.csv", [["部门编码", "部门名称", "年度"], ["900", "样本局", "2026"]])
        self.write("units.csv", [["单位编码", "单位名称", "部门编码", "单位性质", "运行经费口径"],
                                 ["900001", "样本局机关", "900", "行政单位", "是"]])
        heading = read_csv(DATA / "sample" / "projects.csv")[0]
        projects, spending, income = [heading], [], []
        for number in range(30):
            code, name = f"900-2026-{number:03d}", random_text(self.draw, self.draw.choice([2, 5, 12]), self.odd)
            amounts = {fund: random_amount(self.draw) for fund in FUNDS if self.draw.random() < 0.5}
            amounts = amounts or {FUNDS[0]: random_amount(self.draw)}
            self.projects.append((code, name, amounts))
            known = {"项目编码": code, "部门编码": "900", "单位编码": "900001", "项目名称": name, "项目类别": "特定目标类",
                     "公开绩效目标": "否"}
            projects.append([known.get(key, "") for key in heading])
            for fund, amount in amounts.items():
                spending.append(["900", "900001", "2010301", fund, "当年", "项目支出", code, "30299", "50299", amount])
                income.append(["900", "900001", "", "2010301", fund, "当年", amount])
        self.write("projects.csv", projects)
        self.write("expenditure.csv", [["部门编码", "单位编码", "功能科目编码", "资金来源", "年度性质", "支出类别", "项目编码",
                                        "部门经济科目编码", "政府经济科目编码", "金额"]] + spending)
        self.write("income.csv", [["部门编码", "单位编码", "收入科目编码", "功能科目编码", "资金来源", "年度性质", "金额"]] + income)

    # ---- what must be read back ----

    def cell(self, kind, code, name, amounts):
        if kind in ("name", "code"):
            return squeeze(name if kind == "name" else code)
        records = sum(amounts.values(), []) if kind == "sum" else amounts.get(kind, [])
        amount = sum(records)
        if not records or (amount == 0 and not self.zero):
            return ""
        return f"{amount:,.2f}" if self.separator else f"{amount:.2f}"

    def columns(self, kinds):
        """What a reader finds in each column below the head, from top to bottom."""
        total = {fund: sum(records) for fund in FUNDS
                 for records in [[amounts[fund] for _, _, amounts in self.projects if fund in amounts]] if records}
        first = next(kind for kind in kinds if kind in ("name", "code"))  # has the label of the total
        rows = [("样本局" if first == "code" else "", "样本局" if first == "name" else "", total),
                ("900001", "样本局机关", total)] + self.projects
        cells = [[self.cell(kind, code, name, {fund: [amount] for fund, amount in amounts.items()})
                  for kind in kinds] for code, name, amounts in rows]
        return ["".join(column) for column in zip(*cells)]

    def render(self):
        return run(BANXIN, "render", str(self.folder / "book"), "-o", str(self.folder / "out"), "--data",
                   str(self.folder), env=dict(os.environ, LC_ALL="zh_CN.UTF-8"))


def glyph_box(glyph):
    """What of a glyph is not blank by nature: left, right, top, bottom."""
    half = glyph.advance / 2
    left = glyph.x + (half if glyph.char in OPENING else 0)
    right = glyph.x + glyph.advance - (half if glyph.char in CLOSING else 0)
    return left, right, glyph.y - glyph.size * 0.88, glyph.y + glyph.size * 0.12


def crossings(page, top, bottom):
    """Glyphs between TOP and BOTTOM that cross a rule: every rule that meets the box of a glyph does."""
    found = []
    down = [rule for rule in page.down if top - 1 <= rule[1] and rule[2] <= bottom + 1]
    across = [rule for rule in page.across if top - 1 <= rule[0] <= bottom + 1]
    for glyph in page.glyphs:
        if not top <= glyph.y <= bottom or glyph.char.isspace():
            continue
        left, right, upper, lower = glyph_box(glyph)
        for x, y0, y1 in down:
            if left < x - TOLERANCE and x + TOLERANCE < right and y0 < lower and upper < y1:
                found.append((glyph.char, "crosses a rule at x", x))
        for y, x0, x1 in across:
            if upper < y - TOLERANCE and y + TOLERANCE < lower and x0 < right and left < x1:
                found.append((glyph.char, "crosses a rule at y", y))
        edges = [rule[0] for rule in down]
        if left < min(edges) - TOLERANCE or right > max(edges) + TOLERANCE:
            found.append((glyph.char, "stands outside the table at", left))
    return found


def head_rows(cells, columns):
    """The rows of the head: the second is there where the first has spans."""
    return 1 if sum(cell.row == 0 for cell in cells) == columns else 2


class TableProperty(unittest.TestCase):
    cells = refused = wide = 0

    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="banxin-tables-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.work)
        print(f"{cls.cells} cells set, {cls.refused} in refused tables, {cls.wide} tables on wide pages")

    def read_tables(self, path):
        """The cells of each table, rows of all pages together; heads too."""
        tables, current = {}, 0
        for page in readback.pages(str(path)):
            labels = [(y, int(match.group(1))) for y, text in readback.lines_outside(page)
                      for match in [re.fullmatch(r"表样(\d+)", text)] if match]
            for (top, bottom), cells in zip(readback.bands(page), readback.tables(page)):
                self.assertEqual(crossings(page, top, bottom), [])
                for y, number in labels:
                    current = number if y < top else current
                TableProperty.cells += len(cells)
                TableProperty.wide += page.width > page.height
                tables.setdefault(current, []).append(cells)
        return tables

    def check_texts(self, document, path):
        tables = self.read_tables(path)
        self.assertEqual(sorted(tables), list(range(1, len(document.tables) + 1)))
        for number, (kinds, head) in enumerate(document.tables, 1):
            found = ["" for _ in kinds]
            for cells in tables[number]:
                heads = sorted(cell.text for cell in cells if cell.row < head_rows(cells, len(kinds)))
                self.assertEqual(heads, sorted(head))
                for cell in cells:
                    if cell.row >= head_rows(cells, len(kinds)):
                        found[cell.column] += cell.text
            self.assertEqual(found, document.columns(kinds))

    def check_refusal(self, done):
        """Nothing but amounts without room may be refused."""
        message = done.stderr.decode()
        errors = [line for line in message.splitlines() if "错误" in line]
        self.assertGreater(len(errors), 0, message)
        for line in errors:
            self.assertRegex(line, r"表\d+各列至少需宽 [\d.]+ 磅（金额不换行），而版心宽 [\d.]+ 磅")

    def check_document(self, seed):
        document = Document(self.work / str(seed), seed)
        done = document.render()
        if done.returncode != 0:
            self.check_refusal(done)
            TableProperty.refused += sum(len(document.projects) * len(kinds) for kinds, _ in document.tables)
            return
        path, = (document.folder / "out").glob("*.pdf")
        self.check_texts(document, path)
        if PDFGRID.exists():
            faults = dict(re.findall(r"(\w+): (\d+)", run("python3", str(PDFGRID), "lint", str(path)).stdout.decode()))
            self.assertEqual(len(faults), 6)
            self.assertEqual(set(faults.values()), {"0"}, faults)

    def test_no_glyph_crosses_a_rule_and_every_text_is_complete(self):
        for seed in range(DOCUMENTS):
            with self.subTest(seed=seed):
                self.check_document(seed)
        self.assertGreaterEqual(TableProperty.cells, LEAST_CELLS)
        self.assertLess(TableProperty.refused, MOST_REFUSED * (TableProperty.cells + TableProperty.refused))


    def test_amounts_without_room_are_refused_with_what_they_need(self):
        document = Document(self.work / "narrow", 1)
        path = document.folder / "formats" / "shanxi-county" / "format.yaml"
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\n  (portrait|landscape): \{width: \w+", r"\n  \1: {width: 85mm",
                      re.sub(r"wide: \w+, |, wide: \w+", "", text))
        path.write_text(text, encoding="utf-8")
        done = document.render()
        self.assertNotEqual(done.returncode, 0)
        self.check_refusal(done)
        self.assertEqual(list((document.folder / "out").glob("*.pdf")), [])


if __name__ == "__main__":
    unittest.main()

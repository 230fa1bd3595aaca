#!/usr/bin/env python3
"""What `banxin check` says of the published document's defects: BANXIN=path/to/banxin python3 tests/inconsistencies.py

Every entry of the catalogue (docs/checks.md) that a rule can find is looked for in the findings on the reference book,
or on a variant of it that restores what being made from one set of records has removed. A finding counts when rule,
file and row are right; rows are looked up by code, so that they are not copied from the program's own output."""
import csv
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
SAMPLE = DATA / "sample"
REFERENCE = HERE.parent.parent / "shared" / "sample" / "zezhou-2026"
TABLE = HERE.parent / "docs" / "checks.md"
BANXIN = os.environ["BANXIN"]
ENTRIES_MIN = 40


def check(book, *options):
    done = subprocess.run([BANXIN, "check", str(book), "--json", *options], capture_output=True, text=True,
                          env=dict(os.environ, LC_ALL="zh_CN.UTF-8"), timeout=120)
    assert done.returncode in (0, 1), done.stderr
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    return [f for f in findings if f["type"] == "finding"], done


def rows_of(book, name):
    with open(book / name, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


class Book:
    """A copy of the reference book that may be changed."""

    def __init__(self, folder):
        self.path = Path(folder) / "book"
        shutil.copytree(REFERENCE, self.path)
        for file in self.path.iterdir():
            file.chmod(0o644)

    def replace(self, name, old, new):
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{name} has no {old}"
        (self.path / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def set(self, name, code, heading, value):
        rows = rows_of(self.path, name)
        column = rows[0].index(heading)
        for row in rows[1:]:
            if row[0] == code:
                row[column] = value
        with open(self.path / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


def project_row(code):
    return next(i for i, row in enumerate(rows_of(REFERENCE, "projects.csv"), 1) if row[0] == "080-2026-" + code)


def indicator_row(code, number):
    return next(i for i, row in enumerate(rows_of(REFERENCE, "indicators.csv"), 1)
                if row[0] == "080-2026-" + code and row[2] == str(number))


def text_row(column, start=""):
    return next(i for i, row in enumerate(rows_of(REFERENCE, "texts.csv"), 1)
                if row[1] == column and row[3].startswith(start))


def P(code):
    return "projects.csv", project_row(code)


def I(code, number):
    return "indicators.csv", indicator_row(code, number)


def T(column, start=""):
    return "texts.csv", text_row(column, start)


# entry: (rule, place), … all of which must be found on the reference book as it is
def found_as_is():
    return {
        "A1": [("L01", T("收入变动原因"))],
        "A2": [("L02", T("支出变动原因"))],
        "A3": [("L06", T("机关运行经费变动原因"))],
        "A4": [("F04", P("022"))],  # the 15th of 18 is a project without records
        "A8": [("F05", P(code)) for code in ("015", "016", "017", "018")],
        "A9": [("F04", P("022"))],
        "A12": [("L18", ("expenditure.csv", None))],
        "A13": [("L09", T("名词解释", "“三公”"))],
        "B1": [("F01", P("006"))],
        "B2": [("F01", P("013")), ("F03", P("013"))],
        "B3": [("F01", P("010"))],
        "B4": [("F01", P("011")), ("F03", P("011"))],
        "B5": [("F01", P("002")), ("F03", P("002")), ("F08", P("002"))],
        "B6": [("F07", P("003")), ("F08", P("003"))],
        "B7": [("F06", I("014", 8))],
        "B8": [("F08", P("008")), ("F06", I("008", 15))],
        "B9": [("F12", P("003")), ("F12", P("009")), ("F12", P("010")), ("F13", P("006")), ("F13", P("007"))],
        "C1": [("F09", P("012")), ("F06", I("012", 15))],
        "C2": [("F19", I("012", 4)), ("F20", I("012", 10)), ("F20", I("012", 12))],
        "C3": [("F19", I("008", number)) for number in (1, 2, 3, 4)],
        "C4": [("F08", P("010"))],
        "C5": [("F19", I("001", 2)), ("L15", P("001"))],
        "C6": [("F21", P("007")), ("L10", P("007"))],
        "C7": [("F19", I("005", 1))],
        "C8": [("F15", I("013", 6)), ("F20", I("013", 3)), ("F18", P("013"))],
        "C9": [("F20", I("004", 3))],
        "C10": [("F17", I("022", 3)), ("F04", P("022"))],
        "C11": [("F16", I("006", number)) for number in (9, 10, 11, 12)],
        "C12": [("F11", P(f"{n:03}")) for n in [*range(1, 15), 22]],
        "C13": [("P07", P("002"))],
        "D1": [("F14", P("021"))],
        "D6": [("L19", ("expenditure.csv", None))],
        "F3": [("L12", T("机构设置")), ("L11", T("机构设置"))],
        "F6": [("L14", P(code)) for code in ("004", "005", "008", "013")],
        "G2": [("L17", P(code)) for code in ("001", "010", "011", "012", "014")] + [("L16", P("011"))],
    }


# entry: (rule, place) on a variant of the book, or of the pack, that restores the defect
VARIANTS = {}


def variant(entry, rule, file):
    def add(change):
        VARIANTS[entry] = (rule, file, change)
        return change
    return add


@variant("C14", "F09", "projects.csv")
def _(book, data):
    book.replace("projects.csv", "每个成本800元", "每个成本8000元")


@variant("C13", "P01", "projects.csv")
def _(book, data):
    book.replace("projects.csv", "138****2978", "13800138000")  # an operator's service number


@variant("D2", "L20", "tables.yaml")
def _(book, data):
    change_pack(data, "label: 预算公开表9", "label: 部门公开表9")


@variant("D3", "L20", "tables.yaml")
def _(book, data):
    change_pack(data, "label: 预算公开表8", "label: 预算公开表8\n    unit_line: 单位:万元")


@variant("F1", "L21", "texts.csv")
def _(book, data):
    book.replace("texts.csv", "080,其他说明,7,无", '080,其他说明,7,"收入总计17,270.92万元，比上年增加3783.50万元。"')


@variant("F2", "L13", "texts.csv")
def _(book, data):
    book.replace("texts.csv", "080,其他说明,7,无", '080,其他说明,7,"本年支出7,021.24万元,比上年增加。"')


@variant("B9 (排查)", "F12", "projects.csv")
def _(book, data):
    book.set("projects.csv", "080-2026-001", "项目名称", "矿产资源开发利用水平调查及排测量经费")


@variant("A1, other way", "L01", "texts.csv")
def _(book, data):
    book.replace("prior_year.csv", "收入总计,134874200.00", "收入总计,234874200.00")
    book.replace("prior_year.csv", "支出总计,134874200.00", "支出总计,234874200.00")
    book.replace("texts.csv", "2026年预算安排项目减少", "2026年预算安排项目增加")


def change_pack(data, old, new):
    tables = data / "formats" / "shanxi-county" / "tables.yaml"
    text = tables.read_text(encoding="utf-8")
    assert old in text, old
    tables.chmod(0o644)
    tables.write_text(text.replace(old, new, 1), encoding="utf-8")


def matches(finding, rule, file, row):
    return (finding["rule"] == rule and Path(finding["file"]).name == file
            and (row is None or finding["row"] == row))


@unittest.skipUnless(REFERENCE.is_dir(), f"no reference book at ../shared/sample/{REFERENCE.name}")
class Inconsistencies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start = time.monotonic()
        cls.findings, done = check(REFERENCE)
        cls.seconds = time.monotonic() - start
        cls.status = done.returncode

    def test_every_entry_is_found_at_its_place(self):
        for entry, wanted in found_as_is().items():
            for rule, (file, row) in wanted:
                with self.subTest(entry=entry, rule=rule, row=row):
                    self.assertTrue(any(matches(f, rule, file, row) for f in self.findings))

    def test_what_our_own_computation_removed_is_found_when_it_is_restored(self):
        for entry, (rule, file, change) in VARIANTS.items():
            with self.subTest(entry=entry), tempfile.TemporaryDirectory() as folder:
                data = Path(folder) / "data"
                shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("*.c", "*.h", "sample"))
                book = Book(folder)
                before, _ = check(book.path, "--data", str(data))
                change(book, data)
                after, done = check(book.path, "--data", str(data))
                told = {(f["rule"], f["file"], f["row"], f["column"], f["message"]) for f in before}
                new = [f for f in after if (f["rule"], f["file"], f["row"], f["column"], f["message"]) not in told]
                self.assertTrue(any(matches(f, rule, file, None) for f in new), [f["rule"] for f in new])
                self.assertEqual(done.returncode, 1 if rule == "P01" else 0)
                self.assertNotIn("13800138000", done.stdout + done.stderr)

    def test_rounding_is_no_finding(self):
        sums = [f for f in self.findings if re.fullmatch(r"T[0-4]\d", f["rule"])]
        self.assertEqual(sums, [])

    def test_nothing_fatal_stands_in_the_reference_book(self):
        self.assertEqual([f for f in self.findings if f["level"] == "fatal"], [])
        self.assertEqual(self.status, 0)

    def test_at_least_forty_entries_are_found_and_the_table_lists_them_all(self):
        found = set(found_as_is()) | {entry for entry in VARIANTS if re.fullmatch(r"[A-G]\d+", entry)}
        self.assertGreaterEqual(len(found), ENTRIES_MIN)
        listed = dict(re.findall(r"^\| ([A-G]\d*) \| [^|]* \| ([^|]*) \|", TABLE.read_text(encoding="utf-8"), re.M))
        numbers = {"A": 13, "B": 9, "C": 14, "D": 7, "F": 6, "G": 7}
        self.assertEqual(set(listed), {f"{k}{i}" for k, n in numbers.items() for i in range(1, n + 1)} | {"E"})
        for entry in listed:
            with self.subTest(entry=entry):
                rules = set(re.findall(r"\b[A-Z]\d\d\b", listed[entry]))
                wanted = {rule for rule, _ in found_as_is().get(entry, [])}
                wanted |= {VARIANTS[entry][0]} if entry in VARIANTS else set()
                self.assertEqual(rules, wanted)


class Sample(unittest.TestCase):
    def test_nothing_fatal_stands_in_the_shipped_book(self):
        findings, done = check(SAMPLE)
        self.assertEqual([f for f in findings if f["level"] == "fatal"], [])
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()

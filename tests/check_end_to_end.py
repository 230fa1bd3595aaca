#!/usr/bin/env python3
"""`banxin check`, drafts and the page for the official, from outside:
BANXIN=path/to/banxin python3 tests/check_end_to_end.py

The lines for people are held against those for machines; the page against both, as Chromium reads and prints it; a
draft against the published document, pixel by pixel."""
import csv
import json
import os
import re
import shutil
import sys
import tempfile
import unicodedata
import unittest
from collections import Counter, namedtuple
from html.parser import HTMLParser
from pathlib import Path

from readback import faults, run

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
LINT = HERE.parent.parent / "shared" / "tools" / "pdfgrid.py"
BANXIN = os.environ["BANXIN"]
NUMBER = "13800138000"  # of nobody: the example of many a manual
MARKUP = "<b>负责负责&amp;\"'</b>"
CHINESE, ENGLISH = "zh_CN.UTF-8", "en_GB.UTF-8"
LEVELS = {CHINESE: {"fatal": "致命", "warning": "警告", "note": "提示"},
          ENGLISH: {"fatal": "fatal", "warning": "warning", "note": "note"}}
MARK_GREY, WHITE = 220, 255

Finding = namedtuple("Finding", "department section rule title place pos message found expected difference reason")


def setUpModule():
    global WORK
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))


def tearDownModule():
    shutil.rmtree(WORK)


def banxin(*arguments, locale=CHINESE):
    done = run(BANXIN, *map(str, arguments), env=dict(os.environ, LC_ALL=locale), timeout=300)
    return done.returncode, done.stdout.decode(), faults(done).decode()


# ---- books ----------------------------------------------------------------------------------------------------------

def edit(path, change):
    """Calls CHANGE on each row, and stores what it does to it."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        change(row)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_book(name, *changes):
    """A copy of the sample with the changes, each a function of its folder."""
    book = WORK / name
    shutil.copytree(DATA / "sample", book)
    for path in (book, *book.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for change in changes:
        change(book)
    return book


def write_number(book):
    def change(row):
        if row["部门编码"] == "081" and row["栏目"] == "部门职责":
            row["内容"] += f"联系电话{NUMBER}。"
    edit(book / "texts.csv", change)


def write_markup(book):
    def change(row):
        if row["部门编码"] == "081" and row["栏目"] == "机构设置":
            row["内容"] += MARKUP + "。"
    edit(book / "texts.csv", change)


def add_income(book):
    done = []

    def change(row):
        if row["部门编码"] == "081" and not done:
            row["金额"] = str(float(row["金额"]) + 100.01)
            done.append(row)
    edit(book / "income.csv", change)


def spoil_amount(book):
    def change(row):
        if row["部门编码"] == "081":
            row["金额"] = "一万"
    edit(book / "income.csv", change)


def waive(*rules, place="*", reason="已核实，按原文公开"):
    def change(book):
        with open(book / "waivers.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("规则", "部门编码", "位置", "理由"), *((rule, "081", place, reason) for rule in rules)])
    return change


# ---- findings -------------------------------------------------------------------------------------------------------

def check(book, *arguments, locale=CHINESE):
    """Exit status, lines of text, objects of JSON."""
    status, text, _ = banxin("check", book, *arguments, locale=locale)
    again, lines, _ = banxin("check", book, "--json", *arguments, locale=locale)
    assert status == again
    return status, text.splitlines(), [json.loads(line) for line in lines.splitlines()]


def of_type(objects, kind):
    return [found for found in objects if found["type"] == kind]


def pos_of(finding):
    return f"{finding['file']}:{finding['row']}:{max(finding['column'], 1)}" if finding["row"] else finding["file"]


def line_of(finding, locale):
    """What the text says about a finding of the JSON."""
    mark, reason = {CHINESE: ("（已豁免）", "（豁免理由：{}）"), ENGLISH: ("(waived) ", " (waived: {})")}[locale]
    mark, reason = ("", "") if finding["waived"] is None else (mark, reason.format(finding["waived"]))
    place = " " + finding["place"] if finding["place"] else ""
    return (f"{pos_of(finding)}: {LEVELS[locale][finding['level']]} {finding['rule']}: {mark}{finding['department']}{place}: "
            f"{finding['message']}{reason}")


def fatal_rules(book):
    return sorted({f["rule"] for f in of_type(check(book)[2], "finding") if f["level"] == "fatal" and f["waived"] is None})


class Findings(unittest.TestCase):
    def test_every_line_has_its_twin(self):
        books = [DATA / "sample", make_book("twins", write_number, add_income, write_markup, waive("P01", "T01"))]
        for book in books:
            for locale in (CHINESE, ENGLISH):
                with self.subTest(book=book.name, locale=locale):
                    _, lines, objects = check(book, locale=locale)
                    self.assertEqual(lines[:-1], [line_of(f, locale) for f in of_type(objects, "finding")])
                    summary = objects[-1]
                    self.assertEqual(summary["type"], "summary")
                    keys = ["departments", "fatal", "warning", "note", "waived", "faulty"]
                    self.assertEqual(list(map(int, re.findall(r"\d+", lines[-1]))), [summary[key] for key in keys])

    def test_the_summary_counts_the_findings(self):
        for book in (DATA / "sample", make_book("counted", write_number, add_income, waive("P01"))):
            objects = check(book)[2]
            found, summary = of_type(objects, "finding"), objects[-1]
            stands = Counter(f["level"] for f in found if f["waived"] is None)
            self.assertEqual({level: summary[level] for level in LEVELS[CHINESE]}, {level: stands[level] for level in LEVELS[CHINESE]})
            self.assertEqual(summary["waived"], sum(f["waived"] is not None for f in found))

    def test_the_status_tells_whether_anything_is_fatal(self):
        self.assertEqual(check(DATA / "sample")[0], 0)
        self.assertEqual(check(make_book("fatal", write_number))[0], 1)
        self.assertEqual(check(make_book("faulty", spoil_amount))[0], 1)
        self.assertEqual(check(WORK / "none")[0], 2)
        self.assertEqual(check(DATA / "sample", "--department", "999")[0], 1)

    def test_a_number_is_found_where_it_stands_and_not_repeated(self):
        book = make_book("number", write_number)
        finding, = [f for f in of_type(check(book)[2], "finding") if f["rule"] == "P01"]
        with open(book / finding["file"], encoding="utf-8", newline="") as file:
            cell = list(csv.reader(file))[finding["row"] - 1][finding["column"] - 1]
        self.assertIn(NUMBER, cell)
        self.assertEqual((finding["department"], finding["level"]), ("081", "fatal"))
        self.assertNotIn(NUMBER, json.dumps(finding, ensure_ascii=False))

    def test_a_waiver_waives_its_place_and_is_printed(self):
        place = pos_of([f for f in of_type(check(make_book("place", write_number))[2], "finding") if f["rule"] == "P01"][0])
        for name, where, waived in (("its", place, True), ("another", "texts.csv:2:4", False), ("any", "*", True)):
            with self.subTest(place=name):
                book = make_book("waived-" + name, write_number, waive("P01", place=where, reason="值班电话"))
                status, lines, objects = check(book)
                finding, = [f for f in of_type(objects, "finding") if f["rule"] == "P01"]
                self.assertEqual((status, finding["waived"]), (0, "值班电话") if waived else (1, None))
                self.assertEqual(any("P01" in line and "值班电话" in line for line in lines), waived)

    def test_all_rules_are_listed_with_their_sources(self):
        wanted = [id for path in DATA.glob("checks/*.yaml") for id in re.findall(r"(?m)^\s*- id: (\w+)", path.read_text("utf-8"))]
        self.assertGreater(len(wanted), 60)
        for locale in (CHINESE, ENGLISH):
            status, text, errors = banxin("check", "--rules", locale=locale)
            rows = [line.split("\t") for line in text.splitlines()]
            self.assertEqual((status, errors, sorted(row[0] for row in rows)), (0, "", sorted(wanted)))
            self.assertTrue(all(len(row) == 5 and all(row) for row in rows))
            twins = [json.loads(line) for line in banxin("check", "--rules", "--json", locale=locale)[1].splitlines()]
            title = "title" if locale == CHINESE else "title_en"
            self.assertEqual([(t["rule"], LEVELS[locale][t["level"]], t[title], t["source"]) for t in twins],
                             [(row[0], row[1], row[3], row[4]) for row in rows])


# ---- drafts ---------------------------------------------------------------------------------------------------------

class Publication(unittest.TestCase):
    """What `render` does with a department that `check` finds fatal."""

    @staticmethod
    def codes(folder):
        return sorted(re.sub("-.*?(-草稿)?\\.pdf$", "\\1", path.name) for path in folder.glob("*.pdf"))

    def check_refusal(self, name, change):
        book = make_book(name, change)
        out = WORK / f"{name}-out"
        status, _, errors = banxin("render", book, "-o", out)
        self.assertEqual((status, self.codes(out)), (1, ["080"]))
        rules = fatal_rules(book)
        self.assertEqual(sorted(set(re.findall("违反规则 (\\w+)", errors))), rules)
        status, _, errors = banxin("render", book, "-o", out, "--draft", "--department", "081")
        self.assertEqual((status, self.codes(out)), (0, ["080", "081-草稿"]), errors)
        waive(*rules)(book)
        status, _, errors = banxin("render", book, "-o", out)
        self.assertEqual((status, errors, self.codes(out)), (0, "", ["080", "081", "081-草稿"]))

    def test_a_private_number_is_refused_drafted_waived(self):
        self.check_refusal("private", write_number)

    def test_income_that_does_not_balance_is_refused_drafted_waived(self):
        self.check_refusal("unbalanced", add_income)

    def test_a_waiver_without_a_reason_does_not_waive(self):
        book, out = make_book("unreasoned", write_number, waive("P01", reason="")), WORK / "unreasoned-out"
        self.assertEqual(banxin("render", book, "-o", out)[0], 1)
        self.assertEqual(self.codes(out), ["080"])

    def test_faulty_records_give_no_draft(self):
        book, out = make_book("undraftable", spoil_amount), WORK / "undraftable-out"
        self.assertEqual(banxin("render", book, "-o", out, "--draft")[0], 1)
        self.assertEqual(self.codes(out), ["080-草稿"])


Picture = namedtuple("Picture", "width height pixels")


class Rounding(unittest.TestCase):
    NOTE = "注：部分合计数与分项数因四舍五入略有差异"

    def test_a_note_stands_under_tables_whose_printed_parts_do_not_add_up(self):
        """Where the pack wants it: under the tables of which verify.py of the published document lists such sums."""
        data = WORK / "rounding-data"
        shutil.copytree(DATA, data)
        pack = data / "formats" / "shanxi-county" / "tables.yaml"
        text = pack.read_text(encoding="utf-8")
        pack.write_text(text.replace("\ndefaults:\n", f"\ndefaults:\n  rounding_note: {self.NOTE}\n", 1),
                        encoding="utf-8")
        status, _, said = banxin("render", DATA / "sample", "--data", data, "--department", "080", "-o", WORK / "rounding")
        self.assertEqual(status, 0, said)
        path, = (WORK / "rounding").glob("*.pdf")
        tables, noted = None, []
        for line in run("pdftotext", "-layout", str(path), "-").stdout.decode().splitlines():
            line = "".join(line.split())
            label = re.fullmatch(r"预算公开表(\d+)", line)
            tables = int(label.group(1)) if label else tables
            if line == self.NOTE:
                noted.append(tables)
        self.assertEqual(noted, [1, 2, 3, 4, 5, 12])


def pictures(path):
    """The pages as greys, without smoothing, so that every pixel has the colour of one thing."""
    done = run("pdftoppm", "-gray", "-r", "50", "-aa", "no", "-aaVector", "no", str(path))
    out, rest = [], done.stdout
    while rest:
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", rest)
        width, height = map(int, head.groups())
        out.append(Picture(width, height, rest[head.end():head.end() + width * height]))
        rest = rest[head.end() + width * height:]
    return out


class Draft(unittest.TestCase):
    """A draft is the document with a mark behind it, and nothing else."""

    @classmethod
    def setUpClass(cls):
        out = WORK / "draft-out"
        for options in ((), ("--draft",)):
            status, _, errors = banxin("render", DATA / "sample", "-o", out, *options)
            assert (status, errors) == (0, ""), errors
        cls.drafts = sorted(out.glob("*-草稿.pdf"))
        cls.pairs = [(path.with_name(path.name.replace("-草稿", "")), path) for path in cls.drafts]

    def test_a_draft_lies_beside_the_document(self):
        self.assertEqual(len(self.drafts), 2)
        for document, _ in self.pairs:
            self.assertTrue(document.is_file())

    def test_the_mark_lies_behind_the_matter_along_the_diagonal_of_every_page(self):
        shapes = set()
        for document, draft in self.pairs:
            plain, marked = pictures(document), pictures(draft)
            self.assertEqual([page[:2] for page in plain], [page[:2] for page in marked])
            for number, (page, other) in enumerate(zip(plain, marked), 1):
                with self.subTest(draft=draft.name, page=number):
                    self.assertNotIn(MARK_GREY, page.pixels)
                    changed = {pair for pair in zip(page.pixels, other.pixels) if pair[0] != pair[1]}
                    self.assertEqual(changed, {(WHITE, MARK_GREY)})
                    self.check_place(other)
                    shapes.add(page.width > page.height)
        self.assertEqual(shapes, {False, True})

    def check_place(self, page):
        """Two characters, each a third of the shorter side, on the line that rises by 45° through the middle."""
        em = min(page.width, page.height) / 3
        along, across = [], []
        for at, pixel in enumerate(page.pixels):
            if pixel == MARK_GREY:
                x, y = at % page.width - page.width / 2, page.height / 2 - at // page.width
                along.append((x + y) / 2 ** 0.5)
                across.append((y - x) / 2 ** 0.5)
        self.assertGreater(len(along), 0.1 * 2 * em * em)
        for low, high, limit in ((min(along), max(along), em), (min(across), max(across), em / 2)):
            self.assertGreater(low, -1.1 * limit)
            self.assertLess(high, 1.1 * limit)
        self.assertTrue(min(along) < -em / 2 and max(along) > em / 2)

    def test_the_text_is_that_of_the_document(self):
        for document, draft in self.pairs:
            for options in ((), ("-layout",), ("-raw",)):
                texts = [run("pdftotext", *options, str(path), "-").stdout for path in (document, draft)]
                self.assertGreater(len(texts[0]), 10000)
                self.assertEqual(*texts)

    def test_readers_find_no_fault(self):
        for draft in self.drafts:
            done = run("qpdf", "--check", str(draft))
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            done = run("pdftotext", str(draft), "-")
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    @unittest.skipUnless(LINT.is_file(), "the tool is not part of the project")
    def test_the_mark_adds_no_fault_to_tables_and_texts(self):
        for pair in self.pairs:
            reports = [run(sys.executable, str(LINT), "lint", str(path)) for path in pair]
            faults = [done.stdout.decode().replace(str(path), "") for path, done in zip(pair, reports)]
            self.assertEqual(*faults)
            self.assertEqual(reports[0].returncode, reports[1].returncode)


# ---- the page for the official --------------------------------------------------------------------------------------

def chromium(page, *options):
    done = run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={WORK / 'chromium'}", *options,
               page.as_uri(), timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


class Reader(HTMLParser):
    """The findings, faults and rules that the page shows, as Chromium understands it."""
    VOID = {"meta", "col", "br", "link"}

    def __init__(self, dom):
        super().__init__()
        self.open, self.findings, self.faults, self.rules, self.lines = [], [], [], [], []
        self.ids, self.targets, self.tags, self.text = set(), [], set(), ""
        self.department = self.section = self.rule = None
        self.cells, self.buffer = [], {}
        self.feed(dom)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        self.ids.add(attributes.get("id"))
        if "href" in attributes:
            self.targets.append(attributes["href"])
        if tag == "tr":
            self.cells = []
        if tag not in self.VOID:
            self.open.append((tag, attributes.get("class") or "", [], []))

    def handle_data(self, data):
        """Text goes to the elements it is in; that of <small>, <div> and links is kept apart from that before it."""
        if self.open:
            self.open[-1][2].append(data)
        if not any(tag in ("style", "title") for tag, *_ in self.open):
            self.text += data

    def handle_endtag(self, tag):
        name, kind, text, parts = self.open.pop()
        assert name == tag, (name, tag)
        text = "".join(text)
        if name in ("small", "div") or (name == "a" and kind == "top"):
            self.open[-1][3].append(text)
        elif name in ("b", "a"):
            self.open[-1][2].append(text)
        elif name in ("td", "th"):
            self.cells.append((text, parts))
        elif name in ("h2", "h3", "li"):
            self.end_block(name, kind, text)
        elif name == "tr":
            self.end_row(next((c for t, c, *_ in reversed(self.open) if t == "table"), ""))

    def end_block(self, name, kind, text):
        if name == "h2":
            self.department = text.split(" ")[0]
        elif name == "h3":
            self.section = kind
        elif self.open[-1][1] == "faults":
            self.faults.append((self.department, text))

    def end_row(self, table):
        if any(tag == "thead" for tag, *_ in self.open):
            return
        texts = [text for text, _ in self.cells]
        if not table:
            self.lines.append(texts)
        elif table == "rules" and len(texts) > 1:
            self.rules.append(texts)
        elif table != "rules" and len(texts) == 1:
            self.rule = texts[0].split(" ")[1:] if self.section == "waived" else texts[0].split(" ")
        elif table != "rules":
            (place, pos), (message, reason), *figures = self.cells
            self.findings.append(Finding(self.department, self.section, self.rule[0], " ".join(self.rule[1:]), place,
                                         pos[0], message, *(text for text, _ in figures), "".join(reason)))


def column_letters(column):
    return chr(64 + column) if column <= 26 else chr(64 + (column - 1) // 26) + chr(65 + (column - 1) % 26)


def shown(finding, locale, titles):
    """How the page shows a finding of the JSON."""
    pos = pos_of(finding)
    if finding["file"].endswith(".csv") and finding["row"] and finding["column"]:
        pos += f" [{column_letters(finding['column'])}{finding['row']}]"
    reason = "" if finding["waived"] is None else ("豁免理由：" if locale == CHINESE else "Waived: ") + finding["waived"]
    return Finding(finding["department"], finding["level"] if finding["waived"] is None else "waived", finding["rule"],
                   titles[finding["rule"]], finding["place"], pos, finding["message"], finding["found"], finding["expected"],
                   finding["difference"], reason)


def fold(text):
    """TEXT without blanks, and with the characters that a PDF confuses with those that look the same made one."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


class Page(unittest.TestCase):
    """The report on a book with findings of all levels, some waived, and a text full of markup."""

    @classmethod
    def setUpClass(cls):
        cls.book = make_book("reported", write_number, write_markup, add_income, waive("P01", "T02", reason="<已核实>&\"'"))
        cls.pages, cls.objects, cls.readers = {}, {}, {}
        for locale in (CHINESE, ENGLISH):
            folder = WORK / f"report-{locale}"
            folder.mkdir()
            cls.pages[locale] = folder / "检查报告.html"
            status, _, cls.objects[locale] = check(cls.book, "--report", cls.pages[locale], locale=locale)
            assert status == 1
            cls.readers[locale] = Reader(chromium(cls.pages[locale], "--dump-dom"))

    def test_the_page_needs_nothing_but_itself(self):
        for locale, page in self.pages.items():
            text = page.read_text("utf-8")
            for word in ("http", "<script", "src=", "<link", "<img", "url(", "@import", "javascript"):
                self.assertNotIn(word, text)
            reader = self.readers[locale]
            self.assertLessEqual(reader.tags & {"script", "img", "iframe", "object", "embed", "i"}, set())
            self.assertTrue(reader.targets)
            for target in reader.targets:
                self.assertTrue(target.startswith("#") and target[1:] in reader.ids, target)

    def test_every_finding_of_the_json_is_in_the_page_and_no_other(self):
        for locale, reader in self.readers.items():
            title = "title" if locale == CHINESE else "title_en"
            titles = {t["rule"]: t[title] for t in map(json.loads, banxin("check", "--rules", "--json", locale=locale)[1].splitlines())}
            wanted = Counter(shown(f, locale, titles) for f in of_type(self.objects[locale], "finding"))
            self.assertGreater(len(wanted), 60)
            self.assertEqual(Counter(reader.findings), wanted)
            self.assertEqual({f.section for f in reader.findings}, {"fatal", "warning", "note", "waived"})
            self.assertTrue(any("<b>" in f.message for f in reader.findings))

    def test_the_gravest_come_first(self):
        order = ["fatal", "warning", "note", "waived"]
        for reader in self.readers.values():
            departments = list(dict.fromkeys(f.department for f in reader.findings))
            self.assertEqual(departments, ["081", "080"])  # 081 may not be published
            for department in departments:
                sections = [order.index(f.section) for f in reader.findings if f.department == department]
                self.assertEqual(sections, sorted(sections))

    def test_the_departments_are_listed_with_their_counts(self):
        for locale, reader in self.readers.items():
            found = Counter((f["department"], f["level"] if f["waived"] is None else "waived")
                            for f in of_type(self.objects[locale], "finding"))
            names = {d["department"]: d["name"] for d in of_type(self.objects[locale], "department")}
            verdicts = {CHINESE: ["不得公开", "核实后可公开"], ENGLISH: ["not to be published", "to be looked at"]}[locale]
            self.assertEqual(reader.lines, [
                [f"{code} {names[code]}", verdict, *(str(found[code, s]) for s in ("fatal", "warning", "note", "waived"))]
                for code, verdict in zip(("081", "080"), verdicts)])

    def test_it_says_what_was_checked_and_what_passed(self):
        for locale, reader in self.readers.items():
            rows = [line.split("\t") for line in banxin("check", "--rules", locale=locale)[1].splitlines()]
            self.assertEqual([rule[:4] for rule in reader.rules], [[row[0], row[1], row[3], row[4]] for row in rows])
            found = Counter((f["rule"], f["waived"] is None) for f in of_type(self.objects[locale], "finding"))
            for rule, *_, result in reader.rules:
                self.assertEqual(result in ("通过", "passed"), not found[rule, True] and not found[rule, False], rule)
                self.assertEqual(list(map(int, re.findall(r"\d+", result))), [n for n in (found[rule, True], found[rule, False]) if n])

    def test_nothing_is_cut_off_in_print(self):
        for locale, page in self.pages.items():
            pdf = WORK / "page.pdf"
            chromium(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
            self.assertGreater(int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", str(pdf)).stdout.decode())[1]), 1)
            printed = fold(run("pdftotext", "-raw", str(pdf), "-").stdout.decode())
            for finding in self.readers[locale].findings:
                for text in (finding.place, finding.pos, finding.message, finding.found, finding.expected, finding.difference,
                             finding.reason, finding.title):
                    self.assertIn(fold(text), printed)

    def test_the_page_fits_a_phone(self):
        page = WORK / "narrow.html"
        page.write_text(self.pages[CHINESE].read_text("utf-8").replace(
            "</body>", "<script>document.title = 'WIDTH ' + document.documentElement.scrollWidth</script></body>"), "utf-8")
        dom = chromium(page, "--window-size=500,800", "--dump-dom")  # the narrowest window that Chromium opens
        self.assertLessEqual(int(re.search(r"WIDTH (\d+)", dom)[1]), 500)

    def test_the_same_findings_give_the_same_bytes(self):
        page = WORK / "again.html"
        banxin("check", self.book, "--report", page)
        self.assertEqual(page.read_bytes(), self.pages[CHINESE].read_bytes())

    def test_the_page_stands_alone_in_its_folder(self):
        for page in self.pages.values():
            self.assertEqual(list(page.parent.iterdir()), [page])

    def test_faults_of_the_records_are_in_the_page(self):
        page = WORK / "faults.html"
        status, _, errors = banxin("check", make_book("faults", spoil_amount), "--report", page)
        self.assertEqual(status, 1)
        faults = Reader(page.read_text("utf-8")).faults
        lines = [re.sub(" \\[[A-Z]+\\d+\\]", "", text) for _, text in faults]
        self.assertTrue(lines)
        self.assertEqual(lines, [line.replace(" 错误: ", " ", 1) for line in errors.splitlines() if line.startswith("income.csv")])
        self.assertEqual({department for department, _ in faults}, {"081"})

    def test_a_page_that_cannot_be_written_is_reported(self):
        folder = WORK / "unwritable"
        (folder / "page.html").mkdir(parents=True)
        for path in (folder / "none" / "page.html", folder / "page.html"):
            status, _, errors = banxin("check", DATA / "sample", "--report", path)
            self.assertEqual(status, 2)
            self.assertIn(str(path), errors)
            self.assertEqual(list(folder.iterdir()), [folder / "page.html"])


if __name__ == "__main__":
    unittest.main()

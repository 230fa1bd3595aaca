#!/usr/bin/env python3
"""DIR/index.html as Chromium shows it: BANXIN=path/to/banxin python3 tests/index_end_to_end.py

Two outputs: the sample, rendered and then corrected; and a book of many departments without records, which are refused,
some with names that look like markup."""
import base64
import csv
import hashlib
import os
import re
import shutil
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote, urlsplit

from chromium import Chromium
from readback import run

DATA = Path(__file__).resolve().parent.parent / "data"
BANXIN = os.environ["BANXIN"]
MANY = 1000
NAMES = {100007: "<b>粗体</b>局", 100008: "“甲”\"乙\"'丙'&amp;局", 100009: "ＡＢＣ中心", 100010: "a#b?c%20d局"}
ROWS = "document.querySelectorAll('tbody tr')"


def setUpModule():
    global WORK, BROWSER, SAMPLE, CROWD
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    SAMPLE, CROWD = WORK / "sample-out", WORK / "crowd-out"
    book = make_book("sample")
    render(book, SAMPLE, 0)
    correct(book)
    render(book, SAMPLE, 0)
    render(make_crowd(), CROWD, 1)
    BROWSER = Chromium(WORK / "profile")


def tearDownModule():
    BROWSER.__exit__()
    shutil.rmtree(WORK)


def render(book, out, status):
    done = run(BANXIN, "render", str(book), "-o", str(out), env=dict(os.environ, LC_ALL="zh_CN.UTF-8"), timeout=600)
    assert done.returncode == status, done.stderr.decode()


def make_book(name):
    book = WORK / name
    shutil.copytree(DATA / "sample", book)
    for path in (book, *book.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return book


def correct(book):
    """Another value of the first indicator, which a table prints."""
    path = book / "indicators.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    value = rows[0].index("指标值")
    rows[1][value] = "≥12.5%"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def make_crowd():
    book = make_book("crowd")
    with open(book / "departments.csv", "a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for code in range(100000, 100000 + MANY):
            writer.writerow([code, NAMES.get(code, f"某市第{code - 100000}中学"), 2026])
    return book


def departments(book):
    with open(WORK / book / "departments.csv", encoding="utf-8-sig", newline="") as file:
        return [(row["部门编码"], row["部门名称"]) for row in csv.DictReader(file)]


def listed():
    """(code, name) of the rows that the page shows."""
    return [tuple(row) for row in BROWSER.ask(
        f"Array.from({ROWS},function(row){{return [row.cells[0].textContent,row.cells[1].textContent]}})")]


def hits():
    return BROWSER.ask("document.querySelector('[role=status]').textContent")


def open_page(out, **options):
    BROWSER.open(out / "index.html", **options)
    if options.get("scripts", True):
        BROWSER.until("document.querySelector('[role=status]').textContent!=''")
    else:  # what was loaded stays; now it can be asked about
        BROWSER.call("Emulation.setScriptExecutionDisabled", value=False)


def seek(text):
    """Types TEXT in place of what stands in the box, and waits for what is said then."""
    BROWSER.ask("document.querySelector('[type=search]').select()")
    BROWSER.ask("document.querySelector('[role=status]').textContent=''")
    if text:
        BROWSER.type(text)
    else:
        BROWSER.press("Escape")
    BROWSER.until("document.querySelector('[role=status]').textContent!=''")


class Page(unittest.TestCase):
    def test_the_page_needs_nothing_but_itself(self):
        for out in (SAMPLE, CROWD):
            open_page(out)
            requests = {e["request"]["url"] for e in BROWSER.happened("Network.requestWillBeSent")}
            self.assertEqual(requests, {(out / "index.html").as_uri()})
            self.assertEqual(BROWSER.happened("Log.entryAdded", "Runtime.exceptionThrown"), [])

    def test_its_policy_lets_its_script_run_and_no_other(self):
        text = (SAMPLE / "index.html").read_text("utf-8")
        script, = re.findall(r"<script>(.*?)</script>", text, re.S)
        policy, = re.findall(r'Content-Security-Policy" content="(.*?)"', text)
        sum_ = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        self.assertIn(f"script-src 'sha256-{sum_}';", policy)
        self.assertTrue(policy.startswith("default-src 'none';"))

    def test_every_department_is_listed_by_its_name(self):
        open_page(SAMPLE)
        self.assertEqual(listed(), departments("sample"))
        open_page(CROWD)
        wanted = departments("crowd")
        self.assertEqual(listed(), wanted[:len(listed())])
        self.assertGreater(len(listed()), 100)
        self.assertTrue(set(NAMES.values()) < {name for _, name in listed()})
        self.assertEqual(BROWSER.ask("document.querySelectorAll('tbody th *').length"), 0)

    def test_every_link_leads_to_a_file(self):
        kinds = set()
        for out in (SAMPLE, CROWD):
            open_page(out)
            for address in BROWSER.ask("Array.from(document.links,function(link){return link.href})"):
                path = Path(unquote(urlsplit(address).path))
                self.assertTrue(path.is_file(), address)
                kinds.add((path.suffix, path.relative_to(out).parts[0] == "changes"))
        self.assertEqual(kinds, {(".pdf", False), (".csv", False), (".pdf", True), (".csv", True)})

    def test_the_counts_are_those_of_the_rows(self):
        open_page(CROWD)
        counts = dict(reversed(text.split(" ")) for text in
                      BROWSER.ask("Array.from(document.querySelectorAll('li'),function(li){return li.textContent})"))
        self.assertEqual((counts["部门"], counts["已公开"], counts["未公开"]), (str(MANY + 2), "2", str(MANY)))
        pages = BROWSER.ask(f"Array.from({ROWS},function(row){{return +row.cells[3].textContent}})")
        self.assertEqual(int(counts["总页数"]), sum(pages))
        pdfs = [run("pdfinfo", str(path)).stdout.decode() for path in CROWD.glob("*.pdf")]
        self.assertEqual(int(counts["总页数"]), sum(int(re.search(r"Pages:\s+(\d+)", text)[1]) for text in pdfs))

    def test_the_same_book_gives_the_same_bytes(self):
        render(WORK / "crowd", WORK / "again", 1)
        self.assertEqual((WORK / "again" / "index.html").read_bytes(), (CROWD / "index.html").read_bytes())


class Search(unittest.TestCase):
    def setUp(self):
        open_page(CROWD)
        self.all = departments("crowd")
        BROWSER.press("Tab")  # the first stop of the keyboard is the box

    def check_found(self, wanted):
        self.assertEqual(listed(), wanted)
        self.assertEqual(hits(), f"找到 {len(wanted)} 个部门" if wanted else "没有找到部门")

    def test_codes_and_names_are_found_as_one_types(self):
        self.assertEqual(BROWSER.ask("document.activeElement.type"), "search")
        self.assertEqual(hits()[:hits().find("，")], f"共 {len(self.all)} 个部门")
        for text in ("081", "1009", "自然资源", "第77", "中学 99", "没有这个局"):
            with self.subTest(text=text):
                seek(text)
                self.check_found([d for d in self.all if all(word in d[0] + " " + d[1] for word in text.split())])
        seek("")
        self.assertEqual(listed(), self.all[:len(listed())])
        self.assertTrue(hits().startswith(f"共 {len(self.all)} 个部门"))

    def test_case_and_width_do_not_matter(self):
        for text in ("abc", "ＡＢＣ", "aBc中心"):
            seek(text)
            self.check_found([("100009", NAMES[100009])])
        seek("０８１")
        self.check_found([d for d in self.all if "081" in d[0]])

    def test_markup_is_searched_as_it_is_read(self):
        for code, text in ((100007, "<b>"), (100008, "&amp;"), (100008, "\"乙\"'丙'"), (100010, "#b?c%20")):
            seek(text)
            self.check_found([(str(code), NAMES[code])])
        for text in ("quot", "<td", "class", "&lt;"):
            seek(text)
            self.check_found([])

    def test_a_status_can_be_chosen(self):
        self.choose("p")
        self.check_found([d for d in self.all if len(d[0]) == 3])
        seek("081")
        self.check_found([d for d in self.all if d[0] == "081"])
        self.choose("r")
        self.check_found([d for d in self.all if "081" in d[0] and d[0] != "081"])

    def choose(self, letter):
        BROWSER.ask("(function(kind){kind.value='%s';kind.dispatchEvent(new Event('change'))})"
                    "(document.querySelector('select'))" % letter)

    def test_the_others_are_listed_on_demand(self):
        steps = 0
        while BROWSER.ask("!document.querySelector('button').hidden"):
            before = len(listed())
            BROWSER.ask("document.querySelector('button').focus()")
            BROWSER.press("Enter")
            self.assertGreater(len(listed()), before)
            steps += 1
            self.assertLess(steps, 20)
        self.assertEqual(listed(), self.all)
        self.assertEqual(hits(), f"共 {len(self.all)} 个部门")
        self.assertGreater(steps, 1)

    def test_a_screen_reader_is_told_what_is_what(self):
        nodes = BROWSER.call("Accessibility.getFullAXTree")["nodes"]
        names = {(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n["ignored"]}
        self.assertIn(("searchbox", "查找部门"), names)
        self.assertTrue({"search", "status", "table", "columnheader", "rowheader", "cell"} <= {role for role, _ in names})


class Widths(unittest.TestCase):
    """Nothing is cut off, whatever the screen; with scripts or without."""

    def check_fits(self, width):
        right = BROWSER.ask("Math.max.apply(null,Array.from(document.body.querySelectorAll('*'),"
                            "function(e){return e.getBoundingClientRect().right}))")
        self.assertLessEqual(right, width)
        self.assertLessEqual(BROWSER.ask("document.documentElement.scrollWidth"), width)
        self.assertEqual(BROWSER.ask("Array.from(document.querySelectorAll('td,th,li')).filter("
                                     "function(e){return e.scrollWidth>e.clientWidth+1}).length"), 0)

    def test_nothing_overflows(self):
        for width in (320, 400, 768, 980, 1200):
            for out in (SAMPLE, CROWD):
                with self.subTest(width=width, out=out.name):
                    open_page(out, width=width)
                    self.check_fits(width)

    def test_rows_are_cards_on_a_phone_and_lines_on_a_desk(self):
        for width, cards in ((400, True), (1200, False)):
            open_page(SAMPLE, width=width)
            code, links = BROWSER.ask(f"[0,5].map(function(i){{return {ROWS}[0].cells[i].getBoundingClientRect().top}})")
            self.assertEqual(links > code + 20, cards)
            self.assertEqual(BROWSER.ask("document.querySelector('thead').getBoundingClientRect().height>0"), not cards)

    def test_all_of_it_is_there_without_scripts(self):
        for width in (400, 1200):
            open_page(CROWD, width=width, scripts=False)
            self.assertEqual(listed(), departments("crowd"))
            self.assertEqual(BROWSER.ask("['#find','#rest','button'].map(function(name){"
                                         "return getComputedStyle(document.querySelector(name)).display})"), ["none"] * 3)
            self.check_fits(width)

    def test_it_says_where_the_others_are_when_a_server_forbids_the_script(self):
        page = CROWD / "forbidden.html"
        text = (CROWD / "index.html").read_text("utf-8")
        page.write_text(re.sub("script-src '[^']*'", "script-src 'none'", text), "utf-8")
        BROWSER.open(page)
        self.assertGreater(len(listed()), 100)
        self.assertIn("manifest.csv", BROWSER.ask("document.getElementById('rest').innerText"))
        self.assertTrue(BROWSER.ask("document.getElementById('find').hidden"))
        page.unlink()

    def test_it_can_be_printed(self):
        open_page(CROWD)
        pdf = WORK / "page.pdf"
        BROWSER.print(pdf)
        printed = re.sub(r"\s", "", run("pdftotext", "-raw", str(pdf), "-").stdout.decode())
        for code, name in listed():
            self.assertIn(code, printed)
        self.assertIn(re.sub(r"\s", "", hits()), printed)
        self.assertNotIn("查找部门", printed)


if __name__ == "__main__":
    unittest.main()

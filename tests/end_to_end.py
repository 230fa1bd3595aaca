#!/usr/bin/env python3
"""The whole program from outside: BANXIN=path/to/banxin python3 tests/end_to_end.py

Expected values are the published figures (tests/published) and what independent readers say: MuPDF,
poppler, qpdf, Ghostscript, pdf.js."""
import csv
import io
import json
import os
import re
import shutil
import stat
import tempfile
import unittest
from pathlib import Path

import readback
from readback import faults, run

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data" / "sample"
PUBLISHED = HERE / "published"
BANXIN = os.environ["BANXIN"]
NAME = "080-泽州县自然资源局2026年度部门预算公开.pdf"
OTHER = "081-泽州县样本服务局2026年度部门预算公开.pdf"
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]


def banxin(*arguments, locale="zh_CN.UTF-8", **options):
    environment = dict(os.environ, LC_ALL=locale, **options.pop("extra", {}))
    return run(BANXIN, *map(str, arguments), env=environment, timeout=300, **options)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def squeeze(text):
    return re.sub(r"\s+", "", text)


def setUpModule():
    global WORK, PDF, PAGES, CONTENTS
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    done = banxin("render", SAMPLE, "-o", WORK / "out")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines() == [str(WORK / "out" / name) for name in (NAME, OTHER)], done.stdout
    assert faults(done) == b"", done.stderr.decode()
    PDF = WORK / "out" / NAME
    PAGES = readback.pages(str(PDF))
    # What comes after the forms stands on other pages: they take fewer than the published ones.
    CONTENTS = rows_of(PUBLISHED / "contents.csv")[1:]
    CONTENTS = CONTENTS[: 1 + max(i for i, row in enumerate(CONTENTS) if row[1].startswith("十、"))]


def tearDownModule():
    shutil.rmtree(WORK)


def folio(page):
    """The printed page number, or None."""
    found = [re.fullmatch("—(\\d+)—", text) for _, text in readback.lines_outside(page)]
    numbers = [int(match.group(1)) for match in found if match]
    assert len(numbers) <= 1
    return numbers[0] if numbers else None


def table_pages():
    """The pages of 第二部分."""
    def begins(page, heading):
        return any(text.startswith(heading) for _, text in readback.lines_outside(page))

    numbered = [page for page in PAGES if folio(page) is not None]
    first = next(i for i, page in enumerate(numbered) if begins(page, "第二部分"))
    end = next(i for i, page in enumerate(numbered) if begins(page, "第三部分"))
    return numbered[first:end]


def pages_of_table(number):
    """The parts of an official table: (folio, cells), found by its title and up to the next title."""
    titles = [row[1] for row in CONTENTS if row[1].startswith("表")]
    titles = [title[len("表" + numeral):] for title, numeral in zip(titles, NUMERALS)]
    parts, current = [], None
    for page in table_pages():
        marks = [(y, titles.index(text) + 1) for y, text in readback.lines_outside(page) if text in titles]
        for (top, _), cells in zip(readback.bands(page), readback.tables(page)):
            for y, title in marks:
                current = title if y < top else current
            if current == number:
                parts.append((folio(page), cells))
    return parts


class Tables(unittest.TestCase):
    """Against the published tables, cell by cell, read back from the rules and glyphs on the page."""

    def test_every_table_has_the_published_rows_and_head_spans(self):
        for number in range(1, 14):
            with self.subTest(table=number):
                self.check_table(number)

    def check_table(self, number):
        gold = rows_of(PUBLISHED / f"t{number:02d}.csv")
        heads = [(int(r), int(c), int(rs), int(cs), text) for r, c, rs, cs, text in
                 rows_of(PUBLISHED / f"t{number:02d}.head.csv")[1:]]
        head_rows = max(row + span for row, _, span, _, _ in heads)
        body = []
        for _, cells in pages_of_table(number):
            printed_head = [tuple(cell) for cell in cells if cell.row < head_rows]
            self.assertEqual(printed_head, heads)  # on every page, whole
            height = max(cell.row + cell.row_span for cell in cells)
            for row in range(head_rows, height):
                body.append([next((c.text for c in cells if (c.row, c.column) == (row, column)), None)
                             for column in range(len(gold[0]))])
        self.assertEqual(body, gold[head_rows:])

    def test_tables_break_after_the_published_rows(self):
        # tables/index.csv of the publication: 表一 after body row 21, 表二 after 17, 表四 after 31
        for number, first_page_rows in ((1, 21), (2, 17), (4, 31)):
            parts = pages_of_table(number)
            self.assertEqual(len(parts), 2)
            head = len({c.row for c in parts[0][1]}) - first_page_rows
            self.assertEqual(head, {1: 2, 2: 2, 4: 3}[number])

    def test_every_amount_is_found_by_text_search(self):
        text = run("pdftotext", "-layout", str(PDF), "-").stdout.decode()
        words = text.split()
        for number in range(1, 14):
            for amount in {cell for row in rows_of(PUBLISHED / f"t{number:02d}.csv") for cell in row
                           if re.fullmatch(r"\d+\.\d\d", cell)}:
                self.assertIn(amount, words)

    def test_amounts_of_a_column_share_their_decimal_point(self):
        for page in table_pages():
            for top, bottom in readback.bands(page):
                self.check_points(page, top, bottom)

    def check_points(self, page, top, bottom):
        edges = readback.distinct(r[0] for r in page.down if top - 1 <= r[1] and r[2] <= bottom + 1)
        points = {}
        for g in page.glyphs:
            if g.char == "." and top <= g.y <= bottom:
                points.setdefault(sum(1 for edge in edges if edge <= g.x), []).append(g.x)
        for xs in points.values():
            self.assertLess(max(xs) - min(xs), 0.01)


class PageMap(unittest.TestCase):
    def test_the_contents_carry_the_published_page_numbers(self):
        lines = [text for page in PAGES if folio(page) is None for _, text in readback.lines_outside(page)]
        found = [re.fullmatch(r"(.*?)[.·…]{5,}(\d+)", line) for line in lines]
        entries = [(match.group(1), int(match.group(2))) for match in found if match]
        self.assertEqual(entries[: len(CONTENTS)], [(squeeze(text), int(page)) for _, text, page in CONTENTS])

    def test_folios_count_from_the_first_page_after_the_contents(self):
        numbers = [folio(page) for page in PAGES]
        first = numbers.index(1)
        self.assertEqual(numbers, [None] * first + list(range(1, len(numbers) - first + 1)))

    def test_odd_folios_stand_right_and_even_ones_left(self):
        for page in PAGES:
            number = folio(page)
            if number is None:
                continue
            x = next(line[0].x for line in readback.read_lines(page.glyphs)
                     if re.fullmatch("—\\d+—", "".join(g.char for g in line).replace(" ", "")))
            self.assertEqual(x > page.width / 2, number % 2 == 1)

    def test_two_small_tables_share_a_page(self):
        self.assertEqual([part[0] for part in pages_of_table(9)], [part[0] for part in pages_of_table(10)])

    def test_an_empty_table_says_so(self):
        noted = [folio(page) for page in PAGES
                 for _, text in readback.lines_outside(page) if text == "注：本表无数据"]
        self.assertEqual(noted, [13, 13])


class Readers(unittest.TestCase):
    def test_qpdf_finds_no_fault(self):
        done = run("qpdf", "--check", str(PDF))
        self.assertEqual(done.returncode, 0, done.stdout.decode() + done.stderr.decode())
        self.assertEqual(done.stderr, b"")
        self.assertNotIn(b"WARNING", done.stdout)

    def test_all_fonts_are_embedded_subset_and_have_unicode(self):
        lines = run("pdffonts", str(PDF)).stdout.decode().splitlines()[2:]
        self.assertGreater(len(lines), 0)
        for line in lines:
            self.assertRegex(line, r"^[A-Z]{6}\+")
            self.assertRegex(line, r" yes yes yes +\d+ +0$")

    def test_poppler_mupdf_and_ghostscript_read_it_in_silence(self):
        done = readback.mutool("draw", "-q", "-o", "/dev/null", "-F", "txt", str(PDF))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for command in (("pdftotext", str(PDF), "-"), ("pdftoppm", "-r", "20", str(PDF), str(WORK / "page")),
                        ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", str(PDF))):
            with self.subTest(reader=command[0]):
                done = run(*command)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertNotIn(b"rror", done.stdout)

    def test_pdfjs_reads_text_links_bookmarks_and_language(self):
        done = run("node", str(HERE / "pdfjs" / "read.mjs"), str(PDF))
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        seen = json.loads(done.stdout)
        self.assertEqual(seen["warnings"], [])
        self.assertEqual(seen["title"], "泽州县自然资源局2026年度部门预算公开")
        self.assertEqual(seen["language"], "zh-CN")
        offset = [folio(page) for page in PAGES].index(1)
        want = [(text, int(page) + offset) for _, text, page in CONTENTS]

        def flatten(items):
            return [entry for item in items
                    for entry in [(item["title"], item["page"])] + flatten(item["items"])]

        flat = flatten(seen["outline"])
        self.assertEqual(flat[: len(want)], want)
        links = [link["page"] for page in seen["pages"] for link in page["links"]]
        self.assertEqual(links, [page for _, page in flat])
        self.assertIn("部门名称：泽州县自然资源局", squeeze(seen["pages"][offset + 1]["text"]))

    def test_prose_reads_back_as_it_was_written(self):
        text = squeeze(run("pdftotext", "-f", str(1 + [folio(p) for p in PAGES].index(1)), "-l",
                           str(1 + [folio(p) for p in PAGES].index(1)), str(PDF), "-").stdout.decode())
        for row in rows_of(SAMPLE / "texts.csv")[1:]:
            if row[0] == "080" and row[1] in ("部门职责", "机构设置"):
                self.assertIn(squeeze(row[3]), text)


class SameBytes(unittest.TestCase):
    def render(self, book, *prefix, **options):
        out = Path(tempfile.mkdtemp(dir=WORK))
        if prefix:  # a program that preloads a library comes before the sanitizer's; let it
            done = run(*prefix, BANXIN, "render", str(book), "-o", str(out),
                       env=dict(os.environ, ASAN_OPTIONS="verify_asan_link_order=0"))
        else:
            done = banxin("render", book, "-o", out, **options)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual((out / NAME).read_bytes(), PDF.read_bytes())

    def test_again(self):
        self.render(SAMPLE)

    def test_from_another_directory(self):
        self.render(os.path.relpath(SAMPLE, "/usr/bin"), cwd="/usr/bin")

    def test_at_another_date(self):
        self.render(SAMPLE, "faketime", "2031-05-06 07:08:09")

    def test_under_other_locales_and_time_zones(self):
        locales = WORK / "locales"
        locales.mkdir()
        made = run("localedef", "-i", "de_DE", "-f", "UTF-8", str(locales / "de_DE.UTF-8"))
        self.assertTrue((locales / "de_DE.UTF-8").is_dir(), made.stderr.decode())
        self.render(SAMPLE, locale="de_DE.UTF-8", extra={"LOCPATH": str(locales), "TZ": "Asia/Tokyo"})
        self.render(SAMPLE, locale="C")

    def shuffled(self, encoding, line_end, bom=b""):
        """The sample with rows and columns in another order."""
        book = Path(tempfile.mkdtemp(dir=WORK))
        shutil.copy(SAMPLE / "book.yaml", book)
        for path in SAMPLE.glob("*.csv"):
            head, *body = rows_of(path)
            order = sorted(range(len(head)), key=lambda i: (i * 7 + 3) % len(head) if len(head) % 7 else -i)
            rows = [head] + sorted(body, key=lambda row: row[::-1], reverse=True)
            with open(book / path.name, "wb") as file:
                file.write(bom)
                text = io.StringIO(newline="")
                csv.writer(text, lineterminator=line_end).writerows([[row[i] for i in order] for row in rows])
                file.write(text.getvalue().encode(encoding))
        return book

    def test_with_rows_and_columns_in_another_order(self):
        self.render(self.shuffled("utf-8", "\n"))

    def test_in_the_encodings_of_a_chinese_excel(self):
        self.render(self.shuffled("gb18030", "\r\n"))
        self.render(self.shuffled("utf-8", "\r\n", bom=b"\xef\xbb\xbf"))


class BadInput(unittest.TestCase):
    """Each fault is listed at file:row:column, its department is refused, the other is published."""

    def setUp(self):
        self.book = Path(tempfile.mkdtemp(dir=WORK))
        for path in SAMPLE.iterdir():
            shutil.copy(path, self.book)
        self.out = Path(tempfile.mkdtemp(dir=WORK))

    def append(self, name, line):
        with open(self.book / name, "a", encoding="utf-8") as file:
            file.write(line + "\n")

    def rows(self, name):
        return len(rows_of(self.book / name))

    def replace(self, name, old, new):
        path = self.book / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def check(self, place, *words, published=("081",), status=1):
        done = banxin("render", self.book, "-o", self.out)
        message = done.stderr.decode()
        self.assertEqual(done.returncode, status, message)
        line = next((l for l in message.splitlines() if l.startswith(place)), None)
        self.assertIsNotNone(line, f"no message at {place} in:\n{message}")
        for word in words:
            self.assertIn(word, line)
        self.assertEqual(sorted(p.name[:3] for p in self.out.glob("*.pdf")), sorted(published))

    def test_nothing_is_wrong_with_the_book_itself(self):
        done = banxin("render", self.book, "-o", self.out)
        self.assertEqual((done.returncode, faults(done)), (0, b""))
        self.assertEqual(len(list(self.out.glob("*.pdf"))), 2)

    def test_malformed_amounts(self):
        for bad in ("12.345", '"1,23"', "abc", "92233720368547758.08"):
            with self.subTest(amount=bad):
                self.setUp()
                self.append("income.csv", f"080,080001,,2200150,一般公共预算,当年,{bad}")
                self.check(f"income.csv:{self.rows('income.csv')}:7: 错误", bad.strip('"'))

    def test_unknown_codes_and_funds(self):
        cases = (("2999999,一般公共预算,当年,5", 4, "2999999"), ("22001,一般公共预算,当年,5", 4, "22001"),
                 ("2200150,一般预算,当年,5", 5, "一般预算"), ("2200150,一般公共预算,今年,5", 6, "今年"))
        for tail, column, found in cases:
            with self.subTest(found=found):
                self.setUp()
                self.append("income.csv", "080,080001,," + tail)
                self.check(f"income.csv:{self.rows('income.csv')}:{column}: 错误", found)

    def test_a_project_that_no_one_declared(self):
        self.append("expenditure.csv", "080,080001,2200199,一般公共预算,当年,项目支出,080-2026-999,,,5.00")
        self.check(f"expenditure.csv:{self.rows('expenditure.csv')}:7: 错误", "080-2026-999")

    def test_a_department_without_records(self):
        self.append("departments.csv", "082,泽州县空白局,2026")
        self.check(f"departments.csv:{self.rows('departments.csv')}:1: 错误", "082", published=("080", "081"))

    def test_a_missing_column_stops_the_book(self):
        self.replace("income.csv", "金额", "数额")
        self.check("income.csv:1:1: 错误", "金额", published=(), status=2)

    def test_missing_and_empty_files_are_all_listed(self):
        (self.book / "assets.csv").unlink()
        (self.book / "procurement.csv").write_bytes(b"")
        self.check("assets.csv:1:1: 错误", published=(), status=2)
        self.check("procurement.csv:1:1: 错误", published=(), status=2)

    def test_invalid_bytes(self):
        path = self.book / "texts.csv"
        path.write_bytes(path.read_bytes() + "080,其他说明,99,某".encode() + b"\xff\xfe\n")
        self.check(f"texts.csv:{self.rows_raw('texts.csv')}:4: 错误")

    def rows_raw(self, name):
        return (self.book / name).read_bytes().count(b"\n")

    def test_an_unbalanced_quote(self):
        self.append("texts.csv", '080,其他说明,99,"没有结束的引号')
        self.check(f"texts.csv:{self.rows_raw('texts.csv')}:4: 错误", published=(), status=2)

    def test_a_character_no_font_has(self):
        self.replace("projects.csv", "执法工作经费", "执法工作经费\U000e0041\U0001f600")
        row = next(i for i, r in enumerate(rows_of(self.book / "projects.csv"), 1) if "\U0001f600" in "".join(r))
        self.check(f"projects.csv:{row}:4: 错误", "U+1F600")

    def test_every_fault_is_listed_in_one_run(self):
        self.append("income.csv", "080,080001,,2200150,一般公共预算,当年,abc")
        self.append("income.csv", "080,080001,,22001,一般公共预算,当年,12.345")
        n = self.rows("income.csv")
        for place in (f"income.csv:{n - 1}:7:", f"income.csv:{n}:4:", f"income.csv:{n}:7:"):
            self.check(place)

    def test_messages_are_english_under_an_english_locale(self):
        self.append("income.csv", "080,080001,,2200150,一般公共预算,当年,abc")
        done = banxin("render", self.book, "-o", self.out, locale="en_GB.UTF-8")
        self.assertIn(f"income.csv:{self.rows('income.csv')}:7: error: ", done.stderr.decode())

    def test_a_refused_department_keeps_its_old_file(self):
        (self.out / NAME).write_bytes(b"old")
        self.append("income.csv", "080,080001,,2200150,一般公共预算,当年,abc")
        self.check("income.csv", published=("080", "081"))
        self.assertEqual((self.out / NAME).read_bytes(), b"old")


class CommandLine(unittest.TestCase):
    def test_help_and_version(self):
        self.assertIn("用法", banxin("--help").stdout.decode())
        self.assertIn("Usage", banxin("--help", locale="en_US.UTF-8").stdout.decode())
        self.assertRegex(banxin("--version").stdout.decode(), r"^banxin \d+\.\d+\.\d+\n$")

    def test_unusable_calls(self):
        for call in ((), ("print",), ("render",), ("render", SAMPLE), ("render", SAMPLE, "-o"), ("render", "--what"),
                     ("render", "/nowhere", "-o", WORK / "x"), ("render", SAMPLE, SAMPLE, "-o", WORK / "x")):
            with self.subTest(call=call):
                done = banxin(*call)
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertNotEqual(done.stderr, b"")

    def test_one_department_of_many(self):
        out = WORK / "one"
        self.assertEqual(banxin("render", SAMPLE, "-o", out, "--department", "080").returncode, 0)
        done = banxin("render", SAMPLE, "-o", out, "--department", "999")
        self.assertEqual(done.returncode, 1)
        self.assertIn("999", done.stderr.decode())

    def test_a_directory_that_cannot_be_written(self):
        done = banxin("render", SAMPLE, "-o", "/proc/banxin")
        self.assertEqual(done.returncode, 2)
        self.assertIn("/proc/banxin", done.stderr.decode())

    def test_a_full_disk_leaves_nothing_behind(self):
        out = Path(tempfile.mkdtemp(dir=WORK))
        done = run("bash", "-c", 'ulimit -f 8; trap "" XFSZ; exec "$0" render "$1" -o "$2"', BANXIN, str(SAMPLE),
                   str(out))
        self.assertEqual(done.returncode, 2, done.stderr.decode())
        self.assertEqual([path.name for path in out.iterdir()], [".banxin"])

    def test_files_are_readable_by_all(self):
        self.assertEqual(stat.S_IMODE(PDF.stat().st_mode) & 0o444, 0o444)


if __name__ == "__main__":
    unittest.main(verbosity=1)

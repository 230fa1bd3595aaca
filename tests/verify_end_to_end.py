#!/usr/bin/env python3
"""`banxin verify` on what was altered: BANXIN=path/to/banxin python3 tests/verify_end_to_end.py

Attached data and page contents are changed through pikepdf, one cell or one character each time
(ALTERATIONS times, 40 unless told; SEED). Nothing else of the file is touched."""
import csv
import io
import os
import random
import re
import shutil
import tempfile
import unittest
from collections import namedtuple
from pathlib import Path

import pikepdf

from readback import run

HERE = Path(__file__).resolve().parent
BANXIN = os.environ["BANXIN"]
BOOK = HERE.parent / "data" / "sample"
ALTERATIONS = int(os.environ.get("ALTERATIONS", "40"))
SEED = os.environ.get("SEED", "2026")
CHINESE = dict(os.environ, LC_ALL="", LANG="zh_CN.UTF-8")
COLUMNS = ["部分", "表", "行", "列", "数值", "单位", "页码", "合计"]
VALUE, FOLIO, TOTAL = 4, 6, 7
SEAL = "文件在排印后被改动过或另存过"
PRINTED, FILES = "页面内容的校验值不符", "附件的校验值不符"
HASHES = (SEAL, PRINTED, FILES)

# A string on a page: where it stands in the content stream, its codes, its font, and whether a Span spells
# out what it says.
Shown = namedtuple("Shown", "start end codes font spelled")
# A change: what was done, what the reports must tell, and pages of which one must be named by any report beside
# that of a hash (none: no matter which).
Change = namedtuple("Change", "what tells pages", defaults=((),))


def setUpModule():
    global WORK, DOCUMENTS, SMALL
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    done = run(BANXIN, "render", str(BOOK), "-o", str(WORK / "out"), env=CHINESE)
    assert done.returncode == 0, done.stderr.decode()
    DOCUMENTS = sorted((WORK / "out").glob("*.pdf"))
    SMALL = min(DOCUMENTS, key=lambda path: path.with_suffix(".csv").stat().st_size)


def tearDownModule():
    shutil.rmtree(WORK)


def verify(*paths):
    return run(BANXIN, "verify", *map(str, paths), env=CHINESE)


def reports(done):
    """The reports without the name of the file."""
    return [line.split(": ", 2)[-1] for line in done.stderr.decode().splitlines()]


# ---- the file ------------------------------------------------------------------------------------


def data_file(pdf):
    (stream,) = [file.EF.F for file in pdf.Root.AF if file.AFRelationship == "/Data"]
    return stream


def read_rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def write_rows(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def labels(pdf):
    """The label of each page, from the catalog."""
    found, ranges = [], list(pdf.Root.PageLabels.Nums)
    starts = {int(ranges[i]): ranges[i + 1] for i in range(0, len(ranges), 2)}
    for index in range(len(pdf.pages)):
        if index in starts:
            start, rule = index, starts[index]
        number = str(int(rule.get("/St", 1)) + index - start) if "/S" in rule else ""
        found.append(str(rule.get("/P", "")) + number)
    return found


def place(folios, index):
    return f"第 {folios[index]} 页" if folios[index] else f"第 {index + 1} 张"


LITERAL = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
OPERATOR = re.compile(rb"/(F\d+) [\d.]+ Tf|/Span<</ActualText|\bEMC\b")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def unescape(literal):
    def meaning(match):
        letter = match.group(1)
        return bytes([int(letter, 8) & 255]) if letter[:1].isdigit() else ESCAPES.get(letter, letter)

    return re.sub(rb"\\([0-7]{1,3}|.)", meaning, literal, flags=re.DOTALL)


def escape(codes):
    return re.sub(rb"[()\\\r\n]", lambda match: b"\\%03o" % match.group()[0], codes)


def strings(content):
    found, font, spelled, at = [], None, False, 0
    for literal in LITERAL.finditer(content):
        for operator in OPERATOR.finditer(content, at, literal.start()):
            font = operator.group(1) or font
            spelled = operator.group().startswith(b"/Span") or (spelled and operator.group() != b"EMC")
        at = literal.end()
        codes = unescape(literal.group()[1:-1])
        found.append(Shown(literal.start() + 1, literal.end() - 1, codes, font.decode(), spelled))
    return found


def to_unicode(pdf, font):
    cmap = pdf.pages[0].Resources.Font["/" + font].ToUnicode.read_bytes()
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", cmap)}


# ---- alterations ---------------------------------------------------------------------------------


def other_text(text, others, rng):
    """A text that differs by a character, or one of the others of its column."""
    if not text or rng.random() < 0.3:
        return rng.choice([other for other in others if squeeze(other) != squeeze(text)] or [text + "一"])
    at = rng.randrange(len(text))
    digit = text[at].isdigit() and text[at].isascii()
    new = rng.choice([c for c in ("0123456789" if digit else "一二三甲乙") if c != text[at]])
    changed = text[:at] + new + text[at + 1:]
    return changed if squeeze(changed) != squeeze(text) else text + new


def squeeze(text):
    return re.sub(r"[\s\u3000\u00a0]", "", text)


def alter_data(pdf, rng):
    stream = data_file(pdf)
    rows = read_rows(stream.read_bytes())
    row, column = rng.choice(rows[1:]), rng.randrange(len(COLUMNS))
    before, folio = row[column], row[FOLIO]
    if column == TOTAL:
        row[column] = "否" if before == "是" else "是"
    else:
        row[column] = other_text(before, sorted({other[column] for other in rows[1:]}), rng)
    stream.write(write_rows(rows))
    tells = [FILES]
    if column == VALUE:
        tells.append(f"第 {folio} 页" if folio else "第 1 张")
    return Change(f"data {row}: {COLUMNS[column]} was {before}", tells)


def alter_page(pdf, rng):
    folios = labels(pdf)
    while True:
        index = rng.randrange(len(pdf.pages))
        content = pdf.pages[index].Contents.read_bytes()
        shown = rng.choice(strings(content))
        at = 2 * rng.randrange(len(shown.codes) // 2)
        code, texts = shown.codes[at:at + 2], to_unicode(pdf, shown.font)
        digits = texts[code].isdigit() and rng.random() < 0.8
        others = [other for other, text in texts.items()
                  if squeeze(text) != squeeze(texts[code]) and (text.isdigit() or not digits)]
        if others:
            break
    new = rng.choice(others)
    codes = shown.codes[:at] + new + shown.codes[at + 2:]
    pdf.pages[index].Contents.write(content[:shown.start] + escape(codes) + content[shown.end:])
    return Change(f"sheet {index + 1} {'(spelled) ' if shown.spelled else ''}at {shown.start}: "
                  f"{''.join(texts.get(shown.codes[i:i + 2], '?') for i in range(0, len(shown.codes), 2))}: "
                  f"{texts[code]} to {texts[new]}", [PRINTED],
                  # A cell or paragraph goes by the page it begins on, an entry of the contents by that of the heading.
                  [place(folios, i) for i in (index, index - 1, index - 2)] if folios[index] else [])


class Sound(unittest.TestCase):
    def test_what_banxin_writes_holds(self):
        done = verify(*DOCUMENTS)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for path, line in zip(DOCUMENTS, done.stdout.decode().splitlines(), strict=True):
            cells = len(read_rows(path.with_suffix(".csv").read_bytes())) - 1
            self.assertIn(f"共 {cells} 处", line)

    def test_what_says_the_same_in_another_form_is_only_known_to_be_saved_again(self):
        for option in ("--object-streams=disable", "--linearize", "--stream-data=uncompress"):
            path = WORK / "same.pdf"
            self.assertEqual(run("qpdf", option, str(SMALL), str(path)).returncode, 0)
            done = verify(path)
            self.assertEqual((done.returncode, [line[:len(SEAL)] for line in reports(done)]), (1, [SEAL]), option)

    def test_a_byte_that_was_changed_anywhere_is_found(self):
        content, rng = SMALL.read_bytes(), random.Random(SEED)
        for _ in range(20):
            altered = bytearray(content)
            altered[rng.randrange(len(altered))] ^= 1 << rng.randrange(8)
            (WORK / "byte.pdf").write_bytes(altered)
            self.assertNotEqual(verify(WORK / "byte.pdf").returncode, 0)
        (WORK / "byte.pdf").write_bytes(content + b"\n")
        self.assertEqual(verify(WORK / "byte.pdf").returncode, 1)

    def test_characters_that_nobody_sees_are_no_difference(self):
        book = WORK / "unseen"
        shutil.copytree(BOOK, book, copy_function=shutil.copyfile)
        texts = (book / "texts.csv").read_text("utf-8")
        marked, count = re.subn('^(081,[^,]*,[^,]*,"?)', "\\1\ufeff\u00ad\u200b", texts, count=1, flags=re.M)
        self.assertEqual(count, 1)
        (book / "texts.csv").write_text(marked, "utf-8")
        done = run(BANXIN, "render", str(book), "-o", str(WORK / "unseen-out"), "--department", "081", env=CHINESE)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        done = verify(*(WORK / "unseen-out").glob("*.pdf"))
        self.assertEqual((done.returncode, done.stderr), (0, b""))


class Altered(unittest.TestCase):
    def alter(self, alteration, name):
        rng, found = random.Random(SEED + name), []
        for number in range(ALTERATIONS // 2):
            path = WORK / "altered.pdf"
            with pikepdf.open(SMALL) as pdf:
                change = alteration(pdf, rng)
                pdf.save(path)
            done = verify(path)
            with self.subTest(number=number, change=change.what):
                told = reports(done)
                self.assertEqual(done.returncode, 1, told)
                for text in change.tells:
                    self.assertTrue([line for line in told if text in line], told)
                told = [line for line in told if not line.startswith(HASHES)]
                found.append((change, told))
                if told and change.pages:
                    self.assertTrue([page for page in change.pages if any(page in line for line in told)], told)
        return found

    def test_every_cell_of_the_data_that_was_altered_is_found(self):
        found = self.alter(alter_data, "data")
        unseen = [change.what for change, told in found if not told]
        # What is summed up, and what is an amount, does not show on paper: the hash tells.
        self.assertEqual([what for what in unseen if not re.search(": (合计|单位) was", what)], [])

    def test_every_text_on_a_page_that_was_altered_is_found(self):
        found = self.alter(alter_page, "page")
        unseen = [change.what for change, told in found if not told]
        # The title of the contents, and what a Span spells out.
        self.assertLessEqual(len(unseen), len(found) // 20, "\n".join(unseen))


class Damaged(unittest.TestCase):
    def check(self, alter, status, *tells):
        path = WORK / "damaged.pdf"
        with pikepdf.open(SMALL) as pdf:
            alter(pdf)
            pdf.save(path)
        done = verify(path)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        for text in tells:
            self.assertTrue([line for line in reports(done) if text in line], done.stderr.decode())

    def test_a_file_without_data_is_refused(self):
        def alter(pdf):
            del pdf.Root.AF
        self.check(alter, 1, "PDF 中有 0 个数据文件")

    def test_a_file_without_hashes_is_refused(self):
        def alter(pdf):
            del pdf.Root.Metadata
        self.check(alter, 1, "没有记载内容的校验值")

    def test_a_file_without_tags_cannot_be_read(self):
        def alter(pdf):
            del pdf.Root.StructTreeRoot
        self.check(alter, 2, "没有结构标签")

    def test_attachments_that_only_viewers_see_are_refused(self):
        def alter(pdf):
            pdf.attachments["other.csv"] = pikepdf.AttachedFileSpec(pdf, b"1,2,3\r\n", filename="other.csv")
        self.check(alter, 1, "阅读器列出的附件")

    def test_comments_laid_over_a_page_are_refused(self):
        def alter(pdf):
            pdf.pages[3].Annots = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99], Contents="0.00")]))
        self.check(alter, 1, "第 4 张的内容有不能识读之处")

    def test_pages_in_another_order_are_refused(self):
        def alter(pdf):
            pdf.pages[5], pdf.pages[6] = pdf.pages[6], pdf.pages[5]
        self.check(alter, 1, PRINTED)

    def test_an_encrypted_file_cannot_be_read(self):
        path = WORK / "encrypted.pdf"
        self.assertEqual(run("qpdf", "--encrypt", "", "owner", "256", "--", str(SMALL), str(path)).returncode, 0)
        done = verify(path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("已加密", done.stderr.decode())

    def test_what_is_no_pdf_cannot_be_read(self):
        for name, content in (("empty.pdf", b""), ("text.pdf", b"%PDF-1.7\n"), ("cut.pdf", SMALL.read_bytes()[:90000])):
            (WORK / name).write_bytes(content)
            done = verify(WORK / name)
            self.assertEqual(done.returncode, 2, name)
            self.assertIn("无法读取", done.stderr.decode())
        self.assertEqual(verify(WORK / "none.pdf").returncode, 2)
        self.assertEqual(verify(WORK).returncode, 2)

    def test_one_bad_file_does_not_hide_the_others(self):
        done = verify(WORK / "none.pdf", SMALL)
        self.assertEqual(done.returncode, 2)
        self.assertIn(SMALL.name, done.stdout.decode())


if __name__ == "__main__":
    unittest.main(verbosity=1)

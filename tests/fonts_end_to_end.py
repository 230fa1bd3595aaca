#!/usr/bin/env python3
"""Rare characters from outside: BANXIN=path/to/banxin python3 tests/fonts_end_to_end.py

Ten characters that fonts lack stand in names, cells and prose. With the fonts of the pack, with fonts of GB 2312
before wider ones, and with those alone, each is either shown and read back, or named with its code and its place."""
import csv
import os
import re
import shutil
import tempfile
import unicodedata
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from statistics import median

import readback
from readback import faults, run

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
BANXIN = os.environ["BANXIN"]
RARE = "𠮷㙦䶮堃〇㎡①Ⅳ≥×"
OWNER = "泽州县𠮷㙦䶮堃〇局"
UNIT = "①Ⅳ㎡≥×站"
PROJECT = "𠮷㙦䶮堃〇①Ⅳ改造（≥500㎡×2）"
LACKING = "堃喆珺赟旻玥"  # full characters that are not in GB 2312
COMMON = "国基家部政算"
PROSE = f"负责{RARE}等。" + "".join(a + b for a, b in zip(COMMON, LACKING)) + "。"
GB2312, WIDER, KAI, NOTO = "AR PL SungtiL GB", "AR PL UMing CN", "LXGW WenKai", "Noto Serif CJK SC"
SETS = {"pack": None, "fallback": [GB2312, WIDER, KAI, NOTO], "kai": [GB2312, KAI], "alone": [GB2312, WIDER]}
COMPLETE = ["pack", "fallback", "kai"]
MISSING = "𠮷㙦"  # in neither face of the last set
DPI = 400


def edit(path, change):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 2):
        change(number, row)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def make_book(folder):
    """The sample with rare names. Returns the place of the project's name."""
    shutil.copytree(DATA / "sample", folder)
    place = []

    def rename(file, key, code, column, name):
        def change(number, row):
            if row[key] == code and (file != "texts" or row["栏目"] == "部门职责"):
                row[column] = name
                place[:] = [f"{file}.csv:{number}:{list(row).index(column) + 1}"]
        edit(folder / f"{file}.csv", change)

    rename("departments", "部门编码", "081", "部门名称", OWNER)
    rename("units", "单位编码", "081001", "单位名称", UNIT)
    rename("texts", "部门编码", "081", "内容", PROSE)
    rename("projects", "项目编码", "081-2026-001", "项目名称", PROJECT)
    return place[0]


def make_data(folder, families):
    """The program's data with all roles of all packs set in FAMILIES."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.c", "*.h", "sample"))
    chain = "".join(f"    - {{family: {family}}}\n" for family in families or [])
    for pack in folder.glob("formats/*/format.yaml"):
        text = pack.read_text(encoding="utf-8")
        block = re.search(r"^roles:\n((?: .*\n|#.*\n|\n)*)", text, re.M)
        if families and block:
            roles = re.findall(r"^  ([\w-]+):", block[1], re.M)
            text = text.replace(block[0], "roles:\n" + "".join(f"  {role}:\n{chain}" for role in roles) + "\n")
            pack.write_text(text, encoding="utf-8")


def banxin(command, name, *arguments, locale="zh_CN.UTF-8", **extra):
    return run(BANXIN, command, str(WORK / "book"), "--department", "081", "--data", str(WORK / "data" / name),
               *map(str, arguments), env=dict(os.environ, LC_ALL=locale, **extra), timeout=300)


def font_bytes(family):
    path = run("fc-match", "-f", "%{family}|%{file}", family).stdout.decode()
    assert family in path.split("|")[0], path
    return bytearray(Path(path.split("|")[1]).read_bytes())


def set_fs_type(font, value):
    """Writes OS/2 fsType, and the table's checksum with it (OpenType 1.9, OS/2 and Table Directory)."""
    for i in range(int.from_bytes(font[4:6], "big")):
        record = 12 + 16 * i
        if font[record:record + 4] == b"OS/2":
            offset = int.from_bytes(font[record + 8:record + 12], "big")
            old = int.from_bytes(font[offset + 8:offset + 10], "big")
            font[offset + 8:offset + 10] = value.to_bytes(2, "big")
            checksum = int.from_bytes(font[record + 4:record + 8], "big") + ((value - old) << 16)
            font[record + 4:record + 8] = (checksum % 2**32).to_bytes(4, "big")
            return
    raise AssertionError("no OS/2")


def setUpModule():
    global WORK, PLACE, DONE
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    PLACE = make_book(WORK / "book")
    DONE = {}
    for name, families in SETS.items():
        make_data(WORK / "data" / name, families)
        DONE[name] = banxin("render", name, "-o", WORK / name)


def tearDownModule():
    shutil.rmtree(WORK)


def pdf(name):
    found = list((WORK / name).glob("081-*.pdf"))
    assert len(found) == 1, DONE[name].stderr.decode()
    return str(found[0])


def squeeze(text):
    return re.sub(r"\s+", "", text)


def glyph_ids(path):
    """The indices with which each character is shown."""
    trace = readback.mutool("draw", "-q", "-F", "trace", path).stdout.decode()
    trace = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", re.sub(r"<\?xml[^>]*>", "", trace))
    ids = {}
    for g in ElementTree.fromstring("<all>" + trace + "</all>").iter("g"):
        ids.setdefault(g.get("unicode"), set()).add(g.get("glyph"))
    return ids


class Picture:
    """A page as poppler paints it."""

    def __init__(self, path, page):
        done = run("pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l", str(page), path)
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", done.stdout)
        self.width, self.height = int(head[1]), int(head[2])
        self.bytes = done.stdout[head.end():]

    def ink(self, glyph):
        """The box of the ink round GLYPH's em: (left, top, right, bottom) [pt], and its pixels."""
        unit = DPI / 72
        x0, x1 = round(glyph.x * unit), round((glyph.x + glyph.size) * unit)
        y0, y1 = round((glyph.y - glyph.size) * unit), round((glyph.y + glyph.size * 0.25) * unit)
        rows = [self.bytes[y * self.width + x0:y * self.width + x1] for y in range(y0, y1)]
        dark = [(x, y) for y, row in enumerate(rows) for x, value in enumerate(row) if value < 128]
        if not dark:
            return None, b""
        xs, ys = [x for x, _ in dark], [y for _, y in dark]
        box = ((x0 + min(xs)) / unit, (y0 + min(ys)) / unit, (x0 + max(xs) + 1) / unit, (y0 + max(ys) + 1) / unit)
        return box, b"".join(row[min(xs):max(xs) + 1] for row in rows[min(ys):max(ys) + 1])


def prose_of(pages):
    """The page with the sentence of all the characters, and its glyphs from there on."""
    for number, page in enumerate(pages, 1):
        glyphs = [g for line in readback.read_lines(page.glyphs) for g in line if g.char.strip()]
        start = "".join(g.char for g in glyphs).find(PROSE)
        if start >= 0:
            return number, glyphs[start:start + len(PROSE)]
    raise AssertionError("the sentence is not there")


class Shown(unittest.TestCase):
    """Where some face has each of the ten."""

    def test_the_document_is_written(self):
        for name in COMPLETE:
            with self.subTest(fonts=name):
                self.assertEqual(DONE[name].returncode, 0, DONE[name].stderr.decode())
                self.assertEqual(run("qpdf", "--check", pdf(name)).returncode, 0)

    def test_every_character_has_a_glyph(self):
        for name in COMPLETE:
            with self.subTest(fonts=name):
                ids = glyph_ids(pdf(name))
                for char in RARE:
                    self.assertIn(char, ids)
                    self.assertNotIn("0", ids[char])

    def test_names_are_read_back_from_cells(self):
        for name in COMPLETE:
            with self.subTest(fonts=name):
                tables = [table for page in readback.pages(pdf(name)) for table in readback.tables(page)]
                cells = {cell.text for table in tables for cell in table}
                self.assertTrue(any(UNIT in cell for cell in cells))
                self.assertTrue(any(PROJECT in cell for cell in cells))

    def test_names_are_extracted(self):
        for name in COMPLETE:
            with self.subTest(fonts=name):
                poppler = squeeze(run("pdftotext", pdf(name), "-").stdout.decode())
                mupdf = squeeze(readback.mutool("draw", "-q", "-F", "txt", pdf(name)).stdout.decode())
                for text in (poppler, mupdf):
                    self.assertIn(OWNER, text)
                    self.assertIn(PROSE, text)
                    self.assertIn(UNIT, text)

    def test_every_character_is_painted_and_none_like_another(self):
        for name in COMPLETE:
            with self.subTest(fonts=name):
                number, glyphs = prose_of(readback.pages(pdf(name)))
                picture = Picture(pdf(name), number)
                drawn = {}
                for glyph in glyphs:
                    if glyph.char in RARE:
                        box, pixels = picture.ink(glyph)
                        self.assertIsNotNone(box, glyph.char)
                        drawn.setdefault(glyph.char, pixels)
                self.assertEqual(set(drawn), set(RARE))
                self.assertEqual(len(set(drawn.values())), len(RARE))  # no two boxes that stand for any character

    def test_fallback_characters_are_as_large_and_as_high_as_their_neighbours(self):
        number, glyphs = prose_of(readback.pages(pdf("kai")))
        picture = Picture(pdf("kai"), number)
        size = median(g.size for g in glyphs)

        def middling(chars):
            boxes = [picture.ink(g)[0] for g in glyphs if g.char in chars]
            self.assertGreaterEqual(len(boxes), len(chars))
            return (median(x1 - x0 + y1 - y0 for x0, y0, x1, y1 in boxes) / size,
                    median(y0 + y1 for _, y0, _, y1 in boxes) / 2 / size)

        own, fallback = middling(COMMON), middling(LACKING)
        self.assertAlmostEqual(fallback[0] / own[0], 1, delta=0.04)
        self.assertAlmostEqual(fallback[1], own[1], delta=0.02)

    def test_the_em_is_kept_where_faces_meet(self):
        _, glyphs = prose_of(readback.pages(pdf("kai")))
        sizes = {g.char: g.size for g in glyphs}
        self.assertGreater(sizes["堃"], sizes["国"] * 1.01)  # LXGW WenKai is the smaller design
        by_line = [line for line in readback.read_lines(glyphs) if len(line) > 5]
        for line in by_line:
            han = [g for g in line if g.char in COMMON + LACKING]
            for a, b in zip(han, han[1:]):
                if line.index(b) == line.index(a) + 1:
                    self.assertAlmostEqual(b.x + b.size / 2 - a.x - a.size / 2, sizes["国"], delta=sizes["国"] * 0.05)


class Refused(unittest.TestCase):
    """A face that forbids what a PDF needs."""

    def setUp(self):
        """A machine with two fonts, the first of which may not be embedded in part."""
        folder = WORK / f"machine{self.id()}"
        folder.mkdir()
        first = font_bytes(GB2312)
        set_fs_type(first, self.fs_type)
        (folder / "first.ttf").write_bytes(first)
        (folder / "second.ttc").write_bytes(font_bytes(WIDER))
        (folder / "fonts.conf").write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>"
                                           "</fontconfig>")
        self.done = banxin("fonts", "alone", FONTCONFIG_FILE=str(folder / "fonts.conf"))

    fs_type = 0x0002
    words = "禁止嵌入"

    def test_the_reason_is_given_and_the_next_face_is_taken(self):
        warnings = [line for line in self.done.stderr.decode().splitlines() if " 警告: " in line and GB2312 in line]
        self.assertTrue(warnings)
        self.assertIn(f"“{self.words}”", warnings[0])
        report = self.done.stdout.decode()
        self.assertRegex(report, f"{GB2312} +许可不允许 .*{self.words}")
        self.assertIn(f"首选字体“{WIDER} Light”", report)
        self.assertEqual(self.done.returncode, 1)  # 𠮷 and 㙦 are missing still


class RefusedInPart(Refused):
    fs_type = 0x0104
    words = "仅供预览和打印，不得只嵌入部分字形"


class Told(unittest.TestCase):
    """What is said of fallbacks and of what is missing."""

    def test_a_complete_first_face_is_no_reason_to_warn(self):
        self.assertEqual(faults(DONE["pack"]), b"")

    def test_a_fallback_is_warned_of_once_with_its_place(self):
        lines = faults(DONE["kai"]).decode().splitlines()
        self.assertEqual(len(lines), len({line for line in lines}))
        self.assertTrue(lines)
        for line in lines:
            self.assertIn(" 警告: ", line)
            self.assertIn(GB2312, line)
            self.assertIn(KAI, line)
        body = [line for line in lines if "字体角色“body”" in line]
        self.assertEqual(sorted(re.findall("“(.)” 在", "\n".join(body))), sorted("𠮷㙦䶮〇㎡" + LACKING))
        self.assertTrue(any(line.startswith("texts.csv:") and "U+4DAE “䶮” " in line for line in body), body)
        self.assertFalse(any("≥" in line for line in lines))  # GB 2312 has it

    def test_what_is_missing_is_named_with_code_and_place(self):
        done = DONE["alone"]
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(list((WORK / "alone").glob("*.pdf")), [])
        errors = [line for line in done.stderr.decode().splitlines() if " 错误: " in line]
        self.assertEqual(set("".join(re.findall("字符 U\\+[0-9A-F]+ “(.)”", "\n".join(errors)))), set(MISSING))
        for char in MISSING:
            self.assertTrue(any(line.startswith(PLACE + ":") and f"U+{ord(char):04X} “{char}”" in line
                                for line in errors), errors)

    def test_the_report_lists_fallbacks_and_what_is_missing(self):
        done = banxin("fonts", "alone")
        self.assertEqual(done.returncode, 1)
        report = done.stdout.decode()
        fallbacks, missing = report.split("代替的字：")[1].split("缺字：")
        for char in MISSING:
            self.assertIn(f"U+{ord(char):04X} “{char}”", missing)
            self.assertNotIn(f"“{char}”", fallbacks)
        self.assertRegex(fallbacks, "U\\+5803 “堃” +body +AR PL UMing CN Light +\\d+ +texts.csv:\\d+:4")
        self.assertNotIn("“堃”", missing)

    def test_the_report_says_which_face_sets_a_role(self):
        done = banxin("fonts", "kai", locale="en_GB.UTF-8")
        self.assertEqual(done.returncode, 0)
        report = done.stdout.decode()
        self.assertIn("Role body: ", report)
        self.assertRegex(report, r"AR PL SungtiL GB +usable +AR PL SungtiL GB Regular .*preview and print only +100.0%")
        self.assertRegex(report, r"LXGW WenKai +usable +LXGW WenKai Regular .*installable embedding +10[1-4]\.\d%")
        self.assertIn("Missing characters: 0", report)

    def test_columns_of_the_report_stand_below_each_other(self):
        lines = banxin("fonts", "pack").stdout.decode().splitlines()
        head = next(i for i, line in enumerate(lines) if line.startswith("字体角色 body"))

        def column(line, text):
            before = line[:line.index(text)]
            return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)

        starts = {column(lines[head + 1], "结果")}
        for line in lines[head + 2:lines.index("", head)]:
            starts.add(column(line, "未安装" if "未安装" in line else "可用"))
        self.assertEqual(len(starts), 1)


if __name__ == "__main__":
    unittest.main()

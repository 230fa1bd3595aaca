"""Documents of every sort that banxin makes, for the tests of what archives ask for.

A test file that takes setUpModule and tearDownModule from here finds them in PATHS and DOCUMENTS, and a folder for its own
files in archive_documents.WORK."""
import functools
import os
import re
import shutil
import tempfile
from pathlib import Path

from fonts_end_to_end import make_data
from pdf_objects import Pdf
from readback import run

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
SAMPLE = DATA / "sample"
BANXIN = os.environ["BANXIN"]
DATE = "2026-03-15"
# A byte order mark, a letter with two marks that no font has as one, more zero width spaces than one code can tell.
ODD = "零宽\ufeff字A\u0301\u0323长" + 50 * "\u200b" + "句"

# Outlines of other kinds: TrueType with composite glyphs (UMing), TrueType of a plain kind; Noto's are CFF.
OTHER_FACES = ["AR PL SungtiL GB", "AR PL UMing CN", "LXGW WenKai"]

WORK = None
PATHS = {}
DOCUMENTS = {}


def setUpModule():
    global WORK
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    PATHS.update(documents(WORK))
    DOCUMENTS.update({name: Pdf(path) for name, path in PATHS.items()})


def tearDownModule():
    shutil.rmtree(WORK)


def each(test):
    """TEST of every document."""
    @functools.wraps(test)
    def of_each(self):
        for name, pdf in DOCUMENTS.items():
            with self.subTest(document=name):
                test(self, pdf)
    return of_each


def render(book, out, *arguments, **extra):
    done = run(BANXIN, "render", str(book), "-o", str(out), *map(str, arguments),
               env=dict(os.environ, LC_ALL="zh_CN.UTF-8", **extra), timeout=600)
    assert done.returncode == 0, done.stderr.decode()


def replace(path, pattern, new):
    text = path.read_text("utf-8")
    changed = re.sub(pattern, new, text, count=1, flags=re.M)
    assert changed != text, pattern
    path.write_text(changed, "utf-8")


def make_book(folder):
    """The sample with a date of its own."""
    shutil.copytree(SAMPLE, folder, copy_function=shutil.copyfile)
    replace(folder / "book.yaml", r"^date:.*\n", "")
    with open(folder / "book.yaml", "a", encoding="utf-8") as file:
        file.write(f"date: {DATE}\n")
    return folder


def only(found):
    found = list(found)
    assert len(found) == 1, found
    return found[0]


def documents(work):
    """{what it is: its path}, all new in folder WORK: whole departments, with all their charts and forms, a draft, one
    in other faces, one on the official grid, one with characters that nobody sees, and a correction statement."""
    book = make_book(work / "book")
    render(book, work / "out")
    render(book, work / "drafts", "--draft", "--department", "081")
    make_data(work / "faces", OTHER_FACES)
    render(book, work / "other", "--department", "081", "--data", work / "faces")
    official = make_book(work / "official")
    replace(official / "book.yaml", "^format:.*$", "format: shanxi-county-gbt9704")
    render(official, work / "grid", "--department", "081")

    odd = make_book(work / "odd")
    replace(odd / "texts.csv", "^(081,其他说明,.*)$", r"\1" + ODD)
    render(odd, work / "strange", "--department", "081")

    before = work / "corrected"
    shutil.copytree(work / "out", before)
    changed = work / "changed"
    shutil.copytree(book, changed)
    replace(changed / "texts.csv", "^(081,其他说明,.*)$", r"\1，特此说明")
    render(changed, before)
    return {"080": only((work / "out").glob("080-*.pdf")), "081": only((work / "out").glob("081-*.pdf")),
            "draft": only((work / "drafts").glob("*.pdf")), "other faces": only((work / "other").glob("*.pdf")),
            "odd": only((work / "strange").glob("*.pdf")), "official": only((work / "grid").glob("*.pdf")),
            "correction": only((before / "changes").glob("*/*.pdf"))}

#!/usr/bin/env python3
"""The twins of documents, PDF/A-1b by the same code, before a validator; and that documents are their twins with tags
and attachments: TWIN=path/to/twin BANXIN=path/to/banxin python3 tests/twin_end_to_end.py"""
import os
import shutil
import tempfile
import unittest
from pathlib import Path

import preflight
from archive_documents import DATA, OTHER_FACES, make_book, only, render, replace
from fonts_end_to_end import make_data
from pdf_objects import Pdf, Stream
from readback import run

TWIN = os.environ["TWIN"]


def twin(book, data, code, kind):
    path = WORK / f"{book.name}-{data.name}-{code}-{kind}.pdf"
    done = run(TWIN, str(book), str(data), code, kind, str(path), timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return path


def setUpModule():
    """Two departments with all their charts and forms, one of them in other faces and on another page."""
    global WORK, TWINS, WHOLE, BARE
    WORK = Path(tempfile.mkdtemp(prefix="banxin-"))
    book, official = make_book(WORK / "book"), make_book(WORK / "official")
    replace(official / "book.yaml", "^format:.*$", "format: shanxi-county-gbt9704")
    make_data(WORK / "faces", OTHER_FACES)
    cases = [(book, DATA, "080"), (book, DATA, "081"), (book, WORK / "faces", "081"), (official, DATA, "081")]
    TWINS = [twin(*case, "twin") for case in cases]
    WHOLE = [twin(*case, "archive") for case in cases]
    BARE = [twin(*case, "bare") for case in cases]


def tearDownModule():
    shutil.rmtree(WORK)


# Same-length edits of a twin, each of which breaks something else (PDFBox tells faults by number)
BROKEN = {
    "a width that is not the glyph's": (b"/DW 1000", b"/DW 1500", "3."),
    "a font that is not embedded": (b"/FontFile", b"/FontNile", "3."),
    "an output intent of another kind": (b"/GTS_PDFA1", b"/GTS_PDFZ1", "2."),
    "another part of the standard": (b"<pdfaid:part>1<", b"<pdfaid:part>2<", "7."),
    "a title that the XMP packet does not have": (b"<dc:title>", b"<dc:fitle>", "7."),
    "a hidden annotation": (b"/F 4", b"/F 2", "5."),
    "an action of another kind": (b"/PageLabels", b"/OpenAction", "6."),
    "no file identifier": (b"/ID", b"/IE", "1."),
}


class Preflight(unittest.TestCase):
    def test_twins_are_valid(self):
        self.assertEqual(preflight.faults(TWINS), {path: [] for path in TWINS})

    def test_the_validator_is_not_blind(self):
        whole, broken = TWINS[1].read_bytes(), {}
        for number, (what, (old, new, _)) in enumerate(BROKEN.items()):
            self.assertIn(old, whole, what)
            broken[what] = WORK / f"broken-{number}.pdf"
            broken[what].write_bytes(whole.replace(old, new))
        found = preflight.faults(broken.values())
        for what, path in broken.items():
            with self.subTest(broken=what):
                self.assertTrue(any(fault.startswith(BROKEN[what][2]) for fault in found[path]), found[path][:3])


class Same(unittest.TestCase):
    """What Preflight says of a twin holds for the document, as far as both are the same."""

    def test_documents_are_those_that_the_program_writes(self):
        render(WORK / "book", WORK / "out")
        for code, whole in zip(("080", "081"), WHOLE):
            self.assertEqual(only((WORK / "out").glob(f"{code}-*.pdf")).read_bytes(), whole.read_bytes())

    def pairs(self):
        return zip(map(Pdf, TWINS), map(Pdf, WHOLE))

    def test_twins_are_older_files(self):
        for other, whole in self.pairs():
            self.assertTrue(other.bytes.startswith(b"%PDF-1.4\n"))
            self.assertTrue(whole.bytes.startswith(b"%PDF-1.7\n"))
            self.assertFalse(any(isinstance(found, Stream) and found.dictionary.get("Type") in ("ObjStm", "XRef")
                                 for found in other.objects.values()))

    def test_pages_paint_the_same(self):
        marks = ("BDC", "BMC", "EMC")
        for other, whole in self.pairs():
            self.assertEqual(len(other.pages()), len(whole.pages()))
            for (_, a), (_, b) in zip(other.pages(), whole.pages()):
                painted = [operation for operation in whole.content(b) if operation.operator not in marks]
                self.assertEqual(other.content(a), painted)
                self.assertEqual(a["MediaBox"], b["MediaBox"])

    def fonts(self, pdf):
        """Everything of each font but the set of CIDs, which only PDF/A-1 wants."""
        found = {}
        for name, font in pdf.get(pdf.pages()[0][1], "Resources", "Font").items():
            font = pdf.deref(font)
            cid = pdf.deref(pdf.get(font, "DescendantFonts")[0])
            descriptor = pdf.get(cid, "FontDescriptor")
            found[name] = [self.flat(pdf, part) for part in (font, cid, descriptor)]
        return found

    def flat(self, pdf, dictionary):
        rest = {key: pdf.deref(value) for key, value in dictionary.items()
                if key not in ("DescendantFonts", "FontDescriptor", "CIDSet")}
        return {key: pdf.data(value) if isinstance(value, Stream) else value for key, value in rest.items()}

    def test_fonts_are_the_same(self):
        for other, whole in self.pairs():
            self.assertEqual(self.fonts(other), self.fonts(whole))

    def test_colours_and_information_are_the_same(self):
        for other, whole in self.pairs():
            profiles = [pdf.data(pdf.get(pdf.catalog, "OutputIntents", 0, "DestOutputProfile")) for pdf in (other, whole)]
            self.assertEqual(*profiles)
            self.assertEqual(other.info, whole.info)

    def test_tags_and_attachments_add_at_most_two_fifths_to_the_file(self):
        for bare, whole in zip(BARE, WHOLE):
            self.assertLessEqual(whole.stat().st_size, 1.4 * bare.stat().st_size)

    def test_bare_documents_have_neither(self):
        for bare in map(Pdf, BARE):
            self.assertFalse({"StructTreeRoot", "MarkInfo", "AF"} & set(bare.catalog))


if __name__ == "__main__":
    unittest.main()

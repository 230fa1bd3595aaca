#!/usr/bin/env python3
"""What ISO 19005-3 level A and ISO 14289-1 ask of a file, asked of what banxin writes; of its structure, see
archive_structure_end_to_end.py: BANXIN=path/to/banxin python3 tests/archive_end_to_end.py

No validator for either is at hand; docs/conformance.md says which requirement is proved by which test. Objects are read
with qpdf, the rest by poppler, MuPDF, Ghostscript and pdf.js."""
import json
import re
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import archive_documents
from archive_documents import DATE, DOCUMENTS, HERE, PATHS, each, only, render, setUpModule, tearDownModule
from pdf_objects import Name, OPERATORS, SHOWING, Stream, operations, shown, tokens, unicode_map
from readback import mutool, run

# What nothing in such a file may have: actions, scripts, forms, layers, encryption, other files (clauses 6.1.3, 6.1.12,
# 6.2.5, 6.2.8, 6.2.9, 6.4, 6.5, 6.9, 6.10, 6.11)
FORBIDDEN_KEYS = set("""AA JS XFA AcroForm NeedsRendering AlternatePresentations PresSteps Requirements OCProperties Perms
    TR TR2 HTP OPI Alternates Ref PS Encrypt FFilter FDecodeParms Collection PieceInfo Threads URI Movie Sound""".split())


class Readers(unittest.TestCase):
    """Programs that share no code with banxin or, but for two of them, with each other."""

    @each
    def test_qpdf_finds_no_fault(self, pdf):
        done = run("qpdf", "--check", pdf.path)
        self.assertEqual((done.returncode, done.stderr), (0, b""), done.stdout.decode())
        self.assertNotIn(b"WARNING", done.stdout)

    @each
    def test_mupdf_poppler_and_ghostscript_read_it_in_silence(self, pdf):
        page = archive_documents.WORK / "page"
        for line in ("mutool draw -q -r 20 -o /dev/null -F png PDF", "mutool info PDF", f"pdftoppm -r 20 PDF {page}",
                     "pdftotext PDF -", "pdfinfo -struct PDF",
                     "gs -q -dNOPAUSE -dBATCH -dPDFSTOPONWARNING -sDEVICE=nullpage PDF"):
            with self.subTest(reader=line):
                reader, *words = [pdf.path if word == "PDF" else word for word in line.split()]
                done = mutool(*words) if reader == "mutool" else run(reader, *words)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                if reader == "gs":
                    self.assertEqual(done.stdout, b"")

    @each
    def test_pdfjs_has_no_warning(self, pdf):
        done = run("node", str(HERE / "pdfjs" / "read.mjs"), pdf.path)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(json.loads(done.stdout)["warnings"], [])

    @each
    def test_poppler_knows_it_as_tagged_and_free_of_scripts(self, pdf):
        told = dict(re.findall(r"(?m)^([A-Z][\w ]*): +(.*)$", run("pdfinfo", pdf.path).stdout.decode()))
        want = {"PDF version": "1.7", "Tagged": "yes", "UserProperties": "no", "Suspects": "no", "JavaScript": "no",
                "Form": "none", "Encrypted": "no", "Optimized": "no", "Metadata Stream": "yes"}
        self.assertEqual({key: told.get(key) for key in want}, want)
        self.assertEqual(run("pdfinfo", "-js", pdf.path).stdout.strip(), b"")

    @each
    def test_fonts_are_embedded_subset_and_have_unicode(self, pdf):
        lines = run("pdffonts", pdf.path).stdout.decode().splitlines()[2:]
        self.assertGreater(len(lines), 0)
        for line in lines:
            self.assertRegex(line, r"^[A-Z]{6}\+.* CID (TrueType|Type 0C) +Identity-H +yes yes yes +\d+ +0$")


class File(unittest.TestCase):
    """ISO 19005-3, 6.1: bytes and objects."""

    @each
    def test_header_and_end(self, pdf):
        self.assertRegex(pdf.bytes, rb"\A%PDF-1\.7\n%[\x80-\xff]{4,}\n")
        self.assertRegex(pdf.bytes, rb"startxref\n\d+\n%%EOF\n?\Z")
        self.assertEqual(pdf.bytes.count(b"%%EOF"), 1)
        self.assertTrue(all(len(part) == 16 for part in pdf.trailer["ID"]))
        self.assertEqual(len(pdf.trailer["ID"]), 2)

    def test_documents_differ_in_their_id(self):
        ids = [pdf.trailer["ID"][0] for pdf in DOCUMENTS.values()]
        self.assertEqual(len(set(ids)), len(ids))

    @each
    def test_objects_are_framed_by_single_blanks_and_line_ends(self, pdf):
        table = run("qpdf", "--show-xref", pdf.path).stdout.decode()
        places = re.findall(r"(?m)^(\d+)/0: uncompressed; offset = (\d+)", table)
        self.assertGreater(len(places), 10)
        ends = sorted(int(offset) for _, offset in places)[1:] + [pdf.bytes.index(b"startxref")]
        for (number, offset), end in zip(sorted(places, key=lambda place: int(place[1])), ends):
            framed = pdf.bytes[int(offset) - 1:end]
            self.assertRegex(framed, rb"\A[\r\n]%s 0 obj[\r\n]" % number.encode())
            self.assertRegex(framed, rb"[\r\n]endobj[\r\n]+(xref(?s:.*))?\Z")
            stream = pdf.objects.get(int(number))
            if isinstance(stream, Stream):
                self.assertRegex(framed, rb"(?s)\bstream\r?\n")
                self.assertIn(b"stream\n" + stream.data + b"\nendstream", framed.replace(b"stream\r\n", b"stream\n"))

    @each
    def test_streams_are_deflated_or_plain_and_inside_the_file(self, pdf):
        for stream in pdf.objects.values():
            if isinstance(stream, Stream):
                self.assertIn(pdf.get(stream, "Filter"), (None, "FlateDecode"))
                self.assertFalse({"F", "FFilter", "FDecodeParms"} & set(stream.dictionary))
                pdf.data(stream)

    @each
    def test_nothing_passes_a_limit(self, pdf):
        self.assertLessEqual(pdf.trailer["Size"], 8388607)
        for value in pdf.values():
            if isinstance(value, Name):
                self.assertLessEqual(len(value.encode()), 127)
            elif isinstance(value, str):
                self.assertLessEqual(2 + 2 * len(value), 32767)
            elif isinstance(value, bytes):
                self.assertLessEqual(len(value), 32767)
            elif isinstance(value, int):
                self.assertLess(abs(value), 2**31)
            elif isinstance(value, float):
                self.assertTrue(value == 0 or 1.175e-38 < abs(value) < 3.403e38)
            elif isinstance(value, list):
                self.assertLessEqual(len(value), 8191)  # of 6.1.12 of part 1, which old readers hold to
            elif isinstance(value, dict):
                self.assertLessEqual(len(value), 4095)

    @each
    def test_hexadecimal_strings_are_whole(self, pdf):
        for stream in pdf.objects.values():
            if isinstance(stream, Stream) and stream.dictionary.get("Type") == "ObjStm":
                for _ in tokens(pdf.data(stream)):  # raises what is odd
                    pass

    @each
    def test_no_actions_scripts_forms_layers_or_other_files(self, pdf):
        for value in pdf.values():
            if isinstance(value, dict):
                self.assertFalse(FORBIDDEN_KEYS & set(value), value)
                self.assertNotIn(value.get("Type"), ("Action", "OCG", "Sig", "XObject", "ExtGState", "Halftone"))
                if value.get("Type") in (None, "Action") and isinstance(value.get("S"), str):
                    self.assertNotIn(value["S"], "Launch GoToR GoToE URI JavaScript Named SubmitForm ResetForm".split())
        self.assertNotIsInstance(pdf.get(pdf.catalog, "OpenAction"), dict)


class Metadata(unittest.TestCase):
    """ISO 19005-3, 6.6; ISO 14289-1, 5 and 7.1."""

    NS = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
          "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/",
          "xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
          "pdfuaid": "http://www.aiim.org/pdfua/ns/id/", "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
          "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#", "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#"}
    XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

    def packet(self, pdf):
        stream = pdf.deref(pdf.catalog["Metadata"])
        self.assertEqual({key: stream.dictionary.get(key) for key in ("Type", "Subtype", "Filter")},
                         {"Type": "Metadata", "Subtype": "XML", "Filter": None})
        return stream.data

    def properties(self, pdf):
        """[(namespace, name, element)] of the packet, also where written as attributes (text then)."""
        rdf = "{%s}" % self.NS["rdf"]
        root = ElementTree.fromstring(self.packet(pdf).decode("utf-8-sig"))
        found = []
        for description in root.iterfind(f"{rdf}RDF/{rdf}Description"):
            self.assertIn(rdf + "about", description.attrib)
            found += [(name, value) for name, value in description.attrib.items() if name != rdf + "about"]
            found += [(child.tag, child) for child in description]
        return [(*name[1:].split("}"), value) for name, value in found]

    def text(self, value):
        """The text of a property; of an Alt that for x-default, of a Seq its only one."""
        if isinstance(value, str) or len(value) == 0:
            return value if isinstance(value, str) else value.text
        items = value[0]
        if items.tag.endswith("Alt"):
            self.assertIn("x-default", [item.get(self.XML_LANGUAGE) for item in items])
            return next(item.text for item in items if item.get(self.XML_LANGUAGE) == "x-default")
        self.assertEqual(len(items), 1)
        return items[0].text

    def told(self, pdf):
        prefixes = {uri: prefix for prefix, uri in self.NS.items()}
        return {f"{prefixes.get(uri, uri)}:{name}": self.text(value) for uri, name, value in self.properties(pdf)
                if uri != self.NS["pdfaExtension"]}

    @each
    def test_the_packet_is_plain_utf8_in_its_wrapper(self, pdf):
        packet = self.packet(pdf)
        head = "<\\?xpacket begin=[\"']\ufeff?[\"'] id=[\"']W5M0MpCehiHzreSzNTczkc9d[\"']\\?>"
        self.assertRegex(packet.decode("utf-8"), "\\A" + head)
        self.assertRegex(packet, rb"<\?xpacket end=[\"'][rw][\"']\?>\s*\Z")
        self.assertIn(packet, pdf.bytes)

    @each
    def test_it_says_which_standards_the_file_keeps(self, pdf):
        told = self.told(pdf)
        self.assertEqual((told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]), ("3", "A", "1"))
        for prefix in ("pdfaid", "pdfuaid"):  # required as they are
            self.assertRegex(self.packet(pdf), rb"xmlns:%s=" % prefix.encode())

    @each
    def test_it_says_the_same_as_the_information_dictionary(self, pdf):
        told, info = self.told(pdf), pdf.info
        pairs = {"Title": "dc:title", "Author": "dc:creator", "Subject": "dc:description", "Keywords": "pdf:Keywords",
                 "Creator": "xmp:CreatorTool", "Producer": "pdf:Producer"}
        for key, name in pairs.items():
            self.assertEqual(pdf.deref(info.get(key)), told.get(name), key)
        for key, name in (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")):
            self.assertEqual(self.moment(info.get(key)), told.get(name), key)
        self.assertLessEqual(set(info), set(pairs) | {"CreationDate", "ModDate"})

    def moment(self, date):
        """A date of PDF as one of XMP."""
        if date is None:
            return None
        return re.sub(r"^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)'(\d\d)'?$", r"\1-\2-\3T\4:\5:\6\7:\8", date)

    def test_title_author_subject_and_date_are_those_of_the_book(self):
        for code, owner in (("080", "泽州县自然资源局"), ("081", "泽州县样本服务局")):
            info = run("pdfinfo", "-isodates", str(PATHS[code])).stdout.decode()
            told = {key: value.strip() for key, value in re.findall(r"(?m)^(\w+): +(.*)$", info)}
            self.assertEqual(told["Title"], f"{owner}2026年度部门预算公开")
            self.assertEqual(told["Author"], owner)
            self.assertTrue(told.get("Subject"))
            self.assertEqual(told["CreationDate"], f"{DATE}T00:00:00+08")
            self.assertEqual(told["ModDate"], f"{DATE}T00:00:00+08")

    @each
    def test_every_property_is_of_a_known_schema_or_one_described(self, pdf):
        known = {self.NS[prefix] for prefix in ("dc", "xmp", "pdf", "xmpMM", "pdfaid", "pdfaExtension")}
        described = set()
        for uri, name, value in self.properties(pdf):
            if uri != self.NS["pdfaExtension"]:
                continue
            self.assertEqual(name, "schemas")
            self.assertEqual(value[0].tag, "{%s}Bag" % self.NS["rdf"])
            for schema in value[0]:
                described |= self.described(schema)
        used = {(uri, name) for uri, name, _ in self.properties(pdf) if uri not in known}
        self.assertEqual(used - described, set())
        self.assertIn((self.NS["pdfuaid"], "part"), described)

    def described(self, schema):
        field = {key: "{%s}" % self.NS[key] for key in ("pdfaSchema", "pdfaProperty", "rdf")}
        self.assertTrue(schema.findtext(field["pdfaSchema"] + "schema"))
        self.assertTrue(schema.findtext(field["pdfaSchema"] + "prefix"))
        uri, names = schema.findtext(field["pdfaSchema"] + "namespaceURI"), set()
        sequence = schema.find(field["pdfaSchema"] + "property")
        self.assertEqual(sequence[0].tag, field["rdf"] + "Seq")
        for item in sequence[0]:
            self.assertIn(item.findtext(field["pdfaProperty"] + "valueType"), ("Text", "Integer", "URI", "Date", "Boolean"))
            self.assertIn(item.findtext(field["pdfaProperty"] + "category"), ("internal", "external"))
            self.assertTrue(item.findtext(field["pdfaProperty"] + "description"))
            names.add((uri, item.findtext(field["pdfaProperty"] + "name")))
        return names


class Graphics(unittest.TestCase):
    """ISO 19005-3, 6.2."""

    @each
    def test_pages_have_resources_of_their_own_and_a_size_that_readers_bear(self, pdf):
        for ref, page in pdf.pages():
            self.assertIn("Resources", pdf.deref(ref))
            self.assertLessEqual(set(pdf.get(page, "Resources")), {"Font", "Pattern", "ColorSpace", "ProcSet"})
            box = pdf.get(page, "MediaBox")
            self.assertTrue(all(3 <= side <= 14400 for side in (box[2] - box[0], box[3] - box[1])))
            self.assertNotIn("Group", page)

    def contents(self, pdf):
        """Content of pages and of tiling patterns."""
        found = [pdf.content(page) for _, page in pdf.pages()]
        return found + [operations(pdf.data(stream)) for stream in pdf.objects.values()
                        if isinstance(stream, Stream) and stream.dictionary.get("PatternType") == 1]

    @each
    def test_operators_are_those_of_pdf_with_little_nesting(self, pdf):
        for content in self.contents(pdf):
            self.assertLessEqual({operation.operator for operation in content}, OPERATORS)
            depth = 0
            for operation in content:
                depth += {"q": 1, "Q": -1}.get(operation.operator, 0)
                self.assertTrue(0 <= depth <= 28)
                for operand in operation.operands:
                    for item in operand if isinstance(operand, list) else [operand]:
                        if isinstance(item, bytes):
                            self.assertLessEqual(len(item), 32767)
                        elif isinstance(item, (int, float)):
                            self.assertLess(abs(item), 32768)
            self.assertEqual(depth, 0)

    @each
    def test_colours_are_rgb_or_grey_or_a_pattern_of_them(self, pdf):
        for content in self.contents(pdf):
            self.assertFalse({operation.operator for operation in content} & {"k", "K", "ri", "gs", "sh", "Do"})
        for _, page in pdf.pages():
            for space in (pdf.get(page, "Resources", "ColorSpace") or {}).values():
                self.assertEqual(pdf.deref(space), ["Pattern", "DeviceRGB"])

    @each
    def test_the_output_intent_is_srgb(self, pdf):
        intent = pdf.deref(only(pdf.get(pdf.catalog, "OutputIntents")))
        self.assertEqual((intent["S"], intent["Type"]), ("GTS_PDFA1", "OutputIntent"))
        self.assertIn("sRGB", intent["OutputConditionIdentifier"])
        profile = pdf.data(intent["DestOutputProfile"])
        self.assertEqual(pdf.get(intent, "DestOutputProfile", "N"), 3)
        self.assertEqual((int.from_bytes(profile[:4], "big"), profile[8] < 5), (len(profile), True))
        self.assertEqual((profile[12:16], profile[16:20], profile[20:24], profile[36:40]), (b"mntr", b"RGB ", b"XYZ ", b"acsp"))
        self.check_primaries(profile)

    def check_primaries(self, profile):
        """The sRGB primaries adapted to D50: IEC 61966-2-1 with ICC.1, Annex E."""
        tags = {}
        for i in range(int.from_bytes(profile[128:132], "big")):
            entry = profile[132 + 12 * i:144 + 12 * i]
            at, length = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
            self.assertLessEqual(at + length, len(profile))
            tags[entry[:4].decode()] = profile[at:at + length]
        self.assertLessEqual({"desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"}, set(tags))
        for tag, want in (("rXYZ", (0.4361, 0.2225, 0.0139)), ("gXYZ", (0.3851, 0.7169, 0.0971)),
                          ("bXYZ", (0.1431, 0.0606, 0.7141))):
            for i, value in enumerate(want):
                number = int.from_bytes(tags[tag][8 + 4 * i:12 + 4 * i], "big", signed=True) / 65536
                self.assertAlmostEqual(number, value, delta=0.0005)


class Fonts(unittest.TestCase):
    """ISO 19005-3, 6.2.11; ISO 14289-1, 7.21. Widths and outlines are for Preflight, see twin_end_to_end.py."""

    def used(self, pdf):
        """{font name in the resources: codes that pages show in it}"""
        codes = {}
        for _, page in pdf.pages():
            font = None
            for operation in pdf.content(page):
                if operation.operator == "Tf":
                    font = operation.operands[0]
                elif operation.operator in SHOWING:
                    text = shown(operation)
                    self.assertEqual(len(text) % 2, 0)
                    codes.setdefault(font, set()).update(int.from_bytes(text[i:i + 2], "big") for i in range(0, len(text), 2))
        return codes

    @each
    def test_composite_fonts_are_whole(self, pdf):
        fonts = pdf.get(pdf.pages()[0][1], "Resources", "Font")
        self.assertEqual(set(fonts), set(self.used(pdf)))
        for font in map(pdf.deref, fonts.values()):
            self.assertEqual((font["Type"], font["Subtype"], font["Encoding"]), ("Font", "Type0", "Identity-H"))
            cid = pdf.deref(only(pdf.get(font, "DescendantFonts")))
            descriptor = pdf.get(cid, "FontDescriptor")
            self.assertEqual(pdf.get(cid, "CIDSystemInfo").keys(), {"Registry", "Ordering", "Supplement"})
            self.assertRegex(cid["BaseFont"], r"^[A-Z]{6}\+[\x21-\x7e]+$")
            self.assertEqual(descriptor["FontName"], cid["BaseFont"])
            self.assertTrue(font["BaseFont"].startswith(cid["BaseFont"]))
            if cid["Subtype"] == "CIDFontType2":
                self.assertIsInstance(pdf.get(cid, "CIDToGIDMap"), Stream)
                self.assertIn("FontFile2", descriptor)
            else:
                self.assertEqual(cid["Subtype"], "CIDFontType0")
                self.assertEqual(pdf.get(descriptor, "FontFile3", "Subtype"), "CIDFontType0C")

    @each
    def test_no_code_shows_notdef_and_each_has_unicode(self, pdf):
        fonts = pdf.get(pdf.pages()[0][1], "Resources", "Font")
        for name, codes in self.used(pdf).items():
            font = pdf.deref(fonts[name])
            cid = pdf.deref(pdf.get(font, "DescendantFonts")[0])
            text = unicode_map(pdf.data(font["ToUnicode"]))
            to_glyph = pdf.data(cid["CIDToGIDMap"]) if cid["Subtype"] == "CIDFontType2" else None
            for code in codes:
                glyph = code if to_glyph is None else int.from_bytes(to_glyph[2 * code:2 * code + 2], "big")
                self.assertNotEqual(glyph, 0)
                self.assertTrue(text.get(code), (name, code))
                for char in text[code]:
                    self.assertFalse(ord(char) in (0, 0xFEFF, 0xFFFE) or 0xE000 <= ord(char) <= 0xF8FF or
                                     ord(char) >= 0xF0000, (name, code, char))


class Attachments(unittest.TestCase):
    """ISO 19005-3, 6.8 and Annex E; ISO 14289-1, 7.11."""

    def saved(self, pdf):
        folder = Path(tempfile.mkdtemp(dir=archive_documents.WORK))
        run("pdfdetach", "-saveall", "-o", str(folder), pdf.path)
        return folder

    @each
    def test_files_are_associated_named_typed_dated_and_described(self, pdf):
        tree = pdf.tree(pdf.get(pdf.catalog, "Names", "EmbeddedFiles") or {}, "Names")
        names = [name for name, _ in tree]
        self.assertEqual(names, sorted(set(names)))
        self.assertEqual({ref for _, ref in tree}, set(pdf.get(pdf.catalog, "AF") or []))
        for _, ref in tree:
            file = pdf.deref(ref)
            self.assertEqual((file["Type"], file["F"]), ("Filespec", file["UF"]))
            self.assertIn(file["AFRelationship"], ("Data", "Source"))
            self.assertTrue(file["Desc"])
            stream = pdf.get(file, "EF", "F")
            self.assertEqual(pdf.get(stream, "Type"), "EmbeddedFile")
            self.assertRegex(pdf.get(stream, "Subtype"), r"^[-\w+.]+/[-\w+.]+$")
            self.assertEqual(pdf.get(stream, "Params", "Size"), len(pdf.data(stream)))
            self.assertEqual(pdf.get(stream, "Params", "ModDate"), f"D:{DATE.replace('-', '')}000000+08'00'")
        every = [number for number, found in pdf.objects.items()
                 if isinstance(found, Stream) and found.dictionary.get("Type") == "EmbeddedFile"]
        self.assertEqual(len(every), len(tree))

    def test_the_data_is_that_beside_the_pdf(self):
        for code in ("080", "081"):
            pdf = DOCUMENTS[code]
            data = only(file for file in map(pdf.deref, pdf.catalog["AF"]) if file["AFRelationship"] == "Data")
            self.assertEqual(pdf.data(pdf.get(data, "EF", "F")), PATHS[code].with_suffix(".csv").read_bytes())

    def test_drafts_and_corrections_carry_nothing(self):
        for name in ("draft", "correction"):
            self.assertNotIn("AF", DOCUMENTS[name].catalog)

    def test_the_attached_records_make_the_same_document_again(self):
        for code in ("080", "081"):
            with self.subTest(department=code):
                folder = self.saved(DOCUMENTS[code])
                pdf = DOCUMENTS[code]
                for file in map(pdf.deref, pdf.catalog["AF"]):
                    if file["AFRelationship"] == "Data":
                        (folder / file["F"]).unlink()
                out = Path(tempfile.mkdtemp(dir=archive_documents.WORK))
                render(folder, out)
                self.assertEqual({path.name for path in out.glob("*.pdf")}, {PATHS[code].name})
                for path in (PATHS[code], PATHS[code].with_suffix(".csv")):
                    self.assertEqual((out / path.name).read_bytes(), path.read_bytes())


class Documentation(unittest.TestCase):
    def test_the_tests_that_it_names_are_there(self):
        text = (HERE.parent / "docs" / "conformance.md").read_text("utf-8")
        keys = dict(re.findall(r"(?m)^\| ([A-Z]) \| `tests/(\w+\.py)`", text))
        self.assertLessEqual(set("ASTRVE"), set(keys))
        cited = re.findall(r"\b([ASTRVE]) (`[^`]+`(?:, `[^`]+`)*)", text)
        self.assertGreater(len(cited), 50)
        for key, names in cited:
            defined = re.findall(r"(?:def test_|class )(\w+)", (HERE / keys[key]).read_text("utf-8"))
            for name in re.findall("`([^`]+)`", names):
                found = [one for one in defined if (one.startswith(name[:-1]) if name.endswith("…") else
                                                    name in (one, f"test_{one}"))]
                self.assertTrue(found, (keys[key], name))


if __name__ == "__main__":
    unittest.main()

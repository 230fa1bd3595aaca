#!/usr/bin/env python3
"""What ISO 19005-3 level A, ISO 14289-1 and ISO 32000-1 ask of the structure of a tagged file, asked of what banxin
writes: BANXIN=path/to/banxin python3 tests/archive_structure_end_to_end.py

Whether the structure says what the book says is for other tests; here it is whether it holds together. Objects are read
with qpdf, printed folios with poppler."""
import re
import unittest

from archive_documents import DOCUMENTS, each, setUpModule, tearDownModule
from pdf_objects import Name, PAINTING, Ref
from readback import run

# ISO 32000-1, 14.8.4
STANDARD_TYPES = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6
    P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP
    Warichu WT WP Figure Formula Form""".split())
LANGUAGE = r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"


class Marks(unittest.TestCase):
    """ISO 14289-1, 7.1; ISO 32000-1, 14.7.4: content, elements and the tree that leads back."""

    @each
    def test_all_that_is_painted_is_in_an_element_or_an_artifact(self, pdf):
        for number, (_, page) in enumerate(pdf.pages(), 1):
            stack, text = [], False
            for operation in pdf.content(page):
                if operation.operator in ("BDC", "BMC"):
                    stack.append(operation.operands)
                    # Neither within the other; within either only what a cluster stands for.
                    self.assertEqual([mark[0] for mark in stack[1:]], ["Span"] * (len(stack) - 1), number)
                    self.assertLessEqual(len(stack), 2, number)
                    for mark in stack[1:]:
                        self.assertEqual(list(self.properties(pdf, page, mark)), ["ActualText"])
                    if stack[0][0] != "Artifact":
                        self.assertIsInstance(self.properties(pdf, page, stack[0]).get("MCID"), int)
                elif operation.operator == "EMC":
                    stack.pop()
                elif operation.operator in ("BT", "ET"):
                    self.assertNotEqual(text, operation.operator == "BT")
                    text = not text
                elif operation.operator in PAINTING:
                    self.assertGreaterEqual(len(stack), 1, (number, operation))
            self.assertEqual((stack, text), ([], False))

    def properties(self, pdf, page, operands):
        found = operands[1] if len(operands) > 1 else {}
        return pdf.get(page, "Resources", "Properties", found) if isinstance(found, str) else found

    def marked(self, pdf):
        """{page object: [(tag, MCID)]} in the order of the content"""
        found = {}
        for ref, page in pdf.pages():
            marks = found.setdefault(ref, [])
            for operation in pdf.content(page):
                if operation.operator == "BDC" and operation.operands[0] not in ("Artifact", "Span"):
                    marks.append((operation.operands[0], self.properties(pdf, page, operation.operands)["MCID"]))
        return found

    @each
    def test_artifacts_say_of_which_kind_they_are(self, pdf):
        kinds = {"Pagination": {None, "Header", "Footer", "Watermark"}, "Layout": {None}, "Page": {None}, "Background": {None}}
        seen = set()
        for _, page in pdf.pages():
            for operation in pdf.content(page):
                if operation.operator in ("BDC", "BMC") and operation.operands[0] == "Artifact":
                    properties = self.properties(pdf, page, operation.operands)
                    if "Type" in properties:
                        self.assertIn(properties.get("Subtype"), kinds[properties["Type"]])
                        seen.add(properties["Type"])
        self.assertIn("Layout", seen)

    @each
    def test_numbers_lead_from_content_to_elements_and_back(self, pdf):
        elements = [element for top in pdf.structure() for element in top.walk()]
        owners = {}
        for element in elements:
            for kid in element.kids:
                if isinstance(kid, tuple) and not isinstance(kid, Ref):
                    self.assertNotIn(kid, owners)
                    owners[kid] = element
        tree = pdf.tree(pdf.get(pdf.catalog, "StructTreeRoot", "ParentTree"), "Nums")
        keys = [key for key, _ in tree]
        self.assertEqual(keys, sorted(set(keys)))
        self.assertGreater(pdf.get(pdf.catalog, "StructTreeRoot", "ParentTreeNextKey"), keys[-1])
        parents, content = dict(tree), set()
        for ref, marks in self.marked(pdf).items():
            numbers = [number for _, number in marks]
            self.assertEqual(len(numbers), len(set(numbers)))
            if not numbers:
                continue
            leads = pdf.deref(parents[pdf.get(ref, "StructParents")])
            for tag, number in marks:
                owner = owners[(ref, number)]
                self.assertEqual((leads[number].number, tag), (owner.number, owner.type))
                content.add((ref, number))
        self.assertEqual(content, set(owners))
        pages = [pdf.get(ref, "StructParents") for ref in self.marked(pdf) if pdf.get(ref, "StructParents") is not None]
        self.assertEqual(len(pages), len(set(pages)))

    @each
    def test_content_stands_in_the_order_of_the_structure(self, pdf):
        order = {}
        for element in pdf.structure()[0].walk():
            for kid in element.kids:
                if isinstance(kid, tuple) and not isinstance(kid, Ref):
                    order.setdefault(kid[0], []).append(kid[1])
        for ref, marks in self.marked(pdf).items():
            self.assertEqual(order.get(ref, []), [number for _, number in marks])


class Structure(unittest.TestCase):
    """ISO 19005-3, 6.7; ISO 14289-1, 7.1 to 7.7."""

    @each
    def test_the_catalog_says_that_it_is_tagged_in_chinese(self, pdf):
        self.assertEqual(pdf.get(pdf.catalog, "MarkInfo", "Marked"), True)
        self.assertIn(pdf.get(pdf.catalog, "MarkInfo", "Suspects"), (None, False))
        self.assertEqual(pdf.get(pdf.catalog, "Lang"), "zh-CN")
        self.assertEqual(pdf.get(pdf.catalog, "ViewerPreferences", "DisplayDocTitle"), True)
        for value in pdf.values():
            if isinstance(value, dict) and "Lang" in value:
                self.assertRegex(pdf.deref(value["Lang"]), f"^{LANGUAGE}$")

    @each
    def test_elements_are_of_standard_types_and_know_their_parents(self, pdf):
        root = pdf.catalog["StructTreeRoot"]
        self.assertEqual(pdf.get(root, "Type"), "StructTreeRoot")
        self.assertFalse(pdf.get(root, "RoleMap"))
        self.assertEqual([top.type for top in pdf.structure()], ["Document"])
        for element in pdf.structure()[0].walk():
            self.assertIn(element.type, STANDARD_TYPES)
            self.assertEqual(element.dictionary["P"].number, element.parent.number if element.parent else root.number)

    # ISO 32000-1, 14.8.4.3: what may stand within what
    WITHIN = {"Document": "Part|TOC|P|H[1-6]|Table|Figure|Sect|Caption|Div", "Table": "Caption|THead|TBody|TR|TFoot",
              "THead": "TR", "TBody": "TR", "TFoot": "TR", "TR": "TH|TD", "TOC": "TOC|TOCI|Caption",
              "TOCI": "Reference|Link|P|Lbl|TOC|NonStruct", "Reference": "Link|Span|P|Lbl"}
    WITHIN_WHICH = {"TR": "Table|THead|TBody|TFoot", "THead": "Table", "TBody": "Table", "TFoot": "Table", "TH": "TR",
                    "TD": "TR", "TOCI": "TOC", "Caption": "Table|TOC|Figure|L"}

    @each
    def test_elements_stand_where_they_may(self, pdf):
        for element in pdf.structure()[0].walk():
            for kid in element.elements():
                self.assertRegex(kid.type, f"^({self.WITHIN.get(element.type, '.*')})$", element.type)
            if element.parent and element.type in self.WITHIN_WHICH:
                self.assertRegex(element.parent.type, f"^({self.WITHIN_WHICH[element.type]})$", element.type)

    @each
    def test_headings_skip_no_level(self, pdf):
        levels = [int(element.type[1]) for element in pdf.structure()[0].walk() if re.fullmatch("H[1-6]", element.type)]
        self.assertEqual(levels[:1], [1][:len(levels)])
        for before, after in zip(levels, levels[1:]):
            self.assertLessEqual(after, before + 1)
        self.assertEqual(pdf.structure()[0].find("H"), [])

    def test_a_whole_document_has_every_kind_of_element(self):
        for code in ("080", "081"):
            types = {element.type for element in DOCUMENTS[code].structure()[0].walk()}
            self.assertLessEqual({"Document", "Part", "TOC", "TOCI", "Link", "H1", "H2", "H3", "P", "Table", "THead", "TBody",
                                  "TR", "TH", "TD", "Caption", "Figure"}, types)

    @each
    def test_figures_are_described_and_have_a_box(self, pdf):
        for figure in pdf.structure()[0].find("Figure"):
            self.assertTrue(figure.dictionary.get("Alt"))
            box, page = pdf.attributes(figure, "Layout")["BBox"], pdf.get(figure.dictionary, "Pg", "MediaBox")
            self.assertTrue(0 <= box[0] < box[2] <= page[2] and 0 <= box[1] < box[3] <= page[3], box)

    def grid(self, pdf, table):
        """{(row, column): cell}; raises where two cells meet."""
        found, rows = {}, [row for row in table.walk() if row.type == "TR"]
        for r, row in enumerate(rows):
            column = 0
            for cell in row.elements():
                attributes = pdf.attributes(cell, "Table")
                while (r, column) in found:
                    column += 1
                for y in range(r, r + attributes.get("RowSpan", 1)):
                    for x in range(column, column + attributes.get("ColSpan", 1)):
                        self.assertNotIn((y, x), found)
                        found[y, x] = cell
        return found, len(rows)

    @each
    def test_tables_are_regular(self, pdf):
        for table in pdf.structure()[0].find("Table"):
            types = [kid.type for kid in table.elements()]
            self.assertRegex(" ".join(types), r"^(Caption )?((THead )?TBody( TBody)*|TR( TR)*)$")
            grid, rows = self.grid(pdf, table)
            columns = 1 + max(x for _, x in grid)
            self.assertEqual(set(grid), {(y, x) for y in range(rows) for x in range(columns)})

    @each
    def test_every_data_cell_has_a_head(self, pdf):
        for table in pdf.structure()[0].find("Table"):
            grid, _ = self.grid(pdf, table)
            scopes = {cell.number: pdf.attributes(cell, "Table").get("Scope") for cell in table.find("TH")}
            self.assertLessEqual(set(scopes.values()), {"Row", "Column", "Both"})
            self.assertTrue(scopes)
            for (y, x), cell in grid.items():
                if cell.type == "TD":
                    above = any(scopes.get(grid[i, x].number) in ("Column", "Both") for i in range(y))
                    left = any(scopes.get(grid[y, i].number) in ("Row", "Both") for i in range(x))
                    self.assertTrue(above or left, (y, x))


class Links(unittest.TestCase):
    """ISO 19005-3, 6.3 and 6.5; ISO 14289-1, 7.18; ISO 32000-1, 12.3.2."""

    def destination(self, pdf, value):
        value = pdf.deref(value)
        if isinstance(value, (str, bytes)) and not isinstance(value, Name):
            names = dict(pdf.tree(pdf.get(pdf.catalog, "Names", "Dests"), "Names"))
            value = pdf.deref(names[value])
        value = pdf.get(value, "D") if isinstance(value, dict) else value
        self.assertIn(value[0], [ref for ref, _ in pdf.pages()])
        self.assertEqual(value[1], "XYZ")
        return value

    @each
    def test_annotations_are_links_that_print_and_are_described(self, pdf):
        owners = {kid: element for element in pdf.structure()[0].walk() for kid in element.kids if isinstance(kid, Ref)}
        parents = dict(pdf.tree(pdf.get(pdf.catalog, "StructTreeRoot", "ParentTree"), "Nums"))
        seen = set()
        for _, page in pdf.pages():
            self.assertEqual(page.get("Tabs", "S" if "Annots" not in page else None), "S")
            for ref in pdf.get(page, "Annots") or []:
                link = pdf.deref(ref)
                self.assertEqual((link["Subtype"], link["F"]), ("Link", 4))
                self.assertTrue(link["Contents"])
                self.assertNotIn("A", link)
                self.assertTrue(0 <= link["Rect"][0] < link["Rect"][2] <= page["MediaBox"][2])
                self.assertTrue(0 <= link["Rect"][1] < link["Rect"][3] <= page["MediaBox"][3])
                self.destination(pdf, link["Dest"])
                self.assertEqual(owners[ref].type, "Link")
                self.assertEqual(parents[link["StructParent"]].number, owners[ref].number)
                seen.add(ref)
        self.assertEqual(seen, set(owners))

    @each
    def test_each_entry_of_the_contents_is_a_link(self, pdf):
        for entry in pdf.structure()[0].find("TOCI"):
            self.assertTrue(any(isinstance(kid, Ref) for link in entry.find("Link") for kid in link.kids))

    @each
    def test_bookmarks_lead_to_pages(self, pdf):
        stack, count = [pdf.get(pdf.catalog, "Outlines", "First")], 0
        while stack:
            item = stack.pop()
            while item:
                count += 1
                self.assertTrue(item["Title"])
                self.destination(pdf, item["Dest"])
                stack.append(pdf.get(item, "First"))
                item = pdf.get(item, "Next")
        self.assertEqual(count > 0, "Outlines" in pdf.catalog)

    @each
    def test_named_destinations_stand_in_order(self, pdf):
        names = [name for name, _ in pdf.tree(pdf.get(pdf.catalog, "Names", "Dests") or {}, "Names")]
        self.assertEqual(names, sorted(set(names)))

    @each
    def test_page_labels_are_the_printed_folios(self, pdf):
        labels = pdf.tree(pdf.get(pdf.catalog, "PageLabels"), "Nums")
        self.assertEqual(labels[0][0], 0)
        for index in range(len(pdf.pages())):
            text = run("pdftotext", "-f", str(index + 1), "-l", str(index + 1), "-layout", pdf.path, "-").stdout.decode()
            folio = re.findall(r"(?m)^\s*—\s*(\d+)\s*—\s*$", text.replace("\f", "\n"))
            start, label = max(entry for entry in ((key, pdf.deref(value)) for key, value in labels) if entry[0] <= index), None
            start, label = start
            number = str(label.get("St", 1) + index - start) if label.get("S") == "D" else ""
            self.assertEqual(label.get("P", "") + number, folio[-1] if folio else "")


if __name__ == "__main__":
    unittest.main()

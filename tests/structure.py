"""The structure tree of a tagged PDF as two readers see it that share no code with each other or with banxin:

    by_poppler(pdf)   poppler: the whole tree with the text of each element (pdfinfo -struct-text)
    by_pdfjs(pdf)     qpdf has the elements with their attributes, pdf.js the text of what they mark; and pdf.js walks
                      the tree of each page up from the ParentTree, which has to give the same

Both return a tree of Element; its leaves are Content and Object."""
import json
import re
from collections import namedtuple
from pathlib import Path

from readback import run

HERE = Path(__file__).resolve().parent
NUMBERS = {"RowSpan", "ColSpan"}
NAMES = {"Scope"}

Object = namedtuple("Object", "number")  # an annotation, by its number in the file
Cell = namedtuple("Cell", "row column row_span column_span text element")


class Content(str):
    """The text of a marked content; PAGE: index of its page, where the reader tells."""
    page = None


class Element:
    def __init__(self, role, attributes=None):
        self.role, self.attributes, self.children = role, attributes or {}, []

    def walk(self):
        """This element and those in it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *roles):
        return [element for element in self.walk() if element.role in roles]

    def leaves(self):
        for child in self.children:
            if isinstance(child, Element):
                yield from child.leaves()
            else:
                yield child

    @property
    def text(self):
        """All its text without blanks."""
        return squeeze("".join(leaf for leaf in self.leaves() if isinstance(leaf, Content)))

    @property
    def pages(self):
        return sorted({leaf.page for leaf in self.leaves() if isinstance(leaf, Content)})

    def lines(self, depth=0):
        """The tree as text, to compare."""
        kept = " ".join(f"{key}={self.attributes[key]}" for key in sorted(NUMBERS | NAMES) if key in self.attributes)
        yield " " * depth + f"{self.role} {kept}".rstrip()
        for child in self.children:
            if isinstance(child, Element):
                yield from child.lines(depth + 1)
            elif isinstance(child, Content):
                yield " " * (depth + 1) + f'"{squeeze(child)}"'
            else:
                yield " " * (depth + 1) + f"object {child.number}"


def squeeze(text):
    return re.sub(r"[\s\u3000\u00a0]+", "", text)


def cells(table):
    """The cells of a Table with their places, as HTML finds them; they have to fill it without a gap."""
    taken, out = set(), []
    rows = table.all("TR")
    for y, row in enumerate(rows):
        x = 0
        for element in row.children:
            assert element.role in ("TH", "TD"), element.role
            while (y, x) in taken:
                x += 1
            down, across = (element.attributes.get(key, 1) for key in ("RowSpan", "ColSpan"))
            place = {(y + i, x + k) for i in range(down) for k in range(across)}
            assert not place & taken, f"cells that lie over each other: {element.text}"
            taken |= place
            out.append(Cell(y, x, down, across, element.text, element))
    width = 1 + max(x for _, x in taken)
    assert taken == {(y, x) for y in range(len(rows)) for x in range(width)}, "a table with a hole or an uneven edge"
    return out


# ---- poppler --------------------------------------------------------------------------------------------------------

ELEMENT = re.compile(r"(\w+)(?: <.*>)?(?: \".*\")?(?: r\d+)?(?: \((?:inline|block)\))?:?")
ATTRIBUTE = re.compile(r"/(\w+) ?(.*)")


def value_of(name, text):
    return int(text) if name in NUMBERS else text.lstrip("/") if name in NAMES else text


def by_poppler(pdf):
    done = run("pdfinfo", "-struct-text", str(pdf))
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    root = Element("StructTreeRoot")
    open_ = [(-1, root)]
    for line in done.stdout.decode().splitlines():
        word = line.lstrip(" ")
        depth = len(line) - len(word)
        attribute = ATTRIBUTE.fullmatch(word)
        if attribute:
            open_[-1][1].attributes[attribute[1]] = value_of(*attribute.groups())
            continue
        while open_[-1][0] >= depth:
            open_.pop()
        parent = open_[-1][1]
        if word.startswith('"'):
            parent.children.append(Content(word[1:-1]))
        elif word.startswith("Object "):
            parent.children.append(Object(int(word.split()[1])))
        else:
            element = ELEMENT.fullmatch(word)
            assert element, line
            parent.children.append(Element(element[1]))
            open_.append((depth, parent.children[-1]))
    return root


# ---- qpdf and pdf.js ------------------------------------------------------------------------------------------------


class File:
    """The objects of a PDF, from qpdf."""

    def __init__(self, pdf):
        done = run("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=none", str(pdf))
        assert done.returncode == 0 and not done.stderr, done.stderr.decode()
        self.objects = json.loads(done.stdout)["qpdf"][1]
        self.trailer = self.objects["trailer"]["value"]

    def get(self, value):
        """What VALUE, perhaps a reference, stands for; of a stream its dictionary."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.objects.get("obj:" + value, {})
            value = found["stream"]["dict"] if "stream" in found else found.get("value")
        return value

    @property
    def catalog(self):
        return self.get(self.trailer["/Root"])

    def pages(self, node=None):
        """The references of the pages, in order."""
        out = []
        for kid in self.get(self.get(node or self.catalog["/Pages"])["/Kids"]):
            out += self.pages(kid) if self.get(kid)["/Type"] == "/Pages" else [kid]
        return out


def many(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def kids(file, entry):
    """The entries of K: references to elements, numbers of marked content, dictionaries."""
    value = file.get(entry.get("/K"))
    return value if isinstance(value, list) else many(entry.get("/K"))


def attributes_of(file, entry):
    classes = file.get(file.get(file.catalog["/StructTreeRoot"]).get("/ClassMap")) or {}
    out = {}
    owners = [classes.get(name) for name in many(file.get(entry.get("/C")))] + many(file.get(entry.get("/A")))
    for owner in owners:
        for part in many(file.get(owner)):
            for key, value in file.get(part).items():
                value = file.get(value)
                out[key[1:]] = value[1:] if isinstance(value, str) and value.startswith("/") else value
    return out


class Pages:
    """What pdf.js says: for each page its tree, its text by mark, and the artifacts."""

    def __init__(self, pdf):
        done = run("node", str(HERE / "pdfjs" / "structure.mjs"), str(pdf))
        assert done.returncode == 0, done.stderr.decode()
        seen = json.loads(done.stdout)
        self.marked = seen["mark"]
        self.trees = [page["tree"] for page in seen["pages"]]
        self.texts, self.artifacts, self.unmarked = {}, [], []
        for page in seen["pages"]:
            self.artifacts.append([])
            for mark, text in page["texts"]:
                if mark == "Artifact":
                    self.artifacts[-1].append(text)
                elif mark:
                    self.texts[mark] = self.texts.get(mark, "") + text
                else:
                    self.unmarked.append(text)


def by_pdfjs(pdf, file=None, seen=None):
    file, seen = file or File(pdf), seen or Pages(pdf)
    index = {reference: i for i, reference in enumerate(file.pages())}

    def content(page, number):
        text = Content(seen.texts.get(mark_name(page, number), ""))
        text.page, text.mark = index[page], mark_name(page, number)
        return text

    def element(reference, parent):
        entry = file.get(reference)
        assert entry["/P"] == parent, f"{reference} stands in {parent}, but says {entry['/P']}"
        out = Element(entry["/S"][1:], attributes_of(file, entry))
        for kid in kids(file, entry):
            value = file.get(kid)
            if isinstance(value, int):
                out.children.append(content(entry["/Pg"], value))
            elif value.get("/Type") == "/MCR":
                out.children.append(content(value.get("/Pg", entry.get("/Pg")), value["/MCID"]))
            elif value.get("/Type") == "/OBJR":
                out.children.append(Object(int(value["/Obj"].split()[0])))
            else:
                out.children.append(element(kid, reference))
        return out

    root = Element("StructTreeRoot")
    top = file.catalog["/StructTreeRoot"]
    root.children = [element(kid, top) for kid in kids(file, file.get(top))]
    return root


def mark_name(page, number):
    """What pdf.js calls the marked content NUMBER of a page."""
    major, minor, _ = page.split()
    return f"p{major}R{'' if minor == '0' else minor}_mc{number}"


def marks_by_page(root, count):
    """For each page (path of roles, mark) of all that stands on it, in order: what pdf.js should find from below."""
    out = [[] for _ in range(count)]

    def walk(element, path):
        for child in element.children:
            if isinstance(child, Element):
                walk(child, path + (child.role,))
            elif isinstance(child, Content):
                out[child.page].append((path, child.mark))

    walk(root, ())
    return out


def marks_of_tree(tree):
    """The same, from what pdf.js gives for a page."""
    out = []

    def walk(node, path):
        for child in node.get("children", []):
            if child.get("type") == "content":
                out.append((path, child["id"]))
            elif "role" in child:
                walk(child, path + (child["role"],))

    if tree:
        walk(tree, ())
    return out

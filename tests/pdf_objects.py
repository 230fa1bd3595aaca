"""A PDF as its objects, for tests: taken apart by qpdf, its content streams by the tokenizer here. Nothing of banxin
is used."""
import base64
import json
import re
import zlib
from collections import namedtuple
from pathlib import Path

from readback import run

Name = type("Name", (str,), {})  # without the slash
Ref = namedtuple("Ref", "number")
Stream = namedtuple("Stream", "dictionary data")  # data as in the file
Operation = namedtuple("Operation", "operator operands")

# ISO 32000-1, Annex A, without inline images
OPERATORS = set("b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re "
                "RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split())
PAINTING = set("b B b* B* f F f* s S sh Do Tj TJ ' \"".split())
SHOWING = set("Tj TJ ' \"".split())


# ---- content streams ---------------------------------------------------------------------------

TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]+|%[^\r\n]*|(?P<open><<)|(?P<close>>>)|(?P<array>[\[\]])"
    rb"|\((?P<string>(?:[^()\\]|\\.)*)\)|<(?P<hex>[^<>]*)>|/(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?![^\x00\t\n\f\r ()<>\[\]{}/%])"
    rb"|(?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)", re.S)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.S)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r": b"", b"\n": b"", b"\r\n": b""}


def unescape(match):
    found = match[1]
    if found is None:
        return b"\n"
    if found[:1].isdigit():
        return bytes([int(found, 8) & 255])
    return ESCAPED.get(found, found)


def nested_string(data, at):
    """The string that begins at AT and holds parentheses, and where it ends."""
    depth, i = 0, at
    while True:
        if data[i] == 0x5C:
            i += 1
        elif data[i] == 0x28:
            depth += 1
        elif data[i] == 0x29:
            depth -= 1
            if depth == 0:
                return ESCAPE.sub(unescape, data[at + 1:i]), i + 1
        i += 1


def hexadecimal(digits):
    digits = bytes(c for c in digits if c not in b"\x00\t\n\f\r ")
    if len(digits) % 2:
        raise ValueError("a hexadecimal string of odd length")  # ISO 19005-3, 6.1.6
    return bytes.fromhex(digits.decode("ascii"))


def tokens(data):
    """Yields ("value", object) and ("word", bytes)."""
    stack, at = [], 0

    def value(found):
        if stack:
            stack[-1].append(found)
            return ()
        return (("value", found),)

    while at < len(data):
        match = TOKEN.match(data, at)
        if match is None:
            if data[at] != 0x28:
                raise ValueError(f"no token at {at}: {data[at:at + 20]!r}")
            found, at = nested_string(data, at)
            yield from value(found)
            continue
        at, kind, text = match.end(), match.lastgroup, match[match.lastgroup] if match.lastgroup else b""
        if kind == "string":
            yield from value(ESCAPE.sub(unescape, text) if b"\\" in text or b"\r" in text else text)
        elif kind == "number":
            yield from value(float(text) if b"." in text else int(text))
        elif kind == "name":
            yield from value(Name(re.sub(rb"#(..)", lambda m: bytes([int(m[1], 16)]), text).decode()))
        elif kind == "hex":
            yield from value(hexadecimal(text))
        elif kind == "open" or text == b"[":
            stack.append([])
        elif kind == "close" or text == b"]":
            items = stack.pop()
            yield from value(dict(zip(items[::2], items[1::2])) if kind == "close" else items)
        elif kind == "word" and (stack or text in (b"true", b"false", b"null")):
            yield from value({b"true": True, b"false": False, b"null": None}.get(text, text))
        elif kind == "word":
            yield "word", text


def operations(data):
    operands, out = [], []
    for kind, found in tokens(data):
        if kind == "value":
            operands.append(found)
        else:
            out.append(Operation(found.decode("latin-1"), operands))
            operands = []
    if operands:
        raise ValueError("operands without an operator")
    return out


def shown(operation):
    """The bytes of the glyphs that a text-showing operation paints."""
    if operation.operator == "TJ":
        return b"".join(item for item in operation.operands[0] if isinstance(item, bytes))
    return operation.operands[-1]


# ---- files -------------------------------------------------------------------------------------

class Element:
    """A structure element, or its content: kids are elements, (page object, MCID) and Refs of annotations."""

    def __init__(self, number, dictionary, parent):
        self.number, self.dictionary, self.parent, self.kids = number, dictionary, parent, []
        self.type = dictionary["S"]

    def elements(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def walk(self):
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def find(self, *types):
        return [element for element in self.walk() if element.type in types]


class Pdf:
    def __init__(self, path):
        self.path, self.bytes = str(path), Path(path).read_bytes()
        done = run("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", "--decode-level=none", self.path)
        assert done.returncode == 0 and done.stderr == b"", done.stderr.decode()
        header, objects = json.loads(done.stdout)["qpdf"]
        self.version = header["pdfversion"]
        self.trailer = self.convert(objects.pop("trailer")["value"])
        self.objects = {}
        for key, found in objects.items():
            number = int(key.split(":")[1].split()[0])
            if "stream" in found:
                stream = found["stream"]
                self.objects[number] = Stream(self.convert(stream["dict"]), base64.b64decode(stream["data"]))
            else:
                self.objects[number] = self.convert(found["value"])
        self.catalog, self.info = self.get(self.trailer, "Root"), self.get(self.trailer, "Info")

    def convert(self, value):
        if isinstance(value, dict):
            return {key[1:]: self.convert(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.convert(item) for item in value]
        if isinstance(value, str):
            if re.fullmatch(r"\d+ 0 R", value):
                return Ref(int(value.split()[0]))
            if value.startswith("/"):
                return Name(value[1:])
            if value.startswith("u:"):
                return value[2:]
            assert value.startswith("b:"), value
            return bytes.fromhex(value[2:])
        return value

    def deref(self, value):
        while isinstance(value, Ref):
            value = self.objects.get(value.number)
        return value

    def get(self, value, *path):
        """What stands at PATH in VALUE, or None; references are followed."""
        value = self.deref(value)
        for key in path:
            if isinstance(value, Stream):
                value = value.dictionary
            value = self.deref(value.get(key)) if isinstance(value, dict) else self.deref(value[key])
            if value is None:
                return None
        return value

    def data(self, stream):
        """The bytes of a stream without its filter."""
        stream = self.deref(stream)
        name = self.get(stream, "Filter")
        assert name in (None, "FlateDecode"), name
        return zlib.decompress(stream.data) if name else stream.data

    def pages(self, node=None, inherited=None):
        """[(Ref, dictionary)] with what they inherit."""
        node = node or self.catalog["Pages"]
        dictionary = self.deref(node)
        known = {key: value for key, value in dictionary.items() if key in ("Resources", "MediaBox", "CropBox", "Rotate")}
        known = {**(inherited or {}), **known}
        if dictionary["Type"] == "Page":
            return [(node, {**known, **dictionary})]
        return [page for kid in self.get(dictionary, "Kids") for page in self.pages(kid, known)]

    def content(self, page):
        contents = self.get(page, "Contents")
        parts = contents if isinstance(contents, list) else [contents]
        return operations(b"\n".join(self.data(part) for part in parts))

    def tree(self, node, kind):
        """The entries of a name tree (KIND Names) or number tree (Nums)."""
        node = self.deref(node)
        found = self.get(node, kind) or []
        own = [(self.deref(key), value) for key, value in zip(found[::2], found[1::2])]
        return own + [entry for kid in self.get(node, "Kids") or [] for entry in self.tree(kid, kind)]

    def structure(self):
        """The elements at the top of the structure tree."""
        root = self.catalog["StructTreeRoot"]
        kids = self.get(root, "K")
        return [self.element(kid, None) for kid in (kids if isinstance(kids, list) else [self.deref(root)["K"]])]

    def element(self, ref, parent):
        dictionary = self.deref(ref)
        element = Element(ref.number, dictionary, parent)
        kids = dictionary.get("K", [])
        if isinstance(kids, Ref) and isinstance(self.deref(kids), list):
            kids = self.deref(kids)
        for kid in kids if isinstance(kids, list) else [kids]:
            found = self.deref(kid)
            if isinstance(found, int):
                element.kids.append((dictionary["Pg"], found))
            elif found.get("Type") == "MCR":
                element.kids.append((found.get("Pg", dictionary.get("Pg")), found["MCID"]))
            elif found.get("Type") == "OBJR":
                element.kids.append(found["Obj"])
            else:
                element.kids.append(self.element(kid, element))
        return element

    def attributes(self, element, owner):
        """The attributes of OWNER (Table, Layout)."""
        found = self.get(element.dictionary, "A") or []
        found = [self.deref(item) for item in (found if isinstance(found, list) else [found])]
        return {key: self.deref(value) for item in found if item.get("O") == owner for key, value in item.items()}

    def values(self):
        """Every direct value in the file: names, strings, numbers, dictionaries …"""
        stack = [self.trailer, *self.objects.values()]
        while stack:
            value = stack.pop()
            yield value
            if isinstance(value, Stream):
                stack.append(value.dictionary)
            elif isinstance(value, dict):
                stack.extend(Name(key) for key in value)
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)


# ---- fonts -------------------------------------------------------------------------------------

def unicode_map(data):
    """A ToUnicode CMap: code → text."""
    found, operands = {}, []
    for kind, token in tokens(data):
        if kind == "value":
            operands.append(token)
            continue
        if token == b"endbfchar":
            pairs = zip(operands[::2], operands[1::2])
            found.update((int.from_bytes(code, "big"), text.decode("utf-16-be")) for code, text in pairs)
        elif token == b"endbfrange":
            for first, last, to in zip(operands[::3], operands[1::3], operands[2::3]):
                first, last = int.from_bytes(first, "big"), int.from_bytes(last, "big")
                for i in range(last - first + 1):
                    text = to[i] if isinstance(to, list) else to[:-1] + bytes([to[-1] + i])
                    found[first + i] = text.decode("utf-16-be")
        operands = []
    return found

"""Lines read back from a PDF, and what is wrong with them. One reader for all engines: it takes the glyphs from
MuPDF's replay of the page, and knows nothing of who set them. Lengths in em."""
import os
import re
import sys
import unicodedata

import whole

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
import readback  # noqa: E402

SIZE, MARGIN = 10, 20  # of every engine's pages, in points
NEAR = 0.02

# 避头尾 (CLREQ 3.1.4). Basic: opening marks may not end a line; 点号, closing marks, 连接号, 间隔号 and 分隔号 may not
# begin one. GB: no 分隔号 at a line's end. Strict: no dash or ellipsis at its start.
OPENING = set("“‘「『（《〈【〔〖［｛([{")
CLOSING = set("”’」』）》〉】〕〗］｝)]}")
POINTS = set("、，。．：；！？,.:;!?")
NO_START = POINTS | CLOSING | set("·・•～〜~–-／/%％‰℃°")
DASHES = set("—…⋯")
SLASHES = set("／/")

# Where the ink of a full-width mark ends at the earliest in the face that is used: an engine may set a mark at a
# line's end by its ink.
INK = {**{c: 0.35 for c in CLOSING}, **{c: 0.23 for c in POINTS}, "〕": 0.13}


class Line:
    """One line: its glyphs (char, left, advance) and the part of the paragraph they are."""

    def __init__(self, glyphs, begin, end, text):
        self.glyphs, self.begin, self.end, self.text = glyphs, begin, end, text

    def right(self):
        """Where the line ends as the eye sees it: the blank half of a last mark is not counted."""
        char, left, advance = self.glyphs[-1]
        return left + (advance / 2 if char in INK and advance > 0.9 else advance)

    def ink(self):
        """Where its ink ends at the earliest. A Latin point may hang, as it does in Typst."""
        char, left, advance = self.glyphs[-1]
        if char in ".,":
            return left
        return left + (INK[char] if char in INK and advance > 0.9 else advance)

    def gap(self):
        """The widest gap between two characters beyond what they have of themselves: a quarter of an em between Han
        and Latin, the blank that the text has there, the blank half of a mark. Not inside Latin words and figures."""
        widest, at = 0, self.begin
        for (a, left, advance), (b, after, _) in zip(self.glyphs, self.glyphs[1:]):
            rest = self.text[at + 1:]
            blank = len(rest) - len(rest.lstrip(" "))
            at += 1 + blank
            if blank == 0 and narrow(a) and narrow(b):
                continue
            own = 0.25 if blank or narrow(a) != narrow(b) and han(a) | han(b) else 0
            widest = max(widest, after - left - advance - own)
        return widest


def han(char):
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def narrow(char):
    return char.isascii() or char in "°–"


def same(a, b):
    """A font's glyph may stand for several characters: a PDF names one of them."""
    return unicodedata.normalize("NFKC", a) == unicodedata.normalize("NFKC", b) or {a, b} <= set("-\u2010\u2011\u00ad")


def rows(page):
    """The glyphs of a page by their lines, each in the order it was drawn in."""
    found = []
    for glyph in page.glyphs:
        if glyph.char.isspace():
            continue
        row = next((r for r in reversed(found) if abs(r[0].y - glyph.y) < 4), None)
        if row is None:
            found.append(row := [])
        row.append(glyph)
    return sorted(found, key=lambda row: row[0].y)


def read_paragraph(page, text):
    """The lines of the paragraph TEXT, which must be all there."""
    lines, at = [], 0
    for row in rows(page):
        glyphs, begin = [], at
        for glyph in row:
            while at < len(text) and text[at] == " ":
                begin, at = (at + 1 if not glyphs else begin), at + 1
            if at == len(text) or not same(text[at], glyph.char):
                raise ValueError("%r where the text has %r" % (glyph.char, text[at:at + 10]))
            glyphs.append((text[at], (glyph.x - MARGIN) / SIZE, glyph.advance / SIZE))
            at += 1
        lines.append(Line(glyphs, begin, at, text))
    if text[at:].strip():
        raise ValueError("the text %r was lost" % text[at:])
    return lines


def read(pdf, paragraphs):
    """The lines of every paragraph; the program ends when one of them is not what was to be set."""
    pages = readback.pages(pdf)
    if len(pages) != len(paragraphs):
        raise SystemExit("%s: %d pages for %d paragraphs" % (pdf, len(pages), len(paragraphs)))
    found = []
    for number, (page, text) in enumerate(zip(pages, paragraphs), 1):
        try:
            found.append(read_paragraph(page, text))
        except ValueError as error:
            raise SystemExit("%s, page %d: %s" % (pdf, number, error)) from None
    return found


def faults(lines, measure):
    """(fault, line) for all lines of a paragraph. `short` is a line that ends more than half an em before the measure."""
    for line in lines:
        last = line is lines[-1]
        first_char, last_char = line.glyphs[0][0], line.glyphs[-1][0]
        dash = first_char in DASHES or line.text[line.begin:line.begin + 2] == "--"
        if line is not lines[0]:
            if dash:
                yield "strict", line
            elif first_char in NO_START:
                yield "basic", line
        if not last:
            if last_char in OPENING:
                yield "basic", line
            if last_char in SLASHES:
                yield "GB", line
            kind = whole.parted(line.text, line.end)
            if kind:
                yield kind, line
            if line.right() < measure - 0.5 - NEAR:
                yield "short", line
        elif len(lines) > 1 and sum(c not in NO_START | OPENING | DASHES for c, _, _ in line.glyphs) < 2:
            yield "single", line
        if line.gap() > 0.5 + NEAR:
            yield "wide", line
        if line.ink() > measure + NEAR:
            yield "over", line

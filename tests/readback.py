"""Reads ruled tables and text back out of a PDF as a reader sees them: MuPDF replays the page, and its
rules and glyphs are put together again here. Nothing of banxin is used. Lengths in points, y downwards."""
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import namedtuple

Glyph = namedtuple("Glyph", "char x y size advance")
Cell = namedtuple("Cell", "row column row_span column_span text")
Page = namedtuple("Page", "width height glyphs across down")  # rules: (position, from, to)
NEAR = 0.3


def run(*command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **options)


def mutool(*arguments):
    """Runs mutool; its word about how Debian builds it is no word about the file."""
    done = run("mutool", *arguments)
    done.stderr = done.stderr.replace(b"warning: ICC support is not available\n", b"")
    return done


def faults(done):
    """What a run of banxin told of faults: its standard error without the summary of a batch."""
    return re.sub(rb"(?m)^(\xe5\x85\xb1 \d+ |\d+ departments: ).*\n", b"", done.stderr)


def numbers(text):
    return [float(word) for word in text.split()]


def transformed(matrix, x, y):
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def path_rules(element, matrix):
    """Rules of a stroked or thin filled path, as ((x0, y0), (x1, y1))."""
    points, segments = [], []
    for step in element:
        if step.tag == "rectto":
            x0, y0, x1, y1 = (float(step.get(k)) for k in ("x0", "y0", "x1", "y1"))
            points += [transformed(matrix, x0, y0), transformed(matrix, x1, y1)]
        elif step.tag in ("moveto", "lineto"):
            points.append(transformed(matrix, float(step.get("x")), float(step.get("y"))))
            if step.tag == "lineto":
                segments.append((points[-2], points[-1]))
    if element.tag == "stroke_path":
        return segments
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 < 2:
        return [(((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1))]
    if y1 - y0 < 2:
        return [((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))]
    return []


def pages(path):
    out = []
    trace = mutool("draw", "-q", "-F", "trace", path)
    assert trace.returncode == 0 and not trace.stderr, trace.stderr
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", trace.stdout.decode("utf-8"))
    for element in ElementTree.fromstring("<all>" + re.sub(r"<\?xml[^>]*>", "", text) + "</all>").iter("page"):
        box = numbers(element.get("mediabox"))
        page = Page(box[2] - box[0], box[3] - box[1], [], [], [])
        for item in element.iter():
            if item.tag in ("stroke_path", "fill_path"):
                for (x0, y0), (x1, y1) in path_rules(item, numbers(item.get("transform"))):
                    if abs(y0 - y1) < 0.01:
                        page.across.append((y0, min(x0, x1), max(x0, x1)))
                    elif abs(x0 - x1) < 0.01:
                        page.down.append((x0, min(y0, y1), max(y0, y1)))
            elif item.tag == "fill_text":
                matrix = numbers(item.get("transform"))
                for span in item.iter("span"):
                    size = abs(numbers(span.get("trm"))[3])
                    for g in span.iter("g"):
                        x, y = transformed(matrix, float(g.get("x")), float(g.get("y")))
                        page.glyphs.append(Glyph(g.get("unicode") or "\ufffd", x, y, size, float(g.get("adv") or 0) * size))
        out.append(page)
    return out


def distinct(values):
    out = []
    for value in sorted(values):
        if not out or value - out[-1] > NEAR:
            out.append(value)
    return out


OPENING = set("（〔【「『《〈“‘")  # their left half is blank, and may lie over the character before


def ink(glyph):
    return glyph.x + (glyph.advance / 2 if glyph.char in OPENING else 0)


def read_lines(glyphs):
    """The glyphs as lines of text, top to bottom."""
    lines = []
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.x)):
        if lines and abs(lines[-1][0].y - glyph.y) < glyph.size * 0.4:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=ink) for line in lines]


def plain(glyphs):
    return "".join(g.char for line in read_lines(glyphs) for g in line).replace(" ", "")


def bands(page):
    """Where tables are: intervals of y with vertical rules in them."""
    out = []
    for _, top, bottom in sorted(page.down, key=lambda rule: rule[1]):
        if out and top <= out[-1][1] + NEAR:
            out[-1][1] = max(out[-1][1], bottom)
        else:
            out.append([top, bottom])
    return out


def table_cells(page, top, bottom):
    across = [r for r in page.across if top - NEAR <= r[0] <= bottom + NEAR]
    down = [r for r in page.down if top - NEAR <= r[1] and r[2] <= bottom + NEAR]
    ys, xs = distinct([r[0] for r in across]), distinct([r[0] for r in down])
    owner = {(r, c): (r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}

    def find(key):
        while owner[key] != key:
            key = owner[key]
        return key

    def ruled(rules, at, middle):
        return any(abs(r[0] - at) <= NEAR and r[1] <= middle <= r[2] for r in rules)

    for r, c in list(owner):
        middle_y, middle_x = (ys[r] + ys[r + 1]) / 2, (xs[c] + xs[c + 1]) / 2
        if (r, c + 1) in owner and not ruled(down, xs[c + 1], middle_y):
            owner[find((r, c + 1))] = find((r, c))
        if (r + 1, c) in owner and not ruled(across, ys[r + 1], middle_x):
            owner[find((r + 1, c))] = find((r, c))
    members, texts = {}, {}
    for key in owner:
        members.setdefault(find(key), []).append(key)
    for glyph in page.glyphs:
        x, y = glyph.x + glyph.advance / 2, glyph.y - glyph.size * 0.35
        r = sum(1 for edge in ys if edge <= y) - 1
        c = sum(1 for edge in xs if edge <= x) - 1
        if (r, c) in owner:
            texts.setdefault(find((r, c)), []).append(glyph)
    cells = []
    for key, own in members.items():
        r0, c0 = min(k[0] for k in own), min(k[1] for k in own)
        r1, c1 = max(k[0] for k in own), max(k[1] for k in own)
        assert len(own) == (r1 - r0 + 1) * (c1 - c0 + 1), "a cell that is no rectangle"
        cells.append(Cell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, plain(texts.get(key, []))))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def tables(page):
    return [table_cells(page, top, bottom) for top, bottom in bands(page)]


def lines_outside(page):
    """Lines of text that stand in no table: (y, text)."""
    inside = bands(page)
    free = [g for g in page.glyphs if not any(a <= g.y - g.size * 0.35 <= b for a, b in inside)]
    return [(line[0].y, plain(line)) for line in read_lines(free)]

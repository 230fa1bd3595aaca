"""The LaTeX of a document that tests/neutral.c describes, for XeLaTeX with ctex: longtable and multirow, contents in a
second pass. Lengths in bp, the points of the others.

longtable parts no row and sets what spans rows without regard to pages, so a page of it may be less full and a label may
stand badly; it is what comes with every TeX, and the quickest there is for tables that go over pages."""
from collections import Counter

SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
           **{c: "\\" + c for c in "%&#_{}$"}}
ALIGNED = {"left": r"\raggedright", "center": r"\centering", "right": r"\raggedleft", "justify": ""}
LEVELS = {1: "section", 2: "subsection", 3: "subsubsection"}

PREAMBLE = r"""\documentclass[UTF8,fontset=none,scheme=plain,twoside]{ctexart}
\usepackage{array,longtable,multirow}
\usepackage[hidelinks,bookmarksopen]{hyperref}
\hypersetup{pdftitle={%(title)s},pdfauthor={%(author)s},pdfsubject={%(subject)s}}
\xeCJKDeclareSubCJKBlock{marks}{"2018,"2019,"201C,"201D}
\xeCJKsetup{CJKspace=true}
%(fonts)s
\makeatletter
\newcommand\geometryof[7]{\clearpage
  \paperwidth=#1bp \paperheight=#2bp \pdfpagewidth=\paperwidth \pdfpageheight=\paperheight
  \textheight=\dimexpr#2bp-#3bp-#4bp\relax \textwidth=\dimexpr#1bp-#5bp-#6bp\relax
  \topmargin=\dimexpr#3bp-1in\relax \oddsidemargin=\dimexpr#5bp-1in\relax \evensidemargin=\dimexpr#6bp-1in\relax
  \headheight=0pt \headsep=0pt \footskip=#7bp \columnwidth=\textwidth \hsize=\textwidth \linewidth=\textwidth
  \@colht=\textheight \@colroom=\textheight \vsize=\textheight}
\def\ps@folio{\let\@oddhead\@empty \let\@evenhead\@empty
  \def\@oddfoot{\hfil %(folio)s\hskip%(inset)sbp}\def\@evenfoot{\hskip%(inset)sbp %(folio)s\hfil}}
\newcommand\entry[2]{\par\noindent\rightskip=3em\parfillskip=-3em #1\nobreak\leaders\hbox{\,.\,}\hfill\nobreak\hbox to 2em{\hss #2}\par}
%(entries)s
\makeatother
\newcommand\heading[2]{\phantomsection\addcontentsline{toc}{#1}{#2}}
\newcommand\hold[2]{\rule[-#1bp]{0pt}{#2bp}}
\setlength\tabcolsep{%(padding)sbp}\setlength\arrayrulewidth{%(rule)sbp}
\setlength\LTpre{0pt}\setlength\LTpost{0pt}\setlength\LTleft{0pt}\setlength\LTright{0pt plus 1fill minus 1fill}
\setlength\parskip{0pt}\setlength\parindent{0pt}\setlength\topskip{0pt}\raggedbottom\sloppy
\begin{document}
"""


def escaped(text):
    return "".join(SPECIAL.get(c, c) for c in text)


def letter(index):
    """Commands have no digits in their names."""
    return chr(ord("a") + index // 26) + chr(ord("a") + index % 26)


def typed(style, size=None, leading=None):
    return r"\fontsize{%.3fbp}{%.3fbp}\selectfont\latin%s\CJKfamily{role%s}" % (
        size or style["size"], leading or style["leading"], letter(style["role"]), letter(style["role"]))


def font_lines(roles):
    yield r"\setCJKmainfont{%s}" % roles[0]["families"][0]["family"]
    for index, role in enumerate(roles):
        own = next(family for family in role["families"] if "only" not in family)
        limited = [family["family"] for family in role["families"] if "only" in family]
        upright = "UprightFont={* Bold}" if own["weight"] >= 600 else "UprightFont={*}"
        marks = ",marks={%s}" % limited[0] if limited else ""
        yield r"\newfontfamily\latin%s{%s}[%s]" % (letter(index), own["family"], upright)
        yield r"\setCJKfamilyfont{role%s}{%s}[%s%s]" % (letter(index), own["family"], upright, marks)


def entry_lines(document):
    for level, index in enumerate(document["contents"]["styles"], 1):
        style = document["styles"][index]
        yield r"\def\l@%s#1#2{{%s\leftskip=%sbp\entry{#1}{#2}}}" % (LEVELS[level], typed(style), style["left"])


# ---- tables ---------------------------------------------------------------------------------------------------------

def grid_of(rows, columns):
    """grid[row][column] is (cell, its row, its column)."""
    grid = [[None] * columns for _ in rows]
    for i, row in enumerate(rows):
        column = 0
        for cell in row:
            while grid[i][column]:
                column += 1
            for down in range(cell.get("rows", 1)):
                for right in range(cell.get("columns", 1)):
                    grid[i + down][column + right] = (cell, i, column)
    return grid


class Table:
    """A table as a longtable."""

    def __init__(self, document, block):
        self.block, self.styles = block, document["styles"]
        self.padding, self.rule_width = document["padding"], document["rule"]
        self.widths = block["columns"]
        self.grid = grid_of(block["cells"], len(self.widths))
        self.type = {t["style"]: t for t in block["type"]}
        self.style = Counter(cell["style"] for row in block["cells"] for cell in row).most_common(1)[0][0]
        self.aligns = [Counter(row[j][0]["align"] for row in self.grid).most_common(1)[0][0] for j in range(len(self.widths))]
        self.leading = self.type[self.style]["leading"]

    def column(self, width, align):
        """A column of WIDTH, its rule and padding included."""
        return r">{%s\arraybackslash}m{%.3fbp}|" % (ALIGNED[align], width - 2 * self.padding - self.rule_width)

    def cell(self, i, j):
        cell, row, column = self.grid[i][j]
        wide, high = cell.get("columns", 1), cell.get("rows", 1)
        text = ""
        if row == i:
            text = (r"\style%s " % letter(cell["style"]) if cell["style"] != self.style else "") + escaped(cell["text"])
            if high > 1:
                text = r"\multirow{%d}{=}{%s %s}" % (high, ALIGNED[cell["align"]], text)
            elif wide == 1 and cell["align"] != self.aligns[j] and cell["text"]:
                text = ALIGNED[cell["align"] if cell["align"] != "justify" else "left"] + r"\arraybackslash " + text
        if wide > 1:
            width = sum(self.widths[column:column + wide])
            text = r"\multicolumn{%d}{%s%s}{%s}" % (wide, "" if column else "|", self.column(width, cell["align"]), text)
        return text, column + wide

    def row(self, i):
        cells, j = [], 0
        while j < len(self.widths):
            text, j = self.cell(i, j)
            cells.append(text)
        pitch = self.block["pitch"]
        if pitch > self.leading + self.padding:
            depth = pitch / 2 - 0.38 * self.type[self.style]["size"]
            held = r"\hold{%.2f}{%.2f}" % (depth, pitch)
            cells[-1] = cells[-1][:-1] + held + "}" if cells[-1].startswith(r"\multi") else cells[-1] + held
        return " & ".join(cells) + r" \\ " + self.rule(i) + "\n"

    def rule(self, i):
        """The rule under row I, where no cell goes on below."""
        if i + 1 == len(self.grid):
            return r"\hline"
        ends = [above[1:] != below[1:] for above, below in zip(self.grid[i], self.grid[i + 1])]
        if all(ends):
            return r"\hline"
        rules, j = "", 0
        while j < len(ends):
            first = j
            while j < len(ends) and ends[j]:
                j += 1
            if j > first:
                rules += r"\cline{%d-%d}" % (first + 1, j)
            j += 1
        return rules

    def latex(self):
        styles = "".join(r"\def\style%s{%s}" % (letter(index), typed(self.styles[index], t["size"], t["leading"]))
                         for index, t in self.type.items())
        stretch = (self.leading + self.padding) / self.leading
        columns = "|" + "".join(map(self.column, self.widths, self.aligns))
        head = self.block["head"]
        rows = [self.row(i) for i in range(len(self.grid))]
        top = "" if self.block.get("joined") else "\\hline\n"
        if head:
            top += "".join(rows[:head]) + "\\endhead\n"
        return "{%s\\style%s\\def\\arraystretch{%.4f}\\begin{longtable}{%s}\n%s%s\\end{longtable}}\n" % (
            styles, letter(self.style), stretch, columns, top, "".join(rows[head:]))


# ---- blocks ---------------------------------------------------------------------------------------------------------

def set_lines(style, text, keep):
    skips = [r"\vskip%sbp " % style[key] if style[key] else "" for key in ("before", "after")]
    if style["before"] > 100:
        skips[0] = r"\null" + skips[0]
    left = r"\leftskip=%sbp" % style["left"] if style["left"] else ""
    held = r"\nobreak" if keep else ""
    return "%s{%s%s%s\\parindent=%sbp %s\\par}%s%s%s\n" % (
        skips[0], typed(style), ALIGNED[style["align"]], left, style["indent"], text, held, skips[1], held)


def set_chart(document, block):
    style = document["styles"][block["style"]]
    lines = r"\\ ".join("%s & %s & %s" % tuple(escaped(entry[key]) for key in ("name", "amount", "share"))
                        for entry in block["entries"])
    return "{%s\\hbox to\\hsize{\\hss\\vbox to%sbp{\\vss\\hbox{\\begin{tabular}{lrr}%s\\end{tabular}}\\vss}\\hss}}\n" % (
        typed(style), block["height"], lines)


def set_block(document, block):
    kind, styles = block["kind"], document["styles"]
    if kind == "table":
        return Table(document, block).latex()
    if kind == "chart":
        return set_chart(document, block)
    if kind == "contents":
        title = set_lines(styles[document["contents"]["title_style"]], escaped(document["contents"]["title"]), True)
        return title + "\\makeatletter\\@starttoc{toc}\\makeatother\n"
    style, keep = styles[block["style"]], kind == "pair" or block.get("keep", False)
    if kind == "pair":
        return set_lines(style, r"%s\hfill %s" % (escaped(block["text"]), escaped(block["right"])), keep)
    mark = r"\heading{%s}{%s}" % (LEVELS[block["level"]], escaped(block["contents"])) if kind == "heading" else ""
    return "".join(set_lines(style, mark + escaped(text), keep) for text in block["text"].split("\n"))


def set_page(document, block):
    page = document["pages"][block["page"]]
    keys = ("width", "height", "head", "foot", "inner", "outer", "folio_drop")
    return "\\geometryof%s\n" % "".join("{%s}" % page[key] for key in keys)


def latex(document):
    folio = document["folio"]
    number = "{%s%s}" % (typed(document["styles"][folio["style"]]), folio["text"].replace("{page}", r"\thepage{}"))
    out = [PREAMBLE % {
        **{key: escaped(document[key]) for key in ("title", "author", "subject")},
        "fonts": "\n".join(font_lines(document["roles"])), "entries": "\n".join(entry_lines(document)), "folio": number,
        "inset": document["pages"][0]["folio_inset"], "padding": document["padding"], "rule": document["rule"]}]
    page, numbered = None, None
    for block in document["blocks"]:
        if block["page"] != page:
            out.append(set_page(document, block))
        elif block.get("new"):
            out.append("\\clearpage\n")
        if block.get("numbered") != numbered or page is None:
            numbered = block.get("numbered")
            out.append("\\pagestyle{folio}\\setcounter{page}{1}\n" if numbered else "\\pagestyle{empty}\n")
        page = block["page"]
        out.append(set_block(document, block))
    return "".join(out) + "\\end{document}\n"

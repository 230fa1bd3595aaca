"""The engines: each sets the paragraphs justified at a measure, 10 pt on a page of its own, first line two em in, in
Noto Serif CJK SC. What an engine does with Chinese by default is left alone."""
import json
import os
import re
import shutil
import subprocess

import lines
import whole

HERE = os.path.dirname(os.path.abspath(__file__))
FACE = "Noto Serif CJK SC"
TYPST = "@myriaddreamin/typst-ts-node-compiler"

TEX_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
               **{c: "\\" + c for c in "%&#_{}$"}}
# bp are the points of the other engines. CJKspace keeps the blanks that stand in the text. The leading is ctex's.
TEX = r"""\documentclass[UTF8,fontset=none,scheme=plain]{ctexart}
\usepackage[paperwidth=%(width)dbp,paperheight=8000bp,margin=20bp]{geometry}
\setmainfont[Ligatures=TeXOff]{%(face)s}\setCJKmainfont{%(face)s}
\xeCJKsetup{CJKspace=true,PunctStyle=%(style)s}%(more)s
\pagestyle{empty}\raggedbottom
\begin{document}\fontsize{10bp}{12bp}\selectfont\setlength{\parindent}{20bp}
%(body)s
\end{document}
"""


class Missing(Exception):
    """An engine that is not installed; the words say which."""


def execute(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)
    if done.returncode != 0:
        raise SystemExit("%s failed:\n%s" % (" ".join(command[:2]), done.stdout.decode("utf-8", "replace")[-3000:]))
    return done.stdout.decode("utf-8", "replace")


class Banxin:
    """The engine of this project, in a build of its own."""

    def __init__(self, kind, build):
        self.name = {"text": "banxin", "cell": "banxin, as in cells"}[kind]
        self.kind, self.build = kind, build

    def version(self):
        root = os.path.join(HERE, "..", "..", "..")
        execute(["cmake", "-S", root, "-B", self.build, "-DBANXIN_TESTS=ON"])
        execute(["cmake", "--build", self.build, "--target", "compose"])
        with open(os.path.join(root, "CMakeLists.txt"), encoding="utf-8") as file:
            return "banxin " + re.search(r"VERSION (\S+) LANG", file.read()).group(1)

    def set(self, paragraphs, measure, pdf):
        execute([os.path.join(self.build, "compose"), str(measure), self.kind, pdf],
                input="".join(p + "\n" for p in paragraphs).encode("utf-8"))


def escaped(text):
    return "".join(TEX_SPECIAL.get(c, c) for c in text)


def boxed(text):
    """Numbers and what belongs to them in boxes, and between these and the rest what xeCJK would set there."""
    out, before, was_whole = "", "", False
    for piece, is_whole in whole.pieces(text):
        if before and before[-1] not in lines.OPENING and piece[0] not in lines.NO_START | lines.DASHES:
            out += " " if lines.han(piece[0] if was_whole else before[-1]) else r"\CJKglue{}"
        out += r"\mbox{%s}" % escaped(piece) if is_whole else escaped(piece)
        before, was_whole = piece, is_whole
    return out


class Tex:
    """XeLaTeX with ctex, that is xeCJK."""

    def __init__(self, style, remark="", more="", keep=False):
        self.name, self.style, self.more, self.keep = "XeLaTeX, " + style + remark + more, style, more, keep

    def version(self):
        if not shutil.which("xelatex") or not execute(["kpsewhich", "ctexart.cls"]).strip():
            raise Missing("XeLaTeX with ctex")
        with open(execute(["kpsewhich", "xeCJK.sty"]).strip(), encoding="utf-8") as file:
            style = re.search(r"ProvidesExplPackage.*?\{([\d.]+)\}", file.read(), re.S).group(1)
        return "%s, xeCJK %s" % (re.search("XeTeX [^\n]*", execute(["xelatex", "--version"])).group(0), style)

    def set(self, paragraphs, measure, pdf):
        body = "\n".join((boxed(p) if self.keep else escaped(p)) + r"\par\clearpage" for p in paragraphs)
        folder, name = os.path.split(pdf)
        source = os.path.join(folder, name[:-4] + ".tex")
        with open(source, "w", encoding="utf-8") as file:
            file.write(TEX % {"width": measure * 10 + 40, "face": FACE, "style": self.style, "more": self.more, "body": body})
        execute(["xelatex", "-interaction=batchmode", "-halt-on-error", "-output-directory", folder, source])


class Typst:
    """Typst through its node addon, which is found in $PEER_NPM or an option of ./run."""

    def __init__(self, npm, remark="", keep=False):
        self.name, self.npm, self.keep = "Typst" + remark, npm, keep

    def version(self):
        folder = os.path.join(self.npm or "", "node_modules", *TYPST.split("/"))
        if not shutil.which("node") or not self.npm or not os.path.isdir(folder):
            raise Missing("Typst (%s in PEER_NPM)" % TYPST)
        with open(os.path.join(folder, "package.json"), encoding="utf-8") as file:
            return "Typst in %s %s" % (TYPST, json.load(file)["version"])

    def set(self, paragraphs, measure, pdf):
        folder = os.path.dirname(pdf)
        shutil.copy(os.path.join(HERE, "typst.typ"), folder)
        with open(os.path.join(folder, "typst.json"), "w", encoding="utf-8") as file:
            pieces = [whole.pieces(p) if self.keep else [(p, False)] for p in paragraphs]
            json.dump({"face": FACE, "measure": measure, "paragraphs": pieces}, file, ensure_ascii=False)
        execute(["node", os.path.join(HERE, "typst.cjs"), os.path.join(folder, "typst.typ"), pdf],
                env=dict(os.environ, PEER_NPM=os.path.abspath(self.npm)))


def all_engines(build, npm):
    kept = ", numbers boxed"
    return [Banxin("text", build), Banxin("cell", build), Typst(npm), Typst(npm, kept, keep=True),
            Tex("quanjiao"), Tex("quanjiao", ", ", r"\sloppy"), Tex("quanjiao", kept + ", ", r"\sloppy", keep=True),
            Tex("hangmobanjiao"), Tex("kaiming"), Tex("banjiao")]

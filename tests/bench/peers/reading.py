"""What stands in a PDF, by poppler's tools, and whether that is the document that tests/neutral.c described."""
import re
import subprocess
import unicodedata
from collections import Counter, namedtuple

Reading = namedtuple("Reading", "pages size tagged attachments lost amounts_lost")
AMOUNT = re.compile(r"(?<![\d.])\d+\.\d\d(?!\d)")
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u00ad"), "-")


def output_of(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()


def plain(text):
    """Compatible forms of a character are one, and blanks are none."""
    return "".join(unicodedata.normalize("NFKC", text).translate(HYPHENS).split())


def texts_of(content):
    """All texts of a description, each as often as it must be printed."""
    for block in content["blocks"]:
        if block["kind"] == "table":
            yield from (cell["text"] for row in block["cells"] for cell in row)
        elif block["kind"] == "chart":
            yield from (entry[key] for entry in block["entries"] for key in ("name", "amount", "share"))
        else:
            yield from (block.get(key, "") for key in ("text", "right", "contents"))


def read(pdf, content):
    """LOST is the share of the document's characters that are not in PDF, AMOUNTS_LOST the number of amounts."""
    info = output_of("pdfinfo", pdf)
    text = output_of("pdftotext", "-raw", pdf, "-")
    expected = Counter(plain("".join(texts_of(content))))
    lost = expected - Counter(plain(text))
    amounts = Counter(word for words in texts_of(content) for word in AMOUNT.findall(words))
    return Reading(pages=int(re.search(r"Pages: +(\d+)", info)[1]), size=pdf.stat().st_size,
                   tagged=bool(re.search(r"Tagged: +yes", info)),
                   attachments=len(re.findall(r"(?m)^\d+: ", output_of("pdfdetach", "-list", pdf))),
                   lost=sum(lost.values()) / sum(expected.values()),
                   amounts_lost=sum((amounts - Counter(AMOUNT.findall(text))).values()))

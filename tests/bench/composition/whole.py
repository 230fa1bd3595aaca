"""What no line may part: figures with their separators, signs, percent and degrees, ranges; words; document numbers
(〔2022〕232号); and, less grave, figures and their units."""
import re

NUMBER = re.compile(r"[≥≤±×+<>＞＜≈¥￥$]*\d+(?:[.,:/]\d+)*[%％‰℃°]*(?:[-–—~～×]+\d+(?:[.,]\d+)*[%％‰℃°]*)*")
DOCUMENT = re.compile(r"[〔\[【（(](?:19|20)\d\d[〕\]】）)]第?\d+号")
UNIT = re.compile(r"(?<=[\d%％‰℃°])(?:[年月日时元亩吨米号]|万[元亩]?|亿元?|公顷|公里|平方)")
WORD = re.compile("[A-Za-z]+")
MEASURED = "(?:%s)(?:%s)?" % (NUMBER.pattern, UNIT.pattern)
WHOLE = re.compile("%s|%s(?:[-–—～]+%s)*" % (DOCUMENT.pattern, MEASURED, MEASURED))


def inside(pattern, text, place):
    return any(m.start() < place < m.end() for m in pattern.finditer(text))


def parted(text, place):
    """The kind of thing that a line's end at PLACE parts, or None."""
    if inside(DOCUMENT, text, place):
        return "document"
    if inside(NUMBER, text, place) or inside(WORD, text, place):
        return "number"
    if any(m.start() == place for m in UNIT.finditer(text)):
        return "unit"
    return None


def pieces(text):
    """TEXT as (piece, is it to stay whole)."""
    out, at = [], 0
    for m in WHOLE.finditer(text):
        out += [(text[at:m.start()], False), (m.group(0), True)]
        at = m.end()
    return [piece for piece in out + [(text[at:], False)] if piece[0]]

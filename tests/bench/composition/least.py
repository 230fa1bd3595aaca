"""How few lines a paragraph can be set in: first fit, every full-width mark at half an em, every gap between Han and
Latin at an eighth, 避头尾 kept at every level. A yardstick, no model: such lines are crowded. An engine gets below it
only by setting a mark at a line's end by its ink, or by leaving the measure."""
import lines
import whole

INDENT, GAP, BLANK = 2, 0.125, 0.22  # a blank of the text is a fifth of an em in the face that is used


def widths(paragraph):
    """What each character of a paragraph that was read back takes at least, and the gap before it."""
    advances = [advance for line in paragraph for _, _, advance in line.glyphs]
    out, before = [], ""
    for char in paragraph[0].text:
        advance = BLANK if char == " " else advances.pop(0)
        mark = char in lines.INK or char in lines.OPENING
        meet = (lines.han(before) and char.isascii() and char.isalnum()
                or lines.han(char) and before.isascii() and before.isalnum())
        out.append((advance - 0.5 if mark and advance > 0.9 else advance, GAP if meet else 0))
        before = char
    return out


def may_end(text, place, numbers):
    """May a line end before PLACE? With NUMBERS, what belongs to a number stays with it."""
    kind = whole.parted(text, place)
    return not (text[place] == " " or text[place] in lines.NO_START | lines.DASHES or text[place:place + 2] == "--" or
                text[place - 1] in lines.OPENING | lines.SLASHES or kind == "number" or numbers and kind)


def first_line(text, width, begin, room, numbers):
    """Where the line that begins at BEGIN ends: at the last place that fits, or anywhere when none does."""
    used, best, forced = 0, 0, begin + 1
    for place in range(begin + 1, len(text) + 1):
        own, gap = width[place - 1]
        used += own + (gap if place > begin + 1 else 0)
        if used > room + 0.001:
            break
        forced = place
        if place == len(text) or may_end(text, place, numbers):
            best = place
    return best or forced


def count(paragraph, measure, numbers):
    text, width = paragraph[0].text, widths(paragraph)
    at, found = 0, 0
    while at < len(text):
        at = first_line(text, width, at, measure if found else measure - INDENT, numbers)
        at += len(text[at:]) - len(text[at:].lstrip(" "))
        found += 1
    return found

"""From words at places on pages to running text: columns, line numbers, running heads, redactions, paragraphs. Knows geometry, not PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.text import LIST_MARK, SENTENCE_END, clean, join_lines, joint, known_words

REDACTED = "[redacted]"

MIN_NUMBERED = 8            # numbers 1, 2, 3 … down one margin before they count as line numbers
HEAD, FOOT = 0.075, 0.92    # share of the page's height above and below which there is no body text
NEAR = 0.075                # share of the height next to those in which a line is a running one where it is the same to the letter
RUNNING_PAGES = 3           # on so many pages; two of two will do in the margin, half of all near it: text lost is worse than a head kept
GUTTER = 9.0                # points of white between columns; blanks in justified text of usual sizes stay below when seen over several lines
COLUMN_LINES = 3            # a column has at least so many lines
PROSE_WORDS = 4.0           # words a line in columns of prose; less in both is a table, read row by row
CAPTION_WORDS = 1.3         # enough in the caption of a pleading, and where the lines of the two sides stand at different heights
PARAGRAPH_GAP = 1.35        # times the distance of the lines around
INDENT = 9.0                # points
RAGGED = 0.3                # share of the width that may stay empty at the end of a line whose sentence goes on

_VERSUS = re.compile(r"[-–—\s]*(?:v|vs|versus|against)\b\.?[-–—\s]*", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the top left of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float = 10.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand side by side."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words; those that touch (the typeface changes within a word) as one."""
        text = self.words[0].text
        for word, after in zip(self.words, self.words[1:], strict=False):
            text += ("" if after.x0 - word.x1 < 0.1 * after.size else " ") + after.text
        return text

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return median(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return median(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a page in any order, and its height in points."""

    words: tuple[Word, ...]
    height: float = 792.0


def lay_out(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """Give the running text of the pages, normalised, and the offset at which each page begins."""
    bodies = drop_running_lines([Page(drop_line_numbers(page.words), page.height) for page in pages])
    blocks = [order(drop_footnote_marks(page.words)) for page in bodies]
    words = known_words(line.text for page in blocks for block in page for line in block)
    return _assemble([_paragraphs(page) for page in blocks], words)


# ------------------------------------------------------------------ what is not text

def drop_line_numbers(words: Sequence[Word]) -> tuple[Word, ...]:
    """Leave out the numbers 1, 2, 3 … that stand beside the lines of a pleading, left of all else."""
    numbers = sorted((w for w in words if w.text.isascii() and w.text.isdigit() and len(w.text) <= 2), key=lambda w: w.top)
    for edge in {round(w.x1) for w in numbers}:
        column = [w for w in numbers if abs(w.x1 - edge) <= 3]
        run = [w for place, w in enumerate(column, 1) if int(w.text) - place == int(column[0].text) - 1]
        if len(run) >= MIN_NUMBERED and int(run[0].text) <= 2:
            margin = set(run)
            rest = tuple(w for w in words if w not in margin)
            beside = [w for w in rest if w.x0 < edge and run[0].top < w.top < run[-1].bottom]
            if len(beside) <= len(rest) // 20:
                return rest
    return tuple(words)


def drop_running_lines(pages: Sequence[Page]) -> list[Page]:
    """Leave out page numbers and running heads and feet.

    Those are lines that many pages share: in the margin whatever figures are in them, near it only where they are the same to the letter
    ("Request No. 7:" begins a page of its own, and is text).
    """
    lines = [group_lines(page.words) for page in pages]
    keys = [[_running_key(line, page.height) for line in each] for page, each in zip(pages, lines, strict=True)]
    seen = Counter(key for page in keys for key in set(page))
    needed = {"margin": min(RUNNING_PAGES, max(2, len(pages))), "near": max(RUNNING_PAGES, len(pages) / 2)}
    kept: list[Page] = []
    for page, each, names in zip(pages, lines, keys, strict=True):
        away = {line for line, key in zip(each, names, strict=True) if key and seen[key] >= needed[key[0]]}
        away |= {line for line in (each[:1] + each[-1:]) if _PAGE_NUMBER.fullmatch(line.text)}
        kept.append(Page(tuple(word for line in each if line not in away for word in line.words), page.height))
    return kept


def _running_key(line: Line, height: float) -> tuple[str, str] | None:
    """What makes a line at the head or foot of a page the same as another page's; None for lines of the body."""
    if line.bottom < HEAD * height or line.top > FOOT * height:
        return "margin", re.sub(r"[\d\W_]+", "", line.text.lower())
    if line.bottom < (HEAD + NEAR) * height or line.top > (FOOT - NEAR) * height:
        return "near", line.text
    return None


def drop_footnote_marks(words: Sequence[Word]) -> list[Word]:
    """Leave out the small raised figures that point to footnotes: a quote should read as the sentence does."""
    kept: list[Word] = []
    for line in group_lines(words):
        size, top = line.size, line.top
        kept.extend(w for w in line.words if not (w.text.strip(".,*").isdigit() and w.size < 0.8 * size and w.top < top + 0.3 * size))
    return kept


# ------------------------------------------------------------------ reading order

def group_lines(words: Iterable[Word]) -> list[Line]:
    """Lines from the top down, each from left to right."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        middle = (word.top + word.bottom) / 2
        if groups and groups[-1][0].top <= middle <= groups[-1][0].bottom:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [Line(tuple(sorted(group, key=lambda w: w.x0))) for group in groups]


def order(words: Sequence[Word]) -> list[list[Line]]:
    """Blocks of lines in the order in which one reads: columns one after the other, tables row by row."""
    lines = group_lines(words)
    blocks: list[list[Line]] = []
    plain: list[Line] = []
    at = 0
    while at < len(lines):
        columns, used = _columns(lines[at:])
        if columns:
            blocks.extend([plain] if plain else [])
            plain = []
            for column in columns:
                blocks.extend(order(column))
            at += used
        else:
            plain.append(lines[at])
            at += 1
    return [*blocks, plain] if plain else blocks


def _columns(lines: Sequence[Line]) -> tuple[tuple[list[Word], list[Word]] | None, int]:
    """Two columns that begin with the first of these lines, and over how many lines they go; None where there are none."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    white = _gaps(lines[0], left, right)
    best, used = None, 0
    for count, line in enumerate(lines[1:], 2):
        white = [(max(a, c), min(b, d)) for a, b in white for c, d in _gaps(line, left, right) if min(b, d) - max(a, c) >= GUTTER]
        if not white:
            break
        if count >= COLUMN_LINES:
            for a, b in white:
                split = _split(lines[:count], (a + b) / 2)
                if _reads_as_columns(*split):
                    best, used = split, count
                    break
    return best, used


def _gaps(line: Line, left: float, right: float) -> list[tuple[float, float]]:
    """The white stretches of a line between `left` and `right`."""
    gaps, at = [], left
    for word in line.words:
        if word.x0 - at >= GUTTER:
            gaps.append((at, word.x0))
        at = max(at, word.x1)
    return [*gaps, (at, right)] if right - at >= GUTTER else gaps


def _split(lines: Sequence[Line], x: float) -> tuple[list[Word], list[Word]]:
    words = [word for line in lines for word in line.words]
    return [w for w in words if w.x1 <= x], [w for w in words if w.x1 > x]


def _reads_as_columns(left: list[Word], right: list[Word]) -> bool:
    if not left or not right:
        return False
    one, other = group_lines(left), group_lines(right)
    if min(len(one), len(other)) < COLUMN_LINES:
        return False
    tops = [line.top for line in other]
    level = sum(any(abs(line.top - top) < 3 for top in tops) for line in one) / min(len(one), len(other))
    each = min(len(left) / len(one), len(right) / len(other))
    caption = any(_VERSUS.fullmatch(line.text) for line in one)
    return each >= PROSE_WORDS or (each >= CAPTION_WORDS and len(one) > COLUMN_LINES and (caption or level < 0.5))


# ------------------------------------------------------------------ paragraphs

def _paragraphs(blocks: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The paragraphs of one page."""
    paragraphs: list[list[Line]] = []
    for block in blocks:
        edge = max(line.x1 for line in block)
        for at, line in enumerate(block):
            if at and not _breaks(block, at, edge):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
    return paragraphs


def _breaks(block: Sequence[Line], at: int, edge: float) -> bool:
    """True where line `at` of the block begins a paragraph. `edge` is how far to the right its lines go."""
    line, after = block[at - 1], block[at]
    gap = after.top - line.top
    around = [block[n + 1].top - block[n].top for n in (at - 2, at) if n >= 0 and n + 1 < len(block)]
    if gap > 2.6 * line.size or (around and gap > PARAGRAPH_GAP * min(around) and gap > 1.5 * line.size):
        return True
    if abs(line.size - after.size) > 1.2 or line.bold != after.bold and min(len(line.words), len(after.words)) > 1:
        return True
    return _ends(line, after, edge)


def _ends(line: Line, after: Line, edge: float) -> bool:
    """True where `line` closes its paragraph, judged by words, indent and the room that is left."""
    if after.text[:1].islower() and not SENTENCE_END.search(line.text):
        return False
    if LIST_MARK.match(after.text + " "):
        return True
    if REDACTED in (line.words[-1].text, after.words[0].text):
        return False                        # nobody can tell: the gap between the lines decides
    room, width = edge - line.x1, edge - line.x0
    first = after.words[0].x1 - after.words[0].x0
    if room > (RAGGED * width if _is_open(line.text) else first + 0.6 * line.size + 0.04 * width):
        return True
    return after.x0 - line.x0 > INDENT and not LIST_MARK.match(line.text)


def _is_open(text: str) -> bool:
    """True where a line of prose ends within a sentence: in a small word or a comma."""
    return text[-1] == "," or text.rsplit(" ", 1)[-1].islower() and not SENTENCE_END.search(text)


def _assemble(pages: Sequence[Sequence[Sequence[Line]]], words: frozenset[str]) -> tuple[str, tuple[int, ...]]:
    """Join paragraphs to one text. One that goes on over the page is one paragraph, and the next page begins within it."""
    pieces: list[str] = []
    offsets: list[int | None] = []
    length, last = 0, None
    for page in pages:
        first = True
        offset = None
        for paragraph in page:
            text = _tidy(join_lines((clean(line.text).strip() for line in paragraph), words))
            if not text or text == REDACTED == "".join(pieces[-1:])[-len(REDACTED):]:
                continue
            between = "\n\n" if pieces else ""
            if first and last is not None and _goes_on(last, paragraph[0]):
                cut, between = joint(pieces[-1], text, words)
                pieces[-1] = pieces[-1][:len(pieces[-1]) - cut]
                length -= cut
            pieces += (between, text)
            length += len(between)
            offset = length if offset is None else offset
            length += len(text)
            first, last = False, paragraph[-1]
        offsets.append(offset)
    return "".join(pieces), _filled(offsets, length)


def _filled(offsets: Sequence[int | None], end: int) -> tuple[int, ...]:
    """Pages without text begin where the next one does."""
    filled: list[int] = []
    for offset in reversed(offsets):
        end = end if offset is None else offset
        filled.append(end)
    return tuple(reversed(filled))


def _goes_on(line: Line, after: Line) -> bool:
    """True where the last line of a page is carried on by the first of the next."""
    return (abs(line.size - after.size) < 0.6 and line.bold == after.bold and not SENTENCE_END.search(line.text)
            and not LIST_MARK.match(after.text) and (after.text[:1].islower() or len(line.words) > 5))


def _tidy(text: str) -> str:
    """Neighbouring black boxes as one, no rows of dots, underscores or slashes."""
    text = re.sub(r"\s*(?:\[redacted\]\s*)+", f" {REDACTED} ", text)
    text = re.sub(r"_{3,}|\.{5,}|(?:\. ){4,}|(?:/ ?){3,}", " ", text)
    return re.sub(r" {2,}", " ", re.sub(r"(?<=\[redacted\]) (?=[.,;:)])", "", text)).strip()


def redaction_share(words: Iterable[Word]) -> float:
    """How much of the written area is blacked out, from 0 to 1."""
    words = list(words)
    black = sum((w.x1 - w.x0) * (w.bottom - w.top) for w in words if w.text == REDACTED)
    seen = sum((w.x1 - w.x0) * (w.bottom - w.top) for w in words if w.text != REDACTED)
    return black / (black + seen) if black else 0.0

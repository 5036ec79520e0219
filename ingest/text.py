"""Text as every offset sees it: clean characters, paragraphs apart by a blank line, wrapped lines joined; and which language it is.

Knows no file format.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from graph.model import WatchdocketError

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
# A letter has at most a few marks. Longer runs are an attack ("zalgo"), and normalising them takes time that grows with their square.
_MARK_RUN = re.compile(r"([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
                       r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})    # control, format (bidi, zero width, soft hyphen), lone surrogates, private use
LIST_MARK = re.compile(r"(?:[-–—•‣▪·*o]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s")
SENTENCE_END = re.compile(r"[.!?:;][\"”’')\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_][\w-]*[^\W\d_])-$")
_OPEN_END = re.compile(r"[^\W_][-—–/]$")        # "Smith-" + "Jones", "2020–" + "2021", "and/" + "or"
_FIRST_WORD = re.compile(r"\w+")
_HYPHENED = frozenset({"self", "ex", "well", "half", "cross", "vice", "co"})    # what follows these keeps its hyphen


class ReadError(WatchdocketError):
    """A file cannot be read as a document; nothing of it is kept, and others go on."""


MIN_WRAP, MAX_WRAP = 30, 130      # columns; where lines are longer than this, each is a paragraph of its own
# A line was wrapped where the next word would have passed this share of the usual width: hand-made and ragged texts vary by about as much.
ROOM = 0.85
SAMPLE, SAMPLES = 1000, 15        # characters and pieces from which the language is told
# Words that make up a fifth of English prose and are rare in other languages; more of them than this and there is nothing to ask the model, which
# takes most of a second to load.
ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|that|was|were|for|with|by|has|had|which|said)\b", re.IGNORECASE)
ENGLISH_SHARE = 0.1
SURE_LANGUAGE = 0.6               # below this share of certainty (names, figures, a line or two) a piece counts as English


def clean(text: str) -> str:
    """NFC, one kind of line end, no character that cannot be seen, runs of blanks as one; lines stay lines."""
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii() or "\x00" in text or not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
        text = unicodedata.normalize("NFC", _MARK_RUN.sub(r"\1", text))
    return _SPACES.sub(" ", text)


def normalise(text: str) -> str:
    """Clean text in paragraphs: one line each, a blank line between them. Normalised text stays as it is."""
    lines = [line.strip() for line in clean(text).split("\n")]
    width = wrap_width(lines)
    words = known_words(lines)
    paragraphs: list[str] = []
    for block in _blocks(lines):
        paragraphs.extend(_paragraphs(block, width, words))
    return "\n\n".join(paragraphs)


def _blocks(lines: Iterable[str]) -> Iterable[list[str]]:
    block: list[str] = []
    for line in lines:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which the lines were wrapped; 0 where they were not."""
    followed = sorted(len(line) for line, after in pairwise(lines) if line and after)
    width = followed[int(len(followed) * 0.95)] if followed else 0
    return width if MIN_WRAP <= width <= MAX_WRAP else 0


def _paragraphs(block: list[str], width: int, words: frozenset[str]) -> Iterable[str]:
    """The paragraphs of lines that stand together."""
    paragraph = [block[0]]
    for line, after in pairwise(block):
        if width and is_wrapped(line, after, width):
            paragraph.append(after)
        else:
            yield join_lines(paragraph, words)
            paragraph = [after]
    yield join_lines(paragraph, words)


def is_wrapped(line: str, after: str, width: int) -> bool:
    """True where `line` ended for want of room and `after` carries it on."""
    if LIST_MARK.match(after):
        return False
    if after[0].islower() and not SENTENCE_END.search(line):
        return True
    return len(line) + 1 + len(after.split(" ", 1)[0]) > ROOM * width


def known_words(lines: Iterable[str]) -> frozenset[str]:
    """All words within lines, also hyphenated ones, in small letters."""
    return frozenset(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.lower()))


def join_lines(lines: Iterable[str], words: frozenset[str] = frozenset()) -> str:
    """One line of many; words broken at a line's end are made whole. `words` are those of the whole document."""
    parts: list[str] = []
    before = ""
    for line in lines:
        if parts:
            cut, between = joint(before, line, words)
            parts[-1] = parts[-1][:len(parts[-1]) - cut]
            parts.append(between)
        parts.append(line)
        before = line
    return "".join(parts)


def joint(before: str, after: str, words: frozenset[str]) -> tuple[int, str]:
    """How a line is joined to the next: how many characters it loses at its end, and what comes between.

    "surveil-" + "lance" loses its hyphen; it stays in "state-of-the-" + "art", after "self-", and where `words` has the word only with it.
    """
    broken, first = _BROKEN_WORD.search(before[-80:]), _FIRST_WORD.match(after)
    if broken and first and after[0].islower():
        return (0 if _keeps_hyphen(broken.group(1).lower(), first.group().lower(), words) else 1), ""
    return 0, "" if _OPEN_END.search(before[-2:]) else " "


def _keeps_hyphen(left: str, right: str, words: frozenset[str]) -> bool:
    if "-" in left or left in _HYPHENED:
        return True
    return f"{left}-{right}" in words and left + right not in words


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _language(piece: str) -> str:
    if len(ENGLISH_WORDS.findall(piece)) > ENGLISH_SHARE * len(piece.split()):
        return "en"
    language, sure = _identifier().classify(piece)
    return language if sure >= SURE_LANGUAGE and len(language) == 2 else "en"


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language most of the text is in; "en" where there is too little of it to tell."""
    step = max(SAMPLE, len(text) // SAMPLES)
    votes: Counter[str] = Counter()
    for start in range(0, len(text), step):
        piece = text[start:start + SAMPLE]
        votes[_language(piece)] += len(piece)
    return votes.most_common(1)[0][0] if votes else "en"

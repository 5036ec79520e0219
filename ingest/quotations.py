"""Finds the stretches of a text that stand in quotation marks. Knows characters, not words or speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"[“”\"«»„‟]|''|``|[‘’'](?=[^\s\w]|\s|$)|(?<![\w])[‘'](?=\w)|\n")
_CLOSERS = {"“": "”", "„": "“", "«": "»", "``": "''", "‘": "’", '"': '"', "''": "''", "'": "'"}
LONGEST = 6000      # characters of one quotation within its paragraph; an opening mark without a closing one reaches no further


@dataclass(frozen=True, slots=True)
class Quotation:
    """text[start:end] with its marks; `closed` is False where the mark is taken up again in the next paragraph."""

    start: int
    end: int
    closed: bool


def _opens(text: str, at: int, mark: str) -> bool:
    """Is this straight mark an opening one, by the characters on either side?"""
    before = text[at - 1] if at else " "
    after = text[at + len(mark)] if at + len(mark) < len(text) else " "
    return (before.isspace() or before in "([{—–-/…‘“'\"") and not after.isspace()


def find_quotations(text: str) -> list[Quotation]:
    """Outermost quotations, in order. Linear in the text; a mark without its partner opens a quotation to the end of its paragraph
    only if the next paragraph opens with a mark again, else it is ignored."""
    found: list[Quotation] = []
    start, closer, closer_chars = -1, "", ""
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if start >= 0:
                rest = text[match.end():match.end() + 20].lstrip()
                if rest and rest[0] in "“\"«" or rest.startswith(("''", "``")):
                    found.append(Quotation(start, at, False))
                start = -1
        elif start < 0:
            if mark in _CLOSERS and mark not in ("”", "’") and (mark in "“„«" or mark == "``" or _opens(text, at, mark)):
                start, closer = at, _CLOSERS[mark]
                closer_chars = {"”": "”\"", "’": "’'", "''": "''\""}.get(closer, closer)
        elif mark == closer or mark in closer_chars:
            if closer in ("'", "’") and match.end() < len(text) and text[match.end()].isalnum():
                continue
            if closer == '"' and _opens(text, at, mark) and not text[at + 1:at + 2].isspace() and text[at - 1:at].isspace():
                start = at
                continue
            found.append(Quotation(start, match.end(), True))
            start = -1
        if start >= 0 and at - start > LONGEST:
            start = -1
    return found

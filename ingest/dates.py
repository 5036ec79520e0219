"""The date of an event from the words around it, as far as they say; incomplete dates stay incomplete.

Knows calendars and the document's own date; no relations.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from spacy.tokens import Token

MONTHS = {name: number for number, names in enumerate((
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"), ("august", "aug"),
    ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec")), 1) for name in names}
WEEKDAYS = {name: number for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
_MONTH = "(" + "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True)) + r")\.?"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (\d{{4}}))?\b")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,? (\d{{4}}))?")
_MONTH_YEAR = re.compile(rf"\b{_MONTH},? (?:of )?(\d{{4}})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_IN_MONTH = re.compile(rf"\b(?:in|since|last|this|by|during|mid-|late|early|until) ?{_MONTH}(?! \d)")
_YEAR = re.compile(r"\b(?:in|since|of|from|by|during|late|early|mid-) ?((?:19|20)\d{2})\b")
_WEEKDAY = re.compile(r"\b(?:on |last )?(" + "|".join(d.capitalize() for d in WEEKDAYS) + r")\b(?! morning's)")
_RELATIVE = re.compile(r"\b(yesterday|today|last year|last month|this year|this month|last week)\b", re.I)
_ISO_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join([f"{year:04d}", *([f"{month:02d}"] if month else []), *([f"{day:02d}"] if month and day else [])])


def _past_year(month: int, published: date | None) -> int | None:
    """The year of a month named without one: the last such month up to the document's date."""
    if published is None:
        return None
    return published.year if month <= published.month else published.year - 1


def read_date(text: str, published: str = "") -> str | None:
    """The first date that a stretch of text names, ISO (YYYY, YYYY-MM or YYYY-MM-DD); None where none is clear.

    `published` (ISO) completes a missing year and anchors "on Tuesday", "last year"."""
    match = _ISO_DATE.match(published or "")
    anchor = date(int(match[1]), int(match[2]), int(match[3])) if match and match[3] and _iso(int(match[1]), int(match[2]), int(match[3])) else None
    if found := _ISO.search(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    for pattern, order in ((_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1))):
        if found := pattern.search(text):
            month = MONTHS[found[order[1]].lower()]
            year = int(found[order[0]]) if found[order[0]] else _past_year(month, anchor)
            return _iso(year, month, int(found[order[2]])) if year else None
    if found := _MONTH_YEAR.search(text):
        return _iso(int(found[2]), MONTHS[found[1].lower()])
    if found := _YEAR.search(text):
        return _iso(int(found[1]))
    if found := _IN_MONTH.search(text):
        month = MONTHS[found[1].lower()]
        year = _past_year(month, anchor)
        return _iso(year, month) if year else None
    return _relative(text, anchor)


def _relative(text: str, anchor: date | None) -> str | None:
    if anchor is None:
        return None
    if found := _RELATIVE.search(text):
        word = found[1].lower()
        first = anchor.replace(day=1)
        return {
            "yesterday": (anchor - timedelta(days=1)).isoformat(),
            "today": anchor.isoformat(),
            "last year": f"{anchor.year - 1:04d}",
            "this year": f"{anchor.year:04d}",
            "this month": anchor.isoformat()[:7],
            "last month": (first - timedelta(days=1)).isoformat()[:7],
        }.get(word)
    if found := _WEEKDAY.search(text):
        back = (anchor.weekday() - WEEKDAYS[found[1].lower()]) % 7
        return (anchor - timedelta(days=back)).isoformat()
    return None


def date_of(trigger: Token, published: str) -> str | None:
    """The date that the clause of a trigger gives for its event: adverbial dates that hang on it or on a verb above it in the clause."""
    token = trigger
    for _ in range(4):
        for child in token.children:
            if child.dep_ in ("npadvmod", "prep", "pobj", "nummod", "advmod") and not child.is_punct:
                span = token.doc[child.left_edge.i: child.right_edge.i + 1]
                if len(span) <= 8 and (found := read_date(span.text, published)):
                    return found
        if token.head.i == token.i or token.dep_ in ("ccomp", "relcl", "ROOT"):
            return None
        token = token.head
    return None

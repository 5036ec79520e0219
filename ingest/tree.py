"""A document's parse as plain lists, and ranges of its tokens. Knows tokens and trees, not what any word means."""

from __future__ import annotations

from collections.abc import Iterable

import numpy
from spacy import attrs
from spacy.tokens import Doc

from graph.model import Span

CHILDREN = 64           # children of one word that are looked at; a list of 10,000 names stays linear
_LOOSE = frozenset(", ; : - – — . … ...".split())


class Tree:
    """The parse as plain lists, by token index: many times faster to read than spaCy's objects."""

    __slots__ = ("dep", "end", "head", "kids", "left", "lemma", "lower", "n", "pos", "right", "sent", "start", "tag", "text")

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array([attrs.HEAD, attrs.DEP, attrs.TAG, attrs.POS, attrs.LEMMA, attrs.LOWER, attrs.LENGTH, attrs.SPACY, attrs.SENT_START])
        names: dict[int, str] = {}
        strings = doc.vocab.strings
        self.text, self.n = doc.text, len(doc)
        for code in numpy.unique(columns[:, 1:6]):
            names[int(code)] = strings[int(code)] if code else ""
        self.head: list[int] = (numpy.arange(self.n) + columns[:, 0].astype("int64")).tolist()
        self.dep, self.tag, self.pos, self.lemma, self.lower = ([names[code] for code in columns[:, k].tolist()] for k in range(1, 6))
        self.lemma = [lemma.lower() for lemma in self.lemma]
        lengths = columns[:, 6].astype("int64")
        ends = numpy.cumsum(lengths + columns[:, 7].astype("int64"))
        self.end = (ends - columns[:, 7].astype("int64")).tolist()
        self.start = (ends - columns[:, 7].astype("int64") - lengths).tolist()
        starts = columns[:, 8] == 1
        if self.n:
            starts[0] = True
        self.sent = (numpy.cumsum(starts) - 1).tolist()
        self.kids: list[list[int]] = [[] for _ in range(self.n)]
        for token, head in enumerate(self.head):
            if head != token:
                self.kids[head].append(token)
        self._edges()

    def _edges(self) -> None:
        """Leftmost and rightmost token below each token, leaves first."""
        left, right, head = list(range(self.n)), list(range(self.n)), self.head
        waiting = [len(kids) for kids in self.kids]
        ready = [token for token in range(self.n) if not waiting[token]]
        while ready:
            token = ready.pop()
            above = head[token]
            if above != token:
                left[above], right[above] = min(left[above], left[token]), max(right[above], right[token])
                waiting[above] -= 1
                if not waiting[above]:
                    ready.append(above)
        self.left, self.right = left, right

    def child(self, token: int, *deps: str) -> int | None:
        """The first child of `token` with one of these labels."""
        for kid in self.kids[token][:CHILDREN]:
            if self.dep[kid] in deps:
                return kid
        return None

    def below(self, token: int) -> Span:
        """The tokens of the subtree of `token`, as a half-open range."""
        return self.left[token], self.right[token] + 1

    def is_break(self, token: int) -> bool:
        """Does this (space) token end a paragraph?"""
        return self.pos[token] == "SPACE" and "\n" in self.lower[token]

    def trim(self, start: int, end: int) -> Span | None:
        """The range without commas, dashes, spaces and a lone conjunction at both ends; None where nothing is left."""
        while start < end and (self.pos[start] in ("SPACE", "CCONJ") or self.lower[start] in _LOOSE):
            start += 1
        while start < end and (self.pos[end - 1] in ("SPACE", "CCONJ") or self.lower[end - 1] in _LOOSE):
            end -= 1
        return (start, end) if start < end else None

    def characters(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Token ranges as trimmed character ranges, in order."""
        trimmed = [span for span in (self.trim(*span) for span in sorted(spans)) if span is not None]
        return tuple((self.start[start], self.end[end - 1]) for start, end in trimmed)

    def exactly(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Token ranges as character ranges, untrimmed."""
        return tuple((self.start[start], self.end[end - 1]) for start, end in spans)


def read_tree(doc: Doc) -> Tree:
    """The tree of a parsed document, made once and kept with it."""
    tree: Tree | None = doc.user_data.get("tree")
    if tree is None:
        tree = doc.user_data["tree"] = Tree(doc)
    return tree


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """The parts of `span` that no hole covers."""
    parts, at = [], span[0]
    for start, end in sorted(holes):
        if start > at:
            parts.append((at, min(start, span[1])))
        at = max(at, end)
    if at < span[1]:
        parts.append((at, span[1]))
    return [part for part in parts if part[0] < part[1]]


def runs(tokens: Iterable[int]) -> list[Span]:
    """Tokens as the fewest ranges."""
    spans: list[Span] = []
    for token in sorted(tokens):
        if spans and spans[-1][1] == token:
            spans[-1] = (spans[-1][0], token + 1)
        else:
            spans.append((token, token + 1))
    return spans

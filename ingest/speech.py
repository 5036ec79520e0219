"""Hands quotations, blocks and the rest of a headline to whoever says them. Knows paragraphs, marks and cues, not how a clause is parsed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from graph.model import Span
from ingest import cues
from ingest.cue_arguments import cue_words, find_source
from ingest.quotations import Quotation
from ingest.tree import Tree, without

ENDS = frozenset((".", "?", "!", "…"))
CLOSING = frozenset(("”", '"', "''", "’", "'"))
FAR = 40                # tokens between a cue and the quotation that it introduces or follows
LONGEST_BLOCK = 12      # paragraphs under one introduction


@dataclass(slots=True)
class Draft:
    """An attribution in the making; spans are half-open token ranges."""

    cue: int
    kind: str
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)         # of the cue


@dataclass(slots=True)
class Speech:
    """A quotation as a range of tokens, with the paragraph it stands in."""

    first: int
    last: int               # one past the end
    paragraph: int
    closed: bool
    owner: Draft | None = None


def paragraphs_of(tree: Tree) -> list[int]:
    """Number of the paragraph of each token."""
    numbers, number = [], 0
    for token in range(tree.n):
        numbers.append(number)
        number += tree.is_break(token)
    return numbers


def find_speeches(tree: Tree, quotations: list[Quotation], paragraphs: list[int]) -> list[Speech]:
    """The quotations that are speech, not a word or two in quotation marks inside somebody's sentence."""
    found = []
    for quotation in quotations:
        first, last = bisect_left(tree.start, quotation.start), bisect_left(tree.start, quotation.end)
        words = sum(tree.pos[token] not in ("PUNCT", "SPACE") for token in range(first, min(last, first + 12)))
        if not words:
            continue
        before = tree.lower[first - 1] if first else "\n"
        opens = before in (",", ":", "that") or "\n" in before or before in ENDS or before in CLOSING
        inner = tree.lower[last - 2] if last - 2 > first else ""
        stops = inner in (",", "?", "!", ".", "—", "...", "…")
        if words >= 3 and (opens or stops) or words < 3 and opens and stops:
            found.append(Speech(first, last, paragraphs[first], quotation.closed))
    return found


# ------------------------------------------------------------------ who speaks

def _speaker_after(tree: Tree, speech: Speech, limit: int, by_cue: dict[int, Draft]) -> Draft | None:
    """“…,” said X: the first cue after the closing mark, before the sentence ends or another quotation begins."""
    if speech.last - 2 > speech.first and tree.lower[speech.last - 2] in (".", "…"):
        return None
    for token in range(speech.last, min(limit, speech.last + FAR)):
        if tree.lower[token] in ENDS or tree.is_break(token):
            return None
        if token in by_cue:
            return by_cue[token]
    return None


def _speaker_before(tree: Tree, speech: Speech, limit: int, by_cue: dict[int, Draft]) -> Draft | None:
    """X said: “…”: the last cue before the opening mark, in the same sentence and after the quotation before."""
    for token in range(speech.first - 1, max(limit, speech.first - FAR) - 1, -1):
        if token in by_cue:
            return by_cue[token]
        if tree.lower[token] in ENDS or (tree.is_break(token) and tree.lower[token - 1] != ":"):
            return None
    return None


def give_quotations(tree: Tree, speeches: list[Speech], inside: list[bool], drafts: list[Draft]) -> None:
    """Hand each quotation to the draft whose cue introduces or follows it, or to the last speaker who goes on.

    A speech verb that has no draft yet gets one. Changes `drafts` in place.
    """
    by_cue = {draft.cue: draft for draft in drafts if not inside[draft.cue]}
    known, table = set(by_cue), cues.verbs()
    for token in range(tree.n):
        if tree.pos[token] == "VERB" and token not in by_cue and not inside[token] and "quote" in (cue := table.get(tree.lemma[token], _NO_CUE)).kinds:
            source = find_source(tree, token)
            by_cue[token] = Draft(token, cue.kinds["quote"], [tree.below(source)] if source is not None else [], [], cue_words(tree, token))
    before: Speech | None = None
    owned: dict[int, list[Speech]] = {}
    for number, speech in enumerate(speeches):
        limit = speeches[number + 1].first if number + 1 < len(speeches) else tree.n
        owner = _speaker_after(tree, speech, limit, by_cue) or _speaker_before(tree, speech, before.last if before else 0, by_cue)
        if owner is None and before is not None and _goes_on(before, speech):
            owner = before.owner
        speech.owner, before = owner, speech
        if owner is not None:
            owned.setdefault(owner.cue, []).append(speech)
    for cue, said in owned.items():
        draft, spans = by_cue[cue], [(speech.first, speech.last) for speech in said]
        draft.source = [part for span in draft.source for part in without(span, spans)]
        draft.content = spans
        if cue not in known:
            drafts.append(draft)


_NO_CUE = cues.Cue({}, frozenset())


def _goes_on(before: Speech, speech: Speech) -> bool:
    """Does a quotation without a cue belong to the speaker of the one before it?"""
    return speech.paragraph == before.paragraph or (speech.paragraph <= before.paragraph + 2 and not before.closed)

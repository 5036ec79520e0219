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
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
CLOSING = frozenset(("”", '"', "''", "’", "'"))
FAR = 40                # tokens between a cue and the quotation that it introduces or follows
LONGEST_BLOCK = 12      # paragraphs under one introduction
SILENT = frozenset({"hedge", "attitude", "plans", "refuses"})      # kinds that introduce no quotation
SPEAKING = frozenset({"says", "alleges", "reports", "denies", "announces", "according_to", "quotation"})
INVERTED = frozenset({"said", "says", "added", "asked", "wrote"})
NO_CUE = cues.Cue({}, frozenset())


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
        opens = before in (",", ":") or "\n" in before or before in ENDS or before in CLOSING
        told = first > 0 and "quote" in cues.verbs().get(tree.lemma[first - 1], NO_CUE).kinds        # he said “I will”
        inner = tree.lower[last - 2] if last - 2 > first else ""
        stops = inner in (",", "?", "!", ".", "—", "...", "…")
        title = before == "," and not stops and _is_capitalised(tree, first + 1, last - 1)
        if (words >= 3 and (opens or told) or words < 3 and opens and stops) and not title:
            found.append(Speech(first, last, paragraphs[first], quotation.closed))
    return found


def _is_capitalised(tree: Tree, first: int, last: int) -> bool:
    """Does every long word begin with a capital, as in the title of a book?"""
    return all(tree.text[tree.start[token]].isupper() for token in range(first, last) if len(tree.lower[token]) > 3)


# ------------------------------------------------------------------ who speaks

class Speakers:
    """The cues outside quotations, by token; asked who says a quotation."""

    def __init__(self, tree: Tree, drafts: list[Draft], inside: list[bool]) -> None:
        self.tree, self.inside = tree, inside
        self.by_cue = {draft.cue: draft for draft in drafts if not inside[draft.cue] and draft.kind not in SILENT}
        self.firm: set[int] = set()
        table = cues.verbs()
        for token in range(tree.n):
            if tree.pos[token] == "VERB" and not inside[token] and "quote" in table.get(tree.lemma[token], NO_CUE).firm:
                self.firm.add(token)
                if token not in self.by_cue:
                    self.by_cue[token] = self._new(token, table[tree.lemma[token]].kinds["quote"])
        self.order = sorted(self.by_cue)

    def _new(self, cue: int, kind: str = "quotation") -> Draft:
        source = find_source(self.tree, cue)
        return Draft(cue, kind, [self.tree.below(source)] if source is not None else [], [], cue_words(self.tree, cue))

    def after(self, speech: Speech, limit: int) -> Draft | None:
        """“…,” said X: a cue after the closing mark, before the sentence ends or another quotation begins."""
        tree = self.tree
        if speech.last - 2 > speech.first and tree.lower[speech.last - 2] in (".", "…"):
            return None
        end = speech.last
        while end < min(limit, speech.last + FAR) and tree.lower[end] not in ENDS and not tree.is_break(end):
            end += 1
        cue = self._best(range(speech.last, end))
        if cue is None and speech.last < end and tree.tag[speech.last] in ("VBD", "VBZ") and tree.pos[speech.last] == "VERB":
            self.by_cue[speech.last] = self._new(speech.last)               # “Fantastic!” beamed X
            return self.by_cue[speech.last]
        return cue

    def before(self, speech: Speech, limit: int) -> Draft | None:
        """X said: “…”: a cue before the opening mark, in the same sentence and after the quotation before."""
        tree, start = self.tree, speech.first
        while start > max(limit, speech.first - FAR):
            token = start - 1
            if tree.lower[token] in ENDS or (tree.is_break(token) and tree.lower[token - 1] != ":"):
                break
            start = token
        cue = self._best(range(speech.first - 1, start - 1, -1))
        return self._introduced(speech, start) if cue is None else cue

    def _best(self, tokens: range) -> Draft | None:
        """The nearest cue that always speaks, else the nearest."""
        cues_there = [token for token in tokens if token in self.by_cue]
        return self.by_cue[next((token for token in cues_there if token in self.firm), cues_there[0])] if cues_there else None

    def _introduced(self, speech: Speech, start: int) -> Draft | None:
        """Article 33 affirms: “…”; Pollster Shaw: “…”. What stands before a colon, whatever its verb."""
        tree, colon = self.tree, speech.first - 1
        while colon > start and (tree.pos[colon] == "SPACE"):
            colon -= 1
        if tree.lower[colon] != ":":
            return None
        verb = next((token for token in range(start, colon) if tree.tag[token] in ("VBD", "VBZ", "VBP") and tree.pos[token] == "VERB"), None)
        if tree.lower[start] in INVERTED and verb is None:                  # Said Karp: “…”
            draft = Draft(start, "says", [(start + 1, colon)], [], [(start, start + 1)])
        else:
            draft = self._new(verb) if verb is not None else Draft(colon, "quotation", [(start, colon)], [], [(colon, colon + 1)])
        return self.by_cue.setdefault(draft.cue, draft)

    def last(self, speech: Speech, start: int) -> Draft | None:
        """The last speaker between `start` and the quotation."""
        position = bisect_left(self.order, speech.first)
        while position and self.order[position - 1] >= start:
            position -= 1
            draft = self.by_cue[self.order[position]]
            if draft.kind in SPEAKING and (draft.content or self.order[position] in self.firm):
                return draft
        return None


def give_quotations(tree: Tree, speeches: list[Speech], inside: list[bool], drafts: list[Draft]) -> None:
    """Hand each quotation to the draft whose cue introduces or follows it, or to the last speaker who goes on.

    A speech verb that has no draft yet gets one. Changes `drafts` in place.
    """
    speakers, known = Speakers(tree, drafts, inside), {id(draft) for draft in drafts}
    before: Speech | None = None
    owned: dict[int, list[Speech]] = {}
    for number, speech in enumerate(speeches):
        limit = speeches[number + 1].first if number + 1 < len(speeches) else tree.n
        owner = speakers.after(speech, limit) or speakers.before(speech, before.last if before else 0)
        if owner is None:
            owner = before.owner if before is not None and _goes_on(before, speech) else speakers.last(speech, _start_of(tree, speech))
        if before is not None and before.owner is None and not before.closed and owner is not None and speech.paragraph <= before.paragraph + 2:
            before.owner = owner
            owned.setdefault(owner.cue, []).append(before)
        speech.owner, before = owner, speech
        if owner is not None:
            owned.setdefault(owner.cue, []).append(speech)
    for cue, said in owned.items():
        draft, spans = speakers.by_cue[cue], [(speech.first, speech.last) for speech in said]
        if not draft.source and any(speech.last == cue for speech in said) and (speaker := tree.child(cue, "nsubj", "dobj")) is not None:
            draft.source = [tree.below(speaker)]                             # “Why,” asked the judge
        draft.source = [part for span in draft.source for part in without(span, spans)]
        if draft.kind == "denies" and draft.content:                         # what a denier says in his own words is not denied
            drafts.append(Draft(cue, "says", draft.source, spans, draft.words))
            continue
        kept = [part for span in draft.content for part in without(span, spans)]
        draft.content = spans + [part for part in kept if any(tree.tag[token] in FINITE for token in range(*part))]
        draft.kind = cues.verbs().get(tree.lemma[cue], NO_CUE).kinds.get("quote", draft.kind)
        if id(draft) not in known:
            drafts.append(draft)


def _goes_on(before: Speech, speech: Speech) -> bool:
    """Does a quotation without a cue belong to the speaker of the one before it?"""
    return speech.paragraph == before.paragraph or (speech.paragraph <= before.paragraph + 2 and not before.closed)


def _start_of(tree: Tree, speech: Speech) -> int:
    """Where the words begin whose speaker a quotation without a cue goes on with: its paragraph, or the one before if it opens its own."""
    token, breaks = speech.first - 1, 0
    if token >= 0 and not tree.is_break(token):
        breaks = 1
    while token >= 0 and token > speech.first - 200:
        if tree.is_break(token):
            breaks += 1
            if breaks == 2:
                break
        token -= 1
    return token + 1

"""Finds who says what: source, cue and content of every attribution of a parsed document. Knows syntax and the cue tables, not entities or relations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy
from spacy import attrs
from spacy.tokens import Doc

from graph.model import Attribution, Span
from ingest import cues
from ingest.quotations import Quotation, find_quotations

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
CHILDREN = 64           # children of one word that are looked at; a list of 10,000 names stays linear
CLIMB = 5               # steps from a verb up to the one whose subject it shares


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
        self.head = (numpy.arange(self.n) + columns[:, 0].astype("int64")).tolist()
        self.dep, self.tag, self.pos, self.lemma, self.lower = ([names[code] for code in columns[:, k].tolist()] for k in range(1, 6))
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


@dataclass(slots=True)
class Draft:
    """An attribution in the making; spans are half-open token ranges."""

    cue: int
    kind: str
    source: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    cue_words: list[Span] = field(default_factory=list)


# ------------------------------------------------------------------ spans

def _trim(tree: Tree, start: int, end: int) -> Span | None:
    """Drop commas, dashes, spaces and a lone conjunction at both ends; None where nothing is left."""
    while start < end and (tree.pos[start] in ("SPACE", "CCONJ") or tree.lower[start] in _LOOSE):
        start += 1
    while start < end and (tree.pos[end - 1] in ("SPACE", "CCONJ") or tree.lower[end - 1] in _LOOSE):
        end -= 1
    return (start, end) if start < end else None


_LOOSE = frozenset(", ; : - – — . … ...".split())


def _without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """The parts of `span` that no hole covers."""
    parts, at = [], span[0]
    for start, end in sorted(holes):
        if start > at:
            parts.append((at, min(start, span[1])))
        at = max(at, end)
    if at < span[1]:
        parts.append((at, span[1]))
    return [part for part in parts if part[0] < part[1]]


def _below(tree: Tree, token: int) -> Span:
    return tree.left[token], tree.right[token] + 1


# ------------------------------------------------------------------ arguments of a verb

def content_places(tree: Tree, verb: int) -> list[tuple[str, int]]:
    """(place, token) of everything below the verb that could be its content; `place` as in the cue tables."""
    places: list[tuple[str, int]] = []
    for kid in tree.kids[verb][:CHILDREN]:
        dep = tree.dep[kid]
        if dep == "ccomp" or dep == "csubjpass":
            places.append(("clause", kid))
        elif dep == "xcomp":
            places.append(("to" if tree.child(kid, "aux") is not None else "oprd" if tree.pos[kid] in ("NOUN", "ADJ", "PROPN") else "obj", kid))
        elif dep in ("dobj", "nsubjpass"):
            places.append(("obj", kid))
        elif dep in ("oprd", "acomp"):
            places.append(("oprd", kid))
        elif dep == "prep":
            below = tree.child(kid, "pobj", "pcomp")
            if below is not None:
                places.append((tree.lower[kid], below))
    return places


def find_source(tree: Tree, verb: int) -> int | None:
    """The token at the head of who says it: the subject, the agent of a passive, or the subject of the verb above that this one shares."""
    for _ in range(CLIMB):
        passive = tree.child(verb, "auxpass") is not None
        if passive or (tree.tag[verb] == "VBN" and tree.dep[verb] in ("acl", "relcl", "advcl")):
            agent = tree.child(verb, "agent")
            below = tree.child(agent, "pobj") if agent is not None else None
            return below
        subject = tree.child(verb, *SUBJECTS)
        if subject is not None:
            return None if tree.dep[subject] == "expl" else subject
        dep, above = tree.dep[verb], tree.head[verb]
        if dep == "acl" and tree.tag[verb] in ("VBG", "VB"):
            return above
        if dep not in ("conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp") or above == verb:
            return None
        verb = above
    return None


def _wraps(tree: Tree, verb: int) -> int | None:
    """The verb of the sentence that this verb interrupts or closes: “X, the company said, is Y.”"""
    above = tree.head[verb]
    if above == verb or tree.dep[verb] not in ("parataxis", "ccomp", "advcl", "dep"):
        return None
    if tree.child(verb, *SUBJECTS) is None or tree.child(verb, "mark") is not None:
        return None
    first, last = tree.left[verb], tree.right[verb]
    commas = (tree.lower[first] == "," or (first and tree.lower[first - 1] in (",", "—", "”", '"', "''"))) and first > tree.left[above]
    return above if commas and (tree.dep[verb] == "parataxis" or last >= tree.right[above] - 1 or tree.lower[min(last + 1, tree.n - 1)] == ",") else None


def _verb_words(tree: Tree, verb: int) -> list[Span]:
    words = [kid for kid in tree.kids[verb][:CHILDREN] if tree.dep[kid] in ("aux", "auxpass", "neg", "prt")]
    return _join(sorted([verb, *words]))


def _join(tokens: list[int]) -> list[Span]:
    spans: list[Span] = []
    for token in tokens:
        if spans and spans[-1][1] == token:
            spans[-1] = (spans[-1][0], token + 1)
        else:
            spans.append((token, token + 1))
    return spans


def _verb_draft(tree: Tree, verb: int, cue: cues.Cue) -> Draft | None:
    """The attribution that the tables give this verb, None where nothing of it is said."""
    chosen = [(place, token) for place, token in content_places(tree, verb) if place in cue.kinds]
    passive = tree.child(verb, "auxpass") is not None
    if not passive:
        chosen = [(place, token) for place, token in chosen if tree.dep[token] != "nsubjpass"]
    firm = [place for place, _ in chosen if place in cue.firm]
    draft = Draft(verb, "")
    if chosen:
        draft.kind = cue.kinds[(firm or [place for place, _ in chosen])[0]]
        draft.content = [_below(tree, token) for _, token in chosen]
    else:
        above = _wraps(tree, verb) if "clause" in cue.kinds else None
        if above is None:
            return None
        firm = ["clause"] if "clause" in cue.firm else []
        draft.kind = cue.kinds["clause"]
        draft.content = _without(_below(tree, above), [_below(tree, verb)])
    if not firm and draft.kind not in _OPEN:
        return None
    source = find_source(tree, verb)
    if source is not None:
        draft.source = _without(_below(tree, source), [(tree.left[verb], tree.right[verb] + 1)] if tree.left[source] <= verb <= tree.right[source] else [])
    holes = [*draft.source, (verb, verb + 1)]
    draft.content = [part for span in draft.content for part in (_without(span, holes) if span[0] <= verb < span[1] or
                     any(span[0] < e and s < span[1] for s, e in holes) else [span])]
    draft.cue_words = _verb_words(tree, verb)
    return draft


_OPEN = frozenset({"denies", "asks", "believes", "plans", "announces", "reports", "attitude", "alleges", "says", "question", "rules", "refuses", "hedge"})


# ------------------------------------------------------------------ all of them

def find_attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Every attribution of the document, in the order of its cues. Spans are character ranges of `doc.text`; never raises on any text."""
    tree = Tree(doc)
    drafts = list(_verb_drafts(tree)) + list(_according(tree))
    _give_quotations(tree, find_quotations(doc.text), drafts)
    return tuple(_finish(tree, draft) for draft in sorted(drafts, key=lambda draft: draft.cue) if draft.content)


def _verb_drafts(tree: Tree) -> Iterable[Draft]:
    table = cues.verbs()
    for token in range(tree.n):
        if tree.pos[token] == "VERB" and (cue := table.get(tree.lemma[token].lower())) is not None:
            draft = _verb_draft(tree, token, cue)
            if draft is not None:
                yield draft


def _according(tree: Tree) -> Iterable[Draft]:
    for token in range(tree.n - 1):
        if tree.lower[token] == "according" and tree.lower[token + 1] == "to":
            source = tree.child(token + 1, "pobj") or tree.child(token, "pobj")
            if source is None:
                continue
            phrase = _below(tree, token)
            above = tree.head[token] if tree.dep[token] == "prep" else token
            top = above
            while tree.head[top] != top and tree.dep[top] in ("pobj", "prep", "dobj", "nmod", "npadvmod", "attr", "conj", "acl", "relcl") and above - top < 200:
                top = tree.head[top]
            content = _without(_below(tree, top), [phrase])
            yield Draft(token, "according_to", [_below(tree, source)], content, [(token, token + 2)])


# ------------------------------------------------------------------ direct speech

@dataclass(slots=True)
class Speech:
    """A quotation as a range of tokens, with the paragraph it stands in."""

    first: int
    last: int               # one past the end
    paragraph: int
    closed: bool
    owner: Draft | None = None


def _paragraphs(tree: Tree) -> list[int]:
    """Number of the paragraph of each token."""
    numbers, number = [], 0
    for token in range(tree.n):
        numbers.append(number)
        if tree.pos[token] == "SPACE" and "\n" in tree.text[tree.start[token]:tree.end[token]]:
            number += 1
    return numbers


def _speeches(tree: Tree, quotations: list[Quotation], paragraphs: list[int]) -> list[Speech]:
    """The quotations that are speech, not a word or two in quotation marks inside somebody's sentence."""
    found = []
    for quotation in quotations:
        first, last = bisect_left(tree.start, quotation.start), bisect_left(tree.start, quotation.end)
        words = sum(tree.pos[token] not in ("PUNCT", "SPACE") for token in range(first, min(last, first + 12)))
        if not words:
            continue
        before = tree.lower[first - 1] if first else "\n"
        opens = before in (",", ":") or "\n" in before or before in _ENDS or before in ("”", '"', "''", "that")
        inner = tree.lower[last - 2] if last - 2 > first else ""
        if words >= 3 and (opens or inner in (",", "?", "!", ".", "—", "...", "…")) or words < 3 and opens and inner in (",", "?", "!", "."):
            found.append(Speech(first, last, paragraphs[first], quotation.closed))
    return found


_ENDS = frozenset((".", "?", "!", "…"))


def _speaker_after(tree: Tree, speech: Speech, limit: int, by_cue: dict[int, Draft]) -> Draft | None:
    """“…,” said X: the first cue after the closing mark, before the sentence ends or another quotation begins."""
    if tree.lower[speech.last - 2] in (".", "…") and tree.lower[speech.last - 2] != ",":
        return None
    for token in range(speech.last, min(limit, speech.last + 30)):
        if tree.lower[token] in _ENDS or "\n" in tree.lower[token]:
            return None
        if token in by_cue:
            return by_cue[token]
    return None


def _speaker_before(tree: Tree, speech: Speech, limit: int, by_cue: dict[int, Draft]) -> Draft | None:
    """X said: “…”: the last cue before the opening mark, in the same sentence and after the quotation before."""
    token = speech.first - 1
    while token >= limit and token > speech.first - 40:
        if token in by_cue:
            return by_cue[token]
        if tree.lower[token] in _ENDS or ("\n" in tree.lower[token] and tree.lower[token - 1] != ":"):
            return None
        token -= 1
    return None


def _give_quotations(tree: Tree, quotations: list[Quotation], drafts: list[Draft]) -> None:
    """Hand each quotation to the draft whose cue introduces or follows it, or to the last speaker who goes on; make a draft where a verb is not in the tables."""
    speeches = _speeches(tree, quotations, _paragraphs(tree))
    inside = [False] * (tree.n + 1)
    for speech in speeches:
        inside[speech.first:speech.last] = [True] * (speech.last - speech.first)
    verbs, by_cue = cues.verbs(), {draft.cue: draft for draft in drafts if not inside[draft.cue]}
    for token in range(tree.n):
        if token not in by_cue and not inside[token] and tree.pos[token] == "VERB":
            cue = verbs.get(tree.lemma[token].lower())
            if cue is not None and "quote" in cue.kinds:
                source = find_source(tree, token)
                by_cue[token] = Draft(token, cue.kinds["quote"], [_below(tree, source)] if source is not None else [], [], _verb_words(tree, token))
    before: Speech | None = None
    for number, speech in enumerate(speeches):
        limit = speeches[number + 1].first if number + 1 < len(speeches) else tree.n
        start = before.last if before else 0
        owner = _speaker_after(tree, speech, limit, by_cue) or _speaker_before(tree, speech, start, by_cue)
        if owner is None and before is not None and before.owner is not None:
            same = speech.paragraph == before.paragraph
            if same or (speech.paragraph <= before.paragraph + 2 and not before.closed):
                owner = before.owner
        speech.owner = owner
        before = speech
    owned: dict[int, list[Speech]] = {}
    for speech in speeches:
        if speech.owner is not None:
            owned.setdefault(speech.owner.cue, []).append(speech)
    known = {draft.cue for draft in drafts}
    for cue, said in owned.items():
        draft = said[0].owner
        if draft is None:
            continue
        spans = [(speech.first, speech.last) for speech in said]
        draft.source = [part for span in draft.source for part in _without(span, spans)]
        kept = [] if draft.kind not in ("says", "alleges", "reports") else []
        draft.content = kept + spans
        if cue not in known:
            drafts.append(draft)


def _characters(tree: Tree, spans: list[Span]) -> tuple[Span, ...]:
    trimmed = [span for span in (_trim(tree, *span) for span in sorted(spans)) if span is not None]
    return tuple((tree.start[start], tree.end[end - 1]) for start, end in trimmed)


def _finish(tree: Tree, draft: Draft) -> Attribution:
    return Attribution(_characters(tree, draft.source), _characters(tree, draft.cue_words), _characters(tree, draft.content), draft.kind)

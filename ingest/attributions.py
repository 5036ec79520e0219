"""Finds who says what: source, cue and content of every attribution of a parsed document. Knows syntax and the cue tables, not entities or relations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy
from spacy import attrs
from spacy.tokens import Doc

from graph.model import Attribution, Span
from ingest import attribution_model, cues
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


# ------------------------------------------------------------------ where the arguments of a cue may stand

Place = tuple[str, int, list[Span]]         # path from the cue, head token, the tokens meant


def content_places(tree: Tree, cue: int) -> list[tuple[str, int]]:
    """(place, token) of everything right below the cue that could be its content; `place` as in the cue tables."""
    places: list[tuple[str, int]] = []
    for kid in tree.kids[cue][:CHILDREN]:
        place = _PLACES.get(tree.dep[kid])
        if place is not None:
            places.append((place, kid))
        elif tree.dep[kid] == "xcomp":
            places.append(("to" if tree.child(kid, "aux") is not None else "oprd" if tree.pos[kid] in ("NOUN", "ADJ", "PROPN") else "obj", kid))
        elif tree.dep[kid] == "acl" and tree.pos[cue] == "NOUN":
            places.append(("clause", kid))
        elif tree.dep[kid] == "prep":
            below = tree.child(kid, "pobj", "pcomp")
            if below is not None:
                places.append((tree.lower[kid], below))
    return places


_PLACES = {"ccomp": "clause", "csubjpass": "clause", "dobj": "obj", "nsubjpass": "obj", "oprd": "oprd", "acomp": "oprd"}
_NEVER = frozenset({"aux", "auxpass", "neg", "punct", "prt", "det", "cc", "intj", "agent", "mark", "poss", "case", "expl", "quantmod", "predet", "preconj", "nummod", ""})
_DEEPER = frozenset({"xcomp", "dobj", "acomp", "attr", "advcl", "oprd"})


def content_candidates(tree: Tree, cue: int) -> list[Place]:
    """Every constituent near the cue that could be (part of) its content, by its path."""
    found: list[Place] = []
    for kid in tree.kids[cue][:CHILDREN]:
        dep = tree.dep[kid]
        if dep in _NEVER:
            continue
        if dep == "prep":
            _add_prepositional(tree, "", kid, found)
            continue
        found.append((dep, kid, [_below(tree, kid)]))
        if dep in _DEEPER:
            for low in tree.kids[kid][:CHILDREN]:
                if tree.dep[low] == "prep":
                    _add_prepositional(tree, dep + "_", low, found)
                elif tree.dep[low] in ("dobj", "ccomp", "xcomp", "acl", "relcl", "attr"):
                    found.append((f"{dep}_{tree.dep[low]}", low, [_below(tree, low)]))
    path, token = "up", cue
    for _ in range(2):
        above = tree.head[token]
        if above == token:
            break
        path += "_" + tree.dep[token]
        token = above
        found.append((path, token, _without(_below(tree, token), [_below(tree, cue)])))
    return found


def _add_prepositional(tree: Tree, path: str, preposition: int, found: list[Place]) -> None:
    for low in tree.kids[preposition][:CHILDREN]:
        if tree.dep[low] in ("pobj", "pcomp", "prep"):
            below = tree.child(low, "pobj", "pcomp") if tree.dep[low] == "prep" else low
            if below is not None:
                found.append((f"{path}{tree.lower[preposition]}_{tree.dep[low]}", below, [_below(tree, below)]))


def source_candidates(tree: Tree, cue: int) -> list[tuple[str, int]]:
    """(path, token) of every word that could head the source: below the cue, or beside the words above it."""
    found: list[tuple[str, int]] = []
    path, token = "", cue
    for step in range(CLIMB):
        if step:
            above = tree.head[token]
            if above == token:
                break
            path += tree.dep[token] + "^"
            token = above
            if tree.pos[token] in ("NOUN", "PROPN", "PRON"):
                found.append((path + "self", token))
        for kid in tree.kids[token][:CHILDREN]:
            dep = tree.dep[kid]
            if dep in ("nsubj", "nsubjpass", "poss") or (dep in ("dobj", "compound", "amod", "attr", "csubj") and step < 2):
                if not tree.left[kid] <= cue <= tree.right[kid]:
                    found.append((path + dep, kid))
            elif dep in ("prep", "agent") and step < 2:
                below = tree.child(kid, "pobj")
                if below is not None and not tree.left[kid] <= cue <= tree.right[kid]:
                    found.append((path + tree.lower[kid], below))
    return found


def find_source(tree: Tree, cue: int) -> int | None:
    """The tables' own choice of who says it: the subject, the agent of a passive, a possessor, or the subject of the verb above that this one shares."""
    if tree.pos[cue] == "NOUN":
        owner = tree.child(cue, "poss")
        return owner if owner is not None else _after_preposition(tree, cue, "by", "from")
    for _ in range(CLIMB):
        passive = tree.child(cue, "auxpass") is not None
        if passive or (tree.tag[cue] == "VBN" and tree.dep[cue] in ("acl", "relcl", "advcl")):
            return _after_preposition(tree, cue, "by")
        subject = tree.child(cue, *SUBJECTS)
        if subject is not None:
            return None if tree.dep[subject] == "expl" else subject
        dep, above = tree.dep[cue], tree.head[cue]
        if dep == "acl" and tree.tag[cue] in ("VBG", "VB"):
            return above
        if dep not in ("conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp") or above == cue:
            return None
        cue = above
    return None


def _after_preposition(tree: Tree, token: int, *words: str) -> int | None:
    for kid in tree.kids[token][:CHILDREN]:
        if tree.lower[kid] in words:
            return tree.child(kid, "pobj")
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


# ------------------------------------------------------------------ one cue

def standing(tree: Tree, cue: int, quoted: bool) -> str:
    """In whose speech the cue itself stands: `q` quoted, `c` in a clause that another verb reports, `r` in a relative clause, `if`, or its own."""
    if quoted:
        return "q"
    token, mark = cue, ""
    for _ in range(6):
        dep, above = tree.dep[token], tree.head[token]
        if above == token:
            break
        if dep == "ccomp" and (cue_of := cues.verbs().get(tree.lemma[above])) is not None and "clause" in cue_of.firm:
            return "c"
        mark = mark or {"relcl": "r", "acl": "a", "advcl": "v", "xcomp": "x", "conj": "j"}.get(dep, "")
        token = above
    return mark


def chosen_by_tables(tree: Tree, cue: int, table: cues.Cue | None) -> tuple[list[tuple[str, int]], list[str]]:
    """The places of content that the tables give this cue, and which of them are firm."""
    if table is None:
        return [], []
    places = [(place, token) for place, token in content_places(tree, cue) if place in table.kinds]
    return places, [place for place, _ in places if place in table.firm]


class Reader:
    """Turns one word into an attribution, or not, with the tables and the learned weights."""

    def __init__(self, tree: Tree, inside: list[bool]) -> None:
        self.tree, self.inside = tree, inside
        learned = attribution_model.weights()
        self.cue_weights, self.source_weights, self.content_weights = (learned[name] for name in attribution_model.MODELS)

    def is_candidate(self, token: int) -> bool:
        pos = self.tree.pos[token]
        return pos == "VERB" or (pos == "NOUN" and self.tree.lemma[token] in cues.nouns())

    def table(self, token: int) -> cues.Cue | None:
        return (cues.nouns() if self.tree.pos[token] == "NOUN" else cues.verbs()).get(self.tree.lemma[token])

    def read(self, cue: int) -> Draft | None:
        """The attribution that this word makes; None where it makes none."""
        tree, table = self.tree, self.table(cue)
        places, firm = chosen_by_tables(tree, cue, table)
        wrapped = _wraps(tree, cue) if not places and table is not None and "clause" in table.kinds else None
        source = find_source(tree, cue)
        if self.cue_weights:
            features = attribution_model.cue_features(tree, cue, content_places(tree, cue), source, standing(tree, cue, self.inside[cue]))
            if attribution_model.probability(self.cue_weights, features) < THRESHOLDS["cue"]:
                return None
        elif not firm and not (wrapped is not None and table is not None and "clause" in table.firm):
            return None
        spans = self._content(cue, places, wrapped)
        if not spans:
            return None
        source = self._source(cue, source)
        place = (firm or [place for place, _ in places] or ["clause"])[0]
        kind = table.kinds.get(place) or next(iter(table.kinds.values())) if table is not None else "attitude"
        draft = Draft(cue, kind, [], spans, _verb_words(tree, cue))
        if source is not None:
            draft.source = _without(_below(tree, source), [*spans, (cue, cue + 1)])
            if draft.source and not draft.source[0][0] <= source < draft.source[-1][1]:
                draft.source = [(source, source + 1)]
        return draft

    def _content(self, cue: int, places: list[tuple[str, int]], wrapped: int | None) -> list[Span]:
        tree = self.tree
        if self.content_weights:
            tokens = {token for _, token in places} | ({wrapped} if wrapped is not None else set())
            scored = []
            for path, token, spans in content_candidates(tree, cue):
                features = attribution_model.argument_features(tree, cue, path, token, token in tokens)
                scored.append((attribution_model.probability(self.content_weights, features), spans))
            best = [spans for score, spans in scored if score >= THRESHOLDS["content"]]
            if not best and scored:
                score, spans = max(scored, key=lambda item: item[0])
                best = [spans] if score >= THRESHOLDS["content_floor"] else []
        else:
            best = [[_below(tree, token)] for _, token in places]
            if wrapped is not None:
                best.append(_without(_below(tree, wrapped), [_below(tree, cue)]))
        return _merge(tree, [span for spans in best for span in spans], cue)

    def _source(self, cue: int, source: int | None) -> int | None:
        if not self.source_weights:
            return source
        scored = [(attribution_model.probability(self.source_weights, attribution_model.argument_features(self.tree, cue, path, token, token == source)), token)
                  for path, token in source_candidates(self.tree, cue)]
        score, token = max(scored, default=(0.0, -1))
        return token if score >= THRESHOLDS["source"] else None


THRESHOLDS = {"cue": 0.4, "content": 0.5, "content_floor": 0.2, "source": 0.3}


def _merge(tree: Tree, spans: list[Span], cue: int) -> list[Span]:
    """Union of the spans without the cue; two that a preposition parts become one."""
    merged: list[Span] = []
    for start, end in sorted(part for span in spans for part in _without(span, [(cue, cue + 1)])):
        if merged and (start <= merged[-1][1] or (start == merged[-1][1] + 1 and tree.pos[start - 1] in ("ADP", "SCONJ"))):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


# ------------------------------------------------------------------ all of them

def find_attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Every attribution of the document, in the order of its cues. Spans are character ranges of `doc.text`; never raises on any text."""
    tree = Tree(doc)
    speeches, inside = quoted_tokens(tree, find_quotations(doc.text))
    reader = Reader(tree, inside)
    drafts = [draft for token in range(tree.n) if reader.is_candidate(token) and (draft := reader.read(token)) is not None]
    drafts += _according(tree)
    _give_quotations(tree, speeches, inside, drafts)
    return tuple(_finish(tree, draft) for draft in sorted(drafts, key=lambda draft: draft.cue) if draft.content)


def quoted_tokens(tree: Tree, quotations: list[Quotation]) -> tuple[list[Speech], list[bool]]:
    """The quotations that are speech, and for each token whether it stands in one."""
    speeches = _speeches(tree, quotations, _paragraphs(tree))
    inside = [False] * (tree.n + 1)
    for speech in speeches:
        inside[speech.first:speech.last] = [True] * (speech.last - speech.first)
    return speeches, inside


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


def _give_quotations(tree: Tree, speeches: list[Speech], inside: list[bool], drafts: list[Draft]) -> None:
    """Hand each quotation to the draft whose cue introduces or follows it, or to the last speaker who goes on."""
    verbs, by_cue = cues.verbs(), {draft.cue: draft for draft in drafts if not inside[draft.cue]}
    for token in range(tree.n):
        if token not in by_cue and not inside[token] and tree.pos[token] == "VERB":
            cue = verbs.get(tree.lemma[token])
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
        draft.content = spans
        if cue not in known:
            drafts.append(draft)


def _characters(tree: Tree, spans: list[Span]) -> tuple[Span, ...]:
    trimmed = [span for span in (_trim(tree, *span) for span in sorted(spans)) if span is not None]
    return tuple((tree.start[start], tree.end[end - 1]) for start, end in trimmed)


def _finish(tree: Tree, draft: Draft) -> Attribution:
    return Attribution(_characters(tree, draft.source), _characters(tree, draft.cue_words), _characters(tree, draft.content), draft.kind)

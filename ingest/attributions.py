"""Finds who says what: source, cue and content of every attribution of a parsed document. Knows the cue tables and the learned weights, not entities or relations."""

from __future__ import annotations

from spacy.tokens import Doc

from graph.model import Attribution, Span
from ingest import attribution_model, cues
from ingest.blocks import find_blocks
from ingest.cue_arguments import (
    SUBJECTS,
    chosen_by_tables,
    content_candidates,
    content_places,
    cue_words,
    find_source,
    interruption,
    is_naming,
    source_candidates,
    standing,
    wraps,
)
from ingest.quotations import find_quotations
from ingest.speech import NO_CUE, Draft, find_speeches, give_quotations, paragraphs_of
from ingest.tree import CHILDREN, Tree, without

# Chosen on PolNeAR's dev part; figures in bench/quality.md. A lower cue threshold finds more attitudes and loses precision.
CUE, CONTENT, CONTENT_FLOOR, SOURCE = 0.4, 0.5, 0.1, 0.2
SPEAKING = frozenset({"says", "alleges", "reports", "denies", "rules", "announces"})
ASKABLE = frozenset({"says", "reports", "announces", "rules", "plans", "believes"})
NOBODY = frozenset({"nobody", "none", "no", "neither"})
NEGATABLE = frozenset({"says", "alleges", "reports", "announces", "denies", "rules"})   # “did not say whether”: open, not said
_PREPOSITIONS = frozenset("about against as at for from in into of on over to toward towards upon with".split())
HEARERS = frozenset({"i", "we", "you"})     # whose nested “I think” adds nobody to a chain


def find_attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Every attribution of the document, in the order of its cues. Spans are character ranges of `doc.text`; never raises on any text."""
    tree = Tree(doc)
    speeches = find_speeches(tree, find_quotations(tree.text), paragraphs_of(tree))
    inside = [False] * (tree.n + 1)
    for speech in speeches:
        inside[speech.first:speech.last] = [True] * (speech.last - speech.first)
    reader = Reader(tree, inside)
    drafts = [draft for token in range(tree.n) if (draft := reader.read(token)) is not None]
    give_quotations(tree, speeches, inside, drafts)
    find_blocks(tree, drafts, inside)
    return tuple(Attribution(tree.characters(draft.source), tuple((tree.start[start], tree.end[end - 1]) for start, end in draft.words), content, draft.kind)
                 for draft in sorted(drafts, key=lambda draft: draft.cue) if (content := tree.characters(draft.content)))


class Reader:
    """Turns one word into an attribution, or not, with the tables and the learned weights."""

    def __init__(self, tree: Tree, inside: list[bool]) -> None:
        self.tree, self.inside = tree, inside
        learned = attribution_model.weights()
        self.cue_weights, self.source_weights, self.content_weights = (learned[name] for name in attribution_model.MODELS)
        self.nouns, self.adjectives, self.hedges, self.phrases = cues.nouns(), cues.adjectives(), cues.hedges(), cues.phrases()

    def read(self, token: int) -> Draft | None:
        """The attribution that this word makes; None where it makes none."""
        lower = self.tree.lower[token]
        if lower in self.phrases:
            return self._phrase(token)
        if lower in self.hedges and (hedge := self._hedge(token)) is not None:
            return hedge
        return self._predicate(token) if self.is_candidate(token) else None

    def is_candidate(self, token: int) -> bool:
        """Could this word be a verb, noun or adjective that attributes?"""
        pos, tree = self.tree.pos[token], self.tree
        if pos == "VERB":
            return tree.lower[token] not in self.phrases and not is_naming(tree, token)
        if pos == "NOUN":
            if tree.lemma[tree.head[token]] == "information":                # on information and belief
                return False
            return tree.lemma[token] in self.nouns and tree.lemma[token] not in self.phrases.get(tree.lower[tree.head[token]], ())
        return pos == "ADJ" and tree.lemma[token] in self.adjectives and tree.dep[token] in ("acomp", "ROOT", "conj", "advcl", "ccomp")

    def table(self, token: int) -> cues.Cue | None:
        return cues.table_for(self.tree.pos[token]).get(self.tree.lemma[token])

    # -------------------------------------------------------------- verbs, nouns, adjectives

    def _predicate(self, cue: int) -> Draft | None:
        tree, table = self.tree, self.table(cue)
        places, firm = chosen_by_tables(tree, cue, table)
        wrapped = wraps(tree, cue) if not places and table is not None and "clause" in table.kinds else None
        if table is not None and "clause" in table.firm:
            if (hearsay := self._hearsay(cue, table)) is not None:
                return hearsay
            aside = interruption(tree, cue) or self._asked(cue)
            if aside is not None:
                return Draft(cue, table.kinds["clause"], [tree.below(aside[0])], aside[1], cue_words(tree, cue))
            if wrapped is not None:
                firm = ["clause"]
        source = find_source(tree, cue)
        if not self._attributes(cue, firm, source, table):
            return None
        if tree.pos[cue] == "ADJ" and "clause" in firm:                      # it is unclear whether: nobody says it
            return Draft(cue, "question", [], [tree.below(token) for _, token in places], cue_words(tree, cue))
        source = self._source(cue, source)
        place, spans = self._content(cue, places, wrapped, source)
        if not spans:
            return None
        kind = self._kind(cue, table, firm[0] if firm else place, source, spans)
        return Draft(cue, kind, self._source_words(cue, source, spans), spans, cue_words(tree, cue))

    def _hearsay(self, cue: int, table: cues.Cue) -> Draft | None:
        """NSO is said (alleged, believed) to have done it: the subject and the infinitive, on nobody's word."""
        tree = self.tree
        what = next((kid for kid in tree.kids[cue] if tree.dep[kid] == "xcomp" and tree.child(kid, "aux") is not None), None)
        subject = tree.child(cue, "nsubjpass")
        if what is None or subject is None or table.kinds["clause"] not in ("says", "alleges", "reports", "believes") or tree.child(cue, "agent") is not None:
            return None
        return Draft(cue, "hedge", [], [tree.below(subject), tree.below(what)], cue_words(tree, cue))

    def _asked(self, cue: int) -> tuple[int, list[Span]] | None:
        """“Did Huawei pay? asked the judge”: the sentence before a short one that begins in lower case."""
        tree, first = self.tree, cue
        while first > max(0, cue - 5) and tree.sent[first - 1] == tree.sent[cue]:
            first -= 1
        if first == 0 or tree.lower[first - 1] not in ("?", "!") or not tree.text[tree.start[first]].islower():
            return None
        source = tree.child(cue, "nsubj", "dobj")
        start = first - 1
        while start > max(0, first - 120) and tree.sent[start - 1] == tree.sent[first - 1]:
            start -= 1
        return (source, [(start, first)]) if source is not None else None

    def _kind(self, cue: int, table: cues.Cue | None, place: str, source: int | None, spans: list[Span]) -> str:
        """The kind of the tables; a ruling where a court finds, a question where it is not said, hearsay where nobody says it."""
        tree = self.tree
        if table is None:
            return "attitude"
        kind = table.kinds.get(place)
        passive = tree.child(cue, "auxpass") is not None or (tree.tag[cue] == "VBN" and tree.child(cue, "aux", *SUBJECTS) is None)
        if kind is None and place == "to" and passive:                       # is said to have
            kind = table.kinds.get("clause")
        if kind is None:
            return "attitude" if place == "obj" or place in _PREPOSITIONS else next(iter(table.kinds.values()))
        if kind != "rules" and "court" in table.kinds and source is not None:
            words = [source, *(kid for kid in tree.kids[source][:8] if tree.dep[kid] == "compound")]
            if any(cues.speakers().get(tree.lemma[word]) in ("court", "authority") for word in words):
                kind = table.kinds["court"]
        if kind in NEGATABLE and self._negated(cue, source):
            return "question"
        if kind in ("reports", "rules", "says") and any(tree.dep[kid] == "dobj" and tree.lower[tree.left[kid]] == "no" for kid in tree.kids[cue][:CHILDREN]):
            return "denies"                                                  # found no evidence that
        if kind in ASKABLE and spans and tree.lower[spans[0][0]] in ("whether", "if"):
            return "question"
        if source is None and kind in ("says", "alleges", "reports", "believes") and passive:
            return "hedge"
        return kind

    def _attributes(self, cue: int, firm: list[str], source: int | None, table: cues.Cue | None) -> bool:
        """Firm cues do, unless somebody only says “I think” inside a quotation; others where the weights say so."""
        tree = self.tree
        if firm and table is not None:
            if tree.pos[cue] in ("NOUN", "ADJ"):
                return True
            if table.kinds[firm[0]] in SPEAKING and source is not None and tree.lower[source] not in HEARERS:
                return True
        if not self.cue_weights:
            return bool(firm)
        features = attribution_model.cue_features(tree, cue, content_places(tree, cue), source, standing(tree, cue, self.inside[cue]))
        return attribution_model.probability(self.cue_weights, features) >= CUE

    def _negated(self, cue: int, source: int | None) -> bool:
        """Did not say, nobody said, neither confirmed nor denied, no evidence that."""
        tree = self.tree
        words = [tree.lower[kid] for kid in tree.kids[cue][:CHILDREN] if tree.dep[kid] in ("neg", "preconj", "det", "cc")]
        above = tree.head[cue]
        nor = tree.dep[cue] == "conj" and any(tree.lower[kid] == "nor" for kid in tree.kids[above][:CHILDREN])
        if nor or tree.child(cue, "neg") is not None or {"neither", "nor", "no"} & set(words):
            return True
        return source is not None and tree.lower[tree.left[source]] in NOBODY

    def _content(self, cue: int, places: list[tuple[str, int]], wrapped: int | None, source: int | None) -> tuple[str, list[Span]]:
        """The place of the best part of the content, and all its words."""
        tree = self.tree
        chosen = {token: place for place, token in places}
        if wrapped is not None:
            chosen[wrapped] = "clause"
        if not self.content_weights:
            spans = [part for token in chosen for part in without(tree.below(token), [tree.below(cue)] if token == wrapped else [])]
            return next(iter(chosen.values()), ""), _merge(tree, spans, cue)
        scored = [(attribution_model.probability(self.content_weights, attribution_model.argument_features(tree, cue, path, token, token in chosen)), path, token, spans)
                  for path, token, spans in content_candidates(tree, cue) if token != source and not _cut_off(tree, cue, token)]
        if not scored:
            return "", []
        if (stray := next((item for item in scored if item[1] == "stray"), None)) is not None and stray[0] >= CONTENT:
            scored = [item for item in scored if not tree.left[item[2]] < stray[2] <= tree.right[item[2]] or item[1] == "stray"]
        score, path, token, spans = max(scored, key=lambda item: item[0])
        best = [spans for score, _, _, spans in scored if score >= CONTENT] or ([spans] if score >= CONTENT_FLOOR else [])
        if any(place == "to" for place in chosen.values()):                  # called on Israel to stop: whom is asked belongs to what is asked
            best += [spans for _, path, token, spans in scored if path == "dobj" or chosen.get(token) in ("on", "upon")]
        holes = [hole for score, _, token, _ in scored if score >= CONTENT for hole in _second_thoughts(tree, cue, token)]
        spans = [part for spans in best for span in spans for part in without(span, holes)]
        return chosen.get(token) or _place_of(path), _merge(tree, spans, cue)

    def _source(self, cue: int, source: int | None) -> int | None:
        """The head of the source: the best of the learned scores, or what the tables chose."""
        if not self.source_weights:
            return source
        tree = self.tree
        scored = [(attribution_model.probability(self.source_weights, attribution_model.argument_features(tree, cue, path, token, token == source)), token)
                  for path, token in source_candidates(tree, cue)]
        score, best = max(scored, default=(0.0, -1))
        return best if score >= SOURCE else None

    def _source_words(self, cue: int, source: int | None, content: list[Span]) -> list[Span]:
        if source is None:
            return []
        spans = without(self.tree.below(source), [*content, (cue, cue + 1)])
        return spans if any(start <= source < end for start, end in spans) else [(source, source + 1)]

    # -------------------------------------------------------------- phrases, hedges

    def _phrase(self, token: int) -> Draft | None:
        """According to X, in X's view: the clause without the phrase."""
        tree = self.tree
        preposition = token
        if tree.lower[token] == "according":
            preposition = token + 1
            if preposition >= tree.n or tree.lower[preposition] != "to":
                return None
        noun = tree.child(preposition, "pobj")
        noun = tree.child(token, "pobj") if noun is None else noun
        rows = self.phrases[tree.lower[token]]
        row = rows.get("-") or (rows.get(tree.lemma[noun]) if noun is not None else None)
        if noun is None or row is None or (tree.lower[token] == "per" and tree.pos[noun] != "PROPN"):
            return None
        place, kind = row
        source: int | None = noun
        if place == "owner":
            if any(tree.dep[kid] == "compound" for kid in tree.kids[noun]):
                return None                                                  # in X's bank account
            source = tree.child(noun, "poss")
            if source is None and (of := tree.child(noun, "prep")) is not None:
                source = tree.child(of, "pobj")
        top = _clause_of(tree, token)
        if source is None:
            return None
        if top == token:                                                     # “According to the complaint:” may introduce a block
            return Draft(token, kind, [tree.below(source)], [], [(token, preposition + 1)])
        if place == "noun" and (token > top or tree.left[token] > tree.left[top] + 1 or "clause" in cues.verbs().get(tree.lemma[top], NO_CUE).firm):
            return None
        content = without(tree.below(top), [tree.below(token)])
        return Draft(token, kind, [tree.below(source)], content, [(token, preposition + 1)])

    def _hedge(self, token: int) -> Draft | None:
        """Reportedly, alleged: the clause of the adverb, the noun of the adjective."""
        tree, above = self.tree, self.tree.head[token]
        covers = self.hedges[tree.lower[token]]
        if above == token or (covers == "noun") != (tree.dep[token] == "amod"):
            return None
        return Draft(token, "hedge", [], without(tree.below(above), [(token, token + 1)]), [(token, token + 1)])


def _place_of(path: str) -> str:
    """A path of content_candidates as a place of the tables."""
    first = path.split("_")[0]
    if "pobj" in path or "pcomp" in path:
        return first
    return "to" if first == "xcomp" else "clause" if first in ("ccomp", "advcl", "parataxis", "up", "stray", "csubj", "csubjpass", "acl") else "obj"


_NOMINAL = frozenset({"pobj", "prep", "dobj", "nmod", "npadvmod", "attr", "acl", "nsubj", "nsubjpass", "appos", "compound", "amod", "advmod", "oprd", "acomp", "agent", "nummod", "poss", "dative"})


def _clause_of(tree: Tree, token: int) -> int:
    """The verb (or lone noun) of the clause in which a phrase stands."""
    top = token
    for _ in range(12):
        above = tree.head[top]
        if above == top or (top != token and tree.dep[top] not in _NOMINAL):
            break
        top = above
    return top


def _cut_off(tree: Tree, cue: int, token: int) -> bool:
    """Does a semicolon part the cue from what stands before it?"""
    return tree.right[token] < cue and ";" in tree.lower[tree.right[token] + 1:min(cue, tree.right[token] + 12)]


def _second_thoughts(tree: Tree, cue: int, content: int) -> list[Span]:
    """“denies that it copied the code and asserts that …”: verbs that the parser joins to the content but that go on with the cue."""
    holes, verbs = [], cues.verbs()
    for kid in tree.kids[content][:CHILDREN]:
        if tree.dep[kid] == "conj" and kid > content > cue and tree.pos[kid] == "VERB" and tree.child(kid, *SUBJECTS, "nsubjpass", "aux", "mark") is None:
            same = tree.tag[kid] == tree.tag[cue] != tree.tag[content] and tree.tag[kid] in ("VBZ", "VBD", "VBP")
            if same or (tree.tag[kid] == tree.tag[cue] and "quote" in verbs.get(tree.lemma[kid], NO_CUE).firm):
                start = kid - 1 if tree.pos[kid - 1] == "CCONJ" else tree.left[kid]
                holes.append((start, tree.right[kid] + 1))
    return holes


def _merge(tree: Tree, spans: list[Span], cue: int) -> list[Span]:
    """Union of the spans without the cue; two that a preposition parts become one."""
    merged: list[Span] = []
    for start, end in sorted(part for span in spans for part in without(span, [(cue, cue + 1)])):
        if merged and (start <= merged[-1][1] or (start == merged[-1][1] + 1 and tree.pos[start - 1] in ("ADP", "SCONJ"))):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

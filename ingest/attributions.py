"""Finds who says what: source, cue and content of every attribution of a parsed document.

Knows the cue tables and the learned weights, not entities or relations.
"""

from __future__ import annotations

from typing import NamedTuple

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
from ingest.cue_kinds import kind_of
from ingest.fixed_cues import find_asked, find_hearsay, find_hedge, find_phrase
from ingest.quotations import find_quotations
from ingest.speech import NO_CUE, Draft, find_speeches, give_quotations, paragraphs_of
from ingest.tree import CHILDREN, Tree, read_tree, without

# Chosen on PolNeAR's dev part. Lower, `CUE` finds more attitudes and loses precision; the others hardly matter.
CUE, CONTENT, CONTENT_FLOOR, SOURCE = 0.4, 0.5, 0.1, 0.2
SPEAKING = frozenset({"says", "alleges", "reports", "denies", "rules", "announces", "asks"})    # firm cues of these kinds need no weights
HEARERS = frozenset({"i", "we", "you"})                                                 # whose nested “I think” adds nobody to a chain


def find_attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Every attribution of the document, in the order of its cues. Spans are character ranges of `doc.text`; never raises on any text."""
    tree = read_tree(doc)
    speeches = find_speeches(tree, find_quotations(tree.text), paragraphs_of(tree))
    inside = [False] * (tree.n + 1)
    for speech in speeches:
        inside[speech.first:speech.last] = [True] * (speech.last - speech.first)
    reader = Reader(tree, inside)
    drafts = [draft for token in range(tree.n) if (draft := reader.read(token)) is not None]
    give_quotations(tree, speeches, inside, drafts)
    find_blocks(tree, drafts, inside)
    return tuple(Attribution(tree.characters(draft.source), tree.exactly(draft.words), content, draft.kind)
                 for draft in sorted(drafts, key=lambda draft: draft.cue) if (content := tree.characters(draft.content)))


class Part(NamedTuple):
    """A constituent that may belong to the content."""

    score: float
    path: str
    token: int
    spans: list[Span]


class Reader:
    """Turns one word into an attribution, or not, with the tables and the learned weights."""

    def __init__(self, tree: Tree, inside: list[bool]) -> None:
        self.tree, self.inside = tree, inside
        learned = attribution_model.weights()
        self.cue_weights, self.source_weights, self.content_weights = (learned[name] for name in attribution_model.MODELS)
        self.nouns, self.adjectives, self.hedges, self.phrases = cues.nouns(), cues.adjectives(), cues.hedges(), cues.phrases()

    def read(self, token: int) -> Draft | None:
        """The attribution that this word makes; None where it makes none."""
        tree, lower = self.tree, self.tree.lower[token]
        if lower in self.phrases:
            return find_phrase(tree, token)
        if lower in self.hedges and (hedge := find_hedge(tree, token)) is not None:
            return hedge
        return self._predicate(token) if self.is_candidate(token) else None

    def is_candidate(self, token: int) -> bool:
        """Could this word be a verb, noun or adjective that attributes?"""
        pos, tree = self.tree.pos[token], self.tree
        if pos == "VERB":
            return tree.lower[token] not in self.phrases and not is_naming(tree, token)
        if pos == "NOUN":
            above = tree.head[token]
            if tree.lemma[above] == "information" or (tree.lower[above] == "in" and self._is_firm(tree.head[above])):
                return False                                                 # on information and belief; adding in a statement that
            return tree.lemma[token] in self.nouns and tree.lemma[token] not in self.phrases.get(tree.lower[tree.head[token]], ())
        return pos == "ADJ" and tree.lemma[token] in self.adjectives and tree.dep[token] in ("acomp", "ROOT", "conj", "advcl", "ccomp")

    def _is_firm(self, token: int) -> bool:
        table = self.table(token) if self.tree.pos[token] == "VERB" else None
        return table is not None and "clause" in table.firm

    def table(self, token: int) -> cues.Cue | None:
        return cues.table_for(self.tree.pos[token]).get(self.tree.lemma[token])

    # -------------------------------------------------------------- verbs, nouns, adjectives

    def _predicate(self, cue: int) -> Draft | None:
        tree, table = self.tree, self.table(cue)
        places, firm = chosen_by_tables(tree, cue, table)
        wrapped = wraps(tree, cue) if not places and table is not None and "clause" in table.kinds else None
        if table is not None and "clause" in table.firm:
            if (hearsay := find_hearsay(tree, cue, table)) is not None:
                return hearsay
            aside = interruption(tree, cue) or find_asked(tree, cue)
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
        if source is not None and any(start < tree.left[source] and tree.right[source] + 1 < end for start, end in spans):
            spans = [piece for span in spans for piece in without(span, [tree.below(source)])]
        kind = kind_of(tree, cue, table, firm[0] if firm else place, source, spans)
        return Draft(cue, kind, self._source_words(cue, source, spans), spans, cue_words(tree, cue))

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

    def _content(self, cue: int, places: list[tuple[str, int]], wrapped: int | None, source: int | None) -> tuple[str, list[Span]]:
        """The place of the best part of the content, and all its words."""
        tree = self.tree
        chosen = {token: place for place, token in places}
        if wrapped is not None:
            chosen[wrapped] = "clause"
        if not self.content_weights:
            spans = [part for token in chosen for part in without(tree.below(token), [tree.below(cue)] if token == wrapped else [])]
            return next(iter(chosen.values()), ""), _merge(tree, spans, cue)
        parts = [Part(self._probability(self.content_weights, cue, path, token, token in chosen), path, token, spans)
                 for path, token, spans in content_candidates(tree, cue) if token != source and not _cut_off(tree, cue, token)]
        if not parts:
            return "", []
        stray = next((part for part in parts if part.path == "stray" and part.score >= CONTENT), None)
        if stray is not None:                                                # the clause, not the noun that the parser hangs it on
            parts = [part for part in parts if part is stray or not tree.left[part.token] < stray.token <= tree.right[part.token]]
        best = max(parts, key=lambda part: part.score)
        taken = [part for part in parts if part.score >= CONTENT] or ([best] if best.score >= CONTENT_FLOOR else [])
        holes = [hole for part in taken for hole in _second_thoughts(tree, cue, part.token)]
        if "to" in chosen.values():                                          # called on Israel to stop: whom is asked belongs to what is asked
            taken += [part for part in parts if part.path == "dobj" or chosen.get(part.token) in ("on", "upon")]
        spans = [piece for part in taken for span in part.spans for piece in without(span, holes)]
        return chosen.get(best.token) or _place_of(best.path), _merge(tree, spans, cue)

    def _probability(self, weights: dict[str, float], cue: int, path: str, token: int, chosen: bool) -> float:
        return attribution_model.probability(weights, attribution_model.argument_features(self.tree, cue, path, token, chosen))

    def _source(self, cue: int, source: int | None) -> int | None:
        """The head of the source: the best of the learned scores, or what the tables chose."""
        if not self.source_weights:
            return source
        scored = [(self._probability(self.source_weights, cue, path, token, token == source), token)
                  for path, token in source_candidates(self.tree, cue)]
        score, best = max(scored, default=(0.0, -1))
        return best if score >= SOURCE else None

    def _source_words(self, cue: int, source: int | None, content: list[Span]) -> list[Span]:
        if source is None:
            return []
        spans = without(self.tree.below(source), [*content, (cue, cue + 1)])
        return spans if any(start <= source < end for start, end in spans) else [(source, source + 1)]


def _place_of(path: str) -> str:
    """A path of content_candidates as a place of the tables."""
    first = path.split("_")[0]
    if "pobj" in path or "pcomp" in path:
        return first
    return "to" if first == "xcomp" else "clause" if first in ("ccomp", "advcl", "parataxis", "up", "stray", "csubj", "csubjpass", "acl") else "obj"


def _cut_off(tree: Tree, cue: int, token: int) -> bool:
    """Does a semicolon part the cue from what stands before it?"""
    return tree.right[token] < cue and ";" in tree.lower[tree.right[token] + 1:min(cue, tree.right[token] + 12)]


def _second_thoughts(tree: Tree, cue: int, content: int) -> list[Span]:
    """“denies that it copied the code and asserts that …”: verbs that the parser joins to the content but that go on with the cue."""
    holes, verbs = [], cues.verbs()
    for kid in tree.kids[content][:CHILDREN]:
        joined = tree.dep[kid] == "conj" and kid > content > cue and tree.pos[kid] == "VERB"
        if joined and tree.child(kid, *SUBJECTS, "nsubjpass", "aux", "mark") is None:
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

"""Which kind of attribution a cue makes (cues.KINDS), by its content, its source and its negation. Knows the tables, no weights."""

from __future__ import annotations

from graph.model import Span
from ingest import cues
from ingest.cue_arguments import SUBJECTS
from ingest.fixed_cues import HEARSAY
from ingest.tree import CHILDREN, Tree

ASKABLE = frozenset({"says", "reports", "announces", "rules", "plans", "believes"})     # with “whether”: a question
NEGATABLE = frozenset({"says", "alleges", "reports", "announces", "denies", "rules"})   # “did not say whether”: open, not said
NOBODY = frozenset({"nobody", "none", "no", "neither"})


def kind_of(tree: Tree, cue: int, table: cues.Cue | None, place: str, source: int | None, spans: list[Span]) -> str:
    """The kind of the tables; a ruling where a court finds, a question where it is not said, hearsay where nobody says it."""
    if table is None:
        return "attitude"
    kind = table.kinds.get(place)
    passive = tree.child(cue, "auxpass") is not None or (tree.tag[cue] == "VBN" and tree.child(cue, "aux", *SUBJECTS) is None)
    if kind is None and place == "to" and passive:                       # is said to have
        kind = table.kinds.get("clause")
    common = place == "clause" and "clause" not in table.firm and "quote" in table.kinds             # start, go, put
    if kind is None or (common and not _is_clause(tree, spans)):
        return "attitude" if place != "clause" or "clause" not in table.firm else table.kinds["clause"]
    if "court" in table.kinds and source is not None and _is_court(tree, source):
        kind = table.kinds["court"]
    if kind in NEGATABLE and is_negated(tree, cue, source):
        return "question"
    found = tree.child(cue, "dobj")
    if kind in ("reports", "rules", "says") and found is not None and tree.lower[tree.left[found]] == "no":
        return "denies"                                                      # found no evidence that
    if kind in ASKABLE and spans and tree.lower[spans[0][0]] in ("whether", "if"):
        return "question"
    if source is None and kind in HEARSAY and passive:
        return "hedge"
    if kind == "rules" and not passive and (source is None or (tree.tag[cue] == "VB" and not _is_court(tree, source))):
        return "attitude"                                                    # seeks to hold a firm liable
    return kind


def is_negated(tree: Tree, cue: int, source: int | None) -> bool:
    """Did not say, nobody said, neither confirmed nor denied, no evidence that."""
    words = [tree.lower[kid] for kid in tree.kids[cue][:CHILDREN] if tree.dep[kid] in ("neg", "preconj", "det", "cc")]
    above = tree.head[cue]
    nor = tree.dep[cue] == "conj" and any(tree.lower[kid] == "nor" for kid in tree.kids[above][:CHILDREN])
    if nor or tree.child(cue, "neg") is not None or {"neither", "nor", "no"} & set(words):
        return True
    return source is not None and tree.lower[tree.left[source]] in NOBODY


def _is_clause(tree: Tree, spans: list[Span]) -> bool:
    """Is the content, as it begins, a clause or a quotation (and not “last week”, which a common verb such as “start” may have below it)?"""
    return bool(spans) and any(tree.dep[token] in ("ccomp", "mark") or tree.pos[token] == "PUNCT" for token in range(*spans[0]))


def _is_court(tree: Tree, source: int) -> bool:
    """Is the source a court, judge or authority by its common nouns?"""
    words = [source, *(kid for kid in tree.kids[source][:8] if tree.dep[kid] == "compound")]
    return any(cues.speakers().get(tree.lemma[word]) in ("court", "authority") for word in words)

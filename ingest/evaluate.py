"""Scores entities and claims in gold format against annotated documents. Knows JSON and counting, not how anything was found.

The measures, all over the folder as a whole:

- entities: precision, recall and F1; a predicted entity is right where it has the kind of an annotated one and shares a name with it, one to one;
  mentions: the same whatever the kind
- claims: relation, subject and object right (after matching the entities); strict: the status too
- status, claimant (the first of `said_by`), chain (all of it), category: share right among the matched claims
- laundered: share of the matched claims that are annotated with no factual status and predicted with one: an allegation stated as a fact
- verbatim: share of the predicted quotes that are contiguous text of the document

What is annotated as optional is neither missed nor spurious.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.model import FACTUAL, RELATIONS, WatchdocketError

Record = dict[str, Any]
Triple = tuple[str, str, str]

_ARTICLE = re.compile(r"^(?:the|la|le|el|die|der|das|os|as) ")
_CATEGORISED = frozenset(name for name, relation in RELATIONS.items() if relation.categorised)
_SYMMETRIC = frozenset(name for name, relation in RELATIONS.items() if relation.symmetric)


@dataclass(slots=True)
class Tally:
    """How many were predicted, how many annotated, how many of them right."""

    tp: int = 0
    pred: int = 0
    gold: int = 0

    def as_dict(self) -> dict[str, float]:
        p = self.tp / self.pred if self.pred else 0.0
        r = self.tp / self.gold if self.gold else 0.0
        return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "tp": self.tp, "pred": self.pred, "gold": self.gold}


@dataclass(slots=True)
class Score:
    """The running counts. `right` and `of` are the parts of the shares."""

    documents: int = 0
    missing: int = 0
    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in ("entities", "mentions", "claims", "strict")})
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_relation: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def count(self, measure: str, right: bool) -> None:
        self.of[measure] += 1
        self.right[measure] += right

    def as_dict(self) -> dict[str, Any]:
        shares = ("status", "claimant", "chain", "category", "laundered", "verbatim")
        return {"documents": self.documents, "missing": self.missing, **{name: tally.as_dict() for name, tally in self.tallies.items()},
                **{name: self.right[name] / self.of[name] if self.of[name] else None for name in shares},
                "by_kind": {name: tally.as_dict() for name, tally in sorted(self.by_kind.items())},
                "by_relation": {name: tally.as_dict() for name, tally in sorted(self.by_relation.items())}}


def score(gold: Path, predictions: Path) -> dict[str, Any]:
    """Score the files of `predictions` against the annotated NNN.json of `gold`. Raises WatchdocketError where there are none."""
    files = sorted(gold.glob("[0-9]*.json"))
    if not files:
        raise WatchdocketError(f"There is no annotated document (NNN.json) in {gold}.")
    result = Score()
    for file in files:
        predicted = predictions / file.name
        result.documents += 1
        result.missing += not predicted.exists()
        _compare(_load(file), _load(predicted) if predicted.exists() else {"entities": [], "claims": []}, result)
    return result.as_dict()


def _load(path: Path) -> Record:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {"text": data.get("text", ""), "entities": list(data["entities"]), "claims": list(data["claims"])}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise WatchdocketError(f"{path} is not in gold format: it must be JSON with `entities` and `claims` ({error}).") from error


def _compare(gold: Record, predicted: Record, result: Score) -> None:
    """Add one document to the counts."""
    optional = {entity["id"] for entity in gold["entities"] if entity.get("optional")}
    _count_entities(result.tallies["mentions"], gold, predicted, match_entities(gold["entities"], predicted["entities"], by_kind=False), optional)
    matches = match_entities(gold["entities"], predicted["entities"])
    match_disputes(gold, predicted, matches)
    _count_entities(result.tallies["entities"], gold, predicted, matches, optional)
    _count_kinds(result, gold, predicted, matches, optional)
    _compare_claims(gold, predicted, matches, optional, result)


# ------------------------------------------------------------------ entities

def fold(name: str) -> str:
    """A name without what does not count: case, spacing, quotation marks, article, possessive."""
    name = unicodedata.normalize("NFKC", name).casefold().translate(str.maketrans("’“”", "'\"\""))
    name = _ARTICLE.sub("", re.sub(r"\s+", " ", name).strip(" \t\n.,;:\"'()"))
    return name.removesuffix("'s")


def _names(entity: Record) -> set[str]:
    return {fold(name) for name in (*entity.get("aliases", ()), entity.get("name") or "") if name}


def match_entities(gold: list[Record], predicted: list[Record], *, by_kind: bool = True) -> dict[str, str]:
    """Predicted id → annotated id, one to one; pairs that share the most names first, and of those the longest."""
    gold_names, predicted_names = [_names(e) for e in gold], [_names(e) for e in predicted]
    pairs = []
    for g, g_names in zip(gold, gold_names, strict=True):
        for p, p_names in zip(predicted, predicted_names, strict=True):
            shared = g_names & p_names
            if shared and (not by_kind or g["kind"] == p["kind"]):
                pairs.append((-len(shared), -max(map(len, shared)), p["id"], g["id"]))
    return _one_to_one((p, g) for _, _, p, g in sorted(pairs))


def _one_to_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs in order, without those of which one side is taken."""
    matches: dict[str, str] = {}
    taken: set[str] = set()
    for p, g in pairs:
        if p not in matches and g not in taken:
            matches[p] = g
            taken.add(g)
    return matches


def match_disputes(gold: Record, predicted: Record, matches: dict[str, str]) -> None:
    """Add disputes whose names do not match and whose parties do: two of them, or one where there is no other to choose."""
    taken = set(matches.values())
    gold_left = [e["id"] for e in gold["entities"] if e["kind"] == "Dispute" and e["id"] not in taken]
    predicted_left = [e["id"] for e in predicted["entities"] if e["kind"] == "Dispute" and e["id"] not in matches]
    no_choice = len(gold_left) == len(predicted_left) == 1
    pairs = []
    for p in predicted_left:
        mine = {matches[party] for party in _parties(predicted, p) if party in matches}
        for g in gold_left:
            theirs = _parties(gold, g)
            shared = len(mine & theirs)
            if shared >= 2 or (shared and (len(theirs) == 1 or no_choice)):
                pairs.append((-shared, p, g))
    matches.update(_one_to_one((p, g) for _, p, g in sorted(pairs)))


def _parties(document: Record, dispute: str) -> set[str]:
    return {claim["subject"] for claim in document["claims"] if claim["relation"] == "PARTY_TO" and claim["object"] == dispute}


def _count_entities(tally: Tally, gold: Record, predicted: Record, matches: dict[str, str], optional: set[str]) -> None:
    tally.tp += len(set(matches.values()) - optional)
    tally.pred += sum(matches.get(entity["id"]) not in optional for entity in predicted["entities"])
    tally.gold += len(gold["entities"]) - len(optional)


def _count_kinds(result: Score, gold: Record, predicted: Record, matches: dict[str, str], optional: set[str]) -> None:
    found = set(matches.values())
    for entity in gold["entities"]:
        if entity["id"] not in optional:
            result.by_kind[entity["kind"]].gold += 1
            result.by_kind[entity["kind"]].tp += entity["id"] in found
    for entity in predicted["entities"]:
        if matches.get(entity["id"]) not in optional:
            result.by_kind[entity["kind"]].pred += 1


# ------------------------------------------------------------------ claims

def _by_triple(claims: Iterable[Record], matches: dict[str, str] | None = None) -> dict[Triple, list[Record]]:
    """The claims of each (relation, subject, object), in annotated ids; what matches none has its own id with a mark."""
    groups: dict[Triple, list[Record]] = defaultdict(list)
    for claim in claims:
        ends = [end if matches is None else matches.get(end, f"?{end}") for end in (claim["subject"], claim["object"])]
        if claim["relation"] in _SYMMETRIC:
            ends.sort()
        groups[claim["relation"], ends[0], ends[1]].append(claim)
    return groups


def _compare_claims(gold: Record, predicted: Record, matches: dict[str, str], optional: set[str], result: Score) -> None:
    annotated, found = _by_triple(gold["claims"]), _by_triple(predicted["claims"], matches)
    for claim in predicted["claims"]:
        result.count("verbatim", bool(claim.get("quote")) and claim["quote"] in gold["text"])
    for triple in annotated.keys() & found.keys():
        _compare_matched(triple[0], annotated[triple], found[triple], matches, result)
    passed_over = {triple for triple, claims in annotated.items()
                   if all(claim.get("optional") or {claim["subject"], claim["object"]} & optional for claim in claims)}
    wanted, given = annotated.keys() - passed_over, found.keys() - passed_over
    _add(result.tallies["claims"], wanted, given)
    _add(result.tallies["strict"], {(t, c["status"]) for t in wanted for c in annotated[t]}, {(t, c["status"]) for t in given for c in found[t]})
    for relation in {triple[0] for triple in wanted | given}:
        _add(result.by_relation[relation], {t for t in wanted if t[0] == relation}, {t for t in given if t[0] == relation})


def _add(tally: Tally, wanted: set[Any], given: set[Any]) -> None:
    tally.tp += len(wanted & given)
    tally.pred += len(given)
    tally.gold += len(wanted)


def _compare_matched(relation: str, annotated: list[Record], found: list[Record], matches: dict[str, str], result: Score) -> None:
    """Status, chain and category of a triple that is in both."""
    statuses, given = {claim["status"] for claim in annotated}, {claim["status"] for claim in found}
    result.count("status", bool(statuses & given))
    if not statuses & FACTUAL:
        result.count("laundered", bool(given & FACTUAL))
    chains = {tuple(claim["said_by"]) for claim in annotated}
    said = {tuple("doc" if who == "doc" else matches.get(who, "?") for who in claim.get("said_by") or ["doc"]) for claim in found}
    result.count("claimant", bool({chain[0] for chain in chains} & {chain[0] for chain in said}))
    result.count("chain", bool(chains & said))
    if relation in _CATEGORISED:
        result.count("category", bool({claim.get("category") for claim in annotated} & {claim.get("category") for claim in found}))

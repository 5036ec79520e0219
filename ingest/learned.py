"""A second voter: how likely each relation is for a pair of entities, by a linear model over the words and grammar between them.

It finds pairs that no frame finds; status and chain stay with attributions and grammar. Trained by bench/train_pairs.py; data/models/README.md is its card.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from graph.model import RELATIONS
from ingest.pairs import Pair, features, nodes_of, pairs_of
from ingest.references import Referents
from ingest.relations import Finding
from ingest.status import DENYING, FUTURE, HEDGES, PROSPECTIVE

MODEL = Path(__file__).parent.parent / "data" / "models" / "pairs.tsv.gz"
VERSION = "1"
# Chosen by relation on documents held out in cross-validation, so that half or more of what the voter adds is right (bench/quality.md).
# Who accuses, denies or sues is never asked of it: it errs most there, and a wrong edge hurts most.
THRESHOLDS: dict[str, float] = {
    "CONTRACTS_WITH": 0.4, "HOLDS_ROLE": 0.5, "MAKES": 0.55, "OVERSEES": 0.4, "SANCTIONS": 0.5, "WORKS_ON": 0.35, "SUBCONTRACTS_TO": 0.5,
    "BASED_IN": 0.6, "LOCATED_IN": 0.6, "OWNS": 0.6, "USES": 0.8, "TERMINATES": 0.65, "PARTNERS_WITH": 0.75, "INVESTIGATES": 0.65, "FINES": 0.6,
    "RULES_FOR": 0.6, "RULES_AGAINST": 0.6,
}
STRICTER = 0.2                                      # what --precise adds to each threshold
OPPOSITES = {"RULES_FOR": "RULES_AGAINST", "RULES_AGAINST": "RULES_FOR"}

UNPLAIN = FUTURE | HEDGES | frozenset("no not never neither nor without if whether unless potential alleged possible proposed planned outside dispute failed talks".split())
MOODS = DENYING | PROSPECTIVE | frozenset("claim allege say tell accuse allegation accusation report letter deny denial sue fail negotiate negotiation".split())

Weights = dict[str, tuple[tuple[int, float], ...]]


@cache
def load_weights() -> tuple[tuple[str, ...], tuple[float, ...], Weights]:
    """Relations, the bias of each, and by feature its weights as (relation number, weight)."""
    with gzip.open(MODEL, "rt", encoding="utf-8") as lines:
        relations = tuple(next(lines).rstrip("\n").split("\t"))
        biases = tuple(float(cell) for cell in next(lines).split("\t"))
        weights: Weights = {}
        for line in lines:
            name, *cells = line.rstrip("\n").split("\t")
            weights[name] = tuple((int(number), float(weight)) for number, weight in (cell.split(":") for cell in cells))
    return relations, biases, weights


def probabilities(pair: Pair) -> dict[str, float]:
    """Probability of each relation that the kinds of the pair allow."""
    relations, biases, weights = load_weights()
    totals = list(biases)
    for name in features(pair):
        for number, weight in weights.get(name, ()):
            totals[number] += weight
    kinds = pair.subject.entity.kind, pair.object.entity.kind
    return {relation: 1 / (1 + math.exp(-total)) for relation, total in zip(relations, totals, strict=True)
            if relation in THRESHOLDS and kinds[0] in RELATIONS[relation].domain and kinds[1] in RELATIONS[relation].range}


def _plain(pair: Pair) -> bool:
    """Nothing between and around the two ends says planned, hedged, denied or negated: the voter knows no moods, so it keeps to plain statements."""
    first, last = sorted((pair.subject, pair.object), key=lambda n: n.start)
    around = [*pair.top.doc[first.start: last.end], *pair.top.children, pair.top, *pair.trigger.children, pair.trigger, *list(pair.top.ancestors)[:4]]
    return not any(t.dep_ == "neg" or t.lower_ in UNPLAIN or (t.lemma_.lower() in MOODS and t.pos_ in ("VERB", "NOUN")) or t.text == "?" for t in around)


def _settled(relation: str, pair: Pair) -> bool:
    return relation == "HOLDS_ROLE" or _plain(pair)


def find_pairs(doc: Doc, refs: Referents, known: Iterable[Finding], stricter: float = 0.0) -> Iterator[Finding]:
    """Findings of the voter that no rule has, each with its probability as confidence; one a triple, the likeliest place."""
    told = {(f.relation, f.subject.id, f.object.id) for f in known}
    told |= {(relation, right, left) for relation, left, right in told}              # no voice against the direction that a rule read
    told |= {(OPPOSITES[relation], left, right) for relation, left, right in told if relation in OPPOSITES}
    best: dict[tuple[str, str, str], tuple[float, Pair]] = {}
    for nodes in nodes_of(doc, refs):
        for pair in pairs_of(nodes):
            for relation, probability in probabilities(pair).items():
                key = (relation, pair.subject.entity.id, pair.object.entity.id)
                if probability >= THRESHOLDS[relation] + stricter and key not in told and probability > best.get(key, (0.0,))[0] and _settled(relation, pair):
                    best[key] = (probability, pair)
    for (relation, subject, object_), (probability, pair) in best.items():
        reverse = best.get((relation, object_, subject))
        if reverse is not None and reverse[0] > probability:
            continue                                             # a wrong direction is worse than none
        trigger = pair.object.token if relation == "HOLDS_ROLE" else pair.trigger         # an office has no mood
        yield Finding(relation, pair.subject.entity, pair.object.entity, trigger, trigger, (pair.subject.token.i, pair.object.token.i),
                      f"model:pairs-{VERSION}", confidence=probability)
